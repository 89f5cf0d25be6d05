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

from curricula.diagnostics import Diagnostic, Pointer, Where
from curricula.mistakes import explain

LARGEST = 8 * 1024 * 1024  # bytes; the largest real standard seen is under half a megabyte
DEEPEST = 40  # levels of nesting; the schemas allow about ten

Places = dict[Pointer, tuple[int, int]]

_CUT = re.compile(r"[ \t]+#[^\s#]")
_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_HALF = re.compile("[\ud800-\udfff]")  # JSON may write one half of a surrogate pair; no file can hold it
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True)
class Source:
    """A file as it was read: its path in the repository, its data, and what could not be read."""

    path: str
    data: Any
    problems: tuple[Diagnostic, ...] = ()


@dataclass
class _Frame:
    """One open collection while events are read."""

    value: dict[str, Any] | list[Any]
    key: str | None = None
    keys: dict[str, int] = field(default_factory=dict)


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
    return _decode(raw, where)


def _decode(raw: bytes, where: Where) -> tuple[str, tuple[Diagnostic, ...]]:
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
    bad = _CONTROL.search(text)
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
    if problems:
        return Source(path, None, problems)
    if not text.strip():
        return Source(path, None, (Diagnostic(Where(path), "empty-file", "the file is empty"),))
    try:
        return Source(path, _load(text, path, None))
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

    try:
        events = yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        return _build(_uncut(events, text, refuse), places, refuse)
    except yaml.MarkedYAMLError as error:
        raise _Refused(explain(text, path, error)) from None
    except yaml.YAMLError as error:
        raise _Refused(
            Diagnostic(Where(path), "yaml-syntax", "{problem}", {"problem": str(error).splitlines()[0]})
        ) from None


def _end(event: yaml.ScalarEvent) -> int:
    return event.end_mark.index if event.end_mark else 0


def _uncut(events: Iterable[Any], text: str, refuse: Callable[..., _Refused]) -> Iterator[Any]:
    """The events, refusing words that a `#` cuts short: `第 #1 节` would silently become `第`."""
    for event in events:
        if isinstance(event, yaml.ScalarEvent) and event.implicit[0] and _CUT.match(text, _end(event)):
            raise refuse(
                event, "yaml-comment", "what follows # on this line is a comment and would be lost",
                "Put the text in double quotes; or, for a comment, leave a space after #.",
            )
        yield event


def _build(events: Iterable[Any], places: Places | None, refuse: Callable[..., _Refused]) -> Any:
    """Fold the parser's events into dicts, lists and scalars."""
    stack: list[_Frame] = []
    result: Any = None
    documents = 0
    for event in events:
        if isinstance(event, yaml.ScalarEvent):
            value: Any = _scalar(event, refuse)
        elif isinstance(event, yaml.CollectionStartEvent):
            if event.anchor or event.tag:
                raise refuse(event, "yaml-feature", "anchors and tags are not used here", "Write the value out.")
            value = {} if isinstance(event, yaml.MappingStartEvent) else []
        elif isinstance(event, yaml.CollectionEndEvent):
            stack.pop()
            continue
        elif isinstance(event, yaml.AliasEvent):
            raise refuse(event, "yaml-feature", "aliases are not used here", "Write the value out.")
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise refuse(event, "yaml-feature", "a second document begins here", "One file, one standard.")
            continue
        else:
            continue
        if not stack:
            result = value
            pointer: Pointer = ()
        elif _add(stack[-1], value, event, refuse):
            pointer = tuple(_step(frame) for frame in stack) if places is not None else ()
        else:
            continue
        if places is not None:
            places[pointer] = (event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(value, (dict, list)):
            stack.append(_Frame(value))
            if len(stack) > DEEPEST:
                raise refuse(event, "too-deep", "is nested more than {limit} levels deep", limit=DEEPEST)
    return result


def _step(frame: _Frame) -> str | int:
    return len(frame.value) - 1 if isinstance(frame.value, list) else next(reversed(frame.value))


def _add(frame: _Frame, value: Any, event: Any, refuse: Callable[..., _Refused]) -> bool:
    """Put a value into the open collection; False when it was the key of a mapping."""
    if isinstance(frame.value, list):
        frame.value.append(value)
        return True
    if frame.key is None:
        if isinstance(value, (dict, list)):
            raise refuse(event, "yaml-syntax", "a key must be a word", "Check the indentation and the quotes.")
        key = event.value
        if key in frame.keys:
            raise refuse(
                event, "duplicate-key", "the key {key} stands twice; the first is on line {line}",
                "Join the two, or rename one.", key=key, line=frame.keys[key],
            )
        frame.keys[key] = event.start_mark.line + 1
        frame.key = key
        return False
    frame.value[frame.key] = value
    frame.key = None
    return True


def _scalar(event: Any, refuse: Callable[..., _Refused]) -> Any:
    if event.anchor or event.tag:
        raise refuse(event, "yaml-feature", "anchors and tags are not used here", "Write the value out.")
    value: str = event.value
    if not event.implicit[0]:
        return value
    if value in _WORDS:
        return _WORDS[value]
    if _INTEGER.match(value):
        return int(value) if len(value) < 20 else value
    if _NUMBER.match(value):
        number = float(value)
        return number if math.isfinite(number) else value
    return value


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
