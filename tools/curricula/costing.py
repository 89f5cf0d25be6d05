"""What it costs to bring translations up to their sources: words in the bands by which translators are paid.

The bands tell how like the words are to ones that were translated before: to the previous source of a
stale translation, or to the memory's best match, whichever is nearer. The percent is the part of the
characters that both wordings have in the same order. Words that stand more than once are work once only: after
the first time they are `repeated`. All numbers are of words as a translator reads them, those of
the pivot language where there is one; `counting` says what a word is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from curricula.bundling import Reading, Suggest, reading
from curricula.catalogue import Message
from curricula.counting import count
from curricula.deriving import base
from curricula.diagnostics import N_
from curricula.memory import LIKE, former
from curricula.model.text import Text
from curricula.repository import Repository
from curricula.reviews import state

BANDS = (N_("new"), "0–74 %", "75–94 %", "95–99 %", "100 %", N_("repeated"))
NEW, CHANGED, ALIKE, NEAR, SAME, REPEATED = BANDS
REVIEW = "translated"  # the state of what a second person has to read yet
TASKS = ("untranslated", "machine", "draft", "stale", REVIEW)
_NEARLY = 0.95


@dataclass(frozen=True, slots=True)
class Job:
    """One text that somebody has to work on: the state it is in (of `TASKS`), its words and their band.

    What is only to be reviewed has no band.
    """

    document: str
    locale: str
    task: str
    band: str
    words: int


def jobs(
    repository: Repository, then: Repository, documents: Iterable[str], locale: str, suggest: Suggest
) -> Iterator[Job]:
    """The work on documents in one locale, given the translations that `then` has; that is mostly the same repository.

    `suggest` is the memory of `then`. Nobody works on a locale that is derived from another.
    """
    seen: set[Reading] = set()
    if base(locale) is not None:
        return
    for document in documents:
        if locale not in repository.translated(document):
            continue
        catalogue, reviews = then.catalogue(document, locale), then.reviews(document, locale)
        for text in repository.units(document, locale):
            task = state(text, catalogue, reviews)
            if task not in TASKS:
                continue
            read = reading(repository, document, text, locale)
            if task == REVIEW:
                yield Job(document, locale, task, "", count(read.words))
                continue
            message = catalogue.messages.get(text.key)
            stale = message if task == "stale" else None
            yield Job(document, locale, task, _band(text, read, stale, seen, suggest), count(read.words))
            seen.add(read)


def _band(text: Text, read: Reading, message: Message | None, seen: set[Reading], suggest: Suggest) -> str:
    """The band of words to be translated; `message` is a translation that is stale."""
    if read in seen:
        return REPEATED
    scores = [suggestion.score for suggestion in suggest(read.words, read.language, text.key)]
    if message is not None and read.language == text.language:
        scores.append(former(message, read.words).score)
    best = max(scores, default=0.0)
    if best >= _NEARLY:
        return SAME if best == 1 else NEAR
    if best >= LIKE:
        return ALIKE
    return NEW if message is None else CHANGED
