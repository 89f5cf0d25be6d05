"""An outcome grows: it is introduced, then practised, then assessed.

What students have only heard of they cannot yet do. An outcome that a course introduces should be
practised in a course of the same or a later semester, and no course should assess it that is over
before the outcome was first introduced or practised. A course that runs through several semesters
introduces from its first semester, and practises and assesses until its last. Findings are warnings,
because a plan may have its reasons. An outcome that is not taught or not assessed at all is found by
outcome-coverage.

Good:
    professional:
      curriculum:
        courses:
          - {id: C201, outcomes: {introduced: [K1, A1], practised: [K1], assessed: [K1]}}
          - {id: C501, outcomes: {practised: [Q1, A1], assessed: [Q1, A1]}}
Bad:
    professional:
      curriculum:
        courses:
          - {id: C201, outcomes: {introduced: [K1, A1], practised: [A1], assessed: [K1]}}
Bad:
    professional:
      curriculum:
        courses:
          - {id: C101, semesters: [{number: 1, hours: 640}], outcomes: {introduced: [Q1], assessed: [K1]}}
"""

from collections.abc import Iterator

from curricula.diagnostics import Diagnostic
from curricula.model.professional import Outcome, PlannedCourse, ProfessionalStandard
from curricula.repository import Repository


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Outcomes that are introduced and not practised from then on, or assessed too early."""
    for standard in repository.standards.values():
        if standard.kind == "professional":
            for outcome in standard.outcomes:
                yield from _practice(standard, outcome)
                yield from _assessment(standard, outcome)


def _practice(standard: ProfessionalStandard, outcome: Outcome) -> Iterator[Diagnostic]:
    courses = standard.curriculum.courses
    introduced = [course for course in courses if outcome.id in course.outcomes.introduced]
    if not introduced:
        return
    first = min(introduced, key=_start)
    ends = [_end(course) for course in courses if outcome.id in course.outcomes.practised]
    if max(ends, default=0) < _start(first):
        yield Diagnostic(
            outcome.where, "outcomes-grow",
            "{id} is introduced in {course} in semester {start} and practised only before that"
            if ends else "{id} is introduced in {course} in semester {start} and practised nowhere",
            {"id": outcome.id, "course": first.id, "start": _start(first)},
            hint="Let a course from semester {start} on practise {id}.", severity="warning",
        )


def _assessment(standard: ProfessionalStandard, outcome: Outcome) -> Iterator[Diagnostic]:
    courses = standard.curriculum.courses
    taught = [
        course for course in courses if outcome.id in (*course.outcomes.introduced, *course.outcomes.practised)
    ]
    if not taught:
        return
    first = min(taught, key=_start)
    for course in courses:
        if outcome.id in course.outcomes.assessed and _end(course) < _start(first):
            yield Diagnostic(
                course.outcomes.where.at("assessed", course.outcomes.assessed.index(outcome.id)), "outcomes-grow",
                "{course} assesses {id} in semester {end}, but {id} is first taught in {first} in semester {start}",
                {
                    "course": course.id, "id": outcome.id, "end": _end(course),
                    "first": first.id, "start": _start(first),
                },
                hint="Assess {id} from semester {start} on, or introduce it in {course} or earlier.",
                severity="warning",
            )


def _start(course: PlannedCourse) -> int:
    return min(load.number for load in course.semesters)


def _end(course: PlannedCourse) -> int:
    return max(load.number for load in course.semesters)
