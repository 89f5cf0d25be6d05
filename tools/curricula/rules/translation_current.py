"""Translations are complete, current and read by a second person.

Every text of a standard, and of the words all documents share, needs a translation of its present words in
each language of `repository.yaml`. Texts without a translation, unconfirmed drafts, and translations of words
that have since changed are counted per file. A text counts as reviewed only if somebody other than its
translator read it and neither side has changed since; a standard that is approved or published needs that for
every text. The findings are errors for languages published strictly and warnings for those where source words
stand in, visibly marked.

Good:
    translations:
      en:
        demo/professional#GO1/text: "The programme trains electronics technicians."
Bad:
    translations:
      en:
        demo/professional#GO1/text: ""
Bad:
    translations:
      ru:
        demo/professional#GO1/text:
          words: "Программа готовит техников."
          previous: "本专业培养技术员。"
          fuzzy: true
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from curricula.catalogue import Catalogue, Message
from curricula.diagnostics import N_, Diagnostic, Severity, Where
from curricula.model.text import Text
from curricula.pairs import Bitext
from curricula.references import SHARED
from curricula.repository import Repository
from curricula.reviews import Review, Reviews, digest, state

SCOPE = "document"

FIRM = True  # cannot be suppressed: `policy: mark` is how a language is published incomplete

_SHOWN = 3  # keys named in a message; the first is also its place
_MESSAGES = {
    "untranslated": N_("{count} of {total} texts are not translated: {keys}"),
    "draft": N_("{count} of {total} texts are drafts that nobody has confirmed: {keys}"),
    "stale": N_("{count} of {total} translations are of words that have changed since: {keys}"),
    "outdated": N_("{count} of {total} translations are of words in {pivot} that have changed since: {keys}"),
    "orphaned": N_("{count} translations belong to texts that no longer exist: {keys}"),
    "obsolete": N_("translations set aside because their texts were deleted: {count} ({keys})"),
    "unreviewed": N_("{count} of {total} texts of a standard with the status {status} are not reviewed: {keys}"),
}
_HINTS = {
    "untranslated": N_(
        "This is for the translators, in {path}; `curricula translate sync` adds what is missing there. "
        "`curricula check --locale {language}` tells only what concerns the language of the standard."
    ),
    "draft": N_("Read each, and take the fuzzy mark away where it is right."),
    "stale": N_("Compare the new source with the previous one, correct the words and take the fuzzy mark away."),
    "outdated": N_("Compare them with the present words in {pivot}, and record it: `curricula translate approve`."),
    "orphaned": N_("Run `curricula translate sync`: it sets them aside without losing them."),
    "obsolete": N_("Delete them from the end of {path} when they are of no use any more."),
    "unreviewed": N_("Have somebody other than the translator read them, or take the status back."),
}


@dataclass(frozen=True, slots=True)
class _Case:
    """One catalogue with the units it should have and the records of its reviews."""

    catalogue: Catalogue
    units: Sequence[Text]
    reviews: Reviews
    severity: Severity
    status: str
    language: str
    complete: bool
    pivot: str
    current: Bitext


def check(repository: Repository) -> Iterator[Diagnostic]:
    """What is missing, outdated or unread in each catalogue."""
    severities: dict[str, Severity] = {
        locale.tag: "error" if locale.policy == "strict" else "warning" for locale in repository.settings.locales
    }
    for (document, locale), catalogue in repository.catalogues.items():
        if catalogue.problems:
            continue  # what could not be read is reported by its reader; its texts are not missing
        # An edition that was kept is published until its translation is ready.
        kept = severities[locale] == "error" and repository.snapshot(document, locale) is not None
        lagging = kept and repository.edition(document, locale).lag is not None
        case = _Case(
            catalogue, tuple(repository.units(document, locale)), repository.reviews(document, locale),
            "warning" if lagging else severities[locale],
            "" if document == SHARED else repository.issued[document].status,
            repository.settings.language if document == SHARED else repository.issued[document].language,
            # While a standard cannot be read, the names it alone uses are not orphans.
            document != SHARED or repository.gist.whole,
            repository.pivot(document, locale), repository.bitexts[document, locale],
        )
        yield from _states(case)
        yield from _gone(case)
        yield from _records(case)


def _states(case: _Case) -> Iterator[Diagnostic]:
    names = ("untranslated", "draft", "stale", "outdated", "unreviewed")
    found: dict[str, list[str]] = {name: [] for name in names}
    binding = case.status in ("approved", "published")
    all_current = len(case.current.sources) == len(case.units) and not any(item.fuzzy for item in case.current.messages)
    for text in case.units if binding or not all_current else ():
        reached = state(text, case.catalogue, case.reviews) if binding else case.catalogue.state(text)
        if reached == "stale" and text.key in case.catalogue.outdated:
            reached = "outdated"
        if reached == "machine":
            reached = "draft"
        if reached == "translated" and binding:
            reached = "unreviewed"
        if reached in found:
            found[reached].append(text.key)
    for name, keys in found.items():
        yield from _count(case, name, keys, case.catalogue.messages, case.severity)


def _gone(case: _Case) -> Iterator[Diagnostic]:
    if case.complete and len(case.catalogue.messages) > len(case.current.messages):
        present = {text.key for text in case.units}
        orphaned = [key for key in case.catalogue.messages if key not in present]
        yield from _count(case, "orphaned", orphaned, case.catalogue.messages, case.severity)
    yield from _count(case, "obsolete", sorted(case.catalogue.obsolete), case.catalogue.obsolete, "info")


def _count(
    case: _Case, name: str, keys: Sequence[str], messages: Mapping[str, Message], severity: Severity
) -> Iterator[Diagnostic]:
    """One finding for all keys of one state, at the first that the file has."""
    if not keys:
        return
    where = next((messages[key].where for key in keys if key in messages), Where(case.catalogue.path))
    shown = ", ".join(key.partition("#")[2] for key in keys[:_SHOWN]) + ("…" if len(keys) > _SHOWN else "")
    yield Diagnostic(
        where, "translation-current", _MESSAGES[name],
        {
            "count": len(keys), "total": len(case.units), "keys": shown,
            "status": case.status, "pivot": case.pivot, "path": case.catalogue.path, "language": case.language,
        },
        hint=_HINTS[name], severity=severity,
    )


def _records(case: _Case) -> Iterator[Diagnostic]:
    for text in case.units if case.reviews.records else ():
        record = case.reviews.records.get(text.key)
        if record is not None:
            yield from _record(case, text, record)


def _record(case: _Case, text: Text, record: Review) -> Iterator[Diagnostic]:
    arguments = {"key": text.key.partition("#")[2], "state": record.state, "name": record.reviewer}
    if record.reviewer and record.reviewer == record.translator:
        yield Diagnostic(
            record.where, "translation-current", "{key} was reviewed by {name}, who translated it", arguments,
            hint="Somebody else has to read it.",
        )
    if record.state == "translated":
        return
    if not record.reviewer:
        yield Diagnostic(
            record.where, "translation-current", "{key} is {state}, but no reviewer is named", arguments,
            hint="Name who has read it, or set the state back to translated.",
        )
    message = case.catalogue.messages.get(text.key)
    if message is None or not message.words:
        yield Diagnostic(
            record.where, "translation-current", "{key} is recorded as {state}, but has no translation", arguments,
            hint="Put its words back, or have it translated and read again.", severity=case.severity,
        )
    elif case.catalogue.state(text) in ("stale", "draft"):
        return  # this is told already, and it counts as that
    elif record.source != digest(text.words) or record.target != digest(message.words):
        yield Diagnostic(
            record.where, "translation-current", "{key} was {state}, but its words have changed since", arguments,
            hint="Have it read again; until then it counts as translated.", severity="warning",
        )
