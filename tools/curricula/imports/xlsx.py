"""An Excel workbook: the tables of a standard, exported and changed, or a course plan made by hand.

An exported workbook knows its standard. What was changed in it since is brought into the file as it is
now; where both were changed, nothing is. A workbook made by hand becomes the course plan of a draft.
"""

import copy
from collections.abc import Iterator
from typing import Any

from openpyxl import Workbook

from curricula.catalogue import Catalogue
from curricula.diagnostics import Diagnostic, Pointer, Where, failed
from curricula.drafts import Draft
from curricula.model.standards import Standard
from curricula.model.text import Text
from curricula.references import SHARED, labels
from curricula.repository import Repository
from curricula.schemas import violations
from curricula.sheets.cells import Place, Reader
from curricula.sheets.heads import Vocabulary, language
from curricula.sheets.layout import entries, parents, sheets
from curricula.sheets.marks import Marks
from curricula.sheets.merging import Merge, in_cells, merged
from curricula.sheets.reading import Line, Table, marks_of, opened, tables
from curricula.source import Source

_BASE = "en"  # the language labels are written in


def read(repository: Repository, path: str, content: bytes, document: str = "") -> Draft:
    """The standard of a workbook with what was changed there, or the plan of one made by hand.

    The `document` it is to be makes no difference: an exported workbook knows its standard.
    """
    book, problems = opened(path, content)
    if book is None:
        return Draft(None, problems)
    marks = marks_of(book)
    vocabulary = _vocabulary(repository)
    if marks is None:
        return _by_hand(book, Reader(path, vocabulary, repository.settings.language), problems)
    standard = next((item for item in repository.standards.values() if item.uuid == marks.uuid), None)
    if standard is None:
        return Draft(None, (*problems, Diagnostic(
            Where(path), "import-file", "the standard of this workbook is not in the repository, or cannot be read",
            hint="Its UUID is {uuid}; `curricula check` tells which files cannot be read.",
            arguments={"uuid": marks.uuid},
        )))
    reader = Reader(path, vocabulary, marks.locale if marks.locale in vocabulary else _BASE)
    found = _exported(repository, standard, book, marks, reader)
    return Draft(found.data, (*problems, *found.diagnostics), standard.id)


def _vocabulary(repository: Repository) -> Vocabulary:
    """The labels of documents in every language of the repository; those not translated yet in English."""

    def words(text: Text, catalogue: Catalogue) -> str:
        return (catalogue.translate(text) or text).words

    found = {_BASE: {key: text.words for key, text in labels().items()}}
    for locale in repository.locales:
        if locale != _BASE:
            catalogue = repository.catalogue(SHARED, locale)
            found[locale] = {key: words(text, catalogue) for key, text in labels().items()}
    return found


def _exported(repository: Repository, standard: Standard, book: Workbook, marks: Marks, reader: Reader) -> Draft:
    """Three ways: the workbook, the file as it is now, and the hashes of what was exported."""
    source = repository.source(standard.where.path)
    data = copy.deepcopy(source.data)
    found = tables(book, sheets(standard.kind), reader, marks)
    problems = found.problems
    problems += _missing_sheets(found.tables, marks, reader)
    places: dict[Pointer, Place] = {}
    for table in found.tables:
        if not table.whole:
            continue
        known = marks.known.get(table.sheet.name, {})
        merge = Merge(table, known, marks.locale != standard.language, _targets(table, data))
        merged(merge, data)
        problems += merge.problems
        places.update(merge.places)
    if not failed(problems):
        problems += in_cells(violations(Source(source.path, data), standard.kind), places)
    return _judged(data, problems)


def _judged(data: dict[str, Any], problems: list[Diagnostic]) -> Draft:
    """The draft; with errors there is none, and then nothing of what would have been done is told."""
    if failed(problems):
        return Draft(None, tuple(item for item in problems if item.severity != "info"))
    return Draft(data, tuple(problems))


def _missing_sheets(found: list[Table], marks: Marks, reader: Reader) -> Iterator[Diagnostic]:
    read_in = {table.sheet.name for table in found}
    for name, title in marks.titles.items():
        if name in marks.known and name not in read_in:
            yield Diagnostic(
                Where(reader.path), "import-file", "the sheet {sheet} is missing; what it showed stays as it is",
                {"sheet": title}, severity="warning",
            )


def _targets(table: Table, data: dict[str, Any]) -> dict[str, list[str]]:
    """The ids that the columns of a table may name; a course may also name one that is new in the workbook."""
    here = [entry.id for entry in entries(table.sheet, data)]
    return {
        "courses": list(dict.fromkeys([*here, *(str(line.values.get("id", "")) for line in table.lines)])),
        "outcomes": [item["id"] for item in data.get("outcomes", ())],
        "objectives": [item["id"] for item in data.get("objectives", ())],
        "parents": [item["id"] for item in parents(table.sheet, data)],
    }


def _by_hand(book: Workbook, reader: Reader, before: tuple[Diagnostic, ...]) -> Draft:
    """A course plan that was typed: one sheet with a header in any language of the repository."""
    plan, _ = sheets("professional")
    found = tables(book, (plan,), reader, None)
    problems = [*before, *found.problems, Diagnostic(
        Where(reader.path), "import-file", (
            "the workbook does not say which standard it belongs to; it was read as a new plan"
        ),
        severity="info",
    )]
    if not found.tables:
        problems.append(Diagnostic(
            Where(reader.path), "import-file", "no sheet of the workbook has the header of a course plan",
            hint="The names of the columns must stand in one row, as `curricula build --format xlsx` writes them.",
        ))
        return Draft(None, tuple(problems))
    table = found.tables[0]
    written_in = language(table.headers, plan, reader.vocabulary)
    data: dict[str, Any] = {"kind": "professional", "language": written_in, "curriculum": {"courses": []}}
    named = {"outcomes": [name for line in table.lines for name in _outcomes(line)]}
    merge = Merge(table, {}, foreign=False, targets=_targets(table, data) | named)
    if table.whole:
        merged(merge, data)
        problems += merge.problems
    return _judged(data, problems)


def _outcomes(line: Line) -> Iterator[str]:
    """The outcomes a line names: which there are, a plan alone does not tell."""
    for name, found in line.values.items():
        if name.startswith("outcomes.") and isinstance(found, tuple):
            yield from found
