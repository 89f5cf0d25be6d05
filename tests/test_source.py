"""The YAML dialect, every refusal with its place, and the places of values."""

import json
import math
from pathlib import Path
from typing import Any

import pytest

from badfiles import BAD
from curricula.diagnostics import Diagnostic, Where
from curricula.source import LARGEST, locate, read_json, read_text, read_yaml


def data(root: Path, words: str) -> Any:
    (root / "a.yaml").write_text(words, encoding="utf-8")
    source = read_yaml(root, "a.yaml")
    assert source.problems == ()
    return source.data


@pytest.mark.parametrize(("written", "meant"), [
    ("no", "no"), ("on", "on"), ("Yes", "Yes"), ("off", "off"), ("y", "y"),
    ("true", True), ("False", False), ("null", None), ("~", None), ("", None),
    ("12:30", "12:30"), ("190:20:30", "190:20:30"), ("010", 10), ("0x1F", "0x1F"), ("0o17", "0o17"), ("-7", -7),
    ("1_000", "1_000"), ("1,000", "1,000"), ("1.5", 1.5), ("1.0.0", "1.0.0"), (".5", 0.5), ("1e3", 1000.0),
    ("2026-09-01", "2026-09-01"), ("2026-09-01T10:00:00Z", "2026-09-01T10:00:00Z"), (".inf", ".inf"), ("=", "="),
    ('"1"', "1"), ("'true'", "true"), ("'it''s'", "it's"), ('"\\u7535"', "电"), ("５", "５"),
    ("99999999999999999999", "99999999999999999999"), ("[1, a]", [1, "a"]), ("{b: no}", {"b": "no"}),
])
def test_the_dialect_is_the_core_schema(written: str, meant: Any, tmp_path: Path) -> None:
    found = data(tmp_path, f"a: {written}\n")["a"]
    assert (found, type(found)) == (meant, type(meant))


def test_keys_are_words(tmp_path: Path) -> None:
    assert data(tmp_path, "1: a\ntrue: b\nno: c\n2026-01-01: d\n") == {
        "1": "a", "true": "b", "no": "c", "2026-01-01": "d",
    }


def test_long_texts_are_folded_as_yaml_says(tmp_path: Path) -> None:
    assert data(tmp_path, "a: >-\n  one\n  two\n\n  three\nb: |\n  x\n  y\n") == {"a": "one two\nthree", "b": "x\ny\n"}


def test_the_end_of_lines_does_not_matter(tmp_path: Path) -> None:
    assert data(tmp_path, "a: 1\r\nb:\r\n  - c\r\n") == {"a": 1, "b": ["c"]}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_found_at_its_place(name: str, tmp_path: Path) -> None:
    bad = BAD[name]
    bad.put(tmp_path / "a.yaml")
    source = read_yaml(tmp_path, "a.yaml")
    (finding,) = source.problems
    assert source.data is None
    assert (finding.code, finding.where) == (bad.code, Where("a.yaml", bad.line, bad.column))
    assert finding.severity == "error"
    assert finding.words()
    assert bad.hint in finding.advice()


def test_every_conflict_is_told_and_a_line_in_a_remark_or_in_words_is_none(tmp_path: Path) -> None:
    one = "<<<<<<< HEAD\nb: 2\n||||||| base\nb: 1\n=======\nb: 3\n>>>>>>> branch\n"
    for name, read in (("a.yaml", read_yaml), ("a.json", read_json)):
        (tmp_path / name).write_text(f"a: 1\n{one}c: 1\n{one}{one}", encoding="utf-8")
        found = read(tmp_path, name).problems
        assert [(item.code, item.where.line) for item in found] == [("merge-conflict", line) for line in (2, 10, 17)]
    assert data(tmp_path, "# =======\n#\na: |\n  <<<<<<< HEAD\n  =======\n") == {"a": "<<<<<<< HEAD\n=======\n"}


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    (finding,) = read_yaml(tmp_path, "a.yaml").problems
    assert finding.words() == "cannot be read: No such file or directory"


def test_the_first_of_two_keys_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n")
    (finding,) = read_yaml(tmp_path, "a.yaml").problems
    assert finding.words() == "the key c stands twice; the first is on line 3"


@pytest.mark.parametrize(("more", "refused"), [(0, False), (1, True)])
def test_the_largest_file_is_still_read(more: int, refused: bool, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"a" * (LARGEST + more))
    assert bool(read_text(tmp_path, "a.yaml")[1]) is refused


NESTED = """\
title: A
goal:
  - id: GO1
    text: "words"
  - {id: GO2, clauses: [{id: GO2.1,
       text: more}]}
hours: {total: 16, theory: 8}
"""


@pytest.mark.parametrize(("pointer", "line", "column"), [
    (("title",), 1, 8),
    (("goal",), 3, 3),
    (("goal", 0), 3, 5),
    (("goal", 0, "text"), 4, 11),
    (("goal", 1, "id"), 5, 10),
    (("goal", 1, "clauses", 0, "text"), 6, 14),
    (("hours", "theory"), 7, 28),
    (("goal", 0, "title"), 3, 5),
    (("goal", 7, "id"), 3, 3),
    (("hours", "practice", "deeper"), 7, 8),
    (("nothing", "here"), 1, 1),
])
def test_values_are_located_and_missing_ones_at_their_parent(
    pointer: tuple[str | int, ...], line: int, column: int, tmp_path: Path
) -> None:
    (tmp_path / "a.yaml").write_text(NESTED)
    (found,) = locate(tmp_path, [Diagnostic(Where("a.yaml", pointer=pointer), "code", "message")])
    assert (found.where.line, found.where.column) == (line, column)


def test_a_known_place_is_left_alone(tmp_path: Path) -> None:
    known = Diagnostic(Where("a.yaml", 9, 9), "code", "message")
    whole = Diagnostic(Where("gone.yaml", pointer=("a",)), "code", "message")
    assert [item.where.line for item in locate(tmp_path, [known, whole])] == [9, 0]


@pytest.mark.parametrize(("content", "code"), [
    (b'{"a": 1, "a": 2}', "duplicate-key"),
    (b'{"a": {"b": 1, "b": 2}}', "duplicate-key"),
    (b'{"a": 1', "json-syntax"),
    (b'{"a": 1}}', "json-syntax"),
    (b"", "json-syntax"),
    (b'{"a": "\\ud800"}', "json-syntax"),
    (b'{"\\udc00": 1}', "json-syntax"),
    (b'{"a": ' + b"9" * 5000 + b"}", "json-syntax"),
    (b"[" * 100_000, "too-deep"),
    (b'\xef\xbb\xbf{"a": 1}', "encoding"),
    ('{"a": "电"}'.encode("gb18030"), "encoding"),
])
def test_json_is_refused_in_the_same_way(content: bytes, code: str, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(content)
    source = read_json(tmp_path, "a.json")
    assert source.data is None
    assert [finding.code for finding in source.problems] == [code]
    assert source.problems[0].words().encode()


def test_json_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"a": ["电", 1.5, None, "\U00020bb7"]}))
    assert read_json(tmp_path, "a.json").data == {"a": ["电", 1.5, None, "\U00020bb7"]}


def test_a_number_beyond_all_bounds_is_no_number(tmp_path: Path) -> None:
    found = data(tmp_path, "a: 1e999\n")["a"]
    assert isinstance(found, str) or math.isfinite(found)
