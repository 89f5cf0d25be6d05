"""A UUID belongs to one standard for ever.

Registers and archives know a standard by its `uuid`, so two standards can never have the same one.
A copied file is the usual reason.

Good:
    course:
      uuid: 6f3ad6a5-5a0c-4c44-9b6f-0d4a4f8c1d22
Bad:
    course:
      uuid: 1c1c9f0e-3d27-4f0a-8d0b-6a5f1f2b7a11
    professional:
      uuid: 1c1c9f0e-3d27-4f0a-8d0b-6a5f1f2b7a11
"""

from collections.abc import Iterator

from curricula.diagnostics import Diagnostic
from curricula.repository import Repository

FIRM = True  # cannot be suppressed: a document is found by it


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Standards whose UUID another standard has."""
    owners: dict[str, str] = {}
    for name, standard in sorted(repository.issued.items()):
        if standard.uuid in owners:
            yield Diagnostic(
                standard.where.at("uuid"), "unique-uuids", "the UUID {uuid} belongs to {owner}",
                {"uuid": standard.uuid, "owner": owners[standard.uuid]},
                hint="Was the file copied? Give the newer of the two a UUID of its own.",
            )
        owners.setdefault(standard.uuid, name)
