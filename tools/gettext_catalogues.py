"""The program's own words: collected from the code, and brought into the catalogue of each language.

    gettext_catalogues.py update            write tools/curricula/messages/*/LC_MESSAGES/curricula.po anew
    gettext_catalogues.py compile           write the .mo beside each: what the program reads

Collected are the templates in calls of `Diagnostic`, `Phrase`, `CurriculaError` and `N_`, and of functions
of the same module that have a parameter called `message`, `hint` or `template`; the help of commands and
options, the manual pages of rules, the descriptions in the schemas, which are the hints of schema findings,
the names of properties in the schemas of standards, and the words of the command line toolkit.
"""

import ast
import inspect
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from types import ModuleType

import polib

from compiled_catalogues import catalogues, derived
from compiled_catalogues import compiled as binaries
from curricula import suppression
from curricula.deriving import tags
from curricula.files import replace_file
from curricula.messages.wording import DOMAIN, FOLDER, SOURCE
from curricula.model.standards import KINDS
from curricula.plugins import names, plugin
from curricula.prose import paragraphs
from curricula.resources import SCHEMAS

PACKAGE = Path(__file__).parent / "curricula"
_WIDTH = 110
_NAMED = ("common", *KINDS)  # schemas whose properties are called by their titles
_WRITTEN = {  # by this program alone: nobody meets a hint about them
    "adoption-record", "collection", "gap-report", "standard", "status", "upgrade-report",
}
# Which arguments of a call are templates: by position, and by name.
_Arguments = tuple[tuple[int, ...], tuple[str, ...]]
_PARAMETERS = ("message", "hint", "template")
_CALLS: dict[str, _Arguments] = {
    "Diagnostic": ((2, 4), ("message", "hint")),
    "Phrase": ((0,), ("template",)),
    "CurriculaError": ((0,), ("template",)),
    "N_": ((0,), ()),
    "Option": ((), ("help",)),
}
_TOOLKIT = {"_": False, "gettext": False, "ngettext": True}


@dataclass(frozen=True, order=True)
class Entry:
    """One template: its words, its plural where it counts something, and the file it stands in."""

    words: str
    plural: str
    file: str


def collected() -> list[polib.POEntry]:
    """Every template once, in order of file and words, with the files it stands in."""
    found: dict[str, list[Entry]] = {}
    for entry in sorted({*_program(), *_pages(), *_descriptions(), *_toolkit()}):
        found.setdefault(entry.words, []).append(entry)
    entries = []
    for words, places in sorted(found.items(), key=lambda item: (item[1][0].file, item[0])):
        plural = max(place.plural for place in places)
        occurrences = [(name, "") for name in sorted({place.file for place in places})]
        forms = {"msgid_plural": plural, "msgstr_plural": {0: "", 1: ""}} if plural else {}
        flags = ["python-brace-format"] if "{" in words and not occurrences[0][0].startswith("schemas/") else []
        entries.append(polib.POEntry(msgid=words, occurrences=occurrences, flags=flags, **forms))
    return entries


def _program() -> Iterator[Entry]:
    files = {path.relative_to(PACKAGE.parent): path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}
    modules = {".".join(path.with_suffix("").parts): list(ast.walk(ast.parse(text))) for path, text in files.items()}
    own = {
        module: dict(_passing(node) for node in nodes if isinstance(node, ast.FunctionDef))
        for module, nodes in modules.items()
    }
    for path, (module, nodes) in zip(files, modules.items(), strict=True):
        calls = _CALLS | _imported(nodes, own) | own[module]
        for node in nodes:
            if isinstance(node, ast.Call):
                yield from _templates(node, path.as_posix(), calls)


def _imported(nodes: list[ast.AST], own: dict[str, dict[str, _Arguments]]) -> dict[str, _Arguments]:
    """The functions and methods of other modules that pass templates on; of two with one name what both pass on."""
    found: dict[str, _Arguments] = {}
    for node in nodes:
        for name, (places, words) in own.get(str(getattr(node, "module", "")), {}).items():
            if places and name not in _CALLS:
                found[name] = tuple(place for place in found.get(name, (places, ()))[0] if place in places), words
    return found


def _passing(function: ast.FunctionDef) -> tuple[str, _Arguments]:
    """A function that passes templates on: which of its arguments they are."""
    given = [argument.arg for argument in function.args.args if argument.arg not in ("self", "cls")]
    places = tuple(place for place, name in enumerate(given) if name in _PARAMETERS)
    return function.name, (places, _PARAMETERS)


def _templates(call: ast.Call, file: str, calls: Mapping[str, _Arguments]) -> Iterator[Entry]:
    called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    positions, keywords = calls.get(called, ((), ()))
    given = [call.args[place] for place in positions if place < len(call.args)]
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    given += [named[name] for name in keywords if name in named]
    singular = _strings(named["singular"]) if "singular" in named else []
    for words in (words for node in given for words in _strings(node)):
        yield Entry(singular[0], words, file) if singular else Entry(words, "", file)


def _strings(node: ast.expr) -> list[str]:
    """The strings an expression can be: itself, or the branches of a choice."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) and node.value else []
    if isinstance(node, ast.IfExp):
        return [*_strings(node.body), *_strings(node.orelse)]
    if isinstance(node, ast.BoolOp):
        return [words for value in node.values for words in _strings(value)]
    return []


def _pages() -> Iterator[Entry]:
    """The help of commands and the manual pages of rules, paragraph by paragraph."""
    for package in ("curricula.commands", "curricula.rules"):
        yield from _folder(package)
    yield from (Entry(words, "", "curricula/suppression.py") for words in _told(suppression))


def _folder(package: str) -> Iterator[Entry]:
    file = f"{package.replace('.', '/')}/__init__.py"
    if package.startswith("curricula.commands"):
        yield from (Entry(words, "", file) for words in _told(plugin(*package.rsplit(".", 1))))
    for name in names(package):
        module = plugin(package, name)
        if hasattr(module, "__path__"):
            yield from _folder(module.__name__)
        else:
            yield from (Entry(words, "", f"{module.__name__.replace('.', '/')}.py") for words in _told(module))


def _told(module: ModuleType) -> tuple[str, ...]:
    return paragraphs(inspect.getdoc(module) or "")


def _descriptions() -> Iterator[Entry]:
    for path in sorted(SCHEMAS.glob("*.schema.json")):
        if path.name.partition(".")[0] in _WRITTEN:
            continue
        stack = [json.loads(path.read_text(encoding="utf-8"))]
        while stack:
            value = stack.pop()
            if isinstance(value, dict):
                told = ["description", "title"] if path.name.partition(".")[0] in _NAMED else ["description"]
                for words in (value[name] for name in told if isinstance(value.get(name), str)):
                    yield Entry(words.replace("{", "{{").replace("}", "}}"), "", f"schemas/{path.name}")
                stack += value.values()
            elif isinstance(value, list):
                stack += value


def _toolkit() -> Iterator[Entry]:
    yield Entry("required", "", "click")  # said through a variable
    for resource in sorted(files("click").iterdir(), key=lambda item: item.name):
        if not resource.name.endswith(".py"):
            continue
        for node in ast.walk(ast.parse(resource.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _TOOLKIT:
                words = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
                if words and isinstance(words[0], str):
                    plural = str(words[1]) if _TOOLKIT[getattr(node.func, "id", "")] else ""
                    yield Entry(words[0], plural, "click")


def updated(path: Path) -> str:
    """The catalogue brought up to the code: translations kept, changed templates empty, gone ones commented out."""
    old = polib.pofile(str(path), wrapwidth=_WIDTH)
    known = {entry.msgid: entry for entry in old}
    made = polib.POFile(wrapwidth=_WIDTH)
    made.metadata = old.metadata
    forms = int(old.metadata["Plural-Forms"].partition("nplurals=")[2][0])
    for entry in collected():
        before = known.get(entry.msgid)
        if entry.msgid_plural:
            translated = before.msgstr_plural if before else {}
            entry.msgstr_plural = {form: translated.get(form, "") for form in range(forms)}
        elif before and not before.msgid_plural:
            entry.msgstr = before.msgstr
        if before:
            entry.tcomment = before.tcomment
        made.append(entry)
    current = {entry.msgid for entry in made}
    for entry in sorted(old, key=lambda item: item.msgid):
        if entry.msgid not in current and (entry.msgstr or any(entry.msgstr_plural.values())):
            entry.obsolete, entry.occurrences = True, []
            made.append(entry)
    return f"{made}\n"


def _templates_themselves() -> polib.POFile:
    made = polib.POFile()
    made.metadata = {
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for entry in collected():
        if entry.msgid_plural:
            entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
        else:
            entry.msgstr = entry.msgid
        made.append(entry)
    return made


def compiled() -> None:
    """Write what gettext reads: of every catalogue, and of the languages that are made of one or of English."""
    for name, content in binaries():
        replace_file(FOLDER / name, content)
    for tag in tags():
        if plugin("curricula.derivations", tag.lower()).FROM == SOURCE:
            made = derived(_templates_themselves(), tag)
            replace_file(FOLDER / tag / "LC_MESSAGES" / f"{DOMAIN}.mo", made.to_binary())


def main(action: str) -> None:
    """Do what the module's docstring says."""
    if action == "compile":
        compiled()
    elif action == "update":
        for path in catalogues():
            path.write_text(updated(path), encoding="utf-8")
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(*sys.argv[1:2] or [""])
