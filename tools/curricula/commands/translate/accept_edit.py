"""Accept an edit of the source that changes no meaning.

A comma or a better word in the source makes every translation of it stale. Where the meaning is the same, this
confirms the translations as they are: for the standards, items (ID#ITEM) or texts (ID#ITEM/FIELD) named, in all
languages or in those given. Who decided it, and why, is logged in translations/edits.
"""

from dataclasses import replace
from typing import TypedDict, Unpack

import click

from curricula.bundling import reading
from curricula.catalogue import Catalogue, write_catalogue
from curricula.deriving import base
from curricula.diagnostics import CurriculaError, Phrase
from curricula.edits import Edit, read_edits, write_edits
from curricula.files import replace_below
from curricula.model.text import Text
from curricula.report import Desk, Result, held_up
from curricula.repository import Repository
from curricula.reviews import Reviews, day, digest, write_reviews
from curricula.selection import chosen, told, units

PARAMETERS = [
    click.Argument(["paths"], nargs=-1, required=True),
    click.Option(["--author"], required=True, help="Who decides that the meaning is the same."),
    click.Option(["--reason"], required=True, help="Why it is."),
    click.Option(
        ["--locale", "locales"], multiple=True, metavar="LOCALE",
        help="Only this language; may be given more than once.",
    ),
    click.Option(["--date"], default="", metavar="YYYY-MM-DD", help="Day of the decision; by default today."),
]


class Decision(TypedDict):
    """Who decided, why and when."""

    author: str
    reason: str
    date: str


def run(desk: Desk, paths: tuple[str, ...], locales: tuple[str, ...], **given: Unpack[Decision]) -> Result:
    """The files that were written."""
    repository = Repository(desk.root)
    stopped = held_up(repository, locales or None)
    if stopped:
        return stopped
    author, reason = given["author"].strip(), given["reason"].strip()
    if not author or not reason:
        raise CurriculaError("an edit is accepted under a name and with a reason: --author and --reason")
    signed = (author, reason, day(given["date"]))
    tags = tuple(tag for tag in chosen(locales, repository.tags) if base(tag) is None)
    wanted = units(repository, paths)
    files: dict[str, bytes] = {}
    count = 0
    for document in wanted.documents:
        texts = [text for text in repository.texts[document] if wanted.has(text)]
        edits: list[Edit] = []
        for locale in tags:
            if locale in repository.translated(document):
                done, changed = _accepted(repository, document, locale, texts)
                files |= changed
                edits += (Edit(key, locale, old, new, *signed) for key, old, new in done)
        if edits:
            log = read_edits(repository.root, document)
            known = (edit for edit in log.edits if edit not in edits)  # of a run that was killed
            files = {log.path: write_edits((*known, *edits))} | files
            count += len(edits)
    replace_below(desk.root, files)
    closing = Phrase("{count} translations confirmed", {"count": count}, singular="{count} translation confirmed")
    return Result(told(repository, paths, locales or None), (*sorted(files), closing))


def _accepted(
    repository: Repository, document: str, locale: str, texts: list[Text]
) -> tuple[list[tuple[str, str, str]], dict[str, bytes]]:
    """The stale translations that now stand, each with the hashes of its old and new source, and the changed files."""
    catalogue, reviews = repository.catalogue(document, locale), repository.reviews(document, locale)
    messages, records = dict(catalogue.messages), dict(reviews.records)
    done = []
    for text in texts:
        if text.language == locale or catalogue.state(text) != "stale":
            continue
        message = messages[text.key]
        record = records.get(text.key)
        read = reading(repository, document, text, locale)
        outdated = text.key in catalogue.outdated and record is not None
        old = record.pivot_source if outdated and record is not None else digest(message.previous or message.source)
        messages[text.key] = message._replace(source=text.words, fuzzy=False, previous="")
        if record is not None and record.target == digest(message.words):
            records[text.key] = replace(
                record, source=digest(text.words), pivot_source=digest(read.words) if record.pivot else ""
            )
        done.append((text.key, old, digest(read.words if outdated else text.words)))
    return done, _changed(catalogue, replace(catalogue, messages=messages), reviews, replace(reviews, records=records))


def _changed(old: Catalogue, new: Catalogue, reviews: Reviews, later: Reviews) -> dict[str, bytes]:
    files = {}
    if old.messages != new.messages:
        files[new.path] = write_catalogue(new)
    if reviews.records != later.records:
        files[later.path] = write_reviews(later.records)
    return files
