"""Chinese in thick brackets and 40 % longer: a pseudo-locale of characters, with which pages and screens are tried.

What is not in brackets was not translated; what has no closing bracket was cut off.
"""

from math import ceil

FROM = "zh-Hans"

_LONGER = 0.4
_FILLING = "此处加长文字以检验版面是否容得下更长的译文"


def derive(words: str) -> str:
    """The words as the pseudo-locale has them; empty words stay empty."""
    if not words.strip():
        return words
    inner = words.strip()
    before, _, after = words.partition(inner)
    more = ceil(len(inner) * _LONGER)
    return f"{before}【{inner}{(_FILLING * (more // len(_FILLING) + 1))[:more]}】{after}"
