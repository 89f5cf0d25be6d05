"""Which files below `standards/` and `translations/` are what: told by their folders."""

import re
from pathlib import Path
from typing import NamedTuple

from curricula.files import below

_NO_PROGRAMMES = ("partners", "classifications", "frameworks")
_OF_TRANSLATIONS = re.compile(r"translations/(reviews/)?([^/]+)/(.+)\.(?:po|json)")


class OfTranslations(NamedTuple):
    """What a catalogue is of, or a file of review records: its locale and its document."""

    locale: str
    document: str
    records: bool


def of_translations(path: str) -> OfTranslations | None:
    """What a file of translations is of; None for any other."""
    match = _OF_TRANSLATIONS.fullmatch(path)
    return OfTranslations(match[2], match[3], match[1] is not None) if match else None


def document_id(path: str) -> str:
    """The id of the document in a file: its path below `standards/` without suffix."""
    return path.removeprefix("standards/").removesuffix(".yaml")


def standard_files(root: Path) -> tuple[str, ...]:
    """The files of all standards, in order of path: those in the folder of a programme."""
    found = []
    for path in below(root, "standards"):
        parts = path.split("/")
        if path.endswith(".yaml") and len(parts) > 2 and parts[1] not in _NO_PROGRAMMES and "adoptions" not in parts:
            found.append(path)
    return tuple(found)


def is_adoption(path: str) -> bool:
    """Whether a file stands in the folder of adoptions of a programme."""
    return path.split("/")[2:3] == ["adoptions"]


def adoption_files(root: Path) -> tuple[str, ...]:
    """The files of all adoptions: those in the folder `adoptions` of a programme."""
    found = sorted((root / "standards").glob("*/adoptions/*.yaml"))
    return tuple(path.relative_to(root).as_posix() for path in found)


def files_in(root: Path, folder: str) -> tuple[str, ...]:
    """The YAML files that stand in a folder of `standards/` itself, in order of path."""
    found = sorted((root / "standards" / folder).glob("*.yaml"))
    return tuple(path.relative_to(root).as_posix() for path in found)
