"""Findings for people: `file:line:column: severity[code] message`, with the hint on a line of its own."""

from collections.abc import Iterable, Iterator

from curricula.diagnostics import N_, Diagnostic, Phrase, Voice
from curricula.report import Report

FIXABLE = N_("fixable with --fix")
SEVERITIES = {"error": N_("error"), "warning": N_("warning"), "info": N_("note")}


def render(report: Report) -> str:
    """All findings that count, each beginning a line."""
    return "".join(f"{finding(item, report.voice)}\n" for item in shown(report.diagnostics))


def shown(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The findings that are told: all but those that are suppressed, which are only counted."""
    return (item for item in diagnostics if not item.suppressed)


def finding(diagnostic: Diagnostic, voice: Voice) -> str:
    """One finding, without the last line break."""
    words = diagnostic.words(voice)
    if diagnostic.fix:
        words = Phrase("{message} (fixable with --fix)", {"message": words}).words(voice)
    first = f"{place(diagnostic)}: {badge(diagnostic, voice)} {words}"
    advice = hint(diagnostic, voice)
    return f"{first}\n    {advice}" if advice else first


def place(diagnostic: Diagnostic) -> str:
    """`file:line:column`; only the file where it is about the whole of it."""
    where = diagnostic.where
    return f"{where.path}:{where.line}:{where.column}" if where.line else where.path


def hint(diagnostic: Diagnostic, voice: Voice) -> str:
    """The hint, called so; empty where there is none."""
    advice = diagnostic.advice(voice)
    return Phrase("hint: {advice}", {"advice": advice}).words(voice) if advice else ""


def badge(diagnostic: Diagnostic, voice: Voice) -> str:
    """The severity in words, and the code in brackets."""
    return f"{voice.gettext(SEVERITIES[diagnostic.severity])}[{diagnostic.code}]"
