"""XLIFF 2.1, for Trados Studio, memoQ, Phrase, Swordfish and OmegaT (with its Okapi filters).

Each document is a `<file>`, each text a `<unit>` of one `<segment>`: its `name` is the key, its `id` the key
in characters that an id may have. Words that need work are `initial`; our own state is the `subState`,
which counts as long as the tool leaves the `state` beside it as it is. Terms stand in the glossary
module, suggestions in the module of translation candidates, length limits in that of size restriction,
UUID, name and hashes in metadata; the rest are notes.

A file of version 2.0 is read too. Segments that a tool has cut are joined; annotations are passed over.

Not read back: documents without units; a place of a unit within another document than its key names.
Notes of a tool are read as the translator's, wherever in the unit they stand, each on lines of its own. A tool
marks doubt with the state `initial`: words handed out in another state become a draft. Where they were
`initial` before, new words are taken as a translation, as tools that know no states leave it as it was.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from lxml import etree

from curricula.diagnostics import Diagnostic
from curricula.returned import bundled, strange_states
from curricula.reviews import STATES, UNTRANSLATED
from curricula.units import Bundle, Hit, Part, Suggestion, Unit
from curricula.xmlreading import local_name, located, parse, root_of, written

SUFFIX = "xlf"
MEDIA_TYPE = "application/xliff+xml"

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
_OLDER = "urn:oasis:names:tc:xliff:document:1.2"  # that of `exchange/xliff12.py`
_MODULES = {
    "mda": "urn:oasis:names:tc:xliff:metadata:2.0",
    "gls": "urn:oasis:names:tc:xliff:glossary:2.0",
    "mtc": "urn:oasis:names:tc:xliff:matches:2.0",
    "slr": "urn:oasis:names:tc:xliff:sizerestriction:2.0",
}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_OURS = "curricula"  # the category of our metadata, and the prefix of our values
_SEGMENT = "s1"
_STATE = {"derived": "translated", "translated": "translated", "reviewed": "reviewed", "approved": "final"}
_STATES = ("initial", "translated", "reviewed", "final")
_TOLD = {"translated": "translated", "reviewed": "reviewed", "final": "approved"}
_NOTES = ("context", "original", "previous")  # ours; every other note is the translator's
_TRANSLATOR = "translator"
_MARKERS = tuple(f"{{{NAMESPACE}}}{name}" for name in ("mrk", "sm", "em"))  # they point at words, and are none


def write(bundle: Bundle) -> bytes:
    """The file, without dates: equal bundles are equal bytes."""
    root = etree.Element(_tag("xliff"), nsmap={None: NAMESPACE, **_MODULES})  # type: ignore[dict-item]  # the stubs want a prefix
    root.set("version", "2.1")
    root.set("srcLang", bundle.source_language)
    root.set("trgLang", bundle.locale)
    for part in bundle.parts:
        if part.units:
            _add_file(root, part, bundle.name)
    return written(root)


def _tag(name: str) -> str:
    """The qualified name of an element, of the core or, with a prefix, of a module."""
    prefix, _, local = name.rpartition(":")
    return f"{{{_MODULES[prefix] if prefix else NAMESPACE}}}{local}"


def _add(parent: etree._Element, tag: str, words: str | None = None, /, **attributes: str) -> etree._Element:
    child = etree.SubElement(parent, _tag(tag), attributes)
    child.text = words
    return child


def _add_file(root: etree._Element, part: Part, name: str) -> None:
    file = _add(root, "file", id=_id(part.document), original=part.document, canResegment="no")
    file.set(_SPACE, "preserve")
    if any(unit.limit for unit in part.units):
        _add(file, "slr:profiles", generalProfile="xliff:codepoints")
    _add_metadata(file, (("name", name), ("uuid", part.uuid)))
    for unit in part.units:
        _add_unit(file, unit, part.document)


def _add_unit(file: etree._Element, unit: Unit, document: str) -> None:
    element = _add(file, "unit", id=_id(unit.key.removeprefix(f"{document}#")), name=unit.key)
    if unit.limit:
        element.set(_tag("slr:sizeRestriction"), str(unit.limit))
    if unit.suggestions:
        _add_matches(element, unit.suggestions)
    if unit.terms:
        _add_glossary(element, unit.terms)
    _add_metadata(element, (("base", unit.base),))
    told = {"context": unit.context, "original": unit.original, "previous": unit.previous, _TRANSLATOR: unit.note}
    if any(told.values()):
        notes = _add(element, "notes")
        for category, words in told.items():
            if words:
                _add(notes, "note", words, category=category)
    segment = _add(element, "segment", id=_SEGMENT, state=_state(unit.state, unit.target))
    segment.set("subState", f"{_OURS}:{unit.state}")
    _add(segment, "source", unit.source)
    if unit.target:
        _add(segment, "target", unit.target)


def _state(state: str, words: str) -> str:
    return _STATE.get(state, "initial") if words else "initial"


def _add_metadata(parent: etree._Element, entries: tuple[tuple[str, str], ...]) -> None:
    if any(words for _, words in entries):
        group = _add(_add(parent, "mda:metadata"), "mda:metaGroup", category=_OURS)
        for kind, words in entries:
            if words:
                _add(group, "mda:meta", words, type=kind)


def _add_matches(unit: etree._Element, suggestions: tuple[Suggestion, ...]) -> None:
    matches = _add(unit, "mtc:matches")
    for suggestion in suggestions:
        similarity = format((Decimal(repr(suggestion.score)) * 100).normalize(), "f")
        match = _add(matches, "mtc:match", ref=f"#{_SEGMENT}", type="tm", similarity=similarity)
        if suggestion.origin:
            match.set("origin", suggestion.origin)
        _add(match, "source", suggestion.source)
        _add(match, "target", suggestion.words)


def _add_glossary(unit: etree._Element, terms: tuple[Hit, ...]) -> None:
    glossary = _add(unit, "gls:glossary")
    for hit in terms:
        entry = _add(glossary, "gls:glossEntry")
        _add(entry, "gls:term", hit.source)
        _add(entry, "gls:translation", hit.target)
        if hit.note:
            _add(entry, "gls:definition", hit.note)
        _add_metadata(entry, tuple(("forbidden", words) for words in hit.forbidden))


def _id(key: str) -> str:
    """The key as an XML name token: `/` becomes `:`, and what else is not allowed its bytes, between `_`."""
    return re.sub(r"[^A-Za-z0-9.-]", lambda found: ":" if found[0] == "/" else f"_{found[0].encode().hex()}_", key)


def _key(id: str) -> str:
    """What `_id` was given."""
    return re.sub(
        "_((?:[0-9a-f]{2})+)_", lambda found: bytes.fromhex(found[1]).decode(errors="replace"), id.replace(":", "/")
    )


def is_mine(content: bytes) -> bool:
    """Whether it is XLIFF, and not 1.2; also of another version or without a namespace, so that `read` can say so."""
    root = root_of(content)
    return root is not None and local_name(root) == "xliff" and etree.QName(root).namespace != _OLDER


def _is_known(root: etree._Element) -> bool:
    """Whether the root element is that of XLIFF 2.0 or 2.1, which share a namespace."""
    return root.tag == _tag("xliff") and root.get("version", "").startswith("2.")


def read(content: bytes, path: str) -> Bundle:
    """The units of a file, and what is wrong with it."""
    root = parse(content, path)
    if isinstance(root, Diagnostic):
        return Bundle("", "", "", (), (root,))
    if not _is_known(root):
        finding = Diagnostic(
            located(root, path), "exchange-strange", "is not an XLIFF file of version 2.0 or 2.1",
            {"version": root.get("version") or "—", "namespace": root.nsmap.get(root.prefix) or "—"},
            hint="It says: version {version}, namespace {namespace}. Save it as XLIFF 2.1 or 1.2 in the tool it comes "
            "from.",
        )
        return Bundle("", "", "", (), (finding,))
    files = {file: dict(_metadata(file)) for file in root.iterchildren(_tag("file"))}
    found = [item for file in files for element in file.iter(_tag("unit")) for item in _told_of(element, path)]
    name = next((told["name"] for told in files.values() if "name" in told), "")
    problems = tuple(item for item in found if isinstance(item, Diagnostic))
    head = Bundle(name, root.get("srcLang", ""), root.get("trgLang", ""), (), problems)
    uuids = {file.get("original", ""): told.get("uuid", "") for file, told in files.items()}
    return bundled(head, [item for item in found if isinstance(item, Unit)], uuids, path)


def _metadata(element: etree._Element) -> Iterator[tuple[str, str]]:
    for group in element.iterfind(f"{_tag('mda:metadata')}/{_tag('mda:metaGroup')}[@category='{_OURS}']"):
        for meta in group.iterchildren(_tag("mda:meta")):
            yield meta.get("type", ""), meta.text or ""


def _told_of(element: etree._Element, path: str) -> Iterator[Unit | Diagnostic]:
    """The unit in an element, and what is wrong with it."""
    unit = _unit(element, path)
    yield unit
    if isinstance(unit, Unit):
        states = (segment.get("state", "initial") for segment in element.iterchildren(_tag("segment")))
        yield from strange_states(unit, states, _STATES)


def _unit(element: etree._Element, path: str) -> Unit | Diagnostic:
    """The unit in an element, or why it is not read. Its state is the one that the file tells."""
    key, where = _name(element), located(element, path)
    segments = [*element.iterchildren(_tag("segment"), _tag("ignorable"))]
    targets = [target for segment in segments if (target := segment.find(_tag("target"))) is not None]
    markup = next((part for target in targets for part in target.iterdescendants() if part.tag not in _MARKERS), None)
    if markup is not None:
        return Diagnostic(
            located(markup, path), "exchange-markup",
            "the translation of {key} has markup (<{name}>), which no text of ours has",
            {"key": key, "name": local_name(markup)},
            hint="Delete the tag in the translation tool, and keep the words.",
        )
    if any(target.get("order") for target in targets):
        return Diagnostic(
            where, "exchange-order", "the segments of {key} were put in another order", {"key": key},
            hint="Join them to one segment in the translation tool.",
        )
    notes = [(note.get("category", ""), _words(note)) for note in element.iter(_tag("note"))]
    told = dict(reversed(notes))  # ours stand first
    limit = element.get(_tag("slr:sizeRestriction"), "").rpartition(",")[2]
    return Unit(
        key, "".join(_words(segment.find(_tag("source"))) for segment in segments), _target(segments),
        _told(segments), dict(_metadata(element)).get("base", ""), told.get("context", ""),
        told.get("original", ""), told.get("previous", ""),
        "\n".join(words for category, words in notes if words and category not in _NOTES),
        int(limit) if limit.isdecimal() and len(limit) < 10 else 0, tuple(_terms(element)),
        tuple(_suggestions(element)), where,
    )


def _name(unit: etree._Element) -> str:
    """The key: the `name`; where a tool has left that out, the `id` tells it."""
    file = next(unit.iterancestors(_tag("file")))
    return unit.get("name") or f"{file.get('original', '')}#{_key(unit.get('id', ''))}"


def _words(element: etree._Element | None) -> str:
    return "".join(element.itertext()) if element is not None else ""  # type: ignore[arg-type]  # the stubs allow bytes


def _target(segments: list[etree._Element]) -> str:
    """The words of all segments; what stands between them is that of the source where no tool has translated it."""
    words = []
    for segment in segments:
        target = segment.find(_tag("target"))
        between = segment.tag == _tag("ignorable") and target is None
        words.append(_words(segment.find(_tag("source")) if between else target))
    return "".join(words) if any(segment.find(_tag("target")) is not None for segment in segments) else ""


def _told(segments: list[etree._Element]) -> str:
    """The least of the states of the segments; one without words among others leaves a draft."""
    parts = [segment for segment in segments if segment.tag == _tag("segment")]
    told = {_told_by(part) for part in parts}
    if len({bool(_words(part.find(_tag("target")))) for part in parts}) > 1:
        told.add("draft")
    return min(told, key=STATES.index, default=UNTRANSLATED)


def _told_by(segment: etree._Element) -> str:
    prefix, _, own = segment.get("subState", "").partition(":")
    state = segment.get("state", "initial")
    if prefix == _OURS and own in STATES and _STATE.get(own, "initial") == state:
        return own
    return _TOLD.get(state, "draft")


def _terms(unit: etree._Element) -> Iterator[Hit]:
    for entry in unit.iterfind(f"{_tag('gls:glossary')}/{_tag('gls:glossEntry')}"):
        forbidden = tuple(words for kind, words in _metadata(entry) if kind == "forbidden")
        source, target = _words(entry.find(_tag("gls:term"))), _words(entry.find(_tag("gls:translation")))
        yield Hit(source, target, _words(entry.find(_tag("gls:definition"))), forbidden)


def _suggestions(unit: etree._Element) -> Iterator[Suggestion]:
    for match in unit.iterfind(f"{_tag('mtc:matches')}/{_tag('mtc:match')}"):
        source, target = _words(match.find(_tag("source"))), _words(match.find(_tag("target")))
        yield Suggestion(target, source, _score(match.get("similarity", "")), match.get("origin", ""))


def _score(similarity: str) -> float:
    try:
        score = float(Decimal(similarity) / 100)
    except ArithmeticError:
        return 0.0
    return score if 0 <= score <= 1 else 0.0
