"""The file of a national system agrees with itself and with what there is.

In `standards/partners/` an id stands once; the least number of a range is not above the greatest; an act is in force
after it was issued and before it ends. A section of a national template names chapters that its kind of standard
has, as `goal`, or `orientation.positions` for a part of one; a ministry is given formats that this program has. A
language may be named that the repository does not publish in yet.

Good:
    system:
      templates:
        - id: TP1
          kind: professional
          title: {words: 专业教学标准, language: zh-Hans}
          name: 专业教学标准
          source: An example
          verified: false
          sections:
            - {id: TP1.1, number: 一, title: {words: 概述, language: zh-Hans}, name: 概述, chapters: [overview, goal]}
Bad:
    system:
      templates:
        - id: TP1
          kind: course
          title: {words: 课程标准, language: zh-Hans}
          name: 课程标准
          source: An example
          verified: false
          sections:
            - {id: TP1.1, number: 一, title: {words: 概述, language: zh-Hans}, name: 概述, chapters: [overview]}
Bad:
    system:
      acts:
        - {id: plan-guidelines, until: 2019-01-01}
Bad:
    system:
      levels:
        - {id: higher-vocational, hours: {minimum: 2800, maximum: 2500, source: An example, verified: true}}
Bad:
    system:
      delivery: {languages: [zh-Hans], formats: [pfd], paper: A4, source: An example, verified: false}
"""

import dataclasses
from collections.abc import Iterator
from itertools import pairwise

from curricula.crosswalks import chapters
from curricula.diagnostics import Diagnostic, Where
from curricula.lookalikes import nearest
from curricula.model.settings import Act, CreditSystem, Delivery, Level, PartnerSystem, Range, Template
from curricula.model.text import texts
from curricula.plugins import names
from curricula.repository import Repository

_CODE = "systems-agree"


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Ids that stand twice, ranges and days the wrong way round, and names of chapters and formats there are not."""
    for system in repository.systems.values():
        yield from _ids(system)
        yield from _ranges(system.credit_system)
        for level in system.levels:
            yield from _ranges(level)
        for act in system.acts:
            yield from _days(act)
        for template in system.templates:
            yield from _chapters(template)
        if system.delivery:
            yield from _formats(system.delivery)


def _ids(system: PartnerSystem) -> Iterator[Diagnostic]:
    known: set[str] = set()
    repeated: set[str] = set()
    for name, where in _items(system):
        if name in known:
            repeated.add(name)
            yield Diagnostic(
                where.at("id"), _CODE, "the id {id} stands twice in this file", {"id": name},
                hint="Give one of the two an id of its own: translations are found by it.",
            )
        known.add(name)
    seen: set[str] = set()
    for text in texts(system):  # the parts of the file that have no id are called by their property
        key = text.key.partition("#")[2]
        if key in seen and key.partition("/")[0] not in repeated:
            yield Diagnostic(
                text.where, _CODE, "two texts have the translation key {key}", {"key": key},
                hint="`document` and the names of properties are taken: give the item another id.",
            )
        seen.add(key)


def _items(system: PartnerSystem) -> Iterator[tuple[str, Where]]:
    yield from ((item.id, item.where) for item in system.authorities)
    yield from ((item.id, item.where) for item in system.levels)
    yield from ((item.id, item.where) for item in system.codes)
    yield from ((item.id, item.where) for item in system.acts)
    for template in system.templates:
        yield template.id, template.where
        yield from ((section.id, section.where) for section in template.sections)


def _ranges(part: Level | CreditSystem) -> Iterator[Diagnostic]:
    for field in dataclasses.fields(part):
        limit = getattr(part, field.name)
        if not isinstance(limit, Range) or limit.minimum is None or limit.maximum is None:
            continue
        if limit.minimum > limit.maximum:
            yield Diagnostic(
                limit.where.at("minimum"), _CODE, "the minimum {minimum} is more than the maximum {maximum}",
                {"minimum": float(limit.minimum), "maximum": float(limit.maximum)},
                hint="Exchange them, or correct one.",
            )


def _days(act: Act) -> Iterator[Diagnostic]:
    days = [(name, getattr(act, name)) for name in ("issued", "in_force", "until") if getattr(act, name)]
    for (earlier, before), (later, after) in pairwise(days):
        if after < before:  # dates as year-month-day are in the order of their letters
            yield Diagnostic(
                act.where.at(later), _CODE, "{later} is {after}, before {earlier} on {before}",
                {"later": later, "after": after, "earlier": earlier, "before": before},
                hint="Compare both days with the source of the act.",
            )


def _chapters(template: Template) -> Iterator[Diagnostic]:
    known = chapters(template.kind)
    for section in template.sections:
        for place, name in enumerate(section.chapters):
            if name not in known:
                near = nearest(name, known)
                yield Diagnostic(
                    section.where.at("chapters").at(place), _CODE,
                    "a standard of the kind {kind} has no chapter {name}",
                    {
                        "kind": template.kind, "name": name, "known": ", ".join(known),
                        **(near.arguments if near else {}),
                    },
                    hint=near.hint if near else "There are: {known}.",
                )


def _formats(delivery: Delivery) -> Iterator[Diagnostic]:
    known = names("curricula.formats")
    for place, name in enumerate(delivery.formats):
        if name not in known:
            near = nearest(name, known)
            yield Diagnostic(
                delivery.where.at("formats").at(place), _CODE, "there is no format {name}",
                {"name": name, "known": ", ".join(known), **(near.arguments if near else {})},
                hint=near.hint if near else "There are: {known}.",
            )
