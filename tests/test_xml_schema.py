"""The XML Schema of our vocabulary: it accepts what we publish, refuses what is broken, and says what the model says.

Two validators judge every file: libxml2, which the program uses, and the independent pure-Python `xmlschema`.
"""

import dataclasses
import json
import shutil
import subprocess
import typing
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path

import pytest
import xmlschema
from lxml import etree

from curricula.diagnostics import Where
from curricula.editions.record import UNTOLD
from curricula.formats import xml
from curricula.model.adoption import AdoptingAct, CreditRule, NationalCode, Operation
from curricula.model.common import Clause
from curricula.model.standards import KINDS
from curricula.model.text import Text
from curricula.pipeline import publication
from curricula.repository import Repository

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "schemas" / "xsd"
XS = "{http://www.w3.org/2001/XMLSchema}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
OURS = f"{{{xml.NAMESPACE}}}"
ENDS = {kind: ["editions", "names"] for kind in KINDS}  # what a publication adds to its standard
ENDS["professional"] += ["adoption"]  # what partners adopt; left out of the standard as it was issued

Findings = Callable[[bytes], list[str]]


@pytest.fixture(scope="module")
def schema() -> xmlschema.XMLSchema10:
    """The schema as the independent validator reads it; the network is forbidden."""
    return xmlschema.XMLSchema10(str(xml.SCHEMA), allow="local")


@pytest.fixture(scope="module", params=["libxml2", "xmlschema"])
def findings(request: pytest.FixtureRequest, schema: xmlschema.XMLSchema10) -> Findings:
    """What a validator has against a file."""
    if request.param == "libxml2":
        return lambda content: list(xml.validate(content))
    return lambda content: [str(error.reason) for error in schema.iter_errors(content.decode())]


@pytest.fixture(scope="module")
def files() -> dict[str, list[bytes]]:
    """The XML of every real standard, by kind."""
    repository = Repository(ROOT)
    found: dict[str, list[bytes]] = {kind: [] for kind in KINDS}
    for document, standard in repository.standards.items():
        others = (locale for locale in repository.locales if locale != standard.language)
        content, _ = xml.render(publication(repository, document, (standard.language, *others)))
        found[standard.kind].append(content)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_publication_satisfies_the_schema(kind: str, files: dict[str, list[bytes]], findings: Findings) -> None:
    assert files[kind]
    assert [findings(content) for content in files[kind]] == [[]] * len(files[kind])


@pytest.mark.skipif(not shutil.which("xmllint"), reason="xmllint is not installed")
def test_xmllint_accepts_every_kind(files: dict[str, list[bytes]], tmp_path: Path) -> None:
    for kind, contents in files.items():
        (tmp_path / f"{kind}.xml").write_bytes(contents[0])
    paths = [str(path) for path in sorted(tmp_path.iterdir())]
    command = ["xmllint", "--nonet", "--noout", "--schema", str(xml.SCHEMA), *paths]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def _first(root: etree._Element, path: str) -> etree._Element:
    found = root.find(path, {"std": xml.NAMESPACE})
    assert found is not None, path
    return found


def _without(path: str) -> Callable[[etree._Element], None]:
    def change(root: etree._Element) -> None:
        element = _first(root, path)
        parent = element.getparent()
        assert parent is not None
        parent.remove(element)

    return change


def _with(path: str, attribute: str, value: str) -> Callable[[etree._Element], None]:
    return lambda root: _first(root, path).set(attribute, value)


def _second_words(root: etree._Element) -> None:
    title = _first(root, "std:title")
    title.append(deepcopy(title[0]))


def _no_words(root: etree._Element) -> None:
    _first(root, "std:title")[:] = []


def _line_break(root: etree._Element) -> None:
    _first(root, "std:title/std:words").text = "two\nlines"


def _no_language(root: etree._Element) -> None:
    del _first(root, ".//std:words").attrib[LANG]


def _wrong_order(root: etree._Element) -> None:
    root.insert(0, _first(root, "std:scope"))


def _other_namespace(root: etree._Element) -> None:
    for element in root.iter(f"{OURS}*"):
        element.tag = f"{{urn:curricula:standard:2}}{etree.QName(element).localname}"


def _other_namespace_in_a_part(root: etree._Element) -> None:
    _first(root, "std:hours").tag = "{urn:curricula:standard:2}hours"


def _empty_clause(root: etree._Element) -> None:
    _first(root, "std:scope/std:clause")[:] = []


def _repeated_id(root: etree._Element) -> None:
    _first(root, ".//std:task").set("id", _first(root, ".//std:clause").get("id", ""))


BROKEN: dict[str, Callable[[etree._Element], None]] = {
    "no title": _without("std:title"),
    "no words": _no_words,
    "no editions": _without("std:editions"),
    "no names": _without("std:names"),
    "empty clause": _empty_clause,
    "unknown attribute": _with(".", "colour", "red"),
    "unknown element": lambda root: root.append(etree.Element(f"{OURS}colour")),
    "wrong schema version": _with(".", "schemaVersion", "2.0"),
    "wrong kind": _with(".", "kind", "course"),
    "bad id": _with(".", "id", "Nowhere"),
    "bad item id": _with(".//std:clause", "id", "1st"),
    "bad uuid": _with(".", "uuid", "5C41B969-F188-4721-82B7-D32CFE462FC5"),
    "bad version": _with(".", "version", "1.0"),
    "no such day": _with(".", "issued", "2026-02-30"),
    "date with time zone": _with(".", "issued", "2026-02-20Z"),
    "bad language": _with(".", "language", "Chinese"),
    "no institution": _with(".", "institutions", ""),
    "too much weight": _with(".//std:component", "weight", "101"),
    "exponent": _with(".", "credits", "6e0"),
    "unknown status": _with(".", "status", "finished"),
    "unknown unit": _with(".//std:equipment/std:equipment", "unit", "bucket"),
    "second words of a language": _second_words,
    "line break in words": _line_break,
    "words without language": _no_language,
    "words in a language without edition": _with(".//std:words", LANG, "fr"),
    "source language without edition": _with(".", "language", "fr"),
    "wrong order": _wrong_order,
    "wrong namespace": _other_namespace,
    "wrong namespace in a part": _other_namespace_in_a_part,
    "repeated id": _repeated_id,
    "task at an unknown site": _with(".//std:task", "site", "NOWHERE"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused(name: str, files: dict[str, list[bytes]], findings: Findings) -> None:
    root = etree.fromstring(files["practice"][0])
    BROKEN[name](root)
    assert findings(etree.tostring(root))


# What the schema says of itself.


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.xsd")), ids=lambda path: path.name)
def test_everything_is_documented(path: Path) -> None:
    named = [f"{XS}{name}" for name in (
        "schema", "element", "attribute", "complexType", "simpleType", "group", "attributeGroup", "enumeration",
        "key", "keyref", "unique",
    )]
    undocumented = [
        (part.sourceline, part.get("name"))
        for part in etree.parse(path).iter(*named)
        if not (part.tag in (f"{XS}group", f"{XS}attributeGroup") and part.get("ref"))
        and not (part.findtext(f"{XS}annotation/{XS}documentation") or "").strip()
    ]
    assert not undocumented


def test_no_import_leaves_the_folder() -> None:
    places = [part.get("schemaLocation", "") for path in FOLDER.glob("*.xsd")
              for part in etree.parse(path).iter(f"{XS}import", f"{XS}include")]
    assert places == ["xml.xsd"]


@pytest.mark.parametrize("kind", KINDS)
def test_ids_of_all_items_share_one_space(kind: str) -> None:
    selector = etree.parse(xml.SCHEMA).find(f".//{XS}key[@name='{kind}.item']/{XS}selector")
    assert selector is not None
    selected = {step.strip().rpartition("std:")[2] for step in selector.get("xpath", "").split("|")}
    items = {noun for noun in _nouns(KINDS[kind]) if {"id", "where"} <= _names(noun)}
    assert selected == {_tag(noun) for noun in items if noun.__name__ != "Reference"} - {f"{kind}Standard"}


# The schema against the model and the JSON Schemas.


@dataclasses.dataclass(frozen=True)
class Pair:
    """A field of the model, its JSON Schema, and its element or attribute in the XSD."""

    path: str
    noun: type
    field: dataclasses.Field[typing.Any]
    json: dict[str, typing.Any]
    xsd: typing.Any
    child: bool


def _tag(noun: type) -> str:
    return noun.__name__[0].lower() + noun.__name__[1:]


def _camel(name: str) -> str:
    first, *rest = name.rstrip("_").split("_")
    return first + "".join(map(str.capitalize, rest))


def _names(noun: type) -> set[str]:
    return {field.name for field in dataclasses.fields(noun)}


def _parts(hint: typing.Any) -> tuple[type, bool]:
    """The type of a field or of its items, and whether it is a list."""
    options = [part for part in typing.get_args(hint) if part is not type(None)]
    if typing.get_origin(hint) is tuple:
        return options[0], True
    return (options[0], False) if type(None) in typing.get_args(hint) else (hint, False)


def _nouns(noun: type) -> set[type]:
    """The noun and all that it is made of."""
    found, ahead = set(), [noun]
    while ahead:
        current = ahead.pop()
        found.add(current)
        parts = {_parts(hint)[0] for name, hint in typing.get_type_hints(current).items() if name not in UNTOLD}
        ahead += [part for part in parts - found - {Text, Where} if dataclasses.is_dataclass(part)]
    return found


@cache
def _json(name: str) -> dict[str, typing.Any]:
    return typing.cast(dict[str, typing.Any], json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text("utf-8")))


def _resolved(node: dict[str, typing.Any]) -> dict[str, typing.Any]:
    """All references lead to the common definitions."""
    if "$ref" not in node:
        return node
    return {**_resolved(_json("common")["$defs"][node["$ref"].rpartition("/")[2]]), **node}


def _pairs(noun: type, node: dict[str, typing.Any], xsd: typing.Any, path: tuple[type, ...] = ()) -> Iterator[Pair]:
    """The model, the JSON Schema and the XSD side by side, each clause once."""
    children = {child.local_name: child for child in xsd.type.content.iter_elements()}
    hints = typing.get_type_hints(noun)
    path = (*path, noun)
    for field in dataclasses.fields(noun):
        part, listed = _parts(hints[field.name])
        if part is Where or field.name in UNTOLD:
            continue
        below = _resolved(node["properties"].get(field.name.rstrip("_"), {}))
        child = dataclasses.is_dataclass(part)
        component = (children if child else xsd.type.attributes).get(_camel(field.name))
        where = "/".join((*(step.__name__ for step in path), field.name))
        yield Pair(where, noun, field, below, component, child)
        if child and part is not Text and part not in path and component is not None:
            if listed:
                (item,) = component.type.content.iter_elements()
                assert item.local_name == _tag(part), where
                yield from _pairs(part, _resolved(below["items"]), item, path)
            else:
                yield from _pairs(part, below, component, path)


@pytest.fixture(params=KINDS)
def pairs(request: pytest.FixtureRequest, schema: xmlschema.XMLSchema10) -> list[Pair]:
    """Every field of a kind of standard."""
    kind = KINDS[request.param]
    found = list(_pairs(kind, _json(request.param), schema.elements[_tag(kind)]))
    assert not [pair.path for pair in found if pair.xsd is None]
    return found


def test_the_enumerations_are_those_of_the_json_schemas(pairs: list[Pair]) -> None:
    ours = {pair.path: pair.xsd.type.enumeration for pair in pairs if not pair.child}
    theirs = {pair.path: pair.json.get("enum") for pair in pairs if not pair.child}
    assert ours == theirs
    assert any(ours.values())


def test_the_bounds_are_those_of_the_json_schemas(pairs: list[Pair]) -> None:
    numbers = [pair for pair in pairs if pair.json.get("type") in ("integer", "number")]
    assert {pair.path: (pair.xsd.type.min_value, pair.xsd.type.max_value) for pair in numbers} == {
        pair.path: (pair.json["minimum"], pair.json["maximum"]) for pair in numbers
    }


def test_what_the_model_leaves_open_is_optional(pairs: list[Pair]) -> None:
    """A list that may be empty is left out, so it is optional too; a clause has text or sub-clauses."""
    for pair in pairs:
        may_be_empty = pair.json.get("type") == "array" and not pair.json.get("minItems")
        optional = pair.field.default is not dataclasses.MISSING or may_be_empty
        if pair.noun is not Clause:
            assert (pair.xsd.min_occurs == 0 if pair.child else pair.xsd.use == "optional") == optional, pair.path


PARTS_OF_AN_ADOPTION = {AdoptingAct: "act", CreditRule: "credits", NationalCode: "codes"}


@pytest.mark.parametrize("noun", PARTS_OF_AN_ADOPTION)
def test_what_an_adoption_is_made_of_has_the_parts_of_the_model(noun: type, schema: xmlschema.XMLSchema10) -> None:
    described: typing.Any = schema.types[noun.__name__]
    parts = {_camel(name): _parts(hint)[0] for name, hint in typing.get_type_hints(noun).items() if hint is not Where}
    assert [element.local_name for element in described.content.iter_elements()] == [
        name for name, part in parts.items() if part is Text
    ]
    assert set(described.attributes) == {name for name, part in parts.items() if part is not Text}
    node = _json("adoption")["properties"][PARTS_OF_AN_ADOPTION[noun]]
    for name, inner in node.get("items", node)["properties"].items():
        if "enum" in inner:
            assert described.attributes[_camel(name)].type.enumeration == inner["enum"]


def test_the_operations_of_an_adoption_are_those_of_the_model(schema: xmlschema.XMLSchema10) -> None:
    described: typing.Any = schema.types["Operation"]
    assert described.enumeration == list(typing.get_args(typing.get_type_hints(Operation)["operation"]))


@pytest.mark.parametrize("kind", KINDS)
def test_children_stand_in_the_order_of_the_model(kind: str, schema: xmlschema.XMLSchema10) -> None:
    root = KINDS[kind]
    for noun in _nouns(root):
        hints = typing.get_type_hints(noun)
        told = {name: hint for name, hint in hints.items() if hint is not Where and name not in UNTOLD}
        parts = {_camel(name): _parts(hint)[0] for name, hint in told.items()}
        children = [name for name, part in parts.items() if dataclasses.is_dataclass(part)]
        described: typing.Any = schema.types[noun.__name__]
        ends, extra = (ENDS[kind], {"schemaVersion"}) if noun is root else ([], set())
        assert list(dict.fromkeys(e.local_name for e in described.content.iter_elements())) == [*children, *ends], noun
        assert set(described.attributes) == (parts.keys() - set(children)) | extra, noun


def test_no_enumeration_is_without_use(schema: xmlschema.XMLSchema10) -> None:
    types: dict[str, typing.Any] = dict(schema.types.items())
    closed = {name for name, kind in types.items() if kind.is_simple() and kind.enumeration}
    used = {part.get("type", "").removeprefix("std:") for part in etree.parse(xml.SCHEMA).iter(f"{XS}attribute")}
    assert closed <= used
