"""One edition as a framework in CASE 1.1 of 1EdTech, for registers and learning platforms that read competences."""

from curricula.case.frameworks import package
from curricula.editions.edition import Edition

SUFFIX = "case.json"
MEDIA_TYPE = "application/json"
SCOPE = "edition"


def render(edition: Edition) -> tuple[bytes, tuple[str, ...]]:
    """The package of the framework, and what is wrong with it."""
    return package(edition, "v1p1")
