"""A partner's adoption: operations become a resolved standard, judged for its system and published like any other."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from channels import tree
from conftest import MakeRepository
from curricula.checking import check
from curricula.diagnostics import Diagnostic
from curricula.editions.compose import compose
from curricula.editions.document import Chapter, Document, Item, Provision, Table
from curricula.formats import xml
from curricula.judging import adopted_findings, view
from curricula.model.adoption import Adopted
from curricula.model.professional import ProfessionalStandard
from curricula.pages.markup import markup
from curricula.pipeline import publication
from curricula.repository import Repository
from curricula.reviewing import findings
from curricula.rules import hours_per_credit
from curricula.syncing import sync
from curricula.tailoring.credits import rounded
from fragments import FILES, overlay
from running import run

ID = "demo/adoptions/uz"
FILE = f"standards/{ID}.yaml"
AUTHORITIES = [{
    "id": "ministry", "name": "Ministry", "official": [{"words": "Vazirlik", "language": "uz-Latn"}],
    "source": "An example", "verified": True,
}]
SAME = {"operation": "set", "target": "OV1/text", "value": "Yangi matn."}


def adoption(*operations: dict[str, Any], **changes: Any) -> dict[str, str | bytes | None]:
    """The files of an adoption of the demonstration with these operations; each has an id and a reason."""
    listed = [{"id": f"D{number}", "reason": "Sabab.", **item} for number, item in enumerate(operations, 1)]
    data = {
        "kind": "adoption", "uuid": "7b0f4c1e-52a7-4d0a-9b35-0d5a3a6f9c21", "code": "UZ-DM",
        "standard": {"id": "demo/professional", "version": "1.0.0"}, "partner": "uz", "authority": "ministry",
        "language": "uz-Latn", "languages": ["uz-Latn", "ru"], "version": "1.0.0", "status": "draft",
        "issued": "2026-09-01", "effective": "2027-09-01", "scope": "Texnikumlar uchun.", "operations": listed,
        **changes,
    }
    written = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    return {**overlay(partner={"authorities": AUTHORITIES}), FILE: written}


CREDITS = {"hours_per_credit": 30, "rounding": "up", "step": 0.1, "reason": "Qayta hisoblash."}
LEVEL = {"operation": "set", "target": "programme.level", "value": "secondary-specialised"}
OTHER = {
    "id": "C101", "name": "Boshqa fan", "category": "public-basic", "choice": "compulsory", "credits": 20,
    "hours": {"total": 640, "theory": 320, "practice": 320}, "semesters": [{"number": 1, "hours": 640}],
    "outcomes": {"practised": ["K1"], "assessed": ["K1"]}, "assessment": "examination", "content": "Mazmun.",
}


def only(repository: MakeRepository, *operations: dict[str, Any], **changes: Any) -> list[Diagnostic]:
    """What is wrong with the file of an adoption."""
    found = repository(adoption(*operations, **changes)).located_problems
    return [item for item in found if item.where.path == FILE]


def resolved(repository: MakeRepository, *operations: dict[str, Any], **changes: Any) -> Adopted:
    return repository(adoption(*operations, **changes)).adoptions[ID]


def test_a_standard_without_operations_is_adopted_as_it_is(repository: MakeRepository) -> None:
    here = repository(adoption())
    adopted = here.adoptions[ID]
    assert adopted.tailoring.identical
    assert isinstance(adopted.standard, ProfessionalStandard)
    ours = here.standards["demo/professional"]
    assert isinstance(ours, ProfessionalStandard)
    assert adopted.standard.curriculum.courses == ours.curriculum.courses
    assert (adopted.standard.id, adopted.standard.language, adopted.standard.code) == (ID, "uz-Latn", "UZ-DM")
    assert ID not in here.standards


def test_each_operation_does_what_it_says(repository: MakeRepository) -> None:
    clause = {"id": "EN9", "text": "Qabul imtihoni oʻtkaziladi."}
    adopted = resolved(
        repository, {"operation": "set", "target": "C101/name", "value": "Ingliz tili"},
        {"operation": "exclude", "target": "C401"}, {"operation": "add", "target": "entry", "value": clause},
        {"operation": "replace", "target": "GO1", "value": {"id": "GO1", "text": "Maqsad."}}, SAME,
    )
    standard = adopted.standard
    assert isinstance(standard, ProfessionalStandard)
    assert [course.id for course in standard.curriculum.courses] == ["C101", "C201", "C501"]
    first = standard.curriculum.courses[0].name
    assert (first.words, first.language, first.key) == ("Ingliz tili", "uz-Latn", f"{ID}#C101/name")
    assert first.where.path == FILE
    assert [item.id for item in standard.entry] == ["EN1", "EN9"]
    assert standard.curriculum.courses[1].name.key == "demo/professional#C201/name"
    assert standard.curriculum.totals.hours == 2560 - 288  # added up anew
    before = {item.operation.id: item.before for item in adopted.tailoring.deviations}
    assert (before["D1"].words, before["D2"].id, before["D3"]) == ("大学英语", "C401", None)


def test_an_included_item_leaves_the_others_of_its_list_out(repository: MakeRepository) -> None:
    adopted = resolved(repository, {"operation": "include", "target": "K1"}, {"operation": "include", "target": "A1"})
    assert isinstance(adopted.standard, ProfessionalStandard)
    assert [item.id for item in adopted.standard.outcomes] == ["K1", "A1"]


@pytest.mark.parametrize(("operations", "told"), [
    (({"operation": "exclude", "target": "C1O1"},), "there is no C1O1 in demo/professional 1.0.0"),
    (({"operation": "set", "target": "C101/credits", "value": "four"},), "expected a number, found four"),
    (({"operation": "set", "target": "C101", "value": 4},), "C101 is an item: only its properties can be set"),
    (({"operation": "replace", "target": "entry", "value": []},), "entry is no item of a list"),
    (({"operation": "add", "target": "C101", "value": {"id": "C1"}},), "C101 is no list of items"),
    (({"operation": "add", "target": "entry", "value": {"id": "EN1", "text": "X"}},),
     "demo/professional has an item EN1 already"),
    (({"operation": "add", "target": "entry", "after": "EN7", "value": {"id": "EN9", "text": "X"}},),
     "there is no EN7 in entry"),
    (({"operation": "exclude", "target": "title"},), "title cannot be left out of a standard"),
    (({"operation": "set", "target": "OV1/text"},), "set needs a value"),
    (({"operation": "exclude", "target": "K1", "value": 1},), "exclude has no value"),
    ((SAME, SAME), "D2 and D1 are both about OV1/text"),
    (({"operation": "exclude", "target": "C401"}, {"operation": "set", "target": "C401/credits", "value": 3}),
     "C401/credits is no longer there: D1 has taken it out"),
    (({"operation": "exclude", "target": "A1"}, {"operation": "include", "target": "K1"}),
     "A1 is no longer there: D2 has taken it out"),
])
def test_a_mistake_is_told_once_where_it_stands(
    repository: MakeRepository, operations: tuple[dict[str, Any], ...], told: str
) -> None:
    found = only(repository, *operations)
    assert [item.words() for item in found] == [told]
    assert all(item.severity == "error" and item.where.line for item in found)


@pytest.mark.parametrize(("changes", "told", "hint"), [
    ({"partner": "uzb"}, "there is no partner system uzb", "did you mean uz?"),
    ({"standard": {"id": "demo/profesional", "version": "1.0.0"}}, "there is no standard demo/profesional",
     "did you mean demo/professional?"),
    ({"standard": {"id": "demo/courses/circuits", "version": "1.0.0"}},
     "demo/courses/circuits is no professional standard",
     "Adopt the professional standard: course standards go with it."),
    ({"standard": {"id": "demo/professional", "version": "2.0.0"}},
     "demo/professional has version 1.0.0, not 2.0.0",
     "See what that means with `curricula adopt upgrade demo/adoptions/uz`; with --accept it names 1.0.0 here."),
    ({"standard": {"id": ID, "version": "1.0.0"}}, f"there is no standard {ID}", None),
])
def test_what_is_adopted_must_be_there(
    repository: MakeRepository, changes: dict[str, Any], told: str, hint: str | None
) -> None:
    found = only(repository, **changes)
    assert [item.words() for item in found] == [told]
    assert hint is None or found[0].advice() == hint


def test_a_wrong_target_is_guessed(repository: MakeRepository) -> None:
    found = only(repository, {"operation": "set", "target": "C101/hours.totel", "value": 3})
    assert "C101/hours.total" in found[0].advice()


def test_what_changes_nothing_is_worth_a_warning(repository: MakeRepository) -> None:
    found = only(repository, {"operation": "set", "target": "C101/credits", "value": 40})
    assert [(item.severity, item.words()) for item in found] == [
        ("warning", "C101/credits is so in the standard already: D1 changes nothing"),
    ]


def test_credits_are_converted_and_rounded_in_one_stated_way() -> None:
    assert [float(rounded(16, 30, mode, 0.1)) for mode in ("down", "nearest", "up")] == [0.5, 0.5, 0.6]
    assert float(rounded(30, 25.6, "nearest", 0.5)) == 1.0
    assert int(rounded(2772, 30, "down")) == 92


def test_every_quotient_stands_in_the_conversion(repository: MakeRepository) -> None:
    here = repository(adoption(LEVEL, credits=CREDITS))
    adopted = here.adoptions[ID]
    lines = {line.course: (line.hours, line.before, line.after) for line in adopted.tailoring.credits}
    assert lines["C101"] == (640, 40, 21.4)
    assert isinstance(adopted.standard, ProfessionalStandard)
    total = sum(after for _, _, after in lines.values())
    assert adopted.standard.curriculum.totals.credits == pytest.approx(total)
    assert not list(hours_per_credit.check(view(here, adopted)))


def test_all_rules_judge_the_adopted_standard_for_the_partner(repository: MakeRepository) -> None:
    here = repository(adoption(LEVEL, {"operation": "exclude", "target": "K1"}))
    found = [item for item in adopted_findings(here, findings(here)) if item.where.path == FILE]
    codes = {item.code for item in found}
    assert "references-exist" in codes  # courses still name the outcome that is gone
    assert "hours-per-credit" in codes  # the home credits are none of the partner
    assert not [item for item in here.problems if item.severity == "error" and item.where.path == FILE]


def test_a_finding_of_our_own_standard_is_not_told_twice(repository: MakeRepository) -> None:
    here = repository(adoption(LEVEL, credits=CREDITS))
    assert not [item for item in adopted_findings(here, findings(here)) if item.severity == "error"]


def test_a_reason_accepts_a_finding_of_an_adoption(repository: MakeRepository) -> None:
    reason = {"rule": "hours-per-credit", "at": "standard.C101", "reason": "Agreed with the ministry."}
    here = repository(adoption(LEVEL, suppressions=[reason]))
    told = [item for item in check(here) if item.where.path == FILE and item.code == "hours-per-credit"]
    assert [item.suppressed for item in told if item.arguments.get("name") == "C101"] == ["Agreed with the ministry."]
    assert any(not item.suppressed for item in told)


def test_words_of_an_adoption_are_translated_like_those_of_a_standard(repository: MakeRepository) -> None:
    here = repository(adoption(SAME))
    done = sync(here)
    assert done is not None
    assert f"translations/ru/{ID}.po" in done.written
    assert not (here.root / f"translations/en/{ID}.po").exists()  # the adoption is not published in English
    assert {text.key for text in here.texts[ID]} == {f"{ID}#document/scope", f"{ID}#D1/reason", f"{ID}#OV1/text"}
    edition = here.edition(ID, "uz-Latn")
    assert not edition.fallbacks
    assert set(here.edition(ID, "ru").fallbacks) == {text.key for text in here.texts[ID]}


def test_an_adoption_that_cannot_be_applied_is_left_out_of_a_sync(repository: MakeRepository) -> None:
    made = repository(adoption(SAME))
    root, store = made.root, made.root / "build/sync"
    sync(made, store)
    before = tree(root / "translations")
    (root / FILE).write_text((root / FILE).read_text().replace("version: 1.0.0", "version: 9.9.9", 1))
    done = run(root, "translate", "sync")
    assert (done.returncode, done.stdout.count("error[")) == (1, 1), done.stdout
    assert f"{FILE}:6" in done.stdout and "9.9.9" in done.stdout
    professional = root / FILES["professional"]
    professional.write_text(professional.read_text("utf-8").replace("本专业培养", "本专业将培养", 1), "utf-8")
    (left_out,) = sync(Repository(root), store).left_out  # type: ignore[union-attr]
    assert left_out.code == "adoption-base"
    after = tree(root / "translations")
    changed = {name for name in before if after[name] != before[name]}
    assert {name.partition("/")[2] for name in changed} == {"demo/professional.po"}
    (root / FILE).write_text((root / FILE).read_text().replace("9.9.9", "1.0.0"))
    assert sync(Repository(root), store).left_out == ()  # type: ignore[union-attr]
    assert tree(root / "translations") == after


def test_an_adoption_that_cannot_be_applied_holds_up_no_translator_of_others(repository: MakeRepository) -> None:
    made = repository(adoption(SAME))
    sync(made)
    broken = (made.root / FILE).read_text().replace("version: 1.0.0", "version: 9.9.9", 1)
    (made.root / FILE).write_text(broken)
    handed = ("--format", "po", "--locale", "ru", "--output", "out")
    done = run(made.root, "translate", "export", "demo/professional", *handed)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "out/demo.po" in done.stdout
    assert "error" not in done.stdout
    whole = run(made.root, "translate", "export", *handed, "--replace")
    assert (whole.returncode, whole.stdout.count("error[adoption-base]")) == (1, 1)
    assert "out/demo.po" in whole.stdout
    taken = run(made.root, "translate", "import", "out/demo.po", "--translator", "A. Karimov")
    assert (taken.returncode, taken.stderr) == (0, ""), taken.stdout
    own = run(made.root, "translate", "export", ID, *handed)
    assert (own.returncode, own.stdout.count("error[adoption-base]")) == (1, 1)


def test_the_document_marks_and_lists_what_differs(repository: MakeRepository) -> None:
    here = repository(adoption(SAME, LEVEL, credits=CREDITS))
    document = compose(here.edition(ID, "uz-Latn"))
    provision = document.chapters[0].blocks[0]
    assert isinstance(provision, Provision)
    assert (provision.id, provision.mark) == ("OV1", "1")
    annex = document.chapters[-1]
    tables = [block for block in annex.blocks if isinstance(block, Table)]
    assert [table.id for table in tables] == ["deviations-table", "deviations-credits-table"]
    first = tables[0].groups[0][0]
    assert first.anchor == "deviation-1"
    assert "Yangi matn." in {str(line) for cell in first.cells for line in cell.lines}
    assert len(tables[1].groups) == 4
    (total,) = [[str(line) for cell in row.cells for line in cell.lines] for row in tables[1].groups[-1] if row.total]
    assert total == ["Jami", "158", "2560", "85,4"]


def shown(repository: MakeRepository, *operations: dict[str, Any], **changes: Any) -> tuple[Document, list[list[str]]]:
    """The document in Uzbek, and the first two cells of the table of deviations."""
    document = compose(repository(adoption(*operations, **changes)).edition(ID, "uz-Latn"))
    tables = [block for block in document.chapters[-1].blocks if isinstance(block, Table)]
    rows = [row for group in tables[0].groups for row in group]
    return document, [[" ".join(map(str, cell.lines)) for cell in row.cells[:2]] for row in rows]


def marks(chapters: tuple[Chapter, ...]) -> Iterator[tuple[str, str]]:
    """Every place of a document with a mark, and the mark."""
    for chapter in chapters:
        found: list[tuple[str, str]] = [(chapter.id, chapter.mark)]
        for block in chapter.blocks:
            if isinstance(block, Provision):
                found += [(item.id, item.mark) for item in (block, *block.provisions)]
            elif isinstance(block, Table):
                rows = [row for group in block.groups for row in group]
                found += [(block.id, block.mark), *((row.anchor, row.mark) for row in rows)]
                lines = [line for row in rows for cell in row.cells for line in cell.lines]
                found += [(line.id, line.mark) for line in lines if isinstance(line, Item)]
        yield from ((place, mark) for place, mark in found if mark)
        yield from marks(chapter.sections)


EVERYWHERE: tuple[dict[str, Any], ...] = (
    {"operation": "set", "target": "C101/content", "value": "Yangi mazmun."},
    {"operation": "set", "target": "C201/name", "value": "Yangi nom"},
    {"operation": "set", "target": "GR1/text", "value": "Yangi talab."},
    LEVEL,
    {"operation": "exclude", "target": "CERT1"},
    {"operation": "set", "target": "institutions", "value": ["demo-college"]},
    {"operation": "set", "target": "curriculum.totals.hours", "value": 2500},
    {"operation": "add", "target": "entry", "value": {"id": "EN9", "text": "Attestat."}},
    {"operation": "set", "target": "POS1/description", "value": "Yangi tavsif."},
    {"operation": "set", "target": "POS1.T1/text", "value": "Yangi vazifa."},
    SAME,
)


def test_whatever_differs_bears_a_mark_in_the_order_of_the_document(repository: MakeRepository) -> None:
    document, rows = shown(repository, *EVERYWHERE)
    assert [number for number, _ in rows] == [str(number) for number in range(1, len(EVERYWHERE) + 1)]
    assert dict(marks(document.chapters)) == {
        "OV1": "2", "programme-level": "3", "EN9": "4", "POS1-description": "5", "POS1.T1": "6",
        "chapter.orientation": "7", "curriculum-totals": "8", "C201": "10", "C101-content": "9", "C201-content": "10",
        "GR1": "11",
    }
    assert document.marks == {"title": "", "institutions": "1"}
    assert [fact.mark for fact in document.facts if fact.mark] == ["3"]


def test_no_reader_is_shown_an_id_that_the_document_does_not_show(repository: MakeRepository) -> None:
    _, rows = shown(repository, *EVERYWHERE)
    assert [place for _, place in rows] == [
        "Standart yaxlit holda Hamkorlikda ishlab chiqqan muassasalar", "1.1", "2 Taʼlim darajasi", "3.2",
        "5.2.1 Tavsif", "5.2.1 a)",
        "Asos standartda: 5.3 Past kuchlanishli elektr ishlari ruxsatnomasi", "8.2 Jami",
        "C101 Asosiy mazmun va talablar", "C201", "11.2.1",
    ]


def test_marks_stand_in_the_line_that_they_mark(repository: MakeRepository) -> None:
    document, _ = shown(repository, *EVERYWHERE)
    page = markup(document, "")
    assert page.count('class="deviations"') == len(list(marks(document.chapters))) + 2  # and two on the cover
    assert "<p> <span" not in page and "<p><span class=\"deviations\"" not in page
    for number in range(1, len(EVERYWHERE) + 1):
        assert f'id="deviation-{number}"' in page and f'href="#deviation-{number}"' in page


def test_sums_of_converted_credits_are_those_of_the_plan(repository: MakeRepository) -> None:
    here = repository(adoption(LEVEL, {"operation": "replace", "target": "C101", "value": OTHER}, credits=CREDITS))
    standard = here.adoptions[ID].standard
    assert isinstance(standard, ProfessionalStandard)
    annex = compose(here.edition(ID, "uz-Latn")).chapters[-1]
    table = next(block for block in annex.blocks if block.id == "deviations-credits-table")
    assert isinstance(table, Table)
    rows = [[str(line) for cell in row.cells for line in cell.lines] for group in table.groups for row in group]
    courses, (converted, stated, total) = rows[:-3], rows[-3:]
    assert {len(row[5].partition(",")[2]) for row in courses} == {2}
    assert {len(row[6].partition(",")[2]) for row in courses} == {1}
    after = [float(row[6].replace(",", ".")) for row in courses]
    assert float(converted[-1].replace(",", ".")) == pytest.approx(sum(after))
    assert stated[-1] == "20,0"
    assert float(total[-1].replace(",", ".")) == pytest.approx(standard.curriculum.totals.credits)


def test_the_xml_carries_the_deviations(repository: MakeRepository) -> None:
    here = repository(adoption(SAME, LEVEL, credits=CREDITS))
    content, problems = xml.render(publication(here, ID, ("uz-Latn", "ru")))
    assert problems == ()
    assert b'degree="modified"' in content
    assert b'target="OV1/text"' in content
    ours, problems = xml.render(publication(here, "demo/professional", ("zh-Hans",)))
    assert problems == ()
    assert b"adoption" not in ours


def test_the_same_adoption_is_the_same_standard(repository: MakeRepository, tmp_path: Path) -> None:
    one, two = (repository(adoption(SAME, LEVEL, credits=CREDITS)) for _ in range(2))
    assert one.adoptions[ID] == two.adoptions[ID]


def test_real_adoptions_can_be_applied() -> None:
    here = Repository(Path(__file__).parents[1])
    assert {"communication-technology/adoptions/kz", "communication-technology/adoptions/uz"} <= set(here.adoptions)
    for adopted in here.adoptions.values():
        assert not adopted.problems
        for locale in here.published(adopted.standard.id):
            assert not here.edition(adopted.standard.id, locale).fallbacks
