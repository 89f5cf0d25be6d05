"""A prerequisite begins in an earlier semester than the course that needs it.

A student can only build on a course that has begun before. For every course of the plan each of its
prerequisites must start in an earlier semester, and no course may need itself by way of others.
The semesters are those of the plan.

Good:
    professional:
      curriculum:
        courses:
          - {id: C401, prerequisites: [C201]}
Bad:
    professional:
      curriculum:
        courses:
          - {id: C101, prerequisites: [C201]}
          - {id: C201, prerequisites: []}
Bad:
    professional:
      curriculum:
        courses:
          - {id: C201, prerequisites: [C401]}
          - {id: C401, prerequisites: [C201]}
"""

from collections.abc import Iterator, Mapping

from curricula.diagnostics import Diagnostic
from curricula.model.professional import PlannedCourse
from curricula.repository import Repository

Requirements = Mapping[str, tuple[str, ...]]


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Circles of prerequisites, and prerequisites that start too late."""
    for standard in repository.standards.values():
        if standard.kind == "professional":
            yield from _plan({course.id: course for course in standard.curriculum.courses})


def _plan(courses: Mapping[str, PlannedCourse]) -> Iterator[Diagnostic]:
    requires = {
        name: tuple(other for other in course.prerequisites if other in courses) for name, course in courses.items()
    }
    circular: set[tuple[str, str]] = set()
    for circle in _circles(requires):
        steps = tuple(zip(circle, (*circle[1:], circle[0]), strict=True))
        circular.update(steps)
        yield Diagnostic(
            courses[circle[0]].where.at("prerequisites"), "prerequisite-order",
            "the prerequisites run in a circle: {circle}", {"circle": " → ".join((*circle, circle[0]))},
            hint="Read → as “requires”; take one of these prerequisites away.",
        )
    for course in courses.values():
        for position, name in enumerate(course.prerequisites):
            if name in courses and (course.id, name) not in circular:
                yield from _late(course, courses[name], position)


def _late(course: PlannedCourse, other: PlannedCourse, position: int) -> Iterator[Diagnostic]:
    start, before = (min(load.number for load in item.semesters) for item in (course, other))
    if before >= start:
        yield Diagnostic(
            course.where.at("prerequisites", position), "prerequisite-order",
            "{course} starts in semester {start}, but its prerequisite {other} starts in semester {before}",
            {"course": course.id, "start": start, "other": other.id, "before": before},
            hint="Move one of the two courses, or take the prerequisite away.",
        )


def _circles(requires: Requirements) -> Iterator[tuple[str, ...]]:
    """Each circle once, beginning with the course that comes first in the plan.

    A walk in depth without recursion, because a plan may chain more courses than Python has stack.
    """
    order = {name: position for position, name in enumerate(requires)}
    done: set[str] = set()
    for root in requires:
        path: list[str] = []
        waiting = [iter((root,))]
        while waiting:
            name = next(waiting[-1], None)
            if name is None:
                waiting.pop()
                if path:
                    done.add(path.pop())
            elif name in path:
                circle = path[path.index(name) :]
                first = circle.index(min(circle, key=order.__getitem__))
                yield (*circle[first:], *circle[:first])
            elif name not in done:
                path.append(name)
                waiting.append(iter(requires[name]))
