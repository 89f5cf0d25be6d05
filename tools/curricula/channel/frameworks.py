"""Frameworks as CASE services hand them out, in files: whoever asks with a plain GET finds them.

    ims/case/v1p1/CFDocuments.json          every framework: the latest version of a standard in one language
    ims/case/v1p1/CFDocuments/<uuid>        one of them
    ims/case/v1p1/CFPackages/<uuid>         with all its items
    ims/case/v1p0/…                         the same in CASE 1.0

A framework is that of the package, byte for byte; CASE 1.0 follows from it.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from curricula.case import identifiers
from curricula.case.identifiers import Namer
from curricula.channel.releases import Parcel, Release

FOLDER = "ims/case"
LATEST, OLDER = "v1p1", "v1p0"
EDITIONS = (LATEST, OLDER)
SUFFIX = ".case.json"
_NEW = ("frameworkType", "caseVersion", "statusStartDate")  # of a document, since CASE 1.1

_Group = dict[str, Any]


def trees(parcel: Parcel, words: Callable[[str, str], str]) -> dict[str, bytes]:
    """The files of the frameworks of one release; `words` gives a label in a locale."""
    found: dict[str, bytes] = {}
    for name, file in parcel.release.documents:
        if name.endswith(SUFFIX):
            content = parcel.contents[name]
            present = json.loads(content)
            earlier = older(present, parcel.release, file["language"], words("translation", file["language"]))
            for edition, framework, raw in ((LATEST, present, content), (OLDER, earlier, _written(earlier))):
                identifier = framework["CFDocument"]["identifier"]
                found[f"{FOLDER}/{edition}/CFPackages/{identifier}"] = raw
                found[f"{FOLDER}/{edition}/CFDocuments/{identifier}"] = _written(_document(framework))
    return found


def frameworks(release: Release) -> Iterator[tuple[str, str]]:
    """The identifier of every framework of a release, and the name of the document that it is."""
    for name, file in release.documents:
        if name.endswith(SUFFIX):
            manifest = release.manifest
            yield identifiers.document(manifest["uuid"], manifest["authoritativeLanguage"], file["language"]), name


def listing(documents: list[_Group]) -> bytes:
    """All frameworks in one file, in order of their identifiers."""
    return _written({"CFDocuments": sorted(documents, key=lambda item: str(item["identifier"]))})


def address(framework: bytes) -> str:
    """The web address that a framework was made for; empty where it was made for none."""
    uri = str(json.loads(framework)["CFDocument"]["uri"])
    return uri.partition(f"/{FOLDER}/")[0] if f"/{FOLDER}/" in uri else ""


def older(framework: Mapping[str, Any], release: Release, locale: str, title: str) -> _Group:
    """A framework of CASE 1.1 in CASE 1.0, which has no extensions and knows no translations.

    `title` is the word for a translation in the language of the framework.
    """
    uri = str(framework["CFDocument"]["uri"])
    namer = Namer(uri.partition(f"/{FOLDER}/")[0] if f"/{FOLDER}/" in uri else "", OLDER)
    made: _Group = _earlier(framework, f"{namer.address}/{FOLDER}/{LATEST}/", f"{namer.address}/{FOLDER}/{OLDER}/")
    for name in _NEW:
        made["CFDocument"].pop(name, None)
    uuid = str(release.manifest["uuid"])
    name = "translation"
    grouping = namer.link("CFAssociationGroupings", identifiers.part(uuid, f"/grouping/{name}", locale), title)
    changed = made["CFDocument"]["lastChangeDateTime"]
    associations, used = [], False
    for item in made["CFAssociations"]:
        if item["associationType"] != "isTranslationOf":
            associations.append(item)
            continue
        used = True
        ends = (item["originNodeURI"]["identifier"], item["destinationNodeURI"]["identifier"])
        identifier = identifiers.part(uuid, "//" + "/".join(("exactMatchOf", *ends, name)), locale)
        associations.append({
            "identifier": identifier, "uri": namer.uri("CFAssociations", identifier),
            "associationType": "exactMatchOf",
            **{key: value for key, value in item.items() if key in ("originNodeURI", "destinationNodeURI")},
            "CFAssociationGroupingURI": grouping, "lastChangeDateTime": changed,
        })
    made["CFAssociations"] = associations
    groupings = made["CFDefinitions"].setdefault("CFAssociationGroupings", []) if used else []
    if used and grouping["identifier"] not in [item["identifier"] for item in groupings]:
        groupings.append({
            "identifier": grouping["identifier"], "uri": grouping["uri"], "title": title, "lastChangeDateTime": changed,
        })
    return made


def _earlier(value: Any, new: str, old: str) -> Any:
    """The same without extensions, and with the addresses of the older edition."""
    if isinstance(value, dict):
        return {name: _earlier(item, new, old) for name, item in value.items() if name != "extensions"}
    if isinstance(value, list):
        return [_earlier(item, new, old) for item in value]
    return old + value.removeprefix(new) if isinstance(value, str) and value.startswith(new) else value


def _document(framework: Mapping[str, Any]) -> _Group:
    """The document alone; it names the package it belongs to."""
    document: _Group = dict(framework["CFDocument"])
    uri = str(document["uri"]).replace("/CFDocuments/", "/CFPackages/")
    return {**document, "CFPackageURI": {"title": document["title"], "identifier": document["identifier"], "uri": uri}}


def _written(data: Mapping[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
