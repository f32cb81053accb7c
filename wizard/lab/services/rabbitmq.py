"""RabbitMQ, as far as its permissions: AMQP 0-9-1 without a queue behind it; and memcached's few words."""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass

from wizard.hostsim import limits
from wizard.hostsim.network import Peer, TcpSocket

CHANNELS = 2047
EVERYTHING = [".*", ".*", ".*"]
FRAME_END = b"\xce"
START, TUNE, OPEN_OK, CLOSE = (10, 10), (10, 30), (10, 41), (10, 50)
CHANNEL_OPEN, CHANNEL_OPEN_OK, CHANNEL_CLOSE = (20, 10), (20, 11), (20, 40)
DECLARE, DECLARE_OK, BIND = (50, 10), (50, 11), (50, 20)
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
        """Open a connection, check its login, answer about queues, and then only listen."""
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
        while answer := self._about_queues(user, await _receive(socket)):
            await _send(socket, *answer, channel=1)

    def _about_queues(self, user: str, payload: bytes) -> tuple[tuple[int, int], bytes] | None:
        """Answer what opens a channel, declares a queue or binds it, by what is permitted."""
        method = struct.unpack(">HH", payload[:4])
        if method == CHANNEL_OPEN:
            return CHANNEL_OPEN_OK, _long(b"")
        if method not in (DECLARE, BIND):
            return None
        queue, rest = _cut(payload[6:], 1)
        permissions = self.users[user].permissions or ["^$"] * len(EVERYTHING)
        configure, write, read = (re.compile(pattern) for pattern in permissions)
        asked = [(configure, "queue", queue)]
        if method == BIND:
            asked = [(write, "queue", queue), (read, "exchange", _cut(rest, 1)[0])]
        for pattern, kind, name in asked:
            if not pattern.search(name.decode("utf-8", "replace")):
                where = f"{kind} '{name.decode('utf-8', 'replace')}' in vhost '/'"
                return _closing(method, 403, f"ACCESS_REFUSED - access to {where} refused for user '{user}'")
        if method == BIND:
            exchange = asked[1][2].decode("utf-8", "replace")
            return _closing(method, 404, f"NOT_FOUND - no exchange '{exchange}' in vhost '/'")
        return DECLARE_OK, bytes([len(queue)]) + queue + bytes(8)


def _closing(method: tuple[int, ...], code: int, text: str) -> tuple[tuple[int, int], bytes]:
    """Return why a channel is closed: code, text, and the method that was not carried out."""
    return CHANNEL_CLOSE, struct.pack(">H", code) + _short(text) + struct.pack(">HH", *method)


async def _send(socket: TcpSocket, method: tuple[int, int], arguments: bytes, channel: int = 0) -> None:
    payload = struct.pack(">HH", *method) + arguments
    await socket.write(struct.pack(">BHI", 1, channel, len(payload)) + payload + FRAME_END)


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
