"""What translators hand back is merged into the catalogues, three ways: handed out, handed back, here by now.

Words are taken where nobody has changed them here since they were handed out. Where both sides were
changed, the words here stay and the conflict is told with both. Nothing is ever emptied or overwritten
unseen: words for a text that is gone are set aside, words for a text that has changed are stale.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from curricula.bundling import Reading, reading
from curricula.catalogue import Catalogue, Message, read_catalogue
from curricula.diagnostics import N_, Diagnostic, Severity, Where
from curricula.model.text import Text
from curricula.repository import Repository
from curricula.reviews import STATES, Review, Reviews, digest, state
from curricula.units import Bundle, Part, Unit

Outcome = Literal["taken", "confirmed", "stale", "set aside", "same", "conflict", "refused"]
CONFIRMING = STATES[STATES.index("translated") :]
_UNCONFIRMED = ("machine", "draft", "stale")
_KEPT = N_("The words here were kept. If those of the file are better, export anew and put them in.")
_ANEW = N_("Nothing of this unit was taken: export anew.")
# By outcome: the code, the message, the hint.
_FINDINGS: dict[str, tuple[str, str, str, Severity]] = {
    "edited": ("exchange-source", N_("the source words of {key} were changed in the file: {source}"), N_(
        "Nothing of this unit was taken. The source is changed by the authors, in the standard."
    ), "error"),
    "emptied": ("exchange-emptied", N_("the translation of {key} was emptied in the file: {here}"), N_(
        "It was kept. To take a translation back, mark it as a draft."
    ), "warning"),
    "conflict": (
        "exchange-conflict", N_("{key} was changed here too: “{here}”; in the file: “{theirs}”"), _KEPT, "error"
    ),
    "stale": ("exchange-stale", N_("the source of {key} has changed since it was handed out: {present}"), N_(
        "The words were taken and are stale until somebody compares them with the present source."
    ), "warning"),
    "unsure": (
        "exchange-stale", N_("the source of {key} has changed since it was handed out: {present}"), _ANEW, "warning"
    ),
    "gone": ("exchange-gone", N_("{key} is no longer in the standard: “{theirs}”"), N_(
        "The words were set aside at the end of the catalogue, and return with the text."
    ), "warning"),
    "gone twice": (
        "exchange-gone",
        N_("{key} is no longer in the standard, and other words of it are set aside already: “{theirs}”"), _KEPT, "error",
    ),
}


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


def merge(repository: Repository, bundle: Bundle, signature: Signature) -> Merged:
    """Merge a bundle. Whether what cannot be taken stops the rest is for the caller to decide."""
    catalogues, reviews = [], []
    counts: Counter[Outcome] = Counter()
    found = list(bundle.problems)
    for part in bundle.parts:
        document = _document(repository, part, bundle.locale, found)
        if document is None:
            counts["refused"] += len(part.units)
            continue
        desk = _begin(repository, document, bundle, signature)
        for unit in part.units:
            key = document + unit.key.removeprefix(part.document)
            desk.counts[_take(desk, replace(unit, key=key))] += 1
        counts += desk.counts
        found += desk.found
        stored = read_catalogue(repository.root, desk.present.path, bundle.locale)
        if (desk.messages, desk.obsolete) != (dict(stored.messages), dict(stored.obsolete)):
            standard = repository.standards.get(document)
            catalogues.append(replace(
                stored, messages=desk.messages, obsolete=desk.obsolete, uuid=standard.uuid if standard else ""
            ))
        if desk.records != dict(desk.reviews.records):
            reviews.append(replace(desk.reviews, records=desk.records))
    return Merged(tuple(catalogues), tuple(reviews), counts, tuple(found))


def _document(repository: Repository, part: Part, locale: str, found: list[Diagnostic]) -> str | None:
    """The document a part belongs to: that of its UUID, which may have another name by now."""
    where = part.units[0].where if part.units else Where("")
    standard = repository.standards.get(part.document)
    document = part.document if part.document in repository.documents else ""
    if part.uuid and (standard is None or standard.uuid != part.uuid):
        document = next((name for name, known in repository.standards.items() if known.uuid == part.uuid), "")
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


def _take(desk: _Desk, unit: Unit) -> Outcome:
    """What becomes of one unit."""
    text = desk.texts.get(unit.key)
    if text is None:
        return _gone(desk, unit)
    message = desk.present.messages.get(unit.key)
    here = message.words if message else ""
    read = reading(desk.repository, desk.document, text, desk.locale)
    handed_source, _, handed_target = unit.base.partition(":")
    if handed_source and digest(unit.source) != handed_source:
        return _told(desk, unit, "edited", "refused")
    current = digest(unit.source) == digest(read.words)
    if not unit.target:
        return _told(desk, unit, "emptied", "same") if here and handed_target == digest(here) else "same"
    if unit.target == here:
        return _same(desk, unit, text, read, current)
    if handed_target and digest(unit.target) == handed_target:
        return "same"  # changed here since, and not by the translator
    if here and handed_target != digest(here):
        return _told(desk, unit, "conflict", "conflict")
    return _put(desk, unit, text, read, current)


def _put(desk: _Desk, unit: Unit, text: Text, read: Reading, current: bool) -> Outcome:
    """New words for a text."""
    if desk.present.derived:
        if not current:
            return _told(desk, unit, "unsure", "refused")
        desk.messages[unit.key] = Message(unit.key, read.words, unit.target, text.where)
        return "taken"
    known = desk.messages.get(unit.key) or Message(unit.key, text.words, "", text.where)
    older = unit.source if not current and desk.handed == text.language else ""
    draft = desk.signature.machine or unit.state not in CONFIRMING
    desk.messages[unit.key] = replace(
        known, source=text.words, words=unit.target, note=unit.note or known.note,
        fuzzy=draft or not current, previous=older,
    )
    _record(desk, unit, text, read)
    return "taken" if current else _told(desk, unit, "stale", "stale")


def _same(desk: _Desk, unit: Unit, text: Text, read: Reading, current: bool) -> Outcome:
    """The words here: perhaps somebody has confirmed them, or left a note."""
    reached = state(text, desk.present, desk.reviews)
    known = desk.messages.get(unit.key)
    if unit.note and known is not None and unit.note != known.note:
        desk.messages[unit.key] = replace(known, note=unit.note)
    if desk.signature.machine or unit.state not in CONFIRMING or desk.present.derived or known is None:
        return "same"
    if reached in _UNCONFIRMED:
        if not current:
            return _told(desk, unit, "unsure", "refused")
        desk.messages[unit.key] = replace(desk.messages[unit.key], source=text.words, fuzzy=False, previous="")
    elif not desk.signature.translator or STATES.index(_state(desk, unit)) <= STATES.index(reached):
        return "same"
    _record(desk, unit, text, read)
    return "confirmed"


def _gone(desk: _Desk, unit: Unit) -> Outcome:
    """Words for a text that is gone wait for its return, as those do that are here already."""
    known = desk.obsolete.get(unit.key) or desk.messages.get(unit.key)
    here = known.words if known else ""
    if not unit.target or unit.target == here or digest(unit.target) == unit.base.partition(":")[2]:
        return "same"
    if here and unit.base.partition(":")[2] != digest(here):
        return _told(desk, unit, "gone twice", "conflict")
    desk.messages.pop(unit.key, None)
    desk.obsolete[unit.key] = Message(unit.key, unit.source, unit.target, Where(desk.present.path))
    return _told(desk, unit, "gone", "set aside")


def _state(desk: _Desk, unit: Unit) -> str:
    """The state to record: as far as the signature goes, and the file says."""
    if desk.signature.machine:
        return "machine"
    return unit.state if desk.signature.reviewer and unit.state in ("reviewed", "approved") else "translated"


def _record(desk: _Desk, unit: Unit, text: Text, read: Reading) -> None:
    """Record who translated: always under a signature, and wherever a pivot was read, as it may change."""
    signature, pivot = desk.signature, read.language if read.language != text.language else ""
    if not signature.translator:
        return
    reached = _state(desk, unit)
    desk.records[unit.key] = Review(
        digest(text.words), digest(unit.target), reached, signature.translator,
        signature.reviewer if reached in ("reviewed", "approved") else "", signature.date, Where(desk.reviews.path),
        pivot, unit.base.partition(":")[0] or digest(unit.source) if pivot else "",
    )


def _told(desk: _Desk, unit: Unit, name: str, outcome: Outcome) -> Outcome:
    """The outcome, with a finding that says why."""
    code, message, hint, severity = _FINDINGS[name]
    present, text = desk.present.messages.get(unit.key) or desk.obsolete.get(unit.key), desk.texts.get(unit.key)
    arguments = {
        "key": unit.key, "source": unit.source, "theirs": unit.target, "here": present.words if present else "",
        "present": reading(desk.repository, desk.document, text, desk.locale).words if text else "",
    }
    desk.found.append(Diagnostic(unit.where, code, message, arguments, hint=hint, severity=severity))
    return outcome


def tally(counts: Mapping[Outcome, int]) -> Iterator[tuple[Outcome, int]]:
    """The outcomes there were, in a fixed order."""
    order: tuple[Outcome, ...] = ("taken", "confirmed", "stale", "set aside", "same", "conflict", "refused")
    return ((name, counts[name]) for name in order if counts.get(name))
