"""Find phrases in running words, however the language inflects them.

A phrase is found token by token: a run of letters and digits, or one Chinese character. Two tokens are
the same word when they share a base: the Snowball stem in the languages that Snowball knows (English,
Russian), the word without its endings in Uzbek, the word itself elsewhere. Chinese so is found
literally, and `PON` is not found inside `GPON`.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Generic, TypeVar

import snowballstemmer

from curricula.locales import cldr, known, script
from curricula.model.text import REMEMBERED

Value = TypeVar("Value", bound=Hashable)
Bases = frozenset[str]
Parts = tuple[Bases, ...]
_Forms = Sequence[tuple[Parts, Value, bool]]

# A mark that ends a clause is a token too, so that no phrase reaches across it.
_TOKEN = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+|[.,;:!?。，；：！？、]")
_SAME_LETTER = (("ё", "е"), ("’", "ʼ"), ("‘", "ʻ"))
_SHORTEST = 3
# Plural, possessive and case, each once and in this order: -lar + -imiz + -dan; then -li, -lik.
_UZBEK_NOUN = re.compile(
    "ʼ?(?:lar)?(?P<possessive>i|si|im|ing|imiz|ingiz|m|ng|miz|ngiz)?"
    "(?:ning|ni|ga|ka|qa|da|dan|dagi|gacha|cha|dek|day)?(?:li|lik)?"
)
# What makes a verb of the language of standards: voice, then -ish, -gan, -adi, -ib or -a before an auxiliary.
_UZBEK_VERB = re.compile("(?:il|in|l|n)?(?:ish|sh|gan|adi|ydi|ib|b|a|y)")
# Before a possessive with a vowel the last consonant is voiced: tarmoq, tarmogʻi; tirgak, tirgagi.
_UZBEK_UNVOICED = (("gʻ", "q"), ("g", "k"))


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """A phrase in words: from `start` to before `end`, and what it stands for."""

    start: int
    end: int
    value: Value


@dataclass(frozen=True, slots=True, eq=False)
class Phrases(Generic[Value]):
    """Phrases of one language, each with what it stands for; `phrases` makes them, once for the same phrases.

    `heads` has them by the beginning of their first token and then of their second (empty for a single
    word), each with whether it counts: one that does not count hides those of the same value inside it.
    `known` remembers of every token that was met what begins with it: of nearly all of them nothing.
    """

    language: str
    inflected: bool
    heads: Mapping[str, Mapping[str, _Forms[Value]]]
    known: dict[str, Mapping[str, _Forms[Value]]] = field(default_factory=dict, repr=False)

    @lru_cache(REMEMBERED)  # noqa: B019  there are as many of these objects as lists of phrases: a handful
    def values(self, words: str) -> frozenset[Value]:
        """What the phrases in the words stand for."""
        return frozenset(value for _, _, value in self._places(_TOKEN.findall(_plain(words))))

    @lru_cache(REMEMBERED)  # noqa: B019  as above
    def all(self, words: str) -> tuple[Found[Value], ...]:
        """Every occurrence, also one inside another, in order; of those that begin together the longest first."""
        tokens = list(_TOKEN.finditer(_plain(words)))
        once = dict.fromkeys(self._places([token.group() for token in tokens]))
        places = sorted(once, key=lambda place: (place[0], -place[1]))
        return tuple(Found(tokens[first].start(), tokens[last].end(), value) for first, last, value in places)

    def _places(self, tokens: Sequence[str]) -> Iterable[tuple[int, int, Value]]:
        """First and last token of every occurrence that counts, and its value."""
        known = self.known
        found: list[tuple[int, int, Value]] = []
        hiding: list[tuple[int, int, Value]] = []
        for place, token in [(place, token) for place, token in enumerate(tokens) if known.get(token, True)]:
            after = known.get(token)
            if after is None:
                after = known[token] = self._after(token)
            for _, value, counts in after.get("", ()):
                (found if counts else hiding).append((place, place, value))
            second = tokens[place + 1][:_SHORTEST] if place + 1 < len(tokens) else ""
            for parts, value, counts in after.get(second, ()) if second else ():
                if self._continues(parts, tokens, place):
                    (found if counts else hiding).append((place, place + len(parts) - 1, value))
        if not hiding:
            return found
        return (
            (first, last, value) for first, last, value in found
            if not any(value == other and start <= first and last <= end for start, end, other in hiding)
        )

    def _after(self, token: str) -> Mapping[str, _Forms[Value]]:
        """The phrases that begin with a form of a token, by the beginning of their second."""
        after = self.heads.get(token[:_SHORTEST])
        if after is None:
            return {}  # as nearly always: its form need not be known
        own = self._bases(token)
        fitting = {
            second: tuple(form for form in forms if not own.isdisjoint(form[0][0])) for second, forms in after.items()
        }
        return {second: forms for second, forms in fitting.items() if forms}

    def _continues(self, parts: Parts, tokens: Sequence[str], place: int) -> bool:
        """Whether the tokens behind `place` are those of a phrase of which the first has been compared."""
        if place + len(parts) > len(tokens):
            return False
        for part in parts[1:]:
            place += 1
            token = tokens[place]
            if token not in part if not self.inflected else part.isdisjoint(bases(token, self.language)):
                return False
        return True

    def _bases(self, token: str) -> Bases:
        return bases(token, self.language) if self.inflected else frozenset((token,))


def phrases(
    counting: Iterable[tuple[str, Value]], language: str,
    *, hiding: Iterable[tuple[str, Value]] = (), inflected: bool = True,
) -> Phrases[Value]:
    """An index of phrases given with what each stands for.

    `hiding` are longer ones in which a phrase is part of another word: 应用 hides 应. Phrases that are
    not `inflected` are found only as they are written, in capitals or not.
    """
    return _phrases(tuple(counting), tuple(hiding), language, inflected and _inflects(language))


_Entries = tuple[tuple[str, Value], ...]


@lru_cache(64)
def _phrases(counting: _Entries[Value], hiding: _Entries[Value], language: str, inflected: bool) -> Phrases[Value]:
    heads: dict[str, dict[str, dict[tuple[Parts, Value, bool], None]]] = {}  # forms that are one once reduced
    for entries, counts in ((counting, True), (hiding, False)):
        for words, value in entries:
            tokens = _TOKEN.findall(_plain(words))
            if tokens:
                first, second = (*(token[:_SHORTEST] for token in tokens[:2]), "")[:2]
                parts = tuple(bases(token, language, inflected) for token in tokens)
                heads.setdefault(first, {}).setdefault(second, {})[parts, value, counts] = None
    return Phrases(language, inflected, {
        first: {second: tuple(found) for second, found in after.items()} for first, after in heads.items()
    })


def _plain(words: str) -> str:
    """The words without differences that are none, letter for letter."""
    plain = words.replace("İ", "I").lower()  # the one letter that becomes two in small letters
    for old, new in _SAME_LETTER:
        plain = plain.replace(old, new)
    return plain


@cache
def bases(token: str, language: str, inflected: bool = True) -> Bases:
    """The words that a token in small letters may be a form of, as far as they can be told; never empty."""
    if not inflected or len(token) < _SHORTEST:
        return frozenset((token,))
    if _is_uzbek(language):
        return _uzbek(token)
    stem = _stem(language)
    return frozenset((stem(token) if stem else token,))


def _inflects(language: str) -> bool:
    return _is_uzbek(language) or _stem(language) is not None


@cache
def _is_uzbek(language: str) -> bool:
    return language.startswith("uz") and script(language) == "Latn"


@cache
def _stem(language: str) -> Callable[[str], str] | None:
    name = (cldr(language).get_language_name("en") or "").lower() if known(language) else ""
    return snowballstemmer.stemmer(name).stemWord if name in snowballstemmer.algorithms() else None


def _uzbek(word: str) -> Bases:
    """The word, and what is left of it without each chain of endings; the stem of a verb is marked by a hyphen."""
    found = {word}
    for cut in range(_SHORTEST, len(word)):
        base = word[:cut]
        noun = _UZBEK_NOUN.fullmatch(word, cut)
        if noun:
            found.add(base)
            if (noun["possessive"] or "").startswith("i"):
                found.update(base.removesuffix(old) + new for old, new in _UZBEK_UNVOICED if base.endswith(old))
        verb = _UZBEK_VERB.match(word, cut)
        if verb and _UZBEK_NOUN.fullmatch(word, verb.end()):
            found.add(f"{base}-")
    return frozenset(found)
