"""Suppressions: one finding is accepted for a written reason, and the reason does not outlive the finding."""

import json
from typing import Any

import pytest
import yaml

from conftest import MakeRepository
from curricula import suppression
from curricula.checking import check
from curricula.common import SETTINGS
from curricula.compare import compare
from curricula.diagnostics import Diagnostic, failed
from curricula.manual import page
from curricula.pipeline import publication
from curricula.plugins import plugins
from curricula.report import counted
from curricula.repository import Repository
from curricula.source import locate
from curricula.suppression import CODE, Rules, anchor, suppressed
from fragments import FILES, found_by, overlay
from running import run
from test_rules import built, examples

RULES = plugins("curricula.rules")
FIRM = {code for code, rule in RULES.items() if getattr(rule, "FIRM", False)}
KNOWN = Rules(frozenset(RULES), frozenset(FIRM))
REASON = "Ten hours of safety instruction are given elsewhere."
UNIT = {"units": [{"id": "U1", "hours": {"total": 480, "theory": 200, "practice": 270}}]}


def accepting(rule: str, at: str, **more: str) -> dict[str, Any]:
    return {"suppressions": [{**more, "rule": rule, "at": at, "reason": REASON}]}


def about(repository: Repository, code: str) -> list[Diagnostic]:
    return [item for item in check(repository) if item.code == code]


def test_a_suppressed_finding_stays_and_does_not_count(repository: MakeRepository) -> None:
    made = repository(overlay(course={**UNIT, **accepting("hours-parts", "U1/hours")}))
    [found] = about(made, "hours-parts")
    assert found.suppressed == REASON
    assert found.severity == "error"
    assert not failed([found])
    assert counted([found]).words() == "no problems, 1 suppressed"
    assert about(made, CODE) == []


@pytest.mark.parametrize("at", [
    "U1", "U1/hours", "U1/hours.total", "units", "document/units", "document",
])
def test_a_place_holds_what_lies_below_it(at: str, repository: MakeRepository) -> None:
    made = repository(overlay(course={**UNIT, **accepting("hours-parts", at)}))
    assert [item.suppressed for item in about(made, "hours-parts")] == [REASON]


@pytest.mark.parametrize("at", ["U2", "U1/hours.theory", "U", "hours", "U1/hour", "U1/hours.total.x"])
def test_another_place_does_not_hold_it(at: str, repository: MakeRepository) -> None:
    made = repository(overlay(course={**UNIT, **accepting("hours-parts", at)}))
    assert [item.suppressed for item in about(made, "hours-parts")] == [""]
    assert len(about(made, CODE)) == 1


UNUSED: dict[str, tuple[str, str, str, str]] = {
    "a rule that is none": ("hours-part", "U1", "there is no rule hours-part", "did you mean hours-parts?"),
    "a rule like none": ("zzzzzz", "U1", "there is no rule zzzzzz", "`curricula rules` lists all"),
    "a rule that documents are built on": (
        "unique-ids", "U1", "the findings of unique-ids cannot be suppressed", "mend what it finds",
    ),
    "what no rule finds": ("schema-type", "U1", "there is no rule schema-type", ""),
    "itself": (CODE, "document", f"there is no rule {CODE}", ""),
    "a place that is none": (
        "hours-parts", "U1/huors", "hours-parts has no finding at U1/huors", "did you mean U1/hours?",
    ),
    "a place in another script": (
        "hours-parts", "У1", "hours-parts has no finding at У1", "Delete the suppression if its cause is gone",
    ),
    "a place without a finding": (
        "hours-parts", "U2", "hours-parts has no finding at U2", "Delete the suppression if its cause is gone",
    ),
}


@pytest.mark.parametrize(("rule", "at", "words", "advice"), UNUSED.values(), ids=UNUSED)
def test_a_suppression_of_nothing_is_found(
    rule: str, at: str, words: str, advice: str, repository: MakeRepository
) -> None:
    [found] = about(repository(overlay(course=accepting(rule, at))), CODE)
    assert (found.words(), found.severity) == (words, "warning")
    assert advice in found.advice()
    assert found.where.path == FILES["course"]
    assert found.where.line > 1


def test_while_a_file_cannot_be_read_no_suppression_is_out_of_use(repository: MakeRepository) -> None:
    made = repository({**overlay(course=accepting("hours-parts", "U1")), FILES["practice"]: "kind: practice\n"})
    assert about(made, CODE) == []


def accepted_elsewhere(make: MakeRepository, file: str, rule: str, at: str, **more: dict[str, Any]) -> list[Diagnostic]:
    return about(make(overlay(settings=accepting(rule, at, file=file), **more)), rule)


@pytest.mark.parametrize("at", ["GO1", "GO1/text", "demo/professional#GO1/text", "document"])
def test_a_finding_in_a_catalogue_is_accepted_in_the_settings(at: str, repository: MakeRepository) -> None:
    made = built(repository, {"translations": {"ru": {"demo/professional#GO1/text": "Программа готовит технikov."}}})
    path = "translations/ru/demo/professional.po"
    [before] = about(made, "script-hygiene")
    assert (before.where.path, anchor(made, before.where)) == (path, "GO1/text")
    settings = yaml.safe_load((made.root / SETTINGS).read_text(encoding="utf-8"))
    settings |= accepting("script-hygiene", at, file=path)
    (made.root / SETTINGS).write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    assert [item.suppressed for item in about(Repository(made.root), "script-hygiene")] == [REASON]


def test_the_settings_accept_for_their_own_file(repository: MakeRepository) -> None:
    title = {"title": "示例  标准库"}
    organisation = {"organisations": [{"id": "demo-college", "name": "示例а职业  技术学院"}]}
    settings = {**title, **organisation, **accepting("script-hygiene", "demo-college/name", file=SETTINGS)}
    found = about(repository(overlay(settings=settings)), "script-hygiene")
    assert {item.suppressed for item in found if item.where.path == SETTINGS} == {REASON}


def test_a_file_that_does_not_exist_is_told(repository: MakeRepository) -> None:
    settings = accepting("script-hygiene", "document", file="translations/ru/demo/profesional.po")
    [found] = about(repository(overlay(settings=settings)), CODE)
    assert found.words() == "there is no file translations/ru/demo/profesional.po"
    assert found.advice() == "did you mean translations/ru/demo/professional.po?"


@pytest.mark.slow
@pytest.mark.parametrize("code", sorted(set(RULES) - FIRM))
def test_the_place_a_report_gives_accepts_the_finding(code: str, repository: MakeRepository) -> None:
    made = built(repository, examples(RULES[code])["Bad"][0])
    found = list(locate(made.root, found_by(RULES[code], made)))
    assert found
    settings = yaml.safe_load((made.root / SETTINGS).read_text(encoding="utf-8"))
    settings["suppressions"] = [
        {"file": path, "rule": code, "at": at, "reason": REASON}
        for path, at in sorted({(item.where.path, anchor(made, item.where)) for item in found})
    ]
    (made.root / SETTINGS).write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    again = Repository(made.root)
    told = suppressed(again, found_by(RULES[code], again), KNOWN)
    assert len(told) == len(found)
    assert {item.suppressed for item in told} == {REASON}


def test_what_documents_are_built_on_stays_firm() -> None:
    assert {
        "codes-exist", "glyph-coverage", "known-languages", "references-exist", "standards-agree",
        "translation-current", "unique-ids", "unique-uuids",
    } <= FIRM


@pytest.mark.parametrize("change", [{"reason": ""}, {"reason": "  "}, {"reason": None}, {"at": None}, {"why": "x"}])
def test_a_suppression_needs_its_reason(change: dict[str, Any], repository: MakeRepository) -> None:
    given = {"rule": "hours-parts", "at": "U1", "reason": REASON, **change}
    entry = {name: value for name, value in given.items() if value is not None}
    problems = repository(overlay(course={"suppressions": [entry]})).problems
    assert {item.where.pointer[:2] for item in problems} == {("suppressions", 0)}


def test_the_commands_tell_of_it(repository: MakeRepository) -> None:
    root = repository(overlay(course={**UNIT, **accepting("hours-parts", "U1")})).root
    text = run(root, "check", FILES["course"])
    assert ", 1 suppressed" in text.stdout
    assert "hours-parts" not in text.stdout
    told = json.loads(run(root, "check", "--format", "json", FILES["course"]).stdout)
    assert [item["suppressed"] for item in told if item["code"] == "hours-parts"] == [REASON]
    assert [item["at"] for item in told if item["code"] == "hours-parts"] == ["U1/hours.total"]
    assert "hours-parts" not in run(root, "check", "--format", "github", FILES["course"]).stdout
    [log] = json.loads(run(root, "check", "--format", "sarif", FILES["course"]).stdout)["runs"]
    assert all("suppressions" in result for result in log["results"])
    accepted = [result["suppressions"] for result in log["results"] if result["ruleId"] == "hours-parts"]
    assert accepted == [[{"kind": "inSource", "status": "accepted", "justification": REASON}]]


def test_no_document_shows_it(repository: MakeRepository) -> None:
    made = repository(overlay(course=accepting("hours-parts", "U2")))
    whole = publication(made, "demo/courses/circuits", made.locales)
    xml, problems = plugins("curricula.formats")["xml"].render(whole)
    assert problems == ()
    assert REASON.encode() not in xml
    assert b"uppression" not in xml


def test_a_version_does_not_change_with_it(repository: MakeRepository) -> None:
    old, new = repository(), repository(overlay(course=accepting("hours-parts", "U2")))
    assert compare(old.standards["demo/courses/circuits"], new.standards["demo/courses/circuits"]) == ()


def test_the_examples_of_its_manual_page(repository: MakeRepository) -> None:
    shown = examples(suppression)
    for example in shown["Good"]:
        assert about(built(repository, example), CODE) == []
    for example in shown["Bad"]:
        assert len(about(built(repository, example), CODE)) == 1
    assert page(CODE).title
