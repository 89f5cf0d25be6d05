"""The standard a Word file was made of, with what its author has changed put over it.

A value is taken from the file only where its words are other than those the file was made with. So
what nobody touched stays exactly as it was, whatever language or program showed it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from curricula.diagnostics import N_, Diagnostic, Phrase, Severity, Where
from curricula.word.binding import Home, homes
from curricula.word.fields import LABELS, WORDED, Path, below
from curricula.word.layout import Origin
from curricula.word.reading import Line
from curricula.word.values import Wording, plain

Key = tuple[str, str]  # a list of items: the id of its owner, or the path of its group, and its name
_PREFIXES = {
    "nature": "NT", "scope": "SC", "management": "MG", "overview": "OV", "entry": "EN", "goal": "GO", "quality": "QA",
    "objectives": "OB", "units": "U", "sites": "SITE", "tasks": "T", "components": "AS", "rubrics": "RB",
    "positions": "POS", "certificates": "CERT", "pathways": "PW", "roles": "ST", "rooms": "RM", "courses": "C",
    "teachers": "IM-T", "methods": "IM-M", "facilities": "IM-F", "equipment": "E", "content": "",
    "steps": "", "safety": "S", "results": "R", "environment": "N", "stages": "", "clauses": "", "sections": "",
}
_GROUP_PREFIXES = {  # of the provisions of a group
    "assessment": "AS-C", "supervisors": "SUP", "duration": "DU", "orientation": "OR", "curriculum": "CU",
    "staff": "ST-C", "facilities": "FA", "graduation": "GR",
}
_RESOURCES = {"facilities": "RE", "implementation": "IM-R"}
_NUMBERED = re.compile(r"(.*?)(\d+)\Z")


@dataclass
class Roster:
    """The items of one list in the order the file shows them."""

    items: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Merge:
    """The state of one import: the data as they become, and what there is to be said about them."""

    path: str
    origin: Origin
    wording: Wording
    data: dict[str, Any]
    findings: list[Diagnostic] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)
    rosters: dict[Key, Roster] = field(default_factory=dict)
    places: dict[str, Phrase] = field(default_factory=dict)
    changes: dict[str, str] = field(default_factory=dict)
    fresh: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    misread: list[Phrase] = field(default_factory=list)
    renames: dict[str, str] = field(default_factory=dict)
    homes: dict[str, Home] = field(init=False)
    items: dict[str, dict[str, Any]] = field(init=False)
    owners: dict[str, Key] = field(init=False)
    carried: dict[str, dict[str, Any]] = field(init=False)
    known: frozenset[str] = field(init=False)
    patterns: list[re.Pattern[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.homes = homes(self.data)
        self.items, self.owners = {}, {}
        self._index(self.origin.data, "document")
        self.carried = self.items
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
        if severity == "info" and not self.origin.shown:  # of a file without marks everything is new
            return
        given = {"place": place, **arguments}
        self.findings.append(Diagnostic(Where(self.path), code, message, given, hint=hint, severity=severity))

    def lost(self, words: str, place: Phrase) -> None:
        """Words that found no place: told, and kept for the end of the draft."""
        self.unplaced.append(words)
        self.find(
            "import-unplaced", N_("{place}: it is not clear where this belongs: {words}"), place,
            hint=N_("It stands as a comment at the end of the draft. Put it into a field of the document."),
            words=words,
        )

    def is_known(self, words: str) -> bool:
        """Whether the words stood in the file from the beginning, outside of every value."""
        same = plain(words)
        return not same or same in self.known or any(pattern.fullmatch(same) for pattern in self.patterns)

    def called(self, item: str, name: str) -> str:
        """What a document in this language calls a property of an item; its own name where it has no label."""
        path = ("", *self.schema_path(item), *name.split("."))
        label = next((LABELS[key] for key in (path[-2:], path[-1:]) if key in LABELS), None)
        return self.wording.labels[label] if label else name

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
            self._misread((item, path), schema, lines, place)
            return
        if len(lines) > 1 and isinstance(value, str):
            self.find(
                "import-value", N_("{place}: the paragraphs were joined, as a text is one paragraph: {words}"), place,
                words=value,
            )
        for group in groups:
            target = target.setdefault(group, {})
        now, made_with = target.get(name), self._made_with(item, path)
        if self.origin.document and item not in self.fresh and now not in (made_with, value):
            self.find(
                "import-value", N_("{place}: {old} was written here since the file was made; it is {words} now"), place,
                hint=N_("Somebody else has changed the same place: compare the two."), old=now, words=value,
            )
        target[name] = value

    def _made_with(self, item: str, path: str) -> Any:
        """The value that the file was made with, where another may stand in the repository now."""
        value: Any = self.origin.data if item == "document" else self.carried.get(item) or self.origin.data.get(item)
        for name in path.split("."):
            value = value.get(name) if isinstance(value, dict) else None
        return value

    def _misread(
        self, value: tuple[str, str], schema: Mapping[str, Any], lines: list[str], place: Phrase
    ) -> None:
        name = value[1].rpartition(".")[2]
        words = "; ".join(lines)
        self.unplaced.append(words)
        labels = self.wording.labels
        choices = [labels[f"{WORDED[name]}{choice}"] for choice in schema.get("enum", ()) if name in WORDED]
        if choices:
            hint = N_("Write one of: {choices}.")
        elif schema.get("type") in ("integer", "number"):
            hint = N_("Write a number, and nothing else.")
        elif schema.get("format") == "date":
            hint = N_("Write the date as year-month-day, such as 2026-09-01.")
        else:
            hint = N_("Write it as in the other fields of this kind.")
        self.misread.append(place)
        self.find("import-value", N_("{place}: {words} is not understood as the value of {name}"), place, "error", hint,
                  words=words, name=self.called(*value), choices=", ".join(choices))

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
            last["text"] = words
            return
        item = self.add(key, line.place)
        item.update(extra)
        item["title" if title else "text"] = words
        self.find("import-added", N_("{place}: new, as {id}: {words}"), line.place, "info", id=item["id"], words=words)

    def regroup(self, item: dict[str, Any], extra: Mapping[str, Any], place: Phrase) -> None:
        """An item that stands in another group now."""
        for name, value in extra.items():
            if item.get(name) != value:
                item[name] = value
                self.find("import-value", N_("{place}: {name} of {id} is {value} now"), place, "info",
                          name=self.called(item["id"], name), id=item["id"], value=value)


def id_prefix(owner: str, name: str, *, nested: bool) -> str:
    """What the ids of a list begin with: by its name, below an item with the id of that."""
    if nested:
        return f"{owner}.{_PREFIXES.get(name, name[:1].upper())}"
    if name == "resources":
        return _RESOURCES[owner]
    return _GROUP_PREFIXES.get(owner, "CL") if name == "clauses" else _PREFIXES.get(name, name[:2].upper())


def unnumbered(words: str) -> str:
    """Words without a number or letter that was typed before them."""
    return re.sub(r"^(\d+(\.\d+)+\.?|[a-zа-я]\))\s+", "", words)


def ordered(base: Iterable[str], shown: Iterable[str], now: Sequence[str]) -> list[str]:
    """The order of a list: as it was, with new items behind those they follow; as shown now if that has changed.

    Documents show a list by groups, so that its own order may be another than that on the page.
    """
    old = [name for name in shown if name in now]
    if old != [name for name in now if name in old]:
        return list(now)
    result = [name for name in base if name in now]
    previous = ""
    for name in now:
        if name not in result:
            result.insert(result.index(previous) + 1 if previous in result else 0, name)
        previous = name
    return result
