"""A YAML file changed so that it means other data: comments, quotes and layout of all else stay as they are.

The caller says what the file should mean; what differs is found here and rewritten in the style of its
neighbours. The result is read again and must mean exactly that.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from curricula.diagnostics import CurriculaError, Pointer
from curricula.patching import Slot, Span, quoted, spans
from curricula.patching import written as scalar
from curricula.source import parsed, plain

_LONGEST = 200  # characters of an entry on one line; longer ones are written with a line for each property


@dataclass
class _Edits:
    """The ranges of `text` to be replaced, with what comes in their place."""

    text: str
    spans: Mapping[Slot, Span]
    found: list[tuple[int, int, str]] = field(default_factory=list)

    def value(self, pointer: Pointer) -> Span:
        return self.spans[pointer, False]

    def key(self, pointer: Pointer) -> Span:
        return self.spans[pointer, True]

    def replace(self, start: int, end: int, words: str) -> None:
        self.found.append((start, end, words))

    def line_start(self, index: int) -> int:
        return self.text.rfind("\n", 0, index) + 1

    def line_end(self, index: int) -> int:
        """The index after the line break that ends the line, or the end of the file."""
        found = self.text.find("\n", index)
        return len(self.text) if found < 0 else found + 1

    def column(self, index: int) -> int:
        return index - self.line_start(index)

    def dash(self, entry: Span) -> int:
        """Where the dash of a list entry stands."""
        return self.text.rfind("-", 0, entry.start)

    def remove_lines(self, start: int, end: int) -> None:
        self.replace(self.line_start(start), self.line_end(end), "")

    def insert_below(self, above: Span, words: str) -> None:
        """Put lines below the one a value ends on."""
        place = self.line_end(above.end)
        unfinished = place == len(self.text) and not self.text.endswith("\n")
        self.replace(place, place, f"\n{words}" if unfinished else f"{words}\n")

    def applied(self) -> str:
        """The text with all replacements; those at one place follow each other in the order they came."""
        result, last = [], 0
        for start, end, words in sorted(self.found, key=lambda item: item[:2]):
            result += [self.text[last:start], words]
            last = max(end, last)
        return "".join([*result, self.text[last:]])


def rewritten(text: str, data: Any, path: str = "") -> str:
    """The YAML `text` changed so that it means `data`; `path` names the file in the refusal.

    Entries of lists are matched by their `id`, and by position where they have none. `CurriculaError`
    where the text cannot be changed without losing the sense of it.
    """
    before = parsed(text, path)
    if before.problems:
        raise CurriculaError("{path} cannot be read: run `curricula check {path}`", path=path)
    edits = _Edits(text, spans(text))
    _change(edits, (), before.data, data)
    result = edits.applied()
    if not _same(parsed(result, path).data, data):
        raise CurriculaError(
            "{path} is laid out in a way that cannot be changed safely; nothing was written", path=path
        )
    return result


def _same(old: Any, new: Any) -> bool:
    """Whether two values are equal and of one kind throughout: 1, 1.0 and true are three values."""
    return json.dumps(old, sort_keys=True) == json.dumps(new, sort_keys=True)


def _change(edits: _Edits, here: Pointer, old: Any, new: Any) -> None:
    if _same(old, new):
        return
    span = edits.value(here)
    if isinstance(old, dict) and isinstance(new, dict) and old.keys() & new.keys():
        _change_group(edits, here, old, new)
    elif isinstance(old, list) and isinstance(new, list) and old and new:
        _change_list(edits, here, old, new)
    elif span.style is not None and not isinstance(new, (dict, list)):
        edits.replace(span.start, span.end, scalar(new, span, False))
    else:
        edits.replace(span.start, span.end, _flow(new))


def _change_group(edits: _Edits, here: Pointer, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    whole, names = edits.value(here), list(old)
    indent = edits.column(whole.start)
    for place, name in enumerate(names):
        key, value = edits.key((*here, name)), edits.value((*here, name))
        if name not in new:
            if not whole.flow:
                edits.remove_lines(key.start, value.end)
            elif any(earlier in new for earlier in names[:place]):  # with one of the commas beside it
                edits.replace(edits.value((*here, names[place - 1])).end, value.end, "")
            else:
                edits.replace(key.start, edits.key((*here, names[place + 1])).start, "")
        elif not whole.flow and isinstance(old[name], list) and bool(old[name]) != bool(new[name]):
            lines = "\n".join(_member(name, new[name], indent))  # [] is written beside its key, entries below it
            edits.replace(key.start, value.end, lines.lstrip())
        else:
            _change(edits, (*here, name), old[name], new[name])
    before = next(name for name in old if name in new)
    for name, added in new.items():
        above = edits.value((*here, before))
        if name in old:
            before = name
        elif whole.flow:
            edits.replace(above.end, above.end, f", {name}: {_flow(added)}")
        else:
            edits.insert_below(above, "\n".join(_member(name, added, indent)))


def _change_list(edits: _Edits, here: Pointer, old: list[Any], new: list[Any]) -> None:
    whole = edits.value(here)
    named = all(isinstance(item, dict) and "id" in item for item in (*old, *new))
    names = [item["id"] if named else place for place, item in enumerate(old)]
    wanted = {item["id"] if named else place: item for place, item in enumerate(new)}
    kept = [name for name in names if name in wanted]
    in_order = kept == [name for name in wanted if name in names] and len(wanted) == len(new)
    if not kept or not in_order or (whole.flow and list(wanted) != names):
        edits.replace(whole.start, whole.end, _flow(new))
        return
    items = {name: edits.value((*here, place)) for place, name in enumerate(names)}
    for place, name in enumerate(names):
        if name in wanted:
            _change(edits, (*here, place), old[place], wanted[name])
        else:
            edits.remove_lines(edits.dash(items[name]), items[name].end)
    before: Span | None = None
    for name, added in wanted.items():
        if name in items:
            before = items[name]
            continue
        like = before or items[names[0]]
        words = "\n".join(_entry(added, edits.column(whole.start), flow=like.flow))
        if before is None:
            place = edits.line_start(edits.dash(like))
            edits.replace(place, place, f"{words}\n")
        else:
            edits.insert_below(before, words)


def _flow(value: Any) -> str:
    """A value on one line, as it may stand in brackets."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if not isinstance(value, str):
        return json.dumps(value)
    return value if plain(value) else quoted(value)


def _entry(value: Any, indent: int, *, flow: bool) -> Iterator[str]:
    """The lines of a list entry: on one line like its neighbours, or a line for each property."""
    if flow or not isinstance(value, dict) or not value:
        yield f"{' ' * indent}- {_flow(value)}"
        return
    mark = "- "
    for name, item in value.items():
        for line in _member(name, item, indent + 2):
            yield f"{line[:indent]}{mark}{line[indent + 2:]}"
            mark = "  "


def _member(name: str, value: Any, indent: int) -> Iterator[str]:
    """The lines of a property: lists of entries with words of their own go below it, the rest beside it."""
    pad = " " * indent
    if isinstance(value, list) and any(isinstance(item, dict) and "id" in item for item in value):
        yield f"{pad}{name}:"
        for item in value:
            simple = isinstance(item, dict) and not any(isinstance(part, (dict, list)) for part in item.values())
            yield from _entry(item, indent + 2, flow=simple and len(_flow(item)) <= _LONGEST)
    else:
        beside = Span(0, 0, "", flow=False)
        yield f"{pad}{name}: {_flow(value) if isinstance(value, (dict, list)) else scalar(value, beside, False)}"


def written(name: str, value: Any) -> str:
    """One property of a new file, in the style of the house."""
    return "\n".join(_member(name, value, 0)) + "\n"
