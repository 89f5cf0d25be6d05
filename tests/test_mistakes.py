"""Syntax errors are told at the author's mistake, not where the parser gave up."""

from pathlib import Path

import pytest

from curricula.diagnostics import Where
from curricula.source import read_yaml

MISTAKES = [
    ("a: 1\nname：x\nb: 2\n", 2, 5, "Write the colon after name"),
    ("a: 1\ncredits:6\nname: x\n", 2, 8, "space after the colon"),
    ("a:\n\t- b\n", 2, 1, "tab"),
    ("a:\n  b: 1\n\u3000c: 2\n- d\n", 3, 1, "full-width"),
    ('a: 1\nb: "x\nc: 2\nd: 3\n', 2, 4, "quote that opens here"),
    ("a: {b: 1, c: 2\nd: 3\n", 1, 4, "bracket that opens here"),
    ("a: [1, 2\nb: 3\n", 1, 4, "bracket that opens here"),
    ("a:\n  b: 1\n   c: 2\n", 3, 5, "indentation"),
    ("a: Note: x\n", 1, 8, "double quotes"),
]


@pytest.mark.parametrize(("words", "line", "column", "advice"), MISTAKES, ids=[advice for *_, advice in MISTAKES])
def test_the_mistake_is_named_at_its_place(words: str, line: int, column: int, advice: str, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(words, encoding="utf-8")
    (finding,) = read_yaml(tmp_path, "a.yaml").problems
    assert finding.where == Where("a.yaml", line, column)
    assert advice in finding.advice()


def test_words_behind_a_hash_are_not_lost_in_silence(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: 1   # a comment\ntext: 学习 #1 光纤熔接\n", encoding="utf-8")
    (finding,) = read_yaml(tmp_path, "a.yaml").problems
    assert (finding.code, finding.where.line) == ("yaml-comment", 2)


@pytest.mark.parametrize("words", ["a: 1 # why\n", "a: \"x #1\"\n", "a: x#1\n", "# only\na: 1\n", "a: [1, 2] #3\n"])
def test_comments_and_quoted_hashes_are_fine(words: str, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(words, encoding="utf-8")
    assert not read_yaml(tmp_path, "a.yaml").problems
