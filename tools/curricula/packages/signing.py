"""Sealing: a package gets its seal inside, a detached signature and its provenance beside it; any other file a
detached one.

What was sealed is sealed once: the same key finds its own seal there and keeps it, another key is refused, for
our file is never edited. Who agrees with it signs beside it. Every signature is checked before it is written. A
signature beside a file that has no time stamp yet can get one: it stays the same signature.
"""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from curricula.diagnostics import CurriculaError
from curricula.packages import cades, container, provenance, xades
from curricula.packages.bag import MANIFEST, MOST, sha256
from curricula.packages.keys import Sealer, holds
from curricula.packages.seals import SUFFIX, members
from curricula.packages.trust import holder, unable, unfit


@dataclass(frozen=True)
class Signed:
    """Files to write, by path, and the moment they say they were signed at."""

    files: Mapping[Path, bytes]
    when: datetime
    kept: bool = False  # the seal was there already


def checked(sealer: Sealer, when: datetime, *, seal: bool) -> Sealer:
    """The sealer, without a root among the issuers; `CurriculaError` where the certificate may not sign."""
    probe = b"curricula"
    if not holds(sealer.sign(probe), probe, sealer.certificate):
        raise CurriculaError("the certificate of {name} is not that of the key", name=holder(sealer.certificate))
    reason = unfit(sealer.certificate, when) if seal else unable(sealer.certificate, when)
    if reason is not None:
        raise CurriculaError(
            "the certificate of {name} cannot sign: {reason}", name=holder(sealer.certificate), reason=reason
        )
    issuers = (item for item in sealer.chain[1:] if item.subject != item.issuer)
    return Sealer(sealer.sign, (sealer.certificate, *issuers))


def sealed(path: Path, manifest: Mapping[str, Any], sealer: Sealer, when: datetime) -> Signed:
    """The package at `path`, which was found to be intact, with its seal; signature and provenance beside it."""
    content = path.read_bytes()
    files = contents(content)
    kept = xades.SIGNATURES in files
    if kept:
        found = xades.read(files[xades.SIGNATURES])
        if found is None or found.chain[0] != sealer.certificate:
            raise CurriculaError(
                "{file} is sealed by another certificate: sign beside it with --detached, or make it anew",
                file=path.name,
            )
        when = found.when
    else:
        covered = members(manifest, {name: sha256(member) for name, member in files.items()})
        if len(covered) > MOST:
            raise CurriculaError(
                "{file} holds {count} files; a seal covers at most {limit}", file=path.name, count=len(covered),
                limit=MOST,
            )
        files[xades.SIGNATURES] = xades.seal(covered, sealer, when)
        content = container.write(files)
    target = path.with_name(path.name + SUFFIX)
    digest = hashlib.sha256(content).digest()
    origin = provenance.beside(path)
    files_beside = {
        target: _beside(target, digest, sealer, when),
        origin: _attested(origin, provenance.statement(manifest, digest.hex()), sealer),
    }
    return Signed({path: content, **files_beside}, when, kept)


def _attested(target: Path, statement: bytes, sealer: Sealer) -> bytes:
    """The provenance with this statement; one of the same certificate that still holds is kept."""
    if target.is_file():
        found = provenance.read(target)
        if found is None or found.keyid != provenance.keyid(sealer.certificate):
            raise CurriculaError(
                "{file} is there already, and not by this certificate: move it away first", file=target.name
            )
        if found.payload == statement and provenance.intact(found, sealer.certificate):
            return found.content
    return provenance.attested(statement, sealer)


def unsealed(content: bytes) -> bytes:
    """A package as it was before it was sealed; other content as it is."""
    files = contents(content)
    return container.write(files) if files.pop(xades.SIGNATURES, None) is not None else content


def differences(content: bytes, other: bytes) -> list[str]:
    """The files in which two packages differ, whether sealed or not: their data, else what surrounds that."""
    one, two = contents(unsealed(content)), contents(unsealed(other))
    found = sorted(name for name in one.keys() | two.keys() if one.get(name) != two.get(name))
    return [name for name in found if name.startswith("data/") and name != MANIFEST] or found


def countersigned(path: Path, name: str, sealer: Sealer, when: datetime) -> Signed:
    """The detached signature of any file: `<file>.p7s`, or `<file>.<name>.p7s`."""
    target = path.with_name(f"{path.name}.{name}{SUFFIX}" if name else path.name + SUFFIX)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").digest()
    content = _beside(target, digest, sealer, when)
    return Signed({target: content}, when, target.is_file() and target.read_bytes() == content)


def _beside(target: Path, digest: bytes, sealer: Sealer, when: datetime) -> bytes:
    """The signature of what has this SHA-256; one of the same certificate that still holds is kept."""
    if target.is_file():
        content = target.read_bytes()
        found = cades.read(content)
        if not found or any(signer.chain[:1] != (sealer.certificate,) for signer in found):
            raise CurriculaError(
                "{file} is there already, and not by this certificate: give yours a name with --name", file=target.name
            )
        if all(signer.known and signer.digest == digest and signer.holds() for signer in found):
            return _stamped(content, found[0], sealer)
    return cades.sign(digest, sealer, when)


def _stamped(content: bytes, signer: cades.Signer, sealer: Sealer) -> bytes:
    """A signature that is kept, with a time stamp, if one is asked for and it has none; only for those of ours."""
    if sealer.stamp is None or signer.token is not None or not cades.ours(content, signer, signer.chain):
        return content
    return cades.stamped(signer, sealer.stamp(signer.value))


def contents(content: bytes) -> dict[str, bytes]:
    """The content of every file; none where this is no package."""
    entries, _ = container.read(io.BytesIO(content), "")
    return {entry.name: content[entry.start : entry.start + entry.size] for entry in entries}
