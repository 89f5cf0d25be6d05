"""Check, build, and pack each standard into one file to hand over.

Every standard becomes build/packages/<standard>-<version>.asice: all its documents in all
languages, its data with their schema, and the hash of every file. Unpacked it is a BagIt bag. The
same sources give the same bytes. A standard with errors is left out. The content digest of each
package is printed, to be announced beside it.
"""

import time
from pathlib import Path

import click

from curricula.cache import CACHE, Cache
from curricula.diagnostics import N_, Phrase
from curricula.files import replace_file
from curricula.inputs import Inputs
from curricula.packages.packing import Package, pack
from curricula.packages.signing import unsealed
from curricula.pipeline import Artifact, Order, checked_build, published, summary
from curricula.processes import processors
from curricula.report import Desk, Result, counted
from curricula.repository import Repository
from curricula.selection import select

PARAMETERS = [
    click.Argument(["paths"], nargs=-1),
    click.Option(
        ["--output"], type=click.Path(path_type=Path), default=None, help="Folder to build into; by default build/.",
    ),
    click.Option(
        ["--jobs"], type=click.IntRange(1, 256), default=None, help=(
            "Number of processes; by default one for each processor."
        ),
    ),
]
FOLDER = "packages"


def run(desk: Desk, paths: tuple[str, ...], output: Path | None, jobs: int | None) -> Result:
    """Findings, or the summary of what was packed."""
    started = time.monotonic()
    repository, inputs = Repository(desk.root), Inputs(desk.root)
    folder = output or desk.root / "build"
    selection = select(repository, paths)
    formats = published()
    order = Order(selection, repository.locales, formats, folder, jobs or processors())
    found, built = checked_build(repository, inputs, order, desk.progress)
    if built is None:
        return Result(found, (Phrase("nothing was packed: {findings}", {"findings": counted(found)}),))
    names: list[str] = []
    digests, size = [], 0
    closing = summary(built, found, time.monotonic() - started)
    for done, document in enumerate(built.documents, 1):
        package = packed(repository, inputs, document, built.artifacts)
        _keep(folder / FOLDER / package.name, package.content)
        names.append(package.name)
        size += len(package.content)
        digests.append(f"  {package.digest}  {package.name}")
        desk.progress(N_("package"), done, len(built.documents))
    if not paths and not built.left_out:
        Cache(folder / CACHE).retire("packages", folder / FOLDER, names)
    made = Phrase(
        "{count} packages in {folder}, {size} MB; content digests:",
        {"count": len(names), "folder": folder / FOLDER, "size": f"{size / 1e6:.1f}"},
        singular="{count} package in {folder}, {size} MB; content digest:",
    )
    return Result(found, (closing, made, *digests))


def _keep(path: Path, content: bytes) -> None:
    """Write a package, unless the same one is there already, sealed."""
    if not (path.is_file() and path.stat().st_size < 2 * len(content) and unsealed(path.read_bytes()) == content):
        replace_file(path, content)


def packed(repository: Repository, inputs: Inputs, document: str, artifacts: tuple[Artifact, ...]) -> Package:
    """The package of one standard from the artifacts of all."""
    folder = f"{document}/{repository.issued[document].version}/"
    own = (artifact for artifact in artifacts if artifact.name.startswith(folder) and "+" not in artifact.name)
    outputs = {artifact.name.removeprefix(folder): artifact.content for artifact in own}
    return pack(repository, inputs, document, outputs)
