"""The total hours of a programme keep the limits of its level.

Every level of education has a least (and sometimes a greatest) number of academic hours for the
whole programme. The total that the plan declares in `curriculum.totals.hours` is compared with the
numbers of the programme's level in `standards/partners/`, where each stands with the act it comes
from. If nobody has yet compared the number with the act, the finding is only a warning.

Good:
    professional:
      curriculum:
        totals: {hours: 2560, credits: 158}
Bad:
    professional:
      curriculum:
        totals: {hours: 2400, credits: 158}
"""

from collections.abc import Iterator

from curricula.diagnostics import N_, Diagnostic
from curricula.limits import breach, level_of
from curricula.repository import Repository

_MESSAGES = {
    "minimum": N_("the plan has {hours} hours in all; {level} requires at least {limit} ({source})"),
    "maximum": N_("the plan has {hours} hours in all; {level} allows at most {limit} ({source})"),
}


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Plans whose total hours are outside the range of their level."""
    for standard in repository.standards.values():
        if standard.kind != "professional":
            continue
        level = level_of(repository, standard)
        totals = standard.curriculum.totals
        found = breach(totals.hours, level.hours) if level else None
        if found:
            yield Diagnostic(
                totals.where.at("hours"), "total-hours", _MESSAGES[found.bound],
                {
                    "hours": totals.hours, "level": standard.programme.level,
                    "limit": found.limit, "source": found.source,
                },
                hint="Change the hours of courses, or correct programme.level.", severity=found.severity,
            )
