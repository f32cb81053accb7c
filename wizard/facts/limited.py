"""A TCP stream to a server that may lie, stall or send without end: bounded in bytes and in time."""

from __future__ import annotations

import io
from time import monotonic
from typing import Any

from wizard.model.commands import Stream

LOGIN = 1 << 20
"""Bytes that a server may send in one login."""
_CHUNK = 1 << 16


class ReplyTooLarge(OSError):
    """The server sent more than it may."""


class Limited:
    """A `Stream` that takes at most `most` bytes, and at most `seconds` for all that is sent and received.

    Raises TimeoutError and `ReplyTooLarge`, both an OSError. Whoever opened the stream closes it.
    """

    def __init__(self, stream: Stream, seconds: float, most: int = LOGIN) -> None:
        self._stream = stream
        self._end = monotonic() + seconds
        self._most = self._left = most

    def send(self, data: bytes, /) -> int:
        """Send some of `data` and return how many bytes. Raises TimeoutError once the time is over."""
        self._hurry()
        return self._stream.send(data)

    def sendall(self, data: bytes, /) -> None:
        """Send all of `data`. Raises TimeoutError once the time is over."""
        while data:
            data = data[self.send(data) :]

    def recv(self, size: int, /) -> bytes:
        """Return at most `size` bytes, none at the end. Raises TimeoutError and `ReplyTooLarge`."""
        self._hurry()
        data = self._stream.recv(min(size, _CHUNK))
        self._left -= len(data)
        if self._left < 0:
            raise ReplyTooLarge(f"more than {self._most} bytes")
        return data

    def settimeout(self, seconds: float | None, /) -> None:
        """Do nothing: the time for all of it is what counts."""

    def makefile(self, mode: str = "rb", /) -> Any:
        """Return a buffered file to read from."""
        return io.BufferedReader(_Raw(self))

    def close(self) -> None:
        """Do nothing: an HTTP client closes the connection before it reads the answer's body."""

    def _hurry(self) -> None:
        left = self._end - monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        self._stream.settimeout(left)


class _Raw(io.RawIOBase):
    def __init__(self, stream: Limited) -> None:
        super().__init__()
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        view = memoryview(buffer)
        data = self._stream.recv(len(view))
        view[: len(data)] = data
        return len(data)
