"""What in a text is no Uzbek word: code, addresses, formulas, designations, numbers with units, Roman numerals."""

import re
from collections.abc import Iterable
from functools import lru_cache

from curricula.transliteration.letters import APOSTROPHES, VOWELS, folded
from curricula.transliteration.lexicon import ENDINGS, LONGEST, Lexicon

_LATIN = "A-Za-zÀ-ÖØ-öø-ʯ"
_SUFFIXES = (
    "csv|docx?|exe|gif|html?|jpe?g|json|md|mo|mp[34]|od[st]|pdf|png|po|pptx?|py|rar|rtf|svg|sqlite|txt|xlsx?|xml|xsd|ya?ml"
    "|zip"
)
_ANYWHERE = (
    r"`[^`\n]+`", r"\{[^{}\n]*\}", r"(?<![\d%}])%(?:\(\w+\))?[-.\d]*[dfisux](?![a-z])",
    r"</?[a-z][a-z\d]*(?:\s[^<>\n]*=[^<>\n]*)?\s?/?>", r"&\w+;",
    r"(?:https?|ftp)://[^\s<>«»“”]*[\w/]", r"(?<!\w)www\.[^\s<>«»“”]*[\w/]", r"(?<![\w.])[\w.+-]+@[\w-]+(?:\.\w+)+",
    rf"(?<![\w/.])(?:[\w./*~-]*[\w*])?\.(?:{_SUFFIXES})(?![\w{APOSTROPHES}])",
    rf"(?<![\w.{APOSTROPHES}])[a-z]{{3,}}(?:\.[a-z]{{3,}})+(?![\w{APOSTROPHES}])",
    r"(?<![\w.])(?:[a-z0-9-]+\.)+(?:uz|com|org|net|ru|edu|gov|io)(?!\w)", r"(?<![\w-])--[a-z][\w-]*",
    r"(?<!\w)@\w+", r"(?<!\w)\w*_\w+", r"\\[A-Za-z]+",
    r"(?<![A-Za-z])(?:arc)?(?:sin|cos|tan|tg|ctg|log|ln|lg)(?=\s?[\dα-ωΑ-Ω(]|\s[a-z]\b)",
)
MONTHS = "yanvar|fevral|mart|aprel|may|iyun|iyul|avgust|sentabr|oktabr|noyabr|dekabr"
YEAR = r"(?<![\d.,])(?:1[5-9]|20|21)\d\d"
DAY = r"(?<![\d.,])(?:[12]\d|3[01]|0?[1-9])"

ROMAN = re.compile(r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
DESIGNATION = re.compile(r"(?P<number>\d+(?=[a-z]{2}))?(?P<head>(?(number)|.*[A-Z\d]))(?P<tail>[a-z].*)?")
CAPITALS = re.compile(rf"(?P<head>[A-Z](?:[{APOSTROPHES}]?[A-Z]|[{APOSTROPHES}])+?)(?P<tail>[{APOSTROPHES}]?[a-z].*)?")
_FOREIGN = re.compile(r"c(?!h)|w|C(?![hH])|W|[^\x00-\x7fŏğʼ]|[a-z][A-Z]")
_CASES = "(?:lar)?(?:ning|ni|ga|dagi|dan|da|gacha)"
_MARKED = re.compile(rf"([A-Z][a-zA-Z]+[a-fh-np-z])[{APOSTROPHES}]{_CASES}")  # Telegram’da is the name
_ENDING = re.compile(rf"[{APOSTROPHES}]?(?!l[aei](?![a-z])|la[^nrs])[a-z]")  # a foreign word may well end in -la
# Units that are no words without a number before them either.
_MEASURE = re.compile(r".+/.+|[a-zµμ]+[A-Z].*|[A-Z]{2,}[a-z].*|.+[²³]|Hz")
_OPERATORS = tuple("=+*^_×·<>≤≥≈∑√∆")
_DOTTED = re.compile(r"[A-Za-z]\.(?:[A-Za-z]|[SCsc]h)\.")  # h.k., t.f.n.
_HEADING_WORD = re.compile(rf"[A-Z{APOSTROPHES}]{{6,}}|[OG][{APOSTROPHES}]")


@lru_cache(maxsize=64)
def pattern(lexicon: Lexicon, protected: tuple[str, ...]) -> re.Pattern[str]:
    """The one regular expression that finds what is to be looked at; the rest of a text is no letters.

    Groups: `given` and `keep` stay; `plain` is a word for which nothing around it matters, which is most of them;
    `year` and `day` lose the hyphen behind them; `unit` follows a number, `measure` needs none; `code` has a digit and
    a letter; `word` is any other word of Latin letters, with its apostrophes.
    """
    kept = sorted(map(re.escape, filter(None, protected)), key=lambda word: (-len(word), word))
    names = [rf"(?<!\w){re.escape(name)}" for name in sorted(lexicon.names, reverse=True) if not name.isalpha()]
    units = "|".join(re.escape(unit) for unit in sorted(lexicon.units, key=lambda unit: (-len(unit), unit)))
    measures = "|".join(re.escape(unit) for unit in sorted(lexicon.units, reverse=True) if _MEASURE.fullmatch(unit))
    ends = rf"(?![\w{APOSTROPHES}])"
    return re.compile("|".join((
        *(f"(?P<given>{'|'.join(kept)})" for _ in kept[:1]),
        rf"(?<![^\s(«“])(?P<plain>(?!arc)[A-Za-z](?:[a-z]|[{APOSTROPHES}](?=[a-z])){{3,}})(?![^\s,;:!?)»”.]|[.:]\S)",
        f"(?P<keep>{'|'.join((*_ANYWHERE, *names))})",
        rf"(?P<year>{YEAR})-(?=yil|oʻquv yil)",
        rf"(?P<day>{DAY})-(?=(?:{MONTHS})[a-z]{{,{LONGEST}}}{ends})(?=(?:{MONTHS})(?:{ENDINGS.pattern}){ends})",
        rf"(?<=\d)(?P<space>[ \u00a0\u202f]?)(?P<unit>{units or '(?!)'}){ends}",
        rf"(?<![\w/])(?P<measure>{measures or '(?!)'}){ends}",
        r"(?P<code>(?<!\w)(?:[A-Za-z]+\d|\d+[A-Za-z])[A-Za-z\d]*(?:[.-](?=\d)[A-Za-z\d]+)*)",
        rf"(?P<word>[{_LATIN}](?:[{_LATIN}]|(?<=[OoGg])[{APOSTROPHES}]|[{APOSTROPHES}](?=[{_LATIN}]))*)",
    )))


def halves(word: str, lexicon: Lexicon) -> tuple[str, str] | None:
    """A foreign word that stays Latin, and its Uzbek endings; None for an Uzbek word.

    Foreign are the names of the lexicon, words with c, w or letters that Uzbek has not, and those with a capital
    behind a small letter.
    """
    for end in range(min(len(word), LONGEST), 1, -1):
        if word[:end] in lexicon.names and ends_well(word[end:]):
            return word[:end], word[end:]
    marked = _MARKED.fullmatch(word)
    if marked:
        return marked[1], word[marked.end(1) :]
    plain = folded(word) if not word.isascii() else word.lower()
    if any(letter in plain for letter in "ŏğ") or not _FOREIGN.search(word if word.isascii() else plain):
        return None
    for end in range(max(3, len(word) - LONGEST), len(word) - 1):
        if _ENDING.match(word, end) and not _FOREIGN.search(word[end - 1 :]) and ends_well(word[end:]):
            return word[:end], word[end:]
    return word, ""


def ends_well(ending: str) -> bool:
    """Whether letters behind a stem are Uzbek endings. What is longer than any chain of them is not looked at."""
    plain = folded(ending).lstrip("ʼ")  # people write PDF’ni too
    return not ending or (len(ending) <= LONGEST and ending.islower() and ENDINGS.fullmatch(plain) is not None)


def variable(text: str, start: int, end: int) -> bool:
    """Whether one letter, or a short word beside a sign of mathematics, is a part of a formula, and stays.

    Not so the pronoun `u`, initials (A. Karimov), abbreviations (h.k.), the letters of a list, a), b), and 10% i.
    """
    before, behind = text[max(start - 2, 0) : start], text[end : end + 2]
    letter = text[start:end]
    beside = {before[-1:], behind[:1]}.intersection(_OPERATORS)
    if beside:  # a tag ends and begins like a comparison
        return len(letter) == 1 or not vowelled(letter) or not beside <= {"<", ">"}
    if before.strip()[-1:] in _OPERATORS or behind.strip()[:1] in _OPERATORS:
        return len(letter) == 1 or not vowelled(letter)
    if len(letter) > 1:  # a designation such as Xn; Sh. and Ch. are initials
        return letter.istitle() and not vowelled(letter) and behind[:1] != "." and letter not in ("Sh", "Ch")
    if letter in "uU":
        return letter == "U" and before.endswith("-")
    if letter == "i" and before.rstrip()[-1:] == "%":
        return False
    if _DOTTED.match(text, start) or _DOTTED.match(text, max(start - 2, 0)):
        return False
    if letter.isupper():
        return not behind.startswith(".") or text[end + 1 : end + 2] in ("", "\n") or before[-1:].isdigit()
    return not (behind.startswith(")") and (not before or before[-1].isspace()))


def explained(text: str, start: int) -> bool:
    """Whether a letter is the whole of a text, or a legend says what it stands for: “M: majburiy”."""
    letter = text[start]
    return text.strip() == letter or text.startswith(f": {letter.lower()}", start + 1)


@lru_cache(maxsize=256)
def heading(line: str) -> bool:
    """Whether a line is written in capitals throughout, and has a word that is no abbreviation."""
    return line.upper() == line and _HEADING_WORD.search(line) is not None


def line_at(text: str, place: int) -> str:
    """The line around a place."""
    end = text.find("\n", place)
    return text[text.rfind("\n", 0, place) + 1 : end if end >= 0 else len(text)]


def vowelled(word: str) -> bool:
    """Whether a word has a vowel, without which no word can be spoken."""
    return any(letter in VOWELS for letter in folded(word))


def strings(protected: Iterable[str]) -> tuple[str, ...]:
    """Protected strings in the form `pattern` is cached by; one string is one, not its letters."""
    return (protected,) if isinstance(protected, str) else tuple(sorted(set(protected)))
