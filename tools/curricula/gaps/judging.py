"""Every requirement of a national system held against one standard; nothing here is worded.

A standard is judged as it is, or as the partner has adopted it: then what remains is left to do. A requirement
is `met`, `missing`, or `open`: it cannot be judged, or what would meet it is confirmed by nobody.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from curricula.crosswalks import unplaced
from curricula.deriving import base
from curricula.gaps.crediting import Basis, Credits, Verdict, agreed, credited, credits_of, ruled
from curricula.limits import breach, carriers
from curricula.model.adoption import Adopted, AdoptingAct, Adoption, NationalCode, Tailoring
from curricula.model.common import Code
from curricula.model.framework import all_items
from curricula.model.professional import MappedSection, PlannedCourse, ProfessionalStandard
from curricula.model.professional import Mapping as Mapped
from curricula.model.settings import (
    CodeEntry,
    CodeRequirement,
    Delivery,
    Level,
    PartnerSystem,
    Range,
    Section,
    Template,
)
from curricula.model.standards import Standard
from curricula.model.text import Text, texts
from curricula.plugins import names
from curricula.repository import Repository
from curricula.reviews import STATES, state
from curricula.standing import READY

VERDICTS: tuple[Verdict, ...] = ("met", "missing", "open")
Lack = Literal["", "absent", "no-list", "unknown", "unverified"]


@dataclass(frozen=True, slots=True)
class Formal:
    """What makes an adoption one: the act, or a code that the country gives; None where there is none."""

    what: AdoptingAct | NationalCode | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Placed:
    """A section of the partner's template, the chapters of ours that give it content, and those that are empty."""

    section: Section
    empty: tuple[str, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """A template of the partner, its sections in order, and our chapters that none of them takes."""

    template: Template
    sections: tuple[Placed, ...]
    unplaced: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coded:
    """A code that is asked for in one part: the codes there, and what is wrong with them.

    `part` is the property, or the id of a position, whose title is `title`.
    """

    wanted: CodeRequirement
    part: str
    title: Text | None
    codes: tuple[str, ...]
    lack: Lack
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Spoken:
    """A language that is asked for: whether it is published, and the percents of its texts that are ready, approved."""

    locale: str
    published: bool
    ready: float
    approved: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Delivered:
    """Something else that is to be handed over: a `format`, the `paper`, the pair of a `bilingual` edition."""

    kind: Literal["format", "paper", "bilingual"]
    wanted: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Measured:
    """A number of the standard and the range it must lie in; None where it cannot be told."""

    name: str
    value: float | None
    limit: Range
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Competence:
    """A section or item of another framework, and the outcomes that answer it; `relation` is empty for an item."""

    framework: Text
    id: str
    name: Text | str
    weight: int | None
    relation: str
    outcomes: tuple[str, ...]
    verdict: Verdict


@dataclass(frozen=True)
class Case:
    """A standard, as it is or as adopted, and the partner's system that it is judged by.

    `languages` are those it is published in, `basis` tells how credits are made, where somebody has agreed on it,
    `given` are the credits before the adoption by the id of the course (empty for all). `tailoring` tells of the
    adoption; None where there is none. A course or practice standard is adopted `along` with its programme.
    """

    standard: Standard
    system: PartnerSystem
    languages: tuple[str, ...]
    basis: Basis | None
    given: Mapping[str, float]
    tailoring: Tailoring | None = None
    along: Adoption | None = None


@dataclass(frozen=True)
class Gaps:
    """A case judged. `level` is the partner's level that it is judged by, if the standard has one."""

    case: Case
    level: Level | None
    credits: Credits | None
    formal: tuple[Formal, ...]
    crosswalks: tuple[Crosswalk, ...]
    codes: tuple[Coded, ...]
    languages: tuple[Spoken, ...]
    delivered: tuple[Delivered, ...]
    measures: tuple[Measured, ...]
    competences: tuple[Competence, ...]

    @property
    def parts(self) -> Mapping[str, Counter[Verdict]]:
        """The number of requirements by verdict, by part of the report."""
        everything: Mapping[str, Iterable[Formal | Placed | Coded | Spoken | Delivered | Measured | Competence]] = {
            "adoption": self.formal,
            "template": [placed for crosswalk in self.crosswalks for placed in crosswalk.sections],
            "codes": self.codes,
            "delivery": (*self.languages, *self.delivered),
            "level": self.measures,
            "competences": self.competences,
        }
        found = {part: Counter(item.verdict for item in items) for part, items in everything.items()}
        if self.homeless:
            found["level"]["open"] += 1
        found["credits"] = Counter([self.credits.verdict] if self.credits else [])
        return found

    @property
    def homeless(self) -> bool:
        """Whether nobody has said which of the partner's levels the standard has."""
        return self.case.standard.kind == "professional" and self.level is None and bool(self.case.system.levels)

    @property
    def verdicts(self) -> Counter[Verdict]:
        """The number of all requirements by verdict."""
        return sum(self.parts.values(), Counter[Verdict]())


def unadopted(repository: Repository, standard: Standard, partner: str) -> Case:
    """A standard as it is, for a partner of whom nobody has adopted it."""
    system = repository.systems[partner]
    return Case(standard, system, repository.locales, agreed(standard, partner), credits_of(standard))


def along(repository: Repository, standard: Standard, adoption: Adoption) -> Case:
    """A course or practice standard of a programme that the partner has adopted."""
    basis = ruled(adoption.credits) if adoption.credits else None
    published, system = repository.published(adoption.id), repository.systems[adoption.partner]
    return Case(standard, system, published, basis, credits_of(standard), along=adoption)


def adopted(repository: Repository, found: Adopted) -> Case:
    """A standard as the partner has adopted it."""
    adoption, standard = found.tailoring.adoption, found.tailoring.base
    assert isinstance(found.standard, ProfessionalStandard)
    basis = ruled(adoption.credits) if adoption.credits else agreed(standard, adoption.partner)
    published, system = repository.published(adoption.id), repository.systems[adoption.partner]
    new = {course.id for course in found.standard.curriculum.courses if course.where.path == adoption.where.path}
    given = {course: made for course, made in credits_of(standard).items() if course not in new}
    return Case(found.standard, system, published, basis, given, found.tailoring)


def judge(repository: Repository, case: Case) -> Gaps:
    """The case judged by every requirement of the partner's system."""
    standard, system = case.standard, case.system
    level = next((found for found in system.levels if _level(standard) == found.id), None)
    whole = standard if isinstance(standard, ProfessionalStandard) else None
    return Gaps(
        case, level, credited(standard, system, case.basis, case.given, adopted=_converted(case)),
        tuple(_formal(case.tailoring.adoption)) if case.tailoring else (),
        tuple(_crosswalk(standard, item) for item in system.templates if item.kind == standard.kind),
        tuple(_codes(repository, whole, case)) if whole else (),
        tuple(_languages(repository, standard, system.delivery, case.languages)),
        tuple(_delivered(repository, standard, system.delivery, case.languages)),
        tuple(_measures(whole, level, system)) if whole else (),
        tuple(_competences(repository, whole)) if whole else (),
    )


def _converted(case: Case) -> bool:
    return case.tailoring is not None and case.tailoring.adoption.credits is not None


def _level(standard: Standard) -> str:
    return standard.programme.level if isinstance(standard, ProfessionalStandard) else ""


def _crosswalk(standard: Standard, template: Template) -> Crosswalk:
    return Crosswalk(
        template,
        tuple(_placed(standard, section) for section in template.sections),
        tuple(name for name in unplaced(template) if _filled(standard, name)),
    )


def _placed(standard: Standard, section: Section) -> Placed:
    empty = tuple(name for name in section.chapters if not _filled(standard, name))
    return Placed(section, empty, "met" if len(empty) < len(section.chapters) else "missing")


def _filled(standard: Standard, chapter: str) -> bool:
    """Whether the standard says anything in a chapter."""
    value: object = standard
    for step in chapter.split("."):
        value = getattr(value, step)
    return value not in (None, ())


def _formal(adoption: Adoption) -> Iterator[Formal]:
    act = adoption.act
    yield Formal(act, "missing" if act is None else "met" if act.verified else "open")
    for code in adoption.codes:
        yield Formal(code, "met" if code.verified else "open")


def _codes(repository: Repository, standard: ProfessionalStandard, case: Case) -> Iterator[Coded]:
    titles = {position.id: position.title for position in standard.orientation.positions}
    national = case.tailoring.adoption.codes if case.tailoring else ()
    for wanted in case.system.codes:
        for part, _, every in carriers(standard, wanted):
            given = [code for code in national if code.scheme == wanted.scheme and wanted.part == "programme"]
            codes = [code for code in every if code.scheme == wanted.scheme]
            lack = _lack(codes, repository.common.classifications.get(wanted.scheme), [code.verified for code in given])
            verdict: Verdict = "missing" if lack in ("absent", "unknown") else "open" if lack else "met"
            told = (*(code.code for code in given), *(code.code for code in codes))
            yield Coded(wanted, part, titles.get(part), told, lack, verdict)


def _lack(codes: Sequence[Code], entries: Mapping[str, CodeEntry] | None, given: Sequence[bool]) -> Lack:
    """What is wrong with codes; those that an adoption has `given`, verified or not, need not be in our list."""
    if not codes and not given:
        return "absent"
    if codes and entries is None:
        return "no-list"
    listed = [entries.get(code.code) for code in codes] if entries is not None else []
    if None in listed:
        return "unknown"
    return "" if all(given) and all(entry.verified for entry in listed if entry) else "unverified"


def _languages(
    repository: Repository, standard: Standard, delivery: Delivery | None, published: tuple[str, ...]
) -> Iterator[Spoken]:
    for locale in delivery.languages if delivery else ():
        here = locale in published
        ready, approved = spoken(repository, standard, locale) if here else (0.0, 0.0)
        yield Spoken(locale, here, ready, approved, "met" if here and ready == approved == 100 else "missing")


def spoken(repository: Repository, standard: Standard, locale: str) -> tuple[float, float]:
    """The percents of the texts, rounded down, that are ready in a locale, and approved; their author's words are."""
    states = [_reached(repository, text, locale) for text in texts(standard)]
    return tuple(  # type: ignore[return-value]  # there are two of them
        1000 * sum(found in wanted for found in states) // max(len(states), 1) / 10
        for wanted in (READY, STATES[-1:])
    )


def _reached(repository: Repository, text: Text, locale: str) -> str:
    """The state of a text in a locale; what is derived has come as far as what it is derived from."""
    if text.language == locale:
        return STATES[-1]
    document, origin = text.key.partition("#")[0], base(locale)
    found = state(text, repository.catalogue(document, locale), repository.reviews(document, locale))
    return _reached(repository, text, origin) if found == "derived" and origin else found


def _delivered(
    repository: Repository, standard: Standard, delivery: Delivery | None, published: tuple[str, ...]
) -> Iterator[Delivered]:
    if delivery is None:
        return
    formats = names("curricula.formats")
    for wanted in delivery.formats:
        yield Delivered("format", wanted, "met" if wanted in formats else "missing")
    yield Delivered("paper", delivery.paper, "met" if delivery.paper == "A4" else "missing")
    if delivery.bilingual:
        whole = all(
            locale in published and spoken(repository, standard, locale)[0] == 100 for locale in delivery.bilingual
        )
        yield Delivered("bilingual", "+".join(delivery.bilingual), "met" if whole else "missing")


def _share(counted: Callable[[PlannedCourse], int]) -> Callable[[ProfessionalStandard], float]:
    def share(standard: ProfessionalStandard) -> float:
        plan = standard.curriculum
        return sum(map(counted, plan.courses)) * 100 / plan.totals.hours

    return share


_MEASURES: Mapping[str, Callable[[ProfessionalStandard], float | None]] = {
    "entry_level": lambda standard: standard.programme.entry_level,
    "years": lambda standard: standard.duration.years,
    "semesters_per_year": lambda standard: standard.duration.semesters / standard.duration.years,
    "hours": lambda standard: standard.curriculum.totals.hours,
    "credits": lambda standard: standard.curriculum.totals.credits,
    "public_basic_share": _share(lambda course: course.hours.total if course.category == "public-basic" else 0),
    "elective_share": _share(lambda course: course.hours.total if course.choice == "elective" else 0),
    "practice_share": _share(lambda course: course.hours.practice),
    "core_courses": lambda standard: sum(course.category == "core" for course in standard.curriculum.courses),
}


def _measures(standard: ProfessionalStandard, level: Level | None, system: PartnerSystem) -> Iterator[Measured]:
    """The numbers of which the level, or the credit system, has a range.

    Credits are those of the partner only where the standard has the partner's level: else they cannot be judged.
    """
    for name, told in _MEASURES.items():
        limit = getattr(level, name) if level else None
        if limit is not None:
            yield _measured(name, told(standard), limit)
    yearly = system.credit_system.credits_per_year
    if yearly is not None:
        made = standard.curriculum.totals.credits / standard.duration.years
        yield _measured("credits_per_year", made if level else None, yearly)


def _measured(name: str, value: float | None, limit: Range) -> Measured:
    if value is None:
        return Measured(name, None, limit, "open")
    return Measured(name, value, limit, "missing" if breach(value, limit) else "met")


def _competences(repository: Repository, standard: ProfessionalStandard) -> Iterator[Competence]:
    """What the standard is mapped to: sections, and items of a framework here that no section is."""
    for mapping in standard.mappings:
        yield from (_section(mapping, section) for section in mapping.sections)
        framework = repository.common.frameworks.get(mapping.framework_id or "")
        named = {section.counterpart for section in mapping.sections}
        for item in all_items(framework.items) if framework else ():
            inner = {part.id for part in all_items(item.items)}
            if not item.items and item.id not in named and not inner & named:
                yield Competence(mapping.framework, item.code or item.id, item.text, None, "", (), "missing")


def _section(mapping: Mapped, section: MappedSection) -> Competence:
    answered: Verdict = "missing" if not section.outcomes else "met" if mapping.verified else "open"
    return Competence(
        mapping.framework, section.id, section.name, section.weight, section.relation, section.outcomes, answered
    )
