"""The report as a page: strict HTML, whole by itself, nothing left out; and its figures, drawn from the plan."""

import gettext
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from lxml import etree

from conftest import MakeRepository
from curricula.common import SETTINGS
from curricula.diagnostics import ENGLISH, Diagnostic, Fix, Voice, Where, ordered
from curricula.editions.edition import Edition, localize
from curricula.figures import coverage, drawing, hours, load, prerequisites
from curricula.figures.layers import layout
from curricula.figures.lettering import shorten, width, wrap
from curricula.limits import level_of
from curricula.manual import pages
from curricula.model.professional import ProfessionalStandard
from curricula.model.settings import Level, Range
from curricula.plugins import names, plugin
from curricula.report import Report
from curricula.reports import html
from curricula.repository import Repository
from curricula.source import locate
from curricula.suppression import anchor
from fragments import FILES, found_by, overlay

DOCUMENT = "demo/professional"
LANGUAGES = ("en", "ru", "uz-Latn", "zh-Hans")
SVG = "{http://www.w3.org/2000/svg}"
SCRIPT = "<script>alert(1)</script> & \"co\""
DAMAGE: dict[str, Any] = {
    "professional": {"curriculum": {"courses": [
        {"id": "C101", "name": f"大学{SCRIPT}", "outcomes": {"introduced": None}, "prerequisites": ["C501"]},
        {"id": "C401", "outcomes": {"practised": None, "assessed": None, "introduced": ["K1"]}},
        {"id": "C501", "hours": {"total": 673}},
    ]}},
    "course": {"units": [{"id": "U1", "hours": {"theory": 1}}]},
}


WEEKS: dict[str, Any] = {"system": {"levels": [{
    "id": "higher-vocational", "weekly_hours": {"minimum": 16, "maximum": 22, "source": "S", "verified": True},
    "weeks_per_semester": {"minimum": 20, "maximum": 20, "source": "S", "verified": False},
}]}}


class Brackets(Voice):
    """A voice that puts everything it is asked for between brackets."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"


def voice(language: str) -> Voice:
    """A voice without words of its own that says which language it speaks."""
    made = gettext.NullTranslations()
    made._info = {"language": language}  # type: ignore[attr-defined]  # what the header of a catalogue gives
    return made


def found(repository: Repository) -> tuple[Diagnostic, ...]:
    """All findings, or those of the readers where there are no settings to judge by."""
    checked = list(repository.problems)
    if repository.locales:
        for name in names("curricula.rules"):
            checked += found_by(plugin("curricula.rules", name), repository)
    return ordered(locate(repository.root, checked))


def page(repository: Repository, language: str = "en") -> str:
    documents = tuple(repository.standards)
    return html.render(Report(found(repository), voice(language), repository, documents))


def parsed(text: str) -> Element:
    """The tree of a page; any error of syntax is raised."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree: Element = parser.parse(text)
    return tree


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def drawn(repository: Repository, language: str = "en") -> dict[str, drawing.Figure]:
    """The figures of the professional standard, by name."""
    edition, standard = localized(repository, language)
    level = level_of(repository, standard)
    assert level
    figures = (
        hours.by_semester(edition, standard, "hours"), hours.by_category(edition, standard, "shares"),
        load.weekly(edition, standard, level, "load"), coverage.matrix(edition, standard, "coverage"),
        prerequisites.graph(edition, standard, "prerequisites"),
    )
    return {figure.id: figure for figure in figures if figure}


def localized(repository: Repository, language: str) -> tuple[Edition, ProfessionalStandard]:
    catalogue = repository.catalogue(DOCUMENT, language)
    shared = repository.shared(language, repository.standards[DOCUMENT])
    edition = localize(repository.standards[DOCUMENT], catalogue, shared)
    assert isinstance(edition.standard, ProfessionalStandard)
    return edition, edition.standard


def svg(figure: drawing.Figure) -> Any:
    return etree.fromstring(figure.svg)


def large(courses: int, semesters: int) -> dict[str, str | bytes | None]:
    """A plan of so many courses in so many semesters, each building on others, with long Russian names."""
    categories = ("public-basic", "professional-basic", "core", "extension", "practical")
    planned: list[dict[str, Any]] = [
        {"id": name, "name": None} for name in ("C101", "C201", "C401", "C501")  # merged into the first four
    ]
    for number in range(courses):
        semester = 1 + number * semesters // courses
        line = {
            "id": f"C{number + 600}", "category": categories[number % 5], "choice": "compulsory", "credits": 3,
            "name": "Эксплуатация электрооборудования и автоматизированных систем управления № " + str(number),
            "hours": {"total": 48, "theory": 24, "practice": 24},
            "semesters": [{"number": semester, "hours": 48}], "assessment": "coursework",
            "outcomes": {"practised": ["A1"], "assessed": ["A1"]}, "content": "内容。",
            "prerequisites": [f"C{earlier + 600}" for earlier in {number // 2, number // 3}
                              if 1 + earlier * semesters // courses < semester],
        }
        planned.append({key: value for key, value in line.items() if value != []})
    return overlay(professional={"duration": {"semesters": semesters}, "curriculum": {"courses": planned[4:]}})


# The page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("damage", [{}, DAMAGE], ids=["clean", "damaged"])
def test_a_page_is_strict_html_in_its_language(language: str, damage: Any, repository: MakeRepository) -> None:
    tree = parsed(page(repository(overlay(**damage)), language))
    assert tree.get("lang") == language
    assert len(tree.findall(".//main")) == 1
    title = tree.find(".//title")
    assert title is not None
    assert words(title)


def test_links_lead_somewhere_and_ids_are_used_once(repository: MakeRepository) -> None:
    tree = parsed(page(repository(overlay(**DAMAGE))))
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    aims = [str(link.get("href")) for link in tree.iter("a")]
    assert aims
    assert {aim.removeprefix("#") for aim in aims} <= set(ids)
    named = [name for element in tree.iter() for name in str(element.get("aria-labelledby") or "").split()]
    assert set(named) <= set(ids)


def test_a_page_needs_nothing_from_outside(repository: MakeRepository) -> None:
    text = page(repository(overlay(**DAMAGE)))
    tree = parsed(text)
    assert not {"link", "img", "iframe", "object", "base"} & {str(element.tag) for element in tree.iter()}
    assert not [element for element in tree.iter() if element.get("src")]
    assert re.findall(r"url\((?!#)|@import", text) == []


def test_headings_come_in_order(repository: MakeRepository) -> None:
    tree = parsed(page(repository(overlay(**DAMAGE))))
    levels = [int(str(element.tag)[1]) for element in tree.iter() if re.fullmatch("h[1-6]", str(element.tag))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_tables_say_what_their_cells_belong_to(repository: MakeRepository) -> None:
    tree = parsed(page(repository()))
    heads = list(tree.iter("th"))
    assert len(heads) > 20
    assert {head.get("scope") for head in heads} == {"col", "row"}


def test_every_finding_is_told_with_its_place_and_its_line(repository: MakeRepository) -> None:
    made = repository(overlay(**DAMAGE))
    diagnostics = found(made)
    assert {item.severity for item in diagnostics} >= {"error", "warning"}
    items = [item for item in parsed(page(made)).iter("li") if item.get("data-severity")]
    told = [words(item) for item in items]
    assert len(told) == len(diagnostics)
    for item in diagnostics:
        where = item.where
        place = f"{where.path}:{where.line}:{where.column}" if where.line else where.path
        parts = (
            item.code, " ".join(item.words().split()), " ".join(item.advice().split()),
            f"{place} · at: {anchor(made, where)}",
        )
        assert [line for line in told if all(part in line for part in parts)], item
    quoted = [mark for item in items for mark in item.iter("mark")]
    assert len(quoted) == sum(bool(item.where.line) for item in diagnostics)


def test_rules_bring_their_manual_pages_along(repository: MakeRepository) -> None:
    made = repository(overlay(**DAMAGE))
    codes = {item.code for item in found(made)}
    tree = parsed(page(made))
    folded = {str(element.get("id")).removeprefix("rule-"): words(element) for element in tree.iter("details")
              if str(element.get("id")).startswith("rule-")}
    assert set(folded) == codes & set(pages())
    assert all(pages()[code].about[0].replace("`", "") in told for code, told in folded.items())


def test_a_suppressed_finding_is_shown_with_its_reason_and_not_counted(repository: MakeRepository) -> None:
    made = repository()
    finding = Diagnostic(Where(FILES["course"], 1, 1), "plan-sums", "a {word}", {"word": "sum"})
    accepted = replace(finding, suppressed="It is counted by the partner.")
    text = html.render(Report((finding, accepted), ENGLISH, made, (DOCUMENT,)))
    tree = parsed(text)
    shown = [words(item) for item in tree.iter("li") if item.get("data-severity")]
    assert ["counted by the partner" in item for item in shown] == [False, True]
    total = next(row for row in tree.iter("tr") if row.get("class") == "total")
    assert [words(cell) for cell in total.iter("td")] == ["1", "0", "0", "1"]


def test_what_can_be_mended_without_a_guess_is_marked(repository: MakeRepository) -> None:
    where = Where(FILES["course"], 1, 1)
    finding = Diagnostic(where, "plan-sums", "a sum", fix=Fix(where, 5))
    tree = parsed(html.render(Report((finding, replace(finding, fix=None)), ENGLISH, repository(), ())))
    assert [words(item) for item in tree.iter("span") if item.get("class") == "fixable"] == ["fixable with --fix"]


def test_the_same_content_gives_the_same_page_anywhere(repository: MakeRepository) -> None:
    first, second = (repository(overlay(**DAMAGE)) for _ in range(2))
    assert page(first) == page(second)
    assert str(first.root) not in page(first)


def test_words_of_standards_stay_words(repository: MakeRepository) -> None:
    text = page(repository(overlay(**DAMAGE)), "zh-Hans")
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text
    assert len(list(parsed(text).iter("script"))) == 1


def test_letters_that_no_page_can_hold_are_replaced(repository: MakeRepository) -> None:
    path = b"standards/\xff.yaml".decode("utf-8", "surrogateescape")
    finding = Diagnostic(Where(path, 1, 1), "yaml-syntax", "{problem}", {"problem": "a\0b\x1b[31m\ud800\ufffe"})
    text = html.render(Report((finding,), ENGLISH, repository(), ()))
    assert text.encode()
    assert "a\\x00b\\x1b[31m\ufffd\ufffd" in text
    parsed(text)


def test_a_text_without_translation_is_marked_with_its_language(repository: MakeRepository) -> None:
    made = repository({f"translations/ru/{DOCUMENT}.po": None})
    tree = parsed(page(made, "ru"))
    (heading,) = [item for item in tree.iter("h2") if item.find("span[@lang='zh-Hans']") is not None]
    assert words(heading) == made.standards[DOCUMENT].title.words
    foreign = [item for item in tree.iter(f"{SVG}text") if item.get("lang") == "zh-Hans"]
    assert len(foreign) >= 4


def test_all_words_of_the_page_go_through_the_voice(repository: MakeRepository) -> None:
    made = repository(overlay(**DAMAGE))
    tree = parsed(html.render(Report(found(made), Brackets(), made, tuple(made.standards))))
    for tag in ("h1", "legend", "label", "summary"):
        assert [item for item in tree.iter(tag) if "⟦" not in words(item)] == [], tag
    standards = {standard.title.words for standard in made.standards.values()}
    plain = [words(item) for item in (*tree.iter("h2"), *tree.iter("h3")) if "⟦" not in words(item)]
    captions = {words(item) for item in tree.iter("caption")}
    assert set(plain) <= standards | captions | {"", *(words(item) for item in tree.iter("h2"))}


def test_an_empty_repository_has_a_report(repository: MakeRepository) -> None:
    made = repository(dict.fromkeys((FILES["professional"], FILES["course"], FILES["practice"])))
    text = html.render(Report((), ENGLISH, made, ()))
    assert "No standard is here" in text
    parsed(text)


@pytest.mark.parametrize("content", ["kind: [", "kind: repository\n", b"\xff\xfe"], ids=["syntax", "schema", "bytes"])
def test_a_repository_whose_settings_cannot_be_read_has_a_report(
    content: str | bytes, repository: MakeRepository
) -> None:
    made = repository({SETTINGS: content})
    text = page(made)
    assert SETTINGS in text
    assert "The figures are left out" in text
    assert not list(parsed(text).iter(f"{SVG}svg"))


def test_a_standard_that_cannot_be_read_has_a_section_of_its_own(repository: MakeRepository) -> None:
    made = repository({FILES["professional"]: "kind: professional\nid: [\n"})
    tree = parsed(page(made))
    assert DOCUMENT in [words(heading) for heading in tree.iter("h2")]


def test_a_long_line_is_quoted_round_its_place(repository: MakeRepository) -> None:
    made = repository({"standards/demo/long.yaml": f"text: {'前' * 500} here {'后' * 500}\n"})
    finding = Diagnostic(Where("standards/demo/long.yaml", 1, 508), "script-hygiene", "a word")
    tree = parsed(html.render(Report((finding,), ENGLISH, made, ())))
    (quote,) = [item for item in tree.iter("pre") if item.get("class") == "quote"]
    assert [words(mark) for mark in quote.iter("mark")] == ["here"]
    assert len(words(quote)) < 260


# The figures


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("damage", [{}, DAMAGE], ids=["clean", "damaged"])
def test_a_figure_is_well_formed_and_says_what_it_shows(
    language: str, damage: Any, repository: MakeRepository
) -> None:
    figures = drawn(repository(overlay(**WEEKS, **damage)), language)
    assert len(figures) == 5
    for figure in figures.values():
        root = svg(figure)
        assert (root.tag, root.get("role"), root.get("lang")) == (f"{SVG}svg", "img", language)
        title, description = root[0], root[1]
        assert (title.tag, description.tag) == (f"{SVG}title", f"{SVG}desc")
        assert title.text == figure.table.caption
        assert len(description.text) > 10
        assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
        assert list(root.iter(f"{SVG}text"))
        used = set(re.findall(r"url\(#([^)]+)\)", figure.svg))
        assert used <= {element.get("id") for element in root.iter() if element.get("id")}


def test_the_bars_are_the_hours_of_the_plan(repository: MakeRepository) -> None:
    made = repository()
    standard = made.standards[DOCUMENT]
    assert isinstance(standard, ProfessionalStandard)
    figures = drawn(made, "zh-Hans")
    sums = hours.semester_hours(standard.curriculum.courses, 6)
    assert sum(sums) == standard.curriculum.totals.hours
    shown = [element.text for element in svg(figures["hours"]).iter(f"{SVG}text") if element.get("font-weight")]
    assert shown == [str(value) for value in sums]
    assert [cell.lines for cell in figures["hours"].table.groups[0][-1].cells[1:-1]] == [(str(n),) for n in sums]


def test_a_semester_beyond_the_limits_is_marked_with_more_than_a_colour(repository: MakeRepository) -> None:
    figure = drawn(repository(overlay(**WEEKS)))["load"]
    shown = [element.text for element in svg(figure).iter(f"{SVG}text") if element.get("font-weight")]
    assert [text for text in shown if text.startswith("▲")] == ["▲ 24", "▲ 24", "▲ 24", "▲ 22.4"]
    assert "Maximum 22" in figure.svg
    assert figure.table.note == "Weeks: S (not yet verified) · Minimum 16, Maximum 22: S"


def test_no_weekly_load_without_the_weeks_of_a_semester(repository: MakeRepository) -> None:
    made = repository()
    edition, standard = localized(made, "en")
    level = level_of(made, standard)
    assert level
    assert load.weekly(edition, standard, replace(level, weeks_per_semester=None), "load") is None


def test_a_plan_without_courses_is_drawn(repository: MakeRepository) -> None:
    edition, standard = localized(repository(overlay(**WEEKS)), "en")
    plan = replace(standard.curriculum, courses=())
    empty = replace(standard, curriculum=plan, outcomes=(), duration=replace(standard.duration, semesters=1))
    level = Level("short", standard.title, standard.where, weeks_per_semester=Range("S", True, standard.where, 20))
    for figure in (
        hours.by_semester(edition, empty, "a"), hours.by_category(edition, empty, "b"),
        load.weekly(edition, empty, level, "c"), coverage.matrix(edition, empty, "d"),
        prerequisites.graph(edition, empty, "e"),
    ):
        assert figure is not None
        assert svg(figure)[0].text == figure.table.caption


def test_the_matrix_has_the_letters_of_the_plan_and_frames_what_is_not_covered(repository: MakeRepository) -> None:
    made = repository(overlay(**DAMAGE))
    root = svg(drawn(made)["coverage"])
    cells = {
        group[0].text: group[2].text for group in root.iter(f"{SVG}g")
        if len(group) == 3 and "×" in str(group[0].text)
    }
    standard = made.standards[DOCUMENT]
    assert isinstance(standard, ProfessionalStandard)
    letters = {"introduced": "I", "practised": "P", "assessed": "A"}
    told = {tuple(key.split(" ")[:3:2]): value for key, value in cells.items()}
    assert told == {
        (outcome.id, course.id): marks for outcome in standard.outcomes for course in standard.curriculum.courses
        if (marks := "".join(letters[part] for part in letters if outcome.id in getattr(course.outcomes, part)))
    }
    frames = [element for element in root.iter(f"{SVG}rect") if element.get("stroke-dasharray")]
    empty = sum(not any((o.id, c.id) in told for o in standard.outcomes) for c in standard.curriculum.courses)
    assert empty == 1
    assert len(frames) == empty + 1  # and the one of the legend


def test_the_graph_has_all_courses_and_shows_what_is_out_of_order(repository: MakeRepository) -> None:
    made = repository(overlay(**DAMAGE))
    root = svg(drawn(made)["prerequisites"])
    titles = [element.text for element in root.iter(f"{SVG}title")][1:]
    standard = made.standards[DOCUMENT]
    assert isinstance(standard, ProfessionalStandard)
    assert [title.split()[0] for title in titles] == [course.id for course in standard.curriculum.courses]
    dashed = [element for element in root.iter(f"{SVG}path") if element.get("stroke-dasharray")]
    assert len(dashed) == 2  # C501 before C101, and the legend


def test_a_course_that_requires_itself_is_drawn(repository: MakeRepository) -> None:
    courses = [{"id": "C101", "prerequisites": ["C101"]}, {"id": "C201", "prerequisites": ["C999"]}]
    figure = drawn(repository(overlay(professional={"curriculum": {"courses": courses}})))["prerequisites"]
    assert figure.svg.count("stroke-dasharray") == 2


@pytest.mark.parametrize("language", ["ru", "zh-Hans"])
def test_a_plan_of_sixty_courses_in_eight_semesters_fits(language: str, repository: MakeRepository) -> None:
    figures = drawn(repository(large(60, 8)), language)
    for figure in figures.values():
        root = svg(figure)
        wide, high = figure.size
        for element in root.iter(f"{SVG}rect"):
            parent = element.getparent()
            if parent.tag == f"{SVG}pattern" or parent.get("transform"):
                continue
            x, y, w, h = (float(element.get(name)) for name in ("x", "y", "width", "height"))
            assert x >= -0.5, figure.id
            assert x + w <= wide + 0.5, figure.id
            assert y >= -0.5, figure.id
            assert y + h <= high + 0.5, figure.id
    boxes = list(boxes_of(svg(figures["prerequisites"])))
    assert len(boxes) == 64
    for number, (x, y, _, h) in enumerate(boxes):
        for left, top, _, below in boxes[number + 1 :]:
            assert left != x or top >= y + h or y >= top + below
    assert not [text for text in svg(figures["prerequisites"]).iter(f"{SVG}tspan") if text.text.endswith("…")]


def boxes_of(root: Any) -> Iterator[tuple[float, float, float, float]]:
    for group in root.iter(f"{SVG}g"):
        if len(group) and group[0].tag == f"{SVG}title" and len(group[0].text.split()[0]) == 4:
            x, y, w, h = (float(group[1].get(name)) for name in ("x", "y", "width", "height"))
            yield x, y, w, h


def test_boxes_and_lanes_keep_their_distance() -> None:
    columns = {f"{letter}{number}": number for letter in "abcdefgh" for number in range(1, 9)}
    arrows = [
        (start, end) for start in columns for end in columns
        if columns[start] < columns[end] and (ord(start[0]) * 7 + ord(end[0]) * 3 + columns[end]) % 11 == 0
    ]
    heights = dict.fromkeys(columns, 50.0)
    found = layout(columns, arrows, heights, 9)
    assert {(start, end) for start, end in found.steps if start[1] + 1 != end[1]} == set()
    for number in range(1, 9):
        spots = sorted((middle, spot) for spot, middle in found.middles.items() if spot[1] == number)
        for (above, upper), (below, lower) in pairwise(spots):
            halves = sum(25 for name, _ in (upper, lower) if columns[name] == number)
            assert below - above >= (halves + 9 if halves else 7) - 0.01
    for start, end in arrows:
        way = [(start, column) for column in range(columns[start], columns[end])] + [(end, columns[end])]
        assert set(pairwise(way)) <= set(found.steps)
    assert layout(columns, arrows, heights, 9) == found


def test_arrows_are_untangled() -> None:
    found = layout({"a": 1, "b": 1, "c": 2, "d": 2}, [("a", "d"), ("b", "c")], dict.fromkeys("abcd", 50), 9).middles
    assert found["a", 1] == found["d", 2] < found["b", 1] == found["c", 2]


def test_nothing_to_lay_out() -> None:
    assert layout({}, [], {}, 9).middles == {}
    assert dict(layout({"a": 3}, [], {"a": 50}, 9).middles) == {("a", 3): 25.0}


def test_categories_differ_in_pattern_and_letters_can_be_read_on_them() -> None:
    shades = drawing.SHADES.values()
    assert len({shade.lines for shade in shades}) == len({shade.fill for shade in shades}) == len(drawing.SHADES)
    for shade in shades:
        assert contrast(drawing.INK, shade.fill) >= 4.5
        assert contrast(drawing.INK, shade.mark) >= 4.5
        assert contrast(shade.dark, drawing.PAPER) >= 4.5
    assert all(contrast(drawing.INK, tint) >= 4.5 for tint in coverage._TINTS.values())
    assert contrast(drawing.ALARM, "#fdeceb") >= 4.5
    assert contrast(drawing.ALARM, drawing.SHADES["public-basic"].fill) >= 4.5
    assert contrast(drawing.QUIET, drawing.PAPER) >= 4.5


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2."""
    lights = sorted((luminance(one), luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_words_are_fitted_by_their_width() -> None:
    assert width("汉字", 10) == 20
    assert width("ii", 10) < width("mm", 10)
    assert shorten("short", 100, 10) == "short"
    assert shorten("a rather long line of words", 60, 10).endswith("…")
    assert wrap("通信工程安全生产与登高作业，二", 60, 10, 3) == ("通信工程安全", "生产与登高作", "业，二")
    assert wrap("one two three", 45, 10, 2) == ("one two", "three")
    lines = wrap("Строительство и техническое обслуживание базовых станций", 120, 10, 2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert wrap("", 50, 10, 2) == ()
