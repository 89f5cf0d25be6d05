"""Where a new standard belongs, and in which language it is written, as far as nobody has said.

Nothing is decided here: a person reads the proposal, and takes it or writes another.
"""

import re
import unicodedata
from collections.abc import Iterator

from curricula.diagnostics import Voice
from curricula.drafts import Draft, identity
from curricula.inventory import document_id
from curricula.lookalikes import latin
from curricula.messages.wording import language_of
from curricula.model.professional import PlannedCourse, ProfessionalStandard
from curricula.repository import Repository

FOLDERS = {"professional": "", "course": "courses/", "practice": "practice/"}  # by kind, below that of the programme
_LONGEST = 48  # characters of the last part of a proposed id


def programmes(repository: Repository) -> tuple[str, ...]:
    """The folders of the programmes there are."""
    return tuple(sorted({document_id(path).partition("/")[0] for path in repository.standard_paths}))


def spoken(repository: Repository, voice: Voice) -> str:
    """The language a person is likely to write in: their own, if the repository has it."""
    person = language_of(voice)
    return person if person in repository.locales else repository.settings.language


def proposed(repository: Repository, draft: Draft) -> str:
    """The id for a draft: the one it had when the same file was brought in before, else a new one."""
    assert draft.data is not None
    before = _before(repository, draft)
    if before:
        return before
    kind, owner = draft.data["kind"], _owner(repository, draft)
    if kind == "professional":
        return f"{_name(repository, draft, None) or 'new'}/professional"
    folder = owner.id.rpartition("/")[0] if owner else next(iter(programmes(repository)), "new")
    planned = None
    if owner is not None:
        planned = next((item for item in owner.curriculum.courses if item.id == latin(_words(draft, "course"))), None)
    if planned is not None and planned.standard is not None:
        return planned.standard.id
    stem = f"{folder}/{FOLDERS[kind]}{_name(repository, draft, planned) or 'new'}"
    taken = {document_id(path) for path in repository.standard_paths}
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(name for name in numbered if name not in taken)


def _before(repository: Repository, draft: Draft) -> str:
    """The standard that was made of the same template file, which its UUID tells."""
    for path in repository.standard_paths if draft.template else ():
        data, name = repository.source(path).data, document_id(path)
        if isinstance(data, dict) and data.get("uuid") == identity(draft.template, name):
            return name
    return ""


def _owner(repository: Repository, draft: Draft) -> ProfessionalStandard | None:
    """The professional standard that a draft names."""
    assert draft.data is not None
    named = draft.data.get("professional")
    found = repository.standards.get(str(named.get("id"))) if isinstance(named, dict) else None
    return found if isinstance(found, ProfessionalStandard) else None


def _name(repository: Repository, draft: Draft, planned: PlannedCourse | None) -> str:
    """A short name in Latin letters: of the course in a language that has them, of the title, else of the code."""
    return next(filter(None, map(slug, _names(repository, draft, planned))), "")


def _names(repository: Repository, draft: Draft, planned: PlannedCourse | None) -> Iterator[str]:
    if planned is not None:
        document = planned.name.key.partition("#")[0]
        for locale in sorted(repository.locales, key=lambda locale: locale != "en"):
            words = repository.catalogue(document, locale).translate(planned.name)
            yield words.words if words else ""
    yield from (_words(draft, name) for name in ("name", "title"))
    yield from (latin(_words(draft, name)) for name in ("code", "course"))


def _words(draft: Draft, name: str) -> str:
    value = (draft.data or {}).get(name)
    return value if isinstance(value, str) else ""


def slug(words: str) -> str:
    """The words as one part of an id; empty where they have letters that are not Latin."""
    letters = (letter for letter in unicodedata.normalize("NFKD", words) if unicodedata.category(letter) not in _MARKS)
    plain = "".join(letters).replace("'", "").replace("’", "").casefold()
    if any(letter.isalpha() and not letter.isascii() for letter in plain):
        return ""
    whole = re.sub("[^a-z0-9]+", "-", plain).strip("-")
    return whole if len(whole) <= _LONGEST else whole[: _LONGEST + 1].rpartition("-")[0] or whole[:_LONGEST]


_MARKS = ("Mn", "Lm")  # accents, and the apostrophe of Uzbek letters
