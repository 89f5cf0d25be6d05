"""The pen: SVG elements, the patterns that tell categories apart, legends, and the sheet that holds a drawing.

Everything is an attribute of its element, nothing a style sheet's: a drawing is the same alone, in a
page and in a PDF. Light fills under dark letters keep the contrast; each category has a pattern of
its own beside its colour, and the colours are apart for those who see red and green alike.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Protocol

from lxml import etree

from curricula.editions.document import Table, Words
from curricula.editions.edition import Edition
from curricula.figures.lettering import tall, width, wrap
from curricula.figures.tongues import sides
from curricula.model.common import CourseCategory

Element = etree._Element

NAMESPACE = "http://www.w3.org/2000/svg"
_FONTS = ("Noto Sans", "Noto Sans SC")
INK, QUIET, FAINT, PAPER, ALARM = "#1a1a1a", "#565656", "#d0d0d0", "#ffffff", "#a3201a"
_SECOND = "#3c4a5a"  # words of a second language, as in tables
SIZE = 11.0
LINE = SIZE * 1.2
# What a page of A4 holds of a drawing whose letters are 6.5 points high there: upright, and on its side.
UPRIGHT, LANDSCAPE = (790.0, 1130.0), (1230.0, 735.0)
_FORBIDDEN = re.compile("[^\t\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010fffd]")


class Spoken(Protocol):
    """What a drawing is in the language of: an edition, or a page of the program."""

    @property
    def locale(self) -> str:
        """Its tag."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing, as SVG, and the table of what it shows; the caption of the table is the title of both.

    `size` is the width and height the drawing was made for, in CSS pixels; `told` says in words what is drawn.
    """

    id: str
    svg: str
    size: tuple[float, float]
    table: Table
    told: str


@dataclass(frozen=True, slots=True)
class Shade:
    """How a category looks: its fill, the lines on it (an SVG path in a square of 8), and its dark colour."""

    fill: str
    lines: str
    mark: str
    dark: str


SHADES: Mapping[CourseCategory, Shade] = {
    "public-basic": Shade("#cfe4f4", "", "#cfe4f4", "#1f5a86"),
    "professional-basic": Shade("#fbdcae", "M-2 2 2-2M0 8 8 0M6 10 10 6", "#e0a54e", "#7a4a00"),
    "core": Shade("#a9dccb", "M0 2h8M0 6h8", "#76bda5", "#0b5c46"),
    "extension": Shade("#fbf4b6", "M2 2h2v2h-2zM6 6h2v2h-2z", "#d3c552", "#5c5300"),
    "practical": Shade("#ecc9de", "M2 0v8M6 0v8", "#cf94b8", "#7d2a5e"),
}


def element(name: str, *children: Element, **attributes: str | float) -> Element:
    """An SVG element; `_` in the names of attributes is `-`, numbers have at most two decimals."""
    made = etree.Element(f"{{{NAMESPACE}}}{name}", nsmap={None: NAMESPACE})  # type: ignore[dict-item]  # the stubs want a prefix
    for key, value in attributes.items():
        made.set(key.rstrip("_").replace("_", "-"), value if isinstance(value, str) else number(value))
    made.extend(children)
    return made


def number(value: float) -> str:
    """A coordinate with at most two decimals."""
    return f"{round(value, 2) + 0:g}" if abs(value) < 10_000 else f"{value:.0f}"


def written(name: str, words: str, **attributes: str | float) -> Element:
    """An element that holds words."""
    made = element(name, **attributes)
    made.text = allowed(words)
    return made


def allowed(words: str) -> str:
    """The words with a replacement character for each that XML and HTML do not allow."""
    return _FORBIDDEN.sub("\ufffd", words)


def text(x: float, y: float, words: Words, edition: Spoken, **attributes: str | float) -> Element:
    """One line of words, its base line at `y`; another language than the edition's is marked.

    Words in two languages have a line each.
    """
    if tall(str(words)) > 1:
        return lines(x, y, wrap(str(words), inf, SIZE, 1), words, edition, **attributes)
    foreign = {} if isinstance(words, str) or words.language == edition.locale else {"lang": words.language}
    ((said, _),) = sides(str(words))
    return written("text", said, x=x, y=y, **foreign, **attributes)


def lines(
    x: float, y: float, rows: Sequence[str], words: Words, edition: Spoken, **attributes: str | float
) -> Element:
    """Words on several lines, `rows`, the first at `y`."""
    foreign = {} if isinstance(words, str) or words.language == edition.locale else {"lang": words.language}
    made = element("text", x=x, y=y, **foreign, **attributes)
    for position, row in enumerate(rows):
        ((said, language),) = sides(row)
        look = {"lang": language, "font_family": _fonts(language), "font_weight": "normal"} if language else {}
        if language and "fill" not in attributes:
            look["fill"] = _SECOND
        made.append(written("tspan", said, x=x, **look, **({"dy": LINE} if position else {})))
    return made


def titled(title: str, *children: Element) -> Element:
    """A group with a title in each language, which browsers show beside the pointer."""
    return element("g", *_named("title", title), *children)


def _named(name: str, words: str, id: str = "") -> list[Element]:
    """Elements that hold words, one a language; with an id each, if there is one."""
    made = []
    for said, language in sides(words):
        own = {"id": f"{id}-second" if language else id} if id else {}
        made.append(written(name, said, **own, **({"lang": language} if language else {})))
    return made


def rectangle(box: tuple[float, float, float, float], fill: str, **attributes: str | float) -> Element:
    """A rectangle of x, y, width and height."""
    x, y, wide, high = box
    return element("rect", x=x, y=y, width=wide, height=high, fill=fill, **attributes)


def block(id: str, category: str, box: tuple[float, float, float, float]) -> Element:
    """A rectangle in the pattern of a category; `id` is the sheet's."""
    return rectangle(box, f"url(#{id}-{category})", stroke=INK, stroke_width=0.8)


def inside(centre: float, y: float, words: str, edition: Spoken, shade: Shade) -> Element:
    """Words in the middle of a block, its lines kept away from the letters."""
    wide = width(words, SIZE) + 4
    ground = rectangle((centre - wide / 2, y - SIZE + 1, wide, SIZE + 1), shade.fill)
    letters = text(centre, y, words, edition, text_anchor="middle")
    return element("g", ground, letters) if shade.lines else letters


def path(course: str, **attributes: str | float) -> Element:
    """An open line."""
    return element("path", d=course, **{"fill": "none", "stroke": INK, **attributes})


def legend(
    items: Iterable[tuple[Element, Words]], edition: Spoken, y: float, room: float
) -> tuple[tuple[Element, ...], float]:
    """Swatches, drawn in a box of 22 × 14 at the origin, with their words, in rows; and where they end below."""
    drawn: list[Element] = []
    x, high = 0.0, 20.0
    for swatch, words in items:
        needed = 28 + width(str(words), SIZE) * 1.05
        if x and x + needed > room:
            x, y, high = 0.0, y + high, 20.0
        place = f"translate({number(x)} {number(y)})"
        drawn.append(element("g", swatch, text(28, 11, words, edition), transform=place))
        x += needed + 18
        high = max(high, 20 + LINE * (tall(str(words)) - 1))
    return tuple(drawn), y + high


def categories(id: str, edition: Edition, found: Iterable[CourseCategory]) -> list[tuple[Element, Words]]:
    """The swatches of the categories that occur, in the usual order."""
    present = set(found)
    return [
        (block(id, category, (0, 0, 22, 14)), edition.label(f"course.{category}"))
        for category in SHADES if category in present
    ]


def sheet(
    edition: Spoken, table: Table, told: str, size: tuple[float, float], parts: Iterable[Element],
    shades: Mapping[str, Shade] | None = None,
) -> Figure:
    """The finished drawing: its title is the caption of the table, `told` says in words what is drawn.

    Both are in each language. The patterns are those of `shades`; without them, those of the categories of courses.
    """
    patterns = (_pattern(table.id, category, shade) for category, shade in (shades or SHADES).items())
    (wide, high), name = size, table.id
    named = [*_named("title", table.caption, f"{name}-title"), *_named("desc", told, f"{name}-desc")]
    root = element(
        "svg", *named, element("defs", *patterns), *parts,
        viewBox=f"0 0 {number(wide)} {number(high)}", width=wide, height=high, role="img",
        aria_labelledby=" ".join(str(item.get("id")) for item in named), lang=edition.locale,
        font_family=_fonts(edition.locale),
        font_size=SIZE, fill=INK,
    )
    return Figure(
        name, etree.tostring(root, encoding="unicode"), size, table,
        "\n".join(allowed(said) for said, _ in sides(told)),
    )


def _fonts(locale: str) -> str:
    """The faces of a language first: quotation marks and dashes are as wide as ideographs in Chinese alone."""
    faces = reversed(_FONTS) if locale.startswith("zh") else _FONTS
    return ", ".join((*faces, "Arial", "sans-serif"))


def _pattern(id: str, category: str, shade: Shade) -> Element:
    marks = (element("path", d=shade.lines, stroke=shade.mark, stroke_width=1.2, fill="none"),) if shade.lines else ()
    ground = rectangle((0, 0, 8, 8), shade.fill)
    return element(
        "pattern", ground, *marks, id=f"{id}-{category}", width=8, height=8, patternUnits="userSpaceOnUse"
    )


def listing(edition: Edition, pairs: Iterable[tuple[str, float]]) -> str:
    """Names with their numbers in one line, as a description tells them."""
    return edition.label("list-separator").join(f"{name} {edition.number(value)}" for name, value in pairs)
