"""`Text`, the words a person reads and a translator translates, and the one walk over them."""

import dataclasses
import operator
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from curricula.diagnostics import Where

# How many texts a process that checks again and again remembers its judgement of: nearly all are those of last time.
REMEMBERED = 2**16

Noun = TypeVar("Noun")


@dataclass(frozen=True, slots=True)
class Text:
    """Words with their translation key.

    `key` is `<document id>#<item id>/<field>` and never changes while the item lives. `language`
    is the BCP 47 tag of `words`: in an edition it tells a fallback from a translation.
    """

    key: str
    words: str
    where: Where
    language: str

    def __str__(self) -> str:
        return self.words


@cache
def _fields(kind: type) -> tuple[str, ...]:
    """The fields of a noun in which words may stand; anything else has none."""
    if not dataclasses.is_dataclass(kind):
        return ()
    hints = typing.get_type_hints(kind)
    return tuple(field.name for field in dataclasses.fields(kind) if _may_hold(hints[field.name], frozenset()))


def _may_hold(hint: Any, around: frozenset[type]) -> bool:
    """Whether a value of this annotation can be a `Text` or have one in it; `around` are the nouns it is inside."""
    if hint is Text:
        return True
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        inside = typing.get_type_hints(hint).values()
        return hint not in around and any(_may_hold(part, around | {hint}) for part in inside)
    return any(_may_hold(part, around) for part in typing.get_args(hint))


def map_texts(thing: Noun, change: Callable[[Text], Text]) -> Noun:
    """The same thing with every `Text` in it changed; parts without change are kept as they are.

    This is the only walk over translatable words: extraction, translation, statistics and glyph
    checks all use it, so they cannot drift apart.
    """
    return _walk(thing, change)  # type: ignore[no-any-return]


def _walk(thing: Any, change: Callable[[Text], Text]) -> Any:
    kind: type = type(thing)
    if kind is Text:
        return change(thing)
    if kind is tuple:
        items = tuple([_walk(item, change) for item in thing])
        return items if any(map(operator.is_not, items, thing)) else thing
    different = {}
    for name in _fields(kind):
        value = getattr(thing, name)
        changed = _walk(value, change)
        if changed is not value:
            different[name] = changed
    return dataclasses.replace(thing, **different) if different else thing


def texts(thing: object) -> Iterator[Text]:
    """Every `Text` of a thing, in the order of its fields."""
    found: list[Text] = []

    def note(text: Text) -> Text:
        found.append(text)
        return text

    map_texts(thing, note)
    return iter(found)
