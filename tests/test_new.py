"""`curricula new` on a terminal: what it asks, and what comes of the answers."""

import os
import pty
import re
import select
import subprocess
import time
from pathlib import Path

import pytest

from conftest import MakeRepository
from curricula.checking import check
from curricula.messages.wording import voice
from curricula.repository import Repository
from curricula.source import read_yaml
from running import COMMAND, environment, run

PLACE = "In which programme? There are: {known}. A new name in Latin letters begins a new one."
FILE = "A short name for its file, in Latin letters, such as optical-access:"
NAMES = {
    "zh-Hans": "电子产品设计",
    "ru": "Проектирование электронных изделий",
    "uz-Latn": "Elektron mahsulotlarni loyihalash",
}
LONGEST = 60  # seconds for one answer on a busy machine; only a hanging program reaches it


def conversation(root: Path, answers: list[tuple[str, str]], *arguments: str, language: str = "en") -> tuple[int, str]:
    """The exit code and the screen of `curricula new` where each question, told by words of it, gets its answer."""
    person, terminal = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, "new", *arguments], cwd=root, stdin=terminal, stdout=terminal, stderr=terminal,
        env=environment(LANGUAGE=language, TERM="dumb"), close_fds=True,
    ) as process:
        os.close(terminal)
        screen = ""
        for question, answer in answers:
            screen += _read(person, question)
            os.write(person, f"{answer}\n".encode())
        screen += _read(person, "\0")  # to the end
        os.close(person)
        return process.wait(LONGEST), re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", screen).replace("\r\n", "\n")


def _read(person: int, words: str) -> str:
    read, until = "", time.monotonic() + LONGEST
    while words not in read.replace("\r\n", "\n") and time.monotonic() < until:
        if select.select([person], [], [], 1)[0]:
            try:
                read += os.read(person, 1 << 16).decode("utf-8", "replace")
            except OSError:  # the other side is closed: it has ended
                break
    return read


def test_questions_lead_to_a_file_that_only_has_texts_to_write(repository: MakeRepository) -> None:
    made = repository()
    answers = [
        ("What do you begin?", "2"),
        ("In which programme?", ""),
        ("A short name", "Оптика"),
        ("small Latin letters", "optics"),
        ("Which course of the plan", "99"),
        ("99 is none of them", "1"),
        ("Which language do you write in?", "ru"),
        ("What is its title?", "Оптические линии связи"),
        ("Which organisation issues it?", "2"),
    ]
    status, screen = conversation(made.root, answers)
    assert status == 0, screen
    assert "C401  Design of electronic products" in screen  # the person reads English
    text = (made.root / "standards/demo/courses/optics.yaml").read_text(encoding="utf-8")
    assert "title: Оптические линии связи\n" in text
    assert "language: ru\n" in text
    assert "institutions: [tashkent-technikum]\n" in text
    assert "Traceback" not in screen
    told = run(made.root, "check", "demo/courses/optics").stdout
    assert "schema-" not in told


@pytest.mark.slow
def test_what_is_given_is_not_asked(repository: MakeRepository) -> None:
    made = repository()
    answers = [("In which programme?", "new-energy"), ("Which organisation issues it?", "")]
    given = ("professional", "--title", "新能源汽车技术", "--language", "zh-Hans")
    status, screen = conversation(made.root, answers, *given)
    assert status == 0, screen
    assert (made.root / "standards/new-energy/professional.yaml").is_file()
    assert "What do you begin?" not in screen


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh-Hans", "ru", "uz-Latn"])
def test_questions_and_the_file_are_in_the_language_of_the_person(language: str, repository: MakeRepository) -> None:
    made, speech = repository(), voice(language)
    answers = [
        (speech.gettext(PLACE).format(known="demo"), ""),
        (speech.gettext(FILE), "optics"),
        (speech.gettext("Which course of the plan is it for?"), "2"),
        (speech.gettext("Which language do you write in?"), language),
        (speech.gettext("What is its title?"), ""),
        (speech.gettext("Which organisation issues it?"), ""),
    ]
    status, screen = conversation(made.root, answers, "course", language=language)
    assert status == 0, screen
    text = (made.root / "standards/demo/courses/optics.yaml").read_text(encoding="utf-8")
    assert f"# {speech.gettext('Title of the standard as it stands on the cover.')}\n" in text
    name = NAMES[language]
    assert f"C401  {name}" in screen
    assert f"title: {name}\n" in text
    assert f"name: {name}\n" in text


@pytest.mark.parametrize("answers", [
    ["Стандарт дисциплины", "С401", "русский"],  # the first letter of the code is Cyrillic
    ["дисциплина", "проектирование изделий", "RU"],
    ["COURSE", "c401", "Русск"],
])
def test_an_answer_is_understood_where_only_one_can_be_meant(answers: list[str], repository: MakeRepository) -> None:
    made, speech = repository(), voice("ru")
    begun, course, language = answers
    status, screen = conversation(made.root, [
        (speech.gettext("What do you begin?"), "стандарт"),
        (speech.gettext("{answer} is none of them").format(answer="стандарт"), begun),
        (speech.gettext(PLACE).format(known="demo"), ""),
        (speech.gettext(FILE), ""),
        (speech.gettext("An answer is needed."), "optics"),
        (speech.gettext("Which course of the plan is it for?"), course),
        (speech.gettext("Which language do you write in?"), language),
        (speech.gettext("What is its title?"), ""),
        (speech.gettext("Which organisation issues it?"), ""),
    ], language="ru")
    assert status == 0, screen
    data = read_yaml(made.root, "standards/demo/courses/optics.yaml").data
    assert (data["kind"], data["course"], data["language"]) == ("course", "C401", "ru")


def test_a_name_that_is_not_translated_is_left_to_be_written(repository: MakeRepository) -> None:
    root = repository({"translations/ru/demo/professional.po": None}).root
    assert run(root, "new", "course", "demo/courses/optics", "--course", "C401", "--language", "ru").returncode == 0
    data = read_yaml(root, "standards/demo/courses/optics.yaml").data
    assert (data["title"], data["name"]) == ("…", "…")


def test_the_end_of_input_leaves_nothing_behind(repository: MakeRepository) -> None:
    made = repository()
    before = sorted(made.root.rglob("*"))
    status, screen = conversation(made.root, [("What do you begin?", "\x04")])
    assert status == 130, screen
    assert sorted(made.root.rglob("*")) == before


def test_without_a_terminal_nothing_is_asked(repository: MakeRepository) -> None:
    done = run(repository().root, "new", "course")
    assert done.returncode == 2
    assert done.stderr == "curricula: say KIND and ID: `curricula new --help` tells how\n"


def test_the_language_of_the_person_is_taken_and_the_publisher_is_told(repository: MakeRepository) -> None:
    root = repository().root
    given = ("new", "course", "demo/courses/optics", "--course", "C401")
    done = run(root, *given, LANGUAGE="ru")
    data = read_yaml(root, "standards/demo/courses/optics.yaml").data
    assert (data["language"], data["institutions"]) == ("ru", ["demo-college"])
    assert "demo-college" in done.stdout and "tashkent-technikum" in done.stdout
    assert "curricula template course --locale ru" in done.stdout


@pytest.mark.parametrize("kind", ["professional", "course", "practice"])
def test_a_skeleton_adds_up(kind: str, repository: MakeRepository) -> None:
    root = repository().root
    course = () if kind == "professional" else ("--course", "C401")
    assert run(root, "new", kind, f"demo/more/{kind}", *course, "--language", "ru").returncode == 0
    found = check(Repository(root))
    here = {item.code for item in found if item.where.path.startswith("standards/demo/more/")}
    assert not here & {"plan-sums", "hours-parts", "hours-per-credit", "weights-sum", "outcome-coverage"}


def test_a_course_that_was_begun_can_be_looked_at_in_word(repository: MakeRepository) -> None:
    root = repository().root
    assert run(root, "new", "course", "demo/courses/optics", "--course", "C401", "--language", "ru").returncode == 0
    assert "# The word course." not in (root / "standards/demo/courses/optics.yaml").read_text(encoding="utf-8")
    done = run(root, "build", "demo/courses/optics", "--locale", "ru", "--format", "docx")
    assert done.returncode == 0, done.stdout
    assert (root / "build/demo/courses/optics/1.0.0/ru.docx").is_file()
