"""An outcome says in one sentence what one can see somebody do.

Nobody can see whether a student understands or is familiar with a thing, so nobody can assess it. A graduate
outcome or objective whose only action is such a verb (了解, 熟悉, 掌握, 理解; know, understand; знать, понимать) gets
a warning; 理解并执行 is no finding, because the second action can be seen. A statement of more than one sentence
gets a warning too: it usually holds two outcomes. Statements are judged in the language they are written in,
if it is Chinese, English or Russian.

Good:
    professional:
      outcomes:
        - {id: K1, text: 能说明直流电路的组成，并能计算各支路的电流。}
Bad:
    professional:
      outcomes:
        - {id: K1, text: 熟悉直流电路和交流电路。}
Bad:
    course:
      objectives:
        - {id: OB2, text: 能测量电压。能测量电流。}
"""

import re
from collections.abc import Iterator

from curricula.diagnostics import Diagnostic
from curricula.model.standards import Standard
from curricula.model.text import Text
from curricula.repository import Repository

# The verbs are part of the language, not a choice of a system or college: so they stand here. Uzbek has
# its verb at the end, and the one for knowing (bilmoq) also means being able to: it cannot be judged so.
_INNER = "(?:了解|熟悉|掌握|理解)"
_CHINESE = (
    "(?:毕业生|学生|学习者)?(?:并且?)?(?:应|须)?(?:能够|能|会)?"
    "(?:初步|基本|全面|系统|熟练|深入|正确|准确|较好|充分)?地?"
    f"(?P<verb>{_INNER})(?:(?:、|和|与|及|并){_INNER})*"
    "(?!、|[和与](?:运用|应用|使用|遵守|执行))(?!.*并(?![联行列发]))"  # a second action; 并联 is a circuit
)
_UNSEEN = {
    "zh": re.compile(_CHINESE),
    "en": re.compile(
        r"(?:(?:the )?(?:students?|graduates?|learners?) )?(?:(?:can|will|should|shall|must|is able to|to) )*"
        r"(?P<verb>knows?|understands?|(?:(?:be|is|are) )?(?:familiar with|aware of)|appreciates?)\b"
        r"(?!.*\b(?:and|then|to) (?:can |be able to )?"
        r"(?:appl|us|explain|describ|calculat|perform|follow|select|measur|install|test|work)\w*)",
        re.DOTALL | re.IGNORECASE,
    ),
    "ru": re.compile(
        r"(?:(?:студент|выпускник|обучающийся) )?(?:(?:должен|может|умеет) )?"
        r"(?P<verb>знать|знает|понимать|понимает|име(?:ть|ет) представление)\b"
        r"(?!.*\b(?:уме|примен|использ|выполн|измер|рассчит|соблюд|объясн)\w+)",
        re.DOTALL | re.IGNORECASE,
    ),
}
_NEXT_SENTENCE = re.compile(r"[。！？]\s*(?=[^\s”’）])|(?<=\w\w\w)[.!?]\s+(?=[A-ZА-ЯЁ][a-zа-яё])")


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Statements whose action cannot be seen, and statements of more than one sentence."""
    for standard in repository.standards.values():
        for statement in _statements(standard):
            yield from _statement(statement)


def _statements(standard: Standard) -> Iterator[Text]:
    items = standard.outcomes if standard.kind == "professional" else standard.objectives
    return (item.text for item in items)


def _statement(text: Text) -> Iterator[Diagnostic]:
    unseen = _unseen(text)
    if unseen:
        yield Diagnostic(
            text.where, "observable-outcomes", "the action of the outcome is “{verb}”, which nobody can see",
            {"verb": unseen},
            hint="Say what the student does to show it: explain, calculate, measure, install (能说明、能计算、能测量).",
            severity="warning",
        )
    sentences = len(_NEXT_SENTENCE.findall(text.words)) + 1
    if sentences > 1:
        yield Diagnostic(
            text.where, "observable-outcomes", "the outcome has {sentences} sentences", {"sentences": sentences},
            hint="One outcome is one sentence: write the others as outcomes of their own.", severity="warning",
        )


def _unseen(text: Text) -> str:
    """The first verb of a statement in which every clause has an action that nobody can see; else nothing."""
    language = text.language.partition("-")[0]
    if language not in _UNSEEN:
        return ""
    # In Chinese a comma may begin a new action without any other word.
    clauses = re.split("[，；。,;]", text.words.strip(" 。")) if language == "zh" else [text.words.strip()]
    found = [_UNSEEN[language].match(clause.strip()) for clause in clauses]
    first = found[0]
    return first["verb"] if first and all(found) else ""
