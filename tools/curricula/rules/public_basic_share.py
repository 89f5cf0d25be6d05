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

from curricula.diagnostics import N_, Diagnostic
from curricula.limits import shares
from curricula.model.professional import PlannedCourse
from curricula.repository import Repository

_MESSAGES = {
    "minimum": N_(
        "general education: {hours} of {total} hours, {share} %; {level} requires at least {limit} % ({source})"
    ),
    "maximum": N_(
        "general education: {hours} of {total} hours, {share} %; {level} allows at most {limit} % ({source})"
    ),
}


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Plans whose share of general education is outside the range of their level."""
    hint = N_("Counted are the courses of the category public-basic.")
    return shares(repository, "public-basic-share", _counted, _MESSAGES, hint)


def _counted(course: PlannedCourse) -> int:
    return course.hours.total if course.category == "public-basic" else 0
