"""One standard in all its languages as XML in our own vocabulary (`schemas/xsd/`).

The element names are those of the model: a group of properties is an element, a plain value an
attribute, a list an element that holds its items, and words are repeated by `xml:lang`. A text
without a current translation is left out in that language: nothing is passed off as translated.
"""

import dataclasses
from collections.abc import Iterable
from functools import cache
from typing import Any

from lxml import etree

from curricula.diagnostics import CurriculaError, Where
from curricula.editions.edition import Edition, Publication
from curricula.model.text import Text, texts
from curricula.schemas import FOLDER

SUFFIX = "xml"
MEDIA_TYPE = "application/xml"
SCOPE = "publication"

NAMESPACE = "urn:curricula:standard:1"
SCHEMA = FOLDER / "xsd" / "standard-1.0.xsd"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

UNTOLD = {"suppressions"}  # about the checking of a standard, not about what it requires

_Words = dict[str, list[tuple[str, str]]]


def render(publication: Publication) -> tuple[bytes, tuple[str, ...]]:
    """The XML file, and what our XML Schema has against it."""
    standard = publication.standard
    root = etree.Element(_tag(type(standard).__name__), nsmap={None: NAMESPACE})  # type: ignore[dict-item]  # the stubs want a prefix
    root.set("schemaVersion", "1.0")
    words = _words(publication)
    _fill(root, standard, words)
    _editions(root, publication, words)
    _names(root, publication)
    xml = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return xml, validate(xml)


def validate(xml: bytes) -> tuple[str, ...]:
    """What the XML Schema of the vocabulary has against a file."""
    schema = _schema()
    document = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    schema.validate(document)
    log: Iterable[Any] = schema.error_log  # type: ignore[assignment]  # the stubs do not know it can be read in turn
    return tuple(f"line {error.line}: {error.message}" for error in log)


@cache
def _schema() -> etree.XMLSchema:
    try:
        return etree.XMLSchema(etree.parse(str(SCHEMA)))
    except (OSError, etree.XMLSchemaParseError) as error:
        raise CurriculaError("the XML Schema {file} cannot be used: {reason}", file=SCHEMA, reason=error) from None


def _words(publication: Publication) -> _Words:
    """The words of every key in every language that has them, the source language first."""
    found: _Words = {}
    for edition in publication.editions:
        changed = edition.lag.changed if edition.lag else frozenset()
        for text in texts(edition.standard):
            if text.language == edition.locale and text.key not in changed:
                found.setdefault(text.key, []).append((edition.locale, text.words))
    return found


def _fill(element: etree._Element, noun: Any, words: _Words) -> None:
    """Attributes first, as XML has them, then child elements in the order of the model."""
    for field in dataclasses.fields(noun):
        value = getattr(noun, field.name)
        if value is None or isinstance(value, Where) or value == () or field.name in UNTOLD:
            continue
        name = _camel(field.name)
        if isinstance(value, Text):
            _multilingual(etree.SubElement(element, _tag(name)), value.key.partition("#")[2], words[value.key])
        elif isinstance(value, tuple) and not isinstance(value[0], str):
            items = etree.SubElement(element, _tag(name))
            for item in value:
                _fill(etree.SubElement(items, _tag(type(item).__name__)), item, words)
        elif dataclasses.is_dataclass(value):
            _fill(etree.SubElement(element, _tag(name)), value, words)
        else:
            element.set(name, _plain(value))


def _multilingual(element: etree._Element, key: str, words: list[tuple[str, str]]) -> None:
    element.set("key", key)
    for language, content in words:
        child = etree.SubElement(element, _tag("words"))
        child.set(_LANG, language)
        child.text = content


def _editions(root: etree._Element, publication: Publication, words: _Words) -> None:
    """Which languages there are, which of them is authoritative, and how complete and how current each is."""
    spoken = [{language for language, _ in words[text.key]} for text in texts(publication.standard)]
    editions = etree.SubElement(root, _tag("editions"))
    for edition in publication.editions:
        child = etree.SubElement(editions, _tag("edition"))
        child.set("language", edition.locale)
        child.set("authoritative", _plain(edition.locale == edition.source_language))
        child.set("untranslated", str(sum(edition.locale not in languages for languages in spoken)))
        if edition.lag:
            child.set("version", edition.lag.version)
            child.set("changedSince", str(edition.lag.changes))
        if edition.derived_from:
            child.set("derivedFrom", edition.derived_from)


def _names(root: etree._Element, publication: Publication) -> None:
    """Names of the organisations, codes and systems that the standard refers to."""
    names = etree.SubElement(root, _tag("names"))
    first: Edition = publication.editions[0]
    for key, name in sorted(first.shared.names.items()):
        child = etree.SubElement(names, _tag("name"))
        child.set("verified", _plain(name.verified))
        found = ((edition.locale, edition.shared.names[key]) for edition in publication.editions)
        _multilingual(child, key, [(locale, item.words) for locale, item in found if item.language == locale])


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return " ".join(value)
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)


@cache
def _camel(name: str) -> str:
    first, *rest = name.rstrip("_").split("_")
    return first + "".join(word.capitalize() for word in rest)


@cache
def _tag(name: str) -> str:
    """The qualified name of an element: class names begin with a small letter."""
    return f"{{{NAMESPACE}}}{name[0].lower()}{name[1:]}"
