"""XLIFF 1.2 (strict), for Weblate, Virtaal, OmegaT (with its Okapi filters) and older Trados Studio and memoQ.

Each document is a `<file>`, each text a `<trans-unit>` with the key as its `id` and `resname`. Words that
need work have the state `needs-translation`, which Weblate too shows as such (not so `needs-review-…`); all
others are `approved="yes"`, as Virtaal and others show everything else as in need of work. Our own state is the
`state-qualifier`, which counts as long as the tool leaves the state beside it as it is. Where the tool turns to
`approved="no"`, the translator has marked a draft. The previous source of a stale target and the suggestions
are `<alt-trans>`, the context a `<context-group>` and, for tools that show notes alone, a note; the
hashes are the `extradata` of a unit.

Not read back: terms, which are notes to be shown; scores finer than a whole per cent; documents without
units; a place of a unit within another document than its key names. Notes of a tool are read as the
translator's, each on lines of its own.
"""

from collections.abc import Iterator

from lxml import etree

from curricula.diagnostics import Diagnostic
from curricula.handover import hit_words, touched
from curricula.returned import KEY, bundled, strange_states
from curricula.reviews import STATES
from curricula.units import Bundle, Part, Suggestion, Unit
from curricula.xmlreading import local_name, located, parse, root_of, written

SUFFIX = "xlf"
MEDIA_TYPE = "application/x-xliff+xml"

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_OURS = "x-curricula-"
_STATE = {"derived": "translated", "translated": "translated", "reviewed": "signed-off", "approved": "final"}
_STATES = (
    "new", "needs-translation", "needs-adaptation", "needs-l10n", "needs-review-translation",
    "needs-review-adaptation", "needs-review-l10n", "translated", "signed-off", "final",
)
_TOLD = {"translated": "translated", "signed-off": "reviewed", "final": "reviewed"}
_MACHINE = "mt-suggestion"  # the format's own word for it
_NOTES = ("context", "original", "term")  # ours; every other note is the translator's


def write(bundle: Bundle) -> bytes:
    """The file, without dates: equal bundles are equal bytes."""
    root = etree.Element(_tag("xliff"), nsmap={None: NAMESPACE})  # type: ignore[dict-item]  # the stubs want a prefix
    root.set("version", "1.2")
    for part in bundle.parts:
        if part.units:
            _add_file(root, part, bundle)
    return written(root)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _add(parent: etree._Element, tag: str, words: str | None = None, /, **attributes: str) -> etree._Element:
    """A child with these attributes, those without a value left out; `_` stands for `-` in their names."""
    given = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items() if value}
    child = etree.SubElement(parent, _tag(tag), given)
    child.text = words
    return child


def _add_file(root: etree._Element, part: Part, bundle: Bundle) -> None:
    file = _add(
        root, "file", original=part.document, source_language=bundle.source_language, target_language=bundle.locale,
        datatype="plaintext", product_name=bundle.name,
    )
    if part.uuid:
        _add(_add(file, "header"), "note", part.uuid, from_="uuid")
    body = _add(file, "body")
    for unit in part.units:
        _add_unit(body, unit)


def _add_unit(body: etree._Element, unit: Unit) -> None:
    element = _add(body, "trans-unit", id=unit.key, resname=unit.key, extradata=unit.base)
    element.set(_SPACE, "preserve")
    if unit.target and unit.state in _STATE:
        element.set("approved", "yes")
    if unit.limit:
        element.set("maxwidth", str(unit.limit))
        element.set("size-unit", "char")
    _add(element, "source", unit.source)
    state = _STATE.get(unit.state, "needs-translation") if unit.target else "needs-translation"
    qualifier = _MACHINE if unit.state == "machine" else f"{_OURS}{unit.state}"
    _add(element, "target", unit.target, state=state, state_qualifier=qualifier)
    if unit.context:
        _add(_add(element, "context-group", purpose="information"), "context", unit.context, context_type="x-context")
    told = [("context", unit.context), ("original", unit.original)]
    told += [*(("term", hit_words(hit)) for hit in unit.terms), ("translator", unit.note)]
    for author, words in told:
        if words:
            _add(element, "note", words, from_=author)
    if unit.previous:
        _add_alternative(element, unit.previous, unit.target, alttranstype="previous-version")
    for item in unit.suggestions:
        quality = f"{item.score:.0%}"
        _add_alternative(
            element, item.source, item.words, alttranstype="proposal", match_quality=quality, origin=item.origin
        )


def _add_alternative(unit: etree._Element, source: str, target: str, **attributes: str) -> None:
    element = _add(unit, "alt-trans", **attributes)
    element.set(_SPACE, "preserve")
    _add(element, "source", source)
    _add(element, "target", target)


def is_mine(content: bytes) -> bool:
    """Whether the root element is that of XLIFF 1.2."""
    root = root_of(content)
    return root is not None and root.tag == _tag("xliff")


def read(content: bytes, path: str) -> Bundle:
    """The units of a file, and what is wrong with it."""
    root = parse(content, path)
    if isinstance(root, Diagnostic):
        return Bundle("", "", "", (), (root,))
    if root.tag != _tag("xliff"):
        finding = Diagnostic(located(root, path), "exchange-strange", "is not an XLIFF file of version 1.2")
        return Bundle("", "", "", (), (finding,))
    files = [*root.iterchildren(_tag("file"))]
    languages = _languages(files[0]) if files else ("", "")
    found: list[Unit | Diagnostic] = []
    for file in files:
        if _languages(file) == languages:
            found += (item for element in file.iter(_tag("trans-unit")) for item in _told_of(element, path))
        else:
            found.append(Diagnostic(
                located(file, path), "exchange-languages", "{file} is in other languages than what stands before it",
                {"file": file.get("original", "")}, hint="Import each pair of languages from a file of its own.",
            ))
    name = next((file.get("product-name", "") for file in files if file.get("product-name")), "")
    problems = tuple(item for item in found if isinstance(item, Diagnostic))
    uuids = {file.get("original", ""): _uuid(file) for file in files}
    head = Bundle(name, *languages, (), problems)
    return bundled(head, [item for item in found if isinstance(item, Unit)], uuids, path)


def _languages(file: etree._Element) -> tuple[str, str]:
    return file.get("source-language", ""), file.get("target-language", "")


def _uuid(file: etree._Element) -> str:
    notes = file.iterfind(f"{_tag('header')}/{_tag('note')}[@from='uuid']")
    return next((_words(note).strip() for note in notes), "")


def _told_of(element: etree._Element, path: str) -> Iterator[Unit | Diagnostic]:
    """The unit in an element, and what is wrong with it."""
    unit, target = _unit(element, path), element.find(_tag("target"))
    yield unit
    if isinstance(unit, Unit) and target is not None and target.get("state"):
        yield from strange_states(unit, (target.get("state", ""),), _STATES)


def _unit(element: etree._Element, path: str) -> Unit | Diagnostic:
    """The unit in an element, or why it is not read. Its state is the one that the file tells."""
    names = (element.get("resname", ""), element.get("id", ""))
    key = next((name for name in names if KEY.fullmatch(name)), names[0] or names[1])
    target = element.find(_tag("target"))
    inner = target.iterdescendants() if target is not None else ()
    markup = next((part for part in inner if part.tag != _tag("mrk")), None)
    if markup is not None:
        return Diagnostic(
            located(markup, path), "exchange-markup",
            "the translation of {key} has markup (<{name}>), which no text of ours has",
            {"key": key, "name": local_name(markup)},
            hint="Delete the tag in the translation tool, and keep the words.",
        )
    notes = [(note.get("from", ""), _words(note)) for note in element.iterchildren(_tag("note"))]
    told = dict(notes)
    context = element.find(f"{_tag('context-group')}/{_tag('context')}[@context-type='x-context']")
    previous = element.find(f"{_tag('alt-trans')}[@alttranstype='previous-version']/{_tag('source')}")
    limit = element.get("maxwidth", "") if element.get("size-unit") == "char" else ""
    return Unit(
        key, _words(element.find(_tag("source"))), _words(target), _told(element, target),
        element.get("extradata", ""), _words(context) or told.get("context", ""), told.get("original", ""),
        _words(previous), "\n".join(words for author, words in notes if words and author not in _NOTES),
        int(limit) if limit.isdecimal() and len(limit) < 10 else 0, (), tuple(_suggestions(element)),
        located(element, path),
    )


def _words(element: etree._Element | None) -> str:
    return "".join(element.itertext()) if element is not None else ""  # type: ignore[arg-type]  # the stubs allow bytes


def _told(unit: etree._Element, target: etree._Element | None) -> str:
    """The state: ours where it agrees with what the tool says, else that of the tool."""
    if target is None:
        return "draft"
    approved, state, qualifier = unit.get("approved"), target.get("state", ""), target.get("state-qualifier", "")
    own = "machine" if qualifier == _MACHINE else qualifier.removeprefix(_OURS)
    handed = _STATE.get(own, "needs-translation") if own in STATES else ""
    if approved == "no" and not _edited_in_weblate(unit, target, handed):
        return "draft"
    if own in _STATE and (state == handed or (approved == "yes" and not state)):
        return own
    if state == handed:
        return "translated" if approved == "yes" else own  # it had no such mark when it was handed out
    if approved == "yes" and state == "final":
        return "approved"
    return _TOLD.get(state, "draft") if state else "translated"


def _edited_in_weblate(unit: etree._Element, target: etree._Element, handed: str) -> bool:
    """Whether `approved="no"` says no more than that nobody has approved new words or a new state.

    Weblate writes it beside the state `translated`; everybody else who writes it marks a doubt.
    """
    state = target.get("state", "")
    return state in _TOLD and (state != handed or touched(_words(target), unit.get("extradata", "")))


def _suggestions(unit: etree._Element) -> Iterator[Suggestion]:
    for element in unit.iterchildren(_tag("alt-trans")):
        if element.get("alttranstype", "proposal") == "proposal":
            source, target = _words(element.find(_tag("source"))), _words(element.find(_tag("target")))
            yield Suggestion(target, source, _score(element.get("match-quality", "")), element.get("origin", ""))


def _score(quality: str) -> float:
    try:
        score = float(quality.rstrip("% ")) / 100
    except ValueError:
        return 0.0
    return score if 0 <= score <= 1 else 0.0
