"""Words of an edition's document, tied to the properties they tell.

A `Text` knows its place by its translation key. Numbers, codes and worded values do not: what they
tell follows from the table they stand in (`fields`). All other words are noted as known.
"""

import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from curricula.diagnostics import N_, Phrase, Voice
from curricula.editions import document as pages
from curricula.editions.edition import Edition
from curricula.model.text import Text
from curricula.schemas import escaped, resolved
from curricula.word.fields import WORDED, Grid, Path, Record, below, table, tag
from curricula.word.layout import Cell, Choices, Line, Paragraph, Piece, Table

GIVEN = ("document/version", "document/status")  # what a template has filled in
BLANK = "…"  # what stands in an empty control where there is no room for more
_SEMESTERS = "course-plan"
_EXAMPLES = {
    "issued": "2026-09-01", "effective": "2026-09-01", "semesters": "4 (64), 5 (32)", "prerequisites": "C101 C102",
}
_TITLES = {
    "professional": N_("Standard of the speciality “Electronic engineering”"),
    "course": N_("Standard of the course “Electronic circuits”"),
    "practice": N_("Standard of the practical training “Electronics workshop”"),
}


def sample(path: str, label: Callable[..., str]) -> str:
    """How a property that has a form of its own is written; empty for any other."""
    if path == "hours":
        parts = f"{label('theory')} 32{label('list-separator')}{label('practice')} 64"
        return label("hours-line", total=96, parts=parts)
    return _EXAMPLES.get(path.rpartition(".")[2], "")


@dataclass(frozen=True, slots=True)
class Home:
    """Where an item stands in a standard's data: the names on the way to it, and whether it comes first there."""

    path: Path
    first: bool


def homes(data: Mapping[str, Any]) -> dict[str, Home]:
    """The place of every item with an id, in order."""
    return dict(_homes(data, (), first=True))


def _homes(value: Any, path: Path, *, first: bool) -> Iterator[tuple[str, Home]]:
    if isinstance(value, dict):
        if "id" in value and path and not (len(path) == 1 and path[0] in ("professional", "standard")):
            yield value["id"], Home(path, first)
        for name, item in value.items():
            if name not in ("professional", "standard"):  # references have ids too, of other files
                yield from _homes(item, (*path, name), first=first)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _homes(item, path, first=first and place == 0)


@dataclass(frozen=True)
class Blank:
    """What makes a template of an edition: every value is left out, and a description stands in its place.

    `voice` words the descriptions, `given` are the data it begins with, and `offers` the values there
    are to choose from in this repository, by property.
    """

    voice: Voice
    given: Mapping[str, Any]
    offers: Mapping[str, Choices]


@dataclass
class Binder:
    """Ties words to properties, and keeps account of both; with a `blank` for a template."""

    edition: Edition
    data: Mapping[str, Any]
    blank: Blank | None = None
    shown: dict[str, str] = field(default_factory=dict)
    known: dict[str, None] = field(default_factory=dict)
    hints: dict[str, None] = field(default_factory=dict)
    homes: dict[str, Home] = field(init=False)
    lists: int = 0

    def __post_init__(self) -> None:
        self.homes = homes(self.data)

    @property
    def kind(self) -> str:
        """The kind of the standard."""
        return self.edition.standard.kind

    def list_names(self) -> dict[str, str]:
        """The name of the list each item stands in."""
        return {item: home.path[-1] for item, home in self.homes.items()}

    def plain(self, words: pages.Words, *, strong: bool = False) -> Piece:
        """Words that tell no property."""
        self.known[str(words)] = None
        language = words.language if isinstance(words, Text) and words.language != self.edition.locale else ""
        return Piece(str(words), language=language, strong=strong)

    def own(self, words: pages.Words, *, strong: bool = False) -> Piece:
        """Words of the standard, by their translation key; of anything else they are plain."""
        document, _, mark = words.key.partition("#") if isinstance(words, Text) else ("", "", "")
        if not isinstance(words, Text) or document != self.edition.standard.id:
            return self.plain(words, strong=strong)
        language = words.language if words.language != self.edition.locale else ""
        shown = words.words
        if mark.endswith("/framework"):  # a composed document puts the mark of doubt behind the name
            shown = shown.removesuffix(self.edition.label("unverified-mark"))
        return self.value(mark, shown, language=language, strong=strong)

    def value(self, mark: str, words: str, *, language: str = "", strong: bool = False, roomy: bool = False) -> Piece:
        """The value of the property that `mark` names; the empty control of a template, told about if it is `roomy`."""
        if len(mark) > 64:  # Word takes no longer tags; a change there is then found as words without a place
            return self.plain(words, strong=strong)
        item, _, path = mark.partition("/")
        if self.blank is not None and path != "id" and mark not in GIVEN:
            self.shown.setdefault(mark, "")
            hint = self._hint(item, path, roomy=roomy)
            self.hints[hint] = None
            return Piece("", mark, hint, choices=self._choices(item, path), strong=strong)
        self.shown.setdefault(mark, words)
        return Piece(words, mark, language=language, choices=self._choices(item, path), strong=strong)

    def values(self, mark: str, lines: Iterable[str], *, roomy: bool = False) -> tuple[Piece, ...]:
        """The same for a value of several lines, each a paragraph."""
        pieces = tuple(self.value(mark, words, roomy=roomy) for words in lines)
        if self.blank is None:
            self.shown[mark] = "\n".join(piece.words for piece in pieces)
        return pieces[:1] if self.blank is not None else pieces

    def instruction(self, path: Path) -> Paragraph | None:
        """What belongs below a heading of a template; nothing in a filled document."""
        words = self.describe(path)
        if self.blank is None or not words:
            return None
        return Paragraph("Curricula Instruction", (self.plain(words),))

    def describe(self, path: Path) -> str:
        """The schema's description of a property, in the language of the template."""
        words = below(self.kind, path).get("description", "")
        return self.blank.voice.gettext(escaped(words)).format() if self.blank is not None and words else ""

    def _path(self, item: str, path: str) -> Path:
        start = self.homes[item].path if item in self.homes else () if item == "document" else (item,)
        return (*start, *path.split("."))

    def _hint(self, item: str, path: str, *, roomy: bool) -> str:
        """A description where there is room for it, and once in a list; with an example of what has a form."""
        home = self.homes.get(item)
        if (home is not None and not home.first) or path.startswith("@"):
            return BLANK
        where = self._path(item, path)
        if not roomy and below(self.kind, where).get("maxLength", 0) < 4000:
            return BLANK
        example = sample(path, self.edition.label)
        if self.blank is not None and (item, path) == ("document", "title"):
            example = self.blank.voice.gettext(_TITLES[self.kind])
        meaning = self.describe(where)
        if example and self.blank is not None:
            told = Phrase("{meaning} For example: {example}", {"meaning": meaning, "example": example})
            return told.words(self.blank.voice)
        return meaning or BLANK

    def _choices(self, item: str, path: str) -> Choices:
        name = path.rpartition(".")[2]
        if self.blank is not None and name in self.blank.offers:
            return self.blank.offers[name]
        values = below(self.kind, self._path(item, path)).get("enum", ())
        return tuple((value, self.edition.label(f"{WORDED[name]}{value}")) for value in values if name in WORDED)

    def table(self, source: pages.Table) -> Table:
        """A table of the document, its cells tied to the properties they tell."""
        names = self.list_names()
        bound, owner = table(source.id, names)
        lines = [self._head(row, wide=source.wide) for row in source.head]
        rows = [(row, place < len(group) - 1) for group in source.groups for place, row in enumerate(group)]
        position = 0
        for row, keep in rows:
            if isinstance(bound, Grid) and not row.total and len(row.cells) > 1:
                cells = self._line(source, bound, row, (owner, position))
                position += 1
            elif isinstance(bound, Record):
                if self.blank is not None and not self._property(bound, row):
                    continue
                cells = self._fact(bound, row, owner)
            else:
                cells = tuple(self._computed(row, place) for place in range(len(row.cells)))
            lines.append(Line(cells, keep=keep))
        widths = tuple(column.width for column in source.columns)
        return Table(source.id, source.caption, widths, tuple(lines))

    def _head(self, row: pages.Row, *, wide: bool) -> Line:
        style = "Curricula Head Narrow" if wide else "Curricula Head"
        cells = []
        for item in row.cells:
            words = tuple(self.plain(line, strong=True) for line in item.lines if not isinstance(line, pages.Item))
            cells.append(Cell((Paragraph(style, words),), item.columns, item.rows, head=True))
        return Line(tuple(cells), head=True)

    def _computed(self, row: pages.Row, place: int) -> Cell:
        """A cell that is not read; in a template no number stands there."""
        item = row.cells[place]
        lines = () if self.blank is not None and place else item.lines
        words = (line.words if isinstance(line, pages.Item) else line for line in lines)
        pieces = [self.plain(line, strong=item.head or row.total) for line in words]
        style = "Curricula Cell Number" if row.total and place else "Curricula Cell"
        paragraphs = tuple(Paragraph(style, (piece,)) for piece in pieces)
        return Cell(paragraphs, item.columns, item.rows, item.head, row.total)

    def _line(self, source: pages.Table, grid: Grid, row: pages.Row, whose: tuple[str, int]) -> tuple[Cell, ...]:
        """The cells of a line that shows an item, or tells of the owner of the table."""
        item = self._item(grid, row, whose[1]) if grid.items else whose[0]
        names = self._columns(source, grid)
        cells: list[Cell] = []
        column = 0
        for place, cell in enumerate(row.cells):
            name = names[column + cell.columns - 1]
            cells += [Cell(()) for _ in range(cell.columns - 1)]  # a column without words is one to be written in
            numeric = source.columns[column].numeric
            made = self._cell(cell, item, name, numeric=numeric) if name else self._computed(row, place)
            cells.append(replace(made, columns=1))
            column += cell.columns
        return tuple(cells)

    def _columns(self, source: pages.Table, grid: Grid) -> list[str]:
        names = [name for _, name in grid.columns]
        if source.id != _SEMESTERS:
            return names
        loads = [f"semesters.{number}" for number in range(1, len(source.columns) - len(names) + 1)]
        return [*names[:-1], *loads, names[-1]]

    def _item(self, grid: Grid, row: pages.Row, position: int) -> str:
        if grid.items[-1] == "codes":
            return f"{'/'.join(grid.items)}.{position}"  # codes have no ids: their place in the list stands for one
        first = row.cells[0].lines
        if grid.primary or not first:
            return row.anchor
        return str(typing.cast(pages.Words, first[0]))

    def _cell(self, cell: pages.Cell, item: str, name: str, *, roomy: bool = False, numeric: bool = False) -> Cell:
        """A cell that tells the property `name` of an item."""
        mark = tag(item, name)
        if self._holds_items(item, name):
            return Cell(tuple(self._lettered(cell.lines)), cell.columns, cell.rows, cell.head)
        words = [typing.cast(pages.Words, line) for line in cell.lines]
        pieces: tuple[Piece, ...] = ()
        if len(words) == 1 and isinstance(words[0], Text) and words[0].key.endswith(f"#{mark}"):
            pieces = (self.own(words[0], strong=cell.head),)
        elif words or self.blank is not None:
            pieces = self.values(mark, [str(line) for line in words] or [""], roomy=roomy)
        style = "Curricula Cell Number" if numeric else "Curricula Cell"
        return Cell(tuple(Paragraph(style, (piece,)) for piece in pieces), cell.columns, cell.rows, cell.head)

    def _holds_items(self, item: str, name: str) -> bool:
        """Whether a property is a list of items, each with words of its own."""
        if "/" in item:
            return False
        schema = below(self.kind, self._path(item or "document", name))
        return "items" in schema and "id" in resolved(schema["items"]).get("properties", ())

    def _property(self, record: Record, row: pages.Row) -> str:
        """The property that a line of a record tells, by the words of its label."""
        words = str(row.cells[0].lines[0])
        return next((name for label, name in record.rows if self.edition.label(label) == words), "")

    def _fact(self, record: Record, row: pages.Row, owner: str) -> tuple[Cell, ...]:
        name = self._property(record, row)
        item = owner or ".".join(record.owner)
        shown = row.cells[1]
        if name == "semesters":  # the hours of each semester are the standard's too, and no other format shows them
            loads = getattr(self.edition.standard, name)
            shown = pages.cell(", ".join(f"{load.number} ({self.edition.number(load.hours)})" for load in loads))
        value = self._cell(shown, item, name, roomy=True) if name else self._computed(row, 1)
        return self._computed(row, 0), value

    def _lettered(self, lines: Iterable[pages.Words | pages.Item]) -> Iterator[Paragraph]:
        """The lines of a cell that hold an item each; those with letters as a numbered list."""
        numbered = False
        for line in lines:
            if isinstance(line, pages.Item):
                if not numbered:
                    self.lists += 1
                    numbered = True
                level = line.letter.count(")") - 1
                yield Paragraph("Curricula Cell Item", (self.own(line.words),), self.lists, min(level, 1))
            else:
                yield Paragraph("Curricula Cell", (self.own(line),))
