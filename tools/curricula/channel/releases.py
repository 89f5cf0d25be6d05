"""A release: one version of a standard in the channel. What is known of it comes from its package alone.

    packages/<id>/<version>/<name>.asice, .p7s…, .intoto.json, manifest.json
                                                                    for machines, archives and mirrors
    <id>/<version>/<locale>.html, <locale>.pdf, standard.xml …      for people: the addresses that documents give

`manifest.json` is that of the package; the signed metadata have its hash, and it has those of the documents.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tuf.api.metadata import TargetFile

from curricula.channel import metadata
from curricula.channel.store import Store
from curricula.diagnostics import CurriculaError
from curricula.lifecycle import numbers
from curricula.packages import bag, provenance
from curricula.packages.seals import SUFFIX, beside
from curricula.packages.signing import contents

PACKAGES = "packages"
_SHOWN = ("document", "data")  # roles of files that are read by themselves


@dataclass(frozen=True)
class Release:
    """A published version: its manifest, and the files that are hashed in the signed metadata, by name."""

    manifest: Mapping[str, Any]
    files: Mapping[str, TargetFile]

    @property
    def id(self) -> str:
        """The id of the standard."""
        return str(self.manifest["id"])

    @property
    def version(self) -> str:
        """Its version."""
        return str(self.manifest["version"])

    @property
    def folder(self) -> str:
        """Where the documents lie."""
        return f"{self.id}/{self.version}"

    @property
    def package(self) -> str:
        """The name of the package."""
        return f"{PACKAGES}/{self.folder}/{bag.file_name(self.id, self.version)}"

    @property
    def signatures(self) -> tuple[str, ...]:
        """The names of the detached signatures."""
        return tuple(sorted(name for name in self.files if name.endswith(SUFFIX)))

    @property
    def provenance(self) -> tuple[str, ...]:
        """The name of what tells what the package was made of; nothing for a package without a seal."""
        return tuple(name for name in self.files if name.endswith(provenance.SUFFIX))

    @property
    def documents(self) -> tuple[tuple[str, Mapping[str, Any]], ...]:
        """The files of the package that stand for themselves: name in the channel, and entry of the manifest."""
        shown = (file for file in self.manifest["files"] if file["role"] in _SHOWN)
        return tuple((f"{self.folder}/{file['path'].rpartition('/')[2]}", file) for file in shown)

    def title(self, locale: str) -> tuple[str, str]:
        """The title and its language: the original where there is none in `locale`."""
        titles, original = self.manifest["title"], self.manifest["authoritativeLanguage"]
        language = locale if locale in titles else original
        return titles[language], language


@dataclass(frozen=True)
class Parcel:
    """A release on its way into the channel, with the content of every file, by name."""

    release: Release
    contents: Mapping[str, bytes]


def parcel(path: Path, manifest: Mapping[str, Any]) -> Parcel:
    """A package that was verified, with the signatures and the provenance beside it, ready to be published."""
    content = path.read_bytes()
    folder = f"{PACKAGES}/{manifest['id']}/{manifest['version']}"
    members = contents(content)
    described = members[bag.MANIFEST]
    name = f"{folder}/{bag.file_name(manifest['id'], manifest['version'])}"
    facts = {name: manifest[name] for name in ("id", "uuid", "version", "status", "issued", "title")}
    files = {name: metadata.target(name, content, {**facts, "manifest": bag.sha256(described)})}
    given = {name: content, f"{folder}/manifest.json": described}
    origin = provenance.beside(path)
    for found in (*beside(path), *([origin] if origin.is_file() else [])):
        other = name + found.name.removeprefix(path.name)
        given[other] = found.read_bytes()
        files[other] = metadata.target(other, given[other])
    release = Release(manifest, files)
    given |= {shown: members[file["path"]] for shown, file in release.documents}
    return Parcel(release, given)


def released(store: Store, files: Mapping[str, TargetFile], at_hand: Iterable[Release]) -> tuple[Release, ...]:
    """Every release that the signed files name, by id, the newest version first; manifests not at hand are read."""
    known = {release.package: release for release in at_hand}
    found = []
    for name, entry in files.items():
        facts = entry.unrecognized_fields.get("custom")
        if facts is None:
            continue
        own = {other: files[other] for other in sorted(files) if other.rpartition("/")[0] == name.rpartition("/")[0]}
        manifest = known[name].manifest if name in known else _manifest(store, name, facts["manifest"])
        found.append(Release(manifest, own))
    newest = sorted(found, key=lambda release: numbers(release.version), reverse=True)
    return tuple(sorted(newest, key=lambda release: release.id))


def latest(releases: Iterable[Release]) -> tuple[Release, ...]:
    """The newest release of every standard, by id; `releases` are in order."""
    found: dict[str, Release] = {}
    for release in releases:
        found.setdefault(release.id, release)
    return tuple(found.values())


def _manifest(store: Store, package: str, digest: str) -> Mapping[str, Any]:
    name = f"{package.rpartition('/')[0]}/manifest.json"
    content = store.read(name)
    if content is None or bag.sha256(content) != digest:
        raise CurriculaError(
            "{target}/{name} is missing or was changed: put back what was published there",
            target=store.place.name, name=name,
        )
    manifest: Mapping[str, Any] = json.loads(content)
    return manifest
