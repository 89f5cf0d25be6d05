"""Office files (.docx, .xlsx) as what they are, zip files of XML parts: opened with care, written with equal bytes.

Such a file comes by e-mail from anywhere. Nothing in it is believed before it is looked at: sizes before
unpacking, names before use, and every XML part is parsed once without entities, files or network.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from curricula.diagnostics import N_, Diagnostic, Where

Family = Literal["docx", "xlsx"]

LARGEST = 64 << 20  # bytes of a file, and of all its parts unpacked; the largest real one seen has 3 MB unpacked
MOST = 2000  # parts; a workbook of a hundred sheets has about 300
STEEPEST = 200  # how many times larger a part may be unpacked; sheets of equal rows reach about 60
CODE = "office-file"

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TYPES = "[Content_Types].xml"
_RELATIONS = "_rels/.rels"
_MAIN = "/officeDocument"  # how the type of the relation to the main part ends, in both editions of the format
_CONTENT = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
}
_TEMPLATES = ("wordprocessingml.template.main+xml", "spreadsheetml.template.main+xml")
# What a file that is no zip file begins with, and what it then is; the first that fits.
_BEGINNINGS = (
    (b"%PDF", N_("is a PDF file, not a .{family} file")),
    (b"{\\rtf", N_("is an RTF file, not a .{family} file")),
    (b"<", N_("is a web page or an XML file, not a .{family} file")),
)


@dataclass(frozen=True, slots=True)
class Container:
    """The parts of an office file by name; `main` is the name of the one that holds the document or workbook."""

    main: str
    parts: Mapping[str, bytes]


class _Refused(Exception):
    """Stops the reading of one file: carries the finding."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.code)
        self.diagnostic = diagnostic


def open_container(content: bytes, path: str, family: Family) -> Container | Diagnostic:
    """The parts of a .docx or .xlsx file, or why it is not read; `path` names it in the finding.

    Every XML part is well-formed and free of document types, so any XML reader may be given it.
    """
    try:
        _recognised(content, path, family)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {member.filename: archive.read(member) for member in _members(archive, path)}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError, ValueError):
        return _refusal(path, N_("is damaged"), N_("Was it sent or copied in part? Ask for the file again.")).diagnostic
    except _Refused as refused:
        return refused.diagnostic
    try:
        trees = {name: _tree(part, path, name) for name, part in parts.items() if _is_xml(name)}
        return Container(_main(trees, parts, path, family), parts)
    except _Refused as refused:
        return refused.diagnostic


def parse_xml(part: bytes) -> etree._Element:
    """The root of an XML part that `open_container` let in; `etree.XMLSyntaxError` for any other."""
    return etree.fromstring(part, _parser())


def write_container(parts: Mapping[str, bytes]) -> bytes:
    """The zip file of these parts: one order and one date, so equal parts are equal bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(parts, key=lambda name: (name != _TYPES, name != _RELATIONS, name)):
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 0  # the same on every system; Word writes 0 too
            archive.writestr(member, parts[name])
    return target.getvalue()


def _refusal(path: str, message: str, hint: str = "", **arguments: object) -> _Refused:
    return _Refused(Diagnostic(Where(path), CODE, message, arguments, hint=hint))


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )


def _recognised(content: bytes, path: str, family: Family) -> None:
    """Refuse, by its first bytes, what is no zip file; old and encrypted office files are OLE files."""
    if len(content) > LARGEST:
        raise _refusal(
            path, N_("the file has {size} MB; at most {limit} MB are read"),
            N_("Are there pictures in it? Take them out."),
            size=len(content) >> 20, limit=LARGEST >> 20,
        )
    if not content.strip(b"\0 \t\r\n"):
        raise _refusal(path, N_("the file is empty"), N_("Ask for the file again."))
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise _refusal(path, N_("is protected with a password"), N_("Open it, remove the password and save it."))
        raise _refusal(
            path, N_("is a file of an old Office version (.doc, .xls), which is not read"),
            N_("Open it in Word or Excel and save it as .{family}."), family=family,
        )
    if content.startswith(_ZIP):
        return
    beginning = content[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    for mark, message in _BEGINNINGS:
        if beginning.startswith(mark):
            raise _refusal(path, message, N_("Open it in Word or Excel and save it as .{family}."), family=family)
    raise _refusal(
        path, N_("is not a .{family} file"), N_("Its name says so, its content does not: ask for the file again."),
        family=family,
    )


def _members(archive: zipfile.ZipFile, path: str) -> Iterator[zipfile.ZipInfo]:
    """The files in the zip, after a look at their number, names and sizes: nothing is unpacked before that."""
    members = [member for member in archive.infolist() if not member.filename.endswith("/")]
    if len(members) > MOST:
        raise _refusal(path, N_("holds {count} parts; at most {limit} are read"), count=len(members), limit=MOST)
    seen = set()
    for member in members:
        name = member.filename
        if name.startswith("/") or "\\" in name or ":" in name or {"..", ".", ""} & set(name.split("/")):
            raise _refusal(path, N_("holds a part with the forbidden name {name}"), name=ascii(name)[:80])
        if name.casefold() in seen:  # part names do not differ by case alone
            raise _refusal(path, N_("holds two parts with the name {name}"), name=name)
        seen.add(name.casefold())
        if member.flag_bits & 1:
            raise _refusal(path, N_("is protected with a password"), N_("Open it, remove the password and save it."))
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _refusal(path, N_("the part {name} is packed in a way Office does not know"), name=name)
        if member.file_size > max(1 << 20, STEEPEST * member.compress_size):
            raise _refusal(
                path, N_("the part {name} unpacks to {ratio} times its size, which no document does"),
                N_("Such a file is made to exhaust memory. Do not open it."),
                name=name, ratio=member.file_size // max(member.compress_size, 1),
            )
    total = sum(member.file_size for member in members)
    if total > LARGEST:
        raise _refusal(
            path, N_("unpacks to {size} MB; at most {limit} MB are read"),
            N_("Are there pictures in it? Take them out."),
            size=total >> 20, limit=LARGEST >> 20,
        )
    yield from members


def _is_xml(name: str) -> bool:
    return name.casefold().endswith((".xml", ".rels", ".vml"))


def _tree(part: bytes, path: str, name: str) -> etree._Element:
    """The part parsed, where it is XML without a document type: entities are declared there and nowhere else."""
    try:
        root = etree.fromstring(part, _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _refusal(
            path, N_("the part {name} is not readable XML: {problem}"), N_("Ask for the file again."),
            name=name, problem=str(error),
        ) from None
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]  # the stubs do not know it
        raise _refusal(
            path, N_("the part {name} declares a document type, which no Office program writes"),
            N_("Such a file is made to read other files. Do not open it."), name=name,
        )
    return root


def _main(trees: Mapping[str, etree._Element], parts: Mapping[str, bytes], path: str, family: Family) -> str:
    """The name of the main part, where it is one of this family and the file has no programs in it."""
    if "mimetype" in parts and parts["mimetype"].startswith(b"application/vnd.oasis.opendocument"):
        raise _refusal(
            path, N_("is an OpenDocument file (.odt, .ods), not a .{family} file"),
            N_("Open it in the program it was made with and save it as .{family}."), family=family,
        )
    if _TYPES not in trees or _RELATIONS not in trees:
        raise _refusal(path, N_("is a zip file, but not a .{family} file"), family=family)
    named = [item.get("Target", "").lstrip("/") for item in trees[_RELATIONS] if item.get("Type", "").endswith(_MAIN)]
    if len(named) != 1 or named[0] not in trees:
        raise _refusal(path, N_("its main part is missing"), N_("Ask for the file again."))
    content = _content_type(trees[_TYPES], named[0])
    if "macroenabled" in content.casefold() or any(name.casefold().endswith("vbaproject.bin") for name in parts):
        raise _refusal(
            path, N_("holds macros (programs), which are not let in"), N_("Save it as .{family}, without macros."),
            family=family,
        )
    found = _CONTENT.get(content)
    if found is None and content.endswith(_TEMPLATES):
        raise _refusal(path, N_("is a template of Word or Excel"), N_("Save it as .{family}."), family=family)
    if found != family:
        raise _refusal(
            path, N_("is a .{found} file, not a .{family} file"), N_("Was it renamed? Give it its own suffix again."),
            found=found or "?", family=family,
        )
    return named[0]


def _content_type(types: etree._Element, name: str) -> str:
    """The content type of a part: its own, or that of its suffix."""
    suffix = name.rpartition(".")[2]
    own = [item.get("ContentType", "") for item in types if item.get("PartName", "").lstrip("/") == name]
    shared = [item.get("ContentType", "") for item in types if item.get("Extension", "").casefold() == suffix]
    return next(iter(own + shared), "")
