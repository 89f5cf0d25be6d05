"""Check standards and translations.

Reads every standard, catalogue and setting, checks them against their schemas and the review
rules, and lists all findings in one pass, each with its file, line and column. With PATHs (files,
folders or ids of standards) only their findings are listed. `github` and `sarif` are for continuous
integration: the first marks the lines of a change, the second is for any viewer of SARIF 2.1.0.
"""

import click

from curricula.cache import Cache
from curricula.inputs import Inputs
from curricula.pipeline import CACHE, check
from curricula.plugins import plugins
from curricula.report import Desk, Result, counted
from curricula.repository import Repository
from curricula.selection import select

PARAMETERS = [
    click.Argument(["paths"], nargs=-1),
    click.Option(
        ["--format", "shape"], type=click.Choice(list(plugins("curricula.reports"))), default="text", show_default=True,
        help="How to list the findings.",
    ),
    click.Option(["--no-cache"], is_flag=True, help="Check anew even if nothing has changed."),
]


def run(desk: Desk, paths: tuple[str, ...], shape: str, no_cache: bool) -> Result:
    """All findings about the selected files."""
    repository = Repository(desk.root)
    selection = select(repository, paths)
    cache = None if no_cache else Cache(desk.root / "build" / CACHE)
    told = selection.only(check(repository, cache, Inputs(desk.root)))
    count = len(selection.documents)
    lines = (f"{count} standard{'s' if count != 1 else ''} checked: {counted(told)}",) if shape == "text" else ()
    return Result(told, lines, format=shape)
