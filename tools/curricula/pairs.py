"""Every translation beside its source: what the rules about translations compare."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from curricula.catalogue import Catalogue, Message
from curricula.diagnostics import Where
from curricula.model.text import Text


class Pair(NamedTuple):
    """A text and its translation. The place of `target` is in its catalogue; `state` is `translated` or `draft`."""

    source: Text
    target: Text
    state: str = "translated"

    @property
    def place(self) -> Where:
        """What a fix of the translation replaces: its words, in its catalogue."""
        return Where(self.target.where.path).at(self.target.key)


@dataclass(frozen=True)
class Bitext:
    """The translations and drafts of present words in one catalogue, in columns: each source beside its message.

    There may be a million of them, so what is compared is there without a pair for each.
    """

    path: str
    language: str
    sources: list[Text]
    messages: list[Message]

    @cached_property
    def words(self) -> list[tuple[str, str, str]]:
        """Source language, source words and words of each translation."""
        texts, messages = self.sources, self.messages
        return [(text.language, text.words, item.words) for text, item in zip(texts, messages, strict=True)]

    def pair(self, number: int) -> Pair:
        """One of them."""
        message = self.messages[number]
        target = Text(message.key, message.words, message.where, self.language)
        return Pair(self.sources[number], target, "draft" if message.fuzzy else "translated")

    @property
    def pairs(self) -> Iterator[Pair]:
        """All of them, one by one."""
        return map(self.pair, range(len(self.sources)))


def bitext(catalogue: Catalogue, texts: Iterable[Text]) -> Bitext:
    """That of a catalogue of these texts."""
    messages, outdated = catalogue.messages, catalogue.outdated
    found = Bitext(catalogue.path, catalogue.locale, [], [])
    for text in texts:
        message = messages.get(text.key)
        if message is None or not message.words or message.source != text.words or text.key in outdated:
            continue
        if not (message.fuzzy and message.previous):  # `catalogue.state` tells the same, one by one
            found.sources.append(text)
            found.messages.append(message)
    return found
