"""The zip file of a package or a collection, in the one form the format allows.

The form leaves no choice: every file stored, `mimetype` first and the others in order of name, one
date, one mode, no extra fields, no comments, no gaps. So equal content is equal bytes on every
machine (compressed data differ between builds of zlib), and reading is comparing: a header that is
not the one writing would have made is refused, so no two programs can see different files in it.
"""

import io
import os
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NoReturn

from curricula.diagnostics import N_, CurriculaError, Diagnostic, Phrase, Where

FIRST = "mimetype"

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_NEEDED = 20  # version 2.0 of the zip format
_UNIX = 3 << 8
_MODE = 0o100644
_DATE = (1980 - 1980) << 9 | 1 << 5 | 1
_LINK = 0o120000
_TYPE = 0o170000
_COMMENT = 0xFFFF  # the longest comment a zip may end with
_DIRECTORY = 16 << 20  # bytes of the list at the end, far more than the files of any collection need
_CHUNK = 1 << 20
_REPACKED = N_("Was it unpacked and zipped again? Take the file from where it was published.")
_PARTS = (FIRST.encode(), b"data/manifest.json")  # what has neither was never a package
_DAMAGED = N_("The file was damaged or changed on its way: download it again.")


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a zip file may be: bytes of the whole, and files in it."""

    size: int
    files: int


PACKAGE = Limits(1 << 30, 64)  # of what is read; what is written holds at most half as many files
COLLECTION = Limits((1 << 32) - 2, 4096)  # where zip changes its form


@dataclass(frozen=True, slots=True)
class Entry:
    """One file in the zip: its name, CRC-32, size, and where its local header begins, in bytes."""

    name: str
    crc: int
    size: int
    offset: int

    @property
    def start(self) -> int:
        """Where the content begins."""
        return self.offset + _LOCAL.size + len(self.name)


class _Refused(Exception):
    """Stops the reading: what follows cannot be relied upon."""


@dataclass(frozen=True, slots=True)
class Stored:
    """Content that lies in a file: `size` bytes from `start` on, with their CRC-32."""

    path: Path
    start: int
    size: int
    crc: int

    def pieces(self) -> Iterator[bytes]:
        """The content; `CurriculaError` where it is not what it was."""
        left, crc = self.size, 0
        with self.path.open("rb") as file:
            file.seek(self.start)
            while left and (piece := file.read(min(left, _CHUNK))):
                left -= len(piece)
                crc = zlib.crc32(piece, crc)
                yield piece
        if left or crc != self.crc:
            raise CurriculaError("{file} has changed meanwhile; nothing was written", file=self.path)


def write(members: Mapping[str, bytes]) -> bytes:
    """The zip file that holds `members` (content by name)."""
    whole = io.BytesIO()
    put(members, whole, PACKAGE)
    return whole.getvalue()


def put(members: Mapping[str, bytes | Stored], file: BinaryIO, limits: Limits) -> None:
    """Write the zip file that holds `members`, a piece at a time."""
    entries: list[Entry] = []
    end = 0
    for name in sorted(members, key=_order):
        content = members[name]
        if isinstance(content, bytes):
            entries.append(Entry(name, zlib.crc32(content), len(content), end))
        else:
            entries.append(Entry(name, content.crc, content.size, end))
        end = entries[-1].start + entries[-1].size
    directory = b"".join(map(_central, entries)) if end <= limits.size else b""
    size = end + len(directory) + _END.size
    if size > limits.size or len(entries) > limits.files:
        raise CurriculaError(
            "at most {files} files and {limit} MB fit into one file; these are {count} and {size}", files=limits.files,
            limit=limits.size >> 20, count=len(entries), size=size >> 20,
        )
    for entry in entries:
        file.write(_local(entry))
        content = members[entry.name]
        file.writelines([content] if isinstance(content, bytes) else content.pieces())
    file.write(directory + _end(len(entries), len(directory), end))


def _order(name: str) -> tuple[bool, str]:
    return name != FIRST, name


def _local(entry: Entry) -> bytes:
    sizes = (entry.crc, entry.size, entry.size, len(entry.name), 0)
    return _LOCAL.pack(b"PK\3\4", _NEEDED, 0, 0, 0, _DATE, *sizes) + entry.name.encode("ascii")


def _central(entry: Entry) -> bytes:
    sizes = (entry.crc, entry.size, entry.size, len(entry.name), 0, 0, 0, 0)
    numbers = (_UNIX | _NEEDED, _NEEDED, 0, 0, 0, _DATE, *sizes, _MODE << 16, entry.offset)
    return _CENTRAL.pack(b"PK\1\2", *numbers) + entry.name.encode("ascii")


def _end(count: int, length: int, start: int) -> bytes:
    return _END.pack(b"PK\5\6", 0, 0, count, count, length, start, 0)


def read(
    file: BinaryIO, package: str, limits: Limits = PACKAGE
) -> tuple[tuple[Entry, ...], tuple[Diagnostic, ...]]:
    """The files of a package or a collection and every departure from the form; no files where it is unreliable.

    Only the directory and the headers are read, and of them no more than the limits allow.
    """
    reader = _Reader(file, package, limits, [])
    try:
        return reader.entries(), tuple(reader.found)
    except _Refused:
        return (), tuple(reader.found)


@dataclass(frozen=True)
class _Reader:
    """A file being read, its name for the findings, how large it may be, and the findings so far."""

    file: BinaryIO
    package: str
    limits: Limits
    found: list[Diagnostic]

    def note(self, code: str, message: str, hint: str = _REPACKED, **arguments: object) -> None:
        """Add a finding."""
        self.found.append(Diagnostic(Where(self.package), f"verify-{code}", message, arguments, hint))

    def refuse(self, code: str, message: str, hint: str = _DAMAGED, **arguments: object) -> NoReturn:
        """Add a finding and stop."""
        self.note(code, message, hint, **arguments)
        raise _Refused

    def at(self, offset: int, length: int) -> bytes:
        """Bytes of the file; fewer where it ends."""
        self.file.seek(offset)
        return self.file.read(length)

    def entries(self) -> tuple[Entry, ...]:
        """The files in the order of the directory."""
        count, length, start = self.end()
        listed = self.at(start, length)
        if count and not any(part in listed for part in _PARTS):
            self.refuse("not-zip", "is not a package: it is a zip file of another kind",
                        "A package is a file that ends in .asice.")
        entries = self.directory(listed, count)
        self.names(entry.name for entry in entries)
        self.local_headers(entries, start)
        if not entries or entries[0].name != FIRST:
            self.note("mimetype", "does not begin with the file mimetype")
        elif sorted((entry.name for entry in entries), key=_order) != [entry.name for entry in entries]:
            self.note("order", "the files do not stand in order of their names")
        return entries

    def end(self) -> tuple[int, int, int]:
        """Number of files, length and offset of the directory, from the record that ends a zip."""
        size = self.file.seek(0, os.SEEK_END)
        if size > self.limits.size:
            self.refuse("limit", "has {size} MB; at most {limit} are allowed", size=size >> 20,
                        limit=self.limits.size >> 20)
        tail = self.at(max(0, size - _COMMENT - _END.size), _COMMENT + _END.size)
        found = tail.rfind(b"PK\5\6")
        if found < 0 or len(tail) - found < _END.size:
            if self.at(0, 4) == b"PK\3\4":
                self.refuse("truncated", "ends in the middle", "The download broke off: download it again.")
            self.refuse("not-zip", "is not a package: it is no zip file", "A package is a file that ends in .asice.")
        record = tail[found : found + _END.size]
        _, _, _, _, count, length, start, _ = _END.unpack(record)
        begin = size - len(tail) + found
        if begin + _END.size != size:
            self.refuse("foreign-bytes", "{count} bytes stand behind its end", count=size - begin - _END.size)
        if count > self.limits.files:
            self.refuse("limit", "holds {count} files; at most {limit} are allowed", count=count,
                        limit=self.limits.files)
        if begin - length > start:
            self.refuse("foreign-bytes", "{count} bytes stand before its beginning", count=begin - length - start)
        if begin - length != start or record != _end(count, length, start) or length > _DIRECTORY:
            self.refuse("damaged", "the record at its end is damaged")
        return count, length, start

    def directory(self, data: bytes, count: int) -> tuple[Entry, ...]:
        """The entries of the directory at the end of the file."""
        entries = []
        position = 0
        for _ in range(count):
            head = data[position : position + _CENTRAL.size]
            if len(head) < _CENTRAL.size or not head.startswith(b"PK\1\2"):
                self.refuse("damaged", "its list of files is damaged")
            values = _CENTRAL.unpack(head)
            name_length, extra, comment = values[10:13]
            raw = data[position : position + _CENTRAL.size + name_length + extra + comment]
            position += len(raw)
            entries.append(self.entry(values, raw[_CENTRAL.size : _CENTRAL.size + name_length], raw))
        if position != len(data):
            self.refuse("damaged", "its list of files is damaged")
        return tuple(entries)

    def entry(self, values: tuple[int, ...], raw_name: bytes, raw: bytes) -> Entry:
        """One entry, compared with what writing would have made of it."""
        flags, method, attributes = values[3], values[4], values[15]
        shown = ascii(raw_name.decode("utf-8", "replace"))[1:-1]
        if flags & 1:
            self.refuse("encrypted", "{name} is encrypted", _REPACKED, name=shown)
        if method:
            self.refuse("compressed", "{name} is compressed; files are only stored here", _REPACKED, name=shown)
        if (attributes >> 16) & _TYPE == _LINK:
            self.refuse("link", "{name} is a symbolic link", _REPACKED, name=shown)
        problem = _name_problem(raw_name)
        if problem:
            self.refuse("name", "a file is called {name}: {problem}", _REPACKED, name=shown, problem=Phrase(problem))
        entry = Entry(raw_name.decode("ascii"), values[7], values[9], values[16])
        if raw != _central(entry):
            self.note("form", "{name} is stored in another way than a package stores its files", name=shown)
        return entry

    def names(self, names: Iterable[str]) -> None:
        """No name twice, and none that would be the same on a disk that ignores case."""
        seen: dict[str, str] = {}
        for name in names:
            folded = name.casefold()
            if folded in seen:
                self.refuse("duplicate", "{name} and {other} are one name", _REPACKED, name=name, other=seen[folded])
            seen[folded] = name

    def local_headers(self, entries: tuple[Entry, ...], end: int) -> None:
        """The file from its beginning: header, content, header, content, and nothing between."""
        position = 0
        for entry in entries:
            if entry.offset != position:
                self.refuse("foreign-bytes", "bytes that belong to no file stand before {name}", name=entry.name)
            expected = _local(entry)
            if self.at(position, len(expected)) != expected:
                self.refuse("form", "the two headers of {name} disagree", _REPACKED, name=entry.name)
            position = entry.start + entry.size
        if position != end:
            self.refuse("foreign-bytes", "bytes that belong to no file stand behind the last file")


def _name_problem(raw: bytes) -> str:
    """Why a name may not stand in a package; empty where it may."""
    if not raw or any(byte <= 0x20 or byte >= 0x7F for byte in raw):
        return N_("only visible ASCII characters are allowed")
    if b"\\" in raw or b":" in raw:
        return N_("backslashes and colons are not allowed")
    if raw.startswith(b"/"):
        return N_("it begins at the root of the disk")
    if {b"", b".", b".."} & set(raw.split(b"/")):
        return N_("it leads out of the package")
    return ""
