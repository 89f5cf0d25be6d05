"""The weekly hours of every semester are plausible, and no semester is much heavier than the others.

Students can follow only so many hours a week, and a week with few hours is no full-time study. The
hours of a semester, summed over the courses of the plan and divided by the teaching weeks, must lie in
the weekly range of the programme's level; and no semester may exceed the mean of all semesters by more
than the level allows. These numbers (`weeks_per_semester`, `weekly_hours`, and `semester_peak` in percent
of the mean) stand in `standards/partners/`, each with its source. If that says “generally” (`in_principle`), or
nobody has yet compared the number with it, the finding is only a warning.

Good:
    system:
      levels:
        - id: higher-vocational
          weeks_per_semester: {minimum: 20, maximum: 20, source: An example, verified: true}
          weekly_hours: {minimum: 16, maximum: 24, source: An example, verified: false}
          semester_peak: {maximum: 140, source: An example, verified: false}
Bad:
    system:
      levels:
        - id: higher-vocational
          weeks_per_semester: {minimum: 20, maximum: 20, source: An example, verified: true}
          weekly_hours: {minimum: 20, maximum: 30, source: An example, verified: false}
Bad:
    system:
      levels:
        - {id: higher-vocational, semester_peak: {maximum: 140, source: An example, verified: false}}
    professional:
      curriculum:
        courses:
          - {id: C401, semesters: [{number: 3, hours: 288}]}
"""

from collections import Counter
from collections.abc import Iterator

from curricula.diagnostics import N_, Diagnostic
from curricula.limits import breach, level_of
from curricula.model.professional import ProfessionalStandard
from curricula.model.settings import Level
from curricula.repository import Repository

_WEEKLY = {
    "minimum": N_("semester {number} has {weekly} hours a week; {level} requires at least {limit} ({source})"),
    "maximum": N_("semester {number} has {weekly} hours a week; {level} allows at most {limit} ({source})"),
}
_HEAVY = (
    N_("semester {number} has {hours} hours, {share} % of the mean of {mean}; "
    "{level} allows at most {limit} % ({source})")
)


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Semesters with too many or too few hours a week, and those much heavier than the mean."""
    for standard in repository.standards.values():
        if standard.kind == "professional":
            level = level_of(repository, standard)
            if level:
                yield from _plan(standard, level)


def _plan(standard: ProfessionalStandard, level: Level) -> Iterator[Diagnostic]:
    where = standard.curriculum.where.at("courses")
    loads = _loads(standard)
    mean, weeks = sum(loads.values()) / len(loads), _weeks(level)
    for number, hours in sorted(loads.items()):
        values = {"number": number, "hours": hours, "level": level.id}
        found = breach(hours / weeks, level.weekly_hours) if weeks else None
        if found:
            told = {"weekly": float(f"{hours / weeks:.4g}"), "weeks": float(weeks)}
            yield Diagnostic(
                where, "weekly-load", _WEEKLY[found.bound],
                values | told | {"limit": found.limit, "source": found.source},
                hint="{hours} hours in {weeks} weeks; move courses to or from another semester.",
                severity=found.severity,
            )
        heavy = breach(hours * 100 / mean, level.semester_peak) if mean else None
        if heavy and heavy.bound == "maximum":
            told = {"share": float(f"{hours * 100 / mean:.4g}"), "mean": float(f"{mean:.4g}")}
            yield Diagnostic(
                where, "weekly-load", _HEAVY,
                values | told | {"limit": heavy.limit, "source": heavy.source},
                hint="Move courses to a lighter semester.", severity=heavy.severity,
            )


def _loads(standard: ProfessionalStandard) -> Counter[int]:
    """The hours of each semester of the programme; a semester without courses has none."""
    loads = Counter(dict.fromkeys(range(1, standard.duration.semesters + 1), 0))
    for course in standard.curriculum.courses:
        for load in course.semesters:
            loads[load.number] += load.hours
    return loads


def _weeks(level: Level) -> float:
    """The teaching weeks of a semester, the fewest where the level leaves a choice; 0 where it says nothing."""
    weeks = level.weeks_per_semester
    return (weeks.minimum or weeks.maximum or 0) if weeks else 0
