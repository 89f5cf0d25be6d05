"""Time stamps (RFC 3161): what an authority says was there at a moment, in a token on the value of a signature.

A token is CMS of other programs. Of ours only what proves something is kept (the words of the authority, its signature
and its certificates), and written in one form: so that reading is writing again here too. Those on the signatures of
others are read as they are.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from curricula.packages import cades

LARGEST = 64 << 10  # bytes; a token with two certificates has about 6000

_KIND = "tst_info"
_ODD = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)  # of what is not quite ASN.1


@dataclass(frozen=True)
class Stamp:
    """What a token says: that what has this `digest`, by `algorithm`, was there at the moment `when`.

    `words` are what the authority has signed, and `signer` is its signature; `nonce` is that of the question.
    """

    when: datetime
    algorithm: str
    digest: bytes
    nonce: int | None
    words: bytes
    signer: cades.Signer

    @property
    def known(self) -> bool:
        """Whether this program can judge it."""
        return self.signer.known and self.algorithm in cades.KNOWN

    def proves(self, content: bytes) -> bool:
        """Whether it is the time stamp of this content, and signed with the key of its certificate."""
        told = hashlib.new(self.algorithm, content).digest()
        words = hashlib.new(self.signer.algorithm, self.words).digest()
        return (told, words) == (self.digest, self.signer.digest) and self.signer.holds()


def read(token: bytes) -> Stamp | None:
    """What a token says; None where that cannot be told. Nothing in it is proven yet."""
    found = cades.opened(token, _KIND) if len(token) <= LARGEST else None
    if found is None or not found[1].bound:  # the authority has to sign which certificate is its own
        return None
    words, signer = found
    try:
        info = tsp.TSTInfo.load(words, strict=True)
        imprint, nonce = info["message_imprint"], info["nonce"].native
        if any(item["critical"].native for item in info["extensions"] or ()):
            return None
        when = info["gen_time"].native.astimezone(UTC).replace(microsecond=0)
        algorithm, digest = imprint["hash_algorithm"]["algorithm"].native, imprint["hashed_message"].native
        return Stamp(when, algorithm, digest, nonce, words, signer)
    except _ODD:
        return None


def written(found: Stamp) -> bytes:
    """The token in the form that ours have; `ValueError` where one of its certificates is none."""
    return cades.enclosing(replace(found.signer, chain=_linked(found.signer.chain)), (_KIND, found.words))


def formed(token: bytes | None) -> bool:
    """Whether a token has the form of ours, if there is one."""
    if token is None:
        return True
    found = read(token)
    try:
        return found is not None and found.known and written(found) == token
    except _ODD:
        return False


def _linked(chain: Sequence[x509.Certificate]) -> tuple[x509.Certificate, ...]:
    """The first certificate and those that have issued it, but for the root: others are not needed.

    None of them is signed along: so those count only whose signature is written as it must be, without bits to spare.
    """
    found = [chain[0]]
    above = [item for item in chain[1:] if item.public_bytes(Encoding.DER).endswith(b"\0" + item.signature)]
    for item in found:  # which grows
        found += [other for other in above if other.subject == item.issuer != other.issuer and other not in found]
    return tuple(found)
