"""`Text`, the words a person reads and a translator translates, and the one walk over them."""

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from curricula.diagnostics import Where

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
    """The fields of a noun in which words may stand."""
    plain = {str, int, float, bool, Where}
    return tuple(field.name for field in dataclasses.fields(kind) if field.type not in plain)


def map_texts(thing: Noun, change: Callable[[Text], Text]) -> Noun:
    """The same thing with every `Text` in it changed; parts without change are kept as they are.

    This is the only walk over translatable words: extraction, translation, statistics and glyph
    checks all use it, so they cannot drift apart.
    """
    return _walk(thing, change)  # type: ignore[no-any-return]


def _walk(thing: Any, change: Callable[[Text], Text]) -> Any:
    if isinstance(thing, Text):
        return change(thing)
    if isinstance(thing, tuple):
        items = tuple(_walk(item, change) for item in thing)
        return items if any(new is not old for new, old in zip(items, thing, strict=True)) else thing
    if dataclasses.is_dataclass(thing) and not isinstance(thing, (type, Where)):
        values = {name: getattr(thing, name) for name in _fields(type(thing))}
        changed = {name: _walk(value, change) for name, value in values.items()}
        different = {name: value for name, value in changed.items() if value is not values[name]}
        return dataclasses.replace(thing, **different) if different else thing
    return thing


def texts(thing: object) -> Iterator[Text]:
    """Every `Text` of a thing, in the order of its fields."""
    found: list[Text] = []

    def note(text: Text) -> Text:
        found.append(text)
        return text

    map_texts(thing, note)
    return iter(found)
