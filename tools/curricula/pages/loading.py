"""WeasyPrint as it is loaded: without what only pages of others need, and without reading the same again.

A preview is made in a process of its own, and half of its time goes into loading what it uses.
"""

import ctypes.util
import importlib
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

# Our pages are read as XML, and their fonts are neither packed nor variable; HarfBuzz makes the subsets of them.
_LATE = ("fontTools.subset", "fontTools.ttLib.woff2", "fontTools.varLib.instancer", "tinyhtml5")
_NAME = re.compile(r"\w+")


class _Late(ModuleType):
    """A module of which only functions are called; with the first call it is loaded."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *given, **named: getattr(importlib.import_module(self.__name__), name)(*given, **named)


@contextmanager
def loading() -> Iterator[None]:
    """Have WeasyPrint loaded so meanwhile."""
    late = {name: _Late(name) for name in _LATE if name not in sys.modules}
    _read_types_alone()
    with _without_search():
        sys.modules.update(late)
        try:
            yield
        finally:
            for name, module in late.items():
                if sys.modules.get(name) is module:
                    del sys.modules[name]


@contextmanager
def _without_search() -> Iterator[None]:
    """WeasyPrint tries the names that its libraries have elsewhere first, and for each of them Python starts a
    compiler and a linker to look for it. On Linux the last name is the right one, and the loader knows it.
    """
    search = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = search


def _read_types_alone() -> None:
    """Let the parser of C read a type without the names of all others, as it does for every array of another length."""
    parser: Any = importlib.import_module("cffi.cparser").Parser
    parse = getattr(parser, "_parse", None)  # its own affair: another version may have another way
    if parse is None:
        return

    def parsed(self: Any, words: str) -> Any:
        known, named = self._declarations, set(_NAME.findall(words))
        self._declarations = {name: known[name] for name in known if name.split()[-1] in named}
        try:
            return parse(self, words)
        finally:
            self._declarations = known

    parser._parse = parsed
