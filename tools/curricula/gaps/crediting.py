"""The hours of every course as credits of a partner: what is agreed on, how it is rounded, and what comes out.

A credit of one system is never one of another: both are computed from the same hours.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from curricula.limits import breach
from curricula.model.adoption import CreditRule, Rounding
from curricula.model.course import CourseStandard
from curricula.model.professional import ProfessionalStandard
from curricula.model.settings import PartnerSystem, Range
from curricula.model.standards import Standard
from curricula.model.text import Text
from curricula.tailoring.credits import rounded

Verdict = Literal["met", "missing", "open"]


@dataclass(frozen=True, slots=True)
class Basis:
    """How credits are made: hours per credit, and how the quotient is rounded, to multiples of `step`.

    Where nothing is `agreed` on, `factors` are the two ends of the partner's range, `limit`.
    """

    factors: tuple[float, ...]
    rounding: Rounding
    step: float
    agreed: bool
    limit: Range | None


@dataclass(frozen=True, slots=True)
class Credited:
    """Hours, the credits that the standard gives for them, and those of the partner by each factor.

    `ours` is None for a course that the standard itself does not have.
    """

    id: str
    name: Text
    hours: int
    ours: float | None
    theirs: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Credits:
    """The courses; all hours together, and what the credits are then; `summed` are those of the courses added up."""

    basis: Basis
    courses: tuple[Credited, ...]
    hours: int
    ours: float | None
    theirs: tuple[float, ...]
    summed: tuple[float, ...]

    @property
    def verdict(self) -> Verdict:
        """Whether a factor is agreed on that the partner's system allows."""
        if not self.basis.agreed:
            return "open"
        return "missing" if any(breach(factor, self.basis.limit) for factor in self.basis.factors) else "met"


def agreed(standard: Standard, partner: str) -> Basis | None:
    """The hours per credit and the rounding that a pathway of the standard into the partner's system has."""
    pathways = standard.duration.pathways if isinstance(standard, ProfessionalStandard) else ()
    for pathway in pathways:
        if pathway.partner == partner and pathway.conversion:
            factor = float(pathway.conversion.hours_per_credit)
            return Basis((factor,), pathway.conversion.rounding, 1, True, None)
    return None


def ruled(rule: CreditRule) -> Basis:
    """What an adoption has laid down."""
    return Basis((float(rule.hours_per_credit),), rule.rounding, rule.step, True, None)


def credited(
    standard: Standard, system: PartnerSystem, basis: Basis | None, given: Mapping[str, float], *, adopted: bool
) -> Credits | None:
    """Every course of the standard, or the one it is about, by the `basis` agreed on or by the partner's range.

    `given` are the credits before any adoption by the id of the course, empty for all; where it is `adopted`, its
    credits are the partner's already. None where the standard has no credits, or nothing tells how many hours make one.
    """
    courses = tuple(_courses(standard))
    basis = _limited(system, basis)
    if basis is None or not courses:
        return None

    def made(hours: int) -> tuple[float, ...]:
        return tuple(float(rounded(hours, factor, basis.rounding, basis.step)) for factor in basis.factors)

    rows = tuple(_credited(courses, given, made, adopted=adopted))
    hours = sum(row.hours for row in rows)
    summed = tuple(math.fsum(numbers) for numbers in zip(*(row.theirs for row in rows), strict=True))
    return Credits(basis, rows, hours, given.get(""), made(hours), summed)


def credits_of(standard: Standard) -> dict[str, float]:
    """The credits that a standard gives, by the id of the course; of all courses by an empty id."""
    own = {course: made for course, _, _, made in _courses(standard)}
    plan = standard.curriculum if isinstance(standard, ProfessionalStandard) else None
    return own | {"": plan.totals.credits if plan else math.fsum(own.values())}


def _courses(standard: Standard) -> Iterator[tuple[str, Text, int, float]]:
    if isinstance(standard, ProfessionalStandard):
        yield from ((item.id, item.name, item.hours.total, item.credits) for item in standard.curriculum.courses)
    elif isinstance(standard, CourseStandard):
        yield standard.course, standard.name, standard.hours.total, standard.credits


def _limited(system: PartnerSystem, basis: Basis | None) -> Basis | None:
    limit = system.credit_system.hours_per_credit
    if basis is not None:
        return Basis(basis.factors, basis.rounding, basis.step, True, limit)
    ends = [float(end) for end in (limit.minimum, limit.maximum) if end is not None] if limit else []
    return Basis(tuple(dict.fromkeys(ends)), "down", 1, False, limit) if ends else None


def _credited(
    courses: tuple[tuple[str, Text, int, float], ...], given: Mapping[str, float],
    made: Callable[[int], tuple[float, ...]], *, adopted: bool,
) -> Iterator[Credited]:
    for course, name, hours, own in courses:
        yield Credited(course, name, hours, given.get(course), (own,) if adopted else made(hours))
