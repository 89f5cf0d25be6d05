"""Rows of words as columns of a terminal."""

from collections.abc import Sequence

from curricula.locales import cells

_GAP = 2
_LEAST = 4  # cells that are left of a heading
_CUT = "…"


def aligned(rows: Sequence[Sequence[str]], left: int, room: int) -> list[str]:
    """The rows, their first `left` columns flush left and the others, of numbers, flush right.

    The first row is the headings. Where the columns take more than `room` cells, the longest headings of
    columns of numbers are cut off. A row of one cell is a title that no column makes room for.
    """
    head, *others = ([*row] for row in rows)
    lines = [row for row in others if len(row) > 1]
    bodies = [max((cells(row[column]) for row in lines), default=0) for column in range(len(head))]
    while sum(max(cells(word), body) + _GAP for word, body in zip(head, bodies, strict=True)) - _GAP > room:
        over = [(cells(head[n]), n) for n in range(left, len(head)) if cells(head[n]) > max(bodies[n], _LEAST)]
        if not over:
            break
        _, longest = max(over)
        head[longest] = head[longest].removesuffix(_CUT)[:-1] + _CUT
    widths = [max(cells(word), body) for word, body in zip(head, bodies, strict=True)]
    return [row[0] if len(row) == 1 else _line(row, widths, left) for row in (head, *others)]


def _line(row: Sequence[str], widths: Sequence[int], left: int) -> str:
    """A Chinese character takes two cells."""
    pieces = []
    for column, (word, wide) in enumerate(zip(row, widths, strict=True)):
        space = " " * (wide - cells(word))
        pieces.append(word + space if column < left else space + word)
    return (" " * _GAP).join(pieces).rstrip()
