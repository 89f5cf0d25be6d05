"""Two wordings become runs of kept, deleted and inserted words.

The unit is what a reader of the language takes for one: a word or a number in scripts with spaces, a
character in Chinese. Kept crumbs between changes are given up, as nobody reads them: a space, a comma,
one character of six.
"""

import difflib
import re
from collections.abc import Iterator

from curricula.editions.document import Marked, Run, Words
from curricula.model.text import Text

_IDEOGRAPHS = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
# A word holds its apostrophes and hyphens, a number its decimals: oʻquv, on-line, 2,5.
_TOKEN = re.compile(
    rf"[{_IDEOGRAPHS}]"
    rf"|(?:[^\W{_IDEOGRAPHS}]|[\u0300-\u036f]|(?<=\w)['’‘-](?=\w)|(?<=\d)[.,](?=\d))+"
    r"|\s+|.",
    re.DOTALL,
)
_IDEOGRAPH = re.compile(f"[{_IDEOGRAPHS}]")
_CRUMB = 3  # letters; kept words of fewer between two changes are given up
_WIDE = 1.5  # letters that a Chinese character counts for
_ALIKE = 0.3  # the part of the longer wording that must be kept, or both are shown whole


def runs(old: str, new: str) -> tuple[Run, ...]:
    """The runs of both wordings in reading order, deleted words before those that take their place."""
    parts = list(_given_up(_blocks(_TOKEN.findall(old), _TOKEN.findall(new))))
    same = sum(_letters(before) for before, after in parts if before == after)
    if same < _ALIKE * max(_letters(old), _letters(new)):
        parts = [(old, new)]
    found = []
    for before, after in parts:
        if before == after:
            found.append(Run(before, "kept"))
        else:
            found += [Run(words, mark) for words, mark in ((before, "deleted"), (after, "inserted")) if words]  # type: ignore[arg-type]
    return tuple(found)


def _blocks(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """What stands in the place of what; equal words are kept."""
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for _, start, end, begin, stop in matcher.get_opcodes():
        yield "".join(old[start:end]), "".join(new[begin:stop])


def _given_up(blocks: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The blocks with every crumb between two changes taken into them."""
    before = after = ""
    crumb = ""
    for old, new in blocks:
        if old != new:
            before, after, crumb = before + crumb + old, after + crumb + new, ""
            continue
        if (before or after) and not crumb and _letters(old) < _CRUMB:
            crumb = old
            continue
        if before or after:
            yield before, after
        yield old, old
        before = after = ""
    if before or after:
        yield before, after
    if crumb:
        yield crumb, crumb


def _letters(words: str) -> float:
    wide = len(_IDEOGRAPH.findall(words))
    return sum(letter.isalnum() for letter in words) + wide * (_WIDE - 1)


def marked(old: Words | None, new: Words | None, language: str) -> Words | None:
    """Both wordings as one, in a document whose language is `language`; a wording may be missing."""
    if old is None or new is None:
        given = new if old is None else old
        if given is None or not str(given):
            return given
        return _like(given, Marked([Run(str(given), "deleted" if new is None else "inserted")]))
    before, after = _language(old, language), _language(new, language)
    if str(old) == str(new) and before == after:
        return new
    if before == after:
        return _like(new, Marked(runs(str(old), str(new))))
    others = [Run(str(words), mark, own if own != language else "")  # type: ignore[arg-type]
              for words, own, mark in ((old, before, "deleted"), (new, after, "inserted"))]
    key = new if isinstance(new, Text) else old
    return Text(key.key, Marked(others), key.where, language) if isinstance(key, Text) else Marked(others)


def noted(words: Words | None, note: str) -> Words | None:
    """The words after a remark."""
    if words is None:
        return None
    known = words.words if isinstance(words, Text) else words
    after = known.runs if isinstance(known, Marked) else (Run(known, "kept"),)
    return _like(words, Marked([Run(note, "note"), *after]))


def _like(words: Words, content: Marked) -> Words:
    return Text(words.key, content, words.where, words.language) if isinstance(words, Text) else content


def _language(words: Words, language: str) -> str:
    return words.language if isinstance(words, Text) else language
