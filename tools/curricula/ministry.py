"""What a ministry works with in the place of a repository: packages, and its own files of partner and adoption."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from curricula.adopting import read_adoption, read_own, shown_at
from curricula.diagnostics import CurriculaError, Diagnostic, Phrase
from curricula.inventory import adoption_files, document_id
from curricula.lifecycle import numbers
from curricula.model.adoption import Adoption
from curricula.model.settings import PartnerSystem
from curricula.packages.shelf import Found, Shelved, is_packed, listed, newest, opened, unpacked
from curricula.packages.trust import Trust
from curricula.parsing import parse
from curricula.repository import Repository
from curricula.selection import root_above, system_named
from curricula.source import Source

_FILES = (".yaml", ".yml")
_UNPROVEN = Phrase(
    "who made the packages is not proven: give the publisher's root certificate with --root; ask for it by another way "
    "than the packages came"
)


@dataclass(frozen=True)
class Own:
    """A file of one's own: where it stands, where it would stand in a repository, and what it says."""

    path: Path
    place: str
    source: Source

    def located(self, found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
        """Findings of which those in this file are told of it."""
        return tuple(shown_at(found, self.place, self.path))


@dataclass(frozen=True)
class Files:
    """The partner, its name, and the adoption, if one was given."""

    name: str
    partner: Own
    adoption: Own | None = None
    adopts: Adoption | None = None

    @property
    def own(self) -> tuple[Own, ...]:
        """Those that there are."""
        return (self.partner, self.adoption) if self.adoption else (self.partner,)

    @property
    def system(self) -> PartnerSystem:
        """The national system of the partner."""
        return parse(PartnerSystem, self.partner.source.data, f"partners/{self.name}", self.partner.place)


def files(start: Path, partner: str, adoption: Path | None) -> tuple[Files | None, tuple[Diagnostic, ...]]:
    """The partner by its file, or by its name in the repository at hand; and what is wrong with the files."""
    path = _partner(start, partner)
    source, problems = read_own(path, "partner")
    if problems:
        return None, problems
    own = Own(path, f"standards/partners/{path.stem}.yaml", source)
    if adoption is None:
        return Files(path.stem, own), ()
    adopts, source, problems = read_adoption(adoption)
    if adopts is None:
        return None, problems
    if adopts.partner != path.stem:
        raise CurriculaError(
            "an adoption of {other} was named, and the partner {name}", other=adopts.partner, name=path.stem
        )
    return Files(path.stem, own, Own(adoption, adopts.where.path, source), adopts), ()


def _partner(start: Path, name: str) -> Path:
    if Path(name).suffix in _FILES:
        return Path(name)
    root = root_above(start)
    if root is None:
        raise CurriculaError(
            "there is no repository here: --partner names the file of the partner, such as {name}.yaml", name=name
        )
    system_named(Repository(root), name)
    return root / f"standards/partners/{name}.yaml"


def packed(start: Path, names: tuple[str, ...]) -> bool:
    """Whether packages are to be worked with: they are named, or there is no repository."""
    if any(map(is_packed, names)):
        return True
    if root_above(start) is not None:
        return False
    if not names:
        raise CurriculaError("there is no repository here: name packages, or the folder of a mirror")
    return True


def unproven(known: Trust) -> Phrase | None:
    """What is to be said of packages that no root vouches for; None where each had to be sealed by one."""
    return None if known.roots else _UNPROVEN


def taken(
    names: tuple[str, ...], given: Files, known: Trust
) -> tuple[tuple[Shelved, ...], tuple[Diagnostic, ...]]:
    """The newest package of every standard, of the one that is adopted that version; what is wrong with any of them.

    What other partners have adopted is passed over. The adopted standard is the last one.
    """
    reference = given.adopts.standard if given.adopts else None
    base = reference.id.replace("/", ".") if reference else ""
    wanted = {base: reference.version} if reference else {}

    def own(item: Found) -> bool:
        _, adopted, partner = item.name.partition(".adoptions.")
        return not adopted or partner == given.name

    def rank(item: Shelved) -> tuple[bool, bool]:
        exact = reference and (item.manifest["id"], item.manifest["version"]) == (reference.id, reference.version)
        return bool(exact), "/adoptions/" in item.manifest["id"]

    shelf, problems = opened(newest(filter(own, listed(names)), wanted), known)
    return tuple(sorted(shelf, key=rank)), problems


def versions(
    names: tuple[str, ...], document: str, known: Trust
) -> tuple[tuple[Shelved, ...], tuple[Diagnostic, ...]]:
    """The packages of one standard, the newest last, and what is wrong with any of them."""
    called = document.replace("/", ".")
    shelf, problems = opened((item for item in listed(names) if item.name in ("", called)), known)
    own = (item for item in shelf if item.manifest["id"] == document)
    return tuple(sorted(own, key=lambda item: numbers(item.manifest["version"]))), problems


def findings(found: Repository, given: Files) -> tuple[Diagnostic, ...]:
    """What could not be read of packages and one's own files, told where one has it."""
    problems = unread(found, given.name, (item for item in found.located_problems if item.code != "stray-file"))
    for own in given.own:
        problems = own.located(problems)
    return problems


def unread(found: Repository, partner: str, problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """What could not be read; of adoptions only that of the partner."""
    others = {path for path in adoption_files(found.root) if document_id(path).rpartition("/")[2] != partner}
    return tuple(problem for problem in problems if problem.where.path not in others)


@contextmanager
def repository(shelf: tuple[Shelved, ...], given: Files) -> Iterator[Repository]:
    """The standards of these packages, with the files of one's own."""
    with unpacked(shelf, {own.place: own.source.text for own in given.own}) as found:
        yield found
