"""Workbooks out and in: what an author changes in Excel is exactly what changes in the file."""

import datetime
import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from conftest import MakeRepository
from curricula.drafts import Draft
from curricula.editing import rewritten
from curricula.formats import xlsx as writer
from curricula.imports import xlsx as reader
from curricula.pipeline import publication
from curricula.repository import Repository
from curricula.sheets.marks import HIDDEN
from fragments import FILES, overlay
from running import run

PLAN, ROOMS, UNITS = "demo/professional", "demo/practice/workshop", "demo/courses/circuits"
NAME = "plan.xlsx"


_made: list[Repository] = []


def shared(repository: MakeRepository) -> Repository:
    """One repository for the tests that only read it."""
    if not _made:
        _made.append(repository())
    return _made[0]


def exported(repository: Repository, document: str = PLAN, locale: str = "zh-Hans") -> Workbook:
    content, problems = writer.render(publication(repository, document, (locale,)).editions[0])
    assert problems == ()
    return load_workbook(io.BytesIO(content))


def imported(repository: Repository, book: Workbook) -> Draft:
    target = io.BytesIO()
    book.save(target)
    return reader.read(repository, NAME, target.getvalue())


def changed(repository: Repository, book: Workbook, document: str = PLAN) -> list[str]:
    """The lines of the file that an import takes away (-) and puts there (+)."""
    draft = imported(repository, book)
    assert draft.data is not None, told(draft)
    assert draft.document == document
    old = (repository.root / f"standards/{document}.yaml").read_text(encoding="utf-8")
    before, after = old.splitlines(), rewritten(old, draft.data).splitlines()
    gone = [f"-{line.strip()}" for line in before if line not in after]
    return gone + [f"+{line.strip()}" for line in after if line not in before]


def told(draft: Draft) -> list[str]:
    return [f"{item.severity}[{item.code}] {item.words()} | {item.advice()}" for item in draft.diagnostics]


def cell(page: Worksheet, row_id: str, head: str) -> Cell:
    """The cell of a line, found as a person finds it: by its code and the words at the head of the column."""
    heads = {str(found.value): place for place, found in enumerate(page[1], 1)}
    code = next(heads[name] for name in ("代码", "Код", "Kod", "Code") if name in heads)
    row = next(row for row in range(2, page.max_row + 1) if page.cell(row, code).value == row_id)
    found = page.cell(row, heads[head])
    assert isinstance(found, Cell)
    return found


def row_of(page: Worksheet, values: dict[str, Any], at: int) -> None:
    """A new line in row `at`, as a person inserts one."""
    page.insert_rows(at)
    heads = {str(found.value): place for place, found in enumerate(page[1], 1)}
    for head, value in values.items():
        page.cell(at, heads[head], value)


@pytest.mark.parametrize("document", [PLAN, ROOMS, UNITS])
@pytest.mark.parametrize("locale", ["zh-Hans", "en", "ru", "uz-Latn"])
def test_what_was_only_exported_changes_nothing(repository: MakeRepository, document: str, locale: str) -> None:
    repo = shared(repository)
    draft = imported(repo, exported(repo, document, locale))
    assert told(draft) == []
    old = (repo.root / f"standards/{document}.yaml").read_text(encoding="utf-8")
    assert draft.data is not None
    assert rewritten(old, draft.data) == old


def test_equal_editions_are_equal_bytes_and_name_no_day(repository: MakeRepository) -> None:
    whole = publication(shared(repository), PLAN, ("ru",)).editions[0]
    first, second = writer.render(whole)[0], writer.render(whole)[0]
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert f"{whole.standard.issued}T00:00:00Z".encode() in archive.read("docProps/core.xml")


def test_sums_are_formulas_that_show_their_value_without_calculating(repository: MakeRepository) -> None:
    content, _ = writer.render(publication(shared(repository), PLAN, ("zh-Hans",)).editions[0])
    words, values = load_workbook(io.BytesIO(content)), load_workbook(io.BytesIO(content), data_only=True)
    assert words["课程计划"]["G6"].value == "=SUM(G2:INDEX(G:G,ROW()-1))"
    assert values["课程计划"]["G6"].value == 2560
    shares = [row[4].value for row in values["学时结构"].iter_rows(min_row=2)]
    assert shares == pytest.approx([0.25, 0, 0.375, 0.1125, 0.2625, 1, 1752 / 2560, 288 / 2560])


def test_a_line_inserted_above_the_sums_is_counted(repository: MakeRepository) -> None:
    """The formula reaches to the row above it, wherever that is."""
    page = exported(shared(repository))["课程计划"]
    assert all(str(found.value).endswith("ROW()-1))") for found in page[6] if found.data_type == "f")


@pytest.mark.parametrize("words", ["=1+1", "+998 71 200", "-40 °C", "@home", "=cmd|'/c calc'!A1"])
def test_words_that_look_like_a_formula_stay_words(repository: MakeRepository, words: str) -> None:
    repo = repository(overlay(professional={"curriculum": {"courses": [{"id": "C401", "content": words}]}}))
    book = exported(repo)
    found = cell(book["课程计划"], "C401", "主要教学内容与要求")
    assert (found.value, found.data_type, found.quotePrefix) == (words, "s", True)
    assert told(imported(repo, book)) == []


def test_choices_are_offered_in_the_words_of_the_language(repository: MakeRepository) -> None:
    book = exported(shared(repository), locale="ru")
    rules = {str(rule.sqref): rule for rule in book["Учебный план"].data_validations.dataValidation}
    offered = rules["E2:E205"].formula1
    assert offered == "'curricula-lists'!$B$1:$B$2"
    assert [row[1].value for row in book["curricula-lists"].iter_rows(max_row=2)] == ["Обязательная", "По выбору"]
    assert book["curricula-lists"].sheet_state == "veryHidden"


def test_a_number_typed_over_another_changes_that_line_only(repository: MakeRepository) -> None:
    repo = shared(repository)
    book = exported(repo)
    cell(book["课程计划"], "C201", "理论").value = 410
    cell(book["课程计划"], "C201", "第5学期").value = 10
    assert changed(repo, book) == [
        "-hours: {total: 960, theory: 400, practice: 560}",
        "-semesters: [{number: 2, hours: 320}, {number: 3, hours: 480}, {number: 4, hours: 160}]",
        "+hours: {total: 960, theory: 410, practice: 560}",
        "+semesters: [{number: 2, hours: 320}, {number: 3, hours: 480}, {number: 4, hours: 160}, "
        "{number: 5, hours: 10}]",
    ]


def test_choices_lists_and_words_come_back_as_values(repository: MakeRepository) -> None:
    repo = shared(repository)
    page = (book := exported(repo))["课程计划"]
    cell(page, "C401", "类别").value = "专业核心课"
    cell(page, "C401", "考核方式").value = "试"  # the short word does too
    cell(page, "C401", "先修课程").value = "C101、C201"
    cell(page, "C101", "先修课程").value = None
    cell(page, "C101", "课程名称").value = "英语: 基础"
    data = imported(repo, book).data
    assert data is not None
    first, _, third, _ = data["curriculum"]["courses"]
    assert first["name"] == "英语: 基础"
    assert (third["category"], third["assessment"], third["prerequisites"]) == ("core", "examination", ["C101", "C201"])


def test_lines_are_added_and_removed(repository: MakeRepository) -> None:
    repo = shared(repository)
    book = exported(repo)
    page = book["课程计划"]
    page.delete_rows(cell(page, "C501", "代码").row)
    row_of(page, {
        "代码": "C202", "课程名称": "数字电路", "类别": "专业核心课", "课程性质": "必修", "学分": 4, "学时": 64,
        "理论": 32, "实践": 32, "第3学期": 64, "考核方式": "考试", "先修课程": "C201", "教学": "K1",
    }, cell(page, "C401", "代码").row)
    draft = imported(repo, book)
    assert told(draft) == [
        "info[import-removed] 课程计划!A1: C501 is no longer in the workbook and was removed from the standard | ",
        "info[import-added] 课程计划!B4: C202 is new | ",
    ]
    assert draft.data is not None
    assert [item["id"] for item in draft.data["curriculum"]["courses"]] == ["C101", "C201", "C202", "C401"]
    assert [line for line in changed(repo, book) if line.startswith("+")] == [
        "+- id: C202", "+name: 数字电路", "+credits: 4", "+hours: {total: 64, theory: 32, practice: 32}",
        "+semesters: [{number: 3, hours: 64}]", "+outcomes: {introduced: [K1]}",
    ]


def test_equipment_moves_to_another_room(repository: MakeRepository) -> None:
    room = {"id": "RM2", "name": "机房", "area": 60, "workstations": 20}
    repo = repository(overlay(professional={"facilities": {"rooms": [room]}}))
    book = exported(repo)
    cell(book["设备"], "RM1.E1", "实训室").value = "RM2 机房"
    data = imported(repo, book).data
    assert data is not None
    rooms = data["facilities"]["rooms"]
    assert [[item["id"] for item in room["equipment"]] for room in rooms] == [[], ["RM1.E1"]]


def test_comments_and_layout_of_the_file_stay(repository: MakeRepository) -> None:
    path = FILES["professional"]
    words = (shared(repository).root / path).read_text(encoding="utf-8")
    commented = words.replace("    - id: C401", "    # 选修课\n    - id:    C401   # 新课").replace(
        "credits: 16", "credits:   16   # 未定"
    )
    repo = repository({path: commented})
    book = exported(repo)
    cell(book["课程计划"], "C401", "学分").value = "１６，５"
    draft = imported(repo, book)
    assert draft.data is not None
    assert rewritten(commented, draft.data) == commented.replace("credits:   16   #", "credits:   16.5   #")


def test_what_changed_on_one_side_only_is_kept_and_on_both_is_a_conflict(repository: MakeRepository) -> None:
    book = exported(shared(repository))
    later = repository(overlay(professional={"curriculum": {"courses": [{"id": "C401", "credits": 18}]}}))
    cell(book["课程计划"], "C401", "学时").value = 300
    data = imported(later, book).data
    assert data is not None
    course = data["curriculum"]["courses"][2]
    assert (course["credits"], course["hours"]["total"]) == (18, 300)
    cell(book["课程计划"], "C401", "学分").value = 17
    draft = imported(later, book)
    assert draft.data is None
    assert told(draft) == [
        "error[import-conflict] 课程计划!F4: 17 here, but 18 in the file, which was changed since the export"
        " | Decide which is right, and write it in both."
    ]


def test_courses_added_to_the_file_since_stay_and_those_taken_out_stay_out(repository: MakeRepository) -> None:
    old = shared(repository)
    book = exported(old)
    text = (old.root / FILES["professional"]).read_text(encoding="utf-8")
    later = repository({FILES["professional"]: text.replace("id: C401", "id: C402")})
    data = imported(later, book).data
    assert data is not None
    assert [item["id"] for item in data["curriculum"]["courses"]] == ["C101", "C201", "C402", "C501"]
    cell(book["课程计划"], "C401", "学分").value = 1
    assert [item.code for item in imported(later, book).diagnostics] == ["import-conflict"]


def test_a_translated_workbook_gives_numbers_and_keeps_its_words_to_itself(repository: MakeRepository) -> None:
    repo = shared(repository)
    book = exported(repo, locale="ru")
    page = book["Учебный план"]
    cell(page, "C401", "Кредиты").value = "17,5"
    cell(page, "C401", "Вид").value = "обязательная"
    cell(page, "C401", "Наименование дисциплины").value = "Проектирование"
    draft = imported(repo, book)
    assert draft.data is not None
    course = draft.data["curriculum"]["courses"][2]
    assert (course["credits"], course["choice"], course["name"]) == (17.5, "compulsory", "电子产品设计")
    assert told(draft) == [
        "warning[import-translation] Учебный план!C4: the words of a translation were changed; they were not taken"
        " | Change them in the catalogue of the language, where the translator works."
    ]


def test_a_line_deleted_from_a_translated_workbook_stays_in_the_standard(repository: MakeRepository) -> None:
    repo = shared(repository)
    book = exported(repo, locale="ru")
    page = book["Учебный план"]
    page.delete_rows(cell(page, "C401", "Код").row)
    draft = imported(repo, book)
    assert draft.data is None
    assert told(draft) == [
        "error[import-removed] Учебный план!A1: the line C401 is missing, but this workbook is a translation"
        " | Take it out in the workbook in the language of the standard."
    ]


WRONG = [
    ("学时", "64学时", "64学时 stands where a number is expected | Write the number alone, without a unit."),
    ("学时", "1,200", "1,200 stands where a number is expected | Write the number alone, without a unit."),
    ("学时", 64.5, "64.5 stands where a whole number is expected | "),
    ("学时", -1, "-1 is less than 1 | All hours of the course or unit."),
    ("学时", True, "true or false stands where a value is expected | "),
    ("学时", "=D4*2", "a formula stands where a value is expected"
     " | Copy the cell and paste it as a value: only sums are calculated here."),
    ("学时", datetime.datetime(2026, 1, 2), "Excel has made the date 2026-01-02 00:00:00 of what was typed"
     " | Format the cell as text, or as a number, and type it again."),
    ("学时", "#REF!", "Excel shows the error #REF! here | Write the value itself."),
    ("类别", "专业核心", "专业核心 is none of the words that may stand here | did you mean 专业核心课?"),
    ("类别", "?", "? is none of the words that may stand here"
     " | Known here: 公共基础课, 专业基础课, 专业核心课, 专业拓展课, 实践性教学环节"),
    ("先修课程", "C201, С101", "С101 does not exist | did you mean C101? The letter С here is Cyrillic."),
    ("考核", "А1, K1", "А1 does not exist | did you mean A1? The letter А here is Cyrillic."),
    ("考核", "A9", "A9 does not exist | did you mean A1?"),
    ("代码", "C101", "the code C101 stands in two lines | "),
    ("代码", "C402", "the code C401 was changed to C402"
     " | A code never changes: translations are found by it. For something else, add a new line."),
    ("代码", None, "the line has no code | Each line needs a code that no other has."),
    ("课程名称", "两\n行", "两\\n行 does not have the expected form"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("head", "value", "words"), WRONG)
def test_a_wrong_cell_is_found_by_its_name_and_nothing_is_written(
    repository: MakeRepository, head: str, value: Any, words: str
) -> None:
    repo = shared(repository)
    book = exported(repo)
    found = cell(book["课程计划"], "C401", head)
    found.value = value
    draft = imported(repo, book)
    assert draft.data is None
    assert any(line.startswith(f"error[import-value] 课程计划!{found.coordinate}: {words}") for line in told(draft))
    first = next(item for item in draft.diagnostics if item.severity == "error")
    assert (first.where.path, first.where.line, first.where.column) == (NAME, found.row, found.column)


@pytest.mark.parametrize(("typed", "value"), [
    ("６４", 64), (" 64 ", 64), ("64.0", 64), ("1 024", 1024), ("1\u00a0024", 1024), (64.0, 64),
])
def test_a_number_typed_as_text_is_taken_where_only_one_can_be_meant(
    repository: MakeRepository, typed: Any, value: int
) -> None:
    repo = shared(repository)
    book = exported(repo)
    cell(book["课程计划"], "C401", "学时").value = typed
    data = imported(repo, book).data
    assert data is not None
    assert data["curriculum"]["courses"][2]["hours"]["total"] == value


def test_headers_are_named_when_they_are_unknown_missing_or_twice(repository: MakeRepository) -> None:
    repo = shared(repository)
    book = exported(repo)
    page = book["课程计划"]
    page["F1"], page["X1"], page["Y1"] = "学份", "备注", "理论"
    assert told(imported(repo, book))[:4] == [
        "warning[import-header] 课程计划!F1: 学份 is not the name of a column; it was not read | ",
        "warning[import-header] 课程计划!X1: 备注 is not the name of a column; it was not read | ",
        "error[import-header] 课程计划!Y1: a second column has the name 理论 | ",
        "error[import-header] 课程计划!A1: the column 学分 is missing | Columns may be moved, but not renamed.",
    ]
    page["H1"] = "课程名"
    assert "did you mean 课程名称?" in told(imported(repo, book))[1]


def test_columns_may_be_moved_and_lines_sorted(repository: MakeRepository) -> None:
    repo = shared(repository)
    book = exported(repo)
    page = book["课程计划"]
    page.column_dimensions["A"].hidden = False
    head, *lines, total = [[found.value for found in row] for row in page.iter_rows()]
    for row, values in enumerate([head, *reversed(lines), total], 1):
        for place, value in enumerate(reversed(values), 1):
            page.cell(row, place).value = value
    draft = imported(repo, book)
    assert (told(draft), draft.data) == ([], repo.source(FILES["professional"]).data)


def test_what_nobody_sees_is_told(repository: MakeRepository) -> None:
    repo = shared(repository)
    book = exported(repo)
    page = book["课程计划"]
    page.row_dimensions[3].hidden = True
    page.column_dimensions["H"].hidden = True
    page.merge_cells("F3:F4")
    book.create_sheet("旧").sheet_state = "hidden"
    book.create_sheet("说明")["A1"] = "请填写"
    del book["设备"]
    assert told(imported(repo, book)) == [
        "error[import-value] 课程计划!F3: the cells F3:F4 are merged, so some of them have no value"
        " | Unmerge them and give each its own.",
        "warning[import-hidden] 课程计划: rows or columns that are hidden, by a filter perhaps, were read too: 3 | ",
        "warning[import-hidden] 课程计划: rows or columns that are hidden, by a filter perhaps, were read too: H | ",
        "warning[import-hidden] the sheet 旧 is hidden and was not read | Unhide it, or delete it.",
        "warning[import-unplaced] the sheet 说明 was not read: its header is of no table | ",
        "warning[import-file] the sheet 设备 is missing; what it showed stays as it is | ",
    ]


def test_a_table_that_does_not_show_all_takes_no_new_lines(repository: MakeRepository) -> None:
    repo = shared(repository)
    book = exported(repo, UNITS)
    page = book.worksheets[0]
    cell(page, "U1", "代码").value = "U9"
    page["A2"] = None
    assert [item.code for item in imported(repo, book).diagnostics] == ["import-removed", "import-added"]


def test_all_errors_are_told_at_once_and_nothing_that_was_not_done(repository: MakeRepository) -> None:
    repo = shared(repository)
    book = exported(repo)
    page = book["课程计划"]
    cell(page, "C401", "学时").value = "?"
    cell(page, "C201", "先修课程").value = "C999"
    page.delete_rows(cell(page, "C501", "代码").row)
    assert [(item.code, item.arguments["place"]) for item in imported(repo, book).diagnostics] == [
        ("import-value", "课程计划!G4"), ("import-value", "课程计划!R3"),
    ]


@pytest.mark.parametrize(("locale", "heads"), [
    ("zh-Hans", ["课程代码", "课程名称", "类别", "课程性质", "学分", "学时", "理论", "第一学期", "第 2 学期",
                 "考核方式"]),
    ("ru", ["Код", "Наименование дисциплины", "Категория", "ВИД", "Кредиты", "Всего", "Теория", "1-й семестр",
            "Семестр 2", "Форма контроля"]),
    ("uz-Latn", ["Kod", "Fan nomi", "Turkum", "Turi", "Kredit", "Soat", "Nazariy", "1-semestr", "2-semestr",
                 "Nazorat shakli"]),
    ("en", ["Code", "Course name", "Category", "Type", "Credits", "Hours", "Theory", "Semester 1", "2nd semester",
            "Assessment"]),
])
def test_a_plan_made_by_hand_becomes_a_draft(repository: MakeRepository, locale: str, heads: list[str]) -> None:
    repo = shared(repository)
    labels = repo.shared(locale, repo.standards[PLAN]).labels
    words = {key: labels[key] for key in ("course.core", "choice.elective", "total")}
    book = Workbook()
    page = book.worksheets[0]
    page.append(["2026"])
    page.append(heads)
    page.append(["C1", "A", words["course.core"].upper(), words["choice.elective"], 2, 32, 16, 20, "12", "examination"])
    page.append([None, words["total"], None, None, 2, 32])
    draft = imported(repo, book)
    assert draft.document == ""
    assert draft.data == {"kind": "professional", "language": locale, "curriculum": {"courses": [{
        "id": "C1", "name": "A", "category": "core", "choice": "elective", "credits": 2,
        "hours": {"total": 32, "theory": 16}, "semesters": [{"number": 1, "hours": 20}, {"number": 2, "hours": 12}],
        "outcomes": {}, "assessment": "examination",
    }]}}, told(draft)


def test_a_workbook_without_its_hidden_sheet_is_one_made_by_hand(repository: MakeRepository) -> None:
    repo = shared(repository)
    book = exported(repo)
    del book[HIDDEN]
    draft = imported(repo, book)
    assert draft.data is not None
    assert "document" not in draft.data
    courses = repo.source(FILES["professional"]).data["curriculum"]["courses"]
    assert [(item["id"], item["semesters"]) for item in draft.data["curriculum"]["courses"]] == [
        (item["id"], item["semesters"]) for item in courses
    ]


def test_files_that_are_no_workbook_are_refused(repository: MakeRepository) -> None:
    repo = shared(repository)
    foreign, full = exported(repo), io.BytesIO()
    Workbook().save(full)
    many = "".join(f'<c r="{number}"/>' for number in range(200_001))
    with zipfile.ZipFile(full, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", f"<worksheet>{many}</worksheet>")
    assert "cells; at most 200000 are read" in told(reader.read(repo, NAME, full.getvalue()))[0]
    foreign[HIDDEN]["B2"] = "00000000-0000-4000-8000-000000000000"
    assert "is not in the repository" in told(imported(repo, foreign))[0]
    for content in (b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04broken"):
        draft = reader.read(repo, NAME, content)
        assert draft.data is None
        assert [item.severity for item in draft.diagnostics] == ["error"]


def test_pictures_are_told_of(repository: MakeRepository) -> None:
    repo = shared(repository)
    content, _ = writer.render(publication(repo, PLAN, ("zh-Hans",)).editions[0])
    target = io.BytesIO(content)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/media/image1.png", b"")
    draft = reader.read(repo, NAME, target.getvalue())
    assert told(draft) == ["warning[import-unplaced] the workbook has pictures or charts: they are not read | "]
    assert draft.data is not None


hours = st.integers(min_value=1, max_value=2000)
edits = st.lists(st.tuples(
    st.sampled_from(["C101", "C201", "C401", "C501"]),
    st.sampled_from(["学时", "理论", "实践", "自学", "第1学期", "第4学期", "第6学期"]), hours,
), max_size=6)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=edits, gone=st.sets(st.sampled_from(["C401", "C501"])), new=st.integers(min_value=0, max_value=2))
def test_any_edit_comes_back_exactly(
    repository: MakeRepository, edits: list[tuple[str, str, int]], gone: set[str], new: int
) -> None:
    """What is expected is worked out on plain lists, in a way of its own."""
    repo = shared(repository)
    book = exported(repo)
    page = book["课程计划"]
    parts = {"学时": "total", "理论": "theory", "实践": "practice", "自学": "self_study"}
    old = repo.source(FILES["professional"])
    wanted = {item["id"]: {**item, "hours": {**item["hours"]}} for item in old.data["curriculum"]["courses"]}
    for code, head, value in edits:
        cell(page, code, head).value = value
        if head in parts:
            wanted[code]["hours"][parts[head]] = value
        else:
            loads = {load["number"]: load["hours"] for load in wanted[code]["semesters"]} | {int(head[1]): value}
            wanted[code]["semesters"] = [{"number": number, "hours": loads[number]} for number in sorted(loads)]
    for code in gone:
        page.delete_rows(cell(page, code, "代码").row)
        del wanted[code]
    for number in range(new):
        row_of(page, {
            "代码": f"N{number}", "课程名称": f"课程{number}", "类别": "专业核心课", "课程性质": "选修", "学分": 1.5,
            "学时": 24, "第2学期": 24, "考核方式": "考查",
        }, 2)
        wanted = {f"N{number}": {
            "id": f"N{number}", "name": f"课程{number}", "category": "core", "choice": "elective", "credits": 1.5,
            "hours": {"total": 24}, "semesters": [{"number": 2, "hours": 24}], "outcomes": {},
            "assessment": "coursework",
        }, **wanted}
    draft = imported(repo, book)
    assert draft.data is not None, told(draft)
    assert draft.data["curriculum"]["courses"] == list(wanted.values())
    rewritten(old.text, draft.data)  # refuses by itself what does not read back as the data


@pytest.mark.slow
def test_the_commands_write_a_workbook_and_take_it_back(repository: MakeRepository) -> None:
    root = repository().root
    made = root / "build" / PLAN / "1.0.0" / "ru.xlsx"
    path = root / FILES["professional"]
    before = path.read_text(encoding="utf-8")
    built = run(root, "build", PLAN, "--format", "xlsx", "--locale", "ru", "--lang", "en")
    assert (built.returncode, built.stderr) == (0, "")
    unchanged = run(root, "import", str(made), "--lang", "en")
    assert (unchanged.returncode, unchanged.stdout.splitlines()[-1]) == (0, "nothing has changed")
    book = load_workbook(made)
    cell(book["Учебный план"], "C401", "Кредиты").value = 17
    book.save(made)
    assert run(root, "import", str(made), "--replace", "--lang", "en").returncode == 0
    assert path.read_text(encoding="utf-8") == before.replace("credits: 16\n", "credits: 17\n")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_calculates_the_same_sums_and_loses_nothing(repository: MakeRepository, tmp_path: Path) -> None:
    repo = shared(repository)
    content, _ = writer.render(publication(repo, PLAN, ("zh-Hans",)).editions[0])
    (tmp_path / NAME).write_bytes(content)
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx",
         "--outdir", str(tmp_path / "out"), str(tmp_path / NAME)], check=True, capture_output=True, timeout=120,
    )
    theirs = (tmp_path / "out" / NAME).read_bytes()
    ours, calculated = (load_workbook(io.BytesIO(file), data_only=True) for file in (content, theirs))
    for title in ("课程计划", "学时结构"):
        rows = zip(ours[title].iter_rows(values_only=True), calculated[title].iter_rows(values_only=True), strict=False)
        for mine, other in rows:
            assert list(other[: len(mine)]) == pytest.approx(list(mine))
    draft = reader.read(repo, NAME, theirs)
    assert (told(draft), draft.data) == ([], repo.source(FILES["professional"]).data)
