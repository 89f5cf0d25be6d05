"""The translation memory: what was translated before, found again by the same words or by similar ones.

It remembers every confirmed pair of all catalogues, also of two translations of one source, and the pairs
of files that others have given (`translations/memory/*.tmx`). For one pair of languages all of it lies in
an SQLite index below the output folder. That is a cache, named by the hash of what it was made of: a
damaged or foreign file is made anew. Similar words share parts of words: three characters of an alphabet,
two of Chinese, where a whole title may have no more than four. The sources that share the rarest parts are
the candidates, and rapidfuzz gives their score.
"""

import json
import re
import sqlite3
import unicodedata
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import Indel

from curricula.cache import Cache
from curricula.catalogue import Catalogue, Message
from curricula.diagnostics import Diagnostic, Where
from curricula.inputs import Inputs
from curricula.locales import canonical, script
from curricula.repository import Repository
from curricula.reviews import digest
from curricula.units import Suggestion

FOLDER = "translations/memory"
LIKE = 0.75  # the least likeness of words that are worth a translator's look
CONFIRMED = ("approved", "reviewed", "translated", "obsolete", "imported")  # of equal pairs the first is preferred

_IDEOGRAPHIC = ("Hans", "Hant", "Jpan", "Kore")
_MOST_SHARED = 2000  # sources looked through for parts they share; more of them find nothing that is similar
_CANDIDATES = 100  # sources that are compared; what scores 0.8 or more was among the first 40 wherever it was measured
_KEPT = 2  # origins of an equal pair: one more than the unit that asks, whose own words are no suggestion
_CYRILLIC, _LATIN = re.compile("[\u0400-\u052f]"), re.compile("[A-Za-z]")
_APOSTROPHES = str.maketrans(dict.fromkeys("‘’ʻʼ`´", "'"))
_TABLES = """
    CREATE TABLE source (id INTEGER PRIMARY KEY, words TEXT NOT NULL, plain TEXT NOT NULL);
    CREATE TABLE target (
        source INTEGER NOT NULL, kind TEXT NOT NULL, words TEXT NOT NULL, state INTEGER NOT NULL, origin TEXT NOT NULL
    );
    CREATE TABLE part (part TEXT PRIMARY KEY, number INTEGER NOT NULL, sources BLOB NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A pair of words: `source` in `source_language`, `target` in `locale`.

    `origin` is the key of the text, or what another's memory calls it; `kind` is the field of the text, `state`
    one of `CONFIRMED`.
    """

    source: str
    source_language: str
    target: str
    locale: str
    origin: str = ""
    kind: str = ""
    state: str = "translated"


Read = Callable[[bytes, str], tuple[tuple[Entry, ...], tuple[Diagnostic, ...]]]


class Memory:
    """What is remembered of one pair of languages; `opened` gives it. `problems` tell of files that cannot be read."""

    def __init__(self, base: sqlite3.Connection, size: int, problems: tuple[Diagnostic, ...]) -> None:
        self.problems = problems
        self._base = base
        self._size = size
        self._numbers: dict[str, int] = {}
        self._sources: dict[str, array[int]] = {}
        self._plain: dict[int, str] = {}

    def exact(self, source: str, kind: str, *, besides: str = "") -> list[Suggestion]:
        """The translations of the same words in fields of the same kind, the best confirmed first.

        The unit with the key `besides` does not count. More than one: the words were translated in several ways.
        """
        rows = self._base.execute(
            "SELECT target.words, state, origin FROM source JOIN target ON target.source = source.id"
            " WHERE source.words = ? AND kind = ? AND origin != ?", (source, kind, besides),
        )
        return _best(((1.0, state, origin, words, source) for words, state, origin in rows))

    def similar(
        self, source: str, n: int = 3, at_least: float = LIKE, *, besides: str = ""
    ) -> list[Suggestion]:
        """At most `n` translations of words like these, the best first; without those of the unit `besides`.

        The score is the part of the characters that both wordings have in the same order, apart from case,
        width and spaces. Of equal ones, the best confirmed comes first, then the first origin. 1 is for the
        same words alone.
        """
        near = self._near(plain(source), at_least)
        rows = self._found(
            "SELECT source.id, source.words, target.words, state, origin FROM {asked} JOIN source ON source.id = value"
            " JOIN target ON target.source = source.id", near,
        )
        return _best(
            (1.0 if words == source else min(round(near[number], 3), 0.99), state, origin, target, words)
            for number, words, target, state, origin in rows if origin != besides
        )[:n]

    def _found(self, query: str, values: Iterable[object]) -> Iterator[tuple[Any, ...]]:
        """The rows that a query finds for values, each looked up by itself: `{asked}` stands for them in the query."""
        asked = json.dumps(list(values))
        # A cross join is done from left to right; otherwise the whole table may be read for a handful of values.
        return self._base.execute(query.replace("{asked} JOIN", "json_each(?) CROSS JOIN"), (asked,))

    def containing(self, source: str, n: int = 3, *, besides: str = "") -> list[Suggestion]:
        """At most `n` translations of texts that have these words in them, the shortest text first."""
        asked = plain(source)
        rows = self._base.execute(
            "SELECT source.plain, source.words, target.words, state, origin FROM source JOIN target"
            " ON target.source = source.id WHERE instr(source.plain, ?) AND origin != ?"
            " ORDER BY length(source.plain), source.plain, state, origin, target.words LIMIT ?",
            (asked, besides, n * _CANDIDATES),
        )
        found: dict[str, Suggestion] = {}
        for other, words, target, _, origin in rows:
            score = round(Indel.normalized_similarity(asked, other), 3)
            found.setdefault(words, Suggestion(target, words, score, origin))
        return list(found.values())[:n]

    def _near(self, asked: str, at_least: float) -> dict[int, float]:
        """The sources that are like `asked`, each with its score."""
        candidates = self._candidates(parts(asked, self._size))
        unknown = [number for number in candidates if number not in self._plain]
        self._plain.update(self._found(
            "SELECT source.id, plain FROM {asked} JOIN source ON source.id = value", unknown
        ))
        choices = {number: self._plain[number] for number in candidates}
        found = process.extract(
            asked, choices, scorer=Indel.normalized_similarity, score_cutoff=at_least, limit=None
        )
        return {number: score for _, score, number in found}

    def _candidates(self, asked: set[str]) -> list[int]:
        """The sources that share most of the rarest parts."""
        unknown = [part for part in asked if part not in self._numbers]
        self._numbers.update(dict.fromkeys(unknown, 0))
        self._numbers.update(self._found("SELECT part, number FROM {asked} JOIN part ON part = value", unknown))
        rarest = sorted((self._numbers[part], part) for part in asked if self._numbers[part])
        shared = 0
        chosen: list[str] = []
        for number, part in rarest:
            shared += number
            if chosen and shared > _MOST_SHARED:
                break
            chosen.append(part)
        missing = [part for part in chosen if part not in self._sources]
        for part, sources in self._found("SELECT part, sources FROM {asked} JOIN part ON part = value", missing):
            self._sources[part] = array("I", sources)
        counts: Counter[int] = Counter()
        for part in chosen:
            counts.update(self._sources[part])
        return sorted(counts, key=counts.__getitem__, reverse=True)[:_CANDIDATES]


@contextmanager
def opened(
    repository: Repository, source_language: str, locale: str, folder: Path, read: Read
) -> Iterator[Memory]:
    """The memory from one language into another, its index made anew where anything it was made of has changed.

    It has the catalogues of all standards, also where `repository` is limited to some. The index is kept below
    `folder`; `read` reads a TMX file. While a file cannot be read nothing is kept, so that its findings are told
    each time.
    """
    inputs = Inputs(repository.root)
    key = inputs.key(inputs.tool, source_language, locale, inputs.folder("standards"), inputs.folder("translations"))
    store = Cache(folder / "memory" / f"{source_language}.{locale}")
    content = store.get(key)
    problems: tuple[Diagnostic, ...] = ()
    size = 2 if script(source_language) in _IDEOGRAPHIC else 3
    if content is None:
        whole = repository if repository.only is None else Repository(repository.root)
        given, problems = _given(whole, source_language, locale, read)
        content = _index([*entries(whole, source_language, locale), *given], size)
        if not problems:
            store.put(key, content)
            store.prune()
    with closing(sqlite3.connect(":memory:")) as base:
        base.deserialize(content)
        yield Memory(base, size, problems)


def entries(repository: Repository, source_language: str, locale: str) -> Iterator[Entry]:
    """The confirmed pairs of all catalogues, by document and key.

    One of the two languages is that of the source, or both are translations of the same source words.
    """
    for document in repository.documents:
        languages = {text.key: text.language for text in repository.texts[document]}
        here, there = (_confirmed(repository, document, language) for language in (source_language, locale))
        for key in sorted(here.keys() | there.keys()):
            language = languages.get(key, repository.language(document))
            kind = key.rpartition("/")[2]
            one, other = here.get(key), there.get(key)
            if language == source_language and other:
                yield Entry(other[0].source, source_language, other[0].words, locale, key, kind, other[1])
            elif language == locale and one:
                yield Entry(one[0].words, source_language, one[0].source, locale, key, kind, one[1])
            elif one and other and one[0].source == other[0].source:
                yield Entry(one[0].words, source_language, other[0].words, locale, key, kind, other[1])


def kept(found: Iterable[Entry], locales: Iterable[str], path: str) -> tuple[tuple[Entry, ...], tuple[Diagnostic, ...]]:
    """Of another's memory the pairs of languages of the repository, under our tags; a finding for those left out."""
    known = tuple(locales)
    result, strange = [], Counter[str]()
    for entry in found:
        given = (entry.source_language, entry.source), (entry.locale, entry.target)
        tags = [own_tag(_by_letters(tag, words), known) for tag, words in given]
        if tags[0] and tags[1] and tags[0] != tags[1]:
            result.append(replace(entry, source_language=tags[0], locale=tags[1]))
        else:
            strange[" → ".join((entry.source_language, entry.locale))] += 1
    problems = tuple(
        Diagnostic(
            Where(path), "exchange-language", "pairs that are left out, {languages}: {number}",
            {"number": number, "languages": languages}, severity="warning",
            hint="Only pairs of two languages of the repository are remembered.",
        )
        for languages, number in sorted(strange.items())
    )
    return tuple(result), problems


def _by_letters(tag: str, words: str) -> str:
    """The tag, or that of the language in Cyrillic letters where the words have these: uz is written in both."""
    cyrillic = len(_CYRILLIC.findall(words)) > len(_LATIN.findall(words))
    return f"{canonical(tag).partition('-')[0]}-Cyrl" if tag and cyrillic else tag


def own_tag(tag: str, locales: Iterable[str]) -> str | None:
    """The locale that a tag of another program means: zh-CN is zh-Hans, EN_us is en; None for none of them."""
    named, known = canonical(tag), tuple(locales)
    if named in known:
        return named
    language = named.split("-")[0]
    return next((own for own in known if own.split("-")[0] == language and script(own) == script(named)), None)


def former(message: Message, words: str) -> Suggestion:
    """What a text's own translation, made for other source words or unconfirmed, is worth for the present ones."""
    made_for = message.previous or message.source
    like = round(Indel.normalized_similarity(plain(made_for), plain(words)), 3)
    return Suggestion(message.words, made_for, 1.0 if made_for == words else min(like, 0.99), message.key)


def plain(words: str) -> str:
    """The words without differences that are none: case, width, kinds of apostrophes and spaces."""
    return " ".join(unicodedata.normalize("NFKC", words).casefold().translate(_APOSTROPHES).split())


def parts(words: str, size: int) -> set[str]:
    """All parts of words of so many characters; the first and the last tell that they are."""
    framed = f"\2{words}\3"
    return {framed[start : start + size] for start in range(max(len(framed) - size + 1, 1))}


def _given(
    repository: Repository, source_language: str, locale: str, read: Read
) -> tuple[list[Entry], tuple[Diagnostic, ...]]:
    """The pairs that others have given, in both directions."""
    pair = (source_language, locale)
    meant = cache(partial(own_tag, locales=pair))
    found: list[Entry] = []
    problems: list[Diagnostic] = []
    for file in sorted((repository.root / FOLDER).glob("*.tmx")):
        path = file.relative_to(repository.root).as_posix()
        try:
            listed, unread = read(file.read_bytes(), path)
        except OSError as error:
            listed = ()
            unread = (Diagnostic(
                Where(path), "unreadable-file", "cannot be read: {reason}", {"reason": error.strerror or "?"}
            ),)
        problems += unread
        for entry in listed:
            origin = f"{path}#{entry.origin}" if entry.origin else path
            tags = (meant(entry.source_language), meant(entry.locale))
            if tags == pair:
                found.append(Entry(entry.source, source_language, entry.target, locale, origin, entry.kind, "imported"))
            elif tags == pair[::-1]:
                found.append(Entry(entry.target, source_language, entry.source, locale, origin, entry.kind, "imported"))
    return found, tuple(problems)


def _confirmed(repository: Repository, document: str, locale: str) -> dict[str, tuple[Message, str]]:
    """The messages of a catalogue that people have confirmed, each with how far it has come.

    A message whose key is gone is of use yet: a text with a new key may have its words.
    """
    if locale == repository.language(document):
        return {}
    catalogue = repository.catalogue(document, locale)
    if catalogue.derived:
        return {}
    records = repository.reviews(document, locale).records
    found = {}
    for key, message in {**catalogue.obsolete, **catalogue.messages}.items():
        if message.words and not message.fuzzy and key not in catalogue.outdated:
            record = records.get(key)
            current = record is not None and record.state in CONFIRMED and (record.source, record.target) == (
                digest(message.source), digest(message.words)
            )
            found[key] = (message, _state(catalogue, key, record.state if record and current else "translated"))
    return found


def _state(catalogue: Catalogue, key: str, state: str) -> str:
    return state if key in catalogue.messages else "obsolete"


def _index(found: Iterable[Entry], size: int) -> bytes:
    """The database: sources in order of their words, and of every part the sources that have it."""
    targets: dict[str, dict[tuple[str, str], set[tuple[int, str]]]] = defaultdict(lambda: defaultdict(set))
    for entry in found:
        if entry.source.strip() and entry.target.strip():
            rank = CONFIRMED.index(entry.state)
            targets[entry.source][entry.kind, entry.target].add((rank, entry.origin))
    sources = [(number, words, plain(words)) for number, words in enumerate(sorted(targets))]
    having: dict[str, array[int]] = defaultdict(lambda: array("I"))
    for number, _, words in sources:
        for part in parts(words, size):
            having[part].append(number)
    with closing(sqlite3.connect(":memory:")) as base:
        base.executescript(_TABLES)
        base.executemany("INSERT INTO source VALUES (?, ?, ?)", sources)
        base.executemany("INSERT INTO target VALUES (?, ?, ?, ?, ?)", (
            (number, kind, target, *origin)
            for number, words, _ in sources
            for (kind, target), origins in sorted(targets[words].items())
            for origin in sorted(origins)[:_KEPT]
        ))
        base.executemany("INSERT INTO part VALUES (?, ?, ?)", (
            (part, len(numbers), numbers.tobytes()) for part, numbers in sorted(having.items())
        ))
        base.executescript("CREATE INDEX by_words ON source (words); CREATE INDEX by_source ON target (source);")
        base.commit()
        return base.serialize()


def _best(found: Iterable[tuple[float, int, str, str, str]]) -> list[Suggestion]:
    """Suggestions of (score, state, origin, words, source): the best first, and each wording once."""
    once: dict[str, Suggestion] = {}
    for score, _, origin, words, source in sorted(found, key=lambda item: (-item[0], *item[1:])):
        once.setdefault(words, Suggestion(words, source, score, origin))
    return list(once.values())
