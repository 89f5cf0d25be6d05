"""A YAML file changed to mean other data: what did not change keeps its bytes."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curricula.diagnostics import CurriculaError
from curricula.editing import rewritten, written
from curricula.source import parsed

TEXT = """\
# head
title: 'It''s'   # said
note: "a, b"
hours: {total: 48, theory: 40}   # planned
list: [a, b]
long: >-
  two
  lines
empty: []
items:   # a block
  - id: A   # first
    name: Alpha
    parts:
      - {id: A.1, n: 1}
      # before the second
      - {id: A.2, n: 2}

  - id: B
    name: Beta
# tail
last: 1"""


@pytest.mark.parametrize(("changes", "old", "new"), [
    ({"title": "It’s not 'it'"}, "'It''s'   # said", "'It’s not ''it'''   # said"),
    ({"note": "c: d"}, '"a, b"', '"c: d"'),
    ({"hours": {"total": 50, "theory": 40, "practice": 10}}, "{total: 48, theory: 40}",
     "{total: 50, theory: 40, practice: 10}"),
    ({"hours": {"theory": 40}}, "{total: 48, theory: 40}", "{theory: 40}"),
    ({"list": ["b", "no", "x, y"]}, "[a, b]", '[b, no, "x, y"]'),
    ({"list": []}, "[a, b]", "[]"),
    ({"long": "one: line"}, ">-\n  two\n  lines", '"one: line"'),
    ({"last": 1.5}, "last: 1", "last: 1.5"),
    ({"more": "true"}, "last: 1", 'last: 1\nmore: "true"'),
    ({"empty": [{"id": "E", "n": 1}]}, "empty: []", "empty:\n  - {id: E, n: 1}"),
    ({"note": None}, 'note: "a, b"\n', ""),
])
def test_one_change_touches_one_place(changes: dict[str, Any], old: str, new: str) -> None:
    data = {name: value for name, value in {**parsed(TEXT, "").data, **changes}.items() if value is not None}
    assert rewritten(TEXT, data) == TEXT.replace(old, new)


def items(change: Any) -> str:
    data = copy.deepcopy(parsed(TEXT, "").data)
    change(data["items"])
    return rewritten(TEXT, data)


def test_entries_come_and_go_in_the_style_of_their_neighbours() -> None:
    assert items(lambda them: them.pop(0)) == (
        TEXT[: TEXT.index("  - id: A")] + TEXT[TEXT.index("\n  - id: B") :]
    )
    assert items(lambda them: them[0]["parts"].pop(1)) == TEXT.replace("      - {id: A.2, n: 2}\n", "")
    assert items(lambda them: them[0]["parts"].insert(0, {"id": "A.0", "n": [1]})) == TEXT.replace(
        "      - {id: A.1", "      - {id: A.0, n: [1]}\n      - {id: A.1"
    )
    assert items(lambda them: them.append({"id": "C", "parts": [{"id": "C.1", "n": 0}]})) == TEXT.replace(
        "    name: Beta\n", "    name: Beta\n  - id: C\n    parts:\n      - {id: C.1, n: 0}\n"
    )
    without = TEXT[: TEXT.index("    parts")] + TEXT[TEXT.index("\n  - id: B") :]
    assert items(lambda them: them[0].pop("parts")) == without


def test_equal_data_are_equal_bytes_and_one_is_not_true() -> None:
    assert rewritten(TEXT, parsed(TEXT, "").data) == TEXT
    assert rewritten("a: 1\n", {"a": True}) == "a: true\n"
    assert rewritten("a: 1\n", {"a": 1.0}) == "a: 1.0\n"


def test_what_cannot_be_changed_safely_is_refused() -> None:
    with pytest.raises(CurriculaError, match="nothing was written"):
        rewritten("a:\n  - b: 1\n    c: 2\n", {"a": [{"c": 2}]}, "x.yaml")
    with pytest.raises(CurriculaError, match="cannot be read"):
        rewritten("a: [", {}, "x.yaml")


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn", "Co")), max_size=12)
scalars = st.one_of(words, st.integers(-9, 99), st.booleans(), st.floats(0, 9).map(lambda number: round(number, 2)))
entries = st.fixed_dictionaries({"id": st.sampled_from("ABCDE"), "name": scalars}, optional={"n": scalars})


@settings(max_examples=80, deadline=None)
@given(
    values=st.dictionaries(st.sampled_from(["title", "note", "list", "hours", "new"]), scalars, max_size=4),
    listed=st.lists(entries, max_size=5, unique_by=lambda entry: entry["id"]),
    gone=st.sampled_from(["last", "long", ""]),
)
def test_any_change_is_written_or_nothing_is(values: dict[str, Any], listed: list[Any], gone: str) -> None:
    wanted = {**parsed(TEXT, "").data, **values, "items": listed}
    wanted.pop(gone, None)
    result = rewritten(TEXT, wanted)
    assert parsed(result, "").data == wanted
    assert result.startswith("# head\n")
    assert "\n# tail\n" in result


def test_a_new_property_is_written_as_by_hand() -> None:
    assert written("hours", {"total": 1}) == "hours: {total: 1}\n"
    assert written("name", "№ 1, или: два") == 'name: "№ 1, или: два"\n'
