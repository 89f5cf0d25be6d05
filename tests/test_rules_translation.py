"""The rules about translations: the boundary of each, language by language, and that none cries wolf."""

import itertools

import pytest

from conftest import ROOT, MakeRepository
from curricula.checking import check
from curricula.diagnostics import Diagnostic, Where
from curricula.locales import known
from curricula.model.text import Text
from curricula.numerals import chinese, said
from curricula.orthography import decimal_comma, masked, orthography, room
from curricula.pairs import Pair
from curricula.plugins import plugins
from curricula.repository import Repository
from fragments import OF_TRANSLATIONS as RULES
from fragments import found_by, reviewed
from running import run
from test_rules import GOAL, built

# Locales of other families, and one that nobody knows: each gets sensible behaviour, and never an error.
OTHERS = ("kk", "kk-Cyrl", "tg-Cyrl", "uz-Cyrl", "uz", "zh-Hant", "de", "fa", "qaa")
PO = "translations/{}/demo/professional.po"


def pair(source: str, target: str, locale: str, language: str = "zh-Hans", key: str = GOAL) -> Pair:
    return Pair(
        Text(key, source, Where("standards/demo/professional.yaml", pointer=("goal", 0, "text")), language),
        Text(key, target, Where(PO.format(locale), 9, 1), locale),
    )


def told(rule: str, *given: Pair) -> list[Diagnostic]:
    found = reviewed(RULES[rule], given)
    assert all(item.code == rule and item.words() and item.advice() for item in found)
    return found


def mended(rule: str, source: str, target: str, locale: str) -> object:
    """What a fix makes of a translation; None where there is no finding or no fix."""
    (found,) = told(rule, pair(source, target, locale)) or (None,)
    if found is None or found.fix is None:
        return None
    assert found.fix.where == Where(PO.format(locale)).at(GOAL)
    return found.fix.value


# Pairs


def test_pairs_are_the_translations_and_drafts_of_present_words(repository: MakeRepository) -> None:
    draft = {"words": "Черновик.", "fuzzy": True}
    stale = {"words": "Old.", "fuzzy": True, "previous": "旧。"}
    made = built(repository, {"translations": {"ru": {GOAL: draft}, "en": {GOAL: stale}, "uz-Latn": {GOAL: ""}}})
    found = [item for item in made.pairs if item.source.key == GOAL]
    assert [(item.target.language, item.target.words, item.state) for item in found] == [("ru", "Черновик.", "draft")]
    assert found[0].target.where.path == PO.format("ru")
    assert found[0].target.where.line > 1
    assert found[0].place == Where(PO.format("ru")).at(GOAL)


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("locale", OTHERS)
def test_a_new_language_is_no_error(name: str, locale: str) -> None:
    words = ("", " ", "(", "“a” «b» „c“", "3,5 кг 1 000 №5", "the the", "{x!r} `y`", "5G：C304。", "A=B·C", "十二")
    for source, target in itertools.product(words, repeat=2):
        reviewed(RULES[name], [pair(source, target, locale), pair(target, source, "zh-Hans", locale)])


def test_what_is_not_known_has_no_opinion() -> None:
    assert orthography("kk-Cyrl").quotes == orthography("tg-Cyrl").quotes == orthography("ru").quotes
    assert orthography("uz-Cyrl").quotes[0] == "“”"
    assert orthography("de").quotes == orthography("fa").quotes == orthography("qaa").quotes == ()
    assert orthography("zh-Hant").chinese
    assert not orthography("kk").chinese
    assert decimal_comma("kk-Cyrl") and decimal_comma("uz-Latn") and not decimal_comma("en")
    assert not known("qaa-x") or not decimal_comma("qaa")
    assert room("zh-Hans", "kk-Cyrl") == room("zh-Hans", "ru") != room("ru", "kk")


def test_code_and_placeholders_are_masked_in_their_places() -> None:
    words = "Write `a: b` for {name!r}, {{{key}: …}} and %(prog)s."
    plain = masked(words)
    assert len(plain) == len(words)
    assert not {"a", "key", "prog"} & set(plain.replace("\ufffc", " ").split())
    assert plain.startswith("Write ") and plain.endswith(".")


# Numbers and formulas


@pytest.mark.parametrize(("source", "target", "locale"), [
    ("共1,000个，3.14倍。", "Всего 1 000 штук, 3,14 раза.", "ru"),
    ("共１０００个，３．１４倍。", "1,000 in all, 3.14 times.", "en"),
    ("3万用户，2亿次", "30 000 foydalanuvchi, 200 mln marta", "uz-Latn"),
    ("3万用户", "30 thousand users", "en"),
    ("3万用户", "30 тыс. абонентов", "ru"),
    ("第十二条，一百二十项", "Article 12, 120 items", "en"),
    ("第十二条，二十项", "Двенадцатая статья, двадцать пунктов", "ru"),
    ("十二个月", "oʻn ikki oy", "uz-Latn"),
    ("二〇二五年", "2025", "en"),
    ("十分重要，一一对应，千万小心", "Very important, one to one, with care", "en"),
    ("按{name}填写{name}", "Fill in {name}", "en"),
])
def test_numbers_that_are_only_written_otherwise_are_the_same(source: str, target: str, locale: str) -> None:
    assert told("numbers-kept", pair(source, target, locale)) == []


@pytest.mark.parametrize(("source", "target", "locale", "severity"), [
    ("共1,000个。", "Всего 1,000 штук.", "ru", "error"),  # a comma is the decimal sign there
    ("3万用户", "3 пользователя", "ru", "error"),
    ("第十二条", "Article 13", "en", "error"),
    ("第十二条", "Статья о правах", "ru", "warning"),
    ("共三十二项", "Bir qancha band", "uz-Latn", "warning"),
    ("参数{name!r}", "Параметр", "ru", "error"),
    ("参数%(prog)s", "Параметр", "ru", "error"),
    ("误差±5", "Error −5", "en", "error"),
])
def test_other_numbers_are_found(source: str, target: str, locale: str, severity: str) -> None:
    assert severity in {item.severity for item in told("numbers-kept", pair(source, target, locale))}


def test_digits_may_become_chinese_numerals() -> None:
    assert told("numbers-kept", pair("12 rules, 3 parts", "十二条规则，三部分", "zh-Hans", "en")) == []
    assert told("numbers-kept", pair("12 rules", "十三条规则", "zh-Hans", "en"))


@pytest.mark.parametrize(("numeral", "value"), [
    ("十", 10), ("十二", 12), ("二十", 20), ("二十五", 25), ("三百零五", 305), ("一千二百", 1200), ("一万二千", 12000),
    ("一亿三千万", 130_000_000), ("二〇二五", 2025), ("两", 2), ("一一", None), ("千万", None), ("十四五", None),
    ("百", None), ("五六", None), ("万一", None),
])
def test_a_chinese_numeral_has_its_value_or_is_none(numeral: str, value: int | None) -> None:
    assert list(chinese(f"第{numeral}条")) == ([] if value is None else [(numeral, value)])


def test_number_words_are_known_in_three_languages() -> None:
    assert all(said(words, tag) for words, tag in (
        ("twenty-one", "en"), ("Двенадцать", "ru"), ("oʻn ikki", "uz-Latn"), ("anything", "kk-Cyrl"), ("х", "uz-Cyrl"),
    ))
    assert not any(said(words, tag) for words, tag in (("ten men", "en"), ("сотовый", "ru"), ("oʻnglash", "uz-Latn")))


@pytest.mark.parametrize(("source", "target", "count"), [
    ("U=I·R", "U = I × R", 0), ("Mn−Hys＞Ms+Off", "Mn - Hys > Ms + Off", 0), ("U=3.5·I", "U = 3,5·I", 0),
    ("RSRP≥−105 dBm", "RSRP не ниже −105 дБм", 0), ("S=πr²", "S=πr²", 0), ("值<b>", "значение", 0),
    ("U=I·R", "U=I+R", 2), ("U=I·R", "напряжение по закону Ома", 1), ("欧姆定律", "U=I·R", 1), ("U=I·R", "V=I·R", 2),
])
def test_formulas_are_kept(source: str, target: str, count: int) -> None:
    found = told("formulas-kept", pair(source, target, "ru"))
    assert len(found) == count
    assert all(item.severity == "error" for item in found)


# Marks


@pytest.mark.parametrize(("words", "right"), [
    ("能绘图,能测量。", "能绘图，能测量。"), ("能绘图, 能测量。", "能绘图，能测量。"),
    ("基站(BBU)维护", "基站（BBU）维护"),
    ("能(甲,乙)", "能（甲，乙）"), ("BBU:基站", "BBU：基站"), ("完成.", "完成。"), ("是否完成?", "是否完成？"),
    ("基站 (甲)、乙", "基站（甲）、乙"),
])
def test_chinese_marks_are_mended(words: str, right: str) -> None:
    (found,) = told("punctuation-script", pair("Words.", words, "zh-Hans", "en"))
    assert found.severity == "warning"
    assert found.fix is not None
    assert found.fix.value == right
    assert told("punctuation-script", pair("Words.", right, "zh-Hans", "en")) == []


@pytest.mark.parametrize("words", [
    "比例1:1，接头4.3-10，1,000个", "Python (3.11)", "另存为.{family}", "`a: b`，{key}: …", "选择choice: elective。",
    "10:30至11:00",
])
def test_marks_of_codes_and_numbers_are_left_alone_in_chinese(words: str) -> None:
    assert told("punctuation-script", pair("Words.", words, "zh-Hans", "en")) == []


def test_half_width_marks_in_a_source_are_found_and_mended_there(repository: MakeRepository) -> None:
    made = built(repository, {"professional": {"goal": [{"id": "GO1", "text": "能绘图,能测量。"}]}})
    (found,) = found_by(RULES["punctuation-script"], made)
    assert found.where.path == "standards/demo/professional.yaml"
    assert found.fix is not None
    assert found.fix.value == "能绘图，能测量。"


@pytest.mark.parametrize(("source", "target", "locale"), [
    ("能维护。", "Can maintain.", "en"), ("能维护！", "Can maintain!", "en"), ("等……", "and so on…", "en"),
    ("如下：", "as follows:", "en"), ("工具等", "инструменты и др.", "ru"), ("工具等", "tools, etc.", "en"),
    ("单位", "Ед. изм.", "ru"), ("他说“是。”", "Он сказал: «Да».", "ru"), ("（说明。）", "(Note).", "en"),
    ("能维护；", "умеет обслуживать.", "ru"), ("能维护。", "умеет обслуживать;", "ru"), ("5G", "5G", "en"),
    ("电压（V）", "Voltage (V)", "en"), ("工具等", "asboblar va h.k.", "uz-Latn"), ("共5个", "{count}", "en"),
])
def test_ends_that_are_the_same(source: str, target: str, locale: str) -> None:
    assert told("end-punctuation", pair(source, target, locale)) == []


@pytest.mark.parametrize(("source", "target", "locale", "right"), [
    ("能维护设备。", "Умеет обслуживать устройства", "ru", "Умеет обслуживать устройства."),
    ("能维护设备。", "Uskunalarga “xizmat” koʻrsatadi (5G)", "uz-Latn", "Uskunalarga “xizmat” koʻrsatadi (5G)."),
    ("能维护设备", "Can maintain equipment.", "en", None), ("如下：", "as follows.", "en", None),
    ("能维护吗？", "Can you maintain it.", "en", None), ("能维护。", "Can maintain,", "en", None),
    ("能维护设备。", "Умеет обслуживать устройства:", "ru", None),
])
def test_other_ends_are_found_and_a_lost_full_stop_is_put_back(
    source: str, target: str, locale: str, right: str | None
) -> None:
    assert len(told("end-punctuation", pair(source, target, locale))) == 1
    assert mended("end-punctuation", source, target, locale) == right


def test_a_chinese_sentence_gets_its_own_full_stop() -> None:
    (found,) = told("end-punctuation", pair("Can maintain equipment.", "能维护设备", "zh-Hans", "en"))
    assert found.fix is not None
    assert found.fix.value == "能维护设备。"


@pytest.mark.parametrize(("words", "locale"), [
    ("«a „b“ c» (d [e])", "ru"), ("“a ‘b’ c”", "en"), ("1) one; 2) two", "en"), ("а) один; б) два", "ru"),
    ("1）甲；2）乙", "zh-Hans"), ("don’t “do”", "en"), ("“ ” and « » are marks", "en"), ("`(` alone", "en"),
    ("“oʻquv”", "uz-Latn"), ("“ўқув” «a»", "uz-Cyrl"), ("„Wort“", "de"), ("《标准》（试行）", "zh-Hans"),
    ("(*) means", "en"), ("№ 13 (2019) “x”", "en"), ("{a(b}", "en"),
])
def test_marks_that_are_paired(words: str, locale: str) -> None:
    assert told("brackets-balanced", pair("话", words, locale)) == []


@pytest.mark.parametrize(("words", "locale"), [
    ("a (b", "en"), ("a word)", "en"), ("a (b]", "en"), ("«a", "ru"), ("a “b", "en"), ("（甲", "zh-Hans"),
    ("(№ 13", "ru"),
    ("(2) две (или 3", "ru"),
])
def test_marks_without_their_other_half(words: str, locale: str) -> None:
    (found,) = told("brackets-balanced", pair("话", words, locale))
    assert "no other half" in found.words()
    assert found.fix is None


@pytest.mark.parametrize(("words", "locale", "right"), [
    ("система “двух” норм", "ru", "система «двух» норм"), ("“a “b” c”", "ru", "«a „b“ c»"), ("«a»", "en", "“a”"),
    ("「甲」", "zh-Hans", "“甲”"), ("«oʻquv «a» x»", "uz-Latn", "“oʻquv ‘a’ x”"), ("“a”", "kk-Cyrl", "«a»"),
])
def test_quotation_marks_of_another_language_are_replaced(words: str, locale: str, right: str) -> None:
    assert mended("brackets-balanced", "话", words, locale) == right
    assert told("brackets-balanced", pair("话", right, locale)) == []


# Words


@pytest.mark.parametrize(("words", "locale", "right"), [
    ("Can maintain the the equipment.", "en", "Can maintain the equipment."), ("The the end", "en", "The end"),
    ("датчики и и реле", "ru", "датчики и реле"), ("asbob va va uskuna", "uz-Latn", "asbob va uskuna"),
    ("设备的的电源", "zh-Hans", "设备的电源"), ("basic basic skills", "en", None), ("умеет умеет", "ru", None),
    ("维护基站，维护基站的基站的电源", "zh-Hans", None),
])
def test_doubled_words(words: str, locale: str, right: str | None) -> None:
    assert len(told("doubled-words", pair("话", words, locale))) == 1
    assert mended("doubled-words", "话", words, locale) == right


@pytest.mark.parametrize(("words", "locale"), [
    ("that that is", "en"), ("had had", "en"), ("tez-tez, bir bir", "uz-Latn"), ("чуть-чуть; раз, раз", "ru"),
    ("以育人为目的的活动", "zh-Hans"), ("往往一一对应，学习学习", "zh-Hans"), ("{a} {a} 5 5", "en"),
    ("`x x` `x x`", "en"),
    ("的的确确", "zh-Hans"), ("the, the", "en"),
])
def test_doublings_that_are_right(words: str, locale: str) -> None:
    assert told("doubled-words", pair("话", words, locale)) == []


@pytest.mark.parametrize(("source", "target", "locale", "language", "left"), [
    ("Date of issue", "Date of issue", "ru", "en", True), ("Date of issue", "date of issue.", "uz-Latn", "en", True),
    ("能维护设备", "能维护设备", "ru", "zh-Hans", True), ("none", "None", "zh-Hans", "en", True),
    ("Срок действия", "Срок действия", "uz-Latn", "ru", True), ("modem", "modem", "uz-Latn", "en", False),
    ("ISCO-08", "ISCO-08", "ru", "en", False), ("5G NR", "5G NR", "en", "zh-Hans", False),
    ("dBm", "dBm", "ru", "en", False),
    ("Huawei", "Huawei", "ru", "en", False), ("{seconds} s", "{seconds} s", "uz-Latn", "en", False),
    ("`curricula check`", "`curricula check`", "ru", "en", False), ("12", "12", "ru", "en", False),
])
def test_words_that_were_left_in_the_source(source: str, target: str, locale: str, language: str, left: bool) -> None:
    assert bool(told("not-left-in-source", pair(source, target, locale, language))) is left


@pytest.mark.parametrize(("source", "target", "locale", "language", "count"), [
    ("能" * 40, "a" * 180, "ru", "zh-Hans", 0), ("能" * 40, "a" * 46, "ru", "zh-Hans", 1),
    ("能" * 40, "a" * 326, "ru", "zh-Hans", 1),
    ("应急", "Действия в чрезвычайных ситуациях", "ru", "zh-Hans", 0), ("a" * 100, "能" * 25, "zh-Hans", "en", 0),
    ("a" * 100, "a" * 24, "ru", "en", 1), ("a" * 100, "a" * 110, "uz-Latn", "en", 0),
    ("a" * 400, "能" * 14, "zh-Hans", "en", 1),
])
def test_lengths_in_proportion(source: str, target: str, locale: str, language: str, count: int) -> None:
    assert len(told("length-in-proportion", pair(source, target, locale, language))) == count


def names(*given: tuple[str, str, str]) -> list[Pair]:
    return [pair(source, target, "ru", key=key) for key, source, target in given]


def test_the_rarer_wording_is_told_with_the_place_of_the_other() -> None:
    given = names(
        ("a#X1/text", "考核方式", "Форма оценивания"), ("b#X1/text", "考核方式", "Порядок оценивания"),
        ("c#X1/text", "考核方式", "Форма оценивания"), ("c#X1/label", "考核方式", "Другое"),
        ("d#X/note", "考核方式", "Иное"),
    )
    (found,) = told("same-words-same-translation", *given)
    assert found.words() == "“考核方式” is “Порядок оценивания” here and “Форма оценивания” at a#X1/text"


def test_case_and_another_language_are_no_difference() -> None:
    given = names(("a#X1/text", "电路", "Цепи"), ("b#X1/text", "电路", "цепи"))
    assert told("same-words-same-translation", *given, pair("电路", "Circuits", "en", key="a#X1/text")) == []


def test_two_names_of_one_standard_stay_two() -> None:
    both = ("电路", "Цепи"), ("回路", "Цепи")
    assert len(told("same-words-same-translation", *names(*((f"a#X{n}/name", *both[n]) for n in (0, 1))))) == 1
    assert told("same-words-same-translation", *names(*((f"{'ab'[n]}#X/name", *both[n]) for n in (0, 1)))) == []
    assert told("same-words-same-translation", *names(*((f"a#X{n}/text", *both[n]) for n in (0, 1)))) == []
    spaced = names(("a#X/name", "电 路", "Цепи"), ("a#Y/name", "电路", "Цепи"))
    assert told("same-words-same-translation", *spaced) == []


@pytest.mark.parametrize(("words", "right"), [
    ("масса 5 кг", "масса 5\u00a0кг"), ("приказ № 13", "приказ №\u00a013"), ("и т. д.", "и т.\u00a0д."),
    ("А. С. Попов", "А.\u00a0С.\u00a0Попов"), ("до 1,5 кН/м² и 3 %", "до 1,5\u00a0кН/м² и 3\u00a0%"),
])
def test_spaces_where_a_russian_line_must_not_end(words: str, right: str) -> None:
    (found,) = told("russian-spacing", pair("话", words, "ru"))
    assert found.severity == "info"
    assert mended("russian-spacing", "话", words, "ru") == right
    assert told("russian-spacing", pair("话", right, "ru")) == []


@pytest.mark.parametrize(("words", "locale"), [
    ("6 кредитов, 2 месяца, 5 человек, 3 в группе", "ru"), ("от 5 до 6 — это 5 раз", "ru"), ("5 kg", "en"),
    ("Сеть 5G. Антенны", "ru"), ("`5 кг`", "ru"),
])
def test_other_spaces_are_left_to_the_typesetting(words: str, locale: str) -> None:
    assert told("russian-spacing", pair("话", words, locale)) == []


def test_a_word_has_its_dots_always_or_never() -> None:
    both = [pair("甲", "Учёт ведётся.", "ru", key="a#1/text"), pair("乙", "Вести учет.", "ru", key="a#2/text")]
    (found,) = told("yo-consistent", *both)
    assert found.words() == "“учет” is written “учёт” elsewhere in this standard"
    assert found.severity == "info"
    other = [pair("甲", "Всё учёл, о чём шла речь.", "ru"), pair("乙", "Все, чем занят; учета нет.", "ru")]
    assert told("yo-consistent", *other) == []
    assert told("yo-consistent", *(pair("甲", item.target.words, "kk-Cyrl") for item in both)) == []


def test_what_the_source_quotes_may_stand_in_its_translation() -> None:
    quoting = "Readers act on one word: 应, shall, должен."
    assert told("script-hygiene", pair(quoting, "Bitta soʻz: 应, shall, должен.", "uz-Latn", "en")) == []
    (found,) = told("script-hygiene", pair(quoting, "Bitta soʻz: 应, shall, могут.", "uz-Latn", "en"))
    assert "могут" in found.words()
    assert told("script-hygiene", pair("能维护应急电源", "Можно 应急", "ru"))


@pytest.mark.parametrize(("locale", "words", "right", "number"), [
    ("ru", "требования c инженерным o и k", "требования с инженерным о и к", 3),
    ("ru", "c\u00a0опытом, a также y станка", "с\u00a0опытом, а также у станка", 3),
    ("kk-Cyrl", "біліктілік y деңгей", "біліктілік у деңгей", 1), ("tg-Cyrl", "кор y дониш", "кор у дониш", 1),
    ("uz-Cyrl", "o билан", "о билан", 1),
])
def test_a_latin_letter_in_the_place_of_a_word(locale: str, words: str, right: str, number: int) -> None:
    found = told("script-hygiene", pair("要求", words, locale))
    assert [(item.severity, item.fix and item.fix.value) for item in found] == [("warning", right)] * number
    assert told("script-hygiene", pair("要求", right, locale)) == []


def test_a_latin_letter_is_shown_among_its_words() -> None:
    found = told("script-hygiene", pair("要求", "требования c инженерным o и k", "ru"))
    assert found[0].words().endswith("in the place of a word in “требования c инженерным”")


@pytest.mark.parametrize(("source", "words", "locale"), [
    ("测量y和k", "измерять y и k", "ru"), ("The y of a curve", "Значение y на кривой", "ru"),
    ("要求", "стороны a, b и x", "ru"), ("要求", "5 a", "ru"), ("要求", "класс C и A", "ru"), ("要求", "`c` и", "ru"),
    ("要求", "from a to b", "en"), ("要求", "a c o k y", "uz-Latn"),
])
def test_a_latin_letter_that_is_a_name_is_left_alone(source: str, words: str, locale: str) -> None:
    assert [item for item in told("script-hygiene", pair(source, words, locale)) if "of a word" in item.words()] == []


def test_in_a_source_what_a_letter_stands_for_is_a_guess(repository: MakeRepository) -> None:
    made = built(repository, {"professional": {"language": "ru", "goal": [{"id": "GO1", "text": "Ось y и выход"}]}})
    found = [item for item in found_by(RULES["script-hygiene"], made) if "of a word" in item.words()]
    assert [(item.severity, item.fix) for item in found] == [("warning", None)]


@pytest.mark.parametrize("mark", ["\n", "\t", "\x07", "\u2028"])
def test_a_control_character_is_told_once_and_on_one_line(mark: str, repository: MakeRepository) -> None:
    (found,) = told("script-hygiene", pair("要求", f"Первый{mark}второй", "ru"))
    assert found.words().splitlines() == [found.words()]
    assert f"“Первый{ascii(mark)[1:-1]}второй”" in found.words()
    made = built(repository, {"translations": {"ru": {GOAL: f"Первый{mark}второй"}}})
    assert [item.words() for item in found_by(plugins("curricula.rules")["glyph-coverage"], made)] == []


# In the command, and in the translations of this repository


@pytest.mark.slow
def test_the_check_of_translations_tells_and_mends_nothing_else(repository: MakeRepository) -> None:
    made = built(repository, {
        "professional": {"goal": [{"id": "GO1", "text": "能维护设备,能测量。"}]},
        "translations": {"ru": {GOAL: "Умеет обслуживать и и измерять"}, "en": {GOAL: "Can maintain and measure."}},
    })
    everything = run(made.root, "check", "--no-cache").stdout
    assert "punctuation-script" in everything
    done = run(made.root, "translate", "check", "--no-cache", "--locale", "ru")
    assert "doubled-words" in done.stdout
    assert "punctuation-script" not in done.stdout
    mending = run(made.root, "translate", "check", "demo/professional", "--no-cache", "--fix")
    assert "doubled-words" not in mending.stdout.partition("checked")[0].rpartition("fixed")[2].partition("\n")[2]
    again = Repository(made.root)
    assert again.catalogue("demo/professional", "ru").messages[GOAL].words == "Умеет обслуживать и измерять."
    assert "能维护设备,能测量。" in (made.root / "standards/demo/professional.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("asked", ["", "demo/professional", PO.format("ru"), "translations/ru"])
@pytest.mark.parametrize("broken", ["standards/demo/professional.yaml", "standards/repository.yaml"])
def test_translations_that_could_not_be_checked_are_not_all_right(
    repository: MakeRepository, asked: str, broken: str
) -> None:
    made = repository()
    (made.root / broken).write_text("kind: [\n", encoding="utf-8")
    done = run(made.root, "translate", "check", *([asked] if asked else ()))
    assert done.returncode
    assert broken in (done.stdout or done.stderr)
    other = run(made.root, "translate", "check", "translations/ru/demo/courses/circuits.po")
    assert (other.returncode, f"{broken}:" in other.stdout) == ((0, False) if "professional" in broken else (1, True))


def test_a_finding_in_a_translation_can_be_suppressed(repository: MakeRepository) -> None:
    made = built(repository, {
        "settings": {"suppressions": [
            {"file": PO.format("en"), "rule": "doubled-words", "at": "GO1/text", "reason": "It is a quotation."},
        ]},
        "translations": {"en": {GOAL: "The programme trains very very good technicians."}},
    })
    (found,) = [item for item in check(made) if item.code == "doubled-words"]
    assert found.suppressed == "It is a quotation."


def test_a_reviewed_text_without_words_is_told(repository: MakeRepository) -> None:
    made = built(repository, {"translations": {"en": {GOAL: ""}}})
    record = ('{"source": "0000000000000000", "target": "0000000000000000", "state": "approved", "translator": "A", '
              '"reviewer": "B", "date": "2026-10-01"}')
    path = made.root / "translations/reviews/en/demo/professional.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'{{\n"{GOAL}": {record}\n}}\n', encoding="utf-8")
    found = found_by(plugins("curricula.rules")["translation-current"], Repository(made.root))
    told = {item.words(): item.severity for item in found}
    assert told["GO1/text is recorded as approved, but has no translation"] == "error"


def test_no_rule_cries_wolf_about_the_translations_of_this_repository() -> None:
    real = Repository(ROOT)
    found = [item for rule in RULES.values() for item in found_by(rule, real)]
    assert [item.words() for item in found if item.severity == "error"] == []
    assert len([item for item in found if item.severity == "warning"]) <= 6  # in some 4,700 translations
