"""A publication as a learning opportunity of the European Learning Model 3.1 (LOQ application profile).

A standard is one learning opportunity and the specification of what is achieved in it: its outcomes, in every
language. It is no qualification: those of the model belong to frameworks that ours are no part of. Nor has it credit
points: the model knows European credits alone, so the volume of learning stands in (academic) hours.

What the model asks for and nobody has said is a problem; no value is made up for it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from babel.core import get_global
from langcodes import Language
from lxml import etree

from curricula.editions.edition import Edition, Publication
from curricula.editions.record import words_of
from curricula.model.common import Objective
from curricula.model.course import CourseStandard, PracticeStandard
from curricula.model.professional import Outcome, ProfessionalStandard, Programme
from curricula.model.standards import Standard
from curricula.outward.addresses import page, work

NAMESPACE = "http://data.europa.eu/snb/model/ap/loq-constraints/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
FIELDS = "isced-f-2013"  # the code list that the model asks for
_AUTHORITY = "http://publications.europa.eu/resource/authority"
_VOCABULARY = "http://data.europa.eu/snb"

# Entries of the vocabulary of learning opportunities.
_PROGRAMME, _COURSE, _INTERNSHIP = "79343569f3", "05053c1cbe", "77b99de990"
_TYPES = {"knowledge": "knowledge", "ability": "skill"}  # the vocabulary has no word for the outcomes called quality

_Element = etree._Element


def problems(publication: Publication) -> Iterator[str]:
    """What is missing, and where it is set."""
    edition = publication.editions[0]
    around = edition.shared.surroundings
    if not edition.shared.address:
        yield (
            "a learning opportunity needs a home page: set `address`, the web address below which the repository is "
            "published, in standards/repository.yaml"
        )
    if not any(code.scheme == FIELDS for code in around.codes):
        yield f"a learning opportunity needs a field of education: give the programme a code of the list {FIELDS}"
    if not all(country in _countries() for _, country in around.countries) or not around.countries:
        yield "a learning opportunity needs the country of every institution: see organisations in repository.yaml"


def opportunity(publication: Publication) -> _Element:
    """The `Courses` element of a publication that has no problems."""
    edition, words = publication.editions[0], words_of(publication)
    whole = _Whole(publication, edition, words, work(edition), {
        name: f"{edition.shared.address}/#{name}" for name, _ in edition.shared.surroundings.countries
    })
    namespaces: Any = {None: NAMESPACE, "skos": SKOS}  # the stubs want a prefix everywhere
    root = etree.Element(f"{{{NAMESPACE}}}Courses", nsmap=namespaces)
    _offer(whole, _below(_below(root, "learningOpportunityReferences"), "learningOpportunity"))
    above = _below(root, "learningAchievementSpecificationReferences")
    _specification(whole, _below(above, "learningAchievementSpecification"))
    outcomes = _below(root, "learningOutcomeReferences")
    for item in _outcomes(publication.standard):
        _outcome(whole, _below(outcomes, "learningOutcome", id=f"{whole.name}#{item.id}"), item)
    agents, places = _below(root, "agentReferences"), _below(root, "locationReferences")
    for name, country in edition.shared.surroundings.countries:
        _organisation(whole, _below(agents, "organisation", id=whole.agents[name]), name)
        place = _below(places, "location", id=f"{whole.agents[name]}-country")
        _below(_below(place, "address"), "countryCode", uri=f"{_AUTHORITY}/country/{_countries()[country]}")
    return root


@dataclass(frozen=True, slots=True)
class _Whole:
    """The publication, its first edition, its words by key, its name, and the names of its institutions by id."""

    publication: Publication
    edition: Edition
    words: dict[str, dict[str, str]]
    name: str
    agents: dict[str, str]


def _outcomes(standard: Standard) -> tuple[Outcome, ...] | tuple[Objective, ...]:
    return standard.outcomes if isinstance(standard, ProfessionalStandard) else standard.objectives


def _offer(whole: _Whole, offer: _Element) -> None:
    """The opportunity, its parts in the order of the schema."""
    standard = whole.publication.standard
    offer.set("id", f"{whole.name}#opportunity")
    _identifier(offer, whole.name)
    _written(offer, "title", whole.words[_taught(standard).name.key])
    _below(offer, "type", uri=f"{_VOCABULARY}/learning-opportunity/{_kind(standard)}")
    for edition in whole.publication.editions:
        home = _below(offer, "homepage")
        if title := whole.words[standard.title.key].get(edition.locale):
            _written(home, "title", {edition.locale: title})
        _below(home, "language", uri=_language(edition.locale))
        _below(home, "contentUrl", text=page(whole.edition, edition.locale))
    if isinstance(standard, ProfessionalStandard):
        _below(offer, "duration", text=f"P{round(standard.duration.years * 12)}M")
    for agent in whole.agents.values():
        _below(offer, "providedBy", idref=agent)
    _below(offer, "learningAchievementSpecification", idref=f"{whole.name}#specification")
    _below(offer, "defaultLanguage", uri=_language(standard.language))
    _below(offer, "status", text=standard.status)
    if publisher := whole.agents.get(whole.edition.shared.publisher):
        _below(offer, "publisher", idref=publisher)


def _taught(standard: Standard) -> Programme | CourseStandard | PracticeStandard:
    return standard.programme if isinstance(standard, ProfessionalStandard) else standard


def _kind(standard: Standard) -> str:
    if isinstance(standard, ProfessionalStandard):
        return _PROGRAMME
    return _INTERNSHIP if isinstance(standard, PracticeStandard) and standard.form == "internship" else _COURSE


def _specification(whole: _Whole, element: _Element) -> None:
    """What is achieved, its parts in the order of the schema."""
    standard = whole.publication.standard
    element.set("id", f"{whole.name}#specification")
    _identifier(element, standard.code)
    _written(element, "title", whole.words[standard.title.key])
    _below(element, "status", text=standard.status)
    for code in whole.edition.shared.surroundings.codes:
        if code.scheme == FIELDS:
            _below(element, "ISCEDFCode", uri=f"{_VOCABULARY}/isced-f/{code.code}")
    hours = standard.curriculum.totals.hours if isinstance(standard, ProfessionalStandard) else standard.hours.total
    _below(element, "volumeOfLearning", text=f"PT{hours}H")
    for language in dict.fromkeys(_language(edition.locale) for edition in whole.publication.editions):
        _below(element, "language", uri=language)
    if isinstance(standard, ProfessionalStandard):
        entry = " ".join(clause.text.words for clause in standard.entry if clause.text)
        _written(_below(element, "entryRequirement"), "noteLiteral", {standard.language: entry})
    for item in _outcomes(standard):
        _below(element, "learningOutcome", idref=f"{whole.name}#{item.id}")


def _outcome(whole: _Whole, element: _Element, item: Outcome | Objective) -> None:
    _identifier(element, f"{whole.publication.standard.code} {item.id}")
    _written(element, "title", whole.words[item.text.key])
    if item.category in _TYPES:
        _below(element, "type", uri=f"{_VOCABULARY}/skill-type/{_TYPES[item.category]}")


def _organisation(whole: _Whole, element: _Element, name: str) -> None:
    spoken = ((edition.locale, edition.shared.names[f"organisation/{name}"]) for edition in whole.publication.editions)
    _written(element, "legalName", {locale: found.words for locale, found in spoken if found.language == locale})
    if not whole.edition.shared.names[f"organisation/{name}"].verified:
        note = whole.edition.label("notice.unverified", mark="").strip()
        _written(_below(element, "additionalNote"), "noteLiteral", {whole.edition.locale: note})
    _below(element, "location", idref=f"{whole.agents[name]}-country")


def _identifier(element: _Element, notation: str) -> None:
    etree.SubElement(_below(element, "identifier"), f"{{{SKOS}}}notation").text = notation


def _written(element: _Element, tag: str, words: dict[str, str]) -> None:
    """Words in every language that has them."""
    for language, content in words.items():
        _below(element, tag, text=content, language=language)


def _below(element: _Element, tag: str, text: str | None = None, **attributes: str) -> _Element:
    """A new child with attributes and text."""
    child = etree.SubElement(element, f"{{{NAMESPACE}}}{tag}", attributes)
    child.text = text
    return child


@cache
def _language(tag: str) -> str:
    """The European authority's name of a language: the model tells scripts by the tags of the words alone."""
    return f"{_AUTHORITY}/language/{Language.get(tag).to_alpha3().upper()}"


@cache
def _countries() -> dict[str, str]:
    """Three-letter codes of countries (ISO 3166-1) by their two letters, from the aliases in CLDR.

    Codes of former countries are aliases too, such as DDR of DE: a present one has both letters, in their order.
    Those that nobody has, such as QXX, repeat the last letter.
    """
    found = {}
    for alias, (code, *others) in get_global("territory_aliases").items():
        letters = iter(alias)
        three = len(alias) == 3 and alias.isalpha() and not others
        if three and alias != code + code[-1] and all(letter in letters for letter in code):
            found[code] = alias
    return found
