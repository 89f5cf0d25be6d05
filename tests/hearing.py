"""A PDF as it is read aloud: the tree of its structure by pikepdf, the words in it by PDFium."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

Stretch = tuple[int, int]  # the number of a page and that of a stretch of its content


@dataclass
class Heard:
    """An element of the structure; `parts` are its words and the elements in it, in the order of reading."""

    kind: str
    language: str
    alternative: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)
    parts: list["Heard | str"] = field(default_factory=list)
    links: list[Any] = field(default_factory=list)

    @property
    def words(self) -> str:
        """All words, without any space: where a line ends nobody can say whether there is one."""
        return "".join(part if isinstance(part, str) else part.words for part in self.parts)

    @property
    def elements(self) -> list["Heard"]:
        """The elements in it."""
        return [part for part in self.parts if isinstance(part, Heard)]

    def all(self, *kinds: str) -> Iterator["Heard"]:
        """The elements of these kinds at any depth, in the order of reading; of every kind if none is named."""
        for part in self.elements:
            if not kinds or part.kind in kinds:
                yield part
            yield from part.all(*kinds)


@dataclass
class Sounds:
    """What a PDF says: its structure, and what is printed apart from it, by page."""

    document: Heard
    decoration: list[str]
    lost: list[str]


def sounds(path: Path) -> Sounds:
    """Read a PDF. `lost` are words that are neither in the structure nor marked as decoration."""
    words, decoration, lost = _words(path)
    with pikepdf.open(path) as pdf:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
        (root,) = pdf.Root.StructTreeRoot.K
        document = _heard(root, str(pdf.Root.Lang), words, numbers)
    return Sounds(document, decoration, lost + list(words.values()))


def _heard(element: Any, language: str, words: dict[Stretch, str], numbers: dict[Any, int]) -> Heard:
    language = str(element.get("/Lang", language))
    attributes = {name.removeprefix("/"): value for name, value in dict(element.get("/A", {})).items()}
    told = {name: value if isinstance(value, int) else str(value) for name, value in attributes.items()}
    found = Heard(str(element.S).removeprefix("/"), language, str(element.get("/Alt", "")), told)
    own = element.get("/Pg")
    for kid in element.K:
        if isinstance(kid, int):
            found.parts.append(words.pop((numbers[own.objgen], kid), ""))
        elif kid.get("/Type") == "/MCR":
            found.parts.append(words.pop((numbers[kid.Pg.objgen], int(kid.MCID)), ""))
        elif kid.get("/Type") == "/OBJR":
            found.links.append({name: str(kid.Obj[name]) for name in ("/Contents", "/Dest") if name in kid.Obj})
        else:
            found.parts.append(_heard(kid, language, words, numbers))
    return found


def _words(path: Path) -> tuple[dict[Stretch, str], list[str], list[str]]:
    """The words of every stretch of content, those of decoration by page, and those that are neither."""
    found: dict[Stretch, str] = {}
    decoration, lost = [], []
    document = pypdfium2.PdfDocument(path)
    for number, page in enumerate(document):
        beside = ""
        text = page.get_textpage()
        outer: Any = None
        for item in page.get_objects():
            outer = outer if item.level else item  # what is in a form belongs where the form belongs
            words = "".join(_text(item, text).split()) if item.type == pdfium.FPDF_PAGEOBJ_TEXT else ""
            place = (number, pdfium.FPDFPageObj_GetMarkedContentID(outer))
            if not words:
                continue
            if place[1] >= 0:
                found[place] = found.get(place, "") + words
            elif "Artifact" in _marks(outer):
                beside += words
            else:
                lost.append(words)
        decoration.append(beside)
    document.close()
    return found, decoration, lost


def _text(item: Any, page: Any) -> str:
    size = pdfium.FPDFTextObj_GetText(item, page, None, 0)
    buffer = (ctypes.c_ushort * (size // 2))()
    pdfium.FPDFTextObj_GetText(item, page, buffer, size)
    return bytes(buffer).decode("utf-16-le").rstrip("\0")


def _marks(item: Any) -> list[str]:
    found = []
    for place in range(pdfium.FPDFPageObj_CountMarks(item)):
        mark = pdfium.FPDFPageObj_GetMark(item, place)
        buffer, size = (ctypes.c_ushort * 50)(), ctypes.c_ulong()
        pdfium.FPDFPageObjMark_GetName(mark, buffer, 100, size)
        found.append(bytes(buffer)[: size.value].decode("utf-16-le").rstrip("\0"))
    return found
