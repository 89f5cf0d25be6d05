"""Mappings to other frameworks agree from both sides.

`exact` says that a section of another framework and an outcome are the same, so it holds in both directions:
an exact section has one outcome, and no other section of the framework is exactly that outcome. Where the
framework is itself a standard of this repository (`standard`, and in each section `counterpart`, the outcome
there) and maps back, both say the same: exact here is exact there, and broad here is narrow there. Where the
framework is a file in standards/frameworks/ (`framework_id`), `counterpart` is the item that a section is, and the
item must be there. A section that no outcome answers is a warning: graduates will lack something the partner requires.

Good:
    professional:
      mappings:
        - id: MAP1
          sections:
            - {id: MAP1.1, relation: exact, outcomes: [A1]}
            - {id: MAP1.2, relation: exact, outcomes: [K1]}
Bad:
    professional:
      mappings:
        - id: MAP1
          sections:
            - {id: MAP1.2, relation: exact, outcomes: [A1, K1]}
Bad:
    professional:
      mappings:
        - id: MAP1
          sections:
            - {id: MAP1.1, relation: exact, outcomes: [A1]}
            - {id: MAP1.2, relation: exact, outcomes: [A1]}
Bad:
    professional:
      mappings:
        - id: MAP1
          sections:
            - {id: MAP1.1, outcomes: []}
Bad:
    professional:
      mappings:
        - {id: MAP1, standard: {id: demo/profesional, version: 1.0.0}}
Bad:
    professional:
      mappings:
        - {id: MAP1, framework_id: partner}
"""

from collections.abc import Iterator

from curricula.diagnostics import N_, Diagnostic
from curricula.lookalikes import nearest
from curricula.model.framework import all_items
from curricula.model.professional import MappedSection, Mapping, ProfessionalStandard
from curricula.repository import Repository

_CODE = "mappings-agree"
_INVERSE = {"exact": "exact", "broad": "narrow", "narrow": "broad", "related": "related"}


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Exact sections that are not, sections without an answer, and standards that see each other differently."""
    known = {name: item for name, item in repository.standards.items() if item.kind == "professional"}
    for standard in known.values():
        for mapping in standard.mappings:
            yield from _sections(mapping)
            yield from _items(repository, mapping)
            if mapping.standard is None:
                continue
            other = known.get(mapping.standard.id)
            if other is not None:
                yield from _counterparts(mapping, other)
                yield from _sides(mapping, standard, other)
            elif f"standards/{mapping.standard.id}.yaml" not in repository.standard_paths or (
                mapping.standard.id in repository.standards
            ):  # a file that cannot be read has been reported
                near = nearest(mapping.standard.id, known)
                yield Diagnostic(
                    mapping.standard.where.at("id"), _CODE, "there is no professional standard {id}",
                    {"id": mapping.standard.id, **(near.arguments if near else {})},
                    hint=near.hint if near else (
                        "Leave `standard` out if the framework is not a standard of this repository."
                    ),
                )


def _sections(mapping: Mapping) -> Iterator[Diagnostic]:
    exact: dict[str, str] = {}
    for section in mapping.sections:
        if not section.outcomes:
            yield Diagnostic(
                section.where.at("outcomes"), _CODE, "no outcome answers {section}: {name}",
                {"section": section.id, "name": section.name.words},
                hint="Name the outcomes that answer it; if there is none, the programme lacks it.", severity="warning",
            )
        elif section.relation == "exact" and len(section.outcomes) > 1:
            yield Diagnostic(
                section.where.at("outcomes"), _CODE, "{section} is exactly one outcome, and names {count}: {outcomes}",
                {"section": section.id, "count": len(section.outcomes), "outcomes": ", ".join(section.outcomes)},
                hint="Keep the one it is, or write relation: broad, as it takes in several.",
            )
        elif section.relation == "exact":
            (outcome,) = section.outcomes
            if outcome in exact:
                yield Diagnostic(
                    section.where.at("outcomes"), _CODE, "{outcome} is exactly {section}, and exactly {other} too",
                    {"outcome": outcome, "section": section.id, "other": exact[outcome]},
                    hint="Two different sections cannot both be the same outcome: write relation: narrow, or related.",
                )
            exact.setdefault(outcome, section.id)


def _items(repository: Repository, mapping: Mapping) -> Iterator[Diagnostic]:
    """A framework of others that is not there, and sections of it that are none of its items."""
    name = mapping.framework_id
    if name is None:
        return
    framework = repository.common.frameworks.get(name)
    if framework is None:
        if not (repository.root / f"standards/frameworks/{name}.yaml").exists():  # one that cannot be read is reported
            near = nearest(name, repository.common.frameworks)
            yield Diagnostic(
                mapping.where.at("framework_id"), _CODE, "there is no file standards/frameworks/{name}.yaml",
                {"name": name, **(near.arguments if near else {})},
                hint=near.hint if near else "`curricula import` makes one of a CASE package.",
            )
        return
    known = [item.id for item in all_items(framework.items)]
    for section in mapping.sections:
        if section.counterpart is not None and section.counterpart not in known:
            near = nearest(section.counterpart, known)
            yield Diagnostic(
                section.where.at("counterpart"), _CODE, "{name} has no item {counterpart}",
                {"name": name, "counterpart": section.counterpart, **(near.arguments if near else {})},
                hint=near.hint if near else "The ids of the items stand in standards/frameworks/{name}.yaml.",
            )


def _counterparts(mapping: Mapping, other: ProfessionalStandard) -> Iterator[Diagnostic]:
    """Sections that do not tell which outcome of the other standard they are, and a version that is not there."""
    assert mapping.standard is not None
    if mapping.standard.version != other.version:
        yield Diagnostic(
            mapping.standard.where.at("version"), _CODE, "{id} has version {current}, not {named}",
            {"id": other.id, "current": other.version, "named": mapping.standard.version},
            hint="Read what has changed in {id}, then name version {current}.",
        )
    outcomes = [outcome.id for outcome in other.outcomes]
    for section in mapping.sections:
        if section.counterpart not in outcomes:
            yield Diagnostic(
                section.where.at("counterpart"), _CODE, "{id} has no outcome {counterpart}",
                {"id": other.id, "counterpart": section.counterpart or "…", "known": ", ".join(outcomes)},
                hint=(
                    "`counterpart` is the outcome of the other standard that corresponds to the section; there are:"
                    " {known}."
                ),
            )


def _sides(mapping: Mapping, here: ProfessionalStandard, other: ProfessionalStandard) -> Iterator[Diagnostic]:
    """What both standards say of a pair of outcomes, where the other maps back."""
    back = [item for item in other.mappings if item.standard is not None and item.standard.id == here.id]
    if not back:
        return
    said = {
        (outcome, section.counterpart): section.relation
        for item in back for section in item.sections for outcome in section.outcomes
    }
    for section in mapping.sections:
        for outcome in section.outcomes:
            there = said.get((section.counterpart or "", outcome))
            if there is None and section.relation != "exact":
                continue
            if there != _INVERSE[section.relation]:
                yield _contradiction(section, outcome, other, there)


def _contradiction(
    section: MappedSection, outcome: str, other: ProfessionalStandard, there: str | None
) -> Diagnostic:
    told = {
        "outcome": outcome, "counterpart": section.counterpart, "here": section.relation, "id": other.id,
        "there": there, "wanted": _INVERSE[section.relation],
    }
    hint = N_("Here {here}, there {wanted}: correct the one that is wrong.")
    where = section.where.at("relation")
    if there is None:
        return Diagnostic(where, _CODE, "{counterpart} is {outcome} exactly, but {id} does not map it back", told, hint)
    return Diagnostic(
        where, _CODE, "{counterpart} is {here} to {outcome} here, but {outcome} is {there} to it in {id}", told, hint
    )
