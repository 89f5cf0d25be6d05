"""Write what is to be translated into files for the translator's own tool.

One file for each programme and one for the words all documents share, in build/exchange/FORMAT/LOCALE unless
--output names another folder. Every text comes with where it stands, the terms in it, what the memory has for
it, and the previous words of a source that has changed. `curricula translate import` brings a filled file
back; until then it is not overwritten. `tmx` writes the translation memory, `tbx` the terminology.

`po` suits Poedit, Weblate, OmegaT and Lokalize; `xliff` (2.1) and `xliff12` (1.2) suit Trados Studio, memoQ and
other CAT tools, but not OmegaT, which shows nothing of 2.1, and of 1.2 only what is translated; `xlsx` suits Excel
and LibreOffice.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

import click

from curricula.bundling import Suggest, bundles
from curricula.cache import CACHE
from curricula.deriving import base
from curricula.diagnostics import CurriculaError, Phrase
from curricula.exchange import tmx
from curricula.files import replace_file
from curricula.memory import Memory, entries, opened
from curricula.merging import Signature, merge
from curricula.plugins import names, plugin
from curricula.report import Desk, Result, held_up
from curricula.repository import Repository
from curricula.reviews import STATES
from curricula.selection import chosen, select, told, with_shared
from curricula.units import Suggestion

FORMATS = "curricula.exchange"
PARAMETERS = [
    click.Argument(["paths"], nargs=-1),
    click.Option(["--locale"], default="", metavar="LOCALE", help="Language to translate into."),
    click.Option(["--format", "shape"], type=click.Choice(names(FORMATS)), required=True, help="Kind of file."),
    click.Option(
        ["--state", "states"], type=click.Choice(STATES), multiple=True,
        help="Only texts in this state; may be given more than once.",
    ),
    click.Option(
        ["--output"], type=click.Path(path_type=Path, file_okay=False), default=None, help="Folder for the files.",
    ),
    click.Option(["--replace"], is_flag=True, help="Overwrite files that were filled in and not imported."),
]


@dataclass(frozen=True, slots=True)
class _File:
    """A file to be written: its name, its content, and how many texts, pairs or terms it has."""

    name: str
    content: bytes
    count: int


def run(desk: Desk, shape: str, locale: str, output: Path | None, replace: bool, **asked: tuple[str, ...]) -> Result:
    """The files that were written."""
    repository = Repository(desk.root)
    locales = (locale,) if locale else ()
    stopped = held_up(repository, locales)
    if stopped:
        return stopped
    module = plugin(FORMATS, shape)
    carries = getattr(module, "CARRIES", "units")
    if carries == "terms":
        terminology = repository.common.terminology
        files = [_File(f"terminology.{module.SUFFIX}", module.write(terminology), len(terminology.terms))]
    else:
        if not locale:
            raise CurriculaError("say with --locale which language: {known}", known=", ".join(repository.tags))
        chosen((locale,), repository.tags)
        make = _memories if carries == "memory" else _bundles
        files = list(make(repository, module, locale, desk.root / "build" / CACHE, **asked))
    folder = output or Path("build", "exchange", shape, "" if carries == "terms" else locale)
    for file in files:
        if not replace:
            _guard(repository, module, folder / file.name, file.content)
    for file in files:
        replace_file(desk.root / folder / file.name, file.content)
    lines = tuple(
        Phrase("{file}: {count} entries", {"file": (folder / file.name).as_posix(), "count": file.count},
               singular="{file}: {count} entry")
        for file in files
    )
    return Result(told(repository, asked["paths"], locales), lines or (Phrase("no text is in such a state"),))


def _bundles(
    repository: Repository, module: ModuleType, locale: str, cache_folder: Path,
    *, paths: tuple[str, ...], states: tuple[str, ...],
) -> Iterator[_File]:
    documents = with_shared(select(repository, paths).documents, repository)
    with ExitStack() as stack:
        suggest = _suggesting(repository, locale, cache_folder, stack)
        found = list(bundles(repository, documents, locale, states, suggest))
    several = {bundle.name for bundle in found if [item.name for item in found].count(bundle.name) > 1}
    for bundle in found:
        language = f".{bundle.source_language}" if bundle.name in several else ""
        yield _File(f"{bundle.name}{language}.{module.SUFFIX}", module.write(bundle), len(list(bundle.units())))


def _memories(
    repository: Repository, module: ModuleType, locale: str, cache_folder: Path,
    *, paths: tuple[str, ...], states: tuple[str, ...],
) -> Iterator[_File]:
    if paths or states:
        raise CurriculaError("a memory is of the whole repository: leave out PATHs and --state")
    languages = dict.fromkeys(text.language for document in repository.documents for text in repository.texts[document])
    for language in languages:
        found = list(entries(repository, language, locale)) if language != locale else []
        if found:
            yield _File(f"{language}.{locale}.{module.SUFFIX}", module.write(found), len(found))


def _suggesting(repository: Repository, locale: str, folder: Path, stack: ExitStack) -> Suggest:
    """What the memory has for words; it is opened once for each language they are in."""
    if base(locale) is not None:
        return lambda words, language, key: ()

    @cache
    def memory(language: str) -> Memory:
        return stack.enter_context(opened(repository, language, locale, folder, tmx.read))

    def suggest(words: str, language: str, key: str) -> tuple[Suggestion, ...]:
        return tuple(memory(language).similar(words, besides=key))

    return suggest


def _guard(repository: Repository, module: ModuleType, path: Path, content: bytes) -> None:
    """Refuse to overwrite work: a file that says more than the repository knows."""
    file = repository.root / path
    if not file.is_file() or file.read_bytes() == content:
        return
    if getattr(module, "CARRIES", "units") == "units":
        filled = module.read(file.read_bytes(), path.name)
        if not filled.problems and merge(repository, filled, Signature()).counts.keys() <= {"same"}:
            return
    raise CurriculaError(
        "{file} says more than the repository: import it, or what could not be taken of it is lost; "
        "--output names another folder, --replace overwrites it", file=path.as_posix(),
    )
