"""The command line: exit codes, messages, and that nothing a person does ends in a traceback."""

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from badfiles import BAD
from conftest import MakeRepository
from curricula.cli import Folder
from curricula.diagnostics import ENGLISH
from curricula.files import LEFTOVER
from curricula.schemas import violations
from curricula.source import read_yaml
from fragments import overlay
from running import COMMAND, environment, run

COURSE = "standards/demo/courses/circuits.yaml"
PROFESSIONAL = "standards/demo/professional.yaml"
COMMANDS = [
    "build", "check", "explain", "new", "rules", "translate", "translate approve", "translate status", "translate sync",
]
FINDING = re.compile(
    r"[^\s:]+(:\d+:\d+)?: (error|warning|info)\[[a-z-]+\] \S.*|    hint: \S.*|\d+ standards? checked: .*"
)


def leftovers(root: Path) -> list[Path]:
    return list(root.rglob(f"*{LEFTOVER}"))


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Content and time of every output file."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*") if path.is_file() and ".cache" not in path.parts
    }


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_explains_itself(command: str, tmp_path: Path) -> None:
    done = run(tmp_path, *command.split(), "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Usage: " in done.stdout
    assert len(done.stdout.splitlines()) > 5


def test_the_commands_are_the_files_of_the_folder() -> None:
    group = Folder("curricula.commands", ENGLISH)
    assert set(group.list_commands(None)) >= {name.partition(" ")[0] for name in COMMANDS}  # type: ignore[arg-type]


def test_a_clean_repository_is_clean(repository: MakeRepository) -> None:
    done = run(repository().root, "check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "3 standards checked: no problems\n", "")


def test_findings_have_one_form_and_exit_with_1(repository: MakeRepository) -> None:
    made = repository({PROFESSIONAL: "kind: professional\ntitel: A\n", COURSE: "kind: cours\n"})
    done = run(made.root, "check")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert [line for line in lines if not FINDING.fullmatch(line)] == []
    assert f"{COURSE}:1:7: error[schema-kind] kind is cours, not one of professional, course, practice" in lines
    assert "    hint: did you mean title?" in lines


def test_only_the_findings_of_a_language_are_told(repository: MakeRepository) -> None:
    root = repository({"translations/ru/demo/professional.po": None, COURSE: "kind: cours\n"}).root
    russian, chinese = run(root, "check", "--locale", "ru"), run(root, "check", "--locale", "zh-Hans")
    assert all(done.returncode == 1 and f"{COURSE}:1:7: error" in done.stdout for done in (russian, chinese))
    assert "translations/ru/demo/professional.po: error[translation-current]" in russian.stdout
    assert "`curricula check --locale zh-Hans` tells only" in russian.stdout
    assert "translations/" not in chinese.stdout
    unknown = run(root, "check", "--locale", "xx")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "xx is not among" in unknown.stderr


@pytest.mark.slow
def test_a_second_check_says_the_same_from_memory(repository: MakeRepository) -> None:
    root = repository({COURSE: "kind: cours\n"}).root
    first, second, anew = run(root, "check"), run(root, "check"), run(root, "check", "--no-cache")
    assert first.stdout == second.stdout == anew.stdout
    assert (first.returncode, second.returncode, anew.returncode) == (1, 1, 1)


def test_findings_as_json(repository: MakeRepository) -> None:
    root = repository({COURSE: "kind: cours\n"}).root
    done = run(root, "check", "--format", "json", COURSE)
    (found,) = json.loads(done.stdout)
    assert set(found) == {
        "path", "line", "column", "severity", "code", "message", "hint", "at", "suppressed", "fix",
    }
    assert (found["at"], found["suppressed"]) == ("kind", "")
    assert found["fix"] is None  # cours is not course written otherwise
    assert (found["path"], found["line"], found["column"], done.returncode) == (COURSE, 1, 7, 1)
    assert json.loads(run(root, "check", "--format", "json", PROFESSIONAL).stdout) == []


@pytest.mark.parametrize("path", ["demo/courses/circuits", COURSE, "standards/demo/courses", f"./{COURSE}"])
def test_a_path_selects_its_findings(path: str, repository: MakeRepository) -> None:
    root = repository({COURSE: "kind: course\n", "standards/demo/practice/workshop.yaml": "kind: course\n"}).root
    done = run(root, "check", path)
    assert done.returncode == 1
    assert {line.partition(":")[0] for line in done.stdout.splitlines() if "error[" in line} == {COURSE}


def test_what_is_wrong_in_the_standards_of_others_is_not_told(repository: MakeRepository) -> None:
    unused = {"id": "Q9", "category": "quality", "text": "无人使用。"}
    untranslated = {"id": "new", "name": "新", "country": "CN", "source": "x", "verified": True}
    root = repository(overlay(
        professional={"outcomes": [unused], "institutions": ["new"]}, practice={"credits": 1},
        settings={"organisations": [untranslated]},
    )).root
    whole = run(root, "check")
    for path in ("standards/demo/professional.yaml", "translations/ru/shared.po", "standards/demo/practice"):
        assert path in whole.stdout
    alone = run(root, "check", "demo/courses/circuits")
    assert (alone.stdout, alone.returncode) == ("1 standard checked: no problems\n", 0)
    built = run(root, "build", "demo/courses/circuits", "--locale", "ru", "--format", "html")
    assert built.returncode == 0, built.stdout


def test_the_editions_that_were_asked_for_are_counted(repository: MakeRepository) -> None:
    root = repository().root
    done = run(root, "build", "demo/courses/circuits", "--locale", "ru", "--format", "html", "--format", "xml")
    assert done.stdout.startswith("1 standard, 1 edition, 2 files, 1 of them with all languages, no problems")
    whole = run(root, "build", "demo/courses/circuits", "--format", "xml")
    assert whole.stdout.startswith("1 standard, 4 editions, 1 file, no problems")


def test_what_a_standard_shows_of_others_is_told(repository: MakeRepository) -> None:
    made = repository(overlay(professional={"curriculum": {"courses": [{"id": "C101", "name": "新"}]}}))
    alone = run(made.root, "check", "demo/courses/circuits", "--locale", "ru")
    assert "translations/ru/demo/professional.po:" in alone.stdout and alone.returncode == 1


@pytest.mark.parametrize(("arguments", "message"), [
    (("check", "demo/courses/circuit"), "demo/courses/circuit does not exist; did you mean demo/courses/circuits?"),
    (("check", "/etc"), "/etc lies outside the repository"),
    (("check", "--format", "xml"), "'xml' is not one of 'github', 'html', 'json', 'sarif', 'text'"),
    (("chek",), "No such command 'chek'"),
    (("build", "--locale", "de"), "de is not among zh-Hans, en, ru, uz-Latn"),
    (("build", "--format", "mobi"), "mobi is not among"),
    (("build", "--jobs", "0"), "0 is not in the range"),
    (("new", "course"), "say KIND and ID"),
    (("new", "course", "Demo/X"), "Demo/X is not an id"),
    (("new", "course", "../x"), "../x is not an id"),
    (("new", "course", "demo/courses/circuits"), f"{COURSE} exists already; nothing was changed"),
    (("new", "course", "demo/courses/x", "--course", "C999"), "has no course C999; it has C101, C201, C401, C501"),
    (("translate", "approve", "--locale", "de", "--translator", "A", "--reviewer", "B"), "de is not among"),
    (("translate", "approve", "--locale", "ru", "--translator", "A", "--reviewer", "A"), "other than the translator"),
    (("translate", "approve", "--locale", "ru", "--translator", "A"), "need --reviewer"),
    (
        ("translate", "approve", "--locale", "ru", "--translator", "A", "--reviewer", "B", "--date", "1.2.2026"),
        "1.2.2026 is not a date like 2026-11-22",
    ),
])
def test_wrong_usage_is_one_message_and_exit_2(
    arguments: tuple[str, ...], message: str, demo: Path, tmp_path: Path
) -> None:
    root = tmp_path / "demo"
    shutil.copytree(demo, root)
    before = snapshot(root)
    done = run(root, *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert snapshot(root) == before


def test_outside_a_repository(tmp_path: Path) -> None:
    done = run(tmp_path, "check")
    assert done.returncode == 2
    assert done.stderr == (
        f"curricula: no repository here: {tmp_path} and the folders above it have no standards/repository.yaml\n"
    )


def test_below_the_root_the_repository_is_found(repository: MakeRepository) -> None:
    root = repository().root
    assert run(root / "standards" / "demo", "check", "courses/circuits.yaml").stdout.startswith("1 standard checked")


def test_a_folder_that_was_deleted(repository: MakeRepository) -> None:
    folder = repository().root / "gone"
    folder.mkdir()
    here = f'cd "{folder}" && rmdir "{folder}" && exec "$@"'
    done = subprocess.run(
        ["sh", "-c", here, "sh", *COMMAND, "check"], env=environment(), capture_output=True, text=True, check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("curricula: ")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [
    "check", "rules", "explain plan-sums", "verify none.asice", "--help", "check --help",
])
def test_a_reader_that_stops_reading(repository: MakeRepository, command: str) -> None:
    """The exit code is that of SIGPIPE, and no small number, which would mean something with `verify`."""
    root = repository({COURSE: "kind: cours\n"}).root
    for both in (False, True):
        reading, writing = os.pipe()
        os.close(reading)
        done = subprocess.run(
            [*COMMAND, *command.split()], cwd=root, env=environment(), stdout=writing,
            stderr=writing if both else subprocess.PIPE, text=True, check=False,
        )
        os.close(writing)
        assert (done.returncode, done.stderr or "") == (141, "")


def test_an_error_that_nobody_reads(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*COMMAND, "check"], cwd=tmp_path, env=environment(), stdout=writing, stderr=writing, check=False,
    )
    os.close(writing)
    assert done.returncode == 141


@pytest.mark.parametrize("locale", ["C", "POSIX", "C.UTF-8"])
def test_any_terminal_can_show_the_findings(locale: str, repository: MakeRepository) -> None:
    root = repository({COURSE: "kind: 课程\n"}).root
    done = run(root, "check", COURSE, LC_ALL=locale, PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert done.returncode == 1
    assert "kind is 课程" in done.stdout
    assert "Traceback" not in done.stderr


# Bad files


@pytest.mark.parametrize("name", BAD)
def test_a_bad_standard_is_found_and_nothing_else_happens(name: str, repository: MakeRepository) -> None:
    root = repository().root
    BAD[name].put(root / COURSE)
    done = run(root, "check", COURSE)
    assert done.returncode == 1
    assert f"error[{BAD[name].code}]" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


SETTINGS = "standards/repository.yaml"
RUSSIAN = "translations/ru/demo/professional.po"
REVIEWS = "translations/reviews/ru/demo/professional.json"
CODES = "standards/classifications/isco-08.csv"
HEAD = "code,title,language,source,verified\n"


@pytest.mark.parametrize(("path", "content", "code"), [
    (SETTINGS, b"- a\n", "schema-type"),
    (SETTINGS, b"kind: [repository]\n", "schema-limit"),
    (SETTINGS, b"a: [\n", "yaml-syntax"),
    (SETTINGS, b"", "empty-file"),
    ("standards/partners/uz.yaml", b"kind: partner\n", "schema-required"),
    ("standards/partners/uz.yaml", b"", "empty-file"),
    ("translations/terminology.yaml", b"terms: 3\n", "schema-type"),
    (PROFESSIONAL, b"- a\n", "schema-kind"),
    (PROFESSIONAL, b"words\n", "schema-kind"),
    (PROFESSIONAL, b"# nothing but a remark\n", "schema-kind"),
    (PROFESSIONAL, b"kind: [a]\n", "schema-kind"),
    (PROFESSIONAL, b"kind: {a: b}\n", "schema-kind"),
    (PROFESSIONAL, b"kind: professional\n'{brace}': 1\n", "schema-unknown"),
    (RUSSIAN, b"<<<<<<< ours\n", "merge-conflict"),
    (RUSSIAN, b'msgid "a\n', "po-syntax"),
    (RUSSIAN, b"\xff\xfe", "encoding"),
    (RUSSIAN, "msgid \"电\"\n".encode("gb18030"), "encoding"),
    (REVIEWS, b"[]", "schema-type"),
    (REVIEWS, b"{", "json-syntax"),
    (REVIEWS, b'{"\\ud800": 1}', "json-syntax"),
    (CODES, b"", "code-list"),
    (CODES, b"a,b\n1,2\n", "code-list"),
    (CODES, (HEAD + '"3114,x,en,a,true\n').encode(), "code-list"),
    (CODES, (HEAD + "3114,x,en,a,true,more\n").encode(), "code-list"),
    (CODES, (HEAD + "3114,x,qq-zz,a,true\n").encode(), "known-languages"),
    (CODES, (HEAD + f"3114,{'x' * 200_000},en,a,true\n").encode(), "code-list"),
])
def test_other_bad_files_are_found(path: str, content: bytes, code: str, repository: MakeRepository) -> None:
    done = run(repository({path: content}).root, "check")
    assert "Traceback" not in done.stdout + done.stderr
    assert f"error[{code}]" in done.stdout
    assert done.returncode == 1


IN_ENGLISH = "translations/en/demo/courses/circuits.po"
CIRCUITS = "demo/courses/circuits"


@pytest.fixture
def conflicted(repository: MakeRepository) -> Path:
    """A repository with a merge conflict in English alone."""
    made = repository()
    words = (made.root / IN_ENGLISH).read_text(encoding="utf-8")
    return repository({IN_ENGLISH: f"<<<<<<< ours\n{words}"}).root


@pytest.mark.parametrize("command", [
    "export --format po --locale ru", "status --locale ru", "suggest 电路 --locale ru",
    f"preview {CIRCUITS} --locale ru --format html", f"snapshot {CIRCUITS} --locale ru",
    f"approve {CIRCUITS} --locale ru --translator A --reviewer B",
    f"accept-edit {CIRCUITS} --locale ru --author A --reason B",
])
def test_a_conflict_in_one_language_holds_up_no_other(command: str, conflicted: Path) -> None:
    done = run(conflicted, "translate", *command.split())
    assert (done.returncode, done.stderr) == (0, "")
    assert IN_ENGLISH not in done.stdout


@pytest.mark.parametrize("command", [
    "export --format po --locale en", "status --locale en", "status", "sync",
    f"accept-edit {CIRCUITS} --author A --reason B",
])
def test_a_conflict_holds_up_its_own_language_and_all(command: str, conflicted: Path) -> None:
    done = run(conflicted, "translate", *command.split())
    assert done.returncode == 1
    assert f"{IN_ENGLISH}:1:1: error[merge-conflict]" in done.stdout


def test_records_that_cannot_be_read_are_not_overwritten(repository: MakeRepository) -> None:
    path, content = f"translations/reviews/ru/{CIRCUITS}.json", "<<<<<<< ours\n{}\n"
    root = repository({path: content}).root
    done = run(root, "translate", "approve", CIRCUITS, "--locale", "ru", "--translator", "A", "--reviewer", "B")
    assert done.returncode == 1
    assert f"{path}:1:1: error[merge-conflict]" in done.stdout
    assert (root / path).read_text(encoding="utf-8") == content


def test_a_file_in_another_language_is_taken_beside_a_conflict(conflicted: Path, repository: MakeRepository) -> None:
    whole = repository().root
    for locale, status in (("ru", 0), ("en", 1)):
        run(whole, "translate", "export", CIRCUITS, "--format", "po", "--locale", locale)
        (file,) = (whole / f"build/exchange/po/{locale}").iterdir()
        done = run(conflicted, "translate", "import", str(file))
        assert (done.returncode, IN_ENGLISH in done.stdout) == (status, bool(status))


def test_a_conflict_in_the_language_translated_from_holds_up(conflicted: Path) -> None:
    path = conflicted / SETTINGS
    words = path.read_text(encoding="utf-8").replace("{tag: ru,", "{tag: ru, pivot: en,")
    path.write_text(words.replace("{tag: uz-Latn,", "{tag: uz-Latn, pivot: ru,"), encoding="utf-8")
    assert run(conflicted, "translate", "export", "--format", "po", "--locale", "ru").returncode == 1
    assert run(conflicted, "translate", "export", "--format", "po", "--locale", "uz-Latn").returncode == 0


@pytest.mark.parametrize("words", [
    "{page", "{}", "{0}", "{page.x}", "{page!z}", "}", "{seite} {pages}", "{page:>9999999999}",
])
def test_a_label_with_wrong_braces_is_found_before_it_is_used(words: str, repository: MakeRepository) -> None:
    path = "translations/ru/shared.po"
    root = repository().root
    before = (root / path).read_text(encoding="utf-8")
    start = before.index('msgctxt "shared#page-of/label"')
    changed = re.sub(r'msgstr ".*"', lambda _: f'msgstr "{words}"', before[start:], count=1)
    (root / path).write_text(before[:start] + changed, encoding="utf-8")
    done = run(root, "build", "--locale", "ru", "--format", "html", "demo/courses/circuits")
    assert "Traceback" not in done.stdout + done.stderr
    assert done.returncode == 1


@pytest.mark.slow
@pytest.mark.parametrize("change", [
    ("issued: 2026-09-01", "issued: 2026-02-30"),
    ("country: UZ", "country: QQ"),
    ("years: 3\n", "years: 1e999\n"),
    ("scheme: isced-f-2013, code: \"0714\"", "scheme: a-new-list, code: \"1\""),
], ids=str)
def test_values_no_schema_can_judge_end_in_no_traceback(change: tuple[str, str], repository: MakeRepository) -> None:
    root = repository({"standards/classifications/a-new-list.csv": HEAD + "1,One,en,a,true\n"}).root
    path = root / PROFESSIONAL
    words = path.read_text(encoding="utf-8")
    assert change[0] in words
    path.write_text(words.replace(*change), encoding="utf-8")
    assert run(root, "translate", "sync").returncode in (0, 1)
    done = run(root, "build", "--format", "html", "--locale", "zh-Hans")
    assert "Traceback" not in done.stdout + done.stderr
    assert done.returncode in (0, 1)


# The environment


@pytest.mark.slow
def test_output_where_none_can_be(repository: MakeRepository) -> None:
    root = repository().root
    for folder in (f"{PROFESSIONAL}/build", "/proc/build", f"{'x' * 300}/build"):
        done = run(root, "build", "--format", "html", "--output", folder)
        assert done.returncode == 2
        assert re.fullmatch(r"curricula: cannot write \S+: [a-z ]+\n", done.stderr, re.IGNORECASE), done.stderr


@pytest.mark.slow
def test_a_file_in_place_of_an_output(repository: MakeRepository) -> None:
    root = repository().root
    (root / "build" / "demo" / "courses" / "circuits" / "1.0.0" / "ru.html").mkdir(parents=True)
    done = run(root, "build", "--format", "html", "demo/courses/circuits")
    assert done.returncode == 2
    assert done.stderr.endswith("ru.html: a folder stands where a file is needed\n")
    assert leftovers(root) == []


@pytest.mark.slow
def test_a_full_disk(repository: MakeRepository) -> None:
    """No file may grow beyond 100 kB: what is larger cannot be written, as on a full disk."""
    root = repository().root
    assert run(root, "build", "--format", "html").returncode == 0
    before = snapshot(root / "build")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    path = root / "translations/ru/demo/courses/circuits.po"
    path.write_text(path.read_text(encoding="utf-8").replace("msgstr \"", "msgstr \"Так. ", 3), encoding="utf-8")
    done = subprocess.run(
        [*COMMAND, "build", "--format", "html"], cwd=root, env=environment(), preexec_fn=limit,
        capture_output=True, text=True, check=False,
    )
    assert done.returncode == 2
    assert re.fullmatch(r"curricula: cannot write \S+: File too large\n", done.stderr), done.stderr
    assert snapshot(root / "build") == before
    assert leftovers(root) == []


def started(root: Path, *arguments: str) -> subprocess.Popen[str]:
    """A build in a process group of its own, as a shell starts it, that has begun to make documents."""
    process = subprocess.Popen(
        [*COMMAND, *arguments], cwd=root, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + 30
    while not workers_of(process.pid):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return process


def workers_of(group: int) -> list[int]:
    """The processes of a session that are spawned workers."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            session = int((folder / "stat").read_text().rpartition(")")[2].split()[3])
            words = (folder / "cmdline").read_bytes()
        except (OSError, ValueError):
            continue
        if session == group and b"spawn_main" in words:
            found.append(int(folder.name))
    return found


def gone(check: Callable[[], object]) -> bool:
    deadline = time.monotonic() + 20
    while check() and time.monotonic() < deadline:
        time.sleep(0.05)
    return not check()


@pytest.mark.slow
@pytest.mark.parametrize("delay", [
    0.3, pytest.param(0.0, marks=pytest.mark.slow), pytest.param(1.0, marks=pytest.mark.slow),
])
def test_ctrl_c_ends_a_build_without_a_trace(delay: float, repository: MakeRepository) -> None:
    root = repository().root
    assert run(root, "build", "--format", "html").returncode == 0
    before = snapshot(root / "build")
    process = started(root, "build")
    time.sleep(delay)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert err.strip() == "interrupted; what was finished is kept"
    after = snapshot(root / "build")
    assert {name: after.get(name) for name in before} == before
    assert leftovers(root) == []
    assert gone(lambda: workers_of(process.pid))


@pytest.mark.slow
def test_a_killed_build_leaves_nothing_that_the_next_does_not_sweep(repository: MakeRepository) -> None:
    root = repository().root
    process = started(root, "build")
    time.sleep(0.5)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)
    assert gone(lambda: workers_of(process.pid)), "workers outlive the build they belong to"
    (root / "build" / "demo").mkdir(parents=True, exist_ok=True)
    (root / "build" / "demo" / f".en.pdf.abc{LEFTOVER}").write_text("half")
    done = run(root, "build", "--format", "html")
    assert done.returncode == 0, done.stderr
    assert leftovers(root) == []


# New standards


@pytest.mark.parametrize(("kind", "title"), [
    ("professional", "…"), ("course", "…"), ("practice", "…"),
    ("course", "A: b"), ("course", "no"), ("course", "12"), ("course", "# x"), ("course", '"q" {b}'),
])
def test_a_new_standard_satisfies_its_schema(kind: str, title: str, repository: MakeRepository) -> None:
    root = repository().root
    done = run(root, "new", kind, "second/new", "--title", title, "--language", "en")
    assert done.returncode == 0, done.stderr
    source = read_yaml(root, "standards/second/new.yaml")
    assert source.problems == ()
    assert list(violations(source, kind)) == []
    assert source.data["title"] == title
    listed = run(root, "check", "second/new")
    assert listed.returncode == 1
    assert "Traceback" not in listed.stderr
    assert listed.stdout.count("standards/second/new.yaml:") + listed.stdout.count("texts are not translated") >= 3


def test_a_new_course_repeats_its_line_of_the_plan(repository: MakeRepository) -> None:
    root = repository().root
    given = ("new", "course", "demo/courses/design", "--course", "C401", "--language", "zh-Hans")
    assert run(root, *given).returncode == 0
    data = read_yaml(root, "standards/demo/courses/design.yaml").data
    assert data["hours"] == {"total": 288, "theory": 88, "practice": 200}
    assert (data["name"], data["prerequisites"]) == ("电子产品设计", ["C201"])
    assert data["professional"] == {"id": "demo/professional", "version": "1.0.0"}
