"""Show how complete every translation is.

For each standard and language: how many texts there are and how many words of the source they have (a Chinese
character counts as a word), how many of the texts are in which state, and the percent of them that is ready:
translated, derived from another language, reviewed or approved. Below it stands which language
is published in an earlier version meanwhile.

With --min a release is held back: `--min approved=90 --min ready=100` is met where at least 90 percent of the
texts of each standard in each language are approved, and all of them ready. A state means that state or a
later one. Whatever misses it is a finding.

`html` is a page to read and print, with charts, and with every text that somebody has to translate: what is stale and
why, what is a draft, and what is missing in which chapter. `json` follows status.schema.json.
"""

from collections.abc import Iterable
from pathlib import Path

import click

from curricula.diagnostics import CurriculaError
from curricula.files import replace_file
from curricula.plugins import names, plugin
from curricula.report import Desk, Result
from curricula.repository import Repository
from curricula.selection import chosen, select, told, with_shared
from curricula.standing import LEVELS, Overview, missed, standings

PARAMETERS = [
    click.Argument(["paths"], nargs=-1),
    click.Option(
        ["--locale", "locales"], multiple=True, metavar="LOCALE",
        help="Only this language; may be given more than once.",
    ),
    click.Option(
        ["--format", "shape"], type=click.Choice(names("curricula.statuses")), default="text", show_default=True,
        help="How to show it.",
    ),
    click.Option(["--output"], type=click.Path(path_type=Path), default=None, help="File to write to."),
    click.Option(
        ["--min", "least"], multiple=True, metavar="STATE=PERCENT",
        help="Fail where less is ready, translated, reviewed or approved; may be given more than once.",
    ),
]


def run(
    desk: Desk, paths: tuple[str, ...], locales: tuple[str, ...], shape: str, output: Path | None,
    least: tuple[str, ...],
) -> Result:
    """The status, and a finding for every requirement that is missed."""
    required = _required(least)
    repository = Repository(desk.root)
    documents = with_shared(select(repository, paths).documents, repository)
    found = tuple(standings(repository, documents, chosen(locales, repository.tags)))
    overview = Overview(repository, desk.voice, found, tuple(missed(found, required)))
    page = plugin("curricula.statuses", shape).render(overview)
    findings = (*told(repository, paths, locales or None), *overview.missed)
    if output is not None:
        replace_file(output, page.encode())
        return Result(findings, (str(output),))
    if shape == "text":
        return Result(findings, tuple(page.splitlines()))
    return Result(findings, page=page)


def _required(given: Iterable[str]) -> dict[str, float]:
    """The percent by level."""
    found = {}
    for words in given:
        level, _, number = words.partition("=")
        if level not in LEVELS:
            raise CurriculaError(
                "--min {given}: {level} is not among {known}", given=words, level=level, known=", ".join(LEVELS)
            )
        number = number.removesuffix("%").strip()
        if not number.replace(".", "", 1).isdecimal() or float(number) > 100:
            raise CurriculaError("--min {given}: a percent from 0 to 100 is expected, as in {level}=90",
                                 given=words, level=level)
        found[level] = float(number)
    return found
