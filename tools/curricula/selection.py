"""What the PATH arguments of a command mean."""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from curricula.common import SETTINGS
from curricula.deriving import base
from curricula.diagnostics import CurriculaError, Diagnostic, Where
from curricula.inventory import document_id, is_adoption
from curricula.lookalikes import nearest
from curricula.model.professional import ProfessionalStandard
from curricula.model.settings import PartnerSystem
from curricula.model.text import Text
from curricula.references import SHARED, labels
from curricula.repository import Repository, referred_names
from curricula.strays import SNAPSHOTS
from curricula.units import within

Pair = tuple[str, str]  # the locales of a bilingual edition
APART = "bilingual-versions"


def find_root(start: Path) -> Path:
    """The repository that `start` lies in; `CurriculaError` where it lies in none."""
    root = root_above(start)
    if root is None:
        raise CurriculaError(
            "no repository here: {folder} and the folders above it have no {file}", folder=start, file=SETTINGS
        )
    return root


def root_above(start: Path) -> Path | None:
    """The nearest folder above that has `standards/repository.yaml`; None where there is none."""
    return next((folder for folder in (start, *start.parents) if (folder / SETTINGS).is_file()), None)


@dataclass(frozen=True)
class Selection:
    """The files of the standards that were asked for, and every path prefix that belongs to them.

    `shown` are the places in the files of others whose words their editions show.
    """

    repository: Repository
    files: tuple[str, ...]
    prefixes: tuple[str, ...]
    shown: Mapping[str, tuple[Where, ...]] = field(default_factory=dict)

    @cached_property
    def documents(self) -> tuple[str, ...]:
        """The ids of those that can be read; all standards are read to tell."""
        return tuple(name for name in map(document_id, self.files) if name in self.repository.issued)

    def covers(self, where: Where) -> bool:
        """Whether a finding there is to be told."""
        path = where.path
        if not self.prefixes or any(path == prefix or path.startswith(f"{prefix}/") for prefix in self.prefixes):
            return True
        return any(
            where.line == place.line if place.line else where.pointer[: len(place.pointer)] == place.pointer
            for place in self.shown.get(path, ())
        )

    def only(self, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """The findings that belong to the selection."""
        return tuple(item for item in diagnostics if self.covers(item.where))


def select(repository: Repository, paths: tuple[str, ...]) -> Selection:
    """Files, folders or ids of standards; none means the whole repository.

    A standard brings its catalogues and review records along, and of those of others what it shows.
    """
    if not paths:
        return Selection(repository, repository.paths, ())
    files: list[str] = []
    prefixes: list[str] = []
    shown: dict[str, tuple[Where, ...]] = {}
    for path in paths:
        prefix = _prefix(repository, path)
        prefixes.append(prefix)
        for file in repository.paths:
            if file == prefix or file.startswith(f"{prefix}/"):
                files.append(file)
                prefixes += [SETTINGS, *own_paths(repository, document_id(file))]
                for other, places in _shown(repository, document_id(file)):
                    prefixes += [other] if places is None else []
                    shown[other] = (*shown.get(other, ()), *(places or ()))
    return Selection(repository, tuple(dict.fromkeys(files)), tuple(dict.fromkeys(prefixes)), shown)


def relevant(found: tuple[Diagnostic, ...], known: tuple[str, ...], chosen: tuple[str, ...]) -> tuple[Diagnostic, ...]:
    """Of findings those that are not about a locale among `known` that was not chosen: these hold nobody up."""
    origins = {base(locale) for locale in chosen}  # a derived edition is as good as what it is made of
    others = tuple(
        f"translations/{folder}{locale}/" for locale in known if locale not in chosen and locale not in origins
        for folder in ("", "reviews/", "snapshots/")
    )
    return tuple(item for item in found if not others or not item.where.path.startswith(others))


def _for_locales(
    repository: Repository, found: tuple[Diagnostic, ...], locales: tuple[str, ...] | None
) -> tuple[Diagnostic, ...]:
    """Of what could not be read, what matters to these locales and to all; everything for None."""
    if locales is None:
        return found
    origins = (base(locale) or locale for locale in locales)
    pivots = [policy.pivot for tag in origins if (policy := repository.common.policies.get(tag)) and policy.pivot]
    return relevant(found, repository.tags, (*locales, *pivots))


def told(
    repository: Repository, paths: tuple[str, ...], locales: tuple[str, ...] | None = None
) -> tuple[Diagnostic, ...]:
    """What could not be read, for printing: of paths without files that belong to nothing, and others' adoptions.

    With `locales`, nothing of other locales.
    """
    problems = _for_locales(repository, repository.located_problems, locales)
    if not paths:
        return problems
    plain = tuple(path for path in paths if "#" not in path and path != SHARED)
    files = {*select(repository, plain).files} if plain else set()
    return tuple(
        item for item in problems
        if item.code != "stray-file" and (not is_adoption(item.where.path) or item.where.path in files)
    )


def obstacles(repository: Repository, locales: tuple[str, ...] | None = None) -> tuple[Diagnostic, ...]:
    """What must be mended before words are written: an adoption that cannot be applied holds up nobody else.

    With `locales`, before those in them are written: a file of another locale holds nobody up either.
    """
    found = _for_locales(repository, repository.problems, locales)
    return tuple(item for item in found if not is_adoption(item.where.path))


def _prefix(repository: Repository, path: str) -> str:
    """The path relative to the root; an id of a standard stands for its file."""
    file = f"standards/{path}.yaml"
    if file in repository.paths:
        return file
    full = Path(os.path.abspath(path))  # noqa: PTH100  a circle of links is a file to report, not to follow
    folder = f"standards/{path.rstrip('/')}"
    if not os.path.lexists(full) and (repository.root / folder).is_dir():
        return folder
    if not os.path.lexists(full):
        known = [document_id(name) for name in repository.paths]
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


def _shown(repository: Repository, document: str) -> Iterator[tuple[str, tuple[Where, ...] | None]]:
    """The files of others that an edition of the document shows words of, with their places; None for all of it.

    These words are labels, and the names it refers to: those of its professional standard too. A catalogue
    counts as a whole while one of them is not translated there.
    """
    standard = repository.issued.get(document)
    if standard is None:
        return
    names = [text for text, _ in referred_names(repository, standard).values()]
    by_owner: dict[str, list[Text]] = {SHARED: list(labels().values())}
    for text in names:
        owner = text.key.partition("#")[0]
        by_owner.setdefault(owner, []).append(text)
    if not isinstance(standard, ProfessionalStandard):
        plan = repository.issued.get(standard.professional.id)
        places = [text.where for text in by_owner.get(standard.professional.id, ())]
        if isinstance(plan, ProfessionalStandard):
            places += [course.where for course in plan.curriculum.courses if course.id == standard.course]
        yield f"standards/{standard.professional.id}.yaml", tuple(places) if plan else None
    for owner, texts in by_owner.items():
        for locale in repository.translated(owner):
            catalogue = repository.catalogue(owner, locale)
            foreign = [text for text in texts if text.language != locale]
            whole = any(catalogue.translate(text) is None for text in foreign)
            found = (catalogue.messages[text.key].where for text in foreign if text.key in catalogue.messages)
            yield catalogue.path, None if whole else tuple(found)


def own_paths(repository: Repository, document: str) -> list[str]:
    """The files of one document: its standard, catalogues, review records; of an adoption, the standard's too."""
    adopted = repository.adoptions.get(document)
    names = [f"standards/{document}.yaml", *(own_paths(repository, adopted.tailoring.base.id) if adopted else ())]
    for locale in repository.published(document):
        names += [f"translations/{locale}/{document}.po", f"translations/reviews/{locale}/{document}.json"]
    return names


def system_named(repository: Repository, name: str) -> PartnerSystem:
    """The national system of a partner; `CurriculaError` where there is none of this name."""
    known = repository.systems
    if name not in known:
        near = nearest(name, known)
        if near:
            raise CurriculaError("there is no partner {name}; did you mean {close}?", name=name, close=near.close)
        raise CurriculaError("there is no partner {name}: there are {known}", name=name, known=", ".join(known))
    return known[name]


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


def chosen_pairs(wanted: tuple[str, ...], repository: Repository) -> tuple[Pair, ...]:
    """The locales of bilingual editions, each asked for as `first+second`; `CurriculaError` for what is none."""
    found = []
    for name in wanted:
        first, plus, second = name.partition("+")
        if not (first and plus and second) or "+" in second:
            raise CurriculaError("{name} is no pair of languages: write two with + between them", name=name)
        for tag in (first, second):
            if tag in repository.tags and tag not in repository.locales:
                raise CurriculaError(
                    "{locale} has no editions: its policy is shared, so only labels and names are translated",
                    locale=tag,
                )
            chosen((tag,), repository.locales)
        if first == second:
            raise CurriculaError("{name} is one language twice: a bilingual edition has two", name=name)
        found.append((first, second))
    return tuple(dict.fromkeys(found))


def together(repository: Repository, document: str, pair: Pair) -> bool:
    """Whether the editions of two locales follow the same version."""
    first, second = (repository.edition(document, locale).lag for locale in pair)
    return first == second


def apart(repository: Repository, documents: Iterable[str], pairs: tuple[Pair, ...]) -> Iterator[Diagnostic]:
    """A finding for each bilingual edition that cannot be: one of the two follows an earlier version."""
    for document in documents:
        for pair in pairs:
            if set(pair) <= set(repository.published(document)) and not together(repository, document, pair):
                late = next(locale for locale in pair if repository.edition(document, locale).lag)
                yield Diagnostic(
                    Where(f"{SNAPSHOTS}/{base(late) or late}/{document}.yaml"), APART,
                    "no bilingual edition {pair}: {locale} follows an earlier version", {
                        "pair": "+".join(pair), "locale": late,
                    }, hint="Complete the translation of the present version first.",
                )


def with_shared(documents: tuple[str, ...], repository: Repository) -> tuple[str, ...]:
    """The documents and, where all are meant, the shared catalogue too."""
    return (*documents, SHARED) if set(documents) == set(repository.issued) else documents


@dataclass(frozen=True)
class Units:
    """Translatable texts that were asked for: whole documents, and single items or texts by their keys."""

    documents: tuple[str, ...]
    keys: tuple[str, ...]

    def has(self, text: Text) -> bool:
        """Whether a text of one of the documents was asked for."""
        return not self.keys or self.named(text) or (
            within(text.key, self.documents) not in {within(key, self.documents) for key in self.keys}
        )

    def named(self, text: Text) -> bool:
        """Whether a text was asked for by its key, or by that of its item."""
        return any(_is_of(text.key, key) for key in self.keys)


def beside(repository: Repository, key: str) -> dict[str, Text]:
    """By key, the texts of the document that a key is of; none where there is no such document."""
    owner, own = within(key, repository.texts), key.partition("#")[0]
    found = {text.key: text for text in repository.texts.get(owner, ())}
    return found if owner == own or any(name.startswith(f"{own}#") for name in found) else {}


def units(repository: Repository, asked: tuple[str, ...]) -> Units:
    """The texts that PATHs and keys name: `ID` is a standard, `ID#ITEM` an item of it, `ID#ITEM/FIELD` one text.

    The words that all documents share belong to it where all standards are asked for, or by `shared`.
    """
    keys = tuple(name for name in asked if "#" in name)
    paths = tuple(name for name in asked if "#" not in name and name != SHARED)
    documents = list(select(repository, paths).documents) if paths or not asked else []
    if not asked or SHARED in asked or (paths and set(documents) == set(repository.issued)):
        documents.append(SHARED)
    whole = set(documents)
    for key in keys:
        known = list(beside(repository, key))
        if not any(_is_of(name, key) for name in known):
            raise _unknown(repository, key, known)
        documents.append(within(key, repository.documents))
    narrowed = tuple(key for key in keys if within(key, repository.documents) not in whole)
    return Units(tuple(dict.fromkeys(documents)), narrowed)


def _is_of(name: str, key: str) -> bool:
    """Whether a text is the one that a key names, or is of the item."""
    return name == key or name.startswith(f"{key}/")


def _unknown(repository: Repository, key: str, known: list[str]) -> CurriculaError:
    """What to say of a key that no text has; `known` are the keys of its document, if there is such a document."""
    document = within(key, repository.documents)
    catalogues = (repository.catalogue(document, locale) for locale in repository.translated(document))
    paths = [found.path for found in catalogues if any(_is_of(name, key) for name in found.obsolete)]
    if paths:
        return CurriculaError(
            "no text has the key {key}; its translations are set aside at the end of {paths}", key=key,
            paths=", ".join(paths),
        )
    near = nearest(key, known or list(repository.documents))
    if known and near:
        return CurriculaError("no text has the key {key}; did you mean {close}?", key=key, close=near.close)
    if known:
        return CurriculaError("no text has the key {key}", key=key)
    if near:
        return CurriculaError("{path} does not exist; did you mean {close}?", path=key, close=near.close)
    return CurriculaError("{path} does not exist", path=key)
