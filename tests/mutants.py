"""Damaged and forged packages, by the thousand: how many of them are accepted as sealed. `python tests/mutants.py`.

Every mutant differs from the sealed package, or from a file beside it, in at least one byte. Half of those
of the package are put together again so that all lists and hashes are right: only the seal can betray them.
"""

import io
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from authority import authority
from clock import STAMPED, by
from conftest import completed
from curricula.packages import bag, container, provenance, signing
from curricula.packages.manifest import canonical
from curricula.packages.trust import Trust, certificates
from curricula.packages.verifying import verify
from curricula.packages.xades import SIGNATURES
from curricula.pages import engine
from sealing import alone, beside, package, sealed_by, sealer

KINDS = ("bytes", "content", "seal", "container", "signature", "provenance")


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The content with one to four pieces changed, cut out, doubled or put in."""
    found = content
    while found == content:
        for _ in range(chance.choice((1, 1, 1, 2, 4))):
            if not found:
                break
            start = chance.randrange(len(found))
            end = min(len(found), start + chance.choice((1, 1, 1, 2, 8, 64)))
            act = chance.random()
            if act < 0.5:
                put = bytes([found[start] ^ 1 << chance.randrange(8)]) + found[start + 1 : end]
            elif act < 0.7:
                put = b""
            elif act < 0.8:
                put = found[start:end] * 2
            else:
                put = chance.randbytes(end - start)
            found = found[:start] + put + found[end:]
    return found


def listed(members: dict[str, bytes]) -> bytes:
    """The package with these files, its lists made anew and its old seal in it."""
    manifest = json.loads(members[bag.MANIFEST])
    for file in manifest["files"]:
        content = members[file["path"]]
        file.update(size=len(content), sha256=bag.sha256(content))
    manifest["contentDigest"] = bag.content_digest(manifest["files"])
    members = {**members, bag.MANIFEST: canonical(manifest)}
    return container.write(members | bag.tag_files(manifest, members[bag.MANIFEST]))


def mutants(
    content: bytes, signature: bytes, origin: bytes, seed: int, kinds: tuple[str, ...] = KINDS
) -> Iterator[tuple[str, bytes, bytes | None]]:
    """Without end: the kind of mutant, the package, and the file beside it where that is what was changed."""
    chance = random.Random(seed)
    members = signing.contents(content)
    entries, _ = container.read(io.BytesIO(content), "")
    payload = [name for name in members if name.startswith("data/") and name != bag.MANIFEST]
    while True:
        kind = chance.choice(kinds)
        if kind == "bytes":
            yield kind, mutated(content, chance), None
        elif kind == "signature":
            yield kind, content, mutated(signature, chance)
        elif kind == "provenance":
            yield kind, content, mutated(origin, chance)
        elif kind == "container":
            entry = chance.choice(entries)
            yield kind, content[: entry.offset] + mutated(content[entry.offset : entry.start], chance) + content[
                entry.start :], None
        elif kind == "seal":
            yield kind, container.write(members | {SIGNATURES: mutated(members[SIGNATURES], chance)}), None
        else:
            name = chance.choice(payload)
            yield kind, listed(members | {name: mutated(members[name], chance)}), None


def accepted(
    sealed: Path, known: Trust, count: int, seed: int, kinds: tuple[str, ...] = KINDS
) -> tuple[Counter[str], list[str]]:
    """How many mutants of each kind were judged, and which of them were accepted."""
    places = {"signature": beside(sealed), "provenance": provenance.beside(sealed)}
    content, signature, origin = (path.read_bytes() for path in (sealed, *places.values()))
    judged: Counter[str] = Counter()
    passed = []
    for kind, package_, other in islice(mutants(content, signature, origin, seed, kinds), count):
        sealed.write_bytes(package_)
        alone(sealed)
        if other is not None:
            places[kind].write_bytes(other)
        judged[kind] += 1
        if verify(sealed, known).status == 0:
            passed.append(f"{kind} {judged[kind]}")
    return judged, passed


def main() -> None:
    """Judge as many mutants as the first argument says, or 3000, of packages with both kinds of seals, and stamped."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    with tempfile.TemporaryDirectory() as folder:
        engine.prepare(Path(folder) / "typesetting")
        everyone = authority(Path(folder))
        known = Trust(certificates(everyone.root), (), STAMPED)
        made = package(completed(Path(folder) / "demo"))
        clock = everyone.holders["clock"]
        for name, own in (
            ("seal", sealer(everyone, "seal")), ("seal-rsa", sealer(everyone, "seal-rsa")),
            ("stamped", by(everyone, "seal", clock)),
        ):
            path = Path(folder) / made.name
            path.write_bytes(made.content)
            judged, passed = accepted(sealed_by(path, own), known, count // 3, seed=1)
            kinds = ", ".join(f"{number} of {kind}" for kind, number in sorted(judged.items()))
            print(f"{name}: {judged.total()} mutants ({kinds}), {len(passed)} accepted {passed or ''}")


if __name__ == "__main__":
    main()
