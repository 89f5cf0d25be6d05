"""Files are replaced whole or not at all; the environment's refusals become one clear line."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from curricula.diagnostics import N_, CurriculaError, Phrase

LEFTOVER = ".curricula-tmp"

_REASONS = {
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("the disk quota is used up"),
    errno.EACCES: N_("it may not be written"),
    errno.EPERM: N_("it may not be written"),
    errno.EROFS: N_("it is on a read-only disk"),
    errno.ENOTDIR: N_("a file stands where a folder is needed"),
    errno.EEXIST: N_("a file stands where a folder is needed"),
    errno.EISDIR: N_("a folder stands where a file is needed"),
    errno.ENAMETOOLONG: N_("its name is too long"),
}


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what the system says about `path` into a `CurriculaError`."""
    try:
        yield
    except OSError as error:
        known = _REASONS.get(error.errno or 0)
        reason = Phrase(known) if known else error.strerror or str(error)
        raise CurriculaError("cannot write {path}: {reason}", path=path, reason=reason) from None


def replace_file(path: Path, content: bytes) -> bool:
    """Put `content` at `path` in one step; False when it is there already, and nothing is touched.

    The words go to a temporary file beside it, which is flushed to the disk and renamed: a reader
    sees the old file or the new one, and a crash leaves at worst a temporary file for `sweep`.
    """
    with explained(path):
        if path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=LEFTOVER, dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.chmod(0o644)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    return True


def sweep(folder: Path) -> None:
    """Delete what a killed run left in `folder`."""
    with explained(folder):
        for path in folder.rglob(f"*{LEFTOVER}") if folder.is_dir() else ():
            path.unlink(missing_ok=True)
