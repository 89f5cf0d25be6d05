"""What is wrong with standards as partners have adopted them: every rule about content, asked for the partner's system.

Course standards that go with an adopted plan are judged with it, in the partner's credits. A finding that our own
standard has as well is not told twice; any other stands where the adoption brings it about: at an operation, or else
at the standard that is adopted.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from curricula.diagnostics import Diagnostic, Phrase, Where
from curricula.model.adoption import Adopted
from curricula.model.professional import ProfessionalStandard
from curricula.model.standards import Standard
from curricula.plugins import plugins
from curricula.repository import Repository
from curricula.reviewing import about_words
from curricula.tailoring.targets import named


def adopted_findings(repository: Repository, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """What the rules find in adopted standards alone; `found` is what has been found in the repository."""
    rules = [rule for rule in plugins("curricula.rules").values() if not about_words(rule)]
    known = {(item.where, item.code, item.words()) for item in found} if repository.adoptions else set()
    for adopted in repository.adoptions.values():
        seen = view(repository, adopted)
        for rule in rules:
            for item in rule.check(seen):
                if (item.where, item.code, item.words()) not in known:
                    yield _located(item, adopted)


def view(repository: Repository, adopted: Adopted) -> Repository:
    """The adopted standard with the course standards of its plan, for the rules: in the partner's system."""
    adoption = adopted.tailoring.adoption
    step = adoption.credits.step if adoption.credits else 0
    return repository.adopted(adoption.partner, (adopted.standard, *_companions(repository, adopted)), step)


def _companions(repository: Repository, adopted: Adopted) -> Iterator[Standard]:
    plan = adopted.standard
    assert isinstance(plan, ProfessionalStandard)
    courses = {course.standard.id: course for course in plan.curriculum.courses if course.standard}
    for name, standard in repository.standards.items():
        if name in courses and not isinstance(standard, ProfessionalStandard):
            reference = replace(standard.professional, id=plan.id, version=plan.version)
            yield replace(standard, professional=reference, credits=courses[name].credits)


def _located(item: Diagnostic, adopted: Adopted) -> Diagnostic:
    """A finding at its place in the adoption's file."""
    adoption, base = adopted.tailoring.adoption, adopted.tailoring.base
    path = item.where.path
    if path != base.where.path and not path.startswith(f"{base.where.path.rpartition('/')[0]}/"):
        return item
    if path == adoption.where.path:
        return item
    place = named(base, item.where.pointer) if path == base.where.path else path
    for position, operation in enumerate(adoption.operations):
        if operation.operation == "set" and (operation.target == place or operation.target.startswith(f"{place}.")):
            return replace(item, where=Where(adoption.where.path, pointer=("operations", position, "value")), fix=None)
    name, _, below = place.partition("/")
    return replace(
        item, where=Where(adoption.where.path, pointer=("standard", name, *filter(None, below.split(".")))), fix=None,
        message="{place} as adopted: {finding}",
        arguments={**item.arguments, "place": place, "finding": Phrase(item.message, item.arguments)},
    )
