"""How words are recognised in four languages, and what the two rules on terms and on strength make of it."""

import re
import shutil
from itertools import product
from pathlib import Path

import pytest

from conftest import DEMO, ROOT, MakeRepository
from curricula.common import TERMINOLOGY
from curricula.phrases import bases, phrases
from curricula.repository import Repository
from curricula.rules import normative_strength, terms_consistent
from curricula.source import read_yaml
from curricula.terms import hits, lexicon, misused
from test_rules import findings, translated, words

REAL = Repository(ROOT)
LANGUAGES = ("zh-Hans", "en", "ru", "uz-Latn")
LEXICONS = {language: lexicon(REAL.terms, language) for language in LANGUAGES}
STRENGTHS = {strength.id: strength.languages for strength in REAL.common.terminology.strengths}


def terms(text: str, language: str) -> set[str]:
    """The terms of the repository that a text has, whatever stands for them."""
    return {use.term for use in LEXICONS[language].values(text) if use.kind != "forbidden"}


def shown(text: str, language: str) -> list[tuple[str, str]]:
    """What a translator is shown: the words and the term."""
    found = hits(LEXICONS[language].all(text))
    return [(text[item.start : item.end], item.value.term) for item in found]


def wrong(text: str, language: str) -> list[str]:
    """The forbidden variants in a text."""
    return [text[item.start : item.end] for item in misused(LEXICONS[language].all(text))]


# Forms of words

@pytest.mark.parametrize("stem", ["stansiya", "tarmoq", "kabel", "fider", "oʻquvchi", "maʼlumot", "sota", "parda"])
def test_every_chain_of_uzbek_endings_leads_back_to_the_word(stem: str) -> None:
    vowel = stem[-1] in "aeiou"
    voiced = stem.removesuffix("q") + "gʻ" if stem.endswith("q") else stem
    plurals = ("", "lar")
    possessives = ("", "si" if vowel else "i", "imiz", "ingiz")
    cases = ("", "ning", "ni", "ga", "da", "dan", "dagi", "gacha")
    for plural, possessive, case in product(plurals, possessives, cases):
        begun = voiced if possessive and not plural else stem
        ending = possessive if not plural or possessive != "si" else "i"
        if vowel and not plural and possessive in ("imiz", "ingiz"):
            ending = possessive[1:]
        word = begun + plural + ending + case
        assert stem in bases(word, "uz-Latn"), word


@pytest.mark.parametrize(("word", "form"), [
    ("oʻrnatish", "oʻrnatilgan"), ("oʻrnatish", "oʻrnatadi"), ("oʻrnatish", "oʻrnata"), ("oʻrnatish", "oʻrnatib"),
    ("oʻrnatish", "oʻrnatishni"), ("ulash", "ulanadi"), ("ulash", "ulangan"), ("tekshirish", "tekshirilishi"),
    ("tirgak", "tirgagi"), ("tirgak", "tirgaklarning"), ("sota", "sotali"), ("kredit", "kreditlik"),
])
def test_uzbek_verbs_and_adjectives_are_forms_of_their_word(word: str, form: str) -> None:
    assert bases(word, "uz-Latn") & bases(form, "uz-Latn")


@pytest.mark.parametrize(("one", "other"), [
    ("fan", "fanera"), ("kabel", "kabina"), ("tayanch", "tayyor"), ("sota", "sovet"), ("optik", "optimal"),
])
def test_uzbek_words_that_only_begin_alike_differ(one: str, other: str) -> None:
    assert not bases(one, "uz-Latn") & bases(other, "uz-Latn")


@pytest.mark.parametrize("phrase", [
    "базовая станция", "базовой станции", "базовую станцию", "базовой станцией", "о базовой станции",
    "базовые станции", "базовых станций", "базовым станциям", "базовыми станциями", "в базовых станциях",
    "Базовая Станция", "БАЗОВАЯ СТАНЦИЯ",
])
def test_russian_terms_are_found_in_every_case(phrase: str) -> None:
    assert "base-station" in terms(f"Осмотр: {phrase} сети.", "ru")


@pytest.mark.parametrize(("text", "language", "term"), [
    ("Base stations are mounted.", "en", "base-station"),
    ("Two BASE STATIONS", "en", "base-station"),
    ("batteries", "en", "battery"),
    ("Install the AAU.", "en", "installation"),
    ("зачет и приемка", "ru", "acceptance"),
    ("зачет", "ru", "coursework-assessment"),
    ("драйв-тестов", "ru", "drive-test"),
    ("антенно-фидерных устройств", "ru", "antenna-feeder-system"),
    ("отношение сигнал/(помеха + шум)", "ru", "sinr"),
    ("tayanch stansiyalarimizdan", "uz-Latn", "base-station"),
    ("optik tolalarni payvandlash", "uz-Latn", "fibre-splicing"),
    ("transport tarmogʻidagi uzilish", "uz-Latn", "transport-network"),
    ("transport tarmog‘i", "uz-Latn", "transport-network"),
    ("5Gʼning sotasi", "uz-Latn", "cell"),
    ("检查5G基站和蓄电池。", "zh-Hans", "battery"),
])
def test_a_term_is_found(text: str, language: str, term: str) -> None:
    assert term in terms(text, language)


@pytest.mark.parametrize(("text", "language", "term"), [
    ("GPON接入", "zh-Hans", "pon"),  # a code is one word
    ("接通信号，地面检查", "zh-Hans", "earthing"),
    ("通信。电源", "zh-Hans", "telecom-power"),
    ("base, station", "en", "base-station"),
    ("The base of the station", "en", "base-station"),
    ("Станция базовая.", "ru", "base-station"),
    ("бассейн", "ru", "base-station"),
    ("入学时应体检", "zh-Hans", "academic-hour"),
    ("stansiya tayanchi", "uz-Latn", "base-station"),
])
def test_what_is_no_term_is_not_found(text: str, language: str, term: str) -> None:
    assert term not in terms(text, language)


def test_the_longest_term_is_shown_and_none_inside_it() -> None:
    assert shown("维护5G基站的交换机，参加岗位实习。", "zh-Hans") == [
        ("维护", "maintenance"), ("5G基站", "fifth-generation-base-station"), ("交换机", "switch"),
        ("岗位实习", "internship"),
    ]
    assert shown("5G base stations", "en") == [("5G base stations", "fifth-generation-base-station")]


def test_words_accepted_in_a_translation_are_not_the_term_itself() -> None:
    assert "academic-hour" in terms("32 hours", "en")
    assert shown("32 hours", "en") == []


def test_exact_phrases_are_not_inflected_and_hidden_in_longer_ones() -> None:
    index = phrases([("следует", 1)], "ru", hiding=[("следует из", 1)], inflected=False)
    assert index.values("Следует проверить") == {1}
    assert index.values("следующий след; как следует из пункта") == set()


def test_chinese_phrases_are_found_at_both_ends_and_across_marks_inside_a_clause() -> None:
    index = phrases([("基站", 1)], "zh-Hans")
    assert [(one.start, one.end) for one in index.all("基站（基）站基站，基")] == [(0, 2), (3, 6), (6, 8)]
    assert phrases([("应", 1), ("应用", 2)], "zh-Hans").values("宜应") == {1}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_index_survives_words_without_letters(language: str) -> None:
    index = phrases([("—", 1), ("", 2)], language)
    assert list(index.all("— a — 站")) == []


def test_a_language_that_nobody_stems_is_read_as_it_is_written() -> None:
    assert bases("кабель", "kk") == {"кабель"}
    assert bases("кабель", "xx-unknown") == {"кабель"}


# The terminology of the repository

@pytest.mark.parametrize(("text", "language", "variant"), [
    ("Сварка оптоволокна.", "ru", "оптоволокна"),
    ("с предохранительными поясами", "ru", "предохранительными поясами"),
    ("воздушного интерфейса", "ru", "воздушного интерфейса"),
    ("the optical fibers", "en", "optical fibers"),
    ("a permit, not a work ticket", "en", "work ticket"),
    ("in machine rooms", "en", "machine rooms"),
    ("bazaviy stansiyalardan", "uz-Latn", "bazaviy stansiyalardan"),
    ("operatsion sistemasini", "uz-Latn", "operatsion sistemasini"),
    ("移动通讯设备", "zh-Hans", "移动通讯"),
    ("禁止高空作业", "zh-Hans", "高空作业"),
])
def test_a_forbidden_variant_is_found_in_every_form(text: str, language: str, variant: str) -> None:
    assert wrong(text, language) == [variant]


@pytest.mark.parametrize(("text", "language"), [
    ("Оптическое волокно и страховочная привязь.", "ru"),
    ("The optical fibre, a machine and a room.", "en"),
    ("移动通信，通讯录", "zh-Hans"),
    ("tayanch stansiya, operatsion tizim", "uz-Latn"),
])
def test_right_words_are_not_forbidden(text: str, language: str) -> None:
    assert wrong(text, language) == []


def test_a_variant_inside_a_longer_right_word_is_right() -> None:
    entries = [(term, language, words) for term in REAL.terms for language, words in term.terms.items()]
    taken = [
        (term.id, variant) for term, language, words in entries for variant in words.forbidden
        if wrong(variant, language) == []
    ]
    assert taken == []  # a variant that a right word covers could never be found


def test_every_word_of_the_terminology_is_found_as_its_term() -> None:
    lost = [
        (term.id, word) for term in REAL.terms for language, words in term.terms.items()
        for word in (words.term, *words.forms, *words.accepted)
        if term.id not in terms(word, language)
    ]
    assert lost == []


def test_the_real_texts_use_their_terms_and_keep_their_strength() -> None:
    real = Repository(ROOT)
    found = (item for item in terms_consistent.check(real) if "/adoptions/" not in item.where.path)  # suppressed there
    assert [item.words() for item in found] == []
    assert [item.words() for item in normative_strength.check(real)] == []


# Terms in translations

@pytest.mark.parametrize(("target", "locale"), [
    ("Проверяет электрические цепи.", "ru"), ("Проверка схем.", "ru"), ("Tests circuits.", "en"),
    ("Elektr zanjirlarining sxemasi.", "uz-Latn"), ("Zanjirlardan foydalanadi.", "uz-Latn"),
])
def test_a_term_in_any_form_is_enough(target: str, locale: str, repository: MakeRepository) -> None:
    assert words(translated(repository, "能检测电路。", target, locale), "terms-consistent") == []


@pytest.mark.parametrize(("target", "locale", "message", "advice"), [
    ("Tests wiring.", "en", "“电路” of the source is “circuit” in this language, which is not there", "circuit"),
    ("Проверяет проводку.", "ru", "“电路” of the source is “электрическая цепь” in this language", "circuit"),
    ("Elektr konturlarini tekshiradi.", "uz-Latn", "“Elektr konturlarini” must not be used", "Write “elektr zanjiri”"),
])
def test_another_word_for_a_term_is_a_warning(
    target: str, locale: str, message: str, advice: str, repository: MakeRepository
) -> None:
    (finding,) = findings(translated(repository, "能检测电路。", target, locale), "terms-consistent")
    assert finding.words().startswith(message)
    assert advice in finding.advice()
    assert finding.severity == "warning"
    assert finding.where.path == f"translations/{locale}/demo/professional.po"


def test_without_a_terminology_nothing_is_asked_for(repository: MakeRepository) -> None:
    made = repository({TERMINOLOGY: None})
    assert not made.problems
    assert words(made, "terms-consistent") == words(made, "normative-strength") == []


# Strength

def test_the_demonstration_knows_the_same_words() -> None:
    assert read_yaml(DEMO, TERMINOLOGY).data["strengths"] == read_yaml(ROOT, TERMINOLOGY).data["strengths"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_a_strength_is_hidden_by_another(language: str) -> None:
    for languages in STRENGTHS.values():
        entry = languages[language]
        index = phrases([(word, 1) for word in entry.words], language, inflected=False,
                        hiding=[(word, 1) for word in (*entry.unsure, *entry.not_in)])
        assert [word for word in entry.words if not index.values(word)] == []
        assert not [word for word in entry.not_in if index.values(word)]


@pytest.mark.parametrize(("source", "target", "locale"), [
    ("学生应戴安全帽。", "Students shall wear helmets.", "en"),
    ("学生应戴安全帽。", "Обучающийся обязан носить каску.", "ru"),
    ("学生应戴安全帽。", "Talaba kaska kiyishi shart.", "uz-Latn"),
    ("偏差应不大于5。", "Отклонение — не более 5.", "ru"),
    ("不得合闸。", "Включать питание не допускается.", "ru"),
    ("不得合闸。", "Tokni ulash mumkin emas.", "uz-Latn"),
    ("不得合闸。", "The breaker must not be closed.", "en"),
    ("宜戴手套，不宜单独作业。", "Gloves should be worn; working alone is not recommended.", "en"),
    ("宜戴手套。", "Рекомендуется надевать перчатки.", "ru"),
    ("宜戴手套。", "Qoʻlqop kiyish maqsadga muvofiq.", "uz-Latn"),
    ("可提前离开。", "They may leave early.", "en"),
    ("可提前离开。", "Можно уйти раньше.", "ru"),
    ("能分析可能的故障。", "Can analyse possible faults.", "en"),
    ("能分析响应与供应，相应调整。", "Analyses response and supply and adjusts accordingly.", "en"),
    ("对应关系适应应急应用。", "Соответствие подходит для аварийного применения.", "ru"),
    ("不适宜登高，便宜行事。", "Balandlikka chiqishga yaroqsiz.", "uz-Latn"),
    ("提出改进建议。", "Propose improvements.", "en"),
    ("提出改进建议。", "Подготовить рекомендации.", "ru"),
    ("学校应对困难。", "The college copes with difficulties.", "en"),  # 应对 may be either
    ("学校应对学生评分。", "The college shall mark students.", "en"),
    ("需戴安全帽。", "A helmet shall be worn.", "en"),  # 需 may be either
    ("须经批准方可进行。", "Допускается только по разрешению.", "ru"),
    ("应戴帽，宜戴手套，可带伞。", "Shall wear a helmet, should wear gloves, may bring an umbrella.", "en"),
    ("在5月可申请。", "Applications are open in May.", "en"),
])
def test_the_same_strength_is_said_in_many_ways(
    source: str, target: str, locale: str, repository: MakeRepository
) -> None:
    assert words(translated(repository, source, target, locale), "normative-strength") == []


@pytest.mark.parametrize(("source", "target", "locale", "message"), [
    ("应戴安全帽。", "A helmet should be worn.", "en", "“应” requires, but “should” only recommends"),
    ("应戴安全帽。", "Следует надевать каску.", "ru", "“应” requires, but “Следует” only recommends"),
    ("应戴帽。", "Kaska kiyish tavsiya etiladi.", "uz-Latn", "“应” requires, but “tavsiya etiladi” only recommends"),
    ("不得合闸。", "The breaker may be closed.", "en", "“不得” requires, but “may” only permits"),
    ("应戴安全帽。", "Допускается надевать каску.", "ru", "“应” requires, but “Допускается” only permits"),
    ("应戴安全帽。", "Kaska kiyiladi.", "uz-Latn", "“应” requires, but nothing in the translation does"),
    ("宜戴手套。", "Gloves shall be worn.", "en", "“宜” recommends, but “shall” requires"),
    ("宜戴手套。", "Перчатки должны быть надеты.", "ru", "“宜” recommends, but “должны” requires"),
    ("宜戴手套。", "Qoʻlqop kiyish kerak.", "uz-Latn", "“宜” recommends, but “kerak” requires"),
    ("宜戴手套。", "Gloves may be worn.", "en", "“宜” recommends, but “may” only permits"),
    ("宜戴手套。", "Gloves are worn.", "en", "“宜” recommends, but nothing in the translation does"),
    ("可戴手套。", "Gloves shall be worn.", "en", "“可” permits, but “shall” requires"),
    ("可戴手套。", "Следует надевать перчатки.", "ru", "“可” permits, but “Следует” recommends"),
    ("学生戴手套。", "Students shall wear gloves.", "en", "“shall” requires, but nothing in the source does"),
    ("学生戴手套。", "Students should wear gloves.", "en", "“should” recommends, but nothing in the source does"),
    ("应戴帽，宜戴套。", "Both shall be worn.", "en", "“宜” recommends, but nothing in the translation does"),
])
def test_another_strength_is_an_error(
    source: str, target: str, locale: str, message: str, repository: MakeRepository
) -> None:
    (finding,) = findings(translated(repository, source, target, locale), "normative-strength")
    assert (finding.severity, finding.words()) == ("error", message)
    assert finding.advice()


@pytest.mark.parametrize(("locale", "old", "new"), [
    ("en", r"\bshall\b", "should"),
    ("ru", r"\bдолж(ен|на|но|ны)\b", "следует"),
    ("uz-Latn", r"\bkerak\b", "tavsiya etiladi"),
])
def test_a_standard_that_only_recommends_what_it_requires_is_found(
    locale: str, old: str, new: str, tmp_path: Path
) -> None:
    name = "communication-technology/professional"
    path = f"translations/{locale}/{name}.po"
    shutil.copytree(ROOT / "standards", tmp_path / "standards")
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / TERMINOLOGY).write_bytes((ROOT / TERMINOLOGY).read_bytes())
    (tmp_path / path).write_text(re.sub(old, new, (ROOT / path).read_text(encoding="utf-8")), encoding="utf-8")
    weakened = sum(1 for item in REAL.catalogue(name, locale).messages.values() if re.search(old, item.words))
    found = {item.where.line for item in normative_strength.check(Repository(tmp_path)) if item.where.path == path}
    assert weakened > 50
    assert len(found) > 0.8 * weakened
