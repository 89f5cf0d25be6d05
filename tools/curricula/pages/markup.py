"""A document becomes HTML: one template for the browser and for the page."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from curricula.editions.document import Document

FOLDER = Path(__file__).parent


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, auto_reload=False
    )


@cache
def style(name: str) -> str:
    """A style sheet of this folder."""
    return (FOLDER / f"{name}.css").read_text(encoding="utf-8")


def markup(document: Document, stylesheet: str = "") -> str:
    """The HTML page of a document, with `stylesheet` in it; without one for the typesetting engine."""
    return _environment().get_template("document.html").render(document=document, style=Markup(stylesheet))
