"""A standard that was written in an office program, on its way to becoming a YAML file.

A reader of `imports/` makes a `Draft` of such a file. What follows is the same for all of them: the
data get the order and the layout of a file written by hand, and words that found no place are kept as
comments at its end.
"""

import dataclasses
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from curricula.diagnostics import ENGLISH, Diagnostic, Phrase, Voice, Where
from curricula.editing import written
from curricula.model.adoption import Adoption
from curricula.model.common import Hours
from curricula.model.standards import Standard
from curricula.model.text import Text
from curricula.schemas import resolved

ID = re.compile(r"[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)+\Z")  # of a standard: its path below standards/
UNPLACED = "# ? "  # begins a comment that keeps words without a place
_WIDTH = 120  # characters of an entry on one line; longer ones get a line for each property


@dataclass(frozen=True)
class Draft:
    """A standard as YAML data; None where nothing can be made of the file.

    `document` is the id of the standard the file was made of; a template has none. `unplaced` are the
    words that found no place, each behind where it stood; a finding quotes each of them too.
    `template` is the UUID of the template it was written with: the standard's own is made of that and
    its id, so that the same file read twice is the same standard.
    """

    data: dict[str, Any] | None
    diagnostics: tuple[Diagnostic, ...]
    document: str = ""
    unplaced: tuple[Phrase, ...] = ()
    template: str = ""


def identity(template: str, document: str) -> str:
    """The UUID of a standard that was written with a template."""
    return str(uuid.uuid5(uuid.UUID(template), document))


def data_of(standard: Standard | Adoption) -> dict[str, Any]:
    """A standard, or an adoption, back as the data it was parsed from: the inverse of `parsing.parse`."""
    data = _data(standard)
    assert isinstance(data, dict)
    del data["id"]
    ordered: dict[str, Any] = in_order(data, {"$ref": f"{standard.kind}.schema.json"})
    return ordered


def _data(value: Any) -> Any:
    if isinstance(value, Text):
        return value.words
    if isinstance(value, tuple):
        return [_data(item) for item in value]
    if not dataclasses.is_dataclass(value):
        return value
    fields = ((field.name.rstrip("_"), getattr(value, field.name)) for field in dataclasses.fields(value))
    data = {name: _data(item) for name, item in fields if item is not None and item != () and type(item) is not Where}
    if isinstance(value, Hours):
        parts = value.theory or value.practice  # an hour is of theory or of practice: where one is named, both are
        return {name: item for name, item in data.items() if item or (parts and name in ("theory", "practice"))}
    return data


def in_order(value: Any, schema: Mapping[str, Any]) -> Any:
    """The value with the properties of its groups in the schema's order, and empty lists where one must be."""
    schema = resolved(schema)
    if isinstance(value, list) and "items" in schema:
        return [in_order(item, schema["items"]) for item in value]
    if not isinstance(value, dict) or "properties" not in schema:
        return value
    properties = schema["properties"]
    empty: dict[str, Any] = {
        name: [] for name in schema.get("required", ())
        if name in properties and resolved(properties[name]).get("type") == "array"
        and not resolved(properties[name]).get("minItems")
    }
    whole = {**empty, **value}
    names = [*(name for name in properties if name in whole), *(name for name in whole if name not in properties)]
    return {name: in_order(whole[name], properties.get(name, {})) for name in names}


def yaml_text(
    data: Mapping[str, Any], schema_path: str, unplaced: Iterable[Phrase] = (), voice: Voice = ENGLISH
) -> str:
    """The YAML file of a standard, laid out as by hand; `schema_path` leads from the file to its schema."""
    lines = [f"# yaml-language-server: $schema={schema_path}"]
    for name, value in in_order(data, {"$ref": f"{data['kind']}.schema.json"}).items():
        member = list(_member(name, value, 0))
        lines += ["", *member] if len(member) > 1 else member
    return "\n".join(lines) + "\n" + comments(unplaced, voice)


def comments(unplaced: Iterable[Phrase], voice: Voice = ENGLISH) -> str:
    """Words without a place as YAML comments, each behind where it stood, in the language of `voice`."""
    return "".join(f"{UNPLACED}{' '.join(words.words(voice).split())}\n" for words in unplaced)


def _member(name: str, value: Any, indent: int) -> Iterator[str]:
    """The lines of a property: what holds items of its own below it, the rest beside it."""
    pad = " " * indent
    if isinstance(value, dict) and (_is_deep(value) or _is_long(name, value, indent)):
        yield f"{pad}{name}:"
        for key, item in value.items():
            yield from _member(key, item, indent + 2)
    elif _is_list_of_items(value):
        yield f"{pad}{name}:"
        for item in value:
            yield from _entry(item, indent + 2)
    else:
        yield pad + written(name, value).rstrip("\n")


def _entry(item: dict[str, Any], indent: int) -> Iterator[str]:
    line = written("-", item).rstrip("\n").replace("-: ", "- ", 1)
    if not _is_deep(item) and "\n" not in line and indent + len(line) <= _WIDTH:
        yield " " * indent + line
        return
    mark = "- "
    for name, value in item.items():
        for line in _member(name, value, indent + 2):
            yield f"{line[:indent]}{mark}{line[indent + 2:]}"
            mark = "  "


def _is_deep(value: Mapping[str, Any]) -> bool:
    """Whether a group holds a list of items with words of their own, at any depth."""
    return any(
        _is_list_of_items(item) or (isinstance(item, dict) and _is_deep(item)) for item in value.values()
    )


def _is_list_of_items(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(item, dict) and "id" in item for item in value)


def _is_long(name: str, value: Mapping[str, Any], indent: int) -> bool:
    return indent + len(written(name, value)) > _WIDTH
