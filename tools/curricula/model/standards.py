"""The three kinds of standard together, by the word in their `kind` property."""

from curricula.model.course import CourseStandard, PracticeStandard
from curricula.model.professional import ProfessionalStandard

Standard = ProfessionalStandard | CourseStandard | PracticeStandard

KINDS: dict[str, type[ProfessionalStandard] | type[CourseStandard] | type[PracticeStandard]] = {
    "professional": ProfessionalStandard,
    "course": CourseStandard,
    "practice": PracticeStandard,
}
