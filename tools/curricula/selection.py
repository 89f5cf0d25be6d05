"""What the PATH arguments of a command mean."""

import difflib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from curricula.diagnostics import CurriculaError, Diagnostic
from curricula.model.professional import ProfessionalStandard
from curricula.repository import SETTINGS, SHARED, Repository, document_id


@dataclass(frozen=True)
class Selection:
    """The documents that were asked for, and every path prefix that belongs to them."""

    documents: tuple[str, ...]
    prefixes: tuple[str, ...]

    def covers(self, path: str) -> bool:
        """Whether a finding at `path` is to be told."""
        return not self.prefixes or any(path == prefix or path.startswith(f"{prefix}/") for prefix in self.prefixes)

    def only(self, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """The findings that belong to the selection."""
        return tuple(item for item in diagnostics if self.covers(item.where.path))


def select(repository: Repository, paths: tuple[str, ...]) -> Selection:
    """Files, folders or ids of standards; none means the whole repository.

    A standard brings its catalogues and review records along.
    """
    if not paths:
        return Selection(tuple(repository.standards), ())
    documents: list[str] = []
    prefixes: list[str] = []
    for path in paths:
        prefix = _prefix(repository, path)
        prefixes.append(prefix)
        for file in repository.standard_paths:
            if file == prefix or file.startswith(f"{prefix}/"):
                document = document_id(file)
                prefixes += _companions(repository, document)
                if document in repository.standards:
                    documents.append(document)
    return Selection(tuple(dict.fromkeys(documents)), tuple(dict.fromkeys(prefixes)))


def _prefix(repository: Repository, path: str) -> str:
    """The path relative to the root; an id of a standard stands for its file."""
    file = f"standards/{path}.yaml"
    if file in repository.standard_paths:
        return file
    full = Path(os.path.abspath(path))  # noqa: PTH100  a circle of links is a file to report, not to follow
    folder = f"standards/{path.rstrip('/')}"
    if not os.path.lexists(full) and (repository.root / folder).is_dir():
        return folder
    if not os.path.lexists(full):
        known = [document_id(name) for name in repository.standard_paths]
        close = difflib.get_close_matches(path, known, 1, 0.5)
        raise CurriculaError(f"{path} does not exist" + (f"; did you mean {close[0]}?" if close else ""))
    try:
        relative = full.relative_to(repository.root).as_posix()
    except ValueError:
        raise CurriculaError(f"{path} lies outside the repository {repository.root}") from None
    return "standards" if relative == "." else relative


def _companions(repository: Repository, document: str) -> list[str]:
    """What an edition of the document is made of beside its own file."""
    standard = repository.standards.get(document)
    sources = [document]
    if standard is not None and not isinstance(standard, ProfessionalStandard):
        sources.append(standard.professional.id)  # its title and the names of its courses are shown
    return [SETTINGS, *(path for name in (*sources, SHARED) for path in own_paths(repository, name))]


def own_paths(repository: Repository, document: str) -> list[str]:
    """The files of one document: its standard, its catalogues, its review records."""
    names = [f"standards/{document}.yaml"]
    for locale in repository.locales:
        names += [f"translations/{locale}/{document}.po", f"translations/reviews/{locale}/{document}.json"]
    return names


def chosen(what: str, wanted: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    """The wanted ones among the known, in their order; all without any; `CurriculaError` for an unknown one."""
    for name in wanted:
        if name not in known:
            raise CurriculaError(f"there is no {what} {name}; there are {', '.join(known)}")
    return tuple(name for name in known if name in wanted) if wanted else known


def with_shared(documents: tuple[str, ...], repository: Repository) -> tuple[str, ...]:
    """The documents and, where all are meant, the shared catalogue too."""
    return (*documents, SHARED) if set(documents) == set(repository.standards) else documents
