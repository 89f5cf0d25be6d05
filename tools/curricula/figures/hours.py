"""The hours of a programme: by semester and category, and by category."""

from collections.abc import Sequence

from curricula import locales
from curricula.editions.document import Column, Row, Table, cell, heads
from curricula.editions.edition import Edition
from curricula.editions.plan import CATEGORIES
from curricula.figures.bars import BASE, LEFT, STEP, WIDE, axis, foot, middle
from curricula.figures.drawing import (
    PAPER,
    SIZE,
    Element,
    Figure,
    block,
    categories,
    legend,
    listing,
    rectangle,
    sheet,
    text,
)
from curricula.figures.lettering import width, wrap
from curricula.model.common import CourseCategory
from curricula.model.professional import PlannedCourse, ProfessionalStandard


def semester_hours(courses: Sequence[PlannedCourse], semesters: int) -> tuple[int, ...]:
    """The hours of each semester; one without courses has none, one beyond the programme's is not counted."""
    loads = [load for course in courses for load in course.semesters]
    return tuple(sum(load.hours for load in loads if load.number == semester) for semester in range(1, semesters + 1))


def by_semester(edition: Edition, standard: ProfessionalStandard, id: str) -> Figure:
    """One bar a semester, stacked by category of courses."""
    semesters = standard.duration.semesters
    parts = {
        category: semester_hours([item for item in standard.curriculum.courses if item.category == category], semesters)
        for category in CATEGORIES
    }
    sums = semester_hours(standard.curriculum.courses, semesters)
    names = tuple(edition.label("semester-number", number=semester) for semester in range(1, semesters + 1))
    room = LEFT + semesters * STEP
    scale, drawn = axis(edition, max(sums), room)
    for place, name in enumerate(names):
        drawn += _bar(edition, id, place, name, [(category, parts[category][place]) for category in CATEGORIES], scale)
    used = [category for category in CATEGORIES if any(parts[category])]
    keys, bottom = legend(categories(id, edition, used), edition, BASE + 42, room)
    rows = tuple(
        Row((cell(edition.label(f"course.{category}"), head=True), *(cell(edition.number(n)) for n in parts[category]),
             cell(edition.number(sum(parts[category])))))
        for category in used
    )
    total = Row((
        cell(edition.label("total"), head=True), *(cell(edition.number(value)) for value in (*sums, sum(sums)))
    ), total=True)
    table = Table(
        id, edition.label("caption.hours-by-semester"),
        (Column(30), *(Column(round(70 / (semesters + 1), 2), numeric=True) for _ in range(semesters + 1))),
        (heads(edition.label("category"), *names, edition.label("total")),), ((*rows, total),),
    )
    return sheet(edition, table, listing(edition, zip(names, sums, strict=True)), (room, bottom), (*drawn, *keys))


def _bar(
    edition: Edition, id: str, place: int, name: str, parts: list[tuple[CourseCategory, int]], scale: float
) -> list[Element]:
    centre, top = middle(place), BASE
    drawn = []
    for category, hours in parts:
        high = hours * scale
        top -= high
        if hours:
            drawn.append(block(id, category, (centre - WIDE / 2, top, WIDE, high)))
        if high >= SIZE + 2:
            drawn.append(text(centre, top + high / 2 + 4, edition.number(hours), edition, text_anchor="middle"))
    total = edition.number(sum(hours for _, hours in parts))
    wide = width(total, SIZE, bold=True) + 4
    drawn.append(rectangle((centre - wide / 2, top - 16, wide, 12), PAPER))  # no line of the axis through it
    drawn.append(text(centre, top - 6, total, edition, text_anchor="middle", font_weight="bold"))
    return [*drawn, foot(edition, place, name)]


def by_category(edition: Edition, standard: ProfessionalStandard, id: str) -> Figure:
    """One bar a category of courses, with its share of all hours."""
    courses = standard.curriculum.courses
    hours = {name: sum(item.hours.total for item in courses if item.category == name) for name in CATEGORIES}
    everything = sum(hours.values()) or 1
    left, long, step = 190.0, 400.0, 34.0
    drawn: list[Element] = []
    rows = []
    for place, (category, value) in enumerate(hours.items()):
        name = edition.label(f"course.{category}")
        share = locales.percent(100 * value / everything, edition.locale)
        y, end = place * step + 6, left + value / max(*hours.values(), 1) * long
        folded = wrap(name, left - 14, SIZE, 2)
        for line, words in enumerate(folded):
            offset = 15 + (line - (len(folded) - 1) / 2) * SIZE * 1.15
            drawn.append(text(left - 8, y + offset, words, edition, text_anchor="end"))
        drawn.append(block(id, category, (left, y, end - left, step - 12)))
        drawn.append(text(end + 8, y + 15, f"{edition.number(value)} ({share})", edition))
        rows.append(Row((cell(name, head=True), cell(edition.number(value)), cell(share))))
    total = Row((
        cell(edition.label("total"), head=True), cell(edition.number(sum(hours.values()))),
        cell(locales.percent(100 * sum(hours.values()) / everything, edition.locale)),
    ), total=True)
    table = Table(
        id, edition.label("caption.shares"), (Column(50), Column(25, numeric=True), Column(25, numeric=True)),
        (heads(edition.label("category"), edition.label("hours"), edition.label("share")),), ((*rows, total),),
    )
    told = listing(edition, ((edition.label(f"course.{name}"), value) for name, value in hours.items()))
    return sheet(edition, table, told, (left + long + 110, step * len(hours) + 6), drawn)
