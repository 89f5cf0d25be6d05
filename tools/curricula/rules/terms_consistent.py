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

from collections.abc import Iterator, Mapping
from functools import lru_cache

from curricula.diagnostics import Diagnostic, Where
from curricula.model.text import REMEMBERED, Text
from curricula.phrases import Found
from curricula.repository import Repository
from curricula.terms import Lexicon, Use, hits, lexicon, misused

SCOPE = "text"

_Words = Mapping[tuple[str, str], str]  # what a term is, by its id and the language


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Forbidden variants anywhere, and terms of the source that a translation lacks."""
    languages = sorted({language for term in repository.terms for language in term.terms})
    indexes = {language: lexicon(repository.terms, language) for language in languages}
    terms = {(term.id, language): entry.term for term in repository.terms for language, entry in term.terms.items()}
    for text in (text for texts in repository.texts.values() for text in texts):
        index = indexes.get(text.language)
        if index is not None and _wrong(text.words, index):
            yield from _misused(text, index, terms)
    for pair in repository.pairs:
        source, target = pair.source, pair.target
        index, original = indexes.get(target.language), indexes.get(source.language)
        if index is None:
            continue
        present, forbidden = _present(target.words, index)
        if forbidden:
            yield from _misused(target, index, terms)
        for term, words in _wanted(source.words, original) if original else ():
            if term not in present and (term, target.language) in terms:
                yield _missing(target.where, words, term, terms[term, target.language])


@lru_cache(REMEMBERED)
def _present(words: str, index: Lexicon) -> tuple[frozenset[str], bool]:
    """The terms that words have, and whether a forbidden variant stands there: it stands for its term."""
    uses = index.values(words)
    return frozenset([use.term for use in uses]), any(use.kind == "forbidden" for use in uses)


@lru_cache(REMEMBERED)
def _wanted(words: str, index: Lexicon) -> tuple[tuple[str, str], ...]:
    """The terms of source words, each with the last words that are it."""
    return tuple({item.value.term: words[item.start : item.end] for item in hits(index.all(words))}.items())


@lru_cache(REMEMBERED)
def _wrong(words: str, index: Lexicon) -> list[Found[Use]]:
    return misused(index.all(words))


def _misused(text: Text, index: Lexicon, terms: _Words) -> Iterator[Diagnostic]:
    for item in _wrong(text.words, index):
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
