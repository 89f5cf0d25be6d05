"""A standard as a tree of items: what CASE has a place for as an item, and the data of each beside its words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from curricula.case.layout import CATEGORIES, CHAPTER, CHAPTERS, SHORT, STATEMENTS
from curricula.drafts import data_of
from curricula.editions.edition import Edition
from curricula.model.common import Clause
from curricula.model.text import Text

UNTOLD = ("suppressions", "approvals")  # about the checking and the release of a standard, not what it requires
RUBRICS = "rubrics"  # CASE has a class of its own for them


@dataclass(frozen=True)
class Node:
    """An item on its way: `name` is its id, or `/` and the property of a chapter.

    `statement` is the property that its words come from; `facts` are the others, as in YAML.
    """

    name: str
    type: str
    words: str
    language: str
    short: str
    facts: Mapping[str, Any]
    children: tuple["Node", ...] = field(default=())
    statement: str = ""

    @property
    def code(self) -> str:
        """The code that people know it by; chapters have none."""
        return "" if self.type == CHAPTER else self.name


@dataclass(frozen=True)
class Outline:
    """A whole standard: its chapters, and the data that are about all of it."""

    chapters: tuple[Node, ...]
    facts: Mapping[str, Any]

    def nodes(self) -> Iterator[Node]:
        """All of them, each before those below it."""
        yield from _all(self.chapters)


def _all(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _all(node.children)


def outline(edition: Edition) -> Outline:
    """The tree of an edition."""
    standard, data = edition.standard, data_of(edition.standard)
    chapters = CHAPTERS[standard.kind]
    found = []
    for name, label in chapters.items():
        value = getattr(standard, name)
        if not value:
            continue
        if isinstance(value, tuple):
            facts: dict[str, Any] = {}
            children = list(_entries(name, value, data[name], standard.kind))
        else:
            facts, children = _split(value, data[name], standard.kind)
        node = Node(f"/{name}", CHAPTER, edition.label(label), edition.locale, "", facts, tuple(children))
        found.append(node)
    own = {name: value for name, value in data.items() if name not in (*chapters, "title", *UNTOLD)}
    return Outline(tuple(found), own)


def _split(noun: Any, data: Mapping[str, Any], kind: str) -> tuple[dict[str, Any], list[Node]]:
    """The data of a group or an item, and the items that stand in it."""
    facts = dict(data)
    children: list[Node] = []
    for each in fields(noun):
        value = getattr(noun, each.name)
        if isinstance(value, tuple) and value and hasattr(value[0], "id") and each.name != RUBRICS:
            children += _entries(each.name, value, facts.pop(each.name), kind)
    facts.pop(RUBRICS, None)
    return facts, children


def _entries(name: str, nouns: tuple[Any, ...], data: list[Any], kind: str) -> Iterator[Node]:
    """The items of a list. A provision without words has no statement: those below it stand in its place."""
    for noun, item in zip(nouns, data, strict=True):
        facts, children = _split(noun, item, kind)
        key = "text" if isinstance(noun, Clause) and noun.text else next(
            (key for key in STATEMENTS if isinstance(getattr(noun, key, None), Text)), ""
        )
        if not key:
            yield from children
            continue
        statement: Text = getattr(noun, key)
        short = getattr(noun, SHORT, None) if key == "text" else None
        facts = {each: value for each, value in facts.items() if each not in ("id", key, SHORT)}
        code = _type(name, item, kind)
        yield Node(
            noun.id, code, statement.words, statement.language, short.words if short else "", facts, tuple(children),
            key,
        )


def _type(name: str, item: Mapping[str, Any], kind: str) -> str:
    if name in CATEGORIES:
        return f"{name}/{item['category']}"
    return "tasks/training" if name == "tasks" and kind == "practice" else name
