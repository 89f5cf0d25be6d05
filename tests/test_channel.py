"""The channel: readers see a release as a whole or not at all, mirrors take nothing else, others' programs agree."""

import errno
import json
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import html5lib
import jsonschema
import pytest
from lxml import etree
from rdflib import Graph
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, RDF, Namespace
from tuf.ngclient import Updater, UpdaterConfig

from authority import WHEN, Authority, authority
from channels import (
    ADDRESS,
    COURSE,
    HERE,
    PROGRAMME,
    Failing,
    Material,
    fetched,
    folder_store,
    free_port,
    material,
    options,
    released,
    root_of,
    sftp,
    told,
    tree,
    web,
)
from conformance import folder as published_schemas
from curricula.channel import lease as leases
from curricula.channel import metadata, places, publishing
from curricula.channel.catalogue import LINKED, TURTLE
from curricula.channel.mirror import Files
from curricula.channel.publishing import Order, publish
from curricula.channel.store import Store
from curricula.diagnostics import CurriculaError
from curricula.files import LEFTOVER
from curricula.formats import case10
from curricula.packages import bag
from running import COMMAND, environment, run
from sealing import everyone, seal

__all__ = ["everyone", "material"]  # fixtures
TIME = datetime(2026, 9, 1, 8, tzinfo=UTC)
NOW = datetime.now(UTC).replace(microsecond=0)  # for what clients are to accept
SPDX = Namespace("http://spdx.org/rdf/terms#")
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LOCALES = ("zh-Hans", "en", "ru", "uz-Latn")


def seen(folder: Path, scratch: Path) -> list[str]:
    """What the reference client of TUF finds in a channel, all of it downloaded; nothing where there is no channel."""
    if not (folder / metadata.TIMESTAMP).exists():
        return []
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    client = Updater(
        str(scratch), (folder / metadata.FOLDER).as_uri(), str(scratch), folder.as_uri(), Files(),
        UpdaterConfig(prefix_targets_with_hash=False),
        bootstrap=(folder / metadata.FOLDER / "1.root.json").read_bytes(),
    )
    client.refresh()
    names = sorted(json.loads((scratch / "targets.json").read_bytes())["signed"]["targets"])
    for name in names:
        info = client.get_targetinfo(name)
        assert info is not None
        client.download_target(info)
    return names


# What is published


def test_a_channel_is_the_same_bytes_wherever_and_however_often(material: Material, tmp_path: Path) -> None:
    one = released(material, tmp_path / "one", "1.0.0", "programme", time=TIME)
    released(material, tmp_path / "two", "1.0.0", "programme", time=TIME)
    before = tree(one)
    assert before == tree(tmp_path / "two")
    found, done = publish(folder_store(one), material.order(["1.0.0"], material.signing(TIME)), told)
    assert done is not None
    assert (done.new, done.written, [item.severity for item in found]) == ((), 0, ["warning"])
    assert tree(one) == before


def test_one_release_after_the_other_is_one_channel(material: Material, tmp_path: Path) -> None:
    """Pages, feeds and catalogues are those of all releases, whichever packages are at hand."""
    released(material, tmp_path / "step", "1.0.0", time=TIME)
    released(material, tmp_path / "step", "1.10.0", time=TIME)
    released(material, tmp_path / "step", "1.1.0", time=TIME)
    released(material, tmp_path / "once", "1.0.0", "1.10.0", "1.1.0", time=TIME)
    step, once = tree(tmp_path / "step"), tree(tmp_path / "once")
    assert step.keys() >= once.keys()
    differing = {name for name in once if step[name] != once[name]}
    assert all(name.startswith(f"{metadata.FOLDER}/") for name in differing)
    latest = json.loads(step[f"{COURSE}/latest/latest.json"])
    assert latest["version"] == "1.10.0"
    assert re.search(rb'content="0; url=\.\./1\.10\.0/ru\.html"', step[f"{COURSE}/latest/ru.html"])
    frameworks = json.loads(step["ims/case/v1p1/CFDocuments.json"])["CFDocuments"]
    assert {item["version"] for item in frameworks} == {"1.10.0"}


def test_everything_has_its_checksum(material: Material, tmp_path: Path) -> None:
    folder = released(material, tmp_path / "channel", "1.0.0", "1.1.0", "programme")
    done = subprocess.run(["sha256sum", "--strict", "--quiet", "-c", "SHA256SUMS"], cwd=folder, check=False)
    assert done.returncode == 0
    listed = {line.split("  ")[1] for line in (folder / "SHA256SUMS").read_text().splitlines()}
    lasting = {name for name in tree(folder) if re.search(r"/\d+\.\d+\.\d+/", name)}
    assert listed == lasting


def test_what_was_published_never_changes(material: Material, tmp_path: Path, everyone: Authority) -> None:
    folder = released(material, tmp_path / "channel", "1.0.0")
    before = tree(folder)
    packages = tmp_path / "packages"
    packages.mkdir()
    seal(Path(shutil.copy(material.folder / "demo.courses.circuits-1.0.0.asice", packages)), everyone, "seal")
    shutil.copy(material.folder / "demo.courses.circuits-1.1.0.asice", packages)
    done = run(material.repository.root, "publish", str(folder), *options(material, packages))
    assert done.returncode == 1
    assert "error[channel-published]" in done.stdout
    assert tree(folder) == before


def test_a_signature_may_follow_later(material: Material, tmp_path: Path, everyone: Authority) -> None:
    """A partner countersigns a package that was published before: the package stays, the signature comes beside it."""
    folder = released(material, tmp_path / "channel", "1.0.0")
    packages = tmp_path / "packages"
    packages.mkdir()
    path = Path(shutil.copy(material.folder / "demo.courses.circuits-1.0.0.asice", packages))
    done = run(tmp_path, "sign", str(path), "--detached", "--name", "uz", *everyone.options("seal"),
               "--time", f"{WHEN:%Y-%m-%dT%H:%M:%SZ}")
    assert done.returncode == 0, done.stderr
    done = run(material.repository.root, "publish", str(folder), *options(material, packages))
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"packages/{COURSE}/1.0.0/{path.name}.uz.p7s" in seen(folder, tmp_path / "scratch")


def test_drafts_are_published_only_if_asked_for(material: Material, tmp_path: Path) -> None:
    packages = tmp_path / "packages"
    packages.mkdir()
    shutil.copy(material.folder / "demo.professional-1.0.0.asice", packages)
    given = options(material, packages, "--root-key", str(material.key("root")))
    done = run(material.repository.root, "publish", str(tmp_path / "channel"), *given)
    assert (done.returncode, "error[channel-draft]" in done.stdout) == (1, True)
    assert not (tmp_path / "channel").exists()
    done = run(material.repository.root, "publish", str(tmp_path / "channel"), *given, "--drafts")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_damaged_package_is_not_published(material: Material, tmp_path: Path) -> None:
    packages = tmp_path / "packages"
    packages.mkdir()
    content = (material.folder / "demo.courses.circuits-1.0.0.asice").read_bytes()
    (packages / "demo.courses.circuits-1.0.0.asice").write_bytes(content.replace(b"circuit", b"circuiT", 1))
    shutil.copy(material.folder / "demo.courses.circuits-1.1.0.asice", packages)
    given = options(material, packages, "--root-key", str(material.key("root")))
    done = run(material.repository.root, "publish", str(tmp_path / "channel"), *given)
    assert (done.returncode, "error[verify-" in done.stdout) == (1, True)
    assert not (tmp_path / "channel").exists()


# Interrupted, and several at once


def complete(folder: Path, order: Order) -> int:
    """Publish, and tell in how many steps the disk was used."""
    disk = Failing(1_000_000)
    _, done = publish(folder_store(folder, disk), order, told)
    assert done is not None
    return 1_000_000 - disk.left


@pytest.mark.slow
def test_a_run_that_breaks_off_anywhere_is_finished_by_the_next(material: Material, tmp_path: Path) -> None:
    """After every single step readers see the old state or the new one, and the next run makes the same bytes."""
    old = released(material, tmp_path / "old", "1.0.0", time=NOW)
    shutil.copytree(old, tmp_path / "whole")
    order = material.order(("1.0.0", "1.1.0"), material.signing(NOW))
    steps = complete(tmp_path / "whole", order)
    expected = tree(tmp_path / "whole")
    states: set[int] = set()
    for step in range(steps):
        if len(states) == 2 and step % 5:  # what follows the release are pages, one like the other
            continue
        folder = tmp_path / "broken"
        shutil.copytree(old, folder)
        with pytest.raises(CurriculaError):
            publish(folder_store(folder, Failing(step)), order, told)
        names = seen(folder, tmp_path / "scratch")
        states.add(len(names))
        for name, content in tree(old).items():
            assert not re.search(r"/\d+\.\d+\.\d+/|\.root\.", name) or (folder / name).read_bytes() == content
        if len(names) == 1:
            pages = (path.read_bytes() for path in folder.rglob("index.html"))
            assert not any(b"1.1.0" in page for page in pages), f"a page runs ahead after step {step}"
        (folder / leases.NAME).unlink(missing_ok=True)  # that of the dead run, which expires by itself
        publish(folder_store(folder), order, told)
        assert tree(folder) == expected, f"after step {step}"
        shutil.rmtree(folder)
    assert states == {1, 2}


@pytest.mark.slow
def test_a_first_run_that_breaks_off_anywhere_is_finished_by_the_next(material: Material, tmp_path: Path) -> None:
    order = material.order(("1.0.0",), material.signing(NOW))
    steps = complete(tmp_path / "whole", order)
    expected = tree(tmp_path / "whole")
    for step in range(0, steps, 3):
        folder = tmp_path / f"broken-{step}"
        with pytest.raises(CurriculaError):
            publish(folder_store(folder, Failing(step)), order, told)
        assert len(seen(folder, tmp_path / "scratch")) in (0, 1)
        (folder / leases.NAME).unlink(missing_ok=True)
        publish(folder_store(folder), order, told)
        assert tree(folder) == expected, f"after step {step}"


@pytest.mark.slow
def test_a_killed_run_is_finished_by_the_next(material: Material, tmp_path: Path) -> None:
    packages = tmp_path / "packages"
    packages.mkdir()
    for version in ("1.0.0", "1.1.0"):
        shutil.copy(material.folder / f"demo.courses.circuits-{version}.asice", packages)
    given = options(material, packages, "--root-key", str(material.key("root")), "--time", "2026-09-01T08:00:00Z")
    whole, folder = tmp_path / "whole", tmp_path / "killed"
    assert run(material.repository.root, "publish", str(whole), *given).returncode == 0
    killed = 0
    for wait in (0.02, 0.05, 0.1, 0.2):
        process = subprocess.Popen(
            [*COMMAND, "publish", str(folder), *given], cwd=material.repository.root, env=environment(),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        while process.poll() is None and not (folder / leases.NAME).exists():
            time.sleep(0.005)
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        (folder / leases.NAME).unlink(missing_ok=True)
    assert killed
    assert run(material.repository.root, "publish", str(folder), *given).returncode == 0
    assert tree(folder) == tree(whole)


def test_content_that_nobody_was_told_of_may_be_replaced(material: Material, tmp_path: Path) -> None:
    """What a broken-off run has put was not published: the standard may still be mended, and packaged anew."""
    folder = released(material, tmp_path / "channel", "1.0.0")
    name = f"packages/{COURSE}/1.1.0/demo.courses.circuits-1.1.0.asice"
    (folder / name).parent.mkdir()
    (folder / name).write_bytes(b"an earlier try")
    (folder / f"{name}.0{LEFTOVER}").write_bytes(b"half of ano")
    released(material, folder, "1.0.0", "1.1.0")
    assert len(seen(folder, tmp_path / "scratch")) == 2
    assert not list(folder.rglob(f"*{LEFTOVER}"))


def test_who_is_late_is_told(material: Material, tmp_path: Path) -> None:
    folder = released(material, tmp_path / "channel", "1.0.0")
    before = tree(folder)
    order = material.order(["1.1.0"], material.signing())
    with leases.lease(folder_store(folder)):
        with pytest.raises(CurriculaError, match="another run is publishing"):
            publish(folder_store(folder), order, told)
        assert {name: content for name, content in tree(folder).items() if name != leases.NAME} == before
    publish(folder_store(folder), order, told)
    assert not (folder / leases.NAME).exists()


def test_a_lease_that_was_left_is_taken_over(material: Material, tmp_path: Path) -> None:
    folder = released(material, tmp_path / "channel", "1.0.0")
    left = leases.Lease(folder_store(folder), seconds=-1)
    left.take()
    released(material, folder, "1.1.0")
    with pytest.raises(CurriculaError, match="another run took over"):
        left.confirm()
    (folder / leases.NAME).write_bytes(b"not even JSON")
    released(material, folder, "1.10.0")
    assert len(seen(folder, tmp_path / "scratch")) == 3


def test_the_lease_of_a_process_that_has_ended_here_is_taken_at_once(material: Material, tmp_path: Path) -> None:
    folder = released(material, tmp_path / "channel", "1.0.0")
    words = (
        "import sys; from curricula.channel import lease, places, store;"
        "lease.Lease(store.Store(places.place(sys.argv[1]))).take(); print('held', flush=True); input()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", words, str(folder)], env=environment(),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
    )
    assert holder.stdout is not None and holder.stdout.readline() == "held\n"
    late = leases.Lease(folder_store(folder))
    with pytest.raises(CurriculaError, match=f"another run is publishing .*, {holder.pid}"):
        late.take()
    holder.kill()
    time.sleep(0.2)  # it is dead, but nobody has asked for its end yet
    late.take()
    holder.communicate()
    late.confirm()
    told = json.loads((folder / leases.NAME).read_bytes())
    for elsewhere in ("", "0123456789abcdef 1 1", "nonsense"):
        (folder / leases.NAME).write_text(json.dumps(told | {"process": elsewhere}), encoding="utf-8")
        with pytest.raises(CurriculaError, match="another run is publishing"):
            leases.Lease(folder_store(folder)).take()


def test_whoever_lost_the_lease_makes_nothing_visible(
    material: Material, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that was silent for too long finds that another one has published, and stops."""
    folder = released(material, tmp_path / "channel", "1.0.0")
    meanwhile = material.order(["1.10.0"], material.signing())
    upload = publishing._upload

    def slowly(*given: Any, **named: Any) -> None:
        upload(*given, **named)
        monkeypatch.setattr(publishing, "_upload", upload)
        (folder / leases.NAME).unlink()  # as if it had expired
        publish(folder_store(folder), meanwhile, told)

    monkeypatch.setattr(publishing, "_upload", slowly)
    with pytest.raises(CurriculaError, match="another run took over"):
        publish(folder_store(folder), material.order(["1.1.0"], material.signing()), told)
    assert [name for name in seen(folder, tmp_path / "scratch") if "1.1.0" in name] == []
    released(material, folder, "1.1.0")
    assert len(seen(folder, tmp_path / "scratch")) == 3


@pytest.mark.slow
def test_two_at_once_lose_nothing(material: Material, tmp_path: Path) -> None:
    folder = released(material, tmp_path / "channel", "1.0.0")
    runs = []
    for version in ("1.1.0", "1.10.0"):
        packages = tmp_path / version
        packages.mkdir()
        shutil.copy(material.folder / f"demo.courses.circuits-{version}.asice", packages)
        runs.append([*COMMAND, "publish", str(folder), *options(material, packages)])
    both = [
        subprocess.Popen(line, cwd=material.repository.root, env=environment(), stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, encoding="utf-8")
        for line in runs
    ]
    for process in both:
        _, complaint = process.communicate()
        assert process.returncode == 0 or "another run" in complaint, complaint
    assert len(seen(folder, tmp_path / "scratch")) == 1 + sum(process.returncode == 0 for process in both)
    for line in runs:
        assert subprocess.run(line, cwd=material.repository.root, env=environment(), check=False).returncode == 0
    assert len(seen(folder, tmp_path / "scratch")) == 3


# Mirrors


def test_a_mirror_follows_a_channel(material: Material, tmp_path: Path) -> None:
    folder, mirror = released(material, tmp_path / "channel", "1.0.0"), tmp_path / "mirror"
    with web(folder) as address:
        spoken = run(tmp_path, "fetch", address, "--to", str(mirror))
        assert (spoken.returncode, len(spoken.stderr.splitlines())) == (2, 1)
        done = fetched(tmp_path, address, mirror)
        assert (done.returncode, "--root" in done.stderr) == (2, True)
        done = fetched(tmp_path, address, mirror, *root_of(folder), "--dry-run")
        assert (done.returncode, list(mirror.rglob("*.asice"))) == (0, [])
        assert "1 of 1 packages would be fetched" in done.stdout
        done = fetched(tmp_path, address, mirror, *root_of(folder), language="ru")
        assert done.returncode == 0, done.stderr
        title = material.repository.edition(COURSE, "ru").standard.title.words
        assert f"{COURSE} 1.0.0  {title}" in done.stdout
        assert "nothing new" in fetched(tmp_path, address, mirror).stdout
        released(material, folder, "1.0.0", "1.1.0")
        done = fetched(tmp_path, address, mirror)
        assert "1 of 2 packages fetched" in done.stdout
    assert {name: content for name, content in tree(mirror).items() if name.startswith("packages/")} == {
        name: content for name, content in tree(folder).items() if name.endswith(".asice")
    }


def test_a_mirror_heals_and_goes_on(material: Material, tmp_path: Path) -> None:
    """A damaged file is fetched anew, and what was fetched before a break is not fetched again."""
    folder, mirror = released(material, tmp_path / "channel", "1.0.0", "1.1.0"), tmp_path / "mirror"
    first, second = sorted(folder.rglob("*.asice"))
    away = second.rename(second.with_suffix(".away"))
    done = fetched(tmp_path, str(folder), mirror, *root_of(folder))
    assert (done.returncode, "What was fetched before stays" in done.stderr) == (2, True)
    kept = mirror / first.relative_to(folder)
    assert kept.read_bytes() == first.read_bytes()
    before = kept.stat().st_mtime_ns, kept.stat().st_ino
    away.rename(second)
    assert "1 of 2 packages fetched" in fetched(tmp_path, str(folder), mirror).stdout
    assert (kept.stat().st_mtime_ns, kept.stat().st_ino) == before
    kept.write_bytes(kept.read_bytes()[:-1] + b"?")
    assert "1 of 2 packages fetched" in fetched(tmp_path, folder.as_uri(), mirror).stdout
    assert kept.read_bytes() == first.read_bytes()
    assert not (mirror / ".incoming").exists()


def refused(root: Path, folder: Path, mirror: Path, code: str) -> None:
    """The mirror takes nothing, says why, and stays as it was."""
    before = {name: content for name, content in tree(mirror).items() if name.startswith("packages/")}
    done = fetched(root, str(folder), mirror)
    assert (done.returncode, f"error[channel-{code}]" in done.stdout) == (1, True), done.stdout + done.stderr
    assert {name: content for name, content in tree(mirror).items() if name.startswith("packages/")} == before


@pytest.fixture
def followed(material: Material, tmp_path: Path) -> tuple[Path, Path, Path]:
    """A channel with two versions, the same one before the second of them, and a mirror that has seen both."""
    folder, mirror = released(material, tmp_path / "channel", "1.0.0"), tmp_path / "mirror"
    old = Path(shutil.copytree(folder, tmp_path / "old"))
    released(material, folder, "1.1.0", time=datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1))
    assert fetched(tmp_path, str(folder), mirror, *root_of(folder)).returncode == 0
    return folder, old, mirror


def test_an_older_state_is_refused(followed: tuple[Path, Path, Path], tmp_path: Path) -> None:
    _, old, mirror = followed
    refused(tmp_path, old, mirror, "rollback")


def test_files_of_different_states_are_refused(followed: tuple[Path, Path, Path], tmp_path: Path) -> None:
    folder, _, mirror = followed
    present = json.loads((folder / metadata.TIMESTAMP).read_bytes())["signed"]["meta"]["snapshot.json"]["version"]
    for name in ("snapshot", "targets"):
        (mirror / f"metadata/{name}.json").unlink()
        place = folder / f"metadata/{present}.{name}.json"
        right = place.read_bytes()
        place.write_bytes((folder / f"metadata/{present - 1}.{name}.json").read_bytes())
        refused(tmp_path, folder, mirror, "mixed")
        place.write_bytes(right)


def test_a_swapped_package_is_refused(followed: tuple[Path, Path, Path], tmp_path: Path) -> None:
    folder, _, mirror = followed
    shutil.rmtree(mirror / "packages")
    first, second = sorted(folder.rglob("*.asice"))
    first.write_bytes(second.read_bytes()[: first.stat().st_size].ljust(first.stat().st_size, b"\0"))
    done = fetched(tmp_path, str(folder), mirror)
    assert (done.returncode, done.stdout.count("error[channel-mixed] is not the file that was published")) == (1, 1)
    assert [path.name for path in mirror.rglob("*.asice")] == [second.name]
    first.write_bytes(second.read_bytes() * 20)
    assert fetched(tmp_path, str(folder), mirror).returncode != 0
    assert [path.name for path in mirror.rglob("*.asice")] == [second.name]


def test_a_channel_that_was_frozen_is_refused(material: Material, tmp_path: Path) -> None:
    long_ago = datetime.now(UTC).replace(microsecond=0) - timedelta(days=40)
    folder, mirror = released(material, tmp_path / "channel", "1.0.0", time=long_ago), tmp_path / "mirror"
    done = fetched(tmp_path, str(folder), mirror, *root_of(folder))
    assert (done.returncode, "error[channel-frozen]" in done.stdout) == (1, True)
    publish(folder_store(folder), material.order([], material.signing()), told)  # nothing new, and fresh again
    assert fetched(tmp_path, str(folder), mirror, *root_of(folder)).returncode == 0


def test_a_channel_of_somebody_else_is_refused(material: Material, tmp_path: Path) -> None:
    folder = released(material, tmp_path / "channel", "1.0.0")
    other = released(material, tmp_path / "other", "1.0.0", key="thief", root_keys=("thief-root",))
    mirror = tmp_path / "mirror"
    assert fetched(tmp_path, str(folder), mirror, *root_of(folder)).returncode == 0
    refused(tmp_path, other, mirror, "signature")
    done = fetched(tmp_path, str(folder), mirror, *root_of(other))
    assert (done.returncode, "another root" in done.stderr) == (2, True)
    stamp = json.loads((folder / metadata.TIMESTAMP).read_bytes())
    stamp["signed"]["version"] += 1
    (folder / metadata.TIMESTAMP).write_text(json.dumps(stamp), encoding="utf-8")
    refused(tmp_path, folder, mirror, "signature")


def test_a_ministry_takes_only_what_is_sealed(material: Material, tmp_path: Path, everyone: Authority) -> None:
    packages = tmp_path / "packages"
    packages.mkdir()
    for version in ("1.0.0", "1.1.0"):
        shutil.copy(material.folder / f"demo.courses.circuits-{version}.asice", packages)
    sealed = seal(packages / "demo.courses.circuits-1.1.0.asice", everyone, "seal")
    folder, mirror = tmp_path / "channel", tmp_path / "mirror"
    given = options(material, packages, "--root-key", str(material.key("root")))
    assert run(material.repository.root, "publish", str(folder), *given).returncode == 0
    done = fetched(tmp_path, str(folder), mirror, *root_of(folder), "--root", str(everyone.root))
    assert done.returncode == 1
    assert re.findall(r"error\S+ \S+ of 2", done.stdout) == ["error[channel-unproven] 1 of 2"]
    assert "but not sealed" in done.stdout and "1 of 2 packages fetched" in done.stdout
    assert sorted(path.name for path in mirror.rglob("*.asice*")) == [
        sealed.name, f"{sealed.name}.intoto.json", f"{sealed.name}.p7s"]
    taken = run(next(mirror.rglob("*.asice")).parent, "verify", sealed.name, "--root", str(everyone.root), "--json")
    assert (taken.returncode, json.loads(taken.stdout)["provenance"]["trusted"]) == (0, True)


def test_a_wrong_root_is_told_once_for_a_whole_channel(material: Material, tmp_path: Path, everyone: Authority) -> None:
    packages = tmp_path / "packages"
    packages.mkdir()
    for version in ("1.0.0", "1.1.0"):
        shutil.copy(material.folder / f"demo.courses.circuits-{version}.asice", packages)
        seal(packages / f"demo.courses.circuits-{version}.asice", everyone, "seal")
    given = options(material, packages, "--root-key", str(material.key("root")))
    assert run(material.repository.root, "publish", str(tmp_path / "channel"), *given).returncode == 0
    wrong = authority(tmp_path).root
    done = fetched(tmp_path, str(tmp_path / "channel"), tmp_path / "mirror", *root_of(tmp_path / "channel"),
                   "--root", str(wrong))
    assert done.returncode == 1
    assert re.findall(r"error\S+ \S+ of 2", done.stdout) == ["error[channel-unproven] 2 of 2"]
    assert not list((tmp_path / "mirror").rglob("*.asice"))


def test_a_mirror_is_given_certificates_between(material: Material, tmp_path: Path, everyone: Authority) -> None:
    packages, folder = tmp_path / "packages", tmp_path / "channel"
    packages.mkdir()
    name = shutil.copy(material.folder / "demo.courses.circuits-1.0.0.asice", packages)
    (alone := tmp_path / "alone.pem").write_text("".join(
        (everyone.folder / "seal.pem").read_text().partition("-----END CERTIFICATE-----\n")[:2]))
    signed = run(tmp_path, "sign", name, "--key", str(everyone.folder / "seal.key"), "--certificate", str(alone))  # type: ignore[arg-type]
    given = options(material, packages, "--root-key", str(material.key("root")))
    assert (signed.returncode, run(material.repository.root, "publish", str(folder), *given).returncode) == (0, 0)
    roots = (*root_of(folder), "--root", str(everyone.root))
    refused = fetched(tmp_path, str(folder), tmp_path / "mirror", *roots)
    assert (refused.returncode, "--chain" in refused.stdout) == (1, True)
    between = ("--chain", str(everyone.folder / "intermediate.pem"))
    assert fetched(tmp_path, str(folder), tmp_path / "mirror", *roots, *between).returncode == 0


@pytest.mark.parametrize("address", ["ftp:" f"//{HERE}/channel", f"http://{HERE}:{free_port()}", "nowhere"],
                         ids=["ftp", "http", "folder"])
def test_what_cannot_be_fetched_is_told_in_one_line(material: Material, tmp_path: Path, address: str) -> None:
    folder = released(material, tmp_path / "channel", "1.0.0")
    done = fetched(tmp_path, address, tmp_path / "mirror", *root_of(folder))
    assert (done.returncode, len(done.stderr.splitlines()), done.stdout) == (2, 1, "")


# Keys


def test_keys_are_changed_and_mirrors_follow(material: Material, tmp_path: Path) -> None:
    folder, mirror = released(material, tmp_path / "channel", "1.0.0"), tmp_path / "mirror"
    beginning = root_of(folder)
    assert fetched(tmp_path, str(folder), mirror, *beginning).returncode == 0
    after = material.signing(key="channel-2", root_keys=("root-2", "root-3"), former=("channel", "root"), threshold=2)
    publish(folder_store(folder), material.order([], after, rotate=True), told)
    released(material, folder, "1.1.0", key="channel-2", root_keys=())
    assert "1 of 2 packages fetched" in fetched(tmp_path, str(folder), mirror).stdout
    assert "2 of 2 packages fetched" in fetched(tmp_path, str(folder), tmp_path / "new", *beginning).stdout
    with pytest.raises(CurriculaError, match="is not that of the channel"):
        publish(folder_store(folder), material.order([], material.signing(root_keys=())), told)
    alone = material.signing(key="channel-4", root_keys=("root-3", "root-4"), former=("channel-2",), threshold=2)
    with pytest.raises(CurriculaError, match="2 of the present root keys"):
        publish(folder_store(folder), material.order([], alone, rotate=True), told)


@pytest.mark.parametrize("former", [("channel", "root"), ("root",)], ids=["kept", "lost"])
def test_a_change_of_keys_that_breaks_off_is_finished(
    material: Material, tmp_path: Path, former: tuple[str, ...]
) -> None:
    """As long as the former key signs too, there is no moment at which readers are refused."""
    old = released(material, tmp_path / "old", "1.0.0", time=NOW)
    after = material.signing(NOW, key="channel-2", root_keys=("root-2",), former=former)
    order = material.order([], after, rotate=True)
    shutil.copytree(old, tmp_path / "whole")
    for step in range(complete(tmp_path / "whole", order)):
        folder = tmp_path / f"broken-{step}"
        shutil.copytree(old, folder)
        with pytest.raises(CurriculaError):
            publish(folder_store(folder, Failing(step)), order, told)
        if "channel" in former:
            assert len(seen(folder, tmp_path / "scratch")) == 1
        (folder / leases.NAME).unlink(missing_ok=True)
        publish(folder_store(folder), order, told)
        assert (folder / "metadata/2.root.json").exists()
        assert len(seen(folder, tmp_path / "scratch")) == 1


def test_a_root_that_will_expire_is_told_of(material: Material, tmp_path: Path) -> None:
    store = folder_store(tmp_path / "channel")
    found, _ = publish(store, material.order(["1.0.0"], material.signing(lasting=50)), told)
    assert "channel-expires" in [item.code for item in found]
    found, done = publish(store, material.order([], material.signing(), rotate=True), told)
    assert done is not None
    assert (done.root, [item.code for item in found]) == (2, [])


def test_keys_are_of_one_kind(material: Material, tmp_path: Path, everyone: Authority) -> None:
    for path, words in (
        (everyone.folder / "seal.key", "Ed25519"), (everyone.root, "no private key"),
        (tmp_path / "none", "cannot read"),
    ):
        done = run(material.repository.root, "publish", str(tmp_path / "channel"), "--key", str(path),
                   "--packages", str(material.folder), "--address", ADDRESS, "--drafts")
        assert (done.returncode, words in done.stderr, len(done.stderr.splitlines())) == (2, True, 1)


# Other places


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """An S3 server: its address."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address=HERE, port=free_port(), verbose=False)
    server.start()
    yield f"http://{HERE}:{server.get_host_and_port()[1]}"
    server.stop()


@pytest.fixture
def bucket(s3: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a new bucket by HTTP; the environment knows how to write to it."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", s3)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    name = f"bucket-{time.monotonic_ns()}"
    places.place(f"s3://{name}").files.mkdir(name)
    return f"{s3}/{name}"


def test_a_channel_in_s3(material: Material, tmp_path: Path, bucket: str) -> None:
    store = Store(places.place(f"s3://{bucket.rpartition('/')[2]}/channel"))
    signing = material.signing()
    publish(store, material.order(["1.0.0"], signing), told)
    found, done = publish(store, material.order(["1.0.0", "1.1.0"], signing), told)
    assert done is not None, found
    assert [release.version for release in done.new] == ["1.1.0"]
    assert publish(store, material.order(["1.0.0", "1.1.0"], signing), told)[1].written == 0  # type: ignore[union-attr]
    same = released(material, tmp_path / "same", "1.0.0", time=signing.time)
    released(material, same, "1.0.0", "1.1.0", time=signing.time)
    assert {name: store.read(name) for name in store.names()} == tree(same)
    headers = store.place.files.info(store._path("ims/case/v1p1/CFDocuments.json"))
    assert headers["ContentType"] == "application/json"
    kept = {name: "immutable" in _caching(store, name) for name in store.names()}
    assert {name for name, lasting in kept.items() if lasting} == {
        name for name in kept if re.search(r"/\d+\.(\d+\.\d+/|(root|targets|snapshot)\.json)", name)
    }


def _caching(store: Store, name: str) -> str:
    """What caches are told about an object in S3."""
    bucket, key, _ = store.place.files.split_path(store._path(name))
    return str(store.place.files.call_s3("head_object", Bucket=bucket, Key=key)["CacheControl"])


def test_s3_lets_one_alone_create_and_exchange(bucket: str) -> None:
    store = Store(places.place(f"s3://{bucket.rpartition('/')[2]}"))
    assert store.create("a", b"1")
    assert not store.create("a", b"2")
    assert not store.exchange("a", b"2", b"3")
    assert store.exchange("a", b"1", b"3")
    assert (store.read("a"), store.read("b"), store.names()) == (b"3", None, {"a": 1})


def test_a_channel_over_sftp(material: Material, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    disk = tmp_path / "disk"
    disk.mkdir()
    signing = material.signing()
    with sftp(disk, tmp_path) as address:
        store = Store(places.place(f"{address}/srv/channel"))
        publish(store, material.order(["1.0.0"], signing), told)
        publish(store, material.order(["1.1.0"], signing), told)
        assert not store.create(metadata.TIMESTAMP, b"")
        with pytest.raises(CurriculaError, match="another run is publishing"), leases.lease(store):
            publish(store, material.order([], signing), told)
        store.place.files.client.close()
    same = released(material, tmp_path / "same", "1.0.0", time=signing.time)
    released(material, same, "1.1.0", time=signing.time)
    assert tree(disk / "srv/channel") == tree(same)


def test_a_server_that_is_not_known_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "elsewhere"))
    with sftp(tmp_path, tmp_path) as address, pytest.raises(CurriculaError, match="not found in known_hosts"):
        places.place(address)


@pytest.mark.parametrize("target", [
    "ftp:" "//example/channel", f"sftp://x:hidden@{HERE}:{free_port()}/c", "s3://no-such-bucket/c", "file/in/the/way",
], ids=["ftp", "sftp", "s3", "file"])
def test_a_target_that_cannot_be_used_is_told_in_one_line(
    material: Material, tmp_path: Path, s3: str, target: str
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    given = options(material, material.folder, "--root-key", str(material.key("root")), "--drafts")
    where = str(tmp_path / target) if "://" not in target else target
    done = run(material.repository.root, "publish", where, *given, AWS_ENDPOINT_URL=s3, AWS_ACCESS_KEY_ID="test",
               AWS_SECRET_ACCESS_KEY="test", AWS_DEFAULT_REGION="us-east-1")
    assert (done.returncode, "error" in done.stdout, len(done.stderr.splitlines())) == (2, False, 1), done.stderr
    assert "hidden" not in done.stderr


def test_missing_credentials_are_told_in_one_line(material: Material, tmp_path: Path, s3: str) -> None:
    given = options(material, material.folder, "--root-key", str(material.key("root")), "--drafts")
    done = run(material.repository.root, "publish", "s3://bucket/channel", *given, HOME=str(tmp_path),
               AWS_ACCESS_KEY_ID="", AWS_SECRET_ACCESS_KEY="", AWS_SHARED_CREDENTIALS_FILE=str(tmp_path / "none"),
               AWS_ENDPOINT_URL=s3, AWS_EC2_METADATA_DISABLED="true", AWS_DEFAULT_REGION="us-east-1")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert "credentials" in done.stderr


def test_a_full_disk_is_told(material: Material, tmp_path: Path) -> None:
    with pytest.raises(CurriculaError, match="the disk is full"):
        store = folder_store(tmp_path / "channel", Failing(3, errno.ENOSPC))
        publish(store, material.order(["1.0.0"], material.signing()), told)


def test_a_folder_that_may_not_be_written_is_told(material: Material, tmp_path: Path) -> None:
    folder = released(material, tmp_path / "channel", "1.0.0")
    before = tree(folder)
    for number, words in ((errno.EROFS, "on a read-only disk"), (errno.EACCES, "may not be written")):
        with pytest.raises(CurriculaError, match=words):
            publish(folder_store(folder, Failing(0, number)), material.order(["1.1.0"], material.signing()), told)
        assert tree(folder) == before


def test_a_read_only_account_of_sftp_is_told(material: Material, tmp_path: Path) -> None:
    folder = released(material, tmp_path / "disk/channel", "1.0.0")
    before = tree(folder)
    given = options(material, material.folder, "--drafts")
    with sftp(tmp_path / "disk", tmp_path, read_only=True) as address:
        done = run(material.repository.root, "publish", f"{address}/channel", *given, HOME=str(tmp_path))
    assert (done.returncode, "error" in done.stdout, len(done.stderr.splitlines())) == (2, False, 1), done.stdout
    assert "/channel/publishing.json: Permission denied" in done.stderr and "secret" not in done.stderr
    assert tree(folder) == before


def test_a_read_only_account_of_s3_is_told(
    material: Material, s3: str, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = f"s3://{bucket.rpartition('/')[2]}/channel"
    store = Store(places.place(target))
    publish(store, material.order(["1.0.0"], material.signing()), told)
    before = {name: store.read(name) for name in store.names()}
    reader = _reader(s3)
    given = options(material, material.folder, "--drafts")
    _judging(s3, "0")  # the server asks from now on who may do what
    try:
        done = run(material.repository.root, "publish", target, *given, AWS_ENDPOINT_URL=s3, **reader)
    finally:
        _judging(s3, "inf")
    assert (done.returncode, "error" in done.stdout, len(done.stderr.splitlines())) == (2, False, 1), done.stdout
    assert f"cannot use {target}/publishing.json: " in done.stderr and "Access Denied" in done.stderr
    assert {name: store.read(name) for name in store.names()} == before


def _reader(s3: str) -> dict[str, str]:
    """The environment of somebody who may read what is in S3."""
    import boto3

    people = boto3.client("iam", endpoint_url=s3)
    allowed = {"Effect": "Allow", "Action": ["s3:Get*", "s3:List*"], "Resource": "*"}
    rule = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
    people.create_user(UserName="reader")
    people.put_user_policy(UserName="reader", PolicyName="reader", PolicyDocument=rule)
    key = people.create_access_key(UserName="reader")["AccessKey"]
    return {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"],
            "AWS_DEFAULT_REGION": "us-east-1"}


def _judging(s3: str, after: str) -> None:
    """How many requests the server of S3 answers before it asks who may do what."""
    asked = urllib.request.Request(f"{s3}/moto-api/reset-auth", after.encode(), {"Content-Type": "text/plain"})
    urllib.request.urlopen(asked).close()


def test_the_address_must_be_known(material: Material, tmp_path: Path) -> None:
    done = run(material.repository.root, "publish", str(tmp_path / "channel"), "--key", str(material.key("channel")))
    assert (done.returncode, "error[channel-address]" in done.stdout) == (1, True)


# What is told to programs and people


@pytest.fixture(scope="module")
def channel(material: Material, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A channel with three versions of one standard, and another standard."""
    folder = tmp_path_factory.mktemp("channel")
    return released(material, folder, "1.0.0", "1.1.0", "1.10.0", "programme", time=TIME)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph")  # what the reader of JSON-LD uses itself
def test_the_catalogue_names_every_file_with_its_checksum(channel: Path) -> None:
    graph, linked = Graph().parse(channel / TURTLE), Graph().parse(channel / LINKED, format="json-ld")
    assert isomorphic(graph, linked)
    assert not any(type(node).__name__ == "BNode" for triple in graph for node in triple)
    datasets = set(graph.subjects(RDF.type, DCAT.Dataset))
    assert len(datasets) == 4
    assert set(graph.objects(None, DCAT.dataset)) == datasets
    files = set()
    for distribution in graph.subjects(RDF.type, DCAT.Distribution):
        name = str(graph.value(distribution, DCAT.downloadURL)).removeprefix(f"{ADDRESS}/")
        content = (channel / name).read_bytes()
        checksum = graph.value(distribution, SPDX.checksum)
        assert str(graph.value(checksum, SPDX.checksumValue)) == bag.sha256(content)
        assert int(str(graph.value(distribution, DCAT.byteSize))) == len(content)
        files.add(name)
    lasting = {name for name in tree(channel) if re.search(r"/\d+\.\d+\.\d+/", name)}
    assert files == {name for name in lasting if not name.endswith("/manifest.json")}


def test_the_catalogue_does_not_depend_on_the_run(material: Material, tmp_path: Path) -> None:
    given = options(material, material.folder, "--root-key", str(material.key("root")), "--drafts", "--time",
                    "2026-09-01T08:00:00Z")
    for seed in ("1", "2"):
        done = run(material.repository.root, "publish", str(tmp_path / seed), *given, PYTHONHASHSEED=seed)
        assert done.returncode == 0, done.stderr
    assert tree(tmp_path / "1") == tree(tmp_path / "2")


@pytest.mark.parametrize("locale", LOCALES)
def test_the_feed_is_atom(channel: Path, locale: str) -> None:
    root = etree.parse(channel / locale / "feed.atom").getroot()
    for element in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):  # RFC 4287, 4.1.1 and 4.1.2: exactly one of each
            assert len(element.findall(ATOM + name)) == 1
        moment = element.findtext(f"{ATOM}updated")
        assert moment and datetime.fromisoformat(moment).tzinfo is not None
        assert all(link.get("href", "").startswith(ADDRESS) for link in element.findall(f"{ATOM}link"))
    ids = [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids) == 4
    for link in root.iter(f"{ATOM}link"):
        assert (channel / str(link.get("href")).removeprefix(f"{ADDRESS}/")).is_file()
    assert root.find(f"{ATOM}author/{ATOM}name") is not None


def test_the_sitemap_gives_every_page_with_its_other_languages(channel: Path) -> None:
    root = etree.parse(channel / "sitemap.xml").getroot()
    others = {}
    for url in root.findall(f"{SITEMAP}url"):
        page = str(url.findtext(f"{SITEMAP}loc"))
        links = url.findall("{http://www.w3.org/1999/xhtml}link")
        others[page] = {str(link.get("href")) for link in links if link.get("hreflang") != "x-default"}
        assert (channel / page.removeprefix(f"{ADDRESS}/")).is_file()
        assert page in others[page]
    assert all(others[other] == group for group in others.values() for other in group)
    assert len(others) == len(LOCALES) * (1 + 2 * 2)


def test_frameworks_are_those_of_the_formats(material: Material, channel: Path) -> None:
    """CASE 1.0, made of the framework in the package, is byte for byte what the format makes of the standard."""
    standard = material.repository.standards[PROGRAMME]
    for edition, name in (("v1p1", "case-v1p1-cfpackage.json"), ("v1p0", "case-v1p0-cfpackage.json")):
        schema = json.loads((published_schemas("case") / name).read_text(encoding="utf-8"))
        schema.pop("$schema", None)
        judge = jsonschema.Draft201909Validator if edition == "v1p1" else jsonschema.Draft4Validator
        folder = channel / "ims/case" / edition
        listed = json.loads((folder / "CFDocuments.json").read_bytes())["CFDocuments"]
        assert len(listed) == 2 * len(LOCALES)
        for document in listed:
            package = json.loads((folder / "CFPackages" / document["identifier"]).read_bytes())
            judge(schema).validate(package)
            assert json.loads((folder / "CFDocuments" / document["identifier"]).read_bytes()) == document
            assert document["CFPackageURI"]["identifier"] == document["identifier"]
            assert {**document, "CFPackageURI": 0} == {**package["CFDocument"], "CFPackageURI": 0}
    made = {json.loads(content)["CFDocument"]["identifier"]: content for content in (
        case10.render(material.repository.edition(PROGRAMME, locale))[0] for locale in LOCALES)}
    assert standard.uuid in made
    assert {name: (channel / "ims/case/v1p0/CFPackages" / name).read_bytes() for name in made} == made


def test_pages_stand_for_themselves(channel: Path) -> None:
    """Every page is correct HTML in one language, without scripts, and every link in it leads somewhere."""
    pages = [path for path in channel.rglob("*.html") if not re.search(r"/\d+\.\d+\.\d+/", path.as_posix())]
    assert len(pages) == 1 + len(LOCALES) * 3 + 2 * (len(LOCALES) + 1)
    for path in pages:
        text = path.read_text(encoding="utf-8")
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        tree_ = parser.parse(text)
        assert tree_.get("lang")
        assert len(tree_.findall(".//h1")) == 1
        assert not tree_.findall(".//script") and not re.search(r'(src|@import|url\(")', text)
        for link in tree_.findall(".//a"):
            target = str(link.get("href"))
            assert "://" not in target
            if not target.startswith("#"):
                assert (path.parent / target).resolve().is_file(), f"{path}: {target}"
        ids = [element.get("id") for element in tree_.iter() if element.get("id")]
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("locale", LOCALES)
def test_a_page_tells_all_versions_the_newest_first(material: Material, channel: Path, locale: str) -> None:
    text = (channel / locale / f"{COURSE}.html").read_text(encoding="utf-8")
    assert re.findall(r'<h2 id="v([0-9.]+)"', text) == ["1.10.0", "1.1.0", "1.0.0"]
    assert material.repository.edition(COURSE, locale).standard.title.words in text
    for path in channel.rglob("demo.courses.circuits-*.asice"):
        assert bag.sha256(path.read_bytes()) in text
