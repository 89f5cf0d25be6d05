"""A filled template put over the standard that was written with it before: what it does not tell stays.

A template carries no values, so that an empty field in it cannot be told from one that was never filled
in. Nothing is taken out for that; only an item whose line or paragraph was deleted goes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from curricula.diagnostics import N_, Phrase, Severity
from curricula.skeleton import UNNUMBERED
from curricula.word.fields import tag
from curricula.word.merge import Key, Merge

_IDENTITY = ("code", "course")  # what tells one standard from another: of a correction of these more is said


def over(state: Merge) -> dict[str, Any]:
    """The data of the standard before, with those of the file put over them; what changes by that is told."""
    rosters = {
        (state.renames.get(owner, owner), name): {state.renames.get(item["id"], item["id"]) for item in roster.items}
        for (owner, name), roster in state.rosters.items()
    }
    return _Over(state, rosters, {new: old for old, new in state.renames.items()}).group(
        state.before, state.data, "document", ""
    )


@dataclass(frozen=True)
class _Over:
    """`rosters` are the ids of each list that the file shows; `marked` the ids in its tags by those of the standard."""

    state: Merge
    rosters: Mapping[Key, set[str]]
    marked: Mapping[str, str]

    def group(self, old: Mapping[str, Any], new: Mapping[str, Any], owner: str, path: str) -> dict[str, Any]:
        """A group of properties; `path` leads to it from its owner."""
        result: dict[str, Any] = {}
        for name in dict.fromkeys((*old, *new)):
            before, now, way = old.get(name), new.get(name), f"{path}.{name}".lstrip(".")
            if _has_items(before) or _has_items(now):
                result[name] = self.items(before or [], now or [], (owner, name))
            elif isinstance(before, dict) and "id" not in before:
                inner = isinstance(now, dict)
                home = (name, "") if owner == "document" else (owner, way)
                result[name] = self.group(before, now if inner and now else {}, *home)
            else:
                result[name] = self.value(before, now, owner, way)
        return result

    def value(self, old: Any, new: Any, owner: str, path: str) -> Any:
        """One value: that of the file, if it has one that was not in it from the beginning."""
        if old is None or old in (new, []):
            return old if new is None else new
        item = self.marked.get(owner, owner)
        place = self.state.places.get(tag(item, path))
        if new is None or new == self.state.made_with(item, path):
            if new is None and place is not None and place not in self.state.misread:
                self.tell("import-kept", N_("{place}: {name} is empty here; {old} was kept"), place, "info",
                          name=self.state.called(item, path), old=self.state.quoted(path, old))
            return old
        other = owner == "document" and path in _IDENTITY and old != UNNUMBERED
        self.tell("import-changed", N_("{place}: {name} was {old} and is {words} now"), place,
                  "warning" if other else "info",
                  name=self.state.called(item, path), old=self.state.quoted(path, old),
                  words=self.state.quoted(path, new))
        return new

    def items(self, old: list[Any], new: list[Any], key: Key) -> list[Any]:
        """A list of items: those of the file, and behind their neighbours those that it does not tell of."""
        former = {item["id"]: item for item in old}
        for item in new:
            mark = self.marked.get(item["id"], item["id"])
            if former and item["id"] not in former and mark not in self.state.fresh:  # those are told of already
                self.tell("import-added", N_("{place}: new, as {id}: {words}"), self.state.places.get(mark), "info",
                          id=item["id"], words=_words(item))
        result = [self.group(former.get(item["id"], {}), item, item["id"], "") for item in new]
        names = [item["id"] for item in result]
        for place, (name, item) in enumerate(former.items()):
            if name in names or not self.stays(name, item, key):
                continue
            earlier = old[place - 1]["id"] if place else ""
            index = names.index(earlier) + 1 if earlier in names else 0 if not place else len(names)
            names.insert(index, name)
            result.insert(index, item)
        return result

    def stays(self, name: str, item: Mapping[str, Any], key: Key) -> bool:
        """Whether an item stays of which the file tells nothing."""
        listed = self.rosters.get(key)
        mark = self.marked.get(name, name)
        words = _words(item)
        if listed is None:
            return True
        if name in listed or mark in self.state.empty:
            self.tell("import-kept", N_("{place}: {id} is empty here; it was kept: {words}"),
                      self.state.places.get(mark), "info", N_("To take it out, delete its line in the document."),
                      id=name, words=words)
            return True
        if mark in self.state.carried:
            self.tell("import-removed", N_(
                "{place}: {id} is no longer in the document and was removed from the standard: {words}"
            ), None, "warning", id=name, words=words)
            return False
        self.tell("import-kept", N_("{place}: {id} is not in the document; it was kept: {words}"), None, "info",
                  N_("To take it out, delete it in the standard."), id=name, words=words)
        return True

    def tell(self, code: str, message: str, place: Phrase | None, severity: Severity, hint: str = "",
             **arguments: object) -> None:
        self.state.find(code, message, place or Phrase("the document"), severity, hint, **arguments)


def _words(item: Mapping[str, Any]) -> str:
    """What an item is known by."""
    return str(next((item[part] for part in ("text", "name", "title", "criterion") if item.get(part)), ""))


def _has_items(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(item, dict) and "id" in item for item in value)
