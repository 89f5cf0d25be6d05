"""How a wheel is built: it holds what the program reads of its repository too, and its words compiled.

An editable installation finds both in the repository, where `make` compiles them.
"""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from setuptools.command.build_py import build_py
from setuptools.errors import SetupError

_TOP = Path(__file__).resolve().parents[1]
_BROUGHT = ("schemas/*.json", "schemas/xsd/*.xsd", "translations/*/shared.po")


class Build(build_py):
    """Copies the modules, what lies outside them, and what is made of them."""

    def run(self) -> None:
        """Build anew: what an earlier run has left in the folder would be packed again."""
        if self.editable_mode:
            super().run()
            return
        shutil.rmtree(self.build_lib, ignore_errors=True)
        super().run()
        target = Path(self.build_lib) / "curricula"
        for path in _brought():
            copy = target / "brought" / path.relative_to(_TOP)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
        for name, content in _compiled():
            copy = target / "messages" / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(content)


def _brought() -> Iterator[Path]:
    """The files of the repository that the program reads, as `curricula.resources` names their folders."""
    for pattern in _BROUGHT:
        found = sorted(_TOP.glob(pattern))
        if not found:
            raise SetupError(f"{pattern} is missing: a wheel is built in the repository")
        yield from found


def _compiled() -> Iterator[tuple[str, bytes]]:
    """The program's words in every language that people speak, as gettext reads them; its code is imported late."""
    sys.path.insert(0, str(_TOP / "tools"))
    try:
        from compiled_catalogues import compiled

        yield from compiled()
    finally:
        sys.path.remove(str(_TOP / "tools"))
