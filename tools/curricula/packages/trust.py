"""Certificates: which may seal, and which of them lead to a root that the reader trusts.

Whether a chain holds is judged by the library `cryptography`, at the moment of signing and without a network:
whether a certificate was revoked is not asked. Of a sealing certificate it is required that its key may sign
documents: one that was issued for web servers or for issuing others seals nothing.
"""

import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID
from cryptography.x509.verification import Criticality, ExtensionPolicy, Policy, PolicyBuilder, Store, VerificationError

from curricula.diagnostics import CurriculaError, Phrase

RSA_BITS = 3072  # the shortest RSA key that seals
LARGEST = 1 << 20  # bytes of a file of certificates
_NO_CERTIFICATE = (
    ValueError, UnsupportedAlgorithm, x509.DuplicateExtension, x509.InvalidVersion, x509.UnsupportedGeneralNameType,
    Warning,
)
_SHOWN = 200  # letters of a name
_DEPTH = 5  # certificates between a seal and its root
DOCUMENTS = frozenset({  # what a certificate that is limited to purposes must be for, to seal: any of these
    ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,
    ExtendedKeyUsageOID.EMAIL_PROTECTION,
    x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36"),  # document signing, RFC 9336
    x509.ObjectIdentifier("1.3.6.1.4.1.311.10.3.12"),  # document signing, as it was called before
    x509.ObjectIdentifier("1.2.840.113583.1.1.5"),  # signing of PDF documents
})
STAMPS = frozenset({ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE})


@dataclass(frozen=True)
class Trust:
    """Whom the reader trusts: root certificates, others to build chains with, and the present moment."""

    roots: tuple[x509.Certificate, ...]
    others: tuple[x509.Certificate, ...]
    now: datetime


def trust(roots: Iterable[Path] = (), others: Iterable[Path] = ()) -> Trust:
    """Trust in the certificates of PEM files, at the present moment."""
    return Trust(
        tuple(found for path in roots for found in certificates(path)),
        tuple(found for path in others for found in certificates(path)),
        datetime.now(UTC).replace(microsecond=0),
    )


def certificates(path: Path) -> tuple[x509.Certificate, ...]:
    """The certificates in a PEM file, in its order; `CurriculaError` where there are none."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        reason = error.strerror or Phrase("the system gives no reason")
        raise CurriculaError("cannot read {path}: {reason}", path=path, reason=reason) from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # what the library reads under protest is refused
            found = tuple(x509.load_pem_x509_certificates(content))
            _ = [(item.subject, item.extensions, item.public_key()) for item in found]
            return found
    except _NO_CERTIFICATE:
        raise CurriculaError("{path} holds no certificate in PEM form", path=path) from None


def certificate(der: bytes) -> x509.Certificate | None:
    """The certificate; None for bytes that are none, or one this program cannot read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            found = x509.load_der_x509_certificate(der)
            _ = found.subject, found.issuer, found.extensions, found.public_key()
    except _NO_CERTIFICATE:
        return None
    return found


def holder(found: x509.Certificate) -> str:
    """Whose certificate it is, without signs that could deceive whoever reads it; its number where it names nobody."""
    words = "".join(sign for sign in found.subject.rfc4514_string() if sign.isprintable())
    return words[:_SHOWN] or f"{found.serial_number:x}"


def unfit(found: x509.Certificate, when: datetime) -> Phrase | None:
    """Why a certificate may not seal at a moment; None where it may."""
    key = found.public_key()
    strong = isinstance(key, rsa.RSAPublicKey) and key.key_size >= RSA_BITS
    if not strong and not (isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1)):
        return Phrase("its key is neither RSA with at least {bits} bits nor one on the curve P-256", {"bits": RSA_BITS})
    return unable(found, when)


def unable(found: x509.Certificate, when: datetime) -> Phrase | None:
    """Why a certificate may not sign documents at a moment; None where it may."""
    purposes, _ = _purposes(found)
    fit = purposes is None or bool(purposes & DOCUMENTS)
    return _barred(found, when) or (None if fit else Phrase("its key is meant for other things than documents"))


def untimely(found: x509.Certificate, when: datetime) -> Phrase | None:
    """Why a certificate may not stamp the time at a moment; None where it may, and may nothing else (RFC 3161)."""
    fit = _purposes(found) == ({ExtendedKeyUsageOID.TIME_STAMPING}, True)
    return _barred(found, when) or (None if fit else Phrase("its key is not meant for time stamps alone"))


def _barred(found: x509.Certificate, when: datetime) -> Phrase | None:
    """Why a certificate may not sign anything at a moment; None where it may."""
    if not found.not_valid_before_utc <= when <= found.not_valid_after_utc:
        days = {"first": _day(found.not_valid_before_utc, when), "last": _day(found.not_valid_after_utc, when)}
        return Phrase("it was valid from {first} to {last} only", days)
    try:
        _signs(None, found, found.extensions.get_extension_for_class(x509.KeyUsage).value)
    except (x509.ExtensionNotFound, ValueError):
        return Phrase("its key is not meant for signing")
    if _may_issue(found):
        return Phrase("it is that of an authority that issues certificates")
    return None


def _purposes(found: x509.Certificate) -> tuple[set[x509.ObjectIdentifier] | None, bool]:
    """What a certificate is limited to, if it is, and whether who does not know these purposes must refuse it."""
    try:
        extension = found.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound:
        return None, False
    return set(extension.value), extension.critical


def traced(
    chain: tuple[x509.Certificate, ...], known: Trust, when: datetime,
    purposes: frozenset[x509.ObjectIdentifier] = DOCUMENTS,
) -> bool:
    """Whether the first certificate of a chain leads to a trusted root at a moment; a trusted one itself does.

    Issuers that are limited to other purposes than any of these vouch for nothing.
    """
    if not known.roots:
        return False

    def limited(policy: Policy | None, found: x509.Certificate, usage: x509.ExtendedKeyUsage | None) -> None:
        if usage is not None and not purposes & set(usage):
            raise ValueError

    issuers = (
        ExtensionPolicy.permit_all()
        .require_present(x509.BasicConstraints, Criticality.AGNOSTIC, None)
        .may_be_present(x509.KeyUsage, Criticality.AGNOSTIC, _issues)
        .may_be_present(x509.ExtendedKeyUsage, Criticality.AGNOSTIC, limited)
    )
    signers = ExtensionPolicy.permit_all().require_present(x509.KeyUsage, Criticality.AGNOSTIC, _signs)
    policy = PolicyBuilder().store(Store(list(known.roots))).time(when.replace(tzinfo=None)).max_chain_depth(_DEPTH)
    verifier = policy.extension_policies(ca_policy=issuers, ee_policy=signers).build_client_verifier()
    try:
        verifier.verify(chain[0], [*chain[1:], *known.others])
    except VerificationError:
        return False
    return True


def _signs(policy: Policy | None, found: x509.Certificate, usage: x509.KeyUsage) -> None:
    if not (usage.digital_signature or usage.content_commitment):
        raise ValueError


def _issues(policy: Policy | None, found: x509.Certificate, usage: x509.KeyUsage | None) -> None:
    if usage is not None and not usage.key_cert_sign:
        raise ValueError


def _may_issue(found: x509.Certificate) -> bool:
    try:
        return found.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _day(moment: datetime, other: datetime) -> str:
    """The day; with the time where it is the day of the other moment too."""
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment.date() == other.date() else f"{moment:%Y-%m-%d}"
