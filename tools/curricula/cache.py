"""A content-addressed store below the output folder: a key names its content for ever."""

from dataclasses import dataclass, field
from pathlib import Path

from curricula.files import explained, replace_file


@dataclass
class Cache:
    """Entries by key. `used` collects the keys of this run, so that `prune` can drop the others."""

    folder: Path
    used: set[str] = field(default_factory=set)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key

    def get(self, key: str) -> bytes | None:
        """The content, or None where the key is new."""
        self.used.add(key)
        path = self._path(key)
        return path.read_bytes() if path.is_file() else None

    def put(self, key: str, content: bytes) -> None:
        """Store the content of a key."""
        self.used.add(key)
        replace_file(self._path(key), content)

    def prune(self) -> None:
        """Drop what this run did not use; for runs that cover the whole repository."""
        with explained(self.folder):
            for path in sorted(self.folder.glob("??/*")):
                if path.name not in self.used:
                    path.unlink(missing_ok=True)
