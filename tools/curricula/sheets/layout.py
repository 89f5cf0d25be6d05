"""Which tables a workbook has, with which columns: the one description that writing and reading share."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_type_hints

from curricula.model.common import CourseCategory, Unit
from curricula.model.professional import PlannedCourse

Kind = Literal["id", "parent", "words", "whole", "number", "semester", "choice", "ids", "reference"]
MOST_SEMESTERS = 12  # what the schema allows
NUMERIC: tuple[Kind, ...] = ("whole", "number", "semester")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the property it shows, by its path below the item of the row.

    The first of `labels` heads it, all are understood. A choice has its `values`, and their words in
    labels that begin with one of `prefixes`. Ids name items of one sort: `targets`.
    """

    path: tuple[str, ...]
    kind: Kind
    labels: tuple[str, ...]
    width: float
    required: bool = False
    summed: bool = False
    values: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    targets: str = ""
    number: int = 0
    largest: int = 5000  # what the schema allows

    @property
    def key(self) -> str:
        """The name of the column in the workbook's own records."""
        return ".".join(self.path) + (f".{self.number}" if self.number else "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: a row for each item of the list at `path`.

    A `nested` list stands in every item of the list above it, which the parent column names. Where the
    sheet does not show all that an item needs, it does not `grow`: rows are neither added nor removed.
    """

    name: str
    label: str
    path: tuple[str, ...]
    columns: tuple[Column, ...]
    nested: bool = False
    grows: bool = True

    @property
    def last_fixed(self) -> int:
        """How many columns stay in sight when the others are scrolled: up to the name."""
        return next(place for place, column in enumerate(self.columns, 1) if column.path == ("name",))

    @property
    def parents(self) -> tuple[str, ...]:
        """The path of the list whose items hold a nested list."""
        return self.path[:-1]


_HOURS = (
    Column(("hours", "total"), "whole", ("hours", "total"), 8, required=True, summed=True),
    Column(("hours", "theory"), "whole", ("theory",), 8, summed=True),
    Column(("hours", "practice"), "whole", ("practice",), 8, summed=True),
    Column(("hours", "self_study"), "whole", ("self-study",), 8, summed=True),
)
_HINTS = get_type_hints(PlannedCourse)


def sheets(kind: str, semesters: int = MOST_SEMESTERS) -> tuple[Sheet, ...]:
    """The tables of a kind of standard; a course plan has a column for each of `semesters`."""
    if kind == "professional":
        plan = Sheet("course-plan", "section.course-plan", ("curriculum", "courses"), _plan(semesters))
        return plan, _equipment(("facilities", "rooms", "equipment"), "room")
    if kind == "practice":
        return (_equipment(("sites", "equipment"), "site"),)
    return (Sheet("units", "section.unit-plan", ("units",), _UNITS, grows=False),)


def _plan(semesters: int) -> tuple[Column, ...]:
    return (
        Column(("id",), "id", ("item-code", "course-code"), 8, required=True),
        Column(("name",), "words", ("course-name",), 26, required=True),
        Column(
            ("category",), "choice", ("category",), 17, required=True,
            values=get_args(CourseCategory), prefixes=("course.",),
        ),
        Column(
            ("choice",), "choice", ("choice",), 12, required=True,
            values=get_args(_HINTS["choice"]), prefixes=("choice.", "choice-short."),
        ),
        Column(("credits",), "number", ("credits",), 8, required=True, summed=True, largest=100),
        *_HOURS,
        *(
            Column(("semesters",), "semester", ("semester-number",), 7, summed=True, number=number, largest=2000)
            for number in range(1, semesters + 1)
        ),
        Column(
            ("assessment",), "choice", ("assessment-form",), 11, required=True,
            values=get_args(_HINTS["assessment"]), prefixes=("assessment.", "assessment-short."),
        ),
        Column(("prerequisites",), "ids", ("prerequisites",), 13, targets="courses"),
        *(
            Column(("outcomes", part), "ids", (part,), 13, targets="outcomes")
            for part in ("introduced", "practised", "assessed")
        ),
        Column(("standard",), "reference", ("course-standard",), 30),
        Column(("task",), "words", ("task",), 50),
        Column(("content",), "words", ("content",), 90),
    )


def _equipment(path: tuple[str, ...], parent: str) -> Sheet:
    columns = (
        Column((parent,), "parent", (parent,), 22, required=True, targets="parents"),
        Column(("id",), "id", ("item-code",), 12, required=True),
        Column(("name",), "words", ("equipment-name",), 32, required=True),
        Column(("specification",), "words", ("specification",), 70, required=True),
        Column(("unit",), "choice", ("unit",), 11, required=True, values=get_args(Unit), prefixes=("unit.",)),
        Column(("quantity",), "whole", ("quantity",), 10, required=True, largest=100_000),
    )
    return Sheet("equipment", "equipment", path, columns, nested=True)


_UNITS = (
    Column(("id",), "id", ("item-code",), 8, required=True),
    Column(("name",), "words", ("learning-unit",), 30, required=True),
    *_HOURS,
    Column(("objectives",), "ids", ("objectives",), 16, targets="objectives"),
    Column(("task",), "words", ("work-task",), 60, required=True),
    Column(("activities",), "words", ("activities",), 60),
    Column(("result",), "words", ("result",), 60),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a sheet's list in the data of a standard, with its place and the id of its parent."""

    item: dict[str, Any]
    pointer: tuple[str | int, ...]
    parent: str = ""

    @property
    def id(self) -> str:
        """The id of the item: what names its row."""
        return str(self.item["id"])


def entries(sheet: Sheet, data: Any) -> Iterator[Entry]:
    """The items of a sheet, in the order of the file."""
    if not sheet.nested:
        items = _at(data, sheet.path)
        yield from (Entry(item, (*sheet.path, place)) for place, item in enumerate(items))
        return
    for above, parent in enumerate(_at(data, sheet.parents)):
        for place, item in enumerate(parent.get(sheet.path[-1], ())):
            yield Entry(item, (*sheet.parents, above, sheet.path[-1], place), parent["id"])


def parents(sheet: Sheet, data: Any) -> list[dict[str, Any]]:
    """The items that hold the nested lists of a sheet."""
    return list(_at(data, sheet.parents)) if sheet.nested else []


def _at(data: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        data = data[step]
    return data
