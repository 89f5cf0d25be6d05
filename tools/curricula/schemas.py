"""JSON Schemas of every YAML and JSON file: violations become findings with a place.

A file's schema is that of its `kind`.
"""

from __future__ import annotations

import json
import re
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from curricula import misfits
from curricula.diagnostics import N_, Diagnostic, Fix, Phrase, Pointer, Scalar, Where
from curricula.lookalikes import nearest, spelt
from curricula.model.standards import KINDS
from curricula.patching import spans
from curricula.resources import SCHEMAS
from curricula.source import Source, plain

if TYPE_CHECKING:  # at work it is loaded where a violation is to be worded: that takes as long as half a check
    from jsonschema.exceptions import ValidationError
    from referencing import Registry


_TYPES = {
    "object": N_("a group of properties"),
    "array": N_("a list"),
    "string": N_("text"),
    "integer": N_("a whole number"),
    "number": N_("a number"),
    "boolean": N_("true or false"),
    "null": N_("nothing"),
}
_LIMITS = {
    "minimum": N_("{value} is less than {limit}"),
    "maximum": N_("{value} is more than {limit}"),
    "exclusiveMinimum": N_("{value} must be more than {limit}"),
    "minLength": N_("the text is shorter than {limit} characters"),
    "maxLength": N_("the text is longer than {limit} characters"),
    "minItems": N_("the list has fewer than {limit} entries"),
    "maxItems": N_("the list has more than {limit} entries"),
    "minProperties": N_("the group has fewer than {limit} entries"),
    "format": N_("{value} is not a date that exists"),
}
_EMPTY = {"minItems": N_("the list is empty"), "minProperties": N_("the group is empty")}
_OTHER = N_("{value} is against the keyword {keyword} of the schema")
# Of several keywords that one value breaks, the first of these is told: the others follow from it.
_TELLING = ("type", "anyOf", "enum", "const", "minLength", "pattern", "format")


@dataclass(frozen=True)
class _Reading:
    """A source that is being judged: its schema's name, and the properties that stand elsewhere or are misspelt."""

    source: Source
    schema: str
    meant: set[tuple[Pointer, str]] = field(default_factory=set)

    def where(self, error: ValidationError) -> Where:
        """The place of an error; one about the name of a property is at that property."""
        where = Where(self.source.path, pointer=tuple(error.absolute_path))
        return where.at(str(error.instance)) if _of_name(error) else where

    def words(self, pointer: Pointer, value: object) -> str:
        """A plain value as the author wrote it: `0714` is read as 714, and quotes are to keep the 0."""
        span = spans(self.source.text).get((pointer, False)) if self.source.text else None
        return self.source.text[span.start : span.end] if span else json.dumps(value)

    def fix(self, where: Where, value: Scalar | None, *, key: bool = False) -> Fix | None:
        """A fix for a file that can be mended, which is one of YAML."""
        return Fix(where, value, key) if value is not None and self.source.text else None


@cache
def _registry() -> Registry[Any]:
    from referencing import Registry, Resource

    files = sorted(SCHEMAS.glob("*.schema.json"))
    resources = (json.loads(path.read_text(encoding="utf-8")) for path in files)
    return Registry().with_resources(
        (path.name, Resource.from_contents(content)) for path, content in zip(files, resources, strict=True)
    )


def _pattern(_: object, pattern: str, found: object, __: object) -> Iterator[ValidationError]:
    """The keyword as JSON Schema has it: `$` is the very end, where Python also takes a last line break for it."""
    if isinstance(found, str) and not re.search(re.sub(r"\$\Z", r"\\Z", pattern), found):
        from jsonschema.exceptions import ValidationError

        yield ValidationError(f"{found!r} does not match {pattern!r}")


@cache
def validator(name: str) -> Any:
    """The validator of `schemas/<name>.schema.json`, shared by all files of the kind."""
    from jsonschema import Draft202012Validator, FormatChecker
    from jsonschema.validators import extend

    kind = extend(Draft202012Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]  # the stubs lack types
    registry = _registry()
    return kind(registry.contents(f"{name}.schema.json"), registry=registry, format_checker=FormatChecker(("date",)))


@cache
def _quick(name: str) -> jsonschema_rs.Draft202012Validator:
    """The same judgement thirty times faster, without words: most files have nothing to be worded."""
    files = sorted(SCHEMAS.glob("*.schema.json"))
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
    """What in `source` is against the schema `name`: of each value what tells most, with what was likely meant."""
    if _quick(name).is_valid(source.data):
        return
    reading = _Reading(source, name)
    errors = [inner for error in validator(name).iter_errors(source.data) for inner in _telling(error)]
    for error in errors:
        if error.validator == "additionalProperties":
            yield from _unknown(error, reading)
    told: set[tuple[Pointer, bool]] = set()
    for error in sorted(errors, key=_rank):
        place = (reading.where(error).pointer, error.validator == "required")
        if error.validator != "additionalProperties" and place not in told:
            told.add(place)
            yield from _missing(error, reading) if place[1] else _value(error, reading)


def _rank(error: ValidationError) -> int:
    return _TELLING.index(error.validator) if error.validator in _TELLING else len(_TELLING)


def _telling(error: ValidationError) -> Iterator[ValidationError]:
    """What of an error is worth telling: of a choice of shapes, what is wrong with the one that was meant."""
    if error.validator != "anyOf" or not error.context:
        yield error
        return
    branches: dict[object, list[ValidationError]] = {}
    for inner in error.context:
        branches.setdefault(inner.schema_path[0], []).append(inner)
    fitting = [found for found in branches.values() if not any(_of_another_shape(inner, error) for inner in found)]
    if len(fitting) == 1:
        for inner in fitting[0]:
            yield from _telling(inner)
    else:
        yield error


def _of_another_shape(inner: ValidationError, error: ValidationError) -> bool:
    here = inner.absolute_path == error.absolute_path
    return here and inner.validator in ("type", "const", "enum", "required")


def _missing(error: ValidationError, reading: _Reading) -> Iterator[Diagnostic]:
    """The properties that a group lacks, except those that stand in it under another name or in another place."""
    where, found = reading.where(error), typing.cast(Any, error.instance)
    properties = _facts(error)["properties"]
    for name in typing.cast(Any, error.validator_value):
        if name not in found and (where.pointer, name) not in reading.meant:
            meaning = resolved(properties.get(name, {})).get("description", "")
            yield Diagnostic(where, "schema-required", "{name} is missing", {"name": name}, hint=escaped(meaning))


def _value(error: ValidationError, reading: _Reading) -> Iterator[Diagnostic]:
    """What is wrong with one value."""
    keyword, schema, found = str(error.validator), _facts(error), typing.cast(Any, error.instance)
    where, wanted = reading.where(error), typing.cast(Any, error.validator_value)
    advice = escaped(schema.get("description", ""))
    if keyword == "type" or (keyword == "anyOf" and any("type" in resolved(branch) for branch in wanted)):
        yield _type(error, reading)
    elif keyword == "anyOf":
        names = [name for branch in wanted for name in branch["required"]]
        if not any((where.pointer, name) in reading.meant for name in names):
            yield Diagnostic(where, "schema-required", "has none of {names}", {"names": ", ".join(names)}, hint=advice)
    elif keyword in ("enum", "const"):
        yield _choice(error, reading)
    elif isinstance(found, str) and not found.strip():
        yield Diagnostic(where, "schema-limit", "must be filled", hint=_meaning(reading, where))
    elif keyword == "pattern":
        meant = _meant(schema, found, reading)
        yield Diagnostic(
            where, "schema-form", "{value} does not have the expected form",
            {"value": _shown(found), **(meant.arguments if meant else {})}, hint=meant.hint if meant else advice,
            fix=reading.fix(where, meant.value, key=_of_name(error)) if meant else None,
        )
    elif keyword == "uniqueItems":
        place = next(place for place, item in enumerate(found) if item in found[:place])
        yield Diagnostic(
            where.at(place), "schema-limit", "the list names {value} twice", {"value": _shown(found[place])},
            hint=advice,
        )
    else:
        message = _EMPTY[keyword] if keyword in _EMPTY and not found else _LIMITS.get(keyword, _OTHER)
        yield Diagnostic(
            where, "schema-limit", message,
            {"value": _shown(found), "limit": wanted, "keyword": keyword}, hint=advice,
        )


def _fits(schema: Mapping[str, Any], reading: _Reading) -> Callable[[object], bool]:
    return typing.cast(Callable[[object], bool], validator(reading.schema).evolve(schema=schema).is_valid)


def _meant(schema: Mapping[str, Any], found: str, reading: _Reading) -> misfits.Meant | None:
    """What was meant by words that do not have their form; what is to be put there has it."""
    fits = _fits(schema, reading)
    if schema.get("format") == "date":
        meant = misfits.date(found)
    elif fits("x y, z"):  # a form that leaves words free
        meant = misfits.paragraph(found, fits)
    else:
        meant = misfits.name(found, fits)
    return replace(meant, value=None) if meant and meant.value is not None and not fits(meant.value) else meant


def _type(error: ValidationError, reading: _Reading) -> Diagnostic:
    """The finding about a value of the wrong type."""
    where, schema, found = reading.where(error), _facts(error), typing.cast(Any, error.instance)
    names = _names(error)
    expected = Phrase(_TYPES[names[0]])
    for name in names[1:]:
        expected = Phrase("{first} or {second}", {"first": expected, "second": Phrase(_TYPES[name])})
    meant = _retyped(names[0], schema, reading, (where.pointer, found)) if len(names) == 1 else None
    message = N_("must be filled; expected {expected}") if found is None else N_("expected {expected}, found {found}")
    return Diagnostic(
        where, "schema-type", message,
        {"expected": expected, "found": _quoted(found), **(meant.arguments if meant else {})},
        hint=meant.hint if meant else _meaning(reading, where),
        fix=reading.fix(where, meant.value) if meant else None,
    )


def _meaning(reading: _Reading, where: Where) -> str:
    """What a property is for; the schema of an error often describes no more than its form."""
    return escaped(_along(reading, where.pointer)[-1].get("description", ""))


def _names(error: ValidationError) -> list[str]:
    """The types that are expected."""
    wanted = typing.cast(Any, error.validator_value)
    if error.validator == "anyOf":
        return [str(resolved(branch).get("type")) for branch in wanted]
    return [wanted] if isinstance(wanted, str) else list(wanted)


def _retyped(
    name: str, schema: Mapping[str, Any], reading: _Reading, value: tuple[Pointer, Any]
) -> misfits.Meant | None:
    """What was meant by a value where the type `name` is wanted."""
    pointer, found = value
    if found is None:
        return None
    if name == "array":
        return misfits.entries(found)
    if name == "object":
        properties = {key: resolved(part) for key, part in schema.get("properties", {}).items()}
        return misfits.group(found, properties, schema.get("required", [])) if properties else None
    fits = _fits(schema, reading)
    if name == "string" and isinstance(found, (bool, int, float)):
        words = reading.words(pointer, found)
        date = misfits.date(words) if schema.get("format") == "date" else None
        if date and fits(date.value):
            return date
        return misfits.Meant(N_("Put it in quotes."), {}, words) if fits(words) else None
    if name == "boolean":
        return misfits.truth(found)
    if isinstance(found, str):
        meant = misfits.number(found)
        return replace(meant, value=None) if meant and meant.value is not None and not fits(meant.value) else meant
    return misfits.one(found)


def _choice(error: ValidationError, reading: _Reading) -> Diagnostic:
    """The finding about a word that is none of those there are to choose from."""
    where, found, wanted = reading.where(error), error.instance, typing.cast(Any, error.validator_value)
    allowed = [str(value) for value in (wanted if error.validator == "enum" else [wanted])]
    if found is None:
        message = N_("must be filled with one of {allowed}")
    elif len(allowed) == 1:
        message = N_("{value} is not {allowed}")
    else:
        message = N_("{value} is not one of {allowed}")
    near = nearest(found, allowed) if isinstance(found, str) else None
    meant = misfits.one(found)
    advice = near.hint if near else meant.hint if meant else escaped(_facts(error).get("description", ""))
    return Diagnostic(
        where, "schema-enum" if error.validator == "enum" else "schema-limit", message,
        {"value": _shown(found), "allowed": ", ".join(allowed), **(near.arguments if near else {})}, hint=advice,
        fix=reading.fix(where, spelt(found, allowed)) if isinstance(found, str) else None,
    )


def _of_name(error: ValidationError) -> bool:
    return "propertyNames" in error.absolute_schema_path


def _facts(error: ValidationError) -> Mapping[str, Any]:
    """The part of the schema that was broken; ours are objects throughout, never `true` or `false`."""
    return typing.cast(Mapping[str, Any], error.schema)


def _unknown(error: ValidationError, reading: _Reading) -> Iterator[Diagnostic]:
    """The properties that a group should not have: misspelt, or at home elsewhere."""
    where, found = reading.where(error), typing.cast(dict[str, Any], error.instance)
    known = list(_facts(error).get("properties", {}))
    for name in (name for name in found if name not in known):
        free = [key for key in known if key not in found]
        same = spelt(name, free)
        home = None if same else _home(name, where.pointer, reading)
        near = None if home else nearest(name, free or known)
        if near:
            reading.meant.add((where.pointer, near.close))
        likely = home or near
        yield Diagnostic(
            where.at(name), "schema-unknown", "{name} is not a property that belongs here",
            {"name": name, "known": ", ".join(known), **(likely.arguments if likely else {})},
            hint=likely.hint if likely else "Known here: {known}.", fix=reading.fix(where.at(name), same, key=True),
        )


def _along(reading: _Reading, pointer: Pointer) -> list[Mapping[str, Any]]:
    """The schemas from the root down to a place."""
    schemas = [resolved({"$ref": f"{reading.schema}.schema.json"})]
    for step in pointer:
        inner = schemas[-1].get("properties", {}).get(step) or schemas[-1].get("items")
        schemas.append(resolved(inner or schemas[-1].get("additionalProperties") or {}))
    return schemas


def _home(name: str, pointer: Pointer, reading: _Reading) -> misfits.Meant | None:
    """Where a property that stands in the wrong group belongs: below one of its neighbours, further out, elsewhere."""
    schemas, groups = _along(reading, pointer), [reading.source.data]
    for step in pointer:
        groups.append(groups[-1][step])
    for key, part in schemas[-1].get("properties", {}).items():
        inner = resolved(part)
        inside = resolved(inner.get("items", {})) if inner.get("type") == "array" else inner
        value = groups[-1].get(key)
        if name in inside.get("properties", {}) and not (isinstance(value, dict) and name in value):
            reading.meant.add(((*pointer, key), name))
            return misfits.Meant(N_("It belongs under {group}."), {"group": key})
    for depth in reversed(range(len(pointer))):
        if name in schemas[depth].get("properties", {}) and name not in groups[depth]:
            reading.meant.add((pointer[:depth], name))
            return misfits.Meant(
                N_("It belongs further out, beside {group}: check the indentation."), {"group": pointer[depth]}
            )
    kinds = [] if pointer else sorted(
        kind for kind in KINDS if name in resolved({"$ref": f"{kind}.schema.json"})["properties"]
    )
    if kinds and reading.schema in KINDS:
        return misfits.Meant(
            N_("It is a property of the kind {kinds}; this file is of the kind {kind}."),
            {"kinds": ", ".join(kinds), "kind": reading.schema},
        )
    return None


def _shown(value: object) -> str | Phrase:
    """A value short enough to stand in a message."""
    if isinstance(value, dict):
        return Phrase(_TYPES["object"])
    if isinstance(value, list):
        return Phrase(_TYPES["array"])
    words = json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value
    return words if len(words) <= 60 else words[:57] + "…"


def _quoted(value: object) -> Phrase | str:
    """A value as it is shown, and one that only its quotes make a text with these."""
    return f'"{value}"' if isinstance(value, str) and not plain(value) else _shown(value)


def escaped(words: str) -> str:
    """Words as a template that has nothing to fill in."""
    return words.replace("{", "{{").replace("}", "}}")
