"""What charts of one bar a semester share: where the bars stand, their names, and the axis beside them."""

from dataclasses import dataclass

from curricula.editions.edition import Edition
from curricula.figures.drawing import FAINT, INK, QUIET, SIZE, UPRIGHT, Element, number, path, text
from curricula.figures.lettering import shorten

HIGH, BASE = 260.0, 280.0  # the height of the chart, and where its bars stand
LEFT = 52.0  # where the bars begin
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)


@dataclass(frozen=True, slots=True)
class Bars:
    """So many bars beside each other, as wide as a page has room for."""

    count: int

    @property
    def step(self) -> float:
        """From bar to bar."""
        return min(123.0, (UPRIGHT[0] - LEFT) / max(self.count, 1))

    @property
    def wide(self) -> float:
        """The width of a bar."""
        return self.step * 0.6

    @property
    def right(self) -> float:
        """Where the last one's place ends."""
        return LEFT + self.count * self.step

    def middle(self, place: int) -> float:
        """The middle of a bar; places count from 0."""
        return LEFT + (place + 0.5) * self.step

    def foot(self, edition: Edition, place: int, name: str) -> Element:
        """The name of a bar, below it."""
        return text(self.middle(place), BASE + 18, shorten(name, self.step - 4, SIZE), edition, text_anchor="middle")


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
