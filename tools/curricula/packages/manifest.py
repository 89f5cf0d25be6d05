"""`data/manifest.json`: what a package holds, where it comes from, and the hash of every file.

It is stored in the canonical form of RFC 8785, so equal facts are equal bytes. Everything in it
follows from the content: no time, no machine, and no commit, because the same standard is the same
package in every commit that has it (the source digest says which words it was made from).
"""

from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import Any

import rfc8785

from curricula.diagnostics import CurriculaError
from curricula.edits import FOLDER as EDITS
from curricula.fonts.pinned import record
from curricula.formats import xml
from curricula.inputs import ENGINES, Inputs
from curricula.lifecycle import changes_file, taken
from curricula.model.standards import Standard
from curricula.packages.bag import content_digest, sha256
from curricula.packages.certificate import CERTIFICATE, language, printable, source_hash
from curricula.packages.sources import SOURCE, documents
from curricula.pipeline import shared_digest
from curricula.plugins import names, stated
from curricula.repository import Repository
from curricula.reviews import FOLDER as REVIEWS

FORMAT = "curricula-package/1"
README = "data/README.txt"
CHANGES = "data/changes/changes.json"
PUBLICATION = "standard"  # the name, before its suffix, of a file that holds all languages

_RECORDS = {CERTIFICATE: "certificate", CHANGES: "changes", SOURCE: "source"}


def manifest(repository: Repository, inputs: Inputs, document: str, files: Mapping[str, bytes]) -> dict[str, Any]:
    """The manifest of a package that holds `files` (content by path) of one standard."""
    standard = repository.issued[document]
    languages = sorted(repository.published(document))
    if standard.language not in languages:
        raise CurriculaError(
            "{document} is written in {language}, which repository.yaml does not list",
            document=document, language=standard.language,
        )
    listed = [_file(path, content) for path, content in sorted(files.items())]
    return {
        "format": FORMAT,
        "id": document,
        "uuid": standard.uuid,
        "kind": standard.kind,
        "title": _titles(repository, document),
        "version": standard.version,
        "status": standard.status,
        "issued": standard.issued,
        "effective": standard.effective,
        "approvals": list(_approvals(standard)),
        "supersedes": standard.replaces,
        "licence": repository.settings.licence,
        "publisher": _publisher(repository),
        "authoritativeLanguage": standard.language,
        "languages": [_language(repository, document, locale) for locale in languages],
        "files": listed,
        "contentDigest": content_digest(listed),
        "sourceDigest": _source_digest(repository, inputs, document, languages),
        "schemaVersions": {"manifest": FORMAT.rpartition("/")[2], "standard": xml.SCHEMA.stem.rpartition("-")[2]},
        "build": {
            "tool": version("curricula"),
            "engines": {name: version(name) for name in ENGINES},
            "fonts": record(),
            "sourceDate": standard.issued,
        },
    }


def canonical(data: Mapping[str, Any]) -> bytes:
    """The canonical form of RFC 8785."""
    return rfc8785.dumps(dict(data))


def facts(path: str) -> dict[str, str | None] | None:
    """Media type, language and role of the file at `path`; None where a package has no such file."""
    if path in _RECORDS:
        return {"mediaType": "application/json", "language": None, "role": _RECORDS[path]}
    if path == README:
        return {"mediaType": "text/plain", "language": None, "role": "readme"}
    match path.split("/"):
        case ["data", "schema", name] if name.endswith(".xsd"):
            return {"mediaType": "application/xml", "language": None, "role": "schema"}
        case ["data", folder, name]:
            stem, _, suffix = name.partition(".")
            told = _packed().get(suffix)
            if told is None or path != place(name) or (told["SCOPE"] == "publication") != (stem == PUBLICATION):
                return None
            role = "data" if stem == PUBLICATION or suffix != folder else "document"
            language = None if stem == PUBLICATION else stem
            return {"mediaType": str(told["MEDIA_TYPE"]), "language": language, "role": role}
    return None


def _packed() -> dict[object, dict[str, object]]:
    """What the formats that packages hold say of themselves, by suffix."""
    every = (stated("curricula.formats", known) for known in names("curricula.formats"))
    return {told["SUFFIX"]: told for told in every if told.get("DEFAULT", True) and told.get("PACKED", True)}


def place(output: str) -> str | None:
    """Where the output with this file name stands in a package: `ru.case.json` in data/case/; None for nowhere."""
    suffix = output.partition(".")[2]
    return f"data/{suffix.partition('.')[0]}/{output}" if suffix in _packed() else None


def _file(path: str, content: bytes) -> dict[str, Any]:
    known = facts(path)
    assert known is not None, path
    return {"path": path, **known, "size": len(content), "sha256": sha256(content)}


def _approvals(standard: Standard) -> Iterator[dict[str, str]]:
    """The steps on record of this version, as its file has them."""
    for step in taken(standard):
        told = {
            "step": step.step, "version": step.version, "name": printable(step.name), "role": step.role,
            "date": step.date, "content": step.content,
        }
        yield told | ({"reason": printable(step.reason)} if step.reason else {})


def _titles(repository: Repository, document: str) -> dict[str, str]:
    """The title in every language that has it."""
    found = {}
    for locale in repository.published(document):
        edition = repository.edition(document, locale)
        if edition.standard.title.language == locale:
            found[locale] = edition.standard.title.words
    return found


def _publisher(repository: Repository) -> dict[str, Any]:
    settings = repository.settings
    found = next((item for item in settings.organisations if item.id == settings.publisher), None)
    if found is None:
        raise CurriculaError(
            "the publisher {name} is not among the organisations in repository.yaml", name=settings.publisher
        )
    return {
        "id": found.id, "name": found.name.words, "language": found.name.language,
        "country": found.country, "verified": found.verified,
    }


def _language(repository: Repository, document: str, locale: str) -> dict[str, Any]:
    """How far the words of one language have come, and the source words they were made for."""
    found = language(repository, document, locale)
    return {
        "locale": locale, "version": found["version"], "texts": found["texts"],
        "sourceHash": source_hash(found["clauses"]),
    }


def _source_digest(repository: Repository, inputs: Inputs, document: str, languages: list[str]) -> str:
    """One hash for what the content comes from: the standard, its translations, reviews and accepted edits, and of
    shared data what it shows, so that the rest may change without touching it.
    """
    parts = [inputs.file(f"standards/{document}.yaml")]
    parts.append(inputs.file(changes_file(document, repository.issued[document].version)))
    owners = documents(repository, document)
    parts += (inputs.file(f"{EDITS}/{name}.json") for name in owners)
    for locale in languages:
        parts += (inputs.file(path) for path in repository.translation_files(document, locale))
        parts += (inputs.file(f"{REVIEWS}/{locale}/{name}.json") for name in owners)
        parts.append(shared_digest(repository, document, locale))
    return inputs.key(*parts)
