"""Publishing: what is new goes up first, becomes visible in one step, and the pages follow.

1. the files of new releases, under names that nobody knows yet;
2. the signed metadata that list them, under numbers of their own;
3. `timestamp.json`: from here on the releases are published, and never change;
4. the pages, feeds and catalogues, which follow from what is published.

A run that breaks off before the third step has published nothing, and after it has published all; the next run does
what is missing. One publisher works at a time.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from tuf.api.metadata import Metadata, Root, TargetFile

from curricula.channel import catalogue, feeds, frameworks, metadata, pages
from curricula.channel.lease import Lease, lease
from curricula.channel.metadata import Signing, State
from curricula.channel.pages import Site
from curricula.channel.releases import Parcel, Release, latest, released
from curricula.channel.store import Store
from curricula.common import SETTINGS
from curricula.diagnostics import N_, CurriculaError, Diagnostic, Severity, Where
from curricula.packages.bag import sha256

_SOON = timedelta(days=60)  # before a root expires
_SKEW = timedelta(hours=1)  # that clocks may differ, and one run wait for another

Progress = Callable[[str, int, int], None]
Around = Callable[[Sequence[Release]], Site]


@dataclass(frozen=True)
class Order:
    """What is to be published, signed how; `around` makes the site of all releases."""

    parcels: tuple[Parcel, ...]
    signing: Signing
    rotate: bool
    around: Around


@dataclass(frozen=True)
class Published:
    """What was done: the new releases, the files written, and the number and SHA-256 of the channel's root."""

    new: tuple[Release, ...]
    written: int
    root: int
    digest: str


@dataclass
class _Run:
    """A run that holds the lease: what lies there by now, and how much it has written."""

    store: Store
    lease: Lease
    names: dict[str, int]
    written: int = 0

    def put(self, name: str, content: bytes, *, trusted: bool = False, lasting: bool = False) -> None:
        """See that a file is there with this content; of one that is `trusted` the size is enough to know it by."""
        self.lease.renew()
        if self.names.get(name) == len(content) and (trusted or self.store.read(name) == content):
            return
        self.store.replace(name, content, lasting=lasting)
        self.names[name] = len(content)
        self.written += 1


def publish(store: Store, order: Order, progress: Progress) -> tuple[tuple[Diagnostic, ...], Published | None]:
    """Publish; nothing is written where a finding is an error."""
    with lease(store) as held:
        run = _Run(store, held, store.names())
        store.sweep(run.names)
        state = metadata.read(store, run.names)
        found = tuple(_republished(state, order.parcels)) if state else ()
        if found:
            return found, None
        state, root, new = _begun(run, state, order)
        files = dict(state.files)
        for done, parcel in enumerate(order.parcels, 1):
            _upload(run, parcel, trusted=parcel.release.package in state.files)
            files |= parcel.release.files
            progress(N_("publish"), done, len(order.parcels))
        if root is not None and not metadata.is_online(state, order.signing.every.values()):
            state, root = _rooted(run, state, root), None
        _commit(run, state, files, order.signing)
        if root is not None:
            state = _rooted(run, state, root)
        site = order.around(released(store, files, [parcel.release for parcel in order.parcels]))
        shown = {**pages.pages(site), **_machines(site), **_frameworks(run, site, order.parcels)}
        for done, (name, content) in enumerate(shown.items(), 1):
            run.put(name, content)
            progress(N_("pages"), done, len(shown))
    fresh = tuple(parcel.release for parcel in order.parcels if parcel.release.package in new)
    told = Published(fresh, run.written, state.root.signed.version, sha256(state.root.to_bytes()))
    return tuple(_remarks(store, state, order, site)), told


def drafts(store: Store, parcels: Iterable[Parcel]) -> tuple[Release, ...]:
    """The drafts among packages that the channel does not have yet."""
    waiting = [parcel.release for parcel in parcels if parcel.release.manifest["status"] == "draft"]
    state = metadata.read(store, store.names()) if waiting else None
    return tuple(release for release in waiting if state is None or release.package not in state.files)


def _republished(state: State, parcels: Iterable[Parcel]) -> Iterator[Diagnostic]:
    """Files that were published with other content."""
    for parcel in parcels:
        for name, file in parcel.release.files.items():
            present = state.files.get(name)
            if present is not None and present.hashes != file.hashes:
                yield finding(
                    name, "published", "was published with other content; what was published never changes",
                    N_("Give the standard a new version, and package it anew."),
                )


def _begun(run: _Run, state: State | None, order: Order) -> tuple[State, bytes | None, set[str]]:
    """The state to start from, the root that is to follow, and the packages that are new."""
    signing = order.signing
    if state and state.time and signing.time + _SKEW < state.time <= datetime.now(UTC):
        raise CurriculaError(
            "{target}: the present state is of {present} UTC, and {time} UTC is earlier: mirrors would soon refuse "
            "what is there as expired. Look at --time and the clock; nothing was published",
            target=run.store.place.name, present=f"{state.time:%Y-%m-%d %H:%M:%S}",
            time=f"{signing.time:%Y-%m-%d %H:%M:%S}",
        )
    new = {parcel.release.package for parcel in order.parcels} - set(state.files if state else ())
    if state is None:
        if not signing.root_keys:
            raise CurriculaError(
                "there is no channel at {target} yet: --root-key FILE begins one", target=run.store.place.name
            )
        if not order.parcels:
            raise CurriculaError("there is nothing to publish: run `curricula package` first")
        state = _rooted(run, None, metadata.first_root(signing))
    if order.rotate:
        return state, metadata.next_root(state, signing), new
    if not metadata.is_online(state, [signing.key]):
        raise CurriculaError(
            "the key is not that of the channel at {target}: give that one with --key, or change it with --rotate",
            target=run.store.place.name,
        )
    return state, None, new


def _rooted(run: _Run, state: State | None, content: bytes) -> State:
    """Put a root, which is in force with that."""
    root: Metadata[Root] = Metadata.from_bytes(content)
    name = f"{metadata.FOLDER}/{root.signed.version}.root.json"
    run.lease.confirm()
    if not run.store.create(name, content, lasting=True) and run.store.read(name) != content:
        raise CurriculaError("{target}: another run has published meanwhile. Publish again",
                             target=run.store.place.name)
    run.written += 1
    return replace(state, root=root) if state else State(root)


def _upload(run: _Run, parcel: Parcel, *, trusted: bool) -> None:
    for name, content in sorted(parcel.contents.items()):
        run.put(name, content, trusted=trusted and name in run.names, lasting=True)


def _commit(run: _Run, state: State, files: dict[str, TargetFile], signing: Signing) -> None:
    """Make the files visible; `CurriculaError` where somebody else was faster."""
    stamp = metadata.sign(run.store, state, files, signing)
    if stamp is None:
        return
    run.lease.confirm()
    if not run.store.exchange(metadata.TIMESTAMP, state.stamp, stamp):
        raise CurriculaError("{target}: another run has published meanwhile. Publish again",
                             target=run.store.place.name)
    run.written += 1


def _machines(site: Site) -> dict[str, bytes]:
    """What programs read, but for frameworks."""
    releases, address = site.releases, site.address
    titles = {locale: words["channel.title"] for locale, words in site.labels.items()}
    found = catalogue.catalogue(releases, address, titles, {
        locale: words for locale, (words, language) in site.publisher.items() if language == locale})
    for locale, words in site.labels.items():
        found[feeds.feed_name(locale)] = feeds.feed(releases, address, locale, words, site.publisher[locale][0])
    found[feeds.SITEMAP] = feeds.sitemap(latest(releases), address, list(site.labels))
    return found | {feeds.CHECKSUMS: feeds.checksums(releases)}


def _frameworks(run: _Run, site: Site, parcels: Iterable[Parcel]) -> dict[str, bytes]:
    """The frameworks of the latest releases; what is there already is listed only."""
    at_hand = {parcel.release.package: parcel for parcel in parcels}
    found: dict[str, bytes] = {}
    documents: dict[str, list[dict[str, Any]]] = {edition: [] for edition in frameworks.EDITIONS}

    def words(name: str, locale: str) -> str:
        return site.labels.get(locale, site.labels[site.language])[name]

    for release in latest(site.releases):
        made = frameworks.trees(at_hand[release.package], words) if release.package in at_hand else {}
        for edition in frameworks.EDITIONS:
            for identifier, _ in frameworks.frameworks(release):
                place = f"{frameworks.FOLDER}/{edition}/CFDocuments/{identifier}"
                document = _stood(run, place, release) if not made else None
                if document is None:
                    made = made or frameworks.trees(_reread(run, release), words)
                    document = json.loads(made[place])
                documents[edition].append(document)
        found |= made
    for edition, listed in documents.items():
        found[f"{frameworks.FOLDER}/{edition}/CFDocuments.json"] = frameworks.listing(listed)
    return found


def _stood(run: _Run, place: str, release: Release) -> dict[str, Any] | None:
    """A framework's document as it lies there, if it is that of the release."""
    content = run.store.read(place) if place in run.names else None
    try:
        document = json.loads(content or b"null")
    except ValueError:
        return None
    return document if isinstance(document, dict) and document.get("version") == release.version else None


def _reread(run: _Run, release: Release) -> Parcel:
    """The frameworks of a release that is not at hand, from where they were published."""
    contents = {}
    for name, file in release.documents:
        if name.endswith(frameworks.SUFFIX):
            content = run.store.read(name)
            if content is None or sha256(content) != file["sha256"]:
                raise CurriculaError(
                    "{target}/{name} is missing or was changed: put back what was published there",
                    target=run.store.place.name, name=name,
                )
            contents[name] = content
    return Parcel(release, contents)


def _remarks(store: Store, state: State, order: Order, site: Site) -> Iterator[Diagnostic]:
    """What works, and should not stay as it is."""
    expires = state.root.signed.expires
    if expires - order.signing.time < _SOON:
        yield finding(
            store.place.name, "expires", "its root expires on {day}; then no mirror trusts it any more",
            N_("Renew it with --rotate and --root-key; the keys may stay the same."), "warning",
            day=f"{expires:%Y-%m-%d}",
        )
    given = (next((parcel.contents[name] for _, name in frameworks.frameworks(parcel.release)), None)
             for parcel in order.parcels)
    others = [made_for for content in given if content and (made_for := frameworks.address(content)) != site.address]
    if others:
        words = N_("documents name another address than {address}, where they lie now: {found} (packages: {count})")
        if not others[0]:
            words = N_("documents name no address, and lie at {address} now (packages: {count})")
        yield finding(
            SETTINGS, "address", words,
            N_("Set address in this file, and package anew, before a version is published."), "warning",
            count=len(others), address=site.address, found=others[0],
        )


def finding(
    where: str, code: str, message: str, hint: str = "", severity: Severity = "error", **arguments: object
) -> Diagnostic:
    """A finding about a channel."""
    return Diagnostic(Where(where), f"channel-{code}", message, arguments, hint, severity)
