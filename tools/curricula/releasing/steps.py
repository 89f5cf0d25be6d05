"""One step of a standard: what its file says after it, and the repository as it would be then."""

import re
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from curricula.diagnostics import CurriculaError
from curricula.editing import rewritten, written
from curricula.fingerprint import content
from curricula.history import commits, unpacked
from curricula.lifecycle import ONCE_PUBLISHED
from curricula.model.common import ApprovalRole
from curricula.model.standards import Standard
from curricula.releasing.changes import Version
from curricula.repository import Repository
from curricula.source import parsed

_STATUS = re.compile(rb"^status: *[\"']?([a-z]+)", re.MULTILINE)
_APPROVALS = "approvals"
_REPLACES = "replaces"
_NOBODY, _NO_ROLE = "…", "author"  # while it is only asked what a step needs


@dataclass(frozen=True)
class Step:
    """What is asked for: the status `to`, who answers for it and in what role, the day, and the reason if there is one.

    `effective` is the day from which what is published applies; empty for the one in the file, if that is no earlier.
    """

    to: str
    name: str
    role: ApprovalRole | None
    date: str
    effective: str
    reason: str


@dataclass(frozen=True)
class Earlier:
    """The version that was published last, as git remembers it; `commit` has it, and `version` where it can be read."""

    commit: str
    version: Version | None


def earlier(repository: Repository, standard: Standard, open_: ExitStack) -> Earlier | None:
    """What was published last of a standard; None where nothing was, or git knows nothing. `open_` keeps its files."""
    for commit, words in commits(repository.root, standard.where.path):
        found = _STATUS.search(words)
        if found and found[1].decode() in ONCE_PUBLISHED:
            folder = open_.enter_context(unpacked(repository.root, commit, ("standards", "translations")))
            past = Repository(folder)
            old = past.issued.get(standard.id)
            return Earlier(commit, Version(past, old) if old and old.kind == standard.kind else None)
    return None


def after(repository: Repository, standard: Standard, step: Step, last: Earlier | None) -> str:
    """The words of the file after the step: all that is not changed by it stays as its author wrote it."""
    source = repository.source(standard.where.path)
    data = dict(source.data) | {"status": step.to}
    past = last.version if last and step.to == "published" else None
    if step.to == "published":
        data["issued"] = step.date
        data["effective"] = step.effective or max(step.date, standard.effective)
        if past and _REPLACES not in data:
            data = _behind(data, "effective", _REPLACES, past.standard.version)
    records = list(data.get(_APPROVALS, ()))
    if past:
        records.append(_record(step, "superseded", past))
    records.append(_record(step, step.to, Version(repository, standard)))
    if _APPROVALS in data:
        return rewritten(source.text, data | {_APPROVALS: records}, source.path)
    text = rewritten(source.text, data, source.path)
    lines = [written("x", record).removeprefix("x: ") for record in records]
    text = "".join([text, "" if text.endswith("\n") else "\n", f"{_APPROVALS}:\n", *(f"  - {line}" for line in lines)])
    if parsed(text, source.path).data != data | {_APPROVALS: records}:
        raise CurriculaError(
            "{path} is laid out in a way that cannot be changed safely; nothing was written", path=source.path
        )
    return text


def _behind(data: Mapping[str, Any], name: str, added: str, value: str) -> dict[str, Any]:
    """The data with one property more, which follows `name`."""
    found: dict[str, Any] = {}
    for key, old in data.items():
        found[key] = old
        if key == name:
            found[added] = value
    return found


def _record(step: Step, status: str, version: Version) -> dict[str, str]:
    record = {
        "step": status, "version": version.standard.version, "name": step.name or _NOBODY,
        "role": step.role or _NO_ROLE, "date": step.date, "content": content(version.standard, version.adoption),
    }
    return record | ({"reason": step.reason} if step.reason else {})


def supposing(repository: Repository, texts: Mapping[str, str]) -> Repository:
    """The repository as it would be with these words in these files; nothing is written."""
    return repository.with_sources(parsed(text, path) for path, text in texts.items())


def companions(repository: Repository, standard: Standard) -> tuple[Standard, ...]:
    """The course and practice standards that the plan of a professional standard of ours names, in its order."""
    if standard.kind != "professional" or standard.id in repository.adoptions:
        return ()
    named = (course.standard.id for course in standard.curriculum.courses if course.standard)
    return tuple(repository.standards[name] for name in dict.fromkeys(named) if name in repository.standards)


def unchanged(root: Path, paths: Iterable[tuple[str, str]]) -> None:
    """`CurriculaError` where a file has other words by now than those that were read."""
    for path, words in paths:
        if parsed((root / path).read_bytes().decode("utf-8-sig", "replace"), path).data != parsed(words, path).data:
            raise CurriculaError("{file} has changed meanwhile; nothing was written", file=path)
