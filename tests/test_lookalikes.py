"""What is offered in the place of a name that does not exist."""

import difflib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curricula.lookalikes import alike, nearest, spelt

KNOWN = ["C104", "C210", "C304", "self_study", "public-basic"]


@pytest.mark.parametrize(("name", "meant", "advice"), [
    ("C314", "C304", "did you mean C304?"),
    ("c304", "C304", "did you mean C304?"),
    ("С304", "C304", "did you mean C304? The letter С here is Cyrillic."),
    ("Ϲ304", "C304", "did you mean C304?"),
    ("Ｃ３０４", "C304", "did you mean C304? Ｃ is written full-width here."),
    ("C3O4", "C304", "did you mean C304? Here stands the letter O, there a digit."),
    ("C3О4", "C304", "did you mean C304? The letter О here is Cyrillic."),
    ("Cl04", "C104", "did you mean C104? Here stands the letter l, there a digit."),
    ("C2lO", "C210", "did you mean C210? Here stands the letter l, there a digit."),
    ("pub1ic-basic", "public-basic", "did you mean public-basic? Here stands the digit 1, there a letter."),
    ("SELF-STUDY", "self_study", "did you mean self_study?"),
    ("public basic", "public-basic", "did you mean public-basic?"),
])
def test_the_likely_name_and_why_it_was_not_found(name: str, meant: str, advice: str) -> None:
    likely = nearest(name, KNOWN)
    assert likely is not None
    assert likely.close == likely.arguments["close"] == meant
    assert likely.hint.format_map(likely.arguments) == advice


def test_nothing_is_offered_for_what_is_like_nothing() -> None:
    assert nearest("zz", KNOWN) is None
    assert nearest("", KNOWN) is None
    assert nearest("C304", []) is None


@pytest.mark.parametrize("name", ["EN1", "EN1/text", "X304"])
def test_a_code_of_another_kind_is_no_slip(name: str) -> None:
    assert nearest(name, ["RE1", "RE1/text", *KNOWN]) is None
    assert nearest("C314/name", ["X314/name", "C304/name"]).close == "C304/name"  # type: ignore[union-attr]


def test_the_order_of_the_known_names_does_not_matter() -> None:
    assert nearest("C20", ["C201", "C202"]) == nearest("C20", ["C202", "C201"])


@pytest.mark.parametrize(("name", "meant"), [
    ("Public_Basic", "public-basic"), (" ｓｅｌｆ－ｓｔｕｄｙ ", "self_study"), ("c104", "C104"),
    ("С104", None), ("C1O4", None),
])
def test_only_the_same_letters_are_the_same_name(name: str, meant: str | None) -> None:
    assert spelt(name, KNOWN) == meant


def test_of_two_with_the_same_letters_neither_is_meant() -> None:
    assert spelt("a b", ["a-b", "a_b"]) is None


@pytest.mark.parametrize(("name", "meant"), [("С304", "C304"), ("c3o4", "C304"), ("C30", None), ("", None)])
def test_what_only_looks_the_same_is_the_same_name_where_one_has_the_shape(name: str, meant: str | None) -> None:
    assert alike(name, KNOWN) == meant
    assert alike(name, [*KNOWN, "С304"]) is None  # both look alike


@settings(derandomize=True, deadline=None)
@given(
    name=st.text("abc/", min_size=1, max_size=12),
    names=st.lists(st.text("abc/", min_size=1, max_size=12), min_size=1, max_size=8, unique=True),
    likeness=st.sampled_from((0.3, 0.5, 0.6)),
)
def test_the_nearest_name_is_that_of_the_greatest_ratio(name: str, names: list[str], likeness: float) -> None:
    found = nearest(name, names, likeness)
    assert ([found.close] if found else []) == difflib.get_close_matches(name, names, 1, likeness)
