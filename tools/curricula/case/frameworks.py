"""One edition as a CASE package: the framework of a standard in one language.

What CASE has no property for stands in the `extensions` of version 1.1, under `curricula`, as in YAML; in both
versions the notes say it in words. What is not known is left out: nothing is made up for a schema.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from curricula.case import identifiers
from curricula.case.associations import Associations
from curricula.case.facts import notes
from curricula.case.identifiers import Namer
from curricula.case.layout import CHAPTER, STATUSES, TYPES, list_of
from curricula.case.outline import Node, Outline, outline
from curricula.editions.edition import Edition
from curricula.model.professional import ProfessionalStandard

OWN = "curricula"  # the name of our own data among extensions
LATEST = "v1p1"
_LICENCES = "https://spdx.org/licenses/"


@dataclass
class Writer:
    """A package in the making; `version` is that of CASE as its addresses write it: `v1p0` or `v1p1`."""

    edition: Edition
    version: str
    used: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def namer(self) -> Namer:
        """What makes URIs."""
        return Namer(self.edition.shared.address, self.version)

    @property
    def changed(self) -> str:
        """When the version was issued: standards carry a day, and no time of it."""
        return f"{self.edition.standard.issued}T00:00:00Z"

    def thing(self, kind: str, identifier: str, **values: Any) -> dict[str, Any]:
        """Anything of CASE: its name and what is known of it. `extensions` are left out where there are none."""
        known = {name: value for name, value in values.items() if value not in (None, "", [], {})}
        if self.version != LATEST:
            known.pop("extensions", None)
        uri = self.namer.uri(kind, identifier)
        return {"identifier": identifier, "uri": uri, **known, "lastChangeDateTime": self.changed}

    def own(self, **values: Any) -> dict[str, Any]:
        """Data of our own as extensions."""
        return {OWN: {name: value for name, value in values.items() if value not in (None, "", {})}}

    def defined(self, group: str, kind: str, name: str, title: str, **values: Any) -> dict[str, str]:
        """A reference to a definition that standards share, which is noted where it is used first."""
        identifier = identifiers.common(name, self.edition.locale)
        if f"{group}/{name}" not in self.used:
            self.used[f"{group}/{name}"] = self.thing(kind, identifier, title=title, **values)
        return self.namer.link(kind, identifier, title)


def package(edition: Edition, version: str) -> tuple[bytes, tuple[str, ...]]:
    """The CASE package of an edition as JSON, and what is wrong with it."""
    writer, whole = Writer(edition, version), outline(edition)
    items = [_item(writer, node, number) for node, number in _numbered(whole.chapters)]
    document = _document(writer, whole)
    relations = Associations(edition, writer.thing, writer.namer, version == LATEST)
    associations = relations.all(whole)
    rubrics = _rubrics(writer)
    found = {
        "CFDocument": document,
        "CFItems": items,
        "CFAssociations": associations,
        "CFDefinitions": _definitions(writer, relations),
        **({"CFRubrics": rubrics} if rubrics else {}),
    }
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode(), _twice(items, associations)


def _twice(*groups: list[dict[str, Any]]) -> tuple[str, ...]:
    """Complaints of identifiers that name two things, as the ids of the standard do."""
    counts = Counter(thing["identifier"] for group in groups for thing in group)
    codes = {thing["identifier"]: thing.get("humanCodingScheme", "") for group in groups for thing in group}
    return tuple(
        f"the identifier {name} stands for {count} things: {codes[name]}" for name, count in counts.items() if count > 1
    )


def _numbered(nodes: tuple[Node, ...], above: str = "") -> list[tuple[Node, str]]:
    """The nodes with their places: 2.1 is the first below the second."""
    found = []
    for place, node in enumerate(nodes, 1):
        number = f"{above}{place}"
        found += [(node, number), *_numbered(node.children, f"{number}.")]
    return found


def _document(writer: Writer, whole: Outline) -> dict[str, Any]:
    edition, latest = writer.edition, writer.version == LATEST
    standard, shared = edition.standard, edition.shared
    names = {name: shared.names[f"organisation/{name}"].words for name in standard.institutions}
    publisher = shared.names.get(f"organisation/{shared.publisher}")
    facts = {name: value for name, value in whole.facts.items() if name not in ("uuid", "kind")}
    subjects = _subjects(writer)
    ours = {"id": standard.id, "uuid": standard.uuid, "kind": standard.kind, "data": facts}
    return writer.thing(
        "CFDocuments", identifiers.document(standard.uuid, edition.source_language, edition.locale),
        **({"frameworkType": edition.label(f"kind.{standard.kind}"), "caseVersion": "1.1"} if latest else {}),
        creator="; ".join(names.values()),
        title=standard.title.words,
        publisher=publisher.words if publisher else None,
        subject=[link["title"] for link in subjects],
        subjectURI=subjects,
        language=standard.title.language,
        version=standard.version,
        adoptionStatus=STATUSES[standard.status],
        statusStartDate=standard.effective if latest else None,  # the schema of 1.0 takes no day for certain
        licenseURI=_licence(writer),
        notes=notes(facts, shared.labels),
        extensions=writer.own(**ours),
    )


def _licence(writer: Writer) -> dict[str, str] | None:
    """The licence, by its SPDX identifier; its text says under which licence the standard is."""
    licence = writer.edition.shared.licence
    if not licence:
        return None
    words = writer.edition.label("licence-statement", licence=licence)
    return writer.defined(
        "CFLicenses", "CFLicenses", f"licence/{licence}", licence, description=_LICENCES + licence, licenseText=words
    )


def _subjects(writer: Writer) -> list[dict[str, str]]:
    """The classification of a programme."""
    standard = writer.edition.standard
    if not isinstance(standard, ProfessionalStandard):
        return []
    codes = [*standard.programme.codes, *standard.orientation.codes]
    return [_coded(writer, "CFSubjects", code.scheme, code.code) for code in codes]


def _coded(writer: Writer, group: str, scheme: str, code: str) -> dict[str, str]:
    """A reference to a code of a classification; the classification is its description."""
    edition = writer.edition
    title = edition.shared.names[f"{scheme}/{code}"].words
    name = f"{group}/{scheme}/{code}"
    return writer.defined(group, group, name, title, hierarchyCode=code, description=edition.scheme(scheme))


def _item(writer: Writer, node: Node, number: str) -> dict[str, Any]:
    edition = writer.edition
    standard, kind = edition.standard, TYPES[node.type]
    codes = node.facts["codes"] if node.type == "positions" else []
    concepts = [_coded(writer, "CFConcepts", code["scheme"], code["code"]) for code in codes]
    level = ""
    if isinstance(standard, ProfessionalStandard) and list_of(node.type) in ("outcomes", "courses"):
        level = edition.shared.names[f"level/{standard.programme.level}"].words
    type_ = writer.defined(
        "CFItemTypes", "CFItemTypes", f"type/{node.type}", edition.label(kind.title),
        description=edition.label(kind.description), hierarchyCode=str(list(TYPES).index(node.type) + 1),
        typeCode=node.type,
    )
    keywords = [link["title"] for link in concepts]
    if list_of(node.type) == "courses":
        keywords.append(edition.label(f"course.{node.facts['category']}"))
    return writer.thing(
        "CFItems", identifiers.part(standard.uuid, node.name, edition.locale),
        fullStatement=node.words,
        humanCodingScheme=node.code,
        listEnumeration=number,
        abbreviatedStatement=node.short,
        CFItemType=type_["title"],
        CFItemTypeURI=type_,
        conceptKeywords=keywords,
        conceptKeywordsURI=concepts[0] if len(concepts) == 1 else None,
        educationLevel=[level] if level else [],
        language=node.language,
        notes=notes(node.facts, edition.shared.labels),
        extensions=writer.own(
            id=node.code, chapter=node.name[1:] if node.type == CHAPTER else "",
            list=list_of(node.type), statement=node.statement, data=dict(node.facts),
        ),
    )


def _definitions(writer: Writer, relations: Associations) -> Mapping[str, list[dict[str, Any]]]:
    """The definitions that were used, by class, in order of their codes or titles."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for name, thing in sorted(writer.used.items()):
        groups.setdefault(name.partition("/")[0], []).append(thing)
    groups.get("CFItemTypes", []).sort(key=lambda thing: int(thing["hierarchyCode"]))
    if relations.groupings:
        groups["CFAssociationGroupings"] = list(relations.groupings.values())
    order = ("CFConcepts", "CFSubjects", "CFLicenses", "CFItemTypes", "CFAssociationGroupings")
    return {name: groups[name] for name in order if name in groups}


def _rubrics(writer: Writer) -> list[dict[str, Any]]:
    """The rubric of an assessment: a criterion each, from the best level to the failing one."""
    edition = writer.edition
    standard = edition.standard
    if isinstance(standard, ProfessionalStandard) or not standard.assessment.rubrics:
        return []
    whole = identifiers.part(standard.uuid, "/rubric", edition.locale)
    criteria = []
    for place, rubric in enumerate(standard.assessment.rubrics, 1):
        identifier = identifiers.part(standard.uuid, rubric.id, edition.locale)
        levels = [
            writer.thing(
                "CFRubricCriterionLevels", identifiers.part(standard.uuid, f"{rubric.id}/{name}", edition.locale),
                description=getattr(rubric.levels, f"{name}_" if name == "pass" else name).words,
                quality=edition.label(f"grade.{name}"), position=position, rubricCriterionId=identifier,
            )
            for position, name in enumerate(("excellent", "good", "pass", "fail"), 1)
        ]
        criteria.append(writer.thing(
            "CFRubricCriteria", identifier, category=rubric.id, description=rubric.criterion.words,
            weight=rubric.weight, position=place, rubricId=whole, CFRubricCriterionLevels=levels,
            extensions=writer.own(id=rubric.id),
        ))
    title = edition.label("section.rubrics")
    return [writer.thing("CFRubrics", whole, title=title, CFRubricCriteria=criteria)]
