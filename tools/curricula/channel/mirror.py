"""The mirror: a copy of a channel that grows by what is new, and takes nothing that is not as it was published.

What may be taken the signed metadata say (TUF); the root that everything hangs on is given once, and kept. Every
package is judged in a folder of its own before it is put in its place, and old versions stay.
"""

import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from tuf.api import exceptions
from tuf.api.metadata import Metadata, TargetFile, Targets
from tuf.api.serialization import DeserializationError
from tuf.ngclient import FetcherInterface, Updater, UpdaterConfig
from tuf.ngclient.urllib3_fetcher import Urllib3Fetcher
from urllib3.exceptions import HTTPError, ProtocolError

from curricula.channel.publishing import finding
from curricula.channel.releases import PACKAGES
from curricula.diagnostics import N_, CurriculaError, Diagnostic, Phrase, Where
from curricula.files import LEFTOVER, explained, replace_files
from curricula.packages.trust import Trust
from curricula.packages.verifying import verify

METADATA, _INCOMING, _UNPROVEN, _UNSEALED = "metadata", ".incoming", "channel-unproven", "verify-unsealed"
_NAME = re.compile(rf"{PACKAGES}(/[A-Za-z0-9][A-Za-z0-9._-]*)+")
_LARGEST = 50_000_000  # bytes of the list of all files: tens of thousands of releases
_NOBODY = N_("{count} of {total} packages were not taken, as no given root vouches for their seals; {name}: {reason}")
_BARE = N_("taken without a seal: {count} of {total} packages, such as {name}; only the channel vouches for them")
_SEALED = N_("Give the publisher's root certificate with --root too: then only what is sealed is taken.")
_ASK = N_("Ask the publisher by another way; nothing was taken.")
_OTHER = N_("answers with something else than the signed metadata of a channel")
_WHERE = N_("Its address is perhaps another one, or the network shows a page of its own; nothing was taken.")
_REFUSED: tuple[tuple[type[Exception], str, str, str], ...] = (
    (exceptions.BadVersionNumberError, "rollback", N_("offers an older state than this mirror has seen"), N_(
        "Somebody may be passing off old versions as the present ones. Ask the publisher by another way; nothing was "
        "taken.")),
    (exceptions.ExpiredMetadataError, "frozen", N_("what it offers has expired"), N_(
        "Either the publisher has not renewed it, or somebody is holding back what is new. Ask the publisher; nothing "
        "was taken.")),
    (exceptions.UnsignedMetadataError, "signature", N_("is not signed by the keys of this channel ({reason})"), _ASK),
    (exceptions.LengthOrHashMismatchError, "mixed", N_("its files do not belong together"), _ASK),
    (DeserializationError, "unreadable", _OTHER, _WHERE),
    (exceptions.DownloadLengthMismatchError, "unreadable", _OTHER, _WHERE),
    (exceptions.RepositoryError, "mixed", N_("its files do not belong together ({reason})"), _ASK),
)


@dataclass(frozen=True)
class Offer:
    """A release as the channel offers it: facts of the publisher, the package's name, and its files by name."""

    facts: Mapping[str, Any]
    package: str
    files: Mapping[str, TargetFile]

    def title(self, language: str) -> str:
        """The title in a language, or else in English, or in any."""
        titles: Mapping[str, str] = self.facts["title"]
        return titles.get(language) or titles.get("en") or titles[min(titles)]


@dataclass(frozen=True)
class Mirror:
    """A channel, by the address it is fetched from (with a slash at its end), and the folder of its copy.

    `root` is the root to begin with, where one was given; `known` is whom the reader trusts to seal packages.
    """

    address: str
    folder: Path
    root: bytes | None
    known: Trust
    fetcher: FetcherInterface


class Web(Urllib3Fetcher):
    """Channels on a web server: a file that breaks off in the middle could not be fetched, and says so."""

    def _fetch(self, url: str) -> Iterator[bytes]:
        return _whole(super()._fetch(url))


def _whole(chunks: Iterator[bytes]) -> Iterator[bytes]:
    try:
        yield from chunks
    except HTTPError as error:  # what the library lets through once a file has begun
        raise exceptions.DownloadError(str(error)) from error


class Files(FetcherInterface):
    """Channels in a folder (`file:`), such as a disk that was sent by post."""

    def _fetch(self, url: str) -> Iterator[bytes]:
        path = Path(unquote(urlsplit(url).path))
        if not path.is_file():
            raise exceptions.DownloadHTTPError(f"there is no file {path}", 404)
        return iter((path.read_bytes(),))


def mirror(address: str, folder: Path, root: bytes | None, known: Trust) -> Mirror:
    """The mirror of a channel at an http(s) or file address, or in a folder."""
    scheme, separator, _ = address.partition("://")
    if not separator:
        return Mirror(f"{Path(address).absolute().as_uri()}/", folder, root, known, Files())
    if scheme not in ("http", "https", "file"):
        raise CurriculaError(
            "{address} begins with {scheme}://; a channel is fetched from https://, http:// or file://",
            address=address, scheme=scheme,
        )
    fetcher = Files() if scheme == "file" else Web(app_user_agent="curricula")
    return Mirror(f"{address.rstrip('/')}/", folder, root, known, fetcher)


@contextmanager
def fetching(mirror: Mirror, *, dry: bool) -> Iterator[tuple[tuple[Diagnostic, ...], "Fetch | None"]]:
    """What the channel offers, its metadata checked and kept; on a `dry` run they are forgotten in the end."""
    kept = mirror.folder / METADATA
    begun = (kept / "timestamp.json").exists()  # a root that no state has followed on was perhaps a wrong one
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / METADATA if dry or not begun else kept
        with explained(mirror.folder):
            if begun and dry:
                shutil.copytree(kept, folder, symlinks=True)
            try:
                updater = _updater(mirror, folder, begun=begun)
                updater.refresh()
                targets: Metadata[Targets] = Metadata.from_file(str(folder / "targets.json"))
            except (exceptions.RepositoryError, exceptions.DownloadLengthMismatchError) as error:
                yield (_refusal(mirror.address, error),), None
                return
            except exceptions.DownloadError as error:
                raise CurriculaError("cannot fetch from {address}: {reason}", address=mirror.address,
                                     reason=_reason(error)) from None
            if not begun and not dry:
                _keep(folder, kept)
        yield (), Fetch(mirror, updater, tuple(_offers(targets.signed.targets)))


def _keep(folder: Path, kept: Path) -> None:
    """Put the metadata of a first contact that went well in their place, in one step."""
    waiting = kept.with_name(f".{kept.name}{LEFTOVER}")
    for left in (waiting, kept):
        if left.exists():
            shutil.rmtree(left)
    shutil.copytree(folder, waiting, symlinks=True)
    waiting.rename(kept)


def _updater(mirror: Mirror, folder: Path, *, begun: bool) -> Updater:
    """The client of TUF, with the root that the mirror began with, or was given now."""
    if mirror.root is None and not begun:
        raise CurriculaError(
            "{folder} does not know yet whom to trust: give the channel's 1.root.json with --root, the first time",
            folder=mirror.folder,
        )
    if mirror.root is not None and begun:
        history = folder / "root_history"
        if mirror.root not in {path.read_bytes() for path in sorted(history.glob("*.root.json"))}:
            raise CurriculaError(
                "{folder} was begun with another root: go on without giving one, or fetch the other channel into a "
                "folder of its own with --to", folder=mirror.folder,
            )
    folder.mkdir(parents=True, exist_ok=True)
    config = UpdaterConfig(
        prefix_targets_with_hash=False, targets_max_length=_LARGEST, app_user_agent="curricula",
    )
    try:
        return Updater(
            str(folder), f"{mirror.address}{METADATA}/", target_base_url=mirror.address, fetcher=mirror.fetcher,
            config=config, bootstrap=None if begun else mirror.root,
        )
    except (exceptions.RepositoryError, DeserializationError):
        raise CurriculaError("the root that was given is not that of a channel: it is called 1.root.json") from None


def _offers(files: Mapping[str, TargetFile]) -> Iterator[Offer]:
    """The releases among the files, in order of their names."""
    for name, file in sorted(files.items()):
        if file.custom is not None and "title" in file.custom:
            folder = name.rpartition("/")[0]
            own = {other: files[other] for other in sorted(files) if other.rpartition("/")[0] == folder}
            yield Offer(file.custom, name, own)


@dataclass(frozen=True)
class Fetch:
    """A mirror that knows what the channel offers."""

    mirror: Mirror
    updater: Updater
    offers: tuple[Offer, ...]

    def lacking(self, offer: Offer) -> tuple[str, ...]:
        """The files of a release that the mirror does not have as they were published."""
        return tuple(
            name for name, file in offer.files.items()
            if self.updater.find_cached_target(file, str(self.mirror.folder / name)) is None
        )

    def take(self, offer: Offer, lacking: Iterable[str]) -> tuple[Diagnostic, ...]:
        """Fetch and judge what is lacking of a release, and put it in its place.

        Findings are errors where it is refused; that nobody has sealed it is a warning.
        """
        if any(not _NAME.fullmatch(name) for name in offer.files):
            return (finding(self.mirror.address, "name", "offers a file that may not be called so: {name}",
                            name=ascii(offer.package)[1:-1]),)
        folder, waiting = self.mirror.folder, dict.fromkeys(lacking)
        staged = folder / _INCOMING / offer.files[offer.package].hashes["sha256"]
        try:
            with explained(folder):
                for name, file in offer.files.items():
                    path = staged / name.rpartition("/")[2]
                    if name not in waiting:
                        path.parent.mkdir(parents=True, exist_ok=True)
                        shutil.copyfile(folder / name, path)
                    elif self.updater.find_cached_target(file, str(path)) is None:
                        self.updater.download_target(file, str(path))
            verdict = verify(staged / offer.package.rpartition("/")[2], self.mirror.known)
            if not verdict.intact or (self.mirror.known.roots and verdict.status):
                shutil.rmtree(staged, ignore_errors=True)
                if not verdict.intact:
                    return verdict.diagnostics
                reason = next(item for item in verdict.diagnostics if item.severity != "info")
                return (replace(reason, where=Where(offer.package), code=_UNPROVEN, severity="error"),)
            places = {folder / name: staged / name.rpartition("/")[2] for name in sorted(waiting, reverse=True)}
            with explained(folder):
                for path in places:
                    path.parent.mkdir(parents=True, exist_ok=True)
            replace_files(places)
        except (exceptions.RepositoryError, exceptions.DownloadLengthMismatchError) as error:
            return (_refusal(self.mirror.address, error, offer.package),)
        except exceptions.DownloadError as error:
            raise CurriculaError("cannot fetch {name}: {reason}. What was fetched before stays",
                                 name=offer.package, reason=_reason(error)) from None
        shutil.rmtree(staged, ignore_errors=True)
        bare = (item for item in verdict.diagnostics if item.code == _UNSEALED)
        return tuple(replace(item, where=Where(offer.package)) for item in bare)

    def summed(self, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """What was found, but one finding for all packages without a seal, and one for all that nobody vouches for.

        Of the latter the root was most often wrong.
        """
        several: dict[str, list[Diagnostic]] = {_UNSEALED: [], _UNPROVEN: []}
        for item in found:
            if item.code in several:
                several[item.code].append(item)
            else:
                yield item
        for items in filter(None, several.values()):
            first = items[0]
            told = {"count": len(items), "total": len(self.offers), "name": first.where.path}
            where = Where(self.mirror.address)
            if first.code == _UNSEALED:
                yield replace(first, where=where, message=_BARE, arguments=told, hint=_SEALED)
            else:
                told = {**first.arguments, **told, "reason": Phrase(first.message, first.arguments)}
                yield replace(first, where=where, message=_NOBODY, arguments=told)

    def close(self) -> None:
        """Take the folder away that packages were judged in, if nothing is left in it."""
        try:
            (self.mirror.folder / _INCOMING).rmdir()
        except OSError:
            return


def _refusal(address: str, error: Exception, name: str = "") -> Diagnostic:
    """Why what is offered, or the file `name` of it, is not taken."""
    if name and isinstance(error, (exceptions.LengthOrHashMismatchError, exceptions.DownloadLengthMismatchError)):
        hint = N_("It was changed, or damaged on its way: fetch again. If it stays so, ask the publisher.")
        return finding(f"{address}{name}", "mixed",
                       "is not the file that was published: its length or its SHA-256 differs", hint)
    code, message, hint = next(found[1:] for found in _REFUSED if isinstance(error, found[0]))
    return finding(f"{address}{name}", code, message, hint, reason=str(error))


def _reason(error: Exception) -> Phrase | str:
    """Why a file cannot be fetched, in one line."""
    if isinstance(error, exceptions.DownloadHTTPError):
        return Phrase("the server answers {status}; is there a channel?", {"status": error.status_code})
    if isinstance(error, exceptions.SlowRetrievalError):
        return Phrase("the server does not answer")
    cause: BaseException = error
    while cause.__cause__ is not None:
        cause = cause.__cause__
        if isinstance(cause, ProtocolError):
            return Phrase("the connection broke off; fetch again")
    return (isinstance(cause, OSError) and cause.strerror) or str(getattr(cause, "reason", None) or cause)
