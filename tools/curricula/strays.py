"""Files of translations that no document has: nothing is passed over in silence.

Most often a standard was renamed or deleted. Catalogues know its UUID, so that it is found under its present name,
and so are the records and edits that lie beside them under the former one.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

from curricula.catalogue import read_catalogue
from curricula.diagnostics import N_, Diagnostic, Where
from curricula.edits import FOLDER as EDITS
from curricula.files import below
from curricula.inventory import is_adoption
from curricula.references import SHARED
from curricula.reviews import FOLDER as REVIEWS

SNAPSHOTS = "translations/snapshots"

_FOLDERS = (REVIEWS, SNAPSHOTS)
_FOREIGN = N_("belongs to no standard and language of this repository")
_MISSING = N_("Is its standard missing or renamed? `curricula translate sync` finds it by its UUID.")
_FOLLOWS = N_("An adopted edition follows the file of its adoption: delete this file.")
_ALONE = N_("Was its standard deleted or renamed? Delete this file, or give it and its keys the new name.")


def strays(
    root: Path, documents: Collection[str], tags: Collection[str], published: Collection[str],
    uuids: Callable[[], Mapping[str, str]],
) -> Iterator[Diagnostic]:
    """A warning for every file of translations that belongs to none of the `documents`.

    `tags` are the locales of the repository, `published` those of standards; `uuids` gives the document of each
    UUID, if there is such a file.
    """
    known = set(_known(documents, tags, published))
    found = (path for path in below(root, "translations") if "." in path.rpartition("/")[2])
    strange = {path: _place(path) for path in found if path not in known and _is_of_documents(path)}
    documents_by_uuid = uuids() if strange else {}
    names = {
        name: documents_by_uuid.get(read_catalogue(root, path, locale).uuid, "")
        for path, (locale, name) in strange.items() if path.endswith(".po")
    }
    for path, (_, name) in strange.items():
        present = names.get(name, "")
        stem, dot, suffix = path.rpartition(".")
        here = stem.removesuffix(name) + present + dot + suffix
        if path.startswith(f"{SNAPSHOTS}/") and is_adoption(f"standards/{name}.yaml"):
            yield _stray(path, N_("is not read: nothing is kept of adoptions"), _FOLLOWS, {})
        elif name and present and (root / here).exists():
            yield _stray(
                path, N_("is a former file of {document}, whose present one is {path}"), N_(
                    "`curricula translate sync` takes over what is missing there, and leaves what was written in "
                    "another way. Put there what is needed of it, and delete this file."
                ),
                {"document": present, "path": here},
            )
        else:
            yield _stray(path, _FOREIGN, _MISSING if path.endswith(".po") or present else _ALONE, {})


def _known(documents: Collection[str], tags: Collection[str], published: Collection[str]) -> Iterator[str]:
    for name in (*documents, SHARED):
        yield f"{EDITS}/{name}.json"
        for locale in tags if name == SHARED else published:
            yield from (f"translations/{locale}/{name}.po", f"{REVIEWS}/{locale}/{name}.json")
            kept = (".po", ".yaml") if name != SHARED and not is_adoption(f"standards/{name}.yaml") else ()
            yield from (f"{SNAPSHOTS}/{locale}/{name}{suffix}" for suffix in kept)


def _is_of_documents(path: str) -> bool:
    """Whether a file is of a kind that documents have."""
    if path.endswith(".json"):
        return path.startswith((f"{REVIEWS}/", f"{EDITS}/"))
    return path.endswith(".po") or (path.endswith(".yaml") and path.startswith(f"{SNAPSHOTS}/"))


def _place(path: str) -> tuple[str, str]:
    """The locale and the document that a file names."""
    folder = next((folder for folder in _FOLDERS if path.startswith(f"{folder}/")), "translations")
    locale, _, name = path.rpartition(".")[0].removeprefix(f"{folder}/").partition("/")
    return locale, name


def _stray(path: str, message: str, hint: str, arguments: Mapping[str, object]) -> Diagnostic:
    return Diagnostic(Where(path), "stray-file", message, arguments, hint=hint, severity="warning")
