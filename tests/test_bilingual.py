"""Bilingual editions: every clause in both languages, each anchor once, and nothing rebuilt that has not changed."""

import re
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import html5lib
import pytest

from conftest import MakeRepository
from curricula.diagnostics import CurriculaError
from curricula.editions.bilingual import document_of
from curricula.editions.compose import compose
from curricula.editions.document import Both, Chapter, Document, Provision
from curricula.editions.edition import Bilingual
from curricula.formats import html
from curricula.pages.markup import markup, stylesheet
from curricula.repository import Repository
from curricula.selection import chosen_pairs
from fragments import overlay
from hearing import sounds
from judging import broken_rules
from running import run
from test_watch import in_place, watching

XHTML = "{http://www.w3.org/1999/xhtml}"
DOCUMENTS = ("demo/professional", "demo/courses/circuits", "demo/practice/workshop")
PAIRS = (("zh-Hans", "uz-Latn"), ("zh-Hans", "en"), ("ru", "zh-Hans"), ("en", "ru"))
SIX = [{"tag": tag, "policy": "strict"} for tag in ("zh-Hans", "en", "ru", "uz-Latn", "uz-Cyrl")]


def pair(made: Repository, document: str, first: str, second: str) -> Bilingual:
    return Bilingual(made.edition(document, first), made.edition(document, second))


def page(made: Repository, document: str, first: str, second: str) -> Any:
    content, problems = html.render(pair(made, document, first, second))
    assert problems == ()
    return html5lib.HTMLParser(strict=True).parse(content)


def words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def bare(text: str) -> str:
    """Words as they are heard: without spaces, and without the marks of lines that were divided."""
    return re.sub("[\\s\u00ad\ufffe\u2010\u0002]", "", text)


def having(tree: Any, name: str) -> Iterator[Any]:
    """The elements with a class."""
    return (item for item in tree.iter() if name in (item.get("class") or "").split())


def clauses(document: Document) -> Iterator[Provision]:
    def of(chapters: tuple[Chapter, ...]) -> Iterator[Provision]:
        for chapter in chapters:
            yield from below(block for block in chapter.blocks if isinstance(block, Provision))
            yield from of(chapter.sections)

    def below(provisions: Any) -> Iterator[Provision]:
        for provision in provisions:
            yield provision
            yield from below(provision.provisions)

    return of(document.chapters)


# The page


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_every_anchor_of_an_edition_is_there_once(
    document: str, first: str, second: str, repository: MakeRepository
) -> None:
    made = repository()
    found = [item.get("id") for item in page(made, document, first, second).iter() if item.get("id")]
    alone = re.findall(r'<[a-z][^<>]* id="([^"]+)"', html.render(made.edition(document, first))[0].decode())
    assert len(found) == len(set(found))
    assert set(alone) == {name for name in found if not name.endswith("-second")}  # the titles of figures


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_every_clause_stands_in_both_languages_in_order(
    document: str, first: str, second: str, repository: MakeRepository
) -> None:
    made = repository()
    tree = page(made, document, first, second)
    expected = zip(*(clauses(compose(made.edition(document, tag))) for tag in (first, second)), strict=True)
    shown = list(having(tree, "clause"))
    for item, both in zip(shown, expected, strict=True):
        sides = list(next(having(item, "pair")))
        assert item.get("id") == both[0].id
        assert [side.get("lang") for side in sides] == [first, second]
        for side, clause in zip(sides, both, strict=True):
            told = (clause.number, clause.title, clause.text)
            assert "".join(words(side).split()) == "".join("".join(str(part) for part in told if part).split())


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_headings_are_one_element_with_two_languages(first: str, second: str, repository: MakeRepository) -> None:
    made = repository()
    for document in DOCUMENTS:
        tree = page(made, document, first, second)
        headings = [item for item in tree.iter() if re.fullmatch(r"\{.*\}h[1-6]", str(item.tag))]
        assert [item.tag for item in headings].count(f"{XHTML}h1") == 1
        assert all(int(after.tag[-1]) - int(before.tag[-1]) <= 1 for before, after in pairwise(headings))
        for item in headings:
            spans = [child for child in item if child.get("lang")]
            assert [child.get("lang") for child in spans] in ([first, second], [])
            assert spans or not re.search(r"[^\W\d_]{3}", words(item)), words(item)


def test_no_letters_stand_outside_their_language(repository: MakeRepository) -> None:
    """Wherever Chinese stands the nearest `lang` is Chinese, and wherever Uzbek words stand it is not."""
    made = repository()
    for document in DOCUMENTS:
        tree = page(made, document, "zh-Hans", "uz-Latn")
        uzbek = {str(clause.text) for clause in clauses(compose(made.edition(document, "uz-Latn")))} - {"None"}

        def look(element: Any, language: str, known: set[str] = uzbek) -> None:
            language = element.get("lang") or language
            for text in (element.text, *(child.tail for child in element)):
                assert not re.search("[一-鿿]", text or "") or language == "zh-Hans", text
                assert (text or "").strip() not in known or language == "uz-Latn", text
            for child in element:
                if child.tag not in (f"{XHTML}style", f"{XHTML}head"):
                    look(child, language)

        look(next(tree.iter(f"{XHTML}body")), "zh-Hans")


def test_numbers_and_codes_that_are_the_same_stand_once(repository: MakeRepository) -> None:
    made = repository()
    tree = page(made, "demo/courses/circuits", "zh-Hans", "uz-Latn")
    for row in (item for item in tree.iter(f"{XHTML}tr") if item.get("id") in {"U1", "U2"}):
        code, name, *rest = list(row)
        assert words(code) == row.get("id")
        assert [child.get("lang") for child in name.iter(f"{XHTML}span")] == ["zh-Hans", "uz-Latn"]
        assert all(re.fullmatch(r"[\d ]*|(OB\d+ ?)+", words(cell)) for cell in rest)
    code = next(having(tree, "cover-code"))
    assert words(code) == made.standards["demo/courses/circuits"].code


def test_numbers_that_are_written_differently_stand_twice(repository: MakeRepository) -> None:
    made = repository(overlay(course={"credits": 4.5}))
    cells = [words(cell) for cell in page(made, "demo/courses/circuits", "en", "ru").iter(f"{XHTML}td")]
    assert "4.5 4,5" in cells


def test_the_cover_names_the_authoritative_language_in_both(repository: MakeRepository) -> None:
    made = repository()
    for first, second in PAIRS:
        cover = words(next(having(page(made, "demo/professional", first, second), "cover")))
        for tag in (first, second):
            edition = made.edition("demo/professional", tag)
            language = edition.language("zh-Hans")
            assert edition.label("authoritative-language") in cover
            assert edition.label("notice.bilingual", language=language) in cover
            assert edition.label("notice.not-in-force") in cover
            assert edition.label("notice.translation", language=language) not in cover
            assert edition.language(first) in cover
            assert edition.language(second) in cover


def test_what_is_true_of_one_language_is_told_of_it(repository: MakeRepository) -> None:
    """Missing translations, and a derived language: in both languages, with the name of the one."""
    goal = {"goal": [{"id": "GO1", "text": "本专业培养电子工程师。"}]}
    rows = [{**row, "policy": "mark"} for row in SIX]
    made = repository(overlay(professional=goal, settings={"locales": rows}))
    tree = page(made, "demo/professional", "zh-Hans", "uz-Cyrl")
    told = [words(item) for item in next(having(tree, "notices"))]
    for tag in ("zh-Hans", "uz-Cyrl"):
        edition = made.edition("demo/professional", tag)
        language, script = edition.language("uz-Latn"), edition.label("script.Latn")
        origin = edition.label("language-in-script", language=language, letters=script)
        for notice in (
            edition.label("notice.fallbacks", count=1), edition.label("notice.derived", language=origin),
        ):
            whole = edition.label("notice.of-language", language=edition.language("uz-Cyrl"), notice=notice)
            assert sum(whole in line for line in told) == 1
    (missing,) = (item for item in having(tree, "fallback") if words(item) == "本专业培养电子工程师。")
    assert missing.get("lang") == "zh-Hans"
    sides = list(next(having(next(item for item in having(tree, "clause") if item.get("id") == "GO1"), "pair")))
    assert missing in list(sides[1].iter())
    assert missing not in list(sides[0].iter())


def test_the_contents_have_a_link_in_each_language(repository: MakeRepository) -> None:
    tree = page(repository(), "demo/professional", "ru", "uz-Latn")
    contents = next(having(tree, "contents"))
    links = [(item.get("href"), item.get("lang")) for item in contents.iter(f"{XHTML}a")]
    assert links[::2] == [(target, "ru") for target, _ in links[::2]]
    assert [target for target, _ in links[::2]] == [target for target, _ in links[1::2]]
    assert {language for _, language in links[1::2]} == {"uz-Latn"}
    assert len(links) > 20


def test_annexes_and_lists_keep_the_letters_of_each_language(repository: MakeRepository) -> None:
    made = repository()
    tree = page(made, "demo/professional", "en", "ru")
    annex = next(item for item in tree.iter(f"{XHTML}section") if item.get("id") == "MAP1")
    spans = [words(item) for item in annex[0] if item.get("lang")]
    assert spans[0].startswith(made.edition("demo/professional", "en").label("annex-informative", letter="A"))
    assert spans[1].startswith(made.edition("demo/professional", "ru").label("annex-informative", letter="А"))
    lettered = [words(item) for item in tree.iter(f"{XHTML}p") if re.match(r"a\) ", words(item))]
    assert lettered
    assert all(" а) " in line for line in lettered)


def test_lines_of_a_list_have_their_letter_in_both_languages_even_if_it_is_the_same(repository: MakeRepository) -> None:
    tree = page(repository(), "demo/practice/workshop", "en", "uz-Latn")
    lines = [line for list_ in having(tree, "lines") for line in list_.iter(f"{XHTML}p")]
    assert lines
    for line in lines:
        letter, _first, second = map(words, line)
        assert re.fullmatch(r"[a-z]\)", letter)
        assert second.startswith(f"{letter} ")


def test_words_of_both_are_both_to_whoever_knows_no_sides(repository: MakeRepository) -> None:
    made = repository()
    document = document_of(pair(made, "demo/professional", "zh-Hans", "en"), compose)
    assert isinstance(document.subtitle, Both)
    assert document.subtitle == "专业标准 / Professional standard"
    assert document.languages == ("zh-Hans", "en")
    assert "Page " in document.words["page"]
    head = markup(document).partition("</head>")[0]
    assert "<span" not in head
    assert 'class="second"' in markup(document)


def test_one_edition_alone_has_nothing_of_it(repository: MakeRepository) -> None:
    edition = repository().edition("demo/professional", "ru")
    document = document_of(edition, compose)
    assert document == compose(edition)
    assert 'class="pair"' not in markup(document)
    assert ".side" not in stylesheet(document)


def test_editions_of_different_structure_are_refused(repository: MakeRepository) -> None:
    more = overlay(professional={"goal": [{"id": "GO9", "text": "本专业培养电子工程师。"}]})
    made, other = repository(), repository(more)
    both = Bilingual(made.edition("demo/professional", "zh-Hans"), other.edition("demo/professional", "en"))
    with pytest.raises(CurriculaError, match=r"do not have the same parts \(GO9\)"):
        document_of(both, compose)


# Building


@pytest.mark.slow
def test_a_pair_is_built_beside_the_editions(repository: MakeRepository) -> None:
    """The PDF is read aloud clause by clause, each in its language, and satisfies PDF/A and PDF/UA."""
    root = repository().root
    done = run(root, "build", "--bilingual", "zh-Hans+uz-Latn", "demo/practice/workshop")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1].startswith("1 standard, 1 edition, 2 files, ")
    folder = root / "build/demo/practice/workshop/1.0.0"
    assert sorted(path.name for path in folder.iterdir()) == ["zh-Hans+uz-Latn.html", "zh-Hans+uz-Latn.pdf"]
    heard = sounds(folder / "zh-Hans+uz-Latn.pdf")
    assert heard.lost == []
    paragraphs = [(item.language, bare(item.words)) for item in heard.document.all("P")]
    made, tags, place = Repository(root), ("zh-Hans", "uz-Latn"), 0
    documents = (compose(made.edition("demo/practice/workshop", tag)) for tag in tags)
    for both in zip(*map(clauses, documents), strict=True):
        for tag, clause in zip(tags, both, strict=True):
            place = paragraphs.index((tag, bare(f"{clause.number}{clause.title or clause.text}")), place) + 1
    assert broken_rules([folder / "zh-Hans+uz-Latn.pdf"]) == []


def files(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / "build").rglob("*+*.html")}


@pytest.mark.slow
def test_a_changed_word_rebuilds_the_pairs_of_its_language_alone(repository: MakeRepository) -> None:
    root = repository().root
    pairs = ("zh-Hans+ru", "ru+en", "zh-Hans+uz-Latn")
    asked = ("build", "demo/courses/circuits", "--format", "html", *(
        word for name in pairs for word in ("--bilingual", name)
    ))
    assert "3 files" in run(root, *asked).stdout
    before = files(root)
    assert "3 reused from cache" in run(root, *asked).stdout
    catalogue = root / "translations/ru/demo/courses/circuits.po"
    text = catalogue.read_text(encoding="utf-8")
    catalogue.write_text(text.replace("Измерить выходное", "Определить выходное"), encoding="utf-8")
    assert "1 reused from cache" in run(root, *asked).stdout
    after = files(root)
    assert {name for name in after if after[name] != before[name]} == {"zh-Hans+ru.html", "ru+en.html"}


@pytest.mark.slow
def test_languages_can_be_asked_for_besides(repository: MakeRepository) -> None:
    root = repository().root
    done = run(
        root, "build", "demo/courses/circuits", "--locale", "en", "--bilingual", "en+ru", "--bilingual", "en+ru",
        "--format", "html", "--format", "xml",
    )
    assert done.stdout.splitlines()[-1].startswith("1 standard, 2 editions, 3 files, 1 of them with all languages")


@pytest.mark.slow
def test_errors_of_other_languages_stop_no_pair(repository: MakeRepository) -> None:
    root = repository({"translations/ru/demo/courses/circuits.po": None}).root
    asked = ("build", "demo/courses/circuits", "--format", "html", "--bilingual")
    assert run(root, *asked, "zh-Hans+uz-Latn").returncode == 0
    stopped = run(root, *asked, "zh-Hans+ru")
    assert stopped.returncode == 1
    assert "nothing was built" in stopped.stdout


@pytest.mark.slow
def test_a_whole_build_keeps_the_pairs_that_are_current(repository: MakeRepository) -> None:
    rows = [{"tag": tag, "policy": "strict"} for tag in ("zh-Hans", "ru")]
    root = repository(overlay(settings={"locales": rows})).root
    for folder in ("en", "uz-Latn"):
        shutil.rmtree(root / "translations" / folder)
    run(root, "build", "--bilingual", "zh-Hans+ru")
    assert len(list((root / "build").rglob("*+*.*"))) == 6
    catalogue = root / "translations/ru/demo/courses/circuits.po"
    text = catalogue.read_text(encoding="utf-8")
    catalogue.write_text(text.replace("Измерить выходное", "Определить выходное"), encoding="utf-8")
    done = run(root, "build")
    assert done.returncode == 0, done.stdout
    left = sorted(path.relative_to(root / "build").as_posix() for path in (root / "build").rglob("*+*.*"))
    assert left == [
        f"demo/{name}/1.0.0/zh-Hans+ru.{suffix}" for name in ("practice/workshop", "professional")
        for suffix in ("html", "pdf")
    ]


@pytest.mark.slow
def test_an_earlier_version_is_put_beside_no_other(repository: MakeRepository) -> None:
    root = repository().root
    assert run(root, "translate", "snapshot", "demo/courses/circuits", "--locale", "ru").returncode == 0
    path = root / "standards/demo/courses/circuits.yaml"
    standard = path.read_text(encoding="utf-8")
    changed = standard.replace("。", "！", 1)
    assert changed != standard
    path.write_text(changed, encoding="utf-8")
    settings = root / "standards/repository.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("strict", "mark"), encoding="utf-8")
    done = run(root, "build", "demo/courses/circuits", "--format", "html", "--bilingual", "en+ru",
               "--bilingual", "zh-Hans+en")
    assert done.returncode == 1
    assert "error[bilingual-versions] no bilingual edition en+ru: ru follows an earlier version" in done.stdout
    assert sorted(files(root)) == ["zh-Hans+en.html"]


@pytest.mark.slow
def test_a_pair_is_kept_fresh_while_it_is_watched(repository: MakeRepository) -> None:
    root = repository().root
    made = "build/demo/courses/circuits/1.0.0/zh-Hans+ru.html"
    catalogue = root / "translations/ru/demo/courses/circuits.po"
    with watching(root, "demo/courses/circuits", "--bilingual", "zh-Hans+ru") as watch:
        assert [line for line in watch.until(made) if line.startswith("build/")] == [made]
        text = catalogue.read_text(encoding="utf-8")
        in_place(catalogue, text.replace("Измерить выходное", "Определить выходное"))
        watch.until(made)
        assert "Определить выходное" in (root / made).read_text(encoding="utf-8")


# Bad input


@pytest.mark.parametrize(("asked", "expected"), [
    ("zh-Hans", "zh-Hans is no pair of languages: write two with + between them"),
    ("zh-Hans+", "zh-Hans+ is no pair of languages: write two with + between them"),
    ("zh-Hans+ru+en", "zh-Hans+ru+en is no pair of languages: write two with + between them"),
    ("zh-Hans+uz-Latin", "uz-Latin is not among zh-Hans, en, ru, uz-Latn; did you mean uz-Latn?"),
    ("fr+ru", "fr is not among zh-Hans, en, ru, uz-Latn"),
    ("ru+ru", "ru+ru is one language twice: a bilingual edition has two"),
    ("ru+kk-Cyrl", "kk-Cyrl has no editions: its policy is shared, so only labels and names are translated"),
])
def test_what_is_no_pair_is_told(asked: str, expected: str, repository: MakeRepository) -> None:
    rows = [{"tag": tag, "policy": "strict"} for tag in ("zh-Hans", "en", "ru", "uz-Latn")]
    made = repository(overlay(settings={"locales": [*rows, {"tag": "kk-Cyrl", "policy": "shared"}]}))
    with pytest.raises(CurriculaError) as caught:
        chosen_pairs((asked,), made)
    assert str(caught.value).startswith(expected)


@pytest.mark.parametrize("formats", [("docx",), ("xml",), ("html", "xlsx")])
def test_a_format_that_cannot_have_two_languages_is_told(formats: tuple[str, ...], repository: MakeRepository) -> None:
    done = run(repository().root, "build", "--bilingual", "ru+en", *(w for name in formats for w in ("--format", name)))
    assert done.returncode == 2
    assert f"no bilingual edition in the format {formats[-1]}: html, pdf can have two languages" in done.stderr
