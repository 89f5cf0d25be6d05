"""PO out and in: what PO editors and GNU gettext do to a file loses nothing, and what is damaged is told."""

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from hypothesis import given, settings
from translate.storage.pypo import pofile

from curricula.catalogue import Catalogue, Message, write_catalogue
from curricula.diagnostics import Where
from curricula.exchange import po
from curricula.reviews import STATES
from curricula.units import Bundle, Unit
from handouts import COURSE, PLAN, bundles, sample, told, unit

NAME = "demo.ru.po"
SAMPLE = po.write(sample())
STALE = f"{COURSE}#N1/text"


def gettext(program: str) -> str:
    """A program of GNU gettext; where it is absent the test is skipped, and fails under CI."""
    found = shutil.which(program)
    if not found:
        if os.environ.get("CI"):
            pytest.fail(f"{program} is not installed: apt-get install gettext")
        pytest.skip(f"{program} is not installed")
    return found


def by_key(bundle: Bundle) -> dict[str, Unit]:
    assert bundle.problems == (), [item.words() for item in bundle.problems]
    return {item.key: item for item in bundle.units()}


def test_a_file_says_what_its_editor_shows() -> None:
    entries = {entry.msgctxt: entry for entry in polib.pofile(SAMPLE.decode())}
    stale = entries[STALE]
    assert (stale.msgid, stale.msgstr, stale.flags) == ("=电路“A&B” <5Ω {hours}", "Схема\nв две строки", ["fuzzy"])
    assert stale.previous_msgid == "=电路旧"
    assert stale.tcomment == "Что это?\n\nИ зачем?"
    assert stale.comment.splitlines()[:5] == [
        "context: nature › text", r"original: base: 电路\n= 2", "limit: 40",
        "term: 电路 = схема ≠ контур, цепь · в значении цепи", f"suggestion: 83 %: Схема ← 电路图 · {PLAN}",
    ]
    fuzzy = {state for state, entry in zip(STATES, list(entries.values())[1:], strict=True) if entry.fuzzy}
    assert fuzzy == {"machine", "draft", "stale"}


def test_the_header_names_documents_and_languages() -> None:
    headers = polib.pofile(SAMPLE.decode()).metadata
    names = ("Language", "X-Source-Language", "Project-Id-Version")
    assert [headers[name] for name in names] == ["ru", "zh-Hans", "demo"]
    assert [headers[f"X-Document-{number}"].split()[0] for number in (1, 2)] == [COURSE, PLAN]
    assert not {"Plural-Forms", "PO-Revision-Date", "POT-Creation-Date"} & headers.keys()


def test_what_is_written_is_read_back() -> None:
    back = po.read(SAMPLE, NAME)
    assert list(told(back)) == list(told(sample()))
    assert (back.name, back.source_language, back.locale, back.problems) == ("demo", "zh-Hans", "ru", ())
    assert po.is_mine(SAMPLE)


@given(bundles())
@settings(deadline=None, max_examples=60)
def test_any_words_and_states_are_read_back(bundle: Bundle) -> None:
    content = po.write(bundle)
    back = po.read(content, NAME)
    assert [item.words() for item in back.problems] == []
    assert list(told(back)) == list(told(bundle))
    assert [part.document for part in back.parts] == [part.document for part in bundle.parts]
    assert po.write(bundle) == content


def test_documents_stay_in_order_beyond_nine() -> None:
    part = sample().parts[1]
    parts = tuple(replace(part, document=f"demo/d{number}", units=()) for number in range(12))
    assert po.read(po.write(replace(sample(), parts=parts)), NAME).parts == parts


def windows(content: bytes) -> bytes:
    return b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n")


def more_comments(content: bytes) -> bytes:
    content = content.replace(b"#. state", b"#: file.yaml:12\n#. state").replace(b"#, fuzzy", b"#, fuzzy, no-wrap")
    return b"# Translators:\n# A. Karimov\n" + content


def more_headers(content: bytes) -> bytes:
    return content.replace(b'"Language: ru\\n"', b'"Language: ru_RU\\n"\n"Plural-Forms: nplurals=3;\\n"')


def turned_round(content: bytes) -> bytes:
    head, *entries = content.strip().split(b"\n\n")
    return b"\n\n".join([head, *reversed(entries)])


@pytest.mark.parametrize("change", [windows, more_comments, more_headers, turned_round])
def test_what_editors_do_to_a_file_changes_nothing(change: Callable[[bytes], bytes]) -> None:
    content = change(SAMPLE)
    assert content != SAMPLE
    assert po.is_mine(content)
    back = po.read(content, NAME)
    assert {key: replace(item, where=Where("")) for key, item in by_key(back).items()} == {
        item.key: item for _, _, item in told(sample())
    }
    assert [part.document for part in back.parts] == [COURSE, PLAN]


@pytest.mark.parametrize("command", [
    ("msgcat",), ("msgcat", "--width=40"), ("msgcat", "--sort-output"), ("msgmerge", "--previous", "--quiet", NAME),
    ("msgconv", "--to-code=UTF-8"), ("msgattrib", "--no-location"),
])
def test_gettext_keeps_everything(command: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(SAMPLE)
    program, *options = command
    made = subprocess.run([gettext(program), *options, NAME], cwd=tmp_path, capture_output=True, check=True).stdout
    assert {replace(item, where=Where("")) for item in by_key(po.read(made, NAME)).values()} == {
        item for _, _, item in told(sample())
    }


def test_gettext_has_nothing_against_a_file(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(SAMPLE)
    done = subprocess.run(
        [gettext("msgfmt"), "--check", "--statistics", "-o", "demo.mo", NAME],
        cwd=tmp_path, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    assert done.returncode == 0, done.stderr
    *warnings, statistics = done.stderr.splitlines()
    assert statistics == "4 translated messages, 4 fuzzy translations, 1 untranslated message."
    assert all("missing in header" in line for line in warnings)  # dates and names of persons, which are nobody's here


def test_the_toolkit_of_weblate_reads_and_edits_a_file() -> None:
    store = pofile.parsestring(SAMPLE)
    found = {item.getcontext(): item for item in store.units if not item.isheader()}
    assert {key: (item.source, item.target, item.isfuzzy()) for key, item in found.items()} == {
        item.key: (item.source, item.target, item.state in ("machine", "draft", "stale")) for item in sample().units()
    }
    assert found[STALE].prev_source == "=电路旧"
    found[STALE].target = "Новая схема"
    found[STALE].markfuzzy(False)
    found[f"{PLAN}#S0/name"].target = "Слово"
    found[f"{PLAN}#S7/name"].addnote("Проверьте", origin="translator")
    back = by_key(po.read(bytes(store), NAME))
    before = {item.key: item for _, _, item in told(sample())}
    changed = {key: replace(item, where=Where("")) for key, item in back.items()}
    assert changed == before | {
        STALE: replace(before[STALE], target="Новая схема", state="translated", previous=""),
        f"{PLAN}#S0/name": replace(before[f"{PLAN}#S0/name"], target="Слово", state="translated"),
        f"{PLAN}#S7/name": replace(before[f"{PLAN}#S7/name"], note="Проверьте"),
    }


@pytest.mark.parametrize(("before", "fuzzy", "words", "after"), [
    ("untranslated", False, "нов", "translated"), ("untranslated", True, "нов", "draft"),
    ("draft", True, None, "draft"), ("draft", False, None, "translated"), ("draft", False, "нов", "translated"),
    ("machine", True, None, "machine"), ("machine", True, "нов", "draft"), ("machine", False, None, "translated"),
    ("stale", True, None, "stale"), ("stale", True, "нов", "draft"), ("stale", False, None, "translated"),
    ("translated", True, None, "draft"), ("translated", False, "нов", "translated"),
    ("approved", False, None, "approved"), ("approved", False, "нов", "translated"), ("approved", True, None, "draft"),
    ("reviewed", False, "", "untranslated"), ("derived", False, None, "derived"),
])
def test_the_state_is_told_by_the_flag_and_the_words(before: str, fuzzy: bool, words: str | None, after: str) -> None:
    old = unit(f"{PLAN}#A/name", "词", "" if before == "untranslated" else "слово", before)
    file = polib.pofile(po.write(replace(sample(), parts=(replace(sample().parts[1], units=(old,)),))).decode())
    (entry,) = file
    entry.fuzzy = fuzzy  # type: ignore[misc]  # the stubs do not know that it can be set
    entry.msgstr = entry.msgstr if words is None else words
    (back,) = by_key(po.read(str(file).encode(), NAME)).values()
    assert (back.state, back.target, back.base) == (after, entry.msgstr, old.base)


def test_a_catalogue_of_the_repository_is_read_too() -> None:
    where = Where("")
    messages = (
        Message(f"{PLAN}#A/name", "词", "слово", where, comment="name\n词 = слово"),
        Message(f"{PLAN}#B/name", "词二", "слово", where, fuzzy=True),
        Message(f"{PLAN}#C/name", "词三", "слово", where, fuzzy=True, previous="词旧", note="Что?"),
        Message(f"{PLAN}#D/name", "词四", "", where),
    )
    catalogue = Catalogue("", "uz-Latn", {item.key: item for item in messages}, uuid="u-1")
    back = po.read(write_catalogue(catalogue), "professional.po")
    assert (back.name, back.source_language, back.locale) == ("demo", "", "uz-Latn")
    assert [(part.document, part.uuid) for part in back.parts] == [(PLAN, "u-1")]
    assert [item.state for item in by_key(back).values()] == ["translated", "draft", "stale", "untranslated"]
    first, _, third, _ = back.units()
    assert (first.context, first.base, third.previous, third.note) == ("name\n词 = слово", "", "词旧", "Что?")


DOUBLE = SAMPLE + b"\n" + SAMPLE.split(b"\n\n")[2]
FOREIGN = b'msgid "Open"\nmsgstr ""\n'
HEAD = b'msgid ""\nmsgstr ""\n"Language: ru\\n"\n\n'
# A file, the code of its one finding, and what stands last on the line of the finding.
DAMAGED = {
    "empty": (b"", "po-syntax", b""),
    "in another encoding": (SAMPLE.decode().encode("gb18030"), "encoding", "Что".encode("gb18030")),
    "utf-16": (SAMPLE.decode().encode("utf-16"), "encoding", b"\xff\xfe"),
    "cut in a message": (SAMPLE[: SAMPLE.rindex(b"\nmsgstr")], "po-syntax", b"msgid"),
    "cut in words": (SAMPLE[:-3], "po-syntax", b"msgstr"),
    "cut in a character": (SAMPLE[: SAMPLE.rindex("в".encode()) + 1], "po-syntax", b"msgstr"),
    "conflict": (SAMPLE + b"\n<<<<<<< HEAD\n", "merge-conflict", b"<<<<<<<"),
    "words of several files": (
        SAMPLE.replace(
            'msgstr "Слова draft"'.encode(),
            'msgstr ""\n"#-#-#-#-#  a.po  #-#-#-#-#\\n"\n"Слова\\n"\n"#-#-#-#-#  b.po  #-#-#-#-#\\n"\n"Слово"'.encode(),
        ), "merge-conflict", b"#. number: 4\n",
    ),
    "control character": (SAMPLE.replace("Слова draft".encode(), b"\x07"), "control-character", b"\x07"),
    "a key twice": (DOUBLE, "po-duplicate", b"#. number: 2\n"),
    "of another project": (HEAD + FOREIGN, "exchange-strange", None),
    "one without a key": (SAMPLE + b"\n" + FOREIGN, "po-key", b"msgid"),
    "keys of another project": (HEAD + b'msgctxt "menu"\n' + FOREIGN, "exchange-strange", None),
    "one key of another project": (SAMPLE + b'\nmsgctxt "menu"\n' + FOREIGN, "exchange-strange", b"msgctxt"),
    "one key of another document": (
        SAMPLE + b'\nmsgctxt "demo/x#A/name"\n' + FOREIGN, "exchange-strange", b"msgctxt"
    ),
    "plural forms": (
        SAMPLE + b'\nmsgctxt "demo/professional#X/name"\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n',
        "po-plural", b"msgctxt",
    ),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_what_is_wrong_is_told_at_its_line(name: str) -> None:
    content, code, last = DAMAGED[name]
    line = 0 if last is None else content.count(b"\n", 0, content.rindex(last)) + 1
    back = po.read(content, NAME)
    assert [(item.code, item.where.path, item.where.line) for item in back.problems] == [(code, NAME, line)]
    assert all(item.words() and item.advice() and item.severity == "error" for item in back.problems)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("before", ["", "# A note\n", "\r\n"])
def test_a_file_in_utf_16_is_known_and_told_what_it_should_be(encoding: str, before: str) -> None:
    content = (before + SAMPLE.decode()).encode(encoding)
    assert po.is_mine(content)
    back = po.read(content, NAME)
    assert [(item.code, item.words()) for item in back.problems] == [
        ("encoding", "is in UTF-16, but a PO file must be in UTF-8")
    ]
    assert not po.is_mine("title: a\n".encode(encoding))


def test_the_file_of_another_project_is_to_be_exported_anew() -> None:
    for content in (HEAD + FOREIGN, HEAD + FOREIGN + b'\nmsgctxt "menu"\n' + FOREIGN, SAMPLE + b"\n" + FOREIGN):
        (problem,) = po.read(content, NAME).problems
        assert "curricula translate export" in problem.advice()


# A part of a file

MESSAGES = SAMPLE.split(b"\n\n")
WHOLE = len(MESSAGES) - 1


def cut_off(count: int, target: str | None = None, end: bytes = b"\n") -> Bundle:
    """The first messages of the sample, the last one with another target, as an editor wraps it."""
    head, *messages = MESSAGES[: count + 1]
    if target is not None:
        start = messages[-1].index(b"\nmsgstr")
        messages[-1] = messages[-1][:start] + f'\nmsgstr ""\n"{target}"'.encode()
    return po.read(b"\n\n".join([head, *messages]) + end, NAME)


def test_a_file_that_was_cut_off_says_so() -> None:
    back = cut_off(3)
    assert [(item.severity, item.code, item.words()) for item in back.problems] == [
        ("warning", "exchange-cut", f"has 3 of {WHOLE} texts: was it cut off?")
    ]
    assert len(list(back.units())) == 3


@pytest.mark.parametrize("end", [b"\n", b"", b"\r\n"])
def test_the_half_sentence_at_its_end_is_not_taken(end: bytes) -> None:
    back = cut_off(3, "Половина ", end)
    assert [(item.severity, item.code) for item in back.problems] == [
        ("warning", "exchange-cut"), ("error", "exchange-cut")
    ]
    assert f"{PLAN}#S1/name" in back.problems[1].words()
    assert [item.key for item in back.units()] == [item.key for item in sample().units()][:2]


@pytest.mark.parametrize("end", [b"\n\n", b"\n\n#. number: 4", b'\n#. context: "x"\n'])
def test_what_ended_before_the_cut_is_taken(end: bytes) -> None:
    back = cut_off(3, "Всё", end)
    assert [item.severity for item in back.problems] == ["warning"]
    assert list(back.units())[-1].target == "Всё"


@pytest.mark.parametrize("off", range(2, 8))
def test_a_cut_within_words_is_called_one(off: int) -> None:
    (problem,) = po.read(SAMPLE[:-off], NAME).problems
    assert problem.words() == "the file ends in the midst of a message"


def test_a_header_alone_is_a_file_that_was_cut_off() -> None:
    assert [item.words() for item in cut_off(0).problems] == [f"has 0 of {WHOLE} texts: was it cut off?"]


def test_words_on_one_line_are_not_cut() -> None:
    content = b"\n\n".join(MESSAGES[:4]).replace('msgstr "Слова machine"'.encode(), 'msgstr "Всё"'.encode()) + b"\n"
    back = po.read(content, NAME)
    assert [item.severity for item in back.problems] == ["warning"]
    assert list(back.units())[-1].target == "Всё"


def test_what_was_filtered_is_taken_with_its_last_words() -> None:
    head, *messages = MESSAGES
    picked = messages[1::2]
    picked[-1] = picked[-1][: picked[-1].index(b"\nmsgstr")] + '\nmsgstr ""\n"Новое"'.encode()
    back = po.read(b"\n\n".join([head, *picked]) + b"\n", NAME)
    assert [(item.severity, item.code) for item in back.problems] == [("warning", "exchange-cut")]
    assert [item.target for item in back.units()][-1] == "Новое"


@pytest.mark.parametrize("option", ["--only-fuzzy", "--no-fuzzy", "--translated", "--untranslated"])
def test_what_gettext_filters_is_read_with_a_warning(option: str, tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(SAMPLE)
    made = subprocess.run([gettext("msgattrib"), option, NAME], cwd=tmp_path, capture_output=True, check=True).stdout
    back = po.read(made, NAME)
    assert [(item.severity, item.code) for item in back.problems] == [("warning", "exchange-cut")]
    before = {item.key: item for _, _, item in told(sample())}
    assert all(replace(item, where=Where("")) == before[item.key] for item in back.units())
    assert 0 < len(list(back.units())) < WHOLE


@pytest.mark.parametrize("limit", ["9" * 5000, "²", "-1", "many"])
def test_a_limit_that_is_none_is_no_limit(limit: str) -> None:
    back = by_key(po.read(SAMPLE.replace(b"limit: 40", f"limit: {limit}".encode()), NAME))
    assert back[STALE].limit == 0


def test_of_two_messages_with_one_key_neither_is_read() -> None:
    key = f"{PLAN}#S0/name"
    assert key in DOUBLE.decode()
    assert key not in {item.key for item in po.read(DOUBLE, NAME).units()}
    assert len(list(po.read(DOUBLE, NAME).units())) == len(list(sample().units())) - 1


def test_words_of_a_message_marked_as_deleted_are_quoted() -> None:
    head, *messages = MESSAGES
    gone = messages[3].replace("Слова draft".encode(), "Новые слова".encode())
    gone = b"\n".join(line if line.startswith(b"#") else b"#~ " + line for line in gone.split(b"\n"))
    others = messages[:3] + messages[4:]
    back = po.read(b"\n\n".join([head, *others, gone]), NAME)
    assert [(item.severity, item.code) for item in back.problems] == [
        ("error", "exchange-gone"), ("warning", "exchange-cut")
    ]
    assert "Новые слова" in back.problems[0].words() and back.problems[0].where.line > 1
    unchanged = gone.replace("Новые слова".encode(), "Слова draft".encode())
    assert [item.code for item in po.read(b"\n\n".join([head, *others, unchanged]), NAME).problems] == ["exchange-cut"]


def test_a_file_made_of_an_mo_file_is_not_taken_for_a_cut_one(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(SAMPLE)
    subprocess.run([gettext("msgfmt"), "-o", "demo.mo", NAME], cwd=tmp_path, check=True)
    made = subprocess.run([gettext("msgunfmt"), "demo.mo"], cwd=tmp_path, capture_output=True, check=True).stdout
    last = made.rstrip().rpartition(b'msgstr "')
    wrapped = last[0] + b'msgstr ""\n"' + last[2] + b"\n"
    for content in (made, wrapped):
        assert [item.severity for item in po.read(content, NAME).problems] == ["warning"]


@pytest.mark.parametrize("content", [b"", b"<?xml version='1.0'?><xliff/>", b"PK\x03\x04", b"title: a\n", b"msgid x"])
def test_other_files_are_not_taken_for_po(content: bytes) -> None:
    assert not po.is_mine(content)
