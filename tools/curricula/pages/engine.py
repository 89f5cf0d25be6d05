"""WeasyPrint with the pinned fonts, Chinese justification, hyphenation, and PDFs to keep and to be read aloud.

One font configuration lives as long as its process: a new one for every document grows without
end, and sharing one between threads crashes. So documents are set in processes, never in threads.
The process must have FONTCONFIG_FILE set before this module is imported; `prepare` does that.
"""

import gc
import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from curricula.diagnostics import CurriculaError
from curricula.fonts.pinned import fontconfig, record
from curricula.pages.archival import VARIANT, Data, attachment, describe, finish
from curricula.pages.borders import draw_plain_borders
from curricula.pages.circles import let_go
from curricula.pages.dividing import divide_with_care
from curricula.pages.ideographs import justify_ideographs
from curricula.pages.lines import remembered_lines, shape_lines_once
from curricula.pages.loading import loading
from curricula.pages.reading import leave_out_what_is_not_there, read_page
from curricula.pages.rows import begin_with_every_cell
from curricula.pages.sharing import share_styles
from curricula.pages.shortcuts import answer_shortly
from curricula.pages.styles import ask_styles_once
from curricula.pages.tags import add_structure, soft_hyphens
from curricula.pages.writing import write_streams_once

# Patterns of our own, one file a language and script: `hyph_uz.dic` is of Uzbek in its usual script.
HYPHENATION = {path.stem.removeprefix("hyph_"): path for path in sorted(Path(__file__).parent.glob("hyph_*.dic"))}
# Every item that has an anchor of its own; what a drawing calls its parts is its own affair.
_IDS = re.compile(r'<svg .*?</svg>|<[a-z][^<>]* id="([^"]+)"', re.DOTALL)


def prepare(folder: Path) -> None:
    """Make this process ready for typesetting; `folder` may keep fontconfig's cache."""
    record()
    os.environ["FONTCONFIG_FILE"] = str(fontconfig(folder))


@cache
def _engine() -> Any:
    """WeasyPrint, loaded late (it takes a third of a second and needs Pango) and set up once."""
    if not os.environ.get("FONTCONFIG_FILE"):
        raise RuntimeError("without `prepare` whatever fonts are installed are used as long as the process lives")
    try:
        with loading():
            import weasyprint
            from weasyprint.text.fonts import FontConfiguration
    except OSError as error:
        raise CurriculaError(
            "Pango is not installed ({reason}): apt-get install {packages}",
            reason=error, packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
        ) from None
    import pyphen

    # The engine seeks a tag in small letters, with `_` between its parts, and shortens it until it is known.
    pyphen.LANGUAGES.update(HYPHENATION)
    pyphen.LANGUAGES_LOWERCASE.update({name.lower(): name for name in HYPHENATION})
    divide_with_care(pyphen)
    justify_ideographs()
    shape_lines_once()
    write_streams_once()
    leave_out_what_is_not_there(weasyprint)
    draw_plain_borders()
    begin_with_every_cell()
    share_styles(weasyprint.css)
    ask_styles_once(weasyprint.css)
    answer_shortly()
    _mend_writing(weasyprint.pdf)
    gc.freeze()
    return weasyprint, FontConfiguration()


def _mend_writing(writer: Any) -> None:
    """Put our structure in the place of WeasyPrint's, whose pieces are boxes and not what is to be read.

    Beside it, hyphens are mended, and the file of the colour profile, which WeasyPrint leaves open, is closed.
    """
    build, profile = writer.build_fonts_dictionary, writer.ColorProfile

    def built(pdf: Any, fonts: Any, *rest: Any) -> Any:
        soft_hyphens(fonts)
        return build(pdf, fonts, *rest)

    def read(file: Any, *rest: Any) -> Any:
        with file:
            return profile(file, *rest)

    writer.build_fonts_dictionary, writer.ColorProfile = built, read
    writer.add_tags = add_structure


@cache
def _stylesheet(css: str) -> Any:
    weasyprint, fonts = _engine()
    return weasyprint.CSS(string=css, font_config=fonts)


def typeset(html: str, css: str, identifier: str, data: Data | None = None) -> tuple[bytes, tuple[str, ...]]:
    """The PDF of an HTML page, to keep (PDF/A-3a) and to be read aloud (PDF/UA-1), and every complaint of the engine.

    `identifier` seeds the file identifier, so that equal input gives equal bytes; `data` are carried in the PDF.
    """
    _engine()
    with _complaints() as complaints, let_go(), remembered_lines():
        pdf, lost = _set(html, css, identifier, data)
    return pdf, (*complaints, *(f"{name} of the page is nowhere in the PDF" for name in lost))


def _set(html: str, css: str, identifier: str, data: Data | None) -> tuple[bytes, list[str]]:
    """The PDF, and the names of the page that are nowhere in it."""
    weasyprint, fonts = _engine()
    document = read_page(weasyprint, html, _nothing_from_outside)
    options = {"pdf_identifier": identifier.encode(), "full_fonts": False, "pdf_variant": VARIANT}
    pages = document.render(font_config=fonts, stylesheets=[_stylesheet(css)], **options)
    named = set(_IDS.findall(html)) - {""}
    reached = {name for page in pages.pages for name in page.anchors}
    for page in pages.pages:  # the parts of a drawing are no places of the document
        page.anchors = {name: place for name, place in page.anchors.items() if name in named}
    describe(pages.metadata)
    carried = [attachment(weasyprint, data, pages.metadata.created)] if data else []
    return pages.write_pdf(attachments=carried, finisher=finish, **options), sorted(named - reached)


def _nothing_from_outside(url: str, *_: object, **__: object) -> Any:
    raise ValueError(f"a document refers to nothing outside itself: {url}")


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
