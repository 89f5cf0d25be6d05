"""Numbers, codes, units and placeholders are the same in every language.

A wrong digit in a translation changes a requirement and no proof-reader sees it. For every translation
of the present source words the numbers, the codes that mix letters and digits (5G, C304, 1588v2, GB/T)
and the placeholders in braces must be those of the source, each as often (one said once more is a
warning); and every unit that stands
as a symbol after a number in the source must stand after a number in the translation, as a symbol or
as a word of the language (МГц, hours). Full-width digits, separators of thousands, the decimal comma
of Russian and Uzbek, the many dashes and minus signs, and 万 or thousand after digits make no difference.
Chinese numerals (三) may become digits or words, or come of them; where one over ten (十二) becomes
neither, that is a warning.

Good:
    professional:
      goal:
        - {id: GO1, text: 能检测频率3.5GHz、功率1000W的设备，误差不超过±5%。}
    translations:
      ru:
        demo/professional#GO1/text: "Умеет проверять устройства 3,5 ГГц мощностью 1 000 Вт с погрешностью до ±5 %."
Good:
    professional:
      goal:
        - {id: GO1, text: 能在十二小时内处理3万用户的二十项故障。}
    translations:
      en:
        demo/professional#GO1/text: "Can within 12 hours clear twenty faults that affect 30,000 users."
Bad:
    professional:
      goal:
        - {id: GO1, text: 能检测频率3.5GHz的设备。}
    translations:
      en:
        demo/professional#GO1/text: "Can test devices with a frequency of 35 GHz."
Bad:
    professional:
      goal:
        - {id: GO1, text: 能处理十二项故障。}
    translations:
      ru:
        demo/professional#GO1/text: "Умеет устранять различные неисправности."
Bad:
    professional:
      goal:
        - {id: GO1, text: 能维护5G设备。}
    translations:
      uz-Latn:
        demo/professional#GO1/text: "4G qurilmalariga xizmat koʻrsata oladi."
"""

import re
import string
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from curricula.diagnostics import N_, Diagnostic, Severity
from curricula.model.text import REMEMBERED
from curricula.numerals import chinese, said
from curricula.orthography import decimal_comma, orthography
from curricula.pairs import Pair

SCOPE = "text"

# How a unit is written by symbol (first) and in the languages of the product; words are matched by
# their beginning (marked *), because Russian and Uzbek inflect them.
_UNITS = """
GHz ГГц gigahertz* гигагерц* gigagers*
MHz МГц MGs megahertz* мегагерц* megagers*
kHz кГц kGs kilohertz* килогерц* kilogers*
Hz Гц Gs hertz* герц* gers*
dBm дБм|dBi дБи|dB дБ decibel* децибел* detsibel*
Gbit/s Гбит/с Gbps Gb/s|Mbit/s Мбит/с Mbps Mb/s|kbit/s кбит/с kbps
TB ТБ Тбайт*|GB ГБ Гбайт* gigabyte* гигабайт* gigabayt*|MB МБ Мбайт* megabyte* мегабайт* megabayt*|KB kB КБ
GSa/s Гвыб/с Гвыб./с Гсэмпл/с Гвыб.*
kVA кВА кВ·А kV·A|kWh кВт·ч|Ah А·ч Ач A·h A·soat|mAh мА·ч
kW кВт|MW МВт|mW мВт|W Вт Vt watt* ватт* vatt*
kV кВ|mV мВ|V В volt* вольт*|mA мА|A А amp* ампер*
kΩ кОм|MΩ МОм|mΩ мОм|Ω Ом ohm* ом om
kN/m² кН/м²|kN кН|N·m Н·м Nm N*m newton-met* ньютон-метр*|N Н newton* ньютон*
km/h км/ч km/soat|m/s м/с
mm² мм²|cm² см²|m² м²|m³ м³
km км kilomet* километр*|mm мм millimet* миллиметр*|cm см centimet* сантиметр* santimet*|nm нм nanomet* нанометр*
μm мкм|m м met* метр*
kg кг kilogr* килогр*
ms мс millisec* миллисек* millisek*|μs мкс microsec* микросек* mikrosek*|ns нс|s с sec* сек* son* sek*
min мин* minute* daqiqa* 分钟|h ч hour* час* soat* 小时
°C °С
° degree* градус* daraja* gradus* °C °С
% percent* per-cent процент* foiz*|‰ ppt промилле* per-mille|ppm
lx лк lux люкс* luks*|U юнит* unit*|inch* дюйм* dyuym* 英寸
"""

_FOLD = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {
    "℃": "°C", "º": "°", "\u2126": "Ω", "\u00b5": "μ", "⋅": "·", "∙": "·", "•": "·", "％": "%",
    "−": "-", "–": "-", "—": "-", "‑": "-", "‐": "-", "﹣": "-", "～": "~", "〜": "~",
}
_FOLDED = re.compile("[" + re.escape("".join(_FOLD)) + "]")
# Patterns begin with a character or a set of them, so that other words are passed over quickly.
_THIN = re.compile("[\u00a0\u202f\u2009](?<=[0-9].)(?=[0-9]{3}(?![0-9]))")
_SPACED = re.compile("[1-9](?<![0-9.,].)[0-9]{0,2}(?: [0-9]{3})+(?![0-9])")
_GROUPED = re.compile("[0-9]{1,3}(?:,[0-9]{3})+")
_MINUS = re.compile("[MmМм](?:inus|инус) (?=[0-9])")
_INTERESTING = re.compile("[0-9{０-９]|%[(]")
_PLACEHOLDER = re.compile(r"\{[A-Za-z_][\w.-]*(?:![rsa])?\}|%\(\w+\)[sd]")
_ACT = re.compile(r"[A-Z](?<![A-Za-z].)[A-Z]{1,2}/[TZ](?=\s?[0-9])")
_NUMBER = re.compile("[0-9]+(?:[.,][0-9]+)*")
_CODE = re.compile("[a-z]*[A-Z][A-Za-z]*")
_ALNUM = re.compile("[A-Za-z0-9]*")
_LETTERS = frozenset(string.ascii_letters)
_DIGIT = re.compile("[0-9]")
_HAN = re.compile("[\u3400-\u9fff]")
_NO_SIGN = re.compile(r"[\w%°)\]}.]")
_REST = re.compile("[A-Za-z][A-Za-z0-9]*")
_SUFFIX = re.compile("(?<=[A-Z0-9])[a-z]{2,}$")  # an inflection: 5Gning, C304ga
_COMPOUND = re.compile("[一二两三四五六七八九十](?:(?<!十)[十百千万]|(?<=十)[一二三四五六七八九])")
_SCALE = re.compile(
    "(万(?!兆)|亿)|[ \u00a0](?:(thousand|тыс|ming)|(million|млн|миллион|mln)|(billion|млрд|миллиард|mlrd|milliard))"
)
_SCALES = {"万": 10**4, "亿": 10**8, 2: 10**3, 3: 10**6, 4: 10**9}
_LACKS = N_("the translation lacks {figures} of the source")


def _unit_table() -> tuple[re.Pattern[str], dict[str, str]]:
    """The pattern of a unit after a number, and the canonical symbol of every way to write one."""
    names: dict[str, str] = {}
    for line in _UNITS.replace("|", "\n").split("\n"):
        forms = line.split()
        for form in forms:
            names.setdefault(form, forms[0].rstrip("*"))
    longest = sorted(names, key=len, reverse=True)
    forms_pattern = "|".join(
        re.escape(form[:-1]) + r"[^\W\d_]*" if form.endswith("*") else re.escape(form) for form in longest
    )
    # «в 5-м семестре» is no metre: there the letter ends an ordinal.
    ordinal = "(?!-м(?![\u0400-\u052f]))"
    pattern = re.compile(rf"{ordinal}[ \u00a0\u202f\u2009-]?({forms_pattern})(?![A-Za-z0-9\u0400-\u052f])")
    return pattern, names


_UNIT, _UNIT_NAMES = _unit_table()
# What a unit, the rest of a code or a scale begins with: behind another character there is none of them.
_FOLLOWING = _LETTERS | {name[0] for name in _UNIT_NAMES} | set(" \u00a0\u202f\u2009-万亿")
_STEMS = tuple(sorted((name[:-1] for name in _UNIT_NAMES if name.endswith("*")), key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class _Figures:
    """What must survive translation: numbers, codes and placeholders in order, and units.

    `symbols` are the units that are written as such: of words, such as hours, nothing is asked. `compound`
    tells whether Chinese words may have a numeral over ten.
    """

    kept: tuple[str, ...]
    units: frozenset[str]
    symbols: frozenset[str]
    compound: bool = False


_NONE = _Figures((), frozenset(), frozenset())  # one for all texts without: two that are the same need no comparison


def review(pairs: Iterable[Pair]) -> Iterator[Diagnostic]:
    """Translations whose figures differ from those of their source."""
    for pair in pairs:
        source, target = pair.source, pair.target
        before, after = _figures(source.words, source.language), _figures(target.words, target.language)
        if before is not after and (before.kept != after.kept or not before.symbols <= after.units):
            yield from _compare(pair, before, after)
        if before.compound:
            yield from _unsaid(pair)


def _compare(pair: Pair, source: _Figures, target: _Figures) -> Iterator[Diagnostic]:
    here, there = Counter(source.kept), Counter(target.kept)
    missing, extra = here - there, there - here
    if extra and orthography(pair.source.language).chinese:
        extra -= Counter(_numerals(pair.source.words))
    if missing and orthography(pair.target.language).chinese:
        missing -= Counter(_numerals(pair.target.words))
    repeated = Counter({figure: count for figure, count in extra.items() if figure in here})
    # A figure said twice (“各1次”: 1 survey of these and 1 of those) is only worth a second look.
    findings: tuple[tuple[Counter[str], str, Severity], ...] = (
        (missing, _LACKS, "error"),
        (extra - repeated, N_("the translation has {figures}, which the source does not have"), "error"),
        (repeated, N_("the translation has {figures} more often than the source"), "warning"),
    )
    for found, template, severity in findings:
        if found:
            yield Diagnostic(
                pair.target.where, "numbers-kept", template, {"figures": ", ".join(sorted(found.elements()))},
                hint="Write the same numbers and codes as the source, in digits.", severity=severity,
            )
    lost = source.symbols - target.units
    if lost and not missing:
        yield Diagnostic(
            pair.target.where, "numbers-kept", "the translation lacks the unit {units} of the source",
            {"units": ", ".join(sorted(lost))},
            hint="Write the unit after its number, as the source does.",
        )


def _unsaid(pair: Pair) -> Iterator[Diagnostic]:
    """Chinese numerals over ten that are neither digits nor words in the translation."""
    target = pair.target
    if orthography(target.language).chinese or said(target.words, target.language):
        return
    figures = _figures(target.words, target.language).kept
    lost = [written for written, value in chinese(pair.source.words) if value > 10 and str(value) not in figures]
    if lost:
        yield Diagnostic(
            target.where, "numbers-kept", _LACKS, {"figures": ", ".join(lost)},
            hint="Write the number in digits or in words.", severity="warning",
        )


@lru_cache(REMEMBERED)
def _figures(words: str, language: str) -> _Figures:
    """The figures of words in a language, in one common form."""
    compound = orthography(language).chinese and _COMPOUND.search(words) is not None
    if not _INTERESTING.search(words):
        return replace(_NONE, compound=True) if compound else _NONE
    words = _plain(words, language)
    kept: list[str] = []
    units: set[str] = set()
    symbols: set[str] = set()
    if "{" in words or "%(" in words:
        kept += sorted(set(_PLACEHOLDER.findall(words)))  # once: a language may have to say it twice
        words = _PLACEHOLDER.sub(lambda found: "{" * len(found.group()), words)
    if "/" in words:
        kept += _ACT.findall(words)
    comma, done = decimal_comma(language), 0
    for match in _NUMBER.finditer(words):
        start, end = match.span()
        if start < done:
            continue
        letters = start
        while letters > done and words[letters - 1] in _LETTERS:
            letters -= 1
        code = _CODE.fullmatch(words, letters, start) if letters < start else None
        if code is not None:
            done = _ALNUM.match(words, start).end()  # type: ignore[union-attr]  # matches nothing at least
            kept.append(_SUFFIX.sub("", words[letters:done]))
            continue
        followed = words[end : end + 1] in _FOLLOWING
        unit = _UNIT.match(words, end) if followed else None
        rest = _REST.match(words, end) if followed and unit is None else None
        if rest is not None and (not rest.group().islower() or _DIGIT.search(rest.group())):
            done = rest.end()
            kept.append(_SUFFIX.sub("", words[start:done]))
            continue
        if unit is not None:
            units.add(_canonical(unit[1]))
            if unit[1] in _UNIT_NAMES:
                symbols.add(_UNIT_NAMES[unit[1]])
        scale = _SCALE.match(words, end) if followed and unit is None else None
        for value in _values(match.group(), comma):
            kept.append(_sign(words, start) + (_scaled(value, scale) if scale else value))
    return _Figures(tuple(sorted(kept)), frozenset(units), frozenset(symbols), compound)


def _plain(words: str, language: str) -> str:
    """The words with one kind of digits, dashes and minus signs, and without separators of thousands."""
    words = _FOLDED.sub(lambda found: _FOLD[found.group()], words)
    words = _THIN.sub("", words)
    if "inus" in words or "инус" in words:
        words = _MINUS.sub("-", words)
    if not orthography(language).chinese:
        words = _SPACED.sub(lambda match: match.group().replace(" ", ""), words)
    return words


def _sign(words: str, start: int) -> str:
    """The sign of the number that begins at `start`: a minus, unless it is the dash of a range or of a word, or ±."""
    before = words[start - 1] if start else ""
    if before == "-" and (start == 1 or not _NO_SIGN.match(words[start - 2]) or _HAN.match(words[start - 2])):
        return "-"
    return "±" if words[max(0, start - 2) : start].strip().endswith("±") else ""


def _scaled(value: str, scale: re.Match[str]) -> str:
    """3万, 30 thousand: 30000."""
    number = Decimal(value) * _SCALES[scale[1] or scale.lastindex]
    return f"{number.normalize():f}"


def _values(number: str, comma: bool) -> list[str]:
    """The numbers that a run of digits, points and commas is in a language."""
    if comma and number.count(",") == 1 and "." not in number:
        return [number.replace(",", ".")]
    if not comma and _GROUPED.match(number):
        number = _GROUPED.sub(lambda match: match.group().replace(",", ""), number)
    return number.split(",")


def _canonical(unit: str) -> str:
    if unit in _UNIT_NAMES:
        return _UNIT_NAMES[unit]
    return next(_UNIT_NAMES[f"{stem}*"] for stem in _STEMS if unit.startswith(stem))


def _numerals(words: str) -> Iterator[str]:
    """The values of the Chinese numerals in `words`, which may become digits."""
    if "百" in words:
        yield "100"  # 百分制, a scale of 100 marks
    yield from (str(value) for _, value in chinese(words))
