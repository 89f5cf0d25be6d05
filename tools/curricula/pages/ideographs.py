"""Justified Chinese lines stretch between ideographs, where Pango stretches only spaces."""

import re
from typing import Any

_IDEOGRAPHS = re.compile("[⺀-〿぀-ヿ㐀-鿿豈-﫿＀-￯—‘’“”…]+")


def justify_ideographs() -> None:
    """Teach WeasyPrint so. It has no option for it: two of its functions are wrapped, so its version is pinned."""
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout import inline
    from weasyprint.text import line_break
    from weasyprint.text.ffi import TO_UNITS, ffi, pango

    def chinese(style: Any) -> bool:
        return (style["lang"] or "").startswith("zh")

    def gaps(text: str) -> float:
        count = sum(len(run) for run in _IDEOGRAPHS.findall(text))
        if not count:
            return 0
        return count - 0.5 * bool(_IDEOGRAPHS.match(text[0])) - 0.5 * bool(_IDEOGRAPHS.match(text[-1]))

    count_spaces, set_text = inline.count_expandable_spaces, line_break.Layout.set_text

    def count(box: Any) -> float:
        if isinstance(box, boxes.TextBox) and chinese(box.style):
            return count_spaces(box) + gaps(box.text.rstrip(" "))  # type: ignore[no-any-return]
        if isinstance(box, (boxes.LineBox, boxes.InlineBox)):
            return sum(count(child) for child in box.children)
        return count_spaces(box)  # type: ignore[no-any-return]

    def spaced(layout: Any, text: str, justify: bool = False) -> None:
        set_text(layout, text, justify)
        if not (justify and layout.justification_spacing and chinese(layout.style)):
            return
        attributes = pango.pango_layout_get_attributes(layout.layout)
        if attributes == ffi.NULL:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        spacing = int(layout.justification_spacing * TO_UNITS)
        for run in _IDEOGRAPHS.finditer(layout.text):
            attribute = pango.pango_attr_letter_spacing_new(spacing)
            attribute.start_index = len(layout.text[: run.start()].encode())
            attribute.end_index = len(layout.text[: run.end()].encode())
            pango.pango_attr_list_change(attributes, attribute)
        pango.pango_layout_set_attributes(layout.layout, attributes)

    inline.count_expandable_spaces = count
    line_break.Layout.set_text = spaced
