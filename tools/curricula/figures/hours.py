"""Hours: of a programme by semester and by category, of a course by unit, of a practical training by site."""

from collections.abc import Sequence
from dataclasses import replace

from curricula.editions.document import Column, Row, Table, cell, heads
from curricula.editions.edition import Edition
from curricula.editions.plan import CATEGORIES
from curricula.figures.bars import BASE, Bars, axis
from curricula.figures.drawing import (
    LINE,
    PAPER,
    SHADES,
    SIZE,
    UPRIGHT,
    Element,
    Figure,
    block,
    categories,
    inside,
    legend,
    listing,
    rectangle,
    sheet,
    text,
)
from curricula.figures.lettering import tall, width
from curricula.figures.strips import Bar, Group, chart
from curricula.model.common import CourseCategory, Hours
from curricula.model.course import CourseStandard, PracticeStandard
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
    bars, room = Bars(semesters), UPRIGHT[0]
    told: list[str] = []
    scale, drawn = axis(edition, max(sums), bars.right)
    for place, name in enumerate(names):
        shown = [(category, hours) for category in CATEGORIES if (hours := parts[category][place])]
        drawn += _bar(edition, id, (bars.middle(place), bars.wide), shown, scale)
        drawn.append(bars.foot(edition, place, name))
        told.append(_told(edition, name, shown))
    used = [category for category in CATEGORIES if any(parts[category])]
    keys, bottom = legend(categories(id, edition, used), edition, BASE + 42 + LINE * (max(map(tall, names)) - 1), room)
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
    return sheet(edition, table, "; ".join(told), (room, bottom), (*drawn, *keys))


def _bar(
    edition: Edition, id: str, place: tuple[float, float], parts: list[tuple[CourseCategory, int]], scale: float
) -> list[Element]:
    (centre, across), top = place, BASE
    drawn = []
    for category, hours in parts:
        high = hours * scale
        top -= high
        drawn.append(block(id, category, (centre - across / 2, top, across, high)))
        if high >= SIZE + 4:
            words = edition.number(hours)
            drawn.append(inside(centre, top + high / 2 + 4, words, edition, SHADES[category]))
    total = edition.number(sum(hours for _, hours in parts))
    wide = width(total, SIZE, bold=True) + 4
    drawn.append(rectangle((centre - wide / 2, top - 16, wide, 12), PAPER))  # no line of the axis through it
    drawn.append(text(centre, top - 6, total, edition, text_anchor="middle", font_weight="bold"))
    return drawn


def _told(edition: Edition, name: str, parts: list[tuple[CourseCategory, int]]) -> str:
    total = edition.number(sum(hours for _, hours in parts))
    shown = listing(edition, ((edition.label(f"course.{category}"), hours) for category, hours in parts))
    return f"{name}: {edition.label('hours-line', total=total, parts=shown) if parts else total}"


def by_category(edition: Edition, standard: ProfessionalStandard, id: str) -> Figure:
    """One bar a category of courses, divided into theory and practice, with its share of all hours."""
    courses = standard.curriculum.courses
    everything = sum(item.hours.total for item in courses) or 1
    bars = []
    for category in CATEGORIES:
        members = [item.hours for item in courses if item.category == category]
        total = sum(item.total for item in members)
        share = edition.percent(100 * total / everything)
        bars.append(Bar(edition.label(f"course.{category}"), parts_of(members), f"{edition.number(total)} ({share})"))
    return chart(edition, id, edition.label("caption.category-hours"), edition.label("category"), (Group(bars),))


def by_unit(edition: Edition, standard: CourseStandard, id: str) -> Figure:
    """One bar a learning unit, divided into theory and practice."""
    bars = [
        Bar(unit.name, parts_of([unit.hours]), edition.number(unit.hours.total), unit.id) for unit in standard.units
    ]
    return chart(edition, id, edition.label("caption.unit-hours"), edition.label("learning-unit"), (Group(bars),))


def by_site(edition: Edition, standard: PracticeStandard, id: str) -> Figure:
    """One bar a task, below the site where it is done, with the hours of the site."""
    groups = []
    for site in standard.sites:
        tasks = [task for task in standard.tasks if task.site == site.id]
        bars = [Bar(task.name, {"hours": task.hours}, edition.number(task.hours), task.id) for task in tasks]
        if bars:
            name = replace(site.name, words=f"{site.id} {site.name}")
            hours = edition.number(sum(task.hours for task in tasks))
            total = edition.label("named-value", label=edition.label("hours"), value=hours)
            groups.append(Group(bars, name, total))
    return chart(edition, id, edition.label("caption.site-hours"), edition.label("training-task"), groups)


def parts_of(hours: Sequence[Hours]) -> dict[str, float]:
    """The parts of hours together; hours that are not divided are one part."""
    parts: dict[str, float] = {
        "theory": sum(item.theory for item in hours), "practice": sum(item.practice for item in hours),
        "self-study": sum(item.self_study for item in hours),
    }
    return parts if any(parts.values()) else {"hours": sum(item.total for item in hours)}
