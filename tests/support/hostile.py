"""Servers that lie, stall, flood and ask for too much, and what they got."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import cast

from tests.support.cases import ANSWERS
from tests.support.peers import listening
from wizard.engine.events import Missing
from wizard.model.answers import Answers
from wizard.model.commands import Stream
from wizard.model.facts import Facts, LoginFact
from wizard.model.message import Message
from wizard.secret import Secret

PASSWORD = "geheim-9f2c-wort"
SECRETS: Answers = replace(
    ANSWERS,
    passwords=replace(
        ANSWERS.passwords,
        novadbpass=Secret("NOVA_DBPASS", PASSWORD),
        novapass=Secret("NOVA_PASS", PASSWORD),
        rabbitpass=Secret("RABBIT_PASS", PASSWORD),
    ),
)


def shown(message: Message, variable: str) -> str:
    """Return what a person is shown of this variable of a message."""
    event = Missing("prepare/1", "controller", message).masked(str)
    return str(event.message.variables[variable])


@dataclass
class Peer:
    """A server for one test: what it received, on how many connections, and how much it got rid of."""

    talk: Callable[[Peer, socket.socket], None]
    received: bytearray = field(default_factory=bytearray)
    connections: int = 0
    sent: int = 0
    done: threading.Event = field(default_factory=threading.Event)

    def serve(self, connection: socket.socket) -> None:
        """Talk, then keep what still comes until the client goes."""
        self.connections += 1
        with suppress(OSError):
            self.talk(self, connection)
            while more := connection.recv(65536):
                self.received += more
        self.done.set()

    def read(self, connection: socket.socket, size: int) -> bytes:
        """Receive exactly `size` bytes. Raises ConnectionError where the connection ends before."""
        data = b""
        while len(data) < size:
            more = connection.recv(size - len(data))
            if not more:
                raise ConnectionError
            data += more
        self.received += data
        return data

    def flood(self, connection: socket.socket, data: bytes) -> None:
        """Send the same without end."""
        while True:
            connection.sendall(data)
            self.sent += len(data)

    def drip(self, connection: socket.socket, data: bytes) -> None:
        """Send a byte now and then, without end."""
        while True:
            for at in range(len(data)):
                connection.sendall(data[at : at + 1])
                if self.done.wait(0.05):
                    return


@contextmanager
def at(peer: Peer) -> Iterator[int]:
    """Serve on a port of loopback."""
    with listening(peer.serve) as port:
        try:
            yield port
        finally:
            peer.done.set()


def probe(kind: type[LoginFact], peer: Peer) -> LoginFact:
    """Read a login fact from this server."""
    with at(peer) as port:

        def dial(address: str, _: int) -> Stream:
            return cast(Stream, socket.create_connection(("127.0.0.1", port)))

        return kind.probe(SECRETS, dial, Facts({}))


# --- MariaDB ----------------------------------------------------------------------------------------

OK = b"\x00\x00\x00\x02\x00\x00\x00"


def packet(number: int, payload: bytes) -> bytes:
    """A packet of MariaDB's protocol."""
    return struct.pack("<I", len(payload))[:3] + bytes([number]) + payload


def greeting(plugin: bytes = b"mysql_native_password", capabilities: int = 0xBFF7) -> bytes:
    """A handshake of MariaDB 10; its capabilities hold no TLS (0x800) unless told."""
    return packet(
        0,
        b"\x0a5.5.5-10.1.20-MariaDB\x00"
        + struct.pack("<I", 7)
        + b"12345678\x00"
        + struct.pack("<H", capabilities & 0xF7FF)
        + b"\x21\x02\x00\x3f\xa0\x15"
        + b"\x00" * 10
        + b"123456789012\x00"
        + plugin
        + b"\x00",
    )


def next_packet(peer: Peer, connection: socket.socket) -> tuple[int, bytes]:
    """Receive one packet: its number and its payload."""
    head = peer.read(connection, 4)
    return head[3], peer.read(connection, int.from_bytes(head[:3], "little"))


# --- RabbitMQ ---------------------------------------------------------------------------------------


def frame(class_id: int, method_id: int, arguments: bytes = b"") -> bytes:
    """A method frame of AMQP 0-9-1."""
    payload = struct.pack(">HH", class_id, method_id) + arguments
    return struct.pack(">BHI", 1, 0, len(payload)) + payload + b"\xce"


def start(mechanisms: bytes = b"PLAIN AMQPLAIN") -> bytes:
    """Return a `connection.start` of AMQP 0-9-1, the first frame of a server."""
    properties = b"\x00\x09" + struct.pack(">I", 0)
    return frame(10, 10, properties + struct.pack(">I", len(mechanisms)) + mechanisms + b"\0\0\0\x05en_US")
