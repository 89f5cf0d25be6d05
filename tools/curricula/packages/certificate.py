"""`data/certificate.json`: who made and who read the words of every language, clause by clause.

It names words by the hashes that the review records bind them with, so that anyone who has the texts can
see which words a name stands for. The manifest's figures of the languages are made of it, and verifying
makes them again: a certificate that says something else is noticed. Like the manifest it is in the canonical form
of RFC 8785 and follows from the content alone.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import rfc8785

from curricula.catalogue import Catalogue
from curricula.deriving import base
from curricula.model.text import Text, texts
from curricula.packages.bag import sha256
from curricula.repository import Repository
from curricula.reviews import STATES, Reviews, digest, state

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
    """How far the words of one language have come, text by text, in the order of the standard."""
    standard, lag = repository.issued[document], repository.edition(document, locale).lag
    catalogue, reviews = repository.catalogue(document, locale), repository.reviews(document, locale)
    clauses = [
        _original(text) if text.language == locale else _clause(text, catalogue, reviews) for text in texts(standard)
    ]
    return {
        "locale": locale,
        "version": lag.version if lag else standard.version,
        "derivedFrom": None if locale == standard.language else base(locale),
        "texts": _states(clauses),
        "clauses": clauses,
    }


def _original(text: Text) -> dict[str, str]:
    return {"key": text.key, "state": ORIGINAL, "source": digest(text.words), "target": digest(text.words)}


def _clause(text: Text, catalogue: Catalogue, reviews: Reviews) -> dict[str, str]:
    """One translation; names stand there while they are for exactly these words, made for exactly those."""
    clause = {"key": text.key, "state": state(text, catalogue, reviews)}
    message, record = catalogue.messages.get(text.key), reviews.records.get(text.key)
    if message is None or not message.words:
        return clause
    clause |= {"source": digest(message.previous or message.source), "target": digest(message.words)}
    if record is not None and (record.source, record.target) == (clause["source"], clause["target"]):
        named = {name: printable(getattr(record, name)) for name in ("translator", "reviewer", "date", "pivot")}
        clause |= {name: words for name, words in named.items() if words}
    return clause


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
