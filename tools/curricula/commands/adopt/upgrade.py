"""Show what a newer version of a standard means for an ADOPTION of an older one.

Every deviation is judged: it conflicts where the standard has changed what the adoption leaves out or puts
otherwise; it is moot where the standard now says the same, or what it is about is gone; else it still holds. The
changes that no deviation is about are listed: nobody has judged them yet.

The older version is the one that the adoption names, as git has it; --from names another one by its number, a revision
of git or a file. The newer version are the present files.

With PACKAGES, or the folder of a mirror, ADOPTION and --partner are the ministry's own files: the older version is
the package that the adoption, or --from, names, the newer one the newest there. With --root, all of them must be
sealed by someone whom a root certificate vouches for.

Nothing is changed, unless --accept is given and nothing conflicts: then the adoption names the newer version. `json`
follows upgrade-report.schema.json. Without --output, `pdf` is written to build/adopt/; everything else is printed.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from curricula import editing
from curricula.adopting import adoption_of
from curricula.commands.adopt.report import FORMAT, LOCALE, OUTPUT, handed, trusted, unsealed
from curricula.commands.verify import CHAIN, ROOT
from curricula.diagnostics import CurriculaError, Diagnostic, Phrase
from curricula.editions.edition import localize
from curricula.files import replace_together
from curricula.gaps.speech import Speech
from curricula.history import LAST, commits, unpacked
from curricula.inventory import adoption_files, document_id
from curricula.lifecycle import ONCE_PUBLISHED
from curricula.lookalikes import nearest
from curricula.messages.wording import language_of, voice, voices
from curricula.ministry import Own, files, packed, repository, unproven, versions
from curricula.model.adoption import Adoption
from curricula.model.professional import ProfessionalStandard
from curricula.parsing import standard_of
from curricula.redline.sentences import Side, Teller
from curricula.report import Desk, Result
from curricula.repository import Repository, dangling
from curricula.selection import chosen, find_root
from curricula.source import Source, locate, parsed, read_yaml
from curricula.upgrading.facts import facts
from curricula.upgrading.judging import Base, Upgrade, upgrade
from curricula.upgrading.telling import paper

_CODE = "adoption-upgrade"
_NUMBER = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+\Z")
NEEDS_REPOSITORY = False
PARAMETERS = [
    click.Argument(["adoption"]),
    click.Argument(["packages"], nargs=-1),
    click.Option(["--partner"], default=None, metavar="PARTNER", help=(
        "With packages: the file of the partner, or how that file in standards/partners/ is called."
    )),
    click.Option(["--from", "before"], default=None, help="Older version: its number, a revision of git or a file."),
    click.Option(["--accept"], is_flag=True, help="Let the adoption name the newer version if nothing conflicts."),
    ROOT, CHAIN, FORMAT, LOCALE, OUTPUT,
]


@dataclass(frozen=True)
class _Version:
    """A version of the standard, and the repository that has its translations."""

    base: Base
    repository: Repository


@dataclass(frozen=True)
class _Case:
    """An adoption, its file, and the two versions that it stands between."""

    adoption: Adoption
    file: Own
    old: _Version
    new: _Version


def run(desk: Desk, adoption: str, packages: tuple[str, ...], accept: bool, **order: Any) -> Result:
    """The report; with `accept` what holds the adoption back, or that it names the newer version now."""
    warning = None
    if packages or packed(desk.root, packages):
        between = _in_packages(desk.root, Path(adoption), packages, order)
        warning = unproven(trusted(order))
    else:
        unsealed(order)
        desk = replace(desk, root=find_root(desk.root))
        between = _in_repository(desk.root, adoption, order)
    with between as case:
        if not isinstance(case, _Case):
            return Result(case)
        judged = upgrade(case.adoption, case.old.base, case.new.base)
        refusals = case.file.located(tuple(locate(case.new.repository.root, _refusals(judged)))) if accept else ()
        if refusals and any(item.severity == "error" for item in refusals):
            return Result(refusals)
        result = replace(_told(desk, case, judged, order), warning=warning)
    return replace(result, lines=(*result.lines, *_accepted(desk.root, case.file, judged))) if accept else result


def _told(desk: Desk, case: _Case, judged: Upgrade, order: Mapping[str, Any]) -> Result:
    """The report in the form and the language that are ordered."""
    repository = case.new.repository
    own = (case.adoption.language, case.new.base.standard.language)
    locale = order["locale"] or next((tag for tag in own if tag in repository.locales), "")
    locale = chosen((locale,), repository.locales)[0]
    speaking = voice(locale if locale in voices() else "en")
    teller = Teller(*_sides(case.old, case.new, locale), language_of(speaking))
    name = f"upgrade-{case.adoption.partner}-{judged.old.version}-{judged.new.version}"
    data, made = facts(judged, teller, speaking), paper(judged, Speech(repository, locale), teller, speaking)
    return handed(desk, made, data, (order["shape"], order["output"], name))


@contextmanager
def _in_repository(
    root: Path, name: str, order: Mapping[str, Any]
) -> Iterator[_Case | tuple[Diagnostic, ...]]:
    """An adoption of the repository, the version it names as git has it, and the present files."""
    repository = Repository(root)
    source = _source(repository, name)
    found, problems = adoption_of(source, document_id(source.path))
    if found is None:
        yield tuple(locate(repository.root, problems))
        return
    new = _present(repository, found)
    with _older(root, repository, found, order["before"]) as old:
        yield _Case(found, Own(Path(source.path), source.path, source), old, new)


@contextmanager
def _in_packages(
    start: Path, adoption: Path, packages: tuple[str, ...], order: Mapping[str, Any]
) -> Iterator[_Case | tuple[Diagnostic, ...]]:
    """An adoption in a file, and two versions of its standard among packages."""
    if order["partner"] is None:
        raise CurriculaError("name the file of the partner with --partner")
    given, problems = files(start, order["partner"], adoption)
    if given is None or given.adoption is None or given.adopts is None:
        yield problems
        return
    document, known = given.adopts.standard.id, trusted(order)
    older = order["before"] or given.adopts.standard.version
    shelf, problems = versions(packages, document, known)
    edition, others = versions(packages, given.adopts.id, known)  # it has the translations of the adoption's own words
    if problems or others:
        yield problems or others
        return
    before = tuple(item for item in shelf if item.manifest["version"] == older)
    if not before:
        raise CurriculaError(
            "{standard} {version} is not among the packages: there are {known}", standard=document, version=older,
            known=", ".join(item.manifest["version"] for item in shelf) or "–",
        )
    with repository(before[:1], given) as old, repository((*edition[-1:], *shelf[-1:]), given) as new:
        yield _Case(given.adopts, given.adoption, *(
            _Version(_read(there.source(f"standards/{document}.yaml"), document, document), there)
            for there in (old, new)
        ))


def _source(repository: Repository, name: str) -> Source:
    """The file of an adoption, by its id or path."""
    known = adoption_files(repository.root)
    path = next((path for path in known if name in (path, document_id(path))), None)
    if path is None:
        near = nearest(name, [document_id(path) for path in known], 0.5)
        if near:
            raise CurriculaError("there is no adoption {name}; did you mean {close}?", name=name, close=near.close)
        raise CurriculaError("there is no adoption {name}: adoptions are files in standards/<programme>/adoptions/",
                             name=name)
    return repository.source(path)


def _present(repository: Repository, adoption: Adoption) -> _Version:
    """The standard as the files have it now."""
    standard = repository.standards.get(adoption.standard.id)
    if not isinstance(standard, ProfessionalStandard):
        raise CurriculaError(
            "{adoption} adopts {standard}, which is no professional standard that can be read: run `curricula check`",
            adoption=adoption.id, standard=adoption.standard.id,
        )
    return _Version(Base(standard, repository.source(standard.where.path).data), repository)


@contextmanager
def _older(root: Path, present: Repository, adoption: Adoption, name: str | None) -> Iterator[_Version]:
    """The version `name`, or the one that the adoption names."""
    document = adoption.standard.id
    path = f"standards/{document}.yaml"
    now = present.standards[document]
    if name is None and now.version == adoption.standard.version:
        yield _present(present, adoption)
    elif name is not None and Path(name).is_file():
        file = Path(name).absolute()
        yield _Version(_read(read_yaml(file.parent, file.name), document, name), present)
    else:
        number = name if name is not None else adoption.standard.version
        revision = _revision(root, path, number) if _NUMBER.match(number) else number
        with unpacked(root, revision, ("standards", "translations")) as folder:
            there = Repository(folder)
            yield _Version(_read(there.source(path), document, number), there)


def _revision(root: Path, path: str, version: str) -> str:
    """The last commit that has the version: what the standard refers to may be younger than the file."""
    last = LAST
    for revision, content in commits(root, path):
        data = parsed(content.decode("utf-8", "replace"), path).data
        if isinstance(data, dict) and data.get("version") == version:
            return last
        last = f"{revision}~1"
    raise CurriculaError(
        "git does not have version {version} of {path}: name a revision or a file with --from",
        version=version, path=path,
    )


def _read(source: Source, document: str, name: str) -> Base:
    standard, problems = standard_of(source, document)
    if isinstance(standard, ProfessionalStandard):
        return Base(standard, source.data)
    if not problems:
        raise CurriculaError("{name} is no professional standard", name=name)
    problem = Phrase(problems[0].message, problems[0].arguments)
    raise CurriculaError("{name}: {id} cannot be read: {problem}", name=name, id=document, problem=problem)


def _sides(old: _Version, new: _Version, locale: str) -> tuple[Side, Side]:
    """Both versions in one language. Labels are the program's: both have those of the newer one."""
    labels = new.repository.shared(locale, new.base.standard).labels
    sides = []
    for version in (old, new):
        standard = version.base.standard
        missing = dangling(version.repository, standard)
        if missing:
            raise CurriculaError(
                "{id} {version} refers to what is not there: {missing}", id=standard.id, version=standard.version,
                missing=", ".join(sorted(missing)),
            )
        shared = replace(version.repository.shared(locale, standard), labels=labels)
        sides.append(Side(localize(standard, version.repository.catalogue(standard.id, locale), shared)))
    return sides[0], sides[1]


def _refusals(judged: Upgrade) -> Iterator[Diagnostic]:
    """What holds an adoption back: its status, deviations to be judged anew, errors of the tailored standard."""
    adoption = judged.adoption
    if adoption.status != "draft" and adoption.standard.version != judged.new.version:
        begun = adoption.status in ONCE_PUBLISHED
        yield Diagnostic(
            adoption.where.at("status"), _CODE, "version {number} of the adoption is {status}, and stays as it is",
            {"number": adoption.version, "status": adoption.status, "id": adoption.id},
            hint="Raise `version` and write `status: draft`: what follows is a new version." if begun
            else "Take it back first: `curricula release {id} --to draft --reason WHY`.",
        )
    told = {"standard": judged.new.id, "version": judged.new.version}
    for item in judged.judgements:
        where = item.operation.where.at("target")
        facts = {**told, "target": item.operation.target, "id": item.operation.id}
        if item.problem is not None:
            yield item.problem
        elif item.state == "conflict":
            yield Diagnostic(
                where, _CODE, "{id} conflicts with version {version} of {standard}: {target} is not what it was", facts,
                hint="Judge it anew: keep it, or change it; then name version {version} in the adoption.",
            )
        elif item.why == "gone":
            yield Diagnostic(
                where, _CODE, "{id} is moot: version {version} of {standard} has no {target}", facts,
                hint="Take the operation away.",
            )
        elif item.why == "same":
            yield Diagnostic(
                where, _CODE, "{id} is moot: version {version} of {standard} says the same of {target}", facts,
                hint="Take the operation away.", severity="warning",
            )
    if judged.ready:
        yield from (item for item in judged.adopted.problems if item.severity == "error")


def _accepted(root: Path, file: Own, judged: Upgrade) -> Iterator[Phrase]:
    told = {"adoption": judged.adoption.id, "standard": judged.new.id, "version": judged.new.version}
    if judged.adoption.standard.version == judged.new.version:
        yield Phrase("{adoption} names version {version} of {standard} already", told)
        return
    source = file.source
    data = {**source.data, "standard": {**source.data["standard"], "version": judged.new.version}}
    replace_together({root / file.path: editing.rewritten(source.text, data, source.path).encode()})
    yield Phrase("{adoption} names version {version} of {standard} now", told)
