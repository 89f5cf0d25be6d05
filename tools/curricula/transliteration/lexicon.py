"""What rules cannot know: the words with ц, ь, ъ and йо, foreign names, abbreviations and units.

`lexicon.txt` is the data; its first lines tell how it is written. A `Lexicon` has it in the form in which it is
looked up.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from curricula.transliteration.letters import folded

_FILE = Path(__file__).with_name("lexicon.txt")
_SECTIONS = ("words", "prefixes", "names", "abbreviations", "units")

# Endings that leave a stem what it is: number, possession, case, predicate, the common suffixes of nouns, and every
# verb made with -la-. They decide which words a stem without `*` is meant for: rol, roli, rollar, but not rolik.
_NOUN = (
    "lar|imiz|ingiz|im|ing|i|si|miz|ngiz|m|ng|ning|ni|ga|ka|qa|da|dan|dagi|gi|gacha|dek|day|cha|dirlar|dir|mi|chi|gina"
    "|niki|lik|lig|li|siz|man|san|roq|ku|yu|u|dosh|xona|noma|simon|aro|chilik|viy|iy|yoq|oq|ta|tasi|nchi|inchi"
)
LONGEST = 29  # letters of a stem or of a chain of endings; what is longer is no word, and not worth the search
ENDINGS = re.compile(rf"(?:{_NOUN})*(?:la[a-zŏğʼ]*)?")


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Exceptions and protected words.

    `starts` are the Latin stems a word begins with, each with its Cyrillic form and whether anything may follow it; a
    form with a capital is that of proper names. `within` are stems of any place of a word, `$` behind those that only
    endings follow. `prefixes` are first parts of compounds. All of these are folded. `names` stay Latin as they are,
    `abbreviations` in capitals are Uzbek, `units` are written in the other alphabet behind a number.
    """

    starts: Mapping[str, tuple[str, bool]]
    within: Mapping[str, str]
    prefixes: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()
    abbreviations: frozenset[str] = frozenset()
    units: Mapping[str, str] = field(default_factory=dict)


@cache
def own() -> Lexicon:
    """The lexicon of the program."""
    return read_lexicon(_FILE.read_text(encoding="utf-8"))


def read_lexicon(text: str) -> Lexicon:
    """A lexicon from its text; ValueError names the line that is no entry, or that stands there twice."""
    sections: dict[str, dict[str, str]] = {name: {} for name in _SECTIONS}
    section = ""
    for number, line in enumerate(text.splitlines(), 1):
        entry = line.partition(" #")[0].strip()
        if not entry or entry.startswith("#"):
            continue
        if entry.startswith("["):
            section = entry.strip("[]")
        latin, equals, cyrillic = (part.strip() for part in entry.partition("="))
        if section not in sections or (not entry.startswith("[") and bool(equals) != (section in ("words", "units"))):
            raise ValueError(f"line {number} of the lexicon: {entry}")
        if latin in sections[section]:
            raise ValueError(f"line {number} of the lexicon: {latin} is there already")
        if not entry.startswith("["):
            sections[section][latin] = cyrillic
    words = sections["words"]
    return Lexicon(
        {folded(key.strip("*")): (value, key.endswith("*")) for key, value in words.items() if key[0] != "*"},
        {folded(key[1:].rstrip("*")) + ("" if key.endswith("*") else "$"): value
         for key, value in words.items() if key[0] == "*"},
        tuple(sorted(map(folded, sections["prefixes"]), key=lambda word: (-len(word), word))),
        frozenset(sections["names"]),
        frozenset(sections["abbreviations"]),
        sections["units"],
    )
