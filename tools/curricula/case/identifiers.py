"""Names of things in CASE: UUIDs that never change, and the URIs made of them.

A UUID is made of the permanent one of the standard, of the item's id and of the language, as CASE has a
framework per language: no version is in it. The framework in the language of the standard has the
standard's own UUID.
"""

import uuid
from dataclasses import dataclass

_COMMON = uuid.UUID("5f0f0c52-0f3e-5c0b-9a51-7d1c3f6a2e10")  # what standards share: types, subjects, licences


def document(standard: str, language: str, locale: str) -> str:
    """The framework that the standard with this UUID is in a locale; `language` is its own."""
    return standard if locale == language else str(uuid.uuid5(uuid.UUID(standard), locale))


def part(standard: str, name: str, locale: str) -> str:
    """A thing in the standard with this UUID: an item by its id, a chapter by `/` and its property."""
    return str(uuid.uuid5(uuid.UUID(standard), f"{locale}/{name}"))


def common(name: str, locale: str) -> str:
    """A thing that several standards share, such as a type of item."""
    return str(uuid.uuid5(_COMMON, f"{locale}/{name}"))


@dataclass(frozen=True, slots=True)
class Namer:
    """Makes URIs: below the web address of the repository as CASE's own addresses are, or of the UUID alone."""

    address: str
    edition: str

    def uri(self, kind: str, identifier: str) -> str:
        """The URI of a thing; `kind` is the plural of its class, such as `CFItems`."""
        if not self.address:
            return f"urn:uuid:{identifier}"
        return f"{self.address}/ims/case/{self.edition}/{kind}/{identifier}"

    def link(self, kind: str, identifier: str, title: str) -> dict[str, str]:
        """A reference to a thing, as CASE has it."""
        return {"title": title, "identifier": identifier, "uri": self.uri(kind, identifier)}
