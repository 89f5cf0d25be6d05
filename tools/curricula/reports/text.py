"""Findings for people: `file:line:column: severity[code] message`, with the hint on a line of its own."""

from collections.abc import Sequence

from curricula.diagnostics import Diagnostic


def render(diagnostics: Sequence[Diagnostic]) -> str:
    """All findings, each beginning a line."""
    return "".join(f"{finding(item)}\n" for item in diagnostics)


def finding(diagnostic: Diagnostic) -> str:
    """One finding, without the last line break."""
    where = diagnostic.where
    place = f"{where.path}:{where.line}:{where.column}" if where.line else where.path
    advice = diagnostic.advice()
    hint = f"\n    hint: {advice}" if advice else ""
    return f"{place}: {diagnostic.severity}[{diagnostic.code}] {diagnostic.words()}{hint}"
