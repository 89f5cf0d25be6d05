"""The house: its floors, its budgets and its manners, read from the source with `ast`; nothing is imported."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "tools" / "curricula"

# From the ground up, and in a row from left to right: a module imports only what stands before it, or its own folder.
FLOORS = (
    (
        "diagnostics", "resources", "lookalikes", "plugins", "locales", "numerals", "orthography", "prose", "files",
        "binding", "processes", "office", "xmlreading", "columns", "cache", "fonts", "transliteration", "messages",
    ),
    ("misfits", "mistakes", "model", "source", "patching", "editing", "derivations"),
    (
        "catalogue", "classifications", "schemas", "parsing", "phrases", "reviews", "skeleton", "deriving",
        "references", "gist", "crosswalks", "units", "edits", "counting", "handover", "terms", "lifecycle",
    ),
    ("editions", "compare", "redline", "tailoring", "figures", "sheets"),
    (
        "history", "inputs", "pairs", "inventory", "strays", "unread", "adopting", "common", "snapshots", "repository",
        "bundling", "objections", "merging",
        "drafts", "case", "outward", "word", "fingerprint", "limits", "suppression",
        "selection", "renaming", "upkeep", "syncing",
        "memory", "standing", "costing", "termbase", "placing", "fixing", "pages", "returned", "gaps", "upgrading",
    ),
    ("rules", "formats", "exchange", "imports"),
    ("report", "codes", "manual", "reports", "statuses", "reviewing", "judging", "checking", "pipeline", "packages",
     "ministry", "recording", "channel", "releasing"),
    ("commands",),
    ("cli", "__main__"),
)
SIBLINGS = {"rules", "formats", "exchange", "imports"}
HEIGHT = {name: height for height, name in enumerate(name for floor in FLOORS for name in floor)}

MODULES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
HOUSE = sorted(name for name in MODULES if name != "curricula")
SPEAKING = {"print", "click.echo", "click.secho", "sys.exit", "exit", "quit", "os._exit", "sys.stdout.write"}
HOSTS = {"json-schema.org", "www.w3.org", "scripts.sil.org", "github.com", "www.adobe.com", "www.apache.org",
         "docs.oasis-open.org", "uri.etsi.org", "schemas.openxmlformats.org", "ns.adobe.com", "purl.org",
         "www.aiim.org",
         "schema.org", "data.europa.eu", "publications.europa.eu", "creativecommons.org", "spdx.org",
         "www.sitemaps.org", "www.iana.org", "in-toto.io", "slsa.dev", "standards.example.org"}
# Absolute paths of some machine, and words for how the project came about. Brackets keep the pattern from itself.
SURROUNDINGS = re.compile(
    r"(?<![\w.])/(wor[k]|hom[e]|roo[t]|User[s])/\w|\b(sub)?-?agent[s]? (session|brief)|\bhelper sessio[n]"
    r"|\bissue[s]? #?\d|\bsandbo[x]\b|\bthis machin[e]\b|\bthe brie[f]\b|\blanguage mode[l]s?\b",
    re.IGNORECASE,
)


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def imported(module: str, nodes: Iterator[ast.AST]) -> Iterator[str]:
    """The modules of our own that import statements among `nodes` name."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.partition(".")[0] == "curricula")
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module}, line {node.lineno}: imports are written in full"
            if (node.module or "").partition(".")[0] == "curricula":
                names = (f"{node.module}.{alias.name}" for alias in node.names)
                yield from (name if name in MODULES else str(node.module) for name in names)


def unit(module: str) -> str:
    return module.split(".")[1]


def functions(module: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree(module)) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)))


def public(body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[str, ast.ClassDef | ast.FunctionDef]]:
    """The classes and functions of a module that others may use, and the methods of these classes."""
    for node in body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and not node.name.startswith("_"):
            yield prefix + node.name, node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body, f"{node.name}.")


def test_every_module_has_a_floor() -> None:
    assert {unit(name) for name in HOUSE} <= set(HEIGHT)


@pytest.mark.parametrize("module", HOUSE)
def test_imports_only_go_down(module: str) -> None:
    for target in imported(module, ast.walk(tree(module))):
        if target != "curricula" and unit(target) != unit(module):
            assert HEIGHT[unit(target)] < HEIGHT[unit(module)], f"{module} must not import {target}"
            assert not {unit(target), unit(module)} <= SIBLINGS, f"{module} must not import its sibling {target}"


def test_no_imports_run_in_a_circle() -> None:
    graph = {name: set(imported(name, ast.walk(tree(name)))) - {name} for name in MODULES}
    order = list(TopologicalSorter(graph).static_order())  # CycleError names the circle
    assert order.index("curricula.diagnostics") < order.index("curricula.cli")


@pytest.mark.parametrize("module", HOUSE)
def test_our_own_modules_are_imported_at_the_top(module: str) -> None:
    for function in functions(module):
        assert not list(imported(module, ast.walk(function))), f"{module}, line {function.lineno}"


@pytest.mark.parametrize("module", [name for name, path in MODULES.items() if path.name == "__init__.py"])
def test_a_folder_has_a_docstring_and_no_code(module: str) -> None:
    assert ast.get_docstring(tree(module))
    assert len(tree(module).body) == 1


@pytest.mark.parametrize("module", MODULES)
def test_the_budgets_are_kept(module: str) -> None:
    assert len(MODULES[module].read_text(encoding="utf-8").splitlines()) <= 400
    for function in functions(module):
        assert function.end_lineno is not None
        assert function.end_lineno - function.lineno < 50, f"{module}.{function.name} is too long"
        given = function.args
        parameters = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
        names = [parameter.arg for parameter in parameters if parameter and parameter.arg not in ("self", "cls")]
        assert len(names) <= 6, f"{module}.{function.name} has {len(names)} parameters"


@pytest.mark.parametrize("module", MODULES)
def test_what_others_use_is_described(module: str) -> None:
    assert ast.get_docstring(tree(module)), f"{module} has no docstring"
    for name, node in public(tree(module).body):
        assert ast.get_docstring(node), f"{module}.{name} has no docstring"


@pytest.mark.parametrize("module", MODULES)
def test_no_exception_is_swallowed_unseen(module: str) -> None:
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else ""
            raises = any(isinstance(inner, ast.Raise) and inner.exc is None for inner in node.body)
            assert raises or not {"", "Exception", "BaseException"} & set(re.findall(r"\w+", caught) or [""]), (
                f"{module}, line {node.lineno}: `except {caught}`"
            )


@pytest.mark.parametrize("module", [name for name in MODULES if name != "curricula.cli"])
def test_only_the_command_line_prints_and_exits(module: str) -> None:
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Call):
            assert ast.unparse(node.func) not in SPEAKING, f"{module}, line {node.lineno}"
        if isinstance(node, ast.Raise) and node.exc:
            assert not ast.unparse(node.exc).startswith("SystemExit"), f"{module}, line {node.lineno}"


@pytest.mark.parametrize("module", [name for name in HOUSE if unit(name) not in ("cli", "commands")])
def test_the_library_does_not_know_the_command_line_toolkit(module: str) -> None:
    nodes = list(ast.walk(tree(module)))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
    assert not {name.partition(".")[0] for name in names} & {"click", "rich", "argparse"}


def tracked() -> list[Path]:
    """The files of the project, as git knows them; those not added yet count too."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a working copy: there is no list of files to read")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


def test_the_project_speaks_of_itself_alone() -> None:
    found = []
    for path in tracked():
        words = path.read_bytes().decode("utf-8", "ignore") if path.suffix not in (".ttf", ".pdf", ".png") else ""
        found += [f"{path.relative_to(ROOT)}: {match.group()}" for match in SURROUNDINGS.finditer(words)]
        hosts = set(re.findall(r"https?://([A-Za-z0-9.-]+)", words)) - HOSTS
        if path.parts[len(ROOT.parts)] not in ("standards", "translations"):  # sources of facts are cited there
            found += [f"{path.relative_to(ROOT)}: {host}" for host in sorted(hosts)]
    assert found == []
