"""What translators hand back is merged into the catalogues, three ways: handed out, handed back, here by now.

Words are taken where nobody has changed them here since they were handed out. Where both sides were
changed, the words here stay and the conflict is told with both. Nothing is ever emptied or overwritten
unseen: words for a text that is gone are set aside, words for a text that has changed are stale.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from curricula.bundling import Reading, reading
from curricula.catalogue import Catalogue, Message, read_catalogue
from curricula.deriving import base
from curricula.diagnostics import Diagnostic, Where
from curricula.locales import script
from curricula.model.text import Text
from curricula.objections import FINDINGS, without_marks, without_reader
from curricula.repository import Repository
from curricula.reviews import STATES, Review, Reviews, digest, state
from curricula.units import NOWHERE, Bundle, Part, Unit, handed

Outcome = Literal["taken", "draft", "confirmed", "taken back", "stale", "set aside", "same", "conflict", "refused"]
_MANY = 5  # texts with each other's words: more than anybody copies by chance
CONFIRMING = STATES[STATES.index("translated") :]
_UNCONFIRMED = ("machine", "draft", "stale")
_BROKEN = re.compile(r" *[^\S \u00a0\u202f\u2009\u3000]\s*")  # white space that is no space
_VISIBLE = re.compile("[^\\s\\x00-\\x1f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_READ = ("reviewed", "approved")
_HAN = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who hands back, recorded with the units: translator, reviewer (empty: nobody yet), the day.

    Without a translator nothing is recorded. `machine`: no person has translated, all units are drafts.
    """

    translator: str = ""
    reviewer: str = ""
    date: str = ""
    machine: bool = False


@dataclass(frozen=True)
class Merged:
    """What becomes of a bundle: the catalogues and records to be written, how many units came to what, and findings."""

    catalogues: tuple[Catalogue, ...]
    reviews: tuple[Reviews, ...]
    counts: Mapping[Outcome, int]
    diagnostics: tuple[Diagnostic, ...]
    changes: tuple[tuple[str, str, str], ...]  # the key, the words here before, and the words now


@dataclass
class _Desk:
    """The work on one document: what is here, and what becomes of it."""

    repository: Repository
    document: str
    locale: str
    handed: str  # the language of the source words in the file
    signature: Signature
    texts: Mapping[str, Text]
    present: Catalogue
    reviews: Reviews
    messages: dict[str, Message]
    obsolete: dict[str, Message]
    records: dict[str, Review]
    counts: Counter[Outcome] = field(default_factory=Counter)
    found: list[Diagnostic] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    unmarked: list[Unit] = field(default_factory=list)  # with other words than here, and nothing tells who changed them
    unsigned: list[Unit] = field(default_factory=list)  # read, says the file, but nobody tells by whom


def merge(repository: Repository, bundle: Bundle, signature: Signature) -> Merged:
    """Merge a bundle. Whether what cannot be taken stops the rest is for the caller to decide."""
    catalogues, reviews = [], []
    counts: Counter[Outcome] = Counter()
    changes: list[tuple[str, str, str]] = []
    found = list(bundle.problems)
    counts["refused"] += _unread(bundle)
    unmarked: list[Unit] = []
    unsigned: list[Unit] = []
    shuffled = _shuffled(bundle)
    if shuffled:
        found.append(Diagnostic(
            bundle.parts[0].units[0].where, "exchange-shuffled",
            "{count} texts have the translation that was handed out for another one", {"count": len(shuffled)},
            hint="Was one column sorted alone? These texts were not taken: put the rows back in order.",
        ))
        counts["refused"] += len(shuffled)
    for part in bundle.parts:
        document = _document(repository, part, bundle.locale, found)
        if document is None:
            counts["refused"] += len(part.units)
            continue
        desk = _begin(repository, document, bundle, signature)
        for unit in (unit for unit in part.units if unit.key not in shuffled):
            key = document + unit.key.removeprefix(part.document)
            desk.counts[_take(desk, _tidy(replace(unit, key=key)))] += 1
        counts += desk.counts
        found += desk.found
        changes += desk.changes
        unmarked += desk.unmarked
        unsigned += desk.unsigned
        stored = read_catalogue(repository.root, desk.present.path, bundle.locale)
        if (desk.messages, desk.obsolete) != (dict(stored.messages), dict(stored.obsolete)):
            standard = repository.issued.get(document)
            catalogues.append(replace(
                stored, messages=desk.messages, obsolete=desk.obsolete, uuid=standard.uuid if standard else ""
            ))
        if desk.records != dict(desk.reviews.records):
            reviews.append(replace(desk.reviews, records=desk.records))
    if unmarked:
        found.append(without_marks(unmarked))
    if unsigned:
        found.append(without_reader(unsigned))
    return Merged(tuple(catalogues), tuple(reviews), +counts, tuple(found), tuple(changes))


def _unread(bundle: Bundle) -> int:
    """How many texts the reader of the file has left out: the errors that are about one text."""
    errors = (problem.arguments for problem in bundle.problems if problem.severity == "error")
    return len({found.get("key") or found.get("place") for found in errors} - {None})


def _shuffled(bundle: Bundle) -> set[str]:
    """The keys of texts with each other's translations, where these are most of what has changed.

    A single sentence that a translator copied from another text is none of them.
    """
    owners = {handed(unit.base).target: unit for unit in bundle.units()}  # also of a cell that is blank by now
    changed = [unit for unit in bundle.units() if unit.target and digest(unit.target) != handed(unit.base).target]
    strange = {
        unit.key for unit in changed
        if (other := owners.get(digest(unit.target))) is not None and other.source != unit.source
    }
    return strange if len(strange) >= _MANY and 2 * len(strange) >= len(changed) else set()


def _document(repository: Repository, part: Part, locale: str, found: list[Diagnostic]) -> str | None:
    """The document a part belongs to: that of its UUID, which may have another name by now."""
    where = part.units[0].where if part.units else Where("")
    standard = repository.issued.get(part.document)
    document = part.document if part.document in repository.documents else ""
    if part.uuid and (standard is None or standard.uuid != part.uuid):
        document = next((name for name, known in repository.issued.items() if known.uuid == part.uuid), "")
    if not document:
        found.append(Diagnostic(
            where, "exchange-document", "no standard here is {document}, {uuid}",
            {"document": part.document, "uuid": part.uuid or "—"},
            hint="The file is of another repository, or its standard was deleted. Nothing of it was taken.",
        ))
        return None
    if locale not in repository.translated(document):
        found.append(Diagnostic(
            where, "exchange-language", "{document} is not translated into {locale}",
            {"document": document, "locale": locale}, hint="The languages stand in standards/repository.yaml.",
        ))
        return None
    return document


def _begin(repository: Repository, document: str, bundle: Bundle, signature: Signature) -> _Desk:
    locale = bundle.locale
    present, reviews = repository.catalogue(document, locale), repository.reviews(document, locale)
    # Of a derived locale the file has only what is put otherwise.
    stored = read_catalogue(repository.root, present.path, locale) if present.derived else present
    texts = {text.key: text for text in repository.units(document, locale)}
    return _Desk(
        repository, document, locale, bundle.source_language, signature, texts, present, reviews,
        dict(stored.messages), dict(stored.obsolete), dict(reviews.records),
    )


def _tidy(unit: Unit) -> Unit:
    """The unit without the line breaks and edges that a tool put into its words: a text that has none gets none."""
    if not _VISIBLE.search(unit.target):
        return replace(unit, target="")
    if _BROKEN.search(unit.source) or unit.source != unit.source.strip():
        return unit
    return replace(unit, target=_BROKEN.sub(" ", unit.target.strip()))


def _copied(unit: Unit, here: str, locale: str) -> bool:
    """Whether the source stands in the place of the translation, and cannot be one."""
    if unit.target != unit.source:
        return False
    return bool(here) or unit.state not in CONFIRMING or (script(locale) != "Hans" and bool(_HAN.search(unit.source)))


def _take(desk: _Desk, unit: Unit) -> Outcome:
    """What becomes of one unit."""
    text = desk.texts.get(unit.key)
    if text is None:
        return _gone(desk, unit)
    message = desk.present.messages.get(unit.key)
    here = message.words if message else ""
    read = reading(desk.repository, desk.document, text, desk.locale)
    out = handed(unit.base)
    if out.source and digest(unit.source) != out.source:
        return _told(desk, unit, "edited", "refused")
    current = digest(unit.source) == digest(read.words)
    if not desk.signature.reviewer and unit.state in _READ and unit.state != out.state and not _is_read(desk, text):
        desk.unsigned.append(unit)
    if not unit.target:
        return _told(desk, unit, "emptied", "same") if here and out.target == digest(here) else "same"
    if unit.target == here:
        return _same(desk, unit, text, read, current)
    if out.target and digest(unit.target) == out.target:
        return "same"  # changed here since, and not by the translator
    if _copied(unit, here, desk.locale):
        return _told(desk, unit, "copied", "same")
    if here and not unit.base:
        desk.unmarked.append(unit)
        return "refused"
    if here and out.target != digest(here):
        return _told(desk, unit, "conflict", "conflict")
    outcome = _put(desk, unit, text, read, current)
    if outcome != "refused":
        desk.changes.append((unit.key, here, unit.target))
    return outcome


def _is_read(desk: _Desk, text: Text) -> bool:
    return state(text, desk.present, desk.reviews) in _READ


def _put(desk: _Desk, unit: Unit, text: Text, read: Reading, current: bool) -> Outcome:
    """New words for a text."""
    if desk.present.derived:
        if not current or read.language != base(desk.locale):
            return _told(desk, unit, "unsure", "refused")
        desk.messages[unit.key] = Message(unit.key, read.words, unit.target, text.where)
        return "taken"
    known = desk.messages.get(unit.key) or Message(unit.key, text.words, "", text.where)
    older = _made_for(desk, unit, text)
    draft = desk.signature.machine or unit.state not in CONFIRMING
    desk.messages[unit.key] = known._replace(
        source=text.words, words=unit.target, note=unit.note or known.note,
        fuzzy=draft or older != text.words, previous="" if older == text.words else older,
    )
    if not draft or desk.signature.machine:
        _record(desk, unit, text)
    if not current:
        return _told(desk, unit, "stale", "stale")
    return "draft" if draft else "taken"


def _same(desk: _Desk, unit: Unit, text: Text, read: Reading, current: bool) -> Outcome:
    """The words here: perhaps somebody has confirmed them, taken them back, or left a note.

    A state says so only if somebody changed it: what was handed out comes back with the state it had.
    """
    out, reached = handed(unit.base), state(text, desk.present, desk.reviews)
    known = desk.messages.get(unit.key)
    if unit.note and known is not None and unit.note != known.note:
        desk.messages[unit.key] = known._replace(note=unit.note)
    seen = not unit.base or out.target == digest(unit.target)
    if desk.signature.machine or desk.present.derived or known is None or unit.state == out.state or not seen:
        return "same"
    if unit.state not in CONFIRMING:
        if unit.state != "draft" or reached not in CONFIRMING:
            return "same"
        desk.messages[unit.key] = desk.messages[unit.key]._replace(fuzzy=True, previous="")
        return "taken back"
    if reached in _UNCONFIRMED:
        if not current:
            return _told(desk, unit, "unsure", "refused")
        desk.messages[unit.key] = desk.messages[unit.key]._replace(source=text.words, fuzzy=False, previous="")
    elif not desk.signature.translator or STATES.index(_state(desk, unit)) <= STATES.index(reached):
        return "same"
    _record(desk, unit, text)
    return "confirmed"


def _gone(desk: _Desk, unit: Unit) -> Outcome:
    """Words for a text that is gone wait for its return, as those do that are here already."""
    known = desk.obsolete.get(unit.key) or desk.messages.get(unit.key)
    here = known.words if known else ""
    if not unit.target or unit.target == here or digest(unit.target) == handed(unit.base).target:
        return "same"
    if here and handed(unit.base).target != digest(here):
        return _told(desk, unit, "gone twice", "conflict")
    derived, machine = desk.present.derived, desk.signature.machine
    draft = not derived and (machine or unit.state not in CONFIRMING)
    original = "" if derived else unit.original  # only words of a pivot have one
    text = Text(unit.key, original or unit.source, NOWHERE, "" if original else desk.handed)  # as it was handed out
    desk.messages.pop(unit.key, None)
    desk.obsolete[unit.key] = Message(
        unit.key, text.words, unit.target, Where(desk.present.path), fuzzy=draft,
        note=unit.note or (known.note if known else ""),
    )
    if not derived and (machine or not draft):
        _record(desk, unit, text)
    return _told(desk, unit, "gone", "set aside")


def _state(desk: _Desk, unit: Unit) -> str:
    """The state to record: as far as the signature goes, and the file says."""
    if desk.signature.machine:
        return "machine"
    if not desk.signature.reviewer:
        return "translated"
    return unit.state if unit.state == "approved" else "reviewed"


def _record(desk: _Desk, unit: Unit, text: Text) -> None:
    """Record who translated: always under a signature, and wherever a pivot was read, as it may change."""
    signature, pivot = desk.signature, desk.handed if desk.handed != text.language else ""
    if not signature.translator:
        return
    reached, known = _state(desk, unit), desk.records.get(unit.key)
    source, target = digest(_made_for(desk, unit, text)), digest(unit.target)
    # Who confirms words for another source stands for them from then on.
    same = known is not None and (known.source, known.target) == (source, target)
    translator = known.translator if known is not None and same else signature.translator
    reviewer = signature.reviewer if reached in _READ else ""
    if reviewer == translator:
        _told(desk, unit, "own", "same")
        reached, reviewer = "translated", ""
    desk.records[unit.key] = Review(
        source, target, reached, translator, reviewer, signature.date,
        Where(desk.reviews.path), pivot, digest(unit.source) if pivot else "",
    )


def _made_for(desk: _Desk, unit: Unit, text: Text) -> str:
    """The words of the source language that the translator had before her, as far as the file tells."""
    return unit.source if desk.handed == text.language else unit.original or text.words


def _told(desk: _Desk, unit: Unit, name: str, outcome: Outcome) -> Outcome:
    """The outcome, with a finding that says why."""
    code, message, hint, severity = FINDINGS[name]
    present, text = desk.present.messages.get(unit.key) or desk.obsolete.get(unit.key), desk.texts.get(unit.key)
    arguments = {
        "key": unit.key, "source": unit.source, "theirs": unit.target, "here": present.words if present else "",
        "present": reading(desk.repository, desk.document, text, desk.locale).words if text else "",
        "name": desk.signature.reviewer,
    }
    desk.found.append(Diagnostic(unit.where, code, message, arguments, hint=hint, severity=severity))
    return outcome


def tally(counts: Mapping[Outcome, int]) -> Iterator[tuple[Outcome, int]]:
    """The outcomes there were, in a fixed order."""
    return ((name, counts[name]) for name in get_args(Outcome) if counts.get(name))
