"""One edition as a PDF to print, bind and archive."""

import json

from curricula.editions.compose import compose
from curricula.editions.document import Document
from curricula.editions.edition import Edition
from curricula.pages.engine import typeset
from curricula.pages.markup import markup, style

SUFFIX = "pdf"
MEDIA_TYPE = "application/pdf"
SCOPE = "edition"


def render(edition: Edition) -> tuple[bytes, tuple[str, ...]]:
    """The PDF, and what the typesetting engine complained of."""
    document = compose(edition)
    identifier = f"{edition.standard.uuid}/{edition.standard.version}/{edition.locale}"
    return typeset(markup(document), stylesheet(document), identifier)


def stylesheet(document: Document) -> str:
    """The style of a document on paper, its page numbers worded."""
    return f"{style('base')}{style('print')}\n:root {{ --page-of: {_counters(document.words['page'])} }}\n"


def _counters(words: str) -> str:
    """`Page {page} of {pages}` as a CSS content list."""
    counters = {"{page}": "counter(page)", "{pages}": "counter(pages)"}
    parts = []
    for piece in words.replace("{", "\0{").replace("}", "}\0").split("\0"):
        if piece:
            parts.append(counters.get(piece) or json.dumps(piece, ensure_ascii=False))
    return " ".join(parts)
