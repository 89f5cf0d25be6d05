"""One edition as a Word document to edit, which `curricula import` reads back."""

from curricula.editions.edition import Edition
from curricula.word.laying import laid
from curricula.word.package import packed

SUFFIX = "docx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SCOPE = "edition"
DEFAULT = False  # a working copy, made when it is asked for: no part of what is published


def render(edition: Edition) -> tuple[bytes, tuple[str, ...]]:
    """The Word file, and no complaints: fonts are those of the reader's machine."""
    return packed(*laid(edition)), ()
