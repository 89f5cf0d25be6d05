"""XLIFF 2.1 and 1.2: valid by the published schemas, read by another program, and safe from what tools do to a file."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from translate.storage.xliff import xlifffile
from translate.storage.xliff2 import Xliff2File

import conformance
from curricula.exchange import xliff, xliff12
from curricula.reviews import STATES, digest
from curricula.units import NOWHERE, Bundle, Hit, Part, Suggestion, Unit

FORMATS = [pytest.param(module, id=module.__name__.rpartition(".")[2]) for module in (xliff, xliff12)]
UNCONFIRMED = {"untranslated", "machine", "draft", "stale"}
DOCUMENT = "demo/professional"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

pytestmark = pytest.mark.filterwarnings("default::DeprecationWarning:translate")


def unit(item: str, source: str, target: str, state: str, **others: Any) -> Unit:
    base = f"{digest(source)}:{digest(target)}:{state}"
    return Unit(f"{DOCUMENT}#{item}", source, target, state, base, **others)


BUNDLE = Bundle("demo", "zh-Hans", "uz-Latn", (
    Part(DOCUMENT, "0190d3a2-7c1e-7b00-8000-000000000001", (
        unit("C111/name", "基站天线", "", "untranslated", context="course › name", limit=80, terms=(
            Hit("基站", "tayanch stansiyasi", "5G too", ("baza stansiyasi", "BS")), Hit("天线", "antenna"),
        ), suggestions=(Suggestion("Antenna", "天线", 0.875, "memory"), Suggestion("Stansiya", "基站", 0.75, "demo"))),
        unit("U4.1/text", "Old & <new>\n{count} “x”  y ", " Eski & <yangi>\n{count}  ", "stale", previous="Old > new",
             original="旧\n新", note="Is this right?\nSee § 2.", limit=120),
        unit("PW1.2/text", "draft", "qoralama", "draft"),
        unit("PW1.3/text", "by machine", "mashina", "machine"),
        unit("M1/text", "5G", "5G", "translated"),
        unit("M2/text", "read", "o‘qilgan", "reviewed"),
        unit("M3/text", "approved", "tasdiqlangan", "approved"),
    )),
    Part("shared", "", (
        Unit("shared#chapter.nature/label", "性质", "Tabiat", "translated", f"{digest('性质')}:{digest('Tabiat')}"),
    )),
))


def placeless(bundle: Bundle) -> Bundle:
    """The bundle without the places of its units, which what is written cannot have."""
    parts = (replace(part, units=tuple(replace(item, where=NOWHERE) for item in part.units)) for part in bundle.parts)
    return replace(bundle, parts=tuple(parts))


def carried(bundle: Bundle, module: ModuleType) -> Bundle:
    """What the format can carry of a bundle, as its docstring says; no words have no state but one."""

    def coarse(item: Unit) -> Unit:
        item = item if item.target else replace(item, state="untranslated")
        if module is xliff:
            return item
        rounded = (replace(one, score=float(f"{one.score:.0%}".rstrip("%")) / 100) for one in item.suggestions)
        return replace(item, terms=(), suggestions=tuple(rounded))

    parts = (replace(part, units=tuple(map(coarse, part.units))) for part in bundle.parts if part.units)
    return replace(bundle, parts=tuple(parts))


def read(module: ModuleType, content: bytes) -> Bundle:
    bundle: Bundle = module.read(content, "back.xlf")
    assert bundle.problems == (), [problem.words() for problem in bundle.problems]
    return bundle


def found(bundle: Bundle, item: str) -> Unit:
    return next(one for one in bundle.units() if one.key == f"{DOCUMENT}#{item}")


def edited(module: ModuleType, edit: Callable[[etree._Element], None]) -> bytes:
    root = etree.fromstring(module.write(BUNDLE))
    edit(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def elements(root: etree._Element, *names: str) -> list[etree._Element]:
    """The elements of these names in the namespace of the file, wherever they are."""
    return [element for name in names for element in root.iter(f"{{{etree.QName(root).namespace}}}{name}")]


def element(root: etree._Element, item: str) -> etree._Element:
    """The element of a unit."""
    key = f"{DOCUMENT}#{item}"
    return next(one for one in elements(root, "unit", "trans-unit") if key in (one.get("name"), one.get("resname")))


# What the published schemas say


@cache
def schema(module: ModuleType) -> etree.XMLSchema:
    folder = conformance.folder("xliff")
    if module is xliff12:
        return etree.XMLSchema(etree.parse(folder / "xliff-core-1.2-strict.xsd"))
    names = ("xliff_core_2.0", "metadata", "glossary", "matches")
    spaces = ("document", "metadata", "glossary", "matches")
    imports = "".join(
        f'<xs:import namespace="urn:oasis:names:tc:xliff:{space}:2.0" schemaLocation="{(folder / name).as_uri()}.xsd"/>'
        for name, space in zip(names, spaces, strict=True)
    )
    return etree.XMLSchema(etree.fromstring(
        f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'
    ))


def objections(module: ModuleType, content: bytes) -> list[str]:
    """What the schema has against a file, and for 2.1 what the specification says beyond it."""
    root = etree.fromstring(content)
    judge = schema(module)
    judge.validate(root)
    log: Iterable[Any] = judge.error_log  # type: ignore[assignment]  # the stubs do not know it can be read in turn
    against = [str(error) for error in log]
    if module is xliff:
        for file in elements(root, "file"):
            ids = [one.get("id") for one in elements(file, "unit")]
            against += [f"{name} twice" for name in ids if ids.count(name) > 1]
        for segment in elements(root, "segment"):
            if segment.get("state", "initial") != "initial" and segment.find(f"{{{xliff.NAMESPACE}}}target") is None:
                against.append("a state without a target")
            if not re.fullmatch(r"[^\s:]+:[^\s:]+", segment.get("subState", "a:b")):
                against.append("a sub-state without a prefix")
        for match in root.iter("{urn:oasis:names:tc:xliff:matches:2.0}match"):
            aim = (match.get("ref") or "").removeprefix("#")
            if not match.xpath("ancestor::*[local-name()='unit']/*[@id=$aim]", aim=aim):
                against.append("a match for nothing")
    return against


@pytest.mark.parametrize("module", FORMATS)
def test_what_is_written_is_valid_and_always_the_same(module: ModuleType) -> None:
    content = module.write(BUNDLE)
    assert objections(module, content) == []
    assert module.write(BUNDLE) == content


@pytest.mark.parametrize("module", FORMATS)
def test_the_schema_would_object(module: ModuleType) -> None:
    def spoil(root: etree._Element) -> None:
        elements(root, "segment", "target")[0].set("state", "finished")

    assert objections(module, edited(module, spoil)) != []


@pytest.mark.parametrize("module", FORMATS)
def test_what_is_written_is_read_again(module: ModuleType) -> None:
    assert placeless(read(module, module.write(BUNDLE))) == carried(BUNDLE, module)


def test_each_reader_knows_its_own_files() -> None:
    contents = {xliff: xliff.write(BUNDLE), xliff12: xliff12.write(BUNDLE)}
    for module in (xliff, xliff12):
        assert [other for other, content in contents.items() if module.is_mine(content)] == [module]
        for strange in (b"", b"<tmx/>", b'<html version="2.1"/>', b'msgid ""', b"PK\x03\x04", b"\xff\xfe<\x00"):
            assert not module.is_mine(strange)


@pytest.mark.parametrize(("root", "version", "namespace"), [
    ('<xliff version="2.1"/>', "2.1", "—"), ('<xliff version="1.2"/>', "1.2", "—"),
    ('<xliff xmlns="urn:oasis:names:tc:xliff:document:2.2" version="2.2"/>', "2.2",
     "urn:oasis:names:tc:xliff:document:2.2"),
])
def test_xliff_of_another_kind_is_told_as_such(root: str, version: str, namespace: str) -> None:
    assert xliff.is_mine(root.encode())
    assert not xliff12.is_mine(root.encode())
    (problem,) = xliff.read(root.encode(), "back.xlf").problems
    assert (problem.code, problem.where.line) == ("exchange-strange", 1)
    assert f"version {version}, namespace {namespace}." in problem.advice()


@pytest.mark.parametrize("module", FORMATS)
def test_a_state_that_the_format_does_not_have_is_told_and_leaves_a_draft(module: ModuleType) -> None:
    def spoil(root: etree._Element) -> None:
        elements(element(root, "M3/text"), "segment" if module is xliff else "target")[0].set("state", "hello")

    bundle = module.read(edited(module, spoil), "back.xlf")
    (problem,) = bundle.problems
    assert (problem.code, problem.severity, problem.where.line > 1) == ("exchange-state", "warning", True)
    assert problem.words().endswith("M3/text: hello is none of the states")
    assert {unit.key.partition("#")[2]: unit.state for unit in bundle.units()}["M3/text"] == "draft"


def test_places_are_those_of_the_file() -> None:
    content = xliff12.write(BUNDLE)
    where = found(read(xliff12, content), "M2/text").where
    assert where.path == "back.xlf"
    assert b"M2/text" in content.splitlines()[where.line - 1]


# Any words that XML can hold

CHARACTERS = st.characters(
    codec="utf-8",
    exclude_characters="\x7f\ufffe\uffff" + "".join(chr(code) for code in range(32) if code not in (9, 10, 13))
)
WORDS = st.text(CHARACTERS, max_size=30)
NAMES = st.from_regex(r"[^\s#/\x00-\x20\x7f\ud800-\udfff\ufffe\uffff]{1,8}", fullmatch=True)


@st.composite
def units(draw: st.DrawFn, document: str) -> Unit:
    source, target = draw(st.text(CHARACTERS, min_size=1, max_size=30)), draw(WORDS)
    state = draw(st.sampled_from([one for one in STATES if one != "untranslated" or not target]))
    suggestions = st.builds(Suggestion, WORDS, WORDS, st.floats(0, 1), WORDS)
    return Unit(
        f"{document}#{draw(NAMES)}/{draw(NAMES)}", source, target, state,
        draw(st.sampled_from(["", f"{digest(source)}:{digest(target)}"])), draw(WORDS), draw(WORDS), draw(WORDS),
        draw(WORDS), draw(st.integers(0, 5000)),
        tuple(draw(st.lists(st.builds(Hit, WORDS, WORDS, WORDS, st.tuples(WORDS.filter(bool))), max_size=2))),
        tuple(draw(st.lists(suggestions, max_size=3))),
    )


@st.composite
def bundles(draw: st.DrawFn) -> Bundle:
    documents = draw(st.lists(st.sampled_from(["demo/professional", "demo/courses/a_b-1", "shared"]), unique=True,
                              min_size=1))
    parts = [
        Part(document, draw(st.sampled_from(["", "0190d3a2-7c1e-7b00-8000-000000000001"])),
             tuple(draw(st.lists(units(document), min_size=1, max_size=3, unique_by=lambda one: one.key))))
        for document in documents
    ]
    parts.append(Part("demo/empty", "", ()))
    return Bundle(draw(st.sampled_from(["demo", "shared"])), "zh-Hans", "uz-Latn", tuple(parts))


@pytest.mark.parametrize("module", FORMATS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(bundle=bundles())
def test_any_words_come_back_as_they_were(module: ModuleType, bundle: Bundle) -> None:
    content = module.write(bundle)
    assert module.is_mine(content)
    assert objections(module, content) == []
    assert placeless(read(module, content)) == carried(bundle, module)


@given(document=NAMES, item=NAMES, field=NAMES)
def test_the_id_of_a_unit_in_2_1_tells_its_key(document: str, item: str, field: str) -> None:
    one = Unit(f"{document}/x#{item}/{field}", "a", "b", "draft")
    content = xliff.write(Bundle("demo", "en", "ru", (Part(f"{document}/x", "", (one,)),)))
    assert re.fullmatch(r"[A-Za-z0-9.:_-]+", elements(etree.fromstring(content), "unit")[0].get("id", ""))
    bare = re.sub(rb' name="[^"]*"', b"", content)
    assert [unit.key for unit in read(xliff, bare).units()] == [one.key]


# Another program


def store(module: ModuleType, content: bytes) -> xlifffile[Any] | Xliff2File:
    made: Xliff2File | xlifffile[Any]
    made = Xliff2File.parsestring(content) if module is xliff else xlifffile.parsestring(content)
    return made


@pytest.mark.parametrize("module", FORMATS)
def test_another_program_reads_the_same(module: ModuleType) -> None:
    for theirs, ours in zip(store(module, module.write(BUNDLE)).units, BUNDLE.units(), strict=True):
        document, _, rest = ours.key.partition("#")
        key = f"{document}\x04{ours.key}" if module is xliff12 else f"{rest.replace('/', ':')}::s1"
        assert theirs.getid() == key
        assert theirs.source == ours.source
        assert (theirs.target or "") == ours.target
        if ours.target and ours.state in UNCONFIRMED:
            assert theirs.isfuzzy()


@pytest.mark.parametrize("module", FORMATS)
def test_words_that_another_program_writes_are_read(module: ModuleType) -> None:
    other = store(module, module.write(BUNDLE))
    for theirs in other.units:
        if theirs.source in ("基站天线", "Old & <new>\n{count} “x”  y "):
            theirs.target = "Yangi & <so‘z>\n {count} "
            theirs.marktranslated()
    back = read(module, bytes(other))
    for item, ours in zip(back.units(), carried(BUNDLE, module).units(), strict=True):
        if item.key.partition("#")[2] in ("C111/name", "U4.1/text"):
            assert (item.target, item.state) == ("Yangi & <so‘z>\n {count} ", "translated")
            assert replace(item, where=NOWHERE, target=ours.target, state=ours.state) == ours
        else:
            assert replace(item, where=NOWHERE) == ours


# What tools do to a file


@pytest.mark.parametrize("module", FORMATS)
@pytest.mark.parametrize("change", [
    lambda content: content.replace(b"\n", b"\r\n"),
    lambda content: b"\xef\xbb\xbf" + content,
    lambda content: content.decode().replace('"UTF-8"', '"utf-16"', 1).encode("utf-16"),
    lambda content: re.sub(rb">\n\s*<", b"><", content),
    lambda content: content.replace(b"<source", b"<!-- seen -->\n<source").replace(b"<target", b"<?tool x?><target"),
    lambda content: re.sub(rb"(<xliff[^>]*)>", rb'\1 xmlns:t="urn:tool" t:version="9">', content),
], ids=["crlf", "mark", "utf-16", "one line", "comments", "attributes"])
def test_another_shape_of_the_file_changes_nothing(module: ModuleType, change: Callable[[bytes], bytes]) -> None:
    content = change(module.write(BUNDLE))
    assert module.is_mine(content)
    assert placeless(read(module, content)) == carried(BUNDLE, module)


@pytest.mark.parametrize("module", FORMATS)
def test_units_in_another_order_and_in_groups_are_found(module: ModuleType) -> None:
    def shuffle(root: etree._Element) -> None:
        for parent in {one.getparent() for one in elements(root, "unit", "trans-unit")}:
            assert parent is not None
            group = etree.SubElement(parent, f"{{{module.NAMESPACE}}}group", id="g")
            for one in reversed([child for child in parent if child.tag != group.tag and child.get("id")]):
                group.append(one)

    back = read(module, edited(module, shuffle))
    expected = carried(BUNDLE, module)
    assert [part.document for part in back.parts] == [part.document for part in expected.parts]
    assert {replace(one, where=NOWHERE) for one in back.units()} == set(expected.units())


@pytest.mark.parametrize("module", FORMATS)
def test_a_tool_may_leave_out_all_but_the_words(module: ModuleType) -> None:
    def strip(root: etree._Element) -> None:
        core = elements(root, "note", "notes", "alt-trans", "context-group", "header")
        for one in core + [one for one in root.iter() if etree.QName(one).namespace != module.NAMESPACE]:
            if (parent := one.getparent()) is not None:
                parent.remove(one)
        for one in root.iter():
            for name in ("name", "resname", "subState", "state-qualifier", "extradata", "approved", XML_SPACE):
                if name != "resname" or module is xliff12:
                    one.attrib.pop(name, "")

    back = read(module, edited(module, strip))
    assert [(one.key, one.source, one.target) for one in back.units()] == \
        [(one.key, one.source, one.target) for one in BUNDLE.units()]
    states = {one.key.partition("#")[2]: one.state for one in back.units()}
    assert states["C111/name"] == "untranslated"
    assert {states[item] for item in ("U4.1/text", "PW1.2/text", "PW1.3/text")} == {"draft"}
    assert states["M1/text"] == "translated"
    assert states["M2/text"] == "reviewed"


@pytest.mark.parametrize("module", FORMATS)
def test_the_state_of_a_tool_counts_where_it_has_changed_it(module: ModuleType) -> None:
    def change(root: etree._Element) -> None:
        for item, state in (("U4.1/text", "translated"), ("PW1.2/text", "final"), ("M3/text", None)):
            tag = "segment" if module is xliff else "target"
            one = elements(element(root, item), tag)[0]
            if state:
                one.set("state", state)
            else:
                one.set("state", "initial" if module is xliff else "needs-review-translation")

    back = read(module, edited(module, change))
    assert found(back, "U4.1/text").state == "translated"
    assert found(back, "PW1.2/text").state == ("approved" if module is xliff else "reviewed")
    assert found(back, "M3/text").state == "draft"


def test_what_weblate_and_virtaal_say_of_a_state_in_1_2() -> None:
    def change(root: etree._Element) -> None:
        weblate, virtaal, approved = (element(root, item) for item in ("U4.1/text", "PW1.2/text", "M2/text"))
        elements(weblate, "target")[0].attrib.pop("state")
        virtaal.set("approved", "yes")
        elements(virtaal, "target")[0].set("state", "translated")
        approved.set("approved", "yes")
        elements(approved, "target")[0].attrib.pop("state")
        element(root, "PW1.3/text").set("approved", "yes")
        element(root, "M3/text").set("approved", "no")

    back = read(xliff12, edited(xliff12, change))
    assert found(back, "U4.1/text").state == "translated"
    assert found(back, "PW1.2/text").state == "translated"
    assert found(back, "PW1.3/text").state == "translated"
    assert found(back, "M2/text").state == "reviewed"
    assert found(back, "M3/text").state == "draft"


def test_every_confirmed_state_is_approved_in_1_2() -> None:
    root = etree.fromstring(xliff12.write(BUNDLE))
    approved = [one.get("approved") == "yes" for one in elements(root, "trans-unit")]
    assert approved == [unit.state not in UNCONFIRMED for unit in BUNDLE.units()]
    other = store(xliff12, xliff12.write(BUNDLE))
    assert [one.isfuzzy() for one in other.units if one.target] == [
        unit.state in UNCONFIRMED for unit in BUNDLE.units() if unit.target
    ]


@pytest.mark.parametrize("module", FORMATS)
@pytest.mark.parametrize("words", ["", "Yangi so‘z"], ids=["old words", "new words"])
def test_doubt_that_another_program_marks_makes_a_draft(module: ModuleType, words: str) -> None:
    other = store(module, module.write(BUNDLE))
    for theirs in other.units:
        if theirs.source in ("read", "approved", "5G"):
            theirs.target = words or theirs.target
            theirs.markfuzzy()
    back = read(module, bytes(other))
    assert {found(back, item).state for item in ("M1/text", "M2/text", "M3/text")} == {"draft"}
    assert found(back, "M1/text").target == (words or "5G")


def test_doubt_about_new_words_for_stale_ones_makes_a_draft_in_1_2() -> None:
    other = store(xliff12, xliff12.write(BUNDLE))
    for theirs in other.units:
        if theirs.target:
            theirs.target = "Yangi so‘z"
            theirs.markfuzzy()
    assert {item.state for item in read(xliff12, bytes(other)).units() if item.target} == {"draft"}


@pytest.mark.parametrize(("item", "target"), [("M1/text", "yangi"), ("M2/text", "yangi"), ("M3/text", None)])
def test_what_weblate_has_not_approved_is_translated(item: str, target: str | None) -> None:
    def weblate(root: etree._Element) -> None:
        element(root, item).set("approved", "no")
        inner = elements(element(root, item), "target")[0]
        inner.set("state", "translated")
        inner.text = target or inner.text

    assert found(read(xliff12, edited(xliff12, weblate)), item).state == "translated"


@pytest.mark.parametrize("module", FORMATS)
def test_a_state_that_a_tool_doubts_in_its_own_word_is_a_draft_whatever_is_approved(module: ModuleType) -> None:
    def doubt(root: etree._Element) -> None:
        one = elements(element(root, "M2/text"), "segment" if module is xliff else "target")[0]
        one.set("state", "initial" if module is xliff else "needs-review-translation")

    assert found(read(module, edited(module, doubt)), "M2/text").state == "draft"


@pytest.mark.parametrize("module", FORMATS)
def test_the_tag_of_the_language_is_handed_over_as_it_is(module: ModuleType) -> None:
    content = module.write(BUNDLE).replace(b'"uz-Latn"', b'"uz-Latn-UZ"')
    assert read(module, content).locale == "uz-Latn-UZ"


@pytest.mark.parametrize("module", FORMATS)
def test_new_words_under_an_old_state_are_translated(module: ModuleType) -> None:
    def translate(root: etree._Element) -> None:
        elements(element(root, "U4.1/text"), "target")[0].text = "Yangi"

    item = found(read(module, edited(module, translate)), "U4.1/text")
    assert (item.target, item.state) == ("Yangi", "translated")


@pytest.mark.parametrize("module", FORMATS)
def test_an_emptied_target_is_untranslated(module: ModuleType) -> None:
    def empty(root: etree._Element) -> None:
        elements(element(root, "M3/text"), "target")[0].text = None

    assert found(read(module, edited(module, empty)), "M3/text").state == "untranslated"


@pytest.mark.parametrize("module", FORMATS)
def test_a_copy_of_the_source_is_a_translation_only_where_somebody_says_so(module: ModuleType) -> None:
    def copy(root: etree._Element) -> None:
        parent = elements(element(root, "C111/name"), "segment" if module is xliff else "trans-unit")[:1]
        holder = parent[0] if parent else element(root, "C111/name")
        tag = f"{{{module.NAMESPACE}}}target"
        target = holder.find(tag)
        if target is None:
            target = etree.SubElement(holder, tag)
        target.text = "基站天线"

    def confirm(root: etree._Element) -> None:
        copy(root)
        elements(element(root, "C111/name"), "segment" if module is xliff else "target")[0].set("state", "translated")

    bundle = module.read(edited(module, copy), "back.xlf")
    assert [(problem.severity, problem.code) for problem in bundle.problems] == [("info", "exchange-copied")]
    assert placeless(replace(bundle, problems=())) == carried(BUNDLE, module)
    item = found(read(module, edited(module, confirm)), "C111/name")
    assert (item.target, item.state) == ("基站天线", "translated")


@pytest.mark.parametrize("module", FORMATS)
def test_notes_of_a_tool_are_the_translators(module: ModuleType) -> None:
    def annotate(root: etree._Element) -> None:
        note = elements(element(root, "U4.1/text"), "note")[-1]
        note.addnext(other := etree.Element(note.tag))
        other.text = "Too long?"

    item = found(read(module, edited(module, annotate)), "U4.1/text")
    assert item.note == "Is this right?\nSee § 2.\nToo long?"
    assert item.original == "旧\n新"


def test_notes_within_a_segment_are_the_translators_too() -> None:
    other = store(xliff, xliff.write(BUNDLE))
    for theirs in other.units:
        if theirs.source in ("read", "Old & <new>\n{count} “x”  y "):
            theirs.addnote("Too long?", origin="translator")
            theirs.addnote("Really.")

    def beside(root: etree._Element) -> None:
        holder = element(root, "M3/text")
        etree.SubElement(holder, f"{{{xliff.NAMESPACE}}}note").text = "Beside"

    assert b"<segment" in bytes(other).partition(b"Too long?")[0].rpartition(b"<unit")[2]
    back = read(xliff, bytes(other))
    assert found(back, "M2/text").note == "Too long?\nReally."
    item = found(back, "U4.1/text")
    assert (item.note, item.original) == ("Is this right?\nSee § 2.\nToo long?\nReally.", "旧\n新")
    assert found(read(xliff, edited(xliff, beside)), "M3/text").note == "Beside"


@pytest.mark.parametrize("module", FORMATS)
@pytest.mark.parametrize("number", ["", "many", "-1", "9" * 5000, "1e999999999", "nan", "²"])
def test_a_number_that_is_none_is_none(module: ModuleType, number: str) -> None:
    def change(root: etree._Element) -> None:
        for one in root.iter():
            for name in one.attrib:
                if etree.QName(name).localname in ("maxwidth", "sizeRestriction", "similarity", "match-quality"):
                    one.set(name, number)

    item = found(read(module, edited(module, change)), "C111/name")
    assert item.limit == 0
    assert [one.score for one in item.suggestions] == [0.0, 0.0]


@pytest.mark.parametrize("module", FORMATS)
def test_wrapped_lines_are_joined_where_the_hash_of_the_source_tells_of_them(module: ModuleType) -> None:
    def wrap(root: etree._Element) -> None:
        for one in elements(element(root, "PW1.3/text"), "source", "target"):
            one.text = "\n    " + (one.text or "").replace(" ", "\n    ") + "\n  "

    item = found(read(module, edited(module, wrap)), "PW1.3/text")
    assert (item.source, item.target, item.state) == ("by machine", "mashina", "machine")


def test_cut_segments_are_joined() -> None:
    def cut(root: etree._Element) -> None:
        segment = elements(element(root, "M3/text"), "segment")[0]
        unit_element = segment.getparent()
        assert unit_element is not None
        unit_element.remove(segment)
        space = f'xmlns="{xliff.NAMESPACE}"'
        for words in (
            f'<segment {space} state="final"><source>app</source><target>tas</target></segment>',
            f"<ignorable {space}><source>ro</source></ignorable>",
            f'<segment {space} state="translated"><source>ved</source><target><mrk id="m">diq</mrk></target></segment>',
        ):
            unit_element.append(etree.fromstring(words))

    item = found(read(xliff, edited(xliff, cut)), "M3/text")
    assert (item.source, item.target, item.state) == ("approved", "tasrodiq", "translated")


def test_marks_of_segments_in_1_2_are_passed_over() -> None:
    def cut(root: etree._Element) -> None:
        target = elements(element(root, "M3/text"), "target")[0]
        target.text = None
        mark = etree.SubElement(target, f"{{{xliff12.NAMESPACE}}}mrk", mtype="seg", mid="0")
        mark.text, mark.tail = "tasdiq", "langan"

    item = found(read(xliff12, edited(xliff12, cut)), "M3/text")
    assert (item.target, item.state) == ("tasdiqlangan", "approved")


# What cannot be read


def copied(root: etree._Element, item: str) -> etree._Element:
    """A copy of a unit, put behind all others of its document."""
    one = element(root, item)
    copy = etree.fromstring(etree.tostring(one))
    parent = one.getparent()
    assert parent is not None
    parent.append(copy)
    return copy


def twice(root: etree._Element) -> None:
    elements(copied(root, "M3/text"), "target")[0].text = "boshqa"


def marked(root: etree._Element) -> None:
    target = elements(element(root, "M3/text"), "target")[0]
    etree.SubElement(target, target.tag.replace("target", "ph"), id="1")


@pytest.mark.parametrize("module", FORMATS)
@pytest.mark.parametrize(("edit", "code"), [
    (twice, "exchange-duplicate"), (marked, "exchange-markup"),
])
def test_a_unit_that_cannot_be_trusted_is_a_finding_and_left_out(
    module: ModuleType, edit: Callable[[etree._Element], None], code: str
) -> None:
    content = edited(module, edit)
    bundle = module.read(content, "back.xlf")
    assert [problem.code for problem in bundle.problems] == [code]
    assert bundle.problems[0].where.line
    assert "M3/text" in bundle.problems[0].words()
    assert bundle.problems[0].advice()
    assert [one.key for one in bundle.units()] == [one.key for one in BUNDLE.units() if not one.key.endswith("M3/text")]


@pytest.mark.parametrize("module", FORMATS)
def test_a_unit_that_stands_twice_with_the_same_words_is_read_once(module: ModuleType) -> None:
    def copy(root: etree._Element) -> None:
        copied(root, "M3/text")

    assert placeless(read(module, edited(module, copy))) == carried(BUNDLE, module)


@pytest.mark.parametrize("module", FORMATS)
def test_a_strange_unit_among_ours_is_a_finding(module: ModuleType) -> None:
    def add(root: etree._Element) -> None:
        copy = copied(root, "M3/text")
        for name in ("name", "resname", "id"):
            if copy.get(name):
                copy.set(name, "greeting")

    bundle = module.read(edited(module, add), "back.xlf")
    assert [problem.words() for problem in bundle.problems] == ["greeting is no key of ours"]
    assert placeless(replace(bundle, problems=())) == carried(BUNDLE, module)


@pytest.mark.parametrize("module", FORMATS)
def test_the_file_of_another_project_is_one_finding(module: ModuleType) -> None:
    def rename(root: etree._Element) -> None:
        for number, one in enumerate(elements(root, "unit", "trans-unit")):
            for name in ("name", "resname", "id"):
                if one.get(name):
                    one.set(name, f"greeting{number}")
        for one in elements(root, "file"):
            one.set("original", "main window.ui")

    bundle = module.read(edited(module, rename), "back.xlf")
    assert not bundle.parts
    assert [problem.code for problem in bundle.problems] == ["exchange-strange"]


def test_a_file_in_two_pairs_of_languages_is_read_in_the_first() -> None:
    def other(root: etree._Element) -> None:
        elements(root, "file")[1].set("target-language", "ru")

    bundle = xliff12.read(edited(xliff12, other), "back.xlf")
    assert [problem.code for problem in bundle.problems] == ["exchange-languages"]
    assert [part.document for part in bundle.parts] == [DOCUMENT]


def test_segments_in_another_order_are_a_finding() -> None:
    def order(root: etree._Element) -> None:
        elements(element(root, "M3/text"), "target")[0].set("order", "2")

    bundle = xliff.read(edited(xliff, order), "back.xlf")
    assert [problem.code for problem in bundle.problems] == ["exchange-order"]


@pytest.mark.parametrize("module", FORMATS)
@pytest.mark.parametrize(("spoil", "code"), [
    (lambda content: content[: len(content) // 2], "exchange-xml"),
    (lambda content: b"", "exchange-xml"),
    (lambda content: content.replace(b"<xliff", b'<!DOCTYPE xliff [<!ENTITY x "y">]><xliff', 1), "exchange-xml"),
    (lambda content: content.decode().encode("gb18030", "replace"), "exchange-xml"),
    (lambda content: b"<tmx version='1.4'/>", "exchange-strange"),
    (lambda content: re.sub(rb"(<xliff[^>]*>).*(</xliff>)", rb"\1\2", content, flags=re.DOTALL), "exchange-strange"),
], ids=["cut off", "empty", "document type", "encoding", "other format", "no units"])
def test_a_file_that_cannot_be_read_is_one_finding(
    module: ModuleType, spoil: Callable[[bytes], bytes], code: str
) -> None:
    bundle = module.read(spoil(module.write(BUNDLE)), "back.xlf")
    assert not bundle.parts
    assert [(problem.code, problem.where.path) for problem in bundle.problems] == [(code, "back.xlf")]


@settings(max_examples=150, deadline=None)
@given(position=st.integers(0, 2**16), length=st.integers(0, 40), words=st.binary(max_size=12))
def test_no_damage_is_a_traceback(position: int, length: int, words: bytes) -> None:
    for module in (xliff, xliff12):
        content = module.write(BUNDLE)
        start = position % len(content)
        damaged = content[:start] + words + content[start + length :]
        module.is_mine(damaged)
        bundle = module.read(damaged, "back.xlf")
        assert all(problem.words() and problem.where.path == "back.xlf" for problem in bundle.problems)
