"""A Russian word has its ё always or never.

Whether ё is written is a matter of the house; written in one place and left out in another it looks like two
words, and a search finds half of them. Within the Russian words of one standard, a form that stands with ё
somewhere stands with ё everywhere. Pairs that are two words (все and всё, чем and чём, узнаем and узнаём) are
left alone.

Good:
    professional:
      goal:
        - {id: GO1, text: 能做好成本核算。}
        - {id: GO2, text: 能核对账目。}
    translations:
      ru:
        demo/professional#GO1/text: "Умеет вести учёт всех расходов."
        demo/professional#GO2/text: "Проверяет, всё ли внесено в учёт."
Bad:
    professional:
      goal:
        - {id: GO1, text: 能做好成本核算。}
        - {id: GO2, text: 能核对账目。}
    translations:
      ru:
        demo/professional#GO1/text: "Умеет вести учёт расходов."
        demo/professional#GO2/text: "Проверяет учет."
"""

import re
from collections.abc import Iterator, Sequence

from curricula.catalogue import Message
from curricula.diagnostics import Diagnostic
from curricula.repository import Repository

SCOPE = "document"

_WORD = re.compile("[а-яё]+")
# Two words, or two forms of one, that differ in the dots alone.
_TWO_WORDS = (
    " берег ведем везем весла весны все всем жены звезды мел небо нем нес озера осел падеж передохнем признаем "
    "признает села сел сестры слез совершенная совершенно совершенное совершенного совершенной совершенные "
    "совершенный совершенных стекла тем узнаем узнает чем "
)


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Words without ё that have it elsewhere in the same standard."""
    for found in repository.bitexts.values():
        if found.language.partition("-")[0] == "ru":
            yield from _of_one(found.messages)


def _of_one(given: Sequence[Message]) -> Iterator[Diagnostic]:
    present = set(_WORD.findall("\n".join([message.words for message in given]).lower()))
    plain = {word.replace("ё", "е"): word for word in sorted(present) if "ё" in word}
    wanted = {word: dotted for word, dotted in plain.items() if word in present and f" {word} " not in _TWO_WORDS}
    if not wanted:
        return
    without = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(wanted))})(?!\w)", re.IGNORECASE)
    for message in given:
        for found in without.finditer(message.words):
            yield Diagnostic(
                message.where, "yo-consistent", "“{found}” is written “{other}” elsewhere in this standard",
                {"found": found.group(), "other": wanted[found.group().lower()]},
                hint="Write the word with ё everywhere or nowhere.", severity="info",
            )
