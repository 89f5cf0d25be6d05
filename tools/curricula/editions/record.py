"""A standard in all its languages as one record: what the formats for data have in common.

A record is made of groups of properties in the order of the model. Words stand beside each other by
language. A text without a current translation is left out in that language: nothing is passed off as
translated. An edition that stands alone has such a text in the language in which it shows it.
"""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from curricula.diagnostics import Where
from curricula.editions.edition import Edition, Publication
from curricula.model.adoption import Deviation, Tailoring
from curricula.model.standards import Standard
from curricula.model.text import Text, texts

UNTOLD = {"suppressions"}  # about the checking of a standard, not about what it requires


@dataclass(frozen=True, slots=True)
class Group:
    """The properties of one noun of the model, `kind`, by their names; what is not given is left out.

    A text has its `key`, the place it has in its standard, and its `words` by language, the source language first.
    """

    kind: str
    properties: dict[str, "Property"]


Plain = str | bool | int | float
Property = Plain | dict[str, str] | Group | tuple[str, ...] | tuple[Group, ...]

_Words = dict[str, dict[str, str]]


def record(publication: Publication) -> Group:
    """The standard; below it which editions there are, and the names of what it refers to."""
    words = words_of(publication)
    standard = _group(publication.standard, words)
    ends: dict[str, Property] = {"editions": _editions(publication, words), "names": _names(publication)}
    tailoring = publication.editions[0].tailoring
    if tailoring is not None:
        ends["adoption"] = adoption(tailoring, words)
    return Group(standard.kind, {**standard.properties, **ends})


def words_of(publication: Publication) -> dict[str, dict[str, str]]:
    """The words of every key in every language that has them, the source language first."""
    found: _Words = {}
    alone = len(publication.editions) == 1
    for edition in publication.editions:
        for text in _texts(edition, None if alone else publication.standard):
            if alone or text.language == edition.locale:
                found.setdefault(text.key, {})[text.language] = text.words
    return found


def _texts(edition: Edition, standard: Standard | None) -> Iterator[Text]:
    """The texts of an edition; beside others those that stand for the present words of the `standard`."""
    if edition.lag and standard is not None:
        yield from filter(None, map(edition.lag.words.translate, texts(standard)))
    else:
        yield from (*texts(edition.standard), *_adopting_texts(edition))


def _group(noun: Any, words: _Words) -> Group:
    found: dict[str, Property] = {}
    for field in dataclasses.fields(noun):
        value = getattr(noun, field.name)
        if value is None or isinstance(value, Where) or value == () or field.name in UNTOLD:
            continue
        found[_camel(field.name)] = _property(value, words)
    return Group(_lower(type(noun).__name__), found)


def _property(value: Any, words: _Words) -> Property:
    if isinstance(value, Text):
        return Group("text", {"key": value.key.partition("#")[2], "words": words[value.key]})
    if isinstance(value, tuple):
        return value if isinstance(value[0], str) else tuple(_group(item, words) for item in value)
    return _group(value, words) if dataclasses.is_dataclass(value) else value


def _adopting_texts(edition: Edition) -> Iterator[Text]:
    """The words about the adoption of a standard: of the adoption itself, and what stood there before."""
    if edition.tailoring is not None:
        yield from texts(edition.tailoring.adoption)
        for item in edition.tailoring.deviations:
            yield from texts(item.before)


def adoption(tailoring: Tailoring, words: _Words) -> Group:
    """Who adopted which standard, and every deviation from it; what is put in its place stands in the standard."""
    found, base = tailoring.adoption, tailoring.base
    told: dict[str, Property] = {
        "partner": found.partner, "authority": found.authority, "standard": base.id, "standardVersion": base.version,
        "standardUuid": base.uuid, "degree": "identical" if tailoring.identical else "modified",
        "scope": _property(found.scope, words),
    }
    for name, value in (("act", found.act), ("credits", found.credits), ("codes", found.codes)):
        if value:
            told[name] = _property(value, words)
    if tailoring.deviations:
        told["deviations"] = tuple(_deviation(item, words) for item in tailoring.deviations)
    return Group("adoption", told)


def _deviation(item: Deviation, words: _Words) -> Group:
    """One deviation; of an item that stood there before, its first words are told."""
    operation = item.operation
    told: dict[str, Property] = {
        "id": operation.id, "operation": operation.operation, "target": operation.target,
        "reason": _property(operation.reason, words),
    }
    told |= {name: value for name, value in (("act", operation.act), ("clause", operation.clause)) if value}
    before = next(texts(item.before), None)
    if before is not None:
        told["before"] = _property(before, words)
    elif item.before not in (None, ()) and not dataclasses.is_dataclass(item.before):
        told["was"] = " ".join(map(str, item.before)) if isinstance(item.before, tuple) else f"{item.before}"
    return Group("deviation", told)


def _editions(publication: Publication, words: _Words) -> tuple[Group, ...]:
    """Which languages there are, which of them is authoritative, and how complete and how current each is."""
    spoken = [words[text.key] for text in texts(publication.standard)]
    source = publication.standard.language

    def held(language: str) -> dict[str, Property]:
        lacking = sum(language not in languages for languages in spoken)
        return {"language": language, "authoritative": language == source, "untranslated": lacking}

    found = [Group("edition", held(source))] if source not in [item.locale for item in publication.editions] else []
    for edition in publication.editions:
        told = held(edition.locale)
        if edition.lag:
            told |= {"version": edition.lag.version, "changedSince": edition.lag.changes}
        if edition.derived_from:
            told["derivedFrom"] = edition.derived_from
        found.append(Group("edition", told))
    return tuple(found)


def _names(publication: Publication) -> tuple[Group, ...]:
    """Names of the organisations, codes and systems that the standard refers to."""
    found = []
    alone = len(publication.editions) == 1
    for key, name in sorted(publication.editions[0].shared.names.items()):
        spoken = ((edition.locale, edition.shared.names[key]) for edition in publication.editions)
        words = {item.language: item.words for locale, item in spoken if alone or item.language == locale}
        found.append(Group("name", {"verified": name.verified, "key": key, "words": words}))
    return tuple(found)


@cache
def _camel(name: str) -> str:
    first, *rest = name.rstrip("_").split("_")
    return first + "".join(word.capitalize() for word in rest)


def _lower(name: str) -> str:
    """Nouns begin with a small letter."""
    return f"{name[0].lower()}{name[1:]}"
