"""A translation ends as its source does.

A sentence stays a sentence and a name stays a name: a full stop that is lost joins two requirements when
a document is put together, and one that is added looks like a forgotten rest. Compared is what kind of
mark stands at the end, each language with its own: 。 and . are the same, and so are …… and an ellipsis.
Quotation marks and brackets round the mark make no difference, a semicolon counts as a full stop because
languages end the items of a list differently, and the full stop of an abbreviation (ед., etc.) ends
nothing. A full stop that is missing, `curricula check --fix` adds.

Good:
    professional:
      goal:
        - {id: GO1, text: 能维护设备。}
    translations:
      en:
        demo/professional#GO1/text: "Can maintain equipment."
      uz-Latn:
        demo/professional#GO1/text: "Uskunalarga xizmat koʻrsata oladi."
Good:
    professional:
      goal:
        - {id: GO1, text: 工具和仪表}
    translations:
      ru:
        demo/professional#GO1/text: "Инструменты, приборы и т. д."
Bad:
    professional:
      goal:
        - {id: GO1, text: 能维护设备。}
    translations:
      ru:
        demo/professional#GO1/text: "Умеет обслуживать оборудование"
Bad:
    translations:
      zh-Hans:
        "shared#contents/label": "目录："
"""

import re
from collections.abc import Iterable, Iterator

from curricula.diagnostics import N_, Diagnostic, Fix, Phrase
from curricula.model.text import Text
from curricula.orthography import orthography
from curricula.pairs import Pair

SCOPE = "text"

_KINDS = {
    ".": ".", "。": ".", "．": ".", "｡": ".", ";": ".", "；": ".", "!": "!", "！": "!", "?": "?", "？": "?",
    ":": ":", "：": ":", ",": ",", "，": ",", "、": ",", "…": "…",
}
_NAMES = {
    ".": N_("a full stop"), "!": N_("an exclamation mark"), "?": N_("a question mark"), ":": N_("a colon"),
    ",": N_("a comma"), "…": N_("an ellipsis"), "": N_("no mark"),
}
_END = re.compile("[" + re.escape("".join(_KINDS)) + "\\s”»“’\"')）》」』〉】\\]]*$")
_SHORTENED = re.compile(r"[^\W\d_]{1,6}\.(?: [^\W\d_]{1,4}\.)?")  # the whole text: ед., Ед. изм., No.
_FULL_STOP = {True: "。", False: "."}


def review(pairs: Iterable[Pair]) -> Iterator[Diagnostic]:
    """Translations that end otherwise than their source."""
    for pair in pairs:
        source, target = pair.source.words[-1:], pair.target.words[-1:]
        if _KINDS.get(source) != _KINDS.get(target) or (source not in _KINDS and not source.isalnum()):
            yield from _compare(pair)


def _compare(pair: Pair) -> Iterator[Diagnostic]:
    source, target = _ends(pair.source), _ends(pair.target)
    if source & target or source == target or not pair.source.words.strip(" .,:;?!…"):
        return
    wanted, found = min(source, default=""), min(target, default="")
    yield Diagnostic(
        pair.target.where, "end-punctuation", "end of the source: {expected}; end of the translation: {found}",
        {"expected": Phrase(_NAMES[wanted]), "found": Phrase(_NAMES[found])},
        hint="End both with the same kind of mark, each as its language writes it.", severity="warning",
        fix=_fix(pair) if wanted == "." and not found else None,
    )


def _ends(text: Text) -> set[str]:
    """The kinds of the marks at the end of a text, without closing quotation marks and the stop of an abbreviation."""
    words = text.words
    run = _END.search(words)
    assert run is not None
    marks = run.group().replace("...", "…")
    shortened = orthography(text.language).shortened
    if "." in marks and (
        _SHORTENED.fullmatch(words)
        or (shortened and re.search(rf"(?<!\w){shortened}$", words[: run.start()], re.IGNORECASE))
    ):
        marks = marks.replace(".", "", 1)
    return {_KINDS[mark] for mark in marks if mark in _KINDS}


def _fix(pair: Pair) -> Fix | None:
    """A full stop at the end, where the words end in a letter, a digit or a closing mark and are no abbreviation."""
    words = pair.target.words
    if not pair.source.words.endswith((".", "。")) or not (words[-1:].isalnum() or words[-1:] in "”»)）"):
        return None
    return Fix(pair.place, words + _FULL_STOP[orthography(pair.target.language).chinese])
