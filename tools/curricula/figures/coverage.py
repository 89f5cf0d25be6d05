"""The coverage matrix: which course introduces, has practised and assesses which graduate outcome."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import get_args

from curricula.editions.document import Table, cell
from curricula.editions.edition import Edition
from curricula.editions.parts import Draft
from curricula.editions.plan import CATEGORIES, coverage_table
from curricula.figures.drawing import (
    ALARM,
    FAINT,
    INK,
    SIZE,
    Element,
    Figure,
    block,
    categories,
    legend,
    listing,
    number,
    path,
    rectangle,
    sheet,
    text,
    titled,
)
from curricula.figures.lettering import shorten, width
from curricula.model.common import OutcomeCategory
from curricula.model.professional import Outcome, PlannedCourse, ProfessionalStandard

PARTS = ("introduced", "practised", "assessed")
_TINTS = {"introduced": "#eaf1f7", "practised": "#cfe0ee", "assessed": "#a8c8e2"}
_NAMES, _ROW = 380.0, 20.0


@dataclass(frozen=True)
class _Grid:
    """Where cells lie: columns of one width from `left`, rows from `top`."""

    outcomes: Sequence[Outcome]
    courses: Sequence[PlannedCourse]
    wide: float
    top: float
    left: float = _NAMES

    def x(self, column: int) -> float:
        return self.left + column * self.wide

    def y(self, row: int) -> float:
        return self.top + row * _ROW

    @property
    def right(self) -> float:
        """Where the last column ends."""
        return self.x(len(self.courses))

    @property
    def bottom(self) -> float:
        """Where the last row ends."""
        return self.y(len(self.outcomes))


def matrix(edition: Edition, standard: ProfessionalStandard, id: str) -> Figure:
    """A row an outcome, a column a course, in a cell the letters of what the course does with the outcome."""
    courses = [item for name in CATEGORIES for item in standard.curriculum.courses if item.category == name]
    outcomes = [item for name in get_args(OutcomeCategory) for item in standard.outcomes if item.category == name]
    letters = _letters(edition)
    marks = {
        (outcome.id, course.id): [part for part in PARTS if outcome.id in getattr(course.outcomes, part)]
        for outcome in outcomes for course in courses
    }
    fullest = max((sum(width(letters[part], SIZE) for part in parts) for parts in marks.values()), default=0)
    longest = max((width(course.id, SIZE) for course in courses), default=0)
    grid = _Grid(outcomes, courses, max(_ROW, fullest * 1.05 + 6), longest * 1.05 + 22)
    drawn = [*_gaps(edition, grid, marks), *_heads(edition, grid, id)]
    for row, outcome in enumerate(outcomes):
        for column, course in enumerate(courses):
            parts = marks[outcome.id, course.id]
            if parts:
                box = (grid.x(column) + 1, grid.y(row) + 1, grid.wide - 2, _ROW - 2)
                middle = grid.x(column) + grid.wide / 2
                drawn.append(titled(
                    f"{outcome.id} × {course.id} {course.name}", rectangle(box, _TINTS[parts[-1]]),
                    text(middle, grid.y(row) + 14, "".join(letters[part] for part in parts), edition,
                         text_anchor="middle"),
                ))
    keys: list[tuple[Element, str]] = [
        (_swatch(edition, _TINTS[part], letters[part]), name) for part, name in _names(edition).items()
    ]
    keys.append((_gap((1, 1, 20, 12)), edition.label("uncovered")))
    shown, bottom = legend(
        [*keys, *categories(id, edition, (course.category for course in courses))],
        edition, grid.bottom + 34, max(grid.right, 700.0),
    )
    table = _table(edition, standard, id)
    lonely = sum(not any(marks[outcome.id, course.id] for course in courses) for outcome in outcomes)
    told = listing(edition, (
        (edition.label("caption.outcomes"), len(outcomes)), (edition.label("number-of-courses"), len(courses)),
        (edition.label("uncovered"), lonely),
    ))
    return sheet(edition, table, told, (max(grid.right + 34, 700.0), bottom), (*drawn, *shown))


def _table(edition: Edition, standard: ProfessionalStandard, id: str) -> Table:
    """The table of the document, with the words of the outcomes, which the drawing may have shortened."""
    table = coverage_table(Draft(edition), standard)
    groups = tuple(
        (replace(row, cells=(cell(outcome.id, outcome.text, head=True), *row.cells[1:])),)
        for outcome, (row,) in zip(standard.outcomes, table.groups, strict=True)
    )
    return replace(table, id=id, groups=groups)


def _letters(edition: Edition) -> dict[str, str]:
    label = edition.label
    return {
        "introduced": label("introduced-short"), "practised": label("practised-short"),
        "assessed": label("assessed-short"),
    }


def _names(edition: Edition) -> dict[str, str]:
    label = edition.label
    return {"introduced": label("introduced"), "practised": label("practised"), "assessed": label("assessed")}


def _swatch(edition: Edition, fill: str, letter: str) -> Element:
    box = rectangle((0, 0, 22, 14), fill)
    fitting = SIZE * min(1, 19 / max(width(letter, SIZE), 1))  # some languages have no single letter for it
    return titled(letter, box, text(11, 11, letter, edition, text_anchor="middle", font_size=fitting))


def _gap(box: tuple[float, float, float, float]) -> Element:
    """What nothing covers is framed; a zero stands at its end."""
    return rectangle(box, "#fdeceb", stroke=ALARM, stroke_width=1.5, stroke_dasharray="4 2")


def _gaps(edition: Edition, grid: _Grid, marks: dict[tuple[str, str], list[str]]) -> list[Element]:
    """The number of marked cells at the end of each row and column, and a frame round those with none."""
    drawn: list[Element] = []
    numbers: list[Element] = []
    for row, outcome in enumerate(grid.outcomes):
        found = sum(bool(marks[outcome.id, course.id]) for course in grid.courses)
        if not found:
            drawn.append(_gap((grid.left, grid.y(row) + 1, grid.right - grid.left, _ROW - 2)))
        numbers.append(_count(edition, found, grid.right + 16, grid.y(row) + 14))
    for column, course in enumerate(grid.courses):
        found = sum(bool(marks[outcome.id, course.id]) for outcome in grid.outcomes)
        if not found:
            drawn.append(_gap((grid.x(column) + 1, grid.top, grid.wide - 2, grid.bottom - grid.top)))
        numbers.append(_count(edition, found, grid.x(column) + grid.wide / 2, grid.bottom + 16))
    return [*drawn, *numbers]


def _count(edition: Edition, found: int, x: float, y: float) -> Element:
    look = {"font_weight": "bold", "fill": ALARM} if not found else {"fill": INK}
    return text(x, y, edition.number(found), edition, text_anchor="middle", **look)


def _heads(edition: Edition, grid: _Grid, id: str) -> list[Element]:
    """The codes of the courses above, the outcomes at the left, and lines between."""
    drawn = []
    for column, course in enumerate(grid.courses):
        x = grid.x(column) + grid.wide / 2 + 4
        drawn.append(titled(
            f"{course.id} {course.name}", block(id, course.category, (grid.x(column), grid.top - 10, grid.wide, 8)),
            text(0, 0, course.id, edition, transform=f"translate({number(x)} {number(grid.top - 14)}) rotate(-90)"),
        ))
    for row, outcome in enumerate(grid.outcomes):
        long = grid.left - 44
        drawn.append(titled(
            str(outcome.text), text(0, grid.y(row) + 14, outcome.id, edition, font_weight="bold"),
            text(36, grid.y(row) + 14, replace(outcome.text, words=shorten(outcome.text.words, long, SIZE)), edition),
        ))
    kinds = [outcome.category for outcome in grid.outcomes]
    for row in range(len(kinds) + 1):
        apart = row in (0, len(kinds)) or kinds[row] != kinds[row - 1]
        drawn.append(_line(f"M0 {number(grid.y(row))}H{number(grid.right)}", apart))
    groups = [course.category for course in grid.courses]
    for column in range(len(groups) + 1):
        apart = column in (0, len(groups)) or groups[column] != groups[column - 1]
        drawn.append(_line(f"M{number(grid.x(column))} {number(grid.top)}V{number(grid.bottom)}", apart))
    return drawn


def _line(way: str, apart: bool) -> Element:
    """A line of the grid, darker where it sets groups apart."""
    return path(way, stroke=INK if apart else FAINT, stroke_width=1 if apart else 0.6)
