"""What is wrong with a repository, as far as its files and the rules tell.

A rule with `SCOPE = "document"` judges the words of one document and needs nothing of the others, so any
process may take any document; with `SCOPE = "text"` it judges each text, or each text with its translation, by
their words alone, so what was right once needs no second look. A rule that compares all translations has `note`,
for what is to be known of some of them, and `judge`, for all that was noted. What is found depends on no order
and no number of processes.
"""

import gc
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, nullcontext
from copy import copy
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import Any

from curricula.common import SETTINGS
from curricula.diagnostics import CurriculaError, Diagnostic
from curricula.gist import Gist, joined
from curricula.inventory import document_id
from curricula.model.text import REMEMBERED, Text
from curricula.pairs import Pair
from curricula.plugins import plugins
from curricula.processes import uninterrupted
from curricula.references import SHARED
from curricula.repository import Repository
from curricula.source import read_yaml

Pool = Callable[[], AbstractContextManager[Executor | None]]
_Words = tuple[str, ...]  # language and words of a text; and the words of its translation
_Right = dict[str, set[_Words]]  # by the language of translations; those of texts themselves by none

_FEW = 96  # catalogues that are judged before another process has started
_PART = 25  # documents that a process is handed at once


@dataclass(frozen=True)
class Part:
    """What a process tells of some documents: what it found, by rule what it noted, and what their standards are.

    That is the gist of them, and the data of sound ones where these are wanted.
    """

    found: list[Diagnostic]
    noted: dict[str, Sequence[Any]]
    gist: Gist
    data: dict[str, dict[str, Any]] = field(default_factory=dict)


def findings(repository: Repository, pool: Pool = nullcontext, words: bool = False) -> list[Diagnostic]:
    """Every finding, in no order, perhaps more than once; `pool` opens an executor, which is used for much work.

    With `words`, rules that judge no words are not asked.
    """
    if len(repository.paths) * (len(repository.locales) - 1) > _FEW:  # without settings there is no locale
        with pool() as executor:
            if executor is not None:
                return _shared_out(repository, executor, words)
    found = list(repository.problems)
    if any(problem.where.path == SETTINGS for problem in found):
        return found
    for rule in _rules().values():
        if about_words(rule) or not words:
            found += applied(rule, repository)
    return found


def applied(rule: ModuleType, repository: Repository) -> Iterator[Diagnostic]:
    """What a rule finds: `check` in the repository, `review` in its translations, `judge` in all that was noted."""
    if hasattr(rule, "check"):
        yield from rule.check(repository)
    if hasattr(rule, "review"):
        yield from rule.review(repository.pairs)
    if hasattr(rule, "judge"):
        yield from rule.judge(rule.note(repository.bitexts.values()))


def about_words(rule: ModuleType) -> bool:
    """Whether a rule is about words and their translations."""
    return any(hasattr(rule, name) for name in ("SCOPE", "review", "judge"))


def _rules() -> dict[str, ModuleType]:
    return plugins("curricula.rules")


def _shared_out(repository: Repository, executor: Executor, words: bool) -> list[Diagnostic]:
    """Every finding: words are judged in other processes, and then what is about whole standards in this one."""
    documents = [document_id(path) for path in repository.paths]
    parts = [documents[start : start + _PART] for start in range(0, len(documents), _PART)]
    with uninterrupted():
        waiting = [executor.submit(judged, repository.root, part, words) for part in parts]
    rules = _rules()  # read while others work
    done: list[Part] = []
    try:
        for future in waiting:
            part = future.result()
            repository.take(part.data)
            done.append(replace(part, data={}))
    except BrokenProcessPool:
        raise CurriculaError("a worker process was ended from outside; is there enough memory?") from None
    finally:
        for future in waiting:
            future.cancel()
    known = joined(part.gist for part in done)
    vars(repository).update(gist=known)  # for words no standard is read here
    shared = _sharing(replace(repository, only=(), about=frozenset((SHARED,))), repository)
    vars(shared).update(gist=known)
    done.append(_judged(shared, defaultdict(set), words))
    found = [*repository.foreign, *chain.from_iterable(part.found for part in done)]
    for name, rule in rules.items():
        if hasattr(rule, "judge"):
            found += rule.judge(chain.from_iterable(part.noted[name] for part in done))
        elif not (about_words(rule) or words):
            found += rule.check(repository)
    return found


def judged(root: Path, documents: Sequence[str], words: bool = False) -> Part:
    """What is found in some documents alone, what is noted of them, and what was read of them.

    With `words`, it is what is found in their translations, and nothing is told of what was read.
    """
    common, right = _begun(root)
    paths = [f"standards/{document}.yaml" for document in documents]
    sources = [read_yaml(root, path) for path in paths]
    own = replace(common.with_sources(sources), only=tuple(paths), about=frozenset(documents))
    repository = _sharing(_around(_sharing(own, common)), common)
    sound = {standard.where.path for standard in repository.standards.values() if not words}
    part = _judged(repository, right, words)
    return replace(part, data={source.path: source.data for source in sources if source.path in sound})


@lru_cache(1)
def _begun(root: Path) -> tuple[Repository, _Right]:
    """What all documents share, read once; and words that rules about single texts have found right."""
    gc.set_threshold(1_000_000, 20, 100)  # documents come and go as a whole: to look for garbage of theirs finds none
    return Repository(root, only=()), defaultdict(set)


def _sharing(repository: Repository, common: Repository) -> Repository:
    """The same, for which what all documents share is not made again of its files."""
    vars(repository).update(common=common.common)
    return repository


def _around(own: Repository) -> Repository:
    """A repository of some documents, and of those beside them that give the names they refer to."""
    paths = own.only or ()
    programmes = {standard.professional.id for standard in own.standards.values() if standard.kind != "professional"}
    others = sorted({f"standards/{name}.yaml" for name in programmes}.difference(paths))
    return replace(own, only=(*paths, *(path for path in others if (own.root / path).is_file())))


def _judged(repository: Repository, right: _Right, words: bool) -> Part:
    """What is found in the words of a repository; what is `right` already is left out, and more is put there."""
    texts = [] if words else list(chain.from_iterable(repository.texts.values()))
    found, noted = [*repository.problems, *_about_texts(repository, texts, right)], {}
    for name, rule in _rules().items():
        if getattr(rule, "SCOPE", "") == "document":
            found += applied(rule, repository)
        elif hasattr(rule, "note"):
            noted[name] = rule.note(repository.bitexts.values())
    return Part(found, noted, repository.gist)


def _about_texts(repository: Repository, texts: Sequence[Text], right: _Right) -> list[Diagnostic]:
    """What is found by rules about single texts: they see equal words once, and again where these are wrong.

    Judged are these `texts`, and the translations of all.
    """
    parts = repository.bitexts.values()
    own = [(text.language, text.words) for text in texts]
    new_texts = [texts[place] for place in _new(own, right[""])]
    new_pairs = [part.pair(place) for part in parts for place in _new(part.words, right[part.language])]
    found = _of_texts(repository, new_texts, new_pairs)
    places = {item.where for item in found}
    wrong: _Right = defaultdict(set)
    wrong[""].update((text.language, text.words) for text in new_texts if text.where in places)
    for source, target, _ in new_pairs:
        if target.where in places:
            wrong[target.language].add((source.language, source.words, target.words))
    for language, words in wrong.items():
        right[language] -= words
    if not any(wrong.values()):
        return found
    again = [text for text, words in zip(texts, own, strict=True) if words in wrong[""]]
    pairs = [
        part.pair(place) for part in parts if part.language in wrong
        for place, words in enumerate(part.words) if words in wrong[part.language]
    ]
    return found + _of_texts(repository, again, pairs)


def _new(words: Sequence[_Words], right: set[_Words]) -> list[int]:
    """The places of words that are not among those that are `right`, each once; they are put there."""
    if len(right) > REMEMBERED:
        right.clear()
    places = dict(zip(words, range(len(words)), strict=True))
    new = [item for item in places if item not in right]
    right.update(new)
    return [places[item] for item in new]


def _of_texts(repository: Repository, texts: Iterable[Text], pairs: Iterable[Pair]) -> list[Diagnostic]:
    """What rules about single texts find where these are all that the repository says."""
    view = copy(repository)
    vars(view).update(texts={"": tuple(texts)}, pairs=tuple(pairs))
    rules = (rule for rule in _rules().values() if getattr(rule, "SCOPE", "") == "text")
    return list(chain.from_iterable(applied(rule, view) for rule in rules))

