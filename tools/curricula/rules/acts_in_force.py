"""The acts that a standard cites are in force when it takes effect.

A standard that rests on an act which was repealed, or does not apply yet, has to be reviewed. The acts of a
national system stand in `acts` of its file in `standards/partners/`, with the days from which each is and is no
longer in force; where the first is not known, an act is not in force before it was issued. `act_numbers` tells
how their numbers are written, so that they are found in the texts of standards and in the sources of numbers. An
act that is cited and does not stand there cannot be judged. All findings are warnings: whether to keep a citation
is for people to decide.

Good:
    professional:
      overview:
        - {id: OV1, text: 本标准依据教职成〔2019〕13号文件编制。}
Bad:
    professional:
      overview:
        - {id: OV1, text: 本标准依据教职成〔2006〕14号文件编制。}
Bad:
    professional:
      overview:
        - {id: OV1, text: 本标准依据教职成〔2019〕13号文件编制。}
    system:
      acts:
        - {id: plan-guidelines, until: 2027-01-01}
Bad:
    system:
      levels:
        - {id: higher-vocational, hours: {minimum: 2500, source: 教职成〔2027〕99号, verified: true}}
"""

from collections.abc import Iterator

from curricula.diagnostics import Diagnostic, Where
from curricula.limits import BETWEEN, Citation, cited, parameters
from curricula.model.standards import Standard
from curricula.model.text import texts
from curricula.repository import Repository

_CODE = "acts-in-force"


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Cited acts that are unknown, or not in force on the day the standard takes effect."""
    systems = tuple(repository.systems.values())
    for standard in repository.standards.values():
        found = list(texts(standard))
        if any(True for _ in cited(systems, BETWEEN.join([text.words for text in found]))):  # most cite nothing
            for text in found:
                for citation in cited(systems, text.words):
                    yield from _cited(citation, standard, text.where)
        relied = {}
        for parameter in parameters(repository, standard):
            for citation in cited(systems, parameter.value.source):
                if citation.act is None:
                    yield _unknown(citation, parameter.value.where.at("source"))
                relied[citation.number] = citation
        for citation in relied.values():
            yield from _relied(citation, standard)


def _unknown(citation: Citation, where: Where) -> Diagnostic:
    return Diagnostic(
        where, _CODE, "whether {number} is in force is not known: no national system names this act",
        {"number": citation.number},
        hint="Correct the number, or add the act to `acts` in standards/partners/ with its dates and source.",
        severity="warning",
    )


def _cited(citation: Citation, standard: Standard, where: Where) -> Iterator[Diagnostic]:
    act = citation.act
    if act is None:
        yield _unknown(citation, where)
        return
    begins = act.in_force or act.issued
    told = {"number": act.number, "day": begins, "until": act.until, "effective": standard.effective}
    # Dates as year-month-day are in the order of their letters.
    if standard.effective < begins:
        yield Diagnostic(
            where, _CODE, "{number} applies from {day} only; the standard takes effect on {effective}", told,
            hint="Cite the act that applies until then, or move `effective`.", severity="warning",
        )
    elif act.until is not None and standard.effective >= act.until:
        yield Diagnostic(
            where, _CODE, "{number} applies no longer from {until}; the standard takes effect on {effective}", told,
            hint="Cite the act that has followed it, and compare what it requires.", severity="warning",
        )


def _relied(citation: Citation, standard: Standard) -> Iterator[Diagnostic]:
    """The same for an act that numbers of the standard's national system come from."""
    act = citation.act
    if act is None:
        return
    if standard.effective < (act.in_force or act.issued) or (act.until and standard.effective >= act.until):
        yield Diagnostic(
            standard.where.at("effective"), _CODE,
            "takes effect on {effective}, when {number} is not in force, from which its limits are taken",
            {"effective": standard.effective, "number": act.number},
            hint="Enter the numbers of the act that applies then in standards/partners/, with their source.",
            severity="warning",
        )
