"""Where words are divided: never within names such as gNodeB, nor at the foot of a page; and at a joint."""

import re
from typing import Any

# A letter in capitals behind the first one makes a word a name or an abbreviation, with endings perhaps.
_NAME = re.compile(r"\w.*[A-ZА-ЯЁЎҚҒҲӘҢӨҰҮІӢӮҶ]")
# How the word of an ordinal is tied to its number (1.0.0-versiya): both are one, and not divided.
_TIED = "-\u2060"
# English compounds that the patterns divide only behind their second word, for which a narrow column has no room.
_JOINT = re.compile("(?<=trouble)(?=shoot)", re.IGNORECASE)


def divide_with_care(pyphen: Any) -> None:
    """Teach pyphen and WeasyPrint so. They have no option for it: functions are wrapped, so versions are pinned."""
    from weasyprint.layout import block
    from weasyprint.text import line_break

    line_break.get_next_word_boundaries = _untied(line_break.get_next_word_boundaries)
    pyphen.Pyphen.positions = _places(pyphen.Pyphen.positions, pyphen.DataInt)
    block.find_earlier_page_break = _whole_before(block.find_earlier_page_break)
    block._break_line = _two_of_each_language(_whole_at_the_foot(block._break_line))


def _places(find: Any, place: Any) -> Any:
    """`positions`, none in a name, and those at a joint; a `place` is what pyphen gives."""

    def found(self: Any, word: str) -> list[Any]:
        if _NAME.match(word):
            return []
        return sorted({*find(self, word), *(place(joint.start()) for joint in _JOINT.finditer(word))})

    return found


def _untied(find: Any) -> Any:
    """`get_next_word_boundaries`, which finds no word that is tied to a number."""

    def found(text: str, language: str) -> Any:
        bounds = find(text, language)
        return None if bounds and text[: bounds[0]].endswith(_TIED) else bounds

    return found


def _whole_at_the_foot(break_line: Any) -> Any:
    """`_break_line`, which takes a line that ends within a word overleaf too; all of them where too few would stay."""

    def broken(context: Any, box: Any, line: Any, lines: list[Any], *rest: Any) -> Any:
        abort, stop, resume_at = break_line(context, box, line, lines, *rest)
        least = max(1, box.style["orphans"])
        while stop and len(lines) > least and _is_divided(lines[-1]):
            lines.pop()
            (index,) = resume_at
            resume_at = {index: lines[-1].resume_at}
        found = (abort, stop, resume_at)
        return (_overleaf(rest) or found) if stop and _is_divided(lines[-1]) else found

    return broken


def _whole_before(find: Any) -> Any:
    """`find_earlier_page_break`, which goes back from a place that may not be to the end of a word too."""

    def found(context: Any, children: list[Any], *rest: Any) -> Any:
        place = find(context, children, *rest)
        if not place or not hasattr(children[0], "resume_at"):
            return place
        lines, _ = place
        least = max(1, lines[0].style["orphans"])
        while len(lines) >= least and _is_divided(lines[-1]):
            lines.pop()
        return (lines, {0: lines[-1].resume_at}) if len(lines) >= least else None

    return found


def _two_of_each_language(break_line: Any) -> Any:
    """`_break_line`, which leaves no line of a second language alone at the foot, below the words of the first."""

    def broken(context: Any, box: Any, line: Any, lines: list[Any], *rest: Any) -> Any:
        abort, stop, resume_at = break_line(context, box, line, lines, *rest)
        if not (stop and len(lines) > 1 and _is_second(lines[-1]) and not _is_second(lines[-2])):
            return abort, stop, resume_at
        if len(lines) > max(1, box.style["orphans"]):
            lines.pop()
            (index,) = resume_at
            return abort, stop, {index: lines[-1].resume_at}
        return _overleaf(rest) or (abort, stop, resume_at)

    return broken


def _overleaf(rest: tuple[Any, ...]) -> Any:
    """What `_break_line` gives for a paragraph that begins overleaf; None where one begins the page."""
    _, page_is_empty, *_, before, _, _ = rest
    return None if page_is_empty else (True, False, before)


def _is_second(box: Any) -> bool:
    """Whether words of a second language stand in a line; the sign that begins a new line is before them."""
    if getattr(box, "pseudo_type", None):
        return False
    if getattr(box, "text", "").strip() and "second" in (box.element.get("class") or "").split():
        return True
    return any(map(_is_second, getattr(box, "children", ())))


def _is_divided(line: Any) -> bool:
    """Whether a line ends within a word."""
    box: Any = line
    while getattr(box, "children", ()):
        box = box.children[-1]
    text = getattr(box, "text", "")
    return bool(text) and text.endswith(box.style["hyphenate_character"])
