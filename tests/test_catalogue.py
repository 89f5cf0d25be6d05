"""Catalogues: what cannot be read is found, what is written is read back, merging keeps every word."""

import random
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from conftest import MakeRepository
from curricula import catalogue as catalogues
from curricula.catalogue import Catalogue, Message, parsed_catalogue, read_catalogue, stands, write_catalogue
from curricula.diagnostics import Where
from curricula.model.text import Text
from curricula.upkeep import merge

HEAD = 'msgid ""\nmsgstr ""\n"Language: ru\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
ENTRY = 'msgctxt "d#A/text"\nmsgid "源"\nmsgstr "исток"\n'


def read(root: Path, content: str | bytes) -> Catalogue:
    (root / "a.po").write_bytes(content.encode() if isinstance(content, str) else content)
    return read_catalogue(root, "a.po", "ru")


def test_a_missing_file_is_an_empty_catalogue(tmp_path: Path) -> None:
    assert read_catalogue(tmp_path, "a.po", "ru") == Catalogue("a.po", "ru")


@pytest.mark.parametrize(("content", "code", "line"), [
    (HEAD + "<<<<<<< HEAD\n" + ENTRY + "=======\n>>>>>>> branch\n", "merge-conflict", 6),
    (HEAD + ENTRY + "||||||| base\n", "merge-conflict", 9),
    (HEAD + ENTRY + "\n" + ENTRY, "po-duplicate", 10),
    (HEAD + ENTRY + '\n#~ msgctxt "d#B/text"\n#~ msgid "a"\n#~ msgstr "b"\n' * 2, "po-duplicate", 14),
    (HEAD + 'msgctxt "d#A/text"\nmsgid "源\nmsgstr "исток"\n', "po-syntax", 7),
    (HEAD + 'msgctxt "d#A/text"\nmsgid "源"\nmsgstr "исток\n', "po-syntax", 8),
    (HEAD + 'msgctxt "d#A/text"\nmsgid "源"\nmsgstr "a "quoted" word"\n', "po-syntax", 8),
    (HEAD + 'msgctxt "d#A/text"\nmsgid "源"\nmsgstr исток\n', "po-syntax", 8),
    (HEAD + 'msgctxt "d#A/text"\nmsgid "源"\nmsgstr "исток"\nmore words\n', "po-syntax", 9),
    (HEAD + '#~ msgctxt "d#B/text"\n#~ msgid "a\n#~ msgstr "b"\n', "po-syntax", 7),
    (HEAD + 'msgstr "исток"\n', "po-syntax", 6),
    (HEAD + 'msgid "源"\nmsgstr "исток"\n', "po-key", 6),
    (HEAD + 'msgctxt "d#A/text"\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] "d"\n', "po-plural", 6),
    (HEAD.replace("Language: ru", "Language: uz_Latn") + ENTRY, "po-language", 1),
    (b"\xef\xbb\xbf" + (HEAD + ENTRY).encode(), "encoding", 1),
    ((HEAD + ENTRY).encode("gb18030"), "encoding", 8),
    ((HEAD + ENTRY).encode("utf-16"), "encoding", 1),
    (HEAD + ENTRY.replace("исток", "исток\x07"), "control-character", 8),
    (HEAD + ENTRY.replace("исток", "исток\0"), "control-character", 8),
])
def test_what_cannot_be_read_is_found_at_its_line(content: str | bytes, code: str, line: int, tmp_path: Path) -> None:
    (finding,) = read(tmp_path, content).problems
    assert (finding.code, finding.where.line, finding.severity) == (code, line, "error")
    assert finding.words()
    assert finding.advice()


SEVERAL = ENTRY.replace(
    '"исток"', '""\n"#-#-#-#-#  a.po  #-#-#-#-#\\n"\n"исток\\n"\n"#-#-#-#-#  b.po  #-#-#-#-#\\n"\n"источник"'
)


def test_every_conflict_is_told(tmp_path: Path) -> None:
    conflict = "<<<<<<< HEAD\n" + ENTRY + "=======\n" + ENTRY + ">>>>>>> branch\n"
    found = read(tmp_path, HEAD + conflict + "\n" + conflict).problems
    assert [(item.code, item.where.line) for item in found] == [("merge-conflict", 6), ("merge-conflict", 16)]


@pytest.mark.parametrize("mark", ["", "#~ "])
def test_what_msgcat_left_to_choose_from_is_a_conflict(mark: str, tmp_path: Path) -> None:
    other = ENTRY.replace("#A", "#B")
    several = "".join(mark + line for line in SEVERAL.splitlines(keepends=True))
    found = read(tmp_path, HEAD + other + "\n" + several)
    (finding,) = found.problems
    assert (finding.code, finding.where.line, finding.severity) == ("merge-conflict", 10, "error")
    assert finding.words() == "a merge conflict was left in d#A/text"
    assert "#-#-#-#-#" in finding.advice()
    assert (list(found.messages), list(found.obsolete)) == (["d#B/text"], [])


@pytest.mark.parametrize("content", [
    HEAD + ENTRY,
    (HEAD + ENTRY).replace("\n", "\r\n"),
    (HEAD + ENTRY).rstrip("\n"),
    "# Translators:\n#\n#, fuzzy\n" + HEAD + "#. crumb\n#: file:1\n#, no-wrap\n" + ENTRY,
    HEAD + 'msgctxt ""\n"d#A/"\n"text"\nmsgid ""\n"源"\nmsgstr   "исток"   \n',
])
def test_what_other_programs_write_is_read(content: str, tmp_path: Path) -> None:
    catalogue = read(tmp_path, content)
    assert catalogue.problems == ()
    assert [(key, item.words) for key, item in catalogue.messages.items()] == [("d#A/text", "исток")]


def with_words_of_two_units() -> Catalogue:
    """A catalogue as most are: confirmed words on one line."""
    found = [Message(f"d#{key}/text", "源", "исток", Where("a.po"), comment="crumb\n源 = источник") for key in "AB"]
    return Catalogue("a.po", "ru", {item.key: item for item in found}, uuid="uuid-1")


AWKWARD = [
    "one\ntwo\n",
    'a "quoted" word', "back\\slash \\n", "tab\there", "100 % {hours}", "电路：５Ω", "\u2028\u0085x", "#~ x",
    "<<<<<<< ours", "msgid", " ends with space ", "a\rb", "ʻ ʼ", "\U00020bb7",
]


@pytest.mark.parametrize("words", AWKWARD)
def test_every_word_survives_writing_and_reading(words: str, tmp_path: Path) -> None:
    where = Where("a.po")
    stale = Message("d#A/text", words, words, where, fuzzy=True, previous=words + "!", comment="a › b", note="why")
    gone = Message("d#B/text", words, words, where, note="kept")
    written = write_catalogue(Catalogue("a.po", "ru", {stale.key: stale}, {gone.key: gone}, "uuid-1"))
    found = read(tmp_path, written)
    assert found.problems == ()
    assert found.uuid == "uuid-1"
    assert found.messages["d#A/text"]._replace(where=where) == stale
    assert found.obsolete["d#B/text"]._replace(where=where) == gone
    assert write_catalogue(found) == written


def test_the_shipped_catalogues_are_written_as_they_are(repository: MakeRepository) -> None:
    made = repository()
    for catalogue in made.catalogues.values():
        if (made.root / catalogue.path).exists():
            assert write_catalogue(catalogue) == (made.root / catalogue.path).read_bytes()


# Read by one pattern or by polib, and written: the same

LETTERS = st.text(st.sampled_from('ab 源ё"\\\\\n\t\r#~|.,:\u2028\u0085\u00a0{}%msgid'), max_size=12)
KEYS = st.text(st.sampled_from('dA#/."\\\\'), min_size=1, max_size=5)
LINES = st.text(st.sampled_from("a源 #~.\u00a0\u2028"), max_size=8).map(str.strip)
REMARKS = st.lists(LINES, max_size=3).map("\n".join)
MESSAGES = st.dictionaries(KEYS, st.builds(
    Message, key=st.just(""), source=LETTERS, words=LETTERS, where=st.just(Where("")), fuzzy=st.booleans(),
    previous=LETTERS, comment=REMARKS, note=REMARKS,
), max_size=4).map(lambda found: {key: message._replace(key=key) for key, message in found.items()})
HEADERS = st.dictionaries(st.sampled_from(["Last-Translator", "X-Generator", "Plural-Forms"]), st.just("x y <z@z>"))
FILES = st.builds(
    Catalogue, path=st.just("a.po"), locale=st.just("ru"), messages=MESSAGES, obsolete=MESSAGES,
    uuid=st.sampled_from(["", "uuid-1"]), headers=HEADERS, notes=REMARKS,
)


many = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def as_polib_writes(catalogue: Catalogue, width: int = 0, occurrences: int = 0) -> str:
    """The file of a translator's tool: lines of `width`, and places in source files that ours does not name."""
    file = polib.POFile(wrapwidth=width)
    file.header = catalogue.notes
    file.metadata = {
        "MIME-Version": "1.0", "Content-Type": "text/plain; charset=UTF-8", "Content-Transfer-Encoding": "8bit",
        "Language": catalogue.locale, **catalogue.headers,
    } | ({"X-Document-UUID": catalogue.uuid} if catalogue.uuid else {})
    for table in (catalogue.messages, dict(sorted(catalogue.obsolete.items()))):
        for message in table.values():
            file.append(polib.POEntry(
                msgctxt=message.key, msgid=message.source, msgstr=message.words, comment=message.comment,
                tcomment=message.note, previous_msgid=message.previous or None,
                obsolete=table is not catalogue.messages,
                flags=["fuzzy"] if message.fuzzy else [], occurrences=[("a b.yaml", "1"), ("c", "")][:occurrences],
            ))
    return str(file)


def thoroughly(text: str) -> Catalogue:
    """As polib reads it. Nothing but speed may depend on the way a file is read."""
    text = text.replace("\r\n", "\n")
    return catalogues._thoroughly(text if text.endswith("\n") else text + "\n", "a.po", "ru")


@many
@given(FILES)
def test_a_catalogue_is_written_as_polib_writes_it(catalogue: Catalogue) -> None:
    assert write_catalogue(catalogue).decode() == as_polib_writes(catalogue)


@many
@given(FILES, st.sampled_from([0, 20, 78]), st.integers(0, 2), st.sampled_from(["\n", "\r\n"]))
def test_a_file_is_read_as_polib_reads_it(catalogue: Catalogue, width: int, occurrences: int, end: str) -> None:
    text = as_polib_writes(catalogue, width, occurrences).replace("\n", end)
    assert parsed_catalogue(text, "a.po", "ru") == thoroughly(text)


@many
@given(FILES, st.sampled_from([0, 20]), st.data())
def test_a_damaged_file_is_read_as_polib_reads_it(catalogue: Catalogue, width: int, data: st.DataObject) -> None:
    lines = as_polib_writes(catalogue, width).split("\n")
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(lines) - 1))
        column = data.draw(st.integers(0, len(lines[place])))
        other = data.draw(st.sampled_from([
            '"', "\\", " ", "#", "#~ ", "#| ", "#, fuzzy", "#.", 'msgid ""', 'msgctxt "x"', "<<<<<<< a", "\r", "\u2028",
        ]))
        if data.draw(st.booleans()):
            lines[place : place + 1] = data.draw(st.sampled_from([[], [""], [other], [lines[place], lines[place]]]))
            lines = lines or [""]
        else:
            lines[place] = lines[place][:column] + other + lines[place][column:]
    text = "\n".join(lines)
    assert parsed_catalogue(text, "a.po", "ru") == thoroughly(text)


@pytest.mark.parametrize("content", [
    HEAD + ENTRY,
    (HEAD + ENTRY).replace("\n", "\r\n"),
    "# Anna\n#, fuzzy\n" + HEAD + '# note\n#. crumb\n#: file:1 b:2\n#, fuzzy, x\n#| msgid ""\n#| "a"\n' + ENTRY,
    HEAD + 'msgctxt ""\n"d#A/"\n"text"\nmsgid ""\n"源 \\"a\\"\\n"\n"b"\nmsgstr ""\n"исток"\n',
    HEAD + ENTRY + "\n#~ " + ENTRY.replace("\nm", "\n#~ m"),
])
def test_what_common_tools_write_is_read_quickly(content: str) -> None:
    text = content.replace("\r\n", "\n")
    assert catalogues._quickly(text, "a.po") is not None
    assert parsed_catalogue(content, "a.po", "ru") == thoroughly(content)


@many
@given(FILES, st.integers(0, 5))
@example(with_words_of_two_units(), 0)
def test_a_file_that_stands_would_be_written_the_same(catalogue: Catalogue, change: int) -> None:
    units = [(Text(key, item.source, item.where, "zh-Hans"), item.comment) for key, item in catalogue.messages.items()]
    before = write_catalogue(catalogue)
    if change < len(units):
        text, comment = units[change]
        units[change] = (replace(text, words=text.words + "!"), comment)
    if stands(before.decode(), Catalogue("a.po", "ru", uuid=catalogue.uuid), units):
        merged = merge(parsed_catalogue(before.decode(), "a.po", "ru"), units, {})
        assert write_catalogue(replace(merged, uuid=catalogue.uuid)) == before


def test_a_plain_file_stands_until_anything_in_it_changes() -> None:
    catalogue = with_words_of_two_units()
    text, empty = write_catalogue(catalogue).decode(), Catalogue("a.po", "ru", uuid="uuid-1")
    units = [(Text(key, item.source, item.where, "zh-Hans"), item.comment) for key, item in catalogue.messages.items()]
    assert stands(text, empty, units)
    assert stands(text.replace("исток", '\\"ис\u00a0ток\\"'), empty, units)
    assert not stands(text, replace(empty, uuid="uuid-2"), units)
    assert not stands(text, replace(empty, locale="en"), units)
    assert not stands(text, empty, units[:1])
    assert not stands(text, empty, units[::-1])
    assert not stands(text, empty, [units[0], (units[1][0], "another crumb")])
    for old, new in (
        ("исток", 'ис"ток'), ("исток", "ис\\q"), ("msgctxt", "#, fuzzy\nmsgctxt"), ("crumb", "b"), ("\n\n", "\n"),
        ("исток", "ис\\"), ("исток", "ис\\nток"), ("исток", "ис\u2028ток"),
    ):
        assert not stands(text.replace(old, new), empty, units)
    assert not stands(text + "\n", empty, units)
    assert not stands(text[:-1], empty, units)
    assert not stands("", empty, [])


# Merging


def unit(key: str, words: str) -> tuple[Text, str]:
    return Text(f"d#{key}/text", words, Where("d.yaml"), "zh-Hans"), "crumb"


def merged(old: Catalogue, **units: str) -> Catalogue:
    return merge(old, [unit(key, words) for key, words in units.items()], {})


def drafted(key: tuple[str, str]) -> Catalogue:
    """A new catalogue for the words 一, made with a memory that knows `key`."""
    return merge(Catalogue("a.po", "ru"), [unit("A", "一")], {key: "раз"})


def with_words(**entries: tuple[str, str]) -> Catalogue:
    """A catalogue of confirmed translations: source words and words by item."""
    messages = [Message(f"d#{key}/text", source, words, Where("a.po")) for key, (source, words) in entries.items()]
    return Catalogue("a.po", "ru", {message.key: message for message in messages})


def shown(catalogue: Catalogue, key: str = "A") -> tuple[str, str, bool, str]:
    message = catalogue.messages[f"d#{key}/text"]
    return message.source, message.words, message.fuzzy, message.previous


OLD = with_words(A=("一", "раз"))


def test_an_unchanged_text_keeps_its_translation() -> None:
    assert shown(merged(OLD, A="一")) == ("一", "раз", False, "")


def test_a_changed_text_is_stale_and_remembers_its_source() -> None:
    assert shown(merged(OLD, A="二")) == ("二", "раз", True, "一")


def test_a_text_changed_twice_remembers_the_words_its_translation_was_made_for() -> None:
    assert shown(merged(merged(OLD, A="二"), A="三")) == ("三", "раз", True, "一")


def test_a_text_changed_back_is_current_again() -> None:
    assert shown(merged(merged(merged(OLD, A="二"), A="三"), A="一")) == ("一", "раз", False, "")


def test_a_removed_text_waits_and_comes_back() -> None:
    gone = merged(OLD, B="二")
    assert gone.obsolete["d#A/text"].words == "раз"
    assert shown(merged(gone, A="一")) == ("一", "раз", False, "")
    assert shown(merged(gone, A="三")) == ("三", "раз", True, "一")


def test_a_stale_text_that_was_removed_comes_back_as_it_was(tmp_path: Path) -> None:
    gone = read(tmp_path, write_catalogue(merged(merged(OLD, A="二"), B="x")))
    assert shown(merged(gone, A="二")) == ("二", "раз", True, "一")
    assert shown(merged(gone, A="一")) == ("一", "раз", False, "")


def test_a_removed_text_without_a_translation_is_forgotten() -> None:
    assert merged(merged(Catalogue("a.po", "ru"), A="一"), B="二").obsolete == {}


def test_a_new_text_is_drafted_from_memory_only_with_the_same_words_and_field() -> None:
    assert shown(drafted(("一", "text"))) == ("一", "раз", True, "")
    assert shown(drafted(("一", "title"))) == ("一", "", False, "")
    assert shown(drafted(("一。", "text"))) == ("一", "", False, "")


def test_a_draft_never_becomes_current_by_itself() -> None:
    draft = drafted(("一", "text"))
    assert shown(merged(merged(draft, A="二"), A="一"))[2] is True
    assert shown(merged(merged(draft, B="二"), A="一"))[2] is True


def test_an_outdated_previous_source_is_not_believed() -> None:
    """Some editors leave `#| msgid` behind when a translation is confirmed."""
    confirmed = OLD.messages["d#A/text"]._replace(source="二", words="два", previous="一")
    assert shown(merged(replace(OLD, messages={confirmed.key: confirmed}), A="一")) == ("一", "два", True, "二")


def test_a_note_of_the_translator_is_kept() -> None:
    noted = OLD.messages["d#A/text"]._replace(note="ask Aziza")
    assert merged(replace(OLD, messages={noted.key: noted}), A="二").messages[noted.key].note == "ask Aziza"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_no_words_are_ever_lost_or_passed_off_as_current(seed: int, tmp_path: Path) -> None:
    """Authors change, delete and restore texts, translators translate and confirm, in any order, with sync between."""
    dice = random.Random(seed)
    keys, sources = ["A", "B", "C"], ["一", "二", "三"]
    catalogue = Catalogue("a.po", "ru")
    made: dict[str, tuple[str, str]] = {}  # the last confirmed words of each key, and the source they were made for
    for step in range(60):
        present = {key: dice.choice(sources) for key in keys if dice.random() < 0.7}
        catalogue = merged(catalogue, **present)
        catalogue = read(tmp_path, write_catalogue(catalogue))
        assert catalogue.problems == ()
        assert write_catalogue(merged(catalogue, **present)) == write_catalogue(catalogue)
        for key, (source, words) in made.items():
            message = catalogue.messages.get(f"d#{key}/text") or catalogue.obsolete[f"d#{key}/text"]
            assert message.words == words
            if key in present:
                text = unit(key, present[key])[0]
                assert (catalogue.translate(text) is not None) is (present[key] == source)
                assert catalogue.state(text) == ("translated" if present[key] == source else "stale")
        for key, source in present.items():
            if dice.random() < 0.3:
                made[key] = (source, f"words {step} for {source}")
                old = catalogue.messages[f"d#{key}/text"]
                previous = old.previous if dice.random() < 0.5 else ""  # an editor may leave it or not
                done = old._replace(words=made[key][1], fuzzy=False, previous=previous)
                catalogue = replace(catalogue, messages={**catalogue.messages, done.key: done})


def test_poedit_can_read_what_is_written(repository: MakeRepository) -> None:
    """polib stands for the programs of translators: every entry has its key, its source and its comment."""
    made = repository()
    file = polib.pofile(str(made.root / "translations/ru/demo/professional.po"))
    assert file.metadata["Language"] == "ru"
    assert all(entry.msgctxt and entry.msgid and entry.comment for entry in file)
