"""The log of edits of source words that were accepted as changing no meaning, one file for each document."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from curricula.diagnostics import Diagnostic
from curricula.schemas import violations
from curricula.source import read_json

FOLDER = "translations/edits"


@dataclass(frozen=True, slots=True)
class Edit:
    """One translation that was confirmed for new source words: the hashes of the old and new ones, who, why, when."""

    key: str
    locale: str
    old: str
    new: str
    author: str
    reason: str
    date: str


@dataclass(frozen=True)
class Edits:
    """The log of one document."""

    path: str
    edits: tuple[Edit, ...] = ()
    problems: tuple[Diagnostic, ...] = ()


def read_edits(root: Path, document: str) -> Edits:
    """Read the log of a document; a missing file is an empty one."""
    path = f"{FOLDER}/{document}.json"
    if not (root / path).exists():
        return Edits(path)
    source = read_json(root, path)
    problems = source.problems or tuple(violations(source, "edits"))
    return Edits(path, problems=problems) if problems else Edits(path, tuple(Edit(**item) for item in source.data))


def write_edits(edits: Iterable[Edit]) -> bytes:
    """The file: one line each, as they were decided."""
    lines = (json.dumps(asdict(edit), ensure_ascii=False) for edit in edits)
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode()
