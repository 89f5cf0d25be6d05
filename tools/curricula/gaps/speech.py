"""The words of a report in one language: labels, and texts of the repository as far as they are translated."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from curricula import locales
from curricula.inventory import is_adoption
from curricula.model.text import Text
from curricula.references import SHARED, labels
from curricula.repository import Repository


@dataclass(frozen=True)
class Speech:
    """A repository in one locale."""

    repository: Repository
    locale: str

    @cached_property
    def _labels(self) -> dict[str, str]:
        return {name: self.text(text).words for name, text in labels().items()}

    def label(self, name: str, **arguments: object) -> str:
        """A document label."""
        return self._labels[name].format_map(arguments)

    def text(self, text: Text) -> Text:
        """A text of the repository in its translation; in its own language where there is none."""
        if text.language == self.locale:
            return text
        owner = text.key.partition("#")[0]
        known = owner in self.repository.standards or is_adoption(f"standards/{owner}.yaml")
        document = owner if known else SHARED
        return self.repository.catalogue(document, self.locale).translate(text) or text

    def number(self, value: float) -> str:
        """A number as the language writes it."""
        return locales.number(value, self.locale)

    def percent(self, value: float) -> str:
        """A share as the language writes it."""
        return locales.percent(value, self.locale)

    def date(self, iso: str) -> str:
        """A date as the language writes it."""
        return locales.date(iso, self.locale)

    def scheme(self, name: str) -> str:
        """The name of a code list; its id where the labels have none."""
        return self._labels.get(f"scheme.{name}", name)

    def language(self, tag: str) -> str:
        """The name of a language."""
        return self._labels.get(f"language.{tag}") or locales.language_name(tag, self.locale)

    def all(self, words: Iterable[object]) -> str:
        """A list in one line."""
        return self.label("list-separator").join(map(str, words))
