"""Review records: who translated and who read each unit, bound to the exact words by hashes.

One JSON file per standard and locale, one line per key, so that two people's work merges line by
line. A record counts only while both hashes still match: a changed source or a changed translation
takes the unit back to `translated` on its own.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from curricula.catalogue import Catalogue
from curricula.diagnostics import Diagnostic, Where
from curricula.model.text import REMEMBERED, Text
from curricula.schemas import violations
from curricula.source import read_json


@dataclass(frozen=True, slots=True)
class Review:
    """One unit's record. Hashes are the first 16 hex digits of SHA-256 of the words."""

    source: str
    target: str
    state: str
    translator: str
    reviewer: str
    date: str
    where: Where


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
    names = ("source", "target", "state", "translator", "reviewer", "date")
    lines = (
        f"{json.dumps(key, ensure_ascii=False)}: "
        + json.dumps({name: getattr(record, name) for name in names}, ensure_ascii=False)
        for key, record in sorted(records.items())
    )
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def state(text: Text, catalogue: Catalogue, reviews: Reviews) -> str:
    """`untranslated`, `draft`, `stale`, `translated`, `reviewed` or `approved`."""
    found = catalogue.state(text)
    record = reviews.records.get(text.key)
    if found != "translated" or record is None:
        return found
    current = record.source == digest(text.words) and record.target == digest(catalogue.messages[text.key].words)
    return record.state if current else found
