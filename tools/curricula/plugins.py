"""A folder is a table: every module in it is an entry whose name is the file's name."""

import importlib
import pkgutil
from functools import cache
from types import ModuleType


@cache
def plugins(package: str) -> dict[str, ModuleType]:
    """The modules of `package` by name, `_` read as `-`, in alphabetical order.

    A folder among them is returned as its package; ask again for what it holds.
    """
    folder = importlib.import_module(package)
    names = sorted(module.name for module in pkgutil.iter_modules(folder.__path__))
    return {
        name.replace("_", "-"): importlib.import_module(f"{package}.{name}") for name in names
    }
