"""Synchronising and approving in whole repositories: nothing is lost, a second run writes nothing."""

import json
import re
import shutil
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import polib
import pytest

import corpus
from conftest import MakeRepository
from curricula.catalogue import Catalogue, Message, read_catalogue, write_catalogue
from curricula.diagnostics import Where
from curricula.processes import pool
from curricula.repository import Repository
from curricula.reviews import digest, state
from curricula.syncing import sync as synchronised
from fragments import FILES, overlay
from running import run

GOAL = "demo/professional#GO1/text"
CHANGED = {"goal": [{"id": "GO1", "text": "本专业培养电子工程师。"}]}
RUSSIAN = "translations/ru/demo/professional.po"


def put(root: Path, files: dict[str, str | bytes | None]) -> None:
    for path, content in files.items():
        assert isinstance(content, str)
        (root / path).write_text(content, encoding="utf-8")


def sync(root: Path) -> str:
    done = run(root, "translate", "sync")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()[-1]


def files(root: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path.relative_to(root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in (root / "translations").rglob("*") if path.is_file()
    }


def contents(root: Path) -> dict[str, bytes]:
    return {name: content for name, (content, _) in files(root).items()}


def russian(root: Path, document: str) -> Catalogue:
    return Repository(root).catalogue(document, "ru")


def words(root: Path) -> set[str]:
    """Every translation of the repository, current or not."""
    found = Repository(root).catalogues.values()
    return {item.words for file in found for table in (file.messages, file.obsolete) for item in table.values()}


def test_a_second_sync_writes_nothing(repository: MakeRepository) -> None:
    root = repository(overlay(professional=CHANGED)).root
    assert sync(root) == "13 catalogues, 3 changed"
    before = files(root)
    assert sync(root) == "13 catalogues, 0 changed"
    assert files(root) == before


def test_a_change_makes_one_translation_stale_until_it_is_taken_back(repository: MakeRepository) -> None:
    root = repository().root
    before, original = files(root), (root / FILES["professional"]).read_text(encoding="utf-8")
    put(root, overlay(professional=CHANGED))
    sync(root)
    message = russian(root, "demo/professional").messages[GOAL]
    assert (message.source, message.previous) == ("本专业培养电子工程师。", "本专业培养电子技术员。")
    assert message.fuzzy
    put(root, {FILES["professional"]: original})
    sync(root)
    assert contents(root) == {name: content for name, (content, _) in before.items()}


def test_a_renamed_standard_keeps_every_translation(repository: MakeRepository) -> None:
    root = repository().root
    before = russian(root, "demo/professional").messages
    (root / "standards/renamed").mkdir()
    (root / FILES["professional"]).rename(root / "standards/renamed/standard.yaml")
    for name in ("course", "practice"):
        path = root / FILES[name]
        words = path.read_text(encoding="utf-8").replace("demo/professional", "renamed/standard")
        path.write_text(words, encoding="utf-8")
    sync(root)
    after = russian(root, "renamed/standard").messages
    assert [(item.source, item.words, item.fuzzy) for item in after.values()] == [
        (item.source, item.words, False) for item in before.values()
    ]
    assert sync(root).endswith(", 0 changed")


OLD, NEW = "demo/professional", "renamed/standard"


def rename(root: Path) -> None:
    """The standard has another name, as have all references to it."""
    (root / "standards/renamed").mkdir()
    (root / FILES["professional"]).rename(root / f"standards/{NEW}.yaml")
    for name in ("course", "practice"):
        path = root / FILES[name]
        path.write_text(path.read_text(encoding="utf-8").replace(OLD, NEW), encoding="utf-8")


def ready(repository: MakeRepository) -> Path:
    """A repository whose standard was read, had an edit accepted, and was kept, in Russian."""
    root = repository().root
    assert run(root, *APPROVE, OLD).returncode == 0
    put(root, overlay(professional=CHANGED))
    sync(root)
    done = run(
        root, "translate", "accept-edit", f"{GOAL}", "--author", "Li", "--reason", "Better word",
        "--date", "2026-10-02",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    done = run(root, "translate", "snapshot", OLD, "--locale", "ru")
    assert done.returncode == 0, done.stdout + done.stderr
    return root


def strays(root: Path) -> dict[str, str]:
    """The files that have no document, with what is said of them."""
    found = (item for item in Repository(root).problems if item.code == "stray-file")
    return {item.where.path: f"{item.words()}. {item.advice()}" for item in found}


def test_all_that_was_written_for_a_standard_moves_with_it(repository: MakeRepository) -> None:
    root = ready(repository)
    before, old = contents(root), states(root)
    assert set(old.values()) == {"reviewed"}
    rename(root)
    assert set(strays(root)) == {path for path in before if OLD in path and "/zh-Hans/" not in path}
    done = run(root, "translate", "sync")
    assert f"translations/reviews/ru/{OLD}.json has moved to translations/reviews/ru/{NEW}.json" in done.stdout
    after = contents(root)
    assert {path.replace(OLD, NEW) for path in before} == after.keys()
    assert after == {
        path.replace(OLD, NEW): content if path.endswith(f"{OLD}.yaml") else content.replace(OLD.encode(), NEW.encode())
        for path, content in before.items()
    }
    assert {key.replace(NEW, OLD): found for key, found in states(root, NEW).items()} == old
    assert strays(root) == {}
    assert run(root, "translate", "sync").stdout == "13 catalogues, 0 changed\n"
    assert contents(root) == after


def test_lists_of_changes_move_too_and_those_of_others_stay(repository: MakeRepository) -> None:
    root = repository().root
    uuid = Repository(root).standards[OLD].uuid
    old, new = (root / f"standards/changes/{name}" for name in (OLD, NEW))
    old.mkdir(parents=True)
    kept = json.dumps({"format": "…", "id": OLD, "uuid": uuid, "to": "1.1.0"}, ensure_ascii=False, indent=2) + "\n"
    (old / "1.1.0.json").write_text(kept, encoding="utf-8")
    (old / "1.2.0.json").write_text(kept.replace(uuid, "b0b2c7de"), encoding="utf-8")
    (old / "1.3.0.json").write_text("{", encoding="utf-8")
    rename(root)
    done = run(root, "translate", "sync")
    assert f"standards/changes/{OLD}/1.1.0.json has moved to standards/changes/{NEW}/1.1.0.json" in done.stdout
    assert (new / "1.1.0.json").read_text(encoding="utf-8") == kept.replace(OLD, NEW)
    assert [path.name for path in new.iterdir()] == ["1.1.0.json"]
    assert sorted(path.name for path in old.iterdir()) == ["1.2.0.json", "1.3.0.json"]
    after = contents(root)
    sync(root)
    assert contents(root) == after


def test_overrides_of_a_derived_locale_move_too(repository: MakeRepository) -> None:
    root = repository().root
    settings = root / "standards/repository.yaml"
    words = settings.read_text(encoding="utf-8")
    words = words.replace("organisations:", "  - {tag: uz-Cyrl, policy: mark}\norganisations:", 1)
    settings.write_text(words, encoding="utf-8")
    own = Catalogue(f"translations/uz-Cyrl/{OLD}.po", "uz-Cyrl", {
        GOAL: Message(GOAL, "本专业培养电子技术员。", "Сўзлар", Where(""), note="Бошқача"),
    }, uuid=russian(root, OLD).uuid)
    (root / own.path).parent.mkdir(parents=True)
    (root / own.path).write_bytes(write_catalogue(own))
    rename(root)
    sync(root)
    assert not (root / own.path).exists()
    (message,) = read_catalogue(root, f"translations/uz-Cyrl/{NEW}.po", "uz-Cyrl").messages.values()
    assert (message.key, message.words, message.note) == (GOAL.replace(OLD, NEW), "Сўзлар", "Бошқача")
    assert sync(root).endswith(", 0 changed")


@pytest.mark.slow
def test_what_stands_under_the_new_name_already_stays(repository: MakeRepository) -> None:
    """Files that come back, as by a merge, are looked at though nothing else has changed; what differs is told."""
    root = ready(repository)
    before = contents(root)
    rename(root)
    sync(root)
    review, edits = f"translations/reviews/ru/{OLD}.json", f"translations/edits/{OLD}.json"
    other = before[review].replace(b"Bobur", b"Dilnoza", 1)
    for path, content in {**before, review: other}.items():
        if path in (review, edits, RUSSIAN):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(content)
    after = contents(root)
    sync(root)
    assert contents(root) == {path: content for path, content in after.items() if path != edits}
    found = strays(root)
    assert set(found) == {review, RUSSIAN}
    assert review.replace(OLD, NEW) in found[review]
    put(root, {review: before[review].decode()})
    sync(root)
    assert contents(root) == {path: content for path, content in after.items() if path not in (edits, review, RUSSIAN)}
    assert strays(root) == {}


def test_words_of_a_former_catalogue_fill_what_is_empty(repository: MakeRepository) -> None:
    root = repository().root
    before = (root / RUSSIAN).read_bytes()
    rename(root)
    sync(root)
    new = root / f"translations/ru/{NEW}.po"
    whole = new.read_bytes()
    new.write_bytes(re.sub(rb'(?m)^msgstr ".+"$', b'msgstr ""', whole[whole.index(b"\n\n") :]).join([
        whole[: whole.index(b"\n\n")], b""
    ]))
    assert {item.words for item in russian(root, NEW).messages.values()} == {""}
    sync(root)
    (root / RUSSIAN).write_bytes(before)
    sync(root)
    assert new.read_bytes() == whole
    assert not (root / RUSSIAN).exists()


@pytest.mark.parametrize("damage", [
    "<<<<<<< ours\n", f'\nmsgctxt "{GOAL}"\nmsgid "词"\nmsgstr "Слово"\n',
])
def test_a_damaged_catalogue_of_a_former_name_is_left_alone(damage: str, repository: MakeRepository) -> None:
    root = repository().root
    path = root / RUSSIAN
    damaged = path.read_bytes() + damage.encode()
    path.write_bytes(damaged)
    rename(root)
    sync(root)
    assert path.read_bytes() == damaged
    assert RUSSIAN in strays(root)


def test_a_stray_file_is_told_where_no_path_is_asked_for(repository: MakeRepository) -> None:
    root = repository({"translations/edits/demo/gone.json": "[]\n"}).root
    assert "stray-file" in run(root, "translate", "status").stdout
    assert "stray-file" not in run(root, "translate", "status", "demo/professional").stdout


def test_files_of_a_deleted_standard_are_told(repository: MakeRepository) -> None:
    root = ready(repository)
    (root / "standards/other").mkdir()
    rename(root)
    (root / f"standards/{NEW}.yaml").unlink()
    found = strays(root)
    assert f"translations/edits/{OLD}.json" in found
    assert f"translations/snapshots/ru/{OLD}.yaml" in found
    for path in (root / "translations").rglob("*.po"):
        if path.as_posix().endswith(f"{OLD}.po"):
            path.unlink()
    assert "new name" in strays(root)[f"translations/reviews/ru/{OLD}.json"]


def test_a_deleted_and_restored_item_is_translated_again(repository: MakeRepository) -> None:
    root = repository().root
    before = contents(root)
    path = root / FILES["professional"]
    original = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"mappings:\n(?s:.*)\Z", "", original), encoding="utf-8")
    sync(root)
    assert "demo/professional#MAP1.1/name" in russian(root, "demo/professional").obsolete
    path.write_text(original, encoding="utf-8")
    sync(root)
    assert contents(root) == before


def test_nothing_is_written_while_a_file_cannot_be_read(repository: MakeRepository) -> None:
    for path in (FILES["course"], RUSSIAN):
        root = repository(overlay(professional=CHANGED)).root
        (root / path).write_text("<<<<<<< ours\n", encoding="utf-8")
        before = files(root)
        done = run(root, "translate", "sync")
        assert done.returncode == 1
        assert "nothing was written" in done.stdout
        assert files(root) == before


def test_a_translator_works_from_an_empty_folder(repository: MakeRepository) -> None:
    made = repository({RUSSIAN: None})
    sync(made.root)
    catalogue = russian(made.root, "demo/professional")
    assert set(catalogue.messages) == {text.key for text in made.units("demo/professional", "ru")}
    assert all(message.comment for message in catalogue.messages.values())
    drafts = [message for message in catalogue.messages.values() if message.words]
    assert all(message.fuzzy and not message.previous for message in drafts)


def test_what_was_translated_elsewhere_is_offered_as_a_draft(repository: MakeRepository) -> None:
    practice = {"management": [{"id": "MA9", "text": "本专业培养电子技术员。"}]}
    root = repository(overlay(practice=practice)).root
    sync(root)
    message = Repository(root).catalogue("demo/practice/workshop", "en").messages["demo/practice/workshop#MA9/text"]
    assert message.words == Repository(root).catalogue("demo/professional", "en").messages[GOAL].words
    assert (message.fuzzy, message.previous) == (True, "")


def test_no_word_is_lost_while_everything_changes(repository: MakeRepository) -> None:
    root = repository().root
    before = words(root)
    path = root / FILES["professional"]
    original = path.read_text(encoding="utf-8")
    for change in (
        lambda text: text.replace("电", "气"),
        lambda text: re.sub(r"mappings:\n(?s:.*)\Z", "", text),
        lambda text: text.replace("id: GO1", "id: GO2").replace("id: QA1", "id: QA7"),
        lambda text: original,
    ):
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
        sync(root)
        assert words(root) >= before


# What is remembered, and who does the work


RECORD = "build/.cache/sync"


@pytest.mark.parametrize("damage", [b"", b"{}", b"0" * 64 + b"{}", b"\xff"])
def test_a_damaged_record_is_as_good_as_none(damage: bytes, repository: MakeRepository) -> None:
    root = repository().root
    sync(root)
    (root / RECORD).write_bytes(damage)
    before = files(root)
    assert sync(root).endswith(", 0 changed")
    assert files(root) == before
    assert (root / RECORD).stat().st_size > len(damage)


def test_whatever_happens_to_a_file_is_noticed(repository: MakeRepository) -> None:
    root = repository().root
    path, review = root / RUSSIAN, root / "translations/reviews/ru/demo/professional.json"
    sync(root)
    before = path.read_bytes()
    path.unlink()
    assert sync(root).endswith(", 1 changed")
    path.write_bytes(before)
    assert sync(root).endswith(", 0 changed")
    translated = before.replace('msgstr "Цель"'.encode(), 'msgstr "Цели"'.encode())
    path.write_bytes(translated)
    assert sync(root).endswith(", 0 changed")
    assert path.read_bytes() == translated
    path.write_bytes(before.replace(b"#. ", b"#. old ", 1))
    assert sync(root).endswith(", 1 changed")
    assert path.read_bytes() == before
    review.parent.mkdir(parents=True, exist_ok=True)
    review.write_text("{", encoding="utf-8")
    assert run(root, "translate", "sync").returncode == 1


def test_a_term_is_shown_wherever_it_stands(repository: MakeRepository) -> None:
    root = repository().root
    sync(root)
    path = root / "translations/terminology.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("terms:", TERM, 1), encoding="utf-8")
    sync(root)
    comment = russian(root, "demo/professional").messages[GOAL].comment
    assert comment == "goal › GO1 › text\n本专业 = эта программа · Not the field in general."


TERM = """terms:
  - id: this-programme
    domain: education
    part_of_speech: noun
    definition: The programme that a standard describes.
    terms: {zh-Hans: {term: 本专业}, ru: {term: эта программа, note: Not the field in general.}}"""


def test_words_translated_in_two_ways_are_no_draft(repository: MakeRepository) -> None:
    """And nothing is left of what was begun, in whatever order files are looked at."""
    units = [{"id": "MA7", "text": "新的要求。"}, {"id": "MA8", "text": "另一个。"}]
    titled = [{"title": "课程定位", **unit} for unit in units]
    root = repository(overlay(practice={"management": units}, course={"nature": titled})).root
    sync(root)
    for name, words in (("practice", "раз"), ("course", "два")):
        document = next(item for item in Repository(root).documents if name in item)
        for key, told in (("MA7", words), ("MA8", "три")):
            translate(root, document, key, told)
    goal = [{"id": "GO1", "text": "本专业培养电子技术员。"}]
    goal += [{"id": f"GO{number}", "text": unit["text"]} for number, unit in enumerate(units, 8)]
    put(root, overlay(professional={"goal": goal}))
    sync(root)
    found = russian(root, "demo/professional").messages
    assert found["demo/professional#GO8/text"].words == ""
    assert (found["demo/professional#GO9/text"].words, found["demo/professional#GO9/text"].fuzzy) == ("три", True)
    assert not list(root.rglob("*.curricula-tmp"))


def translate(root: Path, document: str, item: str, words: str) -> None:
    catalogue = russian(root, document)
    key = f"{document}#{item}/text"
    messages = {**catalogue.messages, key: catalogue.messages[key]._replace(words=words, fuzzy=False)}
    (root / catalogue.path).write_bytes(write_catalogue(replace(catalogue, messages=messages)))


@pytest.mark.slow
def test_many_processes_write_what_one_writes(tmp_path: Path) -> None:
    """Some catalogues are missing, some are as translators' tools wrap them, some texts are new or gone."""
    corpus.write(tmp_path / "one", 60, ("ru",))
    root = tmp_path / "one"
    for number, path in enumerate(sorted((root / "translations/ru").rglob("*.po"))):
        words = path.read_text(encoding="utf-8")
        if number % 5 == 0:
            path.unlink()
        elif number % 5 == 1:
            path.write_text(str(polib.pofile(words, wrapwidth=78)), encoding="utf-8")
        elif number % 5 == 2:
            path.write_text("\n\n".join(words.split("\n\n")[::2]), encoding="utf-8")
        elif number % 5 == 3:
            path.write_text(words.replace("，", ","), encoding="utf-8")
    shutil.copytree(root, tmp_path / "many")
    one = synchronised(Repository(root))
    with pool(2) as executor:
        many = synchronised(Repository(tmp_path / "many"), pool=lambda: nullcontext(executor))
    assert one == many
    assert one is not None
    assert len(one.written) > 40
    assert contents(root) == contents(tmp_path / "many")


def test_nothing_is_left_of_a_sync_that_could_not_be(repository: MakeRepository) -> None:
    root = repository(overlay(professional=CHANGED)).root
    (root / "translations/ru/demo/practice/workshop.po").write_text("<<<<<<< ours\n", encoding="utf-8")
    before = files(root)
    assert synchronised(Repository(root), root / RECORD) is None
    assert files(root) == before
    assert not (root / RECORD).exists()


# Approving


APPROVE = (
    "translate", "approve", "--locale", "ru", "--translator", "Aziza", "--reviewer", "Bobur", "--date", "2026-10-01",
)


def states(root: Path, document: str = "demo/professional") -> dict[str, str]:
    made = Repository(root)
    catalogue, reviews = made.catalogue(document, "ru"), made.reviews(document, "ru")
    return {text.key: state(text, catalogue, reviews) for text in made.units(document, "ru")}


def test_a_reading_is_recorded_for_these_words(repository: MakeRepository) -> None:
    root = repository().root
    assert run(root, *APPROVE, "demo/professional").returncode == 0
    assert set(states(root).values()) == {"reviewed"}
    record = json.loads((root / "translations/reviews/ru/demo/professional.json").read_bytes())[GOAL]
    assert record == {
        "source": digest("本专业培养电子技术员。"), "target": record["target"], "state": "reviewed",
        "translator": "Aziza", "reviewer": "Bobur", "date": "2026-10-01",
    }


def test_a_reading_lapses_with_the_source(repository: MakeRepository) -> None:
    root = repository().root
    run(root, *APPROVE, "demo/professional")
    put(root, overlay(professional=CHANGED))
    found = states(root)
    assert found.pop(GOAL) == "stale"
    assert set(found.values()) == {"reviewed"}


def test_a_reading_lapses_with_the_translation(repository: MakeRepository) -> None:
    root = repository().root
    run(root, *APPROVE, "demo/professional")
    path = root / RUSSIAN
    path.write_text(path.read_text(encoding="utf-8").replace('msgstr "Цель"', 'msgstr "Цели"'), encoding="utf-8")
    found = states(root)
    assert found.pop("demo/professional#OV1/title") == "translated"
    assert set(found.values()) == {"reviewed"}


def test_a_second_reading_of_the_same_words_keeps_the_first_date(repository: MakeRepository) -> None:
    root = repository().root
    run(root, *APPROVE, "demo/professional")
    before = files(root)
    done = run(root, *APPROVE[:-1], "2026-11-01", "demo/professional")
    number = len(states(root))
    assert done.stdout == f"nothing changed\nleft as they were: {number}\n"
    assert files(root) == before


def signed(root: Path) -> dict[str, tuple[str, str, str]]:
    """The state and the names of each record."""
    records = Repository(root).reviews("demo/professional", "ru").records
    return {key: (found.state, found.translator, found.reviewer) for key, found in records.items()}


OTHERS = ("translate", "approve", "--locale", "ru", "--translator", "Zarina", "--reviewer", "Yusuf")


@pytest.mark.parametrize("paths", [("demo/professional",), ("standards/demo",), ()])
@pytest.mark.parametrize("state", ["translated", "reviewed"])
def test_the_whole_of_a_standard_takes_no_reading_back(
    state: str, paths: tuple[str, ...], repository: MakeRepository
) -> None:
    root = repository().root
    run(root, *APPROVE, "--state", "approved", GOAL)
    run(root, *APPROVE, "--state", "translated", "demo/professional#OV1/text")
    before = signed(root)
    told = run(root, *OTHERS, "--state", state, *paths).stdout.splitlines()[-1]
    after = signed(root)
    assert after[GOAL] == before[GOAL] == ("approved", "Aziza", "Bobur")
    number = 2 if state == "translated" else 1
    assert told.startswith("new or raised: ")
    assert told.endswith(f", left as they were: {number}")
    # Who wrote the words stays, whoever reads them.
    kept = ("translated", "Aziza", "Bobur") if state == "translated" else ("reviewed", "Aziza", "Yusuf")
    assert after["demo/professional#OV1/text"] == kept
    assert after["demo/professional#OV1/title"] == (state, "Zarina", "Yusuf")


def test_a_reading_is_taken_back_by_the_key_of_its_text(repository: MakeRepository) -> None:
    root = repository().root
    run(root, *APPROVE, "demo/professional")
    path = "translations/reviews/ru/demo/professional.json: 1 records\n"
    assert run(root, *OTHERS, GOAL).stdout == f"{path}put under other names: 1\n"
    assert signed(root)[GOAL] == ("reviewed", "Zarina", "Yusuf")
    assert run(root, *OTHERS, "--state", "translated", GOAL).stdout == f"{path}lowered: 1\n"
    assert signed(root)[GOAL] == ("translated", "Zarina", "Yusuf")
    assert run(root, *OTHERS, "--state", "approved", GOAL).stdout == f"{path}new or raised: 1\n"


def test_a_reading_that_has_lapsed_is_recorded_anew(repository: MakeRepository) -> None:
    root = repository().root
    run(root, *APPROVE, "--state", "approved", "demo/professional")
    path = root / RUSSIAN
    path.write_text(path.read_text(encoding="utf-8").replace('msgstr "Цель"', 'msgstr "Цели"'), encoding="utf-8")
    told = run(root, *OTHERS, "demo/professional").stdout.splitlines()[-1]
    assert told == f"new or raised: 1, left as they were: {len(states(root)) - 1}"
    assert signed(root)["demo/professional#OV1/title"] == ("reviewed", "Zarina", "Yusuf")


def test_the_translator_on_record_does_not_read_their_own_words(repository: MakeRepository) -> None:
    root = repository().root
    run(root, *APPROVE, "--state", "translated", GOAL)
    told = run(root, *OTHERS[:-1], "aziza", "demo/professional").stdout.splitlines()[-1]
    assert told == f"new or raised: {len(states(root)) - 1}, left, as aziza translated them: 1"
    assert signed(root)[GOAL] == ("translated", "Aziza", "Bobur")
    assert run(root, *OTHERS[:-1], "Aziza", GOAL).stdout.endswith("left, as Aziza translated them: 1\n")
    assert signed(root)[GOAL] == ("translated", "Aziza", "Bobur")


@pytest.mark.parametrize(("key", "message"), [
    (GOAL, f"no text has the key {GOAL}; its translations are set aside at the end of {RUSSIAN}"),
    ("demo/professional#GO1", f"its translations are set aside at the end of {RUSSIAN}"),
    ("demo/professional#GO77/text", "no text has the key demo/professional#GO77/text; did you mean"),
    ("demo/professional#zzzzzz", "no text has the key demo/professional#zzzzzz"),
    ("nowhere/at-all#GO1", "nowhere/at-all#GO1 does not exist"),
])
@pytest.mark.parametrize("command", ["approve", "preview"])
def test_a_key_that_no_text_has_is_told_as_such(
    command: str, key: str, message: str, repository: MakeRepository
) -> None:
    root = repository().root
    path = root / "standards/demo/professional.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("id: GO1", "id: GO9", 1), encoding="utf-8")
    for locale in ("en", "uz-Latn"):
        (root / f"translations/{locale}/demo/professional.po").unlink()
    sync(root)
    order = (*APPROVE, key) if command == "approve" else ("translate", "preview", key, "--locale", "ru")
    done = run(root, *order)
    assert done.returncode == 2
    assert message in done.stderr


@pytest.mark.parametrize("reviewer", ["Aziza", "aziza", " Aziza ", ""])
def test_nobody_reviews_their_own_words(reviewer: str, repository: MakeRepository) -> None:
    root = repository().root
    before = files(root)
    done = run(root, "translate", "approve", "--locale", "ru", "--translator", "Aziza", "--reviewer", reviewer)
    assert done.returncode == 2
    assert files(root) == before


def test_stale_words_and_drafts_are_not_approved(repository: MakeRepository) -> None:
    root = repository(overlay(professional=CHANGED)).root
    run(root, *APPROVE, "demo/professional")
    assert GOAL not in json.loads((root / "translations/reviews/ru/demo/professional.json").read_bytes())
    told = run(root, *APPROVE, GOAL).stdout
    assert told == f"nothing changed\nwithout a current translation: 1 ({GOAL})\n"


@pytest.mark.parametrize("key", ["shared#total/label", "partners/uz#document/name"])
def test_only_the_shared_text_that_is_named_is_approved(key: str, repository: MakeRepository) -> None:
    root = repository().root
    told = run(root, *APPROVE, key).stdout
    assert told == "translations/reviews/ru/shared.json: 1 records\nnew or raised: 1\n"
    assert list(json.loads((root / "translations/reviews/ru/shared.json").read_bytes())) == [key]


def test_the_status_counts_every_state(repository: MakeRepository) -> None:
    root = repository(overlay(professional=CHANGED)).root
    run(root, *APPROVE, "demo/professional")
    done = run(root, "translate", "status", "--locale", "ru", "demo/professional")
    head, document, line = (row.split() for row in done.stdout.splitlines())
    assert head == ["locale", "texts", "words", "ready", "stale", "reviewed"]
    assert document == ["demo/professional"]
    assert line[-2:] == ["1", str(int(line[1]) - 1)]


def test_what_a_translators_tool_wrote_into_the_header_survives(repository: MakeRepository) -> None:
    root = repository().root
    path = root / "translations/ru/demo/professional.po"
    before = path.read_text(encoding="utf-8")
    mine = '"Last-Translator: Anna <anna@example.org>\\n"\n'
    named = before.replace('"Language: ru\\n"\n', '"Language: ru\\n"\n' + mine, 1)
    path.write_text("# Agreed with the college.\n" + named, encoding="utf-8")
    sync(root)
    kept = path.read_text(encoding="utf-8")
    assert mine in kept
    assert "# Agreed with the college." in kept
    sync(root)
    assert path.read_text(encoding="utf-8") == kept
