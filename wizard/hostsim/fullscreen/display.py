"""A terminal's whole screen: rows are painted where they changed, keys come as they are typed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from os.path import commonprefix

from wizard.hostsim.fullscreen.cells import plain
from wizard.hostsim.fullscreen.keys import Keyboard
from wizard.hostsim.pasting import OFF, ON
from wizard.hostsim.terminal import COOKED, Terminal

ALTERNATE, BACK = b"\x1b[?1049h", b"\x1b[?1049l"


class Display:
    """The screen and the keyboard of a terminal; `repaint` is awaited after each change of its size."""

    def __init__(self, terminal: Terminal, repaint: Callable[[], Awaitable[None]]) -> None:
        self.terminal = terminal
        self.keyboard = Keyboard(self._read)
        self._repaint = repaint
        self._size = terminal.size
        self._painted: list[str] = []

    @property
    def columns(self) -> int:
        """The width of the terminal."""
        return self.terminal.size.columns

    @property
    def rows(self) -> int:
        """The height of the terminal."""
        return self.terminal.size.rows

    @asynccontextmanager
    async def taken(self, *, pastes: bool = False, alternate: bool = True) -> AsyncIterator[None]:
        """Have the screen and the keys; of an alternate screen nothing stays."""
        begin, end = (ALTERNATE, BACK) if alternate else (b"", b"")
        async with self.terminal.raw():
            await self.terminal.send(begin + (ON if pastes else b""))
            self.forget()
            try:
                yield
            finally:
                if not self.terminal.gone:
                    with suppress(OSError):
                        ending = b"\x1b[%d;1H\x1b[K" % self.rows
                        await self.terminal.send((OFF if pastes else b"") + ending + end)

    def forget(self) -> None:
        """Paint everything the next time."""
        self._painted = []

    async def paint(self, rows: list[str], cursor: tuple[int, int], *, ring: bool = False) -> None:
        """Show rows, which have no line ends, and the cursor."""
        parts: list[str] = []
        rows = rows[: self.rows]
        if len(self._painted) != len(rows):
            parts.append("\x1b[m\x1b[H\x1b[2J")
            self._painted = [""] * len(rows)
        for number, (old, new) in enumerate(zip(self._painted, rows, strict=True)):
            if old != new:
                parts.append(_changed(number, old, new))
        self._painted = rows
        row, column = cursor
        parts.append(f"\x1b[{row + 1};{column + 1}H" + "\x07" * ring)
        await self.terminal.send("".join(parts).encode("utf-8", "replace"))

    @asynccontextmanager
    async def lent(self) -> AsyncIterator[None]:
        """Leave the terminal to another program, as it was before."""
        mode = self.terminal.mode
        await self.terminal.send(OFF + b"\x1b[%d;1H\x1b[K" % self.rows + BACK)
        self.terminal.set_mode(COOKED)
        try:
            yield
        finally:
            self.terminal.set_mode(mode)
            self.forget()

    async def take_back(self, *, pastes: bool = False) -> None:
        """Have the alternate screen again after it was lent."""
        await self.terminal.send(ALTERNATE + (ON if pastes else b""))
        self.forget()

    async def _read(self, limit: int) -> bytes:
        terminal = self.terminal
        while not terminal.gone:
            if terminal.size != self._size:
                self._size = terminal.size
                self.forget()
                await self._repaint()
            elif data := terminal.unread[:limit]:
                terminal.consume(len(data))
                return data
            else:
                await terminal.change()
        return b""


def _changed(number: int, old: str, new: str) -> str:
    """Return what makes one row out of another; a row is cleared first, since its end may be the screen's."""
    same = len(commonprefix((old, new))) if plain(old) and plain(new) else 0
    erase = "\x1b[K" if old[same:] else ""
    return f"\x1b[{number + 1};{same + 1}H{erase}{new[same:]}" + ("" if plain(new) else "\x1b[m")
