"""What a command hands back, and findings as text or JSON."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from curricula.diagnostics import Diagnostic


@dataclass(frozen=True)
class Desk:
    """Where a command works: the repository's root, and how it tells of progress."""

    root: Path
    progress: Callable[[str, int, int], None]


@dataclass(frozen=True)
class Result:
    """What a command found and did; `cli` prints it. `status` overrides the exit code."""

    diagnostics: tuple[Diagnostic, ...] = ()
    lines: tuple[str, ...] = ()
    status: int | None = None
    format: str = "text"


def as_text(diagnostic: Diagnostic) -> str:
    """`file:line:column: error[code] message`, with the hint on a line of its own."""
    where = diagnostic.where
    place = f"{where.path}:{where.line}:{where.column}" if where.line else where.path
    advice = diagnostic.advice()
    hint = f"\n    hint: {advice}" if advice else ""
    return f"{place}: {diagnostic.severity}[{diagnostic.code}] {diagnostic.words()}{hint}"


def as_json(diagnostics: Iterable[Diagnostic]) -> str:
    """All findings as a JSON list."""
    return json.dumps(
        [
            {
                "path": item.where.path, "line": item.where.line, "column": item.where.column,
                "severity": item.severity, "code": item.code, "message": item.words(), "hint": item.advice(),
            }
            for item in diagnostics
        ],
        ensure_ascii=False, indent=2,
    )


def count(number: int, noun: str) -> str:
    """`1 standard`, `2 standards`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def counted(diagnostics: Iterable[Diagnostic]) -> str:
    """`2 errors, 1 warning, 3 notes`, or `no problems`."""
    severities = [item.severity for item in diagnostics]
    nouns = (("error", "error"), ("warning", "warning"), ("info", "note"))
    parts = [count(severities.count(name), noun) for name, noun in nouns if name in severities]
    return ", ".join(parts) or "no problems"
