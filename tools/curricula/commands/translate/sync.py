"""Bring the catalogues up to date with the standards.

New texts are added, changed ones are marked as stale with their old words kept, texts that are
gone are kept as obsolete and restored when they return. Nothing a translator wrote is lost, and a
second run changes nothing.
"""

from curricula.diagnostics import Phrase, failed
from curricula.files import replace_file, sweep
from curricula.report import Desk, Result
from curricula.repository import Repository
from curricula.syncing import synced

PARAMETERS: list[object] = []


def run(desk: Desk) -> Result:
    """The catalogues that were written; findings instead if any file cannot be read."""
    repository = Repository(desk.root)
    if failed(repository.problems):
        return Result(repository.located_problems, (Phrase("nothing was written: mend these files first"),))
    sweep(desk.root / "translations")
    catalogues = list(synced(repository))
    written = [catalogue.path for catalogue, content in catalogues if replace_file(desk.root / catalogue.path, content)]
    closing = Phrase("{all} catalogues, {changed} changed", {"all": len(catalogues), "changed": len(written)})
    return Result(lines=(*written, closing))
