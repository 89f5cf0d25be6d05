"""The files of a channel: read, created where there is none, replaced whole.

A reader sees a file as it was or as it is, never a part of it: in folders and over SFTP a temporary file is renamed,
and S3 shows an object when all of it is there. What must not be overwritten is *created*, which of several
publishers one alone can do: by a hard link in a folder, by the renaming of SFTP that refuses to replace, by a
conditional put in S3.
"""

import errno
import mimetypes
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from curricula.channel.places import Place
from curricula.diagnostics import CurriculaError, Phrase
from curricula.files import LEFTOVER, explained

_TYPES = {
    ".asice": "application/vnd.etsi.asic-e+zip", ".p7s": "application/pkcs7-signature", ".ttl": "text/turtle",
    ".jsonld": "application/ld+json", ".atom": "application/atom+xml", ".json": "application/json",
    ".html": "text/html; charset=utf-8", ".xml": "application/xml", ".pdf": "application/pdf",
}
_FOREVER, _FRESH = "public, max-age=31536000, immutable", "public, max-age=60"
_TAKEN = ("PreconditionFailed", "pre-conditions", "ConditionalRequestConflict", "ConditionNotMet")
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP}  # a disk without hard links, such as a memory stick
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


class Store:
    """The files below the root of a channel, by names with slashes."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self._folders: set[str] = set()

    def names(self) -> dict[str, int]:
        """The size of every file, in bytes; leftovers of an interrupted run too."""
        with self._told(""):
            found = self.place.files.find(self.place.root, detail=True)
        start = len(self.place.root.strip("/")) + 1
        return {path.strip("/")[start:]: int(item["size"] or 0) for path, item in sorted(found.items())}

    def read(self, name: str) -> bytes | None:
        """The content of a file; None where there is none."""
        with self._told(name):
            try:
                return bytes(self.place.files.cat_file(self._path(name)))
            except FileNotFoundError:
                return None

    def create(self, name: str, content: bytes, *, lasting: bool = False) -> bool:
        """Put a file where there is none; False where there is one, and it is left as it is."""
        path = self._path(name)
        with self._told(name):
            if self.place.kind == "s3":
                return self._put(path, content, mode="create", CacheControl=_FOREVER if lasting else _FRESH)
            with self._temporary(path, content) as temporary:
                made = self._linked(temporary, path)
                if self.place.files.exists(temporary):
                    self.place.files.rm_file(temporary)
                return made

    def replace(self, name: str, content: bytes, *, lasting: bool = False) -> None:
        """Put a file, in the place of another one if need be; what is `lasting` may be kept by caches for ever."""
        path = self._path(name)
        with self._told(name):
            if self.place.kind == "s3":
                self._put(path, content, CacheControl=_FOREVER if lasting else _FRESH)
            else:
                with self._temporary(path, content) as temporary:
                    self.place.files.mv(temporary, path)

    def exchange(self, name: str, before: bytes | None, content: bytes) -> bool:
        """Replace a file that is still as it was `before`; False where it is not, and nothing is done.

        S3 looks and replaces in one step. Elsewhere only the lease keeps others from coming between.
        """
        if before is None:
            return self.create(name, content)
        path = self._path(name)
        with self._told(name):
            if self.place.kind != "s3":
                if self.read(name) != before:
                    return False
                self.replace(name, content)
                return True
            tag = self.place.files.info(path)["ETag"]
            return self.read(name) == before and self._put(path, content, IfMatch=tag, CacheControl=_FRESH)

    def delete(self, name: str) -> None:
        """Take a file away; nothing happens where there is none."""
        with self._told(name):
            try:
                self.place.files.rm_file(self._path(name))
            except FileNotFoundError:
                return

    def sweep(self, names: dict[str, int]) -> None:
        """Delete what an interrupted run left among `names`."""
        for name in [name for name in names if name.endswith(LEFTOVER)]:
            self.delete(name)
            del names[name]

    def _path(self, name: str) -> str:
        return f"{self.place.root.rstrip('/')}/{name}"

    def _put(self, path: str, content: bytes, **how: str) -> bool:
        media_type = _TYPES.get(PurePosixPath(path).suffix) or mimetypes.guess_type(path)[0]
        fallback = "application/json" if "/ims/case/" in path else "text/plain; charset=utf-8"
        try:
            self.place.files.pipe_file(path, content, ContentType=media_type or fallback, **how)
        except FileExistsError:
            return False
        except OSError as error:  # what S3 answers to a condition that does not hold
            if not {"mode", "IfMatch"} & how.keys() or not any(words in str(error) for words in _TAKEN):
                raise
            return False
        return True

    @contextmanager
    def _temporary(self, path: str, content: bytes) -> Iterator[str]:
        """A file beside `path`, flushed to the disk where the disk is ours; it goes where anything is refused."""
        folder, _, name = path.rpartition("/")
        if folder not in self._folders:
            self.place.files.makedirs(folder, exist_ok=True)
            self._folders.add(folder)
        temporary = f"{folder}/.{name}.{uuid.uuid4().hex}{LEFTOVER}"
        try:
            with self.place.files.open(temporary, "wb") as file:
                file.write(content)
                if self.place.kind == "folder":
                    file.flush()
                    os.fsync(file.fileno())
            yield temporary
        except BaseException:
            with suppress(*self.place.refusals):
                self.place.files.rm_file(temporary)
            raise

    def _linked(self, temporary: str, path: str) -> bool:
        """Give a temporary file its name unless the name is taken."""
        try:
            if self.place.kind == "folder":
                os.link(temporary, path)
            else:
                self.place.files.ftp.rename(temporary, path)
        except FileExistsError:
            return False
        except OSError as error:
            if self.place.files.exists(path):
                return False
            if error.errno not in _NO_LINKS or self.place.kind != "folder":
                raise
            with Path(path).open("xb") as file:
                file.write(Path(temporary).read_bytes())
        return True

    @contextmanager
    def _told(self, name: str) -> Iterator[None]:
        """Turn what a file system says into a `CurriculaError`."""
        try:
            if self.place.kind == "folder":
                with explained(Path(self._path(name))):
                    yield
            else:
                yield
        except self.place.refusals as error:
            known = isinstance(error, OSError) and error.errno in _FULL
            told = str(error) if known else (isinstance(error, OSError) and error.strerror) or str(error)
            raise CurriculaError(
                "cannot use {target}: {reason}", target="/".join(filter(None, (self.place.name.rstrip("/"), name))),
                reason=told or Phrase("the system gives no reason"),
            ) from None
