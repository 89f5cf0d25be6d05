"""A PO file of a whole programme, for Poedit, Weblate, Lokalize and any other PO editor.

One file has all documents in two languages: `msgctxt` is the key, `msgid` the source words. Words that
need work (`stale`, `draft`, `machine`) are fuzzy, a stale target with its previous source in `#| msgid`.
What the translator is told and what we must find again stands in `#.` lines: GNU gettext, Poedit,
Lokalize and Weblate keep these as they are, while flags of others are dropped, and `#:` lines may be
wrapped, sorted and left out. Documents and languages stand in the header, in lines `X-…`.

The state that comes back is that of before where neither the words nor the flag were changed. Words that
were changed, or lost the flag, are `translated`; changed words with the flag, and words that got it, are
a `draft`.

The header tells how many texts were handed out, and each which of them it is: where some are missing, the
file was filtered, or cut off on its way. A cut may leave half a sentence at the end, which is not taken.

A catalogue of the repository (`translations/<locale>/….po`) is read too: it has no hashes, and does not
say what its source language is.

Not read back: terms and suggestions, which are only shown; blank space at the ends of a line of a
context, an original or a note, and blank lines around a note; a previous source of words that are not
fuzzy any more.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from curricula.catalogue import Catalogue, Message, parsed_catalogue, write_catalogue
from curricula.diagnostics import N_, Diagnostic, Where
from curricula.handover import UNCONFIRMED, hit_words, number, settled, suggestion_words, touched
from curricula.returned import KEY
from curricula.reviews import STATES, UNTRANSLATED
from curricula.source import decoded
from curricula.units import Bundle, Part, Unit, within

SUFFIX = "po"
MEDIA_TYPE = "text/x-gettext-translation"

LARGEST = 64 << 20  # bytes; thirty standards with three suggestions to every unit have about 10 MB

_BEGINNING = re.compile(rb'(?:\s|#[^\n]*\n)*(?:msgctxt|msgid)\s+"')
_HEAD = 100_000  # bytes within which the first message begins
_MARK = b"\xef\xbb\xbf"
# What a file in UTF-16 begins with: a byte order mark, or two bytes for one of the characters `#`, `m`, line end.
_UTF_16 = re.compile(rb"(?P<little>\xff\xfe|[#m\r\n]\0)|(?P<big>\xfe\xff|\0[#m\r\n])")
_DOCUMENT = re.compile(r"X-Document-([0-9]{1,6})")
_KEYWORD = re.compile(r"^(?:#~\s*)?(msgctxt|msgid|msgstr)\b", re.MULTILINE)
_LABELLED = re.compile(r"(context|original|limit|term|suggestion|number|state|base): ?(.*)")
_NUMBER = re.compile(r"^number: ([0-9]{1,6})$", re.MULTILINE)
_SHOWN = ("term", "suggestion")
_ANEW = N_("Export the texts anew with `curricula translate export`, and fill in that file.")
_ADVICE = {"po-key": _ANEW, "po-duplicate": N_("Keep one of the two. Both were left out.")}
_OF_MESSAGES = ("po-key", "po-plural", "po-duplicate")  # what is wrong with one message; all else, with a file
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}
_ESCAPED = {written: words for words, written in _ESCAPES.items()}


def write(bundle: Bundle) -> bytes:
    """The file, without dates: equal bundles are equal bytes."""
    documents = (f"{part.document} {part.uuid}".rstrip() for part in bundle.parts)
    headers = {
        "Project-Id-Version": bundle.name,
        "X-Source-Language": bundle.source_language,
        "X-Target-Language": bundle.locale,
        "X-Units": str(len(list(bundle.units()))),
        **{f"X-Document-{number}": names for number, names in enumerate(documents, 1)},
    }
    messages = {unit.key: _message(unit, place) for place, unit in enumerate(bundle.units(), 1)}
    return write_catalogue(Catalogue("", bundle.locale, messages, headers=headers))


def _message(unit: Unit, place: int) -> Message:
    fuzzy = bool(unit.target) and unit.state in UNCONFIRMED
    return Message(
        unit.key, unit.source, unit.target, unit.where, fuzzy=fuzzy, previous=unit.previous if fuzzy else "",
        comment="\n".join(_lines(unit, place)), note=unit.note,
    )


def _lines(unit: Unit, place: int) -> Iterator[str]:
    """What stands above a unit: for the translator first, for us last."""
    told = (
        ("context", unit.context), ("original", unit.original), ("limit", str(unit.limit or "")),
        *(("term", hit_words(hit)) for hit in unit.terms),
        *(("suggestion", suggestion_words(suggestion)) for suggestion in unit.suggestions),
        ("number", str(place)), ("state", unit.state), ("base", unit.base),
    )
    for label, words in told:
        if words:
            yield f"{label}: " + re.sub(r"[\\\n\r]", lambda found: _ESCAPES[found.group()], words)


def is_mine(content: bytes) -> bool:
    """Whether the first line that is no comment begins a message; also where it is in UTF-16, to say so."""
    head = content.removeprefix(_MARK)[:_HEAD]
    wide = _UTF_16.match(head)
    if wide:
        words = head.decode("utf-16-be" if wide["big"] else "utf-16-le", "replace")
        head = words.removeprefix("\ufeff").encode("utf-8", "replace")
    return _BEGINNING.match(head) is not None


def read(content: bytes, path: str) -> Bundle:
    """The units of a file, and what is wrong with it."""
    if len(content) > LARGEST:
        return _nothing(Diagnostic(
            Where(path), "file-too-large", "the file has {size} MB; at most {limit} MB are read",
            {"size": len(content) >> 20, "limit": LARGEST >> 20},
        ))
    if _UTF_16.match(content):
        return _nothing(Diagnostic(
            Where(path, 1, 1), "encoding", "is in UTF-16, but a PO file must be in UTF-8",
            hint="Open it in the program that saved it, and save it anew with the encoding UTF-8.",
        ))
    text, problems = decoded(_whole_characters(content.removeprefix(_MARK)), Where(path))
    if problems:
        return _nothing(*problems)
    catalogue, last = parsed_catalogue(text, path), text.count("\n") + 1
    open_words = any((item.code, item.where.line) == ("po-syntax", last) for item in catalogue.problems)
    if open_words or _KEYWORD.findall(text)[-1:] != ["msgstr"]:
        return _nothing(Diagnostic(
            Where(path, last, 1), "po-syntax", "the file ends in the midst of a message",
            hint="Was it sent or copied in part? Ask for the file again.",
        ))
    ours = {key: message for key, message in catalogue.messages.items() if KEY.fullmatch(key)}
    if not ours and not _documents(catalogue.headers):
        strange = Diagnostic(
            Where(path), "exchange-strange",
            "is a PO file of another project: no msgctxt is `<document>#<item>/<field>`", hint=_ANEW,
        )
        unread = (problem for problem in catalogue.problems if problem.code not in _OF_MESSAGES)
        return _nothing(*(tuple(unread) or (strange,)))
    return _whole(_bundle(catalogue, ours), catalogue, text)


def _whole_characters(content: bytes) -> bytes:
    """The bytes without the half of a character at which a file was cut off; what is missing is told by the rest."""
    try:
        content.decode()
    except UnicodeDecodeError as error:
        return content[: error.start] if error.reason == "unexpected end of data" else content
    return content


def _nothing(*problems: Diagnostic) -> Bundle:
    return Bundle("", "", "", (), problems)


def _bundle(catalogue: Catalogue, ours: Mapping[str, Message]) -> Bundle:
    """The units by document, in the order of the header; a catalogue of the repository has one document."""
    headers = catalogue.headers
    told = _documents(headers)
    problems = [
        replace(item, hint=_ADVICE.get(item.code, item.hint)) for item in catalogue.problems
    ]
    twice = {item.arguments["key"] for item in problems if item.code == "po-duplicate"}
    if told:
        problems += _crossed_out(catalogue)
    problems += (
        _strange(message, N_("{key} is no key of ours")) for key, message in catalogue.messages.items()
        if key not in ours
    )
    found: dict[str, list[Unit]] = {document: [] for document in told}
    for key, message in ours.items():
        document = within(key, told)
        unit = _unit(message)
        if told and document not in told:
            problems.append(_strange(message, N_("{key} is of a document that the header does not name")))
        elif key not in twice:
            found.setdefault(document, []).append(unit)
    parts = (Part(document, told.get(document, catalogue.uuid), tuple(units)) for document, units in found.items())
    name = headers.get("Project-Id-Version", "") if told else next(iter(found), "").partition("/")[0]
    locale = headers.get("X-Target-Language", catalogue.locale)
    return Bundle(name, headers.get("X-Source-Language", ""), locale, tuple(parts), tuple(problems))


def _crossed_out(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """The messages that a tool has marked with `#~`, where their words are not those that were handed out."""
    for key, message in catalogue.obsolete.items():
        base = _unit(message).base
        if message.words and KEY.fullmatch(key) and (not base or touched(message.words, base)):
            yield Diagnostic(
                message.where, "exchange-gone", "{key} is marked as deleted (`#~`) in the file: “{theirs}”",
                {"key": key, "theirs": message.words},
                hint="These words were not taken. If they are wanted, delete the marks `#~`, and import it again.",
            )


def _whole(bundle: Bundle, catalogue: Catalogue, text: str) -> Bundle:
    """The bundle of a file, with findings where texts are missing; what may be half a text stays out."""
    messages = [message for message in catalogue.messages.values() if KEY.fullmatch(message.key)]
    total = number(catalogue.headers.get("X-Units", ""))
    left_out = sum(problem.code == "merge-conflict" for problem in catalogue.problems)
    if len(messages) + left_out >= total:
        return bundle
    missing = Diagnostic(
        Where(catalogue.path), "exchange-cut", "has {count} of {total} texts: was it cut off?",
        {"count": len(messages), "total": total}, severity="warning",
        hint="The others stay as they are. If more were translated, ask for the whole file.",
    )
    last = next((unit for unit in bundle.units() if unit.key == messages[-1].key), None) if messages else None
    whole = last is None or (last.base and not touched(last.target, last.base))
    if last is None or whole or _filtered(messages) or not _is_open(text):
        return replace(bundle, problems=(*bundle.problems, missing))
    half = Diagnostic(
        last.where, "exchange-cut", "{key} is the last text of a file that was cut off, and may be half a sentence",
        {"key": last.key}, hint="It was left out. Ask for the whole file, or export anew and put it in.",
    )
    parts = (replace(part, units=tuple(unit for unit in part.units if unit != last)) for part in bundle.parts)
    return replace(bundle, parts=tuple(parts), problems=(*bundle.problems, missing, half))


def _filtered(messages: list[Message]) -> bool:
    """Whether single messages were left out: their numbers rise, with gaps; or all lack them, sorted as in a MO file.
    """
    keys = [message.key for message in messages]
    found = [_NUMBER.search(message.comment) for message in messages]
    places = [int(match[1]) for match in found if match]
    if not places:
        return len(keys) > 1 and keys == sorted(keys)
    return len(places) == len(messages) < places[-1] and places == sorted(places)


def _is_open(text: str) -> bool:
    """Whether the words at the end of a file could go on: they stand on several lines, and nothing below them."""
    return text.replace("\r", "").removesuffix("\n").rpartition("\n")[2].startswith('"')


def _documents(headers: Mapping[str, str]) -> dict[str, str]:
    """Document and UUID of each line `X-Document-<number>`, in the order of the numbers."""
    numbered = ((_DOCUMENT.fullmatch(name), words) for name, words in headers.items())
    lines = sorted((int(match.group(1)), words) for match, words in numbered if match)
    return {document: uuid for document, _, uuid in (words.partition(" ") for _, words in lines)}


def _strange(message: Message, words: str) -> Diagnostic:
    return Diagnostic(
        message.where, "exchange-strange", words, {"key": message.key},
        hint="It was left out. Was it copied from another file?",
    )


def _unit(message: Message) -> Unit:
    told: dict[str, str] = {}
    context: list[str] = []
    for line in message.comment.split("\n") if message.comment else ():
        label, words = match.groups() if (match := _LABELLED.fullmatch(line)) else ("", line)
        if not label:
            context.append(words)
        elif label not in _SHOWN:
            told[label] = re.sub(r"\\[\\nr]", lambda found: _ESCAPED[found.group()], words)
    limit, base = told.get("limit", ""), told.get("base", "")
    unit = Unit(
        message.key, message.source, message.words, UNTRANSLATED, base, where=message.where, note=message.note,
        context="\n".join([*filter(None, [told.get("context", "")]), *context]), original=told.get("original", ""),
        previous=message.previous if message.fuzzy else "", limit=number(limit),
    )
    return replace(unit, state=_state(unit, told.get("state", ""), message.fuzzy))


def _state(unit: Unit, told: str, fuzzy: bool) -> str:
    """The state, by what it was (nothing in a catalogue of the repository) and by the flag, which says the present."""
    if not fuzzy:
        confirmed = told in STATES and told not in UNCONFIRMED
        return settled(unit.target, told if confirmed else "translated", unit.base)
    if not unit.target:
        return UNTRANSLATED
    if told in UNCONFIRMED and not touched(unit.target, unit.base):
        return told
    return "stale" if not told and unit.previous else "draft"
