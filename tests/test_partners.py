"""National systems as data: the countries of the repository, crosswalks, required codes, and a country nobody knows."""

import dataclasses
import re
from dataclasses import replace
from typing import Any

import pytest
import yaml

from conftest import ROOT, MakeRepository
from curricula.crosswalks import chapters, heading, unplaced
from curricula.editions.compose import compose
from curricula.limits import cited
from curricula.model.professional import ProfessionalStandard
from curricula.model.settings import Authority, PartnerSystem
from curricula.model.text import texts
from curricula.references import SHARED, labels
from curricula.repository import Repository
from curricula.syncing import sync
from fragments import FILES, overlay
from test_rules import findings, words

REAL = Repository(ROOT)
PARTNERS = ("kg", "kz", "pk", "ru", "th", "tj", "tz", "uz")
NOWHERE = "standards/partners/xx.yaml"


def facts(thing: object) -> list[Any]:
    """Every part of a system that tells its source."""
    found = []
    if isinstance(thing, tuple):
        found = [fact for part in thing for fact in facts(part)]
    elif dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        found = [thing] if hasattr(thing, "verified") else []
        found += [fact for field in dataclasses.fields(thing) for fact in facts(getattr(thing, field.name))]
    return found


# The countries of the repository


def test_the_countries_of_the_cooperation_are_there() -> None:
    assert set(REAL.systems) == {"cn", *PARTNERS}
    assert [name for name, system in REAL.systems.items() if system.country.lower() != name] == []


@pytest.mark.parametrize("name", PARTNERS)
def test_a_country_tells_who_adopts_in_which_languages_with_which_codes(name: str) -> None:
    system = REAL.systems[name]
    assert system.authorities
    assert system.delivery
    assert system.delivery.paper == "A4"
    assert len(set(system.delivery.bilingual)) == 2
    assert system.delivery.bilingual[0] == "zh-Hans"
    assert system.delivery.bilingual[1] in system.delivery.languages
    assert set(system.delivery.bilingual) <= set(REAL.locales)  # a bilingual edition that can be built
    assert system.codes
    assert system.consulted


@pytest.mark.parametrize("name", PARTNERS)
def test_what_is_verified_names_a_source_that_can_be_looked_up(name: str) -> None:
    found = facts(REAL.systems[name])
    assert found
    vague = re.compile("general knowledge|to be agreed|to be compared", re.IGNORECASE)
    wrong = [fact.source for fact in found if fact.verified and (vague.search(fact.source) or "://" not in fact.source)]
    assert wrong == []


def test_the_files_agree_with_themselves_and_with_the_program() -> None:
    assert words(REAL, "systems-agree") == []


@pytest.mark.parametrize("name", ["cn", *PARTNERS])
def test_every_name_is_translated(name: str) -> None:
    units = list(texts(REAL.systems[name]))
    assert units
    for locale in REAL.tags:
        catalogue = REAL.catalogue(SHARED, locale)
        missing = [text.key for text in units if text.language != locale and catalogue.translate(text) is None]
        assert missing == [], locale


@pytest.mark.parametrize("name", PARTNERS)
def test_acts_are_found_as_their_numbers_are_written(name: str) -> None:
    for act in REAL.systems[name].acts:
        found = [citation.act for citation in cited(REAL.systems.values(), f"… {act.number} …")]
        assert found == [act]


def test_official_words_are_no_translators_business() -> None:
    keys = {text.key for system in REAL.systems.values() for text in texts(system)}
    assert "partners/ru#FS1/name" in keys
    assert not [key for key in keys if "title.words" in key or "official" in key]


# Crosswalks


def test_every_chapter_has_a_heading() -> None:
    for kind in ("professional", "course", "practice"):
        assert len(chapters(kind)) > 8
        assert all(heading(kind, name) in labels() for name in chapters(kind))
    assert heading("professional", "goal") == "chapter.goal"
    assert heading("professional", "orientation.codes") == "section.orientation-codes"
    assert heading("practice", "objectives") == "chapter.training-objectives"
    assert heading("course", "implementation.resources") == "section.resources-course"
    assert not {"title", "status", "duration.years", "suppressions"} & set(chapters("professional"))


def test_chapters_are_those_of_the_document(repository: MakeRepository) -> None:
    made = repository()
    for standard in made.standards.values():
        document = compose(made.edition(standard.id, standard.language))
        headings = {heading(standard.kind, name) for name in chapters(standard.kind)}
        shown = [item.id for item in document.chapters]
        assert [name for name in shown if name.startswith("chapter.") and name not in headings] == []


def test_chapters_that_no_section_takes() -> None:
    (template,) = REAL.systems["ru"].templates
    assert unplaced(template) == ("mappings",)
    (template,) = REAL.systems["uz"].templates
    assert "curriculum" in unplaced(template)
    assert [section.id for section in template.sections if not section.chapters] == ["OS4"]


# A file that does not agree with itself


def section(**changes: Any) -> dict[str, Any]:
    one = {"id": "TP1.1", "number": "一", "title": {"words": "概述", "language": "zh-Hans"}, "name": "概述"}
    template = {
        "id": "TP1", "kind": "professional", "title": {"words": "标准", "language": "zh-Hans"}, "name": "标准",
        "source": "An example", "verified": False,
    }
    return {"templates": [template | {"sections": [one | changes]}]}


GIVEN = {"languages": ["zh-Hans"], "formats": ["pdf"], "paper": "A4", "source": "An example", "verified": False}
LEVEL = "higher-vocational"
WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    "a chapter that is nearly right": (
        section(chapters=["overview", "gaol"]), "a standard of the kind professional has no chapter gaol",
        "did you mean goal?",
    ),
    "a chapter of another kind": (
        section(chapters=["units"]), "a standard of the kind professional has no chapter units", "",
    ),
    "a property that is no chapter": (
        section(chapters=["duration.years"]), "a standard of the kind professional has no chapter duration.years", "",
    ),
    "an id twice": (section(id="TP1"), "the id TP1 stands twice in this file", "an id of its own"),
    "an id of another list": (section(id=LEVEL), f"the id {LEVEL} stands twice in this file", ""),
    "the name of the file as an id": (
        section(id="document"), "two texts have the translation key document/name", "another id",
    ),
    "a format that is not there": (
        {"delivery": GIVEN | {"formats": ["pdf", "odt"]}}, "there is no format odt", "docx",
    ),
    "a range the wrong way round": (
        {"levels": [{"id": LEVEL, "years": {"minimum": 4, "maximum": 3, "source": "s", "verified": True}}]},
        "the minimum 4 is more than the maximum 3", "Exchange them",
    ),
    "an act that ends before it begins": (
        {"acts": [{"id": "plan-guidelines", "until": "2019-06-04"}]},
        "until is 2019-06-04, before in_force on 2019-06-05", "Compare both days",
    ),
    "an act in force before it was issued": (
        {"acts": [{"id": "plan-guidelines", "in_force": "2019-06-04"}]},
        "in_force is 2019-06-04, before issued on 2019-06-05", "",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_where_it_stands(name: str, repository: MakeRepository) -> None:
    change, message, advice = WRONG[name]
    made = repository(overlay(system=change))
    (finding,) = findings(made, "systems-agree")
    assert (finding.severity, finding.words()) == ("error", message)
    assert advice in finding.advice()
    assert finding.where.path == FILES["system"]
    assert finding.where.line > 1


@pytest.mark.parametrize(("change", "message"), [
    ({"delivery": GIVEN | {"paper": "A3"}}, "A3 is not one of A4, Letter"),
    ({"delivery": GIVEN | {"bilingual": ["zh-Hans"]}}, "the list has fewer than 2 entries"),
    ({"codes": [{"id": "c", "scheme": "isco-08", "name": "ISCO", "part": "programmes", "source": "s",
                 "verified": True}]}, "programmes is not one of programme, orientation, positions"),
    ({"authorities": [{"id": "a", "name": "Ministry", "official": [], "source": "s", "verified": True}]},
     "the list is empty"),
    ({"languages": ["zh-Hans"]}, "languages is not a property that belongs here"),
])
def test_a_file_against_the_schema_is_told_where_it_stands(
    change: dict[str, Any], message: str, repository: MakeRepository
) -> None:
    found = repository(overlay(system=change)).located_problems
    assert message in {finding.words() for finding in found if finding.where.path == FILES["system"]}
    assert all(finding.where.line for finding in found if finding.where.path == FILES["system"])


# Required codes


def wanted(scheme: str, part: str, verified: bool = True) -> dict[str, Any]:
    return {"codes": [{
        "id": "list", "scheme": scheme, "name": "目录", "part": part, "source": "an act", "verified": verified,
    }]}


@pytest.mark.parametrize(("scheme", "part", "message"), [
    ("cn-majors", "programme", ""), ("cn-majors", "orientation", ""), ("isco-08", "positions", ""),
    ("isco-08", "programme", "no code of the list isco-08 stands here (an act)"),
    ("isced-f-2013", "orientation", "no code of the list isced-f-2013 stands here (an act)"),
    ("cn-majors", "positions", "no code of the list cn-majors stands here (an act)"),
    ("okved", "positions", "there is no code list okved, whose codes standards must name"),
])
@pytest.mark.parametrize(("verified", "severity"), [(True, "error"), (False, "warning")])
def test_a_standard_names_the_codes_its_system_asks_for(
    scheme: str, part: str, message: str, verified: bool, severity: str, repository: MakeRepository
) -> None:
    found = findings(repository(overlay(system=wanted(scheme, part, verified))), "codes-required")
    assert [(finding.severity, finding.words()) for finding in found] == ([(severity, message)] if message else [])
    if message.startswith("no code"):
        assert found[0].where.pointer[-1] == "codes"
        assert f"{{scheme: {scheme}, code: …}}" in found[0].advice()


# A country that nobody knows is one file


def limit(verified: bool = True, **ends: Any) -> dict[str, Any]:
    return {**ends, "source": "Act 7", "verified": verified}


COUNTRY: dict[str, Any] = {
    "kind": "partner", "country": "XX", "language": "en", "name": "Vocational education of Nowhere",
    "authorities": [{
        "id": "ministry", "name": "Ministry of Learning", "official": [{"words": "Ministère", "language": "fr"}],
        "website": "https://github.com/nowhere", "source": "Its website", "verified": False,
    }],
    "delivery": GIVEN | {"languages": ["fr", "en"], "bilingual": ["zh-Hans", "en"], "paper": "Letter"},
    "credit_system": {
        "name": "Points", "hours_per_credit": limit(minimum=8, maximum=10), "academic_hour": limit(minimum=60),
    },
    "levels": [{
        "id": "craft", "name": "Craft school", "hours": limit(minimum=3000), "years": limit(maximum=2),
        "practice_share": limit(minimum=90, in_principle=True), "elective_share": limit(False, minimum=50),
        "equivalents": [{"framework": "national", "level": 4, "source": "Act 7", "verified": True}],
    }],
    "codes": wanted("isced-f-2013", "orientation")["codes"],
    "major_code": {"scheme": "cn-majors", "category": 1, "class": 2, "major": 4, "source": "Act 7", "verified": True},
    "act_numbers": ["Act #"],
    "acts": [{"id": "a7", "number": "Act 7", "title": "On schools", "issued": "2030-01-01", "source": "Gazette",
              "verified": True}],
}
JUDGED = {
    "total-hours": ("error", "the plan has 2560 hours in all; craft requires at least 3000 (Act 7)"),
    "levels-agree": ("error", "the programme takes 3 years; craft allows at most 2 (Act 7)"),
    "practice-share": ("warning", "craft requires at least 90 % (Act 7)"),
    "elective-share": ("warning", "craft requires at least 50 % (Act 7)"),
    "hours-per-credit": ("error", "at most 10 allowed (Act 7)"),
    "codes-required": ("error", "no code of the list isced-f-2013 stands here (an act)"),
    "acts-in-force": ("warning", "when Act 7 is not in force, from which its limits are taken"),
    "unverified-parameters": ("warning", "nobody has compared elective_share of craft with its source: Act 7"),
}


def country(**changes: Any) -> dict[str, str | bytes | None]:
    return {NOWHERE: yaml.safe_dump(COUNTRY | changes, allow_unicode=True, sort_keys=False)}


def adopted(made: Repository, level: str = "craft") -> Repository:
    """The professional standard as the country would adopt it: at a level of its own."""
    standard = made.standards["demo/professional"]
    assert isinstance(standard, ProfessionalStandard)
    return made.adopted("xx", [replace(standard, programme=replace(standard.programme, level=level))])


@pytest.mark.parametrize("rule", JUDGED)
def test_an_adopted_standard_is_judged_for_the_system_that_adopts_it(rule: str, repository: MakeRepository) -> None:
    made = repository(country())
    severity, message = JUDGED[rule]
    found = [finding for finding in findings(adopted(made), rule) if message in finding.words()]
    assert found
    assert {finding.severity for finding in found} == {severity}
    assert not [finding for finding in findings(made, rule) if "craft" in finding.words()]  # at home nothing changes


def test_a_country_is_read_without_a_line_of_code(repository: MakeRepository) -> None:
    made = repository(country())
    assert [finding.words() for finding in made.located_problems] == []
    system = made.systems["xx"]
    assert isinstance(system, PartnerSystem)
    assert isinstance(system.authorities[0], Authority)
    assert system.authorities[0].official[0].words == "Ministère"
    assert system.levels[0].equivalents[0].level == 4
    assert words(made, "systems-agree") == []


def test_the_words_of_a_country_go_to_the_translators(repository: MakeRepository) -> None:
    made = repository(country())
    keys = {text.key for text in made.units(SHARED, "ru")}
    assert {"partners/xx#document/name", "partners/xx#ministry/name", "partners/xx#a7/title"} <= keys
    sync(made)
    catalogue = Repository(made.root).catalogue(SHARED, "ru")
    assert "partners/xx#ministry/name" in catalogue.messages
    assert len(keys) == len(list(made.units(SHARED, "ru")))  # each once


def test_levels_are_those_of_the_adopting_system(repository: MakeRepository) -> None:
    made = repository(country())
    (finding,) = findings(adopted(made, "higher-vocational"), "references-exist")
    assert finding.words() == "there is no level higher-vocational"
    assert findings(adopted(made), "references-exist") == []
    assert adopted(made).names["level/craft"][0].words == "Craft school"
    assert "level/craft" not in made.names


def test_the_adopting_system_needs_no_conversion_into_its_own_credits(repository: MakeRepository) -> None:
    pathways = {"duration": {"pathways": [{"id": "PW1", "partner": "xx", "conversion": None}]}}
    made = repository(overlay(professional=pathways) | country())
    assert len(findings(made, "credits-converted")) == 1
    assert findings(adopted(made), "credits-converted") == []


def test_the_list_of_majors_is_named_in_the_file(repository: MakeRepository) -> None:
    levels = [COUNTRY["levels"][0] | {"major_codes": limit(minimum=1, maximum=4)}]
    found = words(adopted(repository(country(levels=levels))), "major-code-level")
    assert found[0] == "510103 is no code of a major: it has not 4 digits"


@pytest.mark.parametrize(("issued", "wrong"), [("2027-09-01", False), ("2027-09-02", True)])
def test_an_act_is_not_in_force_before_it_was_issued(issued: str, wrong: bool, repository: MakeRepository) -> None:
    act = {"id": "plan-guidelines", "issued": issued, "in_force": None}
    goal = {"goal": [{"id": "GO1", "text": "遵循教职成〔2019〕13号。"}]}
    found = words(repository(overlay(professional=goal, system={"acts": [act]})), "acts-in-force")
    assert any("applies from 2027-09-02 only" in message for message in found) is wrong


@pytest.mark.parametrize(("verified", "in_principle", "severity"), [
    (True, False, "error"), (True, True, "warning"), (False, False, "warning"), (False, True, "warning"),
])
@pytest.mark.parametrize("rule", ["practice-share", "core-courses", "internship-length", "weekly-load"])
def test_what_holds_in_principle_is_a_warning(
    rule: str, verified: bool, in_principle: bool, severity: str, repository: MakeRepository
) -> None:
    beyond = limit(verified, minimum=99_999, in_principle=in_principle)
    names = ("practice_share", "core_courses", "internship_hours", "weekly_hours")
    level = {"id": LEVEL, **dict.fromkeys(names, beyond), "weeks_per_semester": limit(minimum=20)}
    found = findings(repository(overlay(system={"levels": [level]})), rule)
    assert {finding.severity for finding in found} == {severity}
