"""Begin a new standard.

Writes a skeleton with every required property, what each means, and a fresh UUID. ID is the path
below standards/ without suffix, such as communication-technology/courses/optical-access. With
--course, the lines that repeat the course plan are filled in from it. `curricula check` then lists
what is left to write.
"""

import datetime
import re
import uuid
from typing import Any

import click

from curricula.diagnostics import CurriculaError
from curricula.files import replace_file
from curricula.model.professional import PlannedCourse, ProfessionalStandard
from curricula.report import Desk, Result
from curricula.repository import Repository
from curricula.skeleton import PLACEHOLDER, UNNUMBERED, skeleton

_ID = re.compile(r"[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)+\Z")
PARAMETERS = [
    click.Argument(["kind"], type=click.Choice(["professional", "course", "practice"])),
    click.Argument(["id"]),
    click.Option(["--language"], default=None, help="Language it is written in; that of repository.yaml without it."),
    click.Option(["--title"], default=PLACEHOLDER, help="Title on the cover."),
    click.Option(
        ["--course"], default=None, help="Id of the course in the plan of the programme's professional standard.",
    ),
]


def run(desk: Desk, kind: str, id: str, language: str | None, title: str, course: str | None) -> Result:
    """The path of the new file."""
    if not _ID.match(id):
        raise CurriculaError(f"{id} is not an id: small letters, digits and hyphens, with the programme's folder first")
    path = f"standards/{id}.yaml"
    if (desk.root / path).exists():
        raise CurriculaError(f"{path} exists already; nothing was changed")
    repository = Repository(desk.root)
    today = datetime.date.today().isoformat()
    given: dict[str, Any] = {
        "uuid": str(uuid.uuid4()),
        "code": UNNUMBERED,
        "title": title,
        "language": language or repository.settings.language,
        "issued": today,
        "effective": today,
        "institutions": [repository.settings.publisher],
    }
    if kind != "professional":
        given |= _placed(repository, id, course)
    up = "../" * path.count("/")
    replace_file(desk.root / path, skeleton(kind, given, f"{up}schemas/{kind}.schema.json").encode())
    return Result(lines=(path, f"next: write it, then `curricula check {path}`"))


def _placed(repository: Repository, id: str, course: str | None) -> dict[str, Any]:
    """What a course or practice standard repeats from the plan of its programme."""
    programme = id.partition("/")[0]
    plans = [
        standard
        for standard in repository.standards.values()
        if isinstance(standard, ProfessionalStandard) and standard.id.startswith(f"{programme}/")
    ]
    if not plans:
        if course:
            raise CurriculaError(f"{programme} has no professional standard with a course plan yet")
        return {"professional": {"id": f"{programme}/professional", "version": "1.0.0"}}
    given: dict[str, Any] = {"professional": {"id": plans[0].id, "version": plans[0].version}}
    if course:
        planned = next((item for item in plans[0].curriculum.courses if item.id == course), None)
        if planned is None:
            known = ", ".join(item.id for item in plans[0].curriculum.courses)
            raise CurriculaError(f"the plan of {plans[0].id} has no course {course}; it has {known}")
        given |= _repeated(planned)
    return given


def _repeated(planned: PlannedCourse) -> dict[str, Any]:
    hours = {"total": planned.hours.total, "theory": planned.hours.theory, "practice": planned.hours.practice}
    return {
        "course": planned.id,
        "name": planned.name.words,
        "category": planned.category,
        "credits": planned.credits,
        "hours": hours | ({"self_study": planned.hours.self_study} if planned.hours.self_study else {}),
        "semesters": [{"number": load.number, "hours": load.hours} for load in planned.semesters],
        "prerequisites": list(planned.prerequisites),
    }
