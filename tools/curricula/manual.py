"""The manual: one page a rule, which is the docstring of its module.

A page is a title of one sentence, what the rule is about, and examples under `Good:` and `Bad:`. Of the
other codes a page tells what they mean.
"""

import inspect
import textwrap
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from curricula import suppression
from curricula.codes import meanings
from curricula.diagnostics import N_, CurriculaError, Voice
from curricula.lookalikes import nearest
from curricula.plugins import plugins
from curricula.prose import HEADING, filled, paragraphs


@dataclass(frozen=True)
class Page:
    """The manual page of one rule: its paragraphs, and examples, each its heading and its YAML."""

    code: str
    title: str
    about: tuple[str, ...]
    examples: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """The whole page, wrapped for a terminal."""
        prose = "\n\n".join(filled(words) for words in (self.title, *self.about))
        examples = (f"{heading}\n{textwrap.indent(words, '    ')}" for heading, words in self.examples)
        return "\n".join((prose, "", *examples))


@cache
def pages() -> dict[str, Page]:
    """Every page by the code of its rule, in alphabetical order."""
    modules = plugins("curricula.rules") | {suppression.CODE: suppression}
    return {code: _page(code, module) for code, module in sorted(modules.items())}


def page(code: str) -> Page:
    """The page of one rule, or of another code; CurriculaError, with the likely meaning, where there is none."""
    known = {other: Page(other, words, (), ()) for other, words in meanings().items()} | pages()
    if code not in known:
        near = nearest(code, known)
        if near:
            raise CurriculaError("there is no code {code}; did you mean {close}?", code=code, close=near.close)
        raise CurriculaError("there is no code {code}; `curricula rules` lists those there are", code=code)
    return known[code]


def told(page: Page, voice: Voice) -> Page:
    """The page in the language of `voice`; the examples are code and stay."""
    headings = {"Good:": voice.gettext(N_("Good:")), "Bad:": voice.gettext(N_("Bad:"))}
    return Page(
        page.code, voice.gettext(page.title), tuple(map(voice.gettext, page.about)),
        tuple((headings[heading], words) for heading, words in page.examples),
    )


def _page(code: str, rule: ModuleType) -> Page:
    docstring = inspect.getdoc(rule) or ""
    title, *about = paragraphs(docstring)
    _, *rest = HEADING.split(docstring)
    examples = tuple(
        (heading, textwrap.dedent(words).strip("\n")) for heading, words in zip(rest[::2], rest[1::2], strict=True)
    )
    return Page(code, title, tuple(about), examples)
