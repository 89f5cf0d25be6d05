"""A translation is about as long as its source lets expect.

Half a sentence that was left out, or a neighbour's text in the wrong place, reads well and shows in the
length alone. A text in an alphabet takes four to five times the characters of its Chinese source and
between half and twice those of a source in another alphabet; the limits are far outside what the
translations of this repository have, and texts of a few words are left in peace.

Good:
    professional:
      goal:
        - {id: GO1, text: 能使用仪表检测电子设备的电路，判断故障位置并更换损坏的元件，填写维修记录。}
    translations:
      en:
        demo/professional#GO1/text: "Can test the circuits of electronic devices with instruments, locate
          faults, replace damaged components and fill in repair records."
Bad:
    professional:
      goal:
        - {id: GO1, text: 能使用仪表检测电子设备的电路，判断故障位置并更换损坏的元件，填写维修记录。}
    translations:
      ru:
        demo/professional#GO1/text: "Умеет проверять цепи."
Bad:
    professional:
      goal:
        - {id: GO1, text: 能检测电路。}
    translations:
      uz-Latn:
        demo/professional#GO1/text: "Elektron qurilmalarning zanjirlarini oʻlchov asboblari yordamida tekshira oladi,
          nosozlik joyini aniqlaydi va shikastlangan elementlarni almashtiradi."
"""

from collections.abc import Iterable, Iterator

from curricula.diagnostics import N_, Diagnostic
from curricula.orthography import room
from curricula.pairs import Pair

SCOPE = "text"

_SHORT = N_("the translation has {found} characters; of a source with {source}, at least {limit} are to be expected")
_LONG = N_("the translation has {found} characters; of a source with {source}, at most {limit} are to be expected")


def review(pairs: Iterable[Pair]) -> Iterator[Diagnostic]:
    """Translations that are far too short or far too long."""
    for pair in pairs:
        source, target = pair.source, pair.target
        expected = room(source.language, target.language)
        length, found = len(source.words), len(target.words)
        least, most = expected.least * length - expected.slack, expected.most * length + expected.slack
        if not least <= found <= most:
            yield Diagnostic(
                target.where, "length-in-proportion", _SHORT if found < least else _LONG,
                {"found": found, "source": length, "limit": round(least if found < least else most)},
                hint="Compare the two: is something missing, or does it belong elsewhere?", severity="warning",
            )
