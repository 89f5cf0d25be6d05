"""What a page says of itself to machines: JSON-LD in the vocabulary of schema.org.

A course or practice standard is a `Course` with what it teaches. A professional standard is a document about an
`EducationalOccupationalProgram`, whose outcomes are a `DefinedTermSet`. Academic hours are no length of time, so
nothing says how long a course takes.
"""

import json
from collections.abc import Iterable
from typing import Any

from curricula.editions.edition import Edition
from curricula.model.common import Code, Objective
from curricula.model.course import CourseStandard, PracticeStandard
from curricula.model.professional import Outcome, PlannedCourse, ProfessionalStandard
from curricula.model.text import Text
from curricula.outward.addresses import licence, named, other, page, work

_UNSAFE = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}  # what could end the script element

_Node = dict[str, Any]


def linked_data(edition: Edition) -> str:
    """The JSON-LD of an edition, to stand in a script element as it is."""
    standard = edition.standard
    graph = _programme(edition, standard) if isinstance(standard, ProfessionalStandard) else _course(edition, standard)
    whole = {"@context": "https://schema.org", "@graph": graph}
    return json.dumps(whole, ensure_ascii=False, indent=1).translate(_UNSAFE)


def _course(edition: Edition, standard: CourseStandard | PracticeStandard) -> list[_Node]:
    parts = standard.units if isinstance(standard, CourseStandard) else standard.tasks
    before = ((name, edition.name(f"course/{name}")) for name in standard.prerequisites)
    programme = standard.professional
    node = _document(edition, "Course") | {
        "name": _words(edition, standard.name),
        "headline": _words(edition, standard.title),
        "courseCode": standard.course,
        "numberOfCredits": _credits(edition, standard.credits),
        "provider": _institutions(edition),
        "isBasedOn": {
            "@type": "CreativeWork", "@id": other(edition, programme),
            "name": _words(edition, edition.name(f"standard/{programme.id}")), "version": programme.version,
        },
        "teaches": [_term(edition, item) for item in standard.objectives],
        "syllabusSections": [
            {"@type": "Syllabus", "@id": _part(edition, part.id), "name": _words(edition, part.name)} for part in parts
        ],
    }
    prerequisites = [{"@type": "Course", "courseCode": name, "name": _words(edition, text)} for name, text in before]
    return [node | ({"coursePrerequisites": prerequisites} if prerequisites else {})]


def _programme(edition: Edition, standard: ProfessionalStandard) -> list[_Node]:
    """The document, the programme it is about, and the outcomes."""
    terms = _part(edition, "outcomes")
    level = standard.programme.level
    document = _document(edition, "CreativeWork") | {
        "name": _words(edition, standard.title),
        "about": [{"@id": _part(edition, "programme-data")}, *_codes(edition, standard.programme.codes)],
        "educationalLevel": {
            "@type": "DefinedTerm", "termCode": level, "name": _words(edition, edition.name(f"level/{level}")),
        },
        "teaches": [{"@id": _part(edition, item.id)} for item in standard.outcomes],
    }
    codes = {code.code: code for position in standard.orientation.positions for code in position.codes}
    programme = {
        "@type": "EducationalOccupationalProgram",
        "@id": _part(edition, "programme-data"),
        "name": _words(edition, standard.programme.name),
        "provider": _institutions(edition),
        "timeToComplete": f"P{round(standard.duration.years * 12)}M",  # years may be halves
        "numberOfCredits": _credits(edition, standard.curriculum.totals.credits),
        "programPrerequisites": [_words(edition, text) for clause in standard.entry if (text := clause.text)],
        "occupationalCategory": _codes(edition, codes.values()),
        "hasCourse": [_planned(edition, course) for course in standard.curriculum.courses],
    }
    outcomes = {
        "@type": "DefinedTermSet", "@id": terms, "name": edition.label("caption.outcomes"),
        "inLanguage": edition.locale,
        "hasDefinedTerm": [_term(edition, item) | {"inDefinedTermSet": {"@id": terms}} for item in standard.outcomes],
    }
    return [document, programme, outcomes]


def _document(edition: Edition, kind: str) -> _Node:
    """What any published document says of itself."""
    standard, source = edition.standard, edition.source_language
    others = [locale for locale in edition.shared.surroundings.locales if locale != source]
    node: _Node = {
        "@type": kind,
        "@id": named(edition, edition.locale),
        "identifier": work(edition),
        "inLanguage": edition.locale,
        "version": standard.version,
        "datePublished": standard.issued,
        "creativeWorkStatus": edition.label(f"status.{standard.status}"),
        "publisher": _institutions(edition),
    }
    if edition.shared.licence:
        node["license"] = licence(edition.shared.licence)
    if address := page(edition, edition.locale):
        node["url"] = address
    if edition.locale != source:
        node["translationOfWork"] = _edition(edition, kind, source)
    elif others:
        node["workTranslation"] = [_edition(edition, kind, locale) for locale in others]
    return node


def _edition(edition: Edition, kind: str, locale: str) -> _Node:
    return {"@type": kind, "@id": named(edition, locale), "inLanguage": locale}


def _part(edition: Edition, id: str) -> str:
    """The name of a part of the page, by its anchor."""
    return f"{named(edition, edition.locale)}#{id}"


def _words(edition: Edition, text: Text) -> str | _Node:
    """Words, with their language where it is not that of the page."""
    if text.language == edition.locale:
        return text.words
    return {"@value": text.words, "@language": text.language}


def _term(edition: Edition, item: Outcome | Objective) -> _Node:
    return {
        "@type": "DefinedTerm", "@id": _part(edition, item.id), "termCode": item.id, "name": _words(edition, item.text),
    }


def _planned(edition: Edition, course: PlannedCourse) -> _Node:
    node = {
        "@type": "Course", "@id": _part(edition, course.id), "courseCode": course.id,
        "name": _words(edition, course.name), "numberOfCredits": _credits(edition, course.credits),
    }
    same = other(edition, course.standard) if course.standard else ""
    return node | ({"sameAs": same} if same else {})


def _credits(edition: Edition, credits: float) -> _Node:
    """Credits of a national system are no bare number: another country's credit is another amount of work."""
    return {
        "@type": "QuantitativeValue", "value": int(credits) if credits == int(credits) else credits,
        "unitText": edition.label("credits"),
    }


def _codes(edition: Edition, codes: Iterable[Code]) -> list[_Node]:
    return [
        {
            "@type": "CategoryCode", "codeValue": code.code,
            "name": _words(edition, edition.name(f"{code.scheme}/{code.code}")),
            "inCodeSet": {"@type": "CategoryCodeSet", "name": edition.scheme(code.scheme)},
        }
        for code in codes
    ]


def _institutions(edition: Edition) -> list[_Node]:
    return [
        {"@type": "Organization", "name": _words(edition, edition.name(f"organisation/{name}"))}
        for name in edition.standard.institutions
    ]
