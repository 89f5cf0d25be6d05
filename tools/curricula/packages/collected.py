"""Whether a file is a collection exactly as it was made, and every package in it as if it lay there alone.

The index is held to its schema, what surrounds the packages is derived anew and compared, and the seal is judged. Then
one package after the other is laid into a folder of its own, with what lies beside it, and verified there.
"""

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from curricula.diagnostics import N_, Diagnostic, Phrase, ordered
from curricula.packages import bag, collection, container
from curricula.packages.examining import LEFT_OUT, Case, called, checksum, hashed, record
from curricula.packages.seals import UNTRUSTED, Judged, over
from curricula.packages.trust import Trust, trust
from curricula.packages.verifying import Verdict, around, verify

_OWN = (container.FIRST, collection.INDEX, collection.README, collection.HASHES, collection.MANIFEST,
        collection.SIGNATURE)
_SEAL = {collection.MANIFEST, collection.SIGNATURE}
_ONCE = {"verify-unchecked", "verify-expired"}  # what is no less true of the others
_CALLED = re.compile(r"[a-z0-9.-]+-[0-9][a-z0-9.-]*\.asice")


@dataclass(frozen=True)
class _Opened:
    """A collection under examination: the file, where everything lies in it, and whom the reader trusts."""

    file: BinaryIO
    entries: Mapping[str, container.Entry]
    case: Case
    known: Trust


def verify_collection(path: Path, known: Trust | None = None) -> Verdict:
    """Examine the collection at `path` and all in it, trusting nobody unless told; one verdict about everything."""
    known = known or trust()
    try:
        with path.open("rb") as file:
            verdict = _examined(file, path.name, known)
        if not verdict.intact:
            return verdict
        seal = tuple(item for item in verdict.signatures if item.file == collection.SIGNATURE)
        judged = around(path, seal, known)
        found = ordered([*verdict.diagnostics, *judged.diagnostics])
        return replace(verdict, diagnostics=found, signatures=verdict.signatures + judged.signatures)
    except OSError as error:
        reason = error.strerror or Phrase("the system gives no reason")
        case = Case(path.name, {})
        return Verdict(None, (case.finding("unreadable", "cannot be read: {reason}", "", reason=reason),))


def _examined(file: BinaryIO, name: str, known: Trust) -> Verdict:
    listed, found = container.read(file, name, container.COLLECTION)
    entries = {entry.name: entry for entry in listed}
    if not listed:
        return Verdict(None, found)
    own = [entry for entry in listed if entry.name in _OWN]
    case = Case(name, {entry.name: hashed(file, entry, True) for entry in own})
    findings = [*found, *(item for entry in own for item in checksum(case, entry, True))]
    if collection.INDEX not in case.members:
        missing = case.finding("missing", "{path} is missing", LEFT_OUT, path=collection.INDEX)
        return Verdict(None, ordered([*findings, missing]))
    index, problems = record(case, collection.INDEX, "collection")
    findings += problems
    if index is None or not _orderly(index):
        words = N_("{name} does not list every standard and every file once, in order and by its own name")
        found = () if index is None else (case.finding("collection", words, name=collection.INDEX),)
        return Verdict(None, ordered([*findings, *found]))
    findings += [*_files(case, index, entries), *_surroundings(case, index)]
    findings += called(case, _CALLED, collection.file_name(index))
    seal = _sealed(case, known) if not findings else Judged()
    inner = _packages(_Opened(file, entries, case, known), index)
    findings += [*seal.diagnostics, *_new(seal.diagnostics, inner.diagnostics)]
    return Verdict(None, ordered(findings), seal.signatures + inner.signatures, index=index)


def _orderly(index: Mapping[str, Any]) -> bool:
    """Whether the index has every standard and every file once, in order, by the name that it must have."""
    packages = index["packages"]
    paths = [package["path"] for package in packages]
    good = paths == sorted(set(paths)) and len({package["id"] for package in packages}) == len(packages)
    for package in packages:
        around_it = [item["path"] for item in package["beside"]]
        good &= package["path"] == collection.place(package) and around_it == sorted(set(around_it))
        good &= all(path.startswith(f"{package['path']}.") for path in around_it)
    return good


def _files(case: Case, index: Mapping[str, Any], entries: Mapping[str, container.Entry]) -> Iterator[Diagnostic]:
    """The files are those that the index names, and of the seal both or none."""
    expected = {item["path"] for item in collection.files(index)} | collection.surroundings(index).keys()
    expected |= _SEAL if _SEAL & entries.keys() else set()
    for path in expected - entries.keys():
        yield case.finding("missing", "{path} is missing", LEFT_OUT, path=path)
    for path in entries.keys() - expected:
        yield case.finding("extra", "{path} does not belong to the collection", path=path)


def _surroundings(case: Case, index: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """What surrounds the packages is what follows from the index."""
    derived = {path: bag.sha256(content) for path, content in collection.surroundings(index).items()}
    derived[collection.MANIFEST] = bag.sha256(collection.manifest(index))
    derived[collection.README] = index["readme"]["sha256"]
    for path, expected in derived.items():
        if path in case.members and case.members[path].sha256 != expected:
            code = "mimetype" if path == container.FIRST else "disagrees"
            yield case.finding(code, "{path} disagrees with {manifest}", path=path, manifest=collection.INDEX)


def _new(told: Iterable[Diagnostic], found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Findings without those that would say of every package what was said already: who signs is one for most."""
    seen = {(item.code, item.words()) for item in told}
    for item in found:
        said = (item.code, item.words())
        if item.code not in UNTRUSTED | _ONCE or said not in seen:
            yield item
        seen |= {said} if item.code in _ONCE else set()


def _sealed(case: Case, known: Trust) -> Judged:
    """The seal of a collection whose own files are all as the index says."""
    signature, manifest = (case.members.get(name) for name in (collection.SIGNATURE, collection.MANIFEST))
    digest = bytes.fromhex(manifest.sha256) if manifest else b""
    return over(case.package, collection.SIGNATURE, signature.content if signature else None, digest, known)


def _packages(opened: _Opened, index: Mapping[str, Any]) -> Judged:
    """Every package in the collection."""
    judged = Judged()
    for package in index["packages"]:
        with tempfile.TemporaryDirectory() as folder:
            problems = tuple(_laid(opened, package, Path(folder)))
            named = {package["path"], *(item["path"] for item in package["beside"])}
            whole = not problems and named <= opened.entries.keys()
            judged += _package(opened, package, Path(folder)) if whole else Judged((), problems)
    return judged


def _laid(opened: _Opened, package: Mapping[str, Any], folder: Path) -> Iterator[Diagnostic]:
    """Lay a package into a folder, with what lies beside it; files that are not those of the index."""
    for item in (package, *package["beside"]):
        entry = opened.entries.get(item["path"])
        if entry is None:
            continue  # which was found already
        if entry.size != item["size"]:
            yield opened.case.finding("size", "{path} has {found} bytes instead of {expected}", path=entry.name,
                                      found=entry.size, expected=item["size"])
            continue
        with (folder / entry.name.removeprefix(collection.FOLDER)).open("wb") as copy:
            found = hashed(opened.file, entry, False, copy)
        yield from checksum(Case(opened.case.package, {entry.name: found}), entry, False)
        if found.sha256 != item["sha256"]:
            yield opened.case.finding("hash", "{path} is not the file that was packed: its SHA-256 differs",
                                      path=entry.name)


def _package(opened: _Opened, package: Mapping[str, Any], folder: Path) -> Judged:
    """What is found about one package, at its place in the collection."""
    own = package["path"].removeprefix(collection.FOLDER)
    verdict = verify(folder / own, opened.known)
    inside = f"{opened.case.package}/{collection.FOLDER}"
    found = [replace(item, where=item.where._replace(path=inside + item.where.path)) for item in verdict.diagnostics]
    if verdict.manifest is not None and verdict.intact:
        expected = collection.entry(verdict.manifest, package, package["beside"])
        found += [
            opened.case.finding("disagrees", "{path} and {manifest} have different values of {name}",
                                path=collection.INDEX, manifest=package["path"], name=name)
            for name in expected if expected[name] != package[name]
        ]
    places = (collection.FOLDER if item.file.startswith(own) else f"{package['path']}/" for item in verdict.signatures)
    named = (replace(item, file=place + item.file) for item, place in zip(verdict.signatures, places, strict=True))
    return Judged(tuple(named), tuple(found))
