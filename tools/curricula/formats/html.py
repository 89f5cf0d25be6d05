"""One edition, or two side by side, as a self-contained web page."""

from curricula.editions.edition import Bilingual, Edition
from curricula.figures.illustrating import illustrated
from curricula.outward.linked import linked_data
from curricula.pages.markup import markup, style

SUFFIX = "html"
MEDIA_TYPE = "text/html"
SCOPE = "edition"
BILINGUAL = True


def render(edition: Edition | Bilingual) -> tuple[bytes, tuple[str, ...]]:
    """The page as UTF-8, and no complaints: there is nothing a browser's page can lose."""
    document = illustrated(edition)
    styles = style("base") + style("screen") + style("figures") + (style("bilingual") if document.second else "")
    data = linked_data(edition) if isinstance(edition, Edition) else ""
    return (markup(document, styles, linked_data=data) + "\n").encode(), ()
