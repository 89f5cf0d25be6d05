"""The program's own words are reviewed like the translations it publishes: by every rule that reviews pairs.

What stands in backticks and in braces is code, which the rules leave alone. What a rule finds and what is right
all the same stands in `ACCEPTED`, with the reason.
"""

from pathlib import Path

import polib
import pytest

from compiled_catalogues import catalogues
from curricula.diagnostics import Where
from curricula.messages.wording import SOURCE, languages
from curricula.model.text import Text
from curricula.pairs import Pair
from fragments import OF_TRANSLATIONS as RULES
from fragments import reviewed

_CONTINUED = "The toolkit puts the name of the parameter behind it."
ACCEPTED = {
    ("end-punctuation", "uz-Latn", "Missing argument"): _CONTINUED,
    ("end-punctuation", "uz-Latn", "Missing option"): _CONTINUED,
    ("end-punctuation", "uz-Latn", "Missing parameter"): _CONTINUED,
    ("numbers-kept", "ru", "Codes in occupational classifications; ISCO-08 among them."):
        "The Russian abbreviation is given beside the international one.",
}


def messages(path: Path) -> list[Pair]:
    """The translated templates of a catalogue, each form of a plural by itself."""
    language, found = path.parents[1].name, []
    for entry in polib.pofile(str(path)):
        forms = entry.msgstr_plural if entry.msgid_plural else {"": entry.msgstr}
        for form, words in forms.items():
            # An empty one is told by its own test; two forms of one template are two kinds of text.
            if words and not entry.obsolete:
                key, where = f"messages#{entry.linenum}/message{form}", Where(path.name, entry.linenum or 0, 1)
                source = Text(key, entry.msgid_plural or entry.msgid, where, SOURCE)
                found.append(Pair(source, Text(key, words, where, language)))
    return found


@pytest.mark.parametrize("path", catalogues(), ids=languages()[1:])
@pytest.mark.parametrize("name", RULES)
def test_the_program_keeps_its_own_rules(name: str, path: Path) -> None:
    given = messages(path)
    sources = {item.target.where.line: item.source.words for item in given}
    found = {(name, path.parents[1].name, sources[item.where.line]): item for item in reviewed(RULES[name], given)}
    assert [f"{item.where.line}: {item.words()}" for key, item in found.items() if key not in ACCEPTED] == []
    expected = {key for key in ACCEPTED if key[:2] == (name, path.parents[1].name) and key[2] in sources.values()}
    assert expected <= set(found), "accepted without need"
