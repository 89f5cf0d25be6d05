"""The relations of a framework: what stands in what, what builds on what, what serves what, what translates what."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from curricula.case import identifiers
from curricula.case.identifiers import Namer
from curricula.case.layout import LINKS, RELATIONS, Link, list_of
from curricula.case.outline import Node, Outline
from curricula.editions.edition import Edition
from curricula.model.professional import Mapping as Mapped
from curricula.model.professional import ProfessionalStandard

_UUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\Z")


class Maker(Protocol):
    """Makes a thing of CASE."""

    def __call__(self, kind: str, identifier: str, **values: Any) -> dict[str, Any]:
        """The thing with its name, and what is known of it."""
        ...


class Associations:
    """The associations of one package, and the groupings that they need."""

    def __init__(self, edition: Edition, thing: Maker, namer: Namer, latest: bool) -> None:
        self.edition = edition
        self.thing = thing
        self.namer = namer
        self.latest = latest
        self.groupings: dict[str, dict[str, Any]] = {}
        self.whole = identifiers.document(edition.standard.uuid, edition.source_language, edition.locale)

    def all(self, whole: Outline) -> list[dict[str, Any]]:
        """Every association: the tree first, then the others item by item, each once."""
        nodes = {node.name: node for node in whole.nodes()}
        found = [
            *self._tree(self._document(), whole.chapters),
            *self._links("", self._document(), whole.facts, nodes),
            *self._programme(),
        ]
        for node in nodes.values():
            found += self._links(list_of(node.type), self._node(node), node.facts, nodes)
        found += self._mappings(nodes)
        found += self._translations(nodes)
        return list({item["identifier"]: item for item in found}.values())

    def _make(
        self, kind: str, origin: Mapping[str, str], destination: Mapping[str, str], grouping: str = "",
        title: str = "", place: int | None = None,
    ) -> dict[str, Any]:
        """An association; `grouping` is a stable name, `title` its words."""
        name = "/".join((kind, origin["identifier"], destination["identifier"], grouping))
        return self.thing(
            "CFAssociations", self._part(f"//{name}"), associationType=kind, sequenceNumber=place,
            originNodeURI=dict(origin), destinationNodeURI=dict(destination),
            CFAssociationGroupingURI=self._grouping(grouping, title) if grouping else None,
        )

    def _grouping(self, name: str, title: str) -> dict[str, str]:
        identifier = self._part(f"/grouping/{name}")
        if name not in self.groupings:
            self.groupings[name] = self.thing("CFAssociationGroupings", identifier, title=title)
        return self.namer.link("CFAssociationGroupings", identifier, title)

    def _part(self, name: str) -> str:
        return identifiers.part(self.edition.standard.uuid, name, self.edition.locale)

    def _document(self) -> dict[str, str]:
        return self.namer.link("CFDocuments", self.whole, self.edition.standard.title.words)

    def _node(self, node: Node) -> dict[str, str]:
        return self.namer.link("CFItems", self._part(node.name), node.code or node.words)

    def _tree(self, above: Mapping[str, str], nodes: tuple[Node, ...]) -> Iterator[dict[str, Any]]:
        for place, node in enumerate(nodes, 1):
            here = self._node(node)
            yield self._make("isChildOf", here, above, place=place)
            yield from self._tree(here, node.children)

    def _links(
        self, name: str, here: Mapping[str, str], facts: Mapping[str, Any], nodes: Mapping[str, Node]
    ) -> Iterator[dict[str, Any]]:
        """What an item names by its id; a course standard names those of its professional standard."""
        for link in LINKS.get(name, ()):
            for target in _ids(facts, link.path):
                there = self._there(link, target, nodes)
                if there is not None:
                    origin, destination = (there, here) if link.backwards else (here, there)
                    grouping = "" if link.type == "precedes" else link.label
                    yield self._make(link.type, origin, destination, grouping, self.edition.label(link.label))
        for reference in [facts["standard"]] if name == "courses" and "standard" in facts else []:
            other = self._other(reference["id"])
            if other is not None:
                label = "course-standard"
                yield self._make("isRelatedTo", here, other, grouping=label, title=self.edition.label(label))

    def _there(self, link: Link, target: str, nodes: Mapping[str, Node]) -> dict[str, str] | None:
        if not link.professional:
            return self._node(nodes[target]) if target in nodes else None
        standard = self.edition.standard
        if isinstance(standard, ProfessionalStandard):
            return None
        return self._foreign(standard.professional.id, target)

    def _foreign(self, standard: str, item: str) -> dict[str, str] | None:
        """An item of another standard of the repository, in this language; None where that is not known."""
        known = self.edition.shared.standards.get(standard)
        if known is None:
            return None
        return self.namer.link("CFItems", identifiers.part(known[0], item, self.edition.locale), item)

    def _other(self, standard: str) -> dict[str, str] | None:
        known = self.edition.shared.standards.get(standard)
        if known is None:
            return None
        name = self.edition.shared.names.get(f"standard/{standard}")
        identifier = identifiers.document(*known, self.edition.locale)
        return self.namer.link("CFDocuments", identifier, name.words if name else standard)

    def _programme(self) -> Iterator[dict[str, Any]]:
        """The standard of a course is part of the professional standard."""
        standard = self.edition.standard
        other = None if isinstance(standard, ProfessionalStandard) else self._other(standard.professional.id)
        if other is not None:
            yield self._make("isPartOf", self._document(), other)

    def _mappings(self, nodes: Mapping[str, Node]) -> Iterator[dict[str, Any]]:
        """Outcomes with the sections of other frameworks that they answer, and these with their owner's items."""
        standard = self.edition.standard
        for mapping in standard.mappings if isinstance(standard, ProfessionalStandard) else ():
            for section in mapping.sections:
                here = self._node(nodes[section.id])
                title = self.edition.label(
                    "relation-to-framework", framework=mapping.framework.words,
                    relation=self.edition.label(f"relation.{section.relation}"),
                )
                for outcome in section.outcomes:
                    if outcome in nodes:
                        yield self._make(
                            RELATIONS[section.relation], self._node(nodes[outcome]), here,
                            grouping=f"{mapping.id}/{section.relation}", title=title,
                        )
                there = self._counterpart(mapping, section.counterpart or "")
                if there is not None:
                    yield self._make("exactMatchOf", here, there)

    def _counterpart(self, mapping: Mapped, name: str) -> dict[str, str] | None:
        """The item that a section is: by the names its owner gave it, where the framework is a file here."""
        if mapping.standard is not None:
            return self._foreign(mapping.standard.id, name) if name else None
        item = self.edition.shared.items.get(f"{mapping.framework_id}#{name}")
        if item is None or not item.uuid or not (item.uri or _UUID.match(item.uuid)):
            return None
        return {
            "title": item.code or item.text, "identifier": item.uuid,
            "uri": item.uri or f"urn:uuid:{item.uuid.lower()}",
        }

    def _translations(self, nodes: Mapping[str, Node]) -> Iterator[dict[str, Any]]:
        """From what is translated to its translation: the destination is the translation of the origin.

        CASE 1.0 has no such type: there both match exactly, in a grouping of their own. Words that are still
        those of the source language are no translation: they match exactly.
        """
        edition = self.edition
        language, standard = edition.source_language, edition.standard
        if edition.locale == language:
            return
        origin = self.namer.link(
            "CFDocuments", identifiers.document(standard.uuid, language, language), standard.code
        )
        yield self._translation(origin, self._document(), standard.title.language)
        for node in nodes.values():
            origin = self.namer.link("CFItems", identifiers.part(standard.uuid, node.name, language),
                                     node.code or node.name[1:])
            yield self._translation(origin, self._node(node), node.language)

    def _translation(self, origin: Mapping[str, str], here: Mapping[str, str], language: str) -> dict[str, Any]:
        if self.latest and language == self.edition.locale:
            return self._make("isTranslationOf", origin, here)
        label = "translation" if language == self.edition.locale else ""
        return self._make("exactMatchOf", origin, here, grouping=label, title=self.edition.label("translation"))


def _ids(facts: Mapping[str, Any], path: str) -> tuple[str, ...]:
    value: Any = facts
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, list) else ()
