"""YAML and JSON bytes become data; the line and column of every value can be asked for later.

The dialect is YAML 1.2's core schema: `no`, `on` and `12:30` are words, `010` is ten. Anchors,
aliases, tags, duplicate keys and second documents are refused: each of them makes a file mean
something else than what its author sees.
"""

import json
import math
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from curricula.diagnostics import N_, Diagnostic, Pointer, Where
from curricula.mistakes import explain

LARGEST = 8 * 1024 * 1024  # bytes; the largest real standard seen is under half a megabyte
DEEPEST = 40  # levels of nesting; the schemas allow about ten

Places = dict[Pointer, tuple[int, int]]

_CUT = re.compile(r"[ \t]+#[^\s#]")
_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_BLANKS = (" ", "\t")
_OF_NUMBERS = frozenset("+-.0123456789")  # what a number can begin with
_NO_ANCHORS = (N_("anchors and tags are not used here"), N_("Write the value out."))
_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_HALF = re.compile("[\ud800-\udfff]")  # JSON may write one half of a surrogate pair; no file can hold it
_NEVER = bytes({*range(32), 127} - {9, 10, 13})  # the same of one byte; the others begin with EF BF
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True)
class Source:
    """A file as it was read: its path in the repository, its data, what could not be read, and its words."""

    path: str
    data: Any
    problems: tuple[Diagnostic, ...] = ()
    text: str = field(default="", repr=False)


@dataclass(slots=True)
class _Frame:
    """One open collection while events are read: a list, or a mapping with the lines of its keys."""

    value: Any
    keys: dict[str, int] | None
    key: str | None = None


class _Refused(Exception):
    """Stops the reading of one file: carries the finding."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.code)
        self.diagnostic = diagnostic


def read_text(root: Path, path: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """The words of a UTF-8 file, or an empty string and what is wrong with it.

    Every reader of the repository goes through here, so encodings, sizes and folders in the place
    of files are judged once.
    """
    where = Where(path)
    try:
        facts = (root / path).stat()
        size = facts.st_size
        if not stat.S_ISREG(facts.st_mode):
            return "", (
                Diagnostic(where, "unreadable-file", "is a folder, a pipe or a device, not a file"),
            )
        if size > LARGEST:
            return "", (
                Diagnostic(
                    where, "file-too-large", "the file has {size} MB; at most {limit} MB are read",
                    {"size": round(size / 1e6, 1), "limit": round(LARGEST / 1e6)},
                    hint="Is this a standard? Pictures and archives do not belong in it.",
                ),
            )
        raw = (root / path).read_bytes()
    except OSError as error:
        return "", (
            Diagnostic(where, "unreadable-file", "cannot be read: {reason}", {"reason": error.strerror or "?"}),
        )
    return decoded(raw, where)


def decoded(raw: bytes, where: Where) -> tuple[str, tuple[Diagnostic, ...]]:
    """The words of UTF-8 bytes, or an empty string and why they are not such."""
    for mark, name in ((b"\xef\xbb\xbf", "UTF-8"), (b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16")):
        if raw.startswith(mark):
            return "", (
                Diagnostic(
                    Where(where.path, 1, 1), "encoding", "begins with a {name} byte order mark",
                    {"name": name}, hint="Save the file as UTF-8 without BOM.",
                ),
            )
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        return "", (
            Diagnostic(
                Where(where.path, line, column), "encoding", "is not UTF-8: byte 0x{byte}",
                {"byte": f"{raw[error.start]:02X}"},
                hint="Save the file as UTF-8; it may be in GB 18030 or Windows-1251 now.",
            ),
        )
    bad = _CONTROL.search(text) if raw.translate(None, _NEVER) != raw or b"\xef\xbf" in raw else None
    if bad:
        before_text = text[: bad.start()]
        return "", (
            Diagnostic(
                Where(where.path, before_text.count("\n") + 1, bad.start() - before_text.rfind("\n")),
                "control-character", "contains the control character U+{number}",
                {"number": f"{ord(bad.group()):04X}"}, hint="Delete it: it came from another program.",
            ),
        )
    return text, ()


def read_yaml(root: Path, path: str) -> Source:
    """Read one YAML file; what is wrong with it is in `problems`, and `data` is then None."""
    text, problems = read_text(root, path)
    return Source(path, None, problems) if problems else parsed(text, path)


def parsed(text: str, path: str) -> Source:
    """The same for the words of a file; `path` names it in findings."""
    if not text.strip():
        return Source(path, None, (Diagnostic(Where(path), "empty-file", "the file is empty"),))
    try:
        return Source(path, _load(text, path, None), text=text)
    except _Refused as refused:
        return Source(path, None, (refused.diagnostic,))


def plain(words: str) -> bool:
    """Whether words mean themselves in a YAML file without quotes."""
    try:
        return bool(_load(f"[{words}]\n", "", None) == [words])
    except _Refused:
        return False


def read_json(root: Path, path: str) -> Source:
    """Read one JSON file, refusing duplicate keys; `data` is None where it cannot be read."""
    text, problems = read_text(root, path)
    if problems:
        return Source(path, None, problems)
    repeated: list[str] = []

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            repeated.extend(name for name in found if names.count(name) > 1)
        return found

    try:
        data = json.loads(text, object_pairs_hook=unique)
    except json.JSONDecodeError as error:
        where = Where(path, error.lineno, error.colno)
        return Source(path, None, (Diagnostic(where, "json-syntax", "{problem}", {"problem": error.msg}),))
    except ValueError as error:  # a number of thousands of digits
        return Source(path, None, (Diagnostic(Where(path), "json-syntax", "{problem}", {"problem": error}),))
    except RecursionError:
        return Source(path, None, (Diagnostic(Where(path), "too-deep", "is nested too deeply"),))
    half = _HALF.search(json.dumps(data, ensure_ascii=False))
    if half:
        number = f"{ord(half.group()):04X}"
        finding = Diagnostic(Where(path), "json-syntax", "\\u{number} is half of a character", {"number": number})
        return Source(path, None, (finding,))
    problems = tuple(
        Diagnostic(Where(path), "duplicate-key", "the key {key} stands twice", {"key": name}) for name in repeated
    )
    return Source(path, None if problems else data, problems)


def _load(text: str, path: str, places: Places | None) -> Any:
    """The data of one YAML document; with `places`, the place of every value is filled in."""

    def refuse(event: Any, code: str, message: str, hint: str = "", **arguments: object) -> _Refused:
        where = Where(path, event.start_mark.line + 1, event.start_mark.column + 1)
        return _Refused(Diagnostic(where, code, message, arguments, hint=hint))

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        return _build(iter(loader.get_event, None), text, places, refuse)
    except yaml.MarkedYAMLError as error:
        raise _Refused(explain(text, path, error)) from None
    except yaml.YAMLError as error:
        raise _Refused(
            Diagnostic(Where(path), "yaml-syntax", "{problem}", {"problem": str(error).splitlines()[0]})
        ) from None


def _build(events: Iterable[Any], text: str, places: Places | None, refuse: Callable[..., _Refused]) -> Any:
    """Fold the parser's events into dicts, lists and scalars.

    Written for speed: a repository of a thousand standards has two million events.
    """
    stack: list[_Frame] = []
    result: Any = None
    documents = 0
    for event in events:
        kind = type(event)
        opened: _Frame | None = None
        if kind is yaml.ScalarEvent:
            _judge(event, text, refuse)
            if stack and stack[-1].keys is not None and stack[-1].key is None:
                stack[-1].key = _key(stack[-1].keys, event, refuse)
                continue
            value = _scalar(event.value) if event.implicit[0] else event.value
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            stack.pop()
            continue
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            if event.anchor or event.tag:
                raise refuse(event, "yaml-feature", *_NO_ANCHORS)
            opened = _Frame({}, {}) if kind is yaml.MappingStartEvent else _Frame([], None)
            value = opened.value
        elif kind is yaml.AliasEvent:
            raise refuse(event, "yaml-feature", "aliases are not used here", "Write the value out.")
        elif kind is yaml.DocumentStartEvent:
            documents += 1
            if documents > 1:
                raise refuse(event, "yaml-feature", "a second document begins here", "One file, one standard.")
            continue
        else:
            continue
        if stack:
            _add(stack[-1], value, event, refuse)
        else:
            result = value
        if places is not None:
            places[tuple(_step(frame) for frame in stack)] = (event.start_mark.line + 1, event.start_mark.column + 1)
        if opened is not None:
            stack.append(opened)
            if len(stack) > DEEPEST:
                raise refuse(event, "too-deep", "is nested more than {limit} levels deep", limit=DEEPEST)
    return result


def _step(frame: _Frame) -> str | int:
    return len(frame.value) - 1 if frame.keys is None else next(reversed(frame.value))


def _judge(event: Any, text: str, refuse: Callable[..., _Refused]) -> None:
    """Refuse a scalar that an anchor or a tag stands before, or a `#` cuts short: `第 #1 节` would become `第`."""
    if event.anchor or event.tag:
        raise refuse(event, "yaml-feature", *_NO_ANCHORS)
    if event.implicit[0]:
        end = event.end_mark.index
        if text[end : end + 1] in _BLANKS and _CUT.match(text, end):
            raise refuse(
                event, "yaml-comment", "what follows # on this line is a comment and would be lost",
                "Put the text in double quotes; or, for a comment, leave a space after #.",
            )


def _key(keys: dict[str, int], event: Any, refuse: Callable[..., _Refused]) -> str:
    """The key of a mapping, noted with its line."""
    key: str = event.value
    if key in keys:
        raise refuse(
            event, "duplicate-key", "the key {key} stands twice; the first is on line {line}",
            "Join the two, or rename one.", key=key, line=keys[key],
        )
    keys[key] = event.start_mark.line + 1
    return key


def _add(frame: _Frame, value: Any, event: Any, refuse: Callable[..., _Refused]) -> None:
    """Put a value into the open collection."""
    if frame.keys is None:
        frame.value.append(value)
    elif frame.key is None:
        raise refuse(event, "yaml-syntax", "a key must be a word", "Check the indentation and the quotes.")
    else:
        frame.value[frame.key] = value
        frame.key = None


def _scalar(words: str) -> Any:
    """What words without quotes mean: themselves, unless they are one of a few, or a number."""
    if words in _WORDS:
        return _WORDS[words]
    if words[0] not in _OF_NUMBERS:
        return words
    if _INTEGER.match(words):
        return int(words) if len(words) < 20 else words
    if _NUMBER.match(words):
        number = float(words)
        return number if math.isfinite(number) else words
    return words


def locate(root: Path, diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Give every pointed-at finding its line and column, reading each file once.

    A pointer to a value that is not there (a missing property) falls back to its nearest parent.
    """
    tables: dict[str, Places] = {}
    for diagnostic in diagnostics:
        where = diagnostic.where
        if not where.pointer or where.line:
            yield diagnostic
            continue
        if where.path not in tables:
            tables[where.path] = _places(root, where.path)
        yield replace(diagnostic, where=_nearest(where, tables[where.path]))


def _places(root: Path, path: str) -> Places:
    places: Places = {}
    text, problems = read_text(root, path)
    if not problems:
        try:
            _load(text, path, places)
        except _Refused:
            return places
    return places


def _nearest(where: Where, places: Places) -> Where:
    pointer = where.pointer
    while pointer and pointer not in places:
        pointer = pointer[:-1]
    line, column = places.get(pointer, (0, 0))
    return Where(where.path, line, column, where.pointer)
