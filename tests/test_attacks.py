"""Attacks on sealed packages: what somebody without the key could do, and somebody with a key of another."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from asn1crypto import cms, core
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from authority import WHEN, Authority, Holder, issued
from curricula.packages import bag, cades, container, keys, seals, signing, xades
from curricula.packages.keys import Sealer
from curricula.packages.trust import Trust, certificates
from curricula.packages.verifying import Verdict, verify
from curricula.packages.xades import SIGNATURES
from mutants import accepted, listed
from sealing import alone, beside, changed, everyone, java, package, plain, seal, sealed, sealer, xmlsec

pytestmark = pytest.mark.usefixtures("typesetting")  # what is packed was typeset here

__all__ = ["everyone", "plain", "sealed"]  # fixtures
NOW = datetime(2026, 6, 1, tzinfo=UTC)
MUTANTS = 2000


def judged(path: Path, everyone: Authority) -> Verdict:
    return verify(path, Trust(certificates(everyone.root), (), NOW))


def codes(verdict: Verdict) -> set[str]:
    return {item.code.removeprefix("verify-") for item in verdict.diagnostics}


def relisted(path: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """Change the files of a package, and all its lists and hashes with them; the seal stays as it is."""
    members = signing.contents(path.read_bytes())
    change(members)
    path.write_bytes(listed(members))
    alone(path)
    return path


def resealed(path: Path, change: Callable[[bytes], bytes]) -> Path:
    """Change the file of the seal."""
    return changed(path, lambda members: members.update({SIGNATURES: change(members[SIGNATURES])}))


# Content


def test_a_changed_file_is_named_though_all_lists_agree(sealed: Path, everyone: Authority) -> None:
    page = "data/html/ru.html"
    relisted(sealed, lambda members: members.update({page: members[page].replace(b"</p>", b"!</p>", 1)}))
    verdict = judged(sealed, everyone)
    assert (verdict.status, codes(verdict)) == (1, {"seal"})
    assert f"{page} is not the file that was sealed" in {item.words() for item in verdict.diagnostics}
    assert not verdict.signatures


def test_without_its_seal_a_changed_package_proves_nothing(sealed: Path, everyone: Authority) -> None:
    def change(members: dict[str, bytes]) -> None:
        members["data/html/ru.html"] += b"\n"
        del members[SIGNATURES]

    assert judged(relisted(sealed, change), everyone).status == 2


def test_a_signature_beside_it_does_not_make_up_for_a_seal(sealed: Path, everyone: Authority) -> None:
    """The signature is of the sealed package, or by somebody: neither makes this one a sealed one."""
    signature = beside(sealed).read_bytes()
    changed(sealed, lambda members: members.pop(SIGNATURES))
    beside(sealed).write_bytes(signature)
    assert judged(sealed, everyone).status == 1
    signed = signing.countersigned(sealed, "x", sealer(everyone, "seal"), WHEN)
    beside(sealed).unlink()
    for path, content in signed.files.items():
        path.write_bytes(content)
    assert judged(sealed, everyone).status == 2


def exchange(members: dict[str, bytes], one: str, two: str) -> None:
    members[one], members[two] = members[two], members[one]


@pytest.mark.parametrize("suffix", ["html", "pdf"])
def test_exchanged_languages_are_noticed(sealed: Path, everyone: Authority, suffix: str) -> None:
    other = {"html": "data/html/en.html", "pdf": "data/README.txt"}
    one, two = f"data/{suffix}/ru.{suffix}", other[suffix]
    assert judged(relisted(sealed, lambda members: exchange(members, one, two)), everyone).status == 1
    changed(sealed, lambda members: exchange(members, one, two))
    assert judged(sealed, everyone).status == 1


def test_extra_missing_and_renamed_files_are_noticed(sealed: Path, everyone: Authority) -> None:
    content = sealed.read_bytes()
    for name in signing.contents(content):
        for change in (
            lambda members, name=name: members.pop(name),
            lambda members, name=name: members.update({f"{name}.txt": members.pop(name)}),
            lambda members, name=name: members.update({f"{name}.txt": b"extra"}),
        ):
            sealed.write_bytes(content)
            status = judged(changed(sealed, change), everyone).status
            assert status in ((2,) if name == SIGNATURES and status == 2 else (1, 3)), name


@pytest.mark.parametrize("name", [
    "META-INF/signatures1.xml", "META-INF/signatures.xml", "META-INF/Signatures0.xml", "META-INF/ASiCManifest.xml",
    "META-INF/signature.p7s", "META-INF/container.xml", "../evil", "/etc/passwd", "data/..\\evil",
])  # fmt: skip
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_no_name_is_let_in_that_is_not_sealed(sealed: Path, everyone: Authority, name: str) -> None:
    members = signing.contents(sealed.read_bytes())
    try:
        sealed.write_bytes(container.write(members | {name: members[SIGNATURES]}))
    except ValueError:
        pytest.fail("the attack could not be made")
    alone(sealed)
    assert judged(sealed, everyone).status == 1


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused(sealed: Path, everyone: Authority) -> None:
    members = signing.contents(sealed.read_bytes())
    for name in ("data/html/ru.html", SIGNATURES, "mimetype"):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for one, content in [*members.items(), (name, b"other")]:
                archive.writestr(one, content)
        sealed.write_bytes(buffer.getvalue())
        assert judged(sealed, everyone).status == 1


def test_a_bomb_does_not_go_off(sealed: Path, everyone: Authority) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in signing.contents(sealed.read_bytes()).items():
            archive.writestr(name, content if name != "data/pdf/ru.pdf" else bytes(200 << 20))
    sealed.write_bytes(buffer.getvalue())
    assert codes(judged(sealed, everyone)) == {"compressed"}


def test_an_old_package_is_not_taken_for_a_new_one(sealed: Path, everyone: Authority) -> None:
    for name in (sealed.name.replace("1.0.0", "1.1.0"), sealed.name.replace("circuits", "other")):
        newer = sealed.with_name(name)
        newer.write_bytes(sealed.read_bytes())
        verdict = judged(newer, everyone)
        assert (verdict.status, codes(verdict)) == (1, {"called"})
    loaded = sealed.with_name(sealed.name.replace(".asice", " (1).asice"))
    loaded.write_bytes(sealed.read_bytes())
    assert judged(loaded, everyone).status == 0


# The seal


def replaced(old: bytes, new: bytes, count: int = 1) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        assert old in content, old
        return content.replace(old, new, count)

    return change


def wrapped(content: bytes) -> bytes:
    """The signed properties moved aside, and others, with another time, in their place."""
    properties = re.search(rb"<xades:SignedProperties .*?</xades:SignedProperties>", content, re.DOTALL)
    assert properties
    other = properties.group().replace(b"2025-03-01", b"2026-03-01").replace(b'Id="S0-SP"', b'Id="S0-SQ"')
    return content.replace(properties.group(), other).replace(
        b"</ds:Object>", b"</ds:Object><ds:Object>" + properties.group() + b"</ds:Object>")


def doubled(content: bytes) -> bytes:
    """Two elements of one Id, the wrong one before the signed one."""
    properties = re.search(rb"<xades:SignedProperties .*?</xades:SignedProperties>", content, re.DOTALL)
    assert properties
    other = properties.group().replace(b"2025-03-01", b"2026-03-01")
    return content.replace(properties.group(), other + properties.group())


def twice(content: bytes) -> bytes:
    """A second signature beside the first."""
    signature = re.search(rb"<ds:Signature .*</ds:Signature>", content, re.DOTALL)
    assert signature
    return content.replace(signature.group(), signature.group() + signature.group().replace(b"S0", b"S1"))


def nested(content: bytes) -> bytes:
    """The whole signature inside an object of another one."""
    signature = re.search(rb"<ds:Signature .*</ds:Signature>", content, re.DOTALL)
    assert signature
    outer = signature.group().replace(b"S0", b"S1")
    return content.replace(signature.group(), outer.replace(
        b"</ds:Object>", b"</ds:Object><ds:Object>" + signature.group() + b"</ds:Object>"))


def without_a_reference(content: bytes) -> bytes:
    return re.sub(rb'<ds:Reference Id="S0-R3".*?</ds:Reference>', b"", content, flags=re.DOTALL)


_S256, _MORE = b"http://www.w3.org/2001/04/xmlenc#sha256", b"http://www.w3.org/2001/04/xmldsig-more#"
_DSIG = b"http://www.w3.org/2000/09/xmldsig#"
_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_XSLT = b'<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"></ds:Transform>'
_TRANSFORM = b"<ds:Transforms>" + _XSLT + b"</ds:Transforms>"
FORGERIES: dict[str, Callable[[bytes], bytes]] = {
    "doctype": replaced(_HEAD, _HEAD + b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
    "bomb": replaced(_HEAD, _HEAD + b"<!DOCTYPE x [" + b"".join(
        b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10 if n else b"boom") for n in range(12)) + b"]>"),
    "sha1": replaced(_S256, _DSIG + b"sha1", 99),
    "md5": replaced(_S256, _MORE + b"md5", 99),
    "one digest by sha1": replaced(_S256, _DSIG + b"sha1"),
    "none": replaced(_MORE + b"ecdsa-sha256", b"none"),
    "hmac": replaced(_MORE + b"ecdsa-sha256", _DSIG + b"hmac-sha1"),
    "ecdsa-sha1": replaced(_MORE + b"ecdsa-sha256", _MORE + b"ecdsa-sha1"),
    "other signature method": replaced(_MORE + b"ecdsa-sha256", _MORE + b"rsa-sha256"),
    "inclusive canonical form": replaced(b"http://www.w3.org/2001/10/xml-exc-c14n#",
                                         b"http://www.w3.org/TR/2001/REC-xml-c14n-20010315"),
    "time": replaced(b"2025-03-01T08", b"2025-03-01T09"),
    "time in another form": replaced(b"2025-03-01T08:00:00Z", b"2025-03-01T08:00:00.0Z"),
    "media type": replaced(b"application/pdf", b"text/html"),
    "fragment": replaced(b'URI="data/html/ru.html"', b'URI="data/html/ru.html#x"'),
    "query": replaced(b'URI="data/html/ru.html"', b'URI="data/html/ru.html?x"'),
    "external": replaced(b'URI="data/html/ru.html"', b'URI="https://standards.example.org/ru.html"'),
    "file of the machine": replaced(b'URI="data/html/ru.html"', b'URI="file:///etc/passwd"'),
    "out of the package": replaced(b'URI="data/html/ru.html"', b'URI="../ru.html"'),
    "other case": replaced(b'URI="data/html/ru.html"', b'URI="data/html/RU.html"'),
    "escaped": replaced(b'URI="data/html/ru.html"', b'URI="data/html/%72u.html"'),
    "same reference twice": replaced(b'URI="data/html/ru.html"', b'URI="data/html/en.html"'),
    "transformation": replaced(b'URI="data/html/ru.html"><', b'URI="data/html/ru.html">' + _TRANSFORM + b"<"),
    "no reference": without_a_reference,
    "properties not referred to": replaced(b'Type="http://uri.etsi.org/01903#SignedProperties"', b""),
    "wrapped": wrapped,
    "ids doubled": doubled,
    "second signature": twice,
    "nested": nested,
    "key value": replaced(b"<ds:KeyInfo>", b"<ds:KeyInfo><ds:KeyName>x</ds:KeyName>"),
    "no certificate": lambda content: re.sub(rb"<ds:X509Certificate>.*</ds:X509Certificate>", b"", content),
    "certificates exchanged": lambda content: re.sub(
        rb"(<ds:X509Certificate>[^<]*</ds:X509Certificate>)(<ds:X509Certificate>[^<]*</ds:X509Certificate>)", rb"\2\1",
        content),
    "one certificate less": lambda content: re.sub(
        rb"(<ds:X509Certificate>[^<]*</ds:X509Certificate>)(<ds:X509Certificate>[^<]*</ds:X509Certificate>)", rb"\1",
        content),
    "value in lines": replaced(b"</ds:SignatureValue>", b"\n</ds:SignatureValue>"),
    "no value": lambda content: re.sub(rb"(<ds:SignatureValue[^>]*>)[^<]*", rb"\1", content),
    "white space": replaced(b"</ds:SignedInfo>", b"</ds:SignedInfo> "),
    "comment": replaced(b"<ds:SignedInfo>", b"<!-- x --><ds:SignedInfo>"),
    "instruction": replaced(b"<ds:SignedInfo>", b"<?x y?><ds:SignedInfo>"),
    "other prefix": lambda content: content.replace(b"ds:", b"dsig:").replace(b"xmlns:ds=", b"xmlns:dsig="),
    "no declaration": replaced(_HEAD, b""),
    "byte order mark": lambda content: b"\xef\xbb\xbf" + content,
    "utf-16": lambda content: content.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    "manifest inside": replaced(b"</ds:Object>", b"<ds:Manifest></ds:Manifest></ds:Object>"),
    "cdata": replaced(b"2025-03-01T08:00:00Z", b"<![CDATA[2025-03-01T08:00:00Z]]>"),
    "more behind": lambda content: content + b"\n",
    "empty": lambda content: b"",
    "other words": lambda content: b"<x/>",
    "deep": lambda content: b"<x>" * 10_000,
    "long": lambda content: content + b" " * (300 << 10),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FORGERIES)
def test_a_seal_in_another_form_is_no_seal(sealed: Path, everyone: Authority, name: str) -> None:
    before = signing.contents(sealed.read_bytes())[SIGNATURES]
    assert FORGERIES[name](before) != before
    verdict = judged(resealed(sealed, FORGERIES[name]), everyone)
    assert verdict.status == 1
    assert codes(verdict) <= {"seal", "xml"}
    assert not verdict.signatures


def test_the_other_value_that_would_do_is_refused(sealed: Path, everyone: Authority) -> None:
    """For a key on a curve two values hold; one of them is no seal, though xmlsec1 takes it."""
    found = xades.read(signing.contents(sealed.read_bytes())[SIGNATURES])
    assert found
    other = found.value[:32] + (keys.ORDER - int.from_bytes(found.value[32:])).to_bytes(32)
    resealed(sealed, replaced(xades._base64(found.value).encode(), xades._base64(other).encode()))
    assert xmlsec(sealed, everyone.root)
    assert codes(judged(sealed, everyone)) == {"seal"}


def test_the_certificate_cannot_be_exchanged(sealed: Path, everyone: Authority) -> None:
    """Not even for another one of the same key and the same name."""
    own = everyone.holders["seal"]
    again = issued("Seal", everyone.holders["intermediate"], key=own.key)
    old, new = (xades._base64(item.public_bytes(Encoding.DER)).encode() for item in (
        own.certificate, again.certificate))
    assert codes(judged(resealed(sealed, replaced(old, new)), everyone)) == {"seal"}


@pytest.mark.parametrize("name", ["Seal", "Root"])
def test_who_takes_the_name_of_another_is_not_trusted(plain: Path, everyone: Authority, name: str) -> None:
    imitated = issued("Intermediate", issued("Root", may="issue"), may="issue")
    imitation = issued(name, imitated)
    forged = Holder(imitation.key, imitation.certificate, (*imitation.issuers, everyone.holders["root"].certificate))
    assert isinstance(forged.key, ec.EllipticCurvePrivateKey)
    key, pem = forged.write(plain.parent, "forged")
    manifest = verify(plain).manifest
    assert manifest
    own = Sealer(keys.from_file(key, lambda: ""), certificates(pem))
    for path, content in signing.sealed(plain, manifest, own, WHEN).files.items():
        path.write_bytes(content)
    verdict = judged(plain, everyone)
    assert (verdict.status, codes(verdict)) == (2, {"untrusted"})


def test_a_seal_issues_no_seals(plain: Path, everyone: Authority) -> None:
    below = issued("Below", everyone.holders["seal"])
    below.write(everyone.folder, "below")
    assert judged(seal(plain, everyone, "below"), everyone).status == 2


@pytest.mark.slow
def test_more_references_than_java_reads_are_refused(everyone: Authority, tmp_path: Path) -> None:
    own = sealer(everyone, "seal")
    for count in (bag.MOST, bag.MOST + 1):
        content = {f"data/{number:02}.txt": b"x" for number in range(count)}
        members = [xades.Member(name, "text/plain", bag.sha256(item)) for name, item in content.items()]
        made = xades.seal(members, own, WHEN)
        path = tmp_path / f"{count}.asice"
        path.write_bytes(container.write({"mimetype": b"", **content, SIGNATURES: made}))
        found = seals.inside("x", made, members, Trust(certificates(everyone.root), (), NOW))
        assert bool(found.diagnostics) == (count > bag.MOST)
        assert java([path], everyone.root) == ([("valid", 30)] if count <= bag.MOST else [("refused", 0)])


# The signature beside a package


def edited(path: Path, change: Callable[[cms.SignedData], object]) -> None:
    info = cms.ContentInfo.load(beside(path).read_bytes())
    change(info["content"])
    beside(path).write_bytes(info.dump(force=True))


def embed(signed: cms.SignedData) -> None:
    signed["encap_content_info"] = {"content_type": "data", "content": core.OctetString(b"x")}


def attribute(signed: cms.SignedData, name: str, value: object) -> None:
    for item in signed["signer_infos"][0]["signed_attrs"]:
        if item["type"].native == name:
            item["values"] = [value]


SIGNATURE_FORGERIES: dict[str, Callable[[cms.SignedData], object]] = {
    "content inside": embed,
    "no signer": lambda signed: signed.__setitem__("signer_infos", []),
    "no certificates": lambda signed: signed.__setitem__("certificates", []),
    "other digest": lambda signed: attribute(signed, "message_digest", bytes(32)),
    "other time": lambda signed: attribute(
        signed, "signing_time", cms.Time({"utc_time": core.UTCTime(datetime(2025, 4, 1, tzinfo=UTC))})),
    "sha1": lambda signed: signed["signer_infos"][0].__setitem__("digest_algorithm", {"algorithm": "sha1"}),
    "no attributes": lambda signed: signed["signer_infos"][0].__setitem__("signed_attrs", []),
    "other value": lambda signed: signed["signer_infos"][0].__setitem__("signature", b"x"),
    "digest of nothing stated": lambda signed: signed.__setitem__("digest_algorithms", []),
    "twice the same signer": lambda signed: signed.__setitem__(
        "certificates", [signed["certificates"][0], signed["certificates"][0]]),
}


@pytest.mark.parametrize("name", SIGNATURE_FORGERIES)
def test_a_forged_signature_beside_is_noticed(sealed: Path, everyone: Authority, name: str) -> None:
    before = beside(sealed).read_bytes()
    edited(sealed, SIGNATURE_FORGERIES[name])
    assert beside(sealed).read_bytes() != before
    assert judged(sealed, everyone).status in (1, 2)


@pytest.mark.parametrize("content", [
    b"", b"0", b"\x30\x80", b"\x30\x84\xff\xff\xff\xff", b"-----BEGIN CMS-----", b"\x30" * 5000,
    cms.ContentInfo({"content_type": "data", "content": b""}).dump(),
])  # fmt: skip
def test_what_is_no_signature_is_refused(sealed: Path, everyone: Authority, content: bytes) -> None:
    beside(sealed).write_bytes(content)
    verdict = judged(sealed, everyone)
    assert (verdict.status, codes(verdict)) == (1, {"signature"})


def test_the_signature_of_another_file_is_noticed(sealed: Path, everyone: Authority) -> None:
    own = sealer(everyone, "seal")
    beside(sealed).write_bytes(cades.sign(bytes(32), own, WHEN))
    assert judged(sealed, everyone).status == 1


def test_a_signature_of_another_in_the_place_of_ours_is_noticed(sealed: Path, everyone: Authority) -> None:
    beside(sealed).unlink()
    other = signing.countersigned(sealed, "", sealer(everyone, "seal-rsa"), WHEN)
    for path, content in other.files.items():
        path.write_bytes(content)
    verdict = judged(sealed, everyone)
    assert (verdict.status, codes(verdict)) == (2, {"untrusted"})


# By the thousand


@pytest.mark.slow
@pytest.mark.parametrize("name", ["seal", "seal-rsa"])
def test_no_mutant_is_accepted(demo: Path, everyone: Authority, tmp_path: Path, name: str) -> None:
    made = package(demo)
    path = tmp_path / made.name
    path.write_bytes(made.content)
    known = Trust(certificates(everyone.root), (), NOW)
    counted, passed = accepted(seal(path, everyone, name), known, MUTANTS // 2, seed=20250301)
    assert (counted.total(), passed) == (MUTANTS // 2, [])
    assert min(counted.values()) > MUTANTS // 20
