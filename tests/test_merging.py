"""Handing out and taking back: three-way, nothing lost, nothing overwritten, nothing stale passed off as current."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from conftest import MakeRepository
from curricula.bundling import bundles, nothing_suggested
from curricula.catalogue import read_catalogue, write_catalogue
from curricula.exchange import po, xliff, xliff12, xlsx
from curricula.files import replace_file
from curricula.merging import Merged, Signature, merge
from curricula.repository import Repository
from curricula.reviews import digest, state, write_reviews
from curricula.syncing import sync
from curricula.units import Bundle, Part, Unit
from fragments import FILES, overlay
from running import run

GOAL = "demo/professional#GO1/text"
WORDS = "本专业培养电子技术员。"
CHANGED = {"goal": [{"id": "GO1", "text": "本专业培养电子工程师。"}]}
RUSSIAN = "translations/ru/demo/professional.po"
BETTER = "Программа выпускает техников по электронике."
NOBODY = Signature()
ME = Signature("Анна", "", "2026-03-05")

Change = Callable[[Unit], Unit | None]


def handed_out(root: Path, locale: str = "ru", **narrowed: tuple[str, ...]) -> Bundle:
    """The bundle of the demonstration's programme."""
    return next(bundle for bundle in every(root, locale, **narrowed) if bundle.name == "demo")


def every(root: Path, locale: str, **narrowed: tuple[str, ...]) -> Iterator[Bundle]:
    repository = Repository(root)
    return bundles(repository, repository.documents, locale, narrowed.get("states", ()), nothing_suggested)


def edited(bundle: Bundle, **changes: Any) -> Bundle:
    """The bundle with the unit of the goal changed."""
    return mapped(bundle, lambda unit: replace(unit, **changes) if unit.key == GOAL else unit)


def mapped(bundle: Bundle, change: Change) -> Bundle:
    parts = []
    for part in bundle.parts:
        units = (change(unit) for unit in part.units)
        parts.append(Part(part.document, part.uuid, tuple(unit for unit in units if unit is not None)))
    return replace(bundle, parts=tuple(parts))


def taken(root: Path, bundle: Bundle, signature: Signature = NOBODY) -> Merged:
    """Merge, and write what has changed."""
    done = merge(Repository(root), bundle, signature)
    for catalogue in done.catalogues:
        replace_file(root / catalogue.path, write_catalogue(catalogue))
    for reviews in done.reviews:
        replace_file(root / reviews.path, write_reviews(reviews.records))
    return done


def put(root: Path, files: dict[str, str | bytes | None]) -> None:
    for path, content in files.items():
        assert isinstance(content, str)
        (root / path).write_text(content, encoding="utf-8")


def here(root: Path, locale: str = "ru") -> str:
    message = Repository(root).catalogue("demo/professional", locale).messages.get(GOAL)
    return message.words if message else ""


def reached(root: Path, locale: str = "ru") -> str:
    repository = Repository(root)
    text = next(text for text in repository.units("demo/professional", locale) if text.key == GOAL)
    return state(
        text, repository.catalogue("demo/professional", locale), repository.reviews("demo/professional", locale)
    )


def codes(done: Merged) -> list[tuple[str, str]]:
    return [(item.code, item.severity) for item in done.diagnostics]


def test_what_nobody_touched_changes_nothing(repository: MakeRepository) -> None:
    root = repository().root
    done = taken(root, handed_out(root))
    assert (done.catalogues, done.reviews, done.diagnostics) == ((), (), ())
    assert done.counts.keys() == {"same"}


@pytest.mark.parametrize("format", ["po", "xliff", "xliff12", "xlsx"])
def test_every_file_that_is_handed_out_comes_back(format: str, repository: MakeRepository) -> None:
    """The shared words too, among them names of systems and code lists, which have keys of their own."""
    root = repository().root
    run(root, "translate", "export", "--locale", "ru", "--format", format, "--output", "out")
    names = sorted(path.relative_to(root).as_posix() for path in (root / "out").iterdir())
    assert any("shared" in name for name in names)
    lines = run(root, "translate", "import", *names).stdout.splitlines()
    assert len(lines) == len(names)
    assert all(": as here: " in line and line.endswith("; no problems") for line in lines), lines


def test_new_words_are_taken(repository: MakeRepository) -> None:
    root = repository().root
    done = taken(root, edited(handed_out(root), target=BETTER, state="translated"))
    assert (here(root), reached(root), done.counts["taken"], codes(done)) == (BETTER, "translated", 1, [])


def test_a_draft_stays_a_draft(repository: MakeRepository) -> None:
    root = repository().root
    done = taken(root, edited(handed_out(root), target=BETTER, state="draft"))
    assert (here(root), reached(root)) == (BETTER, "draft")
    assert {name: done.counts[name] for name in done.counts if name != "same"} == {"draft": 1}


def test_words_changed_on_both_sides_are_a_conflict_and_stay(repository: MakeRepository) -> None:
    root = repository().root
    bundle = edited(handed_out(root), target=BETTER, state="translated")
    taken(root, edited(handed_out(root), target="Другие слова.", state="translated"))
    done = taken(root, bundle)
    assert here(root) == "Другие слова."
    assert codes(done) == [("exchange-conflict", "error")]
    assert {"Другие слова.", BETTER} <= set(done.diagnostics[0].arguments.values())


def test_the_same_words_on_both_sides_are_none(repository: MakeRepository) -> None:
    root = repository().root
    bundle = edited(handed_out(root), target=BETTER, state="translated")
    taken(root, bundle)
    done = taken(root, bundle)
    assert (here(root), codes(done), done.catalogues) == (BETTER, [], ())


def test_what_was_changed_here_alone_stays(repository: MakeRepository) -> None:
    root = repository().root
    bundle = handed_out(root)
    taken(root, edited(handed_out(root), target=BETTER, state="translated"))
    done = taken(root, bundle)
    assert (here(root), codes(done)) == (BETTER, [])


def test_a_source_changed_in_between_makes_the_words_stale(repository: MakeRepository) -> None:
    root = repository().root
    bundle = edited(handed_out(root), target=BETTER, state="translated")
    put(root, overlay(professional=CHANGED))
    done = taken(root, bundle)
    assert (here(root), reached(root), codes(done)) == (BETTER, "stale", [("exchange-stale", "warning")])
    message = Repository(root).catalogue("demo/professional", "ru").messages[GOAL]
    assert (message.source, message.previous, message.fuzzy) == ("本专业培养电子工程师。", WORDS, True)
    run(root, "translate", "sync")
    assert (here(root), reached(root)) == (BETTER, "stale")


def test_a_stale_translation_is_confirmed_by_the_translator(repository: MakeRepository) -> None:
    root = repository(overlay(professional=CHANGED)).root
    run(root, "translate", "sync")
    bundle = handed_out(root)
    unit = next(unit for unit in bundle.units() if unit.key == GOAL)
    assert (unit.state, unit.previous) == ("stale", WORDS)
    done = taken(root, edited(bundle, state="translated"))
    assert (reached(root), done.counts["confirmed"]) == ("translated", 1)


def test_a_confirmation_of_an_older_source_confirms_nothing(repository: MakeRepository) -> None:
    root = repository(overlay(professional=CHANGED)).root
    run(root, "translate", "sync")
    bundle = edited(handed_out(root), state="translated")
    put(root, overlay(professional={"goal": [{"id": "GO1", "text": "本专业培养电子设计师。"}]}))
    done = taken(root, bundle)
    assert (reached(root), codes(done)) == ("stale", [("exchange-stale", "warning")])


def test_an_edited_source_is_refused(repository: MakeRepository) -> None:
    root = repository().root
    before = here(root)
    done = taken(root, edited(handed_out(root), source="别的原文", target=BETTER, state="translated"))
    assert (here(root), codes(done), done.counts["refused"]) == (before, [("exchange-source", "error")], 1)
    assert f"“别的原文”; here they are “{WORDS}”" in done.diagnostics[0].words()
    assert "not taken" in done.diagnostics[0].advice()


@pytest.mark.parametrize("shape", [po, xliff, xliff12, xlsx])
def test_an_edited_source_is_refused_in_every_file(shape: ModuleType, repository: MakeRepository) -> None:
    root = repository().root
    bundle = shape.read(shape.write(edited(handed_out(root), source="别的原文", target=BETTER)), "back")
    done = taken(root, bundle)
    assert (done.counts["refused"], codes(done)) == (1, [("exchange-source", "error")])
    assert done.diagnostics[0].where.line


def test_what_the_reader_of_a_file_left_out_is_counted_among_the_refused(repository: MakeRepository) -> None:
    root = repository().root
    spoilt = xliff.write(handed_out(root)).replace(b"</target>", b'<ph id="1"/></target>', 2)
    done = taken(root, xliff.read(spoilt, "back.xlf"))
    assert codes(done) == [("exchange-markup", "error")] * 2
    assert done.counts["refused"] == 2


def test_an_emptied_translation_is_kept(repository: MakeRepository) -> None:
    root = repository().root
    before = here(root)
    done = taken(root, edited(handed_out(root), target="", state="untranslated"))
    assert (here(root), codes(done)) == (before, [("exchange-emptied", "warning")])


def test_units_that_are_absent_stay(repository: MakeRepository) -> None:
    root = repository().root
    before = (root / RUSSIAN).read_bytes()
    taken(root, mapped(handed_out(root), lambda unit: unit if unit.key == GOAL else None))
    assert (root / RUSSIAN).read_bytes() == before


def test_without_its_hashes_a_file_never_overwrites(repository: MakeRepository) -> None:
    root = repository().root
    before = here(root)
    done = taken(root, edited(handed_out(root), target=BETTER, state="translated", base=""))
    assert (here(root), codes(done), done.counts["refused"]) == (before, [("exchange-strange", "error")], 1)


def test_a_file_that_lost_its_hashes_is_told_once_and_not_as_conflicts(repository: MakeRepository) -> None:
    root = repository().root
    content = po.write(mapped(handed_out(root), lambda unit: replace(unit, target=f"{unit.target}!")))
    lines = [line for line in content.split(b"\n") if not line.startswith(b"#. base")]
    done = taken(root, po.read(b"\n".join(lines), "back.po"))
    assert (codes(done), done.catalogues) == ([("exchange-strange", "error")], ())
    (finding,) = done.diagnostics
    assert "has lost the marks" in finding.words()
    assert finding.arguments["number"] == done.counts["refused"] > 1
    assert (finding.where.path, finding.where.line > 1) == ("back.po", True)


def test_words_for_a_text_that_is_gone_wait_for_its_return(repository: MakeRepository) -> None:
    root = repository().root
    original = (root / "standards/demo/professional.yaml").read_text(encoding="utf-8")
    bundle = edited(handed_out(root), target=BETTER, state="translated")
    (root / "standards/demo/professional.yaml").write_text(
        original.replace("id: GO1", "id: GO9", 1), encoding="utf-8"
    )
    run(root, "translate", "sync")
    done = taken(root, bundle)
    assert codes(done) == [("exchange-gone", "warning")]
    assert read_catalogue(root, RUSSIAN, "ru").obsolete[GOAL].words == BETTER
    (root / "standards/demo/professional.yaml").write_text(original, encoding="utf-8")
    run(root, "translate", "sync")
    assert (here(root), reached(root)) == (BETTER, "translated")


@pytest.mark.parametrize(("signature", "state"), [
    (ME, "translated"), (replace(ME, reviewer="Борис"), "reviewed"),
    (Signature("NMT 1", "", "2026-03-05", True), "machine"),
])
def test_who_wrote_words_that_were_set_aside_is_on_record_when_they_return(
    signature: Signature, state: str, repository: MakeRepository
) -> None:
    root = repository().root
    run(root, "translate", "approve", GOAL, "--locale", "ru", "--translator", "A", "--reviewer", "B")
    path = root / "standards/demo/professional.yaml"
    original = path.read_text(encoding="utf-8")
    bundle = edited(handed_out(root), target=BETTER, note="Спросить у колледжа.")
    path.write_text(original.replace("id: GO1", "id: GO9", 1), encoding="utf-8")
    run(root, "translate", "sync")
    taken(root, bundle, signature)
    path.write_text(original, encoding="utf-8")
    run(root, "translate", "sync")
    record = Repository(root).reviews("demo/professional", "ru").records[GOAL]
    assert (here(root), reached(root), record.translator) == (BETTER, state, signature.translator)
    assert (record.source, record.target) == (digest(WORDS), digest(BETTER))
    assert Repository(root).catalogue("demo/professional", "ru").messages[GOAL].note == "Спросить у колледжа."


def test_a_draft_that_was_set_aside_returns_as_one(repository: MakeRepository) -> None:
    root = repository().root
    path = root / "standards/demo/professional.yaml"
    original = path.read_text(encoding="utf-8")
    bundle = edited(handed_out(root), target=BETTER, state="draft")
    path.write_text(original.replace("id: GO1", "id: GO9", 1), encoding="utf-8")
    run(root, "translate", "sync")
    taken(root, bundle, ME)
    path.write_text(original, encoding="utf-8")
    run(root, "translate", "sync")
    assert (here(root), reached(root)) == (BETTER, "draft")


def test_a_renamed_standard_is_found_by_its_uuid(repository: MakeRepository) -> None:
    root = repository().root
    bundle = edited(handed_out(root), target=BETTER, state="translated")
    (root / FILES["professional"]).rename(root / "standards/demo/renamed.yaml")
    for name in ("course", "practice"):
        path = root / FILES[name]
        path.write_text(path.read_text(encoding="utf-8").replace("demo/professional", "demo/renamed"), encoding="utf-8")
    run(root, "translate", "sync")
    done = taken(root, bundle)
    catalogue = Repository(root).catalogue("demo/renamed", "ru")
    assert (codes(done), catalogue.messages[GOAL.replace("professional", "renamed")].words) == ([], BETTER)


def test_a_standard_of_the_same_name_elsewhere_is_refused(repository: MakeRepository) -> None:
    root = repository().root
    bundle = handed_out(root)
    other = "00000000-0000-4000-8000-000000000000"
    parts = tuple(replace(part, uuid=other) for part in edited(bundle, target=BETTER).parts)
    done = taken(root, replace(bundle, parts=parts))
    assert {code for code, _ in codes(done)} == {"exchange-document"}
    assert done.catalogues == ()


def test_who_translated_and_read_is_recorded_with_the_words(repository: MakeRepository) -> None:
    root = repository().root
    taken(root, edited(handed_out(root), target=BETTER, state="reviewed"), replace(ME, reviewer="Борис"))
    record = Repository(root).reviews("demo/professional", "ru").records[GOAL]
    assert (record.translator, record.reviewer, record.date) == ("Анна", "Борис", "2026-03-05")
    assert reached(root) == "reviewed"


def test_nobody_is_the_reader_of_her_own_words(repository: MakeRepository) -> None:
    root = repository().root
    taken(root, edited(handed_out(root), target=BETTER, state="translated"), ME)
    again = edited(handed_out(root), state="approved")
    done = taken(root, again, replace(ME, translator="Зоя", reviewer="Анна"))
    record = Repository(root).reviews("demo/professional", "ru").records[GOAL]
    assert (record.translator, record.reviewer, record.state) == ("Анна", "", "translated")
    assert [(code, severity) for code, severity in codes(done)] == [("exchange-state", "warning")]
    assert codes(taken(root, again, replace(ME, translator="Зоя", reviewer="Борис"))) == []
    record = Repository(root).reviews("demo/professional", "ru").records[GOAL]
    assert (record.translator, record.reviewer, record.state) == ("Анна", "Борис", "approved")


def test_a_reading_without_a_reader_is_told(repository: MakeRepository) -> None:
    root = repository().root
    done = taken(root, mapped(handed_out(root), lambda unit: replace(unit, state="approved")), ME)
    (found,) = [item for item in done.diagnostics if item.code == "exchange-state"]
    assert found.arguments["number"] == sum(len(part.units) for part in handed_out(root).parts)
    assert reached(root) == "translated"


def test_who_confirms_words_for_another_source_stands_for_them(repository: MakeRepository) -> None:
    root = repository().root
    taken(root, edited(handed_out(root), target=BETTER, state="translated"), ME)
    path = root / "standards/demo/professional.yaml"
    words = Repository(root).catalogue("demo/professional", "ru").messages[GOAL].source
    path.write_text(path.read_text(encoding="utf-8").replace(words, f"{words[:-1]}等。"), encoding="utf-8")
    sync(Repository(root))
    assert reached(root) == "stale"
    taken(root, edited(handed_out(root), state="translated"), replace(ME, translator="Карим"))
    record = Repository(root).reviews("demo/professional", "ru").records[GOAL]
    assert (record.translator, reached(root)) == ("Карим", "translated")


def test_what_a_machine_made_is_a_draft_that_says_so(repository: MakeRepository) -> None:
    root = repository().root
    taken(root, edited(handed_out(root), target=BETTER, state="translated"), Signature("NMT 1", "", "2026-03-05", True))
    assert (here(root), reached(root)) == (BETTER, "machine")
    assert Repository(root).edition("demo/professional", "ru").fallbacks[GOAL] == "draft"


@pytest.mark.parametrize("words", ["=1+1", "{x}", "<a>&amp;", "“q” \\ \"q\"", "a\u00a0b"])
def test_odd_words_come_back_as_they_went(repository: MakeRepository, words: str) -> None:
    root = repository().root
    taken(root, edited(handed_out(root), target=words, state="translated"))
    assert here(root) == words


@pytest.mark.parametrize(
    ("typed", "kept"), [(" spaced ", "spaced"), ("line\n   break", "line break"), ("tab\tbed", "tab bed")]
)
def test_white_space_of_a_tool_is_no_word(repository: MakeRepository, typed: str, kept: str) -> None:
    root = repository().root
    taken(root, edited(handed_out(root), target=typed, state="translated"))
    assert here(root) == kept


@pytest.mark.parametrize("blank", ["   ", "\n", "\u00a0", "\u200b", "\u202e\ufeff"])
def test_what_only_looks_empty_empties_nothing(repository: MakeRepository, blank: str) -> None:
    root = repository().root
    before = here(root)
    done = taken(root, edited(handed_out(root), target=blank, state="translated"))
    assert (here(root), codes(done)) == (before, [("exchange-emptied", "warning")])


def test_a_source_in_the_place_of_the_translation_is_not_one(repository: MakeRepository) -> None:
    root = repository().root
    before = here(root)
    done = taken(root, edited(handed_out(root), target=WORDS, state="translated"))
    assert (here(root), codes(done)) == (before, [("exchange-copied", "warning")])


def test_a_state_nobody_changed_confirms_nothing(repository: MakeRepository) -> None:
    """The file was handed out reviewed; the reviews have lapsed since."""
    root = repository().root
    approve = ("translate", "approve", "demo/professional", "--locale", "ru", "--translator", "A", "--reviewer", "B")
    run(root, *approve)
    bundle = handed_out(root)
    (root / "translations/reviews/ru/demo/professional.json").unlink()
    done = taken(root, bundle, replace(ME, reviewer="Борис"))
    assert (reached(root), set(done.counts), done.reviews) == ("translated", {"same"}, ())


def test_a_translation_is_taken_back_as_a_draft(repository: MakeRepository) -> None:
    root = repository().root
    done = taken(root, edited(handed_out(root), state="draft"))
    assert (reached(root), done.counts["taken back"]) == ("draft", 1)


def test_a_trial_tells_the_conflict_of_two_files_and_writes_nothing(repository: MakeRepository, tmp_path: Path) -> None:
    root = repository().root
    files = []
    for name, words in (("first", BETTER), ("second", "Иные слова.")):
        files.append(tmp_path / f"{name}.po")
        files[-1].write_bytes(po.write(edited(handed_out(root), target=words, state="translated")))
    before = {path: path.read_bytes() for path in sorted(root.rglob("*.*")) if path.is_file()}
    done = run(root, "translate", "import", "--dry-run", *map(str, files))
    assert done.returncode == 1
    assert f"{GOAL} was changed here too: “{BETTER}”; in the file: “Иные слова.”" in done.stdout + done.stderr
    assert {path: path.read_bytes() for path in sorted(root.rglob("*.*")) if path.is_file()} == before


def test_the_second_import_of_a_file_changes_and_tells_nothing(repository: MakeRepository) -> None:
    root = repository().root
    bundle = edited(handed_out(root), target=BETTER, state="translated")
    put(root, overlay(professional=CHANGED))
    assert codes(taken(root, bundle)) == [("exchange-stale", "warning")]
    again = taken(root, bundle)
    assert (codes(again), set(again.counts), reached(root)) == ([], {"same"}, "stale")


def test_a_column_that_was_sorted_alone_is_refused(repository: MakeRepository) -> None:
    root = repository().root
    bundle = handed_out(root)
    words = [unit.target for unit in bundle.units()]
    turned = iter([*words[1:], words[0]])
    done = taken(root, mapped(bundle, lambda unit: replace(unit, target=next(turned))))
    assert "exchange-shuffled" in {code for code, _ in codes(done)}
    assert done.catalogues == ()


def test_a_column_that_was_sorted_alone_is_refused_where_blank_cells_came_up(repository: MakeRepository) -> None:
    root = repository().root
    bundle = handed_out(root)
    words = [unit.target for unit in bundle.units()]
    pushed = iter(["", *words])
    done = taken(root, mapped(bundle, lambda unit: replace(unit, target=next(pushed))))
    assert {code for code, _ in codes(done)} == {"exchange-shuffled", "exchange-emptied"}
    assert done.catalogues == ()


def test_new_words_under_a_reviewers_name_are_reviewed_and_a_draft_is_not(repository: MakeRepository) -> None:
    root = repository().root
    taken(root, edited(handed_out(root), target=BETTER, state="translated"), replace(ME, reviewer="Борис"))
    assert reached(root) == "reviewed"
    taken(root, edited(handed_out(root), target="Иные слова.", state="draft"), replace(ME, reviewer="Борис"))
    assert reached(root) == "draft"


def test_a_record_names_the_words_that_were_read(repository: MakeRepository) -> None:
    root = repository().root
    bundle = edited(handed_out(root), target=BETTER, state="translated")
    put(root, overlay(professional=CHANGED))
    taken(root, bundle, ME)
    assert Repository(root).reviews("demo/professional", "ru").records[GOAL].source == digest(WORDS)


# A language that is made of another


MADE = {"locales": [{"tag": tag, "policy": "mark"} for tag in ("zh-Hans", "en", "ru", "en-XA")]}


def unconfirmed(root: Path) -> None:
    """Take the English of the goal back."""
    bundle = edited(handed_out(root, "en"), state="draft")
    assert taken(root, bundle).counts["taken back"] == 1


def test_what_a_language_is_made_of_is_translated_first(repository: MakeRepository) -> None:
    root = repository(overlay(settings=MADE)).root
    assert GOAL in {unit.key for unit in handed_out(root, "en-XA").units()}
    unconfirmed(root)
    found = [bundle for bundle in every(root, "en-XA") if bundle.name == "demo"]
    assert [bundle.source_language for bundle in found] == ["en"]
    assert GOAL not in {unit.key for unit in found[0].units()}


def test_other_words_for_what_is_not_current_are_not_taken(repository: MakeRepository) -> None:
    root = repository(overlay(settings=MADE)).root
    bundle = edited(handed_out(root, "en-XA"), target="Otherwise.", state="translated")
    chinese = mapped(bundle, lambda unit: replace(
        unit, source=WORDS, base=unit.base.replace(unit.base.partition(":")[0], digest(WORDS), 1)
    ) if unit.key == GOAL else None)
    unconfirmed(root)
    done = taken(root, chinese)
    assert (codes(done), done.counts["refused"], done.changes) == ([("exchange-stale", "warning")], 1, ())
    assert done.catalogues == ()
