"""What a version changed: found in two versions with their translations, and kept as data with its sentences.

A list is made from the history once, when a version is published, and kept as a file. So whatever is built
later needs no history, and says the same.
"""

import dataclasses
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from curricula.adopting import joined
from curricula.compare import Change, bump, compare, translation_changes
from curricula.editions.edition import Shared, localize
from curricula.messages.wording import SOURCE, voice, voices
from curricula.model.adoption import Adoption
from curricula.model.standards import Standard
from curricula.model.text import Text, texts
from curricula.redline.sentences import Side, Teller, Told
from curricula.repository import Repository, dangling

FORMAT = "curricula-changes/1"


@dataclass(frozen=True)
class Version:
    """One version of a standard, and the repository whose words it is shown with."""

    repository: Repository
    standard: Standard

    @property
    def adoption(self) -> Adoption | None:
        """The adoption that the standard comes from; None of our own standards."""
        adopted = self.repository.adoptions.get(self.standard.id)
        return adopted.tailoring.adoption if adopted else None


def differences(old: Version, new: Version, locales: Iterable[str]) -> tuple[Change, ...]:
    """What changed in the standard, and then in its translations into the locales."""
    return (*compare(old.standard, new.standard), *translation_differences(old, new, locales))


def translation_differences(old: Version, new: Version, locales: Iterable[str]) -> Iterator[Change]:
    """Changes of translations whose source words are the same in both versions."""
    languages = (old.standard.language, new.standard.language)
    for tag in sorted(set(locales)):
        if tag in new.repository.published(new.standard.id) if new.adoption else tag not in languages:
            words = [current(version, tag) for version in (old, new)]
            yield from translation_changes((old.standard, words[0]), (new.standard, words[1]), tag)


def current(version: Version, locale: str) -> dict[str, Text]:
    """The current translations of a version by key."""
    catalogue = version.repository.catalogue(version.standard.id, locale)
    if version.adoption:
        catalogue = joined(version.repository.catalogue(version.adoption.standard.id, locale), catalogue)
    found = ((text.key, catalogue.translate(text)) for text in texts(version.standard))
    return {key: words for key, words in found if words is not None}


def sides(old: Version, new: Version, locale: str) -> tuple[Side, Side]:
    """Both editions in a locale. Labels are the program's: both have those of the newer version."""
    shared = [version.repository.shared(locale, version.standard) for version in (old, new)]
    shared[0] = replace(shared[0], labels=shared[1].labels)
    first, second = (_side(version, locale, names) for version, names in zip((old, new), shared, strict=True))
    return first, second


def _side(version: Version, locale: str, names: Shared) -> Side:
    repository, document = version.repository, version.standard.id
    if version.adoption:
        return Side(replace(repository.edition(document, locale), shared=names))
    return Side(localize(version.standard, repository.catalogue(document, locale), names))


def change_list(old: Version, new: Version) -> bytes:
    """The list as it is kept: each change with its ids and values, and in a sentence of every language there is."""
    changes = differences(old, new, {*old.repository.locales, *new.repository.locales})
    told = _told(old, new, changes)
    facts = {
        "format": FORMAT, "id": new.standard.id, "uuid": new.standard.uuid,
        "from": old.standard.version, "to": new.standard.version, "bump": bump(changes)[0],
        "changes": [
            {
                "kind": change.kind, "weight": change.weight, "chapter": change.chapter, "noun": change.item.noun,
                "item": change.item.id, "field": change.field,
                **({"locale": change.locale} if change.locale else {}),
                "sentence": {tag: sentences[place].sentence.words(voice(tag)) for tag, sentences in told.items()},
                "before": plain(change.before), "after": plain(change.after),
            }
            for place, change in enumerate(changes)
        ],
    }
    return (json.dumps(facts, ensure_ascii=False, indent=2) + "\n").encode()


def _told(old: Version, new: Version, changes: tuple[Change, ...]) -> dict[str, tuple[Told, ...]]:
    """The sentences in the languages of the repository that the program speaks; in English where it speaks none."""
    if any(dangling(version.repository, version.standard) for version in (old, new)):
        return {}  # a document without a name that it refers to cannot be composed
    spoken = [tag for tag in sorted(new.repository.locales) if tag in voices()] or [SOURCE]
    found = {}
    for tag in spoken:
        shown = tag if tag in new.repository.locales else new.standard.language
        teller = Teller(*sides(old, new, shown), tag)
        found[tag] = tuple(teller.tell(change) for change in changes)
    return found


def plain(value: Any) -> Any:
    """A value of the model as JSON has it: codes and references in one word, other items by their id."""
    if isinstance(value, tuple):
        return [plain(entry) for entry in value]
    if isinstance(value, Text):
        return value.words
    if hasattr(value, "scheme"):
        return f"{value.scheme}/{value.code}"
    if hasattr(value, "number"):
        return {"semester": value.number, "hours": value.hours}
    if hasattr(value, "version"):
        return f"{value.id} {value.version}"
    if hasattr(value, "id"):
        return value.id
    if dataclasses.is_dataclass(value):
        names = (entry.name for entry in dataclasses.fields(value) if entry.name != "where")
        return {name: plain(getattr(value, name)) for name in names}
    return value
