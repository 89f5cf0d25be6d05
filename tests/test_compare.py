"""What a teacher sees between two versions of a standard."""

import dataclasses
import json
import subprocess
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import MakeRepository
from curricula.compare import IDENTITY, Change, Item, bump, compare
from curricula.diagnostics import Where
from curricula.model.common import Hours, Reference
from curricula.model.standards import KINDS
from curricula.model.text import Text
from curricula.redline.vocabulary import ITEMS, PROPERTIES
from fragments import overlay
from running import run

COURSE = "demo/courses/circuits"
PROFESSIONAL = "demo/professional"
AUTHOR = ["-c", "user.name=a", "-c", "user.email=a@example.org"]


def changes(repository: MakeRepository, **fragment: dict[str, Any]) -> tuple[Change, ...]:
    old, new = repository(), repository(overlay(**fragment))
    return tuple(
        change for name in old.standards for change in compare(old.standards[name], new.standards[name])
    )


def commit(root: Path) -> Path:
    """The folder, with everything in it committed to git."""
    for command in (["init", "-q"], ["add", "-A"], [*AUTHOR, "commit", "-qm", "one"]):
        subprocess.run(["git", *command], cwd=root, check=True)
    return root


def replaced(root: Path, path: str, *pairs: tuple[str, str]) -> None:
    """Replace words in a file; each must be there."""
    words = (root / path).read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in words
        words = words.replace(old, new)
    (root / path).write_text(words, encoding="utf-8")


def text(words: str) -> Text:
    return Text("x#U1/text", words, Where(""), "zh-Hans")


def test_equal_standards_have_no_changes(repository: MakeRepository) -> None:
    assert changes(repository) == ()
    assert bump(()) == ("none", None)


def test_a_reworded_text_is_substantive_and_calls_for_a_minor_version(repository: MakeRepository) -> None:
    (change,) = changes(repository, professional={"goal": [{"id": "GO1", "text": "培养电子产品装配人才。"}]})[:1]
    assert (change.kind, change.item.id, change.field, change.weight) == ("changed", "GO1", "text", "substantive")
    assert bump([change]) == ("minor", change)


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
    found = [change for change in compare(old, new) if change.item.id == "NA1"]
    assert [change.weight for change in found] == [weight]


def test_other_hours_call_for_a_major_version(repository: MakeRepository) -> None:
    found = changes(repository, course={"credits": 9})
    assert [(change.item.id, change.field, change.after) for change in found] == [("document", "credits", 9)]
    assert bump(found) == ("major", found[0])


def test_another_figure_in_a_sentence_calls_for_a_major_version() -> None:
    change = Change(
        "changed", Item("Content", "U1"), "text", text("偏差应不超过±5°"), text("偏差应不超过±3°"), "substantive"
    )
    assert bump([change]) == ("major", change)


def test_a_group_below_the_standard_is_an_item_as_in_translation_keys(repository: MakeRepository) -> None:
    (change,) = changes(repository, professional={"programme": {"name": "电子信息技术"}})
    assert (change.item, change.field, change.chapter) == (Item("Programme", "programme"), "name", "programme")
    assert change.after.key == f"{PROFESSIONAL}#programme/name"


def test_of_a_list_in_another_order_only_what_moved_is_told(repository: MakeRepository) -> None:
    clauses = [{"id": f"NT{number}", "text": f"第{number}条。"} for number in range(2, 6)]
    orders = ([0, 1, 2, 3], [3, 0, 1, 2])
    old, new = (
        repository(overlay(course={"nature": [clauses[place] for place in order]})).standards[COURSE]
        for order in orders
    )
    assert [(c.kind, c.item.id, c.after, c.weight) for c in compare(old, new)] == [
        ("moved", "NT5", Item("Clause", "NT1"), "editorial"),
    ]


def test_an_item_that_moves_to_another_list_is_not_lost_and_found(repository: MakeRepository) -> None:
    moving = {"id": "NT2", "text": "新条文。"}
    old = repository(overlay(course={"nature": [moving]})).standards[COURSE]
    methods = [{**moving, "text": "新的条文。"}]
    new = repository(overlay(course={"implementation": {"methods": methods}})).standards[COURSE]
    told = [(c.kind, c.item.id, c.field) for c in compare(old, new)]
    assert told == [("moved", "NT2", ""), ("changed", "NT2", "text")]


def nouns(kind: Any, field: str = "", root: bool = True) -> Iterator[tuple[str, str]]:
    """Every noun and property that a change can be about, read from the types of the model."""
    for entry in dataclasses.fields(kind):
        if entry.name in IDENTITY:
            continue
        name = f"{field}.{entry.name.rstrip('_')}" if field else entry.name.rstrip("_")
        below = [part for hint in parts(typing.get_type_hints(kind)[entry.name]) for part in parts(hint)]
        nested = (part for part in below if dataclasses.is_dataclass(part) and part not in (Text, Where, Reference))
        inner = [typing.cast(type, part) for part in nested]
        for part in inner:
            own = "id" in {each.name for each in dataclasses.fields(part)} or (root and part is not Hours)
            if part is not kind and {"Code", "SemesterLoad"}.isdisjoint({part.__name__}):
                yield from nouns(part, "" if own else name, False)
        if not inner or any(part.__name__ in ("Code", "SemesterLoad") for part in inner):
            yield kind.__name__ if not field else "", name


def parts(hint: Any) -> tuple[Any, ...]:
    inner = typing.get_args(hint)
    return tuple(part for each in inner for part in parts(each)) if inner else (hint,)


def test_every_noun_and_property_of_the_model_has_words() -> None:
    known = {pair for kind in KINDS.values() for pair in nouns(kind)}
    assert {noun for noun, _ in known if noun} - set(ITEMS) == set()
    assert {name for _, name in known} - set(PROPERTIES) == set()


CHANGED = [
    ("hours: {total: 960, theory: 400, practice: 560}", "hours: {total: 976, theory: 416, practice: 560}"),
    ("text: 能解释电路定律。", "text: 能解释电路的基本定律。"),
    ("name: 直流电路", "name: 直流电路分析"),
    ("    - {id: IM-M1, text: 宜采用项目教学。}\n", "    - {id: IM-M2, text: 应采用项目教学。}\n"),
    ("prerequisites: [C101]", "prerequisites: []"),
    ("phase: summative", "phase: formative"),
]
SENTENCES = {
    "zh-Hans": [
        "this standard: hours 960 → 976", "objective OB1 reworded", "      + 能解释电路的基本定律。",
        "unit U1 直流电路分析: name 直流电路 → 直流电路分析", "provision 5.2.1 (IM-M2) added", "(IM-M1) removed",
        "this standard, prerequisites: removed C101",
        "assessment component AS2 期末考试: phase 终结性考核 → 过程性考核",
    ],
    "ru": [
        "unit U1 直流电路分析: name 直流电路 → 直流电路分析",  # both wordings in one language
        "      - 能解释电路定律。", "  1 Характер и задачи дисциплины",
    ],
    "en": ["  1 Nature and task of the course", ": phase Summative → Formative"],
    "uz-Latn": ["      + 能解释电路的基本定律。"],
}


@pytest.mark.parametrize("locale", SENTENCES)
def test_changes_are_told_in_sentences_with_names(locale: str, repository: MakeRepository) -> None:
    root = repository().root
    replaced(root, f"standards/{COURSE}.yaml", ("status: draft", "status: published"))
    commit(root)
    replaced(root, f"standards/{COURSE}.yaml", *CHANGED)
    told = run(root, "diff", COURSE, "--locale", locale)
    assert (told.returncode, told.stderr) == (0, "")
    for sentence in SENTENCES[locale]:
        assert sentence in told.stdout
    assert "The first number of the version must go up, to 2.0.0 or higher: a requirement" in told.stdout
    assert "The newer version still has the number 1.0.0" in told.stdout
    assert run(root, "diff", COURSE, "--locale", locale).stdout == told.stdout


def test_a_version_that_was_never_published_keeps_its_number(repository: MakeRepository) -> None:
    root = commit(repository().root)
    replaced(root, f"standards/{COURSE}.yaml", *CHANGED)
    told = run(root, "diff", COURSE).stdout
    assert "The number of the version can stay the same: version 1.0.0 has not been published." in told
    assert "must go up" not in told and "still has the number" not in told
    facts = json.loads(run(root, "diff", COURSE, "--format", "json").stdout)
    assert (facts["bump"], facts["version"]) == ("none", "1.0.0")


def test_a_course_moves_from_semester_to_semester(repository: MakeRepository) -> None:
    root = commit(repository().root)
    loads = "{number: 2, hours: 320}, {number: 3, hours: 480}, {number: 4, hours: 160}"
    replaced(root, f"standards/{COURSE}.yaml", (loads, loads.replace("number: 4", "number: 5")))
    assert "this standard moved from semester 2, 3, 4 to 2, 3, 5" in run(root, "diff", COURSE, "--locale", "en").stdout


def test_the_command_compares_with_the_last_commit(repository: MakeRepository) -> None:
    root = commit(repository().root)
    replaced(root, f"standards/{COURSE}.yaml", ("weight: 100", "weight:  100"))
    assert "0 changes" in run(root, "diff", COURSE).stdout


def test_a_change_of_a_translation_names_the_language_and_both_wordings(repository: MakeRepository) -> None:
    root = repository().root
    replaced(root, f"standards/{COURSE}.yaml", ("status: draft", "status: published"))
    commit(root)
    old, new = "Закон Ома и его применение.", "Закон Ома и примеры его применения."
    replaced(root, f"translations/ru/{COURSE}.po", (old, new))
    told = run(root, "diff", COURSE).stdout.splitlines()
    assert told[:5] == [
        "1 change of translations only", "  3 Course content", "    content U1.1, text: translation changed (Russian)",
        f"      - {old}", f"      + {new}",
    ]
    facts = json.loads(run(root, "diff", COURSE, "--format", "json").stdout)
    assert (facts["bump"], facts["version"]) == ("patch", "1.0.1")
    assert [(c["weight"], c["locale"], c["after"]) for c in facts["changes"]] == [("translation", "ru", new)]
    assert "0 changes" in run(root, "diff", COURSE, "--locale", "en").stdout


WRONG = [
    (("no/such",), "has no standard no/such"),
    (("demo/profesional",), "did you mean demo/professional?"),
    ((COURSE, "--from", "no-such-revision"), "git has no version no-such-revision"),
    ((COURSE, "--from", "1.0.0"), "looks like the number of a version: name a commit"),
    ((COURSE, "--from", "draft.DOCX"), "draft.DOCX is an Office file: bring it in with `curricula import` first"),
    ((COURSE, "--from", "--output=x"), "is neither a file nor a revision"),
    ((COURSE, "--locale", "xx"), "xx is not among"),
    ((COURSE, "--from", "HEAD~1"), "HEAD~1 does not have the standard demo/courses/circuits; the present"),
    ((COURSE, "--from", "HEAD~2"), "HEAD~2: demo/courses/circuits cannot be shown: assessment is missing"),
    ((COURSE, "--from", f"standards/{PROFESSIONAL}.yaml"), "the kind professional"),
    ((COURSE, "--from", "older.yaml", "--locale", "ru"), "which has no translations"),
    ((COURSE, "--from", "dangling.yaml"), "cannot be shown, line "),
    ((COURSE, "--output", "missing.yaml/out.html"), "cannot write"),
]


@pytest.fixture
def three_commits(repository: MakeRepository) -> Path:
    """A repository whose course was unreadable in its first commit, and missing in its second."""
    root = repository().root
    course = root / f"standards/{COURSE}.yaml"
    words = course.read_text(encoding="utf-8")
    (root / "older.yaml").write_text(words, encoding="utf-8")
    (root / "dangling.yaml").write_text(words.replace("outcomes: [K1]", "outcomes: [K9]"), encoding="utf-8")
    (root / "missing.yaml").write_text("", encoding="utf-8")
    (root / "draft.DOCX").write_bytes(b"PK")
    course.write_text("kind: course\n", encoding="utf-8")
    commit(root)
    course.unlink()
    for _ in range(2):
        subprocess.run(["git", "add", "-A"], cwd=root, check=True)
        subprocess.run(["git", *AUTHOR, "commit", "-qm", "next"], cwd=root, check=True)
        course.write_text(words, encoding="utf-8")
    return root


@pytest.mark.parametrize(("arguments", "reason"), WRONG)
def test_what_cannot_be_compared_is_one_line(arguments: tuple[str, ...], reason: str, three_commits: Path) -> None:
    done = run(three_commits, "diff", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert reason in done.stderr


def test_names_are_in_the_language_of_the_person_where_it_has_them(repository: MakeRepository) -> None:
    root = commit(repository().root)
    replaced(root, f"standards/{PROFESSIONAL}.yaml", ("total: 288", "total: 290"))
    russian = run(root, "diff", PROFESSIONAL, LANGUAGE="ru").stdout
    assert "Проектирование электронных изделий" in russian
    assert run(root, "diff", PROFESSIONAL, "--locale", "ru", LANGUAGE="ru").stdout == russian
    (root / f"translations/ru/{PROFESSIONAL}.po").unlink()
    assert "电子产品设计" in run(root, "diff", PROFESSIONAL, LANGUAGE="ru").stdout


def test_a_folder_outside_of_git_says_so(repository: MakeRepository) -> None:
    root = repository().root
    done = run(root, "diff", COURSE, GIT_CEILING_DIRECTORIES="/")
    assert done.returncode == 2
    assert "this folder has no history of versions: name an earlier copy of the file with --from FILE" in done.stderr
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    assert "nothing has been committed here yet" in run(root, "diff", COURSE).stderr


def test_a_file_is_compared_with_the_present_one(repository: MakeRepository, tmp_path: Path) -> None:
    root = repository().root
    older = tmp_path / "older.yaml"
    words = (root / f"standards/{COURSE}.yaml").read_text(encoding="utf-8")
    older.write_text(words.replace("version: 1.0.0", "version: 0.9.0", 1), encoding="utf-8")
    told = run(root, "diff", COURSE, "--from", str(older)).stdout
    assert "translations were not compared: a version read from a file has none" in told
    assert "0 changes since version 0.9.0" in told
