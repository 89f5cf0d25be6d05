"""An item's id stands once in a standard.

Translations, reviews and later versions find a provision by its id, so an id names one item only, in
the whole file, whatever the chapter. Two texts may not share a translation key either, which happens
where an item is called like a chapter (`programme`, `curriculum`) or like the document itself.

Good:
    professional:
      goal:
        - {id: GO2, text: 毕业生应能继续学习。}
Bad:
    professional:
      goal:
        - {id: OV1, text: 毕业生应能继续学习。}
"""

import dataclasses
import typing
from collections.abc import Iterator
from functools import cache
from typing import Any

from curricula.diagnostics import Diagnostic, Where
from curricula.model.common import Reference
from curricula.model.standards import Standard
from curricula.model.text import Text, texts
from curricula.repository import Repository

FIRM = True  # cannot be suppressed: translations and later versions find an item by its id


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Ids and translation keys that stand twice in one standard."""
    for standard in repository.standards.values():
        repeated: set[str] = set()
        first: dict[str, Where] = {}
        for name, where in _ids(standard):
            if name in first:
                repeated.add(name)
                yield Diagnostic(
                    where.at("id"), "unique-ids", "the id {id} is already used in {place}",
                    {"id": name, "place": _breadcrumb(first[name])},
                    hint="Give the new item an id that was never used, not even by a deleted one.",
                )
            first.setdefault(name, where)
        yield from _keys(standard, repeated)


def _keys(standard: Standard, repeated: set[str]) -> Iterator[Diagnostic]:
    """Texts with one key; those of items with one id are reported with the id."""
    seen: set[str] = set()
    for text in texts(standard):
        key = text.key.partition("#")[2]
        item = key.partition("/")[0]
        if text.key in seen and item not in repeated:
            yield Diagnostic(
                text.where, "unique-ids", "two texts have the translation key {key}", {"key": key, "item": item},
                hint="{item} is the name of a part of the document: give the item another id.",
            )
        seen.add(text.key)


def _ids(thing: object) -> Iterator[tuple[str, Where]]:
    """Every item below `thing` that has an id of its own, in the order of the file."""
    if isinstance(thing, tuple):
        for part in thing:
            yield from _item(part)
    elif dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        for name in _fields(type(thing)):
            yield from _item(getattr(thing, name))


def _item(thing: object) -> Iterator[tuple[str, Where]]:
    if isinstance(thing, (Text, Where, Reference)):
        return
    name, where = getattr(thing, "id", None), getattr(thing, "where", None)
    if isinstance(name, str) and isinstance(where, Where):
        yield name, where
    yield from _ids(thing)


@cache
def _fields(kind: type) -> tuple[str, ...]:
    """The fields in which items may stand: not words, numbers or lists of them."""
    hints = typing.get_type_hints(kind)
    return tuple(field.name for field in dataclasses.fields(kind) if _is_noun(hints[field.name]))


def _is_noun(hint: Any) -> bool:
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return hint not in (Text, Where, Reference)
    return any(map(_is_noun, typing.get_args(hint)))


def _breadcrumb(where: Where) -> str:
    return " › ".join(str(step) for step in where.pointer if isinstance(step, str))
