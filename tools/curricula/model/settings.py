"""What surrounds the standards: the repository's settings, national systems, terms, code lists."""

from dataclasses import dataclass
from typing import Literal

from curricula.diagnostics import Where
from curricula.model.text import Text


@dataclass(frozen=True, slots=True)
class Organisation:
    """A college, ministry or company; `verified` tells whether the name is confirmed by it."""

    id: str
    name: Text
    country: str
    source: str
    verified: bool
    where: Where


@dataclass(frozen=True, slots=True)
class LocalePolicy:
    """A language the repository publishes in.

    `strict`: an incomplete or stale edition is refused. `mark`: the source words stand in and are
    visibly labelled. `shared`: only labels and shared names are translated, no edition is published.
    `pivot` is the language that translators read where it is not the source language.
    """

    tag: str
    policy: Literal["strict", "mark", "shared"]
    where: Where
    pivot: str | None = None


@dataclass(frozen=True, slots=True)
class FileSuppression:
    """A finding about the file `file`, such as a catalogue or a partner system, that is accepted, and why."""

    file: str
    rule: str
    at: str
    reason: str
    where: Where


@dataclass(frozen=True, slots=True)
class Settings:
    """`standards/repository.yaml`."""

    kind: Literal["repository"]
    id: str
    title: Text
    language: str
    publisher: str
    system: str
    licence: str
    locales: tuple[LocalePolicy, ...]
    organisations: tuple[Organisation, ...]
    where: Where
    suppressions: tuple[FileSuppression, ...] = ()


@dataclass(frozen=True, slots=True)
class Range:
    """A permitted range with its source; an open end is None."""

    source: str
    verified: bool
    where: Where
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """A level of education in a national system and the numbers its programmes must meet.

    `entry_level` is the ISCED 2011 level that entrants have completed, `credits` are those of the whole
    programme, `major_codes` the categories of majors. Shares are percentages of the plan's total hours, the
    peak of a semester is one of the mean of all semesters; `weekly_hours` are those of a teaching week.
    """

    id: str
    name: Text
    where: Where
    years: Range | None = None
    entry_level: Range | None = None
    semesters_per_year: Range | None = None
    hours: Range | None = None
    credits: Range | None = None
    public_basic_share: Range | None = None
    elective_share: Range | None = None
    practice_share: Range | None = None
    core_courses: Range | None = None
    major_codes: Range | None = None
    internship_hours: Range | None = None
    weeks_per_semester: Range | None = None
    weekly_hours: Range | None = None
    semester_peak: Range | None = None


@dataclass(frozen=True, slots=True)
class CreditSystem:
    """How many academic hours make a credit, and how many credits a year."""

    name: Text
    where: Where
    hours_per_credit: Range | None = None
    credits_per_year: Range | None = None


@dataclass(frozen=True, slots=True)
class MajorCode:
    """How many digits the codes of categories, classes and majors have; each begins with the one before."""

    category: int
    class_: int
    major: int
    source: str
    verified: bool
    where: Where


@dataclass(frozen=True, slots=True)
class Act:
    """An act by its number, and the days from which it is, and is no longer, in force."""

    id: str
    number: str
    title: Text
    issued: str
    in_force: str
    source: str
    verified: bool
    where: Where
    until: str | None = None


@dataclass(frozen=True, slots=True)
class PartnerSystem:
    """A national system as data (`standards/partners/*.yaml`)."""

    kind: Literal["partner"]
    id: str
    country: str
    language: str
    name: Text
    languages: tuple[str, ...]
    credit_system: CreditSystem
    levels: tuple[Level, ...]
    where: Where
    major_code: MajorCode | None = None
    act_numbers: tuple[str, ...] = ()
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True)
class TermWords:
    """A term in one language.

    `forms` are the term too. `accepted` are broader words that do for it in a translation, though not
    everywhere they stand is the term meant. `forbidden` are variants that must not be used. `not_in` are
    longer words in which the term or a form is something else. `note` tells translators when to use the term.
    """

    term: str
    forms: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A concept of the field and its term in each language, by locale tag."""

    id: str
    domain: str
    part_of_speech: str
    definition: str
    terms: dict[str, TermWords]
    where: Where


@dataclass(frozen=True, slots=True)
class StrengthWords:
    """The words of one strength in one language, exactly as they are written.

    `unsure` words may be of this strength and may be something else; `not_in` are longer words in which
    they are always something else.
    """

    words: tuple[str, ...]
    unsure: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Strength:
    """How binding a provision is, and the words that say so in each language, by locale tag."""

    id: Literal["requirement", "recommendation", "permission"]
    source: str
    languages: dict[str, StrengthWords]
    where: Where


@dataclass(frozen=True, slots=True)
class Terminology:
    """`translations/terminology.yaml`."""

    terms: tuple[Term, ...]
    strengths: tuple[Strength, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """A row of a code list. `where` is its line in the CSV file."""

    code: str
    title: Text
    source: str
    verified: bool
    where: Where
