"""Facts about locales: names, numbers, dates and scripts, from CLDR where CLDR is right.

Babel shares tables between locales through aliases and gets Uzbek dates, unit names and
apostrophes wrong, so there are tables of our own here; every value is looked up per call and
never kept in a Babel object that another locale may have touched.
"""

import datetime
import math
import re
import string
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date
from babel.numbers import format_decimal

from curricula.diagnostics import CurriculaError

_PSEUDO = re.compile("-X[AB]$")  # regions that pseudo-locales use: their facts are those of the language
NO_BREAK_SPACE = "\u00a0"
# Dates as official documents write them, by language and script, where CLDR has none or those of letters.
_DATES = {
    ("uz", "Latn"): (
        "{year}-yil {day}-{month}", "yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr",
    ),
    ("uz", "Cyrl"): (
        "{year} йил {day} {month}", "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    ),
    ("kk", "Cyrl"): (
        "{year} жылғы {day} {month}",
        "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    ),
    ("tg", "Cyrl"): (
        "{day} {month} соли {year}",
        "январи феврали марти апрели майи июни июли августи сентябри октябри ноябри декабри",
    ),
}
_UZBEK_APOSTROPHES = str.maketrans({"‘": "ʻ", "’": "ʼ", "'": "ʼ", "`": "ʻ"})


@cache
def cldr(tag: str) -> Locale:
    """The CLDR locale of a BCP 47 tag; `CurriculaError` for a tag CLDR does not know."""
    try:
        return Locale.parse(_PSEUDO.sub("", tag), sep="-")
    except (UnknownLocaleError, ValueError) as error:
        raise CurriculaError("the locale {tag} is not known: {reason}", tag=tag, reason=error) from None


@cache
def known(tag: str) -> bool:
    """Whether CLDR knows the language of a tag; every other function here needs that, except `script`."""
    try:
        return bool(Locale.parse(_PSEUDO.sub("", tag), sep="-"))
    except (UnknownLocaleError, ValueError):
        return False


def canonical(tag: str) -> str:
    """A tag as BCP 47 wants it: `uz_cyrl` is `uz-Cyrl`, `EN-gb` is `en-GB`."""
    first, *rest = tag.replace("_", "-").split("-")
    return "-".join([first.lower(), *(part.title() if len(part) == 4 else part.upper() for part in rest)])


def script(tag: str) -> str:
    """The ISO 15924 script of a locale: `Hans`, `Latn`, `Cyrl`; Latin for a language CLDR does not know."""
    language, *rest = tag.split("-")
    written = next((part for part in rest if len(part) == 4), "")
    likely = get_global("likely_subtags")
    return written or (likely.get("_".join((language, *rest))) or likely.get(language, "und_Latn")).split("_")[1]


def cells(words: str) -> int:
    """How many cells of a terminal words take: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in words)


def number(value: float, tag: str) -> str:
    """A number with at most two decimals. Only English groups four digits."""
    amount = Decimal(str(value)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    grouped = tag.startswith("en") or abs(amount) >= 10_000
    return format_decimal(amount, format="#,##0.##", locale=cldr(tag), group_separator=grouped)


def fixed(value: float | Fraction, tag: str, digits: int) -> str:
    """A number with as many decimals as others in its column; a half is rounded up."""
    amount = Decimal(math.floor(Fraction(str(value)) * 10**digits + Fraction(1, 2))).scaleb(-digits)
    return format_decimal(amount, format=f"0.{'0' * digits}".rstrip("."), locale=cldr(tag))


def decimals(value: float) -> int:
    """How many decimals a number has."""
    return max(0, -int(Decimal(str(value)).normalize().as_tuple().exponent))


def percent(value: float, tag: str, fixed: bool = False) -> str:
    """A share in percent with one decimal; where that is 0, only if the number is `fixed`, as among others."""
    sign = f"{NO_BREAK_SPACE}%" if tag.startswith("ru") else "%"
    share = Decimal(str(value)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return format_decimal(share, format="0.0" if fixed else "0.#", locale=cldr(tag)) + sign


def date(iso: str, tag: str) -> str:
    """An ISO date in the long form of official documents."""
    day = datetime.date.fromisoformat(iso)
    if tag.startswith("zh"):
        return f"{day.year}年{day.month}月{day.day}日"
    form, months = _DATES.get((tag.partition("-")[0], script(tag)), ("", ""))
    if form:
        return form.format(year=day.year, month=months.split()[day.month - 1], day=day.day)
    written = format_date(day, format="long", locale=cldr("en-GB" if _PSEUDO.sub("", tag) == "en" else tag))
    return re.sub(r"\sг\.", f"{NO_BREAK_SPACE}г.", str(written))  # CLDR's versions differ in the space


def letter(position: int, tag: str) -> str:
    """The letter of a list item, counted from 0: Cyrillic without ё, з, й, о, ч, ъ, ы, ь in Russian.

    After the last letter they are doubled (aa, bb …): no two items of a list have the same.
    """
    letters = "абвгдежиклмнпрстуфхцшщэюя" if script(tag) == "Cyrl" else string.ascii_lowercase
    return letters[position % len(letters)] * (position // len(letters) + 1)


def item_mark(position: int, tag: str) -> str:
    """The letter of a list item, counted from 0; in Kazakh and Kyrgyz, as in their acts, its number."""
    return str(position + 1) if cldr(tag).language in ("kk", "ky") else letter(position, tag)


def language_name(tag: str, display: str) -> str:
    """The name of the language `tag` in the language `display`; the tag where CLDR has none."""
    return _uzbek(cldr(display).languages.get(cldr(tag).language, tag), display)


def script_name(code: str, display: str) -> str:
    """The name of an ISO 15924 script in the language `display`; the code where CLDR has none."""
    return _uzbek(cldr(display).scripts.get(code, code), display)


def country_name(code: str, display: str) -> str:
    """The name of an ISO 3166-1 country in the language `display`."""
    return _uzbek(cldr(display).territories.get(code, code), display)


def _uzbek(words: str, tag: str) -> str:
    """CLDR's Uzbek mixes four apostrophes; oʻ and gʻ take U+02BB, the tutuq belgisi is U+02BC."""
    if not tag.startswith("uz"):
        return words
    words = words.translate(_UZBEK_APOSTROPHES)
    for letter in "oOgG":
        words = words.replace(f"{letter}ʼ", f"{letter}ʻ")
    return words
