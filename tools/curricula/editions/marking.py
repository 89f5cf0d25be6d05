"""Where the deviations of an adopted standard show in its document: the marks they leave, and what places are called.

Whatever can be marked has an anchor: the id of an item (`C113`), behind it what part of it is shown (`C113-content`),
or the label of a chapter (`chapter.entry`). What was left out is marked where it stood.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from curricula.editions.document import Block, Cell, Chapter, Item, Provision, Row, Table, Words
from curricula.editions.edition import Edition
from curricula.model.adoption import Deviation
from curricula.model.professional import PlannedCourse

_WHOLE = "document"  # of properties of the standard itself, as in translation keys
TITLE, INSTITUTIONS = f"{_WHOLE}-title", f"{_WHOLE}-institutions"  # what the cover shows
_CALLED = {"partner": "partner-system", "institutions": "jointly-issued", "conversion": "caption.conversion"}
_SHOWN_AGAIN = {"": ("", "-content"), "name": ("", "-content"), "task": ("-content",)}  # in the plan, and its contents
Places = Mapping[str, tuple[Words, ...]]  # what a reader finds an anchor by


def marks(deviations: tuple[Deviation, ...], known: Collection[str]) -> Mapping[str, str]:
    """The numbers of the deviations by anchor, of those `known`; one that has none is marked at the title."""
    found: dict[str, list[str]] = {}
    for number, item in enumerate(deviations, 1):
        for anchor in _anchors(item, known) or (TITLE,):
            found.setdefault(anchor, []).append(str(number))
    return {anchor: ", ".join(numbers) for anchor, numbers in found.items()}


def _anchors(deviation: Deviation, known: Collection[str]) -> tuple[str, ...]:
    """The anchors of what a deviation is about: all of a course, else the innermost one."""
    gone = deviation.operation.operation in ("include", "exclude")
    changed = deviation.after.id if deviation.operation.operation in ("add", "replace") else deviation.item
    course = f"{changed}-content" in known or isinstance(deviation.after, PlannedCourse)
    if course and not gone and deviation.property in _SHOWN_AGAIN:
        every = tuple(f"{changed}{end}" for end in _SHOWN_AGAIN[deviation.property])
        return tuple(anchor for anchor in every if anchor in known)
    near = _candidates(changed, deviation.property, left_out=gone)
    within = (name for around in deviation.within for name in (around, f"chapter.{around}", f"section.{around}"))
    return next(((name,) for name in (*near, *within) if name in known), ())


def _candidates(item: str, below: str, left_out: bool = False) -> Iterator[str]:
    """What the anchor of a property may be, the nearest first; of one that is left out, only what is around it."""
    parts = below.split(".") if below else []
    for length in range(len(parts) - left_out, 0, -1):
        yield "-".join((item, *parts[:length]))
    if parts or not left_out:
        yield item
        yield f"chapter.{item}"


def marked(chapter: Chapter, numbers: Mapping[str, str]) -> Chapter:
    """A chapter with its marks."""

    def words(line: Words | Item) -> Words | Item:
        return replace(line, mark=numbers.get(line.id, "")) if isinstance(line, Item) and line.id else line

    def inside(cell: Cell) -> Cell:
        return replace(cell, lines=tuple(map(words, cell.lines)))

    def provision(item: Provision) -> Provision:
        return replace(item, mark=numbers.get(item.id, ""), provisions=tuple(map(provision, item.provisions)))

    def row(item: Row, mark: str) -> Row:
        return replace(item, mark=numbers.get(item.anchor, "") or mark, cells=tuple(map(inside, item.cells)))

    def block(item: Block) -> Block:
        if isinstance(item, Provision):
            return provision(item)
        if not isinstance(item, Table):
            return item
        mark = numbers.get(item.id, "")
        first = item.groups[0][0] if item.groups and not item.caption else None  # which has no other place for a mark
        groups = tuple(tuple(row(line, mark if line is first else "") for line in group) for group in item.groups)
        return replace(item, groups=groups, mark=mark if item.caption else "")

    return replace(
        chapter, mark=numbers.get(chapter.id, ""), blocks=tuple(map(block, chapter.blocks)),
        sections=tuple(marked(section, numbers) for section in chapter.sections),
    )


def called(item: str, below: str, books: tuple[Places, Places], edition: Edition) -> Iterator[Words]:
    """What a reader finds an item, or a property `below` it, by: in a document, or else in the one that was before it.
    """
    anchors = tuple(_candidates(item, below))
    now, before = (next((name for name in anchors if name in book), "") for book in books)
    if now:
        yield from books[0][now]
    elif before:
        number, *title = books[1][before]
        yield edition.label("named-value", label=edition.label("deviation.before"), value=number)
        yield from title
    elif item == _WHOLE:
        yield edition.label("chapter.document")
    if (now or before) in ("", item, f"chapter.{item}", f"{item}-content"):
        yield from _property(item, below, edition)


def _property(item: str, below: str, edition: Edition) -> Iterator[str]:
    """What a property is called that no row is headed by; that a text is one needs no word."""
    last, known = below.rpartition(".")[2], edition.shared.labels
    named = next((name for name in (f"{item}.{below}", last, _CALLED.get(last, "")) if name in known), "")
    if named:
        yield known[named]
    elif last == "title":
        yield edition.label("item-title")


def places(chapters: tuple[Chapter, ...]) -> Iterator[tuple[str, tuple[Words, ...]]]:
    """Every anchor with what a reader finds it by: its number, its title or the code that its row shows."""
    for chapter in chapters:
        yield chapter.id, (chapter.number, chapter.title) if chapter.number else (chapter.title,)
        for block in chapter.blocks:
            if isinstance(block, Provision):
                yield from _numbered(block, "")
            elif isinstance(block, Table):
                yield block.id, tuple(filter(None, (chapter.number, block.caption)))
                yield from _rows(block, chapter.number)
        yield from places(chapter.sections)


def _numbered(provision: Provision, above: str) -> Iterator[tuple[str, tuple[Words, ...]]]:
    number = f"{above} {provision.number}".strip()
    yield provision.id, (number,)
    for inner in provision.provisions:
        yield from _numbered(inner, number)


def _rows(table: Table, number: str) -> Iterator[tuple[str, tuple[Words, ...]]]:
    for row in (line for group in table.groups for line in group):
        lines = [line for cell in row.cells for line in cell.lines]
        yield from ((line.id, (number, line.letter)) for line in lines if isinstance(line, Item) and line.id)
        code = row.anchor.partition("-")[0]
        if code and code in lines:
            yield row.anchor, (code,)
        elif row.anchor:
            heads = [cell for cell in row.cells if cell.head and cell.lines]
            titles = [cell for line in table.head[:1] for cell in line.cells[:1] if not heads]
            first = (line for cell in (*titles, *(heads or row.cells)[:1]) for line in cell.lines[:1])
            told = [line.words if isinstance(line, Item) else line for line in first]
            yield row.anchor, (number, told[0] if len(told) == 1 else " ".join(map(str, told)))
