"""Theory, practice and self-study add up to a course's hours, and so do its semesters.

The hours of every course in the plan, of every course and practical-training standard and of every
unit are written as a total and as its parts, and the total once more by semester. A reader adds them
up; so does this rule. The numbers are the author's own.

Good:
    professional:
      curriculum:
        courses:
          - id: C401
            hours: {total: 288, theory: 88, practice: 200}
            semesters: [{number: 4, hours: 288}]
Bad:
    professional:
      curriculum:
        courses:
          - id: C401
            hours: {total: 288, theory: 80, practice: 200}
Bad:
    practice:
      semesters: [{number: 5, hours: 336}]
"""

from collections.abc import Iterator

from curricula.diagnostics import Diagnostic
from curricula.model.common import Hours
from curricula.model.course import CourseStandard, PracticeStandard
from curricula.model.professional import PlannedCourse
from curricula.repository import Repository


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Hours whose parts or semesters do not add up to their total."""
    for standard in repository.standards.values():
        if standard.kind == "professional":
            for course in standard.curriculum.courses:
                yield from _parts(course.id, course.hours)
                yield from _semesters(course.id, course)
            continue
        yield from _parts(standard.course, standard.hours)
        yield from _semesters(standard.course, standard)
        if standard.kind == "course":
            for unit in standard.units:
                yield from _parts(unit.id, unit.hours)


def _parts(name: str, hours: Hours) -> Iterator[Diagnostic]:
    found = hours.theory + hours.practice + hours.self_study
    if found != hours.total:
        yield Diagnostic(
            hours.where.at("total"), "hours-parts",
            "{name} has {total} hours, but theory {theory} + practice {practice} + self-study {self_study} = {found}",
            {
                "name": name, "total": hours.total, "theory": hours.theory, "practice": hours.practice,
                "self_study": hours.self_study, "found": found,
            },
            hint="Correct a part, or the total.",
        )


def _semesters(name: str, course: PlannedCourse | CourseStandard | PracticeStandard) -> Iterator[Diagnostic]:
    found = sum(load.hours for load in course.semesters)
    if found != course.hours.total:
        yield Diagnostic(
            course.where.at("semesters"), "hours-parts",
            "{name} has {total} hours, but its semesters add up to {found}",
            {"name": name, "total": course.hours.total, "found": found},
            hint="Correct the hours of a semester, or the total.",
        )
