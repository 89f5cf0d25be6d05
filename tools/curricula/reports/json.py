"""Findings for programs: a JSON list with one object a finding."""

import json
from collections.abc import Sequence
from typing import Any

from curricula.diagnostics import Diagnostic


def render(diagnostics: Sequence[Diagnostic]) -> str:
    """All findings as a JSON list."""
    return json.dumps(records(diagnostics), ensure_ascii=False, indent=2) + "\n"


def records(diagnostics: Sequence[Diagnostic]) -> list[dict[str, Any]]:
    """The objects of the list; line 0 is the whole file, an empty hint is none."""
    return [
        {
            "path": item.where.path, "line": item.where.line, "column": item.where.column,
            "severity": item.severity, "code": item.code, "message": item.words(), "hint": item.advice(),
        }
        for item in diagnostics
    ]
