"""The same words have the same translation, and different names stay different.

A reader who finds one title in two wordings looks for the difference. Where the same source words stand in
texts of the same kind (a name, a title, a sentence), their translations are to be the same, wherever they
stand; told is each that differs from the most frequent one. And where two names of one standard differ in the
source, they must differ in the translation, or two courses become one. Labels are put for one place each and
are left alone, and so is the case of letters.

Good:
    professional:
      curriculum:
        courses: [{id: C101, name: 电路}, {id: C201, name: 模拟电路}]
    translations:
      en:
        demo/professional#C101/name: "Circuits"
        demo/professional#C201/name: "Analogue circuits"
Bad:
    professional:
      goal:
        - {id: GO1, text: 能使用示波器。}
        - {id: GO2, text: 能使用示波器。}
    translations:
      ru:
        demo/professional#GO1/text: "Умеет пользоваться осциллографом."
        demo/professional#GO2/text: "Владеет осциллографом."
Bad:
    professional:
      curriculum:
        courses: [{id: C101, name: 电路}, {id: C201, name: 模拟电路}]
    translations:
      uz-Latn:
        demo/professional#C101/name: "Elektr zanjirlar"
        demo/professional#C201/name: "Elektr zanjirlar"
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from curricula.diagnostics import Diagnostic, Where
from curricula.pairs import Bitext

_NAMES = ("/name", "/title")
_LABEL = "/label"


class Notes(NamedTuple):
    """What is compared of the translations in one catalogue: words, keys and lines of each, in one order.

    `names` are the positions of those that are names or titles.
    """

    language: str
    path: str
    sources: tuple[str, ...]
    words: tuple[str, ...]
    keys: tuple[str, ...]
    lines: Sequence[int]
    names: Sequence[int]

    def at(self, number: int) -> "_Note":
        """One of them."""
        where = Where(self.path, self.lines[number], 1)
        return _Note(self.language, self.sources[number], self.words[number], self.keys[number], where)


class _Note(NamedTuple):
    language: str
    source: str
    words: str
    key: str
    where: Where


def note(bitexts: Iterable[Bitext]) -> list[Notes]:
    """What is to be known of some translations, so that they can be compared with all others."""
    return [_noted(found) for found in bitexts]


def _noted(found: Bitext) -> Notes:
    keys = tuple([message.key for message in found.messages])
    return Notes(
        found.language, found.path, tuple([text.words for text in found.sources]),
        tuple([message.words for message in found.messages]), keys,
        array("I", [message.where.line for message in found.messages]),
        array("I", [number for number, key in enumerate(keys) if key.endswith(_NAMES)]),
    )


def judge(notes: Iterable[Notes]) -> Iterator[Diagnostic]:
    """Translations of the same words that differ, and of different names that do not."""
    given = list(notes)
    yield from _different(_grouped(given, _suspicious(given)))
    names: dict[tuple[str, str, str, str], tuple[Notes, int]] = {}
    for catalogue in given:
        for number in catalogue.names:
            document, _, rest = catalogue.keys[number].partition("#")
            kind = (catalogue.language, document, rest.rpartition("/")[2], catalogue.words[number])
            other, place = names.setdefault(kind, (catalogue, number))
            if other.sources[place] != catalogue.sources[number]:
                first, item = other.at(place), catalogue.at(number)
                if not _alike(first, item):
                    yield _merged(first, item)


def _suspicious(given: Iterable[Notes]) -> set[tuple[str, str]]:
    """Languages and source words with more than one translation, whatever their kind: hardly any."""
    first: dict[str, dict[str, str]] = defaultdict(dict)
    found = set()
    for catalogue in given:
        known = first[catalogue.language]
        for source, words in zip(catalogue.sources, catalogue.words, strict=True):
            if known.setdefault(source, words) != words:
                found.add((catalogue.language, source))
    return found


_Group = tuple[str, str, str]  # target language, source words, kind


def _grouped(given: Iterable[Notes], wanted: set[tuple[str, str]]) -> Mapping[_Group, Sequence[_Note]]:
    groups: dict[_Group, list[_Note]] = defaultdict(list)
    for catalogue in given if wanted else ():
        for number, source in enumerate(catalogue.sources):
            key = catalogue.keys[number]
            if (catalogue.language, source) in wanted and not key.endswith(_LABEL):
                groups[catalogue.language, source, key.rpartition("/")[2]].append(catalogue.at(number))
    return groups


def _different(groups: Mapping[_Group, Sequence[_Note]]) -> Iterator[Diagnostic]:
    for group in groups.values():
        counted = Counter(item.words.casefold() for item in group)
        usual = counted.most_common(1)[0][0]  # of equally frequent ones the first
        model = next(item for item in group if item.words.casefold() == usual)
        for item in group:
            if item.words.casefold() != usual:
                yield Diagnostic(
                    item.where, "same-words-same-translation",
                    "“{source}” is “{found}” here and “{other}” at {place}",
                    {
                        "source": _short(item.source), "found": _short(item.words),
                        "other": _short(model.words), "place": model.key,
                    },
                    hint="Write the same words in both places, or different ones in the source.", severity="warning",
                )


def _alike(one: _Note, other: _Note) -> bool:
    """Whether two names differ in nothing that is read: case, marks, spaces."""
    first, second = ("".join(filter(str.isalnum, item.source.casefold())) for item in (one, other))
    return first == second


def _merged(first: _Note, item: _Note) -> Diagnostic:
    return Diagnostic(
        item.where, "same-words-same-translation",
        "“{source}” and “{other}” ({place}) are both “{words}” in this language",
        {
            "source": _short(item.source), "other": _short(first.source),
            "place": first.key.partition("#")[2], "words": _short(item.words),
        },
        hint="Two things of one standard need two names.", severity="warning",
    )


def _short(words: str) -> str:
    return words if len(words) <= 40 else f"{words[:39]}…"
