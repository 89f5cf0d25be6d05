"""One cell of a workbook becomes a value, or a finding that says what it was taken for."""

import datetime
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from curricula.diagnostics import Diagnostic, Where
from curricula.lookalikes import nearest
from curricula.sheets.heads import Vocabulary, choices, folded
from curricula.sheets.layout import NUMERIC, Column
from curricula.sheets.values import Value, empty

_IDS = re.compile(r"[\s,;、，；]+")
_GROUPED = re.compile(r"(?<=[0-9])[\s\u00a0\u2009\u202f](?=[0-9]{3}(?![0-9]))")
_BREAKS = re.compile("\r\n|[\x85\u2028\u2029]")
_DECIMAL = re.compile(r"-?[0-9]+(?:[.,][0-9]{1,2})?\Z")


@dataclass(frozen=True)
class Place:
    """A cell: its line and column, and its name in the words of the workbook, such as `课程计划!F12`."""

    where: Where
    name: str

    def finding(self, code: str, message: str, hint: str = "", **arguments: object) -> Diagnostic:
        """An error at this cell; `{place}` in the message is its name."""
        return Diagnostic(self.where, code, message, {"place": self.name, **arguments}, hint=hint)


def place(path: str, cell: Cell | MergedCell) -> Place:
    """The place of a cell of the workbook `path`."""
    sheet = cell.parent
    title = "" if sheet is None else sheet.title
    return Place(Where(path, cell.row or 0, cell.column or 0), f"{title}!{cell.coordinate}")


@dataclass(frozen=True)
class Reader:
    """How cells are understood: in the words of which language first, and of which others."""

    path: str
    vocabulary: Vocabulary
    locale: str

    @property
    def labels(self) -> Mapping[str, str]:
        """The labels of the workbook's own language."""
        return self.vocabulary[self.locale]

    def value(self, cell: Cell | MergedCell, column: Column) -> Value | Diagnostic:
        """The value of a cell in a column, or what is wrong with it."""
        at, found = place(self.path, cell), cell.value
        if isinstance(found, (ArrayFormula, DataTableFormula)) or cell.data_type == "f":
            return at.finding(
                "import-value", "{place}: a formula stands where a value is expected",
                "Copy the cell and paste it as a value: only sums are calculated here.",
            )
        if cell.data_type == "e":
            return at.finding(
                "import-value", "{place}: Excel shows the error {error} here", "Write the value itself.", error=found
            )
        if isinstance(found, (datetime.date, datetime.time, datetime.timedelta)):
            return at.finding(
                "import-value", "{place}: Excel has made the date {date} of what was typed",
                "Format the cell as text, or as a number, and type it again.", date=found,
            )
        if isinstance(found, bool):
            return at.finding("import-value", "{place}: true or false stands where a value is expected")
        if found is None or (isinstance(found, str) and not found.strip()):
            return empty(column)
        if column.kind in NUMERIC:
            return _number(at, found, column)
        words = _words(found)
        if column.kind == "choice":
            return self._choice(at, words, column)
        if column.kind == "ids":
            return tuple(filter(None, _IDS.split(words)))
        if column.kind == "parent":
            return words.split()[0]  # its name follows, for the person who reads
        return " ".join(words.split()) if column.kind == "reference" else words

    def _choice(self, at: Place, words: str, column: Column) -> Value | Diagnostic:
        value = choices(column, {self.locale: self.labels, **self.vocabulary}).get(folded(words))
        if value is not None:
            return value
        known = [self.labels[f"{column.prefixes[0]}{name}"] for name in column.values]
        near = nearest(words, known, 0.5)
        return at.finding(
            "import-value", "{place}: {words} is none of the words that may stand here",
            near.hint if near else "Known here: {known}.", words=words, known=", ".join(known),
            **(near.arguments if near else {}),
        )


def _words(found: object) -> str:
    if isinstance(found, float) and found.is_integer():
        found = int(found)
    return _BREAKS.sub("\n", str(found)).strip()


def _number(at: Place, found: object, column: Column) -> Value | Diagnostic:
    """A number, also one that was typed as text, where only one number can be meant."""
    if isinstance(found, str):
        plain = _GROUPED.sub("", unicodedata.normalize("NFKC", found).strip().replace("−", "-"))
        if not _DECIMAL.match(plain):
            return at.finding(
                "import-value", "{place}: {found} stands where a number is expected",
                "Write the number alone, without a unit.", found=found.strip()[:60],
            )
        found = float(plain.replace(",", "."))
    assert isinstance(found, (int, float))
    if float(found).is_integer():
        return int(found)
    if column.kind != "number":
        return at.finding("import-value", "{place}: {found} stands where a whole number is expected", found=found)
    return round(float(found), 4)
