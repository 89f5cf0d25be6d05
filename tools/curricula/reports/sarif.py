"""Findings as SARIF 2.1.0, the exchange format of code analysis, with the manual pages of the rules.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
"""

import json
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from curricula.diagnostics import Diagnostic, Fix, Voice, Where
from curricula.manual import Page, pages, told
from curricula.messages.wording import language_of
from curricula.patching import Slot, Span, position, spans, written
from curricula.report import Report
from curricula.repository import Repository

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_ROOT = "%SRCROOT%"  # the customary name; where the root lies is left to the reader, as §3.14.14 allows


def render(report: Report) -> str:
    """One log with one run; its rules are all that have a manual page, in alphabetical order."""
    manual = {code: told(page, report.voice) for code, page in pages().items()}
    indices = {code: index for index, code in enumerate(manual)}
    run = {
        "tool": {
            "driver": {
                "name": "curricula",
                "version": version("curricula"),
                "rules": [_rule(page) for page in manual.values()],
            }
        },
        "language": language_of(report.voice),
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": _results(report, indices),
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(page: Page) -> dict[str, Any]:
    return {
        "id": page.code,
        "shortDescription": {"text": page.title},
        "fullDescription": {"text": "\n\n".join(page.about)},
        "help": {"text": page.text, "markdown": _markdown(page)},
    }


def _markdown(page: Page) -> str:
    """The page with its examples as blocks of code. Nothing is filled into it, so braces stay single."""
    examples = (f"**{heading}**\n\n```yaml\n{words}\n```" for heading, words in page.examples)
    return "\n\n".join((page.title, *page.about, *examples))


def _results(report: Report, indices: Mapping[str, int]) -> list[dict[str, Any]]:
    results = [_result(item, indices, report.voice) for item in report.diagnostics]
    if any(item.suppressed for item in report.diagnostics):  # §3.27.23: either every result says so or none does
        for result, item in zip(results, report.diagnostics, strict=True):
            result["suppressions"] = _suppressions(item, report.repository)
    read: dict[str, dict[Slot, Span]] = {}
    for result, item in zip(results, report.diagnostics, strict=True):
        if item.fix and item.fix.where.path.endswith(".yaml"):
            path, text = item.fix.where.path, report.repository.source(item.fix.where.path).text
            here = read.setdefault(path, spans(text))
            result["fixes"] = _fixes(item.fix, text, here, item.advice(report.voice))
    return results


def _suppressions(item: Diagnostic, repository: Repository) -> list[dict[str, Any]]:
    if not item.suppressed:
        return []
    kind = "inSource" if item.where.path in repository.paths else "external"
    return [{"kind": kind, "status": "accepted", "justification": item.suppressed}]


def _fixes(fix: Fix, text: str, here: Mapping[Slot, Span], advice: str) -> list[dict[str, Any]]:
    """The one fix of a finding: which characters of its file are replaced, and by what (§3.55)."""
    slot = (fix.where.pointer, fix.key)
    if slot not in here or isinstance(fix.value, Mapping):  # the second adds what is not there
        return []
    line, column = position(text, here[slot].start)
    last, behind = position(text, here[slot].end)
    region = {"startLine": line, "startColumn": column, "endLine": last, "endColumn": behind}
    replacement = {"deletedRegion": region, "insertedContent": {"text": written(fix.value, here[slot], fix.key)}}
    change = {"artifactLocation": _artifact(fix.where), "replacements": [replacement]}
    return [{"description": {"text": _plain(advice)}, "artifactChanges": [change]}]


def _result(item: Diagnostic, indices: Mapping[str, int], voice: Voice) -> dict[str, Any]:
    # What readers and schemas find has a code and no manual page, hence no place among the rules.
    index = {"ruleIndex": indices[item.code]} if item.code in indices else {}
    words = "\n".join(filter(None, (item.words(voice), item.advice(voice))))
    return {
        "ruleId": item.code,
        **index,
        "level": _LEVELS[item.severity],
        "message": {"text": _plain(words)},
        "locations": [{"physicalLocation": _location(item.where)}],
    }


def _plain(words: str) -> str:
    """Words that are no template: single braces would be placeholders (§3.11.5)."""
    return words.replace("{", "{{").replace("}", "}}")


def _artifact(where: Where) -> dict[str, Any]:
    path = where.path.encode("utf-8", "surrogateescape")  # a file name need not be UTF-8
    return {"uri": quote(path), "uriBaseId": _ROOT}


def _location(where: Where) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": _artifact(where)}
    if where.line:
        location["region"] = {"startLine": where.line, "startColumn": max(where.column, 1)}
    return location
