"""Collections: other people's programs accept them, every package in them stands alone, and attacks are noticed."""

import base64
import hashlib
import io
import json
import random
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest
from asn1crypto import cms, core
from lxml import etree
from referencing import Registry, Resource

from authority import TIME, WHEN, Authority, issued
from conftest import MakeRepository
from curricula.commands import collect
from curricula.diagnostics import ENGLISH, CurriculaError
from curricula.packages import cades, collecting, collection, container, signing
from curricula.packages.collected import verify_collection
from curricula.packages.keys import Sealer, from_file
from curricula.packages.manifest import canonical
from curricula.packages.packing import RULE
from curricula.packages.shelf import listed
from curricula.packages.trust import Trust, certificates
from curricula.packages.verifying import Verdict, verify
from curricula.report import Desk
from running import run
from sealing import everyone, openssl, package, program, seal, sealer

pytestmark = pytest.mark.usefixtures("typesetting")  # what is packed was typeset here

__all__ = ["everyone"]  # a fixture
ROOT = Path(__file__).parents[1]
DOCUMENTS = ("demo/courses/circuits", "demo/practice/workshop", "demo/professional")
NAME = "demo-2026-09.asice"
NOW = datetime(2026, 6, 1, tzinfo=UTC)
SEAL = {collection.MANIFEST, collection.SIGNATURE}
FIRST, LAST = (f"packages/demo.{name}-1.0.0.asice" for name in ("courses.circuits", "professional"))
_DS, _ASIC = "{http://www.w3.org/2000/09/xmldsig#}", "{http://uri.etsi.org/02918/v1.2.1#}"


@pytest.fixture(scope="module")
def shelf(demo: Path, everyone: Authority, typesetting: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three sealed packages; a partner has signed one of them too."""
    folder = tmp_path_factory.mktemp("shelf")
    for document in DOCUMENTS:
        made = package(demo, document)
        (folder / made.name).write_bytes(made.content)
        seal(folder / made.name, everyone, "seal")
    signed = signing.countersigned(folder / Path(FIRST).name, "uz", sealer(everyone, "partner"), WHEN)
    for path, content in signed.files.items():
        path.write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def made(shelf: Path, everyone: Authority, tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """The packages in one file, as the command makes it, and the same sealed."""
    path = tmp_path_factory.mktemp("made") / NAME
    manifests, problems = collecting.gathered([item.path for item in listed([str(shelf)])], lambda *_: None)
    assert not problems
    collecting.write(path, collecting.collected("demo", "2026-09", manifests).members)
    return path.read_bytes(), resealed(path, everyone, "seal").read_bytes()


@pytest.fixture
def open_one(made: tuple[bytes, bytes], tmp_path: Path) -> Path:
    """A collection that is not sealed."""
    (tmp_path / NAME).write_bytes(made[0])
    return tmp_path / NAME


@pytest.fixture
def one(made: tuple[bytes, bytes], tmp_path: Path) -> Path:
    """A sealed collection."""
    (tmp_path / NAME).write_bytes(made[1])
    return tmp_path / NAME


def resealed(path: Path, everyone: Authority, name: str) -> Path:
    """Seal a collection as it stands, whatever is in it."""
    index = json.loads(contents(path)[collection.INDEX])
    assert collecting.seal(path, index, sealer(everyone, name), WHEN)
    return path


def contents(path: Path) -> dict[str, bytes]:
    """The content of every file, as an independent reader sees it."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(path: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """Change the files of a collection, by name, and zip them as they must be."""
    members = contents(path)
    change(members)
    with path.open("wb") as file:
        container.put({**members}, file, container.COLLECTION)
    return path


def relisted(members: dict[str, bytes]) -> None:
    """Make the index, the hashes and the list that is signed follow from what lies in a collection."""
    index = json.loads(members[collection.INDEX])
    for file in collection.files(index):
        content = members[file["path"]]
        file.update(size=len(content), sha256=hashlib.sha256(content).hexdigest())  # type: ignore[attr-defined]
    members |= collection.surroundings(index)
    if collection.MANIFEST in members:
        members[collection.MANIFEST] = collection.manifest(index)


def unsealed(members: dict[str, bytes]) -> None:
    for name in SEAL:
        members.pop(name, None)


def judged(path: Path, everyone: Authority, root: str = "root") -> Verdict:
    return verify_collection(path, Trust(certificates(everyone.folder / f"{root}.pem"), (), NOW))


def codes(verdict: Verdict) -> set[str]:
    return {item.code.removeprefix("verify-") for item in verdict.diagnostics}


def told(verdict: Verdict) -> set[str]:
    return {f"{item.where.path}: {item.words()}" for item in verdict.diagnostics}


def flip(content: bytes, place: int | None = None) -> bytes:
    place = len(content) // 2 if place is None else place
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


# What is made


@pytest.mark.parametrize("name", ["seal", "seal-rsa"])
def test_a_sealed_collection_is_accepted(open_one: Path, everyone: Authority, name: str) -> None:
    verdict = judged(resealed(open_one, everyone, name), everyone)
    assert verdict.status == 0
    assert codes(verdict) <= {"untrusted"}  # the partner's, which is only told
    assert verdict.signatures[0].file == collection.SIGNATURE
    assert {item.file for item in verdict.signatures if item.trusted} == {
        collection.SIGNATURE, *(f"packages/{name}" for name in (
            f"demo.{short}-1.0.0.asice{end}" for short in ("courses.circuits", "practice.workshop", "professional")
            for end in (".p7s", "/META-INF/signatures0.xml")))}
    assert f"{FIRST}.uz.p7s" in {item.file for item in verdict.signatures}


def test_zip_programs_accept_it(one: Path) -> None:
    subprocess.run(["unzip", "-tq", str(one)], check=True, capture_output=True)
    with zipfile.ZipFile(one) as archive:
        infos = archive.infolist()
    names = [info.filename for info in infos]
    assert one.read_bytes()[30:69] == b"mimetypeapplication/vnd.etsi.asic-e+zip"
    assert (names[0], names[1:]) == ("mimetype", sorted(names[1:]))
    assert {(info.compress_type, info.date_time, info.extra, info.external_attr >> 16) for info in infos} == {
        (zipfile.ZIP_STORED, (1980, 1, 1, 0, 0, 0), b"", 0o100644)}


def test_what_is_taken_out_is_what_was_put_in(one: Path, shelf: Path, tmp_path: Path) -> None:
    subprocess.run(["unzip", "-q", str(one), "-d", str(tmp_path / "out")], check=True)
    out = {path.name: path.read_bytes() for path in (tmp_path / "out/packages").iterdir()}
    assert out == {path.name: path.read_bytes() for path in shelf.iterdir()}
    assert len(out) == 10
    done = subprocess.run(["sha256sum", "--strict", "-c", "manifest-sha256.txt"], cwd=tmp_path / "out",
                          capture_output=True, text=True)
    assert (done.returncode, done.stdout.count(": OK")) == (0, 12), done.stderr


@pytest.mark.parametrize("name", ["seal", "seal-rsa"])
def test_openssl_accepts_the_signature_over_the_list(
    open_one: Path, everyone: Authority, tmp_path: Path, name: str
) -> None:
    for member, content in contents(resealed(open_one, everyone, name)).items():
        if member in SEAL:
            (tmp_path / Path(member).name).write_bytes(content)
    signed, signature = tmp_path / "ASiCManifest0.xml", tmp_path / "signature0.p7s"
    assert openssl(signed, signature, everyone.root)
    assert not openssl(signed, signature, everyone.folder / "other-root.pem")
    signed.write_bytes(signed.read_bytes() + b"\n")
    assert not openssl(signed, signature, everyone.root)


def test_the_list_is_as_the_standard_has_it(one: Path) -> None:
    """EN 319 162-1, annex A.4: one reference to the signature, and of every file its digest."""
    members = contents(one)
    root = etree.fromstring(members[collection.MANIFEST])
    reference, *files = root
    assert (root.tag, reference.tag) == (f"{_ASIC}ASiCManifest", f"{_ASIC}SigReference")
    assert (reference.get("URI"), reference.get("MimeType")) == (collection.SIGNATURE, "application/pkcs7-signature")
    assert {file.tag for file in files} == {f"{_ASIC}DataObjectReference"}
    assert [file.get("URI") for file in files] == sorted(members.keys() - SEAL - {"mimetype"})
    assert [file.get("URI") for file in files if file.get("Rootfile") == "true"] == [collection.INDEX]
    for file in files:
        method, value = file
        assert (method.tag, value.tag) == (f"{_DS}DigestMethod", f"{_DS}DigestValue")
        assert method.get("Algorithm") == "http://www.w3.org/2001/04/xmlenc#sha256"
        assert base64.b64decode(value.text or "") == hashlib.sha256(members[file.get("URI") or ""]).digest()
        assert file.keys() in (["MimeType", "URI"], ["MimeType", "Rootfile", "URI"], ["MimeType", "URI", "Rootfile"])


def test_the_index_keeps_to_its_schema_and_tells_what_there_is(one: Path, shelf: Path) -> None:
    index = json.loads(contents(one)[collection.INDEX])
    schemas = [json.loads(path.read_text()) for path in (ROOT / "schemas").glob("*.schema.json")]
    registry = Registry().with_resources((item["$id"], Resource.from_contents(item)) for item in schemas)
    schema = registry.contents("collection.schema.json")
    jsonschema.Draft202012Validator(schema, registry=registry).validate(index)
    assert (index["name"], index["version"]) == ("demo", "2026-09")
    assert [(item["id"], item["version"]) for item in index["packages"]] == [(name, "1.0.0") for name in DOCUMENTS]
    for item in index["packages"]:
        manifest = verify(shelf / Path(item["path"]).name).manifest
        assert manifest and item["contentDigest"] == manifest["contentDigest"]
    ends = [file["path"].removeprefix(FIRST) for file in index["packages"][0]["beside"]]
    assert ends == [".intoto.json", ".p7s", ".uz.p7s"]


def test_the_same_packages_give_the_same_bytes(one: Path, shelf: Path, everyone: Authority, tmp_path: Path) -> None:
    shuffled = [item.path for item in listed([str(shelf)])]
    random.Random(1).shuffle(shuffled)
    for name, paths in (("other", shuffled), ("copy", shuffled[::-1])):
        (tmp_path / name).mkdir()
        manifests, _ = collecting.gathered(paths, lambda *_: None)
        path = tmp_path / name / NAME
        collecting.write(path, collecting.collected("demo", "2026-09", manifests).members)
        assert resealed(path, everyone, "seal").read_bytes() == one.read_bytes()


def test_the_readme_is_in_every_language_and_its_commands_run(one: Path, everyone: Authority) -> None:
    words = contents(one)[collection.README].decode()
    parts = words.replace("\\\n", "").split(RULE)
    assert [part.count("packages/  ") for part in parts] == [1, 1, 1, 1]
    commands = [re.findall(r"^ {4}(\S.*)$", part, re.MULTILINE) for part in parts]
    assert all(found == commands[0] for found in commands)
    assert "应用电子技术专业标准" in parts[3] and "Applied electronics" in parts[0]
    folder = one.parent
    shutil.copy(everyone.root, folder / "root.pem")
    assert commands[0][0].startswith("curricula verify")
    done = subprocess.run(["bash", "-ec", "\n".join(commands[0][1:])], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "manifest-sha256.txt" in done.stdout.splitlines()[-1]


# The commands


@pytest.mark.slow
def test_a_ministry_collects_seals_and_verifies(shelf: Path, everyone: Authority, tmp_path: Path) -> None:
    made = run(tmp_path, "collect", "demo", "2026-09", str(shelf))
    assert (made.returncode, made.stderr) == (0, ""), made.stdout
    assert "3 packages in demo-2026-09.asice; content digests:" in made.stdout
    before = (tmp_path / NAME).read_bytes()
    bare = run(tmp_path, "verify", NAME, "--root", str(everyone.root))
    assert (bare.returncode, "signature: none" in bare.stdout) == (2, True)
    for words in ("signed, 2025-03-01", "signed already, kept"):
        signed = run(tmp_path, "sign", NAME, *everyone.options("seal"), "--time", TIME)
        assert (signed.returncode, words in signed.stdout) == (0, True), signed.stdout + signed.stderr
    sealed = (tmp_path / NAME).read_bytes()
    again = run(tmp_path, "collect", "demo", "2026-09", str(shelf))
    assert "there already, kept" in again.stdout
    assert (tmp_path / NAME).read_bytes() == sealed != before
    refused = run(tmp_path, "sign", NAME, *everyone.options("seal-rsa"), "--time", TIME)
    assert (refused.returncode, "is sealed by another certificate" in refused.stderr) == (2, True)
    several = ("--root", str(everyone.folder / "other-root.pem"), "--root", str(everyone.root))
    done = run(tmp_path, "verify", NAME, *several)
    assert done.returncode == 0, done.stdout
    assert "packages: 3" in done.stdout and "packages sealed by: CN=Seal,O=Test,C=CN" in done.stdout
    told = run(tmp_path, "verify", NAME, "--root", str(everyone.root), "--json")
    assert [item["id"] for item in json.loads(told.stdout)["collection"]["packages"]] == list(DOCUMENTS)
    commands = done.stdout.partition("The same without this program:\n")[2]
    program("openssl")
    judged = subprocess.run(["sh", "-ec", commands], cwd=tmp_path, capture_output=True, text=True)
    assert judged.returncode == 0, judged.stderr
    assert judged.stderr.count("erification successful") == 4
    assert sorted(path.name for path in tmp_path.iterdir()) == ["demo-2026-09", NAME]


@pytest.mark.slow
def test_what_cannot_be_collected_is_told_and_nothing_is_written(
    shelf: Path, demo: Path, everyone: Authority, tmp_path: Path
) -> None:
    made = package(demo)
    (tmp_path / made.name).write_bytes(made.content)
    bare = run(tmp_path, "collect", "demo", "1", made.name)
    assert (bare.returncode, "is not sealed" in bare.stdout) == (1, True)
    seal(tmp_path / made.name, everyone, "seal")
    (tmp_path / f"{made.name}.p7s").unlink()
    assert "does not lie beside it" in run(tmp_path, "collect", "demo", "1", made.name).stdout
    (tmp_path / made.name).write_bytes(flip((tmp_path / made.name).read_bytes()))
    broken = run(tmp_path, "collect", "demo", "1", made.name, str(shelf))
    assert (broken.returncode, "nothing was collected" in broken.stdout) == (1, True)
    for name, version in (("Demo", "1"), ("demo", "v1"), ("../x", "1"), ("demo", "1/2"), ("demo-", "1"), ("", "1")):
        with pytest.raises(CurriculaError, match="names no collection"):
            collect.run(Desk(tmp_path, lambda *_: None, ENGLISH), name, version, (str(shelf),), tmp_path)
    assert not list(tmp_path.glob("demo-*"))


def test_a_collection_is_never_overwritten(one: Path, shelf: Path) -> None:
    before = one.read_bytes()
    other = run(one.parent, "collect", "demo", "2026-09", str(shelf / Path(FIRST).name))
    assert (other.returncode, "is there already, with other content" in other.stderr) == (2, True)
    assert one.read_bytes() == before


def test_of_every_standard_the_newest_is_taken(
    shelf: Path, repository: MakeRepository, everyone: Authority, tmp_path: Path
) -> None:
    newer = newer_package(repository, everyone, tmp_path)
    done = run(tmp_path, "collect", "demo", "2", newer.name, str(shelf))
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{Path(FIRST).name}: left out, as its standard is there already" in done.stdout
    index = json.loads(contents(tmp_path / "demo-2.asice")[collection.INDEX])
    assert [item["version"] for item in index["packages"]] == ["1.1.0", "1.0.0", "1.0.0"]
    shutil.copy(shelf / Path(FIRST).name, tmp_path / "x.zip")  # a name that tells nothing
    shutil.copy(shelf / f"{Path(FIRST).name}.p7s", tmp_path / "x.zip.p7s")
    done = run(tmp_path, "collect", "demo", "3", "x.zip", newer.name)
    assert json.loads(contents(tmp_path / "demo-3.asice")[collection.INDEX])["packages"][0]["version"] == "1.1.0"


def newer_package(repository: MakeRepository, everyone: Authority, folder: Path) -> Path:
    """The package of a newer version of the first standard, sealed."""
    path = f"standards/{DOCUMENTS[0]}.yaml"
    words = (repository().root / path).read_text(encoding="utf-8")
    made = package(repository({path: re.sub(r"^version: .*$", "version: 1.1.0", words, flags=re.M)}).root)
    (folder / made.name).write_bytes(made.content)
    return seal(folder / made.name, everyone, "seal")


def test_two_files_of_one_version_are_not_chosen_from(shelf: Path, everyone: Authority, tmp_path: Path) -> None:
    name = Path(LAST).name
    members = signing.contents((shelf / name).read_bytes())
    del members["META-INF/signatures0.xml"]
    (tmp_path / "other.asice").write_bytes(container.write(members))
    seal(tmp_path / "other.asice", everyone, "seal-rsa")
    with pytest.raises(CurriculaError, match="are the same version, but not the same file"):
        collecting.gathered([shelf / name, tmp_path / "other.asice"], lambda *_: None)


def test_other_commands_do_not_take_it_for_a_package(one: Path, shelf: Path) -> None:
    verdict = verify(one)
    assert (verdict.status, codes(verdict)) == (4, {"not-zip"})
    shutil.copytree(shelf, one.parent / "shelf")
    assert one not in [item.path for item in listed([str(one.parent)])]
    assert len(listed([str(one.parent)])) == 3
    for arguments in (["verify", "--rebuild", NAME], ["sign", "--seal-pdf", NAME, "--key", "k", "--certificate", "c"]):
        assert run(one.parent, *arguments).returncode == 2


def test_partners_sign_beside_it(one: Path, everyone: Authority) -> None:
    for path, content in signing.countersigned(one, "uz", sealer(everyone, "partner"), WHEN).files.items():
        path.write_bytes(content)
    verdict = judged(one, everyone)
    assert (verdict.status, verdict.signatures[-1].file) == (0, f"{NAME}.uz.p7s")
    one.write_bytes(flip(one.read_bytes(), 40_000))
    assert judged(one, everyone).status == 1


def test_a_long_chain_is_kept_in_order(open_one: Path, everyone: Authority, tmp_path: Path) -> None:
    above = everyone.holders["intermediate"]
    for number in range(3):
        above = issued(f"Below {number}", above, may="issue")
    key, pem = issued("Deep seal", above).write(tmp_path, "deep")
    deep = Sealer(from_file(key, lambda: ""), certificates(pem))
    index = json.loads(contents(open_one)[collection.INDEX])
    assert collecting.seal(open_one, index, deep, WHEN)
    verdict = judged(open_one, everyone)
    assert verdict.status == 0, told(verdict)
    assert verdict.signatures[0].chain == deep.chain


# Whose it is


@pytest.mark.parametrize(("name", "root", "status"), [
    ("seal", "root", 0), ("seal", "other-root", 2), ("partner", "root", 2), ("partner", "other-root", 2),
    ("self-signed", "root", 2), ("expired", "root", 2), ("server", "root", 2), ("no-signing", "root", 2),
    ("weak", "root", 2), ("root", "root", 2),
])  # fmt: skip
def test_all_of_it_must_be_vouched_for(
    open_one: Path, everyone: Authority, name: str, root: str, status: int
) -> None:
    """A collection that a trusted partner has sealed proves nothing about packages of somebody else."""
    assert judged(resealed(open_one, everyone, name), everyone, root).status == status


def test_without_a_root_the_same_is_told_once(one: Path) -> None:
    for expected in (["unchecked"], ["unsealed", "unchecked"]):
        verdict = verify_collection(one, Trust((), (), NOW))
        own = [item.code.removeprefix("verify-") for item in verdict.diagnostics if item.severity != "info"]
        assert (verdict.status, own) == (2, expected)
        changed(one, unsealed)


def test_a_collection_without_a_seal_does_not_prove_who_made_it(open_one: Path, everyone: Authority) -> None:
    verdict = judged(open_one, everyone)
    assert (verdict.status, codes(verdict) - {"untrusted"}) == (2, {"unsealed"})


# Attacks


def test_extra_missing_and_renamed_files_are_noticed(one: Path, everyone: Authority) -> None:
    before = one.read_bytes()
    for name in contents(one).keys() - {"mimetype"}:
        for change, expected in (
            (lambda members, name=name: members.pop(name), {1, 3}),
            (lambda members, name=name: members.update({f"{name}x": members.pop(name)}), {1, 3}),
            (lambda members, name=name: members.update({f"{name}x": b"extra"}), {1}),
        ):
            one.write_bytes(before)
            assert judged(changed(one, change), everyone).status in expected, name
    one.write_bytes(before)
    assert judged(changed(one, unsealed), everyone).status == 2


@pytest.mark.parametrize("name", ["packages/x.asice", "META-INF/signature1.p7s", "META-INF/ASiCManifest1.xml", "x"])
def test_a_file_more_is_noticed(one: Path, everyone: Authority, name: str) -> None:
    assert codes(judged(changed(one, lambda members: members.update({name: b"x"})), everyone)) >= {"extra"}


def test_swapped_packages_are_noticed(one: Path, everyone: Authority) -> None:
    def swap(members: dict[str, bytes]) -> None:
        members[FIRST], members[LAST] = members[LAST], members[FIRST]

    assert judged(changed(one, swap), everyone).status == 1
    assert judged(changed(one, relisted), everyone).status == 1
    changed(one, unsealed)
    verdict = judged(resealed(one, everyone, "seal"), everyone)
    assert (verdict.status, {"called", "signature", "disagrees"} & codes(verdict)) != (1, set())
    assert verdict.status == 1


def test_an_older_package_cannot_be_slipped_in(
    shelf: Path, repository: MakeRepository, everyone: Authority, tmp_path: Path
) -> None:
    """It is genuine, with a seal of its own: only the seal of the collection tells that it was not in it."""
    new = newer_package(repository, everyone, tmp_path)
    manifests, _ = collecting.gathered([new, shelf / Path(LAST).name], lambda *_: None)
    path = tmp_path / NAME
    collecting.write(path, collecting.collected("demo", "2026-09", manifests).members)
    resealed(path, everyone, "seal")
    older, _ = collecting.gathered([shelf / Path(FIRST).name, shelf / Path(LAST).name], lambda *_: None)
    other = collecting.collected("demo", "2026-09", older)
    signature = contents(path)[collection.SIGNATURE]
    collecting.write(path, {**other.members, collection.MANIFEST: collection.manifest(other.index),
                            collection.SIGNATURE: signature})
    verdict = judged(path, everyone)
    assert (verdict.status, codes(verdict) & {"seal"}) == (1, {"seal"})


@pytest.mark.parametrize("ending", ["", ".p7s", ".intoto.json"])
@pytest.mark.parametrize("again", [False, True])
def test_a_changed_byte_inside_is_noticed(one: Path, everyone: Authority, ending: str, again: bool) -> None:
    """Even where the publisher himself has sealed it so."""
    name = f"{LAST}{ending}"
    changed(one, lambda members: members.update({name: flip(members[name])}))
    if again:
        changed(changed(one, unsealed), relisted)
        resealed(one, everyone, "seal")
    verdict = judged(one, everyone)
    assert verdict.status == 1
    assert again or "hash" in codes(verdict)
    assert all(LAST in words for words in told(verdict) if "uz.p7s" not in words)


def test_the_place_of_a_finding_is_told(open_one: Path, everyone: Authority) -> None:
    name = f"{LAST}.p7s"
    changed(open_one, lambda members: members.update({name: members[f"{FIRST}.p7s"]}))
    changed(open_one, relisted)
    verdict = judged(resealed(open_one, everyone, "seal"), everyone)
    assert f"{NAME}/{name}" in {item.where.path for item in verdict.diagnostics if item.severity == "error"}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", [
    "index.json", FIRST, FIRST.upper(), "META-INF/signature0.p7s", "packages/../../x.asice", "../x.asice", "/x.asice",
    "packages\\x.asice", "packages//x", "C:x", "packages/x\u202e.asice", "packages/",
])  # fmt: skip
def test_names_that_could_deceive_are_refused(one: Path, everyone: Authority, name: str) -> None:
    members = contents(one)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for own, content in [*members.items(), (name, b"other")]:
            archive.writestr(own, content)
    one.write_bytes(buffer.getvalue())
    verdict = judged(one, everyone)
    assert (verdict.status, bool(codes(verdict) & {"duplicate", "name"})) == (1, True)
    assert {path.name for path in one.parent.iterdir()} == {NAME}


def test_a_name_that_leads_elsewhere_in_the_index_is_refused(one: Path, everyone: Authority, tmp_path: Path) -> None:
    def change(members: dict[str, bytes]) -> None:
        index = json.loads(members[collection.INDEX])
        index["packages"][0]["path"] = "packages/../../x.asice"
        members[collection.INDEX] = canonical(index)

    assert codes(judged(changed(one, change), everyone)) == {"collection"}


def test_a_bomb_does_not_go_off(one: Path, everyone: Authority) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents(one).items():
            archive.writestr(name, bytes(100 << 20) if name == LAST else content)
    one.write_bytes(buffer.getvalue())
    assert codes(judged(one, everyone)) == {"compressed"}


def test_what_is_too_large_is_not_read(one: Path, everyone: Authority, tmp_path: Path) -> None:
    with one.open("rb+") as file:
        file.truncate(container.COLLECTION.size + 1)
    assert (judged(one, everyone).status, codes(judged(one, everyone))) == (4, {"limit"})
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", b"application/vnd.etsi.asic-e+zip")
        for number in range(container.COLLECTION.files):
            archive.writestr(f"packages/{number:05}", b"")
    one.write_bytes(buffer.getvalue())
    assert (judged(one, everyone).status, codes(judged(one, everyone))) == (4, {"limit"})
    with pytest.raises(CurriculaError, match="fit into one file"):
        container.put({f"{number}": b"" for number in range(5000)}, io.BytesIO(), container.COLLECTION)


@pytest.mark.parametrize(("content", "code"), [
    (b"", "collection"), (b"[]", "collection"), (b"{}", "collection"), (b"[" * 100_000, "collection"),
    (b"\xff\xfe", "collection"), (b'{"format":"curricula-collection/2"}', "collection"),
    (b"\xef\xbb\xbf{}", "collection"), (b'{"a":"\\u202e"}', "canonical"), (b'{"a":"\x1b"}', "collection"),
])  # fmt: skip
def test_what_is_no_index_is_refused(one: Path, everyone: Authority, content: bytes, code: str) -> None:
    verdict = judged(changed(one, lambda members: members.update({collection.INDEX: content})), everyone)
    assert (verdict.status, codes(verdict)) == (1, {code})


def indexed(change: Callable[[dict], object]) -> Callable[[dict[str, bytes]], None]:  # type: ignore[type-arg]
    def apply(members: dict[str, bytes]) -> None:
        index = json.loads(members[collection.INDEX])
        change(index)
        members |= collection.surroundings(index)
        members[collection.MANIFEST] = collection.manifest(index)

    return apply


@pytest.mark.slow
@pytest.mark.parametrize("change", [
    lambda index: index["packages"].reverse(),
    lambda index: index["packages"].append(index["packages"][0]),
    lambda index: index["packages"].pop(),
    lambda index: index["packages"][0]["beside"].pop(),
    lambda index: index["packages"][0]["beside"].reverse(),
    lambda index: index["packages"][0].update(id=DOCUMENTS[2]),
    lambda index: index["packages"][0].update(version="2.0.0"),
    lambda index: index["packages"][0].update(contentDigest="0" * 64),
    lambda index: index["packages"][0].update(languages=["en"]),
    lambda index: index["packages"][0].update(status="published"),
    lambda index: index["packages"][0]["title"].update(en="Another"),
    lambda index: index["packages"][0]["beside"][0].update(path=f"{LAST}.intoto.json"),
    lambda index: index.update(name="other"),
    lambda index: index.update(version="2027"),
])  # fmt: skip
@pytest.mark.parametrize("again", [False, True])
def test_an_index_that_says_something_else_is_refused(
    one: Path, everyone: Authority, change: Callable[[dict[str, object]], object], again: bool
) -> None:
    changed(one, indexed(change))
    if again:
        changed(one, unsealed)
        resealed(one, everyone, "seal")
    assert judged(one, everyone).status == 1


def test_an_old_collection_is_not_taken_for_a_new_one(one: Path, everyone: Authority) -> None:
    for name in ("demo-2026-10.asice", "other-2026-09.asice"):
        verdict = judged(one.rename(one.with_name(name)), everyone)
        assert (verdict.status, codes(verdict) & {"called"}) == (1, {"called"})
        one.with_name(name).rename(one)
    assert judged(one.rename(one.with_name("demo-2026-09 (1).asice")), everyone).status == 0


def edited(change: Callable[[cms.SignedData], object]) -> Callable[[bytes], bytes]:
    def apply(content: bytes) -> bytes:
        info = cms.ContentInfo.load(content)
        change(info["content"])
        return bytes(info.dump(force=True))

    return apply


def _time(signed: cms.SignedData) -> None:
    for item in signed["signer_infos"][0]["signed_attrs"]:
        if item["type"].native == "signing_time":
            item["values"] = [cms.Time({"utc_time": core.UTCTime(datetime(2025, 4, 1, tzinfo=UTC))})]


FORGERIES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda content: b"",
    "no asn.1": lambda content: b"x" * 100,
    "more behind": lambda content: content + b"\0",
    "changed": flip,
    "huge": lambda content: content + bytes(17 << 20),
    "content inside": edited(lambda signed: signed.__setitem__(
        "encap_content_info", {"content_type": "data", "content": core.OctetString(b"x")})),
    "no signer": edited(lambda signed: signed.__setitem__("signer_infos", [])),
    "twice": edited(lambda signed: signed.__setitem__("signer_infos", [signed["signer_infos"][0]] * 2)),
    "no certificates": edited(lambda signed: signed.__setitem__("certificates", [])),
    "one certificate less": edited(lambda signed: signed.__setitem__("certificates", [signed["certificates"][0]])),
    "other time": edited(_time),
    "other version": edited(lambda signed: signed.__setitem__("version", "v3")),
    "sha1": edited(lambda signed: signed["signer_infos"][0].__setitem__("digest_algorithm", {"algorithm": "sha1"})),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_seal_is_noticed(one: Path, everyone: Authority, name: str) -> None:
    before = contents(one)[collection.SIGNATURE]
    assert FORGERIES[name](before) != before
    changed(one, lambda members: members.update({collection.SIGNATURE: FORGERIES[name](before)}))
    verdict = judged(one, everyone)
    assert verdict.status in (1, 4)
    assert not [item for item in verdict.signatures if item.file == collection.SIGNATURE]


def test_the_seal_is_of_this_list_alone(one: Path, everyone: Authority) -> None:
    other = cades.sign(bytes(32), sealer(everyone, "seal"), WHEN)
    changed(one, lambda members: members.update({collection.SIGNATURE: other}))
    assert codes(judged(one, everyone)) >= {"seal"}


@pytest.mark.parametrize("change", [
    lambda content: content.replace(b"<asic:ASiC", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///x">]><asic:ASiC', 1),
    lambda content: content.replace(b"xmlenc#sha256", b"xmldsig#sha1"),
    lambda content: content + b" ",
    lambda content: b"",
    lambda content: content.replace(b'Rootfile="true" ', b""),
])  # fmt: skip
def test_a_list_in_another_form_is_no_list(
    one: Path, everyone: Authority, change: Callable[[bytes], bytes]
) -> None:
    """Even where it is signed: nothing in it is believed, as it follows from the index."""
    members = contents(one)
    manifest = change(members[collection.MANIFEST])
    assert manifest != members[collection.MANIFEST]
    signature = cades.sign(hashlib.sha256(manifest).digest(), sealer(everyone, "seal"), WHEN)
    changed(one, lambda members: members.update({collection.MANIFEST: manifest, collection.SIGNATURE: signature}))
    verdict = judged(one, everyone)
    assert (verdict.status, codes(verdict) & {"disagrees"}) == (1, {"disagrees"})


def test_what_cannot_be_read_is_told(one: Path, everyone: Authority, tmp_path: Path) -> None:
    content = one.read_bytes()
    for length in (100, 5000, len(content) // 2, len(content) - 1):
        one.write_bytes(content[:length])
        assert judged(one, everyone).status in (1, 3, 4)
    assert judged(tmp_path / "absent.asice", everyone).status == 4
    assert not collection.is_one(tmp_path)


@pytest.mark.slow
def test_no_mutant_is_accepted(one: Path, everyone: Authority) -> None:
    """A few hundred single changes, most of them where they could hide: outside the packages."""
    content, chance = one.read_bytes(), random.Random(20260901)
    with zipfile.ZipFile(one) as archive:
        inside = [range(info.header_offset, info.header_offset + 30 + len(info.filename) + info.file_size)
                  for info in archive.infolist() if not info.filename.endswith(".asice")]
    places = [*(place for area in inside for place in area), *range(archive.start_dir, len(content))]
    for _ in range(200):
        one.write_bytes(flip(content, chance.choice(places)))
        assert judged(one, everyone).status in (1, 3, 4)


def test_a_package_that_changes_meanwhile_leaves_nothing_behind(shelf: Path, tmp_path: Path) -> None:
    shutil.copytree(shelf, tmp_path / "shelf")
    paths = [item.path for item in listed([str(tmp_path / "shelf")])]
    manifests, _ = collecting.gathered(paths, lambda *_: None)
    members = collecting.collected("demo", "2026-09", manifests).members
    for content in (flip(paths[1].read_bytes()), b""):
        paths[1].write_bytes(content)
        with pytest.raises(CurriculaError, match="has changed meanwhile; nothing was written"):
            collecting.write(tmp_path / NAME, members)
        assert [path.name for path in tmp_path.iterdir()] == ["shelf"]
