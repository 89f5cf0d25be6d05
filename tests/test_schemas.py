"""The JSON Schemas: sound in themselves, one with the model, and clear about what they find."""

import dataclasses
import json
import types
import typing
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from conftest import MakeRepository
from curricula import schemas
from curricula.diagnostics import Diagnostic, Where
from curricula.model.adoption import Adoption
from curricula.model.course import CourseStandard, PracticeStandard
from curricula.model.framework import Framework
from curricula.model.professional import ProfessionalStandard
from curricula.model.settings import PartnerSystem, Settings, Terminology
from curricula.model.text import Text
from curricula.repository import Repository
from curricula.reviews import Review, digest, write_reviews
from curricula.schemas import violations
from curricula.source import Source, locate, parsed, read_yaml
from fragments import DEMO, FILES, overlay

ROOT = Path(__file__).parents[1]
SCHEMAS: dict[str, Any] = {
    path.name: json.loads(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "schemas").glob("*.json"))
}
REGISTRY: Registry[Any] = Registry().with_resources(
    (name, Resource.from_contents(schema)) for name, schema in SCHEMAS.items()
)
MODEL: dict[str, type] = {
    "professional": ProfessionalStandard, "course": CourseStandard, "practice": PracticeStandard,
    "repository": Settings, "partner": PartnerSystem, "framework": Framework, "adoption": Adoption,
    "terminology": Terminology,
}
PLAIN: dict[str, set[type]] = {
    "string": {str, Text}, "integer": {int}, "number": {float}, "boolean": {bool},
}
Change = Callable[[Any], object]


def parts(schema: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every subschema with its place: the schema itself, and what stands where a schema can stand."""
    if not isinstance(schema, dict):
        return
    yield path, schema
    for keyword in ("properties", "$defs"):
        for name, part in schema.get(keyword, {}).items():
            yield from parts(part, f"{path}/{keyword}/{name}")
    for keyword in ("items", "additionalProperties", "propertyNames"):
        yield from parts(schema.get(keyword), f"{path}/{keyword}")
    for number, part in enumerate(schema.get("anyOf", [])):
        yield from parts(part, f"{path}/anyOf/{number}")


PARTS = [part for name, schema in SCHEMAS.items() for part in parts(schema, name)]


def followed(schema: dict[str, Any], name: str) -> tuple[dict[str, Any], str]:
    """A schema with its references followed, and the file it then stands in."""
    while "$ref" in schema:
        target, _, pointer = schema["$ref"].partition("#")
        name = target or name
        found = SCHEMAS[name]
        for step in pointer.split("/")[1:]:
            found = found[step]
        schema = {**found, **{key: value for key, value in schema.items() if key != "$ref"}}
    return schema, name


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_valid_and_carries_its_own_name(name: str) -> None:
    assert SCHEMAS[name]["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    assert SCHEMAS[name]["$id"] == name
    Draft202012Validator.check_schema(SCHEMAS[name])


def test_no_keyword_escapes_these_tests() -> None:
    known = {
        "$schema", "$id", "$defs", "$ref", "title", "description", "type", "properties", "required", "items", "enum",
        "additionalProperties", "propertyNames", "anyOf", "const", "format", "pattern", "minLength", "maxLength",
        "minimum", "maximum", "exclusiveMinimum", "minItems", "maxItems", "minProperties", "uniqueItems",
    }
    assert {(path, keyword) for path, part in PARTS for keyword in part if keyword not in known} == set()


def test_every_property_says_what_it_is() -> None:
    properties = [
        (f"{path}/{name}", followed(inner, path.partition("/")[0])[0])
        for path, part in PARTS for name, inner in part.get("properties", {}).items()
    ]
    assert len(properties) > 200
    assert [path for path, part in properties if not (part.get("title") and part.get("description"))] == []


def test_objects_are_closed() -> None:
    objects = [(path, part) for path, part in PARTS if part.get("type") == "object" or "properties" in part]
    assert len(objects) > 50
    for path, part in objects:
        assert part["type"] == "object", path
        assert part["additionalProperties"] is False or "properties" in part["additionalProperties"] or (
            "propertyNames" in part  # words by language: the names are closed by their form
        ), path
        assert set(part.get("required", [])) <= set(part.get("properties", {})), path


def test_every_value_has_a_type_and_every_list_its_entries() -> None:
    for path, part in PARTS:
        whole, _ = followed(part, path.partition("/")[0])
        if path.endswith(("common.schema.json", "propertyNames")) or set(part) == {"required"}:
            continue
        assert whole.keys() & {"type", "enum", "const", "anyOf"}, path
        assert "items" in whole or whole.get("type") != "array", path


def test_enumerations_are_of_different_words() -> None:
    enumerations = [part["enum"] for _, part in PARTS if "enum" in part]
    assert enumerations
    for words in enumerations:
        assert len(words) == len(set(words))
        assert all(isinstance(word, str) and word for word in words)


def test_every_definition_is_used() -> None:
    used = {part["$ref"].rpartition("/")[2] for _, part in PARTS if "$ref" in part}
    assert {name for schema in SCHEMAS.values() for name in schema.get("$defs", {})} - used == set()


def agree(hint: Any, schema: dict[str, Any], place: tuple[str, str], seen: set[tuple[type, int]]) -> Iterator[str]:
    """Where a type of the model and a schema say different things; `place` is the schema's file and path."""
    name, path = place
    schema, name = followed(schema, name)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint is Any:  # checked as a part of what it is put into
        assert set(schema["type"]) >= {"string", "number", "array", "object"}, path
    elif origin is types.UnionType:
        assert types.NoneType in arguments, path
        yield from agree(next(part for part in arguments if part is not types.NoneType), schema, (name, path), seen)
    elif origin is Literal:
        words = schema.get("enum", [schema.get("const")])
        if list(arguments) != words:
            yield f"{path}: {arguments} in the model, {words} in the schema"
    elif origin is tuple:
        if schema.get("type") != "array":
            yield f"{path}: a tuple in the model, {schema.get('type')} in the schema"
        else:
            yield from agree(arguments[0], schema["items"], (name, f"{path}[]"), seen)
    elif origin is dict:
        yield from agree(arguments[1], schema["additionalProperties"], (name, f"{path}{{}}"), seen)
    elif dataclasses.is_dataclass(hint) and hint is not Text:
        yield from agree_in_fields(typing.cast(type, hint), schema, (name, path), seen)
    elif "enum" in schema:
        if hint is not str:
            yield f"{path}: {hint} in the model, words in the schema"
    elif hint not in PLAIN.get(schema.get("type", ""), set()):
        yield f"{path}: {hint} in the model, {schema.get('type')} in the schema"


def agree_in_fields(
    noun: type, schema: dict[str, Any], place: tuple[str, str], seen: set[tuple[type, int]]
) -> Iterator[str]:
    name, path = place
    pair = (noun, id(schema["properties"]))
    if pair in seen:  # clauses have clauses
        return
    seen.add(pair)
    fields = {field.name.rstrip("_"): field for field in dataclasses.fields(noun) if field.type is not Where}
    if "id" not in schema["properties"] and "." not in path:
        fields.pop("id", None)  # the id of a document is its path, not a property
    if set(fields) != set(schema["properties"]):
        yield f"{path}: {sorted(set(fields) ^ set(schema['properties']))} on one side only"
    hints = typing.get_type_hints(noun)
    for name_in_file, inner in schema["properties"].items():
        field = fields[name_in_file]
        needed = field.default is dataclasses.MISSING
        optional_by_meaning = field.default in ((), None, 0)  # left out in the file, nothing in the model
        if needed and name_in_file not in schema["required"]:
            yield f"{path}.{name_in_file}: the model needs it, the schema does not"
        if field.default not in (dataclasses.MISSING, ()) and name_in_file in schema["required"]:
            yield f"{path}.{name_in_file}: the schema needs it, the model does not"  # a list may be there and empty
        if not needed and not optional_by_meaning:
            yield f"{path}.{name_in_file}: left out, it would mean {field.default!r}"
        yield from agree(hints[field.name], inner, (name, f"{path}.{name_in_file}"), seen)


@pytest.mark.parametrize("kind", MODEL)
def test_model_and_schema_agree(kind: str) -> None:
    file = f"{kind}.schema.json"
    assert list(agree(MODEL[kind], SCHEMAS[file], (file, kind), set())) == []


def test_the_comparison_of_model_and_schema_sees_differences() -> None:
    schema = json.loads(json.dumps(SCHEMAS["partner.schema.json"]))
    del schema["properties"]["country"]["$ref"]
    schema["properties"]["country"]["type"] = "integer"
    schema["properties"]["motto"] = {"type": "string"}
    schema["required"].remove("name")
    found = agree_in_fields(PartnerSystem, schema, ("partner.schema.json", "partner"), set())
    assert next(found) == "partner: ['motto'] on one side only"
    assert next(found).startswith("partner.country: <class 'str'> in the model, integer")
    assert next(found) == "partner.name: the model needs it, the schema does not"


def test_reviews_and_their_schema_agree() -> None:
    record = SCHEMAS["reviews.schema.json"]["additionalProperties"]
    fields = [field for field in dataclasses.fields(Review) if field.type is not Where]
    assert {field.name for field in fields} == set(record["properties"])
    assert {field.name for field in fields if field.default is dataclasses.MISSING} == set(record["required"])


FILES_OF_THE_REPOSITORY = [
    path.relative_to(ROOT).as_posix()
    for path in sorted([*(ROOT / "standards").rglob("*.yaml"), *(ROOT / "translations").rglob("*.yaml")])
]


@pytest.mark.parametrize("path", FILES_OF_THE_REPOSITORY)
def test_the_files_of_the_repository_follow_their_schemas(path: str) -> None:
    source = read_yaml(ROOT, path)
    assert source.problems == ()
    schema = SCHEMAS[f"{source.data.get('kind', 'terminology')}.schema.json"]
    plain = Draft202012Validator(schema, registry=REGISTRY, format_checker=FormatChecker())
    assert [error.message for error in plain.iter_errors(source.data)] == []
    first = (ROOT / path).read_text(encoding="utf-8").splitlines()[0]
    named = first.removeprefix("# yaml-language-server: $schema=")
    assert ((ROOT / path).parent / named).resolve() == ROOT / "schemas" / schema["$id"]


def test_review_records_are_written_as_their_schema_wants_them() -> None:
    record = Review(digest("目标"), digest("goal"), "reviewed", "A. Karimov", "", "2026-03-05", Where(""))
    written = json.loads(write_reviews({"demo/professional#GO1/text": record}))
    plain = Draft202012Validator(SCHEMAS["reviews.schema.json"], registry=REGISTRY, format_checker=FormatChecker())
    assert list(plain.iter_errors(written)) == []
    written["demo/professional#GO1/text"]["source"] = "目标"
    assert [error.validator for error in plain.iter_errors(written)] == ["pattern"]


def found(make: MakeRepository, name: str, change: dict[str, Any]) -> list[Diagnostic]:
    """What is said of a file of the demonstration with a change."""
    problems = make(overlay(**{name: change})).located_problems
    return [finding for finding in problems if finding.where.path == FILES[name]]


MESSAGES: dict[str, tuple[str, dict[str, Any], str, str, str]] = {
    "an unknown property with a near one": (
        "professional", {"titel": "Standard"}, "schema-unknown", "titel is not a property that belongs here", "",
    ),
    "a misspelt property": (
        "course", {"objectives": [{"id": "OB1", "categry": "ability", "category": None}]},
        "schema-unknown", "categry is not a property that belongs here", "did you mean category?",
    ),
    "a property that is nothing like any": (
        "practice", {"supervisors": {"zzz": 1}},
        "schema-unknown", "zzz is not a property that belongs here", "Known here: students_per_supervisor, clauses",
    ),
    "a missing property": (
        "professional", {"graduation": {"credits": None}},
        "schema-required", "credits is missing", "Credits required.",
    ),
    "a missing property described elsewhere": (
        "professional", {"version": None},
        "schema-required", "version is missing", "Semantic version: three whole numbers with dots, such as 1.0.0.",
    ),
    "a number instead of words": (
        "professional", {"programme": {"name": 5}}, "schema-type", "expected text, found 5", "Put it in quotes.",
    ),
    "words instead of a number": (
        "professional", {"duration": {"years": "three"}},
        "schema-type", "expected a number, found three", "Regular length of study.",
    ),
    "a part instead of a whole number": (
        "professional", {"duration": {"semesters": 5.5}},
        "schema-type", "expected a whole number, found 5.5", "Number of semesters.",
    ),
    "a group instead of a list": (
        "course", {"nature": {"id": "NT1"}},
        "schema-type", "expected a list, found a group of properties", "each entry begins with a hyphen",
    ),
    "a list instead of a group": (
        "professional", {"staff": []}, "schema-type", "expected a group of properties, found a list",
        "without a hyphen",
    ),
    "yes instead of true": (
        "settings", {"organisations": [{"id": "demo-college", "verified": "yes"}]},
        "schema-type", "expected true or false, found yes", "Here yes is a word like any other: write true.",
    ),
    "a choice that is nearly right": (
        "practice", {"form": "trainings"},
        "schema-enum", "trainings is not one of training, internship", "did you mean training?",
    ),
    "a choice far from any": (
        "professional", {"status": "发布"}, "schema-enum",
        "发布 is not one of draft, review, approved, published, superseded, withdrawn",
        "Status of the document, from draft to withdrawn.",
    ),
    "a wrong form": (
        "professional", {"version": "1.0"}, "schema-form", "1.0 does not have the expected form",
        "Semantic version: three whole numbers with dots, such as 1.0.0.",
    ),
    "a line break in words": (
        "course", {"name": "电路\n基础"}, "schema-form", '电路\\n基础 does not have the expected form', "",
    ),
    "a day that does not exist": (
        "professional", {"issued": "2026-02-30"}, "schema-limit", "2026-02-30 is not a date that exists", "",
    ),
    "too little": (
        "professional", {"facilities": {"rooms": [{"id": "RM1", "area": 0}]}},
        "schema-limit", "0 is less than 1", "Area in square metres.",
    ),
    "too much": (
        "professional", {"duration": {"semesters": 13}}, "schema-limit", "13 is more than 12", "Number of semesters.",
    ),
    "too long": (
        "professional", {"title": "标" * 4001}, "schema-limit", "the text is longer than 4000 characters", "",
    ),
    "an empty list": (
        "professional", {"goal": []}, "schema-limit", "the list is empty", "Educational goal.",
    ),
    "the same entry twice": (
        "professional", {"institutions": ["demo-college", "demo-college"]},
        "schema-limit", "the list names demo-college twice", "Ids of the organisations",
    ),
    "a clause of nothing": (
        "professional", {"goal": [{"id": "GO1", "text": None}]}, "schema-required", "has none of text, clauses",
        "A numbered provision: text, or sub-clauses, or both.",
    ),
    "a range without bounds": (
        "system", {"levels": [{"id": "higher-vocational", "hours": {"minimum": None}}]},
        "schema-required", "has none of minimum, maximum", "",
    ),
    "braces in a name": (
        "professional", {"{name}": 1}, "schema-unknown", "{name} is not a property that belongs here", "",
    ),
}


@pytest.mark.parametrize(("name", "change", "code", "words", "advice"), MESSAGES.values(), ids=MESSAGES)
def test_a_violation_is_said_once_and_says_what_to_do(
    name: str, change: dict[str, Any], code: str, words: str, advice: str, repository: MakeRepository
) -> None:
    [said] = [item for item in found(repository, name, change) if (item.code, item.words()) == (code, words)]
    assert said.where.line > 0 or said.where.pointer == ()
    assert said.advice()
    assert advice in said.advice()


@pytest.mark.parametrize("name", ["name", "code", "course", "version", "uuid", "language"])
def test_a_line_break_at_the_end_is_a_line_break(name: str, repository: MakeRepository) -> None:
    words = read_yaml(DEMO, FILES["course"]).data[name]
    [said] = found(repository, "course", {name: f"{words}\n"})
    assert (said.code, said.where.pointer) == ("schema-form", (name,))


def test_every_pattern_is_of_the_whole_value() -> None:
    patterns = [part["pattern"] for _, part in PARTS if "pattern" in part]
    assert patterns
    assert [pattern for pattern in patterns if not (pattern.startswith("^") and pattern.endswith("$"))] == []


def test_the_demonstration_itself_has_no_violations(repository: MakeRepository) -> None:
    assert repository().problems == ()


def test_a_violation_is_located_to_line_and_column(repository: MakeRepository) -> None:
    lines = (DEMO / FILES["course"]).read_text(encoding="utf-8").splitlines()
    line = next(number for number, words in enumerate(lines, 1) if words.startswith("category: core"))
    lines[line - 1] = "category: cores"
    made = repository({FILES["course"]: "\n".join(lines) + "\n"})
    wanted = Where(FILES["course"], line, len("category: ") + 1, ("category",))
    assert [(finding.where, finding.code) for finding in made.located_problems] == [(wanted, "schema-enum")]


# What is written in the place of a line of the course, the one thing that is said of it, the advice, and the fix.
WRITTEN: dict[str, tuple[str, str, str, object]] = {
    "credits: 64学时": ("credits", "expected a number, found 64学时", "Write the number alone, without “学时”.", None),
    "credits: 64 часа": ("credits", "expected a number, found 64 часа", "without “часа”.", None),
    'credits: "60"': ("credits", "expected a number, found \"60\"", "without quotes: 60.", 60),
    "credits: ６０": ("credits", "expected a number, found ６０", "in ordinary digits and without quotes: 60.", 60),
    'credits: "7.5"': ("credits", "expected a number, found \"7.5\"", "without quotes: 7.5.", 7.5),
    "credits: 6,5": ("credits", "expected a number, found \"6,5\"", "decimals come after a point", None),
    "credits: [60]": ("credits", "expected a number, found a list", "Write one value", None),
    "credits:": ("credits", "must be filled; expected a number", "Credits, as in the plan.", None),
    'credits: "999"': ("credits", "expected a number, found \"999\"", "without quotes: 999.", None),
    "Credits: 60": ("Credits", "Credits is not a property that belongs here", "did you mean credits?", "credits"),
    "crédits: 60": ("crédits", "crédits is not a property that belongs here", "did you mean credits?", None),
    "issued: 2026/9/1": ("issued", "2026/9/1 does not have the expected form", "as 2026-09-01", "2026-09-01"),
    "issued: 2026.09.01": ("issued", "2026.09.01 does not have the expected form", "as 2026-09-01", "2026-09-01"),
    "issued: 2026年9月1日": ("issued", "2026年9月1日 does not have the expected form", "as 2026-09-01", "2026-09-01"),
    "issued: 20260901": ("issued", "expected text, found 20260901", "as 2026-09-01", "2026-09-01"),
    "issued: 2026/2/30": ("issued", "2026/2/30 does not have the expected form", "as 2026-02-30", None),
    "issued: 01.09.2026": ("issued", "01.09.2026 does not have the expected form", "Write the year first", None),
    "category: Core": ("category", "Core is not one of", "did you mean core?", "core"),
    "category: Public_Basic": ("category", "is not one of", "did you mean public-basic?", "public-basic"),
    "category: ｃore": ("category", "ｃore is not one of", "ｃ is written full-width here.", "core"),
    "category: соre": ("category", "соre is not one of", "The letter с here is Cyrillic.", None),
    "category: cores": ("category", "cores is not one of", "did you mean core?", None),
    "category: [core]": ("category", "a list is not one of", "Write one value", None),
    "category:": ("category", "must be filled with one of public-basic", "Category of the course in the plan.", None),
    "version: 1.0": ("version", "expected text, found 1.0", "three whole numbers with dots", None),
    "course: С201": ("course", "С201 does not have the expected form", "The letter С is Cyrillic here", None),
    "course: Ｃ２０１": ("course", "Ｃ２０１ does not have the expected form", "Write C201", "C201"),
    'course: "C201 "': ("course", "C201  does not have the expected form", "Write C201", "C201"),
    'course: " "': ("course", "must be filled", "Id of the course in its plan.", None),
    "code: ct-1": ("code", "ct-1 does not have the expected form", "Write CT-1", "CT-1"),
    "code: 0714": ("code", "expected text, found 714", "Put it in quotes.", "0714"),
    "language: zh_hans": ("language", "zh_hans does not have the expected form", "Write zh-Hans", "zh-Hans"),
    "name: 5": ("name", "expected text, found 5", "Put it in quotes.", "5"),
    "name: true": ("name", "expected text, found true", "Put it in quotes.", "true"),
    'name: "电路\\t基础 "': ("name", "does not have the expected form", "Write it without tabs", "电路 基础"),
    'name: "电路\\n基础"': ("name", "does not have the expected form", "as one paragraph", None),
    "name: |\n  电路基础": ("name", "does not have the expected form", "line breaks at its ends", "电路基础"),
    'name: ""': ("name", "must be filled", "Name of the course, as in the plan.", None),
    "name:": ("name", "must be filled; expected text", "Name of the course, as in the plan.", None),
    "name: {电路: 基础}": ("name", "expected text, found a group of properties", "a text with a colon", None),
    "hours: 960": ("hours", "expected a group of properties, found 960", "Write {total: 960}.", None),
    "hours: [{total: 960}]": ("hours", "expected a group of properties, found a list", "without a hyphen", None),
    "hours: {total: 960, self-study: 0}": (
        "hours.self-study", "self-study is not a property that belongs here", "did you mean self_study?", "self_study",
    ),
    "hours: {theory: 960}": ("hours", "total is missing", "All hours of the course or unit.", None),
    "prerequisites: C101、C102": ("prerequisites", "expected a list, found C101、C102", "[C101, C102]", None),
    "prerequisites: [C101, C101]": ("prerequisites.1", "the list names C101 twice", "Ids of courses", None),
}


@pytest.mark.parametrize("line", WRITTEN)
def test_what_was_likely_meant(line: str) -> None:
    place, words, advice, mended = WRITTEN[line]
    lines = (DEMO / FILES["course"]).read_text(encoding="utf-8").splitlines()
    first = place.partition(".")[0].lower().replace("é", "e") + ":"
    text = "\n".join(line if old.startswith(first) else old for old in lines) + "\n"
    source = parsed(text, "file.yaml")
    assert source.problems == ()
    [finding] = violations(source, "course")
    assert ".".join(map(str, finding.where.pointer)) == place
    assert words in finding.words()
    assert advice in finding.advice()
    assert (finding.fix and finding.fix.value) == mended
    assert finding.fix is None or finding.fix.where == finding.where


def course(**changes: Any) -> list[tuple[Any, ...]]:
    """What is said of the course with other properties: the place, the words and the advice of each finding."""
    data = {**read_yaml(DEMO, FILES["course"]).data, **changes}
    given = {name: value for name, value in data.items() if value is not None}
    return [(item.where.pointer, item.words(), item.advice()) for item in direct("course", given)]


def test_a_property_that_belongs_further_in() -> None:
    [(place, words, advice)] = course(theory=400, hours={"total": 400})
    assert (place, advice) == (("theory",), "It belongs under hours.")
    assert words == "theory is not a property that belongs here"


def test_a_property_that_belongs_further_out_is_not_missing_there_too() -> None:
    [(place, _, advice)] = course(credits=None, hours={"total": 400, "credits": 60})
    assert (place, advice) == (("hours", "credits"), "It belongs further out, beside hours: check the indentation.")


def test_a_property_of_another_kind() -> None:
    [(place, _, advice)] = course(sites=[])
    assert place == ("sites",)
    assert advice == "It is a property of the kind practice; this file is of the kind course."


def test_a_misspelt_property_is_not_missing_too() -> None:
    [(place, _, advice)] = course(credits=None, crdits=60)
    assert (place, advice) == (("crdits",), "did you mean credits?")
    [(place, _, advice)] = course(nature=[{"id": "NT1", "texts": "电路"}])
    assert (place, advice) == (("nature", 0, "texts"), "did you mean text?")


def test_a_file_of_json_has_no_fixes() -> None:
    assert [item.fix for item in direct("course", {"Kind": "course"})][:1] == [None]


def direct(schema: str, data: Any) -> list[Diagnostic]:
    return list(violations(Source("file.yaml", data), schema))


def test_each_missing_property_is_found_once() -> None:
    needed = SCHEMAS["terminology.schema.json"]["properties"]["terms"]["items"]["required"]
    findings = direct("terminology", {"terms": [{}, {}]})
    assert [(item.where.pointer, item.arguments["name"]) for item in findings] == [
        (("terms", place), name) for place in (0, 1) for name in needed
    ]


def test_a_file_that_is_no_group_is_refused() -> None:
    assert [(item.code, item.words()) for item in direct("course", ["kind"])] == [
        ("schema-type", "expected a group of properties, found a list")
    ]


def test_a_value_that_fits_no_branch_is_told_so() -> None:
    [finding] = [item for item in direct("manifest", {"supersedes": 5}) if item.where.pointer]
    assert (finding.code, finding.words()) == ("schema-type", "expected text or nothing, found 5")
    assert "null where there is none" in finding.advice()


def test_a_value_that_fits_one_branch_is_judged_by_it() -> None:
    [finding] = [item for item in direct("manifest", {"supersedes": "1.0"}) if item.where.pointer]
    assert (finding.code, finding.words()) == ("schema-form", "1.0 does not have the expected form")
    assert finding.advice().startswith("Semantic version")


def test_languages_of_terms_are_named_by_tag() -> None:
    term = {"id": "bbu", "domain": "education", "part_of_speech": "noun", "definition": "A unit."}
    [wrong] = direct("terminology", {"terms": [{**term, "terms": {"English": {"term": "unit"}}}]})
    assert (wrong.words(), "BCP 47" in wrong.advice()) == ("English does not have the expected form", True)
    [empty] = direct("terminology", {"terms": [{**term, "terms": {}}]})
    assert empty.words() == "the group is empty"


def test_a_missing_property_is_placed_at_its_group(repository: MakeRepository) -> None:
    made = repository(overlay(professional={"graduation": {"credits": None}}))
    [finding] = locate(made.root, made.problems)
    line = (made.root / finding.where.path).read_text(encoding="utf-8").splitlines()[finding.where.line - 2]
    assert line == "graduation:"


@pytest.mark.parametrize("name", ["professional", "course", "practice"])
def test_both_validators_judge_alike(name: str) -> None:
    real = Repository(ROOT)
    path = next(path for path in real.standard_paths if real.source(path).data["kind"] == name)
    data = real.source(path).data
    changes: list[dict[str, Any]] = [{}, {"status": "drafft"}, {"version": "1.0.0\n"}, {"extra": 1}]
    changes += [{"issued": "2026-02-30"}, {"title": ""}, {"title": "a\nb"}, {"uuid": "x"}]
    changes += [{"institutions": []}, {"language": "ZH"}]
    for change in changes:
        changed = {**data, **change}
        slow = not list(schemas.validator(name).iter_errors(changed))
        assert schemas._quick(name).is_valid(changed) == slow, change
