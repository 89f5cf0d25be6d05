"""Provenance beside sealed packages: others' libraries accept it, it says what the manifest says, forgeries fail."""

import base64
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import SSlibKey

from authority import TIME, Authority
from channels import Material
from curricula.packages import keys, provenance
from curricula.packages.manifest import canonical
from curricula.packages.sources import SOURCE
from curricula.packages.trust import Trust, certificates
from curricula.packages.verifying import Verdict, verify
from running import run
from sealing import (
    DOCUMENT,
    alone,
    beside,
    changed,
    everyone,
    plain,
    program,
    seal,
    sealed,
    sealed_twice,
    sealer,
)

pytestmark = pytest.mark.usefixtures("typesetting")  # what is packed was typeset here

__all__ = ["everyone", "plain", "sealed"]  # fixtures
NOW = datetime(2026, 6, 1, tzinfo=UTC)
SEALS = ("seal", "seal-rsa")


def judged(path: Path, everyone: Authority) -> Verdict:
    return verify(path, Trust(certificates(everyone.root), (), NOW))


def codes(verdict: Verdict) -> set[str]:
    return {item.code.removeprefix("verify-") for item in verdict.diagnostics}


def envelope(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(provenance.beside(path).read_bytes())
    return found


def payload(path: Path) -> bytes:
    return base64.b64decode(envelope(path)["payload"])


def statement(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(payload(path))
    return found


def encoded(content: bytes) -> bytes:
    """What DSSE signs, written here once more."""
    kind = b"application/vnd.in-toto+json"
    return b" ".join((b"DSSEv1", b"%d" % len(kind), kind, b"%d" % len(content), content))


# What is made


@pytest.mark.parametrize("name", SEALS)
def test_a_sealed_package_has_its_provenance(plain: Path, everyone: Authority, name: str) -> None:
    verdict = judged(seal(plain, everyone, name), everyone)
    assert (verdict.status, verdict.diagnostics) == (0, ())
    assert verdict.provenance is not None
    assert (verdict.provenance.file, verdict.provenance.trusted) == (f"{plain.name}.intoto.json", True)
    assert len(verdict.signatures) == 2


def test_it_says_what_the_manifest_says_and_no_more(sealed: Path, everyone: Authority) -> None:
    manifest = judged(sealed, everyone).manifest
    assert manifest is not None
    told = statement(sealed)
    digest = hashlib.sha256(sealed.read_bytes()).hexdigest()
    assert told["subject"] == [{"name": sealed.name, "digest": {"sha256": digest}}]
    definition = told["predicate"]["buildDefinition"]
    assert definition["externalParameters"] == {
        "standard": DOCUMENT, "version": manifest["version"], "formats": ["html", "pdf", "xml"],
        "languages": [item["locale"] for item in manifest["languages"]],
    }
    source, *others = definition["resolvedDependencies"]
    packed = {item["path"]: item["sha256"] for item in manifest["files"]}
    assert source["digest"] == {"sha256": packed[SOURCE]}
    assert source["annotations"] == {"sourceDigest": manifest["sourceDigest"]}
    known = packed | {f"fonts/{name}": found for name, found in manifest["build"]["fonts"].items()}
    assert all(item["digest"] == {"sha256": known[item["name"]]} for item in others)
    assert len(others) > len(manifest["build"]["fonts"])
    builder = told["predicate"]["runDetails"]["builder"]
    assert builder["version"] == {**manifest["build"]["engines"], "curricula": manifest["build"]["tool"]}
    assert set(told["predicate"]["runDetails"]) == {"builder"}
    assert "gitCommit" not in payload(sealed).decode()


@pytest.mark.parametrize("name", SEALS)
def test_the_same_inputs_give_the_same_bytes(demo: Path, everyone: Authority, tmp_path: Path, name: str) -> None:
    first, second = sealed_twice(demo, tmp_path, everyone, name)
    assert provenance.beside(first).read_bytes() == provenance.beside(second).read_bytes()


def test_what_holds_is_kept(sealed: Path, everyone: Authority) -> None:
    """Keys in tokens sign differently each time."""
    path = provenance.beside(sealed)
    before = path.read_bytes()
    key = everyone.holders["seal"].key
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    value = keys.in_der(keys.smaller(keys.from_der(key.sign(encoded(payload(sealed)), ec.ECDSA(hashes.SHA256())))))
    found = envelope(sealed)
    found["signatures"][0]["sig"] = base64.b64encode(value).decode()
    path.write_bytes(canonical(found))
    assert (path.read_bytes() != before, judged(sealed, everyone).status) == (True, 0)
    run(sealed.parent, "sign", sealed.name, *everyone.options("seal"))
    assert path.read_bytes() == canonical(found)
    path.unlink()
    run(sealed.parent, "sign", sealed.name, *everyone.options("seal"))
    assert path.read_bytes() == before


def test_what_is_anothers_is_not_written_over(plain: Path, everyone: Authority) -> None:
    before, manifest = plain.read_bytes(), verify(plain).manifest
    assert manifest is not None
    others = provenance.attested(
        provenance.statement(manifest, hashlib.sha256(before).hexdigest()), sealer(everyone, "partner"))
    for content, status, words in (
        (b"notes", 1, "belongs to an earlier content of the package"), (others, 2, "move it away first"),
    ):
        provenance.beside(plain).write_bytes(content)
        done = run(plain.parent, "sign", plain.name, *everyone.options("seal"), "--time", TIME)
        assert (done.returncode, words in done.stdout + done.stderr) == (status, True)
        assert provenance.beside(plain).read_bytes() == content
        assert (plain.read_bytes(), beside(plain).exists()) == (before, False)


# Judges from outside


@pytest.mark.parametrize("name", SEALS)
def test_the_library_of_in_toto_reads_the_statement(plain: Path, everyone: Authority, name: str) -> None:
    try:
        from google.protobuf import json_format
        from in_toto_attestation.predicates.provenance.v1.provenance_pb2 import Provenance
        from in_toto_attestation.v1.resource_descriptor import ResourceDescriptor
        from in_toto_attestation.v1.statement import Statement
        from in_toto_attestation.v1.statement_pb2 import Statement as Message
    except ImportError:
        if os.environ.get("CI"):
            raise
        pytest.skip("in-toto-attestation is not installed: `make test` installs it")
    told = statement(seal(plain, everyone, name))
    Statement.copy_from_pb(json_format.ParseDict(told, Message())).validate()
    read = json_format.ParseDict(told["predicate"], Provenance())  # refuses what it does not know
    assert read.build_definition.build_type == provenance.BUILD_TYPE
    assert read.run_details.builder.id == provenance.BUILDER
    for item in read.build_definition.resolved_dependencies:
        ResourceDescriptor.copy_from_pb(item).validate()
        assert item.digest
    with pytest.raises(json_format.ParseError):
        json_format.ParseDict({**told["predicate"], "other": 1}, Provenance())


@pytest.mark.parametrize(("name", "scheme"), [("seal", "ecdsa-sha2-nistp256"), ("seal-rsa", "rsa-pkcs1v15-sha256")])
def test_the_library_of_dsse_accepts_the_signature(plain: Path, everyone: Authority, name: str, scheme: str) -> None:
    found = Envelope.from_dict(envelope(seal(plain, everyone, name)))
    keyid = everyone.holders[name].certificate.fingerprint(hashes.SHA256()).hex()
    own, other = (
        SSlibKey.from_crypto(everyone.holders[who].key.public_key(), keyid, scheme)
        for who in (name, {"seal": "partner", "seal-rsa": "weak"}[name])
    )
    assert list(found.verify([own], 1)) == [own.keyid]
    assert found.pae() == encoded(payload(plain))
    with pytest.raises(VerificationError):
        found.verify([other], 1)
    found.payload += b" "
    with pytest.raises(VerificationError):
        found.verify([own], 1)


@pytest.mark.parametrize("name", SEALS)
def test_openssl_accepts_the_signature(plain: Path, everyone: Authority, tmp_path: Path, name: str) -> None:
    found = envelope(seal(plain, everyone, name))
    key, value, content = (tmp_path / part for part in ("key.pem", "value", "content"))
    public = everyone.holders[name].certificate.public_key()
    key.write_bytes(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    value.write_bytes(base64.b64decode(found["signatures"][0]["sig"]))
    command = [program("openssl"), "dgst", "-sha256", "-verify", str(key), "-signature", str(value), str(content)]
    for ending, status in ((b"", 0), (b" ", 1)):
        content.write_bytes(encoded(payload(plain)) + ending)
        assert subprocess.run(command, capture_output=True).returncode == status


# Attacks


def resigned(change: Callable[[dict[str, Any]], object], name: str = "seal") -> Callable[[Path, Authority], bytes]:
    """Another statement, signed by a key, and named after the seal's."""
    def forge(path: Path, everyone: Authority) -> bytes:
        told = statement(path)
        change(told)
        found = json.loads(provenance.attested(canonical(told), sealer(everyone, name)))
        found["signatures"][0]["keyid"] = envelope(path)["signatures"][0]["keyid"]
        return canonical(found)

    return forge


def rewritten(change: Callable[[dict[str, Any]], object]) -> Callable[[Path, Authority], bytes]:
    """Another envelope, in canonical form."""
    def forge(path: Path, everyone: Authority) -> bytes:
        found = envelope(path)
        change(found)
        return canonical(found)

    return forge


def raw(change: Callable[[bytes], bytes]) -> Callable[[Path, Authority], bytes]:
    """Other bytes."""
    return lambda path, everyone: change(provenance.beside(path).read_bytes())


def restated(old: bytes, new: bytes) -> Callable[[dict[str, Any]], object]:
    """Another statement, not signed again."""
    def change(found: dict[str, Any]) -> None:
        before = base64.b64decode(found["payload"])
        assert old in before
        found["payload"] = base64.b64encode(before.replace(old, new)).decode()

    return change


def mirrored(found: dict[str, Any]) -> None:
    """The other value s that the curve allows."""
    value = keys.from_der(base64.b64decode(found["signatures"][0]["sig"]))
    s = keys.ORDER - int.from_bytes(value[32:])
    found["signatures"][0]["sig"] = base64.b64encode(keys.in_der(value[:32] + s.to_bytes(32))).decode()


def signature(**values: Any) -> Callable[[dict[str, Any]], object]:
    """Another signature in the envelope."""
    return lambda found: found["signatures"][0].update(values)


NUMBERS = base64.b64encode(bytes.fromhex("3006020100020100")).decode()
BEYOND = base64.b64encode(bytes.fromhex("3026022101" + "00" * 32 + "020101")).decode()
FORGERIES: dict[str, tuple[str, int, Callable[[Path, Authority], bytes]]] = {
    "payload changed": ("signature", 1, rewritten(restated(b'"ru"', b'"kk"'))),
    "subject changed": ("signature", 1, rewritten(restated(b'"sha256":"', b'"sha256":"0'))),
    "subject changed and signed": ("signature", 1, resigned(lambda told: told["subject"][0]["digest"].update(
        sha256="0" * 64))),
    "two subjects": ("disagrees", 1, resigned(lambda told: told["subject"].append(
        {"name": "other", "digest": {"sha256": "0" * 64}}))),
    "no subject": ("signature", 1, resigned(lambda told: told.update(subject=[]))),
    "strange subject": ("signature", 1, resigned(lambda told: told.update(subject="x"))),
    "other name": ("disagrees", 1, resigned(lambda told: told["subject"][0].update(name="other-1.0.0.asice"))),
    "other predicate": ("disagrees", 1, resigned(lambda told: told.update(predicateType="https://slsa.dev/provenance/v0.2"))),
    "a promise more": ("disagrees", 1, resigned(lambda told: told["predicate"]["runDetails"].update(
        metadata={"invocationId": "1"}))),
    "other key under its name": ("signature", 1, resigned(lambda told: None, "partner")),
    "other key": ("untrusted", 2, lambda path, everyone: provenance.attested(
        payload(path), sealer(everyone, "partner"))),
    "other key of the same root": ("untrusted", 2, lambda path, everyone: provenance.attested(
        payload(path), sealer(everyone, "seal-rsa"))),
    "key without a name": ("untrusted", 2, rewritten(signature(keyid=""))),
    "strange name of the key": ("untrusted", 2, rewritten(signature(keyid=["x"]))),
    "no signatures": ("signature", 1, rewritten(lambda found: found.update(signatures=[]))),
    "signatures left out": ("signature", 1, rewritten(lambda found: found.pop("signatures"))),
    "signatures of another kind": ("signature", 1, rewritten(lambda found: found.update(signatures={"0": 1}))),
    "two signatures": ("signature", 1, rewritten(lambda found: found["signatures"].append(found["signatures"][0]))),
    "empty signature": ("signature", 1, rewritten(signature(sig=""))),
    "signature of zeros": ("signature", 1, rewritten(signature(sig=NUMBERS))),
    "signature beyond the curve": ("signature", 1, rewritten(signature(sig=BEYOND))),
    "signature no base64": ("signature", 1, rewritten(signature(sig="ü"))),
    "signature a number": ("signature", 1, rewritten(signature(sig=1))),
    "other value s": ("signature", 1, rewritten(mirrored)),
    "certificate brought along": ("signature", 1, rewritten(signature(cert="x"))),
    "other kind of payload": ("signature", 1, rewritten(lambda found: found.update(payloadType="text/plain"))),
    "payload a number": ("signature", 1, rewritten(lambda found: found.update(payload=1))),
    "more in it": ("signature", 1, rewritten(lambda found: found.update(other=1))),
    "white space": ("signature", 1, raw(lambda content: content + b"\n")),
    "another order": ("signature", 1, raw(lambda content: json.dumps(
        dict(reversed(json.loads(content).items())), separators=(",", ":")).encode())),
    "a name twice": ("signature", 1, raw(lambda content: content.replace(b"{", b'{"payload":"e30=",', 1))),
    "cut off": ("signature", 1, raw(lambda content: content[:-1])),
    "empty": ("signature", 1, raw(lambda content: b"")),
    "a list": ("signature", 1, raw(lambda content: b"[]")),
    "a word": ("signature", 1, raw(lambda content: b'"x"')),
    "nothing": ("signature", 1, raw(lambda content: b"null")),
    "deep": ("signature", 1, raw(lambda content: b"[" * 100_000)),
    "a number of many digits": ("signature", 1, raw(lambda content: b'{"payload":' + b"1" * 10_000 + b"}")),
    "utf-16": ("signature", 1, raw(lambda content: content.decode().encode("utf-16"))),
    "byte order mark": ("signature", 1, raw(lambda content: b"\xef\xbb\xbf" + content)),
    "no text": ("signature", 1, raw(lambda content: b"\xff\xfe\x00")),
    "huge": ("signature", 1, raw(lambda content: content + b" " * provenance.LARGEST)),
}


@pytest.mark.slow
@pytest.mark.parametrize("forgery", FORGERIES)
def test_no_forgery_is_accepted(sealed: Path, everyone: Authority, forgery: str) -> None:
    code, status, forge = FORGERIES[forgery]
    path = provenance.beside(sealed)
    before, content = path.read_bytes(), forge(sealed, everyone)
    assert content != before
    path.write_bytes(content)
    verdict = judged(sealed, everyone)
    assert (verdict.status, codes(verdict), verdict.provenance) == (status, {code}, None)


def test_a_file_without_end_is_not_read(sealed: Path, everyone: Authority) -> None:
    os.truncate(provenance.beside(sealed), 8 << 30)
    assert judged(sealed, everyone).status == 1


def test_that_of_another_package_is_refused(sealed: Path, plain: Path, everyone: Authority, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    shutil.copy(plain, other := tmp_path / "other" / plain.name)
    changed(other, lambda members: members.pop("META-INF/signatures0.xml"))
    seal(other, everyone, "seal-rsa")
    shutil.copy(provenance.beside(other), provenance.beside(sealed))
    verdict = judged(sealed, everyone)
    assert (verdict.status, codes(verdict)) == (1, {"signature"})
    assert "is the provenance of another file than" in verdict.diagnostics[0].words()


def test_without_a_seal_nothing_vouches_for_it(plain: Path, everyone: Authority) -> None:
    manifest = verify(plain).manifest
    assert manifest is not None
    told = provenance.statement(manifest, hashlib.sha256(plain.read_bytes()).hexdigest())
    provenance.beside(plain).write_bytes(provenance.attested(told, sealer(everyone, "seal")))
    verdict = judged(plain, everyone)
    assert (verdict.status, codes(verdict), verdict.provenance) == (2, {"unsealed", "unchecked"}, None)


def test_a_seal_that_nobody_trusts_makes_no_trusted_provenance(plain: Path, everyone: Authority) -> None:
    verdict = judged(seal(plain, everyone, "partner"), everyone)
    assert verdict.status == 2
    assert verdict.provenance is not None and not verdict.provenance.trusted


# The commands


def test_verify_tells_of_it(sealed: Path, everyone: Authority) -> None:
    root = ["--root", str(everyone.root)]
    assert f"provenance: {sealed.name}.intoto.json" in run(sealed.parent, "verify", sealed.name, *root).stdout
    told = json.loads(run(sealed.parent, "verify", sealed.name, *root, "--json").stdout)
    assert (told["provenance"]["file"], told["provenance"]["trusted"]) == (f"{sealed.name}.intoto.json", True)
    assert told["provenance"]["certificate"] == envelope(sealed)["signatures"][0]["keyid"]
    provenance.beside(sealed).unlink()
    told = json.loads(run(sealed.parent, "verify", sealed.name, *root, "--json").stdout)
    assert (told["status"], told["provenance"]) == (0, None)
    said = run(sealed.parent, "verify", sealed.name, *root).stdout
    assert "provenance" not in said and "statement" not in said


def test_named_alone_it_stands_for_its_package(sealed: Path, everyone: Authority, tmp_path: Path) -> None:
    root, name = ("--root", str(everyone.root)), f"{sealed.name}.intoto.json"
    told = run(sealed.parent, "verify", name, *root)
    assert (told.returncode, told.stdout) == (0, run(sealed.parent, "verify", sealed.name, *root).stdout)
    (alone := tmp_path / "alone").mkdir()
    (sealed.parent / name).rename(alone / name)
    gone = run(alone, "verify", name, *root)
    assert gone.returncode == 2
    assert gone.stderr == f"curricula: there is no package beside {name} that it could be the provenance of\n"
    assert run(sealed.parent, "verify", name, *root).returncode == 4  # it is not there: nothing is said of the package


def test_a_detached_signature_makes_none(plain: Path, everyone: Authority) -> None:
    run(plain.parent, "sign", plain.name, "--detached", *everyone.options("seal"), "--time", TIME)
    assert (beside(plain).exists(), provenance.beside(plain).exists()) == (True, False)


def test_a_forged_one_is_not_published(sealed: Path, everyone: Authority, demo: Path, tmp_path: Path) -> None:
    key = Material(tmp_path, None).key  # type: ignore[arg-type]  # keys need no repository
    path = provenance.beside(sealed)
    path.write_bytes(FORGERIES["payload changed"][2](sealed, everyone))
    options = ["--packages", str(sealed.parent), "--key", str(key("channel")), "--root-key", str(key("root"))]
    done = run(demo, "publish", str(tmp_path / "channel"), *options, "--drafts",
               "--address", "https://standards.example.org")
    assert (done.returncode, "error[verify-signature]" in done.stdout) == (1, True)
    assert not (tmp_path / "channel").exists()
    alone(sealed)
