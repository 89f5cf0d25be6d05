"""Put on record that a partner has adopted the standard in PACKAGE.

The record is a small JSON file beside the package, PACKAGE.PARTNER.adoption.json: hash and content digest of the
package, standard and version, country and authority, act, scope and deviations, in the canonical form of RFC 8785, so
that it can be signed: `curricula sign --detached`, then `curricula verify` with the file. It follows
adoption-record.schema.json.

Deviations come from the adoption's file: the one that --adoption names, the one of the repository for this standard
and version, or the one in the package of an adopted standard. No repository is needed if --partner names the file of
the partner. Act and scope are those given; what the adoption's file says of them need not be given again. An act
is never made up: without a number and a day there is no record. A package that is not as it was made has none, and
neither has one that a deviation cannot be applied to, nor, with --root, one that is not sealed by someone whom a root
certificate vouches for. A record that says something else is never overwritten.
"""

import datetime
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from curricula.adopting import adoption_of, read_adoption, shown_at
from curricula.commands.adopt.report import ADOPTION, trusted
from curricula.commands.verify import CHAIN, ROOT
from curricula.diagnostics import CurriculaError, Diagnostic, Phrase
from curricula.files import replace_together
from curricula.inventory import adoption_files, document_id
from curricula.ministry import Files, Own, files, findings, repository, unproven
from curricula.model.adoption import Adoption
from curricula.model.settings import Authority
from curricula.packages.seals import SUFFIX as SIGNATURE
from curricula.packages.shelf import Shelved, believed, source_of
from curricula.recording import SUFFIX, Deed, Source, record
from curricula.report import Desk, Result, counted
from curricula.reviews import day
from curricula.selection import root_above
from curricula.source import parsed, read_yaml

NEEDS_REPOSITORY = False
PARAMETERS = [
    click.Argument(["package"], type=click.Path(path_type=Path, dir_okay=False)),
    click.Option(["--partner"], required=True, metavar="PARTNER", help=(
        "The partner, as its file in standards/partners/ is called, or that file."
    )),
    click.Option(["--authority"], default=None, metavar="ID", help=(
        "Which of the partner's authorities has adopted it; needed where the adoption's file does not say."
    )),
    click.Option(["--act", "number"], default=None, help="Number of the act, as texts cite it."),
    click.Option(["--date"], default=None, help="Day of the act: year-month-day, such as 2027-03-15."),
    click.Option(["--scope"], default=None, help="Where, for whom and for what the standard is adopted."),
    ADOPTION, ROOT, CHAIN,
]


def run(
    desk: Desk, package: Path, partner: str, authority: str | None, adoption: Path | None, **order: Any
) -> Result:
    """Where the record was written, or why there is none."""
    given, problems = files(desk.root, partner, adoption)
    if given is None:
        return Result(problems)
    if not package.exists():
        raise CurriculaError("{path} does not exist", path=package)
    root, known = root_above(desk.root), trusted(order)
    manifest, problems = believed(package, known)
    if manifest is None:
        told = {"file": package.name, "findings": counted(problems)}
        return Result(problems, (Phrase("{file} was not put on record: {findings}", told),))
    given, problems = _adoption(root, package, manifest, given)
    problems = problems or _unfit(package, manifest, given)
    if problems:
        return Result(problems)
    found = given.adopts
    source = Source(found, given.adoption.source.text.encode()) if found and given.adoption else None
    content = record(
        (package.name, package.read_bytes()), manifest, (given.system, _authority(given, authority, found)),
        _deed(order, found), source,
    )
    path = package.with_name(f"{package.name}.{given.name}.{SUFFIX}")
    if path.exists() and path.read_bytes() != content:
        raise CurriculaError(
            "{file} is there already and says something else: a record is never overwritten. If nobody was given it, "
            "delete it; if it was signed or handed over, keep it in another folder, and put on record the act that "
            "takes its place", file=path.name,
        )
    replace_together({path: content})
    signed = path.with_name(path.name + SIGNATURE).exists()  # by somebody else, perhaps: two names stand side by side
    told = {
        "count": len(found.operations) if found else 0,
        "command": f"curricula sign --detached{f' --name {given.name}' if signed else ''}",
    }
    return Result(lines=(
        str(path),
        Phrase("{count} deviations on record; sign it with `{command}`", told,
               singular="{count} deviation on record; sign it with `{command}`"),
    ), warning=None if root else unproven(known))


def _adoption(
    root: Path | None, package: Path, manifest: Mapping[str, Any], given: Files
) -> tuple[Files, tuple[Diagnostic, ...]]:
    """With the file of the adoption that the package is about; without one where it was adopted as it is."""
    if given.adopts is None or given.adoption is None:
        known, problems = _of_repository(root, manifest, given) if root else (given, ())
        return (known, problems) if known.adopts or problems else _of_package(package, manifest, given)
    adoption = given.adopts
    if not _about(adoption, manifest, given.name):
        raise CurriculaError(
            "{file} adopts {standard} {version} for {partner}, and the package is {id} {number}",
            file=given.adoption.path.name, standard=adoption.standard.id, version=adoption.standard.version,
            partner=adoption.partner, id=manifest["id"], number=manifest["version"],
        )
    return given, ()


def _of_repository(
    root: Path, manifest: Mapping[str, Any], given: Files
) -> tuple[Files, tuple[Diagnostic, ...]]:
    for path in adoption_files(root):
        data = read_yaml(root, path).data
        if isinstance(data, dict) and data.get("partner") == given.name:
            found, source, problems = read_adoption(root / path, document_id(path))
            if found is None:
                return given, tuple(shown_at(problems, str(root / path), Path(path)))
            if _about(found, manifest, given.name):
                return replace(given, adoption=Own(Path(path), path, source), adopts=found), ()
    return given, ()


def _of_package(
    package: Path, manifest: Mapping[str, Any], given: Files
) -> tuple[Files, tuple[Diagnostic, ...]]:
    """With the file in the package of an adopted standard; any other has none."""
    document = manifest["id"]
    _, adopted, partner = document.partition("/adoptions/")
    if not adopted:
        return given, ()
    if partner != given.name:
        raise CurriculaError("an adoption of {other} was named, and the partner {name}", other=partner, name=given.name)
    content, problems = source_of(package, manifest)
    if content is None:
        return given, problems
    place = f"standards/{document}.yaml"
    source = parsed(content["files"].get(place, ""), place)
    adoption, problems = adoption_of(source, document)
    return replace(given, adoption=Own(Path(place), place, source), adopts=adoption), problems


def _unfit(package: Path, manifest: Mapping[str, Any], given: Files) -> tuple[Diagnostic, ...]:
    """Why the adoption cannot be applied to the standard in the package, as a report would tell; none if it can."""
    if given.adopts is None:
        return ()
    source, problems = source_of(package, manifest)
    if source is None:
        return problems
    with repository((Shelved(package, manifest, source),), given) as found:
        return () if given.adopts.id in found.adoptions else findings(found, given)


def _about(adoption: Adoption, manifest: Mapping[str, Any], partner: str) -> bool:
    """Whether an adoption is of the standard in the package, or is itself the standard in it."""
    base = (adoption.standard.id, adoption.standard.version) == (manifest["id"], manifest["version"])
    itself = (adoption.uuid, adoption.version) == (manifest["uuid"], manifest["version"])
    return adoption.partner == partner and (base or itself)


def _authority(given: Files, wanted: str | None, adoption: Adoption | None) -> Authority:
    known, partner = {authority.id: authority for authority in given.system.authorities}, given.name
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


def _deed(given: Mapping[str, Any], adoption: Adoption | None) -> Deed:
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
