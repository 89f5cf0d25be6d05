"""Academic hours become credits of a partner: a quotient, rounded in one stated way."""

import math
from collections.abc import Collection
from dataclasses import replace
from fractions import Fraction

from curricula.model.adoption import CreditLine, CreditRule, Rounding
from curricula.model.professional import PlannedCourse, ProfessionalStandard


def rounded(hours: int, hours_per_credit: float, rounding: Rounding, step: float = 1) -> Fraction:
    """The credits that academic hours make, in multiples of `step`; `nearest` takes a half up."""
    # A decimal factor such as 25.6 is no exact binary number; a fraction made of its digits is exact.
    unit = Fraction(str(step))
    quotient = Fraction(hours) / Fraction(str(hours_per_credit)) / unit
    ends = {"down": math.floor(quotient), "up": math.ceil(quotient)}
    return ends.get(rounding, math.floor(quotient + Fraction(1, 2))) * unit


def converted(
    base: ProfessionalStandard, standard: ProfessionalStandard, rule: CreditRule | None, given: Collection[str]
) -> tuple[ProfessionalStandard, tuple[CreditLine, ...]]:
    """The standard with the credits of the partner; hours and credits of the plan are added up anew.

    `given` are the places that operations have set: they stay, and so do courses that the adoption has written.
    A standard whose graduation takes all credits of the plan takes all of them afterwards.
    """
    own = standard.where.path
    lines, courses = [], []
    for course in standard.curriculum.courses:
        if rule is not None and course.where.path != own and f"{course.id}/credits" not in given:
            line = _line(course, rule)
            lines.append(line)
            course = replace(course, credits=line.after)
        courses.append(course)
    plan = standard.curriculum
    hours = sum(course.hours.total for course in courses)
    earned = _number(sum((Fraction(str(course.credits)) for course in courses), Fraction(0)))
    totals = replace(
        plan.totals,
        hours=plan.totals.hours if "curriculum.totals.hours" in given else hours,
        credits=plan.totals.credits if "curriculum.totals.credits" in given else earned,
    )
    graduation = standard.graduation
    if "graduation.credits" not in given and base.graduation.credits == base.curriculum.totals.credits:
        graduation = replace(graduation, credits=totals.credits)
    plan = replace(plan, courses=tuple(courses), totals=totals)
    return replace(standard, curriculum=plan, graduation=graduation), tuple(lines)


def _line(course: PlannedCourse, rule: CreditRule) -> CreditLine:
    hours = course.hours.total
    after = rounded(hours, rule.hours_per_credit, rule.rounding, rule.step)
    return CreditLine(course.id, course.name, hours, course.credits, _number(after))


def _number(value: Fraction) -> float:
    """A whole number where it is one."""
    return int(value) if value.denominator == 1 else float(value)
