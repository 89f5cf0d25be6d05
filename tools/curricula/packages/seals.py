"""What signatures say about a file: the seal inside a package, and detached signatures beside any file.

A signature that does not hold is tampering. One that holds says who signed: whether that is someone to be trusted
follows from the roots the reader gives, at the time that it states, or at that of its time stamp. What is only to be
known (a certificate has expired meanwhile, a partner's algorithm is not one of those known here) is a note and counts
for nothing.
"""

import glob
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509

from curricula.diagnostics import N_, Diagnostic, Phrase, Severity, Where
from curricula.packages import bag, cades, container, stamps, xades
from curricula.packages.trust import STAMPS, Trust, holder, traced, unable, unfit, untimely

SUFFIX = ".p7s"
UNTRUSTED = {"verify-unsealed", "verify-unchecked", "verify-untrusted", "verify-weak", "verify-algorithm"}

_SKEW = timedelta(minutes=10)  # clocks of two machines
_WEAK = ("md2", "md5", "sha1")
_CHANGED = N_("Somebody changed the package, or it was damaged: take it from where it was published.")
_ANOTHER = N_("Take file and signature from where they were published.")
_ROOT = N_("Give the publisher's root certificate with --root; ask for it by another way than the file came.")
_ALSO = N_("A partner's signature has a name of its own: <package>.<name>.p7s.")
_AUTHORITY = N_("Give the certificate of this authority with --root too; ask for it by another way than the file came.")
_WHOSE = N_("Was the right root given? Intermediate certificates that are not in the signature are given with --chain.")


@dataclass(frozen=True)
class Stamped:
    """The time stamp on a signature: who says when it was there, and whether a trusted root stands behind that."""

    authority: str
    when: datetime
    trusted: bool
    chain: tuple[x509.Certificate, ...]


@dataclass(frozen=True)
class Signature:
    """A signature that holds: its file, who signed and when, and whether a trusted root stands behind it.

    It is trusted only if the time stamp on it, where it has one, is trusted too.
    """

    file: str
    signer: str
    when: datetime
    trusted: bool
    chain: tuple[x509.Certificate, ...]
    stamp: Stamped | None = None

    @property
    def judged(self) -> datetime:
        """The moment at which its certificate was judged."""
        return self.stamp.when if self.stamp and self.stamp.trusted else self.when


@dataclass(frozen=True)
class _Claim:
    """A signature that holds: its file, the signing certificate before others, and when it says it was made.

    `token` is the time stamp on `value`, in the form of ours where it is `strict`; `barred` says why the certificate
    may not sign at a moment.
    """

    name: str
    chain: tuple[x509.Certificate, ...]
    when: datetime
    barred: Callable[[x509.Certificate, datetime], Phrase | None]
    value: bytes
    token: bytes | None
    strict: bool = True


@dataclass(frozen=True)
class Judged:
    """Signatures that hold, and every finding."""

    signatures: tuple[Signature, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    def __add__(self, other: "Judged") -> "Judged":
        return Judged(self.signatures + other.signatures, self.diagnostics + other.diagnostics)


def members(manifest: Mapping[str, Any], hashes: Mapping[str, str]) -> list[xades.Member]:
    """The files a seal covers: all of the package but its media type and the seal; `hashes` are SHA-256 by name."""
    types = bag.media_types(manifest)
    sealed = sorted(hashes.keys() - {container.FIRST, xades.SIGNATURES})
    return [xades.Member(name, types[name], hashes[name]) for name in sealed]


def inside(package: str, content: bytes | None, covered: Sequence[xades.Member], known: Trust) -> Judged:
    """The seal of a package, `content`, over the files it must cover; None where the package has none."""
    if content is None:
        return Judged((), (finding(
            "unsealed", "is as it was made, but not sealed: it does not show who made it", package,
            N_("Compare its content digest with the one the publisher has announced."), "warning"),))
    found = xades.read(content)
    if found is None:
        return Judged((), (finding("seal", "{name} is no seal", package, _CHANGED, name=xades.SIGNATURES),))
    if len(covered) > bag.MOST:
        return Judged((), (finding("seal", "{count} files are sealed; a seal covers at most {limit}", package,
                                   count=len(covered), limit=bag.MOST),))
    if not xades.intact(content, found, covered):
        return Judged((), tuple(_broken(package, content, covered)))
    value = xades.stamped(found.value)
    return _origin(package, _Claim(xades.SIGNATURES, found.chain, found.when, unfit, value, found.token), known)


def over(package: str, name: str, content: bytes | None, digest: bytes, known: Trust) -> Judged:
    """The seal of a collection, `content` of the file `name`: one CAdES signature over what has this SHA-256.

    None where there is none.
    """
    if content is None:
        words = N_("is as it was made, but not sealed: it does not show who made it")
        return Judged((), (finding("unsealed", words, package, "", "warning"),))
    signers = cades.read(content)
    for signer in signers[:1]:
        good = signer.known and signer.digest == digest and signer.holds() and signer.when is not None
        if good and signer.when is not None and cades.ours(content, signer, signer.chain):
            claim = _Claim(name, signer.chain, signer.when, unfit, signer.value, signer.token)
            return _origin(package, claim, known)
    return Judged((), (finding(
        "seal", "{name} is not as a seal is written, or not signed with the key of its certificate", package, _CHANGED,
        name=name),))


def beside(path: Path) -> list[Path]:
    """The detached signatures that stand beside a file: `<file>.p7s` and `<file>.<name>.p7s`."""
    form = re.compile(re.escape(path.name) + r"(\.[A-Za-z0-9_-]+)?" + re.escape(SUFFIX))
    found = path.parent.glob(f"{glob.escape(path.name)}*{SUFFIX}")
    return sorted(item for item in found if form.fullmatch(item.name) and item.is_file())


def signed_by(path: Path) -> Path | None:
    """The file that a detached signature stands beside; None where there is none."""
    whole = path.name.removesuffix(SUFFIX)
    found = (path.with_name(name) for name in (whole, whole.rpartition(".")[0]) if name)
    return next((item for item in found if item.is_file()), None)


def detached(
    signed: Path, path: Path, known: Trust, severity: Severity = "error", seal: Signature | None = None
) -> Judged:
    """The signatures in the file `path` over the file `signed`.

    `severity` is that of what only concerns trust: "info" where others have vouched already. One that goes with a
    `seal` has no choice of form either. `OSError` where one of the files cannot be read.
    """
    with path.open("rb") as file:
        content = file.read(cades.LARGEST)
    signers = cades.read(content)
    if not signers:
        return Judged((), (finding("signature", "{name} is no detached CMS signature in DER", path.name, _ANOTHER,
                                   name=path.name),))
    judged = Judged()
    for signer in signers:
        strict = seal is not None and signer.chain[:1] == seal.chain[:1]
        judged += _judged(signed, path.name, signer, known, severity, strict=strict)
    if seal is None or not judged.signatures:
        return judged
    if signers[0].chain[0] != seal.chain[0]:
        return judged + Judged((), (finding(
            "untrusted", "is not signed by who has sealed the package", path.name, _ALSO),))
    if not cades.ours(content, signers[0], seal.chain):
        return judged + Judged((), (finding("signature", "is not as it was made: parts of it were changed", path.name,
                                            _ANOTHER),))
    return judged


def _judged(
    signed: Path, name: str, signer: cades.Signer, known: Trust, severity: Severity, *, strict: bool
) -> Judged:
    if signer.algorithm in _WEAK or any(weak in signer.scheme for weak in _WEAK):
        words = N_("is signed with {algorithm}, which proves nothing any more")
        return Judged((), (finding("weak", words, name, "", severity, algorithm=signer.algorithm),))
    if not signer.known:
        words = N_("is signed in a way that this program cannot check: {algorithm}")
        hint = N_("Check it with the program of the country it comes from.")
        return Judged((), (finding("algorithm", words, name, hint, severity, algorithm=signer.scheme),))
    with signed.open("rb") as file:
        digest = hashlib.file_digest(file, signer.algorithm).digest()
    if digest != signer.digest:
        words = N_("is the signature of another file than {signed}, or that was changed")
        return Judged((), (finding("signature", words, name, _ANOTHER, signed=signed.name),))
    if not signer.holds():
        return Judged((), (finding("signature", "does not hold: it was changed, or is not that of its certificate",
                                   name, _ANOTHER),))
    claim = _Claim(name, signer.chain, signer.when or known.now, unable, signer.value, signer.token, strict)
    return _origin(name, claim, known, severity)


def _origin(file: str, claim: _Claim, known: Trust, severity: Severity = "error") -> Judged:
    """Who made a signature that holds, and whether the reader's roots stand behind it."""
    stamp, problem = _stamped(file, claim, known, severity)
    if problem is not None and problem.code not in UNTRUSTED:
        return Judged((), (problem,))
    own, facts = claim.chain[0], {"signer": holder(claim.chain[0])}
    when = stamp.when if stamp and stamp.trusted else claim.when
    found = [] if problem is None else [problem]
    reason = contradicted(claim.when, when) or claim.barred(own, when)
    if when > known.now + _SKEW:
        reason = Phrase("it says it was made in the future, on {time}", {"time": f"{when:%Y-%m-%d %H:%M} UTC"})
    if reason is not None:
        found.append(finding("untrusted", "{signer} cannot vouch for it: {reason}", file, "", severity,
                             reason=reason, **facts))
    elif not known.roots:
        told: Severity = "warning" if severity == "error" else severity
        found.append(finding("unchecked", "is signed by {signer}; whether that is so was not checked", file, _ROOT,
                             told, **facts))
    elif not traced(claim.chain, known, when):
        found.append(finding("untrusted", "{signer} cannot vouch for it: no given root stands behind the certificate",
                             file, _WHOSE, severity, **facts))
    trusted = all(item.code == "verify-algorithm" for item in found)
    if when <= own.not_valid_after_utc < known.now:
        day = f"{own.not_valid_after_utc:%Y-%m-%d}"
        found.append(finding("expired", "the certificate of {signer} was valid when it signed; it expired on {day}",
                             file, "", "info", day=day, **facts))
    return Judged((Signature(claim.name, facts["signer"], claim.when, trusted, claim.chain, stamp),), tuple(found))


def _stamped(
    file: str, claim: _Claim, known: Trust, severity: Severity
) -> tuple[Stamped | None, Diagnostic | None]:
    """The time stamp on a signature, if it has one, and what is wrong with it; None for one that is not of it."""
    if claim.token is None:
        return None, None
    found = stamps.read(claim.token)
    if not claim.strict and (found is None or not found.known):
        words = N_("has a time stamp that this program cannot check")
        return None, finding("algorithm", words, file, "", "info")
    if found is None or (claim.strict and not stamps.formed(claim.token)) or not found.proves(claim.value):
        words = N_("the time stamp in {name} is that of another signature, or was changed")
        return None, finding("stamp", words, file, _CHANGED if claim.strict else _ANOTHER, name=claim.name)
    chain, authority = found.signer.chain, holder(found.signer.chain[0])
    reason = untimely(chain[0], found.when)
    if reason is None and known.roots and not traced(chain, known, found.when, STAMPS):
        reason = Phrase("no given root stands behind its certificate")
    stamp = Stamped(authority, found.when, reason is None and bool(known.roots), chain)
    if reason is None:
        return stamp, None
    words = N_("the time stamp of {authority} proves nothing: {reason}")
    return stamp, finding("untrusted", words, file, _AUTHORITY, severity, authority=authority, reason=reason)


def contradicted(stated: datetime, stamped: datetime) -> Phrase | None:
    """Why a signature cannot be of the time that it states, where it was there at another; None where it can."""
    if stated <= stamped + _SKEW:
        return None
    moment = {"time": f"{stamped:%Y-%m-%d %H:%M} UTC"}
    return Phrase("the signature states a later time than its time stamp, {time}", moment)


def _broken(package: str, content: bytes, covered: Iterable[xades.Member]) -> Iterator[Diagnostic]:
    """Why a seal does not hold: the files that are others, else the seal itself."""
    promised = dict(xades.promised(content))
    told = False
    for member in covered:
        digest = promised.pop(member.name, None)
        if digest != member.sha256:
            told = True
            words = N_("{path} is not sealed") if digest is None else N_("{path} is not the file that was sealed")
            yield finding("seal", words, package, _CHANGED, path=member.name)
    for name in sorted(promised):
        told = True
        shown = ascii(name)[1:-1][:100]
        yield finding("seal", "the seal names a file that the package does not have: {path}", package, _CHANGED,
                      path=shown)
    if not told:
        yield finding("seal", "{name} is not as a seal is written, or not signed with the key of its certificate",
                      package, _CHANGED, name=xades.SIGNATURES)


def finding(
    code: str, message: str, file: str, hint: str = "", severity: Severity = "error", **arguments: object
) -> Diagnostic:
    """A finding about a signature."""
    return Diagnostic(Where(file), f"verify-{code}", message, arguments, hint, severity)
