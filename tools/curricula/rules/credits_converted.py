"""Credits of another system are computed from hours.

A credit is 16 to 18 hours in China and 25 to 30 in Uzbekistan, so 168 credits here are never 168 credits
there. A pathway into a system with other hours per credit shows its `conversion`: all hours of the plan, the
hours per credit, which lie in the partner's range in `standards/partners/`, how the quotient is rounded to
whole credits, and the credits that come out. Each of them is checked. If nobody has yet compared a range with
its source, a finding that rests on it is only a warning. An academic hour of another length in the partner's
system is told too: then not even hours are the same.

Good:
    professional:
      duration:
        pathways:
          - {id: PW1, conversion: {hours: 2560, hours_per_credit: 25.6, rounding: nearest, credits: 100}}
Bad:
    professional:
      duration:
        pathways:
          - {id: PW1, conversion: null}
Bad:
    professional:
      duration:
        pathways:
          - {id: PW1, conversion: {hours: 2560, hours_per_credit: 16, rounding: down, credits: 160}}
Bad:
    professional:
      duration:
        pathways:
          - {id: PW1, conversion: {hours: 2560, hours_per_credit: 30, rounding: down, credits: 86}}
Bad:
    professional:
      duration:
        pathways:
          - {id: PW1, conversion: {hours: 2500, hours_per_credit: 25, rounding: down, credits: 100}}
"""

from collections.abc import Iterator

from curricula.diagnostics import N_, Diagnostic
from curricula.limits import breach, converted, credit_system
from curricula.model.professional import Conversion, Pathway, ProfessionalStandard
from curricula.model.settings import Range
from curricula.repository import Repository

_CODE = "credits-converted"
_FACTOR = {
    "minimum": N_("{factor} hours per credit; in {partner} a credit has at least {limit} ({source})"),
    "maximum": N_("{factor} hours per credit; in {partner} a credit has at most {limit} ({source})"),
}


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Pathways without the conversion they need, and conversions that do not give what they say."""
    home = credit_system(repository)
    here = home.hours_per_credit if home else None
    for standard in repository.standards.values():
        if standard.kind != "professional":
            continue
        for pathway in standard.duration.pathways:
            partner = repository.systems.get(pathway.partner)
            there = partner.credit_system.hours_per_credit if partner else None
            if partner and pathway.conversion:
                yield from _factor(pathway, pathway.conversion, there)
            if partner and home:
                yield from _length(pathway, home.academic_hour, partner.credit_system.academic_hour)
            if pathway.conversion:
                yield from _result(standard, pathway.conversion)
            elif here and there and (here.minimum, here.maximum) != (there.minimum, there.maximum):
                yield _missing(pathway, here, there)


def _missing(pathway: Pathway, here: Range, there: Range) -> Diagnostic:
    return Diagnostic(
        pathway.where, _CODE,
        "{pathway} has no conversion of credits: in {partner} a credit has {there} hours, here {here}",
        {"pathway": pathway.id, "partner": pathway.partner, "here": _shown(here), "there": _shown(there)},
        hint="Add `conversion` with hours, hours_per_credit, rounding and credits.",
        severity="error" if here.verified and there.verified else "warning",
    )


def _length(pathway: Pathway, here: Range | None, there: Range | None) -> Iterator[Diagnostic]:
    if here and there and (_ends(here)[0] > _ends(there)[1] or _ends(there)[0] > _ends(here)[1]):
        yield Diagnostic(
            pathway.where.at("partner"), _CODE,
            "in {partner} an academic hour has {there} minutes, here {here}: the same hours are not the same time",
            {"partner": pathway.partner, "here": _shown(here), "there": _shown(there)},
            hint="Tell in the pathway's text whether hours were counted anew.", severity="warning",
        )


def _ends(limit: Range) -> tuple[float, float]:
    ends = [end for end in (limit.minimum, limit.maximum) if end is not None]
    return ends[0], ends[-1]


def _factor(pathway: Pathway, conversion: Conversion, limit: Range | None) -> Iterator[Diagnostic]:
    where, factor = conversion.where.at("hours_per_credit"), f"{conversion.hours_per_credit:g}"
    found = breach(conversion.hours_per_credit, limit)
    if found:
        yield Diagnostic(
            where, _CODE, _FACTOR[found.bound],
            {"factor": factor, "partner": pathway.partner, "limit": found.limit, "source": found.source},
            hint="Choose the hours per credit that the institutions have agreed on within this range.",
            severity=found.severity,
        )
    elif limit is None:
        yield Diagnostic(
            where, _CODE, "{factor} hours per credit rest on nothing: {file} gives no range",
            {"factor": factor, "file": f"standards/partners/{pathway.partner}.yaml"},
            hint="Add credit_system.hours_per_credit there, with its source.", severity="warning",
        )


def _result(standard: ProfessionalStandard, conversion: Conversion) -> Iterator[Diagnostic]:
    total = standard.curriculum.totals.hours
    if conversion.hours != total:
        yield Diagnostic(
            conversion.where.at("hours"), _CODE, "{hours} hours are converted, but the plan has {total}",
            {"hours": conversion.hours, "total": total}, hint="Convert all hours of the plan.",
        )
    quotient = conversion.hours / conversion.hours_per_credit
    wanted = converted(conversion.hours, conversion.hours_per_credit, conversion.rounding)
    if conversion.credits != wanted:
        yield Diagnostic(
            conversion.where.at("credits"), _CODE,
            "{hours} hours ÷ {factor} = {quotient}; with rounding: {rounding} that is {wanted} credits, not {credits}",
            {
                "hours": conversion.hours, "factor": float(conversion.hours_per_credit), "wanted": wanted,
                "quotient": float(f"{quotient:.6g}"), "rounding": conversion.rounding,
                "credits": conversion.credits,
            },
            hint="Correct the credits, or how they are rounded.",
        )


def _shown(limit: Range) -> str:
    ends = dict.fromkeys(f"{end:g}" for end in (limit.minimum, limit.maximum) if end is not None)
    return "–".join(ends)
