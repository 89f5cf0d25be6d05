"""Time stamps on signatures: an authority's words last longer than the certificate of a seal, and only its words do."""

import asyncio
import base64
import hashlib
import json
import re
import socket
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree.ElementTree import canonicalize

import pytest
from asn1crypto import cms, core, tsp
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import ExtendedKeyUsageOID

from authority import TIME, WHEN, Authority, Holder, issued
from clock import HERE, STAMPED, by, clock, serving, stamped, token
from curricula.diagnostics import CurriculaError
from curricula.packages import cades, collecting, container, signing, stamping, stamps
from curricula.packages.collected import verify_collection
from curricula.packages.keys import Sealer, from_file
from curricula.packages.pades import sealed as sealed_pdf
from curricula.packages.stamping import REPLY
from curricula.packages.trust import Trust, certificates
from curricula.packages.verifying import Verdict, verify, verify_detached
from curricula.packages.xades import SIGNATURES
from mutants import accepted
from running import run
from sealing import (
    alone,
    beside,
    changed,
    everyone,
    java,
    openssl,
    package,
    pdfsig,
    plain,
    program,
    seal,
    sealed,
    sealed_by,
    sealer,
    xmlsec,
)

pytestmark = pytest.mark.usefixtures("typesetting")  # what is packed was typeset here

__all__ = ["everyone", "plain", "sealed"]  # fixtures
LATER = datetime(2038, 6, 1, tzinfo=UTC)  # certificates are valid until 2040
AFTER = datetime(2055, 6, 1, tzinfo=UTC)
STAMPING = (ExtendedKeyUsageOID.TIME_STAMPING,)


def trusting(everyone: Authority, *names: str, now: datetime = LATER) -> Trust:
    """Trust in holders, by default in the root, at a moment."""
    return Trust(tuple(everyone.holders[name].certificate for name in names or ("root",)), (), now)


def codes(verdict: Verdict) -> set[str]:
    return {item.code.removeprefix("verify-") for item in verdict.diagnostics}


@pytest.fixture
def stamped_one(plain: Path, everyone: Authority) -> Path:
    """The package, sealed and stamped a month later."""
    return sealed_by(plain, by(everyone, "seal", everyone.holders["clock"]))


@pytest.fixture(scope="session")
def address(everyone: Authority) -> Iterator[str]:
    """Where the time is stamped."""
    with clock(everyone) as found:
        yield found


def tokens(path: Path) -> list[tuple[bytes, bytes]]:
    """The tokens of a package, each with what it is on, without our own reading of them."""
    inner = signing.contents(path.read_bytes())[SIGNATURES]
    (value,) = re.findall(rb"<ds:SignatureValue[^>]*>.*?</ds:SignatureValue>", inner)
    element = value.decode().replace(" Id=", ' xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id=')
    (written,) = re.findall(rb"<xades:EncapsulatedTimeStamp>(.*?)<", inner)
    info = cms.ContentInfo.load(beside(path).read_bytes())["content"]["signer_infos"][0]
    (attribute,) = info["unsigned_attrs"]
    assert attribute["type"].dotted == "1.2.840.113549.1.9.16.2.14"
    assert canonicalize(element) == element
    return [
        (base64.b64decode(written), element.encode()),
        (attribute["values"][0].dump(), info["signature"].native),
    ]


def openssl_ts(found: bytes, content: bytes, root: Path, folder: Path) -> bool:
    """Whether OpenSSL accepts a token on content."""
    (folder / "token").write_bytes(found)
    (folder / "content").write_bytes(content)
    done = subprocess.run([
        program("openssl"), "ts", "-verify", "-token_in", "-in", "token", "-data", "content", "-CAfile", str(root),
    ], cwd=folder, capture_output=True, text=True)
    return done.returncode == 0


# What is made


@pytest.mark.slow
@pytest.mark.parametrize(("name", "authority", "how"), [
    ("seal", "clock", {}), ("seal-rsa", "clock-rsa", {"digest": "sha512", "ess": "sha1"}),
])  # fmt: skip
def test_a_stamped_package_is_accepted_by_all(
    plain: Path, everyone: Authority, tmp_path: Path, name: str, authority: str, how: dict[str, str]
) -> None:
    with clock(everyone, authority, **how) as address:
        done = run(tmp_path, "sign", plain.name, *everyone.options(name), "--time", TIME, "--timestamp", address)
    assert (done.returncode, done.stderr) == (0, "")
    verdict = verify(plain, trusting(everyone))
    assert (verdict.status, verdict.diagnostics) == (0, ())
    assert [(item.when, item.stamp and item.stamp.trusted) for item in verdict.signatures] == [(WHEN, True)] * 2
    for found, content in tokens(plain):
        assert openssl_ts(found, content, everyone.root, tmp_path)
        assert not openssl_ts(found, content + b" ", everyone.root, tmp_path)
        assert not openssl_ts(found, content, everyone.folder / "other-root.pem", tmp_path)
    assert xmlsec(plain, everyone.root)
    assert java([plain], everyone.root)[0][0] == "valid"
    assert openssl(plain, beside(plain), everyone.root)
    assert pyhanko(plain, everyone)


def pyhanko(path: Path, everyone: Authority) -> bool:
    """Whether pyHanko accepts the signature beside a file, and the time stamp on it."""
    from pyhanko.sign.validation import async_validate_detached_cms
    from pyhanko_certvalidator import ValidationContext

    root = cades._opened(everyone.holders["root"].certificate)
    info = cms.ContentInfo.load(beside(path).read_bytes())["content"]
    context = ValidationContext(trust_roots=[root], moment=WHEN, best_signature_time=WHEN)
    times = ValidationContext(trust_roots=[root])
    status = asyncio.run(async_validate_detached_cms(path.read_bytes(), info, context, times))
    stamp = status.timestamp_validity
    return bool(status.intact and status.valid and stamp and stamp.intact and stamp.valid and stamp.trusted)


def test_without_its_time_stamp_a_seal_is_as_it_was(stamped_one: Path, everyone: Authority, tmp_path: Path) -> None:
    content = signing.contents(stamped_one.read_bytes())
    inner = re.sub(rb"<xades:UnsignedProperties>.*</xades:UnsignedProperties>", b"", content[SIGNATURES])
    (tmp_path / "other").mkdir()
    other = tmp_path / "other" / stamped_one.name
    other.write_bytes(signing.unsealed(stamped_one.read_bytes()))
    seal(other, everyone, "seal")
    assert signing.contents(other.read_bytes())[SIGNATURES] == inner
    assert container.write(content | {SIGNATURES: inner}) == other.read_bytes()
    assert b"UnsignedProperties" in content[SIGNATURES]


def test_the_time_is_stamped_once(sealed: Path, everyone: Authority, address: str) -> None:
    """The seal inside stays as it was; the signature beside it stays the same, and gets a time stamp."""
    before, signed = sealed.read_bytes(), cades.read(beside(sealed).read_bytes())[0]
    arguments = ["sign", sealed.name, *everyone.options("seal"), "--timestamp", address]
    done = run(sealed.parent, *arguments)
    assert (done.returncode, done.stdout.count("signed already, kept")) == (0, 2), done.stderr
    found = cades.read(beside(sealed).read_bytes())[0]
    assert sealed.read_bytes() == before
    assert found.token is not None and replace(found, token=None) == signed
    assert verify(sealed, trusting(everyone)).status == 0
    again = run(sealed.parent, *arguments)
    assert again.stdout.count("signed already, kept") == 3
    assert cades.read(beside(sealed).read_bytes())[0] == found


def test_a_collection_is_stamped(sealed: Path, everyone: Authority, tmp_path: Path) -> None:
    gathered, _ = collecting.gathered([sealed], lambda *_: None)
    made = collecting.collected("demo", "1", gathered)
    path = tmp_path / "demo-1.asice"
    collecting.write(path, made.members)
    assert collecting.seal(path, made.index, by(everyone, "seal", everyone.holders["clock"]), WHEN)
    verdict = verify_collection(path, trusting(everyone))
    assert (verdict.status, verdict.diagnostics) == (0, ())
    stamp = verdict.signatures[0].stamp
    assert stamp is not None and (stamp.when, stamp.trusted) == (STAMPED, True)
    assert verify_collection(path, trusting(everyone, "intermediate")).status == 0
    path.unlink()
    collecting.write(path, made.members)
    collecting.seal(path, made.index, by(everyone, "seal", everyone.holders["other-clock"]), WHEN)
    verdict = verify_collection(path, trusting(everyone))
    assert (verdict.status, codes(verdict)) == (2, {"untrusted"})


@pytest.mark.slow
def test_sealed_copies_of_pdfs_are_stamped(demo: Path, everyone: Authority, tmp_path: Path) -> None:
    original = signing.contents(package(demo).content)["data/pdf/ru.pdf"]
    copy = tmp_path / "a.pdf"
    copy.write_bytes(sealed_pdf(original, by(everyone, "seal-rsa", everyone.holders["clock"]), WHEN))
    told = pdfsig(copy)
    assert "Signature is Valid." in told and "Total document signed" in told and "Not total" not in told


# What is asked, and what is answered


def altered(answer: bytes) -> bytes:
    """The answer with another signature."""
    return answer[:-1] + bytes([answer[-1] ^ 1])


def refused(everyone: Authority, question: bytes) -> bytes:
    status = tsp.PKIStatusInfo({
        "status": "rejection", "status_string": ["come\u202eback\ntomorrow"], "fail_info": {"unaccepted_policy"}})
    return bytes(stamping._Reply({"status": status}).dump())


def asked(question: bytes, **changes: object) -> bytes:
    """The question with changes."""
    found = tsp.TimeStampReq.load(question)
    for name, value in changes.items():
        found[name] = value
    return bytes(found.dump())


def granted(found: bytes) -> bytes:
    """The answer with a token."""
    return bytes(tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": cms.ContentInfo.load(found)})
                 .dump())


OTHER = tsp.MessageImprint({"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": bytes(32)})
FAULTS: dict[str, tuple[Callable[[Authority, bytes], tuple[int, str, bytes]], str]] = {
    "breakdown": (lambda everyone, question: (500, "text/html", b"sorry"), "HTTP 500"),
    "web page": (lambda everyone, question: (200, "text/html", b"<html>"), "is no time stamp"),
    "nothing": (lambda everyone, question: (200, REPLY, b""), "is no time stamp"),
    "no answer": (lambda everyone, question: (200, REPLY, b"\x30\x80\x00"), "is no time stamp"),
    "too long": (lambda everyone, question: (200, REPLY, bytes(1 << 20)), "is no time stamp"),
    "cut off": (lambda everyone, question: (200, REPLY, stamped(everyone, "clock", question)[:-9]), "is no time stamp"),
    "refused": (lambda everyone, question: (200, REPLY, refused(everyone, question)),
                "rejection, comebacktomorrow, unaccepted_policy"),
    "granted without a token": (
        lambda everyone, question: (200, REPLY, bytes(stamping._Reply({"status": {"status": "granted"}}).dump())),
        "is no time stamp"),
    "other nonce": (lambda everyone, question: (200, REPLY, stamped(everyone, "clock", asked(question, nonce=1))),
                    "one of something else, or does not hold"),
    "no nonce": (
        lambda everyone, question: (200, REPLY, granted(token(
            everyone.holders["clock"], b"a", datetime.now(UTC).replace(microsecond=0)))),
        "one of something else, or does not hold"),
    "other content": (
        lambda everyone, question: (200, REPLY, stamped(everyone, "clock", asked(question, message_imprint=OTHER))),
        "one of something else, or does not hold"),
    "other signature": (lambda everyone, question: (200, REPLY, altered(stamped(everyone, "clock", question))),
                        "one of something else, or does not hold"),
    "no certificate": (
        lambda everyone, question: (200, REPLY, stamped(everyone, "clock", asked(question, cert_req=False))),
        "is no time stamp"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_no_time_stamp_is_not_taken(everyone: Authority, tmp_path: Path, name: str) -> None:
    answer, words = FAULTS[name]
    (tmp_path / "a.txt").write_bytes(b"a")
    with serving(lambda question: answer(everyone, question)) as address:
        own = stamping.stamping(sealer(everyone, "seal"), address, WHEN)
        with pytest.raises(CurriculaError) as caught:
            signing.countersigned(tmp_path / "a.txt", "", own, WHEN)
    assert f"{address} gives no time stamp: " in str(caught.value)
    assert words in str(caught.value)


def test_nothing_is_written_without_the_time_stamp(plain: Path, everyone: Authority) -> None:
    with socket.socket() as closed:
        closed.bind((HERE, 0))
        address = f"http://{HERE}:{closed.getsockname()[1]}/"
    before = {path.name: path.read_bytes() for path in plain.parent.iterdir()}
    for where, words in ((address, "gives no time stamp: "), ("ftp://a/", "takes an"), ("x", "takes an")):
        done = run(plain.parent, "sign", plain.name, *everyone.options("seal"), "--timestamp", where)
        assert done.returncode == 2
        assert re.fullmatch(r"curricula: .+\n", done.stderr)
        assert words in done.stderr
        assert {path.name: path.read_bytes() for path in plain.parent.iterdir()} == before


@pytest.mark.parametrize(("name", "when", "words"), [
    ("since-expired", datetime(2023, 6, 1, tzinfo=UTC), "it was valid from 2020-01-01 to 2024-01-01 only"),
    ("seal", datetime(2039, 6, 1, tzinfo=UTC), "the signature states a later time than its time stamp"),
])  # fmt: skip
def test_what_nobody_would_trust_is_not_stamped(
    everyone: Authority, tmp_path: Path, address: str, name: str, when: datetime, words: str
) -> None:
    (tmp_path / "a.txt").write_bytes(b"a")
    own = stamping.stamping(sealer(everyone, name), address, when)
    with pytest.raises(CurriculaError) as caught:
        signing.countersigned(tmp_path / "a.txt", "", own, when)
    assert words in str(caught.value)


# Whose word is taken


@pytest.mark.parametrize("now", [LATER, AFTER])
def test_a_stamped_seal_outlives_its_certificate(stamped_one: Path, everyone: Authority, now: datetime) -> None:
    verdict = verify(stamped_one, trusting(everyone, now=now))
    assert (verdict.status, codes(verdict)) == (0, {"expired"} if now == AFTER else set())
    assert {item.severity for item in verdict.diagnostics} <= {"info"}
    assert all(item.trusted and item.stamp and item.stamp.when == STAMPED for item in verdict.signatures)


def test_without_a_time_stamp_the_stated_time_counts(sealed: Path, everyone: Authority) -> None:
    verdict = verify(sealed, trusting(everyone, now=AFTER))
    assert (verdict.status, codes(verdict)) == (0, {"expired"})
    assert not any(item.stamp for item in verdict.signatures)


def test_an_expired_key_gains_nothing_by_a_time_stamp(plain: Path, everyone: Authority) -> None:
    """Whoever has it can state an earlier time, but no authority stamps that."""
    own = by(everyone, "since-expired", everyone.holders["clock"])
    verdict = verify(sealed_by(plain, own, datetime(2023, 6, 1, tzinfo=UTC)), trusting(everyone))
    assert verdict.status == 2
    assert "was valid from 2020-01-01 to 2024-01-01 only" in verdict.diagnostics[0].words()


@pytest.mark.parametrize(("stated", "stamped", "words"), [
    (WHEN, WHEN - timedelta(days=1), "the signature states a later time than its time stamp, 2025-02-28 08:00 UTC"),
    (WHEN, LATER + timedelta(days=1), "it says it was made in the future"),
    (WHEN, WHEN - timedelta(minutes=5), ""),
])  # fmt: skip
def test_times_that_contradict_each_other_prove_nothing(
    plain: Path, everyone: Authority, stated: datetime, stamped: datetime, words: str
) -> None:
    sealed_by(plain, by(everyone, "seal", everyone.holders["clock"], stamped), stated)
    verdict = verify(plain, trusting(everyone))
    assert verdict.status == (2 if words else 0)
    assert all(words in item.words() for item in verdict.diagnostics)


def test_an_authority_that_nobody_vouches_for_proves_nothing(plain: Path, everyone: Authority) -> None:
    sealed_by(plain, by(everyone, "seal", everyone.holders["other-clock"]))
    verdict = verify(plain, trusting(everyone))
    assert (verdict.status, codes(verdict)) == (2, {"untrusted"})
    assert {item.words() for item in verdict.diagnostics} == {
        "the time stamp of CN=Other clock,O=Test,C=CN proves nothing: no given root stands behind its certificate"}
    assert not any(item.trusted or (item.stamp and item.stamp.trusted) for item in verdict.signatures)
    for name in ("other-root", "other-clock"):
        assert verify(plain, trusting(everyone, "root", name)).status == 0
    assert verify(plain, trusting(everyone, "other-clock")).status == 2
    assert codes(verify(plain, Trust((), (), LATER))) == {"unchecked"}


def test_who_stamps_the_time_may_seal_nothing(plain: Path, everyone: Authority) -> None:
    own = everyone.holders["clock"]
    verdict = verify(seal(plain, everyone, "clock"), Trust((own.certificate,), (), LATER))
    assert (verdict.status, codes(verdict)) == (2, {"untrusted"})


def test_who_issues_for_clocks_alone_vouches_for_no_seal(plain: Path, everyone: Authority) -> None:
    """So the reader who trusts the issuer of a public authority does not trust everybody it has a certificate for."""
    above = issued("Issuer of clocks", may="issue", purposes=STAMPING)
    own = issued("Clock below", above, may="stamp", purposes=STAMPING)
    sealed_by(plain, by(everyone, "seal", own))
    roots = (everyone.holders["root"].certificate, above.certificate)
    assert verify(plain, Trust(roots, (), LATER)).status == 0
    thief = issued("Seal", above)
    _, pem = thief.write(plain.parent, "thief")
    key = from_file(pem.with_suffix(".key"), lambda: "")
    plain.write_bytes(signing.unsealed(plain.read_bytes()))
    alone(plain)
    verdict = verify(sealed_by(plain, Sealer(key, certificates(pem))), Trust(roots, (), LATER))
    assert (verdict.status, codes(verdict)) == (2, {"untrusted"})


@pytest.mark.parametrize(("purposes", "critical", "words"), [
    (STAMPING, False, "not meant for time stamps alone"), ((), False, "not meant for time stamps alone"),
    ((*STAMPING, ExtendedKeyUsageOID.EMAIL_PROTECTION), True, "not meant for time stamps alone"),
    ((ExtendedKeyUsageOID.SERVER_AUTH,), True, "not meant for time stamps alone"),
    (STAMPING, True, "it was valid from 2020-01-01 to 2025-01-01 only"),
])  # fmt: skip
def test_not_every_certificate_stamps_the_time(
    plain: Path, everyone: Authority, purposes: tuple, critical: bool, words: str  # type: ignore[type-arg]
) -> None:
    years = (2020, 2025 if "valid" in words else 2040)
    may = "stamp" if critical else "sign"
    own = issued("No clock", everyone.holders["root"], purposes=purposes, may=may, years=years)
    verdict = verify(sealed_by(plain, by(everyone, "seal", own)), trusting(everyone))
    assert (verdict.status, codes(verdict)) == (2, {"untrusted"})
    assert all(words in item.words() for item in verdict.diagnostics)


# Attacks


def exchanged(path: Path, old: bytes, new: bytes) -> None:
    """Put one token in the place of another, in the seal of a package and beside it, and sign the whole anew."""
    one, two = (base64.b64encode(found) for found in (old, new))
    changed(path, lambda members: members.update({SIGNATURES: members[SIGNATURES].replace(one, two)}))


def forgeries(everyone: Authority, found: bytes, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Tokens that are none of this content, or not in the form of ours."""
    own = everyone.holders["clock"]
    yield "of something else", token(own, content + b"x", STAMPED)
    yield "of another time, unsigned", found.replace(b"20250331080000Z", b"20240331080000Z")
    yield "of another key", token(Holder(everyone.holders["seal"].key, own.certificate), content, STAMPED)
    yield "one more certificate", token(own, content, STAMPED, extra=(everyone.holders["partner"].certificate,))
    yield "with its root", token(own, content, STAMPED, extra=(everyone.holders["root"].certificate,))
    yield "one bit", altered(found)
    above = everyone.holders["intermediate"].certificate.signature
    yield "a bit that nobody reads", found.replace(b"\0" + above, b"\1" + above)
    yield "nothing", b""
    yield "no token", cms.ContentInfo({"content_type": "data", "content": b""}).dump()
    yield "as OpenSSL writes it", stamping._granted(stamped(everyone, "clock", stamping._question(
        hashlib.sha256(content).digest(), 1)))
    for name, value in (("version", "v1"), ("digest_algorithms", [{"algorithm": "sha512"}, {"algorithm": "sha256"}])):
        info = cms.ContentInfo.load(found)
        info["content"][name] = value
        yield name, info.dump(force=True)


def test_a_forged_time_stamp_in_a_seal_is_noticed(stamped_one: Path, everyone: Authority) -> None:
    (found, content), before = tokens(stamped_one)[0], stamped_one.read_bytes()
    assert stamps.formed(found)
    for name, forged in forgeries(everyone, found, content):
        assert forged != found, name
        stamped_one.write_bytes(before)
        exchanged(stamped_one, found, forged)
        verdict = verify(stamped_one, trusting(everyone))
        assert (verdict.status, codes(verdict), verdict.signatures) == (1, {"stamp"}, ()), name


def test_a_forged_time_stamp_beside_is_noticed(stamped_one: Path, everyone: Authority) -> None:
    (found, content), before = tokens(stamped_one)[1], cades.read(beside(stamped_one).read_bytes())[0]
    for name, forged in forgeries(everyone, found, content):
        if name == "nothing":
            continue  # which is no CMS at all
        beside(stamped_one).write_bytes(cades.stamped(before, forged))
        verdict = verify(stamped_one, trusting(everyone))
        assert (verdict.status, codes(verdict)) == (1, {"stamp"}), name


def test_the_stamp_of_one_signature_is_not_that_of_the_other(stamped_one: Path, everyone: Authority) -> None:
    (inner, _), (outer, _) = tokens(stamped_one)
    exchanged(stamped_one, inner, outer)
    assert codes(verify(stamped_one, trusting(everyone))) == {"stamp"}


XML: dict[str, tuple[bytes, bytes]] = {
    "two": (rb"(<xades:SignatureTimeStamp>.*</xades:SignatureTimeStamp>)", rb"\1\1"),
    "with an Id": (b"<xades:SignatureTimeStamp>", b'<xades:SignatureTimeStamp Id="T">'),
    "other form": (b"(<xades:SignatureTimeStamp><ds:CanonicalizationMethod Algorithm=)\"[^\"]*\"",
                   rb'\1"http://www.w3.org/TR/2001/REC-xml-c14n-20010315"'),
    "in lines": (b"</xades:EncapsulatedTimeStamp>", b"\n</xades:EncapsulatedTimeStamp>"),
    "in what is signed": (rb"(</xades:SignedProperties>)(<xades:Unsigned.*</xades:UnsignedProperties>)", rb"\2\1"),
    "other properties": (b"</xades:UnsignedSignatureProperties>",
                         b"<xades:CounterSignature/></xades:UnsignedSignatureProperties>"),
    "no words": (rb"(<xades:EncapsulatedTimeStamp>)[^<]*", rb"\1"),
    "no token": (rb"<xades:EncapsulatedTimeStamp>.*</xades:EncapsulatedTimeStamp>", b""),
}


@pytest.mark.parametrize("name", XML)
def test_a_time_stamp_in_another_form_is_no_seal(stamped_one: Path, everyone: Authority, name: str) -> None:
    def change(members: dict[str, bytes]) -> None:
        before = members[SIGNATURES]
        members[SIGNATURES] = re.sub(*XML[name], before)
        assert members[SIGNATURES] != before

    verdict = verify(changed(stamped_one, change), trusting(everyone))
    assert (verdict.status, verdict.signatures) == (1, ())
    assert codes(verdict) <= {"seal", "stamp"}


def test_the_time_stamps_of_others_are_read_as_they_are(everyone: Authority, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a")
    digest = hashlib.sha256(b"a").digest()
    signer = cades.read(cades.sign(digest, sealer(everyone, "seal"), WHEN))[0]
    question = stamping._question(hashlib.sha256(signer.value).digest(), 1)
    found = stamping._granted(stamped(everyone, "clock", question))
    assert not stamps.formed(found)
    beside(path, "uz").write_bytes(cades.stamped(signer, found))
    verdict = verify_detached(path, trusting(everyone))
    assert (verdict.status, verdict.diagnostics) == (0, ())
    assert verdict.signatures[0].stamp is not None
    unknown = cms.ContentInfo({"content_type": "data", "content": core.OctetString(b"GOST")}).dump()
    beside(path, "uz").write_bytes(cades.stamped(signer, unknown))
    verdict = verify_detached(path, trusting(everyone))
    assert (verdict.status, codes(verdict)) == (0, {"algorithm"})


@pytest.mark.slow
def test_no_mutant_is_accepted(demo: Path, everyone: Authority, tmp_path: Path) -> None:
    path = tmp_path / package(demo).name
    path.write_bytes(package(demo).content)
    sealed_by(path, by(everyone, "seal", everyone.holders["clock"]))
    counted, passed = accepted(path, trusting(everyone), 600, seed=20250301, kinds=("seal", "signature"))
    assert (counted.total(), passed) == (600, [])


# The command


def test_verify_says_who_stamps_the_time(stamped_one: Path, everyone: Authority) -> None:
    root = str(everyone.root)
    done = run(stamped_one.parent, "verify", stamped_one.name, "--root", root)
    assert done.returncode == 0, done.stdout
    assert f"  time stamp: CN=Clock,O=Test,C=CN, {STAMPED:%Y-%m-%d %H:%M:%S} UTC ({SIGNATURES}), vouched" in done.stdout
    assert f"  signature: CN=Seal,O=Test,C=CN, {WHEN:%Y-%m-%d %H:%M:%S} UTC ({SIGNATURES}), vouched" in done.stdout
    facts = json.loads(run(stamped_one.parent, "verify", stamped_one.name, "--root", root, "--json").stdout)
    own = everyone.holders["clock"].certificate.fingerprint(hashes.SHA256()).hex()
    stamp = {"authority": "CN=Clock,O=Test,C=CN", "time": f"{STAMPED:%Y-%m-%dT%H:%M:%SZ}", "trusted": True}
    told = [(item["time"], item["timestamp"]) for item in facts["signatures"]]
    assert told == [(TIME, stamp | {"certificate": own})] * 2
    program("openssl")
    for roots in ([root], [str(everyone.folder / "other-root.pem"), root]):
        options = [word for path in roots for word in ("--root", path)]
        options += ["--chain", str(everyone.folder / "intermediate.pem")] if len(roots) > 1 else []
        said = run(stamped_one.parent, "verify", stamped_one.name, *options).stdout
        (line,) = re.findall(r"^  (.*openssl ts .*)$", said, re.MULTILINE)
        (stamped_one.parent / "x").mkdir(exist_ok=True)
        ran = subprocess.run(["sh", "-c", line], cwd=stamped_one.parent / "x", capture_output=True, text=True)
        assert (ran.returncode, ran.stdout.strip()) == (0, "Verification: OK"), ran.stderr


def test_an_adoption_is_stamped(everyone: Authority, tmp_path: Path, address: str) -> None:
    (tmp_path / "a.adoption.json").write_bytes(b"{}")
    done = run(tmp_path, "sign", "--detached", "--name", "uz", "a.adoption.json", *everyone.options("partner"),
               "--timestamp", address)
    assert done.returncode == 0, done.stderr
    roots = ["--root", str(everyone.root), "--root", str(everyone.folder / "other-root.pem")]
    done = run(tmp_path, "verify", "a.adoption.json", *roots)
    assert (done.returncode, done.stdout.count("vouched for by a given root")) == (0, 2), done.stdout
