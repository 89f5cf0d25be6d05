"""A paper about a standard, such as a report for a ministry: facts, tables with verdicts, and remarks.

The same paper is a page for the browser, a PDF to keep, and lines for a terminal. It decides nothing: every
word in it is final.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from curricula.columns import aligned
from curricula.editions.document import Chapter, Fact, Provision, Row, Table, Words
from curricula.model.text import Text
from curricula.pages.engine import typeset
from curricula.pages.markup import FOLDER, style

_ROOM = 100  # cells of a terminal


class Mark(str):
    """The words of a verdict, with the `sign` it is drawn with: `good`, `bad` or `open`."""

    sign: str

    def __new__(cls, words: str, sign: str) -> "Mark":
        """The words with their sign."""
        mark = super().__new__(cls, words)
        mark.sign = sign
        return mark


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper in the language `locale`; `notes` stand before the chapters, `issued` is its day in ISO form.

    `skip` and `contents` are the words of the links for those who do not see the page.
    """

    locale: str
    title: str
    subtitle: str
    facts: tuple[Fact, ...]
    notes: tuple[Words, ...]
    chapters: tuple[Chapter, ...]
    issued: str
    skip: str
    contents: str


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, auto_reload=False,
        trim_blocks=True, lstrip_blocks=True,
    )
    environment.tests["mark"] = lambda words: isinstance(words, Mark)
    environment.tests["foreign"] = lambda words, language: isinstance(words, Text) and words.language != language
    environment.tests["table"] = lambda block: isinstance(block, Table)
    return environment


def html(paper: Paper) -> str:
    """The page, with its style in it."""
    return _page(paper, style("base") + style("paper"))


def pdf(paper: Paper) -> tuple[bytes, tuple[str, ...]]:
    """The PDF, and what the engine complained of; the process must be prepared for typesetting."""
    page = _page(paper, "")
    return typeset(page, style("base") + style("paper"), hashlib.sha256(page.encode()).hexdigest())


def _page(paper: Paper, css: str) -> str:
    return _environment().get_template("paper.html").render(paper=paper, style=Markup(css)) + "\n"  # files of ours


def lines(paper: Paper) -> Iterator[str]:
    """The paper for a terminal: facts and remarks, and of the tables the rows whose verdict is not good."""
    yield paper.title
    yield paper.subtitle
    for fact in paper.facts:
        yield f"  {fact.label}: {'; '.join(map(str, fact.lines))}"
    yield from (f"  {note}" for note in paper.notes)
    for chapter in paper.chapters:
        told = list(_chapter(chapter, ""))
        yield from ("", *told) if told else ()


def _chapter(chapter: Chapter, indent: str) -> Iterator[str]:
    """A chapter with its heading, unless there is nothing to tell of it."""
    told = list(_contents(chapter, indent))
    yield from (f"{indent}{chapter.title}", *told) if told else ()


def _contents(chapter: Chapter, indent: str) -> Iterator[str]:
    for block in chapter.blocks:
        if isinstance(block, Provision):
            yield f"{indent}  {f'{block.title} ' if block.title else ''}{block.text}"
        elif isinstance(block, Table):
            yield from (f"{indent}  {line}" for line in _table(block))
    for section in chapter.sections:
        yield from _chapter(section, f"{indent}  ")


def _table(table: Table) -> Iterator[str]:
    """Of a table of figures all rows, of one with verdicts those that leave something to do."""
    rows = [row for group in table.groups for row in group]
    if any(_marks(row) for row in rows):
        yield from (" · ".join(_row(row)) for row in rows if any(mark.sign != "good" for mark in _marks(row)))
    elif table.id.startswith("summary"):
        told = [[", ".join(map(str, cell.lines)) for cell in row.cells] for row in (*table.head, *rows)]
        yield from aligned(told, 1, _ROOM)


def _marks(row: Row) -> list[Mark]:
    return [line for cell in row.cells for line in cell.lines if isinstance(line, Mark)]


def _row(row: Row) -> Iterator[str]:
    """The cells of a row, its verdict first."""
    yield from (f"[{mark}]" for mark in _marks(row))
    for cell in row.cells:
        told = [str(line) for line in cell.lines if not isinstance(line, Mark) and str(line)]
        if told:
            yield ", ".join(told)
