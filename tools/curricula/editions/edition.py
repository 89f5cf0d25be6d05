"""`Edition`: one standard in one language, with everything resolved."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from curricula import locales
from curricula.catalogue import Catalogue
from curricula.diagnostics import Where
from curricula.model.adoption import Adopted, Tailoring, in_words
from curricula.model.common import Code
from curricula.model.framework import FrameworkItem
from curricula.model.professional import ProfessionalStandard
from curricula.model.settings import Settings
from curricula.model.standards import Standard
from curricula.model.text import Text, map_texts, texts


@dataclass(frozen=True, slots=True)
class Name:
    """A name from shared data (organisation, code, system); `language` tells a fallback."""

    words: str
    language: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What other systems ask of a standard that only the repository around it knows.

    `locales` are those it is published in, `countries` those of its institutions (ISO 3166-1 alpha-2, by id of the
    institution), `codes` the classification of the programme it is part of, or is itself.
    """

    locales: tuple[str, ...] = ()
    countries: tuple[tuple[str, str], ...] = ()
    codes: tuple[Code, ...] = ()


@dataclass(frozen=True)
class Shared:
    """What all editions of a locale share: document labels and names, already in its language.

    `names` is keyed `organisation/<id>`, `<scheme>/<code>`, `level/<id>` and `partner/<id>`. `address` is the
    web address below which the repository is published, without a slash at its end; empty where it has none.
    `licence` is an SPDX identifier, `publisher` the id of an organisation. `standards` are UUID and language of the
    others that the standard names, by id; `items` those of the frameworks it is mapped to, by `<framework>#<item>`.
    The `surroundings` are of the one standard.
    """

    locale: str
    labels: Mapping[str, str]
    names: Mapping[str, Name]
    address: str = ""
    licence: str = ""
    publisher: str = ""
    standards: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    items: Mapping[str, FrameworkItem] = field(default_factory=dict)
    surroundings: Surroundings = Surroundings()


@dataclass(frozen=True, slots=True)
class Lag:
    """An edition follows an earlier version of its standard: which, of which day, and what is other by now.

    `changed` are the keys of texts whose source words are others by now, or not there any more;
    `changes` is the number of all changes, hours and codes included. `words` are the translations it shows, by the
    source words that they stand for: present ones too, where an edit was accepted as no change of meaning.
    """

    version: str
    issued: str
    changed: frozenset[str]
    changes: int
    words: Catalogue = field(compare=False)


@dataclass(frozen=True)
class Edition:
    """A standard in one locale. A format reads it and decides nothing.

    `fallbacks` maps the key of every text that is shown in the source language to the reason
    (`untranslated`, `draft` or `stale`). `lag` is there where the edition is that of an earlier version;
    `derived_from` is the locale it was made of, where nobody translated it. `tailoring` tells, of a standard that a
    partner has adopted, how it came about.
    """

    standard: Standard
    locale: str
    source_language: str
    fallbacks: Mapping[str, str]
    shared: Shared
    lag: Lag | None = None
    derived_from: str = ""
    tailoring: Tailoring | None = None

    @property
    def editions(self) -> tuple["Edition", ...]:
        """This one alone, where two may be side by side."""
        return (self,)

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

    def percent(self, value: float) -> str:
        """A share as this language writes it, with as many decimals as others beside it."""
        return locales.percent(value, self.locale, fixed=True)

    def date(self, iso: str) -> str:
        """A date as this language writes it."""
        return locales.date(iso, self.locale)


@dataclass(frozen=True)
class Publication:
    """One standard with its editions, the source language's first."""

    standard: Standard
    editions: tuple[Edition, ...]


@dataclass(frozen=True)
class Bilingual:
    """The same version of one standard in two locales, to be shown side by side."""

    first: Edition
    second: Edition

    @property
    def standard(self) -> Standard:
        """The standard, in the words of the first locale."""
        return self.first.standard

    @property
    def locale(self) -> str:
        """The name of the pair: `zh-Hans+ru`."""
        return f"{self.first.locale}+{self.second.locale}"

    @property
    def editions(self) -> tuple[Edition, ...]:
        """Both."""
        return self.first, self.second

    def label(self, name: str) -> str:
        """A document label in both languages."""
        return f"{self.first.label(name)} / {self.second.label(name)}"


def localize(standard: Standard, catalogue: Catalogue, shared: Shared) -> Edition:
    """The edition of `standard` in the locale of `shared`.

    A text without a current translation keeps its source words and its language, and is listed in
    `fallbacks`; whether such an edition may be published is for the caller to decide.
    """
    if shared.locale == standard.language:
        return Edition(standard, shared.locale, standard.language, {}, shared)
    fallbacks: dict[str, str] = {}
    change = _translation(catalogue, shared.locale, fallbacks)
    return Edition(map_texts(standard, change), shared.locale, standard.language, fallbacks, shared)


def localize_adopted(adopted: Adopted, catalogue: Catalogue, shared: Shared, derived_from: str = "") -> Edition:
    """The edition of an adopted standard; its texts are in two languages, those of the standard and the adoption."""
    fallbacks: dict[str, str] = {}
    found = in_words(adopted, _translation(catalogue, shared.locale, fallbacks))
    language = adopted.standard.language
    return Edition(
        found.standard, shared.locale, language, fallbacks, shared, None, derived_from, found.tailoring
    )


def _translation(catalogue: Catalogue, locale: str, fallbacks: dict[str, str]) -> Callable[[Text], Text]:
    """How a text becomes one in `locale`; what stays as it is, is noted in `fallbacks`."""

    def change(text: Text) -> Text:
        translated = text if text.language == locale else catalogue.translate(text)
        if translated is None:
            fallbacks[text.key] = catalogue.state(text)
            return text
        return translated

    return change


def surroundings(
    settings: Settings, locales: tuple[str, ...], standard: Standard, standards: Mapping[str, Standard]
) -> Surroundings:
    """The surroundings of one of `standards`; what is not there is left out."""
    countries = {item.id: item.country for item in settings.organisations}
    whole = standard if isinstance(standard, ProfessionalStandard) else standards.get(standard.professional.id)
    return Surroundings(
        tuple(sorted(locales)), tuple((name, countries[name]) for name in standard.institutions if name in countries),
        whole.programme.codes if isinstance(whole, ProfessionalStandard) else (),
    )


def characters(edition: Edition) -> set[str]:
    """Every character the edition may show, for the check of the fonts."""
    words = [text.words for text in texts(edition.standard)]
    words += edition.shared.labels.values()
    words += [name.words for name in edition.shared.names.values()]
    return set().union(*words)
