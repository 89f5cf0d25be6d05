"""What is to be translated, made ready to be handed out: bundles of units, one for each exchange file."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

from curricula.deriving import base
from curricula.model.text import Text
from curricula.repository import Repository
from curricula.reviews import digest, state
from curricula.terms import shown
from curricula.units import Bundle, Part, Suggestion, Unit, context

# Of words, the language they are in, and the key of the unit that asks.
Suggest = Callable[[str, str, str], tuple[Suggestion, ...]]

_SUGGESTED = 3
_FINISHED = ("derived", "translated", "reviewed", "approved")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a translator reads of a text: words in a language, the text's own or that of the pivot."""

    words: str
    language: str


def nothing_suggested(words: str, language: str, key: str) -> tuple[Suggestion, ...]:
    """No memory."""
    return ()


def reading(repository: Repository, document: str, text: Text, locale: str) -> Reading:
    """What the translator of a locale reads of a text. A pivot that is not current itself is no help: then the source.
    """
    other = base(locale) or repository.pivot(document, locale)
    translated = repository.catalogue(document, other).translate(text) if other and text.language != other else None
    return Reading(translated.words, other) if translated else Reading(text.words, text.language)


def bundles(
    repository: Repository, documents: Collection[str], locale: str, states: Collection[str], suggest: Suggest
) -> Iterator[Bundle]:
    """The bundles of the documents' units that are in one of the states; all of them without any.

    A bundle has the standards of one programme, or `shared`, as far as they are read in one language. A locale
    that is made of another has the texts that are current there.
    """
    found: dict[tuple[str, str], list[Part]] = {}
    for document in documents:
        if locale not in repository.translated(document):
            continue
        by_language: dict[str, list[Unit]] = {}
        for text in repository.units(document, locale):
            read = reading(repository, document, text, locale)
            if base(locale) not in (None, read.language):
                continue  # it is made of words that are to be translated first
            unit = _unit(repository, document, text, locale, read)
            if not states or unit.state in states:
                unit = _suggested(unit, (read.language, text.language), suggest)
                by_language.setdefault(read.language, []).append(unit)
        standard = repository.issued.get(document)
        for language, units in by_language.items():
            part = Part(document, standard.uuid if standard else "", tuple(units))
            found.setdefault((document.partition("/")[0], language), []).append(part)
    for (name, language), parts in sorted(found.items()):
        yield Bundle(name, language, locale, tuple(parts))


def _unit(repository: Repository, document: str, text: Text, locale: str, read: Reading) -> Unit:
    catalogue = repository.catalogue(document, locale)
    shown_words = replace(text, words=read.words, language=read.language)
    message = catalogue.messages.get(text.key)
    target = message.words if message else ""
    reached = state(text, catalogue, repository.reviews(document, locale))
    stale = message is not None and reached == "stale" and read.language == text.language
    return Unit(
        key=text.key, source=read.words, target=target, state=reached,
        base=f"{digest(read.words)}:{digest(target)}:{reached}",
        context=context(text), original="" if read.language == text.language else text.words,
        previous=(message.previous or message.source) if message is not None and stale else "",
        note=message.note if message else "", terms=tuple(shown(shown_words, locale, repository.terms)),
    )


def _suggested(unit: Unit, languages: tuple[str, str], suggest: Suggest) -> Unit:
    """The unit with what the memory has for the words that are read, and for those they were translated from."""
    language, original = languages
    if unit.state in _FINISHED:
        return unit
    found = suggest(unit.source, language, unit.key)
    if unit.original:  # what was translated from the source itself helps those who read the pivot too
        found = (*found, *suggest(unit.original, original, unit.key))
    best = sorted({item.words: item for item in reversed(found)}.values(), key=lambda item: (-item.score, item.origin))
    return replace(unit, suggestions=tuple(best[:_SUGGESTED]))
