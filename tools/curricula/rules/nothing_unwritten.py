"""Nothing that `curricula new` left open is still open.

A new standard comes with “…” wherever words are to be written and with the document code DRAFT.
Each of these that is left is listed, so that a list of findings is also a list of what remains to
be done. In a draft they warn, so that it can be built and looked at; later they are errors.

Good:
    course:
      code: DEMO-C101
Bad:
    course:
      code: DRAFT
Bad:
    professional:
      goal:
        - {id: GO1, text: …}
"""

from collections.abc import Iterator

from curricula.diagnostics import Diagnostic, Severity, Where
from curricula.model.text import texts
from curricula.repository import Repository
from curricula.skeleton import PLACEHOLDER, UNNUMBERED


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Texts and codes that nobody has written yet."""
    for standard in repository.standards.values():
        severity: Severity = "warning" if standard.status == "draft" else "error"
        if standard.code == UNNUMBERED:
            yield _finding(standard.where.at("code"), "the document code is still to be given", severity)
        for text in texts(standard):
            if text.words == PLACEHOLDER:
                yield _finding(text.where, "this text is still to be written", severity)


def _finding(where: Where, message: str, severity: Severity) -> Diagnostic:
    return Diagnostic(where, "nothing-unwritten", message, hint="`curricula new` put it here.", severity=severity)
