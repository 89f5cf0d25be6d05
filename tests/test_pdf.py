"""PDFs to keep and to be read aloud: judged by veraPDF, and heard as a screen reader hears them."""

import fcntl
import os
import re
import shutil
from itertools import pairwise
from pathlib import Path
from typing import Any

import html5lib
import pikepdf
import pytest
from lxml import etree

from curricula.formats import xml
from curricula.pages import engine
from curricula.pages.archival import Data
from fragments import overlay
from hearing import Heard, sounds
from judging import broken_rules
from running import run

XHTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ROOT = Path(__file__).parents[1]
LOCALES = ("en", "ru", "uz-Latn", "zh-Hans")
NAMES = [f"demo/{name}" for name in ("professional", "courses/circuits", "practice/workshop")]
EDITIONS = [f"{name}/1.0.0/{locale}" for name in NAMES for locale in LOCALES]
PAIR = "zh-Hans+uz-Latn"
NEW_GOAL = "本专业培养电子工程师。"
LEVELS = ("H1", "H2", "H3", "H4", "H5", "H6")


@pytest.fixture(scope="session")
def marked(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration with a goal that nobody has translated yet, as PDF and HTML: made once."""
    folder = tmp_path_factory.getbasetemp()
    folder = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    root = folder / "marked" / "demo"
    root.parent.mkdir(exist_ok=True)
    with (root.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not root.exists():
            made = shutil.copytree(demo, root.with_name("being-made"))
            locales = [{"tag": tag, "policy": "mark"} for tag in LOCALES]
            changes = overlay(
                professional={"goal": [{"id": "GO1", "text": NEW_GOAL}]}, settings={"locales": locales}
            )
            for path, content in changes.items():
                (made / path).write_text(str(content), encoding="utf-8")
            done = run(made, "build", "--format", "pdf", "--format", "html")
            assert done.returncode == 0, done.stdout + done.stderr
            made.rename(root)
    return root


def page_of(root: Path, name: str) -> Any:
    """The same edition as HTML, without what is not for readers, and without the words in drawings."""
    page = html5lib.parse((root / "build" / f"{name}.html").read_bytes())
    body = page.find(f"{XHTML}body")
    for item in [item for item in body if (item.get("class") or "").startswith("running")]:
        body.remove(item)
    for figure in list(body.iter(f"{XHTML}figure")):
        for drawing in figure.findall(f"{SVG}svg"):
            figure.remove(drawing)
    return body


def words(item: Any) -> str:
    """The words of an HTML element, without any space."""
    return "".join("".join(item.itertext()).split())


def plain(text: str) -> str:
    """Words as they were before lines were divided."""
    return text.replace("\u00ad", "").replace("\ufffe", "").replace("\u2010", "").replace("\u0002", "")


# By others


@pytest.mark.slow
def test_the_demonstration_satisfies_pdf_a_and_pdf_ua(marked: Path, tmp_path: Path) -> None:
    """Every edition of it, one with words in another language among them; pairs, a comparison, and a preview."""
    others = tmp_path / "others"
    shutil.copytree(marked, others, ignore=shutil.ignore_patterns("build"))
    course, before = others / "standards/demo/courses/circuits.yaml", tmp_path / "before.yaml"
    before.write_bytes(course.read_bytes())
    course.write_text(course.read_text(encoding="utf-8").replace("。", "，请注意。", 3), encoding="utf-8")
    asked = ("--from", str(before), "--format", "pdf", "--output", "diff.pdf")
    done = run(others, "diff", "demo/courses/circuits", *asked)
    assert done.stdout == "diff.pdf\n", done.stdout + done.stderr
    shown = run(
        others, "translate", "preview", "demo/professional#GO1/text", "--locale", "ru", "--output", "preview.pdf"
    )
    assert shown.stdout == "preview.pdf\n", shown.stdout + shown.stderr
    done = run(others, "build", "--bilingual", PAIR, "--format", "pdf")
    assert done.returncode == 0, done.stdout + done.stderr
    pairs = sorted((others / "build").rglob(f"{PAIR}.pdf"))
    assert len(pairs) == len(NAMES)
    paths = [marked / "build" / f"{name}.pdf" for name in EDITIONS]
    assert broken_rules([*paths, *pairs, others / "diff.pdf", others / "preview.pdf"]) == []


@pytest.mark.slow
def test_every_standard_satisfies_pdf_a_and_pdf_ua_in_every_language(tmp_path: Path) -> None:
    done = run(ROOT, "build", "--format", "pdf", "--output", str(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    paths = sorted(tmp_path.rglob("*.pdf"))
    assert len(paths) >= 20
    assert broken_rules(paths) == []


@pytest.mark.slow
@pytest.mark.parametrize(("page", "rule"), [
    ('<html lang="en"><title>.</title><body><h1>a</h1><h3>b</h3>', "7.4.2-1"),
    ('<html lang="en"><title>.</title><body><table><tr><td rowspan=2>a<td>b<tr><td>c<td>d<td>e</table>', "7.2-42"),
])
def test_what_is_wrong_is_found(page: str, rule: str, typesetting: None, tmp_path: Path) -> None:
    (tmp_path / "wrong.pdf").write_bytes(engine.typeset(f"<!DOCTYPE html>{page}", "", "x")[0])
    assert any(f"| ua1 {rule} |" in line for line in broken_rules([tmp_path / "wrong.pdf"]))


# As it is heard


@pytest.mark.parametrize("name", EDITIONS)
def test_every_word_is_read_in_the_order_of_the_page(name: str, marked: Path) -> None:
    """What is read aloud is what the browser's page says, but for the page numbers of the contents."""
    heard = sounds(marked / "build" / f"{name}.pdf")
    page = page_of(marked, name)
    contents = next(heard.document.all("TOC"))
    links = [plain(item.words) for item in contents.all("Link")]
    entries = [words(item) for item in page.iter(f"{XHTML}a")]
    assert [re.sub(r"\d+$", "", link) for link in links] == [re.sub(r"\d+$", "", entry) for entry in entries]
    for item in (contents, *heard.document.all("Figure")):
        item.parts = []
    (nav,) = page.iter(f"{XHTML}nav")
    nav.remove(nav.find(f"{XHTML}ul"))
    assert plain(heard.document.words) == plain(words(page))
    assert heard.lost == []


@pytest.mark.parametrize("name", EDITIONS)
def test_headings_are_read_with_their_words_and_levels(name: str, marked: Path) -> None:
    heard = sounds(marked / "build" / f"{name}.pdf").document
    heads = [(head.kind, head.words) for head in heard.all(*LEVELS)]
    page = page_of(marked, name)
    expected = [item for item in page.iter() if re.fullmatch(r"h[1-6]", str(item.tag).removeprefix(XHTML))]
    assert heads == [(str(item.tag).removeprefix(XHTML).upper(), words(item)) for item in expected]
    levels = [int(kind[1]) for kind, _ in heads]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def grid(table: Heard) -> list[list[Heard]]:
    """The cells of a table by row and column; a cell that spans several is in each of them. Fails on holes."""
    rows = list(table.all("TR"))
    places: dict[tuple[int, int], Heard] = {}
    for number, row in enumerate(rows):
        column = 0
        for cell in row.elements:
            assert cell.kind in ("TH", "TD")
            while (number, column) in places:
                column += 1
            across, down = cell.attributes.get("ColSpan", 1), cell.attributes.get("RowSpan", 1)
            for place in [(number + y, column + x) for y in range(down) for x in range(across)]:
                assert place not in places
                places[place] = cell
    width = max(column for _, column in places) + 1
    return [[places[number, column] for column in range(width)] for number in range(len(rows))]


@pytest.mark.parametrize("name", EDITIONS)
def test_every_table_is_whole_and_says_what_heads_what(name: str, marked: Path) -> None:
    tables = list(sounds(marked / "build" / f"{name}.pdf").document.all("Table"))
    expected = list(page_of(marked, name).iter(f"{XHTML}table"))
    assert len(tables) == len(expected)
    for table, item in zip(tables, expected, strict=True):
        captions = [words(part) for part in item.iter(f"{XHTML}caption")]
        assert [plain(part.words) for part in table.all("Caption")] == captions
        cells = [part for part in item.iter() if part.tag in (f"{XHTML}th", f"{XHTML}td")]
        assert [plain(cell.words) for cell in table.all("TH", "TD")] == [plain(words(cell)) for cell in cells]
        grid(table)
        assert len(list(table.all("THead"))) <= 1
        heads = list(table.all("TH"))
        assert heads
        assert {head.attributes["Scope"] for head in heads} <= {"/Row", "/Column"}


@pytest.mark.parametrize("locale", ["en", "ru", "uz-Latn"])
def test_words_in_another_language_say_in_which(locale: str, marked: Path) -> None:
    heard = sounds(marked / "build" / f"demo/professional/1.0.0/{locale}.pdf").document
    assert heard.language == locale
    assert [item.words for item in heard.all() if item.language != locale] == [NEW_GOAL]
    (foreign,) = (item for item in heard.all() if item.language != locale)
    assert (foreign.kind, foreign.language) == ("Span", "zh-Hans")


@pytest.mark.parametrize("name", EDITIONS)
def test_running_heads_are_no_part_of_the_document(name: str, marked: Path) -> None:
    heard = sounds(marked / "build" / f"{name}.pdf")
    title = next(heard.document.all("H1")).words
    assert heard.decoration[0] == ""
    assert all(title in words for words in heard.decoration[1:])


@pytest.mark.parametrize("name", EDITIONS)
def test_links_and_lists(name: str, marked: Path) -> None:
    heard = sounds(marked / "build" / f"{name}.pdf").document
    for link in heard.all("Link"):
        (told,) = link.links
        assert "".join(told["/Contents"].split()) in plain(link.words)
        assert told["/Dest"]
    for entry in heard.all("TOCI"):
        assert [part.kind for part in entry.elements] in (["Reference"], ["Reference", "TOC"])
        assert not [part for part in entry.parts if isinstance(part, str)]
    for item in heard.all("LI"):
        assert [part.kind for part in item.elements] in (["LBody"], ["Lbl", "LBody"])


# What it says of itself, and carries


@pytest.mark.parametrize("name", EDITIONS)
def test_a_pdf_says_what_it_is_to_machines(name: str, marked: Path) -> None:
    locale = name.rpartition("/")[2]
    page = html5lib.parse((marked / "build" / f"{name}.html").read_bytes())
    title = next(page.iter(f"{XHTML}title")).text
    told = {item.get("name"): item.get("content") for item in page.iter(f"{XHTML}meta")}
    authors = [item.get("content") for item in page.iter(f"{XHTML}meta") if item.get("name") == "author"]
    with pikepdf.open(marked / "build" / f"{name}.pdf") as pdf:
        with pdf.open_metadata() as data:
            assert data["dc:title"] == title == str(pdf.docinfo["/Title"])
            assert data["dc:language"] == {locale}
            assert data["dc:creator"] == authors
            assert data["dc:description"] == told["description"] == str(pdf.docinfo["/Subject"])
            assert data["dc:identifier"] == told["dcterms.identifier"]
            assert data["dc:rights"] == "CC-BY-4.0"
            assert data["xmp:CreateDate"] == data["xmp:ModifyDate"] == told["dcterms.created"]
            assert (data["pdfaid:part"], data["pdfaid:conformance"], data["pdfuaid:part"]) == ("3", "A", "1")
        assert str(pdf.Root.Metadata.read_bytes(), "utf-8").count("<rdf:RDF") == 1
        assert str(pdf.Root.Lang) == locale
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root]


@pytest.mark.parametrize("name", EDITIONS)
def test_a_pdf_carries_its_edition_as_data(name: str, marked: Path) -> None:
    locale = name.rpartition("/")[2]
    with pikepdf.open(marked / "build" / f"{name}.pdf") as pdf:
        (carried,) = pdf.Root.AF
        assert carried.AFRelationship == "/Data"
        assert list(pdf.attachments) == ["standard.xml"]
        file = pdf.attachments["standard.xml"].get_file()
        content = file.read_bytes()
        assert file.mime_type in ("application/xml", "text/xml")
        assert str(file.obj.Params.CreationDate).startswith("D:20")
    assert xml.validate(content) == ()
    spoken = {item.get(LANG) for item in etree.fromstring(content).iter("{*}words")}
    mixed = {locale, "zh-Hans"} if name.startswith("demo/professional") else {locale}
    assert spoken == mixed
    assert (NEW_GOAL in content.decode()) is name.startswith("demo/professional")


# What the engine is given


def heard_from(folder: Path, body: str, css: str = "") -> Heard:
    """What is heard of the body of a page; the engine complains of nothing."""
    html = f'<!DOCTYPE html><html lang="en"><title>.</title><body>{body}</body></html>'
    pdf, complaints = engine.typeset(html, css + "html { font-family: 'Noto Serif' }", "x")
    assert complaints == ()
    (folder / "x.pdf").write_bytes(pdf)
    found = sounds(folder / "x.pdf")
    assert found.lost == []
    return found.document


@pytest.mark.usefixtures("typesetting")
def test_a_table_over_several_pages_is_one_table(tmp_path: Path) -> None:
    rows = "".join(f"<tr>{'<th rowspan=3 scope=rowgroup>g' if n % 3 == 0 else ''}<td>{n}</tr>" for n in range(60))
    table = f"<table><caption>c<thead><tr><th scope=col>a<th scope=col>b</thead><tbody>{rows}</tbody></table>"
    (heard,) = heard_from(tmp_path, table, "@page { size: A6 }").all("Table")
    with pikepdf.open(tmp_path / "x.pdf") as pdf:
        assert len(pdf.pages) >= 3
    assert [row[1].words for row in grid(heard)] == ["b", *map(str, range(60))]
    assert len(list(heard.all("THead"))) == 1


@pytest.mark.usefixtures("typesetting")
def test_a_paragraph_over_two_pages_is_one_paragraph(tmp_path: Path) -> None:
    (heard,) = heard_from(tmp_path, f"<p>{'word ' * 600}</p>", "@page { size: A6 }").all("P")
    assert heard.words == "word" * 600


@pytest.mark.usefixtures("typesetting")
@pytest.mark.parametrize(("attributes", "inside", "alternative"), [
    ('aria-label="Three circles"', "", "Three circles"),
    ('aria-labelledby="t d"', "<title>Circles</title><desc>There are three.</desc>", "Circles\nThere are three."),
])
def test_a_figure_has_words_that_stand_for_it(attributes: str, inside: str, alternative: str, tmp_path: Path) -> None:
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {attributes} width="100" height="50">{inside}'
    body = f'<p>a</p><figure>{drawing}<text y="20">in it</text></svg><figcaption>Figure 1</figcaption></figure><p>b</p>'
    heard = heard_from(tmp_path, body)
    assert [item.words for item in heard.all("P", "Caption")] == ["a", "Figure1", "b"]
    (figure,) = heard.all("Figure")
    assert figure.alternative == alternative
    with pikepdf.open(tmp_path / "x.pdf") as pdf:
        dictionaries = (item for item in pdf.objects if isinstance(item, pikepdf.Dictionary))
        found = next(item for item in dictionaries if item.get("/S") == "/Figure")
        left, bottom, right, top = (float(value) for value in found.A.BBox)
        assert (round(right - left), round(top - bottom)) == (75, 38)
        assert 0 < bottom < top < float(pdf.pages[0].MediaBox[3])


@pytest.mark.usefixtures("typesetting")
def test_a_figure_without_words_is_a_problem() -> None:
    html = '<html lang="en"><title>.</title><body><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    assert engine.typeset(html, "", "x")[1] == ("A figure has no words that stand for it",)


@pytest.mark.usefixtures("typesetting")
def test_a_divided_word_is_read_whole(tmp_path: Path) -> None:
    css = "p { hyphens: auto; width: 25mm; font: 12pt 'Noto Serif' }"
    (heard,) = heard_from(tmp_path, "<p>incomprehensibilities notwithstanding</p>", css).all("P")
    assert "\u2010" not in heard.words
    assert plain(heard.words) == "incomprehensibilitiesnotwithstanding"
    assert plain(heard.words) != heard.words


@pytest.mark.usefixtures("typesetting")
def test_an_excerpt_begins_at_the_first_level(tmp_path: Path) -> None:
    heard = heard_from(tmp_path, "<h2><b>a</b></h2><h3>b</h3><h2>c</h2>")
    assert [(head.kind, head.words) for head in heard.all(*LEVELS)] == [("H1", "a"), ("H2", "b"), ("H1", "c")]


@pytest.mark.usefixtures("typesetting")
def test_lettered_items_are_a_list(tmp_path: Path) -> None:
    items = "".join(f'<li><p><span class="number">{letter})</span> {letter * 5}</p></li>' for letter in "ab")
    (heard,) = heard_from(tmp_path, f"<ul>{items}</ul>", "ul { list-style: none }").all("L")
    assert [[part.words for part in item.elements] for item in heard.all("LI")] == [["a)", "aaaaa"], ["b)", "bbbbb"]]
    assert heard.attributes["ListNumbering"] == "/LowerAlpha"


@pytest.mark.usefixtures("typesetting")
def test_changes_are_told_apart_without_colours(tmp_path: Path) -> None:
    heard = heard_from(tmp_path, "<p>one <del>two</del> <ins>three</ins></p>")
    assert [(item.words, item.attributes["TextDecorationType"]) for item in heard.all("Span")] == [
        ("two", "/LineThrough"), ("three", "/Underline"),
    ]


@pytest.mark.usefixtures("typesetting")
def test_data_are_dated_the_day_of_the_document(tmp_path: Path) -> None:
    html = '<html lang="en"><title>.</title><meta name="dcterms.created" content="2026-03-04"><p>a'
    pdf, complaints = engine.typeset(html, "", "x", Data("a.xml", b"<a/>", "A"))
    assert complaints == ()
    assert pdf == engine.typeset(html, "", "x", Data("a.xml", b"<a/>", "A"))[0]
    (tmp_path / "x.pdf").write_bytes(pdf)
    with pikepdf.open(tmp_path / "x.pdf") as found:
        assert str(found.attachments["a.xml"].get_file().obj.Params.ModDate) == "D:20260304000000Z"
        assert found.attachments["a.xml"].description == "A"
