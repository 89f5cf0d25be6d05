"""Making a collection, and sealing it: a piece at a time, as it may be larger than what a machine holds.

The same packages give the same bytes, and so does the same key. Packages go in as they are, and a sealed collection
is never changed.
"""

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from curricula.diagnostics import N_, CurriculaError, Diagnostic
from curricula.files import replacing
from curricula.lifecycle import numbers
from curricula.packages import bag, cades, collection, container
from curricula.packages.container import Stored
from curricula.packages.keys import Sealer
from curricula.packages.packing import FALLBACK, RULE
from curricula.packages.seals import SUFFIX, finding
from curricula.packages.verifying import verify
from curricula.packages.xades import SIGNATURES
from curricula.report import Progress

TEMPLATES = Path(__file__).parents[1] / "collection_readme"

_CHUNK = 1 << 20
_SEAL = N_("Seal it with `curricula sign`; what that writes beside it is collected with it.")


@dataclass(frozen=True)
class Collection:
    """A collection that is to be written: its index, and the content of every file by name."""

    index: Mapping[str, Any]
    members: Mapping[str, bytes | Stored]


def gathered(
    paths: Sequence[Path], progress: Progress
) -> tuple[Mapping[Path, Mapping[str, Any]], tuple[Diagnostic, ...]]:
    """The manifests of packages that are all intact and sealed, of every standard the newest; else what is wrong.

    `CurriculaError` where two are the same version of one standard and yet not the same.
    """
    chosen: dict[str, tuple[Path, Mapping[str, Any]]] = {}
    problems: list[Diagnostic] = []
    for done, path in enumerate(paths, 1):
        verdict = verify(path)
        if verdict.manifest is None or not verdict.intact:
            problems += verdict.diagnostics
        elif not {SIGNATURES, path.name + SUFFIX} <= {item.file for item in verdict.signatures}:
            words = N_("is not sealed, or its signature does not lie beside it")
            problems.append(finding("unsealed", words, path.name, _SEAL))
        elif not collection.place(verdict.manifest).isascii():
            words = N_("the id {id} cannot be part of a name in a collection: it is not in Latin letters")
            problems.append(finding("name", words, path.name, id=verdict.manifest["id"]))
        else:
            _choose(chosen, path, verdict.manifest)
        progress(N_("verify"), done, len(paths))
    return ({} if problems else dict(chosen.values())), tuple(problems)


def _choose(chosen: dict[str, tuple[Path, Mapping[str, Any]]], path: Path, manifest: Mapping[str, Any]) -> None:
    """Keep the newer one of two packages of a standard."""
    if manifest["id"] not in chosen:
        chosen[manifest["id"]] = path, manifest
        return
    other, known = chosen[manifest["id"]]
    if numbers(manifest["version"]) > numbers(known["version"]):
        chosen[manifest["id"]] = path, manifest
    elif manifest["version"] == known["version"] and _stored(path)[1] != _stored(other)[1]:
        raise CurriculaError("{file} and {other} are the same version, but not the same file", file=path, other=other)


def collected(name: str, version: str, packages: Mapping[Path, Mapping[str, Any]]) -> Collection:
    """The collection of packages, given with their manifests."""
    members: dict[str, bytes | Stored] = {}

    def named(path: Path, place: str) -> dict[str, Any]:
        members[place], digest = _stored(path)
        return collection.file(place, path.stat().st_size, digest)

    entries = []
    for path, manifest in packages.items():
        place = collection.place(manifest)
        around = [named(other, place + other.name.removeprefix(path.name)) for other in collection.beside(path)]
        entries.append(collection.entry(manifest, named(path, place), around))
    told = {
        "format": collection.FORMAT, "name": name, "version": version,
        "packages": sorted(entries, key=lambda entry: str(entry["path"])),
    }
    readme = _readme(told)
    index = {**told, "readme": collection.file(collection.README, len(readme), bag.sha256(readme))}
    return Collection(index, {**members, collection.README: readme, **collection.surroundings(index)})


def _stored(path: Path) -> tuple[Stored, str]:
    """A file as it goes into a collection, and its SHA-256."""
    digest, crc, size = hashlib.sha256(), 0, 0
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            digest.update(piece)
            crc = zlib.crc32(piece, crc)
            size += len(piece)
    return Stored(path, 0, size, crc), digest.hexdigest()


def write(path: Path, members: Mapping[str, bytes | Stored]) -> None:
    """Put the collection with these files at `path`, whole or not at all."""
    with replacing(path) as file:
        container.put(members, file, container.COLLECTION)


def seal(path: Path, index: Mapping[str, Any], sealer: Sealer, when: datetime) -> bool:
    """Seal the collection at `path`, which was found to be intact; False where the same certificate has done so."""
    with path.open("rb") as file:
        entries, _ = container.read(file, path.name, container.COLLECTION)
        members: dict[str, bytes | Stored] = {
            entry.name: Stored(path, entry.start, entry.size, entry.crc) for entry in entries
        }
    if collection.SIGNATURE in members:
        content = b"".join(members[collection.SIGNATURE].pieces())  # type: ignore[union-attr]
        if any(signer.chain[0] != sealer.certificate for signer in cades.read(content)):
            raise CurriculaError(
                "{file} is sealed by another certificate: sign beside it with --detached, or make it anew",
                file=path.name,
            )
        return False
    manifest = collection.manifest(index)
    members[collection.MANIFEST] = manifest
    members[collection.SIGNATURE] = cades.sign(hashlib.sha256(manifest).digest(), sealer, when)
    write(path, members)
    return True


@cache
def _templates() -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(TEMPLATES.glob("*.txt"))}


def _readme(index: Mapping[str, Any]) -> bytes:
    """The README in every language of the packages that has a template, one below the other; else the English one."""
    known = _templates()
    spoken = {locale for package in index["packages"] for locale in package["languages"]}
    languages = sorted({locale if locale in known else FALLBACK for locale in spoken})
    return RULE.join(_guide(index, locale) for locale in languages).encode()


def _guide(index: Mapping[str, Any], locale: str) -> str:
    called = collection.file_name(index)
    return _templates()[locale].format_map({
        "name": index["name"],
        "version": index["version"],
        "packages": "\n\n".join(_listed(index["packages"], locale)),
        "collection": called,
        "folder": called.removesuffix(f".{bag.SUFFIX}"),
    })


def _listed(packages: Iterable[Mapping[str, Any]], locale: str) -> Iterator[str]:
    """Every package with its title; the original one where there is none in the language."""
    for package in packages:
        title = package["title"].get(locale) or package["title"][package["authoritativeLanguage"]]
        yield f"{title}\n  {package['id']} {package['version']}\n  {', '.join(package['languages'])}"
