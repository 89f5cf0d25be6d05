"""`data/source.json`: what a standard was made of, so that who has only its package can go on working with it.

It holds the files of the standard itself, its translations and their reviews, word for word, and of what all standards
share only what this one shows: the same standard is the same package, whatever is written elsewhere.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from curricula.deriving import base
from curricula.edits import FOLDER as EDITS
from curricula.inventory import document_id
from curricula.model.professional import ProfessionalStandard
from curricula.model.text import Text
from curricula.references import SHARED
from curricula.repository import Repository, referred_names

SOURCE = "data/source.json"
FORMAT = "curricula-source/1"


def source(repository: Repository, document: str) -> dict[str, Any]:
    """The source of one standard; `schemas/source.schema.json` describes it."""
    names = referred_names(repository, repository.issued[document])
    settings = repository.settings
    files = sorted({*_files(repository, document), *_frameworks(repository, document)})
    return {
        "format": FORMAT,
        "files": {
            path: (repository.root / path).read_bytes().decode() for path in files if (repository.root / path).is_file()
        },
        "language": settings.language, "licence": settings.licence, "publisher": settings.publisher,
        "system": settings.system,
        "locales": [
            {"tag": tag, "pivot": repository.pivot(document, tag) or None}
            for tag in sorted(repository.published(document))
        ],
        "organisations": [
            {"id": item.id, "name": item.name.words, "country": item.country, "verified": item.verified}
            for item in sorted(settings.organisations, key=lambda item: item.id)
            if item.id == settings.publisher or f"organisation/{item.id}" in names
        ],
        "systems": dict(_systems(repository, names)),
        "codes": dict(_codes(repository, names)),
        "words": {
            tag: dict(_words(repository, tag, (text for text, _ in names.values())))
            for tag in sorted(repository.published(document)) if base(tag) is None
        },
    }


def documents(repository: Repository, document: str) -> tuple[str, ...]:
    """The document, and the standard that it adopts if it is an adoption: both have words in its editions."""
    adopted = repository.adoptions.get(document)
    return (document, adopted.tailoring.base.id) if adopted else (document,)


def _files(repository: Repository, document: str) -> Iterator[str]:
    """The files of a standard; of one that a partner has adopted, those of the standard that it adopts too."""
    for name in documents(repository, document):
        yield from (f"standards/{name}.yaml", f"{EDITS}/{name}.json")
        for tag in repository.published(document):
            words = repository.translation_files(name, tag)
            yield from (path for path in words if document_id(path).partition("/")[0] != "partners")
            yield f"translations/reviews/{tag}/{name}.json"


def _frameworks(repository: Repository, document: str) -> Iterator[str]:
    standard = repository.issued[document]
    for mapping in standard.mappings if isinstance(standard, ProfessionalStandard) else ():
        if mapping.framework_id is not None:
            yield f"standards/frameworks/{mapping.framework_id}.yaml"


def _systems(repository: Repository, names: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The national systems that are named, with the levels that are."""
    for name, system in sorted(repository.systems.items()):
        if name == repository.settings.system or f"partner/{name}" in names:
            levels = [
                {"id": level.id, "name": level.name.words} for level in system.levels if f"level/{level.id}" in names
            ]
            yield name, {
                "country": system.country, "language": system.name.language, "name": system.name.words,
                "levels": levels,
            }


def _codes(repository: Repository, names: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for scheme, entries in sorted(repository.common.classifications.items()):
        found = {
            code: {"title": entry.title.words, "language": entry.title.language, "verified": entry.verified}
            for code, entry in sorted(entries.items()) if f"{scheme}/{code}" in names
        }
        if found:
            yield scheme, found


def _words(repository: Repository, locale: str, names: Iterable[Text]) -> Iterator[tuple[str, dict[str, str]]]:
    """The translations of names, by key; titles of other standards have catalogues of their own."""
    catalogue = repository.catalogue(SHARED, locale)
    for text in sorted(names, key=lambda text: text.key):
        translated = catalogue.translate(text) if text.key.partition("#")[0] not in repository.issued else None
        if translated is not None:
            yield text.key, {"source": text.words, "words": translated.words}
