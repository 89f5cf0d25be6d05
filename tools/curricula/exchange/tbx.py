"""The terms of the field in TBX-Basic (ISO 30042:2019, style DCA), for terminology tools.

A concept has its id, domain and definition; each language of it has its terms: preferred, admitted (other
forms and accepted broader words) or deprecated (forbidden variants), and a note. Read are all dialects of the
standard, in both styles, and those of its first edition (`martif`), with the parts of them that TBX-Basic
has. Where no term of a language is preferred, the first is that is not deprecated.

Not carried: the difference between forms and accepted words, which come back as forms; the longer words in
which a term is something else (`not_in`); the words that make a provision binding. Of the parts of speech
`phrase` is `other` there.
"""

from collections.abc import Iterator

from lxml import etree

from curricula.diagnostics import N_, Diagnostic, Where
from curricula.model.settings import Term, Terminology, TermWords
from curricula.xmlreading import local_name, located, parse, root_of, written

SUFFIX = "tbx"
MEDIA_TYPE = "application/x-tbx"
CARRIES = "terms"

_SPACE = "urn:iso:std:iso:30042:ed-2"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_ROOTS = ("tbx", "martif")
_CONCEPTS = ("conceptEntry", "termEntry")
_LANGUAGES = ("langSec", "langSet")
_TERMS = ("termSec", "tig", "ntig")
_PREFERRED, _ADMITTED, _DEPRECATED = (f"{name}Term-admn-sts" for name in ("preferred", "admitted", "deprecated"))
_STATUS = {"preferred": _PREFERRED, "admitted": _ADMITTED, "deprecated": _DEPRECATED, "superseded": _DEPRECATED}
_OTHER, _PHRASE = "other", "phrase"
_CODE = "exchange-term"
_WITHOUT = {
    "id": N_("the concept has no id and is left out"),
    "twice": N_("the concept {id} stands twice, first on line {line}, and is left out here"),
    "language": N_("the concept {id} has terms without a language, which are left out"),
    "terms": N_("the concept {id} has no term in any language and is left out"),
    "preferred": N_("{id} has a second preferred term in {language}, “{term}”, which is taken for an admitted one"),
}


def write(terminology: Terminology) -> bytes:
    """The file: concepts and languages in the order of the terminology, without dates."""
    attributes = {"type": "TBX-Basic", "style": "dca", _LANGUAGE: "en"}
    root = etree.Element(_tag("tbx"), attributes, nsmap={None: _SPACE})  # type: ignore[dict-item]  # the stubs want a prefix
    described = _below(_below(root, "tbxHeader"), "fileDesc")
    _below(_below(described, "titleStmt"), "title", "Terminology")
    _below(_below(described, "sourceDesc"), "p", "Curricula")
    body = _below(_below(root, "text"), "body")
    for term in terminology.terms:
        concept = _below(body, "conceptEntry", id=term.id)
        _below(concept, "descrip", term.domain, type="subjectField")
        _below(concept, "descrip", term.definition, type="definition")
        part_of_speech = _OTHER if term.part_of_speech == _PHRASE else term.part_of_speech
        for tag, words in term.terms.items():
            language = _below(concept, "langSec")
            language.set(_LANGUAGE, tag)
            if words.note:
                _below(language, "note", words.note)
            for status, written_as in _by_status(words):
                section = _below(language, "termSec")
                _below(section, "term", written_as)
                _below(section, "termNote", part_of_speech, type="partOfSpeech")
                _below(section, "termNote", status, type="administrativeStatus")
    return written(root)


def is_mine(content: bytes) -> bool:
    """Whether the root element is that of TBX, in either edition."""
    root = root_of(content)
    return root is not None and local_name(root) in _ROOTS


def read(content: bytes, path: str) -> tuple[tuple[Term, ...], tuple[Diagnostic, ...]]:
    """The concepts in a file, under the language tags of the file, and what could not be understood.

    What a concept lacks is empty: its domain, its definition, the term of a language that only has deprecated ones.
    """
    root = parse(content, path, doctype=True)
    if isinstance(root, Diagnostic):
        return (), (root,)
    if local_name(root) not in _ROOTS:
        return (), (Diagnostic(
            Where(path, 1, 1), _CODE, "is not a terminology: the root element is {name}", {"name": local_name(root)},
            hint="Export the terms as TBX-Basic.",
        ),)
    found: dict[str, Term] = {}
    problems: list[Diagnostic] = []
    for element in root.iter("{*}conceptEntry", "{*}termEntry"):
        term = _concept(element, path, problems)
        if not term.id:
            problems.append(_finding(term.where, "id"))
        elif term.id in found:
            problems.append(_finding(term.where, "twice", id=term.id, line=found[term.id].where.line))
        elif not term.terms:
            problems.append(_finding(term.where, "terms", id=term.id))
        else:
            found[term.id] = term
    return tuple(found.values()), tuple(problems)


def _tag(name: str) -> str:
    return f"{{{_SPACE}}}{name}"


def _below(parent: etree._Element, name: str, words: str | None = None, **attributes: str) -> etree._Element:
    """A new element in `parent`, with these words and attributes."""
    element = etree.SubElement(parent, _tag(name), attributes)
    element.text = words
    return element


def _by_status(words: TermWords) -> Iterator[tuple[str, str]]:
    yield _PREFERRED, words.term
    yield from ((_ADMITTED, form) for form in (*words.forms, *words.accepted))
    yield from ((_DEPRECATED, variant) for variant in words.forbidden)


def _finding(where: Where, what: str, **arguments: object) -> Diagnostic:
    return Diagnostic(where, _CODE, _WITHOUT[what], arguments, severity="warning")


def _words(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _given(element: etree._Element, category: str) -> str:
    """The first value of a data category in an element, not in the languages or terms below it.

    In the style DCA the category is the type of an element, in DCT it is its name; either may stand in a group.
    """
    for child in element:
        name = local_name(child)
        if child.get("type") == category or name == category:
            return _words(child)
        if name.endswith("Grp") and name not in (*_LANGUAGES, *_TERMS):
            inside = _given(child, category)
            if inside:
                return inside
    return ""


def _concept(element: etree._Element, path: str, problems: list[Diagnostic]) -> Term:
    where, name = located(element, path), element.get("id", "").strip()
    sections: dict[str, list[etree._Element]] = {}
    for section in (child for child in element if local_name(child) in _LANGUAGES):
        tag = (section.get(_LANGUAGE) or section.get("lang") or "").strip()
        sections.setdefault(tag, []).append(section)
    if "" in sections:
        problems.append(_finding(where, "language", id=name))
    terms = {tag: _language(held, problems, Where(path, where.line, 1), (name, tag)) for tag, held in sections.items()}
    holders = [element, *(section for tag, held in sections.items() if tag[:2].lower() == "en" for section in held)]
    definition = next(filter(None, (_given(holder, "definition") for holder in holders)), "")
    listed = [item for held in sections.values() for section in held for item in _listed(section)]
    speech = next(filter(None, (_given(item, "partOfSpeech").lower() for item in listed)), "")
    return Term(
        name, _given(element, "subjectField").lower(), _PHRASE if speech in (_OTHER, "adverb") else speech, definition,
        {tag: words for tag, words in terms.items() if tag and (words.term or words.forbidden)}, where,
    )


def _listed(section: etree._Element) -> list[etree._Element]:
    return [child for child in section if local_name(child) in _TERMS]


def _language(
    sections: list[etree._Element], problems: list[Diagnostic], where: Where, named: tuple[str, str]
) -> TermWords:
    """The terms of a concept in a language by their status, and the notes on them."""
    by_status: dict[str, list[str]] = {_PREFERRED: [], "": [], _ADMITTED: [], _DEPRECATED: []}
    notes: list[str] = []
    for section in sections:
        listed = _listed(section)
        notes += [_words(note) for holder in (section, *listed) for note in holder if local_name(note) == "note"]
        for item in listed:
            status, words = _given(item, "administrativeStatus").lower(), _given(item, "term")
            kind = next((kind for name, kind in _STATUS.items() if status.startswith(name)), "")
            by_status[kind] += [words] if words else []
    for second in by_status[_PREFERRED][1:]:
        problems.append(_finding(where, "preferred", id=named[0], language=named[1], term=second))
    forbidden = tuple(dict.fromkeys(by_status.pop(_DEPRECATED)))
    used = tuple(dict.fromkeys(words for held in by_status.values() for words in held))
    note = " ".join(dict.fromkeys(filter(None, notes))) or None
    return TermWords(used[0] if used else "", used[1:], forbidden=forbidden, note=note)
