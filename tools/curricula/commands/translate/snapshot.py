"""Keep a complete translation, to be published while the source moves on.

Copies the standards and their translations into one language to translations/snapshots. When the source
changes later, the edition in that language stays at the version that was kept, and says so on its cover, until
its translation is complete again. The next snapshot takes its place. Adoptions are not kept.
"""

from collections.abc import Iterator

import click

from curricula.deriving import base
from curricula.diagnostics import CurriculaError, Diagnostic, Phrase, Where
from curricula.files import replace_below
from curricula.inventory import is_adoption
from curricula.report import Desk, Result, held_up
from curricula.repository import Repository
from curricula.selection import chosen, select, told
from curricula.strays import SNAPSHOTS

PARAMETERS = [
    click.Argument(["paths"], nargs=-1),
    click.Option(["--locale"], required=True, metavar="LOCALE", help="Language of the translations."),
]


def run(desk: Desk, paths: tuple[str, ...], locale: str) -> Result:
    """The files that were kept; what is not complete is a finding, and then nothing is kept."""
    repository = Repository(desk.root)
    chosen((locale,), repository.locales)
    if base(locale) is not None:
        raise CurriculaError("{locale} is made of {base}: keep that", locale=locale, base=base(locale))
    stopped = held_up(repository, (locale,))
    if stopped:
        return stopped
    documents = [name for name in _standards(repository, paths) if repository.language(name) != locale]
    found = [item for name in documents for item in _incomplete(repository, name, locale)]
    if found:
        return Result(tuple(found), (Phrase("nothing was kept"),))
    files: dict[str, bytes] = {}
    for document in documents:
        kept = f"{SNAPSHOTS}/{locale}/{document}"
        for old, new in (
            (f"translations/{locale}/{document}.po", f"{kept}.po"), (f"standards/{document}.yaml", f"{kept}.yaml"),
        ):
            files[new] = (desk.root / old).read_bytes()
    return Result(told(repository, paths, (locale,)), replace_below(desk.root, files) or (Phrase("nothing changed"),))


def _standards(repository: Repository, paths: tuple[str, ...]) -> Iterator[str]:
    """The standards that are meant; adoptions among them are passed over, but not if they were asked for."""
    for path in paths:
        files = select(repository, (path,)).files
        if files and all(map(is_adoption, files)):
            raise CurriculaError("{path}: only standards are kept; an adopted edition follows its adoption", path=path)
    return (name for name in select(repository, paths).documents if name in repository.standards)


def _incomplete(repository: Repository, document: str, locale: str) -> list[Diagnostic]:
    catalogue = repository.catalogue(document, locale)
    missing = [text for text in repository.units(document, locale) if catalogue.translate(text) is None]
    if not missing:
        return []
    return [Diagnostic(
        Where(catalogue.path), "snapshot-incomplete", "{count} of {total} texts have no current translation",
        {"count": len(missing), "total": len(list(repository.units(document, locale)))},
        hint="Only a complete translation can be kept: `curricula translate status` tells what is missing.",
    )]
