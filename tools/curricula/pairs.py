"""Every translation beside its source: what the rules about translations compare."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from curricula.catalogue import Catalogue
from curricula.diagnostics import Where
from curricula.model.text import Text

PRESENT = ("translated", "draft")


class Pair(NamedTuple):
    """A text and its translation. The place of `target` is in its catalogue; `state` is one of `PRESENT`."""

    source: Text
    target: Text
    state: str = "translated"

    @property
    def place(self) -> Where:
        """What a fix of the translation replaces: its words, in its catalogue."""
        return Where(self.target.where.path).at(self.target.key)


def pairs(catalogue: Catalogue, texts: Iterable[Text]) -> Iterator[Pair]:
    """Those of a catalogue: the translations and drafts of present words."""
    messages, locale = catalogue.messages, catalogue.locale
    for text in texts:
        state = catalogue.state(text)
        if state in PRESENT:
            message = messages[text.key]
            yield Pair(text, Text(text.key, message.words, message.where, locale), state)
