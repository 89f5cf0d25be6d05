"""The coverage matrix: which course introduces, has practised and assesses which graduate outcome."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from curricula.editions.document import Table, Words, cell
from curricula.editions.edition import Edition
from curricula.editions.parts import Draft
from curricula.editions.plan import CATEGORIES, coverage_table
from curricula.figures.drawing import (
    ALARM,
    FAINT,
    INK,
    LANDSCAPE,
    LINE,
    SIZE,
    UPRIGHT,
    Element,
    Figure,
    block,
    categories,
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
from curricula.figures.lettering import ELLIPSIS, tall, width, wrap
from curricula.figures.tongues import beside, side, sides
from curricula.model.common import OutcomeCategory
from curricula.model.professional import Outcome, PlannedCourse, ProfessionalStandard

PARTS = ("introduced", "practised", "assessed")
_TINTS = {"introduced": "#f1f1f1", "practised": "#dcdcdc", "assessed": "#bdbdbd"}
_STRIP, _COLUMN, _FOOT, _END = 12.0, 20.0, 20.0, 22.0  # the strip of a category, a column, the counts below and beside
_NAMES = (104.0, 330.0)  # the room of the names of courses, at least and at most
_CELL = 23.0  # letters of a cell that are wider stand in two lines


@dataclass(frozen=True)
class _Grid:
    """A row a course, a column an outcome: what stands where, and how large it is.

    Codes of outcomes stand `upright` where all have room. `tall` are the heights of the rows, `sums` the courses of
    each outcome, counted below the last sheet.
    """

    outcomes: Sequence[Outcome]
    courses: Sequence[PlannedCourse]
    letters: Mapping[str, str]
    names: Mapping[str, tuple[str, ...]]
    tall: Sequence[float]
    sums: Sequence[int]
    left: float
    wide: float
    top: float
    upright: bool

    def x(self, column: int) -> float:
        """Where a column begins."""
        return self.left + column * self.wide

    def y(self, row: int) -> float:
        """Where a row begins."""
        return self.top + sum(self.tall[:row])

    @property
    def right(self) -> float:
        """Where the last column ends."""
        return self.x(len(self.outcomes))

    @property
    def bottom(self) -> float:
        """Where the last row ends."""
        return self.y(len(self.courses))



def matrix(edition: Edition, standard: ProfessionalStandard, id: str) -> Figure:
    """A row a course, a column an outcome, in a cell the letters of what the course does with the outcome."""
    return _drawn(edition, standard, _grid(edition, standard), id)


def plates(edition: Edition, standard: ProfessionalStandard, id: str) -> tuple[Figure, ...]:
    """The same on as many sheets as pages need, upright if the outcomes have room beside each other there."""
    grid = _grid(edition, standard)
    page = UPRIGHT if grid.right + _END <= UPRIGHT[0] else LANDSCAPE
    _, keys = legend(_keys(edition, grid, id), edition, 12, page[0])  # all of them, though few sheets have all
    sheets = _sheets(grid, page[1] - grid.top - _foot(edition) - keys)
    parts = [
        replace(
            grid, courses=[grid.courses[row] for row in rows], tall=[grid.tall[row] for row in rows],
            sums=grid.sums if rows is sheets[-1] else (),
        )
        for rows in sheets
    ]
    names = [id] if len(parts) == 1 else [f"{id}-{position}" for position in range(1, len(parts) + 1)]
    return tuple(_drawn(edition, standard, part, name) for part, name in zip(parts, names, strict=True))


def _sheets(grid: _Grid, room: float) -> list[list[int]]:
    """The rows of each sheet: whole categories, unless that takes more sheets than as many rows as have room."""
    whole = [[row for row, course in enumerate(grid.courses) if course.category == name] for name in CATEGORIES]
    single = [[row] for row in range(len(grid.courses))]
    return min((_filled(grid, room, parts) for parts in (whole, single)), key=len)


def _filled(grid: _Grid, room: float, parts: Sequence[Sequence[int]]) -> list[list[int]]:
    """Sheets of so many parts as have room; a part that has none on one sheet is divided."""
    sheets: list[list[int]] = [[]]
    for rows in parts:
        if sheets[-1] and sum(grid.tall[row] for row in (*sheets[-1], *rows)) > room:
            sheets.append([])
        for row in rows:
            if sheets[-1] and sum(grid.tall[other] for other in sheets[-1]) + grid.tall[row] > room:
                sheets.append([])
            sheets[-1].append(row)
    return sheets


def _marks(course: PlannedCourse, outcome: Outcome) -> list[str]:
    return [part for part in PARTS if outcome.id in getattr(course.outcomes, part)]


def _grid(edition: Edition, standard: ProfessionalStandard) -> _Grid:
    """Columns as wide as their letters need; the names of courses get what is left of a page."""
    courses = [item for name in CATEGORIES for item in standard.curriculum.courses if item.category == name]
    outcomes = [item for name in get_args(OutcomeCategory) for item in standard.outcomes if item.category == name]
    letters = {part: edition.label(f"{part}-short") for part in PARTS}
    marks = {(course.id, outcome.id): _marks(course, outcome) for course in courses for outcome in outcomes}
    folded = {place: _folded([letters[part] for part in parts]) for place, parts in marks.items()}
    found = [row for rows in folded.values() for row in rows]
    wide = max([_COLUMN, *(width(row, SIZE) * 1.02 + 1 for row in found), *_needed(edition, outcomes)])
    code = max((width(outcome.id, SIZE, bold=True) for outcome in outcomes), default=0) * 1.05
    codes = max((width(course.id, SIZE, bold=True) for course in courses), default=0) * 1.05 + 6
    table = wide * len(outcomes) + _STRIP + codes + _END
    page = UPRIGHT if table + _NAMES[0] <= UPRIGHT[0] else LANDSCAPE
    room = min(max(page[0] - table, _NAMES[0]), _NAMES[1])
    names = {course.id: wrap(course.name.words, room - 6, SIZE * 1.03, 10) for course in courses}
    heights = [
        (5 if tall(course.name.words) == 1 else 3)
        + LINE * max([1, len(names[course.id]), *(len(folded[course.id, outcome.id]) for outcome in outcomes)])
        for course in courses
    ]
    sums = [sum(bool(marks[course.id, outcome.id]) for course in courses) for outcome in outcomes]
    heading = max((len(rows) for _, _, rows in _headings(edition, outcomes, wide)), default=0) * LINE
    top = heading + 8 + (LINE if code <= wide else code)
    return _Grid(outcomes, courses, letters, names, heights, sums, _STRIP + codes + room, wide, top, code <= wide)


def _folded(letters: Sequence[str]) -> list[str]:
    """The letters of a cell in as many lines as they need, of two languages each in its own."""
    rows: list[str] = []
    found = sides("".join(letters))
    room = _CELL if len(found) == 1 else _COLUMN - 1  # names in two languages leave less room, and taller rows
    for place, (_, language) in enumerate(found):
        line = ""
        for letter in (side(letter, place) for letter in letters):
            if line and width(line + letter, SIZE) > room:
                rows.append(beside("", line, language) if language else line)
                line = ""
            line += letter
        rows.append(beside("", line, language) if language else line)
    return rows


def _needed(edition: Edition, outcomes: Sequence[Outcome]) -> Iterator[float]:
    """How wide columns are where each word of the name of their category has room, if that is little more."""
    for category in get_args(OutcomeCategory):
        members = sum(outcome.category == category for outcome in outcomes)
        names = (said for said, _ in sides(edition.label(f"outcome.{category}")))
        longest = max(width(word, SIZE * 1.1) for name in names for word in name.split())
        if members and (longest + 9) / members <= 1.2 * _COLUMN:
            yield (longest + 9) / members


def _headings(
    edition: Edition, outcomes: Sequence[Outcome], wide: float
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """The first column of each category of outcomes, their number, and the name where it has room above them."""
    for category in get_args(OutcomeCategory):
        members = [place for place, outcome in enumerate(outcomes) if outcome.category == category]
        if members:
            rows = wrap(edition.label(f"outcome.{category}"), wide * len(members) - 8, SIZE * 1.1, 4)
            yield members[0], len(members), () if any(ELLIPSIS in row for row in rows) else rows


def _drawn(edition: Edition, standard: ProfessionalStandard, grid: _Grid, id: str) -> Figure:
    drawn = [*_gaps(edition, grid), *_rows(edition, grid, id), *_columns(edition, grid), *_lines(grid)]
    for row, course in enumerate(grid.courses):
        for column, outcome in enumerate(grid.outcomes):
            parts = _marks(course, outcome)
            if parts:
                drawn.append(_mark(edition, grid, (row, column), parts))
    wide = max(grid.right + _END, UPRIGHT[0])
    floor = grid.bottom + (_foot(edition) if grid.sums else 0)
    shown, bottom = legend(_keys(edition, grid, id), edition, floor + 12, wide)
    return sheet(edition, _table(edition, standard, id), _told(edition, grid), (wide, bottom), (*drawn, *shown))


def _keys(edition: Edition, grid: _Grid, id: str) -> Iterator[tuple[Element, Words]]:
    """What the letters, the frames and the patterns mean."""
    for part, letter in grid.letters.items():
        yield _swatch(edition, _TINTS[part], letter), edition.label(part)
    if 0 in grid.sums or not all(_served(grid, course) for course in grid.courses):
        yield _gap((1, 1, 20, 12)), edition.label("uncovered")
    yield from categories(id, edition, (course.category for course in grid.courses))


def _foot(edition: Edition) -> float:
    """What the counts below take: as many lines as their name."""
    return _FOOT + LINE * (tall(edition.label("total")) - 1)


def _mark(edition: Edition, grid: _Grid, place: tuple[int, int], parts: Sequence[str]) -> Element:
    (row, column), high = place, grid.tall[place[0]]
    course, outcome = grid.courses[row], grid.outcomes[column]
    rows = _folded([grid.letters[part] for part in parts])
    x, y = grid.x(column) + grid.wide / 2, grid.y(row) + high / 2 + 4 - (len(rows) - 1) / 2 * LINE
    letters = (
        text(x, y, rows[0], edition, text_anchor="middle") if len(rows) == 1
        else lines(x, y, rows, "".join(rows), edition, text_anchor="middle")
    )
    box = (grid.x(column) + 1, grid.y(row) + 1, grid.wide - 2, high - 2)
    return titled(f"{outcome.id} × {course.id} {course.name}", rectangle(box, _TINTS[parts[-1]]), letters)


def _told(edition: Edition, grid: _Grid) -> str:
    """The numbers, and what each course does with which outcomes."""
    label = edition.label
    counts = listing(edition, ((label("caption.outcomes"), len(grid.outcomes)),
                               (label("number-of-courses"), len(grid.courses))))
    told = [counts]
    for course in grid.courses:
        served = {part: [o.id for o in grid.outcomes if part in _marks(course, o)] for part in PARTS}
        parts = [f"{label(part)} {' '.join(names)}" for part, names in served.items() if names]
        told.append(f"{course.id}: {label('list-separator').join(parts) or label('uncovered')}")
    return "; ".join(told)


def _table(edition: Edition, standard: ProfessionalStandard, id: str) -> Table:
    """The table of the document, with the words of the outcomes, which the drawing has not."""
    table = coverage_table(Draft(edition), standard)
    groups = tuple(
        (replace(row, cells=(cell(outcome.id, outcome.text, head=True), *row.cells[1:])),)
        for outcome, (row,) in zip(standard.outcomes, table.groups, strict=True)
    )
    return replace(table, id=id, caption=edition.label("caption.coverage-matrix"), groups=groups)


def _swatch(edition: Edition, fill: str, letter: str) -> Element:
    box = rectangle((0, 0, 22, 14 + LINE * (tall(letter) - 1)), fill)
    fitting = SIZE * min(1, 19 / max(width(letter, SIZE), 1))  # some languages have no single letter for it
    return titled(letter, box, text(11, 11, letter, edition, text_anchor="middle", font_size=fitting))


def _gap(box: tuple[float, float, float, float]) -> Element:
    """What nothing covers is framed; a zero stands at its end."""
    return rectangle(box, "#fdeceb", stroke=ALARM, stroke_width=1.5, stroke_dasharray="4 2")


def _served(grid: _Grid, course: PlannedCourse) -> int:
    return sum(bool(_marks(course, outcome)) for outcome in grid.outcomes)


def _gaps(edition: Edition, grid: _Grid) -> Iterator[Element]:
    """The number of marked cells at the end of each row and column, and a frame round those with none."""
    for column, found in enumerate(grid.sums):
        if not found:
            yield _gap((grid.x(column) + 1, grid.top, grid.wide - 2, grid.bottom - grid.top))
        yield _count(edition, found, grid.x(column) + grid.wide / 2, grid.bottom + 15)
    for row, course in enumerate(grid.courses):
        found, high = _served(grid, course), grid.tall[row]
        if not found:
            yield _gap((grid.left, grid.y(row) + 1, grid.right - grid.left, high - 2))
        yield _count(edition, found, grid.right + _END / 2, grid.y(row) + high / 2 + 4)
    if grid.sums:
        yield text(grid.left - 6, grid.bottom + 15, edition.label("total"), edition, text_anchor="end")


def _count(edition: Edition, found: int, x: float, y: float) -> Element:
    look = {"font_weight": "bold", "fill": ALARM} if not found else {"fill": INK}
    return text(x, y, edition.number(found), edition, text_anchor="middle", **look)


def _rows(edition: Edition, grid: _Grid, id: str) -> Iterator[Element]:
    """The courses at the left: the pattern of the category, code and name."""
    codes = max((width(course.id, SIZE, bold=True) for course in grid.courses), default=0) * 1.05 + 6
    for row, course in enumerate(grid.courses):
        y, high, rows = grid.y(row), grid.tall[row], grid.names[course.id]
        first = y + high / 2 + 4 - (len(rows) - 1) / 2 * LINE
        yield titled(
            f"{course.id} {course.name}", block(id, course.category, (0.5, y, 8, high)),
            text(_STRIP, y + high / 2 + 4, course.id, edition, font_weight="bold"),
            lines(_STRIP + codes, first, rows, course.name, edition),
        )


def _columns(edition: Edition, grid: _Grid) -> Iterator[Element]:
    """The codes of the outcomes above, below the names of their categories."""
    for column, outcome in enumerate(grid.outcomes):
        x = grid.x(column) + grid.wide / 2
        if grid.upright:
            code = text(x, grid.top - 5, outcome.id, edition, text_anchor="middle", font_weight="bold")
        else:
            turned = f"translate({number(x + 4)} {number(grid.top - 4)}) rotate(-90)"
            code = text(0, 0, outcome.id, edition, transform=turned, font_weight="bold")
        yield titled(f"{outcome.id} {outcome.text}", code)
    for column, count, rows in _headings(edition, grid.outcomes, grid.wide):
        if rows:
            x = grid.x(column) + grid.wide * count / 2
            yield lines(x, SIZE, rows, " ".join(rows), edition, text_anchor="middle", fill="#444444")


def _lines(grid: _Grid) -> Iterator[Element]:
    """The lines of the grid, darker where categories change."""
    kinds = [course.category for course in grid.courses]
    for row in range(len(kinds) + 1):
        apart = row in (0, len(kinds)) or kinds[row] != kinds[row - 1]
        yield _line(f"M0 {number(grid.y(row))}H{number(grid.right)}", apart)
    groups = [outcome.category for outcome in grid.outcomes]
    for column in range(len(groups) + 1):
        apart = column in (0, len(groups)) or groups[column] != groups[column - 1]
        yield _line(f"M{number(grid.x(column))} {number(grid.top)}V{number(grid.bottom)}", apart)


def _line(way: str, apart: bool) -> Element:
    return path(way, stroke=INK if apart else FAINT, stroke_width=1 if apart else 0.6)
