"""What all standards share, read when asked for: settings, terms, national systems, frameworks and code lists."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from curricula.classifications import read_list
from curricula.diagnostics import CurriculaError, Diagnostic
from curricula.inventory import files_in
from curricula.model.framework import Framework
from curricula.model.settings import CodeEntry, LocalePolicy, PartnerSystem, Settings, Terminology
from curricula.parsing import parse
from curricula.references import SHARED
from curricula.schemas import violations
from curricula.source import Source

SETTINGS = "standards/repository.yaml"
TERMINOLOGY = "translations/terminology.yaml"

Noun = TypeVar("Noun")


@dataclass(frozen=True)
class Common:
    """The files that belong to no standard; `source` gives the data of a file."""

    root: Path
    source: Callable[[str], Source] = field(repr=False)

    @property
    def paths(self) -> tuple[str, ...]:
        """The files below `standards/` that are among them, apart from code lists."""
        return (*self._system_paths, *self._framework_paths, SETTINGS)

    @property
    def problems(self) -> Iterator[Diagnostic]:
        """What could not be read: syntax and schema."""
        for path, kind in ((SETTINGS, "repository"), (TERMINOLOGY, "terminology")):
            if kind == "repository" or (self.root / path).exists():
                yield from self._problems(path, kind)
        for path in self._system_paths:
            yield from self._problems(path, "partner")
        for path in self._framework_paths:
            yield from self._problems(path, "framework")
        for _, entries in sorted(self._lists.items()):
            yield from entries[1]

    def _problems(self, path: str, kind: str) -> tuple[Diagnostic, ...]:
        source = self.source(path)
        return source.problems or tuple(violations(source, kind))

    def _noun(self, kind: type[Noun], path: str, schema: str, document: str) -> Noun | None:
        if self._problems(path, schema):
            return None
        return parse(kind, self.source(path).data, document, path)

    @cached_property
    def settings(self) -> Settings:
        """`repository.yaml`; without it nothing can be judged, so it must be readable."""
        found = self._noun(Settings, SETTINGS, "repository", "repository")
        if found is None:
            raise CurriculaError("{file} is not usable: run `curricula check {file}`", file=SETTINGS)
        return found

    @cached_property
    def policies(self) -> dict[str, LocalePolicy]:
        """Every locale of the repository with its policy, by tag; none while the settings cannot be read."""
        if self._problems(SETTINGS, "repository"):
            return {}
        return {locale.tag: locale for locale in self.settings.locales}

    @cached_property
    def terminology(self) -> Terminology:
        """The terms, and the words of each strength; empty where there is no file."""
        if not (self.root / TERMINOLOGY).exists():
            return Terminology(())
        return self._noun(Terminology, TERMINOLOGY, "terminology", "terminology") or Terminology(())

    @cached_property
    def _system_paths(self) -> tuple[str, ...]:
        return files_in(self.root, "partners")

    @cached_property
    def systems(self) -> dict[str, PartnerSystem]:
        """National systems by id."""
        paths = {Path(path).stem: path for path in self._system_paths}
        found = {name: self._noun(PartnerSystem, path, "partner", f"partners/{name}") for name, path in paths.items()}
        return {name: system for name, system in found.items() if system}

    @cached_property
    def _framework_paths(self) -> tuple[str, ...]:
        return files_in(self.root, "frameworks")

    @cached_property
    def frameworks(self) -> dict[str, Framework]:
        """Frameworks of others that could be read, by id."""
        found = ((Path(path).stem, path) for path in self._framework_paths)
        nouns = {name: self._noun(Framework, path, "framework", name) for name, path in found}
        return {name: noun for name, noun in nouns.items() if noun}

    @cached_property
    def _lists(self) -> dict[str, tuple[dict[str, CodeEntry], tuple[Diagnostic, ...]]]:
        folder = self.root / "standards" / "classifications"
        return {path.stem: read_list(self.root, path, SHARED) for path in sorted(folder.glob("*.csv"))}

    @cached_property
    def classifications(self) -> dict[str, dict[str, CodeEntry]]:
        """Code lists by scheme, their entries by code."""
        return {scheme: entries for scheme, (entries, _) in self._lists.items()}
