"""Words that stay in one line: on paper, and in the drawings."""

import re

from curricula.locales import NO_BREAK_SPACE

JOINER = "\u2060"
# Where no line ends: between a number and what it counts; before a generation (5G); behind №, § and initials; before a
# dash, % and °, and behind % before an ending (80 % ni); around signs between numbers (3 × 25GE); between an
# abbreviation and its number (CAT III, IEEE 1588v2), and any word and a number that counts nothing (semester 5, version
# 1.0.0); behind an ordinal (5-й семестр); and behind the short prepositions, conjunctions and particles of Russian,
# whichever language of Cyrillic letters it is.
_COUNTS_NOT = (
    r"(?:of|and|or|in|to|the|is|are|at|by|as|for|with|on|и|или|в|на|с|по|до|от|к|для|не"
    r"|va|yoki|bilan|uchun|ва|ёки|билан|учун)\b"
)
_BEGUN = "[\\w«„“(+−]"  # a word, with the sign before it
_KEPT_TOGETHER = re.compile(
    rf"(?<=\d) (?=(?!{_COUNTS_NOT})[^\W\d_]{{1,14}}\b)|(?<=\d) (?=[%°‰℃])|(?<=%) (?=[^\W\d_]{{1,3}}\b)"
    rf"|(?<=[^\W\d_]) (?=\d(?:[\d.,–-]*\d)?(?![.,–-]?\d)(?:(?!-?[ \u00a0]?[\w%°‰℃×])| {_COUNTS_NOT}))"
    r"|(?<=[\dA-Za-z]) (?=[×÷±≥≤≈]|[=+−] ?\d)|(?<=[×÷±≥≤≈=]) (?=[\d−A-Z])"
    r"|(?<=\b[A-Z]{2}) (?=\d|[IVX]+\b)|(?<=[A-Z]{3}) (?=\d|[IVX]+\b)|(?<=\d-[а-яё]) (?=\w)|(?<=\d-[а-яё]{2}) (?=\w)"
    r"|(?<=\w) (?=\dG\b)|(?<=[№§]) (?=\d)|(?<=\b[A-ZА-ЯЁ]\.) (?=[A-ZА-ЯЁ])|(?<=\S) (?=[—–] )"
    rf"|(?<=\b[авикосуяВИКОСУЯ]) (?={_BEGUN})|(?<=\bА) (?=\w)"
    rf"|(?<=\b(?:во|до|за|из|на|не|ни|об|от|по|со|Во|До|За|Из|На|Не|Об|От|По|Со)) (?={_BEGUN})"
)
# Where no line ends without a space either: in a range (2–4, U2–U4), in a unit behind a number (кН/м²), before the
# word that makes an ordinal of a number (1.0.0-versiya), between the parts of an abbreviation (NB-IoT, GB/T), and
# behind the hyphen of an ending that is quoted (“-masligi kerak”).
_TOUCHING = re.compile(
    r"(?<=[\d%°])[–—～…](?=[-−+±]?[A-Z]{0,3}\d)|(?<=\d)-(?=[^\W\d_])|(?<=[A-Z])[-/](?=[A-Z])|(?<=[A-Z])-(?=\d)"
    r"|(?<=[“«„(])-(?=[^\W\d_])"
    r"|\d[ \u00a0]?[^\W\d_]{1,5}[²³]?/(?=[^\W\d_]{1,4}[²³]?(?![^\W\d_]))"
)


def together(words: str) -> str:
    """Words with a space at which no line ends where they belong together, such as «3 лет», «№ 5» and «на работах».

    A space for a space: every letter keeps its place.
    """
    return _KEPT_TOGETHER.sub(NO_BREAK_SPACE, words)


def unbroken(words: str) -> str:
    """Words with a joiner where no line ends without a space either, such as within «2–4» and «кН/м²»."""
    return _TOUCHING.sub(_joined, words)


def _joined(found: re.Match[str]) -> str:
    """What was found, tied to the words on both sides of it."""
    return f"{found[0][:-1]}{JOINER}{found[0][-1]}{JOINER}"
