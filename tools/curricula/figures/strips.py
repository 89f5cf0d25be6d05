"""Charts of one bar a line: its name at the left, the bar divided into parts, the numbers in words at the right."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from curricula.editions.document import Column, Row, Table, Words, cell, heads
from curricula.editions.edition import Edition
from curricula.figures.drawing import (
    LINE,
    SIZE,
    UPRIGHT,
    Element,
    Figure,
    Shade,
    block,
    inside,
    legend,
    lines,
    sheet,
    text,
    titled,
)
from curricula.figures.lettering import tall, width, wrap
from curricula.figures.tongues import beside, spelled

SHADES: Mapping[str, Shade] = {
    "theory": Shade("#e4def6", "", "#e4def6", "#4d3a80"),
    "practice": Shade("#d9ccbb", "M-2 6 2 10M0 0 8 8M6-2 10 2", "#ad977c", "#584631"),
    "self-study": Shade("#ffffff", "M0 0 8 8M0 8 8 0", "#b9b9b9", "#444444"),
    "hours": Shade("#c9d2b0", "M0 4h8", "#a3ae82", "#47521f"),
}
_NAMES, _LONG, _GAP, _HIGH = 266.0, 390.0, 10.0, 20.0
_MOST = 6  # lines of a name


@dataclass(frozen=True, slots=True)
class Bar:
    """One line: the hours by part, and what is told at its end; `code` stands before the name."""

    name: Words
    parts: Mapping[str, float]
    end: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Lines below a heading, which has words at its end too; without a heading, lines alone."""

    bars: Sequence[Bar]
    name: Words = ""
    end: str = ""


def chart(edition: Edition, id: str, caption: str, head: str, groups: Sequence[Group]) -> Figure:
    """The chart; `head` is what the names are, in the table."""
    bars = [bar for group in groups for bar in group.bars]
    used = [part for part in SHADES if any(bar.parts.get(part) for bar in bars)]
    scale = _LONG / (max((sum(bar.parts.values()) for bar in bars), default=0) or 1)
    indent = 10 + max((width(bar.code, SIZE, bold=True) for bar in bars if bar.code), default=-10) * 1.05
    drawn: list[Element] = []
    y = 0.0
    for group in groups:
        if group.name:
            y += 14 if y else 4
            rows = wrap(str(group.name), _room(group), SIZE, 2)
            drawn += _heading(edition, group, rows, y)
            y += 16 + LINE * (max(len(rows), tall(group.end)) - 1)
        for bar in group.bars:
            rows = wrap(str(bar.name), _NAMES - indent - 12, SIZE, _MOST)
            high = max(_HIGH, LINE * len(rows))
            drawn.append(_bar(edition, id, bar, rows, (indent, y, high, scale)))
            y += high + _GAP
    keys = [(block(id, part, (0, 0, 22, 14)), edition.label(part)) for part in used] if len(used) > 1 else []
    shown, bottom = legend(keys, edition, y + 6, UPRIGHT[0]) if keys else ((), y)
    told = "; ".join(_told(edition, group, used) for group in groups)
    table = _table(edition, id, caption, (head, used), groups)
    return sheet(edition, table, told, (UPRIGHT[0], bottom), (*drawn, *shown), SHADES)


def _room(group: Group) -> float:
    """The width of a heading, beside the words at its end."""
    return (UPRIGHT[0] - width(group.end, SIZE, bold=True) * 1.05 - 20) / 1.06


def _heading(edition: Edition, group: Group, rows: Sequence[str], y: float) -> Iterable[Element]:
    yield lines(0, y + 8, rows, group.name, edition, font_weight="bold")
    yield text(UPRIGHT[0], y + 8, group.end, edition, font_weight="bold", text_anchor="end")


def _bar(
    edition: Edition, id: str, bar: Bar, rows: Sequence[str], place: tuple[float, float, float, float]
) -> Element:
    """Code, name, the parts with their numbers where these have room, and the words at the end."""
    indent, y, high, scale = place
    middle = y + high / 2
    top = middle - _HIGH / 2
    drawn = [text(0, middle + 4, bar.code, edition, font_weight="bold")] if bar.code else []
    drawn.append(lines(indent, middle + 4 - (len(rows) - 1) / 2 * LINE, rows, bar.name, edition))
    x = _NAMES
    for part in SHADES:
        hours = bar.parts.get(part, 0)
        if hours:
            drawn.append(block(id, part, (x, top, hours * scale, _HIGH)))
            words = edition.number(hours)
            if len(bar.parts) > 1 and width(words, SIZE) + 6 <= hours * scale:
                drawn.append(inside(x + hours * scale / 2, middle + 4, words, edition, SHADES[part]))
        x += hours * scale
    ends = tuple(beside("", said, language) if language else said for said, language in spelled(bar.end))
    drawn.append(lines(x + 8, middle + 4 - (len(ends) - 1) / 2 * LINE, ends, "", edition))
    return titled(f"{bar.code} {bar.name}".strip(), *drawn)


def _told(edition: Edition, group: Group, used: Sequence[str]) -> str:
    separator = edition.label("list-separator")
    found = []
    for bar in group.bars:
        parts = [f"{edition.label(part)} {edition.number(bar.parts[part])}" for part in used if bar.parts.get(part)]
        end = edition.label("hours-line", total=bar.end, parts=separator.join(parts)) if len(used) > 1 else bar.end
        found.append(f"{bar.code} {bar.name}: {end}".strip())
    return (f"{group.name}: {group.end}; " if group.name else "") + "; ".join(found)


def _table(
    edition: Edition, id: str, caption: str, names: tuple[str, Sequence[str]], groups: Sequence[Group]
) -> Table:
    head, used = names
    shown = used if len(used) > 1 else ()
    columns = len(shown) + 1
    rows = tuple(
        (
            *((Row((cell(group.name, head=True), *(cell() for _ in shown), cell(group.end))),) if group.name else ()),
            *(Row((cell(f"{bar.code} {bar.name}".strip(), head=True),
                   *(cell(edition.number(bar.parts.get(part, 0))) for part in shown), cell(bar.end)))
              for bar in group.bars),
        )
        for group in groups
    )
    widths = (Column(40), *(Column(round(60 / columns, 2), numeric=True) for _ in range(columns)))
    return Table(id, caption, widths, (heads(head, *map(edition.label, shown), edition.label("hours")),), rows)
