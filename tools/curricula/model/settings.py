"""What surrounds the standards: the repository's settings, national systems, terms, code lists."""

from dataclasses import dataclass
from typing import Literal

from curricula.diagnostics import Where
from curricula.model.common import ApprovalRole
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
class ReleasePolicy:
    """What a standard needs to be published: the state of its translations, and the roles that have approved it."""

    translations: Literal["reviewed", "approved"]
    where: Where
    roles: tuple[ApprovalRole, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """`standards/repository.yaml`; `address` is the web address below which the repository is published."""

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
    address: str | None = None
    release: ReleasePolicy | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """A permitted range with its source; an open end is None.

    `in_principle`: the source says “generally” or “in principle”, so a value beyond it is worth a warning only.
    """

    source: str
    verified: bool
    where: Where
    minimum: float | None = None
    maximum: float | None = None
    in_principle: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """Words of an authority in its own language. They are its words, so nobody translates them."""

    words: str
    language: str


@dataclass(frozen=True, slots=True)
class Equivalent:
    """The level of a framework that a level of education is; `national` is the country's own framework."""

    framework: Literal["national", "eqf", "isced-2011"]
    level: int
    source: str
    verified: bool
    where: Where


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
    equivalents: tuple[Equivalent, ...] = ()


@dataclass(frozen=True, slots=True)
class CreditSystem:
    """How many academic hours make a credit, how many credits a year, how many minutes an academic hour."""

    name: Text
    where: Where
    hours_per_credit: Range | None = None
    credits_per_year: Range | None = None
    academic_hour: Range | None = None


@dataclass(frozen=True, slots=True)
class MajorCode:
    """How many digits the codes of categories, classes and majors have; each begins with the one before.

    `scheme` is the list in `standards/classifications/` that has them.
    """

    scheme: str
    category: int
    class_: int
    major: int
    source: str
    verified: bool
    where: Where


@dataclass(frozen=True, slots=True)
class Act:
    """An act by its number, and the days from which it is, and is no longer, in force.

    Without `in_force` that day is not known: the act is not in force before it was issued.
    """

    id: str
    number: str
    title: Text
    issued: str
    source: str
    verified: bool
    where: Where
    in_force: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Authority:
    """A ministry or agency that adopts standards or keeps their register, under its own name and a translated one."""

    id: str
    name: Text
    official: tuple[Wording, ...]
    source: str
    verified: bool
    where: Where
    website: str | None = None


@dataclass(frozen=True, slots=True)
class CodeRequirement:
    """A list of codes that a standard must name in one part: the programme, its orientation, or every position.

    `scheme` is the list's name in `standards/classifications/`, where it need not be before it is used.
    """

    id: str
    scheme: str
    name: Text
    part: Literal["programme", "orientation", "positions"]
    source: str
    verified: bool
    where: Where


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a national template, and the chapters of ours that give it its content.

    A chapter is the property of a standard that it shows, such as `goal` or `orientation.positions`. A section
    without chapters has no counterpart.
    """

    id: str
    number: str
    title: Wording
    name: Text
    where: Where
    chapters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """The template that a country has for one kind of standard, in the order of its sections."""

    id: str
    kind: Literal["professional", "course", "practice"]
    title: Wording
    name: Text
    sections: tuple[Section, ...]
    source: str
    verified: bool
    where: Where


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a ministry is given: languages, formats by their names, paper, and the two languages side by side."""

    languages: tuple[str, ...]
    formats: tuple[str, ...]
    paper: Literal["A4", "Letter"]
    source: str
    verified: bool
    where: Where
    bilingual: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartnerSystem:
    """A national system as data (`standards/partners/*.yaml`).

    `consulted` is the day on which the sources of the file were last looked at.
    """

    kind: Literal["partner"]
    id: str
    country: str
    language: str
    name: Text
    credit_system: CreditSystem
    levels: tuple[Level, ...]
    where: Where
    consulted: str | None = None
    authorities: tuple[Authority, ...] = ()
    delivery: Delivery | None = None
    codes: tuple[CodeRequirement, ...] = ()
    major_code: MajorCode | None = None
    templates: tuple[Template, ...] = ()
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
