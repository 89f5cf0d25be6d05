"""A page as WeasyPrint takes it, read by what reads XML: our templates write HTML that is XML nearly everywhere.

The HTML parser of WeasyPrint takes twenty-five times as long, to repair what is not broken. A page that is no XML
is left to it. And no element is asked for what is not in our pages: footnotes, and styles within drawings.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree

_PART = "{http://www.w3.org/2000/svg}"
_DRAWING = f"{_PART}svg"
_VOID = re.compile(r"<((?:br|col|hr|img|link|meta|wbr)\b[^<>]*?)/?>")
_NOTES = ("footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback")


def read_page(weasyprint: Any, html: str, fetcher: Callable[..., Any]) -> Any:
    """The page, which refers to nothing outside itself that `fetcher` would not get."""
    try:
        tree = ElementTree.fromstring(_VOID.sub(r"<\1/>", html))
    except ElementTree.ParseError:
        return weasyprint.HTML(string=html, url_fetcher=fetcher)
    page = weasyprint.HTML.__new__(weasyprint.HTML)
    page.base_url, page.url_fetcher, page.media_type, page.etree_element = None, fetcher, "print", tree
    root = weasyprint.cssselect2.ElementWrapper.from_html_root(tree, content_language=None)
    root.iter_subtree = lambda: _subtree(root)
    page.wrapper_element = root
    return page


def _subtree(root: Any) -> Iterator[Any]:
    """All elements in the order of the page; a drawing is one, as it finds the styles of its parts by itself."""
    waiting = [iter([root])]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
            continue
        yield element
        if element.etree_element.tag != _DRAWING:
            waiting.append(element.iter_children())


def leave_out_what_is_not_there(weasyprint: Any) -> None:
    """Let WeasyPrint make no styles for notes, of which our pages have none, and no boxes of the parts of drawings.

    WeasyPrint has no option for either, so its version is pinned.
    """
    from weasyprint.formatting_structure import build

    _leave_out_notes(weasyprint.UA_STYLESHEET.matcher)
    boxes = build.element_to_box

    def made(element: Any, style_for: Any, *rest: Any) -> Any:
        part = isinstance(element.tag, str) and element.tag.startswith(_PART) and style_for(element) is None
        return [] if part else boxes(element, style_for, *rest)

    build.element_to_box = made


def _leave_out_notes(matcher: Any) -> None:
    """Of WeasyPrint's own style sheet, leave out those of notes, and seek markers at items of lists alone.

    Each of these six rules fits every element, which gets a style from it that is never looked at.
    """
    markers = [rule for rule in matcher.other_selectors if rule[3] == "marker"]
    matcher.other_selectors[:] = [rule for rule in matcher.other_selectors if rule[3] not in (*_NOTES, "marker")]
    for name in ("li", "summary"):
        matcher.lower_local_name_selectors.setdefault(name, []).extend(markers)
