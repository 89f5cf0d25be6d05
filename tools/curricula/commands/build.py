"""Check, then build the documents.

Every standard becomes PDF and HTML in each language, and one XML file with all languages, below
build/<standard>/<version>/. A standard with errors is left out. What has not changed since the
last build is taken from the cache.
"""

import time
from pathlib import Path

import click

from curricula.diagnostics import Phrase
from curricula.inputs import Inputs
from curricula.pipeline import Order, bilingual, checked_build, published, refuse_unable, summary
from curricula.plugins import names
from curricula.processes import processors
from curricula.report import Desk, Result, counted
from curricula.repository import Repository
from curricula.selection import Pair, chosen, chosen_pairs, select

PARAMETERS = [
    click.Argument(["paths"], nargs=-1),
    click.Option(
        ["--locale", "locales"], multiple=True, metavar="LOCALE",
        help="Only this language; may be given more than once.",
    ),
    click.Option(
        ["--bilingual", "pairs"], multiple=True, metavar="FIRST+SECOND", help=(
            "Only the edition with these two languages side by side, such as zh-Hans+ru, as HTML and PDF; may be given "
            "more than once. With --locale, these languages too."
        ),
    ),
    click.Option(
        ["--format", "formats"], multiple=True, metavar="FORMAT",
        help="Only this format (html, pdf, xml; docx and xlsx to edit); may be given more than once.",
    ),
    click.Option(
        ["--jobs"], type=click.IntRange(1, 256), default=None, help=(
            "Number of processes; by default one for each processor."
        ),
    ),
    click.Option(
        ["--output"], type=click.Path(path_type=Path), default=None, help="Folder to build into; by default build/.",
    ),
]


def run(
    desk: Desk, paths: tuple[str, ...], jobs: int | None, output: Path | None, **asked: tuple[str, ...]
) -> Result:
    """Findings, or the summary of what was built."""
    started = time.monotonic()
    repository, inputs = Repository(desk.root), Inputs(desk.root)
    folder = output or desk.root / "build"
    languages, pairs, kinds = _editions(repository, **asked)
    order = Order(select(repository, paths), languages, kinds, folder, jobs or processors(), pairs)
    found, built = checked_build(repository, inputs, order, desk.progress)
    if built is None:
        return Result(found, (Phrase("nothing was built: {findings}", {"findings": counted(found)}),))
    return Result(found, (summary(built, found, time.monotonic() - started),))


def _editions(
    repository: Repository, locales: tuple[str, ...], pairs: tuple[str, ...], formats: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[Pair, ...], tuple[str, ...]]:
    """The languages, pairs of languages, and formats that are asked for; `CurriculaError` for what there is not."""
    together = chosen_pairs(pairs, repository)
    languages = chosen(locales, repository.locales) if locales or not together else ()
    if not formats:
        return languages, together, published() if languages else bilingual()
    kinds = chosen(formats, names("curricula.formats"))
    refuse_unable(kinds, languages, together)
    return languages, together, kinds
