"""The MySQL protocol, the server's side: handshake, password check, queries, text results."""

from __future__ import annotations

import errno
import hashlib
import os
import struct

from wizard.hostsim.network import Peer, TcpSocket
from wizard.hostsim.streams import os_error
from wizard.lab.services.mariadb import VERSION, Account, Database
from wizard.lab.services.session import MysqlSession, open_session
from wizard.lab.services.sql import ResultSet, SqlError, Value

LONG_PASSWORD, PROTOCOL_41, SECURE, PLUGIN_AUTH, WITH_DB = 0x1, 0x200, 0x8000, 0x80000, 0x8
CAPABILITIES = LONG_PASSWORD | 0x2 | 0x4 | WITH_DB | PROTOCOL_41 | 0x2000 | SECURE | 0x20000 | PLUGIN_AUTH
NATIVE = b"mysql_native_password"
QUIT, INIT_DB, QUERY, PING = 1, 2, 3, 14
LARGEST = 2**24 - 2
"""Bytes of one packet that is sent."""
UTF8 = 33
STATUS = 2


class Connection:
    """One client's connection to MariaDB, from the greeting to its end."""

    def __init__(self, socket: TcpSocket, database: Database, client: str) -> None:
        self.socket = socket
        self.database = database
        self.client = client
        self.sequence = 0

    async def serve(self) -> None:
        """Let a client in and answer it until it leaves."""
        try:
            session = await self._handshake()
        except SqlError as error:
            await self._error(error)
            return
        await self._send(_ok())
        while True:
            self.sequence = 0
            packet = await self._receive()
            if packet[:1] == bytes([QUIT]):
                return
            try:
                if not packet:
                    raise SqlError(1047, "08S01", "Unknown command")
                command, body = packet[0], packet[1:]
                await self._obey(session, command, body)
            except SqlError as error:
                await self._error(error)

    async def _obey(self, session: MysqlSession, command: int, body: bytes) -> None:
        text = body.decode("utf-8", "replace")
        if command == QUERY:
            await self._result(session.execute(text))
        elif command == INIT_DB:
            session.use(text)
            await self._send(_ok())
        elif command == PING:
            await self._send(_ok())
        else:
            raise SqlError(1047, "08S01", "Unknown command")

    async def _handshake(self) -> MysqlSession:
        # No zero byte and no `$` may stand in a scramble.
        scramble = bytes(33 + byte % 64 for byte in os.urandom(20)).replace(b"$", b"%")
        greeting = b"\x0a5.5.5-" + VERSION.encode() + b"\0" + struct.pack("<I", 7) + scramble[:8] + b"\0"
        greeting += struct.pack("<HBHH", CAPABILITIES & 0xFFFF, UTF8, STATUS, CAPABILITIES >> 16)
        greeting += bytes([21]) + bytes(10) + scramble[8:] + b"\0" + NATIVE + b"\0"
        await self._send(greeting)
        try:
            flags, user, answer, schema, plugin = _login(await self._receive())
        except (struct.error, IndexError, UnicodeDecodeError):
            raise SqlError(1043, "08S01", "Bad handshake") from None
        if flags & PLUGIN_AUTH and plugin != NATIVE:
            await self._send(b"\xfe" + NATIVE + b"\0" + scramble + b"\0")
            answer = await self._receive()

        def check(account: Account) -> bool:
            return answer == _answer(account.password, scramble)

        session = open_session(self.database, user, self.client, check, using=bool(answer))
        if schema:
            session.use(schema)
        return session

    # --- packets

    async def _receive(self) -> bytes:
        header = await self.socket.exactly(4)
        size = int.from_bytes(header[:3], "little")
        self.sequence = (header[3] + 1) % 256
        return await self.socket.exactly(size)

    async def _send(self, payload: bytes) -> None:
        if len(payload) > LARGEST:
            raise os_error(errno.ECONNRESET)
        await self.socket.write(len(payload).to_bytes(3, "little") + bytes([self.sequence]) + payload)
        self.sequence = (self.sequence + 1) % 256

    async def _error(self, error: SqlError) -> None:
        payload = (
            b"\xff" + struct.pack("<H", error.number) + b"#" + error.state.encode() + error.message.encode()
        )
        await self._send(payload)

    async def _result(self, result: ResultSet) -> None:
        if not result.columns:
            await self._send(_ok(result.affected))
            return
        await self._send(_number(len(result.columns)))
        for column in result.columns:
            name = _string(column.encode())
            fixed = struct.pack("<HIBHB", UTF8, 1024, 253, 0, 0) + b"\0\0"
            await self._send(_string(b"def") + _string(b"") * 3 + name + name + b"\x0c" + fixed)
        await self._send(b"\xfe\0\0" + struct.pack("<H", STATUS))
        for row in result.rows:
            await self._send(b"".join(map(_value, row)))
        await self._send(b"\xfe\0\0" + struct.pack("<H", STATUS))


def _login(packet: bytes) -> tuple[int, str, bytes, str, bytes]:
    """Return flags, user, answer, database and plugin of a client's answer to the greeting."""
    flags = struct.unpack("<I", packet[:4])[0]
    user, _, rest = packet[32:].partition(b"\0")
    answer, rest = rest[1 : 1 + rest[0]], rest[1 + rest[0] :]
    schema = b""
    if flags & WITH_DB:
        schema, _, rest = rest.partition(b"\0")
    plugin = rest.partition(b"\0")[0] if flags & PLUGIN_AUTH else NATIVE
    return flags, user.decode(), answer, schema.decode(), plugin


def _answer(password: str, scramble: bytes) -> bytes:
    """Return what a client that knows the password sends."""
    if not password:
        return b""
    first = hashlib.sha1(password.encode()).digest()  # noqa: S324
    second = hashlib.sha1(scramble + hashlib.sha1(first).digest()).digest()  # noqa: S324
    return bytes(left ^ right for left, right in zip(first, second, strict=True))


def _ok(affected: int = 0) -> bytes:
    return b"\0" + _number(affected) + b"\0" + struct.pack("<HH", STATUS, 0)


def _number(value: int) -> bytes:
    if value < 251:
        return bytes([value])
    for lead, width in ((b"\xfc", 2), (b"\xfd", 3)):
        if value < 1 << 8 * width:
            return lead + value.to_bytes(width, "little")
    return b"\xfe" + value.to_bytes(8, "little")


def _string(data: bytes) -> bytes:
    return _number(len(data)) + data


def _value(value: Value) -> bytes:
    return b"\xfb" if value is None else _string(str(value).encode())


def server(database: Database):  # type: ignore[no-untyped-def]
    """Return the coroutine function that serves a connection to the database."""

    async def serve(socket: TcpSocket, client: Peer) -> None:
        await Connection(socket, database, client.name).serve()

    return serve
