"""A terminal: the line discipline between an SSH channel and the programs that run on it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from wizard.hostsim import limits
from wizard.hostsim.streams import Pipe, Stream

INTERRUPT, QUIT_KEY, END, ERASE, KILL_LINE = 0x03, 0x1C, 0x04, 0x7F, 0x15


class Terminal(Stream):
    """A pseudo terminal: lines are edited and echoed, and read when they are complete."""

    def __init__(self, send: Callable[[bytes], Awaitable[None]], interrupt: Callable[[str], None]) -> None:
        super().__init__()
        self.send = send
        self.interrupt = interrupt
        self.echo = True
        self.carriage_returns = True
        """Whether a line end goes out as CR LF (onlcr)."""
        self.gone = False
        self._reader, self._writer = Pipe().ends()
        self._reader.open()
        self._writer.open()
        self._line = bytearray()

    @property
    def is_terminal(self) -> bool:
        return True

    async def typed(self, data: bytes) -> None:
        r"""Take bytes from the keyboard: echo and edit them, and turn ^C and ^\ into signals."""
        for byte in data:
            if byte in (INTERRUPT, QUIT_KEY):
                self._line.clear()
                await self._echo(b"^C\n" if byte == INTERRUPT else b"^\\\n")
                self.interrupt("INT" if byte == INTERRUPT else "QUIT")
            elif byte == ERASE:
                if self._line:
                    self._line.pop()
                    await self._echo(b"\b \b")
            elif byte == KILL_LINE:
                self._line.clear()
            elif byte == END:
                await self._complete(b"")
            elif byte in (0x0A, 0x0D):
                await self._echo(b"\n")
                await self._complete(b"\n")
            elif len(self._line) < limits.TYPED:
                self._line.append(byte)
                await self._echo(bytes([byte]))

    async def _complete(self, end: bytes) -> None:
        line, self._line = bytes(self._line) + end, bytearray()
        if line and not self.gone:
            await self._writer.write(line)
        else:
            self.hang_up()

    async def _echo(self, data: bytes) -> None:
        if self.echo:
            await self.write(data)

    def hang_up(self) -> None:
        """Close the terminal: whoever reads from it gets the end of file."""
        if not self.gone:
            self.gone = True
            self._writer.close()

    def flush_input(self) -> None:
        """Forget what was typed before now."""
        self._line.clear()
        self._writer.pipe.buffer.clear()

    async def ask(self, prompt: str, *, echo: bool = False) -> str:
        """Ask as getpass(3) does: what was typed before is lost, the answer is not echoed."""
        before, self.echo = self.echo, echo
        self.flush_input()
        try:
            await self.write(prompt.encode())
            answer = await self.read_line()
            if not echo:
                await self.write(b"\n")
        finally:
            self.echo = before
        return answer.decode("utf-8", "surrogateescape")

    async def peek(self, beyond: int = 0) -> bytes:
        return await self._reader.peek(beyond)

    def consume(self, count: int) -> None:
        self._reader.consume(count)

    async def read(self, limit: int) -> bytes:
        """Return at most a line, as a terminal in its canonical mode gives it."""
        return await self.read_line()

    async def write(self, data: bytes) -> None:
        await self.send(data.replace(b"\n", b"\r\n") if self.carriage_returns else data)
