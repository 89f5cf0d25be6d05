"""A partner's adoption from draft to published: the same steps as of a standard, after the standard that it adopts."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from channels import packed
from conftest import MakeRepository
from curricula.commands.adopt import upgrade
from curricula.diagnostics import Diagnostic
from curricula.editions.compose import compose
from curricula.packages.verifying import verify
from curricula.repository import Repository
from curricula.schemas import violations
from curricula.source import read_json
from fragments import commit
from running import run
from test_adoption import CREDITS, FILE, ID, LEVEL, SAME, adoption
from test_release import DAY, data, desk, done, errors, release, reviewed, words
from test_release import PLAN as BASE

ACT: dict[str, Any] = {
    "number": "12-son", "date": DAY, "title": "Standartni qabul qilish toʻgʻrisida", "source": "An example",
    "verified": True,
}


def changed(root: Path, **changes: Any) -> None:
    """The file of the adoption with other properties, committed."""
    path = root / FILE
    found = {**yaml.safe_load(path.read_text("utf-8")), **changes}
    path.write_text(yaml.safe_dump(found, allow_unicode=True, sort_keys=False), "utf-8")
    commit(root)


def wrong(root: Path) -> list[Diagnostic]:
    """The errors of the adoption's file; nobody has translated the name of its ministry."""
    return [item for item in errors(root) if item.where.path == FILE]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory, demo: Path) -> Path:
    """The demonstration, published, and an adoption of it that nobody has handed in, all of it committed."""
    made = tmp_path_factory.mktemp("begun") / "repository"
    shutil.copytree(demo, made)
    (made / ".gitignore").write_text("build\n")
    reviewed(made)
    for path, content in adoption(SAME, LEVEL, credits=CREDITS, languages=["uz-Latn"]).items():
        assert isinstance(content, str)
        (made / path).parent.mkdir(exist_ok=True)
        (made / path).write_text(content, "utf-8")
    commit(made)
    for role, name in (("author", "Li Ming"), ("committee", "Wang Fang"), ("institution", "Wang Fang")):
        done(made, BASE, name, role=role, with_courses=True)
    return made


@pytest.fixture
def root(begun: Path, tmp_path: Path) -> Path:
    """A copy of `begun`."""
    return Path(shutil.copytree(begun, tmp_path / "root"))


@pytest.fixture(scope="module")
def published(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the adoption published."""
    made = Path(shutil.copytree(begun, tmp_path_factory.mktemp("adopted") / "repository"))
    done(made, ID, "A. Karimov", role="author")
    done(made, ID, "B. Rahimova", role="authority")
    changed(made, act=ACT)
    done(made, ID, "B. Rahimova", role="authority", effective="2027-09-01")
    return made


@pytest.fixture
def adopted(published: Path, tmp_path: Path) -> Path:
    """A copy of `published`."""
    return Path(shutil.copytree(published, tmp_path / "adopted"))


def test_an_adoption_goes_from_draft_to_published(published: Path) -> None:
    said = data(published, ID)
    assert (said["status"], said["issued"], said["effective"]) == ("published", DAY, "2027-09-01")
    assert [(item["step"], item["name"], item["role"]) for item in said["approvals"]] == [
        ("review", "A. Karimov", "author"), ("approved", "B. Rahimova", "authority"),
        ("published", "B. Rahimova", "authority"),
    ]
    assert wrong(published) == []
    assert data(published, BASE)["status"] == "published"


def test_an_adoption_follows_the_standard_that_it_adopts(repository: MakeRepository) -> None:
    root = repository(adoption(LEVEL, credits=CREDITS, languages=["uz-Latn"])).root
    (finding,) = [item for item in release(root, ID).diagnostics if item.code == "release-step"]
    assert finding.words() == f"{BASE} is draft; before its adoption becomes review, it has to be so too"
    assert finding.where.path == FILE and finding.where.line > 1


def test_an_authority_approves_and_an_act_is_named(root: Path) -> None:
    done(root, ID, "A. Karimov", role="author")
    assert words(release(root, ID, "A. Karimov", role="authority")) != []  # who has handed it in
    done(root, ID, "B. Rahimova", role="expert")
    assert words(release(root, ID)) == [
        "is published, but names no act by which the standard was adopted",
        "no authority has approved version 1.0.0 of the adoption",
    ]
    assert data(root, ID)["status"] == "approved"
    done(root, ID, "C. Yusupov", to="approved", role="authority")
    changed(root, act=ACT)  # it is issued when the words are approved
    done(root, ID, "B. Rahimova", role="authority")
    assert wrong(root) == []


@pytest.mark.parametrize("change", [
    {"scope": "Hamma uchun."}, {"languages": ["uz-Latn", "ru"]},
    {"operations": [{"id": "D1", "reason": "Boshqa sabab.", **SAME}, {"id": "D2", "reason": "Sabab.", **LEVEL}]},
    {"credits": {**CREDITS, "step": 0.5}},
], ids=["scope", "languages", "reason", "credits"])
def test_what_was_approved_stays(change: dict[str, Any], root: Path) -> None:
    done(root, ID, "A. Karimov", role="author")
    done(root, ID, "B. Rahimova", role="authority")
    assert wrong(root) == []
    changed(root, **change)
    found = [item.words() for item in wrong(root) if item.code == "release-recorded"]
    assert found == [f"version 1.0.0 has changed since B. Rahimova took the step approved on {DAY}"]


def test_what_was_published_does_not_get_another_act(adopted: Path) -> None:
    path = adopted / FILE
    path.write_text(path.read_text("utf-8").replace("12-son", "13-son"), "utf-8")
    (found,) = [item for item in wrong(adopted) if item.code == "history-kept"]
    assert found.words() == "version 1.0.0 was published and has changed since: document act"
    path.write_text(path.read_text("utf-8").replace("published\n", "draft\n", 1), "utf-8")
    assert "the status was published and cannot become draft at once" in {item.words() for item in wrong(adopted)}


def test_a_step_that_was_written_by_hand_is_found(root: Path) -> None:
    changed(root, status="approved")
    (found,) = [item for item in wrong(root) if item.code == "release-recorded"]
    assert found.words() == "version 1.0.0 is approved, but nobody is on record for: review, approved"
    assert found.where.path == FILE


def test_a_new_version_keeps_the_list_of_its_changes(adopted: Path) -> None:
    same, level = {**SAME, "value": "Boshqa matn."}, LEVEL
    changed(
        adopted, version="1.0.1", status="draft",
        operations=[{"id": "D1", "reason": "Sabab.", **same}, {"id": "D2", "reason": "Sabab.", **level}],
    )
    assert words(release(adopted, ID, "A. Karimov", role="author")) == [
        "version 1.0.1 follows 1.0.0, but its changes call for 1.1.0 or higher"
    ]
    changed(adopted, version="1.1.0")
    done(adopted, ID, "A. Karimov", role="author")
    done(adopted, ID, "B. Rahimova", role="authority")
    result = done(adopted, ID, "B. Rahimova", role="authority")
    path = f"standards/changes/{ID}/1.1.0.json"
    assert path in result.lines
    source = read_json(adopted, path)
    assert not list(violations(source, "changes"))
    (change,) = source.data["changes"]
    assert (change["item"], change["before"], change["after"]) == ("OV1", "Yangi matn.", "Boshqa matn.")
    assert "1.1" in change["sentence"]["uz-Latn"]
    said = data(adopted, ID)
    assert said["replaces"] == "1.0.0"
    assert [item["step"] for item in said["approvals"]][-2:] == ["superseded", "published"]
    assert wrong(adopted) == []


def test_a_reason_alone_is_a_change(adopted: Path) -> None:
    operations = [{"id": "D1", "reason": "Sabab.", **SAME}, {"id": "D2", "reason": "Sabab.", **LEVEL}]
    changed(adopted, version="1.0.1", status="draft")
    assert words(release(adopted, ID, "A. Karimov", role="author")) == [
        "nothing has changed since version 1.0.0, which was published"
    ]
    operations[0]["reason"] = "Aniqroq sabab."
    changed(adopted, operations=operations)
    done(adopted, ID, "A. Karimov", role="author")


def test_approvals_are_in_the_package_and_on_the_cover(adopted: Path, tmp_path: Path) -> None:
    manifest = verify(packed(Repository(adopted), ID, tmp_path / "packages")).manifest
    assert manifest is not None
    assert [(item["step"], item["name"], item["role"]) for item in manifest["approvals"]] == [
        ("review", "A. Karimov", "author"), ("approved", "B. Rahimova", "authority"),
        ("published", "B. Rahimova", "authority"),
    ]
    edition = Repository(adopted).edition(ID, "uz-Latn")
    told = {fact.label: fact.lines for fact in compose(edition).facts}
    assert any("B. Rahimova" in str(line) for line in told[edition.label("approvals")])


def test_no_newer_standard_is_accepted_for_what_is_published(adopted: Path, tmp_path: Path) -> None:
    older = shutil.copy(adopted / f"standards/{BASE}.yaml", tmp_path / "older.yaml")
    base = adopted / f"standards/{BASE}.yaml"
    base.write_text(base.read_text("utf-8").replace("version: 1.0.0", "version: 1.0.1", 1), "utf-8")
    before = (adopted / FILE).read_bytes()
    order: dict[str, Any] = {
        "partner": None, "before": str(older), "shape": "text", "locale": None, "output": None,
        "root": (), "chain": (),
    }
    result = upgrade.run(desk(adopted), ID, (), True, **order)
    assert words(result) == ["version 1.0.0 of the adoption is published, and stays as it is"]
    assert (adopted / FILE).read_bytes() == before


def test_an_adoption_does_not_rest_on_what_is_withdrawn(adopted: Path) -> None:
    result = release(adopted, BASE, to="withdrawn", reason="Not taught any more.")
    assert "has the status published, but rests on demo/professional, which is withdrawn" in words(result)


def test_the_list_of_changes_is_told_by_diff_too(adopted: Path) -> None:
    changed(adopted, version="1.1.0", status="draft", operations=[{"id": "D1", "reason": "Sabab.", **LEVEL}])
    told = json.loads(run(adopted, "diff", ID, "--from", "HEAD~1", "--format", "json").stdout)
    assert [(item["item"], item["field"]) for item in told["changes"]] == [("OV1", "text")]
