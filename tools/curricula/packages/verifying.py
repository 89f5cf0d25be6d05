"""Whether a file is a package exactly as it was made: every byte of it is either hashed or derived.

The container is read strictly, every file is hashed once as it streams by, the manifest is held to
its schema and canonical form, what surrounds the content is derived anew and compared, the
certificate is held to the manifest, and the XML to our XML Schema. Of a package that is whole the seal is
judged, and the signatures and the provenance beside it. Nothing is unpacked and nothing is fetched.
"""

import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from curricula.diagnostics import N_, CurriculaError, Diagnostic, Phrase, ordered
from curricula.formats import xml
from curricula.packages import bag, collection, container, provenance
from curricula.packages.certificate import CERTIFICATE, disagreements
from curricula.packages.examining import LEFT_OUT, LOOKED_INTO, Case, called, checksum, hashed, record
from curricula.packages.manifest import facts
from curricula.packages.seals import (
    SUFFIX,
    UNTRUSTED,
    Judged,
    Signature,
    beside,
    detached,
    inside,
    members,
    signed_by,
)
from curricula.packages.trust import Trust, trust
from curricula.packages.xades import SIGNATURES

UNREADABLE = {"verify-unreadable", "verify-not-zip", "verify-limit", "verify-encrypted", "verify-damaged"}
INCOMPLETE = {"verify-truncated", "verify-missing"}
XML = "data/xml/standard.xml"

_HTML_LANGUAGE = re.compile(rb'<html lang="([A-Za-z-]+)"')
_PACKAGE_NAME = re.compile(r"[a-z0-9.-]+-\d+\.\d+\.\d+\.asice")


@dataclass(frozen=True)
class Verdict:
    """What was found: the manifest where it could be read, every finding, and the signatures that hold.

    `provenance` is who vouches for the provenance beside a package, `index` what a collection says of itself.
    """

    manifest: Mapping[str, Any] | None
    diagnostics: tuple[Diagnostic, ...]
    signatures: tuple[Signature, ...] = ()
    provenance: Signature | None = None
    index: Mapping[str, Any] | None = None

    @property
    def status(self) -> int:
        """0 sealed by whom the reader trusts, 1 tampered with, 2 untrusted, 3 incomplete, 4 unreadable."""
        codes = {diagnostic.code for diagnostic in self.diagnostics if diagnostic.severity != "info"}
        if codes & UNREADABLE:
            return 4
        if codes - INCOMPLETE - UNTRUSTED:
            return 1
        return 3 if codes & INCOMPLETE else 2 if codes else 0

    @property
    def intact(self) -> bool:
        """Whether it is as it was made, whoever made it."""
        return self.status in (0, 2)


def verify(path: Path, known: Trust | None = None) -> Verdict:
    """Examine the package at `path`, trusting nobody unless told; a file that cannot be read is a finding too."""
    known = known or trust()
    case = Case(path.name, {})
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return Verdict(None, (case.finding("unreadable", "is not a file", ""),))
        if collection.is_one(path):
            words = N_("is not a package: it is a collection of packages")
            return Verdict(None, (case.finding("not-zip", words, N_("Unpack it, and take the packages in it.")),))
        with path.open("rb") as file:
            verdict = _examined(file, path.name, known)
        if not verdict.intact or verdict.manifest is None:
            return verdict
        judged = around(path, verdict.signatures, known)
        seal = verdict.signatures[0] if verdict.signatures else None
        origin, problems = provenance.judged(path, verdict.manifest, seal)
        findings = ordered([*verdict.diagnostics, *judged.diagnostics, *problems])
        return Verdict(verdict.manifest, findings, verdict.signatures + judged.signatures, origin)
    except OSError as error:
        reason = error.strerror or Phrase("the system gives no reason")
        return Verdict(None, (case.finding("unreadable", "cannot be read: {reason}", "", reason=reason),))


def verify_detached(path: Path, known: Trust) -> Verdict:
    """Judge the detached signature `path`, or those beside the file `path`, that is no package.

    Of several, one by whom the reader trusts is enough, as long as all of them hold.
    """
    signed = signed_by(path) if path.suffix == SUFFIX else path
    if signed is None:
        raise CurriculaError("there is no file beside {file} that it could be the signature of", file=path.name)
    names = [path] if path.suffix == SUFFIX else beside(path)
    judged = sum((detached(signed, name, known) for name in names), Judged())
    findings = judged.diagnostics
    if any(item.trusted for item in judged.signatures):
        findings = tuple(replace(item, severity="info") if item.code in UNTRUSTED else item for item in findings)
    return Verdict(None, ordered(findings), judged.signatures)


def around(path: Path, inside: tuple[Signature, ...], known: Trust) -> Judged:
    """The signatures beside a package: that of the seal's own certificate must hold, partners' are told of."""
    judged = Judged()
    for name in beside(path):
        own = name.name == path.name + SUFFIX
        if own and inside:
            judged += detached(path, name, known, "error", inside[0])
        else:
            judged += detached(path, name, known, "info")
    return judged


def _examined(file: BinaryIO, package: str, known: Trust) -> Verdict:
    entries, found = container.read(file, package)
    if not entries:
        return Verdict(None, found)
    looked_into = {entry.name: entry.name.endswith(LOOKED_INTO) for entry in entries}
    case = Case(package, {entry.name: hashed(file, entry, looked_into[entry.name]) for entry in entries})
    findings = [*found, *(item for entry in entries for item in checksum(case, entry, looked_into[entry.name]))]
    if bag.MANIFEST not in case.members:
        findings.append(case.finding("missing", "{path} is missing", LEFT_OUT, path=bag.MANIFEST))
        return Verdict(None, ordered(findings))
    manifest, problems = record(case, bag.MANIFEST, "manifest")
    findings += problems
    if manifest is not None:
        findings += _agreement(case, manifest)
        if not any(finding.code in ("verify-unknown-file", "verify-manifest") for finding in findings):
            findings += _surroundings(case, manifest)
        findings += _certificate(case, manifest)
        findings += called(case, _PACKAGE_NAME, bag.file_name(manifest["id"], manifest["version"]))
    findings += _documents(case, manifest)
    judged = _sealed(case, manifest, known) if manifest is not None and not findings else Judged()
    return Verdict(manifest, ordered([*findings, *judged.diagnostics]), judged.signatures)


def _sealed(case: Case, manifest: Mapping[str, Any], known: Trust) -> Judged:
    """The seal of a package whose files are all as the manifest says."""
    covered = members(manifest, {name: member.sha256 for name, member in case.members.items()})
    seal = case.members.get(SIGNATURES)
    return inside(case.package, seal.content if seal else None, covered, known)


def _agreement(case: Case, manifest: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """The manifest agrees with itself, and every file with the manifest."""
    paths = [file["path"] for file in manifest["files"]]
    locales = [language["locale"] for language in manifest["languages"]]
    if paths != sorted(set(paths)) or bag.MANIFEST in paths or locales != sorted(set(locales)):
        yield case.finding("manifest", "{name} does not list files and languages once and in order", name=bag.MANIFEST)
    if {manifest["authoritativeLanguage"], *manifest["title"]} - set(locales):
        yield case.finding("manifest", "{name} names languages the package does not have", name=bag.MANIFEST)
    if manifest["authoritativeLanguage"] not in manifest["title"]:
        yield case.finding("manifest", "{name} has no title in the authoritative language", name=bag.MANIFEST)
    if manifest["contentDigest"] != bag.content_digest(manifest["files"]):
        yield case.finding("manifest", "the content digest in {name} is not that of its files", name=bag.MANIFEST)
    covered = {file["language"] for file in manifest["files"] if file["role"] == "document"}
    needed = [name for name in (XML, CERTIFICATE) if name not in paths]
    for missing in [locale for locale in locales if locale not in covered] + needed:
        yield case.finding("manifest", (
            "{name} lists no file for this language or of this name: {missing}"
        ), name=bag.MANIFEST, missing=missing)
    for file in manifest["files"]:
        yield from _file(case, file)


def _certificate(case: Case, manifest: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """The certificate says of the languages what the manifest says."""
    if CERTIFICATE not in case.members:
        return  # which was found already
    certified, problems = record(case, CERTIFICATE, "certificate")
    yield from problems
    for name in disagreements(certified, manifest) if certified else ():
        yield case.finding("disagrees", "{path} and {manifest} have different values of {name}",
                           path=CERTIFICATE, manifest=bag.MANIFEST, name=name)


def _file(case: Case, file: Mapping[str, Any]) -> Iterator[Diagnostic]:
    path, member = file["path"], case.members.get(file["path"])
    known = facts(path)
    if known is None or any(file[key] != value for key, value in known.items()):
        yield case.finding("unknown-file", "{path} is not described as such a file must be", path=path)
    if member is None:
        yield case.finding("missing", "{path} is missing", LEFT_OUT, path=path)
    elif member.size != file["size"]:
        numbers = {"found": member.size, "expected": file["size"]}
        yield case.finding("size", "{path} has {found} bytes instead of {expected}", path=path, **numbers)
    elif member.sha256 != file["sha256"]:
        yield case.finding("hash", "{path} is not the file that was packed: its SHA-256 differs", path=path)


def _surroundings(case: Case, manifest: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """The tag files are those that follow from the manifest, and there are no other files."""
    tags = bag.tag_files(manifest, case.members[bag.MANIFEST].content or b"")
    for path, expected in tags.items():
        member = case.members.get(path)
        if member is None:
            yield case.finding("missing", "{path} is missing", LEFT_OUT, path=path)
        elif member.sha256 != bag.sha256(expected):
            code = "mimetype" if path == container.FIRST else "disagrees"
            yield case.finding(code, "{path} disagrees with {manifest}", path=path, manifest=bag.MANIFEST)
    listed = {file["path"] for file in manifest["files"]}
    for path in case.members.keys() - listed - tags.keys() - {bag.MANIFEST, SIGNATURES}:
        yield case.finding("extra", "{path} does not belong to the package", path=path)


def _documents(case: Case, manifest: Mapping[str, Any] | None) -> Iterator[Diagnostic]:
    """Look into the XML and the web pages."""
    for path, member in case.members.items():
        if path.endswith((".xml", ".xsd")) and member.content is not None:
            root, problem = _parsed(member.content)
            if root is None:
                yield case.finding("xml", "{path}: {problem}", path=path, problem=problem)
            elif path == XML:
                yield from _standard(case, root, member.content, manifest)
        elif path.endswith(".html"):
            match = _HTML_LANGUAGE.search(member.head)
            language = match.group(1).decode() if match else ""
            if path != f"data/html/{language}.html":
                told = language or Phrase("none stated")
                yield case.finding("language", (
                    "the language stated in {path} is wrong: {language}"
                ), path=path, language=told)


def _parsed(content: bytes) -> tuple[etree._Element | None, Phrase | str]:
    """The root of an XML file; None and the reason where it is refused. Entities are never resolved."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return None, str(error)
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]  # the stubs forget that it is there
        return None, Phrase("has a document type declaration, which could bring in other content")
    return root, ""


def _standard(
    case: Case, root: etree._Element, content: bytes, manifest: Mapping[str, Any] | None
) -> Iterator[Diagnostic]:
    """The XML file keeps to our XML Schema and speaks of the standard the manifest speaks of."""
    for problem in xml.validate(content)[:5]:
        yield case.finding("xml", "{path}: {problem}", path=XML, problem=problem)
    if manifest is None:
        return
    for name in ("id", "uuid", "version", "status", "issued"):
        if root.get(name) != manifest[name]:
            yield case.finding("disagrees", "{path} and {manifest} have different values of {name}",
                               path=XML, manifest=bag.MANIFEST, name=name)
    languages = {edition.get("language") for edition in root.iter(f"{{{xml.NAMESPACE}}}edition")}
    if languages != {language["locale"] for language in manifest["languages"]}:
        yield case.finding("language", "{path} does not hold the languages of the package", path=XML)
