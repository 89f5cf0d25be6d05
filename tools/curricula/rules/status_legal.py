"""Dates, versions and statuses of a standard fit one another.

A standard cannot apply before it is issued: `effective` is the day of `issued` or a later one. It
replaces an older version of itself, so `replaces` is lower than `version`. A standard that is in
review, approved or published does not rest on one that is superseded or withdrawn, nor does an adoption.
And the institutions of a published standard should have confirmed their names (`verified: true` in
`repository.yaml`); one that has not is a warning. Which step a status may take is the business of history-kept.

Good:
    professional:
      issued: 2026-09-01
      effective: 2026-09-01
      version: 1.10.0
      replaces: 1.9.0
Bad:
    course:
      issued: 2026-09-01
      effective: 2026-08-31
Bad:
    course:
      version: 1.0.0
      replaces: 1.0.0
Bad:
    professional:
      status: withdrawn
    course:
      status: review
Bad:
    professional:
      status: published
"""

from collections.abc import Iterator

from curricula.diagnostics import Diagnostic
from curricula.lifecycle import numbers
from curricula.model.common import Reference
from curricula.model.standards import Standard
from curricula.repository import Repository

_IN_FORCE_OR_ON_THE_WAY = ("review", "approved", "published")
_ENDED = ("superseded", "withdrawn")


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Dates and versions in the wrong order, references to what has ended, unconfirmed institutions."""
    for standard in repository.standards.values():
        yield from _order(standard)
        if standard.status in _IN_FORCE_OR_ON_THE_WAY:
            yield from _ended(repository, standard, _references(standard))
        if standard.status == "published":
            yield from _unconfirmed(repository, standard)
    for adopted in repository.adoptions.values():
        if adopted.standard.status in _IN_FORCE_OR_ON_THE_WAY:
            yield from _ended(repository, adopted.standard, (adopted.tailoring.adoption.standard,))


def _order(standard: Standard) -> Iterator[Diagnostic]:
    if standard.effective < standard.issued:  # dates as year-month-day are in the order of their letters
        yield Diagnostic(
            standard.where.at("effective"), "status-legal", "applies from {effective}, before it is issued on {issued}",
            {"effective": standard.effective, "issued": standard.issued},
            hint="Are the two dates exchanged?",
        )
    if standard.replaces is not None and numbers(standard.replaces) >= numbers(standard.version):
        yield Diagnostic(
            standard.where.at("replaces"), "status-legal", "version {version} cannot replace version {replaces}",
            {"version": standard.version, "replaces": standard.replaces},
            hint="Raise `version`, or name the version before it in `replaces`.",
        )


def _ended(repository: Repository, standard: Standard, references: tuple[Reference, ...]) -> Iterator[Diagnostic]:
    for reference in references:
        other = repository.standards.get(reference.id)
        # The status is that of the version in the file; another version is found by standards-agree.
        if other is not None and other.version == reference.version and other.status in _ENDED:
            yield Diagnostic(
                reference.where.at("id"), "status-legal",
                "has the status {status}, but rests on {id}, which is {ended}",
                {"status": standard.status, "id": other.id, "ended": other.status},
                hint="Name a standard that is in force, or make this one superseded or withdrawn too.",
            )


def _references(standard: Standard) -> tuple[Reference, ...]:
    if standard.kind == "professional":
        return tuple(course.standard for course in standard.curriculum.courses if course.standard)
    return (standard.professional,)


def _unconfirmed(repository: Repository, standard: Standard) -> Iterator[Diagnostic]:
    verified = {item.id: item.verified for item in repository.settings.organisations}
    for position, name in enumerate(standard.institutions):
        if not verified.get(name, True):
            yield Diagnostic(
                standard.where.at("institutions", position), "status-legal",
                "is published, but nobody has confirmed the name of {name}", {"name": name},
                hint="Ask the institution for its official name, then write `verified: true` in repository.yaml.",
                severity="warning",
            )
