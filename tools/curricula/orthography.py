"""How languages are written: quotation marks, decimal signs, abbreviations, the room that words take.

What is known of a language stands under its tag; of any other only its script is asked, and where that
decides nothing there is no opinion: rules then have nothing to find. What is no language in words, code in
backticks and placeholders, is `masked` before anything is looked for.
"""

import re
from dataclasses import dataclass, replace
from functools import cache

from curricula.locales import cldr, known, script

_PROTECTED = re.compile(r"`[^`]*`|\{\{.*?\}\}+|\{[^{}]*\}|%\(\w+\)[sd]")
_PLACEHOLDER = "\ufffc"  # stands for something that is no word, no mark and no space
_HAN = ("Hans", "Hant", "Jpan")


@dataclass(frozen=True, slots=True)
class Orthography:
    """What a language asks of its words.

    `quotes` are the pairs of quotation marks, the outer before the inner; none where any will do.
    `shortened` matches words at the end of a text whose full stop belongs to an abbreviation. `twice` are
    words that may rightly stand twice side by side, `once` those that never do. `spaced` tells whether a
    no-break space belongs between a number and its unit, after № and between initials.
    """

    script: str
    quotes: tuple[str, ...] = ()
    shortened: str = ""
    twice: frozenset[str] = frozenset()
    once: frozenset[str] = frozenset()
    spaced: bool = False

    @property
    def chinese(self) -> bool:
        """Whether it is written in Chinese characters and full-width marks."""
        return self.script in _HAN




def _words(given: str) -> frozenset[str]:
    return frozenset(given.split())


_CYRILLIC = Orthography("Cyrl", ("«»", "„“"), r"(?:т\. ?[дпе]|др|пр|[гчс]|руб|экз|[а-яё]\. ?[а-яё])", spaced=True)
_OF_SCRIPT = {"Hans": Orthography("Hans", ("“”", "‘’"), once=frozenset("的和与及")), "Cyrl": _CYRILLIC}
_OF_LANGUAGE = {
    "en": Orthography(
        "Latn", ("“”", "‘’"), "(?:etc|i\\.e|e\\.g|no|nos|vol|ltd|inc|[ap]\\.m)", _words("that had"),
        _words("a an and are at by for from of or shall should the with"),
    ),
    "ru": replace(
        _CYRILLIC,
        once=_words("в во для до и из или к как ко на не о об от по при с со у должен должна должны"),
    ),
    "uz": Orthography(
        "Latn", ("“”", "‘’"), "(?:h\\.ok|h\\.k|va b|va h\\.k|shu k)", _words("bir har tur xil"),
        _words("bilan boʻlgan boʻlib boʻyicha bu esa ham kerak lozim shu uchun va yoki"),
    ),
    "uz-Cyrl": replace(
        _CYRILLIC, quotes=("“”", "«»"), once=_words("билан бўйича бу ва ёки керак лозим учун шу ҳам"),
    ),
}


@cache
def orthography(tag: str) -> Orthography:
    """That of a BCP 47 tag: of the language in this script, of the language, of the script."""
    written = script(tag)
    language = tag.partition("-")[0]
    for name in (tag, f"{language}-{written}", language):
        found = _OF_LANGUAGE.get(name)
        if found is not None and found.script == written:
            return found
    return _OF_SCRIPT.get("Hans" if written in _HAN else written, Orthography(written))


@cache
def decimal_comma(tag: str) -> bool:
    """Whether a number of the language has a comma before its fraction (CLDR)."""
    return known(tag) and cldr(tag).number_symbols["latn"]["decimal"] == ","


@dataclass(frozen=True, slots=True)
class Room:
    """How many characters a translation takes for each of its source: at least and at most.

    Measured on the translations of this repository, with room to spare; so many characters more or fewer
    (`slack`) mean nothing, which leaves short texts in peace.
    """

    least: float
    most: float
    slack: int = 25


_ROOM = {(True, False): Room(1.8, 7.5), (False, True): Room(0.1, 0.9), (False, False): Room(0.5, 2.0)}


@cache
def room(source: str, target: str) -> Room:
    """What to expect of a translation between two languages: one in Chinese characters is far shorter."""
    return _ROOM.get((orthography(source).chinese, orthography(target).chinese), Room(0.3, 3.0))


def masked(words: str) -> str:
    """The words with code and placeholders made unreadable, each place of the others as it was."""
    if "`" not in words and "{" not in words and "%(" not in words:
        return words
    return _PROTECTED.sub(lambda found: _PLACEHOLDER * len(found.group()), words)
