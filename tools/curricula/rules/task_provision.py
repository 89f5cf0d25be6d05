"""A practical task has room and equipment for its group.

A task can only be held if its site takes the whole group at the same time: the workstations times the
students at each (`workstations` × `students_per_workstation`) must be at least `group_size`. It must
also name at least one item of equipment. A task without a safety provision is refused when the file is
read, and a site or item that does not exist is found by references-exist. How many supervisors a group
needs is not counted here.

Good:
    practice:
      group_size: 40
      sites:
        - {id: SITE1, workstations: 10, students_per_workstation: 4}
Bad:
    practice:
      sites:
        - {id: SITE1, workstations: 9, students_per_workstation: 4}
Bad:
    practice:
      tasks:
        - {id: T1, equipment: []}
"""

from collections.abc import Iterator

from curricula.diagnostics import Diagnostic
from curricula.model.course import PracticeStandard
from curricula.repository import Repository


def check(repository: Repository) -> Iterator[Diagnostic]:
    """Sites too small for the group of their tasks, and tasks without equipment."""
    for standard in repository.standards.values():
        if standard.kind == "practice":
            yield from _room(standard)
            yield from _equipment(standard)


def _room(standard: PracticeStandard) -> Iterator[Diagnostic]:
    """One finding for each site that is too small, however many tasks it serves."""
    for site in standard.sites:
        tasks = [task.id for task in standard.tasks if task.site == site.id]
        places = site.workstations * site.students_per_workstation
        if tasks and places < standard.group_size:
            yield Diagnostic(
                site.where.at("workstations"), "task-provision",
                "{site} takes {places} students ({workstations} × {each}), but the group of {tasks} has {group}",
                {
                    "site": site.id, "places": places, "workstations": site.workstations,
                    "each": site.students_per_workstation, "tasks": ", ".join(tasks), "group": standard.group_size,
                },
                hint="Raise the workstations or the students at each, or lower group_size.",
            )


def _equipment(standard: PracticeStandard) -> Iterator[Diagnostic]:
    for task in standard.tasks:
        if not task.equipment:
            yield Diagnostic(
                task.where.at("equipment"), "task-provision", "the task {id} names no equipment",
                {"id": task.id, "site": task.site},
                hint="Name the items of the equipment table of {site} that the task uses.",
            )
