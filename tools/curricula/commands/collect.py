"""Put the sealed packages of a programme, or of a whole release, into one file to hand over and archive.

NAME and VERSION name the collection, such as communication-technology 2026-09: the file is called NAME-VERSION.asice.
PACKAGES are packages, or folders with packages: of every standard the newest is taken, as it is, with the signatures
and the provenance beside it. Each is verified first, and must be sealed. An index tells what the collection holds.

`curricula sign` seals the collection, `curricula verify` verifies it with all packages in it, and any zip program
takes them out again.
"""

from pathlib import Path

import click

from curricula.diagnostics import CurriculaError, Phrase
from curricula.packages import collection
from curricula.packages.collected import verify_collection
from curricula.packages.collecting import collected, gathered, write
from curricula.packages.shelf import listed
from curricula.report import Desk, Result, counted

NEEDS_REPOSITORY = False
PARAMETERS = [
    click.Argument(["name"]),
    click.Argument(["version"]),
    click.Argument(["packages"], nargs=-1, required=True),
    click.Option(
        ["--output"], type=click.Path(path_type=Path), default=Path(),
        help="Folder to write into; by default this one.",
    ),
]


def run(desk: Desk, name: str, version: str, packages: tuple[str, ...], output: Path) -> Result:
    """The packages that were collected, those that newer ones supersede, and what is wrong with any of them."""
    if not collection.NAME.fullmatch(name) or not collection.VERSION.fullmatch(version):
        raise CurriculaError(
            "{name} {version} names no collection: both are of small Latin letters and digits, with dots or hyphens "
            "between them, and the version begins with a digit", name=name, version=version,
        )
    found = listed(packages)
    latest = {item.name: item.version for item in sorted(found, key=lambda item: item.version)}
    asked = [item.path for item in found if not item.name or item.version == latest[item.name]]
    manifests, problems = gathered(asked, desk.progress)
    if problems:
        return Result(problems, (Phrase("nothing was collected: {findings}", {"findings": counted(problems)}),), 1)
    made = collected(name, version, manifests)
    path = output / collection.file_name(made.index)
    facts = {"count": len(manifests), "file": path}
    if path.exists():
        if verify_collection(path).index != made.index:
            raise CurriculaError("{file} is there already, with other content: give another version", file=path)
        told = Phrase("{file}: there already, kept", facts)
    else:
        write(path, made.members)
        told = Phrase("{count} packages in {file}; content digests:", facts,
                      singular="{count} package in {file}; content digest:")
    digests = (f"  {item['contentDigest']}  {item['path']}" for item in made.index["packages"])
    left = (
        Phrase("{file}: left out, as its standard is there already in this version or a newer one", {"file": item.path})
        for item in found if item.path not in manifests
    )
    return Result((), (*left, told, *digests))
