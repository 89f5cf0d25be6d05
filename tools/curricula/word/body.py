"""The layout as WordprocessingML: paragraphs, content controls, tables and sections (ISO/IEC 29500-1)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from lxml.etree import _Element

from curricula.word.layout import Block, Cell, Contents, Layout, Line, Paragraph, Piece, Table, Turn

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
PORTRAIT = (11906, 16838)  # A4 in twentieths of a point
MARGINS = {"top": 1531, "bottom": 1304, "left": 1417, "right": 1134, "header": 720, "footer": 624, "gutter": 0}
_FIRST_LIST = 2  # number 1 is that of the chapters
LANGUAGES = {"zh-Hans": "zh-CN", "en": "en-GB", "ru": "ru-RU", "uz-Latn": "uz-Latn-UZ"}  # as Word names them


@dataclass
class _Numbers:
    """Running numbers that must be unique in a file."""

    control: int = 0
    bookmark: int = 0


def element(kind: str, /, *children: _Element, **attributes: str | int) -> _Element:
    """An element `w:kind`; its attributes are `w:` attributes."""
    made: _Element = OxmlElement(f"w:{kind}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key.rstrip('_')}"), str(value))
    made.extend(children)
    return made


def body(layout: Layout) -> Iterator[_Element]:
    """The elements of the body, without the last section's properties."""
    numbers = _Numbers()
    landscape = False
    for block in layout.blocks:
        if isinstance(block, Turn):
            # Landscape pages begin and end with a section of their own; the break tells how those before it stood.
            yield element("p", element("pPr", element("spacing", before=0, after=0, line=20, lineRule="exact"),
                                       section(landscape)))
            landscape = block.landscape
        else:
            yield from _block(block, landscape, numbers)


def section(landscape: bool) -> _Element:
    """The properties of a section: A4, upright or on its side."""
    width, height = reversed(PORTRAIT) if landscape else PORTRAIT
    size = element("pgSz", w=width, h=height)
    if landscape:
        size.set(qn("w:orient"), "landscape")
    return element("sectPr", size, element("pgMar", **MARGINS))


def _block(block: Block, landscape: bool, numbers: _Numbers) -> Iterator[_Element]:
    if isinstance(block, Paragraph):
        yield _paragraph(block, numbers)
    elif isinstance(block, Table):
        yield _table(block, landscape, numbers)
        yield element("p", element("pPr", element("pStyle", val="CurriculaGap")))
    elif isinstance(block, Contents):
        yield from _contents(block)


def style_id(name: str) -> str:
    """The id of a style, as python-docx makes it of the name."""
    return name.replace(" ", "")


def _paragraph(paragraph: Paragraph, numbers: _Numbers) -> _Element:
    properties = element("pPr", element("pStyle", val=style_id(paragraph.style)))
    if paragraph.list_ is not None:
        number = paragraph.list_ + _FIRST_LIST - 1
        properties.append(element("numPr", element("ilvl", val=paragraph.level), element("numId", val=number)))
    made = element("p", properties)
    if paragraph.bookmark:
        numbers.bookmark += 1
        made.append(element("bookmarkStart", id=numbers.bookmark, name=paragraph.bookmark))
    for piece in paragraph.pieces:
        made.append(_piece(piece, numbers))
    if paragraph.bookmark:
        made.append(element("bookmarkEnd", id=numbers.bookmark))
    return made


def _piece(piece: Piece, numbers: _Numbers) -> _Element:
    if not piece.tag:
        return run(piece.words, language=piece.language, strong=piece.strong)
    numbers.control += 1
    properties = element("sdtPr", element("tag", val=piece.tag), element("id", val=numbers.control))
    if piece.fixed:
        properties.append(element("lock", val="sdtContentLocked"))
    if not piece.words:
        properties.append(element("showingPlcHdr"))
    if piece.choices:
        items = (element("listItem", displayText=words, value=value) for value, words in piece.choices)
        properties.append(element("dropDownList", *items))
    if piece.words:
        content = run(piece.words, language=piece.language, strong=piece.strong)
    else:
        content = run(piece.hint, style="CurriculaHint")
    return element("sdt", properties, element("sdtContent", content))


def run(words: str, *, language: str = "", strong: bool = False, style: str = "") -> _Element:
    """A run of words."""
    properties = element("rPr")
    if style:
        properties.append(element("rStyle", val=style))
    if strong:
        properties.append(element("b"))
    if language:  # words of another language stand in for a translation: they are seen
        properties.append(element("shd", val="clear", color="auto", fill="FFF3CD"))
        tag = LANGUAGES.get(language, language)
        properties.append(element("lang", val=tag, eastAsia=tag))
    text = element("t")
    text.text = words
    text.set(SPACE, "preserve")
    return element("r", properties, text) if len(properties) else element("r", text)


def _field(code: str, *content: _Element) -> Iterator[_Element]:
    """A field with its present result."""
    yield element("r", element("fldChar", fldCharType="begin"))
    instruction = element("instrText")
    instruction.text = f" {code} "
    instruction.set(SPACE, "preserve")
    yield element("r", instruction)
    yield element("r", element("fldChar", fldCharType="separate"))
    yield from content
    yield element("r", element("fldChar", fldCharType="end"))


def field(code: str, result: str) -> list[_Element]:
    """The runs of a field such as PAGE."""
    return list(_field(code, run(result)))


def _contents(contents: Contents) -> Iterator[_Element]:
    """A table of contents that Word can renew; without page numbers, which only Word could count."""
    title = element("p", element("pPr", element("pStyle", val="CurriculaContents")), run(contents.title))
    yield title
    parts = list(_field('TOC \\o "1-2" \\n \\h \\z'))
    opening, closing = parts[:3], parts[3:]
    last = len(contents.entries) - 1
    for place, (level, words, bookmark) in enumerate(contents.entries):
        made = element("p", element("pPr", element("pStyle", val=f"TOC{level + 1}")))
        made.extend(opening if place == 0 else [])
        made.append(element("hyperlink", run(words), anchor=bookmark, history=1))
        made.extend(closing if place == last else [])
        yield made
    yield element("p", element("r", element("br", type="page")))


def _table(table: Table, landscape: bool, numbers: _Numbers) -> _Element:
    width, height = PORTRAIT
    room = (height if landscape else width) - MARGINS["left"] - MARGINS["right"]
    total = sum(table.widths)
    widths = [round(room * share / total) for share in table.widths]
    properties = element(
        "tblPr",
        element("tblStyle", val="CurriculaTable" if table.borders else "CurriculaFacts"),
        element("tblW", w=sum(widths), type="dxa"),
        element("tblLayout", type="fixed"),
        element("tblLook", val="0000"),
    )
    if table.title:
        properties.append(element("tblCaption", val=table.title))
    properties.append(element("tblDescription", val=table.name))
    made = element("tbl", properties, element("tblGrid", *(element("gridCol", w=each) for each in widths)))
    pending: dict[int, tuple[int, int]] = {}  # columns that a cell above still covers: rows left, width in columns
    for line in table.lines:
        made.append(_line(line, widths, pending, numbers))
    return made


def _line(line: Line, widths: list[int], pending: dict[int, tuple[int, int]], numbers: _Numbers) -> _Element:
    """A row. A cell that spans rows is continued in those below by an empty one."""
    properties = element("trPr", element("cantSplit"))
    if line.head:
        properties.append(element("tblHeader"))
    made = element("tr", properties)
    column = 0
    cells = iter(line.cells)
    while column < len(widths):
        if column in pending:
            left, span = pending.pop(column)
            if left > 1:
                pending[column] = (left - 1, span)
            made.append(_cell(Cell((), span, head=True), widths[column : column + span], "continue", numbers))
        else:
            cell = next(cells, Cell(()))
            span = cell.columns
            if cell.rows > 1:
                pending[column] = (cell.rows - 1, span)
            merge = "restart" if cell.rows > 1 else ""
            made.append(_cell(cell, widths[column : column + span], merge, numbers, keep=line.keep))
        column += span
    return made


def _cell(cell: Cell, widths: Iterable[int], merge: str, numbers: _Numbers, *, keep: bool = False) -> _Element:
    properties = element("tcPr", element("tcW", w=sum(widths), type="dxa"))
    if cell.columns > 1:
        properties.append(element("gridSpan", val=cell.columns))
    if merge:
        properties.append(element("vMerge", val=merge))
    if cell.head or cell.total:
        properties.append(element("shd", val="clear", color="auto", fill="EEF2F6"))
    made = element("tc", properties)
    for paragraph in cell.paragraphs or (Paragraph("Curricula Cell", ()),):
        part = _paragraph(paragraph, numbers)
        if keep:
            part[0].insert(1, element("keepNext"))
        made.append(part)
    return made
