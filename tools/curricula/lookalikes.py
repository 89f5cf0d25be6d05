"""What was most likely meant by a name that does not exist.

A name can be wrong by a slip of the finger, or right to the eye and wrong for a program: a Cyrillic
С in C304, full-width Ｃ３０４, the letter O for the digit 0. Every finding about an unknown id, code,
property or path asks here, so that all of them see the same likenesses.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from curricula.diagnostics import N_

# Letters of other scripts that print like Latin ones; after folding of case.
_CYRILLIC = dict(zip("авсенкмоіјрѕтухьѵԁԛԝ", "abcehkmoijpstyxbvdqw", strict=True))
_GREEK = dict(zip("αβεζηικμνορτυχ", "abezhikmnoptyx", strict=True))
_DIGITS = {"0": "o", "1": "l", "i": "l", "|": "l"}
_STROKES = dict.fromkeys("-_ \u2010\u2011\u2012\u2013\u2014\u2212\u00ad\u00a0", "-")
_SHAPES = str.maketrans(_CYRILLIC | _GREEK | _DIGITS | _STROKES)
_SPELLING = str.maketrans(_STROKES)

_CODED = re.compile(r"([A-Za-z]{1,4})\d+(?=\W|\Z)")  # such as EN1: the letters say of what kind it is
_ROUNDING = 1e-9  # of ratios that are computed in two ways
_PLAIN = N_("did you mean {close}?")
_BY_SCRIPT = {
    "CYRILLIC": N_("did you mean {close}? The letter {letter} here is Cyrillic."),
    "GREEK": N_("did you mean {close}? The letter {letter} here is Greek."),
    "FULLWIDTH": N_("did you mean {close}? {letter} is written full-width here."),
}
_LETTER = N_("did you mean {close}? Here stands the letter {letter}, there a digit.")
_DIGIT = N_("did you mean {close}? Here stands the digit {letter}, there a letter.")


@dataclass(frozen=True, slots=True)
class Likely:
    """The name that was likely meant: a hint, as a template with its arguments (`close` among them)."""

    close: str
    hint: str
    arguments: Mapping[str, object]


def nearest(name: str, known: Iterable[str], likeness: float = 0.6) -> Likely | None:
    """The known name that looks most like `name`; None where nothing is near.

    `likeness` is the least ratio of `difflib` for names that are merely similar, from 0 to 1.
    """
    names = sorted(set(known))
    shape = _shape(name)
    same = [other for other in names if _shape(other) == shape]
    if same:
        found = min(same, key=lambda other: (-difflib.SequenceMatcher(None, name, other).ratio(), other))
    else:
        found = _similar(name, names, likeness)
    if not found:
        return None
    hint, letter = _difference(name, found) if same else (_PLAIN, "")
    return Likely(found, hint, {"close": found, "letter": letter})


def _similar(name: str, names: Sequence[str], likeness: float) -> str:
    """The name of the greatest ratio of `difflib`, if that is enough; the last of several.

    The letters that two names have in common in one order are at least those that `difflib` finds, and are known
    far sooner: of thousands of paths, the ratio of few need be.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import Indel

    names = [other for other in names if _kind(other) == _kind(name) or not _kind(name)]
    matcher = difflib.SequenceMatcher(b=name)
    best = (likeness, "")
    for other, bound, _ in process.extract(name, names, scorer=Indel.normalized_similarity, limit=None):
        if bound < best[0] - _ROUNDING:
            break
        matcher.set_seq1(other)
        best = max(best, (matcher.ratio(), other))
    return best[1]


def _kind(name: str) -> str:
    """The letters that a code begins with; none of what is no code. EN1 is never a slip for RE1."""
    found = _CODED.match(name)
    return found[1].casefold() if found else ""


def latin(name: str) -> str:
    """The name with Latin letters for those of other scripts that print alike."""
    alike = _CYRILLIC | _GREEK
    found = ((letter, alike.get(letter.casefold(), letter)) for letter in unicodedata.normalize("NFKC", name))
    return "".join(other.upper() if letter.isupper() else other for letter, other in found)


def spelt(name: str, known: Iterable[str]) -> str | None:
    """The one known name with the same letters: only case, width, `-` for `_` and spaces round it may differ."""
    same = [other for other in known if _spelling(other) == _spelling(name)]
    return same[0] if len(same) == 1 else None


def alike(name: str, known: Iterable[str]) -> str | None:
    """The one known name that looks the same, whatever the script of its letters; None for several."""
    same = [other for other in known if _shape(other) == _shape(name)]
    return same[0] if len(same) == 1 else None


def _spelling(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold().translate(_SPELLING)


def _shape(name: str) -> str:
    return _spelling(name).translate(_SHAPES)


def _difference(name: str, meant: str) -> tuple[str, str]:
    """The template that names the first telling difference of two names of one shape, and the letter here."""
    for here, there in zip(name.strip(), meant.strip(), strict=False):
        script = unicodedata.name(here, "").partition(" ")[0]
        if here != there and script in _BY_SCRIPT:
            return _BY_SCRIPT[script], here
        if here.isalpha() and there.isdigit():
            return _LETTER, here
        if here.isdigit() and there.isalpha():
            return _DIGIT, here
    return _PLAIN, ""
