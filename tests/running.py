"""The command line as a person runs it: in a process of its own, in a repository."""

import os
import subprocess
import sys
from pathlib import Path

TOOLS = Path(__file__).parents[1] / "tools"
COMMAND = [sys.executable, "-W", "error", "-m", "curricula"]


def environment(**changes: str) -> dict[str, str]:
    """The environment of a run: this one's, with changes."""
    return {**os.environ, "LANGUAGE": "en", "PYTHONPATH": str(TOOLS), "COLUMNS": "200", **changes}


def run(root: Path, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """What `curricula` says in the folder `root`; `changes` are put over the environment."""
    return subprocess.run(
        [*COMMAND, *arguments], cwd=root, env=environment(**changes),
        capture_output=True, encoding="utf-8", check=False,
    )
