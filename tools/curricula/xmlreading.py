"""XML from anywhere (XLIFF, TMX, TBX), opened with care: no entities, no files, no network, findings with their line.

`parse` gives the root, or the one finding for which the file is not read. `root_of` is a cheap look at the
root element alone, for telling formats apart. `located` is the place of an element. Comments and processing
instructions are gone after parsing, CDATA sections are text, line ends are LF; all other white space is kept.
`written` is the way back.
"""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from contextlib import suppress

from lxml import etree

from curricula.diagnostics import N_, Diagnostic, Where

LARGEST = 64 << 20  # bytes; a programme of thirty standards with three suggestions to every unit has about 10 MB
CODE = "exchange-xml"

# What a file in an encoding begins with; UTF-16 without a mark is wrong, and plain to see.
_BEGINNINGS = (
    (BOM_UTF8, "utf-8-sig"), (BOM_UTF16_LE, "utf-16"), (BOM_UTF16_BE, "utf-16"), (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARED = re.compile(rb"""\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([^"']*)["']""")
_READ = ("utf-8", "utf8", "us-ascii", "ascii", "utf-16", "utf16", "utf-16le", "utf-16be")
_PROLOG = re.compile(
    r"""\s*+(?:(?:<\?.*?\?>|<!--.*?-->)\s*+)*+(?P<type><!DOCTYPE(?:"[^"]*"|'[^']*'|[^>\["'])*+(?P<own>\[)?)?""",
    re.DOTALL,
)
_END_OF_TYPE = re.compile(r"\]\s*>")
# What no words of a repository contain; XML allows U+007F, and all others are errors of its own.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]|&#(?:0*127|x0*7[fF]);")
_PLACE = re.compile(r", line \d+, column \d+$")
_HEAD = 64 << 10  # bytes within which the root element begins


class _Refused(Exception):
    """Stops the reading of one file: carries the finding."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.code)
        self.diagnostic = diagnostic


def parse(content: bytes, path: str, *, doctype: bool = False) -> etree._Element | Diagnostic:
    """The root element of a file, or why it is not read; `path` names the file in the finding.

    A document type is refused. With `doctype` one that only names itself is let in (`<!DOCTYPE tmx SYSTEM
    "tmx14.dtd">`), and not followed; one with declarations of its own never is.
    """
    try:
        text = _text(content, path)
        _without_declarations(text, path, doctype)
        parser = _parser()
        root = etree.fromstring(text.encode(), parser)
        _without_entities(root, parser, path)
    except _Refused as refused:
        return refused.diagnostic
    except etree.XMLSyntaxError as error:
        return _unreadable(error, text, path)
    return root


def _unreadable(error: etree.XMLSyntaxError, text: str, path: str) -> Diagnostic:
    code: int = error.code  # type: ignore[attr-defined]  # the stubs leave it out
    line, column = error.position
    where = Where(path, max(line, 1), max(column, 1))
    if code == etree.ErrorTypes.ERR_UNDECLARED_ENTITY:
        return _entity(where)
    in_a_tag = text.lstrip().startswith("<") and not text.rstrip().endswith(">") and line > text.count("\n")
    if code == etree.ErrorTypes.ERR_TAG_NOT_FINISHED or in_a_tag:
        return Diagnostic(
            where, CODE, "the file ends in the midst of an element",
            hint="Was it sent or copied in part? Ask for the file again.",
        )
    return Diagnostic(
        where, CODE, "is not readable XML: {problem}", {"problem": _PLACE.sub("", str(error.msg))},
        hint="Was the file cut off on its way, or edited by hand? Save it anew from the translation tool.",
    )


def _entity(where: Where) -> Diagnostic:
    return Diagnostic(
        where, CODE, "has an entity (`&name;`), which may stand for anything",
        hint="Write the character itself. Only &lt; &gt; &amp; &quot; and &apos; are known.",
    )


def root_of(content: bytes) -> etree._Element | None:
    """The root element with its name, namespace and attributes (nothing inside it counts); None for what is no XML."""
    text = content[:_HEAD].decode(_encoding(content), "ignore")
    prolog = _PROLOG.match(text)
    start = prolog.end() if prolog else 0
    if prolog and prolog["type"]:
        end = _END_OF_TYPE.search(text, start) if prolog["own"] else None
        start = end.end() if end else text.find(">", start) + 1
    reader = etree.XMLPullParser(events=("start",), resolve_entities=False, no_network=True, load_dtd=False)
    with suppress(etree.XMLSyntaxError):  # what is wrong further down is for `parse` to say
        reader.feed(text[start:].lstrip().encode())
    try:
        return next((item for _, item in reader.read_events() if isinstance(item, etree._Element)), None)
    except etree.XMLSyntaxError:
        return None


def located(element: etree._Element, path: str) -> Where:
    """The place of an element in the file it was read from: the line on which its start tag ends."""
    line = element.sourceline
    return Where(path, line, 1) if isinstance(line, int) else Where(path)


def written(root: etree._Element, doctype: str = "") -> bytes:
    """The file: one element on a line, words untouched; equal trees are equal bytes."""
    etree.indent(root)
    declaration = '<?xml version="1.0" encoding="UTF-8"?>\n' + (f"{doctype}\n" if doctype else "")
    return declaration.encode() + etree.tostring(root, encoding="UTF-8", xml_declaration=False) + b"\n"


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, collect_ids=False,
        remove_comments=True, remove_pis=True,
    )


def _refusal(where: Where, message: str, hint: str, **arguments: object) -> _Refused:
    return _Refused(Diagnostic(where, CODE, message, arguments, hint=hint))


def _encoding(content: bytes) -> str:
    return next((name for beginning, name in _BEGINNINGS if content.startswith(beginning)), "utf-8")


def _text(content: bytes, path: str) -> str:
    """The characters of the file, none of which is a control character."""
    if len(content) > LARGEST:
        raise _refusal(
            Where(path), N_("the file has {size} MB; at most {limit} MB are read"),
            N_("Export fewer standards at a time."), size=len(content) >> 20, limit=LARGEST >> 20,
        )
    if not content.strip(b"\0 \t\r\n"):
        raise _refusal(Where(path), N_("the file is empty"), N_("Ask for the file again."))
    declared = _DECLARED.match(content)
    name = declared[1].decode("ascii", "replace") if declared else "utf-8"
    if name.casefold() not in _READ:
        raise _refusal(
            Where(path, 1, 1), N_("is in the encoding {name}, which is not read"), N_("Save the file as UTF-8."),
            name=name,
        )
    try:
        # A file that was cut off within its last character is told as such by what is missing after it.
        text = getincrementaldecoder(_encoding(content))().decode(content)
    except UnicodeDecodeError as error:
        before = content[: error.start].decode(_encoding(content), "replace")
        raise _refusal(
            _at(path, before, len(before)), N_("is not {encoding}: byte 0x{byte}"),
            N_("Save the file as UTF-8; it may be in GB 18030 or Windows-1251 now."),
            encoding=_encoding(content).upper().removesuffix("-SIG"), byte=f"{content[error.start]:02X}",
        ) from None
    control = _CONTROL.search(text)
    if control:
        shown = control[0] if len(control[0]) > 1 else f"U+{ord(control[0]):04X}"
        raise _refusal(
            _at(path, text, control.start()), N_("has the control character {character}, which no words contain"),
            N_("Delete it."), character=shown,
        )
    return text


def _at(path: str, text: str, position: int) -> Where:
    line = text.count("\n", 0, position) + 1
    return Where(path, line, position - text.rfind("\n", 0, position))


def _without_declarations(text: str, path: str, doctype: bool) -> None:
    prolog = _PROLOG.match(text)
    if prolog and prolog["type"] and (prolog["own"] or not doctype):
        raise _refusal(
            _at(path, text, prolog.start("type")),
            N_("declares a document type, which no translation tool writes here"),
            N_("Such a file may be made to read other files. Save it anew from the translation tool."),
        )


def _without_entities(root: etree._Element, parser: etree.XMLParser, path: str) -> None:
    """Refuse a reference to an entity: where a document type is named, the parser passes over it."""
    places = [located(element, path) for element in root.iter(etree.Entity)]
    places += [Where(path, entry.line, 1) for entry in parser.error_log if "Entity" in entry.message]  # in an attribute
    if places:
        raise _Refused(_entity(places[0]))


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace, which may be one that `QName` refuses."""
    return str(element.tag).rpartition("}")[2]
