"""What the typesetting engine leaves out and remembers changes no page: beside WeasyPrint as it is."""

import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import cssselect2
import pypdfium2
import pytest
import tinyhtml5
from PIL import ImageChops, ImageFilter

from curricula.editions.edition import Bilingual
from curricula.figures.illustrating import illustrated
from curricula.pages import reading
from curricula.pages.markup import FOLDER, markup, stylesheet
from curricula.repository import Repository
from typesetters import PAGES, STYLE, lay_out

DOCUMENTS = ("demo/professional", "demo/courses/circuits")
SET = "import sys; sys.path.insert(0, {!r}); import typesetters; sys.argv[1:] = {!r}; {}; typesetters.main()"
# The engine without what makes it fast; what changes bytes on purpose stays.
PLAIN = """
import types, zlib, pydyf
from curricula.pages import archival, engine, writing
for name in (
    "shape_lines_once", "share_styles", "ask_styles_once", "answer_shortly", "leave_out_what_is_not_there",
    "write_streams_once",
):
    assert callable(getattr(engine, name))
    setattr(engine, name, lambda *_: None)
engine.read_page = lambda weasyprint, html, fetcher: weasyprint.HTML(string=html, url_fetcher=fetcher)
archival.settle = lambda _: None
pydyf.zlib = types.SimpleNamespace(compressobj=lambda level: zlib.compressobj(writing.LEVEL))
"""
RINGS = "from curricula.pages import engine; engine.draw_plain_borders = lambda: None"


def ran(arguments: list[str], before: str = "") -> str:
    """What `tests/typesetters.py` says, in a process in which `before` is done first."""
    program = SET.format(str(Path(__file__).parent), arguments, f"exec({before!r})")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def editions(demo: Path, tmp_path: Path) -> Path:
    """A folder with two standards of the demonstration in all languages, and one of them in two languages side by
    side, as the engine is given them.
    """
    lay_out(demo, DOCUMENTS, tmp_path)
    repository = Repository(demo)
    pair = illustrated(Bilingual(*(repository.edition("demo/professional", locale) for locale in ("zh-Hans", "ru"))))
    for name, words in ((PAGES, markup(pair)), (STYLE, stylesheet(pair))):
        (tmp_path / name.format("pair")).write_text(words, encoding="utf-8")
    return tmp_path


def pdfs(folder: Path) -> dict[str, bytes]:
    """The PDFs that were made."""
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.ours.pdf"))}


@pytest.mark.slow
def test_what_is_remembered_and_left_out_changes_no_byte(editions: Path) -> None:
    ran(["ours", str(editions)])
    found = pdfs(editions)
    assert len(found) >= 8
    ran(["ours", str(editions)], PLAIN)
    assert {name for name, content in pdfs(editions).items() if content != found[name]} == set()


@pytest.mark.slow
def test_borders_are_where_they_were(editions: Path) -> None:
    """Thin lines are drawn a little differently, by fractions of a dot: so the pages are looked at from afar."""
    ran(["ours", str(editions), "0-en"])
    found = pypdfium2.PdfDocument(pdfs(editions)["0-en.ours.pdf"])
    ran(["ours", str(editions), "0-en"], RINGS)
    rings = pypdfium2.PdfDocument(pdfs(editions)["0-en.ours.pdf"])
    assert len(found) == len(rings)
    for page, other in zip(found, rings, strict=True):
        seen, expected = (
            item.render(scale=6).to_pil().convert("L").filter(ImageFilter.BoxBlur(6)) for item in (page, other)
        )
        assert max(ImageChops.difference(seen, expected).tobytes()) < 24


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux tells the memory of a process there")
def test_memory_does_not_grow_with_the_number_of_documents(editions: Path) -> None:
    for path in editions.glob("0-*.page.html"):
        path.unlink()
    before, after = map(float, ran(["memory", str(editions), "12", "72"]).split())
    assert after < 1.1 * before


def parts(tree: Any) -> list[tuple[str, dict[str, str], str, str]]:
    """The elements of a page: tags, attributes, words in them and after them; but for space around all of it."""
    return [
        (
            item.tag,
            {name: value for name, value in item.attrib.items() if not name.endswith("xmlns")},
            (item.text or "").lstrip("\n"), (item.tail or "").rstrip("\n"),
        )
        for item in tree.iter() if isinstance(item.tag, str)
    ]


def test_pages_are_read_as_a_parser_of_html_reads_them(editions: Path) -> None:
    weasyprint = SimpleNamespace(HTML=type("Page", (), {}), cssselect2=cssselect2)
    for path in sorted(editions.glob("*.page.html")):
        page = path.read_text(encoding="utf-8")
        expected = tinyhtml5.parse(page, namespace_html_elements=False)
        found = reading.read_page(weasyprint, page, print)
        assert parts(found.etree_element) == parts(expected)


def test_a_page_that_is_no_xml_is_left_to_the_parser_of_html() -> None:
    weasyprint = SimpleNamespace(HTML=lambda **given: given)
    assert reading.read_page(weasyprint, "<p>a<p>b", print) == {"string": "<p>a<p>b", "url_fetcher": print}


def test_no_style_sheet_changes_a_style_that_was_asked() -> None:
    """Grids, flexible boxes and first lines do, in the engine; on screens they may."""
    for name in ("base", "print", "figures", "bilingual", "comparison", "comparison-print", "preview", "paper"):
        css = (FOLDER / f"{name}.css").read_text(encoding="utf-8").partition("@media screen")[0]
        assert not re.search(r"display: *(inline-)?(grid|flex)|::?first-(line|letter)", css), name
