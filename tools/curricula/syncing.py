"""Bring all catalogues of a repository up to its source, and remember what need not be looked at again.

Of every document the hash of all that its catalogues are made of is remembered once they are as they should
be: while it is the same, none of these files is opened but to be hashed. What has to be done is shared out
among processes. Nothing is replaced unless every file could be read; adoptions that cannot be applied are left out.
"""

import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, nullcontext
from dataclasses import astuple, dataclass, field, fields, replace
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from curricula.common import SETTINGS, TERMINOLOGY
from curricula.deriving import base
from curricula.diagnostics import N_, CurriculaError, Diagnostic, failed
from curricula.files import explained, replace_file, replace_files, sweep
from curricula.inputs import Inputs
from curricula.inventory import document_id
from curricula.lifecycle import CHANGES
from curricula.references import SHARED, shared_texts
from curricula.renaming import Former, Renaming, former, given_up
from curricula.repository import Repository
from curricula.upkeep import Memory, Outcome, Rules, Subject, Wanted, bring_up, brought_up, confirmed, note_way

Pool = Callable[[], AbstractContextManager[Executor | None]]
Progress = Callable[[str, int, int], None]
Done = TypeVar("Done")

_BESIDE = ("translations/", f"{CHANGES}/")
_FEW = 96  # documents that are done before another process has started
_PART = 30  # documents or catalogues that a process is handed at once
_ALL = 16  # of so many catalogues everything is remembered, asked for or not
_THREADS, _PORTIONS = 4, 64


@dataclass(frozen=True)
class Synced:
    """How many catalogues there are, and the paths of those that were replaced.

    `beside` are other files that were written for a standard with another name than before, and `moved`, by the
    path of each former file that was given up, the one that has all of it. `left_out` tells why adoptions could not be
    applied: their catalogues are as before.
    """

    catalogues: int
    written: tuple[str, ...]
    beside: tuple[str, ...] = ()
    moved: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True)
class _Settled:
    """A document whose catalogues are as they should be, as long as its `key` is the same."""

    key: str
    references: tuple[str, ...]
    catalogues: int
    uuid: str


class _Tree:
    """The files of a repository with their hashes, and the keys made of them."""

    def __init__(self, repository: Repository) -> None:
        inputs = Inputs(repository.root)
        self.documents = tuple(document_id(path) for path in repository.paths)
        self.hashes = dict(_hashed(repository.root))
        self._general = inputs.key(inputs.tool, *(self.hashes.get(path, "") for path in (SETTINGS, TERMINOLOGY)))
        self._own: dict[str, list[str]] = defaultdict(list)
        standards = set(repository.paths)
        for path in sorted(self.hashes):
            shared = path.startswith("standards/") and path not in standards and not path.startswith(f"{CHANGES}/")
            self._own[SHARED if shared else _owner(path)].append(path)

    def key(self, document: str, *more: str) -> str:
        """The hash of all files that the catalogues of a document depend on."""
        paths = self._own[document]
        return Inputs.key(self._general, *paths, *(self.hashes[path] for path in paths), *more)

    def replaced(self, hashes: Mapping[str, str]) -> None:
        """These files have been replaced by others, with these hashes."""
        for path in sorted(hashes.keys() - self.hashes.keys()):
            self._own[_owner(path)] = sorted((*self._own[_owner(path)], path))
        self.hashes |= hashes

    def given_up(self, paths: Iterable[str]) -> None:
        """These files are no longer there."""
        for path in paths:
            del self.hashes[path]
            self._own[_owner(path)].remove(path)

    def files(self, document: str) -> tuple[str, ...]:
        """The files beside a document that belong to it, or did."""
        return tuple(path for path in self._own.get(document, ()) if path.startswith(_BESIDE))

    def strangers(self) -> Iterator[tuple[str, str, str]]:
        """The catalogues without a document, present and kept: name, locale, path."""
        known = {*self.documents, SHARED}
        for path in sorted(self.hashes):
            name = _owner(path)
            if path.endswith(".po") and name not in known:
                yield name, path.removeprefix("translations/").removeprefix("snapshots/").partition("/")[0], path

    def catalogues(self, locale: str) -> dict[str, str]:
        """The catalogues in a locale: their paths by document, in order."""
        beginning = f"translations/{locale}/"
        found = (path for path in sorted(self.hashes) if path.startswith(beginning) and path.endswith(".po"))
        return {_owner(path): path for path in found}


def _owner(path: str) -> str:
    """The document that a file belongs to."""
    top, _, rest = path.rpartition(".")[0].partition("/")
    folder, _, name = rest.partition("/")
    if top == "standards":
        return name.rpartition("/")[0] if path.startswith(f"{CHANGES}/") else rest
    return name.partition("/")[2] if folder in ("reviews", "snapshots") else name


def _hashed(root: Path) -> Iterator[tuple[str, str]]:
    """The files of standards and translations with their SHA-256; reading and hashing hold no lock."""
    found = [
        f"{folder}/{name}" for top in ("standards", "translations")
        for folder, _, names in os.walk(root / top) for name in names
    ]
    above = len(f"{root}/")

    def hashes(portion: Sequence[str]) -> list[tuple[str, str]]:
        return [
            (Path(path[above:]).as_posix(), hashlib.sha256(Path(path).read_bytes()).hexdigest()) for path in portion
        ]

    with ThreadPoolExecutor(_THREADS) as threads:
        yield from chain.from_iterable(threads.map(hashes, (found[place::_PORTIONS] for place in range(_PORTIONS))))


@dataclass(frozen=True)
class _Work:
    """A repository that is being brought up, and who does it: an executor, or this process."""

    repository: Repository
    tree: _Tree
    former: Former
    executor: Executor | None
    progress: Progress

    def outcomes(self, documents: Sequence[str]) -> dict[str, Outcome] | None:
        """What became of these standards; None where one of them cannot be read."""
        rules, memories = self._rules(), self._short_memories()
        found = self._brought_up(rules, documents, memories)
        if not all(item.readable for item in found.values()):
            return None
        waiting = [item for item in found.values() if item.wanted]
        asked: dict[str, set[Wanted]] = defaultdict(set)
        for item in waiting:
            for locale, pairs in item.wanted.items():
                asked[locale] |= pairs
        memories = memories | {locale: self._memory(locale, pairs) for locale, pairs in asked.items()}
        return found | self._brought_up(rules, [item.document for item in waiting], memories)

    def shared(self, used: Collection[str]) -> Outcome:
        """What became of the words that are translated once: labels, and the names that standards refer to."""
        own = Repository(self.repository.root, only=())
        rules, memories = self._rules(), self._short_memories()
        subject = Subject(SHARED, "", tuple(shared_texts(own.names, own.systems, used)))
        catalogues = [own.catalogue(SHARED, locale) for locale in self._people()]
        found = brought_up(rules, subject, catalogues, memories)
        if found.wanted:
            memories |= {locale: self._memory(locale, pairs) for locale, pairs in found.wanted.items()}
            found = brought_up(rules, subject, catalogues, memories)
        return found

    def _people(self) -> tuple[str, ...]:
        """The locales that people translate into."""
        return tuple(tag for tag in self.repository.tags if base(tag) is None)

    def _rules(self) -> Rules:
        """The rules for all documents."""
        repository = self.repository
        people = tuple(tag for tag in repository.locales if base(tag) is None)
        return Rules(repository.root, repository.locales, people, repository.terms, self.former)

    def _brought_up(
        self, rules: Rules, documents: Sequence[str], memories: Mapping[str, Memory]
    ) -> dict[str, Outcome]:
        found: dict[str, Outcome] = {}
        packed = rules.packed()
        for part in self._each(bring_up, [(packed, part, memories) for part in _parts(documents)]):
            found |= {item.document: item for item in part}
            self.progress(N_("sync"), len(found), len(documents))
        return found

    def _short_memories(self) -> dict[str, Memory]:
        """All that is remembered in locales of few catalogues."""
        return {tag: self._memory(tag) for tag in self._people() if len(self._remembering(tag)) <= _ALL}

    def _remembering(self, locale: str) -> list[str]:
        known = {*self.tree.documents, SHARED}
        return [path for name, path in self.tree.catalogues(locale).items() if name in known]

    def _memory(self, locale: str, wanted: Iterable[Wanted] | None = None) -> Memory:
        """How words were translated into a locale; those translated in two ways are left out."""
        pairs = None if wanted is None else frozenset(wanted)
        ways: dict[Wanted, list[str]] = {}
        parts = _parts(self._remembering(locale))
        for found in self._each(confirmed, [(self.repository.root, locale, part, pairs) for part in parts]):
            for pair, told in found.items():
                for words in told:
                    note_way(ways.setdefault(pair, []), words)
        return {pair: told[0] for pair, told in ways.items() if len(told) == 1}

    def _each(self, task: Callable[..., Done], calls: Sequence[tuple[Any, ...]]) -> Iterator[Done]:
        """The results of calls, in any order."""
        if self.executor is None or len(calls) < 2:
            yield from (task(*call) for call in calls)
            return
        waiting = [self.executor.submit(task, *call) for call in calls]
        try:
            for future in as_completed(waiting):
                yield future.result()
        except BrokenProcessPool:
            raise CurriculaError("a worker process was ended from outside; is there enough memory?") from None
        finally:
            for future in waiting:
                future.cancel()


def _parts(things: Sequence[str]) -> list[list[str]]:
    """The things in short parts. Neighbours stay together: they have words in common, which are looked up once."""
    return [list(things[start : start + _PART]) for start in range(0, len(things), _PART)]


def sync(
    repository: Repository, store: Path | None = None, pool: Pool = nullcontext, progress: Progress | None = None
) -> Synced | None:
    """Bring up all catalogues; None where any file cannot be read, and then nothing is replaced.

    What is remembered lies in the file `store`. `pool` opens an executor; it is used if there is much to do.
    """
    _sweep(repository.root)
    tree, known = _Tree(repository), _remembered(store)
    common, key = known.pop(SHARED, None), tree.key(SHARED)
    if (common is None or common.key != key) and failed(Repository(repository.root, only=()).problems):
        return None
    names = former(repository.root, tree.strangers())
    settled = {
        name: known[name] for name in tree.documents
        if name in known and known[name].key == tree.key(name) and known[name].uuid not in names
    }
    todo = [name for name in tree.documents if name not in settled]
    written: dict[str, tuple[Path, str]] = {}
    try:
        with pool() if len(todo) > _FEW else nullcontext() as executor:
            work = _Work(repository, tree, names, executor, progress or _silently)
            done = work.outcomes(todo)
            if done is None:
                return None
            left_out = {name: item.left_out for name, item in done.items() if item.left_out}
            done = {name: item for name, item in done.items() if not item.left_out}
            settled |= {name: known[name] for name in left_out if name in known}  # as it was when it could be applied
            lists = [item.references for item in settled.values()] + [item.references for item in done.values()]
            used = tuple(sorted(set(chain.from_iterable(lists))))
            if common is not None and (common.key, common.references) == (key, used):
                settled[SHARED] = common
            else:
                done[SHARED] = replace(work.shared(used), references=used)
        written = {path: ready for item in done.values() for path, ready in item.waiting.items()}
        replace_files({repository.root / path: temporary for path, (temporary, _) in written.items()})
    finally:
        if len(written) or todo:  # what an error has left
            _sweep(repository.root)
    tree.replaced({path: digest for path, (_, digest) in written.items()})
    moved = _moved(repository.root, tree, names, {name: item.uuid for name, item in done.items()})
    settled |= {
        name: _Settled(tree.key(name), item.references, item.catalogues, item.uuid) for name, item in done.items()
    }
    if done and store is not None:
        _remember(store, settled)
    told = _in_order(repository, tree, written)
    return Synced(sum(item.catalogues for item in settled.values()), told, tuple(sorted({*written} - {*told})), moved,
                  tuple(chain.from_iterable(left_out.values())))


def _sweep(root: Path) -> None:
    for top in ("standards", "translations"):
        sweep(root / top)


def _moved(root: Path, tree: _Tree, names: Former, uuids: Mapping[str, str]) -> dict[str, str]:
    """Give up the former files of these standards that have nothing of their own: by path, the one that has it all."""
    found: dict[str, str] = {}
    for renaming in (Renaming(old, new) for new, uuid in uuids.items() for old in names.get(uuid, ())):
        gone = tuple(given_up(root, renaming, tree.files(renaming.old)))
        for path in gone:
            with explained(root / path):
                (root / path).unlink()
        tree.given_up(gone)
        found |= {path: renaming.path(path) for path in gone}
    return dict(sorted(found.items()))


def _silently(stage: str, done: int, total: int) -> None:
    """Tell nobody of progress."""


def _in_order(repository: Repository, tree: _Tree, written: Iterable[str]) -> tuple[str, ...]:
    """Those of these paths that are catalogues, by locale and document, in the order these have."""
    places = {name: place for place, name in enumerate((*tree.documents, SHARED))}
    tags = repository.tags
    catalogues = (path for path in written if path.endswith(".po") and path.split("/")[1] in tags)
    return tuple(sorted(catalogues, key=lambda path: (tags.index(path.split("/")[1]), places[_owner(path)])))


def _remembered(store: Path | None) -> dict[str, _Settled]:
    """What an earlier run has left; nothing where the disk has damaged it, or another version has written it."""
    stored = store.read_bytes() if store is not None and store.is_file() else b""
    digest, content = stored[:64], stored[64:]
    if hashlib.sha256(content).hexdigest().encode() != digest:
        return {}
    rows = json.loads(content)
    if any(len(row) != len(fields(_Settled)) for row in rows.values()):
        return {}
    return {
        name: _Settled(key, tuple(references), catalogues, uuid)
        for name, (key, references, catalogues, uuid) in rows.items()
    }


def _remember(store: Path, settled: Mapping[str, _Settled]) -> None:
    rows = {name: astuple(item) for name, item in settled.items()}
    content = json.dumps(rows).encode()
    replace_file(store, hashlib.sha256(content).hexdigest().encode() + content)
