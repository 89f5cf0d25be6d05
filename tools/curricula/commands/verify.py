"""Verify that a package is as it was made, and by whom, or that a file beside a signature is what was signed.

Looks at the zip file itself, the hash of every file, the manifest and its schema, the BagIt lists, the XML with
its schema, the seal, and the detached signatures and the provenance beside the file. Needs no network and no
repository; whether a certificate was revoked is not asked. Exit codes: 0 sealed by someone whom a root certificate
given with --root vouches for, 1 tampered with, 2 as it was made, but by whom is not proven (not sealed, no root
given, or none of those given), 3 incomplete, 4 unreadable.

The certificate of a signature is judged at the time of its time stamp, where it has one, else at the time that the
signature states. A root given with --root has to vouch for the authority that stamps the time as well.

Named by its signature beside it or its provenance, the file that this is about is looked at.

Of a collection the index, the list of its files and the seal are looked at, and every package in it as if it lay
there alone; the exit code is that of the worst of them.

With --rebuild the package is made anew from the repository at hand, and files that differ are tampered with.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from cryptography.hazmat.primitives import hashes

from curricula.commands.package import packed
from curricula.diagnostics import N_, CurriculaError, Diagnostic, Phrase, Voice, ordered
from curricula.inputs import Inputs
from curricula.model.common import ApprovalRole
from curricula.packages import bag, byhand, collection, provenance
from curricula.packages.collected import verify_collection
from curricula.packages.seals import SUFFIX, Signature, beside, finding, signed_by
from curricula.packages.signing import differences
from curricula.packages.trust import trust
from curricula.packages.verifying import Verdict, verify, verify_detached
from curricula.packages.xades import SIGNATURES
from curricula.pipeline import Order, checked_build, published
from curricula.processes import processors
from curricula.report import Desk, Result, counted
from curricula.reports.json import records
from curricula.repository import Repository
from curricula.selection import find_root, select

ROOT = click.Option(
    ["--root"], multiple=True, type=click.Path(path_type=Path), metavar="FILE",
    help="Root certificates you trust, in PEM form; may be given more than once.",
)
CHAIN = click.Option(
    ["--chain"], multiple=True, type=click.Path(path_type=Path), metavar="FILE",
    help="Certificates between root and seal that the signature does not bring along.",
)
NEEDS_REPOSITORY = False
PARAMETERS = [
    click.Argument(["file"], type=click.Path(path_type=Path)),
    ROOT, CHAIN,
    click.Option(["--rebuild"], is_flag=True, help="Make the package anew from the repository at hand, and compare."),
    click.Option(
        ["--format", "shape"], type=click.Choice(["text", "json"]), default="text", show_default=True,
        help="How to show the result.",
    ),
    click.Option(["--json", "as_json"], is_flag=True, help="The same as --format json."),
]
_SEALS = (SIGNATURES, collection.SIGNATURE)
_IDS = "http://uri.etsi.org/01903/v1.3.2#:SignedProperties"  # the element that is referred to by its Id
_VERDICTS = {
    0: N_("{file} has not been changed since it was made, and is sealed by {signer}"),
    1: N_("{file} has been tampered with: {findings}"),
    2: N_("{file} has not been changed since it was made; who made it is not proven: {findings}"),
    3: N_("{file} is incomplete: {findings}"),
    4: N_("{file} is unreadable: {findings}"),
}
_SIGNED = {
    0: N_("{file} is as it was signed by {signer}"),
    1: N_("{file} or its signature has been tampered with: {findings}"),
    2: N_("{file} is as it was signed; by whom is not proven: {findings}"),
}
_STEPS = {
    "review": N_("submitted for review"), "approved": N_("approved"), "published": N_("published"),
    "superseded": N_("superseded"), "withdrawn": N_("withdrawn"),
}
_ROLES: dict[ApprovalRole, str] = {
    "author": N_("author"), "expert": N_("expert"), "committee": N_("academic committee"),
    "institution": N_("head of the institution"), "partner": N_("partner institution"),
    "authority": N_("competent authority"),
}
_CODES = {  # for programs: never translated
    0: "sealed by a trusted signer", 1: "tampered with", 2: "untrusted", 3: "incomplete", 4: "unreadable",
}


def run(desk: Desk, file: Path, rebuild: bool, shape: str, as_json: bool, **trusted: tuple[Path, ...]) -> Result:
    """What is wrong with the file, or what it holds and who signed it."""
    known = trust(trusted["root"], trusted["chain"])
    file = _package(file)
    collected = collection.is_one(file)
    detached = not collected and (
        file.suffix == SUFFIX or (file.suffix != f".{bag.SUFFIX}" and bool(beside(file)))
    )
    if collected and rebuild:
        raise CurriculaError("--rebuild goes with single packages: {file} is a collection", file=file)
    judge = verify_collection if collected else verify_detached if detached else verify
    verdict = judge(file, known)
    if rebuild and verdict.manifest is not None and verdict.intact:
        found = ordered([*verdict.diagnostics, *_rebuilt(desk, file, verdict.manifest)])
        verdict = replace(verdict, diagnostics=found)
    if as_json or shape == "json":
        return Result(lines=(_machine(file, verdict, desk.voice),), status=verdict.status)
    facts = {"file": _named(file, detached).name, "findings": counted(verdict.diagnostics),
             "signer": ", ".join(_signers(verdict, detached))}
    line = Phrase((_SIGNED if detached else _VERDICTS)[verdict.status], facts)
    if not verdict.intact:
        return Result(verdict.diagnostics, (line,), verdict.status)
    own = (item for item in verdict.signatures if not item.file.startswith(collection.FOLDER))
    told = [*_contents(verdict), *(line for item in own for line in _signer(item))]
    if verdict.provenance:
        told.append(Phrase("  provenance: {file}, signed with the key of the seal", {"file": verdict.provenance.file}))
    commands = byhand.commands(file, verdict, trusted["root"], trusted["chain"])
    missing = any(byhand.ROOT in words for words in commands) and not trusted["root"]
    told.append(Phrase(N_(
        "The same without this program, with the full path of the root certificate in the place of {name}:"
    ), {"name": byhand.ROOT}) if missing else Phrase("The same without this program:"))
    return Result(verdict.diagnostics, (line, *told, *commands), verdict.status)


def _package(file: Path) -> Path:
    """The package that a file of provenance is about; any other file itself."""
    whole = file.with_name(file.name.removesuffix(provenance.SUFFIX) or file.name)
    if whole == file or not file.is_file() or beside(file):
        return file
    if not whole.is_file():
        raise CurriculaError("there is no package beside {file} that it could be the provenance of", file=file.name)
    return whole


def _rebuilt(desk: Desk, file: Path, manifest: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """Where the package is not what the repository at hand makes."""
    root, document = find_root(desk.root), manifest["id"]
    repository, inputs = Repository(root), Inputs(root)
    standard = repository.issued.get(document)
    if standard is None or standard.version != manifest["version"]:
        yield finding("rebuilt", "the repository at hand does not have version {version} of {document}", file.name,
                      N_("Check out the commit that it was published from."), version=manifest["version"],
                      document=document)
        return
    order = Order(select(repository, (document,)), repository.locales, published(), root / "build", processors())
    problems, built = checked_build(repository, inputs, order, desk.progress)
    if built is None or not built.documents:
        yield from (item for item in problems if item.severity == "error")
        return
    made = packed(repository, inputs, document, built.artifacts)
    for name in differences(made.content, file.read_bytes()):
        yield finding("rebuilt", "{path} is not what the repository at hand makes", file.name,
                      N_("Is this the commit and the version of the program that it was made with?"), path=name)


def _facts(manifest: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": manifest["id"],
        "version": manifest["version"],
        "languages": [language["locale"] for language in manifest["languages"]],
        "approvals": manifest.get("approvals", []),  # packages of earlier versions of the program have none
        "files": len(manifest["files"]) + 1,
        "contentDigest": manifest["contentDigest"],
    }


def _machine(file: Path, verdict: Verdict, voice: Voice) -> str:
    """The result as one JSON object; what a changed package says of itself is not repeated."""
    intact = verdict.manifest if verdict.intact else None
    return json.dumps({
        "file": file.name,
        "status": verdict.status,
        "verdict": _CODES[verdict.status],
        "package": _facts(intact) if intact else None,
        "collection": verdict.index if verdict.intact else None,
        "signatures": [
            {**_signature(item), "time": f"{item.when:%Y-%m-%dT%H:%M:%SZ}", **_timestamp(item)}
            for item in verdict.signatures
        ],
        "provenance": _signature(verdict.provenance) if verdict.provenance else None,
        "findings": records(verdict.diagnostics, voice),
    }, ensure_ascii=False, indent=2)


def _signature(item: Signature) -> dict[str, Any]:
    digest = item.chain[0].fingerprint(hashes.SHA256()).hex()
    return {"file": item.file, "signer": item.signer, "trusted": item.trusted, "certificate": digest}


def _timestamp(item: Signature) -> dict[str, Any]:
    """The time stamp on a signature, where it has one."""
    stamp = item.stamp
    return {} if stamp is None else {"timestamp": {
        "authority": stamp.authority, "time": f"{stamp.when:%Y-%m-%dT%H:%M:%SZ}", "trusted": stamp.trusted,
        "certificate": stamp.chain[0].fingerprint(hashes.SHA256()).hex(),
    }}


def _named(file: Path, detached: bool) -> Path:
    """What was judged: of a detached signature the file that it is the signature of."""
    return (signed_by(file) or file) if detached and file.suffix == SUFFIX else file


def _signers(verdict: Verdict, detached: bool) -> list[str]:
    """Whom the reader trusts of those who signed a file, or who sealed a package: others sign beside that."""
    trusted = (item for item in verdict.signatures if item.trusted and (detached or item.file in _SEALS))
    return list(dict.fromkeys(item.signer for item in trusted))


def _contents(verdict: Verdict) -> list[Phrase | str]:
    if verdict.index is not None:
        return _collected(verdict, verdict.index)
    if verdict.manifest is None:
        return []
    facts = _facts(verdict.manifest)
    return [
        Phrase("  standard: {id}", {"id": facts["id"]}),
        Phrase("  version: {version}", {"version": facts["version"]}),
        Phrase("  languages: {locales}", {"locales": ", ".join(facts["languages"])}),
        *(
            Phrase("  {step}: {name} ({role}), {date}", {
                "step": Phrase(_STEPS[item["step"]]), "name": item["name"], "role": Phrase(_ROLES[item["role"]]),
                "date": item["date"],
            })
            for item in facts["approvals"] if item["step"] in _STEPS
        ),
        Phrase("  files: {number}", {"number": facts["files"]}),
        Phrase("  content digest: {digest}", {"digest": facts["contentDigest"]}),
        *([] if verdict.signatures else [Phrase("  signature: none")]),
    ]


def _collected(verdict: Verdict, index: Mapping[str, Any]) -> list[Phrase | str]:
    """What a collection holds: its packages with their content digests, and who has sealed them."""
    signed = {item.file: item.signer for item in verdict.signatures}
    sealers = dict.fromkeys(signer for name, signer in signed.items() if name.endswith(f"/{SIGNATURES}"))
    packages = index["packages"]
    return [
        Phrase("  collection: {name} {version}", {"name": index["name"], "version": index["version"]}),
        Phrase("  packages: {number}", {"number": len(packages)}),
        *(f"    {package['contentDigest']}  {package['path']}" for package in packages),
        Phrase("  packages sealed by: {signers}", {"signers": "; ".join(sealers)}),
        *([] if collection.SIGNATURE in signed else [Phrase("  signature: none")]),
    ]


def _signer(item: Signature) -> Iterator[Phrase]:
    facts = {"file": item.file, "signer": item.signer, "time": f"{item.when:%Y-%m-%d %H:%M:%S} UTC"}
    known = N_("  signature: {signer}, {time} ({file}), vouched for by a given root")
    yield Phrase(known if item.trusted else N_("  signature: {signer}, {time} ({file}), NOT vouched for"), facts)
    if item.stamp:
        time = f"{item.stamp.when:%Y-%m-%d %H:%M:%S} UTC"
        facts = {"file": item.file, "authority": item.stamp.authority, "time": time}
        known = N_("  time stamp: {authority}, {time} ({file}), vouched for by a given root")
        missing = N_("  time stamp: {authority}, {time} ({file}), NOT vouched for")
        yield Phrase(known if item.stamp.trusted else missing, facts)
