"""What an author most likely meant by a value that does not fit its place.

64学时 for a number, yes for true, 2026/9/1 for a date: each has an advice of its own. Where the same
letters or digits only have to be written otherwise, the value that was meant is given too, and can be
put there without asking.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from curricula.diagnostics import N_, Scalar

_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?\Z")
_COMMA = re.compile(r"[0-9]+(,[0-9]+)+\Z")
_WITH_UNIT = re.compile(r"(?:[0-9]+(?:[.,][0-9]+)?)\s*(?P<unit>[^\d\s.,].*)\Z")
_YEAR_FIRST = re.compile(r"([0-9]{4})([-./]|年)?([0-9]{1,2})(?(2)(?:\2|月)|)([0-9]{1,2})日?\Z")
_YEAR_LAST = re.compile(r"[0-9]{1,2}([-./ ])[0-9]{1,2}\1[0-9]{4}\Z")
_SEPARATORS = re.compile(r"\s*[,，、;；]\s*")
_YES = {"yes", "y", "on", "1", "是", "да", "ha", "√", "✓"}
_NO = {"no", "n", "off", "0", "否", "нет", "yoʻq", "yo'q", "×"}


@dataclass(frozen=True, slots=True)
class Meant:
    """Advice for a value, as a template with its arguments; `value` is what to write where that is no guess."""

    hint: str
    arguments: Mapping[str, object] = field(default_factory=dict)
    value: Scalar | None = None


def number(found: str) -> Meant | None:
    """For words where a number is wanted."""
    words = unicodedata.normalize("NFKC", found).strip()
    if _NUMBER.match(words):
        value: Scalar = float(words) if "." in words else int(words)
        return Meant(N_("Write the number in ordinary digits and without quotes: {number}."), {"number": words}, value)
    if _COMMA.match(words):
        return Meant(N_("Write the number without a comma; decimals come after a point."))
    unit = _WITH_UNIT.match(words)
    if unit:
        return Meant(N_("Write the number alone, without “{unit}”."), {"unit": unit["unit"]})
    return None


def truth(found: object) -> Meant | None:
    """For words where true or false is wanted."""
    words = str(found).strip().casefold()
    if words in _YES:
        return Meant(N_("Here {word} is a word like any other: write true."), {"word": found})
    if words in _NO:
        return Meant(N_("Here {word} is a word like any other: write false."), {"word": found})
    return None


def date(found: str) -> Meant | None:
    """For words where a date is wanted."""
    words = unicodedata.normalize("NFKC", found).strip()
    parts = _YEAR_FIRST.match(words)
    if parts and (parts[2] or len(words) == 8):
        value = f"{parts[1]}-{int(parts[3]):02}-{int(parts[4]):02}"
        return Meant(N_("Write the date as {date}."), {"date": value}, value)
    if _YEAR_LAST.match(words):
        return Meant(N_("Write the year first: year-month-day, such as 2026-09-01."))
    return None


def paragraph(found: str, fits: Callable[[str], bool]) -> Meant | None:
    """For words that are not one paragraph as it should be."""
    whole = found.replace("\t", " ").strip()
    if fits(whole):
        return Meant(N_("Write it without tabs, and without spaces or line breaks at its ends."), {}, whole)
    if "\n" in whole or "\r" in whole:
        return Meant(N_("Write it as one paragraph without line breaks; a second paragraph is a provision of its own."))
    return None


def name(found: str, fits: Callable[[str], bool]) -> Meant | None:
    """For an id, a code, a language or another name of a fixed form."""
    for value in _respelt(found):
        if fits(value):
            return Meant(N_("Write {form}: the same letters, in this form."), {"form": value}, value)
    for letter in found:
        if unicodedata.name(letter, "").startswith("CYRILLIC"):
            return Meant(
                N_("The letter {letter} is Cyrillic here: type it anew on a Latin keyboard."), {"letter": letter}
            )
    return None


def _respelt(found: str) -> Iterator[str]:
    """The same letters in other width and case, with hyphens for underscores."""
    base = unicodedata.normalize("NFKC", found).strip().replace("_", "-")
    first, *rest = base.split("-")
    yield from (unicodedata.normalize("NFKC", found).strip(), base, base.lower(), base.upper())
    yield "-".join((first.lower(), *(part.title() if len(part) == 4 else part.upper() for part in rest)))


def one(found: object) -> Meant | None:
    """For a list or a group where one value is wanted."""
    if isinstance(found, dict):
        return Meant(N_("Write one value; a text with a colon in it needs double quotes."))
    return Meant(N_("Write one value, without brackets and hyphens.")) if isinstance(found, list) else None


def entries(found: object) -> Meant:
    """For anything where a list is wanted."""
    if isinstance(found, dict):
        return Meant(N_("Write a list: each entry begins with a hyphen."))
    words = ", ".join(filter(None, _SEPARATORS.split(str(found))))
    return Meant(N_("Write a list: [{words}]."), {"words": words})


def group(found: object, properties: Mapping[str, Mapping[str, object]], required: list[str]) -> Meant:
    """For anything where a group of properties is wanted; `required` are those it cannot be without."""
    if isinstance(found, list):
        return Meant(N_("Write its properties without a hyphen before them: it is one group, not a list."))
    single = required[0] if len(required) == 1 else ""
    if single and not isinstance(found, bool) and properties[single].get("type") in ("integer", "number", "string"):
        return Meant(N_("Write {{{name}: {value}}}."), {"name": single, "value": found})
    return Meant(N_("Write its properties: {names}."), {"names": ", ".join(properties)})
