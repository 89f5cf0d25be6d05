"""Explain the code of a finding.

Prints the manual page of the rule CODE: what it asks for and why, an example that keeps it and
examples that do not. Of a code that is no rule, such as import-value, it tells what it means. The
code of a finding stands in its brackets; `curricula rules` lists the rules.
"""

import click

from curricula.diagnostics import Phrase
from curricula.manual import page, told
from curricula.plugins import plugins
from curricula.prose import filled
from curricula.report import Desk, Result

NEEDS_REPOSITORY = False
PARAMETERS = [click.Argument(["code"])]


def run(desk: Desk, code: str) -> Result:
    """The lines of the page, and how one finding of the rule is accepted where it can be."""
    lines = told(page(code), desk.voice).text.splitlines()
    rule = plugins("curricula.rules").get(code)
    if rule is not None and not getattr(rule, "FIRM", False):
        accepted = Phrase(
            "To accept one such finding, write its `rule: {code}`, its place `at` and a `reason` under `suppressions` "
            "in the standard; `curricula check --format json` tells `at`.", {"code": code},
        )
        lines += ["", *filled(accepted.words(desk.voice)).splitlines()]
    return Result(lines=tuple(lines))
