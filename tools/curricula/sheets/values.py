"""What a cell means: the value of a property, the same for every way of writing it."""

import hashlib
import json
from typing import Any

from curricula.sheets.layout import NUMERIC, Column, Entry

# The properties of all items that rows show, as their schemas order them.
_ORDER = (
    "id", "name", "category", "choice", "credits", "hours", "total", "theory", "practice", "self_study",
    "semesters", "prerequisites", "outcomes", "introduced", "practised", "assessed", "assessment", "standard",
    "specification", "unit", "quantity", "task", "objectives", "content", "activities", "result",
)
Value = str | int | float | tuple[str, ...]  # words, an id or the value of a choice; a number; ids


def empty(column: Column) -> Value:
    """What an empty cell of a column means."""
    return 0 if column.kind in NUMERIC else () if column.kind == "ids" else ""


def value(entry: Entry, column: Column) -> Value:
    """The value an item has in a column; a property it does not have is as an empty cell."""
    if column.kind == "parent":
        return entry.parent
    if column.kind == "semester":
        loads = {load["number"]: load["hours"] for load in entry.item.get("semesters", ())}
        return int(loads.get(column.number, 0))
    found: Any = entry.item
    for step in column.path:
        found = found.get(step)
        if found is None:
            return empty(column)
    if column.kind == "ids":
        return tuple(found)
    if column.kind == "reference":
        return f"{found['id']} {found['version']}"
    if isinstance(found, float):
        return int(found) if found.is_integer() else found
    return found.strip() if isinstance(found, str) else int(found)


def put(item: dict[str, Any], column: Column, new: Value) -> None:
    """Give an item the value of a cell.

    An empty cell takes the property away; an hour or a quantity that stands there becomes 0.
    """
    if column.kind == "semester":
        loads = [load for load in item.get("semesters", ()) if load["number"] != column.number]
        loads += [{"number": column.number, "hours": new}] if new else []
        place(item, "semesters", sorted(loads, key=lambda load: load["number"]))
        return
    *groups, name = column.path
    for group in groups:
        if group not in item:
            place(item, group, {})
        item = item[group]
    if new != empty(column) or (column.kind in NUMERIC and (name in item or column.required)):
        place(item, name, _property(column, new))
    else:
        item.pop(name, None)


def _property(column: Column, new: Value) -> Any:
    if column.kind == "reference":
        name, _, version = str(new).partition(" ")
        return {"id": name, "version": version}
    return list(new) if isinstance(new, tuple) else new


def place(item: dict[str, Any], name: str, new: Any) -> None:
    """Set a property; one that is new comes where the schema has it."""
    item[name] = new
    ordered = sorted(item, key=_ORDER.index)
    values = {key: item[key] for key in ordered}
    item.clear()
    item.update(values)


def digest(found: Value) -> str:
    """A short hash of a value: what a workbook remembers of it."""
    return hashlib.sha256(json.dumps(found, ensure_ascii=False).encode()).hexdigest()[:16]
