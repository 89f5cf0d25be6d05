"""`META-INF/signatures0.xml`: the seal inside a package, a XAdES-B-B signature in an ASiC-E container, or XAdES-B-T.

The form leaves no choice (EN 319 132-1, EN 319 162-1): one signature, one reference to every file, its media type,
the time, and the hashes of all certificates. So reading a seal is taking three things out of it (certificates,
time, value), writing the seal that these must have, and comparing: whatever else a file may say, in elements
that stand twice, transformations, weaker algorithms or other addresses, makes it another file, and no seal.
A time stamp is a fourth thing that is taken out, as it is.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from curricula.packages.keys import Sealer, holds
from curricula.packages.trust import certificate

SIGNATURES = "META-INF/signatures0.xml"
LARGEST = 256 << 10  # bytes; thirty references and four certificates have about 20 kB

_DS = "http://www.w3.org/2000/09/xmldsig#"
_XADES = "http://uri.etsi.org/01903/v1.3.2#"
_ASIC = "http://uri.etsi.org/02918/v1.2.1#"
_PROPERTIES = "http://uri.etsi.org/01903#SignedProperties"
_CANONICAL = "http://www.w3.org/2001/10/xml-exc-c14n#"
_SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
_RSA = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
_ECDSA = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
_VALUE = "S0-SV"  # the Id of the element with the value of the signature
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_DATED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True)
class Member:
    """A file that is sealed: its name in the package, its media type, and its SHA-256 in hexadecimal digits."""

    name: str
    media_type: str
    sha256: str


@dataclass(frozen=True)
class Seal:
    """What a seal says of itself: certificates, the sealing one first, the time, and the value of the signature.

    `token` is the time stamp on that, if there is one.
    """

    chain: tuple[x509.Certificate, ...]
    when: datetime
    value: bytes
    token: bytes | None = None


def seal(members: Iterable[Member], sealer: Sealer, when: datetime) -> bytes:
    """The file that seals the members."""
    root = _unsigned(members, sealer.chain, when)
    value = sealer.sign(_signed_info(root))
    return _with_value(root, value, sealer.stamp(stamped(value)) if sealer.stamp else None)


def stamped(value: bytes) -> bytes:
    """What a time stamp is on: the element that holds the value of the signature, in canonical form."""
    element = etree.Element(f"{{{_DS}}}SignatureValue", Id=_VALUE, nsmap={"ds": _DS})
    element.text = _base64(value)
    return _canonical(element)


def read(content: bytes) -> Seal | None:
    """What a seal says of itself; None where that cannot be told. Nothing in it is proven yet."""
    if len(content) > LARGEST or b"<!DOCTYPE" in content:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
        chain = [certificate(base64.b64decode(words)) for words in _words(root, _DS, "X509Certificate")]
        times, values = _words(root, _XADES, "SigningTime"), _words(root, _DS, "SignatureValue")
        if None in chain or not chain or len(times) != 1 or len(values) != 1 or not _DATED.fullmatch(times[0]):
            return None
        when = datetime.strptime(times[0], _TIME).replace(tzinfo=UTC)
        tokens = [base64.b64decode(words) for words in _words(root, _XADES, "EncapsulatedTimeStamp")]
        value, token = base64.b64decode(values[0]), tokens[0] if tokens else None
        return Seal(tuple(found for found in chain if found), when, value, token)
    except (etree.XMLSyntaxError, ValueError):
        return None


def intact(content: bytes, found: Seal, members: Sequence[Member]) -> bool:
    """Whether `content` is the seal of exactly these members, and its signature that of its certificate."""
    root = _unsigned(members, found.chain, found.when)
    same = _with_value(root, found.value, found.token) == content
    return same and holds(found.value, _signed_info(root), found.chain[0])


def promised(content: bytes) -> Mapping[str, str]:
    """Which file a seal names with which hash, for telling what has changed; empty where it cannot be read."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    found = {}
    try:
        for reference in etree.fromstring(content, parser).iter(f"{{{_DS}}}Reference"):
            digest = reference.findtext(f"{{{_DS}}}DigestValue") or ""
            found[reference.get("URI") or ""] = base64.b64decode(digest).hex()
    except (etree.XMLSyntaxError, ValueError):
        return {}
    return {name: digest for name, digest in found.items() if not name.startswith("#")}


def _words(root: etree._Element, namespace: str, tag: str) -> list[str]:
    return [element.text or "" for element in root.iter(f"{{{namespace}}}{tag}")]


def _unsigned(members: Iterable[Member], chain: Sequence[x509.Certificate], when: datetime) -> etree._Element:
    """The whole file but for the value of its signature."""
    root = etree.Element(f"{{{_ASIC}}}XAdESSignatures", nsmap={"asic": _ASIC, "ds": _DS, "xades": _XADES})
    signature = _add(root, "Signature", Id="S0")
    info = _add(signature, "SignedInfo")
    _add(info, "CanonicalizationMethod", Algorithm=_CANONICAL)
    weighty = isinstance(chain[0].public_key(), rsa.RSAPublicKey)
    _add(info, "SignatureMethod", Algorithm=_RSA if weighty else _ECDSA)
    listed = sorted(members, key=lambda member: member.name)
    for number, member in enumerate(listed):
        reference = _add(info, "Reference", Id=f"S0-R{number}", URI=quote(member.name))
        _hash(reference, bytes.fromhex(member.sha256))
    _add(signature, "SignatureValue", Id=_VALUE)
    data = _add(_add(signature, "KeyInfo"), "X509Data")
    for found in chain:
        _add(data, "X509Certificate", words=_base64(found.public_bytes(Encoding.DER)))
    qualifying = _add(_add(signature, "Object"), "QualifyingProperties", _XADES, Target="#S0")
    properties = _add(qualifying, "SignedProperties", _XADES, Id="S0-SP")
    _signed_properties(properties, listed, chain, when)
    reference = _add(info, "Reference", Type=_PROPERTIES, URI="#S0-SP")
    _add(_add(reference, "Transforms"), "Transform", Algorithm=_CANONICAL)
    _hash(reference, hashlib.sha256(_canonical(properties)).digest())
    return root


def _signed_properties(
    properties: etree._Element, members: Sequence[Member], chain: Sequence[x509.Certificate], when: datetime
) -> None:
    signature = _add(properties, "SignedSignatureProperties", _XADES)
    _add(signature, "SigningTime", _XADES, words=when.astimezone(UTC).strftime(_TIME))
    listed = _add(signature, "SigningCertificateV2", _XADES)
    for found in chain:  # all of them: a certificate that is not bound could be exchanged
        digest = _add(_add(listed, "Cert", _XADES), "CertDigest", _XADES)
        _hash(digest, hashlib.sha256(found.public_bytes(Encoding.DER)).digest())
    objects = _add(properties, "SignedDataObjectProperties", _XADES)
    for number, member in enumerate(members):
        described = _add(objects, "DataObjectFormat", _XADES, ObjectReference=f"#S0-R{number}")
        _add(described, "MimeType", _XADES, words=member.media_type)


def _add(
    parent: etree._Element, tag: str, namespace: str = _DS, *, words: str = "", **attributes: str
) -> etree._Element:
    element = etree.SubElement(parent, f"{{{namespace}}}{tag}", attributes)
    element.text = words or None
    return element


def _hash(parent: etree._Element, digest: bytes) -> None:
    _add(parent, "DigestMethod", Algorithm=_SHA256)
    _add(parent, "DigestValue", words=_base64(digest))


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _canonical(element: etree._Element) -> bytes:
    """Exclusive canonical form: what is signed, and the one form in which a seal is written."""
    return etree.tostring(element, method="c14n", exclusive=True, with_comments=False)


def _signed_info(root: etree._Element) -> bytes:
    return _canonical(next(root.iter(f"{{{_DS}}}SignedInfo")))


def _with_value(root: etree._Element, value: bytes, token: bytes | None) -> bytes:
    """The file, once the value of its signature is known, and the time stamp on it, if there is one."""
    next(root.iter(f"{{{_DS}}}SignatureValue")).text = _base64(value)
    if token is not None:
        qualifying = next(root.iter(f"{{{_XADES}}}QualifyingProperties"))
        properties = _add(_add(qualifying, "UnsignedProperties", _XADES), "UnsignedSignatureProperties", _XADES)
        stamp = _add(properties, "SignatureTimeStamp", _XADES)
        _add(stamp, "CanonicalizationMethod", Algorithm=_CANONICAL)
        _add(stamp, "EncapsulatedTimeStamp", _XADES, words=_base64(token))
    return _HEAD + _canonical(root) + b"\n"
