"""The program's words as gettext reads them: of every catalogue, and of the languages that are made of one."""

from collections.abc import Iterator
from pathlib import Path

import polib

from curricula.deriving import tags
from curricula.messages.wording import DOMAIN, FOLDER, SOURCE, languages
from curricula.plugins import plugin


def catalogues() -> list[Path]:
    """The catalogue of every language but English."""
    return [FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po" for language in languages()[1:]]


def compiled() -> Iterator[tuple[str, bytes]]:
    """Each with its path below `messages/`; languages made of English need the code, and are not among them."""
    for path in catalogues():
        yield path.relative_to(FOLDER).with_suffix(".mo").as_posix(), polib.pofile(str(path)).to_binary()
    for tag in tags():
        base = plugin("curricula.derivations", tag.lower()).FROM
        if base != SOURCE:
            made = polib.pofile(str(FOLDER / base / "LC_MESSAGES" / f"{DOMAIN}.po"))
            yield f"{tag}/LC_MESSAGES/{DOMAIN}.mo", derived(made, tag).to_binary()


def derived(made: polib.POFile, tag: str) -> polib.POFile:
    """A catalogue with its words changed into those of a language that is made of its own."""
    module = plugin("curricula.derivations", tag.lower())
    made.metadata["Language"] = tag
    for entry in made:
        entry.msgstr = module.derive(entry.msgstr)
        entry.msgstr_plural = {form: module.derive(words) for form, words in entry.msgstr_plural.items()}
    return made
