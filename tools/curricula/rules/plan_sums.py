"""The parts of a plan add up to the totals it declares.

Hours and credits of all courses add up to `curriculum.totals`, and nobody can need more credits for
graduation than the plan offers. In a course standard the hours of the units add up to the hours of
the course, total, theory and practice each; in a practical-training standard those of the tasks.
All numbers are the author's own, written twice so that a slip in one of them is found.

Good:
    course:
      hours: {total: 960, theory: 400, practice: 560}
      units:
        - {id: U1, hours: {total: 480, theory: 200, practice: 280}}
        - {id: U2, hours: {total: 480, theory: 200, practice: 280}}
Bad:
    professional:
      curriculum:
        courses:
          - {id: C101, credits: 38}
Bad:
    practice:
      tasks:
        - {id: T1, hours: 300}
"""

import math
from collections.abc import Iterator, Sequence

from curricula.diagnostics import N_, Diagnostic, Phrase, Where
from curricula.model.course import CourseStandard, PracticeStandard
from curricula.model.professional import ProfessionalStandard
from curricula.repository import Repository

_NAMES = {
    "hours": N_("hours"), "credits": N_("credits"), "total": N_("total"), "theory": N_("theory"),
    "practice": N_("practice"),
}


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Declared totals that differ from the sum of their parts."""
    for standard in repository.standards.values():
        if standard.kind == "professional":
            yield from _plan(standard)
        elif standard.kind == "course":
            yield from _units(standard)
        else:
            yield from _tasks(standard)


def _plan(standard: ProfessionalStandard) -> Iterator[Diagnostic]:
    totals, courses = standard.curriculum.totals, standard.curriculum.courses
    for name, declared, parts in (
        ("hours", totals.hours, [course.hours.total for course in courses]),
        ("credits", totals.credits, [course.credits for course in courses]),
    ):
        yield from _sum(totals.where.at(name), Phrase("the courses"), name, declared, parts)
    needed = standard.graduation.credits
    if needed > totals.credits:
        yield Diagnostic(
            standard.graduation.where.at("credits"), "plan-sums",
            "graduation requires {needed} credits, but the plan offers only {offered}",
            {"needed": float(needed), "offered": float(totals.credits)},
            hint="Lower graduation.credits, or add courses.",
        )


def _units(standard: CourseStandard) -> Iterator[Diagnostic]:
    for name in ("total", "theory", "practice"):
        parts = [getattr(unit.hours, name) for unit in standard.units]
        yield from _sum(standard.hours.where.at(name), Phrase("the units"), name, getattr(standard.hours, name), parts)


def _tasks(standard: PracticeStandard) -> Iterator[Diagnostic]:
    parts = [task.hours for task in standard.tasks]
    yield from _sum(standard.hours.where.at("total"), Phrase("the tasks"), "total", standard.hours.total, parts)


def _sum(where: Where, parts: Phrase, name: str, declared: float, values: Sequence[float]) -> Iterator[Diagnostic]:
    """The finding where `values` do not add up to `declared`; credits may be fractions."""
    found = math.fsum(values)
    if math.isclose(found, declared, abs_tol=1e-6):
        return
    yield Diagnostic(
        where, "plan-sums",
        "{name} is {declared}, but {parts} add up to {found}, {difference} less" if declared > found
        else "{name} is {declared}, but {parts} add up to {found}, {difference} more",
        {
            "name": Phrase(_NAMES[name]), "declared": float(declared), "parts": parts, "found": float(found),
            "difference": float(abs(declared - found)),
        },
        hint="Correct one of its parts, or the total.",
    )
