"""How many words a text has, as translators count and are paid: the one definition for every figure.

An ideograph or kana is a word of its own, as Chinese is counted by characters. Elsewhere a word is what
stands between spaces and punctuation: a run of letters and digits, with the apostrophes and hyphens inside it
(oʻquv, on-line) and the decimal sign inside a number (2.5, 1,000). So `5G基站` has three words, and what
has neither letters nor digits (punctuation, spaces, signs) has none. The words of all scripts are found
by one pattern, after the word boundaries of Unicode (UAX #29); the language need not be known.
"""

import re
from functools import lru_cache

from curricula.model.text import REMEMBERED

# Radicals, the marks 々〇〡 and the like, kana, ideographs of all planes; the letters among them are counted.
_IDEOGRAPHS = (
    r"\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u30ff\u31f0-\u31ff"
    r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_WORD = re.compile(
    rf"(?=\w)[{_IDEOGRAPHS}]"
    rf"|(?:[^\W{_IDEOGRAPHS}]|(?<=\w)(?:[\u0300-\u036f\u00ad]|['’‘·\u2010\u2011-](?=\w)|(?<=\d)[.,](?=\d)))+"
)


@lru_cache(REMEMBERED)
def count(words: str) -> int:
    """The number of words."""
    return sum(1 for _ in _WORD.finditer(words))
