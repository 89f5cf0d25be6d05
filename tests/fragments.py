"""Short changes to the demonstration repository, as the examples of the rules' manual pages write them."""

import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

from curricula.catalogue import Message
from curricula.diagnostics import Diagnostic
from curricula.pairs import Bitext, Pair
from curricula.plugins import plugins
from curricula.repository import Repository
from curricula.reviewing import applied
from curricula.source import read_yaml

OF_TRANSLATIONS = {
    name: rule for name, rule in plugins("curricula.rules").items()
    if name == "yo-consistent" or hasattr(rule, "review") or hasattr(rule, "judge")
}
DEMO = Path(__file__).with_name("demo")
FILES = {
    "professional": "standards/demo/professional.yaml",
    "course": "standards/demo/courses/circuits.yaml",
    "practice": "standards/demo/practice/workshop.yaml",
    "settings": "standards/repository.yaml",
    "system": "standards/partners/cn.yaml",
    "partner": "standards/partners/uz.yaml",
    "adoption": "standards/demo/adoptions/uz.yaml",  # not in the demonstration: an example tells all of it
}


def merged(base: Any, fragment: Any) -> Any:
    """`base` with the fragment put over it.

    Groups are merged property by property. Of lists whose entries have ids, an entry with a known id
    is merged into the one that has it, the first time; every other entry is appended. Other lists and
    plain values replace; the word `null` deletes.
    """
    if isinstance(base, dict) and isinstance(fragment, dict):
        result = {**base, **{key: merged(base.get(key), value) for key, value in fragment.items()}}
        return {key: value for key, value in result.items() if value is not None}
    if isinstance(base, list) and isinstance(fragment, list) and _have_ids(base) and _have_ids(fragment):
        items = list(base)
        places = {item["id"]: place for place, item in enumerate(base)}
        for item in fragment:
            place = places.pop(item["id"], None)
            if place is None:
                items.append(item)
            else:
                items[place] = merged(items[place], item)
        return items
    return fragment


def _have_ids(items: list[Any]) -> bool:
    return bool(items) and all(isinstance(item, dict) and "id" in item for item in items)


class _Plain(yaml.SafeDumper):
    """Writes every value out: a value used twice is no alias, which the reader refuses."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def overlay(**fragments: dict[str, Any]) -> dict[str, str | bytes | None]:
    """Files of the demonstration with fragments merged in, by name: `professional`, `course`, `settings`…"""
    return {
        FILES[name]: yaml.dump(
            merged(read_yaml(DEMO, FILES[name]).data, fragment),
            Dumper=_Plain, allow_unicode=True, sort_keys=False, width=10_000,
        )
        for name, fragment in fragments.items()
    }


def found_by(rule: ModuleType, repository: Repository) -> list[Diagnostic]:
    """What a rule finds in a repository and its translations."""
    return list(applied(rule, repository))


def reviewed(rule: ModuleType, given: Iterable[Pair]) -> list[Diagnostic]:
    """What a rule finds in these pairs, where they are all that a repository says."""
    parts: dict[tuple[str, str], Bitext] = {}
    pairs = tuple(given)
    for source, target, state in pairs:
        place = (target.where.path, target.language)
        part = parts.setdefault(place, Bitext(*place, [], []))
        part.sources.append(source)
        part.messages.append(Message(target.key, source.words, target.words, target.where, state == "draft"))
    view = Repository(DEMO)
    vars(view).update(texts={}, pairs=pairs, bitexts=parts)
    return list(applied(rule, view))


def commit(root: Path) -> None:
    """Put everything below a folder under git as it is."""
    settings = ("user.name=A", "user.email=a@example.org", "commit.gpgsign=false", "init.defaultBranch=main")
    git = ["git", *(word for setting in settings for word in ("-c", setting))]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "--allow-empty", "-m", "."]):
        subprocess.run([*git, *command], cwd=root, check=True)


def committed(repository: Repository, changes: Mapping[str, str | bytes | None]) -> Repository:
    """The repository committed as it is, and then changed: file by file, None deletes."""
    commit(repository.root)
    for path, content in changes.items():
        target = repository.root / path
        if content is None:
            target.unlink()
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
    return Repository(repository.root)
