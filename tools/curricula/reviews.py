"""Review records: who translated and who read each unit, bound to the exact words by hashes.

One JSON file per standard and locale, one line per key, so that two people's work merges line by
line. A record counts only while both hashes still match: a changed source or a changed translation
takes the unit back to `translated` on its own.
"""

import datetime
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from curricula.catalogue import Catalogue
from curricula.diagnostics import CurriculaError, Diagnostic, Where
from curricula.model.text import REMEMBERED, Text
from curricula.schemas import violations
from curricula.source import read_json

FOLDER = "translations/reviews"
UNTRANSLATED = "untranslated"
# From nothing to a translation that an authority stands for. `machine` is a draft that no person wrote.
STATES = (UNTRANSLATED, "machine", "draft", "stale", "derived", "translated", "reviewed", "approved")


@dataclass(frozen=True, slots=True)
class Review:
    """One unit's record. Hashes are the first 16 hex digits of SHA-256 of the words.

    `pivot` is the language that was read in the place of the source language, `pivot_source` the hash of
    the words in it; both are empty where the source itself was read.
    """

    source: str
    target: str
    state: str
    translator: str
    reviewer: str
    date: str
    where: Where
    pivot: str = ""
    pivot_source: str = ""


@dataclass(frozen=True)
class Reviews:
    """The records of one catalogue by key."""

    path: str
    records: Mapping[str, Review] = field(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()


@lru_cache(REMEMBERED)
def digest(words: str) -> str:
    """The hash by which a record names words."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def read_reviews(root: Path, path: str) -> Reviews:
    """Read the records; a missing file has none."""
    if not (root / path).exists():
        return Reviews(path)
    source = read_json(root, path)
    problems = source.problems or tuple(violations(source, "reviews"))
    if problems:
        return Reviews(path, problems=problems)
    records = {
        key: Review(**record, where=Where(path, line, 1))
        for line, (key, record) in enumerate(source.data.items(), 2)
    }
    return Reviews(path, records)


def write_reviews(records: Mapping[str, Review]) -> bytes:
    """The file: keys sorted, one line each."""
    lines = (
        f"{json.dumps(key, ensure_ascii=False)}: "
        + json.dumps({name: getattr(record, name) for name in _names(record)}, ensure_ascii=False)
        for key, record in sorted(records.items())
    )
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _names(record: Review) -> tuple[str, ...]:
    always = ("source", "target", "state", "translator", "reviewer", "date")
    return (*always, "pivot", "pivot_source") if record.pivot else always


def state(text: Text, catalogue: Catalogue, reviews: Reviews) -> str:
    """One of `STATES`."""
    found = catalogue.state(text)
    record = reviews.records.get(text.key)
    if record is None or record.target != digest(catalogue.messages[text.key].words if found != UNTRANSLATED else ""):
        return found
    if found == "draft" and record.state == "machine":
        return record.state
    current = found == "translated" and record.source == digest(text.words) and record.state != "machine"
    return record.state if current else found


def outdated(reviews: Reviews, pivot: str, words: Mapping[str, str]) -> frozenset[str]:
    """The keys whose translation was made of words in the `pivot` language other than the present `words`."""
    return frozenset(
        key for key, record in reviews.records.items()
        if record.pivot == pivot and record.pivot_source != digest(words.get(key, ""))
    )


def day(date: str) -> str:
    """The day to record: an ISO date, or today; `CurriculaError` for anything else."""
    try:
        return datetime.date.fromisoformat(date).isoformat() if date else datetime.date.today().isoformat()
    except ValueError:
        raise CurriculaError("{date} is not a date like 2026-11-22", date=date) from None
