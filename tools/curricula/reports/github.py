"""Findings as workflow commands of GitHub Actions, which shows them beside the lines of a change."""

from collections.abc import Sequence

from curricula.diagnostics import Diagnostic

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(diagnostics: Sequence[Diagnostic]) -> str:
    """One line a finding: `::error file=…,line=…,col=…,title=code::message`, the hint on its second line."""
    return "".join(f"{_command(item)}\n" for item in diagnostics)


def _command(item: Diagnostic) -> str:
    where = item.where
    place = {"line": where.line, "col": where.column} if where.line else {}
    properties = {"file": where.path, **place, "title": item.code}
    told = ",".join(f"{name}={str(value).translate(_PROPERTY)}" for name, value in properties.items())
    message = "\n".join(filter(None, (item.words(), item.advice())))
    return f"::{_COMMANDS[item.severity]} {told}::{message.translate(_MESSAGE)}"
