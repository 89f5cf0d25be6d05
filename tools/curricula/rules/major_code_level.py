"""The code of the major is one of the programme's level.

In a national list of majors (in China `cn-majors`) a code begins with that of its class, and that
with the one of its category: in China two digits for the category, four for the class, six for the major. The
category tells the level: a code of secondary education cannot name a programme of higher vocational education.
Which list it is, and how many digits each has, stands as `major_code` in the system's file in
`standards/partners/`, the range of the categories as `major_codes` with the programme's level; without both
nothing is checked. The category and the class must be named in the occupational orientation or stand in the list.
If nobody has yet compared the two with their source, the findings are only warnings.

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

from collections.abc import Iterator

from curricula.diagnostics import N_, Diagnostic, Severity
from curricula.limits import breach, level_of
from curricula.model.common import Code
from curricula.model.professional import ProfessionalStandard
from curricula.model.settings import MajorCode, Range
from curricula.repository import Repository

_CODE = "major-code-level"
_MESSAGES = {
    "minimum": N_("the code {code} begins with {digits}; majors of {level} begin with {limit} or more ({source})"),
    "maximum": N_("the code {code} begins with {digits}; majors of {level} begin with {limit} or less ({source})"),
}
_PARENTS = (
    N_("the category {parent} of {code} stands neither in the orientation nor in the list {scheme}"),
    N_("the class {parent} of {code} stands neither in the orientation nor in the list {scheme}"),
)


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Codes of majors that are no major's, of another level, or without their category and class."""
    form = repository.system.major_code if repository.system else None
    for standard in repository.standards.values():
        if standard.kind != "professional" or form is None:
            continue
        level = level_of(repository, standard)
        if level is None or level.major_codes is None:
            continue
        known = {code.code for code in standard.orientation.codes if code.scheme == form.scheme}
        known.update(repository.common.classifications.get(form.scheme, ()))
        for code in standard.programme.codes:
            if code.scheme == form.scheme:
                severity: Severity = "error" if level.major_codes.verified and form.verified else "warning"
                yield from _code(standard, code, (level.major_codes, form), severity)
                yield from _parents(code, known, form, severity)


def _is_major(code: Code, form: MajorCode) -> bool:
    return code.code.isascii() and code.code.isdigit() and len(code.code) == form.major


def _code(
    standard: ProfessionalStandard, code: Code, rules: tuple[Range, MajorCode], severity: Severity
) -> Iterator[Diagnostic]:
    limit, form = rules
    if not _is_major(code, form):
        yield Diagnostic(
            code.where.at("code"), _CODE, "{code} is no code of a major: it has not {major} digits",
            {"code": code.code, "major": form.major, "class": form.class_, "category": form.category},
            hint=(
                "A code of {category} digits names a category, one of {class} digits a class; both belong in the "
                "occupational orientation."
            ),
            severity=severity,
        )
        return
    digits = code.code[: form.category]
    found = breach(int(digits), limit)
    if found:
        yield Diagnostic(
            code.where.at("code"), _CODE, _MESSAGES[found.bound],
            {
                "code": code.code, "digits": digits, "level": standard.programme.level,
                "limit": found.limit, "source": found.source,
            },
            hint="Correct the code, or programme.level.", severity=severity,
        )


def _parents(code: Code, known: set[str], form: MajorCode, severity: Severity) -> Iterator[Diagnostic]:
    if not _is_major(code, form):
        return
    for message, length in zip(_PARENTS, (form.category, form.class_), strict=True):
        parent = code.code[:length]
        if parent not in known:
            yield Diagnostic(
                code.where.at("code"), _CODE, message,
                {"parent": parent, "code": code.code, "scheme": code.scheme},
                hint="Add {parent} to the list with its source, or correct the code.", severity=severity,
            )
