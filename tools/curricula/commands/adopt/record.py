"""Put on record that a partner has adopted the standard in PACKAGE.

The record is a small JSON file beside the package, PACKAGE.PARTNER.adoption.json: hash and content digest of the
package, standard and version, country and authority, act, scope and deviations, in the canonical form of RFC 8785, so
that it can be signed: `curricula sign --detached`, then `curricula verify` with the file. It follows
adoption-record.schema.json.

Deviations come from the adoption's file: the one of the repository for this standard and version, or the one that
--deviations names. Act and scope are those given; what the adoption's file says of them need not be given again. An act
is never made up: without a number and a day there is no record. A package that is not as it was made has none, and
a record that says something else is never overwritten.
"""

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from curricula.diagnostics import CurriculaError, Phrase
from curricula.files import replace_file
from curricula.inventory import adoption_files, document_id
from curricula.lookalikes import nearest
from curricula.model.adoption import Adoption
from curricula.model.settings import Authority, PartnerSystem
from curricula.packages.verifying import verify
from curricula.parsing import parse
from curricula.recording import SUFFIX, Deed, Source, record
from curricula.report import Desk, Result, counted
from curricula.repository import Repository
from curricula.reviews import day
from curricula.schemas import violations
from curricula.source import locate, read_yaml

PARAMETERS = [
    click.Argument(["package"], type=click.Path(path_type=Path, dir_okay=False)),
    click.Option(["--partner"], required=True, metavar="PARTNER", help=(
        "The partner, as its file in standards/partners/ is called."
    )),
    click.Option(["--authority"], default=None, metavar="ID", help=(
        "Which of the partner's authorities has adopted it; needed where the adoption's file does not say."
    )),
    click.Option(["--act", "number"], default=None, help="Number of the act, as texts cite it."),
    click.Option(["--date"], default=None, help="Day of the act: year-month-day, such as 2027-03-15."),
    click.Option(["--scope"], default=None, help="Where, for whom and for what the standard is adopted."),
    click.Option(["--deviations"], type=click.Path(path_type=Path, dir_okay=False), default=None, metavar="FILE",
                 help="File of the adoption, where it is not in the repository."),
]


def run(
    desk: Desk, package: Path, partner: str, authority: str | None, deviations: Path | None, **deed: str | None
) -> Result:
    """Where the record was written, or why there is none."""
    repository = Repository(desk.root)
    system = _system(repository, partner)
    verdict = verify(package)
    manifest = verdict.manifest
    if manifest is None or not verdict.intact:
        told = {"file": package.name, "findings": counted(verdict.diagnostics)}
        return Result(verdict.diagnostics, (Phrase("{file} was not put on record: {findings}", told),), verdict.status)
    source = _adoption(repository, manifest, partner, deviations)
    adoption = source.adoption if source else None
    content = record(
        (package.name, package.read_bytes()), manifest, (system, _authority(system, partner, authority, adoption)),
        _deed(deed, adoption), source,
    )
    path = package.with_name(f"{package.name}.{partner}.{SUFFIX}")
    if path.exists() and path.read_bytes() != content:
        raise CurriculaError(
            "{file} is there already and says something else: a record is never overwritten", file=path.name
        )
    replace_file(path, content)
    count = len(adoption.operations) if adoption else 0
    return Result(lines=(
        str(path),
        Phrase("{count} deviations on record; sign it with `curricula sign --detached`", {"count": count},
               singular="{count} deviation on record; sign it with `curricula sign --detached`"),
    ))


def _system(repository: Repository, name: str) -> PartnerSystem:
    if name in repository.systems:
        return repository.systems[name]
    near = nearest(name, repository.systems)
    if near:
        raise CurriculaError("there is no partner {name}; did you mean {close}?", name=name, close=near.close)
    raise CurriculaError(
        "there is no partner {name}: there are {known}", name=name, known=", ".join(repository.systems)
    )


def _adoption(
    repository: Repository, manifest: Mapping[str, Any], partner: str, given: Path | None
) -> Source | None:
    """The file of the adoption that the package is about; None where the standard was adopted as it is."""
    if given is not None:
        if not given.is_file():
            raise CurriculaError("{file} is not there", file=given)
        source = _read(given.absolute().parent, given.name, given.stem)
        if not _about(source.adoption, manifest, partner):
            raise CurriculaError(
                "{file} adopts {standard} {version} for {partner}, and the package is {id} {number}", file=given.name,
                standard=source.adoption.standard.id, version=source.adoption.standard.version,
                partner=source.adoption.partner, id=manifest["id"], number=manifest["version"],
            )
        return source
    for path in adoption_files(repository.root):
        data = repository.source(path).data
        if isinstance(data, dict) and data.get("partner") == partner:
            source = _read(repository.root, path, document_id(path))
            if _about(source.adoption, manifest, partner):
                return source
    other = manifest["id"].rpartition("/adoptions/")[2] if "/adoptions/" in manifest["id"] else partner
    if other != partner:
        raise CurriculaError("an adoption of {other} was named, and the partner {name}", other=other, name=partner)
    if f"/adoptions/{partner}" in manifest["id"]:
        raise CurriculaError(
            "the package is the adopted edition {id} {version}, whose file is not in this repository: name it with "
            "--deviations", id=manifest["id"], version=manifest["version"],
        )
    return None


def _read(root: Path, path: str, document: str) -> Source:
    source = read_yaml(root, path)
    problems = locate(root, source.problems or tuple(violations(source, "adoption")))
    for problem in problems:
        raise CurriculaError(
            "{file}, line {line}: {problem}", file=path, line=problem.where.line,
            problem=Phrase(problem.message, problem.arguments),
        )
    return Source(parse(Adoption, source.data, document, path), (root / path).read_bytes())


def _about(adoption: Adoption, manifest: Mapping[str, Any], partner: str) -> bool:
    """Whether an adoption is of the standard in the package, or is itself the standard in it."""
    base = (adoption.standard.id, adoption.standard.version) == (manifest["id"], manifest["version"])
    itself = (adoption.uuid, adoption.version) == (manifest["uuid"], manifest["version"])
    return adoption.partner == partner and (base or itself)


def _authority(system: PartnerSystem, partner: str, wanted: str | None, adoption: Adoption | None) -> Authority:
    known = {authority.id: authority for authority in system.authorities}
    name = wanted or (adoption.authority if adoption else None)
    if name is None and len(known) == 1:
        return next(iter(known.values()))
    if name is None:
        raise CurriculaError(
            "name the authority with --authority: {partner} has {known}", partner=partner, known=", ".join(known) or "–"
        )
    if name not in known:
        raise CurriculaError(
            "{partner} has no authority {name}: there are {known}", partner=partner, name=name,
            known=", ".join(known) or "–",
        )
    return known[name]


def _deed(given: Mapping[str, str | None], adoption: Adoption | None) -> Deed:
    """The act and the scope: as given, or as the adoption's file has them; both must say the same."""
    act = adoption.act if adoption else None
    number = " ".join((given["number"] or (act.number if act else "")).split())
    date = given["date"] or (act.date if act else "")
    if not number or not date:
        raise CurriculaError("a record needs the number and the day of the act: give --act and --date")
    date = day(date)
    if date > datetime.date.today().isoformat():
        raise CurriculaError("--date {date} lies ahead: an act is put on record after its day", date=date)
    if act is not None and (number, date) != (" ".join(act.number.split()), act.date):
        raise CurriculaError(
            "the adoption's file names the act {number} of {date}: correct the one that is wrong",
            number=act.number, date=act.date,
        )
    scope = " ".join((given["scope"] or "").split())
    if scope:
        return Deed(number, date, scope, None)
    if adoption is None:
        raise CurriculaError("a record needs the scope of the adoption: give --scope")
    return Deed(number, date, adoption.scope.words, adoption.language)
