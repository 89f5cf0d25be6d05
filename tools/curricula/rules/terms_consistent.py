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
from curricula.model.text import Text, texts
from curricula.phrases import Found
from curricula.repository import Repository, shared_texts
from curricula.terms import Use, hits, lexicon, misused

_Words = Mapping[tuple[str, str], str]  # what a term is, by its id and the language


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Forbidden variants anywhere, and terms of the source that a translation lacks."""
    languages = sorted({language for term in repository.terms for language in term.terms})
    indexes = {language: lexicon(repository.terms, language) for language in languages}
    terms = {(term.id, language): entry.term for term in repository.terms for language, entry in term.terms.items()}
    own = [text for standard in repository.standards.values() for text in texts(standard)]
    expected: dict[str, dict[str, str]] = {}
    for text in (*own, *shared_texts(repository)):
        if text.language in indexes:
            found = indexes[text.language].all(text.words)
            yield from _misused(text, found, terms)
            expected[text.key] = {item.value.term: text.words[item.start : item.end] for item in hits(found)}
    for (document, locale), catalogue in repository.catalogues.items():
        for text in repository.units(document, locale) if locale in indexes else ():
            message = catalogue.messages.get(text.key)
            if message is None or catalogue.state(text) not in ("translated", "draft"):
                continue
            uses = indexes[locale].values(message.words)
            if any(use.kind == "forbidden" for use in uses):
                target = Text(text.key, message.words, message.where, locale)
                yield from _misused(target, indexes[locale].all(message.words), terms)
            present = {use.term for use in uses}  # a forbidden variant stands for its term, and has been told
            for term, words in expected.get(text.key, {}).items():
                if term not in present and (term, locale) in terms:
                    yield _missing(message.where, words, term, terms[term, locale])


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
