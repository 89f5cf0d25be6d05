"""An Excel workbook, for translators who have no other tool: a sheet for each document, a row for each text.

Target, state and note may be typed in; all else is locked (without a password). A hidden row has the
name of each column, and which programme, document and languages the sheet belongs to; hidden columns
have the key of each row and the hashes of its words. So rows may be sorted, filtered and deleted,
columns moved, and sheets taken out into a workbook of their own.

The state that comes back is the one in its cell, or that of before where the cell is blank; but words that
were changed are `translated`, unless the cell says `draft`, and no words are `untranslated`.

Not read back: terms and suggestions, which are only shown; line ends other than LF; the look of words; the
letters `x005F_`, with which workbooks escape others. A cell holds 32,767 characters.
"""

import datetime
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.packaging.core import DocumentProperties
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

from curricula.diagnostics import N_, Diagnostic, Where
from curricula.handover import number, settled
from curricula.office import write_container
from curricula.returned import KEY
from curricula.reviews import STATES, UNTRANSLATED
from curricula.sheets.cells import Place, place
from curricula.sheets.handout import LEGEND, write_pages
from curricula.sheets.reading import Grid, filled, opened
from curricula.units import Bundle, Part, Unit, handed, within

SUFFIX = "xlsx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_WITHIN = 20  # rows above the hidden one: what people put on top of a table
_EXACT = 10**15  # beyond it Excel has changed the last digits
_READ = ("key", "base", "context", "source", "target", "state", "note", "previous", "original", "limit")
_OLE = b"\xd0\xcf\x11\xe0"  # an old workbook, or one with a password


def write(bundle: Bundle) -> bytes:
    """The workbook, without the day it was made: equal bundles are equal bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    write_pages(book, bundle)
    return _written(book, bundle)


def _written(book: Workbook, bundle: Bundle) -> bytes:
    target = io.BytesIO()
    book.save(target)
    with zipfile.ZipFile(target) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    always = datetime.datetime(1980, 1, 1)
    properties = DocumentProperties(
        creator="Curricula", title=bundle.name, language=bundle.locale, created=always, modified=always
    )
    parts["docProps/core.xml"] = etree.tostring(etree.fromstring(tostring(properties.to_tree())))
    return write_container(parts)


def is_mine(content: bytes) -> bool:
    """Whether it is a workbook; also one of an old Excel or with a password, so that `read` can say so."""
    return content.startswith(_OLE) or (content.startswith(b"PK") and b"xl/" in content)


@dataclass
class _Reading:
    """What was read so far: programme and languages as the first sheet tells them, units by document and by key."""

    path: str
    problems: list[Diagnostic]
    facts: tuple[str, ...] = ("", "", "")
    uuids: dict[str, str] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    disputed: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Marked:
    """The hidden row of a sheet: where it is, the place of each column, and what stands behind the name of each."""

    row: int
    columns: Mapping[str, int]
    facts: Mapping[str, str]


def read(content: bytes, path: str) -> Bundle:
    """The units of a workbook, and what is wrong with it, by sheet and cell."""
    book, problems = opened(path, content, rich=True)
    reading = _Reading(path, list(problems))
    for page in book.worksheets if book else ():
        _read_sheet(page, reading)
    if book and not reading.uuids:
        reading.problems.append(Diagnostic(
            Where(path), "exchange-strange", "no sheet of the workbook is one that `curricula translate export` made",
            hint="Is it the workbook of another project? Copying cells alone into a new workbook loses their keys.",
        ))
    found: dict[str, list[Unit]] = {document: [] for document in reading.uuids}
    for key, unit in reading.units.items():
        if key not in reading.disputed:
            found[within(key, found)].append(unit)
    parts = (Part(document, reading.uuids[document], tuple(units)) for document, units in found.items())
    name, source, locale = reading.facts
    return Bundle(name, source, locale, tuple(parts), tuple(reading.problems))


def _read_sheet(page: Worksheet, reading: _Reading) -> None:
    grid = filled(page)
    marked = _marked(grid)
    if marked is None:
        if grid:
            words = N_("the sheet {sheet} is none of ours and was not read")
            hint = N_("Was its first row, which is hidden, deleted? Copy your words into a new export.")
            reading.problems.append(_about(page, reading.path, words, hint))
        return
    if LEGEND in marked.columns:
        return
    name, document, uuid = (*marked.facts.get("key", "").split(), "", "", "")[:3]
    facts = (name, marked.facts["source"], marked.facts["target"])
    if not document or "state" not in marked.columns:
        missing = "state" if document else "key"
        reading.problems.append(_about(
            page, reading.path, N_("the sheet {sheet} was not read: its column {name} is missing"),
            N_("Keys stand in hidden columns. Take the workbook anew, and copy the translations into it."), missing,
        ))
    elif reading.uuids and facts != reading.facts:
        reading.problems.append(_about(
            page, reading.path, N_("the sheet {sheet} was not read: it is of another programme or language"),
            N_("Import it in a workbook of its own."),
        ))
    else:
        reading.facts = facts
        reading.uuids.setdefault(document, uuid)
        if "base" not in marked.columns:
            reading.problems.append(_about(
                page, reading.path, N_("the hidden column {name} is missing in the sheet {sheet}"),
                N_("Whether words have changed since the export cannot be told any more."), "base",
            ))
        _read_rows(page, grid, marked, reading)


def _about(page: Worksheet, path: str, message: str, hint: str = "", name: str = "") -> Diagnostic:
    """A finding about a sheet: an error where translations in it are lost."""
    lost = bool(hint) and name != "base"
    return Diagnostic(
        Where(path), "exchange-sheet", message, {"sheet": page.title, "name": name}, hint=hint,
        severity="error" if lost else "warning",
    )


def _marked(grid: Grid) -> _Marked | None:
    """The hidden row; other rows may have been put above it."""
    for row in sorted(grid)[:_WITHIN]:
        words = {column: str(cell.value).partition(" ") for column, cell in grid[row].items()}
        columns = {name: column for column, (name, _, _) in words.items()}
        facts = {name: rest for name, _, rest in words.values()}
        if list(columns) == [LEGEND] or (facts.get("source") and facts.get("target")):
            return _Marked(row, columns, facts)
    return None


def _read_rows(page: Worksheet, grid: Grid, marked: _Marked, reading: _Reading) -> None:
    merged = set(_merged(page, grid, marked, reading))
    for row, cells in grid.items():
        key = cells.get(marked.columns["key"])
        if row <= marked.row or row in merged or (key is None and row == marked.row + 1):  # their heads
            continue
        if key is None:
            at = place(reading.path, next(iter(cells.values())))
            reading.problems.append(at.finding(
                "exchange-row", N_("{place}: the row has no key; it was not read"),
                N_("Rows cannot be added here: what is to be translated comes from the standard."),
            ))
            continue
        unit = _unit(page, row, marked, reading)
        if unit is None:
            continue
        known = reading.units.setdefault(unit.key, unit)
        # A copied row or sheet does no harm, as long as nobody has gone on in both.
        if (known.target, known.state, known.note) != (unit.target, unit.state, unit.note):
            reading.disputed.add(unit.key)
            reading.problems.append(place(reading.path, key).finding(
                "exchange-duplicate", N_("{place}: {key} stands twice; the first is in row {row}"),
                N_("Keep one of the two rows."), key=unit.key, row=known.where.line,
            ))


def _merged(page: Worksheet, grid: Grid, marked: _Marked, reading: _Reading) -> Iterator[int]:
    """The rows in which cells are merged, so that some have lost their words."""
    columns = marked.columns.values()
    for area in page.merged_cells.ranges:
        if area.max_row > marked.row and any(area.min_col <= column <= area.max_col for column in columns):
            at = place(reading.path, page.cell(area.min_row, area.min_col))
            reading.problems.append(at.finding(
                "exchange-cell", N_("{place}: the cells {cells} are merged; their rows were not read"),
                N_("Unmerge them and give each its own words."), cells=area.coord,
            ))
            yield from (row for row in grid if area.min_row <= row <= area.max_row)


def _unit(page: Worksheet, row: int, marked: _Marked, reading: _Reading) -> Unit | None:
    """The unit of a row; None, and a finding, where a cell cannot be understood."""
    found: dict[str, str] = {}
    places = {name: place(reading.path, page.cell(row, column)) for name, column in marked.columns.items()}
    for name, column in marked.columns.items():
        if name in _READ:
            words, problem = _text(places[name], page.cell(row, column))
            if problem:
                reading.problems.append(problem)
            if words is None:
                return None
            found[name] = words
    sheet = marked.facts["key"].split()[1]
    key, base, target, limit = found["key"], found.get("base", ""), found["target"], found.get("limit", "")
    state = found["state"].strip().casefold() or handed(base).state or UNTRANSLATED  # a blank cell says nothing
    problem = _looks(places["target"], page.cell(row, marked.columns["target"]))
    if not KEY.fullmatch(key) or within(key, [sheet]) != sheet:
        problem = places["key"].finding(
            "exchange-row", N_("{place}: {key} is no key of this sheet; the row was not read"),
            N_("Was the row copied from another sheet?"), key=key,
        )
    elif state not in STATES:
        problem = places["state"].finding(
            "exchange-state", N_("{place}: {state} is none of the states"), N_("Known here: {known}."),
            state=state, known=", ".join(STATES),
        )
    if problem:
        reading.problems.append(problem)
        if problem.severity == "error":
            return None
    return Unit(
        key, found["source"], target, settled(target, state, base), base, found.get("context", ""),
        found.get("original", ""), found.get("previous", ""), found.get("note", ""),
        number(limit), where=places["target"].where,
    )


def _text(at: Place, cell: Cell | MergedCell) -> tuple[str | None, Diagnostic | None]:
    """The words of a cell, or None; and what is wrong with them."""
    found = cell.value
    if isinstance(found, (ArrayFormula, DataTableFormula)) or cell.data_type == "f":
        return None, at.finding(
            "exchange-cell", N_("{place}: a formula stands where words are expected"),
            N_("Copy the cell and paste it as a value; words that begin with `=` take an apostrophe before it."),
        )
    if cell.data_type == "e":
        return None, at.finding(
            "exchange-cell", N_("{place}: Excel shows the error {error} here"), N_("Write the words themselves."),
            error=found,
        )
    if found is None or isinstance(found, (str, CellRichText)):
        return _plain(str(found or "")), None
    if isinstance(found, bool):
        return None, at.finding("exchange-cell", N_("{place}: true or false stands where words are expected"))
    whole = str(int(found)) if isinstance(found, int) or (isinstance(found, float) and found.is_integer()) else ""
    if whole and abs(int(whole)) < _EXACT and cell.number_format in ("General", "@", "0"):
        return whole, Diagnostic(
            at.where, "exchange-cell", "{place}: Excel has made a number of what was typed; {number} was read",
            {"place": at.name, "number": whole}, hint="Were there zeros before it? Format the cell as text.",
            severity="warning",
        )
    return None, at.finding(
        "exchange-cell", N_("{place}: Excel has made a number or a date of what was typed: {found}"),
        N_("Format the cell as text and type it again."), found=str(found),
    )


def _looks(at: Place, cell: Cell | MergedCell) -> Diagnostic | None:
    """What is wrong with a target whose look has a meaning, of which words alone have nothing: 10² would be 102.

    That one cell has several fonts is no such look: LibreOffice gives each script its own.
    """
    pieces = cell.value if isinstance(cell.value, CellRichText) else ()
    fonts: list[Any] = [cell.font, *(piece.font for piece in pieces if isinstance(piece, TextBlock))]
    if any(font.vertAlign in ("superscript", "subscript") or font.strike for font in fonts):
        return at.finding(
            "exchange-cell", N_("{place}: raised, lowered or struck out letters would be read as plain ones"),
            N_("Write ² or ₂ as characters, delete what is struck out, and take the look away."),
        )
    if any(font.b or font.i or font.u for font in fonts):
        return Diagnostic(
            at.where, "exchange-cell", "{place}: bold, italic or underlined words are read as plain ones",
            {"place": at.name}, severity="info",
        )
    return None


def _plain(words: str) -> str:
    """Words with line ends as ours; Excel writes a carriage return by its number."""
    return re.sub("\r\n?", "\n", re.sub("_x000[dD]_", "\r", words))
