"""Show what changed in a standard.

Compares two versions of the standard ID and lists the changes as a teacher sees them: what was
added, removed, reworded or moved, and which numbers are others now; substantive changes first, then
editorial ones, then those of translations. Says which step of the version the changes call for.
--from and --to name a revision of git or a YAML file; without them the last commit is compared with
the files as they are.
"""

import io
import json
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from curricula.compare import Change, bump, compare, translation_changes
from curricula.diagnostics import CurriculaError
from curricula.model.standards import KINDS, Standard
from curricula.model.text import texts
from curricula.parsing import parse
from curricula.report import Desk, Result, count
from curricula.repository import Repository
from curricula.schemas import violations
from curricula.source import read_yaml

PARAMETERS = [
    click.Argument(["id"]),
    click.Option(["--from", "before"], default="HEAD", show_default=True, help="Older version: a revision or a file."),
    click.Option(["--to", "after"], default=None, help="Newer version; the files as they are without it."),
    click.Option(["--format", "shape"], type=click.Choice(["text", "json"]), default="text", show_default=True,
                 help="How to list the changes."),
]
_HEADINGS = {"substantive": "Substantive", "editorial": "Editorial", "translation": "Translation only"}
_SIGNS = {"added": "+", "removed": "-", "changed": "~", "moved": ">"}


@dataclass(frozen=True)
class _Version:
    """One version of a standard and its translations, by locale and key."""

    standard: Standard
    words: dict[str, dict[str, str]]


def run(desk: Desk, id: str, before: str, after: str | None, shape: str) -> Result:
    """The list of changes."""
    with _version(desk.root, id, before) as old, _version(desk.root, id, after) as new:
        changes = [*compare(old.standard, new.standard), *_translations(old, new)]
    step = bump(changes)
    if shape == "json":
        facts = {"id": id, "from": old.standard.version, "to": new.standard.version, "bump": step}
        listed = [asdict(change) for change in changes]
        return Result(lines=(json.dumps(facts | {"changes": listed}, ensure_ascii=False, indent=2),))
    lines = [line for weight in _HEADINGS for line in _section(weight, changes)]
    closing = f"{count(len(changes), 'change')}; from {old.standard.version} this calls for: {step}"
    return Result(lines=(*lines, closing))


def _section(weight: str, changes: list[Change]) -> Iterator[str]:
    members = [change for change in changes if change.weight == weight]
    if members:
        yield f"{_HEADINGS[weight]} ({len(members)})"
    for change in members:
        place = f"  {_SIGNS[change.kind]} {change.item} {change.field}"
        if change.before is None or change.after is None:
            yield f"{place}: {change.after if change.before is None else change.before}"
        elif max(len(change.before), len(change.after)) <= 30:
            yield f"{place}: {change.before} → {change.after}"
        else:
            yield from (f"{place}:", f"      - {change.before}", f"      + {change.after}")


def _translations(old: _Version, new: _Version) -> Iterator[Change]:
    """Changes of translations whose source words are the same in both versions."""
    sources = [{text.key: text.words for text in texts(version.standard)} for version in (old, new)]
    same = {key for key, words in sources[1].items() if sources[0].get(key) == words}
    for locale in sorted(old.words.keys() & new.words.keys()):
        yield from translation_changes(old.words[locale], new.words[locale], same, locale)


@contextmanager
def _version(root: Path, id: str, name: str | None) -> Iterator[_Version]:
    """The version called `name`: None is the working files, an existing path a file, else a revision of git."""
    if name is None:
        yield _from_repository(Repository(root), id, "the present files")
    elif Path(name).is_file():
        yield _from_file(Path(name).resolve(), id)
    else:
        with tempfile.TemporaryDirectory() as folder:
            _unpack(root, name, Path(folder))
            yield _from_repository(Repository(Path(folder)), id, name)


def _from_repository(repository: Repository, id: str, name: str) -> _Version:
    standard = repository.standards.get(id)
    if standard is None:
        raise CurriculaError(f"{name} has no readable standard {id}")
    words = {
        locale: {m.key: m.words for m in repository.catalogue(id, locale).messages.values() if not m.fuzzy and m.words}
        for locale in repository.locales
        if locale != standard.language
    }
    return _Version(standard, words)


def _from_file(path: Path, id: str) -> _Version:
    source = read_yaml(path.parent, path.name)
    kind = source.data.get("kind") if isinstance(source.data, dict) else None
    if source.problems or kind not in KINDS or next(violations(source, kind), None):
        raise CurriculaError(f"{path} is not a readable standard: `curricula check` tells why")
    return _Version(parse(KINDS[kind], source.data, id, path.name), {})


def _unpack(root: Path, revision: str, folder: Path) -> None:
    """The standards and translations of a revision of git."""
    command = ["git", "-C", str(root), "archive", "--format=tar", revision, "--", "standards", "translations"]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        raise CurriculaError("git is not installed: name two files with --from and --to") from None
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().splitlines()
        raise CurriculaError(f"git has no version {revision} of this repository: {reason[-1] if reason else ''}")
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        for member in archive:
            content = archive.extractfile(member) if member.isfile() else None
            if content is not None and ".." not in Path(member.name).parts:
                target = folder / member.name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content.read())
