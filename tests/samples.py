"""Good files of the kinds that the repository does not hold: Office files and packages, made of the demonstration."""

from pathlib import Path

from curricula.inputs import Inputs
from curricula.packages.packing import pack
from curricula.pipeline import publication
from curricula.plugins import plugin
from curricula.repository import Repository


def samples(root: Path) -> dict[str, tuple[bytes, ...]]:
    """By suffix: each standard of the repository as `docx`, `xlsx` and CASE (`json`), and one `asice` package."""
    repository = Repository(root)
    made = {}
    for suffix, name in (("docx", "docx"), ("xlsx", "xlsx"), ("json", "case")):
        render = plugin("curricula.formats", name).render
        editions = (publication(repository, name, (item.language,)) for name, item in repository.standards.items())
        made[suffix] = tuple(render(edition.editions[0])[0] for edition in editions)
    document = next(iter(repository.standards))
    outputs = {"standard.xml": plugin("curricula.formats", "xml").render(_whole(repository, document))[0]}
    return made | {"asice": (pack(repository, Inputs(root), document, outputs).content,)}


def _whole(repository: Repository, document: str) -> object:
    source = repository.standards[document].language
    return publication(repository, document, (source, *(tag for tag in repository.locales if tag != source)))
