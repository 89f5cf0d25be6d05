"""Every finding about a repository: read, judged by all rules, suppressed where a reason says so, remembered."""

import json
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import asdict
from typing import Any

from curricula.cache import Cache
from curricula.common import SETTINGS
from curricula.diagnostics import Diagnostic, Fix, Phrase, Where, ordered
from curricula.inputs import Inputs
from curricula.judging import adopted_findings
from curricula.plugins import plugins
from curricula.repository import Repository
from curricula.reviewing import Pool, findings
from curricula.source import locate
from curricula.suppression import Rules, suppressed


def check(
    repository: Repository, cache: Cache | None = None, inputs: Inputs | None = None, pool: Pool = nullcontext,
    words: bool = False,
) -> tuple[Diagnostic, ...]:
    """Every finding about the repository, located and in order; remembered for unchanged input.

    `pool` opens an executor; it is used if there is much to do. With `words`, only the findings in translations are
    all there.
    """
    key = ""
    if cache is not None and inputs is not None:
        for stage in ("check", "check of words")[: 1 + words]:  # the first has what the second would have
            key = inputs.key(stage, inputs.everything)
            known = cache.get(key)
            if known is not None:
                return tuple(_diagnostic(item) for item in json.loads(known))
    found = ordered(locate(repository.root, _findings(repository, pool, words)))
    if cache is not None and key:
        cache.put(key, json.dumps([asdict(item) for item in found], ensure_ascii=False).encode())
    return found


def _findings(repository: Repository, pool: Pool, words: bool) -> Iterable[Diagnostic]:
    found = findings(repository, pool, words)
    if not words:
        found += adopted_findings(repository, found)
    rules = plugins("curricula.rules")
    if any(item.where.path == SETTINGS and item.code not in rules for item in found):
        return found
    firm = frozenset(code for code, rule in rules.items() if getattr(rule, "FIRM", False))
    return suppressed(repository, found, Rules(frozenset(rules), firm))


def _diagnostic(item: dict[str, Any]) -> Diagnostic:
    """A finding from its JSON."""
    fix = item["fix"] and Fix(**item["fix"] | {"where": _place(item["fix"]["where"])})
    arguments = {name: _argument(value) for name, value in item["arguments"].items()}
    return Diagnostic(**item | {"where": _place(item["where"]), "arguments": arguments, "fix": fix})


def _place(item: list[Any]) -> Where:
    path, line, column, pointer = item
    return Where(path, line, column, tuple(pointer))


def _argument(value: Any) -> object:
    """A value, or the phrase that a group of properties is: no finding has any other group among its arguments."""
    if not isinstance(value, dict):
        return value
    return Phrase(**value | {"arguments": {name: _argument(item) for name, item in value["arguments"].items()}})
