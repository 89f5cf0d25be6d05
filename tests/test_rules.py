"""The rules: every manual page's examples, the boundaries of each rule, and the real standards."""

import json
import re
import textwrap
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from conftest import MakeRepository
from curricula.catalogue import Message, write_catalogue
from curricula.diagnostics import Diagnostic, Where
from curricula.plugins import plugins
from curricula.repository import Repository
from curricula.reviews import digest
from curricula.source import locate
from fragments import committed, found_by, overlay

ROOT = Path(__file__).parents[1]
RULES = plugins("curricula.rules")
GOAL = "demo/professional#GO1/text"

_HEADING = re.compile(r"^(Good|Bad):$")


def examples(rule: ModuleType) -> dict[str, list[dict[str, Any]]]:
    """The YAML examples of a manual page, good and bad."""
    found: dict[str, list[dict[str, Any]]] = {"Good": [], "Bad": []}
    blocks: list[tuple[str, list[str]]] = []
    for line in (rule.__doc__ or "").splitlines():
        heading = _HEADING.match(line)
        if heading:
            blocks.append((heading[1], []))
        elif blocks:
            blocks[-1][1].append(line)
    for name, lines in blocks:
        found[name].append(yaml.safe_load(textwrap.dedent("\n".join(lines))))
    return found


def built(make: MakeRepository, example: dict[str, Any]) -> Repository:
    """The demonstration with an example put over it; what it says was `committed` is in git before."""
    standards = {name: fragment for name, fragment in example.items() if name not in ("translations", "committed")}
    if "committed" in example:
        made = committed(make(overlay(**example["committed"])), overlay(**standards))
    else:
        made = make(overlay(**standards))
    assert not made.problems
    for locale, entries in example.get("translations", {}).items():
        for key, entry in entries.items():
            document = key.partition("#")[0]
            text = next(text for text in made.units(document, locale) if text.key == key)
            given = {"words": entry} if isinstance(entry, str) else entry
            catalogue = made.catalogue(document, locale)
            message = Message(**{"key": key, "source": text.words, "where": Where(catalogue.path), **given})
            changed = replace(catalogue, messages={**catalogue.messages, key: message})
            (made.root / catalogue.path).write_bytes(write_catalogue(changed))
            made = Repository(made.root)
    return made


def findings(repository: Repository, rule: str) -> list[Diagnostic]:
    """The findings of one rule, located, in a repository that can be read."""
    assert not repository.problems
    return list(locate(repository.root, found_by(RULES[rule], repository)))


def words(repository: Repository, rule: str) -> list[str]:
    return [finding.words() for finding in findings(repository, rule)]


def translated(make: MakeRepository, source: str, target: str, locale: str) -> Repository:
    """The demonstration with one text and its translation replaced."""
    return built(make, {
        "professional": {"goal": [{"id": "GO1", "text": source}]}, "translations": {locale: {GOAL: target}},
    })


@pytest.mark.parametrize("name", RULES)
def test_the_manual_page_has_a_title_and_examples(name: str) -> None:
    page = RULES[name].__doc__ or ""
    title, _, rest = page.partition("\n\n")
    assert title.endswith(".")
    assert "\n" not in title
    assert rest.partition("\nGood:")[0].strip()
    found = examples(RULES[name])
    assert found["Good"]
    assert found["Bad"]


@pytest.mark.parametrize("name", RULES)
def test_the_good_examples_have_no_finding(name: str, repository: MakeRepository) -> None:
    for example in examples(RULES[name])["Good"]:
        assert words(built(repository, example), name) == []


@pytest.mark.parametrize("name", RULES)
def test_the_bad_examples_are_found_with_a_place(name: str, repository: MakeRepository) -> None:
    for example in examples(RULES[name])["Bad"]:
        found = findings(built(repository, example), name)
        assert found, example
        for finding in found:
            assert finding.code == name
            assert finding.where.line >= 1
            assert finding.words()
            assert finding.advice()


@pytest.mark.parametrize("name", RULES)
def test_the_demonstration_satisfies_every_rule(name: str, repository: MakeRepository) -> None:
    assert words(repository(), name) == []


def test_the_real_standards_have_no_errors() -> None:
    real = Repository(ROOT)
    wrong = [
        f"{finding.where.path}:{finding.where.line}: {finding.words()}"
        for name in RULES
        for finding in locate(ROOT, found_by(RULES[name], real))
        if finding.severity == "error" and finding.where.path.startswith("standards/")
    ]
    assert wrong == []


# Hours, credits and shares


def plan(**course: Any) -> dict[str, Any]:
    """A fragment of the plan: one changed course."""
    return {"curriculum": {"courses": [course]}}


def level(**ranges: Any) -> dict[str, Any]:
    return {"levels": [{"id": "higher-vocational", **ranges}]}


@pytest.mark.parametrize(("hours", "wrong"), [(2499, True), (2500, False)])
def test_the_least_total_is_allowed(hours: int, wrong: bool, repository: MakeRepository) -> None:
    made = repository(overlay(professional={"curriculum": {"totals": {"hours": hours, "credits": 158}}}))
    assert bool(words(made, "total-hours")) is wrong


def test_a_finding_names_the_source_of_the_number(repository: MakeRepository) -> None:
    made = repository(overlay(professional={"curriculum": {"totals": {"hours": 2400, "credits": 158}}}))
    (finding,) = findings(made, "total-hours")
    assert finding.words() == (
        "the plan has 2400 hours in all; higher-vocational requires at least 2500 (教职成〔2019〕13号)"
    )
    assert finding.severity == "error"


def test_a_number_nobody_has_verified_only_warns(repository: MakeRepository) -> None:
    hours = {"maximum": 2000, "minimum": None, "source": "hearsay", "verified": False}
    (finding,) = findings(repository(overlay(system=level(hours=hours))), "total-hours")
    assert finding.severity == "warning"
    assert "allows at most 2000 (hearsay)" in finding.words()


@pytest.mark.parametrize(("credits", "wrong"), [(15, True), (16, False), (18, False), (18.5, True), (0, True)])
def test_the_ends_of_the_credit_range_are_allowed(credits: float, wrong: bool, repository: MakeRepository) -> None:
    made = repository(overlay(professional=plan(id="C401", credits=credits)))  # 288 hours: 16 to 18 credits
    assert bool(words(made, "hours-per-credit")) is wrong


def test_the_fitting_credits_are_proposed(repository: MakeRepository) -> None:
    (finding,) = findings(repository(overlay(practice={"credits": 30})), "hours-per-credit")
    assert "22.4 a credit" in finding.words()
    assert finding.advice() == "672 hours make 39.5 credits."


@pytest.mark.parametrize(("hours", "wrong"), [(640, False), (639, True)])
def test_a_quarter_is_enough_general_education(hours: int, wrong: bool, repository: MakeRepository) -> None:
    made = repository(overlay(professional=plan(id="C101", hours={"total": hours})))
    assert bool(words(made, "public-basic-share")) is wrong


@pytest.mark.parametrize(("hours", "wrong"), [(256, False), (255, True)])
def test_a_tenth_is_enough_electives(hours: int, wrong: bool, repository: MakeRepository) -> None:
    made = repository(overlay(professional=plan(id="C401", hours={"total": hours})))
    assert bool(words(made, "elective-share")) is wrong


def test_an_unknown_level_has_no_numbers(repository: MakeRepository) -> None:
    made = repository(overlay(professional={"programme": {"level": "higher-vocation"}}))
    for rule in ("total-hours", "public-basic-share", "elective-share"):
        assert words(made, rule) == []
    assert findings(made, "references-exist")[0].advice() == "did you mean higher-vocational?"


def test_sums_say_the_difference(repository: MakeRepository) -> None:
    made = repository(overlay(professional={"curriculum": {"totals": {"hours": 2566, "credits": 157.5}}}))
    assert words(made, "plan-sums") == [
        "hours is 2566, but the courses add up to 2560, 6 less",
        "credits is 157.5, but the courses add up to 158, 0.5 more",
        "graduation requires 158 credits, but the plan offers only 157.5",
    ]


def test_units_add_up_part_by_part(repository: MakeRepository) -> None:
    unit = {"id": "U1", "hours": {"total": 480, "theory": 210, "practice": 270}}
    assert words(repository(overlay(course={"units": [unit]})), "plan-sums") == [
        "theory is 400, but the units add up to 410, 10 more",
        "practice is 560, but the units add up to 550, 10 less",
    ]


def test_self_study_is_a_part_of_the_hours(repository: MakeRepository) -> None:
    hours = {"total": 288, "theory": 80, "practice": 200, "self_study": 8}
    assert words(repository(overlay(professional=plan(id="C401", hours=hours))), "hours-parts") == []


# Order, coverage, weights


@pytest.mark.parametrize(("semester", "wrong"), [(1, True), (2, True), (3, False)])
def test_a_prerequisite_starts_earlier(semester: int, wrong: bool, repository: MakeRepository) -> None:
    made = repository(overlay(professional=plan(id="C401", semesters=[{"number": semester, "hours": 288}])))
    expected = f"C401 starts in semester {semester}, but its prerequisite C201 starts in semester 2"
    assert words(made, "prerequisite-order") == ([expected] if wrong else [])


def test_a_circle_is_reported_once(repository: MakeRepository) -> None:
    courses = [{"id": "C101", "prerequisites": ["C501"]}]  # C501 requires C201, which requires C101
    made = repository(overlay(professional={"curriculum": {"courses": courses}}))
    assert words(made, "prerequisite-order") == ["the prerequisites run in a circle: C101 → C501 → C201 → C101"]


def test_a_course_that_requires_itself_is_a_circle(repository: MakeRepository) -> None:
    made = repository(overlay(professional=plan(id="C401", prerequisites=["C401"])))
    assert words(made, "prerequisite-order") == ["the prerequisites run in a circle: C401 → C401"]


def test_a_long_chain_is_no_circle(repository: MakeRepository) -> None:
    first = {"category": "extension", "choice": "elective", "credits": 1, "assessment": "coursework",
             "hours": {"total": 16, "theory": 16}, "outcomes": {"introduced": ["K1"]}, "name": "选修课"}
    courses = [
        {"id": f"X{n}", **first, "semesters": [{"number": 1, "hours": 16}], "prerequisites": [f"X{n + 1}"]}
        for n in range(1500)
    ]
    made = repository(overlay(professional={"curriculum": {"courses": courses}}))
    assert not any("circle" in message for message in words(made, "prerequisite-order"))


def test_an_outcome_is_taught_and_assessed(repository: MakeRepository) -> None:
    outcomes = {"introduced": ["A1"], "practised": None, "assessed": None}
    made = repository(overlay(professional=plan(id="C201", outcomes=outcomes)))
    assert words(made, "outcome-coverage") == [
        "no course introduces or practises the outcome K1", "no course assesses the outcome K1",
    ]


def test_an_objective_is_served_and_assessed(repository: MakeRepository) -> None:
    objective = {"id": "OB3", "category": "ability", "text": "能编写报告。", "outcomes": ["A1"]}
    made = repository(overlay(practice={"objectives": [objective]}))
    assert words(made, "outcome-coverage") == [
        "no task serves the objective OB3", "no part of the assessment covers the objective OB3",
    ]


def test_weights_say_the_difference(repository: MakeRepository) -> None:
    fragment = {"components": [{"id": "AS1", "weight": 45}], "rubrics": [{"id": "RB1", "weight": 97}]}
    made = repository(overlay(course={"assessment": fragment}))
    assert words(made, "weights-sum") == [
        "assessment components: the weights add up to 105, 5 more than 100",
        "rubrics: the weights add up to 97, 3 less than 100",
    ]


# Codes, ids, references


def test_a_near_code_is_proposed_with_its_title(repository: MakeRepository) -> None:
    codes = [{"scheme": "cn-majors", "code": "510130"}]
    (finding,) = findings(repository(overlay(professional={"programme": {"codes": codes}})), "codes-exist")
    assert finding.words() == "cn-majors has no code 510130"
    assert finding.advice() == "did you mean 510103 应用电子技术?"


def test_an_unknown_scheme_names_the_lists(repository: MakeRepository) -> None:
    codes = [{"scheme": "okved", "code": "26"}]
    (finding,) = findings(repository(overlay(professional={"programme": {"codes": codes}})), "codes-exist")
    assert finding.advice() == "The lists are: cn-majors, isced-f-2013, isco-08."


def test_an_unverified_code_is_no_finding(repository: MakeRepository) -> None:
    made = repository()
    assert not made.common.classifications["cn-majors"]["510103"].verified
    assert words(made, "codes-exist") == []


def test_an_id_names_one_item_in_all_chapters(repository: MakeRepository) -> None:
    made = repository(overlay(professional={"quality": [{"id": "GO1", "text": "质量。"}]}))
    assert words(made, "unique-ids") == ["the id GO1 is already used in goal"]


def test_an_item_is_not_called_like_a_chapter(repository: MakeRepository) -> None:
    item = {"id": "document", "title": "标题", "text": "文字。"}
    assert words(repository(overlay(professional={"quality": [item]})), "unique-ids") == [
        "two texts have the translation key document/title",
    ]


@pytest.mark.parametrize(("fragments", "message", "advice"), [
    ({"settings": {"publisher": "demo-colege"}}, "organisation demo-colege", "demo-college"),
    ({"settings": {"system": "kz"}}, "partner system kz", "There are: cn, uz."),
    ({"professional": {"institutions": ["demo-collage"]}}, "organisation demo-collage", "demo-college"),
    ({"professional": {"duration": {"pathways": [{"id": "PW1", "partner": "us"}]}}}, "partner system us", "uz"),
    (
        {"professional": {"orientation": {"certificates": [{"id": "CERT1", "positions": ["POS2"]}]}}},
        "position POS2", "POS1",
    ),
    ({"professional": plan(id="C101", outcomes={"practised": ["Q2"]})}, "graduate outcome Q2", "Q1"),
    ({"professional": plan(id="C401", prerequisites=["c201"])}, "course c201", "C201"),
    ({"professional": {"facilities": {"rooms": [{"id": "RM1", "courses": ["C210"]}]}}}, "course C210", "C201"),
    ({"course": {"course": "C202"}}, "course C202", "C201"),
    ({"course": {"objectives": [{"id": "OB1", "outcomes": ["K2"]}]}}, "graduate outcome K2", "K1"),
    ({"course": {"units": [{"id": "U1", "objectives": ["OB3"]}]}}, "objective OB3", "OB2"),
    ({"practice": {"tasks": [{"id": "T1", "site": "SITE2"}]}}, "training site SITE2", "SITE1"),
    ({"practice": {"tasks": [{"id": "T1", "equipment": ["SITE1.E3"]}]}}, "equipment SITE1.E3", "SITE1.E2"),
])
def test_a_dangling_reference_names_the_likely_target(
    fragments: dict[str, Any], message: str, advice: str, repository: MakeRepository
) -> None:
    (finding,) = findings(repository(overlay(**fragments)), "references-exist")
    assert finding.words() == f"there is no {message}"
    assert advice in finding.advice()
    assert finding.where.line >= 1


@pytest.mark.parametrize(("fragment", "message"), [
    ({"name": "电路"}, "name is 电路 here, but 电路基础 for C201 in demo/professional"),
    ({"category": "extension"}, "category is extension here, but core for C201 in demo/professional"),
    ({"hours": {"theory": 410}}, "hours.theory is 410 here, but 400 for C201 in demo/professional"),
    (
        {"semesters": [{"number": 2, "hours": 960}]},
        "semesters is 2: 960 here, but 2: 320, 3: 480, 4: 160 for C201 in demo/professional",
    ),
    ({"prerequisites": None}, "prerequisites is none here, but C101 for C201 in demo/professional"),
    ({"version": "1.1.0"}, "demo/courses/circuits has version 1.1.0, not 1.0.0"),
    (
        {"professional": {"id": "demo/profesional"}},
        "there is no professional standard demo/profesional",
    ),
])
def test_both_values_are_said(fragment: dict[str, Any], message: str, repository: MakeRepository) -> None:
    assert message in words(repository(overlay(course=fragment)), "standards-agree")


def test_names_in_two_languages_are_not_compared(repository: MakeRepository) -> None:
    made = repository(overlay(course={"name": "Circuits", "language": "en"}))
    assert words(made, "standards-agree") == []


def test_a_standard_that_cannot_be_read_is_not_called_missing(repository: MakeRepository) -> None:
    made = repository({"standards/demo/courses/circuits.yaml": "kind: course\n"})
    assert made.problems
    assert list(RULES["standards-agree"].check(made)) == []


def test_the_plan_names_the_standard_back(repository: MakeRepository) -> None:
    unnamed = overlay(professional=plan(id="C201", standard=None))
    (finding,) = findings(repository(unnamed), "standards-agree")
    assert finding.words() == "the plan of demo/professional does not name this standard for C201"
    assert "`standard: {id: demo/courses/circuits, version: 1.0.0}` in C201" in finding.advice()
    assert (finding.where.path, finding.severity) == ("standards/demo/courses/circuits.yaml", "warning")
    (later,) = findings(repository({**unnamed, **overlay(course={"status": "review"})}), "standards-agree")
    assert later.severity == "error"


@pytest.mark.parametrize(("fragment", "advice"), [
    ({"professional": {"status": "published", **plan(id="C201", standard=None)}}, "in the next version of the plan"),
    ({"professional": plan(id="C201", standard=None), "practice": {"course": "C201"}},
     "These are for C201: demo/courses/circuits, demo/practice/workshop."),
], ids=["published", "two"])
def test_a_plan_is_not_mended_where_it_is_settled_or_has_a_choice(
    fragment: dict[str, Any], advice: str, repository: MakeRepository
) -> None:
    found = [item for item in findings(repository(overlay(**fragment)), "standards-agree") if "does not name" in
             item.message]
    assert found and all(item.fix is None and advice in item.advice() for item in found)


# Translations


def record(source: str, target: str, /, **changes: str) -> dict[str, str]:
    base = {"source": digest(source), "target": digest(target), "state": "reviewed",
            "translator": "Aziza", "reviewer": "Bobur", "date": "2026-10-01"}
    return base | changes


SOURCE, TARGET = "本专业培养电子技术员。", "The programme trains electronics technicians."
REVIEWS = "translations/reviews/en/demo/professional.json"


def test_one_finding_per_state_counts_and_names_keys(repository: MakeRepository) -> None:
    made = built(repository, {"translations": {"en": {
        f"demo/professional#{key}/text": {"words": "Words.", "fuzzy": True} for key in ("GO1", "Q1", "K1", "A1")
    }}})
    (finding,) = findings(made, "translation-current")
    total = len(list(made.units("demo/professional", "en")))
    assert finding.words() == (
        f"4 of {total} texts are drafts that nobody has confirmed: GO1/text, Q1/text, K1/text…"
    )
    assert finding.severity == "error"


def test_a_changed_source_is_stale_in_every_language(repository: MakeRepository) -> None:
    made = repository(overlay(professional={"goal": [{"id": "GO1", "text": "本专业培养工程师。"}]}))
    found = findings(made, "translation-current")
    assert [finding.where.path.split("/")[1] for finding in found] == ["en", "ru", "uz-Latn"]
    assert all("have changed since: GO1/text" in finding.words() for finding in found)


def test_a_marked_language_only_warns_and_a_missing_file_has_no_line(repository: MakeRepository) -> None:
    policies = {"zh-Hans": "strict", "en": "strict", "ru": "mark", "uz-Latn": "strict"}
    locales = [{"tag": tag, "policy": policy} for tag, policy in policies.items()]
    files = {"translations/ru/demo/courses/circuits.po": None}
    (finding,) = findings(repository(overlay(settings={"locales": locales}) | files), "translation-current")
    assert finding.severity == "warning"
    assert finding.where == Where("translations/ru/demo/courses/circuits.po")
    assert "30 of 30 texts are not translated" in finding.words()


def test_orphans_are_found_and_obsolete_words_mentioned(repository: MakeRepository) -> None:
    made = repository()
    catalogue = made.catalogue("demo/professional", "en")
    lost = Message("demo/professional#GO9/text", "旧。", "Old.", Where(catalogue.path))
    changed = replace(catalogue, messages={**catalogue.messages, lost.key: lost})
    (made.root / catalogue.path).write_bytes(write_catalogue(changed))
    assert [(item.severity, item.words()) for item in findings(Repository(made.root), "translation-current")] == [
        ("error", "1 translations belong to texts that no longer exist: GO9/text"),
    ]
    (made.root / catalogue.path).write_bytes(write_catalogue(replace(catalogue, obsolete={lost.key: lost})))
    assert [item.severity for item in findings(Repository(made.root), "translation-current")] == ["info"]


@pytest.mark.parametrize(("changes", "message"), [
    ({}, None),
    ({"reviewer": "Aziza"}, "GO1/text was reviewed by Aziza, who translated it"),
    ({"reviewer": ""}, "GO1/text is reviewed, but no reviewer is named"),
    ({"target": digest("Other words.")}, "GO1/text was reviewed, but its words have changed since"),
    ({"source": digest("别的。"), "state": "approved"}, "GO1/text was approved, but its words have changed since"),
    ({"target": digest("Other words."), "state": "translated", "reviewer": ""}, None),
])
def test_a_review_counts_for_its_words_and_by_another_person(
    changes: dict[str, str], message: str | None, repository: MakeRepository
) -> None:
    made = repository({REVIEWS: json.dumps({GOAL: record(SOURCE, TARGET, **changes)})})
    assert not made.problems
    assert words(made, "translation-current") == ([message] if message else [])


@pytest.mark.parametrize(("previous", "message"), [
    ("旧。", "1 of {} translations are of words that have changed since: GO1/text"),
    ("", "1 of {} texts are drafts that nobody has confirmed: GO1/text"),
])
def test_a_lapsed_review_of_stale_words_or_a_draft_is_told_once(
    previous: str, message: str, repository: MakeRepository
) -> None:
    lapsed = record(previous or "旧。", TARGET)
    made = repository({REVIEWS: json.dumps({GOAL: lapsed})})
    catalogue = made.catalogue("demo/professional", "en")
    unsure = catalogue.messages[GOAL]._replace(fuzzy=True, previous=previous)
    changed = replace(catalogue, messages={**catalogue.messages, GOAL: unsure})
    (made.root / catalogue.path).write_bytes(write_catalogue(changed))
    assert words(Repository(made.root), "translation-current") == [message.format(len(catalogue.messages))]


def test_a_published_standard_is_reviewed_throughout(repository: MakeRepository) -> None:
    made = repository(overlay(professional={"status": "published"}))
    found = words(made, "translation-current")
    assert len(found) == 3
    assert all("a standard with the status published are not reviewed" in message for message in found)
    for locale in ("en", "ru", "uz-Latn"):
        catalogue = made.catalogue("demo/professional", locale)
        records = {
            text.key: record(text.words, catalogue.messages[text.key].words)
            for text in made.units("demo/professional", locale)
        }
        path = made.root / "translations/reviews" / locale / "demo/professional.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(records))
    assert words(Repository(made.root), "translation-current") == []


@pytest.mark.parametrize(("source", "target", "locale"), [
    ("共１０００学时。", "1,000 academic hours in all.", "en"),
    ("共1000学时。", "Всего 1\u00a0000 часов.", "ru"),
    ("共1000学时。", "Jami 1\u2009000 soat.", "uz-Latn"),
    ("共10,500学时。", "Всего 10 500 часов.", "ru"),
    ("取值3.14。", "Значение 3,14.", "ru"),
    ("取值3.14。", "Qiymati 3,14.", "uz-Latn"),
    ("电压-40～-57V。", "A voltage of −40 to −57 V.", "en"),
    ("电压-48 V。", "Напряжение минус 48 В.", "ru"),
    ("3～5年。", "3–5 years.", "en"),
    ("3—5年。", "3-5 лет.", "ru"),
    ("频率3.5GHz，长1.2m。", "Частота 3,5 ГГц, длина 1,2 м.", "ru"),
    ("用时10分钟。", "A 10-minute task.", "en"),
    ("温度18～28℃，偏差±5°。", "Температура 18–28 °С, отклонение ±5°.", "ru"),
    ("温度18～28℃。", "Harorat 18–28 °C.", "uz-Latn"),
    ("会用5G和1588v2同步。", "5Gʼni va 1588v2 sinxronlashni biladi.", "uz-Latn"),
    ("三相电路，采用百分制。", "3-phase circuits, a scale of 100.", "en"),
    ("第1、2、3单元。", "Блоки 1, 2, 3.", "ru"),
    ("执行GB/T 4754-2017。", "GB/T 4754–2017 applies.", "en"),
    ("版本1.0.0。", "Версия 1.0.0.", "ru"),
    ("第5学期。", "The 5th semester.", "en"),
    ("不超过1％。", "Не более 1 процента.", "ru"),
])
def test_the_same_figures_are_written_differently(
    source: str, target: str, locale: str, repository: MakeRepository
) -> None:
    assert words(translated(repository, source, target, locale), "numbers-kept") == []


@pytest.mark.parametrize(("source", "target", "locale", "message"), [
    ("共96学时。", "69 academic hours.", "en", "the translation lacks 96 of the source"),
    ("共96学时。", "Всего часов.", "ru", "the translation lacks 96 of the source"),
    ("共若干学时。", "Jami 5 soat.", "uz-Latn", "the translation has 5, which the source does not have"),
    ("取值3.14。", "The value is 314.", "en", "the translation lacks 3.14 of the source"),
    ("电压-48 V。", "A voltage of 48 V.", "en", "the translation lacks -48 of the source"),
    ("功率30kW。", "Мощность 30 Вт.", "ru", "the translation lacks the unit kW of the source"),
    ("课程C304。", "Курс С304.", "ru", "the translation lacks C304 of the source"),
    ("执行GB/T 4754。", "GB 4754 applies.", "en", "the translation lacks GB/T of the source"),
    ("共{hours}学时。", "Всего {hour} часов.", "ru", "the translation lacks {hours} of the source"),
])
def test_a_changed_figure_is_found(
    source: str, target: str, locale: str, message: str, repository: MakeRepository
) -> None:
    found = findings(translated(repository, source, target, locale), "numbers-kept")
    assert found[0].words() == message
    assert found[0].severity == "error"
    assert found[0].where.path == f"translations/{locale}/demo/professional.po"


def test_a_figure_said_twice_is_a_warning(repository: MakeRepository) -> None:
    made = translated(repository, "毕业前后各开展1次调查。", "1 survey before and 1 survey after graduation.", "en")
    (finding,) = findings(made, "numbers-kept")
    assert (finding.severity, finding.words()) == ("warning", "the translation has 1 more often than the source")


def test_a_stale_translation_has_the_figures_of_its_own_source(repository: MakeRepository) -> None:
    made = repository(overlay(professional={"goal": [{"id": "GO1", "text": "培养5类技术员。"}]}))
    assert words(made, "numbers-kept") == []


@pytest.mark.parametrize(("target", "locale"), [
    ("Сеть 5G-связи, LED-дисплей и PON/OTN.", "ru"),
    ("Сопротивление 5 МΩ при 18 °C.", "ru"),
    ("Oʻqish, gʻoya va taʼlim “maʼno” beradi.", "uz-Latn"),
    ("The teacher’s “plan” – at 18 °C.", "en"),
])
def test_clean_words_are_left_alone(target: str, locale: str, repository: MakeRepository) -> None:
    assert words(built(repository, {"translations": {locale: {GOAL: target}}}), "script-hygiene") == []


@pytest.mark.parametrize(("target", "locale", "message"), [
    ("Programme for 技术员.", "en", "contains cjk unified ideograph-6280 (U+6280)"),
    ("Программа（техники）.", "ru", "contains fullwidth left parenthesis (U+FF08)"),
    ("Programme дисплей.", "en", "contains cyrillic small letter de (U+0434)"),
    ("Dastur texnikni tayyоrlaydi.", "uz-Latn", "contains cyrillic small letter o (U+043E)"),
    ("Прoграмма.", "ru", "mixes Latin and Cyrillic letters inside “Прoграмма.”"),
    ("Bo‘lim.", "uz-Latn", "has left single quotation mark (U+2018) after o or g in “Bo‘lim.”"),
    ("Goʼsht.", "uz-Latn", "has modifier letter apostrophe (U+02BC) after o or g"),
    ("Ta'lim.", "uz-Latn", "has apostrophe (U+0027) as apostrophe in “Ta'lim.”"),
    ("Maʻno.", "uz-Latn", "has modifier letter turned comma (U+02BB) as apostrophe"),
    ("Cafe\u0301.", "en", "contains letters that are not composed"),
    ("Zero\u200bwidth.", "en", "contains the invisible character U+200B"),
])
def test_wrong_letters_and_marks_are_found(target: str, locale: str, message: str, repository: MakeRepository) -> None:
    (finding,) = findings(built(repository, {"translations": {locale: {GOAL: target}}}), "script-hygiene")
    assert finding.words().startswith(message)
    assert finding.severity == "error"


@pytest.mark.parametrize("locale", ["en", "ru", "uz-Latn"])
def test_straight_quotation_marks_are_a_warning(locale: str, repository: MakeRepository) -> None:
    made = built(repository, {"translations": {locale: {GOAL: '"LED"'}}})
    assert [finding.severity for finding in findings(made, "script-hygiene")] == ["warning"]


def test_source_words_are_checked_where_they_stand(repository: MakeRepository) -> None:
    made = repository(overlay(professional={"goal": [{"id": "GO1", "text": '培养"技术员"。'}]}))
    (finding,) = findings(made, "script-hygiene")
    assert finding.where.path == "standards/demo/professional.yaml"
    assert finding.severity == "warning"
