"""PO catalogues: words in another language, by key, valid only for unchanged source words.

Read and written with polib, which keeps the previous source (`#| msgid`); what polib passes over
in silence (duplicate keys, conflict markers, missing keys) is found here.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import polib

from curricula.diagnostics import Diagnostic, Where
from curricula.model.text import Text
from curricula.source import read_text

# What we write into the header ourselves; everything else there is the translator's tool's, and is kept.
_OWN_HEADERS = {"MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Language", "X-Document-UUID"}
_CONFLICT = re.compile(r"^(<{7}|={7}|>{7}|\|{7})( |$)", re.MULTILINE)
_LINE = re.compile(
    r'\s*(#(?![~|]).*|#~?\|?|(#~?\|?)?\s*((msgctxt|msgid|msgid_plural|msgstr(\[\d+\])?)\s*)?"([^"\\]|\\.)*")?\s*'
)
_SYNTAX = re.compile(r"\(line (\d+)\)(?:: (.*))?")


@dataclass(frozen=True, slots=True)
class Message:
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
    `obsolete` messages have lost their key in the standard and wait for its return.
    """

    path: str
    locale: str
    messages: Mapping[str, Message] = field(default_factory=dict)
    obsolete: Mapping[str, Message] = field(default_factory=dict)
    uuid: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    notes: str = ""
    problems: tuple[Diagnostic, ...] = ()

    def translate(self, text: Text) -> Text | None:
        """The text in this locale; None unless the key and the unchanged source words are there."""
        message = self.messages.get(text.key)
        if message is None or message.fuzzy or not message.words or message.source != text.words:
            return None
        return Text(text.key, message.words, message.where, self.locale)

    def state(self, text: Text) -> str:
        """`translated`, `draft`, `stale` or `untranslated`."""
        message = self.messages.get(text.key)
        if message is None or not message.words:
            return "untranslated"
        if message.source != text.words or (message.fuzzy and message.previous):
            return "stale"
        return "draft" if message.fuzzy else "translated"


def read_catalogue(root: Path, path: str, locale: str) -> Catalogue:
    """Read a PO file; a missing file is an empty catalogue."""
    if not (root / path).exists():
        return Catalogue(path, locale)
    text, problems = read_text(root, path)
    if problems:
        return Catalogue(path, locale, problems=problems)
    conflict = _CONFLICT.search(text)
    if conflict:
        line = text.count("\n", 0, conflict.start()) + 1
        finding = Diagnostic(
            Where(path, line, 1), "po-conflict", "a merge conflict was left in the file",
            hint="Keep one of the two versions and delete the lines <<<<<<<, ======= and >>>>>>>.",
        )
        return Catalogue(path, locale, problems=(finding,))
    for line, words in enumerate(text.split("\n"), 1):
        if not _LINE.fullmatch(words):
            finding = Diagnostic(
                Where(path, line, 1), "po-syntax", "is not a PO file: {words}", {"words": words.strip()[:60]},
                hint="A line is a comment, or a keyword and words in quotes; a quote inside words is written \\\".",
            )
            return Catalogue(path, locale, problems=(finding,))
    try:
        entries = polib.pofile(_Lines(text if text.endswith("\n") else text + "\n"))
    except (OSError, UnicodeDecodeError, ValueError) as error:
        match = _SYNTAX.search(str(error))
        where = Where(path, int(match.group(1)), 1) if match else Where(path)
        finding = Diagnostic(
            where, "po-syntax", "is not a PO file: {problem}",
            {"problem": (match.group(2) if match else None) or "syntax error"},
            hint="A quote or a keyword is missing here or on the line above.",
        )
        return Catalogue(path, locale, problems=(finding,))
    return _catalogue(entries, path, locale)


class _Lines(str):
    """The text of a PO file. polib reads it by lines, and would end them at U+0085 and U+2028 inside words too."""

    def splitlines(self, keepends: bool = False) -> list[str]:
        return self.split("\n")


def _catalogue(entries: polib.POFile, path: str, locale: str) -> Catalogue:
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
        elif entry.msgid_plural:
            problems.append(Diagnostic(
                message.where, "po-plural", "{key} has plural forms, which no text here has", {"key": message.key},
                hint="Write one msgstr, and delete msgid_plural.",
            ))
        else:
            known[message.key] = message
    named = entries.metadata.get("Language", locale).replace("_", "-")
    if entries and named != locale:
        problems.append(Diagnostic(
            Where(path, 1, 1), "po-language", "the header says {found}, the folder {expected}",
            {"found": named, "expected": locale}, hint="The file belongs to another locale.",
        ))
    headers = {name: words for name, words in entries.metadata.items() if name not in _OWN_HEADERS}
    uuid = entries.metadata.get("X-Document-UUID", "")
    return Catalogue(path, locale, messages, obsolete, uuid, headers, entries.header, tuple(problems))


def write_catalogue(catalogue: Catalogue) -> bytes:
    """The PO file: no dates and no wrapping, so equal catalogues are equal bytes."""
    file = polib.POFile(wrapwidth=0)
    file.header = catalogue.notes
    file.metadata = {
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": catalogue.locale,
        **catalogue.headers,
    }
    if catalogue.uuid:
        file.metadata["X-Document-UUID"] = catalogue.uuid
    live = [(message, False) for message in catalogue.messages.values()]
    gone = [(message, True) for _, message in sorted(catalogue.obsolete.items())]
    for message, is_obsolete in live + gone:
        file.append(polib.POEntry(
            msgctxt=message.key, msgid=message.source, msgstr=message.words,
            previous_msgid=message.previous or None, comment=message.comment, tcomment=message.note,
            flags=["fuzzy"] if message.fuzzy else [], obsolete=is_obsolete,
        ))
    return f"{file}\n".encode() if not str(file).endswith("\n") else str(file).encode()


def merge(
    old: Catalogue, texts: Iterable[tuple[Text, str]], memory: Mapping[tuple[str, str], str]
) -> Catalogue:
    """Bring a catalogue up to the present source, losing no word.

    `texts` are the present units with the comment each is shown with; `memory` gives, for source
    words and a field name, a translation used elsewhere. Same source: kept. Changed source: the
    old words stay, stale. New: drafted from memory where it has the exact words. Gone: obsolete,
    and restored when the key returns.
    """
    messages: dict[str, Message] = {}
    for text, comment in texts:
        known = old.messages.get(text.key) or old.obsolete.get(text.key)
        if known is None:
            words = memory.get((text.words, text.key.rpartition("/")[2]), "")
            known = Message(text.key, text.words, words, text.where, fuzzy=bool(words))
        elif known.source != text.words:
            known = _restate(known, text.words)
        messages[text.key] = replace(known, comment=comment)
    everything = {**old.obsolete, **old.messages}
    obsolete = {key: _set_aside(value) for key, value in everything.items() if key not in messages and value.words}
    return Catalogue(old.path, old.locale, messages, obsolete, old.uuid, old.headers, old.notes)


def _set_aside(message: Message) -> Message:
    """An obsolete message: its source is what its words were made for, as polib reads no previous source there."""
    if message.fuzzy and message.previous:
        return replace(message, source=message.previous, fuzzy=False, previous="")
    return replace(message, previous="")


def _restate(message: Message, source: str) -> Message:
    """The message under changed source words: stale, unless it returns to the words it was made for."""
    if not message.words:
        return replace(message, source=source, fuzzy=False, previous="")
    if message.fuzzy and not message.previous:
        return replace(message, source=source)  # nobody confirmed these words for any source: still a draft
    made_for = message.previous if message.fuzzy else message.source  # a confirmed message may keep an outdated one
    if made_for == source:
        return replace(message, source=source, fuzzy=False, previous="")
    return replace(message, source=source, fuzzy=True, previous=made_for)
