"""An adoption put on record: which package a country has adopted, by what act, for whom, and with what deviations.

The record is stored in the canonical form of RFC 8785 beside the package, to be signed by who has adopted it. It
says what was told and what stands in the package and the adoption's file; nothing in it is made up here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import rfc8785

from curricula.model.adoption import Adoption, Operation
from curricula.model.settings import Authority, PartnerSystem
from curricula.packages.bag import sha256
from curricula.packages.manifest import canonical

FORMAT = "curricula-adoption-record/1"
SUFFIX = "adoption.json"


@dataclass(frozen=True, slots=True)
class Deed:
    """What is put on record: the act by its number and ISO day, and the scope in a language, if that is known."""

    number: str
    date: str
    scope: str
    language: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """The adoption's file: the adoption, and the bytes it was read from."""

    adoption: Adoption
    content: bytes


def record(
    package: tuple[str, bytes], manifest: Mapping[str, Any], country: tuple[PartnerSystem, Authority], deed: Deed,
    source: Source | None,
) -> bytes:
    """The record of one package: its file name and content, its manifest, who adopts it, and the adoption's file."""
    name, content = package
    system, authority = country
    return canonical({
        "format": FORMAT,
        "package": {
            "file": name, "size": len(content), "sha256": sha256(content), "contentDigest": manifest["contentDigest"],
        },
        "standard": {key: manifest[key] for key in ("id", "uuid", "kind", "version", "status", "issued")},
        "country": system.country,
        "authority": {
            "id": authority.id, "name": authority.name.words, "language": authority.name.language,
            "official": [{"name": item.words, "language": item.language} for item in authority.official],
            "verified": authority.verified,
        },
        "act": {"number": deed.number, "date": deed.date},
        "scope": {"text": deed.scope, "language": deed.language},
        "adoption": _adoption(source) if source else None,
        "deviations": [_deviation(item, source.adoption.language) for item in source.adoption.operations]
        if source else [],
    })


def _adoption(source: Source) -> dict[str, Any]:
    adoption = source.adoption
    return {
        "id": adoption.id, "uuid": adoption.uuid, "version": adoption.version, "sha256": sha256(source.content),
        "standard": {"id": adoption.standard.id, "version": adoption.standard.version},
        "codes": [
            {"scheme": code.scheme, "code": code.code, "verified": code.verified} for code in adoption.codes
        ],
    }


def _deviation(operation: Operation, language: str) -> dict[str, Any]:
    value = None if operation.value is None else rfc8785.dumps(operation.value).decode()
    return {
        "id": operation.id, "operation": operation.operation, "target": operation.target, "value": value,
        "after": operation.after, "reason": operation.reason.words, "language": language, "act": operation.act,
        "clause": operation.clause,
    }
