"""Uzbek Cyrillic to Latin."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from curricula.transliteration import spans
from curricula.transliteration.letters import CYRILLIC_VOWELS, LATIN
from curricula.transliteration.lexicon import LONGEST, Lexicon, own

_CYRILLIC = "А-Яа-яЁёЎўҚқҒғҲҳ"
_LETTERS = re.compile("|".join((*(part for part in LATIN if len(part) > 1), ".")), re.DOTALL)
_MEASURE = re.compile(r".+/.+|[а-я]+[А-Я].*|[А-Я]{2,}[а-я].*|.+[²³]|Гц")
_MONTHS = "январ|феврал|март|апрел|май|июн|июл|август|сентябр|октябр|ноябр|декабр"


def to_latin(words: str, lexicon: Lexicon | None = None, protected: Iterable[str] = ()) -> str:
    """Uzbek text in Latin letters, with ʻ (U+02BB) in oʻ and gʻ and ʼ (U+02BC) as tutuq belgisi.

    What is Latin already stays as it is, and so do the `protected` strings.
    """
    known = lexicon or own()

    def converted(found: re.Match[str]) -> str:
        group = found.lastgroup
        if group == "word":
            return _token(found[0], known)
        if group == "keep":
            return found[0]
        if group == "unit":
            return found["space"] + _units(known)[found["unit"]]
        if group == "measure":
            return _units(known)[found[0]]
        return f"{found[group or 0]}-"

    return _pattern(known, spans.strings(protected)).sub(converted, words)


@lru_cache(maxsize=64)
def _pattern(lexicon: Lexicon, protected: tuple[str, ...]) -> re.Pattern[str]:
    kept = sorted(map(re.escape, filter(None, protected)), key=lambda word: (-len(word), word))
    units = "|".join(re.escape(unit) for unit in sorted(_units(lexicon), key=lambda unit: (-len(unit), unit)))
    measures = "|".join(re.escape(unit) for unit in sorted(_units(lexicon), reverse=True) if _MEASURE.fullmatch(unit))
    return re.compile("|".join((
        f"(?P<keep>{'|'.join((*kept, '`[^`]+`'))})",
        rf"(?P<year>{spans.YEAR}) (?=йил|ўқув йил)",
        rf"(?P<day>{spans.DAY}) (?=(?:{_MONTHS})(?!а|он|из|дон|иш|к))",
        rf"(?<=\d)(?P<space>[ \u00a0\u202f]?)(?P<unit>{units or '(?!)'})(?!\w)",
        rf"(?<![\w/])(?P<measure>{measures or '(?!)'})(?!\w)",
        f"(?P<word>[{_CYRILLIC}]+)",
    )))


@cache
def _units(lexicon: Lexicon) -> dict[str, str]:
    """Units from Cyrillic; of several Latin ones the first of the lexicon."""
    return {cyrillic: latin for latin, cyrillic in reversed(list(lexicon.units.items()))}


@lru_cache(maxsize=1 << 17)
def _token(word: str, lexicon: Lexicon) -> str:
    """A word with its capitals. A digraph of a capital is in capitals among capitals: ШАҲАР, Шаҳар."""
    latin = _spelt(word.lower(), lexicon)
    if word.islower():
        return latin
    if word.isupper() and len(word) > 1:
        return latin.upper()
    if word[1:].islower() or len(word) == 1:
        return latin[0].upper() + latin[1:]
    pieces = re.findall(r"[А-ЯЁЎҚҒҲ]+(?![а-яёўқғҳ])|[А-ЯЁЎҚҒҲ]?[а-яёўқғҳ]+", word)
    return "".join(_token(piece, lexicon) for piece in pieces) if "".join(pieces) == word else latin


@lru_cache(maxsize=1 << 17)
def _spelt(word: str, lexicon: Lexicon) -> str:
    starts = _exceptions(lexicon)
    for end in range(min(len(word), LONGEST), 1, -1):
        latin, anything = starts.get(word[:end], ("", False))
        if latin and (anything or spans.ends_well(_by_rules(word, end))):
            return latin + _by_rules(word, end)
    return _by_rules(word, 0)


def _by_rules(word: str, start: int) -> str:
    return "".join(_letter(found[0], word, found.start()) for found in _LETTERS.finditer(word, start))


def _letter(part: str, word: str, place: int) -> str:
    before, behind = word[place - 1 : place], word[place + 1 : place + 2]
    if part == "ц":
        return "ts" if before and before in CYRILLIC_VOWELS else "s"
    if part == "е":
        return "ye" if not before or before in CYRILLIC_VOWELS or before in "ьъ" else "e"
    if part == "ь":
        return "y" if behind == "о" else ""
    if part == "ъ":
        return "" if behind and behind == "е" else "ʼ"
    return LATIN.get(part, part)


@cache
def _exceptions(lexicon: Lexicon) -> dict[str, tuple[str, bool]]:
    """Stems of the lexicon that the rules of this direction would write otherwise, by their Cyrillic form.

    Of several Latin spellings of one stem the first counts.
    """
    first: dict[str, tuple[str, bool]] = {}
    for stem, (cyrillic, anything) in lexicon.starts.items():
        first.setdefault(cyrillic.lower(), (stem.replace("ŏ", "oʻ").replace("ğ", "gʻ"), anything))
    wanted = {cyrillic: entry for cyrillic, entry in first.items() if _by_rules(cyrillic, 0) != entry[0]}
    return wanted | {cyrillic[:-1]: entry for cyrillic, entry in wanted.items() if cyrillic.endswith("ь")}
