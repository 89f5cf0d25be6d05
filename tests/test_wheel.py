"""The program installed from a wheel: all it needs travels along, and it works far from its repository."""

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from channels import packed
from conftest import ROOT, completed
from curricula.repository import Repository

COURSE = "demo/courses/circuits"
NOT_PACKED = (".py", ".mo", ".pyc")
# What an installation from a wheel has on its path: the wheel, and the libraries, but not this repository.
START = """
import sys
tools, target = sys.argv.pop(1), sys.argv.pop(1)
sys.path = [target, *(path for path in sys.path if path != tools)]
from curricula.cli import main
main()
"""
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without a network in a copy of what it is built of; twice, the second time over the first."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    kept = shutil.ignore_patterns("__pycache__", "*.mo", "*.egg-info", ".*")
    for name in ("tools", "schemas", "translations"):
        shutil.copytree(ROOT / name, source / name, ignore=kept)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    gone = source / "tools/curricula/gone.py"
    gone.write_text('"""A module of an older version."""\n', encoding="utf-8")
    _built(source, folder / "older")
    gone.unlink()
    return _built(source, folder / "newer")


def _built(source: Path, folder: Path) -> Path:
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps",
               "--no-index", "--no-build-isolation", "--wheel-dir", str(folder), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("curricula-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs the installed program in a folder, with nothing of this repository on its path."""
    target = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps",
               "--no-index", "--no-compile", "--target", str(target), str(wheel)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    away = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}

    def run(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-I", "-c", START, str(ROOT / "tools"), str(target), *arguments], cwd=folder,
            env={**away, "LANGUAGE": "en", "COLUMNS": "200"}, capture_output=True, encoding="utf-8", check=False,
        )

    return run


@pytest.mark.slow
def test_everything_that_is_no_module_is_in_the_wheel(wheel: Path) -> None:
    """Whoever adds a file to the program, a schema or a language need not remember the wheel."""
    with zipfile.ZipFile(wheel) as whole:
        packed_names = {name for name in whole.namelist() if ".dist-info/" not in name}
    package = ROOT / "tools"
    own = {path for path in (package / "curricula").rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    expected = {path.relative_to(package).as_posix() for path in own if path.suffix not in NOT_PACKED}
    expected |= {path.relative_to(package).as_posix() for path in own if path.suffix == ".py"}
    brought = [*ROOT.glob("schemas/*.json"), *ROOT.glob("schemas/xsd/*"), *ROOT.glob("translations/*/shared.po")]
    expected |= {f"curricula/brought/{path.relative_to(ROOT).as_posix()}" for path in brought}
    compiled = {name for name in packed_names if name.endswith(".mo")}
    assert packed_names - compiled == expected
    assert {name.split("/")[2] for name in compiled} >= {"ru", "uz-Cyrl", "uz-Latn", "zh-Hans"}


@pytest.mark.slow
def test_a_ministry_works_with_the_installed_command(installed: Run, tmp_path: Path) -> None:
    """It verifies a package and reports what is lacking, in its language, from packages alone."""
    package = packed(Repository(completed(tmp_path / "demo")), COURSE, tmp_path / "download")
    done = installed(package.parent, "verify", package.name)
    assert (done.returncode, "warning[verify-unsealed]" in done.stdout) == (2, True), done.stdout + done.stderr
    done = installed(package.parent, "verify", package.name, "--lang", "ru")
    assert (done.returncode, "предупреждение[verify-unsealed]" in done.stdout) == (2, True), done.stdout + done.stderr
    package.write_bytes(package.read_bytes().replace(b"circuit", b"circuiT", 1))
    assert installed(package.parent, "verify", package.name).returncode == 1
    package = packed(Repository(tmp_path / "demo"), COURSE, tmp_path / "download")
    shutil.copy(tmp_path / "demo/standards/partners/uz.yaml", tmp_path / "download")
    for locale, words in (("ru", "Отчёт"), ("en", "Gap report")):
        done = installed(package.parent, "adopt", "report", package.name, "--partner", "uz.yaml", "--locale", locale,
                         "--format", "html", "--output", f"{locale}.html")
        assert done.returncode in (0, 1), done.stdout + done.stderr
        assert words.casefold() in (package.parent / f"{locale}.html").read_text(encoding="utf-8").casefold()


@pytest.mark.slow
def test_an_author_works_with_the_installed_command(installed: Run, tmp_path: Path) -> None:
    """It writes, checks and builds in a repository that has neither schemas nor tools."""
    root = completed(tmp_path / "demo")
    assert not (root / "schemas").exists()
    done = installed(root, "new", "course", "demo/courses/optics", "--course", "C401")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (root / "standards/demo/courses/optics.yaml").is_file()
    done = installed(root, "check")
    assert (done.returncode, done.stderr, "optics.yaml" in done.stdout) == (1, "", True), done.stdout + done.stderr
    (root / "standards/demo/courses/optics.yaml").unlink()
    course = root / "standards/demo/courses/circuits.yaml"
    words = course.read_text(encoding="utf-8")
    course.write_text(words.replace("status: draft", "status: drafted"), encoding="utf-8")
    done = installed(root, "check", "--lang", "uz-Latn")
    assert (done.returncode, "[schema-enum]" in done.stdout) == (1, True), done.stdout + done.stderr
    course.write_text(words, encoding="utf-8")
    done = installed(root, "build", COURSE, "--locale", "ru", "--format", "html")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (root / f"build/{COURSE}/1.0.0/ru.html").is_file()
