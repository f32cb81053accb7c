"""A session's channel: how it begins, and how its writers wait for a client that does not read."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Callable

import asyncssh
from asyncssh.constants import EXTENDED_DATA_STDERR

from wizard.hostsim.streams import Stream, os_error

CHUNK = 65536
UNSENT = 16 * CHUNK
"""Bytes for a connection that its client has not taken, from which on its commands wait."""


class Session(asyncssh.SSHServerProcess[bytes]):
    """A command, a shell, or SFTP, which asyncssh would serve in a task that nothing bounds."""

    def __init__(self, begin: Callable[[Session], None]) -> None:
        super().__init__(lambda _: begin(self), None, 0, allow_scp=False)

    def subsystem_requested(self, subsystem: str) -> bool:
        return subsystem == "sftp"

    def session_started(self) -> None:
        out = asyncssh.SSHWriter[bytes](self, self._chan)
        errors = asyncssh.SSHWriter[bytes](self, self._chan, EXTENDED_DATA_STDERR)
        self._start_process(asyncssh.SSHReader[bytes](self, self._chan), out, errors)


async def sent(connection: asyncssh.SSHServerConnection) -> None:
    """Wait until the client has taken most of what was sent: it may have a window larger than our memory."""
    transport = connection._transport
    while transport is not None and transport.get_write_buffer_size() > UNSENT:
        await asyncio.sleep(0.01)


class ChannelWriter(Stream):
    """The writing side of a session's channel."""

    def __init__(self, session: Session, *, errors: bool) -> None:
        super().__init__()
        self.session = session
        self.writer = session.stderr if errors else session.stdout
        self.released = asyncio.Event()

    def closed(self) -> None:
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
                self.writer.write(data[at : at + CHUNK])
                await self.writer.drain()
                await sent(self.session.get_extra_info("connection"))
        except (OSError, asyncssh.Error):
            raise os_error(errno.EPIPE) from None
