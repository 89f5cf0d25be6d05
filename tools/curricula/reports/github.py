"""Findings as workflow commands of GitHub Actions, which shows them beside the lines of a change."""

from curricula.diagnostics import Diagnostic, Voice
from curricula.report import Report

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(report: Report) -> str:
    """One line a finding: `::error file=…,line=…,col=…,title=code::message`, the hint on its second line.

    Suppressed findings have no line.
    """
    return "".join(f"{_command(item, report.voice)}\n" for item in report.diagnostics if not item.suppressed)


def _command(item: Diagnostic, voice: Voice) -> str:
    where = item.where
    place = {"line": where.line, "col": where.column} if where.line else {}
    properties = {"file": where.path, **place, "title": item.code}
    told = ",".join(f"{name}={str(value).translate(_PROPERTY)}" for name, value in properties.items())
    message = "\n".join(filter(None, (item.words(voice), item.advice(voice))))
    return f"::{_COMMANDS[item.severity]} {told}::{message.translate(_MESSAGE)}"
