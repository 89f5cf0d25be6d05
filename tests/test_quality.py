"""The linter and the type checker have nothing to say."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("command", [
    ["ruff", "check", "--no-cache", "--output-format", "concise", "tools", "tests"],
    ["mypy", "--strict", "tools/curricula", "tests"],
], ids=" ".join)
def test_there_is_nothing_to_say(command: list[str]) -> None:
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
