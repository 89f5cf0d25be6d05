"""Workbooks for translators: what is typed there comes back as it was typed, and what Excel made of it is told."""

import datetime
import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles.colors import Color
from openpyxl.worksheet.worksheet import Worksheet

from curricula.diagnostics import CurriculaError
from curricula.exchange import xlsx
from curricula.office import write_container
from curricula.reviews import STATES
from curricula.units import NOWHERE, Bundle, Part, Unit
from handouts import COURSE, PLAN, bundles, sample, told

NAME = "demo.ru.xlsx"
SAMPLE = xlsx.write(sample())
COLUMNS = (
    "key", "base", "context", "source", "target", "state", "note", "terms", "suggestions", "previous", "original",
    "limit",
)
LETTERS = "ABCDEFGHIJKL"
DRAFT, STALE = f"{PLAN}#S2/name", f"{COURSE}#N1/text"


def book() -> Workbook:
    return load_workbook(io.BytesIO(SAMPLE), rich_text=True)


def cell(page: Worksheet, key: str, column: str) -> Cell:
    row = next(row for row in range(3, page.max_row + 1) if page.cell(row, 1).value == key)
    found = page.cell(row, COLUMNS.index(column) + 1)
    assert isinstance(found, Cell)
    return found


def hidden(page: Worksheet) -> set[str]:
    return {name for letter, name in zip(LETTERS, COLUMNS, strict=True) if page.column_dimensions[letter].hidden}


def read(made: Workbook) -> Bundle:
    target = io.BytesIO()
    made.save(target)
    return xlsx.read(target.getvalue(), NAME)


def units(bundle: Bundle) -> dict[str, Unit]:
    return {item.key: replace(item, where=NOWHERE) for item in bundle.units()}


def findings(bundle: Bundle) -> list[str]:
    return [f"{item.severity}[{item.code}] {item.words()}" for item in bundle.problems]


BEFORE = {item.key: item for _, _, item in told(sample())}


def test_what_is_written_is_read_back() -> None:
    back = xlsx.read(SAMPLE, NAME)
    assert back.problems == ()
    assert list(told(back)) == list(told(sample()))
    assert (back.name, back.source_language, back.locale) == ("demo", "zh-Hans", "ru")
    assert xlsx.is_mine(SAMPLE)
    assert xlsx.write(sample()) == SAMPLE


@given(bundles())
@settings(deadline=None, max_examples=40)
def test_any_words_and_states_are_read_back(bundle: Bundle) -> None:
    back = xlsx.read(xlsx.write(bundle), NAME)
    assert back.problems == ()
    assert list(told(back)) == list(told(bundle))
    assert [part.document for part in back.parts] == [part.document for part in bundle.parts]


@pytest.mark.parametrize("words", [
    "_x000A_", "_x0041__x0042_", "a_x0041_b", "_x", "=1+1", "+1", "-1", "@A1", "'a", "007", "1-2", "1e5", "#NAME?",
    "TRUE", "2026-11-22", " spaces ", "\u2028", "a\n\nb",
])
def test_awkward_words_survive(words: str) -> None:
    unit = replace(sample().parts[1].units[5], target=words, base="")
    bundle = replace(sample(), parts=(Part(PLAN, "u", (unit,)),))
    (back,) = xlsx.read(xlsx.write(bundle), NAME).units()
    assert back.target == words


def test_words_too_long_for_a_cell_are_refused() -> None:
    unit = replace(sample().parts[1].units[5], target="я" * 32_768)
    with pytest.raises(CurriculaError, match="the target of a text has 32768 characters"):
        xlsx.write(replace(sample(), parts=(Part(PLAN, "u", (unit,)),)))


def test_only_what_is_to_be_typed_may_be_typed_and_stays_text() -> None:
    page = book()["courses circuits"]
    assert page.protection.sheet
    assert not page.protection.password
    assert not page.protection.autoFilter, "filtering is not forbidden"
    assert [str(found.value) for found in page[2]][2:7] != list(COLUMNS[2:7])
    for number, name in enumerate(COLUMNS, 1):
        found = page.cell(3, number)
        assert (found.number_format, found.protection.locked) == ("@", name not in ("target", "state", "note"))
        assert found.data_type in ("s", "n")
        assert page.cell(2, number).protection.locked
    assert hidden(page) == {"key", "base"}
    assert page.row_dimensions[1].hidden
    assert (page.freeze_panes, page.auto_filter.ref) == ("E3", "C2:L3")
    assert cell(page, STALE, "source").value == "=电路“A&B” <5Ω {hours}"
    choice, longest = page.data_validations.dataValidation
    assert (choice.formula1, str(choice.sqref)) == ('"draft,translated,reviewed,approved"', "F3")
    assert (longest.type, longest.formula1, str(longest.sqref)) == ("textLength", "40", "E3")
    assert longest.errorStyle == "warning"


def test_columns_that_nothing_stands_in_are_not_shown() -> None:
    made = xlsx.write(replace(sample(), parts=sample().parts[1:]))
    page = load_workbook(io.BytesIO(made)).worksheets[0]
    assert hidden(page) == {"key", "base", "terms", "suggestions", "original", "limit"}


def test_the_legend_tells_every_state_in_the_language_of_the_translator() -> None:
    page = book().worksheets[-1]
    assert {str(row[0].value) for row in page.iter_rows(min_row=2) if row[0].value} == set(STATES)


@pytest.mark.parametrize(("key", "target", "state", "after"), [
    (f"{PLAN}#S0/name", "Слово", None, "translated"),
    (f"{PLAN}#S1/name", "Слово", None, "translated"),
    (DRAFT, "Слово", None, "draft"),
    (DRAFT, None, "translated", "translated"),
    (DRAFT, None, " Translated ", "translated"),
    (STALE, "Слово", None, "translated"),
    (STALE, None, "translated", "translated"),
    (f"{PLAN}#S7/name", "Слово", None, "translated"),
    (f"{PLAN}#S5/name", "Слово", "draft", "draft"),
    (f"{PLAN}#S5/name", "", None, "untranslated"),
    (DRAFT, None, "", "draft"),
    (STALE, None, "", "stale"),
    (STALE, "Слово", "", "translated"),
])
def test_the_state_is_told_by_its_cell_and_the_words(
    key: str, target: str | None, state: str | None, after: str
) -> None:
    made = book()
    page = made.worksheets[0 if key == STALE else 1]
    if target is not None:
        cell(page, key, "target").value = target or None
    if state is not None:
        cell(page, key, "state").value = state or None
    back = read(made)
    assert findings(back) == []
    expected = replace(BEFORE[key], state=after, target=BEFORE[key].target if target is None else target)
    assert units(back) == BEFORE | {key: expected}


def put(key: str, column: str, value: Any, number_format: str = "General") -> Callable[[Workbook], None]:
    """A change that types a value into the cell of a row and a column."""

    def change(made: Workbook) -> None:
        found = cell(made.worksheets[0 if key == STALE else 1], key, column)
        found.value = value
        found.number_format = number_format

    return change


def error(made: Workbook) -> None:
    found = cell(made.worksheets[1], DRAFT, "target")
    found.value = "#NAME?"
    found.data_type = "e"


def merge(made: Workbook) -> None:
    made.worksheets[1].merge_cells("E5:E6")


def added(made: Workbook) -> None:
    made.worksheets[1]["D12"], made.worksheets[1]["E12"] = "新词", "новое"


def twice(made: Workbook) -> None:
    page = made.worksheets[1]
    for number in range(1, 13):
        page.cell(12, number).value = page.cell(5, number).value
    page["E12"] = "другое"


def twice_the_same(made: Workbook) -> None:
    made.copy_worksheet(made.worksheets[0])


def moved_row(made: Workbook) -> None:
    first, second = made.worksheets[:2]
    for number in range(1, 13):
        first.cell(4, number).value = second.cell(5, number).value
    second.delete_rows(5)


# What a person did, what is told, and which units are left out for it.
MISHAPS: dict[str, tuple[Callable[[Workbook], object], str, set[str]]] = {
    "formula": (put(DRAFT, "target", "=D5"), "cell: professional!E5: a formula stands", {DRAFT}),
    "error value": (error, "cell: professional!E5: Excel shows the error #NAME? here", {DRAFT}),
    "date": (
        put(DRAFT, "target", datetime.datetime(2026, 1, 2), "yyyy-mm-dd"),
        "cell: professional!E5: Excel has made a number or a date of what was typed: 2026-01-02", {DRAFT},
    ),
    "boolean": (put(DRAFT, "target", True), "cell: professional!E5: true or false", {DRAFT}),
    "fraction": (put(DRAFT, "target", 2.5), "cell: professional!E5: Excel has made a number", {DRAFT}),
    "percentage": (put(DRAFT, "target", 1, "0%"), "cell: professional!E5: Excel has made a number", {DRAFT}),
    "too many digits": (put(DRAFT, "target", 10**15), "cell: professional!E5: Excel has made a", {DRAFT}),
    "formula in a note": (put(DRAFT, "note", "=A1"), "cell: professional!G5: a formula stands", {DRAFT}),
    "superscript": (
        put(DRAFT, "target", CellRichText("10", TextBlock(InlineFont(vertAlign="superscript"), "2"))),
        "cell: professional!E5: raised, lowered or struck out letters", {DRAFT},
    ),
    "struck out": (
        put(DRAFT, "target", CellRichText("а", TextBlock(InlineFont(strike=True), "б"))),
        "cell: professional!E5: raised, lowered or struck out letters", {DRAFT},
    ),
    "state": (put(DRAFT, "state", "done"), "state: professional!F5: done is none", {DRAFT}),
    "key": (put(DRAFT, "key", "menu"), "row: professional!A5: menu is no key", {DRAFT}),
    "no key": (put(DRAFT, "key", None), "row: professional!B5: the row has no key", {DRAFT}),
    "merged cells": (merge, "cell: professional!E5: the cells E5:E6 are merged", {DRAFT, f"{PLAN}#S3/name"}),
    "added row": (added, "row: professional!D12: the row has no key", set()),
    "two rows of one key": (twice, "duplicate: professional!A12: demo/professional#S2/name stands", {DRAFT}),
    "a row in another sheet": (moved_row, "row: courses circuits!A4: demo/professional#S2/name", {DRAFT}),
    "no column of keys": (
        lambda made: made.worksheets[0].delete_cols(1),
        "sheet: the sheet courses circuits was not read: its column key is missing", {STALE},
    ),
    "no column of states": (
        lambda made: made.worksheets[0].delete_cols(6),
        "sheet: the sheet courses circuits was not read: its column state is missing", {STALE},
    ),
    "no hidden row": (
        lambda made: made.worksheets[0].delete_rows(1),
        "sheet: the sheet courses circuits is none of ours", {STALE},
    ),
}


def test_a_copied_sheet_does_no_harm() -> None:
    made = book()
    before = units(read(made))
    twice_the_same(made)
    back = read(made)
    assert back.problems == ()
    assert units(back) == before


@pytest.mark.parametrize("name", MISHAPS)
def test_what_cannot_be_understood_is_told_and_left_out(name: str) -> None:
    change, finding, left_out = MISHAPS[name]
    made = book()
    change(made)
    back = read(made)
    (problem,) = back.problems
    assert f"{problem.code.removeprefix('exchange-')}: {problem.words()}".startswith(finding)
    assert problem.where.path == NAME
    assert problem.severity == "error" or name == "no hidden row"
    assert units(back) == {key: item for key, item in BEFORE.items() if key not in left_out}


@pytest.mark.parametrize("limit", ["9" * 5000, "²", "-1", "many"])
def test_a_limit_that_is_none_is_no_limit(limit: str) -> None:
    made = book()
    put(STALE, "limit", limit)(made)
    assert units(read(made)) == BEFORE | {STALE: replace(BEFORE[STALE], limit=0)}


def test_a_whole_number_is_words_and_told() -> None:
    made = book()
    put(DRAFT, "target", 2026)(made)
    back = read(made)
    assert findings(back) == [
        "warning[exchange-cell] professional!E5: Excel has made a number of what was typed; 2026 was read"
    ]
    assert units(back)[DRAFT].target == "2026"


@pytest.mark.parametrize(("look", "finding"), [
    (InlineFont(b=True), ["bold, italic or underlined words are read as plain ones"]),
    (InlineFont(u="single"), ["bold, italic or underlined words are read as plain ones"]),
    (InlineFont(rFont="SimSun", sz=9, color=Color("FFFF0000")), []),
])
def test_words_of_several_looks_are_plain_words(look: InlineFont, finding: list[str]) -> None:
    made = book()
    put(DRAFT, "target", CellRichText("Слово ", TextBlock(look, "жирное")))(made)
    back = read(made)
    assert findings(back) == [f"info[exchange-cell] professional!E5: {words}" for words in finding]
    assert units(back)[DRAFT].target == "Слово жирное"


def test_without_hashes_the_translations_are_read() -> None:
    made = book()
    made.worksheets[0].delete_cols(2)
    back = read(made)
    assert findings(back) == ["warning[exchange-sheet] the hidden column base is missing in the sheet courses circuits"]
    assert units(back) == BEFORE | {STALE: replace(BEFORE[STALE], base="")}


def sort_rows(made: Workbook) -> None:
    page = made.worksheets[1]
    rows = [[found.value for found in row] for row in page.iter_rows(min_row=3)]
    for row, values in enumerate(reversed(rows), 3):
        for number, value in enumerate(values, 1):
            page.cell(row, number).value = value


def move_columns(made: Workbook) -> None:
    page = made.worksheets[1]
    page.insert_cols(3)
    page["C2"] = "my own column"
    page["C5"] = "seen"


def title_above(made: Workbook) -> None:
    made.worksheets[1].insert_rows(1, 2)
    made.worksheets[1]["C1"] = "Перевод: А. Каримов"


def rename(made: Workbook) -> None:
    made.worksheets[1].title = "План"
    made.worksheets[1].protection.sheet = False


def no_legend(made: Workbook) -> None:
    made.remove(made.worksheets[-1])


@pytest.mark.parametrize("change", [sort_rows, move_columns, title_above, rename, no_legend])
def test_what_people_do_to_a_workbook_changes_nothing(change: Callable[[Workbook], None]) -> None:
    made = book()
    change(made)
    back = read(made)
    assert findings(back) == []
    assert units(back) == BEFORE


def test_deleted_rows_and_sheets_are_absent() -> None:
    made = book()
    made.worksheets[1].delete_rows(4, 7)
    made.remove(made.worksheets[0])
    back = read(made)
    assert findings(back) == []
    assert units(back).keys() == {f"{PLAN}#S0/name"}


def test_a_sheet_of_another_language_is_not_read() -> None:
    made = book()
    made.worksheets[0]["E1"] = "target uz-Latn"
    back = read(made)
    assert findings(back) == [
        "error[exchange-sheet] the sheet professional was not read: it is of another programme or language"
    ]
    assert (back.locale, set(units(back))) == ("uz-Latn", {STALE})


def test_a_workbook_of_another_project_has_no_units() -> None:
    made = Workbook()
    page = made.worksheets[0]
    page.append(["key", "source", "target", "state"])
    page.append(["menu.open", "Open", "Открыть", "final"])
    back = read(made)
    assert [item.split("]")[0] for item in findings(back)] == ["error[exchange-sheet", "error[exchange-strange"]
    assert back.parts == ()


@pytest.mark.parametrize("content", [
    b"", SAMPLE[:2000], SAMPLE[:-200], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), b"PK\x03\x04 xl/", b"msgid",
])
def test_a_damaged_file_is_one_finding(content: bytes) -> None:
    back = xlsx.read(content, NAME)
    (finding,) = back.problems
    assert (finding.severity, finding.where.path, back.parts) == ("error", NAME, ())


@pytest.mark.parametrize("part", [
    b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    b'<mergeCells count="1"><mergeCell ref="A:XFD"/></mergeCells>',
    b'<hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>',
])
def test_an_area_of_a_whole_sheet_is_refused_before_it_is_filled(part: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(SAMPLE)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    before, mark, after = parts["xl/worksheets/sheet1.xml"].partition(b"<conditionalFormatting")
    parts["xl/worksheets/sheet1.xml"] = before + part + mark + after
    back = xlsx.read(write_container(parts), NAME)
    (finding,) = back.problems
    assert finding.words().endswith("cells; at most 200000 are read")


@pytest.mark.parametrize("content", [b"", b"<?xml version='1.0'?>", b"PK\x03\x04word/document.xml", b'msgid ""\n'])
def test_other_files_are_not_taken_for_a_workbook(content: bytes) -> None:
    assert not xlsx.is_mine(content)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_and_saves_it_without_loss(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(SAMPLE)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", tmp_path / "out", tmp_path / NAME],
        capture_output=True, check=True, timeout=180,
    )
    back = xlsx.read((tmp_path / "out" / NAME).read_bytes(), NAME)
    assert findings(back) == []
    assert units(back) == BEFORE
