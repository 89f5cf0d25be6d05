"""A document becomes HTML: one template for the browser and for the page."""

from __future__ import annotations

import json
import os
import re
import sys
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from curricula.binding import together, unbroken
from curricula.editions.document import Both, Chapter, Document, Item, Marked, Row, Run, Side, Words
from curricula.pages.overleaf import held, is_long, is_tight, widths

if TYPE_CHECKING:
    from curricula.redline.comparison import Comparison

FOLDER = Path(__file__).parent
BREAK = "\u200b"
_WORDS = re.compile(r">[^<>]+<")  # between two tags: attributes stay as they are
# Where a Chinese line may end beside a quotation mark, which Pango takes for one of the languages with spaces.
_MAY_END = re.compile("(?<=[⺀-〇〒-鿿豈-﫿，。；：！？、）》])(?=[“‘])|(?<=[”’])(?=[⺀-〇〒-鿿豈-﫿（《“‘])")


class _Compiled(FileSystemBytecodeCache):
    """Templates as they were compiled; anew after a change of their words, or of this module, which sets them up."""

    def get_source_checksum(self, source: str) -> str:
        """What the words and this module are known by."""
        return super().get_source_checksum(source + Path(__file__).read_text(encoding="utf-8"))


def _compiled() -> _Compiled | None:
    """They are kept where Python keeps compiled modules, and no less safe there; nowhere if Python keeps none."""
    folder = Path(cache_from_source(__file__)).parent
    return None if sys.dont_write_bytecode or not os.access(folder, os.W_OK) else _Compiled(str(folder), "%s.jinja")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, auto_reload=False,
        finalize=_with_marks, bytecode_cache=_compiled(),
    )
    environment.tests |= {"long": is_long, "tight": is_tight, "named_by_kind": _named_by_kind}
    environment.tests["both"] = lambda words: isinstance(words, Both)
    environment.filters |= {"side": _side, "widths": widths, "held": held, "going_on": _going_on}
    return environment


def _named_by_kind(document: Document) -> bool:
    """Whether the title says already of what kind the document is, its words with other endings perhaps."""
    return all(
        re.search(r".*\b".join(re.escape(word[: max(3, len(word) - 2)]) for word in str(kind).casefold().split()),
                  str(title).casefold())
        for title, kind in zip(_sides(document.title.words), _sides(document.subtitle), strict=False)
    )


def _sides(words: Words) -> tuple[Words, ...]:
    return tuple(side.words for side in words.sides) if isinstance(words, Both) else (words,)


def _going_on(chapter: Chapter, phrase: Words, row: Row | None = None) -> str:
    """What tells overleaf whose data sheet goes on there, by the number of the chapter, in the phrase of each language.

    With a row that is divided, its head too.
    """
    sides = chapter.title.sides if isinstance(chapter.title, Both) and not chapter.number else ()
    numbers = [side.number for side in sides] or [chapter.number]
    first = row.cells[0].lines[0] if row else ""
    heads = _sides(first.words if isinstance(first, Item) else first)
    said = (
        str(words).format(label=f"{numbers[place % len(numbers)]} {heads[place % len(heads)]}".strip())
        for place, words in enumerate(_sides(phrase))
    )
    return " / ".join(said)


def _with_marks(value: object) -> object:
    """Words of a comparison, or in two languages, as elements; everything else as it is."""
    if isinstance(value, Both):
        return Markup().join(map(_language, ("first", "second"), value.sides))
    return Markup().join(map(_run, value.runs)) if isinstance(value, Marked) else value


def _side(words: Words | None, place: int) -> Words | None:
    """What is said in the first or second language (0 or 1)."""
    return words.sides[place].words if isinstance(words, Both) else words


def _language(place: str, side: Side) -> Markup:
    """The words in their element. A space between the two stands in the second: before it a narrow line may end."""
    name = place if side.language == side.locale else f"{place} fallback"
    number = Markup('<span class="number">{}</span>{}').format(side.number, side.between) if side.number else ""
    space = " " if place == "second" else ""
    return Markup('<span class="{}" lang="{}">{}{}{}</span>').format(name, side.language, space, number, side.words)


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


def stylesheet(document: Document) -> str:
    """The style of a document on paper, its page numbers worded."""
    styles = style("base") + style("print") + style("figures") + (style("bilingual") if document.second else "")
    return f"{styles}\n:root {{ --page-of: {_counters(document.words['page'])} }}\n"


def _counters(words: str) -> str:
    """`Page {page} of {pages}` as a CSS content list."""
    counters = {"{page}": "counter(page)", "{pages}": "counter(pages)"}
    parts = []
    for piece in words.replace("{", "\0{").replace("}", "}\0").split("\0"):
        if piece:
            parts.append(counters.get(piece) or json.dumps(piece, ensure_ascii=False))
    return " ".join(parts)


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
        document=document, style=Markup(stylesheet), comparison=comparison, linked_data=Markup(linked_data),
        paper=not stylesheet,
    )
    return page if stylesheet else _WORDS.sub(_with_breaks, page)


def _with_breaks(words: re.Match[str]) -> str:
    """Words with marks where a line may end, and where not."""
    return _MAY_END.sub(BREAK, unbroken(together(words.group())))
