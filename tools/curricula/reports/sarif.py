"""Findings as SARIF 2.1.0, the exchange format of code analysis, with the manual pages of the rules.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
"""

import json
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from curricula.diagnostics import Diagnostic, Where
from curricula.manual import Page, pages

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_ROOT = "%SRCROOT%"  # the customary name; where the root lies is left to the reader, as §3.14.14 allows


def render(diagnostics: Sequence[Diagnostic]) -> str:
    """One log with one run; its rules are all that have a manual page, in alphabetical order."""
    manual = pages()
    indices = {code: index for index, code in enumerate(manual)}
    run = {
        "tool": {
            "driver": {
                "name": "curricula",
                "version": version("curricula"),
                "rules": [_rule(page) for page in manual.values()],
            }
        },
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(item, indices) for item in diagnostics],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(page: Page) -> dict[str, Any]:
    return {
        "id": page.code,
        "shortDescription": {"text": page.title},
        "fullDescription": {"text": page.about},
        "help": {"text": page.text, "markdown": _markdown(page)},
    }


def _markdown(page: Page) -> str:
    """The page with its examples as blocks of code. Nothing is filled into it, so braces stay single."""
    examples = (f"**{heading}:**\n\n```yaml\n{words}\n```" for heading, words in page.examples)
    return "\n\n".join((page.title, page.about, *examples))


def _result(item: Diagnostic, indices: Mapping[str, int]) -> dict[str, Any]:
    # What readers and schemas find has a code and no manual page, hence no place among the rules.
    index = {"ruleIndex": indices[item.code]} if item.code in indices else {}
    words = "\n".join(filter(None, (item.words(), item.advice())))
    return {
        "ruleId": item.code,
        **index,
        "level": _LEVELS[item.severity],
        "message": {"text": words.replace("{", "{{").replace("}", "}}")},  # §3.11.5: single ones are placeholders
        "locations": [{"physicalLocation": _location(item.where)}],
    }


def _location(where: Where) -> dict[str, Any]:
    path = where.path.encode("utf-8", "surrogateescape")  # a file name need not be UTF-8
    location: dict[str, Any] = {"artifactLocation": {"uri": quote(path), "uriBaseId": _ROOT}}
    if where.line:
        location["region"] = {"startLine": where.line, "startColumn": max(where.column, 1)}
    return location
