"""Reports for a partner, and adoptions on record: what is required and lacking, what a newer version means."""

import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import html5lib
import pypdfium2
import pytest
import rfc8785
import yaml
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from authority import Authority, authority
from conftest import ROOT, MakeRepository
from curricula.formats import html as page
from curricula.formats import xml
from curricula.gaps.judging import Case, Gaps, adopted, judge, unadopted
from curricula.gaps.speech import Speech
from curricula.gaps.telling import paper
from curricula.inputs import Inputs
from curricula.model.adoption import Adoption
from curricula.model.professional import ProfessionalStandard
from curricula.packages.packing import pack
from curricula.pages.paper import html, lines
from curricula.parsing import parse
from curricula.pipeline import publication
from curricula.repository import Repository
from curricula.source import read_yaml
from curricula.upgrading.judging import Base, Upgrade, upgrade
from fragments import DEMO, commit, merged, overlay
from judging import broken_rules
from running import run

PROFESSIONAL, COURSE = "demo/professional", "demo/courses/circuits"
FILE = "standards/demo/adoptions/uz.yaml"
SOURCE: dict[str, Any] = {"source": "An example", "verified": True}
PARTNER: dict[str, Any] = {
    "consulted": "2026-09-01",
    "authorities": [{
        "id": "ministry", "name": "Ministry of the example", "official": [
            {"words": "Namuna vazirligi", "language": "uz-Latn"},
        ], **SOURCE,
    }],
    "delivery": {
        "languages": ["uz-Latn", "kk-Cyrl"], "bilingual": ["zh-Hans", "uz-Latn"], "formats": ["pdf", "odt"],
        "paper": "A4", **SOURCE,
    },
    "levels": [{
        "id": "secondary-specialised", "years": {"minimum": 2, "maximum": 2, **SOURCE},
        "hours": {"minimum": 2000, **SOURCE}, "entry_level": {"maximum": 3, **SOURCE},
        "practice_share": {"minimum": 90, **SOURCE},
    }],
    "codes": [
        {"id": "fields", "scheme": "isced-f-2013", "name": "ISCED-F", "part": "programme", **SOURCE},
        {"id": "jobs", "scheme": "uz-jobs", "name": "Jobs", "part": "positions", **SOURCE},
        {"id": "trades", "scheme": "uz-trades", "name": "Trades", "part": "programme", **SOURCE},
    ],
    "templates": [{
        "id": "norm", "kind": "professional", "title": {"words": "Namuna", "language": "uz-Latn"}, "name": "Sample",
        "sections": [
            {"id": "N1", "number": "I", "title": {"words": "Maqsad", "language": "uz-Latn"}, "name": "Aims",
             "chapters": ["goal", "outcomes"]},
            {"id": "N2", "number": "II", "title": {"words": "Muhr", "language": "uz-Latn"}, "name": "Seal"},
        ], **SOURCE,
    }],
}
OPERATIONS: list[dict[str, Any]] = [
    {"id": "D1", "operation": "set", "target": "programme.level", "value": "secondary-specialised", "reason": "Tizim."},
    {"id": "D2", "operation": "exclude", "target": "CERT1", "reason": "Boshqa hujjat."},
    {"id": "D3", "operation": "set", "target": "GO1/text", "value": "Yangi matn.", "reason": "Aniqroq."},
    {"id": "D4", "operation": "replace", "target": "RE1", "value": {"id": "RE1", "text": "Kitob."}, "reason": "Til."},
    {"id": "D5", "operation": "add", "target": "entry", "value": {"id": "EN9", "text": "Attestat."}, "reason": "Bor."},
]
ADOPTION: dict[str, Any] = {
    "kind": "adoption", "uuid": "2b1d6c1e-6f3b-4e57-9f7d-3f0b8f0d7c55", "code": "UZ-DM-1",
    "standard": {"id": PROFESSIONAL, "version": "1.0.0"}, "partner": "uz", "authority": "ministry",
    "language": "uz-Latn", "languages": ["uz-Latn", "ru"], "version": "1.0.0", "status": "draft",
    "issued": "2026-10-01", "effective": "2027-09-01", "scope": "Texnikumlar uchun.",
    "credits": {"hours_per_credit": 30, "rounding": "nearest", "step": 0.5, "reason": "Tizim."},
    "codes": [{"scheme": "uz-trades", "code": "T1", "source": "An example", "verified": False}],
    "operations": OPERATIONS,
}
SCHEMAS: Registry[Any] = Registry().with_resources(
    (path.name, Resource.from_contents(json.loads(path.read_text(encoding="utf-8"))))
    for path in (ROOT / "schemas").glob("*.schema.json")
)
HARMLESS: dict[str, Any] = {"graduation": {"clauses": [{"id": "GR1", "text": "学生应修满158学分并通过考试。"}]}}
HARMFUL: dict[str, Any] = {"goal": [{"id": "GO1", "text": "本专业培养工程师。"}]}
Made = dict[str, str | bytes | None]


def written(data: Any) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10_000)


def with_partner(fragment: dict[str, Any] | None = None) -> Made:
    """The partner of these tests, and no adoption."""
    path = "standards/partners/uz.yaml"
    data = merged(read_yaml(DEMO, path).data, PARTNER)
    theirs = [*DEMO.glob("standards/*/adoptions/*"), *DEMO.glob("translations/**/adoptions/*")]
    gone: Made = {file.relative_to(DEMO).as_posix(): None for file in theirs}
    return {**gone, path: written(merged(data, fragment or {}))}


def with_adoption(**changes: Any) -> Made:
    return {**with_partner(), FILE: written({**ADOPTION, **changes})}


def judged(repository: Repository, document: str = PROFESSIONAL) -> Gaps:
    taken = {item.tailoring.base.id: item for item in repository.adoptions.values()}
    case: Case
    if document in taken:
        case = adopted(repository, taken[document])
    else:
        case = unadopted(repository, repository.standards[document], "uz")
    return judge(repository, case)


def valid(name: str, data: Any) -> None:
    schema = SCHEMAS.contents(f"{name}.schema.json")
    found = Draft202012Validator(schema, registry=SCHEMAS, format_checker=FormatChecker()).iter_errors(data)
    assert [f"{list(error.absolute_path)}: {error.message}" for error in found] == []


# The gap report


def test_sections_codes_languages_and_forms_are_held_against_the_standard(repository: MakeRepository) -> None:
    gaps = judged(repository(with_partner()))
    (crosswalk,) = gaps.crosswalks
    assert [(item.section.id, item.verdict) for item in crosswalk.sections] == [("N1", "met"), ("N2", "missing")]
    assert "goal" not in crosswalk.unplaced
    assert "facilities" in crosswalk.unplaced
    assert [(item.wanted.id, item.part, item.lack, item.verdict) for item in gaps.codes] == [
        ("fields", "programme", "", "met"), ("jobs", "POS1", "absent", "missing"),
        ("trades", "programme", "absent", "missing"),
    ]
    assert [(item.locale, item.published, item.ready, item.verdict) for item in gaps.languages] == [
        ("uz-Latn", True, 100, "missing"), ("kk-Cyrl", False, 0, "missing"),  # nobody has approved the first
    ]
    assert [(item.wanted, item.verdict) for item in gaps.delivered] == [
        ("pdf", "met"), ("odt", "missing"), ("A4", "met"), ("zh-Hans+uz-Latn", "met"),
    ]


def test_an_empty_chapter_gives_a_section_no_content(repository: MakeRepository) -> None:
    sections = [{"id": "N3", "number": "III", "title": {"words": "Kod", "language": "uz-Latn"}, "name": "Links",
                 "chapters": ["orientation.clauses"]}]
    gaps = judged(repository(with_partner({"templates": [{"id": "norm", "sections": sections}]})))
    last = gaps.crosswalks[0].sections[-1]
    assert (last.empty, last.verdict) == (("orientation.clauses",), "missing")


def test_without_an_adoption_nobody_knows_the_level(repository: MakeRepository) -> None:
    gaps = judged(repository(with_partner()))
    assert gaps.level is None
    assert gaps.homeless
    assert gaps.parts["level"]["open"] == 1


def test_an_adopted_standard_is_judged_by_its_level(repository: MakeRepository) -> None:
    gaps = judged(repository(with_adoption()))
    assert gaps.level is not None
    assert [(item.name, item.value, item.verdict) for item in gaps.measures] == [
        ("entry_level", 3, "met"), ("years", 3, "missing"), ("hours", 2560, "met"),
        ("practice_share", pytest.approx(68.4, abs=0.1), "missing"),
    ]
    assert {item.locale: item.published for item in gaps.languages} == {"uz-Latn": True, "kk-Cyrl": False}
    assert [(item.lack, item.verdict) for item in gaps.codes if item.wanted.id == "trades"] == [("unverified", "open")]
    assert [item.verdict for item in gaps.formal] == ["missing", "open"]  # no act, a code that nobody has confirmed


def test_words_that_are_not_translated_yet_hold_a_language_back(repository: MakeRepository) -> None:
    made = repository({**with_partner(), **overlay(professional=HARMFUL)})
    assert judged(made).languages[0].ready < 100
    assert {item.wanted: item.verdict for item in judged(made).delivered}["zh-Hans+uz-Latn"] == "missing"


def test_an_unanswered_competence_is_a_gap(repository: MakeRepository) -> None:
    sections = [{"id": "MAP1.2", "outcomes": []}]
    gaps = judged(repository({**with_partner(), **overlay(professional={"mappings": [
        {"id": "MAP1", "sections": sections}]})}))
    assert {item.id: item.verdict for item in gaps.competences}["MAP1.2"] == "missing"
    assert {item.id: item.verdict for item in gaps.competences}["MAP1.1"] == "open"  # nobody has verified the mapping


def test_items_of_a_framework_that_no_section_is_are_gaps(repository: MakeRepository) -> None:
    framework = {
        "kind": "framework", "uuid": "5f9dcd2d-5db5-4c5e-8f9b-0f6f3d3f2a10", "title": "Partner",
        "items": [
            {"id": "P1", "text": "Group", "items": [{"id": "P1.1", "text": "Met"}, {"id": "P1.2", "text": "Lacking"}]},
            {"id": "P2", "text": "Lacking too", "code": "II"},
        ],
    }
    mapping = {"id": "MAP1", "framework_id": "partner", "sections": [{"id": "MAP1.1", "counterpart": "P1.1"}]}
    made = repository({
        **with_partner(), "standards/frameworks/partner.yaml": written(framework),
        **overlay(professional={"mappings": [mapping]}),
    })
    lacking = [(item.id, item.name) for item in judged(made).competences if not item.relation]
    assert lacking == [("P1.2", "Lacking"), ("II", "Lacking too")]


def test_credits_are_converted_by_what_is_agreed_and_never_set_equal(repository: MakeRepository) -> None:
    found = judged(repository(with_partner())).credits
    assert found is not None
    assert (found.basis.factors, found.basis.rounding, found.verdict) == ((30.0,), "down", "met")  # of the pathway
    assert [(item.id, item.hours, item.ours, item.theirs) for item in found.courses] == [
        ("C101", 640, 40, (21,)), ("C201", 960, 60, (32,)), ("C401", 288, 16, (9,)), ("C501", 672, 42, (22,)),
    ]
    assert (found.hours, found.ours, found.theirs, found.summed) == (2560, 158, (85,), (84,))


def test_credits_of_an_adoption_are_those_it_has(repository: MakeRepository) -> None:
    new = {
        "id": "C401", "name": "Tarix", "category": "extension", "choice": "elective", "credits": 10,
        "hours": {"total": 288, "theory": 88, "practice": 200}, "semesters": [{"number": 4, "hours": 288}],
        "prerequisites": ["C201"], "outcomes": {"practised": ["A1"], "assessed": ["A1"]}, "assessment": "coursework",
        "content": "Mahsulot.",
    }
    operation = {"id": "D6", "operation": "replace", "target": "C401", "value": new, "reason": "Milliy fan."}
    found = judged(repository(with_adoption(operations=[*OPERATIONS, operation]))).credits
    assert found is not None
    assert (found.basis.step, found.verdict) == (0.5, "met")
    assert {item.id: (item.ours, item.theirs) for item in found.courses} == {
        "C101": (40, (21.5,)), "C201": (60, (32,)), "C401": (None, (10,)), "C501": (42, (22.5,)),
    }


def test_a_factor_beyond_the_range_is_a_gap_and_none_is_open(repository: MakeRepository) -> None:
    beyond = {"credits": {**ADOPTION["credits"], "hours_per_credit": 40}}
    found = judged(repository(with_adoption(**beyond))).credits
    assert found is not None
    assert found.verdict == "missing"
    course = judged(repository(with_partner()), COURSE).credits
    assert course is not None
    assert (course.basis.factors, course.verdict) == ((25.0, 30.0), "open")
    assert [item.theirs for item in course.courses] == [(38, 32)]


def test_the_report_is_one_object_of_its_schema(repository: MakeRepository) -> None:
    for made in (repository(with_partner()), repository(with_adoption())):
        done = run(made.root, "adopt", "report", "--partner", "uz", "--format", "json")
        assert done.returncode == 0, done.stdout + done.stderr
        told = json.loads(done.stdout)
        valid("gap-report", told)
        assert [item["kind"] for item in told["standards"]] == ["professional", "course", "practice"]
        assert told["locale"] == "uz-Latn"
        assert (told["standards"][0]["adoption"] is not None) == bool(made.adoptions)
        again = run(made.root, "adopt", "report", "--partner", "uz", "--format", "json", PYTHONHASHSEED="7")
        assert again.stdout == done.stdout


LOCALES = ("en", "ru", "uz-Latn", "zh-Hans")


@pytest.mark.parametrize("locale", LOCALES)
def test_the_page_says_everything_in_one_language(repository: MakeRepository, locale: str) -> None:
    made = repository(with_adoption())
    found = (judged(made), judged(made, COURSE))
    speech = Speech(made, locale)
    told = html(paper(found, speech))
    parsed = html5lib.HTMLParser(strict=True).parse(told)
    assert parsed.get("lang") == locale
    ids = [element.get("id") for element in parsed.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert {element.get("href")[1:] for element in parsed.iter() if element.get("href")} <= set(ids)
    outside = [element for element in parsed.iter() if element.get("src") or element.tag.endswith(("link", "script"))]
    assert outside == []
    for verdict in ("met", "missing", "open"):
        assert speech.label(f"gap.{verdict}") in told
    heads = [element for element in parsed.iter() if element.tag.endswith("}th")]
    assert heads
    assert all(element.get("scope") for element in heads)
    levels = [int(element.tag[-1]) for element in parsed.iter() if element.tag[-3:] in ("}h1", "}h2", "}h3")]
    assert levels[:2] == [1, 2]


def test_the_terminal_is_told_what_is_left_to_do(repository: MakeRepository) -> None:
    made = repository(with_partner())
    told = "\n".join(lines(paper((judged(made),), Speech(made, "en"))))
    assert "[not met] · II · Muhr, Seal · The standard has no such chapter." in told
    assert "Maqsad" not in told
    assert "[not met] · Language: Kazakh · No edition in this language" in told


WRONG: dict[str, tuple[tuple[str, ...], str]] = {
    "no partner": ((), "name the partner with --partner: there are cn, uz"),
    "an unknown partner": (("--partner", "xx"), "there is no partner xx: there are cn, uz"),
    "an unknown standard": (("demo/profesional", "--partner", "uz"), "did you mean demo/professional?"),
    "an unknown language": (("--partner", "uz", "--locale", "fr"), "fr is not among zh-Hans, en, ru, uz-Latn"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_order_of_a_report_is_told_in_one_line(repository: MakeRepository, case: str) -> None:
    arguments, words = WRONG[case]
    done = run(repository(with_partner()).root, "adopt", "report", *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.slow
def test_reports_are_pdfs_to_keep_and_to_be_read_aloud(repository: MakeRepository) -> None:
    made = repository(with_adoption())
    files = []
    for locale in LOCALES:
        done = run(made.root, "adopt", "report", "--partner", "uz", "--format", "pdf", "--locale", locale)
        assert done.returncode == 0, done.stdout + done.stderr
        files.append(made.root / done.stdout.strip())
        assert files[-1] == made.root / f"build/adopt/gaps-uz.{locale}.pdf"
    newer = moved_on(repository, HARMFUL)
    done = run(newer, "adopt", "upgrade", "demo/adoptions/uz", "--format", "pdf")
    assert done.returncode == 0, done.stdout + done.stderr
    files.append(newer / done.stdout.strip())
    assert files[-1] == newer / "build/adopt/upgrade-uz-1.0.0-1.1.0.uz-Latn.pdf"
    first = files[0].read_bytes()
    words = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(first))
    assert "Conversion of credits" in words
    run(made.root, "adopt", "report", "--partner", "uz", "--format", "pdf", "--locale", "en", PYTHONHASHSEED="7")
    assert files[0].read_bytes() == first
    assert broken_rules(files) == []


# The upgrade report


def versions(repository: Repository, change: dict[str, Any], operations: list[dict[str, Any]]) -> Upgrade:
    """An adoption of the demonstration judged for the same with a change."""
    path = f"standards/{PROFESSIONAL}.yaml"
    bases = []
    for data in (read_yaml(DEMO, path).data, merged(read_yaml(DEMO, path).data, {"version": "1.1.0", **change})):
        standard = parse(ProfessionalStandard, data, PROFESSIONAL, path)
        bases.append(Base(standard, data))
    adoption = parse(Adoption, {**ADOPTION, "operations": operations}, "demo/adoptions/uz", FILE)
    return upgrade(adoption, bases[0], bases[1])


def test_deviations_hold_where_nothing_they_are_about_has_changed(repository: MakeRepository) -> None:
    found = versions(repository(), HARMLESS, OPERATIONS)
    assert {item.state for item in found.judgements} == {"holds"}
    assert found.ready
    assert [change.item.id for change in found.unjudged] == ["GR1"]


CASES: dict[str, tuple[dict[str, Any], dict[str, Any], str, str]] = {
    "the text is another": (HARMFUL, OPERATIONS[2], "conflict", "changed"),
    "only its punctuation": ({"goal": [{"id": "GO1", "text": "本专业培养电子技术员"}]}, OPERATIONS[2], "holds", ""),
    "the standard says the same": (
        {"goal": [{"id": "GO1", "text": "Yangi matn."}]}, OPERATIONS[2], "moot", "same",
    ),
    "what is left out has changed": (
        {"orientation": {"certificates": [{"id": "CERT1", "title": "高压电工操作证"}]}}, OPERATIONS[1],
        "conflict", "changed",
    ),
    "what is left out is gone": ({"orientation": {"certificates": None}}, OPERATIONS[1], "moot", "gone"),
    "the number is another": (
        {"graduation": {"credits": 150}},
        {"id": "D6", "operation": "set", "target": "graduation.credits", "value": 90, "reason": "Tizim."},
        "conflict", "changed",
    ),
    "the number is the wanted one": (
        {"graduation": {"credits": 90}},
        {"id": "D6", "operation": "set", "target": "graduation.credits", "value": 90, "reason": "Tizim."},
        "moot", "same",
    ),
    "a part of what is replaced is another": (
        {"facilities": {"rooms": [{"id": "RM1", "equipment": [{"id": "RM1.E1", "quantity": 10}]}]}},
        {"id": "D6", "operation": "exclude", "target": "RM1", "reason": "Xona yoʻq."}, "conflict", "changed",
    ),
    "an item of the same id": ({"entry": [{"id": "EN9", "text": "别的要求。"}]}, OPERATIONS[4], "conflict", "taken"),
    "the very item": ({"entry": [{"id": "EN9", "text": "Attestat."}]}, OPERATIONS[4], "moot", "same"),
    "its neighbour is gone": (
        {"orientation": {"certificates": [{"id": "CERT1", "title": "高压电工操作证"}]}},
        {**OPERATIONS[4], "after": "EN7"}, "conflict", "no-place",
    ),
    "what is included stays": (
        {"entry": [{"id": "EN2", "text": "别的要求。"}]},
        {"id": "D6", "operation": "include", "target": "EN1", "reason": "Faqat shu."}, "holds", "",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_every_deviation_is_judged(repository: MakeRepository, case: str) -> None:
    change, operation, state, why = CASES[case]
    (judgement,) = versions(repository(), change, [operation]).judgements
    assert (judgement.state, judgement.why) == (state, why)
    assert bool(judgement.changes) == (case not in ("what is included stays", "its neighbour is gone"))


def moved_on(make: MakeRepository, change: dict[str, Any], **adoption: Any) -> Path:
    """A repository under git whose standard has moved on to version 1.1.0, with an adoption of 1.0.0."""
    root = make(with_adoption(**adoption)).root
    commit(root)
    path = root / f"standards/{PROFESSIONAL}.yaml"
    path.write_text(written(merged(yaml.safe_load(path.read_text(encoding="utf-8")), {"version": "1.1.0", **change})),
                    encoding="utf-8")
    return root


def test_the_older_version_is_found_by_its_number_and_nothing_is_changed(repository: MakeRepository) -> None:
    root = moved_on(repository, HARMFUL)
    before = (root / FILE).read_bytes()
    done = run(root, "adopt", "upgrade", "demo/adoptions/uz", "--format", "json", "--locale", "en")
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    valid("upgrade-report", told)
    assert (told["standard"]["from"], told["standard"]["to"]) == ("1.0.0", "1.1.0")
    assert told["states"] == {"conflict": 1, "moot": 0, "holds": 4}
    assert not told["ready"]
    assert (root / FILE).read_bytes() == before
    commit(root)  # the newer version is committed too: the older one is found behind it
    again = run(root, "adopt", "upgrade", "demo/adoptions/uz", "--format", "json", "--locale", "en")
    assert json.loads(again.stdout) == told


@pytest.mark.slow
@pytest.mark.parametrize("locale", LOCALES)
def test_the_upgrade_is_a_page_too(repository: MakeRepository, locale: str) -> None:
    root = moved_on(repository, HARMFUL)
    done = run(root, "adopt", "upgrade", FILE, "--format", "html", "--locale", locale, "--output", "build/u.html")
    assert done.returncode == 0, done.stdout + done.stderr
    told = (root / "build/u.html").read_bytes()
    parsed = html5lib.HTMLParser(strict=True).parse(told)
    assert parsed.get("lang") == locale
    assert Speech(Repository(root), locale).label("upgrade.conflict") in told.decode()


def test_what_conflicts_is_never_accepted(repository: MakeRepository) -> None:
    root = moved_on(repository, HARMFUL)
    before = (root / FILE).read_bytes()
    done = run(root, "adopt", "upgrade", "demo/adoptions/uz", "--accept")
    assert done.returncode == 1
    assert f"{FILE}:" in done.stdout
    assert "error[adoption-upgrade] D3 conflicts with version 1.1.0 of demo/professional" in done.stdout
    assert (root / FILE).read_bytes() == before


def test_what_is_gone_is_never_accepted(repository: MakeRepository) -> None:
    root = moved_on(repository, {"orientation": {"certificates": None}})
    done = run(root, "adopt", "upgrade", "demo/adoptions/uz", "--accept")
    assert done.returncode == 1
    assert "D2 is moot: version 1.1.0 of demo/professional has no CERT1" in done.stdout


def test_accepting_changes_the_version_and_nothing_else(repository: MakeRepository) -> None:
    root = moved_on(repository, HARMLESS)
    before = (root / FILE).read_text(encoding="utf-8")
    done = run(root, "adopt", "upgrade", "demo/adoptions/uz", "--accept", "--locale", "en")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "demo/adoptions/uz names version 1.1.0 of demo/professional now" in done.stdout
    assert (root / FILE).read_text(encoding="utf-8") == before.replace("version: 1.0.0", "version: 1.1.0", 1)
    assert "demo/adoptions/uz" in Repository(root).adoptions
    again = run(root, "adopt", "upgrade", "demo/adoptions/uz", "--accept", "--locale", "en")
    assert "names version 1.1.0 of demo/professional already" in again.stdout


def test_an_older_version_may_be_a_file_or_a_revision(repository: MakeRepository, tmp_path: Path) -> None:
    root = moved_on(repository, HARMFUL)
    old = tmp_path / "old.yaml"
    old.write_bytes((DEMO / f"standards/{PROFESSIONAL}.yaml").read_bytes())
    for name in (str(old), "HEAD", "1.0.0"):
        done = run(root, "adopt", "upgrade", "demo/adoptions/uz", "--from", name, "--format", "json")
        assert done.returncode == 0, done.stdout + done.stderr
        assert json.loads(done.stdout)["states"]["conflict"] == 1


LOST: dict[str, tuple[tuple[str, ...], str]] = {
    "an unknown adoption": (("demo/adoptions/us",), "did you mean demo/adoptions/uz?"),
    "nothing like one": (("zzz",), "there is no adoption zzz"),
    "an unknown version": (("demo/adoptions/uz", "--from", "0.9.0"), "git does not have version 0.9.0"),
    "an unknown revision": (("demo/adoptions/uz", "--from", "nowhere"), "git has no version nowhere"),
    "an unknown language": (("demo/adoptions/uz", "--locale", "fr"), "fr is not among"),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", LOST)
def test_a_wrong_order_of_an_upgrade_is_told_in_one_line(repository: MakeRepository, case: str) -> None:
    arguments, words = LOST[case]
    done = run(moved_on(repository, HARMLESS), "adopt", "upgrade", *arguments)
    assert done.returncode == 2, done.stdout
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


# The record


@pytest.fixture(scope="module")
def packages(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a partner, an adoption, and the packages of two standards."""
    root = tmp_path_factory.mktemp("records") / "demo"
    shutil.copytree(demo, root)
    made = Repository(root)
    for document in (PROFESSIONAL, COURSE):
        own = made.standards[document].language
        whole = publication(made, document, (own, *(tag for tag in made.locales if tag != own)))
        files = {f"{edition.locale}.html": page.render(edition)[0] for edition in whole.editions}
        package = pack(made, Inputs(root), document, {**files, "standard.xml": xml.render(whole)[0]})
        target = root / "build" / "packages" / package.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(package.content)
    for path, content in with_adoption().items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(str(content or ""), encoding="utf-8")
    return root


Put = Callable[..., subprocess.CompletedProcess[str]]
ACT = ("--act", "12-son", "--date", "2026-03-15")


@pytest.fixture(scope="module")
def everyone(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """A certification authority and whom it vouches for."""
    return authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def put(packages: Path, tmp_path: Path) -> Put:
    """Puts a package on record, a copy in a folder of its own."""

    def record(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        target = tmp_path / name
        if not target.exists():
            target.write_bytes((packages / "build" / "packages" / name).read_bytes())
        return run(packages, "adopt", "record", str(target), "--partner", "uz", *arguments)

    return record


WHOLE, SMALL = "demo.professional-1.0.0.asice", "demo.courses.circuits-1.0.0.asice"


def test_a_record_names_package_act_scope_and_deviations(put: Put, tmp_path: Path) -> None:
    done = put(WHOLE, *ACT)
    assert done.returncode == 0, done.stdout + done.stderr
    content = (tmp_path / f"{WHOLE}.uz.adoption.json").read_bytes()
    told = json.loads(content)
    valid("adoption-record", told)
    assert rfc8785.dumps(told) == content
    assert told["package"]["sha256"] == hashlib.sha256((tmp_path / WHOLE).read_bytes()).hexdigest()
    assert told["standard"]["id"] == PROFESSIONAL
    assert told["act"] == {"number": "12-son", "date": "2026-03-15"}
    assert told["scope"] == {"text": "Texnikumlar uchun.", "language": "uz-Latn"}
    assert told["authority"]["official"] == [{"name": "Namuna vazirligi", "language": "uz-Latn"}]
    assert [item["id"] for item in told["deviations"]] == ["D1", "D2", "D3", "D4", "D5"]
    assert json.loads(told["deviations"][4]["value"]) == {"id": "EN9", "text": "Attestat."}
    assert put(WHOLE, *ACT).returncode == 0  # the same once more
    other = put(WHOLE, "--act", "13-son", "--date", "2026-03-15")
    assert other.returncode == 2
    assert "says something else: a record is never overwritten. If nobody was given it, delete it;" in other.stderr
    assert (tmp_path / f"{WHOLE}.uz.adoption.json").read_bytes() == content


def test_a_record_is_signed_and_verified_like_any_file(put: Put, tmp_path: Path, everyone: Authority) -> None:
    put(WHOLE, *ACT)
    record = f"{WHOLE}.uz.adoption.json"
    signed = run(tmp_path, "sign", record, "--detached", *everyone.options("seal"))
    assert signed.returncode == 0, signed.stdout + signed.stderr
    assert run(tmp_path, "verify", record, "--root", str(everyone.root)).returncode == 0
    (tmp_path / record).write_bytes((tmp_path / record).read_bytes().replace(b"12-son", b"13-son"))
    assert run(tmp_path, "verify", record, "--root", str(everyone.root)).returncode == 1


def test_a_standard_may_be_adopted_as_it_is(put: Put, tmp_path: Path) -> None:
    done = put(SMALL, *ACT, "--scope", "Hamma uchun")
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads((tmp_path / f"{SMALL}.uz.adoption.json").read_bytes())
    valid("adoption-record", told)
    assert (told["adoption"], told["deviations"]) == (None, [])


UNFIT: dict[str, tuple[tuple[str, ...], str]] = {
    "no act": ((), "a record needs the number and the day of the act"),
    "no day": (("--act", "1"), "a record needs the number and the day of the act"),
    "a day in another form": (("--act", "1", "--date", "15.03.2026"), "15.03.2026 is not a date like 2026-11-22"),
    "a day that does not exist": (("--act", "1", "--date", "2026-02-30"), "2026-02-30 is not a date"),
    "a day ahead": (("--act", "1", "--date", "2999-01-01"), "2999-01-01 lies ahead"),
    "an unknown authority": ((*ACT, "--authority", "court"), "uz has no authority court: there are ministry"),
    "no scope": (ACT, "a record needs the scope of the adoption"),
    "an absent file of deviations": ((*ACT, "--adoption", "none.yaml"), "none.yaml does not exist"),
    "deviations of another standard": ((*ACT, "--adoption", FILE), "uz.yaml adopts demo/professional 1.0.0 for uz"),
}


@pytest.mark.parametrize("case", UNFIT)
def test_a_wrong_order_of_a_record_is_told_in_one_line(put: Put, tmp_path: Path, case: str) -> None:
    arguments, words = UNFIT[case]
    done = put(SMALL, *arguments)
    assert done.returncode == 2, done.stdout
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.glob("*.json")) == []


def test_a_file_that_is_no_adoption_is_told_where(put: Put, tmp_path: Path) -> None:
    done = put(SMALL, *ACT, "--adoption", "standards/repository.yaml")
    assert done.returncode == 1
    assert "standards/repository.yaml:2:7: error[schema-limit] repository is not adoption" in done.stdout
    assert done.stdout.count("error[") == 1
    assert list(tmp_path.glob("*.json")) == []


def test_a_package_that_was_changed_is_never_put_on_record(put: Put, packages: Path, tmp_path: Path) -> None:
    content = bytearray((packages / "build" / "packages" / SMALL).read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / SMALL).write_bytes(content)
    done = put(SMALL, *ACT, "--scope", "Hamma uchun")
    assert done.returncode == 1
    assert f"{SMALL} was not put on record" in done.stdout
    assert list(tmp_path.glob("*.json")) == []
