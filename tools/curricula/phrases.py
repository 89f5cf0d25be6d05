"""Find phrases in running words, however the language inflects them.

A phrase is found token by token: a run of letters and digits, or one Chinese character. Two tokens are
the same word when they share a base: the Snowball stem in the languages that Snowball knows (English,
Russian), the word without its endings in Uzbek, the word itself elsewhere. Chinese so is found
literally, and `PON` is not found inside `GPON`. All phrases that are found as they are written are one
pattern, so that a text need not be cut into tokens.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Generic, NamedTuple, TypeVar

import Stemmer

from curricula.locales import cldr, known, script
from curricula.model.text import REMEMBERED

Value = TypeVar("Value", bound=Hashable)
Bases = frozenset[str]
Parts = tuple[Bases, ...]
_Forms = Sequence[tuple[Parts, Value, bool]]
_Place = tuple[int, int, Value, bool]  # start, end, what is found there, and whether it counts

# A mark that ends a clause is a token too, so that no phrase reaches across it.
_TOKEN = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+|[.,;:!?。，；：！？、]")
_IN_WORD = r"[^\W\u3400-\u9fff]"
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


class Found(NamedTuple, Generic[Value]):
    """A phrase in words: from `start` to before `end`, and what it stands for."""

    start: int
    end: int
    value: Value


@dataclass(frozen=True, slots=True, eq=False)
class Written(Generic[Value]):
    """Phrases that are found as they are written.

    `pattern` finds the longest at every place, up to the end of its last word and with any marks between
    its tokens; it wants a space before the words and ends behind the first letter. `forms` has by tokens what
    a phrase stands for and whether it counts. `known` remembers of what was met in words the phrases it begins
    with, each with its length, the longest first: often it is none itself.
    """

    pattern: re.Pattern[str]
    forms: Mapping[tuple[str, ...], Iterable[tuple[Value, bool]]]
    known: dict[str, Sequence[tuple[int, Value, bool]]] = field(default_factory=dict, repr=False)

    def places(self, plain: str) -> list[_Place[Value]]:
        """Every occurrence once, in order; of those that begin together the longest first."""
        known = self.known
        found: list[_Place[Value]] = []
        for match in self.pattern.finditer(f" {plain}"):
            longest, start = match[1], match.end() - 2
            if longest not in known:
                known[longest] = sorted(self._beginnings(longest), key=lambda beginning: -beginning[0])
            for length, value, counts in known[longest]:
                found.append((start, start + length, value, counts))
        return found

    def _beginnings(self, longest: str) -> Iterator[tuple[int, Value, bool]]:
        tokens: tuple[str, ...] = ()
        for token in _TOKEN.finditer(longest):
            tokens += (token.group(),)
            for value, counts in self.forms.get(tokens, ()):
                yield token.end(), value, counts


@dataclass(frozen=True, slots=True, eq=False)
class Phrases(Generic[Value]):
    """Phrases of one language, each with what it stands for; `phrases` makes them, once for the same phrases.

    `heads` has those that are inflected by the beginning of their first token and then of their second
    (empty for a single word), each with whether it counts: one that does not count hides those of the same
    value inside it. `known` remembers of every token that was met what begins with it: of nearly all of them
    nothing. Where none is inflected they are all `written`.
    """

    language: str
    heads: Mapping[str, Mapping[str, _Forms[Value]]]
    written: Written[Value] | None
    known: dict[str, Mapping[str, _Forms[Value]]] = field(default_factory=dict, repr=False)

    def values(self, words: str) -> frozenset[Value]:
        """What the phrases in the words stand for."""
        plain = _plain(words)
        places = self.written.places(plain) if self.written else self._places(_TOKEN.findall(plain))
        return frozenset([value for _, _, value in _counting(places)])

    @lru_cache(REMEMBERED)  # noqa: B019  there are as many of these objects as lists of phrases: a handful
    def all(self, words: str) -> tuple[Found[Value], ...]:
        """Every occurrence, also one inside another, in order; of those that begin together the longest first."""
        plain = _plain(words)
        if self.written:
            found = _counting(self.written.places(plain))
        else:
            tokens = list(_TOKEN.finditer(plain))
            places = _counting(self._places([token.group() for token in tokens]))
            once = dict.fromkeys((tokens[first].start(), tokens[last].end(), value) for first, last, value in places)
            found = sorted(once, key=lambda place: (place[0], -place[1]))
        return tuple([Found(*place) for place in found])

    def _places(self, tokens: Sequence[str]) -> Iterator[_Place[Value]]:
        """Every occurrence, by its first and its last token."""
        known = self.known
        for place, token in [(place, token) for place, token in enumerate(tokens) if known.get(token, True)]:
            after = known.get(token)
            if after is None:
                after = known[token] = self._after(token)
            for _, value, counts in after.get("", ()):
                yield place, place, value, counts
            second = tokens[place + 1][:_SHORTEST] if place + 1 < len(tokens) else ""
            for parts, value, counts in after.get(second, ()) if second else ():
                if self._continues(parts, tokens, place):
                    yield place, place + len(parts) - 1, value, counts

    def _after(self, token: str) -> Mapping[str, _Forms[Value]]:
        """The phrases that begin with a form of a token, by the beginning of their second."""
        after = self.heads.get(token[:_SHORTEST])
        if after is None:
            return {}  # as nearly always: its form need not be known
        own = bases(token, self.language)
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
            if part.isdisjoint(bases(tokens[place], self.language)):
                return False
        return True


def _counting(places: Iterable[_Place[Value]]) -> list[tuple[int, int, Value]]:
    """The occurrences that count and are not hidden."""
    found: list[tuple[int, int, Value]] = []
    hiding: list[tuple[int, int, Value]] = []
    for start, end, value, counts in places:
        (found if counts else hiding).append((start, end, value))
    if not found or not hiding:
        return found
    return [
        (first, last, value) for first, last, value in found
        if not any(start <= first and last <= end and value == other for start, end, other in hiding)
    ]


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
    given = [
        (tuple(_TOKEN.findall(_plain(words))), value, counts)
        for entries, counts in ((counting, True), (hiding, False)) for words, value in entries
    ]
    given = [entry for entry in given if entry[0]]
    if not inflected:
        return Phrases(language, {}, _written(given))
    heads: dict[str, dict[str, dict[tuple[Parts, Value, bool], None]]] = {}  # forms that are one once reduced
    for tokens, value, counts in given:
        first, second = (*(token[:_SHORTEST] for token in tokens[:2]), "")[:2]
        parts = tuple(bases(token, language) for token in tokens)
        heads.setdefault(first, {}).setdefault(second, {})[parts, value, counts] = None
    return Phrases(language, {
        first: {second: tuple(found) for second, found in after.items()} for first, after in heads.items()
    }, None)


_Tree = dict[str, "_Tree"]  # by the next piece of a pattern; an empty one ends a phrase


def _written(given: Sequence[tuple[tuple[str, ...], Value, bool]]) -> Written[Value]:
    forms: dict[tuple[str, ...], dict[tuple[Value, bool], None]] = {}
    for tokens, value, counts in given:
        forms.setdefault(tokens, {})[value, counts] = None
    tree: _Tree = {}
    for tokens in forms:
        branch = tree
        for piece in _pieces(tokens):
            branch = branch.setdefault(piece, {})
        branch[""] = {}
    if not forms:
        return Written(re.compile("(?!)"), forms)
    beginnings = {"".join(tokens)[:2] for tokens in forms}
    first = _any_of({beginning[0] for beginning in beginnings})
    second = _any_of({beginning[1:] for beginning in beginnings})
    # Begins with sets of letters, so that others are passed over quickly; then the longest is looked at from there.
    # Before a word is no letter; the second letter of a phrase may stand behind marks.
    before = r"[\W\u3400-\u9fff]" if all(re.match(_IN_WORD, beginning) for beginning in beginnings) else ""
    after = rf"(?=[\W{second}])" if all(len(beginning) > 1 for beginning in beginnings) else ""
    return Written(re.compile(f"{before}[{first}]{after}(?<=(?=({_alternatives(tree)}{_IN_WORD}*)).)"), forms)


def _any_of(letters: Iterable[str]) -> str:
    return "".join(map(re.escape, sorted(letters)))


def _pieces(tokens: Sequence[str]) -> Iterator[str]:
    """What a pattern of a phrase consists of: its letters, and what may stand before and between its tokens."""
    words = [re.match(_IN_WORD, token) is not None for token in tokens]
    for place, token in enumerate(tokens):
        if place:
            yield r"\W+?" if words[place - 1] and words[place] else r"\W*?"
        elif words[0]:
            yield f"(?<!{_IN_WORD})"
        yield from map(re.escape, token)


def _alternatives(tree: _Tree) -> str:
    """The pattern of the longest phrase of a tree."""
    inner = [piece + _alternatives(rest) for piece, rest in tree.items() if piece]
    if len(inner) == 1 and "" not in tree:
        return inner[0]  # without groups that are none, the pattern is half as long
    return (f"(?:{'|'.join(inner)})" + ("?" if "" in tree else "")) if inner else ""


def _plain(words: str) -> str:
    """The words without differences that are none, letter for letter."""
    plain = words.replace("İ", "I").lower()  # the one letter that becomes two in small letters
    for old, new in _SAME_LETTER:
        plain = plain.replace(old, new)
    return plain


@cache
def bases(token: str, language: str) -> Bases:
    """The words that a token in small letters may be a form of, as far as they can be told; never empty."""
    if len(token) < _SHORTEST:
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
    return Stemmer.Stemmer(name).stemWord if name in Stemmer.algorithms() else None


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
