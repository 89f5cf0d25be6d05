"""Show what changed in a standard.

Compares two versions of the standard ID and lists the changes as a teacher sees them: what was added,
removed, reworded or moved, and which numbers are different; substantive changes first, then editorial ones,
then those of translations. Says which number the new version must have.

--from and --to name a revision of git or a YAML file; without them the last commit is compared with
the files as they are. --locale chooses the language of names and wordings, and then only
translations into it are compared. Without it a list has them in the language of the messages where the
standard is translated into that, and everything else in the standard's own. A YAML file has no translations.

`html` and `pdf` begin with the list of changes; the whole document follows, with insertions and
deletions marked word by word. Without --output, `pdf` is written to
build/diff/ID/FROM-TO.LOCALE.pdf, FROM and TO being the numbers of the versions; everything else is printed.
"""

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from curricula.cache import CACHE
from curricula.compare import Change, compare
from curricula.diagnostics import CurriculaError, Diagnostic, Phrase, Voice, Where, ordered
from curricula.editions.document import Document
from curricula.files import explained, replace_file
from curricula.history import unpacked
from curricula.inventory import document_id
from curricula.lifecycle import numbers
from curricula.lookalikes import nearest
from curricula.messages.wording import language_of, voice, voices
from curricula.model.standards import Standard
from curricula.pages.engine import prepare, typeset
from curricula.pages.markup import markup, style, stylesheet
from curricula.redline.comparison import called_for, comparison, grouped, heading
from curricula.redline.documents import anchors, redline
from curricula.redline.sentences import Side, Teller, Told
from curricula.releasing.changes import Version, current, plain, sides, translation_differences
from curricula.report import Desk, Result
from curricula.repository import Repository, dangling
from curricula.rules import references_exist
from curricula.selection import chosen
from curricula.source import locate

_OFFICE = (".docx", ".xlsx")
PARAMETERS = [
    click.Argument(["id"]),
    click.Option(["--from", "before"], default="HEAD", show_default=True, help="Older version: a revision or a file."),
    click.Option(["--to", "after"], default=None, help="Newer version; by default the present files."),
    click.Option(["--format", "shape"], type=click.Choice(["text", "json", "html", "pdf"]), default="text",
                 show_default=True, help="How to show the changes."),
    click.Option(["--locale"], default=None, metavar="LOCALE", help="Language of names and wordings."),
    click.Option(["--output"], type=click.Path(path_type=Path, dir_okay=False), default=None,
                 help="File to write to."),
]


@dataclass(frozen=True)
class _Order:
    """What is asked for; the names are those of the options."""

    before: str
    after: str | None
    shape: str
    locale: str | None
    output: Path | None


@dataclass(frozen=True)
class _Version:
    """One version: as what it is known, the repository it is read from, whether that has its translations."""

    name: Phrase | str
    repository: Repository
    standard: Standard
    translated: bool = True

    @property
    def version(self) -> Version:
        """The same, for comparing."""
        return Version(self.repository, self.standard)


@dataclass(frozen=True)
class _Compared:
    """Both versions, their changes in sentences, and who tells them."""

    old: _Version
    new: _Version
    told: tuple[Told, ...]
    teller: Teller


def run(desk: Desk, id: str, **options: Any) -> Result:
    """The list of changes, or where the redlined document was written."""
    order = _Order(**options)
    with _version(desk, id, order.before) as old, _version(desk, id, order.after) as new:
        if old.standard.kind != new.standard.kind:
            raise CurriculaError(
                "{old} has a standard of the kind {before}, {new} one of the kind {after}: they cannot be compared",
                old=old.name, before=old.standard.kind, new=new.name, after=new.standard.kind,
            )
        for version in (old, new):
            _complete(version)
        speech = desk.voice if order.shape in ("text", "json") else _voice(order.locale or new.standard.language)
        teller = Teller(*_sides(old, new, _language(desk, order, old, new)), language_of(speech))
        changes = [*compare(old.standard, new.standard), *_translations(old, new, order.locale)]
        compared = _Compared(old, new, tuple(teller.tell(change) for change in changes), teller)
        if order.shape == "pdf":
            return _pdf(desk, compared, order.output, speech)
        if order.shape == "text":
            lines = tuple(_lines(compared, speech))
            page = "".join(f"{line}\n" for line in lines)
        else:
            page = _json(compared, speech) if order.shape == "json" else _html(compared, speech)
    if order.output is None:
        return Result(page=page)
    replace_file(order.output, page.encode())
    return Result(lines=(str(order.output),))


def _voice(locale: str) -> Voice:
    """The voice for pages in a language; English for one that the program does not speak."""
    return voice(locale if locale in voices() else "en")


def _language(desk: Desk, order: _Order, old: _Version, new: _Version) -> str:
    """The language of names and wordings; a document is in its own where none is asked for."""
    person, listed = language_of(desk.voice), order.shape in ("text", "json")
    if order.locale is not None:
        return order.locale
    known = old.translated and new.translated and person in new.repository.locales
    if listed and known and current(new.version, person):
        return person
    return new.standard.language


def _sides(old: _Version, new: _Version, locale: str) -> tuple[Side, Side]:
    """Both editions in a language that both versions have."""
    chosen((locale,), new.repository.locales)
    for version in (old, new):
        if not version.translated and locale != version.standard.language:
            raise CurriculaError(
                "{name} is a file, which has no translations: without --locale it is compared in its own language, "
                "{language}", name=version.name, language=version.standard.language,
            )
    return sides(old.version, new.version, locale)


def _translations(old: _Version, new: _Version, locale: str | None) -> Iterator[Change]:
    """Changes of translations whose source words are the same in both versions."""
    if not (old.translated and new.translated):
        return
    locales = {*old.repository.locales, *new.repository.locales} if locale is None else {locale}
    yield from translation_differences(old.version, new.version, locales)


def _lines(compared: _Compared, speech: Voice) -> Iterator[str]:
    old, new, told = compared.old, compared.new, compared.told
    for weight, chapters in grouped(told, compared.teller):
        yield heading(weight, sum(len(members) for _, members in chapters)).words(speech)
        for title, members in chapters:
            yield f"  {title or Phrase('Cover').words(speech)}"
            for each in members:
                yield f"    {(each.brief or each.sentence).words(speech)}"
                if each.brief is None:
                    wordings = (("-", each.before), ("+", each.after))
                    yield from (f"      {sign} {text}" for sign, text in wordings if text)
    if not (old.translated and new.translated):
        yield Phrase("translations were not compared: a version read from a file has none").words(speech)
    _, target, step = called_for(told, old.standard)
    words = {"count": len(told), "version": old.standard.version, "step": step}
    yield Phrase(
        "{count} changes since version {version}. {step}", words,
        singular="{count} change since version {version}. {step}",
    ).words(speech)
    if numbers(new.standard.version) < numbers(target):
        number = {"version": new.standard.version}
        yield Phrase("The newer version still has the number {version}.", number).words(speech)


def _json(compared: _Compared, speech: Voice) -> str:
    """The changes for programs: ids and values, and the sentences for people."""
    old, new = compared.old.standard, compared.new.standard
    step, target, reason = called_for(compared.told, old)
    facts = {
        "id": new.id, "from": old.version, "to": new.version, "bump": step, "version": target,
        "reason": reason.words(speech),
    }
    changes = [
        {
            "kind": each.change.kind, "weight": each.change.weight, "chapter": each.change.chapter,
            "noun": each.change.item.noun, "item": each.change.item.id, "field": each.change.field,
            "locale": each.change.locale or None, "sentence": each.sentence.words(speech),
            "before": each.before.words if each.before else plain(each.change.before),
            "after": each.after.words if each.after else plain(each.change.after),
        }
        for each in compared.told
    ]
    return json.dumps(facts | {"changes": changes}, ensure_ascii=False, indent=2) + "\n"


def _page(compared: _Compared, speech: Voice, css: str | None) -> tuple[str, Document]:
    """The page, and the redlined document in it; with `css` the page has it, and the engine is given it otherwise."""
    teller = compared.teller
    moved = {
        True: Phrase("moved; was {number}", {"number": "{number}"}).words(speech),
        False: Phrase("moved").words(speech),
    }
    document = redline(
        teller.old.document, teller.new.document, lambda number: moved[bool(number)].format(number=number)
    )
    names = (compared.old.name, compared.new.name)
    front = comparison(compared.told, teller, names, anchors(document), speech)
    return markup(document, css or "", front), document


def _html(compared: _Compared, speech: Voice) -> str:
    css = "".join(style(name) for name in ("base", "screen", "comparison", "comparison-screen"))
    return _page(compared, speech, css)[0] + "\n"


def _pdf(desk: Desk, compared: _Compared, output: Path | None, speech: Voice) -> Result:
    old, new, locale = compared.old.standard, compared.new.standard, compared.teller.new.edition.locale
    prepare(desk.root / "build" / CACHE)
    page, document = _page(compared, speech, None)
    identifier = f"{new.uuid}/{old.version}-{new.version}/{locale}"
    css = stylesheet(document) + style("comparison") + style("comparison-print")
    pdf, complaints = typeset(page, css, identifier)
    path = output or desk.root / "build" / "diff" / new.id / f"{old.version}-{new.version}.{locale}.pdf"
    if complaints:
        return Result(tuple(
            Diagnostic(Where(path.name), "artifact", "{problem}", {"problem": problem}) for problem in complaints
        ))
    replace_file(path, pdf)
    return Result(lines=(str(path.relative_to(desk.root) if path.is_relative_to(desk.root) else path),))


@contextmanager
def _version(desk: Desk, id: str, name: str | None) -> Iterator[_Version]:
    """The version called `name`: None is the working files, an existing path a file, else a revision of git."""
    present = Repository(desk.root)
    if name is None:
        yield _read(present, id, Phrase("present files"), present)
    elif Path(name).is_file():
        if Path(name).suffix.casefold() in _OFFICE:
            raise CurriculaError(
                "{name} is an Office file: bring it in with `curricula import` first, then compare", name=name
            )
        with _with_file(desk.root, id, Path(name)) as folder:
            yield replace(_read(Repository(folder), id, Path(name).name, present), translated=False)
    elif name.startswith("-"):
        raise CurriculaError("{name} is neither a file nor a revision of git", name=name)
    else:
        with unpacked(desk.root, name, ("standards", "translations")) as folder:
            yield _read(Repository(folder), id, name, present)


@contextmanager
def _with_file(root: Path, id: str, file: Path) -> Iterator[Path]:
    """A folder with the present repository, the file in the place of the standard, and no translations of it."""
    standard = f"standards/{id}.yaml"
    if not (root / standard).is_file():
        raise _unknown(Repository(root), id, Phrase("this repository"))
    with explained(root), tempfile.TemporaryDirectory() as name:
        for part in ("standards", "translations"):
            if (root / part).is_dir():
                shutil.copytree(root / part, Path(name, part), symlinks=True)
        for catalogue in Path(name, "translations").glob(f"*/{id}.po"):
            catalogue.unlink()
        Path(name, standard).unlink()
        shutil.copyfile(file, Path(name, standard))
        yield Path(name)


def _read(repository: Repository, id: str, name: Phrase | str, present: Repository) -> _Version:
    """The version of a repository; `present` tells whether a missing one is missing in that version only."""
    path = f"standards/{id}.yaml"
    if path not in repository.paths:
        if path in present.paths:
            raise CurriculaError("{name} does not have the standard {id}; the present files have it", name=name, id=id)
        raise _unknown(repository, id, name)
    standard = repository.issued.get(id)
    if standard is None:
        raise _unfit(repository, id, name, (item for item in repository.problems if item.where.path == path))
    return _Version(name, repository, standard)


def _complete(version: _Version) -> None:
    """Complain of references to what is not there: a document cannot be composed without them."""
    repository, name = version.repository, version.standard.id
    found = [item for item in references_exist.check(repository) if item.where.path == f"standards/{name}.yaml"]
    if found:
        raise _unfit(repository, name, version.name, found)
    missing = dangling(repository, version.standard)
    if missing:
        raise CurriculaError(
            "{name}: {id} refers to what does not exist there: {missing}", name=version.name, id=name,
            missing=", ".join(sorted(missing)),
        )


def _unfit(repository: Repository, id: str, name: Phrase | str, found: Iterable[Diagnostic]) -> CurriculaError:
    first = ordered(locate(repository.root, found))[0]
    problem, line = Phrase(first.message, first.arguments), first.where.line
    if line:
        return CurriculaError(
            "{name}: {id} cannot be shown, line {line}: {problem}", name=name, id=id, line=line, problem=problem
        )
    return CurriculaError("{name}: {id} cannot be shown: {problem}", name=name, id=id, problem=problem)


def _unknown(repository: Repository, id: str, name: Phrase | str) -> CurriculaError:
    known = [document_id(path) for path in repository.paths]
    near = nearest(id, known, 0.5)
    if near:
        return CurriculaError("{name} has no standard {id}; did you mean {close}?", name=name, id=id, close=near.close)
    return CurriculaError("{name} has no standard {id}", name=name, id=id)
