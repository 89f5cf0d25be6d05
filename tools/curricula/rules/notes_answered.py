"""What translators remark is read by the authors.

A translator who doubts a source text leaves a note beside the translation: in the column of notes of a workbook,
or as the translator's comment of any other tool. Each note is told here until somebody has answered it, in the
source or to the translator, and it is deleted from the catalogue.

Good:
    translations:
      ru:
        demo/professional#GO1/text: "Программа готовит техников-электронщиков."
Bad:
    translations:
      ru:
        demo/professional#GO1/text:
          words: "Программа готовит техников-электронщиков."
          note: "Is it technicians or engineers?"
"""

from collections.abc import Iterator

from curricula.diagnostics import Diagnostic
from curricula.repository import Repository

SCOPE = "document"


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Every note of a translator, at the message it stands beside."""
    for catalogue in repository.catalogues.values():
        for message in catalogue.messages.values():
            if message.note:
                yield Diagnostic(
                    message.where, "notes-answered", "the translator remarks: {note}",
                    {"note": " ".join(message.note.split()), "key": message.key},
                    hint="Answer it in the source or to the translator, and delete it from the catalogue.",
                    severity="info",
                )
