"""Files that no reader of YAML can accept, and what must be said about each."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Bad:
    """How a bad file is made, and the finding: its code, its place (0 is the whole file), a word of its hint."""

    make: bytes | Callable[[Path], object]
    code: str
    line: int = 0
    column: int = 0
    hint: str = ""

    def put(self, path: Path) -> None:
        """Put the file at `path`, in place of what is there."""
        path.unlink(missing_ok=True)
        if isinstance(self.make, bytes):
            path.write_bytes(self.make)
        else:
            self.make(path)


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(50_000_000)


def _circle(path: Path) -> None:
    path.symlink_to(path)


def _pipe(path: Path) -> None:
    os.mkfifo(path)


BAD = {
    "syntax": Bad(b"kind: course\ntitle: [a, b\n", "yaml-syntax", 2, 8, "bracket"),
    "colon": Bad(b"kind: course\ntitle: Note: a colon\n", "yaml-syntax", 2, 12, "double quotes"),
    "quote": Bad(b'kind: "course\n', "yaml-syntax", 1, 7, "not closed"),
    "indentation": Bad(b"a:\n    b: 1\n  c: 2\n", "yaml-syntax", 3, 3, "indentation"),
    "conflict": Bad(
        b"a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> branch\n", "merge-conflict", 2, 1, "<<<<<<<, =======",
    ),
    "conflict in words": Bad(b'a: "b\r\n=======\r\nc"\r\n', "merge-conflict", 2, 1, "one of the two versions"),
    "tab": Bad(b"a:\n\tb: 1\n", "yaml-syntax", 2, 1, "tab"),
    "duplicate": Bad(b"a: 1\nb: 2\na: 3\n", "duplicate-key", 3, 1, "rename"),
    "alias": Bad(b"a: 1\nb: *a\n", "yaml-feature", 2, 4, "Write the value out"),
    "anchor": Bad(b"a: &x 1\n", "yaml-feature", 1, 4, "Write the value out"),
    "anchored list": Bad(b"a: &x [1]\n", "yaml-feature", 1, 4, "Write the value out"),
    "tag": Bad(b"a: !!str 1\n", "yaml-feature", 1, 4, "Write the value out"),
    "python tag": Bad(b"a: !!python/object/apply:os.system [ls]\n", "yaml-feature", 1, 4, "Write the value out"),
    "merge key": Bad(b"a: {b: 1}\nc: {<<: *a}\n", "yaml-feature", 2, 9, "Write the value out"),
    "second document": Bad(b"a: 1\n---\nb: 2\n", "yaml-feature", 2, 1, "One file"),
    "list as key": Bad(b"[a]: 1\n", "yaml-syntax", 1, 1, "quotes"),
    "group as key": Bad(b"{a: 1}: 1\n", "yaml-syntax", 1, 1, "quotes"),
    "too deep": Bad(b"a: " + b"[" * 41 + b"]" * 41 + b"\n", "too-deep", 1, 43),
    "very deep": Bad(b"[" * 100_000, "too-deep", 1, 41),
    "too large": Bad(_sparse, "file-too-large", hint="Is this a standard?"),
    "empty": Bad(b"", "empty-file"),
    "blank": Bad(b"  \n\n", "empty-file"),
    "byte order mark": Bad(b"\xef\xbb\xbfa: 1\n", "encoding", 1, 1, "without BOM"),
    "UTF-16": Bad("a: 1\n".encode("utf-16"), "encoding", 1, 1, "UTF-8"),
    "GB 18030": Bad("kind: course\ntitle: 电路基础\n".encode("gb18030"), "encoding", 2, 8, "GB 18030"),
    "Windows-1251": Bad("title: Цепи\n".encode("cp1251"), "encoding", 1, 8, "Windows-1251"),
    "broken UTF-8": Bad("a: 电路\n".encode()[:-2], "encoding", 1, 5, "UTF-8"),
    "control character": Bad(b"a: 1\nb: c\x07d\n", "control-character", 2, 5, "another program"),
    "zero bytes": Bad(b"\0" * 100, "control-character", 1, 1, "another program"),
    "half a character": Bad(b'a: "\\ud800"\n', "yaml-syntax", 1, 7),
    "a folder": Bad(Path.mkdir, "unreadable-file"),
    "a circle of links": Bad(_circle, "unreadable-file"),
    "a pipe": Bad(_pipe, "unreadable-file"),
}
