"""What was written for a standard under a former name is taken over: nothing lapses because a file was moved.

A former name is one that a catalogue with the standard's UUID has, and no document any more. Under it lie its
catalogues, review records, accepted edits, lists of changes, and what was kept for publishing. What stands under the
present name already stays as it is; a former file is given up once all that it has stands there.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from curricula.catalogue import Catalogue, Message, read_catalogue, write_catalogue
from curricula.edits import FOLDER as EDITS
from curricula.edits import Edit, read_edits, write_edits
from curricula.lifecycle import CHANGES, changes_file
from curricula.reviews import FOLDER as REVIEWS
from curricula.reviews import Review, read_reviews, write_reviews
from curricula.source import read_json
from curricula.strays import SNAPSHOTS
from curricula.units import NOWHERE

Former = Mapping[str, tuple[str, ...]]  # former names by UUID


@dataclass(frozen=True, slots=True)
class Renaming:
    """One former name of a document, and its present one."""

    old: str
    new: str

    def path(self, path: str) -> str:
        """The file that has the place of a former one now."""
        stem, dot, suffix = path.rpartition(".")
        if path.startswith(f"{CHANGES}/"):
            return changes_file(self.new, stem.rpartition("/")[2])
        return stem.removesuffix(self.old) + self.new + dot + suffix

    def key(self, key: str) -> str:
        """A key as it is now."""
        return self.new + key.removeprefix(self.old) if key.startswith(f"{self.old}#") else key

    def messages(self, messages: Mapping[str, Message]) -> dict[str, Message]:
        """Messages under their keys as they are now."""
        return {self.key(key): item._replace(key=self.key(key)) for key, item in messages.items()}

    def catalogue(self, root: Path, path: str, locale: str) -> Catalogue:
        """A former catalogue with its keys as they are now."""
        found = read_catalogue(root, path, locale)
        return replace(
            found, path=self.path(path), messages=self.messages(found.messages), obsolete=self.messages(found.obsolete)
        )

    def records(self, root: Path, path: str) -> dict[str, Review]:
        """Former review records by their keys as they are now; none of a damaged file."""
        return {self.key(key): replace(item, where=NOWHERE) for key, item in read_reviews(root, path).records.items()}

    def edits(self, root: Path) -> tuple[Edit, ...]:
        """Accepted edits with their keys as they are now."""
        return tuple(replace(item, key=self.key(item.key)) for item in read_edits(root, self.old).edits)

    def changes(self, root: Path, path: str) -> bytes:
        """A list of changes as it is now."""
        return (json.dumps(read_json(root, path).data | {"id": self.new}, ensure_ascii=False, indent=2) + "\n").encode()


def former(root: Path, strangers: Iterable[tuple[str, str, str]]) -> Former:
    """Former names, as catalogues without a document tell them: each is given as name, locale and path.

    A damaged one tells nothing.
    """
    found: dict[str, set[str]] = {}
    for name, locale, path in strangers:
        catalogue = read_catalogue(root, path, locale)
        if catalogue.uuid and not catalogue.problems:
            found.setdefault(catalogue.uuid, set()).add(name)
    return {uuid: tuple(sorted(names)) for uuid, names in found.items()}


def adopted(root: Path, own: Catalogue, uuid: str, renamings: Iterable[Renaming]) -> Catalogue:
    """The catalogue of a standard, with the words of former ones where it has none."""
    for renaming in renamings:
        moved = renaming.catalogue(root, f"translations/{own.locale}/{renaming.old}.po", own.locale)
        if moved.uuid != uuid or moved.problems:
            continue
        if not own.messages and not own.obsolete:
            own = moved
            continue
        filled = {key for table in (own.messages, own.obsolete) for key, item in table.items() if item.words}
        own = replace(
            own, messages={**own.messages, **_spoken(moved.messages, filled)},
            obsolete={**own.obsolete, **_spoken(moved.obsolete, {*filled, *own.messages})},
        )
    return own


def _spoken(messages: Mapping[str, Message], filled: Collection[str]) -> dict[str, Message]:
    return {key: item for key, item in messages.items() if item.words and key not in filled}


def beside(root: Path, uuid: str, renamings: Sequence[Renaming], locales: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """The other files of a standard that take something over, with what they have then; only those it has in `locales`.
    """
    log = read_edits(root, renamings[0].new)
    old = [item for renaming in renamings for item in renaming.edits(root) if item not in log.edits]
    if old and not log.problems:
        yield log.path, write_edits((*old, *log.edits))
    for renaming in renamings:
        for path in _lists(root, uuid, renaming):
            if not (root / renaming.path(path)).exists():
                yield renaming.path(path), renaming.changes(root, path)
    for locale in locales:
        yield from _records(root, renamings, locale)
        yield from _kept(root, uuid, renamings, locale)


def _records(root: Path, renamings: Sequence[Renaming], locale: str) -> Iterator[tuple[str, bytes]]:
    own = read_reviews(root, f"{REVIEWS}/{locale}/{renamings[0].new}.json")
    records = dict(own.records)
    for renaming in renamings:
        records = renaming.records(root, f"{REVIEWS}/{locale}/{renaming.old}.json") | records
    if len(records) > len(own.records) and not own.problems:
        yield own.path, write_reviews(records)


def _lists(root: Path, uuid: str, renaming: Renaming) -> Iterator[str]:
    """The lists of changes under a former name that are those of the standard."""
    for path in sorted((root / CHANGES / renaming.old).glob("*.json")):
        name = path.relative_to(root).as_posix()
        data = read_json(root, name).data
        if isinstance(data, dict) and data.get("uuid") == uuid:
            yield name


def _kept(root: Path, uuid: str, renamings: Sequence[Renaming], locale: str) -> Iterator[tuple[str, bytes]]:
    """What was kept for publishing, as a whole; of several former names the first that has it."""
    for renaming in renamings:
        old, new = f"{SNAPSHOTS}/{locale}/{renaming.old}", f"{SNAPSHOTS}/{locale}/{renaming.new}"
        catalogue = renaming.catalogue(root, f"{old}.po", locale)
        if (root / f"{new}.yaml").exists() or not (root / f"{old}.yaml").exists() or catalogue.problems:
            continue
        if catalogue.uuid in ("", uuid):
            yield f"{new}.yaml", (root / f"{old}.yaml").read_bytes()
            yield f"{new}.po", write_catalogue(catalogue)
            return


def given_up(root: Path, renaming: Renaming, paths: Iterable[str]) -> Iterator[str]:
    """Those of the former files `paths` of which all stands under the present name.

    While another file stays, its catalogues do too: they tell whose it was.
    """
    found = {path: _is_taken(root, renaming, path) for path in paths}
    rest = all(taken for path, taken in found.items() if not path.endswith(".po"))
    return (path for path, taken in sorted(found.items()) if taken and (rest or not path.endswith(".po")))


def _is_taken(root: Path, renaming: Renaming, path: str) -> bool:
    new = renaming.path(path)
    if not (root / new).exists():
        return False
    if path.startswith(f"{REVIEWS}/"):
        old, own = read_reviews(root, path), read_reviews(root, new)
        present = {key: replace(item, where=NOWHERE) for key, item in own.records.items()}
        return not old.problems and renaming.records(root, path).items() <= present.items()
    if path.startswith(f"{EDITS}/"):
        return not read_edits(root, renaming.old).problems and set(renaming.edits(root)) <= set(
            read_edits(root, renaming.new).edits
        )
    if path.endswith(".po"):
        return _has_all(renaming.catalogue(root, path, ""), read_catalogue(root, new, ""))
    if path.startswith(f"{CHANGES}/"):
        return isinstance(read_json(root, path).data, dict) and (
            renaming.changes(root, path) == (root / new).read_bytes()
        )
    return (root / path).read_bytes() == (root / new).read_bytes()


def _has_all(old: Catalogue, new: Catalogue) -> bool:
    """Whether every word and note of a catalogue stands in another, for present or obsolete texts."""
    found = {**new.obsolete, **new.messages}
    return old.uuid == new.uuid and not old.problems and all(
        (there := found.get(key)) is not None and (there.words, there.note) == (item.words, item.note)
        for key, item in (*old.messages.items(), *old.obsolete.items()) if item.words or item.note
    )
