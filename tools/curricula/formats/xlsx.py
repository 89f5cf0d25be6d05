"""The tables of one edition as an Excel workbook, for authors who plan hours there; `import` takes it back."""

import datetime
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree
from openpyxl import Workbook
from openpyxl.packaging.core import DocumentProperties
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import tostring

from curricula.drafts import data_of
from curricula.editions.edition import Edition
from curricula.model.professional import ProfessionalStandard
from curricula.model.standards import Standard
from curricula.model.text import texts
from curricula.office import parse_xml, write_container
from curricula.sheets.heads import header
from curricula.sheets.layout import Column, Entry, Sheet, entries, parents, sheets
from curricula.sheets.look import Look, sheet_title
from curricula.sheets.marks import HIDDEN, LISTS, TOTAL, Marks, lines
from curricula.sheets.shares import SHARES, write_shares
from curricula.sheets.values import Value, digest, value

SUFFIX = "xlsx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SCOPE = "edition"
DEFAULT = False  # made when it is asked for: it is a working paper, not a publication

_SPARE = 200  # empty rows below a table that are checked as they are typed


@dataclass
class _Book:
    """The workbook on its way: what the edition says, and the values of formulas by sheet."""

    edition: Edition
    book: Workbook
    look: Look
    results: dict[str, dict[str, float]] = field(default_factory=dict)
    lists: dict[tuple[str, ...], str] = field(default_factory=dict)

    def page(self, label: str) -> Worksheet:
        """A new sheet named by a label."""
        page: Worksheet = self.book.create_sheet(sheet_title(self.edition.label(label)))
        self.look.set_page(page, self.edition)
        return page

    def formula(self, page: Worksheet, row: int, column: int, words: str, result: float) -> None:
        """A formula with its value, for programs that show a workbook without calculating."""
        cell = page.cell(row, column, words)
        self.results.setdefault(page.title, {})[str(cell.coordinate)] = result


def render(edition: Edition) -> tuple[bytes, tuple[str, ...]]:
    """The workbook, and no complaints: what it does not show is in the other formats."""
    standard = edition.standard
    data = data_of(standard)
    foreign = frozenset(text.words for text in texts(standard) if text.language != edition.locale)
    whole = _Book(edition, Workbook(), Look(edition.locale, foreign))
    whole.book.remove(whole.book.worksheets[0])
    titles: dict[str, str] = {}
    known: dict[str, dict[str, dict[str, str]]] = {}
    for sheet in sheets(standard.kind, _semesters(standard)):
        page = whole.page(sheet.label)
        titles[sheet.name] = page.title
        known[sheet.name] = _table(whole, page, sheet, data)
        if sheet.name == "course-plan":
            shares = whole.page("section.course-shares")
            titles[SHARES] = shares.title
            write_shares(shares, page, list(entries(sheet, data)), edition, whole.formula)
            whole.look.shares(shares)
    marks = Marks(standard.uuid, standard.version, edition.locale, titles, known)
    _hide(whole, HIDDEN, list(lines(marks)))
    _hide(whole, LISTS, [list(words) for words in whole.lists])
    return _written(whole), ()


def _semesters(standard: Standard) -> int:
    """How many semesters the plan has columns for: those of the programme, and any a course is taught in."""
    if not isinstance(standard, ProfessionalStandard):
        return 0
    loads = (load.number for course in standard.curriculum.courses for load in course.semesters)
    return max(standard.duration.semesters, *loads)


def _table(whole: _Book, page: Worksheet, sheet: Sheet, data: object) -> dict[str, dict[str, str]]:
    """Header, rows and sums of one table; the hashes of the values by row and column."""
    edition, names = whole.edition, {parent["id"]: parent["name"] for parent in parents(sheet, data)}
    page.cell(1, 1, HIDDEN)
    for place, column in enumerate(sheet.columns, 2):
        page.cell(1, place, header(column, edition.shared.labels))
    known = {}
    rows = list(entries(sheet, data))
    for row, entry in enumerate(rows, 2):
        whole.look.text(page.cell(row, 1), entry.id)
        values = {column.key: value(entry, column) for column in sheet.columns}
        for place, column in enumerate(sheet.columns, 2):
            whole.look.put(page.cell(row, place), _shown(edition, column, values[column.key], names), column)
        known[entry.id] = {name: digest(found) for name, found in values.items()}
    last = len(rows) + 1
    if any(column.summed for column in sheet.columns):
        _sums(whole, page, sheet, rows)
    choices = {column.key: _choices(edition, column) for column in sheet.columns}
    for place, column in enumerate(sheet.columns, 2):
        listed = tuple(f"{key} {name}" for key, name in names.items()) if column.kind == "parent" else ()
        _check(whole, page, column, choices[column.key] or listed, (place, last + _SPARE))
    whole.look.table(page, sheet, last, choices)
    return known


def _shown(edition: Edition, column: Column, found: Value, names: Mapping[str, str]) -> str | float | None:
    """What a cell shows: the word of a choice, ids in a row, a parent with its name; nothing for no hours."""
    if column.kind == "choice":
        return edition.label(f"{column.prefixes[0]}{found}")
    if column.kind == "parent":
        return f"{found} {names[str(found)]}"
    if isinstance(found, tuple):
        return ", ".join(found) or None
    return found or (0 if column.required else None)


def _sums(whole: _Book, page: Worksheet, sheet: Sheet, rows: list[Entry]) -> None:
    """The row of sums. They reach up to the row above, so that a row inserted there is counted too."""
    last = len(rows) + 2
    whole.look.text(page.cell(last, 1), TOTAL)
    whole.look.text(page.cell(last, 1 + sheet.last_fixed), whole.edition.label("total"))
    for place, column in enumerate(sheet.columns, 2):
        if column.summed:
            letter = get_column_letter(place)
            result = sum(amount for entry in rows if isinstance(amount := value(entry, column), (int, float)))
            whole.formula(page, last, place, f"=SUM({letter}2:INDEX({letter}:{letter},ROW()-1))", result)


def _choices(edition: Edition, column: Column) -> tuple[str, ...]:
    """The words of the values of a choice."""
    return tuple(edition.label(f"{column.prefixes[0]}{name}") for name in column.values)


def _check(whole: _Book, page: Worksheet, column: Column, words: tuple[str, ...], size: tuple[int, int]) -> None:
    """What may be typed in a column, from its second row to `size`: its number and the last row."""
    if words:
        letter = get_column_letter(len(whole.lists) + 1)
        whole.lists.setdefault(words, f"'{LISTS}'!${letter}$1:${letter}${len(words)}")
    whole.look.check(page, column, whole.lists.get(words, ""), size)


def _hide(whole: _Book, name: str, rows: list[list[str]]) -> None:
    page = whole.book.create_sheet(name)
    across = name == HIDDEN
    for row, words in enumerate(rows, 1):
        for place, word in enumerate(words, 1):
            cell = page.cell(row, place) if across else page.cell(place, row)  # a list goes down: LibreOffice wants it
            whole.look.text(cell, word)
    page.sheet_state = "veryHidden"


def _written(whole: _Book) -> bytes:
    """The file, with the values of formulas and dates that say nothing of the day it was made."""
    standard = whole.edition.standard
    target = io.BytesIO()
    whole.book.save(target)
    with zipfile.ZipFile(target) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    day = datetime.datetime.fromisoformat(standard.issued)
    properties = DocumentProperties(
        creator=standard.code, title=standard.title.words, identifier=standard.uuid, version=standard.version,
        language=whole.edition.locale, created=day, modified=day,
    )
    parts["docProps/core.xml"] = etree.tostring(etree.fromstring(tostring(properties.to_tree())))
    for title, results in whole.results.items():
        name = whole.book[title].path.lstrip("/")
        parts[name] = _with_results(parts[name], results)
    return write_container(parts)


def _with_results(part: bytes, results: Mapping[str, float]) -> bytes:
    """A sheet with the values of its formulas, which openpyxl leaves empty."""
    root = parse_xml(part)
    for cell in _cells(root):
        result = results.get(cell.get("r", ""))
        found = cell.find(f"{{{SHEET_MAIN_NS}}}v")
        if result is not None and found is not None:
            found.text = f"{result:.12g}"
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _cells(root: etree._Element) -> Iterator[etree._Element]:
    return root.iter(f"{{{SHEET_MAIN_NS}}}c")
