"""Editions that follow something else: a pivot language, an earlier version, another script."""

import json
import shutil
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from conftest import ROOT, MakeRepository
from curricula.catalogue import parsed_catalogue, write_catalogue
from curricula.editions.record import record, words_of
from curricula.locales import script
from curricula.merging import Signature
from curricula.model.text import texts
from curricula.packages.certificate import language
from curricula.packages.sources import source
from curricula.pipeline import publication
from curricula.repository import Repository
from curricula.reviews import digest, state
from curricula.standing import READY
from fragments import overlay
from running import run
from test_adoption import ID as ADOPTED
from test_adoption import adoption
from test_merging import CHANGED, GOAL, RUSSIAN, edited, handed_out, put, taken

DOCUMENT = "demo/professional"
PIVOT = {"locales": [
    {"tag": "zh-Hans", "policy": "strict"}, {"tag": "en", "policy": "strict"}, {"tag": "ru", "policy": "strict"},
    {"tag": "uz-Latn", "policy": "strict", "pivot": "en"},
]}
FOLLOWING = {"locales": [*PIVOT["locales"][:3], {"tag": "uz-Latn", "policy": "strict"},
                         {"tag": "en-XA", "policy": "strict"}]}
TRANSLATOR = Signature("Анна", "", "2026-03-05")


def reached(root: Path, locale: str) -> str:
    repository = Repository(root)
    text = next(text for text in repository.units(DOCUMENT, locale) if text.key == GOAL)
    return state(text, repository.catalogue(DOCUMENT, locale), repository.reviews(DOCUMENT, locale))


def say(root: Path, locale: str, words: str) -> None:
    """Change the present translation of the goal, as an editor of catalogues does."""
    repository = Repository(root)
    catalogue = repository.catalogue(DOCUMENT, locale)
    message = catalogue.messages[GOAL]
    changed = (root / catalogue.path).read_text(encoding="utf-8").replace(json.dumps(message.words, ensure_ascii=False),
                                                                        json.dumps(words, ensure_ascii=False))
    (root / catalogue.path).write_text(changed, encoding="utf-8")


def approve(root: Path, locale: str) -> None:
    done = run(root, "translate", "approve", DOCUMENT, "--locale", locale, "--translator", "A", "--reviewer", "B")
    assert done.returncode == 0, done.stdout + done.stderr


# A pivot


def test_a_translator_reads_the_pivot_with_the_source_beside_it(repository: MakeRepository) -> None:
    root = repository(overlay(settings=PIVOT)).root
    bundle = handed_out(root, "uz-Latn")
    unit = next(unit for unit in bundle.units() if unit.key == GOAL)
    english = Repository(root).catalogue(DOCUMENT, "en").messages[GOAL].words
    assert (bundle.source_language, unit.source, unit.original) == ("en", english, "本专业培养电子技术员。")


def test_a_changed_pivot_makes_the_translation_stale_until_it_is_read_again(repository: MakeRepository) -> None:
    root = repository(overlay(settings=PIVOT)).root
    approve(root, "uz-Latn")
    assert reached(root, "uz-Latn") == "reviewed"
    say(root, "en", "The programme trains technicians in electronics.")
    assert reached(root, "uz-Latn") == "stale"
    assert Repository(root).edition(DOCUMENT, "uz-Latn").fallbacks == {GOAL: "stale"}
    told = run(root, "check", DOCUMENT).stdout
    assert "1 of" in told and "words in en that have changed since" in told
    approve(root, "uz-Latn")
    assert reached(root, "uz-Latn") == "reviewed"


def test_a_pivot_that_changed_while_a_file_was_out_is_told(repository: MakeRepository) -> None:
    root = repository(overlay(settings=PIVOT)).root
    bundle = edited(handed_out(root, "uz-Latn"), target="Dastur texniklarni tayyorlaydi.", state="translated")
    say(root, "en", "The programme trains technicians in electronics.")
    done = taken(root, bundle, TRANSLATOR)
    assert [item.code for item in done.diagnostics] == ["exchange-stale"]
    assert reached(root, "uz-Latn") in ("draft", "stale")


def test_words_made_of_the_present_pivot_are_current(repository: MakeRepository) -> None:
    root = repository(overlay(settings=PIVOT)).root
    bundle = edited(handed_out(root, "uz-Latn"), target="Dastur texniklarni tayyorlaydi.", state="translated")
    assert taken(root, bundle, TRANSLATOR).diagnostics == ()
    assert reached(root, "uz-Latn") == "translated"
    record = Repository(root).reviews(DOCUMENT, "uz-Latn").records[GOAL]
    assert record.pivot == "en" and record.pivot_source
    say(root, "en", "The programme trains technicians in electronics.")
    assert reached(root, "uz-Latn") == "stale"


def test_words_of_a_pivot_that_were_set_aside_return_to_the_text_they_are_of(repository: MakeRepository) -> None:
    root = repository(overlay(settings=PIVOT)).root
    bundle = edited(handed_out(root, "uz-Latn"), target="Dastur texniklarni tayyorlaydi.", state="translated")
    path = root / "standards/demo/professional.yaml"
    original = path.read_text(encoding="utf-8")
    path.write_text(original.replace("id: GO1", "id: GO9", 1), encoding="utf-8")
    run(root, "translate", "sync")
    taken(root, bundle, TRANSLATOR)
    path.write_text(original, encoding="utf-8")
    run(root, "translate", "sync")
    assert reached(root, "uz-Latn") == "translated"
    say(root, "en", "The programme trains technicians in electronics.")
    assert reached(root, "uz-Latn") == "stale"


def test_an_import_from_a_pivot_asks_who_translated(repository: MakeRepository) -> None:
    root = repository(overlay(settings=PIVOT)).root
    assert run(root, "translate", "export", "--locale", "uz-Latn", "--format", "po").returncode == 0
    done = run(root, "translate", "import", "build/exchange/po/uz-Latn/demo.po")
    assert (done.returncode, "--translator" in done.stderr) == (2, True)


# A snapshot


def test_an_edition_stays_at_the_version_that_was_kept(repository: MakeRepository) -> None:
    root = repository().root
    assert run(root, "translate", "snapshot", DOCUMENT, "--locale", "ru").returncode == 0
    assert Repository(root).edition(DOCUMENT, "ru").lag is None
    put(root, overlay(professional={**CHANGED, "version": "1.1.0"}))
    run(root, "translate", "sync")
    now = Repository(root)
    edition = now.edition(DOCUMENT, "ru")
    assert edition.lag is not None
    assert (edition.lag.version, edition.lag.changed) == ("1.0.0", frozenset({GOAL}))
    assert edition.standard.version == "1.0.0"
    assert now.edition(DOCUMENT, "en").lag is None
    told = run(root, "check", DOCUMENT, "--locale", "ru").stdout
    assert "warning[translation-current]" in told and "error" not in told.replace("0 errors", "")


def test_the_cover_and_the_xml_say_which_version_an_edition_follows(repository: MakeRepository) -> None:
    locales = [{**row, "policy": "mark"} for row in PIVOT["locales"][:3]]
    root = repository(overlay(settings={"locales": locales})).root
    run(root, "translate", "snapshot", DOCUMENT, "--locale", "ru")
    put(root, overlay(professional={**CHANGED, "version": "1.1.0"}))
    done = run(root, "build", DOCUMENT, "--format", "html", "--format", "xml")
    assert done.returncode == 0, done.stdout
    page = (root / f"build/{DOCUMENT}/1.1.0/ru.html").read_text(encoding="utf-8")
    assert "версии 1.0.0" in page
    xml = etree.parse(root / f"build/{DOCUMENT}/1.1.0/standard.xml")
    name = "{urn:curricula:standard:1}"
    editions = {item.get("language"): item for item in xml.iter(f"{name}edition")}
    assert (editions["ru"].get("version"), editions["ru"].get("changedSince")) == ("1.0.0", "1")
    assert editions["en"].get("version") is None
    said = {words.get("{http://www.w3.org/XML/1998/namespace}lang") for words in xml.iter(f"{name}words")
            if (parent := words.getparent()) is not None and parent.get("key") == "GO1/text"}
    assert said == {"zh-Hans"}


def certified(root: Path, locale: str, document: str = DOCUMENT) -> dict[str, Any]:
    """What the certificate says of a language, its clauses by key."""
    found = language(Repository(root), document, locale)
    return {**found, "clauses": {clause["key"]: clause for clause in found["clauses"]}}


@pytest.mark.parametrize("locale", ["en", "en-XA"])
def test_the_xml_and_the_certificate_agree_with_the_edition_that_was_kept(
    repository: MakeRepository, locale: str
) -> None:
    """An accepted edit leaves the kept translation in force; other words do not, whatever was written since."""
    made = repository(overlay(settings=FOLLOWING))
    root, first = made.root, f"{DOCUMENT}#Q1/text"
    stale, same = f"{DOCUMENT}#K1/text", f"{DOCUMENT}#A1/text"
    run(root, "translate", "snapshot", DOCUMENT, "--locale", "en")
    kept = {text.key: text.words for text in texts(made.edition(DOCUMENT, locale).standard)}
    outcomes = [
        {"id": "Q1", "category": "quality", "text": "能在作业中严格执行安全规程。"},
        {"id": "K1", "category": "knowledge", "text": "能计算直流电路和交流电路。"},
        {"id": "A1", "category": "ability", "text": "能检测并修复5G设备的电源电路。"},
        {"id": "A2", "category": "ability", "text": "能维护设备。"},
    ]
    put(root, overlay(settings=FOLLOWING, professional={**CHANGED, "outcomes": outcomes, "version": "1.1.0"}))
    run(root, "translate", "sync")
    assert run(root, "translate", "accept-edit", GOAL, "--author", "A", "--reason", "B", "--locale", "en"
               ).returncode == 0
    path = root / f"translations/en/{DOCUMENT}.po"
    catalogue = parsed_catalogue(path.read_text(encoding="utf-8"), "")
    messages = {**catalogue.messages}
    messages[first] = messages[first]._replace(words="Others.", fuzzy=False, previous="", source=outcomes[0]["text"])
    messages[same] = messages[same]._replace(words="Put otherwise.")
    path.write_bytes(write_catalogue(replace(catalogue, messages=messages)))

    now = Repository(root)
    edition, shown = now.edition(DOCUMENT, locale), publication(now, DOCUMENT, now.locales)
    assert {text.key: text.words for text in texts(edition.standard)} == kept
    spoken = {key: words[locale] for key, words in words_of(shown).items() if locale in words}
    assert {GOAL, same} < spoken.keys() and not {first, stale, f"{DOCUMENT}#A2/text"} & spoken.keys()
    assert all(kept[key] == words for key, words in spoken.items())

    told = certified(root, locale)
    states = {key: clause["state"] for key, clause in told["clauses"].items()}
    assert {key for key, state in states.items() if state in READY} == spoken.keys()
    assert (states[first], states[stale], states[f"{DOCUMENT}#A2/text"]) == ("stale", "stale", "untranslated")
    assert all(clause["target"] == digest(kept[key]) for key, clause in told["clauses"].items() if "target" in clause)
    editions: Any = record(shown).properties["editions"]
    editions = {item.properties["language"]: item.properties for item in editions}
    assert editions[locale]["untranslated"] == told["texts"]["stale"] + told["texts"]["untranslated"] == 3
    assert (editions[locale]["version"], editions[locale]["changedSince"]) == (told["version"], told["changedSince"])


def test_the_certificate_of_an_adoption_counts_the_words_of_its_standard(repository: MakeRepository) -> None:
    root = repository(adoption(languages=["uz-Latn", "ru"])).root
    approve(root, "ru")
    told = certified(root, "ru", ADOPTED)
    assert told["texts"]["reviewed"] == len(told["clauses"]) and told["clauses"] == certified(root, "ru")["clauses"]


def test_nothing_is_kept_of_adoptions(repository: MakeRepository) -> None:
    root = repository(adoption(languages=["uz-Latn", "ru"])).root
    assert run(root, "translate", "sync").returncode == 0
    done = run(root, "translate", "snapshot", "--locale", "ru")
    assert (done.returncode, "adoptions" in done.stdout) == (0, False), done.stdout + done.stderr
    asked = run(root, "translate", "snapshot", ADOPTED, "--locale", "ru")
    assert asked.returncode == 2
    assert asked.stderr == f"curricula: {ADOPTED}: only standards are kept; an adopted edition follows its adoption\n"


def test_what_was_kept_of_an_adoption_is_told_and_holds_up_nothing(repository: MakeRepository) -> None:
    root = repository(adoption(languages=["uz-Latn", "ru"])).root
    run(root, "translate", "sync")
    for folder, suffix in (("standards", "yaml"), ("translations/ru", "po")):
        lying = root / f"translations/snapshots/ru/{ADOPTED}.{suffix}"
        lying.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / f"{folder}/{ADOPTED}.{suffix}", lying)
    assert run(root, "translate", "sync").stdout.endswith("0 changed\n")
    for command in (["status"], ["snapshot", "--locale", "ru"]):
        done = run(root, "translate", *command)
        assert done.returncode == 0 and "nothing was written" not in done.stdout, done.stdout
        for suffix in ("yaml", "po"):
            assert f"snapshots/ru/{ADOPTED}.{suffix}: warning[stray-file] is not read: nothing is kept" in done.stdout


def test_an_incomplete_translation_is_not_kept(repository: MakeRepository) -> None:
    root = repository(overlay(professional=CHANGED)).root
    run(root, "translate", "sync")
    done = run(root, "translate", "snapshot", DOCUMENT, "--locale", "ru")
    assert (done.returncode, "snapshot-incomplete" in done.stdout) == (1, True)
    assert not (root / "translations/snapshots").exists()


def test_a_damaged_snapshot_is_a_finding(repository: MakeRepository) -> None:
    root = repository().root
    run(root, "translate", "snapshot", DOCUMENT, "--locale", "ru")
    path = f"translations/snapshots/ru/{DOCUMENT}.yaml"
    (root / path).write_text("kind: [", encoding="utf-8")
    told = run(root, "check")
    assert told.returncode == 1 and path in told.stdout


# A derived locale


def test_a_derived_edition_is_made_of_the_other_and_says_so(repository: MakeRepository) -> None:
    root = repository(overlay(settings=FOLLOWING)).root
    edition = Repository(root).edition(DOCUMENT, "en-XA")
    assert edition.derived_from == "en"
    assert edition.standard.title.words.startswith("[")
    assert reached(root, "en-XA") == "derived"
    assert run(root, "check").returncode == 0
    assert run(root, "translate", "sync").returncode == 0
    assert not (root / "translations/en-XA").exists()


def test_a_derived_text_is_as_current_as_what_it_is_made_of(repository: MakeRepository) -> None:
    root = repository(overlay(settings=FOLLOWING, professional=CHANGED)).root
    run(root, "translate", "sync")
    assert reached(root, "en-XA") == "stale"
    assert GOAL in Repository(root).edition(DOCUMENT, "en-XA").fallbacks


def test_a_text_is_put_otherwise_for_the_words_it_was_put_for(repository: MakeRepository) -> None:
    root = repository(overlay(settings=FOLLOWING)).root
    bundle = edited(handed_out(root, "en-XA"), target="[Otherwise]", state="translated")
    assert bundle.source_language == "en"
    taken(root, bundle)
    assert Repository(root).catalogue(DOCUMENT, "en-XA").messages[GOAL].words == "[Otherwise]"
    say(root, "en", "The programme trains technicians in electronics.")
    assert "electronics" not in Repository(root).catalogue(DOCUMENT, "en-XA").messages[GOAL].words
    assert "[Ţĥé" in Repository(root).catalogue(DOCUMENT, "en-XA").messages[GOAL].words
    told = run(root, "check").stdout
    assert "derived-override" in told


def test_a_derived_edition_is_refused_with_what_it_is_made_of(repository: MakeRepository) -> None:
    root = repository(overlay(settings=FOLLOWING, professional=CHANGED)).root
    run(root, "translate", "sync")
    done = run(root, "build", DOCUMENT, "--locale", "en-XA", "--format", "html")
    assert done.returncode == 1
    assert not (root / f"build/{DOCUMENT}").exists()
    assert f"translations/en/{DOCUMENT}.po" in done.stdout


def test_a_derived_edition_follows_what_was_kept_of_the_other(repository: MakeRepository) -> None:
    root = repository(overlay(settings=FOLLOWING)).root
    run(root, "translate", "snapshot", DOCUMENT, "--locale", "en")
    put(root, overlay(settings=FOLLOWING, professional={**CHANGED, "version": "1.1.0"}))
    run(root, "translate", "sync")
    edition = Repository(root).edition(DOCUMENT, "en-XA")
    assert edition.lag is not None and edition.lag.version == "1.0.0"
    assert edition.fallbacks == {}
    assert edition.standard.version == "1.0.0"


def test_shared_words_alone_make_no_edition(repository: MakeRepository) -> None:
    locales = [*PIVOT["locales"][:3], {"tag": "kk-Cyrl", "policy": "shared"}]
    root = repository(overlay(settings={"locales": locales})).root
    assert run(root, "translate", "sync").returncode == 0
    assert (root / "translations/kk-Cyrl/shared.po").exists()
    assert not (root / f"translations/kk-Cyrl/{DOCUMENT}.po").exists()
    assert Repository(root).locales == ("zh-Hans", "en", "ru")


@pytest.mark.slow
@pytest.mark.parametrize(("locale", "words"), [("kk-Cyrl", "Пән стандарты"), ("tg-Cyrl", "Стандарти фан")])
def test_a_locale_is_data_only(repository: MakeRepository, locale: str, words: str) -> None:
    """A row in the settings and a catalogue make an edition in a language the program has never heard of."""
    row = {"tag": locale, "policy": "mark"}
    shared = (ROOT / f"translations/{locale}/shared.po").read_text(encoding="utf-8")
    settings = overlay(settings={"locales": [*PIVOT["locales"][:3], row]})
    root = repository({**settings, f"translations/{locale}/shared.po": shared}).root
    assert run(root, "translate", "sync").returncode == 0
    done = run(root, "build", "demo/courses/circuits", "--locale", locale, "--format", "html", "--format", "pdf")
    assert done.returncode == 0, done.stdout
    page = (root / f"build/demo/courses/circuits/1.0.0/{locale}.html").read_text(encoding="utf-8")
    assert words in page
    assert f'lang="{locale}"' in page
    assert script(locale) == "Cyrl"


# An edit without a change of meaning


def test_an_edit_is_accepted_with_a_reason_and_logged(repository: MakeRepository) -> None:
    root = repository().root
    for locale in ("en", "ru", "uz-Latn"):
        approve(root, locale)
    put(root, overlay(professional=CHANGED))
    run(root, "translate", "sync")
    done = run(root, "translate", "accept-edit", GOAL, "--author", "李", "--reason", "错别字", "--locale", "ru",
               "--date", "2026-03-05")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (reached(root, "ru"), reached(root, "en")) == ("reviewed", "stale")
    log = json.loads((root / f"translations/edits/{DOCUMENT}.json").read_text(encoding="utf-8"))
    assert [(item["key"], item["locale"], item["author"], item["reason"]) for item in log] == [
        (GOAL, "ru", "李", "错别字")
    ]
    assert run(root, "translate", "accept-edit", GOAL, "--author", "李", "--reason", "错别字").returncode == 0
    log = json.loads((root / f"translations/edits/{DOCUMENT}.json").read_text(encoding="utf-8"))
    assert sorted(item["locale"] for item in log) == ["en", "ru", "uz-Latn"]


def test_the_certificate_tells_which_edits_were_accepted(repository: MakeRepository) -> None:
    root = repository().root
    approve(root, "ru")
    words = ["本专业培养电子技术员。", "本专业培养电子工程师。", "本专业培养电子工程师！"]
    for number, present in enumerate(words[1:], 1):
        put(root, overlay(professional={"goal": [{"id": "GO1", "text": present}]}))
        run(root, "translate", "sync")
        run(root, "translate", "accept-edit", GOAL, "--author", "Li\u202e Wei", "--reason", f"Reason {number}",
            "--locale", "ru", "--date", f"2026-03-0{number}")
    clause = certified(root, "ru")["clauses"][GOAL]
    assert (clause["state"], clause["source"]) == ("reviewed", digest(words[2]))
    assert clause["accepted"] == [
        {"old": digest(old), "new": digest(new), "author": "Li Wei", "reason": f"Reason {number}",
         "date": f"2026-03-0{number}"}
        for number, (old, new) in enumerate(pairwise(words), 1)
    ]
    assert not any("accepted" in item for item in certified(root, "uz-Latn")["clauses"].values())
    assert f"translations/edits/{DOCUMENT}.json" in source(Repository(root), DOCUMENT)["files"]


@pytest.mark.parametrize("asked", [("demo/professional#GO99", "--author", "A", "--reason", "B"),
                                   (GOAL, "--author", " ", "--reason", "B")])
def test_an_edit_needs_a_text_and_a_name(repository: MakeRepository, asked: tuple[str, ...]) -> None:
    root = repository(overlay(professional=CHANGED)).root
    run(root, "translate", "sync")
    before = (root / RUSSIAN).read_bytes()
    assert run(root, "translate", "accept-edit", *asked).returncode == 2
    assert (root / RUSSIAN).read_bytes() == before
