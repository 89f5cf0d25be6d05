"""The document of an edition with its figures, each at the end of the chapter whose data it shows.

A drawing is made of an edition and stands above it, so it is put into the document after that was composed. A
document in two languages shows it once, with the words of both in it and in its caption.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from curricula import locales
from curricula.editions.bilingual import document_of
from curricula.editions.compose import compose
from curricula.editions.document import Both, Chapter, Document, Illustration, Side, Words
from curricula.editions.edition import Bilingual, Edition
from curricula.figures import coverage, hours, prerequisites
from curricula.figures.drawing import UPRIGHT, Figure
from curricula.figures.ladder import ladder
from curricula.figures.tongues import beside
from curricula.model.course import CourseStandard
from curricula.model.professional import ProfessionalStandard
from curricula.model.text import Text, map_texts, texts


@dataclass(frozen=True)
class _Place:
    """The chapter in which a drawing stands, by its id; `caption` is a label, `sheets` are as many as pages need."""

    chapter: str
    id: str
    caption: str
    sheets: Sequence[Figure]


def illustrated(edition: Edition | Bilingual) -> Document:
    """The composed document with its illustrations, numbered from the first page to the last."""
    document, numbers = document_of(edition, compose), count(1)
    found: dict[str, list[_Place]] = {}
    shown = edition if isinstance(edition, Edition) else _of_both(edition)
    for place in _drawings(shown):
        found.setdefault(place.chapter, []).append(place)
    chapters = tuple(_with(chapter, found, edition.editions, numbers) for chapter in document.chapters)
    return replace(document, chapters=chapters)


@dataclass(frozen=True)
class _Twofold(Edition):
    """The first edition of a pair; labels, texts and numbers have those of the second beside them."""

    second: str = ""

    def number(self, value: float) -> str:
        """A number as both languages write it."""
        return beside(super().number(value), locales.number(value, self.second), self.second)

    def percent(self, value: float) -> str:
        """A share as both languages write it."""
        return beside(super().percent(value), locales.percent(value, self.second, fixed=True), self.second)


def _of_both(pair: Bilingual) -> Edition:
    first, second = pair.editions
    others = {text.key: text for text in texts(second.standard)}

    def change(text: Text) -> Text:
        return replace(text, words=beside(text.words, others[text.key].words, others[text.key].language))

    labels = {
        name: beside(words, second.shared.labels[name], second.locale) for name, words in first.shared.labels.items()
    }
    return _Twofold(
        map_texts(first.standard, change), first.locale, first.source_language, first.fallbacks,
        replace(first.shared, labels=labels), second=second.locale,
    )


def _with(
    chapter: Chapter, found: Mapping[str, Sequence[_Place]], editions: Sequence[Edition], numbers: Iterator[int]
) -> Chapter:
    shown = tuple(_illustration(place, editions, next(numbers)) for place in found.get(chapter.id, ()))
    sections = tuple(_with(section, found, editions, numbers) for section in chapter.sections)
    return replace(chapter, blocks=(*chapter.blocks, *shown), sections=sections)


def _illustration(place: _Place, editions: Sequence[Edition], number: int) -> Illustration:
    captions = [edition.label(place.caption) for edition in editions]
    count = len(place.sheets)
    sheets = [
        [
            edition.label("sheet-of", caption=caption, sheet=edition.number(sheet), sheets=edition.number(count))
            for edition, caption in zip(editions, captions, strict=True)
        ]
        for sheet in range(1, count + 1)
    ]
    return Illustration(
        f"{place.id}-figure", editions[0].label("figure", number=number) if len(editions) == 1 else "",
        _caption(captions, editions, number), tuple(figure.svg for figure in place.sheets),
        "\n".join(figure.told for figure in place.sheets), any(figure.size[0] > UPRIGHT[0] for figure in place.sheets),
        tuple(_caption(words, editions, number) for words in sheets) if count > 1 else (),
    )


def _caption(words: Sequence[str], editions: Sequence[Edition], number: int) -> Words:
    """The caption in the words of each edition; of two, each has its own number."""
    if len(editions) == 1:
        return words[0]
    sides = (
        Side(
            caption, edition.locale, edition.label("figure", number=number),
            edition.label("caption-line", number="", caption=""),
        )
        for edition, caption in zip(editions, words, strict=True)
    )
    return Both(*sides)


def _drawings(edition: Edition) -> Iterator[_Place]:
    """What is drawn of the data of a standard: only what has something to show side by side."""
    standard = edition.standard
    if isinstance(standard, ProfessionalStandard):
        yield from _programme(edition, standard)
    elif isinstance(standard, CourseStandard):
        if len(standard.units) > 1:
            by_unit = hours.by_unit(edition, standard, "unit-hours")
            yield _Place("section.unit-plan", "unit-hours", "caption.unit-hours", (by_unit,))
    elif len(standard.tasks) > 1:
        by_site = hours.by_site(edition, standard, "site-hours")
        yield _Place("section.task-plan", "site-hours", "caption.site-hours", (by_site,))


def _programme(edition: Edition, standard: ProfessionalStandard) -> Iterator[_Place]:
    stairs = ladder(edition, standard, "ladder")
    if stairs:
        yield _Place("section.positions", "ladder", "caption.ladder", (stairs,))
    if len(standard.curriculum.courses) > 1:
        plan = prerequisites.plates(edition, standard, "course-map")
        yield _Place("section.course-plan", "course-map", "caption.prerequisites", plan)
        by_category = hours.by_category(edition, standard, "category-hours")
        yield _Place("section.course-shares", "category-hours", "caption.category-hours", (by_category,))
        by_semester = hours.by_semester(edition, standard, "semester-hours")
        yield _Place("section.course-shares", "semester-hours", "caption.hours-by-semester", (by_semester,))
        matrix = coverage.plates(edition, standard, "coverage-matrix")
        yield _Place("section.coverage", "coverage-matrix", "caption.coverage-matrix", matrix)
