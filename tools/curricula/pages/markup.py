"""A document becomes HTML: one template for the browser and for the page."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from curricula.editions.document import Document, Item, Row

FOLDER = Path(__file__).parent
LONG = 900  # letters; a page of a data sheet holds about three thousand


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, auto_reload=False
    )
    environment.tests["long"] = _long
    return environment


def _long(row: Row) -> bool:
    """Whether a row may be divided between pages: kept whole, it would leave a third of a page empty."""
    words = (line.words if isinstance(line, Item) else line for cell in row.cells for line in cell.lines)
    return sum(len(str(item)) for item in words) > LONG


@cache
def style(name: str) -> str:
    """A style sheet of this folder."""
    return (FOLDER / f"{name}.css").read_text(encoding="utf-8")


def markup(document: Document, stylesheet: str = "") -> str:
    """The HTML page of a document, with `stylesheet` in it; without one for the typesetting engine."""
    return _environment().get_template("document.html").render(document=document, style=Markup(stylesheet))
