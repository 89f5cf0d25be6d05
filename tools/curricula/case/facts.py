"""Data beside the words of an item as lines of notes that people read, and such lines back as data.

CASE 1.1 has room for the data themselves, CASE 1.0 only for notes: so a file of either version says all of it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

Labels = Mapping[str, str]


class Fact(NamedTuple):
    """A property by its path: the label before it and how it is written; `prefix` begins the labels of a choice."""

    path: str
    label: str
    kind: str = "words"
    prefix: str = ""


FACTS = (
    Fact("code", "document-code"),
    Fact("course", "course-code"),
    Fact("name", "course-name"),
    Fact("professional", "professional-standard", "reference"),
    Fact("status", "status", "choice", "status."),
    Fact("effective", "effective"),
    Fact("replaces", "replaces"),
    Fact("form", "form", "choice", "form."),
    Fact("weeks", "weeks", "number"),
    Fact("group_size", "group-size", "number"),
    Fact("level", "level"),
    Fact("entry_level", "entry-level", "number"),
    Fact("codes", "codes", "codes"),
    Fact("years", "years", "number"),
    Fact("semesters", "number-of-semesters", "number"),
    Fact("country", "country"),
    Fact("partner", "partner-system"),
    Fact("conversion.hours", "programme-hours", "number"),
    Fact("conversion.hours_per_credit", "partner-hours-per-credit", "number"),
    Fact("conversion.rounding", "rounding", "choice", "rounding."),
    Fact("conversion.credits", "partner-credits", "number"),
    Fact("rank", "rank", "choice", "rank."),
    Fact("issuer", "issuer"),
    Fact("positions", "for-positions", "ids"),
    Fact("category", "category", "choice", "course."),
    Fact("category", "category", "choice", "outcome."),
    Fact("choice", "choice", "choice", "choice."),
    Fact("credits", "credits", "number"),
    Fact("hours", "hours", "number"),
    Fact("hours.total", "hours", "number"),
    Fact("hours.theory", "theory", "number"),
    Fact("hours.practice", "practice", "number"),
    Fact("hours.self_study", "self-study", "number"),
    Fact("semesters", "hours-by-semester", "loads"),
    Fact("prerequisites", "prerequisites", "ids"),
    Fact("outcomes.introduced", "introduced", "ids"),
    Fact("outcomes.practised", "practised", "ids"),
    Fact("outcomes.assessed", "assessed", "ids"),
    Fact("outcomes", "outcomes-served", "ids"),
    Fact("assessment", "assessment-form", "choice", "assessment."),
    Fact("standard", "course-standard", "reference"),
    Fact("totals.hours", "plan-hours", "number"),
    Fact("totals.credits", "plan-credits", "number"),
    Fact("minimum", "minimum-persons", "number"),
    Fact("qualification", "qualification"),
    Fact("area", "area", "number"),
    Fact("workstations", "workstations", "number"),
    Fact("students_per_workstation", "students-per-workstation", "number"),
    Fact("students_per_supervisor", "students-per-supervisor", "number"),
    Fact("courses", "courses-served", "ids"),
    Fact("specification", "specification"),
    Fact("unit", "unit", "choice", "unit."),
    Fact("quantity", "quantity", "number"),
    Fact("weight", "weight", "number"),
    Fact("relation", "relation", "choice", "relation."),
    Fact("rationale", "rationale"),
    Fact("objectives", "objectives", "ids"),
    Fact("phase", "phase", "choice", "phase."),
    Fact("method", "method"),
    Fact("site", "site"),
    Fact("equipment", "equipment-used", "ids"),
    Fact("task", "work-task"),
    Fact("content", "content"),
    Fact("activities", "activities"),
    Fact("result", "result"),
    Fact("text", "description"),
    Fact("description", "description"),
)
"""In the order of the lines. Of two of one path that fits whose value is of the kind."""

_SORTS = {
    "words": ("string",), "choice": ("string",), "number": ("integer", "number"), "ids": ("array",),
    "codes": ("array",), "loads": ("array",), "reference": ("object",),
}
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?\Z")
_LOAD = re.compile(r"([0-9]+) \(([0-9]+)\)\Z")


def notes(facts: Mapping[str, Any], labels: Labels) -> str:
    """The lines of notes, each a label and a value; what no line is for is left out."""
    lines = []
    for fact in FACTS:
        value = _at(facts, fact.path)
        words = None if value is None else _shown(fact, value, labels)
        if words:
            lines.append(f"{labels[fact.label]}: {words}")
    return "\n".join(lines)


def facts_of(lines: str, labels: Labels, sort: Callable[[str], str]) -> tuple[dict[str, Any], list[str]]:
    """The data that lines of notes say, and the lines that say none.

    `sort` tells which type of JSON belongs at a path, and nothing of one that may not be there.
    """
    found: dict[str, Any] = {}
    lost = []
    for line in filter(None, map(str.strip, lines.splitlines())):
        label, _, words = line.partition(": ")
        for fact in FACTS:
            fits = labels[fact.label] == label and sort(fact.path) in _SORTS[fact.kind]
            value = _read(fact, words, labels) if fits else None
            if value is not None and _at(found, fact.path) is None:
                _put(found, fact.path, value)
                break
        else:
            lost.append(line)
    return found, lost


def _at(facts: Mapping[str, Any], path: str) -> Any:
    value: Any = facts
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _put(facts: dict[str, Any], path: str, value: Any) -> None:
    *groups, last = path.split(".")
    for name in groups:
        facts = facts.setdefault(name, {})
    facts[last] = value


def _shown(fact: Fact, value: Any, labels: Labels) -> str | None:
    """The words of a value; None where it is of another kind."""
    match fact.kind, value:
        case "words", str():
            return value
        case "number", (int() | float()) if not isinstance(value, bool):
            return f"{value:.12g}"
        case "choice", str():
            return labels.get(f"{fact.prefix}{value}")
        case "reference", {"id": name, "version": version}:
            return f"{name} {version}"
        case ("ids" | "codes" | "loads"), list():
            return ", ".join(_entries(fact.kind, value)) or None
    return None


def _entries(kind: str, values: list[Any]) -> Iterator[str]:
    for value in values:
        match kind, value:
            case "ids", str():
                yield value
            case "codes", {"scheme": scheme, "code": code}:
                yield f"{scheme} {code}"
            case "loads", {"number": number, "hours": hours}:
                yield f"{number} ({hours})"


def _read(fact: Fact, words: str, labels: Labels) -> Any:
    """The value that words say; None where they say none of its kind."""
    pieces = words.split(", ")
    match fact.kind:
        case "words":
            return words
        case "number":
            return (float(words) if "." in words else int(words)) if _NUMBER.match(words) else None
        case "choice":
            known = ((name, label) for name, label in labels.items() if name.startswith(fact.prefix))
            return next((name.removeprefix(fact.prefix) for name, label in known if label == words), None)
        case "reference":
            name, _, version = words.partition(" ")
            return {"id": name, "version": version} if version else None
        case "ids":
            return pieces
        case "codes":
            parts = [piece.partition(" ") for piece in pieces]
            return [{"scheme": scheme, "code": code} for scheme, _, code in parts] if all(p[2] for p in parts) else None
    loads = [_LOAD.match(piece) for piece in pieces]
    return [{"number": int(load[1]), "hours": int(load[2])} for load in loads if load] if all(loads) else None
