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

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from curricula.diagnostics import Diagnostic, Where
from curricula.pairs import Pair

_NAMES = ("name", "title")
_LABEL = "label"


class Note(NamedTuple):
    """What is compared of a translation: words, key, and its place in its catalogue."""

    language: str
    source: str
    words: str
    key: str
    path: str
    line: int
    column: int

    @property
    def where(self) -> Where:
        """The place of the translation."""
        return Where(self.path, self.line, self.column)


def note(pairs: Iterable[Pair]) -> list[Note]:
    """What is to be known of some translations, so that they can be compared with all others."""
    known: dict[str, str] = {}  # equal words are handed over once
    return [
        Note(
            target.language, pair.source.words, known.setdefault(target.words, target.words), target.key,
            target.where.path, target.where.line, target.where.column,
        )
        for pair in pairs for target in (pair.target,)
    ]


def judge(notes: Iterable[Note]) -> Iterator[Diagnostic]:
    """Translations of the same words that differ, and of different names that do not."""
    given = list(notes)
    yield from _different(_grouped(given, _suspicious(given)))
    names: dict[tuple[str, str, str, str], Note] = {}
    for item in given:
        document, _, rest = item.key.partition("#")
        field = rest.rpartition("/")[2]
        if field in _NAMES:
            first = names.setdefault((item.language, document, field, item.words), item)
            if first is not item and first.source != item.source and not _alike(first, item):
                yield _merged(first, item)


def review(pairs: Iterable[Pair]) -> Iterator[Diagnostic]:
    """The same for all translations at once."""
    yield from judge(note(pairs))


def _suspicious(given: Sequence[Note]) -> set[tuple[str, str]]:
    """Languages and source words with more than one translation, whatever their kind: hardly any."""
    first: dict[str, dict[str, str]] = defaultdict(dict)
    found = set()
    for item in given:
        if first[item.language].setdefault(item.source, item.words) != item.words:
            found.add((item.language, item.source))
    return found


_Group = tuple[str, str, str]  # target language, source words, kind


def _grouped(given: Sequence[Note], wanted: set[tuple[str, str]]) -> Mapping[_Group, Sequence[Note]]:
    groups: dict[_Group, list[Note]] = defaultdict(list)
    if wanted:
        for item in given:
            if (item.language, item.source) in wanted:
                kind = item.key.rpartition("/")[2]
                if kind != _LABEL:
                    groups[item.language, item.source, kind].append(item)
    return groups


def _different(groups: Mapping[_Group, Sequence[Note]]) -> Iterator[Diagnostic]:
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


def _alike(one: Note, other: Note) -> bool:
    """Whether two names differ in nothing that is read: case, marks, spaces."""
    first, second = ("".join(filter(str.isalnum, item.source.casefold())) for item in (one, other))
    return first == second


def _merged(first: Note, item: Note) -> Diagnostic:
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
