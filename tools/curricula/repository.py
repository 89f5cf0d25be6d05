"""The folder conventions: standards, translations, systems and code lists, read when asked for.

A `Repository` is what rules, sync and building work on. Everything is read at most once; what
cannot be read is a finding in `problems`, never an exception.
"""

from collections import ChainMap
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

from curricula.catalogue import Catalogue, read_catalogue
from curricula.classifications import read_list
from curricula.diagnostics import CurriculaError, Diagnostic, Fix, Where, ordered
from curricula.editions.edition import Name, Shared
from curricula.lookalikes import nearest, spelt
from curricula.model.professional import ProfessionalStandard
from curricula.model.settings import CodeEntry, PartnerSystem, Settings, Term, Terminology
from curricula.model.standards import KINDS, Standard
from curricula.model.text import Text, texts
from curricula.parsing import parse
from curricula.reviews import Reviews, read_reviews
from curricula.schemas import violations
from curricula.source import Source, locate, read_yaml

SETTINGS = "standards/repository.yaml"
TERMINOLOGY = "translations/terminology.yaml"
LABELS = Path(__file__).with_name("labels.yaml")
SHARED = "shared"

Noun = TypeVar("Noun")


def find_root(start: Path) -> Path:
    """The repository that `start` lies in: the nearest folder above with `standards/repository.yaml`."""
    for folder in (start, *start.parents):
        if (folder / SETTINGS).is_file():
            return folder
    raise CurriculaError(
        "no repository here: {folder} and the folders above it have no {file}", folder=start, file=SETTINGS
    )


def document_id(path: str) -> str:
    """The id of the standard in a file: its path below `standards/` without suffix."""
    return path.removeprefix("standards/").removesuffix(".yaml")


@dataclass(frozen=True)
class Repository:
    """Everything below one root folder."""

    root: Path
    _sources: dict[str, Source] = field(default_factory=dict, repr=False)
    _catalogues: dict[tuple[str, str], Catalogue] = field(default_factory=dict, repr=False)
    _reviews: dict[tuple[str, str], Reviews] = field(default_factory=dict, repr=False)
    _standards: dict[str, tuple[Standard | None, tuple[Diagnostic, ...]]] = field(default_factory=dict, repr=False)

    def renewed(self, changed: Collection[str]) -> "Repository":
        """The repository as it is after these files or folders have changed; only they are read anew."""

        def kept(path: str) -> bool:
            return path not in changed and not any(path.startswith(f"{name}/") for name in changed)

        return Repository(
            self.root,
            {path: source for path, source in self._sources.items() if kept(path)},
            {key: catalogue for key, catalogue in self._catalogues.items() if kept(catalogue.path)},
            {key: reviews for key, reviews in self._reviews.items() if kept(reviews.path)},
            {path: read for path, read in self._standards.items() if kept(path)},
        )

    def source(self, path: str) -> Source:
        """A YAML file, read once."""
        if path not in self._sources:
            self._sources[path] = read_yaml(self.root, path)
        return self._sources[path]

    @cached_property
    def standard_paths(self) -> tuple[str, ...]:
        """The files of all standards, in order of path."""
        folder = self.root / "standards"
        found = []
        for path in sorted(folder.rglob("*.yaml")):
            relative = path.relative_to(self.root).as_posix()
            parts = relative.split("/")
            if len(parts) > 2 and parts[1] not in ("partners", "classifications") and "adoptions" not in parts:
                found.append(relative)
        return tuple(found)

    def _strays(self) -> Iterator[Diagnostic]:
        """Files that look as if they were read and are not: nothing is passed over in silence."""
        known = {*self.standard_paths, *self._system_paths, SETTINGS}
        for path in sorted((self.root / "standards").rglob("*.y*ml")):
            name = path.relative_to(self.root).as_posix()
            if name not in known and "adoptions" not in path.parts:
                yield Diagnostic(
                    Where(name), "stray-file", "is not read: it is in the wrong folder or has the wrong name",
                    hint="A standard is a .yaml file in a programme's folder below standards/.", severity="warning",
                )
        documents = [document_id(path) for path in self.standard_paths] + [SHARED]
        catalogues = {f"translations/{locale}/{name}.po" for locale in self.locales for name in documents}
        for path in sorted((self.root / "translations").rglob("*.po")):
            name = path.relative_to(self.root).as_posix()
            if name not in catalogues:
                yield Diagnostic(
                    Where(name), "stray-file", "belongs to no standard and language of this repository",
                    hint="Is its standard missing or renamed? `curricula translate sync` finds it by its UUID.",
                    severity="warning",
                )

    @cached_property
    def _read(self) -> tuple[dict[str, Standard], tuple[Diagnostic, ...]]:
        standards: dict[str, Standard] = {}
        problems: list[Diagnostic] = []
        for path in self.standard_paths:
            if path not in self._standards:
                self._standards[path] = _read_standard(self.root, path)
            standard, found = self._standards[path]
            problems += found
            if standard is not None:
                standards[standard.id] = standard
        return standards, tuple(problems)

    @cached_property
    def standards(self) -> dict[str, Standard]:
        """The standards that could be read, by id."""
        return self._read[0]

    @cached_property
    def problems(self) -> tuple[Diagnostic, ...]:
        """What could not be read: syntax and schema, of every file of the repository."""
        found = list(self._read[1])
        for path, kind in ((SETTINGS, "repository"), (TERMINOLOGY, "terminology")):
            if kind == "repository" or (self.root / path).exists():
                found += self._problems(path, kind)
        for path in self._system_paths:
            found += self._problems(path, "partner")
        for _, entries in sorted(self._lists.items()):
            found += entries[1]
        for (_, _), catalogue in sorted(self.catalogues.items()):
            found += catalogue.problems
        for document in self.documents:
            for locale in self.locales:
                found += self.reviews(document, locale).problems
        if self.locales:  # without settings every catalogue would look like a stray
            found += self._strays()
        return tuple(found)

    @property
    def located_problems(self) -> tuple[Diagnostic, ...]:
        """The same with lines and columns, in order, for printing."""
        return ordered(locate(self.root, self.problems))

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
    def locales(self) -> tuple[str, ...]:
        """The locales the repository publishes in."""
        if self._problems(SETTINGS, "repository"):
            return ()
        return tuple(locale.tag for locale in self.settings.locales)

    @cached_property
    def terminology(self) -> Terminology:
        """The terms, and the words of each strength; empty where there is no file."""
        if not (self.root / TERMINOLOGY).exists():
            return Terminology(())
        return self._noun(Terminology, TERMINOLOGY, "terminology", "terminology") or Terminology(())

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms of the field; empty where there are none."""
        return self.terminology.terms

    @cached_property
    def _system_paths(self) -> tuple[str, ...]:
        folder = self.root / "standards" / "partners"
        return tuple(path.relative_to(self.root).as_posix() for path in sorted(folder.glob("*.yaml")))

    @cached_property
    def systems(self) -> dict[str, PartnerSystem]:
        """National systems by id."""
        found = {}
        for path in self._system_paths:
            name = Path(path).stem
            system = self._noun(PartnerSystem, path, "partner", f"partners/{name}")
            if system:
                found[name] = system
        return found

    @cached_property
    def _lists(self) -> dict[str, tuple[dict[str, CodeEntry], tuple[Diagnostic, ...]]]:
        folder = self.root / "standards" / "classifications"
        return {path.stem: read_list(self.root, path, SHARED) for path in sorted(folder.glob("*.csv"))}

    @cached_property
    def classifications(self) -> dict[str, dict[str, CodeEntry]]:
        """Code lists by scheme, their entries by code."""
        return {scheme: entries for scheme, (entries, _) in self._lists.items()}

    @cached_property
    def names(self) -> dict[str, tuple[Text, bool]]:
        """Every name shared data gives (organisations, systems, levels of the home system, codes): is it verified?"""
        names = {f"organisation/{item.id}": (item.name, item.verified) for item in self.settings.organisations}
        names |= {f"partner/{name}": (system.name, True) for name, system in self.systems.items()}
        home = self.systems.get(self.settings.system)
        names |= {f"level/{level.id}": (level.name, True) for level in (home.levels if home else ())}
        for scheme, entries in self.classifications.items():
            names |= {f"{scheme}/{code}": (entry.title, entry.verified) for code, entry in entries.items()}
        return names

    @cached_property
    def documents(self) -> tuple[str, ...]:
        """The ids of everything that has catalogues: each standard, and `shared`."""
        return (*self.standards, SHARED)

    def language(self, document: str) -> str:
        """The source language of a document; `shared` has several, so none."""
        return "" if document == SHARED else self.standards[document].language

    @cached_property
    def catalogues(self) -> dict[tuple[str, str], Catalogue]:
        """All catalogues by document and locale."""
        return {
            (document, locale): self.catalogue(document, locale)
            for document in self.documents
            for locale in self.locales
            if locale != self.language(document)
        }

    def catalogue(self, document: str, locale: str) -> Catalogue:
        """The catalogue of a document in a locale, read once; empty where there is no file."""
        key = (document, locale)
        if key not in self._catalogues:
            self._catalogues[key] = read_catalogue(self.root, f"translations/{locale}/{document}.po", locale)
        return self._catalogues[key]

    def reviews(self, document: str, locale: str) -> Reviews:
        """The review records of a document in a locale, read once."""
        key = (document, locale)
        if key not in self._reviews:
            self._reviews[key] = read_reviews(self.root, f"translations/reviews/{locale}/{document}.json")
        return self._reviews[key]

    @cached_property
    def texts(self) -> dict[str, tuple[Text, ...]]:
        """The translatable texts of every document; those of `shared` are labels, and names that are referred to."""
        found = {name: tuple(texts(standard)) for name, standard in self.standards.items()}
        return found | {SHARED: tuple(shared_texts(self))}

    def units(self, document: str, locale: str) -> Iterator[Text]:
        """The texts of a document that a translator of `locale` fills."""
        return (text for text in self.texts[document] if text.language != locale)

    def shared(self, locale: str, document: str) -> Shared:
        """Labels, and the names `document` refers to, in one locale; missing ones in their source words."""
        catalogue = self.catalogue(SHARED, locale)

        def resolved(text: Text) -> Text:
            owner = text.key.partition("#")[0]
            words = self.catalogue(owner, locale) if owner in self.standards else catalogue
            return text if text.language == locale else words.translate(text) or text

        referred = referred_names(self, document)
        found = ((key, resolved(text), verified) for key, (text, verified) in referred.items())
        names = {key: Name(name.words, name.language, verified) for key, name, verified in found}
        return Shared(locale, {key: resolved(text).words for key, text in labels().items()}, names)


@cache
def labels() -> dict[str, Text]:
    """The document labels: the program's own data, written in English."""
    source = read_yaml(LABELS.parent, LABELS.name)
    assert isinstance(source.data, dict), source.problems
    return {
        key: Text(f"{SHARED}#{key}/label", words, Where(LABELS.name), "en") for key, words in source.data.items()
    }


def referred_names(repository: Repository, document: str) -> dict[str, tuple[Text, bool]]:
    """The names that one standard refers to, and whether each is verified; a dangling reference has none."""
    known = ChainMap(_programme_names(repository, document), repository.names)
    return {key: known[key] for key in sorted(_references(repository.standards[document])) if key in known}


def dangling(repository: Repository, document: str) -> set[str]:
    """The keys of names a standard refers to that nothing gives: it cannot be shown without them."""
    return _references(repository.standards[document]) - set(referred_names(repository, document))


def _programme_names(repository: Repository, document: str) -> dict[str, tuple[Text, bool]]:
    """For a course or practice standard: the title of its professional standard, and of the courses there."""
    standard = repository.standards[document]
    if isinstance(standard, ProfessionalStandard):
        return {}
    professional = repository.standards.get(standard.professional.id)
    if not isinstance(professional, ProfessionalStandard):
        return {}
    names = {f"course/{course.id}": (course.name, True) for course in professional.curriculum.courses}
    return names | {f"standard/{professional.id}": (professional.title, True)}


def shared_texts(repository: Repository) -> Iterator[Text]:
    """Everything that is translated once: labels, then the names that any standard refers to."""
    yield from labels().values()
    used = set[str]().union(*(_references(standard) for standard in repository.standards.values()))
    yield from (repository.names[key][0] for key in sorted(used) if key in repository.names)


def _references(standard: Standard) -> set[str]:
    """The keys of the names a standard refers to."""
    found = {f"organisation/{name}" for name in standard.institutions}
    if isinstance(standard, ProfessionalStandard):
        codes = [*standard.programme.codes, *standard.orientation.codes]
        codes += [code for position in standard.orientation.positions for code in position.codes]
        found |= {f"{code.scheme}/{code.code}" for code in codes}
        found |= {f"partner/{pathway.partner}" for pathway in standard.duration.pathways}
        found.add(f"level/{standard.programme.level}")
    else:
        found |= {f"course/{name}" for name in standard.prerequisites}
        found.add(f"standard/{standard.professional.id}")
    return found


def _read_standard(root: Path, path: str) -> tuple[Standard | None, tuple[Diagnostic, ...]]:
    """The standard in a file, or why it cannot be read. Its data are not kept: a thousand standards fill memory."""
    source = read_yaml(root, path)
    if source.problems:
        return None, source.problems
    kind = source.data.get("kind") if isinstance(source.data, dict) else None
    if not isinstance(kind, str) or kind not in KINDS:
        return None, (_unknown_kind(Where(path, pointer=("kind",)), kind),)
    against = tuple(violations(source, kind))
    return (None, against) if against else (parse(KINDS[kind], source.data, document_id(path), path), ())


def _unknown_kind(where: Where, kind: object) -> Diagnostic:
    near = nearest(str(kind), KINDS)
    same = spelt(str(kind), KINDS)
    return Diagnostic(
        where, "schema-kind", "kind is {found}, not one of {kinds}",
        {"found": kind, "kinds": ", ".join(KINDS), **(near.arguments if near else {})},
        hint=near.hint if near else "`curricula new` writes a file of each kind to begin with.",
        fix=Fix(where, same) if same else None,
    )
