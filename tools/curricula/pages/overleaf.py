"""Tables on paper: columns in which no word of a head is divided, and which rows may go overleaf, which not.

How much room words take is an estimate, from the widths of letters; the typesetting engine alone knows it.
"""

import re
from math import ceil

from curricula.editions.document import Both, Cell, Column, Item, Row, Table

_PAPER, _WIDE = (165.0, 9 * 0.3528), (257.0, 8 * 0.3528)  # the width of the text and the letters of tables, in mm
_PADDING = 1.1  # of a cell, at both sides, in letters
_NARROW, _BROAD = re.compile(r"[fijlrtI.,:;()|!'’\"ʻʼ\-/ ]"), re.compile(r"[mwMW%@жмфшщыюЖМФШЩЫЮъ]")
_IDEOGRAPH = re.compile("[⺀-鿿豈-﫿，-｠]")
_BETWEEN = re.compile(r"\s+|(?<=[-/])")
WHOLE = 20  # lines: kept whole, a higher row would leave more than a third of a page empty
FEW = 8  # lines
ENOUGH = 4  # lines below a heading at the foot of a page
TOGETHER = 28  # lines of two rows; about half a page


def widths(table: Table) -> tuple[float, ...]:
    """The widths of the columns in percent; what a head lacks is taken from columns that have more than they need."""
    lacking, spare = _balance(table)
    if not any(lacking) or sum(spare) < sum(lacking):
        return tuple(column.width for column in table.columns)
    share = sum(lacking) / sum(spare)
    return tuple(
        round(column.width + more - share * less, 2)
        for column, more, less in zip(table.columns, lacking, spare, strict=True)
    )


def is_tight(table: Table) -> bool:
    """Whether words of the heads have to be divided all the same."""
    lacking, spare = _balance(table)
    return sum(spare) < sum(lacking)


def _balance(table: Table) -> tuple[list[float], list[float]]:
    """What each column lacks of the width its head needs, and what it can spare."""
    width, letter = _WIDE if table.wide else _PAPER
    needed = [100 * letter * (words + _PADDING) / width for words in _longest_words(table)]
    pairs = [(least, column.width) for least, column in zip(needed, table.columns, strict=True)]
    spare = [max(0.0, given - 1.3 * least) for least, given in pairs]
    return [max(0.0, least - given) for least, given in pairs], spare


def _longest_words(table: Table) -> list[float]:
    """The width of the longest word in the head of each column, in letters. Heads of two languages are both read."""
    longest = [0.0] * len(table.columns)
    free = list(range(len(table.columns)))
    for row in table.head:
        places = free.copy()
        for cell in row.cells:
            taken, places = places[: cell.columns], places[cell.columns :]
            if cell.columns == 1 and taken:
                longest[taken[0]] = max(longest[taken[0]], *map(_head_word, _BETWEEN.split(_words(cell))))
            if cell.rows > 1:
                free = [place for place in free if place not in taken]
    return longest


def _head_word(word: str) -> float:
    """The width of a word in bold letters without serifs; of half the ideographs where they are more than four."""
    ideographs = len(_IDEOGRAPH.findall(word))
    if ideographs:
        return ideographs if ideographs <= 4 else ceil(ideographs / 2)
    return 1.03 * sum(0.36 if _NARROW.match(sign) else 0.95 if _BROAD.match(sign) else 0.63 for sign in word)


def _words(cell: Cell) -> str:
    return " ".join(str(line.words if isinstance(line, Item) else line) for line in cell.lines)


def height(row: Row, columns: tuple[Column, ...]) -> int:
    """About how many lines a row has."""
    place = len(columns) - sum(cell.columns for cell in row.cells)
    highest = 1
    for cell in row.cells:
        width = sum(column.width for column in columns[place : place + cell.columns])
        place += cell.columns
        room = max(3.0, width * _PAPER[0] / _PAPER[1] / 100 - _PADDING)
        highest = max(highest, sum(_lines(line.words if isinstance(line, Item) else line, room) for line in cell.lines))
    return highest


def _lines(words: object, room: float) -> int:
    """Lines of a paragraph in so many letters' room; in two languages one below the other."""
    if isinstance(words, Both):
        return sum(_lines(side.words, room) for side in words.sides)
    text = str(words)
    ideographs = len(_IDEOGRAPH.findall(text))
    return max(1, ceil((ideographs + 0.54 * (len(text) - ideographs)) / room))


def is_long(row: Row, columns: tuple[Column, ...]) -> bool:
    """Whether a row may be divided between pages."""
    return height(row, columns) > WHOLE


def held(table: Table) -> tuple[bool, ...]:
    """Whether each group of rows is kept on one page with the next.

    A table neither begins nor ends with a few lines on a page of their own, whether or not there are sums among them.
    What may be divided needs no such care, and what together takes half a page would leave as much of one empty.
    """
    heights = [sum(height(row, table.columns) for row in group) for group in table.groups]
    whole = [not any(is_long(row, table.columns) for row in group) for group in table.groups]
    last = len(table.groups) - 1
    opening = 1 if table.head or sum(heights[:2]) >= ENOUGH else 2
    return tuple(
        number < last and whole[number] and heights[number] + heights[number + 1] <= TOGETHER
        and ((number < opening and heights[number] <= FEW) or (number == last - 1 and heights[last] <= FEW))
        for number in range(len(table.groups))
    )
