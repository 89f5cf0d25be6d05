"""What is required, recommended or permitted is so in every language.

Readers of a standard act on one word: 应, shall, должен and kerak bind them; 宜, should, следует and
tavsiya etiladi advise; 可, may, допускается and ruxsat etiladi leave them free. A translation that says
“should” for 应 changes the standard and reads well. For every translation of the present source words
the strengths in source and translation are compared, by the words that `translations/terminology.yaml`
gives under `strengths`; a prohibition is a requirement. Found is only what is certain: a strength whose
words one side has, and for which the other side has none, not even a doubtful one. Permissions that are
lost or added are left alone, because “can” and “may” are said in many ways; what takes their place is not.

Good:
    professional:
      goal:
        - {id: GO1, text: 学生应使用相应的应急设备，宜佩戴手套，可提前离开。}
    translations:
      en:
        demo/professional#GO1/text: "Students shall use the emergency set, should wear gloves and can leave early."
      ru:
        demo/professional#GO1/text: "Обучающиеся обязаны применять аварийные средства, следует надевать перчатки."
Bad:
    professional:
      goal:
        - {id: GO1, text: 学生应佩戴手套。}
    translations:
      en:
        demo/professional#GO1/text: "Students should wear gloves."
Bad:
    professional:
      goal:
        - {id: GO1, text: 学生宜佩戴手套。}
    translations:
      uz-Latn:
        demo/professional#GO1/text: "Talaba qoʻlqop kiyishi kerak."
Bad:
    professional:
      goal:
        - {id: GO1, text: 学生应佩戴手套。}
    translations:
      ru:
        demo/professional#GO1/text: "Обучающиеся надевают перчатки."
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import zip_longest
from typing import NamedTuple

from curricula.diagnostics import N_, Diagnostic
from curricula.model.settings import Strength, StrengthWords
from curricula.model.text import REMEMBERED, Text
from curricula.pairs import Pair
from curricula.phrases import Phrases, phrases
from curricula.repository import Repository

SCOPE = "text"


class _Says(NamedTuple):
    """What a word says: a strength, for certain or perhaps."""

    strength: str
    certain: bool


class _Strengths(NamedTuple):
    """The strengths that words have for certain, and all that they may have."""

    certain: frozenset[str]
    possible: frozenset[str]


_Indexes = Mapping[str, Phrases[_Says]]
_ORDER = ("requirement", "recommendation", "permission")
_MESSAGES = {
    ("requirement", "recommendation"): N_("“{source}” requires, but “{target}” only recommends"),
    ("requirement", "permission"): N_("“{source}” requires, but “{target}” only permits"),
    ("recommendation", "requirement"): N_("“{source}” recommends, but “{target}” requires"),
    ("recommendation", "permission"): N_("“{source}” recommends, but “{target}” only permits"),
    ("permission", "requirement"): N_("“{source}” permits, but “{target}” requires"),
    ("permission", "recommendation"): N_("“{source}” permits, but “{target}” recommends"),
    ("requirement", ""): N_("“{source}” requires, but nothing in the translation does"),
    ("recommendation", ""): N_("“{source}” recommends, but nothing in the translation does"),
    ("", "requirement"): N_("“{target}” requires, but nothing in the source does"),
    ("", "recommendation"): N_("“{target}” recommends, but nothing in the source does"),
}


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Translations that bind more or less than their source."""
    strengths: dict[str, Strength] = {strength.id: strength for strength in repository.common.terminology.strengths}
    languages = sorted({language for strength in strengths.values() for language in strength.languages})
    indexes = {language: _index(list(strengths.values()), language) for language in languages}
    for pair in repository.pairs:
        text, translation = pair.source, pair.target
        here, there = indexes.get(text.language), indexes.get(translation.language)
        if here is None or there is None:
            continue
        source, target = _read(text.words, here), _read(translation.words, there)
        if not source.certain <= target.possible or not target.certain <= source.possible:
            yield from _compare(pair, source, target, indexes, strengths)


def _index(strengths: Sequence[Strength], language: str) -> Phrases[_Says]:
    """The words of a language; what may be something else, or always is, hides what would be certain inside it."""
    given = [(one.id, one.languages.get(language, StrengthWords(()))) for one in strengths]
    counting = [(word, _Says(name, True)) for name, entry in given for word in entry.words]
    counting += [(word, _Says(name, False)) for name, entry in given for word in entry.unsure]
    hiding = [(word, _Says(name, True)) for name, entry in given for word in (*entry.unsure, *entry.not_in)]
    hiding += [(word, _Says(name, False)) for name, entry in given for word in entry.not_in]
    return phrases(counting, language, hiding=hiding, inflected=False)


@lru_cache(REMEMBERED)
def _read(words: str, index: Phrases[_Says]) -> _Strengths:
    return _strengths(index.values(words))


@cache
def _strengths(said: frozenset[_Says]) -> _Strengths:
    """Once for all texts that say the same: there are few such sets."""
    certain = frozenset(says.strength for says in said if says.certain)
    return _Strengths(certain, frozenset(says.strength for says in said))


def _compare(
    pair: Pair, source: _Strengths, target: _Strengths, indexes: _Indexes, strengths: Mapping[str, Strength]
) -> Iterator[Diagnostic]:
    lost = [name for name in _ORDER if name in source.certain - target.possible]
    gained = [name for name in _ORDER if name in target.certain - source.possible]
    for before, after in zip_longest(lost, gained, fillvalue=""):
        template = _MESSAGES.get((before, after))
        if template is None:
            continue
        here = strengths[before].languages.get(pair.target.language) if before else None
        yield Diagnostic(
            pair.target.where, "normative-strength", template,
            {
                "source": _word(pair.source, before, indexes), "target": _word(pair.target, after, indexes),
                "words": ", ".join(here.words) if here else "",
            },
            hint="Words of the right strength are: {words}." if here else "Say it without this word, like the source.",
        )


def _word(text: Text, strength: str, indexes: _Indexes) -> str:
    """The first word of a text that has a strength for certain."""
    found = indexes[text.language].all(text.words)
    return next((text.words[one.start : one.end] for one in found if one.value == _Says(strength, True)), "")
