"""XML from anywhere: what is let in, and the one finding for what is not."""

from pathlib import Path

import pytest
from lxml import etree

from curricula.diagnostics import Diagnostic
from curricula.xmlreading import LARGEST, located, parse, root_of, written

DOCTYPE = b'<!DOCTYPE a SYSTEM "a.dtd">'
BOMB = b'<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>'


def refused(content: bytes, *, doctype: bool = False) -> Diagnostic:
    found = parse(content, "f.xml", doctype=doctype)
    assert isinstance(found, Diagnostic)
    assert found.where.path == "f.xml"
    assert found.words()
    return found


def let_in(content: bytes, *, doctype: bool = False) -> etree._Element:
    found = parse(content, "f.xml", doctype=doctype)
    assert isinstance(found, etree._Element), found.words()
    return found


@pytest.mark.parametrize(("content", "line", "words"), [
    (b"", 0, "the file is empty"),
    (b" \r\n", 0, "the file is empty"),
    (b"PK\x03\x04", 1, "has the control character U+0003"),
    (b"words", 1, "is not readable XML"),
    (b"<a>\n<b></a>", 2, "is not readable XML: Opening and ending tag mismatch"),
    (b"<a>\n<b>", 2, "the file ends in the midst of an element"),
    (b"<a>\n<b", 2, "the file ends in the midst of an element"),
    (b"<a>\n<b c='", 2, "the file ends in the midst of an element"),
    ("<a>\n<b>ё".encode()[:-1], 2, "the file ends in the midst of an element"),
    ("<a>\n<b>ё".encode("utf-16")[:-1], 2, "the file ends in the midst of an element"),
    (b"<a/>\n<b/>", 2, "is not readable XML"),
    (b"<a>\n\xe5</a>", 2, "is not UTF-8: byte 0xE5"),
    ("<a>\nё</a>".encode("cp1251"), 2, "is not UTF-8: byte 0xB8"),
    (b'<?xml version="1.0" encoding="windows-1251"?><a/>', 1, "is in the encoding windows-1251"),
    ("<a>".encode("utf-16") + b"\0\xdc<\0", 1, "is not UTF-16"),
    (b"<a>\n\n\x07</a>", 3, "has the control character U+0007"),
    (b"<a>\n&#7;</a>", 2, "is not readable XML"),
    (b"<a>\n&#x7F;</a>", 2, "has the control character &#x7F;"),
    (b"\n" + DOCTYPE + b"<a/>", 2, "declares a document type"),
    (BOMB, 1, "declares a document type"),
    (b"<?x?><!-- <a> -->\n <!-- b --> " + BOMB, 2, "declares a document type"),
    (BOMB.decode().encode("utf-16"), 1, "declares a document type"),
    (b"<a>&nbsp;</a>", 1, "has an entity (`&name;`)"),
    (b"<a>" * 3000 + b"</a>" * 3000, 1, "is not readable XML: Excessive depth"),
])
def test_what_is_no_safe_xml_is_one_finding_with_its_line(content: bytes, line: int, words: str) -> None:
    found = refused(content)
    assert found.words().startswith(words)
    assert found.where.line == line


def test_a_file_too_large_is_not_parsed() -> None:
    assert refused(b"<a>" + b" " * LARGEST).words() == "the file has 64 MB; at most 64 MB are read"


def test_a_document_type_may_name_itself_where_it_is_allowed_and_declare_nothing() -> None:
    assert let_in(DOCTYPE + b"<a>x</a>", doctype=True).text == "x"
    assert refused(BOMB, doctype=True).words().startswith("declares a document type")


@pytest.mark.parametrize("inside", [b"<b>&x;</b>", b'<b c="&x;"/>'])
def test_an_entity_under_an_allowed_document_type_is_found(inside: bytes) -> None:
    found = refused(DOCTYPE + b"<a>\n" + inside + b"</a>", doctype=True)
    assert found.words().startswith("has an entity")
    assert found.where.line == 2


def test_no_file_is_opened_for_a_document_type(tmp_path: Path) -> None:
    content = f'<!DOCTYPE a SYSTEM "file://{tmp_path}/none.dtd"><a>x</a>'.encode()
    assert let_in(content, doctype=True).text == "x"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_utf_8_and_utf_16_are_read_with_and_without_a_mark(encoding: str) -> None:
    for declared in ("UTF-8", "utf-16"):
        content = f'<?xml version="1.0" encoding="{declared}"?>\r\n<a b="ў">基<![CDATA[<&]]><!-- c -->站\r\nё</a>'
        root = let_in(content.encode(encoding))
        assert root.text == "基<&站\nё"
        found = root_of(content.encode(encoding))
        assert found is not None
        assert found.get("b") == "ў"


def test_the_place_of_an_element_is_its_line() -> None:
    root = let_in(b"<a>\n\n<b/></a>")
    assert located(root[0], "f.xml").line == 3
    many = let_in(b"<a>" + b"\n" * 70_000 + b"<b/></a>")
    assert located(many[0], "f.xml").line == 70_001


@pytest.mark.parametrize(("content", "tag"), [
    (b'<a xmlns="urn:x"><b>', "{urn:x}a"), (b"<!-- c -->" + DOCTYPE + b"<a><b>", "a"), (BOMB, "a"),
    (b"<a/>junk", "a"), (b"words", None), (b"", None), (b"<a b=1>", None), (b"\xff\xfe\x00", None),
])
def test_the_root_is_found_without_reading_the_rest(content: bytes, tag: str | None) -> None:
    root = root_of(content)
    assert (None if root is None else root.tag) == tag


def test_what_is_written_is_read_again_with_every_blank() -> None:
    root = etree.Element("a", b="1\n\t2")
    etree.SubElement(root, "c").text = "  x\r\n\ty <&>\u00a0\u2028 "
    etree.SubElement(root, "d").text = " "
    content = written(root, '<!DOCTYPE a SYSTEM "a.dtd">')
    again = let_in(content, doctype=True)
    assert [child.text for child in again] == ["  x\r\n\ty <&>\u00a0\u2028 ", " "]
    assert again.get("b") == "1\n\t2"
    assert written(again, '<!DOCTYPE a SYSTEM "a.dtd">') == content
