"""Every outcome is taught somewhere and assessed somewhere.

A graduate outcome that no course introduces or practises, or that no course assesses, is a promise nobody
keeps. In course and practical-training standards the same holds for the objectives: each is served by a unit
or task and assessed by a part of the assessment. What serves what is read from the plan (`outcomes:
{introduced, practised, assessed}`) and from the `objectives` of units, tasks and assessment parts.

Good:
    professional:
      curriculum:
        courses:
          - {id: C201, outcomes: {introduced: [K1], practised: [A1], assessed: [K1, A1]}}
Bad:
    professional:
      outcomes:
        - {id: A9, category: ability, text: 能独立编写电路测试报告。}
Bad:
    course:
      assessment:
        components:
          - {id: AS2, objectives: [OB2]}
"""

from collections.abc import Iterator

from curricula.diagnostics import N_, Diagnostic
from curricula.model.course import CourseStandard, PracticeStandard
from curricula.model.professional import ProfessionalStandard
from curricula.repository import Repository

_SERVED = {
    "course": (N_("no unit serves the objective {id}"), N_("Name {id} in the objectives of a unit.")),
    "practice": (N_("no task serves the objective {id}"), N_("Name {id} in the objectives of a task.")),
}
_ASSESSED = (
    N_("no part of the assessment covers the objective {id}"),
    N_("Name {id} in the objectives of an assessment component."),
)


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Outcomes and objectives that nothing serves or nothing assesses."""
    for standard in repository.standards.values():
        if standard.kind == "professional":
            yield from _outcomes(standard)
        else:
            yield from _objectives(standard)


def _outcomes(standard: ProfessionalStandard) -> Iterator[Diagnostic]:
    covers = [course.outcomes for course in standard.curriculum.courses]
    taught = {name for cover in covers for name in (*cover.introduced, *cover.practised)}
    assessed = {name for cover in covers for name in cover.assessed}
    for outcome in standard.outcomes:
        for served, message in (
            (taught, N_("no course introduces or practises the outcome {id}")),
            (assessed, N_("no course assesses the outcome {id}")),
        ):
            if outcome.id not in served:
                yield Diagnostic(
                    outcome.where, "outcome-coverage", message, {"id": outcome.id},
                    hint="Name {id} in the outcomes of a course of the plan.",
                )


def _objectives(standard: CourseStandard | PracticeStandard) -> Iterator[Diagnostic]:
    parts = standard.units if standard.kind == "course" else standard.tasks
    served = {name for part in parts for name in part.objectives}
    assessed = {name for part in standard.assessment.components for name in part.objectives}
    for objective in standard.objectives:
        for names, (message, hint) in ((served, _SERVED[standard.kind]), (assessed, _ASSESSED)):
            if objective.id not in names:
                yield Diagnostic(objective.where, "outcome-coverage", message, {"id": objective.id}, hint=hint)
