"""Pseudo-locales: with strange letters and longer words nothing stays untranslated, and nothing is too long.

The pages of a browser were looked at in one; here their words are read, and the layout is that of the PDF.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import html5lib
import openpyxl
import polib
import pypdfium2
import pytest
from lxml import etree
from openpyxl.utils import get_column_letter
from PIL import ImageFont

from conftest import ROOT
from curricula import locales, suppression
from curricula.editions.compose import compose
from curricula.messages import wording
from curricula.pages import engine
from curricula.pages.markup import markup, stylesheet
from curricula.plugins import names, plugin
from curricula.repository import Repository
from gettext_catalogues import collected, compiled
from running import run

pytestmark = pytest.mark.slow  # whole repositories are built

TAGS = {"en-XA": "[]", "zh-Hans-XB": "【】"}
FORMATS = ("html", "pdf", "docx", "xlsx", "xml")
ROW = "  - {tag: uz-Latn, policy: strict}\n"
RUN = re.compile(r"[^\W\d_](?:[\w.+/:-]*\w)?")
CODE = re.compile(r"[A-Z]+(?:-?\d[\w.-]*)?|[a-z]")  # an id, or the letter of an item
# What stands on pages and screens in no language: who made the file, property names in data, shell commands.
REVIEWED = {"Curricula", "curricula"}
FONTS = ROOT / "tools" / "curricula" / "fonts"


@dataclass(frozen=True)
class Pseudo:
    """A repository with pseudo-locales, all of it built, and what the build said."""

    root: Path
    said: subprocess.CompletedProcess[str]

    @property
    def repository(self) -> Repository:
        """It, read anew."""
        return Repository(self.root)


@pytest.fixture(scope="session", autouse=True)
def _spoken() -> None:
    """The program speaks the pseudo-languages as they are made of its present words."""
    compiled()
    wording.derived.cache_clear()


@pytest.fixture(scope="session", params=["demo", pytest.param("real", marks=pytest.mark.slow)])
def pseudo(request: pytest.FixtureRequest, demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Pseudo:
    """The demonstration, and the standards themselves, with everything built in both pseudo-locales."""
    root = tmp_path_factory.mktemp("pseudo") / request.param
    for name in ("standards", "translations"):
        shutil.copytree((demo if request.param == "demo" else ROOT) / name, root / name)
    settings = root / "standards/repository.yaml"
    words = settings.read_text(encoding="utf-8")
    rows = "".join(f"  - {{tag: {tag}, policy: strict}}\n" for tag in TAGS)
    assert words.count(ROW) == 1
    settings.write_text(words.replace(ROW, ROW + rows), encoding="utf-8")
    languages = [word for tag in TAGS for word in ("--locale", tag)]
    formats = [word for name in FORMATS for word in ("--format", name)]
    return Pseudo(root, run(root, "build", *languages, *formats))


def test_every_format_is_built_without_findings(pseudo: Pseudo) -> None:
    assert pseudo.said.returncode == 0, pseudo.said.stdout + pseudo.said.stderr
    assert not re.search(r"error\[|translations/", pseudo.said.stdout)
    assert "8 editions" in pseudo.said.stdout or "6 editions" in pseudo.said.stdout
    for tag in TAGS:
        for name in FORMATS[:-1]:
            assert len(list((pseudo.root / "build").rglob(f"{tag}.{name}"))) == len(pseudo.repository.standards)


def outside(words: str, brackets: str) -> str:
    """The words that are in no brackets; what is in brackets comes from a catalogue."""
    depth, found = 0, []
    for letter in words:
        if letter == brackets[0]:
            depth += 1
        elif letter == brackets[1] and depth:
            depth -= 1
        found.append(" " if depth or letter in brackets else letter)
    return "".join(found)


def html_words(path: Path) -> Iterator[str]:
    page = html5lib.parse(path.read_bytes(), namespaceHTMLElements=False)
    for part in page.iter():
        yield from (part.get(name) for name in ("title", "alt", "aria-label") if part.get(name))
        if part.tag in ("p", "h1", "h2", "h3", "h4", "h5", "th", "td", "caption", "li", "title"):
            yield "".join(part.itertext())


def pdf_words(path: Path) -> Iterator[str]:
    yield "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(path))


def docx_words(path: Path) -> Iterator[str]:
    document = docx.Document(str(path))
    edges = (part for item in document.sections for part in (item.header, item.footer))
    parts = [document.element.body, *(part._element for part in edges)]
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    for part in parts:
        for paragraph in part.iter(f"{space}p"):
            yield "".join(words.text or "" for words in paragraph.iter(f"{space}t"))


def xlsx_words(path: Path) -> Iterator[str]:
    """What is seen of a workbook: no hidden sheets and columns, no formulas."""
    for sheet in openpyxl.load_workbook(path):
        if sheet.sheet_state != "visible":
            continue
        for rule in sheet.data_validations.dataValidation:
            yield from filter(None, (rule.prompt, rule.promptTitle, rule.error, rule.errorTitle))
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.column is not None and cell.row is not None
                hidden = sheet.column_dimensions[get_column_letter(cell.column)].hidden or (
                    sheet.row_dimensions[cell.row].hidden
                )
                if isinstance(cell.value, str) and not hidden and not cell.value.startswith("="):
                    yield cell.value


WORDS: dict[str, Callable[[Path], Iterator[str]]] = {
    "html": html_words, "pdf": pdf_words, "docx": docx_words, "xlsx": xlsx_words,
}


def facts(repository: Repository, tag: str) -> str:
    """What CLDR says in the language of a pseudo-locale: dates, countries, languages."""
    days = {day for standard in repository.standards.values() for day in (standard.issued, standard.effective)}
    told = [locales.date(day, tag) for day in sorted(days)]
    told += [locales.country_name(code, tag) for code in ("CN", "UZ", "RU", "KZ", "TJ")]
    return " ".join([*told, *(locales.language_name(other, tag) for other in repository.locales)])


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("name", WORDS)
def test_nothing_untranslated_is_in_a_document(pseudo: Pseudo, name: str, tag: str) -> None:
    repository = pseudo.repository
    known = facts(repository, tag)
    ids = {*repository.standards, *REVIEWED}
    left = {
        found
        for path in (pseudo.root / "build").rglob(f"{tag}.{name}")
        for words in WORDS[name](path)
        for found in RUN.findall(outside(words, TAGS[tag]))
        if not CODE.fullmatch(found) and found not in ids and found not in known
    }
    assert left == set()


def laid(html: str, css: str) -> list[Any]:
    """The pages of a document as the typesetting engine lays them out."""
    weasyprint, fonts = engine._engine()
    page = weasyprint.HTML(string=html)
    return list(page.render(font_config=fonts, stylesheets=[engine._stylesheet(css)]).pages)


def beyond(page: Any) -> Iterator[str]:
    """Lines of words that reach out of the cell or the paragraph they stand in, or of the page and its margins."""
    from weasyprint.formatting_structure import boxes

    def walk(box: Any, holder: Any) -> Iterator[str]:
        if isinstance(box, boxes.TextBox):
            left, right = holder.content_box_x(), holder.content_box_x() + holder.width
            if box.text.strip() and (box.position_x < left - 0.5 or box.position_x + box.width > right + 0.5):
                yield f"{holder.element_tag}: {box.text}"
            if box.position_y < -0.5 or box.position_y + box.height > page.height + 0.5:
                yield f"page: {box.text}"
            return
        if isinstance(box, boxes.BlockContainerBox):
            holder = box
        for child in getattr(box, "children", ()):
            yield from walk(child, holder)
        if isinstance(box, boxes.MarginBox):
            end = box.position_y + box.margin_height()
            for part in box.descendants():
                if isinstance(part, boxes.TextBox) and part.position_y + part.height > end + 0.5:
                    yield f"{box.at_keyword}: {part.text}"

    return walk(page._page_box, page._page_box)


@pytest.mark.slow
@pytest.mark.usefixtures("typesetting")
@pytest.mark.parametrize("tag", TAGS)
def test_no_words_reach_out_of_their_place_on_paper(pseudo: Pseudo, tag: str) -> None:
    repository = pseudo.repository
    for name in repository.standards:
        document = compose(repository.edition(name, tag))
        pages = laid(markup(document), stylesheet(document))
        assert [words for page in pages for words in beyond(page)] == [], name
        assert "contents" in pages[1].anchors, f"{name}: the cover has more than one page"


@pytest.mark.usefixtures("typesetting")
def test_words_that_reach_out_are_seen() -> None:
    words = "<table><tr><td>short</td><td>unbreakableunbreakable</td></tr></table>"
    cells = "table { width: 40mm; table-layout: fixed } td { width: 20mm; font-size: 12pt }"
    assert list(beyond(laid(words, cells)[0])) == ["td: unbreakableunbreakable"]
    assert list(beyond(laid(words, f"{cells} td {{ overflow-wrap: anywhere }}")[0])) == []


@pytest.mark.parametrize("language", ["en_XA", "zh_Hans_XB", "ru"])
def test_the_words_of_drawings_stay_in_them(pseudo: Pseudo, language: str) -> None:
    page = run(pseudo.root, "check", "--format", "html", LANGUAGE=language).stdout
    drawings = re.findall("<svg.*?</svg>", page, re.DOTALL)
    assert len(drawings) >= 4
    for drawing in map(etree.fromstring, drawings):
        wide = float(drawing.get("viewBox", "").split()[2])
        for words, left, right in spans(drawing):
            assert left > -1 and right < wide + 1, (drawing.get("id"), words, left, right, wide)


def spans(drawing: Any) -> Iterator[tuple[str, float, float]]:
    """The words of a drawing with where they begin and end, in the pinned fonts; turned ones are left out."""
    for text in drawing.iter("{*}text"):
        moves = [item.get("transform", "") for item in (text, *text.iterancestors())]
        if any("rotate" in move for move in moves):
            continue
        across = sum(float(match[1]) for move in moves for match in re.finditer(r"translate\(([-\d.]+)", move))
        size = float(text.get("font-size", 11))
        lines = [(part.text, part.get("x")) for part in text] or [(text.text, text.get("x"))]
        for words, x in lines:
            long = length(words or "", size, bold=text.get("font-weight") == "bold")
            start = float(x) + across - {"middle": long / 2, "end": long}.get(text.get("text-anchor", ""), 0)
            yield words or "", start, start + long


def length(words: str, size: float, *, bold: bool) -> float:
    """How wide a line is."""
    name = f"NotoSans{'SC' if re.search('[⺀-鿿＀-￯]', words) else ''}-{'Bold' if bold else 'Regular'}.ttf"
    return ImageFont.truetype(str(FONTS / name), 100).getlength(words) * size / 100


def commands(package: str = "curricula.commands") -> Iterator[tuple[str, ...]]:
    """Every command and group, as it is typed."""
    yield ()
    for name in names(package):
        if hasattr(plugin(package, name), "__path__"):
            yield from ((name, *rest) for rest in commands(f"{package}.{name}"))
        else:
            yield (name,)


def typed() -> set[str]:
    """The words a person types: commands, options, and the names of what belongs after them."""
    known = {"python", "curricula", "help", "lang", "version", "course", "professional", "practice"}
    for command in commands():
        known |= set(command)
        if command:
            module = plugin(".".join(("curricula.commands", *command[:-1])), command[-1])
            parameters = getattr(module, "PARAMETERS", ())
            known |= {option.lstrip("-") for parameter in parameters for option in parameter.opts}
    return known


def untranslated(words: str, brackets: str, known: Iterable[str] = ()) -> set[str]:
    """Words of a screen in no brackets that are no capitals, numbers, paths or known ones."""
    found = RUN.findall(outside(words, brackets))
    return {word for word in found if not re.fullmatch(r"[A-Z][A-Z.:+-]*|.", word) and word not in set(known)}


def beyond_width(words: str, width: int) -> list[str]:
    return [line for line in words.splitlines() if locales.cells(line) > width]


@pytest.mark.slow
@pytest.mark.parametrize("columns", [80, 100])
def test_help_is_translated_and_fits_the_terminal(demo: Path, columns: int) -> None:
    known = typed()
    for command in commands():
        done = run(demo, *command, "--help", LANGUAGE="en_XA", COLUMNS=str(columns))
        assert done.returncode == 0, done.stderr
        assert untranslated(done.stdout, "[]", known) == set(), command
        assert beyond_width(done.stdout, columns) == [], command


@pytest.mark.parametrize(("language", "brackets"), [("en_XA", "[]"), ("zh_Hans_XB", "【】")])
def test_screens_are_translated(pseudo: Pseudo, language: str, brackets: str) -> None:
    if language == "zh_Hans_XB" and any(_not_in_chinese()):
        pytest.skip("the Chinese words of the program are not complete")
    rules = run(pseudo.root, "rules", LANGUAGE=language).stdout
    assert untranslated(rules, brackets, [*names("curricula.rules"), suppression.CODE]) == set()
    assert beyond_width(rules, 100) == []
    status = run(pseudo.root, "translate", "status", LANGUAGE=language).stdout
    assert untranslated(status, brackets, {*pseudo.repository.issued, *pseudo.repository.tags, "shared"}) == set()
    closing = run(pseudo.root, "check", LANGUAGE=language).stdout.splitlines()[-1]
    assert untranslated(closing, brackets) == set()
    wrong = run(pseudo.root, "build", "--locale", "tlh", LANGUAGE=language).stderr
    assert untranslated(wrong, brackets, {"curricula"}) == set()
    assert run(pseudo.root, "rules", "--lang", language.replace("_", "-")).stdout == rules


def _not_in_chinese() -> Iterator[str]:
    path = wording.FOLDER / "zh-Hans" / "LC_MESSAGES" / "curricula.po"
    known = {entry.msgid for entry in polib.pofile(str(path)) if entry.translated()}
    return (entry.msgid for entry in collected() if entry.msgid not in known)


@pytest.mark.slow
def test_pages_of_the_manual_are_translated_and_fit(demo: Path) -> None:
    for name in names("curricula.rules"):
        page = run(demo, "explain", name, LANGUAGE="en_XA").stdout
        prose = "\n".join(line for line in page.splitlines() if not line.startswith("    "))
        assert untranslated(prose, "[]") == set(), name
        assert beyond_width(prose, 100) == [], name


def test_a_pseudo_language_is_spoken_and_not_offered(tmp_path: Path) -> None:
    done = run(tmp_path, "--help", LANGUAGE="en_XA")
    assert "--lang [en|ru|uz-Latn|zh-Hans]" in done.stdout
    assert wording.languages() == ("en", "ru", "uz-Latn", "zh-Hans")
    assert wording.preferred({"LANGUAGE": "en_XA.UTF-8"}) == "en-XA"
    assert wording.preferred({"LANG": "zh_CN.UTF-8"}) == "zh-Hans"
    assert os.environ.get("LANGUAGE") not in wording.derived()
