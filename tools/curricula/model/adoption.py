"""One partner's adoption of a standard: which version, by what act, and every way in which it differs."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from curricula.diagnostics import Where
from curricula.model.common import Approval, Reference, Status, Suppression
from curricula.model.settings import Act
from curricula.model.standards import Standard
from curricula.model.text import Text, map_texts

Rounding = Literal["down", "nearest", "up"]


@dataclass(frozen=True, slots=True)
class AdoptingAct:
    """The act by which the adoption is in force; there is none before the ministry has issued it."""

    number: str
    date: str
    title: Text
    source: str
    verified: bool
    where: Where


@dataclass(frozen=True, slots=True)
class NationalCode:
    """A code that the country gives the programme; its list need not be in `standards/classifications/`."""

    scheme: str
    code: str
    source: str
    verified: bool
    where: Where


@dataclass(frozen=True, slots=True)
class CreditRule:
    """Academic hours of one credit of the partner, and how the quotient is rounded: to multiples of `step` credits."""

    hours_per_credit: float
    rounding: Rounding
    step: float
    reason: Text
    where: Where


@dataclass(frozen=True, slots=True)
class Operation:
    """One deviation from the standard.

    `target` is an id such as C102, a property of an item such as C102/hours.total, or one of the standard such as
    curriculum.totals.hours. `act` is the id of an act of the partner that allows or asks for it, `clause` a part of
    that. What is added or replaced, and what is set, stands in `value` as in a file of the standard; it is added
    at the end, or `after` an item.
    """

    id: str
    operation: Literal["include", "exclude", "set", "add", "replace"]
    target: str
    reason: Text
    where: Where
    value: Any = None
    after: str | None = None
    act: str | None = None
    clause: str | None = None


@dataclass(frozen=True, slots=True)
class Adoption:
    """`standards/<programme>/adoptions/<partner>.yaml`; its own words are in `language`, its authoritative one."""

    kind: Literal["adoption"]
    id: str
    uuid: str
    code: str
    standard: Reference
    partner: str
    authority: str
    language: str
    languages: tuple[str, ...]
    version: str
    status: Status
    issued: str
    effective: str
    scope: Text
    operations: tuple[Operation, ...]
    where: Where
    act: AdoptingAct | None = None
    credits: CreditRule | None = None
    codes: tuple[NationalCode, ...] = ()
    replaces: str | None = None
    suppressions: tuple[Suppression, ...] = ()
    approvals: tuple[Approval, ...] = ()


@dataclass(frozen=True, slots=True)
class Deviation:
    """What one operation has changed: values of the model, None for nothing.

    `item` is the id of what it is about (of a group: its property), `property` one below it or empty. `within` are the
    ids of the items that it lies in, the innermost first, and the property of the standard, such as curriculum.
    """

    operation: Operation
    item: str
    property: str
    before: Any
    after: Any
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CreditLine:
    """The credits of one course, before and after the conversion of its hours."""

    course: str
    name: Text
    hours: int
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Tailoring:
    """How an adopted standard came about: from which standard, by which adoption, with what changed.

    `deviations` are in the order of the standard, `acts` are those of the partner, which operations name.
    """

    base: Standard
    adoption: Adoption
    deviations: tuple[Deviation, ...]
    credits: tuple[CreditLine, ...] = ()
    acts: tuple[Act, ...] = ()

    @property
    def identical(self) -> bool:
        """Whether the standard is adopted as it is."""
        return not self.deviations and not self.credits


@dataclass(frozen=True, slots=True)
class Adopted:
    """A standard as a partner has adopted it, and how it came about."""

    standard: Standard
    tailoring: Tailoring
    problems: tuple[Any, ...] = field(default=())


def in_words(adopted: Adopted, change: Callable[[Text], Text]) -> Adopted:
    """The same with every text changed: of the standard, of the adoption, and of what stood there before."""
    tailoring = adopted.tailoring
    deviations = tuple(
        replace(
            item, operation=map_texts(item.operation, change), before=map_texts(item.before, change),
            after=map_texts(item.after, change),
        )
        for item in tailoring.deviations
    )
    tailoring = replace(
        tailoring, adoption=map_texts(tailoring.adoption, change), base=map_texts(tailoring.base, change),
        deviations=deviations, credits=map_texts(tailoring.credits, change),
    )
    return replace(adopted, standard=map_texts(adopted.standard, change), tailoring=tailoring)
