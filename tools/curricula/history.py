"""What git remembers of a repository: which standards have changed since the last commit, and any version of a file.

A repository need not be under git, and git need not be installed: what only looks back says then that it
knows nothing, and only what was asked for a certain version complains. A handful of calls serve all files.
"""

import io
import re
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from curricula.diagnostics import CurriculaError

LAST = "HEAD"
STANDARDS = "standards"
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)+\Z")  # of a version of a standard


@dataclass(frozen=True)
class Changed:
    """The files below `standards/` that differ from the last commit: those it has, and those it does not have."""

    committed: tuple[str, ...]
    added: tuple[str, ...]


def state(root: Path) -> str:
    """What names the standards as they were last committed; empty where there is no commit."""
    return (_told(root, "rev-parse", "--verify", "--quiet", f"{LAST}:./{STANDARDS}") or "").strip()


def changed(root: Path) -> Changed | None:
    """What has changed since the last commit; None without git, outside of it and before its first commit."""
    asked = ("diff", "--name-status", "-z", "--no-renames", "--relative", LAST, "--", STANDARDS)
    told, untracked = _told(root, *asked), _told(root, "ls-files", "--others", "-z", "--", STANDARDS)
    if told is None or untracked is None:
        return None
    entries = told.split("\0")
    letters = dict(zip(entries[1::2], entries[::2], strict=False))
    added = {path for path, letter in letters.items() if letter == "A"}
    return Changed(
        tuple(sorted(letters.keys() - added)), tuple(sorted(added.union(filter(None, untracked.split("\0")))))
    )


def deleted(root: Path) -> Iterator[tuple[str, bytes]]:
    """The files below `standards/` that were deleted in some commit, each with its last content; the newest first."""
    asked = ("log", "--format=", "--no-show-signature", "--raw", "--no-abbrev", "-z", "--no-renames", "--relative")
    entries = (_told(root, *asked, "--diff-filter=D", LAST, "--", STANDARDS) or "").split("\0")
    blobs = [(path, facts.split()[2]) for facts, path in zip(entries[::2], entries[1::2], strict=False)]
    if not blobs:
        return
    told = _git(root, "cat-file", "--batch", given="\n".join(blob for _, blob in blobs).encode())
    rest = io.BytesIO(told.stdout if told else b"")
    for path, _ in blobs:
        size = rest.readline().split()[-1]  # <object> blob <size>, or <object> missing
        if size.isdigit():
            yield path, rest.read(int(size) + 1)[:-1]


def commits(root: Path, path: str) -> Iterator[tuple[str, bytes]]:
    """The commits that changed a file, the newest first, each with the content it has there; none without git.

    A file that was moved has none of its earlier names.
    """
    names = (_told(root, "log", "--format=%H", "--no-show-signature", LAST, "--", path) or "").split()
    prefix = (_told(root, "rev-parse", "--show-prefix") or "").rstrip("\n")
    asked = "\n".join(f"{name}:{prefix}{path}" for name in names).encode("utf-8", "surrogateescape")
    told = _git(root, "cat-file", "--batch", given=asked) if names else None
    rest = io.BytesIO(told.stdout if told else b"")
    for name in names:
        size = rest.readline().split()[-1]
        if size.isdigit():
            yield name, rest.read(int(size) + 1)[:-1]


def uncommitted(root: Path, paths: Iterable[str]) -> tuple[str, ...]:
    """Those of the files that are not as they were last committed; none outside of git and where it is not installed.
    """
    told = _told(root, "status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", "--", *paths) or ""
    prefix = (_told(root, "rev-parse", "--show-prefix") or "").rstrip("\n")
    return tuple(sorted(entry[3:].removeprefix(prefix) for entry in told.split("\0") if entry))


@contextmanager
def unpacked(root: Path, revision: str, paths: Iterable[str]) -> Iterator[Path]:
    """A folder with these files and folders as they were in a revision; CurriculaError where git cannot give them."""
    with tempfile.TemporaryDirectory() as name:
        if revision.startswith("-"):  # an option to git, and no name it gives to a revision
            raise CurriculaError("{revision} is not a revision", revision=revision)
        known = _told(root, "ls-tree", "-z", "--name-only", revision, "--", *paths)
        held = [path for path in known.split("\0") if path] if known is not None else list(paths)
        if not held:
            yield Path(name)
            return
        done = _git(root, "archive", "--format=tar", revision, "--", *held)
        if done is None:
            raise CurriculaError("git is not installed: name two files with --from and --to")
        if done.returncode:
            if _told(root, "rev-parse", "--git-dir") is None:
                raise CurriculaError(
                    "this folder has no history of versions: name an earlier copy of the file with --from FILE"
                )
            if _told(root, "rev-parse", "--verify", "--quiet", LAST) is None:
                raise CurriculaError(
                    "nothing has been committed here yet: name an earlier copy of the file with --from FILE"
                )
            if _NUMBER.match(revision):
                raise CurriculaError(
                    "git has no revision {revision}, which looks like the number of a version: name a commit such as "
                    "HEAD~1, a tag or a file", revision=revision,
                )
            reason = done.stderr.decode(errors="replace").strip().splitlines()
            raise CurriculaError(
                "git has no version {revision} of this repository: {reason}",
                revision=revision, reason=reason[-1] if reason else "",
            )
        _extract(done.stdout, Path(name))
        yield Path(name)


def _extract(tar: bytes, folder: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(tar)) as archive:
        for member in archive:
            content = archive.extractfile(member) if member.isfile() else None
            if content is not None and ".." not in Path(member.name).parts:
                target = folder / member.name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content.read())


def _told(root: Path, *arguments: str) -> str | None:
    """What git says; None where it is not installed or has nothing to say about this folder."""
    done = _git(root, *arguments)
    return None if done is None or done.returncode else done.stdout.decode("utf-8", "surrogateescape")


def _git(root: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes] | None:
    command = ["git", "--no-optional-locks", "--literal-pathspecs", "-C", str(root), *arguments]
    try:
        return subprocess.run(command, input=given, capture_output=True, check=False)
    except FileNotFoundError:
        return None
