"""From an edition to its document, by kind of standard."""

from collections.abc import Callable

from curricula.editions.course import course_document, practice_document
from curricula.editions.document import Document
from curricula.editions.edition import Edition
from curricula.editions.professional import professional_document

_COMPOSERS: dict[str, Callable[[Edition], Document]] = {
    "professional": professional_document,
    "course": course_document,
    "practice": practice_document,
}


def compose(edition: Edition) -> Document:
    """The resolved document of an edition."""
    return _COMPOSERS[edition.standard.kind](edition)
