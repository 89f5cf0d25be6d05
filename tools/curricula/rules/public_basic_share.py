"""General education has its share of a programme's hours.

Courses of the category `public-basic` (languages, mathematics, physical education and the like) must
have a least share of all hours, in Chinese higher vocational education a quarter. The share is
counted from the plan; the number and the act it comes from stand with the programme's level in
`standards/partners/`. If nobody has yet compared the number with the act, the finding is only a warning.

Good:
    professional:
      curriculum:
        courses:
          - {id: C101, category: public-basic, hours: {total: 640}}
Bad:
    professional:
      curriculum:
        courses:
          - {id: C101, category: public-basic, hours: {total: 639}}
"""

from collections.abc import Iterator

from curricula.diagnostics import Diagnostic
from curricula.limits import breach, home_level
from curricula.repository import Repository

_MESSAGES = {
    "minimum": "general education: {hours} of {total} hours, {share} %; {level} requires at least {limit} % ({source})",
    "maximum": "general education: {hours} of {total} hours, {share} %; {level} allows at most {limit} % ({source})",
}


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Plans whose share of general education is outside the range of their level."""
    for standard in repository.standards.values():
        if standard.kind != "professional":
            continue
        plan, level = standard.curriculum, home_level(repository, standard.programme.level)
        hours = sum(course.hours.total for course in plan.courses if course.category == "public-basic")
        share = hours * 100 / plan.totals.hours
        found = breach(share, level.public_basic_share) if level else None
        if found:
            yield Diagnostic(
                plan.where.at("courses"), "public-basic-share", _MESSAGES[found.bound],
                {
                    "hours": hours, "total": plan.totals.hours, "share": f"{share:.4g}",
                    "level": standard.programme.level, "limit": found.limit, "source": found.source,
                },
                hint="Counted are the courses of the category public-basic.", severity=found.severity,
            )
