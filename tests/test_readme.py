"""What the README shows is true: its commands run, its folders exist."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fragments import commit

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    re.split(r"\s#", line)[0].strip()
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("curricula ")
]


@pytest.mark.slow
def test_every_command_of_the_readme_runs(tmp_path: Path) -> None:
    for name in ("standards", "translations"):
        shutil.copytree(ROOT / name, tmp_path / name)
    commit(tmp_path)
    assert len(COMMANDS) >= 22
    made = tmp_path / "standards/communication-technology/courses/optical-access.yaml"
    for command in COMMANDS:
        program = Path(sys.executable).with_name("curricula")
        done = subprocess.run([program, *shlex.split(command)[1:]], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        made.unlink(missing_ok=True)


def test_the_folders_it_names_exist() -> None:
    names = ("rules", "formats", "reports", "commands", "exchange", "derivations")
    tables = (f"tools/curricula/{name}" for name in names)
    for name in ("docs/decisions", *tables, "standards/partners"):
        assert f"{name}/" in README or f"({name}" in README or name in README
        assert (ROOT / name).is_dir()


def test_the_test_command_is_what_ci_runs() -> None:
    words = (ROOT / ".ci/run").read_text(encoding="utf-8")
    commands = [line for line in words.splitlines() if line and not line.startswith(("#", "set ", "cd "))]
    assert commands == ["make test"]
    assert "make test " in README
