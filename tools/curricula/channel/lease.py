"""One publisher at a time: a file that says who publishes, and until when.

It is created where there is none, which one alone can do. It is renewed while its holder works, so that one that
was left by a killed run can be taken over soon, and at once where that ran on the same machine. Before anything
becomes visible to readers its holder looks whether it is still its own.
"""

import json
import os
import socket
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from curricula.channel.store import Store
from curricula.diagnostics import CurriculaError
from curricula.processes import has_ended, identity

NAME = "publishing.json"
SECONDS = 300  # a lease lasts as long without being renewed


class Lease:
    """The right to publish, as long as it is held."""

    def __init__(self, store: Store, seconds: int = SECONDS) -> None:
        self.store = store
        self.seconds = seconds
        self.holder = f"{socket.gethostname()}, {os.getpid()}"
        self.token = uuid.uuid4().hex
        self.until = 0
        self.content = b""

    def take(self) -> None:
        """Become the publisher; `CurriculaError` while there is another one."""
        if self.store.create(NAME, self._written()):
            return
        found = self.store.read(NAME)
        if found is not None:
            holder, until, process = _read(found)
            if time.time() < until and not has_ended(process):
                raise CurriculaError(
                    "{target}: another run is publishing ({holder}); it has until {time} UTC. Nothing was published",
                    target=self.store.place.name, holder=holder,
                    time=f"{datetime.fromtimestamp(until, UTC):%Y-%m-%d %H:%M:%S}",
                )
            if self.store.read(NAME) == found:
                self.store.delete(NAME)
        if not self.store.create(NAME, self._written()):
            raise CurriculaError("{target}: another run has just begun to publish", target=self.store.place.name)

    def renew(self) -> None:
        """Hold on to it; to be called between the files of a long upload."""
        if time.time() > self.until - self.seconds / 2:
            self.confirm()
            self.store.replace(NAME, self._written())

    def confirm(self) -> None:
        """See whether nobody has taken it over; `CurriculaError` if so."""
        if self.store.read(NAME) != self.content:
            raise CurriculaError(
                "{target}: another run took over, as this one was silent for too long. Publish again",
                target=self.store.place.name,
            )

    def release(self) -> None:
        """Let the next one publish."""
        if self.store.read(NAME) == self.content:
            self.store.delete(NAME)

    def _written(self) -> bytes:
        self.until = int(time.time()) + self.seconds
        told = {"holder": self.holder, "process": identity(), "token": self.token, "until": self.until}
        self.content = (json.dumps(told, sort_keys=True) + "\n").encode()
        return self.content


@contextmanager
def lease(store: Store) -> Iterator[Lease]:
    """The right to publish to `store`, given back in the end; a killed run leaves it until it expires."""
    held = Lease(store)
    held.take()
    try:
        yield held
    finally:
        held.release()


def _read(content: bytes) -> tuple[str, float, str]:
    """Who holds a lease, until when, and as which process; one that cannot be read has expired."""
    try:
        told = json.loads(content)
        return str(told["holder"]), float(told["until"]), str(told.get("process", ""))
    except (ValueError, KeyError, TypeError, AttributeError):
        return "", 0.0, ""
