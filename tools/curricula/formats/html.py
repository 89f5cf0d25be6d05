"""One edition as a self-contained web page."""

from curricula.editions.compose import compose
from curricula.editions.edition import Edition
from curricula.pages.markup import markup, style

SUFFIX = "html"
MEDIA_TYPE = "text/html"
SCOPE = "edition"


def render(edition: Edition) -> tuple[bytes, tuple[str, ...]]:
    """The page as UTF-8, and no complaints: there is nothing a browser's page can lose."""
    return (markup(compose(edition), style("base") + style("screen")) + "\n").encode(), ()
