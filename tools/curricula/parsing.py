"""A `Source` that satisfies its schema becomes a noun of the model.

The dataclasses are the description: a field is read from the property of its name, a `Text` gets
its translation key, a `Where` its place. So a new property is a line in the schema and a line in
the model, and nothing here.
"""

import dataclasses
import types
import typing
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from curricula.diagnostics import Diagnostic, Fix, Pointer, Where
from curricula.lookalikes import nearest, spelt
from curricula.model.standards import KINDS, Standard
from curricula.model.text import Text
from curricula.schemas import violations
from curricula.source import Source, read_yaml

Noun = TypeVar("Noun")


class _Place(NamedTuple):
    """Where the reader stands: file and place in it, translation key so far, language of the words."""

    path: str
    pointer: Pointer
    document: str
    item: str
    field: str
    language: str

    def below(self, name: str, *, root: bool = False) -> "_Place":
        """One property further. A group without an id below the root is an item of its own."""
        path, pointer, document, item, field, language = self
        if root:
            return _Place(path, (*pointer, name), document, name, "", language)
        return _Place(path, (*pointer, name), document, item, f"{field}.{name}" if field else name, language)

    def within(self, index: int) -> "_Place":
        """At one entry of a list."""
        return _Place(self.path, (*self.pointer, index), self.document, self.item, self.field, self.language)

    def one(self, name: str) -> "_Place":
        """The same, as that of an item of its own."""
        return _Place(self.path, self.pointer, self.document, name, "", self.language)


_Reader = Callable[[Any, _Place], Any]


def parse(kind: type[Noun], data: dict[str, Any], document: str, path: str) -> Noun:
    """Build the noun `kind` from data that its schema has accepted.

    `document` is the id of the file (its path below `standards/` without suffix) and begins every
    translation key. The words are taken to be in `data["language"]`, or in English without it.
    """
    place = _Place(path, (), document, "document", "", data.get("language", "en"))
    names = {field.name for field in dataclasses.fields(kind)}  # type: ignore[arg-type]
    given = {"id": document, **data} if "id" in names else data
    return _noun(kind, given, place, root=True)  # type: ignore[no-any-return]


def parse_value(hint: Any, data: Any, where: Where, key: str, language: str) -> Any:
    """A value of the annotation `hint` that stands alone, at `where`, from data that its schema has accepted.

    `key` is the translation key that words have if they are the value itself; an item below has keys of its own.
    """
    document, _, place = key.partition("#")
    item, _, name = place.partition("/")
    return _reader(hint)(data, _Place(where.path, where.pointer, document, item, name, language))


def _noun(kind: type, data: dict[str, Any], place: _Place, *, root: bool = False) -> Any:
    if not root and "id" in data:
        place = place.one(data["id"])
    path, pointer, document, item, field, language = place
    plain, words, others, located = _plan(kind)
    values = {name: data[key] for name, key in plain if key in data}
    for name, key in words:
        if key in data:
            full = f"{document}#{item}/{field}.{key}" if field else f"{document}#{item}/{key}"
            values[name] = Text(full, data[key], Where(path, 0, 0, (*pointer, key)), language)
    for name, key, reader, grouped in others:
        if key in data:
            values[name] = reader(data[key], place.below(key, root=root and grouped))
    if located:
        values["where"] = Where(path, 0, 0, pointer)
    return kind(**values)


class _Plan(NamedTuple):
    """The fields of a noun: those that are as their property is, texts, the others, and whether it has a place."""

    plain: tuple[tuple[str, str], ...]
    words: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str, _Reader, bool], ...]
    located: bool


@cache
def _plan(kind: type) -> _Plan:
    """Per field its name and its property; how it is read, and whether it is a group of properties."""
    hints = typing.get_type_hints(kind)
    fields = [
        (name, name.rstrip("_"), _reader(hint), dataclasses.is_dataclass(hint) and hint is not Text)
        for name, hint in ((field.name, hints[field.name]) for field in dataclasses.fields(kind)) if name != "where"
    ]
    alike = {kind: tuple((name, key) for name, key, reader, _ in fields if reader is kind) for kind in (_plain, _text)}
    others = tuple(field for field in fields if field[2] not in alike)
    return _Plan(alike[_plain], alike[_text], others, "where" in hints)


def _reader(hint: Any) -> _Reader:
    """The reader for one annotation of the model."""
    origin = typing.get_origin(hint)
    if origin is types.UnionType:
        hint = next(part for part in typing.get_args(hint) if part is not types.NoneType)
        return _reader(hint)
    if hint is Text:
        return _text
    if origin is tuple:
        item = _reader(typing.get_args(hint)[0])
        if item is _plain:
            return lambda data, place: tuple(data)
        return lambda data, place: tuple(item(value, place.within(index)) for index, value in enumerate(data))
    if origin is dict:
        value_reader = _reader(typing.get_args(hint)[1])
        return lambda data, place: {key: value_reader(value, place.below(key)) for key, value in data.items()}
    if dataclasses.is_dataclass(hint) and hint is not Where:
        return lambda data, place: _noun(typing.cast(type, hint), data, place)
    return _plain


def _plain(data: Any, place: _Place) -> Any:
    return data


def _text(data: str, place: _Place) -> Text:
    path, pointer, document, item, field, language = place
    return Text(f"{document}#{item}/{field}", data, Where(path, 0, 0, pointer), language)


def read_standard(root: Path, path: str, document: str) -> tuple[Standard | None, tuple[Diagnostic, ...]]:
    """The standard in a file, as `document`, or why it cannot be read.

    Its data are not kept: a thousand standards fill memory.
    """
    return standard_of(read_yaml(root, path), document)


def standard_of(source: Source, document: str) -> tuple[Standard | None, tuple[Diagnostic, ...]]:
    """The same, of what was read already."""
    if source.problems:
        return None, source.problems
    path = source.path
    kind = source.data.get("kind") if isinstance(source.data, dict) else None
    if not isinstance(kind, str) or kind not in KINDS:
        return None, (_unknown_kind(Where(path, pointer=("kind",)), kind),)
    against = tuple(violations(source, kind))
    return (None, against) if against else (sound(source.data, document, path), ())


def sound(data: dict[str, Any], document: str, path: str) -> Standard:
    """The standard in data that were found to be as the schema of their kind wants them."""
    return parse(KINDS[data["kind"]], data, document, path)


def _unknown_kind(where: Where, kind: object) -> Diagnostic:
    near = nearest(str(kind), KINDS)
    same = spelt(str(kind), KINDS)
    return Diagnostic(
        where, "schema-kind", "kind is {found}, not one of {kinds}",
        {"found": kind, "kinds": ", ".join(KINDS), **(near.arguments if near else {})},
        hint=near.hint if near else "`curricula new` writes a file of each kind to begin with.",
        fix=Fix(where, same) if same else None,
    )
