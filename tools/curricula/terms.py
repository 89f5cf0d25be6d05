"""The terms of the field in running words: which stand there, and which were put wrongly.

`lexicon` makes the index of a language once, and its `all` finds every occurrence in a text. Of these a
translator's desk shows the `hits`, which `shown` has with their terms in the other language; the review
reports what is `misused`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from curricula.model.settings import Term, TermWords
from curricula.model.text import REMEMBERED, Text
from curricula.phrases import Found, Phrases, phrases
from curricula.units import Hit


class Use(NamedTuple):
    """What words do for a term, by its id: they are the term, they are accepted for it, they are forbidden."""

    term: str
    kind: Literal["term", "accepted", "forbidden"] = "term"


Lexicon = Phrases[Use]


def lexicon(terms: Iterable[Term], language: str) -> Lexicon:
    """The terms of one language with their forms and forbidden variants, to be found in any inflected form."""
    given = [(term.id, term.terms[language]) for term in terms if language in term.terms]
    return phrases(_uses(given), language, hiding=_others(given))


def _uses(given: Iterable[tuple[str, TermWords]]) -> Iterator[tuple[str, Use]]:
    for name, words in given:
        yield from ((form, Use(name)) for form in (words.term, *words.forms))
        yield from ((broader, Use(name, "accepted")) for broader in words.accepted)
        yield from ((variant, Use(name, "forbidden")) for variant in words.forbidden)


def _others(given: Iterable[tuple[str, TermWords]]) -> Iterator[tuple[str, Use]]:
    return ((words, Use(name)) for name, entry in given for words in entry.not_in)


def hits(found: Iterable[Found[Use]]) -> list[Found[Use]]:
    """Of all occurrences in a text those of terms: the longest at each place, and none inside another."""
    chosen: list[Found[Use]] = []
    first = last = 0  # the place of the one chosen before
    for item in found:
        start, end, use = item
        if use.kind == "term" and (start >= last or (start, end) == (first, last)):
            chosen.append(item)
            first, last = start, end
    return chosen


def misused(found: Sequence[Found[Use]]) -> list[Found[Use]]:
    """Of all occurrences in a text the forbidden variants, but for those that are part of longer right words."""
    wrong = [item for item in found if item.value.kind == "forbidden"]
    if not wrong:
        return wrong
    right = [item for item in found if item.value.kind != "forbidden"]
    return [item for item in wrong if not any(_inside(item, other) for other in right)]


def shown(text: Text, locale: str, terms: Sequence[Term]) -> list[Hit]:
    """The terms in the words of a text as a translator into `locale` needs them, each once, in order.

    A term that is the same in both languages is left out, unless there is something to say about it. What is
    found with one list of terms is remembered: give the same object again, such as `repository.terms`.
    """
    return list(shown_in(text.words, text.language, locale, Same(terms)))


class Same:
    """A list of terms known by its identity, so that what was made of it is found without reading it."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self.terms = terms

    def __hash__(self) -> int:
        return id(self.terms)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.terms is self.terms


def shown_in(words: str, language: str, locale: str, terms: Same) -> tuple[Hit, ...]:
    """The same for words in a language."""
    targets = _targets(locale, terms)
    found = {}
    for source, term in _sources(words, language, terms):
        target = targets.get(term)
        if target and (target.term != source or target.forbidden or target.note):
            found[source, target.term] = Hit(source, target.term, target.note or "", target.forbidden)
    return tuple(found.values())


@lru_cache(REMEMBERED)  # words are translated into one language after the other
def _sources(words: str, language: str, terms: Same) -> tuple[tuple[str, str], ...]:
    """The terms in words, each as it stands there, with the id of the concept."""
    found = hits(_lexicon(language, terms).all(words))
    return tuple(dict.fromkeys([(words[item.start : item.end], item.value.term) for item in found]))


@lru_cache(64)
def _lexicon(language: str, terms: Same) -> Lexicon:
    return lexicon(terms.terms, language)


@lru_cache(64)
def _targets(locale: str, terms: Same) -> Mapping[str, TermWords]:
    """The terms of a language by the id of the concept."""
    return {term.id: term.terms[locale] for term in terms.terms if locale in term.terms}


def _same_place(one: Found[Use], other: Found[Use]) -> bool:
    return (one.start, one.end) == (other.start, other.end)


def _inside(one: Found[Use], other: Found[Use]) -> bool:
    return other.start <= one.start and one.end <= other.end and not _same_place(one, other)
