"""How a workbook looks and is printed: widths, colours, what may be typed where, A4 across."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from curricula.editions.edition import Edition
from curricula.locales import script
from curricula.sheets.layout import NUMERIC, Column, Sheet

_FONTS = {"Hans": "Microsoft YaHei", "Hant": "Microsoft JhengHei"}  # what Excel has for a script; else Arial
HEAD = PatternFill("solid", fgColor="FF1F3864")
_TOTAL = PatternFill("solid", fgColor="FFE7ECF5")
_LINE = Side(style="thin", color="FFBFC7D5")
BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_FORMULA = ("=", "+", "-", "@", "\t")  # what a spreadsheet takes for the beginning of a formula
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\']")  # Excel forbids them; a quote would have to be doubled in formulas
_UNPRINTED = ("standard", "task", "content", "activities", "result")  # words that the standard itself prints


def sheet_title(words: str) -> str:
    """Words as Excel lets a sheet be called: at most 31 characters, some of them forbidden."""
    return _NOT_IN_TITLES.sub(" ", words)[:31].strip()


@dataclass(frozen=True)
class Look:
    """The look of an edition's workbook; `foreign` are words that stand in for a missing translation."""

    locale: str
    foreign: frozenset[str]

    def font(self, *, bold: bool = False, italic: bool = False, color: str = "FF000000") -> Font:
        """The font of the language's script."""
        return Font(name=_FONTS.get(script(self.locale), "Arial"), size=10, bold=bold, italic=italic, color=color)

    def text(self, cell: Cell | MergedCell, words: str) -> None:
        """Words that stay words: what begins like a formula is none, here and when it is edited."""
        assert isinstance(cell, Cell)
        cell.value = words
        cell.data_type = "s"
        if words.startswith(_FORMULA):
            cell.quotePrefix = True

    def put(self, cell: Cell | MergedCell, found: str | float | None, column: Column) -> None:
        """A value in its column."""
        assert isinstance(cell, Cell)
        numeric, long = column.kind in NUMERIC, column.path[0] in _UNPRINTED
        if isinstance(found, str):
            self.text(cell, found)
        else:
            cell.value = found
        strange = column.kind == "words" and found in self.foreign
        cell.font = self.font(italic=True, color="FF7F7F7F") if strange else self.font()
        cell.alignment = Alignment(
            horizontal="center" if numeric else "left", vertical="top" if long else "center",
            wrap_text=not numeric and column.kind != "parent",
        )
        cell.border = BOX
        # As text, 1-2 is no date. Long words are left general: Excel shows ##### for 256 characters of text.
        cell.number_format = "General" if column.kind in ("words", *NUMERIC) else "@"

    def set_page(self, page: Worksheet, edition: Edition) -> None:
        """A4 across, as wide as the paper, the header on every page; above it what the table belongs to."""
        standard = edition.standard
        page.page_setup.orientation = "landscape"
        page.page_setup.paperSize = 9
        page.page_setup.fitToWidth = 1
        page.page_setup.fitToHeight = 0
        page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        page.page_margins.left = page.page_margins.right = 0.4
        page.page_margins.top = page.page_margins.bottom = 0.7
        page.print_title_rows = "1:1"
        version = edition.label("version-short", version=standard.version)
        head, foot = page.oddHeader, page.oddFooter
        assert isinstance(head, HeaderFooterItem)
        assert isinstance(foot, HeaderFooterItem)
        head.left.text = _plain(standard.code)
        head.center.text = _plain(standard.title.words)
        head.right.text = _plain(f"{version} · {edition.label(f'status.{standard.status}')}")
        foot.left.text = "&A"
        foot.right.text = edition.label("page-of", page="&P", pages="&N")

    def table(self, page: Worksheet, sheet: Sheet, last: int, choices: Mapping[str, tuple[str, ...]]) -> None:
        """Header, widths, filter and frozen panes of a table with rows up to `last`, and the row of sums below.

        `choices` are the words that may stand in a column: none is narrower than the longest of them.
        """
        total = page.max_row > last
        count = len(sheet.columns) + 1
        self._header(page, count)
        page.column_dimensions["A"].hidden = True
        for place, column in enumerate(sheet.columns, 2):
            words = (str(page.cell(1, place).value), *choices.get(column.key, ()))
            longest = max(_units(word) for phrase in words for word in phrase.split())
            page.column_dimensions[get_column_letter(place)].width = max(column.width, round(1.05 * longest + 1.5, 1))
        page.freeze_panes = f"{get_column_letter(sheet.last_fixed + 2)}2"
        page.auto_filter.ref = f"B1:{get_column_letter(count)}{last}"
        printed = [place for place, column in enumerate(sheet.columns, 2) if column.path[0] not in _UNPRINTED]
        page.print_area = f"B1:{get_column_letter(max(printed))}{last + total}"
        if total:
            self._total(page, last + 1, count)
        for row in range(1, last + 1):
            rows: float = max(self._lines(page, row, place) for place in printed)
            rows += 0.7 * (row == 1)  # the arrows of the filter
            page.row_dimensions[row].height = round(rows * self._leading + 3, 1)

    @property
    def _leading(self) -> float:
        return 16 if self.locale.startswith("zh") else 13.5

    def _lines(self, page: Worksheet, row: int, place: int) -> int:
        """How many lines a cell needs: without a height of its own LibreOffice shows one line of a row."""
        found, width = page.cell(row, place), page.column_dimensions[get_column_letter(place)].width
        if not isinstance(found.value, str) or not found.alignment.wrap_text:
            return 1
        return lines_of(found.value, width)

    def shares(self, page: Worksheet) -> None:
        """The same for the sheet of shares, which is calculated throughout."""
        self._header(page, 5)
        for letter, width in zip("ABCDE", (46, 18, 12, 12, 14), strict=True):
            page.column_dimensions[letter].width = width
        for row in page.iter_rows(min_row=2):
            for cell in row:
                cell.font, cell.border = self.font(), BOX
                cell.alignment = Alignment(horizontal="left" if cell.column == 1 else "center")
            row[4].number_format = "0.0%"
        self._total(page, page.max_row - 2, 5)
        page.freeze_panes = "B2"

    def _header(self, page: Worksheet, count: int) -> None:
        for place in range(1, count + 1):
            cell = page.cell(1, place)
            cell.font = self.font(bold=True, color="FFFFFFFF")
            cell.fill, cell.border = HEAD, BOX
            cell.alignment = Alignment(horizontal="center", vertical="top", wrap_text=True)

    def _total(self, page: Worksheet, row: int, count: int) -> None:
        for place in range(1, count + 1):
            cell = page.cell(row, place)
            cell.font, cell.fill, cell.border = self.font(bold=True), _TOTAL, BOX
            if cell.data_type == "f":
                cell.alignment = Alignment(horizontal="center")

    def check(self, page: Worksheet, column: Column, words: str, size: tuple[int, int]) -> None:
        """What may be typed in a column (its number and last row in `size`): one of `words`, or a number."""
        letter = get_column_letter(size[0])
        if words:
            rule = DataValidation(type="list", formula1=words, allow_blank=True)
        elif column.kind in NUMERIC:
            rule = DataValidation(
                type="decimal" if column.kind == "number" else "whole", operator="between",
                formula1="0", formula2=str(column.largest), allow_blank=True,
            )
        else:
            return
        rule.showErrorMessage = True
        rule.add(f"{letter}2:{letter}{size[1]}")
        page.add_data_validation(rule)


def lines_of(words: str, width: float) -> int:
    """How many lines words take in a column of that width."""
    lines = 0
    for paragraph in words.split("\n"):
        lines, left = lines + 1, 0.0
        for word in re.findall(r"[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*", paragraph):
            if left + _units(word.rstrip()) > width:
                lines, left = lines + 1, 0.0
            left += _units(word)
    return lines


def _units(words: str) -> float:
    """The width of words in the unit of column widths, a digit one point larger: measured on our own standards."""
    wide, cyrillic = len(re.findall("[\u2e80-\uffef]", words)), len(re.findall("[\u0400-\u04ff]", words))
    return 1.9 * wide + 0.95 * cyrillic + 0.87 * (len(words) - wide - cyrillic)


def _plain(words: str) -> str:
    """Words for a page header, where & begins a code."""
    return words.replace("&", "&&")[:80]
