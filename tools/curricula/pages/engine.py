"""WeasyPrint with the pinned fonts, Chinese justification and Uzbek hyphenation.

One font configuration lives as long as its process: a new one for every document grows without
end, and sharing one between threads crashes. So documents are set in processes, never in threads.
The process must have FONTCONFIG_FILE set before this module is imported; `prepare` does that.
"""

import ctypes.util
import gc
import logging
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from curricula.diagnostics import CurriculaError
from curricula.fonts.pinned import fontconfig, record

HYPHENATION = Path(__file__).with_name("hyph_uz.dic")
_IDS = re.compile(r'<[a-z][^<>]* id="([^"]+)"')  # every item that has an anchor of its own
_IDEOGRAPHS = re.compile("[⺀-〿぀-ヿ㐀-鿿豈-﫿＀-￯—‘’“”…]+")


def prepare(folder: Path) -> None:
    """Make this process ready for typesetting; `folder` may keep fontconfig's cache."""
    record()
    os.environ["FONTCONFIG_FILE"] = str(fontconfig(folder))


@cache
def _engine() -> Any:
    """WeasyPrint, loaded late (it takes a third of a second and needs Pango) and set up once."""
    try:
        with _without_search():
            import weasyprint
            from weasyprint.text.fonts import FontConfiguration
    except OSError as error:
        raise CurriculaError(
            "Pango is not installed ({reason}): apt-get install {packages}",
            reason=error, packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
        ) from None
    import pyphen

    pyphen.LANGUAGES["uz"] = HYPHENATION
    pyphen.LANGUAGES_LOWERCASE["uz"] = "uz"
    _justify_ideographs()
    gc.freeze()
    return weasyprint, FontConfiguration()


@contextmanager
def _without_search() -> Iterator[None]:
    """WeasyPrint tries the names that its libraries have elsewhere first, and for each of them Python starts a
    compiler and a linker to look for it. On Linux the last name is the right one, and the loader knows it.
    """
    search = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = search


@cache
def _stylesheet(css: str) -> Any:
    weasyprint, fonts = _engine()
    return weasyprint.CSS(string=css, font_config=fonts)


def typeset(html: str, css: str, identifier: str) -> tuple[bytes, tuple[str, ...]]:
    """The PDF of an HTML page, and every complaint of the engine.

    `identifier` seeds the file identifier, so that equal input gives equal bytes.
    """
    weasyprint, fonts = _engine()
    with _complaints() as complaints, _without_collector():
        document = weasyprint.HTML(string=html, base_url=None, url_fetcher=_nothing_from_outside)
        options = {"pdf_identifier": identifier.encode(), "full_fonts": False}
        pages = document.render(font_config=fonts, stylesheets=[_stylesheet(css)], **options)
        reached = {name for page in pages.pages for name in page.anchors}
        pdf: bytes = pages.write_pdf(**options)
    lost = sorted(set(_IDS.findall(html)) - reached)
    return pdf, (*complaints, *(f"{name} of the page is nowhere in the PDF" for name in lost))


def _nothing_from_outside(url: str, *_: object, **__: object) -> Any:
    raise ValueError(f"a document refers to nothing outside itself: {url}")


@contextmanager
def _without_collector() -> Iterator[None]:
    """The garbage collector takes a tenth of the time of a document; it runs between documents."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect()


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.complaints: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.complaints.append(record.getMessage())


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """Collects what WeasyPrint writes to its log, where it reports missing glyphs and lost rules."""
    listener = _Listener()
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    for logger in loggers:
        logger.addHandler(listener)
        logger.propagate = False
    try:
        yield listener.complaints
    finally:
        for logger in loggers:
            logger.removeHandler(listener)


def _justify_ideographs() -> None:
    """Let justified Chinese lines stretch between ideographs, where Pango stretches only spaces.

    WeasyPrint has no option for it; two of its functions are wrapped, so its version is pinned.
    """
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
