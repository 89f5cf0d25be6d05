"""Changes to single values of a YAML text, to the character: all else stays as its author wrote it.

Comments, layout and quotation marks belong to the author, so a text is never written anew from its
data. The parser tells from where to where each value stands; only that is replaced, and what comes
out is read again: a patch that changed anything else is refused.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from curricula.diagnostics import Pointer, Scalar
from curricula.source import parsed

Slot = tuple[Pointer, bool]  # a value by its pointer; with True, the key that the pointer ends in

# What json.dumps leaves, and a YAML file may not hold, or takes for the end of a line.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Span:
    """Where a value stands in a text: from character `start` to before `end`.

    `style` is the mark a scalar is written with (`"`, `'`, `|`, `>`; empty for none) and None for a
    list or a group; `flow` tells whether it stands inside brackets.
    """

    start: int
    end: int
    style: str | None
    flow: bool


@dataclass
class _Open:
    """A list or group whose end has not come yet; `step` is the key or position of the value that comes next."""

    pointer: Pointer
    start: int
    mapping: bool
    flow: bool
    step: str | int | None
    end: int


def spans(text: str) -> dict[Slot, Span]:
    """Every value and key of a YAML text that can be read."""
    found: dict[Slot, Span] = {}
    stack: list[_Open] = []
    for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        if isinstance(event, yaml.CollectionStartEvent):
            mapping = isinstance(event, yaml.MappingStartEvent)
            flow = bool(event.flow_style) or (bool(stack) and stack[-1].flow)
            start = _index(event.start_mark)
            stack.append(_Open(_pointer(stack), start, mapping, flow, None if mapping else 0, start))
        elif isinstance(event, yaml.CollectionEndEvent):
            whole = stack.pop()
            # A block has no end of its own: behind its last value only comments and space are left.
            end = _index(event.end_mark) if whole.flow else whole.end
            found[whole.pointer, False] = Span(whole.start, end, None, whole.flow)
            _passed(stack, end)
        elif isinstance(event, yaml.ScalarEvent):
            start, flow = _index(event.start_mark), bool(stack) and stack[-1].flow
            # White space of YAML alone: a no-break space is a word.
            end = start + len(text[start : _index(event.end_mark)].rstrip(" \t\r\n"))
            style = event.style if event.style in ('"', "'", "|", ">") else ""
            if stack and stack[-1].mapping and stack[-1].step is None:
                stack[-1].step = event.value
                found[_pointer(stack), True] = Span(start, end, style, flow)
            else:
                found[_pointer(stack), False] = Span(start, end, style, flow)
                _passed(stack, end)
    return found


def patched(text: str, path: str, changes: Mapping[Slot, Scalar]) -> str | None:
    """The text with these scalars replaced; None where one of them is not there or more would change."""
    here = spans(text)
    if any(slot not in here or here[slot].style is None for slot in changes):
        return None
    pieces = [(here[slot], written(value, here[slot], slot[1])) for slot, value in changes.items()]
    return rewritten(text, path, pieces, _changed(parsed(text, path).data, (), changes))


def rewritten(text: str, path: str, pieces: Iterable[tuple[Span, str]], wanted: Any) -> str | None:
    """The text with each span replaced by the words beside it; None unless it then reads as the data `wanted`."""
    for span, words in sorted(pieces, key=lambda piece: piece[0].start, reverse=True):
        text = text[: span.start] + words + text[span.end :]
    # As JSON, so that the order of properties counts, and 1, 1.0 and true are three things.
    return text if json.dumps(parsed(text, path).data) == json.dumps(wanted) else None


def position(text: str, index: int) -> tuple[int, int]:
    """The line and column of a character, from 1."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _index(mark: Any) -> int:
    return int(mark.index)


def _pointer(stack: list[_Open]) -> Pointer:
    """Of the value that comes next."""
    if not stack:
        return ()
    step = stack[-1].step
    assert step is not None
    return (*stack[-1].pointer, step)


def _passed(stack: list[_Open], end: int) -> None:
    """Go on behind a value."""
    if stack:
        top = stack[-1]
        top.end = max(top.end, end)
        top.step = None if top.mapping else int(top.step or 0) + 1


def written(value: Scalar, span: Span, key: bool) -> str:
    """The value in the style of what it replaces, in quotes where it needs them."""
    if not isinstance(value, str):
        return json.dumps(value)
    printable = value.isprintable()
    if span.style == "'" and printable:
        return "'" + value.replace("'", "''") + "'"
    if span.style != '"' and printable and _plain(value, span.flow, key):
        return value
    return quoted(value)


def quoted(words: str) -> str:
    """Words in double quotes; what a file may not hold, or would break its lines, as an escape."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04X}", json.dumps(words, ensure_ascii=False))


def _plain(words: str, flow: bool, key: bool) -> bool:
    """Whether the words mean themselves without quotes where they are to stand."""
    if key:
        return bool(parsed(f"{{{words}: 1}}\n" if flow else f"{words}: 1\n", "").data == {words: 1})
    return bool(parsed(f"{{a: {words}}}\n" if flow else f"a: {words}\n", "").data == {"a": words})


def _changed(data: Any, here: Pointer, changes: Mapping[Slot, Scalar]) -> Any:
    """The data with the changes made."""
    if (here, False) in changes:
        return changes[here, False]
    if isinstance(data, dict):
        items = ((key, (*here, key)) for key in data)
        return {changes.get((below, True), key): _changed(data[key], below, changes) for key, below in items}
    if isinstance(data, list):
        return [_changed(item, (*here, place), changes) for place, item in enumerate(data)]
    return data
