"""Peers that a real sshd on this machine cannot be: TCP servers of other kinds, an SSH server of old."""

from __future__ import annotations

import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import paramiko
from paramiko.common import AUTH_FAILED, AUTH_PARTIALLY_SUCCESSFUL, AUTH_SUCCESSFUL
from paramiko.server import InteractiveQuery


@contextmanager
def listening(serve: Callable[[socket.socket], None]) -> Iterator[int]:
    """Serve each connection to a port of loopback in a thread; yield the port."""
    connections: list[socket.socket] = []

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            connections.append(connection)
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()
            for connection in connections:
                connection.close()


def execute(channel: paramiko.Channel, command: bytes) -> None:
    """Do what a server does with a command, on this machine, once its client has sent all of its stdin.

    It sends the end of it when it knows that the command was accepted: nothing is answered before that.
    """
    with suppress(OSError):
        while channel.recv(4096):
            pass
    done = subprocess.run(["sh", "-c", command], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    with suppress(EOFError, OSError, paramiko.SSHException):
        channel.sendall(done.stdout)
        channel.sendall_stderr(done.stderr)
        channel.send_exit_status(done.returncode)
        channel.close()


class OldServer(paramiko.ServerInterface):
    """An SSH server that takes only what it was told to, and remembers what it was offered.

    Like OpenSSH 6.6 it does not say which signatures it takes, and takes only SHA-1's of an RSA key.
    """

    def __init__(
        self,
        host_key: paramiko.PKey,
        *,
        key: paramiko.PKey | None = None,
        password: str | None = None,
        interactive: bool = False,
        then_password: bool = False,
    ) -> None:
        self._host_key = host_key
        self._key = key
        self._password = password
        self._interactive = interactive
        self._then_password = then_password
        self.offered: list[str] = []

    def serve(self, connection: socket.socket) -> None:
        """Speak SSH on a connection."""
        sha2 = {"pubkeys": ["rsa-sha2-512", "rsa-sha2-256"], "keys": ["rsa-sha2-512", "rsa-sha2-256"]}
        transport = paramiko.Transport(connection, disabled_algorithms=sha2, server_sig_algs=False)
        transport.add_server_key(self._host_key)
        with suppress(EOFError, OSError, paramiko.SSHException):
            transport.start_server(server=self)

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return paramiko.common.OPEN_SUCCEEDED

    def check_channel_exec_request(self, channel: paramiko.Channel, command: bytes) -> bool:
        threading.Thread(target=execute, args=(channel, command), daemon=True).start()
        return True

    def get_allowed_auths(self, username: str) -> str:
        if self._key:
            return "publickey"
        return "keyboard-interactive" if self._interactive else "password"

    def check_auth_none(self, username: str) -> int:
        self.offered.append("none")
        return AUTH_FAILED

    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> int:
        self.offered.append("publickey")
        if key != self._key:
            return AUTH_FAILED
        self._key = None
        return AUTH_PARTIALLY_SUCCESSFUL if self._then_password else AUTH_SUCCESSFUL

    def check_auth_password(self, username: str, password: str) -> int:
        self.offered.append("password")
        return AUTH_SUCCESSFUL if password == self._password else AUTH_FAILED

    def check_auth_interactive(self, username: str, submethods: str) -> InteractiveQuery:
        self.offered.append("keyboard-interactive")
        return InteractiveQuery("", "", ("암호: ", False))

    def check_auth_interactive_response(self, responses: list[str]) -> int:
        return AUTH_SUCCESSFUL if responses == [self._password] else AUTH_FAILED
