"""One standard in all its languages as XML in our own vocabulary (`schemas/xsd/`).

The element names are those of the model: a group of properties is an element, a plain value an
attribute, a list an element that holds its items, and words are repeated by `xml:lang`.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from lxml import etree

from curricula.diagnostics import CurriculaError
from curricula.editions.edition import Publication
from curricula.editions.record import Group, record
from curricula.resources import SCHEMAS

SUFFIX = "xml"
MEDIA_TYPE = "application/xml"
SCOPE = "publication"

NAMESPACE = "urn:curricula:standard:1"
SCHEMA = SCHEMAS / "xsd" / "standard-1.0.xsd"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def render(publication: Publication) -> tuple[bytes, tuple[str, ...]]:
    """The XML file, and what our XML Schema has against it."""
    whole = record(publication)
    root = etree.Element(_tag(whole.kind), nsmap={None: NAMESPACE})  # type: ignore[dict-item]  # the stubs want a prefix
    root.set("schemaVersion", "1.0")
    _fill(root, whole)
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


def _fill(element: etree._Element, group: Group) -> None:
    """Plain values as attributes, everything else as child elements in the order of the model."""
    for name, value in group.properties.items():
        if isinstance(value, dict):
            _multilingual(element, name, value)
        elif isinstance(value, Group):
            _fill(etree.SubElement(element, _tag(name)), value)
        elif isinstance(value, tuple) and isinstance(value[0], Group):
            items = etree.SubElement(element, _tag(name))
            for item in value:
                _fill(etree.SubElement(items, _tag(item.kind)), item)
        else:
            element.set(name, _plain(value))


def _multilingual(element: etree._Element, name: str, words: dict[str, str]) -> None:
    for language, content in words.items():
        child = etree.SubElement(element, _tag(name))
        child.set(_LANG, language)
        child.text = content


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return " ".join(value)
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)


@cache
def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
