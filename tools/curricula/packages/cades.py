"""Detached signatures beside a file: CMS (RFC 5652) in the form CAdES-B-B (EN 319 122-1), in DER.

Ours are made in one form. Those of others are read more liberally, since a partner signs with a program of its
own; which certificate signed what, and when, must be clear all the same. A signature whose algorithm this program
does not know is neither right nor wrong: that is told.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import asn1crypto.x509
from asn1crypto import algos, cms, core, tsp
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from curricula.packages.keys import Sealer, from_der, in_der, smaller
from curricula.packages.trust import certificate

LARGEST = 1 << 20  # bytes
KNOWN: Mapping[str, type[hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512,
}
_ODD = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)  # of what is not quite ASN.1


@dataclass(frozen=True)
class Signer:
    """One signature in a CMS file.

    `digest` is that of the signed file by `algorithm`; `when` is None where no time is stated. `signed` are the
    bytes under the signature `value`, and `scheme` is how: `rsassa_pkcs1v15`, `ecdsa`, or a name unknown here.
    """

    chain: tuple[x509.Certificate, ...]
    when: datetime | None
    algorithm: str
    digest: bytes
    scheme: str
    signed: bytes
    value: bytes

    @property
    def known(self) -> bool:
        """Whether this program can judge the signature."""
        return self.algorithm in KNOWN and self.scheme in ("rsassa_pkcs1v15", "ecdsa") and bool(self.chain)

    def holds(self) -> bool:
        """Whether the signature is that of its certificate."""
        key, method = self.chain[0].public_key(), KNOWN[self.algorithm]()
        try:
            if isinstance(key, rsa.RSAPublicKey) and self.scheme == "rsassa_pkcs1v15":
                key.verify(self.value, self.signed, padding.PKCS1v15(), method)
                return True
            if isinstance(key, ec.EllipticCurvePublicKey) and self.scheme == "ecdsa":
                key.verify(self.value, self.signed, ec.ECDSA(method))
                return True
        except (InvalidSignature, UnsupportedAlgorithm, ValueError):
            return False
        return False


def sign(digest: bytes, sealer: Sealer, when: datetime | None) -> bytes:
    """The detached signature of what has this SHA-256; without a time for PDF, which states it elsewhere."""
    value = sealer.sign(_attributes(digest, sealer.chain, when).dump())
    weighty = isinstance(sealer.certificate.public_key(), rsa.RSAPublicKey)
    return _assembled(_attributes(digest, sealer.chain, when), sealer.chain, value if weighty else in_der(value))


def ours(content: bytes, signer: Signer, chain: Sequence[x509.Certificate]) -> bool:
    """Whether a file is, byte for byte, what sealing writes with these certificates for a signature that holds."""
    value = signer.value
    if signer.scheme == "ecdsa":
        value = in_der(smaller(from_der(value)))
    return _assembled(_attributes(signer.digest, chain, signer.when), chain, value) == content


def _assembled(attributes: cms.CMSAttributes, chain: Sequence[x509.Certificate], value: bytes) -> bytes:
    """The whole file, once the value of its signature is known."""
    own = [_opened(found) for found in chain]
    weighty = isinstance(chain[0].public_key(), rsa.RSAPublicKey)
    number = cms.IssuerAndSerialNumber({"issuer": own[0].issuer, "serial_number": own[0].serial_number})
    method = {"algorithm": "sha256_rsa", "parameters": core.Null()} if weighty else {"algorithm": "sha256_ecdsa"}
    signer = cms.SignerInfo({
        "version": "v1",
        "sid": cms.SignerIdentifier({"issuer_and_serial_number": number}),
        "digest_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
        "signed_attrs": attributes,
        "signature_algorithm": algos.SignedDigestAlgorithm(method),
        "signature": value,
    })
    signed = cms.SignedData({
        "version": "v1",
        "digest_algorithms": [algos.DigestAlgorithm({"algorithm": "sha256"})],
        "encap_content_info": {"content_type": "data"},
        "certificates": own,
        "signer_infos": [signer],
    })
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())


def _opened(found: x509.Certificate) -> asn1crypto.x509.Certificate:
    return asn1crypto.x509.Certificate.load(found.public_bytes(Encoding.DER))


def _attributes(digest: bytes, chain: Sequence[x509.Certificate], when: datetime | None) -> cms.CMSAttributes:
    """What is signed: kind and hash of the content, the time, and the hashes of all certificates."""
    hashed = [tsp.ESSCertIDv2({"cert_hash": found.fingerprint(hashes.SHA256())}) for found in chain]
    facts: list[tuple[str, object]] = [
        ("content_type", "data"),
        ("message_digest", digest),
        ("signing_certificate_v2", tsp.SigningCertificateV2({"certs": hashed})),
    ]
    if when is not None:
        early = when.year < 2050  # RFC 5652: after that as a generalized time
        moment = core.UTCTime(when) if early else core.GeneralizedTime(when)
        facts.append(("signing_time", cms.Time({"utc_time" if early else "generalized_time": moment})))
    return cms.CMSAttributes([cms.CMSAttribute({"type": name, "values": [value]}) for name, value in facts])


def read(content: bytes) -> tuple[Signer, ...]:
    """The signatures in a file; none where it is not a detached CMS signature in DER, or not a clear one."""
    try:
        info = cms.ContentInfo.load(content, strict=True)
        if info["content_type"].native != "signed_data":
            return ()
        signed = info["content"]
        encapsulated = signed["encap_content_info"]
        if encapsulated["content_type"].native != "data" or encapsulated["content"].native is not None:
            return ()
        return tuple(_signer(signed, found) for found in signed["signer_infos"])
    except _ODD:
        return ()


def _signer(signed: cms.SignedData, found: cms.SignerInfo) -> Signer:
    """One signature; `ValueError` where it contradicts itself."""
    attributes: dict[str, core.Asn1Value] = {}
    for attribute in found["signed_attrs"]:
        name = attribute["type"].native
        if name in attributes or len(attribute["values"]) != 1:
            raise ValueError(name)
        attributes[name] = attribute["values"][0]
    algorithm, scheme = (found[name]["algorithm"].native for name in ("digest_algorithm", "signature_algorithm"))
    if attributes["content_type"].native != "data" or algorithm not in _hashes(signed):
        raise ValueError(algorithm)
    if scheme in ("rsassa_pkcs1v15", f"{algorithm}_rsa"):
        scheme = "rsassa_pkcs1v15"
    elif scheme == f"{algorithm}_ecdsa":
        scheme = "ecdsa"
    moment = attributes.get("signing_time")
    return Signer(
        _chain(signed, found, attributes.get("signing_certificate_v2")),
        moment.native.astimezone(UTC) if moment is not None else None,
        algorithm, attributes["message_digest"].native, scheme,
        found["signed_attrs"].untag().dump(), found["signature"].native,
    )


def _hashes(signed: cms.SignedData) -> list[str]:
    return [item["algorithm"].native for item in signed["digest_algorithms"]]


def _place(held: asn1crypto.x509.Certificate, bound: tsp.SigningCertificateV2 | None) -> int:
    """Where a certificate stands among those whose hashes are signed; one that is not, behind them."""
    hashed = [item["cert_hash"].native for item in bound["certs"]] if bound is not None else []
    return hashed.index(held.sha256) if held.sha256 in hashed else len(hashed)


def _chain(
    signed: cms.SignedData, found: cms.SignerInfo, bound: tsp.SigningCertificateV2 | None
) -> tuple[x509.Certificate, ...]:
    """The certificate a signature names, before all others in the file; none where this program cannot read it.

    Where hashes of certificates are signed, the first must be that of the certificate that is named.
    """
    held = [choice.chosen for choice in signed["certificates"] if choice.name == "certificate"]
    named = found["sid"].chosen
    if found["sid"].name == "issuer_and_serial_number":
        own = [item for item in held if (item.issuer, item.serial_number) == (
            named["issuer"], named["serial_number"].native)]
    else:
        own = [item for item in held if item.key_identifier == named.native]
    if len(own) != 1:
        raise ValueError("no one certificate")
    if bound is not None:
        first = bound["certs"][0]
        method = first["hash_algorithm"]["algorithm"].native
        if method not in KNOWN or hashlib.new(method, own[0].dump()).digest() != first["cert_hash"].native:
            raise ValueError("another certificate")
    others = sorted((item for item in held if item is not own[0]), key=lambda item: _place(item, bound))
    chain = [certificate(item.dump()) for item in (*own, *others)]
    return tuple(item for item in chain if item is not None) if chain[0] is not None else ()
