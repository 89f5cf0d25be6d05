"""A written reason accepts one finding, and only as long as that finding exists.

A rule can be right in general and wrong in one place. There its finding is suppressed, with a reason:
by `suppressions` in the standard itself, or in `repository.yaml` for every other file. `at` is the
place that the JSON report of `curricula check` gives: the id of an item, a property of it such as
C305/hours.total, a chapter such as curriculum.totals, or document for the whole file; in a catalogue
it is the part of the message key after #. What lies below the place is meant too. A suppressed finding
neither counts nor fails; JSON and SARIF still show it, with its reason. A suppression that matches
nothing is itself a finding, so that none outlives its cause. What documents are built on cannot be
suppressed: files that can be read, ids and references that hold, translations that are there.

Good:
    course:
      units: [{id: U1, hours: {total: 480, theory: 200, practice: 270}}]
      suppressions:
        - {rule: hours-parts, at: U1/hours, reason: Ten hours of safety instruction are given elsewhere.}
Bad:
    course:
      suppressions:
        - {rule: hours-part, at: U1/hours, reason: The rule is called otherwise.}
Bad:
    course:
      suppressions:
        - {rule: references-exist, at: prerequisites, reason: The course is still being written.}
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import Any

from curricula.deriving import base
from curricula.diagnostics import Diagnostic, Pointer, Where
from curricula.files import below
from curricula.inventory import of_translations
from curricula.lookalikes import nearest
from curricula.model.common import Suppression
from curricula.model.settings import FileSuppression
from curricula.repository import Repository

CODE = "unused-suppression"
WHOLE = "document"  # the file itself, as in the keys of translations


@dataclass(frozen=True)
class Rules:
    """The codes of all rules, and those of them whose findings no reason can accept."""

    known: frozenset[str]
    firm: frozenset[str]


def anchor(repository: Repository, where: Where) -> str:
    """The place of a finding as a suppression names it: the nearest item and the property below it."""
    return places(repository, where)[-1][0]


def places(repository: Repository, where: Where) -> list[tuple[str, ...]]:
    """The names of every place that holds `where`, the whole file first and the place itself last.

    A place has several names where a translation key calls it otherwise than its path.
    """
    if where.path.endswith(".yaml"):
        return _below(repository.source(where.path).data, where.pointer)
    key = str(where.pointer[0]) if where.pointer else _keys(repository, where.path).get(where.line, "")
    if not key:
        return [(WHOLE,)]
    item, _, field = key.rpartition("#")[2].partition("/")
    return [(WHOLE,), (item,), (f"{item}/{field}", key)] if field else [(WHOLE,), (item, key)]


def suppressed(repository: Repository, found: Iterable[Diagnostic], rules: Rules) -> tuple[Diagnostic, ...]:
    """The findings, with the reason in those that are suppressed, and one for each suppression of nothing."""
    wanted = _suppressions(repository)
    if not wanted:
        return tuple(found)
    used: set[Where] = set()
    told = []
    for item in found:
        if item.code in rules.known - rules.firm and item.where.path in wanted:
            names = {name for place in places(repository, item.where) for name in place}
            for suppression in wanted[item.where.path]:
                if suppression.rule == item.code and suppression.at in names:
                    used.add(suppression.where)
                    item = replace(item, suppressed=suppression.reason)
        told.append(item)
    # What a rule would find in a file that cannot be read is not known, so nothing is said to be out of use.
    complete = not any(item.severity == "error" and item.code not in rules.known for item in told)
    files = cache(partial(_files, repository.root))  # there may be thousands
    for path, suppressions in wanted.items():
        for suppression in suppressions:
            if suppression.where not in used:
                told += _unused(repository, path, suppression, rules, complete, files)
    return tuple(told)


def _suppressions(repository: Repository) -> dict[str, list[Suppression | FileSuppression]]:
    """All suppressions, by the file that their findings are in."""
    wanted: dict[str, list[Suppression | FileSuppression]] = {}
    for path, own in repository.gist.suppressions.items():
        wanted.setdefault(path, []).extend(own)
    for other in repository.settings.suppressions:
        wanted.setdefault(other.file, []).append(other)
    return wanted


def _unused(
    repository: Repository, path: str, suppression: Suppression | FileSuppression, rules: Rules, complete: bool,
    files: Callable[[], list[str]],
) -> Iterator[Diagnostic]:
    """Why a suppression matches nothing, at the property that is wrong."""
    where, rule, at = suppression.where, suppression.rule, suppression.at
    if rule not in rules.known:
        near = nearest(rule, rules.known)
        yield Diagnostic(
            where.at("rule"), CODE, "there is no rule {rule}", {"rule": rule, **(near.arguments if near else {})},
            hint=near.hint if near else "The code of a finding stands in its brackets; `curricula rules` lists all.",
            severity="warning",
        )
    elif rule in rules.firm:
        yield Diagnostic(
            where.at("rule"), CODE, "the findings of {rule} cannot be suppressed", {"rule": rule},
            hint="Documents are built on what this rule asks for: mend what it finds.", severity="warning",
        )
    elif isinstance(suppression, FileSuppression) and not (repository.root / path).is_file():
        near = nearest(path, files())
        yield Diagnostic(
            where.at("file"), CODE, "there is no file {file}", {"file": path, **(near.arguments if near else {})},
            hint=near.hint if near else "Write its path from the root of the repository.", severity="warning",
        )
    elif complete:
        known = _everywhere(repository, path)
        near = None if at in known else nearest(at, known)
        yield Diagnostic(
            where.at("at"), CODE, "{rule} has no finding at {at}",
            {"rule": rule, "at": at, **(near.arguments if near else {})},
            hint=near.hint if near else "Delete the suppression if its cause is gone; else copy the place from "
            "`curricula check --format json`.",
            severity="warning",
        )


def _files(root: Path) -> list[str]:
    found = chain(below(root, "standards"), below(root, "translations"))
    return [path for path in found if "." in path.rpartition("/")[2]]


def _everywhere(repository: Repository, path: str) -> set[str]:
    """The names of all places of a file."""
    if path.endswith(".yaml"):
        data = repository.source(path).data
        found = (_below(data, pointer)[-1] for pointer in _pointers(data))
    else:
        found = (places(repository, Where(path, line))[-1] for line in _keys(repository, path))
    return {name for names in found for name in names}


def _pointers(data: Any, here: Pointer = ()) -> Iterator[Pointer]:
    yield here
    inner: Iterable[tuple[str | int, Any]] = ()
    if isinstance(data, dict):
        inner = data.items()
    elif isinstance(data, list):
        inner = enumerate(data)
    for step, value in inner:
        yield from _pointers(value, (*here, step))


def _below(data: Any, pointer: Pointer) -> list[tuple[str, ...]]:
    """The places along a pointer. Positions in lists have no names: an entry is its id or its whole list."""
    found: list[tuple[str, ...]] = [(WHOLE,)]
    item = ""
    fields: list[str] = []
    for step in pointer:
        if isinstance(data, dict):
            data = data.get(step)
            fields = [*fields, str(step)]
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
            if not isinstance(data, dict) or not isinstance(data.get("id"), str):
                continue
            item, fields = data["id"], []
        else:
            break
        found.append(_names(item, fields))
    return found


def _names(item: str, fields: list[str]) -> tuple[str, ...]:
    """The names of one property: below an item, or its path from the root and its translation key."""
    path = ".".join(fields)
    if item:
        return (f"{item}/{path}" if path else item,)
    first, *rest = fields
    return (path, f"{first}/{'.'.join(rest)}") if rest else (path, f"{WHOLE}/{path}")


def _keys(repository: Repository, path: str) -> Mapping[int, str]:
    """The keys of a catalogue, of review records or of a code list by the line where each begins."""
    found = of_translations(path)
    if found and found.locale in repository.tags and base(found.locale) is None:
        if found.records:
            records = repository.reviews(found.document, found.locale).records
            return {record.where.line: key for key, record in records.items()}
        messages = repository.catalogue(found.document, found.locale).messages
        return {message.where.line: message.key for message in messages.values()}
    for entries in repository.common.classifications.values():
        lines = {entry.where.line: code for code, entry in entries.items() if entry.where.path == path}
        if lines:
            return lines
    return {}
