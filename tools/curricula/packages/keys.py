"""Keys that seal: in a PEM file, or in a token that is reached by PKCS#11.

A key is a function: bytes in, their signature out, with SHA-256. Signatures of RSA keys are those of PKCS#1 1.5,
signatures of P-256 the two numbers (r, s), 32 bytes each, with the smaller of the two values s that would do: so
nobody can turn one signature into another. Keys in files sign the same bytes the same way each time (RFC 6979).
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from curricula.diagnostics import CurriculaError, Phrase
from curricula.packages.trust import LARGEST

Sign = Callable[[bytes], bytes]
Stamping = Callable[[bytes], bytes]
Passphrase = Callable[[], str]  # asks for it, where one is needed
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of the curve P-256


@dataclass(frozen=True)
class Sealer:
    """Who seals: a key, and its certificate with those of its issuers (without the root).

    `stamp` gives the time stamp on the value of a signature, where one is asked for.
    """

    sign: Sign
    chain: tuple[x509.Certificate, ...]
    stamp: Stamping | None = None

    @property
    def certificate(self) -> x509.Certificate:
        """The certificate of the key itself."""
        return self.chain[0]


def from_file(path: Path, passphrase: Passphrase) -> Sign:
    """The key in a PEM file; `passphrase` is asked only for a locked one."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST)
    except OSError as error:
        reason = error.strerror or Phrase("the system gives no reason")
        raise CurriculaError("cannot read {path}: {reason}", path=path, reason=reason) from None
    try:
        key = load_pem_private_key(content, None)
    except TypeError:
        try:
            key = load_pem_private_key(content, passphrase().encode())
        except ValueError:
            raise CurriculaError("the passphrase does not open {path}", path=path) from None
    except ValueError:
        raise CurriculaError("{path} holds no private key in PEM form", path=path) from None
    if isinstance(key, rsa.RSAPrivateKey):
        return lambda content: key.sign(content, padding.PKCS1v15(), hashes.SHA256())
    if isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP256R1):
        return lambda content: _pair(*decode_dss_signature(key.sign(content, _SAME_EACH_TIME)))
    raise CurriculaError("the key in {path} is neither RSA nor one on the curve P-256", path=path)


_SAME_EACH_TIME = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)


def smaller(signature: bytes) -> bytes:
    """The signature (r, s) with the smaller s."""
    return _pair(int.from_bytes(signature[:32]), int.from_bytes(signature[32:]))


def _pair(r: int, s: int) -> bytes:
    return r.to_bytes(32) + min(s, ORDER - s).to_bytes(32)


def in_der(signature: bytes) -> bytes:
    """The signature (r, s) as CMS has it."""
    return encode_dss_signature(int.from_bytes(signature[:32]), int.from_bytes(signature[32:]))


def from_der(signature: bytes) -> bytes:
    """The signature (r, s) out of the form of CMS; `ValueError` or `OverflowError` where it is none of P-256."""
    r, s = decode_dss_signature(signature)
    return r.to_bytes(32) + s.to_bytes(32)


def holds(signature: bytes, content: bytes, found: x509.Certificate) -> bool:
    """Whether a signature is one of the certificate's key over `content`, in the only form that a seal may have."""
    key = found.public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, content, padding.PKCS1v15(), hashes.SHA256())
            return True
        if isinstance(key, ec.EllipticCurvePublicKey) and len(signature) == 64 and smaller(signature) == signature:
            key.verify(in_der(signature), content, ec.ECDSA(hashes.SHA256()))
            return True
    except (InvalidSignature, OverflowError):  # the latter of a number that lies outside the curve
        return False
    return False
