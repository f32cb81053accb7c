"""The lab's network: who listens where, and the streams between them."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Callable, Coroutine
from contextvars import ContextVar
from typing import Any, Protocol

from wizard.hostsim import clock, limits
from wizard.hostsim.scheduling import Group, shared
from wizard.hostsim.streams import Pipe, Stream, os_error

UNANSWERED = 3.0
"""Seconds of the lab until the kernel gives up to find an address in its own network."""


listening_for: ContextVar[str] = ContextVar("listening_for", default="")
"""The unit on whose behalf the running task works."""


class Peer(Protocol):
    """What the network and its servers know of a host."""

    name: str
    management_ip: str


class TcpSocket(Stream):
    """One end of a TCP connection between simulated hosts; `idle` is the seconds that a read may wait."""

    def __init__(self, reader: Stream, writer: Stream, idle: float | None = None) -> None:
        super().__init__()
        self.idle = idle
        self.reader = reader.open()
        self.writer = writer.open()

    def closed(self) -> None:
        self.reader.close()
        self.writer.close()

    async def peek(self, beyond: int = 0) -> bytes:
        async with asyncio.timeout(self.idle):
            return await self.reader.peek(beyond)

    def consume(self, count: int) -> None:
        self.reader.consume(count)

    async def write(self, data: bytes) -> None:
        await self.writer.write(data)

    async def exactly(self, count: int) -> bytes:
        """Return so many bytes; fails if the other end closes before, or if they are too many."""
        if count > limits.PACKET:
            raise os_error(errno.ECONNRESET)
        data = bytearray()
        while len(data) < count:
            more = await self.read(count - len(data))
            if not more:
                raise os_error(errno.ECONNRESET)
            data += more
        return bytes(data)


Server = Callable[[TcpSocket, Peer], Coroutine[Any, Any, None]]
"""Serves one connection, which comes from a node."""


class Network:
    """Connects the simulated hosts by address and port; nothing leaves the process."""

    def __init__(self) -> None:
        self.listeners: dict[tuple[str, int], Server] = {}
        self.owners: dict[tuple[str, int], str] = {}
        """The units whose services listen there."""
        self.nodes: dict[str, Peer] = {}
        self.processes = 0
        """What runs on all nodes together."""
        self.silent: set[tuple[str, int]] = set()
        """Where packets are dropped: a connection attempt gets no answer at all."""
        self.unplugged: set[str] = set()
        """Addresses of nodes that are off: nobody answers there."""
        self._serving: dict[asyncio.Task[None], tuple[str, int]] = {}

    def full(self) -> bool:
        """Whether the nodes together have as many processes as a lab may."""
        return self.processes >= limits.LAB_PROCESSES

    def listen(self, address: str, port: int, server: Server) -> None:
        """Let `server` serve every connection to that address and port."""
        self.listeners[address, port] = server
        self.owners[address, port] = listening_for.get()

    def hang_up(self, address: str, port: int) -> None:
        """Stop listening there; connections that are open stay open."""
        self.listeners.pop((address, port), None)

    def unplug(self, address: str) -> None:
        """Take a node off the network: its connections end, and nobody answers there."""
        self.unplugged.add(address)
        for task, (served, _) in list(self._serving.items()):
            if served == address:
                task.cancel()

    def plug(self, address: str) -> None:
        """Let a node be reached again."""
        self.unplugged.discard(address)

    async def connect(self, client: Peer, address: str, port: int) -> TcpSocket:
        """Connect from a node; an address of the lab without a listener refuses, any other is unreachable."""
        if address.startswith("127.") or address == "::1":
            address = client.management_ip
        if (address, port) in self.silent:
            await clock.wait(127)
            raise os_error(errno.ETIMEDOUT)
        if address in self.unplugged or client.management_ip in self.unplugged:
            await clock.wait(UNANSWERED)
            raise os_error(errno.EHOSTUNREACH)
        if address not in self.nodes:
            raise os_error(errno.EHOSTUNREACH)
        server = self.listeners.get((address, port))
        busy = list(self._serving.values()).count((address, port)) >= limits.SERVICE_CONNECTIONS
        if server is None or busy:
            raise os_error(errno.ECONNREFUSED)
        up, down = Pipe(), Pipe()
        up_reader, up_writer = up.ends()
        down_reader, down_writer = down.ends()
        there = TcpSocket(up_reader, down_writer, limits.IDLE)
        task = asyncio.get_running_loop().create_task(self._serve(server, there, client))
        self._serving[task] = (address, port)
        task.add_done_callback(lambda done: self._serving.pop(done, None))
        return TcpSocket(down_reader, up_writer)

    async def _serve(self, server: Server, socket: TcpSocket, client: Peer) -> None:
        socket.open()
        try:
            await shared(server(socket, client), Group())
        except OSError:
            pass  # the client has gone
        finally:
            socket.close()
