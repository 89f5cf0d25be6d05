"""Figures of speed: `make bench`. Not a test: figures depend on the machine, ratios do not much."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CURRICULA = Path(sys.executable).with_name("curricula")


def timed(work: Path, *arguments: str) -> tuple[float, str]:
    """The seconds one command takes, start-up included, and its last line."""
    started = time.perf_counter()
    done = subprocess.run([CURRICULA, *arguments], cwd=work, capture_output=True, text=True, check=True)
    return time.perf_counter() - started, (done.stdout.strip().splitlines() or [""])[-1]


def best(work: Path, *arguments: str, runs: int = 3) -> float:
    """The shortest of some runs."""
    return min(timed(work, *arguments)[0] for _ in range(runs))


def pages(folder: Path) -> int:
    """The pages of all PDF files below a folder, counted by an engine that is not ours."""
    import pypdfium2

    return sum(len(pypdfium2.PdfDocument(path)) for path in sorted(folder.rglob("*.pdf")))


def change_one_word(work: Path) -> Path:
    """Change one word of one Russian translation."""
    path = work / "translations/ru/communication-technology/courses/5g-base-station.po"
    words = path.read_text(encoding="utf-8")
    path.write_text(re.sub('(?m)^(msgstr ".*?)станци', r"\1стаанци", words, count=1), encoding="utf-8")
    return path


def main() -> None:
    """Measure in a copy of the repository and print a table."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "work"
        for name in ("standards", "translations", "schemas"):
            shutil.copytree(ROOT / name, work / name)
        startup = best(work, "--help")
        cold, summary = timed(work, "build")
        count = pages(work / "build")
        idle = best(work, "build")
        before = {path: path.stat().st_mtime_ns for path in (work / "build").rglob("*.*")
                  if path.is_file() and ".cache" not in path.parts}
        change_one_word(work)
        word, _ = timed(work, "build")
        rebuilt = [path for path, stamp in before.items() if path.stat().st_mtime_ns != stamp]
        rows = [
            ("start-up (--help)", f"{startup:.2f} s"),
            ("cold build", f"{cold:.1f} s"),
            ("  pages", f"{count}"),
            ("  pages per second", f"{count / cold:.1f}"),
            ("  pages per second and processor", f"{count / cold / (os.cpu_count() or 1):.1f}"),
            ("no-op build after start-up", f"{idle - startup:.2f} s"),
            ("no-op build against cold build", f"1 : {cold / idle:.0f}"),
            ("one changed word", f"{word:.1f} s"),
            ("  files rebuilt", ", ".join(sorted(path.relative_to(work / "build").as_posix() for path in rebuilt))),
            ("check, nothing remembered", f"{best(work, 'check', '--no-cache'):.2f} s"),
            ("check, nothing changed", f"{best(work, 'check'):.2f} s"),
            ("translate sync, nothing changed", f"{best(work, 'translate', 'sync'):.2f} s"),
        ]
        print(summary)
        for name, figure in rows:
            print(f"{name:36} {figure}")


if __name__ == "__main__":
    main()
