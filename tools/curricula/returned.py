"""Units that came back in a file are put into their documents: each key once, ours, and with the source words it had.

For formats in which a tool may have moved, copied, cut or added units. A unit that cannot be trusted is
a finding and stays out.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from curricula.diagnostics import N_, Diagnostic, Where
from curricula.handover import settled
from curricula.reviews import UNTRANSLATED, digest
from curricula.units import Bundle, Part, Unit, within

KEY = re.compile(r"(?P<document>[^\s#]+)#[^\s#/]+/[^\s#]+")


def bundled(head: Bundle, units: Sequence[Unit], uuids: Mapping[str, str], path: str) -> Bundle:
    """The bundle of these units, by document in the order of the file, and what is wrong with them.

    `head` has its name, languages and the problems found so far; `uuids` are those that the file names,
    by document. The state of a unit is the one that the file tells; here it becomes that of the words.
    """
    ours = [_unwrapped(unit) for unit in units if KEY.fullmatch(unit.key)]
    problems = [*head.problems, *_copies(ours)]
    ours = [_settled(unit) for unit in ours]
    if not ours:
        strange = Diagnostic(
            Where(path), "exchange-strange", "has no unit with a key of ours: a key is `<document>#<item>/<field>`",
            hint="Is it the file of another project, or did the tool write its own names?",
        )
        return replace(head, problems=tuple(problems or [strange]))
    problems += [
        _left_out(unit, "exchange-strange", N_("{key} is no key of ours"), N_("Was it copied from another file?"))
        for unit in units if not KEY.fullmatch(unit.key)
    ]
    problems += _duplicates(ours)
    documents: dict[str, dict[str, Unit]] = {}
    disputed = {problem.arguments["key"] for problem in problems if problem.code == "exchange-duplicate"}
    for unit in ours:
        if unit.key not in disputed:
            documents.setdefault(within(unit.key, uuids), {}).setdefault(unit.key, unit)
    parts = (Part(name, uuids.get(name, ""), tuple(found.values())) for name, found in documents.items())
    return replace(head, parts=tuple(parts), problems=tuple(problems))


def strange_states(unit: Unit, states: Iterable[str], known: Collection[str]) -> Iterator[Diagnostic]:
    """A finding for each state of a unit with words that its format does not know, and which leaves a draft."""
    for state in sorted(set(states) - {*known}) if unit.target else ():
        yield Diagnostic(
            unit.where, "exchange-state", "{place}: {state} is none of the states",
            {"place": unit.key, "state": state, "known": ", ".join(known)}, severity="warning",
            hint="The text counts as a draft. Known here: {known}.",
        )


def _left_out(unit: Unit, code: str, message: str, hint: str) -> Diagnostic:
    return Diagnostic(unit.where, code, message, {"key": unit.key}, hint=hint)


def _duplicates(units: Sequence[Unit]) -> Iterator[Diagnostic]:
    """Keys with two translations. One that stands twice with the same words is no harm: the first stays."""
    first: dict[str, Unit] = {}
    for unit in units:
        other = first.setdefault(unit.key, unit)
        if (other.target, other.state) != (unit.target, unit.state):
            yield Diagnostic(
                unit.where, "exchange-duplicate", "{key} stands twice with other words; the first is on line {line}",
                {"key": unit.key, "line": other.where.line}, hint="Keep one of the two. Both were left out.",
            )


def _unwrapped(unit: Unit) -> Unit:
    """The unit as it was before a tool wrapped the lines of the file, which the hash of its source gives away."""
    expected = unit.base.partition(":")[0]
    if not expected or digest(unit.source) == expected or digest(_one_line(unit.source)) != expected:
        return unit
    return replace(unit, source=_one_line(unit.source), target=_one_line(unit.target))


def _copied(unit: Unit) -> bool:
    """Whether the source stands where a translation should, as some tools write what nobody has translated."""
    return unit.state == UNTRANSLATED and unit.target == unit.source != ""


def _copies(units: Sequence[Unit]) -> Iterator[Diagnostic]:
    copies = [unit for unit in units if _copied(unit)]
    if copies:
        yield Diagnostic(
            copies[0].where, "exchange-copied",
            "source words stand for the translation in {count} of {total} units, in an unchanged state",
            {"count": len(copies), "total": len(units)}, severity="info",
            hint="They stay untranslated. Where the words are the same in both languages, confirm them in the tool.",
        )


def _settled(unit: Unit) -> Unit:
    if _copied(unit):
        return replace(unit, target="")
    return replace(unit, state=settled(unit.target, unit.state, unit.base))


def _one_line(words: str) -> str:
    return " ".join(words.split())
