"""The signed metadata of a channel, after The Update Framework (TUF): who may sign, what there is, how fresh that is.

`metadata/<n>.root.json` names the keys; `<n>.targets.json` names every released file with its hash, `<n>.snapshot.json`
the metadata, and `timestamp.json`, the only file that is ever replaced, the snapshot. So a release is visible when
its timestamp is, and not before. Equal releases, keys and time give equal bytes: keys are Ed25519.

Two periods are enough: the timestamp has a short one, since it tells mirrors that they see the present state, all
else a long one. A number that a broken-off run has used for other content is passed over.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from securesystemslib.signer import CryptoSigner
from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp
from tuf.api.serialization import DeserializationError

from curricula.channel.store import Store
from curricula.diagnostics import CurriculaError

FOLDER = "metadata"
TIMESTAMP = f"{FOLDER}/timestamp.json"
_SINCE = "published"  # own field of the timestamp: when it was signed, which its expiry alone does not tell
_TIME = "%Y-%m-%dT%H:%M:%SZ"
ONLINE = (Targets.type, Snapshot.type, Timestamp.type)  # one key signs for all three
_ROOT = re.compile(rf"{FOLDER}/(\d+)\.root\.json")

Signed = TypeVar("Signed", Root, Timestamp, Snapshot, Targets)


@dataclass(frozen=True)
class Signing:
    """What the next metadata are signed with, and when they are and will have been good.

    `key` is that of all but the root; `former` keys sign once more, so that nobody is left behind by a rotation.
    `days` are those a timestamp lasts, `lasting` those of all else; `threshold` of the root keys are needed.
    """

    key: CryptoSigner
    root_keys: tuple[CryptoSigner, ...]
    former: tuple[CryptoSigner, ...]
    time: datetime
    days: int
    lasting: int
    threshold: int = 1

    def expiry(self, role: str) -> datetime:
        """Until when metadata of a role are good."""
        return self.time + timedelta(days=self.days if role == Timestamp.type else self.lasting)

    @property
    def every(self) -> dict[str, CryptoSigner]:
        """All the keys at hand, by their identifiers."""
        return {key.public_key.keyid: key for key in (self.key, *self.root_keys, *self.former)}


@dataclass(frozen=True)
class State:
    """What a channel has published: its root as it stands there, and all else, which a new channel has not yet."""

    root: Metadata[Root]
    timestamp: Metadata[Timestamp] | None = None
    snapshot: Metadata[Snapshot] | None = None
    targets: Metadata[Targets] | None = None
    stamp: bytes | None = None  # `timestamp.json` as it was read

    @property
    def files(self) -> dict[str, TargetFile]:
        """Every released file, by its name."""
        return dict(self.targets.signed.targets) if self.targets else {}

    @property
    def time(self) -> datetime | None:
        """When it was published; None where that is not told."""
        told = self.timestamp.signed.unrecognized_fields.get(_SINCE) if self.timestamp else None
        return datetime.strptime(told, _TIME).replace(tzinfo=UTC) if isinstance(told, str) else None


def read(store: Store, names: Iterable[str]) -> State | None:
    """The state of a channel, its signatures checked; None where there is no channel yet."""
    versions = [int(match[1]) for match in map(_ROOT.fullmatch, names) if match]
    if not versions:
        return None
    try:
        latest = range(max(versions), max(0, max(versions) - 2), -1)
        roots = [_loaded(Root, store.read(f"{FOLDER}/{version}.root.json")) for version in latest]
        roots[0].signed.verify_delegate(Root.type, roots[0].signed_bytes, roots[0].signatures)
        stamp = store.read(TIMESTAMP)
        if stamp is None:
            return State(roots[0])
        timestamp = _loaded(Timestamp, stamp)
        snapshot = _loaded(Snapshot, _listed(store, Snapshot.type, timestamp.signed.snapshot_meta))
        targets = _loaded(Targets, _listed(store, Targets.type, snapshot.signed.meta["targets.json"]))
        for found in (timestamp, snapshot, targets):
            _vouched(roots, found)
    except (RepositoryError, DeserializationError, KeyError, ValueError) as error:
        raise CurriculaError(
            "{target}: the signed metadata there are damaged or were changed: {reason}. Nothing was published",
            target=store.place.name, reason=str(error),
        ) from None
    return State(roots[0], timestamp, snapshot, targets, stamp)


def _vouched(roots: Iterable[Metadata[Root]], found: Metadata[Timestamp] | Metadata[Snapshot] | Metadata[Targets]
             ) -> None:
    """Metadata are signed as the root says, or the one before it: a rotation may have broken off in between."""
    content, signatures = found.signed_bytes, found.signatures
    if not any(root.signed.get_verification_result(found.signed.type, content, signatures) for root in roots):
        raise ValueError(f"{found.signed.type} is not signed by the keys of the channel")


def _loaded(kind: type[Signed], content: bytes | None) -> Metadata[Signed]:
    if content is None:
        raise ValueError(f"{kind.type} is missing")
    found: Metadata[Signed] = Metadata.from_bytes(content)
    if not isinstance(found.signed, kind):
        raise ValueError(f"{kind.type} is another file")
    return found


def _listed(store: Store, role: str, meta: MetaFile) -> bytes | None:
    """The metadata that others name, if it is as they say."""
    content = store.read(f"{FOLDER}/{meta.version}.{role}.json")
    if content is not None:
        meta.verify_length_and_hashes(content)
    return content


def target(name: str, content: bytes, facts: Mapping[str, object] | None = None) -> TargetFile:
    """A released file as the targets list it, with `facts` of the publisher's own."""
    own = {"custom": dict(facts)} if facts else None
    return TargetFile(len(content), {"sha256": hashlib.sha256(content).hexdigest()}, name, own)


def first_root(signing: Signing) -> bytes:
    """The root of a new channel, signed."""
    return _rooted(_root(signing, 1), signing)


def next_root(state: State, signing: Signing) -> bytes | None:
    """The root after the present one, signed by the keys of both; None where the present one says the same already."""
    present = state.root.signed
    made = _root(signing, present.version + 1)
    same = (made.keys, made.roles, made.expires) == (present.keys, present.roles, present.expires)
    return None if same else _rooted(made, signing, present)


def _root(signing: Signing, version: int) -> Root:
    root = Root(version, expires=signing.expiry(Root.type), consistent_snapshot=True)
    for key in signing.root_keys:
        root.add_key(key.public_key, Root.type)
    root.roles[Root.type].threshold = signing.threshold
    for role in ONLINE:
        root.add_key(signing.key.public_key, role)
    return root


def _rooted(root: Root, signing: Signing, before: Root | None = None) -> bytes:
    """A root, signed with each of the keys at hand that it or the one before it names for roots."""
    named = {*root.roles[Root.type].keyids, *(before.roles[Root.type].keyids if before else ())}
    whole = Metadata(root)
    for keyid, key in sorted(signing.every.items()):
        if keyid in named:
            whole.sign(key, append=True)
    if not root.get_root_verification_result(before, whole.signed_bytes, whole.signatures):
        raise CurriculaError(
            "a new root is signed by {old} of the present root keys and {new} of the next ones: give them all, the "
            "present ones too, with --root-key or --former-key",
            old=before.roles[Root.type].threshold if before else 0, new=root.roles[Root.type].threshold,
        )
    return whole.to_bytes()


def sign(store: Store, state: State, files: Mapping[str, TargetFile], signing: Signing) -> bytes | None:
    """Put the metadata that list `files`, and hand back the timestamp that makes them visible.

    None where what is there says it all, and is as fresh.
    """
    keys = _online(state, signing)
    stale = signing.expiry(Timestamp.type)

    def stays(present: Metadata[Targets] | Metadata[Snapshot], same: bool) -> bool:
        return same and present.signed.expires >= stale and {key.public_key.keyid for key in keys} <= set(
            present.signatures)

    if state.targets and state.snapshot and stays(state.targets, files == state.files):
        listed = state.snapshot.signed.meta["targets.json"]
    else:
        version = state.targets.signed.version if state.targets else 0
        listed = _put(store, version, keys, lambda number: Targets(
            number, expires=signing.expiry(Targets.type), targets=dict(sorted(files.items()))))
    meta = {"targets.json": listed}
    if state.snapshot and state.timestamp and stays(state.snapshot, state.snapshot.signed.meta == meta):
        below = state.timestamp.signed.snapshot_meta
    else:
        version = state.snapshot.signed.version if state.snapshot else 0
        below = _put(store, version, keys, lambda number: Snapshot(
            number, expires=signing.expiry(Snapshot.type), meta=meta))
    present = state.timestamp.signed if state.timestamp else None
    if present and state.timestamp and (present.snapshot_meta, present.expires) == (below, stale) and {
        key.public_key.keyid for key in keys
    } <= set(state.timestamp.signatures):
        return None
    version, own = present.version + 1 if present else 1, {_SINCE: f"{signing.time:{_TIME}}"}
    return _signed(Timestamp(version, expires=stale, snapshot_meta=below, unrecognized_fields=own), keys)


def _online(state: State, signing: Signing) -> tuple[CryptoSigner, ...]:
    """The key, and those former ones that the present root names for these metadata."""
    known = state.root.signed.roles[Timestamp.type].keyids
    former = (key for key in signing.former if key.public_key.keyid in known)
    return tuple({key.public_key.keyid: key for key in (signing.key, *former)}.values())


def is_online(state: State, keys: Iterable[CryptoSigner]) -> bool:
    """Whether the present root lets one of the keys sign what it does not sign itself."""
    known = set(state.root.signed.roles[Timestamp.type].keyids)
    return any(key.public_key.keyid in known for key in keys)


def _put(
    store: Store, version: int, keys: Iterable[CryptoSigner], make: Callable[[int], Targets | Snapshot]
) -> MetaFile:
    """Put metadata under the first number behind `version` that is free, and tell what they are."""
    while True:
        version += 1
        made = make(version)
        name, content = f"{FOLDER}/{version}.{made.type}.json", _signed(made, keys)
        if store.create(name, content, lasting=True) or store.read(name) == content:
            return MetaFile.from_data(version, content, ["sha256"])


def _signed(signed: Timestamp | Snapshot | Targets, keys: Iterable[CryptoSigner]) -> bytes:
    whole: Metadata[Any] = Metadata(signed)
    for key in keys:
        whole.sign(key, append=True)
    return whole.to_bytes()
