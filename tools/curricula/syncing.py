"""Bring catalogues up to the source: what a translator will fill, drafted from what is known."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial

from curricula.catalogue import Catalogue, merge, write_catalogue
from curricula.diagnostics import Pointer
from curricula.model.text import Text
from curricula.repository import SHARED, Repository

Memory = Mapping[tuple[str, str], str]


def synced(repository: Repository) -> Iterator[tuple[Catalogue, bytes]]:
    """Every catalogue as it should be, with its bytes; the caller writes those that differ."""
    for locale in repository.locales:
        memory = _memory(repository, locale)
        terms = cache(partial(_pairs, repository, locale))
        for document in repository.documents:
            units = [(text, _comment(text, terms(text.language))) for text in repository.units(document, locale)]
            if not units:
                continue
            old = _previous(repository, document, locale)
            new = replace(merge(old, units, memory), uuid=_uuid(repository, document))
            yield new, write_catalogue(new)


def _uuid(repository: Repository, document: str) -> str:
    return "" if document == SHARED else repository.standards[document].uuid


def _previous(repository: Repository, document: str, locale: str) -> Catalogue:
    """The catalogue to start from: the document's own, or that of its UUID under an older name."""
    own = repository.catalogue(document, locale)
    if own.messages or own.obsolete or document == SHARED:
        return own
    uuid = repository.standards[document].uuid
    folder = repository.root / "translations" / locale
    for path in sorted(folder.rglob("*.po")):
        name = path.relative_to(folder).with_suffix("").as_posix()
        if name in repository.documents:
            continue
        moved = repository.catalogue(name, locale)
        if moved.uuid == uuid:
            return _rekeyed(moved, own.path, name, document)
    return own


def _rekeyed(catalogue: Catalogue, path: str, old: str, new: str) -> Catalogue:
    """The catalogue of a renamed standard: its keys begin with the new id."""

    def rename(key: str) -> str:
        return new + key.removeprefix(old) if key.startswith(f"{old}#") else key

    messages = {rename(key): replace(item, key=rename(key)) for key, item in catalogue.messages.items()}
    obsolete = {rename(key): replace(item, key=rename(key)) for key, item in catalogue.obsolete.items()}
    return replace(catalogue, path=path, messages=messages, obsolete=obsolete)


def _memory(repository: Repository, locale: str) -> Memory:
    """Confirmed translations by source words and field; words translated in two ways are left out."""
    found: dict[tuple[str, str], str] = {}
    disputed: set[tuple[str, str]] = set()
    for document in repository.documents:
        for message in repository.catalogue(document, locale).messages.values():
            key = (message.source, message.key.rpartition("/")[2])
            if message.fuzzy or not message.words:
                continue
            if found.setdefault(key, message.words) != message.words:
                disputed.add(key)
    return {key: words for key, words in found.items() if key not in disputed}


def _comment(text: Text, terms: Sequence[tuple[str, str]]) -> str:
    """What the translator sees above a unit: where it stands, and the terms in it."""
    lines = [_breadcrumb(text.where.pointer)]
    rest = text.words
    for source, target in terms:
        if source in rest:
            lines.append(f"{source} = {target}")
            rest = rest.replace(source, "\0")
    return "\n".join(line for line in lines if line)


def _pairs(repository: Repository, target: str, source: str) -> list[tuple[str, str]]:
    """Terms in two languages, the longest first, so that 基站 is not shown inside 5G基站."""
    pairs = [
        (term.terms[source].term, term.terms[target].term)
        for term in repository.terms
        if source in term.terms and target in term.terms
    ]
    return sorted((pair for pair in pairs if pair[0] != pair[1]), key=lambda pair: (-len(pair[0]), pair))


def _breadcrumb(pointer: Pointer) -> str:
    return " › ".join(str(step) for step in pointer if isinstance(step, str))
