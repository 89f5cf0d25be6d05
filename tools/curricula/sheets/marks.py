"""What a workbook remembers of the standard it was made of, in a hidden sheet.

With the hash of every value as it was written, a value changed in the workbook can be told from one
changed in the file since.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

HIDDEN = "curricula"  # the name of the hidden sheet, and the head of the hidden column with the ids of rows
LISTS = "curricula-lists"  # the hidden sheet with the words of the choices
TOTAL = "="  # stands for an id in the row of sums
_FORM = "1"


@dataclass(frozen=True, slots=True)
class Marks:
    """Which standard, in which version and language; the title of each sheet; a hash for each sheet, row and column."""

    uuid: str
    version: str
    locale: str
    titles: Mapping[str, str]
    known: Mapping[str, Mapping[str, Mapping[str, str]]]


def lines(marks: Marks) -> Iterator[list[str]]:
    """The rows of the hidden sheet."""
    yield ["form", _FORM]
    yield ["uuid", marks.uuid]
    yield ["version", marks.version]
    yield ["locale", marks.locale]
    yield from (["sheet", name, title] for name, title in marks.titles.items())
    for sheet, rows in marks.known.items():
        columns = list(next(iter(rows.values()), {}))
        yield ["columns", sheet, "", *columns]
        yield from (["row", sheet, row, *(hashes[name] for name in columns)] for row, hashes in rows.items())


def remembered(rows: Iterable[Sequence[str]]) -> Marks | None:
    """The same read back; None where the rows are not those of a hidden sheet, or of another form of it."""
    facts: dict[str, str] = {}
    titles: dict[str, str] = {}
    columns: dict[str, Sequence[str]] = {}
    known: dict[str, dict[str, Mapping[str, str]]] = {}
    for kind, name, *rest in (row for row in rows if len(row) > 1):
        if kind == "sheet" and rest:
            titles[name] = rest[0]
        elif kind == "columns":
            columns[name] = rest[1:]
            known[name] = {}
        elif kind == "row" and rest and name in columns:
            known[name][rest[0]] = dict(zip(columns[name], rest[1:], strict=False))
        else:
            facts[kind] = name
    if facts.get("form") != _FORM or not {"uuid", "version", "locale"} <= facts.keys():
        return None
    return Marks(facts["uuid"], facts["version"], facts["locale"], titles, known)
