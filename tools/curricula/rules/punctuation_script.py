"""Chinese text has Chinese marks.

Between Chinese characters the marks are full-width: a half-width comma stands too low and too close, and
programs that look for the end of a sentence pass it over. Checked are the source texts and every
translation into Chinese: a comma, semicolon, colon, question or exclamation mark, full stop or bracket
that has a Chinese character beside it must be the full-width one. Marks within Latin words, codes and
numbers (1:1, 4.3-10, GB/T) are left alone, and so is what stands in backticks. The reverse, a full-width
mark in another language, is found by script-hygiene. `curricula check --fix` puts the right marks.

Good:
    professional:
      goal:
        - {id: GO1, text: 能按1:1比例绘图，使用4.3-10接头（N型）；记录数据。}
    translations:
      en:
        demo/professional#GO1/text: "Can draw at a scale of 1:1, using 4.3-10 connectors (type N); records data."
Bad:
    professional:
      goal:
        - {id: GO1, text: "能绘图,能测量。"}
Bad:
    professional:
      goal:
        - {id: GO1, text: "能使用接头(N型)。"}
Bad:
    translations:
      zh-Hans:
        "shared#contents/label": "目录 (全部)"
"""

import re
from collections.abc import Iterable, Iterator

from curricula.diagnostics import Diagnostic, Fix, Where
from curricula.model.text import Text
from curricula.orthography import masked, orthography
from curricula.pairs import Pair
from curricula.repository import Repository

SCOPE = "text"

_HALF = re.compile("[,;:?!().]")
_BESIDE = "\u3400-\u9fff“”‘’《》（）"
_MARK = re.compile(
    rf"(?<=[{_BESIDE}]) ?[,;:?!]+ ?|[,;:?!]+ ?(?=[{_BESIDE}])|(?<=[\u3400-\u9fff])\.(?![\w.\ufffc])"
)
_BRACKETS = re.compile(rf"(?<=[{_BESIDE}]) ?\([^()]*\) ?|\((?=[{_BESIDE}])[^()]*\) ?|\([^()]*(?<=[{_BESIDE}])\) ?")
_FULL = dict(zip(",;:?!(). ", ("，", "；", "：", "？", "！", "（", "）", "。", ""), strict=True))


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Half-width marks in Chinese source texts."""
    for texts in repository.texts.values():
        for text in texts:
            if _HALF.search(text.words) and orthography(text.language).chinese:
                yield from _findings(text, text.where)


def review(pairs: Iterable[Pair]) -> Iterator[Diagnostic]:
    """Half-width marks in translations into Chinese."""
    for pair in pairs:
        if orthography(pair.target.language).chinese and _HALF.search(pair.target.words):
            yield from _findings(pair.target, pair.place)


def _findings(text: Text, place: Where) -> Iterator[Diagnostic]:
    """One finding for all wrong marks of a text, at the first; `place` is what a fix replaces."""
    plain = masked(text.words)
    edits: dict[int, str] = {}
    for match in _MARK.finditer(plain):
        edits |= {place: _FULL[plain[place]] for place in range(match.start(), match.end())}
    for match in _BRACKETS.finditer(plain):
        ends = [place for place in range(match.start(), match.end()) if plain[place] in "()"]
        outside = {place: "" for place in (match.start(), match.end() - 1) if plain[place] == " "}
        edits |= outside | {place: _FULL[plain[place]] for place in (ends[0], ends[-1])}
    if not edits:
        return
    first = next(iter(sorted(place for place, mark in edits.items() if mark)))
    mended = "".join(edits.get(place, character) for place, character in enumerate(text.words))
    yield Diagnostic(
        text.where, "punctuation-script", "has a half-width “{mark}” beside a Chinese character, in “{words}”",
        {"mark": plain[first], "words": text.words[max(0, first - 8) : first + 9]},
        hint="Write the full-width mark, without a space.", severity="warning",
        fix=Fix(place, mended) if place.pointer else None,
    )

