"""List the review rules.

Every rule with its code, which stands in brackets in its findings, and what it asks for in one
sentence. `curricula explain CODE` prints the manual page of one of them.
"""

import click

from curricula.manual import pages, told
from curricula.prose import WIDTH, filled
from curricula.report import Desk, Result

NEEDS_REPOSITORY = False
PARAMETERS: list[click.Parameter] = []


def run(desk: Desk) -> Result:
    """The code of each rule, and its sentence beside it."""
    manual = pages()
    margin = max(map(len, manual), default=0) + 2
    lines = []
    for page in manual.values():
        first, *rest = filled(told(page, desk.voice).title, WIDTH - margin).splitlines()
        lines += [f"{page.code:{margin}}{first}", *(" " * margin + line for line in rest)]
    return Result(lines=tuple(lines))
