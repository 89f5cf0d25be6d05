"""Show what a partner requires and the standards do not give yet.

Every requirement of standards/partners/PARTNER.yaml is held against the standards: sections of the national
template, required codes, languages and forms of delivery, level, length and credits; against what they are mapped to,
sections that no outcome answers. The credits of every course are converted, with the factor and the rounding.

A standard that the partner has adopted is judged as adopted: the report tells what is left to do. Without names
all standards are judged; of an adoption the standard it adopts.

The report is in the language of the adoption, else in the first language the partner asks for that the repository
publishes. `json` follows gap-report.schema.json. Without --output, `pdf` is written to build/adopt/; everything else is
printed.

Without a repository, PATHS are packages, or the folder of a mirror: the newest package of every standard is
verified and judged, and --partner and --adoption name the ministry's own files. With --root, all of them must be
sealed by someone whom a root certificate vouches for.
"""

import json
import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from curricula import ministry
from curricula.cache import CACHE
from curricula.commands.verify import CHAIN, ROOT
from curricula.diagnostics import CurriculaError, Diagnostic, Where, failed
from curricula.files import replace_file
from curricula.gaps.facts import facts
from curricula.gaps.judging import Case, adopted, along, judge, unadopted
from curricula.gaps.speech import Speech
from curricula.gaps.telling import paper
from curricula.model.professional import ProfessionalStandard
from curricula.model.settings import PartnerSystem
from curricula.packages.trust import Trust, trust
from curricula.pages.engine import prepare
from curricula.pages.paper import Paper, html, lines, pdf
from curricula.report import Desk, Result
from curricula.repository import Repository
from curricula.selection import chosen, find_root, select, system_named, told

_KINDS = ("professional", "course", "practice")
FORMAT = click.Option(
    ["--format", "shape"], type=click.Choice(["text", "html", "pdf", "json"]), default="text", show_default=True,
    help="How to show it.",
)
LOCALE = click.Option(["--locale"], default=None, metavar="LOCALE", help="Language of the report.")
OUTPUT = click.Option(
    ["--output"], type=click.Path(path_type=Path, dir_okay=False), default=None, help="File to write to.",
)
ADOPTION = click.Option(
    ["--adoption"], type=click.Path(path_type=Path), default=None, metavar="FILE",
    help="File of the adoption, where it is not in the repository.",
)
NEEDS_REPOSITORY = False
PARAMETERS = [
    click.Argument(["paths"], nargs=-1),
    click.Option(["--partner"], default=None, metavar="PARTNER", help=(
        "The partner, as its file in standards/partners/ is called, or that file; not needed where an adoption of the "
        "repository is named."
    )),
    ADOPTION, ROOT, CHAIN, FORMAT, LOCALE, OUTPUT,
]


def run(desk: Desk, paths: tuple[str, ...], partner: str | None, adoption: Path | None, **order: Any) -> Result:
    """The report, and what could not be read."""
    if ministry.packed(desk.root, paths):
        return _from_packages(desk, paths, partner, adoption, order)
    if adoption is not None:
        raise CurriculaError("--adoption goes with packages: those of the repository are found by themselves")
    unsealed(order)
    desk = replace(desk, root=find_root(desk.root))
    repository = Repository(desk.root)
    documents = select(repository, paths).documents
    name = _partner(repository, documents if paths else (), partner)
    return _told(desk, repository, (name, documents), ministry.unread(repository, name, told(repository, paths)), order)


def _from_packages(
    desk: Desk, paths: tuple[str, ...], partner: str | None, adoption: Path | None, order: dict[str, Any]
) -> Result:
    if partner is None:
        raise CurriculaError("name the file of the partner with --partner")
    known = trusted(order)
    given, problems = ministry.files(desk.root, partner, adoption)
    if given is None:
        return Result(problems)
    shelf, problems = ministry.taken(paths, given, known)
    if problems:
        return Result(problems)
    with ministry.repository(shelf, given) as repository:
        findings = ministry.findings(repository, given)
        if given.adopts is not None and given.adopts.id not in repository.adoptions:
            given_again = (word for name in ("root", "chain") for path in order[name] for word in (f"--{name}", path))
            again = shlex.join([str(adoption), *paths, "--partner", partner, *map(str, given_again)])
            return Result(tuple(
                replace(item, arguments={**item.arguments, "id": again}) if item.code == "adoption-base" else item
                for item in findings
            ))
        result = _told(desk, repository, (given.name, select(repository, ()).documents), findings, order)
        return replace(result, warning=ministry.unproven(known))


def trusted(order: Mapping[str, Any]) -> Trust:
    """Whom the reader trusts to have made packages."""
    return trust(order["root"], order["chain"])


def unsealed(order: Mapping[str, Any]) -> None:
    """Refuse certificates where there are no packages."""
    if order["root"] or order["chain"]:
        raise CurriculaError("--root and --chain go with packages: the files of a repository are not sealed")


def _told(
    desk: Desk, repository: Repository, asked: tuple[str, tuple[str, ...]], findings: tuple[Diagnostic, ...],
    order: dict[str, Any],
) -> Result:
    """The report for a partner about documents, in the form that is ordered."""
    name, documents = asked
    cases = tuple(_cases(repository, documents, name))
    if not cases and failed(findings):
        return Result(findings)
    if not cases:
        raise CurriculaError("there is no standard here that could be judged: run `curricula check`")
    speech = Speech(repository, language(repository, order["locale"], repository.systems[name], cases))
    found = tuple(judge(repository, case) for case in cases)
    data = facts(found, name, speech)
    return handed(desk, paper(found, speech), data, (order["shape"], order["output"], f"gaps-{name}"), findings)


def handed(
    desk: Desk, made: Paper, data: dict[str, Any], order: tuple[str, Path | None, str],
    findings: tuple[Diagnostic, ...] = (),
) -> Result:
    """A paper in the asked form: the order is the format, the file, and the name of a PDF that has no file."""
    shape, output, name = order
    if shape == "pdf":
        prepare(desk.root / "build" / CACHE)
        content, complaints = pdf(made)
        path = output or desk.root / "build" / "adopt" / f"{name}.{made.locale}.pdf"
        if complaints:
            return Result((*findings, *(
                Diagnostic(Where(path.name), "artifact", "{problem}", {"problem": problem}) for problem in complaints
            )))
        replace_file(path, content)
        shown = path.relative_to(desk.root) if path.is_relative_to(desk.root) else path
        return Result(findings, (str(shown),))
    if shape == "text" and output is None:
        return Result(findings, tuple(lines(made)))
    if shape == "json":
        page = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    else:
        page = html(made) if shape == "html" else "".join(f"{line}\n" for line in lines(made))
    if output is not None:
        replace_file(output, page.encode())
        return Result(findings, (str(output),))
    return Result(findings, page=page)


def language(
    repository: Repository, wanted: str | None, system: PartnerSystem, cases: Iterable[Case]
) -> str:
    """The language of a report: the one asked for, that of the adoption, or the first of the partner's own."""
    if wanted is not None:
        return chosen((wanted,), repository.tags)[0]
    own = [case.tailoring.adoption.language for case in cases if case.tailoring]
    asked = (*own, *(system.delivery.languages if system.delivery else ()), repository.settings.language)
    return next((tag for tag in asked if tag in repository.locales), repository.locales[0])


def _partner(repository: Repository, named: tuple[str, ...], wanted: str | None) -> str:
    """The partner: the one asked for, or that of the adoptions among the documents that were named."""
    own = {repository.adoptions[name].tailoring.adoption.partner for name in named if name in repository.adoptions}
    if wanted is None:
        if len(own) == 1:
            return own.pop()
        raise CurriculaError(
            "name the partner with --partner: there are {known}", known=", ".join(repository.systems)
        )
    system_named(repository, wanted)
    if own - {wanted} and all(name in repository.adoptions for name in named):
        raise CurriculaError(
            "an adoption of {other} was named, and the partner {name}", other=", ".join(sorted(own)), name=wanted
        )
    return wanted


def _cases(repository: Repository, documents: tuple[str, ...], partner: str) -> Iterator[Case]:
    """Every standard once, the professional ones first, as the partner has adopted it or as it is."""
    found = [item for item in repository.adoptions.values() if item.tailoring.adoption.partner == partner]
    taken = {item.tailoring.base.id: item for item in found}
    own = {item.standard.id: item.tailoring.base.id for item in found}
    names = dict.fromkeys(own.get(name, name) for name in documents)
    standards = [repository.standards[name] for name in names if name in repository.standards]
    for standard in sorted(standards, key=lambda item: _KINDS.index(item.kind)):
        programme = standard.id if isinstance(standard, ProfessionalStandard) else standard.professional.id
        if programme not in taken:
            yield unadopted(repository, standard, partner)
        elif programme == standard.id:
            yield adopted(repository, taken[programme])
        else:
            yield along(repository, standard, taken[programme].tailoring.adoption)
