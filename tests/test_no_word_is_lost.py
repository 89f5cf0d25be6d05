"""Authors edit, translators fill files out of step, somebody syncs: whatever the order, no word is lost.

A sequence of such acts, chosen at random. Every wording a translator has ever handed in is unique, so it can be
looked for: it stands in the catalogue, or set aside at its end, or it was replaced by somebody who had seen it,
or it was refused in a finding that repeats it. And no wording is current for a source it was not made for.
"""

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from curricula.bundling import bundles, nothing_suggested
from curricula.catalogue import write_catalogue
from curricula.files import replace_file
from curricula.merging import Signature, merge
from curricula.plugins import names, plugin
from curricula.repository import Repository
from curricula.reviews import digest, write_reviews
from curricula.syncing import sync
from curricula.units import Bundle, Unit, handed

DOCUMENT = "demo/professional"
FILE = f"standards/{DOCUMENT}.yaml"
LOCALE = "ru"
FORMATS = tuple(
    name for name in names("curricula.exchange")
    if getattr(plugin("curricula.exchange", name), "CARRIES", "units") == "units"
)
ACTS = ("edit", "remove", "restore", "sync", "export", "hand in", "hand in", "type", "confirm")
STEPS = st.lists(st.sampled_from(ACTS), min_size=10, max_size=18)


@dataclass
class Work:
    """A repository, the files that are out, and what became of every wording that was handed in."""

    root: Path
    out: list[tuple[str, bytes]] = field(default_factory=list)
    made_for: dict[str, str] = field(default_factory=dict)
    standing: set[tuple[str, str]] = field(default_factory=set)
    count: int = 0

    def repository(self) -> Repository:
        return Repository(self.root)

    def goals(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = yaml.safe_load((self.root / FILE).read_text(encoding="utf-8"))["goal"]
        return found

    def put_goals(self, goals: list[dict[str, str]]) -> None:
        data = yaml.safe_load((self.root / FILE).read_text(encoding="utf-8"))
        data["goal"] = goals
        (self.root / FILE).write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")

    def fresh(self, sign: str) -> str:
        self.count += 1
        return f"{sign}{self.count:04}"


def edit(work: Work, chance: random.Random) -> None:
    goals = work.goals()
    chance.choice(goals)["text"] = work.fresh("本专业培养人才") + "。"
    work.put_goals(goals)


def remove(work: Work, chance: random.Random) -> None:
    goals = work.goals()
    if len(goals) > 1:
        goals.pop(chance.randrange(len(goals)))
        work.put_goals(goals)


def restore(work: Work, chance: random.Random) -> None:
    goals = work.goals()
    missing = [f"GO{number}" for number in range(1, 5) if f"GO{number}" not in {goal["id"] for goal in goals}]
    if missing:
        goals.append({"id": chance.choice(missing), "text": work.fresh("本专业培养人才") + "。"})
        work.put_goals(goals)


def bring_up(work: Work, chance: random.Random) -> None:
    sync(work.repository())


def export(work: Work, chance: random.Random) -> None:
    repository = work.repository()
    every = bundles(repository, (DOCUMENT,), LOCALE, (), nothing_suggested)
    name = chance.choice(FORMATS)
    for bundle in every:
        short = replace(bundle, parts=tuple(replace(part, units=tuple(_goals(part.units))) for part in bundle.parts))
        work.out.append((name, plugin("curricula.exchange", name).write(short)))


def _goals(units: tuple[Unit, ...]) -> Iterator[Unit]:
    return (unit for unit in units if "#GO" in unit.key)


def hand_in(work: Work, chance: random.Random) -> None:
    """Fill in some units of a file that is out, perhaps an old one, and import it."""
    if not work.out:
        return
    name, content = chance.choice(work.out)
    module = plugin("curricula.exchange", name)
    bundle = module.read(content, "a")
    assert not bundle.problems, bundle.problems
    filled = _filled(work, bundle, chance)
    again = module.read(module.write(filled), "a")
    assert not again.problems, again.problems
    merged(work, again)


def _filled(work: Work, bundle: Bundle, chance: random.Random) -> Bundle:
    parts = []
    for part in bundle.parts:
        units = []
        for unit in part.units:
            if chance.random() < 0.5:
                words = work.fresh("Программа готовит специалистов ")
                work.made_for[words] = unit.source
                unit = replace(unit, target=words, state="translated")
            units.append(unit)
        parts.append(replace(part, units=tuple(units)))
    return replace(bundle, parts=tuple(parts))


def confirm(work: Work, chance: random.Random) -> None:
    """Say of every stale unit of a fresh file that its words are right."""
    for bundle in bundles(work.repository(), (DOCUMENT,), LOCALE, ("stale",), nothing_suggested):
        for unit in bundle.units():
            work.made_for[unit.target] = unit.source
        parts = tuple(replace(part, units=tuple(replace(unit, state="translated") for unit in part.units))
                      for part in bundle.parts)
        merged(work, replace(bundle, parts=parts))


def type_in(work: Work, chance: random.Random) -> None:
    """Change a translation in the catalogue itself."""
    catalogue = work.repository().catalogue(DOCUMENT, LOCALE)
    keys = [key for key in catalogue.messages if "#GO" in key]
    if not keys:
        return
    key = chance.choice(keys)
    message = catalogue.messages[key]
    words = work.fresh("Программа даёт квалификацию ")
    work.made_for[words] = message.source
    work.standing = {(known, said) for known, said in work.standing if known != key} | {(key, words)}
    changed = message._replace(words=words, fuzzy=False, previous="")
    messages = {**catalogue.messages, key: changed}
    replace_file(work.root / catalogue.path, write_catalogue(replace(catalogue, messages=messages)))


def merged(work: Work, bundle: Bundle) -> None:
    """Import, and note what became of every new wording."""
    before = stored(work)
    done = merge(work.repository(), bundle, Signature("Anna", "", "2026-03-05"))
    for catalogue in done.catalogues:
        replace_file(work.root / catalogue.path, write_catalogue(catalogue))
    for reviews in done.reviews:
        replace_file(work.root / reviews.path, write_reviews(reviews.records))
    after = stored(work)
    told = " ".join(str(value) for item in done.diagnostics for value in item.arguments.values())
    seen = {unit.key: unit for unit in bundle.units()}
    for unit in bundle.units():
        assert (unit.key, unit.target) in after or not unit.target or unit.target in told or (
            (unit.key, unit.target) not in work.standing
        ), f"{unit.target} of {unit.key} is nowhere, and nobody was told"
        if unit.target and (unit.key, unit.target) in after:
            work.standing.add((unit.key, unit.target))
    for key, words in before - after:
        assert key in seen, f"{words} of {key} went, and the file says nothing of it"
        assert handed(seen[key].base).target == digest(words), f"{words} of {key} was replaced unseen"
        work.standing.discard((key, words))


def stored(work: Work) -> set[tuple[str, str]]:
    """Every wording of a goal in the catalogue, present or set aside."""
    catalogue = work.repository().catalogue(DOCUMENT, LOCALE)
    tables = (catalogue.messages, catalogue.obsolete)
    return {(key, item.words) for table in tables for key, item in table.items() if "#GO" in key and item.words}


def judge(work: Work) -> None:
    """Nothing that stood is gone; what is current was made for the present words."""
    repository = work.repository()
    assert not repository.problems, repository.problems
    assert work.standing <= stored(work)
    catalogue = repository.catalogue(DOCUMENT, LOCALE)
    for text in repository.units(DOCUMENT, LOCALE):
        translated = catalogue.translate(text)
        if translated is not None and translated.words in work.made_for:
            assert work.made_for[translated.words] == text.words


DEEDS = {
    "edit": edit, "remove": remove, "restore": restore, "sync": bring_up, "export": export, "hand in": hand_in,
    "type": type_in, "confirm": confirm,
}


@pytest.fixture(scope="module")
def alone(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration with one standard only: it is read many times."""
    root = tmp_path_factory.mktemp("alone") / "repository"
    shutil.copytree(demo, root)
    for folder in (root / "standards/demo", *root.glob("translations/*/demo")):
        for name in ("courses", "practice"):
            shutil.rmtree(folder / name)
    sync(Repository(root))
    return root


@pytest.mark.slow
@settings(max_examples=12, deadline=None, derandomize=True, phases=(Phase.generate,))
@given(steps=STEPS, chance=st.randoms(use_true_random=True))
def test_no_word_is_lost_in_any_order(
    alone: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[str], chance: random.Random
) -> None:
    root = tmp_path_factory.mktemp("work") / "repository"
    shutil.copytree(alone, root)
    work = Work(root)
    for act in ("restore", "restore", "sync", "export", *steps):
        DEEDS[act](work, chance)
        judge(work)
    shutil.rmtree(root)
