"""Borders of cells as what they are: a plain line is one rectangle, filled.

WeasyPrint draws a box whose four sides are not alike side by side, each as the ring of all four, clipped to the one:
eight times the operators of a rectangle. Every cell of our tables is such a box. The pages look the same.
"""

from typing import Any

_SIDES = ("top", "right", "bottom", "left")


def draw_plain_borders() -> None:
    """Teach WeasyPrint so. It has no option for it: one function is wrapped, so its version is pinned."""
    from weasyprint import draw
    from weasyprint.draw import border
    from weasyprint.draw.color import get_color

    others = border.draw_border

    def drawn(stream: Any, box: Any) -> None:
        widths = [getattr(box, f"border_{side}_width") for side in _SIDES]
        if not any(widths):
            others(stream, box)
            return
        sides = [side for side, width in zip(_SIDES, widths, strict=True) if width]
        colours = [get_color(box.style, f"border_{side}_color") for side in sides]
        if not _plain(box, sides) or any(colour.alpha != 1 or colour != colours[0] for colour in colours):
            others(stream, box)
            return
        with stream.artifact(), stream.stacked():
            stream.set_color(colours[0])
            for rectangle in _rectangles(box, widths):
                stream.rectangle(*rectangle)
            stream.fill()

    border.draw_border = draw.draw_border = drawn


def _plain(box: Any, sides: list[str]) -> bool:
    """Whether a box has solid lines on some of its sides, but not on all, and is neither rounded nor adorned."""
    style = box.style
    return (
        len(sides) < len(_SIDES)
        and style["visibility"] == "visible"
        and style["border_image_source"][0] == "none"
        and style["column_width"] == style["column_count"] == "auto"
        and all(style[f"border_{side}_style"] == "solid" for side in sides)
        and all(0 in corner for corner in box.rounded_border_box()[4:])
    )


def _rectangles(box: Any, widths: list[float]) -> list[tuple[float, float, float, float]]:
    """The sides of a box that has any: x, y, width and height. None of them overlaps another."""
    top, right, bottom, left = widths
    x, y, width, height = box.rounded_border_box()[:4]
    sides = (
        (x, y, width, top),
        (x, y + height - bottom, width, bottom),
        (x, y + top, left, height - top - bottom),
        (x + width - right, y + top, right, height - top - bottom),
    )
    return [side for side in sides if side[2] and side[3]]
