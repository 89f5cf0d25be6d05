"""Take a standard one step further: to review, approved, published.

Checks what the step --to demands (the next one by default), writes the new status into the file and records there
who answers for it. If something is missing, every finding is listed and nothing is written; --dry-run only lists.

For review, the standard itself has no errors. To be approved, it is committed, its translations are complete and
reviewed in every strict language, its warnings are solved or suppressed, and somebody other than who handed it
in approves it. To be published, everybody has approved it whom `release` in standards/repository.yaml names, and its
version has gone up as far as its changes since the last published version ask for. The list of these changes is
kept in standards/changes/. A plan is released after its courses, or with them.

A partner's adoption takes the same steps, with a version and approvals of its own, after the standard that it adopts.
To be published, it is approved by an authority and names the act.

--to draft takes a standard back from review or approval. What is published is superseded or withdrawn, or
followed by a new version, which begins as draft.
"""

import datetime
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import Any, get_args

import click

from curricula.cache import CACHE, Cache
from curricula.checking import check
from curricula.diagnostics import CurriculaError, Diagnostic, Phrase, failed, ordered
from curricula.files import replace_below
from curricula.inputs import Inputs
from curricula.inventory import document_id
from curricula.lifecycle import ENDED, NEXT, PATH, changes_file, rank
from curricula.lookalikes import nearest
from curricula.model.common import ApprovalRole
from curricula.model.standards import Standard
from curricula.processes import pool, processors
from curricula.releasing import demands
from curricula.releasing.changes import Version, change_list
from curricula.releasing.steps import Earlier, Step, after, companions, earlier, supposing, unchanged
from curricula.report import Desk, Result
from curricula.repository import Repository
from curricula.reviews import day
from curricula.source import locate

PARAMETERS = [
    click.Argument(["id"]),
    click.Option(["--to"], type=click.Choice([*PATH[1:], *ENDED, "draft"]), default=None, help=(
        "Status to reach; by default the next one."
    )),
    click.Option(["--by", "name"], default="", help="Name of the person who answers for it, as documents show it."),
    click.Option(["--role"], type=click.Choice(get_args(ApprovalRole)), default=None, help=(
        "In what capacity: author, expert, committee, institution, partner or authority."
    )),
    click.Option(["--date"], default="", help="Day of the step; by default today."),
    click.Option(["--effective"], default="", help="Day from which what is published applies."),
    click.Option(["--reason"], default="", help="Why it is taken back, superseded or withdrawn."),
    click.Option(["--with-courses"], is_flag=True, help="Take the standards that its plan names along."),
    click.Option(["--dry-run"], is_flag=True, help="Only list what is missing; write nothing."),
]


@dataclass(frozen=True)
class _Plan:
    """The step, the standards that take it, and what was published of each before."""

    step: Step
    standards: tuple[Standard, ...]
    last: Mapping[str, Earlier | None]


def run(desk: Desk, id: str, to: str | None, with_courses: bool, dry_run: bool, **given: Any) -> Result:
    """What speaks against the step, or what was written."""
    repository = Repository(desk.root)
    standard = _standard(repository, id)
    step = _step(standard, to, given)
    standards = (standard, *(_along(repository, standard, step) if with_courses else ()))
    with ExitStack() as open_:
        last = {item.id: earlier(repository, item, open_) if step.to in PATH[1:] else None for item in standards}
        plan = _Plan(step, standards, last)
        texts, found = _judged(desk, repository, plan)
        if failed(found):
            words = {"id": id, "to": step.to}
            return Result(found, (Phrase("nothing was changed: {id} cannot become {to} yet", words),))
        if dry_run:
            words = {"id": id, "to": step.to}
            return Result(found, (Phrase("nothing is missing: {id} can become {to}; nothing was changed", words),))
        lists = dict(_lists(supposing(repository, texts), plan))
        unchanged(desk.root, ((item.where.path, repository.source(item.where.path).text) for item in standards))
        _write(desk, lists | {path: text.encode() for path, text in reversed(texts.items())})
    return Result(found, (*_told(plan), *sorted(lists), Phrase("next: commit the files that have changed")))


def _standard(repository: Repository, id: str) -> Standard:
    """The standard called `id`, ours or an adopted one; `CurriculaError` where there is none that can be read."""
    found = repository.issued.get(id)
    if found is not None:
        return found
    path = f"standards/{id}.yaml"
    if path in repository.paths:
        raise CurriculaError("{id} cannot be read: run `curricula check {id}`", id=id)
    near = nearest(id, [document_id(known) for known in repository.paths], 0.5)
    if near:
        raise CurriculaError("there is no standard {id}; did you mean {close}?", id=id, close=near.close)
    raise CurriculaError("there is no standard {id}", id=id)


def _step(standard: Standard, to: str | None, given: Mapping[str, Any]) -> Step:
    """The step that is asked for. Days are ISO dates; that of the step is not in the future."""
    wanted = to or next((status for status in NEXT[standard.status] if status in PATH), standard.status)
    date = day(given["date"])
    if date > datetime.date.today().isoformat():
        raise CurriculaError("{date} is in the future: a step is recorded on the day it is taken", date=date)
    if given["effective"] and wanted != "published":
        raise CurriculaError("--effective belongs to the step published, and this one is {to}", to=wanted)
    effective = day(given["effective"]) if given["effective"] else ""
    return Step(wanted, " ".join(given["name"].split()), given["role"], date, effective, given["reason"].strip())


def _along(repository: Repository, standard: Standard, step: Step) -> Iterator[Standard]:
    """The standards of the plan that have not come as far."""
    for other in companions(repository, standard):
        if step.to in NEXT[other.status] or (step.to in PATH[1:] and rank(other.status) < rank(step.to)):
            yield other


def _judged(desk: Desk, repository: Repository, plan: _Plan) -> tuple[dict[str, str], tuple[Diagnostic, ...]]:
    """The files after the step, and what speaks against it; nothing is judged further where it is none."""
    root, step = desk.root, plan.step
    found = [item for standard in plan.standards for item in demands.legal(standard, step)]
    if found:
        return {}, ordered(locate(root, found))
    texts = {
        standard.where.path: after(repository, standard, step, plan.last[standard.id]) for standard in plan.standards
    }
    view = supposing(repository, texts)
    known = check(repository, Cache(root / "build" / CACHE), Inputs(root), partial(pool, processors()))
    moved = demands.Moved(repository, view, known, check(view))
    for standard in plan.standards:
        found += demands.said(standard, step)
        found += demands.accompanied(view, view.issued.get(standard.id, standard), step)
        if step.to in PATH[1:]:
            found += demands.numbered(standard, plan.last[standard.id], repository)
        if step.to in ("approved", "published"):
            found += demands.committed(repository, standard)
        if step.to == "published":
            found += demands.approved(repository, standard)
            found += demands.translated(repository, standard)
    found += demands.sound(moved, plan.standards, step)
    return texts, ordered(locate(root, found))


def _lists(view: Repository, plan: _Plan) -> Iterator[tuple[str, bytes]]:
    """The lists of changes of what is published, by their paths."""
    for standard in plan.standards:
        last = plan.last[standard.id]
        if plan.step.to == "published" and last and last.version:
            new = Version(view, view.issued[standard.id])
            yield changes_file(standard.id, standard.version), change_list(last.version, new)


def _write(desk: Desk, files: Mapping[str, bytes]) -> None:
    replace_below(desk.root, files)


def _told(plan: _Plan) -> Iterator[Phrase]:
    for standard in plan.standards:
        words = {"id": standard.id, "version": standard.version, "before": standard.status, "after": plan.step.to}
        if standard.status == plan.step.to:
            words["name"] = plan.step.name
            yield Phrase("{id} {version}: approved by {name} too", words)
        else:
            yield Phrase("{id} {version}: {before} → {after}", words)
