"""Asking an authority for time stamps, over HTTP (RFC 3161): the one thing in signing that needs a network.

What it answers is judged before anything is written; only whether the authority is one to be trusted is left to whoever
verifies.
"""

import hashlib
import secrets
from dataclasses import replace
from datetime import datetime
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from asn1crypto import algos, cms, core, tsp

from curricula.diagnostics import CurriculaError, Phrase
from curricula.packages import stamps
from curricula.packages.keys import Sealer
from curricula.packages.seals import contradicted
from curricula.packages.trust import holder, unable, untimely

QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"

_PATIENCE = 30  # seconds
_SHOWN = 200  # letters of what others say
_NONE = Phrase("what it answers is no time stamp that this program can check")


class _Reply(core.Sequence):  # type: ignore[misc]  # of a library without types
    """An answer; only one that grants something has a token."""

    _fields = [("status", tsp.PKIStatusInfo), ("token", cms.ContentInfo, {"optional": True})]  # noqa: RUF012  # as there


class _Refusal(Exception):
    """Why there is no time stamp."""


def stamping(sealer: Sealer, address: str, when: datetime) -> Sealer:
    """The sealer whose signatures, made at this time, the authority at an http or https address stamps.

    What it gives is a token in the form of ours; `CurriculaError` where it gives none, or one that would prove nothing.
    """
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and address.isascii()
    except ValueError:
        good = False
    if not good:
        raise CurriculaError("--timestamp takes an address that begins with http:// or https://: {address}",
                             address=address)

    def stamp(content: bytes) -> bytes:
        try:
            found = _answered(address, content)
            reason = contradicted(when, found.when)
            if reason is not None:
                raise _Refusal(reason)
        except _Refusal as refusal:
            raise CurriculaError("{address} gives no time stamp: {reason}", address=address,
                                 reason=refusal.args[0]) from None
        late = unable(sealer.certificate, found.when)
        if late is not None:
            raise CurriculaError("the certificate of {name} cannot sign: {reason}", name=holder(sealer.certificate),
                                 reason=late)
        return stamps.written(found)

    return replace(sealer, stamp=stamp)


def _answered(address: str, content: bytes) -> stamps.Stamp:
    """The time stamp of this content, which holds, and is by a certificate for that."""
    nonce, digest = secrets.randbits(64), hashlib.sha256(content).digest()
    found = stamps.read(_granted(_fetched(address, _question(digest, nonce))))
    if found is None or not found.known:
        raise _Refusal(_NONE)
    if (found.algorithm, found.nonce) != ("sha256", nonce) or not found.proves(content):
        raise _Refusal(Phrase("its time stamp is one of something else, or does not hold"))
    reason = untimely(found.signer.chain[0], found.when)
    if reason is not None:
        raise _Refusal(reason)
    return found


def _question(digest: bytes, nonce: int) -> bytes:
    """What an authority is asked: a time stamp on what has this SHA-256, with its certificates."""
    imprint = tsp.MessageImprint({"hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
                                  "hashed_message": digest})
    asked = {"version": "v1", "message_imprint": imprint, "nonce": nonce, "cert_req": True}
    return bytes(tsp.TimeStampReq(asked).dump())


def _fetched(address: str, question: bytes) -> bytes:
    """What it answers."""
    headers = {"Content-Type": QUERY, "Accept": REPLY, "User-Agent": "curricula"}
    try:
        with urlopen(Request(address, question, headers), timeout=_PATIENCE) as response:
            kind, content = response.headers.get_content_type(), response.read(stamps.LARGEST + 1)
    except HTTPError as error:
        error.close()
        raise _Refusal(f"HTTP {error.code}") from None
    except URLError as error:
        raise _Refusal(_printable(error.reason)) from None
    except (OSError, HTTPException, ValueError) as error:
        raise _Refusal(_printable(error)) from None
    if kind != REPLY or len(content) > stamps.LARGEST:
        raise _Refusal(_NONE)
    return bytes(content)


def _granted(answer: bytes) -> bytes:
    """The token in an answer."""
    try:
        reply = _Reply.load(answer, strict=True)
        status = reply["status"]["status"].native
        told = [*(reply["status"]["status_string"].native or ()), *sorted(reply["status"]["fail_info"].native or ())]
        if status in ("granted", "granted_with_mods"):
            return bytes(reply["token"].dump())
    except (ValueError, TypeError, KeyError):
        raise _Refusal(_NONE) from None
    raise _Refusal(_printable(", ".join(str(word) for word in (status, *told))))


def _printable(told: object) -> str:
    """What others say, without signs that could deceive whoever reads it."""
    return "".join(sign for sign in str(told) if sign.isprintable())[:_SHOWN] or type(told).__name__
