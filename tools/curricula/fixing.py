"""Findings that can be mended without a guess are mended in the file itself.

A rule or a schema says what a value should be; here it is put there, in the words of the file and
with everything round it left alone. A catalogue is written by its own writer, which keeps equal
catalogues equal in bytes. What a second person has read and is mended afterwards counts as unread
again, as after any other change: the next check says so.
"""

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from curricula.catalogue import Catalogue, write_catalogue
from curricula.diagnostics import CurriculaError, Diagnostic, Pointer, Scalar, Where
from curricula.drafts import in_order
from curricula.editing import rewritten
from curricula.files import replace_below
from curricula.patching import Slot, patched
from curricula.repository import Repository
from curricula.source import parsed


@dataclass(frozen=True)
class Fixed:
    """The findings that were mended, and one for each file that could not be."""

    mended: tuple[Diagnostic, ...]
    refused: tuple[Diagnostic, ...]


def mend(repository: Repository, found: Iterable[Diagnostic]) -> Fixed:
    """Mend what carries a fix and is not suppressed. Files change: read the repository anew afterwards."""
    by_file: dict[str, list[Diagnostic]] = {}
    for item in found:
        if item.fix is not None and not item.suppressed:
            by_file.setdefault(item.fix.where.path, []).append(item)
    mended: list[Diagnostic] = []
    refused: list[Diagnostic] = []
    contents: dict[str, bytes] = {}
    for path, items in sorted(by_file.items()):
        changes, chosen = _chosen(items)
        content = _content(repository, path, changes)
        if content is None:
            refused.append(_refusal(path))
        else:
            contents[path] = content
            mended += chosen
    replace_below(repository.root, contents)
    return Fixed(tuple(mended), tuple(refused))


def _chosen(items: Iterable[Diagnostic]) -> tuple[dict[Slot, Scalar | Mapping[str, Scalar]], list[Diagnostic]]:
    """One change for each place, and the findings it mends: of two that disagree, the first goes first."""
    changes: dict[Slot, Scalar | Mapping[str, Scalar]] = {}
    chosen = []
    for item in items:
        assert item.fix is not None
        slot = (item.fix.where.pointer, item.fix.key)
        if changes.setdefault(slot, item.fix.value) == item.fix.value:
            chosen.append(item)
    return changes, chosen


def _content(
    repository: Repository, path: str, changes: Mapping[Slot, Scalar | Mapping[str, Scalar]]
) -> bytes | None:
    values = {slot: value for slot, value in changes.items() if not isinstance(value, Mapping)}
    groups = {slot[0]: dict(value) for slot, value in changes.items() if isinstance(value, Mapping)}
    for catalogue in repository.catalogues.values():
        if catalogue.path == path:
            return _catalogue(catalogue, values)
    text = patched(repository.source(path).text, path, values)
    if text is not None and groups:
        text = _with_groups(text, path, groups)
    return None if text is None else text.encode()


def _with_groups(text: str, path: str, groups: Mapping[Pointer, dict[str, Scalar]]) -> str | None:
    """The text with groups of properties added where none are; None where that cannot be done safely."""
    data: Any = copy.deepcopy(parsed(text, path).data)
    for pointer, group in groups.items():
        owner = data
        for step in pointer[:-1]:
            owner = owner[step]
        if pointer[-1] in owner:
            return None
        owner[pointer[-1]] = group
    try:
        return rewritten(text, in_order(data, {"$ref": f"{data['kind']}.schema.json"}), path)
    except CurriculaError:
        return None


def _catalogue(catalogue: Catalogue, changes: Mapping[Slot, Scalar]) -> bytes | None:
    """The catalogue with other words under some keys; a pointer into a catalogue is the key of a message."""
    if catalogue.problems:  # what could not be read would be lost in writing
        return None
    messages = dict(catalogue.messages)
    for (pointer, _), words in changes.items():
        key = str(pointer[0])
        if key not in messages:
            return None
        messages[key] = messages[key]._replace(words=str(words))
    return write_catalogue(replace(catalogue, messages=messages))


def _refusal(path: str) -> Diagnostic:
    return Diagnostic(
        Where(path), "not-fixed", "nothing was mended in this file: more than the values in question would change",
        hint="Mend it by hand, one finding after the other.", severity="warning",
    )
