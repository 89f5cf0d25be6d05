"""The positions of a programme as stairs, a step a rank, each position with its codes and certificates."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import get_args, get_type_hints

from curricula.editions.document import Column, Row, Table, Words, cell, heads
from curricula.editions.edition import Edition
from curricula.figures.drawing import (
    INK,
    LINE,
    PAPER,
    QUIET,
    SIZE,
    UPRIGHT,
    Element,
    Figure,
    element,
    legend,
    lines,
    number,
    path,
    rectangle,
    sheet,
    text,
    titled,
)
from curricula.figures.lettering import tall, width, wrap
from curricula.model.professional import Certificate, Position, ProfessionalStandard

RANKS: tuple[str, ...] = get_args(get_type_hints(Position)["rank"])
_HEAD, _RISE, _GAP, _ROOM = 26.0, 34.0, 8.0, 10.0  # a tread, from tread to tread, between boxes, inside of them
_GROUND = ("#eef2f6", "#dfe7ef", "#cfdae6")
_ROWS = 8  # lines of a title


@dataclass(frozen=True, slots=True)
class _Card:
    """A position: lines of its title, of its codes and of its certificates."""

    position: Position
    title: tuple[str, ...]
    codes: tuple[str, ...]
    certificates: tuple[tuple[Certificate, tuple[str, ...]], ...]

    @property
    def high(self) -> float:
        """The height of its box."""
        certificates = sum(len(rows) * LINE + 3 for _, rows in self.certificates)
        return 2 * 6 + LINE * (len(self.title) + len(self.codes)) + 3 + certificates


def ladder(edition: Edition, standard: ProfessionalStandard, id: str) -> Figure | None:
    """The ranks that have positions, from the lowest at the left; None where all positions have one rank."""
    ranks = [rank for rank in RANKS if any(item.rank == rank for item in standard.orientation.positions)]
    if len(ranks) < 2:
        return None
    drawn: list[Element] = []
    x = bottom = 0.0
    steps = []
    head = _HEAD + LINE * (max(tall(edition.label(f"rank.{rank}")) for rank in ranks) - 1)
    for place, (rank, wide) in enumerate(zip(ranks, _widths(edition, standard, ranks), strict=True)):
        cards = [_card(edition, standard, item, wide) for item in standard.orientation.positions if item.rank == rank]
        top = (len(ranks) - 1 - place) * _RISE
        steps.append((rank, cards, (x, wide), top))
        x += wide + 2
        bottom = max(bottom, top + head + _GAP + sum(card.high + _GAP for card in cards))
    for place, (rank, cards, (x, wide), top) in enumerate(steps):
        ground = _GROUND[min(place, len(_GROUND) - 1)]
        drawn.append(rectangle((x, top, wide, bottom - top), ground))
        drawn.append(path(f"M{number(x)} {number(top)}h{number(wide)}", stroke_width=2))
        drawn.append(text(x + _ROOM, top + 18, edition.label(f"rank.{rank}"), edition, font_weight="bold"))
        if place:
            drawn += _rise(x, top)
        y = top + head
        for card in cards:
            drawn.append(_box(edition, card, (x + _GAP, y, wide - 2 * _GAP, card.high)))
            y += card.high + _GAP
    certified = any(card.certificates for _, cards, _, _ in steps for card in cards)
    keys = [(element("g", _seal(11, 7)), edition.label("certificate"))] if certified else []
    shown, end = legend(keys, edition, bottom + 10, UPRIGHT[0]) if keys else ((), bottom + 2)
    table = _table(edition, standard, id, ranks)
    return sheet(edition, table, _told(edition, standard, ranks), (UPRIGHT[0], end), (*drawn, *shown))


def _widths(edition: Edition, standard: ProfessionalStandard, ranks: Sequence[str]) -> list[float]:
    """The width of each step: two thirds of the room in equal parts, the rest by the words that it holds."""
    told = dict.fromkeys(ranks, 0.0)
    for item in standard.orientation.positions:
        titles = (item.title, *_codes(edition, item), *(found.title for found in _certificates(standard, item)))
        told[item.rank] += sum(width(str(title), SIZE) for title in titles)
    room = UPRIGHT[0] - 2 * (len(ranks) - 1)
    return [room * (2 / len(ranks) + words / sum(told.values())) / 3 for words in told.values()]


def _card(edition: Edition, standard: ProfessionalStandard, position: Position, wide: float) -> _Card:
    room = wide - 2 * _GAP - 2 * _ROOM
    certificates = tuple(
        (item, wrap(item.title.words, room - 14, SIZE * 1.04, _ROWS)) for item in _certificates(standard, position)
    )
    title = wrap(position.title.words, room / 1.06, SIZE * 1.04, _ROWS)
    codes = tuple(row for line in _codes(edition, position) for row in wrap(line, room, SIZE * 1.04, _ROWS))
    return _Card(position, title, codes, certificates)


def _certificates(standard: ProfessionalStandard, position: Position) -> list[Certificate]:
    return [item for item in standard.orientation.certificates if position.id in item.positions]


def _codes(edition: Edition, position: Position) -> list[str]:
    """The codes of a position, one line a classification."""
    found: dict[str, list[str]] = {}
    for code in position.codes:
        found.setdefault(code.scheme, []).append(code.code)
    separator = edition.label("list-separator")
    return [
        edition.label("named-value", label=edition.scheme(scheme), value=separator.join(codes))
        for scheme, codes in found.items()
    ]


def _rise(x: float, top: float) -> Iterator[Element]:
    """An arrow from the step before up to this one."""
    yield path(f"M{number(x - 16)} {number(top + _RISE - 1)}v{number(9 - _RISE)}", stroke_width=1.6)
    yield element("path", d=f"M{number(x - 16)} {number(top)}l-5 9h10z", fill=INK)


def _box(edition: Edition, card: _Card, place: tuple[float, float, float, float]) -> Element:
    x, y, wide, high = place
    left, low = x + _ROOM, y + 6 + SIZE
    drawn = [
        rectangle((x, y, wide, high), PAPER, stroke=INK, stroke_width=0.8),
        lines(left, low, card.title, card.position.title, edition, font_weight="bold"),
    ]
    low += LINE * len(card.title)
    if card.codes:
        drawn.append(lines(left, low, card.codes, "", edition, fill=QUIET))
    low += LINE * len(card.codes) + 3
    for certificate, rows in card.certificates:
        drawn.append(_seal(left + 4, low - 4))
        drawn.append(lines(left + 14, low, rows, certificate.title, edition))
        low += LINE * len(rows) + 3
    return titled(str(card.position.title), *drawn)


def _seal(x: float, y: float) -> Element:
    """The mark of a certificate."""
    return element("path", d=f"M{number(x)} {number(y - 4)}l4 4l-4 4l-4 -4z", fill=INK)


def _told(edition: Edition, standard: ProfessionalStandard, ranks: Sequence[str]) -> str:
    label, separator = edition.label, edition.label("list-separator")
    told = []
    for rank in ranks:
        for position in standard.orientation.positions:
            if position.rank == rank:
                titles = [str(item.title) for item in _certificates(standard, position)]
                parts = _codes(edition, position)
                parts += [f"{label('certificate')}: {separator.join(titles)}"] if titles else []
                told.append(f"{label(f'rank.{rank}')}: {position.title} ({'; '.join(parts)})")
    return ". ".join(told)


def _table(edition: Edition, standard: ProfessionalStandard, id: str, ranks: Sequence[str]) -> Table:
    label = edition.label
    rows = []
    for rank in ranks:
        for position in standard.orientation.positions:
            if position.rank == rank:
                titles: list[Words] = [item.title for item in _certificates(standard, position)]
                rows.append(Row((
                    cell(label(f"rank.{rank}")), cell(position.title, head=True), cell(*_codes(edition, position)),
                    cell(*titles or [label("none")]),
                )))
    return Table(
        id, label("caption.ladder"), (Column(15), Column(30), Column(20), Column(35)),
        (heads(label("rank"), label("section.positions"), label("occupation-codes"), label("certificate")),),
        (tuple(rows),),
    )
