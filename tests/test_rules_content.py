"""The rules on courses, outcomes, practical tasks, statuses and codes of majors: their boundaries."""

from typing import Any

import pytest

from conftest import MakeRepository
from curricula.diagnostics import Diagnostic
from curricula.plugins import plugins
from curricula.repository import Repository
from curricula.source import locate
from fragments import found_by, overlay

RULES = plugins("curricula.rules")


def findings(repository: Repository, rule: str) -> list[Diagnostic]:
    """The findings of one rule, located, in a repository that can be read."""
    assert not repository.problems
    return list(locate(repository.root, found_by(RULES[rule], repository)))


def said(repository: Repository, rule: str) -> list[tuple[str, str]]:
    return [(finding.severity, finding.words()) for finding in findings(repository, rule)]


def courses(*changed: dict[str, Any]) -> dict[str, Any]:
    """A fragment of the plan: some changed courses."""
    return {"curriculum": {"courses": list(changed)}}


# Courses and outcomes


def test_a_course_without_outcomes_is_an_error_at_its_outcomes(repository: MakeRepository) -> None:
    made = repository(overlay(professional=courses({"id": "C101", "outcomes": {"introduced": None}})))
    (finding,) = findings(made, "courses-serve")
    assert (finding.severity, finding.words()) == ("error", "C101 serves no graduate outcome")
    assert finding.where.line > 1


@pytest.mark.parametrize(("category", "names", "warned"), [
    ("core", ["Q1"], True),
    ("core", ["Q1", "K1"], False),
    ("core", ["A1"], False),
    ("core", ["Q1", "Z9"], False),
    ("extension", ["Q1"], False),
])
def test_a_core_course_serves_knowledge_or_ability(
    category: str, names: list[str], warned: bool, repository: MakeRepository
) -> None:
    outcomes = {"introduced": None, "practised": names, "assessed": None}
    made = repository(overlay(professional=courses({"id": "C201", "category": category, "outcomes": outcomes})))
    assert [severity for severity, _ in said(made, "courses-serve")] == (["warning"] if warned else [])


@pytest.mark.parametrize(("introduced", "practised", "message"), [
    (4, [4], None),
    (4, [3, 5], None),
    (4, [3], "K1 is introduced in C401 in semester 4 and practised only before that"),
    (4, [], "K1 is introduced in C401 in semester 4 and practised nowhere"),
    (None, [3], None),
])
def test_what_is_introduced_is_practised_from_then_on(
    introduced: int | None, practised: list[int], message: str | None, repository: MakeRepository
) -> None:
    def line(name: str, semester: int, **outcomes: Any) -> dict[str, Any]:
        cover = {"introduced": None, "practised": None, "assessed": None, **outcomes}
        return {"id": name, "semesters": [{"number": semester, "hours": 288}], "outcomes": cover}

    lines = [
        line("C101", 1, practised=["Q1"]),
        line("C401", introduced or 4, introduced=["K1"] if introduced else None),
        line("C201", practised[0] if practised else 3, practised=["K1"] if practised else None),
        line("C501", practised[-1] if practised else 5, practised=["K1"] if practised else None),
    ]
    made = repository(overlay(professional=courses(*lines)))
    assert said(made, "outcomes-grow") == ([("warning", message)] if message else [])


@pytest.mark.parametrize(("last", "early"), [(1, True), (2, False)])
def test_a_course_assesses_until_its_last_semester(last: int, early: bool, repository: MakeRepository) -> None:
    line = {
        "id": "C101", "semesters": [{"number": number, "hours": 320} for number in range(1, last + 1)],
        "outcomes": {"introduced": ["Q1"], "assessed": ["Q1", "K1"]},
    }
    found = findings(repository(overlay(professional=courses(line))), "outcomes-grow")
    assert [finding.words() for finding in found] == (
        ["C101 assesses K1 in semester 1, but K1 is first taught in C201 in semester 2"] if early else []
    )


def test_an_outcome_that_is_only_practised_may_be_assessed(repository: MakeRepository) -> None:
    line = {"id": "C201", "outcomes": {"introduced": ["A1"], "practised": ["K1"], "assessed": ["K1"]}}
    assert said(repository(overlay(professional=courses(line))), "outcomes-grow") == []


@pytest.mark.parametrize(("text", "verb"), [
    ("了解电路。", "了解"),
    ("能够初步掌握电路。", "掌握"),
    ("了解并掌握并联电路，熟悉仪表。", "了解"),
    ("理解和平利用频率的意义。", "理解"),
    ("理解并执行安全规程。", None),
    ("掌握和运用欧姆定律。", None),
    ("熟悉、遵守安全规程。", None),
    ("掌握欧姆定律，计算支路电流。", None),
    ("能说明熟悉的电路。", None),
    ("在作业中自觉执行规程。", None),
    ("具备检修电路的能力。", None),
])
def test_an_action_that_nobody_can_see_is_found(text: str, verb: str | None, repository: MakeRepository) -> None:
    outcomes = [{"id": "K1", "text": text}]
    expected = [("warning", f"the action of the outcome is “{verb}”, which nobody can see")] if verb else []
    assert said(repository(overlay(professional={"outcomes": outcomes})), "observable-outcomes") == expected


@pytest.mark.parametrize(("language", "text", "found"), [
    ("en", "Understands Ohm’s and Kirchhoff’s laws.", 1),
    ("en", "The student is familiar with circuits.", 1),
    ("en", "Knows and applies Ohm’s law.", 0),
    ("en", "Explains circuits of approx. IEEE class.", 0),
    ("en", "Measures circuits. Repairs them.", 1),
    ("ru", "Знать законы электрических цепей.", 1),
    ("ru", "Знает и применяет закон Ома.", 0),
    ("ru", "Измеряет ток. Проверяет цепь.", 1),
    ("uz-Latn", "Elektr zanjirlarini biladi.", 0),
])
def test_statements_are_judged_in_their_language(
    language: str, text: str, found: int, repository: MakeRepository
) -> None:
    course = {"language": language, "objectives": [{"id": "OB1", "text": text}, {"id": "OB2", "text": "A"}]}
    assert len(said(repository(overlay(course=course)), "observable-outcomes")) == found


@pytest.mark.parametrize(("text", "count"), [
    ("能测量电压。", None), ("能测量“电压。”", None), ("能测量电压；能测量电流。", None),
    ("能测量0.5 V电压。能测量电流。能填写记录。", 3),
])
def test_an_outcome_is_one_sentence(text: str, count: int | None, repository: MakeRepository) -> None:
    made = repository(overlay(practice={"objectives": [{"id": "OB2", "text": text}]}))
    expected = [("warning", f"the outcome has {count} sentences")] if count else []
    assert said(made, "observable-outcomes") == expected


# Practical tasks


@pytest.mark.parametrize(("group", "wrong"), [(40, False), (41, True)])
def test_a_site_takes_the_whole_group(group: int, wrong: bool, repository: MakeRepository) -> None:
    message = f"SITE1 takes 40 students (10 × 4), but the group of T1, T2 has {group}"
    made = repository(overlay(practice={"group_size": group}))
    assert said(made, "task-provision") == ([("error", message)] if wrong else [])


def test_a_small_site_without_tasks_is_allowed(repository: MakeRepository) -> None:
    tasks = [{"id": name, "site": "SITE9"} for name in ("T1", "T2")]
    made = repository(overlay(practice={"tasks": tasks, "sites": [{"id": "SITE1", "workstations": 1}]}))
    assert said(made, "task-provision") == []
    assert len(findings(made, "references-exist")) == 2


def test_a_task_names_equipment(repository: MakeRepository) -> None:
    (finding,) = findings(repository(overlay(practice={"tasks": [{"id": "T2", "equipment": []}]})), "task-provision")
    assert (finding.severity, finding.words()) == ("error", "the task T2 names no equipment")
    assert "SITE1" in finding.advice()


def test_a_task_without_safety_is_refused_when_it_is_read(repository: MakeRepository) -> None:
    made = repository(overlay(practice={"tasks": [{"id": "T2", "safety": []}]}))
    assert [problem.where.pointer for problem in made.problems] == [("tasks", 1, "safety")]


# Statuses, dates and versions


@pytest.mark.parametrize(("effective", "wrong"), [("2026-08-31", True), ("2026-09-01", False), ("2026-10-01", False)])
def test_a_standard_does_not_apply_before_it_is_issued(
    effective: str, wrong: bool, repository: MakeRepository
) -> None:
    message = f"applies from {effective}, before it is issued on 2026-09-01"
    made = repository(overlay(practice={"effective": effective}))
    assert said(made, "status-legal") == ([("error", message)] if wrong else [])


@pytest.mark.parametrize(("replaces", "wrong"), [("1.9.9", False), ("1.10.0", True), ("1.11.0", True), ("2.0.0", True)])
def test_versions_are_compared_as_numbers(replaces: str, wrong: bool, repository: MakeRepository) -> None:
    made = repository(overlay(professional={"version": "1.10.0", "replaces": replaces}))
    message = f"version 1.10.0 cannot replace version {replaces}"
    assert said(made, "status-legal") == ([("error", message)] if wrong else [])


@pytest.mark.parametrize(("plan", "detail", "version", "wrong"), [
    ("withdrawn", "draft", "1.0.0", False),
    ("withdrawn", "superseded", "1.0.0", False),
    ("withdrawn", "review", "1.0.0", True),
    ("superseded", "approved", "1.0.0", True),
    ("superseded", "approved", "1.1.0", False),
    ("published", "draft", "1.0.0", False),
])
def test_nothing_in_force_rests_on_what_has_ended(
    plan: str, detail: str, version: str, wrong: bool, repository: MakeRepository
) -> None:
    made = repository(overlay(professional={"status": plan, "version": version}, course={"status": detail}))
    errors = [text for severity, text in said(made, "status-legal") if severity == "error"]
    assert errors == ([f"has the status {detail}, but rests on demo/professional, which is {plan}"] if wrong else [])


def test_a_plan_does_not_rest_on_a_withdrawn_course(repository: MakeRepository) -> None:
    made = repository(overlay(professional={"status": "approved"}, course={"status": "withdrawn"}))
    (finding,) = findings(made, "status-legal")
    assert finding.words() == "has the status approved, but rests on demo/courses/circuits, which is withdrawn"
    assert finding.where.path == "standards/demo/professional.yaml"


def test_the_institutions_of_a_published_standard_are_confirmed(repository: MakeRepository) -> None:
    organisations = [{"id": "demo-college", "verified": True}]
    made = repository(overlay(settings={"organisations": organisations}, course={"status": "published"}))
    message = "is published, but nobody has confirmed the name of tashkent-technikum"
    assert said(made, "status-legal") == [("warning", message)]


# Codes of majors


def majors(code: str, verified: bool = True, **programme: Any) -> dict[str, str | bytes | None]:
    """Files in which the programme has one code of a major, and its level the range 51–52 of categories."""
    limit = {"minimum": 51, "maximum": 52, "source": "The list", "verified": verified}
    return overlay(
        professional={"programme": {"codes": [{"scheme": "cn-majors", "code": code}], **programme}},
        system={"levels": [{"id": "higher-vocational", "major_codes": limit}]},
    )


@pytest.mark.parametrize(("code", "messages"), [
    ("510103", []),
    ("500101", [
        "the code 500101 begins with 50; majors of higher-vocational begin with 51 or more (The list)",
        "the category 50 of 500101 stands neither in the orientation nor in the list cn-majors",
        "the class 5001 of 500101 stands neither in the orientation nor in the list cn-majors",
    ]),
    ("520101", [
        "the category 52 of 520101 stands neither in the orientation nor in the list cn-majors",
        "the class 5201 of 520101 stands neither in the orientation nor in the list cn-majors",
    ]),
    ("510203", ["the class 5102 of 510203 stands neither in the orientation nor in the list cn-majors"]),
    ("5101", ["5101 is no code of a major: it has not 6 digits"]),
])
def test_the_code_of_the_major_fits_its_level(code: str, messages: list[str], repository: MakeRepository) -> None:
    assert said(repository(majors(code)), "major-code-level") == [("error", message) for message in messages]


def test_a_category_above_the_range_is_found(repository: MakeRepository) -> None:
    assert "begin with 52 or less" in said(repository(majors("530101")), "major-code-level")[0][1]


def test_a_range_that_nobody_has_compared_only_warns(repository: MakeRepository) -> None:
    found = findings(repository(majors("500101", verified=False)), "major-code-level")
    assert [finding.severity for finding in found] == ["warning"] * 3


def test_a_class_may_stand_in_the_orientation_alone(repository: MakeRepository) -> None:
    files = majors("510203")
    orientation = [{"scheme": "cn-majors", "code": "51"}, {"scheme": "cn-majors", "code": "5102"}]
    made = repository(files | overlay(
        professional={
            "programme": {"codes": [{"scheme": "cn-majors", "code": "510203"}]}, "orientation": {"codes": orientation},
        },
    ))
    assert said(made, "major-code-level") == []


def test_levels_without_a_range_and_other_schemes_are_left_alone(repository: MakeRepository) -> None:
    codes = [{"scheme": "cn-majors", "code": "99"}]
    assert said(repository(overlay(professional={"programme": {"codes": codes}})), "major-code-level") == []
    files = majors("510103") | overlay(professional={"programme": {"codes": [{"scheme": "isced-f-2013", "code": "9"}]}})
    assert said(repository(files), "major-code-level") == []
