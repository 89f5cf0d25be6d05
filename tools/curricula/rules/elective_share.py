"""Electives have their share of a programme's hours.

Courses that students choose (`choice: elective`), whatever their category, must have a least share of
all hours, in Chinese vocational education a tenth. The share is counted from the plan; the number and
the act it comes from stand with the programme's level in `standards/partners/`. If nobody has yet
compared the number with the act, the finding is only a warning.

Good:
    professional:
      curriculum:
        courses:
          - {id: C401, choice: elective, hours: {total: 256}}
Bad:
    professional:
      curriculum:
        courses:
          - {id: C401, choice: compulsory}
"""

from collections.abc import Iterator

from curricula.diagnostics import N_, Diagnostic
from curricula.limits import shares
from curricula.model.professional import PlannedCourse
from curricula.repository import Repository

_MESSAGES = {
    "minimum": N_("electives have {hours} of {total} hours, {share} %; {level} requires at least {limit} % ({source})"),
    "maximum": N_("electives have {hours} of {total} hours, {share} %; {level} allows at most {limit} % ({source})"),
}


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Plans whose share of electives is outside the range of their level."""
    hint = N_("Counted are the courses with choice: elective.")
    return shares(repository, "elective-share", _counted, _MESSAGES, hint)


def _counted(course: PlannedCourse) -> int:
    return course.hours.total if course.choice == "elective" else 0
