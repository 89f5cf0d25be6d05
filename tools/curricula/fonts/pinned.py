"""The only fonts a document is set in, checked by hash before they are used."""

import hashlib
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from curricula.diagnostics import CurriculaError
from curricula.files import explained, replace_file

FOLDER = Path(__file__).parent


@cache
def record() -> dict[str, str]:
    """The SHA-256 of every font file by name; `CurriculaError` where a file is not the pinned one."""
    hashes = {}
    for name, facts in _facts().items():
        path = FOLDER / name
        found = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "missing"
        if found != facts["sha256"]:
            raise CurriculaError(
                f"the font {path} is not the pinned one ({found[:12]}): restore it from the repository"
            )
        hashes[name] = found
    return hashes


@cache
def _facts() -> dict[str, dict[str, str]]:
    facts: dict[str, dict[str, str]] = json.loads((FOLDER / "fonts.json").read_text(encoding="utf-8"))
    return facts


@cache
def covered() -> frozenset[str]:
    """The characters that can be set in every style a document uses: regular and bold."""
    chinese, others = (
        frozenset.intersection(*(
            _characters(facts["characters"]) for name, facts in _facts().items() if ("SC-" in name) == is_chinese
        ))
        for is_chinese in (True, False)
    )
    return chinese | others


def _characters(spans: str) -> frozenset[str]:
    found: set[str] = set()
    for span in spans.split():
        first, _, last = span.partition("-")
        found.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(found)


def missing(characters: Iterable[str]) -> str:
    """The characters no pinned font has, sorted; white space aside."""
    return "".join(sorted(set(characters) - covered() - set(" \u00a0\u202f\u2009")))


def fontconfig(folder: Path) -> Path:
    """Write a fontconfig file into `folder` that knows the pinned fonts and no others."""
    target = folder / "fonts.conf"
    words = (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        f"<fontconfig><dir>{escape(str(FOLDER))}</dir>"
        f"<cachedir>{escape(str(folder / 'fontconfig'))}</cachedir></fontconfig>\n"
    )
    replace_file(target, words.encode())
    with explained(folder):
        (folder / "fontconfig").mkdir(exist_ok=True)  # two processes that make it at once would both give up
    return target
