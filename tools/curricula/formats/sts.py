"""One edition for standards bodies: XML of the NISO Standards Tag Suite 1.0 (ANSI/NISO Z39.102-2017, interchange)."""

from lxml import etree

from curricula.editions.edition import Edition
from curricula.figures.illustrating import illustrated
from curricula.outward.interchange import adoption, standard

SUFFIX = "sts.xml"
MEDIA_TYPE = "application/xml"
SCOPE = "edition"
DEFAULT = False  # for exchange with standards bodies, made when one asks for it
PACKED = False


def render(edition: Edition) -> tuple[bytes, tuple[str, ...]]:
    """The XML file, and no complaints: the page is in it whole."""
    document = illustrated(edition)
    root = standard(edition, document)
    if edition.tailoring is not None:
        root = adoption(edition, document, edition.tailoring)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True), ()
