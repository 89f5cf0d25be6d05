"""Packages at hand, read back as a repository: for who has a mirror or a download, and not the standards themselves.

Each is verified before it is believed. What several of them share is put together; labels are those of the program.
"""

import csv
import io
import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from curricula.catalogue import Message, read_catalogue, write_catalogue
from curricula.common import SETTINGS
from curricula.diagnostics import CurriculaError, Diagnostic, Where
from curricula.lifecycle import numbers
from curricula.packages import bag, collection, container
from curricula.packages.sources import SOURCE
from curricula.packages.trust import Trust
from curricula.packages.verifying import verify
from curricula.references import SHARED
from curricula.repository import Repository
from curricula.resources import TRANSLATIONS
from curricula.schemas import violations
from curricula.source import decoded, parsed_json

SUFFIXES = (f".{bag.SUFFIX}", ".zip")  # what a package is called; some programs rename one before they download it
_NAME = re.compile(rf"(.+)-(\d+\.\d+\.\d+)\.{bag.SUFFIX}")
_UNKNOWN = "–"  # what a package does not say


@dataclass(frozen=True)
class Found:
    """A file that should be a package: the standard it is called after, with dots for folders, and the version.

    Both are empty where it has another name: it has to be opened to tell.
    """

    path: Path
    name: str = ""
    version: tuple[int, ...] = ()


@dataclass(frozen=True)
class Shelved:
    """A package that is as it was made: its file, its manifest, and what its standard was made of."""

    path: Path
    manifest: Mapping[str, Any]
    source: Mapping[str, Any]


def is_packed(name: str) -> bool:
    """Whether an argument names a package, or a folder that holds any and is no repository."""
    path = Path(name)
    if not path.is_dir():
        return path.suffix in SUFFIXES
    return not (path / SETTINGS).exists() and any(True for _ in path.rglob(f"*.{bag.SUFFIX}"))


def listed(names: Iterable[str]) -> tuple[Found, ...]:
    """The packages that arguments name, one by one or by their folder; collections in it are passed over."""
    found: dict[Path, None] = {}
    for name in names:
        path = Path(name)
        inside = [path]
        if path.is_dir():
            inside = [item for item in sorted(path.rglob(f"*.{bag.SUFFIX}")) if not collection.is_one(item)]
        if not inside:
            raise CurriculaError("{folder} holds no packages: their names end in .asice", folder=path)
        if not path.exists():
            raise CurriculaError("{path} does not exist", path=path)
        found |= dict.fromkeys(inside)
    return tuple(_found(path) for path in found)


def _found(path: Path) -> Found:
    called = _NAME.fullmatch(path.name)
    return Found(path, called[1], numbers(called[2])) if called else Found(path)


def newest(found: Iterable[Found], wanted: Mapping[str, str]) -> tuple[Found, ...]:
    """Of every standard the newest package, or that of the `wanted` version where there is one.

    Those whose names tell nothing are all among them, and so are all that are called the same.
    """
    chosen: dict[str, list[Found]] = {}
    for item in sorted(found, key=lambda item: (item.name, item.version, item.path)):
        exact = numbers(wanted[item.name]) if item.name in wanted else None
        known = chosen.setdefault(item.name or str(item.path), [])
        if known and known[0].version not in (exact, item.version):
            known.clear()
        if not known or known[0].version == item.version:
            known.append(item)
    return tuple(item for known in chosen.values() for item in known)


def opened(found: Iterable[Found], known: Trust | None = None) -> tuple[tuple[Shelved, ...], tuple[Diagnostic, ...]]:
    """The packages among them, and why the others are none: where one cannot be believed, none is used.

    One that is there twice is taken once; `CurriculaError` where two are the same version of one standard and yet
    not the same.
    """
    shelf: dict[tuple[str, str], Shelved] = {}
    for item in found:
        manifest, problems = believed(item.path, known)
        if manifest is None:
            return (), problems
        source, problems = source_of(item.path, manifest)
        if source is None:
            return (), problems
        own = Shelved(item.path, manifest, source)
        other = shelf.setdefault((manifest["id"], manifest["version"]), own)
        if other.manifest["contentDigest"] != manifest["contentDigest"]:
            raise CurriculaError(
                "{file} and {other} are the same version, but not the same file", file=item.path, other=other.path
            )
    return tuple(shelf.values()), ()


def believed(path: Path, known: Trust | None = None) -> tuple[Mapping[str, Any] | None, tuple[Diagnostic, ...]]:
    """The manifest of a package that is as it was made; None, and why, of another.

    Who gives roots believes only what is sealed by whom they vouch for.
    """
    verdict = verify(path, known)
    if verdict.manifest is None or not verdict.intact:
        return None, verdict.diagnostics
    if known is None or not known.roots or verdict.status == 0:
        return verdict.manifest, ()
    return None, tuple(
        replace(item, severity="error") if item.severity == "warning" else item for item in verdict.diagnostics
    )


def source_of(path: Path, manifest: Mapping[str, Any]) -> tuple[Mapping[str, Any] | None, tuple[Diagnostic, ...]]:
    """What the standard in a package that was verified was made of; None, and why, where it cannot be used."""
    wanted = {file["path"]: file["sha256"] for file in manifest["files"]}.get(SOURCE)
    if wanted is None:
        return None, (Diagnostic(
            Where(path.name), "verify-missing", "{path} is missing", {"path": SOURCE},
            hint="The package was made by an older version of the program: take a newer one.",
        ),)
    with path.open("rb") as file:
        entries, _ = container.read(file, path.name)
        entry = next(entry for entry in entries if entry.name == SOURCE)
        file.seek(entry.start)
        content = file.read(entry.size)
    if bag.sha256(content) != wanted:
        raise CurriculaError("{file} has changed meanwhile; nothing was written", file=path)
    where = Where(f"{path.name}/{SOURCE}")
    words, problems = decoded(content, where)
    source = parsed_json(words, where.path)
    for problem in problems or source.problems or violations(source, "source"):
        return None, (replace(problem, where=where, code="verify-schema", fix=None),)
    return source.data, ()


@contextmanager
def unpacked(shelf: Iterable[Shelved], own: Mapping[str, str]) -> Iterator[Repository]:
    """A repository of the standards in these packages, and of the reader's `own` files (words by path).

    Of a file that several have, it has that of the last one.
    """
    sources = [item.source for item in shelf]
    files = {path: words for source in sources for path, words in source["files"].items()}
    files |= {path: json.dumps(data, ensure_ascii=False) for path, data in _shared(sources)}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path, words in {**files, **dict(_lists(sources)), **dict(_labels(sources)), **own}.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(words.encode())
        yield Repository(root)


def _shared(sources: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The settings and the national systems that the packages name; the languages of the program have words only."""
    policies: dict[str, dict[str, Any]] = {tag: {"tag": tag, "policy": "shared"} for tag in _tags()}
    organisations: dict[str, dict[str, Any]] = {}
    systems: dict[str, dict[str, Any]] = {}
    settings: dict[str, Any] = {"kind": "repository", "title": _UNKNOWN}
    for source in sources:
        settings |= {name: source[name] for name in ("language", "licence", "publisher", "system")}
        for item in source["locales"]:
            pivot = {"pivot": item["pivot"]} if item["pivot"] else {}
            policies[item["tag"]] = {"tag": item["tag"], "policy": "strict", **pivot}
        organisations |= {item["id"]: {**item, "source": _UNKNOWN} for item in source["organisations"]}
        for name, item in source["systems"].items():
            levels = systems.get(name, {}).get("levels", []) + item["levels"]
            systems[name] = {**item, "levels": list({level["id"]: level for level in levels}.values())}
    for name, system in systems.items():
        levels = system["levels"] or [{"id": "unknown", "name": _UNKNOWN}]  # a course names none, a system has some
        yield f"standards/partners/{name}.yaml", {
            "kind": "partner", **system, "levels": levels, "credit_system": {"name": _UNKNOWN},
        }
    listed = [policy for _, policy in sorted(policies.items())]
    yield SETTINGS, {**settings, "locales": listed, "organisations": list(organisations.values())}


def _lists(sources: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """The code lists, as far as the packages name their codes."""
    lists: dict[str, dict[str, Any]] = {}
    for source in sources:
        for scheme, codes in source["codes"].items():
            lists[scheme] = {**lists.get(scheme, {}), **codes}
    for scheme, codes in lists.items():
        text = io.StringIO(newline="")
        rows = csv.writer(text, lineterminator="\n")
        rows.writerow(("code", "title", "language", "source", "verified"))
        for code, told in sorted(codes.items()):
            rows.writerow((code, told["title"], told["language"], _UNKNOWN, str(told["verified"]).lower()))
        yield f"standards/classifications/{scheme}.csv", text.getvalue()


def _tags() -> tuple[str, ...]:
    """The languages that the labels of the program are translated into."""
    return tuple(sorted(path.parent.name for path in TRANSLATIONS.glob(f"*/{SHARED}.po")))


def _labels(sources: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """The program's labels in every language; the names that the packages show are theirs."""
    spoken = {tag for source in sources for tag in source["words"]}
    for tag in sorted({*_tags(), *spoken}):
        known = read_catalogue(TRANSLATIONS, f"{tag}/{SHARED}.po", tag)
        names = {
            key: Message(key, told["source"], told["words"], Where(known.path))
            for source in sources for key, told in source["words"].get(tag, {}).items()
        }
        words = replace(known, messages={**known.messages, **names})
        yield f"translations/{tag}/{SHARED}.po", write_catalogue(words).decode()
