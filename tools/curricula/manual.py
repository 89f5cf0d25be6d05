"""The manual: one page a rule, which is the docstring of its module.

A page is a title of one sentence, what the rule is about, and examples under `Good:` and `Bad:`.
"""

import difflib
import inspect
import re
import textwrap
from dataclasses import dataclass
from functools import cache

from curricula.diagnostics import CurriculaError
from curricula.plugins import plugins

_HEADING = re.compile(r"^(Good|Bad):\n", re.MULTILINE)


@dataclass(frozen=True)
class Page:
    """The manual page of one rule; an example is its heading, `Good` or `Bad`, and its YAML."""

    code: str
    title: str
    about: str
    examples: tuple[tuple[str, str], ...]
    text: str


@cache
def pages() -> dict[str, Page]:
    """Every page by the code of its rule, in alphabetical order."""
    return {code: _page(code, inspect.getdoc(rule) or "") for code, rule in plugins("curricula.rules").items()}


def page(code: str) -> Page:
    """The page of one rule; CurriculaError, with the likely meaning, where there is none."""
    known = pages()
    if code not in known:
        close = difflib.get_close_matches(code, known, 1)
        advice = f"did you mean {close[0]}?" if close else "`curricula rules` lists those there are"
        raise CurriculaError(f"there is no rule {code}; {advice}")
    return known[code]


def _page(code: str, text: str) -> Page:
    prose, *rest = _HEADING.split(text)
    title, _, about = prose.partition("\n\n")
    examples = tuple(
        (heading, textwrap.dedent(words).strip("\n")) for heading, words in zip(rest[::2], rest[1::2], strict=True)
    )
    return Page(code, title.strip(), about.strip(), examples, text)
