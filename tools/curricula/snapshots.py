"""Standards kept as they were when their translation into a locale was last complete."""

from dataclasses import dataclass, replace
from pathlib import Path

from curricula.catalogue import Catalogue, read_catalogue
from curricula.compare import compare
from curricula.deriving import derived
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


def spoken(
    kept: Snapshot, standard: Standard, present: Catalogue, own: Catalogue | None
) -> tuple[Catalogue, Catalogue]:
    """The words of what was kept, for its own texts and for the present ones; derived where there is a locale's `own`.

    A kept translation that has been confirmed since for present words of the standard (it is the same in the
    `present` catalogue) stands for these.
    """
    messages = dict(kept.catalogue.messages)
    for text in texts(standard):
        words, former = present.translate(text), messages.get(text.key)
        if words is not None and former is not None and words.words == former.words:
            messages[text.key] = present.messages[text.key]
    in_force = replace(kept.catalogue, messages=messages)
    if own is None:
        return kept.catalogue, in_force
    return derived(own, texts(kept.standard), kept.catalogue), derived(own, texts(standard), in_force)


def lag(kept: Standard, present: Standard, in_force: Catalogue) -> Lag:
    """What is other in the present version of a standard than in the one that was kept."""
    now = {text.key: text.words for text in texts(present)}
    changed = frozenset(text.key for text in texts(kept) if now.get(text.key) != text.words)
    return Lag(kept.version, kept.issued, changed, len(compare(kept, present)), in_force)
