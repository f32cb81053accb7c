"""RabbitMQ, as far as its virtual host: the opening of AMQP 0-9-1; and memcached's few words."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass

from wizard.hostsim import limits
from wizard.hostsim.network import Peer, TcpSocket

CHANNELS = 2047
EVERYTHING = [".*", ".*", ".*"]
FRAME_END = b"\xce"
START, TUNE, OPEN_OK, CLOSE = (10, 10), (10, 30), (10, 41), (10, 50)
REFUSED = (
    b"ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN. "
    b"For details see the broker logfile."
)


@dataclass
class QueueUser:
    """A user, with what it may configure, write and read in the virtual host `/`: patterns, or nothing."""

    password: str
    permissions: list[str] | None = None


class Queue:
    """The server's users."""

    def __init__(self, users: Mapping[str, QueueUser]) -> None:
        self.users = dict(users)

    def lets_in(self, user: str, password: str) -> bool:
        """Whether a login holds."""
        return user in self.users and self.users[user].password == password

    def permits(self, user: str) -> bool:
        """Whether the user may open the virtual host."""
        return user in self.users and self.users[user].permissions is not None

    async def serve(self, socket: TcpSocket, client: Peer) -> None:
        """Open a connection, check its login, and then only listen."""
        if await socket.exactly(8) != b"AMQP\0\0\x09\x01":
            await socket.write(b"AMQP\0\0\x09\x01")
            return
        capabilities = (
            _short("capabilities") + b"F" + _long(_short("authentication_failure_close") + b"t\x01")
        )
        properties = (
            _short("product") + b"S" + _long(b"RabbitMQ") + _short("version") + b"S" + _long(b"3.6.2")
        )
        properties += capabilities
        await _send(socket, START, b"\0\x09" + _long(properties) + _long(b"AMQPLAIN PLAIN") + _long(b"en_US"))
        arguments = (await _receive(socket))[4:]
        table, rest = _cut(arguments, 4)
        mechanism, rest = _cut(rest, 1)
        response, _ = _cut(rest, 4)
        name, word = [*(part.decode("utf-8", "replace") for part in response.split(b"\0")), "", ""][1:3]
        if mechanism == b"PLAIN" and self.lets_in(name, word):
            await _send(socket, TUNE, struct.pack(">HIH", CHANNELS, 131072, 60))
            await self._open(socket, name)
        elif b"authentication_failure_close" in table:
            await _send(socket, CLOSE, struct.pack(">HB", 403, len(REFUSED)) + REFUSED + bytes(4))
        while await socket.read(65536):
            pass

    async def _open(self, socket: TcpSocket, user: str) -> None:
        """Take what the client tunes, and open the virtual host that it names.

        More channels than the server's, and a virtual host that is not there or not permitted, end the
        connection without a word, as RabbitMQ 3.6 does.
        """
        channels = int.from_bytes((await _receive(socket))[4:6], "big")
        host, _ = _cut((await _receive(socket))[4:], 1)
        if not 0 < channels <= CHANNELS or host != b"/" or not self.permits(user):
            raise ConnectionAbortedError
        await _send(socket, OPEN_OK, b"\0")


async def _send(socket: TcpSocket, method: tuple[int, int], arguments: bytes) -> None:
    payload = struct.pack(">HH", *method) + arguments
    await socket.write(struct.pack(">BHI", 1, 0, len(payload)) + payload + FRAME_END)


async def _receive(socket: TcpSocket) -> bytes:
    _, _, size = struct.unpack(">BHI", await socket.exactly(7))
    return (await socket.exactly(size + 1))[:-1]


def _short(text: str) -> bytes:
    return bytes([len(text)]) + text.encode()


def _long(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


def _cut(data: bytes, width: int) -> tuple[bytes, bytes]:
    size = int.from_bytes(data[:width], "big")
    return data[width : width + size], data[width + size :]


async def memcached(socket: TcpSocket, client: Peer) -> None:
    """Answer `version`, `stats` and `quit`."""
    while line := await socket.read_line(limits.LINE):
        word = line.strip()
        if word == b"quit":
            return
        answers = {b"version": b"VERSION 1.4.25\r\n", b"stats": b"STAT version 1.4.25\r\nEND\r\n"}
        await socket.write(answers.get(word, b"ERROR\r\n"))
