"""Changes in sentences: items by their names and numbers, properties in words, values as documents show them."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from curricula import locales
from curricula.compare import CHAPTER, Change, Item
from curricula.diagnostics import N_, Phrase
from curricula.editions.compose import compose
from curricula.editions.document import Chapter, Document, Provision
from curricula.editions.edition import Edition
from curricula.model.common import Code, Reference, SemesterLoad
from curricula.model.professional import Conversion
from curricula.model.text import Text, texts
from curricula.redline.vocabulary import ITEMS, PROPERTIES, SHOWN_IN, VALUES

_NAMES = ("name", "title", "criterion", "framework")
_BRIEF = 40  # the room of so many Latin letters; longer wordings stand below their sentence
_LABELLED = {"form", "phase", "rank", "relation", "rounding", "unit"}  # their values have labels of their names


@dataclass(frozen=True)
class Side:
    """One of the two versions: its edition in the language that names and wordings are shown in."""

    edition: Edition

    @cached_property
    def document(self) -> Document:
        """The composed document."""
        return compose(self.edition)

    @cached_property
    def words(self) -> dict[str, Text]:
        """The words of the edition by key."""
        return {text.key: text for text in texts(self.edition.standard)}

    @cached_property
    def numbers(self) -> dict[str, str]:
        """The numbers of provisions and chapters by id, as the document prints them."""
        return dict(_numbers(self.document.chapters))

    def text(self, text: Text) -> Text:
        """The words of the edition in the place of those of the source."""
        return self.words.get(text.key, text)

    def name(self, item: Item) -> str:
        """The name of an item; empty for one that has none or is not of this version."""
        tailoring = self.edition.tailoring
        owners = (self.edition.standard.id, *((tailoring.base.id,) if tailoring else ()))
        keys = (f"{owner}#{item.id}/{name}" for owner in owners for name in _NAMES)
        return next((self.words[key].words for key in keys if key in self.words), "")


def _numbers(chapters: tuple[Chapter, ...]) -> Iterator[tuple[str, str]]:
    for chapter in chapters:
        yield chapter.id, chapter.number
        for block in chapter.blocks:
            if isinstance(block, Provision):
                yield from _provision_numbers(block, "")
        yield from _numbers(chapter.sections)


def _provision_numbers(provision: Provision, above: str) -> Iterator[tuple[str, str]]:
    number = f"{above} {provision.number}".strip()
    yield provision.id, number
    for part in provision.provisions:
        yield from _provision_numbers(part, number)


@dataclass(frozen=True, slots=True)
class Told:
    """A change in one sentence, and the wordings to be shown below it; `brief` is a sentence that has short ones."""

    change: Change
    sentence: Phrase
    before: Text | None = None
    after: Text | None = None
    brief: Phrase | None = None


@dataclass(frozen=True)
class Teller:
    """Words changes between two versions; `language` is that of the sentences, in which languages are named."""

    old: Side
    new: Side
    language: str

    def tell(self, change: Change) -> Told:
        """The change in a sentence."""
        if change.weight == "translation":
            return self._translation(change)
        if change.kind == "moved":
            return Told(change, self._moved(change))
        if not change.field:
            return self._whole(change)
        if isinstance(change.before, Text) or isinstance(change.after, Text):
            return self._wording(change)
        return Told(change, self._value(change))

    def chapter(self, change: Change) -> str:
        """The number and title of the chapter that shows the change; empty for what the cover shows."""
        return self._chapter(change.chapter)

    def _chapter(self, property: str) -> str:
        kind = self.new.edition.standard.kind
        shown = SHOWN_IN[kind].get(property, property)
        for side in (self.new, self.old):
            for chapter in side.document.chapters:
                if chapter.id == f"chapter.{shown}":
                    return f"{chapter.number} {chapter.title}"
        return self.new.edition.label("chapter.mappings") if property == "mappings" else ""

    def place(self, change: Change) -> int:
        """The position of that chapter in the document, for sorting."""
        titles = [f"{chapter.number} {chapter.title}" for chapter in self.new.document.chapters]
        title = self.chapter(change)
        return titles.index(title) if title in titles else len(titles) if title else -1

    def item(self, item: Item) -> Phrase:
        """What an item is called: its noun with id and name, a provision with its number."""
        if item.noun == CHAPTER:
            return Phrase("chapter {title}", {"title": self._chapter(item.id)})
        side = self.new if self.new.name(item) or item.id in self.new.numbers else self.old
        words = {"id": item.id, "name": side.name(item), "number": side.numbers.get(item.id, "")}
        if item.noun == "Clause" and words["number"]:
            return (
                Phrase("provision {number} “{name}” ({id})", words) if words["name"]
                else Phrase("provision {number} ({id})", words)
            )
        return Phrase(ITEMS.get(item.noun, N_("item {id} {name}")), words)

    def _whole(self, change: Change) -> Told:
        side, thing = (self.new, change.after) if change.kind == "added" else (self.old, change.before)
        words = next((text for text in texts(thing) if text.key.rpartition("/")[2] not in _NAMES), None)
        words = side.text(words) if words else None
        item = {"item": self.item(change.item)}
        if change.kind == "added":
            return Told(change, Phrase("{item} added", item), None, words)
        return Told(change, Phrase("{item} removed", item), words, None)

    def _moved(self, change: Change) -> Phrase:
        item = self.item(change.item)
        if change.before is not None:
            if change.before == change.after:
                return Phrase("{item} moved", {"item": item})
            places = {"before": self.item(change.before), "after": self.item(change.after)}
            return Phrase("{item} moved from {before} to {after}", {"item": item, **places})
        if change.after is None:
            return Phrase("{item} moved to the beginning of its list", {"item": item})
        return Phrase("{item} moved: it follows {other} now", {"item": item, "other": self.item(change.after)})

    def _wording(self, change: Change) -> Told:
        before = self.old.text(change.before) if change.before else None
        after = self.new.text(change.after) if change.after else None
        # Where only the source words differ, or one wording is not translated yet, both are those of the source.
        if before and after and (before.words == after.words or before.language != after.language):
            before, after = change.before, change.after
        words = {"item": self.item(change.item), "field": self._property(change)}
        if before is None or after is None:
            sentence = (
                Phrase("{item}: {field} added", words) if before is None else Phrase("{item}: {field} removed", words)
            )
            return Told(change, sentence, before, after)
        main = change.field == "text"
        brief = None
        if max(_width(before.words), _width(after.words)) <= _BRIEF and not main:
            values = {"before": before.words, "after": after.words}
            brief = Phrase("{item}: {field} {before} → {after}", {**words, **values})
        if change.weight == "editorial":
            sentence = (
                Phrase("{item}: only spacing or punctuation changed", words) if main
                else Phrase("{item}, {field}: only spacing or punctuation changed", words)
            )
        else:
            sentence = Phrase("{item} reworded", words) if main else Phrase("{item}: {field} reworded", words)
        return Told(change, sentence, before, after, brief)

    def _translation(self, change: Change) -> Told:
        words = {
            "item": self.item(change.item), "field": self._property(change),
            "language": locales.language_name(change.locale, self.language),
        }
        if change.kind == "added":
            sentence = Phrase("{item}, {field}: translated ({language})", words)
        elif change.kind == "removed":
            sentence = Phrase("{item}, {field}: no longer translated ({language})", words)
        else:
            sentence = Phrase("{item}, {field}: translation changed ({language})", words)
        return Told(change, sentence, change.before, change.after)

    def _value(self, change: Change) -> Phrase:
        words: dict[str, object] = {"item": self.item(change.item), "field": self._property(change)}
        before, after = change.before, change.after
        if change.field == "semesters" and before and after and isinstance(after, tuple):
            return self._semesters(words, before, after)
        if isinstance(before or after, tuple):
            gone = [entry for entry in before or () if _bare(entry) not in map(_bare, after or ())]
            come = [entry for entry in after or () if _bare(entry) not in map(_bare, before or ())]
            values = {"removed": self._shown(tuple(gone), change), "added": self._shown(tuple(come), change)}
            if gone and come:
                return Phrase("{item}, {field}: added {added}; removed {removed}", {**words, **values})
            if gone or come:
                return (
                    Phrase("{item}, {field}: added {added}", {**words, **values}) if come
                    else Phrase("{item}, {field}: removed {removed}", {**words, **values})
                )
            return Phrase("{item}, {field}: in another order", words)
        values = {"before": self._shown(before, change), "after": self._shown(after, change)}
        if isinstance(before or after, Conversion):  # a group that came or went as a whole
            return Phrase("{item}: {field} added" if before is None else "{item}: {field} removed", words)
        if before is None:
            return Phrase("{item}: {field} {after} added", {**words, **values})
        if after is None:
            return Phrase("{item}: {field} {before} removed", {**words, **values})
        return Phrase("{item}: {field} {before} → {after}", {**words, **values})

    def _semesters(
        self, words: dict[str, object], before: tuple[SemesterLoad, ...], after: tuple[SemesterLoad, ...]
    ) -> Phrase:
        numbers = [[load.number for load in loads] for loads in (before, after)]
        if numbers[0] == numbers[1]:
            other = [pair for pair in zip(before, after, strict=True) if pair[0].hours != pair[1].hours]
            if len(other) == 1:
                (was, now), = other
                words |= {"number": now.number, "before": was.hours, "after": now.hours}
                return Phrase("{item}: hours in semester {number}: {before} → {after}", words)
            hours = [self._list(f"{load.number}: {load.hours}" for load in loads) for loads in (before, after)]
            words |= {"before": hours[0], "after": hours[1]}
            return Phrase("{item}: hours by semester {before} → {after}", words)
        shown = [self._list(map(str, each)) for each in numbers]
        values = {"before": shown[0], "after": shown[1]}
        return Phrase("{item} moved from semester {before} to {after}", {**words, **values})

    def _property(self, change: Change) -> Phrase | str:
        """What a property is called; one that the vocabulary does not have yet, by its name in the file."""
        if change.field == "semesters" and isinstance(change.before or change.after, int):
            return Phrase("number of semesters")
        return Phrase(PROPERTIES[change.field]) if change.field in PROPERTIES else change.field

    def _list(self, parts: Iterable[str]) -> str:
        return self.new.edition.label("list-separator").join(parts)

    def _shown(self, value: Any, change: Change) -> object:
        """A value as the documents of this language show it."""
        edition = self.new.edition
        if isinstance(value, tuple):
            return self._list(str(self._shown(entry, change)) for entry in value)
        if isinstance(value, Code):
            key = f"{value.scheme}/{value.code}"
            names = {**self.old.edition.shared.names, **edition.shared.names}
            title = names[key].words if key in names else ""
            return edition.label("code-line", scheme=edition.scheme(value.scheme), code=value.code, title=title)
        if isinstance(value, Reference):
            return f"{value.id} {value.version}"
        if isinstance(value, SemesterLoad):
            return f"{value.number}: {value.hours}"
        if isinstance(value, bool) or (isinstance(value, str) and value in VALUES):
            return Phrase(VALUES[value])
        if isinstance(value, (int, float)):
            return edition.number(value)
        return self._named(str(value), change)

    def _named(self, value: str, change: Change) -> str:
        """A word of the vocabulary by its label, an id with the name of its item, anything else as it is."""
        edition, last = self.new.edition, change.field.rpartition(".")[2]
        if last == "country":
            return locales.country_name(value, edition.locale)
        prefixes = ("course", "outcome") if last == "category" else _LABELLED & {last}
        for prefix in prefixes:
            if f"{prefix}.{value}" in edition.shared.labels:
                return edition.label(f"{prefix}.{value}")
        for side in (self.new, self.old):
            for key in (f"level/{value}", f"organisation/{value}", f"partner/{value}"):
                if last in ("level", "institutions", "partner") and key in side.edition.shared.names:
                    return side.edition.shared.names[key].words
        return value


def _width(words: str) -> int:
    """How much room words take, in Latin letters."""
    return sum(1 + (unicodedata.east_asian_width(letter) in "WF") for letter in words)


def _bare(entry: Any) -> Any:
    """An entry of a list without its place in the file."""
    return (entry.scheme, entry.code) if isinstance(entry, Code) else entry
