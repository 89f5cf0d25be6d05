"""`data/certificate.json`: who made and who read the words of every language, clause by clause.

It names words by the hashes that the review records bind them with, so that anyone who has the texts can
see which words a name stands for. Where the source was edited since, and the edit accepted as changing no meaning, it
tells who decided that, and why. The manifest's figures of the languages are made of it, and verifying
makes them again: a certificate that says something else is noticed. Like the manifest it is in the canonical form
of RFC 8785 and follows from the content alone.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

import rfc8785

from curricula.catalogue import Catalogue
from curricula.deriving import base
from curricula.edits import Edit, read_edits
from curricula.model.text import Text, texts
from curricula.packages.bag import sha256
from curricula.repository import Repository
from curricula.reviews import STATES, Review, Reviews, digest, state

CERTIFICATE = "data/certificate.json"
FORMAT = "curricula-certificate/1"
ORIGINAL = "original"  # of the texts in their own language

_SAME = ("id", "uuid", "version", "authoritativeLanguage")


def certificate(repository: Repository, document: str) -> dict[str, Any]:
    """The certificate of one standard in all languages of the repository."""
    standard = repository.issued[document]
    return {
        "format": FORMAT,
        "id": document,
        "uuid": standard.uuid,
        "version": standard.version,
        "authoritativeLanguage": standard.language,
        "languages": [language(repository, document, locale) for locale in sorted(repository.published(document))],
    }


def language(repository: Repository, document: str, locale: str) -> dict[str, Any]:
    """How far the words of one language have come, text by text, in the order of the standard.

    Of one that follows an earlier version they are those that its edition shows; what is other by now is stale.
    """
    standard, lag = repository.issued[document], repository.edition(document, locale).lag
    owners = {text.key.partition("#")[0] for text in texts(standard)}  # two of them for one that was adopted
    catalogues = {owner: lag.words if lag else repository.catalogue(owner, locale) for owner in owners}
    reviews = {owner: repository.reviews(owner, locale) for owner in owners}
    edits: dict[str, list[Edit]] = {}
    for edit in chain.from_iterable(read_edits(repository.root, owner).edits for owner in sorted(owners)):
        if edit.locale == locale:
            edits.setdefault(edit.key, []).append(edit)

    def clause(text: Text) -> dict[str, Any]:
        if text.language == locale:
            return _original(text)
        owner = text.key.partition("#")[0]
        return _clause(text, catalogues[owner], reviews[owner], edits.get(text.key, ()))

    clauses = [clause(text) for text in texts(standard)]
    told = {
        "locale": locale,
        "version": lag.version if lag else standard.version,
        "derivedFrom": None if locale == standard.language else base(locale),
        "texts": _states(clauses),
        "clauses": clauses,
    }
    return told | ({"changedSince": lag.changes} if lag else {})


def _original(text: Text) -> dict[str, str]:
    return {"key": text.key, "state": ORIGINAL, "source": digest(text.words), "target": digest(text.words)}


def _clause(text: Text, catalogue: Catalogue, reviews: Reviews, edits: Sequence[Edit]) -> dict[str, Any]:
    """One translation; names stand there while they are for exactly these words, made for exactly those."""
    clause: dict[str, Any] = {"key": text.key, "state": state(text, catalogue, reviews)}
    message, record = catalogue.messages.get(text.key), reviews.records.get(text.key)
    if message is None or not message.words:
        return clause
    clause |= {"source": digest(message.previous or message.source), "target": digest(message.words)}
    read = [clause["source"]]
    if record is not None and (record.source, record.target) == (clause["source"], clause["target"]):
        clause |= _told(record, "translator", "reviewer", "date", "pivot")
        read.append(record.pivot_source)
    accepted = [_told(edit, "old", "new", "author", "reason", "date") for edit in _accepted(edits, read)]
    return clause | ({"accepted": accepted} if accepted else {})


def _told(record: Review | Edit, *names: str) -> dict[str, str]:
    told = {name: printable(getattr(record, name)) for name in names}
    return {name: words for name, words in told.items() if words}


def _accepted(edits: Sequence[Edit], read: Iterable[str]) -> list[Edit]:
    """The edits, oldest first, by which a translation came to stand for the words with the hashes in `read`."""
    former = list(read)
    found = []
    for edit in reversed(edits):
        if edit.new in former:
            former[former.index(edit.new)] = edit.old
            found.append(edit)
    return found[::-1]


def printable(words: str) -> str:
    """A name without signs that could deceive whoever reads it: a package with such signs is refused."""
    return "".join(sign for sign in " ".join(words.split()) if sign.isprintable())


def _states(clauses: Iterable[Mapping[str, str]]) -> dict[str, int]:
    found = Counter(clause["state"] for clause in clauses)
    return {name: found[name] for name in (ORIGINAL, *reversed(STATES))}


def source_hash(clauses: Iterable[Mapping[str, str]]) -> str:
    """One hash for the keys of clauses and the source words each was made for."""
    return sha256(rfc8785.dumps([[clause["key"], clause["source"]] for clause in clauses if "source" in clause]))


def disagreements(certified: Mapping[str, Any], manifest: Mapping[str, Any]) -> Iterator[str]:
    """Where a certificate says something else than the manifest, or than its own clauses."""
    yield from (name for name in _SAME if certified[name] != manifest[name])
    found = {item["locale"]: item for item in certified["languages"]}
    if [item["locale"] for item in certified["languages"]] != [item["locale"] for item in manifest["languages"]]:
        yield "languages"
        return
    keys = [clause["key"] for clause in certified["languages"][0]["clauses"]]
    for told in manifest["languages"]:
        item, place = found[told["locale"]], f"languages/{told['locale']}"
        hashed = {**item, "sourceHash": source_hash(item["clauses"])}
        yield from (f"{place}/{name}" for name in ("version", "texts", "sourceHash") if hashed[name] != told[name])
        if _states(item["clauses"]) != item["texts"] or [clause["key"] for clause in item["clauses"]] != keys:
            yield f"{place}/clauses"
        yield from (f"{place}/accepted" for clause in item["clauses"] if not _linked(clause))


def _linked(clause: Mapping[str, Any]) -> bool:
    """Whether accepted edits lead one by one to the source; those of a pivot's words are not among the hashes."""
    edits = clause.get("accepted", [])
    later = [*(edit["old"] for edit in edits[1:]), clause.get("source")]
    return "pivot" in clause or not edits or [edit["new"] for edit in edits] == later
