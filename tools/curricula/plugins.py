"""A folder is a table: every module in it is an entry whose name is the file's name."""

import ast
import importlib
import importlib.util
import inspect
import keyword
import pkgutil
from functools import cache
from pathlib import Path
from types import ModuleType


@cache
def names(package: str) -> tuple[str, ...]:
    """The names of the modules of `package`, `_` read as `-`, in alphabetical order; nothing in it is imported.

    A last `_`, which keeps a name from being a word of Python, is no part of it.
    """
    folder = importlib.import_module(package)
    return tuple(sorted(module.name.rstrip("_").replace("_", "-") for module in pkgutil.iter_modules(folder.__path__)))


def plugin(package: str, name: str) -> ModuleType:
    """The module of `package` that is called `name`, which must be one of its `names`; a folder is its package."""
    return importlib.import_module(module_name(package, name))


def module_name(package: str, name: str) -> str:
    """The whole name of the module of `package` that is called `name`."""
    module = name.replace("-", "_")
    return f"{package}.{module}_" if keyword.iskeyword(module) else f"{package}.{module}"


def docstring(module: str) -> str:
    """What a module or package says of itself before anything else, read from its words: it is not imported."""
    found = importlib.util.find_spec(module)
    assert found is not None and found.origin is not None
    words = Path(found.origin).read_text(encoding="utf-8")
    return inspect.cleandoc(words.removeprefix('"""').partition('"""')[0])


@cache
def plugins(package: str) -> dict[str, ModuleType]:
    """All of them by name, imported."""
    return {name: plugin(package, name) for name in names(package)}


@cache
def stated(package: str, name: str) -> dict[str, object]:
    """The plain values a module gives names to at its top, read from its words: nothing it needs is imported."""
    folder = importlib.import_module(package)
    module = name.replace("-", "_")
    path = Path(folder.__path__[0]) / f"{module}{'_' if keyword.iskeyword(module) else ''}.py"
    return {
        target.id: node.value.value
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets if isinstance(target, ast.Name)
    }
