"""Record that translations were read.

Marks every current translation of the given standards in one language as translated, reviewed or
approved, with the names of the translator and the reader. The record is bound to the exact words
of both languages: when either changes, it lapses.
"""

import datetime
from typing import TypedDict, Unpack

import click

from curricula.diagnostics import CurriculaError, Phrase, Where
from curricula.files import replace_file
from curricula.report import Desk, Result
from curricula.repository import Repository
from curricula.reviews import Review, digest, write_reviews
from curricula.selection import chosen, select, with_shared

PARAMETERS = [
    click.Argument(["paths"], nargs=-1),
    click.Option(["--locale"], required=True, help="Language of the translations."),
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


def run(desk: Desk, paths: tuple[str, ...], locale: str, **reading: Unpack[Reading]) -> Result:
    """How many units were recorded in each catalogue."""
    repository = Repository(desk.root)
    chosen((locale,), repository.locales)
    state, translator, reviewer = reading["state"], reading["translator"].strip(), reading["reviewer"].strip()
    if state != "translated" and (not reviewer or reviewer.casefold() == translator.casefold()):
        raise CurriculaError("the states reviewed and approved need --reviewer, somebody other than the translator")
    day = _day(reading["date"])
    lines = []
    for document in with_shared(select(repository, paths).documents, repository):
        reviews, catalogue = repository.reviews(document, locale), repository.catalogue(document, locale)
        records = {}
        for unit in repository.units(document, locale):
            translated = catalogue.translate(unit)
            if translated is None:
                continue
            hashes = digest(unit.words), digest(translated.words)
            new = Review(*hashes, state, translator, reviewer, day, Where(reviews.path))
            old = reviews.records.get(unit.key)
            same = old is not None and (old.source, old.target, old.state) == (new.source, new.target, new.state)
            records[unit.key] = old if same and old is not None else new
        if records and replace_file(desk.root / reviews.path, write_reviews(records)):
            lines.append(Phrase("{file}: {number} records", {"file": reviews.path, "number": len(records)}))
    return Result(repository.located_problems, tuple(lines) or (Phrase("nothing changed"),))


def _day(date: str) -> str:
    try:
        return datetime.date.fromisoformat(date).isoformat() if date else datetime.date.today().isoformat()
    except ValueError:
        raise CurriculaError("{date} is not a date like 2026-11-22", date=date) from None
