"""The terms of the field are the same throughout, in every language.

A reader who meets two words takes them for two things. Where the source has a term of
`translations/terminology.yaml`, the longest one at each place, the translation of the present source
words must have the term of its language or one of its forms, in any inflection; and the variants which
the terminology forbids must not stand anywhere, source texts included. Where a term is an everyday word
too, the terminology lists the longer words in which it is none (`not_in`), and where another word is
right as well, it is listed among the `forms`.

Good:
    professional:
      goal:
        - {id: GO1, text: 能检测电子设备的电路。}
    translations:
      ru:
        demo/professional#GO1/text: "Умеет работать с электрическими цепями приборов."
      uz-Latn:
        demo/professional#GO1/text: "Qurilmalarning elektr zanjirlarini tekshira oladi."
Good:
    professional:
      goal:
        - {id: GO1, text: 能核对配电路数。}
    translations:
      en:
        demo/professional#GO1/text: "Can check the number of distribution lines."
Bad:
    professional:
      goal:
        - {id: GO1, text: 能检测电子设备的电路。}
    translations:
      uz-Latn:
        demo/professional#GO1/text: "Elektron qurilmalarni tekshira oladi."
Bad:
    professional:
      goal:
        - {id: GO1, text: 能检测电子设备的电路。}
    translations:
      ru:
        demo/professional#GO1/text: "Умеет проверять электрические контуры приборов."
Bad:
    professional:
      goal:
        - {id: GO1, text: 能检测电子设备的电回路。}
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from curricula.diagnostics import Diagnostic, Where
from curricula.model.text import REMEMBERED, Text
from curricula.phrases import Found
from curricula.repository import Repository
from curricula.terms import Lexicon, Same, Use, hits, lexicon, misused

SCOPE = "text"

_Words = Mapping[tuple[str, str], str]  # what a term is, by its id and the language


class _Uses(NamedTuple):
    """The terms that a translation of words must have, each with the last words that are it, and what is wrong."""

    wanted: Sequence[tuple[str, str]]
    wrong: Sequence[Found[Use]]


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Forbidden variants anywhere, and terms of the source that a translation lacks."""
    indexes, terms = _lexicons(Same(repository.terms))
    for text in (text for texts in repository.texts.values() for text in texts):
        index = indexes.get(text.language)
        if index is not None and _read(text.words, index).wrong:
            yield from _misused(text, index, terms)
    for pair in repository.pairs:
        source, target = pair.source, pair.target
        index, original = indexes.get(target.language), indexes.get(source.language)
        if index is None:
            continue
        present, forbidden = _present(target.words, index)
        if forbidden:
            yield from _misused(target, index, terms)
        for term, words in _read(source.words, original).wanted if original else ():
            if term not in present and (term, target.language) in terms:
                yield _missing(target.where, words, term, terms[term, target.language])


@lru_cache(4)
def _lexicons(given: Same) -> tuple[Mapping[str, Lexicon], _Words]:
    """How the terms of each language are found, and what they are."""
    terms = {(term.id, language): entry.term for term in given.terms for language, entry in term.terms.items()}
    return {language: lexicon(given.terms, language) for language in sorted({language for _, language in terms})}, terms


@lru_cache(REMEMBERED)
def _present(words: str, index: Lexicon) -> tuple[frozenset[str], bool]:
    """The terms that words have, and whether a forbidden variant stands there: it stands for its term."""
    uses = index.values(words)
    return frozenset([use.term for use in uses]), any(use.kind == "forbidden" for use in uses)


@lru_cache(REMEMBERED)
def _read(words: str, index: Lexicon) -> _Uses:
    found = index.all(words)
    wanted = {item.value.term: words[item.start : item.end] for item in hits(found)}
    return _Uses(tuple(wanted.items()), misused(found))


def _misused(text: Text, index: Lexicon, terms: _Words) -> Iterator[Diagnostic]:
    for item in _read(text.words, index).wrong:
        term = item.value.term
        yield Diagnostic(
            text.where, "terms-consistent", "“{found}” must not be used",
            {
                "found": text.words[item.start : item.end], "term": term,
                "expected": terms[term, text.language],
            },
            hint="Write “{expected}”: see {term} in translations/terminology.yaml.", severity="warning",
        )


def _missing(where: Where, words: str, term: str, expected: str) -> Diagnostic:
    return Diagnostic(
        where, "terms-consistent", "“{words}” of the source is “{expected}” in this language, which is not there",
        {"words": words, "expected": expected, "term": term},
        hint="Use the term; if another word is right too, add it to {term} in translations/terminology.yaml.",
        severity="warning",
    )
