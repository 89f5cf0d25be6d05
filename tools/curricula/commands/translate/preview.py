"""Show a text in its page, as the edition will have it.

KEY is that of a text or an item, as it stands above each message of a catalogue: ID#ITEM/FIELD or ID#ITEM.
Made is the part of the document in which it stands, with its headings, the text marked. With a STANDARD the
whole edition is made. Words that nobody has confirmed yet are shown too, with a remark such as draft or
stale; what is not translated is shown in the source language, marked as in an edition.

The page is written below build/preview/, and its path is printed. What an edition would need besides is not
checked.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import click

from curricula.cache import CACHE
from curricula.deriving import base
from curricula.diagnostics import CurriculaError, Diagnostic, Phrase, Voice, Where
from curricula.editions.compose import compose
from curricula.editions.document import Document
from curricula.editions.edition import Edition, localize
from curricula.editions.excerpt import excerpt, marked
from curricula.files import replace_file
from curricula.inventory import document_id
from curricula.model.professional import ProfessionalStandard
from curricula.pages.engine import prepare, typeset
from curricula.pages.markup import markup, style, stylesheet
from curricula.references import SHARED
from curricula.report import Desk, Result
from curricula.repository import Repository, dangling
from curricula.reviews import state
from curricula.selection import chosen, told, units
from curricula.standing import NAMES

PARAMETERS = [
    click.Argument(["asked"], metavar="KEY|STANDARD"),
    click.Option(["--locale"], required=True, metavar="LOCALE", help="Language of the translations."),
    click.Option(
        ["--format", "shape"], type=click.Choice(["pdf", "html"]), default="pdf", show_default=True,
        help="Format of the page.",
    ),
    click.Option(["--output"], type=click.Path(path_type=Path), default=None, help="File to write to."),
]


@dataclass(frozen=True)
class _View:
    """What is shown: the texts that were asked for (none for the whole edition), and remarks by key."""

    document: str
    edition: Edition
    keys: tuple[str, ...]
    remarks: dict[str, str]


def run(desk: Desk, asked: str, locale: str, shape: str, output: Path | None) -> Result:
    """The path of the page, and what the typesetting engine complained of."""
    repository = _opened(desk.root, document_id(asked.partition("#")[0]))
    _published(repository, locale)
    document, keys = _named(repository, asked)
    standard = repository.issued.get(document)
    if standard is None or dangling(repository, standard):
        problems = told(replace(repository, about=None), (), (locale,))
        return Result(problems, (Phrase("nothing was made: run `curricula check` first"),), status=1)
    view = _view(repository, document, locale, keys, desk.voice)
    name = f"build/preview/{locale}/{asked.replace('#', '/') if keys else document}.{shape}"
    content, complaints = _rendered(view, shape, desk.root / "build" / CACHE)
    replace_file(output or desk.root / name, content)
    catalogue, reviews = repository.catalogue(document, locale), repository.reviews(document, locale)
    complained = (Diagnostic(Where(name), "artifact", "{problem}", {"problem": words}) for words in complaints)
    return Result((*catalogue.problems, *reviews.problems, *complained), (str(output) if output else name,))


def _opened(root: Path, document: str) -> Repository:
    """The repository, with no more standards than a page of this one shows: it, and that of its programme."""
    path = f"standards/{document}.yaml"
    if not (root / path).is_file():
        return Repository(root)
    repository = Repository(root, only=(path,), about=frozenset({document}))
    standard = repository.standards.get(document) or repository.issued.get(document)
    if standard is None or isinstance(standard, ProfessionalStandard):
        return repository
    programme = f"standards/{standard.professional.id}.yaml"
    return replace(repository, only=(path, programme)) if (root / programme).is_file() else repository


def _published(repository: Repository, locale: str) -> None:
    """Refuse a language that has no editions."""
    if not repository.common.policies:
        raise CurriculaError("nothing can be shown: run `curricula check` first")
    chosen((locale,), repository.tags)
    if locale not in repository.locales:
        raise CurriculaError(
            "{locale} has no editions: its policy is shared, so only labels and names are translated", locale=locale
        )


def _named(repository: Repository, asked: str) -> tuple[str, tuple[str, ...]]:
    """The standard, and the keys of the texts that were asked for; no keys for the whole of it."""
    wanted = units(repository, (asked,))
    if wanted.documents == (SHARED,) and (wanted.keys or asked == SHARED):
        raise CurriculaError("{key} is shown by many documents: give the id of one, or a key of its own", key=asked)
    documents = [name for name in wanted.documents if name != SHARED]
    if len(documents) > 1:
        raise CurriculaError("{path} is more than one standard: give the id of one", path=asked)
    if not documents:
        return document_id(asked), ()
    document = documents[0]
    return document, tuple(text.key for text in repository.texts[document] if wanted.keys and wanted.has(text))


def _view(repository: Repository, document: str, locale: str, keys: tuple[str, ...], voice: Voice) -> _View:
    """The present version with the words of the catalogue, confirmed or not."""
    standard, catalogue = repository.issued[document], repository.catalogue(document, locale)
    messages = {
        text.key: catalogue.messages[text.key]._replace(source=text.words, fuzzy=False)
        for text in repository.units(document, locale) if text.key in catalogue.messages
    }
    edition = localize(
        standard, replace(catalogue, messages=messages, outdated=frozenset()), repository.shared(locale, standard)
    )
    states = dict(_unready(repository, document, locale))
    remarks = {
        key: Phrase(NAMES[name]).words(voice) for key, name in states.items()
        if key in keys or key not in edition.fallbacks
    }
    return _View(document, replace(edition, derived_from=base(locale) or ""), keys, remarks)


def _unready(repository: Repository, document: str, locale: str) -> Iterator[tuple[str, str]]:
    """The texts without a current translation, and their states."""
    catalogue = repository.catalogue(document, locale)
    for text in repository.units(document, locale):
        if catalogue.translate(text) is None:
            yield text.key, state(text, catalogue, repository.reviews(document, locale))


def _rendered(view: _View, shape: str, scratch: Path) -> tuple[bytes, tuple[str, ...]]:
    whole = compose(view.edition)
    shown: Document | None = excerpt(whole, view.keys) if view.keys else whole
    if shown is None:
        raise CurriculaError("{key} is on no page of the document", key=", ".join(view.keys))
    page = marked(shown, view.keys, view.remarks)
    if shape == "html":
        return (markup(page, style("base") + style("screen") + style("preview")) + "\n").encode(), ()
    prepare(scratch)
    return typeset(markup(page), stylesheet(whole) + style("preview"), f"preview/{view.document}/{view.edition.locale}")
