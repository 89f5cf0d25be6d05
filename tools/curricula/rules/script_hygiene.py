"""Each language is written with its own letters and marks.

Words that look right can be wrong for search, print and screen readers: a Cyrillic “а” in a Latin
word, Chinese punctuation in a Russian text, five kinds of apostrophe in Uzbek. Checked are the source
texts and every translation: Chinese characters or full-width marks outside Chinese; Cyrillic in English
and in Uzbek in Latin script; two scripts inside one word (the parts of a word with a hyphen count each
for itself); Uzbek oʻ and gʻ with U+02BB and the tutuq belgisi with U+02BC; characters that are not
composed (NFC), invisible or control characters; and, as a warning, straight quotation marks.

Good:
    translations:
      ru:
        demo/professional#GO1/text: "Программа готовит техников для «LED-дисплеев» и 5G-сетей."
      uz-Latn:
        demo/professional#GO1/text: "Dastur elektronika boʻyicha maʼlumotli texniklarni tayyorlaydi."
Bad:
    translations:
      ru:
        demo/professional#GO1/text: "Программа готовит техников，знающих схемы."
Bad:
    translations:
      uz-Latn:
        demo/professional#GO1/text: "Dastur elektronika bo'yicha texniklarni tayyorlaydi."
Bad:
    translations:
      en:
        demo/professional#GO1/text: "The programme trains electronics techniсians."
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from curricula.diagnostics import Diagnostic, Severity, Where
from curricula.locales import script
from curricula.model.text import texts
from curricula.repository import Repository, shared_texts


@dataclass(frozen=True, slots=True)
class _Check:
    """A pattern that must not be found, and how the finding is worded."""

    pattern: re.Pattern[str]
    message: str
    hint: str
    severity: Severity = "error"


_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
_CYRILLIC = "\u0400-\u052f"
_CHINESE = _Check(
    re.compile("[\u2e80-\u2fdf\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"),
    "contains {name} ({number}) in “{words}”",
    "A Chinese character or full-width mark was left over: translate it, or use the mark of this language.",
)
_CYRILLIC_LETTER = _Check(
    re.compile(f"[{_CYRILLIC}]"), "contains {name} ({number}) in “{words}”",
    "This text is written in Latin letters; type the letter anew on a Latin keyboard.",
)
_MIXED = _Check(
    re.compile(f"[{_LATIN}](?=[{_CYRILLIC}])|[{_CYRILLIC}](?=[{_LATIN}])"),
    "mixes Latin and Cyrillic letters inside “{words}”, at {name} ({number})",
    "One of the letters only looks like its neighbours: type the word anew.",
)
_INVISIBLE = _Check(
    re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"),
    "contains the invisible character {number} in “{words}”", "Delete it: it came from another program.",
)
_STRAIGHT = _Check(
    re.compile("[\"']"), "contains the straight quotation mark {number} in “{words}”",
    "Use the marks of the language: “ ” in Chinese, English and Uzbek, « » in Russian, ’ as apostrophe.", "warning",
)
_APOSTROPHES = "'`\u00b4\u2018\u2019\u02b9\u02bb\u02bc\u02c8\u02ca\u02cb\u2032\uff07"
_OKINA = _Check(
    re.compile(f"(?<=[OoGg])[{_APOSTROPHES.replace(chr(0x02BB), '')}]"),
    "has {name} ({number}) after o or g in “{words}”", "Oʻ and gʻ are written with ʻ, U+02BB.",
)
_TUTUQ = _Check(
    re.compile(f"(?<=[A-FH-NP-Za-fh-np-z])[{_APOSTROPHES.replace(chr(0x02BC), '')}]"),
    "has {name} ({number}) as apostrophe in “{words}”", "The tutuq belgisi is written ʼ, U+02BC.",
)
_UMLAUT = _Check(
    re.compile("[öÖüÜğĞ]"), "has {name} ({number}) in “{words}”", "The letters are oʻ and gʻ, with ʻ, U+02BB.",
)
_EACH = (_OKINA, _TUTUQ, _UMLAUT)  # mended one by one; of the others, the first of a text stands for all
_STRAIGHT_DOUBLE = _Check(re.compile('"'), _STRAIGHT.message, _STRAIGHT.hint, "warning")



def check(repository: Repository) -> Iterator[Diagnostic]:
    """Wrong letters and marks in source texts and translations."""
    for standard in repository.standards.values():
        for text in texts(standard):
            yield from _findings(text.where, text.words, text.language)
    for name in shared_texts(repository):
        yield from _findings(name.where, name.words, name.language)
    for (document, locale), catalogue in repository.catalogues.items():
        for text in repository.units(document, locale):
            message = catalogue.messages.get(text.key)
            if message is not None and message.words:
                yield from _findings(message.where, message.words, locale)


def _findings(where: Where, words: str, tag: str) -> Iterator[Diagnostic]:
    for wrong in _checks(tag):
        found = wrong.pattern.finditer(words)
        for match in found if wrong in _EACH else islice(found, 1):
            yield Diagnostic(
                where, "script-hygiene", wrong.message, _shown(words, match), hint=wrong.hint, severity=wrong.severity,
            )
    if not unicodedata.is_normalized("NFC", words):
        yield Diagnostic(
            where, "script-hygiene", "contains letters that are not composed, in “{words}”", _decomposed(words),
            hint="Type the letters anew; accents are to be part of their letter (Unicode NFC).",
        )


def _checks(tag: str) -> tuple[_Check, ...]:
    """What to look for in a language; Greek letters, digits and symbols belong to all."""
    written = script(tag)
    if written == "Hans":
        return (_MIXED, _INVISIBLE, _STRAIGHT)
    if written == "Cyrl":
        return (_CHINESE, _MIXED, _INVISIBLE, _STRAIGHT)
    if tag.startswith("uz"):
        return (_CHINESE, _CYRILLIC_LETTER, _INVISIBLE, _OKINA, _TUTUQ, _UMLAUT, _STRAIGHT_DOUBLE)
    return (_CHINESE, _CYRILLIC_LETTER, _INVISIBLE, _STRAIGHT)


def _shown(words: str, match: re.Match[str]) -> dict[str, object]:
    """The character found, its name and number, and the word round it."""
    character, start, end = match.group(), match.start(), match.end()
    while start > 0 and not words[start - 1].isspace() and match.start() - start < 12:
        start -= 1
    while end < len(words) and not words[end].isspace() and end - match.end() < 12:
        end += 1
    return {
        "name": unicodedata.name(character, "a character without a name").lower(),
        "number": f"U+{ord(character):04X}",
        "words": words[start:end],
    }


def _decomposed(words: str) -> dict[str, object]:
    return {"words": next((w for w in words.split() if not unicodedata.is_normalized("NFC", w)), words[:20])}
