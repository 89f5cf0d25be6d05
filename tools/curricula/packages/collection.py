"""A collection: the sealed packages of a programme or of a whole release, in one file (ASiC-E/CAdES, EN 319 162-1).

    mimetype
    META-INF/ASiCManifest0.xml  META-INF/signature0.p7s             where it is sealed
    README.txt  index.json  manifest-sha256.txt
    packages/….asice, and beside each its signatures and its provenance

Everything but the README follows from the index, and the manifest from everything, so that reading is writing again.
Packages lie in it as they would lie alone: unpacking it is taking them out.
"""

import base64
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from lxml import etree

from curricula.packages import bag, container, provenance, seals
from curricula.packages.manifest import canonical

FORMAT = "curricula-collection/1"
INDEX, README, HASHES = "index.json", "README.txt", bag.HASHES
MANIFEST, SIGNATURE = "META-INF/ASiCManifest0.xml", "META-INF/signature0.p7s"
FOLDER = "packages/"
NAME = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
VERSION = re.compile(r"[0-9][a-z0-9]*([.-][a-z0-9]+)*")

_ASIC = "http://uri.etsi.org/02918/v1.2.1#"
_DS = "http://www.w3.org/2000/09/xmldsig#"
_SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
_CMS = "application/pkcs7-signature"
_TYPES = {  # by the end of a name
    f".{bag.SUFFIX}": bag.MIMETYPE, seals.SUFFIX: _CMS, ".json": "application/json", ".txt": "text/plain",
}
_TOLD = ("id", "uuid", "version", "status", "issued", "title", "authoritativeLanguage", "contentDigest")
_SECOND = 69  # where the header of the second file begins: the first one is `mimetype` in every container
_NAMED = 30  # from there to its name


def file_name(index: Mapping[str, Any]) -> str:
    """What a collection is called: its name and its version."""
    return f"{index['name']}-{index['version']}.{bag.SUFFIX}"


def is_one(path: Path) -> bool:
    """Whether a file is to be judged as a collection: the second file in it is one that no package has there."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            head = file.read(_SECOND + _NAMED + len(MANIFEST))
    except OSError:
        return False
    return head.startswith(b"PK\3\4") and head[_SECOND + _NAMED :].startswith(
        tuple(name.encode() for name in (MANIFEST, SIGNATURE, README, INDEX, HASHES))
    )


def beside(package: Path) -> tuple[Path, ...]:
    """What goes into a collection with a package: the signatures and the provenance that lie beside it."""
    origin = provenance.beside(package)
    return tuple(sorted([*seals.beside(package), *([origin] if origin.is_file() else [])]))


def file(path: str, size: int, sha256: str) -> dict[str, Any]:
    """A file as the index names it."""
    return {"path": path, "size": size, "sha256": sha256}


def entry(
    manifest: Mapping[str, Any], package: Mapping[str, Any], around: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    """What the index says of a package with this manifest, given the files as it names them."""
    return {
        **package,
        **{name: manifest[name] for name in _TOLD},
        "languages": [language["locale"] for language in manifest["languages"]],
        "beside": list(around),
    }


def place(manifest: Mapping[str, Any]) -> str:
    """Where a package with this manifest lies in a collection."""
    return FOLDER + bag.file_name(manifest["id"], manifest["version"])


def files(index: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every file that the index names."""
    yield index["readme"]
    for package in index["packages"]:
        yield package
        yield from package["beside"]


def surroundings(index: Mapping[str, Any]) -> dict[str, bytes]:
    """The files that follow from the index alone, by name."""
    content = canonical(index)
    hashes = [(item["path"], item["sha256"]) for item in files(index)]
    return {
        container.FIRST: bag.MIMETYPE.encode(),
        INDEX: content,
        HASHES: bag.hash_lines([*hashes, (INDEX, bag.sha256(content))]),
    }


def manifest(index: Mapping[str, Any]) -> bytes:
    """`META-INF/ASiCManifest0.xml`, which the signature is over: the hash of every file but those of the seal.

    Each file has a line of its own, so that a shell finds its hash.
    """
    hashes = {item["path"]: item["sha256"] for item in files(index)}
    hashes |= {name: bag.sha256(content) for name, content in surroundings(index).items() if name != container.FIRST}
    root = etree.Element(f"{{{_ASIC}}}ASiCManifest", nsmap={"asic": _ASIC, "ds": _DS})
    root.text = "\n"
    etree.SubElement(root, f"{{{_ASIC}}}SigReference", MimeType=_CMS, URI=SIGNATURE).tail = "\n"
    for name, digest in sorted(hashes.items()):
        kind = next(told for suffix, told in _TYPES.items() if name.endswith(suffix))
        reference = etree.SubElement(root, f"{{{_ASIC}}}DataObjectReference", MimeType=kind, URI=quote(name))
        if name == INDEX:
            reference.set("Rootfile", "true")
        etree.SubElement(reference, f"{{{_DS}}}DigestMethod", Algorithm=_SHA256)
        value = etree.SubElement(reference, f"{{{_DS}}}DigestValue")
        value.text = base64.b64encode(bytes.fromhex(digest)).decode("ascii")
        reference.tail = "\n"
    body = etree.tostring(root, method="c14n", exclusive=True, with_comments=False)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body + b"\n"
