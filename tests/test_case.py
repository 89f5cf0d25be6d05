"""CASE: frameworks made of standards are valid and lose nothing, those of others come in whole or not at all."""

import copy
import json
import re
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from conformance import folder
from curricula.case.foreign import package as restored
from curricula.case.frameworks import OWN
from curricula.case.reading import DEEPEST_TREE
from curricula.diagnostics import Diagnostic
from curricula.drafts import data_of, in_order
from curricula.formats import case, case10
from curricula.imports import json as importing
from curricula.model.common import Clause
from curricula.model.course import CourseStandard
from curricula.model.professional import ProfessionalStandard
from curricula.packages import bag
from curricula.packages.certificate import CERTIFICATE
from curricula.packages.manifest import README
from curricula.packages.sources import SOURCE
from curricula.pipeline import published
from curricula.plugins import stated
from curricula.repository import Repository
from curricula.resources import SCHEMAS
from curricula.rules import mappings_agree
from curricula.source import LARGEST
from running import run

TESTS = Path(__file__).parent
FOREIGN = TESTS / "case" / "competences.json"
HOST = "https:" "//frameworks.example"
DOCUMENTS = ("demo/professional", "demo/courses/circuits", "demo/practice/workshop")
FORMATS = {"1.1": case, "1.0": case10}
Data = dict[str, Any]
MakeRepository = Callable[..., Repository]
PROFESSIONAL = "standards/demo/professional.yaml"
SETTINGS = "standards/repository.yaml"


@cache
def judge(version: str) -> Any:
    """The validator of the published schema of a version, formats and all."""
    name = {"1.1": "case-v1p1-cfpackage.json", "1.0": "case-v1p0-cfpackage.json"}[version]
    schema = json.loads((folder("case") / name).read_text(encoding="utf-8"))
    schema.pop("$schema", None)  # that of 1.1 ends in # and is not known so
    kind = jsonschema.Draft201909Validator if version == "1.1" else jsonschema.Draft4Validator
    checker = jsonschema.FormatChecker()
    checker.checks("date-time", ValueError)(lambda found: "T" in found and bool(datetime.fromisoformat(found)))
    checker.checks("uri")(lambda found: bool(re.match("(urn:uuid|https):[^ ]+$", found)))
    return kind(schema, format_checker=checker)


@pytest.fixture(scope="module")
def here(demo: Path) -> Repository:
    """The demonstration as it is, read once: for tests that change nothing."""
    return Repository(demo)


def made(repository: Repository, document: str, locale: str, version: str = "1.1") -> Data:
    """The package of an edition; nothing may be wrong with it."""
    content, problems = FORMATS[version].render(repository.edition(document, locale))
    assert problems == ()
    found: Data = json.loads(content)
    return found


def coded(package: Data) -> dict[str, Data]:
    """The items of a package by their codes."""
    return {item["humanCodingScheme"]: item for item in package["CFItems"] if "humanCodingScheme" in item}


def of_type(package: Data, name: str) -> list[Data]:
    return [item for item in package["CFAssociations"] if item["associationType"] == name]


def ends(association: Data) -> tuple[str, str]:
    return association["originNodeURI"]["identifier"], association["destinationNodeURI"]["identifier"]


def everything(value: Any) -> Iterator[Any]:
    yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from everything(item)


@pytest.mark.parametrize("version", FORMATS)
@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_edition_satisfies_the_published_schema(
    document: str, version: str, here: Repository
) -> None:
    for locale in here.locales:
        package = made(here, document, locale, version)
        assert [error.message for error in judge(version).iter_errors(package)] == []
        assert None not in list(everything(package))
        assert not [text for text in everything(package) if text == ""]


@pytest.mark.slow
@pytest.mark.parametrize("version", FORMATS)
def test_the_standards_of_the_repository_do_too(version: str) -> None:
    here = Repository(TESTS.parent)
    for document in here.standards:
        for locale in here.locales:
            package = made(here, document, locale, version)
            assert [error.message for error in judge(version).iter_errors(package)] == []


def test_the_schemas_refuse_what_is_wrong(repository: MakeRepository) -> None:
    """Else their silence would say nothing."""
    for version in FORMATS:
        package = made(repository(), DOCUMENTS[0], "ru", version)
        other = ("colour", "red") if version == "1.1" else ("uri", "x y")
        for name, value in (other, ("title", None), ("identifier", 3), ("lastChangeDateTime", "today")):
            broken = copy.deepcopy(package)
            broken["CFDocument"][name] = value
            assert not judge(version).is_valid(broken), (version, name)


@pytest.mark.parametrize("version", FORMATS)
def test_no_property_is_our_own(version: str, here: Repository) -> None:
    """Told by the schema's lists of names: that of 1.0 forbids others only below the whole package."""
    name = {"1.1": "case-v1p1-cfpackage.json", "1.0": "case-v1p0-cfpackage.json"}[version]
    schema = json.loads((folder("case") / name).read_text(encoding="utf-8"))
    known = schema["$defs"] if version == "1.1" else schema["definitions"]
    short = "CFPckg" if version == "1.1" else "CFPackage"
    for document in DOCUMENTS:
        package = made(here, document, "ru", version)
        for group, kind in (("CFItems", "Item"), ("CFAssociations", "Association")):
            for thing in package[group]:
                assert thing.keys() <= known[f"{short}{kind}"]["properties"].keys()
        assert package["CFDocument"].keys() <= known[f"{short}Document"]["properties"].keys()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_item_of_the_standard_is_there_once(document: str, here: Repository) -> None:
    wanted = [
        item["id"] for item in everything(data_of(here.standards[document]))
        if isinstance(item, dict) and "id" in item and "version" not in item
    ]
    for locale in here.locales:
        package = made(here, document, locale)
        criteria = [each["category"] for rubric in package.get("CFRubrics", ()) for each in rubric["CFRubricCriteria"]]
        codes = [item["humanCodingScheme"] for item in package["CFItems"] if "humanCodingScheme" in item]
        assert Counter([*codes, *criteria]) == Counter(wanted)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_items_make_one_tree_in_order(document: str, here: Repository) -> None:
    package = made(here, document, "en")
    tree = of_type(package, "isChildOf")
    identifiers = [item["identifier"] for item in package["CFItems"]]
    assert Counter(ends(each)[0] for each in tree) == Counter(identifiers)
    assert {ends(each)[1] for each in tree} <= {package["CFDocument"]["identifier"], *identifiers}
    numbers: dict[str, list[int]] = {}
    for each in tree:
        numbers.setdefault(ends(each)[1], []).append(each["sequenceNumber"])
    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())


def test_no_two_things_share_an_identifier(here: Repository) -> None:
    seen: dict[str, tuple[str, str]] = {}
    for document in DOCUMENTS:
        for locale in here.locales:
            package = made(here, document, locale)
            groupings = package["CFDefinitions"].get("CFAssociationGroupings", [])
            for thing in (package["CFDocument"], *package["CFItems"], *package["CFAssociations"], *groupings):
                name = thing["identifier"]
                assert str(uuid.UUID(name)) == name
                assert thing["uri"] == f"urn:uuid:{name}"
                assert seen.setdefault(name, (document, locale)) == (document, locale)
    assert len(seen) > 1000


def test_identifiers_stay_when_words_and_version_change(repository: MakeRepository) -> None:
    changes = [("version: 1.0.0\nstatus", "version: 2.0.0\nstatus"), ("issued: 2026-09-01", "issued: 2026-10-01"),
               ("应用电子技术专业标准", "应用电子专业标准"), ("能分析直流电路和交流电路", "能分析各种电路")]
    before = repository()
    words = (before.root / PROFESSIONAL).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in words
        words = words.replace(old, new, 1)
    after = repository({PROFESSIONAL: words})
    for locale in ("zh-Hans", "ru"):
        found, others = (
            [thing["identifier"] for thing in everything(made(here, DOCUMENTS[0], locale))
             if isinstance(thing, dict) and "identifier" in thing and "associationType" not in thing]
            for here in (before, after)
        )
        assert found == others
    changed = made(after, DOCUMENTS[0], "zh-Hans")
    assert changed["CFDocument"]["version"] == "2.0.0"
    assert {thing["lastChangeDateTime"] for thing in changed["CFItems"]} == {"2026-10-01T00:00:00Z"}


def test_the_framework_in_the_language_of_the_standard_has_its_uuid(here: Repository) -> None:
    for document in DOCUMENTS:
        standard = here.standards[document]
        assert made(here, document, standard.language)["CFDocument"]["identifier"] == standard.uuid
        assert made(here, document, "ru")["CFDocument"]["identifier"] != standard.uuid


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_destination_is_the_translation_of_the_origin(document: str, here: Repository) -> None:
    source, translation = made(here, document, "zh-Hans"), made(here, document, "ru")
    assert of_type(source, "isTranslationOf") == []
    origins = {item["identifier"] for item in (source["CFDocument"], *source["CFItems"])}
    own = {item["identifier"] for item in (translation["CFDocument"], *translation["CFItems"])}
    links = of_type(translation, "isTranslationOf")
    assert {ends(link)[0] for link in links} == origins
    assert {ends(link)[1] for link in links} == own
    names = {item["identifier"]: code for package in (source, translation) for code, item in coded(package).items()}
    assert all(names.get(ends(link)[0]) == names.get(ends(link)[1]) for link in links)


def test_case_1_0_has_no_translations_so_they_match_exactly(here: Repository) -> None:
    package = made(here, DOCUMENTS[0], "ru", "1.0")
    (grouping,) = (
        item["identifier"] for item in package["CFDefinitions"]["CFAssociationGroupings"] if item["title"] == "Перевод"
    )
    links = [link for link in of_type(package, "exactMatchOf")
             if link["CFAssociationGroupingURI"]["identifier"] == grouping]
    assert len(links) == len(package["CFItems"]) + 1
    assert {ends(link)[1] for link in links} == {
        item["identifier"] for item in (package["CFDocument"], *package["CFItems"])
    }


def test_words_not_translated_yet_are_no_translation(repository: MakeRepository) -> None:
    catalogue = "translations/ru/demo/professional.po"
    before = repository()
    words = (before.root / catalogue).read_text(encoding="utf-8")
    settings = (before.root / SETTINGS).read_text(encoding="utf-8")
    start = words.index('msgctxt "demo/professional#K1/text"')
    end = words.index("\n\n", start)
    here = repository({
        catalogue: words[:start] + words[end:].lstrip("\n"),
        SETTINGS: settings.replace("{tag: ru, policy: strict}", "{tag: ru, policy: mark}"),
    })
    package = made(here, DOCUMENTS[0], "ru")
    item = coded(package)["K1"]
    assert item["language"] == "zh-Hans"
    assert item["identifier"] not in {ends(link)[1] for link in of_type(package, "isTranslationOf")}
    assert item["identifier"] in {ends(link)[1] for link in of_type(package, "exactMatchOf")}
    assert judge("1.1").is_valid(package)


def test_what_a_course_and_its_item_say(repository: MakeRepository) -> None:
    package = made(repository(), DOCUMENTS[0], "en")
    course = coded(package)["C201"]
    assert course["CFItemType"] == "Course"
    assert course["extensions"][OWN]["data"]["hours"] == {"total": 960, "theory": 400, "practice": 560}
    assert {"Hours: 960", "Theory: 400", "Credits: 60", "Prerequisites: C101"} <= set(course["notes"].splitlines())
    assert course["conceptKeywords"] == ["Core professional courses"]
    position = coded(package)["POS1"]
    (concept,) = package["CFDefinitions"]["CFConcepts"]
    assert concept["hierarchyCode"] == "3114"
    assert position["conceptKeywordsURI"]["identifier"] == concept["identifier"]
    assert position["conceptKeywords"] == [concept["title"]]
    provision = coded(package)["OV1"]
    assert provision["abbreviatedStatement"] != provision["fullStatement"]
    assert provision["listEnumeration"] == "1.1"


def test_what_the_document_says(here: Repository) -> None:
    document = made(here, DOCUMENTS[0], "ru")["CFDocument"]
    edition = here.edition(DOCUMENTS[0], "ru")
    assert document["title"] == edition.standard.title.words
    assert (document["language"], document["version"], document["adoptionStatus"]) == ("ru", "1.0.0", "Draft")
    assert document["licenseURI"]["title"] == here.settings.licence
    assert [here.settings.organisations[0].id, "demo-college"][1] in here.standards[DOCUMENTS[0]].institutions
    names = [edition.shared.names[f"organisation/{name}"].words for name in edition.standard.institutions]
    assert document["creator"] == "; ".join(names)
    assert document["lastChangeDateTime"] == "2026-09-01T00:00:00Z"


def test_prerequisites_precede_and_coverage_is_related(repository: MakeRepository) -> None:
    package = made(repository(), DOCUMENTS[0], "en")
    items = {item["identifier"]: code for code, item in coded(package).items()}
    assert {(items[a], items[b]) for a, b in map(ends, of_type(package, "precedes"))} == {
        ("C101", "C201"), ("C201", "C401"), ("C201", "C501"),
    }
    assessed = {
        (items[ends(link)[0]], items[ends(link)[1]]) for link in of_type(package, "isRelatedTo")
        if link["CFAssociationGroupingURI"]["title"] == "Assessed"
    }
    assert assessed == {("C201", "K1"), ("C401", "A1"), ("C501", "Q1"), ("C501", "A1")}


def test_a_course_standard_is_part_of_its_professional_standard(here: Repository) -> None:
    for locale in ("zh-Hans", "ru"):
        whole, course = made(here, DOCUMENTS[0], locale), made(here, DOCUMENTS[1], locale)
        (part,) = of_type(course, "isPartOf")
        assert ends(part) == (course["CFDocument"]["identifier"], whole["CFDocument"]["identifier"])
        outcomes = {code: item["identifier"] for code, item in coded(whole).items()}
        objectives = {code: item["identifier"] for code, item in coded(course).items()}
        related = set(map(ends, of_type(course, "isRelatedTo")))
        assert {(objectives["OB1"], outcomes["K1"]), (objectives["OB2"], outcomes["A1"])} <= related
        assert (outcomes["C101"], course["CFDocument"]["identifier"]) in map(ends, of_type(course, "precedes"))


def test_a_rubric_has_its_criteria_and_levels(here: Repository) -> None:
    standard = here.standards[DOCUMENTS[1]]
    assert isinstance(standard, CourseStandard)
    (rubric,) = made(here, DOCUMENTS[1], "zh-Hans")["CFRubrics"]
    (criterion,) = rubric["CFRubricCriteria"]
    (ours,) = standard.assessment.rubrics
    assert (criterion["category"], criterion["description"]) == (ours.id, ours.criterion.words)
    assert (criterion["weight"], criterion["rubricId"]) == (100, rubric["identifier"])
    levels = criterion["CFRubricCriterionLevels"]
    assert [level["position"] for level in levels] == [1, 2, 3, 4]
    assert [level["description"] for level in levels] == [
        ours.levels.excellent.words, ours.levels.good.words, ours.levels.pass_.words, ours.levels.fail.words,
    ]
    assert {level["rubricCriterionId"] for level in levels} == {criterion["identifier"]}


def test_uris_begin_with_the_address_of_the_repository(repository: MakeRepository) -> None:
    settings = (repository().root / SETTINGS).read_text(encoding="utf-8")
    here = repository({SETTINGS: f"{settings}address: {HOST}/standards/\n"})
    for version, folder_ in (("1.1", "v1p1"), ("1.0", "v1p0")):
        package = made(here, DOCUMENTS[1], "ru", version)
        item = package["CFItems"][0]
        assert item["uri"] == f"{HOST}/standards/ims/case/{folder_}/CFItems/{item['identifier']}"
        assert judge(version).is_valid(package)
        assert made(repository(), DOCUMENTS[1], "ru", version)["CFItems"][0]["identifier"] == item["identifier"]


def test_the_same_edition_is_the_same_bytes(repository: MakeRepository) -> None:
    first, again = (case.render(repository().edition(DOCUMENTS[0], "uz-Latn"))[0] for _ in range(2))
    assert first == again


def test_ids_that_stand_twice_are_a_complaint(repository: MakeRepository) -> None:
    words = (repository().root / PROFESSIONAL).read_text(encoding="utf-8")
    here = repository({PROFESSIONAL: words.replace("{id: QA1,", "{id: GR1,")})
    assert any("GR1" in problem for problem in case.render(here.edition(DOCUMENTS[0], "zh-Hans"))[1])


# Reading: what was made of a standard becomes it again.


def told(found: tuple[Diagnostic, ...]) -> list[tuple[str, str]]:
    return [(item.code, item.words()) for item in found]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_package_of_version_1_1_becomes_its_standard_again(document: str, here: Repository) -> None:
    standard = here.standards[document]
    content, _ = case.render(here.edition(document, standard.language))
    draft = importing.read(here, "a.json", content)
    assert told(draft.diagnostics) == []
    assert draft.document == document
    assert in_order(draft.data, {"$ref": f"{standard.kind}.schema.json"}) == data_of(standard)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_package_of_version_1_0_lacks_what_no_note_says(document: str, here: Repository) -> None:
    standard = here.standards[document]
    content, _ = case10.render(here.edition(document, standard.language))
    draft = importing.read(here, "a.json", content)
    wanted = data_of(standard)
    for mapping in wanted.get("mappings", ()):
        del mapping["source"], mapping["verified"]
    assert told(draft.diagnostics) == []
    assert draft.document == document
    assert in_order(draft.data, {"$ref": f"{standard.kind}.schema.json"}) == wanted


def test_the_order_of_a_file_makes_no_difference(here: Repository) -> None:
    package = made(here, DOCUMENTS[0], "zh-Hans")
    for group in ("CFItems", "CFAssociations"):
        package[group].reverse()
    draft = importing.read(here, "a.json", json.dumps(package).encode())
    assert in_order(draft.data, {"$ref": "professional.schema.json"}) == data_of(here.standards[DOCUMENTS[0]])


@pytest.mark.parametrize("version", FORMATS)
def test_a_translation_is_not_taken_for_the_standard(version: str, here: Repository) -> None:
    content = json.dumps(made(here, DOCUMENTS[0], "ru", version)).encode()
    draft = importing.read(here, "a.json", content)
    assert draft.data is None
    assert [code for code, _ in told(draft.diagnostics)] == ["import-language"]


def test_items_that_others_added_are_kept_as_comments(here: Repository) -> None:
    package = made(here, DOCUMENTS[1], "zh-Hans")
    new = str(uuid.UUID(int=7, version=4))
    package["CFItems"].append({
        "identifier": new, "uri": f"urn:uuid:{new}", "fullStatement": "Ours alone", "humanCodingScheme": "X.1",
        "lastChangeDateTime": "2026-01-01T00:00:00Z",
    })
    draft = importing.read(here, "a.json", json.dumps(package, indent=1).encode())
    assert draft.data is not None
    assert [(item.code, item.where.line > 1) for item in draft.diagnostics] == [("import-unplaced", True)]
    assert [words.words() for words in draft.unplaced] == ["X.1 Ours alone"]


def test_a_damaged_value_is_told_at_its_item(here: Repository) -> None:
    package = made(here, DOCUMENTS[0], "zh-Hans")
    course = coded(package)["C201"]
    course["extensions"][OWN]["data"]["credits"] = "many"
    text = json.dumps(package, ensure_ascii=False, indent=1)
    draft = importing.read(here, "a.json", text.encode())
    (found,) = draft.diagnostics
    assert draft.data is None
    assert found.code == "schema-type"
    assert course["identifier"] in text.splitlines()[found.where.line]


def test_the_command_brings_a_standard_back(repository: MakeRepository, tmp_path: Path) -> None:
    here = repository()
    for number, version in enumerate(FORMATS):
        content, _ = FORMATS[version].render(here.edition(DOCUMENTS[1], "zh-Hans"))
        file = tmp_path / f"{number}.json"
        file.write_bytes(content)
        same = run(here.root, "import", str(file))
        assert (same.returncode, same.stdout.splitlines()[-1]) == (0, "nothing has changed")
    file.write_text(content.decode().replace("能解释电路定律。", "能说明电路定律。"), encoding="utf-8")
    refused = run(here.root, "import", str(file))
    assert refused.returncode == 2
    assert "--replace" in refused.stderr
    changed = run(here.root, "import", str(file), "--replace")
    assert changed.returncode == 0
    (objective, _) = data_of(Repository(here.root).standards[DOCUMENTS[1]])["objectives"]
    assert objective["text"] == "能说明电路定律。"


# Reading: frameworks of others.


def foreign(change: Callable[[Data], None] = lambda package: None) -> Data:
    words = FOREIGN.read_text(encoding="utf-8").replace("INSECURE", HOST.replace("https", "http"))
    package: Data = json.loads(words.replace("HOST", HOST))
    change(package)
    return package


def by_identifier(things: list[Data]) -> list[Data]:
    return sorted(things, key=lambda thing: str(thing["identifier"]))


def test_a_framework_of_others_comes_in_whole(repository: MakeRepository) -> None:
    package = foreign()
    draft = importing.read(repository(), "a.json", json.dumps(package, indent=1).encode())
    assert draft.document == "frameworks/service-technician-competences"
    assert draft.data is not None
    assert {item.severity for item in draft.diagnostics} == {"info"}
    assert all(item.where.line > 1 for item in draft.diagnostics)
    whole = restored(draft.data)
    assert by_identifier(whole.pop("CFItems")) == by_identifier(package.pop("CFItems"))
    assert whole == package


def test_its_file_is_read_and_says_what_its_owner_said(repository: MakeRepository, tmp_path: Path) -> None:
    here = repository()
    package = foreign()
    file = tmp_path / "partner.json"
    file.write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")
    assert run(here.root, "import", str(file), "--id", "frameworks/partner").returncode == 0
    path = here.root / "standards/frameworks/partner.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    whole = restored(data)
    assert by_identifier(whole["CFItems"]) == by_identifier(package["CFItems"])
    again = Repository(here.root)
    assert again.located_problems == ()
    framework = again.common.frameworks["partner"]
    assert framework.uuid == package["CFDocument"]["identifier"]
    (top, other) = framework.items
    assert [item.id for item in top.items] == ["I-7b1e3d02", "HV.1"]
    assert (other.id, other.text, other.code) == ("I-7b1e3dde", "Works safely", None)
    assert run(here.root, "import", str(file)).stdout.splitlines()[-1] == "nothing has changed"
    assert run(here.root, "check").returncode == 0


def test_odd_characters_survive_the_file(repository: MakeRepository, tmp_path: Path) -> None:
    odd = "a\u2028b\u0085c\x7fd\ufeffe\tf\ng\\h\"i'j #k: {l} \U0001f600 \ufffe"

    def change(package: Data) -> None:
        package["CFItems"][3]["fullStatement"] = odd
        package["CFItems"][3]["x: {y}"] = [odd, {"#": None}]

    here = repository()
    file = tmp_path / "partner.json"
    file.write_text(json.dumps(foreign(change)), encoding="utf-8")
    assert run(here.root, "import", str(file), "--id", "frameworks/partner").returncode == 0
    path = here.root / "standards/frameworks/partner.yaml"
    again = Repository(here.root)
    assert again.located_problems == ()
    assert again.common.frameworks["partner"].items[1].text == odd
    items = restored(again.source(path.relative_to(here.root).as_posix()).data)["CFItems"]
    assert items[-1] == foreign(change)["CFItems"][3]


def mapped(counterpart: str, framework: str = "partner") -> str:
    words = (TESTS / "demo" / PROFESSIONAL).read_text(encoding="utf-8")
    words = words.replace("    source: Invented for", f"    framework_id: {framework}\n    source: Invented for")
    return words.replace("relation: related,", f"relation: related, counterpart: {counterpart},")


def test_sections_lead_to_the_items_of_a_framework(repository: MakeRepository) -> None:
    draft = importing.read(repository(), "a.json", json.dumps(foreign()).encode())
    file = {"standards/frameworks/partner.yaml": yaml.safe_dump(draft.data, allow_unicode=True)}
    here = repository({**file, PROFESSIONAL: mapped("HV.1")})
    assert list(mappings_agree.check(here)) == []
    for version in FORMATS:
        package = made(here, DOCUMENTS[0], "zh-Hans", version)
        (link,) = of_type(package, "exactMatchOf")
        theirs = foreign()["CFItems"][1]
        assert link["originNodeURI"]["identifier"] == coded(package)["MAP1.1"]["identifier"]
        assert (link["destinationNodeURI"]["identifier"], link["destinationNodeURI"]["uri"]) == (
            theirs["identifier"], theirs["uri"],
        )
        assert judge(version).is_valid(package)


@pytest.mark.parametrize(("counterpart", "framework", "words"), [
    ("HV.3", "partner", "partner has no item HV.3"),
    ("HV.1", "partnr", "there is no file standards/frameworks/partnr.yaml"),
])
def test_an_item_that_is_not_there_is_a_finding(
    counterpart: str, framework: str, words: str, repository: MakeRepository
) -> None:
    draft = importing.read(repository(), "a.json", json.dumps(foreign()).encode())
    file = {"standards/frameworks/partner.yaml": yaml.safe_dump(draft.data, allow_unicode=True)}
    here = repository({**file, PROFESSIONAL: mapped(counterpart, framework)})
    (found,) = mappings_agree.check(here)
    assert found.words() == words


def test_relations_of_a_mapping_are_told(repository: MakeRepository) -> None:
    package = made(repository(), DOCUMENTS[0], "en")
    items = {item["identifier"]: code for code, item in coded(package).items()}
    titles = {
        (items.get(ends(link)[0]), items.get(ends(link)[1])): link["CFAssociationGroupingURI"]["title"]
        for link in of_type(package, "isRelatedTo")
    }
    assert titles["A1", "MAP1.1"].endswith(": Related")
    assert titles["A1", "MAP1.2"].endswith(": Broad")
    assert titles["K1", "MAP1.2"].endswith(": Broad")


# Reading: what is refused, with one clear finding each.


def put(*steps: str | int) -> Callable[[Any], Callable[[Data], None]]:
    """A change that puts a value at a place of the package."""
    def value(new: Any) -> Callable[[Data], None]:
        def change(package: Data) -> None:
            here: Any = package
            for step in steps[:-1]:
                here = here[step]
            here[steps[-1]] = new
        return change
    return value


def circle(package: Data) -> None:
    package["CFAssociations"][2]["destinationNodeURI"]["identifier"] = package["CFItems"][1]["identifier"]


def chain(package: Data) -> None:
    names = [str(uuid.UUID(int=number)) for number in range(DEEPEST_TREE + 5)]
    package["CFItems"] = [{"identifier": name, "fullStatement": name} for name in names]
    package["CFAssociations"] = [
        {"associationType": "isChildOf", "originNodeURI": {"identifier": a}, "destinationNodeURI": {"identifier": b}}
        for a, b in zip(names[1:], names, strict=False)
    ]


BAD: dict[str, tuple[Callable[[Data], None], str, str]] = {
    "unknown version": (put("CFDocument", "caseVersion")("2.0"), "case-version", '"2.0"'),
    "no document": (lambda package: package.pop("CFDocument"), "import-file", "{"),
    "document of another kind": (put("CFDocument")([]), "import-file", "{"),
    "no title": (lambda package: package["CFDocument"].pop("title"), "case-form", "{"),
    "title is null": (put("CFDocument", "title")(None), "case-form", "null"),
    "title is a number": (put("CFDocument", "title")(7), "case-form", "7"),
    "items are a group": (put("CFItems")({}), "case-form", "{}"),
    "an item is a word": (put("CFItems", 1)("x"), "case-form", '"x"'),
    "a statement is null": (put("CFItems", 1, "fullStatement")(None), "case-form", "null"),
    "a code is a list": (put("CFItems", 1, "humanCodingScheme")(["x"]), "case-form", "["),
    "an identifier is true": (put("CFItems", 1, "identifier")(True), "case-form", "true"),
    "an end is a word": (put("CFAssociations", 0, "originNodeURI")("x"), "case-form", '"x"'),
    "an end has no identifier": (put("CFAssociations", 0, "originNodeURI")({"title": "x"}), "case-form", "{"),
    "duplicate": (put("CFItems", 1, "identifier")("7B1E3A5A-5F44-11EC-8C21-0242AC130002"), "case-duplicate", '"7B1E3A'),
    "dangling parent": (
        put("CFAssociations", 2, "destinationNodeURI", "identifier")("gone"), "case-dangling", '"gone"',
    ),
    "dangling child": (put("CFAssociations", 2, "originNodeURI", "identifier")("gone"), "case-dangling", '"gone"'),
    "both ends dangling": (put("CFAssociations", 3, "originNodeURI", "identifier")("gone"), "case-dangling", '"gone"'),
    "circle": (circle, "case-cycle", "{"),
    "in itself": (
        put("CFAssociations", 2, "destinationNodeURI", "identifier")("7b1e3a5a-5f44-11ec-8c21-0242ac130002"),
        "case-cycle", "{",
    ),
    "a tower": (chain, "too-deep", "{"),
    "deep data": (lambda package: put("x")(json.loads("[" * 60 + "]" * 60))(package), "too-deep", "{"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", BAD)
def test_a_package_that_makes_no_framework_is_refused(name: str, here: Repository) -> None:
    change, code, words = BAD[name]
    text = json.dumps(foreign(change), indent=1)
    draft = importing.read(here, "a.json", text.encode())
    assert draft.data is None
    codes = {item.code for item in draft.diagnostics}
    assert codes == ({code} if name != "duplicate" else {code, "case-dangling"} & codes | {code})
    found = next(item for item in draft.diagnostics if item.code == code)
    line = text.splitlines()[found.where.line - 1]
    assert line[found.where.column - 1 :].startswith(words)
    assert found.words()


@pytest.mark.parametrize(("content", "code"), [
    (b"", "json-syntax"),
    (b"[]", "import-file"),
    (b"null", "import-file"),
    (b"{", "json-syntax"),
    (b'{"CFDocuments": []}', "import-file"),
    (b'{"a": 1, "a": 2}', "duplicate-key"),
    (b'{"a": "\\ud800"}', "json-syntax"),
    (b"[" * 100_000 + b"]" * 100_000, "too-deep"),
    (b'{"a": ' * 60 + b"1" + b"}" * 60, "too-deep"),
    (b'{"a": ' + b"9" * 5000 + b"}", "json-syntax"),
    ("{\"a\": \"й\"}".encode("cp1251"), "encoding"),
    (b"\xff\xfe{\x00}\x00", "encoding"),
    (b" " * (LARGEST + 1), "file-too-large"),
    (b'{"a": "\x00"}', "control-character"),
])
def test_a_file_that_is_no_package_is_refused(content: bytes, code: str, here: Repository) -> None:
    draft = importing.read(here, "a.json", content)
    assert draft.data is None
    assert [item.code for item in draft.diagnostics] == [code]


def test_nothing_is_written_for_a_bad_file(repository: MakeRepository, tmp_path: Path) -> None:
    here = repository()
    file = tmp_path / "partner.json"
    file.write_text(json.dumps(foreign(circle), indent=1), encoding="utf-8")
    result = run(here.root, "import", str(file))
    assert result.returncode == 1
    assert "stands below itself" in result.stdout + result.stderr
    assert not (here.root / "standards/frameworks").exists()


@pytest.mark.parametrize(("id_", "words"), [("demo/x", "frameworks/"), ("frameworks/", "not an id")])
def test_a_framework_has_its_own_folder(id_: str, words: str, repository: MakeRepository, tmp_path: Path) -> None:
    here = repository()
    file = tmp_path / "partner.json"
    file.write_text(json.dumps(foreign()), encoding="utf-8")
    result = run(here.root, "import", str(file), "--id", id_)
    assert result.returncode == 2
    assert words in result.stderr


def test_what_stands_in_the_way_is_not_overwritten(repository: MakeRepository, tmp_path: Path) -> None:
    here = repository()
    words = json.dumps(foreign())
    other = re.sub("7b1e2c90", "11111111", words, flags=re.IGNORECASE)
    for number, change in enumerate((words, other)):
        (tmp_path / f"{number}.json").write_text(change, encoding="utf-8")
    first = run(here.root, "import", str(tmp_path / "0.json"), "--id", "frameworks/partner")
    before = (here.root / "standards/frameworks/partner.yaml").read_bytes()
    second = run(here.root, "import", str(tmp_path / "1.json"), "--id", "frameworks/partner", "--replace")
    assert (first.returncode, second.returncode) == (0, 2)
    assert (here.root / "standards/frameworks/partner.yaml").read_bytes() == before


def test_a_broken_framework_file_is_a_finding(repository: MakeRepository) -> None:
    here = repository({"standards/frameworks/partner.yaml": "kind: framework\ntitle: x\nitems: [{id: a b, text: 1}]\n"})
    assert {item.code for item in here.located_problems} == {"schema-required", "schema-form", "schema-type"}
    assert here.common.frameworks == {}


def test_packages_have_room_for_it() -> None:
    """Five languages, as this repository publishes: outputs, schemas, guides, and what surrounds the payload."""
    languages = len(Repository(TESTS.parent).locales)
    told = [stated("curricula.formats", name) for name in published()]
    scopes = Counter(each["SCOPE"] for each in told if each.get("PACKED", True))
    schemas = len(list((SCHEMAS / "xsd").glob("*.xsd")))
    tags = {bag.HASHES, bag.TAG_HASHES, bag.CONTAINER, "bagit.txt", "bag-info.txt"}
    surroundings = len({CERTIFICATE, SOURCE, README, bag.MANIFEST} | tags)
    count = languages * scopes["edition"] + scopes["publication"] + schemas + surroundings
    assert languages == 5
    assert count <= bag.MOST


def test_a_provision_without_words_leaves_its_place_to_those_below_it(repository: MakeRepository) -> None:
    words = (repository().root / PROFESSIONAL).read_text(encoding="utf-8")
    inner = "{id: DU1, text: 基本修业年限为3年，共6学期。}"
    here = repository({PROFESSIONAL: words.replace(inner, f"{{id: DU0, clauses: [{inner}]}}")})
    standard = here.standards[DOCUMENTS[0]]
    assert isinstance(standard, ProfessionalStandard)
    assert isinstance(standard.duration.clauses[0], Clause)
    package = made(here, DOCUMENTS[0], "zh-Hans")
    assert "DU0" not in coded(package)
    assert coded(package)["DU1"]["listEnumeration"] == "4.1"

