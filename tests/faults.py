"""Kill, starve and refuse commands, and see that all is whole: `python tests/faults.py NUMBER [FAULT…]`.

Each command is killed with all its processes at NUMBER random moments, spread from its first change to its last; then
it is run again. A disk that is full, a disk that may not be written and two publishers at once are tried a fifth as
often. A seed decides the moments, as far as the machine keeps time. The exit code is 1 where anything was found.
"""

import random
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import scenes
from conftest import completed
from scenes import Scene, Tally

KILLED = ("build", "package", "sign", "publish", "import", "collect")
STARVED = ("build", "package", "sign", "publish", "collect")


def killed(scene: Scene, count: int, chance: random.Random) -> Tally:
    """Kill the command at so many moments between its first change and its last, and run it again each time."""
    tally = Tally()
    for part in range(count):
        moment = scene.seconds * (part + chance.random()) / count
        while not _killed_at(scene, moment, tally):  # the machine was faster than when the command was timed
            moment = chance.uniform(0, moment)
        tally.moments += 1
        tally.judge(scene)
        tally.finish(scene)
    return tally


def _killed_at(scene: Scene, moment: float, tally: Tally) -> bool:
    scene.reset()
    with scene.watched(tally):
        return scene.kill(moment)


def full(scene: Scene, count: int, chance: random.Random) -> Tally:
    """Run the command with room for a part of what it writes only, and again with room for all."""
    tally = Tally()
    need = sum(map(len, scene.after.values())) - sum(map(len, scene.before.values()))
    with scene.narrow() as room:
        for _ in range(4 * count):
            if tally.moments == count:
                break
            scene.reset()
            with room(chance.randrange(max(need, 1))) as limit:
                done = scene.run(limit)
            if done.returncode == 0:
                continue
            tally.moments += 1
            tally.told(done)
            tally.judge(scene, swept=True)
            tally.finish(scene)
    return tally


def read_only(scene: Scene, count: int, chance: random.Random) -> Tally:
    """Run the command where some folders may not be written, at random, and again where all may."""
    tally = Tally()
    for _ in range(count):
        scene.reset()
        with scene.locked(chance):
            done = scene.run(unprivileged=True)
            tally.moments += 1
            if done.returncode:
                tally.told(done)
            tally.judge(scene, swept=False)
        tally.finish(scene)
    return tally


def read_only_disk(scene: Scene, count: int, chance: random.Random) -> Tally:
    """Run the command on a disk that was mounted read-only, and again when it is not any more."""
    tally = Tally()
    with scene.disk():
        for _ in range(count):
            scene.reset()
            with scene.sealed_off():
                done = scene.run()
                tally.moments += 1
                tally.told(done)
                tally.judge(scene, swept=True)
            tally.finish(scene)
    return tally


def two_at_once(scene: Scene, count: int, chance: random.Random) -> Tally:
    """Let two publishers begin together, every second time where a killed one has left its lease."""
    tally = Tally()
    for number in range(count):
        scene.reset()
        if number % 2:
            scene.leave_lease()
        with scene.watched(tally):
            for done in scene.run_twice(chance.uniform(0, scene.seconds / 4)):
                if done.returncode:
                    tally.told(done)
        tally.moments += 1
        tally.judge(scene)
        tally.finish(scene)
    return tally


Fault = Callable[[Scene, int, random.Random], Tally]
FAULTS: dict[str, tuple[Fault, str, int]] = {
    **{f"killed-{name}": (killed, name, 1) for name in KILLED},
    **{f"full-{name}": (full, name, 5) for name in STARVED},
    **{f"locked-{name}": (read_only, name, 5) for name in STARVED},
    **{f"readonly-{name}": (read_only_disk, name, 25) for name in STARVED},
    "two-publishers": (two_at_once, "publish", 5),
}


def main(count: int, *wanted: str) -> None:
    """Try the faults, or those that are wanted, and print a line for each."""
    worst = 0
    with tempfile.TemporaryDirectory() as folder:
        demo = completed(Path(folder) / "demo")
        known: dict[str, Scene] = {}
        for fault in wanted or FAULTS:
            act, name, share = FAULTS[fault]
            if name not in known:
                known[name] = scenes.SCENES[name](demo, Path(folder) / name)
            if act is read_only_disk and not known[name].mountable():
                print(f"{fault}: not tried, as no disk can be mounted here")
                continue
            tally = act(known[name], max(1, count // share), random.Random(fault))
            print(f"{fault}: {tally}", flush=True)
            worst += tally.faults
    sys.exit(int(worst > 0))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100, *sys.argv[2:])
