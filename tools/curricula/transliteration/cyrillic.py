"""Uzbek Latin to Cyrillic."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from curricula.transliteration import spans
from curricula.transliteration.letters import APOSTROPHES, CYRILLIC, VOWELS, cased, folded
from curricula.transliteration.lexicon import ENDINGS, LONGEST, Lexicon, own

_PIECES = re.compile(rf"(?:[A-Z][{APOSTROPHES}]?)+(?![a-z{APOSTROPHES}])|[A-Z]?[^A-Z]+")  # OʻzMU: Oʻz, MU
_SHORT = 5  # letters of a word in capitals that may be an abbreviation


def to_cyrillic(words: str, lexicon: Lexicon | None = None, protected: Iterable[str] = ()) -> str:
    """Uzbek text in Cyrillic letters; what is no Uzbek word stays as it is, and so do the `protected` strings.

    `lexicon` is the program's own unless another is given. Any of the usual apostrophes will do.
    """
    known = lexicon or own()

    def converted(found: re.Match[str]) -> str:
        group = found.lastgroup
        if group == "plain":
            return _token(found[0], known)
        if group == "word":
            return _in_place(found[0], words, found.start(), known)
        if group in ("given", "keep"):
            return found[0]
        if group == "unit":
            glued = not found["space"] and len(found["unit"]) == 1 and found["unit"].isupper()
            return found[0] if glued else found["space"] + known.units[found["unit"]]
        if group == "measure":
            return known.units[found[0]]
        if group == "code":
            return _code(found[0], known)
        return f"{found[group or 0]} "

    return spans.pattern(known, spans.strings(protected)).sub(converted, words)


def _in_place(word: str, text: str, start: int, lexicon: Lexicon) -> str:
    """A word of a text: whether it is one at all may depend on what stands around it."""
    if text[start - 1 : start] in ("'", "‘") and word[-1] in "'’":  # the mark closes what another has opened
        return _in_place(word[:-1], text, start, lexicon) + word[-1]
    if len(word) == 1 and word in lexicon.abbreviations and spans.explained(text, start):
        return _token(word, lexicon)
    if len(word) <= 3 and spans.variable(text, start, start + len(word)):
        return word
    if word.isupper() and 1 < len(word) <= _SHORT and _in_heading(word, text, start, lexicon):
        return spelt(folded(word), lexicon, True).upper()
    return _token(word, lexicon)


def _in_heading(word: str, text: str, start: int, lexicon: Lexicon) -> bool:
    """Whether a short word in capitals has them because all around it does, and is no abbreviation."""
    if word in lexicon.names or spans.ROMAN.fullmatch(word) or not spans.vowelled(word):
        return False
    return spans.heading(spans.line_at(text, start))


@lru_cache(maxsize=1 << 17)
def _token(word: str, lexicon: Lexicon) -> str:
    """A word with its capitals, by itself."""
    if word in lexicon.abbreviations:
        return "".join(_piece(piece, lexicon) for piece in _PIECES.findall(word))
    capitals = spans.CAPITALS.fullmatch(word)
    if capitals and spans.ends_well(capitals["tail"] or ""):
        head, tail = capitals["head"], capitals["tail"] or ""
        return _abbreviation(head, lexicon) + _ending(tail, lexicon)
    foreign = spans.halves(word, lexicon)
    if foreign:
        return foreign[0] + _ending(foreign[1], lexicon)
    if word[1:].islower() or len(word) == 1:
        return cased(spelt(folded(word), lexicon, word[0].isupper()), word)
    return "".join(_piece(piece, lexicon) for piece in _PIECES.findall(word))


def _ending(ending: str, lexicon: Lexicon) -> str:
    """The endings of a word that stays Latin; the apostrophe some write before them stays as well."""
    mark = ending[:1] if ending[:1] in APOSTROPHES else ""
    return mark + spelt(folded(ending[len(mark) :]), lexicon)


def _piece(piece: str, lexicon: Lexicon) -> str:
    return cased(spelt(folded(piece), lexicon, True), piece)


def _abbreviation(head: str, lexicon: Lexicon) -> str:
    """A word in capitals: Uzbek, if the lexicon says so, if it has oʻ or gʻ, or if it is too long for the others."""
    plain = folded(head)
    foreign = len(plain) <= _SHORT or spans.halves(head, lexicon) or spans.ROMAN.fullmatch(head)
    if head not in lexicon.abbreviations and foreign and not {"ŏ", "ğ", "ʼ"} & set(plain):
        return head
    return spelt(plain, lexicon, True).upper()


def _code(code: str, lexicon: Lexicon) -> str:
    """A designation with a digit stays, its endings do not: 5Gning; a number with endings is no designation: 10ta."""
    for end in range(len(code) - 1, 0, -1):
        if not code[end:].islower() or not code[end:].isalpha():
            break
        number = code[:end].isdigit()
        if number and code[end:] in lexicon.units:
            return code[:end] + lexicon.units[code[end:]]
        ended = code[end - 1].isupper() or (code[end - 1].isdigit() and len(code) - end > 1)
        if (number and len(code) - end > 1) or (ended and spans.ends_well(code[end:])):
            return code[:end] + spelt(folded(code[end:]), lexicon)
    return code


@lru_cache(maxsize=1 << 17)
def spelt(word: str, lexicon: Lexicon, name: bool = False) -> str:
    """A folded word in small Cyrillic letters. `name`: it has a capital, so it may be a proper name."""
    found = _stem(word, lexicon, name)
    if found:
        return found
    for prefix in lexicon.prefixes if word.startswith(lexicon.prefixes) else ():
        if word.startswith(prefix):
            behind = _stem(word[len(prefix) :], lexicon, name=False)
            if behind:
                return spelt(prefix, lexicon) + behind
    return _by_rules(word, 0, lexicon)


def _stem(word: str, lexicon: Lexicon, name: bool) -> str:
    """The word by the longest stem of the lexicon it begins with; empty where it has none."""
    for end in range(min(len(word), LONGEST), 1, -1):
        cyrillic, anything = lexicon.starts.get(word[:end], ("", False))
        if cyrillic and (name or cyrillic.islower()) and (anything or spans.ends_well(word[end:])):
            if word[end : end + 2] == "ye" and cyrillic[-1] in "ьъ":
                return f"{cyrillic.lower()}е{_by_rules(word, end + 2, lexicon)}"
            across = _across(word, end, cyrillic, lexicon) if anything else 0
            kept = cyrillic[: len(cyrillic) - across]
            return _softened(kept, word[end:]) + _by_rules(word, end - across, lexicon)
    return ""


def _across(word: str, end: int, cyrillic: str, lexicon: Lexicon) -> int:
    """How many letters before `end` belong to an entry of any place that goes on behind it: the k of inyek-siya."""
    for letters in (2, 1):
        found = _rules(lexicon).match(word, end - letters)
        plain = all(CYRILLIC.get(a) == b for a, b in zip(word[end - letters : end], cyrillic[-letters:], strict=True))
        if plain and found and found.end() > end and not {found[0], f"{found[0]}$"}.isdisjoint(lexicon.within):
            return letters
    return 0


def _softened(cyrillic: str, behind: str) -> str:
    """A stem in ь loses it before endings: модель, модели, моделлар; a name only before a vowel: Брюссельда."""
    lost = behind and (behind[0] in VOWELS or cyrillic.islower())
    return (cyrillic[:-1] if lost and cyrillic.endswith("ь") else cyrillic).lower()


def _by_rules(word: str, start: int, lexicon: Lexicon) -> str:
    """The letters of a word from `start` on; what stands before them is looked at too."""
    return "".join(_letter(found, word, lexicon) for found in _rules(lexicon).finditer(word, start))


def _letter(found: re.Match[str], word: str, lexicon: Lexicon) -> str:
    part, before = found[0], word[: found.start()][-1:]
    stem = lexicon.within.get(part) or lexicon.within.get(f"{part}$")
    if stem:
        return _softened(stem, word[found.end() :])
    if part == "e":
        return "э" if not before or before in VOWELS else "е"
    if part == "ye":
        return "е" if not before or before in VOWELS or before in "ʼy" else "ье"
    return CYRILLIC.get(part, part)


@cache
def _rules(lexicon: Lexicon) -> re.Pattern[str]:
    stems = sorted(lexicon.within, key=lambda stem: (-len(stem), stem))
    ending = rf"(?=.{{,{LONGEST}}}$)(?=(?:{ENDINGS.pattern})$)"
    within = [stem[:-1] + ending if stem.endswith("$") else stem for stem in stems]
    digraphs = [part for part in CYRILLIC if len(part) > 1]
    return re.compile("|".join((*within, *digraphs, "ye", ".")), re.DOTALL)
