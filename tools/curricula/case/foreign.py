"""A framework of others as a file that standards can be mapped to: its items as a tree, all else kept beside them."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from curricula.case.reading import Read
from curricula.diagnostics import N_, Diagnostic, Where

_ID = re.compile(r"[A-Za-z][A-Za-z0-9.-]{0,39}\Z")
_WHOLE = {
    "identifier": "uuid", "uri": "uri", "title": "title", "creator": "creator", "publisher": "publisher",
    "language": "language", "version": "version",
}
_ITEM = {
    "identifier": "uuid", "uri": "uri", "humanCodingScheme": "code", "CFItemType": "type", "language": "language",
    "abbreviatedStatement": "short", "fullStatement": "text",
}
_KEPT = N_("{name} has no place of its own here; kept in the file as it was: {count}")


def framework(read: Read) -> tuple[dict[str, Any], tuple[Diagnostic, ...]]:
    """The data of the file, and what of the package is only kept in it."""
    document = read.document
    rest = {name: value for name, value in document.items() if name not in _WHOLE or value is None}
    others = {name: value for name, value in read.data.items() if name not in ("CFDocument", "CFItems")}
    names = _ids(read)
    top = read.children.get("", ())
    found = {
        "kind": "framework",
        **{ours: document[theirs] for theirs, ours in _WHOLE.items() if document.get(theirs) is not None},
        "case": read.version,
        "items": [_item(read, name, names) for name in top],
        "kept": _json({"CFDocument": rest, **others}),
    }
    return found, tuple(_told(read))


def package(data: Mapping[str, Any]) -> dict[str, Any]:
    """The package that a file was made of: the same things with the same properties, items in the order of the tree."""
    kept = json.loads(data["kept"])
    whole = {theirs: data[ours] for theirs, ours in _WHOLE.items() if ours in data}
    items = [
        {**{theirs: item[ours] for theirs, ours in _ITEM.items() if ours in item}, **json.loads(item.get("kept", "{}"))}
        for item in _flat(data["items"])
    ]
    return {**kept, "CFDocument": {**whole, **kept["CFDocument"]}, "CFItems": items}


def _flat(items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in items:
        yield item
        yield from _flat(item.get("items", []))


def _ids(read: Read) -> dict[str, str]:
    """Our ids of the items: their owner's codes where these can be ids, else the beginning of their identifiers.

    They stay the same as long as the owner's codes and identifiers do, in whatever order the items come.
    """
    codes = Counter(str(item.get("humanCodingScheme")).casefold() for item in read.items)
    found: dict[str, str] = {}
    taken = set()
    for name in sorted(read.places):
        code = read.item(name).get("humanCodingScheme") or ""
        if _ID.match(code) and codes[code.casefold()] == 1:
            found[name] = code
            taken.add(code.casefold())
    for name in sorted(read.places):
        if name not in found:
            letters = re.sub(r"[^a-z0-9]", "", name) or "x"
            lengths = (f"I-{letters[:length]}" for length in (8, 16, 38))
            numbers = (f"I-{letters[:30]}.{number}" for number in range(2, len(read.places) + 3))
            found[name] = next(each for each in (*lengths, *numbers) if each.casefold() not in taken)
            taken.add(found[name].casefold())
    return found


def _item(read: Read, name: str, names: Mapping[str, str]) -> dict[str, Any]:
    item = read.item(name)
    rest = {key: value for key, value in item.items() if key not in _ITEM or value is None}
    below = [_item(read, each, names) for each in read.children.get(name, ())]
    return {
        "id": names[name],
        **{ours: item[theirs] for theirs, ours in _ITEM.items() if item.get(theirs) is not None},
        **({"kept": _json(rest)} if rest else {}),
        **({"items": below} if below else {}),
    }


def _json(value: Any) -> str:
    """JSON on one line."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _told(read: Read) -> Iterator[Diagnostic]:
    """What is kept and not read, each sort once, at the first of it."""
    sorts: dict[str, tuple[int, tuple[str | int, ...]]] = {}

    def note(name: str, pointer: tuple[str | int, ...], count: int = 1) -> None:
        before, first = sorts.get(name, (0, pointer))
        sorts[name] = (before + count, first)

    for name, value in read.document.items():
        if name not in (*_WHOLE, "caseVersion", "lastChangeDateTime") and value is not None:
            note(f"CFDocument.{name}", ("CFDocument", name))
    for place, item in enumerate(read.items):
        for name, value in item.items():
            if name not in (*_ITEM, "lastChangeDateTime", "CFItemTypeURI", "CFDocumentURI") and value is not None:
                note(f"CFItem.{name}", ("CFItems", place, name))
    for place in read.relations:
        note(str(read.data["CFAssociations"][place]["associationType"]), ("CFAssociations", place))
    for name in sorted(read.data.keys() - {"CFDocument", "CFItems", "CFAssociations"}):
        if read.data[name]:
            note(name, (name,), len(read.data[name]) if isinstance(read.data[name], (list, dict)) else 1)
    for name, (count, pointer) in sorts.items():
        where = Where(read.path, pointer=pointer)
        yield Diagnostic(where, "case-kept", _KEPT, {"count": count, "name": name}, severity="info")
