"""Every course serves a graduate outcome.

A course that introduces, practises and assesses no graduate outcome takes hours and leads nowhere. A
core course is there for the trade, so it should serve at least one outcome of the categories
`knowledge` or `ability`; one that serves outcomes of the category `quality` alone is a warning. What a
course serves is read from its line in the plan (`outcomes: {introduced, practised, assessed}`).

Good:
    professional:
      curriculum:
        courses:
          - {id: C201, category: core, outcomes: {introduced: [Q1], practised: [K1], assessed: [Q1]}}
Bad:
    professional:
      curriculum:
        courses:
          - {id: C101, outcomes: {introduced: null}}
Bad:
    professional:
      curriculum:
        courses:
          - {id: C201, category: core, outcomes: {introduced: [Q1], practised: [Q1], assessed: [Q1]}}
"""

from collections.abc import Iterator

from curricula.diagnostics import Diagnostic
from curricula.model.professional import PlannedCourse, ProfessionalStandard
from curricula.repository import Repository


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Courses without an outcome, and core courses without a professional one."""
    for standard in repository.standards.values():
        if standard.kind == "professional":
            yield from _plan(standard)


def _plan(standard: ProfessionalStandard) -> Iterator[Diagnostic]:
    categories = {outcome.id: outcome.category for outcome in standard.outcomes}
    for course in standard.curriculum.courses:
        served = _served(course)
        # An outcome that does not exist is reported as such; what it was meant to be is not known.
        kinds = {categories.get(name, "unknown") for name in served}
        if not served:
            yield Diagnostic(
                course.where.at("outcomes"), "courses-serve", "{course} serves no graduate outcome",
                {"course": course.id},
                hint="Name the outcomes that {course} introduces, practises or assesses, or remove the course.",
            )
        elif course.category == "core" and kinds == {"quality"}:
            yield Diagnostic(
                course.where.at("outcomes"), "courses-serve",
                "the core course {course} serves no outcome of knowledge or ability, only {served}",
                {"course": course.id, "served": ", ".join(sorted(served))},
                hint="Name an outcome of the trade, or give {course} another category.", severity="warning",
            )


def _served(course: PlannedCourse) -> set[str]:
    cover = course.outcomes
    return {*cover.introduced, *cover.practised, *cover.assessed}
