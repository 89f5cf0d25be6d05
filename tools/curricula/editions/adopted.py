"""What an adopted standard shows besides: who adopted it, marks where it differs, and the table of deviations."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from curricula import locales
from curricula.editions.document import (
    Block,
    Chapter,
    Column,
    Document,
    Fact,
    Provision,
    Row,
    Table,
    Words,
    cell,
    heads,
)
from curricula.editions.edition import Edition
from curricula.editions.marking import INSTITUTIONS, TITLE, called, marked, marks, places
from curricula.editions.parts import Draft
from curricula.editions.professional import professional_document
from curricula.model.adoption import Deviation, Operation, Tailoring
from curricula.model.common import Hours
from curricula.model.professional import Conversion, PlannedCourse, ProfessionalStandard
from curricula.model.text import Text, texts

ANNEX = "deviations"
_OF_CREDITS = ("course-plan", "course-shares", "graduation-credits")  # the tables that show credits
_QUOTIENT = 2  # decimals
_LEVEL = "programme-level"  # shown on the cover too


def adopted_document(document: Document, edition: Edition, tailoring: Tailoring) -> Document:
    """The document of an adopted standard, with the cover, the marks and the annex of its adoption."""
    national = _National(Draft(edition), tailoring, document)
    told = {edition.label("document-code"), edition.label("programme-name")}  # above, and in the title
    country = locales.country_name(tailoring.adoption.partner.upper(), edition.locale)
    numbers = marks(tailoring.deviations, {*national.places, TITLE, INSTITUTIONS})
    level, mark = edition.label("level"), numbers.get(_LEVEL, "")
    facts = (replace(fact, mark=mark) if fact.label == level else fact for fact in document.facts)
    return replace(
        document,
        subtitle=edition.label("adopted-kind", kind=document.subtitle, country=country),
        facts=(*national.facts(), *(fact for fact in facts if fact.label not in told)),
        chapters=(*(national.noted(marked(item, numbers)) for item in document.chapters), *national.annex()),
        marks={"title": numbers.get(TITLE, ""), "institutions": numbers.get(INSTITUTIONS, "")},
    )


@dataclass(frozen=True)
class _National:
    """The parts of one adopted standard's document that tell of its adoption."""

    draft: Draft
    tailoring: Tailoring
    document: Document

    @cached_property
    def places(self) -> Mapping[str, tuple[Words, ...]]:
        """What a reader finds every anchor of the document by."""
        return dict(places(self.document.chapters))

    @cached_property
    def before(self) -> Mapping[str, tuple[Words, ...]]:
        """The same of the standard that was adopted."""
        base = replace(self.draft.edition, standard=self.tailoring.base, tailoring=None)
        return dict(places(professional_document(base).chapters))

    def facts(self) -> Iterator[Fact]:
        """The lines of the cover: authority, act, origin and kind of the adoption, national codes."""
        label, adoption, base = self.draft.label, self.tailoring.adoption, self.tailoring.base
        origin = label("reference-line", title=base.code, version=base.version)
        yield Fact(label("adopting-authority"), (self.draft.edition.name(f"authority/{adoption.authority}"),))
        yield Fact(label("act-of-adoption"), self._act())
        yield Fact(label("adopted-from"), (origin,))
        count = self.draft.number(len(self.tailoring.deviations))
        same = self.tailoring.identical
        degree = label("adoption.identical") if same else label("adoption.modified", count=count)
        yield Fact(label("degree-of-adoption"), (degree,))
        if adoption.codes:
            yield Fact(label("national-codes"), tuple(
                f"{self.draft.edition.scheme(code.scheme)}: {code.code}"
                + ("" if code.verified else label("unverified-mark")) for code in adoption.codes
            ))

    def _act(self) -> tuple[Words, ...]:
        act = self.tailoring.adoption.act
        if act is None:
            return (self.draft.label("act.none"),)
        mark = "" if act.verified else self.draft.label("unverified-mark")
        line = self.draft.label("act-line", number=act.number, date=self.draft.edition.date(act.date))
        return act.title, f"{line}{mark}"

    def noted(self, chapter: Chapter) -> Chapter:
        """A chapter whose tables of credits tell that these are converted."""
        note = self.draft.label("credits-converted-note") if self.tailoring.credits else ""
        blocks = (
            replace(block, note=" ".join(filter(None, (block.note, note))))
            if isinstance(block, Table) and block.id in _OF_CREDITS else block for block in chapter.blocks
        )
        return replace(chapter, blocks=tuple(blocks), sections=tuple(map(self.noted, chapter.sections)))

    def annex(self) -> Iterator[Chapter]:
        """The annex: scope, table of deviations, conversion of credits."""
        draft, adoption = self.draft, self.tailoring.adoption
        annexes = sum(1 for chapter in self.document.chapters if chapter.number.strip("0123456789."))
        letter = locales.letter(annexes, draft.edition.locale).upper()
        scope = Provision(f"{ANNEX}-scope", f"{letter}.1", draft.label("adoption-scope"), adoption.scope)
        blocks: list[Block] = [scope]
        if self.tailoring.deviations:
            blocks.append(self._deviations())
        if self.tailoring.credits:
            blocks += self._credits(f"{letter}.2")
        number = draft.label("annex-normative", letter=letter)
        yield Chapter(ANNEX, number, draft.label("chapter.deviations"), tuple(blocks))

    def _deviations(self) -> Table:
        label = self.draft.label
        return Table(
            f"{ANNEX}-table", label("caption.deviations"),
            (Column(5, centred=True), Column(12), Column(10), Column(25), Column(25), Column(23)),
            (heads(label("row-number"), label("provision"), label("operation"), label("deviation.before"),
                   label("deviation.after"), label("deviation.reason")),),
            tuple((Row((
                cell(str(number)), cell(*self._place(item), head=True),
                cell(label(f"operation.{item.operation.operation}")), cell(*self._shown(item.before, item)),
                cell(*self._shown(item.after, item)), cell(item.operation.reason, *self._basis(item.operation)),
            ), anchor=f"deviation-{number}"),) for number, item in enumerate(self.tailoring.deviations, 1)),
            wide=True,
        )

    def _place(self, item: Deviation) -> Iterator[Words]:
        """What a deviation is about: what a reader finds it by, and the name of its property."""
        yield from called(item.item, item.property, (self.places, self.before), self.draft.edition)

    def _basis(self, operation: Operation) -> Iterator[Words]:
        """The act that allows a deviation, by its number, and the clause of it."""
        if operation.act is not None:
            number = next((act.number for act in self.tailoring.acts if act.id == operation.act), operation.act)
            yield ", ".join(filter(None, (number, operation.clause)))

    def _shown(self, value: object, item: Deviation) -> Iterator[Words]:
        """A value of the model as lines of a cell."""
        draft = self.draft
        if value is None or value == ():
            yield "—"
        elif isinstance(value, Text):
            yield value
        elif isinstance(value, str):
            yield self._word(value, item)
        elif isinstance(value, (int, float)):
            yield draft.number(value)
        elif isinstance(value, tuple) and isinstance(value[0], str):
            yield draft.label("list-separator").join(str(self._word(part, item)) for part in value)
        elif isinstance(value, tuple):
            yield from (line for part in value for line in self._shown(part, item))
        elif isinstance(value, Hours):
            yield draft.hours(value)
        elif isinstance(value, PlannedCourse):
            yield replace(value.name, words=f"{value.id} {value.name.words}")
            yield draft.label("named-value", label=draft.label("hours"), value=draft.hours(value.hours))
            yield draft.label("named-value", label=draft.label("credits"), value=draft.number(value.credits))
        elif isinstance(value, Conversion):
            parts = (
                (draft.label("programme-hours"), value.hours),
                (draft.label("partner-hours-per-credit"), value.hours_per_credit),
                (draft.label("partner-credits"), value.credits),
            )
            yield from (draft.label("named-value", label=what, value=draft.number(amount)) for what, amount in parts)
        else:
            found = list(texts(value))
            if not found and dataclasses.is_dataclass(value):
                yield str(getattr(value, "id", ""))
            yield from found

    def _word(self, value: str, item: Deviation) -> Words:
        """A word of the model in the language of the edition; codes and identifiers stay as they are."""
        edition, last = self.draft.edition, item.property.rpartition(".")[2]
        if last == "country":
            return locales.country_name(value, edition.locale)
        key = f"{'organisation' if last == 'institutions' else last}/{value}"
        return edition.name(key) if key in edition.shared.names else edition.shared.labels.get(f"{last}.{value}", value)

    def _credits(self, number: str) -> Iterator[Block]:
        """How hours became credits, as a clause with this number: every quotient with its rounding."""
        label, draft, rule = self.draft.label, self.draft, self.tailoring.adoption.credits
        assert rule is not None
        factor = draft.number(rule.hours_per_credit)
        yield Provision(f"{ANNEX}-credits", number, label("caption.converted-credits"), rule.reason)
        digits, locale = locales.decimals(rule.step), draft.edition.locale
        lines = tuple(
            (Row((
                cell(line.course), cell(line.name, head=True), cell(draft.number(line.before)),
                cell(draft.number(line.hours)), cell(factor),
                cell(locales.fixed(Fraction(line.hours) / Fraction(str(rule.hours_per_credit)), locale, _QUOTIENT)),
                cell(locales.fixed(line.after, locale, digits)),
            )),) for line in self.tailoring.credits
        )
        rounded = label(f"credits-rounded.{rule.rounding}", step=draft.number(rule.step))
        yield Table(
            f"{ANNEX}-credits-table", label("caption.converted-credits"),
            (Column(9, centred=True), Column(37), *(Column(width, numeric=True) for width in (11, 10, 11, 11, 11))),
            (heads(label("item-code"), label("course-name"), label("credits-before"), label("hours"),
                   label("hours-per-credit"), label("hours-quotient"), label("credits-after")),),
            (*lines[:-1], (*lines[-1], *self._totals(digits))), note=f"{rounded} {label('credits-note')}",
        )

    def _totals(self, digits: int) -> Iterator[Row]:
        """The sums of the lines; where the deviations state credits of other courses, theirs, and those of all."""
        label, draft, lines = self.draft.label, self.draft, self.tailoring.credits
        converted = {line.course for line in lines}
        before, after = (
            [course for course in standard.curriculum.courses if course.id not in converted]
            for standard in (self.tailoring.base, draft.edition.standard) if isinstance(standard, ProfessionalStandard)
        )
        sums = (
            _sum(line.before for line in lines), _sum(line.hours for line in lines), _sum(line.after for line in lines),
        )
        stated = (
            _sum(item.credits for item in before), _sum(item.hours.total for item in after),
            _sum(item.credits for item in after),
        )
        every = tuple(one + other for one, other in zip(sums, stated, strict=True))
        others = ((label("credits-converted"), sums), (label("credits-stated"), stated)) if before or after else ()
        for title, (old, hours, new) in (*others, (label("total"), every)):
            yield Row((
                cell(title, columns=2, head=True),
                cell(draft.number(float(old))), cell(draft.number(float(hours))),
                cell(columns=2), cell(locales.fixed(new, draft.edition.locale, digits)),
            ), total=True)


def _sum(credits: Iterable[float]) -> Fraction:
    return sum((Fraction(str(item)) for item in credits), Fraction(0))
