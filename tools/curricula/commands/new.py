"""Begin a new standard.

Writes a skeleton with every required property, what each means, and a fresh UUID. On a terminal it
asks for whatever is not given: KIND and ID, the title, the language, the course, the organisation. ID is the path
below standards/ without suffix, such as communication-technology/courses/optical-access. With
--course, the lines that repeat the course plan are filled in from it. `curricula check` then lists
what is left to write. To write in Word, begin with `curricula template` instead.
"""

import datetime
import re
import uuid
from dataclasses import dataclass, replace
from typing import Any, TypedDict, Unpack

import click

from curricula import locales
from curricula.diagnostics import N_, CurriculaError, Phrase
from curricula.drafts import ID
from curricula.files import replace_below
from curricula.messages.wording import language_of
from curricula.model.professional import PlannedCourse, ProfessionalStandard
from curricula.placing import FOLDERS, programmes, spoken
from curricula.report import Ask, Desk, Question, Result
from curricula.repository import Repository
from curricula.skeleton import PLACEHOLDER, UNNUMBERED, skeleton
from curricula.word.values import Wording

_STEP = re.compile(r"[a-z0-9][a-z0-9-]*\Z")
_KINDS = {
    "professional": N_("professional standard: goal, outcomes and course plan of a programme"),
    "course": N_("course standard"),
    "practice": N_("practical-training standard"),
}
PARAMETERS = [
    click.Argument(["kind"], type=click.Choice(list(_KINDS)), required=False),
    click.Argument(["id"], required=False),
    click.Option(["--language"], default=None, help=(
        "Language it is written in; by default that of the messages, if the repository has it."
    )),
    click.Option(["--title"], default=None, help="Title on the cover."),
    click.Option(
        ["--course"], default=None, help="Id of the course in the plan of the programme's professional standard.",
    ),
]


class Given(TypedDict):
    """What the command line says of the new standard."""

    kind: str | None
    id: str | None
    language: str | None
    title: str | None
    course: str | None


@dataclass(frozen=True)
class _Plan:
    """What is to be begun."""

    kind: str
    id: str
    language: str
    title: str
    course: str | None
    institution: str


def run(desk: Desk, **given: Unpack[Given]) -> Result:
    """The path of the new file."""
    repository = Repository(desk.root)
    plan = _asked(desk, repository, given)
    if not ID.match(plan.id):
        raise CurriculaError(
            "{id} is not an id: small letters, digits and hyphens, with the programme's folder first", id=plan.id
        )
    path = f"standards/{plan.id}.yaml"
    if (desk.root / path).exists():
        raise CurriculaError("{file} exists already; nothing was changed", file=path)
    today = datetime.date.today().isoformat()
    known: dict[str, Any] = {
        "uuid": str(uuid.uuid4()),
        "code": UNNUMBERED,
        "title": plan.title,
        "language": plan.language,
        "issued": today,
        "effective": today,
        "institutions": [plan.institution or repository.settings.publisher],
    }
    if plan.kind != "professional":
        known |= _placed(repository, plan)
    up = "../" * path.count("/")
    text = skeleton(plan.kind, known, f"{up}schemas/{plan.kind}.schema.json", desk.voice)
    replace_below(desk.root, {path: text.encode()})
    lines: list[Phrase | str] = [path, Phrase("next: write it, then `curricula check {file}`", {"file": path}), Phrase(
        "to write it in Word: `curricula template {kind} --locale {language}`, then `curricula import … --id {id} "
        "--replace`", {"kind": plan.kind, "language": plan.language, "id": plan.id},
    )]
    if not plan.institution and len(repository.settings.organisations) > 1:
        lines.append(Phrase(
            "`institutions` names the publisher, {id}; the other organisations are {known}",
            {"id": repository.settings.publisher, "known": ", ".join(
                item.id for item in repository.settings.organisations if item.id != repository.settings.publisher
            )},
        ))
    return Result(lines=tuple(lines))


def _asked(desk: Desk, repository: Repository, given: Given) -> _Plan:
    """What is given, and on a terminal the answers for the rest; a kind and an id leave no question open."""
    plan = _Plan(
        given["kind"] or "", given["id"] or "", given["language"] or spoken(repository, desk.voice),
        given["title"] or PLACEHOLDER, given["course"], "",
    )
    if plan.kind and plan.id:
        return plan
    if desk.ask is None:
        raise CurriculaError("say KIND and ID: `curricula new --help` tells how")
    if not plan.kind:
        kinds = tuple((name, Phrase(meaning)) for name, meaning in _KINDS.items())
        plan = replace(plan, kind=desk.ask(Question(Phrase("What do you begin?"), kinds)))
    if not plan.id:
        plan = replace(plan, id=_place(desk.ask, repository, plan.kind))
    if plan.kind != "professional" and not given["course"]:
        plan = replace(plan, course=_course(desk, desk.ask, repository, plan.id))
    if not given["language"]:
        tongues = tuple((tag, locales.language_name(tag, tag)) for tag in repository.locales)
        asked = Question(Phrase("Which language do you write in?"), tongues, plan.language)
        plan = replace(plan, language=desk.ask(asked))
    if not given["title"]:
        plan = replace(plan, title=desk.ask(Question(Phrase("What is its title?"), default=_title(repository, plan))))
    organisations = Wording(repository, language_of(desk.voice)).choices("organisation")
    if len(organisations) > 1:
        asked = Question(Phrase("Which organisation issues it?"), organisations, repository.settings.publisher)
        plan = replace(plan, institution=desk.ask(asked))
    return plan


def _place(ask: Ask, repository: Repository, kind: str) -> str:
    """The id, from the programme's folder and a short name."""
    folders = programmes(repository)
    named = ", ".join(folders)
    words = Phrase(
        "In which programme? There are: {known}. A new name in Latin letters begins a new one.", {"known": named}
    )
    programme = ask(Question(words, default=folders[0] if len(folders) == 1 else "", wrong=_step))
    if kind == "professional":
        return f"{programme}/professional"

    def wrong(answer: str) -> Phrase | None:
        file = f"standards/{programme}/{FOLDERS[kind]}{answer}.yaml"
        taken = Phrase("{file} exists already", {"file": file}) if (repository.root / file).exists() else None
        return _step(answer) or taken

    words = Phrase("A short name for its file, in Latin letters, such as optical-access:")
    return f"{programme}/{FOLDERS[kind]}{ask(Question(words, wrong=wrong))}"


def _step(answer: str) -> Phrase | None:
    right = _STEP.match(answer)
    return None if right else Phrase("{answer}: small Latin letters, digits and hyphens only", {"answer": answer})


def _course(desk: Desk, ask: Ask, repository: Repository, id: str) -> str | None:
    """The course of the plan that it is the standard of; None where there is no plan to choose from."""
    owner = _professional(repository, id)
    if owner is None:
        return None
    tongue = language_of(desk.voice)
    open_ = tuple(
        (course.id, _named(repository, owner, course, tongue) or course.name.words)
        for course in owner.curriculum.courses if course.standard is None
    )
    return ask(Question(Phrase("Which course of the plan is it for?"), open_)) if open_ else None


def _title(repository: Repository, plan: _Plan) -> str:
    """The name of the course in the language of the standard, which begins a title; else words to be replaced."""
    owner = _professional(repository, plan.id)
    if owner is None:
        return PLACEHOLDER
    course = next((course for course in owner.curriculum.courses if course.id == plan.course), None)
    return (_named(repository, owner, course, plan.language) if course else "") or PLACEHOLDER


def _named(repository: Repository, owner: ProfessionalStandard, course: PlannedCourse, language: str) -> str:
    """The name of a course of the plan in a language; empty where it is not translated into that."""
    if language == owner.language:
        return course.name.words
    translated = repository.catalogue(owner.id, language).translate(course.name)
    return translated.words if translated else ""


def _professional(repository: Repository, id: str) -> ProfessionalStandard | None:
    """The professional standard of the programme that an id lies in."""
    programme = id.partition("/")[0]
    return next(
        (
            standard
            for standard in repository.standards.values()
            if isinstance(standard, ProfessionalStandard) and standard.id.startswith(f"{programme}/")
        ),
        None,
    )


def _placed(repository: Repository, plan: _Plan) -> dict[str, Any]:
    """What a course or practice standard repeats from the plan of its programme."""
    programme, owner = plan.id.partition("/")[0], _professional(repository, plan.id)
    if owner is None:
        if plan.course:
            raise CurriculaError("{programme} has no professional standard with a course plan yet", programme=programme)
        return {"professional": {"id": f"{programme}/professional", "version": "1.0.0"}}
    given: dict[str, Any] = {"professional": {"id": owner.id, "version": owner.version}}
    if plan.course:
        planned = next((item for item in owner.curriculum.courses if item.id == plan.course), None)
        if planned is None:
            known = ", ".join(item.id for item in owner.curriculum.courses)
            raise CurriculaError(
                "the plan of {id} has no course {course}; it has {known}", id=owner.id, course=plan.course, known=known
            )
        given |= _repeated(planned) | {"name": _named(repository, owner, planned, plan.language) or PLACEHOLDER}
    return given


def _repeated(planned: PlannedCourse) -> dict[str, Any]:
    hours = {"total": planned.hours.total, "theory": planned.hours.theory, "practice": planned.hours.practice}
    return {
        "course": planned.id,
        "category": planned.category,
        "credits": planned.credits,
        "hours": hours | ({"self_study": planned.hours.self_study} if planned.hours.self_study else {}),
        "semesters": [{"number": load.number, "hours": load.hours} for load in planned.semesters],
        "prerequisites": list(planned.prerequisites),
    }
