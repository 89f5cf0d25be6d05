"""Fetching from servers that do not do what they should: one line tells it, nothing is torn, the next run succeeds."""

import http.server
import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from authority import Authority
from channels import (
    HERE,
    Material,
    Said,
    fetched,
    folder_store,
    free_port,
    material,
    options,
    released,
    root_of,
    told,
    tree,
    web,
)
from curricula.channel import metadata, mirror
from curricula.channel.publishing import publish
from running import run
from sealing import everyone, seal

__all__ = ["everyone", "material"]  # fixtures
Fault = Callable[["Faulty", Path], None]


class Faulty(http.server.SimpleHTTPRequestHandler):
    """A web server that has a fault where a file's name ends in a certain way."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *given: Any, ending: str, fault: Fault, **more: Any) -> None:
        self.ending, self.fault = ending, fault
        super().__init__(*given, **more)

    def do_GET(self) -> None:
        """Answer."""
        if self.path.endswith(self.ending):
            self.close_connection = True
            self.fault(self, Path(self.translate_path(self.path)))
        else:
            super().do_GET()

    def begun(self, size: int) -> None:
        """The head of an answer."""
        self.send_response(200)
        self.send_header("Content-Length", str(size))
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def half(server: Faulty, path: Path) -> None:
    """Send half a file, and close."""
    content = path.read_bytes()
    server.begun(len(content))
    server.wfile.write(content[: len(content) // 2])


def reset(server: Faulty, path: Path) -> None:
    """Send half a file, and reset the connection."""
    half(server, path)
    server.wfile.flush()
    server.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    server.connection.close()


def silence(server: Faulty, path: Path) -> None:
    """Send half a file, and wait."""
    half(server, path)
    server.wfile.flush()
    time.sleep(2)


def circle(server: Faulty, path: Path) -> None:
    """Send the client back to where it is."""
    server.send_response(302)
    server.send_header("Connection", "close")
    server.send_header("Location", server.path)
    server.send_header("Content-Length", "0")
    server.end_headers()


def page(server: Faulty, path: Path) -> None:
    """Send a page to log in, longer than any metadata."""
    content = b"<!DOCTYPE html><title>Please log in</title>" + b"<p>" * 400_000
    server.begun(len(content))
    server.wfile.write(content)


def note(server: Faulty, path: Path) -> None:
    """Send a short page."""
    content = b"<!DOCTYPE html><title>Please log in</title>"
    server.begun(len(content))
    server.wfile.write(content)


def unavailable(server: Faulty, path: Path) -> None:
    """Refuse."""
    server.send_error(503)


@contextmanager
def faulty(folder: Path, ending: str, fault: Fault) -> Iterator[str]:
    """A server with a fault: its address."""
    handler = partial(Faulty, directory=str(folder), ending=ending, fault=fault)
    with http.server.ThreadingHTTPServer((HERE, 0), handler) as server:
        server.daemon_threads, server.block_on_close = True, False
        server.handle_error = lambda *_: None  # type: ignore[method-assign]  # clients that give up
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://{HERE}:{server.server_address[1]}"
        finally:
            server.shutdown()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that waits only a moment for a server."""
    monkeypatch.setattr(mirror, "Web", partial(mirror.Web, socket_timeout=1))


@pytest.fixture(scope="module")
def channel(material: Material, tmp_path_factory: pytest.TempPathFactory, everyone: Authority) -> Path:
    """A channel with a sealed package."""
    packages, folder = tmp_path_factory.mktemp("packages"), tmp_path_factory.mktemp("channels") / "channel"
    name = "demo.courses.circuits-1.0.0.asice"
    (packages / name).write_bytes((material.folder / name).read_bytes())
    seal(packages / name, everyone, "seal")
    given = options(material, packages, "--root-key", str(material.key("root")))
    done = run(material.repository.root, "publish", str(folder), *given)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def in_one_line(done: Said, words: str) -> None:
    """It is told in one line, and called an error of the environment."""
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1), done
    assert words in done.stderr


@pytest.mark.parametrize("ending", [
    "timestamp.json", "targets.json", ".asice", ".p7s", ".intoto.json",
])
@pytest.mark.parametrize("fault", [half, reset], ids=["half", "reset"])
def test_a_download_that_breaks_off_is_told_and_the_next_succeeds(
    channel: Path, tmp_path: Path, ending: str, fault: Fault
) -> None:
    copy = tmp_path / "mirror"
    with faulty(channel, ending, fault) as address:
        in_one_line(fetched(tmp_path, address, copy, *root_of(channel)), "the connection broke off; fetch again")
    whole = tree(channel)
    for name, content in tree(copy).items():
        if name.startswith("packages/"):
            assert content == whole[name]
    with web(channel) as address:
        begun = () if (copy / "metadata").exists() else root_of(channel)
        assert "1 of 1 packages fetched" in fetched(tmp_path, address, copy, *begun).stdout
    taken = {name: content for name, content in tree(copy).items() if name.startswith("packages/")}
    assert len(taken) == 3
    assert all(whole[name] == content for name, content in taken.items())
    assert not (copy / ".incoming").exists()


@pytest.mark.parametrize("ending", ["timestamp.json", ".asice"])
@pytest.mark.parametrize(("fault", "words"), [
    (silence, "the server does not answer"), (circle, "redirects"), (unavailable, "the server answers 503"),
], ids=["silence", "circle", "unavailable"])
def test_a_server_that_does_not_deliver_is_told(
    channel: Path, tmp_path: Path, impatient: None, ending: str, fault: Fault, words: str
) -> None:
    with faulty(channel, ending, fault) as address:
        in_one_line(fetched(tmp_path, address, tmp_path / "mirror", *root_of(channel)), words)
    assert "1 of 1" in fetched(tmp_path, str(channel), tmp_path / "mirror", *root_of(channel)).stdout


def test_a_server_that_is_not_there_is_told(channel: Path, tmp_path: Path, impatient: None) -> None:
    done = fetched(tmp_path, f"http://{HERE}:{free_port()}", tmp_path / "mirror", *root_of(channel))
    in_one_line(done, "the server does not answer")
    assert not (tmp_path / "mirror").exists()


@pytest.mark.parametrize("fault", [page, note], ids=["long", "short"])
@pytest.mark.parametrize(("ending", "code"), [
    ("2.root.json", "unreadable"), ("timestamp.json", "unreadable"), ("targets.json", None), (".asice", "mixed"),
])
def test_a_page_in_the_place_of_a_file_is_refused(
    channel: Path, tmp_path: Path, fault: Fault, ending: str, code: str | None
) -> None:
    """A portal that answers everything with 200 is no channel."""
    with faulty(channel, ending, fault) as address:
        done = fetched(tmp_path, address, tmp_path / "mirror", *root_of(channel))
    assert done.returncode == 1, done
    assert f"error[channel-{code or ''}" in done.stdout
    assert not list(tmp_path.rglob("*.asice"))
    assert "1 of 1" in fetched(tmp_path, str(channel), tmp_path / "mirror", *root_of(channel)).stdout


# Roots, and seals


def test_a_wrong_root_leaves_nothing(material: Material, channel: Path, tmp_path: Path) -> None:
    """Who was handed the wrong root first goes on with the right one."""
    other = released(material, tmp_path / "other", "1.0.0", key="thief", root_keys=("thief-root",))
    done = fetched(tmp_path, str(channel), tmp_path / "mirror", *root_of(other))
    assert (done.returncode, "error[channel-signature]" in done.stdout) == (1, True)
    assert not (tmp_path / "mirror").exists()
    assert fetched(tmp_path, str(channel), tmp_path / "mirror", *root_of(channel)).returncode == 0


def test_a_mirror_that_was_begun_wrongly_goes_on(material: Material, channel: Path, tmp_path: Path) -> None:
    """A root that no state of a channel has ever followed on binds nobody."""
    root = Path(root_of(released(material, tmp_path / "other", "1.0.0", key="thief", root_keys=("thief-root",)))[1])
    history = tmp_path / "mirror/metadata/root_history"
    history.mkdir(parents=True)
    (history / "1.root.json").write_bytes(root.read_bytes())
    (history.parent / "root.json").symlink_to("root_history/1.root.json")
    assert fetched(tmp_path, str(channel), tmp_path / "mirror", *root_of(channel)).returncode == 0
    assert fetched(tmp_path, str(channel), tmp_path / "mirror").returncode == 0
    done = fetched(tmp_path, str(channel), tmp_path / "mirror", "--root", str(root))
    in_one_line(done, "begun with another root: go on without giving one")


def test_what_is_not_sealed_is_taken_with_a_warning(
    material: Material, channel: Path, tmp_path: Path, everyone: Authority
) -> None:
    folder = released(material, tmp_path / "channel", "1.0.0", "1.1.0")
    done = fetched(tmp_path, str(folder), tmp_path / "mirror", *root_of(folder))
    assert (done.returncode, done.stdout.count("warning[verify-unsealed]")) == (0, 1)
    assert "taken without a seal: 2 of 2 packages, such as packages/demo/courses/circuits/1" in done.stdout
    assert "2 of 2 packages fetched" in done.stdout
    done = fetched(tmp_path, str(channel), tmp_path / "sealed", *root_of(channel))
    assert (done.returncode, "warning" in done.stdout) == (0, False)


# Times


def test_a_channel_says_when_it_was_published(material: Material, tmp_path: Path) -> None:
    signing = material.signing()
    folder = released(material, tmp_path / "channel", "1.0.0", time=signing.time)
    state = metadata.read(folder_store(folder), tree(folder))
    assert state is not None and state.time == signing.time
    stamp = json.loads((folder / metadata.TIMESTAMP).read_bytes())["signed"]
    assert stamp["published"] == f"{signing.time:%Y-%m-%dT%H:%M:%SZ}"
    publish(folder_store(folder), material.order([], material.signing(days=40)), told)  # with other keys and days
    state = metadata.read(folder_store(folder), tree(folder))
    assert state is not None and state.time is not None and state.time >= signing.time
