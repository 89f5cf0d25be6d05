"""Translation memories in TMX 1.4: what is written is read back, and others' files are taken with care."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from translate.storage.tmx import tmxfile

from conformance import folder
from curricula.exchange import tmx
from curricula.memory import CONFIRMED, Entry, kept

KEY = "demo/professional#GO1/text"
ENTRIES = (
    Entry("培养技术员。", "zh-Hans", "Готовит техников.", "ru", KEY, "text"),
    Entry("培养技术员。", "zh-Hans", "Texniklarni tayyorlaydi.", "uz-Latn", KEY, "text", "approved"),
    Entry("a < b & \"c\"\n'{d}' ]]>", "en", " é\t\u00a0\u2028x  y\r ", "ru", "", "", "imported"),
    Entry("目标", "zh-Hans", "цель", "ru", "demo/professional#A/title", "title"),
    Entry("目标", "zh-Hans", "задача", "ru", "demo/professional#A/title", "title"),
)

LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Cn"), include_characters="\n\t\r")
WORDS = st.text(LETTERS, min_size=1).filter(lambda words: words.strip())
NAMES = st.text(st.characters(codec="ascii", categories=("L", "N"), include_characters="#/.-"))


def entry(pair: tuple[str, str], *rest: str) -> Entry:
    source, origin, target, kind, state = rest
    return Entry(source, pair[0], target, pair[1], origin, kind, state)


PAIRS = st.sampled_from([pair for pair in product(("zh-Hans", "en", "ru", "uz-Latn"), repeat=2) if len(set(pair)) == 2])
STRANGE = st.builds(entry, PAIRS, WORDS, NAMES, WORDS, NAMES, st.sampled_from(CONFIRMED))


def unit(inside: str, head: str = '<header srclang="en"/>') -> bytes:
    return f'<?xml version="1.0"?><tmx version="1.4">{head}<body>{inside}</body></tmx>'.encode()


def pair(source: str, target: str, attributes: str = "") -> str:
    return (
        f'<tu {attributes}><tuv xml:lang="en"><seg>{source}</seg></tuv>'
        f'<tuv xml:lang="ru"><seg>{target}</seg></tuv></tu>'
    )


def valid(content: bytes) -> bool:
    with (folder("tmx") / "tmx14.dtd").open("rb") as file:
        dtd = etree.DTD(file)
    assert dtd.validate(etree.fromstring(content)), dtd.error_log
    return True


def test_what_is_written_is_read_back() -> None:
    content = tmx.write(ENTRIES)
    assert tmx.is_mine(content)
    found, problems = tmx.read(content, "a.tmx")
    assert problems == ()
    assert sorted(found, key=repr) == sorted(ENTRIES, key=repr)
    assert tmx.write(reversed(found)) == content
    assert valid(content)


@settings(max_examples=60, deadline=None)
@given(st.lists(STRANGE, max_size=5))
def test_any_words_come_back(entries: list[Entry]) -> None:
    content = tmx.write(entries)
    found, problems = tmx.read(content, "a.tmx")
    assert (set(found), problems) == (set(entries), ())
    assert tmx.write(found) == content
    assert valid(content)


def test_another_program_reads_the_same() -> None:
    store = tmxfile.parsestring(tmx.write(ENTRIES[:1]), sourcelanguage="zh-Hans", targetlanguage="ru")
    read = store.units[0]
    assert (read.getid(), read.source, read.target) == (KEY, "培养技术员。", "Готовит техников.")


def test_what_another_program_changes_comes_back() -> None:
    store = tmxfile.parsestring(tmx.write(ENTRIES[:1]), sourcelanguage="zh-Hans", targetlanguage="ru")
    store.units[0].target = "Другие слова <&>."
    store.addsourceunit("新的").settarget("новый", "ru")
    found, problems = tmx.read(bytes(store), "a.tmx")
    assert problems == ()
    assert Entry("培养技术员。", "zh-Hans", "Другие слова <&>.", "ru", KEY, "text") in found
    assert [(item.source, item.target, item.state) for item in found if not item.origin.startswith("demo")] == [
        ("新的", "новый", "imported")
    ]


def test_a_file_of_another_tool_is_read() -> None:
    content = unit(
        '<tu><note>n</note><tuv lang="ru-RU"><seg>цель</seg></tuv><tuv lang="EN_us" creationid="x"><prop type="p">q'
        "</prop><seg>goal</seg></tuv></tu>", '<header srclang="en-US" x="y"/>'
    ).replace(b"?>", b'?>\r\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\r\n')
    found, problems = tmx.read(b"\xef\xbb\xbf" + content, "a.tmx")
    assert problems == ()
    assert found == (Entry("goal", "EN_us", "цель", "ru-RU", state="imported"),)
    assert kept(found, ("zh-Hans", "en", "ru"), "a.tmx")[0] == (Entry("goal", "en", "цель", "ru", state="imported"),)


def test_formatting_is_taken_off_and_codes_leave_a_pair_out() -> None:
    content = unit(
        pair('a <bpt i="1">&lt;b&gt;</bpt>b<ept i="1">&lt;/b&gt;</ept> <hi>c</hi> d', "e")
        + pair('f <ph x="1">{1}</ph> g', "h") + pair("i", 'j <it pos="begin"><sub>k</sub></it>')
        + pair("l", " ") + '<tu><tuv><seg>m</seg></tuv><tuv xml:lang="en"><seg>n</seg></tuv></tu>'
    )
    found, problems = tmx.read(content.replace(b"<tu", b"\n<tu").replace(b"\n<tuv", b"<tuv"), "a.tmx")
    assert [(item.source, item.target) for item in found] == [("a b c d", "e")]
    assert [(item.where.line, item.words()) for item in problems] == [
        (2, "units with formatting, which is taken off: 1; this is the first"),
        (3, "units with codes in the place of words, which are left out: 2; this is the first"),
        (5, "units with words in one language only, which are left out: 2; this is the first"),
        (6, "translations without a language, which are left out: 1; this is the first"),
    ]


def test_several_translations_of_the_same_words_are_all_kept() -> None:
    content = unit(
        pair("a", "б") + pair("a", "в") + '<tu srclang="ru"><tuv xml:lang="en"><seg>a</seg></tuv><tuv xml:lang="en">'
        '<seg>b</seg></tuv><tuv xml:lang="ru"><seg>г</seg></tuv></tu>'
    )
    found, problems = tmx.read(content, "a.tmx")
    assert problems == ()
    assert [(item.source, item.target) for item in found] == [("a", "б"), ("a", "в"), ("г", "a"), ("г", "b")]


@pytest.mark.parametrize(("tag", "words", "locale"), [
    ("uz", "Minora har yili tekshiriladi.", "uz-Latn"), ("uz", "Минора ҳар йили текширилади.", "uz-Cyrl"),
    ("uz-Latn-UZ", "Минора LTE учун текширилади.", "uz-Cyrl"), ("RU-RU", "Мачту LTE проверяют раз в год.", "ru"),
    ("ru", "LTE", "ru"), ("en", "Мачту проверяют.", None),
])
def test_the_letters_tell_in_which_of_its_scripts_a_language_stands(tag: str, words: str, locale: str | None) -> None:
    entry = Entry("铁塔每年检查一次。", "zh-CN", words, tag, state="imported")
    found, problems = kept((entry,), ("zh-Hans", "en", "ru", "uz-Latn", "uz-Cyrl"), "m.tmx")
    assert [item.locale for item in found] == ([locale] if locale else [])
    assert bool(problems) is (locale is None)



def test_languages_that_are_not_of_the_repository_are_left_out_and_counted() -> None:
    entries = (
        Entry("a", "en-GB", "一", "zh_CN"), Entry("a", "en", "b", "en-US"), Entry("a", "en", "c", "de"),
        Entry("a", "en", "b", "zh-TW"), Entry("a", "en", "d", "uz"), Entry("e", "EN", "c", "de"),
    )
    found, problems = kept(entries, ("zh-Hans", "en", "ru", "uz-Latn"), "m.tmx")
    assert [(item.source_language, item.locale) for item in found] == [("en", "zh-Hans"), ("en", "uz-Latn")]
    assert [item.words() for item in problems] == [
        "pairs that are left out, EN → de: 1", "pairs that are left out, en → de: 1",
        "pairs that are left out, en → en-US: 1", "pairs that are left out, en → zh-TW: 1",
    ]


@pytest.mark.parametrize(("content", "code"), [
    (b"", "exchange-xml"),
    (tmx.write(ENTRIES)[:700], "exchange-xml"),
    (unit(pair("a", "b")).replace(b"?>", b'?><!DOCTYPE tmx [<!ENTITY e SYSTEM "tmx14.dtd">]>'), "exchange-xml"),
    (unit(pair("a", "&e;")).replace(b"?>", b'?><!DOCTYPE tmx SYSTEM "tmx14.dtd">'), "exchange-xml"),
    (unit(pair("a\x01", "b")), "exchange-xml"),
    (unit(pair("а", "b")).decode().encode("cp1251"), "exchange-xml"),
    (b"<tmx version='1.4'><header/></tmx>", "exchange-memory"),
    (b"<xliff/>", "exchange-memory"),
])
def test_a_bad_file_is_one_finding(content: bytes, code: str) -> None:
    found, problems = tmx.read(content, "a.tmx")
    assert (found, [item.code for item in problems]) == ((), [code])


def test_only_its_root_element_makes_a_file_ours() -> None:
    assert tmx.is_mine(unit("").replace(b"?>", b'?><!-- x --><!DOCTYPE tmx SYSTEM "tmx14.dtd">'))
    assert not tmx.is_mine(b"<xliff/>")
    assert not tmx.is_mine(b"tmx")
