"""The life of a standard: which step follows which, and what is on record of them."""

from collections.abc import Mapping

from curricula.model.common import Approval
from curricula.model.standards import Standard

NEXT: Mapping[str, tuple[str, ...]] = {
    "draft": ("review",), "review": ("approved", "draft"), "approved": ("published", "draft"),
    "published": ("superseded", "withdrawn"), "superseded": (), "withdrawn": (),
}
PATH = ("draft", "review", "approved", "published")  # one step after the other, none left out
ENDED = ("superseded", "withdrawn")
CHANGES = "standards/changes"  # the lists of what versions changed, in a folder for each standard
ONCE_PUBLISHED = ("published", *ENDED)


def rank(status: str) -> int:
    """How far a status is on the way; what was published once has gone all of it."""
    return PATH.index("published" if status in ONCE_PUBLISHED else status)


def needed(status: str) -> tuple[str, ...]:
    """The steps that lead to a status."""
    way = PATH[1 : rank(status) + 1]
    return (*way, status) if status in ENDED else way


def taken(standard: Standard) -> tuple[Approval, ...]:
    """The steps on record of the present version, since it was last taken back to draft; the oldest first."""
    own: tuple[Approval, ...] = ()
    for record in standard.approvals:
        if record.version == standard.version:
            own = () if record.step == "draft" else (*own, record)
    return own


def changes_file(document: str, version: str) -> str:
    """Where the list of what a version changed is kept, made when it was published."""
    return f"{CHANGES}/{document}/{version}.json"


def numbers(version: str) -> tuple[int, ...]:
    """A version for comparing."""
    return tuple(int(part) for part in version.split("."))
