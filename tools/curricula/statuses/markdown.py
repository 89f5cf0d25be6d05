"""The status for a merge request or a wiki: tables in Markdown."""

import re
from collections.abc import Iterable, Iterator, Sequence

from curricula.diagnostics import N_, Phrase
from curricula.reviews import STATES
from curricula.standing import NAMES, Overview, numbers
from curricula.statuses.text import HEADINGS, figures, lagging

_HEADINGS = (N_("standard"), *HEADINGS)
_SIGNS = re.compile(r"([\\\\`*_|<>\[\]])")


def render(overview: Overview) -> str:
    """One table of all standards and locales with their totals, then what is missed and what lags."""
    return "\n".join(_lines(overview)) + "\n"


def _lines(overview: Overview) -> Iterator[str]:
    voice, everything = overview.voice, numbers(overview.items)
    shown = [name for name in STATES if everything[name]]
    yield f"# {Phrase('Translation status').words(voice)}"
    yield ""
    headings = [*map(voice.gettext, _HEADINGS), *(voice.gettext(NAMES[name]) for name in shown)]
    rows = [[item.document, item.locale, *figures(item.items, shown, voice)] for item in overview.standings]
    total = Phrase("total").words(voice)
    rows += ([total, locale, *figures(overview.total(locale), shown, voice)] for locale in overview.locales)
    yield from table(headings, rows, 2)
    remarks = [item.words(voice) for item in overview.missed]
    remarks += (lagging(standing).words(voice) for standing in overview.standings if standing.lag)
    if remarks:
        yield ""
        yield from (f"- {plain(words)}" for words in remarks)


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], left: int) -> Iterator[str]:
    """The lines of a table whose first `left` columns are words and the others numbers."""
    yield _line([plain(cell) for cell in headings])
    yield _line([":--"] * left + ["--:"] * (len(headings) - left))
    yield from (_line([plain(cell) for cell in row]) for row in rows)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def plain(words: str) -> str:
    """Words in which no sign means anything to Markdown."""
    return _SIGNS.sub(r"\\\1", words)
