"""The course standard and the practical-training standard."""

from dataclasses import dataclass
from typing import Literal

from curricula.diagnostics import Where
from curricula.model.common import (
    Approval,
    Assessment,
    Clause,
    CourseCategory,
    Equipment,
    Hours,
    Objective,
    OutcomeCategory,
    Reference,
    SemesterLoad,
    Status,
    Suppression,
)
from curricula.model.text import Text


@dataclass(frozen=True, slots=True)
class Content:
    """One thing to be learnt in a unit."""

    id: str
    category: OutcomeCategory
    text: Text
    where: Where


@dataclass(frozen=True, slots=True)
class LearningUnit:
    """A learning unit built round one work task."""

    id: str
    name: Text
    task: Text
    hours: Hours
    content: tuple[Content, ...]
    activities: Text
    result: Text
    where: Where
    objectives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Implementation:
    """Who teaches, how, where and with what."""

    teachers: tuple[Clause, ...]
    methods: tuple[Clause, ...]
    facilities: tuple[Clause, ...]
    resources: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class CourseStandard:
    """A course standard; the lines from `course` to `prerequisites` repeat the plan's."""

    kind: Literal["course"]
    id: str
    uuid: str
    code: str
    title: Text
    language: str
    version: str
    status: Status
    issued: str
    effective: str
    institutions: tuple[str, ...]
    professional: Reference
    course: str
    name: Text
    category: CourseCategory
    credits: float
    hours: Hours
    semesters: tuple[SemesterLoad, ...]
    nature: tuple[Clause, ...]
    objectives: tuple[Objective, ...]
    units: tuple[LearningUnit, ...]
    assessment: Assessment
    implementation: Implementation
    where: Where
    prerequisites: tuple[str, ...] = ()
    replaces: str | None = None
    suppressions: tuple[Suppression, ...] = ()
    approvals: tuple[Approval, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """A training site: area in m², workstations, and the equipment of one workstation."""

    id: str
    name: Text
    area: int
    workstations: int
    students_per_workstation: int
    environment: tuple[Clause, ...]
    equipment: tuple[Equipment, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class Supervisors:
    """Who supervises, and how many students each."""

    students_per_supervisor: int
    clauses: tuple[Clause, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class Task:
    """A practical task: steps, safety and results, at one site with its equipment."""

    id: str
    name: Text
    hours: int
    site: str
    steps: tuple[Clause, ...]
    safety: tuple[Clause, ...]
    results: tuple[Clause, ...]
    where: Where
    equipment: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PracticeStandard:
    """A practical-training standard; `group_size` students are trained at the same time."""

    kind: Literal["practice"]
    id: str
    uuid: str
    code: str
    title: Text
    language: str
    version: str
    status: Status
    issued: str
    effective: str
    institutions: tuple[str, ...]
    professional: Reference
    course: str
    name: Text
    category: CourseCategory
    credits: float
    hours: Hours
    semesters: tuple[SemesterLoad, ...]
    form: Literal["training", "internship"]
    weeks: int
    group_size: int
    scope: tuple[Clause, ...]
    objectives: tuple[Objective, ...]
    sites: tuple[Site, ...]
    supervisors: Supervisors
    tasks: tuple[Task, ...]
    assessment: Assessment
    management: tuple[Clause, ...]
    where: Where
    prerequisites: tuple[str, ...] = ()
    replaces: str | None = None
    suppressions: tuple[Suppression, ...] = ()
    approvals: tuple[Approval, ...] = ()
