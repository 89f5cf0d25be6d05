"""Looking at what lies in a package or a collection: every file hashed once as it streams by, small ones kept.

What a file says of itself is believed only where it keeps to its schema and stands in the one form of RFC 8785.
"""

import hashlib
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

import rfc8785

from curricula.diagnostics import N_, Diagnostic, Where
from curricula.packages import container
from curricula.packages.manifest import canonical
from curricula.schemas import violations
from curricula.source import Source

CHANGED = N_("Somebody changed the package, or it was damaged: take it from where it was published.")
LEFT_OUT = N_("Files were left out: download it again.")
LOOKED_INTO = (".json", ".xml", ".xsd", ".txt", container.FIRST)

_RENAMED = N_("Somebody has given it the name of another package: take that from where it was published.")
_CHUNK = 1 << 20
_KEPT = 16 << 20  # bytes of a file that is looked into; the largest XML seen has half a megabyte
_HEAD = 1024
_CONTROLS = re.compile(r"(?<!\\)(\\\\)*\\[bfnrtu]|[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Member:
    """A file as it is: `content` only of files that are looked into, `head` of all."""

    size: int
    crc: int
    sha256: str
    head: bytes
    content: bytes | None


@dataclass(frozen=True)
class Case:
    """A package or a collection under examination, with its files by name."""

    package: str
    members: Mapping[str, Member]

    def finding(self, code: str, message: str, hint: str = CHANGED, **arguments: object) -> Diagnostic:
        """A finding about the whole of it."""
        return Diagnostic(Where(self.package), f"verify-{code}", message, arguments, hint)


def hashed(file: BinaryIO, entry: container.Entry, keep: bool, copy: BinaryIO | None = None) -> Member:
    """Read one file once, a piece at a time; `copy` gets what was read."""
    file.seek(entry.start)
    digest, crc, kept, left = hashlib.sha256(), 0, bytearray(), entry.size
    keep = keep and entry.size <= _KEPT
    while left and (piece := file.read(min(left, _CHUNK))):
        digest.update(piece)
        crc = zlib.crc32(piece, crc)
        left -= len(piece)
        if keep or len(kept) < _HEAD:
            kept += piece if keep else piece[:_HEAD]
        if copy:
            copy.write(piece)
    content = bytes(kept)
    return Member(entry.size - left, crc, digest.hexdigest(), content[:_HEAD], content if keep else None)


def checksum(case: Case, entry: container.Entry, looked_into: bool) -> Iterator[Diagnostic]:
    """The CRC of a file, which other programs would judge it by, and its size where it is looked into."""
    if case.members[entry.name].crc != entry.crc:
        yield case.finding("checksum", "the content of {name} does not have its checksum", name=entry.name)
    if looked_into and entry.size > _KEPT:
        yield case.finding("limit", "{name} is larger than {limit} MB", "", name=entry.name, limit=_KEPT >> 20)


def called(case: Case, form: re.Pattern[str], expected: str) -> Iterator[Diagnostic]:
    """A file that is called as another would be holds that one: an old version is not offered as a new one."""
    if form.fullmatch(case.package) and case.package != expected:
        yield case.finding("called", "is called {name}, but holds {expected}", _RENAMED, name=case.package,
                           expected=expected)


def record(case: Case, name: str, schema: str) -> tuple[dict[str, Any] | None, list[Diagnostic]]:
    """What a file in JSON says, or why it cannot be used."""
    raw = case.members[name].content or b""
    no_canonical_form = case.finding("canonical", "{name} is not in the canonical form of RFC 8785", name=name)
    try:
        data = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        return None, [case.finding(schema, "{name} is not JSON", name=name)]
    if _CONTROLS.search(raw.decode("utf-8")):
        return None, [no_canonical_form]  # before anything in it is shown on a terminal
    source = Source(name, data)
    problems = [
        case.finding(schema, "{name}: {problem}", name=_place(item.where), problem=item.words())
        for item in violations(source, schema)
    ]
    if problems:
        return None, problems
    try:
        same = canonical(data) == raw
    except (rfc8785.CanonicalizationError, UnicodeError):
        same = False
    return (data, []) if same else (None, [no_canonical_form])


def _place(where: Where) -> str:
    return " ".join([where.path, "/".join(map(str, where.pointer))]).rstrip()
