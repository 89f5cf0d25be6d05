"""A new standard to begin with, written from its schema: every required property, with its meaning.

The comments are the schema's own descriptions, so what an author reads here is what the editor
shows and what the check demands.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from curricula.diagnostics import ENGLISH, Phrase, Voice
from curricula.model.standards import Standard
from curricula.model.text import texts
from curricula.schemas import escaped, resolved
from curricula.source import plain

PLACEHOLDER = "…"  # valid words that say nothing: what is left to write
UNNUMBERED = "DRAFT"  # a valid document code that is none
_HEADER = ("kind", "uuid", "code", "title", "language", "version", "status", "issued", "effective", "institutions")


@dataclass
class _Writer:
    """Collects lines; ids are made from the property's first letters and a running number."""

    given: Mapping[str, Any]
    voice: Voice
    lines: list[str] = field(default_factory=list)
    numbers: Counter[str] = field(default_factory=Counter)

    @property
    def hours(self) -> Mapping[str, int]:
        """Hours that all hours in it agree with: there is one of everything."""
        found: Mapping[str, int] = self.given.get("hours", {"total": 16, "theory": 8, "practice": 8})
        return found

    @property
    def credits(self) -> float:
        """The credits of these hours."""
        found: float = self.given.get("credits", 1)
        return found

    def comment(self, indent: int, schema: Mapping[str, Any]) -> None:
        """What a property means, and the values it can have."""
        words = self.voice.gettext(escaped(schema["description"])).format()
        if "enum" in schema:
            choices = Phrase("One of: {choices}.", {"choices": ", ".join(schema["enum"])})
            words = f"{words} {choices.words(self.voice)}"
        self.lines.append(f"{' ' * indent}# {words}")

    def identifier(self, name: str) -> str:
        prefix = name[:2].upper()
        self.numbers[prefix] += 1
        return f"{prefix}{self.numbers[prefix]}"


def skeleton(kind: str, given: Mapping[str, Any], schema_path: str, voice: Voice = ENGLISH) -> str:
    """The YAML of a new standard, its comments in the language of `voice`.

    `given` are top-level values that are known already (uuid, language, …); `schema_path` is the
    path from the file to its schema, for the editor's completion.
    """
    writer = _Writer(given, voice)
    writer.lines.append(f"# yaml-language-server: $schema={schema_path}")
    schema = resolved({"$ref": f"{kind}.schema.json"})
    for name in _order(schema, given):
        _property(writer, name, schema["properties"][name], 0, top=True)
    return "\n".join(writer.lines) + "\n"


def untouched(standard: Standard) -> bool:
    """Whether nobody has written in a skeleton yet: it says nothing but what it is called."""
    said = {text.key.rpartition("#")[2] for text in texts(standard) if text.words != PLACEHOLDER}
    return standard.status == "draft" and said <= {"document/title", "document/name"}


def _order(schema: Mapping[str, Any], given: Mapping[str, Any]) -> Iterator[str]:
    wanted = {*schema["required"], *given}
    yield from (name for name in schema["properties"] if name in wanted)


def _property(writer: _Writer, name: str, schema: Mapping[str, Any], indent: int, *, top: bool = False) -> None:
    schema = resolved(schema)
    if top and name not in _HEADER:
        writer.lines.append("")
    if (top or "enum" in schema) and "const" not in schema:
        writer.comment(indent, schema)
    pad = " " * indent
    if top and name in writer.given:
        writer.lines.append(f"{pad}{name}: {_flow(writer.given[name])}")
    elif name == "hours" and schema.get("type") == "object":
        writer.lines.append(f"{pad}{name}: {_flow(writer.hours)}")
    elif (name, schema.get("type")) in _EXAMPLES and not _is_group_list(schema):
        writer.lines.append(f"{pad}{name}: {_EXAMPLES[name, schema['type']]}")
    elif schema.get("type") == "object":
        writer.lines.append(f"{pad}{name}:")
        _members(writer, name, schema, indent + 2)
    elif _is_group_list(schema):
        writer.lines.append(f"{pad}{name}:")
        start = len(writer.lines)
        _members(writer, name, resolved(schema["items"]), indent + 4)
        _as_item(writer, start, indent + 2)
    else:
        writer.lines.append(f"{pad}{name}: {_value(writer, name, schema)}")


def _is_group_list(schema: Mapping[str, Any]) -> bool:
    return schema.get("type") == "array" and resolved(schema["items"]).get("type") == "object"


def _as_item(writer: _Writer, start: int, indent: int) -> None:
    """Put the dash of a list before the first property of the item."""
    first = next(i for i in range(start, len(writer.lines)) if not writer.lines[i].lstrip().startswith("#"))
    writer.lines[first] = f"{' ' * indent}- {writer.lines[first].lstrip()}"


def _members(writer: _Writer, name: str, schema: Mapping[str, Any], indent: int) -> None:
    needed = list(schema["required"])
    for branch in schema.get("anyOf", ())[:1]:
        needed += branch["required"]
    for member in schema["properties"]:
        if member == "id":
            writer.lines.append(f"{' ' * indent}id: {writer.identifier(name)}")
        elif member in needed:
            _property(writer, member, schema["properties"][member], indent)


def _value(writer: _Writer, name: str, schema: Mapping[str, Any]) -> str:
    if "const" in schema:
        return str(schema["const"])
    if "enum" in schema:
        return str(schema["enum"][0])
    kind = schema.get("type")
    if kind == "array":
        return f"[{writer.identifier(name)}]" if schema.get("minItems") else "[]"
    if kind in ("integer", "number"):
        examples = {"weight": 100, "hours": writer.hours["total"], "credits": writer.credits}
        return str(examples.get(name, schema.get("minimum", 0)))
    if kind == "boolean":
        return "false"
    return PLACEHOLDER


_EXAMPLES = {
    ("version", "string"): "1.0.0",
    ("country", "string"): "CN",
    ("scheme", "string"): "isco-08",
    ("code", "string"): '"0000"',
    ("course", "string"): "C101",
    ("site", "string"): "SI1",
    ("partner", "string"): "cn",
    ("level", "string"): "higher-vocational",
    ("outcomes", "object"): "{introduced: [OU1], assessed: [OU1]}",
    ("objectives", "array"): "[OB1]",
}


def _flow(value: object) -> str:
    """A known value in flow style; words that YAML would read as something else are quoted."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    if isinstance(value, str) and not plain(value):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
