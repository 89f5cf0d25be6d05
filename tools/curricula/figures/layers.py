"""Where the boxes of a graph in columns stand, and the lanes of the arrows that pass columns by.

The way of layered drawings: an arrow over several columns takes a lane in each column between, one
lane for all arrows of a box; columns are put in the order that crosses least, found by sweeps to and
fro; then everything is moved towards what it is joined to, as near as order and distances allow.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Spot = tuple[str, int]  # a box in its column, or the lane of that box's arrows in a later column
_SWEEPS = 16
_LANE = 7.0  # pixels from lane to lane


@dataclass(frozen=True)
class Layout:
    """The middle of every spot, and the steps of the arrows from column to column."""

    middles: Mapping[Spot, float]
    steps: tuple[tuple[Spot, Spot], ...]


def layout(
    columns: Mapping[str, int], arrows: Iterable[tuple[str, str]], heights: Mapping[str, float], gap: float,
    room: float = 0,
) -> Layout:
    """Boxes as high as `heights` tell and `gap` apart in their columns; every arrow leads to a later column.

    All of it is as high as `room`, or as the fullest column needs.
    """
    steps = _steps(columns, list(arrows))
    ranks = _ranks(columns, steps)
    near: dict[Spot, list[Spot]] = {spot: [] for rank in ranks for spot in rank}
    for start, end in steps:
        near[start].append(end)
        near[end].append(start)
    ranks = _ordered(ranks, near, steps)
    halves = {
        spot: heights[spot[0]] / 2 if columns[spot[0]] == spot[1] else 0.0 for rank in ranks for spot in rank
    }
    return Layout(_settled(ranks, near, halves, gap, room), steps)


def _steps(columns: Mapping[str, int], arrows: Sequence[tuple[str, str]]) -> tuple[tuple[Spot, Spot], ...]:
    """Each arrow as steps over its lanes; steps that arrows share stand once."""
    found: dict[tuple[Spot, Spot], None] = {}
    for start, end in arrows:
        way = [(start, column) for column in range(columns[start], columns[end])] + [(end, columns[end])]
        found |= dict.fromkeys(pairwise(way))
    return tuple(found)


def _ranks(columns: Mapping[str, int], steps: Iterable[tuple[Spot, Spot]]) -> list[list[Spot]]:
    spots = dict.fromkeys([*columns.items(), *(spot for step in steps for spot in step)])
    first, last = min(columns.values(), default=0), max(columns.values(), default=-1)
    return [[spot for spot in spots if spot[1] == number] for number in range(first, last + 1)]


def _ordered(
    ranks: list[list[Spot]], near: Mapping[Spot, list[Spot]], steps: Sequence[tuple[Spot, Spot]]
) -> list[list[Spot]]:
    """The order with the fewest crossings that the sweeps came by."""
    best, fewest = ranks, _crossings(ranks, steps)
    for sweep in range(_SWEEPS):
        ranks = [list(rank) for rank in ranks]
        forward = sweep % 2 == 0
        for number in range(1, len(ranks)) if forward else range(len(ranks) - 2, -1, -1):
            beside = ranks[number - 1] if forward else ranks[number + 1]
            places = {spot: place for place, spot in enumerate(beside)}
            now = {spot: place for place, spot in enumerate(ranks[number])}
            ranks[number].sort(key=lambda spot: _mean([places[n] for n in near[spot] if n in places], now[spot]))
        crossed = _crossings(ranks, steps)
        if crossed < fewest:
            best, fewest = ranks, crossed
    return best


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _crossings(ranks: list[list[Spot]], steps: Sequence[tuple[Spot, Spot]]) -> int:
    places = {spot: place for rank in ranks for place, spot in enumerate(rank)}
    found = 0
    for number, (start, end) in enumerate(steps):
        for other, last in steps[number + 1 :]:
            if other[1] == start[1]:  # steps go from one column to the next
                found += (places[start] - places[other]) * (places[end] - places[last]) < 0
    return found


def _settled(
    ranks: list[list[Spot]], near: Mapping[Spot, list[Spot]], halves: Mapping[Spot, float], gap: float, room: float
) -> dict[Spot, float]:
    """The middles, from 0 at the top of the highest box."""
    offsets = [_offsets([halves[spot] for spot in rank], gap) for rank in ranks]
    middles = {spot: offset for rank, sums in zip(ranks, offsets, strict=True)
               for spot, offset in zip(rank, sums, strict=True)}
    ends = [(halves[rank[0]], sums[-1] + halves[rank[-1]]) for rank, sums in zip(ranks, offsets, strict=True) if rank]
    room = max([room, *(first + last for first, last in ends)])
    for sweep in range(_SWEEPS):
        for number in range(len(ranks)) if sweep % 2 == 0 else range(len(ranks) - 1, -1, -1):
            wanted, weights = [], []
            for spot, offset in zip(ranks[number], offsets[number], strict=True):
                # Lanes pull hardest, so that they run straight; what nothing is joined to stays where it is.
                pulls = [(middles[other], 1.0 if halves[spot] and halves[other] else 4.0) for other in near[spot]]
                pulls = pulls or [(middles[spot], 0.01)]
                weight = sum(pull for _, pull in pulls)
                wanted.append(sum(middle * pull for middle, pull in pulls) / weight - offset)
                weights.append(weight)
            if ranks[number]:
                lowest, highest = halves[ranks[number][0]], room - offsets[number][-1] - halves[ranks[number][-1]]
                for spot, offset, base in zip(ranks[number], offsets[number], _rising(wanted, weights), strict=True):
                    middles[spot] = min(max(base, lowest), highest) + offset
    top = min((middle - halves[spot] for spot, middle in middles.items()), default=0.0)
    return {spot: middle - top for spot, middle in middles.items()}


def _offsets(halves: Sequence[float], gap: float) -> list[float]:
    """The least distances from the first spot of a column, which are half a box, or nothing for a lane, each side."""
    sums = [0.0]
    for above, below in pairwise(halves):
        sums.append(sums[-1] + (above + below + gap if above or below else _LANE))
    return sums


def _rising(wanted: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The values nearest to those wanted that never fall: neighbours that would are pooled at their mean."""
    pools: list[tuple[float, float, int]] = []
    for value, weight in zip(wanted, weights, strict=True):
        pool = (value, weight, 1)
        while pools and pools[-1][0] > pool[0]:
            mean, mass, count = pools.pop()
            total = mass + pool[1]
            pool = ((mean * mass + pool[0] * pool[1]) / total, total, count + pool[2])
        pools.append(pool)
    return [mean for mean, _, count in pools for _ in range(count)]
