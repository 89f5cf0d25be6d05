"""The part of a document in which certain texts stand, and these texts marked.

Of every text the first place counts: its provision, or its row of a table with the rows around it, below the
headings of its chapter. A text that stands in no chapter is shown on the cover.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from curricula.editions.document import Block, Chapter, Document, Marked, Run, Table
from curricula.model.text import Text, map_texts, texts

_AROUND = 2  # groups of rows that are shown before and after the one with a text


def excerpt(document: Document, keys: Collection[str]) -> Document | None:
    """What a document shows of the texts with these keys; None where it shows one of them nowhere.

    Without the cover the document has no facts; with the cover alone it has no chapters.
    """
    left = set(keys)
    chapters = tuple(part for chapter in document.chapters for part in _chapter(chapter, left))
    if left - _keys(replace(document, chapters=())):
        return None
    return replace(document, chapters=chapters) if left else replace(document, facts=(), chapters=chapters)


def marked(document: Document, keys: Collection[str], remarks: Mapping[str, str]) -> Document:
    """The document with the texts of `keys` marked, each with its anchor, and with `remarks` before texts, by key."""
    anchored: set[str] = set()

    def change(text: Text) -> Text:
        sought, remark = text.key in keys, remarks.get(text.key)
        if not sought and remark is None:
            return text
        unconfirmed = text.language if remark is not None and text.language == document.locale else ""
        anchor = text.key.partition("#")[2] if sought and text.key not in anchored else ""
        anchored.add(text.key)
        notes = [Run(remark, "note")] if remark is not None else []
        run = Run(text.words, "sought" if sought else "kept", unconfirmed, anchor)
        return replace(text, words=Marked([*notes, run]))

    return map_texts(document, change)


def _keys(thing: object) -> set[str]:
    return {text.key for text in texts(thing)}


def _chapter(chapter: Chapter, left: set[str]) -> Iterator[Chapter]:
    """The chapter with those of its parts in which keys that are left stand; they are left no more."""
    titled = _found(chapter.title, left)
    blocks = tuple(part for block in chapter.blocks for part in _block(block, left))
    sections = tuple(part for section in chapter.sections for part in _chapter(section, left))
    if titled and not blocks:
        blocks = tuple(_beginning(chapter.blocks[:1]))
    if titled or blocks or sections:
        yield replace(chapter, blocks=blocks, sections=sections)


def _block(block: Block, left: set[str]) -> Iterator[Block]:
    if not isinstance(block, Table):
        if _found(block, left):
            yield block
        return
    wanted = [place for place, group in enumerate(block.groups) if _found(group, left)]
    if wanted:
        shown = {near for place in wanted for near in range(place - _AROUND, place + _AROUND + 1)}
        yield replace(block, groups=tuple(group for place, group in enumerate(block.groups) if place in shown))


def _beginning(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """What a heading stands above."""
    for block in blocks:
        yield replace(block, groups=block.groups[:_AROUND]) if isinstance(block, Table) else block


def _found(thing: object, left: set[str]) -> bool:
    """Whether keys that are left stand in it; they are left no more."""
    here = left & _keys(thing)
    left -= here
    return bool(here)
