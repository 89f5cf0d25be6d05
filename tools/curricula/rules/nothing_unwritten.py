"""Nothing that `curricula new` left open is still open.

A new standard comes with “…” wherever words are to be written and with the document code DRAFT.
Each of these that is left is listed, so that a list of findings is also a list of what remains to
be done. So is each line that begins with `# ?`, in which `curricula import` keeps words of a file
that it could not take. In a draft they warn, so that it can be built and looked at; later they are
errors.

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
from curricula.drafts import UNPLACED
from curricula.inventory import document_id
from curricula.model.text import texts
from curricula.repository import Repository
from curricula.skeleton import PLACEHOLDER, UNNUMBERED
from curricula.source import read_text


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Texts and codes that nobody has written yet."""
    for standard in repository.standards.values():
        severity: Severity = "warning" if standard.status == "draft" else "error"
        if standard.code == UNNUMBERED:
            yield _finding(standard.where.at("code"), "the document code is still to be given", severity)
        for text in texts(standard):
            if text.words == PLACEHOLDER:
                yield _finding(text.where, "this text is still to be written", severity)
    yield from _waiting(repository)


def _waiting(repository: Repository) -> Iterator[Diagnostic]:
    """Words of imported files without a place; of files that cannot be read too, which wait for them most."""
    for path in repository.standard_paths:
        text, _ = read_text(repository.root, path)
        if UNPLACED not in text:
            continue
        standard = repository.standards.get(document_id(path))
        for number, line in enumerate(text.split("\n"), 1):
            if line.startswith(UNPLACED):
                yield Diagnostic(
                    Where(path, number, 1), "nothing-unwritten", "these words were not taken from the imported file: "
                    "{words}", {"words": line.removeprefix(UNPLACED)},
                    hint="Correct them in the file and import it again, or put them where they belong and delete the "
                    "line.",
                    severity="warning" if standard is None or standard.status == "draft" else "error",
                )


def _finding(where: Where, message: str, severity: Severity) -> Diagnostic:
    return Diagnostic(where, "nothing-unwritten", message, hint="`curricula new` put it here.", severity=severity)
