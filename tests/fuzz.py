"""Fuzz every reader for some time: `make fuzz`, or `python tests/fuzz.py SECONDS [TARGET…]`.

Each target gets SECONDS. An input that ends in anything else than findings is kept in build/fuzz/, and
named with the seed it came from; the exit code is 1 then.
"""

import sys
import tempfile
import time
import traceback
from itertools import islice
from pathlib import Path

from conftest import completed
from fuzzing import Target, cases, survives, targets
from samples import samples

KEPT = Path(__file__).parents[1] / "build" / "fuzz"
BATCH = 50  # cases a seed


def fuzzed(name: str, target: Target, seconds: float) -> int:
    """How many inputs ended in a fault; the kinds of faults are told once each."""
    until, count, faults = time.monotonic() + seconds, 0, set()
    for seed in range(1_000_000):
        for content in islice(cases(target, seed), BATCH):
            count += 1
            try:
                survives(target, content)
            except Exception as error:  # noqa: BLE001  # whatever it is: this is what is looked for
                fault = "".join(traceback.format_exception(error)[-2:])
                if fault not in faults:
                    faults.add(fault)
                    KEPT.mkdir(parents=True, exist_ok=True)
                    kept = KEPT / f"{name}-{seed}-{len(faults)}"
                    kept.write_bytes(content)
                    print(f"{kept}\n{fault}")
        if time.monotonic() > until:
            break
    print(f"{name}: {count} inputs, {len(faults)} faults", flush=True)
    return len(faults)


def main(seconds: float, *wanted: str) -> None:
    """Fuzz the targets, or those that are wanted."""
    with tempfile.TemporaryDirectory() as folder:
        demo = completed(Path(folder) / "demo")
        known = targets(demo, Path(folder), samples(demo))
        faults = [fuzzed(name, known[name], seconds) for name in wanted or known]
        sys.exit(int(any(faults)))


if __name__ == "__main__":
    main(float(sys.argv[1]), *sys.argv[2:])
