"""A session's channel: how it begins, and how its writers wait for a client that does not read."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Awaitable, Callable
from itertools import groupby

import asyncssh
from asyncssh.constants import EXTENDED_DATA_STDERR

from wizard.hostsim.network import Network
from wizard.hostsim.process import Process
from wizard.hostsim.streams import Stream, os_error

CHUNK = 65536
SHORT = 4096
"""Bytes that are sent without waiting for more."""
MOMENT, LONGEST = 0.002, 0.05
"""Seconds that a short piece waits for more, for each process in the lab, and at most: more comes the later,
the more processes take their turns.
"""
UNSENT = 16 * CHUNK
"""Bytes for a connection that its client has not taken, from which on its commands wait."""


class Session(asyncssh.SSHServerProcess[bytes]):
    """A command, a shell, or SFTP, which asyncssh would serve in a task that nothing bounds."""

    def __init__(self, begin: Callable[[Session], None]) -> None:
        super().__init__(lambda _: begin(self), None, 0, allow_scp=False)
        self.resized: Callable[[int, int], None] = lambda columns, rows: None
        """Told of the window's size in characters when the client changes it."""
        self.lost: Callable[[], None] = lambda: None
        """Told when the channel is gone."""

    def subsystem_requested(self, subsystem: str) -> bool:
        return subsystem == "sftp"

    def terminal_size_changed(self, width: int, height: int, pixwidth: int, pixheight: int) -> None:
        self.resized(width, height)

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.lost()

    def session_started(self) -> None:
        out = asyncssh.SSHWriter[bytes](self, self._chan)
        errors = asyncssh.SSHWriter[bytes](self, self._chan, EXTENDED_DATA_STDERR)
        self._start_process(asyncssh.SSHReader[bytes](self, self._chan), out, errors)


async def sent(connection: asyncssh.SSHServerConnection) -> None:
    """Wait until the client has taken most of what was sent: it may have a window larger than our memory."""
    transport = connection._transport
    while transport is not None and transport.get_write_buffer_size() > UNSENT:
        await asyncio.sleep(0.01)


class Outgoing:
    """What a session prints: short pieces wait a moment for more, and keep their order."""

    def __init__(self, session: Session, network: Network, *, at_once: bool = False) -> None:
        self._channel = session.channel
        self._at_once = at_once
        """Whether a piece waits for those of the same turn of the loop alone: a person waits for it."""
        self._network = network
        self._pieces: list[tuple[asyncssh.SSHWriter[bytes], bytes]] = []
        self._timer: asyncio.TimerHandle | None = None
        self.size = 0
        """Bytes that wait."""

    def add(self, writer: asyncssh.SSHWriter[bytes], data: bytes) -> None:
        """Let a piece wait to be sent."""
        self._pieces.append((writer, data))
        self.size += len(data)
        if self._timer is None:
            moment = 0 if self._at_once else min(MOMENT * max(self._network.processes, 1), LONGEST)
            self._timer = asyncio.get_running_loop().call_later(moment, self.send)

    def send(self) -> None:
        """Send what waits; nothing where the channel is closed."""
        if self._timer is not None:
            self._timer.cancel()
        pieces, self._pieces, self._timer, self.size = self._pieces, [], None, 0
        for writer, together in groupby(pieces, lambda piece: piece[0]):
            if not self._channel.is_closing():
                writer.write(b"".join(data for _, data in together))


class ChannelWriter(Stream):
    """The writing side of a session's channel."""

    def __init__(self, session: Session, outgoing: Outgoing, *, errors: bool = False) -> None:
        super().__init__()
        self.session = session
        self.outgoing = outgoing
        self.writer = session.stderr if errors else session.stdout
        self.released = asyncio.Event()

    def closed(self) -> None:
        self.outgoing.send()
        self.released.set()

    async def peek(self, beyond: int = 0) -> bytes:
        raise os_error(errno.EBADF)

    def consume(self, count: int) -> None:
        raise os_error(errno.EBADF)

    async def write(self, data: bytes) -> None:
        try:
            for at in range(0, len(data), CHUNK):
                if self.session.channel.is_closing():
                    raise os_error(errno.EPIPE)
                self.outgoing.add(self.writer, data[at : at + CHUNK])
                if self.outgoing.size >= SHORT:
                    self.outgoing.send()
                    await self.writer.drain()
                    await sent(self.session.get_extra_info("connection"))
        except (OSError, asyncssh.Error):
            raise os_error(errno.EPIPE) from None


async def pump(session: Session, take: Callable[[bytes], Awaitable[None]], end: Callable[[], None]) -> None:
    """Hand over what comes from the client, and tell of its end."""
    try:
        while data := await session.stdin.read(CHUNK):
            await take(data)
    except (OSError, asyncssh.Error):
        pass
    finally:
        end()


def leave(session: Session, process: Process, status: int) -> None:
    """Tell the client how the command ended."""
    if session.channel.is_closing():
        return
    if process.killed_by:
        session.exit_with_signal(process.killed_by)
    else:
        session.exit(status)
