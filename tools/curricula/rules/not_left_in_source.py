"""A translation is not the source words once more.

A text that was copied and then forgotten counts as translated, and is published as such. Found is a
translation that has the same letters as its source although the source has words of its language: words in
small letters, whatever the case and the marks of the copy. Codes, abbreviations, proper names, placeholders
and numbers are the same in every language; so may single words be between languages of one script (modem,
router).

Good:
    translations:
      ru:
        "shared#code-line/label": "{scheme}: {code} {title}"
        "shared#scheme.isco-08/label": "ISCO-08"
        "shared#contents/label": "Содержание"
      uz-Latn:
        "shared#contents/label": "Mundarija"
Bad:
    translations:
      ru:
        "shared#issued/label": "Date of issue"
Bad:
    translations:
      zh-Hans:
        "shared#none/label": "None"
"""

import re
from collections.abc import Iterable, Iterator

from curricula.diagnostics import Diagnostic
from curricula.locales import script
from curricula.orthography import masked
from curricula.pairs import Pair

SCOPE = "text"

_LETTERS = re.compile(r"[^\W\d_]+")


def review(pairs: Iterable[Pair]) -> Iterator[Diagnostic]:
    """Translations that are copies of their source."""
    for pair in pairs:
        source, target = pair.source.words, pair.target.words
        # Of a copy the length differs by a mark or a space; what begins otherwise is none.
        if source[:2].casefold() == target[:2].casefold() and abs(len(source) - len(target)) < 4 and _copied(pair):
            yield Diagnostic(
                pair.target.where, "not-left-in-source", "“{words}” are the words of the source",
                {"words": target[:60]},
                hint="Translate them; a name or a code that is the same in both languages can be suppressed here.",
                severity="warning",
            )


def _copied(pair: Pair) -> bool:
    source, target = _LETTERS.findall(masked(pair.source.words)), _LETTERS.findall(masked(pair.target.words))
    if [word.casefold() for word in source] != [word.casefold() for word in target]:
        return False
    small = [word for word in source if word.lower() == word and (len(word) > 1 or not word.isascii())]
    if script(pair.source.language) == script(pair.target.language):
        return len(small) > 1
    return any(len(word) > 2 or not word.isascii() for word in small)  # kg and mm are the same in many languages
