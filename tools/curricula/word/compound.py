"""Values that take more than one cell: hours by semester, the courses of an outcome, codes of classifications."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from curricula.common import SETTINGS
from curricula.diagnostics import N_, Phrase
from curricula.word.fields import Path
from curricula.word.merge import Merge
from curricula.word.reading import Cell, Line, Row
from curricula.word.values import plain

_ORGANISATIONS = "document/institutions"


def take_loads(state: Merge, item: dict[str, Any], loads: Mapping[int, Cell]) -> None:
    """The hours of a course by semester, written anew where one of them has changed."""
    name, shown = item["id"], state.origin.shown
    if name not in state.fresh and all(
        plain(cell.words) == plain(shown.get(f"{name}/semesters.{number}", "")) for number, cell in loads.items()
    ):
        return
    found = {load["number"]: load["hours"] for load in state.earlier(name, "semesters") or ()}
    for number, cell in sorted(loads.items()):
        hours = state.wording.number(cell.words, whole=True) if cell.words else 0
        if hours is not None:
            found[number] = hours
            continue
        state.remain(cell.words, cell.place)
        told = {"words": cell.words, "name": state.called("document", "hours-by-semester"), "old": found.get(number)}
        if number in found:
            state.find("import-value", N_("{place}: {words} is not understood as the value of {name}; {old} was kept"),
                       cell.place, "warning", N_("Write a number, and nothing else."), **told)
        else:
            state.find("import-value", N_("{place}: {words} is not understood as the value of {name}"), cell.place,
                       "error", N_("Write a number, and nothing else."), **told)
    taken = [{"number": number, "hours": hours} for number, hours in sorted(found.items()) if hours]
    if taken or name not in state.fresh:
        item["semesters"] = taken


def take_organisations(state: Merge, lines: Sequence[Line]) -> None:
    """The organisations on the cover. One that the repository does not know is told, and takes no other with it."""
    words = [line.words for line in lines]
    if plain("\n".join(words)) != plain(state.origin.shown.get(_ORGANISATIONS, "")):
        strange = [line for line in lines if line.words and not state.wording.organisation(line.words)]
        words = [line.words for line in lines if line not in strange]
        known = "; ".join(name for _, name in state.wording.choices("organisation"))
        for line in strange:
            state.remain(line.words, line.place)
            state.find(
                "import-value", N_(
                    "{place}: there is no organisation called {words} in this repository; it was left out"
                ),
                line.place, "warning", N_(
                    "Whoever looks after the repository adds it to {file} under `organisations`; then import the file "
                    "again. There are: {known}."
                ), words=line.words, file=SETTINGS, known=known,
            )
        if strange and not any(words):
            return
    state.put(_ORGANISATIONS, words, lines[0].place if lines else Phrase("the cover"))


def take_coverage(state: Merge, outcome: dict[str, Any], part: str, cell: Cell) -> None:
    """The courses that introduce, practise or assess an outcome: kept in the courses, shown by outcome."""
    mark = f"{outcome['id']}/@{part}"
    if plain(cell.words) == plain(state.origin.shown.get(mark, "")):
        return
    courses = [name for name, key in state.owners.items() if key[1] == "courses"]
    before = {new: old for old, new in state.renames.items()}
    lines = [line.words for line in cell.lines if line.words]
    found = state.wording.value("courses", {"type": "array"}, lines, state.named("courses"))
    wanted = [before.get(name, name) for name in found or ()]
    strange = [name for name in wanted if name not in courses]
    if found is None or strange:
        state.remain(cell.words, cell.place)
        likely = state.wording.lookalike(cell.words, courses)
        state.find("import-value", N_("{place}: there is no course {words}"), cell.place, "error",
                   likely.hint if likely is not None else "", words=", ".join(strange) or cell.words,
                   **(likely.arguments if likely is not None else {}))
        return
    for name in courses:
        served: dict[str, list[str]] = state.items[name].setdefault("outcomes", {})
        now = [each for each in served.get(part, ()) if name in wanted or each != outcome["id"]]
        if name in wanted and outcome["id"] not in now:
            now.append(outcome["id"])
        served[part] = now
        if not now:
            del served[part]


def computed(state: Merge, cell: Cell) -> None:
    """A cell that is computed from others: what was typed over it is told, as it is not taken."""
    if cell.words and not state.is_known(cell.words) and not cell.tags:
        state.find(
            "import-computed", N_("{place}: this is computed and was not taken: {words}"), cell.place, "info",
            N_("Change the values it is computed from."), words=cell.words,
        )


def take_codes(
    state: Merge, place: Phrase, rows: Sequence[Row], names: Sequence[str | None], items: Path
) -> None:
    """A table of codes. They have no ids: their place in the list stands for one."""
    base: list[dict[str, str]] = state.group(items[0]).get("codes", [])
    found = [code for row in rows for code in _code(state, row, names, base)]
    if found == base:
        return
    state.group(items[0])["codes"] = found
    for code in base:
        if code not in found:
            state.find(
                "import-removed", N_(
                    "{place}: {id} is no longer in the document and was removed from the standard: {words}"
                ), place, "info",
                id=state.called("programme", "codes"), words=code["code"],
            )


def _code(
    state: Merge, row: Row, names: Sequence[str | None], base: Sequence[dict[str, str]]
) -> Iterator[dict[str, str]]:
    """The code of a row; none for an empty row, and for one that is not understood."""
    cells = {name: cell for cell in row.cells if (name := names[min(cell.column, len(names) - 1)])}
    words = {name: cells[name].words if name in cells else "" for name in ("scheme", "code")}
    if not any(words.values()):
        return
    marks = (re.search(r"(.*codes\.(\d+))\.", mark) for cell in row.cells for mark in cell.tags)
    mark = next((found for found in marks if found), None)
    shown = state.origin.shown
    if mark and all(plain(told) == plain(shown.get(f"{mark.group(1)}.{name}", "")) for name, told in words.items()):
        yield from base[int(mark.group(2)) :][:1]
        return
    scheme = state.wording.scheme(words["scheme"])
    if scheme and words["code"]:
        yield {"scheme": scheme, "code": words["code"]}
        return
    whole = " ".join(filter(None, words.values()))
    state.remain(whole, row.place)
    if mark:
        yield from base[int(mark.group(2)) :][:1]
    state.find(
        "import-value", N_("{place}: {words} is not understood as the value of {name}"), row.place, "error",
        N_(
            "Name a classification of the repository, and the code in it."
        ), words=whole, name=state.called("programme", "codes"),
    )
