"""What the demonstration looks like in every format and language, kept under `tests/golden` and reviewed by eye.

`pytest tests/test_golden.py --update-golden` writes the files anew; a person reads the difference before it is kept.
Formats that are text are compared byte for byte. Of a PDF, what it says is compared: its pages, its bookmarks and its
structure with the words in it; its bytes are a matter of fonts and compression.
"""

import difflib
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from conftest import ROOT, completed
from curricula.pipeline import publication, render
from curricula.plugins import names, stated
from curricula.repository import Repository
from fragments import overlay
from hearing import Heard, sounds

GOLDEN = Path(__file__).with_name("golden")
ADDRESS = "https://standards.example.org"
DOCUMENTS = ("demo/professional", "demo/courses/circuits", "demo/practice/workshop")
LOCALES = ("zh-Hans", "en", "ru", "uz-Latn")  # the source language first
TEXT = ("text/html", "application/xml", "application/json")
FORMATS = {name: stated("curricula.formats", name) for name in names("curricula.formats")}
SHOWN = 60  # lines of a difference


def files(*media: str) -> list[tuple[str, str, str]]:
    """Document, format and file name, of all files in the formats with these media types."""
    found = []
    for name, told in FORMATS.items():
        if told["MEDIA_TYPE"] in media:
            stems = ("standard",) if told["SCOPE"] == "publication" else LOCALES
            found += [(document, name, f"{stem}.{told['SUFFIX']}") for document in DOCUMENTS for stem in stems]
    return found


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The demonstration with a web address, which some formats cannot do without."""
    root = completed(tmp_path_factory.mktemp("golden") / "demo")
    for path, content in overlay(settings={"address": ADDRESS}).items():
        assert isinstance(content, str)
        (root / path).write_text(content, encoding="utf-8")
    return Repository(root)


def made(repository: Repository, document: str, format: str, name: str) -> bytes:
    """One file as the program makes it; nothing may be wrong with it."""
    stem = name.partition(".")[0]
    artifact = render(format, name, publication(repository, document, LOCALES if stem == "standard" else (stem,)))
    assert artifact.problems == ()
    return artifact.content


def compare(found: str, path: Path, request: pytest.FixtureRequest) -> None:
    """Compare with a golden file, or write it."""
    if request.config.getoption("--update-golden"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(found.encode())
    expected = path.read_bytes().decode() if path.exists() else ""
    if found != expected:
        lines = list(difflib.unified_diff(
            expected.splitlines(), found.splitlines(), str(path.relative_to(ROOT)), "now", lineterm="", n=2
        ))
        more = [f"… and {len(lines) - SHOWN} lines more"] if len(lines) > SHOWN else []
        pytest.fail("\n".join(["not as kept; --update-golden keeps it", *lines[:SHOWN], *more]), pytrace=False)


@pytest.mark.parametrize(("document", "format", "name"), files(*TEXT), ids=str)
def test_a_file_is_as_it_was(
    document: str, format: str, name: str, published: Repository, request: pytest.FixtureRequest
) -> None:
    compare(made(published, document, format, name).decode(), GOLDEN / document / name, request)


@pytest.mark.slow
@pytest.mark.usefixtures("typesetting")
@pytest.mark.parametrize(("document", "format", "name"), files("application/pdf"), ids=str)
def test_a_pdf_says_what_it_said(
    document: str, format: str, name: str, published: Repository, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    path = tmp_path / name
    path.write_bytes(made(published, document, format, name))
    compare("\n".join(told(path)) + "\n", GOLDEN / document / f"{name}.txt", request)


def told(path: Path) -> Iterator[str]:
    """What a PDF says, in lines."""
    pdf = pypdfium2.PdfDocument(path)
    yield f"{len(pdf)} pages"
    for title in pdf.get_toc():
        place = title.get_dest()
        assert place is not None
        yield f"{'  ' * title.level}bookmark {title.get_title()}: page {place.get_index() + 1}"
    pdf.close()
    yield from structure(sounds(path).document, 0)


def structure(element: Heard, depth: int) -> Iterator[str]:
    """An element of the structure and those in it; words as they are heard, one after the other."""
    yield f"{'  ' * depth}{element.kind} {element.language} {element.alternative}".rstrip()
    for part in element.parts:
        if isinstance(part, Heard):
            yield from structure(part, depth + 1)
        elif part.strip():
            yield f"{'  ' * (depth + 1)}“{part.strip()}”"


def test_nothing_is_kept_that_is_not_made() -> None:
    pdfs = [(document, name, f"{file}.txt") for document, name, file in files("application/pdf")]
    expected = {GOLDEN / document / name for document, _, name in [*files(*TEXT), *pdfs]}
    assert {path for path in GOLDEN.rglob("*") if path.is_file()} == expected
