"""Types at a terminal of a node and reads what comes, without a terminal emulator."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

import paramiko

from tests.lab import commands
from wizard.lab import LabNode

LIMIT = 60.0
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\r")


class Typist:
    """A command, or a login, on a terminal."""

    def __init__(self, channel: paramiko.Channel) -> None:
        self.channel = channel
        self.unread = ""

    def expect(self, pattern: str) -> str:
        """Return what comes up to and with a regular expression, without escape sequences."""
        end = time.monotonic() + LIMIT
        while not (match := re.search(pattern, self.unread)):
            assert time.monotonic() < end, f"waited for {pattern!r} after {self.unread!r}"
            self.channel.settimeout(max(end - time.monotonic(), 0.1))
            data = self.channel.recv(65536)
            assert data, f"ended before {pattern!r}: {self.unread!r}"
            self.unread = ESCAPES.sub("", self.unread + data.decode("utf-8", "replace"))
        seen, self.unread = self.unread[: match.end()], self.unread[match.end() :]
        return seen

    def type(self, text: str) -> None:
        """Press keys."""
        self.channel.sendall(text.encode())

    def end(self) -> tuple[int, str]:
        """Return the exit status and what else came, after the end."""
        while data := self.channel.recv(65536):
            self.unread += data.decode("utf-8", "replace")
        return self.channel.recv_exit_status(), ESCAPES.sub("", self.unread)


@contextmanager
def typing(node: LabNode, command: str, *, columns: int = 80, rows: int = 24) -> Iterator[Typist]:
    """Run a command on a terminal of a node."""
    with commands.log_in(node) as client:
        transport = client.get_transport()
        assert transport is not None
        with transport.open_session() as channel:
            channel.settimeout(LIMIT)
            channel.get_pty("xterm", columns, rows)
            channel.exec_command(command)
            yield Typist(channel)
