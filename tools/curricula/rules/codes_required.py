"""A standard names the codes that its national system asks for.

A ministry finds a standard in its register by codes: of its list of specialties, of its occupations, of ISCED-F or
ISCO-08. Which lists these are stands as `codes` in the system's file in `standards/partners/`, each with the part
that carries the code: the programme, its occupational orientation, or every position. A list that is asked for
must lie in `standards/classifications/`. If nobody has yet compared a demand with its source, the finding is only
a warning.

Good:
    system:
      codes:
        - {id: occupations, scheme: isco-08, name: ISCO-08, part: positions, source: An example, verified: true}
Bad:
    system:
      codes:
        - {id: fields, scheme: isced-f-2013, name: ISCED-F, part: orientation, source: An example, verified: true}
Bad:
    system:
      codes:
        - {id: trades, scheme: cn-trades, name: 工种目录, part: programme, source: An example, verified: true}
"""

from collections.abc import Iterator

from curricula.diagnostics import Diagnostic, Severity
from curricula.limits import carriers
from curricula.repository import Repository

_CODE = "codes-required"


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Parts of standards without a code of a list that their system asks for, and such lists that are not here."""
    standards = [item for item in repository.standards.values() if item.kind == "professional"]
    for wanted in repository.system.codes if repository.system and standards else ():
        severity: Severity = "error" if wanted.verified else "warning"
        if wanted.scheme not in repository.common.classifications:
            yield Diagnostic(
                wanted.where.at("scheme"), _CODE, "there is no code list {scheme}, whose codes standards must name",
                {"scheme": wanted.scheme},
                hint="Add standards/classifications/{scheme}.csv with the codes in use and their source.",
                severity=severity,
            )
            continue
        for standard in standards:
            for _, where, codes in carriers(standard, wanted):
                if not any(code.scheme == wanted.scheme for code in codes):
                    yield Diagnostic(
                        where, _CODE, "no code of the list {scheme} stands here ({source})",
                        {"scheme": wanted.scheme, "source": wanted.source},
                        hint="Add the code to `codes`, as {{scheme: {scheme}, code: …}}.", severity=severity,
                    )
