"""How far translations have come and what is left to pay for: counted once, told in every form."""

import csv
import json
import subprocess
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from conftest import ROOT, MakeRepository
from curricula.catalogue import Message, write_catalogue
from curricula.columns import aligned
from curricula.costing import BANDS, Job, jobs
from curricula.counting import count
from curricula.diagnostics import ENGLISH
from curricula.locales import cells
from curricula.messages.wording import languages, voice
from curricula.model.text import Text
from curricula.plugins import names, plugin
from curricula.repository import Repository
from curricula.reviews import STATES, Review, digest, write_reviews
from curricula.standing import Overview, Standing, missed, share, standings, words
from curricula.units import Suggestion
from fragments import overlay
from running import run

DOCUMENT = "demo/courses/circuits"
LOCALES: list[dict[str, Any]] = [{"tag": tag, "policy": "mark"} for tag in ("zh-Hans", "en", "ru")]
UZBEK = {"tag": "uz-Latn", "policy": "mark"}
PIVOT: dict[str, Any] = {"locales": [*LOCALES, UZBEK | {"pivot": "en"}]}
PSEUDO: dict[str, Any] = {"locales": [*LOCALES, UZBEK, {"tag": "en-XA", "policy": "mark"}]}


@pytest.mark.parametrize(("told", "number"), [
    ("5G基站", 3), ("在3～5年内完成学业。", 9), ("oʻquv amaliyoti taʼlim", 3), ("an on-line test", 3),
    ("don’t stop", 2), ("1,000 раз", 2), ("2,5–3.5 м", 3), ("GB/T 4754", 3), ("２０台", 2), ("コース・名", 4),
    ("e\u0301te\u0301", 1), ("e.g. «слово»", 3), ("𠀀々〇", 3), ("— … () %", 0), ("", 0), ("学，习。", 2),
])  # fmt: skip
def test_words_are_counted_as_translators_count_them(told: str, number: int) -> None:
    assert count(told) == number


# Repositories with a translation in every state


def units(repository: Repository, locale: str) -> list[Text]:
    return list(repository.units(DOCUMENT, locale))


def put(repository: Repository, locale: str, messages: dict[str, Message]) -> None:
    """Put messages over those of the course's catalogue."""
    old = repository.catalogue(DOCUMENT, locale)
    changed = replace(old, messages={**old.messages, **messages})
    (repository.root / old.path).write_bytes(write_catalogue(changed))


def record(
    repository: Repository, locale: str, states: dict[str, str], pivot: str = "", pivot_source: str = ""
) -> None:
    """Put records of these states by key, for the present words."""
    messages = repository.catalogue(DOCUMENT, locale).messages
    reviews = repository.reviews(DOCUMENT, locale)
    made = {
        key: Review(digest(messages[key].source), digest(messages[key].words), state, "A", "B", "2026-11-22",
                    messages[key].where, pivot, pivot_source)
        for key, state in states.items()
    }
    path = repository.root / reviews.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(write_reviews({**reviews.records, **made}))


def mixed(made: Repository) -> Repository:
    """Russian with one text of the course in each state, the others translated."""
    keys = [text.key for text in units(made, "ru")]
    known = made.catalogue(DOCUMENT, "ru").messages
    changes = {
        keys[0]: known[keys[0]]._replace(words=""),
        keys[1]: known[keys[1]]._replace(fuzzy=True),
        keys[2]: known[keys[2]]._replace(fuzzy=True),
        keys[3]: known[keys[3]]._replace(fuzzy=True, previous=known[keys[3]].source[:-1] + "旧。"),
    }
    put(made, "ru", changes)
    record(made, "ru", {keys[1]: "machine", keys[4]: "reviewed", keys[5]: "approved"})
    return Repository(made.root)


def overview(repository: Repository, language: str = "en", **least: float) -> Overview:
    speech = voice(language) if language != "en" else ENGLISH
    found = tuple(standings(repository, repository.documents, repository.tags))
    return Overview(repository, speech, found, tuple(missed(found, least)))


def standing(repository: Repository, locale: str) -> Standing:
    [found] = standings(repository, [DOCUMENT], [locale])
    return found


def told(form: str, found: Overview) -> str:
    page: str = plugin("curricula.statuses", form).render(found)
    return page


def test_every_text_is_in_one_state(repository: MakeRepository) -> None:
    found = standing(mixed(repository()), "ru")
    numbers = {name: len(found.of(name)) for name in STATES}
    single = dict.fromkeys(("untranslated", "machine", "draft", "stale", "reviewed", "approved"), 1)
    assert numbers == {**single, "derived": 0, "translated": len(found.items) - 6}
    assert words(found.items) == sum(count(item.text.words) for item in found.items)
    [stale] = found.of("stale")
    assert (stale.reason, stale.previous[-2:]) == ("source", "旧。")
    assert {item.chapter for item in found.items} == {
        "", "nature", "objectives", "units", "assessment", "implementation"
    }


def test_shares_are_rounded_down(repository: MakeRepository) -> None:
    items = standing(mixed(repository()), "ru").items
    total = len(items)
    assert share(items) == 1000 * (total - 4) // total / 10
    assert share(items, "approved") == 1000 // total / 10
    assert share([]) == 100


def test_a_changed_pivot_is_the_reason(repository: MakeRepository) -> None:
    made = repository(overlay(settings=PIVOT))
    key = units(made, "uz-Latn")[0].key
    english = made.catalogue(DOCUMENT, "en").messages[key]
    record(made, "uz-Latn", {key: "reviewed"}, pivot="en", pivot_source=digest(english.words))
    assert not standing(Repository(made.root), "uz-Latn").of("stale")
    put(made, "en", {key: english._replace(words=f"{english.words} again")})
    [stale] = standing(Repository(made.root), "uz-Latn").of("stale")
    assert (stale.text.key, stale.reason) == (key, "pivot")
    page = told("html", overview(Repository(made.root)))
    assert "The words of the language it is translated from have changed since this was translated: English." in page
    assert f'<dt>English</dt><dd lang="en">{english.words} again</dd>' in page


def test_a_derived_text_has_come_as_far_as_what_it_is_made_of(repository: MakeRepository) -> None:
    made = repository(overlay(settings=PSEUDO))
    keys = [text.key for text in units(made, "en")]
    record(made, "en", dict.fromkeys(keys, "reviewed") | {keys[0]: "approved"})
    found = standing(Repository(made.root), "en-XA")
    assert {item.state for item in found.items} == {"derived"}
    assert (share(found.items), share(found.items, "reviewed")) == (100, 100)
    assert share(found.items, "approved") == 1000 // len(keys) / 10
    table = told("text", overview(Repository(made.root)))
    assert "  en-XA ← en" in table
    everything = overview(Repository(made.root))
    [pseudo] = [item for item in everything.standings if (item.document, item.locale) == ("shared", "en-XA")]
    assert share(pseudo.items, "translated") == 100  # names that no standard has, too


# The forms


@pytest.mark.parametrize("language", languages())
def test_the_table_fits_a_terminal(language: str, repository: MakeRepository) -> None:
    lines = told("text", overview(mixed(repository(overlay(settings=PSEUDO))), language)).splitlines()
    assert max(map(cells, lines)) <= 100
    heads = [word.strip() for line in lines[: lines.index(DOCUMENT)] for word in line.split("  ") if word]
    assert len(heads) == 4 + 8
    assert not [word for word in heads if word.endswith("…")]
    ends = {cells(line) for line in lines[lines.index(DOCUMENT) :] if line.startswith("  ")}
    assert len(ends) == 1  # the last column is flush right


def test_a_state_that_nothing_is_in_is_no_column(repository: MakeRepository) -> None:
    clean = told("text", overview(repository()))
    assert "stale" not in clean
    assert "machine" not in clean
    assert "stale" in told("text", overview(mixed(repository())))


def test_long_headings_stand_on_lines_above_the_others() -> None:
    rows = [["", "untranslated", "已翻译文本"], ["title of no column"], ["ru", "12345678", "3"]]
    assert aligned(rows, 1, 30) == [
        "untranslated  已翻译文本", "title of no column", "ru  12345678           3"
    ]
    assert aligned(rows, 1, 20) == [
        "     已翻译文本", "untranslated", "title of no column", "ru  12345678  3"
    ]
    assert aligned([["a", "b"], ["x", "123"]], 1, 2) == ["a    b", "x  123"]  # numbers are never cut


def test_json_keeps_to_its_schema(repository: MakeRepository) -> None:
    schemas = {path.name: json.loads(path.read_text()) for path in (ROOT / "schemas").glob("*.schema.json")}
    registry = Registry().with_resources((name, Resource.from_contents(item)) for name, item in schemas.items())
    judge = Draft202012Validator(schemas["status.schema.json"], registry=registry, format_checker=FormatChecker())
    found = overview(mixed(repository(overlay(settings=PSEUDO))), approved=100)
    facts = json.loads(told("json", found))
    assert [error.message for error in judge.iter_errors(facts)] == []
    [course] = [item for item in facts["translations"] if (item["document"], item["locale"]) == (DOCUMENT, "ru")]
    assert sum(state["texts"] for state in course["states"].values()) == course["texts"]
    assert sum(state["words"] for state in course["states"].values()) == course["words"]
    assert [item["state"] for item in course["open"]] == ["untranslated", "machine", "draft", "stale"]
    assert len(facts["missed"]) == len(found.missed) == len(found.standings)
    assert {item["level"] for item in facts["missed"]} == {"approved"}


def test_markdown_is_a_table(repository: MakeRepository) -> None:
    lines = [line for line in told("markdown", overview(mixed(repository()))).splitlines() if line.startswith("|")]
    assert len({line.count(" | ") for line in lines}) == 1
    assert any(line.startswith(f"| {DOCUMENT} | ru |") for line in lines)


def parsed(text: str) -> Element:
    """The tree of a page; any error of syntax is raised."""
    tree: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    return tree


@pytest.mark.parametrize("language", languages())
def test_the_page_is_strict_html_in_its_language(language: str, repository: MakeRepository) -> None:
    made = mixed(repository(overlay(settings=PSEUDO)))
    page = told("html", overview(made, language, reviewed=90))
    tree = parsed(page)
    assert tree.get("lang") == language
    ids = [item.get("id") for item in tree.iter() if item.get("id")]
    assert len(ids) == len(set(ids))
    targets = {str(link.get("href"))[1:] for link in tree.iter("a")}
    assert targets <= set(ids)
    named = {name for item in tree.iter() for name in (item.get("aria-labelledby") or "").split()}
    assert named <= set(ids)
    drawings = [item for item in tree.iter() if str(item.tag).endswith("svg")]
    assert drawings
    assert all(item.get("role") == "img" for item in drawings)
    levels = [int(str(item.tag)[1]) for item in tree.iter() if item.tag in ("h1", "h2", "h3")]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert not [item for item in tree.iter() if item.tag in ("script", "link", "img")]


def test_the_page_shows_what_is_to_be_done(repository: MakeRepository) -> None:
    made = mixed(repository())
    found = standing(made, "ru")
    tree = parsed(told("html", overview(made)))
    cards = [item for item in tree.iter("li") if str(item.get("class")).startswith("finding")]
    assert [str(card.get("class")) for card in cards] == [
        "finding stale", "finding draft", "finding machine", "finding untranslated"
    ]
    stale = "".join(cards[0].itertext())
    assert "旧" in "".join("".join(item.itertext()) for item in cards[0].iter("del"))
    assert found.of("stale")[0].target in stale
    tables = {"".join(item[0].itertext()): item for item in tree.iter("table")}
    table = tables["What is to be translated, by chapter"]
    sums = ["".join(cell.itertext()) for cell in list(table.iter("tr"))[-1]]
    assert sums[1:5] == ["1", "1", "1", "1"]
    assert sums[5] == str(words(item for item in found.items if item.state in STATES[:4]))


def test_words_of_translators_are_no_markup(repository: MakeRepository) -> None:
    made = repository()
    key = units(made, "ru")[0].key
    known = made.catalogue(DOCUMENT, "ru").messages[key]
    put(made, "ru", {key: known._replace(words="<script>alert(1)</script> | `x`", fuzzy=True)})
    found = overview(Repository(made.root))
    assert "<script>" not in told("html", found)
    parsed(told("html", found))


def test_a_snapshot_tells_how_far_it_lags(repository: MakeRepository) -> None:
    made = repository()
    text = units(made, "ru")[0]
    for suffix, path in ((".yaml", f"standards/{DOCUMENT}.yaml"), (".po", f"translations/ru/{DOCUMENT}.po")):
        kept = made.root / f"translations/snapshots/ru/{DOCUMENT}{suffix}"
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes((made.root / path).read_bytes())
    source = made.root / f"standards/{DOCUMENT}.yaml"
    source.write_text(source.read_text("utf-8").replace(text.words, f"{text.words}（修订）", 1), "utf-8")
    found = overview(Repository(made.root))
    line = f"{DOCUMENT} in ru is published as version 1.0.0 of 2026-09-01, 1 change behind its source"
    assert told("text", found).splitlines()[-1] == line
    assert line in told("html", found)
    facts = json.loads(told("json", found))["translations"]
    published = {item["locale"]: item["published"] for item in facts if item["document"] == DOCUMENT}
    assert published["ru"] == {"version": "1.0.0", "issued": "2026-09-01", "changes": 1}
    assert published["en"] is None


@pytest.mark.parametrize("form", names("curricula.statuses"))
def test_the_same_repository_gives_the_same_bytes(form: str, repository: MakeRepository) -> None:
    first, second = (told(form, overview(mixed(repository()))) for _ in range(2))
    assert first == second


# Requirements


@pytest.mark.parametrize(("least", "number"), [
    ({"ready": 0.0}, 0), ({"ready": 100.0}, 1), ({"reviewed": 100.0, "ready": 100.0}, 2), ({"approved": 0.1}, 0),
])
def test_a_requirement_is_held(least: dict[str, float], number: int, repository: MakeRepository) -> None:
    found = list(missed([standing(mixed(repository()), "ru")], least))
    assert len(found) == number
    assert all(item.severity == "error" and item.where.path == f"translations/ru/{DOCUMENT}.po" for item in found)


def test_a_requirement_decides_the_exit_code(repository: MakeRepository) -> None:
    root = mixed(repository()).root
    done = run(root, "translate", "status", DOCUMENT, "--locale", "ru", "--min", "ready=100", "--min", "reviewed=1")
    assert done.returncode == 1
    assert done.stdout.count("error[translation-status]") == 1
    assert f"ready: {share(standing(Repository(root), 'ru').items):g} % of the texts of {DOCUMENT} in ru" in done.stdout
    assert run(root, "translate", "status", DOCUMENT, "--locale", "en", "--min", "ready=100%").returncode == 0
    page = run(root, "translate", "status", DOCUMENT, "--format", "json", "--min", "approved=100")
    assert page.returncode == 1
    assert json.loads(page.stdout)["missed"]


@pytest.mark.parametrize("given", ["stale=3", "ready", "ready=101", "ready=1.2.3"])
def test_a_requirement_that_makes_no_sense_is_refused(given: str, repository: MakeRepository) -> None:
    done = run(repository().root, "translate", "status", "--min", given)
    assert done.returncode == 2
    assert given in done.stderr
    assert "Traceback" not in done.stderr


def test_the_status_is_written_to_a_file(repository: MakeRepository, tmp_path: Path) -> None:
    target = tmp_path / "deep" / "status.html"
    done = run(repository().root, "translate", "status", "--format", "html", "--output", str(target))
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, str(target))
    parsed(target.read_text("utf-8"))


# Cost


def work(made: Repository, then: Repository, suggested: dict[str, float]) -> dict[tuple[str, str], int]:
    """The number of texts of the course's Russian by task and band, with a memory that knows these scores."""

    def suggest(asked: str, language: str, key: str) -> tuple[Suggestion, ...]:
        return (Suggestion("слова", asked, suggested[key], "memory"),) if key in suggested else ()

    found: list[Job] = list(jobs(made, then, [DOCUMENT], "ru", suggest))
    return {kind: [(job.task, job.band) for job in found].count(kind) for kind in {(j.task, j.band) for j in found}}


def test_words_fall_into_bands(repository: MakeRepository) -> None:
    made = repository()
    keys = [text.key for text in units(made, "ru")]
    known = made.catalogue(DOCUMENT, "ru").messages
    put(made, "ru", {key: known[key]._replace(words="") for key in keys[:5]} | {
        keys[5]: known[keys[5]]._replace(fuzzy=True, previous="完全不同的词语而已"),
    })
    scores = {keys[0]: 1.0, keys[1]: 0.95, keys[2]: 0.94, keys[3]: 0.75}
    found = work(Repository(made.root), Repository(made.root), scores)
    new, changed, alike, near, same, _ = BANDS
    assert {kind: number for kind, number in found.items() if kind[0] != "translated"} == {
        ("untranslated", same): 1, ("untranslated", near): 1, ("untranslated", alike): 2, ("untranslated", new): 1,
        ("stale", changed): 1,
    }
    assert found[("translated", "")] == len(keys) - 6


def test_the_same_words_are_paid_once(repository: MakeRepository) -> None:
    made = repository()
    known = made.catalogue(DOCUMENT, "ru").messages
    put(made, "ru", {key: message._replace(words="") for key, message in known.items()})
    sources = [text.words for text in units(made, "ru")]
    found = work(Repository(made.root), Repository(made.root), {})
    assert found.get(("untranslated", "repeated"), 0) == len(sources) - len(set(sources))
    assert found[("untranslated", "new")] == len(set(sources))


def test_nobody_is_paid_for_a_derived_locale(repository: MakeRepository) -> None:
    made = repository(overlay(settings=PSEUDO))
    assert not list(jobs(made, made, [DOCUMENT], "en-XA", lambda *_: ()))


@pytest.mark.slow
def test_the_cost_of_what_has_changed_since_a_revision(repository: MakeRepository) -> None:
    made = repository()
    git = ["git", "-C", str(made.root), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "first"]):
        subprocess.run([*git, *arguments], check=True)
    text = max(units(made, "ru"), key=lambda item: len(item.words))
    source = made.root / f"standards/{DOCUMENT}.yaml"
    source.write_text(source.read_text("utf-8").replace(text.words, f"{text.words}和", 1), "utf-8")
    synced = run(made.root, "translate", "sync")
    assert synced.returncode == 0, synced.stdout
    present = Repository(made.root)
    message = present.catalogue(DOCUMENT, "ru").messages[text.key]
    put(present, "ru", {text.key: message._replace(fuzzy=False, previous="")})
    rows = {}
    for extra in ((), ("--from", "HEAD")):
        done = run(made.root, "translate", "cost", DOCUMENT, "--locale", "ru", "--format", "csv", *extra)
        assert done.returncode == 0, done.stderr
        rows[extra] = {row["state"]: row for row in csv.DictReader(done.stdout.splitlines())}
    assert "stale" not in rows[()]  # it has been translated since
    [stale] = [rows[("--from", "HEAD")]["stale"]]
    assert (stale["texts"], stale["words"]) == ("1", str(count(f"{text.words}和")))
    assert int(stale["95-99 %"]) + int(stale["75-94 %"]) == int(stale["words"])
    assert run(made.root, "translate", "cost", "--from", "nowhere").returncode == 2


@pytest.mark.parametrize("language", languages())
def test_the_table_of_costs_fits_a_terminal(language: str, repository: MakeRepository) -> None:
    done = run(mixed(repository()).root, "--lang", language, "translate", "cost", LANGUAGE=language)
    assert done.returncode == 0, done.stderr
    assert max(map(cells, done.stdout.splitlines())) <= 100


def test_costs_for_a_spreadsheet(repository: MakeRepository, tmp_path: Path) -> None:
    target = tmp_path / "cost.csv"
    done = run(mixed(repository()).root, "translate", "cost", "--format", "csv", "--output", str(target))
    assert done.returncode == 0, done.stderr
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(target.read_text("utf-8-sig").splitlines()))
    own = [row for row in rows if row["standard"] == DOCUMENT and row["locale"] == "ru"]
    assert [row["state"] for row in own] == ["untranslated", "machine", "draft", "stale", "translated"]
    for row in own[:4]:
        assert sum(int(row[band.replace("–", "-")]) for band in BANDS) == int(row["words"])
