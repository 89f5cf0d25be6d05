"""Two versions of a standard become the list of what changed, as a teacher sees it.

Items are matched by their ids, so an item that moves is not one removed and one added. Every change
has a weight: `substantive` changes what is required, `editorial` only how it is written,
`translation` only the words in another language.
"""

import dataclasses
import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from curricula.diagnostics import Where
from curricula.model.common import Hours, Reference
from curricula.model.standards import Standard
from curricula.model.text import Text, texts

Kind = Literal["added", "removed", "changed", "moved"]
Weight = Literal["substantive", "editorial", "translation"]
WEIGHTS: tuple[Weight, ...] = ("substantive", "editorial", "translation")

DOCUMENT = "document"  # the id of the standard as a whole, as in translation keys
CHAPTER = "chapter"  # the noun of a list directly below the standard, whose id is the property

# What identifies a version or a place is expected to differ; what the check and the record are told is no content.
IDENTITY = {
    "version", "status", "issued", "effective", "replaces", "where", "id", "uuid", "kind", "suppressions", "approvals",
}
_NOTES = {"source", "verified"}  # what is said about a content, not the content
_ORDERED = {"steps"}  # lists whose order is a requirement
_PUNCTUATION = re.compile(r"[\s\u2010-\u2027\u3000-\u303f\uff01-\uff0f\uff1a-\uff20!-/:-@\[-`{-~«»]+")


@dataclass(frozen=True, slots=True)
class Item:
    """What a change is about: the class of the model, and the id (of a group: its property)."""

    noun: str
    id: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change of `item`, or of the property `field` below it; `chapter` is the standard's property it lies in.

    `before` and `after` are values of the model, None for nothing. Of an item moved in its list,
    `after` is the item it follows now; of one moved elsewhere, both are where it belongs.
    `locale` is that of a translation.
    """

    kind: Kind
    item: Item
    field: str
    before: Any
    after: Any
    weight: Weight
    chapter: str = ""
    locale: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    item: Item
    field: str = ""
    chapter: str = ""

    @property
    def owner(self) -> Item:
        return Item(CHAPTER, self.chapter) if self.item.id == DOCUMENT else self.item


def compare(old: Standard, new: Standard) -> tuple[Change, ...]:
    """What changed from `old` to `new`, in the order of the new version."""
    return tuple(_rejoined(list(_parts(old, new, _Place(Item(type(new).__name__, DOCUMENT))))))


def bump(changes: Iterable[Change]) -> tuple[Literal["major", "minor", "patch", "none"], Change | None]:
    """The step of the version that changes call for, and the first change that calls for it.

    `major`: something required before is gone or has another value, figures in sentences included.
    `minor`: something was added or is said in other words. `patch`: nothing but the writing or a
    translation. `none`: nothing.
    """
    listed = list(changes)
    steps: tuple[Literal["major", "minor", "patch"], ...] = ("major", "minor", "patch")
    for step in steps:
        for change in listed:
            if _step(change) == step:
                return step, change
    return "none", None


def _step(change: Change) -> str:
    if change.weight != "substantive":
        return "patch"
    if change.kind == "removed" or (change.kind == "changed" and not same_figures(change)):
        return "major"
    return "minor"


def same_figures(change: Change) -> bool:
    """Whether a change is one of sentences with the same figures, not of a number, a code or a reference."""
    if not isinstance(change.before, Text) or not isinstance(change.after, Text):
        return False
    return sorted(re.findall(r"\d+", change.before.words)) == sorted(re.findall(r"\d+", change.after.words))


def _parts(old: Any, new: Any, place: _Place) -> Iterator[Change]:
    for name, below in _fields(new, place):
        yield from _compare(getattr(old, name), getattr(new, name), below)


def _fields(thing: Any, place: _Place) -> Iterator[tuple[str, _Place]]:
    """The compared fields of a noun with their places."""
    for entry in dataclasses.fields(thing):
        if entry.name not in IDENTITY:
            name = entry.name.rstrip("_")
            field = f"{place.field}.{name}" if place.field else name
            yield entry.name, _Place(place.item, field, place.chapter or name)


def _within(thing: Any, place: _Place) -> _Place:
    """The place inside a noun: an item, and a group below the standard, begin one of their own."""
    if hasattr(thing, "id"):
        return _Place(Item(type(thing).__name__, thing.id), "", place.chapter)
    if place.item.id == DOCUMENT and not isinstance(thing, Hours):
        return _Place(Item(type(thing).__name__, place.chapter), "", place.chapter)
    return place


def _compare(old: Any, new: Any, place: _Place) -> Iterator[Change]:
    if old is None or new is None or type(old) is not type(new):
        if old != new:
            yield _change(old, new, place)
    elif isinstance(new, Text):
        if old.words != new.words:
            weight: Weight = "editorial" if _bare(old.words) == _bare(new.words) else "substantive"
            yield Change("changed", place.item, place.field, old, new, weight, place.chapter)
    elif isinstance(new, Reference):
        if _placeless(old) != _placeless(new):
            yield Change("changed", place.item, place.field, old, new, "editorial", place.chapter)
    elif isinstance(new, tuple):
        yield from _items(old, new, place)
    elif dataclasses.is_dataclass(new) and not isinstance(new, type):
        yield from _parts(old, new, _within(new, place))
    elif old != new:
        yield _change(old, new, place)


def _items(old: tuple[Any, ...], new: tuple[Any, ...], place: _Place) -> Iterator[Change]:
    """Lists: items by id where they have one, else as a whole."""
    if not all(hasattr(entry, "id") for entry in (*old, *new)):
        if [_placeless(entry) for entry in old] != [_placeless(entry) for entry in new]:
            yield _change(old, new, place)
        return
    before = {entry.id: entry for entry in old}
    after = {entry.id: entry for entry in new}
    for name, entry in after.items():
        if name in before:
            yield from _compare(before[name], entry, place)
        else:
            item = Item(type(entry).__name__, name)
            yield Change("added", item, "", place.owner, entry, "substantive", place.chapter)
    for name, entry in before.items():
        if name not in after:
            item = Item(type(entry).__name__, name)
            yield Change("removed", item, "", entry, place.owner, "substantive", place.chapter)
    yield from _moved([n for n in before if n in after], [n for n in after if n in before], after, place)


def _moved(old: list[str], new: list[str], items: Mapping[str, Any], place: _Place) -> Iterator[Change]:
    weight: Weight = "substantive" if place.field in _ORDERED else "editorial"
    staying = kept(old, new)
    for position, name in enumerate(new):
        if name not in staying:
            previous = items[new[position - 1]] if position else None
            after = Item(type(previous).__name__, previous.id) if previous else None
            yield Change("moved", Item(type(items[name]).__name__, name), "", None, after, weight, place.chapter)


def kept(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """Of two sequences, the entries that keep their order: the others have moved."""
    blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return {name for block in blocks for name in old[block.a : block.a + block.size]}


def _rejoined(changes: list[Change]) -> Iterator[Change]:
    """An item removed here and added there is one that has moved."""
    gone = {change.item: change for change in changes if change.kind == "removed" and not change.field}
    come = {change.item for change in changes if change.kind == "added" and not change.field}
    for change in changes:
        if change.field or change.item not in gone or change.item not in come or change.kind == "moved":
            yield change
        elif change.kind == "added":
            place = _Place(change.item, "", change.chapter)
            old = gone[change.item]
            yield dataclasses.replace(change, kind="moved", before=old.after, after=change.before, weight="editorial")
            yield from _parts(old.before, change.after, place)


def _change(old: Any, new: Any, place: _Place) -> Change:
    empty = (None, ())
    kind: Kind = "added" if old in empty else "removed" if new in empty else "changed"
    weight: Weight = "editorial" if place.field in _NOTES else "substantive"
    before, after = (None if value in empty else value for value in (old, new))
    return Change(kind, place.item, place.field, before, after, weight, place.chapter)


def _placeless(entry: Any) -> Any:
    """A value without its place in the file, which no reader sees."""
    if dataclasses.is_dataclass(entry) and not isinstance(entry, type):
        return dataclasses.replace(entry, where=Where(""))
    return entry


def _bare(words: str) -> str:
    """The words without punctuation, spaces and width: what is left when only the writing differs."""
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", words))


def translation_changes(
    old: tuple[Standard, Mapping[str, Text]], new: tuple[Standard, Mapping[str, Text]], locale: str
) -> Iterator[Change]:
    """Translations into `locale` that changed while their source words did not.

    Each version comes with its current translations by key.
    """
    sources = {text.key: text.words for text in texts(old[0])}
    for text, place in _texts(new[0], _Place(Item(type(new[0]).__name__, DOCUMENT))):
        if sources.get(text.key) != text.words:
            continue
        before, after = old[1].get(text.key), new[1].get(text.key)
        if (before and before.words) != (after and after.words):
            kind: Kind = "added" if before is None else "removed" if after is None else "changed"
            yield Change(kind, place.item, place.field, before, after, "translation", place.chapter, locale)


def _texts(thing: Any, place: _Place) -> Iterator[tuple[Text, _Place]]:
    """Every text below a noun with its place."""
    for name, below in _fields(thing, place):
        value = getattr(thing, name)
        for entry in value if isinstance(value, tuple) else (value,):
            if isinstance(entry, Text):
                yield entry, below
            elif dataclasses.is_dataclass(entry):
                yield from _texts(entry, _within(entry, below))
