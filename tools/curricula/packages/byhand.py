"""The same without this program: how others' programs judge a package, a collection, or a signature beside a file.

Lines for any POSIX shell, one after the other, to be run where this program was. Nothing is written but what is
unpacked: what a program reads from others comes through pipes.
"""

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from curricula.packages import bag, cades, collection, stamps
from curricula.packages.bag import HASHES, MANIFEST, TAG_HASHES
from curricula.packages.provenance import PAYLOAD_TYPE
from curricula.packages.seals import SUFFIX, Signature, signed_by
from curricula.packages.trust import certificates
from curricula.packages.verifying import XML, Verdict
from curricula.packages.xades import SIGNATURES

ROOT = "ROOT.pem"  # stands for a certificate that was not given

_IDS = "http://uri.etsi.org/01903/v1.3.2#:SignedProperties"  # the element that is referred to by its Id
_CMS = "openssl cms -verify -binary -inform DER -purpose any"


@dataclass(frozen=True)
class _Known:
    """The files of root certificates and of those between root and signature, as the shell has them."""

    roots: tuple[str, ...]
    others: tuple[str, ...]

    def signature(self, command: str) -> str:
        """`openssl cms` with these certificates: of those between it takes only what stands beside the roots.

        There they are not trusted, as they have not signed themselves.
        """
        return _certified(command, {"-CAfile": (*self.roots, *self.others)})

    def stamp(self, command: str) -> str:
        """`openssl ts` with these certificates."""
        return _certified(command, {"-CAfile": self.roots, "-untrusted": self.others})


def _certified(command: str, options: Mapping[str, Sequence[str]]) -> str:
    """A command that takes one file of certificates for each option: several are put together on the way."""
    feeds: dict[int, str] = {}
    for number, (option, files) in enumerate(options.items(), 8):
        if len(files) > 1:
            feeds[number] = f"awk 1 {' '.join(files)}"  # a line ends where the file ends without one
        if files:
            command += f" {option} {files[0] if len(files) == 1 else f'/dev/fd/{number}'}"
    return _fed(command, feeds)


def _between(paths: Sequence[Path], roots: Sequence[Path]) -> Iterator[Path]:
    """The files that bring no root of their own: OpenSSL would trust it."""
    trusted = {found for path in roots for found in certificates(path)}
    for path in paths:
        if all(found.subject != found.issuer or found in trusted for found in certificates(path)):
            yield path


def commands(file: Path, verdict: Verdict, roots: Sequence[Path], others: Sequence[Path]) -> list[str]:
    """The lines for a file that is as it was made; `ROOT` stands in them where no roots are given."""
    known = _Known(
        tuple(shlex.quote(str(path.absolute())) for path in roots) or (ROOT,),
        tuple(shlex.quote(str(path.absolute())) for path in _between(others, roots)),
    )
    if verdict.index is None and verdict.manifest is None:
        lines = list(_detached(file, verdict.signatures, known, str(file.parent)))
    else:
        folder = _quoted(file.stem)
        lines = [
            *([] if file.parent == Path() else [f"cd {_quoted(str(file.parent))}"]),
            f"unzip -q {_quoted(file.name)} -d {folder} && cd {folder}",
            *(_package(file, verdict, verdict.manifest, known) if verdict.manifest else
              _collection(file, verdict, known)),
        ]
    return [f"  {line}" for line in lines]


def _quoted(path: str) -> str:
    """A path as the shell has it, that no program takes for an option."""
    return shlex.quote(f"./{path}" if path.startswith("-") else path)


def _fed(command: str, feeds: Mapping[int, str]) -> str:
    """A command that reads what others write, at /dev/fd and these numbers."""
    for number, feed in feeds.items():
        command = f"{feed} | {{ {command}; }} {number}<&0"
    return command


def _package(file: Path, verdict: Verdict, manifest: Mapping[str, dict[str, str]], known: _Known) -> Iterator[str]:
    yield f"sha256sum --strict -c {TAG_HASHES} {HASHES}"
    yield "bagit.py --validate ."
    yield f"xmllint --noout --nonet --schema data/schema/standard-{manifest['schemaVersions']['standard']}.xsd {XML}"
    yield f"grep -v {MANIFEST} {HASHES} | sha256sum"
    given = " ".join([
        *(f"--trusted-pem {path}" for path in known.roots), *(f"--untrusted-pem {path}" for path in known.others),
    ])
    for item in verdict.signatures:
        if item.file == SIGNATURES:
            yield (
                f"xmlsec1 --verify --enabled-key-data x509 --id-attr:Id {_IDS} {given} "
                f"--verification-gmt-time '{item.judged:%Y-%m-%d %H:%M:%S}' {SIGNATURES}"
            )
    beside = tuple(item for item in verdict.signatures if item.file != SIGNATURES)
    yield from _detached(file, beside, known, "..")
    if verdict.provenance:
        yield from _provenance(file.name, verdict.provenance.file)


def _provenance(package: str, file: str) -> Iterator[str]:
    """How OpenSSL judges the provenance, with the certificate that stands first in the seal."""
    envelope, whole = shlex.quote(f"../{file}"), shlex.quote(f"../{package}")
    payload, signature = (
        rf"""sed -E 's/.*"{name}":"([^"]*)".*/\1/' {envelope} | base64 -d""" for name in ("payload", "sig")
    )
    certificate = f"""xmllint --xpath 'string(//*[local-name()="X509Certificate"])' {SIGNATURES} | base64 -d"""
    yield f"statement=$({payload})"
    yield _fed(
        f"""printf 'DSSEv1 {len(PAYLOAD_TYPE)} {PAYLOAD_TYPE} %d %s' $({payload} | wc -c) "$statement" | """
        "openssl dgst -sha256 -verify /dev/fd/8 -signature /dev/fd/9",
        {9: signature, 8: f"{certificate} | openssl x509 -inform DER -pubkey -noout"},
    )
    yield f"""printf %s "$statement" | grep -o $(sha256sum < {whole} | cut -c-64)"""


def _collection(file: Path, verdict: Verdict, known: _Known) -> Iterator[str]:
    """The seal of a collection is over the list that has the hash of every file."""
    yield f"sha256sum --strict -c {collection.HASHES}"
    hashed = f"openssl dgst -sha256 -binary {collection.HASHES} | base64"
    for item in verdict.signatures:
        if item.file == collection.SIGNATURE:
            seal = known.signature(
                f"{_CMS} -in {collection.SIGNATURE} -content {collection.MANIFEST} "
                f"-attime {int(item.judged.timestamp())} -out /dev/null"
            )
            yield f"{seal} && grep -F $({hashed}) {collection.MANIFEST}"
    each = known.signature(f'{_CMS} -no_check_time -in "$package{SUFFIX}" -content "$package" -out /dev/null')
    yield f"for package in {collection.FOLDER}*.{bag.SUFFIX}; do {each}; done"
    beside = tuple(item for item in verdict.signatures if item.file.startswith(file.name))
    yield from _detached(file, beside, known, "..")


def _detached(file: Path, signatures: Sequence[Signature], known: _Known, folder: str) -> Iterator[str]:
    """How OpenSSL judges the signatures beside a file, and the time stamps on them."""
    signed = signed_by(file) if file.suffix == SUFFIX else file
    assert signed is not None
    for item in signatures:
        path, content = _quoted(f"{folder}/{item.file}"), _quoted(f"{folder}/{signed.name}")
        yield known.signature(
            f"{_CMS} -in {path} -content {content} -attime {int(item.judged.timestamp())} -out /dev/null"
        )
        yield from _time_stamp(signed.with_name(item.file), item, known, path)


def _time_stamp(file: Path, item: Signature, known: _Known, path: str) -> Iterator[str]:
    """How OpenSSL judges the time stamp on a signature: cut out, with what it is on, byte for byte."""
    content = file.read_bytes() if item.stamp else b""
    pieces = [(found.token, found.value) for found in cades.read(content) if found.chain == item.chain and found.token]
    if item.stamp is None or not all(piece in content for piece in pieces[0]):
        return
    stamp = stamps.read(pieces[0][0])
    if stamp is None:
        return
    token, value = (f"tail -c +{content.index(piece) + 1} {path} | head -c {len(piece)}" for piece in pieces[0])
    digest = f"$({value} | openssl dgst -{stamp.algorithm} -r | cut -d' ' -f1)"
    yield known.stamp(
        f"{token} | openssl ts -verify -token_in -in /dev/stdin -digest {digest} -partial_chain "
        f"-attime {int(item.stamp.when.timestamp())}"
    )
