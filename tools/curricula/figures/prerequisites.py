"""The prerequisites of the courses: a column a semester, an arrow to each course that builds on another."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from curricula.editions.document import Column, Row, Table, cell, heads
from curricula.editions.edition import Edition
from curricula.figures.drawing import (
    ALARM,
    INK,
    PAPER,
    SHADES,
    SIZE,
    Element,
    Figure,
    block,
    categories,
    element,
    legend,
    lines,
    listing,
    number,
    path,
    rectangle,
    sheet,
    text,
    titled,
)
from curricula.figures.layers import Layout, Spot, layout
from curricula.figures.lettering import shorten, width, wrap
from curricula.model.professional import PlannedCourse, ProfessionalStandard

_WIDE, _GAP, _BETWEEN, _LEFT, _TOP, _STRIP, _LINE = 152.0, 9.0, 62.0, 8.0, 40.0, 9.0, 13.2


@dataclass(frozen=True)
class _Plan:
    """The courses by code, their names in lines, their columns, their prerequisites, in order and out of it.

    `high` is the height of a box, in which the longest name has room.
    """

    courses: Mapping[str, PlannedCourse]
    names: Mapping[str, tuple[str, ...]]
    columns: Mapping[str, int]
    arrows: tuple[tuple[str, str], ...]
    backward: tuple[tuple[str, str], ...]
    high: float


def graph(edition: Edition, standard: ProfessionalStandard, id: str) -> Figure:
    """Courses in the column of their first semester; those that stand alone below the others."""
    plan = _plan(standard)
    joined = {name for arrow in plan.arrows for name in arrow}
    found = layout({name: plan.columns[name] for name in plan.courses if name in joined}, plan.arrows, plan.high, _GAP)
    middles = {spot: middle + _TOP for spot, middle in found.middles.items()}
    middles |= _below(plan, middles, joined)
    semesters = max([standard.duration.semesters, *plan.columns.values()])
    right = _x(semesters) + _WIDE + _LEFT
    floor = max((middle for middle in middles.values()), default=_TOP) + plan.high / 2
    drawn = [*_columns(edition, semesters, floor), *_arrows(plan, found, middles)]
    drawn += [_box(edition, id, plan, name, _place(name, plan, middles)) for name in plan.courses]
    drawn += _backward(plan, middles)
    keys = categories(id, edition, (course.category for course in plan.courses.values()))
    keys.append((element("g", path("M0 7H14"), _tip(22, 7, INK)), edition.label("arrow-key")))
    if plan.backward:
        keys.append((_reverse("M22 7H8", 0, 7), edition.label("out-of-order")))
    shown, bottom = legend(keys, edition, floor + 22, max(right, 700.0))
    told = listing(edition, (
        (edition.label("number-of-courses"), len(plan.courses)),
        (edition.label("prerequisites"), len(plan.arrows) + len(plan.backward)),
    ))
    margin = 32.0 if plan.backward else 0.0
    size = (max(right + margin, 700.0), bottom)
    return sheet(edition, _table(edition, id, plan), told, size, (*drawn, *shown))


def _plan(standard: ProfessionalStandard) -> _Plan:
    courses = {course.id: course for course in standard.curriculum.courses}
    columns = {name: min((load.number for load in item.semesters), default=1) for name, item in courses.items()}
    links = dict.fromkeys(
        (before, name) for name, item in courses.items() for before in item.prerequisites if before in courses
    )
    forward = tuple(link for link in links if columns[link[0]] < columns[link[1]])
    names = {name: wrap(item.name.words, _WIDE - _STRIP - 12, SIZE * 1.02, 3) for name, item in courses.items()}
    high = 24 + _LINE * max((len(rows) for rows in names.values()), default=1)
    return _Plan(courses, names, columns, forward, tuple(link for link in links if link not in forward), high)


def _below(plan: _Plan, middles: Mapping[Spot, float], joined: set[str]) -> dict[Spot, float]:
    """Courses without arrows stand below all else in their column."""
    ends: dict[int, float] = {}
    for (name, column), middle in middles.items():
        half = plan.high / 2 if plan.columns[name] == column else 0
        ends[column] = max(ends.get(column, 0), middle + half)
    found: dict[Spot, float] = {}
    for name, column in plan.columns.items():
        if name not in joined:
            middle = (ends[column] + _GAP if column in ends else _TOP) + plan.high / 2
            found[name, column] = middle
            ends[column] = middle + plan.high / 2
    return found


def _x(column: int) -> float:
    return _LEFT + (column - 1) * (_WIDE + _BETWEEN)


def _place(name: str, plan: _Plan, middles: Mapping[Spot, float]) -> tuple[float, float]:
    """The left end and the middle of a box."""
    column = plan.columns[name]
    return _x(column), middles[name, column]


def _columns(edition: Edition, semesters: int, floor: float) -> Iterator[Element]:
    for semester in range(1, semesters + 1):
        if semester % 2:
            yield rectangle((_x(semester) - _LEFT, 0, _WIDE + 2 * _LEFT, floor + 8), "#f4f5f7")
        name = edition.label("semester-number", number=semester)
        yield text(_x(semester) + _WIDE / 2, 20, name, edition, text_anchor="middle", font_weight="bold")


def _box(edition: Edition, id: str, plan: _Plan, name: str, place: tuple[float, float]) -> Element:
    """Code, semesters and name, with the pattern of the category as a strip at the left."""
    course, high = plan.courses[name], plan.high
    x, y = place[0], place[1] - high / 2
    span = _semesters(edition, course) if len(course.semesters) > 1 else ""
    left = x + _STRIP + 5
    span = shorten(span, _WIDE - _STRIP - 18 - width(course.id, SIZE) * 1.1, SIZE)
    return titled(
        f"{course.id} {course.name}", rectangle((x, y, _WIDE, high), PAPER, stroke=INK, stroke_width=1),
        block(id, course.category, (x, y, _STRIP, high)),
        text(left, y + 14, course.id, edition, font_weight="bold"),
        text(x + _WIDE - 5, y + 14, span, edition, text_anchor="end"),
        lines(left, y + 29, plan.names[name], course.name, edition),
    )


def _arrows(plan: _Plan, found: Layout, middles: Mapping[Spot, float]) -> Iterator[Element]:
    """Curves between columns and straight lanes through them; those of a course lie over those before, edged white."""
    ports = _ports(plan, found, middles)
    for name, course in plan.courses.items():
        ways, tips = [], []
        for start, end in found.steps:
            if start[0] == name:
                arrives = plan.columns[end[0]] == end[1]
                x, y, last = _x(start[1]) + _WIDE, middles[start], ports.get((start, end), middles[end])
                goal = _x(end[1]) - (7 if arrives else 0)
                half = (x + goal) / 2
                through = "" if arrives else f"H{number(_x(end[1]) + _WIDE)}"
                curve = " ".join(map(number, (half, y, half, last, goal, last)))
                ways.append(f"M{number(x)} {number(y)}C{curve}{through}")
                tips += [_tip(_x(end[1]), last, SHADES[course.category].dark)] if arrives else []
        if ways:
            yield path("".join(ways), stroke=PAPER, stroke_width=4.5)
            yield path("".join(ways), stroke=SHADES[course.category].dark, stroke_width=1.4)
            yield from tips


def _ports(plan: _Plan, found: Layout, middles: Mapping[Spot, float]) -> dict[tuple[Spot, Spot], float]:
    """Where arrows meet a box: side by side, in the order they come from."""
    arriving: dict[Spot, list[Spot]] = {}
    for start, end in found.steps:
        if plan.columns[end[0]] == end[1]:
            arriving.setdefault(end, []).append(start)
    ports = {}
    for end, starts in arriving.items():
        distance = min(11.0, (plan.high - 12) / max(len(starts) - 1, 1))
        for place, start in enumerate(sorted(starts, key=lambda spot: (middles[spot], spot))):
            ports[start, end] = middles[end] + (place - (len(starts) - 1) / 2) * distance
    return ports


def _tip(x: float, y: float, colour: str) -> Element:
    return element("path", d=f"M{number(x)} {number(y)}l-8 -4v8z", fill=colour)


def _backward(plan: _Plan, middles: Mapping[Spot, float]) -> Iterator[Element]:
    """A prerequisite in a later semester leads back, one in the same semester round the side: dashed, above all."""
    for start, end in plan.backward:
        (left, y), (x, last) = _place(start, plan, middles), _place(end, plan, middles)
        goal = x + _WIDE
        from_, bend = (goal, goal + 44) if left == x else (left, left - 30)
        curve = " ".join(map(number, (bend, y, goal + (44 if left == x else 38), last, goal + 8, last)))
        yield _reverse(f"M{number(from_)} {number(y)}C{curve}", goal, last)


def _reverse(way: str, x: float, y: float) -> Element:
    tip = element("path", d=f"M{number(x)} {number(y)}l8 -4v8z", fill=ALARM)
    return element("g", path(way, stroke=ALARM, stroke_width=1.6, stroke_dasharray="5 3"), tip)


def _semesters(edition: Edition, course: PlannedCourse) -> str:
    numbers = sorted({load.number for load in course.semesters})
    return edition.label("list-separator").join(map(edition.number, numbers))


def _table(edition: Edition, id: str, plan: _Plan) -> Table:
    label = edition.label
    separator = label("list-separator")
    rows = tuple(
        (Row((
            cell(name), cell(course.name, head=True),
            cell(_semesters(edition, course)),
            cell(separator.join(course.prerequisites) or label("none")),
        )),)
        for name, course in plan.courses.items()
    )
    return Table(
        id, label("caption.prerequisites"), (Column(12, centred=True), Column(48), Column(15), Column(25)),
        (heads(label("item-code"), label("course-name"), label("semester"), label("prerequisites")),), rows,
    )
