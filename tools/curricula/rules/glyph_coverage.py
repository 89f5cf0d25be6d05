"""The fonts have every character.

Documents are set in pinned fonts: Latin, Cyrillic and Greek letters, the Chinese characters of GB 2312
and common symbols. Any other character would print as an empty box, so it is found before anything is
printed: in source texts, in translations and in the names of code lists and organisations.

Good:
    professional:
      goal: [{id: GO1, text: 本专业培养电子技术员，熟悉18～28 ℃、5 Ω和±1%。}]
Bad:
    professional:
      goal: [{id: GO1, text: 本专业与𠮷田公司合作。}]
Bad:
    translations:
      ru:
        demo/professional#GO1/text: "Программа готовит техников (ტექნიკოსი)."
"""

import unicodedata
from collections.abc import Iterator

from curricula.diagnostics import Diagnostic, Phrase, Where
from curricula.fonts.pinned import missing
from curricula.repository import Repository

SCOPE = "document"

FIRM = True  # cannot be suppressed: an empty box would be printed


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Characters that no pinned font can set, where they stand."""
    for texts in repository.texts.values():
        for text in texts:
            yield from _findings(text.where, text.words)
    for (document, locale), catalogue in repository.catalogues.items():
        for unit in repository.units(document, locale):
            message = catalogue.messages.get(unit.key)
            if message is not None:
                yield from _findings(message.where, message.words)


def _findings(where: Where, words: str) -> Iterator[Diagnostic]:
    for character in missing(words):
        yield Diagnostic(
            where, "glyph-coverage", "no font of the documents has {name} (U+{number})",
            {
                "name": unicodedata.name(character, "").lower() or Phrase("this character"),
                "number": f"{ord(character):04X}",
            },
            hint="Write it another way; if the field needs it, the fonts have to be cut anew with it.",
        )
