"""The numbers a national system sets for its programmes, and how a value stands to them.

The numbers live in `standards/partners/*.yaml`, each with its source and whether somebody has
compared it with that source; a number that nobody has compared can warn but not fail.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from curricula.diagnostics import Diagnostic, Severity
from curricula.model.professional import PlannedCourse, ProfessionalStandard
from curricula.model.settings import CreditSystem, Level, Range
from curricula.repository import Repository


@dataclass(frozen=True, slots=True)
class Breach:
    """A limit that a value does not keep: which end of the range, its number and its source."""

    bound: Literal["minimum", "maximum"]
    limit: str
    source: str
    severity: Severity


def breach(value: float, limit: Range | None) -> Breach | None:
    """The end of the range that `value` lies beyond; None inside it, on its ends, and without a range."""
    if limit is None:
        return None
    severity: Severity = "error" if limit.verified else "warning"
    if limit.minimum is not None and value < limit.minimum:
        return Breach("minimum", f"{limit.minimum:g}", limit.source, severity)
    if limit.maximum is not None and value > limit.maximum:
        return Breach("maximum", f"{limit.maximum:g}", limit.source, severity)
    return None


def home_level(repository: Repository, level: str) -> Level | None:
    """The level `level` of the system the repository's standards follow; None where it is unknown."""
    system = repository.systems.get(repository.settings.system)
    levels = system.levels if system else ()
    return next((found for found in levels if found.id == level), None)


def home_credits(repository: Repository) -> CreditSystem | None:
    """The credit system the repository's standards follow."""
    system = repository.systems.get(repository.settings.system)
    return system.credit_system if system else None


def shares(
    repository: Repository, code: str, counted: Callable[[PlannedCourse], int], messages: Mapping[str, str], hint: str
) -> Iterator[Diagnostic]:
    """Plans in which a share of all hours is outside its range.

    `counted` gives the hours of a course that belong to the share; the range is the property of
    the level that is named like the rule; `messages` has a template for each end of the range.
    """
    for standard in repository.standards.values():
        if not isinstance(standard, ProfessionalStandard):
            continue
        plan, level = standard.curriculum, home_level(repository, standard.programme.level)
        hours = sum(map(counted, plan.courses))
        share = hours * 100 / plan.totals.hours
        found = breach(share, getattr(level, code.replace("-", "_"))) if level else None
        if found:
            yield Diagnostic(
                plan.where.at("courses"), code, messages[found.bound],
                {
                    "hours": hours, "total": plan.totals.hours, "share": f"{share:.4g}",
                    "level": standard.programme.level, "limit": found.limit, "source": found.source,
                },
                hint=hint, severity=found.severity,
            )
