"""Keys that sign the metadata of a channel: Ed25519, in PEM files.

Such a key signs the same bytes in the same way each time, so that equal releases are equal metadata, and every
client of TUF knows it. `openssl genpkey -algorithm ed25519 -out channel.key` makes one.
"""

from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from securesystemslib.signer import CryptoSigner

from curricula.diagnostics import CurriculaError, Phrase
from curricula.packages.trust import LARGEST


def signer(path: Path, passphrase: Callable[[], str]) -> CryptoSigner:
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
    except (ValueError, UnsupportedAlgorithm):
        raise CurriculaError("{path} holds no private key in PEM form", path=path) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise CurriculaError(
            "the key in {path} is not of the kind Ed25519: make one with openssl genpkey -algorithm ed25519", path=path
        )
    return CryptoSigner(key)
