"""Where in the words of a JSON file a value stands, for findings about it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from curricula.diagnostics import Diagnostic, Pointer

_TOKEN = re.compile(r'[\[\]{},:]|"(?:[^"\\]|\\.)*"|[^\s\[\]{},:"]+', re.DOTALL)


@dataclass(slots=True)
class _Open:
    """A list, or a group with the key that comes next."""

    group: bool
    step: str | int
    named: bool = False


def located(text: str, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Findings about a JSON file with their lines and columns; what is not there falls back to its nearest parent."""
    waiting = list(found)
    wanted = {item.where.pointer[:end] for item in waiting for end in range(len(item.where.pointer) + 1)}
    offsets = dict(_offsets(text, wanted)) if any(item.where.pointer for item in waiting) else {}
    for item in waiting:
        pointer = item.where.pointer
        while pointer and pointer not in offsets:
            pointer = pointer[:-1]
        if not item.where.pointer or item.where.line:
            yield item
            continue
        start = offsets.get(pointer, 0)
        line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
        yield replace(item, where=item.where._replace(line=line, column=column))


def _offsets(text: str, wanted: set[Pointer]) -> Iterator[tuple[Pointer, int]]:
    """The first character of every wanted value of well-formed JSON."""
    stack: list[_Open] = []
    for token in _TOKEN.finditer(text):
        sign, top = token.group(), stack[-1] if stack else None
        if sign in "]}":
            stack.pop()
        elif sign == ",":
            assert top is not None
            top.step, top.named = ("", False) if isinstance(top.step, str) else (top.step + 1, False)
        elif sign == ":":
            assert top is not None
            top.named = True
        elif top is not None and top.group and not top.named:
            top.step = _plain(sign)
        else:
            pointer = tuple(each.step for each in stack)
            if pointer in wanted:
                yield pointer, token.start()
            if sign in "[{":
                stack.append(_Open(sign == "{", "" if sign == "{" else 0))


def _plain(word: str) -> str:
    """A key without its quotes; one with escapes is none that findings are about."""
    return word[1:-1]
