"""A ministry that has only packages: the same reports and records as from the repository they were made from."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from authority import Authority
from conftest import ROOT, MakeRepository
from curricula.formats import html as page
from curricula.formats import xml
from curricula.inputs import Inputs
from curricula.packages import bag, container
from curricula.packages.keys import Sealer
from curricula.packages.manifest import canonical
from curricula.packages.packing import pack
from curricula.packages.shelf import Found, newest, opened, unpacked
from curricula.packages.signing import contents
from curricula.packages.sources import SOURCE, source
from curricula.pipeline import publication
from curricula.repository import Repository
from fragments import commit, merged, overlay
from running import run
from sealing import everyone, sealed_by, sealer
from test_adopt import ACT, COURSE, FILE, HARMFUL, HARMLESS, PARTNER, PROFESSIONAL, with_adoption, written

__all__ = ["everyone"]  # a fixture

ADOPTED = "demo/adoptions/uz"
WHOLE = "demo.professional-1.0.0.asice"
OWN, OTHER = ("--partner", "partners/uz.yaml"), ("--partner", "partners/kz.yaml")
ANOTHER: dict[str, Any] = {
    "kind": "partner", "country": "KZ", "language": "en", "name": "Another", "credit_system": {"name": "Credits"},
    "levels": [{"id": "tvet", "name": "TVET"}], "authorities": PARTNER["authorities"],
}


def packaged(root: Path, mirror: Path, *documents: str) -> None:
    """Packages of documents, of the fewest files that a package may have."""
    made = Repository(root)
    mirror.mkdir(parents=True, exist_ok=True)
    for document in documents:
        own, published = made.issued[document].language, made.published(document)
        whole = publication(made, document, (own, *(tag for tag in published if tag != own)))
        files = {f"{edition.locale}.html": page.render(edition)[0] for edition in whole.editions}
        package = pack(made, Inputs(root), document, {**files, "standard.xml": xml.render(whole)[0]})
        (mirror / package.name).write_bytes(package.content)


def moved(root: Path, change: dict[str, Any]) -> None:
    """Let the standard move on to version 1.1.0, after a commit."""
    commit(root)
    path = root / f"standards/{PROFESSIONAL}.yaml"
    data = merged(yaml.safe_load(path.read_text(encoding="utf-8")), {"version": "1.1.0", **change})
    path.write_text(written(data), encoding="utf-8")


@pytest.fixture(scope="module")
def home(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The publisher's repository, with the adoption of a partner."""
    root = tmp_path_factory.mktemp("publisher") / "demo"
    shutil.copytree(demo, root)
    for path, content in with_adoption().items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(str(content or ""), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def abroad(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ministry's folder: a mirror, its partner and its adoption, and no repository."""
    folder = tmp_path_factory.mktemp("ministry")
    packaged(home, folder / "mirror", *Repository(home).issued)
    newer = tmp_path_factory.mktemp("newer") / "demo"
    shutil.copytree(home, newer)
    moved(newer, HARMFUL)
    packaged(newer, folder / "later", PROFESSIONAL)
    for name, path in (("partners", "standards/partners/uz.yaml"), ("adoptions", FILE)):
        (folder / name).mkdir()
        shutil.copy(home / path, folder / name)
    (folder / "empty").mkdir()
    content = (folder / "mirror" / WHOLE).read_bytes()
    (folder / "broken.zip").write_bytes(content[: len(content) // 2])
    (folder / "renamed.zip").write_bytes(content)
    (folder / "words.zip").write_text("words")
    (folder / "partners" / "kz.yaml").write_text(written(ANOTHER), encoding="utf-8")
    return folder


@pytest.mark.parametrize("shape", ["text", "json", "html"])
@pytest.mark.parametrize("locale", ["uz-Latn", "ru"])
def test_a_mirror_gives_the_report_of_the_repository(home: Path, abroad: Path, shape: str, locale: str) -> None:
    asked = ("--format", shape, "--locale", locale)
    there = run(home, "adopt", "report", "--partner", "uz", *asked)
    here = run(abroad, "adopt", "report", "mirror", *OWN, *asked)
    assert here.returncode == there.returncode == 0, here.stdout + here.stderr
    assert here.stdout == there.stdout


@pytest.mark.slow
def test_one_package_and_ones_own_adoption_are_enough(home: Path, abroad: Path) -> None:
    there = run(home, "adopt", "report", PROFESSIONAL, "--partner", "uz")
    here = run(abroad, "adopt", "report", "renamed.zip", *OWN, "--adoption", "adoptions/uz.yaml")
    assert here.stdout == there.stdout
    assert "UZ-DM-1" in here.stdout
    course = run(abroad, "adopt", "report", "mirror/demo.courses.circuits-1.0.0.asice", *OWN)
    assert course.returncode == 0
    assert COURSE in json.loads(run(
        abroad, "adopt", "report", "mirror/demo.courses.circuits-1.0.0.asice", *OWN, "--format", "json",
    ).stdout)["standards"][0]["id"]


def test_of_several_versions_the_adopted_one_is_judged_and_else_the_newest(abroad: Path) -> None:
    def told(*arguments: str) -> tuple[str, bool]:
        done = run(abroad, "adopt", "report", "mirror", "later", *OWN, *arguments, "--format", "json")
        first = json.loads(done.stdout)["standards"][0]
        return first["version"], first["adoption"] is not None

    assert told("--adoption", "adoptions/uz.yaml") == ("1.0.0", True)
    assert told() == ("1.0.0", True)  # as the adopted edition in the mirror has it
    found = [Found(Path(f"a-{end}"), "a", (1, 0, end)) for end in (2, 10, 9)]
    assert [item.version for item in newest(found, {})] == [(1, 0, 10)]
    assert [item.version for item in newest(found, {"a": "1.0.9"})] == [(1, 0, 9)]
    assert [item.version for item in newest(found, {"a": "3.0.0"})] == [(1, 0, 10)]


@pytest.mark.slow
@pytest.mark.parametrize("locale", ["uz-Latn", "ru"])
def test_packages_give_the_upgrade_of_the_repository(
    home: Path, abroad: Path, tmp_path: Path, locale: str
) -> None:
    root = tmp_path / "demo"
    shutil.copytree(home, root)
    moved(root, HARMFUL)
    for shape in ("text", "json", "html"):
        asked = ("--format", shape, "--locale", locale)
        there = run(root, "adopt", "upgrade", ADOPTED, *asked)
        here = run(abroad, "adopt", "upgrade", "adoptions/uz.yaml", "later", "mirror", *OWN, *asked)
        assert here.returncode == there.returncode == 0, here.stdout + here.stderr
        assert here.stdout == there.stdout
        assert here.stdout
    one = run(abroad, "adopt", "upgrade", "adoptions/uz.yaml", "renamed.zip", *OWN)
    assert one.returncode == 0


def test_what_conflicts_is_told_at_ones_own_file(abroad: Path) -> None:
    before = (abroad / "adoptions/uz.yaml").read_bytes()
    done = run(abroad, "adopt", "upgrade", "adoptions/uz.yaml", "mirror", "later", *OWN, "--accept")
    assert done.returncode == 1
    assert "adoptions/uz.yaml:" in done.stdout
    assert "error[adoption-upgrade] D3 conflicts with version 1.1.0 of demo/professional" in done.stdout
    assert (abroad / "adoptions/uz.yaml").read_bytes() == before


def test_ones_own_file_names_the_newer_version_once_that_is_accepted(home: Path, abroad: Path, tmp_path: Path) -> None:
    newer, folder = tmp_path / "demo", tmp_path / "ministry"
    shutil.copytree(home, newer)
    moved(newer, HARMLESS)
    shutil.copytree(abroad, folder)
    packaged(newer, folder / "mirror", PROFESSIONAL)
    before = (folder / "adoptions/uz.yaml").read_text(encoding="utf-8")
    done = run(folder, "adopt", "upgrade", "adoptions/uz.yaml", "mirror", *OWN, "--accept")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{ADOPTED} names version 1.1.0 of {PROFESSIONAL} now" in done.stdout
    after = (folder / "adoptions/uz.yaml").read_text(encoding="utf-8")
    assert after == before.replace("version: 1.0.0", "version: 1.1.0", 1)


@pytest.mark.slow
def test_records_are_the_same_too(home: Path, abroad: Path, tmp_path: Path) -> None:
    made: list[bytes] = []
    for root, arguments in (
        (home, ("--partner", "uz")), (abroad, (*OWN, "--adoption", "adoptions/uz.yaml")),
    ):
        for name in (WHOLE, "demo.adoptions.uz-1.0.0.asice"):
            target = tmp_path / f"{len(made)}" / name
            target.parent.mkdir()
            shutil.copy(abroad / "mirror" / name, target)
            done = run(root, "adopt", "record", str(target), *arguments, *ACT)
            assert done.returncode == 0, done.stdout + done.stderr
            assert "sign it with `curricula sign --detached`" in done.stdout
            made.append(target.with_name(f"{name}.uz.adoption.json").read_bytes())
    assert made[:2] == made[2:]
    target = tmp_path / "1" / "demo.adoptions.uz-1.0.0.asice"
    record = target.with_name(f"{target.name}.uz.adoption.json")
    record.with_name(f"{record.name}.p7s").touch()
    done = run(abroad, "adopt", "record", str(target), *OWN, *ACT)  # the package has the adoption's file
    assert "sign it with `curricula sign --detached --name uz`" in done.stdout
    assert record.read_bytes() == made[1]


A, M = "adoptions/uz.yaml", "mirror"
WRONG: dict[str, tuple[tuple[str, ...], str]] = {
    "nothing named": (("report",), "there is no repository here: name packages, or the folder of a mirror"),
    "no partner": (("report", M), "name the file of the partner with --partner"),
    "a name of a partner": (("report", M, "--partner", "uz"), "names the file of the partner, such as uz.yaml"),
    "an absent partner": (("report", M, "--partner", "uzb.yaml"), "uzb.yaml does not exist"),
    "an absent package": (("report", "none.zip", *OWN), "none.zip does not exist"),
    "a folder without packages": (("report", "empty", *OWN), "empty holds no packages: their names end in .asice"),
    "another partner": (("report", M, *OTHER, "--adoption", A),
                        "an adoption of uz was named, and the partner kz"),
    "an unknown language": (("report", M, *OWN, "--locale", "fr"), "fr is not among"),
    "no packages": (("upgrade", A, *OWN), "there is no repository here: name packages, or the folder of a mirror"),
    "only the newer one": (("upgrade", A, "later", *OWN),
                           "demo/professional 1.0.0 is not among the packages: there are 1.1.0"),
    "packages of another standard": (("upgrade", A, "mirror/demo.courses.circuits-1.0.0.asice", *OWN),
                                     "demo/professional 1.0.0 is not among the packages: there are –"),
    "an unknown version": (("upgrade", A, M, *OWN, "--from", "0.9.0"), "demo/professional 0.9.0 is not among"),
    "no partner of an upgrade": (("upgrade", A, M), "name the file of the partner with --partner"),
    "no file to put on record": (("record", "none.asice", *OWN, *ACT), "none.asice does not exist"),
    "another version on record": (("record", "later/demo.professional-1.1.0.asice", *OWN, "--adoption", A, *ACT),
                                  "uz.yaml adopts demo/professional 1.0.0 for uz, and the package is"),
    "the edition of another": (("record", "mirror/demo.adoptions.uz-1.0.0.asice", *OTHER, *ACT),
                               "an adoption of uz was named, and the partner kz"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_order_is_told_in_one_line(abroad: Path, case: str) -> None:
    arguments, words = WRONG[case]
    done = run(abroad, "adopt", *arguments)
    assert done.returncode == 2, done.stdout
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert not [*abroad.rglob("*.json"), *abroad.rglob("build")]


UNFIT: dict[str, tuple[tuple[str, ...], str]] = {
    "a broken package": (("report", "broken.zip", *OWN), "broken.zip: error[verify-truncated] ends in the middle"),
    "no package": (("upgrade", A, "words.zip", *OWN), "words.zip: error[verify-not-zip] is not a package"),
    "a folder as partner": (("report", M, "--partner", "folder.yaml"), "folder.yaml: error[unreadable-file]"),
    "another file as partner": (("report", M, "--partner", A), f"{A}:1:7: error[schema-limit] adoption is not partner"),
    "another version than adopted": (("report", "later", *OWN, "--adoption", A),
                                     f"{A}:6:12: error[adoption-base] demo/professional has version 1.1.0, not 1.0.0"),
    "a course alone": (("report", "mirror/demo.courses.circuits-1.0.0.asice", *OWN, "--adoption", A),
                       f"{A}:5:7: error[adoption-base] there is no standard demo/professional"),
}


@pytest.mark.parametrize("case", UNFIT)
def test_what_cannot_be_used_is_one_finding(abroad: Path, case: str) -> None:
    arguments, words = UNFIT[case]
    (abroad / "folder.yaml").mkdir(exist_ok=True)
    done = run(abroad, "adopt", *arguments)
    assert done.returncode == 1, done.stderr
    assert words in done.stdout
    assert done.stdout.count("error[") == 1


def test_a_version_that_is_not_adopted_is_followed_by_the_command_that_helps(abroad: Path) -> None:
    done = run(abroad, "adopt", "report", "later", *OWN, "--adoption", A)
    assert f"`curricula adopt upgrade {A} later --partner partners/uz.yaml`" in done.stdout


@pytest.mark.parametrize("target", ["EN7", "C999/name"])
def test_a_deviation_from_what_is_not_there_is_never_put_on_record(
    home: Path, abroad: Path, tmp_path: Path, target: str
) -> None:
    told = set()
    for root, file in ((abroad, "adoptions/uz.yaml"), (tmp_path / "demo", FILE)):
        if root != abroad:
            shutil.copytree(home, root)
        words = (root / file).read_text(encoding="utf-8")
        data = yaml.safe_load(words)
        data["operations"][0] = {"id": "D1", "operation": "exclude", "target": target, "reason": "Kerak emas."}
        own = (tmp_path if root == abroad else root) / file
        own.parent.mkdir(parents=True, exist_ok=True)
        own.write_text(written(data), encoding="utf-8")
        package = tmp_path / WHOLE
        shutil.copy(abroad / "mirror" / WHOLE, package)
        named = (*OWN, "--adoption", str(own)) if root == abroad else ("--partner", "uz")
        orders = [("record", str(package), *named, *ACT)]
        orders += [("report", str(package), *named)] if root == abroad else []
        for order in orders:
            done = run(root, "adopt", *order)
            assert done.returncode == 1, done.stdout + done.stderr
            told.add(next(line.partition("error")[2] for line in done.stdout.splitlines() if "error[" in line))
            assert "did you mean" not in done.stdout
    assert len(told) == 1
    assert f"[adoption-operation] there is no {target} in demo/professional 1.0.0" in told.pop()
    assert list(tmp_path.rglob("*.adoption.json")) == []


@pytest.mark.slow
def test_with_a_root_only_what_is_sealed_is_believed(abroad: Path, tmp_path: Path, everyone: Authority) -> None:
    path = tmp_path / WHOLE
    shutil.copy(abroad / "mirror" / WHOLE, path)
    root, other = everyone.root, everyone.folder / "other-root.pem"
    orders: tuple[tuple[str, ...], ...] = (
        ("report", str(tmp_path), *OWN), ("upgrade", A, str(tmp_path), *OWN),
        ("record", str(path), *OWN, "--adoption", A, *ACT),
    )

    def told(code: str, *options: str) -> list[str]:
        done = [run(abroad, "adopt", *order, *options) for order in orders]
        assert [item.returncode for item in done] == [1 if code else 0] * 3, [item.stdout for item in done]
        assert all(f"{WHOLE}: error[verify-{code}]" in item.stdout for item in done if code)
        for item in done:
            assert (item.stderr.count("\n"), "is not proven" in item.stderr) == ((0, False) if options else (1, True))
        return [item.stdout for item in done]

    before = told("")
    (record := path.with_name(f"{WHOLE}.uz.adoption.json")).unlink()
    told("unsealed", "--root", str(root))
    own = sealer(everyone, "seal")
    sealed_by(path, Sealer(own.sign, own.chain[:1]))
    between = ("--chain", str(everyone.folder / "intermediate.pem"))
    told("untrusted", "--root", str(root))
    told("untrusted", "--root", str(other), *between)
    assert not record.exists()
    assert told("", "--root", str(other), "--root", str(root), *between) == before
    assert record.exists()


def test_two_contents_of_one_version_are_refused(abroad: Path, tmp_path: Path) -> None:
    content = (abroad / "mirror" / WHOLE).read_bytes()
    for folder in "ab":
        (tmp_path / folder).mkdir()
        (tmp_path / folder / WHOLE).write_bytes(content)
    orders = (("report", str(tmp_path), *OWN), ("upgrade", A, str(tmp_path), *OWN))
    assert [run(abroad, "adopt", *order).returncode for order in orders] == [0, 0]
    (tmp_path / "b" / WHOLE).write_bytes(changed(content, lambda data: data.update(publisher="x")))
    for order in orders:
        done = run(abroad, "adopt", *order)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert "are the same version, but not the same file" in done.stderr


def test_a_repository_needs_no_root(home: Path, everyone: Authority) -> None:
    for order in (("report", "--partner", "uz"), ("upgrade", ADOPTED)):
        done = run(home, "adopt", *order, "--root", str(everyone.root))
        assert (done.returncode, done.stderr) == (
            2, "curricula: --root and --chain go with packages: the files of a repository are not sealed\n")
        assert run(home, "adopt", *order).stderr == ""


# The source in a package


def test_the_source_holds_only_what_the_standard_shows(repository: MakeRepository) -> None:
    one = repository()
    data = merged(yaml.safe_load((one.root / "standards/repository.yaml").read_text(encoding="utf-8")), {
        "organisations": [{"id": "other", "name": "别的", "country": "CN", "source": "X", "verified": True}],
    })
    lists = one.root / "standards/classifications/isced-f-2013.csv"
    two = repository({
        "standards/repository.yaml": written(data),
        "standards/classifications/isced-f-2013.csv": lists.read_text(encoding="utf-8") + "9999,X,en,X,true\n",
        **overlay(partner={"consulted": "2026-09-02"}),
    })
    for document in one.standards:
        assert canonical(source(one, document)) == canonical(source(two, document))


def test_what_is_read_back_is_the_standard(home: Path, abroad: Path) -> None:
    made = Repository(home)
    shelf, problems = opened(Found(path) for path in sorted((abroad / "mirror").iterdir()))
    assert problems == ()
    with unpacked(shelf, {}) as back:
        assert [item for item in back.located_problems if item.severity == "error"] == []
        assert back.standards == made.standards
        assert back.names.keys() <= made.names.keys()
        for document in made.standards:
            for locale in made.published(document):
                there, here = made.edition(document, locale), back.edition(document, locale)
                assert here.standard == there.standard
                assert {key: name.words for key, name in here.shared.names.items()} == {
                    key: name.words for key, name in there.shared.names.items()
                }


def changed(content: bytes, change: Callable[[dict[str, Any]], None] | bytes | None) -> bytes:
    """A package with another source, or with none, and all its lists and hashes right."""
    members = contents(content)
    manifest = json.loads(members[bag.MANIFEST])
    if change is None:
        del members[SOURCE]
        manifest["files"] = [file for file in manifest["files"] if file["path"] != SOURCE]
    elif isinstance(change, bytes):
        members[SOURCE] = change
    else:
        data = json.loads(members[SOURCE])
        change(data)
        members[SOURCE] = canonical(data)
    for file in manifest["files"]:
        file.update(size=len(members[file["path"]]), sha256=bag.sha256(members[file["path"]]))
    manifest["contentDigest"] = bag.content_digest(manifest["files"])
    payload = {name: words for name, words in members.items() if name.startswith("data/")}
    payload[bag.MANIFEST] = canonical(manifest)
    return container.write(payload | bag.tag_files(manifest, payload[bag.MANIFEST]))


EVIL: dict[str, tuple[Callable[[dict[str, Any]], None] | bytes | None, str]] = {
    "a path that leads out": (lambda data: data["files"].update({"standards/../../evil.yaml": "x"}), "verify-schema"),
    "a hidden file": (lambda data: data["files"].update({"standards/.evil.yaml": "x"}), "verify-schema"),
    "an absolute path": (lambda data: data["files"].update({"/tmp/evil.yaml": "x"}), "verify-schema"),
    "a scheme that leads out": (lambda data: data["codes"].update({"../evil": {}}), "verify-schema"),
    "a language that leads out": (lambda data: data["words"].update({"../ru": {}}), "verify-schema"),
    "a system that leads out": (lambda data: data["systems"].update({"../uz": data["systems"]["cn"]}), "verify-schema"),
    "a list": (lambda data: data.update({"files": []}), "verify-schema"),
    "no text": (b"\xff", "verify-schema"),
    "no JSON": (b"[", "verify-schema"),
    "none": (None, "verify-missing"),
}


@pytest.mark.parametrize("case", EVIL)
def test_a_source_that_deceives_is_refused(abroad: Path, tmp_path: Path, case: str) -> None:
    change, code = EVIL[case]
    path = tmp_path / WHOLE
    path.write_bytes(changed((abroad / "mirror" / WHOLE).read_bytes(), change))
    shelf, problems = opened([Found(path)])
    assert shelf == ()
    assert {item.code for item in problems} == {code}
    assert all(item.where.path.startswith(WHOLE) for item in problems)


def test_a_standard_that_cannot_be_read_is_told(abroad: Path, tmp_path: Path) -> None:
    def spoil(data: dict[str, Any]) -> None:
        data["files"]["standards/demo/professional.yaml"] = "kind: professional\n"

    (tmp_path / WHOLE).write_bytes(changed((abroad / "mirror" / WHOLE).read_bytes(), spoil))
    done = run(abroad, "adopt", "report", str(tmp_path / WHOLE), *OWN)
    assert done.returncode == 1, done.stderr
    assert "standards/demo/professional.yaml" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_real_packages_give_real_reports(tmp_path: Path) -> None:
    def reports(root: Path, *arguments: str) -> Iterator[str]:
        for locale in ("uz-Latn", "uz-Cyrl", "kk-Cyrl", "zh-Hans"):
            done = run(root, "adopt", "report", *arguments, "--locale", locale, "--format", "html")
            assert done.returncode == 0, done.stdout + done.stderr
            yield done.stdout

    packaged(ROOT, tmp_path / "mirror", *Repository(ROOT).issued)
    partner = ROOT / "standards/partners/uz.yaml"
    assert list(reports(tmp_path, "mirror", "--partner", str(partner))) == list(reports(ROOT, "--partner", "uz"))
