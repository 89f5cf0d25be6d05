"""What makes a PDF one to keep: what it says of itself, and the data it carries.

A document is PDF/A-3a and PDF/UA-1 at once. WeasyPrint writes the mark of one of them, and of what the
head of a page tells not all. So the metadata (XMP) are written here, with the schema of the mark of
PDF/UA in them, as PDF/A asks of every property that it does not know.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pydyf
from lxml import etree

from curricula.pages.writing import settle

VARIANT = "pdf/a-3a"
_SPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Data:
    """A file that a PDF carries: the same document for machines; `description` is in the language of the PDF."""

    name: str
    content: bytes
    description: str


def attachment(weasyprint: Any, data: Data, day: str | None) -> Any:
    """The data as WeasyPrint takes them, dated the day of the document."""
    date = datetime.fromisoformat(day or "1970-01-01")
    return weasyprint.Attachment(
        string=data.content, base_url=".", name=data.name, description=data.description,
        created=date, modified=date, relationship="Data",
    )


def finish(_: Any, pdf: Any) -> None:
    """Name every file that the PDF carries once, where WeasyPrint does it twice; then let it be written."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    settle(pdf)


def describe(metadata: Any) -> None:
    """Let the metadata of a document, as WeasyPrint has read them, be written as they are written here."""
    rdf = _rdf(metadata)
    metadata.generate_rdf_metadata = lambda *_: rdf


def _rdf(metadata: Any) -> bytes:
    """All that a document says of itself. `dcterms.identifier` and `dcterms.rights` are among what is not standard."""
    root = etree.Element(_name("rdf:RDF"), nsmap=_SPACES)
    about = etree.SubElement(root, _name("rdf:Description"), {_name("rdf:about"): ""})
    languages = ("x-default", *([metadata.lang] if metadata.lang else []))
    rights = metadata.custom.get("dcterms.rights")
    for name, words in (("title", metadata.title), ("description", metadata.description), ("rights", rights)):
        _collection(about, f"dc:{name}", "Alt", [(tag, words) for tag in languages if words])
    _collection(about, "dc:creator", "Seq", [("", author) for author in metadata.authors])
    _collection(about, "dc:language", "Bag", [("", metadata.lang)] if metadata.lang else [])
    _collection(about, "dc:subject", "Bag", [("", keyword) for keyword in metadata.keywords])
    _collection(about, "dc:date", "Seq", [("", metadata.created)] if metadata.created else [])
    from weasyprint import __version__

    for name, value in (
        ("dc:identifier", metadata.custom.get("dcterms.identifier")),
        ("dc:format", "application/pdf"),
        ("pdf:Producer", f"WeasyPrint {__version__}"),
        ("pdf:Keywords", ", ".join(metadata.keywords)),
        ("xmp:CreatorTool", metadata.generator),
        ("xmp:CreateDate", metadata.created),
        ("xmp:ModifyDate", metadata.modified),
        ("pdfaid:part", "3"),
        ("pdfaid:conformance", "A"),
        ("pdfuaid:part", "1"),
    ):
        if value:
            _property(about, name, value)
    _schema(about)
    return etree.tostring(root, encoding="utf-8")


def _schema(about: etree._Element) -> None:
    """What `pdfuaid:part` is, in the words of PDF/UA."""
    outer = etree.SubElement(about, _name("pdfaExtension:schemas"))
    schema = _structure(etree.SubElement(outer, _name("rdf:Bag")))
    _property(schema, "pdfaSchema:schema", "PDF/UA Universal Accessibility Schema")
    _property(schema, "pdfaSchema:namespaceURI", _SPACES["pdfuaid"])
    _property(schema, "pdfaSchema:prefix", "pdfuaid")
    outer = etree.SubElement(schema, _name("pdfaSchema:property"))
    part = _structure(etree.SubElement(outer, _name("rdf:Seq")))
    _property(part, "pdfaProperty:name", "part")
    _property(part, "pdfaProperty:valueType", "Integer")
    _property(part, "pdfaProperty:category", "internal")
    _property(part, "pdfaProperty:description", "The part of ISO 14289 to which the document conforms")


def _collection(about: etree._Element, name: str, kind: str, items: Iterable[tuple[str, str]]) -> None:
    """A property of several values, each with its language or without."""
    items = list(items)
    if not items:
        return
    outer = etree.SubElement(etree.SubElement(about, _name(name)), _name(f"rdf:{kind}"))
    for language, value in items:
        item = etree.SubElement(outer, _name("rdf:li"), {_LANG: language} if language else {})
        item.text = value


def _structure(outer: etree._Element) -> etree._Element:
    return etree.SubElement(outer, _name("rdf:li"), {_name("rdf:parseType"): "Resource"})


def _property(about: etree._Element, name: str, value: str) -> None:
    etree.SubElement(about, _name(name)).text = value


def _name(short: str) -> str:
    prefix, _, name = short.partition(":")
    return f"{{{_SPACES[prefix]}}}{name}"
