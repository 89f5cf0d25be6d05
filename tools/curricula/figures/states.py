"""How far translations have come: one bar a language, all of its texts, divided by state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curricula import locales
from curricula.editions.document import Column, Row, Table, cell, heads
from curricula.figures.drawing import INK, SIZE, Element, Figure, Shade, Spoken, block, legend, sheet, text, titled
from curricula.figures.lettering import width, wrap

SHADES: Mapping[str, Shade] = {
    "approved": Shade("#8fcfae", "", "#8fcfae", "#0b5c46"),
    "reviewed": Shade("#c6e8d3", "M0 2h8M0 6h8", "#93c9a8", "#0b5c46"),
    "translated": Shade("#cfe4f4", "", "#cfe4f4", "#1f5a86"),
    "derived": Shade("#e2daf2", "M2 0v8M6 0v8", "#bfb0de", "#4d3a80"),
    "stale": Shade("#fbdcae", "M-2 2 2-2M0 8 8 0M6 10 10 6", "#e0a54e", "#7a4a00"),
    "draft": Shade("#fbf4b6", "M2 2h2v2h-2zM6 6h2v2h-2z", "#d3c552", "#5c5300"),
    "machine": Shade("#e4e4e4", "M0 0 8 8M0 8 8 0", "#bdbdbd", "#444444"),
    "untranslated": Shade("#ffffff", "", "#ffffff", "#444444"),
}
_LEFT, _LONG, _STEP, _HIGH, _RIGHT = 190.0, 520.0, 34.0, 22.0, 70.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A language: its name, its texts by state, and the words for the share that is ready."""

    name: str
    numbers: Mapping[str, int]
    ready: str

    @property
    def total(self) -> int:
        """All its texts."""
        return sum(self.numbers.values())


def progress(speech: Spoken, id: str, names: Mapping[str, str], bars: Sequence[Bar]) -> Figure:
    """The bars; `names` has the words of the page: of states, and `caption`, `locale`, `texts` and `ready`."""
    used = [state for state in SHADES if any(bar.numbers.get(state) for bar in bars)]
    drawn: list[Element] = []
    for place, bar in enumerate(bars):
        drawn += _bar(speech, id, place * _STEP + 6, bar, names)
    room = _LEFT + _LONG + _RIGHT
    keys, bottom = legend(
        [(block(id, state, (0, 0, 22, 14)), names[state]) for state in used], speech, len(bars) * _STEP + 14, room
    )
    count = len(used) + 2
    rows = tuple(
        Row((
            cell(bar.name, head=True), *(cell(_number(bar.numbers.get(state, 0), speech)) for state in used),
            cell(_number(bar.total, speech)), cell(bar.ready),
        ))
        for bar in bars
    )
    table = Table(
        id, names["caption"], (Column(30), *(Column(round(70 / count, 2), numeric=True) for _ in range(count))),
        (heads(names["locale"], *(names[state] for state in used), names["texts"], names["ready"]),), (rows,),
    )
    told = "; ".join(f"{bar.name}: {bar.ready}" for bar in bars)
    return sheet(speech, table, told, (room, bottom), (*drawn, *keys), SHADES)


def _bar(speech: Spoken, id: str, y: float, bar: Bar, names: Mapping[str, str]) -> list[Element]:
    folded = wrap(bar.name, _LEFT - 14, SIZE, 2)
    middle = y + _HIGH / 2 + 4
    drawn = [
        text(_LEFT - 8, middle + (line - (len(folded) - 1) / 2) * SIZE * 1.15, words, speech, text_anchor="end")
        for line, words in enumerate(folded)
    ]
    x = _LEFT
    for state in SHADES:
        number = bar.numbers.get(state, 0)
        wide = _LONG * number / max(bar.total, 1)
        words = _number(number, speech)
        if number:
            part = [block(id, state, (x, y, wide, _HIGH))]
            if width(words, SIZE) + 6 <= wide:
                part.append(text(x + wide / 2, middle, words, speech, text_anchor="middle", fill=INK))
            drawn.append(titled(f"{names[state]}: {words}", *part))
        x += wide
    return [*drawn, text(_LEFT + _LONG + 8, middle, bar.ready, speech, font_weight="bold")]


def _number(value: int, speech: Spoken) -> str:
    return locales.number(value, speech.locale)
