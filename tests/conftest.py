"""What all tests share: the demonstration repository, copied and changed for each test."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from curricula.catalogue import Catalogue, Message, read_catalogue, write_catalogue
from curricula.model.text import Text
from curricula.pages import engine
from curricula.references import SHARED
from curricula.repository import Repository
from curricula.syncing import sync

TESTS = Path(__file__).parent
ROOT = TESTS.parent
DEMO = TESTS / "demo"

Overlays = Mapping[str, str | bytes | None]
MakeRepository = Callable[..., Repository]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` writes the files of `tests/golden` anew instead of comparing with them."""
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew; look at the changes")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration repository, complete: its shared catalogues with the labels of documents too.

    `tests/demo` has the names of its own only. The labels belong to the program and change with it, so
    their translations are taken from the program's repository, and from the label itself where that
    has none yet.
    """
    return completed(tmp_path_factory.mktemp("demo") / "demo")


def completed(root: Path) -> Path:
    """The demonstration repository in the new folder `root`, its shared catalogues completed."""
    shutil.copytree(DEMO, root)
    repository = Repository(root)
    for locale in repository.locales:
        own = repository.catalogue(SHARED, locale)
        labels = read_catalogue(ROOT, f"translations/{locale}/{SHARED}.po", locale)
        units = list(repository.units(SHARED, locale))
        messages = {text.key: _message(text, own, labels) for text in units}
        (root / own.path).write_bytes(write_catalogue(replace(own, messages=messages)))
    sync(Repository(root))
    return root


@pytest.fixture(scope="session")
def typesetting(tmp_path_factory: pytest.TempPathFactory) -> None:
    """This process typesets as a build does. Once: the fonts that it begins with are those that it keeps."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FONTCONFIG_FILE", "")  # so that programs which are started later have their own fonts
        engine.prepare(tmp_path_factory.mktemp("typesetting"))
        assert engine.typeset("<!DOCTYPE html><html lang='en'><title>.</title><p>.", "", "test")[1] == ()


def _message(text: Text, *catalogues: Catalogue) -> Message:
    for catalogue in catalogues:
        if catalogue.state(text) == "translated":
            return catalogue.messages[text.key]
    return Message(text.key, text.words, text.words, text.where)


@pytest.fixture
def repository(demo: Path, tmp_path: Path) -> MakeRepository:
    """Makes a repository: a copy of the demonstration with `{relative path: text or bytes}` put over it.

    None deletes the file. Without overlays every rule is satisfied. Each call makes a new folder.
    """
    made = 0

    def make(overlays: Overlays | None = None) -> Repository:
        nonlocal made
        made += 1
        root = tmp_path / f"repository-{made}"
        shutil.copytree(demo, root)
        for path, content in (overlays or {}).items():
            target = root / path
            if content is None:
                target.unlink()
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.encode() if isinstance(content, str) else content)
        return Repository(root)

    return make
