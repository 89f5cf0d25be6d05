"""The status for a terminal: for each standard a line a language, and what is published meanwhile."""

from collections.abc import Collection, Iterable, Iterator

from curricula.columns import aligned
from curricula.diagnostics import N_, Phrase, Voice
from curricula.locales import percent
from curricula.messages.wording import language_of
from curricula.reviews import STATES
from curricula.standing import NAMES, Item, Overview, Standing, numbers, share, words

ROOM = 100  # cells of a terminal
_NONE = "·"
HEADINGS = (N_("locale"), N_("texts"), N_("words"), N_("ready"))


def render(overview: Overview) -> str:
    """The table; a state that no text has is no column. Words are those of the source."""
    return "".join(f"{line}\n" for line in lines(overview))


def lines(overview: Overview) -> Iterator[str]:
    """Its lines."""
    voice, everything = overview.voice, numbers(overview.items)
    shown = [name for name in STATES if everything[name]]
    if not overview.standings:
        yield Phrase("There is nothing to translate here.").words(voice)
        return
    first, *others = (voice.gettext(name) for name in HEADINGS)
    rows = [[f"  {first}", *others, *(voice.gettext(NAMES[name]) for name in shown)]]
    documents = list(dict.fromkeys(standing.document for standing in overview.standings))
    for document in documents:
        rows.append([document])
        rows += (
            [f"  {_named(standing)}", *figures(standing.items, shown, voice)]
            for standing in overview.standings if standing.document == document
        )
    if len(documents) > 1:
        rows.append([Phrase("total").words(voice)])
        rows += ([f"  {locale}", *figures(overview.total(locale), shown, voice)] for locale in overview.locales)
    yield from aligned(rows, 1, ROOM)
    yield from (lagging(standing).words(voice) for standing in overview.standings if standing.lag)


def _named(standing: Standing) -> str:
    """The locale, and that which it is derived from."""
    return f"{standing.locale} ← {standing.origin}" if standing.origin else standing.locale


def figures(items: Collection[Item], shown: Iterable[str], voice: Voice) -> list[str]:
    """Texts, words, the share that is ready, and the number of texts in each of the states `shown`."""
    found = numbers(items)
    ready = percent(share(items), language_of(voice))
    return [str(len(items)), str(words(items)), ready, *(str(found[name] or _NONE) for name in shown)]


def lagging(standing: Standing) -> Phrase:
    """What is published in a language while its translation is not ready."""
    assert standing.lag is not None
    return Phrase(
        "{document} in {locale} is published as version {version} of {date}, {count} changes behind its source",
        {
            "document": standing.document, "locale": standing.locale, "version": standing.lag.version,
            "date": standing.lag.issued, "count": standing.lag.changes,
        },
        singular="{document} in {locale} is published as version {version} of {date}, {count} change behind its source",
    )
