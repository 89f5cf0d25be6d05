"""The internship is long enough.

Students work in a company before they graduate, in Chinese vocational education generally for six
months. Counted are the hours of planned courses whose practical-training standard has `form: internship`.
A practical course that has no such standard yet may be an internship, so it speaks for the least length
but not against the greatest. The hours and the act they come from stand with the programme's level in
`standards/partners/`. If the act says “generally” (`in_principle`), or nobody has yet compared the number with it,
the finding is only a warning.

Good:
    system:
      levels:
        - id: higher-vocational
          internship_hours: {minimum: 480, source: An example, verified: false}
    practice:
      form: internship
Bad:
    system:
      levels:
        - id: higher-vocational
          internship_hours: {minimum: 480, source: An example, verified: false}
    practice:
      form: training
"""

from collections.abc import Iterator

from curricula.diagnostics import N_, Diagnostic
from curricula.limits import breach, level_of
from curricula.model.professional import PlannedCourse
from curricula.repository import Repository

_MESSAGES = {
    "minimum": N_("internships can have {hours} hours at most; {level} requires at least {limit} ({source})"),
    "maximum": N_("internships have {hours} hours; {level} allows at most {limit} ({source})"),
}


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Plans whose internships are shorter or longer than the range of their level."""
    for standard in repository.standards.values():
        level = level_of(repository, standard) if standard.kind == "professional" else None
        if standard.kind != "professional" or level is None or level.internship_hours is None:
            continue
        plan = standard.curriculum
        hours = {"internship": 0, "training": 0, "unknown": 0}
        for course in plan.courses:
            hours[_form(repository, course)] += course.hours.total
        for bound, counted in (
            ("minimum", hours["internship"] + hours["unknown"]), ("maximum", hours["internship"]),
        ):
            found = breach(counted, level.internship_hours)
            if found and found.bound == bound:
                yield Diagnostic(
                    plan.where.at("courses"), "internship-length", _MESSAGES[bound],
                    {
                        "hours": counted, "level": standard.programme.level,
                        "limit": found.limit, "source": found.source,
                    },
                    hint="Counted are practical courses, but none whose standard has form: training.",
                    severity=found.severity,
                )


def _form(repository: Repository, course: PlannedCourse) -> str:
    """The form of a practical course, `unknown` without a standard that tells; all other courses are training."""
    detail = repository.standards.get(course.standard.id) if course.standard else None
    if detail is not None and detail.kind == "practice":
        return detail.form
    return "unknown" if course.category == "practical" else "training"
