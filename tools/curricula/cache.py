"""A content-addressed store below the output folder: a key names its content for ever."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from curricula.files import explained, replace_file

CACHE = ".cache"  # its folder below the output


@dataclass
class Cache:
    """Entries by key. `used` collects the keys of this run, so that `prune` can drop the others."""

    folder: Path
    used: set[str] = field(default_factory=set)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key

    def get(self, key: str) -> bytes | None:
        """The content, or None where the key is new or the disk has damaged the entry."""
        self.used.add(key)
        path = self._path(key)
        with explained(path):
            stored = path.read_bytes() if path.is_file() else b""
        digest, content = stored[:32], stored[32:]
        return content if hashlib.sha256(content).digest() == digest else None

    def put(self, key: str, content: bytes) -> None:
        """Store the content of a key."""
        self.used.add(key)
        replace_file(self._path(key), hashlib.sha256(content).digest() + content)

    def retire(self, what: str, folder: Path, names: list[str]) -> None:
        """Delete the files an earlier run wrote into `folder` that are not among `names`, and remember these.

        Only files of our own are ever deleted: those the record of the last whole run names.
        """
        known = self.recorded(what)
        record = self.folder / f"{what}.txt"
        with explained(record):
            for name in sorted(set(known) - set(names)):
                (folder / name).unlink(missing_ok=True)
                for empty in (folder / name).parents:
                    if empty == folder or not empty.is_dir() or any(empty.iterdir()):
                        break
                    empty.rmdir()
        replace_file(record, "\n".join(sorted(names)).encode())

    def recorded(self, what: str) -> list[str]:
        """The names that an earlier run has remembered."""
        record = self.folder / f"{what}.txt"
        with explained(record):
            names = record.read_text(encoding="utf-8").split("\n") if record.is_file() else []
        return [name for name in names if name]

    def prune(self) -> None:
        """Drop what this run did not use; for runs that cover the whole repository."""
        with explained(self.folder):
            for path in sorted(self.folder.glob("??/*")):
                if path.name not in self.used:
                    path.unlink(missing_ok=True)
