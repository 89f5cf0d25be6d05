"""Verify that a package has not been changed since it was made.

Looks at the zip file itself, the hash of every file, the manifest and its schema, the BagIt lists and the XML
with its schema. Needs no network and no repository. Exit codes: 0 unchanged since it was made, 1 tampered
with, 3 incomplete, 4 unreadable. Packages are not signed yet: whether a file comes from its publisher is told
by comparing its content digest with the one the publisher announced.
"""

import json
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from curricula.diagnostics import N_, Phrase, Voice, failed
from curricula.packages.bag import HASHES, MANIFEST, TAG_HASHES
from curricula.packages.verifying import XML, Verdict, verify
from curricula.report import Desk, Result, counted
from curricula.reports.json import records

NEEDS_REPOSITORY = False
PARAMETERS = [
    click.Argument(["file"], type=click.Path(path_type=Path)),
    click.Option(
        ["--format", "shape"], type=click.Choice(["text", "json"]), default="text", show_default=True,
        help="How to show the result.",
    ),
]
_VERDICTS = {
    0: N_("{file} has not been changed since it was made"),
    1: N_("{file} has been tampered with: {findings}"),
    3: N_("{file} is incomplete: {findings}"),
    4: N_("{file} is unreadable: {findings}"),
}
_CODES = {0: "as it was made", 1: "tampered with", 3: "incomplete", 4: "unreadable"}  # for programs: never translated


def run(desk: Desk, file: Path, shape: str) -> Result:
    """What is wrong with the package, or what it holds."""
    verdict = verify(file)
    if shape == "json":
        return Result(lines=(_machine(file, verdict, desk.voice),), status=verdict.status)
    if failed(verdict.diagnostics) or verdict.manifest is None:
        line = Phrase(_VERDICTS[verdict.status], {"file": file.name, "findings": counted(verdict.diagnostics)})
        return Result(verdict.diagnostics, (line,), verdict.status)
    return Result(verdict.diagnostics, tuple(_summary(file, verdict.manifest)), verdict.status)


def _facts(manifest: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": manifest["id"],
        "version": manifest["version"],
        "languages": [language["locale"] for language in manifest["languages"]],
        "files": len(manifest["files"]) + 1,
        "contentDigest": manifest["contentDigest"],
    }


def _machine(file: Path, verdict: Verdict, voice: Voice) -> str:
    """The result as one JSON object; what a changed package says of itself is not repeated."""
    intact = verdict.manifest if verdict.status == 0 else None
    return json.dumps({
        "file": file.name,
        "status": verdict.status,
        "verdict": _CODES[verdict.status],
        "package": _facts(intact) if intact else None,
        "findings": records(verdict.diagnostics, voice),
    }, ensure_ascii=False, indent=2)


def _summary(file: Path, manifest: Mapping[str, Any]) -> list[Phrase | str]:
    facts = _facts(manifest)
    folder = shlex.quote(file.stem)
    schema = f"data/schema/standard-{manifest['schemaVersions']['standard']}.xsd"
    return [
        Phrase(_VERDICTS[0], {"file": file.name}),
        Phrase("  standard: {id}", {"id": facts["id"]}),
        Phrase("  version: {version}", {"version": facts["version"]}),
        Phrase("  languages: {locales}", {"locales": ", ".join(facts["languages"])}),
        Phrase("  files: {number}", {"number": facts["files"]}),
        Phrase("  content digest: {digest}", {"digest": facts["contentDigest"]}),
        Phrase("  signature: none"),
        Phrase("The same without this program:"),
        f"  unzip -q {shlex.quote(file.name)} -d {folder} && cd {folder}",
        f"  sha256sum --strict -c {TAG_HASHES} {HASHES}",
        "  bagit.py --validate .",
        f"  xmllint --noout --nonet --schema {schema} {XML}",
        f"  grep -v {MANIFEST} {HASHES} | sha256sum",
    ]
