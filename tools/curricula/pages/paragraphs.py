"""Lines of a paragraph that is shaped once, where WeasyPrint shapes some two lines of it for each of several trials.

For every line WeasyPrint has Pango break a piece of the rest of the paragraph, then tries the next word, then the parts
of that word with a hyphen, and shapes anew what has become of it. Here a paragraph is shaped once, and the places of
its characters tell where a line ends. Only the line itself is shaped again, as letters may stand closer where it is cut
out. Where it is a matter of half a pixel, or a text or its style is not plain, WeasyPrint is asked. Not a byte of the
PDF is another.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate
from typing import Any, NamedTuple

_UNITS = 1024  # of Pango, in a pixel
_DOUBT = _UNITS / 2
_RATIO = 4  # of the height of letters to the width of most, for which WeasyPrint takes it
_WIDEST = 2**20  # pixels: wider is without end
# Characters that end a line, are not seen, turn the direction, or are spaces other than the usual ones.
_UNUSUAL = re.compile(
    "[\0-\x1f\x7f-\x9f\xad\u0590-\u08ff\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]"
)
_PLAIN = {
    "white_space": "normal", "letter_spacing": "normal", "word_spacing": 0, "word_break": "normal", "direction": "ltr",
    "hyphenate_limit_zone": (0, "px"),
}


class _Paragraph(NamedTuple):
    """A text, the places at which its characters begin and the last one ends, and the numbers of those before which
    a line may end, with the end of all."""

    text: str
    places: list[int]
    breaks: list[int]

    def seen(self, end: int) -> int:
        """The end of a line without the space there."""
        return end - (self.text[end - 1] == " ")

    def ends(self, start: int, most: float) -> tuple[int, int] | None:
        """The last end of a line that may reach so far, and the next one, which it does not reach; None in doubt."""
        fitting = bisect_right(self.places, most) - 1
        number = bisect_right(self.breaks, fitting + 1) - 1
        if number >= 0 and self.seen(self.breaks[number]) > fitting:
            number -= 1
        if not 0 <= number < len(self.breaks) - 1:
            return None
        end, after = self.breaks[number : number + 2]
        reached, next_reached = self.places[self.seen(end)], self.places[self.seen(after)]
        sure = self.seen(end) > start and reached <= most - _DOUBT and next_reached >= most + _DOUBT
        return (end, after) if sure else None


_paragraphs: dict[tuple[str, str], tuple[_Paragraph, int]] = {}


def forget_paragraphs() -> None:
    """Forget the paragraphs of a document."""
    _paragraphs.clear()


def breaking_paragraphs(split: Any, line_break: Any, look: Callable[[Any], str]) -> Any:
    """`split_first_line`, which takes the lines of plain paragraphs from what is known of those."""
    line_break.ffi.cdef("void pango_glyph_item_get_logical_widths (PangoGlyphItem *, const char *, int *);")

    def broken(text: str, style: Any, context: Any, room: Any, *spacing: float, **place: Any) -> Any:
        line = None
        if 0 < (room or 0) < _WIDEST and "minimum" not in place and _is_plain(style) and not _UNUSUAL.search(text):
            line = _Lines(line_break, style, look(style), room, spacing[0]).first(text, context)
        return line or split(text, style, context, room, *spacing, **place)

    return broken


def _is_plain(style: Any) -> bool:
    """Whether nothing but its fonts and the language decide where a text of the style ends a line."""
    plain: bool | None = style.__dict__.get("plain")
    if plain is None:
        plain = style.plain = style["font_size"] > 0 and all(style[name] == value for name, value in _PLAIN.items())
    return plain


class _Lines(NamedTuple):
    """Lines of a style in some room, in pixels; `module` is where WeasyPrint breaks them."""

    module: Any
    style: Any
    look: str
    room: float
    spacing: float

    def first(self, text: str, context: Any) -> tuple[Any, ...] | None:
        """The first line of a text, as `split_first_line` gives it; None if there is doubt."""
        key = self.look, text
        line = None
        if key not in _paragraphs:
            line = self.shaped(text)
            _paragraphs[key] = self.known(text, *line), 0
        paragraph, start = _paragraphs[key]
        begin = paragraph.places[start]
        most = begin + self.room * _UNITS
        if paragraph.places[-1] <= most - _DOUBT:
            return self.measured(*(line or self.shaped(text)), None)
        ends = paragraph.ends(start, most)
        if ends is None or self.style["font_size"] * _RATIO > self.room:
            return None
        end, after = ends
        if start + int(self.room / self.style["font_size"] * _RATIO) <= after < len(paragraph.text):
            return None
        rest = paragraph.text[end:]
        for part in self.parts(rest, after - end, context):
            if not rest.startswith(part):
                return None
            if paragraph.places[end + len(part)] < most + 2 * _UNITS:
                resume = end + len(part)
                line = self.shaped(paragraph.text[start:resume] + self.style["hyphenate_character"])
                if self.module.line_size(line[1], self.style)[0] <= self.room:
                    _paragraphs[self.look, paragraph.text[resume:]] = paragraph, resume
                    return self.measured(*line, len(paragraph.text[start:resume].encode()), hyphenated=True)
        line = self.shaped(paragraph.text[start : paragraph.seen(end)])
        width = self.module.line_size(line[1], self.style)[0] * _UNITS
        if abs(width - (paragraph.places[paragraph.seen(end)] - begin)) > _DOUBT:
            return None
        _paragraphs[self.look, rest] = paragraph, end
        return self.measured(*line, len(paragraph.text[start:end].encode()))

    def shaped(self, text: str) -> tuple[Any, Any]:
        """A layout of the text, and its one line."""
        layout = self.module.Layout(self.style, self.spacing, self.room)
        self.module.pango.pango_layout_set_single_paragraph_mode(layout.layout, True)  # as it is to be painted
        layout.set_text(text)
        return layout, layout.get_first_line()[0]

    def known(self, text: str, layout: Any, line: Any) -> _Paragraph:
        """What Pango tells of a text."""
        ffi, pango, words = self.module.ffi, self.module.pango, text.encode()
        pointer, widths, run = ffi.new("char[]", words), [0] * len(text), line.runs
        while run != ffi.NULL:
            item = run.data.item
            advances = ffi.new("int[]", item.num_chars)
            pango.pango_glyph_item_get_logical_widths(run.data, pointer, advances)
            first = len(words[: item.offset].decode())
            widths[first : first + item.num_chars] = advances
            run = run.next
        flags = ffi.cast("uint32_t *", pango.pango_layout_get_log_attrs_readonly(layout.layout, ffi.NULL))
        breaks = [place for place, flag in enumerate(ffi.unpack(flags, len(text))) if flag & 1 and place]
        return _Paragraph(text, [0, *accumulate(widths)], [*breaks, len(text)])

    def parts(self, rest: str, length: int, context: Any) -> list[str]:
        """What of the next words may stand before a hyphen, the longest first; they end after so many characters."""
        style, module = self.style, self.module
        language = style["lang"] and module.pyphen.language_fallback(style["lang"])
        if length == 1 or style["hyphens"] != "auto" or not language:
            return []
        total, left, right = style["hyphenate_limit_chars"]
        words, before = rest[: length - 1] if length < len(rest) else rest, 0
        while words and (bounds := module.get_next_word_boundaries(words, language)):
            start, stop = bounds
            if stop - start >= total:
                key = language, left, right, total
                if key not in context.dictionaries:
                    context.dictionaries[key] = module.pyphen.Pyphen(lang=language, left=left, right=right)
                parts = context.dictionaries[key].iterate(words[start:stop])
                return [rest[: before + start] + part for part, _ in parts]
            words, before = words[stop:], before + stop
        return []

    def measured(self, layout: Any, line: Any, resume: int | None, hyphenated: bool = False) -> tuple[Any, ...]:
        """A line as `split_first_line` gives it; the next one begins after so many bytes."""
        width, height = self.module.line_size(line, self.style)
        baseline = self.module.pango.pango_layout_get_baseline(layout.layout) * self.module.FROM_UNITS
        length = line.length - hyphenated * len(self.style["hyphenate_character"].encode())
        layout.shaped = layout.layout
        layout.deactivate()
        return layout, length, resume, width, height, baseline
