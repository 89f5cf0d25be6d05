"""From an edition to its document, by kind of standard; its tables are numbered from the first page to the last."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count

from curricula.editions.adopted import adopted_document
from curricula.editions.course import course_document, practice_document
from curricula.editions.document import Chapter, Document, Table
from curricula.editions.edition import Edition
from curricula.editions.professional import professional_document

_COMPOSERS: dict[str, Callable[[Edition], Document]] = {
    "professional": professional_document,
    "course": course_document,
    "practice": practice_document,
}


def compose(edition: Edition) -> Document:
    """The resolved document of an edition."""
    document = _COMPOSERS[edition.standard.kind](edition)
    if edition.tailoring is not None:
        document = adopted_document(document, edition, edition.tailoring)
    names = (
        (edition.label("table-number", number=number), edition.label("table-continued", number=number))
        for number in count(1)
    )
    return replace(document, chapters=tuple(_numbered(chapter, names) for chapter in document.chapters))


def _numbered(chapter: Chapter, names: Iterator[tuple[str, str]]) -> Chapter:
    blocks = tuple(_named(block, *next(names)) if isinstance(block, Table) and block.caption else block
                   for block in chapter.blocks)
    return replace(chapter, blocks=blocks, sections=tuple(_numbered(section, names) for section in chapter.sections))


def _named(table: Table, number: str, continued: str) -> Table:
    return replace(table, number=number, continued=continued)
