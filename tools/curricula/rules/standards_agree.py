"""Professional, course and practical-training standards say the same.

A course or practical-training standard repeats the line of its course in the plan: name, category,
credits, hours, semesters and prerequisites. Both must say the same, and each must name the other with
the version it has now. A plan that does not name a draft yet is only a warning. Names are compared where
both standards are written in one language.

Good:
    course:
      credits: 60
      professional: {id: demo/professional, version: 1.0.0}
Bad:
    course:
      credits: 58
Bad:
    course:
      professional: {id: demo/professional, version: 0.9.0}
Bad:
    professional:
      curriculum:
        courses:
          - {id: C201, standard: {id: demo/courses/circuit, version: 1.0.0}}
"""

from collections.abc import Iterator

from curricula.diagnostics import N_, Diagnostic, Fix, Phrase
from curricula.lookalikes import nearest
from curricula.model.common import Reference, SemesterLoad
from curricula.model.course import CourseStandard, PracticeStandard
from curricula.model.professional import PlannedCourse, ProfessionalStandard
from curricula.model.text import Text
from curricula.repository import Repository

FIRM = True  # cannot be suppressed: documents quote one another

Detail = CourseStandard | PracticeStandard
_BY_ITSELF = N_(
    "`curricula check --fix` names it there. By hand: write `standard: {{id: {detail}, version: {version}}}` in "
    "{course}, or name it in the row of {course} in the Excel file of the plan."
)
_BY_HAND = N_("Name it in the next version of the plan: `standard: {{id: {detail}, version: {version}}}` in {course}.")
_SEVERAL = N_("These are for {course}: {claims}. Only one of them can be the standard of the course.")


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Values that differ between a plan and a detailed standard, and references that miss."""
    standards = repository.standards
    for standard in standards.values():
        if standard.kind == "professional":
            for course in standard.curriculum.courses:
                yield from _plan_to_detail(repository, standard, course)
            continue
        yield from _reference(repository, standard.professional, ("professional",))
        owner = standards.get(standard.professional.id)
        if owner is not None and owner.kind == "professional":
            course_by_id = {course.id: course for course in owner.curriculum.courses}
            if standard.course in course_by_id:
                yield from _detail_to_plan(repository, standard, owner, course_by_id[standard.course])


def _plan_to_detail(
    repository: Repository, plan: ProfessionalStandard, course: PlannedCourse
) -> Iterator[Diagnostic]:
    if course.standard is None:
        return
    yield from _reference(repository, course.standard, ("course", "practice"))
    detail = repository.standards.get(course.standard.id)
    if detail is None or detail.kind == "professional":
        return
    if (detail.professional.id, detail.course) != (plan.id, course.id):
        yield Diagnostic(
            course.standard.where.at("id"), "standards-agree",
            "{course} names {standard}, which is for {other} of {professional}",
            {
                "course": course.id, "standard": detail.id, "other": detail.course,
                "professional": detail.professional.id,
            },
            hint="Correct the reference here, or `course` and `professional` there.",
        )


def _reference(repository: Repository, reference: Reference, kinds: tuple[str, ...]) -> Iterator[Diagnostic]:
    """The finding where the reference names no standard of these kinds, or another version of it."""
    standards = repository.standards
    if reference.id not in standards and f"standards/{reference.id}.yaml" in repository.standard_paths:
        return  # it is there and cannot be read, which its reader has reported
    named = standards.get(reference.id)
    if named is None or named.kind not in kinds:
        known = sorted(name for name, standard in standards.items() if standard.kind in kinds)
        near = nearest(reference.id, known)
        arguments = {"kind": "/".join(kinds), "id": reference.id, "known": ", ".join(known)}
        yield Diagnostic(
            reference.where.at("id"), "standards-agree", "there is no {kind} standard {id}",
            {**arguments, **(near.arguments if near else {})}, hint=near.hint if near else "There are: {known}.",
        )
    elif reference.version != named.version:
        yield Diagnostic(
            reference.where.at("version"), "standards-agree", "{id} has version {current}, not {named}",
            {"id": reference.id, "current": named.version, "named": reference.version},
            hint="Read what has changed in {id}, then name version {current}.",
        )


def _unnamed(
    repository: Repository, detail: Detail, plan: ProfessionalStandard, course: PlannedCourse
) -> Diagnostic:
    """A standard that the plan does not name yet: it is at fault itself, as nobody has changed the plan.

    The plan can only name the one standard of a course there is, and a published plan stays as it is.
    """
    claims = [
        other.id for other in repository.standards.values()
        if other.kind != "professional" and (other.professional.id, other.course) == (plan.id, course.id)
    ]
    named = {"id": detail.id, "version": detail.version}
    certain = len(claims) == 1 and plan.status in ("draft", "review", "approved")
    return Diagnostic(
        detail.where.at("course"), "standards-agree", "the plan of {plan} does not name this standard for {course}",
        {
            "plan": plan.id, "course": course.id, "detail": detail.id, "version": detail.version,
            "claims": ", ".join(sorted(claims)),
        },
        hint=_BY_ITSELF if certain else _BY_HAND if len(claims) == 1 else _SEVERAL,
        severity="warning" if detail.status == "draft" else "error",
        fix=Fix(course.where.at("standard"), named) if certain else None,
    )


def _detail_to_plan(
    repository: Repository, detail: Detail, plan: ProfessionalStandard, course: PlannedCourse
) -> Iterator[Diagnostic]:
    if course.standard is None:
        yield _unnamed(repository, detail, plan, course)
    elif course.standard.id != detail.id:
        yield Diagnostic(
            detail.where.at("course"), "standards-agree",
            "{course} has the standard {named} in the plan of {plan}, and not this one",
            {"course": course.id, "named": course.standard.id, "plan": plan.id},
            hint="Correct `course` here, or `standard` of {course} there.",
        )
    here, there = _values(detail), _values(course)
    for steps, value in here.items():
        if value == there[steps] or (steps == ("name",) and detail.language != plan.language):
            continue
        yield Diagnostic(
            detail.where.at(*steps), "standards-agree",
            "{property} is {here} here, but {there} for {course} in {plan}",
            {
                "property": ".".join(steps), "here": value or Phrase("none"),
                "there": there[steps] or Phrase("none"), "course": course.id, "plan": plan.id,
            },
            hint="Correct this line, or the plan first if that is wrong: both must say the same.",
            fix=_fix(detail, course, steps),
        )


def _fix(detail: Detail, course: PlannedCourse, steps: tuple[str, ...]) -> Fix | None:
    """The plan's value for a line of one value; lists, and what would no longer add up with them, are for the author.

    Hours, their parts, their semesters, their units and their credits belong together: one is only mended
    where then all of them agree.
    """
    first, *rest = steps
    if first in ("hours", "credits") and not _adds_up(detail, course):
        return None
    here, there = getattr(detail, first), getattr(course, first)
    for step in rest:
        here, there = getattr(here, step), getattr(there, step)
    if isinstance(there, Text):
        there = there.words
    return Fix(detail.where.at(*steps), there) if isinstance(there, (str, int, float)) else None


def _adds_up(detail: Detail, course: PlannedCourse) -> bool:
    """Whether the standard adds up with the hours of the plan, and no part of them has to be added or taken away."""
    here, there = detail.hours, course.hours
    if (here.total, here.theory, here.practice, here.self_study) == (
        there.total, there.theory, there.practice, there.self_study
    ):
        return True
    if sum(load.hours for load in detail.semesters) != there.total:
        return False
    if any(bool(getattr(here, part)) != bool(getattr(there, part)) for part in ("theory", "practice", "self_study")):
        return False
    if detail.kind == "practice":
        return sum(task.hours for task in detail.tasks) == there.total
    return all(
        sum(getattr(unit.hours, part) for unit in detail.units) == getattr(there, part)
        for part in ("total", "theory", "practice")
    )


def _values(course: PlannedCourse | Detail) -> dict[tuple[str, ...], str]:
    """What both kinds of standard say of a course, by the place below it, as words for a message."""
    return {
        ("name",): course.name.words,
        ("category",): course.category,
        ("credits",): f"{course.credits:g}",
        ("hours", "total"): str(course.hours.total),
        ("hours", "theory"): str(course.hours.theory),
        ("hours", "practice"): str(course.hours.practice),
        ("hours", "self_study"): str(course.hours.self_study),
        ("semesters",): ", ".join(f"{load.number}: {load.hours}" for load in _by_number(course)),
        ("prerequisites",): ", ".join(sorted(set(course.prerequisites))),
    }


def _by_number(course: PlannedCourse | Detail) -> list[SemesterLoad]:
    return sorted(course.semesters, key=lambda load: load.number)
