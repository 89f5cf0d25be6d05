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
_Open = tuple[Any, dict[str, Any] | None]  # a collection, and the keys of a mapping with their events

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
_MEANING = frozenset({"", *"~nNtTfF", *_OF_NUMBERS})  # what words that are not themselves can begin with
_MARKED = re.compile(r"[&!]|[ \t]#[^\s#]")  # what every anchor, every tag, and a comment that cuts words short has
_HALF = re.compile("[\ud800-\udfff]")  # JSON may write one half of a surrogate pair; no file can hold it
_NEVER = bytes({*range(32), 127} - {9, 10, 13})  # the same of one byte; the others begin with EF BF
_CONFLICT = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?=[ \r]|$)", re.MULTILINE)
_CONFLICT_MARKS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")  # in the order of one conflict
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True)
class Source:
    """A file as it was read: its path in the repository, its data, what could not be read, and its words."""

    path: str
    data: Any
    problems: tuple[Diagnostic, ...] = ()
    text: str = field(default="", repr=False)


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


def conflicts(text: str, path: str) -> tuple[Diagnostic, ...]:
    """A finding for every merge conflict whose marks version control has left in the words of a file."""
    if not any(mark in text for mark in _CONFLICT_MARKS):  # known far sooner than where a line begins with one
        return ()
    found, last = [], len(_CONFLICT_MARKS)
    for match in _CONFLICT.finditer(text):
        step = _CONFLICT_MARKS.index(match.group())
        if step <= last:
            found.append(Diagnostic(
                Where(path, text.count("\n", 0, match.start()) + 1, 1), "merge-conflict",
                "a merge conflict was left in the file",
                hint="Keep one of the two versions and delete the lines <<<<<<<, ======= and >>>>>>>.",
            ))
        last = step
    return tuple(found)


def read_yaml(root: Path, path: str) -> Source:
    """Read one YAML file; what is wrong with it is in `problems`, and `data` is then None."""
    text, problems = read_text(root, path)
    return Source(path, None, problems) if problems else parsed(text, path)


def parsed(text: str, path: str) -> Source:
    """The same for the words of a file; `path` names it in findings."""
    if not text.strip():
        return Source(path, None, (Diagnostic(Where(path), "empty-file", "the file is empty"),))
    left = conflicts(text, path)
    if left:
        return Source(path, None, left)
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
    return Source(path, None, problems) if problems else parsed_json(text, path)


def parsed_json(text: str, path: str) -> Source:
    """The same for the words of a file; `path` names it in findings."""
    left = conflicts(text, path)
    if left:
        return Source(path, None, left)
    repeated: list[str] = []

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            repeated.extend(name for name in found if names.count(name) > 1)
        return found

    try:
        data = json.loads(text, object_pairs_hook=unique)
        half = _HALF.search(json.dumps(data, ensure_ascii=False))
    except json.JSONDecodeError as error:
        where = Where(path, error.lineno, error.colno)
        return Source(path, None, (Diagnostic(where, "json-syntax", "{problem}", {"problem": error.msg}),))
    except ValueError as error:  # a number of thousands of digits
        return Source(path, None, (Diagnostic(Where(path), "json-syntax", "{problem}", {"problem": error}),))
    except RecursionError:
        return Source(path, None, (Diagnostic(Where(path), "too-deep", "is nested too deeply"),))
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
    """Fold the parser's events into dicts, lists and scalars: for speed, as a thousand standards have two million."""
    scalar, mapping, sequence = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent
    ends = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
    marked = _MARKED.search(text) is not None  # hardly any file: only then is each of its scalars judged
    whole: list[Any] = []
    inner: _Open = (whole, None)  # the innermost open collection
    around: list[_Open] = []
    value: Any
    group, keys = inner
    key: str | None = None  # in a mapping, the one whose value is next
    for event in events:
        kind = type(event)
        if kind is scalar:
            if marked:
                _judge(event, text, refuse)
            value = event.value
            if keys is not None and key is None:
                if value in keys:
                    raise _repeated(event, keys[value], refuse)
                keys[value], key = event, value
                continue
            if event.implicit[0] and value[:1] in _MEANING:
                value = _scalar(value)
        elif kind in ends:
            inner = group, keys = around.pop()
            continue
        elif kind is mapping or kind is sequence:
            if event.anchor or event.tag:
                raise refuse(event, "yaml-feature", *_NO_ANCHORS)
            value = {} if kind is mapping else []
        else:
            _judge_other(event, whole, refuse)
            continue
        if keys is None:
            group.append(value)
        elif key is None:
            raise refuse(event, "yaml-syntax", "a key must be a word", "Check the indentation and the quotes.")
        else:
            group[key] = value
            key = None
        if places is not None:
            path, mark = tuple(_step(*one) for one in (*around, inner)[1:]), event.start_mark
            places[path] = (mark.line + 1, mark.column + 1)
        if kind is not scalar:
            around.append(inner)
            inner = group, keys = value, {} if kind is mapping else None
            if len(around) > DEEPEST:
                raise refuse(event, "too-deep", "is nested more than {limit} levels deep", limit=DEEPEST)
    return whole[0] if whole else None
def _step(group: Any, keys: dict[str, Any] | None) -> str | int:
    return len(group) - 1 if keys is None else next(reversed(group))


def _judge_other(event: Any, whole: list[Any], refuse: Callable[..., _Refused]) -> None:
    """Refuse an alias, and a document after the `whole` one."""
    if type(event) is yaml.AliasEvent:
        raise refuse(event, "yaml-feature", "aliases are not used here", "Write the value out.")
    if type(event) is yaml.DocumentStartEvent and whole:
        raise refuse(event, "yaml-feature", "a second document begins here", "One file, one standard.")


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


def _repeated(event: Any, first: Any, refuse: Callable[..., _Refused]) -> _Refused:
    return refuse(
        event, "duplicate-key", "the key {key} stands twice; the first is on line {line}",
        "Join the two, or rename one.", key=event.value, line=first.start_mark.line + 1,
    )


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
