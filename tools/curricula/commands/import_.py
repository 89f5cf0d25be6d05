"""Make a standard from a Word or Excel file.

FILE is a template that was filled in, or an exported edition that was changed (`curricula build --format
docx`). What it says becomes standards/<id>.yaml; what is not understood is listed with its place in the file,
and nothing of it is lost: it stands as a comment at the end of the draft. A standard that exists already is
changed only with --replace, and only if FILE is of that same standard.
"""

import uuid
from pathlib import Path
from typing import Any

import click

from curricula.diagnostics import N_, CurriculaError, Diagnostic, Phrase, Where
from curricula.drafts import ID, UNPLACED, Draft, comments, yaml_text
from curricula.editing import rewritten
from curricula.files import replace_file
from curricula.office import LARGEST
from curricula.plugins import plugins
from curricula.report import Desk, Result, counted
from curricula.repository import Repository
from curricula.skeleton import UNNUMBERED
from curricula.source import parsed, read_text

_NO_ID = N_("{id} is not an id: small letters, digits and hyphens, with the programme's folder first")
PARAMETERS = [
    click.Argument(["file"], type=click.Path(path_type=Path, exists=True, dir_okay=False)),
    click.Option(["--id", "id_"], default=None, metavar="ID", help=(

            "Path of the standard below standards/, without suffix, such as railway/courses/signalling; by default "
            "that of the exported standard."

    )),
    click.Option(["--replace"], is_flag=True, help="Change the standard if it exists already."),
    click.Option(
        ["--output"], type=click.Path(path_type=Path, dir_okay=False), default=None,
        help="Write the draft here instead of below standards/.",
    ),
]


def run(desk: Desk, file: Path, id_: str | None, replace: bool, output: Path | None) -> Result:
    """What was not understood, and the path of the standard."""
    repository = Repository(desk.root)
    if id_ is not None and not ID.match(id_):
        raise CurriculaError(_NO_ID, id=id_)
    if file.stat().st_size > LARGEST:
        raise CurriculaError("{file} has more than {limit} MB", file=file, limit=LARGEST >> 20)
    draft: Draft = _reader(file).read(repository, file.as_posix(), file.read_bytes())
    if draft.data is None:
        return Result(draft.diagnostics, (Phrase("nothing was written: {findings}", {
            "findings": counted(draft.diagnostics)
        }),))
    document = id_ or draft.document
    if not document:
        raise CurriculaError("say with --id where the standard belongs: `curricula import --help` tells how")
    if not ID.match(document):
        raise CurriculaError(_NO_ID, id=document)
    data = _identified(draft, document)
    path = f"standards/{document}.yaml"
    target = output or desk.root / path
    shown = str(output) if output else path
    text, findings = _text(target, shown, path, data, draft) if target.exists() else (_new(path, data, draft), ())
    if target.exists() and not replace and text != target.read_text(encoding="utf-8"):
        raise CurriculaError(
            "{file} exists already; nothing was changed. --replace puts what the file says into it", file=shown
        )
    changed = replace_file(target, text.encode())
    told = (*draft.diagnostics, *findings)
    closing = Phrase("next: `curricula check {file}`", {"file": document}) if changed else Phrase("nothing has changed")
    return Result(told, (shown, counted(told), closing))


def _reader(file: Path) -> Any:
    """The reader for a file's suffix; .doc and .docm go to that of .docx, which tells what is to be done."""
    readers = plugins("curricula.imports")
    suffix = file.suffix[1:].casefold()
    name = next((name for name in readers if suffix and name.startswith(suffix[:3])), None)
    if name is None:
        raise CurriculaError(
            "{file} cannot be imported; only these files can: {suffixes}", file=file,
            suffixes=", ".join(f".{name}" for name in readers),
        )
    return readers[name]


def _identified(draft: Draft, document: str) -> dict[str, Any]:
    """The data with a UUID and a code; those of a template are made of its own and of the standard's id."""
    data = dict(draft.data or {})
    if "uuid" not in data:
        data["uuid"] = str(uuid.uuid5(uuid.UUID(draft.template), document) if draft.template else uuid.uuid4())
    data.setdefault("code", UNNUMBERED)
    return data


def _new(path: str, data: dict[str, Any], draft: Draft) -> str:
    up = "../" * path.count("/")
    return yaml_text(data, f"{up}schemas/{data['kind']}.schema.json", draft.unplaced)


def _text(
    target: Path, shown: str, path: str, data: dict[str, Any], draft: Draft
) -> tuple[str, tuple[Diagnostic, ...]]:
    """The text of a standard that exists, changed in the places that differ; laid out anew where that cannot be."""
    before, problems = read_text(target.parent, target.name)
    source = parsed(before, shown) if not problems else None
    if source is None or source.problems:
        raise CurriculaError("{file} exists already and cannot be read; nothing was changed", file=shown)
    if not isinstance(source.data, dict) or source.data.get("uuid") != data["uuid"]:
        raise CurriculaError(
            "{file} exists already and is another standard; nothing was changed. Choose another --id", file=shown
        )
    try:
        return _with_comments(rewritten(before, data, shown), draft), ()
    except CurriculaError:
        finding = Diagnostic(
            Where(shown), "import-layout", "was laid out anew: comments in it are lost",
            hint="`git diff` shows what has changed.", severity="warning",
        )
        return _new(path, data, draft), (finding,)


def _with_comments(text: str, draft: Draft) -> str:
    """The text with the words that have no place now, in the place of those of an import before."""
    kept = [line for line in text.splitlines(keepends=True) if not line.startswith(UNPLACED)]
    return "".join(kept) + comments(draft.unplaced)
