"""A CASE package of any origin: what must be right before anything can be made of it.

Real files have nulls where nothing is known, properties of their programs' own, and identifiers in capitals.
All of that is taken. What makes a framework unclear is a finding with its place: then nothing is made.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from curricula.case.places import located
from curricula.diagnostics import N_, Diagnostic, Phrase, Pointer, Where, failed
from curricula.source import DEEPEST, LARGEST, decoded, parsed_json

VERSIONS = ("1.0", "1.1")
DEEPEST_TREE = 15  # items below each other: each is two levels of the file that is made of them
_CHILD = "isChildOf"
_WORDS, _NUMBER, _LIST, _GROUP = N_("text"), N_("a number"), N_("a list"), N_("a group of properties")
_KINDS: Mapping[str, tuple[type, ...]] = {_WORDS: (str,), _NUMBER: (int, float), _LIST: (list,), _GROUP: (dict,)}
_DOCUMENT = {
    "identifier": _WORDS, "title": _WORDS, "uri": _WORDS, "creator": _WORDS, "publisher": _WORDS, "language": _WORDS,
    "version": _WORDS, "caseVersion": _WORDS, "notes": _WORDS, "lastChangeDateTime": _WORDS, "extensions": _GROUP,
}
_ITEM = {
    "identifier": _WORDS, "fullStatement": _WORDS, "uri": _WORDS, "humanCodingScheme": _WORDS, "CFItemType": _WORDS,
    "abbreviatedStatement": _WORDS, "language": _WORDS, "notes": _WORDS, "CFItemTypeURI": _GROUP, "extensions": _GROUP,
}
_ASSOCIATION = {
    "associationType": _WORDS, "originNodeURI": _GROUP, "destinationNodeURI": _GROUP, "sequenceNumber": _NUMBER,
}
_END = {"identifier": _WORDS}


@dataclass(frozen=True)
class Read:
    """A package that is sound: its data, and of the tree the items below each, by identifier.

    `places` has the position of each item in the file; `children[""]` are those at the top. `relations` are the
    positions of all associations that are not part of the tree.
    """

    path: str
    version: str
    document: Mapping[str, Any]
    items: tuple[Mapping[str, Any], ...]
    places: Mapping[str, int]
    children: Mapping[str, tuple[str, ...]]
    relations: tuple[int, ...]
    data: Mapping[str, Any]

    def item(self, identifier: str) -> Mapping[str, Any]:
        """An item by its identifier in small letters."""
        return self.items[self.places[identifier]]


def name_of(thing: Mapping[str, Any]) -> str:
    """The identifier of a thing, as identifiers are compared: programs write them in large or small letters."""
    return str(thing["identifier"]).casefold()


def read_package(path: str, content: bytes) -> tuple[Read | None, str, tuple[Diagnostic, ...]]:
    """The package in a JSON file, its words, and what is wrong; with errors there is no package."""
    if len(content) > LARGEST:
        return None, "", (Diagnostic(
            Where(path), "file-too-large", "the file has {size} MB; at most {limit} MB are read",
            {"size": round(len(content) / 1e6, 1), "limit": round(LARGEST / 1e6)},
            hint="Is this a framework? Export one framework at a time.",
        ),)
    text, problems = decoded(content.removeprefix(b"\xef\xbb\xbf"), Where(path))
    if problems:
        return None, "", problems
    source = parsed_json(text, path)
    if source.problems:
        return None, text, source.problems
    found = list(_form(path, source.data))
    if failed(found):
        return None, text, tuple(located(text, found))
    read, found = _tree(path, source.data)
    return (None if failed(found) else read), text, tuple(located(text, found))


def _form(path: str, data: Any) -> Iterator[Diagnostic]:
    """What is wrong with the form of the file, each thing for itself."""
    where = Where(path, 1, 1)
    if _deep(data):
        yield Diagnostic(where, "too-deep", "is nested more than {limit} levels deep", {"limit": DEEPEST})
        return
    if not isinstance(data, dict) or not isinstance(data.get("CFDocument"), dict):
        listed = isinstance(data, dict) and "CFDocuments" in data
        hint = N_("This is a list of frameworks. Get the package of one, whose address has CFPackages in it.")
        yield Diagnostic(
            where, "import-file", "is not a CASE package: it has no CFDocument",
            hint=hint if listed else "A package holds one framework: CFDocument, CFItems and CFAssociations.",
        )
        return
    version = data["CFDocument"].get("caseVersion")
    if version is not None and version not in VERSIONS:
        yield Diagnostic(
            Where(path, pointer=("CFDocument", "caseVersion")), "case-version",
            "is CASE {version}; versions {known} can be read", {"version": version, "known": ", ".join(VERSIONS)},
        )
        return
    yield from _kinds(path, ("CFDocument",), data["CFDocument"], _DOCUMENT, ("identifier", "title"))
    for group, kinds, required in (
        ("CFItems", _ITEM, ("identifier", "fullStatement")),
        ("CFAssociations", _ASSOCIATION, ("associationType", "originNodeURI", "destinationNodeURI")),
    ):
        things = data.get(group)
        if things is not None and not isinstance(things, list):
            yield _of_kind(path, (group,), things, _LIST)
            continue
        for place, thing in enumerate(things or ()):
            found = list(_kinds(path, (group, place), thing, kinds, required))
            yield from found
            for end in ("originNodeURI", "destinationNodeURI") if group == "CFAssociations" and not found else ():
                yield from _kinds(path, (group, place, end), thing[end], _END, ("identifier",))


def _deep(data: Any) -> bool:
    level = [data]
    for _ in range(DEEPEST):
        inner = (item.values() if isinstance(item, dict) else item for item in level if isinstance(item, (dict, list)))
        level = [item for group in inner for item in group]
        if not level:
            return False
    return True


def _kinds(
    path: str, at: Pointer, thing: Any, kinds: Mapping[str, str], required: tuple[str, ...]
) -> Iterator[Diagnostic]:
    """Values of another kind than CASE has there; null is as good as nothing, but not where something must be."""
    if not isinstance(thing, dict):
        yield _of_kind(path, at, thing, _GROUP)
        return
    for name in required:
        if thing.get(name) in (None, "") and (name != "fullStatement" or thing.get(name) is None):
            yield Diagnostic(
                Where(path, pointer=(*at, name)), "case-form", "{name} is missing", {"name": name},
                hint="CASE requires it, and nothing is made up for it.",
            )
    for name, kind in kinds.items():
        value = thing.get(name)
        if value is not None and (not isinstance(value, _KINDS[kind]) or isinstance(value, bool)):
            yield _of_kind(path, (*at, name), value, kind)


def _of_kind(path: str, at: Pointer, value: object, kind: str) -> Diagnostic:
    found = next((name for name, kinds in _KINDS.items() if isinstance(value, kinds)), None)
    shown: object = str(value).lower() if isinstance(value, bool) or value is None else Phrase(found or _GROUP)
    return Diagnostic(
        Where(path, pointer=at), "case-form", "expected {expected}, found {found}",
        {"expected": Phrase(kind), "found": shown},
    )


def _tree(path: str, data: Mapping[str, Any]) -> tuple[Read | None, list[Diagnostic]]:
    """The package with its tree, and what keeps it from being one."""
    items, associations = data.get("CFItems") or [], data.get("CFAssociations") or []
    whole = name_of(data["CFDocument"])
    places: dict[str, int] = {}
    found: list[Diagnostic] = []
    for place, item in enumerate(items):
        first = places.setdefault(name_of(item), place)
        if first != place or name_of(item) == whole:
            found.append(Diagnostic(
                Where(path, pointer=("CFItems", place, "identifier")), "case-duplicate",
                "the identifier {identifier} stands for another item too", {"identifier": item["identifier"]},
                hint="An identifier is never used twice: ask the owner of the framework which item is meant.",
            ))
    known = {whole, *places}
    parents: dict[str, tuple[str, int]] = {}
    relations = []
    for place, each in enumerate(associations):
        ends = [(end, each[end]["identifier"], name_of(each[end])) for end in ("originNodeURI", "destinationNodeURI")]
        child = each["associationType"] == _CHILD
        gone = [(end, shown) for end, shown, name in ends if name not in known]
        if len(gone) > (0 if child else 1):
            end, shown = gone[0]
            found.append(Diagnostic(
                Where(path, pointer=("CFAssociations", place, end, "identifier")), "case-dangling",
                "{identifier} is not in the package", {"identifier": shown},
                hint="An association names an item that is not there: export the whole framework again.",
            ))
        elif child and ends[0][2] not in parents and ends[0][2] != whole:
            parents[ends[0][2]] = (ends[1][2], place)
        else:
            relations.append(place)
    found += _circles(path, parents) if not found else ()
    if not found:
        found += _depths(path, parents, places)
    children = _children(parents, associations, [*places], whole)
    version = data["CFDocument"].get("caseVersion") or ("1.1" if "extensions" in data["CFDocument"] else "1.0")
    read = Read(path, version, data["CFDocument"], tuple(items), places, children, tuple(relations), data)
    return read, found


def _circles(path: str, parents: Mapping[str, tuple[str, int]]) -> Iterator[Diagnostic]:
    """One finding for each circle of items that stand in themselves."""
    sound: set[str] = set()
    for start in parents:
        way: dict[str, None] = {}
        here = start
        while here in parents and here not in sound and here not in way:
            way[here] = None
            here = parents[here][0]
        if here in way:
            yield Diagnostic(
                Where(path, pointer=("CFAssociations", parents[here][1])), "case-cycle",
                "{identifier} stands below itself", {"identifier": here},
                hint="Follow isChildOf upwards: one of these associations is the wrong way round.",
            )
        sound |= way.keys()


def _depths(path: str, parents: Mapping[str, tuple[str, int]], places: Mapping[str, int]) -> Iterator[Diagnostic]:
    """A tree that is deeper than anybody reads; the first item that is too deep is told."""
    depths: dict[str, int] = {}
    for start in parents:
        way = [start]
        while way[-1] in parents and way[-1] not in depths:
            way.append(parents[way[-1]][0])
        depth = depths.get(way[-1], 0)
        for name in reversed(way):
            depth = depths.setdefault(name, depth + 1)
            if depth > DEEPEST_TREE:
                yield Diagnostic(
                    Where(path, pointer=("CFItems", places[name])), "too-deep",
                    "is nested more than {limit} levels deep", {"limit": DEEPEST_TREE},
                )
                return


def _children(
    parents: Mapping[str, tuple[str, int]], associations: list[Any], items: list[str], whole: str
) -> dict[str, tuple[str, ...]]:
    """Items by what they stand in, in their order; one that stands nowhere is at the top, in the order of the file."""
    rows: dict[str, list[tuple[float, int, str]]] = {}
    for order, name in enumerate(items):
        parent, place = parents.get(name, (whole, None))
        number = associations[place].get("sequenceNumber") if place is not None else None
        rows.setdefault("" if parent == whole else parent, []).append(
            (float("inf") if number is None else number, order, name)
        )
    return {parent: tuple(name for _, _, name in sorted(found)) for parent, found in rows.items()}
