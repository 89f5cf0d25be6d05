"""What is found is the same, however many processes look for it."""

import re
from contextlib import nullcontext
from functools import partial
from pathlib import Path

import pytest

from conftest import ROOT
from corpus import write
from curricula.checking import check
from curricula.diagnostics import Diagnostic
from curricula.phrases import phrases
from curricula.processes import pool
from curricula.repository import Repository
from curricula.reviewing import judged

STANDARDS = 52  # more than are done before another process has started


def damaged(folder: Path) -> Repository:
    """A repository in which every rule about words has something to find, in standards far from one another."""
    write(folder, STANDARDS, ("en", "ru"))
    for number, path in enumerate(sorted((folder / "translations").glob("*/programme-*/**/*.po"))[::5]):
        words = path.read_text(encoding="utf-8")
        changes = ("the the (", "12 кГц “", "учет учёт", "应 shall", "should")
        words = re.sub(r'(?m)^(msgstr "[^"]+)"$', rf'\1 {changes[number % 5]}"', words, count=3)
        path.write_text(words, encoding="utf-8")
    for path in sorted((folder / "standards").glob("programme-*/professional.yaml"))[:3]:
        path.write_text(path.read_text(encoding="utf-8").replace("text: 能", "text: 能  的的", 1), encoding="utf-8")
    return Repository(folder)


@pytest.mark.slow
def test_the_number_of_processes_changes_nothing(tmp_path: Path) -> None:
    made = damaged(tmp_path)

    def found(processes: int) -> tuple[Diagnostic, ...]:
        fresh = Repository(made.root)
        return check(fresh, pool=partial(pool, processes)) if processes else check(fresh)

    alone = found(0)
    assert {item.code for item in alone} >= {
        "same-words-same-translation", "doubled-words", "normative-strength", "script-hygiene", "yo-consistent",
    }
    assert found(1) == found(2) == alone


def test_what_standards_share_is_part_of_no_standard() -> None:
    whole = Repository(ROOT)
    first = whole.standard_paths[0]
    name = next(iter(whole.standards))
    part = whole.part([first], frozenset((name,)))
    assert part.documents == (name,)
    assert part.pairs == tuple(pair for pair in whole.pairs if pair.source.key.startswith(f"{name}#"))


@pytest.mark.parametrize(("words", "expected"), [
    ("not allowed", {"not allowed": "not allowed", "not": "not"}),
    ("not  (allowed)", {"not allowed": "not  (allowed", "not": "not"}),
    ("not, allowed", {"not": "not"}),
    ("nothing allowed", {}),
    ("cannot", {}),
    ("not allowedness", {"not": "not"}),
    ("5G基站PON", {"5G": "5G", "5G基站": "5G基站", "PON": "PON"}),
    ("GPON与PON", {"PON": "PON"}),
    ("基，站", {}),
    ("5G 基站", {"5G": "5G", "5G基站": "5G 基站"}),
])
def test_phrases_are_found_as_they_are_written(words: str, expected: dict[str, str]) -> None:
    known = ("not", "not allowed", "5G", "5G基站", "PON")
    index = phrases([(phrase, phrase) for phrase in known], "en", inflected=False)
    assert {one.value: words[one.start : one.end] for one in index.all(words)} == expected
    assert index.values(words) == set(expected)


def test_without_phrases_nothing_is_found() -> None:
    assert phrases([], "zh-Hans").all("应用") == ()


def test_what_is_wrong_is_told_wherever_it_stands(tmp_path: Path) -> None:
    write(tmp_path, 12, ("en",))
    wrong = {}
    for path in sorted((tmp_path / "translations/en").glob("programme-*/courses/*.po")):
        words = path.read_text(encoding="utf-8")
        changed = words.replace('"Nature of the course"', '"Nature of the the course"', 1)
        if changed != words:
            path.write_text(changed, encoding="utf-8")
            wrong[path.relative_to(tmp_path / "translations/en").with_suffix("").as_posix()] = path
    assert len(wrong) == 3
    first, *others = wrong
    for documents in ([first], others, [first]):  # one after the other, as a process is handed them
        found = {item.where.path for item in judged(tmp_path, documents).found if item.code == "doubled-words"}
        assert found == {str(wrong[name].relative_to(tmp_path)) for name in documents}


@pytest.mark.slow
def test_a_check_of_words_finds_all_that_is_wrong_in_translations(tmp_path: Path) -> None:
    made = damaged(tmp_path)
    here = [item for item in check(made) if item.where.path.startswith("translations/")]
    for executor in (nullcontext, partial(pool, 2)):
        words = check(Repository(made.root), pool=executor, words=True)
        assert [item for item in words if item.where.path.startswith("translations/")] == here
