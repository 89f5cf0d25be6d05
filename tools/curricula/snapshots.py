"""Standards kept as they were when their translation into a locale was last complete."""

from dataclasses import dataclass
from pathlib import Path

from curricula.catalogue import Catalogue, read_catalogue
from curricula.compare import compare
from curricula.diagnostics import Diagnostic
from curricula.editions.edition import Lag
from curricula.model.standards import Standard
from curricula.model.text import texts
from curricula.parsing import read_standard


@dataclass(frozen=True)
class Snapshot:
    """A standard as it was when its translation into one locale was last complete, and that translation."""

    standard: Standard
    catalogue: Catalogue


def read_snapshot(
    root: Path, paths: tuple[str, str], document: str, locale: str
) -> tuple[Snapshot | None, tuple[Diagnostic, ...]]:
    """What is kept in the two files `paths`, of the standard and of its catalogue; or why it cannot be read."""
    standard, problems = read_standard(root, paths[0], document)
    catalogue = read_catalogue(root, paths[1], locale)
    problems += catalogue.problems
    return (None if standard is None or problems else Snapshot(standard, catalogue)), problems


def lag(kept: Standard, present: Standard) -> Lag:
    """What is other in the present version of a standard than in the one that was kept."""
    now = {text.key: text.words for text in texts(present)}
    changed = frozenset(text.key for text in texts(kept) if now.get(text.key) != text.words)
    return Lag(kept.version, kept.issued, changed, len(compare(kept, present)))
