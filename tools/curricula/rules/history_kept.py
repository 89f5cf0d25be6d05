"""A standard keeps its UUID, its published words and the order of its statuses.

Where the repository is under git, every changed standard is compared with the last commit. The file of a
standard keeps its UUID, and the UUID of a deleted standard is not given to another one; a file may be moved,
with its UUID. A status takes one step at a time: draft, review, approved, published, and from there
superseded or withdrawn; back to draft it goes only from review or approved. What has once been published
does not change, nor do its dates: other requirements are a new version, which begins as a draft. Who took which
step stays on record. Where git is not installed, outside of its working copies, and before the first commit,
nothing is known of the past, and nothing is found.

Good:
    committed:
      professional: {status: published}
    professional: {version: 1.1.0, replaces: 1.0.0, status: draft, goal: [{id: GO1, text: 本专业培养电子工程师。}]}
Bad:
    committed:
      professional: {status: published}
    professional: {status: published, goal: [{id: GO1, text: 本专业培养电子工程师。}]}
Bad:
    committed:
      course: {status: draft}
    course: {status: published}
Bad:
    committed:
      practice: {group_size: 20}
    practice: {uuid: 5b8d1d0e-0c6e-4a2b-9a55-2f1f8d7c6e01}
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from curricula.compare import DOCUMENT, IDENTITY, compare
from curricula.diagnostics import Diagnostic
from curricula.drafts import data_of
from curricula.history import LAST, STANDARDS, Changed, changed, deleted, state, unpacked
from curricula.inventory import document_id, is_adoption
from curricula.lifecycle import NEXT, ONCE_PUBLISHED, numbers
from curricula.model.adoption import Adopted, Adoption
from curricula.model.standards import Standard
from curricula.repository import Repository

FIRM = True  # cannot be suppressed: what was published and adopted stands

_CODE = "history-kept"
_UUID = re.compile(rb"^uuid: *[\"']?([0-9a-f-]{36})", re.MULTILINE)
_SHOWN = 3  # changes named in a message


@dataclass(frozen=True)
class _Last:
    """A standard as it was last committed: its properties, and all of it where the present schema accepts it.

    Of one that a partner has adopted, the properties are those of the `adoption`.
    """

    id: str
    facts: Mapping[str, Any]
    standard: Standard | None
    adoption: Adoption | None


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Standards that changed since the last commit in a way that they must not."""
    if repository.adopting:
        return  # of a standard as a partner has adopted it nothing is committed
    found = changed(repository.root)
    if found is None or not (found.committed or found.added):
        return
    before = _committed(repository.root, state(repository.root), found.committed)
    owners = {standard.uuid: standard for standard in repository.issued.values()}
    for last in before:
        here = repository.issued.get(last.id)
        now = here if here and here.uuid == last.facts.get("uuid") else owners.get(str(last.facts.get("uuid")))
        if now is None and here is not None:
            yield _other_uuid(last, here)
        elif now is not None and now is not here and not _moved(last, now):
            yield _reused(now, last.id)
        elif now is not None:
            yield from _status(last, now)
            yield from _content(last, now, repository.adoptions.get(now.id))
            yield from _records(last, now)
    yield from _resurrected(repository, found, {str(last.facts.get("uuid")) for last in before})


@lru_cache(8)  # for a process that checks again and again between two commits
def _committed(root: Path, standards: str, paths: tuple[str, ...]) -> tuple[_Last, ...]:
    """The standards of changed, moved and deleted files, as they were in the last commit, whose tree is `standards`."""
    if not paths:
        return ()
    adopted = any(map(is_adoption, paths))  # its standard and its partner are needed to read it
    with unpacked(root, LAST, (STANDARDS,) if adopted else paths) as folder:
        old = Repository(folder)
        facts = {document_id(path): old.source(path).data for path in old.paths if path in paths}
        return tuple(
            _Last(name, data, old.issued.get(name), _adoption(old.adoptions.get(name)))
            for name, data in facts.items() if isinstance(data, dict)
        )


def _adoption(adopted: Adopted | None) -> Adoption | None:
    return adopted.tailoring.adoption if adopted else None


def _other_uuid(last: _Last, here: Standard) -> Diagnostic:
    return Diagnostic(
        here.where.at("uuid"), _CODE, "the UUID was {before} when the file was last committed",
        {"before": last.facts.get("uuid")},
        hint="Write {before} again. For another standard, begin a file of another name.",
    )


def _moved(last: _Last, now: Standard) -> bool:
    """Whether the standard of another file is the same one: its kind, and its code or its title, are."""
    same = last.facts.get("code") == now.code or last.facts.get("title") == now.title.words
    return same and last.facts.get("kind") in (now.kind, "adoption")


def _reused(now: Standard, owner: str) -> Diagnostic:
    return Diagnostic(
        now.where.at("uuid"), _CODE, "the UUID {uuid} was that of {owner}", {"uuid": now.uuid, "owner": owner},
        hint="Give this standard a UUID of its own. If you are restoring {owner}, put the file back in its old place.",
    )


def _resurrected(repository: Repository, found: Changed, known: set[str]) -> Iterator[Diagnostic]:
    """New standards with the UUID of one that was deleted in an earlier commit."""
    names = {document_id(path) for path in found.added}
    new = {item.uuid: item for name, item in repository.issued.items() if name in names and item.uuid not in known}
    for path, content in deleted(repository.root) if new else ():
        match = _UUID.search(content)
        now = new.pop(match[1].decode(), None) if match else None
        if now is not None and now.id != document_id(path):
            yield _reused(now, document_id(path))


def _status(last: _Last, now: Standard) -> Iterator[Diagnostic]:
    before, version = last.facts.get("status", ""), last.facts.get("version", "")
    if before not in NEXT or now.status == before == "draft":
        return
    told = {"before": before, "after": now.status, "last": version, "version": now.version}
    steps = (before, *NEXT[before])
    if version == now.version:
        if now.status not in steps and NEXT[before]:
            yield Diagnostic(
                now.where.at("status"), _CODE, "the status was {before} and cannot become {after} at once",
                told | {"next": ", ".join(NEXT[before])}, hint="From {before} it goes to: {next}.",
            )
        elif now.status not in steps:
            yield Diagnostic(
                now.where.at("status"), _CODE, "version {version} was {before} and cannot become {after}", told,
                hint="{before} is final. What follows is a new version, which begins as draft.",
            )
    elif before in ONCE_PUBLISHED and numbers(now.version) < numbers(version):
        yield Diagnostic(
            now.where.at("version"), _CODE, "version {version} is older than {last}, which was {before}", told,
            hint="Give what follows {last} a higher version.",
        )
    elif now.status != "draft" and (before in ONCE_PUBLISHED or now.status not in steps):
        yield Diagnostic(
            now.where.at("status"), _CODE, "version {version} is new and already {after}; {last} was {before}", told,
            hint="A new version begins as draft.",
        )


def _content(last: _Last, now: Standard, adopted: Adopted | None) -> Iterator[Diagnostic]:
    """Other requirements or dates in a version that has once been published."""
    old = last.standard
    if old is None or old.status not in ONCE_PUBLISHED or old.version != now.version:
        return
    dates = [f"{DOCUMENT} {name}" for name in ("issued", "effective") if getattr(old, name) != getattr(now, name)]
    requirements = (change for change in compare(old, now) if change.weight == "substantive")
    changes = [*dates, *(f"{change.item.id} {change.field}".strip() for change in requirements)]
    if last.adoption and adopted:
        before, after = data_of(last.adoption), data_of(adopted.tailoring.adoption)
        names = sorted({*before, *after} - IDENTITY)
        changes += [f"{DOCUMENT} {name}" for name in names if before.get(name) != after.get(name)]
    if changes:
        yield Diagnostic(
            now.where.at("version"), _CODE, "version {version} was {status} and has changed since: {changes}",
            {
                "version": now.version, "status": old.status, "id": now.id,
                "changes": ", ".join(changes[:_SHOWN]) + ("…" if len(changes) > _SHOWN else ""),
            },
            hint="Raise `version` and begin it as draft, or take the changes back; `curricula diff {id}` lists them.",
        )


def _records(last: _Last, now: Standard) -> Iterator[Diagnostic]:
    """Approvals that were on record, and are not any more."""
    before = last.standard.approvals if last.standard else ()
    kept = {replace(record, where=now.where) for record in now.approvals}
    for record in before:
        if replace(record, where=now.where) not in kept:
            yield Diagnostic(
                now.where.at("approvals"), _CODE,
                "the record of the step {step} of version {version}, by {name} on {date}, is not there any more",
                {"step": record.step, "version": record.version, "name": record.name, "date": record.date},
                hint="What was recorded stays: put it back as it was.",
            )
