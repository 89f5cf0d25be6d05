"""A translation memory in TMX 1.4, for OmegaT, memoQ, Trados and any other translation tool.

It carries what was translated before, not what is to be translated: pairs of words. A unit (`tu`) has the
words in the source language and in all others; `tuid` is the key of the text, and two properties of our own
keep its kind and state. A memory may have several translations of the same words: all of them are kept.

Others' memories are read too, from TMX 1.1 on. Texts here have no formatting: of the inline elements that
stand for it (`bpt`, `ept`, `it`, `hi`) only the words within `hi` are kept, with a finding. Where an element
stands for words (`ph`, `ut`), the pair is left out, with a finding. Not read: notes, dates, names of people.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from curricula.diagnostics import N_, Diagnostic, Where
from curricula.memory import CONFIRMED, Entry
from curricula.xmlreading import located, parse, root_of, written

SUFFIX = "tmx"
MEDIA_TYPE = "application/x-tmx+xml"
CARRIES = "memory"

_DOCTYPE = '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_KIND, _STATE = "x-kind", "x-state"
_EVERY = "*all*"  # the source language of a file whose units differ in it
_WORDS_KEPT = ("hi",)
_FORMATTING = ("bpt", "ept", "it", *_WORDS_KEPT)
_LEFT_OUT = {
    "language": N_("translations without a language, which are left out: {number}; this is the first"),
    "alone": N_("units with words in one language only, which are left out: {number}; this is the first"),
    "code": N_("units with codes in the place of words, which are left out: {number}; this is the first"),
    "formatting": N_("units with formatting, which is taken off: {number}; this is the first"),
}


@dataclass
class _Judged:
    """What is told of the units of a file: how many units have something, and the place of the first."""

    numbers: Counter[str] = field(default_factory=Counter)
    first: dict[str, Where] = field(default_factory=dict)

    def note(self, what: str, where: Where) -> None:
        self.numbers[what] += 1
        self.first.setdefault(what, where)

    def told(self) -> Iterator[Diagnostic]:
        for what, where in self.first.items():
            number = self.numbers[what]
            yield Diagnostic(where, "exchange-memory", _LEFT_OUT[what], {"number": number}, severity="warning")


def write(entries: Iterable[Entry]) -> bytes:
    """The file: units in order of key and words, each pair once, without dates."""
    units: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for entry in sorted(set(entries), key=_order):
        facts = (entry.origin, entry.source_language, entry.source, entry.kind, entry.state)
        units.setdefault(facts, []).append((entry.locale, entry.target))
    languages = sorted({language for _, language, _, _, _ in units})
    root = etree.Element("tmx", version="1.4")
    etree.SubElement(root, "header", {
        "creationtool": "Curricula", "creationtoolversion": "1", "segtype": "block", "o-tmf": "Curricula",
        "adminlang": "en", "srclang": languages[0] if len(languages) == 1 else _EVERY, "datatype": "plaintext",
    })
    body = etree.SubElement(root, "body")
    for (origin, language, source, kind, state), targets in units.items():
        unit = etree.SubElement(body, "tu", {**({"tuid": origin} if origin else {}), "srclang": language})
        for name, value in ((_KIND, kind), (_STATE, state)):
            if value:
                etree.SubElement(unit, "prop", type=name).text = value
        for locale, words in ((language, source), *targets):
            variant = etree.SubElement(unit, "tuv", {_LANGUAGE: locale})
            etree.SubElement(variant, "seg").text = words
    return written(root, _DOCTYPE)


def is_mine(content: bytes) -> bool:
    """Whether the root element is that of TMX."""
    root = root_of(content)
    return root is not None and root.tag == "tmx"


def read(content: bytes, path: str) -> tuple[tuple[Entry, ...], tuple[Diagnostic, ...]]:
    """The pairs in a file, under the language tags of the file, and what could not be understood."""
    root = parse(content, path, doctype=True)
    if isinstance(root, Diagnostic):
        return (), (root,)
    header, body = root.find("header"), root.find("body")
    if root.tag != "tmx" or body is None:
        return (), (Diagnostic(
            Where(path, 1, 1), "exchange-memory", "is not a translation memory: {name} has no {missing}",
            {"name": root.tag, "missing": "body" if root.tag == "tmx" else "tmx"},
            hint="Export the memory as TMX 1.4.",
        ),)
    judged = _Judged()
    language = header.get("srclang", _EVERY) if header is not None else _EVERY
    found = [entry for unit in body.iterchildren("tu") for entry in _unit(unit, language, path, judged)]
    return tuple(dict.fromkeys(found)), tuple(judged.told())


def _order(entry: Entry) -> tuple[str, ...]:
    return (
        entry.origin, entry.source_language, entry.source, entry.kind, entry.state, entry.locale, entry.target,
    )


def _unit(unit: etree._Element, language: str, path: str, judged: _Judged) -> Iterator[Entry]:
    """The pairs of one unit: of the words in its source language, or the first, with those in each other one."""
    where = located(unit, path)
    variants, coded = [], False
    formatted = False
    for variant in unit.iterchildren("tuv"):
        tag = (variant.get(_LANGUAGE) or variant.get("lang") or "").strip()
        segment = variant.find("seg")
        if not tag:
            judged.note("language", located(variant, path))
        elif segment is not None and _words(segment).strip():
            inside = {element.tag for element in segment.iterdescendants()}
            formatted |= bool(inside)
            coded |= not inside <= set(_FORMATTING)
            variants.append((tag, _words(segment)))
    wanted = _plain(unit.get("srclang") or language)
    source = next((item for item in variants if _plain(item[0]) == wanted), None) or next(
        (item for item in variants if _plain(item[0]).partition("-")[0] == wanted.partition("-")[0]),
        variants[0] if variants else None,
    )
    others = [item for item in variants if source and _plain(item[0]) != _plain(source[0])]
    if coded or not source or not others:
        judged.note("code" if coded else "alone", where)
        return
    if formatted:
        judged.note("formatting", where)
    properties = {prop.get("type"): prop.text or "" for prop in unit.iterchildren("prop")}
    state = properties.get(_STATE, "")
    for _, asked in (item for item in variants if item[0] == source[0]):
        for locale, words in others:
            yield Entry(
                asked, source[0], words, locale, unit.get("tuid", ""), properties.get(_KIND, ""),
                state if state in CONFIRMED else "imported",
            )


def _plain(tag: str) -> str:
    return tag.replace("_", "-").lower()


def _words(segment: etree._Element) -> str:
    """The words of a segment without its formatting."""
    found = [segment.text or ""]
    for element in segment:
        if element.tag in _WORDS_KEPT:
            found.append(_words(element))
        found.append(element.tail or "")
    return "".join(found)
