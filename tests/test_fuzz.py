"""A short run of the fuzzer over every reader; `make fuzz` is the long one."""

from itertools import islice
from pathlib import Path

import pytest

from curricula.plugins import names
from fuzzing import Target, cases, survives, targets
from samples import samples

CASES = 60
NAMES = (
    "standards", "settings", "partners", "terminology", "classifications", "catalogues", "reviews", "docx", "xlsx",
    "json",
    "package",
    *(f"exchange-{name}" for name in names("curricula.exchange")),
)


@pytest.fixture(scope="module")
def known(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Target]:
    return targets(demo, tmp_path_factory.mktemp("fuzz"), samples(demo))


def test_every_reader_is_a_target(known: dict[str, Target]) -> None:
    assert set(NAMES) <= set(known)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_broken_files_end_in_findings(name: str, known: dict[str, Target]) -> None:
    for content in islice(cases(known[name], seed=1), CASES):
        survives(known[name], content)


@pytest.mark.parametrize("name", NAMES)
def test_a_good_file_is_read_without_a_fault(name: str, known: dict[str, Target]) -> None:
    """What the inputs are made of, else they would be refused for other reasons than those put in."""
    known[name].read(known[name].seeds[0])


def test_the_same_seed_makes_the_same_inputs(known: dict[str, Target]) -> None:
    once, again = (list(islice(cases(known["standards"], seed=7), 20)) for _ in range(2))
    assert once == again
    assert len(set(once)) > 10
