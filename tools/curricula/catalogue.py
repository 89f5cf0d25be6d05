"""PO catalogues: words in another language, by key, valid only for unchanged source words.

polib knows the format, and keeps the previous source (`#| msgid`); what it passes over in silence
(duplicate keys, conflict markers, missing keys) is found here. Entries that stand as every tool writes
them are read by one pattern, twenty times as fast and to the same effect; anything else in a file has
all of it read by polib. Entries are written as polib writes them.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, compress, repeat
from operator import not_
from pathlib import Path
from sys import intern
from typing import NamedTuple

import polib

from curricula.diagnostics import Diagnostic, Where
from curricula.model.text import Text
from curricula.source import conflicts, read_text

# What we write into the header ourselves; everything else there is the translator's tool's, and is kept.
_OWN_HEADERS = {"MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Language", "X-Document-UUID"}
_LINE = re.compile(
    r'\s*(#(?![~|]).*|#~?\|?|(#~?\|?)?\s*((msgctxt|msgid|msgid_plural|msgstr(\[\d+\])?)\s*)?"([^"\\]|\\.)*")?\s*'
)
_WORDS = r'"(.*(?:"\n(?P=gone)".*)*)"\n'  # over as many lines as there are, which all begin with the same mark
_ENTRY = re.compile(
    r"(((?:#(?: (?:.*\S)?)?\n)*)((?:#\. .*\S\n)*)(?:#: \S.*\n)*(?:#, (\S.*)\n)?(?:#\| msgid "
    + _WORDS.replace("(?P=gone)", r"#\| ") + r")?(?P<gone>(?:#~ )?)msgctxt " + _WORDS
    + r"(?P=gone)msgid " + _WORDS + r"(?P=gone)msgstr " + _WORDS + r"\n*)"
)
_BREAKING = re.compile("[\x00-\x1f\x85\u2028\u2029]")  # what is escaped, or ends a line
_ESCAPED = re.compile(r'(?:[^"\\]|\\.)*')
_HEAD = re.compile(r'(?:#(?:[ ,].*)?\n)*msgid ""\nmsgstr ""\n(?:"(?:[^"\\\n]|\\.)*"\n)+')
_ID = "X-Document-UUID"
_SEVERAL = re.compile(r"^#-#-#-#-#  .*  #-#-#-#-#$", re.MULTILINE)  # above each of the words that msgcat had
_UUID = re.compile(rf'^"{_ID}: ([0-9a-f-]{{36}})\\n"\n', re.MULTILINE)
_SYNTAX = re.compile(r"\(line (\d+)\)(?:: (.*))?")


class Message(NamedTuple):
    """One unit of a catalogue.

    `fuzzy` with a `previous` source: stale, the words belong to `previous`. `fuzzy` without: a
    draft that nobody has confirmed. `comment` is what the translator is shown beside it.
    """

    key: str
    source: str
    words: str
    where: Where
    fuzzy: bool = False
    previous: str = ""
    comment: str = ""
    note: str = ""


@dataclass(frozen=True)
class Catalogue:
    """The messages of one standard (or of `shared`) in one locale.

    `uuid` is the standard's, so that a catalogue finds its standard again after a renaming.
    `obsolete` messages have lost their key in the standard and wait for its return. The words of the
    keys in `outdated` were made for words of the pivot language that have changed since. A `derived`
    catalogue is made of another one, and never written.
    """

    path: str
    locale: str
    messages: Mapping[str, Message] = field(default_factory=dict)
    obsolete: Mapping[str, Message] = field(default_factory=dict)
    uuid: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    notes: str = ""
    problems: tuple[Diagnostic, ...] = ()
    outdated: frozenset[str] = frozenset()
    derived: bool = False

    def translate(self, text: Text) -> Text | None:
        """The text in this locale; None unless the key and the unchanged source words are there."""
        message = self.messages.get(text.key)
        if message is None or message.fuzzy or not message.words or message.source != text.words:
            return None
        if text.key in self.outdated:
            return None
        return Text(text.key, message.words, message.where, self.locale)

    def state(self, text: Text) -> str:
        """`translated`, `derived`, `draft`, `stale` or `untranslated`."""
        message = self.messages.get(text.key)
        if message is None or not message.words:
            return "untranslated"
        if message.source != text.words or (message.fuzzy and message.previous) or text.key in self.outdated:
            return "stale"
        if message.fuzzy:
            return "draft"
        return "derived" if self.derived else "translated"


def read_catalogue(root: Path, path: str, locale: str) -> Catalogue:
    """Read a PO file; a missing file is an empty catalogue."""
    if not (root / path).exists():
        return Catalogue(path, locale)
    text, problems = read_text(root, path)
    return Catalogue(path, locale, problems=problems) if problems else parsed_catalogue(text, path, locale)


def parsed_catalogue(text: str, path: str, locale: str = "") -> Catalogue:
    """The same for the words of a file, which `path` names in findings; without `locale` the header tells it."""
    text = text.replace("\r\n", "\n") + ("" if text.endswith("\n") else "\n")
    known = _quickly(text, path)
    return _catalogue(known, path, locale) if known is not None else _thoroughly(text, path, locale)


def _thoroughly(text: str, path: str, locale: str) -> Catalogue:
    """The catalogue as polib reads it, or what keeps it from that."""
    left = conflicts(text, path)
    if left:
        return Catalogue(path, locale, problems=left)
    for line, words in enumerate(text.split("\n"), 1):
        if not _LINE.fullmatch(words):
            finding = Diagnostic(
                Where(path, line, 1), "po-syntax", "is not a PO file: {words}", {"words": words.strip()[:60]},
                hint="A line is a comment, or a keyword and words in quotes; a quote inside words is written \\\".",
            )
            return Catalogue(path, locale, problems=(finding,))
    try:
        entries = polib.pofile(_Lines(text))
    except (OSError, UnicodeDecodeError, ValueError) as error:
        match = _SYNTAX.search(str(error))
        where = Where(path, int(match.group(1)), 1) if match else Where(path)
        finding = Diagnostic(
            where, "po-syntax", "is not a PO file: {problem}",
            {"problem": (match.group(2) if match else None) or "syntax error"},
            hint="A quote or a keyword is missing here or on the line above.",
        )
        return Catalogue(path, locale, problems=(finding,))
    return _catalogue(_contents(entries, path), path, locale)


class _Head(NamedTuple):
    """The head of a file: its fields, and the comment above them."""

    fields: Mapping[str, str]
    comment: str


@dataclass(frozen=True)
class _Contents:
    """What stands in a file: its head, which has no entries, the messages, and what is wrong with them."""

    head: _Head
    messages: dict[str, Message]
    obsolete: dict[str, Message]
    problems: tuple[Diagnostic, ...] = ()


def _head(text: str) -> _Head | None:
    """The head in the common form; None where anything in it is not. But for the UUID it is nearly always known."""
    uuid = _UUID.search(text)
    head = _common_head(text[: uuid.start()] + text[uuid.end() :] if uuid else text)
    return head._replace(fields={_ID: uuid[1], **head.fields}) if head and uuid else head


@lru_cache(64)
def _common_head(text: str) -> _Head | None:
    found = polib.pofile(_Lines(text)) if _HEAD.fullmatch(text) else None
    return None if found is None or found or not found.metadata else _Head(found.metadata, found.header)


class _Lines(str):
    """The text of a PO file. polib reads it by lines, and would end them at U+0085 and U+2028 inside words too."""

    def splitlines(self, keepends: bool = False) -> list[str]:
        return self.split("\n")


def _quickly(text: str, path: str) -> _Contents | None:
    """The contents of a file in the common form; None where anything stands in it that is not, or is wrong."""
    end = text.find("\n\n") + 1
    head = _head(text[:end])
    if head is None or text.find("#-#-#-#-#", end) >= 0:
        return None
    entries = _ENTRY.findall(text, end + 1)
    if sum([len(entry[0]) for entry in entries]) != len(text) - end - 1:
        return None
    # A text is escaped, or stands on several lines, in few files.
    simple = text.find("\\", end) < 0 and text.count('"', end) == 6 * len(entries)
    try:
        found = _messages(entries, path, text.count("\n", 0, end + 1) + 1, simple) if entries else []
    except _Uncommon:
        return None
    gone = [bool(entry[5]) for entry in entries]
    obsolete = {message.key: message for message in compress(found, gone)}
    messages = {message.key: message for message in compress(found, map(not_, gone))}
    whole = len(messages) + len(obsolete) == len(entries) and "" not in messages and "" not in obsolete
    return _Contents(head, messages, obsolete) if whole else None


def _messages(entries: list[tuple[str, ...]], path: str, line: int, simple: bool) -> list[Message]:
    """Those of entries in the common form, of which the first begins on this line: column by column, for speed."""
    wholes, notes, comments, flags, previous, gone, *written = zip(*entries, strict=True)
    keys, sources, words = written if simple else [tuple(map(_read, column, gone)) for column in written]
    lines = accumulate([whole.count("\n") for whole in wholes], initial=line)
    fuzzy = ["fuzzy" in [flag.strip() for flag in found.split(",")] for found in flags] if any(flags) else repeat(False)
    return [*map(
        Message, keys, sources, map(intern, words), map(Where, repeat(path), lines, repeat(1)), fuzzy,
        [found and _read(found, "#| ") for found in previous],
        [comment[3:-1].replace("\n#. ", "\n") for comment in comments], [note and _note(note) for note in notes],
    )]


class _Uncommon(Exception):
    """Words stand in a file as no tool writes them."""


def _read(written: str, mark: str) -> str:
    """The words between the first quote and the last, on lines that begin with `mark`."""
    if '"' not in written and "\\" not in written:
        return written
    lines = written.split(f'"\n{mark}"')
    if not all(map(_ESCAPED.fullmatch, lines)):
        raise _Uncommon
    return polib.unescape("".join(lines))


def _note(written: str) -> str:
    return "\n".join(line[2:] for line in written[:-1].split("\n")).lstrip("\n")


def _contents(entries: polib.POFile, path: str) -> _Contents:
    """The contents of a file that polib has read."""
    messages: dict[str, Message] = {}
    obsolete: dict[str, Message] = {}
    problems: list[Diagnostic] = []
    for entry in entries:
        message = Message(
            key=entry.msgctxt or "", source=entry.msgid, words=entry.msgstr,
            where=Where(path, entry.linenum or 0, 1), fuzzy="fuzzy" in entry.flags,
            previous=entry.previous_msgid or "", comment=entry.comment, note=entry.tcomment,
        )
        known = obsolete if entry.obsolete else messages
        if not message.key:
            problems.append(Diagnostic(
                message.where, "po-key", "the message {source} has no msgctxt",
                {"source": message.source[:40]}, hint="Take the file anew from `curricula translate sync`.",
            ))
        elif message.key in known:
            problems.append(Diagnostic(
                message.where, "po-duplicate", "{key} stands twice; the first is on line {line}",
                {"key": message.key, "line": known[message.key].where.line}, hint="Keep one of the two.",
            ))
        elif _SEVERAL.search(message.words):
            problems.append(Diagnostic(
                message.where, "merge-conflict", "a merge conflict was left in {key}", {"key": message.key},
                hint="Keep one of the versions and delete the lines #-#-#-#-#.",
            ))
        elif entry.msgid_plural:
            problems.append(Diagnostic(
                message.where, "po-plural", "{key} has plural forms, which no text here has", {"key": message.key},
                hint="Write one msgstr, and delete msgid_plural.",
            ))
        else:
            known[message.key] = message
    return _Contents(_Head(entries.metadata, entries.header), messages, obsolete, tuple(problems))


def _catalogue(contents: _Contents, path: str, locale: str) -> Catalogue:
    metadata, problems = contents.head.fields, contents.problems
    named = metadata.get("Language", locale).replace("_", "-")
    if (contents.messages or contents.obsolete or problems) and locale and named != locale:
        problems += (Diagnostic(
            Where(path, 1, 1), "po-language", "the header says {found}, the folder {expected}",
            {"found": named, "expected": locale}, hint="The file belongs to another locale.",
        ),)
    headers = {name: words for name, words in metadata.items() if name not in _OWN_HEADERS}
    return Catalogue(
        path, locale or named, contents.messages, contents.obsolete, metadata.get(_ID, ""), headers,
        contents.head.comment, problems,
    )


def write_catalogue(catalogue: Catalogue) -> bytes:
    """The PO file: no dates and no wrapping, so equal catalogues are equal bytes."""
    head = polib.POFile(wrapwidth=0)
    head.header = catalogue.notes
    head.metadata = {
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": catalogue.locale,
        **catalogue.headers,
    }
    if catalogue.uuid:
        head.metadata[_ID] = catalogue.uuid
    live = (_written(message, "") for message in catalogue.messages.values())
    gone = (_written(message, "#~ ") for _, message in sorted(catalogue.obsolete.items()))
    return "\n".join((str(head), *live, *gone)).encode()


def stands(text: str, catalogue: Catalogue, units: Iterable[tuple[Text, str]]) -> bool:
    """Whether the words of a file are what `write_catalogue` makes of these units, each with its comment.

    Most files are like this, and it is known five times as fast as they are read. `catalogue` is empty and
    tells locale and UUID. Of a file with stale words, drafts, notes or more than one line in a text nothing is
    known: then too the answer is no.
    """
    place = text.find("\n\n") + 1
    last = f'"{_ID}: {catalogue.uuid}\\n"\n' if catalogue.uuid else ""
    if not text[:place].endswith(last) or not _head_stands(text[: place - len(last)], catalogue.locale):
        return False
    for unit, comment in units:
        above = f'\n{_remark(comment)}{_named(unit.key, unit.words)}msgstr "'
        begin = place + len(above)
        end = text.find('"\n', begin)
        if end < 0 or not text.startswith(above, place):
            return False
        words = text[begin:end]
        if not _is_plain(words) and _field("msgstr", polib.unescape(words), "") != f'msgstr "{words}"\n':
            return False
        place = end + 2
    return place == len(text)


@lru_cache(64)
def _head_stands(text: str, locale: str) -> bool:
    """Whether a head without UUID is what `write_catalogue` makes of it."""
    head = _common_head(text)
    if head is None or _ID in head.fields:
        return False
    return write_catalogue(_catalogue(_Contents(head, {}, {}), "", locale)) == text.encode()


@lru_cache(4096)  # a document is compared with one catalogue after the other
def _named(key: str, source: str) -> str:
    return _field("msgctxt", key, "") + _field("msgid", source, "")


def _remark(comment: str) -> str:
    return "#. " + comment.replace("\n", "\n#. ") + "\n" if comment else ""


def _written(message: Message, mark: str) -> str:
    """One entry; `mark` begins the lines of one that is obsolete, which is written without its comment."""
    note = "# " + message.note.replace("\n", "\n# ") + "\n" if message.note else ""
    comment = "" if mark else _remark(message.comment)
    fuzzy = "#, fuzzy\n" if message.fuzzy else ""
    previous = _field("msgid", message.previous, mark.rstrip() + "| " if mark else "#| ") if message.previous else ""
    if _is_plain(message.key + message.source + message.words):
        body = f'{mark}msgctxt "{message.key}"\n{mark}msgid "{message.source}"\n{mark}msgstr "{message.words}"\n'
    else:
        named = (("msgctxt", message.key), ("msgid", message.source), ("msgstr", message.words))
        body = "".join(_field(name, words, mark) for name, words in named)
    return note + comment + fuzzy + previous + body


def _is_plain(words: str) -> bool:
    """Whether words are written as they are, on one line: most are, and this is known quickly."""
    return '"' not in words and "\\" not in words and (words.isprintable() or not _BREAKING.search(words))


def _field(name: str, words: str, mark: str) -> str:
    """Words after their keyword; those of several lines begin on the next one."""
    if _is_plain(words):
        return f'{mark}{name} "{words}"\n'
    lines = words.splitlines(keepends=True)
    if len(lines) > 1:
        lines.insert(0, "")
    return f"{mark}{name} " + mark.join(f'"{polib.escape(line)}"\n' for line in lines or [""])
