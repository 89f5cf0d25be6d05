"""An adoption of one version held against another version: which of its deviations still hold, and what nobody judged.

A deviation `holds` while the standard has not touched what it is about. It is `moot` where the standard has become
what the partner wanted, or what it is about is gone; and a `conflict` where the standard has changed what the
adoption leaves out or puts otherwise: somebody has to judge anew. What has only moved, or is only written
otherwise, changes nothing for it.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from curricula.compare import DOCUMENT, Change, compare
from curricula.diagnostics import Diagnostic
from curricula.model.adoption import Adopted, Adoption, Operation
from curricula.model.professional import ProfessionalStandard
from curricula.tailoring.applying import tailor, value_of
from curricula.tailoring.targets import Steps, find, items, owner, value

State = Literal["conflict", "moot", "holds"]
STATES: tuple[State, ...] = ("conflict", "moot", "holds")
Why = Literal["", "changed", "gone", "same", "taken", "no-place", "unfit"]


@dataclass(frozen=True)
class Base:
    """A version of the standard: as nouns, and the data of its file."""

    standard: ProfessionalStandard
    data: Any


@dataclass(frozen=True, slots=True)
class Judgement:
    """What becomes of one operation, why, and the changes of the standard that touch it.

    `problem` is there where the operation no longer fits for a reason of its own.
    """

    operation: Operation
    state: State
    why: Why
    changes: tuple[Change, ...] = ()
    problem: Diagnostic | None = None


@dataclass(frozen=True)
class Upgrade:
    """An adoption between two versions: every operation judged, and the changes that none of them is about."""

    adoption: Adoption
    old: ProfessionalStandard
    new: ProfessionalStandard
    judgements: tuple[Judgement, ...]
    unjudged: tuple[Change, ...]
    adopted: Adopted

    @property
    def states(self) -> Counter[State]:
        """The number of operations by state."""
        return Counter(judgement.state for judgement in self.judgements)

    @property
    def ready(self) -> bool:
        """Whether the adoption can name the new version: nothing conflicts, and every target is still there."""
        return all(item.state == "holds" or item.why == "same" for item in self.judgements)


def upgrade(adoption: Adoption, old: Base, new: Base) -> Upgrade:
    """The adoption of `old` judged for `new`; both are versions of the standard that it adopts."""
    changes = compare(old.standard, new.standard)
    reference = replace(adoption.standard, version=new.standard.version)
    adopted = tailor(new.standard, new.data, replace(adoption, standard=reference))
    judgements = tuple(_judged(item, old, new, changes, adopted.problems) for item in adoption.operations)
    touched = {id(change) for judgement in judgements for change in judgement.changes}
    unjudged = tuple(change for change in changes if id(change) not in touched)
    return Upgrade(adoption, old.standard, new.standard, judgements, unjudged, adopted)


def _judged(
    operation: Operation, old: Base, new: Base, changes: Collection[Change], problems: Collection[Diagnostic]
) -> Judgement:
    touching = tuple(_touching(operation, old.standard, new.standard, changes))
    state, why = _state(operation, new, touching)
    if state == "holds":
        place = operation.where.pointer
        unfit = (item for item in problems if item.severity == "error" and item.where.pointer[: len(place)] == place)
        problem = next(unfit, None)
        if problem is not None:
            return Judgement(operation, "conflict", "unfit", touching, problem)
    return Judgement(operation, state, why, touching)


def _state(operation: Operation, new: Base, touching: Collection[Change]) -> tuple[State, Why]:
    steps = find(new.standard, operation.target)
    if steps is None:
        if operation.operation in ("include", "add"):
            return "conflict", "gone" if operation.operation == "include" else "no-place"
        return "moot", "gone"
    if operation.operation == "include":
        return "holds", ""
    if operation.operation == "add":
        return _added(operation, new, steps)
    if operation.operation != "exclude" and value_of(new.data, steps) == operation.value:
        return "moot", "same"
    if operation.operation == "exclude" and value(new.standard, steps) in (None, ()):
        return "moot", "gone"
    meant = any(change.weight == "substantive" and change.kind != "moved" for change in touching)
    return ("conflict", "changed") if meant else ("holds", "")


def _added(operation: Operation, new: Base, steps: Steps) -> tuple[State, Why]:
    """An item that the adoption adds: the standard may have it now, or lack the one it is to follow."""
    known = dict(items(new.standard))
    name = _name(operation)
    if name in known:
        return ("moot", "same") if value_of(new.data, known[name]) == operation.value else ("conflict", "taken")
    listed = [item.id for item in value(new.standard, steps)]
    return ("holds", "") if operation.after is None or operation.after in listed else ("conflict", "no-place")


def _name(operation: Operation) -> str:
    return str(operation.value.get("id")) if isinstance(operation.value, dict) else ""


def _touching(
    operation: Operation, old: ProfessionalStandard, new: ProfessionalStandard, changes: Collection[Change]
) -> Iterator[Change]:
    """The changes of what an operation is about."""
    if operation.operation == "include":
        return
    if operation.operation == "add":
        yield from (change for change in changes if change.item.id == _name(operation))
        return
    for standard in (old, new):
        steps = find(standard, operation.target)
        if steps:
            item, field = owner(standard, steps)
            inside = {name for name, _ in items(value(standard, steps))}
            inside |= {item} if isinstance(steps[-1], int) else set()
            found = [change for change in changes if change.item.id in inside or _same(change, item, field)]
            if found or standard is new:
                yield from found
                return


def _same(change: Change, item: str, field: str) -> bool:
    """Whether a change is one of the property `field` of an item, of a part of it, or of the whole it is in."""
    if change.item.id not in (item, DOCUMENT) or not field:
        return False
    path = change.field if change.item.id == item else change.field.removeprefix(f"{item}.")
    return path == field or path.startswith(f"{field}.") or (bool(path) and field.startswith(f"{path}."))
