"""Bring the catalogues of one document up to its source: what a translator will fill, drafted from what is known.

Nothing of other documents is needed but what is handed over, so any process may take any document. What
is written waits in temporary files: nothing is replaced before every document of the repository could be read.
"""

import hashlib
import pickle
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path

import polib

from curricula.adopting import own_texts
from curricula.catalogue import Catalogue, Message, read_catalogue, stands, write_catalogue
from curricula.diagnostics import Diagnostic, failed
from curricula.files import set_beside
from curricula.inventory import is_adoption
from curricula.model.settings import Term
from curricula.model.standards import Standard
from curricula.model.text import REMEMBERED, Text, texts
from curricula.parsing import read_standard
from curricula.references import references
from curricula.renaming import Former, Renaming, adopted, beside
from curricula.repository import Repository
from curricula.reviews import read_reviews
from curricula.source import read_text
from curricula.strays import SNAPSHOTS
from curricula.terms import Same, shown_in

WHOLE = "document"  # in a key, the item that is no item of its own
Wanted = tuple[str, str]  # source words, and the field they stand in
Memory = Mapping[Wanted, str]

_SOURCE = re.compile(rb'^msgid "(.*(?:"\r?\n".*)*)"', re.MULTILINE)


@dataclass(frozen=True)
class Rules:
    """What the catalogues of all documents are brought up by.

    `published` are the locales of the standards; into `translated` people translate. `former` are names
    that standards are not there under any more.
    """

    root: Path
    published: tuple[str, ...]
    translated: tuple[str, ...]
    terms: tuple[Term, ...]
    former: Former

    @cached_property
    def known(self) -> Same:
        """The terms, as what is found with them is remembered."""
        return Same(self.terms)

    def packed(self) -> bytes:
        """The rules as they are handed to processes: each unpacks them once, and remembers what it finds by them."""
        return pickle.dumps(self)

    def renamings(self, document: str, uuid: str) -> tuple[Renaming, ...]:
        """What a document was called before."""
        return tuple(Renaming(name, document) for name in self.former.get(uuid, ()))


@dataclass(frozen=True)
class Subject:
    """A document as far as its catalogues need it."""

    document: str
    uuid: str
    texts: tuple[Text, ...]

    @cached_property
    def breadcrumbs(self) -> tuple[str, ...]:
        """Where each text stands."""
        return tuple(map(breadcrumb, self.texts))


@dataclass(frozen=True)
class Outcome:
    """What became of one document.

    `waiting` are the files to be replaced, each with its temporary file and the hash of that; `wanted`
    is, by locale, what a memory is to be asked for before the document can be brought up. Where any of its
    files could not be read, nothing else is known; `left_out` tells why an adoption cannot be applied.
    """

    document: str
    uuid: str = ""
    readable: bool = True
    references: tuple[str, ...] = ()
    catalogues: int = 0
    waiting: Mapping[str, tuple[Path, str]] = field(default_factory=dict)
    wanted: Mapping[str, frozenset[Wanted]] = field(default_factory=dict)
    left_out: tuple[Diagnostic, ...] = ()


def bring_up(packed: bytes, documents: Iterable[str], memories: Mapping[str, Memory]) -> list[Outcome]:
    """Bring up the catalogues of standards; those that need a memory of a locale only if it is among `memories`."""
    rules = _unpacked(packed)
    return [_bring_up(rules, document, memories) for document in documents]


@lru_cache(1)
def _unpacked(packed: bytes) -> Rules:
    rules = pickle.loads(packed)
    assert isinstance(rules, Rules)
    return rules


def _bring_up(rules: Rules, document: str, memories: Mapping[str, Memory]) -> Outcome:
    standard, subject, spoken = _subject(rules.root, document)
    if standard is None:
        left_out = _unapplied(rules.root, document)
        return Outcome(document, readable=bool(left_out), left_out=left_out)
    renamings = rules.renamings(document, subject.uuid)
    others = [tag for tag in rules.published if tag != standard.language and (spoken is None or tag in spoken)]
    settled = {tag for tag in others if not renamings and tag in rules.translated and _stands(rules, subject, tag)}
    old = {tag: read_catalogue(rules.root, _path(tag, document), tag) for tag in others if tag not in settled}
    if not _readable(rules, standard, old):
        return Outcome(document, readable=False)
    found = brought_up(rules, subject, [old[tag] for tag in rules.translated if tag in old], memories)
    if renamings and not found.wanted:
        found = replace(found, waiting={**found.waiting, **_beside(rules, subject, renamings, old)})
    names = tuple(sorted(references(standard)))
    return replace(found, references=names, catalogues=found.catalogues + len(settled))


def _beside(
    rules: Rules, subject: Subject, renamings: Sequence[Renaming], present: Mapping[str, Catalogue]
) -> dict[str, tuple[Path, str]]:
    """The files beside the catalogues of people that take over something from former names."""
    changed = dict(beside(rules.root, subject.uuid, renamings, present))
    for tag, own in present.items():
        taken = adopted(rules.root, own, subject.uuid, renamings) if tag not in rules.translated else own
        if taken is not own:
            changed[own.path] = write_catalogue(taken)
    return dict(_set_beside(rules.root, changed))


def _set_beside(root: Path, changed: Mapping[str, bytes]) -> Iterator[tuple[str, tuple[Path, str]]]:
    """The files that change: path, temporary file, hash."""
    for path, content in changed.items():
        temporary = set_beside(root / path, content)
        if temporary is not None:
            yield path, (temporary, hashlib.sha256(content).hexdigest())


def _subject(root: Path, document: str) -> tuple[Standard | None, Subject, tuple[str, ...] | None]:
    """A standard, or one as adopted, and the words that its catalogues have; None where it cannot be read.

    Last the languages of an adoption; None for those of the repository.
    """
    path = f"standards/{document}.yaml"
    if is_adoption(path):
        found = Repository(root, only=(path,)).adoptions.get(document)
        if found is None:
            return None, Subject(document, "", ()), None
        languages = found.tailoring.adoption.languages
        return found.standard, Subject(document, found.standard.uuid, tuple(own_texts(found))), languages
    standard, problems = read_standard(root, path, document)
    if standard is None or failed(problems):
        return None, Subject(document, "", ()), None
    return standard, Subject(standard.id, standard.uuid, tuple(texts(standard))), None


def _unapplied(root: Path, document: str) -> tuple[Diagnostic, ...]:
    """Why an adoption cannot be applied; nothing of any other document."""
    path = f"standards/{document}.yaml"
    return Repository(root, only=(path,), about=frozenset()).located_problems if is_adoption(path) else ()


def _path(locale: str, document: str) -> str:
    return f"translations/{locale}/{document}.po"


def _stands(rules: Rules, subject: Subject, locale: str) -> bool:
    """Whether a catalogue is as it should be, as far as that can be known without reading it."""
    path = _path(locale, subject.document)
    if not (rules.root / path).exists():
        return False
    text, problems = read_text(rules.root, path)
    return not problems and stands(text, Catalogue(path, locale, uuid=subject.uuid), _told(rules, subject, locale))


def _told(rules: Rules, subject: Subject, locale: str) -> Iterator[tuple[Text, str]]:
    """The texts that are translated into a locale, each with what the translator is told."""
    return (
        (text, crumbs + _terms(text.words, text.language, locale, rules.known))
        for text, crumbs in zip(subject.texts, subject.breadcrumbs, strict=True) if text.language != locale
    )


def _readable(rules: Rules, standard: Standard, catalogues: Mapping[str, Catalogue]) -> bool:
    """Whether its catalogues can be read, and what else there is of its translations."""
    problems = [problem for catalogue in catalogues.values() for problem in catalogue.problems]
    for tag in rules.published:
        if tag != standard.language:
            problems += read_reviews(rules.root, f"translations/reviews/{tag}/{standard.id}.json").problems
        kept = f"{SNAPSHOTS}/{tag}/{standard.id}"
        if not is_adoption(f"standards/{standard.id}.yaml") and (rules.root / f"{kept}.yaml").exists():
            problems += read_standard(rules.root, f"{kept}.yaml", standard.id)[1]
            problems += read_catalogue(rules.root, f"{kept}.po", tag).problems
    return not failed(problems)


def brought_up(
    rules: Rules, subject: Subject, catalogues: Iterable[Catalogue], memories: Mapping[str, Memory]
) -> Outcome:
    """Bring up the catalogues of one document, given as they are."""
    begun: list[Catalogue] = []
    wanted: dict[str, frozenset[Wanted]] = {}
    for catalogue in catalogues:
        units = [text for text in subject.texts if text.language != catalogue.locale]
        if not units:
            continue
        start = adopted(rules.root, catalogue, subject.uuid, rules.renamings(subject.document, subject.uuid))
        begun.append(start)
        new = frozenset(
            kind_of(text.words, text.key) for text in units
            if text.key not in start.messages and text.key not in start.obsolete
        )
        if new and catalogue.locale not in memories:
            wanted[catalogue.locale] = new
    waiting = {} if wanted else dict(_set_beside(rules.root, dict(_written(rules, subject, begun, memories))))
    return Outcome(subject.document, subject.uuid, catalogues=len(begun), waiting=waiting, wanted=wanted)


def _written(
    rules: Rules, subject: Subject, begun: Iterable[Catalogue], memories: Mapping[str, Memory]
) -> Iterator[tuple[str, bytes]]:
    """The catalogues as they should be."""
    for catalogue in begun:
        told = _told(rules, subject, catalogue.locale)
        merged = merge(catalogue, told, memories.get(catalogue.locale, {}))
        yield catalogue.path, write_catalogue(replace(merged, uuid=subject.uuid))


def merge(
    old: Catalogue, texts: Iterable[tuple[Text, str]], memory: Mapping[tuple[str, str], str]
) -> Catalogue:
    """Bring a catalogue up to the present source, losing no word.

    `texts` are the present units with the comment each is shown with; `memory` gives, for source
    words and a field name, a translation used elsewhere. Same source: kept. Changed source: the
    old words stay, stale. New: drafted from memory where it has the exact words. Gone: obsolete,
    and restored when the key returns.
    """
    messages: dict[str, Message] = {}
    for text, comment in texts:
        known = old.messages.get(text.key) or old.obsolete.get(text.key)
        if known is None:
            words = memory.get((text.words, text.key.rpartition("/")[2]), "")
            known = Message(text.key, text.words, words, text.where, fuzzy=bool(words), comment=comment)
        elif known.source != text.words:
            known = _restate(known, text.words)
        messages[text.key] = known if known.comment == comment else known._replace(comment=comment)
    everything = {**old.obsolete, **old.messages}
    obsolete = {key: _set_aside(value) for key, value in everything.items() if key not in messages and value.words}
    return Catalogue(old.path, old.locale, messages, obsolete, old.uuid, old.headers, old.notes)


def _set_aside(message: Message) -> Message:
    """An obsolete message: its source is what its words were made for, as polib reads no previous source there."""
    if message.fuzzy and message.previous:
        return message._replace(source=message.previous, fuzzy=False, previous="")
    return message._replace(previous="")


def _restate(message: Message, source: str) -> Message:
    """The message under changed source words: stale, unless it returns to the words it was made for."""
    if not message.words:
        return message._replace(source=source, fuzzy=False, previous="")
    if message.fuzzy and not message.previous:
        return message._replace(source=source)  # nobody confirmed these words for any source: still a draft
    made_for = message.previous if message.fuzzy else message.source  # a confirmed message may keep an outdated one
    if made_for == source:
        return message._replace(source=source, fuzzy=False, previous="")
    return message._replace(source=source, fuzzy=True, previous=made_for)


def kind_of(words: str, key: str) -> Wanted:
    """What a memory is asked for: the words, and the field that the key names."""
    return words, key.rpartition("/")[2]


@lru_cache(REMEMBERED)
def _terms(words: str, language: str, locale: str, terms: Same) -> str:
    """What the translator sees of the terms in a text, below where it stands and what it is."""
    return "".join(
        f"\n{hit.source} = {hit.target}" + (f" · {hit.note}" if hit.note else "")
        for hit in shown_in(words, language, locale, terms) if hit.source != hit.target or hit.note
    )


def breadcrumb(text: Text) -> str:
    """Chapter, item and kind of a text: `curriculum › courses › C302 › name`."""
    item, _, kind = text.key.rpartition("#")[2].rpartition("/")
    fields = kind.split(".")
    chapters = [step for step in text.where.pointer if isinstance(step, str)][: -len(fields)]
    if item != WHOLE and item not in chapters[-1:]:
        chapters.append(item)
    return " › ".join([*chapters, *fields])


def confirmed(
    root: Path, locale: str, paths: Iterable[str], wanted: Collection[Wanted] | None = None
) -> dict[Wanted, list[str]]:
    """How words were translated, as people have confirmed it: up to two ways of each, as two are a dispute.

    `wanted` is what is asked for; without it everything is.
    """
    found: dict[Wanted, list[str]] = {}
    sources = frozenset(polib.escape(words).encode() for words, _ in wanted or ())
    for path in paths:
        if wanted is not None and not _may_have(root / path, sources):
            continue
        for message in read_catalogue(root, path, locale).messages.values():
            pair = kind_of(message.source, message.key)
            if message.words and not message.fuzzy and (wanted is None or pair in wanted):
                note_way(found.setdefault(pair, []), message.words)
    return found


def note_way(ways: list[str], words: str) -> None:
    """Note a way in which words were translated; of many two."""
    if words not in ways and len(ways) < 2:
        ways.append(words)


def _may_have(path: Path, sources: frozenset[bytes]) -> bool:
    """Whether a catalogue may have one of these sources, as they are written; one of several lines may be any."""
    found = _SOURCE.findall(path.read_bytes())
    return not sources.isdisjoint(found) or any(b"\n" in written for written in found)
