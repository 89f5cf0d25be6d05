"""Ids of new items, numbers typed before words, and the order of items in a list."""

import re
from collections.abc import Iterable, Sequence

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


def undashed(words: str) -> str:
    """Words without the mark of a list that was pasted with them: a new item has its own."""
    return re.sub(r"^[–—•·▪‣*-]\s+", "", words)


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
