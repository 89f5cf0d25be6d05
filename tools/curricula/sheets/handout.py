"""The workbook of a translator: a sheet for each document with a row for each unit, and a legend.

A hidden row has the name of each column, and behind the names of three of them what the sheet is: `key
<programme> <document> <uuid>`, `source <language>`, `target <locale>`. So a sheet stands for itself,
wherever it is copied.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, PatternFill, Protection
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from curricula.diagnostics import ENGLISH, N_, CurriculaError, Voice
from curricula.handover import UNCONFIRMED, hit_words, suggestion_words
from curricula.messages.wording import voice, voices
from curricula.reviews import STATES, UNTRANSLATED
from curricula.sheets.look import BOX, HEAD, Look, lines_of, sheet_title
from curricula.units import Bundle, Part, Unit

LEGEND = "legend"  # stands in the hidden row of the sheet that is only read

@dataclass(frozen=True, slots=True)
class _Column:
    """A column: its name in the hidden row, its head, its width; may its cells be typed in, is it shown when empty."""

    name: str
    head: str
    width: float
    typed: bool = False
    always: bool = True


_COLUMNS = (
    _Column("key", "", 8, always=False),
    _Column("base", "", 8, always=False),
    _Column("context", N_("Where it stands"), 20),
    _Column("source", N_("Words to translate"), 46),
    _Column("target", N_("Translation"), 46, typed=True),
    _Column("state", N_("State"), 14, typed=True),
    _Column("note", N_("Your note"), 22, typed=True),
    _Column("terms", N_("Terms"), 30, always=False),
    _Column("suggestions", N_("Translated elsewhere"), 40, always=False),
    _Column("previous", N_("Words to translate, before they were changed"), 40, always=False),
    _Column("original", N_("Words of the standard"), 40, always=False),
    _Column("limit", N_("Characters at most"), 12, always=False),
)
_PLACES = {column.name: number for number, column in enumerate(_COLUMNS, 1)}
_LEGEND = (
    N_("Type the translation into the column beside the words to translate. Of the other columns only those for the "
       "state and for your note are open."),
    N_("Choose the state of each translation in the list of its cell. Words you have typed are translated, "
       "unless you leave them as draft."),
    N_("Wrong words to translate cannot be changed here: write a note, which goes to the authors."),
    N_("Rows may be filtered. To sort or delete them, take the protection of the sheet off: it has no password. "
       "A deleted row changes nothing."),
    N_("In the column of terms, the words after `≠` are not to be used. In that of words translated elsewhere, what "
       "they translate stands after ←."),
    N_("No formulas: what begins with `=` is words too."),
)
CHOICES = ("draft", "translated", "reviewed", "approved")  # what a person can say; the others come about
_STATES = {
    "untranslated": N_("There is no translation yet."),
    "machine": N_("A machine has translated; nobody has read it."),
    "draft": N_("There are words, but somebody has still to confirm them."),
    "stale": N_("The words to translate have changed; the translation belongs to what they were."),
    "derived": N_("Made from another script of the same language."),
    "translated": N_("Translated, and not read by a second person."),
    "reviewed": N_("Read by a second person."),
    "approved": N_("Approved for publication."),
}
_WORK = PatternFill("solid", bgColor="FFFFF2CC")  # light yellow: there is something to do
_TYPED = PatternFill("solid", fgColor="FFFFFFFF")
_LOCKED = PatternFill("solid", fgColor="FFF3F5F9")
_LONGEST = 32_767  # characters in a cell
_TALLEST = 409.0  # points of a row
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # what Excel takes for a character by its number
_HAN = re.compile("[\u2e80-\u9fff]")


def write_pages(book: Workbook, bundle: Bundle) -> None:
    """The sheets of a bundle, in an empty workbook; in the target language, where the program speaks it."""
    speaks = voice(bundle.locale) if bundle.locale in voices() else ENGLISH
    shown = {column.name for column in _COLUMNS if column.always}
    for unit in bundle.units():
        shown |= {name for name, words in _words(unit).items() if words} - {"key", "base"}
    for part in bundle.parts:
        _sheet(book, bundle, part, speaks, shown)
    _legend(book, bundle, speaks)


def _words(unit: Unit) -> dict[str, str]:
    """What the cells of a row say."""
    return {
        "key": unit.key, "base": unit.base, "context": unit.context, "source": unit.source, "target": unit.target,
        "state": unit.state, "note": unit.note, "terms": "\n".join(map(hit_words, unit.terms)),
        "suggestions": "\n".join(map(suggestion_words, unit.suggestions)), "previous": unit.previous,
        "original": unit.original, "limit": str(unit.limit or ""),
    }


def _title(book: Workbook, words: str) -> str:
    """A title that no other sheet has; Excel tells no capital letters from small ones."""
    taken = {name.casefold() for name in book.sheetnames}
    title, number = sheet_title(words), 1
    while title.casefold() in taken:
        number += 1
        title = f"{sheet_title(words)[:31 - len(str(number)) - 1]} {number}"
    return title


def _sheet(book: Workbook, bundle: Bundle, part: Part, speaks: Voice, shown: Collection[str]) -> None:
    page: Worksheet = book.create_sheet(_title(book, part.document.removeprefix(f"{bundle.name}/")))
    facts = {
        "key": f"key {bundle.name} {part.document} {part.uuid}".rstrip(),
        "source": f"source {bundle.source_language}", "target": f"target {bundle.locale}",
    }
    for number, column in enumerate(_COLUMNS, 1):
        _put(page.cell(1, number), facts.get(column.name, column.name), column, bundle.locale)
        _put(page.cell(2, number), speaks.gettext(column.head) if column.head else "", column, bundle.locale)
        _head(page.cell(2, number), bundle.locale)
        size = page.column_dimensions[get_column_letter(number)]
        size.width, size.hidden = column.width, column.name not in shown
    page.row_dimensions[1].hidden = True
    page.row_dimensions[2].height = _height(page, 2, bundle.locale)
    for row, unit in enumerate(part.units, 3):
        for column, words in zip(_COLUMNS, _words(unit).values(), strict=True):
            if not words and column.name not in shown:
                continue
            locale = bundle.source_language if column.name in ("source", "previous") else bundle.locale
            _put(page.cell(row, _PLACES[column.name]), words, column, locale)
        page.row_dimensions[row].height = _height(page, row, bundle.locale)
    _rules(page, part.units)
    page.freeze_panes = "E3"
    page.protection.sheet = True
    for allowed in ("autoFilter", "sort", "formatColumns", "formatRows", "formatCells"):
        setattr(page.protection, allowed, False)
    page.print_title_rows = "2:2"
    _set_page(page)


def _set_page(page: Worksheet) -> None:
    """A4 across, as wide as the paper."""
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _put(cell: Cell | MergedCell, words: str, column: _Column, locale: str) -> None:
    """Words in a cell, in the font of their script; as text, what is typed there stays as it is typed."""
    assert isinstance(cell, Cell)
    if len(words) > _LONGEST:
        raise CurriculaError(
            "the {column} of a text has {count} characters; a cell of a workbook holds {limit}: choose another format",
            column=column.name, count=len(words), limit=_LONGEST,
        )
    look = Look("zh-Hans" if _HAN.search(words) and not locale.startswith("zh") else locale, frozenset())
    if words:
        look.text(cell, _ESCAPE.sub("_x005F_", words))
    cell.font, cell.border, cell.number_format = look.font(), BOX, "@"
    cell.fill = _TYPED if column.typed else _LOCKED
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    cell.protection = Protection(locked=not column.typed)


def _head(cell: Cell | MergedCell, locale: str) -> None:
    cell.font, cell.fill = Look(locale, frozenset()).font(bold=True, color="FFFFFFFF"), HEAD
    cell.protection = Protection(locked=True)


def _height(page: Worksheet, row: int, locale: str) -> float:
    """The height of a row: Chinese takes more of it, and LibreOffice shows one line without."""
    heights = [15.0]
    for number, _ in enumerate(_COLUMNS, 1):
        size, words = page.column_dimensions[get_column_letter(number)], str(page.cell(row, number).value or "")
        if not size.hidden:
            leading = 16 if _HAN.search(words) else 13.5
            heights.append(lines_of(words, 1.1 * size.width) * leading + 4)
    return min(max(heights), _TALLEST)


def _rules(page: Worksheet, units: tuple[Unit, ...]) -> None:
    """The list of states, the longest a target may be, the colour of what needs work, and the filter."""
    last = max(len(units) + 2, 3)
    state, target = (get_column_letter(_PLACES[name]) for name in ("state", "target"))
    choice = DataValidation(type="list", formula1=f'"{",".join(CHOICES)}"', allow_blank=False, showErrorMessage=True)
    choice.add(f"{state}3:{state}{last}")
    page.add_data_validation(choice)
    for limit in sorted({unit.limit for unit in units if unit.limit}):
        longest = DataValidation(
            type="textLength", operator="lessThanOrEqual", formula1=str(limit), errorStyle="warning",
            showErrorMessage=True,
        )
        for row, unit in enumerate(units, 3):
            if unit.limit == limit:
                longest.add(f"{target}{row}")
        page.add_data_validation(longest)
    work = ",".join(f'${state}3="{name}"' for name in (UNTRANSLATED, *UNCONFIRMED))
    rule = Rule("expression", formula=[f"OR({work})"], dxf=DifferentialStyle(fill=_WORK))
    page.conditional_formatting.add(f"{target}3:{state}{last}", rule)
    page.auto_filter.ref = f"{get_column_letter(_PLACES['context'])}2:{get_column_letter(len(_COLUMNS))}{last}"


def _legend(book: Workbook, bundle: Bundle, speaks: Voice) -> None:
    """The last sheet: how to work here, and what the states mean."""
    page: Worksheet = book.create_sheet(_title(book, speaks.gettext(N_("How to"))))
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 16, 90
    told = [(LEGEND, ""), *(("", speaks.gettext(words)) for words in _LEGEND)]
    told += [(name, speaks.gettext(_STATES[name])) for name in STATES]
    for row, words in enumerate(told, 1):
        for number, written in enumerate(words, 1):
            _put(page.cell(row, number), written, _Column(LEGEND, "", 0), bundle.locale)
        page.row_dimensions[row].height = lines_of(words[1], 89) * (16 if _HAN.search(words[1]) else 13.5) + 4
    page.row_dimensions[1].hidden = True
    page.protection.sheet = True
    _set_page(page)
