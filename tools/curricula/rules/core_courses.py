"""A programme has neither too few nor too many core courses.

Core courses form the profession: with too few the programme has no profile, with too many nothing is
at its core. Chinese higher vocational education generally has 6 to 8. Counted are the courses of the
category `core`; the range and the act it comes from stand with the programme's level in
`standards/partners/`. If the act says “generally” (`in_principle`), or
nobody has yet compared the numbers with it, the finding is only a warning.

Good:
    system:
      levels:
        - id: higher-vocational
          core_courses: {minimum: 1, maximum: 2, source: An example, verified: true}
Bad:
    system:
      levels:
        - id: higher-vocational
          core_courses: {minimum: 6, maximum: 8, source: 教职成〔2019〕13号, verified: true, in_principle: true}
"""

from collections.abc import Iterator

from curricula.diagnostics import N_, Diagnostic
from curricula.limits import breach, level_of
from curricula.repository import Repository

_MESSAGES = {
    "minimum": N_("core courses: {count}; {level} requires at least {limit} ({source})"),
    "maximum": N_("core courses: {count}; {level} allows at most {limit} ({source})"),
}


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Plans whose number of core courses is outside the range of their level."""
    for standard in repository.standards.values():
        if standard.kind != "professional":
            continue
        plan, level = standard.curriculum, level_of(repository, standard)
        count = sum(course.category == "core" for course in plan.courses)
        found = breach(count, level.core_courses) if level else None
        if found:
            yield Diagnostic(
                plan.where.at("courses"), "core-courses", _MESSAGES[found.bound],
                {"count": count, "level": standard.programme.level, "limit": found.limit, "source": found.source},
                hint="Counted are the courses of the category core.", severity=found.severity,
            )
