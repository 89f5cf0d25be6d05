"""The documents of two versions become one, in which every word that is gone or new is marked.

Chapters, provisions, tables and rows are matched by their ids; lines of a cell by the key of their
words. What is gone stands struck where it stood, with an id of its own, so that every anchor of the new
version stays one. Numbers are those of the new version: that a number follows from another change is
not shown as one more.
"""

import difflib
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from curricula.editions.document import Block, Cell, Chapter, Document, Fact, Item, Provision, Row, Table, Words
from curricula.model.text import Text
from curricula.redline.words import marked, noted

Part = TypeVar("Part")
GONE = "deleted-"  # begins the ids of what only the old version has


@dataclass(frozen=True)
class _Merging:
    """The language of both documents, the words of the remark on what has moved, and the provisions of both by id."""

    language: str
    moved: Callable[[str], str]
    before: dict[str, Provision]
    after: dict[str, Provision]


def redline(old: Document, new: Document, moved: Callable[[str], str]) -> Document:
    """The new document with the words of the old one struck; `moved` words the remark, given the old number."""
    merging = _Merging(new.locale, moved, _provisions(old), _provisions(new))
    title = marked(old.title, new.title, new.locale)
    return replace(
        new,
        title=title if isinstance(title, Text) else new.title,
        organisations=tuple(_each(old.organisations, new.organisations, merging)),
        facts=tuple(_facts(old.facts, new.facts, merging)),
        chapters=_chapters(old.chapters, new.chapters, merging),
    )


def _facts(old: tuple[Fact, ...], new: tuple[Fact, ...], merging: _Merging) -> Iterator[Fact]:
    for before, after, _ in _aligned(old, new, lambda fact: fact.label):
        shown = after or before
        assert shown is not None
        yield Fact(shown.label, tuple(_each(before.lines if before else (), after.lines if after else (), merging)))


def anchors(document: Document) -> set[str]:
    """Every id that a link into the document can name."""
    found = set(_provisions(document))
    for chapter in _all_chapters(document.chapters):
        found.add(chapter.id)
        for table in chapter.blocks:
            if isinstance(table, Table):
                rows = [row for group in table.groups for row in group]
                lines = (line for row in rows for cell in row.cells for line in cell.lines)
                found |= {table.id, *(row.anchor for row in rows)}
                found |= {line.id for line in lines if isinstance(line, Item)}
    found.discard("")
    return found


def _all_chapters(chapters: tuple[Chapter, ...]) -> Iterator[Chapter]:
    for chapter in chapters:
        yield chapter
        yield from _all_chapters(chapter.sections)


def _provisions(document: Document) -> dict[str, Provision]:
    found: dict[str, Provision] = {}

    def note(provisions: Sequence[Block]) -> None:
        for provision in provisions:
            if isinstance(provision, Provision):
                found[provision.id] = provision
                note(provision.provisions)

    for chapter in _all_chapters(document.chapters):
        note(chapter.blocks)
    return found


def _aligned(
    old: Sequence[Part], new: Sequence[Part], key: Callable[[Part], str]
) -> Iterator[tuple[Part | None, Part | None, bool]]:
    """Pairs of what is the same, and what stands alone; the last tells whether it has moved.

    The order is that of the new version; what is gone comes where it stood among what has stayed.
    """
    were, are = _unique(map(key, old)), _unique(map(key, new))
    former = dict(zip(were, old, strict=True))
    matcher = difflib.SequenceMatcher(None, were, are, autojunk=False)
    for operation, start, end, begin, stop in matcher.get_opcodes():
        if operation == "equal":
            yield from ((old[i], new[j], False) for i, j in zip(range(start, end), range(begin, stop), strict=True))
            continue
        yield from ((old[i], None, False) for i in range(start, end) if were[i] not in are)
        for j in range(begin, stop):
            yield former.get(are[j]), new[j], are[j] in former


def _unique(names: Iterator[str]) -> list[str]:
    """The names, each repeated one with its number."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name}\0{seen[name]}")
    return found


def _own(id: str, new: object) -> str:
    return id if new is not None else f"{GONE}{id}"


def _chapters(
    old: tuple[Chapter, ...], new: tuple[Chapter, ...], merging: _Merging
) -> tuple[Chapter, ...]:
    return tuple(
        _chapter(before, after, moved, merging)
        for before, after, moved in _aligned(old, new, lambda chapter: chapter.id)
    )


def _chapter(old: Chapter | None, new: Chapter | None, moved: bool, merging: _Merging) -> Chapter:
    shown = new or old
    assert shown is not None
    title = marked(old.title if old else None, new.title if new else None, merging.language)
    if moved and old is not None:
        title = noted(title, merging.moved(old.number))
    return Chapter(
        _own(shown.id, new), shown.number, title or "",
        tuple(_blocks(old.blocks if old else (), new.blocks if new else (), merging)),
        _chapters(old.sections if old else (), new.sections if new else (), merging),
    )


def _blocks(old: tuple[Block, ...], new: tuple[Block, ...], merging: _Merging) -> Iterator[Block]:
    for before, after, moved in _aligned(old, new, lambda block: block.id):
        if isinstance(before or after, Provision):
            yield from _provision(before, after, moved, merging)  # type: ignore[arg-type]
        else:
            yield from _table(before, after, merging)  # type: ignore[arg-type]


def _provision(old: Provision | None, new: Provision | None, moved: bool, merging: _Merging) -> Iterator[Provision]:
    """One provision, or none for one that stands elsewhere now."""
    if old is not None and new is None and old.id in merging.after:
        return
    if new is not None and old is None and new.id in merging.before:
        old, moved = merging.before[new.id], True
    shown = new or old
    assert shown is not None
    title, text = (
        marked(getattr(old, name, None), getattr(new, name, None), merging.language) for name in ("title", "text")
    )
    if moved and old is not None:
        note = merging.moved(old.number)
        title, text = (noted(title, note), text) if title else (None, noted(text or "", note))
    yield Provision(
        _own(shown.id, new), _number(old.number if old else None, new.number if new else None, merging), title, text,
        tuple(
            part
            for before, after, here in _aligned(
                old.provisions if old else (), new.provisions if new else (), lambda provision: provision.id
            )
            for part in _provision(before, after, here, merging)
        ),
    )


def _number(old: str | None, new: str | None, merging: _Merging) -> str:
    """The new number; marked only where the whole is gone or new."""
    return new if new and old else _text(marked(old, new, merging.language))


def _text(words: Words | None) -> str:
    """Words of a place that holds no key: a caption, a number."""
    return words.words if isinstance(words, Text) else words or ""


def _table(old: Table | None, new: Table | None, merging: _Merging) -> Iterator[Table]:
    """One table of both; two, where their columns cannot be laid over one another."""
    if old is not None and new is not None and _shape(old) != _shape(new):
        yield from (*_table(old, None, merging), *_table(None, new, merging))
        return
    shown = new or old
    assert shown is not None
    language = merging.language
    head = tuple(
        row
        for before, after in itertools.zip_longest(old.head if old else (), new.head if new else ())
        for row in _row(before, after, False, merging)
    )
    yield replace(
        shown,
        id=_own(shown.id, new),
        caption=_text(marked(old.caption if old else None, new.caption if new else None, language)),
        note=_text(marked(old.note if old else None, new.note if new else None, language)),
        head=head,
        groups=tuple(_groups(old, new, merging)),
    )


def _shape(table: Table) -> tuple[object, ...]:
    return len(table.columns), tuple(_spans(row) for row in table.head)


def _spans(row: Row) -> tuple[tuple[int, int], ...]:
    return tuple((cell.columns, cell.rows) for cell in row.cells)


@dataclass(frozen=True)
class _Keyed:
    """A row with its name, its group and its position in the table, from 1."""

    key: str
    group: int
    position: int
    row: Row


def _groups(old: Table | None, new: Table | None, merging: _Merging) -> Iterator[tuple[Row, ...]]:
    """The rows of both in the groups of the new table; a row that is gone is a group of its own."""
    rows = [list(_keyed(table)) if table else [] for table in (old, new)]
    found: list[tuple[int, Row]] = []
    for before, after, moved in _aligned(rows[0], rows[1], lambda keyed: keyed.key):
        group = after.group if after else -len(found) - 1
        was, now = before.row if before else None, after.row if after else None
        if before and after and was and _numbered(before) and _numbered(after):
            was = replace(was, cells=(after.row.cells[0], *was.cells[1:]))
        found += [(group, row) for row in _row(was, now, moved, merging)]
    for _, members in itertools.groupby(found, key=lambda entry: entry[0]):
        yield tuple(row for _, row in members)


def _keyed(table: Table) -> Iterator[_Keyed]:
    """The rows; their names are the anchor, else what heads the row below its title, else all of it."""
    title = ""
    rows = [(group, row) for group, rows in enumerate(table.groups) for row in rows]
    for position, (group, row) in enumerate(rows, 1):
        heads = " ".join(_shown(cell) for cell in row.cells if cell.head)
        if len(row.cells) == 1:
            title = heads
        key = row.anchor or (f"{title}/{heads}" if heads else " | ".join(map(_shown, row.cells)))
        yield _Keyed(key, group, position, row)


def _numbered(keyed: _Keyed) -> bool:
    """Whether the row begins with its position: another one follows from other changes, and is none itself."""
    return _shown(keyed.row.cells[0]) == str(keyed.position)


def _shown(cell: Cell) -> str:
    return " ".join(str(line.words if isinstance(line, Item) else line) for line in cell.lines)


def _row(old: Row | None, new: Row | None, moved: bool, merging: _Merging) -> Iterator[Row]:
    if old is not None and new is not None and _spans(old) != _spans(new):
        yield from (*_row(old, None, False, merging), *_row(None, new, False, merging))
        return
    shown = new or old
    assert shown is not None
    cells = [
        replace(after or before, lines=_lines(before.lines if before else (), after.lines if after else (), merging))
        for before, after in itertools.zip_longest(old.cells if old else (), new.cells if new else ())
    ]
    if moved:
        place = next((number for number, cell in enumerate(cells) if cell.head), len(cells) > 1)
        lines = cells[place].lines
        cells[place] = replace(cells[place], lines=tuple(_remarked(lines, merging.moved(""))))
    yield replace(shown, cells=tuple(cells), anchor=_own(shown.anchor, new) if shown.anchor else "")


def _remarked(lines: tuple[Words | Item, ...], note: str) -> Iterator[Words | Item]:
    first, *rest = lines or ("",)
    yield replace(first, words=noted(first.words, note) or "") if isinstance(first, Item) else noted(first, note) or ""
    yield from rest


def _lines(old: Sequence[Words | Item], new: Sequence[Words | Item], merging: _Merging) -> tuple[Words | Item, ...]:
    """The lines of a cell: one and one are two wordings of the same, more are matched by their keys."""
    if len(old) == len(new) == 1:
        return tuple(_line(old[0], new[0], merging))
    return tuple(
        remarked
        for before, after, moved in _aligned(old, new, _line_key)
        for line in _line(before, after, merging)
        for remarked in (_remarked((line,), merging.moved("")) if moved else (line,))
    )


def _line_key(line: Words | Item) -> str:
    words = _content(line)
    return words.key if isinstance(words, Text) else str(words)


def _content(line: Words | Item | None) -> Words | None:
    return line.words if isinstance(line, Item) else line


def _each(old: Sequence[Words], new: Sequence[Words], merging: _Merging) -> Iterator[Words]:
    """Lines that are words alone."""
    for line in _lines(old, new, merging):
        words = _content(line)
        if words is not None:
            yield words


def _line(old: Words | Item | None, new: Words | Item | None, merging: _Merging) -> Iterator[Words | Item]:
    words = marked(_content(old), _content(new), merging.language)
    letters = [line.letter if isinstance(line, Item) else None for line in (old, new)]
    own = new.id if isinstance(new, Item) else ""
    if any(letters) or own:
        yield Item(_number(letters[0], letters[1], merging), words or "", own)
    elif words is not None:
        yield words
