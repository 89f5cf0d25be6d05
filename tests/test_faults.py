"""A short run of faults.py over every fault; `make faults` is the long one."""

import random
from pathlib import Path

import pytest

from conftest import completed
from curricula.diagnostics import CurriculaError
from curricula.files import LEFTOVER, replace_together
from faults import FAULTS, read_only_disk
from scenes import SCENES, Scene

MOMENTS = {"killed-sign": 8, "killed-publish": 8, "two-publishers": 4}  # of the others two


@pytest.fixture(scope="session")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration repository that no other test touches."""
    return completed(tmp_path_factory.mktemp("faults") / "demo")


@pytest.fixture(scope="session")
def known() -> dict[str, Scene]:
    """The scenes that are ready."""
    return {}


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_nothing_is_torn_or_lost_and_the_next_run_ends_well(
    fault: str, known: dict[str, Scene], own: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    act, name, _ = FAULTS[fault]
    if name not in known:
        known[name] = SCENES[name](own, tmp_path_factory.mktemp(name))
    if act is read_only_disk and not known[name].mountable():
        pytest.skip("no disk can be mounted here: that takes the rights of root")
    tally = act(known[name], MOMENTS.get(fault, 2), random.Random(fault))
    assert tally.moments
    assert tally.faults == 0, str(tally)


def test_files_that_belong_together_leave_nothing_where_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("in the way", encoding="utf-8")
    with pytest.raises(CurriculaError):
        replace_together({tmp_path / "a": b"1", tmp_path / "taken" / "b": b"2"})
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_what_a_killed_run_left_of_the_same_files_goes_and_nothing_else(tmp_path: Path) -> None:
    own, others = f".a.p7s.abcd_123{LEFTOVER}", f".a.p7s.uz.abcd_123{LEFTOVER}"
    for name in (own, others):
        (tmp_path / name).write_text("half", encoding="utf-8")
    assert replace_together({tmp_path / "a.p7s": b"1"}) == {tmp_path / "a.p7s"}
    assert sorted(path.name for path in tmp_path.iterdir()) == [others, "a.p7s"]
    assert replace_together({tmp_path / "a.p7s": b"1"}) == frozenset()
