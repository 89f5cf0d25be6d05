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

from curricula.diagnostics import Diagnostic, Where
from curricula.model.text import Text
from curricula.pairs import pairs
from curricula.phrases import Found
from curricula.repository import Repository
from curricula.terms import Use, hits, lexicon, misused

_Words = Mapping[tuple[str, str], str]  # what a term is, by its id and the language


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Forbidden variants anywhere, and terms of the source that a translation lacks."""
    languages = sorted({language for term in repository.terms for language in term.terms})
    indexes = {language: lexicon(repository.terms, language) for language in languages}
    terms = {(term.id, language): entry.term for term in repository.terms for language, entry in term.terms.items()}
    expected: dict[str, dict[str, str]] = {}
    for text in (text for texts in repository.texts.values() for text in texts):
        if text.language in indexes:
            found = indexes[text.language].all(text.words)
            yield from _misused(text, found, terms)
            expected[text.key] = {item.value.term: text.words[item.start : item.end] for item in hits(found)}
    for pair in pairs(repository):
        target = pair.target
        index = indexes.get(target.language)
        if index is None:
            continue
        uses = index.values(target.words)
        if any(use.kind == "forbidden" for use in uses):
            yield from _misused(target, index.all(target.words), terms)
        wanted = expected.get(target.key)
        if wanted:
            present = {use.term for use in uses}  # a forbidden variant stands for its term, and has been told
            for term, words in wanted.items():
                if term not in present and (term, target.language) in terms:
                    yield _missing(target.where, words, term, terms[term, target.language])


def _misused(text: Text, found: Sequence[Found[Use]], terms: _Words) -> Iterator[Diagnostic]:
    for item in misused(found):
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
