"""How each language writes numbers, dates, letters and names, whatever was asked before."""

import random

import pytest

from curricula import locales
from curricula.diagnostics import CurriculaError

SPACE = "\u00a0"
FACTS = {
    "zh-Hans": (
        "1234", "12,345", "2.5", "33.3%", "2026年3月5日", "2026年12月31日", "abc", "乌兹别克斯坦", "中国", "俄语",
    ),
    "en": (
        "1,234", "12,345", "2.5", "33.3%", "5 March 2026", "31 December 2026", "abc", "Uzbekistan", "China", "Russian",
    ),
    "ru": (
        "1234", f"12{SPACE}345", "2,5", f"33,3{SPACE}%", f"5 марта 2026{SPACE}г.", f"31 декабря 2026{SPACE}г.", "абв",
        "Узбекистан", "Китай", "русский",
    ),
    "uz-Latn": (
        "1234", f"12{SPACE}345", "2,5", "33,3%", "2026-yil 5-mart", "2026-yil 31-dekabr", "abc", "Oʻzbekiston", "Xitoy",
        "ruscha",
    ),
    "uz-Cyrl": (
        "1234", f"12{SPACE}345", "2,5", "33,3%", "2026 йил 5 март", "2026 йил 31 декабрь", "абв", "Ўзбекистон", "Хитой",
        "русча",
    ),
    "kk-Cyrl": (
        "1234", f"12{SPACE}345", "2,5", "33,3%", "2026 жылғы 5 наурыз", "2026 жылғы 31 желтоқсан", "абв", "Өзбекстан",
        "Қытай", "орыс тілі",
    ),
    "tg-Cyrl": (
        "1234", f"12{SPACE}345", "2,5", "33,3%", "5 марти соли 2026", "31 декабри соли 2026", "абв", "Ӯзбекистон",
        "Хитой", "русӣ",
    ),
}


def facts(tag: str) -> tuple[str, ...]:
    """What a language writes, in the order of the table."""
    numbers = (locales.number(value, tag) for value in (1234, 12345, 2.5))
    days = (locales.date(day, tag) for day in ("2026-03-05", "2026-12-31"))
    countries = (locales.country_name(code, tag) for code in ("UZ", "CN"))
    letters = "".join(locales.letter(position, tag) for position in range(3))
    return (*numbers, locales.percent(100 / 3, tag), *days, letters, *countries, locales.language_name("ru", tag))


@pytest.mark.parametrize("seed", range(8))
def test_nothing_leaks_from_one_language_into_another(seed: int) -> None:
    order = [*FACTS, "kk", "zh-Hant", "tg", "ky", "de"] * 3
    random.Random(seed).shuffle(order)
    for tag in order:
        found = facts(tag)
        assert found == FACTS.get(tag, found)


@pytest.mark.parametrize(("value", "written"), [
    (0, "0"), (3.0, "3"), (2.50, "2.5"), (0.125, "0.13"), (0.135, "0.14"), (1e6, "1,000,000"), (0.001, "0"),
])
def test_numbers_are_rounded_as_people_round(value: float, written: str) -> None:
    assert locales.number(value, "en") == written


@pytest.mark.parametrize(("value", "written"), [(25, "25%"), (12.25, "12.3%"), (12.35, "12.4%"), (99.96, "100%")])
def test_shares_are_rounded_as_people_round(value: float, written: str) -> None:
    assert locales.percent(value, "en") == written


def test_an_unknown_language_is_one_clear_message() -> None:
    assert not locales.known("xq")
    assert locales.script("xq") == "Latn"
    with pytest.raises(CurriculaError, match="the locale xq is not known"):
        locales.number(1, "xq")
