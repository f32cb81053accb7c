"""The lab's network: who listens where, and the streams between them."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from wizard.lab import clock
from wizard.lab.streams import Pipe, Stream, os_error

if TYPE_CHECKING:
    from wizard.lab.node import Node


class Socket(Stream):
    """One end of a connection."""

    def __init__(self, reader: Stream, writer: Stream) -> None:
        super().__init__()
        self.reader = reader.open()
        self.writer = writer.open()

    def closed(self) -> None:
        self.reader.close()
        self.writer.close()

    async def peek(self, beyond: int = 0) -> bytes:
        return await self.reader.peek(beyond)

    def consume(self, count: int) -> None:
        self.reader.consume(count)

    async def write(self, data: bytes) -> None:
        await self.writer.write(data)

    async def exactly(self, count: int) -> bytes:
        """Return so many bytes; fails if the other end closes before."""
        data = b""
        while len(data) < count:
            more = await self.read(count - len(data))
            if not more:
                raise os_error(errno.ECONNRESET)
            data += more
        return data


Server = Callable[[Socket, "Node"], Awaitable[None]]
"""Serves one connection, which comes from a node."""


class Network:
    """Connects nodes by address and port."""

    def __init__(self) -> None:
        self.listeners: dict[tuple[str, int], Server] = {}
        self.nodes: dict[str, Node] = {}
        self.silent: set[tuple[str, int]] = set()
        """Where packets are dropped: a connection attempt gets no answer at all."""
        self._serving: set[asyncio.Task[None]] = set()

    def listen(self, address: str, port: int, server: Server) -> None:
        """Let a server answer at an address."""
        self.listeners[address, port] = server

    def hang_up(self, address: str, port: int) -> None:
        """Stop listening."""
        self.listeners.pop((address, port), None)

    async def connect(self, client: Node, address: str, port: int) -> Socket:
        """Connect from a node; an address of the lab without a listener refuses, any other is unreachable."""
        if address.startswith("127.") or address == "::1":
            address = client.management_ip
        if (address, port) in self.silent:
            await clock.wait(127)
            raise os_error(errno.ETIMEDOUT)
        if address not in self.nodes:
            raise os_error(errno.EHOSTUNREACH)
        server = self.listeners.get((address, port))
        if server is None:
            raise os_error(errno.ECONNREFUSED)
        up, down = Pipe(), Pipe()
        up_reader, up_writer = up.ends()
        down_reader, down_writer = down.ends()
        there = Socket(up_reader, down_writer)
        task = asyncio.get_running_loop().create_task(self._serve(server, there, client))
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)
        return Socket(down_reader, up_writer)

    async def _serve(self, server: Server, socket: Socket, client: Node) -> None:
        socket.open()
        try:
            await server(socket, client)
        except OSError:
            pass  # the client has gone
        finally:
            socket.close()
