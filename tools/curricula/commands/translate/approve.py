"""Record that translations were read.

Marks every current translation of the given standards in one language as translated, reviewed or
approved, with the names of the translator and the reader. A PATH may also be an item or a single text, by
its key: ID#ITEM or ID#ITEM/FIELD. The record is bound to the exact words
of both languages: when either changes, it lapses.

Texts that have come as far already are left as they are, with the names on record, and so is the translator
on record of the others. Only what is named by its key is taken back to an earlier state, or put under other names.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypedDict, Unpack

import click

from curricula.bundling import reading
from curricula.deriving import base
from curricula.diagnostics import N_, CurriculaError, Phrase, Where
from curricula.files import replace_below
from curricula.model.text import Text
from curricula.report import Desk, Result, held_up, listed
from curricula.repository import Repository
from curricula.reviews import STATES, Review, day, digest, write_reviews
from curricula.selection import Units, chosen, told, units

_SHOWN = 3  # keys named in the closing line
_WORDS = {
    "raised": N_("new or raised: {number}"),
    "lowered": N_("lowered: {number}"),
    "renamed": N_("put under other names: {number}"),
    "left": N_("left as they were: {number}"),
    "own": N_("left, as {reader} translated them: {number}"),
    "unready": N_("without a current translation: {number} ({keys})"),
}
PARAMETERS = [
    click.Argument(["paths"], nargs=-1),
    click.Option(["--locale"], required=True, metavar="LOCALE", help="Language of the translations."),
    click.Option(
        ["--state"], type=click.Choice(["translated", "reviewed", "approved"]), default="reviewed", show_default=True,
        help="State to record: translated, reviewed or approved.",
    ),
    click.Option(["--translator"], required=True, help="Who translated."),
    click.Option(
        ["--reviewer"], default="", help="Who read it against the source; somebody other than the translator.",
    ),
    click.Option(["--date"], default="", metavar="YYYY-MM-DD", help="Day of the reading; by default today."),
]


class Reading(TypedDict):
    """What is recorded: how far it has come, who translated, who read, and the day."""

    state: str
    translator: str
    reviewer: str
    date: str


def run(desk: Desk, paths: tuple[str, ...], locale: str, **given: Unpack[Reading]) -> Result:
    """How many records were written in each file, and what became of all texts that were asked for."""
    repository = Repository(desk.root)
    chosen((locale,), repository.tags)
    if base(locale) is not None:
        raise CurriculaError("{locale} is made of {base}: record what was read there", locale=locale, base=base(locale))
    stopped = held_up(repository, (locale,))
    if stopped:
        return stopped
    state, translator, reviewer = given["state"], given["translator"].strip(), given["reviewer"].strip()
    if state != "translated" and (not reviewer or reviewer.casefold() == translator.casefold()):
        raise CurriculaError("the states reviewed and approved need --reviewer, somebody other than the translator")
    who = (state, translator, reviewer, day(given["date"]))
    wanted = units(repository, paths)
    files: dict[str, bytes] = {}
    numbers: dict[str, int] = {}
    outcomes: dict[str, list[str]] = {name: [] for name in _WORDS}
    for document in wanted.documents:
        reviews = repository.reviews(document, locale)
        new: dict[str, Review] = {}
        for key, outcome, record in _records(repository, document, locale, wanted, who):
            outcomes[outcome].append(key)
            if record is not None:
                new[key] = record
        if new:
            files[reviews.path], numbers[reviews.path] = write_reviews({**reviews.records, **new}), len(new)
    changed = replace_below(desk.root, files)
    lines = [Phrase("{file}: {number} records", {"file": path, "number": numbers[path]}) for path in changed]
    closing = _closing(outcomes, reviewer)
    return Result(told(repository, paths, (locale,)), (*(lines or [Phrase("nothing changed")]), closing))


def _closing(outcomes: Mapping[str, list[str]], reader: str) -> Phrase:
    """How many texts came to what."""
    parts = [
        Phrase(_WORDS[name], {
            "number": len(keys), "reader": reader,
            "keys": ", ".join(keys[:_SHOWN]) + ("…" if len(keys) > _SHOWN else ""),
        })
        for name, keys in outcomes.items() if keys
    ]
    return listed(parts) if parts else Phrase("no texts")


def _records(
    repository: Repository, document: str, locale: str, wanted: Units, who: tuple[str, str, str, str]
) -> Iterator[tuple[str, str, Review | None]]:
    """The key of every text that was asked for, what becomes of it, and the new record if there is one."""
    present, reviews = repository.catalogue(document, locale), repository.reviews(document, locale)
    # A changed pivot is what is being confirmed: the words stand, and were read beside the present ones.
    catalogue = replace(present, outdated=frozenset())
    for text in repository.units(document, locale):
        if not wanted.has(text):
            continue
        translated = catalogue.translate(text)
        if translated is None:
            yield text.key, "unready", None
            continue
        new = _record(repository, document, text, translated, who)
        old = reviews.records.get(text.key)
        holds = old is not None and old.source == new.source and text.key not in present.outdated
        yield text.key, *_decided(old, new, holds, wanted.named(text))


def _record(
    repository: Repository, document: str, text: Text, translated: Text, who: tuple[str, str, str, str]
) -> Review:
    """The record of a translation as it was read now."""
    read = reading(repository, document, text, translated.language)
    pivot = (read.language, digest(read.words)) if read.language != text.language else ("", "")
    path = repository.reviews(document, translated.language).path
    return Review(digest(text.words), digest(translated.words), *who, Where(path), *pivot)


def _decided(old: Review | None, new: Review, holds: bool, named: bool) -> tuple[str, Review | None]:
    """What becomes of a text, given its record for other or the same words; `holds`: the source words are the same."""
    if old is None or old.target != new.target or old.state == "machine":
        return "raised", new
    if not named:
        new = replace(new, translator=old.translator)  # who wrote these words
    gained = STATES.index(new.state) - STATES.index(old.state) if holds else 1
    writers = {old.translator.casefold(), new.translator.casefold()}
    if new.state != "translated" and new.reviewer.casefold() in writers and (gained > 0 or named):
        return "own", None
    if gained < 0 and named:
        return "lowered", new
    if gained == 0 and named and (old.translator, old.reviewer) != (new.translator, new.reviewer):
        return "renamed", new
    if gained == 0 and named and (old.pivot, old.pivot_source) != (new.pivot, new.pivot_source):
        return "raised", new
    return ("left", None) if gained <= 0 else ("raised", new)
