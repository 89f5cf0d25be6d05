"""The standard a Word file was made of, with what its author has changed put over it.

A value is taken from the file only where its words are other than those the file was made with. So
what nobody touched stays exactly as it was, whatever language or program showed it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from curricula.diagnostics import N_, Diagnostic, Phrase, Severity, Where
from curricula.model.professional import ProfessionalStandard
from curricula.schemas import escaped
from curricula.word.binding import Home, homes, sample
from curricula.word.fields import LABELS, WORDED, Path, below
from curricula.word.layout import Origin
from curricula.word.numbering import id_prefix, undashed, unnumbered
from curricula.word.reading import Line
from curricula.word.values import Wording, plain

Key = tuple[str, str]  # a list of items: the id of its owner, or the path of its group, and its name
_NUMBERED = re.compile(r"(.*?)(\d+)\Z")


@dataclass
class Roster:
    """The items of one list in the order the file shows them."""

    items: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Merge:
    """The state of one import: the data as they become, and what there is to be said about them.

    `before` is the standard in the repository that the file is put over, if there is one. The file is
    `bare` where the marks of its fields are gone; `standing` are all its lines, plain;
    `empty` are the items whose lines are there without a word.
    """

    path: str
    origin: Origin
    wording: Wording
    data: dict[str, Any]
    findings: list[Diagnostic] = field(default_factory=list)
    before: Mapping[str, Any] = field(default_factory=dict)
    bare: bool = False
    standing: frozenset[str] = frozenset()
    unplaced: list[Phrase] = field(default_factory=list)
    rosters: dict[Key, Roster] = field(default_factory=dict)
    places: dict[str, Phrase] = field(default_factory=dict)
    changes: dict[str, str] = field(default_factory=dict)
    fresh: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    empty: set[str] = field(default_factory=set)
    misread: list[Phrase] = field(default_factory=list)
    renames: dict[str, str] = field(default_factory=dict)
    homes: dict[str, Home] = field(init=False)
    items: dict[str, dict[str, Any]] = field(init=False)
    owners: dict[str, Key] = field(init=False)
    carried: dict[str, dict[str, Any]] = field(init=False)
    former: dict[str, dict[str, Any]] = field(init=False)
    known: frozenset[str] = field(init=False)
    patterns: list[re.Pattern[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.homes = homes(self.data)
        self.items, self.owners = {}, {}
        self._index(self.origin.data, "document")
        self.carried = self.items
        self.items, self.owners = {}, {}
        self._index(self.before, "document")
        self.former = self.items
        self.items, self.owners = {}, {}
        self._index(self.data, "document")
        self.known = frozenset(map(plain, self.origin.known))
        filled = (re.split(r"\{\w+\}", plain(words)) for words in self.origin.known if "{" in words)
        self.patterns = [re.compile(".*".join(map(re.escape, parts))) for parts in filled if len("".join(parts)) > 4]

    def _index(self, group: Mapping[str, Any], owner: str) -> None:
        for name, value in group.items():
            if isinstance(value, dict) and "id" not in value:
                self._index(value, name if owner == "document" else owner)
            for item in value if isinstance(value, list) else ():
                if isinstance(item, dict) and "id" in item:
                    self.items[item["id"]] = item
                    self.owners[item["id"]] = (owner, name)
                    self._index(item, item["id"])

    def find(
        self, code: str, message: str, place: Phrase, severity: Severity = "warning", hint: str = "",
        **arguments: object,
    ) -> None:
        """A finding at a place of the file."""
        if severity == "info" and self.bare and code != "import-removed":  # of a file without marks everything is new
            return
        given = {"place": place, **arguments}
        self.findings.append(Diagnostic(Where(self.path), code, message, given, hint=hint, severity=severity))

    def lost(self, words: str, place: Phrase) -> None:
        """Words that found no place: told, and kept for the end of the draft."""
        self.remain(words, place)
        self.find(
            "import-unplaced", N_("{place}: it is not clear where this belongs: {words}"), place,
            hint=N_("It stands as a comment at the end of the draft. Put it into a field of the document."),
            words=words,
        )

    def remain(self, words: str, place: Phrase) -> None:
        """Keep words that were not taken for the end of the draft."""
        self.unplaced.append(Phrase("{place}: {words}", {"place": place, "words": words}))

    def is_known(self, words: str) -> bool:
        """Whether the words stood in the file from the beginning, outside of every value."""
        same = plain(words)
        return not same or same in self.known or any(pattern.fullmatch(same) for pattern in self.patterns)

    def called(self, item: str, name: str) -> str | Phrase:
        """What a document in this language calls a property of an item; as the schema calls it without a label."""
        path = ("", *self.schema_path(item), *name.split("."))
        label = next((LABELS[key] for key in (path[-2:], path[-1:]) if key in LABELS), None)
        if label:
            return self.wording.labels[label]
        title = below(self.origin.kind, path[1:]).get("title")
        return Phrase(escaped(title)) if title else name

    def group(self, owner: str) -> dict[str, Any]:
        """The item, or the group of properties, with this name; an empty group is made."""
        if owner == "document":
            return self.data
        if owner in self.items:
            return self.items[owner]
        group: dict[str, Any] = self.data.setdefault(owner, {})
        return group

    def schema_path(self, owner: str) -> Path:
        """The names on the way to an item or group."""
        if owner in self.homes:
            return self.homes[owner].path
        return () if owner == "document" else (owner,)

    def roster(self, key: Key) -> Roster:
        """The list as the file shows it; empty at first."""
        return self.rosters.setdefault(key, Roster())

    def put(self, mark: str, lines: Sequence[str], place: Phrase) -> None:
        """Take the value at a tag, if it is another than the file was made with."""
        given = [" ".join(line.split()) for line in lines if line.strip()]
        self.places.setdefault(mark, place)
        item, _, path = mark.partition("/")
        if item not in self.fresh and plain("\n".join(given)) == plain(self.origin.shown.get(mark, "")):
            return
        words = "\n".join(given)
        if self.bare and not given:  # an empty field that nobody has filled in, for all that is known
            return
        if path == "id" or not self.has(item, path):  # a code is changed in its column, and nowhere else
            if words:
                self.lost(words, place)
            return
        if mark in self.changes:
            if plain(self.changes[mark]) != plain(words):
                self.find(
                    "import-value", N_("{place}: {words} contradicts what was written for the same elsewhere: {other}"),
                    place, "error", N_("Write the same in both places."), words=words, other=self.changes[mark],
                )
            return
        self.changes[mark] = words
        self.assign(item, path, given, place)

    def has(self, item: str, path: str) -> bool:
        """Whether there is such an item or group, and such a property of it: tags are words that anybody can write."""
        group = item == "document" or item in self.items or "properties" in below(self.origin.kind, (item,))
        return group and bool(below(self.origin.kind, (*self.schema_path(item), *path.split("."))))

    def assign(self, item: str, path: str, lines: list[str], place: Phrase) -> None:
        """Write the value of a property; words that are none are told, and the old value stays."""
        *groups, name = path.split(".")
        schema = below(self.origin.kind, (*self.schema_path(item), *groups, name))
        target = self.group(item)
        if not lines:
            for group in groups:
                target = target.get(group, {})
            if target.pop(name, None) is not None:
                called = self.called(item, path)
                self.find("import-removed", N_("{place}: {name} is empty now"), place, "info", name=called)
            return
        value = self.wording.value(name, schema, lines, self.named(name))
        if value is None:
            self.refuse((item, path), schema, lines, place)
            return
        if len(lines) > 1 and isinstance(value, str):
            self.find(
                "import-value", N_("{place}: the paragraphs were joined, as a text is one paragraph: {words}"), place,
                words=value,
            )
        for group in groups:
            target = target.setdefault(group, {})
        now, made_with = target.get(name), self.made_with(item, path)
        if self.origin.document and item not in self.fresh and now not in (made_with, value):
            self.find(
                "import-value", N_("{place}: {old} was written here since the file was made; it is {words} now"), place,
                hint=N_("Somebody else has changed the same place: compare the two."), old=now, words=value,
            )
        target[name] = value

    def made_with(self, item: str, path: str) -> Any:
        """The value that the file was made with, where another may stand in the repository now."""
        return _at(self.origin.data, self.carried, item, path)

    def earlier(self, item: str, path: str) -> Any:
        """The value in the standard that the file is put over; None where it has none."""
        return _at(self.before, self.former, self.renames.get(item, item), path)

    def refuse(
        self, value: tuple[str, str], schema: Mapping[str, Any], lines: list[str], place: Phrase, example: str = ""
    ) -> None:
        """Tell that words are no value of a property, and how it is written; the words are kept for the end."""
        name = value[1].rpartition(".")[2]
        words = "; ".join(lines)
        self.remain(words, place)
        labels = self.wording.labels
        likely = self.wording.lookalike(words, self.codes())
        example = example or sample(value[1], lambda key, **filled: labels[key].format(**filled))
        choices = [labels[f"{WORDED[name]}{choice}"] for choice in schema.get("enum", ()) if name in WORDED]
        if choices:
            hint = N_("Write one of: {choices}.")
        elif schema.get("type") in ("integer", "number"):
            hint = N_("Write a number, and nothing else.")
        elif schema.get("format") == "date":
            hint = N_("Write the date as year-month-day, such as 2026-09-01.")
        elif likely is not None:
            hint = likely.hint
        elif example:
            hint = N_("Write it like this: {example}")
        else:
            hint = N_("Write it as in the other fields of this kind.")
        self.misread.append(place)
        self.not_understood(value, words, place, hint, choices=", ".join(choices), example=example,
                            **(likely.arguments if likely is not None else {}))

    def quoted(self, path: str, value: Any) -> str:
        """A value as a finding quotes it: an enumerated one by its label, a group by the names of its parts."""
        name = path.rpartition(".")[2]
        if isinstance(value, Mapping):
            labels = {key: self.wording.labels.get(LABELS.get((key,), ""), key) for key in value}
            return ", ".join(f"{labels[key]} {self.quoted(key, item)}" for key, item in value.items())
        if isinstance(value, list):
            return "; ".join(self.quoted(path, item) for item in value)
        return self.wording.labels.get(f"{WORDED[name]}{value}", str(value)) if name in WORDED else str(value)

    def codes(self) -> tuple[str, ...]:
        """The codes that may be meant: of this standard, and of the professional standard it belongs to."""
        home = self.wording.repository.standards.get(str(self.data.get("professional", {}).get("id")))
        if not isinstance(home, ProfessionalStandard):
            return tuple(self.items)
        return (*self.items, *(item.id for item in home.outcomes), *(item.id for item in home.curriculum.courses))

    def not_understood(
        self, value: tuple[str, str], words: str, place: Phrase, hint: str, **arguments: object
    ) -> None:
        """Words that are no value of a property, `value` (the item and its property); the old one is not lost."""
        old = self.earlier(*value)
        told = {"words": words, "name": self.called(*value), "old": self.quoted(value[1], old), **arguments}
        if old is None:
            self.find("import-value", N_("{place}: {words} is not understood as the value of {name}"), place, "error",
                      hint, **told)
        else:
            self.find("import-value", N_("{place}: {words} is not understood as the value of {name}; {old} was kept"),
                      place, "warning", hint, **told)

    def named(self, name: str) -> dict[str, str]:
        """Ids by name of the items that a property refers to, where a document shows their names."""
        title = {"positions": "title", "equipment": "name", "site": "name", "courses": "name"}.get(name)
        wanted = {"site": "sites"}.get(name, name)
        if title is None:
            return {}
        found: dict[str, str] = {}
        for name_, item in self.items.items():
            if self.owners[name_][1] == wanted:
                found.setdefault(plain(str(item.get(title, ""))), name_)
                found[plain(name_)] = name_
        return found

    def enter(self, key: Key, item: dict[str, Any], place: Phrase) -> None:
        """Put an item into its list, as the next the file shows."""
        self.roster(key).items.append(item)
        self.used.add(item["id"])
        self.places.setdefault(item["id"], place)

    def add(self, key: Key, place: Phrase, code: str = "") -> dict[str, Any]:
        """A new item at the end of what the list shows so far; without a code it gets the next of its kind."""
        taken = {*self.items, *self.fresh}
        item: dict[str, Any] = {"id": code if code and code not in taken else self._next(key)}
        self.fresh.add(item["id"])
        self.items[item["id"]] = item
        self.owners[item["id"]] = key
        self.homes[item["id"]] = Home((*self.schema_path(key[0]), key[1]), first=False)
        self.enter(key, item, place)
        return item

    def meant(self, key: Key, words: Iterable[str]) -> dict[str, Any] | None:
        """The item that a line without marks shows: one with the same words, else the one in its place.

        That in its place is meant only if its own words stand nowhere in the file.
        """
        old = [self.items[name] for name, home in self.owners.items() if home == key and name not in self.fresh]
        if not self.bare or not old:
            return None
        wanted = set(map(plain, words)) - {""}
        free = [item for item in old if item["id"] not in self.used]
        same = next((item for item in free if _told(item) & wanted), None)
        place = len(self.roster(key).items)
        if same is not None or place >= len(old) or old[place] not in free or _told(old[place]) & self.standing:
            return same
        return old[place]

    def _next(self, key: Key) -> str:
        """An id like those of its neighbours, with a number that none of them has or had."""
        owner, name = key
        matches = [_NUMBERED.match(name) for name, home in self.owners.items() if home == key]
        last = matches[-1] if matches and matches[-1] else None
        prefix = last.group(1) if last else id_prefix(owner, name, nested=owner in self.items)
        numbers = (_NUMBERED.match(name) for name in self.items)
        used = [int(match.group(2)) for match in numbers if match and match.group(1) == prefix]
        return f"{prefix}{max(used, default=0) + 1}"

    def clause(self, key: Key, line: Line, extra: Mapping[str, Any], *, title: bool = False) -> None:
        """A line of a list of provisions: an item of it, or a new one after those before."""
        words = unnumbered(line.words)
        for part in line.parts:
            item_, _, name = part.tag.partition("/")
            if item_ not in self.items or name not in ("title", "text"):
                continue
            going_on = part.tag not in self.places and self.roster(key).items[-1:] == [self.items[item_]]
            if item_ not in self.used or going_on:
                if item_ not in self.used:
                    self.enter(key, self.items[item_], line.place)
                self.regroup(self.items[item_], extra, line.place)
                self.put(part.tag, [words], line.place)
                return
            title = name == "title"
            break
        if not words:
            return
        last = self.roster(key).items[-1] if self.roster(key).items else None
        if not title and last is not None and last["id"] in self.fresh and "title" in last and "text" not in last:
            last["text"] = undashed(words)
            return
        name = "title" if title else "text"
        if last is not None and not title and f"{last['id']}/title" in self.places and self.bare:
            meant: dict[str, Any] | None = last if f"{last['id']}/text" not in self.places else None
        else:
            meant = None
        meant = meant or self.meant(key, [words])
        if meant is not None:
            if meant["id"] not in self.used:
                self.enter(key, meant, line.place)
            self.regroup(meant, extra, line.place)
            self.put(f"{meant['id']}/{name}", [words], line.place)
            return
        item = self.add(key, line.place)
        item.update(extra)
        words = item[name] = undashed(words)
        self.find("import-added", N_("{place}: new, as {id}: {words}"), line.place, "info", id=item["id"], words=words)

    def regroup(self, item: dict[str, Any], extra: Mapping[str, Any], place: Phrase) -> None:
        """An item that stands in another group now."""
        for name, value in extra.items():
            if item.get(name) != value:
                item[name] = value
                self.find("import-value", N_("{place}: {name} of {id} is {value} now"), place, "info",
                          name=self.called(item["id"], name), id=item["id"], value=value)


def _at(data: Mapping[str, Any], items: Mapping[str, Mapping[str, Any]], item: str, path: str) -> Any:
    """The value of a property of an item, of a group, or of the whole; None where there is none."""
    value: Any = data if item == "document" else items.get(item) or data.get(item)
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _told(item: Mapping[str, Any]) -> set[str]:
    """What an item is known by: its words, plain."""
    return {plain(item[name]) for name in ("text", "name", "title", "criterion") if isinstance(item.get(name), str)}
