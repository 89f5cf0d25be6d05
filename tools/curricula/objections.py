"""What is said of texts that come back from a translator, where their words or their states are not simply taken."""

from collections.abc import Sequence

from curricula.diagnostics import N_, Diagnostic, Severity
from curricula.units import Unit

_KEPT = N_(
    "The words here were kept. If those of the file are better, put them into a new export, in another folder."
)
_ANEW = N_("Nothing of this text was taken: export anew.")
# By what becomes of the text: the code, the message, the hint, the severity.
FINDINGS: dict[str, tuple[str, str, str, Severity]] = {
    "edited": ("exchange-source", N_(
        "the source words of {key} were changed in the file: “{source}”; here they are “{present}”"
    ), N_(
        "The translation was not taken. Put the source words back, and import the file again; only the authors "
        "change a source, in the standard: write to them in a note."
    ), "error"),
    "emptied": ("exchange-emptied", N_("the translation of {key} was emptied in the file: {here}"), N_(
        "It was kept. To take a translation back, mark it as a draft (in PO: fuzzy)."
    ), "warning"),
    "copied": ("exchange-copied", N_("the translation of {key} is its source: {theirs}"), N_(
        "It was not taken: translation programs put the source there before anybody has translated."
    ), "warning"),
    "conflict": (
        "exchange-conflict", N_("{key} was changed here too: “{here}”; in the file: “{theirs}”"), _KEPT, "error"
    ),
    "stale": ("exchange-stale", N_("the source of {key} has changed since it was handed out: {present}"), N_(
        "The words were taken and are stale until somebody compares them with the present source."
    ), "warning"),
    "own": ("exchange-state", N_("{name} translated {key}, and cannot be its reader"), N_(
        "It is recorded as translated: somebody else has to read it."
    ), "warning"),
    "unsure": (
        "exchange-stale", N_("the source of {key} has changed since it was handed out: {present}"), _ANEW, "warning"
    ),
    "gone": ("exchange-gone", N_("{key} is no longer in the standard: “{theirs}”"), N_(
        "The words were set aside at the end of the catalogue, and return with the text."
    ), "warning"),
    "gone twice": (
        "exchange-gone",
        N_("{key} is no longer in the standard, and other words of it are set aside already: “{theirs}”"),
        _KEPT, "error",
    ),
}


def without_marks(units: Sequence[Unit]) -> Diagnostic:
    """One finding for a file whose hashes are lost: of its words nobody can tell who changed them."""
    return Diagnostic(
        units[0].where, "exchange-strange",
        "texts with other words than here: {number}, first {key}; the file has lost the marks (in PO: `#. base`) by "
        "which it is told who changed them", {"number": len(units), "key": units[0].key},
        hint="They were not taken, as words here may be newer. Export anew, in another folder, put the words of this "
        "file into that one, and let the tool keep all comments.",
    )


def without_reader(units: Sequence[Unit]) -> Diagnostic:
    """One finding for all texts that the file says have been read."""
    return Diagnostic(
        units[0].where, "exchange-state",
        "texts that are reviewed or approved in the file: {number}, first {key}; no reader is named",
        {"number": len(units), "key": units[0].key},
        hint="They are recorded as translated. Import the file again and name who has read them: --reviewer.",
        severity="warning",
    )
