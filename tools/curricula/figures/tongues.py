"""Words in two languages as one string, so that they can be put into other words, measured and divided.

Unicode has signs for words that have others beside them, which are for the inside of programs and never printed.
Between them stand the words of the first language, the tag of the second and its words; labels with fields for others
are written so as well, and each language keeps its own punctuation around what is put into them.
"""

import re

_OPEN, _NEXT, _CLOSE = "\ufff9", "\ufffa", "\ufffb"
_PART = f"([^{_OPEN}-{_CLOSE}]*)"
_INNERMOST = re.compile(f"{_OPEN}{_PART}{_NEXT}{_PART}{_NEXT}{_PART}{_CLOSE}")


def beside(first: str, second: str, language: str) -> str:
    """Words with those of another language beside them; as they are where both are the same."""
    return first if first == second else f"{_OPEN}{first}{_NEXT}{language}{_NEXT}{second}{_CLOSE}"


def side(words: str, place: int) -> str:
    """What is said in the first or second language (0 or 1)."""
    while _INNERMOST.search(words):
        words = _INNERMOST.sub(lambda found: found[3 if place else 1], words)
    return words


def sides(words: str) -> tuple[tuple[str, str], ...]:
    """What is said in each language, with the tag of the second; once where it is the same.

    Numbers and signs without letters belong to no language: they are as the first writes them.
    """
    found = spelled(words)
    return found if any(character.isalpha() for said, _ in found for character in said) else found[:1]


def spelled(words: str) -> tuple[tuple[str, str], ...]:
    """What is said in each language, numbers as each of them writes them."""
    found = _INNERMOST.search(words)
    if not found:
        return ((words, ""),)
    first, second = side(words, 0), side(words, 1)
    if first == second:
        return ((first, ""),)
    return tuple((said, tag) for said, tag in ((first, ""), (second, found[2])) if said)
