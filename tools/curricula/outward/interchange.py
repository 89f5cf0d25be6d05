"""A document as a `<standard>` of the NISO Standards Tag Suite (ANSI/NISO Z39.102-2017), interchange tag set.

It carries what the page carries: cover and notices as metadata, chapters as sections, annexes in the back matter, and
every anchor as an id. Words in another language than the document's are marked. Committees, ICS codes and copyright
are not said: the model does not know them.

The element is built by itself, so that the adoption of a partner, with its own metadata, can stand around it.
"""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from lxml import etree

from curricula.editions.adopted import ANNEX
from curricula.editions.document import (
    Block,
    Cell,
    Chapter,
    Document,
    Illustration,
    Item,
    Provision,
    Row,
    Table,
    Words,
)
from curricula.editions.edition import Edition
from curricula.model.adoption import Tailoring
from curricula.model.professional import Mapping, ProfessionalStandard
from curricula.model.text import Text
from curricula.outward import addresses

XLINK = "http://www.w3.org/1999/xlink"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_Element = etree._Element


@dataclass(frozen=True, slots=True)
class _Page:
    """The language of the document, and the anchors of rows: other cells refer to them by the id of their item."""

    locale: str
    anchors: frozenset[str]


def standard(edition: Edition, document: Document) -> _Element:
    """The `<standard>` element of an edition and its document."""
    root = etree.Element("standard", {"dtd-version": "1.0", LANG: document.locale}, nsmap={"xlink": XLINK})
    _front(_below(root, "front"), edition, document)
    body = _below(root, "body")
    annexes = {mapping.id for mapping in _mappings(edition)} | ({ANNEX} if edition.tailoring else set())
    shown = _Page(document.locale, _anchors(document))
    for chapter in document.chapters:
        if chapter.id not in annexes:
            _chapter(_below(body, "sec", id=chapter.id), chapter, shown)
    if annexes:
        group = _below(_below(root, "back"), "app-group")
        for chapter in document.chapters:
            if chapter.id in annexes:
                _chapter(_below(group, "app", id=chapter.id), chapter, shown)
    return root


def adoption(edition: Edition, document: Document, tailoring: Tailoring) -> _Element:
    """The `<adoption>` element of a standard that a partner has adopted: its own metadata stand before the standard.

    The standard inside is the one as adopted; what was there before is in its annex.
    """
    found, base = tailoring.adoption, tailoring.base
    root = etree.Element("adoption", {"dtd-version": "1.0", LANG: document.locale}, nsmap={"xlink": XLINK})
    meta = _below(_below(root, "adoption-front"), "std-meta")
    _written(_below(_below(meta, "title-wrap", {LANG: document.title.language}), "main"), document.title, "")
    _below(meta, "release-version", text=found.status)
    identity = _below(meta, "std-ident")
    _below(identity, "originator", text=edition.name(f"authority/{found.authority}").words)
    _below(identity, "doc-number", text=found.code)
    _below(identity, "version", text=found.version)
    _below(_below(meta, "std-org"), "std-org-name", text=edition.name(f"authority/{found.authority}").words)
    _below(meta, "content-language", text=document.locale)
    _below(meta, "std-ref", type="undated", text=found.code)
    _below(meta, "std-ref", type="dated", text=f"{found.code}:{found.issued[:4]}")
    _date(meta, "release-date", "issued", found.issued)
    _date(meta, "meta-date", "effective", found.effective)
    degree = "adoptedIdenticallyFrom" if tailoring.identical else "adoptedWithModificationFrom"
    _below(_below(meta, "std-xref", type=degree), "std-ref", text=f"{base.code}, {base.version}")
    root.append(standard(edition, document))
    return root


def _mappings(edition: Edition) -> tuple[Mapping, ...]:
    return edition.standard.mappings if isinstance(edition.standard, ProfessionalStandard) else ()


def _front(front: _Element, edition: Edition, document: Document) -> None:
    """The metadata, in the order of the schema."""
    found, meta = edition.standard, _below(front, "std-meta")
    _written(_below(_below(meta, "title-wrap", {LANG: document.title.language}), "main"), document.title, "")
    _below(meta, "release-version", text=found.status)
    identity = _below(meta, "std-ident")
    _below(identity, "doc-type", text=str(document.subtitle))
    _below(identity, "doc-number", text=document.code)
    _below(identity, "version", text=found.version)
    names = _below(identity, "std-id-group")
    _below(names, "std-id", {"std-id-type": "urn"}, text=addresses.work(edition))
    for organisation in document.organisations:
        _written(_below(_below(meta, "std-org"), "std-org-name"), organisation, document.locale)
    _below(meta, "content-language", text=document.locale)
    _below(meta, "std-ref", type="undated", text=document.code)
    _below(meta, "std-ref", type="dated", text=f"{document.code}:{found.issued[:4]}")
    _date(meta, "release-date", "issued", found.issued)
    _date(meta, "meta-date", "effective", found.effective)
    for relation, reference in _others(edition):
        _below(_below(meta, "std-xref", type=relation), "std-ref", text=reference)
    if edition.shared.licence:
        terms = _below(_below(meta, "permissions"), "license", {
            "license-type": edition.shared.licence, f"{{{XLINK}}}href": addresses.licence(edition.shared.licence),
        })
        _below(terms, "license-p", text=edition.shared.licence)
    if address := addresses.page(edition, edition.locale):
        _below(meta, "self-uri", {f"{{{XLINK}}}href": address}, text=address)
    for notice in document.notices:
        _below(_below(meta, "meta-note", {"content-type": "notice"}), "p", text=str(notice))
    cover = _below(meta, "custom-meta-group")
    for fact in document.facts:
        line = _below(cover, "custom-meta")
        _below(line, "meta-name", text=str(fact.label))
        value = _below(line, "meta-value")
        for position, words in enumerate(fact.lines):
            _written(value, words, document.locale, " " if position else "")


def _date(meta: _Element, tag: str, kind: str, iso: str) -> None:
    _below(meta, tag, {"date-type": kind, "iso-8601-date": iso}, text=iso)


def _others(edition: Edition) -> Iterator[tuple[str, str]]:
    """Other standards, and other versions of this one, with the relation to it."""
    found = edition.standard
    if found.replaces:
        yield "replaces", f"{found.code}, {found.replaces}"
    if isinstance(found, ProfessionalStandard):
        planned = [course.standard for course in found.curriculum.courses if course.standard]
        yield from (("hasPart", f"{reference.id}, {reference.version}") for reference in planned)
    else:
        title = edition.name(f"standard/{found.professional.id}")
        yield "isPartOf", f"{title}, {found.professional.version}"


def _chapter(element: _Element, chapter: Chapter, page: _Page) -> None:
    """Number, title, blocks and sections; the schema has no table after a section of the same chapter."""
    if chapter.number:
        _below(element, "label", text=str(chapter.number))
    _written(_below(element, "title"), chapter.title, page.locale)
    tail = 0
    while tail < len(chapter.blocks) and isinstance(chapter.blocks[-1 - tail], Provision):
        tail += 1
    ahead, sections = chapter.blocks[:len(chapter.blocks) - tail], chapter.blocks[len(chapter.blocks) - tail:]
    for listed, blocks in groupby(ahead, key=lambda block: isinstance(block, Provision)):
        if listed:
            _provisions(element, [block for block in blocks if isinstance(block, Provision)], page.locale)
        else:
            for block in blocks:
                _block(element, block, page)
    for block in sections:
        if isinstance(block, Provision):
            _clause(_below(element, "sec", {"id": block.id, "sec-type": "clause"}), block, page.locale)
    for section in chapter.sections:
        _chapter(_below(element, "sec", id=section.id), section, page)


def _block(element: _Element, block: Block, page: _Page) -> None:
    if isinstance(block, Table):
        _table(element, block, page)
    elif isinstance(block, Illustration):
        direction = "landscape" if block.landscape else "portrait"
        figure = _below(element, "fig", id=block.id, orientation=direction)
        _below(figure, "label", text=str(block.number))
        _written(_below(_below(figure, "caption"), "title"), block.caption, page.locale)
        _below(figure, "alt-text", text=block.alternative)
        for drawing in etree.fromstring(f"<sheets>{block.svg}</sheets>"):
            data = b64encode(etree.tostring(drawing, encoding="UTF-8", xml_declaration=False, with_tail=False)).decode()
            place = f"data:image/svg+xml;base64,{data}"  # no other file goes along
            _below(figure, "graphic", {"mimetype": "image", "mime-subtype": "svg+xml", f"{{{XLINK}}}href": place})


def _clause(element: _Element, provision: Provision, locale: str) -> None:
    """A numbered clause as a section of its own."""
    _below(element, "label", text=str(provision.number))
    if provision.title:
        _written(_below(element, "title"), provision.title, locale)
    if provision.text:
        _written(_below(element, "p"), provision.text, locale)
    _provisions(element, provision.provisions, locale)


def _provisions(element: _Element, provisions: list[Provision] | tuple[Provision, ...], locale: str) -> None:
    """Clauses as a list, with the numbers or letters they have on the page."""
    if not provisions:
        return
    whole = _below(element, "list", {"list-type": "simple"})
    for provision in provisions:
        item = _below(whole, "list-item", id=provision.id)
        _below(item, "label", text=str(provision.number))
        if provision.title:
            _written(_below(item, "title"), provision.title, locale)
        if provision.text:
            _written(_below(item, "p"), provision.text, locale)
        _provisions(item, provision.provisions, locale)


def _table(element: _Element, table: Table, page: _Page) -> None:
    direction = "landscape" if table.wide else "portrait"
    wrap = _below(element, "table-wrap", id=table.id, orientation=direction)
    if table.number:
        _below(wrap, "label", text=table.number)
    if table.caption:
        _below(_below(wrap, "caption"), "title", text=str(table.caption))
    whole = _below(wrap, "table")
    for column in table.columns:
        _below(whole, "col", width=f"{column.width:g}%")
    if table.head:
        head = _below(whole, "thead")
        for row in table.head:
            line = _below(head, "tr")
            for cell in row.cells:
                scope = "colgroup" if cell.columns > 1 else "col"
                _lines(_below(line, "th", {"scope": scope, **_spans(cell)}), cell, row, page)
    for group in table.groups:
        body = _below(whole, "tbody")
        for row in group:
            line = _below(body, "tr", {"id": row.anchor} if row.anchor else {})
            for cell in row.cells:
                heads = {"scope": "rowgroup" if cell.rows > 1 else "row"} if cell.head else {}
                place = _below(line, "th" if cell.head else "td", {**heads, **_spans(cell)})
                _lines(place, cell, row, page)
    if table.note:
        _below(_below(wrap, "table-wrap-foot"), "p", text=str(table.note))


def _spans(cell: Cell) -> dict[str, str]:
    columns = {"colspan": str(cell.columns)} if cell.columns > 1 else {}
    return columns | ({"rowspan": str(cell.rows)} if cell.rows > 1 else {})


def _lines(element: _Element, cell: Cell, row: Row, page: _Page) -> None:
    """The lines of a cell: lettered ones as a list, ids of items as references to them, others as paragraphs."""
    for lettered, lines in groupby(cell.lines, key=lambda line: isinstance(line, Item) and bool(line.letter)):
        whole = _below(element, "list", {"list-type": "simple"}) if lettered else element
        for line in lines:
            words = line.words if isinstance(line, Item) else line
            anchor = {"id": line.id} if isinstance(line, Item) and line.id else {}
            if isinstance(line, Item) and line.letter:
                item = _below(whole, "list-item", anchor)
                _below(item, "label", text=line.letter)
                _written(_below(item, "p"), words, page.locale)
            elif isinstance(words, str) and words and set(words.split()) <= page.anchors - {row.anchor}:
                _references(_below(whole, "p", anchor), words.split())
            elif words:
                _written(_below(whole, "p", anchor), words, page.locale)


def _references(paragraph: _Element, ids: list[str]) -> None:
    for position, name in enumerate(ids, 1):
        reference = _below(paragraph, "xref", {"ref-type": "other", "rid": name}, text=name)
        reference.tail = " " if position < len(ids) else None


def _anchors(document: Document) -> frozenset[str]:
    """The anchors of all rows of tables."""
    found = set()
    ahead = list(document.chapters)
    while ahead:
        chapter = ahead.pop()
        ahead += chapter.sections
        tables = (block for block in chapter.blocks if isinstance(block, Table))
        found |= {row.anchor for table in tables for group in table.groups for row in group if row.anchor}
    return frozenset(found)


def _written(element: _Element, words: Words, locale: str, before: str = "") -> None:
    """Adds words to an element, marked where they are in another language than `locale`; "" is any language."""
    if isinstance(words, Text) and locale and words.language != locale:
        _add(element, before)
        _below(element, "styled-content", {LANG: words.language, "specific-use": "untranslated"}, text=words.words)
    else:
        _add(element, f"{before}{words}")


def _add(element: _Element, words: str) -> None:
    """Text behind everything that an element has already."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + words or None
    else:
        element.text = (element.text or "") + words or None


def _below(
    element: _Element, tag: str, attributes: dict[str, str] | None = None, *, text: str | None = None, **more: str
) -> _Element:
    """A new child with attributes and text."""
    child = etree.SubElement(element, tag, {**(attributes or {}), **more})
    child.text = text
    return child
