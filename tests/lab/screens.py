"""A person's terminal for tests: keys in, the screen out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

import pyte

from tests.lab import inside
from wizard.hostsim.node import Node
from wizard.hostsim.process import Process
from wizard.hostsim.terminal import Size, Terminal
from wizard.hostsim.tree import ROOT

LIMIT = 60.0


class Person:
    """A terminal with a program on it; its screen is what pyte makes of what the program sends."""

    def __init__(
        self, columns: int = 80, rows: int = 24, *, term: str = "xterm", node: Node | None = None
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.sent = bytearray()
        self.node = node or inside.node()
        self.terminal = Terminal(self._take, self._signal, term=term, size=Size(columns, rows))
        self.process = Process(self.node, ["program"], ROOT)
        self.process.terminal = self.terminal
        self.process.env = {
            "PATH": "/usr/local/bin:/usr/bin:/usr/sbin",
            "HOME": "/root",
            "USER": "root",
            "LOGNAME": "root",
            "SHELL": "/bin/bash",
            "LANG": "en_US.UTF-8",
            "TERM": term,
        }
        for number in (0, 1, 2):
            self.process.set_fd(number, self.terminal)

    async def _take(self, data: bytes) -> None:
        self.sent += data
        self._stream.feed(data)

    def _signal(self, name: str) -> None:
        for process in list(self.node.processes.values()):
            if process.terminal is self.terminal and self.terminal.foreground in (
                None,
                process.process_group,
            ):
                process.signal(name)

    def start(self, body: Callable[[Process], Awaitable[int]]) -> Self:
        """Run a program on the terminal."""
        self.process.start(body)
        return self

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.terminal.hang_up()
        for process in list(self.node.processes.values()):
            process.signal("KILL")
        await self.ended()

    async def ended(self) -> int:
        """Return the program's status when it has ended."""
        async with asyncio.timeout(LIMIT):
            return await self.process.wait()

    async def type(self, keys: str | bytes) -> None:
        """Type keys at once."""
        await self.terminal.typed(keys.encode("utf-8", "surrogateescape") if isinstance(keys, str) else keys)

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for a condition."""
        try:
            async with asyncio.timeout(LIMIT):
                while not condition():
                    await asyncio.sleep(0.002)
        except TimeoutError:
            raise AssertionError("the screen shows:\n" + "\n".join(self.lines)) from None

    async def shows(self, *lines: str) -> None:
        """Wait until the screen shows exactly these lines, with the cursor behind the last one."""
        await self.until(lambda: self.lines == list(lines))

    async def sees(self, text: str) -> None:
        """Wait until a text is somewhere on the screen."""
        await self.until(lambda: text in "\n".join(self.lines))

    @property
    def lines(self) -> list[str]:
        """The rows of the screen down to the last one that is not empty; wide characters count once."""
        return rows_of(self.screen)

    @property
    def cursor(self) -> tuple[int, int]:
        """Row and column of the cursor, from 0."""
        return self.screen.cursor.y, self.screen.cursor.x


def rows_of(screen: pyte.Screen) -> list[str]:
    """Return the rows of a screen down to the last one that is not empty; wide characters count once."""
    rows = []
    for number in range(screen.lines):
        cells = screen.buffer[number]
        rows.append("".join(cells[column].data for column in range(screen.columns)).rstrip())
    while rows and not rows[-1]:
        rows.pop()
    return rows
