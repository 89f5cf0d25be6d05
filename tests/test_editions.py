"""Editions and their documents: what a locale writes how, what is marked, what is equal in every language."""

import ast
import dataclasses
import fnmatch
import json
import random
import re
import subprocess
import sys
import typing
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pypdfium2
import pyphen
import pytest

from conftest import MakeRepository
from curricula import locales
from curricula.catalogue import write_catalogue
from curricula.compare import Weight
from curricula.editions.compose import compose
from curricula.editions.document import Cell, Chapter, Document, Item, Provision, Row, Table, Words
from curricula.editions.edition import Edition
from curricula.formats import html
from curricula.gaps import judging as gaps
from curricula.model import adoption, common, course, professional
from curricula.model.standards import KINDS
from curricula.model.text import Text, map_texts, texts
from curricula.pages.engine import typeset
from curricula.references import SHARED, labels
from curricula.repository import Repository
from curricula.upgrading import judging as upgrades
from fragments import overlay
from running import TOOLS, environment

ROOT = Path(__file__).parents[1]
REAL = Repository(ROOT)
PROFESSIONAL = "communication-technology/professional"
DOCUMENTS = [(name, locale) for name in REAL.standards for locale in REAL.locales]
NBSP = "\u00a0"


# What each locale writes

SAMPLES = {
    "zh-Hans": ["2856", "12,345.5", "33.4%", "2026年3月5日", "乌兹别克斯坦", "a c d"],
    "en": ["2,856", "12,345.5", "33.4%", "5 March 2026", "Uzbekistan", "a c d"],
    "ru": ["2856", f"12{NBSP}345,5", f"33,4{NBSP}%", f"5 марта 2026{NBSP}г.", "Узбекистан", "а в г"],
    "uz-Latn": ["2856", f"12{NBSP}345,5", "33,4%", "2026-yil 5-mart", "Oʻzbekiston", "a c d"],
    "uz": ["2856", f"12{NBSP}345,5", "33,4%", "2026-yil 5-mart", "Oʻzbekiston", "a c d"],
    "uz-Cyrl": ["2856", f"12{NBSP}345,5", "33,4%", "2026 йил 5 март", "Ўзбекистон", "а в г"],
    "kk": ["2856", f"12{NBSP}345,5", "33,4%", "2026 жылғы 5 наурыз", "Өзбекстан", "а в г"],
    "tg": ["2856", f"12{NBSP}345,5", "33,4%", "5 марти соли 2026", "Ӯзбекистон", "а в г"],
}
ASK = """
import json, sys
from curricula import locales
print(json.dumps({tag: [
    locales.number(2856, tag), locales.number(12345.5, tag), locales.percent(33.4, tag),
    locales.date("2026-03-05", tag), locales.country_name("UZ", tag),
    " ".join(locales.letter(position, tag) for position in (0, 2, 3)),
] for tag in sys.argv[1:]}))
"""


@pytest.mark.parametrize("seed", range(5))
def test_what_a_locale_writes_does_not_depend_on_the_locales_used_before(seed: int) -> None:
    tags = [*SAMPLES, *SAMPLES]
    random.Random(seed).shuffle(tags)
    command = [sys.executable, "-W", "error", "-c", ASK, *tags]
    clean = environment(PYTHONHASHSEED=str(seed), PYTHONUTF8="1")
    done = subprocess.run(command, env=clean, capture_output=True, encoding="utf-8", check=True)
    assert json.loads(done.stdout) == SAMPLES


@pytest.mark.parametrize(("value", "words"), [
    (0, "0"), (0.5, "0.5"), (16, "16"), (16.0, "16"), (2.245, "2.25"), (999, "999"), (1000, "1,000"),
    (1e6, "1,000,000"),
])
def test_numbers_have_no_more_decimals_than_they_need(value: float, words: str) -> None:
    assert locales.number(value, "en") == words


def test_four_digits_are_one_group_except_in_english() -> None:
    assert {tag: locales.number(9999, tag) for tag in REAL.locales} == {
        "zh-Hans": "9999", "en": "9,999", "ru": "9999", "uz-Latn": "9999", "uz-Cyrl": "9999",
    }


def test_every_month_has_its_uzbek_name() -> None:
    months = [locales.date(f"2026-{month:02}-01", "uz-Latn").partition("1-")[2] for month in range(1, 13)]
    assert " ".join(months) == "yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr"
    cyrillic = [locales.date(f"2026-{month:02}-01", "uz-Cyrl").split()[-1] for month in range(1, 13)]
    assert " ".join(cyrillic) == "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"


def test_uzbek_names_have_two_apostrophes_and_each_in_its_place() -> None:
    names = [locales.country_name(str(code), "uz-Latn") for code in locales.cldr("uz-Latn").territories]
    names += [locales.language_name(tag, "uz-Latn") for tag in ("en", "ru", "uz", "zh", "tg", "kk", "de", "fr")]
    assert sum("ʻ" in name for name in names) > 10
    assert [name for name in names if re.search("['`‘’´]|(?<![OoGg])ʻ|(?<=[OoGg])ʼ", name)] == []


@pytest.mark.parametrize(("tag", "script"), [
    ("zh-Hans", "Hans"), ("zh", "Hans"), ("zh-TW", "Hant"), ("en", "Latn"), ("ru", "Cyrl"), ("uz-Latn", "Latn"),
    ("uz-Cyrl", "Cyrl"), ("kk", "Cyrl"), ("tg", "Cyrl"), ("ky", "Cyrl"), ("ur", "Arab"), ("th", "Thai"), ("xx", "Latn"),
])
def test_the_script_of_a_language_is_known(tag: str, script: str) -> None:
    assert locales.script(tag) == script


@pytest.mark.parametrize("tag", ["ru", "en"])
def test_no_two_items_of_a_list_have_the_same_letter(tag: str) -> None:
    letters = [locales.letter(position, tag) for position in range(60)]
    assert len(set(letters)) == 60
    assert not set("ёзйочъыь") & set("".join(letters))
    assert letters[:4] == (["а", "б", "в", "г"] if tag == "ru" else ["a", "b", "c", "d"])


# Hyphenation

@pytest.mark.parametrize("word", [
    "oʻquv-chi-lar", "mu-ta-xas-sis-lik", "tex-no-lo-gi-ya", "stan-dar-ti", "oʻr-ga-nish", "ish-lab", "chi-qa-rish",
    "sha-har", "Oʻz-be-kis-ton", "mash-gʻu-lot", "taʼ-lim", "sanʼ-at", "maʼ-lu-mot", "Isʼ-hoq", "de-ngiz", "si-ngil",
    "pro-gram-ma-lash-ti-rish", "te-le-kom-mu-ni-kat-si-ya",
])
@pytest.mark.usefixtures("typesetting")
def test_uzbek_words_are_divided_between_syllables(word: str) -> None:
    language = pyphen.language_fallback("uz-Latn")
    assert language == "uz"
    assert pyphen.Pyphen(lang=language, left=2, right=2).inserted(word.replace("-", "")) == word


@pytest.mark.usefixtures("typesetting")
def test_a_long_uzbek_word_is_divided_in_a_narrow_cell() -> None:
    page = "<!DOCTYPE html><html lang='uz-Latn'><title>.</title><p>programmalashtirish"
    pdf, complaints = typeset(page, "p { width: 22mm; hyphens: auto; font: 12pt 'Noto Serif' }", "test")
    assert complaints == ()
    written = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()
    lines = [line for line in re.split(r"[\r\n\ufffe\x02]+", written) if line]
    assert len(lines) > 1
    assert "".join(line.rstrip("-‐") for line in lines) == "programmalashtirish"
    assert re.fullmatch("pro-?gram-?ma-?lash-?ti-?rish", "-".join(line.rstrip("-‐") for line in lines))


# The one walk over words

def words_in(thing: object) -> Iterator[Text]:
    """Every text of a thing, found without the walk under test."""
    if isinstance(thing, Text):
        yield thing
    elif isinstance(thing, tuple):
        for item in thing:
            yield from words_in(item)
    elif dataclasses.is_dataclass(thing):
        for field in dataclasses.fields(thing):
            yield from words_in(getattr(thing, field.name))


@pytest.mark.parametrize("name", REAL.standards)
def test_the_walk_visits_each_text_once_and_changes_nothing_by_itself(name: str) -> None:
    standard = REAL.standards[name]
    visited = []
    assert map_texts(standard, lambda text: visited.append(text) or text) is standard  # type: ignore[func-returns-value]
    assert Counter(id(text) for text in visited) == Counter(id(text) for text in words_in(standard))
    assert visited == list(texts(standard))
    assert len(visited) > 100


@pytest.mark.parametrize("name", REAL.standards)
def test_the_walk_changes_words_and_nothing_else(name: str) -> None:
    standard = REAL.standards[name]
    turned = map_texts(standard, lambda text: dataclasses.replace(text, words=text.words[::-1]))
    assert [text.words[::-1] for text in texts(turned)] == [text.words for text in texts(standard)]
    assert turned != standard
    assert map_texts(turned, lambda text: dataclasses.replace(text, words=text.words[::-1])) == standard


def test_a_part_without_change_is_kept_as_it_is() -> None:
    standard = REAL.standards[PROFESSIONAL]
    assert isinstance(standard, professional.ProfessionalStandard)
    turned = map_texts(standard, lambda text: dataclasses.replace(text, words="x") if "#GO1/" in text.key else text)
    assert turned.goal != standard.goal
    assert turned.curriculum is standard.curriculum


def test_every_text_has_a_key_of_its_own() -> None:
    keys = Counter(text.key for name in (*REAL.standards, SHARED) for text in REAL.units(name, ""))
    assert len(keys) > 1000
    assert [key for key, count in keys.items() if count > 1] == []


# Documents

@cache
def edition(name: str, locale: str) -> Edition:
    return REAL.edition(name, locale)


@cache
def document(name: str, locale: str) -> Document:
    return compose(edition(name, locale))


def chapters(parts: tuple[Chapter, ...]) -> Iterator[Chapter]:
    """All chapters and sections in order."""
    for part in parts:
        yield part
        yield from chapters(part.sections)


def tables(whole: Document) -> dict[str, Table]:
    return {
        block.id: block for part in chapters(whole.chapters) for block in part.blocks if isinstance(block, Table)
    }


def provisions(found: tuple[Provision, ...]) -> Iterator[Provision]:
    for provision in found:
        yield provision
        yield from provisions(provision.provisions)


def all_provisions(whole: Document) -> Iterator[Provision]:
    for part in chapters(whole.chapters):
        yield from provisions(tuple(block for block in part.blocks if isinstance(block, Provision)))


def shape(whole: Document) -> list[object]:
    """Everything of a document but its words: what must be the same in every language."""
    def of_row(row: Row) -> object:
        cells = [(item.columns, item.rows, item.head, len(item.lines)) for item in row.cells]
        return row.anchor, row.total, cells

    def of_block(block: Provision | Table) -> object:
        if isinstance(block, Provision):
            number = "letter" if block.number.endswith(")") else block.number
            inner = [of_block(item) for item in block.provisions]
            return block.id, number, block.title is None, block.text is None, inner
        rows = [[of_row(row) for row in group] for group in (block.head, *block.groups)]
        return block.id, bool(block.caption), block.columns, block.wide, bool(block.note), rows

    return [
        (part.id, part.number if part.number[:1].isdigit() else "annex", [of_block(block) for block in part.blocks])  # type: ignore[arg-type]
        for part in chapters(whole.chapters)
    ]


@pytest.mark.parametrize("locale", REAL.locales)
def test_the_professional_standard_has_eleven_chapters_and_an_annex(locale: str) -> None:
    numbers = [part.number for part in document(PROFESSIONAL, locale).chapters]
    assert numbers[:11] == [str(number) for number in range(1, 12)]
    annexes = {
        "zh-Hans": "附录A（资料性）", "en": "Annex A (informative)", "ru": "Приложение А (справочное)",
        "uz-Latn": "A-ilova (maʼlumot uchun)", "uz-Cyrl": "А-илова (маълумот учун)",
    }
    assert numbers[11:] == [annexes[locale]]


@pytest.mark.parametrize(("name", "locale"), DOCUMENTS)
def test_a_document_has_the_same_shape_in_every_language(name: str, locale: str) -> None:
    original = shape(document(name, REAL.standards[name].language))
    assert shape(document(name, locale)) == original
    assert len(original) > 15


@pytest.mark.parametrize(("name", "locale"), DOCUMENTS)
def test_numbers_count_up_and_begin_with_the_number_above(name: str, locale: str) -> None:
    def check(part: Chapter) -> None:
        inner = [item.number for item in part.sections] or [
            block.number for block in part.blocks if isinstance(block, Provision)
        ]
        assert inner == [f"{part.number}.{position}" for position in range(1, len(inner) + 1)]
        for section in part.sections:
            check(section)

    for part in document(name, locale).chapters:
        check(part)
    lists = [item.provisions for item in all_provisions(document(name, locale)) if item.provisions]
    for items in lists:
        letters = [locales.letter(position, locale) for position in range(len(items))]
        assert [item.number for item in items] == [f"{letter})" for letter in letters]


def test_deviations_are_told_in_words_of_the_language() -> None:
    whole = compose(REAL.edition("communication-technology/adoptions/kz", "ru"))
    rows = [row for group in tables(whole)["deviations-table"].groups for row in group]
    told = {line for row in rows for place in row.cells for line in map(str, place.lines)}
    assert {"Стандарт в целом", "Разработчики", "Узбекистан", "Казахстан", "Система образования партнёра"} <= told
    assert told.isdisjoint({"document", "uz", "kz", "UZ", "KZ", "", "silk-road-college, tashkent-technikum"})


@pytest.mark.parametrize("name", [name for name in REAL.standards if not name.endswith("professional")])
def test_what_clauses_may_cite_has_its_code_in_the_table(name: str) -> None:
    found = tables(compose(REAL.edition(name, "ru")))
    for table in ("assessment-components", "rubrics", "objectives"):
        rows = [row for group in found[table].groups for row in group if row.anchor]
        assert rows
        assert all(row.cells[0].lines == (row.anchor,) for row in rows)


@pytest.mark.parametrize(("name", "locale"), DOCUMENTS)
def test_every_id_of_a_document_is_there_once(name: str, locale: str) -> None:
    whole = document(name, locale)
    ids = [part.id for part in chapters(whole.chapters)] + list(tables(whole))
    ids += [item.id for item in all_provisions(whole)]
    ids += [row.anchor for table in tables(whole).values() for group in table.groups for row in group if row.anchor]
    assert [name for name, count in Counter(ids).items() if count > 1] == []


@pytest.mark.parametrize(("name", "locale"), DOCUMENTS)
def test_the_cells_of_a_table_fill_its_columns(name: str, locale: str) -> None:
    for table in tables(document(name, locale)).values():
        assert 98 <= sum(column.width for column in table.columns) <= 101, table.id
        below = sum(cell.columns for cell in table.head[0].cells if cell.rows > 1) if table.head else 0
        for place, row in enumerate(table.head):
            assert sum(cell.columns for cell in row.cells) + (below if place else 0) == len(table.columns), table.id
        for row in (row for group in table.groups for row in group):
            assert sum(cell.columns for cell in row.cells) == len(table.columns), (table.id, row.anchor)


@pytest.mark.parametrize(("name", "locale"), DOCUMENTS)
def test_a_document_shows_every_text_of_its_standard(name: str, locale: str) -> None:
    page = re.sub("<[^>]+>", "\n", html.render(edition(name, locale))[0].decode())
    shown = {line.strip() for line in page.replace("&#39;", "'").replace("&amp;", "&").replace("&lt;", "<")
             .replace("&gt;", ">").replace("&#34;", '"').splitlines()}
    missing = [
        text.key for text in texts(edition(name, locale).standard)
        if text.words not in shown and f"{text.words}*" not in shown
    ]
    assert missing == []


def values(row: Row, width: int, locale: str) -> list[float]:
    """The numbers of a row by column, 0 where a cell is empty or holds words."""
    found: list[float] = []
    for cell in row.cells:
        written = str(cell.lines[0]) if cell.lines else ""
        digits = written.replace(NBSP, "").removesuffix("%")
        digits = digits.replace(",", "" if locale in ("en", "zh-Hans") else ".")
        number = float(digits) if re.fullmatch(r"\d+(\.\d+)?", digits) else 0
        found += [number, *[0.0] * (cell.columns - 1)]
    assert len(found) == width
    return found


@pytest.mark.parametrize("locale", REAL.locales)
def test_the_totals_of_the_course_plan_are_the_sums_of_its_lines(locale: str) -> None:
    standard = edition(PROFESSIONAL, locale).standard
    assert isinstance(standard, professional.ProfessionalStandard)
    table = tables(document(PROFESSIONAL, locale))["course-plan"]
    width = len(table.columns)
    since, everything, sums = [0.0] * width, [0.0] * width, 0
    for row in (row for group in table.groups for row in group):
        found = values(row, width, locale)
        if row.anchor and not row.total:
            since = [a + b for a, b in zip(since, found, strict=True)]
            everything = [a + b for a, b in zip(everything, found, strict=True)]
        elif row.total:
            sums += 1
            last = sums > len({course.category for course in standard.curriculum.courses})
            assert found[3:-1] == (everything if last else since)[3:-1]
            since = [0.0] * width
    assert sums == 6
    totals = standard.curriculum.totals
    assert everything[3:5] == [totals.credits, totals.hours]
    assert sum(everything[7:-1]) == totals.hours


@pytest.mark.parametrize("locale", REAL.locales)
def test_the_shares_of_hours_add_up(locale: str) -> None:
    table = tables(document(PROFESSIONAL, locale))["course-shares"]
    lines, closing = table.groups
    found = [values(row, 5, locale) for row in lines]
    assert found[-1][1:4] == [sum(column) for column in zip(*found[:-1], strict=True)][1:4]
    assert found[-1][4] == 100
    assert sum(line[4] for line in found[:-1]) == pytest.approx(100, abs=0.3)
    for row in closing:
        *_, hours, share = values(row, 5, locale)
        assert share == pytest.approx(100 * hours / found[-1][3], abs=0.051)


@pytest.mark.parametrize(("name", "table"), [
    ("courses/5g-base-station", "units"), ("courses/mobile-network-optimisation", "units"),
    ("practice/5g-base-station", "tasks"),
])
def test_the_hours_of_units_and_tasks_add_up(name: str, table: str) -> None:
    whole = tables(document(f"communication-technology/{name}", "ru"))[table]
    *lines, total = [values(row, len(whole.columns), "ru") for group in whole.groups for row in group]
    assert total[2] == sum(line[2] for line in lines) > 0


def test_sub_clauses_in_a_cell_are_shown(repository: MakeRepository) -> None:
    steps = [{"id": "T1.1", "title": "安装", "text": None, "clauses": [
        {"id": "T1.1.1", "text": "断电。"},
        {"id": "T1.1.2", "text": "接地。", "clauses": [{"id": "T1.1.2.1", "text": "测量。"}]},
    ]}]
    made = repository(overlay(practice={"tasks": [{"id": "T1", "steps": steps}]}))
    name = "demo/practice/workshop"
    whole = compose(made.edition(name, "zh-Hans"))
    cells = [row[0].cells[1] for row in tables(whole)["T1-steps"].groups]
    lines = [(line.letter, str(line.words)) for cell in cells for line in cell.lines if isinstance(line, Item)]
    assert lines[:4] == [("a)", "安装"), ("a) a)", "断电。"), ("a) b)", "接地。"), ("a) b) a)", "测量。")]


def test_a_title_and_its_text_in_a_cell_have_one_letter(repository: MakeRepository) -> None:
    made = repository(overlay(practice={"tasks": [{"id": "T1", "steps": [{"id": "T1.1", "title": "安装"}]}]}))
    name = "demo/practice/workshop"
    whole = compose(made.edition(name, "zh-Hans"))
    [steps] = [row[0].cells[1] for row in tables(whole)["T1-steps"].groups
               if any(str(getattr(line, "words", line)) == "安装" for line in row[0].cells[1].lines)]
    assert [isinstance(line, Item) for line in steps.lines] == [True, False]


# Marks

def localized(made: Repository, name: str, locale: str) -> Edition:
    return made.edition(name, locale)


def without(made: Repository, name: str, key: str, **changes: Any) -> Repository:
    """The repository with one message of the Russian catalogue of `name` changed."""
    catalogue = made.catalogue(name, "ru")
    message = catalogue.messages[key]._replace(**changes)
    changed = dataclasses.replace(catalogue, messages={**catalogue.messages, key: message})
    (made.root / catalogue.path).write_bytes(write_catalogue(changed))
    return Repository(made.root)


@pytest.mark.parametrize(("changes", "reason"), [
    ({"words": ""}, "untranslated"), ({"fuzzy": True}, "draft"), ({"source": "别的文字"}, "stale"),
    ({"fuzzy": True, "previous": "别的文字"}, "stale"),
])
def test_a_text_without_a_current_translation_stands_in_its_own_language_and_says_so(
    changes: dict[str, Any], reason: str, repository: MakeRepository
) -> None:
    key = "demo/professional#GO1/text"
    found = localized(without(repository(), "demo/professional", key, **changes), "demo/professional", "ru")
    assert found.fallbacks == {key: reason}
    [goal] = [item for item in all_provisions(compose(found)) if item.id == "GO1"]
    assert isinstance(goal.text, Text)
    assert (goal.text.words, goal.text.language) == ("本专业培养电子技术员。", "zh-Hans")
    page = html.render(found)[0].decode()
    assert page.count('<span class="fallback" lang="zh-Hans">') == 1
    assert '<span class="fallback" lang="zh-Hans">本专业培养电子技术员。</span>' in page


MARKED = {
    "demo/professional#POS1/title": ["5.2.1</span> {}</h4>", "<td><p>{}</p></td>"],
    "demo/professional#PW1/name": ["4.2.1</span> {}</h4>"],
    "demo/professional#RM1/name": ["<p>{}</p></th>"],
    "demo/professional#document/title": ["<h1>{}</h1>"],
    "demo/professional#MAP1/framework": ["<td><p>{}</p></td>"],
    "demo/professional#C201/name": ["<p>{}</p></th>"],
}


@pytest.mark.parametrize("key", MARKED)
def test_a_fallback_is_marked_wherever_it_is_shown(key: str, repository: MakeRepository) -> None:
    made = without(repository(), "demo/professional", key, words="")
    words = {text.key: text.words for text in texts(made.standards["demo/professional"])}[key]
    shown = f"{words}*" if key.endswith("framework") else words
    page = html.render(localized(made, "demo/professional", "ru"))[0].decode()
    for place in MARKED[key]:
        assert place.format(f'<span class="fallback" lang="zh-Hans">{shown}</span>') in page


def test_the_heading_of_a_learning_unit_is_marked_in_the_contents_too(repository: MakeRepository) -> None:
    made = without(repository(), "demo/courses/circuits", "demo/courses/circuits#U1/name", words="")
    page = html.render(localized(made, "demo/courses/circuits", "ru"))[0].decode()
    assert '3.2.1</span> <span class="fallback" lang="zh-Hans">直流电路</span></h4>' in page
    complete = html.render(localized(repository(), "demo/courses/circuits", "ru"))[0].decode()
    assert "fallback" not in re.sub("<style>.*</style>", "", complete, flags=re.DOTALL)


@pytest.mark.parametrize(("key", "name", "language"), [
    ("shared#demo-college/name", "demo/professional", "zh-Hans"),
    ("shared#isco-08.3114/title", "demo/professional", "en"),
])
def test_a_shared_name_without_translation_is_marked(
    key: str, name: str, language: str, repository: MakeRepository
) -> None:
    made = repository()
    found = key if key in made.catalogue(SHARED, "ru").messages else f"repository#{key.partition('#')[2]}"
    page = html.render(localized(without(made, SHARED, found, words=""), name, "ru"))[0].decode()
    assert f'<span class="fallback" lang="{language}">' in page


def notices(made: Repository, locale: str, name: str = "demo/professional") -> list[str]:
    """The labels of the notices on the cover."""
    found = localized(made, name, locale)
    written = {
        label: re.compile(re.sub(r"\\{\w+\\}", ".+", re.escape(words)))
        for label, words in found.shared.labels.items()
        if label.startswith("notice.") and label != "notice.of-language"  # which stands around another
    }
    return [label for notice in compose(found).notices for label, form in written.items() if form.fullmatch(notice)]


DRAFT, TRANSLATION, FALLBACKS, UNVERIFIED = (
    f"notice.{name}" for name in ("not-in-force", "translation", "fallbacks", "unverified")
)
VERIFIED: dict[str, dict[str, Any]] = {
    "settings": {"organisations": [{"id": name, "verified": True} for name in ("demo-college", "tashkent-technikum")]},
    "professional": {"mappings": [{"id": "MAP1", "verified": True}], "status": "published"},
}


@pytest.mark.parametrize("locale", ["zh-Hans", "en", "ru", "uz-Latn"])
def test_the_cover_says_what_a_reader_must_know(locale: str, repository: MakeRepository) -> None:
    translated = [] if locale == "zh-Hans" else [TRANSLATION]
    assert notices(repository(), locale) == [DRAFT, *translated, UNVERIFIED]
    approved = repository(overlay(professional={"status": "approved"}))
    assert notices(approved, locale) == [*translated, UNVERIFIED]


def test_the_cover_counts_the_fallbacks(repository: MakeRepository) -> None:
    made = without(repository(), "demo/professional", "demo/professional#GO1/text", words="")
    made = without(made, "demo/professional", "demo/professional#Q1/text", words="")
    assert notices(made, "ru") == [DRAFT, TRANSLATION, FALLBACKS, UNVERIFIED]
    notice = compose(localized(made, "demo/professional", "ru")).notices[2]
    assert re.findall(r"\d+", notice) == ["2"]


def test_the_notice_of_unverified_names_stands_only_where_one_is_marked(repository: MakeRepository) -> None:
    made = repository(overlay(**VERIFIED))
    lists = made.root / "standards" / "classifications"
    for path in lists.glob("*.csv"):
        path.write_text(path.read_text(encoding="utf-8").replace(",false", ",true"), encoding="utf-8")
    sure = Repository(made.root)
    assert notices(sure, "zh-Hans") == []
    assert "*" not in "".join(map(str, words_of(compose(localized(sure, "demo/professional", "zh-Hans")))))
    unsure = repository(overlay(**{**VERIFIED, "settings": {}}))
    assert notices(unsure, "zh-Hans") == [UNVERIFIED]


def words_of(whole: Document) -> Iterator[Words]:
    """Everything a reader sees in the chapters and on the cover."""
    yield from (line for fact in whole.facts for line in fact.lines)
    yield from whole.organisations
    for table in tables(whole).values():
        for cell in (cell for group in table.groups for row in group for cell in row.cells):
            yield from cell_words(cell)


def cell_words(cell: Cell) -> Iterator[Words]:
    return (line.words if isinstance(line, Item) else line for line in cell.lines)


@pytest.mark.parametrize(("name", "locale"), DOCUMENTS)
def test_what_is_not_verified_carries_the_mark_and_nothing_else_does(name: str, locale: str) -> None:
    found = edition(name, locale)
    assert found.fallbacks == {}
    shown = [words for words in words_of(document(name, locale)) if isinstance(words, Text)]
    verified = {key: item.verified for key, item in found.shared.names.items()}
    verified |= {mapping.framework.key: mapping.verified for mapping in getattr(found.standard, "mappings", ())}
    wrong = [words.key for words in shown if words.words.endswith("*") is verified.get(words.key, True)]
    assert wrong == []
    assert set(verified) <= {words.key for words in shown}
    assert not all(verified.values())


# Labels

Use = tuple[str, frozenset[str] | None]


def named(argument: ast.expr, function: ast.AST) -> list[str]:
    """The labels an argument may name: `status.*` stands for a choice; empty for a parameter handed on."""
    if isinstance(argument, ast.Constant):
        return [str(argument.value)]
    if isinstance(argument, ast.JoinedStr):
        return ["".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in argument.values)]
    if isinstance(argument, ast.IfExp):
        return [*named(argument.body, function), *named(argument.orelse, function)]
    assert isinstance(argument, ast.Name), ast.unparse(argument)
    for loop in (node for node in ast.walk(function) if isinstance(node, ast.comprehension)):
        target, source = loop.target, loop.iter
        if isinstance(source, ast.Call) and ast.unparse(source.func) == "enumerate":
            assert isinstance(target, ast.Tuple)
            target, source = target.elts[1], source.args[0]
        variables = target.elts if isinstance(target, ast.Tuple) else [target]
        places = [place for place, name in enumerate(variables) if ast.unparse(name) == argument.id]
        if places and any(node is argument for node in ast.walk(parent(loop, function))):
            if isinstance(source, ast.Name):
                source = next(
                    node.value for node in ast.walk(function)
                    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == ast.unparse(source)
                )
            assert isinstance(source, (ast.Tuple, ast.List)), ast.unparse(source)
            items = [item.elts[places[0]] if isinstance(item, ast.Tuple) else item for item in source.elts]
            return [name for item in items for name in named(item, function)]
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == argument.id:
            return named(node.value, function)
    given = [item.arg for node in ast.walk(function) if isinstance(node, ast.FunctionDef) for item in node.args.args]
    assert argument.id in given, ast.unparse(argument)
    return []


def parent(loop: ast.comprehension, function: ast.AST) -> ast.AST:
    return next(node for node in ast.walk(function) if loop in getattr(node, "generators", ()))


TABLES = (  # what they name stands in tables of theirs, and is read from files too
    "sheets", "word", "case", "channel", "figures", "gaps", "upgrading", "adopt", "outward",
)


def modules() -> Iterator[tuple[bool, ast.Module]]:
    """Every module of the program, and whether it names labels in tables."""
    for path in sorted((TOOLS / "curricula").rglob("*.py")):
        tabled = not {*path.relative_to(TOOLS / "curricula").parts}.isdisjoint(TABLES)
        yield tabled, ast.parse(path.read_text(encoding="utf-8"))


def strings(tabled: bool) -> Iterator[str]:
    """The strings of the program, or only of the modules with tables; what documents a module or noun is none."""
    for _, module in (item for item in modules() if item[0] or not tabled):
        told = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
        for node in ast.walk(module):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
                yield node.value


def templates() -> Iterator[Use]:
    """The labels that the pages of a channel name, and what is filled into them."""
    form = re.compile(r"""words\[["']([\w.-]+)["']\](?:\.format\((\w+)=)?""")
    for path in sorted((TOOLS / "curricula" / "channel").glob("*.html")):
        for name, given in form.findall(path.read_text(encoding="utf-8")):
            yield name, frozenset(filter(None, [given]))


def uses() -> Iterator[Use]:
    """Every use of a label in the program: its name, and the words filled in (None where that is not to be seen)."""
    yield from templates()
    for tabled, module in modules():
        for function in ast.walk(module):
            if not isinstance(function, ast.FunctionDef):
                continue
            for node in ast.walk(function):
                argument, given = None, None
                if isinstance(node, ast.Call):
                    called = ast.unparse(node.func).rpartition(".")[2]
                    if called == "label" and len(node.args) == 1:
                        argument, words = node.args[0], [word.arg for word in node.keywords]
                        given = frozenset(filter(None, words)) if None not in words else None
                    elif called == "chapter" and len(node.args) > 1:
                        argument, given = node.args[1], frozenset()
                    elif ast.unparse(node.func).endswith(".labels.get"):
                        argument = node.args[0]
                elif isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith(".labels"):
                    argument = node.slice
                if tabled and not (isinstance(argument, ast.JoinedStr) or plain(argument)):
                    argument = None
                for name in named(argument, function) if argument else ():
                    if not name.startswith("*") or name.endswith("-short"):  # else handed on: seen where it is named
                        yield name, given


def plain(argument: ast.expr | None) -> bool:
    return isinstance(argument, ast.Constant) and isinstance(argument.value, str)


USES = list(uses())
MIXED = {"gap.*", "upgrade.*", "*-short"}  # of several choices, and of none
OPEN = {"scheme", "language", "script"}  # these are data: a new one falls back to its id or to CLDR's name
PLACEHOLDER = re.compile(r"\{(\w*)\}")


def test_every_label_that_is_used_exists() -> None:
    known = set(labels())
    assert len(USES) > 400
    assert {name for name, _ in USES if "*" not in name} - known == set()
    assert [name for name, _ in USES if "*" in name and not fnmatch.filter(known, name)] == []


def test_every_label_is_used() -> None:
    tables = set(strings(tabled=True))
    named_plainly = {name for name, _ in USES if "*" not in name}
    named_plainly |= {token for words in tables for token in re.split(r"[\s=]+", words)}
    choices = {name for name, _ in USES if "*" in name}
    choices |= {f"{name}*" for name in tables if re.fullmatch(r"[a-z-]+\.", name)}
    assert all(name.endswith(".*") or name == "*-short" for name in choices)
    left = {name for name in labels() if name not in named_plainly}
    chosen = {name for choice in choices for name in fnmatch.filter(left, choice)}
    assert left - chosen == set()
    words = {word.replace("_", "-") for word in strings(tabled=False)}
    for name in chosen:  # the rest of a name that is put together is a word of the program too
        ends = {name.removesuffix("-short"), name.partition(".")[2], name.rpartition(".")[2]}
        assert name.partition(".")[0] in OPEN or not ends.isdisjoint(words), name


def test_every_choice_of_the_model_has_a_label() -> None:
    literals = [
        hint
        for module in (common, course, professional, adoption, gaps, upgrades)
        for noun in vars(module).values() if dataclasses.is_dataclass(noun)
        for hint in typing.get_type_hints(noun).values() if typing.get_origin(hint) is Literal
    ]
    choices = {frozenset(typing.get_args(hint)) - {""} for hint in literals} | {
        frozenset(field.name.rstrip("_") for field in dataclasses.fields(common.Levels)), frozenset(KINDS),
        frozenset(typing.get_args(gaps.Lack)) - {"", "absent"},  # what is absent is told by the empty cell
        frozenset(typing.get_args(Weight)) - {"translation"},  # a newer version is compared in its own language
    }
    used = {use for use, _ in USES} - MIXED
    by_prefix: dict[str, set[str]] = {}
    for name in labels():
        prefix, dot, rest = name.rpartition(".")
        if dot and f"{prefix}.*" in used:
            by_prefix.setdefault(prefix, set()).add(rest)
    assert set(by_prefix) >= OPEN
    assert len(by_prefix) > 20
    assert [name for name, found in by_prefix.items() if name not in OPEN and found not in choices] == []


def test_labels_are_filled_with_what_they_ask_for() -> None:
    asked = {name: set(PLACEHOLDER.findall(text.words)) for name, text in labels().items()}
    for use, given in USES:
        for name in fnmatch.filter(asked, use) if use not in MIXED else ():
            assert given in (None, asked[name]), name


@pytest.mark.parametrize("locale", [locale for locale in REAL.locales if locale != "en"])
def test_a_label_has_the_same_placeholders_in_every_language(locale: str) -> None:
    catalogue = REAL.catalogue(SHARED, locale)
    for text in labels().values():
        translated = catalogue.translate(text)
        assert translated is not None, text.key
        assert Counter(PLACEHOLDER.findall(translated.words)) == Counter(PLACEHOLDER.findall(text.words)), text.key
        assert not re.search(r"[{}]", PLACEHOLDER.sub("", translated.words)), text.key
