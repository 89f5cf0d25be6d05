"""The weekly load: the hours of a teaching week in each semester, beside the limits of the programme's level."""

from collections.abc import Iterator
from dataclasses import dataclass

from curricula.editions.document import Column, Row, Table, cell, heads
from curricula.editions.edition import Edition
from curricula.figures.bars import BASE, LEFT, Bars, axis
from curricula.figures.drawing import (
    ALARM,
    INK,
    SIZE,
    Element,
    Figure,
    listing,
    number,
    path,
    rectangle,
    sheet,
    text,
)
from curricula.figures.hours import semester_hours
from curricula.figures.lettering import width
from curricula.figures.strips import SHADES
from curricula.model.professional import ProfessionalStandard
from curricula.model.settings import Level, Range


@dataclass(frozen=True, slots=True)
class _Limit:
    """One limit in hours a week, how it is told, and where it stands; `upper` is the end it closes."""

    hours: float
    words: str
    upper: bool
    range: Range


def weekly(edition: Edition, standard: ProfessionalStandard, level: Level, id: str) -> Figure | None:
    """One bar a semester and one line a limit; None where the level does not tell the weeks of a semester."""
    weeks = (level.weeks_per_semester.minimum or level.weeks_per_semester.maximum) if level.weeks_per_semester else None
    if not weeks:
        return None
    hours = semester_hours(standard.curriculum.courses, standard.duration.semesters)
    loads = [value / weeks for value in hours]
    limits = _limits(edition, level, sum(loads) / len(loads))
    bars = Bars(len(loads))
    right = bars.right
    scale, drawn = axis(edition, max([*loads, *(limit.hours for limit in limits)]), right)
    names = [edition.label("semester-number", number=semester) for semester in range(1, len(loads) + 1)]
    for place, (name, load) in enumerate(zip(names, loads, strict=True)):
        drawn += _bar(edition, (bars.middle(place), bars.wide), load, not _within(load, limits), scale)
        drawn.append(bars.foot(edition, place, name))
    taken: list[float] = []
    for limit in sorted(limits, key=lambda item: item.hours):
        y = BASE - limit.hours * scale
        low = min([y + 4, *(other - SIZE * 1.3 for other in taken)])  # a label gives way to the one below it
        taken.append(low)
        way = f"M{number(LEFT)} {number(y)}H{number(right + 6)}"
        drawn.append(path(way, stroke_width=1.5, stroke_dasharray="7 4"))
        drawn.append(text(right + 10, low, limit.words, edition))
    room = right + 16 + max((width(limit.words, SIZE) for limit in limits), default=0) * 1.05
    table = _table(edition, id, level, list(zip(names, hours, loads, strict=True)), limits)
    return sheet(edition, table, listing(edition, zip(names, loads, strict=True)), (room, BASE + 28), drawn)


def _limits(edition: Edition, level: Level, mean: float) -> tuple[_Limit, ...]:
    """The limits of the level, those of the peak as hours a week."""
    found = []
    weekly, peak = level.weekly_hours, level.semester_peak
    if weekly and weekly.minimum is not None:
        words = f"{edition.label('minimum')} {edition.number(weekly.minimum)}"
        found.append(_Limit(weekly.minimum, words, False, weekly))
    if weekly and weekly.maximum is not None:
        words = f"{edition.label('maximum')} {edition.number(weekly.maximum)}"
        found.append(_Limit(weekly.maximum, words, True, weekly))
    if peak and peak.maximum is not None and mean:
        hours = mean * peak.maximum / 100
        share = edition.percent(peak.maximum)
        words = edition.label("semester-peak", share=share, hours=edition.number(hours))
        found.append(_Limit(hours, words, True, peak))
    return tuple(found)


def _within(load: float, limits: tuple[_Limit, ...]) -> bool:
    return all(load <= limit.hours if limit.upper else load >= limit.hours for limit in limits)


def _bar(
    edition: Edition, place: tuple[float, float], load: float, beyond: bool, scale: float
) -> list[Element]:
    """A bar beyond a limit has a thick edge and a mark beside its number."""
    (centre, wide), high = place, load * scale
    top = BASE - high
    box = (centre - wide / 2, top, wide, high)
    words = f"▲ {edition.number(load)}" if beyond else edition.number(load)
    return [
        rectangle(
            box, SHADES["hours"].fill, stroke=ALARM if beyond else INK, stroke_width=3 if beyond else 0.8
        ),
        text(centre, BASE - 8 if high > 20 else top - 6, words, edition, text_anchor="middle", font_weight="bold",
             fill=ALARM if beyond else INK),
    ]


def _table(
    edition: Edition, id: str, level: Level, semesters: list[tuple[str, int, float]], limits: tuple[_Limit, ...]
) -> Table:
    label = edition.label
    rows = tuple(
        Row((cell(name, head=True), cell(edition.number(hours)), cell(edition.number(load))))
        for name, hours, load in semesters
    )
    closing = Row((cell(label("limits"), head=True), cell(*(limit.words for limit in limits), columns=2)))
    return Table(
        id, label("caption.weekly-load"),
        (Column(40), Column(30, numeric=True), Column(30, numeric=True)),
        (heads(label("semester"), label("hours"), label("hours-per-week")),), (rows, (closing,) if limits else ()),
        note=" · ".join(_sources(edition, level, limits)),
    )


def _sources(edition: Edition, level: Level, limits: tuple[_Limit, ...]) -> Iterator[str]:
    """The limits with the sources they stand in, and whether somebody has compared the two."""
    told: dict[str, list[str]] = {}
    weeks = ((edition.label("weeks"), level.weeks_per_semester),) if level.weeks_per_semester else ()
    for words, found in (*weeks, *((limit.words, limit.range) for limit in limits)):
        source = found.source if found.verified else edition.label("uncompared", source=found.source)
        told.setdefault(source, []).append(words)
    for source, names in told.items():
        yield f"{edition.label('list-separator').join(names)}: {source}"
