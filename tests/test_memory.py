"""The translation memory: the same words and similar ones are found, fast, and only what people confirmed."""

import json
import random
import sqlite3
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rapidfuzz import process
from rapidfuzz.distance import Indel

from conftest import MakeRepository
from curricula.catalogue import Catalogue, write_catalogue
from curricula.diagnostics import Where
from curricula.exchange import tmx
from curricula.memory import FOLDER, Entry, Memory, entries, opened, own_tag, parts, plain
from curricula.model.settings import Term, TermWords
from curricula.model.text import Text
from curricula.repository import Repository
from curricula.syncing import sync
from curricula.terms import shown
from curricula.units import Hit, Suggestion
from fragments import FILES
from running import run

GOAL = "demo/professional#GO1/text"
RUSSIAN = "translations/ru/demo/professional.po"
CACHE = "build/.cache"
READ = tmx.read


def ask(repository: Repository, words: str, pair: str = "zh-Hans ru", **how: Any) -> list[Suggestion]:
    source, locale = pair.split()
    with opened(Repository(repository.root), source, locale, repository.root / CACHE, READ) as memory:
        return memory.similar(words, **how)


def put(root: Path, name: str, *pairs: Entry) -> None:
    path = root / FOLDER / f"{name}.tmx"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(tmx.write(pairs))


def stored(root: Path, pair: str = "zh-Hans.ru") -> list[Path]:
    return sorted(path for path in (root / CACHE / "memory" / pair).rglob("*") if path.is_file())


def changed(repository: Repository, **change: Any) -> None:
    """Put a changed message of the goal into the Russian catalogue."""
    catalogue = repository.catalogue("demo/professional", "ru")
    message = catalogue.messages[GOAL]._replace(**change)
    new = replace(catalogue, messages={**catalogue.messages, GOAL: message})
    (repository.root / RUSSIAN).write_bytes(write_catalogue(new))


def test_the_same_words_are_found_with_their_origin(repository: MakeRepository) -> None:
    made = repository()
    text = next(text for text in made.texts["demo/professional"] if text.key == GOAL)
    words = made.catalogue("demo/professional", "ru").messages[GOAL].words
    assert ask(made, text.words)[0] == Suggestion(words, text.words, 1.0, GOAL)
    with opened(made, "zh-Hans", "ru", made.root / CACHE, READ) as memory:
        assert memory.exact(text.words, "text") == [Suggestion(words, text.words, 1.0, GOAL)]
        assert memory.exact(text.words, "title") == []
        assert memory.exact(text.words, "text", besides=GOAL) == []
    assert GOAL not in {item.origin for item in ask(made, text.words, besides=GOAL)}


def test_similar_words_are_found_and_are_never_quite_the_same(repository: MakeRepository) -> None:
    made = repository()
    put(made.root, "old", *(
        Entry(source, "zh-Hans", target, "ru", f"x#{number}/title", "title")
        for number, (source, target) in enumerate((
            ("验收台账", "Журнал приёмки"), ("验收台词", "Слова"), ("5G 基站", "станция"), ("ＡＢＣ测试", "проба")
        ))
    ))
    found = ask(made, "验收台账。")
    assert [(item.words, item.score) for item in found] == [("Журнал приёмки", 0.889)]
    assert [item.words for item in ask(made, "验收台", n=1)] == ["Журнал приёмки"]
    assert [item.score for item in ask(made, "验收台账", at_least=0.7)] == [1.0, 0.75]
    assert [(item.words, item.score) for item in ask(made, "5g基站")] == [("станция", 0.889)]
    assert [(item.words, item.score) for item in ask(made, "abc测试")] == [("проба", 0.99)]
    assert ask(made, "毕业要求与课程") == []


def test_only_confirmed_words_are_remembered(repository: MakeRepository) -> None:
    made = repository()
    source = made.catalogue("demo/professional", "ru").messages[GOAL].source
    changed(made, fuzzy=True)
    assert GOAL not in {item.origin for item in ask(made, source)}
    changed(made, words="")
    assert GOAL not in {item.origin for item in ask(made, source)}
    changed(made, fuzzy=False)
    assert GOAL in {item.origin for item in ask(made, source)}


def test_the_best_confirmed_of_equal_ones_comes_first(repository: MakeRepository) -> None:
    made = repository()
    source = made.catalogue("demo/professional", "ru").messages[GOAL].source
    put(made.root, "a", Entry(source, "zh-Hans", "Чужие слова.", "ru", "1", state="approved"))
    put(made.root, "b", Entry("Ещё слова.", "ru-RU", source, "zh_CN", "2", state="approved"))
    found = ask(made, source)
    assert [item.score for item in found] == [1.0, 1.0, 1.0]
    assert [item.origin for item in found] == [GOAL, f"{FOLDER}/a.tmx#1", f"{FOLDER}/b.tmx#2"]
    assert [item.words for item in found][1:] == ["Чужие слова.", "Ещё слова."]


def test_two_translations_of_one_source_are_a_pair_too(repository: MakeRepository) -> None:
    made = repository()
    here, there = (made.catalogue("demo/professional", tag).messages[GOAL] for tag in ("ru", "en"))
    assert ask(made, there.words, "en ru")[0] == Suggestion(here.words, there.words, 1.0, GOAL)
    assert ask(made, here.words, "ru zh-Hans")[0] == Suggestion(here.source, here.words, 1.0, GOAL)
    changed(made, source="别的词。")
    assert GOAL not in {item.origin for item in ask(made, there.words, "en ru")}


def test_words_whose_key_is_gone_are_still_remembered(repository: MakeRepository) -> None:
    made = repository()
    catalogue = made.catalogue("demo/professional", "ru")
    messages = dict(catalogue.messages)
    gone = messages.pop(GOAL)
    new: Catalogue = replace(catalogue, messages=messages, obsolete={GOAL: gone})
    (made.root / RUSSIAN).write_bytes(write_catalogue(new))
    listed = {entry.origin: entry for entry in entries(Repository(made.root), "zh-Hans", "ru")}
    assert (listed[GOAL].target, listed[GOAL].state) == (gone.words, "obsolete")


def test_the_index_is_made_anew_only_when_something_has_changed(repository: MakeRepository) -> None:
    made = repository()
    ask(made, "目标")
    (first,) = stored(made.root)
    stamp = first.stat().st_mtime_ns
    ask(made, "目标")
    assert [(path, path.stat().st_mtime_ns) for path in stored(made.root)] == [(first, stamp)]
    put(made.root, "new", Entry("新的词语", "zh-Hans", "новые слова", "ru"))
    assert [item.words for item in ask(made, "新的词语")] == ["новые слова"]
    (second,) = stored(made.root)
    assert second != first


@pytest.mark.parametrize("damage", [b"", b"something else", b"SQLite format 3\0" + bytes(100)])
def test_a_damaged_or_foreign_index_is_made_anew(repository: MakeRepository, damage: bytes) -> None:
    made = repository()
    source = made.catalogue("demo/professional", "ru").messages[GOAL].source
    before = ask(made, source)
    (path,) = stored(made.root)
    content = path.read_bytes()
    path.write_bytes(damage)
    assert ask(made, source) == before
    assert path.read_bytes() == content


def test_equal_catalogues_make_an_equal_index(repository: MakeRepository) -> None:
    indexes = []
    for made in (repository(), repository()):
        ask(made, "目标")
        indexes += [path.read_bytes() for path in stored(made.root)]
    assert indexes[0] == indexes[1]


def test_a_bad_memory_is_told_each_time_and_the_rest_is_used(repository: MakeRepository) -> None:
    made = repository()
    put(made.root, "good", Entry("新的词语", "zh-Hans", "новые слова", "ru"))
    (made.root / FOLDER / "bad.tmx").write_bytes(b"<tmx>")
    (made.root / FOLDER / "worse.tmx").mkdir()
    for _ in range(2):
        with opened(Repository(made.root), "zh-Hans", "ru", made.root / CACHE, READ) as memory:
            assert [item.where.path for item in memory.problems] == [f"{FOLDER}/bad.tmx", f"{FOLDER}/worse.tmx"]
            assert [item.words for item in memory.similar("新的词语")] == ["новые слова"]
    assert stored(made.root) == []


@pytest.mark.parametrize(("tag", "own"), [
    ("zh-CN", "zh-Hans"), ("zh", "zh-Hans"), ("zh-Hans-CN", "zh-Hans"), ("ZH_HANS", "zh-Hans"), ("zh-TW", None),
    ("en-GB", "en"), ("EN", "en"), ("uz", "uz-Latn"), ("uz-Latn-UZ", "uz-Latn"), ("uz-Cyrl", None), ("de", None),
    ("ru-RU", "ru"), ("", None),
])
def test_the_tags_of_other_programs_are_understood(tag: str, own: str | None) -> None:
    assert own_tag(tag, ("zh-Hans", "en", "ru", "uz-Latn")) == own


# Look-ups among ten thousand, beside comparing with every one of them

ALPHABETS = {"zh-Hans": "".join(map(chr, range(0x4E00, 0x4F2C))), "en": "etaoinshrdlu", "ru": "оеаинтсрвлкмдпу"}


def remembered(language: str, number: int) -> dict[str, str]:
    """So many different sources in a language, from titles to long sentences that share their words."""
    chance = random.Random(language)
    letters = ALPHABETS[language]
    longest, space = (4, "") if language == "zh-Hans" else (9, " ")
    made = ["".join(chance.choices(letters, k=chance.randint(2, longest))) for _ in range(900)]
    found: dict[str, str] = {}
    while len(found) < number:
        found[space.join(chance.choices(made, k=int(chance.triangular(1, 30, 3))))] = f"{len(found)}"
    return found


def filled(language: str, number: int, folder: Path) -> tuple[dict[str, str], Repository]:
    """A repository whose Russian or English memory has so many pairs of a language."""
    found = remembered(language, number)
    locale = "ru" if language != "ru" else "en"
    (folder / "standards").mkdir()
    (folder / FOLDER).mkdir(parents=True)
    (folder / "standards/repository.yaml").write_text((Path(__file__).parent / "demo" / FILES["settings"]).read_text(
        encoding="utf-8"), encoding="utf-8")
    pairs = [Entry(source, language, target, locale, target, "text") for source, target in found.items()]
    (folder / FOLDER / "m.tmx").write_bytes(tmx.write(pairs))
    return found, Repository(folder)


def edited(words: str, chance: random.Random) -> str:
    """The words after a small change."""
    place = chance.randrange(len(words))
    return words[:place] + chance.choice(words) + words[place + chance.randint(0, 3):]


@pytest.mark.slow
@pytest.mark.parametrize("language", ALPHABETS)
def test_among_ten_thousand_a_look_up_is_fast_and_finds_the_best(language: str, tmp_path: Path) -> None:
    found, repository = filled(language, 10_000, tmp_path)
    chance = random.Random(1)
    asked = [edited(words, chance) for words in chance.sample(sorted(found), 300)]
    asked += [edited(words, chance) for words in sorted(found, key=len)[-50:]]
    everything = {source: plain(source) for source in found}
    times: list[float] = []
    lost = 0
    with opened(repository, language, "ru" if language != "ru" else "en", tmp_path / CACHE, READ) as memory:
        assert memory.problems == ()
        for words in asked:
            started = time.process_time()
            first = memory.similar(words)
            memory.exact(words, "text")
            times.append(time.process_time() - started)
            best = process.extractOne(plain(words), everything, scorer=Indel.normalized_similarity, score_cutoff=0.75)
            if best and not (first and first[0].score >= min(round(best[1], 3), 0.99)):
                lost += 1
    assert lost <= 1  # of 350
    assert sum(times) / len(times) < 0.005


# `parts` and `plain`, by which all is found

@settings(deadline=None)
@given(st.text(), st.integers(2, 3))
@example("", 3)
def test_any_words_have_parts_whatever_the_spaces_round_them(words: str, size: int) -> None:
    found = parts(plain(words), size)
    assert found
    assert all(len(part) <= size for part in found)
    assert found == parts(plain(f"  {words} "), size)


# The command

def test_suggest_shows_what_is_different(repository: MakeRepository) -> None:
    root = repository().root
    put(root, "old", Entry("掌握5G基站的安装方法", "zh-Hans", "Владеет способами монтажа.", "ru", "x#1/text"))
    done = run(root, "translate", "suggest", "掌握5G基站的调测方法", "--locale", "ru")
    assert (done.returncode, done.stdout.splitlines()) == (0, [
        "1. 81 %  translations/memory/old.tmx#x#1/text",
        "   掌握5G基站的[-安装-][+调测+]方法",
        "   = Владеет способами монтажа.",
    ])
    done = run(root, "translate", "suggest", "掌握5G基站的调测方法", "--locale", "ru", "--format", "json")
    told = json.loads(done.stdout)
    assert told["suggestions"][0]["score"] == 0.818
    assert [part["mark"] for part in told["suggestions"][0]["changes"]] == ["kept", "deleted", "inserted", "kept"]


def test_suggest_has_the_words_of_the_text_itself_where_these_are_stale(repository: MakeRepository) -> None:
    root = repository().root
    made = Repository(root).catalogue("demo/professional", "ru").messages[GOAL]
    order = ("translate", "suggest", GOAL, "--locale", "ru")
    assert made.words not in run(root, *order).stdout  # current words are no suggestion for themselves
    path = root / "standards/demo/professional.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(made.source, f"{made.source[:-1]}等。"), encoding="utf-8")
    for _ in range(2):  # before and after a sync
        first, second, third = run(root, *order).stdout.splitlines()[:3]
        assert first.startswith("1. 9") and first.endswith(GOAL)
        assert "[+等+]" in second
        assert third == f"   = {made.words}"
        assert sync(Repository(root)) is not None


def test_suggest_finds_words_by_their_key_and_in_another_language(repository: MakeRepository) -> None:
    made = repository()
    here, there = (made.catalogue("demo/professional", tag).messages[GOAL] for tag in ("ru", "en"))
    put(made.root, "old", Entry(here.source, "zh-Hans", "Иначе.", "ru"), Entry(there.words, "en", "Ещё иначе.", "ru"))
    done = run(made.root, "translate", "suggest", GOAL, "--locale", "ru")
    assert "   = Иначе." in done.stdout.splitlines()
    assert here.words not in done.stdout
    done = run(made.root, "translate", "suggest", GOAL, "--locale", "ru", "--from", "en")
    assert "   = Ещё иначе." in done.stdout.splitlines()
    assert there.words in done.stdout


@pytest.mark.parametrize(("arguments", "said"), [
    (["demo/professional#GO9/text", "--locale", "ru"], "did you mean demo/professional#GO1/text?"),
    (["demo/profesional#GO1/text", "--locale", "ru"], "did you mean demo/professional?"),
    (["别的", "--locale", "rus"], "rus is not among"),
    (["别的", "--locale", "zh-Hans"], "the words are in the language of the translations, zh-Hans"),
    (["别的", "--locale", "ru", "--from", "xx"], "xx is not among"),
])
def test_suggest_refuses_what_it_cannot_look_up(repository: MakeRepository, arguments: list[str], said: str) -> None:
    done = run(repository().root, "translate", "suggest", *arguments)
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr


def test_suggest_says_when_nothing_is_like_it(repository: MakeRepository) -> None:
    done = run(repository().root, "translate", "suggest", "完全没有翻译过的话", "--locale", "ru")
    assert (done.returncode, done.stdout) == (0, "nothing like these words was translated before\n")


def test_suggest_names_a_memory_without_keys_by_its_file_alone(repository: MakeRepository) -> None:
    root = repository().root
    (root / FOLDER).mkdir()
    given = Entry("安装天线", "zh-Hans", "Установка антенны", "ru")
    (root / FOLDER / "given.tmx").write_bytes(tmx.write([given]))
    done = run(root, "translate", "suggest", "安装天线", "--locale", "ru")
    assert done.stdout.splitlines()[0] == f"1. 100 %  {FOLDER}/given.tmx"


def test_a_memory_without_pairs_is_not_taken_and_says_why(repository: MakeRepository) -> None:
    root = repository().root
    (root / "empty.tmx").write_bytes(tmx.write([]))
    done = run(root, "translate", "import", "empty.tmx")
    assert "has no pair of words in two languages" in done.stdout + done.stderr
    assert "empty.tmx: nothing was taken" in done.stdout


# The terms a translator is shown

TERMS = (
    Term("base", "education", "noun", "d", {
        "zh-Hans": TermWords("基站"), "ru": TermWords("базовая станция", forbidden=("база",), note="n"),
    }, Where("t")),
    Term("5g-base", "education", "noun", "d", {
        "zh-Hans": TermWords("5G基站", ("新基站",)), "ru": TermWords("станция 5G"), "en": TermWords("x"),
    }, Where("t")),
    Term("5g", "education", "noun", "d", {"zh-Hans": TermWords("5G"), "ru": TermWords("5G")}, Where("t")),
)


def test_terms_are_shown_as_they_stand_each_once_and_none_inside_another() -> None:
    text = Text("k", "5G基站和新基站是基站，基站有5G。", Where("t"), "zh-Hans")
    assert shown(text, "ru", TERMS) == [
        Hit("5G基站", "станция 5G"), Hit("新基站", "станция 5G"), Hit("基站", "базовая станция", "n", ("база",)),
    ]
    assert shown(text, "en", TERMS) == [Hit("5G基站", "x"), Hit("新基站", "x")]
    assert shown(text, "uz-Latn", TERMS) == []
    assert shown(replace(text, words="无"), "ru", TERMS) == []
    assert shown(text, "ru", TERMS[:1]) == [Hit("基站", "базовая станция", "n", ("база",))]


def test_an_index_of_this_python_can_be_kept() -> None:
    with sqlite3.connect(":memory:") as base:
        base.execute("CREATE TABLE a (b)")
        assert Memory(base, 2, ()).problems == ()
        assert base.serialize()
    base.close()
