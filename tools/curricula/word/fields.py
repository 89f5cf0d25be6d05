"""Which property of a standard stands in which place of its document.

The document is the one every format shows; its tables and chapters are known by their ids. What is
told here once serves both ways: writing marks each place with its property, reading takes the value
of the property from the place. A column or row without a property is computed, and not read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from curricula.schemas import resolved

Path = tuple[str, ...]  # names of properties, from an item down


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a line for each item of a list.

    `items` leads to the list from `owner` (an item with an id, or the whole standard: ""); `columns`
    pair the label of each column with its property; `groups` is the property that title rows between
    the lines tell, `prefix` that of their labels. A line of a grid that is not `primary` shows items
    that another place creates and removes; without `items` each line is about the owner itself.
    """

    items: Path
    columns: tuple[tuple[str, str], ...]
    groups: str = ""
    prefix: str = ""
    primary: bool = True


@dataclass(frozen=True, slots=True)
class Record:
    """A table with a line for each property of one item; `owner` leads to a group below the standard."""

    rows: tuple[tuple[str, str], ...]
    owner: Path = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Chapters, one for each item of the list `items`, headed by the item's property `title`."""

    items: Path
    title: str
    primary: bool = False


def _grid(items: str, columns: str, groups: str = "", prefix: str = "", *, primary: bool = True) -> Grid:
    pairs = (column.partition("=") for column in columns.split())
    bound = tuple((label, name) for label, _, name in pairs)
    return Grid(tuple(items.split(".")) if items else (), bound, groups, prefix, primary)


def _record(rows: str, owner: str = "") -> Record:
    pairs = (row.partition("=") for row in rows.split())
    return Record(tuple((label, name) for label, _, name in pairs), tuple(owner.split(".")) if owner else ())


_EQUIPMENT = _grid(
    "equipment", "row-number= equipment-name=name specification=specification unit=unit quantity=quantity"
)
# Tables by id; one of an item, such as `U1-content`, by the list that item stands in: `units/content`.
TABLES: Mapping[str, Grid | Record] = {
    "objectives": _grid(
        "objectives", "item-code=id objective=text outcomes-served=outcomes", "category", "outcome."
    ),
    "outcomes": _grid("outcomes", "item-code=id outcome=text", "category", "outcome."),
    "assessment-components": _grid(
        "assessment.components",
        "item-code=id component=name weight=weight phase=phase method=method objectives=objectives",
    ),
    "rubrics": _grid(
        "assessment.rubrics",
        "item-code=id criterion=criterion weight=weight grade.excellent=levels.excellent grade.good=levels.good"
        " grade.pass=levels.pass grade.fail=levels.fail",
    ),
    "units": _grid(
        "units",
        "item-code=id learning-unit=name hours=hours.total theory=hours.theory practice=hours.practice"
        " objectives=objectives",
    ),
    "sites": _grid(
        "sites",
        "item-code=id site=name area=area workstations=workstations"
        " students-per-workstation=students_per_workstation",
    ),
    "tasks": _grid("tasks", "item-code=id training-task=name hours=hours site=site objectives=objectives"),
    "orientation-codes": _grid("orientation.codes", "classification=scheme item-code=code code-title="),
    "certificates": _grid("orientation.certificates", "certificate=title issuer=issuer for-positions=positions"),
    "course-plan": _grid(
        "curriculum.courses",
        "item-code=id course-name=name choice=choice credits=credits total=hours.total theory=hours.theory"
        " practice=hours.practice assessment-form=assessment",
        "category", "course.",
    ),
    "course-content": _grid(
        "curriculum.courses", "item-code=id course-name=name task=task content=content", primary=False
    ),
    "course-links": _grid(
        "curriculum.courses",
        "item-code=id course-name=name self-study=hours.self_study prerequisites=prerequisites kind.course=standard",
        primary=False,
    ),
    "coverage": _grid(
        "outcomes", "outcome=id introduced=@introduced practised=@practised assessed=@assessed", primary=False
    ),
    "roles": _grid("staff.roles", "role=title minimum-persons=minimum qualification=qualification"),
    "rooms": _grid(
        "facilities.rooms", "room=name area=area workstations=workstations courses-served=courses"
    ),
    "sites/equipment": _EQUIPMENT,
    "rooms/equipment": _EQUIPMENT,
    "pathways/stages": _grid("stages", "stage= years=years country=country description=text"),
    "pathways/conversion": _grid(
        "",
        "programme-hours=conversion.hours partner-hours-per-credit=conversion.hours_per_credit hours-quotient="
        " rounding=conversion.rounding partner-credits=conversion.credits",
        primary=False,
    ),
    "course-shares": _grid("", "category= number-of-courses= credits= hours= share=", primary=False),
    "mappings/sections": _grid(
        "sections",
        "framework-section=name weight=weight relation=relation outcomes-served=outcomes rationale=rationale",
    ),
    "cover": _record(
        "document-code=code version=version status=status issued=issued effective=effective"
        " language-of-edition= authoritative-language= programme-name=programme.name level=programme.level"
    ),
    "course-data": _record(
        "course-name=name course-code=course professional-standard=professional category=category hours=hours"
        " credits=credits semester=semesters prerequisites=prerequisites form=form weeks=weeks group-size=group_size"
        " students-per-supervisor=supervisors.students_per_supervisor"
    ),
    "programme-data": _record("programme-name=name codes=codes level=level", "programme"),
    "graduation-credits": _record("graduation-credits=credits", "graduation"),
    "further-data": _record(
        "years=duration.years number-of-semesters=duration.semesters plan-hours=curriculum.totals.hours"
        " plan-credits=curriculum.totals.credits entry-level=programme.entry_level replaces=replaces"
    ),
    "units/content": _record(
        "work-task=task hours= outcome.knowledge=content:knowledge outcome.ability=content:ability"
        " outcome.quality=content:quality activities=activities result=result"
    ),
    "tasks/steps": _record("hours= site= equipment-used=equipment steps=steps safety=safety results=results"),
    "positions/data": _record("rank=rank occupation-codes=codes description=description typical-tasks=tasks"),
    "pathways/data": _record("partner-system=partner description=text"),
    "mappings/data": _record("framework=framework description=text"),
}

# Chapters whose numbered provisions are a list: the chapter's label, and where the list stands.
PROVISIONS: Mapping[str, Path] = {
    "chapter.nature": ("nature",),
    "chapter.scope": ("scope",),
    "chapter.management": ("management",),
    "chapter.overview": ("overview",),
    "chapter.entry": ("entry",),
    "chapter.goal": ("goal",),
    "section.teachers": ("implementation", "teachers"),
    "section.methods": ("implementation", "methods"),
    "section.facilities": ("implementation", "facilities"),
    "section.resources-course": ("implementation", "resources"),
    "section.assessment-rules": ("assessment", "clauses"),
    "chapter.supervisors": ("supervisors", "clauses"),
    "chapter.duration": ("duration", "clauses"),
    "section.duration-rules": ("duration", "clauses"),
    "section.orientation-codes": ("orientation", "clauses"),
    "section.curriculum-rules": ("curriculum", "clauses"),
    "section.staff-rules": ("staff", "clauses"),
    "section.facility-rules": ("facilities", "clauses"),
    "section.resources": ("facilities", "resources"),
    "section.quality": ("quality",),
    "section.graduation": ("graduation", "clauses"),
}


def _bound() -> Iterator[tuple[Path, str]]:
    """The way to every property that a table or a chapter shows, with its label."""
    for name, bound in TABLES.items():
        base = bound.items if isinstance(bound, Grid) else bound.owner or tuple(name.split("/")[:-1])
        for label, path in bound.columns if isinstance(bound, Grid) else bound.rows:
            if path:
                yield (*base, *path.partition(":")[0].split(".")), label
    yield from ((path, label) for label, path in PROVISIONS.items())


def _called() -> dict[Path, str]:
    """Labels by the last two names of the way, and by the last alone where it is the same everywhere."""
    found: dict[Path, str] = {("hours-by-semester",): "hours-by-semester", ("", "title"): "code-title"}
    alone: dict[str, set[str]] = {}
    for path, label in _bound():
        found.setdefault(("", *path)[-2:], label)
        alone.setdefault(path[-1], set()).add(label)
    return found | {(name,): label for name, (label, *more) in alone.items() if not more}


LABELS: Mapping[Path, str] = _called()  # what a document calls a property

# Chapters that hold one section for each item of a list.
SECTIONS: Mapping[str, Section] = {
    "section.unit-content": Section(("units",), "name"),
    "chapter.sites": Section(("sites",), "name"),
    "section.task-steps": Section(("tasks",), "name"),
    "section.positions": Section(("orientation", "positions"), "title", primary=True),
    "section.pathways": Section(("duration", "pathways"), "name", primary=True),
}
ITEM_PROVISIONS = {"sites": "environment"}  # lists of provisions right below the heading of an item

# Enumerations: the property, and the prefix of the labels that word its values.
WORDED = {
    "status": "status.", "phase": "phase.", "unit": "unit.", "rank": "rank.", "relation": "relation.",
    "rounding": "rounding.", "choice": "choice-short.", "assessment": "assessment-short.", "form": "form.",
    "category": "course.",
}



def table(id: str, homes: Mapping[str, str]) -> tuple[Grid | Record | None, str]:
    """What the table `id` binds, and the id of the item it belongs to; nothing for a computed table.

    `homes` has the name of the list each item stands in: `PW1-data` is `pathways/data`.
    """
    owner, _, suffix = id.rpartition("-")
    if owner in homes:
        return TABLES.get(f"{homes[owner]}/{suffix}"), owner
    return TABLES.get(id), ""


def below(kind: str, path: Path) -> Mapping[str, Any]:
    """The schema of the property that a path of names leads to from the whole standard, through lists."""
    schema = resolved({"$ref": f"{kind}.schema.json"})
    for name in path:
        while "items" in schema:
            schema = resolved(schema["items"])
        schema = resolved(schema.get("properties", {}).get(name.partition(":")[0], {}))
    return schema


def tag(item: str, path: str) -> str:
    """The mark of a place: `U1/hours.total`, `document/code`, `programme/level`.

    It reads like a translation key; a group without an id is an item called after itself.
    """
    first, dot, rest = path.partition(".")
    if item in ("", "document"):
        return f"{first}/{rest}" if dot else f"document/{first}"
    return f"{item}.{path}" if "/" in item else f"{item}/{path}"
