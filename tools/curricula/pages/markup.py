"""A document becomes HTML: one template for the browser and for the page."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from curricula.editions.document import Both, Cell, Document, Item, Marked, Row, Run, Side, Table, Words

if TYPE_CHECKING:
    from curricula.redline.comparison import Comparison

FOLDER = Path(__file__).parent
NO_BREAK, BREAK, JOINER = "\u00a0", "\u200b", "\u2060"
_WORDS = re.compile(r">[^<>]+<")  # between two tags: attributes stay as they are
# Where no line ends: between a number and the short word it counts; before a generation (5G); behind №, § and
# initials; before a dash; and behind the short prepositions, conjunctions and particles of Russian, whichever language
# of Cyrillic letters it is.
_KEPT_TOGETHER = re.compile(
    r"(?<=\d) (?=[^\W\d_]{1,5}\b)|(?<=\w) (?=\dG\b)|(?<=[№§]) (?=\d)|(?<=\b[A-ZА-ЯЁ]\.) (?=[A-ZА-ЯЁ])|(?<=\S) (?=[—–] )"
    r"|(?<=\b[авикосуяВИКОСУЯА]) (?=\w)"
    r"|(?<=\b(?:во|до|за|из|на|не|ни|об|от|по|со|Во|До|За|Из|На|Не|Об|От|По|Со)) (?=\w)"
)
# Where a Chinese line may end beside a quotation mark, which Pango takes for one of the languages with spaces.
_MAY_END = re.compile("(?<=[⺀-〇〒-鿿豈-﫿，。；：！？、）》])(?=[“‘])|(?<=[”’])(?=[⺀-〇〒-鿿豈-﫿（《“‘])")
# Where no line ends without a space either: in a range (2–4, U2–U4), in a unit behind a number (кН/м²), and before the
# word that makes an ordinal of a number (1.0.0-versiya).
_TOUCHING = re.compile(
    r"(?<=[\d%°])[–—～…](?=[-−+±]?[A-Z]{0,3}\d)|(?<=\d)-(?=[^\W\d_])"
    r"|\d[ \u00a0]?[^\W\d_]{1,5}[²³]?/(?=[^\W\d_]{1,4}[²³]?(?![^\W\d_]))"
)
LONG = 900  # letters; a page of a data sheet holds about three thousand
COMPACT = 300  # letters of a cell; in a narrow column about twenty lines


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, auto_reload=False,
        finalize=_with_marks,
    )
    environment.tests["long"] = _long
    environment.tests["compact"] = _compact
    environment.tests["both"] = lambda words: isinstance(words, Both)
    environment.filters["side"] = _side
    return environment


def _long(row: Row) -> bool:
    """Whether a row may be divided between pages: kept whole, it would leave a third of a page empty."""
    return sum(map(_letters, row.cells)) > LONG


def _compact(table: Table) -> bool:
    """Whether two rows of a table, any two of them, surely have room on one page."""
    return all(_letters(cell) <= COMPACT for group in table.groups for row in group for cell in row.cells)


def _letters(cell: Cell) -> int:
    return sum(len(str(line.words if isinstance(line, Item) else line)) for line in cell.lines)


def _with_marks(value: object) -> object:
    """Words of a comparison, or in two languages, as elements; everything else as it is."""
    if isinstance(value, Both):
        return Markup(" ").join(map(_language, ("first", "second"), value.sides))
    return Markup().join(map(_run, value.runs)) if isinstance(value, Marked) else value


def _side(words: Words | None, place: int) -> Words | None:
    """What is said in the first or second language (0 or 1)."""
    return words.sides[place].words if isinstance(words, Both) else words


def _language(place: str, side: Side) -> Markup:
    name = place if side.language == side.locale else f"{place} fallback"
    return Markup('<span class="{}" lang="{}">{}</span>').format(name, side.language, side.words)


_ELEMENTS = {"inserted": "ins", "deleted": "del", "sought": "mark"}


def _run(run: Run) -> Markup:
    if run.mark == "note":
        return Markup('<span class="remark">{}</span> ').format(run.words)
    own = Markup(' id="{}"').format(run.id) if run.id else Markup()
    own += Markup(' lang="{}" class="fallback"').format(run.language) if run.language else Markup()
    if run.mark == "kept":
        return Markup("<span{}>{}</span>").format(own, run.words) if own else Markup().join([run.words])
    name = _ELEMENTS[run.mark]
    return Markup(f"<{name}{{}}>{{}}</{name}>").format(own, run.words)


@cache
def style(name: str) -> str:
    """A style sheet of this folder."""
    return (FOLDER / f"{name}.css").read_text(encoding="utf-8")


def markup(
    document: Document, stylesheet: str = "", comparison: Comparison | None = None, linked_data: str = ""
) -> str:
    """The HTML page of a document, with `stylesheet` in it; without one for the typesetting engine.

    On paper no line ends between words that belong together, such as «3 лет», «№ 5» and «на работах», nor within «2–4»
    and «кН/м²», and Chinese lines may end beside quotation marks.
    A redlined document comes after the pages of its comparison. `linked_data` is JSON-LD that can stand in a script.
    """
    template = _environment().get_template("document.html")
    page = template.render(
        document=document, style=Markup(stylesheet), comparison=comparison, linked_data=Markup(linked_data)
    )
    return page if stylesheet else _WORDS.sub(_with_breaks, page)


def _with_breaks(words: re.Match[str]) -> str:
    """Words with marks where a line may end, and where not."""
    joined = _TOUCHING.sub(_joined, _KEPT_TOGETHER.sub(NO_BREAK, words.group()))
    return _MAY_END.sub(BREAK, joined)


def _joined(found: re.Match[str]) -> str:
    """What was found, tied to the words on both sides of it."""
    return f"{found[0][:-1]}{JOINER}{found[0][-1]}{JOINER}"
