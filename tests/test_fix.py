"""`check --fix`: what can be mended without a guess is mended to the character, and nothing else changes."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import MakeRepository
from curricula.catalogue import write_catalogue
from curricula.checking import check
from curricula.diagnostics import Diagnostic, Fix, Where
from curricula.fixing import mend
from curricula.patching import patched, position, spans
from curricula.repository import Repository
from curricula.source import parsed, read_yaml
from fragments import FILES, overlay
from running import run
from test_rules import built

COURSE = FILES["course"]


# Patching: one scalar, its quotation marks, and what it must not do

TEXT = """\
# of the file
a: 1   # one
list:
  - id: X1   # of X1
    name: 'it''s'
    text: |
      line one

  # of X2
  - {id: X2, name: "q \\" x", code: 0714}
# behind the list
plain: some words   # of plain
"quoted key": [b, c , d]   # of the list
"""


@pytest.mark.parametrize(("pointer", "key", "value", "line", "wanted"), [
    (("a",), False, 2.5, 2, "a: 2.5   # one"),
    (("a",), False, "1", 2, 'a: "1"   # one'),
    (("a",), False, True, 2, "a: true   # one"),
    (("a",), True, "b c", 2, "b c: 1   # one"),
    (("list", 0, "id"), False, "X3", 4, "  - id: X3   # of X1"),
    (("list", 0, "name"), False, "isn't", 5, "    name: 'isn''t'"),
    (("list", 0, "name"), False, "a\nb", 5, '    name: "a\\nb"'),
    (("list", 0, "name"), False, 5, 5, "    name: 5"),
    (("list", 0, "text"), False, "line one", 6, "    text: line one"),
    (("list", 1, "name"), False, 'a "b"', 10, '  - {id: X2, name: "a \\"b\\"", code: 0714}'),
    (("list", 1, "code"), False, "0714", 10, '  - {id: X2, name: "q \\" x", code: "0714"}'),
    (("list", 1, "id"), False, "a, b", 10, '  - {id: "a, b", name: "q \\" x", code: 0714}'),
    (("plain",), False, "a, b", 12, "plain: a, b   # of plain"),
    (("plain",), False, "a: b", 12, 'plain: "a: b"   # of plain'),
    (("plain",), False, "no # comment", 12, 'plain: "no # comment"   # of plain'),
    (("plain",), False, "- x", 12, 'plain: "- x"   # of plain'),
    (("plain",), False, "", 12, 'plain: ""   # of plain'),
    (("plain",), False, "true", 12, 'plain: "true"   # of plain'),
    (("quoted key",), True, "key", 13, '"key": [b, c , d]   # of the list'),
    (("quoted key", 1), False, "电路", 13, '"quoted key": [b, 电路 , d]   # of the list'),
])
def test_one_value_is_replaced(pointer: Any, key: bool, value: Any, line: int, wanted: str) -> None:
    made = patched(TEXT, "x.yaml", {(pointer, key): value})
    assert made is not None
    lines, before = made.splitlines(), TEXT.splitlines()
    assert lines[line - 1] == wanted
    gone = len(before) - len(lines)  # the second line of a block
    assert lines[: line - 1] == before[: line - 1]
    assert lines[line:] == before[line + gone :]


@pytest.mark.parametrize(("pointer", "key", "value"), [
    (("b",), False, 1), (("list",), False, 1), (("list", 2), False, 1), (("a",), True, "plain"), ((), False, 1),
])
def test_what_is_not_one_value_is_refused(pointer: Any, key: bool, value: Any) -> None:
    assert patched(TEXT, "x.yaml", {(pointer, key): value}) is None


def test_spans_end_before_comments() -> None:
    found = spans(TEXT)
    whole = found[("list",), False]
    assert TEXT[whole.start : whole.end].splitlines()[-1] == '  - {id: X2, name: "q \\" x", code: 0714}'
    assert TEXT[found[("list", 0), False].start : found[("list", 0), False].end].endswith("line one")
    assert position(TEXT, found[("plain",), False].start) == (12, 8)


def test_line_breaks_of_other_systems_are_kept() -> None:
    made = patched(TEXT.replace("\n", "\r\n"), "x.yaml", {(("plain",), False): "x", (("a",), False): 2})
    assert made is not None
    assert made.count("\r\n") == made.count("\n") == TEXT.count("\n")
    assert "plain: x   # of plain\r\n" in made


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), max_size=12)
SCALARS = st.one_of(WORDS, st.integers(-999, 999), st.booleans(), st.sampled_from(["a: b", "- a", "#x", " a ", "null"]))
KEYS = st.text("abcdef_-", min_size=1, max_size=5)
DATA = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)), max_leaves=12,
)


class Writer:
    """Writes data as YAML in a style drawn for each value, with a comment behind every line that may have one."""

    def __init__(self, data: st.DataObject) -> None:
        self.data = data
        self.comments = 0

    def comment(self) -> str:
        self.comments += 1
        return f"   # comment {self.comments}"

    def scalar(self, value: Any) -> str:
        if not isinstance(value, str):
            return json.dumps(value)
        forms = [json.dumps(value, ensure_ascii=False)]
        if value.isprintable():
            forms.append("'" + value.replace("'", "''") + "'")
        if parsed(f"{{a: {value}}}\n", "").data == {"a": value}:
            forms.append(value)
        return self.data.draw(st.sampled_from(forms))

    def flow(self, value: Any) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{key}: {self.flow(item)}" for key, item in value.items()) + "}"
        if isinstance(value, list):
            return "[" + " , ".join(self.flow(item) for item in value) + "]"
        return self.scalar(value)

    def block(self, value: Any, indent: int) -> str:
        pad = "  " * indent
        if not value or not isinstance(value, (dict, list)) or self.data.draw(st.booleans()):
            return f" {self.flow(value)}{self.comment()}\n"
        heads = [f"{key}:" for key in value] if isinstance(value, dict) else ["-"] * len(value)
        items = value.values() if isinstance(value, dict) else value
        lines = (f"{pad}{head}{self.block(item, indent + 1)}" for head, item in zip(heads, items, strict=True))
        return f"{self.comment()}\n{pad}#  on a line of its own\n" + "".join(lines)


def test_a_no_break_space_is_a_word() -> None:
    assert patched("a: \u00a0  # why\n", "x", {(("a",), False): "b"}) == "a: b  # why\n"


@settings(max_examples=120, deadline=None)
@given(st.dictionaries(KEYS, DATA, min_size=1, max_size=4), st.data())
def test_random_fixes_keep_comments_and_all_other_data(data: dict[str, Any], draw: st.DataObject) -> None:
    writer = Writer(draw)
    text = "# top\n" + "".join(f"{key}:{writer.block(value, 1)}" for key, value in data.items())
    assert parsed(text, "x").data == data, text
    values = sorted((slot for slot, span in spans(text).items() if span.style is not None and not slot[1]), key=repr)
    chosen = draw.draw(st.lists(st.sampled_from(values), unique=True, max_size=4)) if values else []
    changes = {slot: draw.draw(SCALARS) for slot in chosen}
    made = patched(text, "x", changes)
    assert made is not None, (text, changes)
    wanted = json.loads(json.dumps(data))
    for (pointer, _), value in changes.items():
        place = wanted
        for step in pointer[:-1]:
            place = place[step]
        place[pointer[-1]] = value
    assert json.dumps(parsed(made, "x").data) == json.dumps(wanted)
    assert [line.rpartition("#")[2] for line in made.splitlines() if "# comment" in line] == [
        line.rpartition("#")[2] for line in text.splitlines() if "# comment" in line
    ]
    assert made.count("on a line of its own") == text.count("on a line of its own")
    assert patched(made, "x", changes) == made


# The files of a repository


def test_a_file_where_more_would_change_is_left_alone(repository: MakeRepository) -> None:
    made = repository()
    before = (made.root / COURSE).read_bytes()
    wrong = Diagnostic(Where(COURSE), "x", "x", fix=Fix(Where(COURSE).at("category"), "name", key=True))
    done = mend(made, [wrong])
    assert done.mended == ()
    [refusal] = done.refused
    assert (refusal.code, refusal.where.path, refusal.severity) == ("not-fixed", COURSE, "warning")
    assert (made.root / COURSE).read_bytes() == before


def test_of_two_fixes_of_one_value_the_first_goes_first(repository: MakeRepository) -> None:
    made = repository()
    place = Where(COURSE).at("credits")
    first, second, same = (Diagnostic(place, "x", name, fix=Fix(place, value)) for name, value in (
        ("first", 7), ("second", 8), ("same", 7),
    ))
    assert mend(made, [first, second, same]).mended == (first, same)
    assert read_yaml(made.root, COURSE).data["credits"] == 7


def test_a_suppressed_finding_is_not_mended(repository: MakeRepository) -> None:
    made = repository()
    place = Where(COURSE).at("credits")
    assert mend(made, [Diagnostic(place, "x", "x", fix=Fix(place, 7), suppressed="why")]).mended == ()


def fixed(root: Path, *arguments: str) -> list[str]:
    return run(root, "check", "--fix", *arguments).stdout.splitlines()


def test_the_command_mends_says_so_and_is_done(repository: MakeRepository) -> None:
    root = repository().root
    path = root / COURSE
    clean = path.read_text(encoding="utf-8")
    spoilt = clean.replace("category: core", "Category: Core   # the group").replace("credits: 60", "credits: '６０'")
    spoilt = spoilt.replace("issued: 2026-09-01", "issued: 2026/9/1")
    path.write_text(spoilt, encoding="utf-8")
    before = run(root, "check", COURSE).stdout
    assert before.count("(fixable with --fix)") == 3
    lines = [line for line in fixed(root, COURSE) if line.startswith("fixed ")]
    assert lines == [
        f"fixed {COURSE}:9:9: 2026/9/1 does not have the expected form",
        f"fixed {COURSE}:15:11: Category is not a property that belongs here",
        f"fixed {COURSE}:16:10: expected a number, found ６０",
        # Only under its right name the value is judged.
        f"fixed {COURSE}:15:11: Core is not one of public-basic, professional-basic, core, extension, practical",
    ]
    after = path.read_text(encoding="utf-8")
    assert after == clean.replace("category: core", "category: core   # the group")
    assert not any(line.startswith("fixed ") for line in fixed(root, COURSE))
    assert path.read_text(encoding="utf-8") == after


def test_the_plan_leads(repository: MakeRepository) -> None:
    made = repository(overlay(course={
        "credits": 58, "name": "电路", "category": "practical", "hours": {"total": 950}, "prerequisites": [],
    }))
    lines = [line for line in fixed(made.root, COURSE) if line.startswith("fixed ")]
    assert len(lines) == 4
    data = read_yaml(made.root, COURSE).data
    assert (data["credits"], data["name"], data["category"]) == (60, "电路基础", "core")
    assert data["hours"] == {"total": 960, "theory": 400, "practice": 560}
    assert data["prerequisites"] == []  # a list: for the author


@pytest.mark.parametrize("plan", [
    {"hours": {"total": 976, "theory": 416}, "semesters": [{"number": 2, "hours": 496}, {"number": 3, "hours": 480}]},
    {"hours": {"total": 976, "theory": 416}},  # the units do not have these hours
    {"hours": {"theory": 390, "self_study": 10}},  # the standard has no line for self-study
    {"hours": {"total": 1020, "theory": 460}, "credits": 63},
], ids=str)
def test_hours_are_mended_only_where_all_of_them_then_agree(plan: dict[str, Any], repository: MakeRepository) -> None:
    made = repository(overlay(professional={"curriculum": {"courses": [{"id": "C201", **plan}]}}))
    before = (made.root / COURSE).read_text(encoding="utf-8")
    lines = fixed(made.root, COURSE)
    assert any("error[standards-agree] hours." in line for line in lines)
    assert (made.root / COURSE).read_text(encoding="utf-8") == before


def test_a_standard_is_named_in_the_plan(repository: MakeRepository) -> None:
    made = repository()
    path = made.root / FILES["professional"]
    whole = path.read_text(encoding="utf-8")
    line = next(line for line in whole.splitlines(keepends=True) if "standard: {id: demo/courses/circuits" in line)
    path.write_text(whole.replace(line, ""), encoding="utf-8")
    (found,) = check(Repository(made.root))
    assert (found.code, found.severity, found.where.path) == ("standards-agree", "warning", COURSE)
    assert any(line.startswith("fixed ") for line in fixed(made.root, COURSE))
    assert path.read_text(encoding="utf-8") == whole


def test_mending_leads_to_no_new_finding(repository: MakeRepository) -> None:
    made = repository(overlay(course={"hours": {"total": 950, "theory": 390}, "credits": 59}))
    found = check(made)
    assert sum(item.fix is not None for item in found) == 3
    assert sum(line.startswith("fixed ") for line in fixed(made.root)) == 3
    assert check(Repository(made.root)) == ()


def words_of(repository: Repository, key: str, locale: str = "uz-Latn") -> str:
    return Repository(repository.root).catalogue(key.partition("#")[0], locale).messages[key].words


@pytest.mark.parametrize(("locale", "wrong", "right"), [
    ("uz-Latn", "Dastur bo'yicha ma’lumotli  texniklar", "Dastur boʻyicha maʼlumotli texniklar"),
    ("uz-Latn", " Tog‘ bog`i", "Togʻ bogʻi"),
    ("ru", "Программа готовит  техников\u200b ５G ", "Программа готовит техников 5G"),
    ("ru", "Программа\u2028готови\u0306т", "Программа готовйт"),
    ("en", "It doesn't train\u00ad e\u0301lite technicians.", "It doesn’t train élite technicians."),
])
def test_a_catalogue_is_mended(locale: str, wrong: str, right: str, repository: MakeRepository) -> None:
    key = "demo/professional#GO1/text"
    made = built(repository, {"translations": {locale: {key: wrong}}})
    found = [item for item in check(made) if item.code == "script-hygiene" and item.where.path.startswith("transl")]
    assert all(item.fix for item in found)
    assert mend(made, found).mended == tuple(found)
    assert words_of(made, key, locale) == right
    again = Repository(made.root)
    path = f"translations/{locale}/demo/professional.po"
    assert write_catalogue(again.catalogue("demo/professional", locale)) == (made.root / path).read_bytes()
    assert [item for item in check(again) if item.code == "script-hygiene" and item.where.path == path] == []


@pytest.mark.parametrize(("locale", "wrong"), [
    ("uz-Latn", "Bu ‘metro’ yoʻli"),  # a closing mark behind o is no letter
    ("uz-Latn", "Schrödinger"),
    ("ru", "Программа готовит техников，знающих"),
    ("en", "The \"programme\""),
    ("en", "The electronics techniсians"),
])
def test_what_could_mean_two_things_is_not_mended(locale: str, wrong: str, repository: MakeRepository) -> None:
    key = "demo/professional#GO1/text"
    made = built(repository, {"translations": {locale: {key: wrong}}})
    found = [item for item in check(made) if item.code == "script-hygiene" and item.where.path.startswith("transl")]
    assert found
    assert [item.fix for item in found] == [None] * len(found)


def test_a_mended_reading_lapses_and_says_so(repository: MakeRepository) -> None:
    key = "demo/professional#GO1/text"
    made = built(repository, {"translations": {"uz-Latn": {key: "Dastur bo'yicha texniklar."}}})
    names = ("--locale", "uz-Latn", "--translator", "A. Karimov", "--reviewer", "B. Petrova")
    assert run(made.root, "translate", "approve", "demo/professional", *names).returncode == 0
    lines = fixed(made.root)
    assert sum(line.startswith("fixed translations/uz-Latn/demo/professional.po") for line in lines) == 1
    assert words_of(made, key) == "Dastur boʻyicha texniklar."
    assert any("GO1/text was" in line and "its words have changed since" in line for line in lines)


def test_a_catalogue_that_was_not_read_whole_is_left_alone(repository: MakeRepository) -> None:
    key, path = "demo/professional#GO1/text", "translations/uz-Latn/demo/professional.po"
    made = built(repository, {"translations": {"uz-Latn": {key: "Dastur bo'yicha texniklar"}}})
    text = (made.root / path).read_text(encoding="utf-8")
    twice = text + '\nmsgctxt "demo/professional#Q1/text"\nmsgid "a"\nmsgstr "b"\n'
    (made.root / path).write_text(twice, encoding="utf-8")
    again = Repository(made.root)
    done = mend(again, check(again))
    assert [item.where.path for item in done.refused] == [path]
    assert (made.root / path).read_text(encoding="utf-8") == twice


@pytest.mark.slow
def test_the_reports_show_the_fix(repository: MakeRepository) -> None:
    made = repository({COURSE: (repository().root / COURSE).read_text(encoding="utf-8").replace("core\n", "Core\n", 1)})
    [told] = [item for item in json.loads(run(made.root, "check", "--format", "json", COURSE).stdout) if item["fix"]]
    assert told["fix"] == {"path": COURSE, "at": "category", "key": False, "value": "core"}
    [log] = json.loads(run(made.root, "check", "--format", "sarif", COURSE).stdout)["runs"]
    [fixes] = [result["fixes"] for result in log["results"] if "fixes" in result]
    [change] = fixes[0]["artifactChanges"]
    assert change["artifactLocation"]["uri"] == COURSE
    assert change["replacements"] == [{
        "deletedRegion": {"startLine": 15, "startColumn": 11, "endLine": 15, "endColumn": 15},
        "insertedContent": {"text": "core"},
    }]
