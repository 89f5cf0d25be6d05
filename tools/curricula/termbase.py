"""Terms from elsewhere come into the terminology of the repository: what is new is added, nothing is overwritten.

A concept is known by its id. Of a known one, new languages, forms, forbidden variants and notes are added;
whatever differs from what is there is a finding, and a person decides. The YAML file keeps its comments and
its layout; new concepts follow the last one.
"""

import copy
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from curricula.diagnostics import N_, CurriculaError, Diagnostic
from curricula.editing import rewritten, written
from curricula.memory import own_tag
from curricula.model.settings import Term, TermWords
from curricula.patching import spans
from curricula.schemas import violations
from curricula.source import Source, parsed

EMPTY = "# yaml-language-server: $schema=../schemas/terminology.schema.json\nterms: []\n"  # a terminology to begin with

_CODE = "exchange-term"
_ORDER = tuple(item.name for item in fields(TermWords))
_DIFFERENT = {
    "domain": N_("the domain of {id} is {found}"),
    "part_of_speech": N_("the part of speech of {id} is {found}"),
    "definition": N_("{id} is defined as “{found}”"),
    "term": N_("the term for {id} in {language} is “{found}”"),
    "note": N_("the note on {id} in {language} is “{found}”"),
}
_LACKS = {
    "domain": N_("{id} has no subject field"),
    "part_of_speech": N_("{id} has no part of speech"),
    "definition": N_("{id} has no definition"),
}
_KEPT = N_("The terminology has “{known}”, which is kept. If the other one is right, change {file}.")


@dataclass(frozen=True)
class _Import:
    """One concept of another terminology: where it stands, and which file it comes into."""

    term: Term
    file: str

    def finding(self, message: str, hint: str, **arguments: object) -> Diagnostic:
        return Diagnostic(
            self.term.where, _CODE, message, {"id": self.term.id, "file": self.file, **arguments}, hint=hint
        )


def merged(
    text: str, path: str, found: Iterable[Term], locales: Sequence[str]
) -> tuple[bytes, tuple[Diagnostic, ...]]:
    """The terminology `text` of the file `path` with the terms `found`, and what stands against them.

    Languages are taken for those `locales` that they mean; the others are left out, with a finding. `CurriculaError`
    where the text cannot be read, or changed without losing the sense of it.
    """
    before = parsed(text, path)
    if before.problems or any(violations(before, "terminology")):
        raise CurriculaError("{path} cannot be read: run `curricula check {path}`", path=path)
    data = copy.deepcopy(before.data)
    concepts = {concept["id"]: concept for concept in data["terms"]}
    named = {
        (tag, words["term"]): concept["id"] for concept in data["terms"] for tag, words in concept["terms"].items()
    }
    new: list[dict[str, Any]] = []
    problems: list[Diagnostic] = []
    for given in found:
        term, strange = _own(given, locales)
        one = _Import(term, path)
        problems += strange
        same = next((named[pair] for pair in _named(term) if pair in named), None)
        if not term.terms:
            continue
        if term.id in concepts:
            problems += _extend(concepts[term.id], one)
        elif same is not None:
            problems.append(one.finding(
                N_("{id} has a term of the concept {known}"),
                N_("If both are one concept, give it the id {known} and import it again; it is left out now."),
                known=same,
            ))
        else:
            concept = _concept(term)
            against = _lacking(one) or _against(concept, one)
            problems += against
            new += [] if against else [concept]
            named |= {} if against else dict.fromkeys(_named(term), term.id)
    result = _appended(rewritten(text, data, path), path, new)
    return result.encode(), tuple(problems)


def _lacking(one: _Import) -> list[Diagnostic]:
    """What a new concept must have and does not."""
    return [
        one.finding(message, N_("Give it one in your program for terms, and import it again; it is left out now."))
        for name, message in _LACKS.items() if not getattr(one.term, name)
    ]


def _own(term: Term, locales: Sequence[str]) -> tuple[Term, list[Diagnostic]]:
    """The term under our language tags; of two that mean one of ours, the terms of the second are forms."""
    terms: dict[str, TermWords] = {}
    problems = []
    for tag, words in term.terms.items():
        own = own_tag(tag, locales)
        if own is None:
            problems.append(Diagnostic(
                term.where, _CODE, "{id} has terms in {language}, which are left out",
                {"id": term.id, "language": tag}, severity="warning",
                hint="The repository has no such language.",
            ))
        elif own in terms:
            first = terms[own]
            used = dict.fromkeys(filter(None, (first.term, *first.forms, words.term, *words.forms)))
            terms[own] = replace(
                first, term=next(iter(used), ""), forms=tuple(used)[1:],
                forbidden=tuple(dict.fromkeys((*first.forbidden, *words.forbidden))),
                note=first.note or words.note,
            )
        else:
            terms[own] = words
    return replace(term, terms=terms), problems


def _named(term: Term) -> list[tuple[str, str]]:
    return [(tag, words.term) for tag, words in term.terms.items() if words.term]


def _extend(known: dict[str, Any], one: _Import) -> Iterator[Diagnostic]:
    """Add to a known concept what is new in it, and tell what differs."""
    term = one.term
    for name, found in (
        ("domain", term.domain), ("part_of_speech", term.part_of_speech), ("definition", term.definition)
    ):
        if found and found != " ".join(known[name].split()):
            yield one.finding(_DIFFERENT[name], _KEPT, found=found, known=known[name])
    for tag, words in term.terms.items():
        if tag in known["terms"]:
            yield from _extend_language(known["terms"][tag], tag, words, one)
        elif words.term:
            known["terms"][tag] = _language(words)
        else:
            yield one.finding(
                N_("{id} has only deprecated terms in {language}"),
                N_("The terminology has no term there yet; give the concept one."), language=tag,
            )


def _extend_language(known: dict[str, Any], tag: str, words: TermWords, one: _Import) -> Iterator[Diagnostic]:
    said = {known["term"], *known.get("forms", ()), *known.get("accepted", ())}
    barred = set(known.get("forbidden", ()))
    if words.term and words.term != known["term"]:
        yield one.finding(_DIFFERENT["term"], _KEPT, language=tag, found=words.term, known=known["term"])
    forms, forbidden = [], []
    for form in words.forms:
        if form in barred:
            yield one.finding(
                N_("“{found}” does for {id} in {language}"),
                N_("The terminology forbids it, and keeps to that. If it is right, change {file}."),
                language=tag, found=form,
            )
        elif form not in said:
            forms.append(form)
    for variant in words.forbidden:
        if variant in said:
            yield one.finding(
                N_("“{found}” must not be used for {id} in {language}"),
                N_("The terminology uses it, and keeps to that. If it is wrong, change {file}."),
                language=tag, found=variant,
            )
        elif variant not in barred:
            forbidden.append(variant)
    for name, added in (("forms", forms), ("forbidden", forbidden)):
        if added:
            known[name] = [*known.get(name, ()), *added]
    if words.note and words.note != " ".join(known.get("note", words.note).split()):
        yield one.finding(_DIFFERENT["note"], _KEPT, language=tag, found=words.note, known=known["note"])
    elif words.note:
        known.setdefault("note", words.note)
    in_order = {name: known[name] for name in _ORDER if name in known}
    known.clear()
    known.update(in_order)


def _concept(term: Term) -> dict[str, Any]:
    facts = {"id": term.id, "domain": term.domain, "part_of_speech": term.part_of_speech}
    terms = {tag: _language(words) for tag, words in term.terms.items()}
    return {**facts, "definition": term.definition, "terms": terms}


def _language(words: TermWords) -> dict[str, Any]:
    listed = {"forms": list(words.forms), "forbidden": list(words.forbidden), "note": words.note}
    return {"term": words.term, **{name: value for name, value in listed.items() if value}}


def _against(concept: Mapping[str, Any], one: _Import) -> list[Diagnostic]:
    """Why a concept cannot stand in the terminology: what the schema says of it, told of where it comes from."""
    found = violations(Source(one.file, {"terms": [concept]}), "terminology")
    return [replace(problem, where=one.term.where, fix=None) for problem in found]


def _appended(text: str, path: str, concepts: Sequence[dict[str, Any]]) -> str:
    """The text with concepts below its last one, a line for each language as there."""
    if not concepts:
        return text
    data, places = parsed(text, path).data, spans(text)
    whole, last = places[("terms",), False], places.get((("terms", len(data["terms"]) - 1), False))
    wanted = {**data, "terms": [*data["terms"], *concepts]}
    if whole.flow and last:
        return rewritten(text, wanted, path)
    start = text.rfind("-", 0, last.start) if last else whole.start
    indent = " " * (start - text.rfind("\n", 0, start) - 1) if last else "  "
    cut = _line_end(text, last.end) if last else whole.end
    above = (text if last else text[: whole.start])[:cut].rstrip(" \n")
    lines = "".join(f"\n{indent}{line}" for concept in concepts for line in _lines(concept))
    below = text[cut:]
    result = above + lines + (below if below.startswith("\n") else f"\n{below}")
    if json.dumps(parsed(result, path).data) != json.dumps(wanted):
        raise CurriculaError(
            "{path} is laid out in a way that cannot be changed safely; nothing was written", path=path
        )
    return result


def _line_end(text: str, index: int) -> int:
    """The index of the line break that ends the line, or the end of the text."""
    found = text.find("\n", index)
    return len(text) if found < 0 else found


def _lines(concept: Mapping[str, Any]) -> Iterator[str]:
    mark = "- "
    for name, value in concept.items():
        if name != "terms":
            yield mark + written(name, value).rstrip("\n")
            mark = "  "
    yield "  terms:"
    for tag, words in concept["terms"].items():
        yield "    " + written(tag, words).rstrip("\n")
