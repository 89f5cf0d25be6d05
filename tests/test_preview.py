"""Previews: the part of an edition in which a text stands, with the words that there are, confirmed or not."""

import re
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest

from conftest import ROOT, MakeRepository
from curricula.editions.compose import compose
from curricula.editions.document import Table
from curricula.editions.excerpt import excerpt
from curricula.model.text import texts
from curricula.repository import Repository
from running import run

KEY = "demo/professional#OV1/text"
CATALOGUE = "translations/ru/demo/professional.po"


def shown(root: Path, asked: str, locale: str, *arguments: str, **changes: str) -> str:
    """The page of a preview as HTML, without its style."""
    done = run(root, "translate", "preview", asked, "--locale", locale, "--format", "html", *arguments, **changes)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    page = (root / done.stdout.splitlines()[-1]).read_text(encoding="utf-8")
    return re.sub("<style>.*?</style>", "", page, flags=re.DOTALL)


def pages(path: Path) -> list[str]:
    """The words of each page of a PDF, on one line."""
    document = pypdfium2.PdfDocument(path)
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def changed(repository: MakeRepository, old: str, new: str) -> Path:
    """The demonstration with other words in a Russian catalogue."""
    path = repository().root / CATALOGUE
    words = path.read_text(encoding="utf-8")
    assert words.count(old) == 1, words.count(old)
    return repository({CATALOGUE: words.replace(old, new)}).root


def test_every_text_of_every_standard_has_a_place(repository: MakeRepository) -> None:
    for found in (repository(), Repository(ROOT)):
        for name in found.standards:
            document = compose(found.edition(name, found.settings.language))
            for text in found.texts[name]:
                part = excerpt(document, {text.key})
                assert part is not None, text.key
                assert text.key in {item.key for item in texts(part)}
                assert bool(part.chapters) != bool(part.facts), text.key


def test_one_text_is_shown_below_its_headings_and_nothing_else(repository: MakeRepository) -> None:
    page = shown(repository().root, KEY, "ru")
    words = "Стандарт устанавливает единые требования к подготовке в учебных заведениях двух стран."
    assert f'<mark id="OV1/text">{words}</mark>' in page
    assert page.count("<mark") == 1
    assert len(re.findall("<h2", page)) == 1
    assert 'class="cover"' not in page
    assert 'class="contents"' not in page
    assert "<table" not in page


def test_a_row_is_shown_with_its_neighbours_and_the_head_of_its_table(repository: MakeRepository) -> None:
    found = repository()
    whole = compose(found.edition("demo/professional", "en"))
    course = next(text for text in found.texts["demo/professional"] if re.search("#C[^/]*/name$", text.key))
    part = excerpt(whole, {course.key})
    assert part is not None
    (chapter,) = part.chapters
    (section,) = chapter.sections
    (table,) = section.blocks
    assert isinstance(table, Table)
    assert table.id == "course-plan"
    assert table.head
    assert 1 <= len(table.groups) <= 5


def test_the_title_of_a_standard_is_shown_on_its_cover(repository: MakeRepository) -> None:
    page = shown(repository().root, "demo/professional#document/title", "ru")
    assert re.search('<h1><mark id="document/title">Проф', page)
    assert 'class="cover"' in page
    assert "<main>" not in page


def test_all_texts_of_an_item_are_marked_once(repository: MakeRepository) -> None:
    page = shown(repository().root, "demo/professional#OV1", "ru")
    assert re.findall('<mark id="([^"]+)"', page) == ["OV1/title", "OV1/text"]


@pytest.mark.parametrize(
    ("language", "remark"), [("en", "stale"), ("ru", "устарело"), ("uz-Latn", "eskirgan"), ("zh-Hans", "已过时")]
)
def test_stale_words_are_shown_with_a_remark_in_the_language_of_the_person(
    repository: MakeRepository, language: str, remark: str
) -> None:
    root = changed(
        repository, 'msgctxt "demo/professional#OV1/text"',
        '#, fuzzy\n#| msgid "旧"\nmsgctxt "demo/professional#OV1/text"',
    )
    page = shown(root, KEY, "ru", LANGUAGE=language)
    told = re.search(r'<span class="remark">(.*?)</span> <mark [^>]*class="fallback">Стандарт устанавливает', page)
    assert told is not None
    assert told.group(1) == remark


def test_a_draft_beside_the_text_is_told_from_it(repository: MakeRepository) -> None:
    entry = 'msgctxt "demo/professional#OV1/title"'
    root = changed(repository, entry, f"#, fuzzy\n{entry}")
    page = shown(root, KEY, "ru")
    assert '<span class="remark">draft</span> <span lang="ru" class="fallback">Цель</span>' in page


def test_what_is_not_translated_stands_in_its_source_words(repository: MakeRepository) -> None:
    words = "Стандарт устанавливает единые требования к подготовке в учебных заведениях двух стран."
    page = shown(changed(repository, f'msgstr "{words}"', 'msgstr ""'), KEY, "ru")
    source = '<span class="fallback" lang="zh-Hans"><span class="remark">untranslated</span> <mark id="OV1/text">本标'
    assert source in page


def test_a_standard_is_shown_as_a_whole(repository: MakeRepository) -> None:
    root = repository().root
    done = run(root, "translate", "preview", "standards/demo/courses/circuits.yaml", "--locale", "ru")
    assert (done.returncode, done.stdout) == (0, "build/preview/ru/demo/courses/circuits.pdf\n")
    edition = compose(Repository(root).edition("demo/courses/circuits", "ru"))
    words = " ".join(pages(root / "build/preview/ru/demo/courses/circuits.pdf"))
    assert all(f"{chapter.number} {chapter.title}" in words for chapter in edition.chapters)


def test_one_text_is_one_page_of_paper(repository: MakeRepository) -> None:
    root = repository().root
    for key in (KEY, "demo/professional#document/title", "demo/practice/workshop#document/name"):
        done = run(root, "translate", "preview", key, "--locale", "uz-Latn", "--output", "one.pdf")
        assert (done.returncode, done.stdout) == (0, "one.pdf\n"), done.stdout + done.stderr
        assert len(pages(root / "one.pdf")) == 1


def test_a_row_of_a_landscape_table_is_one_page(repository: MakeRepository) -> None:
    found = repository()
    course = next(text for text in found.texts["demo/professional"] if re.search("#C[^/]*/name$", text.key))
    done = run(found.root, "translate", "preview", course.key, "--locale", "en", "--output", "one.pdf")
    assert done.returncode == 0, done.stdout + done.stderr
    (page,) = pypdfium2.PdfDocument(found.root / "one.pdf")
    assert page.get_width() > page.get_height()


def test_the_same_preview_is_the_same_bytes(repository: MakeRepository) -> None:
    roots = [repository().root, repository().root]
    for root in roots:
        run(root, "translate", "preview", KEY, "--locale", "zh-Hans", "--output", "one.pdf")
    one, other = ((root / "one.pdf").read_bytes() for root in roots)
    assert one == other


@pytest.mark.parametrize(
    ("asked", "locale", "said"),
    [
        ("demo/professional#OV1/txt", "ru", "did you mean demo/professional#OV1/text?"),
        ("demo/profesional", "ru", "did you mean demo/professional?"),
        ("demo/profesional#OV1/text", "ru", "did you mean demo/professional?"),
        ("demo", "ru", "demo is more than one standard"),
        ("shared#total/label", "ru", "is shown by many documents"),
        (KEY, "rus", "rus is not among zh-Hans, en, ru, uz-Latn; did you mean ru?"),
    ],
)
def test_what_cannot_be_shown_is_said(repository: MakeRepository, asked: str, locale: str, said: str) -> None:
    done = run(repository().root, "translate", "preview", asked, "--locale", locale)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stdout == ""


def test_a_language_of_labels_alone_has_no_pages(repository: MakeRepository) -> None:
    settings = (repository().root / "standards/repository.yaml").read_text(encoding="utf-8")
    row = "  - {tag: uz-Latn, policy: strict}\n"
    settings = settings.replace(row, f"{row}  - {{tag: kk, policy: shared}}\n")
    root = repository({"standards/repository.yaml": settings}).root
    done = run(root, "translate", "preview", KEY, "--locale", "kk")
    assert (done.returncode, done.stdout) == (2, "")
    assert "kk has no editions: its policy is shared" in done.stderr


def test_a_standard_that_cannot_be_read_is_reported(repository: MakeRepository) -> None:
    root = repository({"standards/demo/professional.yaml": "kind: professional\ntitle: [\n"}).root
    done = run(root, "translate", "preview", "demo/professional", "--locale", "ru")
    assert done.returncode == 1
    assert "standards/demo/professional.yaml:3" in done.stdout
    assert not (root / "build/preview").exists()


def test_templates_are_compiled_once_and_kept_with_compiled_modules(
    repository: MakeRepository, tmp_path: Path
) -> None:
    root, kept = repository().root, tmp_path / "compiled"
    python = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(kept)}
    shown_first = shown(root, KEY, "ru", **python)
    compiled = {path: path.read_bytes() for path in kept.rglob("*.jinja")}
    assert compiled
    assert shown(root, KEY, "ru", **python) == shown_first
    assert {path: path.read_bytes() for path in kept.rglob("*.jinja")} == compiled
    for path in compiled:
        path.write_bytes(b"of another version")
    assert shown(root, KEY, "ru", **python) == shown_first


def test_nothing_is_loaded_that_only_pages_of_others_need(tmp_path: Path) -> None:
    words = f"""
import sys
from pathlib import Path
from curricula.pages.engine import prepare, typeset
prepare(Path({str(tmp_path)!r}))
pdf, _ = typeset('<html lang="en"><p>Words</p></html>', "", "x")
print(pdf[:5].decode(), *sorted({{"fontTools.subset", "fontTools.varLib", "tinyhtml5"}} & set(sys.modules)))
from fontTools import subset
print(subset.Options.__module__)
"""
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["%PDF-", "fontTools.subset"]


@pytest.mark.slow
def test_one_text_takes_no_longer_than_four_starts_of_the_program(repository: MakeRepository) -> None:
    """Measured is the processor's time of both: a loaded machine slows them alike. Quiet, it is under a second."""
    root = repository().root
    arguments = (("--version",), ("translate", "preview", KEY, "--locale", "ru"))
    times = []
    for arguments_ in arguments:
        found = []
        for _ in range(3):
            started = _children()
            run(root, *arguments_)
            found.append(_children() - started)
        times.append(min(found))
    assert times[1] < 4 * times[0], times


def _children() -> float:
    """The processor's time of all processes that have ended."""
    import resource

    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
