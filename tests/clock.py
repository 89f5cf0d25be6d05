"""An authority that stamps the time, at an address of its own: OpenSSL behind a web server."""

import hashlib
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from asn1crypto import cms, tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from authority import WHEN, Authority, Holder
from curricula.packages import cades
from curricula.packages.keys import Sealer
from curricula.packages.stamping import REPLY
from sealing import program, sealer

HERE = "127.0.0.1"
STAMPED = WHEN + timedelta(days=30)
Answer = tuple[int, str, bytes]  # status, media type, content
SETTINGS = """
[tsa]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/own.pem
certs = {folder}/chain.pem
signer_key = {key}
signer_digest = {digest}
default_policy = 1.2.3.4.1
digests = sha256, sha512
ess_cert_id_chain = no
ess_cert_id_alg = {ess}
"""


def stamped(everyone: Authority, name: str, question: bytes, *, digest: str = "sha256", ess: str = "sha256") -> bytes:
    """What OpenSSL answers to a question, with the key and the certificates of a holder."""
    chain = everyone.holders[name].chain
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "own.pem").write_bytes(chain[0].public_bytes(Encoding.PEM))
        (folder / "chain.pem").write_bytes(b"".join(item.public_bytes(Encoding.PEM) for item in chain))
        settings = SETTINGS.format(folder=folder, key=everyone.folder / f"{name}.key", digest=digest, ess=ess)
        (folder / "settings").write_text(settings)
        (folder / "question").write_bytes(question)
        subprocess.run(
            [program("openssl"), "ts", "-reply", "-config", "settings", "-section", "tsa", "-queryfile", "question",
             "-out", "answer"], cwd=folder, check=True, capture_output=True,
        )
        return (folder / "answer").read_bytes()


@contextmanager
def serving(answer: Callable[[bytes], Answer]) -> Iterator[str]:
    """The address at which questions are answered like this."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = self.rfile.read(int(self.headers["Content-Length"]))
            status, kind, content = answer(question)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer((HERE, 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://{HERE}:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def by(everyone: Authority, name: str, holder: Holder, when: datetime = STAMPED) -> Sealer:
    """A sealer whose signatures are stamped by anybody, at any time."""
    return replace(sealer(everyone, name), stamp=lambda content: token(holder, content, when))


@contextmanager
def clock(everyone: Authority, name: str = "clock", **how: str) -> Iterator[str]:
    """The address of a holder who stamps the time."""
    with serving(lambda question: (200, REPLY, stamped(everyone, name, question, **how))) as address:
        yield address


def token(holder: Holder, content: bytes, when: datetime, *, extra: tuple[x509.Certificate, ...] = ()) -> bytes:
    """A time stamp on content by anybody, at any time, in the form of ours but for certificates more."""
    digest = hashlib.sha256(content).digest()
    imprint = tsp.MessageImprint({"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest})
    words = tsp.TSTInfo({
        "version": "v1", "policy": "1.2.3.4.1", "message_imprint": imprint, "serial_number": 1, "gen_time": when,
    }).dump()
    bound = tsp.SigningCertificateV2({"certs": [{"cert_hash": holder.certificate.fingerprint(hashes.SHA256())}]})
    attributes = cms.CMSAttributes([
        {"type": "content_type", "values": ["tst_info"]},
        {"type": "message_digest", "values": [hashlib.sha256(words).digest()]},
        {"type": "signing_certificate_v2", "values": [bound]},
    ])
    assert isinstance(holder.key, ec.EllipticCurvePrivateKey)
    signed = attributes.dump()
    value = holder.key.sign(signed, ec.ECDSA(hashes.SHA256()))
    chain = (*holder.chain, *extra)
    signer = cades.Signer(chain, None, "sha256", b"", "ecdsa", signed, value, "sha256_ecdsa", ())
    return cades.enclosing(signer, ("tst_info", words))
