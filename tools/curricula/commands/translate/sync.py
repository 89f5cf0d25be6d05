"""Bring the catalogues up to date with the standards.

New texts are added, changed ones are marked as stale with their old words kept, texts that are
gone are kept as obsolete and restored when they return. When a standard has another name than before,
its translations, readings, accepted edits and lists of changes move with it. Nothing a translator wrote is lost, and
a second run changes nothing. An adoption that cannot be applied is left out.
"""

from functools import partial

from curricula.cache import CACHE
from curricula.diagnostics import Phrase
from curricula.processes import pool, processors
from curricula.report import Desk, Result
from curricula.repository import Repository
from curricula.syncing import sync

PARAMETERS: list[object] = []


def run(desk: Desk) -> Result:
    """The catalogues that were written; findings instead if any file cannot be read."""
    repository = Repository(desk.root)
    done = sync(repository, desk.root / "build" / CACHE / "sync", partial(pool, processors()), desk.progress)
    if done is None:
        return Result(repository.located_problems, (Phrase("nothing was written: mend these files first"),))
    closing = Phrase("{all} catalogues, {changed} changed", {"all": done.catalogues, "changed": len(done.written)})
    moved = (Phrase("{old} has moved to {new}", {"old": old, "new": new}) for old, new in done.moved.items())
    rest = (path for path in done.beside if path not in done.moved.values())
    return Result(done.left_out, (*done.written, *rest, *moved, closing))
