"""Numbers, codes, units and placeholders are the same in every language.

A wrong digit in a translation changes a requirement and no proof-reader sees it. For every translation
of the present source words the numbers, the codes that mix letters and digits (5G, C304, 1588v2, GB/T)
and the placeholders in braces must be those of the source, each as often (one said once more is a
warning); and every unit that stands
as a symbol after a number in the source must stand after a number in the translation, as a symbol or
as a word of the language (МГц, hours). Full-width digits, separators of thousands, the decimal comma
of Russian and Uzbek, and the many dashes and minus signs make no difference. Chinese numerals (三) may
become digits or words.

Good:
    professional:
      goal:
        - {id: GO1, text: 能检测频率3.5GHz、功率1000W的设备，误差不超过±5%。}
    translations:
      ru:
        demo/professional#GO1/text: "Умеет проверять устройства 3,5 ГГц мощностью 1 000 Вт с погрешностью до ±5 %."
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
        - {id: GO1, text: 能维护5G设备。}
    translations:
      uz-Latn:
        demo/professional#GO1/text: "4G qurilmalariga xizmat koʻrsata oladi."
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from curricula.catalogue import Message
from curricula.diagnostics import N_, Diagnostic, Severity
from curricula.model.text import REMEMBERED, Text
from curricula.repository import Repository

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

_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord(old): new for old, new in {
        "℃": "°C", "º": "°", "\u2126": "Ω", "\u00b5": "μ", "⋅": "·", "∙": "·", "•": "·", "％": "%",
        "−": "-", "–": "-", "—": "-", "‑": "-", "‐": "-", "﹣": "-", "～": "~", "〜": "~",
    }.items()
}
_THIN = re.compile("(?<=[0-9])[\u00a0\u202f\u2009](?=[0-9]{3}(?![0-9]))")
_SPACED = re.compile("(?<![0-9.,])[1-9][0-9]{0,2}(?: [0-9]{3})+(?![0-9])")
_GROUPED = re.compile("[0-9]{1,3}(?:,[0-9]{3})+")
_MINUS = re.compile("(?:[Mm]inus|[Мм]инус) (?=[0-9])")
_INTERESTING = re.compile(r"[0-9{０-９]")
_TOKEN = re.compile(
    r"(?=[0-9A-Za-z{±-])(?:"  # nothing else begins a token: passes quickly over Chinese and Cyrillic
    r"(?P<place>\{[A-Za-z_][\w.-]*\})"
    r"|(?<![A-Za-z])(?P<act>[A-Z]{2,3}/[TZ])(?=\s?[0-9])"
    r"|(?<![A-Za-z0-9])(?P<code>(?=[a-z]*[A-Z])[A-Za-z]+[0-9][A-Za-z0-9]*)"
    r"|(?P<sign>(?<![\w%°)\]}.])-|(?<=[\u3400-\u9fff])-|±\s?)?(?P<number>[0-9]+(?:[.,][0-9]+)*))"
)
_REST = re.compile("[A-Za-z][A-Za-z0-9]*")
_SUFFIX = re.compile("(?<=[A-Z0-9])[a-z]{2,}$")  # an inflection: 5Gning, C304ga
_NUMERAL = re.compile("[一二两三四五六七八九十]+")
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2}


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
    pattern = re.compile(rf"[ \u00a0\u202f\u2009-]?({forms_pattern})(?![A-Za-z0-9\u0400-\u052f])")
    return pattern, names


_UNIT, _UNIT_NAMES = _unit_table()
_STEMS = tuple(sorted((name[:-1] for name in _UNIT_NAMES if name.endswith("*")), key=len, reverse=True))


@dataclass(slots=True)
class _Figures:
    """What must survive translation, counted: numbers and codes and placeholders; and the units."""

    kept: Counter[str] = field(default_factory=Counter)
    units: set[str] = field(default_factory=set)


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Translations whose figures differ from those of their source."""
    sources: dict[str, _Figures] = {}
    for (document, locale), catalogue in repository.catalogues.items():
        for text in repository.units(document, locale):
            message = catalogue.messages.get(text.key)
            if message is None or catalogue.state(text) not in ("translated", "draft"):
                continue
            if not (_INTERESTING.search(text.words) or _INTERESTING.search(message.words)):
                continue
            if text.key not in sources:
                sources[text.key] = _figures(text.words, text.language)
            yield from _compare(text, message, sources[text.key], _figures(message.words, locale))


def _compare(text: Text, message: Message, source: _Figures, target: _Figures) -> Iterator[Diagnostic]:
    if source == target:
        return
    missing, extra = source.kept - target.kept, target.kept - source.kept
    if extra and text.language.startswith("zh"):
        extra -= Counter(_numerals(text.words))
    repeated = Counter({figure: count for figure, count in extra.items() if figure in source.kept})
    # A figure said twice (“各1次”: 1 survey of these and 1 of those) is only worth a second look.
    findings: tuple[tuple[Counter[str], str, Severity], ...] = (
        (missing, N_("the translation lacks {figures} of the source"), "error"),
        (extra - repeated, N_("the translation has {figures}, which the source does not have"), "error"),
        (repeated, N_("the translation has {figures} more often than the source"), "warning"),
    )
    for found, template, severity in findings:
        if found:
            yield Diagnostic(
                message.where, "numbers-kept", template, {"figures": ", ".join(sorted(found.elements()))},
                hint="Write the same numbers and codes as the source, in digits.", severity=severity,
            )
    lost = source.units - target.units
    if lost and not missing:
        yield Diagnostic(
            message.where, "numbers-kept", "the translation lacks the unit {units} of the source",
            {"units": ", ".join(sorted(lost))},
            hint="Write the unit after its number, as the source does.",
        )


@lru_cache(REMEMBERED)
def _figures(words: str, language: str) -> _Figures:
    """The figures of words in a language, in one common form."""
    found = _Figures()
    words = _MINUS.sub("-", _THIN.sub("", words.translate(_FOLD)))
    if not language.startswith("zh"):
        words = _SPACED.sub(lambda match: match.group().replace(" ", ""), words)
    decimal_comma = language[:2] in ("ru", "uz", "kk", "tg")
    for match in _TOKEN.finditer(words):
        if match["number"] is None:
            found.kept[_SUFFIX.sub("", match.group())] += 1
            continue
        unit = _UNIT.match(words, match.end())
        rest = None if unit else _REST.match(words, match.end())
        if rest and not rest.group().islower():
            found.kept[_SUFFIX.sub("", match["number"] + rest.group())] += 1
            continue
        if rest and re.search("[0-9]", rest.group()):
            found.kept[match["number"] + rest.group()] += 1
            continue
        if unit:
            found.units.add(_canonical(unit.group(1)))
        for value in _values(match["number"], decimal_comma):
            found.kept[(match["sign"] or "").strip() + value] += 1
    return found


def _values(number: str, decimal_comma: bool) -> list[str]:
    """The numbers that a run of digits, points and commas is in a language."""
    if decimal_comma and number.count(",") == 1 and "." not in number:
        return [number.replace(",", ".")]
    if not decimal_comma and _GROUPED.match(number):
        number = _GROUPED.sub(lambda match: match.group().replace(",", ""), number)
    return number.split(",")


def _canonical(unit: str) -> str:
    if unit in _UNIT_NAMES:
        return _UNIT_NAMES[unit]
    return next(_UNIT_NAMES[f"{stem}*"] for stem in _STEMS if unit.startswith(stem))


def _numerals(words: str) -> Iterator[str]:
    """The values up to a hundred of the Chinese numerals in `words`; each may become digits."""
    if "百" in words:
        yield "100"  # 百分制, a scale of 100 marks
    for match in _NUMERAL.finditer(words):
        tens, ten, ones = match.group().rpartition("十")
        if all(part in _DIGITS or not part for part in (tens, ones)):
            yield str((_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0))
