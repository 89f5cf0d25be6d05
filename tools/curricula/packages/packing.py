"""Everything that belongs to a standard goes into one file, the same bytes wherever it is made."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from curricula import locales
from curricula.diagnostics import CurriculaError
from curricula.inputs import Inputs
from curricula.packages import bag, container
from curricula.packages.certificate import CERTIFICATE, certificate
from curricula.packages.manifest import canonical, manifest
from curricula.repository import Repository
from curricula.schemas import FOLDER

SUFFIX = "asice"
MOST = 29  # payload and tag files: Java's XML signatures refuse more than 30 references
TEMPLATES = Path(__file__).parents[1] / "package_readme"
FALLBACK = "en"  # the language of the README for readers whose language has no template


@dataclass(frozen=True)
class Package:
    """One package: its file name, its content, and the digest of its content to announce beside it."""

    name: str
    content: bytes
    digest: str


def names(repository: Repository) -> dict[str, str]:
    """The file name of every standard's package: its id with dots for folders, and its version."""
    found = {
        document: f"{document.replace('/', '.')}-{standard.version}.{SUFFIX}"
        for document, standard in repository.standards.items()
    }
    seen: dict[str, str] = {}
    for document, called in found.items():
        other = seen.setdefault(called.casefold(), document)
        if other != document:
            raise CurriculaError(
                "{other} and {document} would both be packed as {name}: rename one",
                other=other, document=document, name=called,
            )
    return found


def pack(repository: Repository, inputs: Inputs, document: str, artifacts: Mapping[str, bytes]) -> Package:
    """The package of one standard; `artifacts` are its outputs by file name (`ru.pdf`, `standard.xml`)."""
    called = names(repository)[document]
    files = {f"data/{output.rpartition('.')[2]}/{output}": content for output, content in artifacts.items()}
    files |= {f"data/schema/{path.name}": path.read_bytes() for path in sorted((FOLDER / "xsd").glob("*.xsd"))}
    files |= _readmes(repository, document, called)
    files[CERTIFICATE] = canonical(certificate(repository, document))
    described = manifest(repository, inputs, document, files)
    files[bag.MANIFEST] = canonical(described)
    files |= bag.tag_files(described, files[bag.MANIFEST])
    count = len(files) - 1
    if count > MOST:
        raise CurriculaError(
            "{name} would hold {count} files beside mimetype; at most {limit} can be signed: publish fewer languages",
            name=called, count=count, limit=MOST,
        )
    return Package(called, container.write(files), str(described["contentDigest"]))


def _readmes(repository: Repository, document: str, called: str) -> dict[str, bytes]:
    """A README in every language that has a template; readers of the others find the English one."""
    known = _templates()
    languages = {locale if locale in known else FALLBACK for locale in repository.locales}
    return {f"data/README.{locale}.txt": _readme(repository, document, locale, called) for locale in sorted(languages)}


@cache
def _templates() -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(TEMPLATES.glob("*.txt"))}


def _readme(repository: Repository, document: str, locale: str, called: str) -> bytes:
    edition = repository.edition(document, locale)
    standard = edition.standard
    words = _templates()[locale].format_map({
        "title": standard.title.words,
        "document": document,
        "version": standard.version,
        "status": edition.label(f"status.{standard.status}"),
        "issued": locales.date(standard.issued, locale),
        "licence": repository.settings.licence,
        "package": called,
        "folder": called.removesuffix(f".{SUFFIX}"),
    })
    return words.encode()
