"""Two editions of one standard become one document, in which words stand in both languages.

Both come of the same standard, so chapters, provisions, tables and rows have the same ids in the same order.
Labels, numbers and codes that are the same in both languages stand once.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TypeVar

from curricula.diagnostics import CurriculaError
from curricula.editions.document import (
    Block,
    Both,
    Cell,
    Chapter,
    Document,
    Fact,
    Item,
    Provision,
    Row,
    Side,
    Table,
    Words,
)
from curricula.editions.edition import Bilingual, Edition
from curricula.editions.parts import Draft, caveats, in_force, unconfirmed
from curricula.model.text import Text

Part = TypeVar("Part")


def document_of(edition: Edition | Bilingual, compose: Callable[[Edition], Document]) -> Document:
    """The document of an edition as `compose` makes it; of two, both laid side by side."""
    if isinstance(edition, Edition):
        return compose(edition)
    return _Pairing(edition).document(compose(edition.first), compose(edition.second))


@dataclass(frozen=True)
class _Pairing:
    """What is laid side by side. Methods are named after the nouns of a document, and make one of two."""

    pair: Bilingual

    def document(self, first: Document, second: Document) -> Document:
        one = self.pair.first.locale
        title = Text(first.title.key, self.always(first.title, second.title), first.title.where, one)
        return Document(
            locale=one,
            kind=first.kind,
            title=title,
            subtitle=self.label(first.subtitle, second.subtitle),
            code=first.code,
            organisations=tuple(map(self.words, *self.same(first.organisations, second.organisations))),
            facts=tuple(map(self.fact, *self.same(first.facts, second.facts))),
            notices=tuple(self.notices()),
            chapters=self.chapters(first.chapters, second.chapters),
            words={name: self.label(words, second.words[name]) for name, words in first.words.items()} | {
                "authors": "; ".join(dict.fromkeys((first.words["authors"], second.words["authors"]))),
            },
            second=self.pair.second.locale,
            marks=first.marks,
        )

    def same(self, first: Sequence[Part], second: Sequence[Part]) -> tuple[Sequence[Part], Sequence[Part]]:
        """Both, if there are as many of them and their ids are the same."""
        ids = [[getattr(item, "id", getattr(item, "anchor", "")) for item in items] for items in (first, second)]
        if ids[0] != ids[1]:
            place = next(one or other for one, other in zip_longest(*ids, fillvalue="") if one != other)
            raise CurriculaError(
                "{name} cannot be made: its two editions do not have the same parts ({place})",
                name=self.pair.locale, place=place,
            )
        return first, second

    def always(self, first: Words, second: Words) -> Both:
        """Words in both languages, even if they are the same."""
        return Both(Side(first, self.pair.first.locale), Side(second, self.pair.second.locale))

    def words(self, first: Words, second: Words) -> Words:
        """Words in both languages; once where they are the same, and translated in both or in none."""
        both = self.always(first, second)
        own = [side.language == side.locale for side in both.sides]
        return first if str(first) == str(second) and own[0] == own[1] else both

    def label(self, first: str, second: str) -> str:
        return first if first == second else self.always(first, second)

    def optional(self, first: Words | None, second: Words | None) -> Words | None:
        if first is None and second is None:
            return None
        return self.always("" if first is None else first, "" if second is None else second)

    def fact(self, first: Fact, second: Fact) -> Fact:
        if first.label == self.pair.first.label("language-of-edition"):
            languages = [edition.locale for edition in (self.pair.first, self.pair.second)]
            lines: tuple[Words, ...] = tuple(
                self.label(self.pair.first.language(tag), self.pair.second.language(tag)) for tag in languages
            )
        else:
            lines = tuple(map(self.words, *self.same(first.lines, second.lines)))
        return Fact(self.label(first.label, second.label), lines, first.mark)

    def notices(self) -> Iterator[str]:
        """What a reader must know, in both languages; what is true of one of them with the name of that language."""
        drafts = [Draft(self.pair.first), Draft(self.pair.second)]
        source = self.pair.first.source_language
        yield from map(self.always, *map(in_force, drafts))
        yield self.always(*(
            draft.label("notice.bilingual", language=draft.edition.language(source)) for draft in drafts
        ))
        for edition in (self.pair.first, self.pair.second):
            for first, second in zip(*(caveats(draft, edition) for draft in drafts), strict=True):
                yield self.always(*(
                    draft.label("notice.of-language", language=draft.edition.language(edition.locale), notice=words)
                    for draft, words in zip(drafts, (first, second), strict=True)
                ))
        yield from map(self.always, *map(unconfirmed, drafts))

    def chapters(self, first: tuple[Chapter, ...], second: tuple[Chapter, ...]) -> tuple[Chapter, ...]:
        return tuple(map(self.chapter, *self.same(first, second)))

    def chapter(self, first: Chapter, second: Chapter) -> Chapter:
        number, title = first.number, self.words(first.title, second.title)
        if first.number != second.number:  # an annex: each number stands before its title
            number, title = "", Both(*(
                Side(part.title, edition.locale, part.number)
                for edition, part in zip(self.pair.editions, (first, second), strict=True)
            ))
        blocks = tuple(map(self.block, *self.same(first.blocks, second.blocks)))
        return Chapter(first.id, number, title, blocks, self.chapters(first.sections, second.sections), first.mark)

    def block(self, first: Block, second: Block) -> Block:
        if isinstance(first, Provision) and isinstance(second, Provision):
            return self.provision(first, second)
        assert isinstance(first, Table)  # a drawing is put into the document when it is composed
        assert isinstance(second, Table)
        return self.table(first, second)

    def provision(self, first: Provision, second: Provision) -> Provision:
        return Provision(
            first.id, self.always(first.number, second.number), self.optional(first.title, second.title),
            self.optional(first.text, second.text),
            tuple(map(self.provision, *self.same(first.provisions, second.provisions))), first.mark,
        )

    def table(self, first: Table, second: Table) -> Table:
        caption, number = self.label(first.caption, second.caption), first.number
        if first.number != second.number:  # each before its own caption
            number, caption = "", Both(*(
                Side(table.caption, edition.locale, table.number, edition.label("caption-line", number="", caption=""))
                for edition, table in zip(self.pair.editions, (first, second), strict=True)
            ))
        return replace(
            first,
            number=number,
            caption=caption,
            continued=self.label(first.continued, second.continued),
            head=self.rows(first.head, second.head),
            groups=tuple(map(self.rows, *self.same(first.groups, second.groups))),
            note=self.label(first.note, second.note),
        )

    def rows(self, first: tuple[Row, ...], second: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(map(self.row, *self.same(first, second)))

    def row(self, first: Row, second: Row) -> Row:
        return replace(first, cells=tuple(map(self.cell, *self.same(first.cells, second.cells))))

    def cell(self, first: Cell, second: Cell) -> Cell:
        return replace(first, lines=tuple(map(self.line, *self.same(first.lines, second.lines))))

    def line(self, first: Words | Item, second: Words | Item) -> Words | Item:
        if not (isinstance(first, Item) and isinstance(second, Item)):
            assert not isinstance(first, Item)
            assert not isinstance(second, Item)
            return self.words(first, second)
        words = self.words(first.words, second.words)
        if first.letter == second.letter and (not first.letter or not isinstance(words, Both)):
            return replace(first, words=words)
        return replace(first, words=self.always(first.words, _numbered(second.letter, second.words)))


def _numbered(number: str, words: Words) -> Words:
    """Words with their number before them."""
    return replace(words, words=f"{number} {words.words}") if isinstance(words, Text) else f"{number} {words}"
