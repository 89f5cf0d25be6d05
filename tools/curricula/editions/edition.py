"""`Edition`: one standard in one language, with everything resolved."""

from collections.abc import Mapping
from dataclasses import dataclass

from curricula import locales
from curricula.catalogue import Catalogue
from curricula.diagnostics import Where
from curricula.model.standards import Standard
from curricula.model.text import Text, map_texts, texts


@dataclass(frozen=True, slots=True)
class Name:
    """A name from shared data (organisation, code, system); `language` tells a fallback."""

    words: str
    language: str
    verified: bool


@dataclass(frozen=True)
class Shared:
    """What all editions of a locale share: document labels and names, already in its language.

    `names` is keyed `organisation/<id>`, `<scheme>/<code>`, `level/<id>` and `partner/<id>`.
    """

    locale: str
    labels: Mapping[str, str]
    names: Mapping[str, Name]


@dataclass(frozen=True, slots=True)
class Lag:
    """An edition follows an earlier version of its standard: which, of which day, and what is other by now.

    `changed` are the keys of texts whose source words are others by now, or not there any more;
    `changes` is the number of all changes, hours and codes included.
    """

    version: str
    issued: str
    changed: frozenset[str]
    changes: int


@dataclass(frozen=True)
class Edition:
    """A standard in one locale. A format reads it and decides nothing.

    `fallbacks` maps the key of every text that is shown in the source language to the reason
    (`untranslated`, `draft` or `stale`). `lag` is there where the edition is that of an earlier version;
    `derived_from` is the locale it was made of, where nobody translated it.
    """

    standard: Standard
    locale: str
    source_language: str
    fallbacks: Mapping[str, str]
    shared: Shared
    lag: Lag | None = None
    derived_from: str = ""

    def label(self, name: str, **arguments: object) -> str:
        """A document label in the edition's language."""
        return self.shared.labels[name].format_map(arguments)

    def name(self, key: str) -> Text:
        """A shared name in its language; marked where it is not verified."""
        found = self.shared.names[key]
        words = found.words if found.verified else f"{found.words}{self.label('unverified-mark')}"
        return Text(key, words, Where(""), found.language)

    def scheme(self, name: str) -> str:
        """The name of a code list; its id where the labels have none, as a new list is only a file."""
        return self.shared.labels.get(f"scheme.{name}", name)

    def language(self, tag: str) -> str:
        """The name of a language; CLDR's where the labels have none, as a new locale is only data."""
        return self.shared.labels.get(f"language.{tag}") or locales.language_name(tag, self.locale)

    def number(self, value: float) -> str:
        """A number as this language writes it."""
        return locales.number(value, self.locale)

    def date(self, iso: str) -> str:
        """A date as this language writes it."""
        return locales.date(iso, self.locale)


@dataclass(frozen=True)
class Publication:
    """One standard with its editions, the source language's first."""

    standard: Standard
    editions: tuple[Edition, ...]


def localize(standard: Standard, catalogue: Catalogue, shared: Shared) -> Edition:
    """The edition of `standard` in the locale of `shared`.

    A text without a current translation keeps its source words and its language, and is listed in
    `fallbacks`; whether such an edition may be published is for the caller to decide.
    """
    if shared.locale == standard.language:
        return Edition(standard, shared.locale, standard.language, {}, shared)
    fallbacks: dict[str, str] = {}

    def change(text: Text) -> Text:
        translated = catalogue.translate(text)
        if translated is None:
            fallbacks[text.key] = catalogue.state(text)
            return text
        return translated

    return Edition(map_texts(standard, change), shared.locale, standard.language, fallbacks, shared)


def characters(edition: Edition) -> set[str]:
    """Every character the edition may show, for the check of the fonts."""
    words = [text.words for text in texts(edition.standard)]
    words += edition.shared.labels.values()
    words += [name.words for name in edition.shared.names.values()]
    return set().union(*words)
