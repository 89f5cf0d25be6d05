"""What is wrong with a repository, as far as its files and the rules tell.

A rule with `SCOPE = "document"` judges the words of one document and needs nothing of the others, so any
process may take any document. A rule that compares all translations has `note`, for what is to be known of
some of them, and `judge`, for all that was noted. What is found depends on no order and no number of processes.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from curricula.common import SETTINGS
from curricula.diagnostics import CurriculaError, Diagnostic
from curricula.inventory import document_id
from curricula.pairs import Pair
from curricula.plugins import plugins
from curricula.processes import uninterrupted
from curricula.references import SHARED
from curricula.repository import Repository

Pool = Callable[[], AbstractContextManager[Executor | None]]
_Part = tuple[list[Diagnostic], dict[str, Sequence[Any]]]  # what was found, and by rule what was noted

_FEW = 96  # catalogues that are judged before another process has started
_PART = 25  # documents that a process is handed at once


def findings(repository: Repository, pool: Pool = nullcontext) -> list[Diagnostic]:
    """Every finding, in no order, perhaps more than once; `pool` opens an executor, which is used for much work."""
    if len(repository.paths) * (len(repository.locales) - 1) > _FEW:  # without settings there is no locale
        with pool() as executor:
            if executor is not None:
                return _shared_out(repository, executor)
    found = list(repository.problems)
    if any(problem.where.path == SETTINGS for problem in found):
        return found
    for rule in _rules().values():
        found += applied(rule, repository, repository.pairs)
    return found


def applied(rule: ModuleType, repository: Repository, translations: Iterable[Pair]) -> Iterator[Diagnostic]:
    """What a rule finds: `check` in the repository, `review` in its translations; a rule has one of them or both."""
    if hasattr(rule, "check"):
        yield from rule.check(repository)
    if hasattr(rule, "review"):
        yield from rule.review(translations)


def _rules() -> dict[str, ModuleType]:
    return plugins("curricula.rules")


def _alone(rule: ModuleType) -> bool:
    """Whether a rule judges each document by itself."""
    return getattr(rule, "SCOPE", "") == "document"


def _shared_out(repository: Repository, executor: Executor) -> list[Diagnostic]:
    """Every finding: the words of standards are judged in other processes, all else meanwhile in this one."""
    documents = [document_id(path) for path in repository.paths]
    parts = [documents[start : start + _PART] for start in range(0, len(documents), _PART)]
    with uninterrupted():
        waiting = [executor.submit(judged, repository.root, part) for part in parts]
    try:
        found, common = _judged(replace(repository, about=frozenset((SHARED,))))
        for rule in _rules().values():
            if not _alone(rule) and not hasattr(rule, "judge"):
                found += rule.check(repository)
        noted: dict[str, list[Any]] = {}
        for part, notes in (*(future.result() for future in waiting), ([], common)):
            found += part
            for name, told in notes.items():
                noted.setdefault(name, []).extend(told)
    except BrokenProcessPool:
        raise CurriculaError("a worker process was ended from outside; is there enough memory?") from None
    finally:
        for future in waiting:
            future.cancel()
    for name, told in noted.items():
        found += _rules()[name].judge(told)
    return found


def judged(root: Path, documents: Sequence[str]) -> _Part:
    """What is found in some documents alone, and what is noted of them."""
    return _judged(_around(_common(root), documents))


@lru_cache(1)
def _common(root: Path) -> Repository:
    """What all documents share, read once."""
    return Repository(root, only=())


def _around(common: Repository, documents: Sequence[str]) -> Repository:
    """A repository of some documents alone, in which the names they refer to can be resolved."""
    paths = [f"standards/{document}.yaml" for document in documents]
    own = common.part(paths, frozenset(documents))
    programmes = {standard.professional.id for standard in own.standards.values() if standard.kind != "professional"}
    others = [f"standards/{name}.yaml" for name in sorted(programmes - set(documents))]
    return replace(own, only=(*paths, *(path for path in others if (own.root / path).is_file())))


def _judged(repository: Repository) -> _Part:
    found, noted = list(repository.problems), {}
    for name, rule in _rules().items():
        if _alone(rule):
            found += applied(rule, repository, repository.pairs)
        elif hasattr(rule, "note"):
            noted[name] = rule.note(repository.pairs)
    return found, noted
