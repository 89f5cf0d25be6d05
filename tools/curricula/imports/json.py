"""JSON files: CASE packages of 1EdTech, versions 1.0 and 1.1.

A package that was made of a standard of ours becomes its draft again; any other is a framework of others,
and becomes a file in standards/frameworks/ that standards can be mapped to.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from curricula.case.drafting import Drafting, Own, drafted, own
from curricula.case.foreign import framework
from curricula.case.places import located
from curricula.case.reading import Read, name_of, read_package
from curricula.diagnostics import Diagnostic, Pointer, Where, failed
from curricula.drafts import Draft
from curricula.references import SHARED, labels
from curricula.repository import Repository
from curricula.schemas import violations
from curricula.source import Source

_INCOMPLETE = ("schema-required", "schema-limit")  # a draft may be so: the check of the standard tells it
_LONGEST = 40


def read(repository: Repository, path: str, content: bytes, document: str = "") -> Draft:
    """The draft of a standard, or of a framework; `document` is the id that somebody asked for."""
    package, text, problems = read_package(path, content)
    if package is None:
        return Draft(None, problems)
    mine = own(package)
    if mine is None:
        data, told = framework(package)
        return Draft(data, (*problems, *located(text, told)), _file(repository, package))
    draft = _standard(repository, package, mine)
    return replace(draft, diagnostics=(*problems, *located(text, draft.diagnostics)))


def _file(repository: Repository, package: Read) -> str:
    """The id of a framework's file: the one it has, or its title where that can be one."""
    known = {item.uuid.casefold(): name for name, item in repository.common.frameworks.items()}
    present = known.get(name_of(package.document))
    title = re.sub(r"[^a-z0-9]+", "-", str(package.document["title"]).casefold())[:_LONGEST].strip("-")
    taken = {item.casefold() for item in repository.common.frameworks}
    letters = re.sub(r"[^a-z0-9]", "", name_of(package.document))[:8] or "x"
    new = title if len(title) > 2 and title not in taken else f"{title or 'framework'}-{letters}"
    return f"frameworks/{present or new}"


def _standard(repository: Repository, package: Read, mine: Own) -> Draft:
    """The draft of a standard that the package was made of."""
    where = Where(package.path, pointer=("CFDocument", "language"))
    language = package.document.get("language")
    if name_of(package.document) != mine.uuid.casefold():
        return Draft(None, (Diagnostic(
            where, "import-language", "is a translation into {language} of a standard in another language",
            {"language": str(language)},
            hint="Import the package in the language of the standard; translations come in with `translate import`.",
        ),))
    if not isinstance(language, str) or language not in repository.locales:
        return Draft(None, (Diagnostic(
            where, "import-file", "is written in {language}; the languages of this repository are {known}",
            {"language": str(language), "known": ", ".join(repository.locales)},
        ),))
    drafting = Drafting(package, mine, _labels(repository, language), _organisations(repository, language))
    drafted(drafting)
    found = drafting.problems + list(_misfits(drafting))
    known = next((name for name, item in repository.standards.items() if item.uuid == mine.uuid), "")
    data = None if failed(found) else drafting.data
    return Draft(data, tuple(found), known or mine.document, tuple(drafting.unplaced))


def _labels(repository: Repository, language: str) -> Mapping[str, str]:
    catalogue = repository.catalogue(SHARED, language)
    return {key: (catalogue.translate(text) or text).words for key, text in labels().items()}


def _organisations(repository: Repository, language: str) -> Mapping[str, str]:
    """The ids of organisations by their names, in the language of the repository and in that of the file."""
    catalogue = repository.catalogue(SHARED, language)
    found: dict[str, str] = {}
    for item in repository.settings.organisations:
        found[(catalogue.translate(item.name) or item.name).words] = item.id
        found.setdefault(item.name.words, item.id)
    return found


def _misfits(drafting: Drafting) -> Iterable[Diagnostic]:
    """What no standard can have, each at the item it came from; what is only missing, the check tells."""
    for item in violations(Source(drafting.read.path, drafting.data), drafting.own.kind):
        if item.code not in _INCOMPLETE:
            yield replace(item, where=Where(drafting.read.path, pointer=_place(drafting, item.where.pointer)), fix=None)


def _place(drafting: Drafting, pointer: Pointer) -> Pointer:
    """Where in the package a place in the data comes from."""
    while pointer and pointer not in drafting.pointers:
        pointer = pointer[:-1]
    return drafting.pointers.get(pointer, ("CFDocument",))
