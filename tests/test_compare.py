"""What a teacher sees between two versions of a standard."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from conftest import MakeRepository
from curricula.compare import Change, bump, compare
from fragments import overlay
from running import run

COURSE = "demo/courses/circuits"


def changes(repository: MakeRepository, **fragment: dict[str, Any]) -> tuple[Change, ...]:
    old, new = repository(), repository(overlay(**fragment))
    return tuple(
        change for name in old.standards for change in compare(old.standards[name], new.standards[name])
    )


def test_equal_standards_have_no_changes(repository: MakeRepository) -> None:
    assert changes(repository) == ()
    assert bump(()) == "none"


def test_a_reworded_text_is_substantive_and_calls_for_a_minor_version(repository: MakeRepository) -> None:
    (change,) = changes(repository, professional={"goal": [{"id": "GO1", "text": "培养电子产品装配人才。"}]})[:1]
    assert (change.kind, change.item, change.field, change.weight) == ("changed", "GO1", "text", "substantive")
    assert bump([change]) == "minor"


@pytest.mark.parametrize(("before", "after", "weight"), [
    ("应符合要求。", "应符合要求；", "editorial"),
    ("共 5 项", "共5项", "editorial"),
    ("应符合要求。", "宜符合要求。", "substantive"),
])
def test_only_the_writing_is_editorial(before: str, after: str, weight: str, repository: MakeRepository) -> None:
    old, new = (
        repository(overlay(course={"nature": [{"id": "NA1", "text": words}]})).standards[COURSE]
        for words in (before, after)
    )
    found = [change for change in compare(old, new) if change.item == "NA1"]
    assert [change.weight for change in found] == [weight]


def test_other_hours_call_for_a_major_version(repository: MakeRepository) -> None:
    found = changes(repository, course={"credits": 9})
    assert [(change.item, change.field, change.after) for change in found] == [("document", "credits", "9")]
    assert bump(found) == "major"


def test_another_figure_in_a_sentence_calls_for_a_major_version() -> None:
    assert bump([Change("changed", "U1", "text", "偏差应不超过±5°", "偏差应不超过±3°", "substantive")]) == "major"


def test_the_command_compares_with_the_last_commit(repository: MakeRepository) -> None:
    root = repository().root
    author = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "-A"], [*author, "commit", "-qm", "one"]):
        subprocess.run(["git", *command], cwd=root, check=True)
    path = root / f"standards/{COURSE}.yaml"
    words = path.read_text(encoding="utf-8")
    path.write_text(words.replace("weight: ", "weight:  ", 1), encoding="utf-8")
    assert "0 changes" in run(root, "diff", COURSE).stdout
    catalogue = root / f"translations/ru/{COURSE}.po"
    catalogue.write_text(catalogue.read_text(encoding="utf-8").replace('msgstr "', 'msgstr "А', 2), encoding="utf-8")
    told = json.loads(run(root, "diff", COURSE, "--format", "json").stdout)
    assert told["bump"] == "patch"
    assert [change["weight"] for change in told["changes"]] == ["translation"]


WRONG = [("no/such",), (COURSE, "--from", "no-such-revision"), (COURSE, "--from", "README")]


@pytest.mark.parametrize("arguments", WRONG)
def test_what_cannot_be_compared_is_one_line(arguments: tuple[str, ...], repository: MakeRepository) -> None:
    done = run(repository().root, "diff", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1


def test_a_file_is_compared_with_the_present_one(repository: MakeRepository, tmp_path: Path) -> None:
    root = repository().root
    older = tmp_path / "older.yaml"
    words = (root / f"standards/{COURSE}.yaml").read_text(encoding="utf-8")
    older.write_text(words.replace("version: 1.0.0", "version: 0.9.0", 1), encoding="utf-8")
    assert "0 changes; from 0.9.0" in run(root, "diff", COURSE, "--from", str(older)).stdout
