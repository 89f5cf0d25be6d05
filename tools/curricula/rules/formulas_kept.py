"""Formulas are the same in every language.

A formula is no text: a sign that is lost or a variable that is renamed makes another law of it. For every
translation the formulas of the source, such as U=I·R or Ms+Off>Mn, must stand in it and no others, with the
same variables, signs and numbers in the same order. Spaces, full-width signs, the many minus and
multiplication signs and the decimal comma make no difference. A comparison of one variable with a value
(RSRP ≥ −105 dBm) may be put into words; its numbers are checked by numbers-kept.

Good:
    professional:
      goal:
        - {id: GO1, text: 能按U＝I·R和P=U*I计算，RSRP≥−105。}
    translations:
      en:
        demo/professional#GO1/text: "Can calculate by U = I × R and P = U·I; the RSRP is not below −105."
Bad:
    professional:
      goal:
        - {id: GO1, text: 进入条件为Mn−Hys>Ms+Off。}
    translations:
      ru:
        demo/professional#GO1/text: "Условие входа: Mn+Hys>Ms+Off."
Bad:
    professional:
      goal:
        - {id: GO1, text: 能按U=I·R计算。}
    translations:
      uz-Latn:
        demo/professional#GO1/text: "Om qonuni boʻyicha hisoblay oladi."
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from curricula.diagnostics import N_, Diagnostic
from curricula.model.text import REMEMBERED
from curricula.orthography import masked
from curricula.pairs import Pair

SCOPE = "text"

_RELATION = re.compile("[=<>≤≥≈≠＝＜＞≦≧]")
_SAME = str.maketrans({
    "＝": "=", "＜": "<", "＞": ">", "＋": "+", "（": "(", "）": ")", "≦": "≤", "≧": "≥", "⩽": "≤", "⩾": "≥",
    "-": "−", "–": "−", "－": "−", "*": "·", "×": "·", "⋅": "·", "∙": "·", "\u00a0": " ", "\u202f": " ", "\u2009": " ",
})
_VARIABLE = r"[√Δ∆]?\(?[A-Za-zΑ-Ωα-ω][A-Za-z0-9_²³₀-₉]*\)?[²³]?"
_TERM = rf"(?:{_VARIABLE}|−?[0-9]+(?:[.,][0-9]+)?\)?(?![A-Za-z0-9]))"
_FORMULA = re.compile(rf"(?<![A-Za-zΑ-ω0-9_.]){_TERM}(?: ?[=<>≤≥≈≠+−·÷/^] ?{_TERM})+")
_LETTERS = re.compile("[A-Za-zΑ-ω][A-Za-z0-9_]*")
_NONE: Counter[str] = Counter()  # one for all texts without: two that are the same need no comparison
_TEMPLATES = (
    N_("the translation lacks the formula {formulas} of the source"),
    N_("the translation has the formula {formulas}, which the source does not have"),
)


def review(pairs: Iterable[Pair]) -> Iterator[Diagnostic]:
    """Translations with other formulas than their source."""
    for pair in pairs:
        source, target = _formulas(pair.source.words), _formulas(pair.target.words)
        if source is not target:
            for template, found in zip(_TEMPLATES, (source - target, target - source), strict=True):
                if found:
                    yield Diagnostic(
                        pair.target.where, "formulas-kept", template, {"formulas": ", ".join(sorted(found.elements()))},
                        hint="Copy the formula from the source.",
                    )


@lru_cache(REMEMBERED)
def _formulas(words: str) -> Counter[str]:
    """The formulas of a text in one form: a relation among at least two variables."""
    if not _RELATION.search(words):
        return _NONE
    found: Counter[str] = Counter()
    for match in _FORMULA.finditer(masked(words).translate(_SAME)):
        formula = match.group().replace(" ", "").replace(",", ".").strip("()")
        if _RELATION.search(formula) and len(_LETTERS.findall(formula)) > 1:
            found[formula] += 1
    return found
