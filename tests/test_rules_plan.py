"""The boundaries of the rules about a plan as a whole: practice, core courses, internship, weekly load, length."""

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
    assert not repository.problems
    return list(locate(repository.root, found_by(RULES[rule], repository)))


def words(repository: Repository, rule: str) -> list[str]:
    return [finding.words() for finding in findings(repository, rule)]


def limit(**bounds: float) -> dict[str, Any]:
    return {**bounds, "source": "an act", "verified": True}


def level(**ranges: Any) -> dict[str, Any]:
    return {"levels": [{"id": "higher-vocational", **ranges}]}


def plan(*courses: dict[str, Any]) -> dict[str, Any]:
    return {"curriculum": {"courses": list(courses)}}


@pytest.mark.parametrize("rule", ["practice-share", "core-courses", "internship-length", "weekly-load"])
def test_a_level_without_numbers_asks_for_nothing(rule: str, repository: MakeRepository) -> None:
    numbers = (
        "practice_share", "core_courses", "internship_hours", "weeks_per_semester", "weekly_hours", "semester_peak",
    )
    made = repository(overlay(system=level(**dict.fromkeys(numbers))))
    assert words(made, rule) == []


@pytest.mark.parametrize("rule", ["practice-share", "core-courses", "internship-length", "weekly-load", "levels-agree"])
def test_an_unknown_level_has_no_numbers(rule: str, repository: MakeRepository) -> None:
    assert words(repository(overlay(professional={"programme": {"level": "higher-vocation"}})), rule) == []


# Practice and core courses


@pytest.mark.parametrize(("practice", "wrong"), [(200, False), (199, True)])
def test_half_of_the_hours_is_enough_practice(practice: int, wrong: bool, repository: MakeRepository) -> None:
    hours = {"total": 672, "theory": 672 - practice, "practice": practice}  # 1080 of 2560 hours are in other courses
    found = findings(repository(overlay(professional=plan({"id": "C501", "hours": hours}))), "practice-share")
    assert [finding.severity for finding in found] == (["warning"] if wrong else [])


def test_the_share_of_practice_is_said(repository: MakeRepository) -> None:
    made = repository(overlay(system=level(practice_share=limit(minimum=75))))
    assert words(made, "practice-share") == [
        "practice has 1752 of 2560 hours, 68.44 %; higher-vocational requires at least 75 % (an act)",
    ]


@pytest.mark.parametrize(("bounds", "message"), [
    ({"minimum": 1, "maximum": 1}, None),
    ({"minimum": 2}, "core courses: 1; higher-vocational requires at least 2 (an act)"),
    ({"maximum": 0}, "core courses: 1; higher-vocational allows at most 0 (an act)"),
])
def test_the_ends_of_the_range_of_core_courses_are_allowed(
    bounds: dict[str, float], message: str | None, repository: MakeRepository
) -> None:
    found = findings(repository(overlay(system=level(core_courses=limit(**bounds)))), "core-courses")
    assert [(finding.severity, finding.words()) for finding in found] == ([("error", message)] if message else [])


# Internship


def internship(form: str | None, **bounds: float) -> dict[str, Any]:
    """The demonstration with its one practical course of 672 hours in this form; None takes its standard away."""
    fragments: dict[str, Any] = {"system": level(internship_hours=limit(**bounds))}
    if form:
        return fragments | {"practice": {"form": form}}
    return fragments | {"professional": plan({"id": "C501", "standard": None})}


@pytest.mark.parametrize(("form", "bounds", "message"), [
    ("internship", {"minimum": 672, "maximum": 672}, None),
    ("internship", {"minimum": 673}, "internships can have 672 hours at most; {level} requires at least 673 (an act)"),
    ("internship", {"maximum": 671}, "internships have 672 hours; {level} allows at most 671 (an act)"),
    ("training", {"minimum": 1}, "internships can have 0 hours at most; {level} requires at least 1 (an act)"),
    ("training", {"maximum": 1}, None),
    (None, {"minimum": 672, "maximum": 672}, None),
    (None, {"minimum": 673}, "internships can have 672 hours at most; {level} requires at least 673 (an act)"),
    (None, {"maximum": 1}, None),
])
def test_an_unknown_form_is_read_in_favour_of_the_plan(
    form: str | None, bounds: dict[str, float], message: str | None, repository: MakeRepository
) -> None:
    found = findings(repository(overlay(**internship(form, **bounds))), "internship-length")
    expected = [("error", message.format(level="higher-vocational"))] if message else []
    assert [(finding.severity, finding.words()) for finding in found] == expected


# Weekly load: semesters of 480, 480, 480, 448, 336 and 336 hours


def weekly(**bounds: float) -> dict[str, Any]:
    return level(weeks_per_semester=limit(minimum=20, maximum=20), weekly_hours=limit(**bounds))


def test_the_ends_of_the_weekly_range_are_allowed(repository: MakeRepository) -> None:
    assert words(repository(overlay(system=weekly(minimum=16.8, maximum=24))), "weekly-load") == []


def test_light_and_full_semesters_are_named(repository: MakeRepository) -> None:
    found = findings(repository(overlay(system=weekly(minimum=16.9, maximum=23.9))), "weekly-load")
    assert [finding.words().partition(";")[0] for finding in found] == [
        f"semester {number} has {hours} hours a week"
        for number, hours in ((1, 24), (2, 24), (3, 24), (5, 16.8), (6, 16.8))
    ]
    assert {finding.severity for finding in found} == {"error"}
    assert found[0].advice().startswith("480 hours in 20 weeks")


def test_hours_without_weeks_are_not_compared(repository: MakeRepository) -> None:
    assert words(repository(overlay(system=level(weekly_hours=limit(minimum=30)))), "weekly-load") == []


def test_a_semester_without_courses_has_no_hours(repository: MakeRepository) -> None:
    made = repository(overlay(
        system=weekly(minimum=16), professional={"duration": {"years": 3.5, "semesters": 7}},
    ))
    assert words(made, "weekly-load") == [
        "semester 7 has 0 hours a week; higher-vocational requires at least 16 (an act)",
    ]


@pytest.mark.parametrize(("maximum", "wrong"), [(112.5, False), (112.4, True)])
def test_the_heaviest_semester_is_compared_with_the_mean(
    maximum: float, wrong: bool, repository: MakeRepository
) -> None:
    found = words(repository(overlay(system=level(semester_peak=limit(maximum=maximum)))), "weekly-load")
    assert [message.partition(";")[0] for message in found] == [
        f"semester {number} has 480 hours, 112.5 % of the mean of 426.7" for number in (1, 2, 3) if wrong
    ]


# Length of study


@pytest.mark.parametrize(("verified", "severity"), [(True, "error"), (False, "warning")])
@pytest.mark.parametrize(("years", "message"), [
    (2.5, "the programme takes 2.5 years; higher-vocational requires at least 3 (an act)"),
    (3.5, "the programme takes 3.5 years; higher-vocational allows at most 3 (an act)"),
])
def test_the_years_lie_in_the_range_of_the_level(
    years: float, message: str, verified: bool, severity: str, repository: MakeRepository
) -> None:
    duration = {"years": years, "semesters": int(2 * years), "pathways": []}
    made = repository(overlay(
        system=level(years=limit(minimum=3, maximum=3) | {"verified": verified}), professional={"duration": duration},
    ))
    told = [(found.severity, found.words()) for found in findings(made, "levels-agree")]
    late = [("error", "C501 is planned in semester 6, but the programme has 5")] if years == 2.5 else []
    assert told == [(severity, message), *late]


@pytest.mark.parametrize(("semesters", "late"), [
    (5, ["C501 is planned in semester 6, but the programme has 5"]), (7, []),
])
def test_a_year_has_two_semesters(semesters: int, late: list[str], repository: MakeRepository) -> None:
    made = repository(overlay(professional={"duration": {"semesters": semesters}}))
    finding, *others = findings(made, "levels-agree")
    bound = "least" if semesters < 6 else "most"
    assert (finding.severity, finding.words()) == (
        "error", f"3 years have at {bound} 6 semesters, not {semesters} (An example)",
    )
    assert [other.words() for other in others] == late


@pytest.mark.parametrize(("years", "wrong"), [
    ((2, 1), False), ((1, 1, 1), False), ((2.5, 0.5), False), ((3, 2), False), ((3,), False),
    ((2, 2), True), ((2, 0.5), True), ((4,), True), ((2,), True),
])
def test_the_stages_reach_the_years_of_study(
    years: tuple[float, ...], wrong: bool, repository: MakeRepository
) -> None:
    stages = [
        {"id": f"PW2.{number}", "years": length, "country": "CN", "text": "在中方院校学习。"}
        for number, length in enumerate(years, 1)
    ]
    pathway = {"id": "PW2", "name": "联合培养", "partner": "uz", "text": "学生完成学业。", "stages": stages}
    made = repository(overlay(professional={"duration": {"pathways": [pathway]}}))
    listed = " + ".join(f"{length:g}" for length in years)
    expected = f"the stages of PW2 take {listed} years, but the programme takes 3"
    assert words(made, "levels-agree") == ([expected] if wrong else [])
