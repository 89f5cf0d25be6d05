"""The hashes of everything a result depends on: the keys of the cache.

Keys are made from the bytes of files; of what standards share, an edition's key takes only what it
shows.
"""

import hashlib
import json
from collections.abc import Iterable
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from curricula import history
from curricula.files import below
from curricula.resources import BROUGHT, PACKAGE, SCHEMAS

ENGINES = (
    "Babel", "Jinja2", "jsonschema", "jsonschema-rs", "langcodes", "lxml", "openpyxl", "polib", "pydyf", "pyphen",
    "PyStemmer", "python-docx", "PyYAML", "weasyprint",
)
_SUFFIXES = {".py", ".html", ".css", ".dic", ".yaml", ".json"}


class Inputs:
    """The files of one repository and their hashes, each read at most once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._hashes: dict[str, str] = {}

    def file(self, path: str) -> str:
        """The SHA-256 of a file below the root; empty where there is none."""
        if path not in self._hashes:
            try:
                self._hashes[path] = hashlib.sha256((self.root / path).read_bytes()).hexdigest()
            except (FileNotFoundError, IsADirectoryError):  # not asked before: it may go in the meantime
                self._hashes[path] = ""
        return self._hashes[path]

    @cached_property
    def tool(self) -> str:
        """The program itself: its code, templates, schemas, pinned fonts, and the engines' versions."""
        files = [path for path in sorted(PACKAGE.rglob("*")) if path.suffix in _SUFFIXES]
        files = [path for path in files if not path.is_relative_to(BROUGHT)]
        files += sorted(path for path in SCHEMAS.rglob("*") if path.is_file())
        hashes = [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]
        names = [path.name for path in files]
        return self.key(*names, *hashes, *(f"{name} {version(name)}" for name in ENGINES))

    def folder(self, path: str) -> str:
        """The names and hashes of all files below a folder."""
        files = [name for name in below(self.root, path) if (self.root / name).is_file()]  # a pipe would be waited for
        return self.key(*files, *(self.file(name) for name in files))

    @cached_property
    def everything(self) -> str:
        """What a check depends on: all of it, and the standards as they were last committed."""
        return self.key(self.tool, self.folder("standards"), self.folder("translations"), history.state(self.root))

    def edition(self, document: str, locale: str, shared: str, words: Iterable[str]) -> str:
        """What one edition depends on: its standard, the files of its words, the program, its shared names' hash."""
        paths = (f"standards/{document}.yaml", *words)
        return self.key(self.tool, document, locale, shared, *(self.file(path) for path in paths))

    @staticmethod
    def key(*parts: str) -> str:
        """One hash of several strings."""
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
