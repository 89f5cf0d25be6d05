"""The catalogue after DCAT-AP 3: every release a dataset, every file of it a distribution with its checksum.

Everything has a name, so that equal releases are equal bytes: nothing is left for a program to number.
"""

import json
from collections.abc import Iterable, Iterator, Mapping

from langcodes import Language
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, FOAF, RDF, XSD, Namespace

from curricula.channel.releases import Release, latest
from curricula.diagnostics import CurriculaError
from curricula.outward.addresses import licence
from curricula.packages.bag import MIMETYPE

TURTLE, LINKED = "catalogue.ttl", "catalogue.jsonld"
_DCAT = Namespace("http://www.w3.org/ns/dcat#")  # that of the library is of DCAT 2
_SPDX = Namespace("http://spdx.org/rdf/terms#")
_AUTHORITY = "http://publications.europa.eu/resource/authority"
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types"
_FILE_TYPES = {"html": "HTML", "pdf": "PDF", "xml": "XML", "json": "JSON", "asice": "ZIP"}


def catalogue(
    releases: Iterable[Release], address: str, titles: Mapping[str, str], publisher: Mapping[str, str]
) -> dict[str, bytes]:
    """The catalogue in Turtle and in JSON-LD; `titles` are its own, and `publisher` is a name, by locale."""
    graph = Graph()
    for prefix, name in (("dcat", _DCAT), ("dct", DCTERMS), ("foaf", FOAF), ("spdx", _SPDX)):
        graph.bind(prefix, name)
    every = tuple(releases)
    whole, agent = URIRef(f"{address}/#catalogue"), _agent(graph, address, publisher)
    graph.add((whole, RDF.type, _DCAT.Catalog))
    graph.add((whole, DCTERMS.publisher, agent))
    graph.add((whole, FOAF.homepage, URIRef(f"{address}/")))
    for locale, title in titles.items():
        graph.add((whole, DCTERMS.title, Literal(title, locale)))
        graph.add((whole, DCTERMS.description, Literal(title, locale)))
        graph.add((whole, DCTERMS.language, _language(locale)))
    current = {release.package for release in latest(every)}
    for release in every:
        dataset = _dataset(graph, release, address, agent)
        graph.add((whole, _DCAT.dataset, dataset))
        if release.package in current:
            graph.add((URIRef(f"urn:uuid:{release.manifest['uuid']}"), _DCAT.hasCurrentVersion, dataset))
    return {TURTLE: graph.serialize(format="turtle", encoding="utf-8"), LINKED: _linked(graph)}


def _agent(graph: Graph, address: str, publisher: Mapping[str, str]) -> URIRef:
    agent = URIRef(f"{address}/#publisher")
    graph.add((agent, RDF.type, FOAF.Agent))
    for locale, name in publisher.items():
        graph.add((agent, FOAF.name, Literal(name, locale)))
    return agent


def _dataset(graph: Graph, release: Release, address: str, agent: URIRef) -> URIRef:
    manifest = release.manifest
    dataset, terms = URIRef(f"{address}/{release.folder}#release"), URIRef(licence(manifest["licence"]))
    standard = URIRef(f"urn:uuid:{manifest['uuid']}")
    graph.add((dataset, RDF.type, _DCAT.Dataset))
    for locale, title in manifest["title"].items():
        graph.add((dataset, DCTERMS.title, Literal(title, locale)))
        graph.add((dataset, DCTERMS.description, Literal(title, locale)))
    for locale in (item["locale"] for item in manifest["languages"]):
        graph.add((dataset, DCTERMS.language, _language(locale)))
    graph.add((dataset, DCTERMS.identifier, Literal(f"{release.id} {release.version}")))
    graph.add((dataset, DCTERMS.issued, Literal(manifest["issued"], datatype=XSD.date)))
    graph.add((dataset, DCTERMS.publisher, agent))
    graph.add((dataset, _DCAT.version, Literal(release.version)))
    graph.add((dataset, _DCAT.isVersionOf, standard))
    graph.add((dataset, _DCAT.theme, URIRef(f"{_AUTHORITY}/data-theme/EDUC")))
    graph.add((dataset, DCTERMS.accessRights, URIRef(f"{_AUTHORITY}/access-right/PUBLIC")))
    for name, media_type, size, digest, locale in _files(release):
        given = URIRef(f"{address}/{name}")
        item, checksum = URIRef(f"{given}#distribution"), URIRef(f"{given}#checksum")
        graph.add((dataset, _DCAT.distribution, item))
        graph.add((item, RDF.type, _DCAT.Distribution))
        graph.add((item, _DCAT.accessURL, given))
        graph.add((item, _DCAT.downloadURL, given))
        graph.add((item, _DCAT.mediaType, URIRef(f"{_MEDIA_TYPES}/{media_type}")))
        graph.add((item, _DCAT.byteSize, Literal(size, datatype=XSD.nonNegativeInteger)))
        graph.add((item, DCTERMS.license, terms))
        file_type = _FILE_TYPES.get(name.rpartition(".")[2])
        if file_type:
            graph.add((item, DCTERMS.format, URIRef(f"{_AUTHORITY}/file-type/{file_type}")))
        if locale:
            graph.add((item, DCTERMS.language, _language(locale)))
        graph.add((item, _SPDX.checksum, checksum))
        graph.add((checksum, RDF.type, _SPDX.Checksum))
        graph.add((checksum, _SPDX.algorithm, _SPDX.checksumAlgorithm_sha256))
        graph.add((checksum, _SPDX.checksumValue, Literal(digest, datatype=XSD.hexBinary)))
    return dataset


def _files(release: Release) -> Iterator[tuple[str, str, int, str, str | None]]:
    """Name, media type, size, SHA-256 and language of the package and of every document."""
    whole = release.files[release.package]
    yield release.package, MIMETYPE, whole.length, whole.hashes["sha256"], None
    for name, file in release.documents:
        yield name, file["mediaType"], file["size"], file["sha256"], file["language"]


def _language(tag: str) -> URIRef:
    """A language as the authority table has it, whatever script it is written in."""
    try:
        return URIRef(f"{_AUTHORITY}/language/{Language.get(tag).to_alpha3().upper()}")
    except LookupError:
        raise CurriculaError("the locale {tag} has no code of three letters", tag=tag) from None


def _linked(graph: Graph) -> bytes:
    """Expanded JSON-LD, in order."""
    things = json.loads(graph.serialize(format="json-ld", auto_compact=False))
    ordered = [
        {name: sorted(value, key=json.dumps) if isinstance(value, list) else value for name, value in thing.items()}
        for thing in things
    ]
    text = json.dumps(sorted(ordered, key=lambda thing: str(thing["@id"])), ensure_ascii=False, indent=1,
                      sort_keys=True)
    return (text + "\n").encode()
