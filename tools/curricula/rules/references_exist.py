"""Everything that is referred to exists.

Wherever a standard names something by its id, there must be something with that id: graduate outcomes,
courses and prerequisites, positions, objectives, training sites and their equipment in the standard
itself or in the professional standard it belongs to; institutions and the publisher in
`repository.yaml`; the level and the partner systems in `standards/partners/`. Which versions of other
standards are named is the business of standards-agree.

Good:
    professional:
      curriculum:
        courses:
          - {id: C401, prerequisites: [C201]}
Bad:
    professional:
      curriculum:
        courses:
          - {id: C401, prerequisites: [C210]}
Bad:
    practice:
      tasks:
        - {id: T1, equipment: [SITE1.E9]}
Bad:
    course:
      institutions: [tashkent-tehnikum]
"""

from collections.abc import Collection, Iterable, Iterator

from curricula.common import SETTINGS
from curricula.diagnostics import N_, Diagnostic, Phrase, Where
from curricula.lookalikes import nearest
from curricula.model.course import CourseStandard, PracticeStandard
from curricula.model.professional import ProfessionalStandard
from curricula.repository import Repository

FIRM = True  # cannot be suppressed: a document shows what its references name


def check(repository: Repository) -> Iterator[Diagnostic]:
    """References to ids that do not exist."""
    settings = repository.settings
    organisations = [item.id for item in settings.organisations]
    yield from _one(Where(SETTINGS).at("publisher"), settings.publisher, N_("organisation"), organisations)
    yield from _one(Where(SETTINGS).at("system"), settings.system, N_("partner system"), repository.systems)
    for standard in repository.standards.values():
        yield from _all(standard.where.at("institutions"), standard.institutions, N_("organisation"), organisations)
        if standard.kind == "professional":
            yield from _systems(repository, standard)
            yield from _professional(standard)
            continue
        owner = repository.standards.get(standard.professional.id)
        if owner is not None and owner.kind == "professional":
            yield from _to_professional(standard, owner)
        yield from _objectives(standard)
        if standard.kind == "practice":
            yield from _sites(standard)


def _systems(repository: Repository, standard: ProfessionalStandard) -> Iterator[Diagnostic]:
    if repository.system is not None:
        levels = [level.id for level in repository.system.levels]
        yield from _one(standard.programme.where.at("level"), standard.programme.level, N_("level"), levels)
    for pathway in standard.duration.pathways:
        yield from _one(pathway.where.at("partner"), pathway.partner, N_("partner system"), repository.systems)


def _professional(standard: ProfessionalStandard) -> Iterator[Diagnostic]:
    positions = [item.id for item in standard.orientation.positions]
    outcomes = [item.id for item in standard.outcomes]
    courses = [item.id for item in standard.curriculum.courses]
    for certificate in standard.orientation.certificates:
        yield from _all(certificate.where.at("positions"), certificate.positions, N_("position"), positions)
    for course in standard.curriculum.courses:
        for name in ("introduced", "practised", "assessed"):
            names = getattr(course.outcomes, name)
            yield from _all(course.outcomes.where.at(name), names, N_("graduate outcome"), outcomes)
        yield from _all(course.where.at("prerequisites"), course.prerequisites, N_("course"), courses)
    for room in standard.facilities.rooms:
        yield from _all(room.where.at("courses"), room.courses, N_("course"), courses)
    for mapping in standard.mappings:
        for section in mapping.sections:
            yield from _all(section.where.at("outcomes"), section.outcomes, N_("graduate outcome"), outcomes)


def _to_professional(
    standard: CourseStandard | PracticeStandard, owner: ProfessionalStandard
) -> Iterator[Diagnostic]:
    courses = [item.id for item in owner.curriculum.courses]
    outcomes = [item.id for item in owner.outcomes]
    yield from _one(standard.where.at("course"), standard.course, N_("course"), courses)
    yield from _all(standard.where.at("prerequisites"), standard.prerequisites, N_("course"), courses)
    for objective in standard.objectives:
        yield from _all(objective.where.at("outcomes"), objective.outcomes, N_("graduate outcome"), outcomes)


def _objectives(standard: CourseStandard | PracticeStandard) -> Iterator[Diagnostic]:
    objectives = [item.id for item in standard.objectives]
    parts = standard.units if standard.kind == "course" else standard.tasks
    for part in (*parts, *standard.assessment.components):
        yield from _all(part.where.at("objectives"), part.objectives, N_("objective"), objectives)


def _sites(standard: PracticeStandard) -> Iterator[Diagnostic]:
    sites = [site.id for site in standard.sites]
    equipment = [item.id for site in standard.sites for item in site.equipment]
    for task in standard.tasks:
        yield from _one(task.where.at("site"), task.site, N_("training site"), sites)
        yield from _all(task.where.at("equipment"), task.equipment, N_("equipment"), equipment)


def _all(where: Where, names: Iterable[str], kind: str, known: Collection[str]) -> Iterator[Diagnostic]:
    for position, name in enumerate(names):
        yield from _one(where.at(position), name, kind, known)


def _one(where: Where, name: str, kind: str, known: Collection[str]) -> Iterator[Diagnostic]:
    """The finding where nothing of the kind is called `name`."""
    if name in known:
        return
    near = nearest(name, known)
    yield Diagnostic(
        where, "references-exist", "there is no {kind} {name}",
        {"kind": Phrase(kind), "name": name, "known": ", ".join(sorted(known)), **(near.arguments if near else {})},
        hint=near.hint if near else "There are: {known}.",
    )
