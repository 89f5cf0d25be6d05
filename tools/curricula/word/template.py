"""A Word template: an edition of a standard without words, with room for every part of it."""

import typing
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, get_args

from curricula.diagnostics import Voice
from curricula.editions.edition import Edition, Name, Shared
from curricula.model.common import CourseCategory, OutcomeCategory
from curricula.model.professional import ProfessionalStandard
from curricula.model.standards import KINDS
from curricula.parsing import parse
from curricula.schemas import resolved
from curricula.skeleton import PLACEHOLDER, UNNUMBERED
from curricula.word.binding import Blank
from curricula.word.laying import laid
from curricula.word.layout import Choices, Layout, Origin
from curricula.word.numbering import id_prefix
from curricula.word.values import Wording

# How many lines there is room for; any list that is not named has three. By group where a table has groups.
_ROOM = {
    "units": 6, "tasks": 4, "sites": 2, "equipment": 5, "components": 4, "pathways": 1, "stages": 2, "codes": 2,
    "positions": 3, "certificates": 2, "outcomes": 4, "courses": 5, "content": 2, "objectives": 3, "rubrics": 4,
    "semesters": 1, "institutions": 1,
}
_LEFT_OUT = ("clauses", "mappings", "suppressions", "approvals", "replaces")  # below a provision; too rare; made later
_GROUPED = {
    "outcomes": get_args(OutcomeCategory), "objectives": get_args(OutcomeCategory), "courses": get_args(CourseCategory),
    "content": ("knowledge", "ability", "quality"),  # in the order of a unit's table
}
_PLAIN = ("steps", "safety", "results", "tasks")  # provisions in a cell, where a title is rare
_SEMESTERS = 6


def template(kind: str, locale: str, wording: Wording, voice: Voice, uuid: str) -> tuple[Layout, Origin]:
    """The template of a kind of standard in a language; `voice` words what belongs where in it."""
    data = _blank(kind)
    labels = wording.labels
    names: Mapping[str, Name] = defaultdict(lambda: Name(PLACEHOLDER, locale, True))
    standard = parse(KINDS[kind], {**data, "language": locale}, "template", "")
    edition = Edition(standard, locale, locale, {}, Shared(locale, labels, names))
    given = {"kind": kind, "language": locale, "version": data["version"], "status": data["status"]}
    layout, origin = laid(edition, Blank(voice, {**given, **_ids(data)}, _offers(wording)))
    return layout, replace(origin, template=uuid)


def _offers(wording: Wording) -> dict[str, Choices]:
    """What this repository has to choose from: levels, partners, institutions, code lists, professional standards."""
    repository = wording.repository
    standards = [item for item in repository.standards.values() if isinstance(item, ProfessionalStandard)]
    offers = {
        "level": wording.choices("level"),
        "partner": wording.choices("partner"),
        "institutions": wording.choices("organisation"),
        "scheme": tuple(
            (name, wording.labels.get(f"scheme.{name}", name)) for name in repository.common.classifications
        ),
        "professional": tuple((item.id, wording.reference(item)) for item in standards),
    }
    return {name: choices for name, choices in offers.items() if choices}


def _blank(kind: str) -> dict[str, Any]:
    """Data with every property of a kind, each list with room; words are placeholders, numbers the smallest."""
    schema = resolved({"$ref": f"{kind}.schema.json"})
    data = _group(schema, "", kind)
    fixed = {
        "uuid": "00000000-0000-4000-8000-000000000000", "code": UNNUMBERED, "version": "1.0.0", "status": "draft",
        "issued": "2000-01-01", "effective": "2000-01-01", "professional": {"id": "x/x", "version": "1.0.0"},
    }
    data |= {name: value for name, value in fixed.items() if name in data}
    if kind == "professional":
        data["duration"]["semesters"] = _SEMESTERS
    for task in data.get("tasks", ()) if kind == "practice" else ():
        task["site"] = data["sites"][0]["id"]
        task["equipment"] = [data["sites"][0]["equipment"][0]["id"]]
    return data


def _group(schema: Mapping[str, Any], owner: str, name: str) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, part in schema["properties"].items():
        if key not in _LEFT_OUT or (key == "clauses" and name not in ("clause", "steps")):
            made[key] = _value(resolved(part), owner, key, inside=name)
    return made


def _value(schema: Mapping[str, Any], owner: str, name: str, *, inside: str) -> Any:
    if schema.get("type") == "object" or "properties" in schema:
        return _group(schema, owner, name)
    if schema.get("type") == "array":
        item = resolved(schema["items"])
        return _items(item, owner, name, inside) if "properties" in item else []
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    kinds: Mapping[str, Any] = {"integer": 1, "number": 1, "boolean": False}
    return kinds.get(typing.cast(str, schema.get("type")), PLACEHOLDER)


def _items(schema: Mapping[str, Any], owner: str, name: str, inside: str) -> list[dict[str, Any]]:
    groups = _GROUPED.get(name, ("",))
    in_a_cell = name in _PLAIN and "clauses" in schema["properties"]
    made = []
    for place in range(_ROOM.get(name, 3) * len(groups)):
        id_ = f"{id_prefix(owner or inside, name, nested=bool(owner))}{place + 1}"
        if name == "outcomes":  # called after what they are: Q1, K1, A1
            id_ = f"{groups[place // _ROOM[name]][0].upper()}{place % _ROOM[name] + 1}"
        item = {"id": id_} if "id" in schema["properties"] else {}
        for key, part in schema["properties"].items():
            if key == "category" and name in _GROUPED:
                item[key] = groups[place // _ROOM.get(name, 3)]
            elif key not in (*_LEFT_OUT, "id") and not (key == "title" and in_a_cell):
                item[key] = _value(resolved(part), item.get("id", ""), key, inside=name)
        made.append(item)
    return made


def _ids(value: Any) -> Any:
    """Only the items and what is fixed of them: the data that a template is filled into."""
    if isinstance(value, dict):
        kept = {name: item for name, item in value.items() if name in ("id", "category") and "id" in value}
        inner = {name: _ids(item) for name, item in value.items()
                 if isinstance(item, (dict, list)) and name not in ("professional", "standard", "institutions")}
        return kept | {name: item for name, item in inner.items() if item}
    return [_ids(item) for item in value if isinstance(item, dict) and "id" in item]
