"""Pools of processes for work that is split among them, and which processes have ended."""

import atexit
import gc
import hashlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from pathlib import Path


@contextmanager
def pool(processes: int, prepare: Callable[[], None] | None = None) -> Iterator[Executor]:
    """So many processes, started with the first task, each after `prepare` has run in it.

    They are spawned, which is the same on every system: no state is inherited.
    """
    executor = ProcessPoolExecutor(
        processes, mp_context=get_context("spawn"), initializer=_begin, initargs=(prepare,)
    )
    try:
        yield executor
    finally:
        executor.shutdown(cancel_futures=True)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def identity() -> str:
    """This process among all there ever were: machine, number, start; empty where the system, unlike Linux, is silent.
    """
    machine, started = _machine(), _started(os.getpid())
    return f"{machine} {os.getpid()} {started}" if machine and started else ""


def has_ended(known: str) -> bool:
    """Whether the process with this `identity` has provably ended; False where it ran elsewhere, or nobody can tell."""
    match known.split():
        case [machine, number, started] if machine == _machine() and number.isdecimal():
            try:
                os.kill(int(number), 0)
            except (ProcessLookupError, OverflowError):
                return True
            except PermissionError:  # it is that of somebody else
                pass
            return _started(int(number)) not in ("", started)
    return False


def _machine() -> str:
    """The machine since it was started, and what numbers processes have here: containers have their own."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")
        return hashlib.sha256(f"{boot} {Path('/proc/self/ns/pid').readlink()}".encode()).hexdigest()[:16]
    except OSError:
        return ""


def _started(number: int) -> str:
    """When a process was started, in ticks; `ended` where it is not forgotten yet, empty where nobody can tell."""
    try:
        told = Path(f"/proc/{number}/stat").read_bytes().rpartition(b") ")[2].split()  # its name may have anything
        return "ended" if told[0] in (b"Z", b"X") else told[19].decode()
    except (OSError, IndexError):
        return ""


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C back while a process is spawned: it inherits that, and starts without a traceback."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(prepare: Callable[[], None] | None) -> None:
    """A worker leaves Ctrl-C to the main process, ends when that is killed, and seldom looks for garbage, as that does.

    When it ends it gives its memory back as a whole: piece by piece takes as long as starting it, and all wait for it.
    """
    atexit.register(os._exit, 0)
    gc.set_threshold(200_000, 20, 100)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if prepare is not None:
        prepare()


def _end_with_parent() -> None:
    """A pool waits for work for ever, also after its main process was killed: nobody else would end it."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
