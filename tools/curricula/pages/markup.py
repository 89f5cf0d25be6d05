"""A document becomes HTML: one template for the browser and for the page."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from curricula.editions.document import Document, Item, Marked, Row, Run
from curricula.redline.comparison import Comparison

FOLDER = Path(__file__).parent
LONG = 900  # letters; a page of a data sheet holds about three thousand


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, auto_reload=False,
        finalize=_with_marks,
    )
    environment.tests["long"] = _long
    return environment


def _long(row: Row) -> bool:
    """Whether a row may be divided between pages: kept whole, it would leave a third of a page empty."""
    words = (line.words if isinstance(line, Item) else line for cell in row.cells for line in cell.lines)
    return sum(len(str(item)) for item in words) > LONG


def _with_marks(value: object) -> object:
    """Words of a comparison as elements; everything else as it is."""
    return Markup().join(map(_run, value.runs)) if isinstance(value, Marked) else value


_ELEMENTS = {"inserted": "ins", "deleted": "del"}


def _run(run: Run) -> Markup:
    if run.mark == "note":
        return Markup('<span class="remark">{}</span> ').format(run.words)
    own = Markup(' lang="{}" class="fallback"').format(run.language) if run.language else Markup()
    if run.mark == "kept":
        return Markup("<span{}>{}</span>").format(own, run.words) if own else Markup().join([run.words])
    name = _ELEMENTS[run.mark]
    return Markup(f"<{name}{{}}>{{}}</{name}>").format(own, run.words)


@cache
def style(name: str) -> str:
    """A style sheet of this folder."""
    return (FOLDER / f"{name}.css").read_text(encoding="utf-8")


def markup(document: Document, stylesheet: str = "", comparison: Comparison | None = None) -> str:
    """The HTML page of a document, with `stylesheet` in it; without one for the typesetting engine.

    A redlined document comes after the pages of its comparison.
    """
    template = _environment().get_template("document.html")
    return template.render(document=document, style=Markup(stylesheet), comparison=comparison)
