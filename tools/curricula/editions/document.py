"""The resolved document: numbered chapters of provisions, tables and illustrations, the same in every format.

Everything a reader sees is here in its final words; `Text` where a translator's words stand (so
that a format can mark another language), `str` for labels and numbers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from curricula import locales
from curricula.model.common import Clause
from curricula.model.text import Text

Words = Text | str


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of words in a comparison of two versions, or in a preview.

    `note` is a remark that is no part of the document, `sought` are the words a preview was asked for.
    `language` is given where it is not that of the words around it, or where they are not confirmed;
    `id` is the anchor of words that have one of their own.
    """

    words: str
    mark: Literal["kept", "inserted", "deleted", "note", "sought"]
    language: str = ""
    id: str = ""


class Marked(str):
    """Words with marks in them. To whoever knows no runs they are the new words, or the old where nothing is new."""

    runs: tuple[Run, ...]

    def __new__(cls, runs: Iterable[Run]) -> "Marked":
        """The words of these runs."""
        runs = tuple(runs)
        new = [run.words for run in runs if run.mark in ("kept", "inserted", "sought")]
        marked = super().__new__(cls, "".join(new or [run.words for run in runs if run.mark == "deleted"]))
        marked.runs = runs
        return marked


@dataclass(frozen=True, slots=True)
class Side:
    """Words as they are in one language of a bilingual document; `locale` is that language.

    A caption or the title of an annex has a `number` in each language, and the sign `between` it and the words.
    """

    words: Words
    locale: str
    number: str = ""
    between: str = " "

    @property
    def whole(self) -> str:
        """The words, behind their number."""
        return f"{self.number}{self.between}{self.words}" if self.number else str(self.words)

    @property
    def language(self) -> str:
        """The language of the words: another one where nobody has translated them."""
        return self.words.language if isinstance(self.words, Text) else self.locale


class Both(str):
    """The same words in two languages. To whoever knows no sides they are one after the other."""

    sides: tuple[Side, Side]

    def __new__(cls, first: Side, second: Side) -> "Both":
        """The words of both sides."""
        words = super().__new__(cls, f"{first.whole} / {second.whole}")
        words.sides = (first, second)
        return words


@dataclass(frozen=True, slots=True)
class Provision:
    """A numbered clause; `id` is the anchor. A `mark` names the deviations of an adopted standard in it."""

    id: str
    number: str
    title: Words | None
    text: Words | None
    provisions: tuple["Provision", ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list in a table cell, with its letter if it has one; `id` is the anchor, `mark` as of a provision.
    """

    letter: str
    words: Words
    id: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: its paragraphs, its span, and whether it heads a row or a column."""

    lines: tuple[Words | Item, ...]
    columns: int = 1
    rows: int = 1
    head: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """Width in percent of the table; numbers are set flush right."""

    width: float
    numeric: bool = False
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One table row; `total` marks sums, `anchor` the item it shows, `mark` deviations of an adopted standard in it."""

    cells: tuple[Cell, ...]
    total: bool = False
    anchor: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with repeating head rows; each group of rows is kept on one page where it fits.

    One with a caption has a `number` with its word, such as `Table 1`, is `continued` overleaf in such words, and may
    have a `mark` as a provision has.
    """

    id: str
    caption: str
    columns: tuple[Column, ...]
    head: tuple[Row, ...]
    groups: tuple[tuple[Row, ...], ...]
    wide: bool = False
    note: str = ""
    number: str = ""
    mark: str = ""
    continued: str = ""


@dataclass(frozen=True, slots=True)
class Illustration:
    """A numbered drawing of what the chapter tells; `number` has its word, such as `Figure 1`.

    `drawings` are SVG elements in the language of the edition: one, or several `sheets`, each with a caption of its
    own, where one page has no room for all of it. `alternative` tells in words what is shown. What is too wide for
    an upright page is `landscape`.
    """

    id: str
    number: str
    caption: Words
    drawings: tuple[str, ...]
    alternative: str
    landscape: bool = False
    sheets: tuple[Words, ...] = ()

    @property
    def svg(self) -> str:
        """All drawings."""
        return "\n".join(self.drawings)


Block = Provision | Table | Illustration


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter or section; `number` is empty for unnumbered ones, `mark` as of a provision."""

    id: str
    number: str
    title: Words
    blocks: tuple[Block, ...] = ()
    sections: tuple["Chapter", ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the cover or of a data sheet; `mark` as of a provision."""

    label: str
    lines: tuple[Words, ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A standard in one language, ready to be set; in two where there is a `second` locale.

    `marks` are those of the `title` and the `institutions` of an adopted standard.
    """

    locale: str
    kind: str
    title: Text
    subtitle: str
    code: str
    organisations: tuple[Words, ...]
    facts: tuple[Fact, ...]
    notices: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    words: dict[str, str]
    second: str = ""
    marks: Mapping[str, str] = field(default_factory=dict)

    @property
    def languages(self) -> tuple[str, ...]:
        """The locales of its columns."""
        return (self.locale, self.second) if self.second else (self.locale,)


def cell(*lines: Words | None, columns: int = 1, rows: int = 1, head: bool = False) -> Cell:
    """A cell of the lines that are not None."""
    return Cell(tuple(line for line in lines if line is not None), columns, rows, head)


def heads(*words: str) -> Row:
    """A head row of one cell a column."""
    return Row(tuple(cell(word, head=True) for word in words))


def with_total(groups: tuple[tuple[Row, ...], ...], total: Row) -> tuple[tuple[Row, ...], ...]:
    """The groups with a line of sums kept together with the last of them."""
    *first, last = groups
    return (*first, (*last, total))


def provisions(clauses: tuple[Clause, ...], prefix: str, locale: str) -> tuple[Provision, ...]:
    """Clauses numbered `prefix.1`, `prefix.2` …, their sub-clauses a), b) …"""
    return tuple(
        Provision(
            clause.id, f"{prefix}.{position}", clause.title, clause.text, items(clause.clauses, locale)
        )
        for position, clause in enumerate(clauses, 1)
    )


def items(clauses: tuple[Clause, ...], locale: str) -> tuple[Provision, ...]:
    """Clauses as a lettered list."""
    return tuple(
        Provision(
            clause.id, f"{locales.item_mark(position, locale)})", clause.title, clause.text,
            items(clause.clauses, locale),
        )
        for position, clause in enumerate(clauses)
    )
