"""Check standards and translations.

Reads every standard, catalogue and setting, checks them against their schemas and the review
rules, and lists all findings in one pass, each with its file, line and column. With PATHs (files,
folders or ids of standards) only their findings are listed. `html` is a page to read and print;
`github` and `sarif` are for continuous integration: the first marks the lines of a change, the
second is for any viewer of SARIF 2.1.0. With --fix, findings that leave nothing to guess (marked as
fixable) are mended in their files first, and the check is of what is there then.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import click

from curricula.cache import CACHE, Cache
from curricula.checking import check
from curricula.diagnostics import Diagnostic, Phrase, Where, ordered
from curricula.files import replace_file
from curricula.fixing import mend
from curricula.inputs import Inputs
from curricula.inventory import document_id
from curricula.plugins import names, plugin
from curricula.processes import pool, processors
from curricula.report import Desk, Report, Result, counted
from curricula.repository import Repository
from curricula.selection import Selection, chosen, relevant, select

PARAMETERS = [
    click.Argument(["paths"], nargs=-1),
    click.Option(
        ["--format", "shape"], type=click.Choice(names("curricula.reports")), default="text", show_default=True,
        help="How to list the findings.",
    ),
    click.Option(
        ["--output"], type=click.Path(path_type=Path), default=None, help="File to write the list to.",
    ),
    click.Option(["--fix"], is_flag=True, help="Mend what can be mended without a guess."),
    click.Option(
        ["--locale", "locales"], multiple=True, metavar="LOCALE",
        help="Only what concerns this language; may be given more than once.",
    ),
    click.Option(["--no-cache"], is_flag=True, help="Check anew even if nothing has changed."),
]

TRANSLATIONS = ("translations/",)  # the folders of `curricula translate check`
_ROUNDS = 8  # what is mended can bring to light what a rule could not see before; each round mends something


@dataclass(frozen=True)
class _Order:
    """What is to be checked, for which languages and in which folders (all without any), and the memory of results."""

    paths: tuple[str, ...]
    locales: tuple[str, ...]
    cache: Cache | None
    folders: tuple[str, ...] = ()


@dataclass(frozen=True)
class _View:
    """What a check has found, in what."""

    repository: Repository
    selection: Selection
    found: tuple[Diagnostic, ...]


def run(desk: Desk, shape: str, output: Path | None, fix: bool, no_cache: bool, **asked: tuple[str, ...]) -> Result:
    """All findings about the selected files."""
    order = _Order(**asked, cache=None if no_cache else Cache(desk.root / "build" / CACHE))
    view = _view(desk.root, order)
    done: list[Phrase | str] = []
    if fix:
        view, done = _mended(view, order)
    number = len(_asked(view.selection))
    closing = Phrase(
        "{count} standards checked: {findings}", {"count": number, "findings": counted(view.found)},
        singular="{count} standard checked: {findings}",
    )
    if output is None and shape == "text":
        return Result(view.found, (*done, closing))
    told = Report(view.found, desk.voice, view.repository, view.selection.documents)
    page = plugin("curricula.reports", shape).render(told)
    if output is None:
        return Result(view.found, page=page)
    replace_file(output, page.encode())
    return Result(view.found, (*done, str(output), closing), page="")


def _view(root: Path, order: _Order) -> _View:
    repository = Repository(root)
    selection = select(repository, order.paths)
    words = order.folders == TRANSLATIONS
    everything = check(repository, order.cache, Inputs(root), partial(pool, processors()), words)
    found = selection.only(everything)
    if order.locales and repository.locales:  # while its settings cannot be read, a repository has none
        found = relevant(found, repository.locales, chosen(order.locales, repository.locales))
    if order.folders:
        mended_there = tuple(item for item in found if item.where.path.startswith(order.folders))
        found = ordered((*mended_there, *_unread(everything, selection)))
    return _View(repository, selection, found)


def _unread(everything: Iterable[Diagnostic], selection: Selection) -> Iterator[Diagnostic]:
    """What cannot be read of standards, and of all that they share: no translation of these has been checked."""
    others, rules = {*selection.repository.paths}.difference(_asked(selection)), names("curricula.rules")
    for item in everything:
        path = item.where.path
        if item.severity == "error" and item.code not in rules and path.startswith("standards/") and path not in others:
            yield item


def _asked(selection: Selection) -> tuple[str, ...]:
    """The standards that are asked for, or their translations alone."""
    if selection.files:
        return selection.files
    tags = selection.repository.locales
    return tuple(
        path for path in selection.repository.paths
        if any(selection.covers(Where(f"translations/{tag}/{document_id(path)}.po")) for tag in tags)
    )


def _mended(view: _View, order: _Order) -> tuple[_View, list[Phrase | str]]:
    """What is found after mending, and a line for each finding that was mended."""
    lines: list[Phrase | str] = []
    for _ in range(_ROUNDS):
        done = mend(view.repository, view.found)
        lines += (_line(item) for item in done.mended)
        if not done.mended:
            return replace(view, found=ordered((*view.found, *done.refused))), lines
        view = _view(view.repository.root, order)
    return view, lines


def _line(item: Diagnostic) -> Phrase:
    place = f"{item.where.path}:{item.where.line}:{item.where.column}"
    return Phrase("fixed {place}: {finding}", {"place": place, "finding": Phrase(item.message, item.arguments)})
