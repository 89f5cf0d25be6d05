"""Take a file that a translator has filled in.

The kind of FILE is found by its content. Every text is compared three ways: with what was handed out, and with
what stands here by now. New words are taken; where both sides were changed the words here stay, and the
conflict is told with both. Nothing is emptied, and words for a source that has changed since are stale. A state
is only raised: of unchanged words a lower one is passed over, unless they were marked as a draft, which takes
the translation back. TMX files are kept in translations/memory, and terms of a TBX file are added to
translations/terminology.yaml.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import TypedDict, Unpack

import click

from curricula.catalogue import write_catalogue
from curricula.common import TERMINOLOGY
from curricula.diagnostics import N_, CurriculaError, Diagnostic, Phrase, Where
from curricula.exchange import tmx
from curricula.files import replace_below
from curricula.memory import FOLDER, kept, own_tag
from curricula.merging import Merged, Outcome, Signature, merge, tally
from curricula.office import LARGEST
from curricula.plugins import plugins
from curricula.report import Desk, Result, counted, held_up, listed
from curricula.repository import Repository
from curricula.reviews import day, write_reviews
from curricula.source import read_text
from curricula.termbase import merged

PARAMETERS = [
    click.Argument(["files"], nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False)),
    click.Option(["--translator"], default="", help="Who translated; recorded with every text that is taken."),
    click.Option(
        ["--reviewer"], default="", help="Who read it against the source; somebody other than the translator.",
    ),
    click.Option(["--date"], default="", metavar="YYYY-MM-DD", help="Day of the work; by default today."),
    click.Option(["--machine"], is_flag=True, help="A machine translated: every text stays a draft."),
    click.Option(["--dry-run", "dry"], is_flag=True, help="Only tell what would be taken."),
]
_WORDS: dict[Outcome, str] = {
    "taken": N_("taken: {number}"),
    "draft": N_("taken as drafts: {number}"),
    "confirmed": N_("confirmed: {number}"),
    "taken back": N_("taken back as drafts: {number}"),
    "stale": N_("taken as stale: {number}"),
    "set aside": N_("set aside: {number}"),
    "same": N_("as here: {number}"),
    "conflict": N_("conflicts: {number}"),
    "refused": N_("refused: {number}"),
}


class Signed(TypedDict):
    """What is said of the work: by whom, read by whom, when, and whether by a machine."""

    translator: str
    reviewer: str
    date: str
    machine: bool


def run(desk: Desk, files: tuple[Path, ...], dry: bool, **signed: Unpack[Signed]) -> Iterator[Result]:
    """What became of every file, one after the other: a later one sees what an earlier one has brought."""
    signature = _signature(**signed)
    with _workplace(desk.root, dry) as root:
        for file in files:
            repository = Repository(root)
            stopped = held_up(repository, ())
            if stopped:
                yield stopped
                return
            yield _imported(repository, file, signature, dry)


@contextmanager
def _workplace(root: Path, dry: bool) -> Iterator[Path]:
    """The repository; for a trial a copy of it, in which a later file meets what an earlier one has brought."""
    if not dry:
        yield root
        return
    with tempfile.TemporaryDirectory() as name:
        for folder in ("standards", "translations"):
            if (root / folder).is_dir():
                shutil.copytree(root / folder, Path(name, folder))
        yield Path(name)


def _signature(translator: str, reviewer: str, date: str, machine: bool) -> Signature:
    translator, reviewer = translator.strip(), reviewer.strip()
    if reviewer and (not translator or reviewer.casefold() == translator.casefold()):
        raise CurriculaError("--reviewer needs --translator, somebody other than the reviewer")
    if machine and not translator:
        raise CurriculaError("--machine needs --translator: the name of the program that translated")
    return Signature(translator, reviewer, day(date), machine)


def _imported(repository: Repository, file: Path, signature: Signature, dry: bool) -> Result:
    if file.stat().st_size > LARGEST:
        raise CurriculaError("{file} has more than {limit} MB", file=file, limit=LARGEST >> 20)
    content, path = file.read_bytes(), file.as_posix()
    module = next((known for known in plugins("curricula.exchange").values() if known.is_mine(content)), None)
    if module is None:
        shapes = ", ".join(plugins("curricula.exchange"))
        return Result((Diagnostic(
            Where(path), "exchange-unknown", "is none of the files that are read: {known}", {"known": shapes},
            hint="Was it saved in another format, or cut off while it was sent?",
        ),), _nothing(path))
    carries = getattr(module, "CARRIES", "units")
    if carries == "memory":
        return _memory(repository, file, content)
    if carries == "terms":
        return _terms(repository, module, content, path)
    return _units(repository, module, content, path, (signature, dry))


def _units(
    repository: Repository, module: ModuleType, content: bytes, path: str, order: tuple[Signature, bool]
) -> Result:
    signature, dry = order
    bundle = module.read(content, path)
    if not bundle.parts:
        return Result(tuple(bundle.problems), _nothing(path))
    locale = own_tag(bundle.locale, repository.tags) or bundle.locale
    policy = repository.common.policies.get(locale)
    if policy is None:
        return Result((*bundle.problems, Diagnostic(
            Where(path), "exchange-language", "is in {locale}, which is no language of this repository: {known}",
            {"locale": locale, "known": ", ".join(repository.tags)},
            hint="The languages stand in standards/repository.yaml.",
        )), _nothing(path))
    stopped = held_up(repository, (locale,))
    if stopped:
        return stopped
    if policy.pivot and not signature.translator:
        raise CurriculaError(
            "{locale} is translated from {pivot}: name the translator with --translator, so that what was read is "
            "recorded", locale=locale, pivot=policy.pivot,
        )
    language = own_tag(bundle.source_language, repository.tags) or bundle.source_language
    done = merge(repository, replace(bundle, locale=locale, source_language=language), signature)
    written: tuple[Phrase | str, ...] = _written(repository, done)
    if dry:
        written = tuple(_planned(done))
    parts = [Phrase(_WORDS[name], {"number": number}) for name, number in tally(done.counts)]
    closing = Phrase("{file}: {counts}; {findings}", {
        "file": path, "counts": listed(parts) if parts else Phrase("no texts"), "findings": counted(done.diagnostics),
    })
    return Result(done.diagnostics, (*written, closing))


def _written(repository: Repository, done: Merged) -> tuple[str, ...]:
    """Write what has changed; records first: a record whose words are not there yet only lapses."""
    records = {reviews.path: write_reviews(reviews.records) for reviews in done.reviews}
    words = {catalogue.path: write_catalogue(catalogue) for catalogue in done.catalogues}
    return replace_below(repository.root, records | words)


def _planned(done: Merged) -> Iterator[Phrase]:
    """What would be taken, text by text."""
    for key, before, after in done.changes:
        if before:
            yield Phrase("{key}: “{before}” → “{after}”", {"key": key, "before": before, "after": after})
        else:
            yield Phrase("{key}: “{after}”", {"key": key, "after": after})


def _nothing(path: str) -> tuple[Phrase, ...]:
    return (Phrase("{file}: nothing was taken", {"file": path}),)


def _memory(repository: Repository, file: Path, content: bytes) -> Result:
    """Keep another's memory; one of the same name is added to, and none of its pairs is lost."""
    path = f"{FOLDER}/{file.stem}.tmx"
    given, problems = tmx.read(content, file.as_posix())
    found, strange = kept(given, repository.tags, file.as_posix())
    target = repository.root / path
    before = tmx.read(target.read_bytes(), path)[0] if target.is_file() else ()
    every = tuple(dict.fromkeys((*before, *found)))
    line = Phrase("{file}: {number} pairs, {new} of them new", {
        "file": path, "number": len(every), "new": len(every) - len(before),
    })
    if not found:
        empty = () if problems or strange else (Diagnostic(
            Where(file.as_posix()), "exchange-memory", "has no pair of words in two languages", severity="warning",
            hint="Was the memory exported before anything was translated, or with a filter?",
        ),)
        return Result((*problems, *strange, *empty), _nothing(file.as_posix()))
    replace_below(repository.root, {path: tmx.write(every)})
    return Result((*problems, *strange), (line,))


def _terms(repository: Repository, module: ModuleType, content: bytes, path: str) -> Result:
    terms, problems = module.read(content, path)
    if not terms:
        return Result(problems, _nothing(path))
    before, unreadable = read_text(repository.root, TERMINOLOGY)
    if unreadable:
        return Result(unreadable, _nothing(path))
    new, conflicts = merged(before, TERMINOLOGY, terms, repository.tags)
    found = (*problems, *conflicts)
    if new == before.encode():
        return Result(found, _nothing(path))
    replace_below(repository.root, {TERMINOLOGY: new})
    return Result(found, (TERMINOLOGY, Phrase("{file}: {findings}", {"file": path, "findings": counted(found)})))
