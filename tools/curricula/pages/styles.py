"""Styles that are asked for once what they say, where WeasyPrint works it out for every box.

What a property computes to, where no rule names it, is known beforehand; the lengths of a style are the same in every
box that has it, unless they are percentages. Not a byte of the PDF is another. Grids, flexible boxes and first lines
change a style after it was asked, so our style sheets must not use them.
"""

from typing import Any

_LENGTHS = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in ("left", "right", "top", "bottom")),
    "width", "min_width", "max_width", "height", "min_height", "max_height",
)
_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))
_OWN_WAY = ("page", "position", "float", "display")  # these need a look at others


def ask_styles_once(css: Any) -> None:
    """Teach WeasyPrint so; `css` is its module. It has no option for it, so its version is pinned."""
    from weasyprint.layout import absolute, block, column, grid, inline, page, percent, table
    from weasyprint.layout import float as floats
    from weasyprint.text import line_break

    css.ComputedStyle.__missing__ = _missing(css)
    resolve = _lengths(percent.resolve_percentages)
    for module in (absolute, block, column, floats, grid, inline, page, percent, table):
        if hasattr(module, "resolve_percentages"):
            module.resolve_percentages = resolve
    strut = _strut(line_break.strut)
    for module in (line_break, inline):
        module.strut = strut


def _missing(css: Any) -> Any:
    """`ComputedStyle.__missing__`, with a short way for what no rule names."""
    work_out, initial = css.ComputedStyle.__missing__, css.INITIAL_VALUES
    sides = css.PHYSICAL_FUNCTIONS
    plain = {name for name in initial if not name.startswith("text_decoration_") and name not in _OWN_WAY}
    inherited = plain & css.INHERITED - sides.keys()
    given = plain - css.INHERITED - css.INITIAL_NOT_COMPUTED
    logical = {
        function(block="ttb", inline=direction) for function in sides.values() for direction in ("ltr", "rtl")
    }

    def missing(self: Any, key: str) -> Any:
        cascaded = self.cascaded
        if key in cascaded:
            return work_out(self, key)
        if key in inherited and self.parent_style is not None:
            value = self[key] = self.parent_style[key]
            return value
        if key in given and (key not in sides or logical.isdisjoint(cascaded)):
            value = self[key] = initial[key]
            return value
        return work_out(self, key)

    return missing


def _lengths(resolve: Any) -> Any:
    """`resolve_percentages`, which remembers the lengths of a style that has no percentages."""

    def resolved(box: Any, containing_block: Any) -> None:
        style = box.style
        known = style.__dict__.get("lengths")
        if known is None:
            known = style.lengths = _absolute(style)
        if known:
            box.__dict__.update(known)
        else:
            resolve(box, containing_block)

    return resolved


def _absolute(style: Any) -> dict[str, Any]:
    """The lengths of a style in pixels; none if one depends on the place of the box or on its borders."""
    if style["box_sizing"] != "content-box" or style["border_collapse"] == "collapse":
        return {}
    lengths: dict[str, Any] = {}
    for name in _LENGTHS:
        value = style[name]
        if value != "auto" and getattr(value, "unit", "") != "px":
            return {}
        lengths[name] = value if value == "auto" else value.value
    for name in ("min_width", "min_height"):
        if lengths[name] == "auto":
            lengths[name] = 0
    return lengths | {name: style[name] for name in _BORDERS}


def _strut(measure: Any) -> Any:
    """`strut`, which measures the line of a style once."""

    def strut(style: Any) -> Any:
        known = style.__dict__.get("strut")
        if known is None:
            known = style.strut = measure(style)
        return known

    return strut
