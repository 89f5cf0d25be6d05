"""A workbook becomes rows of values: which sheet is which table, which column is what, which cell says what."""

import io
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from curricula.diagnostics import N_, Diagnostic, Where
from curricula.office import open_container, parse_xml
from curricula.sheets.cells import Place, Reader, place
from curricula.sheets.heads import Heads, folded, heads
from curricula.sheets.layout import Column, Sheet
from curricula.sheets.marks import HIDDEN, LISTS, TOTAL, Marks, remembered
from curricula.sheets.values import Value

# What openpyxl ends in where a part is not as it should be; ours is to say so, and not where it stumbled.
_UNREADABLE = (
    AttributeError, BadZipFile, IndexError, InvalidFileException, KeyError, OSError, ParseError, TypeError, ValueError,
)
_MOST = 200_000  # cells; the largest plan with its equipment has about 3000
_WIDEST, _LONGEST = 16_384, 1_048_576  # columns and rows of a sheet: an area may be whole ones
_HEAD_WITHIN = 20  # rows above the header of a sheet made by hand: titles, names, dates


@dataclass(frozen=True)
class Line:
    """One row of a table: the id it was exported with, its values by column, and where they stand."""

    key: str
    values: Mapping[str, Value]
    places: Mapping[str, Place]


@dataclass
class Table:
    """A sheet as it was read: the columns it has with their headers, its lines, and where the header begins."""

    sheet: Sheet
    place: Place
    columns: tuple[Column, ...] = ()
    headers: tuple[str, ...] = ()
    lines: list[Line] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether it has every column a line cannot do without."""
        return all(column in self.columns for column in self.sheet.columns if column.required)


@dataclass
class Found:
    """What was read of a workbook, and the findings on the way."""

    marks: Marks | None = None
    tables: list[Table] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)


def opened(path: str, content: bytes, *, rich: bool = False) -> tuple[Workbook | None, tuple[Diagnostic, ...]]:
    """The workbook in a file, or why it is not read; what is in it and never read is a finding.

    With `rich`, words of several looks in one cell are a `CellRichText`.
    """
    container = open_container(content, path, "xlsx")
    if isinstance(container, Diagnostic):
        return None, (container,)
    where = Where(path)
    sheets = [part for name, part in container.parts.items() if name.endswith(".xml")]
    cells = sum(part.count(b"<c ") + _spanned(part) for part in sheets)
    if cells > _MOST:
        return None, (Diagnostic(
            where, "import-file", "the workbook has {count} cells; at most {limit} are read",
            {"count": cells, "limit": _MOST}, hint="Delete the empty rows and columns that are formatted.",
        ),)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl does not keep; nothing is written from here
            book = load_workbook(io.BytesIO(content), rich_text=rich)
    except _UNREADABLE:
        return None, (Diagnostic(
            where, "import-file", "the workbook is damaged, or another program has written it in a form of its own",
            hint="Open it in Excel, save it as .xlsx and try again.",
        ),)
    pictures = sum(name.startswith(("xl/media/", "xl/charts/chart")) for name in container.parts)
    return book, (Diagnostic(
        where, "import-unplaced", "the workbook has pictures or charts: they are not read", severity="warning",
    ),) if pictures else ()


def _spanned(part: bytes) -> int:
    """How many cells the merged areas and the links of a sheet have: openpyxl makes each of them."""
    if b"mergeCell" not in part and b"hyperlink" not in part:
        return 0
    count = 0
    for item in parse_xml(part).iter("{*}mergeCell", "{*}hyperlink"):
        with suppress(ValueError):  # no area: openpyxl says so
            left, top, right, bottom = range_boundaries(item.get("ref", ""))
            count += ((right or _WIDEST) - (left or 1) + 1) * ((bottom or _LONGEST) - (top or 1) + 1)
    return count


def marks_of(book: Workbook) -> Marks | None:
    """What the workbook remembers; None for one that was made by hand, or lost its hidden sheet."""
    if HIDDEN not in book.sheetnames or not isinstance(book[HIDDEN], Worksheet):
        return None
    rows = book[HIDDEN].iter_rows(values_only=True)
    return remembered([str(value) if value is not None else "" for value in row] for row in rows)


def tables(book: Workbook, wanted: tuple[Sheet, ...], reader: Reader, marks: Marks | None) -> Found:
    """The tables of a workbook: each sheet whose title is remembered, or whose header is that of a table."""
    found = Found(marks)
    titles = {title: name for name, title in marks.titles.items()} if marks else {}
    known = {sheet.name: heads(sheet, reader.vocabulary) for sheet in wanted}
    for page in book.worksheets:
        if page.title in (HIDDEN, LISTS) or (page.title in titles and titles[page.title] not in known):
            continue
        if page.sheet_state != "visible":
            found.problems.append(Diagnostic(
                Where(reader.path), "import-hidden", "the sheet {sheet} is hidden and was not read",
                {"sheet": page.title}, hint="Unhide it, or delete it.", severity="warning",
            ))
            continue
        grid = filled(page)
        name, row = _recognised(grid, known, titles.get(page.title, ""))
        if not name:
            if grid:
                found.problems.append(Diagnostic(
                    Where(reader.path), "import-unplaced", "the sheet {sheet} was not read: its header is of no table",
                    {"sheet": page.title}, severity="warning",
                ))
            continue
        found.tables.append(_table(page, grid, row, known[name], reader, found.problems))
    for name, count in Counter(table.sheet.name for table in found.tables).items():
        if count > 1:
            titles_of = ", ".join(table.place.name.partition("!")[0] for table in found.tables
                                  if table.sheet.name == name)
            found.problems.append(Diagnostic(
                Where(reader.path), "import-file", "the sheets {sheets} have the header of one and the same table",
                {"sheets": titles_of}, hint="Delete the copies.",
            ))
    return found


Grid = dict[int, dict[int, Cell | MergedCell]]


def filled(page: Worksheet) -> Grid:
    """The cells that are not empty, by row and column; `iter_rows` would fill up a million rows below a stray one."""
    grid: Grid = {}
    cells: Mapping[tuple[int, int], Any] = page._cells  # openpyxl has no public way
    for (row, column), cell in sorted(cells.items()):
        if cell.value is not None and str(cell.value).strip():
            grid.setdefault(row, {})[column] = cell
    return grid


def _recognised(grid: Grid, known: Mapping[str, Heads], name: str) -> tuple[str, int]:
    """Which table a sheet is, and the row of its header: where most headers are known."""
    best = (0, "", 0)
    for row in sorted(grid)[:_HEAD_WITHIN]:
        for candidate, words in known.items():
            if name in ("", candidate):
                named = {column.key for cell in grid[row].values() if (column := words.column(str(cell.value)))}
                needed = {column.key for column in words.sheet.columns if column.required}
                enough = name or len(named & needed) * 2 >= len(needed)
                if enough and len(named) > best[0]:
                    best = (len(named), candidate, row)
    return (best[1], best[2]) if best[1] else (name, min(grid, default=1))


def _table(
    page: Worksheet, grid: Grid, row: int, words: Heads, reader: Reader, problems: list[Diagnostic]
) -> Table:
    """The lines below the header; what stands above it is title and is not read."""
    first = place(reader.path, page.cell(row, 1))
    columns, key = _columns(grid.get(row, {}), words, reader, problems)
    table = Table(words.sheet, first, tuple(columns.values()), tuple(str(grid[row][place].value) for place in columns))
    missing = [column for column in words.sheet.columns if column.required and column not in columns.values()]
    problems += (
        first.finding(
            "import-header", N_("{place}: the column {name} is missing"), N_("Columns may be moved, but not renamed."),
            name=reader.labels[column.labels[0]],
        )
        for column in missing
    )
    problems += _merged(page, row, columns, reader.path)
    body = {number: cells for number, cells in grid.items() if number > row}
    problems += _hidden(page, body, columns, reader.path)
    totals = {folded(labels[name]) for labels in reader.vocabulary.values() for name in ("total", "subtotal")}
    for number, cells in body.items():
        shown = [cells[place] for place in columns if place in cells]
        mark = str(cells[key].value) if key in cells else ""
        words_of = {folded(str(cell.value)) for cell in shown if isinstance(cell.value, str)}
        if not shown or mark == TOTAL or (not mark and words_of & totals):
            continue
        table.lines.append(_line(page, number, mark, columns, reader, problems))
    return table


def _columns(
    header: Mapping[int, Cell | MergedCell], words: Heads, reader: Reader, problems: list[Diagnostic]
) -> tuple[dict[int, Column], int]:
    """What each column of a sheet is, and which one has the ids the rows were exported with (0: none)."""
    columns: dict[int, Column] = {}
    key = 0
    for number, cell in header.items():
        text, at = str(cell.value), place(reader.path, cell)
        column = words.column(text)
        if text == HIDDEN:
            key = number
        elif column is None:
            near = words.near(text, reader.labels)
            problems.append(Diagnostic(
                at.where, "import-header", "{place}: {name} is not the name of a column; it was not read",
                {"place": at.name, "name": text, **(near.arguments if near else {})},
                hint=near.hint if near else "", severity="warning",
            ))
        elif column in columns.values():
            problems.append(at.finding("import-header", N_("{place}: a second column has the name {name}"), name=text))
        else:
            columns[number] = column
    return columns, key


def _merged(page: Worksheet, head: int, columns: Iterable[int], path: str) -> Iterator[Diagnostic]:
    for merged in page.merged_cells.ranges:
        if merged.max_row > head and any(merged.min_col <= column <= merged.max_col for column in columns):
            at = place(path, page.cell(merged.min_row, merged.min_col))
            yield at.finding(
                "import-value", N_("{place}: the cells {cells} are merged, so some of them have no value"),
                N_("Unmerge them and give each its own."), cells=merged.coord,
            )


def _hidden(page: Worksheet, rows: Iterable[int], columns: Mapping[int, Column], path: str) -> Iterator[Diagnostic]:
    """Rows and columns that nobody sees are read all the same; the author must know."""
    hidden = [row for row in rows if page.row_dimensions[row].hidden]
    unseen = [
        get_column_letter(column) for column in columns
        if any(
            size.hidden and (size.min or 0) <= column <= (size.max or 0) for size in page.column_dimensions.values()
        )
    ]
    for names in (list(map(str, hidden)), unseen):
        if names:
            yield Diagnostic(
                Where(path, int(names[0]) if names[0].isdigit() else 0), "import-hidden",
                "{place}: rows or columns that are hidden, by a filter perhaps, were read too: {names}",
                {"place": page.title, "names": ", ".join(names)}, severity="warning",
            )


def _line(
    page: Worksheet, row: int, key: str, columns: Mapping[int, Column], reader: Reader, problems: list[Diagnostic]
) -> Line:
    values: dict[str, Value] = {}
    places: dict[str, Place] = {}
    for number, column in columns.items():
        cell = page.cell(row, number)
        places[column.key] = place(reader.path, cell)
        value = reader.value(cell, column)
        if isinstance(value, Diagnostic):
            problems.append(value)
        else:
            values[column.key] = value
    return Line(key, values, places)
