"""What the three kinds of standard share: provisions, codes, hours, objectives and assessment."""

from dataclasses import dataclass
from typing import Literal

from curricula.diagnostics import Where
from curricula.model.text import Text

Status = Literal["draft", "review", "approved", "published", "superseded", "withdrawn"]
ApprovalRole = Literal["author", "expert", "committee", "institution", "partner", "authority"]
OutcomeCategory = Literal["quality", "knowledge", "ability"]
CourseCategory = Literal["public-basic", "professional-basic", "core", "extension", "practical"]
Unit = Literal["set", "unit", "piece", "pair", "roll", "box", "licence", "metre"]


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered provision: words, or sub-clauses, or both."""

    id: str
    where: Where
    title: Text | None = None
    text: Text | None = None
    clauses: tuple["Clause", ...] = ()


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a classification: `scheme` names a list in `standards/classifications/`."""

    scheme: str
    code: str
    where: Where


@dataclass(frozen=True, slots=True)
class Hours:
    """Academic hours; `total` is written by the author and checked against its parts."""

    total: int
    where: Where
    theory: int = 0
    practice: int = 0
    self_study: int = 0


@dataclass(frozen=True, slots=True)
class SemesterLoad:
    """The hours a course takes in one semester; semesters count from 1."""

    number: int
    hours: int
    where: Where


@dataclass(frozen=True, slots=True)
class Suppression:
    """A finding of the rule `rule` at the place `at` of this file that is accepted, and why.

    It is about the checking of a standard and no part of its content: no document shows it.
    """

    rule: str
    at: str
    reason: str
    where: Where


@dataclass(frozen=True, slots=True)
class Approval:
    """One step of a standard: the status that a person gave to a version, and why where that needs a reason.

    `content` is the hash of what the standard said then (see `fingerprint.content`).
    """

    step: Status
    version: str
    name: str
    role: ApprovalRole
    date: str
    content: str
    where: Where
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """One version of another standard."""

    id: str
    version: str
    where: Where


@dataclass(frozen=True, slots=True)
class Objective:
    """What a learner can do after a course, and the graduate outcomes it serves."""

    id: str
    category: OutcomeCategory
    text: Text
    where: Where
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Component:
    """One part of an assessment; `weight` in percent."""

    id: str
    name: Text
    weight: int
    phase: Literal["formative", "summative"]
    method: Text
    where: Where
    objectives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Levels:
    """The descriptors of one rubric criterion, from best to failing."""

    excellent: Text
    good: Text
    pass_: Text
    fail: Text


@dataclass(frozen=True, slots=True)
class Rubric:
    """One criterion with its weight in percent."""

    id: str
    criterion: Text
    weight: int
    levels: Levels
    where: Where


@dataclass(frozen=True, slots=True)
class Assessment:
    """How learning is judged."""

    components: tuple[Component, ...]
    rubrics: tuple[Rubric, ...]
    where: Where
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Equipment:
    """One line of an equipment table."""

    id: str
    name: Text
    specification: Text
    unit: Unit
    quantity: int
    where: Where
