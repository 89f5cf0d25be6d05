"""What a sealed package was made of and by, for programs: `<file>.intoto.json`, signed with the key of the seal.

The form leaves no choice: a DSSE envelope in the canonical form of RFC 8785 around a Statement v1 of in-toto with the
provenance v1 of SLSA. All of it follows from the manifest and the hash of the package: nobody knows more, and what
the manifest does not say (where and when it was built, from which commit) is not said. So reading is writing again,
as with the seal. The build type is described in `docs/decisions/0031-signatures.md`.
"""

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa

from curricula.diagnostics import N_, Diagnostic
from curricula.packages import bag
from curricula.packages.keys import Sealer, from_der, holds, in_der
from curricula.packages.manifest import canonical
from curricula.packages.seals import Signature, finding
from curricula.packages.sources import SOURCE

SUFFIX = ".intoto.json"
LARGEST = 256 << 10  # bytes; of a package in four languages it has 4 kB
PAYLOAD_TYPE = "application/vnd.in-toto+json"
STATEMENT, PREDICATE = "https://in-toto.io/Statement/v1", "https://slsa.dev/provenance/v1"
BUILD_TYPE, BUILDER = "urn:curricula:package:1", "urn:curricula:program"

_SHOWN = ("document", "data")  # roles of files that a format has made
_AGAIN = N_("Take package and provenance from where they were published.")


@dataclass(frozen=True)
class Envelope:
    """A file of provenance: all of it, and the statement, the name of the key and the signature that it holds."""

    content: bytes
    payload: bytes
    keyid: str
    value: bytes


def beside(package: Path) -> Path:
    """Where the provenance of a package stands."""
    return package.with_name(package.name + SUFFIX)


def statement(manifest: Mapping[str, Any], digest: str) -> bytes:
    """What is signed, of a package with this manifest and this SHA-256, in hexadecimal digits."""
    build = manifest["build"]
    formats = {file["path"].split("/")[1] for file in manifest["files"] if file["role"] in _SHOWN}
    return canonical({
        "_type": STATEMENT,
        "subject": [{"name": bag.file_name(manifest["id"], manifest["version"]), "digest": {"sha256": digest}}],
        "predicateType": PREDICATE,
        "predicate": {
            "buildDefinition": {
                "buildType": BUILD_TYPE,
                "externalParameters": {
                    "standard": manifest["id"],
                    "version": manifest["version"],
                    "languages": [language["locale"] for language in manifest["languages"]],
                    "formats": sorted(formats),
                },
                "internalParameters": {
                    "sourceDate": build["sourceDate"], "schemaVersions": manifest["schemaVersions"],
                },
                "resolvedDependencies": list(_dependencies(manifest)),
            },
            "runDetails": {"builder": {"id": BUILDER, "version": {**build["engines"], "curricula": build["tool"]}}},
        },
    })


def _dependencies(manifest: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The standard as it was written, the schemas, and the fonts, each with its hash.

    The digest of the source is that of many files together, which no one file has: so it is an annotation.
    """
    files = {file["path"]: file for file in manifest["files"]}
    source = {"digest": {"sha256": files[SOURCE]["sha256"]}} if SOURCE in files else {}
    yield {
        "name": SOURCE, "uri": f"urn:uuid:{manifest['uuid']}", **source,
        "annotations": {"sourceDigest": manifest["sourceDigest"]},
    }
    for path, file in files.items():
        if file["role"] == "schema":
            yield {"name": path, "digest": {"sha256": file["sha256"]}}
    for name, digest in sorted(manifest["build"]["fonts"].items()):
        yield {"name": f"fonts/{name}", "digest": {"sha256": digest}}


def attested(payload: bytes, sealer: Sealer) -> bytes:
    """The file with a statement, signed."""
    value = sealer.sign(_signed(payload))
    weighty = isinstance(sealer.certificate.public_key(), rsa.RSAPublicKey)
    return _written(payload, keyid(sealer.certificate), value if weighty else in_der(value))


def keyid(certificate: x509.Certificate) -> str:
    """What the key of a certificate is called: the SHA-256 of the certificate, as sealing prints it."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def read(path: Path) -> Envelope | None:
    """What a file of provenance holds; None where that cannot be told. Nothing in it is proven yet."""
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        return None
    try:
        data = json.loads(content)
        signature = data["signatures"][0]
        payload, value = (base64.b64decode(words, validate=True) for words in (data["payload"], signature["sig"]))
        return Envelope(content, payload, str(signature["keyid"]), value)
    except (ValueError, TypeError, KeyError, IndexError, RecursionError):
        return None


def intact(found: Envelope, certificate: x509.Certificate) -> bool:
    """Whether the file is as it is written with this certificate, and its signature one of the certificate's key."""
    value = found.value
    if not isinstance(certificate.public_key(), rsa.RSAPublicKey):
        try:
            value = from_der(value)
        except (ValueError, OverflowError):  # the latter of a number that lies outside the curve
            return False
    same = _written(found.payload, keyid(certificate), found.value) == found.content
    return same and holds(value, _signed(found.payload), certificate)


def judged(
    package: Path, manifest: Mapping[str, Any], seal: Signature | None
) -> tuple[Signature | None, tuple[Diagnostic, ...]]:
    """Who vouches for the provenance of a package that is intact, with the time of the seal; none where it has none.

    `OSError` where one of the files cannot be read.
    """
    path = beside(package)
    if not path.is_file():
        return None, ()
    found = read(path)
    with package.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    problem = _problem(package, manifest, digest, found, seal)
    if problem is not None or seal is None:
        return None, (problem,) if problem else ()
    return Signature(path.name, seal.signer, seal.when, seal.trusted, seal.chain), ()


def _problem(
    package: Path, manifest: Mapping[str, Any], digest: str, found: Envelope | None, seal: Signature | None
) -> Diagnostic | None:
    """Why the provenance of a package is none."""
    path = beside(package).name
    if found is None:
        return finding("signature", "is not written as a provenance is: a DSSE envelope of in-toto", path, _AGAIN)
    if _subject(found.payload) != digest:
        words = N_("is the provenance of another file than {signed}, or that was changed")
        return finding("signature", words, path, _AGAIN, signed=package.name)
    if seal is None:
        words = N_("cannot be checked: the package has no seal, and the same key signs both")
        return finding("unchecked", words, path, _AGAIN, "warning")
    if found.keyid != keyid(seal.chain[0]):
        return finding("untrusted", "is not signed by who has sealed the package", path, _AGAIN)
    if not intact(found, seal.chain[0]):
        return finding("signature", "does not hold: it was changed, or is not that of its certificate", path, _AGAIN)
    if found.payload != statement(manifest, digest):
        return finding("disagrees", "{path} disagrees with {manifest}", package.name, _AGAIN, path=path,
                       manifest=bag.MANIFEST)
    return None


def _subject(payload: bytes) -> object:
    """The hash of what a statement is about; None where it names none."""
    try:
        return json.loads(payload)["subject"][0]["digest"]["sha256"]
    except (ValueError, TypeError, KeyError, IndexError, RecursionError):
        return None


def _signed(payload: bytes) -> bytes:
    """What the signature is over: kind and statement with their lengths (the encoding of DSSE v1)."""
    return f"DSSEv1 {len(PAYLOAD_TYPE)} {PAYLOAD_TYPE} {len(payload)} ".encode() + payload


def _written(payload: bytes, key: str, value: bytes) -> bytes:
    """The whole file."""
    own, signature = (base64.b64encode(content).decode("ascii") for content in (payload, value))
    return canonical({
        "payloadType": PAYLOAD_TYPE, "payload": own, "signatures": [{"keyid": key, "sig": signature}],
    })
