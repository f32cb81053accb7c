"""Hosts: what the engine needs of one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from wizard.model import Command, Node, Result, Stream

OnLine = Callable[[str], None]
"""Takes one line of a remote program's output, as it comes, unmasked."""


def ignore(line: str) -> None:
    """Take a line and do nothing with it."""


class Host(Protocol):
    """A host that commands can be run on. All of it blocks, within limits."""

    node: Node

    def open(self) -> None:
        """Connect and log in; nothing where that is done. Raises `Unreachable`, `UntrustedKey`."""

    def run(self, command: Command, on_line: OnLine = ignore) -> Result:
        """Run it to its end. Raises `Lost` where its end was not seen."""

    def dial(self, address: str, port: int) -> Stream:
        """Open a TCP stream from the host; raises OSError where nothing answers."""

    def close(self) -> None:
        """Let go of the connection. May be called at any time, from another thread too."""
