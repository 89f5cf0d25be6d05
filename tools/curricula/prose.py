"""Docstrings as prose that people read, and prose in the lines of a terminal."""

import re

from curricula.locales import cells

WIDTH = 100  # cells of a terminal
_PIECE = re.compile("[\u3000-\u9fff\uff00-\uffef]|[^\u3000-\u9fff\uff00-\uffef\\s]+\\s*|\\s+")
_CLOSING = "，。、；：！？）》」”’…％"
HEADING = re.compile(r"^(Good:|Bad:)\n", re.MULTILINE)


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


def paragraphs(docstring: str) -> tuple[str, ...]:
    """The paragraphs of a docstring before its examples, each in one line: its title first."""
    prose = HEADING.split(docstring)[0]
    return tuple(" ".join(words.split()) for words in prose.strip().split("\n\n"))
