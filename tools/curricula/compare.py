"""Two versions of a standard become the list of what changed, as a teacher sees it.

Items are matched by their ids, so an item that moves is not one removed and one added. Every change
has a weight: `substantive` changes what is required, `editorial` only how it is written,
`translation` only the words in another language.
"""

import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from curricula.diagnostics import Where
from curricula.model import common, course, professional
from curricula.model.standards import Standard
from curricula.model.text import Text

Weight = Literal["substantive", "editorial", "translation"]

# What identifies a version or a place is expected to differ and is no change of content.
_IDENTITY = {"version", "status", "issued", "effective", "replaces", "where", "id", "uuid", "kind"}
_MARKS = re.compile(r"[\s\u2010-\u2027\u3000-\u303f\uff01-\uff0f\uff1a-\uff20!-/:-@\[-`{-~«»]+")


@dataclass(frozen=True, slots=True)
class Change:
    """One change: `item` is the nearest id, `field` the property below it; None stands for nothing."""

    kind: Literal["added", "removed", "changed", "moved"]
    item: str
    field: str
    before: str | None
    after: str | None
    weight: Weight


def compare(old: Standard, new: Standard) -> tuple[Change, ...]:
    """What changed from `old` to `new`, in the order of the new version."""
    return tuple(_compare(old, new, "document", ""))


def bump(changes: Iterable[Change]) -> str:
    """The step of the version that changes call for.

    `major`: something required before is gone or has another value, figures in sentences included.
    `minor`: something was added or is said in other words. `patch`: nothing but the writing or a
    translation. `none`: nothing.
    """
    steps = {_step(change) for change in changes}
    for step in ("major", "minor", "patch"):
        if step in steps:
            return step
    return "none"


def _step(change: Change) -> str:
    if change.weight != "substantive":
        return "patch"
    if change.kind == "removed" or (change.kind == "changed" and not _words(change)):
        return "major"
    return "minor"


def _words(change: Change) -> bool:
    """Whether a change is one of sentences with the same figures, not of a number, a code or a reference."""
    figures = [sorted(re.findall(r"\d+", words or "")) for words in (change.before, change.after)]
    return change.field.rpartition(".")[2] in _SENTENCES and figures[0] == figures[1]


# The properties that hold words, read from the model: a new one needs no line here.
_SENTENCES = frozenset(
    entry.name.rstrip("_")
    for module in (common, course, professional)
    for noun in vars(module).values()
    if dataclasses.is_dataclass(noun)
    for entry in dataclasses.fields(noun)
    if entry.type in (Text, Text | None)
)


def _compare(old: Any, new: Any, item: str, field: str) -> Iterator[Change]:
    if old is None or new is None or type(old) is not type(new):
        if old != new:
            yield _change(old, new, item, field)
    elif isinstance(new, Text):
        if old.words != new.words:
            weight: Weight = "editorial" if _bare(old.words) == _bare(new.words) else "substantive"
            yield Change("changed", item, field, old.words, new.words, weight)
    elif isinstance(new, tuple):
        yield from _items(old, new, item, field)
    elif dataclasses.is_dataclass(new) and not isinstance(new, type):
        item = getattr(new, "id", item) if field else item
        inner = "" if hasattr(new, "id") else field
        for entry in dataclasses.fields(new):
            if entry.name not in _IDENTITY:
                name = entry.name.rstrip("_")
                below = f"{inner}.{name}" if inner else name
                yield from _compare(getattr(old, entry.name), getattr(new, entry.name), item, below)
    elif old != new:
        yield _change(old, new, item, field)


def _items(old: tuple[Any, ...], new: tuple[Any, ...], item: str, field: str) -> Iterator[Change]:
    """Lists: items by id where they have one, else as a whole."""
    if not all(hasattr(entry, "id") for entry in (*old, *new)):
        if old != new and [_shown(entry) for entry in old] != [_shown(entry) for entry in new]:
            yield _change(old, new, item, field)
        return
    before = {entry.id: entry for entry in old}
    after = {entry.id: entry for entry in new}
    for name, entry in after.items():
        if name in before:
            yield from _compare(before[name], entry, item, field)
        else:
            yield Change("added", name, field, None, _shown(entry), "substantive")
    for name, entry in before.items():
        if name not in after:
            yield Change("removed", name, field, _shown(entry), None, "substantive")
    kept = [name for name in before if name in after]
    if kept != [name for name in after if name in before]:
        yield Change("moved", item, field, " ".join(kept), " ".join(n for n in after if n in before), "editorial")


def _change(old: Any, new: Any, item: str, field: str) -> Change:
    empty = (None, ())
    kind: Literal["added", "removed", "changed"] = "changed"
    if old in empty:
        kind = "added"
    elif new in empty:
        kind = "removed"
    return Change(kind, item, field, None if old in empty else _shown(old), None if new in empty else _shown(new),
                  "substantive")


def _shown(thing: Any) -> str:
    """A value in one line: the words of an item, or its plain values."""
    if isinstance(thing, Text):
        return thing.words
    if isinstance(thing, tuple):
        return ", ".join(_shown(entry) for entry in thing)
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        values = {entry.name: getattr(thing, entry.name) for entry in dataclasses.fields(thing)}
        words = [value.words for value in values.values() if isinstance(value, Text)]
        if words:
            return words[0]
        plain = (f"{name} {value}" for name, value in values.items() if not isinstance(value, Where))
        return ", ".join(plain)
    return str(thing)


def _bare(words: str) -> str:
    """The words without punctuation, spaces and width: what is left when only the writing differs."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", words))


def translation_changes(old: dict[str, str], new: dict[str, str], same: set[str], locale: str) -> Iterator[Change]:
    """Translations that changed while their source words, whose keys are in `same`, did not."""
    for key in sorted(same):
        before, after = old.get(key), new.get(key)
        if before != after:
            item, _, field = key.partition("#")[2].rpartition("/")
            kind: Literal["added", "removed", "changed"] = (
                "added" if not before else "removed" if not after else "changed"
            )
            yield Change(kind, item, f"{field} ({locale})", before, after, "translation")
