"""Explain a review rule.

Prints the manual page of the rule CODE: what it asks for and why, an example that keeps it and
examples that do not. The code of a finding stands in its brackets; `curricula rules` lists all.
"""

import click

from curricula.manual import page, told
from curricula.report import Desk, Result

NEEDS_REPOSITORY = False
PARAMETERS = [click.Argument(["code"])]


def run(desk: Desk, code: str) -> Result:
    """The lines of the page."""
    return Result(lines=tuple(told(page(code), desk.voice).text.splitlines()))
