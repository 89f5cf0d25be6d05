"""Crosswalks: which chapters of a standard give the sections of a national template their content.

A chapter is named by the property of the standard that it shows: `goal`, or `orientation.positions` for a
part of one. What has a heading in our documents is a chapter, so a new one is a property and a label.
"""

import dataclasses
import typing
from collections.abc import Iterator, Mapping
from functools import cache

from curricula.model.settings import Template
from curricula.model.standards import KINDS
from curricula.references import labels

# Headings that are called otherwise than their property.
_CALLED: Mapping[str, str] = {
    "graduation": "section.graduation", "orientation.codes": "section.orientation-codes",
    "curriculum.courses": "section.course-plan", "implementation.resources": "section.resources-course",
}
_IN_KIND: Mapping[tuple[str, str], str] = {("practice", "objectives"): "chapter.training-objectives"}


@cache
def chapters(kind: str) -> tuple[str, ...]:
    """The chapters of a kind of standard (`professional`, `course`, `practice`), each followed by its parts."""
    return tuple(path for path in _properties(kind) if _heading(kind, path) in labels())


def heading(kind: str, chapter: str) -> str:
    """The label that is the title of a chapter, and its id in the document; `chapter` is one of `chapters(kind)`."""
    assert chapter in chapters(kind), f"{kind} has no chapter {chapter}"
    return _heading(kind, chapter)


def unplaced(template: Template) -> tuple[str, ...]:
    """Our chapters of which no section of the template takes anything, in our order."""
    taken = {name.partition(".")[0] for section in template.sections for name in section.chapters}
    return tuple(name for name in chapters(template.kind) if "." not in name and name not in taken)


def _heading(kind: str, path: str) -> str:
    first, _, last = path.partition(".")
    return _IN_KIND.get((kind, path)) or _CALLED.get(path) or (f"section.{last}" if last else f"chapter.{first}")


def _properties(kind: str) -> Iterator[str]:
    hints = typing.get_type_hints(KINDS[kind])
    for field in dataclasses.fields(KINDS[kind]):
        yield field.name
        inner = hints[field.name]
        if dataclasses.is_dataclass(inner):
            yield from (f"{field.name}.{part.name}" for part in dataclasses.fields(inner))
