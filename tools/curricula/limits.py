"""The numbers a national system sets for its programmes, and how a value stands to them.

The numbers live in `standards/partners/*.yaml`, each with its source and whether somebody has
compared it with that source; a number that nobody has compared can warn but not fail.
"""

from dataclasses import dataclass
from typing import Literal

from curricula.diagnostics import Severity
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
