"""The folder conventions: standards, translations, systems and code lists, read when asked for.

A `Repository` is what rules, sync and building work on. Everything is read at most once; what
cannot be read is a finding in `problems`, never an exception.
"""

from collections import ChainMap
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TypeVar

from curricula.catalogue import Catalogue, read_catalogue
from curricula.classifications import read_list
from curricula.compare import compare
from curricula.deriving import base, derived
from curricula.diagnostics import CurriculaError, Diagnostic, ordered
from curricula.editions.edition import Edition, Lag, Name, Shared, localize
from curricula.edits import read_edits
from curricula.model.settings import CodeEntry, LocalePolicy, PartnerSystem, Settings, Term, Terminology
from curricula.model.standards import Standard
from curricula.model.text import Text, texts
from curricula.pairs import Pair, pairs
from curricula.parsing import parse, read_standard
from curricula.references import SHARED, labels, programme_names, references
from curricula.reviews import Reviews, outdated, read_reviews
from curricula.schemas import violations
from curricula.source import Source, locate, read_yaml
from curricula.strays import SNAPSHOTS, strays
from curricula.unread import unread

SETTINGS = "standards/repository.yaml"
TERMINOLOGY = "translations/terminology.yaml"

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
class Snapshot:
    """A standard as it was when its translation into one locale was last complete, and that translation."""

    standard: Standard
    catalogue: Catalogue


@dataclass(frozen=True)
class Repository:
    """Everything below one root folder; if given, `only` standards with these paths, and words `about` documents.
    """

    root: Path
    only: tuple[str, ...] | None = field(default=None, kw_only=True)
    about: frozenset[str] | None = field(default=None, kw_only=True)
    _sources: dict[str, Source] = field(default_factory=dict, repr=False)
    _catalogues: dict[tuple[str, str], Catalogue] = field(default_factory=dict, repr=False)
    _reviews: dict[tuple[str, str], Reviews] = field(default_factory=dict, repr=False)
    _standards: dict[str, tuple[Standard | None, tuple[Diagnostic, ...]]] = field(default_factory=dict, repr=False)
    _snapshots: dict[tuple[str, ...], tuple[Snapshot | None, tuple[Diagnostic, ...]]] = field(
        default_factory=dict, repr=False
    )

    def renewed(self, changed: Collection[str]) -> "Repository":
        """The repository as it is after these files or folders have changed; only they are read anew."""

        def kept(path: str) -> bool:
            return path not in changed and not any(path.startswith(f"{name}/") for name in changed)

        return Repository(
            self.root,
            {path: source for path, source in self._sources.items() if kept(path)},
            {key: found for key, found in self._catalogues.items() if all(map(kept, self.translation_files(*key)))},
            {key: reviews for key, reviews in self._reviews.items() if kept(reviews.path)},
            {path: read for path, read in self._standards.items() if kept(path)},
            {paths: read for paths, read in self._snapshots.items() if all(map(kept, paths))},
        )

    def part(self, only: Iterable[str], about: frozenset[str]) -> "Repository":
        """Some standards alone; what they share is not read anew."""
        return Repository(self.root, self._sources, only=tuple(only), about=about)

    def source(self, path: str) -> Source:
        """A YAML file, read once."""
        if path not in self._sources:
            self._sources[path] = read_yaml(self.root, path)
        return self._sources[path]

    @cached_property
    def standard_paths(self) -> tuple[str, ...]:
        """The files of all standards, in order of path."""
        if self.only is not None:
            return self.only
        folder = self.root / "standards"
        found = []
        for path in sorted(folder.rglob("*.yaml")):
            relative = path.relative_to(self.root).as_posix()
            parts = relative.split("/")
            if len(parts) > 2 and parts[1] not in ("partners", "classifications") and "adoptions" not in parts:
                found.append(relative)
        return tuple(found)

    @cached_property
    def _read(self) -> tuple[dict[str, Standard], tuple[Diagnostic, ...]]:
        standards: dict[str, Standard] = {}
        problems: list[Diagnostic] = []
        for path in self.standard_paths:
            if path not in self._standards:
                self._standards[path] = read_standard(self.root, path, document_id(path))
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
        found = [*self._read[1], *(self._common_problems() if SHARED in self.documents else ())]
        for document in self.documents:
            found += read_edits(self.root, document).problems
            for locale in self.translated(document):
                found += self.catalogue(document, locale).problems
                found += self.reviews(document, locale).problems
            for locale in self.locales:
                found += self._snapshot(document, locale)[1]
        return tuple(found)

    def _common_problems(self) -> Iterator[Diagnostic]:
        for path, kind in ((SETTINGS, "repository"), (TERMINOLOGY, "terminology")):
            if kind == "repository" or (self.root / path).exists():
                yield from self._problems(path, kind)
        for path in self._system_paths:
            yield from self._problems(path, "partner")
        for _, entries in sorted(self._lists.items()):
            yield from entries[1]
        if self.locales and self.only is None:  # without settings every catalogue would look like a stray
            documents = [document_id(path) for path in self.standard_paths]
            uuids = {standard.uuid: name for name, standard in self.standards.items() if standard.uuid}
            yield from unread(self.root, {*self.standard_paths, *self._system_paths, SETTINGS})
            yield from strays(self.root, documents, self.tags, self.locales, uuids)

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
    def policies(self) -> dict[str, LocalePolicy]:
        """Every locale of the repository with its policy, by tag; none while the settings cannot be read."""
        if self._problems(SETTINGS, "repository"):
            return {}
        return {locale.tag: locale for locale in self.settings.locales}

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """The locales of which the repository has words."""
        return tuple(self.policies)

    @cached_property
    def locales(self) -> tuple[str, ...]:
        """Those of them the repository publishes in."""
        return tuple(tag for tag, locale in self.policies.items() if locale.policy != "shared")

    def translated(self, document: str) -> tuple[str, ...]:
        """The locales a document is translated into: by people, or derived from such a translation."""
        tags = self.tags if document == SHARED else self.locales
        return tuple(tag for tag in tags if tag != self.language(document))

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
        paths = {Path(path).stem: path for path in self._system_paths}
        found = {name: self._noun(PartnerSystem, path, "partner", f"partners/{name}") for name, path in paths.items()}
        return {name: system for name, system in found.items() if system}

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
        return tuple(name for name in (*self.standards, SHARED) if self.about is None or name in self.about)

    def language(self, document: str) -> str:
        """The source language of a document; `shared` has several, so none, as one that is not here."""
        standard = self.standards.get(document)
        return standard.language if standard else ""

    @cached_property
    def catalogues(self) -> dict[tuple[str, str], Catalogue]:
        """All catalogues that people write, by document and locale."""
        return {
            (document, locale): self.catalogue(document, locale)
            for document in self.documents
            for locale in self.translated(document)
            if base(locale) is None
        }

    def catalogue(self, document: str, locale: str) -> Catalogue:
        """The catalogue of a document in a locale, read once; empty where there is no file."""
        key = (document, locale)
        if key not in self._catalogues:
            self._catalogues[key] = self._catalogue(document, locale)
        return self._catalogues[key]

    def _catalogue(self, document: str, locale: str) -> Catalogue:
        own = read_catalogue(self.root, f"translations/{locale}/{document}.po", locale)
        origin, pivot = base(locale), self.pivot(document, locale)
        if origin is not None and (document in self.standards or document == SHARED):
            return derived(own, self._texts(document), self.catalogue(document, origin))
        if pivot:
            words = {text.key: text.words for text in self._texts(document) if text.language == pivot}
            words |= {key: item.words for key, item in self.catalogue(document, pivot).messages.items()}
            return replace(own, outdated=outdated(self.reviews(document, locale), pivot, words))
        return own

    def pivot(self, document: str, locale: str) -> str:
        """The language a locale is translated from, if it is not the source language itself."""
        policy = self.policies.get(locale)
        found = policy.pivot if policy else None
        return found if found and found != self.language(document) else ""

    def translation_files(self, document: str, locale: str) -> tuple[str, ...]:
        """The files that decide which words an edition in a locale has, present or not."""
        origin, pivot = base(locale), self.pivot(document, locale)
        found = [f"translations/{locale}/{document}.po"]
        found += [f"{SNAPSHOTS}/{locale}/{document}{suffix}" for suffix in (".yaml", ".po")]
        if origin is not None:
            found += [f"standards/{document}.yaml", *self.translation_files(document, origin)]
        if pivot:
            found += [f"translations/reviews/{locale}/{document}.json", *self.translation_files(document, pivot)]
        return tuple(found)

    def snapshot(self, document: str, locale: str) -> Snapshot | None:
        """The standard and its translation as they were kept for the locale; None where nothing was kept."""
        return self._snapshot(document, locale)[0]

    def _snapshot(self, document: str, locale: str) -> tuple[Snapshot | None, tuple[Diagnostic, ...]]:
        path = f"{SNAPSHOTS}/{locale}/{document}"
        if document == SHARED or not (self.root / f"{path}.yaml").exists():
            return None, ()
        key = (f"{path}.yaml", f"{path}.po")
        if key not in self._snapshots:
            standard, problems = read_standard(self.root, key[0], document)
            catalogue = read_catalogue(self.root, key[1], locale)
            problems += catalogue.problems
            known = None if standard is None or problems else Snapshot(standard, catalogue)
            self._snapshots[key] = (known, problems)
        return self._snapshots[key]

    def reviews(self, document: str, locale: str) -> Reviews:
        """The review records of a document in a locale, read once."""
        key = (document, locale)
        if key not in self._reviews:
            self._reviews[key] = read_reviews(self.root, f"translations/reviews/{locale}/{document}.json")
        return self._reviews[key]

    @cached_property
    def texts(self) -> dict[str, tuple[Text, ...]]:
        """The translatable texts of every document; those of `shared` are labels, and names that are referred to."""
        return {document: tuple(self._texts(document)) for document in self.documents}

    def _texts(self, document: str) -> Iterable[Text]:
        return shared_texts(self) if document == SHARED else texts(self.standards.get(document))

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Every translation that people have written or drafted of present words, catalogue by catalogue."""
        return tuple(chain.from_iterable(pairs(found, self.units(*key)) for key, found in self.catalogues.items()))

    def units(self, document: str, locale: str) -> Iterator[Text]:
        """The texts of a document that a translator of `locale` fills."""
        return (text for text in self.texts[document] if text.language != locale)

    def edition(self, document: str, locale: str) -> Edition:
        """A standard in one locale: its present version, or the one kept while its translation is not ready."""
        standard = self.standards[document]
        present = self._localized(standard, self.catalogue(document, locale), locale)
        origin = base(locale)
        kept = self.snapshot(document, origin or locale)
        if not present.fallbacks or kept is None or dangling(self, kept.standard):
            return present
        own = read_catalogue(self.root, f"translations/{locale}/{document}.po", locale) if origin else kept.catalogue
        words = derived(own, texts(kept.standard), kept.catalogue) if origin else own
        earlier = self._localized(kept.standard, words, locale)
        if earlier.fallbacks:
            return present
        now = {text.key: text.words for text in texts(standard)}
        changed = frozenset(text.key for text in texts(kept.standard) if now.get(text.key) != text.words)
        changes = len(compare(kept.standard, standard))
        return replace(earlier, lag=Lag(kept.standard.version, kept.standard.issued, changed, changes))

    def _localized(self, standard: Standard, catalogue: Catalogue, locale: str) -> Edition:
        found = localize(standard, catalogue, self.shared(locale, standard))
        return replace(found, derived_from=base(locale) or "")

    def shared(self, locale: str, standard: Standard) -> Shared:
        """Labels, and the names a standard refers to, in one locale; missing ones in their source words."""
        catalogue = self.catalogue(SHARED, locale)

        def resolved(text: Text) -> Text:
            owner = text.key.partition("#")[0]
            words = self.catalogue(owner, locale) if owner in self.standards else catalogue
            return text if text.language == locale else words.translate(text) or text

        found = ((key, resolved(text), verified) for key, (text, verified) in referred_names(self, standard).items())
        names = {key: Name(name.words, name.language, verified) for key, name, verified in found}
        return Shared(locale, {key: resolved(text).words for key, text in labels().items()}, names)


def shared_texts(repository: Repository, used: Collection[str] | None = None) -> Iterator[Text]:
    """Everything that is translated once: labels, then the names in `used`, or else those that any standard refers to.
    """
    yield from labels().values()
    used = set[str]().union(*map(references, repository.standards.values())) if used is None else used
    yield from (repository.names[key][0] for key in sorted(used) if key in repository.names)


def referred_names(repository: Repository, standard: Standard) -> dict[str, tuple[Text, bool]]:
    """The names that one standard refers to, and whether each is verified; a dangling reference has none."""
    known = ChainMap(programme_names(standard, repository.standards), repository.names)
    return {key: known[key] for key in sorted(references(standard)) if key in known}


def dangling(repository: Repository, standard: Standard) -> set[str]:
    """The keys of names a standard refers to that nothing gives: it cannot be shown without them."""
    return references(standard) - set(referred_names(repository, standard))
