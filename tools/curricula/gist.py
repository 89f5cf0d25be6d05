"""What is to be known of standards where others judge their content: enough for all that they share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from curricula.model.common import Suppression
from curricula.model.standards import Standard
from curricula.references import references


@dataclass(frozen=True)
class Gist:
    """The keys of names that standards refer to, their suppressions by file, and whether all of them could be read."""

    used: frozenset[str]
    suppressions: Mapping[str, tuple[Suppression, ...]]
    whole: bool


def gist(standards: Iterable[Standard], issued: Iterable[Standard], whole: bool) -> Gist:
    """That of some standards; `issued` are the same and those that partners have adopted."""
    used = frozenset[str]().union(*map(references, standards))
    return Gist(used, {item.where.path: item.suppressions for item in issued if item.suppressions}, whole)


def joined(parts: Iterable[Gist]) -> Gist:
    """That of all the standards of several."""
    found = list(parts)
    suppressions = {path: own for part in found for path, own in part.suppressions.items()}
    return Gist(
        frozenset[str]().union(*[part.used for part in found]), suppressions, all(part.whole for part in found)
    )
