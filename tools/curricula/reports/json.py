"""Findings for programs: a JSON list with one object a finding."""

import json
from collections.abc import Sequence
from typing import Any

from curricula.diagnostics import Diagnostic, Fix, Voice
from curricula.report import Report
from curricula.repository import Repository
from curricula.suppression import anchor


def render(report: Report) -> str:
    """All findings as a JSON list, those that are suppressed with the reason for it.

    `at` is the place of a finding as a suppression names it; `fix` is what `--fix` would write, and where.
    """
    told = [
        record | {
            "at": anchor(report.repository, item.where), "suppressed": item.suppressed,
            "fix": _fix(report.repository, item.fix),
        }
        for record, item in zip(records(report.diagnostics, report.voice), report.diagnostics, strict=True)
    ]
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _fix(repository: Repository, fix: Fix | None) -> dict[str, Any] | None:
    """With `key`, the name of the property at the place is to be `value`; else its value is."""
    if fix is None:
        return None
    return {
        "path": fix.where.path, "at": anchor(repository, fix.where), "key": fix.key, "value": fix.value,
    }


def records(diagnostics: Sequence[Diagnostic], voice: Voice) -> list[dict[str, Any]]:
    """The objects of the list; line 0 is the whole file, an empty hint is none."""
    return [
        {
            "path": item.where.path, "line": item.where.line, "column": item.where.column,
            "severity": item.severity, "code": item.code, "message": item.words(voice), "hint": item.advice(voice),
        }
        for item in diagnostics
    ]
