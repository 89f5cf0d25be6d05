"""Fetch what a channel has published, and keep a copy of it up to date.

URL is the web address of the channel, or a folder. The first time, the channel's root is given with --root
(1.root.json, which the publisher hands over by another way); the copy keeps it and follows its changes of keys.
Each time, only what is new is fetched; every package is verified before it is put in its place, and old versions
stay. Given a root certificate in PEM form too, packages without a seal that it vouches for are refused.

A channel that offers an older state than was seen before, or one that has expired, is refused.
"""

from pathlib import Path

import click

from curricula.channel.mirror import Fetch, Offer, fetching, mirror
from curricula.diagnostics import N_, CurriculaError, Diagnostic, Phrase, failed
from curricula.messages.wording import language_of
from curricula.packages.trust import trust
from curricula.report import Desk, Result, counted

NEEDS_REPOSITORY = False
PARAMETERS = [
    click.Argument(["url"]),
    click.Option(
        ["--to", "folder"], type=click.Path(path_type=Path), default=Path("mirror"), show_default=True,
        help="Folder of the copy.",
    ),
    click.Option(
        ["--root", "roots"], multiple=True, type=click.Path(path_type=Path), metavar="FILE",
        help=(
            "The channel's root (JSON), the first time; or a root certificate for the seals of packages (PEM). May be "
            "given more than once."
        ),
    ),
    click.Option(
        ["--chain", "others"], multiple=True, type=click.Path(path_type=Path), metavar="FILE",
        help="Certificates between root and seal that the signature does not bring along.",
    ),
    click.Option(["--dry-run"], is_flag=True, help="Only tell what is new."),
]


def run(desk: Desk, url: str, folder: Path, dry_run: bool, **trusted: tuple[Path, ...]) -> Result:
    """What is new, and findings where something was refused."""
    roots = trusted["roots"]
    begun = [path for path in roots if _is_metadata(path)]
    if len(begun) > 1:
        raise CurriculaError("a mirror follows one channel: give one root of a channel with --root")
    root = begun[0].read_bytes() if begun else None
    known = trust((path for path in roots if path not in begun), trusted["others"])
    with fetching(mirror(url, folder, root, known), dry=dry_run) as (found, fetch):
        if fetch is None:
            return Result(found, (Phrase("nothing was fetched: {findings}", {"findings": counted(found)}),))
        new = [(offer, lacking) for offer in fetch.offers if (lacking := fetch.lacking(offer))]
        taken, problems = ([offer for offer, _ in new], ()) if dry_run else _taken(desk, fetch, new)
    lines = [_line(offer, language_of(desk.voice)) for offer in taken]
    facts = {"count": len(taken), "total": len(fetch.offers), "folder": folder}
    if dry_run:
        closing = Phrase("{count} of {total} packages would be fetched", facts)
    else:
        closing = Phrase("{count} of {total} packages fetched into {folder}", facts)
    if not new:
        closing = Phrase("nothing new: all {total} packages are in {folder}", facts)
    return Result(problems, (*lines, closing), 1 if failed(problems) else 0)


def _taken(
    desk: Desk, fetch: Fetch, new: list[tuple[Offer, tuple[str, ...]]]
) -> tuple[list[Offer], tuple[Diagnostic, ...]]:
    """Take what is new, one release after the other."""
    taken: list[Offer] = []
    problems: list[Diagnostic] = []
    for done, (offer, lacking) in enumerate(new, 1):
        found = fetch.take(offer, lacking)
        problems += found
        if not failed(found):
            taken.append(offer)
        desk.progress(N_("fetch"), done, len(new))
    fetch.close()
    return taken, tuple(fetch.summed(problems))


def _is_metadata(path: Path) -> bool:
    """Whether a file is the root of a channel, and not a certificate."""
    try:
        with path.open("rb") as file:
            return file.read(64).lstrip().startswith(b"{")
    except OSError as error:
        reason = error.strerror or Phrase("the system gives no reason")
        raise CurriculaError("cannot read {path}: {reason}", path=path, reason=reason) from None


def _line(offer: Offer, language: str) -> str:
    return f"  {offer.facts['id']} {offer.facts['version']}  {offer.title(language)}"
