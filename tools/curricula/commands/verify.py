"""Verify that a package is as it was made, and by whom, or that a file beside a signature is what was signed.

Looks at the zip file itself, the hash of every file, the manifest and its schema, the BagIt lists, the XML with
its schema, the seal, and the detached signatures and the provenance beside the file. Needs no network and no
repository; whether a certificate was revoked is not asked. Exit codes: 0 sealed by someone whom a root certificate
given with --root vouches for, 1 tampered with, 2 as it was made, but by whom is not proven (not sealed, no root
given, or none of those given), 3 incomplete, 4 unreadable.

Of a collection the index, the list of its files and the seal are looked at, and every package in it as if it lay
there alone; the exit code is that of the worst of them.

With --rebuild the package is made anew from the repository at hand, and files that differ are tampered with.
"""

import json
import shlex
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
from curricula.packages import bag, collection
from curricula.packages.bag import HASHES, MANIFEST, TAG_HASHES
from curricula.packages.collected import verify_collection
from curricula.packages.provenance import PAYLOAD_TYPE
from curricula.packages.seals import SUFFIX, Signature, beside, finding, signed_by
from curricula.packages.signing import differences
from curricula.packages.trust import trust
from curricula.packages.verifying import XML, Verdict, verify, verify_detached
from curricula.packages.xades import SIGNATURES
from curricula.pipeline import Order, checked_build, published
from curricula.processes import processors
from curricula.report import Desk, Result, counted
from curricula.reports.json import records
from curricula.repository import Repository
from curricula.selection import find_root, select

NEEDS_REPOSITORY = False
PARAMETERS = [
    click.Argument(["file"], type=click.Path(path_type=Path)),
    click.Option(
        ["--root", "roots"], multiple=True, type=click.Path(path_type=Path), metavar="FILE",
        help="Root certificates you trust, in PEM form; may be given more than once.",
    ),
    click.Option(
        ["--chain", "others"], multiple=True, type=click.Path(path_type=Path), metavar="FILE",
        help="Certificates between root and seal that the signature does not bring along.",
    ),
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
    known = trust(trusted["roots"], trusted["others"])
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
    roots = [str(path.absolute()) for path in trusted["roots"]]
    own = (item for item in verdict.signatures if not item.file.startswith(collection.FOLDER))
    told = [*_contents(verdict), *(_signer(item) for item in own)]
    if verdict.provenance:
        told.append(Phrase("  provenance: {file}, signed with the key of the seal", {"file": verdict.provenance.file}))
    commands = (
        _collection(file, verdict, roots) if verdict.index else _commands(file, verdict, roots) if verdict.manifest
        else _openssl(file, verdict, roots, str(file.parent))
    )
    return Result(verdict.diagnostics, (line, *told, Phrase("The same without this program:"), *commands),
                  verdict.status)


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
            {**_signature(item), "time": f"{item.when:%Y-%m-%dT%H:%M:%SZ}"} for item in verdict.signatures
        ],
        "provenance": _signature(verdict.provenance) if verdict.provenance else None,
        "findings": records(verdict.diagnostics, voice),
    }, ensure_ascii=False, indent=2)


def _signature(item: Signature) -> dict[str, Any]:
    digest = item.chain[0].fingerprint(hashes.SHA256()).hex()
    return {"file": item.file, "signer": item.signer, "trusted": item.trusted, "certificate": digest}


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


def _signer(item: Signature) -> Phrase:
    time = f"{item.when:%Y-%m-%d %H:%M:%S} UTC"
    facts = {"file": item.file, "signer": item.signer, "time": time}
    if item.trusted:
        return Phrase("  signature: {signer}, {time} ({file}), vouched for by a given root", facts)
    return Phrase("  signature: {signer}, {time} ({file}), NOT vouched for", facts)


def _commands(file: Path, verdict: Verdict, roots: list[str]) -> list[str]:
    """What others' programs make of the package, to be run where this program was."""
    assert verdict.manifest is not None
    folder = shlex.quote(file.stem)
    schema = f"data/schema/standard-{verdict.manifest['schemaVersions']['standard']}.xsd"
    seals = [item for item in verdict.signatures if item.file == SIGNATURES]
    trusted = " ".join(f"--trusted-pem {shlex.quote(root)}" for root in roots or ["../root.pem"])
    there = [] if file.parent == Path() else [f"  cd {shlex.quote(str(file.parent))}"]
    return [
        *there,
        f"  unzip -q {shlex.quote(file.name)} -d {folder} && cd {folder}",
        f"  sha256sum --strict -c {TAG_HASHES} {HASHES}",
        "  bagit.py --validate .",
        f"  xmllint --noout --nonet --schema {schema} {XML}",
        f"  grep -v {MANIFEST} {HASHES} | sha256sum",
        *(
            f"  xmlsec1 --verify --enabled-key-data x509 --id-attr:Id {_IDS} {trusted} "
            f"--verification-gmt-time '{item.when:%Y-%m-%d %H:%M:%S}' {SIGNATURES}"
            for item in seals
        ),
        *_openssl(file, verdict, roots, ".."),
        *(_provenance(file.name, verdict.provenance.file) if verdict.provenance else ()),
    ]


def _provenance(package: str, file: str) -> list[str]:
    """How bash and OpenSSL judge the provenance, with the certificate that stands first in the seal."""
    envelope, whole = shlex.quote(f"../{file}"), shlex.quote(f"../{package}")
    payload, signature = (
        rf"""sed -E 's/.*"{name}":"([^"]*)".*/\1/' {envelope} | base64 -d""" for name in ("payload", "sig")
    )
    certificate = f"""xmllint --xpath 'string(//*[local-name()="X509Certificate"])' {SIGNATURES} | base64 -d"""
    return [
        f"  statement=$({payload})",
        f"""  printf 'DSSEv1 {len(PAYLOAD_TYPE)} {PAYLOAD_TYPE} %d %s' $({payload} | wc -c) "$statement" | """
        f"openssl dgst -sha256 -verify <({certificate} | openssl x509 -inform DER -pubkey -noout) "
        f"-signature <({signature})",
        f"""  printf %s "$statement" | grep -o $(sha256sum < {whole} | cut -c-64)""",
    ]


def _collection(file: Path, verdict: Verdict, roots: list[str]) -> list[str]:
    """What others' programs make of a collection: its seal is over the list that has the hash of every file."""
    folder, root = shlex.quote(file.stem), shlex.quote(roots[0] if roots else "../root.pem")
    cms = "openssl cms -verify -binary -inform DER -purpose any"
    seals = [item for item in verdict.signatures if item.file == collection.SIGNATURE]
    hashed = f"openssl dgst -sha256 -binary {collection.HASHES} | base64"
    return [
        *([] if file.parent == Path() else [f"  cd {shlex.quote(str(file.parent))}"]),
        f"  unzip -q {shlex.quote(file.name)} -d {folder} && cd {folder}",
        f"  sha256sum --strict -c {collection.HASHES}",
        *(
            f"  {cms} -in {collection.SIGNATURE} -content {collection.MANIFEST} -CAfile {root} "
            f"-attime {int(item.when.timestamp())} -out /dev/null && grep -F $({hashed}) {collection.MANIFEST}"
            for item in seals
        ),
        f'  for package in {collection.FOLDER}*.{bag.SUFFIX}; do {cms} -no_check_time -in "$package{SUFFIX}" '
        f'-content "$package" -CAfile {root} -out /dev/null; done',
        *_openssl(file, replace(verdict, signatures=tuple(
            item for item in verdict.signatures if item.file.startswith(file.name))), roots, ".."),
    ]


def _openssl(file: Path, verdict: Verdict, roots: list[str], folder: str) -> list[str]:
    """How OpenSSL judges the detached signatures; of several roots the first one."""
    signed = signed_by(file) if file.suffix == SUFFIX else file
    assert signed is not None
    root = shlex.quote(roots[0] if roots else f"{folder}/root.pem")
    return [
        f"  openssl cms -verify -binary -inform DER -in {shlex.quote(f'{folder}/{item.file}')} "
        f"-content {shlex.quote(f'{folder}/{signed.name}')} -CAfile {root} "
        f"-attime {int(item.when.timestamp())} -purpose any -out /dev/null"
        for item in verdict.signatures
        if item.file != SIGNATURES
    ]
