"""What a step demands: each function tells what is missing, at its place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import get_args

from curricula.common import SETTINGS
from curricula.compare import bump
from curricula.diagnostics import N_, Diagnostic, Where
from curricula.fingerprint import content
from curricula.history import uncommitted
from curricula.lifecycle import ENDED, NEXT, ONCE_PUBLISHED, PATH, numbers, rank, taken
from curricula.model.common import ApprovalRole
from curricula.model.standards import Standard
from curricula.releasing.changes import Version, differences
from curricula.releasing.steps import Earlier, Step, companions
from curricula.repository import Repository
from curricula.selection import own_paths, select
from curricula.standing import missed, standings

_CODE = "release-step"
_ADOPTS: ApprovalRole = "authority"
_WITH_REASON = ("draft", *ENDED)
_BUMPS = ("major", "minor", "patch")


@dataclass(frozen=True)
class Moved:
    """What is judged: the repository before and after the step, and what was found in each."""

    before: Repository
    after: Repository
    found_before: tuple[Diagnostic, ...]
    found_after: tuple[Diagnostic, ...]


def legal(standard: Standard, step: Step) -> Iterator[Diagnostic]:
    """That the step follows the present status; somebody else may approve what is approved."""
    told = {
        "id": standard.id, "version": standard.version, "status": standard.status, "to": step.to,
        "next": ", ".join(NEXT[standard.status]),
    }
    where = standard.where.at("status")
    if step.to == standard.status:
        approved = {record.name for record in taken(standard) if record.step == "approved"}
        if step.to != "approved" or step.name in approved:
            yield Diagnostic(
                where, _CODE, "version {version} is {status} already; there is nothing to do", told,
                hint="From {status} it goes to: {next}." if NEXT[standard.status] else "",
            )
    elif step.to not in NEXT[standard.status]:
        hint = N_("From {status} it goes to: {next}.")
        if standard.status in ONCE_PUBLISHED and (step.to in PATH or not NEXT[standard.status]):
            hint = N_("Raise `version` and write `status: draft`: what follows is a new version.")
        yield Diagnostic(where, _CODE, "version {version} is {status} and cannot become {to}", told, hint=hint)


def said(standard: Standard, step: Step) -> Iterator[Diagnostic]:
    """That somebody answers for the step, that it has a reason where it needs one, and that its days fit."""
    where = standard.where.at("approvals")
    if not step.name:
        yield Diagnostic(
            where, _CODE, "nobody is named who answers for the step {to}", {"to": step.to},
            hint="Name the person with --by, and in what capacity with --role.",
        )
    if not step.role:
        yield Diagnostic(
            where, _CODE, "it is not said in what capacity somebody answers for the step {to}",
            {"to": step.to, "roles": ", ".join(get_args(ApprovalRole))}, hint="Say it with --role, one of: {roles}.",
        )
    if step.to in _WITH_REASON and not step.reason:
        yield Diagnostic(
            where, _CODE, "the step {to} needs a reason", {"to": step.to}, hint="Say why with --reason.",
        )
    last = standard.approvals[-1] if standard.approvals else None
    if last and step.date < last.date:
        yield Diagnostic(
            last.where.at("date"), _CODE, "the step {before} is dated {date}, after {day}",
            {"before": last.step, "date": last.date, "day": step.date}, hint="Give a later --date.",
        )
    if step.effective and step.effective < step.date:
        yield Diagnostic(
            standard.where.at("effective"), _CODE, "cannot apply from {effective}, before it is issued on {day}",
            {"effective": step.effective, "day": step.date}, hint="Are the two dates exchanged?",
        )


def approved(repository: Repository, standard: Standard) -> Iterator[Diagnostic]:
    """That everybody has approved the version whom the settings ask for; of an adoption, that an authority has."""
    policy = repository.settings.release
    known = {record.role for record in taken(standard) if record.step == "approved"}
    if standard.id in repository.adoptions:
        if _ADOPTS not in known:
            yield Diagnostic(
                standard.where.at("approvals"), _CODE, "no authority has approved version {version} of the adoption",
                {"version": standard.version, "role": _ADOPTS, "id": standard.id},
                hint="`curricula release {id} --to approved --by NAME --role {role}`",
            )
        return
    for role in policy.roles if policy else ():
        if role not in known:
            yield Diagnostic(
                standard.where.at("approvals"), _CODE,
                "nobody has approved version {version} in the role {role}, which {file} asks for",
                {"version": standard.version, "role": role, "file": SETTINGS, "id": standard.id},
                hint="`curricula release {id} --to approved --by NAME --role {role}`",
            )


def accompanied(repository: Repository, standard: Standard, step: Step) -> Iterator[Diagnostic]:
    """That the standards which the plan names, or the one that is adopted, have come as far."""
    if standard.kind != "professional" or step.to not in PATH:
        return
    adoption = Version(repository, standard).adoption
    if adoption:
        base = repository.standards[adoption.standard.id]
        if rank(base.status) < rank(step.to):
            yield Diagnostic(
                adoption.standard.where, _CODE,
                "{other} is {status}; before its adoption becomes {to}, it has to be so too",
                {"other": base.id, "status": base.status, "to": step.to}, hint="Release it first.",
            )
        return
    known = {other.id: other for other in companions(repository, standard)}
    for course in standard.curriculum.courses:
        other = known.get(course.standard.id) if course.standard else None
        if other and course.standard and rank(other.status) < rank(step.to):
            yield Diagnostic(
                course.standard.where, _CODE, "{other} is {status}; before the plan becomes {to}, it has to be so too",
                {"other": other.id, "status": other.status, "to": step.to},
                hint="Release it first, or all together with --with-courses.",
            )


def committed(repository: Repository, standard: Standard) -> Iterator[Diagnostic]:
    """That the history has what is approved or published."""
    paths = own_paths(repository, standard.id)
    for path in uncommitted(repository.root, paths):
        yield Diagnostic(
            Where(path), _CODE, "has changes that are not committed", hint="Commit them, then take the step.",
        )


def numbered(standard: Standard, last: Earlier | None, repository: Repository) -> Iterator[Diagnostic]:
    """That the version goes up as far as its changes since the last published one ask for."""
    where = standard.where.at("version")
    if last is None:
        return
    if last.version is None:
        yield Diagnostic(
            where, _CODE,
            "the version published before, in commit {commit}, cannot be read, so its changes are not listed",
            {"commit": last.commit[:12]}, severity="warning",
        )
        return
    old = last.version.standard
    told: dict[str, object] = {
        "last": old.version, "version": standard.version, "id": standard.id, "commit": last.commit[:12],
    }
    if numbers(standard.version) <= numbers(old.version):
        yield Diagnostic(
            where, _CODE, "version {version} is not higher than {last}, which was published", told,
            hint="What was published does not change: raise `version`.",
        )
        return
    if standard.replaces not in (None, old.version):
        yield Diagnostic(
            standard.where.at("replaces"), _CODE, "replaces version {replaces}, but {last} was published last",
            told | {"replaces": standard.replaces},
        )
    now = Version(repository, standard)
    asked: str = bump(differences(last.version, now, repository.locales))[0]
    if asked == "none" and content(old, last.version.adoption) != content(standard, now.adoption):
        asked = "patch"  # only what the adoption says of itself, such as a reason
    if asked == "none":
        yield Diagnostic(where, _CODE, "nothing has changed since version {last}, which was published", told)
    elif _step(old.version, standard.version) > _BUMPS.index(asked):
        yield Diagnostic(
            where, _CODE, "version {version} follows {last}, but its changes call for {target} or higher",
            told | {"target": _raised(old.version, asked)},
            hint="`curricula diff {id} --from {commit}` lists them.",
        )


def _step(old: str, new: str) -> int:
    """The first number in which two versions differ, from 0."""
    pairs = zip(numbers(old), numbers(new), strict=True)
    return next(place for place, (before, now) in enumerate(pairs) if before != now)


def _raised(version: str, step: str) -> str:
    parts, place = numbers(version), _BUMPS.index(step)
    return ".".join(map(str, (*parts[:place], parts[place] + 1, *(0 for _ in parts[place + 1 :]))))


def translated(repository: Repository, standard: Standard) -> Iterator[Diagnostic]:
    """That every strict language has come as far as the settings ask for; reviewed is asked for by a rule."""
    policy = repository.settings.release
    if policy and policy.translations == "approved":
        strict = [tag for tag, locale in repository.common.policies.items() if locale.policy == "strict"]
        yield from missed(standings(repository, [standard.id], strict), {"approved": 100})


def sound(moved: Moved, standards: Iterable[Standard], step: Step) -> Iterator[Diagnostic]:
    """What speaks against the step in the repository as it would be after it; warnings too.

    A step forward needs a standard without errors: for review its own file, later also its translations and
    what it shows of others. To be approved, warnings in it are solved or suppressed, with a reason. Whatever
    the step would break elsewhere speaks against it, whichever step it is.
    """
    known = {(item.where, item.code, item.words()) for item in moved.found_before}
    own = {standard.where.path for standard in standards}
    covered = select(moved.after, tuple(standard.id for standard in standards)) if step.to in PATH[2:] else None
    for item in moved.found_after:
        if item.suppressed:
            continue
        its = step.to in PATH[1:] and (covered.covers(item.where) if covered else item.where.path in own)
        new = (item.where, item.code, item.words()) not in known
        if item.severity == "error" and (its or new):
            yield item
        elif item.severity == "warning" and item.where.path in own and step.to in PATH[1:]:
            yield replace(item, severity="error") if step.to == "approved" else item
