"""Word files out and in: what nobody touched comes back as it was, what an author did is taken or told."""

import copy
import io
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from authors import Author
from conftest import ROOT, MakeRepository
from curricula import office
from curricula.diagnostics import ENGLISH, Diagnostic, Phrase
from curricula.drafts import Draft, data_of, yaml_text
from curricula.formats import docx as writer
from curricula.imports import docx as reader
from curricula.messages.wording import languages, voice
from curricula.parsing import parse
from curricula.pipeline import publication
from curricula.repository import Repository
from curricula.source import parsed
from curricula.word.body import element, run
from curricula.word.package import packed
from curricula.word.template import template
from curricula.word.values import Wording
from running import run as command

COURSE, PRACTICE, PROFESSIONAL = "demo/courses/circuits", "demo/practice/workshop", "demo/professional"
EVERY = (COURSE, PRACTICE, PROFESSIONAL)
AMPLIFIERS = "demo/courses/amplifiers"
TEMPLATE = "0b7d3c1e-5a5a-4b4b-8c8c-1234567890ab"
_made: list[Repository] = []


@pytest.fixture
def shared(repository: MakeRepository) -> Repository:
    """One repository for the tests that only read it."""
    if not _made:
        _made.append(repository())
    return _made[0]


def exported(repository: Repository, document: str, locale: str = "zh-Hans") -> bytes:
    content, problems = writer.render(publication(repository, document, (locale,)).editions[0])
    assert not problems
    return content


def raw(repository: Repository, document: str) -> dict[str, Any]:
    data: dict[str, Any] = copy.deepcopy(repository.source(f"standards/{document}.yaml").data)
    return data


def edited(repository: Repository, document: str, *edits: Callable[[Author], object]) -> Draft:
    author = Author(exported(repository, document))
    for edit in edits:
        edit(author)
    return reader.read(repository, "a.docx", author.saved())


def told(draft: Draft, severity: str = "") -> list[str]:
    return [f"{item.code}: {item.words()}" for item in draft.diagnostics if severity in ("", item.severity)]


def blank(repository: Repository, kind: str, locale: str) -> bytes:
    words = voice(locale) if locale in languages() else ENGLISH
    return packed(*template(kind, locale, Wording(repository, locale), words, TEMPLATE))


# ---- out and back


@pytest.mark.parametrize("document", EVERY)
def test_what_nobody_touched_comes_back_as_it_was(shared: Repository, document: str) -> None:
    draft = reader.read(shared, "a.docx", exported(shared, document))
    assert told(draft) == []
    assert draft.data == raw(shared, document)
    assert (draft.document, draft.unplaced) == (document, ())


@pytest.mark.slow
@pytest.mark.parametrize("document", sorted(Repository(ROOT).standards))
def test_the_real_standards_come_back_as_they_were(document: str) -> None:
    repository = Repository(ROOT)
    draft = reader.read(repository, "a.docx", exported(repository, document))
    assert told(draft) == []
    assert draft.data == raw(repository, document)


@pytest.mark.parametrize("document", EVERY)
def test_a_repository_that_does_not_know_the_standard_gets_it_whole(
    shared: Repository, repository: MakeRepository, document: str
) -> None:
    elsewhere = repository({f"standards/{name}.yaml": None for name in EVERY})
    draft = reader.read(elsewhere, "a.docx", exported(shared, document))
    assert draft.data == raw(shared, document)


@pytest.mark.parametrize("document", EVERY)
def test_the_layout_of_a_new_file_means_the_same(shared: Repository, document: str) -> None:
    standard = shared.standards[document]
    text = yaml_text(data_of(standard), "x", (Phrase("left over"),))
    assert text.endswith("\n# ? left over\n")
    assert parsed(text, "a.yaml").data == raw(shared, document)
    assert parse(type(standard), parsed(text, "a.yaml").data, document, standard.where.path) == standard


@pytest.mark.parametrize("locale", ["zh-Hans", "en", "ru", "uz-Latn"])
def test_equal_editions_are_equal_bytes(shared: Repository, locale: str) -> None:
    assert exported(shared, COURSE, locale) == exported(shared, COURSE, locale)


def test_word_finds_headings_tables_pages_and_the_language(shared: Repository) -> None:
    content = exported(shared, PROFESSIONAL, "ru")
    document = docx.Document(io.BytesIO(content))
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style is not None]
    assert styles.count("Heading 1") == 13  # eleven chapters, the annex, the further data
    assert "Heading 3" in styles and "toc 1" in [name.lower() for name in styles]
    heads = [table for table in document.tables if table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None]
    assert len(heads) > 8
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert defaults.get(qn("w:val")) == "ru-RU"
    assert [section.orientation for section in document.sections] == [0, 1, 0]
    assert [round(section.page_width.mm) for section in document.sections if section.page_width] == [210, 297, 210]
    properties = document.core_properties
    assert (properties.language, properties.version) == ("ru", "1.0.0")
    assert properties.created is not None and properties.created.date().isoformat() == "2026-09-01"
    footer = document.sections[0].footer._element.xml
    assert "PAGE" in footer and "NUMPAGES" in footer
    assert all(len(tag.get(qn("w:val"))) <= 64 for tag in document.element.body.iter(qn("w:tag")))


def test_chinese_is_set_in_chinese_fonts(shared: Repository) -> None:
    document = docx.Document(io.BytesIO(exported(shared, COURSE)))
    fonts = document.styles["Heading 1"].element.find(f".//{qn('w:rFonts')}")
    assert fonts.get(qn("w:eastAsia")) == "黑体"


def test_a_working_copy_is_no_part_of_what_is_published(repository: MakeRepository) -> None:
    root = repository().root
    done = command(root, "build", COURSE, "--locale", "zh-Hans", "--format", "docx")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (root / "build" / COURSE / "1.0.0" / "zh-Hans.docx").is_file()
    command(root, "build", COURSE, "--locale", "ru", "--format", "html")
    assert not (root / "build" / COURSE / "1.0.0" / "ru.docx").exists()


# ---- what authors do


def test_words_are_changed(shared: Repository) -> None:
    draft = edited(shared, COURSE, lambda word: word.write("U1/task", "测量一个 电源。"))
    wanted = raw(shared, COURSE)
    wanted["units"][0]["task"] = "测量一个 电源。"
    assert (draft.data, told(draft)) == (wanted, [])


def test_values_are_read_in_the_language_of_the_document(repository: MakeRepository) -> None:
    changed = raw(repository(), COURSE) | {"language": "ru"}
    russian = repository({f"standards/{COURSE}.yaml": yaml_text(changed, "x")})
    author = Author(exported(russian, COURSE, "ru"))
    author.write("document/credits", "60,5")
    author.write("document/effective", "2 сентября 2027 г.")
    author.write("document/status", "На рассмотрении")
    author.write("AS1/phase", "Итоговый")
    author.write("document/hours", "1000 (Теория 400, Практика 600)")
    author.write("document/semesters", "2 (500), 3 (500)")
    author.write("document/prerequisites", "нет")
    draft = reader.read(russian, "a.docx", author.saved())
    data = draft.data or {}
    assert data["credits"] == 60.5
    assert (data["effective"], data["status"]) == ("2027-09-02", "review")
    assert data["assessment"]["components"][0]["phase"] == "summative"
    assert data["hours"] == {"total": 1000, "theory": 400, "practice": 600}
    assert data["semesters"] == [{"number": 2, "hours": 500}, {"number": 3, "hours": 500}]
    assert data["prerequisites"] == []


@pytest.mark.parametrize("locale", ["zh-Hans", "ru", "uz-Latn", "en"])
def test_every_value_can_be_read_as_it_is_shown(shared: Repository, repository: MakeRepository, locale: str) -> None:
    written = {name: raw(shared, name) | {"language": locale} for name in EVERY}
    there = repository({f"standards/{name}.yaml": yaml_text(data, "x") for name, data in written.items()})
    for name, data in written.items():
        opened = office.open_container(exported(there, name, locale), "", "docx")
        assert isinstance(opened, office.Container)
        root = office.parse_xml(opened.parts["customXml/item1.xml"])
        origin = json.loads(root.text or "")
        origin["shown"] = {tag: words if tag.endswith("/id") else "another" for tag, words in origin["shown"].items()}
        root.text = json.dumps(origin)
        content = office.write_container({**opened.parts, "customXml/item1.xml": etree.tostring(root)})
        draft = reader.read(there, "a.docx", content)
        assert (told(draft), draft.data) == ([], data)


def test_what_is_no_value_is_told_with_its_place_and_kept(shared: Repository) -> None:
    def change(word: Author) -> None:
        word.write("AS1/weight", "四十")
        word.write("AS2/phase", "?")

    draft = edited(shared, COURSE, change)
    assert draft.data == raw(shared, COURSE)
    below = "table 1 below “考核构成”"
    assert told(draft) == [
        f"import-value: {below}, row 2, column 3: 四十 is not understood as the value of 权重（%）; 40 was kept",
        f"import-value: {below}, row 3, column 4: ? is not understood as the value of 考核类型; 终结性考核 was kept",
    ]
    assert [words.words() for words in draft.unplaced] == [
        f"{below}, row 2, column 3: 四十", f"{below}, row 3, column 4: ?"
    ]


def test_a_row_that_was_added_with_the_tab_key_is_a_new_item(shared: Repository) -> None:
    draft = edited(shared, COURSE, lambda word: word.tab("OB2/text", "", "能绘制电路图。", "A1 K1"))
    assert draft.data is not None
    assert draft.data["objectives"][2:] == [
        {"id": "OB3", "category": "ability", "text": "能绘制电路图。", "outcomes": ["A1", "K1"]}
    ]
    assert told(draft) == ["import-added: table 1 below “课程目标”, row 6: new, as OB3: 能绘制电路图。 A1 K1"]


def test_a_copied_row_is_a_new_item_with_what_was_written_over_it(shared: Repository) -> None:
    def copy_row(word: Author) -> None:
        word.copied(word.row("AS1/name"))
        word.write("AS1/name", "答辩", 1)

    draft = edited(shared, COURSE, copy_row)
    assert draft.data is not None
    components = draft.data["assessment"]["components"]
    assert [item["id"] for item in components] == ["AS1", "AS3", "AS2"]
    assert components[1] == {**components[0], "id": "AS3", "name": "答辩"}


def test_a_deleted_row_takes_its_item_out(shared: Repository) -> None:
    draft = edited(shared, PRACTICE, lambda word: _remove(word.row("SITE1.E1/name")))
    assert draft.data is not None
    assert [item["id"] for item in draft.data["sites"][0]["equipment"]] == ["SITE1.E2"]
    gone = "the document: SITE1.E1 is no longer in the document and was removed from the standard: 直流电源"
    assert [item for item in told(draft) if "removed" in item] == [f"import-removed: {gone}"]


def _remove(thing: Any) -> None:
    thing.getparent().remove(thing)


def test_rows_that_change_places_change_the_order(shared: Repository) -> None:
    def swap(word: Author) -> None:
        word.row("AS1/name").addprevious(word.row("AS2/name"))

    draft = edited(shared, COURSE, swap)
    assert draft.data is not None
    assert [item["id"] for item in draft.data["assessment"]["components"]] == ["AS2", "AS1"]


def test_a_row_below_another_title_changes_its_group(shared: Repository) -> None:
    draft = edited(shared, PROFESSIONAL, lambda word: word.row("A1/text").addnext(word.row("K1/text")))
    assert draft.data is not None
    assert {item["id"]: item["category"] for item in draft.data["outcomes"]}["K1"] == "ability"


def test_a_paragraph_behind_a_provision_is_a_new_one(shared: Repository) -> None:
    draft = edited(shared, COURSE, lambda word: word.enter("IM-M1/text", "可采用案例教学。"))
    assert draft.data is not None
    assert draft.data["implementation"]["methods"][1] == {"id": "IM-M2", "text": "可采用案例教学。"}


def test_a_provision_is_deleted_copied_and_moved(shared: Repository) -> None:
    def change(word: Author) -> None:
        _remove(word.paragraph("IM-F1/text"))
        word.paragraph("IM-R1/text").addnext(word.paragraph("IM-M1/text"))
        word.copied(word.paragraph("AS-C1/text"))
        word.write("AS-C1/text", "补考1次。", 1)

    draft = edited(shared, COURSE, change)
    assert draft.data is not None
    parts = draft.data["implementation"]
    assert [item["id"] for item in parts["resources"]] == ["IM-R1", "IM-M1"]
    assert draft.data["assessment"]["clauses"][1:] == [{"id": "AS-C2", "text": "补考1次。"}]
    missing = [item for item in told(draft, "error") if "schema" in item]
    assert len(missing) == 2  # a course standard needs provisions about methods and about facilities


def test_lines_of_a_cell_are_items_of_their_own(shared: Repository) -> None:
    def change(word: Author) -> None:
        word.enter("T1.1/text", "b) 检查接地。")
        _remove(word.paragraph("T2.S1/text"))

    draft = edited(shared, PRACTICE, change)
    assert draft.data is not None
    steps = draft.data["tasks"][0]["steps"]
    assert steps[1] == {"id": "T1.2", "text": "检查接地。"}
    assert any("T2.S1 is no longer in the document" in item for item in told(draft))


def test_the_courses_of_an_outcome_and_the_hours_of_a_semester_are_kept_with_the_courses(shared: Repository) -> None:
    def change(word: Author) -> None:
        word.write("Q1/@introduced", "C201")
        word.write("C201/semesters.2", "160")
        word.write("C201/hours.total", "800")

    draft = edited(shared, PROFESSIONAL, change)
    assert draft.data is not None
    courses = {item["id"]: item for item in draft.data["curriculum"]["courses"]}
    assert "introduced" not in courses["C101"]["outcomes"]
    assert courses["C201"]["outcomes"]["introduced"] == ["K1", "A1", "Q1"]
    assert courses["C201"]["semesters"][0] == {"number": 2, "hours": 160}
    assert courses["C201"]["hours"] == {"total": 800, "theory": 400, "practice": 560}


def test_a_new_code_is_followed_by_what_refers_to_it(shared: Repository) -> None:
    draft = edited(shared, COURSE, lambda word: word.write("OB2/id", "OB9"))
    assert draft.data is not None
    assert draft.data["units"][0]["objectives"] == ["OB1", "OB9"]
    assert draft.data["assessment"]["components"][0]["objectives"] == ["OB9"]
    assert told(draft, "warning") == [
        "import-value: table 1 below “课程目标”, row 5, column 1: OB2 is OB9 now; "
        "other standards that refer to OB2 must follow"
    ]


def test_a_value_shown_twice_is_taken_from_where_it_was_changed(shared: Repository) -> None:
    once = edited(shared, COURSE, lambda word: word.write("U1/name", "直流", 1))
    assert once.data is not None and once.data["units"][0]["name"] == "直流"
    twice = edited(
        shared, COURSE, lambda word: word.write("U1/name", "直流", 1), lambda word: word.write("U1/name", "交流", 0)
    )
    assert [item.code for item in twice.diagnostics if item.severity == "error"] == ["import-value"]


def test_a_section_that_was_copied_is_a_new_item(shared: Repository) -> None:
    def change(word: Author) -> None:
        heading = word.paragraph("POS1/title")
        table = heading.getnext()
        table.addnext(copy.deepcopy(heading))
        table.getnext().addnext(copy.deepcopy(table))
        word.write("POS1/title", "工程师", 1)
        word.write("POS1/rank", "工程师", 1)

    draft = edited(shared, PROFESSIONAL, change)
    assert draft.data is not None
    first, second = draft.data["orientation"]["positions"]
    assert (second["id"], second["title"]) == ("POS2", "工程师")
    assert second["description"] == first["description"]
    assert second["codes"] == first["codes"]
    assert second["tasks"] == [{"id": "POS2.T1", "text": first["tasks"][0]["text"]}]


def test_an_item_whose_section_is_left_is_kept(shared: Repository) -> None:
    draft = edited(shared, COURSE, lambda word: _remove(word.row("U1/hours.total")))
    assert draft.data == raw(shared, COURSE)
    assert [item for item in told(draft, "warning") if "U1 has lost its line" in item]


def test_a_chapter_that_was_deleted_is_kept_and_told(shared: Repository) -> None:
    def change(word: Author) -> None:
        _remove(word.paragraph("#section.teachers"))
        _remove(word.paragraph("IM-T1/text"))

    draft = edited(shared, COURSE, change)
    assert draft.data == raw(shared, COURSE)
    assert [item for item in told(draft, "warning") if "IM-T1 is not in the file any more; it was kept" in item]


def _anywhere(word: Author, place: int, mark: str) -> None:
    """Type somewhere: at the end of a paragraph, in one of its own below it, or over what stands there."""
    paragraphs = [
        each for each in word.body.iter(qn("w:p"))
        if not any(style.get(qn("w:val"), "").startswith("TOC") for style in each.iter(qn("w:pStyle")))
        and each.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is None
    ]
    paragraph = paragraphs[place % len(paragraphs)]
    words = list(paragraph.iter(qn("w:t")))
    if place % 3 == 0:
        paragraph.append(run(f" {mark}"))
    elif place % 3 == 1 or not words:
        paragraph.addnext(element("p", *copy.deepcopy(paragraph.findall(qn("w:pPr"))), run(mark)))
    else:
        words[0].text = mark


@given(document=st.sampled_from(EVERY), place=st.integers(0, 3000))
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_words_typed_anywhere_are_taken_or_told(shared: Repository, document: str, place: int) -> None:
    mark = "Метка773"
    draft = edited(shared, document, lambda word: _anywhere(word, place, mark))
    assert draft.data is not None
    assert mark in yaml_text(draft.data, "x", draft.unplaced) + " ".join(told(draft))


def test_words_without_a_place_are_told_and_kept(shared: Repository) -> None:
    def change(word: Author) -> None:
        word.body.insert(0, element("p", run("请注意：征求意见稿。")))
        cell = word.row("AS2/name").getnext()  # the total
        cell[-1].append(element("p", run("自己写的")))

    draft = edited(shared, COURSE, change)
    assert draft.data == raw(shared, COURSE)
    assert "paragraph 1: 请注意：征求意见稿。" in [words.words() for words in draft.unplaced]
    assert any("自己写的" in item for item in told(draft))


def test_an_edit_meets_a_standard_that_has_changed_since(shared: Repository, repository: MakeRepository) -> None:
    author = Author(exported(shared, COURSE))
    author.write("U1/task", "新任务。")
    later = raw(shared, COURSE)
    later["units"][1]["task"] = "别人改过的任务。"
    present = repository({f"standards/{COURSE}.yaml": yaml_text(later, "x")})
    draft = reader.read(present, "a.docx", author.saved())
    later["units"][0]["task"] = "新任务。"
    assert (draft.data, told(draft)) == (later, [])
    later["units"][0]["task"] = "同一处别人也改了。"
    disputed = repository({f"standards/{COURSE}.yaml": yaml_text(later, "x")})
    assert told(reader.read(disputed, "a.docx", author.saved())) == [
        "import-value: table 1 below “直流电路”, row 1, column 2: 同一处别人也改了。 was written here since the file"
        " was made; it is 新任务。 now"
    ]


def test_what_was_added_since_stays(shared: Repository, repository: MakeRepository) -> None:
    content = exported(shared, COURSE)
    later = raw(shared, COURSE)
    later["objectives"].append({"id": "OB3", "category": "quality", "text": "别人加的。", "outcomes": ["Q1"]})
    present = repository({f"standards/{COURSE}.yaml": yaml_text(later, "x")})
    draft = reader.read(present, "a.docx", content)
    assert (draft.data, told(draft)) == (later, [])


def test_a_translated_edition_makes_no_standard(shared: Repository) -> None:
    author = Author(exported(shared, COURSE, "ru"))
    author.write("U1/task", "Измерить выход источника.")
    draft = reader.read(shared, "a.docx", author.saved())
    assert draft.data is None
    assert [item.severity for item in draft.diagnostics] == ["error", "info"]
    assert "Измерить выход источника." in told(draft)[1]


# ---- what Word has and a standard has not


def _insertion(word: Author) -> None:
    paragraph = word.paragraph("U1/task")
    made = element("ins", run("新"), id=1, author="A")
    word.control("U1/task").find(qn("w:sdtContent")).append(made)
    paragraph.append(element("del", element("r"), id=2, author="A"))


def _in_task(made: Any) -> Callable[[Author], None]:
    def change(word: Author) -> None:
        word.control("U1/task").find(qn("w:sdtContent")).append(made)

    return change


def _box() -> Any:
    return element("r", element("pict", element("txbxContent", element("p", run("框内文字")))))


def _hidden() -> Any:
    made = run("藏起来", strong=True)
    made[0].append(element("vanish"))
    return made


def _nested(word: Author) -> None:
    cell = next(above for above in word.control("U1/task").iterancestors() if above.tag == qn("w:tc"))
    cell.insert(1, element("tbl", element("tr", element("tc", element("p", run("表中表"))))))


def _merged(word: Author) -> None:
    for tag in ("AS1/weight", "AS2/weight"):
        cell = next(above for above in word.control(tag).iterancestors() if above.tag == qn("w:tc"))
        cell.find(qn("w:tcPr")).append(element("vMerge", val="restart" if tag.startswith("AS1") else "continue"))


def _spanning(word: Author) -> None:
    cell = next(above for above in word.control("AS1/weight").iterancestors() if above.tag == qn("w:tc"))
    cell.find(qn("w:tcPr")).append(element("gridSpan", val=2))
    _remove(cell.getnext())


def _field(word: Author) -> None:
    made = element("instrText")
    made.text = " DATE "
    word.paragraph("U1/task").append(element("r", made))


ODD: dict[str, tuple[Callable[[Author], None], str, str]] = {
    "tracked": (_insertion, "word-tracked-changes", "新"),
    "picture": (
        _in_task(element("r", element("drawing"))), "word-picture", "table 1 below “直流电路”, row 1, column 2",
    ),
    "box": (_in_task(_box()), "word-text-box", "框内文字"),
    "hidden": (_in_task(_hidden()), "word-hidden", "藏起来"),
    "nested": (_nested, "word-nested-table", "表中表"),
    "merged": (_merged, "word-merged-cells", "table"),
    "spanning": (_spanning, "word-merged-cells", "40"),
    "field": (_field, "word-field", "DATE"),
    "symbol": (_in_task(element("r", element("sym", char="F0E0"))), "word-symbol", "F0E0"),
}


@pytest.mark.parametrize("name", ODD)
def test_what_a_standard_has_not_is_told_where_it_stands(shared: Repository, name: str) -> None:
    change, code, words = ODD[name]
    found = [item for item in edited(shared, COURSE, change).diagnostics if item.code == code]
    assert found, name
    assert words in found[0].words()
    assert "{" not in found[0].words() + found[0].advice()


def test_comments_and_footnotes_are_quoted(shared: Repository) -> None:
    author = Author(exported(shared, COURSE))
    paragraph = author.document.paragraphs[3]
    author.document.add_comment(paragraph.runs or [paragraph.add_run(" ")], text="为什么？", author="A")
    draft = reader.read(shared, "a.docx", author.saved())
    assert any(item.startswith("word-comment") and "为什么？" in item for item in told(draft))


# ---- templates


@pytest.mark.parametrize(
    ("kind", "locale"),
    [("course", "ru"), ("practice", "zh-Hans"), ("professional", "uz-Latn"), ("professional", "en")],
)
def test_an_empty_template_holds_nothing_but_what_is_missing(shared: Repository, kind: str, locale: str) -> None:
    draft = reader.read(shared, "a.docx", blank(shared, kind, locale))
    assert draft.data == {"kind": kind, "language": locale, "version": "1.0.0", "status": "draft"}
    assert {item.code for item in draft.diagnostics} == {"schema-required"}
    assert draft.template == TEMPLATE


def filled(content: bytes) -> Author:
    """A template as a Russian author fills it in."""
    word = Author(content)
    words = {
        "document/title": "Стандарт дисциплины", "document/code": "DM-1", "document/name": "Схемотехника",
        "document/issued": "1 сентября 2026 г.", "document/effective": "01.09.2027", "document/course": "C401",
        "document/professional": "demo/professional 1.0.0", "document/category": "Дополнительные профильные дисциплины",
        "document/hours": "288 (Теория 88, Практика 200)", "document/credits": "16", "document/semesters": "4 (288)",
        "document/prerequisites": "C201", "document/institutions": "demo-college", "NT1/text": "Дисциплина по выбору.",
        "OB4/text": "объясняет работу усилителя", "OB4/outcomes": "K1", "OB7/text": "проектирует плату",
        "OB7/outcomes": "A1", "U1/name": "Усилители", "U1/hours.total": "288", "U1/hours.theory": "88",
        "U1/hours.practice": "200", "U1/objectives": "OB4, OB7", "U1/task": "Рассчитать усилитель.",
        "U1.1/text": "Транзисторы.", "U1/activities": "Лабораторная работа.", "U1/result": "Отчёт.",
        "AS-C1/text": "60 баллов.", "AS1/name": "Отчёт", "AS1/weight": "100", "AS1/phase": "Итоговый",
        "AS1/method": "Защита.", "AS1/objectives": "OB4 OB7", "RB1/criterion": "Точность", "RB1/weight": "100",
        **{f"RB1/levels.{grade}": grade for grade in ("excellent", "good", "pass", "fail")},
        **{f"IM-{part}1/text": "Требование." for part in "TMFR"},
    }
    labels = [item.get(qn("w:val")) for item in word.body.iter(qn("w:tag"))]
    assert set(words) <= set(labels), set(words) - set(labels)
    for tag, value in words.items():
        for place in range(1 if tag == "document/institutions" else labels.count(tag)):
            word.write(tag, value, place)
    return word


def test_a_template_that_was_filled_in_is_a_standard(repository: MakeRepository) -> None:
    fresh = repository()
    content = blank(fresh, "course", "ru")
    category = Wording(fresh, "ru").labels["course.extension"]
    author = filled(content)
    author.write("document/category", category)
    (fresh.root / "filled.docx").write_bytes(author.saved())
    done = command(fresh.root, "import", "filled.docx", "--id", "demo/courses/amplifiers")
    assert done.returncode == 0, done.stdout + done.stderr
    made = Repository(fresh.root)
    assert made.standards["demo/courses/amplifiers"].language == "ru"
    assert not [item for item in made.located_problems if item.where.path.startswith("standards/")]
    again = command(fresh.root, "import", "filled.docx", "--id", "demo/courses/amplifiers", "--replace")
    assert "nothing has changed" in again.stdout, again.stdout + again.stderr
    shown = command(fresh.root, "check", "standards/demo/courses/amplifiers.yaml", "--no-cache")
    assert "schema" not in shown.stdout


def stripped(content: bytes) -> bytes:
    """The file after a program that keeps neither content controls, nor custom parts, nor names of tables."""
    opened = office.open_container(content, "", "docx")
    assert isinstance(opened, office.Container)
    root = office.parse_xml(opened.parts[opened.main])
    for control in list(root.iter(qn("w:sdt"))):
        held = control.find(qn("w:sdtContent"))
        for part in [] if held is None else list(held):
            control.addprevious(part)
        _remove(control)
    for name in list(root.iter(qn("w:tblDescription"), qn("w:tblCaption"))):
        _remove(name)
    kept = {name: part for name, part in opened.parts.items() if not name.startswith("customXml/")}
    relations = f"{opened.main.rpartition('/')[0]}/_rels/document.xml.rels"
    rels = office.parse_xml(kept[relations])
    for item in list(rels):
        if "customXml" in item.get("Target", ""):
            rels.remove(item)
    return office.write_container({**kept, opened.main: etree.tostring(root), relations: etree.tostring(rels)})


@pytest.mark.parametrize("document", EVERY)
def test_a_file_without_its_marks_is_read_by_its_words(shared: Repository, document: str) -> None:
    draft = reader.read(shared, "a.docx", stripped(exported(shared, document)))
    assert draft.data is not None
    assert told(draft)[0].startswith("import-file: has lost the marks of its fields")
    wanted = raw(shared, document)
    for name in ("title", "code", "issued", "institutions", "objectives", "units", "tasks", "programme", "goal"):
        assert draft.data.get(name) == wanted.get(name), name


def test_a_file_that_is_no_standard_is_told(shared: Repository) -> None:
    target = io.BytesIO()
    made = docx.Document()
    made.add_paragraph("Dear colleagues")
    made.save(target)
    draft = reader.read(shared, "letter.docx", target.getvalue())
    assert draft.data is None
    assert told(draft) == ["import-file: is not a standard: it has none of the headings of a template"]


# ---- over a standard that is there


def imported(fresh: Repository, content: bytes, *arguments: str) -> tuple[int, str, str]:
    """What `import --replace` of a file over the amplifiers says, and the standard after it."""
    (fresh.root / "filled.docx").write_bytes(content)
    done = command(fresh.root, "import", "filled.docx", "--id", AMPLIFIERS, *arguments, LANGUAGE="en")
    return done.returncode, done.stdout + done.stderr, (fresh.root / f"standards/{AMPLIFIERS}.yaml").read_text("utf-8")


def amplifiers(repository: MakeRepository) -> tuple[Repository, bytes]:
    """A repository with a standard that was written with a template, and that file."""
    fresh = repository()
    author = filled(blank(fresh, "course", "ru"))
    author.write("document/category", Wording(fresh, "ru").labels["course.extension"])
    status, said, _ = imported(fresh, author.saved())
    assert status == 0, said
    return fresh, author.saved()


def rewrite(content: bytes, *edits: Callable[[Author], object]) -> bytes:
    author = Author(content)
    for edit in edits:
        edit(author)
    return author.saved()


def test_what_a_template_does_not_show_stays(repository: MakeRepository) -> None:
    fresh, content = amplifiers(repository)
    path = fresh.root / f"standards/{AMPLIFIERS}.yaml"
    more = "# by hand\nsuppressions:\n  - {rule: hours-add-up, at: units, reason: Так решено.}\n"
    by_hand = path.read_text("utf-8").replace("\nversion: 1.0.0", "\nversion: 1.2.0") + more
    by_hand = by_hand.replace("Отчёт.", "Другой.")
    path.write_text(by_hand, "utf-8")
    status, said, after = imported(fresh, rewrite(content, lambda word: word.write("U1/task", "Новое.")), "--replace")
    assert status == 0, said
    assert after == by_hand.replace("Рассчитать усилитель.", "Новое.").replace("Другой.", "Отчёт.")
    assert "was Другой. and is Отчёт. now" in said


def test_an_empty_template_wipes_nothing(repository: MakeRepository) -> None:
    fresh, _ = amplifiers(repository)
    path = fresh.root / f"standards/{AMPLIFIERS}.yaml"
    before = path.read_text("utf-8")
    _, said, after = imported(fresh, blank(fresh, "course", "ru"), "--replace")
    assert (after, "nothing has changed" in said) == (before, True)


@pytest.mark.slow
def test_over_a_standard_a_file_that_leaves_out_what_must_be_writes_nothing(repository: MakeRepository) -> None:
    fresh, content = amplifiers(repository)
    before = (fresh.root / f"standards/{AMPLIFIERS}.yaml").read_text("utf-8")
    status, said, after = imported(fresh, rewrite(content, lambda word: _remove(word.row("U1/name"))), "--replace")
    assert (status, after) == (0, before)  # its section still stands

    def without_a_method(word: Any) -> None:
        for part in ("title", "text"):
            _remove(word.paragraph(f"IM-M1/{part}"))

    bad = rewrite(content, without_a_method)
    status, said, after = imported(fresh, bad, "--replace")
    assert (status, after) == (1, before)
    assert "nothing was written" in said


def test_a_value_that_is_not_understood_does_not_delete_the_old_one(repository: MakeRepository) -> None:
    fresh, content = amplifiers(repository)
    bad = rewrite(content, lambda word: word.write("document/credits", "четыре"),
                  lambda word: word.write("document/semesters", "весной"),
                  lambda word: word.write("U1/objectives", "ОВ4"))
    status, said, after = imported(fresh, bad, "--replace")
    assert status == 0, said
    assert "credits: 16" in after and "{number: 4, hours: 288}" in after and "objectives: [OB4, OB7]" in after
    assert "четыре is not understood as the value of Объём, з. е.; 16 was kept" in said or "; 16 was kept" in said
    assert "Write it like this: 4 (64), 5 (32)" in said
    assert "did you mean OB4? The letter О here is Cyrillic." in said
    assert "# ? table 1 below “Характер и задачи дисциплины”, row " in after and ": четыре" in after


def test_of_merged_cells_nothing_is_guessed(repository: MakeRepository, shared: Repository) -> None:
    down = edited(shared, COURSE, _merged)
    across = edited(shared, COURSE, _spanning)
    assert down.data == across.data == raw(shared, COURSE)
    fresh, content = amplifiers(repository)
    before = (fresh.root / f"standards/{AMPLIFIERS}.yaml").read_text("utf-8")

    def span(word: Author) -> None:
        cell = next(above for above in word.control("U1/hours.total").iterancestors() if above.tag == qn("w:tc"))
        cell.find(qn("w:tcPr")).append(element("gridSpan", val=2))
        _remove(cell.getnext())

    status, said, after = imported(fresh, rewrite(content, span), "--replace")
    assert status == 0 and "is merged with other cells; its words were not taken: 288" in said, said
    assert after.startswith(before) and ": 288" in after[len(before):]


@pytest.mark.slow
@pytest.mark.parametrize(("tag", "value"), [("code", "DM-2"), ("course", "C402")])
def test_another_course_is_refused(repository: MakeRepository, tag: str, value: str) -> None:
    fresh, content = amplifiers(repository)
    path = fresh.root / f"standards/{AMPLIFIERS}.yaml"
    before = path.read_text("utf-8").replace("status: draft", "status: published")
    path.write_text(before, "utf-8")
    other = rewrite(content, lambda word: word.write(f"document/{tag}", value))
    for file in (other, stripped(other)):
        status, said, after = imported(fresh, file, "--replace")
        assert (status, after) == (2, before), said
        assert f"“{value}”" in said and "nothing was changed" in said


@pytest.mark.parametrize(("status", "code"), [("draft", "DM-9"), ("review", "DM-9"), ("published", "ДМ-1")])
def test_a_code_can_be_corrected_while_it_is_a_draft_or_invalid(
    repository: MakeRepository, status: str, code: str
) -> None:
    fresh, content = amplifiers(repository)
    path = fresh.root / f"standards/{AMPLIFIERS}.yaml"
    before = path.read_text("utf-8").replace("status: draft", f"status: {status}")
    path.write_text(before.replace("code: DM-1", f"code: {code}"), "utf-8")
    done, said, after = imported(fresh, content, "--replace")
    assert (done, "code: DM-1\n" in after) == (0, True), said
    assert f"warning[import-changed] table 1, row 1, column 2: Обозначение документа was {code} and is DM-1 now" in said


@pytest.mark.slow
def test_an_organisation_that_is_not_known_takes_no_other_with_it(repository: MakeRepository) -> None:
    fresh, content = amplifiers(repository)
    known = Wording(fresh, "ru").choices("organisation")[1][1]

    def two(word: Author) -> None:
        word.write("document/institutions", known)
        word.write("document/institutions", "Алматинский колледж", 1)

    status, said, after = imported(fresh, rewrite(content, two), "--replace")
    assert (status, "institutions: [tashkent-technikum]" in after) == (0, True), said
    assert "there is no organisation called Алматинский колледж in this repository; it was left out" in said
    assert known not in said.partition("hint:")[0] and "standards/repository.yaml under `organisations`" in said
    assert "1 value was not taken; it waits at the end of" in said
    shown = command(fresh.root, "check", AMPLIFIERS)
    assert "warning[nothing-unwritten] these words were not taken from the imported file: " in shown.stdout


def test_a_semester_without_hours_is_told_how_it_is_written(shared: Repository) -> None:
    author = filled(blank(shared, "course", "ru"))
    author.write("document/hours", "288 часов (88 + 200)")
    author.write("document/semesters", "3")
    said = told(reader.read(shared, "a.docx", author.saved()), "error")
    label = Wording(shared, "ru").labels["semester"]
    assert any(f"3 is not understood as the value of {label}" in each for each in said)
    assert not any("semesters" in each for each in said)


def test_a_place_is_named_by_the_heading_above_it(shared: Repository) -> None:
    author = filled(blank(shared, "course", "ru"))
    author.write("U1/name", "Другие усилители", 1)
    author.write("U1/hours.total", "много")
    said = told(reader.read(shared, "a.docx", author.saved()), "error")
    plan = Wording(shared, "ru").labels["section.unit-plan"]
    assert any(f"table 1 below “{plan}”, row 2, column 3: много is not understood" in each for each in said), said
    assert any("the heading “Другие усилители”: Другие усилители contradicts" in each for each in said), said


def test_a_pasted_mark_of_a_list_is_no_word(shared: Repository) -> None:
    author = filled(blank(shared, "course", "ru"))
    author.enter("U1.1/text", "– Микросхемы.")
    data = reader.read(shared, "a.docx", author.saved()).data
    assert data is not None
    assert [item["text"] for item in data["units"][0]["content"]] == ["Транзисторы.", "Микросхемы."]


def test_an_item_that_is_new_to_the_standard_is_told(repository: MakeRepository) -> None:
    fresh, content = amplifiers(repository)
    new = (("U2/name", "Фильтры"), ("U2/hours.total", "1"), ("U2/hours.theory", "1"), ("U2/objectives", "OB4"),
           ("U2/task", "Рассчитать фильтр."), ("U2.1/text", "Фильтры."), ("U2/activities", "Лекция."),
           ("U2/result", "Отчёт."))
    _, said, _ = imported(fresh, rewrite(content, *(
        lambda word, tag=tag, value=value: word.write(tag, value) for tag, value in new
    )), "--replace")
    assert "new, as U2: Фильтры" in said, said


@pytest.mark.slow
def test_where_a_file_belongs_is_proposed(repository: MakeRepository) -> None:
    fresh, _ = amplifiers(repository)
    path = fresh.root / f"standards/{AMPLIFIERS}.yaml"
    again = command(fresh.root, "import", "filled.docx")
    assert again.returncode == 2
    assert f"`curricula import filled.docx --id {AMPLIFIERS} --replace`" in again.stderr
    path.unlink()
    first = command(fresh.root, "import", "filled.docx")
    name = "demo/courses/design-of-electronic-products"
    assert f"`curricula import filled.docx --id {name}`" in first.stderr
    wrong = command(fresh.root, "import", "filled.docx", "--id", "other/courses/x")
    assert (wrong.returncode, "there is no programme other; there are: demo" in wrong.stderr) == (2, True)
    assert f"--id {name}`" in wrong.stderr


@pytest.mark.slow
def test_a_skeleton_that_nobody_has_written_in_gives_way(repository: MakeRepository) -> None:
    fresh, content = amplifiers(repository)
    path = fresh.root / f"standards/{AMPLIFIERS}.yaml"
    path.unlink()
    assert command(fresh.root, "new", "course", AMPLIFIERS, "--course", "C401", "--language", "ru").returncode == 0
    status, said, _ = imported(fresh, content)
    assert (status, "--replace" in said) == (2, True), said
    status, said, after = imported(fresh, content, "--replace")
    assert (status, "…" in after) == (0, False), said
    status, said, after = imported(fresh, rewrite(content, lambda word: word.write("U1/task", "Новое.")), "--replace")
    assert (status, "Новое." in after) == (0, True), said


@pytest.mark.parametrize("words", ["4", "Семестр 4", "4 семестр", "4 (288)"])
def test_a_semester_is_read_as_documents_print_it(shared: Repository, words: str) -> None:
    author = filled(blank(shared, "course", "ru"))
    author.write("document/semesters", words)
    draft = reader.read(shared, "a.docx", author.saved())
    assert draft.data is not None
    assert draft.data["semesters"] == [{"number": 4, "hours": 288}]


def test_a_code_with_letters_that_look_latin_is_told(shared: Repository) -> None:
    author = filled(blank(shared, "course", "ru"))
    author.write("OB4/outcomes", "К1, А7")
    author.write("OB4/id", "ОВ4")
    hints = [item.advice() for item in reader.read(shared, "a.docx", author.saved()).diagnostics]
    assert "did you mean K1? The letter К here is Cyrillic." in hints
    assert "did you mean OB4? The letter О here is Cyrillic." in hints


@pytest.mark.slow
def test_a_file_that_lost_its_marks_is_numbered_from_one_and_keeps_the_ids_of_its_standard(
    repository: MakeRepository
) -> None:
    fresh, content = amplifiers(repository)
    bare = stripped(content)
    path = fresh.root / f"standards/{AMPLIFIERS}.yaml"
    before = path.read_text("utf-8")
    draft = reader.read(fresh, "a.docx", bare)
    assert draft.data is not None
    assert [item["id"] for item in draft.data["implementation"]["teachers"]] == ["IM-T1"]
    assert not [item for item in told(draft) if "import-added" in item]
    status, said, after = imported(fresh, bare)
    assert (status, after) == (2, before)
    assert "does not say which standard it is: if it is this one, use --replace" in said
    status, said, after = imported(fresh, bare, "--replace")
    assert status == 0, said
    assert parsed(after, "a").data == parsed(before, "a").data


def untagged(content: bytes) -> bytes:
    """The file after a program that keeps the record of the standard, but not which field is which."""
    opened = office.open_container(content, "", "docx")
    assert isinstance(opened, office.Container)
    root = office.parse_xml(opened.parts[opened.main])
    for mark in list(root.iter(qn("w:tag"))):
        _remove(mark)
    return office.write_container({**opened.parts, opened.main: etree.tostring(root)})


@pytest.mark.parametrize("document", EVERY)
def test_an_export_without_its_tags_comes_back_with_its_ids(shared: Repository, document: str) -> None:
    draft = reader.read(shared, "a.docx", untagged(exported(shared, document)))
    assert draft.data == raw(shared, document)
    assert told(draft)[0].startswith("import-file: has lost the marks of its fields")


@pytest.mark.slow
def test_words_changed_in_a_file_without_marks_keep_the_id_of_their_place(repository: MakeRepository) -> None:
    fresh, content = amplifiers(repository)
    path = fresh.root / f"standards/{AMPLIFIERS}.yaml"
    before = path.read_text("utf-8")
    for lose in (untagged, stripped):
        file = lose(rewrite(content, lambda word: word.write("NT1/text", "Новые слова.")))
        status, said, after = imported(fresh, file, "--replace")
        assert status == 0, said
        assert after == before.replace("Дисциплина по выбору.", "Новые слова.")
        path.write_text(before, "utf-8")


# ---- records


RECORD = {"kind": "course", "locale": "ru", "data": {"kind": "course"}, "shown": {}, "known": [], "hints": []}
BROKEN: tuple[dict[str, object], ...] = (
    {"kind": 1}, {"kind": "practice"}, {"data": []}, {"data": {"kind": "course", "units": [{"id": []}]}},
    {"shown": {"a/b": 1}}, {"known": "abc"}, {"hints": [1]}, {"document": "../../etc/x"}, {"template": "x"},
    {"locale": "../.."}, {"more": 1},
)


@pytest.mark.parametrize(
    "record", ["", "[]", "{}", "[" * 50_000, *(json.dumps({**RECORD, **broken}) for broken in BROKEN)]
)
def test_a_damaged_record_is_told(shared: Repository, record: str) -> None:
    opened = office.open_container(exported(shared, COURSE), "", "docx")
    assert isinstance(opened, office.Container)
    part = f'<o:origin xmlns:o="urn:curricula:word:1">{record}</o:origin>'
    content = office.write_container({**opened.parts, "customXml/item1.xml": part.encode()})
    found = reader.read(shared, "a.docx", content).diagnostics
    assert [item.code for item in found] == ["import-file"]
    assert isinstance(found[0], Diagnostic)


# ---- commands


def test_an_import_never_overwrites_another_standard(repository: MakeRepository) -> None:
    fresh = repository()
    before = (fresh.root / f"standards/{COURSE}.yaml").read_bytes()
    author = Author(exported(fresh, COURSE))
    author.write("U1/task", "新任务。")
    (fresh.root / "a.docx").write_bytes(author.saved())
    refused = command(fresh.root, "import", "a.docx")
    assert (refused.returncode, "--replace" in refused.stderr) == (2, True)
    other = command(fresh.root, "import", "a.docx", "--id", PRACTICE, "--replace")
    assert (other.returncode, "is another standard" in other.stderr) == (2, True)
    assert (fresh.root / f"standards/{COURSE}.yaml").read_bytes() == before
    done = command(fresh.root, "import", "a.docx", "--replace")
    assert done.returncode == 0, done.stderr
    after = (fresh.root / f"standards/{COURSE}.yaml").read_bytes()
    assert after == before.replace("测量一个−48 V直流电源的输出。".encode(), "新任务。".encode())


@pytest.mark.parametrize("name", ["a.doc", "a.docm", "a.pdf", "a"])
def test_other_files_are_told_apart(repository: MakeRepository, name: str) -> None:
    root = repository().root
    (root / name).write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    done = command(root, "import", name, "--id", "demo/courses/new")
    assert done.returncode in (1, 2)
    assert "old Office version" in done.stdout or "cannot be imported" in done.stderr
    assert not (root / "standards/demo/courses/new.yaml").exists()


def test_the_template_command_writes_a_file_and_does_not_overwrite_it(repository: MakeRepository) -> None:
    root = repository().root
    done = command(root, "template", "practice", "--locale", "uz-Latn", "--output", "shablon.docx")
    assert done.returncode == 0, done.stderr
    assert docx.Document(io.BytesIO((root / "shablon.docx").read_bytes())).core_properties.language == "uz-Latn"
    assert command(root, "template", "practice", "--output", "shablon.docx").returncode == 2
    assert command(root, "import", "shablon.docx").returncode == 2  # nobody has said where it belongs


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_another_office_program_opens_it_and_gives_it_back(shared: Repository, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(exported(shared, PROFESSIONAL))
    base = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to"]
    for target in ("pdf", "docx:MS Word 2007 XML"):
        subprocess.run([*base, target, "--outdir", str(tmp_path / "out"), "a.docx"], cwd=tmp_path, check=True,
                       capture_output=True, timeout=170)
    assert (tmp_path / "out" / "a.pdf").stat().st_size > 10_000
    draft = reader.read(shared, "a.docx", (tmp_path / "out" / "a.docx").read_bytes())
    assert draft.data is not None
    assert draft.data["outcomes"] == raw(shared, PROFESSIONAL)["outcomes"]
