"""Frameworks of others that standards are mapped to: a partner's competences, a national list of outcomes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from curricula.diagnostics import Where


@dataclass(frozen=True, slots=True)
class FrameworkItem:
    """One item of a framework and those below it.

    `id` is ours, for mappings; `uuid`, `uri` and `code` are those of its owner, exactly as they were given.
    Words are the owner's too, so they are no `Text`: nobody translates them here. `kept` is what else its owner
    says of it, as JSON.
    """

    id: str
    text: str
    where: Where
    uuid: str | None = None
    uri: str | None = None
    code: str | None = None
    type_: str | None = None
    language: str | None = None
    short: str | None = None
    kept: str | None = None
    items: tuple["FrameworkItem", ...] = ()


@dataclass(frozen=True, slots=True)
class Framework:
    """`standards/frameworks/<id>.yaml`; `kept` is what its owner says beside its items, as JSON."""

    kind: Literal["framework"]
    id: str
    uuid: str
    title: str
    where: Where
    uri: str | None = None
    creator: str | None = None
    publisher: str | None = None
    language: str | None = None
    version: str | None = None
    case: str | None = None
    kept: str | None = None
    items: tuple[FrameworkItem, ...] = ()


def all_items(items: tuple[FrameworkItem, ...]) -> Iterator[FrameworkItem]:
    """Items with those below them, each after the one it stands in."""
    for item in items:
        yield item
        yield from all_items(item.items)
