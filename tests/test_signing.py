"""Seals and signatures: other people's programs accept ours, ours accept others', and whose they are is told."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import bagit  # type: ignore[import-untyped]  # ships no types
import pytest

from authority import PASSPHRASE, TIME, WHEN, Authority
from conftest import MakeRepository
from curricula.commands import package as package_command
from curricula.commands import sign as sign_command
from curricula.diagnostics import ENGLISH
from curricula.packages import cades, keys, signing
from curricula.packages.bag import MOST
from curricula.packages.keys import Sealer
from curricula.packages.packing import TEMPLATES
from curricula.packages.pades import sealed as sealed_pdf
from curricula.packages.tokens import opened, parsed
from curricula.packages.trust import Trust, certificates, unable
from curricula.packages.verifying import Verdict, verify, verify_detached
from curricula.packages.xades import SIGNATURES
from curricula.report import Desk, Question
from judging import broken_rules
from running import COMMAND, environment, run
from sealing import (
    DOCUMENT,
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
    sealed_twice,
    sealer,
    unpacked,
    xmlsec,
)

pytestmark = pytest.mark.usefixtures("typesetting")  # what is packed was typeset here

__all__ = ["everyone", "plain", "sealed"]  # fixtures
NOW = datetime(2026, 6, 1, tzinfo=UTC)
SEALS = ("seal", "seal-rsa")


def trusting(*roots: Path, now: datetime = NOW, others: tuple[Path, ...] = ()) -> Trust:
    """Trust in the certificates of files, at a moment."""
    trusted, between = (tuple(item for path in paths for item in certificates(path)) for paths in (roots, others))
    return Trust(trusted, between, now)


def codes(verdict: Verdict) -> set[str]:
    return {item.code.removeprefix("verify-") for item in verdict.diagnostics}


# What is made


@pytest.mark.parametrize("name", SEALS)
def test_a_sealed_package_is_accepted(plain: Path, everyone: Authority, name: str) -> None:
    verdict = verify(seal(plain, everyone, name), trusting(everyone.root))
    assert (verdict.status, verdict.diagnostics) == (0, ())
    assert [(item.file, item.when, item.trusted) for item in verdict.signatures] == [
        (SIGNATURES, WHEN, True), (beside(plain).name, WHEN, True),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", SEALS)
def test_others_accept_it_too(plain: Path, everyone: Authority, name: str) -> None:
    path = seal(plain, everyone, name)
    covered = len(signing.contents(path.read_bytes())) - 2
    assert xmlsec(path, everyone.root)
    assert java([path], everyone.root) == [("valid", covered + 1)]
    assert openssl(path, beside(path), everyone.root)
    folder = unpacked(path)
    bagit.Bag(str(folder)).validate()
    for listed in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        subprocess.run(["sha256sum", "--strict", "-c", listed], cwd=folder, check=True, capture_output=True)
    subprocess.run(["unzip", "-tq", str(path)], check=True, capture_output=True)


@pytest.mark.slow
def test_the_judges_refuse_what_was_changed(sealed: Path, everyone: Authority, tmp_path: Path) -> None:
    """Else their agreement would say nothing."""
    signature = beside(sealed).read_bytes()
    other = everyone.folder / "other-root.pem"
    assert not xmlsec(sealed, other)
    assert java([sealed], other) == [("refused", 0)]
    assert not openssl(sealed, beside(sealed), other)
    changed(sealed, lambda members: members.update({"data/html/ru.html": b"<html lang=\"ru\">"}))
    beside(sealed).write_bytes(signature)
    assert not xmlsec(sealed, everyone.root)
    assert java([sealed], everyone.root)[0][0] == "invalid"
    assert not openssl(sealed, beside(sealed), everyone.root)


@pytest.mark.parametrize("name", SEALS)
def test_the_same_inputs_give_the_same_bytes(demo: Path, everyone: Authority, tmp_path: Path, name: str) -> None:
    first, second = sealed_twice(demo, tmp_path, everyone, name)
    assert (first.read_bytes(), beside(first).read_bytes()) == (second.read_bytes(), beside(second).read_bytes())


def test_a_seal_can_be_taken_off_and_changes_nothing_else(sealed: Path, demo: Path) -> None:
    assert signing.unsealed(sealed.read_bytes()) == package(demo).content
    assert signing.unsealed(package(demo).content) == package(demo).content
    assert signing.differences(sealed.read_bytes(), package(demo).content) == []


def test_every_file_is_sealed(sealed: Path) -> None:
    members = signing.contents(sealed.read_bytes())
    named = set(re.findall(rb'<ds:Reference Id="[^"]+" URI="([^"]+)"', members[SIGNATURES]))
    assert {name.decode() for name in named} == members.keys() - {"mimetype", SIGNATURES}
    assert len(named) <= MOST


def test_what_is_sealed_is_kept(sealed: Path, everyone: Authority) -> None:
    before = sealed.read_bytes(), beside(sealed).read_bytes()
    done = run(sealed.parent, "sign", sealed.name, *everyone.options("seal"))
    assert (done.returncode, done.stdout.count("signed already, kept")) == (0, 3), done.stderr
    assert (sealed.read_bytes(), beside(sealed).read_bytes()) == before
    beside(sealed).unlink()
    run(sealed.parent, "sign", sealed.name, *everyone.options("seal"))
    assert beside(sealed).read_bytes() == before[1]
    refused = run(sealed.parent, "sign", sealed.name, *everyone.options("seal-rsa"))
    assert refused.returncode == 2
    assert "is sealed by another certificate" in refused.stderr
    assert sealed.read_bytes() == before[0]


@pytest.mark.slow
def test_packaging_again_keeps_the_seal(repository: MakeRepository, everyone: Authority) -> None:
    here = repository()
    desk = Desk(here.root, lambda *_: None, ENGLISH)
    package_command.run(desk, (DOCUMENT,), None, 1)
    path = next((here.root / "build/packages").glob("*.asice"))
    content = seal(path, everyone, "seal").read_bytes()
    package_command.run(desk, (DOCUMENT,), None, 1)
    assert path.read_bytes() == content
    same = run(here.root, "verify", str(path), "--rebuild", "--root", str(everyone.root))
    assert same.returncode == 0, same.stdout
    words = here.root / "translations/ru" / f"{DOCUMENT}.po"
    catalogue = words.read_text(encoding="utf-8")
    words.write_text(re.sub(r'^msgstr "([^"]{4,})"', r'msgstr "\1!"', catalogue, count=1, flags=re.M), encoding="utf-8")
    differs = run(here.root, "verify", str(path), "--rebuild", "--root", str(everyone.root))
    assert differs.returncode == 1
    assert "data/html/ru.html is not what the repository at hand makes" in differs.stdout
    assert "data/html/en.html" not in differs.stdout


def test_a_package_that_is_not_intact_is_not_sealed(plain: Path, everyone: Authority) -> None:
    plain.write_bytes(plain.read_bytes().replace(b"courseStandard", b"courseStandarb", 1))
    before = plain.read_bytes()
    done = run(plain.parent, "sign", plain.name, *everyone.options("seal"))
    assert done.returncode == 1
    assert "was not sealed" in done.stdout
    assert (plain.read_bytes(), beside(plain).exists()) == (before, False)


# Keys


@pytest.mark.parametrize(("name", "words"), [
    ("expired", "was valid from 2020-01-01 to 2021-01-01 only"), ("no-signing", "is not meant for signing"),
    ("server", "is meant for other things than documents"), ("weak", "neither RSA with at least 3072 bits"),
    ("root", "is not meant for signing"), ("since-expired", "was valid from"),
])  # fmt: skip
def test_who_may_not_seal_does_not(plain: Path, everyone: Authority, name: str, words: str) -> None:
    done = run(plain.parent, "sign", plain.name, *everyone.options(name), "--time", TIME)
    assert (done.returncode, beside(plain).exists()) == (2, False)
    assert words in done.stderr


def test_a_key_needs_its_own_certificate(plain: Path, everyone: Authority) -> None:
    options = ["--key", str(everyone.folder / "seal.key"), "--certificate", str(everyone.folder / "partner.pem")]
    done = run(plain.parent, "sign", plain.name, *options)
    assert (done.returncode, "is not that of the key" in done.stderr) == (2, True)


def test_a_locked_key_is_opened_by_the_environment(plain: Path, everyone: Authority) -> None:
    options = ["--key", str(everyone.folder / "locked.key"), "--certificate", str(everyone.folder / "seal.pem")]
    closed = subprocess.run(
        [*COMMAND, "sign", plain.name, *options], cwd=plain.parent, env=environment(), stdin=subprocess.DEVNULL,
        capture_output=True, text=True,
    )
    assert (closed.returncode, "CURRICULA_PASSPHRASE" in closed.stderr) == (2, True)
    wrong = run(plain.parent, "sign", plain.name, *options, CURRICULA_PASSPHRASE="x")
    assert (wrong.returncode, "the passphrase does not open" in wrong.stderr) == (2, True)
    right = run(plain.parent, "sign", plain.name, *options, "--time", TIME, CURRICULA_PASSPHRASE=PASSPHRASE)
    assert right.returncode == 0, right.stderr
    assert PASSPHRASE not in right.stdout + right.stderr


def test_a_locked_key_is_opened_by_a_person(
    plain: Path, everyone: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CURRICULA_PASSPHRASE", raising=False)
    asked: list[Question] = []

    def ask(question: Question) -> str:
        asked.append(question)
        return PASSPHRASE

    result = sign_command.run(
        Desk(plain.parent, lambda *_: None, ENGLISH, ask), (plain,), str(everyone.folder / "locked.key"),
        everyone.folder / "seal.pem", moment=TIME, timestamp=None, detached=False, name="", seal_pdf=False,
    )
    assert not result.status
    assert [question.secret for question in asked] == [True]


@pytest.mark.parametrize("arguments", [
    ["--time", "yesterday"], ["--name", "uz"], ["--detached", "--name", "../x"], ["--key", "absent.key"],
    ["--certificate", "absent.pem"], ["--key", "pkcs11:token=x"], ["--key", "pkcs11:token=x?pin-value=1"],
    ["--key", "pkcs11:tokn=x"],
])  # fmt: skip
def test_what_cannot_be_signed_with_is_one_line(plain: Path, everyone: Authority, arguments: list[str]) -> None:
    done = run(plain.parent, "sign", plain.name, *everyone.options("seal"), *arguments, PKCS11_MODULE="")
    assert done.returncode == 2
    assert re.fullmatch(r"curricula: .+\n", done.stderr)


def test_an_address_of_a_token_is_understood() -> None:
    uri = "pkcs11:token=My%20seal;object=a;id=%01?module-path=/usr/lib/x.so"
    assert parsed(uri) == {"token": "My seal", "object": "a", "id": "%01", "module-path": "/usr/lib/x.so"}


@pytest.fixture
def token(tmp_path: Path, everyone: Authority, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a token in software, with two keys in it."""
    tool, library = program("softhsm2-util"), Path("/usr/lib/softhsm/libsofthsm2.so")
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm.conf").write_text(f"directories.tokendir = {tmp_path / 'tokens'}\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm.conf"))
    monkeypatch.setenv("CURRICULA_PASSPHRASE", "1234")
    pins = ["--pin", "1234"]
    subprocess.run([tool, "--init-token", "--free", "--label", "T", "--so-pin", "4321", *pins], check=True,
                   capture_output=True)
    for number, name in enumerate(SEALS, 1):
        subprocess.run([tool, "--import", str(everyone.folder / f"{name}.key"), "--token", "T", "--label", name,
                        "--id", f"0{number}", *pins], check=True, capture_output=True)
    yield f"pkcs11:token=T;object={{}}?module-path={library}"


@pytest.mark.parametrize("name", SEALS)
def test_a_token_seals(plain: Path, everyone: Authority, token: str, name: str) -> None:
    certificate = str(everyone.folder / f"{name}.pem")
    options = ["--key", token.format(name), "--certificate", certificate, "--time", TIME]
    done = run(plain.parent, "sign", plain.name, *options)
    assert done.returncode == 0, done.stderr
    assert verify(plain, trusting(everyone.root)).status == 0
    assert xmlsec(plain, everyone.root) and openssl(plain, beside(plain), everyone.root)
    absent = run(plain.parent, "sign", plain.name, "--key", token.format("absent"), "--certificate", certificate)
    assert (absent.returncode, "does not give its key" in absent.stderr) == (2, True)


def test_a_token_makes_the_same_rsa_seal_as_a_file(everyone: Authority, token: str) -> None:
    with opened(token.format("seal-rsa"), lambda: "1234") as sign:
        assert sign(b"x") == keys.from_file(everyone.folder / "seal-rsa.key", lambda: "")(b"x")


def test_of_two_signatures_that_would_do_one_is_made(everyone: Authority) -> None:
    own = sealer(everyone, "seal")
    for number in range(20):
        content = str(number).encode()
        signature = own.sign(content)
        assert keys.holds(signature, content, own.certificate)
        s = int.from_bytes(signature[32:])
        other = signature[:32] + (keys.ORDER - s).to_bytes(32)
        assert not keys.holds(other, content, own.certificate)
        assert keys.smaller(other) == signature


# Whose it is


def test_a_package_without_a_seal_does_not_prove_who_made_it(plain: Path, everyone: Authority) -> None:
    for known in (trusting(), trusting(everyone.root)):
        verdict = verify(plain, known)
        assert (verdict.status, codes(verdict)) == (2, {"unsealed"})


def test_without_a_root_nothing_is_proven(sealed: Path) -> None:
    verdict = verify(sealed, trusting())
    assert (verdict.status, codes(verdict)) == (2, {"unchecked"})
    assert not any(item.trusted for item in verdict.signatures)


@pytest.mark.parametrize(("name", "root", "status", "found"), [
    ("seal", "root", 0, set()),
    ("seal", "intermediate", 0, set()),
    ("seal", "seal", 0, set()),
    ("seal", "other-root", 2, {"untrusted"}),
    ("seal", "partner", 2, {"untrusted"}),
    ("partner", "root", 2, {"untrusted"}),
    ("self-signed", "root", 2, {"untrusted"}),
    ("self-signed", "self-signed", 0, set()),
    ("expired", "root", 2, {"untrusted"}),
    ("no-signing", "root", 2, {"untrusted"}),
    ("server", "root", 2, {"untrusted"}),
    ("root", "root", 2, {"untrusted"}),
])  # fmt: skip
def test_whose_seal_it_is_follows_from_the_root(
    plain: Path, everyone: Authority, name: str, root: str, status: int, found: set[str]
) -> None:
    verdict = verify(seal(plain, everyone, name), trusting(everyone.folder / f"{root}.pem"))
    assert (verdict.status, codes(verdict)) == (status, found)
    assert {item.trusted for item in verdict.signatures} == {status == 0}


def test_a_short_key_proves_nothing(plain: Path, everyone: Authority) -> None:
    assert verify(seal(plain, everyone, "weak"), trusting(everyone.root)).status == 2


def test_a_certificate_that_has_expired_since_is_told(plain: Path, everyone: Authority) -> None:
    done = run(plain.parent, "sign", plain.name, *everyone.options("since-expired"), "--time", "2023-06-01T00:00:00Z")
    assert done.returncode == 0, done.stderr
    verdict = verify(plain, trusting(everyone.root))
    assert (verdict.status, codes(verdict)) == (0, {"expired"})
    assert {item.severity for item in verdict.diagnostics} == {"info"}


def test_a_time_in_the_future_proves_nothing(sealed: Path, everyone: Authority) -> None:
    verdict = verify(sealed, trusting(everyone.root, now=datetime(2024, 1, 1, tzinfo=UTC)))
    assert (verdict.status, codes(verdict)) == (2, {"untrusted"})


def test_certificates_between_may_come_apart_from_the_seal(plain: Path, everyone: Authority) -> None:
    alone = plain.parent / "alone.pem"
    alone.write_text((everyone.folder / "seal.pem").read_text().partition("-----END CERTIFICATE-----\n")[0]
                     + "-----END CERTIFICATE-----\n")
    key = str(everyone.folder / "seal.key")
    run(plain.parent, "sign", plain.name, "--key", key, "--certificate", str(alone), "--time", TIME)
    assert verify(plain, trusting(everyone.root)).status == 2
    between = everyone.folder / "intermediate.pem"
    assert verify(plain, trusting(everyone.root, others=(between,))).status == 0
    assert verify(plain, trusting(everyone.folder / "other-root.pem", others=(between,))).status == 2


# Beside a file


def test_any_file_is_signed_beside_it(tmp_path: Path, everyone: Authority) -> None:
    record = tmp_path / "adoption.yaml"
    record.write_bytes(b"country: UZ\n")
    for name, extra in (("seal", []), ("partner", ["--name", "uz"])):
        done = run(tmp_path, "sign", "adoption.yaml", "--detached", *extra, *everyone.options(name), "--time", TIME)
        assert done.returncode == 0, done.stderr
    assert record.read_bytes() == b"country: UZ\n"
    assert openssl(record, beside(record), everyone.root)
    assert openssl(record, beside(record, "uz"), everyone.folder / "other-root.pem")
    both = trusting(everyone.root, everyone.folder / "other-root.pem")
    assert [item.signer.partition(",")[0] for item in verify_detached(record, both).signatures] == [
        "CN=Seal", "CN=Partner"]
    one = verify_detached(record, trusting(everyone.root))
    assert (one.status, codes(one)) == (0, {"untrusted"})
    assert verify_detached(beside(record, "uz"), trusting(everyone.root)).status == 2
    assert verify_detached(beside(record, "uz"), trusting(everyone.folder / "other-root.pem")).status == 0
    record.write_bytes(b"country: KZ\n")
    verdict = verify_detached(record, both)
    assert (verdict.status, codes(verdict)) == (1, {"signature"})


def test_nobody_writes_over_the_signature_of_another(tmp_path: Path, everyone: Authority) -> None:
    record = tmp_path / "a.txt"
    record.write_bytes(b"a")
    run(tmp_path, "sign", "a.txt", "--detached", *everyone.options("seal"), "--time", TIME)
    content = beside(record).read_bytes()
    other = run(tmp_path, "sign", "a.txt", "--detached", *everyone.options("partner"))
    assert (other.returncode, "give yours a name" in other.stderr) == (2, True)
    again = run(tmp_path, "sign", "a.txt", "--detached", *everyone.options("seal"))
    assert "signed already, kept" in again.stdout
    assert beside(record).read_bytes() == content
    record.write_bytes(b"b")
    run(tmp_path, "sign", "a.txt", "--detached", *everyone.options("seal"))
    assert verify_detached(record, trusting(everyone.root, now=datetime.now(UTC))).status == 0


def test_a_partner_signs_beside_a_package(sealed: Path, everyone: Authority) -> None:
    before = sealed.read_bytes()
    done = run(sealed.parent, "sign", sealed.name, "--detached", "--name", "uz", *everyone.options("partner"),
               "--time", TIME)
    assert (done.returncode, sealed.read_bytes()) == (0, before)
    verdict = verify(sealed, trusting(everyone.root))
    assert (verdict.status, codes(verdict)) == (0, {"untrusted"})
    both = verify(sealed, trusting(everyone.root, everyone.folder / "other-root.pem"))
    assert (both.status, codes(both), len(both.signatures)) == (0, set(), 3)


def cms(path: Path, everyone: Authority, name: str, *options: str) -> Path:
    """The signature that OpenSSL makes of a file."""
    made = beside(path, "openssl")
    subprocess.run([
        program("openssl"), "cms", "-sign", "-binary", "-outform", "DER", "-in", str(path), "-out", str(made),
        "-signer", str(everyone.folder / f"{name}.pem"), "-certfile", str(everyone.folder / "intermediate.pem"),
        "-inkey", str(everyone.folder / f"{name}.key"), *options,
    ], check=True, capture_output=True)
    return made


@pytest.mark.parametrize(("name", "options"), [
    ("seal", ["-cades"]), ("seal", []), ("seal-rsa", ["-cades"]), ("seal-rsa", ["-md", "sha512"]),
    ("seal", ["-md", "sha384", "-keyid"]),
])  # fmt: skip
def test_signatures_of_openssl_are_read(tmp_path: Path, everyone: Authority, name: str, options: list[str]) -> None:
    record = tmp_path / "a.txt"
    record.write_bytes(b"a")
    made = cms(record, everyone, name, *options)
    now = trusting(everyone.root, now=datetime.now(UTC))
    verdict = verify_detached(made, now)
    assert (verdict.status, verdict.diagnostics) == (0, ())
    record.write_bytes(b"b")
    assert verify_detached(made, now).status == 1


@pytest.mark.parametrize(("options", "code"), [
    (["-md", "sha1"], "weak"), (["-keyopt", "rsa_padding_mode:pss"], "algorithm"),
])  # fmt: skip
def test_what_cannot_be_judged_is_told(
    sealed: Path, everyone: Authority, options: list[str], code: str
) -> None:
    made = cms(sealed, everyone, "seal-rsa", *options)
    alone = verify_detached(made, trusting(everyone.root, now=datetime.now(UTC)))
    assert (alone.status, codes(alone)) == (2, {code})
    whole = verify(sealed, trusting(everyone.root, now=datetime.now(UTC)))
    assert (whole.status, codes(whole)) == (0, {code})


@pytest.mark.parametrize("options", [["-nodetach"], ["-noattr"], ["-nocerts"]])
def test_a_signature_in_another_form_is_refused(tmp_path: Path, everyone: Authority, options: list[str]) -> None:
    record = tmp_path / "a.txt"
    record.write_bytes(b"a")
    made = cms(record, everyone, "seal", *options)
    if options == ["-nocerts"]:
        made.write_bytes(without_certificates(record, everyone))
    assert codes(verify_detached(made, trusting(everyone.root))) == {"signature"}


def without_certificates(record: Path, everyone: Authority) -> bytes:
    """A signature of OpenSSL that brings no certificate along."""
    folder = everyone.folder
    done = subprocess.run([
        program("openssl"), "cms", "-sign", "-binary", "-outform", "DER", "-in", str(record), "-signer",
        str(folder / "seal.pem"), "-inkey", str(folder / "seal.key"), "-nocerts",
    ], check=True, capture_output=True)
    return done.stdout


def test_times_after_2050_are_written_as_they_must_be(everyone: Authority) -> None:
    when = datetime(2051, 1, 1, tzinfo=UTC)
    assert cades.read(cades.sign(bytes(32), sealer(everyone, "seal"), when))[0].when == when


# PDF


@pytest.mark.slow
@pytest.mark.parametrize("name", SEALS)
def test_sealed_copies_of_pdfs(plain: Path, everyone: Authority, name: str) -> None:
    done = run(plain.parent, "sign", plain.name, *everyone.options(name), "--time", TIME, "--seal-pdf")
    assert done.returncode == 0, done.stderr
    copy = plain.with_name(f"{plain.stem}.ru.pdf")
    original = signing.contents(plain.read_bytes())["data/pdf/ru.pdf"]
    assert copy.read_bytes().startswith(original)
    told = pdfsig(copy)
    assert "Signature is Valid." in told and "Total document signed" in told and "Not total" not in told
    assert "ETSI.CAdES.detached" in told and told.count("Signature #") == 1
    appended = copy.with_name("appended.pdf")
    appended.write_bytes(copy.read_bytes() + b"%\n")
    assert "Not total document signed" in pdfsig(appended)
    assert sealed_pdf(original, sealer(everyone, name), WHEN) == copy.read_bytes()
    assert broken_rules([copy]) == []


# The command


def test_verify_says_whose_seal_it_is(sealed: Path, everyone: Authority) -> None:
    root = str(everyone.root)
    done = run(sealed.parent, "verify", sealed.name, "--root", root)
    assert done.returncode == 0, done.stderr
    assert "is sealed by CN=Seal,O=Test,C=CN" in done.stdout
    assert run(sealed.parent, "verify", sealed.name).returncode == 2
    facts = json.loads(run(sealed.parent, "verify", sealed.name, "--root", root, "--json").stdout)
    assert (facts["status"], facts["findings"]) == (0, [])
    assert {(item["signer"], item["time"], item["trusted"]) for item in facts["signatures"]} == {
        ("CN=Seal,O=Test,C=CN", TIME, True)}
    beside_it = run(sealed.parent, "verify", beside(sealed).name, "--root", root)
    assert beside_it.returncode == 0
    assert f"{sealed.name} is as it was signed by CN=Seal" in beside_it.stdout


def test_who_signs_beside_a_package_has_not_sealed_it(sealed: Path, everyone: Authority) -> None:
    run(sealed.parent, "sign", sealed.name, "--detached", "--name", "uz", *everyone.options("partner"), "--time", TIME)
    roots = ["--root", str(everyone.root), "--root", str(everyone.folder / "other-root.pem")]
    said = run(sealed.parent, "verify", sealed.name, *roots).stdout
    assert "is sealed by CN=Seal,O=Test,C=CN\n" in said
    assert said.count("vouched for by a given root") == 3


def test_where_to_check_a_signature_is_told(tmp_path: Path, everyone: Authority) -> None:
    (folder := tmp_path / "a b").mkdir()
    (folder / "a.txt").write_text("a")
    run(tmp_path, "sign", "a b/a.txt", "--detached", *everyone.options("partner"), "--time", TIME)
    done = run(tmp_path, "verify", "a b/a.txt", "--root", str(everyone.folder / "other-root.pem"))
    line = done.stdout.splitlines()[-1]
    program("openssl")
    assert subprocess.run(["sh", "-c", line], cwd=tmp_path, capture_output=True).returncode == 0, line


def test_on_its_last_day_a_certificate_has_a_time_too(everyone: Authority) -> None:
    found = certificates(everyone.folder / "seal.pem")[0]
    last = found.not_valid_after_utc
    told = unable(found, last + timedelta(seconds=1))
    assert told is not None
    assert told.arguments == {
        "first": f"{found.not_valid_before_utc:%Y-%m-%d}", "last": f"{last:%Y-%m-%d %H:%M} UTC"}


@pytest.mark.slow
@pytest.mark.parametrize("name", SEALS)
def test_the_printed_commands_run(plain: Path, everyone: Authority, name: str) -> None:
    path = seal(plain, everyone, name)
    lines = printed(path.parent, path, "--root", str(everyone.root))
    assert {line.split()[0] for line in lines} == {
        "unzip", "sha256sum", "bagit.py", "xmllint", "grep", "xmlsec1", "openssl", "statement=$(sed", "printf"}
    ran = pasted(lines, path.parent)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.slow
@pytest.mark.parametrize("more", [False, True])
def test_they_run_with_certificates_that_were_given_and_in_odd_folders(
    plain: Path, everyone: Authority, tmp_path: Path, more: bool
) -> None:
    own = sealer(everyone, "seal")
    (folder := tmp_path / "-o'dd $x").mkdir()
    path = sealed_by(plain.rename(folder / plain.name), Sealer(own.sign, own.chain[:1]))
    files = {"root": [everyone.root], "chain": [everyone.folder / "intermediate.pem"]}
    if more:  # each in a file that does not end with its line
        for option, others in files.items():
            for name in ("other-root.pem", others[0].name):
                copy = tmp_path / f"{option} {name}"
                copy.write_bytes((everyone.folder / name).read_bytes().rstrip())
                others.append(copy)
            del others[0]
    options = [word for option, others in files.items() for path_ in others for word in (f"--{option}", str(path_))]
    lines = printed(tmp_path, path, *options)
    assert lines[0].split()[0] == "cd"
    ran = pasted(lines, tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert pasted([line.replace("intermediate", "other-root") for line in lines], tmp_path).returncode != 0
    shutil.rmtree(folder / path.stem)
    envelope = folder / f"{path.name}.intoto.json"
    at = (content := envelope.read_bytes()).index(b'"sig":"') + 40
    envelope.write_bytes(content[:at] + (b"B" if content[at : at + 1] == b"A" else b"A") + content[at + 1 :])
    assert "Verified OK" in ran.stdout
    assert "Verified OK" not in pasted(lines, tmp_path).stdout


def test_a_root_among_those_between_is_not_trusted_by_openssl(sealed: Path, everyone: Authority) -> None:
    other, between = everyone.folder / "other-root.pem", everyone.folder / "intermediate.pem"
    options = ("--root", str(everyone.root), "--chain", str(other), "--chain", str(between))
    (line,) = [line for line in printed(sealed.parent, sealed, *options) if "openssl cms" in line]
    assert (str(between) in line, str(other) in line) == (True, False)


def printed(start: Path, path: Path, *options: str) -> list[str]:
    """The lines that `verify` prints for a sealed package, and tells to be complete."""
    done = run(start, "verify", *options, "--", os.path.relpath(path, start))
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.partition("The same without this program:\n")[2].splitlines()


def pasted(lines: list[str], start: Path) -> subprocess.CompletedProcess[str]:
    """What the simplest shell makes of them."""
    for name in ("xmllint", "xmlsec1", "openssl"):
        program(name)
    variables = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    script = "set -e\n" + "\n".join(lines)
    return subprocess.run(["sh", "-c", script], cwd=start, env=variables, capture_output=True, text=True)


def test_a_root_that_was_not_given_has_a_place_in_the_commands(sealed: Path) -> None:
    said = run(sealed.parent, "verify", sealed.name).stdout
    told, _, lines = said.partition("with the full path of the root certificate in the place of ROOT.pem:\n")
    assert "The same without this program" in told
    assert (lines.count("--trusted-pem ROOT.pem "), lines.count("-CAfile ROOT.pem\n")) == (1, 1)


@pytest.mark.slow
@pytest.mark.parametrize("locale", ["en", "ru", "uz-Latn", "zh-Hans"])
def test_the_commands_of_the_readme_run(sealed: Path, everyone: Authority, locale: str) -> None:
    shutil.copy(everyone.root, sealed.parent / "root.pem")
    name, folder = sealed.name, sealed.stem
    template = (TEMPLATES / f"{locale}.txt").read_text(encoding="utf-8").replace("\\\n", "")
    lines = re.findall(r"^ {4}(\S.*)$", template, re.MULTILINE)
    lines = [line.replace("{package}", name).replace("{folder}", folder) for line in lines]
    assert [line.split()[0] for line in lines] == [
        "curricula", "unzip", "cd", "sha256sum", "sha256sum", "bagit.py", "xmlsec1", "openssl"]
    lines[5] = f"cd .. && {lines[5]} && cd {folder}"
    lines[7] = f"cd .. && {lines[7]}"
    variables = {**environment(), "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    script = "set -e\n" + "\n".join(lines)
    ran = subprocess.run(["bash", "-c", script], cwd=sealed.parent, env=variables, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("arguments", [
    ["absent.p7s"], ["--root", "absent.pem", "a.txt"], ["--root", "a.txt", "a.txt"],
])  # fmt: skip
def test_verify_says_what_it_lacks_in_one_line(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "a.txt").write_text("a")
    done = run(tmp_path, "verify", *arguments)
    assert done.returncode == 2
    assert re.fullmatch(r"curricula: .+\n", done.stderr)
