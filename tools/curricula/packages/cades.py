"""Detached signatures beside a file: CMS (RFC 5652) in the form CAdES-B-B (EN 319 122-1), in DER; CAdES-B-T with a time
stamp.

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
_STAMP = "signature_time_stamp_token"
_ODD = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)  # of what is not quite ASN.1


@dataclass(frozen=True)
class Signer:
    """One signature in a CMS file.

    `digest` is that of the signed file by `algorithm`; `when` is None where no time is stated. `signed` are the
    bytes under the signature `value`, and `scheme` is how: `rsassa_pkcs1v15`, `ecdsa`, or a name unknown here, which
    the file itself calls `method`. `bound` are the hashes of certificates that are signed along, each with its
    algorithm, and `token` is the time stamp on the value, if there is one.
    """

    chain: tuple[x509.Certificate, ...]
    when: datetime | None
    algorithm: str
    digest: bytes
    scheme: str
    signed: bytes
    value: bytes
    method: str
    bound: tuple[tuple[str, bytes], ...]
    token: bytes | None = None

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
    value = value if weighty else in_der(value)
    token = sealer.stamp(value) if sealer.stamp else None
    return _assembled(_attributes(digest, sealer.chain, when), sealer.chain, value, token)


def ours(content: bytes, signer: Signer, chain: Sequence[x509.Certificate]) -> bool:
    """Whether a file is, byte for byte, what sealing writes with these certificates for a signature that holds.

    The time stamp is taken as it is.
    """
    value = signer.value
    if signer.scheme == "ecdsa":
        value = in_der(smaller(from_der(value)))
    return _assembled(_attributes(signer.digest, chain, signer.when), chain, value, signer.token) == content


def stamped(signer: Signer, token: bytes) -> bytes:
    """The file of a signature of ours, with a time stamp."""
    return _assembled(_attributes(signer.digest, signer.chain, signer.when), signer.chain, signer.value, token)


def _assembled(
    attributes: cms.CMSAttributes, chain: Sequence[x509.Certificate], value: bytes, token: bytes | None
) -> bytes:
    """The whole file of a signature of ours, once the value of it is known."""
    weighty = isinstance(chain[0].public_key(), rsa.RSAPublicKey)
    method = "sha256_rsa" if weighty else "sha256_ecdsa"
    own = _signer_info(chain[0], ("sha256", method), attributes, value, token)
    return _written(chain, {"content_type": "data"}, own)


def enclosing(signer: Signer, content: tuple[str, bytes]) -> bytes:
    """The file of a signature over content, given with its kind, that is in the file; nothing else is."""
    name, value = content
    attributes = cms.CMSAttributes.load(signer.signed)
    own = _signer_info(signer.chain[0], (signer.algorithm, signer.method), attributes, signer.value)
    return _written(signer.chain, {"content_type": name, "content": core.ParsableOctetString(value)}, own)


def _written(chain: Sequence[x509.Certificate], content: Mapping[str, object], signer: cms.SignerInfo) -> bytes:
    """The whole file with one signature, over content in it or beside it."""
    signed = cms.SignedData({
        "version": "v3" if "content" in content else "v1",
        "digest_algorithms": [signer["digest_algorithm"]],
        "encap_content_info": content,
        "certificates": [_opened(found) for found in chain],
        "signer_infos": [signer],
    })
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())


def _signer_info(
    own: x509.Certificate, methods: tuple[str, str], attributes: cms.CMSAttributes, value: bytes,
    token: bytes | None = None,
) -> cms.SignerInfo:
    """One signature by a certificate; `methods` name the hash and the signature algorithm."""
    algorithm, method = methods
    opened = _opened(own)
    number = cms.IssuerAndSerialNumber({"issuer": opened.issuer, "serial_number": opened.serial_number})
    null = {} if method.endswith("ecdsa") else {"parameters": core.Null()}
    info = cms.SignerInfo({
        "version": "v1",
        "sid": cms.SignerIdentifier({"issuer_and_serial_number": number}),
        "digest_algorithm": algos.DigestAlgorithm({"algorithm": algorithm}),
        "signed_attrs": attributes,
        "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": method, **null}),
        "signature": value,
    })
    if token is not None:
        stamp = cms.CMSAttribute({"type": _STAMP, "values": [cms.ContentInfo.load(token)]})
        info["unsigned_attrs"] = cms.CMSAttributes([stamp])
    return info


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


def opened(content: bytes, kind: str) -> tuple[bytes, Signer] | None:
    """Content of this kind with the one signature that a file has of it; None where that is not clear."""
    try:
        info = cms.ContentInfo.load(content, strict=True)
        signed = info["content"] if info["content_type"].native == "signed_data" else {}
        inner, (found,) = signed["encap_content_info"], signed["signer_infos"]
        if inner["content_type"].native != kind:
            return None
        return bytes(inner["content"]), _signer(signed, found, kind)
    except _ODD:
        return None


def _signer(signed: cms.SignedData, found: cms.SignerInfo, kind: str = "data") -> Signer:
    """One signature of content of this kind; `ValueError` where it contradicts itself."""
    attributes: dict[str, core.Asn1Value] = {}
    for attribute in found["signed_attrs"]:
        name = attribute["type"].native
        if name in attributes or len(attribute["values"]) != 1:
            raise ValueError(name)
        attributes[name] = attribute["values"][0]
    algorithm, method = (found[name]["algorithm"].native for name in ("digest_algorithm", "signature_algorithm"))
    if attributes["content_type"].native != kind or algorithm not in _hashes(signed):
        raise ValueError(algorithm)
    scheme = method
    if scheme in ("rsassa_pkcs1v15", f"{algorithm}_rsa"):
        scheme = "rsassa_pkcs1v15"
    elif scheme == f"{algorithm}_ecdsa":
        scheme = "ecdsa"
    moment, bound = attributes.get("signing_time"), _bound(attributes)
    return Signer(
        _chain(signed, found, bound),
        moment.native.astimezone(UTC) if moment is not None else None,
        algorithm, attributes["message_digest"].native, scheme,
        found["signed_attrs"].untag().dump(), found["signature"].native, method, bound, _token(found),
    )


def _token(found: cms.SignerInfo) -> bytes | None:
    """The first time stamp on a signature; what else is not signed is nothing to this program."""
    for attribute in found["unsigned_attrs"] or ():
        if attribute["type"].native == _STAMP:
            return bytes(attribute["values"][0].dump())
    return None


def _bound(attributes: Mapping[str, core.Asn1Value]) -> tuple[tuple[str, bytes], ...]:
    """The hashes of certificates that are signed along; in the older form of RFC 2634 they are of SHA-1."""
    new, old = (attributes.get(name) for name in ("signing_certificate_v2", "signing_certificate"))
    if new is None:
        return tuple(("sha1", item["cert_hash"].native) for item in old["certs"]) if old is not None else ()
    found = tuple((item["hash_algorithm"]["algorithm"].native, item["cert_hash"].native) for item in new["certs"])
    if found[0][0] not in KNOWN:
        raise ValueError(found[0][0])
    return found


def _hashes(signed: cms.SignedData) -> list[str]:
    return [item["algorithm"].native for item in signed["digest_algorithms"]]


def _place(held: asn1crypto.x509.Certificate, bound: Sequence[tuple[str, bytes]]) -> int:
    """Where a certificate stands among those whose hashes are signed; one that is not, behind them."""
    hashed = [digest for _, digest in bound]
    return hashed.index(held.sha256) if held.sha256 in hashed else len(hashed)


def _chain(
    signed: cms.SignedData, found: cms.SignerInfo, bound: Sequence[tuple[str, bytes]]
) -> tuple[x509.Certificate, ...]:
    """The certificate a signature names, before all others in the file; none where this program cannot read it.

    Where hashes of certificates are signed, the first must be that of the certificate that is named.
    """
    listed = (choice.chosen for choice in signed["certificates"] if choice.name == "certificate")
    held = list({item.dump(): item for item in listed}.values())  # some programs name one twice
    named = found["sid"].chosen
    if found["sid"].name == "issuer_and_serial_number":
        own = [item for item in held if (item.issuer, item.serial_number) == (
            named["issuer"], named["serial_number"].native)]
    else:
        own = [item for item in held if item.key_identifier == named.native]
    if len(own) != 1:
        raise ValueError("no one certificate")
    if bound:
        method, digest = bound[0]
        if hashlib.new(method, own[0].dump()).digest() != digest:
            raise ValueError("another certificate")
    others = sorted((item for item in held if item is not own[0]), key=lambda item: _place(item, bound))
    chain = [certificate(item.dump()) for item in (*own, *others)]
    return tuple(item for item in chain if item is not None) if chain[0] is not None else ()
