"""The only fonts a document is set in, checked by hash before they are used."""

import hashlib
import json
import re
from functools import cache
from html import escape
from itertools import pairwise
from pathlib import Path

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
                "the font {path} is not the pinned one ({found}): restore it from the repository",
                path=path, found=found[:12],
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


def missing(words: str) -> str:
    """The characters no pinned font has, sorted; white space aside."""
    return "".join(sorted(set(_others().findall(words))))


@cache
def _others() -> re.Pattern[str]:
    """Finds every character that cannot be set: one pass over the words, as there may be a million of them."""
    numbers = sorted(ord(character) for character in covered() | set(" \u00a0\u202f\u2009"))
    ends = [number for number, after in pairwise((*numbers, -1)) if after != number + 1]
    starts = [number for before, number in pairwise((-2, *numbers)) if before != number - 1]
    spans = (f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in zip(starts, ends, strict=True))
    return re.compile(f"[^{''.join(spans)}]")


def fontconfig(folder: Path) -> Path:
    """Write a fontconfig file into `folder` that knows the pinned fonts and no others."""
    target = folder / "fonts.conf"
    words = (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        f"<fontconfig><dir>{escape(str(FOLDER), quote=False)}</dir>"
        f"<cachedir>{escape(str(folder / 'fontconfig'), quote=False)}</cachedir></fontconfig>\n"
    )
    replace_file(target, words.encode())
    with explained(folder):
        (folder / "fontconfig").mkdir(exist_ok=True)  # two processes that make it at once would both give up
    return target
