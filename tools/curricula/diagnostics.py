"""What is wrong, where: findings as values, and the one exception of a broken environment.

A `Diagnostic` is data: a code, a message template with its arguments, and a place. It is worded
when it is printed and never raised. `CurriculaError` is for the environment (a full disk, a
missing library, an unwritable folder): raised once, caught once, in `cli`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "info"]
Pointer = tuple[str | int, ...]


class CurriculaError(Exception):
    """The environment is broken; the message is one line for the person at the terminal."""


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a file.

    `line` and `column` count from 1; line 0 is the whole file. A `pointer` (keys and positions
    below the root of a YAML file) stands for a place that has not been looked up yet:
    `source.locate` turns it into a line and a column, so that nothing is spent on the places of
    files without findings.
    """

    path: str
    line: int = 0
    column: int = 0
    pointer: Pointer = ()

    def at(self, *steps: str | int) -> "Where":
        """The place `steps` below this one."""
        return Where(self.path, pointer=(*self.pointer, *steps))


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. `message` and `hint` are templates filled from `arguments`."""

    where: Where
    code: str
    message: str
    arguments: Mapping[str, object] = field(default_factory=dict)
    hint: str = ""
    severity: Severity = "error"

    def words(self) -> str:
        """The message with its arguments filled in."""
        return self.message.format_map(self.arguments)

    def advice(self) -> str:
        """The hint with the arguments filled in; empty where there is none."""
        return self.hint.format_map(self.arguments)


def ordered(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sorted by file, line and column, each finding once: the order never depends on the run."""
    unique = {(d.where, d.code, d.words()): d for d in diagnostics}
    return tuple(
        sorted(
            unique.values(),
            key=lambda d: (d.where.path, d.where.line, d.where.column, d.code, d.words()),
        )
    )


def failed(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any of them is an error."""
    return any(diagnostic.severity == "error" for diagnostic in diagnostics)
