"""The program's own words: every one is in the catalogues, translated, and printed in the language asked for."""

import re
import string
from functools import cache
from pathlib import Path

import polib
import pytest

from badfiles import BAD
from compiled_catalogues import catalogues
from conftest import MakeRepository
from curricula.checking import check
from curricula.commands import build
from curricula.diagnostics import ENGLISH, CurriculaError, Phrase
from curricula.messages.wording import language_of, languages, preferred, voice
from curricula.plugins import plugins
from fragments import found_by, overlay
from gettext_catalogues import collected, updated
from running import run
from test_rules import built, examples

LANGUAGES = languages()[1:]
COURSE = "standards/demo/courses/circuits.yaml"
HAN = re.compile("[\u4e00-\u9fff]")
CYRILLIC = re.compile("[\u0400-\u04ff]")


def fields(words: str) -> set[str]:
    """The names a template is filled with."""
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


@cache
def known() -> set[str]:
    """Every template that is collected from the code."""
    return {words for entry in collected() for words in (entry.msgid, entry.msgid_plural)}


def translated(path: Path) -> list[polib.POEntry]:
    return [entry for entry in polib.pofile(str(path)) if not entry.obsolete]


@pytest.mark.parametrize("path", catalogues(), ids=LANGUAGES)
def test_a_catalogue_has_what_the_code_says(path: Path) -> None:
    """`make messages` brings it up to the code."""
    assert path.read_text(encoding="utf-8") == updated(path)


@pytest.mark.parametrize("path", catalogues(), ids=LANGUAGES)
def test_nothing_is_left_untranslated(path: Path) -> None:
    for entry in translated(path):
        forms = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
        assert all(forms), entry.msgid
        assert not entry.fuzzy, entry.msgid


@pytest.mark.parametrize("path", catalogues(), ids=LANGUAGES)
def test_a_translation_is_filled_with_what_its_template_is_filled_with(path: Path) -> None:
    for entry in translated(path):
        if "click" in entry.occurrences[0][0] and "%" in entry.msgid:
            continue
        wanted = fields(entry.msgid_plural or entry.msgid)
        for words in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            # A language may leave the number out where its form says it: «одна ошибка».
            assert wanted - {"count"} <= fields(words) <= wanted, (entry.msgid, words)
            assert words == words.strip() or entry.msgid != entry.msgid.strip(), entry.msgid


@pytest.mark.parametrize("path", catalogues(), ids=LANGUAGES)
def test_code_in_a_message_is_the_same_in_every_language(path: Path) -> None:
    """What stands in backticks is typed or written as it is: commands, properties, values."""
    for entry in translated(path):
        for words in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            assert sorted(re.findall("`[^`]+`", words)) == sorted(re.findall("`[^`]+`", entry.msgid)), entry.msgid


@pytest.mark.parametrize("name", plugins("curricula.rules"))
def test_what_a_rule_says_is_collected(name: str, repository: MakeRepository) -> None:
    rule = plugins("curricula.rules")[name]
    for example in examples(rule)["Bad"]:
        for finding in found_by(rule, built(repository, example)):
            for template in (finding.message, finding.hint):
                assert not template or template in known(), template
            for value in finding.arguments.values():
                assert not isinstance(value, Phrase) or value.template in known(), value.template


@pytest.mark.parametrize("name", BAD)
def test_what_a_reader_says_is_collected(name: str, repository: MakeRepository) -> None:
    made = repository()
    BAD[name].put(made.root / COURSE)
    for finding in check(made):
        for template in (finding.message, finding.hint):
            assert not template or template in known(), template


@pytest.mark.slow
@pytest.mark.parametrize(("language", "script"), [("zh-Hans", HAN), ("ru", CYRILLIC)])
def test_findings_are_told_in_the_language_asked_for(
    language: str, script: re.Pattern[str], repository: MakeRepository
) -> None:
    made = repository(overlay(course={"hours": {"total": 1}}))
    for how in ({"LANGUAGE": language}, {"LANGUAGE": "", "LC_ALL": f"{language[:2]}_XX.UTF-8"}):
        told = run(made.root, "check", "--no-cache", **how).stdout
        assert script.search(told)
        assert told == run(made.root, "check", "--no-cache", "--lang", language).stdout
    assert run(made.root, f"--lang={language}", "check", "--no-cache").stdout == told
    english = run(made.root, "check", "--no-cache", "--lang", "en").stdout
    assert voice(language).gettext("hint: {advice}").partition("{")[0] not in english


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_is_in_the_language_asked_for(language: str, tmp_path: Path) -> None:
    speech = voice(language)
    told = run(tmp_path, "build", "--help", "--lang", language).stdout
    assert speech.gettext((build.__doc__ or "").partition("\n")[0]) in told
    assert speech.gettext("Options") in told  # the toolkit's own word
    assert speech.gettext("Show this message and exit.") != "Show this message and exit."


def test_an_unknown_language_is_refused_in_one_message(tmp_path: Path) -> None:
    done = run(tmp_path, "rules", "--lang", "tlh")
    assert done.returncode == 2
    assert "'tlh' is not one of 'en', 'ru', 'uz-Latn', 'zh-Hans'" in done.stderr


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh-Hans"),
        ({"LANG": "ru_RU.UTF-8", "LC_ALL": "uz_UZ@latin"}, "uz-Latn"),
        ({"LANG": "ru_RU.UTF-8", "LC_MESSAGES": "C"}, "en"),
        ({"LANG": "ru_RU.UTF-8", "LANGUAGE": "de:zh_TW:ru"}, "zh-Hans"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
    ],
)
def test_the_environment_chooses(environment: dict[str, str], language: str) -> None:
    assert preferred(environment) == language


def test_a_language_that_is_not_compiled_says_what_to_do() -> None:
    with pytest.raises(CurriculaError, match="does not speak de"):
        voice("de")
    assert language_of(voice("ru")) == "ru"
    assert language_of(ENGLISH) == "en"


def test_russian_counts_in_three_forms() -> None:
    errors = (Phrase("{count} errors", {"count": count}, singular="{count} error") for count in (1, 2, 5, 21))
    assert [phrase.words(voice("ru")) for phrase in errors] == ["1 ошибка", "2 ошибки", "5 ошибок", "21 ошибка"]


def test_a_phrase_in_a_phrase_is_told_in_the_same_language() -> None:
    outer = Phrase("nothing was built: {findings}", {"findings": Phrase("no problems")})
    assert voice("ru").gettext("no problems") in outer.words(voice("ru"))
    assert "no problems" not in outer.words(voice("ru"))


def test_the_catalogues_are_compiled(tmp_path: Path) -> None:
    for path in catalogues():
        copy = tmp_path / "curricula.mo"
        polib.pofile(str(path)).save_as_mofile(str(copy))
        assert path.with_suffix(".mo").read_bytes() == copy.read_bytes(), "run `make`"
