"""What an address of a target means: a folder, SFTP or S3, each as a file system of fsspec.

Servers are trusted as `ssh` trusts them: one that is not in the file of known hosts is refused, for otherwise
anyone between could take the password. Keys and passwords come from where `ssh` and the tools of S3 have them.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from fsspec import AbstractFileSystem
from fsspec.implementations.local import LocalFileSystem

from curricula.diagnostics import CurriculaError

Kind = Literal["folder", "sftp", "s3"]
_SECONDS = 30  # that a server may take to answer


class Disk(LocalFileSystem):  # type: ignore[misc]  # ships no types
    """A local disk. Renaming is one step or fails; that of the library would copy then, or enter a folder."""

    def mv(self, path1: str, path2: str, **_: Any) -> None:
        """Rename a file, in the place of another one if need be."""
        Path(path1).replace(path2)


@dataclass(frozen=True)
class Place:
    """A file system, the path of the channel in it, and what it raises where it refuses.

    `name` is the target without a password, for messages.
    """

    files: AbstractFileSystem
    root: str
    name: str
    kind: Kind
    refusals: tuple[type[Exception], ...] = (OSError,)


def place(target: str) -> Place:
    """Where a target is; `CurriculaError` where its protocol is not known, or its library is not installed."""
    scheme, separator, rest = target.partition("://")
    if not separator or scheme == "file":
        path = Path(unquote(rest)) if separator else Path(target)
        return Place(Disk(), str(path.expanduser().absolute()), str(path), "folder")
    known: dict[str, Callable[[str], Place]] = {"sftp": _sftp, "s3": _s3}
    if scheme not in known:
        raise CurriculaError(
            "{target} begins with {scheme}://; a channel is published to a folder, sftp:// or s3://",
            target=_public(target), scheme=scheme,
        )
    try:
        return known[scheme](target)
    except ImportError:
        raise CurriculaError(
            "{scheme}:// needs more Python packages: pip install 'curricula[channel]'", scheme=scheme
        ) from None


def _public(target: str) -> str:
    """The address without user and password."""
    parts = urlsplit(target)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def _s3(target: str) -> Place:
    import s3fs
    from botocore.exceptions import BotoCoreError

    limits = {"connect_timeout": _SECONDS, "read_timeout": _SECONDS}
    files = s3fs.S3FileSystem(
        use_listings_cache=False, skip_instance_cache=True, config_kwargs=limits,
    )
    return Place(files, target.removeprefix("s3://").rstrip("/"), _public(target), "s3", (OSError, BotoCoreError))


def _sftp(target: str) -> Place:
    import paramiko
    from fsspec.implementations.sftp import SFTPFileSystem

    class KnownHosts(SFTPFileSystem):  # type: ignore[misc]  # ships no types
        """SFTP to servers that the user's file of known hosts has."""

        def _connect(self) -> None:
            self.client = paramiko.SSHClient()
            self.client.load_system_host_keys()
            self.client.set_missing_host_key_policy(paramiko.RejectPolicy())
            self.client.connect(self.host, **self.ssh_kwargs)
            self.ftp = self.client.open_sftp()

    parts, name = urlsplit(target), _public(target)
    given: dict[str, Any] = {"port": parts.port, "username": parts.username, "password": parts.password}
    login = {key: unquote(str(value)) if key != "port" else value for key, value in given.items() if value is not None}
    try:
        files = KnownHosts(
            host=parts.hostname or "", timeout=_SECONDS, banner_timeout=_SECONDS, auth_timeout=_SECONDS,
            skip_instance_cache=True, **login,
        )
    except (OSError, paramiko.SSHException) as error:
        reason = (isinstance(error, OSError) and error.strerror) or str(error) or type(error).__name__
        raise CurriculaError("cannot reach {target}: {reason}", target=name, reason=reason) from None
    return Place(files, os.path.normpath(parts.path or "/"), name, "sftp", (OSError, paramiko.SSHException, EOFError))
