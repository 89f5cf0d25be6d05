"""The numbers and acts of a national system, how a value stands to them, and which of them a standard relies on.

They live in `standards/partners/*.yaml`, each with its source and whether somebody has compared it
with that source; a number that nobody has compared can warn but not fail.
"""

import dataclasses
import math
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Literal

from curricula.diagnostics import Diagnostic, Severity, Where
from curricula.model.common import Code
from curricula.model.professional import PlannedCourse, ProfessionalStandard
from curricula.model.settings import Act, CodeRequirement, CreditSystem, Level, MajorCode, PartnerSystem, Range
from curricula.model.standards import Standard
from curricula.repository import Repository

Rounding = Literal["down", "nearest", "up"]


@dataclass(frozen=True, slots=True)
class Breach:
    """A limit that a value does not keep: which end of the range, its number and its source."""

    bound: Literal["minimum", "maximum"]
    limit: float
    source: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number or form that a national system sets: its property, whose it is (a level's id), and where it stands."""

    name: str
    owner: str
    value: Range | MajorCode


@dataclass(frozen=True, slots=True)
class Citation:
    """The number of an act as a text has it, and the act; None where the system has no such act."""

    number: str
    act: Act | None


def breach(value: float, limit: Range | None) -> Breach | None:
    """The end of the range that `value` lies beyond; None inside it, on its ends, and without a range."""
    if limit is None:
        return None
    severity: Severity = "error" if limit.verified and not limit.in_principle else "warning"
    if limit.minimum is not None and value < limit.minimum:
        return Breach("minimum", float(limit.minimum), limit.source, severity)
    if limit.maximum is not None and value > limit.maximum:
        return Breach("maximum", float(limit.maximum), limit.source, severity)
    return None


def level_of(repository: Repository, standard: ProfessionalStandard) -> Level | None:
    """The standard's level in the national system that it is for; None where that has no such level."""
    levels = repository.system.levels if repository.system else ()
    return next((found for found in levels if found.id == standard.programme.level), None)


def credit_system(repository: Repository) -> CreditSystem | None:
    """The credit system of the national system that the standards are for."""
    return repository.system.credit_system if repository.system else None


def converted(hours: int, hours_per_credit: float, rounding: Rounding) -> int:
    """The whole credits that academic hours make; `nearest` takes a half up."""
    # A decimal factor such as 25.6 is no exact binary number; a fraction made of its digits is exact.
    quotient = Fraction(hours) / Fraction(str(hours_per_credit))
    return {"down": math.floor(quotient), "up": math.ceil(quotient)}.get(
        rounding, math.floor(quotient + Fraction(1, 2))
    )


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
        plan, level = standard.curriculum, level_of(repository, standard)
        hours = sum(map(counted, plan.courses))
        share = hours * 100 / plan.totals.hours
        found = breach(share, getattr(level, code.replace("-", "_"))) if level else None
        if found:
            yield Diagnostic(
                plan.where.at("courses"), code, messages[found.bound],
                {
                    "hours": hours, "total": plan.totals.hours, "share": float(f"{share:.4g}"),
                    "level": standard.programme.level, "limit": found.limit, "source": found.source,
                },
                hint=hint, severity=found.severity,
            )


def carriers(
    standard: ProfessionalStandard, wanted: CodeRequirement
) -> Iterator[tuple[str, Where, Collection[Code]]]:
    """Every part that has to name a code: its property or its position's id, where its codes stand, and these."""
    if wanted.part == "positions":
        yield from ((item.id, item.where.at("codes"), item.codes) for item in standard.orientation.positions)
    else:
        part = standard.programme if wanted.part == "programme" else standard.orientation
        yield wanted.part, part.where.at("codes"), part.codes


def parameters(repository: Repository, standard: Standard) -> Iterator[Parameter]:
    """What a standard relies on: its system's credits, its level, and the credits of its partners."""
    system = repository.system
    if system is not None:
        yield from _ranges("credit_system", system.credit_system)
    if standard.kind != "professional":
        return
    level = level_of(repository, standard)
    if level is not None:
        yield from _ranges(level.id, level)
    if system is not None and system.major_code is not None:
        yield Parameter("major_code", system.id.rpartition("/")[2], system.major_code)
    own = repository.adopting or repository.settings.system
    for name in sorted({pathway.partner for pathway in standard.duration.pathways} - {own}):
        theirs = repository.systems[name].credit_system if name in repository.systems else None
        if theirs is not None and theirs.hours_per_credit is not None:
            yield Parameter("hours_per_credit", name, theirs.hours_per_credit)
        if theirs is not None and theirs.academic_hour is not None and system and system.credit_system.academic_hour:
            yield Parameter("academic_hour", name, theirs.academic_hour)


def _ranges(owner: str, thing: Level | CreditSystem) -> Iterator[Parameter]:
    for field in dataclasses.fields(thing):
        value = getattr(thing, field.name)
        if isinstance(value, Range):
            yield Parameter(field.name, owner, value)


BETWEEN = "\0"  # no citation reaches across it: texts joined by it can be searched at once


def cited(systems: Iterable[PartnerSystem], words: str) -> Iterator[Citation]:
    """The acts that words cite by number, in any of the ways the systems write such numbers."""
    every = tuple(systems)
    for form in dict.fromkeys(form for system in every for form in system.act_numbers):
        if not all(sign in words for sign in _literal(form)):  # most texts cite nothing
            continue
        for match in _number(form).finditer(words):
            number = "".join(match.group().split())
            # Where words are written without spaces, those before a number look like its beginning.
            known = (act for system in every for act in system.acts if number.endswith("".join(act.number.split())))
            act = max(known, key=lambda act: len(act.number), default=None)
            yield Citation(act.number if act else match.group(), act)


@cache
def _literal(form: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sign for sign in form if sign not in "#*" and not sign.isspace()))


@cache
def _number(form: str) -> re.Pattern[str]:
    """The pattern of a form: # stands for a number, * for letters; spaces may stand anywhere."""
    signs = {"#": r"[0-9]+", "*": r"[^\W\d_]+"}
    return re.compile(r"\s*".join(signs.get(sign) or re.escape(sign) for sign in form if not sign.isspace()))
