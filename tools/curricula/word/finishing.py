"""The end of an import: lists in their new order, what is gone, new codes, and what the schema says of the whole."""

from collections.abc import Mapping
from typing import Any

from curricula.diagnostics import N_, Diagnostic, Phrase, Pointer, Where
from curricula.drafts import in_order
from curricula.schemas import violations
from curricula.source import Source
from curricula.word.fields import WORDED
from curricula.word.keeping import over
from curricula.word.merge import Key, Merge
from curricula.word.numbering import ordered


def finish(state: Merge) -> None:
    """Write the lists in their new order, tell what is gone, and judge the whole by the schema."""
    shown = list(dict.fromkeys(mark.partition("/")[0] for mark in state.origin.shown))
    _complete(state, set(shown))
    for (owner, name), roster in state.rosters.items():
        group = state.group(owner)
        base = [item["id"] for item in group.get(name, ())]
        now = [item["id"] for item in roster.items]
        for place, id_ in enumerate(base):
            if id_ in now or id_ in state.used:
                continue
            if id_ not in state.carried or _is_still_there(state, id_):  # the first: written since the file was made
                now.insert(now.index(base[place - 1]) + 1 if place and base[place - 1] in now else 0, id_)
            else:
                _gone(state, id_)
        if base or now:
            group[name] = [state.items[id_] for id_ in ordered(base, shown, now)]
    if not state.origin.document or state.bare:
        _prune(state.data)
    _rename(state.data, state.renames)
    if state.before and state.origin.template and not state.bare:
        state.data = over(state)
    _one_semester(state)
    state.data = in_order(state.data, {"$ref": f"{state.origin.kind}.schema.json"})
    _judge(state)


def _complete(state: Merge, shown: set[str]) -> None:
    """Lists of which the file shows nothing: empty below a provision that it shows, else kept and told."""
    lists: dict[Key, list[str]] = {}
    for id_, key in state.owners.items():
        lists.setdefault(key, []).append(id_)
    for (owner, name), ids in lists.items():
        annexes = any((id_, "sections") in state.rosters for id_ in ids)  # each of them is a chapter, and none a list
        if (owner, name) in state.rosters or annexes or not shown & set(ids):
            continue
        if owner in state.used and name == "clauses":
            state.roster((owner, name))
        elif state.origin.document and (owner in state.used or owner not in state.items):
            state.find(
                "import-missing", N_("{place}: the part with {ids} is not in the file any more; it was kept as it was"),
                Phrase("the document"), ids=", ".join(ids),
            )


def _is_still_there(state: Merge, id_: str) -> bool:
    """Whether an item has lost its line, but a table or a section of its own is left: then it is kept."""
    tables = any(owner == id_ and roster.items for (owner, _), roster in state.rosters.items())
    left = tables or f"#{id_}" in state.places
    if left and state.origin.document:
        state.find(
            "import-missing", N_("{place}: {id} has lost its line, but not its own section; it was kept"),
            Phrase("the document"), hint=N_("To take it out, delete its section too."), id=id_,
        )
    return left


def _gone(state: Merge, id_: str) -> None:
    item = state.items[id_]
    words = str(next((item[name] for name in ("text", "name", "title", "criterion") if item.get(name)), ""))
    if words or state.origin.document:
        state.find(
            "import-removed", N_(
                "{place}: {id} is no longer in the document and was removed from the standard: {words}"
            ),
            Phrase("the document"), "info", id=id_, words=words,
        )


def _prune(value: Any) -> bool:
    """Take out of a template what nobody has filled in; whether anything is left."""
    if isinstance(value, dict):
        for name in [name for name, item in value.items() if isinstance(item, (dict, list)) and not _prune(item)]:
            del value[name]
        return bool(value.keys() - {"id", "category"})
    if isinstance(value, list):
        value[:] = [item for item in value if not isinstance(item, dict) or _prune(item)]
        return bool(value)
    return True


def _one_semester(state: Merge) -> None:
    """All hours of a course are in its one semester, where the file names no more than that, and names them."""
    loads, hours = state.data.get("semesters"), state.data.get("hours")
    if not (isinstance(loads, list) and len(loads) == 1 and isinstance(loads[0], dict)) or "hours" in loads[0]:
        return
    if isinstance(hours, dict) and "total" in hours:
        loads[0]["hours"] = hours["total"]
        return
    number, place = loads[0].get("number"), state.places.get("document/semesters")
    if place is not None:
        del state.data["semesters"]
        state.refuse(("document", "semesters"), {}, [str(number)], place, example=f"{number} (64)")


def _rename(value: Any, names: Mapping[str, str]) -> None:
    """Give items their new codes, and what refers to them too."""
    if isinstance(value, dict):
        for name, item in value.items():
            if name in ("id", "site") and item in names:
                value[name] = names[item]
            elif isinstance(item, list) and all(isinstance(each, str) for each in item):
                value[name] = [names.get(each, each) for each in item]
            else:
                _rename(item, names)
    elif isinstance(value, list):
        for item in value:
            _rename(item, names)


def _judge(state: Merge) -> None:
    """What the schema has against the draft, told by places of the Word file.

    What the standard lacked before is no fault of the file, and only a warning.
    """
    earlier = {_what(state.before, found) for found in violations(Source("", dict(state.before)), state.origin.kind)}
    data = {**{"uuid": "00000000-0000-4000-8000-000000000000", "code": "DRAFT"}, **state.data}
    for found in violations(Source(state.path, data), state.origin.kind):
        item, name = _item_at(data, found.where.pointer)
        if found.code == "schema-required":  # points at the group in which the property is missing
            name = ".".join(filter(None, (name, str(found.arguments.get("name", "")))))
        place = state.places.get(f"{item}/{name}") or state.places.get(item)
        arguments = {**found.arguments}
        if "name" in arguments:
            arguments["name"] = state.called(item, name)
        what = Phrase(found.message, dict(arguments))
        if place is None:
            whole = Phrase("the document")
            told = {"property": state.called(item, name), "item": whole if item == "document" else item}
            place = Phrase("{property} of {item}", told) if name else whole
        if place in state.misread:  # told already, and better
            continue
        arguments |= {"place": place, "finding": what}
        severity = "warning" if state.before and _what(data, found) in earlier else found.severity
        state.findings.append(Diagnostic(
            Where(state.path), found.code, "{place}: {finding}", arguments, hint=found.hint, severity=severity,
        ))


def _what(data: Any, found: Diagnostic) -> tuple[str, str, str, str]:
    """What a finding is about, whatever place its item has in a list."""
    return (found.code, *_item_at(data, found.where.pointer), str(found.arguments.get("name", "")))


def _item_at(whole: Any, pointer: Pointer) -> tuple[str, str]:
    """The item a pointer leads into, or the whole, and the property below it."""
    data: Any = whole
    item = "document"
    names: list[str] = []
    for step in pointer:
        missing = isinstance(data, dict) and step not in data
        data = None if missing else data[step]
        if isinstance(data, dict) and "id" in data:
            item, names = str(data["id"]), []
        elif isinstance(step, str):
            names.append(step)
        if data is None:
            break
    if item == "document" and len(names) > 1 and names[0] not in WORDED:
        return names[0], ".".join(names[1:])
    return item, ".".join(names)
