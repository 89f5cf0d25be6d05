"""Each language is written with its own letters and marks.

Words that look right can be wrong for search, print and screen readers: a Cyrillic “а” in a Latin
word, Chinese punctuation in a Russian text, five kinds of apostrophe in Uzbek. Checked are the source
texts and every translation: Chinese characters or full-width marks outside Chinese; Cyrillic in English
and in Uzbek in Latin script; two scripts inside one word (the parts of a word with a hyphen count each
for itself); Uzbek oʻ and gʻ with U+02BB and the tutuq belgisi with U+02BC; characters that are not
composed (NFC), full-width letters and digits, invisible or control characters; and, as warnings, straight
quotation marks and spaces side by side or at an end. What can be mended without a guess, `curricula check
--fix` mends.

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
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from curricula.diagnostics import N_, Diagnostic, Fix, Phrase, Severity, Where
from curricula.locales import script
from curricula.model.text import REMEMBERED, Text, texts
from curricula.repository import Repository, shared_texts


@dataclass(frozen=True, slots=True)
class _Check:
    """A pattern that must not be found, how the finding is worded, and what mends it where that is no guess."""

    pattern: re.Pattern[str]
    message: str
    hint: str
    severity: Severity = "error"
    mend: str | Callable[[re.Match[str]], str] | None = None


_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
_CYRILLIC = "\u0400-\u052f"
_FULL_WIDTH_WORDS = "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
_CHINESE = _Check(
    re.compile(
        "[\u2e80-\u2fdf\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uff0f\uff1a-\uff20"
        "\uff3b-\uff40\uff5b-\uffef\U00020000-\U0003ffff]"
    ),
    N_("contains {name} ({number}) in “{words}”"),
    N_("A Chinese character or full-width mark was left over: translate it, or use the mark of this language."),
)
_CYRILLIC_LETTER = _Check(
    re.compile(f"[{_CYRILLIC}]"), N_("contains {name} ({number}) in “{words}”"),
    N_("This text is written in Latin letters; type the letter anew on a Latin keyboard."),
)
_MIXED = _Check(
    re.compile(f"[{_LATIN}](?=[{_CYRILLIC}])|[{_CYRILLIC}](?=[{_LATIN}])"),
    N_("mixes Latin and Cyrillic letters inside “{words}”, at {name} ({number})"),
    N_("One of the letters only looks like its neighbours: type the word anew."),
)
_INVISIBLE = _Check(
    re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"),
    N_("contains the invisible character {number} in “{words}”"), N_("Delete it: it came from another program."),
    mend=lambda found: " " if found.group().isspace() else "",
)
_WIDE = _Check(
    re.compile(f"[{_FULL_WIDTH_WORDS}]"), N_("contains {name} ({number}) in “{words}”"),
    N_("Write Latin letters and digits in their ordinary width."),
    mend=lambda found: unicodedata.normalize("NFKC", found.group()),
)
_SPACES = _Check(
    re.compile("  +"), N_("has a space too many in “{words}”"), N_("Keep one space between words."), "warning",
    mend=" ",
)
_EDGES = _Check(
    re.compile("^ +| +$"), N_("begins or ends with a space: “{words}”"), N_("Delete it."), "warning", mend="",
)
_STRAIGHT = _Check(
    re.compile("[\"']"), N_("contains the straight quotation mark {number} in “{words}”"),
    N_("Use the marks of the language: “ ” in Chinese, English and Uzbek, « » in Russian, ’ as apostrophe."), "warning",
)
_APOSTROPHE = _Check(  # between two letters it can be nothing else
    re.compile("(?<=[A-Za-z])'(?=[A-Za-z])"), _STRAIGHT.message, _STRAIGHT.hint, "warning", mend="’",
)
_STRAIGHT_ELSEWHERE = _Check(
    re.compile("\"|(?<![A-Za-z])'|'(?![A-Za-z])"), _STRAIGHT.message, _STRAIGHT.hint, "warning",
)
_APOSTROPHES = "'`\u00b4\u2018\u2019\u02b9\u02bb\u02bc\u02c8\u02ca\u02cb\u2032\uff07"
_OPENING = re.compile(f"(?<![A-Za-z])[{_APOSTROPHES}](?=[A-Za-z])")  # then another may be its closing mark
_OKINA = _Check(
    re.compile(f"(?<=[OoGg])[{_APOSTROPHES.replace(chr(0x02BB), '')}]"),
    N_("has {name} ({number}) after o or g in “{words}”"), N_("Oʻ and gʻ are written with ʻ, U+02BB."),
    mend=lambda found: found.group() if _OPENING.search(found.string) else "ʻ",
)
_TUTUQ = _Check(
    re.compile(f"(?<=[A-FH-NP-Za-fh-np-z])[{_APOSTROPHES.replace(chr(0x02BC), '')}]"),
    N_("has {name} ({number}) as apostrophe in “{words}”"), N_("The tutuq belgisi is written ʼ, U+02BC."),
    mend=lambda found: found.group() if _OPENING.search(found.string) else "ʼ",
)
_UMLAUT = _Check(
    re.compile("[öÖüÜğĞ]"), N_("has {name} ({number}) in “{words}”"), N_("The letters are oʻ and gʻ, with ʻ, U+02BB."),
)
_EACH = (_OKINA, _TUTUQ, _UMLAUT)  # mended one by one; of the others, the first of a text stands for all
_STRAIGHT_DOUBLE = _Check(re.compile('"'), _STRAIGHT.message, _STRAIGHT.hint, "warning")
_ALWAYS = (_INVISIBLE, _WIDE, _SPACES, _EDGES)


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Wrong letters and marks in source texts and translations."""
    for standard in repository.standards.values():
        for text in texts(standard):
            yield from _findings(text.where, text.where, text, text.words)
    for name in shared_texts(repository):
        yield from _findings(name.where, name.where, name, name.words)
    for (document, locale), catalogue in repository.catalogues.items():
        for text in repository.units(document, locale):
            message = catalogue.messages.get(text.key)
            if message is not None and message.words and not _clean(message.words, locale):
                translation = Text(text.key, message.words, message.where, locale)
                yield from _findings(message.where, Where(catalogue.path).at(text.key), translation, text.words)


def _findings(where: Where, place: Where, text: Text, edges: str) -> Iterator[Diagnostic]:
    """The findings of words that stand at `where`; `place` points to the value that a fix would replace.

    `edges` are the source words: where they begin or end with a space, as separators do, a space is meant.
    """
    words = text.words
    if _clean(words, text.language):
        return
    composed = unicodedata.is_normalized("NFC", words)
    kinds = [kind for kind in _checks(text.language) if kind is not _EDGES or edges == edges.strip(" ")]
    wrong = [(kind, match) for kind in kinds for match in _matches(kind, words)]
    if composed and not wrong:
        return
    mended = _mended(words, kinds)
    fix = Fix(place, mended) if place.pointer and mended != words else None
    for kind, match in wrong:
        gone = not any(left.group() == match.group() for left in kind.pattern.finditer(mended))
        yield Diagnostic(
            where, "script-hygiene", kind.message, _shown(words, match, kind), hint=kind.hint, severity=kind.severity,
            fix=fix if gone else None,
        )
    if not composed:
        yield Diagnostic(
            where, "script-hygiene", "contains letters that are not composed, in “{words}”", _decomposed(words),
            hint="Type the letters anew; accents are to be part of their letter (Unicode NFC).", fix=fix,
        )


@lru_cache(REMEMBERED)
def _clean(words: str, tag: str) -> bool:
    """Whether nothing at all is suspicious, as nearly always: a repository may have a million texts."""
    return unicodedata.is_normalized("NFC", words) and not any(kind.pattern.search(words) for kind in _checks(tag))


def _matches(kind: _Check, words: str) -> Iterable[re.Match[str]]:
    found = kind.pattern.finditer(words)
    return found if kind in _EACH else islice(found, 1)


def _mended(words: str, kinds: Iterable[_Check]) -> str:
    """The words with everything put right that is not a guess; mending twice changes nothing more."""
    words = unicodedata.normalize("NFC", words)
    for kind in sorted(kinds, key=(_SPACES, _EDGES).__contains__):  # spaces last: what is deleted may leave some
        if kind.mend is not None:
            words = unicodedata.normalize("NFC", kind.pattern.sub(kind.mend, words))
    return words


@cache
def _checks(tag: str) -> tuple[_Check, ...]:
    """What to look for in a language; Greek letters, digits and symbols belong to all."""
    written = script(tag)
    if written == "Hans":
        return (_MIXED, *_ALWAYS, _STRAIGHT)
    if written == "Cyrl":
        return (_CHINESE, _MIXED, *_ALWAYS, _STRAIGHT)
    if tag.startswith("uz"):
        return (_CHINESE, _CYRILLIC_LETTER, *_ALWAYS, _OKINA, _TUTUQ, _UMLAUT, _STRAIGHT_DOUBLE)
    return (_CHINESE, _CYRILLIC_LETTER, *_ALWAYS, _APOSTROPHE, _STRAIGHT_ELSEWHERE)


def _shown(words: str, match: re.Match[str], kind: _Check) -> dict[str, object]:
    """The character found, its name and number, and the word round it.

    In a word of two scripts it is the first letter of the one with fewer letters: the stranger among them.
    """
    character, start, end = match.group()[0], match.start(), match.end()
    while start > 0 and not words[start - 1].isspace() and match.start() - start < 12:
        start -= 1
    while end < len(words) and not words[end].isspace() and end - match.end() < 12:
        end += 1
    if kind is _MIXED:
        scripts = (re.findall(f"[{script}]", words[start:end]) for script in (_LATIN, _CYRILLIC))
        character = min(scripts, key=len)[0]
    return {
        "name": unicodedata.name(character, "").lower() or Phrase("a character without a name"),
        "number": f"U+{ord(character):04X}",
        "words": words[start:end],
    }


def _decomposed(words: str) -> dict[str, object]:
    return {"words": next((w for w in words.split() if not unicodedata.is_normalized("NFC", w)), words[:20])}
