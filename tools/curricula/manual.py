"""The manual: one page a rule, which is the docstring of its module.

A page is a title of one sentence, what the rule is about, and examples under `Good:` and `Bad:`. Of the
other codes a page tells what they mean.
"""

import inspect
import re
import textwrap
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from curricula import suppression
from curricula.codes import meanings
from curricula.diagnostics import N_, CurriculaError, Voice
from curricula.locales import cells
from curricula.lookalikes import nearest
from curricula.plugins import plugins

WIDTH = 100  # cells of a terminal
_PIECE = re.compile("[\u3000-\u9fff\uff00-\uffef]|[^\u3000-\u9fff\uff00-\uffef\\s]+\\s*|\\s+")
_CLOSING = "，。、；：！？）》」”’…％"
_HEADING = re.compile(r"^(Good:|Bad:)\n", re.MULTILINE)


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


def filled(words: str, width: int = WIDTH) -> str:
    """A paragraph in lines of so many cells; Chinese breaks anywhere but before a closing mark."""
    lines, wide = [""], 0
    for piece in _PIECE.findall(words):
        if wide + cells(piece.rstrip()) > width and piece not in _CLOSING:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
            wide = 0
        lines[-1] += piece
        wide += cells(piece)
    return "\n".join(lines)


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


def paragraphs(module: ModuleType) -> tuple[str, ...]:
    """The paragraphs of a docstring before its examples, each in one line: its title first."""
    prose = _HEADING.split(inspect.getdoc(module) or "")[0]
    return tuple(" ".join(words.split()) for words in prose.strip().split("\n\n"))


def _page(code: str, rule: ModuleType) -> Page:
    title, *about = paragraphs(rule)
    _, *rest = _HEADING.split(inspect.getdoc(rule) or "")
    examples = tuple(
        (heading, textwrap.dedent(words).strip("\n")) for heading, words in zip(rest[::2], rest[1::2], strict=True)
    )
    return Page(code, title, tuple(about), examples)
