"""Every code stands in the list it names.

Codes of programmes, industries and occupations are looked up in the lists of
`standards/classifications/`: the scheme must be one of these lists, and the code a row of it. A code
that exists but is not yet verified is no finding; the documents mark it.

Good:
    professional:
      programme:
        codes: [{scheme: isced-f-2013, code: "0714"}]
Bad:
    professional:
      programme:
        codes: [{scheme: isced-f-2013, code: "7140"}]
Bad:
    professional:
      programme:
        codes: [{scheme: isced-f, code: "0714"}]
"""

from collections.abc import Iterator, Mapping

from curricula.diagnostics import Diagnostic
from curricula.lookalikes import nearest
from curricula.model.common import Code
from curricula.model.professional import ProfessionalStandard
from curricula.model.settings import CodeEntry
from curricula.repository import Repository

FIRM = True  # cannot be suppressed: a document shows the title of every code


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Unknown schemes, and codes that their scheme does not have."""
    for standard in repository.standards.values():
        if standard.kind == "professional":
            for code in _codes(standard):
                yield from _code(code, repository.common.classifications)


def _codes(standard: ProfessionalStandard) -> Iterator[Code]:
    yield from standard.programme.codes
    yield from standard.orientation.codes
    for position in standard.orientation.positions:
        yield from position.codes


def _code(code: Code, lists: Mapping[str, Mapping[str, CodeEntry]]) -> Iterator[Diagnostic]:
    if code.scheme not in lists:
        near = nearest(code.scheme, lists)
        arguments = {"scheme": code.scheme, "known": ", ".join(sorted(lists)), **(near.arguments if near else {})}
        yield Diagnostic(
            code.where.at("scheme"), "codes-exist", "there is no code list {scheme}", arguments,
            hint=near.hint if near else "The lists are: {known}.",
        )
        return
    entries = lists[code.scheme]
    # An empty list is one that could not be read, which its reader has reported.
    if entries and code.code not in entries:
        near = nearest(code.code, entries)
        title = entries[near.close].title.words if near else ""
        yield Diagnostic(
            code.where.at("code"), "codes-exist", "{scheme} has no code {code}",
            {"scheme": code.scheme, "code": code.code, "close": near.close if near else "", "title": title},
            hint="did you mean {close} {title}?" if near else "Add it to the list with its source, or correct it.",
        )
