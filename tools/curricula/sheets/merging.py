"""The lines of a table and the file as it is now become the file as the author means it.

Three values are compared: that of the workbook, that of the file, and the hash of the one that was
exported. Changed on one side only, it is taken; changed on both, it is a conflict, and the author decides.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from curricula.diagnostics import Diagnostic, Phrase, Pointer
from curricula.lookalikes import nearest
from curricula.sheets.cells import Place
from curricula.sheets.layout import Column, Entry, entries, parents
from curricula.sheets.reading import Line, Table
from curricula.sheets.values import Value, digest, empty, place, put, value

Known = Mapping[str, Mapping[str, str]]  # the hash of each exported value, by row and column


@dataclass
class Merge:
    """One table on its way into the data of a standard.

    `foreign`: the workbook is a translation, whose words are no business of the source. `targets` are
    the ids that a column may name, by the sort of them.
    """

    table: Table
    known: Known
    foreign: bool
    targets: Mapping[str, list[str]]
    problems: list[Diagnostic] = field(default_factory=list)
    places: dict[Pointer, Place] = field(default_factory=dict)

    def error(self, at: Place, code: str, message: str, hint: str = "", **arguments: object) -> None:
        """Note what is wrong at a cell."""
        self.problems.append(at.finding(code, message, hint, **arguments))

    def note(self, at: Place, code: str, message: str, **arguments: object) -> None:
        """Note what the author should know."""
        self.problems.append(
            Diagnostic(at.where, code, message, {"place": at.name, **arguments}, severity="info")
        )


def merged(merge: Merge, data: Any) -> None:
    """Bring the lines of a table into `data`, in place; what cannot be is in the problems of `merge`."""
    present = {entry.id: entry for entry in entries(merge.table.sheet, data)}
    lines = _identified(merge, present)
    placed: list[tuple[Entry, Line | None]] = []
    for name, entry in present.items():
        if name in lines:
            parent = _update(merge, lines[name], entry)
            placed.append((Entry(entry.item, entry.pointer, parent), lines[name]))
        elif not _removed(merge, name, entry):
            placed.append((entry, None))
    before = ""
    for name, line in lines.items():
        if name not in present and not _gone(merge, name, line):
            _insert(placed, _new(merge, line), line, before)
        before = name if any(entry.id == name for entry, _ in placed) else before
    _rebuilt(merge, data, placed)


def _identified(merge: Merge, present: Mapping[str, Entry]) -> dict[str, Line]:
    """The lines by id. A line of which the id was changed in the workbook keeps its old one, with a finding."""
    found: dict[str, Line] = {}
    ids = Counter(str(line.values.get("id", "")) for line in merge.table.lines)
    for line in merge.table.lines:
        if "id" not in line.values:
            continue  # that cell is a finding already
        name, at = str(line.values["id"]), line.places["id"]
        if not name:
            merge.error(
                at, "import-value", "{place}: the line has no code", "Each line needs a code that no other has.",
            )
        elif name in found:
            merge.error(at, "import-value", "{place}: the code {id} stands in two lines", id=name)
        elif line.key and line.key != name and line.key in present and not ids[line.key]:
            merge.error(
                at, "import-value", "{place}: the code {old} was changed to {id}",
                "A code never changes: translations are found by it. For something else, add a new line.",
                old=line.key, id=name,
            )
            found[line.key] = line
        else:
            found[name] = line
    return found


def _update(merge: Merge, line: Line, entry: Entry) -> str:
    """Three-way: take what was changed in the workbook into the item; the id of its parent afterwards."""
    parent = entry.parent
    for column in merge.table.columns:
        if column.kind == "id" or column.key not in line.values:
            continue
        new, old, at = line.values[column.key], value(entry, column), line.places[column.key]
        exported = merge.known.get(entry.id, {}).get(column.key)
        if new == old or digest(new) == exported:
            continue
        if merge.foreign and column.kind == "words":
            merge.problems.append(Diagnostic(
                at.where, "import-translation", "{place}: the words of a translation were changed; they were not taken",
                {"place": at.name}, severity="warning",
                hint="Change them in the catalogue of the language, where the translator works.",
            ))
        elif exported is not None and digest(old) != exported:
            merge.error(
                at, "import-conflict", "{place}: {new} here, but {old} in the file, which was changed since the export",
                "Decide which is right, and write it in both.", new=_shown(new), old=_shown(old),
            )
        elif _targets_known(merge, at, column, new):
            if column.kind == "parent":
                parent = str(new)
            else:
                put(entry.item, column, new)
    return parent


def _targets_known(merge: Merge, at: Place, column: Column, new: Value) -> bool:
    """Whether everything that ids name is there; what is not is a finding."""
    if not column.targets:
        return True
    known = merge.targets[column.targets]
    wrong = [name for name in (new if isinstance(new, tuple) else (str(new),)) if name not in known]
    for name in wrong:
        near = nearest(name, known, 0.5)
        merge.error(
            at, "import-value", "{place}: {id} does not exist", near.hint if near else "",
            id=name, **(near.arguments if near else {}),
        )
    return not wrong


def _removed(merge: Merge, name: str, entry: Entry) -> bool:
    """Whether an item that has no line any more was taken out by the author of the workbook."""
    exported = merge.known.get(name)
    if exported is None:
        return False  # it is newer than the workbook
    at = merge.table.place
    if not merge.table.sheet.grows:
        merge.error(at, "import-removed", "{place}: the line {id} is missing", "Take it out in the YAML file.", id=name)
        return False
    if merge.foreign:
        merge.error(
            at, "import-removed", "{place}: the line {id} is missing, but this workbook is a translation",
            "Take it out in the workbook in the language of the standard.", id=name,
        )
        return False
    if any(digest(value(entry, column)) != exported.get(column.key) for column in merge.table.columns):
        merge.error(
            at, "import-conflict", "{place}: the line {id} was deleted here, and changed in the file since the export",
            "Take it out in the YAML file, or export again.", id=name,
        )
        return False
    merge.note(at, "import-removed", (
        "{place}: {id} is no longer in the workbook and was removed from the standard"
    ), id=name)
    return True


def _gone(merge: Merge, name: str, line: Line) -> bool:
    """Whether a line has no item because that was taken out of the file since the export, or cannot be made."""
    exported = merge.known.get(name)
    at = line.places["id"]
    if exported is not None:
        changed = [
            line.places[column] for column, found in line.values.items()
            if column in exported and digest(found) != exported[column]
        ]
        for at in changed:
            merge.error(
                at, "import-conflict", "{place}: was changed here, but {id} was taken out of the file since the export",
                "Delete the line, or export again.", id=name,
            )
        return True
    if not merge.table.sheet.grows:
        merge.error(
            at, "import-added", "{place}: {id} is new, and needs more than this table has",
            "Write it in the YAML file.", id=name,
        )
        return True
    if merge.foreign:
        merge.error(
            at, "import-added", "{place}: {id} is new, but this workbook is a translation",
            "Add it in the workbook in the language of the standard.", id=name,
        )
        return True
    return False


def _new(merge: Merge, line: Line) -> Entry:
    item: dict[str, Any] = {}
    parent = ""
    for column in merge.table.sheet.columns:
        found = line.values.get(column.key, empty(column))
        known = column.key not in line.values or _targets_known(merge, line.places[column.key], column, found)
        if column.kind == "parent":
            parent = str(found)
        elif found != empty(column) and known:
            put(item, column, found)
    if any(column.path[0] == "outcomes" for column in merge.table.sheet.columns) and "outcomes" not in item:
        place(item, "outcomes", {})  # the schema asks for it
    at = line.places["id"]
    merge.note(at, "import-added", "{place}: {id} is new", id=item["id"])
    return Entry(item, (), parent)


def _insert(placed: list[tuple[Entry, Line | None]], new: Entry, line: Line, before: str) -> None:
    """Put a new item behind the one whose line stands before its own, or else at the beginning."""
    place = next((place for place, (entry, _) in enumerate(placed, 1) if entry.id == before), 0)
    placed.insert(place, (new, line))


def _rebuilt(merge: Merge, data: Any, placed: list[tuple[Entry, Line | None]]) -> None:
    """Put the items into the list of the data, or into those of their parents, and note where their lines are."""
    sheet = merge.table.sheet
    if not sheet.nested:
        above: Any = data
        for step in sheet.path[:-1]:
            above = above[step]
        above[sheet.path[-1]] = [entry.item for entry, _ in placed]
        _note_places(merge, sheet.path, [line for _, line in placed])
        return
    for number, parent in enumerate(parents(sheet, data)):
        members = [(entry, line) for entry, line in placed if entry.parent == parent["id"]]
        if members or sheet.path[-1] in parent:
            parent[sheet.path[-1]] = [entry.item for entry, _ in members]
        _note_places(merge, (*sheet.parents, number, sheet.path[-1]), [line for _, line in members])


def _note_places(merge: Merge, path: Pointer, lines: list[Line | None]) -> None:
    for number, line in enumerate(lines):
        for column in merge.table.columns if line else ():
            assert line is not None
            merge.places[(*path, number, *column.path)] = line.places[column.key]
        if line:
            merge.places[(*path, number)] = line.places["id"]


def in_cells(problems: Iterator[Diagnostic], places: Mapping[Pointer, Place]) -> Iterator[Diagnostic]:
    """What the schema has against the merged data, told where the value stands in the workbook."""
    for problem in problems:
        pointer = problem.where.pointer
        while pointer and pointer not in places:
            pointer = pointer[:-1]
        if pointer:
            at = places[pointer]
            arguments = {
                **problem.arguments, "place": at.name, "problem": Phrase(problem.message, problem.arguments)
            }
            yield Diagnostic(at.where, "import-value", "{place}: {problem}", arguments, hint=problem.hint)
        else:
            yield problem


def _shown(found: Value) -> str:
    words = ", ".join(found) if isinstance(found, tuple) else str(found)
    return words if len(words) <= 60 else words[:57] + "…"

