"""A Word file back as a draft: its lines and tables, in their order, put over what the file was made of.

A file that lost its marks on the way (another office program, words pasted into a new file) is read by
the words of its headings, heads and labels; what they do not make certain is told.
"""

import copy
import json
import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from lxml import etree

from curricula.diagnostics import ENGLISH, N_, Diagnostic, Where
from curricula.drafts import ID, Draft, identity
from curricula.messages.wording import voice, voices
from curricula.model.standards import KINDS
from curricula.office import Container, parse_xml
from curricula.repository import Repository
from curricula.source import DEEPEST
from curricula.word.compound import take_organisations
from curricula.word.fields import ITEM_PROVISIONS, PROVISIONS, SECTIONS
from curricula.word.finishing import finish
from curricula.word.layout import Origin
from curricula.word.merge import Key, Merge
from curricula.word.numbering import unnumbered
from curricula.word.package import NAMESPACE
from curricula.word.reading import Line, Table, read_document
from curricula.word.tables import Context, merge_table
from curricula.word.template import template
from curricula.word.values import Wording, plain

_SUBCLAUSES = "clauses"
_ITEM, _ORGANISATION = "curriculaitem", "curriculaorganisation"  # styles; provisions and items may be titles too
_STYLED = {"title": "document/title", "curriculacovercode": "document/code"}  # what a style alone makes certain


def read_word(repository: Repository, path: str, container: Container, document: str = "") -> Draft:
    """The draft that a Word file makes; `path` names the file in findings.

    `document` is the id of the standard that a file is put over which does not itself know its standard.
    """
    origin = _origin(container)
    if isinstance(origin, str):
        return Draft(None, (Diagnostic(
            Where(path), "import-file", "its record of the standard is damaged: {problem}", {"problem": origin},
            hint="Export the standard again and repeat the changes.",
        ),))
    blocks, findings = read_document(container, path, origin.hints if origin else ())
    bare = origin is None or not any(part.tag for line in _lines(blocks) for part in line.parts)
    if origin is None:
        origin = _guessed(repository, blocks)
        if origin is None:
            return Draft(None, (*findings, Diagnostic(
                Where(path), "import-file", "is not a standard: it has none of the headings of a template",
                hint="`curricula template` writes a file to fill in.",
            )))
    if origin.locale not in repository.locales:
        return Draft(None, (Diagnostic(
            Where(path), "import-file", "is written in {language}; the languages of this repository are {known}",
            {"language": origin.locale, "known": ", ".join(repository.locales)},
        ),))
    before = _before(repository, origin, document)
    if bare:
        findings.append(Diagnostic(
            Where(path), "import-file", "has lost the marks of its fields; it was read by its headings and tables",
            hint="Compare the draft with the file. Word keeps the marks; some other programs do not.",
            severity="warning",
        ))
        blocks = [_unhinted(block, origin.hints) for block in blocks]
        origin = _without_marks(origin, before)
    present = before if origin.document or bare else {}
    data = copy.deepcopy(present or dict(origin.data))
    state = Merge(path, origin, Wording(repository, origin.locale), data, findings, before or (
        copy.deepcopy(data) if origin.document else {}
    ), bare, frozenset(plain(unnumbered(line.words)) for line in _lines(blocks)))
    if (before or data).get("language", origin.locale) != origin.locale:
        return _translation(state, blocks)
    _walk(state, blocks)
    finish(state)
    return Draft(state.data, tuple(state.findings), origin.document, tuple(state.unplaced), origin.template)


def _origin(container: Container) -> Origin | str | None:
    """What the file says it was made of; None where it says nothing, a word of explanation where it is damaged."""
    for name in sorted(container.parts):
        if not name.startswith("customXml/") or not name.endswith(".xml"):
            continue
        root = parse_xml(container.parts[name])
        if root.tag != etree.QName(NAMESPACE, "origin").text:
            continue
        try:
            origin = Origin(**json.loads(root.text or ""))
            return origin if _sound(origin) else "?"
        except (ValueError, TypeError, RecursionError) as error:
            return str(error)
    return None


def _sound(origin: Origin) -> bool:
    """Whether a record is one that we have written: anybody can write into a file."""
    shown, plains = origin.shown, (origin.known, origin.hints)
    return (
        origin.kind in KINDS and isinstance(origin.data, dict) and origin.data.get("kind") == origin.kind
        and _tree(origin.data, 0) and isinstance(origin.locale, str) and isinstance(shown, dict)
        and all(isinstance(words, str) for words in shown.values())
        and all(isinstance(each, list) and all(isinstance(words, str) for words in each) for each in plains)
        and isinstance(origin.document, str) and (not origin.document or bool(ID.match(origin.document)))
        and isinstance(origin.template, str) and (not origin.template or bool(uuid.UUID(origin.template)))
    )


def _tree(value: Any, depth: int) -> bool:
    """Whether data are what a standard can hold: items with words for ids, not nested without end."""
    if isinstance(value, dict):
        named = isinstance(value.get("id", ""), str)
        return named and depth < DEEPEST and all(_tree(item, depth + 1) for item in value.values())
    if isinstance(value, list):
        return depth < DEEPEST and all(_tree(item, depth + 1) for item in value)
    return isinstance(value, (str, int, float)) or value is None


def _guessed(repository: Repository, blocks: list[Line | Table]) -> Origin | None:
    """Kind and language of a file without a record: those whose chapter titles it has most of."""
    words = {plain(unnumbered(block.words)) for block in blocks if isinstance(block, Line) and block.words}
    best: tuple[str, str] | None = None
    most = 2
    for locale in repository.locales:
        labels = Wording(repository, locale).labels
        for kind in KINDS:
            chapters = _CHAPTERS[kind]
            count = sum(plain(labels[label]) in words for label in chapters)
            if count > most:
                best, most = (kind, locale), count
    return _unfilled(repository, *best) if best else None


def _unfilled(repository: Repository, kind: str, locale: str) -> Origin:
    """The record of a file that has none: the words that a template of this kind has in this language."""
    wording = Wording(repository, locale)
    words = voice(locale) if locale in voices() else ENGLISH
    _, origin = template(kind, locale, wording, words, "")
    known = (*origin.known, *wording.labels.values())
    return Origin(kind, locale, {"kind": kind, "language": locale}, {}, known, origin.hints)


_CHAPTERS = {
    "course": ("chapter.nature", "chapter.objectives", "chapter.units", "chapter.implementation", "section.teachers"),
    "practice": (
        "chapter.scope", "chapter.training-objectives", "chapter.sites", "chapter.tasks", "chapter.management",
    ),
    "professional": ("chapter.overview", "chapter.entry", "chapter.goal", "chapter.outcomes", "chapter.curriculum"),
}


def _before(repository: Repository, origin: Origin, document: str) -> dict[str, Any]:
    """The standard as it is in the repository now, if the file is, or can be, of it."""
    name = document
    if origin.document:
        uuids = {standard.uuid: id_ for id_, standard in repository.standards.items()}
        name = uuids.get(str(origin.data.get("uuid")), "")
    path = f"standards/{name}.yaml"
    if not name or path not in repository.standard_paths:
        return {}
    found = repository.source(path)
    if found.problems or not isinstance(found.data, dict) or found.data.get("kind") != origin.kind:
        return {}
    if origin.template and found.data.get("uuid") != identity(origin.template, name):
        return {}
    return copy.deepcopy(found.data)


def _unhinted(block: Line | Table, hints: Collection[str]) -> Line | Table:
    """The same without the words that stood in empty fields."""
    if isinstance(block, Line):
        return replace(block, parts=()) if block.words in hints else block
    rows = (
        replace(row, cells=tuple(
            replace(cell, lines=tuple(line for line in cell.lines if line.words not in hints)) for cell in row.cells
        )) for row in block.rows
    )
    return replace(block, rows=tuple(rows))


def _without_marks(origin: Origin, before: Mapping[str, Any]) -> Origin:
    """What is left of a record without marks: the hints stand as words, and nothing is known of what is new."""
    known = (*origin.known, *origin.hints)
    if origin.document:
        return replace(origin, known=known)
    return replace(origin, known=known, shown={}, data=copy.deepcopy(dict(before)) or {
        name: value for name, value in origin.data.items() if isinstance(value, str)
    })


def _translation(state: Merge, blocks: list[Line | Table]) -> Draft:
    """An edition in another language than the standard's: no draft, but every change in it is told."""
    language = str((state.before or state.data)["language"])
    state.findings.insert(0, Diagnostic(
        Where(state.path), "import-language",
        "is the {edition} edition of a standard that is written in {language}; its words belong in the translations",
        {"edition": state.origin.locale, "language": language},
        hint="Export the edition in the language of the standard, or change translations/{edition}/….po.",
    ))
    for line in _lines(blocks):
        for part in line.parts:
            shown = state.origin.shown.get(part.tag)
            if shown is not None and plain(part.words) not in plain(shown):
                state.find("import-language", N_("{place}: {tag} was changed to: {words}"), line.place, "info",
                           tag=part.tag, words=part.words)
    return Draft(None, tuple(state.findings), state.origin.document)


def _lines(blocks: list[Line | Table]) -> Iterator[Line]:
    for block in blocks:
        if isinstance(block, Line):
            yield block
        else:
            yield from (line for row in block.rows for cell in row.cells for line in cell.lines)


def _walk(state: Merge, blocks: list[Line | Table]) -> None:
    """Take the file from its first line to its last; a heading tells what stands below it."""
    context = Context()
    organisations: list[Line] = []
    for block in blocks:
        if isinstance(block, Table):
            merge_table(state, block, context)
        elif state.bare and block.style.startswith("heading") and not block.words:
            context = Context(context.section)  # a section that nobody has filled in
        elif block.style.startswith("toc") or not block.parts:
            continue
        elif block.style == _ORGANISATION or any(part.tag == "document/institutions" for part in block.parts):
            organisations.append(block)
        elif block.style == "caption":
            context = _caption(state, block, context)
        elif block.style.startswith("heading") or block.parts[0].tag.startswith("#"):
            context = _heading(state, block, context)
        else:
            _text(state, block, context)
    take_organisations(state, organisations)


def _caption(state: Merge, line: Line, context: Context) -> Context:
    """The title of a table; that of a room's equipment tells whose the table below it is."""
    before, _, after = state.wording.labels["caption.equipment-of"].partition("{room}")
    name = plain(line.words).removeprefix(plain(before)).removesuffix(plain(after)).strip()
    rooms = (item for item, key in state.owners.items() if key[1] == "rooms")
    found = next((item for item in rooms if plain(str(state.items[item].get("name", ""))) == name), "")
    if not found and not state.is_known(line.words):
        state.lost(line.words, line.place)
    return Context(context.section, found) if found else context


def _heading(state: Merge, line: Line, context: Context) -> Context:
    """What stands below a heading: the chapter of a label, or the section of an item."""
    tags = [part.tag for part in line.parts if part.tag]
    label = next((tag[1:] for tag in tags if tag.startswith("#")), "")
    words = unnumbered(line.words)
    if not label:
        unseen = (name for name in (*PROVISIONS, *SECTIONS, *_ALL_CHAPTERS) if f"#{name}" not in state.places)
        label = state.wording.label_key(words, unseen)  # some chapters are called alike: they come in this order
    if label:
        state.places[f"#{label}"] = line.place
        if plain(words) != plain(state.wording.labels.get(label, words)) and not state.is_known(line.words):
            state.lost(line.words, line.place)
        if label in PROVISIONS:
            state.roster(_key(state, PROVISIONS[label]))
        return Context(label)
    for tag in tags:
        item, _, name = tag.partition("/")
        if item in state.items:
            return _section(state, line, context, item, name)
    section = SECTIONS.get(context.section)
    if section is None or not words:
        if words and not state.is_known(line.words):
            state.lost(line.words, line.place)
        return context
    key = _key(state, section.items)
    found = next((name for name, home in state.owners.items() if home == key
                  and words and plain(str(state.items[name].get(section.title, ""))) == plain(words)), "")
    if not found:
        found = _new(state, key, line, section.title)
    return Context(context.section, found)


_ALL_CHAPTERS = (
    *(label for chapters in _CHAPTERS.values() for label in chapters),
    "section.unit-plan", "section.course-plan", "section.course-shares", "section.course-content", "section.coverage",
    "section.components", "section.rubrics", "section.roles", "section.rooms", "section.certificates",
    "section.task-plan", "chapter.assessment", "chapter.programme", "chapter.orientation", "chapter.staff",
    "chapter.facilities", "chapter.quality", "chapter.duration", "chapter.further-data", "contents",
)


def _key(state: Merge, path: tuple[str, ...]) -> Key:
    return ("document", path[0]) if len(path) == 1 else (path[0], path[-1])


def _section(state: Merge, line: Line, context: Context, item: str, name: str) -> Context:
    """The section of an item; a second one with the same tag is a copy, and makes a new item."""
    key = state.owners[item]
    section = SECTIONS.get(context.section)
    primary = section is not None and section.primary and _key(state, section.items) == key
    opened = f"#{item}"
    if opened in state.places:
        words = plain(unnumbered(line.words))
        same = (new for new in sorted(state.fresh) if state.owners[new] == key)
        found = next((new for new in same if plain(str(state.items[new].get(name, ""))) == words), "")
        return Context(context.section, found or _new(state, key, line, name), copied=item)
    state.places[opened] = line.place
    if primary and item not in state.used:
        state.enter(key, state.items[item], line.place)
    state.put(f"{item}/{name}", [unnumbered(line.words)], line.place)
    return Context(context.section, item)


def _new(state: Merge, key: Key, line: Line, title: str) -> str:
    words = unnumbered(line.words)
    meant = state.meant(key, [words])
    if meant is not None:
        state.enter(key, meant, line.place)
        state.put(f"{meant['id']}/{title}", [words], line.place)
        return str(meant["id"])
    item = state.add(key, line.place)
    item[title] = words
    state.find("import-added", N_("{place}: new, as {id}: {words}"), line.place, "info", id=item["id"], words=words)
    return str(item["id"])


def _text(state: Merge, line: Line, context: Context) -> None:
    """A paragraph of a chapter: a provision, or a value of the cover."""
    tags = [part.tag for part in line.parts if part.tag]
    clause = next((tag.partition("/")[0] for tag in tags if tag.partition("/")[2] in ("title", "text")
                   and tag.partition("/")[0] in state.items), "")
    mark = tags[0] if tags else _STYLED.get(line.style, "")
    if mark and not clause:
        state.put(mark, [line.words], line.place)
        return
    provision = line.style.startswith(("curriculaprovision", _ITEM))
    if not tags and (not line.words or (not provision and state.is_known(line.words))):
        return
    key = _list_below(state, context)
    if key is None and clause:
        key = state.owners[clause]
    if key is None:
        state.lost(line.words, line.place)
        return
    roster = state.roster(key)
    inner = state.owners[clause][1] == _SUBCLAUSES and state.owners[clause][0] in state.items if clause else False
    if roster.items and (inner or (not clause and line.style.startswith(_ITEM))):
        above = state.owners[clause][0] if inner and state.owners[clause][0] in state.used else roster.items[-1]["id"]
        if line.level and state.roster((above, _SUBCLAUSES)).items and not inner:
            above = state.roster((above, _SUBCLAUSES)).items[-1]["id"]
        key = (above, _SUBCLAUSES)
    title = line.style.endswith("title") or (line.strong and not state.origin.shown)  # bold is all that is left
    state.clause(key, line, {}, title=title)


def _list_below(state: Merge, context: Context) -> Key | None:
    """The list of provisions that the paragraphs of a section are."""
    if context.item in state.items:
        name = ITEM_PROVISIONS.get(state.owners[context.item][1])
        return (context.item, name) if name else None
    return _key(state, PROVISIONS[context.section]) if context.section in PROVISIONS else None
