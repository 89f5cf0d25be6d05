"""One edition as a PDF to print, bind, archive and hear; it carries the same edition as XML."""

import json

from curricula.editions.document import Document
from curricula.editions.edition import Bilingual, Edition, Publication
from curricula.figures.illustrating import illustrated
from curricula.formats import xml
from curricula.pages.archival import Data
from curricula.pages.engine import typeset
from curricula.pages.markup import markup, style

SUFFIX = "pdf"
MEDIA_TYPE = "application/pdf"
SCOPE = "edition"
BILINGUAL = True


def render(edition: Edition | Bilingual) -> tuple[bytes, tuple[str, ...]]:
    """The PDF, what is wrong with the XML in it, and what the typesetting engine complained of."""
    document = illustrated(edition)
    identifier = f"{edition.standard.uuid}/{edition.standard.version}/{edition.locale}"
    content, wrong = xml.render(Publication(edition.standard, edition.editions))
    data = Data("standard.xml", content, edition.label("machine-readable"))
    pdf, complaints = typeset(markup(document), stylesheet(document), identifier, data)
    return pdf, (*wrong, *complaints)


def stylesheet(document: Document) -> str:
    """The style of a document on paper, its page numbers worded."""
    styles = style("base") + style("print") + style("figures") + (style("bilingual") if document.second else "")
    return f"{styles}\n:root {{ --page-of: {_counters(document.words['page'])} }}\n"


def _counters(words: str) -> str:
    """`Page {page} of {pages}` as a CSS content list."""
    counters = {"{page}": "counter(page)", "{pages}": "counter(pages)"}
    parts = []
    for piece in words.replace("{", "\0{").replace("}", "}\0").split("\0"):
        if piece:
            parts.append(counters.get(piece) or json.dumps(piece, ensure_ascii=False))
    return " ".join(parts)
