"""Places in a standard by name: what an operation is about, and how a standard is rebuilt with another value there.

An item is named by its id, a property of it after a slash (C102/hours.total), a property of the standard by its path
(curriculum.totals.hours): the names that suppressions use too.
"""

import dataclasses
import typing
from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Any

from curricula.diagnostics import Where
from curricula.model.common import Reference
from curricula.model.standards import Standard
from curricula.model.text import Text

Steps = tuple[str | int, ...]  # properties, and positions in lists


def items(thing: Any, steps: Steps = ()) -> Iterator[tuple[str, Steps]]:
    """The id of every item below a noun and where it stands."""
    if isinstance(thing, tuple):
        for position, entry in enumerate(thing):
            yield from items(entry, (*steps, position))
    elif dataclasses.is_dataclass(thing) and not isinstance(thing, (Text, Where, Reference)):
        if steps and hasattr(thing, "id"):
            yield thing.id, steps
        for name, value in properties(thing).items():
            yield from items(value, (*steps, name))


def properties(noun: Any) -> dict[str, Any]:
    """The values of a noun by the names they have in files."""
    return {field.name.rstrip("_"): getattr(noun, field.name) for field in dataclasses.fields(noun)}


def find(standard: Standard, target: str) -> Steps | None:
    """Where a target stands; None where there is nothing of this name."""
    known = dict(items(standard))
    if target in known:
        return known[target]
    item, slash, path = target.partition("/")
    start = known.get(item) if slash else ()
    if start is None:
        return None
    steps: Steps = (*start, *(path if slash else target).split("."))
    noun: Any = standard
    for step in steps:
        if isinstance(step, int):
            noun = noun[step]
        elif not dataclasses.is_dataclass(noun) or isinstance(noun, Text) or step not in properties(noun):
            return None
        else:
            noun = properties(noun)[step]
    return steps


def names(standard: Standard) -> list[str]:
    """All that can be a target, for a hint: items, their properties, and those of the standard."""
    found = []
    for item, steps in (("", ()), *items(standard)):
        noun = value(standard, steps)
        found += [item] if item else []
        for name, below in properties(noun).items():
            found.append(f"{item}/{name}" if item else name)
            if dataclasses.is_dataclass(below) and not isinstance(below, (Text, Where)):
                found += [f"{item}/{name}.{inner}" if item else f"{name}.{inner}" for inner in properties(below)]
    return [name for name in found if not name.endswith("where")]


def value(thing: Any, steps: Steps) -> Any:
    """The value at a place."""
    for step in steps:
        thing = thing[step] if isinstance(step, int) else properties(thing)[step]
    return thing


def changed(thing: Any, steps: Steps, new: Any) -> Any:
    """The same thing with another value at a place."""
    if not steps:
        return new
    first, rest = steps[0], steps[1:]
    if isinstance(first, int):
        return (*thing[:first], changed(thing[first], rest, new), *thing[first + 1 :])
    field = next(field.name for field in dataclasses.fields(thing) if field.name.rstrip("_") == first)
    return dataclasses.replace(thing, **{field: changed(getattr(thing, field), rest, new)})


def written(data: Any, steps: Steps, new: Any) -> Any:
    """The data of a file with another value at a place; None takes a property away."""
    if not steps:
        return new
    first, rest = steps[0], steps[1:]
    if isinstance(data, list):
        assert isinstance(first, int)
        return [*data[:first], written(data[first], rest, new), *data[first + 1 :]]
    below = written(data.get(first), rest, new)
    return {**{key: kept for key, kept in data.items() if key != first}, **({} if below is None else {first: below})}


def annotation(standard: Standard, steps: Steps) -> Any:
    """What the model says a value at a place is; of an optional one, without None."""
    noun = value(standard, steps[:-1])
    last = steps[-1]
    if isinstance(last, int):
        return typing.get_args(annotation(standard, steps[:-1]))[0]
    hints = typing.get_type_hints(type(noun))
    hint = next(found for name, found in hints.items() if name.rstrip("_") == last)
    if isinstance(hint, UnionType):
        return next(part for part in typing.get_args(hint) if part is not NoneType)
    return hint


def optional(standard: Standard, steps: Steps) -> bool:
    """Whether a property may be left out."""
    noun = value(standard, steps[:-1])
    field = next(field for field in dataclasses.fields(noun) if field.name.rstrip("_") == steps[-1])
    return field.default is not dataclasses.MISSING


def owner(standard: Standard, steps: Steps) -> tuple[str, str]:
    """The item that a place belongs to, as translation keys have it, and the property below it."""
    for length in range(len(steps), 0, -1):
        noun = value(standard, steps[:length])
        if hasattr(noun, "id") and not isinstance(noun, Reference):
            return str(noun.id), ".".join(map(str, steps[length:]))
    first, *rest = map(str, steps)
    return (first, ".".join(rest)) if rest else ("document", first)


def around(standard: Standard, steps: Steps) -> tuple[str, ...]:
    """The ids of the items that a place lies in, the innermost first, and the property of the standard."""
    nouns = (value(standard, steps[:length]) for length in range(len(steps) - 1, 0, -1))
    return (*(str(noun.id) for noun in nouns if hasattr(noun, "id")), str(steps[0]))


def position(standard: Standard, steps: Steps) -> tuple[int, ...]:
    """A place as numbers, for sorting: properties in the order of the model, items in that of their list."""
    nouns = (value(standard, steps[:length]) for length in range(len(steps)))
    return tuple(
        step if isinstance(step, int) else list(properties(noun)).index(step)
        for noun, step in zip(nouns, steps, strict=True)
    )


def named(standard: Standard, pointer: Steps) -> str:
    """The name of a place in the file of a standard, as operations and suppressions have it."""
    length = 0
    thing: Any = standard
    for step in pointer:
        if isinstance(thing, tuple) and isinstance(step, int) and step < len(thing):
            thing = thing[step]
        elif dataclasses.is_dataclass(thing) and not isinstance(thing, Text) and step in properties(thing):
            thing = properties(thing)[str(step)]
        else:
            break
        length += 1
    item, below = owner(standard, pointer[:length]) if length else ("document", "")
    rest = [*filter(None, below.split(".")), *(str(step) for step in pointer[length:])]
    path = ".".join(part for part in rest if not part.isdigit())
    if any(name == item for name, _ in items(standard)):
        return f"{item}/{path}" if path else item
    return ".".join(filter(None, (item.replace("document", ""), path))) or "document"
