"""Rows of words as columns of a terminal."""

from collections.abc import Sequence

from curricula.locales import cells

_GAP = 2
_LINES = 3  # of headings: more are harder to follow than a long line


def aligned(rows: Sequence[Sequence[str]], left: int, room: int) -> list[str]:
    """The rows, their first `left` columns flush left and the others, of numbers, flush right.

    The first row is the headings. Where the columns take more than `room` cells, long headings stand on lines
    above the others, each above the end of its column. A row of one cell is a title that no column makes room for.
    """
    head, *others = rows
    lines = [row for row in others if len(row) > 1]
    bodies = [max((cells(row[column]) for row in lines), default=0) for column in range(len(head))]
    placed = (_placed(head, bodies, left, wider) for wider in range(max(map(cells, head)), -1, -1))
    ends, levels = next((found for found in placed if found[0][-1] <= room), _placed(head, bodies, left, 0))
    heads = [
        [word if level == line else "" for word, level in zip(head, levels, strict=True)]
        for line in range(max(levels), -1, -1)
    ]
    return [row[0] if len(row) == 1 else _line(row, ends, left) for row in (*heads, *others)]


def _placed(head: Sequence[str], bodies: Sequence[int], left: int, wider: int) -> tuple[list[int], list[int]]:
    """Where each column ends, and the line of its heading, from below: the first that makes it only so much wider."""
    ends: list[int] = []
    levels: list[int] = []
    taken = [0] * _LINES  # the cells of each line of headings that are used, with the gap after them
    for column, (word, body) in enumerate(zip(head, bodies, strict=True)):
        least = (ends[-1] + _GAP if ends else 0) + body
        allowed = range(_LINES) if column >= left else (0,)
        _, level = min((max(taken[line] + cells(word) - least - wider, 0), line) for line in allowed)
        end = max(least, taken[level] + cells(word))
        taken[level] = end + _GAP if word else 0
        ends.append(end)
        levels.append(level)
    return ends, levels


def _line(row: Sequence[str], ends: Sequence[int], left: int) -> str:
    """A Chinese character takes two cells."""
    line = ""
    for column, (word, end) in enumerate(zip(row, ends, strict=True)):
        start = end - cells(word) if column >= left else ends[column - 1] + _GAP if column else 0
        if word:
            line += " " * (start - cells(line)) + word
    return line
