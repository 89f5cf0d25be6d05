"""Office files from anywhere: each way in which one can be wrong has a clear finding, and the file is not read."""

import io
import struct
import zipfile
from collections.abc import Callable, Mapping

import docx
import openpyxl
import pytest

from curricula.diagnostics import Diagnostic
from curricula.office import CODE, MOST, Container, open_container, parse_xml, write_container

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def word() -> dict[str, bytes]:
    """The parts of an ordinary Word file."""
    target = io.BytesIO()
    docx.Document().save(target)
    opened = open_container(target.getvalue(), "a.docx", "docx")
    assert isinstance(opened, Container)
    return dict(opened.parts)


def workbook() -> bytes:
    target = io.BytesIO()
    openpyxl.Workbook().save(target)
    return target.getvalue()


def packed(parts: Mapping[str, bytes], *more: tuple[str, bytes]) -> bytes:
    """A zip file of these parts, with whatever names."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (*parts.items(), *more):
            archive.writestr(name, content)
    return target.getvalue()


def with_part(name: str, change: Callable[[bytes], bytes]) -> bytes:
    parts = word()
    return packed({**parts, name: change(parts[name])})


def encrypted() -> bytes:
    """A zip file whose first member says that it is encrypted."""
    content = bytearray(packed(word()))
    content[6] |= 1
    start = content.index(b"PK\x01\x02")
    content[start + 8] |= 1
    return bytes(content)


def lying_about_size() -> bytes:
    """A zip file whose directory tells a smaller size than a part has."""
    content = bytearray(packed({**word(), "word/big.xml": b"<a>" + b" " * 5000 + b"</a>"}))
    start = content.rindex(b"word/big.xml") - 46
    content[start + 24 : start + 28] = struct.pack("<L", 10)
    return bytes(content)


def main_type(change: Callable[[str], str]) -> bytes:
    return with_part("[Content_Types].xml", lambda part: change(part.decode()).encode())


DOCTYPE = '<!DOCTYPE a [<!ENTITY b "c">]>'
BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "the file is empty"),
    "zeros": (lambda: bytes(900), "the file is empty"),
    "pdf": (lambda: b"%PDF-1.7\n", "is a PDF file, not a .docx file"),
    "html": (lambda: b"\xef\xbb\xbf\n<html><body>", "is a web page or an XML file, not a .docx file"),
    "rtf": (lambda: b"{\\rtf1 text}", "is an RTF file, not a .docx file"),
    "text": (lambda: "стандарт".encode(), "is not a .docx file"),
    "old": (lambda: _OLE + bytes(512), "is a file of an old Office version (.doc, .xls), which is not read"),
    "password": (lambda: _OLE + bytes(64) + "EncryptedPackage".encode("utf-16-le"), "is protected with a password"),
    "zip password": (encrypted, "is protected with a password"),
    "cut": (lambda: packed(word())[:-200], "is damaged"),
    "flipped": (lambda: packed(word())[:600] + b"\xff" * 40 + packed(word())[640:], "is damaged"),
    "lying": (lying_about_size, "is damaged"),
    "many": (lambda: packed(word(), *((f"a{number}", b"") for number in range(MOST))), "holds "),
    "bomb": (lambda: packed(word(), ("word/media/a.bin", bytes(30 << 20))), "the part word/media/a.bin unpacks to "),
    "absolute": (lambda: packed(word(), ("/etc/passwd", b"")), "holds a part with the forbidden name '/etc/passwd'"),
    "upwards": (lambda: packed(word(), ("word/../../a", b"")), "holds a part with the forbidden name 'word/../../a'"),
    "backslash": (lambda: packed(word(), ("word\\a", b"")), "holds a part with the forbidden name"),
    "drive": (lambda: packed(word(), ("C:a", b"")), "holds a part with the forbidden name 'C:a'"),
    "twice": (lambda: packed(word(), ("WORD/document.xml", b"<a/>")), "holds two parts with the name "),
    "entity": (
        lambda: with_part("word/document.xml", lambda part: part.replace(b"?>", b"?>" + DOCTYPE.encode(), 1)),
        "the part word/document.xml declares a document type, which no Office program writes",
    ),
    "entity in UTF-16": (
        lambda: packed(word(), ("customXml/item9.xml", (DOCTYPE + "<a>&b;</a>").encode("utf-16"))),
        "the part customXml/item9.xml declares a document type, which no Office program writes",
    ),
    "not XML": (
        lambda: with_part("word/styles.xml", lambda part: part[:-20]), "the part word/styles.xml is not readable XML: "
    ),
    "macros": (lambda: packed(word(), ("word/vbaProject.bin", b"x")), "holds macros (programs), which are not let in"),
    "docm": (
        lambda: main_type(lambda words: words.replace(
            "vnd.openxmlformats-officedocument.wordprocessingml.document.main", "vnd.ms-word.document.macroEnabled.main"
        )),
        "holds macros (programs), which are not let in",
    ),
    "dotx": (
        lambda: main_type(
            lambda words: words.replace("wordprocessingml.document.main", "wordprocessingml.template.main")
        ),
        "is a template of Word or Excel",
    ),
    "no main part": (
        lambda: packed({name: part for name, part in word().items() if name != "word/document.xml"}),
        "its main part is missing",
    ),
    "zip": (lambda: packed({"a.txt": b"a"}), "is a zip file, but not a .docx file"),
    "odt": (
        lambda: packed({"mimetype": b"application/vnd.oasis.opendocument.text"}),
        "is an OpenDocument file (.odt, .ods), not a .docx file",
    ),
    "xlsx": (workbook, "is a .xlsx file, not a .docx file"),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_bad_file_is_told_and_not_read(name: str) -> None:
    make, words = BAD[name]
    found = open_container(make(), "filled.docx", "docx")
    assert isinstance(found, Diagnostic), name
    assert (found.where.path, found.code) == ("filled.docx", CODE)
    assert found.words().startswith(words), found.words()
    assert found.advice() is not None


def test_a_good_file_is_read_whatever_its_family() -> None:
    opened = open_container(workbook(), "a.xlsx", "xlsx")
    assert isinstance(opened, Container)
    assert opened.main == "xl/workbook.xml"
    assert parse_xml(opened.parts[opened.main]).tag.endswith("workbook")


def test_equal_parts_are_equal_bytes_in_any_order() -> None:
    parts = word()
    written = write_container(parts)
    assert written == write_container(dict(reversed(parts.items())))
    opened = open_container(written, "a.docx", "docx")
    assert isinstance(opened, Container)
    assert opened.parts == parts
    assert docx.Document(io.BytesIO(written)).core_properties is not None
