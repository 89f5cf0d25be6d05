"""What a file without a place for it says in words, and the state of a unit that came back in such a file."""

from curricula.reviews import UNTRANSLATED, digest
from curricula.units import Hit, Suggestion, handed

_UNSURE = (UNTRANSLATED, "machine", "stale", "derived")
UNCONFIRMED = ("machine", "draft", "stale")  # states in which a translator has work to do on words that are there

_DIGITS = 6


def hit_words(hit: Hit) -> str:
    """A term on one line, in signs that need no translation: `课程 = дисциплина ≠ курс, предмет · note`."""
    forbidden = f" ≠ {', '.join(hit.forbidden)}" if hit.forbidden else ""
    return f"{hit.source} = {hit.target}{forbidden}" + (f" · {hit.note}" if hit.note else "")


def suggestion_words(suggestion: Suggestion) -> str:
    """A suggestion on one line: how like it is, the words, what for and where: `83 %: words ← source · origin`."""
    origin = f" · {suggestion.origin}" if suggestion.origin else ""
    return f"{suggestion.score:.0%}: ".replace("%", " %") + f"{suggestion.words} ← {suggestion.source}{origin}"


def number(words: str) -> int:
    """A limit that was written in a file; 0 for anything else."""
    return int(words) if words.isdecimal() and len(words) <= _DIGITS else 0


def touched(words: str, base: str) -> bool:
    """Whether a target has other words than were handed out; without a base nobody can tell, and it has not."""
    return bool(base) and digest(words) != handed(base).target


def settled(words: str, told: str, base: str) -> str:
    """The state of words that came back, where the file tells that of before or one that a person chose.

    Words that were changed are `translated`, or what a person said they are. Those that were not changed are
    what they are told to be; where they are told to be nothing, somebody took them back.
    """
    if not words:
        return UNTRANSLATED
    if not base:
        return told if told != UNTRANSLATED else "translated"
    if touched(words, base):
        before = handed(base).state
        if told == "draft" or not before or told == before:  # a state that was left as it was says nothing of new words
            return "draft" if told == "draft" else "translated"
        return "draft" if told in _UNSURE else told
    return told if told != UNTRANSLATED else "draft"
