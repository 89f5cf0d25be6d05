"""Every translation beside its source: what the rules about translations compare."""

from collections.abc import Iterator
from dataclasses import dataclass

from curricula.diagnostics import Where
from curricula.model.text import Text
from curricula.repository import Repository

PRESENT = ("translated", "draft")


@dataclass(frozen=True, slots=True)
class Pair:
    """A text and its translation. The place of `target` is in its catalogue; `state` is one of `PRESENT`."""

    source: Text
    target: Text
    state: str = "translated"

    @property
    def place(self) -> Where:
        """What a fix of the translation replaces: its words, in its catalogue."""
        return Where(self.target.where.path).at(self.target.key)


def pairs(repository: Repository) -> Iterator[Pair]:
    """The translations and drafts of present words that people write, catalogue by catalogue."""
    for (document, locale), catalogue in repository.catalogues.items():
        for text in repository.units(document, locale):
            state = catalogue.state(text)
            if state in PRESENT:
                message = catalogue.messages[text.key]
                yield Pair(text, Text(text.key, message.words, message.where, locale), state)
