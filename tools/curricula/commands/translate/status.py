"""Show how complete every translation is.

One line for each standard and language: how many texts are untranslated, drafted, stale,
translated, reviewed and approved.
"""

import click

from curricula.diagnostics import N_
from curricula.locales import cells
from curricula.report import Desk, Result
from curricula.repository import Repository
from curricula.reviews import state
from curricula.selection import chosen, select, with_shared

STATES = ("untranslated", "draft", "stale", "translated", "reviewed", "approved")
_HEADINGS = (
    N_("standard"), N_("locale"), N_("texts"),
    N_("untranslated"), N_("draft"), N_("stale"), N_("translated"), N_("reviewed"), N_("approved"),
)
PARAMETERS = [
    click.Argument(["paths"], nargs=-1),
    click.Option(
        ["--locale", "locales"], multiple=True, metavar="LOCALE",
        help="Only this language; may be given more than once.",
    ),
]


def run(desk: Desk, paths: tuple[str, ...], locales: tuple[str, ...]) -> Result:
    """The table."""
    repository = Repository(desk.root)
    documents = with_shared(select(repository, paths).documents, repository)
    rows = [tuple(map(desk.voice.gettext, _HEADINGS))]
    for document in documents:
        for locale in chosen(locales, repository.locales):
            units = list(repository.units(document, locale))
            if units:
                catalogue, reviews = repository.catalogue(document, locale), repository.reviews(document, locale)
                found = [state(unit, catalogue, reviews) for unit in units]
                counts = (str(found.count(name) or "·") for name in STATES)
                rows.append((document, locale, str(len(units)), *counts))
    return Result(repository.located_problems, tuple(_aligned(rows)))


def _aligned(rows: list[tuple[str, ...]]) -> list[str]:
    """The rows as columns: the first two flush left, numbers flush right."""
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(_flush(*cell) for cell in enumerate(zip(row, widths, strict=True))).rstrip() for row in rows]


def _flush(column: int, cell: tuple[str, int]) -> str:
    """A Chinese character takes two cells of a terminal."""
    word, width = cell
    space = " " * (width - cells(word))
    return word + space if column < 2 else space + word
