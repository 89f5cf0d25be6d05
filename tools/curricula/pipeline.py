"""Where the stages meet: check, localise, render, write."""

import hashlib
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import permutations
from pathlib import Path, PurePosixPath

from curricula.cache import CACHE, Cache
from curricula.checking import check
from curricula.diagnostics import N_, CurriculaError, Diagnostic, Phrase, Where, failed
from curricula.editions.edition import Bilingual, Edition, Publication
from curricula.files import replace_file, sweep
from curricula.inputs import Inputs
from curricula.pages.engine import prepare
from curricula.plugins import names, plugin, stated
from curricula.processes import pool, uninterrupted
from curricula.report import Progress, counted, listed
from curricula.repository import Repository, dangling
from curricula.selection import Pair, Selection, apart, own_paths, relevant, together


@dataclass(frozen=True)
class Artifact:
    """One output file: its path below the output folder, its content, and what is wrong with it."""

    name: str
    content: bytes
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Job:
    """One artifact to be made: which format of what, where it goes, and the hash of its inputs.

    `scope` is `edition`, `bilingual`, or `publication`, which holds all languages.
    """

    document: str
    locales: tuple[str, ...]
    format: str
    name: str
    key: str
    scope: str = "edition"


@dataclass(frozen=True)
class Order:
    """What is asked of a build: which standards, locales and formats, where to, with how many processes.

    `pairs` are the bilingual editions that are asked for besides.
    """

    selection: Selection
    locales: tuple[str, ...]
    formats: tuple[str, ...]
    output: Path
    processes: int
    pairs: tuple[Pair, ...] = ()


@dataclass(frozen=True)
class Built:
    """What a build did: of which documents, and how many it left out for their errors.

    `whole` is the number of files that hold all languages, where only some were asked for.
    """

    documents: tuple[str, ...]
    left_out: int
    editions: int
    artifacts: tuple[Artifact, ...]
    reused: int
    diagnostics: tuple[Diagnostic, ...]
    whole: int = 0


def plan(
    repository: Repository, documents: Iterable[str], locales: tuple[str, ...], formats: tuple[str, ...],
    inputs: Inputs, pairs: tuple[Pair, ...] = (),
) -> list[Job]:
    """The artifacts of a build. A publication holds all languages, whatever was asked for.

    Where two locales follow different versions they have no bilingual edition; `apart` tells so.
    """
    jobs = []
    for document in documents:
        standard = repository.issued[document]
        everything = _publication_locales(repository, document)
        keys = {
            locale: inputs.edition(
                document, locale, shared_digest(repository, document, locale),
                repository.translation_files(document, locale),
            )
            for locale in everything
        }
        kinds, given = _delivered(repository, document, formats, locales)
        for name in kinds:
            told = stated("curricula.formats", name)
            folder = f"{document}/{standard.version}"
            if told["SCOPE"] == "publication":
                key = inputs.key(name, *(keys[locale] for locale in everything))
                jobs.append(Job(document, everything, name, f"{folder}/standard.{told['SUFFIX']}", key, "publication"))
                continue
            for locale in (tag for tag in locales if tag in everything):
                key = inputs.key(name, keys[locale])
                jobs.append(Job(document, (locale,), name, f"{folder}/{locale}.{told['SUFFIX']}", key))
            for pair in dict.fromkeys((*pairs, *given)) if told.get("BILINGUAL") else ():
                if set(pair) <= set(everything) and together(repository, document, pair):
                    key = inputs.key(name, *(keys[locale] for locale in pair))
                    called = f"{folder}/{'+'.join(pair)}.{told['SUFFIX']}"
                    jobs.append(Job(document, pair, name, called, key, "bilingual"))
    return jobs


def _delivered(
    repository: Repository, document: str, formats: tuple[str, ...], locales: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[Pair, ...]]:
    """The formats, and the pairs of languages besides: all that a ministry wants where all formats are asked for."""
    adopted = repository.adoptions.get(document)
    delivery = repository.systems[adopted.tailoring.adoption.partner].delivery if adopted else None
    if delivery is None or formats != published():
        return formats, ()
    more = (name for name in delivery.formats if name in names("curricula.formats") and name not in formats)
    pair = delivery.bilingual
    return (*formats, *more), ((pair[0], pair[1]),) if len(pair) == 2 and set(pair) <= set(locales) else ()


def bilingual() -> tuple[str, ...]:
    """The formats that can have two languages side by side."""
    return tuple(
        name for name in names("curricula.formats") if stated("curricula.formats", name).get("BILINGUAL", False)
    )


def shared_digest(repository: Repository, document: str, locale: str) -> str:
    """The hash of the labels and names an edition shows, so that only what it shows rebuilds it."""
    shared = repository.edition(document, locale).shared
    named = (sorted(shared.labels.items()), sorted(shared.names.items()), sorted(shared.standards.items()))
    seen = (named, shared.address, shared.licence, shared.publisher, sorted(shared.items.items()), shared.surroundings)
    return hashlib.sha256(repr(seen).encode()).hexdigest()


def _publication_locales(repository: Repository, document: str) -> tuple[str, ...]:
    """The languages of a publication, the source language first; the order of the settings changes nothing."""
    source = repository.issued[document].language
    return (source, *sorted(locale for locale in repository.published(document) if locale != source))


def publication(repository: Repository, document: str, locales: tuple[str, ...]) -> Publication:
    """A standard with its editions in the given locales."""
    editions = tuple(repository.edition(document, locale) for locale in locales)
    return Publication(repository.issued[document], editions)


def build(
    repository: Repository, jobs: list[Job], cache: Cache, output: Path, executor: Executor, progress: Progress
) -> Built:
    """Make every artifact that is not in the cache, and put all of them in the output folder.

    An artifact with problems is written nowhere; its problems are findings.
    """
    done: dict[str, Artifact] = {}
    for job in jobs:
        known = cache.get(job.key)
        if known is not None:
            done[job.name] = Artifact(job.name, known)
    reused = len(done)
    progress(N_("build"), reused, len(jobs))
    for artifact, key in _made(repository, [job for job in jobs if job.name not in done], executor):
        if not artifact.problems:
            cache.put(key, artifact.content)
        done[artifact.name] = artifact
        progress(N_("build"), len(done), len(jobs))
    artifacts = tuple(done[job.name] for job in jobs)
    for artifact in artifacts:
        if not artifact.problems:
            replace_file(output / artifact.name, artifact.content)
    problems = tuple(
        Diagnostic(Where(artifact.name), "artifact", "{problem}", {"problem": problem})
        for artifact in artifacts
        for problem in artifact.problems
    )
    editions = {(job.document, locale) for job in jobs for locale in job.locales}
    documents = tuple(dict.fromkeys(job.document for job in jobs))
    return Built(documents, 0, len(editions), artifacts, reused, problems)


def checked_build(
    repository: Repository, inputs: Inputs, order: Order, progress: Progress
) -> tuple[tuple[Diagnostic, ...], Built | None]:
    """The findings about what is ordered, and what was built.

    A standard with errors of its own is left out. An error in what all of them share stops the
    build; then, and where every standard is left out, nothing is built.
    """
    sweep(order.output)
    cache = Cache(order.output / CACHE)
    everything = check(repository, cache, inputs, partial(pool, order.processes))
    spoken = (*order.locales, *(locale for pair in order.pairs for locale in pair))
    found = relevant(order.selection.only(everything), repository.locales, spoken)
    clean = buildable(repository, order.selection.documents, found)
    if failed(found) and not clean:
        return found, None
    found = (*found, *apart(repository, clean, order.pairs))
    jobs = plan(repository, clean, order.locales, order.formats, inputs, order.pairs)
    with workers(order.processes, order.output / CACHE) as executor:
        built = build(repository, jobs, cache, order.output, executor, progress)
    unread = 0 if order.selection.prefixes else len(repository.paths) - len(repository.issued)
    asked = {(job.document, locale) for job in jobs for locale in job.locales if locale in order.locales}
    paired = {(job.document, job.locales) for job in jobs if job.scope == "bilingual"}
    whole = sum(job.scope == "publication" and not set(job.locales) <= set(order.locales) for job in jobs)
    left_out = len(order.selection.documents) - len(clean) + unread
    built = replace(built, editions=len(asked) + len(paired), whole=whole, left_out=left_out)
    covered = not failed(found) and not order.selection.prefixes and (order.locales, order.formats) == _all(repository)
    pairs = {job.name for job in jobs if job.scope == "bilingual"}
    known = cache.recorded("bilingual")
    kept = _still_current(known, repository, clean, cache, inputs) if covered else known
    cache.retire("bilingual", order.output, sorted(pairs.union(kept)))
    if covered:
        cache.prune()
        cache.retire("documents", order.output, [job.name for job in jobs if job.scope != "bilingual"])
    return (*found, *built.diagnostics), built


def buildable(repository: Repository, documents: tuple[str, ...], found: tuple[Diagnostic, ...]) -> tuple[str, ...]:
    """The documents without an error of their own; none where an error lies in what they share."""
    own = {document: set(own_paths(repository, document)) for document in repository.issued}
    wrong = {item.where.path for item in found if item.severity == "error" and not item.suppressed}
    if wrong - set().union(repository.paths, *own.values()):
        return ()
    whole = (name for name in documents if not own[name] & wrong)
    return tuple(name for name in whole if not dangling(repository, repository.issued[name]))


def _all(repository: Repository) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Every locale and every format: what a build must cover before it may forget older results."""
    return repository.locales, published()


def _still_current(
    known: list[str], repository: Repository, documents: tuple[str, ...], cache: Cache, inputs: Inputs
) -> list[str]:
    """Those bilingual editions of earlier builds that would be made the same again: they are asked for one by one."""
    asked = {PurePosixPath(name).stem for name in known}
    pairs = tuple(pair for pair in permutations(repository.locales, 2) if "+".join(pair) in asked)
    jobs = plan(repository, documents, (), bilingual(), inputs, pairs)
    return [job.name for job in jobs if job.name in known and cache.get(job.key) is not None]


def published() -> tuple[str, ...]:
    """The formats that are made without being asked for; a format with `DEFAULT = False` is a working copy."""
    formats = {name: stated("curricula.formats", name) for name in names("curricula.formats")}
    return tuple(name for name, told in formats.items() if told.get("DEFAULT", True))


def _made(repository: Repository, jobs: list[Job], executor: Executor) -> Iterator[tuple[Artifact, str]]:
    """The rendered artifacts as they come; the longest (PDF of the largest standards) start first."""
    waiting = {}
    sizes = {name: len(found) for name, found in repository.texts.items()}
    for job in sorted(jobs, key=lambda job: (job.format != "pdf", -sizes[job.document], job.name)):
        whole = publication(repository, job.document, job.locales)
        with uninterrupted():
            waiting[executor.submit(render, job.format, job.name, whole)] = job.key
    try:
        for future in as_completed(waiting):
            yield future.result(), waiting[future]
    except BrokenProcessPool:
        raise CurriculaError("a worker process was ended from outside; is there enough memory?") from None
    finally:
        for future in waiting:
            future.cancel()


def render(format: str, name: str, whole: Publication) -> Artifact:
    """Render one artifact: a pure function of its arguments, run in a worker."""
    module = plugin("curricula.formats", format)
    thing: Edition | Bilingual | Publication = whole
    if module.SCOPE == "edition":
        thing = whole.editions[0] if len(whole.editions) == 1 else Bilingual(*whole.editions)
    content, problems = module.render(thing)
    return Artifact(name, content, problems)


def refuse_unable(formats: tuple[str, ...], locales: tuple[str, ...], pairs: tuple[Pair, ...]) -> None:
    """`CurriculaError` for a format in which what is asked for cannot be made."""
    able = bilingual()
    unable = [name for name in formats if name not in able]
    if pairs and unable and not (locales and set(formats) & set(able)):
        raise CurriculaError(
            "no bilingual edition in the format {format}: {able} can have two languages side by side",
            format=unable[0], able=", ".join(able),
        )


@contextmanager
def workers(jobs: int, scratch: Path) -> Iterator[Executor]:
    """A pool of processes ready for typesetting. Any other executor will do in its place.

    Processes, as WeasyPrint's state must not be shared by threads.
    """
    prepare(scratch)  # here first: what is wrong with fonts or folder is said once, and workers find all in place
    with pool(jobs, partial(prepare, scratch)) as executor:
        yield executor


def summary(built: Built, found: tuple[Diagnostic, ...], seconds: float) -> Phrase:
    """The closing line of a build."""
    made, left_out = len(built.documents), built.left_out
    artifacts = len(built.artifacts)
    parts = [
        Phrase("{count} standards", {"count": made}, singular="{count} standard"),
        Phrase("{count} editions", {"count": built.editions}, singular="{count} edition"),
        Phrase("{count} files", {"count": artifacts}, singular="{count} file"),
        *([Phrase("{count} of them with all languages", {"count": built.whole})] if built.whole else []),
        counted(found),
        Phrase("{seconds} s", {"seconds": f"{seconds:.1f}"}),
        Phrase("{number} reused from cache", {"number": built.reused}),
    ]
    if left_out:
        parts.append(Phrase("{count} standards left out", {"count": left_out}, singular="{count} standard left out"))
    return listed(parts)
