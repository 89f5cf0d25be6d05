"""The files of adoptions: read, and applied to the standard and the national system that they name."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from curricula.catalogue import Catalogue
from curricula.diagnostics import N_, CurriculaError, Diagnostic, Where, failed
from curricula.inventory import document_id, standard_files
from curricula.lookalikes import nearest
from curricula.model.adoption import Adopted, Adoption
from curricula.model.professional import ProfessionalStandard
from curricula.model.settings import PartnerSystem
from curricula.model.standards import Standard
from curricula.model.text import Text, texts
from curricula.parsing import parse
from curricula.schemas import violations
from curricula.source import Source, locate, read_yaml
from curricula.tailoring.applying import tailor

_CODE = "adoption-base"


Read = Callable[[str], tuple[Standard | None, Source]]  # the standard in a file, and its data


def adoptions(
    sources: Mapping[str, Source], read: Read, systems: Mapping[str, PartnerSystem], root: Path
) -> tuple[dict[str, Adopted], tuple[Diagnostic, ...]]:
    """The standards as partners have adopted them, by the id of the adoption, and what is wrong with these files.

    One with errors is left out. `sources` are the files of adoptions by id.
    """
    found: dict[str, Adopted] = {}
    problems: list[Diagnostic] = []
    for document, source in sources.items():
        adoption, against = adoption_of(source, document)
        problems += against
        if adoption is not None:
            adopted, wrong = _adopt(adoption, read, systems, root)
            problems += wrong
            if adopted is not None and not failed(wrong):
                found[document] = adopted
    return found, tuple(problems)


def adoption_of(source: Source, document: str) -> tuple[Adoption | None, tuple[Diagnostic, ...]]:
    """The adoption that a file holds, and what is wrong with the file; `document` is its id."""
    problems = source.problems or tuple(violations(source, "adoption"))
    return (None, problems) if problems else (parse(Adoption, source.data, document, source.path), ())


def _adopt(
    adoption: Adoption, read: Read, systems: Mapping[str, PartnerSystem], root: Path
) -> tuple[Adopted | None, tuple[Diagnostic, ...]]:
    if adoption.partner not in systems:
        return None, (_unknown(
            adoption.where.at("partner"), N_("there is no partner system {name}"), adoption.partner, list(systems)
        ),)
    reference = adoption.standard
    known = [document_id(path) for path in standard_files(root)]
    if reference.id not in known:
        return None, (_unknown(reference.where.at("id"), N_("there is no standard {name}"), reference.id, known),)
    base, source = read(f"standards/{reference.id}.yaml")
    if base is None:
        return None, ()  # why it cannot be read has been said where it stands
    if not isinstance(base, ProfessionalStandard):
        return None, (Diagnostic(
            reference.where.at("id"), _CODE, "{standard} is no professional standard", {"standard": reference.id},
            hint="Adopt the professional standard: course standards go with it.",
        ),)
    if base.version != reference.version:
        return None, (Diagnostic(
            reference.where.at("version"), _CODE, "{standard} has version {current}, not {version}",
            {"standard": base.id, "current": base.version, "version": reference.version, "id": adoption.id},
            hint="See what that means with `curricula adopt upgrade {id}`; with --accept it names {current} here.",
        ),)
    adopted = tailor(base, source.data, adoption)
    tailoring = replace(adopted.tailoring, acts=systems[adoption.partner].acts)
    return replace(adopted, tailoring=tailoring), adopted.problems


def _unknown(where: Where, message: str, name: str, known: list[str]) -> Diagnostic:
    near = nearest(name, known)
    told = {"name": name, "known": ", ".join(known), **(near.arguments if near else {})}
    return Diagnostic(where, _CODE, message, told, hint=near.hint if near else "There are: {known}.")


def read_own(path: Path, kind: str) -> tuple[Source, tuple[Diagnostic, ...]]:
    """A file that stands in no repository, and what is wrong with it: its path is the one it was asked for by."""
    if not path.exists():
        raise CurriculaError("{path} does not exist", path=path)
    source = read_yaml(path.parent, path.name)
    found = source.problems or tuple(violations(source, kind))
    another = tuple(item for item in found if item.where.pointer == ("kind",))  # then all the rest is wrong as well
    return source, tuple(shown_at(locate(path.parent, another or found), path.name, path))


def read_adoption(path: Path, document: str = "") -> tuple[Adoption | None, Source, tuple[Diagnostic, ...]]:
    """The adoption in a file; one that stands in no repository is called as it would be called there."""
    source, problems = read_own(path, "adoption")
    if problems:
        return None, source, problems
    document = document or f"{source.data['standard']['id'].partition('/')[0]}/adoptions/{source.data['partner']}"
    return parse(Adoption, source.data, document, f"standards/{document}.yaml"), source, ()


def shown_at(problems: Iterable[Diagnostic], place: str, path: Path) -> Iterator[Diagnostic]:
    """Findings of which those in `place` are told of the file that its words come from."""
    for item in problems:
        where = item.where._replace(path=str(path)) if item.where.path == place else item.where
        yield replace(item, where=where)


def own_texts(adopted: Adopted) -> Iterator[Text]:
    """The words that the adoption itself has brought: about itself, and into the standard."""
    yield from texts(adopted.tailoring.adoption)
    owner = f"{adopted.standard.id}#"
    yield from (text for text in texts(adopted.standard) if text.key.startswith(owner))


def joined(base: Catalogue, own: Catalogue) -> Catalogue:
    """The translations of a standard and of its adoption, as one catalogue."""
    return replace(own, messages={**base.messages, **own.messages}, outdated=base.outdated | own.outdated)
