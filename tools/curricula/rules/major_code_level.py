"""The code of the major is one of the programme's level.

In the national list of majors (`cn-majors` for the system `cn`) a code has six digits: two for the
category, two for the class, two for the major. The category tells the level: a code of secondary
education cannot name a programme of higher vocational education. The range of the first two digits
stands as `major_codes` with the programme's level in `standards/partners/`; without it nothing is
checked. The category and the class must be named in the occupational orientation or stand in the list.
If nobody has yet compared the range with the act, the findings are only warnings.

Good:
    professional:
      programme:
        codes: [{scheme: cn-majors, code: "510103"}]
    system:
      levels:
        - {id: higher-vocational, major_codes: {minimum: 41, maximum: 59, source: The list of majors, verified: true}}
Bad:
    professional:
      programme:
        codes: [{scheme: cn-majors, code: "710103"}]
    system:
      levels:
        - {id: higher-vocational, major_codes: {minimum: 41, maximum: 59, source: The list of majors, verified: true}}
Bad:
    professional:
      programme:
        codes: [{scheme: cn-majors, code: "5101"}]
    system:
      levels:
        - {id: higher-vocational, major_codes: {minimum: 41, maximum: 59, source: The list of majors, verified: true}}
Bad:
    professional:
      programme:
        codes: [{scheme: cn-majors, code: "510203"}]
    system:
      levels:
        - {id: higher-vocational, major_codes: {minimum: 41, maximum: 59, source: The list of majors, verified: true}}
"""

import re
from collections.abc import Iterator

from curricula.diagnostics import Diagnostic, Severity
from curricula.limits import breach, home_level
from curricula.model.common import Code
from curricula.model.professional import ProfessionalStandard
from curricula.model.settings import Range
from curricula.repository import Repository

_MAJOR = re.compile("[0-9]{6}")
_MESSAGES = {
    "minimum": "the code {code} begins with {digits}; majors of {level} begin with {limit} or more ({source})",
    "maximum": "the code {code} begins with {digits}; majors of {level} begin with {limit} or less ({source})",
}


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Codes of majors that are no major's, of another level, or without their category and class."""
    scheme = f"{repository.settings.system}-majors"
    for standard in repository.standards.values():
        if standard.kind != "professional":
            continue
        level = home_level(repository, standard.programme.level)
        if level is None or level.major_codes is None:
            continue
        known = {code.code for code in standard.orientation.codes if code.scheme == scheme}
        known.update(repository.classifications.get(scheme, ()))
        for code in standard.programme.codes:
            if code.scheme == scheme:
                yield from _level(standard, code, level.major_codes)
                yield from _parents(code, known, "error" if level.major_codes.verified else "warning")


def _level(standard: ProfessionalStandard, code: Code, limit: Range) -> Iterator[Diagnostic]:
    if not _MAJOR.fullmatch(code.code):
        yield Diagnostic(
            code.where.at("code"), "major-code-level", "{code} is no code of a major: it has not six digits",
            {"code": code.code}, hint="Two digits name a category, four a class; both belong to the orientation.",
            severity="error" if limit.verified else "warning",
        )
        return
    found = breach(int(code.code[:2]), limit)
    if found:
        yield Diagnostic(
            code.where.at("code"), "major-code-level", _MESSAGES[found.bound],
            {
                "code": code.code, "digits": code.code[:2], "level": standard.programme.level,
                "limit": found.limit, "source": found.source,
            },
            hint="Correct the code, or programme.level.", severity=found.severity,
        )


def _parents(code: Code, known: set[str], severity: Severity) -> Iterator[Diagnostic]:
    if not _MAJOR.fullmatch(code.code):
        return
    for kind, parent in (("category", code.code[:2]), ("class", code.code[:4])):
        if parent not in known:
            yield Diagnostic(
                code.where.at("code"), "major-code-level",
                "the {kind} {parent} of {code} stands neither in the orientation nor in the list {scheme}",
                {"kind": kind, "parent": parent, "code": code.code, "scheme": code.scheme},
                hint="Add {parent} to the list with its source, or correct the code.", severity=severity,
            )
