"""What stands on the pages of the Word document, piece by piece, and which property each piece tells."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Choices = tuple[tuple[str, str], ...]  # the values of an enumeration, each with its words


@dataclass(frozen=True, slots=True)
class Piece:
    """Words; with a `tag` they are the value of a property, in a content control of that tag.

    `hint` stands in the control as long as it is empty. `fixed` words cannot be edited. `language` is
    set where it is another than the document's.
    """

    words: str
    tag: str = ""
    hint: str = ""
    language: str = ""
    choices: Choices = ()
    fixed: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a named style. `list_` numbers it: 0 in the chapters, from 1 on in a lettered list."""

    style: str
    pieces: tuple[Piece, ...]
    list_: int | None = None
    level: int = 0
    bookmark: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell and its span."""

    paragraphs: tuple[Paragraph, ...]
    columns: int = 1
    rows: int = 1
    head: bool = False
    total: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A table row; a `head` is repeated on every page."""

    cells: tuple[Cell, ...]
    head: bool = False
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `name` and `title` are its alternative text, by the first of which it is known again."""

    name: str
    title: str
    widths: tuple[float, ...]
    lines: tuple[Line, ...]
    borders: bool = True


@dataclass(frozen=True, slots=True)
class Turn:
    """What follows stands on pages of this orientation."""

    landscape: bool


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents: per entry its level from 0, its words and the bookmark it leads to."""

    title: str
    entries: tuple[tuple[int, str, str], ...]


Block = Paragraph | Table | Turn | Contents


@dataclass(frozen=True)
class Layout:
    """A whole document.

    `shown` has the words of every tag, in the order of the document; `known` all other words in it,
    so that what an author has written can be told from what stood there.
    """

    locale: str
    title: str
    running: str
    page: str
    blocks: tuple[Block, ...]
    shown: Mapping[str, str]
    known: tuple[str, ...]
    properties: Mapping[str, str]


@dataclass(frozen=True)
class Origin:
    """What a document was made of, carried in it: the standard's data, and the words each tag had.

    `hints` are the words that stand in empty controls.

    A template has no `document`, and a `template` of its own: a UUID that later makes those of the
    standards written with it.
    """

    kind: str
    locale: str
    data: Mapping[str, Any]
    shown: Mapping[str, str]
    known: tuple[str, ...]
    hints: tuple[str, ...] = ()
    document: str = ""
    template: str = ""
