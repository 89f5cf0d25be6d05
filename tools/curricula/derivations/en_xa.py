"""English under strange letters and 40 % longer: a pseudo-locale, with which every page and screen is tried.

What is not in accented letters was not translated; what has no closing bracket was cut off; and a long word
without a space shows what cannot be broken. Placeholders and words in backticks stay as they are.
"""

import re
from math import ceil

FROM = "en"

_LONGER = 0.4
_LETTERS = str.maketrans(
    "abcdefghijklmnoprstuvwyzABCDEFGHIJKLMNOPRSTUVWYZ", "àƀćđéƒĝĥîĵķļḿñöƥŕšţûṽŵýžÀƁĆĐÉƑĜĤÎĴĶĻḾÑÖƤŔŠŢÛṼŴÝŽ"
)
_KEPT = re.compile(r"(\{[^{}]*\}|`[^`]*`)")
_FILLING = "ûñƀŕéàķàƀļévéŕýļöñĝŵöŕđ "


def derive(words: str) -> str:
    """The words as the pseudo-locale has them; empty words stay empty."""
    if not words.strip():
        return words
    inner = words.strip()
    before, _, after = words.partition(inner)
    parts = enumerate(_KEPT.split(inner))  # every other one is kept
    accented = "".join(part if number % 2 else part.translate(_LETTERS) for number, part in parts)
    more = ceil(len(inner) * _LONGER)
    return f"{before}[{accented} {(_FILLING * (more // len(_FILLING) + 1))[:more].rstrip()}]{after}"
