"""What surrounds the content of a package: the tag files of BagIt 1.0 (RFC 8493) and of ASiC-E.

All of them follow from `data/manifest.json`, so one function makes them for packing and for
verifying: a package whose tag files are not exactly these says two different things.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import quoteattr

from curricula.packages import container

SUFFIX = "asice"
MOST = 29  # payload and tag files: Java refuses XML signatures with more than 30 references, and one is its own
MIMETYPE = "application/vnd.etsi.asic-e+zip"
MANIFEST = "data/manifest.json"
HASHES = "manifest-sha256.txt"
TAG_HASHES = "tagmanifest-sha256.txt"
CONTAINER = "META-INF/manifest.xml"

_ODF = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"


def file_name(document: str, version: str) -> str:
    """What a package is called: the id of its standard with dots for folders, and the version."""
    return f"{document.replace('/', '.')}-{version}.{SUFFIX}"


def sha256(content: bytes) -> str:
    """The hash in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def hash_lines(hashes: Iterable[tuple[str, str]]) -> bytes:
    """A list of (name, hash) as `sha256sum` writes and reads it: two spaces, in order of name."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(hashes)).encode()


def content_digest(files: Iterable[Mapping[str, Any]]) -> str:
    """One hash for all files of a manifest: that of their lines in `manifest-sha256.txt`.

    Anyone can make it with `grep -v data/manifest.json manifest-sha256.txt | sha256sum`.
    """
    return sha256(hash_lines((file["path"], file["sha256"]) for file in files))


def tag_files(manifest: Mapping[str, Any], content: bytes) -> dict[str, bytes]:
    """Every file of the package outside `data/`, by name; `content` is `manifest` as it is stored."""
    payload = [(file["path"], file["sha256"]) for file in manifest["files"]]
    tags = {
        container.FIRST: MIMETYPE.encode(),
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": _info(manifest, len(content)),
        HASHES: hash_lines([*payload, (MANIFEST, sha256(content))]),
    }
    tags[CONTAINER] = _container_manifest(manifest)
    tags[TAG_HASHES] = hash_lines((name, sha256(tag)) for name, tag in tags.items())
    return tags


def _info(manifest: Mapping[str, Any], size: int) -> bytes:
    """`bag-info.txt`. The bagging date is the date of issue: a package has no date of its own making."""
    octets = size + sum(file["size"] for file in manifest["files"])
    facts = {
        "Source-Organization": manifest["publisher"]["name"],
        "External-Description": manifest["title"][manifest["authoritativeLanguage"]],
        "External-Identifier": f"urn:uuid:{manifest['uuid']}",
        "Internal-Sender-Identifier": f"{manifest['id']} {manifest['version']}",
        "Bagging-Date": manifest["issued"],
        "Payload-Oxum": f"{octets}.{len(manifest['files']) + 1}",
        "Bag-Software-Agent": f"curricula {manifest['build']['tool']}",
    }
    return "".join(f"{name}: {value}\n" for name, value in facts.items()).encode()


def media_types(manifest: Mapping[str, Any]) -> dict[str, str]:
    """The media type of every file of a package but the one that states the package's own, by name."""
    types = {file["path"]: file["mediaType"] for file in manifest["files"]}
    types |= dict.fromkeys(("bagit.txt", "bag-info.txt", HASHES, TAG_HASHES), "text/plain")
    return types | {MANIFEST: "application/json", CONTAINER: "application/xml"}


def _container_manifest(manifest: Mapping[str, Any]) -> bytes:
    """`META-INF/manifest.xml` of the OpenDocument format: every file with its media type."""
    types = {name: told for name, told in media_types(manifest).items() if name != CONTAINER}
    entries = "".join(
        f"  <manifest:file-entry manifest:full-path={quoteattr(name)} manifest:media-type={quoteattr(media_type)}/>\n"
        for name, media_type in [("/", MIMETYPE), *sorted(types.items())]
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<manifest:manifest xmlns:manifest="{_ODF}" manifest:version="1.2">\n{entries}</manifest:manifest>\n'
    ).encode()
