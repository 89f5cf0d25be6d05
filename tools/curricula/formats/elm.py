"""One standard in all its languages for European portals: a learning opportunity of the European Learning Model 3.1."""

from lxml import etree

from curricula.editions.edition import Publication
from curricula.outward.opportunity import opportunity, problems

SUFFIX = "elm.xml"
MEDIA_TYPE = "application/xml"
SCOPE = "publication"
DEFAULT = False  # for portals that ask for it; the model cannot do without a web address
PACKED = False


def render(publication: Publication) -> tuple[bytes, tuple[str, ...]]:
    """The XML file, or what the model asks for and nobody has said."""
    missing = tuple(problems(publication))
    if missing:
        return b"", missing
    return etree.tostring(opportunity(publication), xml_declaration=True, encoding="UTF-8", pretty_print=True), ()
