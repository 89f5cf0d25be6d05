"""The tables of a Word file put over a standard: which they are, what their columns and rows tell."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from curricula.diagnostics import N_
from curricula.word.compound import computed, take_codes, take_coverage, take_loads
from curricula.word.fields import TABLES, Grid, Record, tag
from curricula.word.merge import Key, Merge
from curricula.word.reading import Cell, Row, Table
from curricula.word.values import plain

_TOTALS = ("total", "subtotal")
_ID = re.compile(r"[A-Za-z][A-Za-z0-9.-]{0,39}")


@dataclass(frozen=True, slots=True)
class Context:
    """What a table stands below: the label of the chapter, and the item whose section it is, with its alias.

    The section of a new item is a copy of another's: `copied` is the id that its tags still name.
    """

    section: str = ""
    item: str = ""
    copied: str = ""


def merge_table(state: Merge, table: Table, context: Context) -> None:
    """Take over what a table tells; a table that is not known is told, word by word."""
    bound, owner = _bound(state, table, context)
    if bound is None:
        for row in table.rows:
            words = [cell.words for cell in row.cells if cell.words]
            if not all(map(state.is_known, words)):
                state.lost(" | ".join(words), row.place)
    elif isinstance(bound, Record):
        _record(state, table, bound, owner)
    elif bound.items[-1:] == ("codes",):
        names, heads = _columns(state, table, bound)
        take_codes(state, table.place, table.rows[heads:], names, bound.items)
    else:
        _grid(state, table, bound, owner)


def row_words(row: Row) -> str:
    """All words of a row."""
    return " ".join(filter(None, (cell.words for cell in row.cells)))


def _bound(state: Merge, table: Table, context: Context) -> tuple[Grid | Record | None, str]:
    """What the table binds and whose it is: by its name, else by the words of its head or of its labels."""
    owner, _, suffix = table.name.rpartition("-")
    if owner and owner == context.copied:
        owner = context.item
    if owner in state.items:
        return TABLES.get(f"{state.owners[owner][1]}/{suffix}"), owner
    if table.name:
        return TABLES.get(table.name), ""
    home = state.owners[context.item][1] if context.item in state.items else ""
    for name, bound in TABLES.items():
        above, slash, _ = name.partition("/")
        if (not slash or above == home) and _fits(state, table, bound):
            return bound, context.item if slash else ""
    return None, ""


def _fits(state: Merge, table: Table, bound: Grid | Record) -> bool:
    """Whether a table without a name is this one: all of its head, or more than half of its labels."""
    rows = table.rows
    if not rows:
        return False
    if isinstance(bound, Grid):
        words = [plain(cell.words) for cell in rows[0].cells]
        wanted = [plain(state.wording.labels[label]) for label, _ in bound.columns]
        return len(set(wanted) & set(words)) == len(set(wanted))
    first = [plain(row.cells[0].words) for row in rows if row.cells]
    known = {plain(state.wording.labels[label]) for label, _ in bound.rows}
    return sum(word in known for word in first) * 2 > max(len(known), len(first))


def _loose(state: Merge, cell: Cell) -> None:
    """Words in a cell that tells nothing: they stood there, or they are told as lost."""
    for line in cell.lines:
        if line.words and not state.is_known(line.words):
            state.lost(line.words, cell.place)


# ---- tables with a line for each property of one item


def _record(state: Merge, table: Table, bound: Record, owner: str) -> None:
    item = owner or ".".join(bound.owner) or "document"
    if not owner and table.name == "" and not bound.owner:
        item = "document"
    for row in table.rows:
        if len(row.cells) < 2:
            for cell in row.cells:
                _loose(state, cell)
            continue
        label, value = row.cells[0], row.cells[-1]
        _loose(state, label)
        name = _told(state, bound, label, value)
        if not name:
            computed(state, value)
            continue
        list_, _, category = name.partition(":")
        key = (item, list_)
        if _is_list(state, key):
            state.roster(key)
            extra = {"category": category} if category else {}
            for line in value.lines:
                state.clause(key, line, extra)
        else:
            state.put(tag(item, name), [line.words for line in value.lines], value.place)


def _told(state: Merge, bound: Record, label: Cell, value: Cell) -> str | None:
    """The property of a line: by its label, else by a tag in its value; None for a line that is not known."""
    found = state.wording.label_key(label.words, (label for label, _ in bound.rows))
    if found:
        return dict(bound.rows)[found]
    names = {name.partition(":")[0].rpartition(".")[2] for _, name in bound.rows}
    return next((mark.partition("/")[2] for mark in value.tags if mark.partition("/")[2] in names), None)


def _is_list(state: Merge, key: Key) -> bool:
    return key[1] in ("content", "steps", "safety", "results") or (
        key[1] == "tasks" and key[0] in state.items and state.owners[key[0]][1] == "positions"
    )


# ---- tables with a line for each item


def _grid(state: Merge, table: Table, bound: Grid, owner: str) -> None:
    names, heads = _columns(state, table, bound)
    if not bound.items:
        for row in table.rows[heads:]:
            _owner_row(state, row, owner, names)
        return
    key = (owner or (bound.items[0] if len(bound.items) > 1 else "document"), bound.items[-1])
    if bound.primary:
        state.roster(key)
    group = ""
    for row in table.rows[heads:]:
        words = row_words(row)
        if not words:
            state.empty.update(mark.partition("/")[0] for cell in row.cells for mark in cell.tags)
            continue
        told = _group(state, bound, row)
        if told:
            group = told
        elif plain(next(cell.words for cell in row.cells if cell.words)) in _total_words(state):
            for cell in row.cells[1:]:
                computed(state, cell)
        elif len(row.cells) == 1 and len(names) > 1:
            _loose(state, row.cells[0])
        else:
            _item_row(state, row, bound, key, _Line(names, group))


def _owner_row(state: Merge, row: Row, owner: str, names: Sequence[str | None]) -> None:
    """A line about the item that the table belongs to; without one all in it is computed."""
    for cell in row.cells:
        told = names[min(cell.column + cell.span, len(names)) - 1]
        if told and owner:
            state.put(tag(owner, told), [line.words for line in cell.lines], cell.place)
        else:
            computed(state, cell)


@dataclass(frozen=True, slots=True)
class _Line:
    """What a row tells beside its words: the properties of the columns, and the group it stands in."""

    names: Sequence[str | None]
    group: str


def _total_words(state: Merge) -> set[str]:
    return {plain(state.wording.labels[label]) for label in _TOTALS}


def _group(state: Merge, bound: Grid, row: Row) -> str:
    """The group that a title row begins; empty for any other row."""
    filled = [cell.words for cell in row.cells if cell.words]
    if not bound.groups or len(filled) != 1:
        return ""
    prefix = bound.prefix
    label = state.wording.label_key(filled[0], (name for name in state.wording.labels if name.startswith(prefix)))
    return label.removeprefix(prefix)


def _columns(state: Merge, table: Table, bound: Grid) -> tuple[list[str | None], int]:
    """The property of each column by the words of its head, and how many rows the head has.

    None is a column that is not known. A head of numbers names the semesters.
    """
    heads = next((place for place, row in enumerate(table.rows) if not row.head), len(table.rows)) or 1
    width = max((cell.column + cell.span for row in table.rows for cell in row.cells), default=0)
    words = [""] * width
    for row in table.rows[:heads]:
        for cell in row.cells:
            for column in range(cell.column, min(cell.column + cell.span, width)):
                words[column] = cell.words or words[column]
    labels = dict(bound.columns)
    names: list[str | None] = []
    for word in words:
        found = state.wording.label_key(word, labels)
        semester = state.wording.number(word, whole=True) if word else None
        names.append(labels[found] if found else f"semesters.{semester}" if semester else None)
    if all(name is None for name in names) and width == len(bound.columns):
        return [name for _, name in bound.columns], 0  # the head is gone: the columns stand as they were written
    for column, name in enumerate(names):
        if name is None and words[column] and not state.is_known(words[column]):
            state.lost(words[column], table.rows[0].place)
    return names, heads


def _item_row(state: Merge, row: Row, bound: Grid, key: Key, line: _Line) -> None:
    """Take over a line that shows an item."""
    item, created = _row_item(state, row, bound, key, line.names)
    if item is None:
        for cell in row.cells:
            _loose(state, cell)
        return
    name = item["id"]
    state.places.setdefault(name, row.place)
    if line.group and bound.groups and bound.primary:
        if created:
            item[bound.groups] = line.group
        else:
            state.regroup(item, {bound.groups: line.group}, row.place)
    loads: dict[int, Cell] = {}
    for cell in row.cells:
        told = line.names[min(cell.column + cell.span, len(line.names)) - 1]
        if not _is_whole(state, cell, line.names):
            continue
        if told is None:
            _loose(state, cell)
        elif told == "" and not cell.words.isdigit():
            computed(state, cell)
        elif told.startswith("semesters."):
            loads[int(told.partition(".")[2])] = cell
        elif told.startswith("@"):
            take_coverage(state, item, told[1:], cell)
        elif told == "id":
            _identity(state, item, cell, created=created)
        elif told:
            state.put(tag(name, told), [each.words for each in cell.lines], cell.place)
    if loads:
        take_loads(state, item, loads)
    if created:
        words = row_words(row)
        state.find("import-added", N_("{place}: new, as {id}: {words}"), row.place, "info", id=name, words=words)


def _is_whole(state: Merge, cell: Cell, names: Sequence[str | None]) -> bool:
    """Whether a cell is one of its own: to which of merged cells the words belong is nothing to guess."""
    covered = [name for name in names[cell.column : cell.column + cell.span] if name]
    if not cell.merged and (len(covered) < 2 or not cell.words):
        return True
    if cell.words:
        state.remain(cell.words, cell.place)
        state.find(
            "word-merged-cells", N_("{place} is merged with other cells; its words were not taken: {words}"),
            cell.place, hint=N_("Split the cells in Word."), words=cell.words,
        )
    else:
        state.find(
            "word-merged-cells", N_("{place} is merged with other cells; nothing was taken from it"), cell.place,
            hint=N_("Split the cells in Word."),
        )
    return False


def _row_item(
    state: Merge, row: Row, bound: Grid, key: Key, names: Sequence[str | None]
) -> tuple[dict[str, Any] | None, bool]:
    """The item a row shows, and whether it is a new one: by the tags in it, else by its code."""
    tagged = Counter(mark.partition("/")[0] for cell in row.cells for mark in cell.tags)
    marked = [name for name, _ in tagged.most_common() if name in state.items and state.owners[name][1] == key[1]]
    codes = [cell.words for cell in row.cells if names[min(cell.column, len(names) - 1)] == "id"]
    code = codes[0] if codes else ""
    before = next((old for old, new in state.renames.items() if new == code), code)
    called = [before] if before in state.items and state.owners[before][1] == key[1] else []
    if not bound.primary:  # its code says whose line it is, if there is such an item
        ids = [*called, *marked]
        return (state.items[ids[0]], False) if ids else (None, False)
    ids = [*marked[:1], *called]
    for name in ids:
        if name not in state.used:
            state.enter(key, state.items[name], row.place)
            return state.items[name], False
    meant = state.meant(key, (cell.words for cell in row.cells if cell.words != code))
    if meant is not None:
        state.enter(key, meant, row.place)
        return meant, False
    return state.add(key, row.place, code if _ID.fullmatch(code) else ""), True


def _identity(state: Merge, item: dict[str, Any], cell: Cell, *, created: bool) -> None:
    """The code an author gave to an item. It is its identity, so a change of it is told."""
    code, old = cell.words, item["id"]
    if not code or code in (old, state.renames.get(old)) or (created and code in state.items):
        return
    if not _ID.fullmatch(code) or code in state.items or code in state.renames.values():
        likely = state.wording.lookalike(code, ())
        state.find(
            "import-value", N_("{place}: {words} cannot be the code of an item; {id} was kept"), cell.place, "error",
            likely.hint if likely is not None else N_(
                "A code is a letter, then letters, digits, dots or hyphens, and stands once in a document."
            ), words=code, id=old, **(likely.arguments if likely is not None else {}),
        )
        return
    state.renames[old] = code
    if not state.origin.template:
        state.find(
            "import-value", N_("{place}: {id} is {words} now; other standards that refer to {id} must follow"),
            cell.place, id=old, words=code,
        )
