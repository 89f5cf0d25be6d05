"""What a translator is handed and hands back, whatever the file: units of words in two languages.

A `Bundle` is what one exchange file holds. Every unit carries the hashes of its words as they were
when it was handed out, so that what comes back can be compared three ways: with what was handed out,
and with what stands in the repository by then.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from curricula.diagnostics import Diagnostic, Where
from curricula.model.text import Text
from curricula.references import SHARED

NOWHERE = Where("")


@dataclass(frozen=True, slots=True)
class Hit:
    """A term that stands in the source words of a unit, the term of the other language, and what not to write."""

    source: str
    target: str
    note: str = ""
    forbidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words from the memory: made for `source`, which is like the words of the unit to `score` (1.0: the same)."""

    words: str
    source: str
    score: float
    origin: str


@dataclass(frozen=True, slots=True)
class Unit:
    """One text to be translated.

    `source` are the words to translate: those of the standard, or of the pivot language; then `original`
    has those of the standard. `target` are the present words of the translation, of `state` (one of
    `curricula.reviews.STATES`). `base` has what was handed out, `<source>:<target>:<state>`, the words as hashes
    (`curricula.reviews.digest`); empty where a file has lost it. `previous` are the source words that a
    stale target was made for. `context` tells what the text is and where it stands, `limit` how many
    characters the target may have (0: any number), `note` is the translator's own remark.
    `where` is the unit's place in a file that was read.
    """

    key: str
    source: str
    target: str
    state: str
    base: str = ""
    context: str = ""
    original: str = ""
    previous: str = ""
    note: str = ""
    limit: int = 0
    terms: tuple[Hit, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class Handed:
    """What was handed out: the hashes of source and target, and the state; all empty where a file has lost them."""

    source: str
    target: str
    state: str


def handed(base: str) -> Handed:
    """What the `base` of a unit says."""
    source, _, rest = base.partition(":")
    target, _, state = rest.partition(":")
    return Handed(source, target, state)


@dataclass(frozen=True, slots=True)
class Part:
    """The units of one document (a standard, or `shared`), which its UUID tells from one of the same name elsewhere."""

    document: str
    uuid: str
    units: tuple[Unit, ...]


@dataclass(frozen=True)
class Bundle:
    """What an exchange file holds: parts in one source language and one target locale.

    `name` is that of the programme, or `shared`. After reading, `problems` has what could not be
    understood; a bundle whose file could not be read at all has no parts.
    """

    name: str
    source_language: str
    locale: str
    parts: tuple[Part, ...]
    problems: tuple[Diagnostic, ...] = ()

    def units(self) -> Iterator[Unit]:
        """All units, in the order of the file."""
        for part in self.parts:
            yield from part.units


def within(key: str, documents: Collection[str]) -> str:
    """The document, of those in a file, that a key is of. The shared one has keys of partners and code lists too."""
    own = key.partition("#")[0]
    return SHARED if own not in documents and SHARED in documents else own


def context(text: Text) -> str:
    """Where a text stands, by its ids: the chapter, the item, the property."""
    item, _, field = text.key.partition("#")[2].partition("/")
    names = [step for step in text.where.pointer if isinstance(step, str)]
    chapter = names[0] if names and names[0] not in (item, *field.split(".")) else ""
    return " › ".join(filter(None, (chapter, item, *field.split("."))))
