"""The professional (specialty) standard: the eleven chapters of the national template."""

from dataclasses import dataclass
from typing import Literal

from curricula.diagnostics import Where
from curricula.model.common import (
    Approval,
    Clause,
    Code,
    CourseCategory,
    Equipment,
    Hours,
    OutcomeCategory,
    Reference,
    SemesterLoad,
    Status,
    Suppression,
)
from curricula.model.text import Text


@dataclass(frozen=True, slots=True)
class Programme:
    """Name, level and codes of the programme; `entry_level` is the ISCED 2011 level all entrants have completed."""

    name: Text
    level: str
    codes: tuple[Code, ...]
    where: Where
    entry_level: int | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a pathway: so many years in one country (ISO 3166-1 alpha-2)."""

    id: str
    years: float
    country: str
    text: Text
    where: Where


@dataclass(frozen=True, slots=True)
class Conversion:
    """Academic hours of the whole programme as whole credits of the partner system; `nearest` takes a half up."""

    hours: int
    hours_per_credit: float
    rounding: Literal["down", "nearest", "up"]
    credits: int
    where: Where


@dataclass(frozen=True, slots=True)
class Pathway:
    """A way through two systems, such as two years at home and one abroad."""

    id: str
    name: Text
    partner: str
    text: Text
    stages: tuple[Stage, ...]
    where: Where
    conversion: Conversion | None = None


@dataclass(frozen=True, slots=True)
class Duration:
    """Length of study, and the pathways that divide it."""

    years: float
    semesters: int
    clauses: tuple[Clause, ...]
    where: Where
    pathways: tuple[Pathway, ...] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """A position graduates take up, with its occupation codes and typical work tasks."""

    id: str
    title: Text
    rank: Literal["technician", "engineer", "manager"]
    codes: tuple[Code, ...]
    description: Text
    tasks: tuple[Clause, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class Certificate:
    """An occupational certificate and the positions it is for."""

    id: str
    title: Text
    issuer: Text
    where: Where
    positions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Orientation:
    """The occupations the programme leads to."""

    codes: tuple[Code, ...]
    positions: tuple[Position, ...]
    where: Where
    clauses: tuple[Clause, ...] = ()
    certificates: tuple[Certificate, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """A graduate outcome."""

    id: str
    category: OutcomeCategory
    text: Text
    where: Where


@dataclass(frozen=True, slots=True)
class Coverage:
    """The graduate outcomes a course introduces, has practised and assesses."""

    where: Where
    introduced: tuple[str, ...] = ()
    practised: tuple[str, ...] = ()
    assessed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedCourse:
    """One line of the course plan."""

    id: str
    name: Text
    category: CourseCategory
    choice: Literal["compulsory", "elective"]
    credits: float
    hours: Hours
    semesters: tuple[SemesterLoad, ...]
    outcomes: Coverage
    assessment: Literal["examination", "coursework"]
    where: Where
    prerequisites: tuple[str, ...] = ()
    standard: Reference | None = None
    task: Text | None = None
    content: Text | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums the plan declares."""

    hours: int
    credits: float
    where: Where


@dataclass(frozen=True, slots=True)
class Curriculum:
    """The course plan."""

    totals: Totals
    clauses: tuple[Clause, ...]
    courses: tuple[PlannedCourse, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class StaffRole:
    """A group of teachers: at least `minimum` persons with this qualification."""

    id: str
    title: Text
    minimum: int
    qualification: Text
    where: Where


@dataclass(frozen=True, slots=True)
class Staff:
    """Requirements on teaching staff."""

    clauses: tuple[Clause, ...]
    where: Where
    roles: tuple[StaffRole, ...] = ()


@dataclass(frozen=True, slots=True)
class Room:
    """A training room: area in m², workstations, the courses it serves, its equipment."""

    id: str
    name: Text
    area: int
    workstations: int
    where: Where
    courses: tuple[str, ...] = ()
    equipment: tuple[Equipment, ...] = ()


@dataclass(frozen=True, slots=True)
class Facilities:
    """Rooms and learning resources."""

    clauses: tuple[Clause, ...]
    rooms: tuple[Room, ...]
    resources: tuple[Clause, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class Graduation:
    """What a learner must reach to graduate."""

    credits: float
    clauses: tuple[Clause, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class MappedSection:
    """A section of another framework, its weight in percent, and the outcomes that answer it.

    `counterpart` is the id of the outcome, or of the item, that the section is where the framework is here.
    """

    id: str
    name: Text
    weight: int
    relation: Literal["exact", "broad", "narrow", "related"]
    rationale: Text
    where: Where
    outcomes: tuple[str, ...] = ()
    counterpart: str | None = None


@dataclass(frozen=True, slots=True)
class Mapping:
    """The relation of this standard to another framework.

    It may be a `standard` of the repository, or a framework of others in `standards/frameworks/`: `framework_id`.
    """

    id: str
    framework: Text
    text: Text
    source: str
    verified: bool
    sections: tuple[MappedSection, ...]
    where: Where
    standard: Reference | None = None
    framework_id: str | None = None


@dataclass(frozen=True, slots=True)
class ProfessionalStandard:
    """A professional standard in its source language, every value with its place."""

    kind: Literal["professional"]
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
    overview: tuple[Clause, ...]
    programme: Programme
    entry: tuple[Clause, ...]
    duration: Duration
    orientation: Orientation
    goal: tuple[Clause, ...]
    outcomes: tuple[Outcome, ...]
    curriculum: Curriculum
    staff: Staff
    facilities: Facilities
    quality: tuple[Clause, ...]
    graduation: Graduation
    where: Where
    replaces: str | None = None
    mappings: tuple[Mapping, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    approvals: tuple[Approval, ...] = ()
