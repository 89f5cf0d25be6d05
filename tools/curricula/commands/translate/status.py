"""Show how far every translation is.

One line for each standard and language: how many texts are untranslated, drafted, stale,
translated, reviewed and approved.
"""

import click

from curricula.report import Desk, Result
from curricula.repository import Repository
from curricula.reviews import state
from curricula.selection import chosen, select, with_shared

STATES = ("untranslated", "draft", "stale", "translated", "reviewed", "approved")
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
    rows: list[tuple[str, ...]] = [("standard", "locale", "texts", *STATES)]
    for document in documents:
        for locale in chosen("locale", locales, repository.locales):
            units = list(repository.units(document, locale))
            if units:
                catalogue, reviews = repository.catalogue(document, locale), repository.reviews(document, locale)
                found = [state(unit, catalogue, reviews) for unit in units]
                counts = (str(found.count(name) or "·") for name in STATES)
                rows.append((document, locale, str(len(units)), *counts))
    return Result(repository.located_problems, tuple(_aligned(rows)))


def _aligned(rows: list[tuple[str, ...]]) -> list[str]:
    """The rows as columns: the first two flush left, numbers flush right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            word.ljust(width) if column < 2 else word.rjust(width)
            for column, (word, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
