"""One style for all elements that look alike, and for all pages of a kind.

WeasyPrint shares a style among elements for which the same rules hold, unless something is said at the element itself.
The name of a place that links lead to is said there too, so every clause and every row had a style of its own, and so
had all that is in it; and so had every page, with its margins. Here the name of a place stands beside the style that
its element shares. Not a byte of the PDF is another.
"""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

_SAID = ("style", "lang", "width", "height")  # the attributes that are styles; the sizes are those of drawings


def share_styles(css: Any) -> None:
    """Teach WeasyPrint so; `css` is its module. It has no option for it, so its version is pinned."""
    from weasyprint.layout import page

    placed, begin = _placed(css.ComputedStyle), css.StyleFor.__init__

    def begun(self: Any, html: Any, sheets: Any, hints: Any, fonts: Any, targets: Any) -> None:
        begin(self, html, sheets, hints, fonts, targets)
        for element in html.etree_element.iter():
            name, place = element.get("id"), (element, None)
            if name and place in self._computed_styles:
                self._computed_styles[place] = placed(self._computed_styles[place], name)
                targets.collect_anchor(name)

    css.StyleFor.__init__ = begun
    css.find_style_attributes = _said_once(css.find_style_attributes)
    page.set_page_type_computed_styles = _set_once(page.set_page_type_computed_styles)


def _placed(computed: Any) -> Any:
    """The kind of a style that many share, with the name of one place beside it."""

    class Placed(computed):  # type: ignore[misc]
        def __init__(self, shared: Any, name: str) -> None:
            self.__dict__.update(shared.__dict__)
            self.shared = shared
            self["anchor"] = name

        def __missing__(self, key: str) -> Any:
            value = self[key] = self.shared[key]
            return value

        @property
        def anonymous_style(self) -> Any:
            return self.shared.anonymous_style

    return Placed


def _said_once(find: Any) -> Any:
    """`find_style_attributes`, which knows the same words again at another element, and takes no name for a style."""

    def found(tree: Any, hints: bool = False, address: Any = None) -> Iterator[Any]:
        known: dict[Any, list[Any]] = {}
        for element in tree.iter():
            said = {name: words for name in _SAID if (words := element.get(name))}
            if said:
                key = (element.tag, *said.items())
                if key not in known:
                    known[key] = list(find(Element(element.tag, said), hints, address))
                for specificity, _, declarations, base in known[key]:
                    yield specificity, element, declarations, base

    return found


def _set_once(set_styles: Any) -> Any:
    """`set_page_type_computed_styles`, which sets the styles of all pages for which the same rules hold once."""

    def shared(page_type: Any, html: Any, style_for: Any) -> None:
        rules = [
            (id(declarations), place) for sheet, *_ in style_for._sheets
            for _, selectors, declarations in sheet.page_rules
            for place, (_, _, kind) in enumerate(selectors) if style_for._page_type_match(kind, page_type)
        ]
        kinds, styles = style_for.__dict__.setdefault("kinds", {}), style_for._computed_styles
        known = kinds.get(tuple(rules))
        if known is None:
            set_styles(page_type, html, style_for)
            kinds[tuple(rules)] = {place[1]: style for place, style in styles.items() if place[0] == page_type}
        else:
            styles.update({(page_type, margin): style for margin, style in known.items()})

    return shared
