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
from curricula.pipeline import Order, checked_build, published, summary
from curricula.plugins import names
from curricula.processes import processors
from curricula.report import Desk, Result, counted
from curricula.repository import Repository
from curricula.selection import chosen, select

PARAMETERS = [
    click.Argument(["paths"], nargs=-1),
    click.Option(
        ["--locale", "locales"], multiple=True, metavar="LOCALE",
        help="Only this language; may be given more than once.",
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
    desk: Desk, paths: tuple[str, ...], locales: tuple[str, ...], formats: tuple[str, ...],
    jobs: int | None, output: Path | None,
) -> Result:
    """Findings, or the summary of what was built."""
    started = time.monotonic()
    repository, inputs = Repository(desk.root), Inputs(desk.root)
    folder = output or desk.root / "build"
    languages = chosen(locales, repository.locales)
    kinds = chosen(formats, names("curricula.formats")) if formats else published()
    order = Order(select(repository, paths), languages, kinds, folder, jobs or processors())
    found, built = checked_build(repository, inputs, order, desk.progress)
    if built is None:
        return Result(found, (Phrase("nothing was built: {findings}", {"findings": counted(found)}),))
    return Result(found, (summary(built, found, time.monotonic() - started),))
