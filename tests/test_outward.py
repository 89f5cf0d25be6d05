"""Standards in the vocabularies of others: judged by schemas and programs that are not ours, in every language."""

import json
import re
import shutil
import subprocess
import typing
from base64 import b64decode
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields, is_dataclass, replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import html5lib
import pytest
from jsonschema import Draft202012Validator
from lxml import etree
from pyld import jsonld
from referencing import Registry, Resource

from conformance import folder
from conftest import ROOT, completed
from curricula.diagnostics import Where
from curricula.editions.document import Chapter, Illustration
from curricula.editions.edition import Edition, Publication
from curricula.editions.record import UNTOLD
from curricula.figures.illustrating import illustrated
from curricula.formats import elm, html, sts, xml
from curricula.formats import json as json_format
from curricula.model.professional import ProfessionalStandard
from curricula.model.standards import KINDS
from curricula.model.text import Text, texts
from curricula.outward.addresses import licence
from curricula.outward.interchange import standard as standard_element
from curricula.outward.linked import linked_data
from curricula.outward.opportunity import _countries, _language
from curricula.pages.markup import markup
from curricula.pipeline import publication
from curricula.plugins import stated
from curricula.repository import Repository
from fragments import overlay

ADDRESS = "https://standards.example.org/curricula"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
LOCALES = ("zh-Hans", "en", "ru", "uz-Latn", "uz-Cyrl")
DOCUMENTS = ("demo/professional", "demo/courses/circuits", "demo/practice/workshop")
STALE = {
    "goal": [{"id": "GO1", "text": "本专业培养电子<工程师>&技术员。"}],
    "programme": {"name": "应用电子</script>技术"},
}


def laid_out(root: Path, **fragments: dict[str, Any]) -> Repository:
    """The demonstration, in Cyrillic Uzbek too, with changes."""
    completed(root)
    for path, content in overlay(**fragments).items():
        assert isinstance(content, str)
        (root / path).write_text(content, encoding="utf-8")
    return Repository(root)


def policies(policy: str) -> list[dict[str, str]]:
    return [{"tag": tag, "policy": policy} for tag in LOCALES]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Without a web address, and with everything translated."""
    return laid_out(tmp_path_factory.mktemp("outward") / "plain", settings={"locales": policies("strict")})


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """With a web address, and with texts that are shown in the source language for want of a translation."""
    settings = {"address": f"{ADDRESS}/", "locales": policies("mark")}
    return laid_out(tmp_path_factory.mktemp("outward") / "published", professional=STALE, settings=settings)


@pytest.fixture(scope="module")
def real() -> Repository:
    """The standards of the repository itself."""
    return Repository(ROOT)


@pytest.fixture(params=["plain", "published", pytest.param("real", marks=pytest.mark.slow)])
def repository_of(request: pytest.FixtureRequest) -> Repository:
    """Each of them."""
    found: Repository = request.getfixturevalue(request.param)
    return found


def whole(repository: Repository, document: str) -> Publication:
    source = repository.standards[document].language
    others = sorted(locale for locale in repository.locales if locale != source)
    return publication(repository, document, (source, *others))


def editions(repository: Repository) -> Iterator[Edition]:
    for document in repository.standards:
        for locale in repository.locales:
            yield repository.edition(document, locale)


def foreign(edition: Edition) -> set[tuple[str, str]]:
    """The texts of an edition that are in another language, with it."""
    return {(text.words, text.language) for text in texts(edition.standard) if text.language != edition.locale}


# JSON


@cache
def validator(definition: str = "") -> Draft202012Validator:
    """The schema of JSON files, or one of its definitions."""
    paths = sorted((ROOT / "schemas").glob("*.schema.json"))
    schemas = {path.name: json.loads(path.read_text("utf-8")) for path in paths}
    registry: Registry[Any] = Registry().with_resources((n, Resource.from_contents(s)) for n, s in schemas.items())
    place = f"standard.schema.json#/$defs/{definition}" if definition else "standard.schema.json"
    return Draft202012Validator({"$ref": place}, registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER)


def as_json(repository: Repository, document: str) -> Any:
    content, problems = json_format.render(whole(repository, document))
    assert problems == ()
    return json.loads(content)


def test_every_json_file_satisfies_its_schema(repository_of: Repository) -> None:
    for document, standard in repository_of.standards.items():
        data = as_json(repository_of, document)
        assert [error.message for error in validator(f"{standard.kind}Standard").iter_errors(data)] == []


BROKEN: dict[str, Callable[[Any], object]] = {
    "no format": lambda data: data.pop("format"),
    "another form": lambda data: data.update(format="curricula-standard/2"),
    "no words": lambda data: data["title"]["words"].clear(),
    "an unknown property": lambda data: data.update(colour="red"),
    "an unknown language": lambda data: data["title"]["words"].update(chinese="x"),
    "a nothing": lambda data: data.update(replaces=None),
    "hours as words": lambda data: data["hours"].update(total="960"),
    "an empty list": lambda data: data.update(units=[]),
    "no editions": lambda data: data.pop("editions"),
    "a line break": lambda data: data["title"]["words"].update(en="two\nlines"),
    "another kind": lambda data: data.update(kind="practice"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_json_file_is_refused(name: str, plain: Repository) -> None:
    data = as_json(plain, "demo/courses/circuits")
    BROKEN[name](data)
    assert not validator().is_valid(data)


def as_xml(data: Any, tag: str, kind: str = "") -> etree._Element:
    """The XML that says what an object in JSON says, with another program than the one that wrote it."""
    element = etree.Element(f"{{{xml.NAMESPACE}}}{tag}")
    for name, value in data.items():
        if name == "words" and isinstance(value, dict):
            for language, content in value.items():
                child = etree.SubElement(element, f"{{{xml.NAMESPACE}}}words")
                child.set(LANG, language)
                child.text = content
        elif isinstance(value, dict):
            element.append(as_xml(value, name))
        elif isinstance(value, list) and isinstance(value[0], dict):
            items = etree.SubElement(element, f"{{{xml.NAMESPACE}}}{name}")
            items.extend(as_xml(item, "item") for item in value)
        elif isinstance(value, bool):
            element.set(name, str(value).lower())
        else:
            element.set(name, " ".join(value) if isinstance(value, list) else f"{value}")
    return element


def test_json_says_exactly_what_the_xml_says(repository_of: Repository) -> None:
    for document in repository_of.standards:
        data = as_json(repository_of, document)
        data["schemaVersion"] = data.pop("format").rpartition("/")[2] + ".0"
        theirs = etree.fromstring(xml.render(whole(repository_of, document))[0])
        ours = as_xml(data, etree.QName(theirs).localname)
        pairs = list(zip(ours.iter(), theirs.iter(), strict=True))
        for mine, other in pairs:
            assert dict(mine.items()) == dict(other.items())
            assert (mine.text or "").strip() == (other.text or "").strip()
            assert len(mine) == len(other)
        assert len(pairs) > 100


def test_json_is_written_in_one_way(plain: Repository) -> None:
    publication = whole(plain, "demo/professional")
    content, _ = json_format.render(publication)
    assert content.endswith(b"}\n")
    assert b"\\u" not in content, "words can be read as they are"
    assert b": null" not in content
    assert content == json_format.render(publication)[0]
    assert next(iter(json.loads(content)["title"]["words"])) == "zh-Hans"


def resolved(node: dict[str, Any], file: str = "standard.schema.json") -> dict[str, Any]:
    """A part of a schema with its references followed."""
    while "$ref" in node:
        name, _, pointer = node["$ref"].partition("#/$defs/")
        file = name or file
        found = json.loads((ROOT / "schemas" / file).read_text("utf-8"))["$defs"][pointer]
        node = {**found, **{key: value for key, value in node.items() if key != "$ref"}}
    if file == "common.schema.json":  # what is the same in authors' files refers to its own neighbours
        own: dict[str, Any] = json.loads(json.dumps(node).replace('"#/', '"common.schema.json#/'))
        return own
    return node


def source_schema(kind: str, node: dict[str, Any] | None = None) -> dict[str, Any]:
    """The schema that authors' files follow, or one part of it with its reference followed."""
    common = json.loads((ROOT / "schemas/common.schema.json").read_text("utf-8"))["$defs"]
    node = node if node is not None else json.loads((ROOT / f"schemas/{kind}.schema.json").read_text("utf-8"))
    while "$ref" in node:
        node = {**common[node["$ref"].rpartition("/")[2]], **{k: v for k, v in node.items() if k != "$ref"}}
    return node


def camel(name: str) -> str:
    first, *others = name.rstrip("_").split("_")
    return first + "".join(map(str.capitalize, others))


def sides(
    noun: type, ours: dict[str, Any], theirs: dict[str, Any], path: tuple[type, ...] = ()
) -> Iterator[tuple[str, Any, Any, Any]]:
    """Every field of the model: its place, its field, its part of the schema, and of the schema of authors' files."""
    hints = typing.get_type_hints(noun)
    told = [field for field in fields(noun) if hints[field.name] is not Where and field.name not in UNTOLD]
    extra = {"format", "editions", "names"} if not path else set()
    extra |= {"adoption"} if noun is ProfessionalStandard else set()  # what a partner has adopted tells how
    place = "/".join(step.__name__ for step in (*path, noun))
    assert set(ours["properties"]) - extra == {camel(field.name) for field in told}, place
    for field in told:
        mine = resolved(ours["properties"][camel(field.name)])
        other = source_schema("", theirs["properties"].get(field.name.rstrip("_"), {"title": "Identifier"}))
        needed = camel(field.name) in ours["required"]
        yield f"{place}/{field.name}", field, {**mine, "needed": needed}, other
        part = next((a for a in typing.get_args(hints[field.name]) if a is not type(None)), hints[field.name])
        if is_dataclass(part) and part is not Text and part not in (*path, noun):
            listed = mine.get("type") == "array"
            below = resolved(mine["items"]) if listed else mine
            source = source_schema("", other["items"]) if listed else other
            yield from sides(typing.cast(type, part), below, source, (*path, noun))


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_of_json_agrees_with_the_model_and_the_schema_of_the_sources(kind: str) -> None:
    ours = resolved({"$ref": f"#/$defs/{kind}Standard"})
    found = list(sides(KINDS[kind], ours, source_schema(kind)))
    assert len(found) > 80
    for place, field, mine, other in found:
        for keyword in ("enum", "const", "minimum", "maximum"):
            assert mine.get(keyword) == other.get(keyword), f"{place}: {keyword}"
        if mine.get("type") == "array":
            assert mine["minItems"] == max(1, other.get("minItems", 1)), f"{place}: an empty list is left out"
            assert mine["needed"] is bool(field.default is MISSING and other.get("minItems")), place
        else:
            assert mine["needed"] is (field.default is not None), place


# schema.org in pages

# Types and properties of schema.org 29.0 that pages use, with the types each property is of. To use another one, look
# it up at https://schema.org/<name> and add it here.
TYPES = {
    "CategoryCode", "CategoryCodeSet", "Course", "CreativeWork", "DefinedTerm", "DefinedTermSet",
    "EducationalOccupationalProgram", "Organization", "QuantitativeValue", "Syllabus",
}
WORK = {"Course", "CreativeWork", "DefinedTermSet", "Syllabus"}
PROGRAM = {"EducationalOccupationalProgram"}
THING = TYPES
PROPERTIES = {
    "about": WORK, "codeValue": {"CategoryCode"}, "courseCode": {"Course"}, "coursePrerequisites": {"Course"},
    "creativeWorkStatus": WORK, "datePublished": WORK, "educationalLevel": WORK, "hasCourse": PROGRAM,
    "hasDefinedTerm": {"DefinedTermSet"}, "headline": WORK, "identifier": THING, "inCodeSet": {"CategoryCode"},
    "inDefinedTermSet": {"DefinedTerm"}, "inLanguage": WORK, "isBasedOn": WORK, "license": WORK, "name": THING,
    "numberOfCredits": {"Course"} | PROGRAM, "occupationalCategory": PROGRAM, "programPrerequisites": PROGRAM,
    "provider": WORK | PROGRAM, "publisher": WORK, "sameAs": THING, "syllabusSections": {"Course"}, "teaches": WORK,
    "termCode": {"DefinedTerm"}, "timeToComplete": PROGRAM, "translationOfWork": WORK,
    "unitText": {"QuantitativeValue"}, "url": THING, "value": {"QuantitativeValue"}, "version": WORK,
    "workTranslation": WORK,
}
SCHEMA_ORG = "https://schema.org/"
XHTML = "{http://www.w3.org/1999/xhtml}"


def in_page(edition: Edition) -> tuple[Any, set[str]]:
    """The JSON-LD of a page as a browser finds it, and the anchors of the page."""
    page = html5lib.parse(html.render(edition)[0])
    (script,) = page.iter(f"{XHTML}script")
    assert script.get("type") == "application/ld+json"
    return json.loads(script.text), {item.get("id") for item in page.iter() if item.get("id")}


def loaded(url: str, _options: object) -> dict[str, Any]:
    """The context of schema.org without the network: every name is one of its words."""
    assert url == SCHEMA_ORG.rstrip("/"), "nothing else is asked of the network"
    context = {"@vocab": SCHEMA_ORG, "url": {"@type": "@id"}, "license": {"@type": "@id"}}
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": context}}


def nodes(data: Any) -> Iterator[dict[str, Any]]:
    """Every node of expanded JSON-LD."""
    for part in data if isinstance(data, list) else [data]:
        if isinstance(part, dict) and "@value" not in part:
            yield part
            for name, value in part.items():
                if not name.startswith("@"):
                    yield from nodes(value)


def test_pages_speak_the_words_of_schema_org(repository_of: Repository) -> None:
    used = set()
    for edition in editions(repository_of):
        data, anchors = in_page(edition)
        expanded = jsonld.expand(data, {"documentLoader": loaded})
        found = list(nodes(expanded))
        assert len(found) > 10
        for node in found:
            kinds = {kind.removeprefix(SCHEMA_ORG) for kind in node.get("@type", [])}
            assert kinds <= TYPES
            for name in node:
                if not name.startswith("@"):
                    word = name.removeprefix(SCHEMA_ORG)
                    assert kinds & PROPERTIES[word], f"{word} of {kinds}"
                    used.add(word)
            assert kinds or node.keys() == {"@id"}
            if "#" in node.get("@id", ""):
                assert node["@id"].partition("#")[2] in anchors
        parts = {node["@id"] for node in found if "#" in node.get("@id", "")}
        assert parts == {node["@id"] for node in found if "#" in node.get("@id", "") and "@type" in node}
    assert used | {"url"} == set(PROPERTIES)


def test_a_page_tells_of_its_outcomes_and_of_its_other_languages(published: Repository) -> None:
    for document in DOCUMENTS:
        addresses = {locale: f"{ADDRESS}/{document}/1.0.0/{locale}.html" for locale in LOCALES}
        for locale in LOCALES:
            edition = published.edition(document, locale)
            data, _ = in_page(edition)
            first = data["@graph"][0]
            assert first["@id"] == first["url"] == addresses[locale]
            assert first["identifier"] == f"urn:uuid:{edition.standard.uuid}"
            assert (first["inLanguage"], first["version"], first["datePublished"]) == (locale, "1.0.0", "2026-09-01")
            assert first["license"] == "https://creativecommons.org/licenses/by/4.0/"
            if locale == "zh-Hans":
                told = {item["inLanguage"]: item["@id"] for item in first["workTranslation"]}
                assert told == {name: address for name, address in addresses.items() if name != locale}
            else:
                assert first["translationOfWork"]["@id"] == addresses["zh-Hans"]
            standard = edition.standard
            items = standard.outcomes if standard.kind == "professional" else standard.objectives
            expected = [f"{addresses[locale]}#{item.id}" for item in items]
            assert [item["@id"] for item in first["teaches"]] == expected


def test_a_programme_and_its_courses_know_each_other(repository_of: Repository) -> None:
    found = {(edition.standard.id, edition.locale): in_page(edition) for edition in editions(repository_of)}
    pages = {key: data["@graph"] for key, (data, _) in found.items()}
    for (document, locale), graph in pages.items():
        standard = repository_of.standards[document]
        if standard.kind == "professional":
            told = {item["courseCode"]: item["sameAs"] for item in graph[1]["hasCourse"] if "sameAs" in item}
            planned = {item.id: item.standard.id for item in standard.curriculum.courses if item.standard}
            assert told == {name: pages[other, locale][0]["@id"] for name, other in planned.items()}
        else:
            assert graph[0]["isBasedOn"]["@id"] == pages[standard.professional.id, locale][0]["@id"]


def test_without_an_address_a_page_has_a_name_of_its_own(plain: Repository) -> None:
    pages = [json.loads(linked_data(edition))["@graph"][0] for edition in editions(plain)]
    names = {page["@id"] for page in pages}
    assert len(names) == len(pages) == len(DOCUMENTS) * len(LOCALES)
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", name) for name in names)
    assert not any("url" in page for page in pages)


def test_words_in_another_language_are_marked_and_end_no_script(published: Repository) -> None:
    for locale in LOCALES[1:]:
        edition = published.edition("demo/professional", locale)
        words = linked_data(edition)
        assert not set("<>&") & set(words)
        programme = json.loads(words)["@graph"][1]
        assert programme["name"] == {"@value": "应用电子</script>技术", "@language": "zh-Hans"}


@pytest.mark.parametrize(("identifier", "address"), [
    ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
    ("CC-BY-NC-SA-3.0", "https://creativecommons.org/licenses/by-nc-sa/3.0/"),
    ("CC0-1.0", "https://spdx.org/licenses/CC0-1.0.html"),
    ("MIT", "https://spdx.org/licenses/MIT.html"),
])
def test_a_licence_has_an_address(identifier: str, address: str) -> None:
    assert licence(identifier) == address


# Schemas of others


@pytest.fixture(scope="session")
def niso() -> etree.XMLSchema:
    """The interchange tag set of NISO STS 1.0; it takes seconds to load."""
    path = folder("niso-sts-1.0-interchange") / "NISO-STS-interchange-1-mathml3.xsd"
    return etree.XMLSchema(etree.parse(path))


@pytest.fixture(scope="session")
def loq() -> etree.XMLSchema:
    """Learning opportunities and qualifications of the European Learning Model 3.1."""
    return etree.XMLSchema(etree.parse(folder("elm-loq-3.1") / "loq.xsd"))


def faults(schema: etree.XMLSchema, content: bytes) -> list[str]:
    schema.validate(etree.fromstring(content))
    log = typing.cast(list[Any], schema.error_log)  # the stubs do not know that it can be read in turn
    return [f"line {error.line}: {error.message}" for error in log]


def xmllint(schema: Path, contents: dict[str, bytes], place: Path) -> None:
    """A second judge: the command line of libxml2 without the network, reading from files."""
    if not shutil.which("xmllint"):
        pytest.skip("xmllint is not installed")
    for name, content in contents.items():
        (place / name).write_bytes(content)
    paths = [str(place / name) for name in contents]
    command = ["xmllint", "--nonet", "--noout", "--schema", str(schema), *paths]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-2000:]


# NISO STS


def test_every_edition_is_a_standard_of_niso(repository_of: Repository, niso: etree.XMLSchema) -> None:
    for edition in editions(repository_of):
        content, problems = sts.render(edition)
        assert problems == ()
        assert faults(niso, content) == []


def test_xmllint_accepts_sts(published: Repository, tmp_path: Path) -> None:
    schema = folder("niso-sts-1.0-interchange") / "NISO-STS-interchange-1-mathml3.xsd"
    found = {f"{locale}.xml": sts.render(published.edition("demo/professional", locale))[0] for locale in LOCALES}
    xmllint(schema, found, tmp_path)


def spoken(part: etree._Element) -> str:
    """All words in an element."""
    return "".join(map(str, part.itertext()))


def squeezed(words: str) -> str:
    return "".join(words.split())


def illustrations(chapter: Chapter) -> Iterator[Illustration]:
    yield from (block for block in chapter.blocks if isinstance(block, Illustration))
    for section in chapter.sections:
        yield from illustrations(section)


def drawn(root: etree._Element, main: Any) -> list[str]:
    """The captions of figures, the same in both; drawings and their descriptions are compared and taken out."""
    captions = []
    parents = {child: parent for parent in main.iter() for child in parent}
    for mine, theirs in zip(list(root.iter("fig")), list(main.iter(f"{XHTML}figure")), strict=True):
        caption = squeezed("".join(next(theirs.iter(f"{XHTML}figcaption")).itertext()))
        (title,) = mine.findall("caption")
        assert caption.startswith(squeezed(mine.findtext("label", "") + spoken(title)))  # the page has sheets
        assert mine.findtext("alt-text")
        places = [item.attrib["{http://www.w3.org/1999/xlink}href"] for item in mine.iter("graphic")]
        assert len(places) == len(list(theirs.iter("{http://www.w3.org/2000/svg}svg"))) > 0
        for place in places:
            kind, _, drawing = str(place).partition(";base64,")
            assert kind == "data:image/svg+xml"
            assert etree.QName(etree.fromstring(b64decode(drawing))).localname == "svg"
        captions.append(caption)
        assert mine.get("id") == theirs.get("id")
        parent = mine.getparent()
        assert parent is not None
        parent.remove(mine)
        parents[theirs].remove(theirs)
    return captions


def test_sts_carries_what_the_page_carries(repository_of: Repository) -> None:
    """All words in their order, every anchor, every head of a table; words of other languages marked."""
    for edition in editions(repository_of):
        document = illustrated(edition)
        root = standard_element(edition, document)
        bare = replace(document, words=document.words | {"captioned": " "})  # the dash between number and caption
        page = html5lib.parse(markup(bare, "none"))
        (main,) = page.iter(f"{XHTML}main")
        figures = drawn(root, main)
        assert len(figures) == len(list(chain.from_iterable(map(illustrations, document.chapters))))
        words = "".join(spoken(part) for part in root if part.tag != "front")
        assert squeezed(words) == squeezed("".join(main.itertext()))
        anchors = Counter(item.get("id") for item in main.iter() if item.get("id"))
        assert Counter(item.get("id") for item in root.iter() if item.get("id")) == anchors
        heads = [item.get("scope") for item in root.iter("th")]
        assert len(heads) == len(list(main.iter(f"{XHTML}th")))
        assert set(heads) <= {"row", "rowgroup", "col", "colgroup"}
        told = [(item.text, item.get(LANG)) for item in root.iter("styled-content")]
        marked = [item for item in main.iter(f"{XHTML}span") if item.get("class") == "fallback"]
        front = len(root.findall("front//styled-content"))
        assert told[front:] == [(item.text, item.get("lang")) for item in marked]
        rows = {item.get("id") for item in root.iter("tr")}
        assert {item.get("rid") for item in root.iter("xref")} <= rows
        assert root.get(LANG) == edition.locale


def test_annexes_references_and_terms_of_use_have_their_places(published: Repository) -> None:
    edition = published.edition("demo/professional", "ru")
    root = standard_element(edition, illustrated(edition))
    (annex,) = root.findall("back/app-group/app")
    assert annex.get("id") == "MAP1"
    assert annex.findtext("label") == "Приложение А (справочное)"
    references = [item.get("rid") for item in root.findall(".//table-wrap[@id='coverage']//xref")]
    assert references[:3] == ["Q1", "C101", "C501"]
    (meta,) = root.findall("front/std-meta")
    assert [title.get(LANG) for title in meta.findall("title-wrap")][:1] == ["ru"]
    assert [item.text for item in meta.iter("std-id")] == [f"urn:uuid:{edition.standard.uuid}"]
    assert [item.get("type") for item in meta.iter("std-xref")] == ["hasPart", "hasPart"]
    assert meta.findtext("permissions/license/license-p") == "CC-BY-4.0"
    assert meta.findtext("self-uri") == f"{ADDRESS}/demo/professional/1.0.0/ru.html"
    assert len(meta.findall("meta-note")) == len(illustrated(edition).notices) >= 3


def test_an_adoption_can_stand_around_a_standard(plain: Repository, niso: etree.XMLSchema) -> None:
    edition = plain.edition("demo/courses/circuits", "uz-Latn")
    root = etree.Element("adoption")
    front = etree.SubElement(root, "adoption-front")
    meta = etree.SubElement(front, "std-meta")
    etree.SubElement(etree.SubElement(meta, "title-wrap"), "main").text = "Oʻzbekiston standarti"
    root.append(standard_element(edition, illustrated(edition)))
    assert faults(niso, etree.tostring(root)) == []


# European Learning Model


def test_every_publication_is_a_learning_opportunity(published: Repository, loq: etree.XMLSchema) -> None:
    for document in DOCUMENTS:
        content, problems = elm.render(whole(published, document))
        assert problems == ()
        assert faults(loq, content) == []
        root = etree.fromstring(content)
        spaces = {"l": "http://data.europa.eu/snb/model/ap/loq-constraints/"}
        standard = published.standards[document]
        items = standard.outcomes if standard.kind == "professional" else standard.objectives
        told = root.findall("l:learningOutcomeReferences/l:learningOutcome", spaces)
        assert [item.get("id") for item in told] == [f"urn:uuid:{standard.uuid}#{item.id}" for item in items]
        for item, outcome in zip(told, items, strict=True):
            words = {title.get("language"): title.text for title in item.findall("l:title", spaces)}
            assert words["zh-Hans"] == outcome.text.words  # type: ignore[attr-defined]
            assert set(words) == set(LOCALES)
        offer = "l:learningOpportunityReferences/l:learningOpportunity"
        homes = [item.text for item in root.findall(f"{offer}/l:homepage/l:contentUrl", spaces)]
        assert homes[0] == f"{ADDRESS}/{document}/1.0.0/zh-Hans.html"
        assert len(homes) == len(LOCALES)
        assert not list(root.iter("{*}qualification", "{*}creditPoint"))


def test_xmllint_accepts_elm(published: Repository, tmp_path: Path) -> None:
    found = {f"{number}.xml": elm.render(whole(published, name))[0] for number, name in enumerate(DOCUMENTS)}
    xmllint(folder("elm-loq-3.1") / "loq.xsd", found, tmp_path)


def test_what_nobody_has_translated_is_left_out_of_elm(published: Repository) -> None:
    content = elm.render(whole(published, "demo/professional"))[0]
    offer = etree.fromstring(content)[0][0]
    assert [item.get("language") for item in offer.findall("{*}title")] == ["zh-Hans"]


def test_an_opportunity_without_an_address_says_what_is_missing(plain: Repository) -> None:
    content, problems = elm.render(whole(plain, "demo/professional"))
    assert content == b""
    assert len(problems) == 1
    assert "`address`" in problems[0]
    assert "standards/repository.yaml" in problems[0]


@pytest.mark.parametrize(("change", "words"), [
    ({"codes": ()}, "isced-f-2013"),
    ({"countries": ()}, "country"),
    ({"countries": (("demo-college", "QX"),)}, "country"),
])
def test_nothing_is_made_up_for_a_schema(change: dict[str, Any], words: str, published: Repository) -> None:
    publication = whole(published, "demo/courses/circuits")
    first, *others = publication.editions
    around = replace(first.shared.surroundings, **change)
    edition = replace(first, shared=replace(first.shared, surroundings=around))
    content, problems = elm.render(replace(publication, editions=(edition, *others)))
    assert content == b""
    assert len(problems) == 1
    assert words in problems[0]


def test_countries_and_languages_are_those_of_the_european_lists(real: Repository) -> None:
    lists = folder("elm-loq-3.1") / "cv"
    listed = set(re.findall(r'authority/country/(\w{3})"', (lists / "country.xsd").read_text("utf-8")))
    ours = _countries()
    assert len(ours) > 230
    assert len(set(ours.values()) - listed) < 5, "parts of countries that the European list does not have"
    assert {ours[code] for code in ("CN", "UZ", "RU", "KZ", "TZ", "TJ", "KG", "PK", "TH", "DE", "FR")} <= listed
    known = (lists / "language.xsd").read_text("utf-8")
    for tag in (*real.tags, "sw", "ky-Cyrl", "ur", "th"):
        assert f'"{_language(tag)}"' in known


# What packages and builds do with them


@pytest.mark.parametrize(("name", "default", "packed"), [
    ("json", True, True), ("elm", False, False), ("sts", False, False),
])
def test_what_is_made_unasked_and_what_is_packed(name: str, default: bool, packed: bool) -> None:
    told = stated("curricula.formats", name)
    assert (told.get("DEFAULT", True), told.get("PACKED", True)) == (default, packed)
