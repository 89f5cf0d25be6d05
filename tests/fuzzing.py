"""Fuzzing of everything that reads a file from outside: what it is fed with, and what must come of it.

A target takes the bytes of a file and must give findings, or a `CurriculaError`: any other exception is a
fault. Inputs are made of good files by breaking them, at random but the same for the same seed: bytes
and words of the files among themselves, values of YAML by values of other kinds, and the members of zip
containers, which are broken and packed again.
"""

import copy
import io
import json
import random
import shutil
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

from curricula.bundling import bundles, nothing_suggested
from curricula.checking import check
from curricula.diagnostics import CurriculaError, Diagnostic, Where
from curricula.files import replace_file
from curricula.memory import entries
from curricula.merging import Signature, merge
from curricula.packages.verifying import verify
from curricula.plugins import plugin, plugins
from curricula.repository import Repository
from curricula.reviews import Review, digest, write_reviews
from curricula.units import Bundle

# What breaks parsers: limits of numbers, signs of YAML, of PO, of XML and of spreadsheets, odd characters.
WORDS = (
    b"", b"0", b"-1", b"1e999", b".nan", b"99999999999999999999", b"null", b"~", b"true", b"[", b"]", b"{", b"}",
    b"&a", b"*a", b"!!python/object:os.system", b"<<: *a", b"|", b">-", b"? ", b": ", b"- ", b"#", b"\t", b"\r",
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xe3\x80\x80", b"\xe2\x80\xae", b"\xf0\x9f\x98\x80", b"\xed\xa0\x80",
    b"'", b'"', b"\\", b"%", b"{}", b"{0}", b"{name}", b"msgid", b"msgctxt", b"msgstr[1]", b"#~ ", b"#| ", b"\n\n",
    b"<!DOCTYPE a>", b"&lt;", b"&#0;", b"<a>", b"]]>", b"=1+1", b"#REF!", b"2026-02-30", b"../", b"/", b"kind:", b"id:",
    "学时".encode(), "oʻ".encode(), "ё".encode(),
)
_VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 10**12, 1.5, "", "x", "…", "{", "{x}", "2026-02-30", "C999",
    [], {}, [None], [[]], [{}], {"id": "X1"}, ["C101", "C101"],
)


@dataclass(frozen=True)
class Target:
    """A reader, the good files that its inputs are made of, and whether these are YAML, JSON or zip containers."""

    read: Callable[[bytes], object]
    seeds: tuple[bytes, ...]
    shape: str = "bytes"


def cases(target: Target, seed: int) -> Iterator[bytes]:
    """Inputs without end, the same for the same seed."""
    chance = random.Random(seed)
    while True:
        content = chance.choice(target.seeds)
        if target.shape == "zip" and chance.random() < 0.9:
            yield _zipped(content, chance)
        elif target.shape in ("yaml", "json") and chance.random() < 0.5:
            yield _revalued(content, chance, target.shape)
        else:
            yield _broken(content, target.seeds, chance)


def _broken(content: bytes, seeds: tuple[bytes, ...], chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 1, 1, 2, 4, 8))):
        start = chance.randrange(len(content) + 1)
        end = min(len(content), start + chance.choice((0, 1, 1, 2, 8, 64, 1024)))
        other = chance.choice(seeds)
        cut = chance.randrange(len(other) + 1)
        put = chance.choice(
            (b"", chance.choice(WORDS), chance.choice(WORDS), chance.randbytes(1), content[start:end] * 2,
             other[cut : cut + chance.choice((4, 40, 400))])
        )
        content = content[:start] + put + content[end:]
        if chance.random() < 0.02:
            content = content[: chance.randrange(len(content) + 1)]
    return content


def _revalued(content: bytes, chance: random.Random, shape: str) -> bytes:
    """YAML or JSON that is well-formed, and in which values stand where values of another kind belong."""
    data = yaml.safe_load(content)
    for _ in range(chance.choice((1, 1, 2, 5))):
        places = list(_places(data))  # anew each time: what was put in has places too
        holder, key = chance.choice(places)
        donor, other = chance.choice(places)
        act = chance.random()
        if act < 0.5:
            holder[key] = copy.deepcopy(chance.choice(_VALUES))
        elif act < 0.8:
            holder[key] = copy.deepcopy(donor[other])
        else:
            del holder[key]
        if not data:
            break
    if shape == "json":
        return json.dumps(data, ensure_ascii=False).encode()
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False).encode()


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    for key in list(value) if isinstance(value, dict) else range(len(value)):
        yield value, key
        if isinstance(value[key], (dict, list)):
            yield from _places(value[key])


def _zipped(content: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    place = chance.randrange(len(members))
    name, part = members[place]
    act = chance.random()
    if act < 0.8:
        members[place] = (name, _broken(part, tuple(body for _, body in members), chance))
    elif act < 0.9:
        del members[place]
    else:
        members.append((chance.choice((name, "../evil", "word/vbaProject.bin", "", "a" * 300)), part))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names that stand twice: that is one way to break it
        for called, body in members:
            archive.writestr(zipfile.ZipInfo(called), body)
    return made.getvalue()


def targets(demo: Path, folder: Path, made: dict[str, tuple[bytes, ...]]) -> dict[str, Target]:
    """Every reader by name, on a copy of the repository `demo` in `folder`.

    `made` has good files of kinds the repository does not hold, by suffix: Office files and packages.
    """
    root = folder / "repository"
    shutil.copytree(demo, root)
    _put_records(root)
    found = {}
    for name, pattern, shape in (
        ("standards", "standards/demo/**/*.yaml", "yaml"),
        ("settings", "standards/repository.yaml", "yaml"),
        ("partners", "standards/partners/*.yaml", "yaml"),
        ("terminology", "translations/terminology.yaml", "yaml"),
        ("classifications", "standards/classifications/*.csv", "bytes"),
        ("catalogues", "translations/*/**/*.po", "bytes"),
        ("reviews", "translations/reviews/**/*.json", "bytes"),
    ):
        paths = sorted(root.glob(pattern))
        if paths:
            found[name] = Target(_within(root, paths[0]), tuple(path.read_bytes() for path in paths), shape)
    repository = Repository(demo)
    for suffix, shape in (("docx", "zip"), ("xlsx", "zip"), ("json", "json")):
        found[suffix] = Target(_import(repository, suffix), made[suffix], shape)
    for name, module in plugins("curricula.exchange").items():
        shape = "zip" if module.SUFFIX == "xlsx" else "bytes"
        found[f"exchange-{name}"] = Target(_exchange(repository, module), _handed_out(repository, module), shape)
    found["package"] = Target(_package(folder / "package.asice"), made["asice"], "zip")
    return found


def _within(root: Path, path: Path) -> Callable[[bytes], object]:
    """Checks the repository with the file in it, and puts the good one back."""

    def read(content: bytes) -> tuple[Diagnostic, ...]:
        good = path.read_bytes()
        path.write_bytes(content)
        try:
            return _told(check(Repository(root)))
        finally:
            path.write_bytes(good)

    return read


def _import(repository: Repository, suffix: str) -> Callable[[bytes], object]:
    module = plugin("curricula.imports", suffix)
    return lambda content: _told(module.read(repository, f"a.{suffix}", content).diagnostics)


def _put_records(root: Path) -> None:
    """Review records of one catalogue, as the demonstration has none."""
    repository = Repository(root)
    catalogue, reviews = repository.catalogue("demo/professional", "ru"), repository.reviews("demo/professional", "ru")
    records = {
        key: Review(digest(item.source), digest(item.words), "reviewed", "A", "B", "2026-03-05", Where(""))
        for key, item in catalogue.messages.items()
    }
    replace_file(root / reviews.path, write_reviews(records))


def _handed_out(repository: Repository, module: ModuleType) -> tuple[bytes, ...]:
    """What is exported of the demonstration."""
    match getattr(module, "CARRIES", "units"):
        case "terms":
            return (module.write(repository.common.terminology),)
        case "memory":
            return (module.write(entries(repository, "zh-Hans", "ru")),)
    return tuple(module.write(item) for item in bundles(repository, repository.documents, "ru", (), nothing_suggested))


def _exchange(repository: Repository, module: ModuleType) -> Callable[[bytes], object]:
    """Reads a file whatever it looks like, and merges what was understood."""

    def read(content: bytes) -> tuple[Diagnostic, ...]:
        module.is_mine(content)
        found = module.read(content, "a")
        if isinstance(found, Bundle):
            return _told(merge(repository, found, Signature("A", "B", "2026-03-05")).diagnostics)
        return _told(found[1])

    return read


def _package(path: Path) -> Callable[[bytes], object]:
    def read(content: bytes) -> tuple[Diagnostic, ...]:
        path.write_bytes(content)
        return _told(verify(path).diagnostics)

    return read


def _told(diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """The findings, each of which can be put into words."""
    for diagnostic in diagnostics:
        assert diagnostic.words()
        diagnostic.advice()
    return diagnostics


def survives(target: Target, content: bytes) -> None:
    """Read it: findings and `CurriculaError` are what a reader may give; anything else goes on to the caller."""
    try:
        target.read(content)
    except CurriculaError:
        return
