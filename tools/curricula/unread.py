"""Files of standards that look as if they were read and are not: nothing is passed over in silence."""

from collections.abc import Collection, Iterator
from pathlib import Path

from curricula.diagnostics import Diagnostic, Where
from curricula.files import below


def unread(root: Path, known: Collection[str]) -> Iterator[Diagnostic]:
    """A warning for every YAML file below `standards/` that is not among those `known`."""
    for name in below(root, "standards"):
        if name.endswith((".yaml", ".yml")) and name not in known:
            yield Diagnostic(
                Where(name), "stray-file", "is not read: it is in the wrong folder or has the wrong name",
                hint="A standard is a .yaml file in a programme's folder below standards/.", severity="warning",
            )
