"""An edition laid out for Word: cover, contents, chapters, and at the end what no other format shows."""

from collections.abc import Iterator

from curricula.diagnostics import N_
from curricula.drafts import data_of
from curricula.editions import document as pages
from curricula.editions.compose import compose
from curricula.editions.edition import Edition
from curricula.model.professional import ProfessionalStandard
from curricula.model.text import Text
from curricula.word.binding import Binder, Blank
from curricula.word.fields import PROVISIONS, TABLES, Record
from curricula.word.layout import Block, Contents, Layout, Origin, Paragraph, Piece, Table, Turn

FURTHER = "chapter.further-data"
_HOW = (  # on the cover of a template
    N_("Fill in the grey fields. A field that stays grey is not part of the standard; whole lines and sections"
       " that are not needed may be deleted."),
    N_("The Tab key in the last cell of a table adds a line, the Enter key behind a provision adds a provision."),
    N_(
        "Tables refer to one another by the codes in their first columns. A code may be changed, but no two items "
        "may have the same code."
    ),
)
_PARTNERS = 3  # how many institutions a template has room for
_COMPUTED = ("course-shares",)  # tables that a template leaves out: all in them is computed


def laid(edition: Edition, blank: Blank | None = None) -> tuple[Layout, Origin]:
    """The layout of an edition, and what the document must carry to be read again.

    With a `blank` it is a template, and the edition shows only how much room there is.
    """
    document = compose(edition)
    binder = Binder(edition, data_of(edition.standard), blank)
    blocks = [*_cover(binder, document), _contents(binder, document)]
    for chapter in document.chapters:
        blocks += _chapter(binder, chapter, 0)
    blocks += _further(binder)
    binder.plain(document.words["contents"])
    shown, known = dict(binder.shown), tuple(sorted(filter(None, binder.known)))
    running = f"{document.code} · {document.words['version']} · {document.words['status']}"
    title = document.title.words if blank is None else document.subtitle
    layout = Layout(
        edition.locale, title, running if blank is None else "", document.words["page"], tuple(blocks), shown, known,
        {
            "title": title, "subject": document.subtitle, "author": document.words["authors"] if blank is None else "",
            "identifier": f"urn:uuid:{document.words['uuid']}" if blank is None else "",
            "date": edition.standard.issued, "version": edition.standard.version,
        },
    )
    carried = binder.data if blank is None else blank.given
    name = edition.standard.id if blank is None else ""
    hints = tuple(sorted(binder.hints))
    return layout, Origin(edition.standard.kind, edition.locale, carried, shown, known, hints, name)


def _cover(binder: Binder, document: pages.Document) -> Iterator[Block]:
    filled = binder.blank is None
    if filled:
        yield Paragraph("Curricula Cover Code", (binder.value("document/code", document.code),))
    yield Paragraph("Curricula Kind", (binder.plain(document.subtitle),))
    yield Paragraph("Title", (binder.own(document.title),))
    facts = pages.Table("cover", "", (pages.Column(38), pages.Column(62)), (), (tuple(
        pages.Row((pages.cell(fact.label), pages.Cell(fact.lines))) for fact in document.facts
    ),))
    table = binder.table(facts)
    yield Table(table.name, table.title, table.widths, table.lines, borders=False)
    yield Paragraph("Curricula Jointly", (binder.plain(document.words["jointly"]),))
    for piece in binder.values("document/institutions", [str(name) for name in document.organisations] or [""]):
        for _ in range(1 if filled else _PARTNERS):
            yield Paragraph("Curricula Organisation", (piece,))
    for words in map(binder.blank.voice.gettext, _HOW) if binder.blank is not None else ():
        yield Paragraph("Curricula Instruction", (binder.plain(words),))
    for notice in document.notices if filled else ():
        yield Paragraph("Curricula Notice", (binder.plain(notice),))


def _contents(binder: Binder, document: pages.Document) -> Contents:
    entries = []
    for chapter in document.chapters:
        for level, part in ((0, chapter), *((1, section) for section in chapter.sections)):
            entries.append((level, f"{part.number} {part.title}".strip(), _bookmark(part.id)))
    further = binder.edition.label(FURTHER)
    return Contents(document.words["contents"], (*entries, (0, further, _bookmark(FURTHER))))


def _bookmark(id: str) -> str:
    """A name Word takes for a bookmark: letters, digits and underscores, 40 at most."""
    return "_" + "".join(letter if letter.isalnum() else "_" for letter in id)[:38]


def _chapter(binder: Binder, chapter: pages.Chapter, depth: int) -> Iterator[Block]:
    wide = any(isinstance(block, pages.Table) and block.wide for block in chapter.blocks)
    if wide:
        yield Turn(landscape=True)
    yield _heading(binder, chapter, depth)
    path = PROVISIONS.get(chapter.id)
    if path:
        yield from _instruction(binder, path)
    for block in chapter.blocks:
        if isinstance(block, pages.Table):
            yield from _table(binder, block)
        elif isinstance(block, pages.Provision):
            yield from _provision(binder, block)
    if wide:
        yield Turn(landscape=False)
    for section in chapter.sections:
        yield from _chapter(binder, section, depth + 1)


def _heading(binder: Binder, chapter: pages.Chapter, depth: int) -> Paragraph:
    """A heading: the words of an item, or a label, which is locked and marks the chapter."""
    pieces = []
    counted = chapter.number.replace(".", "").isdigit()
    if not counted and chapter.number:
        pieces.append(binder.plain(f"{chapter.number} "))
    if isinstance(chapter.title, Text):
        pieces.append(binder.own(chapter.title))
    else:
        label = binder.plain(chapter.title)
        pieces.append(Piece(label.words, f"#{chapter.id}"[:64], fixed=True))
    return Paragraph(
        f"Heading {depth + 1}", tuple(pieces), 0 if counted else None, depth, _bookmark(chapter.id) if depth < 2 else ""
    )


def _instruction(binder: Binder, path: tuple[str, ...]) -> Iterator[Block]:
    found = binder.instruction(path)
    if found:
        yield found


def _table(binder: Binder, table: pages.Table) -> Iterator[Block]:
    if binder.blank is not None and table.id in _COMPUTED:
        return
    if table.caption and binder.blank is None:
        yield Paragraph("Caption", (binder.plain(table.caption),))
    bound = TABLES.get(table.id)
    if bound is not None and not isinstance(bound, Record) and bound.primary:
        yield from _instruction(binder, bound.items)
    if table.note:  # above: below a table that fills the page it would stand alone on the next
        yield Paragraph("Curricula Note", (binder.plain(table.note),))
    yield binder.table(table)


def _provision(binder: Binder, provision: pages.Provision) -> Iterator[Block]:
    """A numbered provision: its title and its words, and a lettered list below it."""
    level = provision.number.count(".")
    if provision.title:
        yield Paragraph("Curricula Provision Title", (binder.own(provision.title),), 0, level)
        if provision.text:
            yield Paragraph("Curricula Provision Text", (binder.own(provision.text),))
    elif provision.text:
        yield Paragraph("Curricula Provision", (binder.own(provision.text),), 0, level)
    if provision.provisions:
        binder.lists += 1
        yield from _items(binder, provision.provisions, binder.lists, 0)


def _items(binder: Binder, items: tuple[pages.Provision, ...], number: int, level: int) -> Iterator[Block]:
    for item in items:
        if item.title:
            yield Paragraph("Curricula Item Title", (binder.own(item.title),), number, level)
        if item.text:
            yield Paragraph("Curricula Item", (binder.own(item.text),), None if item.title else number, level)
        yield from _items(binder, item.provisions, number, min(level + 1, 1))


def _further(binder: Binder) -> Iterator[Block]:
    """What the standard holds and no document shows, so that an author can write all of it here."""
    edition, standard = binder.edition, binder.edition.standard
    label = edition.label
    facts: list[tuple[str, str]] = []
    tables: list[pages.Table] = []
    if isinstance(standard, ProfessionalStandard):
        plan = standard.curriculum
        facts += [
            ("years", edition.number(standard.duration.years)),
            ("number-of-semesters", edition.number(standard.duration.semesters)),
            ("plan-hours", edition.number(plan.totals.hours)),
            ("plan-credits", edition.number(plan.totals.credits)),
        ]
        level = standard.programme.entry_level
        facts.append(("entry-level", "" if level is None else edition.number(level)))
        tables.append(_links(edition, standard))
    facts.append(("replaces", standard.replaces or ""))
    yield Paragraph("Heading 1", (Piece(binder.plain(label(FURTHER)).words, f"#{FURTHER}", fixed=True),),
                    bookmark=_bookmark(FURTHER))
    yield Paragraph("Curricula Note", (binder.plain(label("further-data-note")),))
    rows = tuple(pages.Row((pages.cell(label(name), head=True), pages.cell(words or None))) for name, words in facts)
    yield binder.table(pages.Table("further-data", "", (pages.Column(60), pages.Column(40)), (), (rows,)))
    for table in tables:
        yield from _table(binder, table)


def _links(edition: Edition, standard: ProfessionalStandard) -> pages.Table:
    """Per course what its line in the plan has no room for."""
    rows = tuple(
        pages.Row((
            pages.cell(course.id), pages.cell(course.name, head=True),
            pages.cell(edition.number(course.hours.self_study) if course.hours.self_study else None),
            pages.cell(" ".join(course.prerequisites) or None),
            pages.cell(f"{course.standard.id} {course.standard.version}" if course.standard else None),
        ), anchor=course.id)
        for course in standard.curriculum.courses
    )
    columns = (pages.Column(10), pages.Column(32), pages.Column(13), pages.Column(20), pages.Column(25))
    head = pages.heads(*(
        edition.label(name) for name in ("item-code", "course-name", "self-study", "prerequisites", "kind.course")
    ))
    return pages.Table("course-links", edition.label("caption.course-links"), columns, (head,), (rows,))


