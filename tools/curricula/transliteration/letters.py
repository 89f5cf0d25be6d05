"""The Uzbek alphabets: which letters stand for which, and the apostrophes people write.

Source of the correspondences: the Latin alphabet of 1995 and its orthography, and the Cyrillic one of 1940
with the orthography of 1956. Inside this package a Latin word is `folded`: small letters, oʻ and gʻ as the
single letters ŏ and ğ, the tutuq belgisi as ʼ, so that every letter that matters is one character.
"""

import re

APOSTROPHES = "'`´ʹʻʼʽˈˊˋ‘’‛′‵ꞌ＇"
TURNED, TUTUQ = "\u02bb", "\u02bc"  # of oʻ and gʻ; the tutuq belgisi

_TURNED_LETTER = re.compile(f"([og])[{APOSTROPHES}]")
_OTHERS = re.compile(f"[{APOSTROPHES}]")

# Digraphs stand before the letters they begin with; `ye` and `e` depend on what is before them.
CYRILLIC = {
    "sʼh": "сҳ", "sh": "ш", "ch": "ч", "yo": "ё", "yu": "ю", "ya": "я",
    "a": "а", "b": "б", "c": "к", "d": "д", "f": "ф", "g": "г", "h": "ҳ", "i": "и", "j": "ж", "k": "к", "l": "л",
    "m": "м", "n": "н", "o": "о", "p": "п", "q": "қ", "r": "р", "s": "с", "t": "т", "u": "у", "v": "в", "w": "в",
    "x": "х", "y": "й", "z": "з", "ŏ": "ў", "ğ": "ғ", "ʼ": "ъ",
}
VOWELS = "aeiouŏ"

# ц, е, ъ and ь depend on what is before or after them.
LATIN = {
    "сҳ": "sʼh", "йе": "ye", "ўъ": "oʻ",
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ё": "yo", "ж": "j", "з": "z", "и": "i", "й": "y", "к": "k",
    "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "x",
    "ч": "ch", "ш": "sh", "щ": "shch", "ы": "i", "э": "e", "ю": "yu", "я": "ya", "ў": "oʻ", "қ": "q", "ғ": "gʻ",
    "ҳ": "h",
}
CYRILLIC_VOWELS = "аеёиоуыэюяў"


def folded(word: str) -> str:
    """A Latin word in small letters, one character a letter, whatever apostrophes it has."""
    return _OTHERS.sub(TUTUQ, _TURNED_LETTER.sub(lambda found: {"o": "ŏ", "g": "ğ"}[found[1]], word.lower()))


def cased(word: str, like: str) -> str:
    """A word of small letters with the capitals of another one: none, the first, or all of them."""
    if like.islower():
        return word
    if like.isupper() and len(like) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if like[:1].isupper() else word
