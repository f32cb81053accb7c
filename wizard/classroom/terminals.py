"""A program on a terminal that goes on while nobody looks, and those who look at it through websockets."""

from __future__ import annotations

import asyncio
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from wizard.classroom import limits
from wizard.classroom.bucket import Bucket
from wizard.classroom.screen import Screen

Size = tuple[int, int]
"""Columns and rows."""
FIRST_SIZE = (100, 30)


def bounded(columns: object, rows: object) -> Size | None:
    """Return a size that a browser asks for within the bounds; None for what is none."""
    if type(columns) is not int or type(rows) is not int:
        return None
    least_wide, widest = limits.COLUMNS
    least_high, highest = limits.ROWS
    return min(max(columns, least_wide), widest), min(max(rows, least_high), highest)


class Viewer:
    """Somebody who looks at a terminal: what is still to be sent, and whether all of it is sent anew."""

    def __init__(self) -> None:
        self.changed = asyncio.Event()
        self.anew = True
        self.ended = False
        self._waiting: deque[bytes] = deque()
        self._size = 0

    def show(self, data: bytes) -> None:
        """Take output; for one who is far behind, the screen is sent anew instead."""
        if self.anew:
            return
        self._waiting.append(data)
        self._size += len(data)
        if self._size > limits.BEHIND:
            self.repaint()
        self.changed.set()

    def repaint(self) -> None:
        """Have the screen sent anew."""
        self._waiting.clear()
        self._size = 0
        self.anew = True
        self.changed.set()

    def end(self) -> None:
        """Tell that the program has ended."""
        self.ended = True
        self.changed.set()

    def take(self) -> bytes:
        """Return what waits."""
        data = b"".join(self._waiting)
        self._waiting.clear()
        self._size = 0
        return data


class Terminal(ABC):
    """A program's terminal. The program is started when somebody first looks, and again when it has ended."""

    def __init__(self) -> None:
        self.screen = Screen()
        self.size: Size = FIRST_SIZE
        self.viewers: set[Viewer] = set()
        self.is_running = False
        self._output = Bucket(limits.OUTPUT_RATE, limits.OUTPUT_BURST)
        self._input = Bucket(limits.INPUT_RATE, limits.INPUT_BURST)
        self._starting = asyncio.Lock()
        self._started = 0.0
        self._reading: asyncio.Task[None] | None = None

    # --- What a kind of terminal does

    @abstractmethod
    async def open(self) -> None:
        """Start the program. Raises OSError, `Problem`."""

    @abstractmethod
    async def read(self) -> bytes:
        """Return output, nothing of it at the end."""

    @abstractmethod
    async def write(self, data: bytes) -> None:
        """Send input; wait until it is taken."""

    @abstractmethod
    def apply_size(self, size: Size) -> None:
        """Tell the program its size."""

    @abstractmethod
    async def shut(self) -> None:
        """End the program."""

    # --- For those who look

    async def start(self) -> None:
        """Start the program unless it runs. Raises as `open` does."""
        async with self._starting:
            if self.is_running:
                return
            wait = self._started + limits.START_PAUSE - time.monotonic()
            if wait > 0:
                await asyncio.sleep(wait)
            self._started = time.monotonic()
            self.screen = Screen()
            await self.open()
            self.is_running = True
            for viewer in self.viewers:
                viewer.repaint()
            self._reading = asyncio.create_task(self._read_on())

    async def type(self, data: bytes) -> None:
        """Send what was typed, at the rate of the limits."""
        if self.is_running:
            with suppress(OSError):
                await self.write(data)
            await asyncio.sleep(self._input.take(len(data)))

    def resize(self, size: Size) -> None:
        """Give the terminal another size."""
        if size != self.size:
            self.size = size
            if self.is_running:
                self.apply_size(size)

    def have_painted(self) -> None:
        """Have a program that has the whole screen paint it: what was kept begins in the middle."""
        if self.is_running and self.screen.is_cut and self.screen.paints_itself:
            columns, rows = self.size
            self.apply_size((columns, rows - 1))
            self.apply_size(self.size)

    async def end(self) -> None:
        """End the program, and tell those who look."""
        if self._reading:
            self._reading.cancel()
            with suppress(asyncio.CancelledError):
                await self._reading
        if self.is_running:
            await self.shut()
        self._has_ended()

    async def _read_on(self) -> None:
        try:
            while data := await self.read():
                self.screen.feed(data)
                for viewer in self.viewers:
                    viewer.show(data)
                if (wait := self._output.take(len(data))) > 0:
                    await asyncio.sleep(wait)
        except OSError:
            pass
        await self.shut()
        self._has_ended()

    def _has_ended(self) -> None:
        self.is_running = False
        for viewer in self.viewers:
            viewer.end()


MakeTerminal = Callable[[], Terminal]
