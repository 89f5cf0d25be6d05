"""`curricula watch` as a person runs it: real processes, real saves, generous waiting."""

import queue
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from conftest import MakeRepository
from running import COMMAND, environment

pytestmark = pytest.mark.slow

PATIENCE = 60.0  # seconds until a line must have come; on a quiet machine it comes in a tenth of one
COURSE = "standards/demo/courses/circuits.yaml"
CATALOGUE = "translations/ru/demo/courses/circuits.po"
PAGE = "build/demo/courses/circuits/1.0.0/zh-Hans.html"
SETTINGS = "standards/repository.yaml"


class Watch:
    """A running `curricula watch` and the lines it has said."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: queue.Queue[str] = queue.Queue()
        self.listener = threading.Thread(target=self._listen)
        self.listener.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as said:
            for line in said:
                self.lines.put(line.rstrip("\n"))

    def until(self, *words: str) -> list[str]:
        """The lines up to the first that has all these words."""
        said: list[str] = []
        end = time.monotonic() + PATIENCE
        while not said or not all(word in said[-1] for word in words):
            try:
                said.append(self.lines.get(timeout=max(0.0, end - time.monotonic())))
            except queue.Empty:
                pytest.fail(f"never said {words}, but: {said}")
        return said

    def silent(self, seconds: float = 1.0) -> bool:
        """Whether nothing is said for a while."""
        try:
            self.lines.get(timeout=seconds)
        except queue.Empty:
            return True
        return False


@contextmanager
def watching(root: Path, *arguments: str) -> Iterator[Watch]:
    process = subprocess.Popen(
        [*COMMAND, "watch", *arguments], cwd=root, env=environment(), encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )
    watch = Watch(process)
    try:
        yield watch
    finally:
        process.kill()
        process.wait()
        watch.listener.join()


def in_place(path: Path, words: str) -> None:
    path.write_text(words, encoding="utf-8")


def by_renaming(path: Path, words: str) -> None:
    """As VS Code and others save: a new file takes the place of the old one."""
    beside = path.with_name(f".{path.name}.tmp")
    beside.write_text(words, encoding="utf-8")
    beside.replace(path)


def with_backup(path: Path, words: str) -> None:
    """As vim saves: the old file is moved away, and for a moment there is none."""
    path.rename(path.with_name(f"{path.name}~"))
    path.write_text(words, encoding="utf-8")
    path.with_name(f"{path.name}~").unlink()


@pytest.mark.parametrize("save", [in_place, by_renaming, with_backup])
def test_findings_come_and_go_with_every_save(
    save: Callable[[Path, str], None], repository: MakeRepository
) -> None:
    root = repository().root
    good = (root / COURSE).read_text(encoding="utf-8")
    with watching(root, "--locale", "zh-Hans") as watch:
        assert "no problems" in watch.until("watching")[-1]
        watch.until(PAGE)
        save(root / COURSE, good.replace("total: 960", "total: 961", 1))
        said = watch.until("in all: ")
        assert any(line.startswith(f"{COURSE}:") and "[plan-sums]" in line for line in said), said
        save(root / COURSE, good)
        said = watch.until("in all: no problems")
        assert any(line.startswith(f"solved {COURSE}:") for line in said), said
        assert watch.silent()


def test_the_document_follows_and_the_last_good_one_stays(repository: MakeRepository) -> None:
    root = repository().root
    good = (root / COURSE).read_text(encoding="utf-8")
    title = next(line for line in good.splitlines() if line.startswith("title: "))
    with watching(root, "demo/courses/circuits", "--locale", "zh-Hans") as watch:
        watch.until(PAGE)
        in_place(root / COURSE, good.replace(title, "title: 电路课程标准第二稿"))
        watch.until(PAGE)
        page = (root / PAGE).read_bytes()
        assert "电路课程标准第二稿".encode() in page
        in_place(root / COURSE, good.replace(title, "title: [电路"))  # in the middle of typing
        watch.until("yaml-syntax")
        watch.until("in all: 1 error")
        assert watch.silent()
        assert (root / PAGE).read_bytes() == page
        in_place(root / COURSE, good)
        watch.until(PAGE)
        assert title.removeprefix("title: ").encode() in (root / PAGE).read_bytes()


def test_files_that_come_and_go_are_noticed(repository: MakeRepository) -> None:
    root = repository().root
    with watching(root) as watch:
        watch.until("watching")
        watch.until("uz-Latn.html")
        shutil.move(root / CATALOGUE, root / "elsewhere.po")
        watch.until("in all: 1 error")
        shutil.move(root / "elsewhere.po", root / CATALOGUE)
        watch.until("in all: no problems")
        in_place(root / "standards/demo/courses/other.yml", "kind: course\n")
        watch.until("stray-file")
        (root / "standards/demo").rename(root / "standards/renamed")
        watch.until("standards-agree")
        (root / "standards/renamed").rename(root / "standards/demo")
        watch.until("in all: 1 warning")


def test_broken_settings_end_nothing(repository: MakeRepository) -> None:
    root = repository().root
    good = (root / SETTINGS).read_text(encoding="utf-8")
    with watching(root) as watch:
        watch.until("watching")
        for broken in ("kind: [", "", good.replace("locales:", "locale:")):
            in_place(root / SETTINGS, broken)
            watch.until("in all: ", "error")
            in_place(root / SETTINGS, good)
            watch.until("in all: no problems")
        (root / SETTINGS).unlink()
        watch.until("in all: ", "error")
        in_place(root / SETTINGS, good)
        watch.until("in all: no problems")


def test_a_burst_of_saves_is_told_of_as_it_ends(repository: MakeRepository) -> None:
    root = repository().root
    good = (root / COURSE).read_text(encoding="utf-8")
    with watching(root, "--locale", "zh-Hans") as watch:
        watch.until("watching")
        for number in range(961, 1000):
            in_place(root / COURSE, good.replace("total: 960", f"total: {number}", 1))
        watch.until("999")
        in_place(root / COURSE, good)
        watch.until("in all: no problems")


def test_ctrl_c_ends_it_with_one_line(repository: MakeRepository) -> None:
    root = repository().root
    with watching(root, "--locale", "en") as watch:
        watch.until("en.html")
        watch.process.send_signal(signal.SIGINT)
        assert watch.process.wait(PATIENCE) == 130
        rest = [line for line in watch.until("interrupted") if line and ".html" not in line]
        assert rest == ["interrupted; what was finished is kept"]


@pytest.mark.parametrize("arguments", [("nowhere",), ("--locale", "xx"), ("--format", "odt")])
def test_what_is_not_there_cannot_be_watched(arguments: tuple[str, ...], repository: MakeRepository) -> None:
    with watching(repository().root, *arguments) as watch:
        assert watch.process.wait(PATIENCE) == 2
