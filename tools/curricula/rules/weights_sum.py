"""Weights in percent add up to 100.

The parts of an assessment, the criteria of its rubrics and the sections of a mapping to another
framework each have a weight in percent; each of the three lists must add up to 100. The numbers are
the author's own.

Good:
    course:
      assessment:
        components:
          - {id: AS1, weight: 30}
          - {id: AS2, weight: 70}
Bad:
    course:
      assessment:
        components:
          - {id: AS1, weight: 30}
          - {id: AS2, weight: 60}
Bad:
    professional:
      mappings:
        - id: MAP1
          sections:
            - {id: MAP1.1, weight: 90}
"""

from collections.abc import Iterator, Sequence

from curricula.diagnostics import Diagnostic, Phrase, Where
from curricula.model.common import Component, Rubric
from curricula.model.professional import MappedSection
from curricula.repository import Repository


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Lists of weights that do not add up to 100."""
    for standard in repository.standards.values():
        if standard.kind == "professional":
            for mapping in standard.mappings:
                name = Phrase("sections of {id}", {"id": mapping.id})
                yield from _list(mapping.where.at("sections"), name, mapping.sections)
        else:
            assessment = standard.assessment
            yield from _list(assessment.where.at("components"), Phrase("assessment components"), assessment.components)
            yield from _list(assessment.where.at("rubrics"), Phrase("rubrics"), assessment.rubrics)


def _list(
    where: Where, name: Phrase, parts: Sequence[Component | Rubric | MappedSection]
) -> Iterator[Diagnostic]:
    found = sum(part.weight for part in parts)
    if found != 100:
        yield Diagnostic(
            where, "weights-sum",
            "{name}: the weights add up to {found}, {difference} more than 100" if found > 100
            else "{name}: the weights add up to {found}, {difference} less than 100",
            {"name": name, "found": found, "difference": abs(found - 100)},
            hint="Change the weights until they add up to 100.",
        )
