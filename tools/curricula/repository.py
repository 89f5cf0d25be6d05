"""The folder conventions: standards, translations, systems and code lists, read when asked for.

A `Repository` is what rules, sync and building work on. Everything is read at most once; what
cannot be read is a finding in `problems`, never an exception.
"""

from collections import ChainMap
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

from curricula.adopting import adoptions, joined, own_texts
from curricula.catalogue import Catalogue, read_catalogue
from curricula.common import Common
from curricula.deriving import base, derived
from curricula.diagnostics import Diagnostic, ordered
from curricula.editions.edition import Edition, Name, Shared, localize, localize_adopted, surroundings
from curricula.edits import read_edits
from curricula.gist import Gist, gist
from curricula.inventory import adoption_files, document_id, is_adoption, standard_files
from curricula.model.adoption import Adopted
from curricula.model.settings import PartnerSystem, Settings, Term
from curricula.model.standards import Standard
from curricula.model.text import Text, texts
from curricula.pairs import Bitext, Pair, bitext
from curricula.parsing import sound, standard_of
from curricula.references import (
    SHARED,
    adopted_references,
    given_names,
    labels,
    mapped,
    named_standards,
    programme_names,
    references,
    shared_texts,
)
from curricula.reviews import Reviews, outdated, read_reviews
from curricula.snapshots import Snapshot, lag, read_snapshot, spoken
from curricula.source import Source, locate, read_yaml
from curricula.strays import SNAPSHOTS, strays
from curricula.unread import unread


@dataclass(frozen=True)
class Repository:
    """Everything below one root folder; if given, `only` the standards in these files, and words `about` documents."""

    root: Path
    only: tuple[str, ...] | None = field(default=None, kw_only=True)
    about: frozenset[str] | None = field(default=None, kw_only=True)
    adopting: str | None = field(default=None, kw_only=True)  # the system that has adopted them, if not the home system
    step: float = field(default=0, kw_only=True)  # of a credit: to it that system's credits are rounded
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

    def with_sources(self, sources: Iterable[Source]) -> "Repository":
        """The repository as it would be with these words in their files; nothing is written."""
        found = {source.path: source for source in sources}
        view = self.renewed(found)
        view._sources.update(found)
        return view

    def part(self, only: Iterable[str], about: frozenset[str]) -> "Repository":
        """Some standards alone; what they share is not read anew."""
        return Repository(self.root, self._sources, only=tuple(only), about=about)

    def adopted(self, system: str, standards: Iterable[Standard], step: float = 0) -> "Repository":
        """These standards alone, as the national system `system` has adopted them: rules judge them for it."""
        found = {standard.where.path: standard for standard in standards}
        ids, paths = frozenset(standard.id for standard in found.values()), tuple(sorted(found))
        view = Repository(self.root, self._sources, only=paths, about=ids, adopting=system, step=step)
        view._standards.update({path: (standard, ()) for path, standard in found.items()})
        return view

    def source(self, path: str) -> Source:
        """A YAML file, read once."""
        if path not in self._sources:
            self._sources[path] = read_yaml(self.root, path)
        return self._sources[path]

    @cached_property
    def standard_paths(self) -> tuple[str, ...]:
        """The files of all standards, in order of path."""
        listed = standard_files(self.root) if self.only is None else self.only
        return tuple(path for path in listed if self.adopting or not is_adoption(path))

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The files of all documents: of the standards, and of their adoptions by partners."""
        return (*self.standard_paths, *self._adoption_paths)

    @cached_property
    def _adoption_paths(self) -> tuple[str, ...]:
        only = () if self.adopting else self.only
        return adoption_files(self.root) if only is None else tuple(filter(is_adoption, only))

    @cached_property
    def _read(self) -> tuple[dict[str, Standard], tuple[Diagnostic, ...]]:
        read = [self._standard(path) for path in self.standard_paths]
        standards = {standard.id: standard for standard, _ in read if standard is not None}
        return standards, tuple(chain.from_iterable(problems for _, problems in read))

    def take(self, found: Mapping[str, dict[str, Any]]) -> None:
        """Have the standards in these files from data that another process has read, and found as they must be."""
        self._standards.update({path: (sound(data, document_id(path), path), ()) for path, data in found.items()})

    def _standard(self, path: str) -> tuple[Standard | None, tuple[Diagnostic, ...]]:
        if path not in self._standards:
            known = self._sources.get(path)
            self._standards[path] = standard_of(known or read_yaml(self.root, path), document_id(path))
        return self._standards[path]

    @cached_property
    def _adopted(self) -> tuple[dict[str, Adopted], tuple[Diagnostic, ...]]:
        read = {document_id(path): self.source(path) for path in self._adoption_paths}
        return adoptions(read, lambda path: (self._standard(path)[0], self.source(path)), self.systems, self.root)

    @property
    def adoptions(self) -> dict[str, Adopted]:
        """The standards as partners have adopted them, by the id of the adoption."""
        return self._adopted[0]

    @cached_property
    def issued(self) -> dict[str, Standard]:
        """Every standard that is published, by the id of its document: the standards, and those adopted by partners."""
        return self.standards | {name: adopted.standard for name, adopted in self.adoptions.items()}

    @cached_property
    def standards(self) -> dict[str, Standard]:
        """The standards that could be read, by id."""
        return self._read[0]

    @cached_property
    def gist(self) -> Gist:
        """What is to be known of all of them."""
        whole = len(self.standards) == len(self.standard_paths)
        return gist(self.standards.values(), self.issued.values(), whole)

    @cached_property
    def problems(self) -> tuple[Diagnostic, ...]:
        """What could not be read: syntax and schema, of every file of the repository."""
        found = [*self._read[1], *self._adopted[1]]
        if SHARED in self.documents:
            found += (*self.common.problems, *self.foreign)
        for document in self.documents:
            found += read_edits(self.root, document).problems
            for locale in self.translated(document):
                found += self.catalogue(document, locale).problems
                found += self.reviews(document, locale).problems
            found += chain.from_iterable(self._snapshot(document, locale)[1] for locale in self.locales)
        return tuple(found)

    @property
    def foreign(self) -> Iterator[Diagnostic]:
        """The files that belong to nothing here."""
        if self.locales and self.only is None:  # without settings every catalogue would look like a stray
            documents = [document_id(path) for path in self.paths]
            yield from unread(self.root, {*self.paths, *self.common.paths})
            yield from strays(self.root, documents, self.tags, self.locales, self._uuids)

    def _uuids(self) -> dict[str, str]:
        return {standard.uuid: name for name, standard in self.issued.items() if standard.uuid}

    @property
    def located_problems(self) -> tuple[Diagnostic, ...]:
        """The same with lines and columns, in order, for printing."""
        return ordered(locate(self.root, self.problems))

    @cached_property
    def common(self) -> Common:
        """What all standards share."""
        return Common(self.root, self.source)

    @property
    def settings(self) -> Settings:
        """`repository.yaml`; without it nothing can be judged, so it must be readable."""
        return self.common.settings

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """The locales of which the repository has words."""
        return tuple(self.common.policies)

    @cached_property
    def locales(self) -> tuple[str, ...]:
        """Those of them the repository publishes in."""
        return tuple(tag for tag, locale in self.common.policies.items() if locale.policy != "shared")

    def published(self, document: str) -> tuple[str, ...]:
        """The locales that a standard is published in: all of them, or those that its adoption names."""
        adopted = self.adoptions.get(document)
        return tuple(tag for tag in self.locales if not adopted or tag in adopted.tailoring.adoption.languages)

    def translated(self, document: str) -> tuple[str, ...]:
        """The locales a document is translated into: by people, or derived from such a translation."""
        tags = self.tags if document == SHARED else self.published(document)
        return tuple(tag for tag in tags if tag != self.language(document))

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms of the field; empty where there are none."""
        return self.common.terminology.terms

    @property
    def systems(self) -> dict[str, PartnerSystem]:
        """National systems by id."""
        return self.common.systems

    @property
    def system(self) -> PartnerSystem | None:
        """The national system that the standards are for; None where it cannot be read."""
        return self.systems.get(self.adopting or self.settings.system)

    @cached_property
    def names(self) -> dict[str, tuple[Text, bool]]:
        """Every name shared data gives (organisations, systems, levels of the standards' system, codes), verified?"""
        return given_names(self.settings, self.systems, self.system, self.common.classifications)

    @cached_property
    def documents(self) -> tuple[str, ...]:
        """The ids of everything that has catalogues: each standard, and `shared`."""
        return tuple(name for name in (*self.issued, SHARED) if self.about is None or name in self.about)

    def language(self, document: str) -> str:
        """The source language of a document; `shared` has several, so none, as one that is not here."""
        standard = self.issued.get(document)
        return standard.language if standard else ""

    @cached_property
    def catalogues(self) -> dict[tuple[str, str], Catalogue]:
        """All catalogues that people write, by document and locale."""
        return {
            (document, locale): self.catalogue(document, locale)
            for document in self.documents for locale in self.translated(document) if base(locale) is None
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
        if origin is not None and (document in self.issued or document == SHARED):
            return derived(own, self._texts(document), self.catalogue(document, origin))
        if pivot:
            words = {text.key: text.words for text in self._texts(document) if text.language == pivot}
            words |= {key: item.words for key, item in self.catalogue(document, pivot).messages.items()}
            return replace(own, outdated=outdated(self.reviews(document, locale), pivot, words))
        return own

    def pivot(self, document: str, locale: str) -> str:
        """The language a locale is translated from, if it is not the source language itself."""
        policy = self.common.policies.get(locale)
        found = policy.pivot if policy else None
        return found if found and found != self.language(document) else ""

    def translation_files(self, document: str, locale: str) -> tuple[str, ...]:
        """The files that decide which words an edition in a locale has, present or not."""
        origin, pivot = base(locale), self.pivot(document, locale)
        found = [f"translations/{locale}/{document}.po"]
        found += [f"{SNAPSHOTS}/{locale}/{document}{suffix}" for suffix in (".yaml", ".po")]
        if origin is not None:
            found += [f"standards/{document}.yaml", *self.translation_files(document, origin)]
        if document in self.adoptions:
            tailoring = self.adoptions[document].tailoring
            found += [f"standards/{tailoring.base.id}.yaml", f"standards/partners/{tailoring.adoption.partner}.yaml"]
            found += self.translation_files(tailoring.base.id, locale)
        if pivot:
            found += [f"translations/reviews/{locale}/{document}.json", *self.translation_files(document, pivot)]
        return tuple(found)

    def snapshot(self, document: str, locale: str) -> Snapshot | None:
        """The standard and its translation as they were kept for the locale; None where nothing was kept."""
        return self._snapshot(document, locale)[0]

    def _snapshot(self, document: str, locale: str) -> tuple[Snapshot | None, tuple[Diagnostic, ...]]:
        path = f"{SNAPSHOTS}/{locale}/{document}"
        if document == SHARED or is_adoption(f"standards/{document}.yaml") or not (self.root / f"{path}.yaml").exists():
            return None, ()
        key = (f"{path}.yaml", f"{path}.po")
        if key not in self._snapshots:
            self._snapshots[key] = read_snapshot(self.root, key, document, locale)
        return self._snapshots[key]

    def reviews(self, document: str, locale: str) -> Reviews:
        """The review records of a document in a locale, read once."""
        if (document, locale) not in self._reviews:
            path = f"translations/reviews/{locale}/{document}.json"
            self._reviews[document, locale] = read_reviews(self.root, path)
        return self._reviews[document, locale]

    @cached_property
    def texts(self) -> dict[str, tuple[Text, ...]]:
        """The translatable texts of every document; those of `shared` are labels, and names that are referred to."""
        return {document: tuple(self._texts(document)) for document in self.documents}

    def _texts(self, document: str) -> Iterable[Text]:
        if document in self.adoptions:
            return own_texts(self.adoptions[document])
        if document != SHARED:
            return texts(self.standards.get(document))
        return shared_texts(self.names, self.systems, self.gist.used)

    @cached_property
    def bitexts(self) -> dict[tuple[str, str], Bitext]:
        """The translations of each catalogue that people have written or drafted of present words."""
        return {key: bitext(found, self.units(*key)) for key, found in self.catalogues.items()}

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """All of these, catalogue by catalogue."""
        return tuple(chain.from_iterable(found.pairs for found in self.bitexts.values()))

    def units(self, document: str, locale: str) -> Iterator[Text]:
        """The texts of a document that a translator of `locale` fills."""
        return (text for text in self.texts[document] if text.language != locale)

    def edition(self, document: str, locale: str) -> Edition:
        """A standard in one locale: its present version, or the one kept while its translation is not ready."""
        adopted = self.adoptions.get(document)
        if adopted:
            words = joined(self.catalogue(adopted.tailoring.base.id, locale), self.catalogue(document, locale))
            return localize_adopted(adopted, words, self.shared(locale, adopted.standard), base(locale) or "")
        standard = self.standards[document]
        present = self._localized(standard, self.catalogue(document, locale), locale)
        origin = base(locale)
        kept = self.snapshot(document, origin or locale)
        if not present.fallbacks or kept is None or dangling(self, kept.standard):
            return present
        own = read_catalogue(self.root, f"translations/{locale}/{document}.po", locale) if origin else None
        words, in_force = spoken(kept, standard, self.catalogue(document, origin or locale), own)
        earlier = self._localized(kept.standard, words, locale)
        if earlier.fallbacks:
            return present
        return replace(earlier, lag=lag(kept.standard, standard, in_force))

    def _localized(self, standard: Standard, catalogue: Catalogue, locale: str) -> Edition:
        return replace(localize(standard, catalogue, self.shared(locale, standard)), derived_from=base(locale) or "")

    def shared(self, locale: str, standard: Standard) -> Shared:
        """Labels, and the names a standard refers to, in one locale; missing ones in their source words."""
        catalogue = self.catalogue(SHARED, locale)

        def resolved(text: Text) -> Text:
            owner = text.key.partition("#")[0]
            words = self.catalogue(owner, locale) if owner in self.issued else catalogue
            return text if text.language == locale else words.translate(text) or text

        found = ((key, resolved(text), verified) for key, (text, verified) in referred_names(self, standard).items())
        names = {key: Name(name.words, name.language, verified) for key, name, verified in found}
        words = {key: resolved(text).words for key, text in labels().items()}
        settings, others = self.settings, named_standards(standard, self.standards)
        return Shared(
            locale, words, names, (settings.address or "").rstrip("/"), settings.licence, settings.publisher, others,
            mapped(standard, self.common.frameworks), surroundings(settings, self.locales, standard, self.standards),
        )


def referred_names(repository: Repository, standard: Standard) -> dict[str, tuple[Text, bool]]:
    """The names that one standard refers to, and whether each is verified; a dangling reference has none."""
    known, wanted = ChainMap(programme_names(standard, repository.standards), repository.names), references(standard)
    adopted = repository.adoptions.get(standard.id)
    if adopted:
        system = repository.systems[adopted.tailoring.adoption.partner]
        known = known.new_child(given_names(repository.settings, repository.systems, system, {}))
        wanted |= adopted_references(adopted.tailoring)
    return {key: known[key] for key in sorted(wanted) if key in known}


def dangling(repository: Repository, standard: Standard) -> set[str]:
    """The keys of names a standard refers to that nothing gives: it cannot be shown without them."""
    return references(standard) - set(referred_names(repository, standard))
