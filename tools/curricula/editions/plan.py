"""The tables of the course plan: hours by semester with totals, shares, tasks, coverage."""

from dataclasses import replace
from typing import get_args

from curricula.editions.document import Cell, Column, Row, Table, cell, heads
from curricula.editions.parts import Draft
from curricula.model.common import CourseCategory
from curricula.model.professional import PlannedCourse, ProfessionalStandard

CATEGORIES: tuple[CourseCategory, ...] = get_args(CourseCategory)


def course_plan(draft: Draft, standard: ProfessionalStandard) -> Table:
    """The plan: a landscape table, one group a category, with subtotals and the total."""
    label = draft.label
    semesters = range(1, standard.duration.semesters + 1)
    fixed = ("item-code", "course-name", "choice", "credits", "total", "theory", "practice")
    head = (
        Row((
            *(cell(label(name), rows=2, head=True) for name in fixed),
            cell(label("hours-by-semester"), columns=len(semesters), head=True),
            cell(label("assessment-form"), rows=2, head=True),
        )),
        Row(tuple(cell(draft.number(number), head=True) for number in semesters)),
    )
    groups: list[tuple[Row, ...]] = []
    for category in CATEGORIES:
        members = [course for course in standard.curriculum.courses if course.category == category]
        if members:
            title = Row((cell(label(f"course.{category}"), columns=8 + len(semesters), head=True),))
            rows = tuple(_line(draft, course, semesters) for course in members)
            groups.append((title, rows[0]))
            groups += [(row,) for row in rows[1:]]
            groups[-1] += (_sums(draft, label("subtotal"), members, semesters),)
    total = _sums(draft, label("total"), standard.curriculum.courses, semesters)
    groups[-1] += (replace(total, anchor="curriculum-totals"),)
    columns = (
        Column(6, centred=True), Column(38), Column(5, centred=True), *(Column(5.5, numeric=True) for _ in range(4)),
        *(Column(round(22 / len(semesters), 2), numeric=True) for _ in semesters), Column(7, centred=True),
    )
    caption = label("caption.course-plan")
    return Table("course-plan", caption, columns, head, tuple(groups), wide=True, note=label("choice-key"))


def _line(draft: Draft, course: PlannedCourse, semesters: range) -> Row:
    loads = {load.number: load.hours for load in course.semesters}
    hours = course.hours
    return Row((
        cell(course.id), cell(course.name, head=True), cell(draft.label(f"choice-short.{course.choice}")),
        cell(draft.number(course.credits)), cell(draft.number(hours.total)), _hours(draft, hours.theory),
        _hours(draft, hours.practice), *(_hours(draft, loads.get(number, 0)) for number in semesters),
        cell(draft.label(f"assessment-short.{course.assessment}")),
    ), anchor=course.id)


def _hours(draft: Draft, hours: int) -> Cell:
    return cell(draft.number(hours) if hours else None)


def _sums(
    draft: Draft, title: str, courses: list[PlannedCourse] | tuple[PlannedCourse, ...], semesters: range
) -> Row:
    by_semester = [
        sum(load.hours for course in courses for load in course.semesters if load.number == number)
        for number in semesters
    ]
    return Row((
        cell(title, columns=3, head=True), cell(draft.number(sum(course.credits for course in courses))),
        *(cell(draft.number(sum(getattr(course.hours, part) for course in courses)))
          for part in ("total", "theory", "practice")),
        *(_hours(draft, hours) for hours in by_semester), cell(),
    ), total=True)


def shares_table(draft: Draft, standard: ProfessionalStandard) -> Table:
    """Hours and credits by category, with their shares, and the shares of practice and electives."""
    label, courses = draft.label, standard.curriculum.courses
    everything = sum(course.hours.total for course in courses)

    def share(hours: int) -> str:
        return draft.edition.percent(100 * hours / everything)

    rows = []
    for category in CATEGORIES:
        members = [course for course in courses if course.category == category]
        hours = sum(course.hours.total for course in members)
        rows.append(Row((
            cell(label(f"course.{category}"), head=True), cell(draft.number(len(members))),
            cell(draft.number(sum(course.credits for course in members))), cell(draft.number(hours)),
            cell(share(hours)),
        )))
    rows.append(Row((
        cell(label("total"), head=True), cell(draft.number(len(courses))),
        cell(draft.number(sum(course.credits for course in courses))), cell(draft.number(everything)),
        cell(share(everything)),
    ), total=True))
    practice = sum(course.hours.practice for course in courses)
    elective = sum(course.hours.total for course in courses if course.choice == "elective")
    closing = tuple(
        Row((cell(label(name), columns=3, head=True), cell(draft.number(hours)), cell(share(hours))))
        for name, hours in (("share-of-practice", practice), ("share-of-electives", elective))
    )
    columns = (Column(40), *(Column(15, numeric=True) for _ in range(4)))
    head = heads(label("category"), label("number-of-courses"), label("credits"), label("hours"), label("share"))
    return Table("course-shares", label("caption.shares"), columns, (head,), (tuple(rows), closing))


def course_tasks(draft: Draft, standard: ProfessionalStandard) -> Table:
    """What each course prepares for and teaches."""
    label = draft.label
    groups = []
    for category in CATEGORIES:
        members = [
            course for course in standard.curriculum.courses
            if course.category == category and (course.task or course.content)
        ]
        rows = [
            (Row((cell(course.id), cell(course.name, head=True), *_task(course)), anchor=f"{course.id}-content"),)
            for course in members
        ]
        if rows:
            title = Row((cell(label(f"course.{category}"), columns=4, head=True),))
            groups += [(title, *rows[0]), *rows[1:]]
    head = heads(label("item-code"), label("course-name"), label("task"), label("content"))
    columns = (Column(8, centred=True), Column(19), Column(33), Column(40))
    return Table("course-content", label("caption.course-content"), columns, (head,), tuple(groups))


def _task(course: PlannedCourse) -> tuple[Cell, ...]:
    """Task and content; the content takes both columns where there is no task."""
    if course.task is None:
        return (cell(course.content, columns=2),)
    return cell(course.task), cell(course.content)


def coverage_table(draft: Draft, standard: ProfessionalStandard) -> Table:
    """Per outcome, the courses that introduce, practise and assess it."""
    label, courses = draft.label, standard.curriculum.courses

    def found(outcome: str, part: str) -> str:
        return " ".join(course.id for course in courses if outcome in getattr(course.outcomes, part))

    rows = tuple(
        (Row((
            cell(outcome.id, head=True),
            *(cell(found(outcome.id, part)) for part in ("introduced", "practised", "assessed")),
        )),)
        for outcome in standard.outcomes
    )
    head = heads(label("outcome"), label("introduced"), label("practised"), label("assessed"))
    columns = (Column(13, centred=True), Column(29), Column(29), Column(29))
    return Table("coverage", label("caption.coverage"), columns, (head,), rows)
