"""Brackets and quotation marks come in pairs, as the language writes them.

A bracket that is not closed changes what a condition belongs to, and a pair that is lost in translation
was most likely lost with words. Checked are the source texts and every translation: each bracket and
quotation mark needs its other half, and quotation marks are those of the language: “ ” and inside them
‘ ’ in Chinese, English and Uzbek, « » and inside them „ “ in Russian and in other languages in Cyrillic
script; languages of which nothing is known may use any. The bracket of an item of a list (1), а)) stands
alone, marks with nothing between them are only spoken of, and code in backticks is left alone. Quotation
marks of another language that are paired, `curricula check --fix` replaces.

Good:
    professional:
      goal:
        - {id: GO1, text: 实行“学校（企业）”双导师制：1）指导；2）考核。}
    translations:
      ru:
        demo/professional#GO1/text: "Действует правило «один наставник „школы“ (предприятия)»: 1) обучение; 2) оценка."
      uz-Latn:
        demo/professional#GO1/text: "“Oʻquv yurti (korxona)” tizimi amal qiladi: 1) taʼlim; 2) baholash."
Bad:
    professional:
      goal:
        - {id: GO1, text: 实行双导师制（学校、企业。}
Bad:
    professional:
      goal:
        - {id: GO1, text: 实行“双导师”制。}
    translations:
      ru:
        demo/professional#GO1/text: "Действует система “двух наставников”."
Bad:
    professional:
      goal:
        - {id: GO1, text: 实行“双导师”制。}
    translations:
      en:
        demo/professional#GO1/text: "Two “mentors guide each student."
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from curricula.diagnostics import Diagnostic, Fix, Where
from curricula.model.text import REMEMBERED, Text
from curricula.orthography import masked, orthography
from curricula.pairs import Pair
from curricula.repository import Repository

SCOPE = "text"

_CLOSING = {
    "(": ")", "[": "]", "（": "）", "［": "］", "【": "】", "〔": "〕", "《": "》", "〈": "〉",
    "«": "»", "“": "”", "„": "“", "「": "」", "『": "』", "‹": "›",
}
_QUOTES = "«»“”„「」『』‹›"
_MARK = re.compile("[" + re.escape("".join(sorted({*_CLOSING, *_CLOSING.values()}))) + "]")
_ITEM = re.compile(r"(?:^|(?<=[\s;:,，；：、。]))[0-9]{0,2}[0-9A-Za-zА-яЁё*][)）]")
_ONLY_NAMED = re.compile("[«“„「『‹][\\s…]*[»”“」』›]")


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Source texts with a mark that has no other half, or with marks of another language."""
    for texts in repository.texts.values():
        for text in texts:
            if _marked(text.words):
                yield from _findings(text, text.where)


def review(pairs: Iterable[Pair]) -> Iterator[Diagnostic]:
    """The same in translations."""
    for pair in pairs:
        if _marked(pair.target.words):
            yield from _findings(pair.target, pair.place)


@lru_cache(REMEMBERED)
def _marked(words: str) -> bool:
    return _MARK.search(words) is not None


def _findings(text: Text, place: Where) -> Iterator[Diagnostic]:
    """`place` is what a fix replaces."""
    words = _ONLY_NAMED.sub(lambda found: " " * len(found.group()), masked(text.words))
    pairs, alone = _paired(words)
    if alone is not None:
        yield Diagnostic(
            text.where, "brackets-balanced", "“{mark}” has no other half, in “{words}”",
            {"mark": words[alone], "words": text.words[max(0, alone - 15) : alone + 16]},
            hint="Add the other half, or delete it.", severity="warning",
        )
        return
    quotes = orthography(text.language).quotes
    wrong = [(first, last) for first, last in pairs if words[first] in _QUOTES and quotes
             and words[first] + words[last] not in quotes]
    if wrong:
        first, last = wrong[0]
        mended = _mended(text.words, [pair for pair in pairs if words[pair[0]] in _QUOTES], quotes)
        yield Diagnostic(
            text.where, "brackets-balanced", "{found} are not the quotation marks of this language, in “{words}”",
            {"found": f"{words[first]} {words[last]}", "expected": " ".join(quotes[0]),
             "words": text.words[max(0, first - 8) : last + 9]},
            hint="Write {expected}.", severity="warning", fix=Fix(place, mended) if place.pointer else None,
        )


def _paired(words: str) -> tuple[list[tuple[int, int]], int | None]:
    """The places of all pairs of marks in order, and the first mark that has no other half."""
    pairs: list[tuple[int, int]] = []
    opened: list[int] = []
    for match in _MARK.finditer(words):
        mark, here = match.group(), match.start()
        if opened and _CLOSING[words[opened[-1]]] == mark:
            pairs.append((opened.pop(), here))
        elif mark in _CLOSING:
            opened.append(here)
        elif not any(item.end() == here + 1 for item in _ITEM.finditer(words)):
            return pairs, here
    return sorted(pairs), opened[0] if opened else None


def _mended(words: str, pairs: list[tuple[int, int]], quotes: tuple[str, ...]) -> str:
    """The words with the language's quotation marks: the outer ones, and inside them the inner ones."""
    letters = list(words)
    for first, last in pairs:
        depth = sum(other < first and last < end for other, end in pairs)
        marks = quotes[min(depth, len(quotes) - 1)]
        letters[first], letters[last] = marks[0], marks[1]
    return "".join(letters)
