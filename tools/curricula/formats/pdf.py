"""One edition as a PDF to print, bind, archive and hear; it carries the same edition as XML."""

from curricula.editions.edition import Bilingual, Edition, Publication
from curricula.figures.illustrating import illustrated
from curricula.formats import xml
from curricula.pages.archival import Data
from curricula.pages.engine import typeset
from curricula.pages.markup import markup, stylesheet

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
