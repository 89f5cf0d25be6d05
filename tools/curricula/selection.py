"""What the PATH arguments of a command mean."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from curricula.diagnostics import CurriculaError, Diagnostic
from curricula.lookalikes import nearest
from curricula.model.professional import ProfessionalStandard
from curricula.repository import SETTINGS, SHARED, Repository, document_id


@dataclass(frozen=True)
class Selection:
    """The files of the standards that were asked for, and every path prefix that belongs to them."""

    repository: Repository
    files: tuple[str, ...]
    prefixes: tuple[str, ...]

    @cached_property
    def documents(self) -> tuple[str, ...]:
        """The ids of those that can be read; all standards are read to tell."""
        return tuple(name for name in map(document_id, self.files) if name in self.repository.standards)

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
        return Selection(repository, repository.standard_paths, ())
    files: list[str] = []
    prefixes: list[str] = []
    for path in paths:
        prefix = _prefix(repository, path)
        prefixes.append(prefix)
        for file in repository.standard_paths:
            if file == prefix or file.startswith(f"{prefix}/"):
                files.append(file)
                prefixes += _companions(repository, document_id(file))
    return Selection(repository, tuple(dict.fromkeys(files)), tuple(dict.fromkeys(prefixes)))


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
        near = nearest(path, known, 0.5)
        if near:
            raise CurriculaError("{path} does not exist; did you mean {close}?", path=path, close=near.close)
        raise CurriculaError("{path} does not exist", path=path)
    try:
        relative = full.relative_to(repository.root).as_posix()
    except ValueError:
        raise CurriculaError(
            "{path} lies outside the repository {folder}", path=path, folder=repository.root
        ) from None
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


def chosen(wanted: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    """The wanted ones among the known, in their order; all without any; `CurriculaError` for an unknown one."""
    for name in wanted:
        if name not in known:
            near = nearest(name, known)
            if near:
                raise CurriculaError(
                    "{name} is not among {known}; did you mean {close}?", name=name, known=", ".join(known),
                    close=near.close,
                )
            raise CurriculaError("{name} is not among {known}", name=name, known=", ".join(known))
    return tuple(name for name in known if name in wanted) if wanted else known


def with_shared(documents: tuple[str, ...], repository: Repository) -> tuple[str, ...]:
    """The documents and, where all are meant, the shared catalogue too."""
    return (*documents, SHARED) if set(documents) == set(repository.standards) else documents
