"""Terms in TBX-Basic, and what becomes of them in the terminology of the repository."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from translate.storage.tbx import tbxfile

from conftest import ROOT, MakeRepository
from curricula.common import TERMINOLOGY
from curricula.diagnostics import CurriculaError, Where
from curricula.exchange import tbx
from curricula.model.settings import Term, Terminology, TermWords
from curricula.parsing import parse
from curricula.repository import Repository
from curricula.schemas import violations
from curricula.source import parsed
from curricula.termbase import EMPTY, merged

LOCALES = ("zh-Hans", "en", "ru", "uz-Latn")
NAMESPACE = "{urn:iso:std:iso:30042:ed-2}"
HERE = Where("t.tbx")
TERM = Term(
    "circuit", "education", "noun", "Elements & <more>.", {
        "zh-Hans": TermWords("电路", forbidden=("电回路",), note="正文中用。"),
        "ru": TermWords("электрическая цепь", ("цепь",), forbidden=("контур", "кольцо")),
    }, HERE,
)
# What ISO 30042 allows in each element of TBX-Basic in style DCA that we write: children in order, attributes.
STRUCTURE = {
    "tbx": ("tbxHeader text", {"type", "style", "lang"}),
    "tbxHeader": ("fileDesc( encodingDesc)?( revisionDesc)?", set()),
    "fileDesc": ("(titleStmt )?(publicationStmt )?sourceDesc( sourceDesc)*", set()),
    "titleStmt": ("title( note)*", set()), "title": ("", set()), "sourceDesc": ("p( p)*", set()), "p": ("", set()),
    "text": ("body( back)?", set()), "body": ("conceptEntry( conceptEntry)*", set()),
    "conceptEntry": ("((descrip|admin|note) )*langSec( langSec)*", {"id"}),
    "langSec": ("((descrip|admin|note) )*termSec( termSec)*", {"lang"}),
    "termSec": ("term( termNote)*( (descrip|admin|note))*", set()),
    "term": ("", set()), "termNote": ("", {"type"}), "descrip": ("", {"type"}), "note": ("", set()),
}
VALUES = {
    "partOfSpeech": {"noun", "verb", "adjective", "adverb", "other"},
    "administrativeStatus": {f"{name}Term-admn-sts" for name in ("preferred", "admitted", "deprecated", "superseded")},
}

LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Z"))
WORDS = st.text(LETTERS, min_size=1).filter(lambda words: words.strip() == words)
NONE_TWICE = st.lists(WORDS, unique=True, min_size=1, max_size=6)


def words(terms: list[str], cut: int, note: str | None) -> TermWords:
    return TermWords(terms[0], tuple(terms[1:cut]), forbidden=tuple(terms[max(cut, 1):]), note=note)


TERM_WORDS = st.builds(words, NONE_TWICE, st.integers(1, 6), st.one_of(st.none(), WORDS))
TERMS = st.builds(
    Term, st.from_regex(r"[A-Za-z][A-Za-z0-9.-]{0,9}", fullmatch=True), st.sampled_from(["education"]),
    st.sampled_from(["noun", "verb", "adjective", "phrase"]), WORDS,
    st.dictionaries(st.sampled_from(LOCALES), TERM_WORDS, min_size=1), st.just(HERE),
)


def well_formed(content: bytes) -> bool:
    """Every element and value is one that the standard allows where it stands."""
    root = etree.fromstring(content)
    assert (root.tag, root.get("style"), root.get("type")) == (f"{NAMESPACE}tbx", "dca", "TBX-Basic")
    for element in root.iter():
        assert isinstance(element.tag, str)
        children, attributes = STRUCTURE[element.tag.removeprefix(NAMESPACE)]
        named = " ".join(str(child.tag).removeprefix(NAMESPACE) for child in element)
        assert re.fullmatch(children, named), (element.tag, named)
        assert {etree.QName(name).localname for name in element.attrib} == attributes
        assert (element.text or "x").strip()[:1] or children
        if element.get("type") in VALUES:
            assert element.text in VALUES[str(element.get("type"))]
    ids = root.xpath("//@id")
    assert isinstance(ids, list)
    assert len(ids) == len(set(map(str, ids)))
    return True


def nowhere(terms: tuple[Term, ...]) -> list[Term]:
    return [replace(term, where=HERE) for term in terms]


def carried(term: Term) -> Term:
    """What the format keeps of a term."""
    terms = {
        tag: replace(words, forms=(*words.forms, *words.accepted), accepted=(), not_in=())
        for tag, words in term.terms.items()
    }
    return replace(term, where=HERE, terms=terms, definition=" ".join(term.definition.split()))


def test_the_terminology_of_the_repository_comes_back() -> None:
    terminology = Repository(ROOT).common.terminology
    content = tbx.write(terminology)
    assert tbx.is_mine(content)
    assert well_formed(content)
    found, problems = tbx.read(content, "t.tbx")
    assert problems == ()
    assert nowhere(found) == [carried(term) for term in terminology.terms]
    text = (ROOT / TERMINOLOGY).read_text(encoding="utf-8")
    assert merged(text, TERMINOLOGY, found, Repository(ROOT).tags) == (text.encode(), ())


@settings(max_examples=60, deadline=None)
@given(st.lists(TERMS, min_size=1, max_size=4, unique_by=lambda term: term.id))
def test_any_terms_come_back(terms: list[Term]) -> None:
    content = tbx.write(Terminology(tuple(terms)))
    assert well_formed(content)
    found, problems = tbx.read(content, "t.tbx")
    assert (nowhere(found), problems) == (terms, ())


def earlier(content: bytes) -> bytes:
    """The same terms in the first edition of the standard, which more tools read."""
    text = content.decode()
    for new, old in (("conceptEntry", "termEntry"), ("langSec", "langSet"), ("termSec", "tig"),
                     ("tbxHeader", "martifHeader"), (' xmlns="urn:iso:std:iso:30042:ed-2"', "")):
        text = text.replace(new, old)
    return re.sub("<(/?)tbx", r"<\1martif", text).replace(
        "?>\n", '?>\n<!DOCTYPE martif SYSTEM "TBXBasiccoreStructureV02.dtd">\n', 1
    ).encode()


def test_another_program_reads_the_same_and_its_changes_come_back() -> None:
    content = earlier(tbx.write(Terminology((TERM,))))
    assert tbx.is_mine(content)
    store = tbxfile.parsestring(content)
    store.setsourcelanguage("zh-Hans")
    store.settargetlanguage("ru")
    unit = store.units[0]
    terms = [(term.text, term.deprecated) for term in unit.get_target_terms("ru")]
    assert (unit.getid(), unit.source) == ("circuit", "电路")
    assert terms == [("электрическая цепь", False), ("цепь", False), ("контур", True), ("кольцо", True)]
    assert nowhere(tbx.read(content, "t.tbx")[0]) == [TERM]
    unit.target = "электрическая цепочка"
    found, problems = tbx.read(bytes(store), "t.tbx")
    assert problems == ()
    assert found[0].terms["ru"].term == "электрическая цепочка"


def concept(inside: str, id: str = "c1", head: str = "") -> str:
    return f'<conceptEntry id="{id}">{head}{inside}</conceptEntry>'


def language(tag: str, *terms: str) -> str:
    sections = "".join(f"<termSec><term>{term}</term></termSec>" for term in terms)
    return f'<langSec xml:lang="{tag}">{sections}</langSec>'


def file(body: str, style: str = "dca") -> bytes:
    return (
        f'<?xml version="1.0"?>\n<tbx type="TBX-Basic" style="{style}" xml:lang="en" '
        'xmlns="urn:iso:std:iso:30042:ed-2" xmlns:min="urn:min" xmlns:basic="urn:basic">'
        f"<tbxHeader/><text><body>\n{body}</body></text></tbx>"
    ).encode()


def test_both_styles_groups_and_missing_statuses_are_read() -> None:
    content = file(
        '<conceptEntry id="c1"><min:subjectField>Education</min:subjectField><langSec xml:lang="en-US">'
        "<descripGrp><basic:definition>A\r\n  thing.</basic:definition></descripGrp><note>n</note><termSec><term>old"
        "</term><min:administrativeStatus>supersededTerm-admn-sts</min:administrativeStatus></termSec><termSec>"
        "<term>a <hi>b</hi></term><termNoteGrp><min:partOfSpeech>adverb</min:partOfSpeech></termNoteGrp><note>m</note>"
        "</termSec><termSec><term>c</term></termSec></langSec></conceptEntry>", "dct",
    )
    found, problems = tbx.read(content, "t.tbx")
    assert problems == ()
    words = TermWords("a b", ("c",), forbidden=("old",), note="n m")
    assert found == (Term("c1", "education", "phrase", "A thing.", {"en-US": words}, Where("t.tbx", 3, 1)),)


def test_what_cannot_be_taken_is_told() -> None:
    status = "<termNote type='administrativeStatus'>preferredTerm-admn-sts</termNote>"
    preferred = "<termSec><term>{}</term>" + status + "</termSec>"
    two = f"<langSec xml:lang='en'>{preferred.format('a')}{preferred.format('b')}</langSec>"
    content = file("\n".join((
        concept(two), concept(language("en", "x")), concept(language("en", "y"), ""), concept("", "c4"),
        concept("<langSec><termSec><term>z</term></termSec></langSec>" + language("en", "q"), "c5"),
    )))
    found, problems = tbx.read(content, "t.tbx")
    assert [(term.id, term.terms["en"].term) for term in found] == [("c1", "a"), ("c5", "q")]
    assert [(item.where.line, item.words()) for item in problems] == [
        (3, "c1 has a second preferred term in en, “b”, which is taken for an admitted one"),
        (4, "the concept c1 stands twice, first on line 3, and is left out here"),
        (5, "the concept has no id and is left out"),
        (6, "the concept c4 has no term in any language and is left out"),
        (7, "the concept c5 has terms without a language, which are left out"),
    ]


@pytest.mark.parametrize("content", [b"", b"<tbx", file("")[:150], b"<tmx/>", file("&e;")])
def test_a_bad_file_is_one_finding(content: bytes) -> None:
    found, problems = tbx.read(content, "t.tbx")
    assert (found, len(problems)) == ((), 1)


OWN = """\
# head
terms:   # all of them
  - id: circuit   # the first
    domain: education
    part_of_speech: noun
    definition: >-
      Elements &
      <more>.
    terms:
      zh-Hans: {term: 电路, forbidden: [电回路], not_in: [配电路数]}   # kept
      ru: {term: 'электрическая цепь', accepted: [цепь], forbidden: [контур]}
  - id: relay
    domain: education
    part_of_speech: noun
    definition: A switch.
    terms:
      en: {term: relay}   # the last
# below
strengths: []
"""


def test_what_is_new_is_added_and_all_else_stays_to_the_letter() -> None:
    terms = {"ru-RU": TermWords("плавкий #1", ("n",)), "en": TermWords("fuse")}
    new = Term("fuse", "education", "noun", "A: part.", terms, HERE)
    added = replace(TERM, terms={**TERM.terms, "en": TermWords("circuit", note="n")})
    content, problems = merged(OWN, TERMINOLOGY, (added, new), LOCALES)
    expected = OWN.replace(
        "forbidden: [电回路], not_in: [配电路数]}   # kept\n",
        "forbidden: [电回路], not_in: [配电路数], note: 正文中用。}   # kept\n",
    ).replace("forbidden: [контур]}\n", "forbidden: [контур, кольцо]}\n      en: {term: circuit, note: n}\n").replace(
        "# the last\n", "# the last\n  - id: fuse\n    domain: education\n    part_of_speech: noun\n"
        '    definition: "A: part."\n    terms:\n      ru: {term: "плавкий #1", forms: [n]}\n      en: {term: fuse}\n',
    )
    assert (content.decode(), problems) == (expected, ())
    assert merged(expected, TERMINOLOGY, (added, new), LOCALES) == (content, ())


def test_whatever_differs_is_told_and_not_overwritten() -> None:
    term = Term("circuit", "telecommunications", "verb", "Something else.", {
        "zh-Hans": TermWords("电路图", ("电回路",)),
        "ru": TermWords("", ("цепь",), forbidden=("электрическая цепь", "цепь")),
        "de": TermWords("Stromkreis"), "en": TermWords("", forbidden=("loop",)),
    }, Where("t.tbx", 7, 1))
    content, problems = merged(OWN, TERMINOLOGY, (term,), LOCALES)
    assert content.decode() == OWN
    assert {item.where for item in problems} == {Where("t.tbx", 7, 1)}
    assert [item.words() for item in problems] == [
        "circuit has terms in de, which are left out",
        "the domain of circuit is telecommunications",
        "the part of speech of circuit is verb",
        "circuit is defined as “Something else.”",
        "the term for circuit in zh-Hans is “电路图”",
        "“电回路” does for circuit in zh-Hans",
        "“электрическая цепь” must not be used for circuit in ru",
        "“цепь” must not be used for circuit in ru",
        "circuit has only deprecated terms in en",
    ]
    assert problems[4].advice() == (
        f"The terminology has “电路”, which is kept. If the other one is right, change {TERMINOLOGY}."
    )


def test_a_concept_under_another_id_or_against_the_schema_is_left_out() -> None:
    same = Term("c1", "education", "noun", "A switch.", {"en": TermWords("relay")}, HERE)
    bad = Term("c 2", "cooking", "", "", {"en": TermWords("pan")}, Where("t.tbx", 9, 1))
    content, problems = merged(OWN, TERMINOLOGY, (same, bad), LOCALES)
    assert content.decode() == OWN
    assert problems[0].words() == "c1 has a term of the concept relay"
    assert {item.where for item in problems[1:]} == {Where("t.tbx", 9, 1)}
    assert [item.message for item in problems[1:]] == ["{id} has no part of speech", "{id} has no definition"]


@settings(max_examples=60, deadline=None)
@given(st.lists(TERMS, min_size=1, max_size=4, unique_by=lambda term: term.id))
def test_any_terms_make_a_terminology_that_can_be_read(terms: list[Term]) -> None:
    content, problems = merged(EMPTY, TERMINOLOGY, terms, LOCALES)
    source = parsed(content.decode(), TERMINOLOGY)
    assert source.problems == ()
    assert list(violations(source, "terminology")) == []
    read = parse(Terminology, source.data, "terminology", TERMINOLOGY)
    left_out = {str(item.arguments["id"]) for item in problems}
    assert [replace(term, where=HERE) for term in read.terms] == [term for term in terms if term.id not in left_out]
    assert merged(content.decode(), TERMINOLOGY, read.terms, LOCALES) == (content, ())


@pytest.mark.parametrize("text", ["terms: [{id: a}\n", "", "terms: &x []\n", "terms: 3\n", "terms:\n  - 3\n"])
def test_a_terminology_that_cannot_be_read_is_not_touched(text: str) -> None:
    with pytest.raises(CurriculaError, match="cannot be read"):
        merged(text, TERMINOLOGY, (TERM,), LOCALES)


def test_notes_on_terms_are_read_and_valid(repository: MakeRepository) -> None:
    path = ROOT / "tests/demo" / TERMINOLOGY
    text = path.read_text(encoding="utf-8").replace("en: {term: circuit,", "en: {term: circuit, note: Not of acts.,")
    root = repository({TERMINOLOGY: text})
    assert root.problems == ()
    assert root.terms[0].terms["en"].note == "Not of acts."
