"""Record that translations were read.

Marks every current translation of the given standards in one language as translated, reviewed or
approved, with the names of the translator and the reader. A PATH may also be an item or a single text, by
its key: ID#ITEM or ID#ITEM/FIELD. The record is bound to the exact words
of both languages: when either changes, it lapses.
"""

from dataclasses import replace
from typing import TypedDict, Unpack

import click

from curricula.bundling import reading
from curricula.deriving import base
from curricula.diagnostics import CurriculaError, Phrase, Where
from curricula.files import replace_below
from curricula.report import Desk, Result
from curricula.repository import Repository
from curricula.reviews import Review, day, digest, write_reviews
from curricula.selection import Units, chosen, told, units

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
    """How many units were recorded in each catalogue."""
    repository = Repository(desk.root)
    chosen((locale,), repository.tags)
    if base(locale) is not None:
        raise CurriculaError("{locale} is made of {base}: record what was read there", locale=locale, base=base(locale))
    state, translator, reviewer = given["state"], given["translator"].strip(), given["reviewer"].strip()
    if state != "translated" and (not reviewer or reviewer.casefold() == translator.casefold()):
        raise CurriculaError("the states reviewed and approved need --reviewer, somebody other than the translator")
    who = (state, translator, reviewer, day(given["date"]))
    wanted = units(repository, paths)
    files: dict[str, bytes] = {}
    numbers: dict[str, int] = {}
    left: list[bool] = []
    for document in wanted.documents:
        reviews = repository.reviews(document, locale)
        new = _records(repository, document, locale, wanted, who)
        left += (text.key not in new for text in repository.units(document, locale) if wanted.has(text))
        records = {key: record for key, record in reviews.records.items() if key not in new} | new
        if new:
            files[reviews.path], numbers[reviews.path] = write_reviews(records), len(new)
    changed = replace_below(desk.root, files)
    lines = [Phrase("{file}: {number} records", {"file": path, "number": numbers[path]}) for path in changed]
    lines = lines or [Phrase("nothing changed")]
    if any(left):
        lines.append(Phrase("{count} of {total} texts have no current translation", {
            "count": sum(left), "total": len(left),
        }))
    return Result(told(repository, paths), tuple(lines))


def _records(
    repository: Repository, document: str, locale: str, wanted: Units, who: tuple[str, str, str, str]
) -> dict[str, Review]:
    """The records of every current translation, by key; one that says the same as before keeps its names and day."""
    reviews = repository.reviews(document, locale)
    # A changed pivot is what is being confirmed: the words stand, and were read beside the present ones.
    catalogue = replace(repository.catalogue(document, locale), outdated=frozenset())
    found = {}
    for text in repository.units(document, locale):
        translated = catalogue.translate(text) if wanted.has(text) else None
        if translated is None:
            continue
        read = reading(repository, document, text, locale)
        pivot = (read.language, digest(read.words)) if read.language != text.language else ("", "")
        new = Review(digest(text.words), digest(translated.words), *who, Where(reviews.path), *pivot)
        old = reviews.records.get(text.key)
        found[text.key] = old if old is not None and _substance(old) == _substance(new) else new
    return found


def _substance(record: Review) -> tuple[str, ...]:
    return (record.source, record.target, record.state, record.pivot, record.pivot_source)
