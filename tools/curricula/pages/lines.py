"""Lines of text that are shaped once, where WeasyPrint shapes them twice and more often.

WeasyPrint asks Pango for every line when it lays it out and again when it paints it, each time in a context made
anew; and for the words of a drawing letter by letter. Here Pango is told once of each look that a text can have, and
what became of a line is remembered for as long as a document takes. Not a byte of the PDF is another.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from curricula.pages.glyphs import drawing_known_glyphs
from curricula.pages.paragraphs import breaking_paragraphs, forget_paragraphs

# All of a style that Pango is told, or that decides where a line ends.
_LOOK = (
    "font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric",
    "font_variant_alternates", "font_variant_east_asian", "font_feature_settings", "font_language_override",
    "font_variation_settings", "font_family", "font_style", "font_stretch", "font_weight", "font_size", "direction",
    "lang", "text_decoration_line", "letter_spacing", "word_spacing", "white_space", "tab_size", "overflow_wrap",
    "word_break", "hyphens", "hyphenate_character", "hyphenate_limit_chars", "hyphenate_limit_zone",
)
_MODELS = "curricula_models"  # of a font configuration: by look, a layout without text


class _Painted(NamedTuple):
    """What was written for a line after its place: the fonts and sizes in their order, and all operators."""

    fonts: list[tuple[str, float]]
    operators: list[Any]


_broken: dict[Any, Any] = {}
_painted: dict[Any, _Painted] = {}


@contextmanager
def remembered_lines() -> Iterator[None]:
    """Remember lines while one document is made; its fonts are its own, so nothing outlives it."""
    try:
        yield
    finally:
        _broken.clear()
        _painted.clear()
        forget_paragraphs()


def shape_lines_once() -> None:
    """Teach WeasyPrint so. It has no option for it: what it asks of a line is wrapped, so its version is pinned."""
    from weasyprint.draw import text as drawing
    from weasyprint.layout import inline, preferred
    from weasyprint.text import line_break

    _set_up_once(line_break)
    split = breaking_paragraphs(line_break.split_first_line, line_break, _look)
    for module in (line_break, inline, preferred):
        module.split_first_line = _remembering_breaks(split, line_break.Layout)
    drawing.draw_first_line = _remembering_paint(
        drawing.draw_first_line, drawing_known_glyphs(drawing.draw_first_line, drawing), line_break.Layout,
    )


def _look(style: Any) -> str:
    """The look of a text of this style, found out once for a style."""
    look: str | None = style.__dict__.get("look")
    if look is None:
        look = style.look = str([style[name] for name in _LOOK])
    return look


def _set_up_once(line_break: Any) -> None:
    """A layout is a copy of the first one of its look. To paint, Pango is asked only where it has to be."""
    layout, ffi, pango, gobject = line_break.Layout, line_break.ffi, line_break.pango, line_break.gobject
    ffi.cdef("PangoLayout *pango_layout_copy (PangoLayout *);")
    set_up = layout.setup

    def copied(self: Any, style: Any) -> None:
        models = style.font_config.__dict__.setdefault(_MODELS, {})
        look = _look(style)
        if look not in models:
            model = models[look] = layout.__new__(layout)
            set_up(model, style)
            del model.style
        self.__dict__.update(models[look].__dict__)
        self.style = style
        self.layout = ffi.gc(pango.pango_layout_copy(models[look].layout), gobject.g_object_unref)

    def left(self: Any) -> None:
        for name in ("layout", "language", "style"):
            self.__dict__.pop(name, None)

    layout.setup, layout.deactivate = copied, left


def _remembering_breaks(split: Any, layout: Any) -> Any:
    """`split_first_line`, which asks Pango once for the first line of a text of one look and in one width."""

    def remembered(text: str, style: Any, context: Any, *room: Any, **place: Any) -> Any:
        key = (text, _look(style), room, *place.items())
        known = _broken.get(key)
        if known is None:
            known = _broken[key] = split(text, style, context, *room, **place)
        line = layout.__new__(layout)  # of each box its own
        line.__dict__.update(known[0].__dict__)
        return (line, *known[1:])

    return remembered


def _remembering_paint(draw: Any, draw_shaped: Any, layout: Any) -> Any:
    """`draw_first_line`, which paints a line as the same line was painted before, wherever that stood.

    `draw_shaped` does it where the line stands as it was shaped: where no space is made wider to fill it.
    """
    reactivate = layout.reactivate
    layout.reactivate = lambda self, style: None  # not before it is known that Pango has to be asked

    def remembered(stream: Any, box: Any, overflow: str, ellipsis: Any, matrix: Any) -> Any:
        line = box.pango_layout
        key = (line.text, _look(box.style), line.justification_spacing, overflow, ellipsis)
        known = _painted.get(key)
        if known is not None:
            stream.set_text_matrix(*matrix.values)
            stream.stream.extend(known.operators[known.fonts[0] == stream._current_font :])
            stream._current_font = known.fonts[-1]
            return []
        drawn = draw
        if "shaped" in line.__dict__ and not line.justification_spacing:
            drawn, line.layout, line.style = draw_shaped, line.shaped, box.style
        else:
            reactivate(line, box.style)
        before, start = stream._current_font, len(stream.stream)
        with _noted_fonts(stream) as fonts:
            emojis = drawn(stream, box, overflow, ellipsis, matrix)
        if fonts and not emojis:
            _painted[key] = _Painted(fonts, stream.stream[start + 1 :])
        if fonts and fonts[0] == before:
            del stream.stream[start + 1]
        return emojis

    return remembered


@contextmanager
def _noted_fonts(stream: Any) -> Iterator[list[tuple[str, float]]]:
    """The fonts and sizes that are set meanwhile; the first of them is set even if it is in use already."""
    fonts: list[tuple[str, float]] = []

    def noted(*font: Any) -> None:
        fonts.append(font)
        type(stream).set_font_size(stream, *font)

    before, stream._current_font = stream._current_font, None
    stream.set_font_size = noted
    try:
        yield fonts
    finally:
        del stream.set_font_size
    if not fonts:
        stream._current_font = before
