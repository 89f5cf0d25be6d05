"""Rules about national systems and time: credits, acts, mappings, levels, and what git remembers."""

import dataclasses
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from conftest import MakeRepository
from curricula import history
from curricula.cache import Cache
from curricula.checking import check
from curricula.diagnostics import Diagnostic
from curricula.inputs import Inputs
from curricula.repository import Repository
from curricula.source import locate
from fragments import FILES, commit, committed, merged, overlay
from test_rules import RULES, findings, words

PARTNER = "standards/partners/uz.yaml"
COURSE = FILES["course"]


def said(repository: Repository, rule: str) -> list[tuple[str, str]]:
    return [(finding.severity, finding.words()) for finding in findings(repository, rule)]


def pathway(**changes: Any) -> dict[str, str | bytes | None]:
    return overlay(professional={"duration": {"pathways": [{"id": "PW1", **changes}]}})


# Credits of another system


@pytest.mark.parametrize(("factor", "rounding", "credits", "wanted"), [
    (25, "down", 102, None), (25, "nearest", 102, None), (25, "up", 103, None), (30, "nearest", 85, None),
    (30, "up", 85, "86"), (25.6, "down", 100, None), (25.6, "up", 100, None), (25, "up", 102, "103"),
    (25.5, "nearest", 100, None), (28, "nearest", 92, "91"),
])
def test_the_credits_follow_from_hours_factor_and_rounding(
    factor: float, rounding: str, credits: int, wanted: str | None, repository: MakeRepository
) -> None:
    conversion = {"hours": 2560, "hours_per_credit": factor, "rounding": rounding, "credits": credits}
    found = said(repository(pathway(conversion=conversion)), "credits-converted")
    assert [severity for severity, _ in found] == (["error"] if wanted else [])
    assert all(f"that is {wanted} credits, not {credits}" in message for _, message in found)


def test_a_half_goes_up_to_the_nearest_whole_credit(repository: MakeRepository) -> None:
    totals = {"curriculum": {"totals": {"hours": 2625, "credits": 158}}}
    conversion = {"hours": 2625, "hours_per_credit": 30, "rounding": "nearest", "credits": 88}  # 87.5
    plan = {"duration": {"pathways": [{"id": "PW1", "conversion": conversion}]}}
    assert said(repository(overlay(professional=plan | totals)), "credits-converted") == []


@pytest.mark.parametrize(("factor", "end"), [(24.9, "at least 25"), (25, ""), (30, ""), (30.1, "at most 30")])
def test_the_hours_per_credit_are_those_of_the_partner(factor: float, end: str, repository: MakeRepository) -> None:
    conversion = {"hours": 2560, "hours_per_credit": factor, "rounding": "down", "credits": int(2560 / factor)}
    found = said(repository(pathway(conversion=conversion)), "credits-converted")
    assert len(found) == bool(end)
    assert all(severity == "error" and f"in uz a credit has {end} (Regulation" in text for severity, text in found)


@pytest.mark.parametrize(("verified", "severity"), [("true", "error"), ("false", "warning")])
def test_a_pathway_needs_a_conversion(verified: str, severity: str, repository: MakeRepository) -> None:
    partner = (repository().root / PARTNER).read_text("utf-8").replace("verified: true", f"verified: {verified}")
    made = repository(pathway(conversion=None) | {PARTNER: partner})
    message = "PW1 has no conversion of credits: in uz a credit has 25–30 hours, here 16–18"
    assert said(made, "credits-converted") == [(severity, message)]


def test_hours_of_a_credit_like_those_at_home_need_no_conversion(repository: MakeRepository) -> None:
    assert said(repository(pathway(partner="cn", conversion=None)), "credits-converted") == []


def test_a_conversion_into_a_system_without_numbers_is_a_warning(repository: MakeRepository) -> None:
    partner = (repository().root / PARTNER).read_text("utf-8").splitlines(keepends=True)
    bare = "".join(line for line in partner if "hours_per_credit" not in line)
    found = said(repository({PARTNER: bare}), "credits-converted")
    assert found == [("warning", f"30 hours per credit rest on nothing: {PARTNER} gives no range")]


@pytest.mark.parametrize(("here", "there", "told"), [
    ({"minimum": 45, "maximum": 45}, {"minimum": 60, "maximum": 60}, "in uz an academic hour has 60 minutes, here 45"),
    ({"minimum": 45, "maximum": 45}, {"minimum": 40, "maximum": 50}, ""), ({"minimum": 45}, {}, ""),
    ({"maximum": 50}, {"minimum": 50}, ""),
    ({"minimum": 60}, {"minimum": 40, "maximum": 50}, "in uz an academic hour has 40–50 minutes, here 60"),
])
def test_an_academic_hour_of_another_length_is_told(
    here: dict[str, Any], there: dict[str, Any], told: str, repository: MakeRepository
) -> None:
    partner = (repository().root / PARTNER).read_text("utf-8")
    length = f"  academic_hour: {{{', '.join(f'{end}: {there[end]}' for end in there)}, source: a, verified: true}}\n"
    if there:
        partner = partner.replace("levels:\n", f"{length}levels:\n")
    home = {"credit_system": {"academic_hour": limit(**here)}}
    found = said(repository(overlay(system=home) | {PARTNER: partner}), "credits-converted")
    assert [severity for severity, _ in found] == (["warning"] if told else [])
    assert all(told in message for _, message in found)


# Entry, level and credits


def limit(verified: bool = True, **ends: float) -> dict[str, Any]:
    return {**ends, "source": "an act", "verified": verified}


def level(**ranges: Any) -> dict[str, Any]:
    return {"levels": [{"id": "higher-vocational", **ranges}]}


@pytest.mark.parametrize(("verified", "severity"), [(True, "error"), (False, "warning")])
@pytest.mark.parametrize(("entry", "message"), [
    (2, "entrants have completed ISCED level 2; higher-vocational requires at least 3 (an act)"),
    (3, ""), (4, ""),
    (5, "entrants have completed ISCED level 5; higher-vocational allows at most 4 (an act)"),
])
def test_the_entry_fits_the_level(
    entry: int, message: str, verified: bool, severity: str, repository: MakeRepository
) -> None:
    made = repository(overlay(
        professional={"programme": {"entry_level": entry}},
        system=level(entry_level=limit(verified, minimum=3, maximum=4)),
    ))
    assert said(made, "levels-agree") == ([(severity, message)] if message else [])


def test_the_entry_is_missing_only_where_the_level_sets_one(repository: MakeRepository) -> None:
    silent = {"programme": {"entry_level": None}}
    message = "what level entrants have completed is missing; higher-vocational sets one (An example)"
    assert said(repository(overlay(professional=silent)), "levels-agree") == [("warning", message)]
    assert said(repository(overlay(professional=silent, system=level(entry_level=None))), "levels-agree") == []


@pytest.mark.parametrize(("credits", "wrong"), [
    ({"minimum": 158}, 0), ({"minimum": 158.5}, 2), ({"maximum": 158}, 0), ({"maximum": 157}, 2),
])
def test_the_credits_lie_in_the_range_of_the_level(
    credits: dict[str, Any], wrong: int, repository: MakeRepository
) -> None:
    found = said(repository(overlay(system=level(credits=limit(**credits)))), "levels-agree")
    assert [severity for severity, _ in found] == ["error"] * wrong
    assert all("158 credits in all; higher-vocational" in message for _, message in found)


def test_graduation_alone_can_be_below_the_level(repository: MakeRepository) -> None:
    made = repository(overlay(
        professional={"graduation": {"credits": 150}}, system=level(credits=limit(verified=False, minimum=155)),
    ))
    message = "150 credits in all; higher-vocational requires at least 155 (an act)"
    assert said(made, "levels-agree") == [("warning", message)]


@pytest.mark.parametrize(("ends", "wrong"), [
    ({"minimum": 52, "maximum": 53}, False), ({"maximum": 52}, True), ({"minimum": 53}, True),
])
def test_the_credits_of_a_year_are_those_of_the_credit_system(
    ends: dict[str, Any], wrong: bool, repository: MakeRepository
) -> None:
    made = repository(overlay(system={"credit_system": {"credits_per_year": limit(**ends)}}))
    found = said(made, "levels-agree")
    assert bool(found) is wrong  # 158 in 3 years are 52.67
    assert all("158 credits in 3 years are 52.67 a year" in message for _, message in found)


@pytest.mark.parametrize(("credits", "wrong"), [(142, False), (141.5, True)])
def test_graduation_requires_all_compulsory_courses(credits: float, wrong: bool, repository: MakeRepository) -> None:
    found = words(repository(overlay(professional={"graduation": {"credits": credits}})), "levels-agree")
    message = f"graduation requires {credits:g} credits, but the compulsory courses alone have 142"
    assert found == ([message] if wrong else [])


def test_without_a_number_of_semesters_none_is_demanded(repository: MakeRepository) -> None:
    made = repository(overlay(professional={"duration": {"semesters": 9}}, system=level(semesters_per_year=None)))
    assert words(made, "levels-agree") == []


def test_the_form_of_major_codes_is_data(repository: MakeRepository) -> None:
    majors = {"major_codes": limit(minimum=5, maximum=5)}
    form = {"category": 1, "class": 2, "major": 3}
    codes = [{"scheme": "cn-majors", "code": "510"}]
    made = repository(overlay(
        professional={"programme": {"codes": codes}}, system=level(**majors) | {"major_code": form},
    ))
    assert words(made, "major-code-level") == [
        "the category 5 of 510 stands neither in the orientation nor in the list cn-majors",
    ]
    unverified = overlay(
        professional={"programme": {"codes": codes}}, system=level(**majors) | {"major_code": {"verified": False}},
    )
    assert said(repository(unverified), "major-code-level") == [
        ("warning", "510 is no code of a major: it has not 6 digits"),
    ]


# What nobody has compared


def test_every_number_in_use_is_named_once_where_it_stands(repository: MakeRepository) -> None:
    files = {
        path: (repository().root / path).read_text("utf-8").replace("verified: true", "verified: false")
        for path in (PARTNER, FILES["system"])
    }
    made = repository(files)
    found = findings(made, "unverified-parameters")
    assert {finding.severity for finding in found} == {"warning"}
    assert len({finding.where for finding in found}) == len(found)
    lines = {path: text.splitlines() for path, text in files.items()}
    assert all("verified: false" in lines[item.where.path][item.where.line - 1] for item in found)
    named = {(str(item.arguments.get("owner", "act")), str(item.arguments.get("name", "")))  for item in found}
    assert ("uz", "hours_per_credit") in named
    assert ("cn", "major_code") in named
    assert ("act", "") in named
    home = made.systems["cn"]
    parts = [*map(dataclasses.asdict, home.levels), dataclasses.asdict(home.credit_system)]
    ranges = [name for part in parts for name, value in part.items() if isinstance(value, dict) and "minimum" in value]
    assert len(found) == len(ranges) + len({"uz", "major_code", "act"})


@pytest.mark.parametrize("rule", [
    "total-hours", "public-basic-share", "elective-share", "practice-share", "core-courses", "internship-length",
    "weekly-load", "hours-per-credit", "levels-agree", "major-code-level", "credits-converted",
])
def test_no_rule_fails_for_a_number_that_nobody_has_compared(rule: str, repository: MakeRepository) -> None:
    impossible = limit(verified=False, minimum=90_000)
    names = (
        "years", "entry_level", "semesters_per_year", "hours", "credits", "public_basic_share", "elective_share",
        "practice_share", "core_courses", "major_codes", "internship_hours", "weekly_hours",
    )
    system = level(**dict.fromkeys(names, impossible), weeks_per_semester=limit(verified=False, minimum=20)) | {
        "credit_system": {"hours_per_credit": impossible, "credits_per_year": impossible},
    }
    partner = (repository().root / PARTNER).read_text("utf-8").replace("minimum: 25", "minimum: 29.5")
    conversion = {"hours": 2560, "hours_per_credit": 25.6, "rounding": "down", "credits": 100}
    made = repository(
        overlay(system=system, professional={"duration": {"pathways": [{"id": "PW1", "conversion": conversion}]}})
        | {PARTNER: partner.replace("verified: true", "verified: false")}
    )
    found = said(made, rule)
    assert found
    assert {severity for severity, _ in found} == {"warning"}


# Acts


def cites(text: str) -> dict[str, Any]:
    return {"goal": [{"id": "GO1", "text": text}]}


def act(**facts: str) -> dict[str, Any]:
    return {"acts": [{"id": "plan-guidelines", **facts}]}


@pytest.mark.parametrize("text", [
    "遵循教职成〔2019〕13号。", "依据教育部教职成〔2019〕13号文件。", "依据教职成 〔2019〕 13 号文件。",
    "没有编号〔1〕。", "第13号。",
])
def test_a_known_act_is_recognised_however_it_is_cited(text: str, repository: MakeRepository) -> None:
    assert words(repository(overlay(professional=cites(text))), "acts-in-force") == []


def test_two_systems_may_write_numbers_alike(repository: MakeRepository) -> None:
    partner = (repository().root / PARTNER).read_text("utf-8") + 'act_numbers: ["*〔#〕#号", "VMQ-#"]\n'
    made = repository(overlay(professional=cites("遵循教职成〔2019〕13号和VMQ-781。")) | {PARTNER: partner})
    assert words(made, "acts-in-force") == [
        "whether VMQ-781 is in force is not known: no national system names this act",
    ]


@pytest.mark.parametrize(("text", "number"), [
    ("依据教职成〔2019〕14号。", "依据教职成〔2019〕14号"), ("（教发〔2019〕13号）", "教发〔2019〕13号"),
])
def test_an_unknown_act_is_to_be_registered(text: str, number: str, repository: MakeRepository) -> None:
    made = repository(overlay(professional=cites(text)))
    message = f"whether {number} is in force is not known: no national system names this act"
    (finding,) = findings(made, "acts-in-force")
    assert (finding.severity, finding.words()) == ("warning", message)
    assert text in (made.root / FILES["professional"]).read_text("utf-8").splitlines()[finding.where.line - 1]


@pytest.mark.parametrize(("facts", "message"), [
    ({"in_force": "2027-09-01"}, ""),
    ({"in_force": "2027-09-02"}, " applies from 2027-09-02 only; the standard takes effect on 2027-09-01"),
    ({"until": "2027-09-02"}, ""),
    ({"until": "2027-09-01"}, " applies no longer from 2027-09-01; the standard takes effect on 2027-09-01"),
])
def test_an_act_is_in_force_from_its_first_day_and_not_on_its_last(
    facts: dict[str, str], message: str, repository: MakeRepository
) -> None:
    made = repository(overlay(professional=cites("遵循教职成〔2019〕13号。"), system=act(**facts)))
    found = [finding for finding in findings(made, "acts-in-force") if "limits" not in finding.words()]
    expected = [("warning", f"教职成〔2019〕13号{message}")] if message else []
    assert [(finding.severity, finding.words()) for finding in found] == expected


def test_limits_of_an_act_that_has_ended_are_out_of_date(repository: MakeRepository) -> None:
    found = findings(repository(overlay(system=act(until="2027-01-01"))), "acts-in-force")
    assert {finding.where.path for finding in found} == set(FILES.values()) - {
        FILES["settings"], FILES["system"], "standards/partners/uz.yaml", "standards/demo/adoptions/uz.yaml",
    }
    assert {finding.words() for finding in found} == {
        "takes effect on 2027-09-01, when 教职成〔2019〕13号 is not in force, from which its limits are taken",
    }


# Mappings


def section(id: str, relation: str, *outcomes: str, **more: str) -> dict[str, Any]:
    return {"id": id, "relation": relation, "outcomes": list(outcomes), **more}


def mapped(*sections: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"mappings": [{"id": "MAP1", "sections": list(sections), **more}]}


@pytest.mark.parametrize(("relation", "outcomes", "message"), [
    ("exact", ["A1"], ""), ("broad", ["A1", "K1"], ""), ("related", ["A1", "K1"], ""),
    ("exact", ["A1", "K1"], "MAP1.1 is exactly one outcome, and names 2: A1, K1"),
])
def test_exact_is_one_to_one(relation: str, outcomes: list[str], message: str, repository: MakeRepository) -> None:
    made = repository(overlay(professional=mapped(section("MAP1.1", relation, *outcomes))))
    assert said(made, "mappings-agree") == ([("error", message)] if message else [])


def test_an_outcome_is_exactly_one_section(repository: MakeRepository) -> None:
    both = (section("MAP1.1", "exact", "A1"), section("MAP1.2", "exact", "A1"))
    made = repository(overlay(professional=mapped(*both)))
    assert said(made, "mappings-agree") == [("error", "A1 is exactly MAP1.2, and exactly MAP1.1 too")]


def test_a_section_without_answer_is_a_warning(repository: MakeRepository) -> None:
    made = repository(overlay(professional=mapped(section("MAP1.2", "broad"))))
    assert said(made, "mappings-agree") == [("warning", "no outcome answers MAP1.2: 故障检修")]


@pytest.mark.parametrize(("here", "there", "message"), [
    ("exact", "exact", ""), ("broad", "narrow", ""), ("related", "related", ""), ("related", None, ""),
    ("broad", "broad", "K1 is broad to A1 here, but A1 is broad to it in demo/other"),
    ("exact", "related", "K1 is exact to A1 here, but A1 is related to it in demo/other"),
    ("exact", None, "K1 is A1 exactly, but demo/other does not map it back"),
])
def test_two_standards_see_each_other_alike(
    here: str, there: str | None, message: str, repository: MakeRepository
) -> None:
    def facing(id: str, relation: str, *outcomes: str, counterpart: str) -> dict[str, Any]:
        first = section("MAP1.1", relation, *outcomes, counterpart=counterpart)
        second = section("MAP1.2", "related", "Q1", counterpart="Q1")
        return mapped(first, second, standard={"id": id, "version": "1.0.0"})

    mine = overlay(professional=facing("demo/other", here, "A1", counterpart="K1"))
    back = overlay(professional=merged(
        facing("demo/professional", there or "related", "K1" if there else "Q1", counterpart="A1" if there else "K1"),
        {"uuid": "5b8d1d0e-0c6e-4a2b-9a55-2f1f8d7c6e01"},
    ))
    made = repository(mine | {"standards/demo/other.yaml": back[FILES["professional"]]})
    standards = {name: item for name, item in made.standards.items() if item.kind == "professional"}
    assert len(standards) == 2
    found = [item for item in findings(made, "mappings-agree") if item.where.path == FILES["professional"]]
    assert [item.words() for item in found] == ([message] if message else [])


def test_a_mapping_names_a_standard_its_version_and_its_outcomes(repository: MakeRepository) -> None:
    mapping = mapped(section("MAP1.1", "broad", "A1", counterpart="K9"), standard={
        "id": "demo/professional", "version": "2.0.0",
    })
    assert said(repository(overlay(professional=mapping)), "mappings-agree") == [
        ("error", "demo/professional has version 1.0.0, not 2.0.0"),
        ("error", "demo/professional has no outcome K9"),
        ("error", "demo/professional has no outcome …"),
    ]


# What git remembers


def past(repository: Repository) -> list[Diagnostic]:
    """What the history has against the present, whatever else is wrong: a moved file leaves its catalogues behind."""
    return list(locate(repository.root, RULES["history-kept"].check(repository)))


def told(repository: Repository) -> list[str]:
    return [finding.words() for finding in past(repository)]


ORDER = ("draft", "review", "approved", "published", "superseded", "withdrawn")
LEGAL = {
    ("draft", "review"), ("review", "approved"), ("review", "draft"), ("approved", "published"), ("approved", "draft"),
    ("published", "superseded"), ("published", "withdrawn"), *((status, status) for status in ORDER),
}


@pytest.mark.parametrize("before", ORDER)
def test_a_status_takes_one_step_at_a_time(before: str, repository: MakeRepository) -> None:
    made = repository(overlay(course={"status": before}))
    commit(made.root)
    for after in ORDER:
        (made.root / COURSE).write_text(str(overlay(course={"status": after})[COURSE]), "utf-8")
        found = past(Repository(made.root))
        assert bool(found) is ((before, after) not in LEGAL), (before, after)
        assert all(item.severity == "error" and item.where.pointer == ("status",) for item in found)


@pytest.mark.parametrize(("before", "after", "wrong"), [
    ("published", "draft", False), ("published", "review", True), ("published", "published", True),
    ("withdrawn", "draft", False), ("draft", "review", False), ("draft", "published", True), ("review", "draft", False),
])
def test_a_new_version_begins_as_draft(before: str, after: str, wrong: bool, repository: MakeRepository) -> None:
    old = repository(overlay(course={"status": before}))
    made = committed(old, overlay(course={"status": after, "version": "1.1.0"}))
    assert bool(told(made)) is wrong


def test_a_version_does_not_go_back_behind_a_published_one(repository: MakeRepository) -> None:
    def changed(status: str) -> list[str]:
        old = repository(overlay(course={"version": "1.10.0", "status": status}))
        return told(committed(old, overlay(course={"version": "1.9.0"})))

    assert changed("draft") == []
    assert changed("published") == ["version 1.9.0 is older than 1.10.0, which was published"]


@pytest.mark.parametrize(("status", "fragment", "wrong"), [
    ("published", {"credits": 59}, True), ("superseded", {"credits": 59}, True), ("approved", {"credits": 59}, False),
    ("published", {"effective": "2027-10-01"}, True), ("published", {"credits": 59, "version": "2.0.0"}, False),
    ("published", {"name": "电路 基础"}, False),
])
def test_what_was_published_does_not_change(
    status: str, fragment: dict[str, Any], wrong: bool, repository: MakeRepository
) -> None:
    after = fragment | {"status": "draft" if "version" in fragment else status}
    made = committed(repository(overlay(course={"status": status})), overlay(course=after))
    message = f"version 1.0.0 was {status} and has changed since: document {next(iter(fragment))}"
    assert told(made) == ([message] if wrong else [])


def test_the_uuid_of_a_file_does_not_change(repository: MakeRepository) -> None:
    made = committed(repository(), overlay(course={"uuid": "5b8d1d0e-0c6e-4a2b-9a55-2f1f8d7c6e01"}))
    old = overlay(course={})[COURSE]
    assert isinstance(old, str)
    uuid = next(line for line in old.splitlines() if line.startswith("uuid")).split()[1]
    (finding,) = past(made)
    assert finding.words() == f"the UUID was {uuid} when the file was last committed"
    assert finding.where.pointer == ("uuid",)


def elsewhere(**fragment: Any) -> dict[str, str | bytes | None]:
    """The course in another file, and gone from its own."""
    return {"standards/demo/courses/moved.yaml": overlay(course=fragment)[COURSE], COURSE: None}


def test_a_moved_file_is_the_same_standard(repository: MakeRepository) -> None:
    assert told(committed(repository(), elsewhere())) == []
    published = repository(overlay(course={"status": "published"}))
    found = told(committed(published, elsewhere(credits=59, status="published")))
    assert found == ["version 1.0.0 was published and has changed since: document credits"]


@pytest.mark.parametrize("earlier", [False, True])
def test_the_uuid_of_a_deleted_standard_is_not_used_again(earlier: bool, repository: MakeRepository) -> None:
    other = elsewhere(code="DM-9", title="另一门课程标准")
    made = repository()
    if earlier:
        made = committed(made, {COURSE: None})
        commit(made.root)
        for number in range(3):  # further deletions: each commit and file is told apart
            made = committed(made, {f"standards/demo/{number}.yaml": "kind: none", f"standards/demo/x{number}.txt": ""})
            commit(made.root)
            made = committed(made, {f"standards/demo/{number}.yaml": None, f"standards/demo/x{number}.txt": None})
        other = {path: content for path, content in other.items() if content is not None}
    made = committed(made, other)
    (finding,) = past(made)
    assert finding.words().endswith("was that of demo/courses/circuits")
    assert finding.where.path == "standards/demo/courses/moved.yaml"


def test_a_restored_standard_keeps_its_uuid(repository: MakeRepository) -> None:
    made = committed(repository(), {COURSE: None})
    commit(made.root)
    assert told(committed(made, overlay(course={}))) == []


def test_nothing_is_known_without_a_commit(repository: MakeRepository, tmp_path: Path) -> None:
    made = repository(overlay(course={"status": "withdrawn"}))
    assert history.changed(made.root) is None
    subprocess.run(["git", "init", "-q"], cwd=made.root, check=True)
    assert history.changed(made.root) is None
    assert history.state(made.root) == ""
    assert told(made) == []


def test_nothing_is_known_without_git(repository: MakeRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    made = committed(repository(overlay(course={"status": "published"})), overlay(course={"status": "draft"}))
    assert told(made)
    monkeypatch.setenv("PATH", "")
    assert told(made) == []


def test_a_repository_may_lie_in_a_folder_of_another(repository: MakeRepository, tmp_path: Path) -> None:
    inner = repository(overlay(course={"status": "published"}))
    commit(inner.root.parent)
    (inner.root / COURSE).write_text(str(overlay(course={"status": "draft"})[COURSE]), "utf-8")
    (finding,) = past(Repository(inner.root))
    assert finding.words() == "the status was published and cannot become draft at once"


def test_a_remembered_check_is_forgotten_with_a_new_commit(repository: MakeRepository, tmp_path: Path) -> None:
    made = committed(repository(), overlay(course={"status": "approved"}))
    cache = Cache(tmp_path / "cache")

    def codes() -> set[str]:
        return {finding.code for finding in check(Repository(made.root), cache, Inputs(made.root))}

    assert "history-kept" in codes()
    commit(made.root)
    assert "history-kept" not in codes()


def test_a_thousand_unchanged_standards_cost_no_time(repository: MakeRepository) -> None:
    made = repository({f"standards/demo/more/{number}.yaml": f"kind: none\nuuid: {number}\n" for number in range(1000)})
    commit(made.root)
    rule = RULES["history-kept"]
    started = time.perf_counter()
    assert list(rule.check(made)) == []
    assert time.perf_counter() - started < 0.5  # about 0.02 s; the machine may be busy
    assert len(list((made.root / "standards/demo/more").iterdir())) == 1000
