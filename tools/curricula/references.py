"""What standards show of shared data: document labels, and the names they refer to, by key.

A key is `organisation/<id>`, `partner/<id>`, `level/<id>`, `<scheme>/<code>`, `course/<id>` or `standard/<id>`.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from curricula.diagnostics import Where
from curricula.model.professional import ProfessionalStandard
from curricula.model.standards import Standard
from curricula.model.text import Text
from curricula.source import read_yaml

SHARED = "shared"
LABELS = Path(__file__).with_name("labels.yaml")


@cache
def labels() -> dict[str, Text]:
    """The document labels: the program's own data, written in English."""
    source = read_yaml(LABELS.parent, LABELS.name)
    assert isinstance(source.data, dict), source.problems
    return {
        key: Text(f"{SHARED}#{key}/label", words, Where(LABELS.name), "en") for key, words in source.data.items()
    }


def programme_names(standard: Standard, standards: Mapping[str, Standard]) -> dict[str, tuple[Text, bool]]:
    """For a course or practice standard: the title of its professional standard, and of the courses there."""
    if isinstance(standard, ProfessionalStandard):
        return {}
    professional = standards.get(standard.professional.id)
    if not isinstance(professional, ProfessionalStandard):
        return {}
    names = {f"course/{course.id}": (course.name, True) for course in professional.curriculum.courses}
    return names | {f"standard/{professional.id}": (professional.title, True)}


def references(standard: Standard) -> set[str]:
    """The keys of the names a standard refers to."""
    found = {f"organisation/{name}" for name in standard.institutions}
    if isinstance(standard, ProfessionalStandard):
        codes = [*standard.programme.codes, *standard.orientation.codes]
        codes += [code for position in standard.orientation.positions for code in position.codes]
        found |= {f"{code.scheme}/{code.code}" for code in codes}
        found |= {f"partner/{pathway.partner}" for pathway in standard.duration.pathways}
        found.add(f"level/{standard.programme.level}")
    else:
        found |= {f"course/{name}" for name in standard.prerequisites}
        found.add(f"standard/{standard.professional.id}")
    return found
