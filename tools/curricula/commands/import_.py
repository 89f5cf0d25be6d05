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

from curricula.diagnostics import N_, CurriculaError, Diagnostic, Phrase, Voice, Where, failed
from curricula.drafts import ID, UNPLACED, Draft, comments, identity, yaml_text
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
    draft: Draft = _reader(file).read(repository, file.as_posix(), file.read_bytes(), id_ or "")
    if draft.data is None:
        return _refused(draft.diagnostics)
    document = id_ or draft.document
    if not document:
        raise CurriculaError("say with --id where the standard belongs: `curricula import --help` tells how")
    if not ID.match(document):
        raise CurriculaError(_NO_ID, id=document)
    if failed(draft.diagnostics) and (output or desk.root / f"standards/{document}.yaml").exists():
        return _refused(draft.diagnostics)
    data = _identified(draft, document)
    path = f"standards/{document}.yaml"
    target = output or desk.root / path
    shown = str(output) if output else path
    if target.exists():
        before = _present(target, shown, data, draft, replace=replace)
        text, findings = _text(before, shown, path, data, draft, desk.voice)
        if not replace and text != before:
            raise CurriculaError(
                "{file} exists already; nothing was changed. --replace puts what the file says into it", file=shown
            )
    else:
        text, findings = _new(path, data, draft, desk.voice), ()
    changed = replace_file(target, text.encode())
    told = (*draft.diagnostics, *findings)
    closing = Phrase("next: `curricula check {file}`", {"file": document}) if changed else Phrase("nothing has changed")
    return Result(told, (shown, counted(told), closing))


def _refused(findings: tuple[Diagnostic, ...]) -> Result:
    """Nothing is written over a standard by a file with errors, and nothing is told of what would have been done."""
    told = tuple(item for item in findings if item.severity != "info" or not failed(findings))
    return Result(told, (Phrase("nothing was written: {findings}", {"findings": counted(told)}),))


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
        data["uuid"] = identity(draft.template, document) if draft.template else str(uuid.uuid4())
    data.setdefault("code", UNNUMBERED)
    return data


def _new(path: str, data: dict[str, Any], draft: Draft, voice: Voice) -> str:
    up = "../" * path.count("/")
    return yaml_text(data, f"{up}schemas/{data['kind']}.schema.json", draft.unplaced, voice)


def _present(target: Path, shown: str, data: dict[str, Any], draft: Draft, *, replace: bool) -> str:
    """The text of a standard that exists; refused where it is another than that of the draft."""
    before, problems = read_text(target.parent, target.name)
    source = parsed(before, shown) if not problems else None
    if source is None or source.problems:
        raise CurriculaError("{file} exists already and cannot be read; nothing was changed", file=shown)
    present = source.data if isinstance(source.data, dict) else {}
    for name in () if draft.document else ("code", "course"):
        old, new = present.get(name, UNNUMBERED), data.get(name, UNNUMBERED)
        if UNNUMBERED not in (old, new) and old != new:
            raise CurriculaError(
                "{file} has “{old}” as its {name}, what is to be imported has “{new}”; nothing was changed. Correct "
                "the one that is wrong, or choose another --id", file=shown, name=name, old=old, new=new,
            )
    if present.get("uuid") != data["uuid"]:
        raise CurriculaError(
            "{file} exists already and is another standard; nothing was changed. Choose another --id", file=shown
        )
    if not (replace or draft.document or draft.template):
        raise CurriculaError(
            "{file} exists already; nothing was changed. What is to be imported does not say which standard it is: "
            "if it is this one, use --replace", file=shown,
        )
    return before


def _text(
    before: str, shown: str, path: str, data: dict[str, Any], draft: Draft, voice: Voice
) -> tuple[str, tuple[Diagnostic, ...]]:
    """The text of a standard, changed in the places that differ; laid out anew where that cannot be."""
    try:
        text = rewritten(before, data, shown)
    except CurriculaError:
        finding = Diagnostic(
            Where(shown), "import-layout", "was laid out anew: comments in it are lost",
            hint="`git diff` shows what has changed.", severity="warning",
        )
        return _new(path, data, draft, voice), (finding,)
    kept = [line for line in text.splitlines(keepends=True) if not line.startswith(UNPLACED)]
    return "".join(kept) + comments(draft.unplaced, voice), ()
