"""List the review rules.

Every rule with its code, which stands in brackets in its findings, and what it asks for in one
sentence. `curricula explain CODE` prints the manual page of one of them.
"""

import click

from curricula.manual import pages, told
from curricula.report import Desk, Result

NEEDS_REPOSITORY = False
PARAMETERS: list[click.Parameter] = []


def run(desk: Desk) -> Result:
    """One line a rule."""
    manual = pages()
    width = max(map(len, manual), default=0)
    return Result(lines=tuple(f"{page.code:{width}}  {told(page, desk.voice).title}" for page in manual.values()))
