"""One edition as a framework in CASE 1.0 of 1EdTech, for programs that do not know version 1.1 yet."""

from curricula.case.frameworks import package
from curricula.editions.edition import Edition

SUFFIX = "case10.json"
MEDIA_TYPE = "application/json"
SCOPE = "edition"
DEFAULT = False  # version 1.1 says more: this one is made when it is asked for


def render(edition: Edition) -> tuple[bytes, tuple[str, ...]]:
    """The package of the framework, and what is wrong with it."""
    return package(edition, "v1p0")
