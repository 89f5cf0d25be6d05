"""The fonts have every character.

Documents are set in pinned fonts: Latin, Cyrillic and Greek letters, the Chinese characters of GB 2312
and common symbols. Any other character would print as an empty box, so it is found before anything is
printed: in standards and their adoptions, in translations, those kept of earlier versions and those made of another
locale too, in the names of code lists, organisations and national systems, in codes, and in the terminology.

Good:
    professional:
      goal: [{id: GO1, text: 本专业培养电子技术员，熟悉18～28 ℃、5 Ω和±1%。}]
Bad:
    professional:
      goal: [{id: GO1, text: 本专业与𠮷田公司合作。}]
Bad:
    translations:
      ru:
        demo/professional#GO1/text: "Программа готовит техников (ტექნიკოსი)."
"""

import dataclasses
import typing
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from curricula.catalogue import Catalogue, Message
from curricula.diagnostics import Diagnostic, Phrase, Where
from curricula.fonts.pinned import missing
from curricula.model.text import Text, texts
from curricula.references import SHARED
from curricula.repository import Repository

SCOPE = "document"

FIRM = True  # cannot be suppressed: an empty box would be printed

_UNPRINTED = "source"  # where a fact was found
_NOWHERE = Where("")
_CONTROL = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)))


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Characters that no pinned font can set, where they stand."""
    for where, words in _everything(repository):
        for character in missing(words):
            yield Diagnostic(
                where, "glyph-coverage", "no font of the documents has {name} (U+{number})",
                {
                    "name": unicodedata.name(character, "").lower() or Phrase("a character without a name"),
                    "number": f"{ord(character):04X}",
                },
                hint="Write it another way; if the field needs it, the fonts have to be cut anew with it.",
            )


def _everything(repository: Repository) -> Iterator[tuple[Where, str]]:
    """All words and codes that a document may show, with their places; most that are right are left out."""
    for document, found in repository.texts.items():
        yield from _suspicious(found)
        for locale in repository.translated(document):
            yield from _translated(repository.catalogue(document, locale), repository.units(document, locale))
        for locale in repository.locales:
            kept = repository.snapshot(document, locale)
            if kept is not None:
                yield from _suspicious(tuple(texts(kept.standard)))
                yield from _translated(kept.catalogue, texts(kept.standard))
        adopted = repository.adoptions.get(document)
        yield from _plain(adopted.tailoring.adoption if adopted else repository.standards.get(document))
    if SHARED in repository.documents:
        for term in repository.terms:
            for locale, words in term.terms.items():
                yield term.where.at("terms", locale, "term"), words.term


def _translated(catalogue: Catalogue, units: Iterable[Text]) -> Iterator[tuple[Where, str]]:
    messages = (catalogue.messages.get(unit.key) for unit in units)
    return _suspicious([message for message in messages if message is not None])


def _suspicious(given: Sequence[Text] | Sequence[Message]) -> Iterator[tuple[Where, str]]:
    """All of them, if any has a character that no font has: of all words at once that is known quickly.

    Control characters, such as a line break, are left to `script-hygiene`.
    """
    words = "".join([item.words for item in given])
    if not words.isascii() and missing(words):
        yield from ((item.where, item.words.translate(_CONTROL)) for item in given)


def _plain(thing: object) -> list[tuple[Where, str]]:
    """What is shown as it is in every language, such as a code or the number of an act; none in Latin letters alone."""
    found: list[tuple[Where, str]] = []

    def note(thing: object, around: Where) -> None:
        if isinstance(thing, tuple):
            for item in thing:
                note(item, around)
            return
        kind: type = type(thing)
        names = _fields(kind)
        where = getattr(thing, "where", around) if names else around
        for name in names:
            value = getattr(thing, name)
            if isinstance(value, str):
                if not value.isascii() and name != _UNPRINTED:
                    found.append((where.at(name), value))
            elif value:
                note(value, where)

    note(thing, _NOWHERE)
    return found


@cache
def _fields(kind: type) -> tuple[str, ...]:
    """The properties of a noun; words that are translated are none."""
    if not dataclasses.is_dataclass(kind) or kind is Text:
        return ()
    hints = typing.get_type_hints(kind)
    return tuple(field.name for field in dataclasses.fields(kind) if _may_be_plain(hints[field.name]))


def _may_be_plain(hint: object) -> bool:
    """Whether a value of this annotation can be words that are not translated, or have some in it."""
    parts = typing.get_args(hint)
    if typing.get_origin(hint) is typing.Literal:
        return False
    return any(map(_may_be_plain, parts)) if parts else hint not in (Text, Where, int, float, bool, type(None), ...)
