"""Estimate what translations cost before a release.

For each language: how many texts and words of the source somebody has to translate, because they are
untranslated, stale, or drafts (made by a machine or not); in which bands these words are; and how many words
of finished translations somebody else has to review yet. The bands are those translators are paid by: how
like the words are to ones that were translated before, in percent. `new` has nothing like it, `repeated`
stands elsewhere in the same work. A Chinese character counts as a word.

Without --from the work is what is to be done now. With --from it is what all changes since that revision
of git cost: the present texts against the translations of then. `csv` has a line for each standard, language and
kind of work, for a spreadsheet.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import cache, partial
from pathlib import Path

import click

from curricula.bundling import Suggest
from curricula.cache import CACHE
from curricula.columns import aligned
from curricula.costing import BANDS, REVIEW, TASKS, Job, jobs
from curricula.diagnostics import N_, Diagnostic, Phrase, Voice
from curricula.exchange import tmx
from curricula.files import replace_file
from curricula.history import unpacked
from curricula.memory import Memory, opened
from curricula.report import Desk, Result
from curricula.repository import Repository
from curricula.selection import chosen, select, told, with_shared
from curricula.standing import NAMES
from curricula.statuses.markdown import table
from curricula.statuses.text import ROOM

PARAMETERS = [
    click.Argument(["paths"], nargs=-1),
    click.Option(
        ["--locale", "locales"], multiple=True, metavar="LOCALE",
        help="Only this language; may be given more than once.",
    ),
    click.Option(["--from", "before"], default="", metavar="REVISION", help="Count what has changed since then."),
    click.Option(
        ["--format", "shape"], type=click.Choice(["text", "markdown", "csv"]), default="text", show_default=True,
        help="How to show it.",
    ),
    click.Option(["--output"], type=click.Path(path_type=Path), default=None, help="File to write to."),
]

_HEADINGS = (N_("texts"), N_("words"), *BANDS)
_TRANSLATE, _REVIEW, _ALL = N_("to translate"), N_("to review"), N_("all languages")


def run(
    desk: Desk, paths: tuple[str, ...], locales: tuple[str, ...], before: str, shape: str, output: Path | None
) -> Result:
    """The estimate."""
    repository = Repository(desk.root)
    documents = with_shared(select(repository, paths).documents, repository)
    tags = chosen(locales, repository.tags)
    with ExitStack() as stack:
        then = repository
        if before:
            then = Repository(stack.enter_context(unpacked(desk.root, before, ("standards", "translations"))))
        found: list[Job] = []
        problems: list[Diagnostic] = []
        for locale in tags:
            suggest = _suggesting(then, locale, desk.root / "build" / CACHE, stack, problems)
            found += jobs(repository, then, documents, locale, suggest)
    page = _SHAPES[shape](found, tags, desk.voice)
    findings = (*told(repository, paths), *problems)
    if output is not None:
        replace_file(output, page.encode("utf-8-sig" if shape == "csv" else "utf-8"))  # spreadsheets want the mark
        return Result(findings, (str(output),))
    if shape == "text":
        return Result(findings, tuple(page.splitlines()))
    return Result(findings, page=page)


def _suggesting(
    repository: Repository, locale: str, folder: Path, stack: ExitStack, problems: list[Diagnostic]
) -> Suggest:
    """What the memory has for words; it is opened once for each language they are in."""

    @cache
    def memory(language: str) -> Memory:
        found = stack.enter_context(opened(repository, language, locale, folder, tmx.read))
        problems.extend(found.problems)
        return found

    return lambda words, language, key: tuple(memory(language).similar(words, 1, besides=key))


def _text(found: Sequence[Job], locales: Sequence[str], voice: Voice) -> str:
    rows = [["", *map(voice.gettext, _HEADINGS)]]
    for name, lines in _tables(found, locales, voice):
        rows += [[name], *([f"  {task}", *figures] for task, *figures in lines)]
    return "".join(f"{line}\n" for line in aligned(rows, 1, ROOM))


def _markdown(found: Sequence[Job], locales: Sequence[str], voice: Voice) -> str:
    headings = [voice.gettext(N_("locale")), voice.gettext(N_("work")), *map(voice.gettext, _HEADINGS)]
    rows = [[name, *line] for name, lines in _tables(found, locales, voice) for line in lines]
    return "".join(f"{line}\n" for line in table(headings, rows, 2))


def _csv(found: Sequence[Job], locales: Sequence[str], voice: Voice) -> str:
    """Names of columns, states and bands are those of the program in English, as other programs read them."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(["locale", "standard", "state", "texts", "words", *(band.replace("–", "-") for band in BANDS)])
    for locale in locales:
        for document in dict.fromkeys(job.document for job in found if job.locale == locale):
            for task in TASKS:
                own = [job for job in found if (job.locale, job.document, job.task) == (locale, document, task)]
                if own:
                    writer.writerow([locale, document, task, *_figures(own)])
    return file.getvalue()


_SHAPES: dict[str, Callable[[Sequence[Job], Sequence[str], Voice], str]] = {
    "text": _text, "markdown": _markdown, "csv": _csv,
}


def _tables(found: Sequence[Job], locales: Sequence[str], voice: Voice) -> Iterator[tuple[str, list[list[str]]]]:
    """The lines of each language, and of all together: what there is to do, with its figures."""
    lines = partial(_lines, voice=voice)
    worked = [locale for locale in locales if any(job.locale == locale for job in found)]
    for locale in worked:
        yield locale, list(lines([job for job in found if job.locale == locale]))
    if len(worked) != 1:
        yield Phrase(_ALL).words(voice), list(lines(found))


def _lines(found: Sequence[Job], voice: Voice) -> Iterator[list[str]]:
    for task in TASKS:
        own = [job for job in found if job.task == task]
        if own and task != REVIEW:
            yield [voice.gettext(NAMES[task]), *map(_shown, _figures(own))]
    yield [voice.gettext(_TRANSLATE), *map(_shown, _figures([job for job in found if job.task != REVIEW]))]
    texts, words, *_ = _figures([job for job in found if job.task == REVIEW])
    if texts:
        yield [voice.gettext(_REVIEW), str(texts), str(words), *("" for _ in BANDS)]


def _figures(found: Iterable[Job]) -> list[int]:
    """Texts, words, and the words in each band."""
    own = list(found)
    return [len(own), sum(job.words for job in own), *(sum(j.words for j in own if j.band == band) for band in BANDS)]


def _shown(number: int) -> str:
    return str(number or "·")
