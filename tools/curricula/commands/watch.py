"""Check at every save, and keep the documents in build/ fresh.

Lists all findings once. Then, whenever a standard, a catalogue or a setting is saved, it tells which
findings are new and which are solved, and writes the documents anew that have changed; while nothing
changes it is silent. With PATHs (files, folders or ids of standards) only these are watched. What has
errors keeps its last good document. Reload the page in the browser to see the new one. Ctrl-C ends
it, with exit code 130.
"""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from pathlib import Path

import click
from watchfiles import Change, watch

from curricula.cache import CACHE, Cache
from curricula.checking import check
from curricula.diagnostics import CurriculaError, Diagnostic, Phrase, Pointer
from curricula.inputs import Inputs
from curricula.pipeline import Job, build, buildable, plan, refuse_unable, workers
from curricula.plugins import names
from curricula.processes import processors
from curricula.report import Desk, Result, counted
from curricula.repository import Repository
from curricula.selection import APART, Pair, Selection, apart, chosen, chosen_pairs, relevant, select

PARAMETERS = [
    click.Argument(["paths"], nargs=-1),
    click.Option(
        ["--locale", "locales"], multiple=True, metavar="LOCALE",
        help="Only this language; may be given more than once.",
    ),
    click.Option(
        ["--bilingual", "pairs"], multiple=True, metavar="FIRST+SECOND", help=(
            "Only the edition with these two languages side by side, such as zh-Hans+ru; may be given more than once. "
            "With --locale, these languages too."
        ),
    ),
    click.Option(
        ["--format", "formats"], multiple=True, type=click.Choice(names("curricula.formats")), default=("html",),
        show_default=True, help="Format to write; may be given more than once.",
    ),
]

_FOLDERS = ("standards", "translations")
_READ = {".yaml", ".yml", ".po", ".json", ".csv", ""}  # what is read, and folders, which may be moved as a whole
_QUIET, _LONGEST = 20, 500  # milliseconds: a burst of saves is over after so long a pause; it is told of after so long
_FIRST = 100  # milliseconds in which the watching certainly begins


@dataclass(frozen=True)
class _Asked:
    """The languages, pairs of languages and formats to write, of those the repository has now."""

    locales: tuple[str, ...]
    pairs: tuple[Pair, ...]
    formats: tuple[str, ...]

    @property
    def spoken(self) -> tuple[str, ...]:
        """Every language that is written."""
        return tuple(dict.fromkeys((*self.locales, *(tag for pair in self.pairs for tag in pair))))


@dataclass
class _Seen:
    """What the round before saw: the repository, what is asked for in it, its findings, the keys of its documents."""

    repository: Repository
    selection: Selection
    found: tuple[Diagnostic, ...] = ()
    keys: dict[str, str] = field(default_factory=dict)


def run(
    desk: Desk, paths: tuple[str, ...], locales: tuple[str, ...], pairs: tuple[str, ...], formats: tuple[str, ...]
) -> Iterator[Result]:
    """All findings and documents, then those that change, as they do."""
    repository = Repository(desk.root)
    seen = _Seen(repository, select(repository, paths))
    wanted, together = chosen(locales, repository.locales), chosen_pairs(pairs, repository)
    refuse_unable(formats, locales, together)
    waiting: set[str] = set()
    with workers(processors(), desk.root / "build" / CACHE) as executor:
        for number, changed in enumerate(_changes(desk.root)):
            waiting |= changed
            try:
                seen.repository = seen.repository.renewed(waiting)
                seen.selection = _selected(seen, paths)
                known = seen.repository.locales
                asked = _Asked(
                    tuple(tag for tag in known if tag in wanted) if locales else () if together else known,
                    tuple(pair for pair in together if {*pair} <= {*known}), formats,
                )
                yield from _findings(seen, asked, first=not number)
                yield from _documents(desk, seen, asked, executor)
            except FileNotFoundError:  # deleted while it was read: that is a change too, and comes next
                continue
            waiting.clear()


def _changes(root: Path) -> Iterator[set[str]]:
    """The files and folders that have changed: at first none, when nothing can be missed any more; then each burst."""
    folders = [root / name for name in _FOLDERS if (root / name).is_dir()]
    begun = False
    try:
        for changes in watch(
            *folders, watch_filter=_is_read, debounce=_LONGEST, step=_QUIET, rust_timeout=_FIRST, yield_on_timeout=True
        ):
            if changes or not begun:
                begun = True
                yield {Path(path).relative_to(root).as_posix() for _, path in changes}
    except OSError as error:  # the system watches a limited number of folders
        raise CurriculaError("{folder} cannot be watched: {reason}", folder=root, reason=error) from None


def _is_read(_: Change, path: str) -> bool:
    name = Path(path)
    return name.suffix in _READ and not name.name.startswith(".")


def _selected(seen: _Seen, paths: tuple[str, ...]) -> Selection:
    """What is asked for, in the repository as it is now; what was deleted may come back."""
    try:
        return select(seen.repository, paths)
    except CurriculaError:
        return replace(seen.selection, repository=seen.repository)


def _findings(seen: _Seen, asked: _Asked, first: bool) -> Iterator[Result]:
    """At first all findings; later those that are new, and a line for each that is solved."""
    known = seen.repository.locales
    everything = relevant(seen.selection.only(check(seen.repository)), known, asked.spoken)
    sound = buildable(seen.repository, seen.selection.documents, everything)
    everything = (*everything, *apart(seen.repository, sound, asked.pairs))
    found = tuple(item for item in everything if not item.suppressed)
    new, solved = _beyond(found, seen.found), _beyond(seen.found, found)
    seen.found = found
    if not (first or new or solved):
        return
    told = {"time": time.strftime("%H:%M:%S"), "findings": counted(everything)}
    if first:
        closing = Phrase("{time} watching: {findings}", told)
    else:
        told |= {"new": len(new), "solved": len(solved)}
        closing = Phrase("{time} new findings: {new}, solved: {solved}; in all: {findings}", told)
    yield Result(new, (*map(_solved, solved), closing))


def _beyond(some: Iterable[Diagnostic], others: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Those of some findings that the others do not have, wherever they have moved to in their file."""
    left = Counter(map(_identity, others))
    beyond = []
    for item in some:
        identity = _identity(item)
        if left[identity]:
            left[identity] -= 1
        else:
            beyond.append(item)
    return tuple(beyond)


def _identity(item: Diagnostic) -> tuple[str, Pointer, str, str]:
    return item.where.path, item.where.pointer, item.code, item.words()


def _solved(item: Diagnostic) -> Phrase:
    place = f"{item.where.path}:{item.where.line}:{item.where.column}"
    return Phrase("solved {place}: {finding}", {"place": place, "finding": Phrase(item.message, item.arguments)})


def _documents(desk: Desk, seen: _Seen, asked: _Asked, executor: Executor) -> Iterator[Result]:
    """The documents whose sources have changed since the last round, written anew, by their paths."""
    jobs = [job for job in _jobs(seen, asked) if seen.keys.get(job.name) != job.key]
    if jobs:
        output = desk.root / "build"
        built = build(seen.repository, jobs, Cache(output / CACHE), output, executor, desk.progress)
        seen.keys |= {job.name: job.key for job in jobs}
        written = [artifact.name for artifact in built.artifacts if not artifact.problems]
        yield Result(built.diagnostics, tuple(f"{output.name}/{name}" for name in written))


def _jobs(seen: _Seen, asked: _Asked) -> list[Job]:
    """The documents that can be made. Errors of one language, as after every change of the source, stop no other."""
    repository, selected = seen.repository, seen.selection.documents
    found = tuple(item for item in seen.found if item.code != APART)  # that is told, and stops nothing else
    whole = buildable(repository, selected, found)
    one: dict[tuple[str, ...], tuple[str, ...]] = {
        tags: buildable(repository, selected, relevant(found, repository.locales, tags))
        for tags in (*((tag,) for tag in asked.locales), *asked.pairs)
    }
    documents = [name for name in selected if any(name in sound for sound in one.values())]
    jobs = plan(repository, documents, asked.locales, asked.formats, Inputs(repository.root), asked.pairs)
    return [job for job in jobs if job.document in one.get(job.locales, whole)]
