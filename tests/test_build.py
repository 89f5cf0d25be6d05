"""Building: what is reused, what is rebuilt, that bytes depend on nothing else, and what the documents are like."""

import ctypes
import fcntl
import json
import os
import random
import re
import shutil
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import html5lib
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from lxml import etree

from conftest import MakeRepository
from curricula.cache import Cache
from curricula.pages.engine import typeset
from curricula.pipeline import published
from curricula.plugins import stated
from curricula.repository import Repository
from fragments import overlay
from running import run

XHTML = "{http://www.w3.org/1999/xhtml}"
LOCALES = ("en", "ru", "uz-Latn", "zh-Hans")
DOCUMENTS = ("demo/professional", "demo/courses/circuits", "demo/practice/workshop")
EDITIONS = [f"{document}/1.0.0/{locale}" for document in DOCUMENTS for locale in LOCALES]
FORMATS = [stated("curricula.formats", name) for name in published()]
WHOLE = [f"standard.{told['SUFFIX']}" for told in FORMATS if told["SCOPE"] == "publication"]
SUFFIXES = [str(told["SUFFIX"]) for told in FORMATS if told["SCOPE"] == "edition"]
FILES = len(DOCUMENTS) * (len(WHOLE) + len(SUFFIXES) * len(LOCALES))
WORDS = {"goal": [{"id": "GO1", "text": "本专业培养电子工程师。"}]}

Snapshot = dict[str, tuple[bytes, int]]


def outputs(root: Path) -> Snapshot:
    """Content and time of every output, by its path below build/."""
    folder = root / "build"
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*") if path.is_file() and ".cache" not in path.parts
    }


def contents(root: Path) -> dict[str, bytes]:
    return {name: content for name, (content, _) in outputs(root).items()}


def build(root: Path, *arguments: str, **changes: str) -> str:
    """The last line of a build that finds no errors."""
    done = run(root, "build", *arguments, **changes)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    return done.stdout.splitlines()[-1]


@pytest.fixture(scope="session")
def built(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration with everything built: once, also where several processes run the tests."""
    folder = tmp_path_factory.getbasetemp()
    folder = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    root = folder / "built" / "demo"
    root.parent.mkdir(exist_ok=True)
    with (root.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not root.exists():
            made = shutil.copytree(demo, root.with_name("being-made"))
            assert f" {FILES} files, no problems" in build(made)
            made.rename(root)
    return root


@pytest.fixture
def copied(built: Path, tmp_path: Path) -> Path:
    """A copy of it to change; times are copied too."""
    return shutil.copytree(built, tmp_path / "copied")


def change(root: Path, path: str, old: str, new: str) -> None:
    words = (root / path).read_text(encoding="utf-8")
    assert words.count(old) == 1
    (root / path).write_text(words.replace(old, new), encoding="utf-8")


# What is reused


def test_a_second_build_changes_no_byte_and_no_time(copied: Path) -> None:
    before = outputs(copied)
    assert f"{FILES} reused from cache" in build(copied)
    assert outputs(copied) == before


def test_one_changed_word_rebuilds_one_edition_and_the_files_with_all_languages(copied: Path) -> None:
    before = outputs(copied)
    change(copied, "translations/ru/demo/courses/circuits.po", "Измерить выходное", "Определить выходное")
    changed = [*WHOLE, *(f"ru.{suffix}" for suffix in SUFFIXES)]
    assert f"{FILES - len(changed)} reused from cache" in build(copied)
    folder = "demo/courses/circuits/1.0.0"
    after = outputs(copied)
    assert {name for name in after if after[name] != before[name]} == {f"{folder}/{name}" for name in changed}


def test_a_lost_output_is_put_back_without_making_it_anew(copied: Path) -> None:
    before = contents(copied)
    (copied / "build/demo/professional/1.0.0/en.pdf").unlink()
    (copied / "build/demo/professional/1.0.0/ru.html").write_text("changed by hand")
    assert f"{FILES} reused from cache" in build(copied)
    assert contents(copied) == before


def test_a_damaged_cache_is_not_believed(copied: Path) -> None:
    before = contents(copied)
    entries = sorted(path for path in (copied / "build/.cache").glob("??/*") if path.is_file())
    for position, path in enumerate(entries):
        path.write_bytes(path.read_bytes()[:-7] if position % 2 else b"")
    assert ", 0 reused from cache" in build(copied, "--format", "html", "--format", "xml")
    assert contents(copied) == before


@pytest.mark.slow
def test_the_cache_does_not_grow_for_ever(copied: Path) -> None:
    def entries() -> int:
        return len(list((copied / "build/.cache").glob("??/*")))

    before = entries()
    change(copied, "translations/ru/demo/courses/circuits.po", "Измерить выходное", "Определить выходное")
    build(copied)
    assert entries() == before


@pytest.mark.slow
def test_a_part_can_be_built_elsewhere(copied: Path, tmp_path: Path) -> None:
    before = outputs(copied)
    folder = tmp_path / "elsewhere"
    chosen = ("--locale", "ru", "--format", "html", "--output", str(folder), "demo/courses/circuits")
    assert build(copied, *chosen).startswith("1 standard, 1 edition, 1 file, ")
    made = [path.relative_to(folder).as_posix() for path in folder.rglob("*.html")]
    assert made == ["demo/courses/circuits/1.0.0/ru.html"]
    assert (folder / made[0]).read_bytes() == before[made[0]][0]
    assert outputs(copied) == before


def test_a_cache_entry_is_read_back(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    assert cache.get("ab12") is None
    for content in (b"", b"words" * 1000):
        cache.put("ab12", content)
        assert cache.get("ab12") == content


# The same bytes


VARIANTS: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "one process, another hash seed": (("--jobs", "1"), {"PYTHONHASHSEED": "1"}),
    "three processes, another zone": (("--jobs", "3"), {"PYTHONHASHSEED": "77", "TZ": "Pacific/Kiritimati"}),
    "another language, another home": ((), {"LC_ALL": "C", "LANG": "tr_TR.UTF-8", "HOME": "/nowhere", "USER": "x"}),
    "another order": (tuple(reversed(DOCUMENTS)), {"SOURCE_DATE_EPOCH": "1"}),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", VARIANTS)
def test_the_bytes_depend_on_the_sources_alone(name: str, built: Path, demo: Path, tmp_path: Path) -> None:
    arguments, changes = VARIANTS[name]
    root = tmp_path / "a longer path, with spaces & 汉字" / "demo"
    shutil.copytree(demo, root)
    build(root, *arguments, **changes)
    assert contents(root) == contents(built)


def test_pages_and_data_depend_on_the_sources_alone(built: Path, demo: Path, tmp_path: Path) -> None:
    root = shutil.copytree(demo, tmp_path / "汉字 &" / "demo")
    for path in sorted(root.rglob("*"), reverse=True):
        os.utime(path, (time.time(), 1))
    formats = ("--format", "xml", "--format", "html")
    build(root, "--jobs", "1", *formats, PYTHONHASHSEED="5", TZ="Asia/Tashkent", LC_ALL="C")
    made = contents(root)
    assert len(made) == 15
    assert made == {name: content for name, content in contents(built).items() if name in made}


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_languages_changes_no_output(seed: int, repository: MakeRepository) -> None:
    """One process makes all of them in one order and in another: what libraries remember of one leaks into none."""
    rows = [{"tag": tag, "policy": "strict"} for tag in (*LOCALES, "uz-Cyrl", "en-XA")]
    made = []
    for order in (rows, random.Random(seed).sample(rows, len(rows))):
        root = repository(overlay(settings={"locales": order})).root
        formats = [word for name in ("html", "xml", "docx", "xlsx") for word in ("--format", name)]
        build(root, *formats, "--jobs", "1", *(word for row in order for word in ("--locale", str(row["tag"]))))
        made.append(contents(root))
    assert made[0] == made[1]


@pytest.mark.parametrize("format", ["html", "xml", "pdf"])
def test_outputs_name_no_place_and_no_day(format: str, built: Path) -> None:
    for name, content in contents(built).items():
        if name.endswith(format):
            assert str(built).encode() not in content
            assert time.strftime("%Y%m%d").encode() not in content
            assert b"/tmp/" not in content


# Policies


def untranslated(policy: str) -> dict[str, str | bytes | None]:
    """A goal that has changed: its translations are stale in every language."""
    locales = [{"tag": tag, "policy": policy} for tag in ("zh-Hans", "en", "ru", "uz-Latn")]
    return overlay(professional=WORDS, settings={"locales": locales})


def test_a_strict_language_is_not_built_without_a_translation(copied: Path) -> None:
    before = outputs(copied)
    for path, content in untranslated("strict").items():
        (copied / path).write_bytes(content.encode() if isinstance(content, str) else b"")
    done = run(copied, "build")
    assert done.returncode == 1
    assert done.stdout.count("error[translation-current]") == 3
    assert done.stdout.endswith(", 1 standard left out\n")
    assert outputs(copied) == before


def test_a_strict_language_does_not_stop_the_others(repository: MakeRepository) -> None:
    root = repository(untranslated("strict")).root
    done = run(root, "build", "--locale", "zh-Hans", "--format", "html")
    assert "3 standards, 3 editions, 3 files" in done.stdout
    assert len(contents(root)) == 3


def test_a_marked_language_shows_and_labels_the_source_words(repository: MakeRepository) -> None:
    root = repository(untranslated("mark")).root
    done = run(root, "build", "--format", "html", "--format", "xml", "demo/professional")
    assert done.returncode == 0
    assert done.stdout.count("warning[translation-current]") == 3
    for locale in ("en", "ru", "uz-Latn"):
        page = html5lib.parse(contents(root)[f"demo/professional/1.0.0/{locale}.html"])
        marked = [item for item in page.iter(f"{XHTML}span") if item.get("class") == "fallback"]
        assert [(item.get("lang"), item.text) for item in marked] == [("zh-Hans", "本专业培养电子工程师。")]
    assert "no current translation exists: 1." in contents(root)["demo/professional/1.0.0/en.html"].decode()
    data = etree.fromstring(contents(root)["demo/professional/1.0.0/standard.xml"])
    (goal,) = (item for item in data.iter() if item.get("key") == "GO1/text")
    assert [item.get("{http://www.w3.org/XML/1998/namespace}lang") for item in goal] == ["zh-Hans"]


# PDF


def open_pdf(built: Path, name: str) -> Any:
    return pypdfium2.PdfDocument(built / "build" / f"{name}.pdf")


def fonts(pdf: Any) -> dict[str, bool]:
    """The fonts of all texts by name, and whether each is embedded."""
    found: dict[str, bool] = {}
    for page in pdf:
        for item in page.get_objects([pdfium.FPDF_PAGEOBJ_TEXT]):
            font = pdfium.FPDFTextObj_GetFont(item)
            buffer = ctypes.create_string_buffer(200)
            pdfium.FPDFFont_GetBaseFontName(font, buffer, 200)
            found[buffer.value.decode()] = bool(pdfium.FPDFFont_GetIsEmbedded(font))
    return found


def language(pdf: Any) -> str:
    """The language of the whole document."""
    buffer = ctypes.create_string_buffer(50)
    pdfium.FPDFCatalog_GetLanguage(pdf, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), 50)
    return buffer.raw.decode("utf-16-le").rstrip("\0")


@pytest.mark.parametrize("name", EDITIONS)
def test_every_font_of_a_pdf_is_embedded_and_ours(name: str, built: Path) -> None:
    found = fonts(open_pdf(built, name))
    assert len(found) >= 2
    assert all(found.values())
    assert {re.sub(r"^[A-Z]{6}\+", "", font).partition("-")[0] for font in found} <= {
        "Noto", "NotoSans", "NotoSerif", "NotoSansSC", "NotoSerifSC",
    }


@pytest.mark.parametrize("name", EDITIONS)
def test_a_pdf_says_what_it_is(name: str, built: Path) -> None:
    pdf = open_pdf(built, name)
    assert language(pdf) == name.rpartition("/")[2]
    page = html5lib.parse((built / "build" / f"{name}.html").read_bytes())
    assert pdf.get_metadata_dict()["Title"] == next(page.iter(f"{XHTML}title")).text
    issued = next(item.get("content") for item in page.iter(f"{XHTML}meta") if item.get("name") == "dcterms.created")
    assert pdf.get_metadata_dict()["CreationDate"] == "D:" + issued.replace("-", "")
    titles = [title.get_title().replace("\u00a0", " ") for title in pdf.get_toc()]  # no line ends there on paper
    heads = [head for level in "23" for head in page.iter(f"{XHTML}h{level}")]
    assert set(titles) >= {" ".join("".join(head.itertext()).split()) for head in heads}


PAGE = {
    "en": "Page {} of {}", "ru": "Страница {} из {}", "uz-Latn": "{}-bet, jami {} bet", "zh-Hans": "第 {} 页 共 {} 页",
}


@pytest.mark.parametrize("name", EDITIONS)
def test_every_page_but_the_cover_says_which_of_how_many(name: str, built: Path) -> None:
    pdf = open_pdf(built, name)
    assert len(pdf) >= 4
    for number, page in enumerate(pdf, 1):
        words = " ".join(page.get_textpage().get_text_range().split())
        expected = PAGE[name.rpartition("/")[2]].format(number, len(pdf))
        assert (expected in words) is (number > 1), f"page {number}: {words[-80:]}"


# HTML


@pytest.mark.parametrize("name", EDITIONS)
def test_a_page_is_strictly_html(name: str, built: Path) -> None:
    content = (built / "build" / f"{name}.html").read_bytes()
    page = html5lib.HTMLParser(strict=True).parse(content)
    assert page.get("lang") == name.rpartition("/")[2]
    ids = [item.get("id") for item in page.iter() if item.get("id")]
    assert len(ids) == len(set(ids))
    for item in page.iter(f"{XHTML}a"):
        assert item.get("href").removeprefix("#") in ids


@pytest.mark.parametrize("name", EDITIONS)
def test_a_page_can_be_read_aloud(name: str, built: Path) -> None:
    """One title, no level left out, tables with heads that say what they head."""
    page = html5lib.parse((built / "build" / f"{name}.html").read_bytes())
    levels = [int(item.tag[-1]) for item in page.iter() if re.fullmatch(r"\{.*\}h[1-6]", str(item.tag))]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    heads = list(page.iter(f"{XHTML}th"))
    assert heads
    assert {item.get("scope") for item in heads} <= {"row", "col", "rowgroup", "colgroup"}
    for table in page.iter(f"{XHTML}table"):
        assert list(table.iter(f"{XHTML}th")), "a table without heads"


@pytest.mark.parametrize("name", EDITIONS)
def test_a_page_needs_nothing_from_outside(name: str, built: Path) -> None:
    page = html5lib.parse((built / "build" / f"{name}.html").read_bytes())
    tags = {str(item.tag).removeprefix(XHTML) for item in page.iter()}
    assert not tags & {"link", "img", "iframe", "object"}
    scripts = {item.get("type") for item in page.iter(f"{XHTML}script")}
    assert scripts == {"application/ld+json"}, "data for machines; nothing runs"
    for item in page.iter():
        for attribute in ("src", "href", "srcset", "data", "action"):
            assert (item.get(attribute) or "#").startswith("#")
    styles = "".join(item.text or "" for item in page.iter(f"{XHTML}style"))
    assert not re.search(r"@import|url\((?!#)", styles)


# Characters


def test_a_character_no_font_has_stops_the_build_at_its_place(repository: MakeRepository) -> None:
    root = repository(overlay(course={"nature": [{"id": "NA1", "text": "电路\U00020bb7。"}]})).root
    done = run(root, "build", "--locale", "zh-Hans")
    found = [line for line in done.stdout.splitlines() if "[glyph-coverage]" in line]
    assert len(found) == 1
    assert re.match(r"standards/demo/courses/circuits\.yaml:\d+:\d+: error", found[0])
    assert "U+20BB7" in found[0]
    assert done.returncode == 1
    assert not [name for name in contents(root) if "circuits" in name]


def test_the_real_repository_can_be_read() -> None:
    real = Repository(Path(__file__).parents[1])
    found = [line for line in real.located_problems if line.severity == "error"]
    assert found == []


@pytest.mark.slow
def test_a_whole_build_takes_away_what_it_no_longer_makes(copied: Path) -> None:
    old = copied / "build/demo/courses/circuits/1.0.0/ru.html"
    stranger = copied / "build/demo/courses/circuits/1.0.0/notes.txt"
    stranger.write_text("mine", encoding="utf-8")
    assert old.is_file()
    edit(copied / "standards/demo/courses/circuits.yaml", "version: 1.0.0\nstatus", "version: 1.0.1\nstatus")
    edit(copied / "standards/demo/professional.yaml", "circuits, version: 1.0.0", "circuits, version: 1.0.1")
    build(copied)
    assert (copied / "build/demo/courses/circuits/1.0.1/ru.html").is_file()
    assert not old.exists()
    assert stranger.read_text(encoding="utf-8") == "mine"


def edit(path: Path, before: str, after: str) -> None:
    words = path.read_text(encoding="utf-8")
    assert before in words
    path.write_text(words.replace(before, after, 1), encoding="utf-8")


# What the formats have in common


def dests(path: Path) -> set[str]:
    """The named places of a PDF, read by another program than the one that wrote it."""
    document = pypdfium2.PdfDocument(path)
    found = set()
    for index in range(pdfium.FPDF_CountNamedDests(document.raw)):
        size = ctypes.c_long(0)
        pdfium.FPDF_GetNamedDest(document.raw, index, None, size)
        words = ctypes.create_string_buffer(size.value)
        pdfium.FPDF_GetNamedDest(document.raw, index, words, size)
        found.add(words.raw.decode("utf-16-le").rstrip("\0"))
    document.close()
    return found


def _is_item(element: etree._Element) -> bool:
    """Whether an element with an id is a part of the document: not the document itself, nor one it refers to."""
    return element.getparent() is not None and etree.QName(element).localname not in ("standard", "professional")


def _items(data: Any, name: str = "") -> Iterator[str]:
    """The ids of the items in JSON, as `_is_item` tells them in XML."""
    if isinstance(data, list):
        for part in data:
            yield from _items(part, name)
    elif isinstance(data, dict):
        if "id" in data and name not in ("", "standard", "professional"):
            yield data["id"]
        for key, part in data.items():
            yield from _items(part, key)


def test_every_format_and_language_carries_the_same_ids(built: Path) -> None:
    folders = {path.parent for path in (built / "build").rglob("standard.xml")}
    assert len(folders) == 3
    for folder in folders:
        # What a drawing calls its parts is its own affair.
        texts = {path: re.sub("(?s)<svg .*?</svg>", "", path.read_text("utf-8")) for path in folder.glob("*.html")}
        pages = {path: set(re.findall(r'<[a-z][^<>]* id="([^"]+)"', text)) for path, text in texts.items()}
        (first, *others) = pages.values()
        assert len(others) == 3
        assert all(ids == first for ids in others)
        for path in pages:
            assert dests(path.with_suffix(".pdf")) == first
        root = etree.parse(folder / "standard.xml").getroot()
        # Numbers of documents, and what other standards and lists call their own, are no items of this one.
        items = [name for element in root.iter("{*}*") if (name := element.get("id")) and _is_item(element)]
        assert len(items) > 5
        assert set(items) <= first
        assert list(_items(json.loads((folder / "standard.json").read_text("utf-8")))) == items


@pytest.mark.usefixtures("typesetting")
def test_an_item_that_is_lost_on_its_way_into_the_pdf_is_a_problem() -> None:
    html = '<html lang="en"><body><p id="A1">a</p><p id="B2" style="display: none">b</p></body></html>'
    assert typeset(html, "", "x")[1] == ("B2 of the page is nowhere in the PDF",)
