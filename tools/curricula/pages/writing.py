"""A PDF that is written once, where pydyf writes every object twice: into the file, and to seed its identifier."""

import zlib
from typing import Any

import pydyf

LEVEL = 6  # of compression: 9, which pydyf takes, makes files 2 % smaller in three times the time


class _Written(pydyf.Object):  # type: ignore[misc]
    """An object as it stands in the file."""

    compressible = True

    def __init__(self, made: Any) -> None:
        super().__init__()
        self.number, self.written = made.number, made.data

    @property
    def data(self) -> bytes:
        """The bytes that were made of it."""
        return self.written  # type: ignore[no-any-return]


def write_streams_once() -> None:
    """Let a stream keep what was made of it. pydyf has no option for it, so the version of WeasyPrint is pinned."""
    pydyf.Stream.data = property(_stream)


def settle(pdf: Any) -> None:
    """Put what is written of its objects, other than streams, in their place: nothing of a PDF changes any more."""
    for place, made in enumerate(pdf.objects):
        if made.free == "n" and made.compressible:
            pdf.objects[place] = _Written(made)


def _stream(self: Any) -> bytes:
    """What is written of a stream, made when it is asked for first."""
    written: bytes | None = self.__dict__.get("written")
    if written is None:
        to_bytes = pydyf._to_bytes
        content = b"\n".join([item if type(item) is bytes else to_bytes(item) for item in self.stream])
        told = pydyf.Dictionary(self.extra)
        if self.compress:
            told["Filter"] = "/FlateDecode"
            content = zlib.compress(content, LEVEL)
        told["Length"] = len(content)
        written = self.written = b"\n".join((told.data, b"stream", content, b"endstream"))
    return written
