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

from curricula.diagnostics import Diagnostic
from curricula.pairs import Pair

_NAMES = ("name", "title")
_LABEL = "label"


def review(pairs: Iterable[Pair]) -> Iterator[Diagnostic]:
    """Translations of the same words that differ, and of different names that do not."""
    given = list(pairs)
    yield from _different(_grouped(given, _suspicious(given)))
    names: dict[tuple[str, str, str, str], Pair] = {}
    for pair in given:
        document, _, rest = pair.target.key.partition("#")
        field = rest.rpartition("/")[2]
        if field in _NAMES:
            first = names.setdefault((pair.target.language, document, field, pair.target.words), pair)
            if first is not pair and first.source.words != pair.source.words and not _alike(first, pair):
                yield _merged(first, pair)


def _suspicious(given: Sequence[Pair]) -> set[tuple[str, str]]:
    """Languages and source words with more than one translation, whatever their kind: hardly any."""
    first: dict[str, dict[str, str]] = defaultdict(dict)
    found = set()
    for pair in given:
        words = pair.target.words
        if first[pair.target.language].setdefault(pair.source.words, words) != words:
            found.add((pair.target.language, pair.source.words))
    return found


_Group = tuple[str, str, str]  # target language, source words, kind


def _grouped(given: Sequence[Pair], wanted: set[tuple[str, str]]) -> Mapping[_Group, Sequence[Pair]]:
    groups: dict[_Group, list[Pair]] = defaultdict(list)
    if wanted:
        for pair in given:
            if (pair.target.language, pair.source.words) in wanted:
                kind = pair.target.key.rpartition("/")[2]
                if kind != _LABEL:
                    groups[pair.target.language, pair.source.words, kind].append(pair)
    return groups


def _different(groups: Mapping[_Group, Sequence[Pair]]) -> Iterator[Diagnostic]:
    for group in groups.values():
        counted = Counter(pair.target.words.casefold() for pair in group)
        usual = counted.most_common(1)[0][0]  # of equally frequent ones the first
        model = next(pair for pair in group if pair.target.words.casefold() == usual)
        for pair in group:
            if pair.target.words.casefold() != usual:
                yield Diagnostic(
                    pair.target.where, "same-words-same-translation",
                    "“{source}” is “{found}” here and “{other}” at {place}",
                    {
                        "source": _short(pair.source.words), "found": _short(pair.target.words),
                        "other": _short(model.target.words), "place": model.target.key,
                    },
                    hint="Write the same words in both places, or different ones in the source.", severity="warning",
                )


def _alike(one: Pair, other: Pair) -> bool:
    """Whether two names differ in nothing that is read: case, marks, spaces."""
    first, second = ("".join(filter(str.isalnum, pair.source.words.casefold())) for pair in (one, other))
    return first == second


def _merged(first: Pair, pair: Pair) -> Diagnostic:
    return Diagnostic(
        pair.target.where, "same-words-same-translation",
        "“{source}” and “{other}” ({place}) are both “{words}” in this language",
        {
            "source": _short(pair.source.words), "other": _short(first.source.words),
            "place": first.target.key.partition("#")[2], "words": _short(pair.target.words),
        },
        hint="Two things of one standard need two names.", severity="warning",
    )


def _short(words: str) -> str:
    return words if len(words) <= 40 else f"{words[:39]}…"
