"""A package that was made of a standard of ours, back as its data.

CASE 1.1 brings the data of every item along. Of CASE 1.0 they are read from the notes, so it lacks what no
line of notes says: sources, what was verified, and from when suppressions hold.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from curricula.case import identifiers
from curricula.case.facts import Labels, facts_of
from curricula.case.frameworks import OWN
from curricula.case.layout import CATEGORIES, CHAPTER, CHAPTERS, SHORT, STATEMENTS, list_of
from curricula.case.outline import RUBRICS
from curricula.case.reading import Read, name_of
from curricula.diagnostics import N_, Diagnostic, Phrase, Pointer, Where
from curricula.drafts import ID
from curricula.schemas import resolved

_LEVELS = ("excellent", "good", "pass", "fail")
_LOST = N_("“{words}” has no place in a standard; it waits as a comment at the end of the draft")
_KNOWN = ("identifier", "uri", "fullStatement", "abbreviatedStatement", "humanCodingScheme")


@dataclass(frozen=True)
class Own:
    """What tells a package of ours: the UUID and the kind of its standard, and its id where that is said."""

    uuid: str
    kind: str
    document: str


@dataclass
class Drafting:
    """A draft in the making; `labels` are those of its language, `names` ids of organisations by their names.

    `pointers` has for each place in the data the place in the file that it came from.
    """

    read: Read
    own: Own
    labels: Labels
    names: Mapping[str, str]
    data: dict[str, Any] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    pointers: dict[Pointer, Pointer] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)
    unplaced: list[Phrase] = field(default_factory=list)

    def lose(self, pointer: Pointer, words: str) -> None:
        """Words without a place: told, and kept as a comment."""
        where = Where(self.read.path, pointer=pointer)
        self.problems.append(Diagnostic(where, "import-unplaced", _LOST, {"words": words}, severity="warning"))
        self.unplaced.append(Phrase("{words}", {"words": words}))


def own(read: Read) -> Own | None:
    """Whose package it is: None where it is none of ours. That of a translation has another UUID than its file."""
    said = _own(read.document)
    uuid, kind, document = said.get("uuid"), said.get("kind"), said.get("id")
    if isinstance(uuid, str) and isinstance(document, str) and isinstance(kind, str) and kind in CHAPTERS:
        return Own(uuid, kind, document if ID.match(document) else "")
    language = str(read.document.get("language"))
    for uuid in (name_of(read.document), *_origins(read)):
        for kind, chapters in CHAPTERS.items():
            if not _is_uuid(uuid):
                continue
            wanted = {identifiers.part(uuid, f"/{name}", language) for name in chapters}
            if len(wanted & read.places.keys()) > len(wanted) / 2:
                return Own(uuid, kind, "")
    return None


def _is_uuid(name: str) -> bool:
    parts = name.split("-")
    return [len(part) for part in parts] == [8, 4, 4, 4, 12] and all(c in "0123456789abcdef" for c in "".join(parts))


def _origins(read: Read) -> Iterator[str]:
    """What the whole framework is told to match: of a translation, what it was translated from."""
    for place in read.relations:
        each = read.data["CFAssociations"][place]
        if name_of(each["destinationNodeURI"]) == name_of(read.document):
            yield name_of(each["originNodeURI"])


def _own(thing: Mapping[str, Any]) -> Mapping[str, Any]:
    """Our own data of a thing; empty where there are none."""
    extensions = thing.get("extensions")
    found = extensions.get(OWN) if isinstance(extensions, dict) else None
    return found if isinstance(found, dict) else {}


def drafted(drafting: Drafting) -> None:
    """Fill the data of the draft from its package."""
    read, kind = drafting.read, drafting.own.kind
    schema = resolved({"$ref": f"{kind}.schema.json"})
    drafting.types = _types(read)
    drafting.data.update(_whole(drafting, schema))
    language = str(read.document.get("language"))
    chapters = {identifiers.part(drafting.own.uuid, f"/{name}", language): name for name in CHAPTERS[kind]}
    for name in read.children.get("", ()):
        chapter = chapters.get(name)
        if chapter is None:
            _lose_all(drafting, name)
        else:
            _chapter(drafting, chapter, name, resolved(schema["properties"][chapter]))
    _rubrics(drafting)
    _relations(drafting)


def _types(read: Read) -> dict[str, str]:
    """Type codes of the item types, by identifier."""
    definitions = read.data.get("CFDefinitions")
    types = definitions.get("CFItemTypes") if isinstance(definitions, dict) else None
    return {
        name_of(each): str(each.get("typeCode") or "")
        for each in types or () if isinstance(each, dict) and "identifier" in each
    } if isinstance(types, list) else {}


def _whole(drafting: Drafting, schema: Mapping[str, Any]) -> dict[str, Any]:
    """The data about the standard as a whole."""
    document = drafting.read.document
    said = _own(document).get("data")
    facts = dict(said) if isinstance(said, dict) else _from_notes(drafting, ("CFDocument",), document, schema)
    names = [name for name in str(document.get("creator") or "").split("; ") if name]
    found = {
        "kind": drafting.own.kind, "uuid": drafting.own.uuid, "language": document.get("language"),
        "version": document.get("version"), "issued": str(document.get("lastChangeDateTime") or "")[:10],
        "institutions": [drafting.names[name] for name in names if name in drafting.names],
    }
    for name in () if isinstance(said, dict) else names:
        if name not in drafting.names:
            drafting.lose(("CFDocument", "creator"), name)
    given = {name: value for name, value in found.items() if value}
    return {**given, **facts, "kind": drafting.own.kind, "uuid": drafting.own.uuid, "title": document["title"]}


def _from_notes(
    drafting: Drafting, at: Pointer, thing: Mapping[str, Any], schema: Mapping[str, Any]
) -> dict[str, Any]:
    facts, lost = facts_of(thing.get("notes") or "", drafting.labels, lambda path: _sort(schema, path))
    for line in lost:
        drafting.lose((*at, "notes"), line)
    return facts


def _sort(schema: Mapping[str, Any], path: str) -> str:
    """The type of JSON that a schema has at a path; nothing where there is no such property."""
    for name in path.split("."):
        schema = resolved(resolved(schema).get("properties", {}).get(name, {}))
    return str(schema.get("type", "string" if "enum" in schema else ""))


def _chapter(drafting: Drafting, chapter: str, name: str, schema: Mapping[str, Any]) -> None:
    """A chapter is a list of items, or a group of properties with lists of items."""
    read = drafting.read
    drafting.pointers[chapter,] = ("CFItems", read.places[name])
    if "items" in schema:
        drafting.data[chapter] = []
        _entries(drafting, name, {"properties": {chapter: schema}}, (drafting.data, ()))
        return
    group = _facts(drafting, name, schema)
    drafting.data[chapter] = group
    _entries(drafting, name, schema, (group, (chapter,)))


def _facts(drafting: Drafting, name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """The data of an item beside its words."""
    item = drafting.read.item(name)
    said = _own(item).get("data")
    if isinstance(said, dict):
        return dict(said)
    return _from_notes(drafting, ("CFItems", drafting.read.places[name]), item, schema)


def _entries(
    drafting: Drafting, above: str, schema: Mapping[str, Any], holder: tuple[dict[str, Any], Pointer]
) -> None:
    """The items below one, put into the lists of what holds them: its data, and their place."""
    group, at = holder
    for name in drafting.read.children.get(above, ()):
        item = drafting.read.item(name)
        type_ = item.get("CFItemTypeURI") or {}
        code = drafting.types.get(str(type_.get("identifier")).casefold(), "")
        key = list_of(code) or str(_own(item).get("list") or "")
        inner = resolved(schema.get("properties", {}).get(key, {}))
        if code == CHAPTER or "items" not in inner:
            _lose_all(drafting, name)
            continue
        entry = _entry(drafting, name, code, resolved(inner["items"]))
        entries = group.setdefault(key, [])
        if not isinstance(entries, list):
            _lose_all(drafting, name)
            continue
        place = (*at, key, len(entries))
        drafting.pointers[place] = ("CFItems", drafting.read.places[name])
        entries.append(entry)
        _entries(drafting, name, resolved(inner["items"]), (entry, place))


def _entry(drafting: Drafting, name: str, code: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """One item as data."""
    item, properties = drafting.read.item(name), schema["properties"]
    facts = _facts(drafting, name, schema)
    if list_of(code) in CATEGORIES:
        facts.setdefault("category", code.partition("/")[2])
    short = item.get("abbreviatedStatement")
    key = _own(item).get("statement")
    if key not in STATEMENTS or key not in properties:
        clause = SHORT in properties and "clauses" in properties
        alone = not short and name in drafting.read.children  # a title with provisions below it
        clauses = "title" if alone else "text"
        key = clauses if clause else next((each for each in STATEMENTS if each in properties), "")
    id_ = item.get("humanCodingScheme") or _own(item).get("id")
    entry = {"id": id_, **({SHORT: short} if short and SHORT in properties else {}), key: item["fullStatement"]}
    return {**entry, **{each: value for each, value in facts.items() if each not in entry}}


def _lose_all(drafting: Drafting, name: str) -> None:
    """An item without a place, and those below it."""
    item = drafting.read.item(name)
    words = " ".join(filter(None, (item.get("humanCodingScheme"), item["fullStatement"])))
    drafting.lose(("CFItems", drafting.read.places[name]), words)
    for below in drafting.read.children.get(name, ()):
        _lose_all(drafting, below)


def _rubrics(drafting: Drafting) -> None:
    """The criteria of all rubrics, as those of the assessment."""
    found: list[dict[str, Any]] = []
    for place, rubric in enumerate(_list(drafting.read.data, "CFRubrics")):
        for number, criterion in enumerate(_list(rubric, "CFRubricCriteria")):
            levels = sorted(_list(criterion, "CFRubricCriterionLevels"), key=_position)
            id_, weight = _own(criterion).get("id") or criterion.get("category"), criterion.get("weight")
            if len(levels) != len(_LEVELS) or drafting.own.kind == "professional":
                at = ("CFRubrics", place, "CFRubricCriteria", number)
                drafting.lose(at, str(criterion.get("description") or id_))
                continue
            words = {name: level.get("description") for name, level in zip(_LEVELS, levels, strict=True)}
            whole = int(weight) if isinstance(weight, float) and weight.is_integer() else weight
            found.append({"id": id_, "criterion": criterion.get("description"), "weight": whole, "levels": words})
    assessment = drafting.data.get("assessment")
    if found and isinstance(assessment, dict):
        assessment[RUBRICS] = found


def _list(thing: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    value = thing.get(name)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _position(level: Mapping[str, Any]) -> float:
    position = level.get("position")
    return position if isinstance(position, (int, float)) else 0


def _relations(drafting: Drafting) -> None:
    """Associations that others have added: ours follow from the items, and have a UUID of another kind."""
    for place in drafting.read.relations:
        each = drafting.read.data["CFAssociations"][place]
        if str(each.get("identifier"))[14:15] != "5":
            ends = (each["originNodeURI"], each["destinationNodeURI"])
            words = " → ".join(str(end.get("title") or end["identifier"]) for end in ends)
            drafting.lose(("CFAssociations", place), f"{each['associationType']}: {words}")
