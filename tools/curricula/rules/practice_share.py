"""Practice has its share of a programme's hours.

A vocational programme teaches by doing: the hours of practice of all courses, in class and in the
workshop, must have a least share of all hours, in Chinese vocational education in principle a half.
Counted is `hours.practice` of every course of the plan; the number and the act it comes from stand with
the programme's level in `standards/partners/`. If the act says “in principle” (`in_principle`), or nobody has yet
compared the number with the act, the finding is only a warning.

Good:
    professional:
      curriculum:
        courses:
          - {id: C501, hours: {total: 672, theory: 472, practice: 200}}
Bad:
    professional:
      curriculum:
        courses:
          - {id: C501, hours: {total: 672, theory: 473, practice: 199}}
"""

from collections.abc import Iterator

from curricula.diagnostics import N_, Diagnostic
from curricula.limits import shares
from curricula.model.professional import PlannedCourse
from curricula.repository import Repository

_MESSAGES = {
    "minimum": N_("practice has {hours} of {total} hours, {share} %; {level} requires at least {limit} % ({source})"),
    "maximum": N_("practice has {hours} of {total} hours, {share} %; {level} allows at most {limit} % ({source})"),
}


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Plans whose share of practice is outside the range of their level."""
    hint = N_("Counted is hours.practice of every course.")
    return shares(repository, "practice-share", _counted, _MESSAGES, hint)


def _counted(course: PlannedCourse) -> int:
    return course.hours.practice
