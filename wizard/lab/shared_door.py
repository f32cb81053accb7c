"""One listening socket for all hosts of a lab that is larger than the number of files it may open.

Each host then has an address of loopback of its own, and all have the same port.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

import asyncssh

from wizard.lab.store import LabRefused

BACKLOG = 128
PAUSE = 0.1
"""Seconds until the next attempt to take a connection for which there was no file."""

Serve = Callable[[socket.socket], Awaitable[object]]


@dataclass(frozen=True)
class Opening:
    """A host's own part of the door, open until it is closed."""

    door: SharedDoor
    address: str

    def get_port(self) -> int:
        """Return the port, the same for all hosts."""
        return self.door.port

    def close(self) -> None:
        """Serve no more connections to this host."""
        self.door.serving.pop(self.address, None)


class SharedDoor:
    """Takes the connections to all hosts, and tells them apart by the address that they came to."""

    def __init__(self) -> None:
        """Listen on every address of loopback, on no other interface. Raises `LabRefused`."""
        self._socket = socket.socket()
        try:
            # Linux alone: elsewhere only 127.0.0.1 is loopback's.
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"lo\0")
            self._socket.bind(("0.0.0.0", 0))  # noqa: S104 - of the one interface
        except (OSError, AttributeError) as error:
            raise LabRefused("lab-few-files", str(error)) from None
        self._socket.listen(BACKLOG)
        self._socket.setblocking(False)
        self.port: int = self._socket.getsockname()[1]
        self.serving: dict[str, Serve] = {}
        """By address."""
        self._tasks: set[asyncio.Task[None]] = set()

    def open(self, address: str, serve: Serve) -> Opening:
        """Have connections to an address served from now on."""
        self.serving[address] = serve
        return Opening(self, address)

    async def take_connections(self) -> None:
        """Take connections, for ever; one that leads to no host that is up is closed."""
        loop = asyncio.get_running_loop()
        while True:
            try:
                connection, _ = await loop.sock_accept(self._socket)
            except OSError:
                await asyncio.sleep(PAUSE)
                continue
            if serve := self.serving.get(connection.getsockname()[0]):
                task = loop.create_task(_served(serve(connection)))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            else:
                connection.close()


async def _served(serving: Awaitable[object]) -> None:
    """Let a client log in; what goes wrong there is between the two."""
    with suppress(asyncssh.Error, OSError):
        await serving
