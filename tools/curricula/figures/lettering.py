"""How wide words are and how they fit, without asking a font.

The widths are those of Noto Sans, in hundredths of the font size; an ideograph takes a whole one.
They need not be exact: a browser may set another sans serif, and whoever fits words leaves a margin.
"""

import re
import unicodedata
from collections.abc import Iterator

from curricula.binding import together
from curricula.figures.tongues import beside, sides

_GROUPS = {
    20: "ʻʼ'’‘|", 27: " ijlI.,:;!·", 34: "()-ftJ[]/", 42: "rг“”\"*", 50: "cszkvyxtтзсэухLFES–",
    75: "wжыфмDGUHNOQMДПНЦИЙОФ", 90: "mшщюMWШЩЮЖЫ—%…@",
}
_WIDTHS = {letter: width for width, letters in _GROUPS.items() for letter in letters}
# An ideograph, a word or words that belong together, or the space between.
_BREAKABLE = re.compile("[⺀-〇〒-鿿豈-﫿]|(?:[^\\s⺀-〇〒-鿿豈-﫿]|\u00a0)+|\\s+")
_CLOSING = "，。、；：！？）】》”’,.;:!?)"
ELLIPSIS = "…"


def width(words: str, size: float, bold: bool = False) -> float:
    """The width of one line of words, in the unit of `size`; in two languages, of the longer line."""
    return max(sum(map(_width, said)) for said, _ in sides(words)) * size / 100 * (1.06 if bold else 1)


def tall(words: str) -> int:
    """The number of lines of words: one a language."""
    return len(sides(words))


def _width(letter: str) -> int:
    if letter in _WIDTHS:
        return _WIDTHS[letter]
    if unicodedata.east_asian_width(letter) in "WF":
        return 100
    if unicodedata.combining(letter):
        return 0
    return 66 if letter.isupper() else 60


def shorten(words: str, room: float, size: float) -> str:
    """The words, cut off with an ellipsis where they are wider than `room`."""
    found = sides(words)
    if len(found) > 1:
        (first, _), (second, language) = found
        return beside(shorten(first, room, size), shorten(second, room, size), language)
    words = found[0][0]
    if width(words, size) <= room:
        return words
    kept = words
    while kept and width(kept + ELLIPSIS, size) > room:
        kept = kept[:-1]
    return kept.rstrip(" ,;:、，") + ELLIPSIS


def wrap(words: str, room: float, size: float, most: int) -> tuple[str, ...]:
    """The words on at most `most` lines: broken between words and ideographs, the last line shortened.

    Words that are wider than a line are broken too, after a hyphen or space if they have one. Of words in two
    languages, each has its own lines, those of the second below.
    """
    return tuple(
        beside("", row, language) if language else row
        for said, language in sides(words) for row in _wrapped(said, room, size, most)
    )


def _wrapped(words: str, room: float, size: float, most: int) -> tuple[str, ...]:
    lines: list[str] = []
    line = ""
    found = (words[slice(*piece.span())] for piece in _BREAKABLE.finditer(together(words)))
    pieces = [part for piece in found for part in _parts(piece, room, size)]
    for position, piece in enumerate(pieces):
        if line and width((line + piece).rstrip(), size) > room and piece not in _CLOSING and not piece.isspace():
            if len(lines) == most - 1:
                return (*lines, shorten(line + "".join(pieces[position:]), room, size))
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return tuple(shorten(item, room + size, size) for item in (*lines, line.rstrip()) if item)


def _parts(piece: str, room: float, size: float) -> Iterator[str]:
    """A piece that fits in a line, or the parts of one that does not."""
    start, used = 0, 0.0
    for place, letter in enumerate(piece):
        used += width(letter, size)
        if used > room and place > start:
            end = max(piece.rfind(sign, start + 1, place) for sign in "- \u00a0") + 1 or place
            yield piece[start:end]
            start, used = end, width(piece[end : place + 1], size)
    yield piece[start:]
