"""Each language is written with its own letters and marks.

Words that look right can be wrong for search, print and screen readers: a Cyrillic “а” in a Latin
word, Chinese punctuation in a Russian text, five kinds of apostrophe in Uzbek. Checked are the source
texts and every translation: Chinese characters or full-width marks outside Chinese; Cyrillic in English
and in Uzbek in Latin script; two scripts inside one word (the parts of a word with a hyphen count each
for itself); Uzbek oʻ and gʻ with U+02BB and the tutuq belgisi with U+02BC; characters that are not
composed (NFC), full-width letters and digits, invisible or control characters; and, as warnings, straight
quotation marks, spaces side by side or at an end, and, among Cyrillic words, a Latin a, c, o, k or y that
stands alone as if it were a word (in a translation not if it stands alone in the source too, as the y of a
formula). A mark of another script that the source quotes too (the sign 应 in an English text) may stand in
its translation, and code in backticks is left alone. What can be mended without a guess, `curricula check --fix`
mends.

Good:
    translations:
      ru:
        demo/professional#GO1/text: "Программа готовит техников для «LED-дисплеев» и 5G-сетей."
      uz-Latn:
        demo/professional#GO1/text: "Dastur elektronika boʻyicha maʼlumotli texniklarni tayyorlaydi."
Good:
    professional:
      goal: [{id: GO1, text: 本专业学生能测量参数y和k。}]
    translations:
      ru:
        demo/professional#GO1/text: "Студент умеет измерять параметры y и k с приборами."
Bad:
    translations:
      ru:
        demo/professional#GO1/text: "Программа готовит техников c инженерным мышлением."
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
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from curricula.diagnostics import N_, Diagnostic, Fix, Phrase, Severity, Where
from curricula.locales import script
from curricula.model.text import REMEMBERED, Text
from curricula.orthography import masked
from curricula.pairs import Pair
from curricula.repository import Repository

SCOPE = "text"


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
_BLANK = " \u00a0\u202f"
_FULL_WIDTH_WORDS = "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
_CHINESE_CHARACTERS = (
    "\u2e80-\u2fdf\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uff0f\uff1a-\uff20"
    "\uff3b-\uff40\uff5b-\uffef\U00020000-\U0003ffff"
)
_INVISIBLE_CHARACTERS = "\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"
_CHINESE = _Check(
    re.compile(f"[{_CHINESE_CHARACTERS}]"),
    N_("contains {name} ({number}) in “{words}”"),
    N_("A Chinese character or full-width mark was left over: translate it, or use the mark of this language."),
)
_CYRILLIC_LETTER = _Check(
    re.compile(f"[{_CYRILLIC}]"), N_("contains {name} ({number}) in “{words}”"),
    N_("This text is written in Latin letters; type the letter anew on a Latin keyboard."),
)
_MIXED = _Check(
    re.compile(f"[{_LATIN}](?:(?=[{_CYRILLIC}])|(?<=[{_CYRILLIC}].))"),  # begins with what Cyrillic words have not
    N_("mixes Latin and Cyrillic letters inside “{words}”, at {name} ({number})"),
    N_("One of the letters only looks like its neighbours: type the word anew."),
)
_INVISIBLE = _Check(
    re.compile(f"[{_INVISIBLE_CHARACTERS}]"),
    N_("contains the invisible character {number} in “{words}”"), N_("Delete it: it came from another program."),
    mend=lambda found: " " if found.group().isspace() else "",
)
_WIDE = _Check(
    re.compile(f"[{_FULL_WIDTH_WORDS}]"), N_("contains {name} ({number}) in “{words}”"),
    N_("Write Latin letters and digits in their ordinary width."),
    mend=lambda found: unicodedata.normalize("NFKC", found.group()),
)
_LONE_LETTERS = dict(zip("acoky", "асоку", strict=True))  # Latin letters, and words of one Cyrillic letter
_LONE = _Check(
    re.compile(
        f"(?<![^{_BLANK}])[acoky](?![^{_BLANK}])(?:(?=[{_BLANK}][{_CYRILLIC}])|(?<=[{_CYRILLIC}][{_BLANK}].))"
    ),
    N_("has {name} ({number}) in the place of a word in “{words}”"), _MIXED.hint, "warning",
    mend=lambda found: _LONE_LETTERS[found.group()],
)
_NAMED = re.compile("(?<![A-Za-z0-9])[acoky](?![A-Za-z0-9])")  # in a source, the name of something
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
_EACH = (_OKINA, _TUTUQ, _UMLAUT, _LONE)  # mended one by one; of the others, the first of a text stands for all
_STRAIGHT_DOUBLE = _Check(re.compile('"'), _STRAIGHT.message, _STRAIGHT.hint, "warning")
_ALWAYS = (_INVISIBLE, _WIDE, _SPACES, _EDGES)
# What is right in every language, letters aside, and what some script adds.
_USUAL = (
    " !#-&(-@\\[\\]^_{-~\u00a0-\u00ac\u00ae-\u00b3\u00b5-\u00bf\u00d7\u00f7\u0391-\u03a1\u03a3-\u03c9\u2010-\u2017"
    "\u201a-\u2027\u202f-\u2031\u2033-\u205e\u2070-\u209f\u20a0-\u20bf\u2100-\u2125\u2190-\u2328\u2500-\u27bf"
)
_USUAL_CHINESE = "\u3000-\u3029\u3030-\u303e\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff0f\uff1a-\uff20‘’"
_USUAL_CYRILLIC = "\u0400-\u0482\u048a-\u052f"


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Wrong letters and marks in source texts and shared names."""
    for texts in repository.texts.values():
        for text in texts:
            if not _clean(text.words, text.language):
                # A space at an end is meant: separators have one. What a letter stands for is a guess here.
                yield from _findings(text, text.where, {_EDGES.message: {" "}, _LONE.message: frozenset()})


def review(pairs: Iterable[Pair]) -> Iterator[Diagnostic]:
    """Wrong letters and marks in translations."""
    for pair in pairs:
        target = pair.target
        if not _clean(target.words, target.language):
            yield from _findings(target, pair.place, _quoted(pair.source))


def _quoted(source: Text) -> Mapping[str, Set[str]]:
    """What looks wrong in the source already, by message: in a translation it is quoted, or kept for its place."""
    plain = masked(source.words)
    found: dict[str, set[str]] = {}
    for kind in _checks(source.language):
        for match in kind.pattern.finditer(plain):
            found.setdefault(kind.message, set()).add(match.group())
    named = set(_NAMED.findall(plain))
    return found | ({_LONE.message: named} if named else {})


def _findings(text: Text, place: Where, meant: Mapping[str, Set[str]]) -> Iterator[Diagnostic]:
    """The findings of a text but for what is `meant`; `place` points to the value that a fix would replace."""
    words, plain = text.words, masked(text.words)
    composed = unicodedata.is_normalized("NFC", words)
    kinds = _checks(text.language)
    wrong = [(kind, match) for kind in kinds for match in _matches(kind, plain, meant.get(kind.message, frozenset()))]
    if composed and not wrong:
        return
    mended = _mended(words, [kind for kind in kinds if kind.message not in meant]) if plain == words else words
    fix = Fix(place, mended) if place.pointer and mended != words else None
    for kind, match in wrong:
        gone = not any(left.group() == match.group() for left in kind.pattern.finditer(mended))
        yield Diagnostic(
            text.where, "script-hygiene", kind.message, _shown(words, match, kind), hint=kind.hint,
            severity=kind.severity, fix=fix if gone else None,
        )
    if not composed:
        yield Diagnostic(
            text.where, "script-hygiene", "contains letters that are not composed, in “{words}”", _decomposed(words),
            hint="Type the letters anew; accents are to be part of their letter (Unicode NFC).", fix=fix,
        )


@lru_cache(REMEMBERED)
def _clean(words: str, tag: str) -> bool:
    """Whether nothing at all is suspicious, as nearly always: a repository may have a million texts."""
    return (
        _suspicious(tag).search(words) is None and "  " not in words and words[:1] != " " and words[-1:] != " "
    )


@cache
def _suspicious(tag: str) -> re.Pattern[str]:
    """A character that is not usual in a language, or not beside the one it stands beside: what `_checks` look into.

    Of usual characters none is composed otherwise (NFC). The pattern begins with one set of characters, and so
    passes over the others at once.
    """
    written = script(tag)
    usual = _USUAL + {"Hans": _USUAL_CHINESE, "Cyrl": _USUAL_CYRILLIC}.get(written, "")
    if written in ("Hans", "Cyrl"):
        alone = f"|(?<![^{_BLANK}].)(?<=[acoky])(?![^{_BLANK}])" if written == "Cyrl" else ""
        return re.compile(f"[^{usual}](?:(?<=[^{usual}{_LATIN}])|(?=[{_CYRILLIC}])|(?<=[{_CYRILLIC}].){alone})")
    if tag.startswith("uz"):
        return re.compile(f"[^{usual}A-Za-z](?:(?<=[^ʻʼ])|(?<=[OoGg]ʼ)|(?<=[A-FH-NP-Za-fh-np-z]ʻ))")
    return re.compile(f"[^{usual}{_LATIN}‘’]")


def _matches(kind: _Check, words: str, meant: Set[str]) -> Iterable[re.Match[str]]:
    found = (match for match in kind.pattern.finditer(words) if match.group() not in meant)
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
        return (_CHINESE, _MIXED, _LONE, *_ALWAYS, _STRAIGHT)
    if tag.startswith("uz"):
        return (_CHINESE, _CYRILLIC_LETTER, *_ALWAYS, _OKINA, _TUTUQ, _UMLAUT, _STRAIGHT_DOUBLE)
    return (_CHINESE, _CYRILLIC_LETTER, *_ALWAYS, _APOSTROPHE, _STRAIGHT_ELSEWHERE)


def _shown(words: str, match: re.Match[str], kind: _Check) -> dict[str, object]:
    """The character found, its name and number, and the word round it.

    In a word of two scripts it is the first letter of the one with fewer letters: the stranger among them.
    """
    character, start, end = match.group()[0], match.start(), match.end()
    if kind is _LONE:  # shown with the words beside it
        start, end = max(start - 1, 0), min(end + 1, len(words))
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
