"""Packages to seal, and other people's programs that judge seals."""

import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from authority import WHEN, Authority, authority
from curricula.inputs import Inputs
from curricula.packages import container, provenance, signing
from curricula.packages.keys import Sealer, from_file
from curricula.packages.packing import Package, pack
from curricula.packages.seals import SUFFIX
from curricula.packages.trust import certificates
from curricula.packages.verifying import verify
from curricula.packages.xades import SIGNATURES
from curricula.pipeline import publication
from curricula.plugins import plugin
from curricula.repository import Repository

DOCUMENT = "demo/courses/circuits"
JUDGE = Path(__file__).with_name("JudgeSeal.java")
IDS = "http://uri.etsi.org/01903/v1.3.2#:SignedProperties"


@cache
def package(root: Path, document: str = DOCUMENT) -> Package:
    """The package of a standard: web pages in all languages, data, and of the smallest one a PDF."""
    repository = Repository(root)
    own = repository.standards[document].language
    whole = publication(repository, document, (own, *(tag for tag in repository.locales if tag != own)))
    made = {"standard.xml": plugin("curricula.formats", "xml").render(whole)[0]}
    for edition in whole.editions:
        made[f"{edition.locale}.html"] = plugin("curricula.formats", "html").render(edition)[0]
        if edition.locale == "ru" and document == DOCUMENT:
            made["ru.pdf"] = plugin("curricula.formats", "pdf").render(edition)[0]
    return pack(repository, Inputs(root), document, made)


@pytest.fixture(scope="session")
def everyone(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """The certification authority of all tests."""
    return authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def plain(demo: Path, tmp_path: Path, typesetting: None) -> Path:
    """A package that is not sealed, by its own name."""
    made = package(demo)
    path = tmp_path / made.name
    path.write_bytes(made.content)
    return path


@pytest.fixture
def sealed(plain: Path, everyone: Authority) -> Path:
    """The package, sealed."""
    return seal(plain, everyone, "seal")


def sealed_twice(demo: Path, folder: Path, everyone: Authority, name: str) -> tuple[Path, Path]:
    """The same package in two folders, sealed in each with the same key."""
    one, two = (folder / place / package(demo).name for place in ("one", "two"))
    for path in (one, two):
        path.parent.mkdir()
        path.write_bytes(package(demo).content)
        seal(path, everyone, name)
    return one, two


def sealer(everyone: Authority, name: str) -> Sealer:
    """Someone with a key."""
    sign = from_file(everyone.folder / f"{name}.key", lambda: "")
    return Sealer(sign, certificates(everyone.folder / f"{name}.pem"))


def seal(path: Path, everyone: Authority, name: str) -> Path:
    """Seal a package in its place."""
    return sealed_by(path, sealer(everyone, name))


def sealed_by(path: Path, own: Sealer, when: datetime = WHEN) -> Path:
    """A package, sealed in its place."""
    manifest = verify(path).manifest
    assert manifest is not None
    for target, content in signing.sealed(path, manifest, own, when).files.items():
        target.write_bytes(content)
    return path


def beside(path: Path, name: str = "") -> Path:
    """Where the detached signature of a file stands."""
    return path.with_name(f"{path.name}.{name}{SUFFIX}" if name else path.name + SUFFIX)


def alone(path: Path) -> None:
    """Take away what sealing has put beside a package."""
    beside(path).unlink(missing_ok=True)
    provenance.beside(path).unlink(missing_ok=True)


def changed(path: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """Change the files of a package, by name, and zip them as they must be; what stands beside it goes."""
    members = signing.contents(path.read_bytes())
    change(members)
    path.write_bytes(container.write(members))
    alone(path)
    return path


def unpacked(path: Path) -> Path:
    """The folder beside a package that another program unpacks it into."""
    folder = path.with_suffix("")
    shutil.rmtree(folder, ignore_errors=True)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    return folder


def program(name: str) -> str:
    """A program of the tests; without it the test is skipped, and fails under CI."""
    found = shutil.which(name)
    if found is None:
        reason = f"{name} is not installed: `make test` installs it"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def xmlsec(path: Path, root: Path) -> bool:
    """Whether xmlsec1 accepts the seal of a package."""
    done = subprocess.run([
        program("xmlsec1"), "--verify", "--enabled-key-data", "x509", "--id-attr:Id", IDS, "--trusted-pem", str(root),
        "--verification-gmt-time", f"{WHEN:%Y-%m-%d %H:%M:%S}", SIGNATURES,
    ], cwd=unpacked(path), capture_output=True, text=True)
    return done.returncode == 0


def java(paths: Iterable[Path], root: Path) -> list[tuple[str, int]]:
    """What Java says of the seals of packages: `valid` or not, and how many references each has."""
    files = [str(path) for path in paths]
    done = subprocess.run([program("java"), str(JUDGE), str(root), *files], capture_output=True, text=True)
    if done.returncode:
        return [("refused", 0)]
    lines = (line.split("\t") for line in done.stdout.splitlines())
    return [(verdict, int(count)) for verdict, count, _ in lines]


def openssl(path: Path, signature: Path, root: Path) -> bool:
    """Whether OpenSSL accepts a detached signature, with the attributes of CAdES."""
    done = subprocess.run([
        program("openssl"), "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", str(signature), "-content",
        str(path), "-CAfile", str(root), "-attime", str(int(WHEN.timestamp())), "-purpose", "any", "-out", os.devnull,
    ], capture_output=True, text=True)
    return done.returncode == 0


def pdfsig(path: Path) -> str:
    """What poppler says of the signatures in a PDF."""
    done = subprocess.run([program("pdfsig"), str(path)], capture_output=True, text=True)
    return done.stdout
