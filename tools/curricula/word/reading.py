"""A Word document as lines and tables: what an author sees, the tags of content controls, and what is in the way.

Tracked changes are read as if all were accepted. Comments, pictures, text boxes, footnotes, hidden
words and nested tables are no part of a standard: each is a finding that quotes what is in it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from docx.oxml.ns import qn
from lxml.etree import _Element

from curricula.diagnostics import N_, Diagnostic, Phrase, Severity, Where
from curricula.office import Container, parse_xml

HINT = "CurriculaHint"
_THROUGH = {
    qn(f"w:{name}") for name in ("hyperlink", "smartTag", "fldSimple", "ins", "moveTo", "dir", "bdo", "customXml")
}
_PICTURES = {qn("w:drawing"), qn("w:pict"), qn("w:object")}
_BOX = qn("w:txbxContent")
_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FIELDS = ("TOC", "PAGE", "NUMPAGES", "HYPERLINK", "PAGEREF", "REF")  # their results are words like any other
_SPACES = {qn("w:tab"): " ", qn("w:br"): " ", qn("w:cr"): " ", qn("w:noBreakHyphen"): "‑"}


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a line; `tag` is that of the content control they stand in."""

    words: str
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: its place in words, its style, and its parts, of which none is empty without a tag.

    The style is its name without spaces, in small letters: ids differ between languages of Word. The
    line is `strong` where all of it is set in bold letters by hand.
    """

    place: Phrase
    style: str
    parts: tuple[Part, ...]
    level: int = 0
    strong: bool = False

    @property
    def words(self) -> str:
        """All words of the line, single spaces between them."""
        return " ".join("".join(part.words for part in self.parts).split())


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: the column it begins in, how many it covers, and whether it is merged with one above or below."""

    column: int
    span: int
    lines: tuple[Line, ...]
    place: Phrase
    merged: bool = False

    @property
    def words(self) -> str:
        """All words of the cell in one line."""
        return " ".join(filter(None, (line.words for line in self.lines)))

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags in the cell."""
        return tuple(part.tag for line in self.lines for part in line.parts if part.tag)


@dataclass(frozen=True, slots=True)
class Row:
    """A table row."""

    cells: tuple[Cell, ...]
    place: Phrase
    head: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `name` is the title it was written with."""

    name: str
    rows: tuple[Row, ...]
    place: Phrase


@dataclass
class _Reader:
    """Reads the body of one document, counting paragraphs and tables, and collects findings."""

    path: str
    comments: dict[str, str]
    notes: dict[str, str]
    hints: frozenset[str]
    styles: dict[str, str]
    findings: list[Diagnostic] = field(default_factory=list)
    heading: str = ""
    paragraphs: int = 0
    tables: int = 0

    def find(self, code: str, message: str, place: Phrase, hint: str = "", *, severity: Severity = "warning",
             words: str = "") -> None:
        arguments = {"place": place, "words": words}
        self.findings.append(Diagnostic(Where(self.path), code, message, arguments, hint=hint, severity=severity))


def read_document(container: Container, path: str, hints: Iterable[str]) -> tuple[list[Line | Table], list[Diagnostic]]:
    """The lines and tables of a document in order, and what in it was not read; `hints` are no words."""
    parts = container.parts
    folder = container.main.rpartition("/")[0]
    footnotes = _texts(parts.get(f"{folder}/footnotes.xml"), "footnote")
    endnotes = _texts(parts.get(f"{folder}/endnotes.xml"), "endnote")
    comments = _texts(parts.get(f"{folder}/comments.xml"), "comment")
    styles = _styles(parts.get(f"{folder}/styles.xml"))
    reader = _Reader(path, comments, footnotes | endnotes, frozenset(hints), styles)
    body = parse_xml(parts[container.main]).find(qn("w:body"))
    return list(_blocks(reader, body if body is not None else [], "")), reader.findings


def _texts(part: bytes | None, name: str) -> dict[str, str]:
    """The words of comments or notes by id."""
    if part is None:
        return {}
    found = parse_xml(part).iter(qn(f"w:{name}"))
    return {item.get(qn("w:id"), ""): _words(item) for item in found}


def _styles(part: bytes | None) -> dict[str, str]:
    """The names of styles by their ids."""
    if part is None:
        return {}
    found = ((style.get(qn("w:styleId"), ""), _value(style, "name")) for style in parse_xml(part).iter(qn("w:style")))
    return {key: "".join(name.split()).casefold() for key, name in found}


def _words(item: _Element) -> str:
    """All words below an element in one line."""
    found = (text.text or "" for text in item.iter(qn("w:t"), qn("w:delText"), f"{_MATH}t"))
    return " ".join(" ".join(found).split())


def _blocks(reader: _Reader, holder: Iterable[_Element], tag: str) -> Iterator[Line | Table]:
    for item in holder:
        if item.tag == qn("w:p"):
            yield _paragraph(reader, item, tag)
        elif item.tag == qn("w:tbl"):
            reader.tables += 1
            yield _table(reader, item)
        elif item.tag == qn("w:sdt"):
            content = item.find(qn("w:sdtContent"))
            yield from _blocks(reader, content if content is not None else [], _tag(item) or tag)
        elif item.tag in _THROUGH:
            yield from _blocks(reader, item, tag)


def _paragraph(reader: _Reader, item: _Element, tag: str) -> Line:
    reader.paragraphs += 1
    if reader.heading:
        place = Phrase("paragraph {number} below “{heading}”", {"number": reader.paragraphs, "heading": reader.heading})
    else:
        place = Phrase("paragraph {number}", {"number": reader.paragraphs})
    line = _line(reader, item, tag, place)
    if line.style.startswith("heading") and line.words:
        reader.heading, reader.paragraphs, reader.tables = line.words, 0, 0
        return replace(line, place=Phrase("the heading “{heading}”", {"heading": line.words}))
    return line


def _line(reader: _Reader, item: _Element, tag: str, place: Phrase) -> Line:
    parts = [part for part in _parts(reader, item, tag, place) if part.words or part.tag]
    changed = [child.tag for child in item.iter(qn("w:ins"), qn("w:del"), qn("w:moveFrom"), qn("w:moveTo"))]
    style = reader.styles.get(_value(item, "pPr", "pStyle"), "")
    runs = [made for made in item.iter(qn("w:r")) if made.find(qn("w:t")) is not None]
    strong = bool(runs) and all(made.find(f"{qn('w:rPr')}/{qn('w:b')}") is not None for made in runs)
    line = Line(place, style, tuple(parts), int(_value(item, "pPr", "numPr", "ilvl") or 0), strong)
    if changed:
        reader.find(
            "word-tracked-changes", N_("{place} has tracked changes; they were taken as accepted: {words}"), place,
            N_("Accept or reject the changes in Word, then import the file again."), words=line.words,
        )
    return line


def _parts(reader: _Reader, holder: _Element, tag: str, place: Phrase) -> Iterator[Part]:
    """The words below an element, each with the innermost control it stands in."""
    for item in holder:
        if item.tag == qn("w:r"):
            yield Part(_run(reader, item, place), tag)
        elif item.tag == qn("w:sdt"):
            yield from _control(reader, item, tag, place)
        elif item.tag in _THROUGH:
            yield from _parts(reader, item, tag, place)
        elif item.tag == qn("w:commentRangeStart"):
            words = reader.comments.get(item.get(qn("w:id"), ""), "")
            reader.find("word-comment", N_("{place} has a comment, which was not taken: {words}"), place, words=words)
        elif item.tag.startswith(_MATH):
            words = _words(item)
            reader.find("word-formula", N_("{place} has a formula; only its letters were taken: {words}"), place,
                        N_("Write it in words or with ordinary letters."), words=words)
            yield Part(words, tag)


def _control(reader: _Reader, item: _Element, tag: str, place: Phrase) -> Iterator[Part]:
    """The words of a content control; those that only say what to write there are left out."""
    content = item.find(qn("w:sdtContent"))
    own = _tag(item)
    found = list(_parts(reader, content, own or tag, place)) if content is not None else []
    words = " ".join("".join(part.words for part in found).split())
    properties = item.find(qn("w:sdtPr"))
    empty = properties is not None and properties.find(qn("w:showingPlcHdr")) is not None
    typed = any(style.get(qn("w:val")) == HINT for style in item.iter(qn("w:rStyle")))  # over the hint, by a program
    if words in reader.hints or (empty and not typed):
        found = []
    yield from found or [Part("", own)]


def _tag(item: _Element) -> str:
    return _value(item, "sdtPr", "tag")


def _run(reader: _Reader, item: _Element, place: Phrase) -> str:
    words = []
    for part in item:
        if part.tag == qn("w:t"):
            words.append(part.text or "")
        elif part.tag in _SPACES:
            words.append(_SPACES[part.tag])
        elif part.tag == qn("w:instrText") and (part.text or "").split()[:1]:
            name = (part.text or "").split()[0].upper()
            if name not in _FIELDS:
                reader.find("word-field", N_("{place} has a field ({words}); its present result was taken"), place,
                            severity="info", words=name)
        elif part.tag in (qn("w:footnoteReference"), qn("w:endnoteReference")):
            note = reader.notes.get(part.get(qn("w:id"), ""), "")
            reader.find("word-footnote", N_("{place} has a footnote, which was not taken: {words}"), place,
                        N_("Put what matters into the text."), words=note)
        elif part.tag == qn("w:sym"):
            reader.find("word-symbol", N_("{place} has a sign of a symbol font, which was not taken: {words}"), place,
                        N_("Insert the sign as an ordinary letter."), words=part.get(qn("w:char"), ""))
        elif part.tag in _PICTURES or part.tag == _ALTERNATIVE:
            _picture(reader, part, place)
    found = "".join(words)
    hidden = item.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    if hidden is not None and hidden.get(qn("w:val"), "1") not in ("0", "false", "off") and found.strip():
        reader.find("word-hidden", N_("{place} has hidden words, which were not taken: {words}"), place,
                    N_("Show them or delete them in Word."), words=found.strip())
        return ""
    return found


def _picture(reader: _Reader, part: _Element, place: Phrase) -> None:
    boxes = [box for box in part.iter(_BOX) if not any(above.tag == _FALLBACK for above in box.iterancestors())]
    if boxes:
        words = " ".join(map(_words, boxes))
        reader.find("word-text-box", N_("{place} has a text box, which was not taken: {words}"), place,
                    N_("Put its words into the paragraph or the table."), words=words)
    else:
        reader.find("word-picture", N_("{place} has a picture, which was not taken"), place,
                    N_("A standard is made of words and tables."))


def _table(reader: _Reader, item: _Element) -> Table:
    where: dict[str, object] = {"table": reader.tables, "heading": reader.heading}
    name = _value(item, "tblPr", "tblDescription")
    rows = list(_rows(reader, item, where))
    for place, row in reversed(list(enumerate(rows[1:]))):  # the first of merged cells does not say so itself
        going_on = {cell.column for cell in row.cells if cell.merged}
        cells = (replace(cell, merged=cell.merged or cell.column in going_on) for cell in rows[place].cells)
        rows[place] = replace(rows[place], cells=tuple(cells))
    below = Phrase("table {table} below “{heading}”", where) if reader.heading else Phrase("table {table}", where)
    return Table(name, tuple(rows), below)


def _rows(reader: _Reader, holder: _Element, where: Mapping[str, object]) -> Iterator[Row]:
    for number, item in enumerate(_below(holder, "tr"), 1):
        here = {**where, "row": number}
        if reader.heading:
            place = Phrase("table {table} below “{heading}”, row {row}", here)
        else:
            place = Phrase("table {table}, row {row}", here)
        properties = item.find(qn("w:trPr"))
        if properties is not None and properties.find(qn("w:del")) is not None:
            reader.find("word-tracked-changes", N_("{place} is deleted in tracked changes; it was left out: {words}"),
                        place, words=_words(item))
            continue
        head = properties is not None and properties.find(qn("w:tblHeader")) is not None
        yield Row(tuple(_cells(reader, item, here)), place, head)


def _cells(reader: _Reader, row: _Element, where: Mapping[str, object]) -> Iterator[Cell]:
    column = int(_value(row, "trPr", "gridBefore") or 0)
    for item, tag in _tagged(row, "tc", ""):
        span = int(_value(item, "tcPr", "gridSpan") or 1)
        here = {**where, "column": column + 1}
        if reader.heading:
            place = Phrase("table {table} below “{heading}”, row {row}, column {column}", here)
        else:
            place = Phrase("table {table}, row {row}, column {column}", here)
        merged = item.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        continued = merged is not None and merged.get(qn("w:val"), "continue") == "continue"
        lines = []
        for paragraph, own in _tagged(item, "p", tag):
            lines.append(_line(reader, paragraph, own, place))
        for inner in _below(item, "tbl"):
            reader.find("word-nested-table", N_("{place} has a table in it, which was not taken: {words}"), place,
                        N_("Put its words into the cell, one line below the other."), words=_words(inner))
        yield Cell(column, span, tuple(lines), place, continued)
        column += span


def _below(holder: _Element, name: str) -> Iterator[_Element]:
    yield from (item for item, _ in _tagged(holder, name, ""))


def _tagged(holder: _Element, name: str, tag: str) -> Iterator[tuple[_Element, str]]:
    """The elements of a kind right below another or in content controls there, with the tags of these."""
    for item in holder:
        if item.tag == qn(f"w:{name}"):
            yield item, tag
        elif item.tag == qn("w:sdt"):
            content = item.find(qn("w:sdtContent"))
            yield from _tagged(content if content is not None else [], name, _tag(item) or tag)  # type: ignore[arg-type]
        elif item.tag in _THROUGH:
            yield from _tagged(item, name, tag)


def _value(item: _Element, *names: str) -> str:
    """The `w:val` of an element further down; empty where it is missing."""
    found = item.find("/".join(qn(f"w:{name}") for name in names))
    return found.get(qn("w:val"), "") if found is not None else ""
