"""The reports: SARIF against what its specification requires, the escapes of GitHub, and the manual."""

import ast
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import DEMO, ROOT, MakeRepository
from curricula import suppression
from curricula.codes import meanings
from curricula.diagnostics import ENGLISH, CurriculaError, Diagnostic, Fix, Severity, Where
from curricula.manual import page, pages
from curricula.plugins import plugins
from curricula.report import Report
from curricula.reports import github, sarif, text
from curricula.repository import Repository
from running import run

REPORTS = plugins("curricula.reports")
RULES = list(pages())  # the rules, and what the check itself says of suppressions
FAMILY = re.compile("(import|exchange|schema|word|yaml|json|po|verify)(-[a-z]+)+")  # codes handed on as arguments
NOT_OURS = "json-ld"  # looks like one, and is a format
COURSE = "standards/demo/courses/circuits.yaml"
FOUND = (
    Diagnostic(Where("standards/a.yaml", 3, 7), "plan-sums", "hours is {found}", {"found": 6}, hint="Correct it."),
    Diagnostic(Where("standards/a.yaml", 4, 1), "schema-kind", "kind is cours"),
    Diagnostic(Where("translations/ru/课程 1.po"), "translation-current", "{n} stale", {"n": 2}, severity="warning"),
    Diagnostic(Where("translations/ru/b.po", 9, 2), "numbers-kept", "{label}", {"label": "{page}"}, severity="info"),
)


def finding(message: str, path: str = "a.yaml", code: str = "plan-sums", severity: Severity = "error") -> Diagnostic:
    return Diagnostic(Where(path, 1, 2), code, "{message}", {"message": message}, severity=severity)


# SARIF 2.1.0: for every object that is written, its properties, with `!` those that it must have; the number is
# that of the section. A list in the table stands for an array of what is in it.

Check = Callable[[Any], bool]


def words(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def counting(least: int) -> Check:
    return lambda value: type(value) is int and value >= least


def one_of(*values: str) -> Check:
    return lambda value: value in values


def relative(value: Any) -> bool:
    """RFC 3986: a relative reference in ASCII, without a colon before its first slash and without dot segments."""
    return bool(re.fullmatch(r"(?!/)(?!\.\.?/)(?:[\w.~!$&'()*+,;=@/-]|%[0-9A-F]{2})+", value, re.ASCII))


MULTIFORMAT = {"text!": words, "markdown": words}  # 3.12; with markdown there is text too
MESSAGE = {"text!": words}  # 3.11
ARTIFACT = {"uri": relative, "uriBaseId": words, "description": MESSAGE}  # 3.4
REGION = {  # 3.30: of a text region
    "startLine!": counting(1), "startColumn!": counting(1), "endLine": counting(1), "endColumn": counting(1),
}
REPLACEMENT = {"deletedRegion!": REGION, "insertedContent": {"text": lambda value: isinstance(value, str)}}  # 3.57
FIX = {"description": MESSAGE, "artifactChanges!": [{  # 3.55, 3.56
    "artifactLocation!": ARTIFACT, "replacements!": [REPLACEMENT],
}]}
SUPPRESSION = {  # 3.35
    "kind!": one_of("inSource", "external"), "status": one_of("accepted", "underReview", "rejected"),
    "justification": words,
}
RULE = {"id!": words, "shortDescription": MULTIFORMAT, "fullDescription": MULTIFORMAT, "help": MULTIFORMAT}  # 3.49
LOG = {  # 3.13
    "$schema": words,
    "version!": one_of("2.1.0"),
    "runs!": [{  # 3.14
        "tool!": {"driver!": {"name!": words, "version": words, "rules": [RULE]}},  # 3.18, 3.19
        "originalUriBaseIds": {"%SRCROOT%!": ARTIFACT},
        "language": words,
        "columnKind": one_of("utf16CodeUnits", "unicodeCodePoints"),
        "results": [{  # 3.27
            "ruleId": words,
            "ruleIndex": counting(0),
            "level": one_of("none", "note", "warning", "error"),
            "message!": MESSAGE,
            "fixes": [FIX],
            "suppressions": [SUPPRESSION],
            "locations": [{"physicalLocation": {"artifactLocation!": ARTIFACT, "region": REGION}}],  # 3.28, 3.29
        }],
    }],
}


def against(value: Any, shape: Any, place: str = "log") -> list[str]:
    """What in `value` is not as `shape` has it."""
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{place} is not an array"]
        return [wrong for n, item in enumerate(value) for wrong in against(item, shape[0], f"{place}[{n}]")]
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return [f"{place} is not an object"]
        inner = {name.rstrip("!"): described for name, described in shape.items()}
        missing = [name[:-1] for name in shape if name.endswith("!") and name[:-1] not in value]
        return [
            *(f"{place} has no {name}" for name in missing),
            *(f"{place}.{name} is unknown" for name in value.keys() - inner.keys()),
            *(wrong for name in value.keys() & inner.keys()
              for wrong in against(value[name], inner[name], f"{place}.{name}")),
        ]
    return [] if shape(value) else [f"{place} cannot be {value!r}"]


def report(*found: Diagnostic) -> Report:
    """What a report is given, about the demonstration repository."""
    return Report(found, ENGLISH, Repository(DEMO), ())


def log(*found: Diagnostic) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(sarif.render(report(*found)))
    return made


@pytest.mark.parametrize("found", [(), FOUND], ids=["nothing", "findings"])
def test_sarif_has_what_its_specification_requires(found: tuple[Diagnostic, ...]) -> None:
    made = log(*found)
    assert against(made, LOG) == []
    (single,) = made["runs"]
    assert len(single["results"]) == len(found)  # an empty array says that nothing was found, no array that none ran


def test_the_check_of_the_structure_sees_what_is_wrong() -> None:
    made = log(*FOUND)
    result = made["runs"][0]["results"][0]
    del result["message"]
    result["level"] = "info"
    result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] = "/a b"
    result["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    made["runs"][0]["tool"]["name"] = "x"
    assert len(against(made, LOG)) == 5


def test_a_result_has_a_level_a_message_and_a_place() -> None:
    (single,) = log(*FOUND)["runs"]
    rules = single["tool"]["driver"]["rules"]
    first, schema, whole, note = single["results"]
    assert [item["level"] for item in single["results"]] == ["error", "error", "warning", "note"]
    assert first["message"]["text"] == "hours is 6\nCorrect it."
    assert first["locations"] == [{"physicalLocation": {
        "artifactLocation": {"uri": "standards/a.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 3, "startColumn": 7},
    }}]
    assert all(rules[item["ruleIndex"]]["id"] == item["ruleId"] for item in (first, whole, note))
    assert (schema["ruleId"], "ruleIndex" in schema) == ("schema-kind", False)
    place = whole["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "translations/ru/%E8%AF%BE%E7%A8%8B%201.po"
    assert "region" not in place
    assert note["message"]["text"] == "{{page}}"


def test_sarif_has_fixes_and_suppressions() -> None:
    place = Where(COURSE, 15, 11, ("category",))
    mended = Diagnostic(place, "schema-enum", "Core is {what}", {"what": "none"}, hint="core?", fix=Fix(place, "core"))
    accepted = Diagnostic(Where("translations/ru/b.po", 9), "numbers-kept", "x", suppressed="It is a {name}.")
    made = log(mended, accepted)
    assert against(made, LOG) == []
    first, second = made["runs"][0]["results"]
    [replacement] = first["fixes"][0]["artifactChanges"][0]["replacements"]
    assert replacement["insertedContent"] == {"text": "core"}
    assert replacement["deletedRegion"] == {"startLine": 15, "startColumn": 11, "endLine": 15, "endColumn": 15}
    # 3.27.23: where one result has suppressions, even none, all have.
    assert first["suppressions"] == []
    assert second["suppressions"] == [{"kind": "external", "status": "accepted", "justification": "It is a {name}."}]
    assert github.render(report(accepted)) == text.render(report(accepted)) == ""


def test_text_says_what_can_be_mended() -> None:
    place = Where(COURSE, 15, 11, ("category",))
    mended = Diagnostic(place, "schema-enum", "wrong", hint="core?", fix=Fix(place, "core"))
    assert text.render(report(mended)) == (
        f"{COURSE}:15:11: error[schema-enum] wrong (fixable with --fix)\n    hint: core?\n"
    )


def test_sarif_names_a_file_whose_name_is_not_utf_8() -> None:
    (result,) = log(finding("a", b"standards/\xff.yaml".decode("utf-8", "surrogateescape")))["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "standards/%FF.yaml"


def test_sarif_brings_the_manual_along() -> None:
    rules = log()["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(RULES)
    for rule in rules:
        shown = page(rule["id"])
        assert rule["shortDescription"]["text"] == shown.title
        assert rule["help"]["text"] == shown.text
        assert rule["help"]["markdown"].count("```yaml\n") == len(shown.examples)


@pytest.mark.parametrize(("severity", "command"), [("error", "error"), ("warning", "warning"), ("info", "notice")])
def test_github_has_a_command_for_each_severity(severity: Severity, command: str) -> None:
    made = github.render(report(finding("words", severity=severity)))
    assert made == f"::{command} file=a.yaml,line=1,col=2,title=plan-sums::words\n"


@pytest.mark.parametrize(("character", "in_message", "in_path"), [
    ("%", "%25", "%25"), ("\n", "\\n", "%0A"), ("\r", "\\r", "%0D"), (",", ",", "%2C"), (":", ":", "%3A"),
    ("%0A", "%250A", "%250A"), ("::", "::", "%3A%3A"),
])
def test_github_takes_every_character_for_itself(character: str, in_message: str, in_path: str) -> None:
    made = github.render(report(finding(f"a{character}b", f"c{character}d")))
    assert made == f"::error file=c{in_path}d,line=1,col=2,title=plan-sums::a{in_message}b\n"


def test_github_has_the_hint_and_no_line_of_a_whole_file() -> None:
    lines = github.render(report(*FOUND)).splitlines()
    assert lines[0] == "::error file=standards/a.yaml,line=3,col=7,title=plan-sums::hours is 6%0ACorrect it."
    assert lines[2] == "::warning file=translations/ru/课程 1.po,title=translation-current::2 stale"
    assert len(lines) == len(FOUND)


def test_text_has_the_hint_on_a_line_of_its_own() -> None:
    assert text.render(report(*FOUND[:2])) == (
        "standards/a.yaml:3:7: error[plan-sums] hours is 6\n    hint: Correct it.\n"
        "standards/a.yaml:4:1: error[schema-kind] kind is cours\n"
    )


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_ends_its_lines_and_tells_the_same_twice(name: str) -> None:
    made = REPORTS[name].render(report(*FOUND))
    assert made == REPORTS[name].render(report(*FOUND))
    assert made.endswith("\n")
    assert not made.endswith("\n\n")


@pytest.mark.parametrize("name", REPORTS)
def test_check_offers_every_report(name: str, repository: MakeRepository) -> None:
    root = repository({COURSE: "kind: cours\n"}).root
    first, second = (run(root, "check", "--format", name, COURSE) for _ in range(2))
    assert (first.returncode, first.stderr) == (1, "")
    assert first.stdout == second.stdout
    assert "schema-kind" in first.stdout
    assert str(root) not in first.stdout


def test_check_writes_sarif_and_nothing_else(repository: MakeRepository) -> None:
    root = repository({COURSE: "kind: cours\n"}).root
    made = json.loads(run(root, "check", "--format", "sarif").stdout)
    assert against(made, LOG) == []
    places = [result["locations"][0]["physicalLocation"] for result in made["runs"][0]["results"]]
    assert (COURSE, 1) in [(at["artifactLocation"]["uri"], at.get("region", {}).get("startLine")) for at in places]


def test_github_says_nothing_of_a_clean_repository(repository: MakeRepository) -> None:
    done = run(repository().root, "check", "--format", "github")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


# The manual


def test_the_rules_are_listed_with_their_titles(tmp_path: Path) -> None:
    done = run(tmp_path, "rules")
    assert (done.returncode, done.stderr) == (0, "")
    margin = max(map(len, RULES)) + 2
    lines = re.sub(rf"\n {{{margin}}}", " ", done.stdout).splitlines()  # a long title goes on in the next line
    assert lines == [f"{code:{margin}}{page(code).title}" for code in RULES]


@pytest.mark.parametrize("code", RULES)
def test_a_page_has_all_its_parts(code: str) -> None:
    shown = pages()[code]
    assert re.fullmatch(r"[^\n]+\.", shown.title)
    assert shown.about
    assert {heading for heading, _ in shown.examples} == {"Good:", "Bad:"}
    assert all(words and not words.startswith(" ") for _, words in shown.examples)


@pytest.mark.parametrize("code", RULES)
def test_explain_prints_the_page(code: str, tmp_path: Path) -> None:
    done = run(tmp_path, "explain", code)
    assert (done.returncode, done.stderr) == (0, "")
    text, _, accepted = done.stdout.partition("\nTo accept one such finding, ")
    assert text == f"{page(code).text}\n"
    firm = code == suppression.CODE or getattr(plugins("curricula.rules")[code], "FIRM", False)
    assert (f"`rule: {code}`" not in accepted) == firm
    assert done.stdout.startswith(f"{page(code).title}\n\n")
    assert "\nGood:\n" in done.stdout
    assert "\nBad:\n" in done.stdout


def codes() -> dict[str, str]:
    """Every code that a finding can have, with the file that gives it, read from the source with `ast`."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "tools" / "curricula").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and FAMILY.fullmatch(str(node.value)) and node.value != NOT_OURS:
                found[str(node.value)] = path.name
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            place = {"Diagnostic": 1}.get(called)
            prefix = ""
            if path.parent.name == "packages" and called in ("finding", "note"):
                place, prefix = 0, "verify-"
            given = node.args[place] if place is not None and place < len(node.args) else None
            if isinstance(given, ast.Constant):
                found[prefix + str(given.value)] = path.name
    return found


def test_every_code_of_a_finding_is_explained() -> None:
    found = codes()
    assert {"import-value", "schema-form", "verify-hash", "yaml-syntax", "plan-sums"} <= set(found)
    assert sorted(set(found) - set(RULES) - set(meanings())) == []
    assert sorted(set(meanings()) & set(RULES)) == []
    for code in meanings():
        assert re.fullmatch(r"[^\n]+\.", page(code).title)


def test_a_code_that_is_no_rule_is_explained(tmp_path: Path) -> None:
    done = run(tmp_path, "explain", "import-value")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Words in a field cannot be read as its value") and "suppressions" not in done.stdout


@pytest.mark.parametrize(("code", "advice"), [
    ("plan-sum", "did you mean plan-sums?"), ("plan_sums", "did you mean plan-sums?"),
    ("Ü", "`curricula rules` lists those there are"), ("", "`curricula rules` lists those there are"),
])
def test_an_unknown_code(code: str, advice: str, tmp_path: Path) -> None:
    with pytest.raises(CurriculaError, match=f"^there is no code {code}; "):
        page(code)
    done = run(tmp_path, "explain", code)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"curricula: there is no code {code}; {advice}\n"
