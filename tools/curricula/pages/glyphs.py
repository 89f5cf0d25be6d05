"""Glyphs of a line as they are written into a PDF, worked out once for each glyph of a font.

WeasyPrint asks of every glyph in every line what it is, how wide it is, and how far that is from what the font says.
Most are as they always are. Lines with others (pictures, glyphs that are missing or raised) are left to it. Not a byte
of the PDF is another.
"""

import struct
from typing import Any

_GLYPH = struct.Struct("=IiiiI")  # of Pango: number, width, offsets to the right and upwards, marks
_LAST = 0xFFFF  # the last number that a glyph of a font has; those after it have a meaning of their own


def drawing_known_glyphs(draw: Any, module: Any) -> Any:
    """`draw_first_line` for lines that are shaped already; `module` is where WeasyPrint draws text."""

    def drawn(stream: Any, box: Any, overflow: str, ellipsis: Any, matrix: Any) -> Any:
        line = box.pango_layout
        written = None
        if overflow != "ellipsis" and ellipsis == "none" and box.text.strip():
            written = _Writer(module, stream, line.text.encode()).line(line.get_first_line()[0])
        if written is None:
            return draw(stream, box, overflow, ellipsis, matrix)
        stream.set_text_matrix(*matrix.values)
        for font, size, string in written:
            stream.set_font_size(font, size)
            stream.show_text(string)
        return []

    return drawn


class _Writer:
    """What writes a line of these words; `module` as above."""

    def __init__(self, module: Any, stream: Any, words: bytes) -> None:
        self.module, self.stream, self.words = module, stream, words

    def line(self, line: Any) -> list[tuple[str, float, str]] | None:
        """Fonts, their sizes, and what is set in them; None if there is anything unusual."""
        written: list[tuple[str, float, str]] = []
        before, run = None, line.runs
        while run != self.module.ffi.NULL:
            pointer = run.data.item.analysis.font
            if pointer != before:
                font, size = self.stream.add_font(pointer)
                written.append((font.hash, size, ""))
            if font.bitmap or font.svg or font.png or font.colr or run.data.item.analysis.level % 2:
                return None
            string = self.run(run.data, font, size)
            if string is None:
                return None
            written[-1] = (font.hash, size, written[-1][2] + string)
            before, run = pointer, run.next
        return written

    def run(self, run: Any, font: Any, size: float) -> str | None:
        """What is written of some glyphs of one font; None if there is an unusual one."""
        known: dict[Any, str] = font.__dict__.setdefault("known", {}).setdefault(size, {})
        told, pieces = self.module.ffi.buffer(run.glyphs.glyphs, run.glyphs.num_glyphs * _GLYPH.size), []
        for place, (glyph, width, right, up, _) in enumerate(_GLYPH.iter_unpack(told)):
            if up or glyph > _LAST:
                return None
            piece = known.get((glyph, width, right))
            if piece is None:
                self.tell(run, place, glyph, font, size)
                offset = right / size
                kerning = font.widths[glyph] + offset - width * 1000 * self.module.FROM_UNITS / size
                piece = (f">{-offset}<" if offset else "") + f"{glyph:04x}" + (f">{int(kerning)}<" if kerning else "")
                known[glyph, width, right] = piece
            pieces.append(piece)
        written = "<" + "".join(pieces)
        return written.removesuffix("<") if written.endswith("<") else written + ">"

    def tell(self, run: Any, place: int, glyph: int, font: Any, size: float) -> None:
        """Let the font know which characters a glyph stands for, and how wide it is by itself."""
        item, clusters = run.item, run.glyphs.log_clusters
        if glyph not in font.to_unicode:
            end = item.length if place == run.glyphs.num_glyphs - 1 else clusters[place + 1]
            font.to_unicode[glyph] = self.words[item.offset + clusters[place] : item.offset + end].decode()
        if glyph not in font.widths:
            stream, pango = self.stream, self.module.pango
            pango.pango_font_get_glyph_extents(item.analysis.font, glyph, stream.ink_rect, stream.logical_rect)
            font.widths[glyph] = round(stream.logical_rect.width * 1000 * self.module.FROM_UNITS / size)
