"""Packages: other people's programs accept them, and ours refuses whatever is not exactly one."""

import hashlib
import io
import json
import os
import random
import re
import shutil
import string
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bagit  # type: ignore[import-untyped]  # ships no types
import jsonschema
import pytest
from lxml import etree
from referencing import Registry, Resource

from curricula.cache import CACHE, Cache
from curricula.commands import package as package_command
from curricula.diagnostics import ENGLISH, CurriculaError
from curricula.inputs import Inputs
from curricula.packages import bag, container
from curricula.packages.certificate import CERTIFICATE
from curricula.packages.manifest import canonical
from curricula.packages.packing import RULE, TEMPLATES, names, pack
from curricula.packages.sources import SOURCE
from curricula.packages.verifying import XML, Verdict, verify
from curricula.pipeline import build, plan, published, workers
from curricula.report import Desk
from curricula.repository import Repository
from curricula.reviews import digest

ROOT = Path(__file__).parents[1]
DOCUMENT = "demo/courses/circuits"
NAME = "demo.courses.circuits-1.0.0.asice"
LOCALES = ["en", "ru", "uz-Latn", "zh-Hans"]
REFUSED = {1, 3, 4}


@dataclass(frozen=True)
class Packed:
    """The package of the smallest standard, with what it was made from."""

    root: Path
    artifacts: dict[str, bytes]
    content: bytes
    path: Path

    @property
    def members(self) -> dict[str, bytes]:
        """The content of every file, as an independent reader sees it."""
        with zipfile.ZipFile(io.BytesIO(self.content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def packed(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Packed:
    """Real documents in all languages, typeset once."""
    output = tmp_path_factory.mktemp("packed")
    repository, inputs = Repository(demo), Inputs(demo)
    jobs = plan(repository, [DOCUMENT], repository.locales, published(), inputs)
    with workers(2, output / "scratch") as executor:
        built = build(repository, jobs, Cache(output / CACHE), output, executor, lambda *_: None)
    assert not built.diagnostics
    artifacts = {Path(artifact.name).name: artifact.content for artifact in built.artifacts}
    package = pack(repository, inputs, DOCUMENT, artifacts)
    (output / package.name).write_bytes(package.content)
    return Packed(demo, artifacts, package.content, output / package.name)


@pytest.fixture
def judged(tmp_path: Path) -> Callable[[bytes], Verdict]:
    """The verdict about bytes."""

    def judge(content: bytes) -> Verdict:
        path = tmp_path / "judged.asice"
        path.write_bytes(content)
        return verify(path)

    return judge


@pytest.fixture
def unpacked(packed: Packed, tmp_path: Path) -> Path:
    """The package, unpacked by another program."""
    folder = tmp_path / "unpacked"
    subprocess.run(["unzip", "-q", str(packed.path), "-d", str(folder)], check=True)
    return folder


def codes(verdict: Verdict) -> set[str]:
    return {item.code.removeprefix("verify-") for item in verdict.diagnostics}


def rebuilt(members: dict[str, bytes], change: Callable[[dict[str, Any]], None] = lambda manifest: None) -> bytes:
    """A package whose lists and hashes all follow the (changed) content: only its meaning can betray it."""
    manifest = json.loads(members[bag.MANIFEST])
    for file in manifest["files"]:
        content = members[file["path"]]
        file.update(size=len(content), sha256=bag.sha256(content))
    manifest["contentDigest"] = bag.content_digest(manifest["files"])
    change(manifest)
    payload = {name: content for name, content in members.items() if name.startswith("data/")}
    payload[bag.MANIFEST] = canonical(manifest)
    return container.write(payload | bag.tag_files(manifest, payload[bag.MANIFEST]))


# What is made


def test_a_package_is_accepted(packed: Packed) -> None:
    verdict = verify(packed.path)
    assert (verdict.status, codes(verdict)) == (2, {"unsealed"})  # seals have tests of their own
    assert packed.path.name == NAME


def test_zip_programs_accept_it(packed: Packed) -> None:
    subprocess.run(["unzip", "-tq", str(packed.path)], check=True, capture_output=True)
    with zipfile.ZipFile(packed.path) as archive:
        assert archive.testzip() is None
        infos = archive.infolist()
    assert infos[0].filename == "mimetype"
    assert packed.content[30:69] == b"mimetypeapplication/vnd.etsi.asic-e+zip"
    assert [info.filename for info in infos[1:]] == sorted(info.filename for info in infos[1:])
    assert {(info.compress_type, info.date_time, info.extra, info.external_attr >> 16) for info in infos} == {
        (zipfile.ZIP_STORED, (1980, 1, 1, 0, 0, 0), b"", 0o100644)
    }
    assert len(infos) - 1 <= 29


@pytest.mark.parametrize("list_name", ["manifest-sha256.txt", "tagmanifest-sha256.txt"])
def test_sha256sum_accepts_it(unpacked: Path, list_name: str) -> None:
    done = subprocess.run(["sha256sum", "--strict", "-c", list_name], cwd=unpacked, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    listed = {line.split("  ", 1)[1] for line in (unpacked / list_name).read_text().splitlines()}
    files = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    payload = {name for name in files if name.startswith("data/")}
    assert listed == (payload if list_name == bag.HASHES else files - payload - {bag.TAG_HASHES})


def test_bagit_accepts_it(unpacked: Path) -> None:
    found = bagit.Bag(str(unpacked))
    found.validate()
    assert found.version_info == (1, 0)
    assert found.info["Bagging-Date"] == "2026-09-01"


@pytest.mark.parametrize("name", ["manifest", "certificate", "source"])
def test_jsonschema_accepts_manifest_and_certificate(unpacked: Path, name: str) -> None:
    schemas = [json.loads(path.read_text()) for path in (ROOT / "schemas").glob("*.schema.json")]
    registry = Registry().with_resources((item["$id"], Resource.from_contents(item)) for item in schemas)
    schema = registry.contents(f"{name}.schema.json")
    jsonschema.Draft202012Validator.check_schema(schema)
    found = json.loads((unpacked / "data" / f"{name}.json").read_text())
    jsonschema.Draft202012Validator(schema, registry=registry).validate(found)


def test_the_contained_schema_accepts_the_contained_xml(unpacked: Path) -> None:
    parser = etree.XMLParser(no_network=True)
    schema = etree.XMLSchema(etree.parse(unpacked / "data/schema/standard-1.0.xsd", parser))
    schema.assertValid(etree.parse(unpacked / XML, parser))


@pytest.mark.parametrize("name", ["manifest", "certificate", "source"])
def test_the_schemas_are_closed_and_described(name: str) -> None:
    def walk(schema: dict[str, Any], path: str) -> Iterator[str]:
        if schema.get("type") == "object" and schema.get("additionalProperties", True) is True:
            yield f"{path} is open"
        for name, item in schema.get("properties", {}).items():
            if not item.get("title") or not item.get("description"):
                yield f"{path}/{name} has no title or no description"
            yield from walk(item, f"{path}/{name}")
        for name in ("items", "additionalProperties"):
            if isinstance(schema.get(name), dict):
                yield from walk(schema[name], f"{path}/{name}")

    assert not list(walk(json.loads((ROOT / f"schemas/{name}.schema.json").read_text()), ""))


def test_the_manifest_tells_what_the_package_holds(packed: Packed) -> None:
    manifest = json.loads(packed.members[bag.MANIFEST])
    assert manifest["id"] == DOCUMENT
    assert set(manifest["title"]) == set(LOCALES)
    assert [language["locale"] for language in manifest["languages"]] == LOCALES
    totals = {sum(language["texts"].values()) for language in manifest["languages"]}
    assert len(totals) == 1
    assert len({language["sourceHash"] for language in manifest["languages"]}) == 1
    assert {file["path"] for file in manifest["files"]} == {
        *(f"data/pdf/{locale}.pdf" for locale in LOCALES), *(f"data/html/{locale}.html" for locale in LOCALES),
        "data/README.txt", *(f"data/case/{locale}.case.json" for locale in LOCALES),
        "data/json/standard.json", XML, CERTIFICATE, SOURCE, "data/schema/standard-1.0.xsd", "data/schema/xml.xsd",
    }
    for file in manifest["files"]:
        assert hashlib.sha256(packed.members[file["path"]]).hexdigest() == file["sha256"]


def certified(content: bytes) -> dict[str, dict[str, Any]]:
    """The languages of the certificate in a package, by tag."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        certificate = json.loads(archive.read(CERTIFICATE))
    return {language["locale"]: language for language in certificate["languages"]}


def test_the_certificate_names_who_stands_for_which_words(
    packed: Packed, repository: Callable[..., Repository]
) -> None:
    made = repository()
    text, other = list(made.units(DOCUMENT, "ru"))[:2]
    words = made.catalogue(DOCUMENT, "ru").messages[text.key].words
    record = {
        "source": digest(text.words), "target": digest(words), "state": "approved", "translator": "A. Karimov",
        "reviewer": "B. Petrova\u202e", "date": "2026-11-22",
    }
    records = {text.key: record, other.key: record | {"target": digest("other words")}}
    changed = repository({f"translations/reviews/ru/{DOCUMENT}.json": json.dumps(records)})
    content = pack(changed, Inputs(changed.root), DOCUMENT, packed.artifacts).content
    languages = certified(content)
    clauses = {clause["key"]: clause for clause in languages["ru"]["clauses"]}
    assert clauses[text.key] == {"key": text.key, **record, "reviewer": "B. Petrova"}
    assert clauses[other.key].keys() == {"key", "state", "source", "target"}
    assert (languages["ru"]["texts"]["approved"], languages["ru"]["texts"]["translated"]) == (1, len(clauses) - 1)
    original = {clause["key"]: clause for clause in languages["zh-Hans"]["clauses"]}
    assert original[text.key]["source"] == original[text.key]["target"] == clauses[text.key]["source"]
    assert original.keys() == clauses.keys()


def test_the_certificate_tells_what_a_stale_translation_was_made_for(
    packed: Packed, repository: Callable[..., Repository]
) -> None:
    text = next(iter(repository().units(DOCUMENT, "ru")))
    path = f"standards/{DOCUMENT}.yaml"
    changed = repository({path: (packed.root / path).read_text().replace(text.words, f"{text.words}（修订）", 1)})
    content = pack(changed, Inputs(changed.root), DOCUMENT, packed.artifacts).content
    clause = next(item for item in certified(content)["ru"]["clauses"] if item["key"] == text.key)
    assert (clause["state"], clause["source"]) == ("stale", digest(text.words))
    source = next(item for item in certified(content)["zh-Hans"]["clauses"] if item["key"] == text.key)
    assert source["source"] == digest(f"{text.words}（修订）")


def test_the_content_digest_can_be_made_with_a_shell(packed: Packed, unpacked: Path) -> None:
    command = "grep -v data/manifest.json manifest-sha256.txt | sha256sum"
    done = subprocess.run(["sh", "-c", command], cwd=unpacked, capture_output=True, text=True, check=True)
    assert done.stdout.split()[0] == json.loads(packed.members[bag.MANIFEST])["contentDigest"]


def test_a_stale_translation_shows_in_the_manifest(packed: Packed, repository: Callable[..., Repository]) -> None:
    path = f"standards/{DOCUMENT}.yaml"
    words = (packed.root / path).read_text()
    title = re.search(r"^title: (.*)$", words, re.MULTILINE)
    assert title
    changed = repository({path: words.replace(title.group(0), f"{title.group(0)}（修订）", 1)})
    content = pack(changed, Inputs(changed.root), DOCUMENT, packed.artifacts).content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        manifest = json.loads(archive.read(bag.MANIFEST))
    languages = {language["locale"]: language for language in manifest["languages"]}
    assert languages["ru"]["texts"]["stale"] == 1
    assert languages["ru"]["sourceHash"] != languages["zh-Hans"]["sourceHash"]
    assert set(manifest["title"]) == {"zh-Hans"}
    assert manifest["sourceDigest"] != json.loads(packed.members[bag.MANIFEST])["sourceDigest"]


def test_packing_again_elsewhere_gives_the_same_bytes(packed: Packed, repository: Callable[..., Repository]) -> None:
    copy = repository()
    shuffled = dict(reversed(packed.artifacts.items()))
    assert pack(copy, Inputs(copy.root), DOCUMENT, shuffled).content == packed.content


@pytest.mark.slow
def test_the_command_gives_the_same_bytes_in_another_environment(
    packed: Packed, repository: Callable[..., Repository], tmp_path: Path
) -> None:
    elsewhere = {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7", "LC_ALL": "C", "SOURCE_DATE_EPOCH": "1"}
    output = str(tmp_path / "out")
    done = command("package", DOCUMENT, "--output", output, "--jobs", "1", cwd=repository().root, **elsewhere)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 package in" in done.stdout
    assert (tmp_path / "out" / "packages" / NAME).read_bytes() == packed.content


def test_a_standard_with_errors_is_not_packed(repository: Callable[..., Repository]) -> None:
    broken = repository({f"standards/{DOCUMENT}.yaml": "kind: course\n"})
    result = package_command.run(Desk(broken.root, lambda *_: None, ENGLISH), (DOCUMENT,), None, 1)
    assert result.diagnostics
    assert str(result.lines[0]).startswith("nothing was packed: ")
    assert not list(broken.root.glob("build/packages/*"))


def test_too_many_files_are_refused(packed: Packed, demo: Path) -> None:
    tags = [f"a{letter}" for letter in string.ascii_lowercase]
    many = {f"{tag}.html": b"" for tag in tags}
    with pytest.raises(CurriculaError, match="at most 29"):
        pack(Repository(demo), Inputs(demo), DOCUMENT, packed.artifacts | many)


def test_two_standards_never_share_a_file_name(packed: Packed, repository: Callable[..., Repository]) -> None:
    words = (packed.root / f"standards/{DOCUMENT}.yaml").read_text()
    with pytest.raises(CurriculaError, match="would both be packed as"):
        names(repository({"standards/demo.courses/circuits.yaml": words}))


def test_readers_without_a_template_find_the_english_one(packed: Packed, repository: Callable[..., Repository]) -> None:
    settings = (packed.root / "standards/repository.yaml").read_text()
    changed = repository({"standards/repository.yaml": re.sub(r"tag: (en|ru|uz-Latn)", "tag: kk", settings, count=1)})
    content = pack(changed, Inputs(changed.root), DOCUMENT, packed.artifacts).content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.read("data/README.txt").decode().count(RULE) == len(LOCALES) - 1


@pytest.mark.parametrize("locale", LOCALES)
def test_every_readme_says_the_same(packed: Packed, locale: str) -> None:
    words = (TEMPLATES / f"{locale}.txt").read_text()
    fields = {name for _, name, _, _ in string.Formatter().parse(words) if name}
    assert fields == {"title", "document", "version", "status", "issued", "licence", "package", "folder"}
    commands = re.findall(r"^ {4}(\S.*)$", words, re.MULTILINE)
    assert commands == re.findall(r"^ {4}(\S.*)$", (TEMPLATES / "en.txt").read_text(), re.MULTILINE)
    assert len(commands) == 8
    assert not re.search("['‘’`]", words), "Uzbek letters are U+02BB and U+02BC"
    whole = packed.members["data/README.txt"].decode()
    assert "{" not in whole
    assert words.partition("{folder}")[0].rpartition("}")[2] in whole


# What is refused


def test_every_flipped_byte_is_noticed(packed: Packed, judged: Callable[[bytes], Verdict]) -> None:
    chance = random.Random(20260901)
    for _ in range(250):
        content = bytearray(packed.content)
        place = chance.randrange(len(content))
        content[place] ^= chance.randrange(1, 256)
        verdict = judged(bytes(content))
        assert verdict.status in REFUSED, place
        assert verdict.diagnostics


def test_every_flipped_bit_of_the_zip_itself_is_noticed(packed: Packed, judged: Callable[[bytes], Verdict]) -> None:
    entries, _ = container.read(io.BytesIO(packed.content), NAME)
    headers = [place for entry in entries for place in range(entry.offset, entry.start)]
    directory = range(entries[-1].start + entries[-1].size, len(packed.content))
    chance = random.Random(2)
    for place in [*chance.sample(headers, 200), *chance.sample(directory, 200), *directory[-22:]]:
        content = bytearray(packed.content)
        content[place] ^= 1 << chance.randrange(8)
        assert judged(bytes(content)).status in REFUSED, place


def test_a_broken_off_download_is_incomplete(packed: Packed, judged: Callable[[bytes], Verdict]) -> None:
    chance = random.Random(3)
    for _ in range(40):
        verdict = judged(packed.content[: chance.randrange(4, len(packed.content))])
        assert (verdict.status, codes(verdict)) == (3, {"truncated"})


def test_foreign_bytes_are_refused(packed: Packed, judged: Callable[[bytes], Verdict]) -> None:
    entries, _ = container.read(io.BytesIO(packed.content), NAME)
    inside = entries[5].offset
    for mutant in (
        packed.content + b"\0", packed.content + b"garbage", b"#!/bin/sh\n" + packed.content,
        packed.content + packed.content, packed.content[:inside] + b"hidden" + packed.content[inside:],
    ):
        verdict = judged(mutant)
        assert verdict.status in REFUSED
    assert codes(judged(packed.content + b"garbage")) == {"foreign-bytes"}
    assert codes(judged(b"garbage" + packed.content)) == {"foreign-bytes"}


def test_a_hidden_file_between_two_others_is_refused(packed: Packed, judged: Callable[[bytes], Verdict]) -> None:
    members = packed.members
    content = container.write({**members, "data/hidden.txt": b"hidden"})
    directory = content.index(b"PK\1\2")
    start = content.index(b"data/hidden.txt", directory) - 46
    shorter = content[:start] + content[start + 46 + 15 :]
    count, length = len(members), len(shorter) - directory - 22
    mutant = shorter[:-22] + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, length, directory, 0)
    with zipfile.ZipFile(io.BytesIO(mutant)) as archive:
        assert archive.testzip() is None  # others do not notice
    assert codes(judged(mutant)) == {"foreign-bytes"}


def test_a_missing_file_is_named(packed: Packed, judged: Callable[[bytes], Verdict]) -> None:
    for name in packed.members:
        members = packed.members
        del members[name]
        verdict = judged(container.write(members))
        assert verdict.status in REFUSED
        assert name == "mimetype" or (verdict.status == 3 and name in verdict.diagnostics[0].words())


def test_renamed_exchanged_and_added_files_are_refused(packed: Packed, judged: Callable[[bytes], Verdict]) -> None:
    for name in packed.members:
        members = packed.members
        members[f"{name}.bak"] = members.pop(name)
        assert judged(container.write(members)).status in REFUSED, name
    assert codes(judged(container.write({**packed.members, "data/pdf/kk.pdf": b"%PDF-1.7"}))) == {"extra"}
    assert codes(judged(container.write({**packed.members, "META-INF/signatures0.xml": b"<a/>"}))) == {"seal"}
    for suffix in ("pdf", "html"):
        one, two = f"data/{suffix}/ru.{suffix}", f"data/{suffix}/en.{suffix}"
        members = packed.members
        members[one], members[two] = members[two], members[one]
        assert judged(container.write(members)).status == 1


def test_another_media_type_is_refused(packed: Packed, judged: Callable[[bytes], Verdict]) -> None:
    for words in (b"application/zip", b"application/vnd.etsi.asic-e+zip\n", b""):
        assert codes(judged(container.write({**packed.members, "mimetype": words}))) == {"mimetype"}


def zipped(*members: tuple[zipfile.ZipInfo | str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """What an ordinary zip program would make."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = 0o120777 << 16
    return info


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(("name", "code"), [
    ("data/pdf/ru.pdf", "duplicate"), ("data/pdf/RU.pdf", "duplicate"), ("DATA/manifest.json", "duplicate"),
    ("/etc/passwd", "name"), ("data/../../x", "name"), ("data\\x", "name"), ("C:x", "name"), ("data//x", "name"),
    ("data/", "name"), ("data/ru\u202e.pdf", "name"), ("data/\x1b[2J", "name"), (link("data/link"), "link"),
])  # fmt: skip
def test_names_that_could_deceive_are_refused(
    packed: Packed, judged: Callable[[bytes], Verdict], name: zipfile.ZipInfo | str, code: str
) -> None:
    verdict = judged(zipped(*packed.members.items(), (name, b"other")))
    assert code in codes(verdict)
    assert verdict.status == 1
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202e]", "".join(item.words() for item in verdict.diagnostics))


def test_a_package_that_was_zipped_again_is_refused(packed: Packed, judged: Callable[[bytes], Verdict]) -> None:
    assert codes(judged(zipped(*packed.members.items()))) == {"form"}
    assert codes(judged(zipped(*packed.members.items(), method=zipfile.ZIP_DEFLATED))) == {"compressed"}
    encrypted = bytearray(packed.content)
    encrypted[packed.content.index(b"PK\1\2") + 8] |= 1
    assert (judged(bytes(encrypted)).status, codes(judged(bytes(encrypted)))) == (4, {"encrypted"})


def test_more_files_than_a_package_has_are_not_read(judged: Callable[[bytes], Verdict]) -> None:
    assert codes(judged(zipped(*((f"data/{number}", b"") for number in range(70))))) == {"limit"}


# Packages whose hashes are all right


def test_rebuilding_without_a_change_gives_the_package(packed: Packed) -> None:
    assert rebuilt(packed.members) == packed.content


def test_exchanged_languages_are_noticed_without_hashes(packed: Packed, judged: Callable[[bytes], Verdict]) -> None:
    members = packed.members
    one, two = "data/html/ru.html", "data/html/en.html"
    members[one], members[two] = members[two], members[one]
    assert codes(judged(rebuilt(members))) == {"language"}


@pytest.mark.parametrize(("old", "new", "code"), [
    (b"?>\n", b'?>\n<!DOCTYPE courseStandard [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n', "xml"),
    (b"</courseStandard>", b"<foreign/></courseStandard>", "xml"),
    (b"</courseStandard>", b"", "xml"),
    (b'version="1.0.0"', b'version="1.0.1"', "disagrees"),
    (b'language="ru"', b'language="kk"', "language"),
])  # fmt: skip
def test_xml_is_looked_into(
    packed: Packed, judged: Callable[[bytes], Verdict], old: bytes, new: bytes, code: str
) -> None:
    members = packed.members
    assert old in members[XML]
    members[XML] = members[XML].replace(old, new, 1)
    verdict = judged(rebuilt(members))
    assert (verdict.status, code in codes(verdict)) == (1, True)


def test_a_bomb_of_entities_does_not_go_off(packed: Packed, judged: Callable[[bytes], Verdict]) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE a [<!ENTITY e0 "boom">{entities}]><a b="&e11;">&e11;</a>'.encode()
    assert "xml" in codes(judged(rebuilt({**packed.members, XML: bomb})))


def other(name: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda manifest: manifest.update({name: value})


@pytest.mark.parametrize(("change", "code"), [
    (other("contentDigest", "0" * 64), "manifest"),
    (other("version", "1.0.1"), "disagrees"),
    (other("version", "one"), "manifest"),
    (other("unknown", 1), "manifest"),
    (other("authoritativeLanguage", "kk"), "manifest"),
    (other("title", {"zh-Hans": "a\u001b[2Jb"}), "canonical"),
    (other("title", {"zh-Hans": "a\u202eb"}), "canonical"),
    (lambda manifest: manifest["files"].reverse(), "manifest"),
    (lambda manifest: manifest["languages"].pop(), "language"),
    (lambda manifest: manifest["files"][0].update(language="kk"), "unknown-file"),
    (lambda manifest: manifest["files"][0].update(role="data"), "unknown-file"),
    (lambda manifest: manifest["files"][0].update(size=1), "size"),
    (lambda manifest: manifest["files"][0].update(path="data/../x"), "manifest"),
])  # fmt: skip
def test_a_manifest_that_says_something_else_is_refused(
    packed: Packed, judged: Callable[[bytes], Verdict], change: Callable[[dict[str, Any]], None], code: str
) -> None:
    manifest = json.loads(packed.members[bag.MANIFEST])
    change(manifest)
    content = canonical(manifest)
    tags = bag.tag_files(manifest, content) if manifest["authoritativeLanguage"] in manifest["title"] else {}
    verdict = judged(container.write({**packed.members, **tags, bag.MANIFEST: content}))
    assert (verdict.status, code in codes(verdict)) == (1, True)


@pytest.mark.parametrize("rewrite", [
    lambda raw: json.dumps(json.loads(raw)).encode(),
    lambda raw: raw + b"\n",
    lambda raw: raw[:-1] + b',"version":"1.0.0"}',
    lambda raw: raw.replace(b'"size":', b'"size":0', 1),
    lambda raw: b"\xef\xbb\xbf" + raw,
    lambda raw: b"[" * 100_000,
    lambda raw: b'{"a":NaN}',
    lambda raw: b'{"a":"\\ud800"}',
    lambda raw: b"9" * 10_000,
    lambda raw: b"[1e999]",
    lambda raw: b"",
    lambda raw: b"\xff\xfe",
])  # fmt: skip
def test_a_manifest_in_another_form_is_refused(
    packed: Packed, judged: Callable[[bytes], Verdict], rewrite: Callable[[bytes], bytes]
) -> None:
    members = packed.members
    members[bag.MANIFEST] = rewrite(members[bag.MANIFEST])
    verdict = judged(container.write(members))
    assert verdict.status == 1
    assert codes(verdict) & {"manifest", "canonical"}


def test_values_of_the_wrong_kind_are_findings(packed: Packed, judged: Callable[[bytes], Verdict]) -> None:
    """Every value of the manifest in turn becomes one of another kind: a finding each, never a traceback."""
    chance = random.Random(5)
    values: list[Any] = [None, True, 0, -1, 1.5, "", "x", "\U0001f4a5", [], {}, [[]], {"a": {}}]
    raw = json.loads(packed.members[bag.MANIFEST])
    for _ in range(120):
        manifest = json.loads(json.dumps(raw))
        place: Any = manifest
        while True:
            key = chance.choice(list(place) if isinstance(place, dict) else range(len(place)))
            if not isinstance(place[key], (dict, list)) or not place[key] or chance.random() < 0.2:
                break
            place = place[key]
        before, place[key] = place[key], chance.choice(values)
        if place[key] == before and type(place[key]) is type(before):
            continue
        verdict = judged(container.write({**packed.members, bag.MANIFEST: canonical(manifest)}))
        assert verdict.status in REFUSED


def test_garbage_is_refused_without_a_traceback(packed: Packed, judged: Callable[[bytes], Verdict]) -> None:
    chance = random.Random(4)
    for _ in range(200):
        noise = chance.randbytes(chance.randrange(400))
        ending = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 2, 2, chance.randrange(400), chance.randrange(400), 0)
        for content in (noise, b"PK\3\4" + noise, noise + ending, b"PK\3\4" + b"PK\1\2" * 30 + noise + ending):
            assert judged(content).status in REFUSED
    assert codes(judged(b"")) == {"not-zip"}
    assert codes(judged(zipped())) == {"mimetype"}
    word_file = judged(zipped(("[Content_Types].xml", b"<a/>"), ("word/document.xml", b"<a/>")))
    assert (word_file.status, codes(word_file)) == (4, {"not-zip"})


def change_certificate(packed: Packed, change: Callable[[dict[str, Any]], None]) -> bytes:
    """A package with a changed certificate, all its hashes right."""
    certificate = json.loads(packed.members[CERTIFICATE])
    change(certificate)
    return rebuilt({**packed.members, CERTIFICATE: canonical(certificate)})


def russian(certificate: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = certificate["languages"][LOCALES.index("ru")]
    return found


@pytest.mark.parametrize(("change", "code"), [
    (lambda found: found.update(version="1.0.1"), "disagrees"),
    (lambda found: found.update(uuid="00000000-0000-4000-8000-000000000000"), "disagrees"),
    (lambda found: found["languages"].pop(), "disagrees"),
    (lambda found: russian(found).update(version="0.9.0"), "disagrees"),
    (lambda found: russian(found)["texts"].update(approved=1, translated=0), "disagrees"),
    (lambda found: russian(found)["clauses"][0].update(state="approved"), "disagrees"),
    (lambda found: russian(found)["clauses"][0].update(source="0" * 16), "disagrees"),
    (lambda found: russian(found)["clauses"][0].update(key="demo/other#x/y"), "disagrees"),
    (lambda found: russian(found)["clauses"].pop(), "disagrees"),
    (lambda found: russian(found)["clauses"][0].update(
        accepted=[{"old": "0" * 16, "new": "1" * 16, "date": "2026-11-22"}]), "disagrees"),
    (lambda found: russian(found)["clauses"][0].update(target="x"), "certificate"),
    (lambda found: russian(found)["clauses"][0].update(translator=""), "certificate"),
    (lambda found: russian(found)["clauses"][0].update(reviewer="a\u202eb"), "canonical"),
    (lambda found: found.pop("languages"), "certificate"),
])  # fmt: skip
def test_a_certificate_that_says_something_else_is_refused(
    packed: Packed, judged: Callable[[bytes], Verdict], change: Callable[[dict[str, Any]], None], code: str
) -> None:
    verdict = judged(change_certificate(packed, change))
    assert (verdict.status, codes(verdict)) == (1, {code})


@pytest.mark.parametrize("raw", [b"", b"[", b"\xff", b"[" * 100_000, b"null", b"{}", b'{"format":"x"}'])
def test_what_is_no_certificate_is_refused(packed: Packed, judged: Callable[[bytes], Verdict], raw: bytes) -> None:
    verdict = judged(rebuilt({**packed.members, CERTIFICATE: raw}))
    assert (verdict.status, codes(verdict)) == (1, {"certificate"})


def test_a_package_without_a_certificate_is_refused(packed: Packed, judged: Callable[[bytes], Verdict]) -> None:
    members = packed.members
    del members[CERTIFICATE]

    def unlisted(manifest: dict[str, Any]) -> None:
        manifest["files"] = [file for file in manifest["files"] if file["path"] != CERTIFICATE]
        manifest["contentDigest"] = bag.content_digest(manifest["files"])

    manifest = json.loads(members[bag.MANIFEST])
    unlisted(manifest)
    members[bag.MANIFEST] = canonical(manifest)
    assert codes(judged(rebuilt(members))) == {"manifest"}


# The command


def command(*arguments: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "tools"), **variables}
    return subprocess.run(
        [sys.executable, "-m", "curricula", *arguments], cwd=cwd, env=environment, capture_output=True, text=True
    )


def test_verify_works_outside_a_repository(packed: Packed, tmp_path: Path) -> None:
    done = command("verify", str(packed.path), cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    digest = json.loads(packed.members[bag.MANIFEST])["contentDigest"]
    for words in (DOCUMENT, "1.0.0", "en, ru, uz-Latn, zh-Hans", digest, "sha256sum", "bagit.py"):
        assert words in done.stdout


def test_the_printed_commands_run(packed: Packed, tmp_path: Path) -> None:
    shutil.copy(packed.path, tmp_path)
    done = command("verify", NAME, cwd=tmp_path)
    assert "  cd " not in done.stdout.partition("unzip")[0]
    (above := tmp_path / "a b").mkdir()
    done = command("verify", f"../{NAME}", cwd=above)
    lines = done.stdout.partition("without this program:\n")[2].splitlines()
    lines = [line for line in lines if line.startswith("  cd ") or shutil.which(line.split()[0])]
    bin_folder = str(Path(sys.executable).parent)
    environment = {**os.environ, "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}"}
    script = "set -e\n" + "\n".join(lines)
    ran = subprocess.run(["sh", "-c", script], cwd=above, env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    (digest,) = re.findall(r"content digest: (\w+)", done.stdout)
    assert digest in ran.stdout


def test_verify_tells_programs_too(packed: Packed, tmp_path: Path) -> None:
    facts = json.loads(command("verify", str(packed.path), "--format", "json", cwd=tmp_path).stdout)
    assert (facts["status"], facts["package"]["files"], len(facts["findings"])) == (2, 20, 1)
    changed = tmp_path / "changed.asice"
    changed.write_bytes(packed.content.replace(b"courseStandard", b"courseStandarb", 1))
    done = command("verify", str(changed), "--format", "json", cwd=tmp_path)
    facts = json.loads(done.stdout)
    assert done.returncode == facts["status"] == 1
    assert facts["package"] is None
    assert {finding["path"] for finding in facts["findings"]} == {"changed.asice"}


def test_what_is_no_readable_file_is_unreadable(tmp_path: Path) -> None:
    assert command("verify", "absent.asice", cwd=tmp_path).returncode == 4
    assert verify(tmp_path).status == 4
    assert verify(Path(os.devnull)).status == 4
    with (tmp_path / "huge.asice").open("wb") as file:
        file.truncate(container.PACKAGE.size + 1)
    assert codes(verify(tmp_path / "huge.asice")) == {"limit"}
