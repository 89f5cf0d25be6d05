"""The figures of two languages: every word in both, each in its own line, and each told in words of its own."""

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest

from curricula.editions.document import Both, Illustration
from curricula.editions.edition import Bilingual, Edition
from curricula.figures import coverage, drawing, prerequisites, strips
from curricula.figures.drawing import INK, SIZE
from curricula.figures.illustrating import illustrated
from curricula.figures.lettering import shorten, tall, width, wrap
from curricula.figures.tongues import beside, side, sides
from curricula.repository import Repository
from test_figures import (
    PAGES,
    POINTS,
    REAL,
    SVG,
    boxes,
    figures,
    placed,
    professional,
    real,
    sheets,
    size,
    squeezed,
)

__all__ = ["real"]  # the fixture
PAIRS = (("zh-Hans", "uz-Latn"), ("ru", "en"), ("uz-Latn", "zh-Hans"), ("zh-Hans", "en-XA"))
IDEOGRAPHIC = re.compile("[，、；：（）。]")


def of(made: Repository, name: str, first: str, second: str) -> tuple[list[Edition], dict[str, Illustration]]:
    both = Bilingual(made.edition(name, first), made.edition(name, second))
    shown = placed(illustrated(both))
    return list(both.editions), {block.id.removesuffix("-figure"): block for _, block in shown}


def said(root: Any, second: str) -> tuple[list[str], list[str]]:
    """The lines of a drawing, or of a group in it, in the first and in the second language."""
    found: tuple[list[str], list[str]] = ([], [])
    for text in root.iter(f"{SVG}text"):
        for line in list(text) or [text]:
            found[(line.get("lang") or text.get("lang")) == second].append(line.text or "")
    return found


def groups(figure: Illustration) -> Iterator[tuple[list[str], Any]]:
    """The groups that have titles, with those."""
    for root in sheets(figure):
        for group in root.iter(f"{SVG}g"):
            titles = [child.text for child in group if child.tag == f"{SVG}title"]
            if titles:
                yield titles, group


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_courses_and_marks_stand_in_both_languages(first: str, second: str, real: Repository) -> None:
    editions, shown = of(real, REAL[0], first, second)
    for figure in ("course-map", "coverage-matrix"):
        told = {titles[0].split()[0]: said(group, second) for titles, group in groups(shown[figure])
                if " × " not in titles[0]}
        for edition, place in zip(editions, (0, 1), strict=True):
            for course in professional(edition).curriculum.courses:
                assert squeezed(str(course.name)) in squeezed("".join(told[course.id][place])), (figure, course.id)
    cells = {titles[0].split(" ")[0] + titles[0].split(" ")[2]: said(group, second)
             for titles, group in groups(shown["coverage-matrix"]) if " × " in titles[0]}
    for edition, place in zip(editions, (0, 1), strict=True):
        letters = {part: edition.label(f"{part}-short") for part in coverage.PARTS}
        standard = professional(edition)
        expected = {
            f"{outcome.id}{course.id}": squeezed("".join(marks))
            for outcome in standard.outcomes for course in standard.curriculum.courses
            if (marks := [letters[part] for part in letters if outcome.id in getattr(course.outcomes, part)])
        }
        assert {name: squeezed("".join(lines[place])) for name, lines in cells.items()} == expected


@pytest.mark.parametrize(("first", "second"), PAIRS)
@pytest.mark.parametrize("name", REAL)
def test_each_language_keeps_its_own_words_and_punctuation(
    name: str, first: str, second: str, real: Repository
) -> None:
    editions, shown = of(real, name, first, second)
    for figure, block in shown.items():
        for root in sheets(block):
            lines = said(root, second)
            if figure not in ("course-map", "coverage-matrix"):  # they have other sheets
                for edition, own in zip(editions, lines, strict=True):
                    alone = squeezed("".join(said(sheets(figures(edition)[figure])[0], "-")[0]))
                    words = [line for line in own if any(map(str.isalpha, line))]
                    assert words
                    assert all(squeezed(line) in alone for line in words), (figure, edition.locale)
            if not second.startswith("zh"):
                assert not [line for line in lines[1] if IDEOGRAPHIC.search(line)]
            assert "\ufffa" not in "".join(root.itertext())


def test_numbers_are_listed_and_shares_written_as_both_languages_do(real: Repository) -> None:
    editions, shown = of(real, REAL[0], "zh-Hans", "uz-Latn")
    first, second = said(sheets(shown["category-hours"])[0], "uz-Latn")
    for edition, own in zip(editions, (first, second), strict=True):
        courses = professional(edition).curriculum.courses
        core = sum(item.hours.total for item in courses if item.category == "core")
        assert f"{core} ({edition.percent(100 * core / sum(item.hours.total for item in courses))})" in own
    listed = [line for root in sheets(shown["course-map"]) for line in said(root, "uz-Latn")[0]
              if re.fullmatch(r"[A-Z\d、, ]+", line)]
    assert any(", " in line for line in listed)
    assert not [line for line in listed if "、" in line]


@pytest.mark.parametrize(("first", "second"), PAIRS)
@pytest.mark.parametrize("name", REAL)
def test_each_language_has_a_title_and_a_description_of_its_own(
    name: str, first: str, second: str, real: Repository
) -> None:
    editions, shown = of(real, name, first, second)
    alone = [figures(edition) for edition in editions]
    for figure, block in shown.items():
        roots = sheets(block)
        for root in roots:
            named = [child for child in root if child.tag in (f"{SVG}title", f"{SVG}desc")]
            assert [child.tag for child in named] == [f"{SVG}title"] * 2 + [f"{SVG}desc"] * 2
            assert [child.get("lang") or root.get("lang") for child in named] == [first, second] * 2
            assert root.get("aria-labelledby").split() == [child.get("id") for child in named]
            assert all(child.text in block.alternative for child in named[2:])
        if len(roots) == 1:
            expected = [sheets(own[figure])[0][place].text for place in (0, 1) for own in alone]
            assert [child.text for child in roots[0][:4]] == expected
    ids = re.findall(r' id="([^"]+)"', "".join(block.svg for block in shown.values()))
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("first", "second"), PAIRS)
@pytest.mark.parametrize("name", REAL)
def test_both_languages_have_room_on_a_page(name: str, first: str, second: str, real: Repository) -> None:
    for figure in of(real, name, first, second)[1].values():
        assert isinstance(figure.caption, Both)
        for root in sheets(figure):
            wide, high = size(root)
            room, long = PAGES[figure.landscape]
            scale = min(1, room / wide, long / high) / 25.4 * 96
            assert SIZE * min(1, scale) * 72 / 96 > POINTS / prerequisites._TIGHT - 0.01, figure.id
            found = list(boxes(root))
            for words, left, top, right, bottom in found:
                assert left > -1 and right < wide + 1 and top > -1 and bottom < high + 1, (figure.id, words)
            for one, other in combinations(found, 2):
                apart = one[3] <= other[1] or other[3] <= one[1] or one[4] <= other[2] or other[4] <= one[2]
                assert apart, (figure.id, one, other)


def test_words_beside_words_stay_so_within_others() -> None:
    label = beside("{name}：{list}", "{name}: {list}", "uz-Latn")
    told = label.format(name=beside("代码", "Kodlar", "uz-Latn"), list=beside("、", ", ", "uz-Latn").join("ab"))
    assert sides(told) == (("代码：a、b", ""), ("Kodlar: a, b", "uz-Latn"))
    assert (side(told, 0), side(told, 1)) == ("代码：a、b", "Kodlar: a, b")
    assert tall(told) == 2
    assert width(told, 100) == max(width("代码：a、b", 100), width("Kodlar: a, b", 100))
    assert sides(shorten(told, 42, 10)) == (("代码：…", ""), ("Kodlar…", "uz-Latn"))
    assert [sides(row) for row in wrap(told, 40, 10, 3)] == [
        (("代码：a、", ""),), (("b", ""),), (("Kodlar:", "uz-Latn"),), (("a, b", "uz-Latn"),),
    ]
    assert beside("a", "a", "ru") == "a"
    assert sides(beside("24.8%", "24,8 %", "ru")) == (("24.8%", ""),)
    assert sides("plain") == (("plain", ""),)


def test_no_two_things_of_a_document_have_one_colour() -> None:
    """Nor the same pattern where their greys are alike; and words on any of them can be read."""
    shades = [*drawing.SHADES.values(), *strips.SHADES.values()]
    fills = [shade.fill for shade in shades] + list(coverage._TINTS.values())
    for one, other in combinations(fills, 2):
        assert sum(abs(a - b) for a, b in zip(colour(one), colour(other), strict=True)) > 24, (one, other)
    for kinds in (drawing.SHADES.values(), strips.SHADES.values()):
        for one_, other_ in combinations(kinds, 2):
            greys = abs(luminance(one_.fill) - luminance(other_.fill))
            assert one_.lines != other_.lines or greys > 0.15, (one_, other_)
    assert all(contrast(INK, fill) >= 4.5 for fill in fills)
    assert all(contrast(drawing._SECOND, fill) >= 4.5 for fill in coverage._TINTS.values())


def colour(code: str) -> list[int]:
    return [int(code[place:place + 2], 16) for place in (1, 3, 5)]


def luminance(code: str) -> float:
    """The relative luminance of WCAG."""
    parts = [value / 255 for value in colour(code)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
