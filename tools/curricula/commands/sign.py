"""Seal packages, or sign other files, with the key of an organisation.

A package gets a seal inside, a XAdES signature over all its files, and a detached CAdES signature beside it,
<file>.p7s, over the whole of it. With --detached only the latter is made, for any file: with a --name of its own,
<file>.<name>.p7s, for whoever countersigns the file of another. What is sealed already by the same key is kept as
it is. The same inputs give the same bytes, for keys in files.

Beside a package stands its provenance too, <file>.intoto.json: what it was made of and with, signed with the same
key, for programs that read in-toto and SLSA.

A collection gets its seal inside, a CAdES signature over the list of all its files.

With --timestamp an authority stamps the time on every signature (RFC 3161), so that it can still be proven when its
certificate has expired. No two time stamps are the same. A package that is sealed already stays as it is, and only the
signature beside it is stamped.

A key is a PEM file, or the PKCS#11 address of a token: pkcs11:token=LABEL;object=LABEL?module-path=LIBRARY. What
unlocks it is asked for, or taken from the environment variable CURRICULA_PASSPHRASE.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from cryptography.hazmat.primitives import hashes

from curricula.diagnostics import N_, CurriculaError, Diagnostic, Phrase, Where
from curricula.files import replace_together
from curricula.packages import collecting, collection, keys, pades, signing, stamping, tokens
from curricula.packages.bag import SUFFIX
from curricula.packages.collected import verify_collection
from curricula.packages.keys import Passphrase, Sealer
from curricula.packages.seals import UNTRUSTED
from curricula.packages.trust import certificates, holder
from curricula.packages.verifying import verify
from curricula.report import Desk, Question, Result, counted

NEEDS_REPOSITORY = False
PASSPHRASE = "CURRICULA_PASSPHRASE"
PARAMETERS = [
    click.Argument(["files"], nargs=-1, required=True, type=click.Path(path_type=Path)),
    click.Option(["--key"], required=True, help="The key: a PEM file, or the pkcs11: address of a token."),
    click.Option(
        ["--certificate"], required=True, type=click.Path(path_type=Path), metavar="FILE",
        help="Its certificate in PEM form, and after it those of its issuers but for the root.",
    ),
    click.Option(
        ["--time", "moment"], metavar="TIME",
        help="When it is signed, such as 2026-09-01T08:00:00Z; by default now.",
    ),
    click.Option(
        ["--timestamp"], metavar="ADDRESS",
        help="Ask the authority at this http or https address to stamp the time (RFC 3161).",
    ),
    click.Option(["--detached"], is_flag=True, help="Only a signature beside the file, which may be any."),
    click.Option(["--name"], default="", help="Name of the signature, with --detached: <file>.<name>.p7s."),
    click.Option(
        ["--seal-pdf"], is_flag=True, help="Sealed copies of the PDFs of a package too, beside it.",
    ),
]
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_NAME = re.compile(r"[A-Za-z0-9_-]{0,40}")


def run(desk: Desk, files: tuple[Path, ...], key: str, certificate: Path, **asked: Any) -> Result:
    """What was signed; findings of packages that are not intact, which are not sealed."""
    when, name = _moment(asked["moment"]), asked["name"]
    if not _NAME.fullmatch(name) or (name and not asked["detached"]):
        raise CurriculaError("--name is one word in Latin letters, and goes with --detached")
    if asked["detached"] and asked["seal_pdf"]:
        raise CurriculaError("--seal-pdf goes with packages, not with --detached")
    for path in files:
        if not path.is_file():
            raise CurriculaError("there is no file {path}", path=path)
    found: list[Diagnostic] = []
    lines: list[Phrase | str] = []
    with _key(desk, key) as sign:
        sealer = signing.checked(Sealer(sign, certificates(certificate)), when, seal=not asked["detached"])
        if asked["timestamp"] is not None:
            sealer = stamping.stamping(sealer, asked["timestamp"], when)
        for path in files:
            problems: tuple[Diagnostic, ...] = ()
            if asked["detached"]:
                lines += _written(signing.countersigned(path, name, sealer, when))
            else:
                problems, told = _sealed(path, sealer, when, pdf=asked["seal_pdf"])
                lines += told
            found += problems
    fingerprint = sealer.certificate.fingerprint(hashes.SHA256()).hex()
    signer = Phrase("signed by {signer}; SHA-256 of the certificate: {digest}",
                    {"signer": holder(sealer.certificate), "digest": fingerprint})
    return Result(tuple(found), (*lines, signer), 1 if found else 0)


def _sealed(path: Path, sealer: Sealer, when: datetime, *, pdf: bool) -> tuple[tuple[Diagnostic, ...], list[Phrase]]:
    """Seal one package or collection; findings where it is not intact, and nothing is written."""
    if path.suffix != f".{SUFFIX}":
        raise CurriculaError("{path} is no package: other files are signed with --detached", path=path)
    collected = collection.is_one(path)
    if collected and pdf:
        raise CurriculaError("--seal-pdf goes with single packages: {path} is a collection", path=path)
    verdict = verify_collection(path) if collected else verify(path)
    if verdict.intact and verdict.index is not None:
        written = collecting.seal(path, verdict.index, sealer, when)
        return (), [_line(path, when, written)]
    if not verdict.intact or verdict.manifest is None:
        problems = tuple(item for item in verdict.diagnostics if item.code not in UNTRUSTED)
        found = _outlived(path, problems) or problems
        return found, [Phrase("{file} was not sealed: {findings}", {"file": path, "findings": counted(found)})]
    signed = signing.sealed(path, verdict.manifest, sealer, when)
    lines = _written(signed)
    if pdf:
        copies = pades.copies(path, signed.files[path], sealer, signed.when)
        lines += _written(signing.Signed(copies, signed.when))
    return (), lines


def _outlived(path: Path, problems: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """What its maker does where only what lies beside a package does not belong to it; nothing in other cases."""
    stale = sorted({item.where.path for item in problems if item.severity == "error"})
    if path.name in stale or not all((path.parent / name).is_file() for name in stale):
        return ()
    words = N_("what lies beside it belongs to an earlier content of the package: {files}")
    hint = N_("If you have just made the package, delete these files, and sign it again.")
    return (Diagnostic(Where(path.name), problems[0].code, words, {"files": ", ".join(stale)}, hint),) if stale else ()


def _written(signed: signing.Signed) -> list[Phrase]:
    """Write the files of one signing, all of them or none."""
    written = replace_together(signed.files)
    return [_line(path, signed.when, path in written) for path in signed.files]


def _line(path: Path, when: datetime, written: bool) -> Phrase:
    facts = {"file": path, "time": f"{when:%Y-%m-%d %H:%M:%S} UTC"}
    return Phrase("{file}: signed, {time}" if written else N_("{file}: signed already, kept"), facts)


@contextmanager
def _key(desk: Desk, key: str) -> Iterator[keys.Sign]:
    """The key, as long as it is open."""
    if key.startswith(tokens.SCHEME):
        with tokens.opened(key, _passphrase(desk, Phrase("PIN of the token:"))) as sign:
            yield sign
    else:
        yield keys.from_file(Path(key), _passphrase(desk, Phrase("Passphrase of the key:")))


def _passphrase(desk: Desk, words: Phrase) -> Passphrase:
    def ask() -> str:
        known = os.environ.get(PASSPHRASE)
        if known is not None:
            return known
        if desk.ask is None:
            raise CurriculaError("the key is locked: put its passphrase into {variable}", variable=PASSPHRASE)
        return desk.ask(Question(words, secret=True))

    return ask


def _moment(words: str | None) -> datetime:
    if words is None:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return datetime.strptime(words, _TIME).replace(tzinfo=UTC)
    except ValueError:
        raise CurriculaError("--time is not written as 2026-09-01T08:00:00Z: {words}", words=words) from None
