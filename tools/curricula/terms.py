"""The terms of the field in running words: which stand there, and which were put wrongly.

`lexicon` makes the index of a language once, and its `all` finds every occurrence in a text. Of these a
translator's desk shows the `hits`; the review reports what is `misused`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from curricula.model.settings import Term, TermWords
from curricula.phrases import Found, Phrases, phrases


@dataclass(frozen=True, slots=True)
class Use:
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
    for item in found:
        last = chosen[-1] if chosen else item
        if item.value.kind == "term" and (last is item or item.start >= last.end or _same_place(item, last)):
            chosen.append(item)
    return chosen


def misused(found: Sequence[Found[Use]]) -> list[Found[Use]]:
    """Of all occurrences in a text the forbidden variants, but for those that are part of longer right words."""
    wrong = [item for item in found if item.value.kind == "forbidden"]
    right = [item for item in found if item.value.kind != "forbidden"] if wrong else []
    return [item for item in wrong if not any(_inside(item, other) for other in right)]


def _same_place(one: Found[Use], other: Found[Use]) -> bool:
    return (one.start, one.end) == (other.start, other.end)


def _inside(one: Found[Use], other: Found[Use]) -> bool:
    return other.start <= one.start and one.end <= other.end and not _same_place(one, other)
