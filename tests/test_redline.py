"""The document of two versions with every word marked that is gone or new."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import html5lib
import pypdfium2
import pytest

from conftest import MakeRepository
from curricula.diagnostics import Where
from curricula.editions.compose import compose
from curricula.editions.document import Cell, Document, Item, Marked, Provision, Run, Table, Words
from curricula.model.text import Text
from curricula.pages.markup import markup
from curricula.pipeline import publication
from curricula.redline.documents import GONE, anchors, redline
from curricula.redline.words import marked, runs
from curricula.repository import Repository
from fragments import overlay
from running import run
from test_compare import COURSE, PROFESSIONAL, commit, replaced

WORDINGS = [
    ("学生应完成5项任务。", "学生宜完成6项任务。", "学生[-应-][+宜+]完成[-5-][+6+]项任务。"),
    ("人员、面积、设备数量为最低要求。", "人员、面积和设备数量均为最低要求。",
     "人员、面积[-、-][+和+]设备数量[+均+]为最低要求。"),
    ("The student shall pass 5 tests.", "The student should pass 6 tests.",
     "The student [-shall-][+should+] pass [-5-][+6+] tests."),
    ("Студент должен сдать 2,5 зачёта.", "Студент может сдать 3,5 зачёта.",
     "Студент [-должен-][+может+] сдать [-2,5-][+3,5+] зачёта."),
    ("Talaba oʻquv rejasini bajarishi kerak.", "Talaba oʻquv dasturini bajarishi kerak.",
     "Talaba oʻquv [-rejasini-][+dasturini+] bajarishi kerak."),
    ("Студенты изучают курс", "По окончании — зачёт", "[-Студенты изучают курс-][+По окончании — зачёт+]"),
    ("a b", "a b", "a b"),
    ("", "new", "[+new+]"),
]
SIGNS = {"kept": ("", ""), "deleted": ("[-", "-]"), "inserted": ("[+", "+]")}


def signed(found: tuple[Run, ...]) -> str:
    return "".join(f"{SIGNS[r.mark][0]}{r.words}{SIGNS[r.mark][1]}" for r in found)


@pytest.mark.parametrize(("old", "new", "expected"), WORDINGS)
def test_words_are_marked_as_a_reader_of_the_language_counts_them(old: str, new: str, expected: str) -> None:
    found = runs(old, new)
    assert signed(found) == expected
    assert "".join(r.words for r in found if r.mark != "inserted") == old
    assert "".join(r.words for r in found if r.mark != "deleted") == new


def test_a_wording_in_another_language_is_marked_as_such() -> None:
    old, new = (Text("k", words, Where(""), tag) for words, tag in (("слово", "ru"), ("词", "zh-Hans")))
    found = marked(old, new, "ru")
    assert isinstance(found, Text) and isinstance(found.words, Marked)
    assert found.words.runs == (Run("слово", "deleted"), Run("词", "inserted", "zh-Hans"))
    assert found.language == "ru"


def document(repository: Repository, name: str, locale: str) -> Document:
    return compose(publication(repository, name, (locale,)).editions[0])


def both(old: Repository, new: Repository, name: str = COURSE, locale: str = "zh-Hans") -> Document:
    return redline(document(old, name, locale), document(new, name, locale), lambda number: f"moved {number}".strip())


def words_of(thing: Any) -> Iterator[Words]:
    """Every wording of a document: titles, texts, lines; not numbers."""
    if isinstance(thing, Document):
        yield thing.title
        for fact in thing.facts:
            yield from fact.lines
        yield from (word for chapter in thing.chapters for word in words_of(chapter))
    elif isinstance(thing, Provision):
        yield from (words for words in (thing.title, thing.text) if words is not None)
        yield from (word for part in thing.provisions for word in words_of(part))
    elif isinstance(thing, Table):
        yield thing.caption
        cells = (cell for rows in (thing.head, *thing.groups) for row in rows for cell in row.cells)
        yield from (word for cell in cells for word in words_of(cell))
    elif isinstance(thing, Cell):
        yield from (line.words if isinstance(line, Item) else line for line in thing.lines)
    else:
        yield thing.title
        yield from (word for part in (*thing.blocks, *thing.sections) for word in words_of(part))


def side(thing: Document, dropped: str) -> list[str]:
    """The wordings that are left when all of one mark are taken away, in no order."""
    found = []
    for words in words_of(thing):
        content = words.words if isinstance(words, Text) else words
        parts = content.runs if isinstance(content, Marked) else (Run(content, "kept"),)
        left = "".join(part.words for part in parts if part.mark not in (dropped, "note"))
        if left or not parts:
            found.append(left)
    return sorted(found)


CHANGES: list[dict[str, Any]] = [
    {"course": {"nature": [{"id": "NT1", "text": "本课程为基础课，共980学时。"}, {"id": "NT2", "text": "新条文。"}]}},
    {"course": {"hours": {"total": 976}, "units": [{"id": "U1", "name": "直流电路分析", "hours": {"total": 496}}]}},
    {"course": {"title": "电路课程标准", "prerequisites": [], "assessment": {"components": [
        {"id": "AS3", "name": "报告", "weight": 0, "phase": "formative", "method": "检查报告。", "objectives": ["OB1"]},
    ]}}},
    {"professional": {"duration": {"semesters": 8}, "mappings": None}},
    {"professional": {"curriculum": {"courses": [{"id": "C201", "name": "电路", "category": "professional-basic"}]}}},
    {"practice": {"group_size": 30, "tasks": [{"id": "T1", "name": "新任务"}]}},
]


@pytest.mark.parametrize("locale", ["zh-Hans", "en"])
@pytest.mark.parametrize("fragment", CHANGES)
def test_without_one_kind_of_marks_each_version_is_whole(
    fragment: dict[str, Any], locale: str, repository: MakeRepository
) -> None:
    name = {"course": COURSE, "professional": PROFESSIONAL, "practice": "demo/practice/workshop"}[next(iter(fragment))]
    old, new = repository(), repository(overlay(**fragment))
    for before, after in ((old, new), (new, old)):
        merged = both(before, after, name, locale)
        new_words, old_words = (sorted(filter(None, map(str, words_of(document(each, name, locale)))))
                                for each in (after, before))
        kept = {"1", "2", "3", "4", "5"}  # positions in a table, which follow from other changes
        assert [w for w in side(merged, "deleted") if w not in kept] == [w for w in new_words if w not in kept]
        assert [w for w in side(merged, "inserted") if w not in kept] == [w for w in old_words if w not in kept]
        ids = re.findall(r' id="([^"]*)"', markup(merged))
        assert len(ids) == len(set(ids))


def test_equal_versions_have_no_marks(repository: MakeRepository) -> None:
    for name in (COURSE, PROFESSIONAL):
        one = document(repository(), name, "ru")
        assert redline(one, one, lambda number: "moved") == one


def test_what_is_gone_stands_struck_where_it_stood(repository: MakeRepository) -> None:
    clauses = [{"id": "NT2", "text": "第二条。"}, {"id": "NT3", "text": "第三条。"}]
    old = repository(overlay(course={"nature": clauses}))
    new = repository(overlay(course={"nature": clauses[1:]}))
    merged = both(old, new)
    blocks = [block for block in merged.chapters[0].blocks if isinstance(block, Provision)]
    assert [(block.id, block.number) for block in blocks] == [("NT1", "1.1"), (f"{GONE}NT2", "1.2"), ("NT3", "1.2")]
    assert isinstance(blocks[1].text, Text) and signed(blocks[1].text.words.runs) == "[-第二条。-]"  # type: ignore[attr-defined]
    assert {"NT3", f"{GONE}NT2", "U1", "U1-section"} <= anchors(merged)


def test_what_moves_is_remarked_on_and_not_struck(repository: MakeRepository) -> None:
    clauses = [{"id": f"NT{number}", "text": f"第{number}条。"} for number in (2, 3, 4)]
    old = repository(overlay(course={"nature": clauses}))
    new = repository(overlay(course={"nature": [clauses[2], *clauses[:2]]}))
    elsewhere = repository(overlay(course={"nature": clauses[1:], "implementation": {"methods": clauses[:1]}}))
    assert '<span class="remark">moved\u00a01.4</span> 第4条。' in markup(both(old, new))
    assert "<del>" not in markup(both(old, new))
    page = markup(both(old, elsewhere))
    assert '<span class="remark">moved\u00a01.2</span> 第2条。' in page
    assert "<del>" not in page


PAIRS = [("text: 能解释电路定律。", "text: 能解释电路的<基本>定律。"), ("title: 课程定位", "title: 课程性质"),
         ("hours: {total: 960, theory: 400, practice: 560}", "hours: {total: 976, theory: 416, practice: 560}")]


@pytest.fixture
def changed(repository: MakeRepository) -> Path:
    """A repository whose course has changed since its commit, in Chinese and in Russian."""
    root = commit(repository().root)
    replaced(root, f"standards/{COURSE}.yaml", *PAIRS)
    replaced(root, f"translations/ru/{COURSE}.po",
             ("能解释电路定律。", "能解释电路的<基本>定律。"), ("课程定位", "课程性质"),
             ("Умеет объяснять законы электрических цепей.", "Умеет объяснять основные законы электрических цепей."),
             ("Место курса", "Характер курса"))
    return root


def page_of(root: Path, *arguments: str) -> str:
    done = run(root, "diff", COURSE, "--format", "html", *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    html5lib.HTMLParser(strict=True).parse(done.stdout)
    return done.stdout


def test_the_page_has_the_changes_and_the_document(changed: Path) -> None:
    page = page_of(changed)
    assert page.startswith('<!DOCTYPE html>\n<html lang="zh-Hans">')
    assert "能解释电路<ins>的&lt;基本&gt;</ins>定律。" in page
    assert page.count("<ins>的&lt;基本&gt;</ins>") == 2  # in the list, and in the document
    assert '<a href="#OB1">' in page
    assert "@media print" in page and not re.search(r'(src|href)="(?!#)', page)
    assert page == page_of(changed)


def test_the_page_is_in_the_language_asked_for(changed: Path) -> None:
    page = page_of(changed, "--locale", "ru")
    assert '<html lang="ru">' in page
    assert "Умеет объяснять<ins> основные</ins> законы электрических цепей." in page
    assert "<del>Место</del><ins>Характер</ins> курса" in page


def test_the_page_goes_to_a_file(changed: Path) -> None:
    done = run(changed, "diff", COURSE, "--format", "html", "--output", "out/page.html")
    assert done.stdout == "out/page.html\n"
    assert (changed / "out/page.html").read_text(encoding="utf-8") == page_of(changed)


@pytest.mark.slow
@pytest.mark.parametrize("locale", ["zh-Hans", "en", "ru", "uz-Latn"])
def test_the_pdf_has_both_wordings_in_colours(locale: str, changed: Path) -> None:
    name = f"build/diff/{COURSE}/1.0.0-1.0.0.{locale}.pdf"
    done = run(changed, "diff", COURSE, "--format", "pdf", "--locale", locale)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{name}\n", "")
    content = (changed / name).read_bytes()
    with pypdfium2.PdfDocument(content) as pdf:
        pages = list(pdf)
        words = re.sub(r"\s", "", "".join(page.get_textpage().get_text_range() for page in pages))
        for wording in ("960", "976", *(("能解释电路", "基本") if locale in ("zh-Hans", "en") else ())):
            assert wording in words
        picture = pages[0].render(scale=1).to_pil().convert("RGB")
        colours = {colour for _, colour in picture.getcolors(1 << 24)}
    assert any(red > 130 and green < 90 and blue < 90 for red, green, blue in colours)
    assert any(green > red + 40 and green > blue + 20 for red, green, blue in colours)
    again = run(changed, "diff", COURSE, "--format", "pdf", "--locale", locale, "--output", "again.pdf")
    assert again.stdout == "again.pdf\n"
    assert (changed / "again.pdf").read_bytes() == content


def test_on_paper_a_number_stays_with_the_short_word_behind_it(repository: MakeRepository) -> None:
    words = "Не менее 3 лет, 12 недель или 400 часов практики."
    made = repository(overlay(course={"nature": [{"id": "NT1", "text": words}]}))
    page = compose(publication(made, COURSE, ("zh-Hans",)).editions[0])
    assert "Не\u00a0менее 3\u00a0лет, 12\u00a0недель или 400\u00a0часов практики." in markup(page)
    assert words in markup(page, "p {}")
    assert 'class="level-1' in markup(page)
