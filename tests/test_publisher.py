"""What a publisher meets at the command line: drafts, times, addresses, and signatures of an earlier content."""

import re
import shlex
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from authority import Authority
from channels import (
    ADDRESS,
    Material,
    fetched,
    folder_store,
    material,
    options,
    packed,
    released,
    root_of,
    told,
    tree,
)
from conftest import MakeRepository
from curricula.channel.publishing import publish
from curricula.diagnostics import CurriculaError
from fragments import overlay
from running import run
from sealing import everyone, seal

__all__ = ["everyone", "material"]  # fixtures
README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
DRAFT, APPROVED = "demo.professional-1.0.0.asice", "demo.courses.circuits-1.0.0.asice"
_TIME = "%Y-%m-%dT%H:%M:%SZ"


@pytest.fixture
def packages(material: Material, tmp_path: Path) -> Path:
    """A folder with a draft."""
    folder = tmp_path / "packages"
    folder.mkdir()
    shutil.copy(material.folder / DRAFT, folder)
    return folder


def test_a_draft_that_was_published_does_not_block(material: Material, packages: Path, tmp_path: Path) -> None:
    channel, root = str(tmp_path / "channel"), material.repository.root
    begun = options(material, packages, "--root-key", str(material.key("root")), "--drafts")
    done = run(root, "publish", channel, *begun)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.index(f"{DRAFT}: warning[channel-draft]") < done.stdout.index("new version published")
    assert "once it is published, its version 1.0.0 never changes any more" in done.stdout
    shutil.copy(material.folder / APPROVED, packages)
    done = run(root, "publish", channel, *options(material, packages))
    assert (done.returncode, "channel-draft" in done.stdout) == (0, False), done.stdout + done.stderr
    assert "1 new version published" in done.stdout
    done = run(root, "publish", channel, *options(material, packages, "--drafts"))
    assert (done.returncode, "channel-draft" in done.stdout) == (0, False)


def test_a_draft_that_has_changed_since_is_refused(
    material: Material, packages: Path, tmp_path: Path, repository: MakeRepository
) -> None:
    channel, root = tmp_path / "channel", material.repository.root
    begun = options(material, packages, "--root-key", str(material.key("root")), "--drafts")
    assert run(root, "publish", str(channel), *begun).returncode == 0
    before = tree(channel)
    packed(repository(overlay(professional={"issued": "2026-05-05"})), "demo/professional", packages)
    done = run(root, "publish", str(channel), *options(material, packages, "--drafts"))
    assert (done.returncode, "error[channel-published]" in done.stdout) == (1, True), done.stdout + done.stderr
    assert tree(channel) == before


def test_all_drafts_are_named_at_once_with_both_ways_out(material: Material, packages: Path, tmp_path: Path) -> None:
    root = tmp_path / "repository"
    shutil.copytree(material.repository.root, root)
    packed(type(material.repository)(root), "demo/practice/workshop", packages)
    shutil.copy(material.folder / APPROVED, packages)
    given = options(material, packages, "--root-key", str(material.key("root")))
    done = run(root, "publish", str(tmp_path / "channel"), *given)
    assert (done.returncode, done.stdout.count("error[channel-draft]")) == (1, 2)
    assert "take the package out of the folder; --drafts publishes drafts too" in done.stdout
    assert not (tmp_path / "channel").exists()


def test_a_time_before_the_present_state_is_refused(material: Material, tmp_path: Path) -> None:
    """What has expired before it is published would shut every mirror out."""
    now = material.signing().time
    channel = released(material, tmp_path / "channel", "1.0.0", time=now)
    before = tree(channel)
    earlier = f"{now - timedelta(days=90):{_TIME}}"
    given = options(material, tmp_path, "--time", earlier)
    done = run(material.repository.root, "publish", str(channel), *given)
    assert (done.returncode, len(done.stderr.splitlines()), done.stdout) == (2, 1, "")
    assert "--time" in done.stderr and "is earlier" in done.stderr
    assert tree(channel) == before
    with pytest.raises(CurriculaError, match="the present state is of"):
        earlier_order = material.order(["1.1.0"], material.signing(now - timedelta(hours=2)))
        publish(folder_store(channel), earlier_order, told)
    assert tree(channel) == before
    assert fetched(tmp_path, str(channel), tmp_path / "mirror", *root_of(channel)).returncode == 0


def test_a_time_that_was_mistyped_is_mended(material: Material, tmp_path: Path) -> None:
    """A state that lies in the future does not keep the publisher from the present."""
    now = material.signing().time
    channel = released(material, tmp_path / "channel", "1.0.0", time=now + timedelta(days=400))
    assert publish(folder_store(channel), material.order(["1.1.0"], material.signing(now)), told)[1] is not None


@pytest.mark.parametrize(("given", "words"), [
    ((), "the web address of the channel is not known\n"),
    (("--address", "example.org"), "is not one such as https://standards.example.org: example.org"),
], ids=["none", "wrong"])
def test_an_address_that_is_not_known_is_told(
    material: Material, tmp_path: Path, given: tuple[str, ...], words: str
) -> None:
    done = run(material.repository.root, "publish", str(tmp_path / "channel"), "--key", str(material.key("channel")),
               *given)
    assert (done.returncode, words in done.stdout, "–" in done.stdout) == (1, True, False), done.stdout


def test_one_package_at_another_address_is_told_in_good_english(material: Material, packages: Path, tmp_path: Path
                                                                ) -> None:
    begun = options(material, packages, "--root-key", str(material.key("root")), "--drafts")
    done = run(material.repository.root, "publish", str(tmp_path / "channel"), *begun)
    assert f"documents name no address, and lie at {ADDRESS} now (packages: 1)" in done.stdout


def test_a_channel_begins_as_the_readme_says(material: Material, tmp_path: Path) -> None:
    """The lines of the README, with the folder in the place of the address."""
    root = tmp_path / "repository"
    shutil.copytree(material.repository.root, root)
    (root / "build/packages").mkdir(parents=True)
    shutil.copy(material.folder / APPROVED, root / "build/packages")
    blocks = re.findall(r"^```\w*\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    block = next(block for block in blocks if "curricula publish" in block)
    lines = [re.split(r"\s#", line)[0].strip() for line in block.splitlines()]
    for name in ("channel", "channel-root"):
        assert any(line.startswith("openssl genpkey") and line.endswith(f" {name}.key") for line in lines)
        shutil.copy(material.key(name), root / f"{name}.key")
    publishing = next(line for line in lines if line.startswith("curricula publish"))
    done = run(root, *shlex.split(publishing)[1:])
    assert done.returncode == 0, done.stdout + done.stderr
    fetching = next(line for line in lines if line.startswith("curricula fetch"))
    assert "--root 1.root.json" in fetching
    shutil.copy(root / "site/metadata/1.root.json", root)
    asked = fetching.replace("ADDRESS", "site").replace(" --root root.pem", "")
    done = run(root, *shlex.split(asked)[1:])
    assert (done.returncode, "1 of 1 packages fetched" in done.stdout) == (0, True), done.stdout + done.stderr


def test_signatures_of_an_earlier_content_are_named(
    material: Material, tmp_path: Path, everyone: Authority, repository: MakeRepository
) -> None:
    """The maker, who has packaged anew, is told what to do; a receiver is told something else."""
    path = seal(Path(shutil.copy(material.folder / APPROVED, tmp_path)), everyone, "seal")
    beside = [f"{path.name}.intoto.json", f"{path.name}.p7s"]
    packed(repository(overlay(course={"version": "1.0.0", "issued": "2026-05-05"})), "demo/courses/circuits", tmp_path)
    anew = path.read_bytes()
    given = ("sign", str(path), *everyone.options("seal"))
    done = run(tmp_path, *given)
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"belongs to an earlier content of the package: {', '.join(beside)}\n" in done.stdout
    assert "delete these files, and sign it again" in done.stdout and "was not sealed: 1 error" in done.stdout
    assert (path.read_bytes(), done.stdout.count("published")) == (anew, 0)
    for name in beside:
        (tmp_path / name).unlink()
    done = run(tmp_path, *given)
    assert done.returncode == 0, done.stdout + done.stderr
