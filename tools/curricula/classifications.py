"""Code lists of classifications: CSV files whose columns are code, title, language, source, verified."""

import csv
import io
from pathlib import Path

from curricula.diagnostics import N_, Diagnostic, Where
from curricula.model.settings import CodeEntry
from curricula.model.text import Text
from curricula.source import read_text

_COLUMNS = {"code", "title", "language", "source", "verified"}
_WRONG_COLUMNS = N_("a code list has the columns code, title, language, source, verified")


def read_list(root: Path, path: Path, document: str) -> tuple[dict[str, CodeEntry], tuple[Diagnostic, ...]]:
    """A code list by code, and what is wrong with it; `document` begins the translation keys of its titles."""
    relative = path.relative_to(root).as_posix()
    text, problems = read_text(root, relative)
    if problems:
        return {}, problems
    entries: dict[str, CodeEntry] = {}
    found: list[Diagnostic] = []
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        if set(rows.fieldnames or ()) != _COLUMNS:
            found.append(Diagnostic(Where(relative, 1, 1), "code-list", _WRONG_COLUMNS))
        for row in () if found else rows:
            where = Where(relative, rows.line_num, 1)
            if set(row) != _COLUMNS or None in row.values():
                found.append(Diagnostic(where, "code-list", _WRONG_COLUMNS))
                break
            if row["code"] in entries:
                found.append(Diagnostic(where, "code-list", "the code {code} stands twice", {"code": row["code"]}))
                continue
            title = Text(f"{document}#{path.stem}.{row['code']}/title", row["title"], where, row["language"])
            entries[row["code"]] = CodeEntry(row["code"], title, row["source"], row["verified"] == "true", where)
    except csv.Error as error:
        found.append(Diagnostic(Where(relative, rows.line_num, 1), "code-list", "{problem}", {"problem": str(error)}))
    return entries, tuple(found)
