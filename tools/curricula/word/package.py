"""The Word file round the body: styles, fonts, numbering, page, properties, and what it was made of."""

import datetime
import io
import json
from dataclasses import asdict
from typing import Any

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from lxml import etree

from curricula import locales
from curricula.office import Container, open_container, write_container
from curricula.word.body import LANGUAGES, body, element, field, run, section
from curricula.word.layout import Layout, Origin

NAMESPACE = "urn:curricula:word:1"
_ITEM_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_ITEM = (
    '<ds:datastoreItem ds:itemID="{5B0E6C1A-7D5A-4C3C-9B52-0D7C1D0E2A11}"'
    ' xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"/>'
)
_FONTS = {"Hans": ("宋体", "黑体"), "Hant": ("新細明體", "微軟正黑體")}  # serif, sans; as Word in China has them
_SERIF, _SANS = "Times New Roman", "Arial"
_ACCENT = RGBColor(0x1F, 0x4E, 0x79)
_GREY = RGBColor(0x59, 0x59, 0x59)
_CENTRE, _RIGHT, _LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT
# Style: points, bold, sans, space before and after in points, left indent in points; keeps with the next paragraph.
_STYLES: dict[str, tuple[float, bool, bool, float, float, float, bool]] = {
    "Title": (24, True, True, 14, 26, 0, False),
    "Heading 1": (15, True, True, 22, 10, 0, True),
    "Heading 2": (12.5, True, True, 14, 6, 0, True),
    "Heading 3": (11, True, True, 10, 5, 0, True),
    "Caption": (9, True, True, 4, 3, 0, True),
    "Curricula Cover Code": (12, True, True, 0, 40, 0, False),
    "Curricula Kind": (15, False, True, 30, 6, 0, False),
    "Curricula Jointly": (10, False, True, 26, 6, 0, True),
    "Curricula Organisation": (12, True, True, 0, 4, 0, False),
    "Curricula Notice": (9, False, False, 8, 0, 0, False),
    "Curricula Contents": (16, True, True, 0, 14, 0, True),
    "Curricula Provision": (10.5, False, False, 0, 5, 0, False),
    "Curricula Provision Title": (10.5, True, True, 2, 1, 0, True),
    "Curricula Provision Text": (10.5, False, False, 0, 5, 0, False),
    "Curricula Item": (10.5, False, False, 0, 3, 20, False),
    "Curricula Item Title": (10.5, False, True, 0, 1, 20, True),
    "Curricula Instruction": (9.5, False, False, 0, 6, 0, True),
    "Curricula Note": (8.5, False, False, 2, 6, 0, False),
    "Curricula Gap": (4, False, False, 0, 4, 0, False),
    "Curricula Cell": (9, False, False, 1, 1, 0, False),
    "Curricula Cell Number": (9, False, False, 1, 1, 0, False),
    "Curricula Cell Item": (9, False, False, 1, 1, 16, False),
    "Curricula Head": (8, True, True, 1, 1, 0, False),
    "Curricula Head Narrow": (7.5, True, True, 1, 1, 0, False),
    "TOC 1": (10.5, False, False, 2, 2, 0, False),
    "TOC 2": (10.5, False, False, 0, 1, 16, False),
}
_ALIGNED = {
    "Title": _CENTRE, "Curricula Cover Code": _RIGHT, "Curricula Kind": _CENTRE, "Curricula Jointly": _CENTRE,
    "Curricula Organisation": _CENTRE, "Curricula Contents": _CENTRE, "Curricula Head": _CENTRE,
    "Curricula Head Narrow": _CENTRE, "Curricula Cell Number": _RIGHT,
}
_COLOURED = ("Title", "Heading 1", "Heading 2", "Heading 3")
_QUIET = ("Curricula Instruction", "Curricula Note", "Curricula Kind", "Curricula Jointly", "Curricula Notice")


def packed(layout: Layout, origin: Origin) -> bytes:
    """The .docx file; equal layouts give equal bytes."""
    document = docx.Document()
    _bare(document)
    _styles(document, layout.locale)
    _numbering(document, layout)
    _page(document, layout)
    holder = document.element.body
    last = holder[-1]
    for made in body(layout):
        last.addprevious(made)
    _lead(holder)
    _properties(document, layout)
    _modern(document)
    _carry(document, origin)
    target = io.BytesIO()
    document.save(target)
    container = open_container(target.getvalue(), "", "docx")
    assert isinstance(container, Container), container
    return write_container(container.parts)


def _bare(document: Document) -> None:
    """Without what python-docx's template brings of its own: a picture, a custom part, words."""
    package = document.part.package
    for key in [key for key, rel in package.rels.items() if rel.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del package.rels[key]
    rels = document.part.rels
    for key in [key for key, rel in rels.items() if rel.reltype == RELATIONSHIP_TYPE.CUSTOM_XML]:
        del rels[key]
    for made in list(document.element.body)[:-1]:
        document.element.body.remove(made)


def _fonts(properties: Any, locale: str, *, sans: bool) -> None:
    """Latin and East Asian fonts of a style; theme fonts would hide them."""
    east = _FONTS.get(locales.script(locale), _FONTS["Hans"])[sans]
    fonts = element("rFonts", ascii=_SANS if sans else _SERIF, hAnsi=_SANS if sans else _SERIF,
                    cs=_SANS if sans else _SERIF, eastAsia=east)
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    properties.insert(0, fonts)


def _styles(document: Document, locale: str) -> None:
    styles = document.styles
    tag = LANGUAGES.get(locale, locale)
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for made in list(defaults):
        defaults.remove(made)
    defaults.extend([element("sz", val=21), element("szCs", val=21), element("lang", val=tag, eastAsia=tag)])
    _fonts(defaults, locale, sans=False)
    normal = styles["Normal"]
    normal.font.size = Pt(10.5)
    _fonts(normal.element.get_or_add_rPr(), locale, sans=False)
    names = {style.name for style in styles}
    for name, (size, bold, sans, before, after, indent, keep) in _STYLES.items():
        style = styles[name] if name in names else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        if name not in names:
            style.base_style = normal
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, name == "Curricula Instruction"
        _fonts(style.element.get_or_add_rPr(), locale, sans=sans)
        style.font.color.rgb = _ACCENT if name in _COLOURED else _GREY if name in _QUIET else RGBColor(0, 0, 0)
        shape = style.paragraph_format
        shape.space_before, shape.space_after, shape.left_indent = Pt(before), Pt(after), Pt(indent)
        shape.keep_with_next, shape.alignment = keep, _ALIGNED.get(name, _LEFT)
        shape.line_spacing = 1.15 if name.startswith("Curricula Cell") or name in _ALIGNED else 1.25
        style.quick_style = True
    for level in (1, 2):  # the name Word knows the style by
        styles[f"TOC {level}"].element.find(qn("w:name")).set(qn("w:val"), f"toc {level}")
    styles["Curricula Contents"].paragraph_format.page_break_before = True
    title = styles["Title"].element.get_or_add_pPr()
    for made in title.findall(qn("w:pBdr")):
        title.remove(made)
    hint = styles.add_style("Curricula Hint", WD_STYLE_TYPE.CHARACTER)
    hint.font.color.rgb = RGBColor(0x80, 0x80, 0x80)
    for name, outer in (("CurriculaTable", True), ("CurriculaFacts", False)):
        styles.element.append(_table_style(name, outer=outer))


def _table_style(name: str, *, outer: bool) -> Any:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV") if outer else ("bottom", "insideH")
    colour = "8A8A8A" if outer else "C8CED6"
    borders = element("tblBorders", *(element(side, val="single", sz=4, space=0, color=colour) for side in sides))
    margins = element("tblCellMar", element("left", w=80, type="dxa"), element("right", w=80, type="dxa"))
    style = element("style", element("name", val=name), element("basedOn", val="TableNormal"),
                    element("tblPr", borders, margins), type="table", styleId=name)
    style.set(qn("w:customStyle"), "1")
    return style


def _numbering(document: Document, layout: Layout) -> None:
    """Number 1: chapters, sections and provisions as one list. From 2 on: lettered lists, each beginning anew."""
    holder = document.part.numbering_part.element
    for made in list(holder):
        holder.remove(made)
    formats = "russianLower" if locales.script(layout.locale) == "Cyrl" else "lowerLetter"
    chapters, letters = element("abstractNum", abstractNumId=0), element("abstractNum", abstractNumId=1)
    for made, mark in ((chapters, "1C0DE001"), (letters, "1C0DE002")):  # Word joins lists that it cannot tell apart
        made.extend([element("nsid", val=mark), element("multiLevelType", val="multilevel")])
    for level in range(4):
        words = ".".join(f"%{number}" for number in range(1, level + 2))
        chapters.append(element(
            "lvl", element("start", val=1), element("numFmt", val="decimal"), element("suff", val="space"),
            element("lvlText", val=words), element("lvlJc", val="left"),
            element("pPr", element("ind", left=0, firstLine=0)), ilvl=level,
        ))
    for level in range(2):
        indent = element("pPr", element("ind", left=400 * (level + 1), hanging=340))
        letters.append(element(
            "lvl", element("start", val=1), element("numFmt", val=formats), element("suff", val="tab"),
            element("lvlText", val=f"%{level + 1})"), element("lvlJc", val="left"), indent, ilvl=level,
        ))
    holder.extend([chapters, letters, element("num", element("abstractNumId", val=0), numId=1)])
    used = [part.list_ or 0 for part in _paragraphs(layout)]
    for number in range(1, max(used, default=0) + 1):
        begin = (element("lvlOverride", element("startOverride", val=1), ilvl=level) for level in range(2))
        holder.append(element("num", element("abstractNumId", val=1), *begin, numId=number + 1))


def _paragraphs(layout: Layout) -> Any:
    for block in layout.blocks:
        if hasattr(block, "pieces"):
            yield block
        for line in getattr(block, "lines", ()):
            for cell in line.cells:
                yield from cell.paragraphs


def _page(document: Document, layout: Layout) -> None:
    """The last section, which all others follow: running heads, and none of them on the cover."""
    holder = document.element.body
    first = document.sections[0]
    first.different_first_page_header_footer = True
    head, foot = first.header.paragraphs[0], first.footer.paragraphs[0]
    for part, words in ((head, layout.title), (foot, layout.running)):
        properties = part._p.get_or_add_pPr()
        properties.append(element("tabs", element("tab", val="right", pos=9355)))
        part._p.append(run(words))
    foot._p.append(element("r", element("tab")))
    for words in layout.page.replace("{", "\0{").replace("}", "}\0").split("\0"):
        code = {"{page}": "PAGE", "{pages}": "NUMPAGES"}.get(words)
        foot._p.extend(field(code, "1") if code else [run(words)])
    for name in ("Header", "Footer"):
        style = document.styles[name]
        for stops in style.element.get_or_add_pPr().findall(qn("w:tabs")):
            style.element.pPr.remove(stops)
        style.font.size = Pt(8)
        style.font.color.rgb = _GREY
        _fonts(style.element.get_or_add_rPr(), layout.locale, sans=True)
    shape = section(landscape=False)
    old = holder[-1]
    for name in ("pgSz", "pgMar", "cols", "docGrid"):
        for made in old.findall(qn(f"w:{name}")):
            old.remove(made)
    anchor = old.find(qn("w:titlePg"))
    for made in list(shape):
        anchor.addprevious(made)


def _lead(holder: Any) -> None:
    """Give the running heads to the first section: those after it have them from there, and no cover of their own."""
    first, last = next(holder.iter(qn("w:sectPr"))), holder[-1]
    if first is not last:
        for name in ("headerReference", "footerReference"):
            for made in last.findall(qn(f"w:{name}")):
                first.insert(0, made)
        first.append(last.find(qn("w:titlePg")))


def _properties(document: Document, layout: Layout) -> None:
    known = document.core_properties
    day = datetime.datetime.fromisoformat(layout.properties["date"])
    known.title, known.subject = layout.properties["title"][:255], layout.properties["subject"][:255]
    known.author, known.identifier = layout.properties["author"][:255], layout.properties["identifier"]
    known.version, known.language = layout.properties["version"], layout.locale
    known.created = known.modified = day
    known.last_modified_by, known.comments, known.keywords, known.category, known.revision = "", "", "", "", 1


def _carry(document: Document, origin: Origin) -> None:
    """Put what the document was made of into a part of its own, which Word keeps and does not show."""
    root = etree.Element(f"{{{NAMESPACE}}}origin", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    root.text = json.dumps(asdict(origin), ensure_ascii=False, separators=(",", ":"))
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    package = document.part.package
    part = Part(PackURI("/customXml/item1.xml"), "application/xml", content, package)
    known = Part(PackURI("/customXml/itemProps1.xml"), _ITEM_TYPE, _ITEM.encode(), package)
    part.relate_to(known, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)
    document.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)


def _modern(document: Document) -> None:
    """The version of Word whose rules hold: python-docx's template asks for one that knows less."""
    settings = document.settings.element
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    stop = settings.find(qn("w:defaultTabStop"))
    stop.addnext(element("autoHyphenation"))  # Russian words are longer than the heads of narrow columns
    for fonts in settings.findall(qn("w:themeFontLang")):
        settings.remove(fonts)  # of Japan, which would give Chinese the letters of Japan
