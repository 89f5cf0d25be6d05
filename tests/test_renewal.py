"""A repository renewed after a change is the repository as it is now, and reads no more than what has changed."""

import shutil

import pytest

from conftest import MakeRepository
from curricula.checking import check
from curricula.repository import Repository

COURSE = "standards/demo/courses/circuits.yaml"
CATALOGUE = "translations/ru/demo/courses/circuits.po"


def test_what_has_not_changed_is_shared(repository: MakeRepository) -> None:
    before = repository()
    check(before)
    after = before.renewed({COURSE, CATALOGUE})
    assert after.standards["demo/courses/circuits"] is not before.standards["demo/courses/circuits"]
    assert after.standards["demo/professional"] is before.standards["demo/professional"]
    assert after.catalogue("demo/courses/circuits", "ru") is not before.catalogue("demo/courses/circuits", "ru")
    assert after.catalogue("demo/courses/circuits", "en") is before.catalogue("demo/courses/circuits", "en")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (COURSE, ("total: 960", "total: 961")),
        (COURSE, ("title: ", "title: [")),
        (CATALOGUE, ('msgstr "', 'msgstr ')),
        ("standards/repository.yaml", ("{tag: ru, policy: strict}", "{tag: kk, policy: strict}")),
        ("standards/partners/cn.yaml", ("id: ", "ident: ")),
        ("standards/classifications/isco-08.csv", ("code,", "number,")),
    ],
)
def test_it_finds_what_a_new_one_finds(changed: str, words: tuple[str, str], repository: MakeRepository) -> None:
    before = repository()
    good = check(before)
    path = before.root / changed
    content = path.read_text(encoding="utf-8")
    path.write_text(content.replace(*words, 1), encoding="utf-8")
    broken = before.renewed({changed})
    assert check(broken) == check(Repository(before.root))
    assert check(broken) != good
    path.write_text(content, encoding="utf-8")
    assert check(broken.renewed({changed})) == good


def test_a_folder_stands_for_all_that_is_in_it(repository: MakeRepository) -> None:
    before = repository()
    check(before)
    shutil.move(before.root / "standards/demo/courses", before.root / "elsewhere")
    after = before.renewed({"standards/demo/courses"})
    assert set(before.standards) - set(after.standards) == {"demo/courses/circuits"}
    assert check(after) == check(Repository(before.root))
