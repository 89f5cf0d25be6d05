"""The structure of a PDF: the document as those meet it to whom it is read aloud.

The structure follows the elements of the page's HTML, not the boxes the engine made of them. A table
over three pages is one table with one head, a paragraph over two pages one paragraph, and a link over
two lines one link; spans of cells stay as they are in the HTML. What the engine prints again on every
page (running heads, the head of a table that goes on) is decoration, which no reader is told twice.

The names are those of ISO 32000-1, 14.8.4. An element without a name of its own is seen through, except
where its language is another than that around it.
"""

import logging
import re
from dataclasses import dataclass, field
from typing import Any

import pydyf

LOGGER = logging.getLogger("weasyprint")  # where the engine says what goes wrong, and is heard

SVG = "{http://www.w3.org/2000/svg}"
PIXEL = 0.75  # points
HYPHEN, SOFT_HYPHEN = "\u2010", "\u00ad"
_HEADS = ("H1", "H2", "H3", "H4", "H5", "H6")
_KINDS = {
    **dict.fromkeys(("header", "section"), "Sect"),
    **{name.lower(): name for name in (*_HEADS, "P", "TR", "TH", "TD")},
    **dict.fromkeys(("ul", "ol"), "L"),
    **dict.fromkeys(("caption", "figcaption"), "Caption"),
    **dict.fromkeys(("ins", "del"), "Span"),
    "table": "Table", "thead": "THead", "tbody": "TBody", "tfoot": "TFoot",
    "nav": "Nav", "li": "LI", "figure": "Div", "a": "Link", f"{SVG}svg": "Figure", "img": "Figure",
}
_SCOPES = {"col": "/Column", "colgroup": "/Column", "row": "/Row", "rowgroup": "/Row"}
_DECORATIONS = {"ins": "/Underline", "del": "/LineThrough"}
_SPACE = re.compile(r"\s+")


@dataclass(eq=False, slots=True)
class _Node:
    """An element of the structure: its kind, language, attributes, and what is in it, in the order of reading.

    `kids` are nodes, and pairs of a page's number with either the number of a stretch of its content or a link
    on it. `page` is the one on which the element begins.
    """

    kind: str
    parent: "_Node | None" = None
    language: str = ""
    page: int = 0
    kids: list[Any] = field(default_factory=list)
    attributes: dict[str, Any] = field(default_factory=dict)
    entries: dict[str, Any] = field(default_factory=dict)

    def child(self, kind: str, first: bool = False) -> "_Node":
        """A new node in this one, at its end or at its beginning."""
        node = _Node(kind, self, self.language, self.page)
        self.kids.insert(0 if first else len(self.kids), node)
        return node

    def above(self, *kinds: str) -> "_Node | None":
        """The nearest node of one of the kinds, this one included."""
        node: _Node | None = self
        while node is not None and node.kind not in kinds:
            node = node.parent
        return node


def soft_hyphens(fonts: dict[Any, Any]) -> None:
    """Let the hyphen that the engine sets where it divides a word be read as one that goes with the line's end.

    It has a glyph of its own, which no text of ours has; so the word is read, sought and copied whole.
    """
    for font in fonts.values():
        divided = [glyph for glyph, characters in font.to_unicode.items() if characters == HYPHEN]
        font.to_unicode.update(dict.fromkeys(divided, SOFT_HYPHEN))


def add_structure(pdf: Any, document: Any, pdf_version: object, streams: list[Any]) -> None:
    """Give a PDF its structure, in place of WeasyPrint's `add_tags`, whose arguments these are."""
    root = _Node("Document", language=document.metadata.lang or "")
    nodes: dict[Any, _Node] = {}
    for number, (page, stream) in enumerate(zip(document.pages, streams, strict=True)):
        sheet = _Sheet(number, page, stream, nodes)
        sheet.read(page._page_box, root)
        sheet.finish()
        _leave_out(pdf, number, sheet.doubled)
    _raise_heads(list(dict.fromkeys(node for node in nodes.values() if node.kind in _HEADS)))
    _write(pdf, root, len(streams))
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    if "Lang" not in pdf.catalog:
        LOGGER.error('Missing required "lang" attribute at the root of the document')


def _raise_heads(heads: list[_Node]) -> None:
    """Let the headings of an excerpt, which has no title, begin at the first level all the same."""
    above = min((int(head.kind[1]) for head in heads), default=1) - 1
    for head in heads:
        head.kind = f"H{int(head.kind[1]) - above}"


@dataclass(slots=True)
class _Sheet:
    """One page while its boxes are read; `nodes` are those of the elements met so far, on earlier pages too.

    `decoration` are the stretches of its content that are none, and `doubled` the links on places that have one.
    """

    number: int
    page: Any
    stream: Any
    nodes: dict[Any, _Node]
    decoration: dict[int, str] = field(default_factory=dict)
    doubled: list[Any] = field(default_factory=list)

    def read(self, box: Any, node: _Node, linked: bool = False) -> None:
        """Put what is printed of a box and the boxes in it below `node`, or below that of their own element.

        `linked` says that the place is a link already.
        """
        box = getattr(box, "_box", box)  # of what is placed apart from the text around it
        margin = getattr(box, "at_keyword", "")
        if margin:
            self.decorate(box, "Header" if margin.startswith("@top") else "Footer")
            return
        if box.element is not None:
            node = self.nodes.get(box.element) or self.met(box, node)
            if node.kind == "THead" and node.page != self.number:
                self.decorate(box)
                return
        if box.is_leader:
            self.decorate(box)
            return
        if box.link_annotation and not linked:
            box.link_annotation["Contents"] = pydyf.String(words(box.element))
            node.kids.append((self.number, box.link_annotation))
            linked = True
        elif box.link_annotation:
            self.doubled.append(box.link_annotation)
        content = self.stream._tags.pop(box, None)
        if content:
            node.kids.append((self.number, content["mcid"]))
        for child in getattr(box, "children", ()):
            self.read(child, node, linked)

    def decorate(self, box: Any, subtype: str = "") -> None:
        """Whatever is printed of a box is no content."""
        box = getattr(box, "_box", box)
        if box.link_annotation:
            self.doubled.append(box.link_annotation)
        content = self.stream._tags.pop(box, None)
        if content:
            self.decoration[content["mcid"]] = subtype
        for child in getattr(box, "children", ()):
            self.decorate(child, subtype)

    def met(self, box: Any, around: _Node) -> _Node:
        """The node of an element that is met for the first time, in the node around it."""
        element = box.element
        language = element.get("lang") or around.language
        node = self.made(element, around)
        if node is around and language != around.language:
            node = around.child("Div" if element.tag == "div" else "Span")
        if node is not around:
            node.page, node.language = self.number, language
        if node.kind == "Figure":
            self.describe(node, box)
        self.nodes[element] = node
        return node

    def made(self, element: Any, around: _Node) -> _Node:
        """A new node for an element; `around` itself where the element has no kind."""
        kind = _KINDS.get(element.tag, "")
        if kind == "L" and around.kind in ("Nav", "TOCI"):
            return around.child("TOC")
        if kind == "LI":
            return around.child("TOCI") if around.kind == "TOC" else around.child("LI").child("LBody")
        if kind == "Link" and around.kind == "TOCI":
            return around.child("Reference").child("Link")
        if element.tag == "span" and element.get("class") == "number":
            return _label(around)
        if not kind:
            return around
        node = around.child(kind)
        node.attributes = _attributes(element)
        return node

    def describe(self, node: _Node, box: Any) -> None:
        """The words that stand for a figure, and its place on the page."""
        x, y = box.content_box_x(), box.content_box_y()
        left, top = x * PIXEL, (self.page.height - y) * PIXEL
        right, bottom = (x + box.width) * PIXEL, (self.page.height - y - box.height) * PIXEL
        node.attributes = {"O": "/Layout", "Placement": "/Block", "BBox": pydyf.Array((left, bottom, right, top))}
        alternative = description(box.element)
        if not alternative:
            LOGGER.error("A figure has no words that stand for it")
        node.entries["Alt"] = pydyf.String(alternative)

    def finish(self) -> None:
        """Mark what is no content as such in the stream of the page; nothing may be left over."""
        if self.stream._tags:
            LOGGER.error("Page %d: %d pieces are outside the structure", self.number + 1, len(self.stream._tags))
        if not self.decoration:
            return
        stream = self.stream.stream
        for place, operator in enumerate(stream):
            if operator == b"BDC" and (number := stream[place - 1].get("MCID")) in self.decoration:
                subtype = self.decoration[number]
                told = {"Type": "/Pagination", "Subtype": f"/{subtype}"} if subtype else {"Type": "/Pagination"}
                stream[place - 2 : place] = ["/Artifact", pydyf.Dictionary(told)]


def _leave_out(pdf: Any, number: int, annotations: list[Any]) -> None:
    """Take annotations off a page. Objects without a content stay: pydyf counts wrongly where one is taken out."""
    if annotations:
        page = pdf.objects[int(pdf.page_references[number].split()[0])]
        left_out = {annotation.reference for annotation in annotations}
        page["Annots"] = pydyf.Array(name for name in page["Annots"] if name not in left_out)
        for annotation in annotations:
            annotation.clear()


def words(element: Any) -> str:
    """The words of an element, one space between them."""
    return _SPACE.sub(" ", "".join(element.itertext())).strip()


def description(element: Any) -> str:
    """The words that stand for a figure: its label, or its title and description."""
    told = [element.get("alt"), element.get("aria-label")]
    told += [words(part) for name in ("title", "desc") for part in element.findall(SVG + name)]
    return "\n".join(dict.fromkeys(text for text in told if text))


def _label(around: _Node) -> _Node:
    """The number of a list item, before its words; any other number is a part of the words."""
    body = around.above("LBody", "TD", "TH")
    if body is None or body.kind != "LBody" or body.parent is None or body.parent.kids[0] is not body:
        return around
    return body.parent.child("Lbl", first=True)


def _attributes(element: Any) -> dict[str, Any]:
    """What is to be known of a cell, a list, or a change of the words."""
    if element.tag in ("th", "td"):
        spans = {"ColSpan": int(element.get("colspan", 1)), "RowSpan": int(element.get("rowspan", 1))}
        told: dict[str, Any] = {"O": "/Table", **{name: count for name, count in spans.items() if count > 1}}
        return told | ({"Scope": _SCOPES[element.get("scope", "col")]} if element.tag == "th" else {})
    if element.tag in _DECORATIONS:
        return {"O": "/Layout", "TextDecorationType": _DECORATIONS[element.tag]}
    return {}


def _write(pdf: Any, root: _Node, pages: int) -> None:
    """Write the nodes into the PDF, and beside them where the content of every page and every link belongs."""
    tree = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(tree)
    writer = _Writer(pdf, tuple(pdf.page_references), [[] for _ in range(pages)])
    tree["K"] = pydyf.Array([writer.write(root, tree.reference)])
    owners = [pydyf.Array(owned) for owned in writer.content] + writer.links
    parents = pydyf.Dictionary({"Nums": pydyf.Array(part for pair in enumerate(owners) for part in pair)})
    pdf.add_object(parents)
    tree["ParentTree"], tree["ParentTreeNextKey"] = parents.reference, len(owners)
    pdf.catalog["StructTreeRoot"] = tree.reference


@dataclass(slots=True)
class _Writer:
    """What is written so far: by page, the owner of every stretch of content; and the owners of the links."""

    pdf: Any
    pages: tuple[bytes, ...]
    content: list[list[Any]]
    links: list[Any] = field(default_factory=list)

    def write(self, node: _Node, above: bytes) -> bytes:
        """Write a node and those in it; the reference to it."""
        written = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{'Sect' if node.kind == 'Nav' else node.kind}"})
        self.pdf.add_object(written)
        written["P"] = above
        if node.parent is None or node.language != node.parent.language:
            written["Lang"] = pydyf.String(node.language)
        if node.kind == "L":
            lettered = any(item.kids[0].kind == "Lbl" for item in node.kids)
            node.attributes = {"O": "/List", "ListNumbering": "/LowerAlpha" if lettered else "/None"}
        if node.attributes:
            written["A"] = pydyf.Dictionary(node.attributes)
        written.update(node.entries)
        first = next((kid[0] for kid in node.kids if isinstance(kid, tuple)), None)
        if first is not None:
            written["Pg"] = self.pages[first]
        written["K"] = pydyf.Array(
            self.content_of(kid, written) if isinstance(kid, tuple) else self.write(kid, written.reference)
            for kid in node.kids if isinstance(kid, tuple) or _is_needed(kid)
        )
        node.kids.clear()  # which are not needed any more, and hold their parent in turn
        return written.reference  # type: ignore[no-any-return]

    def content_of(self, kid: tuple[int, Any], owner: Any) -> Any:
        """The entry of a stretch of content or of a link in its owner."""
        number, thing = kid
        page = self.pages[number]
        if not isinstance(thing, int):
            thing["StructParent"] = len(self.content) + len(self.links)
            self.links.append(owner.reference)
            return pydyf.Dictionary({"Type": "/OBJR", "Obj": thing.reference, "Pg": page})
        owned = self.content[number]
        owned.extend(["null"] * (thing + 1 - len(owned)))
        owned[thing] = owner.reference
        return thing if page == owner["Pg"] else pydyf.Dictionary({"Type": "/MCR", "Pg": page, "MCID": thing})


def _is_needed(node: _Node) -> bool:
    """Whether there is anything in a node; an empty cell keeps its table regular."""
    return node.kind in ("TD", "TH") or any(isinstance(kid, tuple) or _is_needed(kid) for kid in node.kids)
