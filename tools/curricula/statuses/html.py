"""The status as a page for the browser and for paper: charts, and every text that somebody has to translate."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from curricula import locales
from curricula.diagnostics import N_, Phrase, Voice
from curricula.editions.compose import compose
from curricula.editions.document import Run, Words
from curricula.figures.drawing import Figure
from curricula.figures.states import Bar, progress
from curricula.messages.wording import language_of
from curricula.model.text import Text
from curricula.pages.markup import style
from curricula.redline.words import runs
from curricula.references import SHARED, labels
from curricula.reports.html import environment
from curricula.repository import Repository
from curricula.standing import NAMES, OPEN, Item, Overview, Standing, numbers, share, words
from curricula.statuses.text import lagging

_WORDS = {
    "report": N_("Translation status"),
    "skip": N_("Skip to the figures"),
    "contents": N_("Contents"),
    "summary": N_("Summary"),
    "standard": N_("Standard"),
    "caption": N_("Texts by state of their translation"),
    "chapters": N_("What is to be translated, by chapter"),
    "chapter": N_("chapter"),
    "locale": N_("locale"),
    "texts": N_("texts"),
    "words": N_("words"),
    "total": N_("Total"),
    "missed": N_("Requirements that are not met"),
    "shares": N_("Percent of the texts that is ready: translated, derived, reviewed or approved"),
    "counted": N_("Words are those of the source; a Chinese character counts as a word."),
    "complete": N_("Nothing is to be translated."),
    "empty": N_("There is nothing to translate here."),
    "before": N_("Source, with what has changed in it"),
    "source": N_("Source text"),
    "target": N_("Translation"),
    "data": N_("Data of the figure"),
    "figure": N_("Figure"),
}
_REASONS = {
    "source": N_("The words of the source have changed since this was translated."),
    "pivot": N_("The words of the language it is translated from have changed since this was translated: {language}."),
}


@dataclass(frozen=True)
class _Speech:
    """The language of the page."""

    locale: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A text that somebody has to translate: its key in the document, where it stands, and its words.

    `pivot` are the present words of the pivot language, where there are any.
    """

    key: str
    chapter: str
    reason: str
    source: tuple[Run, ...]
    language: str
    pivot: str
    target: str


@dataclass(frozen=True, slots=True)
class Part:
    """A language of a standard: remarks, lines of the table by chapter, and its open texts by state."""

    id: str
    locale: str
    name: str
    pivot: str
    pivot_name: str
    remarks: tuple[str, ...]
    states: tuple[str, ...]
    chapters: tuple[tuple[str, ...], ...]
    entries: Mapping[str, tuple[Entry, ...]]


@dataclass(frozen=True, slots=True)
class Section:
    """A standard: its figure, and the languages in which somebody has something to do or to know.

    `shares` tells for every language how much is ready; in those `unfinished` it is not all.
    """

    id: str
    title: Words
    facts: tuple[str, ...]
    figure: Figure
    parts: tuple[Part, ...]
    shares: Mapping[str, str]
    unfinished: frozenset[str]


def render(overview: Overview) -> str:
    """The whole page, in the language of the voice."""
    voice = overview.voice
    told = {name: voice.gettext(template) for name, template in (_WORDS | dict(NAMES)).items()}
    found: dict[str, list[Standing]] = {}
    for standing in overview.standings:
        found.setdefault(standing.document, []).append(standing)
    bars = [_bar(overview, locale, "", overview.total(locale)) for locale in overview.locales]
    return environment().get_template("status.html").render(
        language=language_of(voice),
        words=told,
        repository=overview.repository.settings.title,
        missed=[item.words(voice) for item in overview.missed],
        locales=overview.locales,
        totals=[bar.ready for bar in bars],
        figure=progress(_Speech(language_of(voice)), "all", told, bars),
        sections=[
            _section(overview, told, f"standard-{number}", standings)
            for number, standings in enumerate(found.values(), 1)
        ],
        style=Markup(style("report") + style("status")),  # files of the program
    ) + "\n"


def _section(overview: Overview, told: Mapping[str, str], id: str, found: Sequence[Standing]) -> Section:
    repository, language = overview.repository, language_of(overview.voice)
    document = found[0].document
    title = Phrase("Labels and shared names").words(overview.voice)
    facts: tuple[str, ...] = (document,)
    chapters: dict[str, str] = {}
    if document != SHARED:
        edition = repository.edition(document, language)
        title = str(edition.standard.title)
        adopted = repository.adoptions.get(document)
        if adopted:
            title = f"{title} ({edition.name(f'partner/{adopted.tailoring.adoption.partner}')})"
        version = edition.label("version-short", version=repository.issued[document].version)
        facts = (document, version, edition.language(repository.language(document)))
        chapters = {"mappings": edition.label("chapter.mappings"), "": Phrase("Cover").words(overview.voice)}
        shown = compose(edition).chapters
        chapters |= {chapter.id.removeprefix("chapter."): f"{chapter.number} {chapter.title}" for chapter in shown}
    bars = [_bar(overview, standing.locale, standing.origin, standing.items) for standing in found]
    parts = (
        _part(overview, f"{id}-{standing.locale}", standing, chapters)
        for standing in found if standing.lag or (standing.of(*OPEN) and not standing.origin)
    )
    names = {**told, "caption": f"{told['caption']}: {title}"}  # a page has no two figures of one name
    figure = progress(_Speech(language), f"{id}-states", names, bars)
    ready = {standing.locale: bar.ready for standing, bar in zip(found, bars, strict=True)}
    unfinished = frozenset(standing.locale for standing in found if standing.of(*OPEN))
    return Section(id, title, facts, figure, tuple(parts), ready, unfinished)


def _bar(overview: Overview, locale: str, origin: str, items: Sequence[Item]) -> Bar:
    language = language_of(overview.voice)
    name = _language(overview.repository, locale, language)
    derived = f" ← {origin}" if origin else ""
    return Bar(f"{name} ({locale}{derived})", numbers(items), locales.percent(share(items), language))


def _language(repository: Repository, tag: str, display: str) -> str:
    """The name of a language: that of the labels, or CLDR's."""
    label = labels().get(f"language.{tag}")
    found = repository.catalogue(SHARED, display).translate(label) if label and label.language != display else label
    return found.words if found else locales.language_name(tag, display)


def _part(overview: Overview, id: str, standing: Standing, chapters: Mapping[str, str]) -> Part:
    voice, language = overview.voice, language_of(overview.voice)
    used = tuple(name for name in OPEN if standing.of(name))
    other = overview.repository.catalogue(standing.document, standing.pivot) if standing.pivot else None
    remarks = (lagging(standing).words(voice),) if standing.lag else ()
    pivot = _language(overview.repository, standing.pivot, language) if standing.pivot else ""
    entries = {
        name: tuple(
            _entry(item, chapters, pivot, other.translate(item.text) if other else None, voice)
            for item in standing.of(name)
        )
        for name in used
    }
    rows = tuple(_chapters(standing, chapters, used, language))
    name = _language(overview.repository, standing.locale, language)
    title = f"{name} ({standing.locale})"
    return Part(id, standing.locale, title, standing.pivot, pivot, remarks, used, rows, entries)


def _chapters(
    standing: Standing, chapters: Mapping[str, str], used: Iterable[str], language: str
) -> Iterator[tuple[str, ...]]:
    """Chapters in which something is open: texts by state, then all their words; at last the sums."""
    items = standing.of(*OPEN)
    places = {name: place for place, name in enumerate(dict.fromkeys(item.chapter for item in standing.items))}
    for chapter in sorted({item.chapter for item in items}, key=places.__getitem__):
        yield (chapters.get(chapter, chapter), *_line([i for i in items if i.chapter == chapter], used, language))
    if items:
        yield ("", *_line(items, used, language))


def _line(items: Sequence[Item], used: Iterable[str], language: str) -> Iterator[str]:
    found = numbers(items)
    return (locales.number(value, language) for value in (*(found[name] for name in used), words(items)))


def _entry(item: Item, chapters: Mapping[str, str], pivot: str, read: Text | None, voice: Voice) -> Entry:
    changed = item.reason == "source"
    source = runs(item.previous, item.text.words) if changed else (Run(item.text.words, "kept"),)
    reason = Phrase(_REASONS[item.reason], {"language": pivot}).words(voice) if item.reason else ""
    key = item.text.key.partition("#")[2]
    chapter, present = chapters.get(item.chapter, ""), read.words if read else ""
    return Entry(key, chapter, reason, source, item.text.language, present, item.target)
