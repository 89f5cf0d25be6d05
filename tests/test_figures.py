"""The figures of documents: each in its chapter, with the data of the standard, whole on a page in every language."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from typing import Any

import html5lib
import pypdfium2
import pytest
from lxml import etree
from PIL import ImageFont

from conftest import ROOT, MakeRepository
from curricula.editions.document import Both, Chapter, Document, Illustration
from curricula.editions.edition import Bilingual, Edition
from curricula.figures import coverage, prerequisites
from curricula.figures.drawing import LANDSCAPE, SIZE, UPRIGHT
from curricula.figures.illustrating import illustrated
from curricula.formats import html, pdf
from curricula.model.course import CourseStandard, PracticeStandard
from curricula.model.professional import ProfessionalStandard
from curricula.repository import Repository
from fragments import overlay

SVG = "{http://www.w3.org/2000/svg}"
LOCALES = ("zh-Hans", "en", "ru", "uz-Latn", "uz-Cyrl", "en-XA")
REAL = (
    "communication-technology/professional", "communication-technology/courses/5g-base-station",
    "communication-technology/practice/5g-base-station",
)
POINTS = 6.5
PAGES = {False: (165, 235), True: (257, 155)}  # millimetres for a drawing, upright and in landscape: figures.css
FONTS = ROOT / "tools" / "curricula" / "fonts"
ROW = "  - {tag: uz-Latn, policy: strict}\n"
PLACES = {
    REAL[0]: [
        ("section.positions", "ladder"), ("section.course-plan", "course-map"),
        ("section.course-shares", "category-hours"), ("section.course-shares", "semester-hours"),
        ("section.coverage", "coverage-matrix"),
    ],
    REAL[1]: [("section.unit-plan", "unit-hours")],
    REAL[2]: [("section.task-plan", "site-hours")],
}
POSITIONS: dict[str, Any] = {"orientation": {"positions": [
    {"id": f"POS{number}", "title": f"岗位{number}", "rank": rank, "codes": [{"scheme": "isco-08", "code": "3114"}],
     "description": "负责。", "tasks": [{"id": f"POS{number}.T1", "text": "完成。"}]}
    for number, rank in ((2, "manager"), (3, "technician"))
]}}


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The standards themselves, with a pseudo-locale of longer words."""
    root = tmp_path_factory.mktemp("real")
    for name in ("standards", "translations"):
        shutil.copytree(ROOT / name, root / name)
    settings = root / "standards/repository.yaml"
    words = settings.read_text(encoding="utf-8")
    assert words.count(ROW) == 1
    settings.write_text(words.replace(ROW, f"{ROW}  - {{tag: en-XA, policy: strict}}\n"), encoding="utf-8")
    return Repository(root)


def placed(document: Document) -> list[tuple[str, Illustration]]:
    """The illustrations in their order, each with the id of its chapter."""
    def of(chapters: tuple[Chapter, ...]) -> Iterator[tuple[str, Illustration]]:
        for chapter in chapters:
            yield from ((chapter.id, block) for block in chapter.blocks if isinstance(block, Illustration))
            yield from of(chapter.sections)
    return list(of(document.chapters))


def figures(edition: Edition) -> dict[str, Illustration]:
    return {block.id.removesuffix("-figure"): block for _, block in placed(illustrated(edition))}


def sheets(figure: Illustration) -> list[Any]:
    return list(etree.fromstring(f"<figure>{figure.svg}</figure>"))


def size(drawing: Any) -> tuple[float, float]:
    wide, high = drawing.get("viewBox").split()[2:]
    return float(wide), float(high)


def groups(figure: Illustration) -> dict[str, str]:
    """The words of every group that has a title, by the title."""
    return {
        group[0].text: " ".join(" ".join(text.itertext()) for text in group.iter(f"{SVG}text"))
        for drawing in sheets(figure) for group in drawing.iter(f"{SVG}g")
        if len(group) and group[0].tag == f"{SVG}title"
    }


def professional(edition: Edition) -> ProfessionalStandard:
    assert isinstance(edition.standard, ProfessionalStandard)
    return edition.standard


# In the document


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", REAL)
def test_each_figure_stands_in_its_chapter_and_is_numbered(name: str, locale: str, real: Repository) -> None:
    edition = real.edition(name, locale)
    found = placed(illustrated(edition))
    assert [(chapter, block.id.removesuffix("-figure")) for chapter, block in found] == PLACES[name]
    numbers = [block.number for _, block in found]
    assert numbers == [edition.label("figure", number=number) for number in range(1, len(found) + 1)]
    captions = [block.caption for _, block in found]
    assert len(set(captions)) == len(captions)
    assert all(isinstance(caption, str) and len(caption) > 5 for caption in captions)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", REAL)
def test_a_page_has_every_figure_once_and_every_id_once(name: str, locale: str, real: Repository) -> None:
    edition = real.edition(name, locale)
    content, problems = html.render(edition)
    assert problems == ()
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(content.decode())
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    shown = list(page.iter("figure"))
    assert [figure.get("id") for figure in shown] == [block.id for _, block in placed(illustrated(edition))]
    for figure in shown:
        drawings, captions = figure[::2], figure[1::2]
        assert {re.sub("{.*}", "", str(drawing.tag)) for drawing in drawings} == {"svg"}
        assert [caption.tag for caption in captions] == [*["p"] * (len(drawings) - 1), "figcaption"]
        assert len({"".join(caption.itertext()) for caption in captions}) == len(drawings)
        for drawing in drawings:
            named = str(drawing.get("aria-labelledby")).split()
            assert len(named) == 2
            assert set(named) <= set(ids)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", REAL)
def test_a_figure_says_in_words_what_it_shows(name: str, locale: str, real: Repository) -> None:
    edition = real.edition(name, locale)
    for figure in figures(edition).values():
        roots = sheets(figure)
        for root in roots:
            assert (root.get("role"), root.get("lang")) == ("img", locale)
            assert (root[0].tag, root[1].tag) == (f"{SVG}title", f"{SVG}desc")
            assert len(root[1].text) > 60
            used = set(re.findall(r"url\(#([^)]+)\)", etree.tostring(root, encoding="unicode")))
            assert used <= {element.get("id") for element in root.iter() if element.get("id")}
            assert not root.xpath(".//*[@style or @class]")
        assert figure.alternative == "\n".join(root[1].text for root in roots)


@pytest.mark.parametrize("locale", ["zh-Hans", "en", "ru", "uz-Latn", "uz-Cyrl"])
def test_no_word_of_a_category_is_divided_above_the_matrix(locale: str, real: Repository) -> None:
    edition = real.edition(REAL[0], locale)
    for sheet in sheets(figures(edition)["coverage-matrix"]):
        told = [" ".join(item.itertext()) for item in sheet.iter(f"{SVG}text")]
        for category in ("quality", "knowledge", "ability"):
            assert edition.label(f"outcome.{category}") in told


def test_sheets_of_one_figure_are_counted_below_each(real: Repository) -> None:
    figure = figures(real.edition(REAL[0], "ru"))["coverage-matrix"]
    assert len(figure.drawings) == len(figure.sheets) == 2
    assert [str(caption).rpartition("(")[2] for caption in figure.sheets] == ["лист 1 из 2)", "лист 2 из 2)"]


def test_a_pair_shows_each_figure_once_with_words_and_captions_in_both_languages(real: Repository) -> None:
    first, second = (real.edition(REAL[0], locale) for locale in ("zh-Hans", "ru"))
    pair = placed(illustrated(Bilingual(first, second)))
    assert [block.id for _, block in pair] == [block.id for _, block in placed(illustrated(first))]
    shown = {block.id.removesuffix("-figure"): block.svg for _, block in pair}
    for edition in (first, second):
        for figure in ("course-map", "category-hours", "semester-hours", "coverage-matrix"):
            assert f">{edition.label('course.core')}<" in shown[figure]
        assert f">{edition.label('rank.technician')}<" in shown["ladder"]
        assert f">{edition.label('semester-number', number=2)}<" in shown["semester-hours"]
    for position, (_, block) in enumerate(pair, 1):
        assert isinstance(block.caption, Both)
        sides = [side.whole for side in block.caption.sides]
        assert sides[0].startswith(f"图{position}　")
        assert sides[1].startswith(f"Рисунок {position} — ")


def test_what_cannot_be_compared_is_not_drawn(repository: MakeRepository) -> None:
    made = repository()
    assert "ladder" not in figures(made.edition("demo/professional", "en"))  # it has one position
    assert "ladder" in figures(repository(overlay(professional=POSITIONS)).edition("demo/professional", "en"))
    edition = made.edition("demo/courses/circuits", "en")
    assert isinstance(edition.standard, CourseStandard)
    assert list(figures(edition)) == ["unit-hours"]
    assert not figures(replace(edition, standard=replace(edition.standard, units=edition.standard.units[:1])))


# The data


@pytest.mark.parametrize("locale", LOCALES)
def test_the_map_has_every_course_by_its_whole_name_and_tells_every_prerequisite(
    locale: str, real: Repository
) -> None:
    edition = real.edition(REAL[0], locale)
    figure = figures(edition)["course-map"]
    boxes = groups(figure)
    courses = professional(edition).curriculum.courses
    assert sorted(boxes) == sorted(f"{course.id} {course.name}" for course in courses)
    for course in courses:
        words = boxes[f"{course.id} {course.name}"]
        assert squeezed(str(course.name)) in squeezed(words)
    for course in courses:
        if course.prerequisites:
            names = edition.label("list-separator").join(course.prerequisites)
            assert f"{edition.label('prerequisites')} {course.id}: {names}" in figure.alternative
    if len(sheets(figure)) == 1:  # an arrow for each, and one among the keys
        tips = figure.svg.count('l-8 -4v8z"')
        assert tips == sum(len(course.prerequisites) for course in courses) + 1


def squeezed(words: str) -> str:
    return re.sub(r"\s", "", words)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_matrix_marks_what_the_courses_do(locale: str, real: Repository) -> None:
    edition = real.edition(REAL[0], locale)
    standard = professional(edition)
    figure = figures(edition)["coverage-matrix"]
    cells = {
        tuple(title.split(" ")[:3:2]): squeezed(words) for title, words in groups(figure).items() if " × " in title
    }
    letters = {part: edition.label(f"{part}-short") for part in coverage.PARTS}
    expected = {
        (outcome.id, course.id): squeezed("".join(marks))
        for outcome in standard.outcomes for course in standard.curriculum.courses
        if (marks := [letters[part] for part in letters if outcome.id in getattr(course.outcomes, part)])
    }
    assert cells == expected
    assert all(f"{course.id}: " in figure.alternative for course in standard.curriculum.courses)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_stairs_have_positions_codes_and_certificates(locale: str, real: Repository) -> None:
    edition = real.edition(REAL[0], locale)
    orientation = professional(edition).orientation
    figure = figures(edition)["ladder"]
    cards = groups(figure)
    assert sorted(cards) == sorted(str(position.title) for position in orientation.positions)
    for position in orientation.positions:
        words = squeezed(cards[str(position.title)])
        assert squeezed(str(position.title)) in words
        assert all(code.code in words for code in position.codes)
        certificates = [item for item in orientation.certificates if position.id in item.positions]
        assert all(squeezed(str(item.title)) in words for item in certificates)
        assert all(str(item.title) in figure.alternative for item in certificates)
    ranks = [text.text for text in sheets(figure)[0].findall(f"{SVG}text")]
    assert ranks == [edition.label(f"rank.{rank}") for rank in ("technician", "engineer", "manager")]


@pytest.mark.parametrize("locale", LOCALES)
def test_bars_tell_the_hours_of_categories_units_and_tasks(locale: str, real: Repository) -> None:
    edition = real.edition(REAL[0], locale)
    bars = groups(figures(edition)["category-hours"])
    courses = professional(edition).curriculum.courses
    for category in {course.category for course in courses}:
        hours = [course.hours for course in courses if course.category == category]
        words = bars[edition.label(f"course.{category}")]
        for value in (sum(item.total for item in hours), sum(item.practice for item in hours)):
            assert edition.number(value) in words
    edition = real.edition(REAL[1], locale)
    assert isinstance(edition.standard, CourseStandard)
    bars = groups(figures(edition)["unit-hours"])
    for unit in edition.standard.units:
        numbers = [edition.number(value) for value in (unit.hours.theory, unit.hours.practice, unit.hours.total)]
        assert bars[f"{unit.id} {unit.name}"].split()[-3:] == numbers
    edition = real.edition(REAL[2], locale)
    assert isinstance(edition.standard, PracticeStandard)
    figure = figures(edition)["site-hours"]
    assert [title.split()[0] for title in groups(figure)] == [
        task.id for site in edition.standard.sites for task in edition.standard.tasks if task.site == site.id
    ]
    for site in edition.standard.sites:
        hours = sum(task.hours for task in edition.standard.tasks if task.site == site.id)  # type: ignore[assignment]
        told = edition.label("named-value", label=edition.label("hours"), value=edition.number(hours))  # type: ignore[arg-type]
        assert f"{site.id} {site.name}: {told}" in figure.alternative


# On the page


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", REAL)
def test_a_figure_fits_a_page_with_letters_that_can_be_read(name: str, locale: str, real: Repository) -> None:
    for figure in figures(real.edition(name, locale)).values():
        room, tall = PAGES[figure.landscape]
        for wide, high in map(size, sheets(figure)):
            scale = min(1, room / wide, tall / high) / 25.4 * 96  # in millimetres, as figures.css fits it
            assert SIZE * min(1, scale) * 72 / 96 > POINTS - 0.01, figure.id


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", REAL)
def test_words_stay_in_the_drawing_and_clear_of_each_other(name: str, locale: str, real: Repository) -> None:
    for figure in figures(real.edition(name, locale)).values():
        for drawing in sheets(figure):
            wide, high = size(drawing)
            found = list(boxes(drawing))
            for words, left, top, right, bottom in found:
                assert left > -1 and right < wide + 1 and top > -1 and bottom < high + 1, (figure.id, words)
            for one, other in combinations(found, 2):
                apart = one[3] <= other[1] or other[3] <= one[1] or one[4] <= other[2] or other[4] <= one[2]
                assert apart, (figure.id, one, other)


def boxes(drawing: Any) -> Iterator[tuple[str, float, float, float, float]]:
    """The words of a drawing with their boxes in the pinned fonts: left, top, right and bottom of the letters."""
    for text in drawing.iter(f"{SVG}text"):
        moves = " ".join(item.get("transform", "") for item in (text, *text.iterancestors()))
        across, down = (sum(float(match[place]) for match in re.finditer(r"translate\(([-\d.]+) ([-\d.]+)\)", moves))
                        for place in (1, 2))
        bold, tall = text.get("font-weight") == "bold", float(text.get("font-size", SIZE))
        lines = [(part.text, part.get("x"), float(part.get("dy", 0))) for part in text]
        base = float(text.get("y")) + down
        for words, x, step in lines or [(text.text, text.get("x"), 0.0)]:
            base += step
            long = length(words or "", tall, bold=bold)
            start = float(x) + across - {"middle": long / 2, "end": long}.get(text.get("text-anchor", ""), 0)
            if "rotate" in moves:  # a code that is turned to the left
                yield words, start - tall * 0.7, base - long, start, base
            elif words:
                yield words, start, base - tall * 0.72, start + long, base + tall * 0.2


def length(words: str, tall: float, *, bold: bool) -> float:
    """How wide a line is."""
    name = f"NotoSans{'SC' if re.search('[⺀-鿿＀-￯]', words) else ''}-{'Bold' if bold else 'Regular'}.ttf"
    return float(ImageFont.truetype(str(FONTS / name), 100).getlength(words)) * tall / 100


def test_a_long_programme_is_drawn_on_several_sheets(repository: MakeRepository) -> None:
    categories = ("public-basic", "professional-basic", "core", "extension", "practical")
    courses: list[dict[str, Any]] = [
        {"id": f"X{number}", "category": categories[number % 5], "choice": "compulsory", "credits": 3,
         "name": f"通信设备运行与自动化控制系统维护技术课程第{number}门",
         "hours": {"total": 48, "theory": 24, "practice": 24},
         "semesters": [{"number": 1 + number // 10, "hours": 48}], "assessment": "coursework",
         "outcomes": {"practised": ["A1"], "assessed": ["A1"]}, "content": "内容。",
         **({"prerequisites": [f"X{number - 10}"]} if number >= 10 else {})}
        for number in range(80)
    ]
    plan = {"duration": {"semesters": 8}, "curriculum": {"courses": courses}}
    edition = repository(overlay(professional=plan)).edition("demo/professional", "zh-Hans")
    standard = professional(edition)
    maps = prerequisites.plates(edition, standard, "map")
    matrix = coverage.plates(edition, standard, "matrix")
    assert len(maps) > 1
    assert len(matrix) > 1
    for sheet in (*maps, *matrix):
        page = LANDSCAPE if sheet.size[0] > UPRIGHT[0] else UPRIGHT
        assert sheet.size[0] <= page[0]
        assert sheet.size[1] <= page[1]
    drawn = [title for sheet in maps for title in re.findall(r"<g><title>(\w+) ", sheet.svg) if title]
    assert sorted(drawn) == sorted(course.id for course in standard.curriculum.courses)
    assert len(sheets(figures(edition)["course-map"])) == len(maps)
    crossing = [(number, number - 10) for number in range(10, 80)
                if not any(f">X{number}<" in sheet.svg and f"<title>X{number - 10} " in sheet.svg for sheet in maps)]
    assert crossing
    for after, before in crossing:  # what leads from sheet to sheet is told in the box
        assert any(f"<title>X{after} " in sheet.svg and f">X{before}<" in sheet.svg for sheet in maps)


@pytest.mark.slow
@pytest.mark.usefixtures("typesetting")
@pytest.mark.parametrize("locale", ["zh-Hans", "ru"])
def test_the_pdf_has_the_words_of_the_figures(locale: str, repository: MakeRepository) -> None:
    edition = repository(overlay(professional=POSITIONS)).edition("demo/professional", locale)
    content, problems = pdf.render(edition)
    assert problems == ()
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]
    for figure in figures(edition).values():
        caption = str((figure.caption, *figure.sheets)[-1])
        title = re.compile(f"{re.escape(squeezed(figure.number))}—?{re.escape(squeezed(caption))}")
        shown = [page for page in map(squeezed, pages) if title.search(page)]
        assert len(shown) == 1, figure.id
        for text in sheets(figure)[-1].iter(f"{SVG}text"):
            assert all(squeezed(line) in shown[0] for line in text.itertext()), figure.id
