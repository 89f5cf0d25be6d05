"""Everything that belongs to a standard goes into one file, the same bytes wherever it is made."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from curricula import locales
from curricula.diagnostics import CurriculaError
from curricula.inputs import Inputs
from curricula.lifecycle import changes_file
from curricula.packages import bag, container
from curricula.packages.certificate import CERTIFICATE, certificate
from curricula.packages.manifest import CHANGES, README, canonical, manifest, place
from curricula.packages.sources import SOURCE, source
from curricula.repository import Repository
from curricula.resources import SCHEMAS

TEMPLATES = Path(__file__).parents[1] / "package_readme"
RULE = f"\n\n{'=' * 78}\n\n\n"  # between two languages of the README
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
        document: bag.file_name(document, standard.version)
        for document, standard in repository.issued.items()
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
    """The package of one standard; `artifacts` are its outputs by file name (`ru.pdf`, `standard.xml`).

    Those of a format with `PACKED = False` are left out.
    """
    called = names(repository)[document]
    files = {path: content for output, content in artifacts.items() if (path := place(output))}
    files |= {f"data/schema/{path.name}": path.read_bytes() for path in sorted((SCHEMAS / "xsd").glob("*.xsd"))}
    files[README] = _readme(repository, document, called)
    files[CERTIFICATE] = canonical(certificate(repository, document))
    files[SOURCE] = canonical(source(repository, document))
    changes = repository.root / changes_file(document, repository.issued[document].version)
    if changes.is_file():  # there is none of a first version, nor of one that is not published
        files[CHANGES] = changes.read_bytes()
    described = manifest(repository, inputs, document, files)
    files[bag.MANIFEST] = canonical(described)
    files |= bag.tag_files(described, files[bag.MANIFEST])
    count = len(files) - 1
    if count > bag.MOST:
        raise CurriculaError(
            "{name} would hold {count} files beside mimetype; at most {limit} can be signed: publish fewer languages",
            name=called, count=count, limit=bag.MOST,
        )
    return Package(called, container.write(files), str(described["contentDigest"]))


def _readme(repository: Repository, document: str, called: str) -> bytes:
    """The README in every language that has a template, one below the other; readers of the others find the English."""
    known = _templates()
    languages = {locale if locale in known else FALLBACK for locale in repository.published(document)}
    return RULE.join(_guide(repository, document, locale, called) for locale in sorted(languages)).encode()


@cache
def _templates() -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(TEMPLATES.glob("*.txt"))}


def _guide(repository: Repository, document: str, locale: str, called: str) -> str:
    edition = repository.edition(document, locale)
    standard = edition.standard
    return _templates()[locale].format_map({
        "title": standard.title.words,
        "document": document,
        "version": standard.version,
        "status": edition.label(f"status.{standard.status}"),
        "issued": locales.date(standard.issued, locale),
        "licence": repository.settings.licence,
        "package": called,
        "folder": called.removesuffix(f".{bag.SUFFIX}"),
    })
