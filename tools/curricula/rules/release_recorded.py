"""Every step of a standard or an adoption is on record, with the words it was taken for.

`curricula release` takes a standard from draft to review, approved and published, one step at a time, and
records in `approvals` who answers for each. A status that was written by hand has no record, and is found
also when it is committed long since. Whoever handed a standard in for review does not approve it. What was
approved, and what was published, says the same today: each record holds the hash of what the standard said.
Other words are a new version, which begins as draft. Dates of steps follow each other, and a standard is
issued on the day it is published.

Good:
    course:
      status: review
      approvals:
        - {step: review, version: 1.0.0, name: Li Ming, role: author, date: 2026-09-01, content: "0000000000000000"}
Bad:
    course:
      status: published
Bad:
    course:
      status: approved
      approvals:
        - {step: review, version: 1.0.0, name: Li Ming, role: author, date: 2026-09-01, content: "0000000000000000"}
        - {step: approved, version: 1.0.0, name: Li Ming, role: expert, date: 2026-09-02, content: "0000000000000000"}
"""

from collections.abc import Iterator
from itertools import pairwise

from curricula.diagnostics import Diagnostic
from curricula.fingerprint import content
from curricula.lifecycle import ENDED, changes_file, needed, taken
from curricula.model.adoption import Adopted
from curricula.model.standards import Standard
from curricula.repository import Repository
from curricula.schemas import violations
from curricula.source import read_json

_CODE = "release-recorded"


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Steps that nobody has on record, or that were taken for other words."""
    if repository.adopting:
        return  # an adopted standard is judged with the others
    for standard in repository.issued.values():
        yield from _order(standard)
        if standard.status != "draft":
            yield from _steps(standard)
            yield from _content(standard, repository.adoptions.get(standard.id))
        yield from _changes(repository, standard)


def _order(standard: Standard) -> Iterator[Diagnostic]:
    for before, record in pairwise(standard.approvals):
        if record.date < before.date:
            yield Diagnostic(
                record.where.at("date"), _CODE,
                "the step {step} is dated {date}, before the step {before} of {earlier}",
                {"step": record.step, "date": record.date, "before": before.step, "earlier": before.date},
                hint="Each step follows the one before it: correct the date that is wrong.",
            )


def _steps(standard: Standard) -> Iterator[Diagnostic]:
    found = taken(standard)
    known = {record.step for record in found}
    missing = [step for step in needed(standard.status) if step not in known]
    told = {"status": standard.status, "id": standard.id, "version": standard.version}
    if missing:
        yield Diagnostic(
            standard.where.at("status"), _CODE,
            "version {version} is {status}, but nobody is on record for: {missing}",
            told | {"missing": ", ".join(missing)},
            hint="Take the status back; `curricula release {id}` takes one step after the other and records each.",
        )
    authors = {_plain(record.name) for record in found if record.step == "review"}
    for record in found:
        if record.step == "approved" and _plain(record.name) in authors:
            yield Diagnostic(
                record.where.at("name"), _CODE, "version {version} was approved by {name}, who handed it in",
                told | {"name": record.name}, hint="Somebody else has to approve it.",
            )
        if record.step == "published" and record.date != standard.issued:
            yield Diagnostic(
                standard.where.at("issued"), _CODE, "is issued on {issued}, but was published on {date}",
                {"issued": standard.issued, "date": record.date},
                hint="A standard is issued on the day it is published.",
            )


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _content(standard: Standard, adopted: Adopted | None) -> Iterator[Diagnostic]:
    """The first record, of those that bind, of another content than the present one."""
    found = [record for record in taken(standard) if record.step in ("approved", "published", *ENDED)]
    now = content(standard, adopted.tailoring.adoption if adopted else None) if found else ""
    for record in found:
        if record.content != now:
            yield Diagnostic(
                record.where.at("content"), _CODE,
                "version {version} has changed since {name} took the step {step} on {date}",
                {
                    "version": record.version, "name": record.name, "step": record.step, "date": record.date,
                    "id": standard.id,
                },
                hint=(
                    "Take the changes back, or raise `version` and begin it as draft; `curricula diff {id}` lists them."
                    if standard.status != "approved" else
                    "Take the changes back, or go back with `curricula release {id} --to draft`."
                ),
            )
            return


def _changes(repository: Repository, standard: Standard) -> Iterator[Diagnostic]:
    """What is wrong with the list of changes that is kept for the version."""
    path = changes_file(standard.id, standard.version)
    if not (repository.root / path).is_file():
        return
    source = read_json(repository.root, path)
    wrong = source.problems or tuple(violations(source, "changes"))
    yield from wrong
    if not wrong and (source.data["id"], source.data["to"]) != (standard.id, standard.version):
        yield Diagnostic(
            standard.where.at("version"), _CODE, "{file} is of {id} {to}",
            {"file": path, "id": source.data["id"], "to": source.data["to"]},
            hint="Delete it; it is written anew when the version is published.",
        )
