"""Numbers in words: Chinese numerals with their values, and whether a text has a number word at all."""

import re
from collections.abc import Iterator
from functools import cache

from curricula.locales import script

_RUN = re.compile("[零〇一二两三四五六七八九十百千万亿]+")
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
# What a number over ten is said with; languages that are not here may say it in any way.
_WORDS = {
    "en": r"\b(?:eleven|twelve|dozen|\w+teen|twent\w+|thirt\w+|fort(?:y|ieth)|fift\w+|sixt\w+|sevent\w+|eight(?:y|ieth)"
          r"|ninet\w+|hundred\w*|thousand\w*|million\w*)",
    "ru": r"\b(?:\w+надцат\w+|двадцат\w+|тридцат\w+|сорок\w*|\w+десят\w*|девяност\w+|ст[оа]\b|сот(?:ня|ни|ню|ен)\b"
          r"|двести|триста|четыреста|\w+(?:сот|стам|стах)\b|тысяч\w*|миллион\w*|дюжин\w*)",
    "uz": r"\b(?:oʻn(?:ta|inchi)?\b|yigirma\w*|oʻttiz\w*|qirq\w*|ellik\w*|oltmish\w*|yetmish\w*|sakson\w*"
          r"|toʻqson\w*|yuz\b|yuzta\b|ming\w*|million\w*)",
}


def chinese(words: str) -> Iterator[tuple[str, int]]:
    """The Chinese numerals of a text with their values; runs of numerals that are no number (一一) are left out."""
    for match in _RUN.finditer(words):
        value = _value(match.group())
        if value is not None:
            yield match.group(), value


def _value(numeral: str) -> int | None:
    """The value of 三百零五 or 一万二千; None for what is no number: 一一, 千万, 十四五."""
    if len(numeral) > 3 and all(character in _DIGITS for character in numeral):
        return int("".join(str(_DIGITS[character]) for character in numeral))  # a year: 二〇二五
    total = section = digit = 0
    pending, smallest = False, 10**9
    for character in numeral:
        if character in _DIGITS:
            if pending and digit:
                return None
            digit, pending = _DIGITS[character], True
            continue
        size = _UNITS.get(character) or _MYRIADS[character]
        if character in _MYRIADS:
            if not section and not digit:
                return None
            total, section, smallest = total + (section + digit) * size, 0, size
        elif size >= smallest or (not pending and (size > 10 or section or total)):
            return None
        else:
            section, smallest = section + (digit or 1) * size, size
        digit, pending = 0, False
    return total + section + digit


def said(words: str, tag: str) -> bool:
    """Whether a text has a word for a number over ten; of a language that is not known, any text may."""
    pattern = _pattern(tag)
    return pattern is None or pattern.search(words) is not None


@cache
def _pattern(tag: str) -> re.Pattern[str] | None:
    language = tag.partition("-")[0]
    own = _WORDS.get(language) if language == "ru" or script(tag) == "Latn" else None
    return re.compile(own, re.IGNORECASE) if own else None
