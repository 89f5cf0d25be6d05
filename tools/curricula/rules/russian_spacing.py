"""A number stays with its unit, and № with its number, at the end of a line too.

In documents in Russian, and in the other languages written in Cyrillic letters, a line must not end between
a number and the symbol of its unit (5 | кг), after №, between initials and a name, or within an
abbreviation such as т. д.: there stands a no-break space, U+00A0. Other places where a line should not end
are left to the typesetting. What is found, `curricula check --fix` mends.

Good:
    professional:
      goal:
        - {id: GO1, text: 能检测频率3.5GHz的设备。}
    translations:
      ru:
        demo/professional#GO1/text: "Умеет проверять устройства 3,5\\u00a0ГГц по приказу №\\u00a013 и т.\\u00a0д."
Bad:
    professional:
      goal:
        - {id: GO1, text: 能检测频率3.5GHz的设备。}
    translations:
      ru:
        demo/professional#GO1/text: "Умеет проверять устройства 3,5 ГГц."
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from curricula.diagnostics import Diagnostic, Fix
from curricula.locales import NO_BREAK_SPACE
from curricula.model.text import REMEMBERED
from curricula.orthography import masked, orthography
from curricula.pairs import Pair

SCOPE = "text"

_UNITS = (
    "[кМГмТ]?Гц|дБм?|дБи|[кМГТ]?бит/с|[кМГТ]?байт|[МГТк]?Б|[кмМ]?Вт|[км]?В|[мк]?А|кВА|кВт·ч|А·ч|[кМм]?Ом|[кМ]?Н|Н·м|кН/м²|"
    "[кмМсндш]?м[²³]?|мкм|[км]?г|[мн]?с|мкс|мин|ч|°C|°|%|‰|лк|[кМм]?Па|л|шт\\.|руб\\.|т"
)
_LOOSE = re.compile(  # begins with the space: so most characters are passed over at once
    rf" (?:(?<=[0-9] )(?=(?:{_UNITS})(?![\w/·]))|(?<=№ )(?=\S)|(?<=\b[А-ЯЁ]\. )(?=[А-ЯЁ](?:\.|[а-яё]))"
    r"|(?<=\b[Тт]\. )(?=[дпеч]\.))"
)
_BEFORE = re.compile("[0-9№.] ")


def review(pairs: Iterable[Pair]) -> Iterator[Diagnostic]:
    """Ordinary spaces where a line must not end."""
    for pair in pairs:
        if orthography(pair.target.language).spaced:
            found = _loose(pair.target.words)
            if found:
                words = list(pair.target.words)
                for place in found:
                    words[place] = NO_BREAK_SPACE
                here = found[0]
                yield Diagnostic(
                    pair.target.where, "russian-spacing", "a line could end inside “{words}”",
                    {"words": pair.target.words[max(0, here - 6) : here + 7].strip()},
                    hint="Write a no-break space, U+00A0.", severity="info", fix=Fix(pair.place, "".join(words)),
                )


@lru_cache(REMEMBERED)
def _loose(words: str) -> tuple[int, ...]:
    """The places of the spaces where a line must not end."""
    if not _BEFORE.search(words):
        return ()
    return tuple([match.start() for match in _LOOSE.finditer(masked(words))])
