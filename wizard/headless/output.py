"""Standard output and standard error of a run: written in threads of their own.

A run must not end in the middle of a command because a disk is full, and must not ignore Ctrl-C because
nobody reads its output.
"""

from __future__ import annotations

import io
import os
import select
import threading
from collections import deque
from collections.abc import Callable
from typing import Any, TextIO, cast

_MOST = 1_000_000
"""Bytes that may wait to be written before whoever writes more has to wait."""
PATIENCE = 2.0
"""Seconds that a reader is waited for once the run is being stopped."""


class OutputWriter(io.RawIOBase):
    """Writes to a stream; `text` is the file to print to. Threads may share it.

    Writing never raises. `error` says why not all was written, if so: an OSError, TimeoutError where nobody
    reads.
    """

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self.error: OSError | None = None
        self.on_error: Callable[[], None] = lambda: None
        """Is called once, from another thread."""
        self._stream = stream
        try:
            self._descriptor: int | None = stream.fileno()
        except OSError:
            self._descriptor = None
        self._waiting: deque[bytes] = deque()
        self._size = 0
        self._changed = threading.Condition()
        self._hurried = False
        encoding = stream.encoding or "utf-8"
        self.text: TextIO = io.TextIOWrapper(cast(Any, self), encoding, "replace", write_through=True)
        threading.Thread(target=self._deliver, name="output", daemon=True).start()

    # --- As a file ---

    def writable(self) -> bool:
        """Return True: `io.TextIOWrapper` asks for it."""
        return True

    def isatty(self) -> bool:
        """Whether the stream is a terminal."""
        return self._stream.isatty()

    def fileno(self) -> int:
        """Return the stream's descriptor. Raises OSError where it has none."""
        return self._stream.fileno()

    def write(self, content: bytes | bytearray | memoryview) -> int:  # type: ignore[override]
        """Take bytes to be written; wait for the reader where very many are waiting already."""
        with self._changed:
            while self._size > _MOST and not self.error:
                if not self._changed.wait(PATIENCE if self._hurried else None):
                    self._fail(TimeoutError())
            if not self.error:
                self._waiting.append(bytes(content))
                self._size += len(content)
                self._changed.notify_all()
        return len(content)

    # --- Ending ---

    def hurry(self) -> None:
        """From now on wait at most `PATIENCE` seconds for the reader of the stream."""
        with self._changed:
            self._hurried = True
            self._changed.notify_all()

    def finish(self) -> None:
        """Wait until all is written, or cannot be."""
        with self._changed:
            while self._size and not self.error:
                before, hurried = self._size, self._hurried
                self._changed.wait(PATIENCE if hurried else None)
                if hurried and self._size == before:
                    self._fail(TimeoutError())

    # --- The thread that writes ---

    def _deliver(self) -> None:
        while True:
            with self._changed:
                while not self._waiting:
                    self._changed.wait()
                content = self._waiting.popleft()
            try:
                self._put(content)
            except OSError as error:
                with self._changed:
                    self._fail(error)
                self.on_error()
                return
            with self._changed:
                self._size -= len(content)
                self._changed.notify_all()

    def _put(self, content: bytes) -> None:
        """Write all of the bytes. Raises OSError."""
        if self._descriptor is None:
            self._stream.buffer.write(content)
            return
        left = memoryview(content)
        while left:
            try:
                left = left[os.write(self._descriptor, left) :]
            except (
                BlockingIOError
            ):  # the program shares its stream with the one that started it, which made it non-blocking
                select.select((), (self._descriptor,), ())

    def _fail(self, error: OSError) -> None:
        self.error = self.error or error
        self._waiting.clear()
        self._size = 0
        self._changed.notify_all()
