"""Standard + Adoption -> the standard as adopted, what has changed in it, and what cannot be applied.

Operations are applied in their order, `include` first. What one of them puts into the standard is read like a file
of that standard; it keeps its place in the adoption's file, and its words are texts of the adoption.
"""

import dataclasses
import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from curricula.diagnostics import N_, Diagnostic
from curricula.lookalikes import nearest
from curricula.model.adoption import Adopted, Adoption, Deviation, Operation, Tailoring
from curricula.model.professional import ProfessionalStandard
from curricula.parsing import parse_value
from curricula.schemas import violations
from curricula.source import Source
from curricula.tailoring.credits import converted
from curricula.tailoring.targets import (
    Steps,
    annotation,
    around,
    changed,
    find,
    items,
    names,
    optional,
    owner,
    position,
    value,
    written,
)

_CODE = "adoption-operation"
_NAMED = N_("Name an item by its id, or a property of the standard, such as curriculum.totals.hours.")
_NONE = N_("there is no {target} in {standard} {version}")


def tailor(base: ProfessionalStandard, data: Any, adoption: Adoption) -> Adopted:
    """The standard `base`, whose file has `data`, as `adoption` has it."""
    bench = _Bench(base, adoption, base, data)
    for operation in sorted(adoption.operations, key=lambda item: item.operation != "include"):
        bench.problems += bench.clash(operation) or bench.apply(operation)
    identity = {name: getattr(adoption, name) for name in (
        "id", "uuid", "code", "language", "version", "status", "issued", "effective", "replaces", "suppressions",
        "approvals",
    )}
    standard = replace(bench.standard, **identity, where=adoption.where)
    standard, lines = converted(base, standard, adoption.credits, {item.target for item in adoption.operations})
    deviations = tuple(sorted(bench.deviations, key=lambda item: bench.place(item.operation)))
    return Adopted(standard, Tailoring(base, adoption, deviations, lines), tuple(bench.problems))


@dataclass
class _Bench:
    """The standard while it is tailored: as nouns, as data for the schema, and what was done and found so far."""

    base: ProfessionalStandard
    adoption: Adoption
    standard: Any
    data: Any
    deviations: list[Deviation] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    done: dict[str, Operation] = field(default_factory=dict)  # by target
    chosen: dict[Steps, Operation] = field(default_factory=dict)  # lists of which only some items are included

    def place(self, operation: Operation) -> tuple[float, ...]:
        """Where a deviation stands in the standard, for sorting: what is added, behind what it follows."""
        behind = (math.inf,) if operation.operation == "add" else ()
        for standard in (self.base, self.standard):
            steps = find(standard, operation.after or operation.target)
            if steps is not None:
                return (*position(standard, steps), *behind)
        return ()

    def clash(self, operation: Operation) -> list[Diagnostic]:
        """Why an operation cannot stand beside one before it, or is no operation of its kind."""
        other = self.done.get(operation.target)
        twin = next((item for item in self.done.values() if item.id == operation.id), None)
        if twin is not None:
            return [_wrong(operation, "id", N_("the id {id} stands twice in this file"), {"id": operation.id}, N_(
                "Give one of the two an id of its own: translations are found by it."))]
        if other is not None and not (other.operation == operation.operation == "add"):
            return [_wrong(
                operation, "target", N_("{id} and {other} are both about {target}"),
                {"id": operation.id, "other": other.id, "target": operation.target},
                N_("Keep the one that is meant, or write both changes in one."),
            )]
        added = f" {operation.id}" if operation.operation == "add" else ""
        self.done[f"{operation.target}{added}"] = operation
        wants = operation.operation in ("set", "add", "replace")
        if wants and operation.value is None:
            return [_wrong(operation, "operation", N_("{operation} needs a value"), {"operation": operation.operation},
                           N_("Write as `value` what is put there, as in a file of the standard."))]
        if not wants and operation.value is not None:
            return [_wrong(operation, "value", N_("{operation} has no value"), {"operation": operation.operation},
                           N_("Take `value` away, or write `replace` or `set` as the operation."))]
        if operation.after is not None and operation.operation != "add":
            return [_wrong(operation, "after", N_("only add has a place"), {}, N_("Take `after` away."))]
        return []

    def apply(self, operation: Operation) -> list[Diagnostic]:
        """What is against an operation; without any errors it is applied."""
        steps = find(self.standard, operation.target)
        if steps is None or steps == ():
            return [self._missing(operation)]
        return list({
            "include": self._include, "exclude": self._exclude, "set": self._set, "add": self._add,
            "replace": self._replace,
        }[operation.operation](operation, steps))

    def _include(self, operation: Operation, steps: Steps) -> Iterator[Diagnostic]:
        if not isinstance(steps[-1], int):
            yield self._no_item(operation)
            return
        listed = steps[:-1]
        if listed in self.chosen:
            return  # the first of the list has chosen for all
        wanted = {item.target for item in self.adoption.operations if item.operation == "include"}
        before = value(self.standard, listed)
        kept = [place for place, item in enumerate(before) if item.id in wanted]
        self.chosen[listed] = operation
        if len(kept) == len(before):
            yield self._idle(operation)
            return
        after, data = tuple(before[place] for place in kept), value_of(self.data, listed)
        yield from self._take(operation, listed, after, [data[place] for place in kept], (before, after))

    def _exclude(self, operation: Operation, steps: Steps) -> Iterator[Diagnostic]:
        before = value(self.standard, steps)
        if isinstance(steps[-1], int):
            listed, place = steps[:-1], steps[-1]
            if listed in self.chosen:
                yield _wrong(
                    operation, "target", N_("{other} includes items of this list: all others are excluded already"),
                    {"other": self.chosen[listed].id}, N_("Take one of the two away."),
                )
                return
            whole, data = value(self.standard, listed), value_of(self.data, listed)
            yield from self._take(
                operation, listed, (*whole[:place], *whole[place + 1 :]), [*data[:place], *data[place + 1 :]] or None,
                (before, None),
            )
        elif optional(self.standard, steps):
            if before in (None, ()):
                yield self._idle(operation)
                return
            empty = () if isinstance(before, tuple) else None
            yield from self._take(operation, steps, empty, None, (before, None))
        else:
            yield _wrong(operation, "target", N_("{target} cannot be left out of a standard"), {
                "target": operation.target}, N_("Set it to another value, or exclude an item below it."))

    def _set(self, operation: Operation, steps: Steps) -> Iterator[Diagnostic]:
        if isinstance(steps[-1], int):
            yield _wrong(operation, "operation", N_("{target} is an item: only its properties can be set"), {
                "target": operation.target}, N_("Write replace, or name a property, such as {target}/name."))
            return
        before, data = value(self.standard, steps), value_of(self.data, steps)
        if data == operation.value:
            yield self._idle(operation)
        problems = list(self._unfit(operation, steps, operation.value))
        if problems:
            yield from problems
            return
        after = self._read(operation, annotation(self.standard, steps), steps)
        yield from self._take(operation, steps, after, operation.value, (before, after))

    def _add(self, operation: Operation, steps: Steps) -> Iterator[Diagnostic]:
        whole = value(self.standard, steps)
        listed = isinstance(whole, tuple) and dataclasses.is_dataclass(_entry(annotation(self.standard, steps)))
        if not listed or not hasattr(_entry(annotation(self.standard, steps)), "id"):
            yield _wrong(operation, "target", N_("{target} is no list of items"), {"target": operation.target}, N_(
                "Name the list that the new item belongs to, such as curriculum.courses."))
            return
        places = {item.id: place for place, item in enumerate(whole)}
        if operation.after is not None and operation.after not in places:
            near = nearest(operation.after, places)
            yield _wrong(operation, "after", N_("there is no {after} in {target}"), {
                "after": operation.after, "target": operation.target, "known": ", ".join(places),
                **(near.arguments if near else {}),
            }, near.hint if near else N_("There are: {known}."))
            return
        place = len(whole) if operation.after is None else places[operation.after] + 1
        data = value_of(self.data, steps) or []
        data = [*data[:place], operation.value, *data[place:]]
        yield from self._new(operation, (*steps, place), data, whole)

    def _new(self, operation: Operation, at: Steps, data: list[Any], whole: tuple[Any, ...]) -> Iterator[Diagnostic]:
        steps, place = at[:-1], int(at[-1])
        problems = list(self._unfit(operation, steps, data, place)) or self._taken(operation, None)
        if problems:
            yield from problems
            return
        after = self._read(operation, _entry(annotation(self.standard, steps)), at)
        yield from self._take(operation, steps, (*whole[:place], after, *whole[place:]), data, (None, after))

    def _replace(self, operation: Operation, steps: Steps) -> Iterator[Diagnostic]:
        if not isinstance(steps[-1], int):
            yield self._no_item(operation)
            return
        before = value(self.standard, steps)
        problems = list(self._unfit(operation, steps, operation.value)) or self._taken(operation, before.id)
        if problems:
            yield from problems
            return
        after = self._read(operation, annotation(self.standard, steps), steps)
        yield from self._take(operation, steps, after, operation.value, (before, after))

    def _read(self, operation: Operation, hint: Any, steps: Steps) -> Any:
        item, below = owner(self.standard, steps[:-1] if isinstance(steps[-1], int) else steps)
        key = f"{self.adoption.id}#{item}/{below}"
        return parse_value(hint, operation.value, operation.where.at("value"), key, self.adoption.language)

    def _take(
        self, operation: Operation, steps: Steps, new: Any, data: Any, told: tuple[Any, Any]
    ) -> Iterator[Diagnostic]:
        """Put a value in its place, unless the standard would be none without what it replaces."""
        problems = list(self._unfit(operation, steps, data))
        if problems:
            yield from problems
            return
        whole = find(self.standard, operation.target)
        assert whole is not None
        item, below = owner(self.standard, whole)
        if operation.operation == "add":
            item, below = told[1].id, ""
        self.deviations.append(Deviation(operation, item, below, *told, around(self.standard, whole)))
        self.standard = changed(self.standard, steps, new)
        self.data = written(self.data, steps, data)

    def _unfit(self, operation: Operation, steps: Steps, data: Any, place: int | None = None) -> Iterator[Diagnostic]:
        """What the schema has against a value, at its place in the adoption."""
        inside = steps if place is None else (*steps, place)
        for item in violations(Source(operation.where.path, written(self.data, steps, data)), self.base.kind):
            pointer = item.where.pointer
            within = operation.value is not None and pointer[: len(inside)] == inside
            where = operation.where.at("value", *pointer[len(inside) :]) if within else operation.where.at("target")
            yield replace(item, where=where, fix=None)

    def _taken(self, operation: Operation, instead: str | None) -> list[Diagnostic]:
        """The finding where an item that is put in has the id of another one."""
        name = operation.value["id"]
        if name == instead or name not in dict(items(self.standard)):
            return []
        return [_wrong(operation, "value", N_("{standard} has an item {id} already"), {
            "standard": self.base.id, "id": name}, N_("Give the new item an id of its own."))]

    def _idle(self, operation: Operation) -> Diagnostic:
        return replace(_wrong(operation, "target", N_("{target} is so in the standard already: {id} changes nothing"), {
            "target": operation.target, "id": operation.id}, N_("Take the operation away.")), severity="warning")

    def _no_item(self, operation: Operation) -> Diagnostic:
        return _wrong(operation, "target", N_("{target} is no item of a list"), {"target": operation.target}, N_(
            "Name an item by its id, or write set to change a property."))

    def _missing(self, operation: Operation) -> Diagnostic:
        """The finding about a target that is not there, or not any more."""
        target = operation.target
        told: dict[str, object] = {"target": target, "standard": self.base.id, "version": self.base.version}
        before = find(self.base, target)
        for other in self.done.values():
            gone = find(self.base, other.target)
            if other is operation or before is None or gone is None or before[: len(gone)] != gone:
                continue
            return _wrong(operation, "target", N_("{target} is no longer there: {other} has taken it out"), told | {
                "other": other.id}, N_("Take one of the two away."))
        if before is not None:
            others = ", ".join(item.id for item in self.chosen.values())
            return _wrong(operation, "target", N_("{target} is no longer there: {other} has taken it out"), told | {
                "other": others}, N_("Take one of the two away."))
        near = nearest(target, names(self.standard), 0.7)
        told |= dict(near.arguments) if near else {}
        return _wrong(operation, "target", _NONE, told, near.hint if near else _NAMED)


def value_of(data: Any, steps: Steps) -> Any:
    """The data at a place of a file; None where it says nothing there."""
    for step in steps:
        if data is None:
            return None
        data = data[step] if isinstance(step, int) else data.get(step)
    return data


def _entry(hint: Any) -> Any:
    return getattr(hint, "__args__", (hint,))[0]


def _wrong(operation: Operation, at: str, message: str, told: dict[str, object], hint: str) -> Diagnostic:
    return Diagnostic(operation.where.at(at), _CODE, message, told, hint=hint)
