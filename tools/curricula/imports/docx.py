"""Word files: a template that was filled in, or a standard that was exported and changed."""

from curricula.drafts import Draft
from curricula.office import Container, open_container
from curricula.repository import Repository
from curricula.word.importing import read_word


def read(repository: Repository, path: str, content: bytes, document: str = "") -> Draft:
    """The draft of a standard; `path` names the file in findings, `document` is the id it is to have."""
    container = open_container(content, path, "docx")
    if not isinstance(container, Container):
        return Draft(None, (container,))
    return read_word(repository, path, container, document)
