"""Short answers to what WeasyPrint asks of every box, and works out as for a box that floats or has a background.

Whether a box is in the flow, and whether it has a background, depends on its style alone; what does not float collides
with nothing where nothing floats; and the lengths in drawings are few. Not a byte of the PDF is another.
"""

from functools import lru_cache
from typing import Any

_REMEMBERED = 4096  # lengths in drawings, of which there are some hundred
_SQUARE = {f"border_{corner}_radius": (0, 0) for corner in ("top_left", "top_right", "bottom_right", "bottom_left")}


def answer_shortly() -> None:
    """Teach WeasyPrint so. It has no option for it: what it asks is wrapped, so its version is pinned."""
    from weasyprint import svg
    from weasyprint.draw.color import get_color
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout import background, block, inline
    from weasyprint.svg import bounding_box, defs, path, shapes, text, utils

    Box.is_in_normal_flow = _in_flow(Box.is_in_normal_flow)
    block.avoid_collisions = inline.avoid_collisions = _without_floats(inline.avoid_collisions)
    background.layout_box_backgrounds = _bare(background.layout_box_backgrounds, get_color)
    for name in ("normalize", "size"):
        read = lru_cache(_REMEMBERED)(getattr(utils, name))
        for module in (svg, bounding_box, defs, path, shapes, text, utils):
            if hasattr(module, name):
                setattr(module, name, read)


def _in_flow(find: Any) -> Any:
    """`is_in_normal_flow`, found out once for a style."""

    def known(self: Any) -> bool:
        flows: bool | None = self.style.__dict__.get("flows")
        if flows is None:
            flows = self.style.flows = find(self)
        return flows

    return known


def _without_floats(avoid: Any) -> Any:
    """`avoid_collisions`, where there are none. The sums are those of WeasyPrint, as they are not exact."""

    def avoided(context: Any, box: Any, block: Any, outer: bool = True) -> Any:
        if context.excluded_shapes or box.style["float"] != "none" or block.style["direction"] != "ltr":
            return avoid(context, box, block, outer)
        left = block.content_box_x()
        right = left + block.width
        if outer:
            return left, box.position_y, right - left
        left += box.margin_left
        right -= box.margin_right
        return left - box.margin_left, box.border_box_y() - box.margin_top, right - left

    return avoided


def _bare(lay_out: Any, colour: Any) -> Any:
    """`layout_box_backgrounds`, which finds out once for a style that a box has no background."""

    def laid_out(page: Any, box: Any, images: Any, children: bool = True, style: Any = None) -> None:
        own = box.style
        bare: bool | None = own.__dict__.get("bare")
        if bare is None:
            bare = own.bare = _has_nothing_behind(own, colour)
        if not bare or style is not None or box is page:
            lay_out(page, box, images, children, style)
            return
        getattr(box, "_box", box).__dict__.update(_SQUARE)  # of what is placed apart from the text around it
        if children:
            for child in box.all_children():
                laid_out(page, child, images)
        box.background = None

    return laid_out


def _has_nothing_behind(style: Any, colour: Any) -> bool:
    """Whether a box of the style is square, and has neither a background nor images, nor a shadow."""
    return (
        style["border_image_source"][0] == style["mask_border_source"][0] == "none"
        and style["visibility"] != "hidden"
        and all(kind == "none" for kind, _ in style["background_image"])
        and colour(style, "background_color").alpha == 0
        and not style["box_shadow"]
        and all((0, "px") in style[corner] for corner in _SQUARE)
    )
