"""What tests of the channel need: small packages, keys, servers for SFTP, S3 and HTTP, and disks that fail."""

import errno
import hashlib
import http.server
import os
import shutil
import socket
import socketserver
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import click
import paramiko
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from curricula.channel import keys, metadata
from curricula.channel.metadata import Signing
from curricula.channel.places import Disk, Place
from curricula.channel.publishing import Order, publish
from curricula.channel.releases import parcel
from curricula.channel.store import Store
from curricula.commands import fetch
from curricula.commands import publish as command
from curricula.diagnostics import CurriculaError, Phrase, failed
from curricula.formats import case, html
from curricula.inputs import Inputs
from curricula.messages.wording import voice
from curricula.packages.packing import pack
from curricula.packages.verifying import verify
from curricula.pipeline import publication
from curricula.plugins import plugin
from curricula.report import Desk
from curricula.reports.text import finding
from curricula.repository import Repository
from fragments import overlay

ADDRESS = "https://standards.example.org"
COURSE, PROGRAMME = "demo/courses/circuits", "demo/professional"
HERE = "127.0.0.1"


def packed(repository: Repository, document: str, folder: Path) -> Path:
    """A real package of a standard, without PDF (which takes its time, and is nothing special here)."""
    own = repository.issued[document].language
    whole = publication(repository, document, (own, *(tag for tag in repository.published(document) if tag != own)))
    made = {f"standard.{name}": plugin("curricula.formats", name).render(whole)[0] for name in ("xml", "json")}
    for edition in whole.editions:
        made[f"{edition.locale}.html"] = html.render(edition)[0]
        made[f"{edition.locale}.case.json"] = case.render(edition)[0]
    package = pack(repository, Inputs(repository.root), document, made)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / package.name).write_bytes(package.content)
    return folder / package.name


@dataclass(frozen=True)
class Material:
    """Packages, keys (`<name>.key`), and the repository whose words the pages are in."""

    folder: Path
    repository: Repository

    def key(self, name: str) -> Path:
        """The key of this name, always the same one."""
        path = self.folder / f"{name}.key"
        if not path.exists():
            private = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(name.encode()).digest())
            path.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return path

    def signing(self, time: datetime | None = None, **changes: Any) -> Signing:
        """How to sign; keys are given by their names."""
        moment = time or datetime.now(UTC).replace(microsecond=0)

        def load(name: str) -> Any:
            return keys.signer(self.key(name), str)

        named = {"key": "channel", "root_keys": ("root",), "former": (), **changes}
        return Signing(
            load(named["key"]), tuple(map(load, named["root_keys"])), tuple(map(load, named["former"])), moment,
            named.get("days", 30), named.get("lasting", 730), named.get("threshold", 1),
        )

    def order(self, versions: Sequence[str], signing: Signing, rotate: bool = False) -> Order:
        """An order to publish the course standard in some versions; `programme` is another standard."""
        names = {"programme": "demo.professional-1.0.0.asice"}
        paths = [self.folder / names.get(item, f"demo.courses.circuits-{item}.asice") for item in versions]
        parcels = []
        for path in paths:
            manifest = verify(path).manifest
            assert manifest is not None
            parcels.append(parcel(path, manifest))
        return Order(tuple(parcels), signing, rotate, command._around(self.repository, ADDRESS))


@pytest.fixture(scope="session")
def material(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Material:
    """Two versions of a course standard, a professional standard, and the repository they are from."""
    folder = tmp_path_factory.mktemp("material")
    for version in ("1.0.0", "1.1.0", "1.10.0"):
        root = folder / f"repository-{version}"
        shutil.copytree(demo, root)
        for path, content in overlay(course={"version": version, "status": "approved"}).items():
            assert isinstance(content, str)
            (root / path).write_text(content, encoding="utf-8")
        packed(Repository(root), COURSE, folder)
    packed(Repository(demo), PROGRAMME, folder)
    return Material(folder, Repository(demo))


def told(*_: object) -> None:
    """Progress that nobody looks at."""


def released(material: Material, folder: Path, *versions: str, **signing: Any) -> Path:
    """A channel in a folder with these versions published now, or at the `time` given."""
    found, done = publish(folder_store(folder), material.order(versions, material.signing(**signing)), told)
    assert done is not None, found
    return folder


@dataclass(frozen=True)
class Said:
    """What a command says, and its exit code."""

    returncode: int
    stdout: str
    stderr: str = ""


def fetched(root: Path, address: str, folder: Path, *options: str, language: str = "en") -> Said:
    """What `curricula fetch` says; in this process, as starting others takes time."""
    speech = voice(language)
    called = click.Command("fetch", params=fetch.PARAMETERS, callback=partial(fetch.run, Desk(root, told, speech)))
    try:
        result = called.main([address, "--to", str(folder), *options], standalone_mode=False)
    except CurriculaError as error:
        return Said(2, "", error.phrase.words(speech))
    lines = [line.words(speech) if isinstance(line, Phrase) else line for line in result.lines]
    status = result.status if result.status is not None else int(failed(result.diagnostics))
    return Said(status, "\n".join([*(finding(item, speech) for item in result.diagnostics), *lines]))


def root_of(folder: Path) -> list[str]:
    """The options with which a mirror begins."""
    return ["--root", str(folder / metadata.FOLDER / "1.root.json")]


def options(material: Material, packages: Path, *more: str) -> list[str]:
    """The options of `curricula publish`."""
    return ["--packages", str(packages), "--key", str(material.key("channel")), "--address", ADDRESS, *more]


class Failing(Disk):
    """A disk that fails for good after some steps: files begun, renamed or deleted."""

    cachable = False

    def __init__(self, steps: int, number: int = errno.EIO) -> None:
        super().__init__()
        self.left = steps
        self.number = number

    def step(self) -> None:
        """One of them."""
        self.left -= 1
        self.living()

    def living(self) -> None:
        """What is dead answers nothing."""
        if self.left < 0:
            raise OSError(self.number, os.strerror(self.number))

    def _open(self, path: str, mode: str = "rb", **given: Any) -> Any:
        if "w" in mode:
            self.step()
        return super()._open(path, mode=mode, **given)

    def mv(self, path1: str, path2: str, **given: Any) -> None:
        """Rename."""
        self.step()
        super().mv(path1, path2, **given)

    def rm_file(self, path: str) -> None:
        """Delete."""
        self.step()
        super().rm_file(path)

    def cat_file(self, path: str, start: int | None = None, end: int | None = None, **given: Any) -> Any:
        """Read."""
        self.living()
        return super().cat_file(path, start, end, **given)

    def find(self, path: str, **given: Any) -> Any:
        """List."""
        self.living()
        return super().find(path, **given)


def folder_store(folder: Path, disk: Disk | None = None) -> Store:
    """A channel in a folder, on a disk of its own if need be."""
    return Store(Place(disk or Disk(), str(folder), str(folder), "folder"))


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


class _Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.0"

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def web(folder: Path) -> Iterator[str]:
    """A plain web server for a folder: its address."""
    with http.server.ThreadingHTTPServer((HERE, 0), partial(_Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://{HERE}:{server.server_address[1]}"
        finally:
            server.shutdown()


class _Login(paramiko.ServerInterface):
    def check_auth_password(self, username: str, password: str) -> int:
        """One user with one password."""
        right = (username, password) == ("ministry", "secret")
        return paramiko.AUTH_SUCCESSFUL if right else paramiko.AUTH_FAILED  # type: ignore[attr-defined,no-any-return]

    def get_allowed_auths(self, username: str) -> str:
        """Passwords."""
        return "password"

    def check_channel_request(self, kind: str, chanid: int) -> int:
        """Sessions."""
        return paramiko.OPEN_SUCCEEDED  # type: ignore[attr-defined,no-any-return]


class _Disk(paramiko.SFTPServerInterface):
    """Files below a folder, as an OpenSSH server has them: renaming refuses to replace, its extension replaces."""

    def __init__(self, server: paramiko.ServerInterface, root: str, read_only: bool = False) -> None:
        super().__init__(server)
        self.root = Path(root)
        self.read_only = read_only

    def _path(self, name: str) -> Path:
        return self.root / name.lstrip("/")

    def _done(self, action: Any) -> int:
        if self.read_only:
            return paramiko.SFTP_PERMISSION_DENIED  # type: ignore[attr-defined,no-any-return]
        try:
            action()
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno or errno.EIO)
        return paramiko.SFTP_OK  # type: ignore[attr-defined,no-any-return]

    def list_folder(self, path: str) -> Any:
        """What is in a folder."""
        try:
            names = sorted(item.name for item in self._path(path).iterdir())
            return [paramiko.SFTPAttributes.from_stat((self._path(path) / name).stat(), name) for name in names]
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno or errno.EIO)

    def stat(self, path: str) -> Any:
        """What a file is like."""
        try:
            return paramiko.SFTPAttributes.from_stat(self._path(path).stat())
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno or errno.EIO)

    lstat = stat

    def open(self, path: str, flags: int, attr: Any) -> Any:
        """A file."""
        if self.read_only and flags & (os.O_WRONLY | os.O_RDWR):
            return paramiko.SFTP_PERMISSION_DENIED  # type: ignore[attr-defined]
        try:
            handle = os.open(self._path(path), flags, 0o644)
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno or errno.EIO)
        writes = bool(flags & (os.O_WRONLY | os.O_RDWR))
        file = os.fdopen(handle, "wb" if writes else "rb")
        found = paramiko.SFTPHandle(flags)
        found.readfile = found.writefile = file  # type: ignore[attr-defined]
        return found

    def remove(self, path: str) -> int:
        """Delete a file."""
        return self._done(self._path(path).unlink)

    def rename(self, oldpath: str, newpath: str) -> int:
        """Rename, unless the name is taken."""
        if self._path(newpath).exists():
            return paramiko.SFTP_FAILURE  # type: ignore[attr-defined,no-any-return]
        return self._done(lambda: self._path(oldpath).rename(self._path(newpath)))

    def posix_rename(self, oldpath: str, newpath: str) -> int:
        """Rename."""
        return self._done(lambda: self._path(oldpath).replace(self._path(newpath)))

    def mkdir(self, path: str, attr: Any) -> int:
        """Make a folder."""
        return self._done(self._path(path).mkdir)


@contextmanager
def sftp(folder: Path, home: Path, *, read_only: bool = False) -> Iterator[str]:
    """An SFTP server for a folder that `home` knows the key of: its address, with name and password."""
    host = paramiko.ECDSAKey.generate()

    class Session(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            transport = paramiko.Transport(self.request)
            transport.add_server_key(host)
            transport.set_subsystem_handler("sftp", paramiko.SFTPServer, _Disk, str(folder), read_only)
            try:
                transport.start_server(server=_Login())
            except (EOFError, paramiko.SSHException):
                return
            transport.join()

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

    with Server((HERE, 0), Session) as server:
        port = server.server_address[1]
        (home / ".ssh").mkdir(parents=True, exist_ok=True)
        line = f"[{HERE}]:{port} {host.get_name()} {host.get_base64()}\n"
        (home / ".ssh" / "known_hosts").write_text(line, encoding="ascii")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"sftp://ministry:secret@{HERE}:{port}"
        finally:
            server.shutdown()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        return int(probe.getsockname()[1])
