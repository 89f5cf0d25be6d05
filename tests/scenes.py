"""Scenes of faults: a command, the folder it writes, what lies there before and after, and who reads it meanwhile."""

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import yaml

from authority import TIME, WHEN, authority
from channels import ADDRESS, COURSE, PROGRAMME, Material, packed, tree
from curricula.channel import lease, metadata
from curricula.channel.mirror import fetching, mirror
from curricula.channel.releases import PACKAGES
from curricula.diagnostics import CurriculaError
from curricula.files import LEFTOVER
from curricula.packages.bag import SUFFIX
from curricula.packages.collected import verify_collection
from curricula.packages.trust import Trust
from curricula.packages.verifying import verify
from curricula.repository import Repository
from fragments import overlay
from running import COMMAND, environment, run

Read = Callable[[Path], list[str]]  # what is wrong with a folder for who reads it
Limit = Callable[[], None]
# Of root's rights the two that make it write where nobody may.
ORDINARY = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
ROOM = 64_000_000  # bytes of a disk that is mounted
_ENDINGS = {".pdf": b"%%EOF", ".html": b"</html>", ".xml": b">", ".json": b"}"}  # of documents that are whole


@dataclass
class Scene:
    """A command that turns `before` into `after` in `folder`; `seconds` pass from its first change to its last."""

    root: Path
    arguments: tuple[str, ...]
    folder: Path
    read: Read
    before: dict[str, bytes] = field(default_factory=dict)
    after: dict[str, bytes] = field(default_factory=dict)
    seconds: float = 0.0

    def prepared(self) -> "Scene":
        """The scene, after the command was run undisturbed."""
        self.before = tree(self.folder)
        shutil.copytree(self.folder, self._kept)
        for _ in range(2):
            self.reset()
            process = self.start()
            self._first_change(process)
            took = self._last_change(process)
            out, err = process.communicate()
            assert process.returncode == 0, out + err
            made = tree(self.folder)
            assert self.after in ({}, made), "an undisturbed run gives other bytes the second time"
            self.seconds, self.after = min(took, self.seconds or took), made
        return self

    @property
    def _kept(self) -> Path:
        return self.folder.parent.with_name("before")

    def reset(self) -> None:
        """Put back what lay there before."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self._kept, self.folder)

    def start(self, limit: Limit | None = None, *, unprivileged: bool = False) -> subprocess.Popen[str]:
        """The command, in a session of its own."""
        return subprocess.Popen(
            [*(ORDINARY if unprivileged else []), *COMMAND, *self.arguments], cwd=self.root, env=environment(),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True,
            preexec_fn=limit,
        )

    def run(
        self, limit: Limit | None = None, *, unprivileged: bool = False
    ) -> subprocess.CompletedProcess[str]:
        """What the command says, undisturbed."""
        return self._ended(self.start(limit, unprivileged=unprivileged))

    def run_twice(self, pause: float) -> list[subprocess.CompletedProcess[str]]:
        """What two runs say, of which the second begins so many seconds after the first."""
        first = self.start()
        time.sleep(pause)
        second = self.start()
        return [self._ended(first), self._ended(second)]

    def _ended(self, process: subprocess.Popen[str]) -> subprocess.CompletedProcess[str]:
        out, err = process.communicate()
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def kill(self, moment: float) -> bool:
        """Kill the command so many seconds after its first change; False where it has ended before."""
        process = self.start()
        self._first_change(process)
        with suppress(subprocess.TimeoutExpired):
            process.wait(moment)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return process.returncode == -signal.SIGKILL

    def _first_change(self, process: subprocess.Popen[str]) -> None:
        before = self._seen()
        while process.poll() is None and self._seen() == before:
            time.sleep(0.0005)

    def _last_change(self, process: subprocess.Popen[str]) -> float:
        """How many seconds pass until nothing is changed any more."""
        begun = last = time.monotonic()
        before = self._seen()
        while process.poll() is None:
            time.sleep(0.0005)
            present = self._seen()
            if present != before:
                before, last = present, time.monotonic()
        return last - begun

    def _seen(self) -> list[tuple[str, list[str]]]:
        return [(folder, files) for folder, _, files in os.walk(self.folder)]

    def leave_lease(self) -> None:
        """A lease that was left by a publisher killed elsewhere, and has expired."""
        told = {"holder": "elsewhere, 1", "token": "0", "until": 0}
        (self.folder / lease.NAME).write_text(json.dumps(told), encoding="utf-8")

    @contextmanager
    def watched(self, tally: "Tally") -> Iterator[None]:
        """Read again and again meanwhile."""
        over = threading.Event()

        def watch() -> None:
            while not over.is_set():
                tally.readings += 1
                tally.misled += self.read(self.folder)
                over.wait(0.1)

        with ThreadPoolExecutor(1) as threads:
            reader = threads.submit(watch)
            try:
                yield
            finally:
                over.set()
            reader.result()

    # What disks refuse

    def mountable(self) -> bool:
        """Whether disks can be mounted here."""
        try:
            with self.disk():
                return True
        except (OSError, subprocess.CalledProcessError):
            return False

    @contextmanager
    def disk(self) -> Iterator[Callable[[int], AbstractContextManager[Limit | None]]]:
        """The folder on a small disk of its own; gives what leaves so many bytes free on it."""
        place = self.folder.parent
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(place)], check=True,
                       capture_output=True)
        try:
            yield partial(self._room, place / "ballast")
        finally:
            subprocess.run(["umount", str(place)], check=True)
            self.reset()

    @contextmanager
    def narrow(self) -> Iterator[Callable[[int], AbstractContextManager[Limit | None]]]:
        """What leaves so many bytes free; where no disk can be mounted, files that may not become that large."""
        if self.mountable():
            with self.disk() as room:
                yield room
        else:
            yield self._short_files

    @contextmanager
    def _short_files(self, size: int) -> Iterator[Limit]:
        most = size % max(map(len, self.after.values()))
        yield partial(resource.setrlimit, resource.RLIMIT_FSIZE, (most, most))

    @contextmanager
    def _room(self, ballast: Path, size: int) -> Iterator[None]:
        free = os.statvfs(ballast.parent)
        with ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(1, free.f_bavail * free.f_frsize - size))
        try:
            yield
        finally:
            ballast.unlink()

    @contextmanager
    def sealed_off(self) -> Iterator[None]:
        """The disk of the folder is read-only meanwhile."""
        for how in ("ro", "rw"):
            subprocess.run(["mount", "-o", f"remount,{how}", str(self.folder.parent)], check=True)
            if how == "ro":
                yield

    @contextmanager
    def locked(self, chance: random.Random) -> Iterator[None]:
        """Some folders, one at least, may not be written meanwhile by whoever owns them."""
        folders = sorted(path for path in (self.folder, *self.folder.rglob("*")) if path.is_dir())
        chosen = chance.sample(folders, chance.randint(1, len(folders)))
        for path in chosen:
            path.chmod(0o555)
        try:
            yield
        finally:
            for path in chosen:
                path.chmod(0o755)


@dataclass
class Tally:
    """What was found at so many moments."""

    moments: int = 0
    readings: int = 0
    states: set[int] = field(default_factory=set)
    torn: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    misled: list[str] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)

    def judge(self, scene: Scene, *, swept: bool = False) -> None:
        """Look at what a disturbed run has left; `swept` where it has ended by itself and left nothing over."""
        found = {name: content for name, content in tree(scene.folder).items() if name != lease.NAME}
        self.states.add(hash(frozenset(found.items())))
        whole = {name: content for name, content in found.items() if not name.endswith(LEFTOVER)}
        self.torn += (
            name for name, content in whole.items()
            if content not in (scene.before.get(name), scene.after.get(name))
        )
        self.lost += (scene.before.keys() & scene.after.keys()) - whole.keys()
        self.misled += scene.read(scene.folder)
        if swept:
            self.left += found.keys() - whole.keys()

    def told(self, done: subprocess.CompletedProcess[str]) -> None:
        """A run that cannot go on says so in one line."""
        if done.returncode != 2 or len(done.stderr.splitlines()) != 1 or done.stdout:
            self.untold.append(f"{done.returncode}: {(done.stdout + done.stderr)[-1000:]}")

    def finish(self, scene: Scene) -> None:
        """Run the command once more: all is as if nothing had happened."""
        done = scene.run()
        if done.returncode:
            self.other.append(f"{done.returncode}: {(done.stdout + done.stderr)[-1000:]}")
        found = tree(scene.folder)
        self.left += (name for name in found if name.endswith(LEFTOVER))
        names = {name for name in found.keys() | scene.after.keys() if not name.endswith(LEFTOVER)}
        self.other += sorted(name for name in names if found.get(name) != scene.after.get(name))
        self.misled += scene.read(scene.folder)

    @property
    def faults(self) -> int:
        """How much of it is wrong."""
        return sum(map(len, (self.torn, self.lost, self.left, self.other, self.misled, self.untold)))

    def __str__(self) -> str:
        """One line, and after it what is wrong."""
        counts = {
            "torn": self.torn, "lost": self.lost, "leftovers after the next run": self.left,
            "with other bytes": self.other, "wrong for a reader": self.misled, "told badly": self.untold,
        }
        line = ", ".join(f"{len(found)} {name}" for name, found in counts.items())
        wrong = [f"\n  {name}: {item}" for name, found in counts.items() for item in sorted(set(found))]
        found = f"{self.moments} moments, {len(self.states)} different states, {self.readings} readings meanwhile"
        return f"{found}: {line}{''.join(wrong)}"


def packages_hold(folder: Path) -> list[str]:
    """The packages in a folder that are not intact."""
    return [
        path.name for path in sorted(folder.glob(f"*.{SUFFIX}"))
        if not verify(path).intact and path.exists()  # one that is taken away meanwhile is none
    ]


def collections_hold(folder: Path) -> list[str]:
    """The collections in a folder that are not intact."""
    return [path.name for path in sorted(folder.glob(f"*.{SUFFIX}")) if not verify_collection(path).intact]


def built_hold(folder: Path) -> list[str]:
    """The documents of a build that are cut off, and its packages that are not intact."""
    found = [Path(above, name) for above, _, names in os.walk(folder) for name in names]
    cut = []
    for path in found:
        with suppress(FileNotFoundError):  # it was taken away meanwhile
            if path.suffix in _ENDINGS and not path.read_bytes().rstrip().endswith(_ENDINGS[path.suffix]):
                cut.append(path.name)
    return cut + packages_hold(folder / PACKAGES)


def translations_hold(root: Path) -> list[str]:
    """What cannot be read of a repository."""
    return [str(item.where) for item in Repository(root).problems]


def fetched(states: tuple[frozenset[str], ...], folder: Path) -> list[str]:
    """What a mirror that begins now finds wrong in a channel: it has one of these states, and all of that."""
    with tempfile.TemporaryDirectory() as copy:
        root = (folder / metadata.FOLDER / "1.root.json").read_bytes()
        begun = mirror(str(folder), Path(copy), root, Trust((), (), WHEN))
        try:
            with fetching(begun, dry=False) as (found, fetch):
                if fetch is None:
                    return [str(item) for item in found]
                found += tuple(item for offer in fetch.offers for item in fetch.take(offer, fetch.lacking(offer)))
                offered = frozenset(offer.package for offer in fetch.offers)
        except CurriculaError as error:
            return [str(error)]
    wrong = [f"{item.code}: {item.arguments}" for item in found if item.severity == "error"]
    return [*wrong, *([] if offered in states else [f"offers {sorted(offered)}"])]


def _in_one_language(demo: Path, root: Path) -> Path:
    """The demonstration in its own language alone, as the new repository `root`."""
    shutil.copytree(demo, root)
    settings = root / "standards/repository.yaml"
    own = {"locales": [{"tag": "zh-Hans", "policy": "strict"}]}
    settings.write_text(yaml.safe_dump(yaml.safe_load(settings.read_bytes()) | own), encoding="utf-8")
    for path in sorted((root / "translations").iterdir()):
        if path.is_dir() and path.name != "zh-Hans":
            shutil.rmtree(path)
    return root


def _build_scene(demo: Path, place: Path) -> Scene:
    """A course that was never built; without PDF, whose typesetting would take most of the moments."""
    root, folder = _in_one_language(demo, place / "repository"), place / "disk" / "build"
    folder.mkdir(parents=True)
    formats = [word for name in ("html", "xml", "json", "case") for word in ("--format", name)]
    given = ("build", COURSE, *formats, "--jobs", "1", "--output", str(folder))
    return Scene(root, given, folder, built_hold).prepared()


def _package_scene(demo: Path, place: Path) -> Scene:
    """A repository that was packaged; then a standard was taken away, and out of the plan of another one.

    The cache has the documents of the latter as they were and as they are.
    """
    root, folder = _in_one_language(demo, place / "repository"), place / "disk" / "build"
    practice, plan = (root / f"standards/{name}.yaml" for name in ("demo/practice/workshop", PROGRAMME))
    before, words = practice.read_bytes(), plan.read_text(encoding="utf-8")
    line = "      standard: {id: demo/practice/workshop, version: 1.0.0}\n"
    for command, is_there in (("package", True), ("build", False), ("build", True), ("", False)):
        plan.write_text(words if is_there else words.replace(line, ""), encoding="utf-8")
        if is_there:
            practice.write_bytes(before)
        else:
            practice.unlink()
        if command:
            done = run(root, command, *([PROGRAMME] if command == "build" else []), "--output", str(folder))
            assert done.returncode == 0, done.stdout + done.stderr
    scene = Scene(root, ("package", "--jobs", "1", "--output", str(folder)), folder, built_hold).prepared()
    assert [name for name in scene.before.keys() - scene.after.keys() if name.endswith(SUFFIX)]
    return scene


def _import_scene(demo: Path, place: Path) -> Scene:
    """A file that a translator has filled in, which changes several catalogues and records."""
    root = place / "disk" / "repository"
    shutil.copytree(demo, root)
    given = ("demo", "--locale", "ru", "--format", "po", "--output", str(place / "given"))
    done = run(root, "translate", "export", *given)
    assert done.returncode == 0, done.stdout + done.stderr
    path = place / "given/demo.po"
    path.write_text(path.read_text(encoding="utf-8").replace("«Электро", "«Опытный электро"), encoding="utf-8")
    who = ("--translator", "A. Karimov", "--reviewer", "B. Petrova", "--date", "2026-09-01")
    return Scene(root, ("translate", "import", str(path), *who), root, translations_hold).prepared()


def _sign_scene(demo: Path, place: Path) -> Scene:
    """Two packages that are to be sealed, and their PDFs."""
    root, folder = _in_one_language(demo, place / "repository"), place / "disk" / "packages"
    done = run(root, "package", COURSE, PROGRAMME, "--jobs", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    shutil.copytree(root / "build" / PACKAGES, folder)
    (place / "authority").mkdir()
    everyone = authority(place / "authority")
    names = sorted(str(path) for path in folder.iterdir())
    given = ("--seal-pdf", "--time", TIME, *everyone.options("seal"))
    return Scene(place, ("sign", *names, *given), folder, packages_hold).prepared()


def _collect_scene(demo: Path, place: Path) -> Scene:
    """Sealed packages that are put into one file, in a folder that nothing is in yet."""
    signed, folder = _sign_scene(demo, place / "signed"), place / "disk" / "collections"
    folder.mkdir(parents=True)
    done = signed.run()
    assert done.returncode == 0, done.stdout + done.stderr
    given = ("collect", "demo", "2026-09", str(signed.folder), "--output", str(folder))
    return Scene(place, given, folder, collections_hold).prepared()


def _publish_scene(demo: Path, place: Path) -> Scene:
    """A channel with one release, in which two more are to be published."""
    material = Material(place / "packages", Repository(demo))
    for version in ("1.0.0", "1.1.0"):
        root = place / version
        shutil.copytree(demo, root)
        approved = {"status": "approved"}
        for path, content in overlay(course={"version": version, **approved}, professional=approved).items():
            (root / path).write_text(str(content), encoding="utf-8")
        packed(Repository(root), COURSE, material.folder if version == "1.0.0" else place / "more")
    packed(Repository(root), PROGRAMME, place / "more")
    folder = place / "disk" / "channel"
    folder.parent.mkdir()
    # What clients are to accept must not have expired: it is published now.
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    given = ("publish", str(folder), "--packages", str(material.folder), "--key", str(material.key("channel")),
             "--root-key", str(material.key("root")), "--address", ADDRESS, "--time", moment)
    old, new = frozenset[str](), frozenset[str]()
    scene = Scene(demo, given, folder, lambda _: [])
    done = scene.run()
    assert done.returncode == 0, done.stdout + done.stderr
    old = _packages(folder)
    for more in sorted((place / "more").iterdir()):
        more.rename(material.folder / more.name)
    scene = scene.prepared()
    new = _packages(folder)
    scene.read = partial(fetched, (old, new))
    return scene


def _packages(folder: Path) -> frozenset[str]:
    return frozenset(name for name in tree(folder) if name.endswith(f".{SUFFIX}"))


SCENES: dict[str, Callable[[Path, Path], Scene]] = {
    "build": _build_scene, "package": _package_scene, "sign": _sign_scene, "publish": _publish_scene,
    "import": _import_scene, "collect": _collect_scene,
}
