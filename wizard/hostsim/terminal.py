"""A terminal: the line discipline between an SSH channel and the programs that run on it."""

from __future__ import annotations

import asyncio
import re
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import NamedTuple

from wizard.hostsim import limits, pasting
from wizard.hostsim.streams import Stream, Waiters
from wizard.hostsim.width import width

END, ERASE, BACKSPACE, KILL_LINE, REPRINT, ERASE_WORD, LITERAL = 0x04, 0x7F, 0x08, 0x15, 0x12, 0x17, 0x16
SIGNAL_KEYS = {0x03: "INT", 0x1C: "QUIT", 0x1A: "TSTP"}
FLOW_CONTROL = (0x11, 0x13)
PIECE = re.compile(rb"[^\x00-\x1f\x7f]+|.", re.DOTALL)
SIGNAL_KEY = re.compile(rb"[\x03\x1a\x1c]")
WORD = re.compile(rb"(?:\w|[\x80-\xff])*$")
REST = 0.05
"""Seconds without a key after which a person, and not a flood, has been waited for."""
AT_ONCE = 512
"""Bytes that are taken from the keyboard before others get their turn."""


class Size(NamedTuple):
    """The size of a terminal's window in characters."""

    columns: int
    rows: int


USUAL = Size(80, 24)


def sensible(columns: int, rows: int) -> Size:
    """Return a size within bounds; what the client left at 0 is a terminal of 80x24."""
    return Size(min(columns, limits.COLUMNS) or USUAL.columns, min(rows, limits.ROWS) or USUAL.rows)


@dataclass(frozen=True, slots=True)
class Mode:
    """How keys are treated: echoed, read in lines that can be edited, turned into signals."""

    echo: bool = True
    lines: bool = True
    signals: bool = True


COOKED = Mode()
RAW = Mode(echo=False, lines=False, signals=False)


class Terminal(Stream):
    """A pseudo terminal. In cooked mode, its first, lines are edited and echoed, and read when complete.

    `signal` delivers a signal, named without SIG, to the processes of the terminal's foreground group.
    """

    def __init__(
        self,
        send: Callable[[bytes], Awaitable[None]],
        signal: Callable[[str], None],
        *,
        term: str = "xterm",
        size: Size = USUAL,
    ) -> None:
        super().__init__()
        self.send = send
        self.signal = signal
        self.term = term
        """The type of the terminal, TERM."""
        self.size = size
        self.line = "pts/0"
        """Its name without /dev/."""
        self.mode = COOKED
        self.carriage_returns = True
        """Whether a line end goes out as CR LF (onlcr)."""
        self.foreground: int | None = None
        """The process group whose processes get signals from keys; None stands for all on the terminal."""
        self.gone = False
        self.rested: Callable[[], None] = lambda: None
        """Called when a program has waited for the person at the terminal."""
        self._pasting: pasting.Pasting | None = None
        self._unread = bytearray()
        """What was typed in raw mode; in cooked mode, what was typed ahead of it and nobody has asked for."""
        self._lines: deque[bytes] = deque()
        """What can be read in cooked mode; an empty piece is an end of file (Ctrl-D)."""
        self._line = bytearray()
        self._literal = False
        self._echoed = bytearray()
        self._changed = Waiters()
        self._resized: list[Callable[[], None]] = []

    @property
    def is_terminal(self) -> bool:
        return True

    # --- size

    def resize(self, size: Size) -> None:
        """Set the window's size and tell of it."""
        if size != self.size:
            self.size = size
            self._changed.wake()
            for callback in list(self._resized):
                callback()

    def on_resize(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back after each change of the size, until what this returns is called."""
        self._resized.append(callback)
        return lambda: self._resized.remove(callback)

    # --- modes

    @property
    def echo(self) -> bool:
        """Whether what is typed is shown; see stty(1)."""
        return self.mode.echo

    @echo.setter
    def echo(self, on: bool) -> None:
        self.set_mode(Mode(on, self.mode.lines, self.mode.signals))

    def set_mode(self, mode: Mode) -> None:
        """Change the mode; what was typed and not read yet is read in the new one."""
        if self.mode.lines and not mode.lines:
            self._unread[:0] = b"".join(self._lines) + self._line
            self._lines.clear()
            self._line.clear()
        self.mode = mode
        self._changed.wake()

    @asynccontextmanager
    async def raw(self) -> AsyncIterator[None]:
        """Give keys as they come, without echo, editing and signals; a line end still goes out as CR LF."""
        before = self.mode
        self.set_mode(RAW)
        try:
            yield
        finally:
            self.set_mode(before)

    async def marks_pastes(self) -> None:
        """Let the client's terminal mark pastes, so that they are not taken for editing keys."""
        if self._pasting is None:
            self._pasting = pasting.Pasting()
        await self.send(pasting.ON)

    # --- the keyboard

    async def typed(self, data: bytes) -> None:
        """Take bytes from the keyboard; waits while more is typed ahead than is kept."""
        if self._pasting is not None:
            data = self._pasting.keys(data)
        for at in range(0, len(data), AT_ONCE):
            piece = data[at : at + AT_ONCE]
            while self._held() >= limits.TYPED_AHEAD and not self.gone:
                await self._changed.wait()
            if self.gone:
                return
            if self.mode.signals and (self._unread or not self.mode.lines):
                piece = self._signals_in(piece)
            if self.mode.lines and not self._unread:
                self._cook(piece)
            else:
                self._unread += piece
            self._changed.wake()
            await self._show()
            await asyncio.sleep(0)

    def _held(self) -> int:
        return len(self._unread) + sum(map(len, self._lines))

    def _signals_in(self, data: bytes) -> bytes:
        """Deliver the signals among bytes that are not edited, and return what is behind them."""
        while match := SIGNAL_KEY.search(data):
            self._interrupt(match[0][0])
            data = data[match.end() :]
        return data

    def _interrupt(self, key: int) -> None:
        if SIGNAL_KEYS[key] != "TSTP":
            self._unread.clear()
            self._lines.clear()
        self._line.clear()
        self._echo(bytes([key]))
        self.signal(SIGNAL_KEYS[key])

    def _cook(self, data: bytes) -> int:
        """Edit the line with what was typed; returns how many bytes it took: up to a line's end, or all."""
        for match in PIECE.finditer(data):
            piece = match[0]
            key = piece[0]
            if self._literal:
                self._literal = False
                self._insert(piece)
            elif key in SIGNAL_KEYS and self.mode.signals:
                self._interrupt(key)
            elif key in (ERASE, BACKSPACE):
                self._erase(len(self._line) - len(self._last()))
            elif key == KILL_LINE:
                self._erase(0)
            elif key == ERASE_WORD:
                self._erase_word()
            elif key == LITERAL:
                self._literal = True
                self._echoed += b"^\b" * self.mode.echo
            elif key == REPRINT:
                self._echo(b"\x12\n" + self._line)
            elif key == END:
                self._complete(b"")
            elif key in (0x0A, 0x0D):
                self._echo(b"\n")
                self._complete(b"\n")
            elif key not in FLOW_CONTROL:
                self._insert(piece)
        return len(data)

    def _insert(self, data: bytes) -> None:
        data = data[: limits.TYPED - len(self._line)]
        self._line += data
        self._echo(data if data != b"\n" else b"^J")

    def _complete(self, end: bytes) -> None:
        self._lines.append(bytes(self._line) + end)
        self._line.clear()

    def _last(self) -> bytes:
        """Return the bytes of the line's last character."""
        at = len(self._line) - 1
        while at > 0 and self._line[at] & 0xC0 == 0x80 and len(self._line) - at < 4:
            at -= 1
        return bytes(self._line[max(at, 0) :])

    def _erase_word(self) -> None:
        blanks = self._line.rstrip(b" \t")
        match = WORD.search(blanks)
        self._erase(match.start() if match and match[0] else max(len(blanks) - 1, 0))

    def _erase(self, end: int) -> None:
        """Drop what is behind `end` in the line, on the screen too."""
        if self.mode.echo:
            self._echoed += b"\b \b" * width(_visible(bytes(self._line[end:])).decode("utf-8", "replace"))
        del self._line[end:]

    def _echo(self, data: bytes) -> None:
        if self.mode.echo:
            self._echoed += _visible(data)

    async def _show(self) -> None:
        echoed, self._echoed = bytes(self._echoed), bytearray()
        if echoed:
            await self.write(echoed)

    def hang_up(self) -> None:
        """Close the terminal: whoever reads from it gets the end of file."""
        self.gone = True
        self._changed.wake()

    def flush_input(self) -> None:
        """Forget what was typed before now."""
        self._line.clear()
        self._lines.clear()
        self._unread.clear()
        self._changed.wake()

    # --- reading and writing

    async def ask(self, prompt: str, *, echo: bool = False) -> str:
        """Ask as getpass(3) does: what was typed before is lost, the answer is not echoed."""
        before = self.mode
        self.set_mode(Mode(echo=echo))
        self.flush_input()
        try:
            await self.write(prompt.encode())
            answer = await self.read_line()
            if not echo:
                await self.write(b"\n")
        finally:
            self.set_mode(before)
        return answer.decode("utf-8", "surrogateescape")

    @property
    def unread(self) -> bytes:
        """What was typed in raw mode and not consumed yet."""
        return bytes(self._unread)

    async def change(self) -> None:
        """Return when something was typed, the size has changed or the terminal is gone."""
        began = time.monotonic()
        await self._changed.wait()
        if time.monotonic() - began > REST:
            self.rested()

    async def peek(self, beyond: int = 0) -> bytes:
        while True:
            data, ended = self._readable()
            if len(data) > beyond or self.gone:
                return data
            if ended:
                self._lines.remove(b"")
                return data
            if self._unread and self.mode.lines:
                self._cook_typed_ahead()
                await self._show()
            else:
                await self.change()

    def _readable(self) -> tuple[bytes, bool]:
        if not self.mode.lines:
            return bytes(self._unread), False
        if b"" not in self._lines:
            return b"".join(self._lines), False
        return b"".join(list(self._lines)[: self._lines.index(b"")]), True

    def _cook_typed_ahead(self) -> None:
        """Take up to one line of what was typed before cooked mode began."""
        end = re.search(rb"[\r\n\x04]", self._unread)
        data = bytes(self._unread[: end.end() if end else len(self._unread)])
        del self._unread[: len(data)]
        self._cook(data)
        self._changed.wake()

    def consume(self, count: int) -> None:
        if not self.mode.lines:
            del self._unread[:count]
        while count and self.mode.lines and self._lines:
            line = self._lines.popleft()
            if count < len(line):
                self._lines.appendleft(line[count:])
            count -= min(count, len(line))
        self._changed.wake()

    async def read(self, limit: int) -> bytes:
        """Return what a terminal gives: in cooked mode at most a line, in raw mode what was typed so far."""
        data = await self.peek()
        if self.mode.lines and self._lines:
            data = self._lines[0]
        data = data[:limit]
        self.consume(len(data))
        return data

    async def write(self, data: bytes) -> None:
        await self.send(data.replace(b"\n", b"\r\n") if self.carriage_returns else data)


def _visible(data: bytes) -> bytes:
    """Return bytes as they are echoed: control characters as `^X`, apart from tabs and line ends."""
    if not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", data):
        return data
    return b"".join(
        b"^" + bytes([byte ^ 0x40])
        if (byte < 0x20 and byte not in b"\t\n") or byte == 0x7F
        else bytes([byte])
        for byte in data
    )
