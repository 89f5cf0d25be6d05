"""Which languages the program speaks, and which of them a person prefers.

The templates in the code are English; `<language>/LC_MESSAGES/curricula.po` has each of them in one
more language. `make messages` brings these files up to the code.
"""

import gettext
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from curricula.diagnostics import ENGLISH, CurriculaError, Voice

FOLDER = Path(__file__).parent
DOMAIN = "curricula"
SOURCE = "en"
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")  # in the order gettext asks them


@cache
def languages() -> tuple[str, ...]:
    """The tags of the languages the program speaks, English first."""
    return (SOURCE, *sorted(path.parents[1].name for path in FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.po")))


@cache
def derived() -> tuple[str, ...]:
    """The tags of languages whose words were made of another one when the catalogues were compiled."""
    known = languages()
    return tuple(sorted(
        tag for tag in (path.parents[1].name for path in FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")) if tag not in known
    ))


def voices() -> tuple[str, ...]:
    """Both: every language that the program speaks where it is asked to."""
    return (*languages(), *derived())


@cache
def voice(language: str) -> Voice:
    """The program's words in a language; `CurriculaError` for one that it does not speak."""
    if language == SOURCE:
        return ENGLISH
    if language not in voices():
        raise CurriculaError(
            "the program does not speak {language}; it speaks {known}", language=language, known=", ".join(languages())
        )
    try:
        return gettext.translation(DOMAIN, FOLDER, [language])
    except FileNotFoundError:
        raise CurriculaError("the messages in {language} are not compiled: run `make`", language=language) from None


def language_of(voice: Voice) -> str:
    """The tag of the language a voice speaks."""
    return voice.info().get("language", SOURCE)


def _spoken(wanted: str) -> str | None:
    """The language a value such as ru_RU.UTF-8 names; a derived one by its script, or as exactly that one."""
    place, _, modifier = wanted.partition("@")
    place = place.partition(".")[0].replace("_", "-").casefold()
    language = place.partition("-")[0]
    for tag in derived():
        if place == tag.casefold() or (tag.casefold(), modifier.casefold()) == (f"{language}-cyrl", "cyrillic"):
            return tag
    return next((tag for tag in languages() if tag.partition("-")[0] == language), None)


def preferred(environment: Mapping[str, str]) -> str:
    """The language the environment asks for: that of its first variable that is set; English where it has none."""
    for name in _VARIABLES:
        for wanted in environment.get(name, "").split(":"):
            if wanted:
                found = _spoken(wanted)
                if found:
                    return found
        if environment.get(name) and name != "LANGUAGE":
            return SOURCE
    return SOURCE
