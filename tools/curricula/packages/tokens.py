"""Keys in a token (a card, a stick, a security module), named by a PKCS#11 URI (RFC 7512).

`pkcs11:token=Seal;object=seal?module-path=/usr/lib/softhsm/libsofthsm2.so`: the token and the key by their labels
(`id=%01` for the key too), and the library of the token's maker, which the variable PKCS11_MODULE can name as
well. The key never leaves the token. Tokens choose their random numbers themselves: unlike a key in a file, one
on the curve P-256 signs the same bytes differently each time.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote, unquote_to_bytes

from curricula.diagnostics import CurriculaError
from curricula.packages.keys import Passphrase, Sign, smaller

SCHEME = "pkcs11:"
MODULE = "PKCS11_MODULE"
_PATH = ("token", "object", "id", "type", "serial", "manufacturer", "model")
_QUERY = ("module-path",)


@contextmanager
def opened(uri: str, pin: Passphrase) -> Iterator[Sign]:
    """The key, as long as the token is open; `pin` is asked once. `CurriculaError` for what is not there."""
    try:
        import pkcs11  # of the extra "pkcs11": most people's keys are files
    except ImportError:
        raise CurriculaError("keys in tokens need the Python package python-pkcs11") from None
    named = parsed(uri)
    module = named.get("module-path") or os.environ.get(MODULE, "")
    if not module:
        raise CurriculaError("{uri} does not say which library opens the token: add ?module-path=…", uri=uri)
    try:
        token = pkcs11.lib(module).get_token(token_label=named.get("token"), token_serial=_bytes(named.get("serial")))
        with token.open(user_pin=pin()) as session:
            key = session.get_key(pkcs11.ObjectClass.PRIVATE_KEY, label=named.get("object"), id=_bytes(named.get("id")))
            yield _signing(pkcs11, key, uri)
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
        told = str(error) or type(error).__name__
        raise CurriculaError("the token does not give its key: {problem}", problem=told) from None


def parsed(uri: str) -> Mapping[str, str]:
    """The attributes of a PKCS#11 URI."""
    path, _, query = uri.removeprefix(SCHEME).partition("?")
    named: dict[str, str] = {}
    for known, parts in ((_PATH, path.split(";")), (_QUERY, query.split("&"))):
        for part in filter(None, parts):
            name, _, value = part.partition("=")
            if name == "pin-value":
                raise CurriculaError("a PIN does not belong into {scheme} addresses: others can read it", scheme=SCHEME)
            if name not in known or name in named:
                raise CurriculaError("{name} is nothing that a {scheme} address says here", name=name, scheme=SCHEME)
            named[name] = value if name in ("id", "serial") else unquote(value)
    return named


def _bytes(value: str | None) -> bytes | None:
    return unquote_to_bytes(value) if value else None


def _signing(pkcs11: Any, key: Any, uri: str) -> Sign:
    if key.key_type == pkcs11.KeyType.RSA:
        return lambda content: bytes(key.sign(content, mechanism=pkcs11.Mechanism.SHA256_RSA_PKCS))
    if key.key_type == pkcs11.KeyType.EC:
        return lambda content: smaller(
            bytes(key.sign(hashlib.sha256(content).digest(), mechanism=pkcs11.Mechanism.ECDSA)))
    raise CurriculaError("the key in {uri} is neither RSA nor one on the curve P-256", uri=uri)
