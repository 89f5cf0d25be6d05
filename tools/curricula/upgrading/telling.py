"""An upgrade report on paper: what a newer standard means for an adoption, in the words of one language."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from curricula import locales
from curricula.compare import DOCUMENT, Change
from curricula.diagnostics import Phrase, Voice
from curricula.editions.document import Block, Chapter, Column, Fact, Row, Table, Words, cell, heads
from curricula.editions.marking import called, places
from curricula.gaps.speech import Speech
from curricula.gaps.telling import remark
from curricula.model.text import Text
from curricula.pages.paper import Mark, Paper
from curricula.redline.sentences import Teller
from curricula.upgrading.judging import STATES, Judgement, State, Upgrade

_SIGNS: Mapping[State, str] = {"conflict": "bad", "moot": "open", "holds": "good"}
_SAYING = ("title", "name", "text", "id")  # the properties of a new item by which it is told
_LONGEST = 200  # letters of a wording that are shown


def paper(found: Upgrade, speech: Speech, teller: Teller, voice: Voice) -> Paper:
    """The report; the teller words the changes between the two versions, in the language of the voice."""
    adoption = found.adoption
    chapters = [_summary(found, speech)]
    places = {item.operation.id: place for place, item in enumerate(found.adopted.tailoring.deviations)}
    ordered = sorted(found.judgements, key=lambda item: places.get(item.operation.id, len(places)))
    for state in STATES:
        listed = [item for item in ordered if item.state == state]
        if listed:
            table = _judgements(listed, found, speech, (teller, voice))
            chapters.append(Chapter(f"upgrade-{state}", "", speech.label(f"upgrade.heading.{state}"), (table,)))
    if found.unjudged:
        blocks = tuple(_unjudged(found.unjudged, speech, (teller, voice)))
        chapters.append(Chapter("upgrade-new", "", speech.label("upgrade.new"), blocks))
    system = speech.repository.systems[adoption.partner]
    title = speech.text(found.new.title)
    return Paper(
        speech.locale, speech.label("upgrade.title"), speech.label("upgrade.subtitle"),
        (
            Fact(speech.label("gap.standard"), (title, found.new.code)),
            Fact(speech.label("partner-system"), (speech.text(system.name),)),
            Fact(speech.label("upgrade.adoption"), (
                adoption.code, speech.label("version-short", version=adoption.version),
                speech.label(f"status.{adoption.status}"),
            )),
            Fact(speech.label("upgrade.from"), (_version(found.old.version, found.old.issued, speech),)),
            Fact(speech.label("upgrade.to"), (_version(found.new.version, found.new.issued, speech),)),
        ),
        (speech.label("upgrade.explained"),), tuple(chapters), found.new.issued, speech.label("gap.skip"),
        speech.label("contents"),
    )


def _version(version: str, issued: str, speech: Speech) -> str:
    return f"{speech.label('version-short', version=version)} · {speech.date(issued)}"


def _summary(found: Upgrade, speech: Speech) -> Chapter:
    numbers = [(speech.label(f"upgrade.heading.{state}"), found.states[state]) for state in STATES]
    numbers.append((speech.label("upgrade.new"), len(found.unjudged)))
    table = Table(
        "summary-table", "", (Column(75), Column(25, numeric=True)),
        (heads(speech.label("gap.summary"), speech.label("upgrade.number")),),
        (tuple(Row((cell(label, head=True), cell(speech.number(number)))) for label, number in numbers),),
    )
    blocks: tuple[Block, ...] = (table, remark("upgrade-ready", speech.label(
        "upgrade.ready" if found.ready else "upgrade.not-ready"
    )))
    return Chapter("summary", "", speech.label("gap.summary"), blocks)


def _judgements(listed: Sequence[Judgement], found: Upgrade, speech: Speech, wording: tuple[Teller, Voice]) -> Table:
    """The operations in one state; what still holds is told shortly."""
    values = {item.operation.id: item.after for item in found.adopted.tailoring.deviations}
    names = {level.id: level.name for level in speech.repository.systems[found.adoption.partner].levels}
    values |= {name: names.get(str(value), value) for name, value in values.items()}
    rows = tuple(_judgement(item, values.get(item.operation.id), speech, wording) for item in listed)
    labels = {"row-number": 8, "provision": 18, "upgrade.base": 30, "upgrade.adopted": 26, "gap.verdict": 18}
    if all(item.state == "holds" for item in listed):
        labels = {"row-number": 8, "provision": 32, "upgrade.adopted": 42, "gap.verdict": 18}
    return Table(
        f"upgrade-table-{rows[0].anchor}", "", tuple(map(Column, labels.values())),
        (heads(*map(speech.label, labels)),), (rows,),
    )


def _judgement(item: Judgement, after: object, speech: Speech, wording: tuple[Teller, Voice]) -> Row:
    operation = item.operation
    verdict: list[Words] = [Mark(speech.label(f"upgrade.{item.state}"), _SIGNS[item.state])]
    verdict += [speech.label(f"upgrade.why.{item.why}")] if item.why else []
    verdict += [item.problem.words(wording[1])] if item.problem else []
    value = _called(after or operation.value, operation.target, speech)
    done = [speech.label(f"operation.{operation.operation}"), *_value(value, speech)]
    cells = [cell(operation.id), cell(*_named(operation.target, speech, wording[0]), head=True)]
    if item.state != "holds":
        cells.append(cell(*([line for change in item.changes for line in _sentence(change, wording)] or ["–"])))
        done.append(speech.text(operation.reason))
    return Row((*cells, cell(*done), cell(*verdict)), anchor=operation.id)


def _named(target: str, speech: Speech, teller: Teller) -> Iterator[Words]:
    """What a reader finds the place by that a target names, and what its item is called."""
    item, slash, below = target.partition("/")
    new, old = (dict(places(side.document.chapters)) for side in (teller.new, teller.old))
    if not slash and target not in new and target not in old:  # a property of the standard
        item, dot, below = target.partition(".")
        item, below = (item, below) if dot else (DOCUMENT, item)
    told = list(called(item, below, (new, old), teller.new.edition))
    for side in (teller.new, teller.old):
        keys = (f"{side.edition.standard.id}#{item}/{field}" for field in ("name", "title"))
        title = next((side.words[key].words for key in keys if key in side.words), "")
        if title and item not in (DOCUMENT, "programme"):
            told += [] if title in map(str, told) else [title]
            break
    yield from told or [target]


def _called(value: object, target: str, speech: Speech) -> object:
    """The name of a country, a partner or an institution that a property gives by its code or id."""
    last = target.rpartition("/")[2]
    if isinstance(value, (list, tuple)):
        return [_called(entry, target, speech) for entry in value]
    if last == "country":
        return locales.country_name(str(value), speech.locale)
    name = speech.repository.names.get(f"{'organisation' if last == 'institutions' else last}/{value}")
    return speech.text(name[0]).words if name else value


def _value(value: object, speech: Speech) -> Iterator[Words]:
    """What an operation puts there, shortly: a plain value, or what an item is called."""
    if isinstance(value, Text):
        found = speech.text(value)
        begun = found.words[:_LONGEST]
        short = found.words if begun == found.words else f"{begun.rpartition(' ')[0] or begun}…"
        yield Text(found.key, short, found.where, found.language)
    elif isinstance(value, dict):
        yield next((str(value[name]) for name in _SAYING if name in value), "…")
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield speech.number(value)
    elif isinstance(value, (list, tuple)):
        yield speech.all(entry if isinstance(entry, (str, int)) else "…" for entry in value)
    elif dataclasses.is_dataclass(value):
        said = (getattr(value, name, None) for name in _SAYING)
        yield from _value(next((entry for entry in said if entry), "…"), speech)
    elif value is not None:
        yield str(value)


def _sentence(change: Change, wording: tuple[Teller, Voice]) -> Iterator[Words]:
    """A change in a sentence, with both wordings below it where they are long."""
    teller, voice = wording
    told = teller.tell(change)
    if told.brief is not None:
        yield told.brief.words(voice)
        return
    yield told.sentence.words(voice)
    for sign, text in (("−", told.before), ("+", told.after)):
        if isinstance(text, Text):
            yield Text(text.key, f"{sign} {text.words}", text.where, text.language)


def _unjudged(changes: Sequence[Change], speech: Speech, wording: tuple[Teller, Voice]) -> Iterator[Block]:
    """The changes that no operation is about, by chapter."""
    teller, voice = wording
    ordered = sorted(changes, key=teller.place)
    for number, (title, group) in enumerate(groupby(ordered, key=teller.chapter), 1):
        rows = tuple(
            Row((
                cell(*_sentence(change, wording)),
                cell(Mark(speech.label("upgrade.unjudged"), "open"), speech.label(f"upgrade.weight.{change.weight}")),
            )) for change in group
        )
        yield Table(
            f"upgrade-new-{number}", title or Phrase("Cover").words(voice), (Column(78), Column(22)),
            (heads(speech.label("upgrade.base"), speech.label("gap.verdict")),), (rows,),
        )
