"""How far every translation has come: each text of each standard in each locale, with its state and its reason.

Shares are of texts, rounded down, so that 100 percent is all of them. A text that is derived from another
locale has come as far as the text it is made of: nobody translates or reviews it for itself.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from curricula.counting import count
from curricula.deriving import base
from curricula.diagnostics import N_, Diagnostic, Phrase, Voice, Where
from curricula.editions.edition import Lag
from curricula.model.text import Text
from curricula.redline.vocabulary import SHOWN_IN
from curricula.repository import Repository
from curricula.reviews import STATES, state

READY = STATES[STATES.index("derived") :]  # the states in which a translation is published
OPEN = STATES[: STATES.index("derived")]  # those in which somebody has to translate
LEVELS: Mapping[str, tuple[str, ...]] = {
    "ready": READY, **{name: STATES[STATES.index(name) :] for name in ("translated", "reviewed", "approved")}
}
NAMES: Mapping[str, str] = {
    "ready": N_("ready"),
    "untranslated": N_("untranslated"), "machine": N_("machine"), "draft": N_("draft"), "stale": N_("stale"),
    "derived": N_("derived"), "translated": N_("translated"), "reviewed": N_("reviewed"), "approved": N_("approved"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One text in one locale.

    `reached` is the state that counts when a state is required. `words` is the number of source words.
    `chapter` is the one that shows the text, without `chapter.`; empty for the cover, and for shared words.
    `reason` tells why a stale translation is stale: `source` or `pivot`, whose words have changed since it
    was made; `previous` are the source words it was made for, `target` the words of the translation.
    """

    text: Text
    state: str
    reached: str
    words: int
    chapter: str
    target: str = ""
    previous: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Standing:
    """One document in one locale: its catalogue's `path`, and the locale it is derived or translated from, if any.

    `lag` is there where an earlier version is published meanwhile.
    """

    document: str
    locale: str
    origin: str
    pivot: str
    path: str
    lag: Lag | None
    items: tuple[Item, ...]

    def of(self, *states: str) -> tuple[Item, ...]:
        """The items in these states."""
        return tuple(item for item in self.items if item.state in states)


@dataclass(frozen=True)
class Overview:
    """What a status tells: all standings, in whose language, and the requirements that are missed."""

    repository: Repository
    voice: Voice
    standings: tuple[Standing, ...]
    missed: tuple[Diagnostic, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """The items of all standings."""
        return tuple(item for standing in self.standings for item in standing.items)

    @property
    def locales(self) -> tuple[str, ...]:
        """The locales there are, in the order of the repository."""
        found = {standing.locale for standing in self.standings}
        return tuple(tag for tag in self.repository.tags if tag in found)

    def total(self, locale: str) -> tuple[Item, ...]:
        """The items of one locale."""
        return tuple(item for standing in self.standings if standing.locale == locale for item in standing.items)


def numbers(items: Iterable[Item]) -> Counter[str]:
    """The number of texts by state."""
    return Counter(item.state for item in items)


def words(items: Iterable[Item]) -> int:
    """The number of source words."""
    return sum(item.words for item in items)


def share(items: Iterable[Item], level: str = "ready") -> float:
    """How much of the texts, in percent with one decimal, has come to a level at least; all of none."""
    found = tuple(items)
    reached = sum(item.reached in LEVELS[level] for item in found)
    return 1000 * reached // len(found) / 10 if found else 100.0


def standings(repository: Repository, documents: Iterable[str], locales: Iterable[str]) -> Iterator[Standing]:
    """The standing of every document in each of the locales it has texts for, in order."""
    wanted = tuple(locales)
    for document in documents:
        for locale in repository.translated(document):
            items = tuple(_items(repository, document, locale)) if locale in wanted else ()
            if items:
                yield Standing(
                    document, locale, base(locale) or "", repository.pivot(document, locale),
                    repository.catalogue(document, locale).path,
                    repository.edition(document, locale).lag if repository.snapshot(document, locale) else None,
                    items,
                )


def _items(repository: Repository, document: str, locale: str) -> Iterator[Item]:
    catalogue, reviews = repository.catalogue(document, locale), repository.reviews(document, locale)
    for text in repository.units(document, locale):
        found = state(text, catalogue, reviews)
        message = catalogue.messages.get(text.key)
        target = message.words if message else ""
        previous = reason = ""
        if message and found == "stale":
            previous = message.previous or message.source
            reason = "pivot" if previous == text.words else "source"
        reached, chapter = _reached(repository, document, locale, text, found), _chapter(repository, document, text)
        yield Item(text, found, reached, count(text.words), chapter, target, previous, reason)


def _chapter(repository: Repository, document: str, text: Text) -> str:
    standard = repository.issued.get(document)
    if standard is None or not text.where.pointer or text.where.pointer[0] in ("title", "name"):
        return ""
    step = str(text.where.pointer[0])
    return SHOWN_IN[standard.kind].get(step, step)


def _reached(repository: Repository, document: str, locale: str, text: Text, found: str) -> str:
    """The state of what a derived text is made of; words of the source stand for themselves."""
    origin = base(locale)
    if found != "derived" or origin is None:
        return found
    if text.language == origin:
        return STATES[-1]
    made_of = state(text, repository.catalogue(document, origin), repository.reviews(document, origin))
    return _reached(repository, document, origin, text, made_of)


def missed(found: Iterable[Standing], required: Mapping[str, float]) -> Iterator[Diagnostic]:
    """A finding for every document and locale of which less than required has come to a level."""
    for standing in found:
        for level, least in required.items():
            total, reached = len(standing.items), sum(item.reached in LEVELS[level] for item in standing.items)
            if 100 * reached < least * total:
                yield Diagnostic(
                    Where(standing.path), "translation-status",
                    "{level}: {share} % of the texts of {document} in {locale} ({reached} of {total}); "
                    "at least {least} % are required",
                    {
                        "level": Phrase(NAMES[level]), "share": share(standing.items, level), "least": least,
                        "document": standing.document, "locale": standing.locale, "reached": reached, "total": total,
                    },
                )
