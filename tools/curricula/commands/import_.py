"""Make a standard from a Word or Excel file, or from a CASE package.

FILE is a template that was filled in, or an exported edition that was changed (`curricula build --format
docx`). What it says becomes standards/<id>.yaml; what is not understood is listed with its place in the file,
and nothing of it is lost: it stands as a comment at the end of the draft. A standard that exists already is
changed only with --replace, and only if FILE is of that same standard.

A CASE package (JSON) that `curricula build --format case` has made becomes its standard again. That of others
becomes standards/frameworks/<id>.yaml, with everything that stands in it: standards can be mapped to its items.
"""

import shlex
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from curricula.diagnostics import N_, CurriculaError, Diagnostic, Phrase, Voice, Where, failed
from curricula.drafts import ID, UNPLACED, Draft, comments, identity, yaml_text
from curricula.editing import rewritten
from curricula.files import replace_below, replace_together
from curricula.model.standards import Standard
from curricula.office import LARGEST
from curricula.placing import programmes, proposed
from curricula.plugins import plugins
from curricula.report import Desk, Question, Result, counted
from curricula.repository import Repository
from curricula.schemas import violations
from curricula.skeleton import UNNUMBERED, untouched
from curricula.source import parsed, read_text

_NO_ID = N_("{id} is not an id: small letters, digits and hyphens, with the programme's folder first")
_NO_REPLACE = N_("{file} exists already; nothing was changed. --replace puts what the file says into it")
_FRAMEWORKS = "frameworks"  # the folder of those of others
_FRAMEWORK_ID = N_("{id} is no id of a framework of others: it begins with frameworks/, such as frameworks/partner")
_NO_FRAMEWORK = N_("{id} is no id of a standard: the folder frameworks/ is for those of others")
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
    if file.stat().st_size > LARGEST:
        raise CurriculaError("{file} has more than {limit} MB", file=file, limit=LARGEST >> 20)
    read, content = _reader(file).read, file.read_bytes()
    draft: Draft = read(repository, file.as_posix(), content, id_ or "")
    if draft.data is None:
        return _refused(draft.diagnostics)
    document = id_ or draft.document
    if not document:
        document = _asked(desk, repository, draft, file)
        draft = read(repository, file.as_posix(), content, document)
    _placed(repository, draft, document, file, anywhere=output is not None)
    path = f"standards/{document}.yaml"
    target = output or desk.root / path
    shown = str(output) if output else path
    begun = None if output else _begun(repository, document, draft)
    if begun is None and failed(draft.diagnostics) and target.exists():
        return _refused(draft.diagnostics)
    data = _identified(draft, document)
    findings: tuple[Diagnostic, ...] = ()
    if (begun is not None and replace) or not target.exists():
        text = _new(path, data, draft, desk.voice)
    else:
        if begun is not None:
            raise CurriculaError(_NO_REPLACE, file=shown)
        before = _present(target, shown, data, draft, replace=replace)
        text, findings = _text(before, shown, path, data, draft, desk.voice)
        if not replace and text != before:
            raise CurriculaError(_NO_REPLACE, file=shown)
    content = text.encode()
    changed = replace_together({output: content}) if output else replace_below(desk.root, {path: content})
    told = (*draft.diagnostics, *findings)
    checked = path if data["kind"] == "framework" else document  # only a standard is known by its id
    closing = Phrase("next: `curricula check {file}`", {"file": checked}) if changed else Phrase("nothing has changed")
    return Result(told, (shown, counted(told), closing, *_waiting(draft, shown)))


def _waiting(draft: Draft, shown: str) -> Iterator[Phrase]:
    """How many values of the file are still to be brought in."""
    if draft.unplaced:
        yield Phrase(
            "{count} values were not taken; they wait at the end of {file}, in the lines that begin with `# ?`",
            {"count": len(draft.unplaced), "file": shown},
            singular="{count} value was not taken; it waits at the end of {file}, in the line that begins with `# ?`",
        )


def _asked(desk: Desk, repository: Repository, draft: Draft, file: Path) -> str:
    """The id of a file that does not tell which standard it is."""
    close = proposed(repository, draft)
    if desk.ask is None:
        raise CurriculaError(
            "say with --id where the standard belongs, for example: `{command}`",
            command=_command(repository, file, close),
        )

    def wrong(answer: str) -> Phrase | None:
        return None if ID.match(answer) else Phrase(_NO_ID, {"id": answer})

    words = Phrase("Where does the standard belong? Its id is its path below standards/, without suffix:")
    return desk.ask(Question(words, default=close, wrong=wrong))


def _placed(repository: Repository, draft: Draft, document: str, file: Path, *, anywhere: bool) -> None:
    """Complain of an id that is none, and of a standard of a course outside of every programme there is."""
    if not ID.match(document):
        raise CurriculaError(_NO_ID, id=document)
    folder, known = document.partition("/")[0], programmes(repository)
    framework = (draft.data or {})["kind"] == "framework"
    if framework != (folder == _FRAMEWORKS):
        raise CurriculaError(_FRAMEWORK_ID if framework else _NO_FRAMEWORK, id=document)
    first = (draft.data or {})["kind"] == "professional" or not known
    if not (anywhere or first or draft.document or folder in known):
        raise CurriculaError(
            "there is no programme {folder}; there are: {known}. For this file: `{command}`", folder=folder,
            known=", ".join(known), command=_command(repository, file, proposed(repository, draft)),
        )


def _command(repository: Repository, file: Path, document: str) -> str:
    """The command that imports the file under this id."""
    present = (repository.root / f"standards/{document}.yaml").exists()
    return f"curricula import {shlex.quote(str(file))} --id {document}" + (" --replace" if present else "")


def _begun(repository: Repository, document: str, draft: Draft) -> Standard | None:
    """A standard of the same kind that `curricula new` has begun there, and that nobody has written in yet."""
    found = repository.standards.get(document)
    if found is None or draft.document or found.kind != (draft.data or {})["kind"] or not untouched(found):
        return None
    return found


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
    if data["kind"] != "framework":
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
    settled = present.get("status") not in ("draft", "review")
    wrong = {found.where.pointer for found in violations(source, data["kind"])}
    for name in () if draft.document else ("code", "course"):
        old, new = present.get(name, UNNUMBERED), data.get(name, UNNUMBERED)
        if settled and (name,) not in wrong and UNNUMBERED not in (old, new) and old != new:
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
