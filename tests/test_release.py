"""A standard from draft to published: what each step demands, what it writes, and what is found when one is skipped."""

import datetime
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from channels import packed
from conftest import MakeRepository
from curricula.checking import check
from curricula.commands import release as command
from curricula.commands.translate import approve
from curricula.diagnostics import ENGLISH, CurriculaError, Diagnostic, failed
from curricula.editions.compose import compose
from curricula.fingerprint import content
from curricula.formats import json as data_of_all
from curricula.formats import xml
from curricula.lifecycle import needed, taken
from curricula.packages.manifest import CHANGES
from curricula.packages.verifying import verify
from curricula.pipeline import publication
from curricula.plugins import plugins
from curricula.report import Desk, Result
from curricula.repository import Repository
from curricula.schemas import violations
from curricula.source import locate, read_json, read_yaml
from fragments import commit, overlay
from running import run

COURSE, PRACTICE, PLAN = "demo/courses/circuits", "demo/practice/workshop", "demo/professional"
DAY = "2026-09-01"
RULES = plugins("curricula.rules")


def desk(root: Path) -> Desk:
    return Desk(root, lambda stage, done, total: None, ENGLISH)


def release(root: Path, id: str, name: str = "Wang Fang", **given: Any) -> Result:
    """The command, with what is not given as on the command line."""
    order = {
        "to": None, "role": "expert", "date": DAY, "effective": "", "reason": "", "with_courses": False,
        "dry_run": False,
    }
    return command.run(desk(root), id, **{**order, "name": name, **given})


def done(root: Path, id: str, name: str = "Wang Fang", **given: Any) -> Result:
    """The same, which must succeed, and is committed."""
    result = release(root, id, name, **given)
    assert not failed(result.diagnostics), [item.words() for item in result.diagnostics]
    commit(root)
    return result


def reviewed(root: Path, state: str = "reviewed") -> None:
    for locale in ("en", "ru", "uz-Latn"):
        people = {"translator": "A. Karimov", "reviewer": "B. Petrova", "date": DAY}
        approve.run(desk(root), paths=(), locale=locale, state=state, **people)


def words(result: Result) -> list[str]:
    return [item.words() for item in result.diagnostics if item.severity == "error"]


def data(root: Path, id: str = COURSE) -> dict[str, Any]:
    found: dict[str, Any] = read_yaml(root, f"standards/{id}.yaml").data
    return found


def edited(root: Path, *changes: tuple[str, str], id: str = COURSE) -> None:
    path = root / f"standards/{id}.yaml"
    text = path.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


@pytest.fixture(scope="module")
def ready(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration, its translations reviewed, all of it committed."""
    made = tmp_path_factory.mktemp("ready") / "repository"
    shutil.copytree(demo, made)
    (made / ".gitignore").write_text("build\n")
    reviewed(made)
    commit(made)
    return made


@pytest.fixture(scope="module")
def released(ready: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the course published."""
    made = tmp_path_factory.mktemp("released") / "repository"
    shutil.copytree(ready, made)
    done(made, COURSE, "Li Ming", role="author")
    done(made, COURSE, role="committee")
    done(made, COURSE, role="institution")
    return made


@pytest.fixture
def root(ready: Path, tmp_path: Path) -> Path:
    """A copy of `ready`."""
    return Path(shutil.copytree(ready, tmp_path / "root"))


@pytest.fixture
def published(released: Path, tmp_path: Path) -> Path:
    """A copy of `released`."""
    return Path(shutil.copytree(released, tmp_path / "published"))


def files(root: Path) -> dict[Path, bytes]:
    found = (path for folder in ("standards", "translations") for path in (root / folder).rglob("*"))
    return {path: path.read_bytes() for path in found if path.is_file()}


def errors(root: Path) -> list[Diagnostic]:
    return [item for item in check(Repository(root)) if item.severity == "error"]


# The way


def test_a_standard_goes_from_draft_to_published(root: Path) -> None:
    before = (root / f"standards/{COURSE}.yaml").read_text("utf-8")
    done(root, COURSE, "Li Ming", role="author", date="2026-09-01")
    done(root, COURSE, role="committee", date="2026-09-02")
    result = done(root, COURSE, role="institution", date="2026-09-03", effective="2027-03-01")
    assert next(str(line) for line in result.lines) == f"{COURSE} 1.0.0: approved → published"
    said = data(root)
    assert (said["status"], said["issued"], said["effective"]) == ("published", "2026-09-03", "2027-03-01")
    assert [(item["step"], item["name"], item["role"], item["date"]) for item in said["approvals"]] == [
        ("review", "Li Ming", "author", "2026-09-01"), ("approved", "Wang Fang", "committee", "2026-09-02"),
        ("published", "Wang Fang", "institution", "2026-09-03"),
    ]
    assert errors(root) == []
    after = (root / f"standards/{COURSE}.yaml").read_text("utf-8").splitlines()
    changed = [(old, new) for old, new in zip(before.splitlines(), after, strict=False) if old != new]
    assert [new.partition(":")[0] for _, new in changed] == ["status", "issued", "effective"]
    assert after[len(before.splitlines()) :][0] == "approvals:"


def test_comments_stay(root: Path) -> None:
    edited(root, ("status: draft", "status: draft   # since the spring"))
    with (root / f"standards/{COURSE}.yaml").open("a", encoding="utf-8") as file:
        file.write("# the end\n")
    release(root, COURSE)
    text = (root / f"standards/{COURSE}.yaml").read_text("utf-8")
    assert "status: review   # since the spring\n" in text
    assert "# the end\napprovals:\n  - {step: review," in text


def test_only_what_is_missing_is_listed(root: Path) -> None:
    before = files(root)
    result = release(root, COURSE, dry_run=True)
    assert (words(result), [str(line) for line in result.lines]) == (
        [], [f"nothing is missing: {COURSE} can become review; nothing was changed"]
    )
    assert files(root) == before


def test_a_plan_follows_its_courses(root: Path) -> None:
    found = [item for item in release(root, PLAN, "Li Ming").diagnostics if item.code == "release-step"]
    assert [item.words() for item in found] == [
        f"{name} is draft; before the plan becomes review, it has to be so too" for name in (COURSE, PRACTICE)
    ]
    assert all(item.where.path == f"standards/{PLAN}.yaml" and item.where.line > 1 for item in found)
    done(root, PLAN, "Li Ming", with_courses=True)
    done(root, COURSE)
    (finding,) = words(release(root, PLAN))
    assert finding == f"{PRACTICE} is review; before the plan becomes approved, it has to be so too"
    done(root, PLAN, with_courses=True)


def test_a_course_that_lags_by_two_steps_is_told(root: Path) -> None:
    done(root, PLAN, "Li Ming", with_courses=True)
    done(root, COURSE, to="draft", reason="Unit 2 is to be discussed.")
    assert words(release(root, PLAN, with_courses=True)) == ["version 1.0.0 is draft and cannot become approved"]


def test_all_go_together(root: Path) -> None:
    done(root, PLAN, "Li Ming", with_courses=True)
    done(root, PLAN, with_courses=True)
    done(root, PLAN, with_courses=True)
    assert {data(root, name)["status"] for name in (PLAN, COURSE, PRACTICE)} == {"published"}
    assert errors(root) == []


def test_a_step_of_several_that_breaks_off_is_finished_by_the_same_command(root: Path) -> None:
    """The plan is written last: whatever is there of the others, the command goes on with the rest."""
    before = files(root)
    release(root, PLAN, "Li Ming", role="author", with_courses=True)
    after = files(root)
    changed = {path for path in after if after[path] != before.get(path)}
    plan = root / f"standards/{PLAN}.yaml"
    assert len(changed) == 3 and plan in changed
    for done_before in (set(), {root / f"standards/{COURSE}.yaml"}, changed - {plan}):
        for path in changed:
            path.write_bytes((after if path in done_before else before)[path])
        result = release(root, PLAN, "Li Ming", role="author", with_courses=True)
        assert not failed(result.diagnostics), [item.words() for item in result.diagnostics]
        assert files(root) == after


def test_it_works_without_git(repository: MakeRepository) -> None:
    made = repository().root
    reviewed(made)
    for name in ("Li Ming", "Wang Fang", "Wang Fang"):
        assert not failed(release(made, COURSE, name).diagnostics)
    assert errors(made) == []


# What is refused, with nothing written


@pytest.mark.parametrize(("given", "message"), [
    ({"name": " "}, "nobody is named who answers for the step review"),
    ({"role": None}, "it is not said in what capacity somebody answers for the step review"),
    ({"to": "published"}, "version 1.0.0 is draft and cannot become published"),
    ({"to": "approved"}, "version 1.0.0 is draft and cannot become approved"),
    ({"to": "withdrawn", "reason": "x"}, "version 1.0.0 is draft and cannot become withdrawn"),
    ({"to": "draft", "reason": "x"}, "version 1.0.0 is draft already; there is nothing to do"),
])
def test_a_step_that_is_none(given: dict[str, Any], message: str, root: Path) -> None:
    before = files(root)
    result = release(root, COURSE, **given)
    (finding,) = result.diagnostics
    assert (finding.words(), finding.where.path) == (message, f"standards/{COURSE}.yaml")
    assert finding.where.line
    assert files(root) == before


@pytest.mark.parametrize(("to", "message"), [
    ("review", "version 1.0.0 is published and cannot become review"),
    ("approved", "version 1.0.0 is published and cannot become approved"),
    ("draft", "version 1.0.0 is published and cannot become draft"),
    ("published", "version 1.0.0 is published already; there is nothing to do"),
    (None, "version 1.0.0 is published already; there is nothing to do"),
])
def test_no_step_leads_back_from_published(to: str | None, message: str, published: Path) -> None:
    assert words(release(published, COURSE, to=to, reason="a slip")) == [message]


def test_a_standard_with_errors_is_not_reviewed(root: Path) -> None:
    edited(root, ("credits: 60", "credits: 59"))
    before = files(root)
    result = release(root, COURSE)
    assert failed(result.diagnostics) and "standards-agree" in {item.code for item in result.diagnostics}
    assert files(root) == before


def test_translations_are_reviewed_before_approval(repository: MakeRepository) -> None:
    made = repository().root
    commit(made)
    done(made, COURSE, "Li Ming")
    result = release(made, COURSE)
    assert {item.where.path for item in result.diagnostics} == {
        f"translations/{locale}/{COURSE}.po" for locale in ("en", "ru", "uz-Latn")
    }
    assert data(made)["status"] == "review"


def test_who_hands_in_does_not_approve(root: Path) -> None:
    done(root, COURSE, "Li Ming")
    assert words(release(root, COURSE, "li  MING")) == ["version 1.0.0 was approved by li MING, who handed it in"]


def test_a_warning_is_solved_or_suppressed_before_approval(root: Path) -> None:
    path = root / "standards/demo/courses/circuits.yaml"
    done(root, COURSE, "Li Ming")
    edited(root, ("kind: course", "kind: course\nsuppressions:\n  - {rule: weekly-load, at: hours, reason: No more.}"))
    commit(root)
    (finding,) = release(root, COURSE).diagnostics
    assert (finding.code, finding.severity) == ("unused-suppression", "error")
    assert path.read_text("utf-8").count("step:") == 1


def test_what_is_approved_is_committed(root: Path) -> None:
    done(root, COURSE, "Li Ming")
    edited(root, ("credits: 60", "credits: 60  # as in the plan"))
    (finding,) = release(root, COURSE).diagnostics
    assert (finding.words(), finding.where.path) == (
        "has changes that are not committed", f"standards/{COURSE}.yaml"
    )
    commit(root)
    catalogue = root / f"translations/ru/{COURSE}.po"
    catalogue.write_text("# by hand\n" + catalogue.read_text("utf-8"), "utf-8")
    assert [item.where.path for item in release(root, COURSE).diagnostics] == [f"translations/ru/{COURSE}.po"]


def test_dates_follow_each_other(root: Path) -> None:
    done(root, COURSE, "Li Ming", date="2026-09-05")
    found = words(release(root, COURSE, date="2026-09-04"))
    assert "the step review is dated 2026-09-05, after 2026-09-04" in found
    done(root, COURSE, date="2026-09-05")
    found = words(release(root, COURSE, date="2026-09-06", effective="2026-09-05"))
    assert "cannot apply from 2026-09-05, before it is issued on 2026-09-06" in found


@pytest.mark.parametrize(("given", "message"), [
    ({"date": "01.09.2026"}, "01.09.2026 is not a date like 2026-11-22"),
    ({"date": "2026-02-30"}, "2026-02-30 is not a date like 2026-11-22"),
    ({"effective": DAY}, "--effective belongs to the step published, and this one is review"),
    ({"id": "demo/courses/circuit"}, f"there is no standard demo/courses/circuit; did you mean {COURSE}?"),
    ({"id": "nothing/like/it"}, "there is no standard nothing/like/it"),
])
def test_a_command_that_means_nothing(given: dict[str, Any], message: str, root: Path) -> None:
    with pytest.raises(CurriculaError) as caught:
        release(root, **{"id": COURSE, **given})
    assert str(caught.value) == message


def test_no_step_is_taken_in_the_future(root: Path) -> None:
    tomorrow = (datetime.date.today() + datetime.timedelta(1)).isoformat()
    with pytest.raises(CurriculaError, match="is in the future"):
        release(root, COURSE, date=tomorrow)


def test_a_name_that_no_file_can_hold(root: Path) -> None:
    before = files(root)
    assert {item.code for item in release(root, COURSE, "x" * 101).diagnostics} >= {"schema-limit"}
    assert {item.code for item in release(root, COURSE, reason="two\nlines").diagnostics} >= {"schema-form"}
    assert files(root) == before


@pytest.mark.parametrize("name", ['O\'Neil "Jim", {x}: #1', "Ким: Ирина", "王芳", "123", "true", "\u2028x"])
def test_any_name_is_kept_as_it_is(name: str, root: Path) -> None:
    result = release(root, COURSE, name)
    if not failed(result.diagnostics):
        assert data(root)["approvals"][0]["name"] == " ".join(name.split())


def test_a_standard_that_cannot_be_read(root: Path) -> None:
    edited(root, ("credits: 60", "credits: many"))
    with pytest.raises(CurriculaError, match="cannot be read"):
        release(root, COURSE)


# What the settings ask for


def policy(root: Path, text: str) -> None:
    with (root / "standards/repository.yaml").open("a", encoding="utf-8") as file:
        file.write(text)
    commit(root)


def test_roles_that_the_settings_name_have_approved(root: Path) -> None:
    policy(root, "release:\n  translations: reviewed\n  roles: [committee, authority]\n")
    done(root, COURSE, "Li Ming")
    done(root, COURSE, role="committee")
    assert words(release(root, COURSE)) == [
        "nobody has approved version 1.0.0 in the role authority, which standards/repository.yaml asks for"
    ]
    assert words(release(root, COURSE, to="approved")) == ["version 1.0.0 is approved already; there is nothing to do"]
    result = done(root, COURSE, "M. Yusupova", role="authority", to="approved")
    assert str(result.lines[0]) == f"{COURSE} 1.0.0: approved by M. Yusupova too"
    done(root, COURSE)
    assert data(root)["status"] == "published" and errors(root) == []


def test_translations_are_approved_where_the_settings_ask_for_it(root: Path) -> None:
    policy(root, "release: {translations: approved}\n")
    done(root, COURSE, "Li Ming")
    done(root, COURSE)
    found = release(root, COURSE).diagnostics
    assert [(item.code, item.where.path) for item in found if item.severity == "error"] == [
        ("translation-status", f"translations/{locale}/{COURSE}.po") for locale in ("en", "ru", "uz-Latn")
    ]
    reviewed(root, "approved")
    commit(root)
    done(root, COURSE)


# The next version


def drafted(root: Path, version: str, *changes: tuple[str, str]) -> None:
    edited(root, ("version: 1.0.0\nstatus: published", f"version: {version}\nstatus: draft"), *changes)


def agreed(root: Path, version: str) -> None:
    """The plan names the new version."""
    edited(root, (f"id: {COURSE}, version: 1.0.0", f"id: {COURSE}, version: {version}"), id=PLAN)


REWORDED = ("每2名学生应配备1台示波器。", "每2名学生应配备1台数字示波器。")
WITH_NUMBER = ("每2名学生应配备1台示波器。", "每2名学生应配备2台示波器。")


@pytest.mark.parametrize(("version", "change", "message"), [
    ("1.0.1", REWORDED, "version 1.0.1 follows 1.0.0, but its changes call for 1.1.0 or higher"),
    ("1.1.0", WITH_NUMBER, "version 1.1.0 follows 1.0.0, but its changes call for 2.0.0 or higher"),
    ("1.1.0", None, "nothing has changed since version 1.0.0, which was published"),
])
def test_the_version_goes_up_as_far_as_its_changes(
    version: str, change: tuple[str, str] | None, message: str, published: Path
) -> None:
    drafted(published, version, *((change,) if change else ()))
    agreed(published, version)
    assert "version" in words(release(published, COURSE))[-1]  # a new version is committed as draft first
    commit(published)
    (finding,) = [item for item in release(published, COURSE).diagnostics if item.severity == "error"]
    assert finding.words() == message
    assert finding.where.line == 7


def test_a_new_version_keeps_the_list_of_its_changes(published: Path, tmp_path: Path) -> None:
    first = subprocess.run(["git", "rev-parse", "HEAD"], cwd=published, capture_output=True, text=True).stdout.strip()
    drafted(published, "1.1.0", REWORDED)
    agreed(published, "1.1.0")
    command_line = run(published, "translate", "sync")
    assert command_line.returncode == 0, command_line.stdout
    for locale, old, new in (("en", "oscilloscope", "digital oscilloscope"),):
        path = published / f"translations/{locale}/{COURSE}.po"
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    for locale in ("en", "ru", "uz-Latn"):
        path = published / f"translations/{locale}/{COURSE}.po"
        text = path.read_text("utf-8").replace("#, fuzzy\n", "")
        path.write_text("".join(line for line in text.splitlines(True) if not line.startswith("#| ")), "utf-8")
    reviewed(published)
    commit(published)
    done(published, COURSE, "Li Ming", date="2026-10-01")
    done(published, COURSE, date="2026-10-01")
    result = done(published, COURSE, date="2026-10-02")
    kept = f"standards/changes/{COURSE}/1.1.0.json"
    assert kept in result.lines
    source = read_json(published, kept)
    assert source.problems == () and list(violations(source, "changes")) == []
    (change,) = [item for item in source.data["changes"] if item["weight"] != "translation"]
    assert (source.data["from"], source.data["to"], source.data["bump"]) == ("1.0.0", "1.1.0", "minor")
    assert (change["kind"], change["item"], change["before"], change["after"]) == ("changed", "IM-F1", *REWORDED)
    assert set(change["sentence"]) == {"en", "ru", "uz-Latn", "zh-Hans"}
    assert change["sentence"]["en"].startswith("provision")
    said = data(published)
    assert (said["replaces"], said["issued"]) == ("1.0.0", "2026-10-02")
    assert [(item["step"], item["version"]) for item in said["approvals"][3:]] == [
        ("review", "1.1.0"), ("approved", "1.1.0"), ("superseded", "1.0.0"), ("published", "1.1.0"),
    ]
    assert errors(published) == []
    package = packed(Repository(published), COURSE, tmp_path / "packages")
    with ZipFile(package) as archive:
        listed = json.loads(archive.read(CHANGES))
    assert listed == source.data
    diff = json.loads(run(published, "diff", COURSE, "--from", first, "--format", "json").stdout)
    assert [diff[name] for name in ("from", "to", "bump")] == [listed[name] for name in ("from", "to", "bump")]
    assert len(diff["changes"]) > 1
    for item in listed["changes"]:
        item["sentence"] = item["sentence"]["en"]
    # `diff` has the wordings in the language of the reader.
    names = ("kind", "weight", "chapter", "noun", "item", "field", "locale", "sentence")
    assert [[item.get(name) for name in names] for item in diff["changes"]] == [
        [item.get(name) for name in names] for item in listed["changes"]
    ]


def test_a_package_states_who_has_approved_it(published: Path, tmp_path: Path) -> None:
    edited(published, ("name: Wang Fang, role: committee", 'name: "Wang  \\u202eFang", role: committee'))
    package = packed(Repository(published), COURSE, tmp_path / "packages")
    manifest = verify(package).manifest
    assert manifest is not None
    names = ("step", "name", "role", "date")
    assert [tuple(item[name] for name in names) for item in manifest["approvals"]] == [
        ("review", "Li Ming", "author", DAY), ("approved", "Wang Fang", "committee", DAY),
        ("published", "Wang Fang", "institution", DAY),
    ]
    told = run(tmp_path, "verify", str(package)).stdout
    assert f"  approved: Wang Fang (academic committee), {DAY}\n" in told
    facts = json.loads(run(tmp_path, "verify", str(package), "--json").stdout)["package"]
    assert facts["approvals"] == manifest["approvals"]
    manifest = verify(packed(Repository(published), PRACTICE, tmp_path / "packages")).manifest
    assert manifest is not None and manifest["approvals"] == []


def test_the_same_release_is_the_same_bytes(published: Path) -> None:
    drafted(published, "1.1.0", REWORDED)
    view = Repository(published)
    assert content(view.standards[COURSE]) == content(Repository(published).standards[COURSE])
    first, second = (release(published, COURSE, dry_run=True) for _ in range(2))
    assert first == second


def test_what_was_published_is_withdrawn_with_a_reason(published: Path) -> None:
    assert words(release(published, COURSE, to="withdrawn")) == ["the step withdrawn needs a reason"]
    done(published, COURSE, to="withdrawn", reason="The occupation has ended.")
    said = data(published)
    assert (said["status"], said["approvals"][-1]["reason"]) == ("withdrawn", "The occupation has ended.")
    assert said["issued"] == DAY
    assert [item for item in errors(published) if item.where.path.endswith("circuits.yaml")] == []


def test_nothing_that_others_rest_on_is_withdrawn(root: Path) -> None:
    for name in ("Li Ming", "Wang Fang", "Wang Fang"):
        done(root, PLAN, name, with_courses=True)
    result = release(root, COURSE, to="withdrawn", reason="The occupation has ended.")
    assert [(item.code, item.where.path) for item in result.diagnostics if item.severity == "error"] == [
        ("status-legal", f"standards/{PLAN}.yaml")
    ]
    assert data(root)["status"] == "published"


def test_a_standard_goes_back_to_draft_with_a_reason(root: Path) -> None:
    done(root, COURSE, "Li Ming")
    assert words(release(root, COURSE, to="draft")) == ["the step draft needs a reason"]
    done(root, COURSE, to="draft", reason="Hours of unit 2 are to be discussed.")
    assert taken(Repository(root).standards[COURSE]) == ()
    done(root, COURSE, "Li Ming")
    assert errors(root) == []


# What is found where nobody asked


def told(root: Path, code: str) -> list[str]:
    return [item.words() for item in locate(root, RULES[code].check(Repository(root)))]


def test_a_step_by_hand_is_found_also_when_it_is_committed(root: Path) -> None:
    for status in ("review", "approved", "published"):
        edited(root, (f"status: {data(root)['status']}", f"status: {status}"))
        commit(root)
    assert told(root, "history-kept") == []
    assert told(root, "release-recorded") == [
        "version 1.0.0 is published, but nobody is on record for: review, approved, published"
    ]


@pytest.mark.parametrize("again", [False, True])
def test_published_words_do_not_change_without_a_new_version(again: bool, published: Path) -> None:
    edited(published, ("title: 电路基础课程标准", "title: 电路基础 课程标准"))  # the writing alone
    if again:
        commit(published)
    assert told(published, "release-recorded") == [
        f"version 1.0.0 has changed since Wang Fang took the step approved on {DAY}"
    ]


def test_what_a_reference_names_goes_on_by_itself(published: Path) -> None:
    edited(published, ("version: 1.0.0}", "version: 1.0.1}"))
    assert told(published, "release-recorded") == []


def test_a_record_stays(published: Path) -> None:
    edited(published, ("name: Wang Fang, role: committee", "name: Somebody Else, role: committee"))
    assert told(published, "history-kept") == [
        f"the record of the step approved of version 1.0.0, by Wang Fang on {DAY}, is not there any more"
    ]


def test_a_list_of_changes_of_another_version_is_found(published: Path) -> None:
    path = published / f"standards/changes/{COURSE}/1.0.0.json"
    path.parent.mkdir(parents=True)
    path.write_text("{}", "utf-8")
    assert {item.code for item in RULES["release-recorded"].check(Repository(published))} == {"schema-required"}


@pytest.mark.parametrize(("status", "steps"), [
    ("draft", ()), ("review", ("review",)), ("published", ("review", "approved", "published")),
    ("withdrawn", ("review", "approved", "published", "withdrawn")),
])
def test_the_steps_that_lead_to_a_status(status: str, steps: tuple[str, ...]) -> None:
    assert needed(status) == steps


# In documents and data


def test_approvals_are_in_every_edition(published: Path) -> None:
    repository = Repository(published)
    whole = publication(repository, COURSE, repository.locales)
    written, problems = xml.render(whole)
    assert problems == ()
    assert b'<approval step="approved" version="1.0.0" name="Wang Fang" role="committee"' in written
    assert json.loads(data_of_all.render(whole)[0])["approvals"][1]["role"] == "committee"
    for locale in repository.locales:
        (fact,) = [fact for fact in compose(repository.edition(COURSE, locale)).facts if "Wang Fang" in str(fact.lines)]
        assert len(fact.lines) == 3
    drafted(published, "1.1.0")
    facts = compose(Repository(published).edition(COURSE, "en")).facts
    assert "Wang Fang" not in str(facts)


def test_the_command_line_says_what_it_did(root: Path) -> None:
    done_ = run(root, "release", COURSE, "--by", "Li Ming", "--role", "author", "--date", DAY)
    assert (done_.returncode, done_.stderr) == (0, "")
    assert done_.stdout.splitlines() == [
        f"{COURSE} 1.0.0: draft → review", "next: commit the files that have changed"
    ]
    refused = run(root, "release", COURSE, "--to", "published", "--by", "Li Ming", "--date", DAY)
    assert refused.returncode == 1
    assert refused.stdout.startswith(f"standards/{COURSE}.yaml:8:9: error[release-step] version 1.0.0 is review and")


def test_an_overlay_without_approvals_is_a_draft(repository: MakeRepository) -> None:
    made = repository(overlay(course={"status": "published"}))
    assert [item.where.pointer for item in RULES["release-recorded"].check(made)] == [("status",)]
