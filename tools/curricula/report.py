"""What a command is given and hands back, and findings in one line of numbers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from curricula.diagnostics import Diagnostic

Progress = Callable[[str, int, int], None]  # the stage, what is done, and of how much


@dataclass(frozen=True)
class Desk:
    """Where a command works: the repository's root, and how it tells of progress."""

    root: Path
    progress: Progress


@dataclass(frozen=True)
class Result:
    """What a command found and did; `cli` prints it. `status` overrides the exit code.

    `format` names the module of `reports` that tells the findings.
    """

    diagnostics: tuple[Diagnostic, ...] = ()
    lines: tuple[str, ...] = ()
    status: int | None = None
    format: str = "text"


def count(number: int, noun: str) -> str:
    """`1 standard`, `2 standards`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def counted(diagnostics: Iterable[Diagnostic]) -> str:
    """`2 errors, 1 warning, 3 notes`, or `no problems`."""
    severities = [item.severity for item in diagnostics]
    nouns = (("error", "error"), ("warning", "warning"), ("info", "note"))
    parts = [count(severities.count(name), noun) for name, noun in nouns if name in severities]
    return ", ".join(parts) or "no problems"
