"""The generated repository that speed is measured with: clean under all rules, and always the same."""

from pathlib import Path

from corpus import SIZE, write
from curricula.checking import check
from curricula.repository import Repository

NUMBER = SIZE + 2  # one whole programme, and the beginning of another


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}


def errors(repository: Repository) -> list[str]:
    return [f"{item.where.path} {item.code}: {item.words()}" for item in check(repository) if item.severity == "error"]


def test_the_corpus_is_clean_with_and_without_translations(tmp_path: Path) -> None:
    for locales in ((), ("en", "ru", "uz-Latn")):
        write(tmp_path / f"{len(locales)}", NUMBER, locales)
        repository = Repository(tmp_path / f"{len(locales)}")
        assert errors(repository) == []
        assert len(repository.standards) == NUMBER
        assert len(repository.catalogues) == (NUMBER + 1) * (len(locales) + 1) - NUMBER


def test_its_standards_differ(tmp_path: Path) -> None:
    write(tmp_path, NUMBER)
    standards = Repository(tmp_path).standards
    for facts in ({item.uuid for item in standards.values()}, {item.code for item in standards.values()}):
        assert len(facts) == NUMBER
    assert len({item.title.words for item in standards.values()}) == NUMBER


def test_the_same_corpus_is_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(tmp_path / name, NUMBER, ("ru",))
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
