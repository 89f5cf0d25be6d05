"""Figures of speed: `make bench`. Not a test: figures depend on the machine, ratios do not much.

    python tests/bench.py [build] [check] [checks] [watch] [sync] [preview] [pages]     without a name all of them
"""

import argparse
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from corpus import write
from curricula.fonts.pinned import fontconfig
from typesetters import lay_out

ROOT = Path(__file__).resolve().parents[1]
CURRICULA = Path(sys.executable).with_name("curricula")
CHECK_JSONSCHEMA = Path(sys.executable).with_name("check-jsonschema")
SPHINX_INTL = Path(sys.executable).with_name("sphinx-intl")
STANDARDS = 1000
SYNC_LOCALES = ("en", "ru", "uz-Latn")
PROGRAMME = "communication-technology"
COURSE = f"standards/{PROGRAMME}/courses/5g-base-station.yaml"
PROFESSIONAL = f"standards/{PROGRAMME}/professional.yaml"
SAVES = 7
ROUNDS = 3
SET = (f"{PROGRAMME}/professional", f"{PROGRAMME}/courses/5g-base-station")
COUNTS = ("20", "200")  # of documents that a process has set

Rows = Iterator[tuple[str, str]]


@dataclass(frozen=True)
class Run:
    """One run of a program: seconds, start-up included; the most memory it had, in MB; what it said.

    `work` are the seconds of processors that it and its processes took, without those of the system.
    """

    seconds: float
    memory: float
    said: str
    work: float = 0


def timed(work: Path, *command: str | Path, status: int = 0, environment: dict[str, str] | None = None) -> Run:
    """Run a program, which must end with `status`."""
    started = time.perf_counter()
    with subprocess.Popen(command, cwd=work, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        said = process.stdout.read()
        _, ended, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(ended)
    assert process.returncode == status, (command[:3], process.returncode, said[-1000:])
    return Run(time.perf_counter() - started, usage.ru_maxrss / 1024, said, usage.ru_utime)


def curricula(work: Path, *arguments: str, status: int = 0) -> Run:
    """Run our own program, which must end with `status`."""
    return timed(work, CURRICULA, *arguments, status=status)


def best(work: Path, *arguments: str, runs: int = 3) -> float:
    """The shortest of some runs."""
    return min(curricula(work, *arguments).seconds for _ in range(runs))


def pages(folder: Path) -> int:
    """The pages of all PDF files below a folder."""
    return sum(map(pages_of, folder.rglob("*.pdf")))


def pages_of(path: Path) -> int:
    """The pages of a PDF file, counted by an engine that is not ours."""
    import pypdfium2

    return len(pypdfium2.PdfDocument(path))


def change_one_word(work: Path) -> Path:
    """Change one word of one Russian translation."""
    path = work / f"translations/ru/{PROGRAMME}/courses/5g-base-station.po"
    words = path.read_text(encoding="utf-8")
    path.write_text(re.sub('(?m)^(msgstr ".*?)станци', r"\1стаанци", words, count=1), encoding="utf-8")
    return path


def copied(folder: Path) -> Path:
    """A copy of the repository, committed."""
    work = folder / "work"
    for name in ("standards", "translations", "schemas"):
        shutil.copytree(ROOT / name, work / name)
    for command in (["init", "-q"], ["add", "."], ["-c", "user.name=x", "-c", "user.email=x", "commit", "-qm", "x"]):
        subprocess.run(["git", *command], cwd=work, check=True)
    return work


def build(folder: Path) -> Rows:
    """Building the repository: all of it, nothing, one word."""
    work = copied(folder)
    startup = best(work, "--help")
    cold = curricula(work, "build")
    count = pages(work / "build")
    idle = best(work, "build")
    before = {path: path.stat().st_mtime_ns for path in (work / "build").rglob("*.*")
              if path.is_file() and ".cache" not in path.parts}
    change_one_word(work)
    word = curricula(work, "build").seconds
    rebuilt = [path for path, stamp in before.items() if path.stat().st_mtime_ns != stamp]
    yield "start-up (--help)", f"{startup:.2f} s"
    yield "cold build", f"{cold.seconds:.1f} s"
    yield "  pages", f"{count}"
    yield "  pages per second", f"{count / cold.seconds:.1f}"
    yield "  pages per second and processor", f"{count / cold.seconds / (os.cpu_count() or 1):.1f}"
    yield "no-op build after start-up", f"{idle - startup:.2f} s"
    yield "no-op build against cold build", f"1 : {cold.seconds / idle:.0f}"
    yield "one changed word", f"{word:.1f} s"
    yield "  files rebuilt", ", ".join(sorted(path.relative_to(work / "build").as_posix() for path in rebuilt))
    yield "check, nothing remembered", f"{best(work, 'check', '--no-cache'):.2f} s"
    yield "check, nothing changed", f"{best(work, 'check'):.2f} s"
    yield "translate sync, nothing changed", f"{best(work, 'translate', 'sync'):.2f} s"


def check(folder: Path) -> Rows:
    """A thousand standards in one language: our whole check beside schema validation alone, of the same files."""
    work = folder / "corpus"
    write(work, STANDARDS)
    full = min((curricula(work, "check", "--no-cache") for _ in range(3)), key=lambda run: run.seconds)
    curricula(work, "check")
    idle = min((curricula(work, "check") for _ in range(3)), key=lambda run: run.seconds)
    yield f"{STANDARDS} standards: check, nothing remembered", f"{full.seconds:.1f} s, {full.memory:.0f} MB"
    yield "  check, nothing changed", f"{idle.seconds:.2f} s, {idle.memory:.0f} MB"
    theirs = [validated(work, kind, files) for kind, files in (
        ("professional", "*/professional.yaml"), ("course", "*/courses/*.yaml"), ("practice", "*/practice/*.yaml"),
    )]
    seconds = sum(run.seconds for run in theirs)
    yield "  check-jsonschema, schemas alone", f"{seconds:.1f} s, {max(run.memory for run in theirs):.0f} MB"
    yield "  the check against check-jsonschema", f"1 : {seconds / full.seconds:.1f}"


def validated(work: Path, kind: str, pattern: str) -> Run:
    """Validate the files of one kind with check-jsonschema, and make sure that it has done so."""
    files = sorted(path.relative_to(work).as_posix() for path in (work / "standards").glob(pattern))
    schema = ROOT / "schemas" / f"{kind}.schema.json"
    command = (CHECK_JSONSCHEMA, "-vv", "--base-uri", schema.as_uri(), "--schemafile", schema)
    timed(work, *command, "standards/repository.yaml", status=1)
    run = timed(work, *command, *files)
    assert all(f"  {name}\n" in run.said for name in files)
    return run


@contextmanager
def listening(work: Path, *arguments: str) -> Iterator[Callable[[str, int], float]]:
    """A running `curricula watch`: what is given out tells when the so-manieth line with some words has come."""
    lines: queue.Queue[tuple[float, str]] = queue.Queue()
    process = subprocess.Popen([CURRICULA, "watch", *arguments], cwd=work, stdout=subprocess.PIPE, text=True)

    def listen() -> None:
        assert process.stdout is not None
        with process.stdout as said:
            for line in said:
                lines.put((time.perf_counter(), line))

    def heard(words: str, number: int = 1) -> float:
        while True:
            moment, line = lines.get(timeout=120)
            number -= words in line
            if not number:
                return moment

    thread = threading.Thread(target=listen)
    thread.start()
    try:
        yield heard
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()
        thread.join()


def watch(folder: Path) -> Rows:
    """The repository's four standards in four languages: from a save to its findings, and to the pages."""
    work = copied(folder)
    with listening(work) as heard:
        heard(".html", 16)
        for name, path in (("course standard", COURSE), ("professional standard", PROFESSIONAL)):
            words = (work / path).read_text(encoding="utf-8")
            broken = words.replace("hours: {total: 96,", "hours: {total: 97,", 1)
            other = words.replace("issued: 2026-11-22", "issued: 2026-11-21", 1)
            assert words not in (broken, other)
            findings = [saved(work / path, broken if turn % 2 else words, heard, "in all: ", 1)
                        for turn in range(1, 2 * SAVES + 1)]
            fresh = [saved(work / path, other if turn % 2 else words, heard, ".html", 4)
                     for turn in range(1, 2 * SAVES + 1)]
            for wanted, seconds in (("its findings", findings), ("4 pages", fresh)):
                middle, least, most = (round(1000 * figure) for figure in (median(seconds), min(seconds), max(seconds)))
                yield f"watch, {name}: save to {wanted}", f"{middle} ms (from {least} to {most})"


def saved(path: Path, words: str, heard: Callable[[str, int], float], wanted: str, number: int) -> float:
    """The seconds from a save until it has been told of."""
    time.sleep(0.3)
    started = time.perf_counter()
    path.write_text(words, encoding="utf-8")
    return heard(wanted, number) - started


def sync(folder: Path) -> Rows:
    """A thousand standards in three languages: our sync, beside what others do with the same messages.

    GNU msgmerge and sphinx-intl are given a template of each standard, and bring up the same catalogues from it;
    to sync nothing is given but the standards, and nothing is remembered.
    """
    work = folder / "corpus"
    write(work, STANDARDS, SYNC_LOCALES)
    catalogues = sorted((work / "translations").glob("*/programme-*/**/*.po"))
    curricula(work, "translate", "sync")
    shutil.copytree(work / "translations", folder / "merged")
    for locale in SYNC_LOCALES:
        shutil.copytree(work / "translations" / locale, folder / "intl" / locale.replace("-", "_") / "LC_MESSAGES")
    shutil.rmtree(work / "build")
    full = curricula(work, "translate", "sync")
    idle = min((curricula(work, "translate", "sync") for _ in range(3)), key=lambda run: run.seconds)
    change_texts(work)
    some = curricula(work, "translate", "sync")
    for path in catalogues:
        path.unlink()
    shutil.rmtree(work / "build")
    new = curricula(work, "translate", "sync")
    yield f"{STANDARDS} standards, {len(catalogues)} catalogues: sync", f"{full.seconds:.1f} s, {full.memory:.0f} MB"
    yield "  sync, no catalogue there yet", f"{new.seconds:.1f} s, {new.memory:.0f} MB"
    yield "  sync, 5 % of the standards changed", f"{some.seconds:.2f} s"
    yield "  sync, nothing changed", f"{idle.seconds:.2f} s, {idle.memory:.0f} MB"
    templates(folder / "merged", folder / "templates")
    seconds = merged_by_gettext(folder)
    yield "  msgmerge, one process", f"{seconds:.1f} s, {seconds / full.seconds:.1f} times as long"
    seconds = timed(
        folder, SPHINX_INTL, "update", "-p", folder / "templates", "-d", folder / "intl",
        *(f"--language={locale.replace('-', '_')}" for locale in SYNC_LOCALES),
    ).seconds
    yield "  sphinx-intl update, all processors", f"{seconds:.1f} s, {seconds / full.seconds:.1f} times as long"


def change_texts(work: Path) -> None:
    """Change the title of every twentieth standard."""
    for path in sorted((work / "standards").rglob("programme-*/**/*.yaml"))[::20]:
        words = path.read_text(encoding="utf-8")
        changed = re.sub(r"(?m)^(title: .*)$", r"\1（新）", words, count=1)
        assert changed != words
        path.write_text(changed, encoding="utf-8")


def templates(catalogues: Path, folder: Path) -> None:
    """A POT of every standard, made of its catalogue in the first language: the same messages without translations."""
    first = catalogues / SYNC_LOCALES[0]
    for path in sorted(first.rglob("programme-*/**/*.po")):
        target = folder / path.relative_to(first).with_suffix(".pot")
        target.parent.mkdir(parents=True, exist_ok=True)
        words = re.sub(r'(?m)^msgstr ".+"$', 'msgstr ""', path.read_text(encoding="utf-8"))
        target.write_text(words, encoding="utf-8")


def merged_by_gettext(folder: Path) -> float:
    """The seconds that msgmerge needs for all catalogues, which it is called for one by one."""
    seconds = 0.0
    for template in sorted((folder / "templates").rglob("*.pot")):
        name = template.relative_to(folder / "templates").with_suffix(".po")
        for locale in SYNC_LOCALES:
            command = ("msgmerge", "--quiet", "--update", "--backup=off")
            seconds += timed(folder, *command, folder / "merged" / locale / name, template).seconds
    return seconds


def checks(folder: Path) -> Rows:
    """A thousand standards in three languages: the whole check, with all rules about translations."""
    work = folder / "corpus"
    write(work, STANDARDS, SYNC_LOCALES)
    full = curricula(work, "check", "--no-cache")
    words = curricula(work, "translate", "check", "--no-cache")
    curricula(work, "check")
    idle = curricula(work, "check")
    languages = len(SYNC_LOCALES)
    yield f"{STANDARDS} standards, {languages} languages: check", f"{full.seconds:.1f} s, {full.memory:.0f} MB"
    yield "  translate check", f"{words.seconds:.1f} s, {words.memory:.0f} MB"
    yield "  check, nothing changed", f"{idle.seconds:.2f} s, {idle.memory:.0f} MB"


def preview(folder: Path) -> Rows:
    """One text of a translation in its page, as PDF: what a translator waits for, program start included."""
    work = copied(folder)
    for locale in ("ru", "uz-Latn"):
        command = ("translate", "preview", f"{PROGRAMME}/professional#C304/name", "--locale", locale)
        yield f"translate preview of one text, {locale}", f"{best(work, *command, runs=SAVES):.2f} s"


def chromium() -> tuple[str, ...]:
    """How Chromium is called to print; empty where there is none that starts. CHROMIUM_FLAGS has what it needs here."""
    flags = ("--headless", "--disable-gpu", "--log-level=3", "--no-pdf-header-footer")
    command = ("chromium", *flags, *os.environ.get("CHROMIUM_FLAGS", "").split())
    if not shutil.which("chromium"):
        return ()
    starts = subprocess.run([*command, "--dump-dom", "about:blank"], capture_output=True).returncode == 0
    return command if starts else ()


def typesetting(folder: Path) -> Rows:
    """Two standards in all languages as PDFs, by us in one process, and by others in as many as a newcomer starts.

    All of them have the same words, drawings and fonts; ours alone have structure, data, and both marks.
    """
    names = lay_out(ROOT, SET, folder)
    fonts = {**os.environ, "FONTCONFIG_FILE": str(fontconfig(folder))}
    ours, module = Path(__file__).with_name("typesetters.py"), (sys.executable, "-m", "weasyprint")
    programs: dict[str, list[tuple[str | Path, ...]]] = {
        "ours": [(sys.executable, ours, "ours", folder)],
        "weasyprint": [(*module, f"{name}.html", f"{name}.weasyprint.pdf") for name in names],
        "typst": [(sys.executable, ours, "typst", folder)],
    }
    if browser := chromium():
        programs["chromium"] = [
            (*browser, f"--print-to-pdf={folder}/{name}.chromium.pdf", f"{folder}/{name}.html") for name in names
        ]
    rates: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(ROUNDS):
        for name, commands in programs.items():
            work = sum(timed(folder, *command, environment=fonts).work for command in commands)
            rates[name].append(sum(map(pages_of, folder.glob(f"*.{name}.pdf"))) / work)
    for name, found in rates.items():
        ratio = median(ours / theirs for ours, theirs in zip(rates["ours"], found, strict=True))
        size = sum(path.stat().st_size for path in folder.glob(f"*.{name}.pdf")) / 1024
        count = sum(map(pages_of, folder.glob(f"*.{name}.pdf")))
        yield f"{name}: pages per second of a processor", f"{median(found):.1f} ({count} pages, {size:.0f} KB)"
        yield "  ours against that", f"{ratio:.2f} : 1"
    for path in folder.glob("0-*.page.html"):
        path.unlink()
    said = timed(folder, sys.executable, ours, "memory", folder, *COUNTS, environment=fonts).said.split()
    for number, memory in zip(COUNTS, said, strict=True):
        yield f"memory after {number} course standards", f"{memory} MB"


MEASURES: dict[str, Callable[[Path], Rows]] = {
    "build": build, "check": check, "checks": checks, "watch": watch, "sync": sync,
    "preview": preview, "pages": typesetting,
}


def main() -> None:
    """Measure in copies of the repository and print a table."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("names", nargs="*", metavar="NAME", choices=[*MEASURES, []], default=[])
    for name in arguments.parse_args().names or MEASURES:
        with tempfile.TemporaryDirectory() as folder:
            for words, figure in MEASURES[name](Path(folder)):
                print(f"{words:45} {figure}", flush=True)


if __name__ == "__main__":
    main()
