"""The courses by semester, and an arrow from each prerequisite to the course that builds on it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from curricula.editions.document import Column, Row, Table, Words, cell, heads
from curricula.editions.edition import Edition
from curricula.figures.drawing import (
    ALARM,
    INK,
    LANDSCAPE,
    LINE,
    PAPER,
    QUIET,
    SHADES,
    SIZE,
    UPRIGHT,
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
from curricula.figures.lettering import shorten, tall, width, wrap
from curricula.figures.tongues import side
from curricula.model.professional import PlannedCourse, ProfessionalStandard

_WIDE, _GAP, _BETWEEN, _LEFT, _TOP, _STRIP = 166.0, 6.0, 44.0, 6.0, 30.0, 9.0
_WIDEST, _ROUND = 400.0, 32.0  # a box on one of several sheets; what an arrow within a column takes beside the last
_ROWS = 10  # lines of a name
_TIGHT = 1.06  # how much too high a sheet may be: a page shows it so much smaller, in the place of two half-empty ones


@dataclass(frozen=True)
class _Plan:
    """The courses by code, their columns, their prerequisites, in order and out of it, and the size of their boxes.

    `outer` are prerequisites that stand in no column here; the columns begin at `top`, below the names of `semesters`.
    """

    courses: Mapping[str, PlannedCourse]
    names: Mapping[str, tuple[str, ...]]
    columns: Mapping[str, int]
    arrows: tuple[tuple[str, str], ...]
    backward: tuple[tuple[str, str], ...]
    outer: Mapping[str, tuple[str, ...]]
    heights: Mapping[str, float]
    semesters: range
    wide: float
    top: float


def graph(edition: Edition, standard: ProfessionalStandard, id: str) -> Figure:
    """All courses, each in the column of its first semester."""
    return _drawn(edition, standard, id, _semesters(standard))


def plates(edition: Edition, standard: ProfessionalStandard, id: str) -> tuple[Figure, ...]:
    """The same on as many sheets as a page in landscape needs; what leads from sheet to sheet is told in words."""
    return tuple(_plates(edition, standard, id, _semesters(standard)))


def _plates(edition: Edition, standard: ProfessionalStandard, id: str, semesters: range) -> Iterator[Figure]:
    figure = _drawn(edition, standard, id, semesters)
    wide, high = figure.size
    if len(semesters) == 1 or (wide <= LANDSCAPE[0] and high <= LANDSCAPE[1] * _TIGHT):
        yield figure
        return
    half = (len(semesters) + 1) // 2
    yield from _plates(edition, standard, f"{id}-a", semesters[:half])
    yield from _plates(edition, standard, f"{id}-b", semesters[half:])


def _semesters(standard: ProfessionalStandard) -> range:
    last = max([standard.duration.semesters, *map(_first, standard.curriculum.courses)])
    return range(1, last + 1)


def _first(course: PlannedCourse) -> int:
    return min((load.number for load in course.semesters), default=1)


def _drawn(edition: Edition, standard: ProfessionalStandard, id: str, semesters: range) -> Figure:
    plan = _plan(edition, standard, semesters)
    joined = {name for arrow in plan.arrows for name in arrow}
    columns = {name: column for name, column in plan.columns.items() if name in joined}
    found = layout(columns, plan.arrows, plan.heights, _GAP, _fullest(plan))
    middles = {spot: middle + plan.top for spot, middle in found.middles.items()}
    middles |= _alone(plan, middles, joined)
    right = _x(plan, semesters[-1]) + plan.wide + _LEFT
    floor = max((middles[spot] + plan.heights[spot[0]] / 2 for spot in plan.columns.items()), default=plan.top)
    drawn = [*_columns(edition, plan, floor), *_arrows(plan, found, middles)]
    drawn += [_box(edition, id, plan, name, _place(name, plan, middles)) for name in plan.courses]
    drawn += _backward(plan, middles)
    shown, bottom = legend(_keys(edition, id, plan), edition, floor + 16, max(right, UPRIGHT[0]))
    size = (max(right + (_ROUND if plan.backward else 0.0), UPRIGHT[0]), bottom)
    return sheet(edition, _table(edition, id, plan), _told(edition, plan), size, (*drawn, *shown))


def _keys(edition: Edition, id: str, plan: _Plan) -> Iterator[tuple[Element, Words]]:
    yield from categories(id, edition, (course.category for course in plan.courses.values()))
    if plan.arrows or plan.outer:
        yield element("g", path("M0 7H14"), _tip(22, 7, INK)), edition.label("arrow-key")
    if plan.backward:
        yield _reverse("M22 7H8", 0, 7), edition.label("out-of-order")
    several = [course for course in plan.courses.values() if len(course.semesters) > 1]
    if several:
        words = shorten(_spans(edition, min(several, key=lambda course: len(course.semesters))), 26, SIZE)
        yield element("g", text(24, 11, words, edition, text_anchor="end")), edition.label("semesters-key")


def _plan(edition: Edition, standard: ProfessionalStandard, semesters: range) -> _Plan:
    everything = {course.id: course for course in standard.curriculum.courses}
    columns = {name: _first(item) for name, item in everything.items() if _first(item) in semesters}
    courses = {name: everything[name] for name in columns}
    links = dict.fromkeys(
        (before, name) for name, item in courses.items() for before in item.prerequisites if before in everything
    )
    inner = [link for link in links if link[0] in courses]
    forward = tuple(link for link in inner if columns[link[0]] < columns[link[1]])
    outer = {
        name: tuple(before for before, after in links if after == name and before not in courses)
        for name in {after: None for before, after in links if before not in courses}
    }
    backward = tuple(link for link in inner if link not in forward)
    room = LANDSCAPE[0] - 2 * _LEFT - (_ROUND if backward else 0)
    fitting = min(_WIDEST, (room + _BETWEEN) / len(semesters) - _BETWEEN)
    wide = _WIDE if semesters == _semesters(standard) else max(_WIDE, fitting)
    top = _TOP + LINE * (tall(edition.label("semester-number", number=1)) - 1)
    names = {name: wrap(item.name.words, wide - _STRIP - 12, SIZE * 1.04, _ROWS) for name, item in courses.items()}
    heights = {name: 22 + LINE * (max(len(rows), 1) + (name in outer)) for name, rows in names.items()}
    return _Plan(courses, names, columns, forward, backward, outer, heights, semesters, wide, top)


def _fullest(plan: _Plan) -> float:
    """The height of the column with the most to hold."""
    sums: dict[int, float] = {}
    for name, column in plan.columns.items():
        sums[column] = sums.get(column, -_GAP) + plan.heights[name] + _GAP
    return max(sums.values(), default=0)


def _alone(plan: _Plan, middles: Mapping[Spot, float], joined: set[str]) -> dict[Spot, float]:
    """Courses without arrows take the first gap of their column in which they have room, or stand below all else."""
    taken: dict[int, list[tuple[float, float]]] = {}
    for (name, column), middle in middles.items():
        half = plan.heights[name] / 2 if plan.columns[name] == column else 0.0
        taken.setdefault(column, []).append((middle - half, middle + half))
    found: dict[Spot, float] = {}
    for name, column in plan.columns.items():
        if name not in joined:
            spans = sorted(taken.setdefault(column, []))
            top = plan.top
            for start, end in spans:
                if start - top >= plan.heights[name] + _GAP:
                    break
                top = max(top, end + _GAP)
            found[name, column] = top + plan.heights[name] / 2
            taken[column].append((top, top + plan.heights[name]))
    return found


def _x(plan: _Plan, column: int) -> float:
    return _LEFT + (column - plan.semesters[0]) * (plan.wide + _BETWEEN)


def _place(name: str, plan: _Plan, middles: Mapping[Spot, float]) -> tuple[float, float]:
    """The left end and the middle of a box."""
    column = plan.columns[name]
    return _x(plan, column), middles[name, column]


def _columns(edition: Edition, plan: _Plan, floor: float) -> Iterator[Element]:
    for semester in plan.semesters:
        x = _x(plan, semester)
        if semester % 2:
            yield rectangle((x - _LEFT, 0, plan.wide + 2 * _LEFT, floor + 6), "#f4f5f7")
        name = edition.label("semester-number", number=semester)
        yield text(x + plan.wide / 2, 18, name, edition, text_anchor="middle", font_weight="bold")


def _box(edition: Edition, id: str, plan: _Plan, name: str, place: tuple[float, float]) -> Element:
    """Code, semesters and name, with the pattern of the category as a strip at the left."""
    course, high, rows = plan.courses[name], plan.heights[name], plan.names[name]
    x, y = place[0], place[1] - high / 2
    span = _spans(edition, course) if len(course.semesters) > 1 else ""
    left = x + _STRIP + 5
    span = shorten(span, plan.wide - _STRIP - 18 - width(course.id, SIZE) * 1.1, SIZE)
    drawn = [
        rectangle((x, y, plan.wide, high), PAPER, stroke=INK, stroke_width=1),
        block(id, course.category, (x, y, _STRIP, high)),
        text(left, y + 13, course.id, edition, font_weight="bold"),
        text(x + plan.wide - 5, y + 13, span, edition, text_anchor="end"),
        lines(left, y + 13 + LINE, rows, course.name, edition),
    ]
    if name in plan.outer:  # prerequisites on another sheet, with an arrow from them to the course
        low = y + 13 + LINE * (max(len(rows), 1) + 1)
        codes = shorten(_listed(edition, plan.outer[name]), plan.wide - _STRIP - 32, SIZE)
        after = left + width(codes, SIZE) * 1.04 + 5
        drawn.append(text(left, low, codes, edition, fill=QUIET))
        drawn += [path(f"M{number(after)} {number(low - 4)}h8", stroke=QUIET), _tip(after + 15, low - 4, QUIET)]
    return titled(f"{course.id} {course.name}", *drawn)


def _arrows(plan: _Plan, found: Layout, middles: Mapping[Spot, float]) -> Iterator[Element]:
    """Curves between columns and straight lanes through them; those of a course lie over those before, edged white."""
    ports = _ports(plan, found, middles)
    for name, course in plan.courses.items():
        ways, tips = [], []
        for start, end in found.steps:
            if start[0] == name:
                arrives = plan.columns[end[0]] == end[1]
                x, y, last = _x(plan, start[1]) + plan.wide, middles[start], ports.get((start, end), middles[end])
                goal = _x(plan, end[1]) - (7 if arrives else 0)
                half = (x + goal) / 2
                through = "" if arrives else f"H{number(_x(plan, end[1]) + plan.wide)}"
                curve = " ".join(map(number, (half, y, half, last, goal, last)))
                ways.append(f"M{number(x)} {number(y)}C{curve}{through}")
                tips += [_tip(_x(plan, end[1]), last, SHADES[course.category].dark)] if arrives else []
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
        distance = min(11.0, (plan.heights[end[0]] - 12) / max(len(starts) - 1, 1))
        for place, start in enumerate(sorted(starts, key=lambda spot: (middles[spot], spot))):
            ports[start, end] = middles[end] + (place - (len(starts) - 1) / 2) * distance
    return ports


def _tip(x: float, y: float, colour: str) -> Element:
    return element("path", d=f"M{number(x)} {number(y)}l-8 -4v8z", fill=colour)


def _backward(plan: _Plan, middles: Mapping[Spot, float]) -> Iterator[Element]:
    """A prerequisite in a later semester leads back, one in the same semester round the side: dashed, above all."""
    for start, end in plan.backward:
        (left, y), (x, last) = _place(start, plan, middles), _place(end, plan, middles)
        goal = x + plan.wide
        from_, bend = (goal, goal + 44) if left == x else (left, left - 30)
        curve = " ".join(map(number, (bend, y, goal + (44 if left == x else 38), last, goal + 8, last)))
        yield _reverse(f"M{number(from_)} {number(y)}C{curve}", goal, last)


def _reverse(way: str, x: float, y: float) -> Element:
    tip = element("path", d=f"M{number(x)} {number(y)}l8 -4v8z", fill=ALARM)
    return element("g", path(way, stroke=ALARM, stroke_width=1.6, stroke_dasharray="5 3"), tip)


def _spans(edition: Edition, course: PlannedCourse) -> str:
    numbers = sorted({load.number for load in course.semesters})
    return _listed(edition, list(map(edition.number, numbers)))


def _listed(edition: Edition, names: Sequence[str]) -> str:
    """Numbers or codes in one line; those of two languages with a sign between them that suits both."""
    separator = edition.label("list-separator")
    first, second = side(separator, 0), side(separator, 1)
    return side((first if first == second else ", ").join(names), 0)


def _joined(edition: Edition, names: Sequence[str]) -> str:
    return edition.label("list-separator").join(names)


def _told(edition: Edition, plan: _Plan) -> str:
    """How many courses and prerequisites, then both by name: the document tells prerequisites nowhere else."""
    label = edition.label
    links = sum(len(course.prerequisites) for course in plan.courses.values())
    told = [listing(edition, ((label("number-of-courses"), len(plan.courses)), (label("prerequisites"), links)))]
    for semester in plan.semesters:
        names = [name for name, column in plan.columns.items() if column == semester]
        if names:
            told.append(f"{label('semester-number', number=semester)}: {_joined(edition, names)}")
    told += [
        f"{label('prerequisites')} {name}: {_joined(edition, course.prerequisites)}"
        for name, course in plan.courses.items() if course.prerequisites
    ]
    return "; ".join(told)


def _table(edition: Edition, id: str, plan: _Plan) -> Table:
    label = edition.label
    rows = tuple(
        (Row((
            cell(name), cell(course.name, head=True), cell(_spans(edition, course)),
            cell(_joined(edition, course.prerequisites) or label("none")),
        )),)
        for name, course in plan.courses.items()
    )
    return Table(
        id, label("caption.prerequisites"), (Column(12, centred=True), Column(48), Column(15), Column(25)),
        (heads(label("item-code"), label("course-name"), label("semester"), label("prerequisites")),), rows,
    )
