"""No word stands twice by mistake.

“The the” comes of editing half a sentence, and the eye passes over it. Found is a word that stands
directly after itself, in the source texts and in every translation; in Chinese, which doubles characters
rightly (往往, 学习学习), only 的的, 和和 and their like, and three or more characters side by side with the
same. Words which a language doubles rightly (that that) are left alone, and so are words joined by a
hyphen (tez-tez, чуть-чуть). A little word that never stands twice, `curricula check --fix` deletes.

Good:
    professional:
      goal:
        - {id: GO1, text: 能逐一一对一核对，校对时往往看不出目的的变化。}
    translations:
      uz-Latn:
        demo/professional#GO1/text: "Maʼlumotlarni tez-tez, birma-bir solishtira oladi."
Bad:
    professional:
      goal:
        - {id: GO1, text: 能维护设备的的电源。}
Bad:
    professional:
      goal:
        - {id: GO1, text: 能维护设备。}
    translations:
      en:
        demo/professional#GO1/text: "Can maintain the the equipment."
Bad:
    professional:
      goal:
        - {id: GO1, text: 能维护设备。}
    translations:
      ru:
        demo/professional#GO1/text: "Умеет обслуживать обслуживать устройства."
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from operator import eq

from curricula.diagnostics import Diagnostic, Fix, Where
from curricula.model.text import REMEMBERED, Text
from curricula.orthography import masked, orthography
from curricula.pairs import Pair
from curricula.repository import Repository

SCOPE = "text"

_DOUBLED = re.compile(r"(?<![\w-])([^\W\d_]{1,40})([ \u00a0]+)\1(?![\w-])", re.IGNORECASE)
_CHINESE = re.compile("(?<!目)([的和与及])(\\1)(?!确)|([\u3400-\u9fff]{3,6}?)(\\3)")
_REPEATED = re.compile("([\u3400-\u9fff]{3,6}?)\\1")


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Source texts with a word twice."""
    for texts in repository.texts.values():
        for text in texts:
            if _suspicious(text.words, text.language):
                yield from _findings(text, text.where)


def review(pairs: Iterable[Pair]) -> Iterator[Diagnostic]:
    """Translations with a word twice."""
    for pair in pairs:
        if _suspicious(pair.target.words, pair.target.language):
            yield from _findings(pair.target, pair.place)


@lru_cache(REMEMBERED)
def _suspicious(words: str, language: str) -> bool:
    """Whether a word may stand twice: passes quickly over nearly all texts."""
    if orthography(language).chinese:
        # What `_CHINESE` finds has one of these: to ask one by one is faster than both at each place.
        little = "的的" in words or "和和" in words or "与与" in words or "及及" in words
        return little or _REPEATED.search(words) is not None
    tokens = words.split()
    return any(map(eq, tokens, tokens[1:])) or (len(tokens) > 1 and tokens[0].lower() == tokens[1])


def _findings(text: Text, place: Where) -> Iterator[Diagnostic]:
    if orthography(text.language).chinese:
        for found in _CHINESE.finditer(text.words):
            yield _finding(text, place, found, once=found[1] is not None)
        return
    own = orthography(text.language)
    for found in _DOUBLED.finditer(masked(text.words)):
        word = found[1].lower()
        if word not in own.twice:
            yield _finding(text, place, found, once=word in own.once)


def _finding(text: Text, place: Where, found: re.Match[str], once: bool) -> Diagnostic:
    word = found[1] or found[3]
    mended = text.words[: found.start()] + word + text.words[found.end() :]
    return Diagnostic(
        text.where, "doubled-words", "“{word}” stands twice in “{words}”",
        {"word": word, "words": text.words[max(0, found.start() - 15) : found.end() + 15]},
        hint="Delete one of the two, or write what the second was meant to be.", severity="warning",
        fix=Fix(place, mended) if once and place.pointer else None,
    )
