"""JSON Schemas of every YAML and JSON file: violations become findings with a place.

The schemas are read from `schemas/` beside the program; a file's schema is that of its `kind`.
"""

import difflib
import json
import re
import typing
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend
from referencing import Registry, Resource

from curricula.diagnostics import Diagnostic, Where
from curricula.source import Source

FOLDER = Path(__file__).resolve().parents[2] / "schemas"

_TYPES = {
    "object": "a group of properties",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "nothing",
}
_LIMITS = {
    "minimum": "{value} is less than {limit}",
    "maximum": "{value} is more than {limit}",
    "exclusiveMinimum": "{value} is not more than {limit}",
    "minLength": "the text is shorter than {limit} characters",
    "maxLength": "the text is longer than {limit} characters",
    "minItems": "the list has fewer than {limit} entries",
    "maxItems": "the list has more than {limit} entries",
    "const": "{value} is not {limit}",
    "minProperties": "the group has fewer than {limit} entries",
    "uniqueItems": "the list names the same entry twice",
    "format": "{value} is not a {limit} that exists",
}


@cache
def _registry() -> Registry[Any]:
    files = sorted(FOLDER.glob("*.schema.json"))
    resources = (json.loads(path.read_text(encoding="utf-8")) for path in files)
    return Registry().with_resources(
        (path.name, Resource.from_contents(content)) for path, content in zip(files, resources, strict=True)
    )


def _pattern(_: object, pattern: str, found: object, __: object) -> Iterator[ValidationError]:
    """The keyword as JSON Schema has it: `$` is the very end, where Python also takes a last line break for it."""
    if isinstance(found, str) and not re.search(re.sub(r"\$\Z", r"\\Z", pattern), found):
        yield ValidationError(f"{found!r} does not match {pattern!r}")


_Validator: type[Any] = extend(  # type: ignore[no-untyped-call]  # the stubs leave it without types
    Draft202012Validator, {"pattern": _pattern}
)


@cache
def validator(name: str) -> Any:
    """The validator of `schemas/<name>.schema.json`, shared by all files of the kind."""
    registry = _registry()
    return _Validator(
        registry.contents(f"{name}.schema.json"), registry=registry, format_checker=FormatChecker(("date",))
    )


@cache
def _quick(name: str) -> jsonschema_rs.Draft202012Validator:
    """The same judgement thirty times faster, without words: most files have nothing to be worded."""
    files = sorted(FOLDER.glob("*.schema.json"))
    registry = jsonschema_rs.Registry([(path.name, json.loads(path.read_text(encoding="utf-8"))) for path in files])
    schema = {"$ref": f"{name}.schema.json"}
    return jsonschema_rs.Draft202012Validator(schema, registry=registry, validate_formats=True)


def resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """A schema with its `$ref` followed; its own title and description stay."""
    if "$ref" not in schema:
        return schema
    name, _, pointer = schema["$ref"].partition("#/$defs/")
    contents = _registry().contents(name or "common.schema.json")
    target = contents["$defs"][pointer] if pointer else contents
    return {**resolved(target), **{key: value for key, value in schema.items() if key != "$ref"}}


def violations(source: Source, name: str) -> Iterator[Diagnostic]:
    """What in `source` is against the schema `name`; a value is reported once, at its place."""
    if _quick(name).is_valid(source.data):
        return
    told = set()
    for error in validator(name).iter_errors(source.data):
        where = Where(source.path, pointer=tuple(error.absolute_path))
        if error.validator == "required":  # comes once for each missing property, and is worded for all of them
            if where in told:
                continue
            told.add(where)
        yield from _word(error, where)


def _word(error: ValidationError, where: Where) -> Iterator[Diagnostic]:
    keyword, schema = str(error.validator), _facts(error)
    found, wanted = typing.cast(Any, error.instance), typing.cast(Any, error.validator_value)
    advice = _escape(schema.get("description", ""))
    if keyword == "required":
        missing = [name for name in wanted if name not in found]
        for name in missing:
            meaning = resolved(schema["properties"].get(name, {})).get("description", "")
            yield Diagnostic(where, "schema-required", "{name} is missing", {"name": name}, hint=_escape(meaning))
    elif keyword == "additionalProperties":
        yield from _unknown(error, where)
    elif keyword == "enum":
        allowed = [str(value) for value in wanted]
        close = difflib.get_close_matches(str(found), allowed, 1)
        yield Diagnostic(
            where, "schema-enum", "{value} is not one of {allowed}",
            {"value": _shown(found), "allowed": ", ".join(allowed), "close": "".join(close)},
            hint="did you mean {close}?" if close else advice,
        )
    elif keyword == "type":
        names = [wanted] if isinstance(wanted, str) else wanted
        yield Diagnostic(
            where, "schema-type", "expected {expected}, found {found}",
            {"expected": " or ".join(_TYPES[name] for name in names), "found": _shown(found)},
            hint="Put it in quotes." if names == ["string"] and isinstance(found, (int, float)) else advice,
        )
    elif keyword == "pattern" or (keyword == "anyOf" and not all("required" in branch for branch in wanted)):
        yield Diagnostic(
            where, "schema-form", "{value} does not have the expected form",
            {"value": _shown(found)}, hint=advice,
        )
    elif keyword == "anyOf":
        names = [name for branch in wanted for name in branch["required"]]
        yield Diagnostic(where, "schema-required", "has none of {names}", {"names": ", ".join(names)}, hint=advice)
    else:
        yield Diagnostic(
            where, "schema-limit", _LIMITS.get(keyword, "{value} is against the schema: " + keyword),
            {"value": _shown(found), "limit": wanted}, hint=advice,
        )


def _facts(error: ValidationError) -> Mapping[str, Any]:
    """The part of the schema that was broken; ours are objects throughout, never `true` or `false`."""
    return typing.cast(Mapping[str, Any], error.schema)


def _unknown(error: ValidationError, where: Where) -> Iterator[Diagnostic]:
    known = list(_facts(error).get("properties", {}))
    found = typing.cast(Any, error.instance)
    for name in found:
        if name in known:
            continue
        close = difflib.get_close_matches(name, [key for key in known if key not in found] or known, 1)
        yield Diagnostic(
            where.at(name), "schema-unknown", "{name} is not a property that belongs here",
            {"name": name, "close": "".join(close), "known": ", ".join(known)},
            hint="did you mean {close}?" if close else "known here: {known}",
        )


def _shown(value: object) -> str:
    """A value short enough to stand in a message."""
    if isinstance(value, dict):
        return "a group of properties"
    if isinstance(value, list):
        return "a list"
    words = json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value
    return words if len(words) <= 60 else words[:57] + "…"


def _escape(words: str) -> str:
    return words.replace("{", "{{").replace("}", "}}")
