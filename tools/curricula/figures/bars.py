"""What charts of one bar a semester share: where the bars stand, their names, and the axis beside them."""

from curricula.editions.edition import Edition
from curricula.figures.drawing import FAINT, INK, QUIET, SIZE, Element, number, path, text
from curricula.figures.lettering import shorten

HIGH, BASE = 260.0, 280.0  # the height of the chart, and where its bars stand
LEFT, STEP, WIDE = 52.0, 104.0, 62.0  # where the bars begin, from bar to bar, and the width of one
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)


def middle(place: int) -> float:
    """The middle of a bar; places count from 0."""
    return LEFT + (place + 0.5) * STEP


def foot(edition: Edition, place: int, name: str) -> Element:
    """The name of a bar, below it."""
    return text(middle(place), BASE + 18, shorten(name, STEP - 4, SIZE), edition, text_anchor="middle")


def axis(edition: Edition, most: float, right: float) -> tuple[float, list[Element]]:
    """The pixels of one unit, and lines across at round numbers up to `most`, with these numbers."""
    scale = HIGH / (most * 1.06 or 1)
    step = next((step for step in _STEPS if most / step <= 6), _STEPS[-1])
    drawn = []
    for value in range(0, int(most) + 1, step):
        y = BASE - value * scale
        way = f"M{number(LEFT - 4)} {number(y)}H{number(right)}"
        drawn.append(path(way, stroke=FAINT if value else INK, stroke_width=1))
        drawn.append(text(LEFT - 8, y + 4, edition.number(value), edition, text_anchor="end", fill=QUIET))
    return scale, drawn
