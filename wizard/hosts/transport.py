"""paramiko's transport, with bounds to what a server may make it do.

paramiko believes the sizes and counts that a server states, sends a login again as often as its service
is accepted, and takes output beyond the window that it gave.
"""

from __future__ import annotations

from typing import Any

from paramiko import Channel, Message, SSHException, Transport
from paramiko.common import (
    MSG_CHANNEL_DATA,
    MSG_CHANNEL_EXTENDED_DATA,
    MSG_SERVICE_ACCEPT,
    MSG_SERVICE_REQUEST,
    MSG_USERAUTH_INFO_REQUEST,
)
from paramiko.packet import Packetizer

_LARGEST_PACKET = 1 << 18
"""Bytes; as OpenSSH has it, seven times what RFC 4253 asks for."""
_LONGEST_GREETING = 1 << 16
"""Bytes of the lines before the server's version, and of that."""
_MOST_QUESTIONS = 16
"""In one request of keyboard-interactive."""


class BoundedPacketizer(Packetizer):
    """Ends the connection, by SSHException, at what no honest server sends."""

    def __init__(self, sock: Any) -> None:
        super().__init__(sock)
        self._greeted = 0
        self._requests = 0

    def _read_timeout(self, timeout: float) -> bytes:
        """Read a part of the greeting."""
        part: bytes = super()._read_timeout(timeout)  # type: ignore[misc]
        self._greeted += len(part)
        if self._greeted > _LONGEST_GREETING:
            raise SSHException(f"a greeting of more than {_LONGEST_GREETING} bytes")
        return part

    def read_all(self, n: int, check_rekey: bool = False) -> bytes:
        """Read `n` bytes of a packet, whose size the server states."""
        if n > _LARGEST_PACKET:
            raise SSHException(f"a packet of {n} bytes")
        return super().read_all(n, check_rekey)

    def send_message(self, data: Message) -> None:
        """Send a message; count the requests to log in that wait for the service."""
        if data.asbytes()[0] == MSG_SERVICE_REQUEST:
            self._requests += 1
        super().send_message(data)

    def read_message(self) -> tuple[int, Message]:
        """Read a message."""
        kind, message = super().read_message()
        if kind == MSG_SERVICE_ACCEPT:
            # paramiko sends the login, password and all, each time that one comes.
            self._requests -= 1
            if self._requests < 0:
                raise SSHException("a service was accepted that nobody asked for")
        elif kind == MSG_USERAUTH_INFO_REQUEST:
            _check_questions(Message(message.asbytes()))
        return kind, message


class BoundedTransport(Transport):
    """A transport whose channels hold no more than the window that the server was given."""

    def __init__(self, sock: Any, **options: Any) -> None:
        super().__init__(sock, packetizer_class=BoundedPacketizer, **options)
        self._channel_handler_table = {
            **Transport._channel_handler_table,  # type: ignore[attr-defined]
            MSG_CHANNEL_DATA: self._take,
            MSG_CHANNEL_EXTENDED_DATA: self._take_extended,
        }

    def _take(self, channel: Channel, message: Message) -> None:
        channel._feed(message)  # type: ignore[attr-defined]
        self._check_window(channel)

    def _take_extended(self, channel: Channel, message: Message) -> None:
        channel._feed_extended(message)  # type: ignore[attr-defined]
        self._check_window(channel)

    def _check_window(self, channel: Channel) -> None:
        if len(channel.in_buffer) + len(channel.in_stderr_buffer) > self.default_window_size:
            raise SSHException("more output than the window takes")


def _check_questions(request: Message) -> None:
    """Raise SSHException where a request of keyboard-interactive has too many questions."""
    for _ in ("title", "instructions", "language"):
        request.get_binary()
    questions = request.get_int()
    if questions > _MOST_QUESTIONS:
        raise SSHException(f"{questions} questions at once")
