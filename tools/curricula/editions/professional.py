"""The document of a professional standard: the eleven chapters of the template and the annexes."""

from dataclasses import replace

from curricula import locales
from curricula.editions.document import Chapter, Column, Document, Fact, Row, Table, cell, heads
from curricula.editions.edition import Edition
from curricula.editions.parts import Draft, by_category, document, equipment_table
from curricula.editions.plan import course_plan, course_tasks, coverage_table, shares_table
from curricula.model.professional import Conversion, Mapping, Pathway, Position, ProfessionalStandard


def professional_document(edition: Edition) -> Document:
    """The whole document of a professional standard."""
    standard = edition.standard
    assert isinstance(standard, ProfessionalStandard)
    draft = Draft(edition)
    facts = (
        Fact(draft.label("programme-name"), (standard.programme.name,)),
        Fact(draft.label("level"), (edition.name(f"level/{standard.programme.level}"),)),
    )
    chapters = (
        draft.chapter("1", "chapter.overview", *draft.clauses("1", standard.overview)),
        draft.chapter("2", "chapter.programme", _programme(draft, standard)),
        draft.chapter("3", "chapter.entry", *draft.clauses("3", standard.entry)),
        _duration(draft, standard),
        _orientation(draft, standard),
        draft.chapter("6", "chapter.goal", *draft.clauses("6", standard.goal)),
        draft.chapter("7", "chapter.outcomes", _outcomes(draft, standard)),
        _curriculum(draft, standard),
        _staff(draft, standard),
        _facilities(draft, standard),
        _quality(draft, standard),
        *(_mapping(draft, mapping, position) for position, mapping in enumerate(standard.mappings)),
    )
    return document(draft, draft.label("kind.professional"), facts, chapters)


def _programme(draft: Draft, standard: ProfessionalStandard) -> Table:
    """A table without a head: what identifies the programme."""
    programme = standard.programme
    lines = (
        ("name", draft.label("programme-name"), cell(programme.name)),
        ("codes", draft.label("codes"), cell(*draft.codes(programme.codes))),
        ("level", draft.label("level"), cell(draft.edition.name(f"level/{programme.level}"))),
    )
    rows = tuple(Row((cell(label, head=True), value), anchor=f"programme-{name}") for name, label, value in lines)
    return Table("programme-data", draft.label("caption.programme"), (Column(30), Column(70)), (), (rows,))


def _duration(draft: Draft, standard: ProfessionalStandard) -> Chapter:
    duration = standard.duration
    rules = draft.chapter("4.1", "section.duration-rules", *draft.clauses("4.1", duration.clauses))
    if not duration.pathways:
        return draft.chapter("4", "chapter.duration", *draft.clauses("4", duration.clauses))
    pathways = Chapter(
        "section.pathways", "4.2", draft.label("section.pathways"),
        sections=tuple(
            _pathway(draft, pathway, f"4.2.{position}") for position, pathway in enumerate(duration.pathways, 1)
        ),
    )
    return draft.chapter("4", "chapter.duration", sections=(rules, pathways))


def _pathway(draft: Draft, pathway: Pathway, number: str) -> Chapter:
    label = draft.label
    stages = Table(
        f"{pathway.id}-stages", label("caption.pathway"),
        (Column(10, centred=True), Column(10, centred=True), Column(20), Column(60)),
        (heads(label("stage"), label("years"), label("country"), label("description")),),
        tuple(
            (Row((
                cell(draft.number(position)), cell(draft.number(stage.years)),
                cell(locales.country_name(stage.country, draft.edition.locale)), cell(stage.text),
            ), anchor=stage.id),)
            for position, stage in enumerate(pathway.stages, 1)
        ),
    )
    system = Fact(label("partner-system"), (draft.edition.name(f"partner/{pathway.partner}"),))
    introduction = Table(
        f"{pathway.id}-data", "", (Column(30), Column(70)), (),
        ((Row((cell(system.label, head=True), cell(*system.lines)), anchor=f"{pathway.id}-partner"),
          Row((cell(label("description"), head=True), cell(pathway.text)), anchor=f"{pathway.id}-text")),),
    )
    conversion = (_conversion(draft, pathway.id, pathway.conversion),) if pathway.conversion else ()
    return Chapter(pathway.id, number, pathway.name, (introduction, stages, *conversion))


def _conversion(draft: Draft, pathway: str, conversion: Conversion) -> Table:
    """The credits of the partner system, with every step that leads to them."""
    label = draft.label
    values = (
        draft.number(conversion.hours), draft.number(conversion.hours_per_credit),
        draft.number(conversion.hours / conversion.hours_per_credit), label(f"rounding.{conversion.rounding}"),
        draft.number(conversion.credits),
    )
    return Table(
        f"{pathway}-conversion", label("caption.conversion"),
        tuple(Column(width, centred=True) for width in (18, 20, 20, 24, 18)),
        (heads(
            label("programme-hours"), label("partner-hours-per-credit"), label("hours-quotient"), label("rounding"),
            label("partner-credits"),
        ),),
        ((Row(tuple(cell(value) for value in values)),),),
    )


def _orientation(draft: Draft, standard: ProfessionalStandard) -> Chapter:
    label, orientation = draft.label, standard.orientation
    fields = Table(
        "orientation-codes", label("caption.orientation-codes"), (Column(44), Column(14, centred=True), Column(42)),
        (heads(label("classification"), label("item-code"), label("code-title")),),
        tuple(
            (Row((
                cell(draft.edition.scheme(item.scheme)), cell(item.code),
                cell(draft.edition.name(f"{item.scheme}/{item.code}")),
            )),)
            for item in orientation.codes
        ),
    )
    titles = {item.id: item.title for item in orientation.positions}
    certificates = Table(
        "certificates", label("caption.certificates"), (Column(36), Column(30), Column(34)),
        (heads(label("certificate"), label("issuer"), label("for-positions")),),
        tuple(
            (Row((
                cell(item.title, head=True), cell(item.issuer), cell(*(titles[name] for name in item.positions)),
            ), anchor=item.id),)
            for item in orientation.certificates
        ),
    )
    return draft.chapter(
        "5", "chapter.orientation",
        sections=(
            draft.chapter("5.1", "section.orientation-codes", *draft.clauses("5.1", orientation.clauses), fields),
            draft.chapter(
                "5.2", "section.positions",
                sections=tuple(
                    _position(draft, item, f"5.2.{number}") for number, item in enumerate(orientation.positions, 1)
                ),
            ),
            *((draft.chapter("5.3", "section.certificates", certificates),) if orientation.certificates else ()),
        ),
    )


def _position(draft: Draft, position: Position, number: str) -> Chapter:
    label = draft.label
    groups = (
        (Row((cell(label("rank"), head=True), cell(label(f"rank.{position.rank}"))), anchor=f"{position.id}-rank"),),
        (Row((cell(label("occupation-codes"), head=True), cell(*draft.codes(position.codes))),
             anchor=f"{position.id}-codes"),),
        (Row((cell(label("description"), head=True), cell(position.description)),
             anchor=f"{position.id}-description"),),
        (Row((cell(label("typical-tasks"), head=True), draft.lettered(position.tasks))),),
    )
    table = Table(f"{position.id}-data", "", (Column(24), Column(76)), (), groups)
    return Chapter(position.id, number, position.title, (table,))


def _outcomes(draft: Draft, standard: ProfessionalStandard) -> Table:
    rows = [(item.category, Row((cell(item.id), cell(item.text)), anchor=item.id)) for item in standard.outcomes]
    head = heads(draft.label("item-code"), draft.label("outcome"))
    columns = (Column(10, centred=True), Column(90))
    return Table("outcomes", draft.label("caption.outcomes"), columns, (head,), by_category(draft, rows, len(columns)))


def _curriculum(draft: Draft, standard: ProfessionalStandard) -> Chapter:
    return draft.chapter(
        "8", "chapter.curriculum",
        sections=(
            draft.chapter(
                "8.1", "section.curriculum-rules", *draft.clauses("8.1", standard.curriculum.clauses)
            ),
            draft.chapter("8.2", "section.course-plan", course_plan(draft, standard)),
            draft.chapter("8.3", "section.course-shares", shares_table(draft, standard)),
            draft.chapter("8.4", "section.course-content", course_tasks(draft, standard)),
            draft.chapter("8.5", "section.coverage", coverage_table(draft, standard)),
        ),
    )


def _staff(draft: Draft, standard: ProfessionalStandard) -> Chapter:
    label, staff = draft.label, standard.staff
    roles = Table(
        "roles", label("caption.roles"), (Column(24), Column(14, numeric=True), Column(62)),
        (heads(label("role"), label("minimum-persons"), label("qualification")),),
        tuple(
            (Row((
                cell(item.title, head=True), cell(draft.number(item.minimum)), cell(item.qualification)
            ), anchor=item.id),)
            for item in staff.roles
        ),
    )
    rules = draft.chapter("9.1", "section.staff-rules", *draft.clauses("9.1", staff.clauses))
    team = (draft.chapter("9.2", "section.roles", roles),) if staff.roles else ()
    return draft.chapter("9", "chapter.staff", sections=(rules, *team))


def _facilities(draft: Draft, standard: ProfessionalStandard) -> Chapter:
    label, facilities = draft.label, standard.facilities
    overview = Table(
        "rooms", label("caption.rooms"),
        (Column(42), Column(12, numeric=True), Column(20, numeric=True), Column(26)),
        (heads(label("room"), label("area"), label("workstations"), label("courses-served")),),
        tuple(
            (Row((
                cell(item.name, head=True), cell(draft.number(item.area)), cell(draft.number(item.workstations)),
                cell(" ".join(item.courses)),
            ), anchor=item.id),)
            for item in facilities.rooms
        ),
    )
    equipment = tuple(
        equipment_table(
            draft, f"{item.id}-equipment", label("caption.equipment-of", room=item.name.words), item.equipment
        )
        for item in facilities.rooms
        if item.equipment
    )
    return draft.chapter(
        "10", "chapter.facilities",
        sections=(
            draft.chapter("10.1", "section.facility-rules", *draft.clauses("10.1", facilities.clauses)),
            draft.chapter("10.2", "section.rooms", overview, *equipment),
            draft.chapter("10.3", "section.resources", *draft.clauses("10.3", facilities.resources)),
        ),
    )


def _quality(draft: Draft, standard: ProfessionalStandard) -> Chapter:
    graduation = standard.graduation
    needed = Table(
        "graduation-credits", "", (Column(70), Column(30, numeric=True)), (),
        ((Row((cell(draft.label("graduation-credits"), head=True), cell(draft.number(graduation.credits)))),),),
    )
    return draft.chapter(
        "11", "chapter.quality",
        sections=(
            draft.chapter("11.1", "section.quality", *draft.clauses("11.1", standard.quality)),
            draft.chapter("11.2", "section.graduation", needed, *draft.clauses("11.2", graduation.clauses)),
        ),
    )


def _mapping(draft: Draft, mapping: Mapping, position: int) -> Chapter:
    """An annex that compares the outcomes with another framework."""
    label = draft.label
    letter = locales.letter(position, draft.edition.locale).upper()
    mark = "" if mapping.verified else label("unverified-mark")
    framework = replace(mapping.framework, words=f"{mapping.framework}{mark}")
    data = Table(
        f"{mapping.id}-data", "", (Column(26), Column(74)), (),
        ((Row((cell(label("framework"), head=True), cell(framework)), anchor=f"{mapping.id}-framework"),
          Row((cell(label("description"), head=True), cell(mapping.text)), anchor=f"{mapping.id}-text")),),
    )
    sections = Table(
        f"{mapping.id}-sections", label("caption.mapping"),
        (Column(19), Column(9, numeric=True), Column(11), Column(12), Column(49)),
        (heads(
            label("framework-section"), label("weight"), label("relation"), label("outcomes-served"), label("rationale")
        ),),
        tuple(
            (Row((
                cell(item.name, head=True), cell(draft.number(item.weight)), cell(label(f"relation.{item.relation}")),
                cell(" ".join(item.outcomes)), cell(item.rationale),
            ), anchor=item.id),)
            for item in mapping.sections
        ),
    )
    return Chapter(mapping.id, label("annex-informative", letter=letter), label("chapter.mappings"), (data, sections))
