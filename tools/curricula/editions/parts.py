"""Parts of a document that more than one kind of standard has: cover, hours, assessment."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from curricula import locales
from curricula.editions.document import (
    Block,
    Cell,
    Chapter,
    Column,
    Document,
    Fact,
    Item,
    Provision,
    Row,
    Table,
    Words,
    cell,
    heads,
    items,
    provisions,
    with_total,
)
from curricula.editions.edition import Edition
from curricula.lifecycle import taken
from curricula.model.common import (
    Assessment,
    Clause,
    Code,
    Equipment,
    Hours,
    Objective,
    OutcomeCategory,
    SemesterLoad,
)
from curricula.model.professional import ProfessionalStandard


@dataclass(frozen=True)
class Draft:
    """Helps to write the document of one edition: labels, numbers and numbered chapters."""

    edition: Edition

    def label(self, name: str, **arguments: object) -> str:
        """A label in the edition's language."""
        return self.edition.label(name, **arguments)

    def number(self, value: float) -> str:
        """A number in the edition's language."""
        return self.edition.number(value)

    def clauses(self, number: str, clauses: tuple[Clause, ...]) -> tuple[Block, ...]:
        """Numbered provisions below a chapter or section."""
        return provisions(clauses, number, self.edition.locale)

    def chapter(
        self, number: str, label: str, *blocks: Block, sections: tuple[Chapter, ...] = ()
    ) -> Chapter:
        """A chapter whose title is the label `label`."""
        return Chapter(label, number, self.label(label), blocks, sections)

    def lettered(self, clauses: tuple[Clause, ...]) -> Cell:
        """Clauses as the lines of one table cell, sub-clauses among them."""
        return Cell(tuple(_lines(items(clauses, self.edition.locale))))

    def codes(self, codes: Iterable[Code]) -> tuple[Words, ...]:
        """Codes with the names of their lists and entries."""
        names = ((code, self.edition.name(f"{code.scheme}/{code.code}")) for code in codes)
        return tuple(
            replace(name, words=self.label(
                "code-line", scheme=self.edition.scheme(code.scheme), code=code.code, title=name.words
            ))
            for code, name in names
        )

    def hours(self, hours: Hours) -> str:
        """Hours in one line: total and its parts."""
        parts = [("theory", hours.theory), ("practice", hours.practice), ("self-study", hours.self_study)]
        shown = self.label("list-separator").join(
            f"{self.label(name)} {self.number(value)}" for name, value in parts if value
        )
        return self.label("hours-line", total=self.number(hours.total), parts=shown)

    def semesters(self, loads: Iterable[SemesterLoad]) -> str:
        """The semesters of a course."""
        separator = self.label("list-separator")
        return separator.join(self.number(load.number) for load in loads)


def _lines(provisions: tuple[Provision, ...], above: str = "") -> Iterator[Item | Words]:
    """The lines of a lettered list: the letter stands once for each item, `b) a)` before an item below an item."""
    for provision in provisions:
        number = f"{above}{provision.number}"
        first, *rest = [words for words in (provision.title, provision.text) if words is not None] or [""]
        yield Item(number, first, provision.id)
        yield from rest
        yield from _lines(provision.provisions, f"{number} ")


def document(
    draft: Draft, subtitle: str, facts: tuple[Fact, ...], chapters: tuple[Chapter, ...]
) -> Document:
    """The document with its cover and notices."""
    edition, standard = draft.edition, draft.edition.standard
    label = draft.label
    cover = (
        Fact(label("document-code"), (standard.code,)),
        Fact(label("version"), (standard.version,)),
        Fact(label("status"), (label(f"status.{standard.status}"),)),
        Fact(label("issued"), (edition.date(standard.issued),)),
        Fact(label("effective"), (edition.date(standard.effective),)),
        *_approvals(draft),
        Fact(label("language-of-edition"), (edition.language(edition.locale),)),
        Fact(label("authoritative-language"), (edition.language(edition.source_language),)),
        *facts,
    )
    return Document(
        locale=edition.locale,
        kind=standard.kind,
        title=standard.title,
        subtitle=subtitle,
        code=standard.code,
        organisations=tuple(edition.name(f"organisation/{name}") for name in standard.institutions),
        facts=cover,
        notices=_notices(draft),
        chapters=chapters,
        words={
            "contents": label("contents"),
            "captioned": label("caption-line", number="", caption=""),
            "continued": label("row-continued", label="{label}"),
            "page": label("page-of", page="{page}", pages="{pages}"),
            "status": label(f"status.{standard.status}"),
            "version": label("version-short", version=standard.version),
            "jointly": label("jointly-issued"),
            "uuid": standard.uuid,
            "issued": standard.issued,
            "licence": edition.shared.licence,
            "authors": "; ".join(edition.shared.names[f"organisation/{name}"].words for name in standard.institutions),
        },
    )


def _approvals(draft: Draft) -> Iterator[Fact]:
    """Who has taken which step of this version."""
    edition, label = draft.edition, draft.label
    lines = []
    for record in taken(edition.standard):
        step = label("approval.review" if record.step == "review" else f"status.{record.step}")
        lines.append(label(
            "approval-step", step=step, person=record.name, role=label(f"role.{record.role}"),
            date=edition.date(record.date),
        ))
    if lines:
        yield Fact(label("approvals"), tuple(lines))


def _notices(draft: Draft) -> tuple[str, ...]:
    """What a reader must know before relying on this edition."""
    edition = draft.edition
    found = [*in_force(draft)]
    if edition.locale != edition.source_language:
        language = edition.language(edition.source_language)
        found.append(draft.label("notice.translation", language=language))
    return (*found, *caveats(draft, edition), *unconfirmed(draft))


def in_force(draft: Draft) -> tuple[str, ...]:
    """That the standard is not in force yet."""
    return (draft.label("notice.not-in-force"),) if draft.edition.standard.status in ("draft", "review") else ()


def caveats(draft: Draft, edition: Edition) -> tuple[str, ...]:
    """How the words of an edition came about, in the language of the draft: derived, of an earlier version, missing."""
    found = []
    if edition.derived_from:
        found.append(draft.label("notice.derived", language=_origin(draft.edition, edition.derived_from)))
    if edition.lag:
        found.append(draft.label(
            "notice.lag", version=edition.lag.version, date=draft.edition.date(edition.lag.issued),
            count=draft.number(edition.lag.changes),
        ))
    if edition.fallbacks:
        found.append(draft.label("notice.fallbacks", count=draft.number(len(edition.fallbacks))))
    return tuple(found)


def _origin(edition: Edition, language: str) -> str:
    """The language that an edition is derived from, with its script, as there are two of one language."""
    script = locales.script(language)
    name = edition.shared.labels.get(f"script.{script}") or locales.script_name(script, edition.locale)
    return edition.label("language-in-script", language=edition.language(language), letters=name)


def unconfirmed(draft: Draft) -> tuple[str, ...]:
    """What the mark of names that nobody has confirmed means, where there are any."""
    edition = draft.edition
    named = [name.verified for name in edition.shared.names.values()]
    mapped = [mapping.verified for mapping in getattr(edition.standard, "mappings", ())]
    return () if all(named + mapped) else (draft.label("notice.unverified", mark=draft.label("unverified-mark")),)


def objectives_table(draft: Draft, objectives: tuple[Objective, ...], id: str) -> Table:
    """Objectives by category with the graduate outcomes they serve."""
    rows = [
        (item.category, Row((cell(item.id), cell(item.text), cell(" ".join(item.outcomes))), anchor=item.id))
        for item in objectives
    ]
    head = heads(*(draft.label(name) for name in ("item-code", "objective", "outcomes-served")))
    columns = (Column(10, centred=True), Column(70), Column(20))
    return Table(id, draft.label("caption.objectives"), columns, (head,), by_category(draft, rows, len(columns)))


def by_category(draft: Draft, rows: Sequence[tuple[str, Row]], width: int) -> tuple[tuple[Row, ...], ...]:
    """Rows below a title for each category of outcomes; a title stays with its first row."""
    groups: list[tuple[Row, ...]] = []
    for category in get_args(OutcomeCategory):
        members = [row for name, row in rows if name == category]
        if members:
            title = Row((cell(draft.label(f"outcome.{category}"), columns=width, head=True),))
            groups += [(title, members[0]), *((row,) for row in members[1:])]
    return tuple(groups)


def assessment_chapter(draft: Draft, number: str, assessment: Assessment) -> Chapter:
    """Clauses, components with weights, and rubrics."""
    label = draft.label
    total = Row((
        cell(label("total"), columns=2, head=True),
        cell(draft.number(sum(item.weight for item in assessment.components))),
        cell(columns=3),
    ), total=True)
    components = Table(
        "assessment-components", label("caption.components"),
        (Column(7, centred=True), Column(18), Column(9, numeric=True), Column(13), Column(38), Column(15)),
        (heads(*(
            label(name) for name in ("item-code", "component", "weight", "phase", "method", "objectives")
        )),),
        with_total(tuple(
            (Row((
                cell(item.id), cell(item.name, head=True), cell(draft.number(item.weight)),
                cell(label(f"phase.{item.phase}")), cell(item.method), cell(" ".join(item.objectives)),
            ), anchor=item.id),)
            for item in assessment.components
        ), total),
    )
    rubrics = Table(
        "rubrics", label("caption.rubrics"),
        (Column(7, centred=True), Column(14), Column(9, numeric=True), *(Column(17.5) for _ in range(4))),
        (heads(
            label("item-code"), label("criterion"), label("weight"),
            *(label(f"grade.{grade}") for grade in ("excellent", "good", "pass", "fail")),
        ),),
        tuple(
            (Row((
                cell(item.id), cell(item.criterion, head=True), cell(draft.number(item.weight)),
                cell(item.levels.excellent), cell(item.levels.good), cell(item.levels.pass_), cell(item.levels.fail),
            ), anchor=item.id),)
            for item in assessment.rubrics
        ),
    )
    return draft.chapter(
        number, "chapter.assessment",
        sections=(
            draft.chapter(f"{number}.1", "section.assessment-rules", *draft.clauses(f"{number}.1", assessment.clauses)),
            draft.chapter(f"{number}.2", "section.components", components),
            draft.chapter(f"{number}.3", "section.rubrics", rubrics),
        ),
    )


def equipment_table(draft: Draft, id: str, caption: str, equipment: tuple[Equipment, ...]) -> Table:
    """An equipment list."""
    label = draft.label
    return Table(
        id, caption,
        (Column(6, centred=True), Column(24), Column(50), Column(10, centred=True), Column(10, numeric=True)),
        (heads(
            *(label(name) for name in ("row-number", "equipment-name", "specification", "unit", "quantity"))
        ),),
        tuple(
            (Row((
                cell(draft.number(position)), cell(item.name), cell(item.specification),
                cell(label(f"unit.{item.unit}")), cell(draft.number(item.quantity)),
            ), anchor=item.id),)
            for position, item in enumerate(equipment, 1)
        ),
    )


def course_data(draft: Draft, *more: Fact) -> Table:
    """What places a course in its programme, and `more` lines of the same table."""
    label, standard = draft.label, draft.edition.standard
    assert not isinstance(standard, ProfessionalStandard)
    reference = standard.professional
    named = draft.edition.name(f"standard/{reference.id}")
    title = replace(named, words=label("reference-line", title=named.words, version=reference.version))
    before = ((name, draft.edition.name(f"course/{name}")) for name in standard.prerequisites)
    courses = tuple(replace(words, words=f"{name} {words}") for name, words in before)
    facts = (
        Fact(label("course-name"), (standard.name,)),
        Fact(label("course-code"), (standard.course,)),
        Fact(label("professional-standard"), (title,)),
        Fact(label("category"), (label(f"course.{standard.category}"),)),
        Fact(label("hours"), (draft.hours(standard.hours),)),
        Fact(label("credits"), (draft.number(standard.credits),)),
        Fact(label("semester"), (draft.semesters(standard.semesters),)),
        Fact(label("prerequisites"), courses or (label("none"),)),
        *more,
    )
    rows = tuple((Row((cell(fact.label, head=True), cell(*fact.lines))),) for fact in facts)
    return Table("course-data", label("caption.course-data"), (Column(34), Column(66)), (), rows)
