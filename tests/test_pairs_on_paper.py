"""Two languages on paper: lines of both stay together, heads are whole, and numbers look as in one language."""

import re
from dataclasses import replace

import pypdfium2
import pytest

from conftest import MakeRepository
from curricula.binding import JOINER
from curricula.editions.bilingual import document_of
from curricula.editions.compose import compose
from curricula.editions.document import Both, Chapter, Column, Document, Row, Side, Table, cell, heads
from curricula.editions.edition import Bilingual
from curricula.pages.engine import typeset
from curricula.pages.markup import markup, stylesheet

CHINESE, UZBEK = "自动化控制系统", "avtomatlashtirilgan boshqaruv tizimlarini sozlash"
pytestmark = pytest.mark.usefixtures("typesetting")


@pytest.fixture(name="whole")
def document(repository: MakeRepository) -> Document:
    """A document in Chinese and Uzbek."""
    made = repository()
    editions = (made.edition("demo/courses/circuits", tag) for tag in ("zh-Hans", "uz-Latn"))
    return document_of(Bilingual(*editions), compose)


def both(first: str, second: str) -> Both:
    return Both(Side(first, "zh-Hans"), Side(second, "uz-Latn"))


def lines(whole: Document, table: Table, css: str = "") -> list[list[str]]:
    """The lines of each page on which a table stands alone, as they were divided."""
    shown = replace(whole, facts=(), chapters=(Chapter("c", "1", both("章", "Bob"), (table,)),))
    content, complaints = typeset(markup(shown), f"{stylesheet(shown)} {css}", "test")
    assert complaints == ()
    pages = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))
    return [[re.sub(r"[\ufffe\u0002\u00ad]", "-", line).strip() for line in words.splitlines()] for words in pages]


def test_a_short_head_stands_in_one_line(whole: Document) -> None:
    row = Row((cell("1"), cell(both("名称", "Nomi"))))
    table = Table("t", "", (Column(6), Column(94)), (heads(both("序号", "T/r"), both("名称", "Nomi")),), ((row,),))
    (page,) = lines(whole, table)
    assert "序号" in page


def test_heads_and_captions_are_not_divided_and_words_of_cells_are(whole: Document) -> None:
    head, caption = both("系统", "tizimlarini"), both("表题", f"{UZBEK} {UZBEK} {UZBEK} {UZBEK}")
    row = Row((cell(both("系统", UZBEK)), cell("1")))
    table = Table("t", caption, (Column(20), Column(80)), (heads(head, "1"),), ((row,),))
    found: list[str] = []
    for width in range(100, 130, 5):
        (page,) = lines(whole, table, f"@page {{ size: {width + 45}mm 200mm }}")
        place = page.index("系统")
        assert "tizimlarini" in page[place:]
        assert "-" not in "".join(page[:place])
        found += page[place + 2:]
    assert "-" in "".join(found)


def test_no_line_of_the_second_language_stands_alone_at_the_foot(whole: Document) -> None:
    """Wherever the page ends: below words of one line, and of more."""
    for first in (CHINESE, CHINESE * 8):
        for above in range(6, 17):
            rows = [(Row((cell("x"),)),)] * above + [(Row((cell(both(first, f"{UZBEK} " * 30)),)),)]
            table = Table("t", "", (Column(100),), (heads("h"),), tuple(rows))
            pages = lines(whole, table, "@page { size: 150mm 170mm } tr.long { break-inside: auto }")
            own = [[line for line in page if "avtomat" in line or "sozlash" in line] for page in pages]
            assert sum(map(len, own)) > 8
            assert all(len(found) != 1 for found in own[:-1]), (len(first), above)


def test_a_row_begins_with_its_words_wherever_the_page_ends(whole: Document) -> None:
    divided = 0
    for above in range(6, 17):
        rows = [(Row((cell("x", head=True), cell("y"))),)] * above
        rows += [(Row((cell(both("能力", "Koʻnikmalar"), head=True), cell(both(CHINESE * 8, f"{UZBEK} " * 30)))),)]
        table = Table("t", "", (Column(30), Column(70)), (), tuple(rows))
        pages = lines(whole, table, "@page { size: 150mm 170mm } tr.long { break-inside: auto }")
        first = next(page for page in pages if "Koʻnikmalar" in page)
        assert any("自动化" in line for line in first), above
        divided += any("avtomat" in line for page in pages if "Koʻnikmalar" not in page for line in page)
    assert divided


def test_a_version_is_not_divided(whole: Document) -> None:
    told = "standarti, 1.0.0-versiya"
    row = Row((cell(both("标准，1.0.0版", told)), cell("1")))
    for width in range(12, 40):
        table = Table("t", "", (Column(width), Column(100 - width)), (heads("a", "b"),), ((row,),))
        (page,) = lines(whole, table)
        assert width <= 18 or "ver-siya" not in "".join(page), width  # it has room in a line of its own


def test_numbers_of_captions_and_annexes_are_set_apart_in_both_languages(repository: MakeRepository) -> None:
    made = repository()
    editions = [made.edition("demo/professional", tag) for tag in ("zh-Hans", "uz-Latn")]
    page = markup(document_of(Bilingual(*editions), compose)).replace(JOINER, "")
    for edition in editions:
        number = edition.label("table-number", number=1)
        assert re.search(rf'<caption><span.*<span class="number">{number}</span>', page)
    annex = re.search(r'<section class="level-1 annex" id="MAP1">\s*<h2>(.*?)</h2>', page)
    assert annex
    for edition in editions:
        assert f'<span class="number">{edition.label("annex-informative", letter="A")}</span>' in annex[1]
