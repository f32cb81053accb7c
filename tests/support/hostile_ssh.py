"""SSH servers that are after the password, or the wizard's memory and time."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

import paramiko
from paramiko.common import (
    AUTH_FAILED,
    AUTH_SUCCESSFUL,
    OPEN_SUCCEEDED,
    cMSG_SERVICE_ACCEPT,
    cMSG_USERAUTH_INFO_REQUEST,
)
from paramiko.server import InteractiveQuery

from tests.support.peers import execute

HOST_KEY = paramiko.ECDSAKey.generate()

Question = tuple[str, bool]


class AskingServer(paramiko.ServerInterface):
    """Asks by keyboard-interactive what it was told to, one round after the other, and lets in after that."""

    def __init__(self, rounds: Sequence[Sequence[Question]], *, for_ever: bool = False) -> None:
        self._rounds = list(rounds)
        self._for_ever = for_ever
        self.answers: list[str] = []
        """All that was answered."""
        self.methods = "keyboard-interactive"

    def serve(self, connection: socket.socket) -> None:
        """Speak SSH on a connection."""
        transport = paramiko.Transport(connection)
        transport.add_server_key(HOST_KEY)
        with suppress(EOFError, OSError, paramiko.SSHException):
            transport.start_server(server=self)

    def get_allowed_auths(self, username: str) -> str:
        return self.methods

    def check_auth_none(self, username: str) -> int:
        return AUTH_FAILED

    def check_auth_password(self, username: str, password: str) -> int:
        self.answers.append(password)
        return AUTH_FAILED

    def check_auth_interactive(self, username: str, submethods: str) -> InteractiveQuery:
        return self._next()

    def check_auth_interactive_response(self, responses: list[str]) -> int | InteractiveQuery:
        self.answers += responses
        return self._next() if self._rounds else AUTH_SUCCESSFUL

    def _next(self) -> InteractiveQuery:
        questions = self._rounds[0] if self._for_ever else self._rounds.pop(0)
        return InteractiveQuery("title", "instructions", *questions)


class AcceptingServer(AskingServer):
    """Accepts the login service again and again once it is given a password."""

    def __init__(self) -> None:
        super().__init__([])
        self.methods = "password"
        self.ended = threading.Event()

    def serve(self, connection: socket.socket) -> None:
        """Speak SSH on a connection."""
        self._transport = transport = paramiko.Transport(connection)
        transport.add_server_key(HOST_KEY)
        with suppress(EOFError, OSError, paramiko.SSHException):
            transport.start_server(server=self)

    def check_auth_password(self, username: str, password: str) -> int:
        self.answers.append(password)
        message = paramiko.Message()
        message.add_byte(cMSG_SERVICE_ACCEPT)
        message.add_string("ssh-userauth")
        for _ in range(100):
            self._transport._send_message(message)  # type: ignore[attr-defined]
        return AUTH_FAILED


class ManyQuestions(AskingServer):
    """States a number of questions that it does not ask."""

    def __init__(self, count: int) -> None:
        super().__init__([])
        self._count = count

    def serve(self, connection: socket.socket) -> None:
        """Speak SSH on a connection."""
        self._transport = transport = paramiko.Transport(connection)
        transport.add_server_key(HOST_KEY)
        with suppress(EOFError, OSError, paramiko.SSHException):
            transport.start_server(server=self)

    def check_auth_interactive(self, username: str, submethods: str) -> int:  # type: ignore[override]
        message = paramiko.Message()
        message.add_byte(cMSG_USERAUTH_INFO_REQUEST)
        for _ in range(3):
            message.add_string("")
        message.add_int(self._count)
        self._transport._send_message(message)  # type: ignore[attr-defined]
        return AUTH_FAILED


class FloodingServer(paramiko.ServerInterface):
    """Lets in, and answers a command with output that keeps to no window."""

    def __init__(self) -> None:
        self.sent = 0
        self._greeted = False

    def serve(self, connection: socket.socket) -> None:
        """Speak SSH on a connection."""
        transport = paramiko.Transport(connection)
        transport.add_server_key(HOST_KEY)
        with suppress(EOFError, OSError, paramiko.SSHException):
            transport.start_server(server=self)

    def check_auth_none(self, username: str) -> int:
        return AUTH_SUCCESSFUL

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return OPEN_SUCCEEDED

    def check_channel_exec_request(self, channel: paramiko.Channel, command: bytes) -> bool:
        if self.is_handshake():
            threading.Thread(target=execute, args=(channel, command), daemon=True).start()
            return True
        threading.Thread(target=self._flood, args=(channel,), daemon=True).start()
        return True

    def is_handshake(self) -> bool:
        """Whether this is the first command, by which the shell is tried; it is answered well."""
        first, self._greeted = not self._greeted, True
        return first

    def _flood(self, channel: paramiko.Channel) -> None:
        with suppress(OSError, EOFError, paramiko.SSHException):
            while channel.active and not channel.closed:
                channel.out_window_size = 1 << 30
                self.sent += channel.send(b"x\n" * 8192)


def drip(part: bytes, pause: float) -> Callable[[socket.socket], None]:
    """Return what sends a part again and again, with a pause after each."""

    def serve(connection: socket.socket) -> None:
        with suppress(OSError):
            while True:
                connection.sendall(part)
                time.sleep(pause)

    return serve


class OddServer(FloodingServer):
    """Lets in; what it does with a command is given."""

    def __init__(self, act: Callable[[paramiko.Transport], None], *, at_once: bool = False) -> None:
        """`at_once`: already with the first command."""
        super().__init__()
        self._act = act
        self._greeted = at_once
        self.ended = threading.Event()

    def serve(self, connection: socket.socket) -> None:
        """Speak SSH on a connection."""
        self._transport = transport = paramiko.Transport(connection)
        transport.add_server_key(HOST_KEY)
        with suppress(EOFError, OSError, paramiko.SSHException):
            transport.start_server(server=self)

    def check_channel_exec_request(self, channel: paramiko.Channel, command: bytes) -> bool:
        if self.is_handshake():
            threading.Thread(target=execute, args=(channel, command), daemon=True).start()
            return True
        self._act(self._transport)
        self.ended.wait(60)
        return False


def nothing(transport: paramiko.Transport) -> None:
    """Never answer the request."""


def unknown_message(transport: paramiko.Transport) -> None:
    """Send a message of a type that does not exist."""
    message = paramiko.Message()
    message.add_byte(bytes([200]))
    transport._send_message(message)  # type: ignore[attr-defined]


def odd_text(transport: paramiko.Transport) -> None:
    """End the connection with a reason that is not UTF-8."""
    message = paramiko.Message()
    message.add_byte(bytes([1]))
    message.add_int(2)
    message.add_string(b"\xff\xfe")
    message.add_string(b"\xff")
    transport._send_message(message)  # type: ignore[attr-defined]
