"""The documents of course standards and of practical-training standards."""

from curricula.editions.document import Cell, Chapter, Column, Document, Fact, Item, Row, Table, cell, heads, with_total
from curricula.editions.edition import Edition
from curricula.editions.parts import (
    Draft,
    assessment_chapter,
    course_data,
    document,
    equipment_table,
    objectives_table,
)
from curricula.model.course import CourseStandard, LearningUnit, PracticeStandard, Site, Task


def course_document(edition: Edition) -> Document:
    """The whole document of a course standard."""
    standard = edition.standard
    assert isinstance(standard, CourseStandard)
    draft = Draft(edition)
    implementation = standard.implementation
    parts = (
        ("section.teachers", implementation.teachers),
        ("section.methods", implementation.methods),
        ("section.facilities", implementation.facilities),
        ("section.resources-course", implementation.resources),
    )
    chapters = (
        draft.chapter("1", "chapter.nature", course_data(draft), *draft.clauses("1", standard.nature)),
        draft.chapter("2", "chapter.objectives", objectives_table(draft, standard.objectives, "objectives")),
        draft.chapter(
            "3", "chapter.units",
            sections=(
                draft.chapter("3.1", "section.unit-plan", _unit_plan(draft, standard)),
                Chapter(
                    "section.unit-content", "3.2", draft.label("section.unit-content"),
                    sections=tuple(
                        _unit(draft, unit, f"3.2.{position}") for position, unit in enumerate(standard.units, 1)
                    ),
                ),
            ),
        ),
        assessment_chapter(draft, "4", standard.assessment),
        draft.chapter(
            "5", "chapter.implementation",
            sections=tuple(
                draft.chapter(f"5.{position}", label, *draft.clauses(f"5.{position}", clauses))
                for position, (label, clauses) in enumerate(parts, 1)
            ),
        ),
    )
    return document(draft, draft.label("kind.course"), (), chapters)


def _unit_plan(draft: Draft, standard: CourseStandard) -> Table:
    label = draft.label
    rows = tuple(
        (Row((
            cell(unit.id), cell(unit.name, head=True), cell(draft.number(unit.hours.total)),
            cell(draft.number(unit.hours.theory)), cell(draft.number(unit.hours.practice)),
            cell(" ".join(unit.objectives)),
        ), anchor=unit.id),)
        for unit in standard.units
    )
    sums = [sum(getattr(unit.hours, part) for unit in standard.units) for part in ("total", "theory", "practice")]
    total = Row(
        (cell(label("total"), columns=2, head=True), *(cell(draft.number(value)) for value in sums), cell()), total=True
    )
    head = heads(*(label(n) for n in ("item-code", "learning-unit", "hours", "theory", "practice", "objectives")))
    columns = (
        Column(7, centred=True), Column(37), Column(11, numeric=True), Column(11, numeric=True),
        Column(12.5, numeric=True), Column(21.5),
    )
    return Table("units", label("caption.units"), columns, (head,), with_total(rows, total))


def _unit(draft: Draft, unit: LearningUnit, number: str) -> Chapter:
    label = draft.label
    content = [
        (category, [item for item in unit.content if item.category == category])
        for category in ("knowledge", "ability", "quality")
    ]
    groups = (
        (Row((cell(label("work-task"), head=True), cell(unit.task))),),
        (Row((cell(label("hours"), head=True), cell(draft.hours(unit.hours)))),),
        *((Row((
            cell(label(f"outcome.{category}"), head=True), Cell(tuple(Item("", item.text, item.id) for item in members))
        )),) for category, members in content if members),
        (Row((cell(label("activities"), head=True), cell(unit.activities))),),
        (Row((cell(label("result"), head=True), cell(unit.result))),),
    )
    table = Table(f"{unit.id}-content", "", (Column(25), Column(75)), (), groups)
    return Chapter(f"{unit.id}-section", number, unit.name, (table,))


def practice_document(edition: Edition) -> Document:
    """The whole document of a practical-training standard."""
    standard = edition.standard
    assert isinstance(standard, PracticeStandard)
    draft = Draft(edition)
    label = draft.label
    data = course_data(
        draft,
        Fact(label("form"), (label(f"form.{standard.form}"),)),
        Fact(label("weeks"), (draft.number(standard.weeks),)),
        Fact(label("group-size"), (draft.number(standard.group_size),)),
        Fact(label("students-per-supervisor"), (draft.number(standard.supervisors.students_per_supervisor),)),
    )
    chapters = (
        draft.chapter("1", "chapter.scope", data, *draft.clauses("1", standard.scope)),
        draft.chapter("2", "chapter.training-objectives", objectives_table(draft, standard.objectives, "objectives")),
        draft.chapter(
            "3", "chapter.sites", _sites(draft, standard),
            sections=tuple(_site(draft, site, f"3.{position}") for position, site in enumerate(standard.sites, 1)),
        ),
        draft.chapter("4", "chapter.supervisors", *draft.clauses("4", standard.supervisors.clauses)),
        draft.chapter(
            "5", "chapter.tasks",
            sections=(
                draft.chapter("5.1", "section.task-plan", _task_plan(draft, standard)),
                Chapter(
                    "section.task-steps", "5.2", label("section.task-steps"),
                    sections=tuple(
                        _task(draft, task, standard, f"5.2.{position}")
                        for position, task in enumerate(standard.tasks, 1)
                    ),
                ),
            ),
        ),
        assessment_chapter(draft, "6", standard.assessment),
        draft.chapter("7", "chapter.management", *draft.clauses("7", standard.management)),
    )
    return document(draft, label("kind.practice"), (), chapters)


def _sites(draft: Draft, standard: PracticeStandard) -> Table:
    label = draft.label
    rows = tuple(
        (Row((
            cell(site.id), cell(site.name, head=True), cell(draft.number(site.area)),
            cell(draft.number(site.workstations)), cell(draft.number(site.students_per_workstation)),
        ), anchor=site.id),)
        for site in standard.sites
    )
    head = heads(*(label(n) for n in ("item-code", "site", "area", "workstations", "students-per-workstation")))
    columns = (Column(10, centred=True), Column(42), *(Column(16, numeric=True) for _ in range(3)))
    return Table("sites", label("caption.sites"), columns, (head,), rows)


def _site(draft: Draft, site: Site, number: str) -> Chapter:
    caption = draft.label("caption.equipment-per-workstation", site=site.name.words)
    equipment = equipment_table(draft, f"{site.id}-equipment", caption, site.equipment)
    blocks = (*draft.clauses(number, site.environment), equipment)
    return Chapter(f"{site.id}-section", number, site.name, blocks)


def _task_plan(draft: Draft, standard: PracticeStandard) -> Table:
    label = draft.label
    rows = tuple(
        (Row((
            cell(task.id), cell(task.name, head=True), cell(draft.number(task.hours)), cell(task.site),
            cell(" ".join(task.objectives)),
        ), anchor=task.id),)
        for task in standard.tasks
    )
    hours = draft.number(sum(task.hours for task in standard.tasks))
    total = Row((cell(label("total"), columns=2, head=True), cell(hours), cell(columns=2)), total=True)
    head = heads(*(label(name) for name in ("item-code", "training-task", "hours", "site", "objectives")))
    columns = (Column(8, centred=True), Column(44), Column(12, numeric=True), Column(14, centred=True), Column(22))
    return Table("tasks", label("caption.tasks"), columns, (head,), with_total(rows, total))


def _task(draft: Draft, task: Task, standard: PracticeStandard, number: str) -> Chapter:
    label = draft.label
    site = next(site for site in standard.sites if site.id == task.site)
    names = {item.id: item.name for item in site.equipment}
    groups = (
        (Row((cell(label("hours"), head=True), cell(draft.number(task.hours)))),),
        (Row((cell(label("site"), head=True), cell(site.name))),),
        *(((Row((cell(label("equipment-used"), head=True), cell(*(names[name] for name in task.equipment)))),),)
          if task.equipment else ()),
        (Row((cell(label("steps"), head=True), draft.lettered(task.steps))),),
        (Row((cell(label("safety"), head=True), draft.lettered(task.safety))),),
        (Row((cell(label("results"), head=True), draft.lettered(task.results))),),
    )
    table = Table(f"{task.id}-steps", "", (Column(24), Column(76)), (), groups)
    return Chapter(f"{task.id}-section", number, task.name, (table,))
