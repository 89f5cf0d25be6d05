"""Typography of each language: where words are divided, what stays in one line, captions, and letters of fonts."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import polib
import pypdfium2
import pyphen
import pytest
from babel import Locale
from fontTools.ttLib import TTFont

from conftest import ROOT, MakeRepository
from curricula import locales
from curricula.binding import JOINER
from curricula.diagnostics import Diagnostic
from curricula.editions.bilingual import document_of
from curricula.editions.compose import compose
from curricula.editions.document import Both, Chapter, Column, Document, Provision, Row, Table, cell, heads
from curricula.editions.edition import Bilingual
from curricula.figures.illustrating import illustrated
from curricula.figures.lettering import wrap
from curricula.fonts.pinned import FOLDER, missing
from curricula.formats import pdf
from curricula.locales import NO_BREAK_SPACE as NO_BREAK
from curricula.model.text import map_texts, texts
from curricula.pages import overleaf
from curricula.pages.engine import typeset
from curricula.pages.markup import BREAK, markup, style, stylesheet
from curricula.repository import Repository
from curricula.rules import glyph_coverage
from curricula.source import locate
from curricula.transliteration.cyrillic import to_cyrillic
from fragments import found_by, overlay
from running import run

LISTS = Path(__file__).with_name("hyphenation")
LEFT, RIGHT = 2, 3  # of hyphenate-limit-chars in print.css
VOWELS = {
    "uz-Latn": "aeiou", "uz-Cyrl": "аеёиоуўэюя", "kk-Cyrl": "аәеёиоөұүыіэюяу", "tg-Cyrl": "аеёиӣоуӯэюя",
}
# What is one letter, or cannot begin a line.
WHOLE = {"uz-Latn": ("sh", "ch", "oʻ", "gʻ", "ʼ"), "uz-Cyrl": ("ь", "ъ"), "kk-Cyrl": ("ь", "ъ"), "tg-Cyrl": ("ъ",)}
STRANGE = "ქ"  # a letter that no font of ours has
PUBLISHED = ("zh-Hans", "en", "ru", "uz-Latn", "uz-Cyrl", "kk-Cyrl", "tg-Cyrl")


# Hyphenation

def patterns(tag: str) -> pyphen.Pyphen:
    """The patterns as the typesetting engine finds them for a language, with the limits of our pages."""
    return pyphen.Pyphen(lang=pyphen.language_fallback(tag), left=LEFT, right=RIGHT)


def listed(tag: str) -> list[str]:
    """Words with every place where they may be divided, read through by hand."""
    return (LISTS / f"{tag}.txt").read_text(encoding="utf-8").split()


def of_the_corpus(tag: str) -> set[str]:
    """The words of all translations into a language."""
    origin = "uz-Latn" if tag == "uz-Cyrl" else tag
    files = (ROOT / "translations" / origin).rglob("*.po")
    translations = (entry.msgstr for path in files for entry in polib.pofile(str(path)))
    words = {word for translation in translations for word in re.findall(r"[^\W\d_]+", translation)}
    return {to_cyrillic(word) if tag == "uz-Cyrl" else word for word in words}


@pytest.mark.parametrize(("tag", "name"), [
    ("uz", "uz"), ("uz-Latn", "uz"), ("uz-Cyrl", "uz_Cyrl"), ("kk-Cyrl", "kk"), ("tg-Cyrl", "tg"), ("ru", "ru"),
    ("en", "en"), ("zh-Hans", None),
])
@pytest.mark.usefixtures("typesetting")
def test_patterns_are_those_of_language_and_script(tag: str, name: str | None) -> None:
    assert pyphen.language_fallback(tag) == name


@pytest.mark.parametrize("tag", VOWELS)
@pytest.mark.usefixtures("typesetting")
def test_listed_words_are_divided_at_every_place_and_nowhere_else(tag: str) -> None:
    found = patterns(tag)
    words = listed(tag)
    assert len(words) >= 120
    assert [found.inserted(word.replace("-", "")) for word in words] == words


@pytest.mark.parametrize("tag", VOWELS)
@pytest.mark.usefixtures("typesetting")
def test_every_part_of_a_word_is_a_syllable_or_more(tag: str) -> None:
    found = patterns(tag)
    words = {word.replace("-", "") for word in listed(tag)} | of_the_corpus(tag)
    assert len(words) > 300
    for word in words:
        if sum(map(str.isupper, word)) > 1:
            continue  # an abbreviation, with endings perhaps
        first, *rest = parts = found.inserted(word.lower()).split("-")
        if not rest:
            continue
        assert all(set(part) & set(VOWELS[tag]) for part in parts), parts
        assert len(first) >= LEFT, parts
        assert first not in ("oʻ",), parts
        assert len(parts[-1]) >= RIGHT, parts
        for sign in WHOLE[tag]:
            assert "".join(parts).count(sign) == sum(part.count(sign) for part in parts), parts
            assert not any(part.startswith(sign[1:] or sign) and before.endswith(sign[:-1])
                           for before, part in zip(parts, rest, strict=False)), parts


@pytest.mark.parametrize(("tag", "word"), [
    ("uz-Latn", "mu-ta-xas-sis-lik-la-ri-miz-dan"), ("uz-Latn", "oʻqi-tuv-chi-lar-ning"), ("uz-Latn", "sanʼ-at-kor"),
    ("uz-Latn", "de-ngiz-lar"), ("uz-Latn", "ya-ngi-lik"), ("uz-Latn", "tay-yor-lan-gan-lar"),
    ("uz-Latn", "koʻp-roq-dir"), ("uz-Cyrl", "му-та-хас-сис-лик-лар"), ("uz-Cyrl", "таъ-лим-нинг"),
    ("uz-Cyrl", "объ-ект-лар"), ("uz-Cyrl", "де-нгиз-лар"), ("kk-Cyrl", "қа-уіп-сіз-дік-тің"),
    ("kk-Cyrl", "тә-уел-сіз-дік"), ("tg-Cyrl", "дун-ё-вӣ"), ("tg-Cyrl", "таъ-ли-мот-ҳои"),
])
@pytest.mark.usefixtures("typesetting")
def test_chains_of_endings_are_divided_between_syllables(tag: str, word: str) -> None:
    limits = pyphen.Pyphen(lang=pyphen.language_fallback(tag), left=2, right=2)
    assert limits.inserted(word.replace("-", "")) in (word, patterns(tag).inserted(word.replace("-", "")))


@pytest.mark.parametrize("tag", VOWELS)
@pytest.mark.usefixtures("typesetting")
def test_a_narrow_cell_divides_words_by_these_patterns(tag: str) -> None:
    word = max(listed(tag), key=len)
    page = f"<!DOCTYPE html><html lang='{tag}'><title>.</title><p>{word.replace('-', '')}"
    css = f"p {{ width: 22mm; hyphens: auto; hyphenate-limit-chars: 6 {LEFT} {RIGHT}; font: 12pt 'Noto Serif' }}"
    content, complaints = typeset(page, css, "test")
    assert complaints == ()
    written = pypdfium2.PdfDocument(content)[0].get_textpage().get_text_bounded()
    lines = [line.rstrip("-‐\u00ad") for line in re.split(r"[\r\n\ufffe\x02]+", written) if line]
    assert len(lines) > 1
    places, at = set(), 0
    for part in word.split("-")[:-1]:
        at += len(part)
        places.add(at)
    assert {len("".join(lines[:number])) for number in range(1, len(lines))} <= places


# What stays in one line

def test_words_that_belong_together_stay_in_one_line(repository: MakeRepository) -> None:
    goal = "В течение 3 лет и на практике — № 5, § 2 — А. К. Петров: с 1 сентября, из-за дождя."
    document = compose(repository().edition("demo/professional", "ru"))
    page = markup(replaced(document, "demo/professional#OV1/text", goal))
    kept = (
        "В_течение 3_лет и_на_практике_— №_5, §_2_— А._К._Петров: с_1_сентября, из-за_дождя.".replace("_", NO_BREAK)
    )
    assert kept in page


def test_nothing_is_parted_within_ranges_units_and_ordinals(repository: MakeRepository) -> None:
    document = compose(repository().edition("demo/professional", "ru"))
    goal = "От 35_–_45 Н·м, −40_…_−57 В, U5_–_U8, 6 кН_/_м², 25 Гбит_/_с, 1.0.0_-_versiya; и/или 12/2024, 5 – 6."
    page = markup(replaced(document, "demo/professional#OV1/text", goal.replace("_", "")))
    found = page.replace(NO_BREAK, " ").replace(JOINER, "_")
    assert goal in found
    assert JOINER not in markup(document, stylesheet="p {}")


def test_lines_of_drawings_end_as_those_of_pages_do() -> None:
    assert wrap("Охрана труда в строительстве", 90, 11, 3) == ("Охрана труда", "в строительстве")


@pytest.mark.usefixtures("typesetting")
def test_a_page_number_does_not_stand_alone_below_its_entry() -> None:
    entry = '<a href="#x">Обеспечение качества образования и требования к завершению</a>'
    page = f'<!DOCTYPE html><html lang="ru"><title>.</title><nav class="contents">{entry}</nav><main id="x">.</main>'
    for width in range(117, 124):
        css = f":root {{ --page-of: '.' }} {style('print')} nav {{ width: {width}mm }}"
        content, complaints = typeset(page, css, "test")
        assert complaints == ()
        *_, end, _main = pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range().splitlines()
        assert re.search(r"завершению[ .\u00a0]+2$", end)


@pytest.mark.parametrize("words", [
    "IEEE_1588v2", "CAT_III", "GB/T_1.1.", "in semester_5 of the plan", "semester_5, then", "version_1.0.0",
    "90_minutes", "5-й_семестр", "в_4-м_семестре", "пропущены 1–2_пункта",
    "80_%_ni", "100%_ni", "3_×_25GE", "≥_5 x", "12_месяцев",
    "−48_V", "1_GSa/s", "от_−50 до_+10_дБм", "«не_должен» и_«не_допускается»", "в_„Сети“", "40_академических",
])
def test_what_counts_or_names_stays_with_its_number(repository: MakeRepository, words: str) -> None:
    document = compose(repository().edition("demo/professional", "ru"))
    page = markup(replaced(document, "demo/professional#OV1/text", f"Слово: {words.replace('_', ' ')}, слово"))
    found = re.search("Слово: (.*), слово", page.replace(JOINER, ""))
    assert found
    written = found[1].replace(NO_BREAK, "_")
    for tied in re.findall(r"\S*_\S*", words):
        assert tied in written, written
    assert "semester 5" not in written
    assert "пропущены_" not in written


@pytest.mark.parametrize("words", [
    "NB_-_IoT", "5_-_semestr", "CT_-_S10301", "GB_/_T", "BBU_/_AAU", "“_-_masligi", "(_-_masa", "и/или", "x – -y",
])
def test_nothing_is_parted_at_the_hyphen_of_a_name(repository: MakeRepository, words: str) -> None:
    document = compose(repository().edition("demo/professional", "ru"))
    page = markup(replaced(document, "demo/professional#OV1/text", f"Слово {words.replace('_', '')}, слово"))
    assert words in page.replace(JOINER, "_").replace("\u00a0", " ")


@pytest.mark.parametrize("tag", PUBLISHED)
@pytest.mark.usefixtures("typesetting")
def test_names_with_capitals_in_them_are_not_divided(tag: str) -> None:
    if pyphen.language_fallback(tag):
        found = patterns(tag)
        for word in ("gNodeB", "eNodeB", "WorldSkills", "OTDRning", "МСКЗнинг"):
            assert found.inserted(word) == word
    assert patterns("en").inserted("troubleshooting") == "trouble-shoot-ing"
    assert patterns("en").inserted("Troubleshooting") == "Trouble-shoot-ing"


# What goes overleaf

SENTENCE = "Telecommunications administrators commission synchronisation installations internationally. "


@pytest.mark.usefixtures("typesetting")
@pytest.mark.parametrize("above", range(5))
@pytest.mark.parametrize("long", [True, False])
def test_no_word_is_divided_between_two_pages(above: int, long: bool) -> None:
    paragraphs = f"<p>{SENTENCE * 30}</p>" if long else f"<p>{SENTENCE * 2}</p>" * 15
    page = f'<!DOCTYPE html><html lang="en"><title>.</title><main>{"<p>line</p>" * above}{paragraphs}</main>'
    css = f":root {{ --page-of: '.' }} {style('base')} {style('print')} @page {{ size: 100mm 110mm }}"
    content, complaints = typeset(page, css, "test")
    assert complaints == ()
    whole = {*SENTENCE.replace(".", "").split(), "line"}
    pages = [re.findall(r"\w+", page.get_textpage().get_text_range()) for page in pypdfium2.PdfDocument(content)]
    assert len(pages) > 2
    for words in pages:
        assert {words[0], words[-1]} <= whole


def grid(*heights: int, total: bool = False) -> Table:
    """A table of rows that are so many lines high, each its own group; with sums in the last of them."""
    groups: list[tuple[Row, ...]] = [(Row((cell(*["row line"] * lines),)),) for lines in heights]
    if total:
        groups[-1] += (Row((cell("sums"),), total=True),)
    return Table("grid", "Caption", (Column(100),), (heads("Head"),), tuple(groups), number="Table 1", continued="On 1")


def set_below(repository: MakeRepository, table: Table, above: int) -> list[str]:
    """The words of the pages on which a table stands below so many lines."""
    whole = compose(repository().edition("demo/professional", "en"))
    words = tuple(Provision(f"p{number}", "1", None, "above") for number in range(above))
    chapter = Chapter("c", "1", "Chapter", (*words, table, Provision("end", "2", None, "below")))
    css = f"{stylesheet(whole)} @page {{ size: 100mm 110mm }}"
    content, complaints = typeset(markup(replace(whole, facts=(), chapters=(chapter,))), css, "test")
    assert complaints == ()
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]


@pytest.mark.usefixtures("typesetting")
@pytest.mark.parametrize("total", [False, True])
@pytest.mark.parametrize("above", range(2, 7))
def test_no_low_row_stands_alone_even_with_sums(repository: MakeRepository, above: int, total: bool) -> None:
    counted = [page.count("row line") for page in set_below(repository, grid(1, 1, 1, 1, 1, total=total), above)]
    assert sum(counted) == 5
    assert 1 not in counted


@pytest.mark.parametrize(("heights", "held"), [
    ((5, 1, 16), [True, False, False]), ((1, 1, 16), [True, True, False]), ((2, 2, 9, 9), [True, False, False, False]),
])
def test_a_data_sheet_begins_with_a_few_lines(heights: tuple[int, ...], held: list[bool]) -> None:
    assert list(overleaf.held(replace(grid(*heights), head=()))) == held


@pytest.mark.usefixtures("typesetting")
def test_a_high_row_is_divided_and_leaves_no_page_half_empty(repository: MakeRepository) -> None:
    counted = [page.count("row line") for page in set_below(repository, grid(2, overleaf.WHOLE + 3, 2), 1)]
    assert sum(counted) == overleaf.WHOLE + 7
    assert counted[0] > 2


@pytest.mark.usefixtures("typesetting")
def test_a_table_is_named_again_where_it_goes_on_and_only_there(repository: MakeRepository) -> None:
    pages = set_below(repository, grid(*[3] * 12), 2)
    assert len(pages) > 2
    assert ["On 1" in page for page in pages] == ["Caption" not in page and "row line" in page for page in pages]
    *_, last = set_below(repository, grid(*[3] * 3), 2)
    assert "On 1" not in last or "row line" in last


@pytest.mark.usefixtures("typesetting")
def test_a_data_sheet_is_named_where_it_goes_on_and_only_there(repository: MakeRepository) -> None:
    rows = tuple((Row((cell(f"Head{number}", head=True), cell(*["row line"] * 3))),) for number in range(12))
    pages = set_below(repository, Table("sheet", "", (Column(30), Column(70)), (), rows), 2)
    assert len(pages) > 2
    assert ["1 (continued)" in page for page in pages] == [
        "Head0" not in page and "row line" in page for page in pages
    ]


@pytest.mark.parametrize("locale", PUBLISHED)
def test_tables_are_continued_as_documents_of_the_country_do(locale: str) -> None:
    expected = {
        "zh-Hans": "表3（续）", "en": "Table 3 (continued)", "ru": "Продолжение таблицы 3",
        "uz-Latn": "3-jadvalning davomi", "uz-Cyrl": "3-жадвалнинг давоми", "kk-Cyrl": "3-кестенің жалғасы",
        "tg-Cyrl": "Давоми ҷадвали 3",
    }
    real = Repository(ROOT)
    shared = real.shared(locale, next(iter(real.standards.values())))
    assert shared.labels["table-continued"].format(number=3) == expected[locale]


@pytest.mark.usefixtures("typesetting")
def test_a_heading_stands_at_the_top_of_its_page() -> None:
    page = '<!DOCTYPE html><html lang="en"><title>.</title><main><p>x</p><section class="annex"><h2>Top</h2></section>'
    content, complaints = typeset(page, f":root {{ --page-of: '.' }} {style('base')} {style('print')}", "test")
    assert complaints == ()
    sheet = pypdfium2.PdfDocument(content)[1]
    _left, _bottom, _right, top = sheet.get_textpage().get_charbox(0)
    assert (sheet.get_height() - top) / 72 * 25.4 < 27 + 4


# Columns

@pytest.fixture(scope="module")
def documents() -> list[Document]:
    """All standards of the repository, in every language of it."""
    real = Repository(ROOT)
    names = [name for name in real.standards if "/adoptions/" not in name]
    return [compose(real.edition(name, locale)) for name in names for locale in PUBLISHED[:5]]


def test_heads_of_columns_have_room_for_their_words(documents: list[Document]) -> None:
    fonts = [TTFont(FOLDER / f"{name}.ttf") for name in ("NotoSans-Bold", "NotoSansSC-Bold")]
    maps = [(font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm) for font in fonts]

    def width(word: str) -> float:
        found = ((cmap[ord(sign)], metrics, units) for sign in word for cmap, metrics, units in maps[:1])
        return float(sum(metrics[name][0] / units for name, metrics, units in found))

    seen = 0
    for document in documents:
        for table in tables(document.chapters):
            if table.wide or overleaf.is_tight(table) or len(table.head) != 1 or document.locale == "zh-Hans":
                continue
            for given, head in zip(overleaf.widths(table), table.head[0].cells, strict=True):
                for word in re.split(r"\s|(?<=-)", str(head.lines[0])):
                    seen += 1
                    assert (width(word) + 0.9) * 9 * 0.3528 + 0.4 <= given / 100 * 165, (table.id, word)
    assert seen > 300


def test_numbers_of_a_column_have_the_same_decimals(documents: list[Document]) -> None:
    seen = 0
    for document in documents:
        for table in tables(document.chapters):
            for place, column in enumerate(table.columns):
                shown = [row.cells[place - len(table.columns)].lines for group in table.groups for row in group
                         if column.numeric and len(row.cells) >= len(table.columns) - place]
                numbers = [str(lines[0]) for lines in shown if len(lines) == 1]
                decimals = {len(re.sub(r"^[\d ,\u00a0]*?(?:[.,](\d{1,2}))?\D*$", r"\1", number)) for number in numbers}
                seen += len(numbers)
                assert len(decimals) <= 1, (document.locale, table.id, numbers)
    assert seen > 300


@pytest.mark.parametrize("locale", PUBLISHED)
def test_negative_numbers_have_a_minus_sign(locale: str) -> None:
    real = Repository(ROOT)
    for name in real.standards:
        for text in texts(real.edition(name, locale).standard):
            assert not re.search(r"(?<![\w–—～/.-])-\d", str(text.words)), text


def test_names_of_languages_are_written_as_within_a_sentence() -> None:
    real = Repository(ROOT)
    for locale in PUBLISHED[2:]:
        labels = real.shared(locale, next(iter(real.standards.values()))).labels
        names = [words for name, words in labels.items() if name.startswith("language.")]
        assert len(names) > 5
        assert [name for name in names if name[0].isupper()] == [], locale


def test_units_of_measurements_are_those_of_the_script() -> None:
    assert "1 Гвыб/с" in to_cyrillic("diskretlash tezligi kamida 1 GSa/s, FFT tahlili")


@pytest.mark.parametrize(("locale", "title", "kind", "named"), [
    ("en", "Circuits: Course Standard", "Course standard", True),
    ("uz-Latn", "“Aloqa” fani standarti", "Fan standarti", True),
    ("zh-Hans", "电路基础课程标准", "课程标准", True), ("en", "Circuits", "Course standard", False),
    ("ru", "Стандарт дисциплины «Цепи»", "Стандарт дисциплины", True),
])
def test_a_cover_does_not_say_twice_of_what_kind_it_is(
    repository: MakeRepository, locale: str, title: str, kind: str, named: bool
) -> None:
    document = compose(repository().edition("demo/courses/circuits", locale))
    cover = replace(document, title=replace(document.title, words=title), subtitle=kind, chapters=())
    assert ('class="kind"' not in markup(cover)) == named


def test_chinese_lines_may_end_beside_quotation_marks(repository: MakeRepository) -> None:
    document = compose(repository().edition("demo/professional", "zh-Hans"))
    words = "本标准中，_“应”_表示要求，_“宜”_“不宜”_表示推荐（“2+1”）。"
    page = markup(replaced(document, "demo/professional#OV1/text", words.replace("_", "")))
    assert words.replace("_", BREAK) in page


@pytest.mark.usefixtures("typesetting")
def test_marks_for_the_end_of_a_line_are_not_in_the_words_of_a_pdf() -> None:
    marked = f"表示要求，{BREAK}“应”{BREAK}3{JOINER}～{JOINER}5"
    page = f"<!DOCTYPE html><html lang='zh-Hans'><title>.</title><p>{marked * 9}"
    content, complaints = typeset(page, "p { width: 30mm; text-align: justify; font: 12pt 'Noto Serif SC' }", "test")
    assert complaints == ()
    words = pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range()
    assert not {BREAK, JOINER} & set(words)
    assert re.sub(r"[ \r\n]", "", words).count("3～5") == len(re.findall("3 ?～ ?5", words)) == 9


@pytest.mark.slow
@pytest.mark.usefixtures("typesetting")
@pytest.mark.parametrize(("locale", "annex"), [("zh-Hans", "附录A（资料性）"), ("ru", "Приложение А (справочное)")])
def test_an_annex_begins_on_a_page_of_its_own(repository: MakeRepository, locale: str, annex: str) -> None:
    content, problems = pdf.render(repository().edition("demo/professional", locale))
    assert problems == ()
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]
    _contents, begun = (page for page in pages if annex in page)
    assert annex in begun.splitlines()[:4]


@pytest.mark.usefixtures("typesetting")
def test_a_cover_that_tells_much_is_one_page() -> None:
    real = Repository(ROOT)
    for name, locale in [("uz", "ru"), ("uz", "uz-Cyrl"), ("kz", "ru"), ("kz", "en")]:
        whole = compose(real.edition(f"communication-technology/adoptions/{name}", locale))
        cover = replace(whole, chapters=())
        content, complaints = typeset(markup(cover), stylesheet(cover), "test")
        assert all("#deviation-" in complaint for complaint in complaints)  # which are on a later page
        assert len(pypdfium2.PdfDocument(content)) == 1, (name, locale)


def test_items_are_counted_as_documents_of_the_country_do() -> None:
    marks = {tag: [locales.item_mark(position, tag) for position in (0, 3)] for tag in (*PUBLISHED, "ky")}
    assert marks["zh-Hans"] == marks["en"] == marks["uz-Latn"] == ["a", "d"]
    assert marks["ru"] == marks["uz-Cyrl"] == marks["tg-Cyrl"] == ["а", "г"]
    assert marks["kk-Cyrl"] == marks["ky"] == ["1", "4"]


def replaced(document: Document, key: str, words: str) -> Document:
    """The document with other words for a text."""
    return map_texts(document, lambda text: replace(text, words=words) if text.key == key else text)


# Captions

CAPTIONS = {
    "zh-Hans": ("表1", "　"), "en": ("Table 1", " — "), "ru": ("Таблица 1", " — "), "uz-Latn": ("1-jadval", " — "),
}


def tables(chapters: tuple[Chapter, ...]) -> Iterator[Table]:
    """All tables of chapters in their order."""
    for chapter in chapters:
        yield from (block for block in chapter.blocks if isinstance(block, Table))
        yield from tables(chapter.sections)


@pytest.mark.parametrize("locale", CAPTIONS)
def test_tables_with_captions_are_numbered_as_the_language_does(repository: MakeRepository, locale: str) -> None:
    edition = repository().edition("demo/professional", locale)
    found = list(tables(compose(edition).chapters))
    numbered = [table for table in found if table.number]
    first, gap = CAPTIONS[locale]
    assert numbered[0].number == first
    expected = [edition.label("table-number", number=number) for number in range(1, len(numbered) + 1)]
    assert [table.number for table in numbered] == expected
    assert all(bool(table.number) == bool(table.caption) for table in found)
    page = markup(illustrated(edition), " ")
    assert f'<span class="number">{first}</span>{gap}{numbered[0].caption}</caption>' in page


def test_a_bilingual_table_has_its_number_before_each_caption(repository: MakeRepository) -> None:
    made = repository()
    pair = Bilingual(*(made.edition("demo/professional", locale) for locale in ("zh-Hans", "ru")))
    found = next(table for table in tables(document_of(pair, compose).chapters) if table.caption)
    assert isinstance(found.caption, Both)
    assert [side.number for side in found.caption.sides] == ["表1", "Таблица 1"]
    assert found.number == ""


# Fonts

@pytest.mark.parametrize("locale", ["ru", "uz-Latn", "zh-Hans"])
@pytest.mark.slow
def test_no_word_is_set_in_a_font_of_another_script(repository: MakeRepository, locale: str) -> None:
    root = repository().root
    done = run(root, "build", "--format", "pdf", "--locale", locale, "demo/professional")
    assert done.returncode == 0, done.stdout + done.stderr
    with pikepdf.open(root / f"build/demo/professional/1.0.0/{locale}.pdf") as made:
        found = {
            str(item.BaseFont).partition("+")[2] for item in made.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font" and "/DescendantFonts" in item
        }
    chinese = {name for name in found if "-SC" in name}
    assert found
    assert chinese == (found if locale == "zh-Hans" else set())


def test_the_fonts_have_the_letters_of_our_neighbours() -> None:
    letters = "әғқңөұүһі ғӣқӯҳҷ ңөү ўқғҳ ʻʼ №§«»“”‘’—–…°±×÷≤≥²³Ω℃"
    assert missing(letters + letters.upper()) == ""


def test_the_fonts_have_all_that_is_told_of_locales() -> None:
    regions = [code for code in Locale("en").territories if len(code) == 2 and code.isalpha()]  # type: ignore[arg-type, union-attr]
    for tag in (*PUBLISHED, "ky"):
        found = [locales.date(f"2026-{month:02}-28", tag) for month in range(1, 13)]
        found += [locales.number(value, tag) for value in (0, -1234567.89, 0.5)] + [locales.percent(33.3, tag)]
        found += [locales.letter(position, tag) for position in range(60)]
        found += [locales.language_name(other, tag) for other in (*PUBLISHED, "ky", "de", "fr", "ar", "ur", "sw", "th")]
        found += [locales.country_name(code, tag) for code in regions]  # type: ignore[arg-type]
        assert missing("".join(found)) == "", tag


def test_the_fonts_have_all_that_documents_say_by_themselves() -> None:
    real = Repository(ROOT)
    name = next(iter(real.standards))
    for tag in PUBLISHED:
        shared = real.shared(tag, real.standards[name])
        assert missing("".join(shared.labels.values())) == "", tag


def strange(repository: Repository) -> list[Diagnostic]:
    """What the rule finds of the strange letter, with its places."""
    found = list(locate(repository.root, tuple(found_by(glyph_coverage, repository))))
    assert all("10E5" in str(item.arguments["number"]) for item in found)
    return list({item.where: item for item in found}.values())


def translated(repository: Repository, path: str, key: str) -> Repository:
    """The repository with the strange letter in one translation."""
    catalogue = polib.pofile(str(repository.root / path), wrapwidth=0)
    entry = next(entry for entry in catalogue if entry.msgctxt.endswith(key))
    entry.msgstr += STRANGE
    catalogue.save()
    return Repository(repository.root)


def edited(repository: Repository, path: str, old: str) -> Repository:
    """The repository with the strange letter behind the first words `old` of a file."""
    file = repository.root / path
    content = file.read_text(encoding="utf-8")
    assert old in content
    file.write_text(content.replace(old, f"{old}{STRANGE}", 1), encoding="utf-8")
    return Repository(repository.root)


@pytest.mark.parametrize(("path", "old"), [
    ("standards/demo/courses/circuits.yaml", "title: 电路基础课程标准"),
    ("standards/partners/uz.yaml", "name: Vocational education system of Uzbekistan"),
    ("standards/repository.yaml", "name: 示例职业技术学院"),
    ("standards/classifications/cn-majors.csv", "应用电子技术"),
    ("translations/terminology.yaml", "term: электрическая цепь"),
])
def test_a_strange_letter_is_found_in_files_of_authors(repository: MakeRepository, path: str, old: str) -> None:
    found = strange(edited(repository(), path, old))
    assert {item.where.path for item in found} == {path}
    assert all(item.where.line for item in found)
    assert all(item.where.column for item in found) or path.endswith(".csv")


@pytest.mark.parametrize(("path", "key"), [
    ("translations/ru/demo/professional.po", "#GO1/text"),
    ("translations/ru/shared.po", "shared#contents/label"),
    ("translations/ru/shared.po", "shared#cn-majors.510103/title"),
])
def test_a_strange_letter_is_found_in_translations(repository: MakeRepository, path: str, key: str) -> None:
    found = strange(translated(repository(), path, key))
    assert [(item.where.path, bool(item.where.line)) for item in found] == [(path, True)]


def test_a_strange_letter_is_found_in_a_code(repository: MakeRepository) -> None:
    changes = {"programme": {"codes": [{"scheme": "cn-majors", "code": f"5101{STRANGE}"}]}}
    found = strange(repository(overlay(professional=changes)))
    assert found
    assert {item.where.path for item in found} == {"standards/demo/professional.yaml"}
    assert all(item.where.column for item in found)


def test_a_strange_letter_is_found_in_what_replaces_a_derived_word(repository: MakeRepository) -> None:
    tags = [{"tag": tag, "policy": "mark"} for tag in ("zh-Hans", "en", "ru", "uz-Latn", "uz-Cyrl")]
    made = repository(overlay(settings={"locales": tags}))
    origin = next(
        entry for entry in polib.pofile(str(made.root / "translations/uz-Latn/demo/professional.po"))
        if entry.msgctxt.endswith("#GO1/text")
    )
    path = made.root / "translations/uz-Cyrl/demo/professional.po"
    path.parent.mkdir(parents=True)
    own = polib.POFile()
    own.metadata = {"Language": "uz-Cyrl", "Content-Type": "text/plain; charset=UTF-8"}
    own.append(polib.POEntry(msgctxt=origin.msgctxt, msgid=origin.msgstr, msgstr=f"Мақсад {STRANGE}"))
    own.save(str(path))
    assert strange(Repository(made.root)) != []


def test_a_strange_letter_is_found_in_what_was_kept_of_an_earlier_version(repository: MakeRepository) -> None:
    made = repository()
    name = "demo/courses/circuits"
    for suffix, path in ((".yaml", f"standards/{name}.yaml"), (".po", f"translations/ru/{name}.po")):
        copy = made.root / f"translations/snapshots/ru/{name}{suffix}"
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes((made.root / path).read_bytes())
    key = next(text.key for text in texts(made.standards[name])).partition("#")[2]
    changed = translated(made, f"translations/snapshots/ru/{name}.po", f"#{key}")
    found = strange(edited(changed, f"translations/snapshots/ru/{name}.yaml", "name: 电路基础"))
    kept = {f"translations/snapshots/ru/{name}{suffix}" for suffix in (".po", ".yaml")}
    assert {item.where.path for item in found} == kept


@pytest.mark.parametrize("old", ["scope: \"Standart", "reason: \"Taʼlim", 'name: "Oʻzbekistonning'])
def test_a_strange_letter_is_found_in_what_an_adoption_says(tmp_path: Path, old: str) -> None:
    for folder in ("standards", "translations"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    path = "standards/communication-technology/adoptions/uz.yaml"
    found = strange(edited(Repository(tmp_path), path, old))
    assert [(item.where.path, bool(item.where.line), bool(item.where.column)) for item in found] == [(path, True, True)]
