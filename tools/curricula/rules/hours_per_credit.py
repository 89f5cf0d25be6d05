"""The credits of a course fit its hours.

A credit stands for a fixed number of academic hours, in China 16 to 18. The hours of every course,
divided by its credits, must lie in the range that the credit system of the repository's home system
(`standards/partners/`) gives with its source. If nobody has yet compared the range with its source,
the finding is only a warning.

Good:
    professional:
      curriculum:
        courses:
          - {id: C401, credits: 18, hours: {total: 288}}
Bad:
    professional:
      curriculum:
        courses:
          - {id: C401, credits: 12, hours: {total: 288}}
Bad:
    course:
      credits: 64
"""

import math
from collections.abc import Iterator

from curricula.diagnostics import N_, Diagnostic
from curricula.limits import breach, credit_system
from curricula.model.course import CourseStandard, PracticeStandard
from curricula.model.professional import PlannedCourse
from curricula.model.settings import Range
from curricula.repository import Repository

_MESSAGES = {
    "minimum": N_(
        "{name}: {hours} hours for {credits} credits are {ratio} a credit; at least {limit} required ({source})"
    ),
    "maximum": N_(
        "{name}: {hours} hours for {credits} credits are {ratio} a credit; at most {limit} allowed ({source})"
    ),
}


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Courses whose hours per credit are outside the range of the credit system."""
    system = credit_system(repository)
    if system is None or system.hours_per_credit is None:
        return
    for standard in repository.standards.values():
        if standard.kind == "professional":
            for course in standard.curriculum.courses:
                yield from _course(course.id, course, system.hours_per_credit, repository.step)
        else:
            yield from _course(standard.course, standard, system.hours_per_credit, repository.step)


def _course(
    name: str, course: PlannedCourse | CourseStandard | PracticeStandard, limit: Range, step: float
) -> Iterator[Diagnostic]:
    hours, earned = course.hours.total, course.credits
    where = course.where.at("credits")
    if not earned:
        yield Diagnostic(
            where, "hours-per-credit", "{name} has {hours} hours and no credits", {"name": name, "hours": hours},
            hint="Every course of the plan earns credits.", severity="error" if limit.verified else "warning",
        )
        return
    found = breach(hours / earned, limit)
    if found and not (step and _within(hours, earned, limit, step)):
        yield Diagnostic(
            where, "hours-per-credit", _MESSAGES[found.bound],
            {
                "name": name, "hours": hours, "credits": float(earned), "ratio": float(f"{hours / earned:.4g}"),
                "limit": found.limit, "source": found.source, "likely": _likely(hours, limit),
            },
            hint="{hours} hours make {likely} credits.", severity=found.severity,
        )


def _within(hours: int, earned: float, limit: Range, step: float) -> bool:
    """Whether credits that were rounded to multiples of `step` are what hours inside the range make."""
    least = hours / limit.maximum if limit.maximum else 0
    most = hours / limit.minimum if limit.minimum else math.inf
    return least - step < earned < most + step


def _likely(hours: int, limit: Range) -> str:
    """The credits, in halves, that `hours` make at the middle of the range."""
    ends = [end for end in (limit.minimum, limit.maximum) if end]
    return f"{round(2 * hours / (sum(ends) / len(ends))) / 2:g}" if ends else "?"
