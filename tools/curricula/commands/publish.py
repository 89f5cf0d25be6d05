"""Publish packages to a folder, or to a server by SFTP or S3.

TARGET is a folder, sftp://USER@HOST/FOLDER or s3://BUCKET/FOLDER. What was packaged (and sealed) before is verified
and put there: every version under addresses that never change, with pages in all languages, a catalogue after
DCAT-AP, feeds, frameworks in CASE, checksums, and the signed metadata of TUF that mirrors follow with
`curricula fetch`. Any web server can hand the files out.

What was published never changes: equal files are left alone, and other content under the same version is refused.
A run that was broken off has published nothing, and the next one goes on. Without new packages, publishing renews
the date until which mirrors rely on what they see.

The key is a PEM file (openssl genpkey -algorithm ed25519). The root keys begin a channel, and are needed again only
to change keys: keep them offline. What unlocks a key is asked for, or taken from the environment variable
CURRICULA_PASSPHRASE.
"""

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from curricula.channel import keys
from curricula.channel.metadata import Signing
from curricula.channel.pages import Site
from curricula.channel.places import place
from curricula.channel.publishing import Order, Published, finding, publish
from curricula.channel.publishing import drafts as unpublished
from curricula.channel.releases import PACKAGES, Parcel, Release, parcel
from curricula.channel.store import Store
from curricula.common import SETTINGS
from curricula.diagnostics import N_, CurriculaError, Diagnostic, Phrase, failed
from curricula.model.text import Text
from curricula.packages import bag
from curricula.packages.verifying import verify
from curricula.references import SHARED, labels
from curricula.report import Desk, Question, Result, counted
from curricula.repository import Repository

PASSPHRASE = "CURRICULA_PASSPHRASE"
PARAMETERS = [
    click.Argument(["target"]),
    click.Option(
        ["--packages"], type=click.Path(path_type=Path), default=None,
        help="Folder with the packages; by default build/packages.",
    ),
    click.Option(
        ["--key"], required=True, type=click.Path(path_type=Path), metavar="FILE",
        help="The key of the channel, Ed25519 in PEM form.",
    ),
    click.Option(
        ["--root-key", "root_keys"], multiple=True, type=click.Path(path_type=Path), metavar="FILE",
        help="A key that says which keys are those of the channel; may be given more than once.",
    ),
    click.Option(
        ["--threshold"], type=click.IntRange(1, 16), default=1, show_default=True,
        help="How many of the root keys must sign to change keys.",
    ),
    click.Option(
        ["--rotate"], is_flag=True,
        help="Put --key and --root-key in the place of the present keys, or renew the root with the same ones.",
    ),
    click.Option(
        ["--former-key", "former"], multiple=True, type=click.Path(path_type=Path), metavar="FILE",
        help="With --rotate: a key that is being replaced and signs once more; may be given more than once.",
    ),
    click.Option(
        ["--drafts"], is_flag=True,
        help="Publish drafts too, to try it out. What is published never changes, so each uses its version up.",
    ),
    click.Option(
        ["--address"], default=None,
        help="Web address of the channel; by default address in standards/repository.yaml.",
    ),
    click.Option(
        ["--time", "moment"], metavar="TIME", default=None,
        help="When it is published, such as 2026-09-01T08:00:00Z; by default now.",
    ),
    click.Option(
        ["--days"], type=click.IntRange(1, 366), default=30, show_default=True,
        help="How many days mirrors rely on what they see before it must be renewed.",
    ),
    click.Option(
        ["--root-days"], type=click.IntRange(30, 3660), default=730, show_default=True,
        help="How many days the root is good for.",
    ),
]
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)+")
_ADDRESS = re.compile(r"https?://[^\s/?#]+(/[^\s?#]*)?")
_TAKEN = (PACKAGES, "metadata", "ims")


def run(
    desk: Desk, target: str, packages: Path | None, drafts: bool, address: str | None, **asked: Any
) -> Iterator[Result]:
    """Findings, or what was published; of drafts that are to be published, a warning before that."""
    repository = Repository(desk.root)
    web = (address or repository.settings.address or "").rstrip("/")
    if not _ADDRESS.fullmatch(web):
        words = N_("the web address of the channel is not known")
        if web:
            words = N_("the web address of the channel is not one such as https://standards.example.org: {address}")
        yield Result((finding(SETTINGS, "address", words,
                              N_("Set address: https://… in this file, or give --address."), address=web),))
        return
    store = Store(place(target))
    found, parcels = _parcels(repository, packages or desk.root / "build" / PACKAGES)
    begun = tuple(_draft(release, drafts) for release in unpublished(store, parcels))
    if failed((*found, *begun)):
        yield _nothing((*found, *begun))
        return
    if begun:
        yield Result(begun)
    order = Order(parcels, _signing(desk, **asked), asked["rotate"], _around(repository, web))
    problems, published = publish(store, order, desk.progress)
    found = (*found, *problems)
    yield _nothing(found) if published is None else Result(found, tuple(_told(published)))


def _nothing(found: tuple[Diagnostic, ...]) -> Result:
    return Result(found, (Phrase("nothing was published: {findings}", {"findings": counted(found)}),))


def _draft(release: Release, wanted: bool) -> Diagnostic:
    """What it means to publish a draft, or why it is not published."""
    name = bag.file_name(release.id, release.version)
    if wanted:
        words = N_("is a draft; once it is published, its version {version} never changes any more")
        hint = N_("The next change of the standard needs a new version.")
        return finding(name, "draft", words, hint, "warning", version=release.version)
    return finding(name, "draft", "is a draft", N_(
        "Approve the standard first, or take the package out of the folder; --drafts publishes drafts too, and uses "
        "their versions up."))


def _parcels(repository: Repository, folder: Path) -> tuple[tuple[Diagnostic, ...], tuple[Parcel, ...]]:
    """The packages of a folder, each verified; findings where one cannot be published."""
    found: list[Diagnostic] = []
    parcels: list[Parcel] = []
    for path in sorted(folder.glob(f"*.{bag.SUFFIX}")):
        verdict = verify(path)
        if not verdict.intact or verdict.manifest is None:
            found += verdict.diagnostics
            continue
        found += (item for item in verdict.diagnostics if item.code == "verify-unsealed")
        name = verdict.manifest["id"]
        if not _NAME.fullmatch(name) or name.partition("/")[0] in {*_TAKEN, *repository.locales}:
            found.append(finding(path.name, "name", "the id {id} cannot be part of a web address here",
                                 N_("The folder of the programme needs another name, in Latin letters."), id=name))
        else:
            parcels.append(parcel(path, verdict.manifest))
    return tuple(found), tuple(parcels)


def _signing(desk: Desk, *, moment: str | None, days: int, root_days: int, threshold: int, **asked: Any) -> Signing:
    """Keys and times, as they were asked for."""
    unlock = _passphrase(desk)
    roots = tuple(keys.signer(path, unlock) for path in asked["root_keys"])
    if asked["rotate"] and not roots:
        raise CurriculaError("--rotate needs the root keys: give each with --root-key")
    if threshold > max(1, len(roots)):
        raise CurriculaError("--threshold is {threshold}, but only {count} root keys were given", threshold=threshold,
                             count=len(roots))
    former = tuple(keys.signer(path, unlock) for path in asked["former"])
    return Signing(keys.signer(asked["key"], unlock), roots, former, _moment(moment), days, root_days, threshold)


def _passphrase(desk: Desk) -> Callable[[], str]:
    def ask() -> str:
        known = os.environ.get(PASSPHRASE)
        if known is not None:
            return known
        if desk.ask is None:
            raise CurriculaError("the key is locked: put its passphrase into {variable}", variable=PASSPHRASE)
        return desk.ask(Question(Phrase("Passphrase of the key:"), secret=True))

    return ask


def _moment(words: str | None) -> datetime:
    if words is None:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return datetime.strptime(words, _TIME).replace(tzinfo=UTC)
    except ValueError:
        raise CurriculaError("--time is not written as 2026-09-01T08:00:00Z: {words}", words=words) from None


def _around(repository: Repository, address: str) -> Callable[[Sequence[Release]], Site]:
    """The site of all releases, in the languages of the repository."""
    words = {locale: _labels(repository, locale) for locale in repository.locales}
    settings = repository.settings
    language = settings.language if settings.language in words else next(iter(words))
    own = next((item.name for item in settings.organisations if item.id == settings.publisher), None)
    if own is None:
        raise CurriculaError("the publisher {name} is not among the organisations in repository.yaml",
                             name=settings.publisher)
    names = {locale: _translated(repository, own, locale) for locale in words}
    publisher = {locale: (name.words, name.language) for locale, name in names.items()}
    return lambda releases: Site(releases, address, words, language, publisher)


def _labels(repository: Repository, locale: str) -> Mapping[str, str]:
    """The labels of documents in a language; those that are not translated in English."""
    return {name: _translated(repository, text, locale).words for name, text in labels().items()}


def _translated(repository: Repository, text: Text, locale: str) -> Text:
    return text if text.language == locale else repository.catalogue(SHARED, locale).translate(text) or text


def _told(published: Published) -> list[Phrase | str]:
    """What was done, and the root to hand over to mirrors."""
    lines: list[Phrase | str] = [
        f"  {release.id} {release.version}  {release.title(release.manifest['authoritativeLanguage'])[0]}"
        for release in published.new
    ]
    facts = {"count": len(published.new), "written": published.written}
    closing = Phrase("{count} new versions published; files written: {written}", facts,
                     singular="{count} new version published; files written: {written}")
    if not published.new:
        closing = Phrase("nothing new to publish; files written: {written}", facts)
    root = Phrase("root of the channel: metadata/{version}.root.json, SHA-256 {digest}",
                  {"version": published.root, "digest": published.digest})
    return [closing, *lines, root]
